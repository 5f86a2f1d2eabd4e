//! The book at a glance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::Currency;
use crate::ledger::tables::{CHECKPOINT, CONTROL, ControlRow};
use crate::ledger::{company, suspense};
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// Asks for the book at a glance.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct SummaryOf;

/// The book at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The company.
    pub company: String,
    /// Whether its data is made up.
    pub made_up: bool,
    /// The number of entries in the journal.
    pub entries: u64,
    /// The head, as `seq:hash`.
    pub head: String,
    /// By currency.
    pub currencies: BTreeMap<String, Control>,
}

/// The control account of a currency, counting everything posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// The number of accounts.
    pub customers: u64,
    /// The number of invoices issued.
    pub invoices: u64,
    /// What is left of all invoices.
    pub receivable: String,
    /// What is left of all payments and credit notes.
    pub on_account: String,
    /// Money whose payer is not known: cash that is in neither of the two.
    pub suspense: String,
}

impl Question for SummaryOf {
    const NAME: &'static str = "summary";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Summary;

    fn answer(&self, view: &View) -> Result<Summary, Stop> {
        let checkpoint = CHECKPOINT.get(view.rows, &())?;
        let head = checkpoint.map(|checkpoint| checkpoint.head);
        let mut currencies = BTreeMap::new();
        let waiting = suspense::sums(view.rows)?;
        let mut controls: BTreeMap<Currency, ControlRow> =
            waiting.keys().map(|currency| (*currency, ControlRow::default())).collect();
        for found in CONTROL.scan(view.rows, &()) {
            let (currency, row) = found?;
            controls.insert(currency, row);
        }
        for (currency, row) in controls {
            let plain = |minor: i128| {
                rust_decimal::Decimal::from_i128_with_scale(minor, u32::from(currency.scale()))
            };
            let control = Control {
                customers: row.accounts,
                invoices: row.invoices,
                receivable: plain(row.debit).to_string(),
                on_account: plain(row.credit).to_string(),
                suspense: plain(waiting.get(&currency).copied().unwrap_or(0)).to_string(),
            };
            currencies.insert(currency.to_string(), control);
        }
        Ok(Summary {
            company: company::details(view.rows, view.book, (view.today, u64::MAX))?.name,
            made_up: view.book.made_up,
            entries: head.map_or(0, |head| head.seq),
            head: head.map_or_else(String::new, |head| head.to_string()),
            currencies,
        })
    }
}
