//! What `export csv` wrote makes a book with the same customers, items, open items, payments and balances.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::cli::Cli;
use crate::common::{TestBook, day, new_book};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::export::{Format, export};
use daybook::exchange::import::book::{self, BookImport, BookOutcome};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::report::ReportOf;
use daybook::reports::csv_text;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The rows of an export's table in some columns, without those of `but`.
fn columns(
    folder: &Path,
    table: &str,
    columns: &[&str],
    but: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
    let head = reader.headers().unwrap().clone();
    let place = |column: &&str| head.iter().position(|found| found == *column).unwrap();
    let places: Vec<usize> = columns.iter().map(place).collect();
    let rows = reader.records().map(Result::unwrap);
    let row = |it: csv::StringRecord| {
        places.iter().map(|place| it[*place].to_string()).collect::<Vec<_>>().join("|")
    };
    let mut rows: Vec<String> = rows.map(row).filter(|row| !but(row)).collect();
    rows.sort();
    rows
}

/// The rows with their customers (the second column) after mergers: what is dated on the day of the
/// import or later comes on the account that goes on.
fn of_those_that_go_on(folder: &Path, rows: Vec<String>) -> Vec<String> {
    let merged =
        columns(folder, "customers", &["customer", "merged_into"], |row| row.ends_with('|'));
    let mut rows: Vec<String> = rows
        .into_iter()
        .map(|row| {
            let into = merged.iter().find_map(|one| {
                let (from, into) = one.split_once('|').unwrap();
                (row.split('|').nth(1) == Some(from)).then_some((from, into))
            });
            into.map_or(row.clone(), |(from, into)| {
                row.replacen(&format!("|{from}|"), &format!("|{into}|"), 1)
            })
        })
        .collect();
    rows.sort();
    rows
}

/// All that has to be the same: by what it is called.
fn lists(session: &Session, folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    export(session, folder, Format::Csv, true).unwrap();
    let report = |name: &str| {
        let asked = ReportOf { report: name.into(), ..ReportOf::default() };
        let text = csv_text::csv(&session.ask(&asked).unwrap()).unwrap();
        let mut rows: Vec<String> = text.lines().map(str::to_string).collect();
        rows.sort();
        rows
    };
    let customers = [
        "customer",
        "name",
        "contact",
        "phone",
        "email",
        "address",
        "city",
        "tax_id",
        "terms",
        "currency",
        "credit_limit",
        "on_hold",
        "merged_into",
        "balance",
        "language",
    ];
    let payments = [
        "payment",
        "customer",
        "date",
        "amount",
        "currency",
        "on_account",
        "method",
        "reference",
        "state",
        "certificate",
        "rate",
    ];
    // What was returned has no effect any more.
    let ended = |row: &str| {
        ["|bounced|", "|reversed|", "|taken_back|"].iter().any(|state| row.contains(state))
    };
    vec![
        ("customers", columns(folder, "customers", &customers, |_| false)),
        ("items", columns(folder, "items", &["item", "name", "unit", "tax", "prices"], |_| false)),
        ("payments", of_those_that_go_on(folder, columns(folder, "payments", &payments, ended))),
        // What is owed for a refund of a payment that was returned comes as a receivable.
        (
            "open items",
            report("open-items").iter().map(|row| row.replace(",refund,", ",invoice,")).collect(),
        ),
        ("aging", report("aging")),
        ("on account", report("unapplied")),
        (
            "suspense",
            report("suspense").iter().map(|row| row.split_once(',').unwrap().1.into()).collect(),
        ),
        ("certificates awaited", report("certificates")),
    ]
    .into_iter()
    .chain(arrangements(folder))
    .chain(agreed(folder))
    .collect()
}

/// A write-off's row with what is left of it; none, if all was taken back.
fn net(row: &str) -> Option<String> {
    let mut fields: Vec<String> = row.split('|').map(str::to_string).collect();
    let taken_back: Decimal = fields.pop()?.parse().unwrap_or_default();
    let left = fields[3].parse::<Decimal>().unwrap() - taken_back;
    fields[3] = left.to_string();
    (!left.is_zero()).then(|| fields.join("|"))
}

