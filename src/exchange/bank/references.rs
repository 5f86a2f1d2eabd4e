//! Resolves references in XML and SGML: the five names of XML and numbers, nothing else. May use:
//! quick-xml.

use quick_xml::escape::resolve_predefined_entity;

/// The longest reference: `&#x10FFFF;`.
const LONGEST: usize = 10;

/// The meaning of a reference.
pub(super) enum Reference {
    /// A letter.
    Letter(char),
    /// Half of a letter outside the basic plane: phones write two references for such a letter.
    Half(u16),
    /// A name that is not one of the five, or a number that belongs to no letter.
    Unknown,
}

/// The meaning of the text between `&` and `;`.
pub(super) fn reference(name: &str) -> Reference {
    let Some(number) = name.strip_prefix('#') else {
        let letter = resolve_predefined_entity(name).and_then(|text| text.chars().next());
        return letter.map_or(Reference::Unknown, Reference::Letter);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code {
        Ok(half @ 0xd800..=0xdfff) => {
            u16::try_from(half).map_or(Reference::Unknown, Reference::Half)
        }
        Ok(code) => char::from_u32(code).map_or(Reference::Unknown, Reference::Letter),
        Err(_) => Reference::Unknown,
    }
}

/// Replaces the references in a text. An unknown one is an error if `strict`, and is kept otherwise.
pub(super) fn resolved(text: &str, strict: bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut first_half) = (text, None);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at)?);
        let after = rest.get(at + 1..)?;
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| after.get(..end)).map_or(Reference::Unknown, reference);
        rest = match found {
            Reference::Unknown if strict => return None,
            Reference::Unknown => {
                out.push('&');
                after
            }
            Reference::Letter(letter) => {
                out.push(letter);
                after.get(end? + 1..)?
            }
            Reference::Half(half) => {
                let pair = first_half.take().map(|first| char::decode_utf16([first, half]).next());
                match pair.flatten() {
                    Some(Ok(letter)) => out.push(letter),
                    _ if half < 0xdc00 => first_half = Some(half),
                    _ => out.push(char::REPLACEMENT_CHARACTER),
                }
                after.get(end? + 1..)?
            }
        };
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_names_and_numbers_are_resolved_and_nothing_else() {
        let strict = |text: &str| resolved(text, true);
        assert_eq!(strict("a &amp; b &lt;&#233;&#xe9;").as_deref(), Some("a & b <éé"));
        assert_eq!(strict("&#55357;&#56832;!").as_deref(), Some("😀!"));
        assert_eq!(strict("&#56832;&#xfffffff;"), None);
        assert_eq!(strict("&lol;"), None);
        assert_eq!(strict("&"), None);
        assert_eq!(resolved("AT&T &lol; &amp", false).as_deref(), Some("AT&T &lol; &amp"));
    }
}
