//! Dunning: who gets which letter and when, who is left out and why, and what a letter says.

mod many;
mod year;

use crate::common::{TestBook, as_of, day};
use daybook::domain::Code;
use daybook::ledger::query::dunning::{
    DunningOf, DunningProposal, DunningStandingOf, NotDunned, ProposedLetter,
};
use daybook::ledger::query::show::{PreviewLetter, Show, Shown, ShownDelivery, ShownLetter};

/// A policy of three levels for everybody: 7, 21 and 35 days, two weeks between letters, at least 50.
const STANDARD: &str = r#"{"do":"set_dunning_policy","name":"standard","levels":[{"after_days":7},{"after_days":21},{"after_days":35,"wording":"deliveries stop until the account is paid"}],"interval_days":14,"minimum":"50"}"#;

fn book() -> TestBook {
    let mut test = TestBook::canada();
    test.taken(STANDARD);
    test.customer("C1");
    test
}

fn proposal(test: &TestBook, date: &str) -> DunningProposal {
    test.ask(&DunningOf { date: Some(day(date)), customers: Vec::new() }).unwrap()
}

fn due(test: &TestBook, date: &str) -> ProposedLetter {
    let mut proposal = proposal(test, date);
    assert_eq!(proposal.rows.len(), 1, "{proposal:?}");
    proposal.rows.remove(0)
}

/// Who is left out, and why.
fn left_out(test: &TestBook, date: &str) -> NotDunned {
    let mut proposal = proposal(test, date);
    assert_eq!((proposal.rows.len(), proposal.left_out.len()), (0, 1), "{proposal:?}");
    proposal.left_out.remove(0)
}

fn why(test: &TestBook, date: &str) -> String {
    left_out(test, date).reason
}

/// Sends the letter that is due; its number.
fn send(test: &mut TestBook, customer: &str, date: &str) -> String {
    let line = format!(
        r#"{{"do":"send_dunning_letter","customer":"{customer}","date":"{date}","approved":true}}"#
    );
    test.taken(&line).number("letter").unwrap().to_string()
}

fn letter(test: &TestBook, number: &str) -> ShownLetter {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::Letter(letter) => letter,
        other => panic!("{other:?}"),
    }
}

fn delivery(test: &TestBook, number: &str) -> ShownDelivery {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::Delivery(delivery) => delivery,
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_policy_nobody_gets_a_letter() {
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    let proposal = proposal(&test, "2026-03-01");
    assert!(!proposal.has_policy);
    assert_eq!(why(&test, "2026-03-01"), "no_policy");
    let line = r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-03-01"}"#;
    assert_eq!(test.refused(line), ("dunning.nothing_to_send", "customer".into()));
}

#[test]
fn money_on_account_is_netted() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    assert_eq!(due(&test, "2026-02-10").amount.to_string(), "100.00");
    test.payment("C1", "2026-02-01", "100", "none");
    // Overdue 100, on account 100: no letter.
    assert_eq!(why(&test, "2026-02-10"), "on_account");
    // As of the day before the money, it is due.
    assert_eq!(due(&test, "2026-01-31").amount.to_string(), "100.00");
    // The oldest item is covered first.
    test.invoice("C1", "2026-01-06", "2026-01-25", "80");
    let letter = due(&test, "2026-02-10");
    let items: Vec<_> = letter.items.iter().map(|it| it.invoice.0.as_str()).collect();
    assert_eq!((letter.amount.to_string(), items), ("80.00".to_string(), vec!["INV-2026-00002"]));
}

/// Though most of it is disputed: there is money for all of it.
#[test]
fn what_money_on_account_covers_in_full_is_said_to_be_covered() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","date":"2026-02-01","amount":"60","reason":"price"}}"#
    ));
    test.payment("C1", "2026-02-01", "99", "none");
    assert_eq!(why(&test, "2026-02-10"), "disputed");
    test.payment("C1", "2026-02-01", "1", "none");
    assert_eq!(why(&test, "2026-02-10"), "on_account");
}

#[test]
fn two_weeks_after_the_last_letter_the_next_may_go() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-02-10", "100");
    let first = send(&mut test, "C1", "2026-03-01");
    assert_eq!(letter(&test, &first).level, 1);
    let left = left_out(&test, "2026-03-14");
    assert_eq!((left.reason.as_str(), left.day), ("interval", Some(day("2026-03-15"))));
    assert_eq!(left.last.unwrap().letter.0, first);
    let line = r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-03-14"}"#;
    assert_eq!(test.refused(line), ("dunning.nothing_to_send", "customer".into()));
    assert_eq!(due(&test, "2026-03-15").level, 2);
    // Dated back it comes no nearer to the later letter either.
    assert_eq!(why(&test, "2026-02-20"), "interval");
}

