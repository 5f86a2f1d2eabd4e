//! What has to be the same in two books: lists of rows, by what they are called.

use std::collections::BTreeSet;
use std::path::Path;

use daybook::engine::Session;
use daybook::exchange::export::{Format, export};
use daybook::ledger::query::report::ReportOf;
use daybook::reports::csv_text;
use rust_decimal::Decimal;

/// The rows of an export's table in some columns, without those of `but`.
pub(super) fn columns(
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
pub(super) fn of_those_that_go_on(folder: &Path, rows: Vec<String>) -> Vec<String> {
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
pub(super) fn lists(session: &Session, folder: &Path) -> Vec<(&'static str, Vec<String>)> {
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
    let refunds = [
        "refund",
        "customer",
        "date",
        "amount",
        "currency",
        "reference",
        "state",
        "outstanding",
        "due",
        "ended",
    ];
    // Of a certificate that was taken back or reversed, nothing comes.
    let ended = |row: &str| {
        let certificate = row.split('|').nth(9).unwrap();
        row.contains("|taken_back|") || row.contains("|reversed|") && !certificate.is_empty()
    };
    vec![
        ("customers", columns(folder, "customers", &customers, |_| false)),
        ("refunds", of_those_that_go_on(folder, columns(folder, "refunds", &refunds, |_| false))),
        ("items", columns(folder, "items", &["item", "name", "unit", "tax", "prices"], |_| false)),
        ("payments", of_those_that_go_on(folder, columns(folder, "payments", &payments, ended))),
        ("open items", report("open-items")),
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
pub(super) fn net(row: &str) -> Option<String> {
    let mut fields: Vec<String> = row.split('|').map(str::to_string).collect();
    let taken_back: Decimal = fields.pop()?.parse().unwrap_or_default();
    let left = fields[3].parse::<Decimal>().unwrap() - taken_back;
    fields[3] = left.to_string();
    (!left.is_zero()).then(|| fields.join("|"))
}

/// What was given up, agreed and charged for on documents that were brought in.
pub(super) fn agreed(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
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
    let disputes = [
        "dispute",
        "customer",
        "invoice",
        "state",
        "reason",
        "outcome",
        "currency",
        "original",
        "remaining",
        "paid",
        "credited",
        "cleared",
        "opened",
        "due",
        "owner",
        "root_cause",
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
        ("disputes", live("disputes", &disputes)),
        ("promises", live("promises", &promises)),
        ("plans", live("plans", &plans)),
        ("late fees", columns(folder, "late_fees", &fees, is_void)),
    ]
}

/// What was arranged: deposits, payers, dunning. Of deposits and letters, what is about documents that were
/// brought in.
pub(super) fn arrangements(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
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
