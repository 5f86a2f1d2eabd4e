//! Amounts written as the screen writes them, with spaces between groups of three digits: `21 500`,
//! `1 234,50`. May use: nothing.

/// The number of leading words that together make the longest possible amount, at least one.
pub fn words_of_amount(words: &[&str], decimals: u8) -> usize {
    let is_one = |count: &usize| words.get(..*count).is_some_and(|it| is_amount(it, decimals));
    (2..=words.len()).rev().find(is_one).unwrap_or(1)
}

/// Whether several words can be one amount: one to three digits, then groups of exactly three. The
/// first may have a sign before it, the last decimals, `k` or a currency after it.
pub fn is_amount(words: &[&str], decimals: u8) -> bool {
    match words {
        [first, middle @ .., last] => {
            is_first(first)
                && middle.iter().all(|word| word.len() == 3 && is_digits(word))
                && is_last(last, decimals)
        }
        _ => false,
    }
}

/// One to three digits without a leading zero, after an optional sign or currency.
fn is_first(word: &str) -> bool {
    let front = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = word.strip_prefix(front).unwrap_or_default();
    let is_sign = !front.contains(|letter: char| letter.is_numeric() || ".,".contains(letter));
    is_sign && (1..=3).contains(&digits.len()) && !digits.starts_with('0')
}

/// Three digits, optionally followed by decimals and letters.
fn is_last(word: &str, decimals: u8) -> bool {
    let Some((group, behind)) = word.split_at_checked(3).filter(|(group, _)| is_digits(group))
    else {
        return false;
    };
    let behind = match behind.strip_prefix(['.', ',']) {
        None => behind,
        Some(behind) => {
            let rest = behind.trim_start_matches(|letter: char| letter.is_ascii_digit());
            let typed = behind.len() - rest.len();
            if !(1..=usize::from(decimals.max(2))).contains(&typed) {
                return false;
            }
            rest
        }
    };
    group.len() == 3
        && !behind.contains(|letter: char| letter.is_numeric() || ".,".contains(letter))
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_digits_are_one_amount_and_others_are_not() {
        let read = |text: &str| is_amount(&text.split_whitespace().collect::<Vec<_>>(), 2);
        for typed in [
            "21 500",
            "1 000 000",
            "1 234,50",
            "$21 500",
            "-21 500",
            "21 500k",
            "21 500.5",
            "21\u{a0}500",
            "21\u{202f}500",
            "1 000rwf",
        ] {
            assert!(read(typed), "{typed}");
        }
        let most = |text: &str| words_of_amount(&text.split_whitespace().collect::<Vec<_>>(), 2);
        assert_eq!(["1 234,50 -5 price", "1 042 500", "400 1043 all", ""].map(most), [2, 3, 1, 1]);
        for typed in [
            "21",
            "500",
            "1042 500",
            "21 50",
            "21 5000",
            "021 500",
            "0 500",
            "21.5 000",
            "21 500.555",
            "21 500.",
            "1 00 000",
            "1 000 00",
            "fri 500",
            "21 fri",
            "",
            "5 10 12",
            "1,5 000",
        ] {
            assert!(!read(typed), "{typed}");
        }
    }
}
