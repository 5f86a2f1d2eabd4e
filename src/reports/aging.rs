//! The aging report as text and as CSV.

use crate::domain::{Money, marks};
use crate::layout::ends;
use crate::ledger::query::aging::{Aging, AgingSums};

use super::balance::WIDTH;

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

fn figures(sums: &AgingSums) -> [Money; 8] {
    let [not_due, to_30, to_60, to_90, over_90] = sums.buckets.all();
    [not_due, to_30, to_60, to_90, over_90, sums.on_account, sums.disputed, sums.total]
}

/// How wide a column of figures is: six of them fit a page.
const FIGURE: usize = 13;

/// As text that fits a page of 80 columns, two lines an account: who, what is disputed and the
/// total; below it the total by age.
pub fn text(aging: &Aging) -> String {
    let ahead = if aging.future { ", a day still to come" } else { "" };
    let (as_of, entry) = (aging.as_of.spoken(), aging.known_at);
    let rule = "-".repeat(WIDTH);
    let ages = ["not due", "1-30", "31-60", "61-90", "91+", "on account"].map(str::to_string);
    let mut text = format!(
        "Aging as of {as_of}{ahead}, known at entry {entry}\n\n{}\n{}\n{rule}\n",
        ends("Account", "Total", WIDTH),
        figures_line(&ages),
    );
    for row in &aging.rows {
        let who = format!("{} · {}", row.name, row.customer);
        text += &two_lines(&who, row.currency.code(), &row.sums);
    }
    for (currency, sums) in &aging.totals {
        text += &format!("{rule}\n{}", two_lines("Total", currency, sums));
    }
    text
}

fn two_lines(who: &str, currency: &str, sums: &AgingSums) -> String {
    let [not_due, to_30, to_60, to_90, over_90] = sums.buckets.all();
    let read = |money: Money| if money.is_zero() { "–".into() } else { money.grouped() };
    let ages = [not_due, to_30, to_60, to_90, over_90, sums.on_account].map(read);
    let disputed = match sums.disputed.is_positive() {
        true => format!("disputed {}   ", sums.disputed.grouped()),
        false => String::new(),
    };
    let total = format!("{disputed}{currency} {}", sums.total.grouped());
    format!("{}\n{}\n", ends(who, &total, WIDTH), figures_line(&ages))
}

fn figures_line(figures: &[String]) -> String {
    let line: String = figures.iter().map(|figure| format!("{figure:>FIGURE$}")).collect();
    format!("{line:>WIDTH$}")
}

/// As CSV, the columns named as in the JSON.
pub fn csv(aging: &Aging) -> Result<String, csv::Error> {
    super::balance::csv_text(&COLUMNS, |writer| {
        for row in &aging.rows {
            let mut cells = vec![
                marks::cell(&row.customer.0).into_owned(),
                marks::cell(&row.name).into_owned(),
                row.currency.to_string(),
            ];
            cells.extend(figures(&row.sums).map(|money| money.to_string()));
            writer.write_record(&cells)?;
        }
        Ok(())
    })
}
