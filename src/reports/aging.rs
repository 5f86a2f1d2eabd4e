//! The aging report as text and as CSV.

use crate::layout::{Align, Table};
use crate::ledger::query::aging::{Aging, AgingSums};

const COLUMNS: [&str; 11] = [
    "customer",
    "name",
    "currency",
    "not_due",
    "1-30",
    "31-60",
    "61-90",
    "91+",
    "on_account",
    "disputed",
    "total",
];

fn figures(sums: &AgingSums) -> [crate::domain::Money; 8] {
    let [not_due, to_30, to_60, to_90, over_90] = sums.buckets.all();
    [not_due, to_30, to_60, to_90, over_90, sums.on_account, sums.disputed, sums.total]
}

/// As text, a line an account.
pub fn text(aging: &Aging) -> String {
    let left = [("Account", Align::Left), ("Code", Align::Left), ("Cur", Align::Left)];
    let right = ["Not due", "1-30", "31-60", "61-90", "91+", "On account", "Disputed", "Total"]
        .map(|name| (name, Align::Right));
    let columns: Vec<_> = left.into_iter().chain(right).collect();
    let mut table = Table::new(&columns);
    let grouped = |sums: &AgingSums| figures(sums).map(super::super::domain::money::Money::grouped);
    for row in &aging.rows {
        let mut cells = vec![row.name.clone(), row.customer.to_string(), row.currency.to_string()];
        cells.extend(grouped(&row.sums));
        table.row(cells);
    }
    for (currency, sums) in &aging.totals {
        let mut cells = vec!["Total".to_string(), String::new(), currency.clone()];
        cells.extend(grouped(sums));
        table.sum(cells);
    }
    let ahead = if aging.future { ", a day still to come" } else { "" };
    let (as_of, entry) = (aging.as_of.spoken(), aging.known_at);
    format!("Aging as of {as_of}{ahead}, known at entry {entry}\n\n{}", table.render())
}

/// As CSV, the columns named as in the JSON.
pub fn csv(aging: &Aging) -> Result<String, csv::Error> {
    super::balance::csv_text(&COLUMNS, |writer| {
        for row in &aging.rows {
            let mut cells =
                vec![row.customer.to_string(), row.name.clone(), row.currency.to_string()];
            cells.extend(figures(&row.sums).map(|money| money.to_string()));
            writer.write_record(&cells)?;
        }
        Ok(())
    })
}