/// What was given up, agreed and charged for on documents that were brought in.
fn agreed(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let write_offs = [
        "write_off",
        "customer",
        "date",
        "amount",
        "currency",
        "reason",
        "on_top",
        "payment",
        "taken_back",
    ];
    let promises = [
        "promise",
        "customer",
        "invoice",
        "date",
        "amount",
        "currency",
        "by",
        "tolerance_days",
        "paid",
        "state",
        "to_allocate",
        "withdrawn",
        "note",
    ];
    let plans = [
        "plan",
        "customer",
        "covers",
        "instalments",
        "date",
        "amount",
        "currency",
        "state",
        "default_after",
        "paid",
        "left",
        "missed",
        "missed_due",
        "default_since",
        "cancelled",
        "reason",
        "replaced_by",
        "note",
    ];
    let void = columns(folder, "invoices", &["invoice", "state"], |row| !row.ends_with("|void"));
    let void: Vec<&str> = void.iter().filter_map(|row| row.strip_suffix("|void")).collect();
    let is_void = |row: &str| void.iter().any(|number| row.contains(number));
    let live =
        |table: &str, of: &[&str]| of_those_that_go_on(folder, columns(folder, table, of, is_void));
    let fees = ["fee", "invoice", "from", "through", "parts", "remainder"];
    vec![
        (
            "write-offs",
            columns(folder, "write_offs", &write_offs, |_| false)
                .iter()
                .filter_map(|row| net(row))
                .collect(),
        ),
        ("promises", live("promises", &promises)),
        ("plans", live("plans", &plans)),
        ("late fees", columns(folder, "late_fees", &fees, is_void)),
    ]
}

/// What was arranged: deposits, payers, dunning. Of deposits and letters, what is about documents that were
/// brought in.
fn arrangements(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let rows = |table: &str, of: &[&str]| columns(folder, table, of, |_| false);
    let ends = |row: &str, ends: &[&str]| ends.iter().any(|end| row.ends_with(end));
    let numbers = |rows: Vec<String>| -> BTreeSet<String> {
        rows.iter().map(|row| row.split('|').next().unwrap().to_string()).collect()
    };
    let only = |table: &str, of: &[&str], state: &[&str]| {
        numbers(columns(folder, table, of, |row| !ends(row, state)))
    };
    let payments = only("payments", &["payment", "state"], &["|posted"]);
    let invoices = columns(folder, "invoices", &["invoice", "total", "state"], |row| {
        !row.ends_with("|issued") || row.contains("|0.00|") || row.contains("|0|")
    });
    let refunds = rows("refunds", &["refund"]);
    let receivables: BTreeSet<String> = numbers(invoices).into_iter().chain(refunds).collect();
    let in_force = only("deposits", &["deposit", "state"], &["|posted", "|banked"]);
    let sent = numbers(columns(folder, "letters", &["letter", "state"], |row| {
        row.ends_with("|cancelled")
    }));
    let part = |row: &String, place: usize| row.split('|').nth(place).unwrap().to_string();
    let mut deposited = rows("deposit_payments", &["number", "payment", "method", "reference"]);
    deposited.retain(|row| in_force.contains(&part(row, 0)) && payments.contains(&part(row, 1)));
    let with_payments = numbers(deposited.clone());
    let mut deposits = rows("deposits", &["deposit", "date", "currency", "reference"]);
    deposits.retain(|row| with_payments.contains(&part(row, 0)));
    let mut letters = rows(
        "letters",
        &["letter", "customer", "date", "pay_by", "policy", "level", "is_last", "by", "wording"],
    );
    letters.retain(|row| sent.contains(&part(row, 0)));
    let mut asked_for =
        rows("letter_items", &["number", "invoice", "outstanding", "amount", "level"]);
    asked_for.retain(|row| sent.contains(&part(row, 0)) && receivables.contains(&part(row, 1)));
    let mut blocks = rows("dunning_blocks", &["customer", "invoice", "date", "until", "reason"]);
    blocks.retain(|row| part(row, 1).is_empty() || receivables.contains(&part(row, 1)));
    vec![
        ("deposits", deposits),
        ("payments in deposits", deposited),
        ("payers", rows("payers", &["customer", "pays_for", "date"])),
        ("letters", of_those_that_go_on(folder, letters)),
        ("items of letters", asked_for),
        ("groups", rows("groups", &["customer", "group"])),
        ("blocks", blocks),
        (
            "policies",
            rows(
                "dunning_policies",
                &["name", "interval_days", "minimum", "currency", "grace_days", "group"],
            ),
        ),
        ("levels", rows("dunning_levels", &["number", "line", "after_days", "channel", "wording"])),
    ]
}

