//! Decodes a file: by the encoding that its first bytes or its header name, or by what its bytes look
//! like. May use: domain, encoding_rs.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::domain::{Refusal, Rule};

use super::code_page;
use super::trouble::{refused, shown};

/// A file's text.
pub(super) struct DecodedFile<'a> {
    /// The text in UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding that it had.
    pub encoding: &'static str,
}

/// How many bytes are searched for the name of an encoding.
const HEADER: usize = 1_024;

/// Decodes a file's bytes. Refused if the header names an unknown encoding.
pub(super) fn decode(bytes: &[u8]) -> Result<DecodedFile<'_>, Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(decoded(bytes.get(mark..).unwrap_or_default(), encoding));
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(decoded(bytes, encoding));
    }
    // Valid UTF-8 is UTF-8, whatever the header says: people re-encode exports without changing their
    // headers.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(DecodedFile { text: Cow::Borrowed(text), encoding: "UTF-8" });
    }
    let head = bytes.get(..bytes.len().min(HEADER)).unwrap_or_default();
    match named(&String::from_utf8_lossy(head)) {
        Some(name) => by_name(bytes, &name),
        // cp1252 reads everything that ISO 8859-1 writes.
        None => Ok(decoded(bytes, encoding_rs::WINDOWS_1252)),
    }
}

fn decoded<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> DecodedFile<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    DecodedFile { text, encoding: encoding.name() }
}

/// The encoding named by an XML declaration or by the header of OFX.
fn named(head: &str) -> Option<String> {
    let value = |key: &str, ends: &[char]| {
        let rest = head.get(head.find(key)? + key.len()..)?;
        let rest = rest.trim_start_matches([' ', '=', ':', '"', '\'']);
        let end = rest.find(ends).unwrap_or(rest.len());
        Some(rest.get(..end)?.trim().to_string()).filter(|name| !name.is_empty())
    };
    if head.trim_start().starts_with("<?xml") {
        return value("encoding", &['"', '\'', '?', '>']);
    }
    let ends = ['\r', '\n', '<', ' '];
    let (encoding, page) = (value("ENCODING:", &ends), value("CHARSET:", &ends));
    let is_said = |name: &String| !name.eq_ignore_ascii_case("none");
    match encoding.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("UTF-8" | "UNICODE") => Some("UTF-8".into()),
        _ => page.filter(is_said),
    }
}

fn by_name<'a>(bytes: &'a [u8], name: &str) -> Result<DecodedFile<'a>, Refusal> {
    let name = name.trim().to_ascii_lowercase();
    let page = name.trim_start_matches("cp").trim_start_matches("ibm").trim_start_matches('-');
    match page {
        "850" => Ok(DecodedFile { text: code_page::cp850(bytes).into(), encoding: "cp850" }),
        "437" => Ok(DecodedFile { text: code_page::cp437(bytes).into(), encoding: "cp437" }),
        // The header says UTF-8, but the bytes are not valid: a letter was cut in two, or the encoding
        // is another one.
        "utf-8" | "utf8" => Ok(mostly_utf8(bytes)),
        _ => {
            let windows = format!("windows-{page}");
            let iso = format!("iso-{page}");
            let known = [name.as_str(), windows.as_str(), iso.as_str()];
            let known = known.iter().find_map(|name| Encoding::for_label(name.as_bytes()));
            let unknown = || refused(Rule::BankEncoding, 1).with("given", shown(&name));
            Ok(decoded(bytes, known.ok_or_else(unknown)?))
        }
    }
}

/// Reads as UTF-8 if most non-ASCII letters are valid; the others become a replacement character.
fn mostly_utf8(bytes: &[u8]) -> DecodedFile<'_> {
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    let whole = text.chars().filter(|letter| !letter.is_ascii()).count() - broken;
    match broken > whole {
        true => decoded(bytes, encoding_rs::WINDOWS_1252),
        false => DecodedFile { text, encoding: "UTF-8" },
    }
}

/// UTF-16 without a byte order mark: in plain letters every other byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(512) & !1)?;
    let noughts = |at: usize| start.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (noughts(0), noughts(1), start.len() / 2);
    match half >= 8 {
        true if odd * 4 > half * 3 && even * 8 < half => Some(encoding_rs::UTF_16LE),
        true if even * 4 > half * 3 && odd * 8 < half => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}
