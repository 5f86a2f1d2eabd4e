//! The line that wraps a call up, as it is typed: what is read, what is refused, and where.

use daybook::domain::delivery::DeliveryWay;
use daybook::domain::{CallOutcome, Currency, Day, Moment, Refusal, Rule};
use daybook::typed::wrap_up::{LineReading, MOST_PARTS, WrapPart, read};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn reasons() -> Vec<String> {
    ["price", "quantity_short", "damaged", "quality", "already_paid", "other"]
        .map(String::from)
        .to_vec()
}

fn reading(reasons: &[String]) -> LineReading<'_> {
    let currency = Currency::parse("CAD").unwrap();
    // A Saturday.
    LineReading { today: day("2026-11-21"), zone: "Africa/Kigali", currency, reasons }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(text: &str) -> Result<Vec<WrapPart>, Refusal> {
    let reasons = reasons();
    read(text, &reading(&reasons))
}

fn one(text: &str) -> WrapPart {
    let mut parts = line(text).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}"));
    assert_eq!(parts.len(), 1, "{text}");
    parts.remove(0)
}

fn promise(invoice: Option<&str>, amount: Option<&str>, by: &str) -> WrapPart {
    let amount = amount.map(|amount| amount.parse().unwrap());
    WrapPart::Promise { invoice: invoice.map(Into::into), amount, by: day(by) }
}

#[test]
fn a_promise_is_an_amount_and_a_day_and_may_name_its_invoice() {
    for (typed, meant) in [
        ("p 500 fri", promise(None, Some("500"), "2026-11-27")),
        ("P 500 ven", promise(None, Some("500"), "2026-11-27")),
        ("p all fri", promise(None, None, "2026-11-27")),
        ("p tout demain", promise(None, None, "2026-11-22")),
        ("p 1,250.50 +3", promise(None, Some("1250.5"), "2026-11-24")),
        ("p 200k 10 dec", promise(None, Some("200000"), "2026-12-10")),
        ("p 500 2 déc 2026", promise(None, Some("500"), "2026-12-02")),
        ("p 500 2026-12-04", promise(None, Some("500"), "2026-12-04")),
        ("p 1042 500 fri", promise(Some("1042"), Some("500"), "2026-11-27")),
        ("p 1042 all eom", promise(Some("1042"), None, "2026-11-30")),
        ("p INV-2026-00042 40 tomorrow", promise(Some("INV-2026-00042"), Some("40"), "2026-11-22")),
        ("promesse $40 10.12.", promise(None, Some("40"), "2026-12-10")),
    ] {
        assert_eq!(one(typed), meant, "{typed}");
    }
}

#[test]
fn the_other_parts_are_read_as_they_are_typed() {
    let dispute = |invoice: &str, reason: &str, amount: Option<i64>| WrapPart::Dispute {
        invoice: invoice.into(),
        reason: reason.into(),
        amount: amount.map(Into::into),
    };
    assert_eq!(one("d 1042 price 40"), dispute("1042", "price", Some(40)));
    assert_eq!(one("d 1042 40 pr"), dispute("1042", "price", Some(40)));
    assert_eq!(one("d 1042 dam"), dispute("1042", "damaged", None));
    assert_eq!(one("d 1042 quantity short 3"), dispute("1042", "quantity_short", Some(3)));
    assert_eq!(one("litige 1042 prix all"), dispute("1042", "price", None));
    let at: Moment = "2026-11-24T14:30:00+02:00".parse().unwrap();
    assert_eq!(one("cb tue 14:30"), WrapPart::Callback { at, note: None });
    let note = Some("Claudine, about 1042".to_string());
    assert_eq!(one("cb mar 14h30 Claudine, about 1042"), WrapPart::Callback { at, note });
    let note = Some("1042".to_string());
    assert_eq!(one("cb tue 14:30 1042"), WrapPart::Callback { at, note });
    let send = |document: Option<&str>, by, to: Option<&str>| WrapPart::Send {
        document: document.map(Into::into),
        by,
        to: to.map(Into::into),
    };
    assert_eq!(one("send 1042"), send(Some("1042"), None, None));
    assert_eq!(one("send statement"), send(None, None, None));
    assert_eq!(one("s relevé print"), send(None, Some(DeliveryWay::Print), None));
    let email = Some(DeliveryWay::Email);
    assert_eq!(one("send 1042 to ap@kh.example"), send(Some("1042"), email, Some("ap@kh.example")));
    assert_eq!(one("n wants a copy"), WrapPart::Note("wants a copy".into()));
    assert_eq!(one("o no"), WrapPart::Outcome(CallOutcome::NoAnswer));
    assert_eq!(one("o messagerie"), WrapPart::Outcome(CallOutcome::Voicemail));
    let all = line("p 500 fri; d 1042 price 40;; cb tue 14:30; send 1042;").unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(line("  ;\n "), Ok(Vec::new()));
}

