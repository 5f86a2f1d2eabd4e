//! Recognises account numbers by their form. May use: std.

/// Whether a text has the form of an IBAN. The check digits are not verified, because the number only
/// names an account.
pub(super) fn is_iban(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    (15..=34).contains(&text.len())
        && text.bytes().all(is_plain)
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit())
        && text.bytes().filter(u8::is_ascii_digit).count() >= 8
}
