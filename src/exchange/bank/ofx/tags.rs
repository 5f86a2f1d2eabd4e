//! Reads the tags of OFX, closed or not, with the value after each. May use: domain, the references of
//! XML.

use std::borrow::Cow;

use crate::domain::{Refusal, Rule};

use super::super::references;
use super::super::trouble::refused;

/// A tag.
pub(super) struct Tag<'a> {
    /// Its name in upper case, without a namespace.
    pub name: Cow<'a, str>,
    pub is_close: bool,
    /// The text up to the next tag, trimmed.
    pub value: Cow<'a, str>,
    pub line: u64,
}

/// The longest name of a tag.
const LONGEST_NAME: usize = 64;

/// The tags of a text in their order.
pub(super) struct Tags<'a> {
    text: &'a str,
    at: usize,
    counted: (usize, u64),
}

impl<'a> Tags<'a> {
    /// All tags of a text.
    pub fn new(text: &'a str) -> Tags<'a> {
        Tags { text, at: 0, counted: (0, 1) }
    }

    /// The current line.
    pub fn line(&mut self) -> u64 {
        let more = self.text.as_bytes().get(self.counted.0..self.at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', more).count() as u64;
        self.counted = (self.at.max(self.counted.0), self.counted.1 + lines);
        self.counted.1
    }

    /// The next tag. Refused if it has no end, or declares something that is not allowed.
    pub fn next(&mut self) -> Result<Option<Tag<'a>>, Refusal> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(start) = memchr::memchr(b'<', rest.as_bytes()) else {
                self.at = self.text.len();
                return Ok(None);
            };
            self.at += start;
            let line = self.line();
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.starts_with("<!--") {
                self.skip("-->", line)?;
            } else if rest.starts_with("<![CDATA[") || rest.starts_with("<?") {
                self.skip(if rest.starts_with("<?") { "?>" } else { "]]>" }, line)?;
            } else if rest.starts_with("<!") {
                return Err(refused(Rule::BankForbidden, line));
            } else if let Some(tag) = self.tag(rest, line)? {
                return Ok(Some(tag));
            } else {
                // A less-than sign that is part of a text.
                self.at += 1;
            }
        }
    }

    fn skip(&mut self, end: &str, line: u64) -> Result<(), Refusal> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(end).ok_or_else(|| refused(Rule::BankTruncated, line))?;
        self.at += length + end.len();
        Ok(())
    }

    /// The tag at the beginning of the rest; `None` if there is none.
    fn tag(&mut self, rest: &'a str, line: u64) -> Result<Option<Tag<'a>>, Refusal> {
        let inner = rest.get(1..).unwrap_or_default();
        let (is_close, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let length = inner.bytes().take(LONGEST_NAME + 1).take_while(|byte| is_name(*byte)).count();
        let end = match inner.as_bytes().get(length) {
            None => return Err(refused(Rule::BankTruncated, line)),
            Some(b'>') => length,
            Some(b' ' | b'\t' | b'\r' | b'\n' | b'/') if length > 0 => {
                memchr::memchr(b'>', inner.as_bytes())
                    .ok_or_else(|| refused(Rule::BankTruncated, line))?
            }
            Some(_) => return Ok(None),
        };
        if length == 0 || length > LONGEST_NAME {
            return Ok(None);
        }
        let name = inner.get(..length).unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or(name);
        let after = inner.get(end + 1..).unwrap_or_default();
        self.at = self.text.len() - after.len();
        let value = value(after);
        let name = match name.bytes().any(|byte| byte.is_ascii_lowercase()) {
            true => Cow::Owned(name.to_ascii_uppercase()),
            false => Cow::Borrowed(name),
        };
        Ok(Some(Tag { name, is_close, value: unescaped(value), line }))
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-:".contains(&byte)
}

/// The text up to the next tag, trimmed.
fn value(after: &str) -> &str {
    let after = match after.strip_prefix("<![CDATA[") {
        Some(inner) => return inner.split("]]>").next().unwrap_or_default().trim(),
        None => after,
    };
    let mut from = 0;
    loop {
        let rest = after.get(from..).unwrap_or_default();
        let Some(at) = memchr::memchr(b'<', rest.as_bytes()) else { return after.trim() };
        let next = rest.as_bytes().get(at + 1).copied().unwrap_or(b'/');
        if next.is_ascii_alphabetic() || b"/!?".contains(&next) {
            return after.get(..from + at).unwrap_or_default().trim();
        }
        from += at + 1;
    }
}

/// The text with its references replaced; anything that is not a reference is kept.
fn unescaped(text: &str) -> Cow<'_, str> {
    match text.contains('&') {
        false => Cow::Borrowed(text),
        true => references::resolved(&text.replace("&nbsp;", " "), false)
            .map_or(Cow::Borrowed(text), Cow::Owned),
    }
}
