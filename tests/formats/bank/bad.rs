//! Bad input: bombs, entities, depth, controls, other files. Refused or told, never a panic.

use daybook::domain::{hidden::is_hidden, text};
use daybook::exchange::bank::{BankWish, read};
use proptest::prelude::*;

use super::known::{Known, known};
use super::{came, camt, line, momo, mt940, ofx, refused, table};

const START: &str =
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>";
const END: &str = "</Stmt></BkToCstmrStmt></Document>";

#[test]
fn document_types_and_entities_are_refused_and_nothing_is_expanded() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n";
    let outside = "<?xml version=\"1.0\"?>\n<!DOCTYPE x SYSTEM \"file:///etc/passwd\">\n";
    for head in [bomb, outside] {
        assert_eq!(refused(format!("{head}{START}{END}")), ("bank.document_type", "2".into()));
        let backup = format!("{head}<smses count=\"0\"></smses>");
        assert_eq!(refused(backup).0, "bank.document_type");
        let ofx = format!("{head}<?OFX VERSION=\"211\"?><OFX></OFX>");
        assert_eq!(refused(ofx).0, "bank.document_type");
    }
    assert_eq!(
        refused(format!("{START}\n<Id>&lol;</Id>{END}")),
        ("bank.document_type", "2".into())
    );
    assert_eq!(
        refused("<smses><sms address=\"M-Money\" body=\"&lol;\"/></smses>").0,
        "bank.document_type"
    );
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{START}{}", "<a>".repeat(100_000));
    assert_eq!(refused(&deep).0, "bank.too_deep");
    assert_eq!(refused(format!("<smses>{}", "<a>".repeat(100_000))).0, "bank.too_deep");
}

#[test]
fn a_file_that_ends_early_or_is_damaged_is_refused_with_its_line() {
    let entry = "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-01</Dt></BookgDt></Ntry>";
    assert_eq!(refused(format!("{START}\n{entry}\n<Ntry><Amt")), ("bank.ends_early", "3".into()));
    assert_eq!(refused(format!("{START}\n{entry}\n")), ("bank.ends_early", "3".into()));
    assert_eq!(refused(format!("{START}\n{entry}\n</Wrong>{END}")), ("bank.damaged", "3".into()));
    let swift = ":20:A\n:25:1\n:60F:C261101EUR1,\n:61:261101C1,NTRF\n";
    assert_eq!(refused(swift), ("bank.ends_early", "4".into()));
    assert_eq!(refused(format!("{swift}:62F:C2611")), ("bank.ends_early", "5".into()));
    let sgml = "OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR</CURDEF><STMTTRN><TRNAMT>1<DTPOSTED>20261101</STMTTRN>\n";
    assert_eq!(refused(sgml), ("bank.ends_early", "4".into()));
    assert_eq!(
        refused("<smses count=\"2\">\n<sms address=\"M-Money\" body=\"x\"/>\n"),
        ("bank.ends_early", "3".into())
    );
}

#[test]
fn other_files_are_refused_and_named() {
    for (file, rule) in [
        ("", "bank.not_a_statement"),
        ("hello", "bank.not_a_statement"),
        ("<html><body>a, b</body></html>", "bank.not_a_statement"),
        ("<?xml version=\"1.0\"?><x/>", "bank.not_a_statement"),
        ("name,city\nA,B\n", "bank.columns_unknown"),
        (
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.02\"/>",
            "bank.other_message",
        ),
        (
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"/>",
            "bank.other_message",
        ),
        (":20:A\n:25:1\n", "bank.no_statement"),
        ("PK\u{3}\u{4}nothing", "import.unreadable"),
        ("%PDF-1.7, a, b\n", "bank.columns_unknown"),
    ] {
        assert_eq!(refused(file).0, rule, "{file}");
    }
    let camt = format!("{START}{END}").replace("<Stmt></Stmt>", "");
    assert_eq!(refused(camt).0, "bank.no_statement");
}

#[test]
fn texts_are_kept_without_controls_and_in_their_length() {
    let long = "x".repeat(10_000);
    let file = format!(
        "{START}<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-01</Dt></BookgDt>\
         <NtryDtls><TxDtls><RltdPties><Dbtr><Nm>A\u{1b}[31m\u{202e}B&#7;&#0; {long}</Nm></Dbtr></RltdPties>\
         <RmtInf><Ustrd>one\ttwo\n\u{200b}three {long}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>{END}"
    );
    let line = line(file);
    let payer = line.payer.unwrap();
    assert!(payer.starts_with("A[31mB x") && line.text.starts_with("one two three x"), "{payer}");
    for (given, most) in [(&payer, text::SHORT), (&line.text, text::LONG)] {
        assert_eq!(text::clean("text", given, most).as_ref(), Ok(given));
        assert!(!given.chars().any(|letter| letter.is_control() || is_hidden(letter)));
    }
}

#[test]
fn ids_that_a_bank_gives_to_several_lines_identify_none() {
    let entry = |id: &str, amount: u32| {
        format!(
            "<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-01</Dt></BookgDt><AcctSvcrRef>{id}</AcctSvcrRef></Ntry>"
        )
    };
    let file = format!("{START}{}{}{}{END}", entry("SAME", 1), entry("SAME", 2), entry("OWN", 3));
    let ids: Vec<_> =
        came(file).statements[0].lines.iter().map(|line| line.bank_id.clone()).collect();
    assert_eq!(ids, [None, None, Some("OWN".to_string())]);
}

/// The files of all formats for one statement.
fn files(known: &Known) -> Vec<Vec<u8>> {
    let (sms, rows) = (momo::suited(known.clone()), table::suited(known.clone()));
    vec![
        camt::written(known),
        mt940::written(known),
        ofx::written(known),
        momo::written(&sms),
        table::written(&rows),
    ]
}

/// A text in another encoding, its header saying so where it says anything.
fn encoded(text: &str, how: usize) -> Vec<u8> {
    let wide = |mark: &str, write: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("{mark}{text}");
        text.encode_utf16().flat_map(write).collect()
    };
    match how {
        0 => wide("\u{feff}", u16::to_le_bytes),
        1 => wide("\u{feff}", u16::to_be_bytes),
        2 => wide("", u16::to_le_bytes),
        3 => format!("\u{feff}{text}").into_bytes(),
        _ => {
            let text = text.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"");
            text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
        }
    }
}

proptest! {
    #[test]
    fn the_same_text_in_another_encoding_is_the_same_file(
        known in known(), which in 0_usize..5, how in 0_usize..5,
    ) {
        let bytes = files(&known).swap_remove(which);
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        let text = text.trim_start_matches('\u{feff}').replace("CHARSET:850", "CHARSET:1252");
        let (one, other) = (came(text.as_bytes()), came(encoded(&text, how)));
        prop_assert_eq!(one.statements, other.statements);
    }

    #[test]
    fn whatever_is_spoilt_is_read_or_refused_in_words(
        known in known(), which in 0_usize..5, places in prop::collection::vec((any::<usize>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = files(&known).swap_remove(which);
        for (at, byte) in places {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        match read(&bytes, &BankWish::default()) {
            Ok(reading) => {
                for line in reading.statements.iter().flat_map(|it| &it.lines) {
                    prop_assert_eq!(text::clean("text", &line.text, text::LONG), Ok(line.text.clone()));
                    prop_assert!(line.place.line >= 1 && line.place.entry >= 1);
                }
            }
            Err(refusal) => prop_assert!(!refusal.rule.name().is_empty()),
        }
    }
}