#[test]
fn a_level_is_at_most_one_above_the_last_letter_and_begins_again_with_new_debts() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    // A hundred days late, and never reminded: the first letter all the same.
    let row = due(&test, "2026-04-30");
    assert_eq!((row.level, row.needs_person, row.items[0].level), (1, false, 1));
    send(&mut test, "C1", "2026-04-30");
    assert_eq!(due(&test, "2026-05-14").level, 2);
    send(&mut test, "C1", "2026-05-14");
    let last = due(&test, "2026-05-28");
    assert_eq!((last.level, last.needs_person), (3, true));
    // The last level does not go without a person.
    let line = r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-05-28"}"#;
    assert_eq!(test.refused(line), ("dunning.needs_a_person", "approved".into()));
    let number = send(&mut test, "C1", "2026-05-28");
    let shown = letter(&test, &number);
    assert_eq!((shown.level, shown.is_last, shown.last.unwrap().level), (3, true, 2));
    // Paid, and late again with another invoice: from the first level on.
    test.payment("C1", "2026-06-10", "100", "oldest");
    test.invoice("C1", "2026-06-11", "2026-06-20", "70");
    assert_eq!(due(&test, "2026-08-01").level, 1);
}

#[test]
fn each_reason_to_leave_somebody_out_is_named() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    assert_eq!(why(&test, "2026-01-26"), "not_yet");
    assert_eq!(due(&test, "2026-01-27").level, 1);
    // Disputed: the rest of 40 is below the minimum of 50; all of it leaves nothing.
    test.taken(&format!(
        r#"{{"do":"open_dispute","invoice":"{invoice}","date":"2026-02-01","amount":"60","reason":"price"}}"#
    ));
    assert_eq!(due(&test, "2026-01-31").amount.to_string(), "100.00");
    assert_eq!(why(&test, "2026-02-10"), "below_minimum");
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","date":"2026-02-11","amount":"40","by":"2026-02-20"}}"#
    ));
    assert_eq!(why(&test, "2026-02-12"), "disputed");
    // The promise is broken after its tolerance of two days.
    assert_eq!(why(&test, "2026-02-22"), "disputed");
    assert_eq!(why(&test, "2026-02-23"), "below_minimum");
    test.taken(
        r#"{"do":"move_dispute","dispute":"DSP-2026-00001","to":"void","date":"2026-02-25"}"#,
    );
    let row = due(&test, "2026-02-25");
    assert_eq!((row.amount.to_string().as_str(), row.level), ("100.00", 1));
    assert_eq!(row.items[0].outstanding.to_string(), "100.00");
    // Promised in full.
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","date":"2026-03-01","by":"2026-03-10"}}"#
    ));
    assert_eq!(why(&test, "2026-03-12"), "promised");
    assert_eq!(due(&test, "2026-03-13").level, 1);
}

