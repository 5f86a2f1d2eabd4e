//! What is hard to change later, held by golden files: a journal with every event of every version
//! that was ever written stays readable, hashes to the same bytes and adds up to the same figures.
//!
//! A folder for each form of entries: `v1` has no digests of commands, `v2` has them, and in `v3`
//! reasons stand in private records, some of which are erased.
//! `DAYBOOK_GOLDEN=write cargo test --test formats golden` writes the files of the current form anew;
//! a difference in one that was released is a broken promise, not a reason to write it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::common::{Frozen, TestBook, as_of, day, files};
use daybook::domain::command::Method;
use daybook::domain::event::{
    AllocationMade, AllocationReversed, ApprovalRequired, CertificateAdjusted, CertificateAwaited,
    ClockConfirmed, Costly, DocumentDelivered, FreeText, PaymentRecorded, PeriodLocked,
};
use daybook::domain::{Code, Currency, Event, Money, Number};
use daybook::engine::OpenOptions;
use daybook::engine::ports::Ports;
use daybook::journal::Entry;
use daybook::ledger::query::show::Show;
use serde_json::Value;

/// The forms that were ever written, today's last.
const FRAMINGS: [&str; 3] = ["v1", "v2", "v3"];

/// A book in which everything happens that an event can say.
fn tell_all() -> TestBook {
    let mut new = crate::common::new_book("CA", "CAD", Some("America/Toronto"));
    new.tax_id = Some("123456789 RT0001".into());
    new.address = Some("12 rue Saint-Paul, Montréal".into());
    // However often the program looks at the clock, the bytes are the same.
    let ports = Ports { clock: Arc::new(Frozen), random: Arc::new(Frozen) };
    let mut test = TestBook::with(&new, OpenOptions { ports, ..crate::common::options() });
    let ids: Vec<String> =
        (1..=9).map(|n| format!("00000000-0000-7000-8000-00000000000{n}")).collect();
    let story = [
        r#""do":"register_customer","code":"17850.0","name":"Amélie O'Brien & Fils","contact":"Amélie","phone":"+1 514 555 0100","email":"ap@obrien.example","address":"5 rue X","city":"Montréal","region":"QC","country":"Canada","postal_code":"H2Y 1A1","tax_id":"987654321","terms":"2/10 net 30","credit_limit":"50"}"#,
        r#""do":"register_customer","name":"US buyer","currency":"USD","terms":"eom+15"}"#,
        r#""do":"issue_invoice","customer":"17850.0","date":"2026-11-02","reference":"PO-77","override":{"reason":"agreed by phone"},"lines":[{"description":"Café crème \"double\"","quantity":"2.5","unit_price":"33.333","discount":"10%","tax":["GST","QST"]},{"description":"Book","quantity":"1","unit_price":"5"}],"allowances":[{"description":"Loyal","percent":"2%"}],"charges":[{"description":"Shipping","amount":"5","tax":"GST"}]}"#,
        r#""do":"issue_invoice","customer":"C0001","date":"2026-11-03","due":"2026-11-30","series":"US1","rate":"1.4012","prices":"inclusive","lines":[{"description":"Work","quantity":"1","unit_price":"100","tax":["GST","QST"]}]}"#,
        r#""do":"issue_invoice","customer":"17850.0","date":"2026-11-03","override":{"reason":"again"},"lines":[{"description":"Mistake","quantity":"1","unit_price":"1"}]}"#,
        r#""do":"void_invoice","invoice":"INV-2026-00002","date":"2026-11-04","reason":"to the wrong account"}"#,
        r#""do":"record_payment","customer":"17850.0","date":"2026-11-10","amount":"60","method":"cheque","reference":"000123","allocate":[{"invoice":"INV-2026-00001","amount":"40.01"}]}"#,
        r#""do":"credit_invoice","invoice":"INV-2026-00001","date":"2026-11-11","reason":"price","lines":[{"description":"Café","quantity":"1","unit_price":"10","tax":["GST","QST"]}]}"#,
        r#""do":"unallocate","allocation":"A000001","date":"2026-11-12"}"#,
    ];
    for (id, rest) in ids.iter().zip(story) {
        if rest.contains("US1") {
            test.taken(r#"{"id":"00000000-0000-7000-8000-000000000201","do":"define_series","series":"US1","description":"customers abroad"}"#);
        }
        test.taken(&format!(r#"{{"id":"{id}",{rest}"#));
    }
    test.taken(r#"{"id":"00000000-0000-7000-8000-00000000000a","do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00001","amount":"20","date":"2026-11-13"}"#);
    let more = [
        r#""do":"refund","from":"PAY-2026-00001","amount":"5","date":"2026-11-14","reference":"RB1"}"#,
        r#""do":"write_off","invoice":"INV-2026-00001","amount":"3","reason":"bad_debt","date":"2026-11-14"}"#,
        r#""do":"recover","write_off":"WO-2026-00001","amount":"1","date":"2026-11-15"}"#,
        r#""do":"record_payment","customer":"C0001","date":"2026-11-16","amount":"60","method":"bank","rate":"1.39"}"#,
        r#""do":"bounce_payment","payment":"PAY-2026-00002","date":"2026-11-18","reason":"no funds"}"#,
        r#""do":"amend_customer","customer":"C0001","phone":"+1 212 555 0100","terms":"net 20"}"#,
        r#""do":"hold_customer","customer":"C0001","reason":"a cheque bounced","date":"2026-11-18"}"#,
        r#""do":"release_customer","customer":"C0001","date":"2026-11-20"}"#,
    ];
    for (n, rest) in more.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000000b{n}",{rest}"#));
    }
    for (n, rest) in CASES.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000001{n:02}",{rest}"#));
    }
    for event in policies() {
        test.enter("2026-11-21", vec![event]);
    }
    test.taken(r#"{"id":"00000000-0000-7000-8000-000000000200","do":"hold_customer","customer":"C0001","reason":"late","date":"2026-09-30","override":{"reason":"agreed then"}}"#);
    for (n, rest) in CORRECTIONS.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000003{n:02}",{rest}"#));
    }
    test.enter("2026-11-21", certificate());
    test.enter("2026-11-21", certificate_taken_back());
    for (n, rest) in GONE.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000004{n:02}",{rest}"#));
    }
    test.enter("2026-11-21", vec![clock_confirmed()]);
    test.taken(COMPANY);
    for (n, rest) in DELIVERIES.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000006{n:02}",{rest}"#));
    }
    test.taken(RECEIPT);
    for (n, rest) in DRAFT.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000008{n:02}",{rest}"#));
    }
    for (n, rest) in SUSPENSE.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000007{n:02}",{rest}"#));
    }
    for (n, rest) in BANK.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000009{n:02}",{rest}"#));
    }
    for (n, rest) in DIVIDED.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000010{n:02}",{rest}"#));
    }
    for (n, rest) in DUNNING.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-00000000b{n:03x}",{rest}"#));
    }
    for (n, rest) in TOGETHER.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000011{n:02}",{rest}"#));
    }
    for (n, rest) in WORKLIST.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000013{n:02}",{rest}"#));
    }
    test.enter("2026-11-21", vec![awaited()]);
    for (n, rest) in LATE.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000012{n:02}",{rest}"#));
    }
    for (n, rest) in WRAPPED.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-00000000c{n:03x}",{rest}"#));
    }
    test.taken(ROOT_CAUSE);
    for (n, rest) in FROM_BEFORE.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000015{n:02}",{rest}"#));
    }
    test.taken(UNKNOWN);
    for (n, rest) in PROMISED_AGAIN.iter().enumerate() {
        test.taken(&format!(r#"{{"id":"00000000-0000-7000-8000-0000000017{n:02}",{rest}"#));
    }
    test
}

/// A payment plan that was a mistake: the promise that gave way to it is made again.
const PROMISED_AGAIN: [&str; 3] = [
    r#""do":"promise","customer":"LATE","invoice":"0050","amount":"20","by":"2026-11-27"}"#,
    r#""do":"agree_plan","customer":"LATE","invoices":["0050"],"count":2,"first":"2026-11-30"}"#,
    r#""do":"cancel_plan","plan":"PLN-2026-00003","reason":"a slip","promises":"again"}"#,
];

/// Interest for late payment, a hold by policy, and payment plans: one takes the place of a promise.
const LATE: [&str; 10] = [
    r#""do":"register_customer","code":"SLOW","name":"Lent & Cie"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"SLOW1","customer":"SLOW","date":"2026-10-01","due":"2026-10-10","amount":"1000"}"#,
    r#""do":"set_late_fee_policy","yearly_percent":"12.5%","grace_days":5,"minimum":"0.10","date":"2026-10-01"}"#,
    r#""do":"charge_late_fee","invoice":"SLOW1","through":"2026-11-20"}"#,
    r#""do":"set_hold_policy","days_late":20,"amount":"10","broken_promises":2}"#,
    r#""do":"take_hold","customer":"SLOW","reason":"1 000 $ en retard de 42 jours"}"#,
    r#""do":"promise","customer":"SLOW","invoice":"SLOW1","amount":"300","by":"2026-11-27"}"#,
    r#""do":"agree_plan","customer":"SLOW","invoices":["SLOW1"],"count":3,"first":"2026-11-30","every":"month","note":"la caisse est vide"}"#,
    r#""do":"cancel_plan","plan":"PLN-2026-00001","reason":"autre accord"}"#,
    r#""do":"agree_plan","customer":"SLOW","invoices":["SLOW1"],"instalments":[{"due":"2026-12-01","amount":"400"},{"due":"2026-12-15","amount":"600"}],"default_after":1}"#,
];

/// The clock of this story stands still: nothing speaks against it.
fn clock_confirmed() -> Event {
    let [now, last] =
        ["2026-11-21T06:00:00Z", "2036-11-21T06:00:00Z"].map(|at| at.parse().unwrap());
    ClockConfirmed { now, last, reason: FreeText::new("my watch agrees".into()) }.into()
}

/// A draft that is changed before it is issued.
const DRAFT: [&str; 2] = [
    r#""do":"draft_invoice","customer":"17850.0","lines":[{"item":"PAPER","quantity":"2"}]}"#,
    r#""do":"amend_draft","draft":"D000003","reference":"PO-80","lines":[{"item":"PAPER","description":"Thick paper","quantity":"3","unit_price":"13"}],"charges":[{"description":"Shipping","amount":"5"}]}"#,
];

/// What takes back what was entered by mistake.
const CORRECTIONS: [&str; 4] = [
    r#""do":"record_payment","customer":"17850.0","date":"2026-11-20","amount":"7","method":"cash","allocate":"none"}"#,
    r#""do":"reverse_payment","payment":"PAY-2026-00004","reason":"to the wrong account"}"#,
    r#""do":"reverse_refund","refund":"RF-2026-00001","reason":"it came back"}"#,
    r#""do":"void_credit_note","credit_note":"CN-2026-00002","reason":"to the wrong invoice"}"#,
];

/// Rules overridden in the other places for that; what viewers see; who is erased, at once or later.
const GONE: [&str; 13] = [
    r#""override":{"reason":"agreed then"},"do":"credit_invoice","invoice":"0043","date":"2026-09-15","reason":"price","amount":"1"}"#,
    r#""override":{"reason":"agreed then"},"do":"write_off","invoice":"0043","date":"2026-09-15","amount":"1","reason":"bad_debt"}"#,
    r#""do":"open_dispute","invoice":"0043","amount":"1","reason":"price","owner":"jean","root_cause":"old list"}"#,
    r#""do":"grant_role","user":"eric","role":"viewer","uid":1042}"#,
    r#""do":"set_viewer_policy","notes":true,"users":false,"exports":false}"#,
    r#""do":"register_customer","code":"GONE","name":"Erased at once","contact":"Marc"}"#,
    r#""do":"log_call","customer":"GONE","at":"2026-11-20T10:42:00-05:00","direction":"in","note":"asks to be forgotten"}"#,
    r#""do":"erase_person","customer":"GONE","reason":"asked by telephone"}"#,
    r#""do":"register_customer","code":"LATER","name":"Erased later"}"#,
    r#""do":"issue_invoice","customer":"LATER","lines":[{"description":"Work","quantity":"1","unit_price":"5"}]}"#,
    r#""do":"record_payment","customer":"LATER","amount":"5","method":"bank","date":"2026-11-21"}"#,
    r#""do":"hold_customer","customer":"LATER","reason":"as agreed"}"#,
    r#""do":"erase_person","customer":"LATER","reason":"asked by letter"}"#,
];

/// What documents say of the company from a day on.
const COMPANY: &str = r#"{"id":"00000000-0000-7000-8000-000000000500","do":"amend_company","name":"Papeterie Kigali","address":"12 rue Saint-Paul","city":"Montréal","phone":"+1 514 555 0199","email":"ar@papeterie.example","language":"fr","payment_instructions":"virement au compte 42","tax_ids":[{"name":"TPS","number":"123456789 RT0001"}],"date":"2026-11-21"}"#;

/// What is sent, how each attempt ended, and what became of it.
const DELIVERIES: [&str; 12] = [
    r#""do":"deliver","document":"INV-2026-00003","by":"email"}"#,
    r#""do":"end_delivery","delivery":"DLV-2026-00001","attempt":1,"outcome":"failed","answer":"421 busy","again":true}"#,
    r#""do":"begin_delivery","delivery":"DLV-2026-00001","attempt":2,"message_id":"<dlv-1@papeterie.example>"}"#,
    r#""do":"end_delivery","delivery":"DLV-2026-00001","attempt":2,"outcome":"unsure","answer":"the connection was lost"}"#,
    r#""do":"retry_delivery","delivery":"DLV-2026-00001"}"#,
    r#""do":"begin_delivery","delivery":"DLV-2026-00001","attempt":3,"message_id":"<dlv-1@papeterie.example>"}"#,
    r#""do":"end_delivery","delivery":"DLV-2026-00001","attempt":3,"outcome":"sent","answer":"250 queued as 4711"}"#,
    r#""do":"settle_delivery","delivery":"DLV-2026-00001","outcome":"failed","note":"the mailbox is full"}"#,
    r#""do":"deliver_statement","customer":"17850.0","from":"2026-11-01","through":"2026-11-20","style":"balance-forward","by":"hand","to":"Amélie"}"#,
    r#""do":"deliver_statement","customer":"17850.0","by":"email","to":"boss@obrien.example"}"#,
    r#""do":"cancel_delivery","delivery":"DLV-2026-00003","note":"not asked for"}"#,
    r#""do":"deliver","document":"CN-2026-00001","by":"print"}"#,
];
/// What a billing machine said of an invoice.
const RECEIPT: &str = r#"{"id":"00000000-0000-7000-8000-000000000501","do":"record_fiscal_receipt","document":"INV-2026-00003","number":"168/258 NS","sdc_id":"SDC001000001","time":"2026-11-21T10:42:17","signature":"V249-J39C","internal_data":"TE68-SLA2"}"#;

/// Money whose payer is not known, until it is; what is part paid elsewhere; how files are read.
const SUSPENSE: [&str; 9] = [
    r#""do":"record_unidentified","date":"2026-11-19","amount":"12.34","method":"bank","reference":"TRX 9","payer":"J. Tremblay","note":"from the bank's file"}"#,
    r#""do":"record_unidentified","date":"2026-11-19","amount":"20","currency":"USD","rate":"1.4","method":"card"}"#,
    r#""do":"identify","unidentified":"SUS-2026-00001","customer":"17850.0","allocate":"none"}"#,
    r#""do":"reverse_payment","payment":"PAY-2026-00007","reason":"another Tremblay"}"#,
    r#""do":"reverse_unidentified","unidentified":"SUS-2026-00002","reason":"sent back"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"0044","customer":"17850.0","date":"2026-01-07","amount":"50","outstanding":"12.50"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"0045","customer":"17850.0","date":"2026-01-08","amount":"-50","outstanding":"-12.50"}"#,
    r#""do":"record_payment","number":"R-0099","customer":"17850.0","date":"2026-11-19","amount":"3","method":"opening","reference":"opening:0044","allocate":"none"}"#,
    r#""do":"keep_import_profile","shape":"c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00","kind":"receivables","profile":"{\"number\":\"Numéro\"}"}"#,
];

/// A call with what was agreed in it, and that taken back.
const WRAPPED: [&str; 2] = [
    r#""do":"wrap_up","customer":"17850.0","direction":"in","contact":"Amélie","note":"asks for a call","line":"cb 2026-11-24 14:30 the invoices; o left","minutes":3}"#,
    r#""do":"undo_wrap_up","call":"CALL-2026-00003","note":"another customer"}"#,
];

/// A bank statement, and what became of its lines.
const BANK: [&str; 7] = [
    r#""do":"record_bank_lines","account":"Desjardins","number":"815-30012","opening":{"date":"2026-11-16","amount":"100"},"closing":{"date":"2026-11-18","amount":"109.50"},"lines":[{"date":"2026-11-17","value_date":"2026-11-18","amount":"9.75","fee":"0.25","payer":"J. Tremblay","payer_account":"815-77 001","text":"facture 1","references":["E2E-1","CHQ 12"],"bank_id":"T-1"},{"date":"2026-11-18","amount":"0.25","text":"interest"},{"date":"2026-11-18","amount":"0.25","text":"interest"},{"date":"2026-11-18","amount":"-0.75","text":"charges","is_return":true}]}"#,
    r#""do":"match_bank_line","line":"BL000001","customer":"17850.0","allocate":"none"}"#,
    r#""do":"unmatch_bank_line","line":"BL000001","reason":"another Tremblay"}"#,
    r#""do":"record_payment","customer":"17850.0","date":"2026-11-17","amount":"10","method":"bank","allocate":"none"}"#,
    r#""do":"link_bank_line","line":"BL000001","payment":"PAY-2026-00010"}"#,
    r#""do":"dismiss_bank_line","line":"BL000004","reason":"the bank's own"}"#,
    r#""do":"unmatch_bank_line","line":"BL000004"}"#,
];

/// What the worklist is told: who is put off, who is handed over and back, when one may be called.
const WORKLIST: [&str; 5] = [
    r#""do":"snooze","customer":"17850.0","until":"2026-11-25"}"#,
    r#""do":"hand_over","customer":"17850.0","to":"eric"}"#,
    r#""do":"hand_over","customer":"17850.0"}"#,
    r#""do":"set_calling_hours","customer":"17850.0","from":"9:00","to":"16h30","zone":"America/Halifax"}"#,
    r#""do":"set_calling_hours","customer":"17850.0","from":"8","to":"20:00"}"#,
];

/// A dispute that is split, and joined again.
const DIVIDED: [&str; 4] = [
    r#""do":"open_dispute","invoice":"INV-2026-00003","amount":"3","reason":"price","note":"too dear"}"#,
    r#""do":"split_dispute","dispute":"DSP-2026-00004","amount":"1.25","reason":"damaged","note":"two boxes","owner":"ann"}"#,
    r#""do":"join_dispute","dispute":"DSP-2026-00005","into":"DSP-2026-00004","note":"one after all"}"#,
    r#""do":"define_reason","reason":"wrong_pallet"}"#,
];

/// What goes wrong in this company before a customer disputes something.
const ROOT_CAUSE: &str = r#"{"id":"00000000-0000-7000-8000-000000001400","do":"define_root_cause","root_cause":"new_driver"}"#;

/// When customers are reminded, who is not, and a letter.
const DUNNING: [&str; 8] = [
    r#""do":"register_customer","code":"LATE","name":"Pays late","email":"late@x.example"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"0050","customer":"LATE","date":"2026-10-07","due":"2026-10-20","amount":"50"}"#,
    r#""do":"set_dunning_policy","name":"standard","levels":[{"after_days":7,"wording":{"en":"deliveries wait","fr":"les livraisons attendent"}},{"after_days":21,"channel":"print","wording":"deliveries stop"}],"interval_days":14,"minimum":"20","grace_days":2,"group":"Shops"}"#,
    r#""do":"assign_group","customer":"LATE","group":"shops"}"#,
    r#""do":"block_dunning","customer":"LATE","until":"2026-12-24","reason":"the owner is ill"}"#,
    r#""do":"unblock_dunning","customer":"LATE"}"#,
    r#""do":"block_dunning","invoice":"INV-2026-00003","until":"2026-12-24","reason":"being checked"}"#,
    r#""do":"send_dunning_letter","customer":"LATE"}"#,
];

/// What was in the book before, with its numbers there.
const FROM_BEFORE: [&str; 10] = [
    r#""do":"record_payment","number":"OLD-1","customer":"17850.0","date":"2026-11-17","amount":"4","method":"cash","allocate":"none"}"#,
    r#""do":"record_deposit","number":"OLD-2","date":"2026-11-18","payments":["OLD-1"],"reference":"SLIP 3"}"#,
    r#""do":"bring_in_letter","number":"OLD-3","customer":"LATE","date":"2026-10-30","pay_by":"2026-11-06","policy":"house","level":1,"by":"email","items":[{"invoice":"0050","amount":"40","outstanding":"50"}],"wording":"deliveries wait"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"OLD-4","customer":"LATE","date":"2026-10-08","amount":"100"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"OLD-5","customer":"LATE","date":"2026-11-15","amount":"0.23","late_fee":{"invoice":"OLD-4","from":"2026-11-08","through":"2026-11-14","parts":[{"from":"2026-11-08","through":"2026-11-14","overdue":"100","yearly_percent":"12%","fee":"0.23"}],"remainder":52000000}}"#,
    r#""do":"bring_in_write_off","number":"OLD-6","invoice":"OLD-4","amount":"10","reason":"bad_debt","date":"2026-11-12"}"#,
    r#""do":"bring_in_promise","customer":"LATE","invoice":"OLD-4","date":"2026-10-20","tolerance_days":2,"parts":[{"number":"OLD-7","by":"2026-10-25","amount":"20"},{"number":"OLD-8","by":"2026-11-01","amount":"30","withdrawn":"2026-10-28"}],"note":"by bank"}"#,
    r#""do":"bring_in_plan","number":"OLD-9","customer":"LATE","date":"2026-11-02","covers":[{"invoice":"OLD-4","amount":"90"}],"instalments":[{"due":"2026-11-10","amount":"40"},{"due":"2026-12-10","amount":"50"}],"note":"in two parts","cancelled":"2026-11-16","reason":"a new one"}"#,
    r#""do":"bring_in_write_off","number":"OLD-10","invoice":"OLD-4","amount":"5","reason":"bad_debt","date":"2026-11-12","taken_back":[{"date":"2026-11-13","amount":"2"},{"date":"2026-11-14","amount":"3"}]}"#,
    r#""do":"refund","number":"OLD-11","from":"OLD-1","amount":"1","date":"2026-11-20","reference":"RB9"}"#,
];

/// What was banked together, a line of several customers, and a payer for another.
const TOGETHER: [&str; 6] = [
    r#""do":"record_payment","customer":"17850.0","date":"2026-11-17","amount":"4","method":"cash","allocate":"none"}"#,
    r#""do":"record_deposit","date":"2026-11-18","payments":["PAY-2026-00011"],"reference":"SLIP 7"}"#,
    r#""do":"void_deposit","deposit":"DEP-2026-00001","date":"2026-11-19"}"#,
    r#""do":"split_bank_line","line":"BL000002","parts":[{"customer":"17850.0","amount":"0.25","allocate":"none"}]}"#,
    r#""do":"register_customer","code":"BRANCH","name":"Tremblay, Lévis"}"#,
    r#""do":"declare_payer","customer":"17850.0","pays_for":"BRANCH"}"#,
];

/// A bank line whose payer is not known.
const UNKNOWN: &str = r#"{"id":"00000000-0000-7000-8000-000000001600","do":"suspend_bank_line","line":"BL000003","note":"no name"}"#;

/// A certificate of tax withheld, which the book's own country does not have.
fn certificate() -> Vec<Event> {
    let cad = Currency::parse("CAD").unwrap();
    let amount = cad.exact("1.50".parse().unwrap(), "amount").unwrap();
    let (payment, date) = (Number("PAY-2026-00005".into()), day("2026-11-20"));
    let recorded = PaymentRecorded {
        payment: payment.clone(),
        customer: Code("17850.0".into()),
        date,
        amount,
        currency: cad,
        method: Method::Withholding,
        reference: Some("W-77".into()),
        rate: None,
        certificate: Some("WHT3".into()),
        foreign: false,
    };
    let (allocation, to) = (Number("A000020".into()), Number("INV-2026-00003".into()));
    let made = AllocationMade { allocation, from: payment, to, amount, date, gain: None };
    vec![recorded.into(), made.into()]
}

/// Another one is awaited.
fn awaited() -> Event {
    let currency = Currency::parse("CAD").unwrap();
    let (invoice, kind) = (Number("INV-2026-00003".into()), "WHT3".to_string());
    let (amount, date) = ("0.50".parse().unwrap(), day("2026-11-20"));
    CertificateAwaited { invoice, kind, amount, currency, date }.into()
}

/// A part of it no longer counts.
fn certificate_taken_back() -> Vec<Event> {
    let money = |amount: &str| amount.parse::<Money>().unwrap();
    let (payment, date) = (Number("PAY-2026-00005".into()), day("2026-11-21"));
    let adjusted = CertificateAdjusted { payment: payment.clone(), date, change: money("-0.50") };
    let reversed = AllocationReversed { allocation: Number("A000020".into()), date };
    let (allocation, to) = (Number("A000021".into()), Number("INV-2026-00003".into()));
    let amount = money("1.00");
    let made = AllocationMade { allocation, from: payment, to, amount, date, gain: None };
    vec![adjusted.into(), reversed.into(), made.into()]
}

/// The catalogue, drafts, what comes from elsewhere, what is disputed and promised.
const CASES: [&str; 25] = [
    r#""do":"define_item","code":"PAPER","name":"Paper","unit":"box","price":"10","tax":["GST","QST"],"date":"2026-10-01"}"#,
    r#""do":"set_price","item":"paper","price":"12.5","date":"2026-11-19"}"#,
    r#""do":"draft_invoice","customer":"17850.0","date":"2026-11-19","lines":[{"item":"PAPER","quantity":"2"}]}"#,
    r#""do":"draft_invoice","customer":"17850.0","lines":[{"description":"Other","quantity":"1","unit_price":"1"}]}"#,
    r#""do":"issue_draft","draft":"D000001","override":{"reason":"agreed"}}"#,
    r#""do":"discard_draft","draft":"D000002"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_invoice","number":"000536365","customer":"17850.0","date":"2026-01-05","lines":[{"description":"Lantern","quantity":"6","unit_price":"3.39"}]}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_invoice","number":"C536366","customer":"17850.0","date":"2026-01-05","lines":[{"description":"Lantern","quantity":"-1","unit_price":"3.39"}]}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"0042","customer":"17850.0","date":"2026-01-05","amount":"99.90","settled":"2026-02-01"}"#,
    r#""override":{"reason":"owed there already"},"do":"bring_in_receivable","number":"0043","customer":"17850.0","date":"2026-01-06","amount":"50","disputed":true}"#,
    r#""do":"open_dispute","invoice":"INV-2026-00003","amount":"10","reason":"price","note":"Le prix de mai","about":["INV-2026-00001"],"date":"2026-11-19"}"#,
    r#""do":"note_dispute","dispute":"DSP-2026-00002","note":"seen the list","owner":"jean","due":"2026-12-01","root_cause":"old list"}"#,
    r#""do":"move_dispute","dispute":"DSP-2026-00002","to":"in_progress"}"#,
    r#""do":"resolve_dispute","dispute":"DSP-2026-00002","outcome":"credit","amount":"5.75"}"#,
    r#""do":"resolve_dispute","dispute":"DSP-2026-00001","outcome":"upheld","note":"delivered"}"#,
    r#""do":"log_call","customer":"17850.0","at":"2026-11-20T10:42:00-05:00","direction":"in","contact":"Amélie","about":["INV-2026-00003"],"note":"asks","outcome":"told"}"#,
    r#""do":"promise","customer":"17850.0","invoice":"INV-2026-00003","amount":"5","by":"2026-11-27","note":"by Friday"}"#,
    r#""do":"withdraw_promise","promise":"PRM-2026-00001","note":"another day"}"#,
    r#""do":"schedule_callback","customer":"17850.0","at":"2026-11-24T14:30:00-05:00","contact":"Marc","note":"paid?"}"#,
    r#""do":"done","callback":"CB-2026-00001","note":"he has"}"#,
    r#""do":"register_customer","code":"TWIN","name":"A. O'Brien","contacts":[{"name":"Marc","role":"accounts","phone":"1","email":"m@x.example"}]}"#,
    r#""do":"merge_customers","from":"TWIN","into":"17850.0"}"#,
    r#""do":"grant_role","user":"eva","role":"administrator"}"#,
    r#""do":"grant_role","user":"jean","role":"coordinator"}"#,
    r#""do":"revoke_role","user":"jean"}"#,
];

/// What is set by nobody yet, and read all the same.
fn policies() -> [Event; 3] {
    let cad = Currency::parse("CAD").unwrap();
    [
        Event::from(PeriodLocked { through: day("2026-09-30"), hard: false }),
        Event::from(ApprovalRequired {
            what: Costly::Refund,
            currency: cad,
            above: cad.exact("500".parse().unwrap(), "above").unwrap(),
        }),
        Event::from(DocumentDelivered {
            document: Number("INV-2026-00001".into()),
            date: day("2026-11-03"),
            channel: "email".into(),
        }),
    ]
}

#[test]
fn every_command_made_an_entry_of_the_golden_journal() {
    let mut made = BTreeSet::new();
    for file in files(&golden(today(), "journal")) {
        for line in fs::read_to_string(file).unwrap().lines() {
            made.extend(Entry::read(line.as_bytes()).ok().map(|entry| entry.command()));
        }
    }
    for (name, _) in daybook::domain::command::CATALOGUE {
        assert!(made.contains(name), "no golden entry was made by {name}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn figures(test: &TestBook) -> String {
    let balances = ["17850.0", "C0001"].map(|code| test.balance(code, as_of("2026-11-21")));
    let aging = test.aging(as_of("2026-11-21"));
    let invoice = test.shown_invoice("INV-2026-00001");
    let cases = ["DSP-2026-00002", "PRM-2026-00001", "CALL-2026-00001", "CB-2026-00001", "D000001"];
    let cases = cases.map(|what| test.ask(&Show { what: what.into() }).unwrap());
    serde_json::to_string_pretty(&(balances, aging, invoice, cases)).unwrap() + "\n"
}

fn golden(framing: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(framing).join(name)
}

/// The framing that is written today.
fn today() -> &'static str {
    FRAMINGS[FRAMINGS.len() - 1]
}

#[test]
fn todays_journal_is_the_golden_one_to_the_byte() {
    let mut test = tell_all();
    let figures = figures(&test);
    test.close();
    if std::env::var("DAYBOOK_GOLDEN").is_ok_and(|what| what == "write") {
        for part in ["journal", "private"] {
            copy(&test.folder().join(part), &golden(today(), part));
        }
        fs::write(golden(today(), "figures.json"), figures).unwrap();
        return;
    }
    for part in ["journal", "private"] {
        for file in files(&golden(today(), part)) {
            let ours = test.folder().join(part).join(file.file_name().unwrap());
            let (ours, golden) =
                (fs::read_to_string(ours).unwrap(), fs::read_to_string(&file).unwrap());
            for (ours, golden) in ours.lines().zip(golden.lines()) {
                assert_eq!(ours, golden, "{}", file.display());
            }
            assert_eq!(ours.len(), golden.len());
        }
    }
}

#[test]
fn golden_journals_open_verify_and_add_up() {
    for framing in FRAMINGS {
        let mut test = TestBook::rwanda();
        test.close();
        fs::remove_dir_all(test.folder()).unwrap();
        for part in ["journal", "private"] {
            copy(&golden(framing, part), &test.folder().join(part));
        }
        test.open();
        let ours = serde_json::from_str(&figures(&test)).unwrap();
        let told = fs::read_to_string(golden(framing, "figures.json")).unwrap();
        let lost = lost(&serde_json::from_str(&told).unwrap(), &ours, "");
        assert!(lost.is_empty(), "{framing}: {lost:#?}");
        assert!(test.verify().ok);
    }
}

/// What answers said then and do not say now: fields are only added, and all else stays.
fn lost(then: &Value, now: &Value, at: &str) -> Vec<String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            let field = |(name, value): (&String, &Value)| match now.get(name) {
                Some(now) => lost(value, now, &format!("{at}.{name}")),
                None => vec![format!("{at}.{name} is gone")],
            };
            then.iter().flat_map(field).collect()
        }
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            let each = then.iter().zip(now).enumerate();
            each.flat_map(|(i, (then, now))| lost(then, now, &format!("{at}[{i}]"))).collect()
        }
        _ if then == now => Vec::new(),
        _ => vec![format!("{at} was {then} and is {now}")],
    }
}