/// A new book of the same kind, with all that a folder holds.
fn brought_in(country: &str, currency: &str, folder: &Path) -> (TestBook, Session, BookOutcome) {
    let zone = (country == "CA").then_some("America/Toronto");
    let mut test = TestBook::new(&new_book(country, currency, zone));
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let import =
        BookImport { folder, dry_run: false, override_reason: None, untold: "untold".into() };
    let outcome = book::run(&session, &import, &mut Silent).unwrap();
    (test, session, outcome)
}

fn refused(outcome: &BookOutcome) -> Vec<String> {
    let all = outcome.rejects.iter();
    all.map(|it| format!("{} {}: {} {:?}", it.table, it.line, it.refusal, it.refusal.args))
        .collect()
}

/// Everything of `test` comes back from either form of its export, and nothing twice.
fn comes_back(mut test: TestBook, country: &str, currency: &str) {
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("ours");
    let ours = lists(&session, &folder);
    let spreadsheet = dir.path().join("spreadsheet");
    export(&session, &spreadsheet, Format::Spreadsheet, false).unwrap();
    session.close().unwrap();
    for folder in [&folder, &spreadsheet] {
        let (mut copy, session, outcome) = brought_in(country, currency, folder);
        assert_eq!(refused(&outcome), Vec::<String>::new());
        let theirs = lists(&session, &dir.path().join("theirs"));
        for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            let all = |rows: &[String]| rows.iter().cloned().collect::<BTreeSet<_>>();
            let (one, other) = (all(ours), all(theirs));
            let gone: Vec<_> = one.difference(&other).collect();
            let new: Vec<_> = other.difference(&one).collect();
            assert!(ours == theirs, "{name}: gone {gone:#?}, new {new:#?}");
        }
        // Again, nothing comes twice.
        let import =
            BookImport { folder, dry_run: false, override_reason: None, untold: "untold".into() };
        let again = book::run(&session, &import, &mut Silent).unwrap();
        let taken: u64 = again.tables.iter().map(|table| table.taken + table.refused).sum();
        assert_eq!(taken, 0, "{:?}", again.tables);
        session.close().unwrap();
        assert!(copy.verify().ok);
    }
}

#[test]
fn the_made_up_book_comes_back_whole() {
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("book");
    let spec =
        daybook::demo::DemoSpec { customers: 40, invoices: 400, seed: 5, today: day("2026-11-21") };
    daybook::demo::make(&folder, spec, &mut Silent).unwrap();
    let options = crate::common::options();
    let book = daybook::engine::BookWriter::open(&folder, options.clone(), &mut Silent).unwrap();
    comes_back(TestBook { dir, options, book: Some(book) }, "RW", "RWF");
}