#[test]
fn a_block_has_a_reason_and_an_end() {
    let mut test = book();
    let invoice = test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    test.taken(r#"{"do":"block_dunning","customer":"C1","date":"2026-02-01","until":"2026-02-20","reason":"flood at the shop"}"#);
    let left = left_out(&test, "2026-02-10");
    assert_eq!((left.reason.as_str(), left.day), ("blocked", Some(day("2026-02-20"))));
    assert_eq!(left.note.as_deref(), Some("flood at the shop"));
    assert_eq!(due(&test, "2026-01-31").level, 1);
    assert_eq!(due(&test, "2026-02-21").level, 1);
    test.taken(r#"{"do":"unblock_dunning","customer":"C1","date":"2026-02-15"}"#);
    assert_eq!(why(&test, "2026-02-14"), "blocked");
    assert_eq!(due(&test, "2026-02-15").level, 1);
    assert_eq!(
        test.refused(r#"{"do":"unblock_dunning","customer":"C1","date":"2026-02-16"}"#),
        ("dunning.not_blocked", "customer".into())
    );
    // An invoice alone: the other one is asked for.
    test.invoice("C1", "2026-01-06", "2026-01-21", "90");
    test.taken(&format!(
        r#"{{"do":"block_dunning","invoice":"{invoice}","date":"2026-03-01","until":"2027-03-31","reason":"being checked"}}"#
    ));
    let row = due(&test, "2026-03-02");
    assert_eq!(
        (row.amount.to_string().as_str(), row.items[0].invoice.0.as_str()),
        ("90.00", "INV-2026-00002")
    );
    let standing = test.ask(&DunningStandingOf(Code("C1".into()))).unwrap();
    assert_eq!(standing.blocks.len(), 1);
    assert_eq!(standing.blocks[0].invoice.as_ref().unwrap().0, invoice);
    for line in [
        r#"{"do":"block_dunning","until":"2026-12-01","reason":"x"}"#.to_string(),
        format!(
            r#"{{"do":"block_dunning","customer":"C1","invoice":"{invoice}","until":"2026-12-01","reason":"x"}}"#
        ),
    ] {
        assert_eq!(test.refused(&line).0, "dunning.customer_or_invoice");
    }
}

#[test]
fn a_block_goes_with_the_account_into_another_and_is_lifted_there() {
    let mut test = book();
    test.customer("C2");
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    let block = |customer: &str, until: &str| {
        format!(
            r#"{{"do":"block_dunning","customer":"{customer}","date":"2026-02-01","until":"{until}","reason":"asked"}}"#
        )
    };
    let unblock = r#"{"do":"unblock_dunning","customer":"C2","date":"2026-02-03"}"#;
    let merge = r#"{"do":"merge_customers","from":"C2","into":"C1","date":"2026-02-02"}"#;
    // What C2 was unblocked from before is nothing to C1.
    test.taken(&block("C1", "2026-05-31"));
    test.taken(&block("C2", "2026-04-30"));
    test.taken(&unblock.replace("2026-02-03", "2026-02-01"));
    test.taken(&block("C2", "2026-03-31"));
    test.taken(merge);
    assert_eq!(left_out(&test, "2026-02-10").day, Some(day("2026-05-31")));
    assert_eq!(left_out(&test, "2026-04-10").day, Some(day("2026-05-31")));
    // Since the merger there is one account: all of it is lifted.
    test.taken(&unblock.replace("C2", "C1"));
    assert_eq!(due(&test, "2026-02-10").level, 1);
    assert_eq!(left_out(&test, "2026-02-02").day, Some(day("2026-05-31")));
}

#[test]
fn a_policy_of_the_customers_group_goes_first() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    test.taken(r#"{"do":"set_dunning_policy","name":"large","group":"Large","levels":[{"after_days":30,"channel":"call"}],"interval_days":30,"grace_days":3}"#);
    assert_eq!(due(&test, "2026-02-10").level, 1);
    test.taken(r#"{"do":"assign_group","customer":"C1","group":"large"}"#);
    assert_eq!(why(&test, "2026-02-21"), "not_yet");
    let row = due(&test, "2026-02-22");
    assert!(row.needs_person);
    // A call is recorded, and nothing is queued.
    let number = send(&mut test, "C1", "2026-02-22");
    let shown = letter(&test, &number);
    assert_eq!((shown.state.as_str(), shown.deliveries.len()), ("called", 0));
    assert_eq!(why(&test, "2026-03-23"), "interval");
    test.taken(r#"{"do":"assign_group","customer":"C1"}"#);
    assert_eq!(due(&test, "2026-03-23").level, 2);
    // Two policies for the same customers would contradict each other.
    let line = r#"{"do":"set_dunning_policy","name":"other","levels":[{"after_days":5}],"interval_days":7}"#;
    assert_eq!(test.refused(line), ("dunning.group_has_policy", "group".into()));
    // A policy without levels sends nothing, and another may take its place.
    test.taken(r#"{"do":"set_dunning_policy","name":"Standard","levels":[],"interval_days":14}"#);
    assert_eq!(why(&test, "2026-03-23"), "no_policy");
    test.taken(line);
    assert_eq!(due(&test, "2026-03-23").level, 1);
}

#[test]
fn what_is_not_a_policy_is_refused() {
    let mut test = TestBook::canada();
    for (rest, rule, field) in [
        (
            r#""levels":[{"after_days":0}],"interval_days":14"#,
            "dunning.level_order",
            "levels[0].after_days",
        ),
        (
            r#""levels":[{"after_days":7},{"after_days":7}],"interval_days":14"#,
            "dunning.level_order",
            "levels[1].after_days",
        ),
        (
            r#""levels":[{"after_days":1},{"after_days":2},{"after_days":3},{"after_days":4},{"after_days":5}],"interval_days":14"#,
            "dunning.levels",
            "levels",
        ),
        (r#""levels":[{"after_days":7}],"interval_days":0"#, "dunning.interval", "interval_days"),
        (
            r#""levels":[{"after_days":7}],"interval_days":14,"grace_days":400"#,
            "dunning.interval",
            "grace_days",
        ),
        (
            r#""levels":[{"after_days":7}],"interval_days":14,"minimum":"-1""#,
            "amount.not_positive",
            "minimum",
        ),
        (
            r#""levels":[{"after_days":7,"wording":" "}],"interval_days":14"#,
            "text.empty",
            "levels[0].wording",
        ),
        (
            r#""levels":[{"after_days":7,"wording":{"xx":"a"}}],"interval_days":14"#,
            "language.unknown",
            "levels[0].wording",
        ),
    ] {
        let line = format!(r#"{{"do":"set_dunning_policy","name":"p",{rest}}}"#);
        assert_eq!(test.refused(&line), (rule, field.into()), "{rest}");
    }
}

#[test]
fn a_letter_is_sent_once_and_holds_the_figures_of_its_date() {
    let mut test = book();
    test.taken(r#"{"do":"amend_customer","customer":"C1","email":"pay@c1.example"}"#);
    let invoice = test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    test.payment("C1", "2026-01-25", "30", "oldest");
    // What was reviewed is what is sent.
    let line = |amount: &str| {
        format!(
            r#"{{"do":"send_dunning_letter","customer":"C1","date":"2026-02-10","level":1,"amount":"{amount}"}}"#
        )
    };
    assert_eq!(test.refused(&line("100")), ("dunning.changed", "amount".into()));
    let receipt = test.taken(&line("70"));
    let number = receipt.number("letter").unwrap().to_string();
    assert_eq!(number, "DUN-2026-00001");
    assert_eq!(test.refused(&line("70")), ("dunning.nothing_to_send", "customer".into()));
    let shown = letter(&test, &number);
    let item = &shown.items[0];
    assert_eq!(
        (item.invoice.0.as_str(), item.outstanding.to_string(), item.amount.to_string()),
        (invoice.as_str(), "70.00".to_string(), "70.00".to_string())
    );
    assert_eq!((shown.pay_by, shown.state.as_str()), (day("2026-02-17"), "queued"));
    let queued = delivery(&test, receipt.number("delivery").unwrap());
    assert_eq!(queued.document.as_ref().unwrap().0, number);
    assert_eq!((queued.by.word(), queued.to.as_deref()), ("email", Some("pay@c1.example")));
    // Paid before it goes out: nothing is left of it.
    test.payment("C1", "2026-02-11", "70", "oldest");
    assert!(letter(&test, &number).left.is_zero());
    let balance = test.balance("C1", as_of("2026-02-10"));
    assert_eq!(balance.items[0].outstanding.to_string(), "70.00");
    assert!(test.verify().ok);
}

#[test]
fn a_letter_that_is_taken_out_of_the_outbox_does_not_count() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    let line = r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-02-10"}"#;
    let delivery = test.taken(line).number("delivery").unwrap().to_string();
    assert_eq!(why(&test, "2026-02-11"), "interval");
    test.taken(&format!(r#"{{"do":"cancel_delivery","delivery":"{delivery}"}}"#));
    let row = due(&test, "2026-02-11");
    assert_eq!((row.level, row.last), (1, None));
    test.taken(r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-02-11"}"#);
    // The one that was taken out can't go as well.
    let again = format!(r#"{{"do":"retry_delivery","delivery":"{delivery}"}}"#);
    assert_eq!(test.refused(&again), ("delivery.document_void", "delivery".into()));
}

#[test]
fn bank_lines_that_wait_are_said() {
    let mut test = book();
    test.taken(
        r#"{"do":"record_bank_lines","account":"RBC","lines":[
{"date":"2026-02-09","amount":"100","text":"?"},{"date":"2026-02-09","amount":"-5","text":"fee"},
{"date":"2026-02-11","amount":"50","text":"?"}]}"#,
    );
    assert_eq!(proposal(&test, "2026-02-08").open_bank_lines, 0);
    assert_eq!(proposal(&test, "2026-02-10").open_bank_lines, 1);
    assert_eq!(proposal(&test, "2026-02-11").open_bank_lines, 2);
}

#[test]
fn merged_accounts_are_one_customer() {
    let mut test = book();
    test.customer("C2");
    test.invoice("C1", "2026-01-05", "2026-01-20", "60");
    test.invoice("C2", "2026-01-06", "2026-01-21", "40");
    test.payment("C2", "2026-01-22", "30", "none");
    send(&mut test, "C1", "2026-02-10");
    test.taken(r#"{"do":"merge_customers","from":"C1","into":"C2","date":"2026-03-01"}"#);
    let row = due(&test, "2026-03-02");
    // 60 and 40 less 30 on account; the letter to C1 counts.
    assert_eq!((row.customer.0.as_str(), row.amount.to_string()), ("C2", "70.00".to_string()));
    assert_eq!((row.level, row.items.len()), (2, 2));
    // As of a day before the merger too, nobody gets two letters within two weeks.
    assert_eq!(proposal(&test, "2026-02-20").rows, []);
}

#[test]
fn a_preview_says_what_the_letter_will() {
    let mut test = book();
    test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    let asked = PreviewLetter { customer: Code("C1".into()), date: Some(day("2026-02-10")) };
    let preview = test.ask(&asked).unwrap();
    let number = send(&mut test, "C1", "2026-02-10");
    let sent = letter(&test, &number);
    assert_eq!((preview.letter.clone(), preview.state.as_str()), (None, "proposed"));
    assert_eq!(
        (&preview.items, preview.amount, preview.level, preview.pay_by),
        (&sent.items, sent.amount, sent.level, sent.pay_by)
    );
}

#[test]
fn tax_that_was_withheld_is_not_asked_for_while_its_certificate_is_awaited() {
    let mut test = TestBook::rwanda();
    test.taken(STANDARD);
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "1000");
    test.payment("C1", "2026-11-02", "850", "oldest");
    for (kind, amount) in [("WHT3", "30"), ("VATWH", "120")] {
        test.taken(&format!(
            r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"{kind}","amount":"{amount}","date":"2026-11-12"}}"#
        ));
    }
    assert_eq!(due(&test, "2026-11-11").amount.to_string(), "150");
    assert_eq!(why(&test, "2026-11-12"), "withheld");
    test.taken(&format!(
        r#"{{"do":"record_certificate","customer":"C1","kind":"VATWH","number":"W1","date":"2026-11-14","allocate":[{{"invoice":"{invoice}","amount":"120"}}]}}"#
    ));
    // 30 are left, and all of that is still to be certified.
    assert_eq!(why(&test, "2026-11-15"), "withheld");
}

#[test]
fn the_next_letter_goes_on_from_one_that_another_system_sent() {
    let mut test = book();
    test.customer("C2");
    let invoice = test.invoice("C1", "2026-01-05", "2026-01-20", "100");
    let brought = |customer: &str, more: &str| {
        format!(
            r#"{{"do":"bring_in_letter","number":"MAHN-17","customer":"{customer}","date":"2026-02-10","policy":"house","by":"email"{more},"items":[{{"invoice":"{invoice}","amount":"80","outstanding":"100"}}]}}"#
        )
    };
    let refused = |rule: &'static str, field: &str| (rule, field.to_string());
    assert_eq!(
        test.refused(&brought("C1", r#","level":5"#)),
        refused("dunning.level_unknown", "level")
    );
    assert_eq!(
        test.refused(&brought("C2", r#","level":2"#)),
        refused("customer.mismatch", "items[0].invoice")
    );
    test.taken(&brought("C1", r#","level":2"#));
    assert_eq!(test.refused(&brought("C1", r#","level":2"#)), refused("number.taken", "number"));
    let shown = letter(&test, "mahn-17");
    assert_eq!((shown.level, shown.state.as_str(), shown.deliveries.len()), (2, "sent", 0));
    assert_eq!(
        (shown.amount.to_string(), shown.left.to_string()),
        ("80.00".into(), "100.00".into())
    );
    assert_eq!(shown.items[0].outstanding.to_string(), "100.00");
    // As after one of our own: two weeks between letters, and one level above the last.
    assert_eq!(why(&test, "2026-02-20"), "interval");
    assert_eq!(due(&test, "2026-03-01").level, 3);
    // A number of another system counts in no series of ours.
    assert_eq!(send(&mut test, "C1", "2026-03-01"), "DUN-2026-00001");
    assert!(test.verify().ok);
}
