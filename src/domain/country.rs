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
    /// The form of its postal codes, with `A` for a letter and `9` for a digit, if only one is in use.
    #[serde(default)]
    pub postal_code_form: Option<String>,
}

impl Country {
    /// Whether an address names this country, by its letters or its name.
    pub fn is_named(&self, typed: &str) -> bool {
        let typed = typed.trim();
        self.code.eq_ignore_ascii_case(typed) || self.names.contains(&text::folded(typed))
    }

    /// A postal code as an address there has it: `H7N 1A1` for `h7n1a1` in Canada. One that has no known form, or
    /// another, is as it is typed.
    pub fn postal_code(&self, typed: &str) -> String {
        let form = self.postal_code_form.as_deref().unwrap_or_default();
        let mut bare = typed.chars().filter(|it| !" -".contains(*it));
        let mut written = String::new();
        for place in form.chars() {
            let fits = |it: &char| match place {
                'A' => it.is_ascii_alphabetic(),
                _ => it.is_ascii_digit(),
            };
            match place {
                ' ' => written.push(' '),
                _ => match bare.next().filter(fits) {
                    Some(letter) => written.push(letter.to_ascii_uppercase()),
                    None => return typed.to_string(),
                },
            }
        }
        if written.is_empty() || bare.next().is_some() { typed.to_string() } else { written }
    }
}