#[test]
fn a_part_that_is_not_understood_is_named_with_its_place() {
    for (typed, rule) in [
        ("x 500 fri", Rule::WrapUpPart),
        ("500 fri", Rule::WrapUpPart),
        ("p", Rule::WrapUpMissing),
        ("p 500", Rule::WrapUpMissing),
        ("p fri", Rule::WrapUpAmount),
        ("p 500 someday", Rule::WrapUpDay),
        ("p 1042 500 someday", Rule::WrapUpDay),
        ("p 500 10/12", Rule::WrapUpDayEither),
        ("p 5 10 12", Rule::WrapUpEither),
        ("d", Rule::WrapUpMissing),
        ("d 1042", Rule::WrapUpMissing),
        ("d 1042 nonsense", Rule::WrapUpReason),
        ("d 1042 qua", Rule::WrapUpReason),
        ("d 1042 price 40 50", Rule::WrapUpAmount),
        ("cb", Rule::WrapUpMissing),
        ("cb whenever", Rule::WrapUpMoment),
        ("cb 30 feb", Rule::WrapUpMoment),
        ("cb tue 25:00", Rule::WrapUpMoment),
        ("cb tue 9:75 Claudine", Rule::WrapUpMoment),
        ("cb tue 9am", Rule::WrapUpMoment),
        ("cb tue +9", Rule::WrapUpMoment),
        ("cb fri 14:30 31/12", Rule::WrapUpMoment),
        ("p 500 30 feb", Rule::WrapUpDay),
        ("p 30 feb", Rule::WrapUpDay),
        ("p 500 fri 25:00", Rule::WrapUpDay),
        ("d 1042 price 25:00", Rule::WrapUpAmount),
        ("send 1042 30 feb", Rule::WrapUpWay),
        ("send", Rule::WrapUpMissing),
        ("send 1042 tomorrow", Rule::WrapUpWay),
        ("n", Rule::WrapUpMissing),
        ("o", Rule::WrapUpMissing),
        ("o sang", Rule::WrapUpOutcome),
    ] {
        let refusal = line(&format!("n first; {typed}")).unwrap_err();
        assert_eq!((refusal.rule, refusal.field.as_str()), (rule, "line[1]"), "{typed}");
        assert!(refusal.args.iter().any(|(name, value)| name == "part" && value == typed));
        assert!(refusal.args.iter().any(|(name, _)| name == "example"), "{typed}");
    }
    let long = vec!["n x"; MOST_PARTS + 1].join(";");
    assert_eq!(line(&long).unwrap_err().rule, Rule::WrapUpTooMany);
}

proptest! {
    /// Whatever is typed is read or refused at its place, and nothing is read into nothing.
    #[test]
    fn any_line_is_read_or_refused(text in "(p|d|cb|send|n|o|;| |[a-z0-9./:@+é-]){0,40}") {
        match line(&text) {
            Ok(parts) => {
                let typed = text.split([';', '\n']).filter(|part| !part.trim().is_empty()).count();
                prop_assert_eq!(parts.len(), typed);
            }
            Err(refusal) => prop_assert!(refusal.field.starts_with("line"), "{:?}", refusal),
        }
    }

    /// A promise that is written out in full is read back as it was.
    #[test]
    fn a_promise_is_read_back(minor in 1_i64..100_000_000, days in 0_i64..300, named in any::<bool>()) {
        let by = day("2026-11-21").plus(days).unwrap();
        let amount = Decimal::new(minor, 2);
        let invoice = if named { "1042 " } else { "" };
        let read = one(&format!("p {invoice}{amount} {by}"));
        let invoice = named.then(|| "1042".to_string());
        let amount = Some(amount.normalize());
        prop_assert_eq!(read, WrapPart::Promise { invoice, amount, by });
    }
}
