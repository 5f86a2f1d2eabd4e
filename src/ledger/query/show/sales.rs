//! A draft or an item of the catalogue in full.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::event::DraftContent;
use crate::domain::pricing::Line;
use crate::domain::{Code, Day, Event, Money, Number, Plain};
use crate::ledger::query::View;
use crate::ledger::tables::{DraftEnd, DraftRow, PRICES, SoldRow};
use crate::store::rows::LedgerError;

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownDraft {
    /// The draft's number.
    pub draft: Number,
    /// The customer who will owe it.
    pub customer: Code,
    /// `open`, `issued` or `discarded`.
    pub state: String,
    /// The invoice it was issued as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Number>,
    /// The day of drafting.
    pub date: Day,
    /// Its total on that day.
    pub total: Money,
    /// The content.
    pub content: DraftContent,
    /// While it is open: its lines as they would be issued today; `None` if a rule refuses them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The entry with its current content.
    pub entry: u64,
}

/// An item of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownItem {
    /// Its code.
    pub item: Code,
    /// The description on invoice lines.
    pub name: String,
    /// The unit.
    pub unit: Option<String>,
    /// The tax codes.
    pub tax: Vec<String>,
    /// The prices in force today, by currency.
    pub prices: BTreeMap<String, Plain>,
    /// The entry that last defined it.
    pub entry: u64,
}

/// A draft without its priced lines.
pub(super) fn draft(view: &View, count: u64, row: DraftRow) -> Result<ShownDraft, LedgerError> {
    let gone = || LedgerError::Contradiction(format!("entry {} holds no draft", row.seq));
    let entry = view.entry(row.seq, row.pos, None)?;
    let said = entry.events.into_iter().find_map(|event| match event {
        Event::InvoiceDrafted(event) => Some((event.customer, event.content)),
        Event::DraftAmended(event) => Some((event.customer, event.content)),
        _ => None,
    });
    let (customer, content) = said.ok_or_else(gone)?;
    let (state, invoice) = match row.end {
        DraftEnd::Open => ("open", None),
        DraftEnd::Issued(invoice) => ("issued", Some(invoice)),
        DraftEnd::Discarded => ("discarded", None),
    };
    Ok(ShownDraft {
        draft: Number::of_draft(count),
        customer,
        state: state.into(),
        invoice,
        date: row.date,
        total: row.total,
        lines: Vec::new(),
        content,
        entry: row.seq,
    })
}

pub(in crate::ledger::query) fn sold(view: &View, row: SoldRow) -> Result<ShownItem, LedgerError> {
    let mut prices = BTreeMap::new();
    for found in PRICES.scan(view.rows, &row.id) {
        let ((_, currency, from), price) = found?;
        if from <= view.today {
            prices.insert(currency.to_string(), price);
        }
    }
    let (item, name, unit, tax, entry) = (row.code, row.name, row.unit, row.tax, row.seq);
    Ok(ShownItem { item, name, unit, tax, prices, entry })
}
