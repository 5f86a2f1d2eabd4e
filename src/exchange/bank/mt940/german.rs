//! The narrative of German and neighbouring banks: numbered parts after a separator, `166?00…?20…?32…`,
//! containing the keywords of SEPA. May use: domain, the bank's texts.

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::statement::BankLine;

/// A part of this length was cut by the format, not by its writer.
const FULL_PART: usize = 27;

/// The most characters of a SEPA reference.
const LONGEST_REFERENCE: usize = 35;

/// Transaction codes for money that comes back.
const RETURNS: [&str; 4] = ["108", "109", "111", "159"];

/// The keywords before the parts of a SEPA payment, without their `+`.
const WORDS: [&str; 16] = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "COAM", "OAMT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC",
    "PURP", "RREF", "IREF", "SQTP",
];

/// The separator of a narrative in this format: the character after the code, or the first one if a
/// number follows it.
pub(super) fn separator(value: &str) -> Option<char> {
    let is_code = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let rest = match value.get(..3) {
        Some(code) if is_code(code) => value.get(3..)?,
        _ => value,
    };
    let separator = rest.chars().next()?;
    let number = rest.get(separator.len_utf8()..)?.get(..2)?;
    let is_separator = separator.is_ascii_punctuation() && !":/+-.,".contains(separator)
        || !separator.is_ascii() && !separator.is_alphanumeric();
    let known = matches!(number, "00" | "10" | "20" | "21" | "30" | "31" | "32");
    (is_separator && known).then_some(separator)
}

/// Adds the parts to the line.
pub(super) fn read(value: &str, separator: char, line: &mut BankLine) {
    let whole: String = value.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    line.is_return |= whole.get(..3).is_some_and(|code| RETURNS.contains(&code));
    let mut parts = NarrativeParts::default();
    let start = whole.find(separator).unwrap_or(0);
    for part in whole.get(start..).unwrap_or_default().split(separator).skip(1) {
        match part.get(..2).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(number) => parts.add(number, part.get(2..).unwrap_or_default()),
            // A separator that is part of a text.
            None => parts.go_on(separator, part),
        }
    }
    parts.into_line(line);
}

/// The parts, by meaning.
#[derive(Default)]
struct NarrativeParts {
    /// `?00`
    kind: CutText,
    /// `?20` to `?29`, `?60` to `?63`
    text: CutText,
    /// `?31`, `?38`
    account: CutText,
    /// `?32`, `?33`
    name: CutText,
    last: u8,
}

/// A text in pieces.
#[derive(Default)]
struct CutText {
    text: String,
    /// Whether the last piece had the full length.
    is_full: bool,
}

impl CutText {
    fn add(&mut self, piece: &str) {
        if !self.is_full && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(piece);
        self.is_full = piece.chars().count() >= FULL_PART;
    }
}

impl NarrativeParts {
    fn slot(&mut self, number: u8) -> Option<&mut CutText> {
        match number {
            0 => Some(&mut self.kind),
            20..=29 | 60..=63 => Some(&mut self.text),
            31 | 38 => Some(&mut self.account),
            32 | 33 => Some(&mut self.name),
            _ => None,
        }
    }

    fn add(&mut self, number: &str, piece: &str) {
        self.last = number.parse().unwrap_or(u8::MAX);
        if let Some(slot) = self.slot(self.last) {
            slot.add(piece);
        }
    }

    fn go_on(&mut self, separator: char, piece: &str) {
        if let Some(slot) = self.slot(self.last) {
            slot.text.push(separator);
            slot.text.push_str(piece);
        }
    }

    fn into_line(self, line: &mut BankLine) {
        let said = words(&self.text.text);
        let value = |word: &str| said.iter().find(|(name, _)| *name == word).map(|(_, text)| *text);
        for word in ["EREF", "KREF", "MREF"] {
            if let Some(text) = value(word) {
                let end = text.char_indices().nth(LONGEST_REFERENCE).map_or(text.len(), |it| it.0);
                add_reference(&mut line.references, text.get(..end).unwrap_or_default());
            }
        }
        let before = value("").unwrap_or_default();
        let text = match value("SVWZ") {
            Some(text) => format!("{before} {text}"),
            None => before.to_string(),
        };
        line.text = cleaned(&text, domain_long());
        if line.text.is_empty() {
            line.text = cleaned(&self.kind.text, domain_long());
        }
        line.payer = kept(&self.name.text, domain_short());
        let account = match self.account.text.trim() {
            "" => value("IBAN").unwrap_or_default(),
            account => account,
        };
        line.payer_account = kept(account, domain_short());
        line.paid_for = value("ABWA").and_then(|name| kept(name, domain_short()));
    }
}

/// The text by SEPA keyword; what precedes the first keyword is under none.
fn words(text: &str) -> Vec<(&str, &str)> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for (at, mark) in text.match_indices(['+', ':']) {
        let before = text.get(..at).unwrap_or_default();
        let Some(word) = WORDS.iter().find(|word| before.ends_with(**word)) else { continue };
        // `IBAN: DE…`, as a word on its own.
        let start = before.get(..at - word.len()).unwrap_or_default();
        let behind = text.get(at + 1..).unwrap_or_default();
        if mark == "+" || (start.is_empty() || start.ends_with(' ')) && behind.starts_with(' ') {
            starts.push((at - word.len(), word));
        }
    }
    let mut said = Vec::new();
    let first = starts.first().map_or(text.len(), |(at, _)| *at);
    said.push(("", text.get(..first).unwrap_or_default().trim()));
    for (place, (at, word)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(text.len(), |(at, _)| *at);
        let value = text.get(at + word.len() + 1..end).unwrap_or_default();
        said.push((word, value.trim()));
    }
    said
}
