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
}
