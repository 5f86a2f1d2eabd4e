//! The packet of a dispute has all that belongs to it, and nothing of anybody else.

use daybook::documents::paper::PaperKind;
use daybook::documents::wording::Wordings;
use daybook::documents::{of_packet, text};
use daybook::domain::{Language, Number};
use daybook::ledger::query::packet::{Packet, PacketOf};
use daybook::store::rows::Stop;

use crate::common::TestBook;

fn packet(test: &TestBook, dispute: &str) -> Result<Packet, Stop> {
    test.ask(&PacketOf { dispute: Number(dispute.into()) })
}

#[test]
fn a_packet_has_the_invoice_its_money_its_calls_and_what_was_sent() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.customer("C2");
    for line in [
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Office chair","quantity":"5","unit_price":"100"}]}"#,
        r#"{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{"description":"Desk","quantity":"1","unit_price":"900"}]}"#,
        r#"{"do":"deliver","document":"INV-2026-00001","by":"hand","to":"Claudine"}"#,
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-05","amount":"300","method":"momo","allocate":[{"invoice":"INV-2026-00001","amount":"300"}]}"#,
        r#"{"do":"log_call","customer":"C1","direction":"in","contact":"Claudine","about":["INV-2026-00001"],"note":"two came scratched"}"#,
        r#"{"do":"log_call","customer":"C1","direction":"out","about":["INV-2026-00002"],"note":"about the desk"}"#,
        r#"{"do":"log_call","customer":"C1","direction":"out","note":"no answer from the warehouse"}"#,
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"150","reason":"damaged","note":"photographs asked for","owner":"ann","root_cause":"carrier","about":["CALL-2026-00003"]}"#,
        r#"{"do":"promise","customer":"C1","invoice":"INV-2026-00001","amount":"50","by":"2026-11-27"}"#,
        r#"{"do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"credit","amount":"120"}"#,
    ] {
        test.taken(line);
    }
    let found = packet(&test, "dsp-2026-00001").unwrap();
    let notes: Vec<_> = found.calls.iter().filter_map(|call| call.text.note.as_deref()).collect();
    assert_eq!(notes, ["two came scratched", "no answer from the warehouse"]);
    let paper = of_packet(&found, None, &mut Wordings::default());
    assert_eq!(paper.kind, PaperKind::DisputePacket);
    let page = text::text(&paper);
    for part in [
        "DISPUTE DSP-2026-00001",
        "Root cause carrier",
        "Office chair",
        "PAY-2026-00001",
        "CN-2026-00001",
        "two came scratched",
        "no answer from the warehouse",
        "photographs asked for",
        "resolve dispute: credit",
        "PRM-2026-00001",
        "by hand",
        "Claudine",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("Desk") && !page.contains("about the desk"), "{page}");
    // A language without words for the desk is not half used.
    let asked = Some(Language::Kinyarwanda);
    let paper = of_packet(&found, asked, &mut Wordings::default());
    assert_eq!(paper.language, Language::English);
    let paper = of_packet(&found, Some(Language::French), &mut Wordings::default());
    assert!(text::text(&paper).contains("LITIGE DSP-2026-00001"));
    for other in ["DSP-2026-00009", "CALL-2026-00001", "INV-2026-00001"] {
        let Err(Stop::Refused(refusal)) = packet(&test, other) else { panic!("{other}") };
        assert_eq!(refusal.rule.name(), "dispute.unknown");
    }
}
