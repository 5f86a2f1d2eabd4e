//! A statement of account as a document: open-item or balance-forward. May use: domain, ledger
//! answers.

use crate::domain::event::GivenUp;
use crate::domain::{Language, Money};
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::statement::{Statement, StatementLine, Style};

use super::paper::{
    ColumnKind, Paper, PaperBlock, PaperCell, PaperFact, PaperKind, PaperRow, PaperTable,
    Remittance,
};
use super::wording::{self, Wording};

/// The language of a statement; `asked` overrides the customer's own.
pub fn language(it: &Statement, asked: Option<Language>) -> Language {
    wording::language(asked, it.buyer.language.as_deref(), &it.buyer, &it.company)
}

/// The statement as a document.
pub fn paper(it: &Statement, wording: &Wording) -> Paper {
    let table = match it.style {
        Style::OpenItem => items(it, wording),
        Style::BalanceForward => movements(it, wording),
    };
    let (seller, buyer) = (wording.seller(&it.company), wording.buyer(&it.buyer, &it.company));
    let mut blocks = vec![
        PaperBlock::Parties { seller, buyer },
        PaperBlock::Facts { facts: facts(it, wording) },
        PaperBlock::Table(table),
        PaperBlock::Table(aging(it, wording)),
        PaperBlock::Notes { notes: vec![balance(it, wording)] },
    ];
    if it.closing.is_positive() {
        blocks.extend(wording.how_to_pay(&it.company, Some(&it.customer.0)));
    }
    let (account, to) = (it.customer.0.as_str(), it.to.to_string());
    let file = wording.say("doc-statement-file", &[("account", account), ("date", &to)]);
    Paper {
        kind: PaperKind::Statement,
        language: wording.language,
        number: None,
        mark: None,
        title: wording.say("doc-statement", &[]),
        sheet: wording.sheet(&it.company, it.to, &file),
        blocks,
        remittance: remittance(it, wording),
    }
}

/// The slip, if the customer owes something.
fn remittance(it: &Statement, wording: &Wording) -> Option<Remittance> {
    let facts = vec![
        wording.fact("doc-account", PaperCell::text(&it.customer.0)),
        wording.fact("doc-statement-date", wording.day_cell(it.to)),
    ];
    let is_due = it.closing.is_positive();
    is_due.then(|| wording.remittance(&it.buyer, facts, (it.closing, it.currency)))
}

fn facts(it: &Statement, wording: &Wording) -> Vec<PaperFact> {
    vec![
        wording.fact("doc-from", wording.day_cell(it.from)),
        wording.fact("doc-to", wording.day_cell(it.to)),
        wording.fact("doc-account", PaperCell::text(&it.customer.0)),
        wording.fact("doc-currency", PaperCell::text(it.currency.code())),
    ]
}

fn items(it: &Statement, wording: &Wording) -> PaperTable {
    let mut table = wording.table(&[
        ("item", "doc-column-item", ColumnKind::Words),
        ("date", "doc-column-date", ColumnKind::Date),
        ("due", "doc-column-due", ColumnKind::Date),
        ("amount", "doc-column-amount", ColumnKind::Money),
        ("outstanding", "doc-column-outstanding", ColumnKind::Money),
    ]);
    let money = |amount| wording.money_cell(amount, it.currency);
    let row = |item: &BalanceItem| PaperRow {
        cells: vec![
            PaperCell::text(&item.item.0),
            wording.short_day_cell(item.date),
            wording.short_day_cell(item.due),
            money(item.amount),
            money(item.outstanding),
        ],
        is_sum: false,
    };
    table.rows = it.items.iter().map(row).collect();
    let label = PaperCell::text(&wording.say("doc-balance", &[]));
    let blank = PaperCell::blank;
    let cells = vec![label, blank(), blank(), blank(), money(it.closing)];
    table.rows.push(PaperRow { cells, is_sum: true });
    table
}

