//! What each command reads to be decided and posted. It costs the same on a large account.

use std::collections::BTreeSet;

use super::book::{Grown, book};
use super::{Figure, Growth, check};
use crate::common::counted::Counted;
use daybook::assets;
use daybook::domain::command::CATALOGUE;
use daybook::engine::decide::{DecisionContext, decide};
use daybook::engine::intake;
use daybook::journal::ChainStep;
use daybook::ledger::post::post;
use daybook::ledger::tables::CHECKPOINT;
use daybook::store::Rows;
use daybook::store::overlay::Overlay;

/// Commands of which nothing can be measured here.
const APART: [&str; 1] = [
    // Refused unless the clock is in doubt; it reads one row.
    "confirm_clock",
];

/// Those that are about all of an account, and the reason.
const WITH_BOOK: [(&str, &str); 4] = [
    ("send_dunning_letter", "the letter lists what is overdue"),
    ("take_hold", "what is overdue is judged item by item"),
    ("undo_wrap_up", "the callbacks that the call closed are looked for among the account's cases"),
    ("erase_person", "every private record of a person goes"),
];

/// Each command, in an order in which each is taken. `KIND:name` in front keeps the number that was made
/// for the lines that follow.
const STORY: &[(&str, &str)] = &[
    ("", r#"{"do":"grant_role","user":"eva","role":"administrator"}"#),
    ("", r#"{"do":"grant_role","user":"jean","role":"coordinator"}"#),
    ("", r#"{"do":"revoke_role","user":"jean"}"#),
    ("", r#"{"do":"set_viewer_policy","notes":true,"users":false,"exports":false}"#),
    ("", r#"{"do":"define_series","series":"US1","description":"abroad"}"#),
    ("", r#"{"do":"amend_company","address":"KN 4 Ave","date":"2026-11-21"}"#),
    ("customer:new", r#"{"do":"register_customer","name":"Huye Books"}"#),
    ("", r#"{"do":"amend_customer","customer":"C1","phone":"+250788123457"}"#),
    ("", r#"{"do":"hold_customer","customer":"C1","reason":"a cheque bounced"}"#),
    ("", r#"{"do":"release_customer","customer":"C1"}"#),
    ("", r#"{"do":"merge_customers","from":"<new>","into":"C1"}"#),
    ("", r#"{"do":"define_item","code":"PAPER","name":"Paper","unit":"box","price":"10"}"#),
    ("", r#"{"do":"set_price","item":"PAPER","price":"12"}"#),
    (
        "draft:draft",
        r#"{"do":"draft_invoice","customer":"C1","lines":[{"item":"PAPER","quantity":"2"}]}"#,
    ),
    (
        "",
        r#"{"do":"amend_draft","draft":"<draft>","reference":"PO-80","lines":[{"item":"PAPER","quantity":"3"}]}"#,
    ),
    ("", r#"{"do":"issue_draft","draft":"<draft>"}"#),
    (
        "draft:draft",
        r#"{"do":"draft_invoice","customer":"C1","lines":[{"item":"PAPER","quantity":"2"}]}"#,
    ),
    ("", r#"{"do":"discard_draft","draft":"<draft>"}"#),
    (
        "invoice:void",
        r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Work","quantity":"1","unit_price":"70"}]}"#,
    ),
    ("", r#"{"do":"void_invoice","invoice":"<void>","reason":"to the wrong account"}"#),
    (
        "invoice:new",
        r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Work","quantity":"1","unit_price":"5000"}]}"#,
    ),
    (
        "",
        r#"{"do":"record_fiscal_receipt","document":"<new>","number":"168/258 NS","sdc_id":"SDC001000001","time":"2026-11-21T10:42:17","signature":"V249-J39C","internal_data":"TE68-SLA2"}"#,
    ),
    (
        "credit_note:credit",
        r#"{"do":"credit_invoice","invoice":"<new>","reason":"price","amount":"100"}"#,
    ),
    ("", r#"{"do":"void_credit_note","credit_note":"<credit>","reason":"to the wrong invoice"}"#),
    (
        "",
        r#"{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W-1","allocate":[{"invoice":"<new>","amount":"30"}]}"#,
    ),
    ("", r#"{"do":"await_certificate","invoice":"<new>","kind":"WHT3","amount":"20"}"#),
    (
        "",
        r#"{"do":"record_payment","customer":"C1","amount":"2500","method":"momo","allocate":"oldest"}"#,
    ),
    (
        "payment:paid",
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-20","amount":"50","method":"bank","allocate":"none"}"#,
    ),
    ("allocation:part", r#"{"do":"allocate","from":"<paid>","to":"<new>","amount":"10"}"#),
    ("", r#"{"do":"unallocate","allocation":"<part>"}"#),
    ("refund:refund", r#"{"do":"refund","from":"<paid>","amount":"5"}"#),
    ("", r#"{"do":"reverse_refund","refund":"<refund>","reason":"it came back"}"#),
    ("", r#"{"do":"bounce_payment","payment":"<paid>","reason":"no funds"}"#),
    (
        "payment:paid",
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-20","amount":"51","method":"bank","allocate":"none"}"#,
    ),
    ("", r#"{"do":"reverse_payment","payment":"<paid>","reason":"to the wrong account"}"#),
    ("write_off:given", r#"{"do":"write_off","invoice":"<new>","amount":"5","reason":"bad_debt"}"#),
    ("", r#"{"do":"recover","write_off":"<given>","amount":"1"}"#),
    (
        "payment:paid",
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-20","amount":"52","method":"cash","allocate":"none"}"#,
    ),
    (
        "deposit:deposit",
        r#"{"do":"record_deposit","date":"2026-11-21","payments":["<paid>"],"reference":"SLIP 7"}"#,
    ),
    ("", r#"{"do":"void_deposit","deposit":"<deposit>"}"#),
    ("", r#"{"do":"declare_payer","customer":"C1","pays_for":"C2"}"#),
    (
        "unidentified:unknown",
        r#"{"do":"record_unidentified","date":"2026-11-19","amount":"13","method":"bank","payer":"J. Uwera"}"#,
    ),
    ("", r#"{"do":"identify","unidentified":"<unknown>","customer":"C1","allocate":"none"}"#),
    (
        "unidentified:unknown",
        r#"{"do":"record_unidentified","date":"2026-11-19","amount":"14","method":"bank","payer":"J. Uwera"}"#,
    ),
    ("", r#"{"do":"reverse_unidentified","unidentified":"<unknown>","reason":"sent back"}"#),
    (
        "",
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-18","amount":"31","text":"a"},{"date":"2026-11-18","amount":"32","text":"b"},{"date":"2026-11-18","amount":"33","text":"c"},{"date":"2026-11-18","amount":"34","text":"d"}]}"#,
    ),
    ("", r#"{"do":"match_bank_line","line":"<line1>","customer":"C1","allocate":"none"}"#),
    ("", r#"{"do":"unmatch_bank_line","line":"<line1>","reason":"another one"}"#),
    (
        "payment:paid",
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-18","amount":"32","method":"bank","allocate":"none"}"#,
    ),
    ("", r#"{"do":"link_bank_line","line":"<line2>","payment":"<paid>"}"#),
    ("", r#"{"do":"dismiss_bank_line","line":"<line1>","reason":"the bank's own"}"#),
    (
        "",
        r#"{"do":"split_bank_line","line":"<line3>","parts":[{"customer":"C1","amount":"33","allocate":"none"}]}"#,
    ),
    ("unidentified:waiting", r#"{"do":"suspend_bank_line","line":"<line4>"}"#),
    ("", r#"{"do":"identify","unidentified":"<waiting>","customer":"C1","allocate":"none"}"#),
    (
        "dispute:dispute",
        r#"{"do":"open_dispute","invoice":"<new>","amount":"50","reason":"price"}"#,
    ),
    ("", r#"{"do":"note_dispute","dispute":"<dispute>","note":"seen the list"}"#),
    ("", r#"{"do":"move_dispute","dispute":"<dispute>","to":"in_progress"}"#),
    (
        "dispute:second",
        r#"{"do":"split_dispute","dispute":"<dispute>","amount":"10","reason":"damaged"}"#,
    ),
    ("", r#"{"do":"join_dispute","dispute":"<second>","into":"<dispute>"}"#),
    ("", r#"{"do":"resolve_dispute","dispute":"<dispute>","outcome":"upheld"}"#),
    ("", r#"{"do":"define_reason","reason":"wrong_pallet"}"#),
    ("", r#"{"do":"define_root_cause","root_cause":"new_driver"}"#),
    ("", r#"{"do":"log_call","customer":"C1","direction":"in","note":"asks"}"#),
    (
        "call:call",
        r#"{"do":"wrap_up","customer":"C1","direction":"in","note":"asks","line":"cb 2026-11-24 14:30 the invoices; o left"}"#,
    ),
    ("", r#"{"do":"undo_wrap_up","call":"<call>"}"#),
    (
        "promise:promise",
        r#"{"do":"promise","customer":"C1","invoice":"<new>","amount":"10","by":"2026-11-27"}"#,
    ),
    ("", r#"{"do":"withdraw_promise","promise":"<promise>"}"#),
    (
        "plan:plan",
        r#"{"do":"agree_plan","customer":"C1","invoices":["<new>"],"count":3,"first":"2026-11-30","every":"month"}"#,
    ),
    ("", r#"{"do":"cancel_plan","plan":"<plan>","reason":"another one"}"#),
    (
        "callback:callback",
        r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-24T14:30:00+02:00","note":"paid?"}"#,
    ),
    ("", r#"{"do":"done","callback":"<callback>"}"#),
    ("", r#"{"do":"snooze","customer":"C1","until":"2026-11-25"}"#),
    ("", r#"{"do":"hand_over","customer":"C1","to":"eva"}"#),
    ("", r#"{"do":"set_calling_hours","customer":"C1","from":"9:00","to":"16:30"}"#),
    (
        "",
        r#"{"override":{"reason":"owed there"},"do":"bring_in_invoice","number":"000536365","customer":"C1","date":"2026-01-05","lines":[{"description":"Lantern","quantity":"6","unit_price":"3"}]}"#,
    ),
    (
        "",
        r#"{"override":{"reason":"owed there"},"do":"bring_in_receivable","number":"0042","customer":"C1","date":"2026-01-05","amount":"99"}"#,
    ),
    (
        "",
        r#"{"do":"keep_import_profile","shape":"c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00","kind":"receivables","profile":"{\"number\":\"No\"}"}"#,
    ),
    ("", r#"{"do":"erase_person","customer":"GONE","reason":"asked by telephone"}"#),
    ("delivery:delivery", r#"{"do":"deliver","document":"<new>","by":"email"}"#),
    (
        "",
        r#"{"do":"end_delivery","delivery":"<delivery>","attempt":1,"outcome":"failed","answer":"421 busy","again":true}"#,
    ),
    (
        "",
        r#"{"do":"begin_delivery","delivery":"<delivery>","attempt":2,"message_id":"<dlv-1@stationers.example>"}"#,
    ),
    (
        "",
        r#"{"do":"end_delivery","delivery":"<delivery>","attempt":2,"outcome":"unsure","answer":"the connection was lost"}"#,
    ),
    ("", r#"{"do":"retry_delivery","delivery":"<delivery>"}"#),
    ("", r#"{"do":"cancel_delivery","delivery":"<delivery>","note":"not asked for"}"#),
    (
        "delivery:delivery",
        r#"{"do":"deliver_statement","customer":"C1","by":"hand","to":"Amélie","from":"2026-11-01","through":"2026-11-20"}"#,
    ),
    (
        "",
        r#"{"do":"settle_delivery","delivery":"<delivery>","outcome":"failed","note":"nobody there"}"#,
    ),
    ("", r#"{"do":"set_late_fee_policy","yearly_percent":"12%","grace_days":0}"#),
    ("", r#"{"do":"charge_late_fee","invoice":"<oldest>","through":"2026-11-20"}"#),
    ("", r#"{"do":"set_hold_policy","days_late":20,"amount":"10"}"#),
    ("", r#"{"do":"take_hold","customer":"C1","reason":"1000 late"}"#),
    (
        "",
        r#"{"do":"set_dunning_policy","name":"shops","levels":"7, 21","interval_days":14,"group":"Shops"}"#,
    ),
    ("", r#"{"do":"assign_group","customer":"C2","group":"Shops"}"#),
    (
        "",
        r#"{"do":"block_dunning","customer":"C1","until":"2026-12-24","reason":"the owner is ill"}"#,
    ),
    ("", r#"{"do":"unblock_dunning","customer":"C1"}"#),
    ("", r#"{"do":"send_dunning_letter","customer":"C1"}"#),
    (
        "",
        r#"{"do":"bring_in_letter","number":"MAHN-17","customer":"C1","date":"2026-11-02","policy":"standard","level":1,"by":"email","items":[{"invoice":"<new>","amount":"5"}]}"#,
    ),
    (
        "",
        r#"{"do":"bring_in_write_off","number":"W-17","invoice":"<new>","amount":"1","reason":"bad_debt"}"#,
    ),
    (
        "",
        r#"{"do":"bring_in_promise","customer":"C1","invoice":"<new>","tolerance_days":2,"parts":[{"number":"P-17","by":"2026-12-01","amount":"1"}]}"#,
    ),
    (
        "",
        r#"{"do":"bring_in_plan","number":"R-17","customer":"C1","covers":[{"invoice":"<new>","amount":"5"}],"instalments":[{"due":"2026-12-01","amount":"5"}],"default_after":1}"#,
    ),
];

fn name(line: &str) -> &str {
    line.split(r#""do":""#).nth(1).unwrap().split('"').next().unwrap()
}

/// Posts a line, and returns how many rows were read to decide it and to post it.
fn cost(grown: &mut Grown, (keep, line): (&'static str, &'static str)) -> u64 {
    let filled = grown.filled(line);
    let decided = decides(grown, &filled);
    let before = grown.test.book().shared().picture();
    let receipt = grown.told(line);
    if let Some((kind, name)) = keep.split_once(':') {
        let number = receipt.number(kind).unwrap_or_else(|| panic!("{kind}: {receipt:?}"));
        grown.names.insert(name, number.to_string());
    }
    grown.test.book().shared().view(|view| {
        let at = CHECKPOINT.need(&before as &dyn Rows, &()).unwrap();
        let mut chain = view.journal.chain(at).unwrap();
        let Some(ChainStep::Good(stored)) = chain.step().unwrap() else { panic!("no entry") };
        let counted = Counted::new(&before);
        post(&mut Overlay::new(&counted), &stored).unwrap();
        decided + counted.count()
    })
}

fn decides(grown: &Grown, line: &str) -> u64 {
    let envelope = intake::read(line).1.unwrap();
    let (taxes, reasons) = (assets::tax_table("RW").unwrap(), assets::dispute_reasons().unwrap());
    let test = &grown.test;
    test.book.as_ref().unwrap().shared().view(|view| {
        let counted = Counted::new(view.rows);
        let desk = DecisionContext {
            rows: &counted,
            book: view.book,
            taxes: &taxes,
            reasons: &reasons,
            seq: view.head().unwrap() + 1,
            now: test.options.ports.clock.now(),
            today: view.today,
            override_reason: envelope.override_reason.as_deref(),
            doubted: None,
            seen: None,
        };
        decide(&desk, &envelope.command).unwrap_or_else(|stop| panic!("{line}: {stop:?}"));
        counted.count()
    })
}

#[test]
fn a_command_costs_the_same_on_a_large_account() {
    let (mut few, mut many) = (book(30), book(120));
    let mut figures = Vec::new();
    for (keep, line) in STORY {
        let name = name(line);
        let growth = match WITH_BOOK.iter().any(|(command, _)| *command == name) {
            true => Growth::WithBook,
            false => Growth::Level,
        };
        let (few, many) = (cost(&mut few, (*keep, *line)), cost(&mut many, (*keep, *line)));
        figures.push(Figure { what: name.into(), growth, few, many });
    }
    let measured: BTreeSet<&str> = figures.iter().map(|it| it.what.as_str()).collect();
    let all = CATALOGUE.iter().map(|(name, _)| *name).filter(|name| !APART.contains(name));
    assert_eq!(measured, all.collect::<BTreeSet<&str>>());
    check(&figures);
}
