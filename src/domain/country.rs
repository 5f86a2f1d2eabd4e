//! Countries as they are typed in addresses, and how an address there is written. May use: text.

use serde::Deserialize;

use super::text;

/// A country whose name is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// Its two letters (ISO 3166-1).
    pub code: String,
    /// Its names in addresses, in small letters.
    pub names: Vec<String>,
    /// Whether the postal code comes before the town.
    pub postal_code_first: bool,
}

impl Country {
    /// Whether an address names this country, by its letters or its name.
    pub fn is_named(&self, typed: &str) -> bool {
        let typed = typed.trim();
        self.code.eq_ignore_ascii_case(typed) || self.names.contains(&text::folded(typed))
    }

    /// A postal code as an address there has it: `H7N 1A1` for `h7n1a1` in Canada; any other as it is
    /// typed.
    pub fn postal_code(&self, typed: &str) -> String {
        let bare: String = typed.chars().filter(|it| !" -".contains(*it)).collect();
        let is_its_form = |(at, byte): (usize, u8)| match at % 2 {
            0 => byte.is_ascii_alphabetic(),
            _ => byte.is_ascii_digit(),
        };
        if self.code != "CA" || bare.len() != 6 || !bare.bytes().enumerate().all(is_its_form) {
            return typed.to_string();
        }
        let bare = bare.to_ascii_uppercase();
        let (area, rest) = bare.split_at(3);
        format!("{area} {rest}")
    }
}