#[test]
fn a_field_that_is_gone_or_changed_is_noticed() {
    let then = serde_json::json!({"a": [{"b": "1", "c": null}]});
    let lost = |now: Value| lost(&then, &now, "").len();
    assert_eq!(lost(serde_json::json!({"a": [{"b": "1", "c": null, "d": 2}], "e": 3})), 0);
    assert_eq!(lost(serde_json::json!({"a": [{"b": "2", "c": null}]})), 1);
    assert_eq!(lost(serde_json::json!({"a": [{"c": null}]})), 1);
    assert_eq!(lost(serde_json::json!({"a": []})), 1);
}

/// A journal goes on in today's framing behind entries of an older one.
#[test]
fn a_journal_of_an_older_framing_goes_on() {
    let mut test = TestBook::rwanda();
    test.close();
    fs::remove_dir_all(test.folder()).unwrap();
    for part in ["journal", "private"] {
        copy(&golden("v1", part), &test.folder().join(part));
    }
    test.open();
    test.taken(r#"{"do":"register_customer","code":"NEW","name":"New"}"#);
    test.invoice("NEW", "2026-11-21", "2026-12-21", "5");
    // A series that the journal used before there were definitions is known.
    let receipt = test.taken(r#"{"do":"issue_invoice","customer":"C0001","series":"US1","rate":"1.4","lines":[{"description":"Work","quantity":"1","unit_price":"1"}]}"#);
    assert_eq!(receipt.number("invoice"), Some("US1-2026-00002"));
    let report = test.verify();
    assert!(report.ok, "{report:?}");
}

#[test]
fn every_event_and_version_is_in_a_golden_file() {
    let mut seen = BTreeSet::new();
    for file in FRAMINGS.iter().flat_map(|framing| files(&golden(framing, "journal"))) {
        for line in fs::read_to_string(file).unwrap().lines() {
            if let Ok(mut entry) = Entry::read(line.as_bytes()) {
                seen.extend(entry.events.iter().map(|event| (event.name(), event.version())));
                // What is read and written again hashes to the same bytes.
                assert_eq!(String::from_utf8(entry.seal().unwrap()).unwrap().trim_end(), line);
            }
        }
    }
    let versions = |(name, latest): &(&'static str, usize)| -> Vec<(&'static str, u16)> {
        (1..).take(*latest).map(|version| (*name, version)).collect()
    };
    assert_eq!(seen, Event::KINDS.iter().flat_map(versions).collect::<BTreeSet<_>>());
}

/// Whoever watches a customer or a document is told of every entry that names it.
#[test]
fn an_event_touches_what_it_names() {
    let (mut events, mut known) = (Vec::new(), BTreeSet::new());
    for file in FRAMINGS.iter().flat_map(|framing| files(&golden(framing, "journal"))) {
        for line in fs::read_to_string(file).unwrap().lines() {
            let Ok(entry) = Entry::read(line.as_bytes()) else { continue };
            known.extend(entry.made().into_iter().map(|(_, number)| number));
            events.extend(entry.events);
        }
    }
    let mut checked = 0;
    for event in events {
        let fields = event.write(serde_json::value::Serializer).unwrap();
        let named = fields.as_object().unwrap().iter().filter(|(field, value)| {
            // A series and a policy are no documents; a reference is somebody else's number.
            let is_name = !["series", "policy", "reference"].contains(&field.as_str());
            is_name && value.as_str().is_some_and(|text| known.contains(text))
        });
        let touched = event.touches();
        for (field, value) in named {
            let is_touched = touched.contains(&value.as_str().unwrap());
            assert!(is_touched, "{} does not touch its {field}", event.name());
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} names were looked at");
}

#[test]
fn a_newer_event_is_named_and_not_taken_for_damage() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.close();
    let path = files(&test.folder().join("journal")).into_iter().next().unwrap();
    let line = fs::read_to_string(&path).unwrap().lines().nth(1).unwrap().to_string();
    let mut entry = Entry::read(line.as_bytes()).unwrap();
    (entry.seq, entry.prev, entry.private) = (3, entry.hash, None);
    entry.digest = Some(entry.hash);
    let sealed = String::from_utf8(entry.seal().unwrap()).unwrap();
    for (from, to) in [
        ("\"v\":1,\"customer\"", "\"v\":2,\"customer\""),
        (",\"v\":2,\"events\"", ",\"v\":9,\"events\""),
    ] {
        let changed = sealed.replace(from, to);
        assert_ne!(changed, sealed);
        let body = &changed[..changed.find(",\"hash\":").unwrap()];
        let hash = daybook::journal::Hash::of(body.as_bytes());
        let before = fs::read(&path).unwrap();
        fs::write(&path, [&before, format!("{body},\"hash\":\"{hash}\"}}\n").as_bytes()].concat())
            .unwrap();
        let error = daybook::engine::BookWriter::open(
            &test.folder(),
            test.options.clone(),
            &mut daybook::engine::ports::Silent,
        );
        let error = error.err().unwrap().to_string();
        assert!(error.contains("entry 3 needs a newer version"), "{error}");
        fs::write(&path, before).unwrap();
    }
}
