//! Amounts with a mark before their last three digits: thousands, or decimals. May use: the amounts.

use super::amounts::{Decimals, Figure};

/// What an amount is in thousands, where it has three decimals as it is read: `2300` for `2,300` with a
/// decimal comma. `None` if it cannot be both.
pub fn in_thousands(text: &str, decimals: Decimals) -> Option<String> {
    let (_, behind) = text.rsplit_once([',', '.'])?;
    if behind.bytes().take_while(u8::is_ascii_digit).count() != 3 {
        return None;
    }
    let figure = Figure::of(text)?;
    let other = match decimals {
        Decimals::Point => Decimals::Comma,
        Decimals::Comma => Decimals::Point,
    };
    figure.plain(decimals).filter(|read| read.contains('.'))?;
    figure.plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_thousands_or_decimals_is_both() {
        for text in ["2,300", "(2,300)", "2,300 $", "KSh. 2,300", "-2,345"] {
            let digits = if text.contains("345") { "-2345" } else { "2300" };
            let digits = if text.starts_with('(') { "-2300" } else { digits };
            assert_eq!(in_thousands(text, Decimals::Comma).as_deref(), Some(digits), "{text}");
            assert_eq!(in_thousands(text, Decimals::Point), None, "{text}");
        }
        assert_eq!(in_thousands("1.500", Decimals::Point).as_deref(), Some("1500"));
        for text in ["0,500", ",500", "1234,500", "1 234,500", "2,30", "2,3000", "2 300", "2300"] {
            assert_eq!(in_thousands(text, Decimals::Comma), None, "{text}");
        }
    }
}