fn movements(it: &Statement, wording: &Wording) -> PaperTable {
    let mut table = wording.table(&[
        ("date", "doc-column-date", ColumnKind::Date),
        ("what", "doc-column-what", ColumnKind::Words),
        ("number", "doc-column-number", ColumnKind::Text),
        ("amount", "doc-column-amount", ColumnKind::Money),
        ("balance", "doc-column-balance", ColumnKind::Money),
    ]);
    let money = |amount| wording.money_cell(amount, it.currency);
    let stands = |day, key: &str, balance: Money, is_sum| PaperRow {
        cells: vec![
            wording.short_day_cell(day),
            PaperCell::text(&wording.say(key, &[])),
            PaperCell::blank(),
            PaperCell::blank(),
            money(balance),
        ],
        is_sum,
    };
    table.rows.push(stands(it.from, "doc-opening-balance", it.opening, false));
    let row = |line: &StatementLine| PaperRow {
        cells: vec![
            wording.short_day_cell(line.date),
            PaperCell::text(&what(line, wording)),
            PaperCell::text(&line.number.0),
            money(line.amount),
            money(line.balance),
        ],
        is_sum: false,
    };
    table.rows.extend(it.lines.iter().map(row));
    table.rows.push(stands(it.to, "doc-closing-balance", it.closing, true));
    table
}

/// The name of a movement in the customer's words, who never reads of a write-off or a recovery.
fn what(line: &StatementLine, wording: &Wording) -> String {
    let what = match (&line.certificate, &line.certificate_number) {
        (Some(kind), Some(number)) => {
            wording.say("doc-what-certificate-number", &[("kind", kind), ("number", number)])
        }
        (Some(kind), None) => wording.say("doc-what-certificate", &[("kind", kind)]),
        (None, _) => wording.say(what_key(&line.kind, line.reason), &[]),
    };
    match line.adjustment {
        true => wording.say("doc-what-adjustment", &[("what", &what)]),
        false => what,
    }
}

fn what_key(kind: &str, reason: Option<GivenUp>) -> &'static str {
    match (kind, reason) {
        ("write_off", Some(GivenUp::EarlyPayment)) => "doc-what-discount",
        (_, Some(GivenUp::EarlyPayment)) => "doc-what-discount-back",
        ("write_off", Some(GivenUp::CashRounding)) => "doc-what-rounding",
        (_, Some(GivenUp::CashRounding)) => "doc-what-rounding-back",
        ("invoice", _) => "doc-what-invoice",
        ("credit_note", _) => "doc-what-credit-note",
        ("payment", _) => "doc-what-payment",
        ("refund", _) => "doc-what-refund",
        ("void", _) => "doc-what-void",
        ("bounce", _) => "doc-what-returned",
        ("certificate_adjusted", _) => "doc-what-certificate-adjusted",
        _ => "doc-what-correction",
    }
}

fn aging(it: &Statement, wording: &Wording) -> PaperTable {
    let mut table = wording.table(&[
        ("not_due", "doc-not-due", ColumnKind::Money),
        ("1-30", "doc-late-30", ColumnKind::Money),
        ("31-60", "doc-late-60", ColumnKind::Money),
        ("61-90", "doc-late-90", ColumnKind::Money),
        ("91+", "doc-late-91", ColumnKind::Money),
        ("on_account", "doc-on-account", ColumnKind::Money),
    ]);
    let figures = it.aging.all().into_iter().chain([it.on_account]);
    let cells = figures.map(|amount| wording.money_cell(amount, it.currency)).collect();
    table.rows.push(PaperRow { cells, is_sum: false });
    table
}

fn balance(it: &Statement, wording: &Wording) -> String {
    let (size, key) = match it.closing.is_negative() {
        true => (it.closing.negated(), "doc-balance-in-credit"),
        false => (it.closing, "doc-balance-on"),
    };
    let (amount, date) = (wording.amount(size, it.currency), wording.day(it.to));
    wording.say(key, &[("amount", &amount), ("date", &date)])
}