/// Late fees, a write-off, promises that were kept in part and withdrawn, a plan that is behind: each with money from
/// before and from after it.
fn agrees(test: &mut TestBook) {
    let one = test.invoice("C3", "2026-09-01", "2026-10-01", "1000");
    let other = test.invoice("C4", "2026-09-01", "2026-10-01", "1000");
    let paid = |customer: &str, date: &str, amount: &str| {
        format!(
            r#"{{"do":"record_payment","customer":"{customer}","date":"{date}","amount":"{amount}","method":"bank"}}"#
        )
    };
    for line in [
        r#"{"do":"set_late_fee_policy","yearly_percent":"12%","date":"2026-10-01"}"#.into(),
        paid("C3", "2026-10-20", "100"),
        format!(r#"{{"do":"charge_late_fee","invoice":"{one}","through":"2026-10-31"}}"#),
        format!(
            r#"{{"do":"promise","customer":"C3","invoice":"{one}","date":"2026-11-02","instalments":[{{"by":"2026-11-06","amount":"300"}},{{"by":"2026-11-12","amount":"200"}}],"note":"by bank"}}"#
        ),
        paid("C3", "2026-11-05", "350"),
        format!(r#"{{"do":"write_off","invoice":"{one}","amount":"50","reason":"bad_debt"}}"#),
        format!(
            r#"{{"do":"promise","customer":"C4","invoice":"{other}","date":"2026-11-02","by":"2026-11-30","amount":"10"}}"#
        ),
        r#"{"do":"withdraw_promise","promise":"PRM-2026-00003","date":"2026-11-02"}"#.into(),
        format!(
            r#"{{"do":"promise","customer":"C4","invoice":"{other}","date":"2026-11-02","by":"2026-11-30","amount":"400"}}"#
        ),
        paid("C4", "2026-11-03", "150"),
        format!(
            r#"{{"do":"agree_plan","customer":"C4","invoices":["{other}"],"date":"2026-11-04","count":3,"first":"2026-11-08","every":"week","note":"in three parts"}}"#
        ),
        paid("C4", "2026-11-08", "200"),
    ] {
        test.taken(&line);
    }
}

/// One of each: certificates that came and that are awaited, a deposit, a payer, dunning.
#[test]
fn what_is_arranged_comes_back() {
    let mut test = TestBook::rwanda();
    for customer in ["C1", "C2", "C3", "C4"] {
        test.customer(customer);
    }
    let invoice = test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
    for line in [
        format!(
            r#"{{"do":"record_certificate","customer":"C1","kind":"WHT3","number":"W-1","allocate":[{{"invoice":"{invoice}","amount":"30"}}]}}"#
        ),
        format!(r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT15","amount":"150"}}"#),
        r#"{"do":"record_payment","customer":"C1","date":"2026-11-02","amount":"100","method":"cheque","reference":"CHQ 7"}"#.into(),
        r#"{"do":"record_payment","customer":"C2","date":"2026-11-03","amount":"50","method":"cash"}"#.into(),
        r#"{"do":"record_deposit","date":"2026-11-04","payments":["PAY-2026-00002"],"reference":"SLIP 1"}"#.into(),
        r#"{"do":"void_deposit","deposit":"DEP-2026-00001"}"#.into(),
        r#"{"do":"record_deposit","date":"2026-11-05","payments":["PAY-2026-00003","PAY-2026-00002"],"reference":"SLIP 2"}"#.into(),
        r#"{"do":"declare_payer","customer":"C2","pays_for":"C1","date":"2026-11-06"}"#.into(),
        r#"{"do":"set_dunning_policy","name":"shops","levels":[{"after_days":7,"wording":{"en":"deliveries wait","fr":"les livraisons attendent"}},{"after_days":21,"channel":"call"}],"interval_days":14,"minimum":"20","grace_days":2,"group":"Shops"}"#.into(),
        r#"{"do":"assign_group","customer":"C1","group":"Shops"}"#.into(),
        r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-11-07"}"#.into(),
        r#"{"do":"block_dunning","customer":"C2","until":"2026-12-24","reason":"the owner is ill"}"#.into(),
    ] {
        test.taken(&line);
    }
    agrees(&mut test);
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    let empty: Vec<_> = lists(&session, dir.path())
        .into_iter()
        .filter(|(name, rows)| {
            rows.is_empty() && !["items", "on account", "suspense"].contains(name)
        })
        .collect();
    assert_eq!(empty, []);
    session.close().unwrap();
    test.open();
    comes_back(test, "RW", "RWF");
}

/// An invoice still gives its early-payment discount in the new book, and a refund of a returned payment is owed from the
/// day it came back.
#[test]
fn a_discount_and_the_day_of_a_refund_come_back() {
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Early","terms":"2/10 net 30","currency":"CAD"}"#,
    );
    test.taken(r#"{"do":"register_customer","code":"C2","name":"Returned","currency":"CAD"}"#);
    test.invoice("C2", "2026-08-01", "2026-08-31", "450");
    let early = test.invoice("C1", "2026-11-19", "2026-12-19", "1000");
    for line in [
        r#"{"do":"record_payment","customer":"C2","date":"2026-09-01","amount":"500","method":"cheque"}"#,
        r#"{"do":"refund","from":"PAY-2026-00001","date":"2026-09-10","amount":"50"}"#,
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-20","reason":"no funds"}"#,
    ] {
        test.taken(line);
    }
    let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
    let dir = tempfile::TempDir::new().unwrap();
    export(&session, dir.path(), Format::Csv, true).unwrap();
    session.close().unwrap();
    let (mut copy, session, outcome) = brought_in("CA", "CAD", dir.path());
    assert_eq!(refused(&outcome), Vec::<String>::new());
    session.close().unwrap();
    copy.open();
    let aging = |test: &TestBook, customer: &str| {
        let balance = test.balance(customer, AsOf::default());
        balance.items.iter().map(|it| (it.item.0.clone(), it.due.to_string())).collect::<Vec<_>>()
    };
    let owed = [("INV-2026-00001", "2026-08-31"), ("RF-2026-00001", "2026-11-20")];
    assert_eq!(aging(&copy, "C2"), owed.map(|(item, due)| (item.into(), due.into())));
    copy.payment("C1", "2026-11-21", "980", "oldest");
    assert_eq!(aging(&copy, "C1"), []);
    assert_eq!(copy.shown_invoice(&early).outstanding.minor(), 0);
}

#[test]
fn the_command_line_writes_a_folder_and_reads_it_back() {
    let cli = Cli::new();
    cli.json(&["demo", "--customers", "12", "--invoices", "90", "--no-desk"]);
    let (folder, copy) = (cli.dir.path().join("out"), cli.dir.path().join("copy"));
    let (folder, copy) = (folder.to_str().unwrap(), copy.to_str().unwrap());
    assert_eq!(cli.status(&["export", "csv", folder, "--for", "spreadsheet"]), 0);
    assert_eq!(cli.status(&["export", "jsonl", folder, "--for", "spreadsheet"]), 2);
    let init = ["init", "--book", copy, "--company", "A", "--country", "RW", "--currency", "RWF"];
    assert_eq!(cli.status(&init), 0);
    let tried = cli.json(&["import", "book", folder, "--book", copy, "--dry-run"]);
    let made = cli.json(&["import", "book", folder, "--book", copy]);
    assert_eq!(tried, made);
    let of = |table: &str| {
        let tables = made["tables"].as_array().unwrap();
        tables.iter().find(|it| it["table"] == table).unwrap()["not_brought"].as_u64().unwrap()
    };
    let calls = csv::Reader::from_path(Path::new(folder).join("calls.csv")).unwrap().into_records();
    assert_eq!((of("calls"), of("payments")), (calls.count() as u64, 0));
    let told = cli.run(&["import", "book", folder, "--book", copy, "--language", "fr"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains("seule l'ancienne comptabilité l'a") && told.contains("appels"),
        "{told}"
    );
    let again = cli.json(&["import", "book", folder, "--book", copy]);
    let sum = |answer: &serde_json::Value, field: &str| -> u64 {
        answer["tables"].as_array().unwrap().iter().map(|it| it[field].as_u64().unwrap()).sum()
    };
    assert_eq!((sum(&again, "taken"), sum(&again, "skipped")), (0, sum(&made, "taken")));
    let aging = |book: &[&str]| cli.json(&[&["report", "aging"], book].concat())["totals"].clone();
    assert_eq!(aging(&[]), aging(&["--book", copy]));
}

/// Something that happens in a random book.
#[derive(Clone, Debug)]
struct Act {
    what: u8,
    who: u8,
    which: u8,
    day: u8,
    cents: u32,
}

fn act() -> impl Strategy<Value = Act> {
    (0..54_u8, 0..5_u8, any::<u8>(), 0..28_u8, 1..200_000_u32)
        .prop_map(|(what, who, which, day, cents)| Act { what, who, which, day, cents })
}

const RISKY: [&str; 5] = ["=SUM(A1)", "+1 613 555 0100", "-5", "'@home", "Café \"Ubuntu\", Ltée"];

/// Accounts with names that a spreadsheet would run; the last is billed in another currency.
fn registered(test: &mut TestBook) {
    for (n, name) in RISKY.iter().enumerate() {
        let mut line = serde_json::json!({"do": "register_customer", "code": format!("{n}"), "name": name,
            "phone": "+1 613 555 0100", "tax_id": "-7", "city": "'+x"});
        match n {
            0 => line["credit_limit"] = "100.00".into(),
            1 => line["terms"] = "2/10 net 30".into(),
            4 => line["currency"] = "USD".into(),
            _ => {}
        }
        test.taken(&line.to_string());
    }
    test.taken(r#"{"do":"define_item","code":"=PEN","name":"-Pen","unit":"box","price":"9.80","tax":["GST"]}"#);
    test.taken(r#"{"do":"set_price","item":"=PEN","price":"7.5","currency":"USD"}"#);
    test.taken(r#"{"do":"set_late_fee_policy","yearly_percent":"24%","date":"2026-09-01"}"#);
    test.taken(r#"{"do":"set_dunning_policy","name":"-all","levels":[{"after_days":3,"wording":"=stop"},{"after_days":20,"channel":"call"}],"interval_days":5}"#);
}

fn carry_out(test: &mut TestBook, act: &Act, made: &mut Vec<(String, String)>) {
    let Act { what, who, which, day, cents } = act;
    let date = format!("2026-{:02}-{:02}", 9 + u32::from(*which % 2), day + 1);
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let rate = if *who == 4 { r#","rate":"1.37""# } else { "" };
    let pick = |kind: &str, made: &[(String, String)]| {
        let all: Vec<&String> =
            made.iter().filter(|(of, _)| of == kind).map(|(_, number)| number).collect();
        all.get(usize::from(*which) % all.len().max(1)).map_or("INV-1".into(), |it| (*it).clone())
    };
    let over = r#""override":{"reason":"agreed"}"#;
    let method = ["cash", "bank", "cheque", "card", "momo"][usize::from(*which) % 5];
    let line = match what {
        0..=6 => format!(
            r#"{{{over},"do":"issue_invoice","customer":"{who}","date":"{date}","reference":"={cents}"{rate},"lines":[{{"description":"x","quantity":"1","unit_price":"{amount}","tax":["GST","QST"]}}]}}"#
        ),
        7..=12 => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{date}","amount":"{amount}","method":"{method}","reference":"+{cents}"{rate}}}"#
        ),
        13 => format!(
            r#"{{"do":"record_payment","customer":"{who}","amount":"{amount}","method":"{method}","allocate":"none"{rate}}}"#
        ),
        14 => format!(
            r#"{{"do":"credit_invoice","invoice":"{}","reason":"price","amount":"{amount}"}}"#,
            pick("invoice", made)
        ),
        15 => format!(
            r#"{{"do":"credit_invoice","invoice":"{}","reason":"price","full":true}}"#,
            pick("invoice", made)
        ),
        16 => format!(
            r#"{{{over},"do":"write_off","invoice":"{}","reason":"bad_debt"}}"#,
            pick("invoice", made)
        ),
        17 => format!(
            r#"{{{over},"do":"refund","from":"{}","amount":"{amount}"}}"#,
            pick(if which % 3 == 0 { "credit_note" } else { "payment" }, made)
        ),
        18 => format!(
            r#"{{"do":"bounce_payment","payment":"{}","reason":"no funds"}}"#,
            pick("payment", made)
        ),
        19 => format!(
            r#"{{"do":"reverse_payment","payment":"{}","reason":"slip"}}"#,
            pick("payment", made)
        ),
        20 => format!(
            r#"{{"do":"void_invoice","invoice":"{}","reason":"slip"}}"#,
            pick("invoice", made)
        ),
        21 => format!(
            r#"{{"do":"open_dispute","invoice":"{}","amount":"{amount}","reason":"price"}}"#,
            pick("invoice", made)
        ),
        22 => format!(
            r#"{{"do":"record_unidentified","date":"{date}","amount":"{amount}","method":"{method}","payer":"={who}"}}"#
        ),
        23 => format!(
            r#"{{"do":"identify","unidentified":"{}","customer":"{who}"}}"#,
            pick("unidentified", made)
        ),
        24 if *which % 8 == 0 => r#"{"do":"merge_customers","from":"3","into":"2"}"#.into(),
        24 => format!(r#"{{"do":"hold_customer","customer":"{who}","reason":"=late"}}"#),
        25..=34 => arranged(act, &pick, made),
        36..=54 => promised(act, &pick, made),
        _ => format!(
            r#"{{{over},"do":"bring_in_receivable","number":"F{cents}","customer":"{who}","date":"{date}","amount":"{amount}","outstanding":"0.05"{rate}}}"#
        ),
    };
    // Many are refused: they found nothing to change.
    if let Ok(receipt) = test.post(&line) {
        for (kind, number) in receipt.made {
            if ["invoice", "payment"].contains(&kind.as_str()) {
                made.push((format!("{kind} of {who}"), number.clone()));
            }
            made.push((kind, number));
        }
    }
}

/// Something that is agreed about what is owed, or that keeps it.
fn promised(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, cents } = act;
    let invoice = pick(&format!("invoice of {who}"), made);
    let agreed = crate::common::day("2026-10-20").plus(i64::from(*day)).unwrap();
    let by = agreed.plus(i64::from(which % 16)).unwrap();
    let later = by.plus(3).unwrap();
    let amount = format!("{}.{:02}", cents / 400, cents % 100);
    let rate = if *who == 4 { r#","rate":"1.37""# } else { "" };
    match what {
        36..=38 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","by":"{by}","note":"={which}"}}"#
        ),
        39 | 40 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","by":"{by}","amount":"{amount}","tolerance_days":{}}}"#,
            which % 5
        ),
        41 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","instalments":[{{"by":"{by}","amount":"{amount}"}},{{"by":"{later}","amount":"{amount}"}}]}}"#
        ),
        42 => format!(
            r#"{{"do":"withdraw_promise","promise":"{}","note":"=x"}}"#,
            pick("promise", made)
        ),
        43 | 44 => format!(
            r#"{{"do":"agree_plan","customer":"{who}","count":{},"first":"{by}","every":"week","date":"{agreed}","note":"-{which}"}}"#,
            which % 3 + 1
        ),
        45 => {
            format!(r#"{{"do":"cancel_plan","plan":"{}","reason":"=gone"}}"#, pick("plan", made))
        }
        46 | 47 => {
            format!(r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{by}"}}"#)
        }
        48 => format!(
            r#"{{"do":"write_off","invoice":"{invoice}","amount":"0.02","reason":"small_difference"}}"#
        ),
        49 | 50 => format!(
            r#"{{"do":"allocate","from":"{}","to":"{invoice}","amount":"{amount}","date":"{later}"}}"#,
            pick(&format!("payment of {who}"), made)
        ),
        51 | 52 => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{by}","amount":"{amount}","method":"bank","allocate":"none"{rate}}}"#
        ),
        _ => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{by}","amount":"{amount}","method":"cash"{rate}}}"#
        ),
    }
}

/// Something that is arranged about customers and documents.
fn arranged(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, .. } = act;
    let other = which % 5;
    let ended = if which % 3 == 0 { r#","ended":true"# } else { "" };
    let until = format!("2026-12-{:02}", day + 1);
    match what {
        25 | 26 => format!(
            r#"{{"do":"record_deposit","payments":["{}"],"reference":"={day}"}}"#,
            pick("payment", made)
        ),
        27 => format!(r#"{{"do":"void_deposit","deposit":"{}"}}"#, pick("deposit", made)),
        28 => format!(r#"{{"do":"declare_payer","customer":"{who}","pays_for":"{other}"{ended}}}"#),
        29 => format!(r#"{{"do":"assign_group","customer":"{who}","group":"+{other}"}}"#),
        30 => format!(
            r#"{{"do":"set_dunning_policy","name":"@{other}","levels":[{{"after_days":{},"channel":"print","wording":{{"en":"wait","fr":"=x"}}}}],"interval_days":{},"minimum":"5","grace_days":2,"group":"+{other}"}}"#,
            day + 1,
            day + 1
        ),
        31 if which % 2 == 0 => format!(
            r#"{{"do":"block_dunning","customer":"{who}","until":"{until}","reason":"=ill"}}"#
        ),
        31 => format!(
            r#"{{"do":"block_dunning","invoice":"{}","until":"{until}","reason":"-checked"}}"#,
            pick("invoice", made)
        ),
        32 => format!(r#"{{"do":"unblock_dunning","customer":"{who}"}}"#),
        33 => format!(
            r#"{{"do":"cancel_delivery","delivery":"{}","note":"x"}}"#,
            pick("delivery", made)
        ),
        _ => format!(
            r#"{{"do":"send_dunning_letter","customer":"{who}","date":"2026-11-{:02}","approved":true}}"#,
            day % 21 + 1
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_book_comes_back_whole(acts in prop::collection::vec(act(), 1..60)) {
        let mut test = TestBook::canada();
        registered(&mut test);
        let mut made = Vec::new();
        for act in &acts {
            carry_out(&mut test, act, &mut made);
        }
        comes_back(test, "CA", "CAD");
    }
}
