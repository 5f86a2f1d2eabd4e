//! The narrative of Dutch and other banks: keywords between slashes, `/NAME/…/REMI/…`. May use: domain,
//! the bank's texts.

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::statement::BankLine;

/// The keywords.
const WORDS: [&str; 27] = [
    "EREF", "IREF", "PREF", "KREF", "MARF", "CSID", "TRTP", "IBAN", "BIC", "NAME", "REMI", "ORDP",
    "BENM", "CNTP", "ULTD", "ULTB", "ULTC", "ADDR", "ISDT", "RTRN", "PURP", "SVCL", "TRCD", "ACCW",
    "ID", "ORIG", "CREF",
];

/// The keywords by which this format is recognised.
const SIGNS: [&str; 8] =
    ["/NAME/", "/REMI/", "/EREF/", "/ORDP/", "/BENM/", "/TRTP/", "/CNTP/", "/MARF/"];

/// Whether a text is in this format.
pub(super) fn is_slashed(value: &str) -> bool {
    value.trim_start().starts_with('/') && SIGNS.iter().any(|sign| value.contains(sign))
}

/// Adds the parts to the line.
pub(super) fn read(text: &str, line: &mut BankLine) {
    let mut party = "";
    let mut remittance = String::new();
    for (word, value) in parts(text) {
        match word {
            "ORDP" | "BENM" | "ULTD" | "ULTB" | "ULTC" => {
                party = word;
                // Some banks write the name here, without its keyword.
                if !value.is_empty() {
                    named(line, party, value);
                }
            }
            "NAME" => named(line, party, value),
            "IBAN" | "ACCW" => line.payer_account = kept(value, domain_short()),
            "CNTP" => counterparty(line, value),
            "REMI" => {
                if !remittance.is_empty() {
                    remittance.push(' ');
                }
                remittance.push_str(&remitted(line, value));
            }
            "EREF" | "KREF" | "MARF" | "CREF" => add_reference(&mut line.references, value),
            "RTRN" => line.is_return = true,
            _ => {}
        }
    }
    line.text = cleaned(&remittance, domain_long());
    if line.text.is_empty() && line.payer.is_none() {
        line.text = cleaned(text, domain_long());
    }
}

/// The keywords, each with the text after it.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    for (at, _) in text.match_indices('/') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let Some(end) = rest.bytes().take(5).position(|byte| byte == b'/') else { continue };
        if let Some(word) = rest.get(..end).filter(|word| WORDS.contains(word)) {
            starts.push((at, at + end + 2, word));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, _, _)| *at).chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|((_, from, word), end)| {
        (*word, text.get(*from..end).unwrap_or_default().trim().trim_matches('/').trim())
    });
    parts.collect()
}

fn named(line: &mut BankLine, party: &str, value: &str) {
    let name = kept(value, domain_short());
    match party {
        "ULTD" | "ULTB" | "ULTC" => line.paid_for = name,
        _ => line.payer = name.or(line.payer.take()),
    }
}

/// `NL32INGB0000012345/INGBNL2A/ING BANK/AMSTERDAM`
fn counterparty(line: &mut BankLine, value: &str) {
    let mut parts = value.split('/');
    line.payer_account = parts.next().and_then(|account| kept(account, domain_short()));
    line.payer = parts.nth(1).and_then(|name| kept(name, domain_short()));
}

/// `USTD//text` or `STRD/CUR/reference`, or the text alone.
fn remitted(line: &mut BankLine, value: &str) -> String {
    if let Some(rest) = value.strip_prefix("STRD/") {
        let (_, reference) = rest.split_once('/').unwrap_or(("", rest));
        add_reference(&mut line.references, reference.trim_matches('/'));
        return String::new();
    }
    let text = value.strip_prefix("USTD/").unwrap_or(value);
    text.trim_matches('/').to_string()
}
