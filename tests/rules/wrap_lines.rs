//! The line that wraps a call up, as it is typed: what is read, what is refused, and where.

use daybook::domain::delivery::DeliveryWay;
use daybook::domain::{CallOutcome, Currency, Day, Moment, Number, Refusal, Rule};
use daybook::typed::wrap_up::{LineReading, MOST_PARTS, NamedOpen, WrapPart, may_name, read};
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
    let (today, zone, owed) = (day("2026-11-21"), "Africa/Kigali", Decimal::MAX);
    LineReading { today, zone, currency, reasons, open: &[], owed }
}

/// Reads a line of an account of which these open invoices are named so.
fn line_of(text: &str, open: &[&str]) -> Result<Vec<WrapPart>, Refusal> {
    owed_line(text, open, (Decimal::MAX, Decimal::MAX))
}

/// The same where so much is owed in all, and so much is left of each of those invoices.
fn owed_line(
    text: &str,
    open: &[&str],
    (owed, left): (Decimal, Decimal),
) -> Result<Vec<WrapPart>, Refusal> {
    let reasons = reasons();
    let number = |word: &str| Number(format!("INV-2026-{word:0>5}"));
    let named = |word: &&str| NamedOpen { word: word.to_string(), number: number(word), left };
    let open: Vec<_> = open.iter().map(named).collect();
    read(text, &LineReading { open: &open, owed, ..reading(&reasons) })
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
fn groups_of_three_digits_are_one_amount_where_nothing_else_can_be_meant() {
    for (typed, meant) in [
        ("p 21 500 fri", promise(None, Some("21500"), "2026-11-27")),
        ("p 21\u{a0}500 ven", promise(None, Some("21500"), "2026-11-27")),
        ("p 21\u{202f}500,50 ven", promise(None, Some("21500.5"), "2026-11-27")),
        ("p 1 000 000 +3", promise(None, Some("1000000"), "2026-11-24")),
        ("p $21 500 10 dec", promise(None, Some("21500"), "2026-12-10")),
        ("p 21 500 10 dec", promise(None, Some("21500"), "2026-12-10")),
        ("p 847 1 000 000 ven", promise(Some("847"), Some("1000000"), "2026-11-27")),
        ("p 1042 21 500 fri", promise(Some("1042"), Some("21500"), "2026-11-27")),
        // Two digits or four are no group, and no amount begins with a zero.
        ("p 21 50 fri", promise(Some("21"), Some("50"), "2026-11-27")),
        ("p 021 500 fri", promise(Some("021"), Some("500"), "2026-11-27")),
        ("p 500 21 nov", promise(None, Some("500"), "2026-11-21")),
    ] {
        assert_eq!(one(typed), meant, "{typed}");
    }
    let dispute = |invoice: &str, amount: &str| WrapPart::Dispute {
        invoice: invoice.into(),
        reason: "price".into(),
        amount: Some(amount.parse().unwrap()),
    };
    for typed in ["d 731 prix 50 000", "d 731 50 000 price", "d 731 prix 50\u{202f}000"] {
        assert_eq!(one(typed), dispute("731", "50000"), "{typed}");
    }
    assert_eq!(one("d 731 price 1 234,50"), dispute("731", "1234.5"));
    for typed in ["d 731 50 price 000", "d 731 price 50 000 40", "d 731 price 50 00"] {
        assert_eq!(line(typed).unwrap_err().rule, Rule::WrapUpAmount, "{typed}");
    }
    for (typed, rule) in [
        ("p 21 500", Rule::WrapUpMissing),
        ("p 847 1 000 000", Rule::WrapUpMissing),
        ("p 21 500 someday", Rule::WrapUpDay),
    ] {
        assert_eq!(line(typed).unwrap_err().rule, rule, "{typed}");
    }
}

#[test]
fn an_amount_or_an_open_invoice_with_an_amount_is_asked_about() {
    assert_eq!(may_name("n 5 500; p 21 500 fri; P 7 000 ven; p 1042 500 fri"), ["21", "7"]);
    for (typed, open, one, other) in [
        ("p 21 500 fri", "21", "p 21500 fri", "p 21 CAD500 fri"),
        (
            "promesse 847 100 000,50 10 dec",
            "847",
            "promesse 847100000,50 10 dec",
            "promesse 847 CAD100000,50 10 dec",
        ),
    ] {
        let refusal = line_of(typed, &[open]).unwrap_err();
        assert_eq!(refusal.rule, Rule::WrapUpAmountEither, "{typed}");
        let arg = |name| refusal.args.iter().find(|(known, _)| *known == name).unwrap().1.as_str();
        assert_eq!((arg("one"), arg("other")), (one, other), "{typed}");
        assert_eq!(arg("number"), format!("INV-2026-{open:0>5}"));
        assert!(line_of(typed, &["5"]).is_ok(), "{typed}");
    }
    // The day is asked about first, where that is in question too.
    assert_eq!(line_of("p 500 021 12", &["500"]).unwrap_err().rule, Rule::WrapUpEither);
}

/// A reading that promises more than is owed is not asked about; if both do, the question stands.
#[test]
fn a_reading_that_promises_more_than_is_owed_is_not_meant() {
    let of = |owed: i64, left: i64| {
        let read = owed_line("p 860 500 000 fri", &["860"], (owed.into(), left.into()));
        read.map(|mut parts| parts.remove(0)).map_err(|refusal| refusal.rule)
    };
    let on_invoice = promise(Some("860"), Some("500000"), "2026-11-27");
    assert_eq!(of(860_499_999, 500_000), Ok(on_invoice));
    assert_eq!(of(860_500_000, 499_999), Ok(promise(None, Some("860500000"), "2026-11-27")));
    assert_eq!(of(860_500_000, 500_000), Err(Rule::WrapUpAmountEither));
    assert_eq!(of(400_000, 300_000), Err(Rule::WrapUpAmountEither));
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
    // Two letters or more that begin one word alone are as good as the word.
    assert_eq!(one("send stat"), send(None, None, None));
    assert_eq!(one("sen rel pri"), send(None, Some(DeliveryWay::Print), None));
    assert_eq!(one("disp 1042 pr"), dispute("1042", "price", None));
    assert_eq!(one("call tue 14:30"), WrapPart::Callback { at, note: None });
    assert_eq!(line("send 1042 ma").unwrap_err().rule, Rule::WrapUpWay);
    assert_eq!(line("ra 1042").unwrap_err().rule, Rule::WrapUpMoment);
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

    /// An amount in groups of three digits, in any kind of space, is that amount or is asked about; what is then
    /// proposed is read as it says.
    #[test]
    fn an_amount_in_groups_is_never_another(
        minor in 100_000_i64..100_000_000_000,
        gap in prop::sample::select(vec![" ", "  ", "\u{a0}", "\u{202f}", "\u{2009}"]),
        by in prop::sample::select(vec!["fri", "ven", "+3", "10 dec", "2026-12-10", "12"]),
        is_whole in any::<bool>(),
        is_open in any::<bool>(),
    ) {
        let minor = if is_whole { minor / 100 * 100 } else { minor };
        let digits = (minor / 100).to_string();
        let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|it| std::str::from_utf8(it).unwrap()).collect();
        let cents = if is_whole { String::new() } else { format!(",{:02}", minor % 100) };
        let typed = format!("{}{cents}", groups.join(gap));
        let amount = Some(Decimal::new(minor, 2).normalize());
        let of = |text: &str, open: &[&str]| line_of(text, open).map(|mut parts| parts.remove(0));
        let meant = |invoice: Option<&str>, part: &WrapPart, amount: Option<Decimal>| {
            let WrapPart::Promise { invoice: named, amount: read, .. } = part else { panic!("{part:?}") };
            (named.as_deref(), *read) == (invoice, amount)
        };
        let open: &[&str] = if is_open { &[groups[0]] } else { &[] };
        match of(&format!("p {typed} {by}"), open) {
            Ok(part) => {
                // No amount on an invoice begins with a group of noughts and has others behind it.
                let is_only = !is_open || groups.len() > 2 && groups[1].starts_with('0');
                prop_assert!(is_only && meant(None, &part, amount), "{:?}", part);
            }
            // The last group may be the day of the month, too: `486 001 12`.
            Err(refusal) if refusal.rule == Rule::WrapUpEither => {
                let may_be_day = groups[groups.len() - 1].starts_with('0');
                prop_assert!(may_be_day && ["+3", "12"].contains(&by), "{:?}", refusal);
                return Ok(());
            }
            Err(refusal) => {
                prop_assert_eq!(refusal.rule, Rule::WrapUpAmountEither);
                let arg = |name| refusal.args.iter().find(|(known, _)| *known == name).unwrap().1.clone();
                let (one, other) = (of(&arg("one"), open).unwrap(), of(&arg("other"), open).unwrap());
                prop_assert!(meant(None, &one, amount), "{:?}", one);
                let rest = format!("{}.{:02}", groups[1..].concat(), minor % 100).parse::<Decimal>().unwrap();
                prop_assert!(meant(Some(groups[0]), &other, Some(rest.normalize())), "{:?}", other);
            }
        }
        // On an invoice that is named by four digits, and of a dispute, nothing else can be meant.
        let named = of(&format!("p 1042 {typed} {by}"), open).unwrap();
        prop_assert!(meant(Some("1042"), &named, amount), "{:?}", named);
        let disputed = of(&format!("d 1042 price {typed}"), open).unwrap();
        let price = WrapPart::Dispute { invoice: "1042".into(), reason: "price".into(), amount };
        prop_assert_eq!(disputed, price);
    }
}
