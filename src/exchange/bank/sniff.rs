//! Recognises the format of a text by its beginning. May use: domain.

use crate::domain::{Refusal, Rule};

use super::statement::BankFormat;
use super::trouble::{refused, shown};

/// How many bytes are searched.
const MOST_SEARCHED: usize = 16 << 10;

/// Names that identify a format, in the order in which they are searched for.
const SIGNS: [(&str, BankFormat); 7] = [
    ("<BkToCstmrStmt", BankFormat::Camt053),
    (":BkToCstmrStmt", BankFormat::Camt053),
    ("<BkToCstmrDbtCdtNtfctn", BankFormat::Camt054),
    (":BkToCstmrDbtCdtNtfctn", BankFormat::Camt054),
    ("camt.053", BankFormat::Camt053),
    ("camt.054", BankFormat::Camt054),
    ("<smses", BankFormat::MomoSms),
];

/// The searched beginning of a text.
fn start(text: &str) -> &str {
    let mut end = text.len().min(MOST_SEARCHED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Recognises the format. Refused if it is not one that is read.
pub(super) fn format(text: &str) -> Result<BankFormat, Refusal> {
    let start = start(text);
    if let Some((_, format)) = SIGNS.iter().find(|(sign, _)| start.contains(sign)) {
        return Ok(*format);
    }
    if let Some(other) = other_message(start) {
        return Err(refused(Rule::BankOther, 1).with("given", shown(other)));
    }
    let head = start.trim_start();
    let upper = start.to_ascii_uppercase();
    if upper.contains("<OFX>")
        || upper.trim_start().starts_with("OFXHEADER")
        || upper.contains("<?OFX")
    {
        let is_xml = head.starts_with("<?xml") || upper.contains("<?OFX");
        return Ok(if is_xml { BankFormat::Ofx2 } else { BankFormat::Ofx1 });
    }
    let is_swift = |line: &str| {
        let line = line.trim_start();
        [":20:", ":25:", ":60F:", ":60M:", ":61:", ":28C:", "{1:", "{4:", ":940:", ":942:"]
            .iter()
            .any(|tag| line.starts_with(tag))
    };
    if start.lines().any(is_swift) {
        return Ok(BankFormat::Mt940);
    }
    // XML and web pages are not tables, whatever commas they contain.
    match head.starts_with('<') || is_binary(start) || !start.contains([',', ';', '\t', '|']) {
        true => Err(refused(Rule::BankNotStatement, 1)),
        false => Ok(BankFormat::Table),
    }
}

/// Whether a text contains characters that no program writes into a table.
fn is_binary(text: &str) -> bool {
    let (mut all, mut strange) = (0_u32, 0_u32);
    for letter in text.chars() {
        all += 1;
        strange += u32::from(letter.is_control() && !"\n\r\t\u{1a}".contains(letter));
    }
    strange > 8 && strange * 20 > all
}

/// The name of another ISO 20022 message.
fn other_message(start: &str) -> Option<&str> {
    let after = start.split_once("urn:iso:std:iso:20022:tech:xsd:")?.1;
    after.split(|letter: char| letter == '"' || letter == '\'' || letter.is_whitespace()).next()
}
