//! A customer's balance as text and as CSV.

use crate::domain::Money;
use crate::layout::{Align, TextTable, ends};
use crate::ledger::query::balance::{Balance, BalanceItem};
use crate::words::Words;

/// How wide a page of text is.
pub const WIDTH: usize = 80;

/// As text: the sums in a sentence, then the items.
pub fn text(balance: &Balance, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    let name = if balance.future { "balance-ahead" } else { "balance-as-of" };
    let when = words.say(name, &[("day", &words.day(balance.as_of))]);
    let who = format!("{} · {}", balance.name, balance.customer);
    let sums = words.say(
        "balance-sums",
        &[
            ("currency", balance.currency.code()),
            ("balance", &figure(balance.balance)),
            ("overdue", &figure(balance.overdue)),
            ("on_account", &figure(balance.on_account)),
            ("disputed", &figure(balance.disputed)),
        ],
    );
    let items = match balance.items.is_empty() {
        true if balance.has_more() => words.say("balance-nothing-else", &[]) + "\n",
        true => words.say("balance-nothing", &[]) + "\n",
        false => items(balance, words),
    };
    let more = balance.next.as_ref().map(|next| {
        let parts = [("open", &*balance.open().to_string()), ("next", next.0.as_str())];
        words.say("balance-more", &parts) + "\n"
    });
    format!("{}\n{sums}\n\n{items}{}", ends(&who, &when, WIDTH), more.unwrap_or_default())
}

fn items(balance: &Balance, words: &Words) -> String {
    let columns = [
        ("heading-item", Align::Left),
        ("heading-date", Align::Left),
        ("heading-due", Align::Left),
        ("balance-late", Align::Right),
        ("heading-amount", Align::Right),
        ("heading-outstanding", Align::Right),
    ];
    let columns = columns.map(|(name, align)| (words.say(name, &[]), align));
    let columns = columns.each_ref().map(|(name, align)| (name.as_str(), *align));
    let mut table = TextTable::new(&columns);
    // As the desk lists them: what is owed by due date, and behind it what is on account.
    let mut all: Vec<&BalanceItem> = balance.items.iter().collect();
    if balance.rest.is_none() {
        all.sort_by_key(|item| !item.outstanding.is_positive());
    }
    for item in all {
        let days = balance.as_of.days_since(item.due);
        // A refund whose payment bounced is owed as an invoice is.
        let is_late = item.outstanding.is_positive() && days > 0;
        let late = match is_late {
            true => words.say("balance-days", &[("days", &days.to_string())]),
            false => "–".into(),
        };
        table.row(vec![
            item.item.to_string(),
            words.day(item.date),
            words.day(item.due),
            late,
            words.figure(&item.amount.to_string()),
            words.figure(&item.outstanding.to_string()),
        ]);
    }
    table.render()
}

/// The items as CSV, with the column names of the JSON.
pub fn csv(balance: &Balance) -> Result<String, csv::Error> {
    let columns = ["item", "kind", "date", "due", "amount", "outstanding"];
    csv_text(&columns, |writer| {
        for item in &balance.items {
            writer.write_record([
                item.item.to_string(),
                item.kind.clone(),
                item.date.to_string(),
                item.due.to_string(),
                item.amount.to_string(),
                item.outstanding.to_string(),
            ])?;
        }
        Ok(())
    })
}

/// A CSV with this head and the rows that `rows` writes.
pub fn csv_text(
    columns: &[&str],
    rows: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> Result<(), csv::Error>,
) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns)?;
    rows(&mut writer)?;
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
