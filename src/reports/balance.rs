//! A customer's balance as text and as CSV.

use crate::layout::{Align, TextTable, ends};
use crate::ledger::query::balance::Balance;

/// How wide a page of text is.
pub const WIDTH: usize = 80;

/// As text: the sums in words, then the items.
pub fn text(balance: &Balance) -> String {
    let ahead = if balance.future { " (still to come)" } else { "" };
    let when = format!("as of {}{ahead}", balance.as_of.spoken());
    let who = format!("{} · {}", balance.name, balance.customer);
    let sums = format!(
        "Balance {} {}   overdue {}   on account {}   disputed {}",
        balance.currency,
        balance.balance.grouped(),
        balance.overdue.grouped(),
        balance.on_account.grouped(),
        balance.disputed.grouped(),
    );
    let mut table = TextTable::new(&[
        ("Item", Align::Left),
        ("Date", Align::Left),
        ("Due", Align::Left),
        ("Late", Align::Right),
        ("Amount", Align::Right),
        ("Outstanding", Align::Right),
    ]);
    for item in &balance.items {
        let days = balance.as_of.days_since(item.due);
        // A refund whose payment bounced is owed as an invoice is.
        let is_late = item.outstanding.is_positive() && days > 0;
        let late = if is_late { format!("{days} d") } else { "–".into() };
        table.row(vec![
            item.item.to_string(),
            item.date.spoken(),
            item.due.spoken(),
            late,
            item.amount.grouped(),
            item.outstanding.grouped(),
        ]);
    }
    let items = match balance.items.is_empty() {
        true if balance.has_more() => "Nothing else is open.\n".to_string(),
        true => "Nothing is open.\n".to_string(),
        false => table.render(),
    };
    let more = match (&balance.next, balance.open()) {
        (Some(next), open) => format!("Open in all: {open}. For those behind: --after {next}\n"),
        (None, _) => String::new(),
    };
    format!("{}\n{sums}\n\n{items}{more}", ends(&who, &when, WIDTH))
}

/// The items as CSV, the columns named as in the JSON.
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

/// A CSV with this head, its rows written by `rows`.
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
