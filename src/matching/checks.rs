//! Check digits: RF creditor references (ISO 11649) and numbers that end in a mod-10 digit (OCR, KID).
//! May use: std.

/// The body of an RF reference (`RF18539007547034` → `539007547034`) without its leading zeros, if the
/// check digits are right. Expects letters and digits without blanks, in either case.
pub fn rf_body(text: &str) -> Option<&str> {
    let is_shaped = (5..=25).contains(&text.len())
        && text.is_ascii()
        && text[..2].eq_ignore_ascii_case("rf")
        && text[2..4].bytes().all(|byte| byte.is_ascii_digit())
        && text[4..].bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_shaped {
        return None;
    }
    let turned = text[4..].chars().chain(text[..4].chars());
    let rest = turned.fold(0_u32, |rest, letter| {
        let value = letter.to_digit(36).unwrap_or(0);
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    (rest == 1).then(|| text[4..].trim_start_matches('0')).filter(|body| !body.is_empty())
}

/// The number without its last digit, if that is the mod-10 (Luhn) check digit of the rest. Expects at
/// least five digits and nothing else.
pub fn mod10_body(digits: &str) -> Option<&str> {
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let sum = digits.bytes().rev().enumerate().fold(0_u32, |sum, (place, byte)| {
        let digit = u32::from(byte - b'0');
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        sum + doubled / 10 + doubled % 10
    });
    (sum % 10 == 0).then(|| &digits[..digits.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_verified() {
        assert_eq!(rf_body("RF18539007547034"), Some("539007547034"));
        assert_eq!(rf_body("rf18000000000539007547034"), Some("539007547034"));
        assert_eq!(rf_body("RF19539007547034"), None);
        assert_eq!(rf_body("RF18"), None);
        assert_eq!(mod10_body("79927398713"), Some("7992739871"));
        assert_eq!(mod10_body("79927398710"), None);
        assert_eq!(mod10_body("18"), None);
    }
}
