//! A statement of account as text.

use unicode_width::UnicodeWidthStr;

use crate::domain::Money;
use crate::domain::event::GivenUp;
use crate::layout::{Align, Table, ends, ends_within};
use crate::ledger::query::statement::{Statement, StatementLine, Style};

use super::{WIDTH, buyer_lines, on_page};

/// The statement as a page of text.
pub fn text(statement: &Statement) -> String {
    let period = format!("{} to {}", statement.from.spoken(), statement.to.spoken());
    let mut page = vec![
        ends_within(&statement.seller, "STATEMENT OF ACCOUNT", WIDTH),
        ends("", &period, WIDTH),
        on_page(&buyer_lines(&statement.buyer)).join("\n"),
        format!("Account {}, in {}", statement.customer, statement.currency),
        String::new(),
    ];
    page.push(match statement.style {
        Style::OpenItem => items(statement),
        Style::BalanceForward => movements(statement),
    });
    page.push(aging(statement));
    page.push(format!(
        "Balance {} {} on {}.",
        statement.currency,
        statement.closing.grouped(),
        statement.to.spoken()
    ));
    page.join("\n") + "\n"
}

fn items(statement: &Statement) -> String {
    let mut table = Table::new(&[
        ("Item", Align::Left),
        ("Date", Align::Left),
        ("Due", Align::Left),
        ("Amount", Align::Right),
        ("Outstanding", Align::Right),
    ]);
    for item in &statement.items {
        table.row(vec![
            item.item.to_string(),
            item.date.spoken(),
            item.due.spoken(),
            item.amount.grouped(),
            item.outstanding.grouped(),
        ]);
    }
    let (blank, closing) = (String::new(), statement.closing.grouped());
    table.sum(vec!["Balance".into(), blank.clone(), blank.clone(), blank, closing]);
    table.render_within(WIDTH, 0)
}

fn movements(statement: &Statement) -> String {
    let mut table = Table::new(&[
        ("Date", Align::Left),
        ("What", Align::Left),
        ("Number", Align::Left),
        ("Amount", Align::Right),
        ("Balance", Align::Right),
    ]);
    let row = |date: String, what: &str, balance: String| {
        vec![date, what.to_string(), String::new(), String::new(), balance]
    };
    table.row(row(statement.from.spoken(), "opening balance", statement.opening.grouped()));
    for line in &statement.lines {
        let adjusted = if line.adjustment { " (adjustment)" } else { "" };
        table.row(vec![
            line.date.spoken(),
            format!("{}{adjusted}", what(line)),
            line.number.to_string(),
            line.amount.grouped(),
            line.balance.grouped(),
        ]);
    }
    table.sum(row(statement.to.spoken(), "closing balance", statement.closing.grouped()));
    table.render_within(WIDTH, 1)
}

/// What a line is, in the customer's words: a customer reads of no write-off and no recovery.
fn what(line: &StatementLine) -> String {
    if let Some(kind) = &line.certificate {
        let number = line.certificate_number.as_ref();
        let number = number.map_or_else(String::new, |number| format!(" no. {number}"));
        return format!("withholding certificate {kind}{number}");
    }
    let what = match (line.kind.as_str(), line.reason) {
        ("write_off", Some(GivenUp::EarlyPayment)) => "early-payment discount",
        (_, Some(GivenUp::EarlyPayment)) => "early-payment discount taken back",
        ("write_off", Some(GivenUp::CashRounding)) => "rounding",
        (_, Some(GivenUp::CashRounding)) => "rounding taken back",
        ("invoice", _) => "invoice",
        ("credit_note", _) => "credit note",
        ("payment", _) => "payment",
        ("refund", _) => "refund",
        ("void", _) => "invoice voided",
        ("bounce", _) => "returned payment",
        ("certificate_adjusted", _) => "withholding certificate adjusted",
        _ => "correction",
    };
    what.to_string()
}

fn aging(statement: &Statement) -> String {
    let names = ["Not due", "1-30 days late", "31-60", "61-90", "91+", "On account"];
    let buckets = statement.aging.all().into_iter().chain([statement.on_account]);
    let figures: Vec<String> = buckets.map(Money::grouped).collect();
    let mut table = Table::new(&names.map(|name| (name, Align::Right)));
    table.row(figures.clone());
    let side_by_side = table.render();
    if side_by_side.lines().all(|line| line.width() <= WIDTH) {
        return side_by_side;
    }
    // Longer figures stand below each other.
    let mut table = Table::new(&[("Late", Align::Left), ("Amount", Align::Right)]);
    for (name, figure) in names.into_iter().zip(figures) {
        table.row(vec![name.into(), figure]);
    }
    table.render()
}
