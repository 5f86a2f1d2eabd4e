//! Follows the parts of a payment from invoice to invoice: which part was refunded, and which was only moved, so that
//! each part counts once a day. May use: the rest of the ledger, domain.
//!
//! Money taken from an invoice is on account until it is allocated again. An invoice takes what has
//! been on account the longest: what was never allocated first, then what was taken from an invoice
//! first. A refund takes what was taken from an invoice last, so that it counts there for as long as it
//! was allocated. A refund that was entered by mistake took nothing.

use std::collections::{BTreeMap, VecDeque};

use super::item;
use super::tables::{ITEMS, ItemId, ItemKind, ItemRow, MoveKind, MoveRow};
use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

/// A part of a payment that was taken from an invoice and finally pays none.
pub(super) struct PastStay {
    pub(super) allocation: u64,
    pub(super) to: ItemId,
    /// The first day on which it counts there: when it was taken from its earlier place, or its own
    /// date.
    pub(super) from: Day,
    /// The day on which it was taken from there.
    pub(super) until: Day,
    pub(super) minor: i64,
}

/// A place of a part of a payment.
#[derive(Clone, Copy)]
struct PartStay {
    allocation: u64,
    to: ItemId,
    is_invoice: bool,
    /// The day on which it was taken from there again.
    until: Option<Day>,
}

/// A part of a payment that stayed together.
#[derive(Clone)]
struct MoneyPart {
    minor: i64,
    stays: Vec<PartStay>,
}

/// The parts of a payment while its allocations are replayed.
struct MoneyParts {
    /// On account, the longest first.
    on_account: VecDeque<MoneyPart>,
    /// By allocation.
    allocated: BTreeMap<u64, Vec<MoneyPart>>,
}

/// The invoices that held the parts of a payment or a credit note that finally pay none.
pub(super) fn past_stays(
    rows: &dyn Rows,
    (source, row): (ItemId, &ItemRow),
) -> Result<Vec<PastStay>, LedgerError> {
    let whole = MoneyPart { minor: row.amount.minor(), stays: Vec::new() };
    let mut parts = MoneyParts { on_account: [whole].into(), allocated: BTreeMap::new() };
    for (m, is_invoice) in in_order(rows, source)? {
        match (m.kind, m.other) {
            (MoveKind::Allocated, Some(to)) => {
                let (allocation, until) = (m.allocation, None);
                let stay = PartStay { allocation, to, is_invoice, until };
                parts.allocate(m.amount.minor(), stay);
            }
            _ => parts.take_back(m.allocation, m.date),
        }
    }
    let all = parts.on_account.iter().chain(parts.allocated.values().flatten());
    let pays_none = all.filter(|part| !part.pays_an_invoice());
    Ok(pays_none.flat_map(|part| part.past_stays(row.date)).collect())
}

/// The allocations of a payment and their reversals by day, each with whether it is to an invoice.
/// Within a day, earlier allocations are reversed first, because a day counts as a whole.
fn in_order(rows: &dyn Rows, source: ItemId) -> Result<Vec<(MoveRow, bool)>, LedgerError> {
    let (mut all, mut made, mut known) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for (_, m) in item::moves(rows, source)? {
        let is_allocation = matches!(m.kind, MoveKind::Allocated | MoveKind::Reversed);
        let Some(to) = m.other.filter(|_| is_allocation) else { continue };
        let counts = match known.get(&to) {
            Some(counts) => *counts,
            None => counts_for(rows, to)?,
        };
        known.insert(to, counts);
        let Some(is_invoice) = counts else { continue };
        let first = *made.entry(m.allocation).or_insert(m.date);
        let is_of_today = m.kind == MoveKind::Allocated || first == m.date;
        all.push(((m.date, is_of_today), (m, is_invoice)));
    }
    all.sort_by_key(|(order, _)| *order);
    Ok(all.into_iter().map(|(_, found)| found).collect())
}

/// Whether money was allocated to an invoice; `None` for a refund that was entered by mistake.
fn counts_for(rows: &dyn Rows, to: ItemId) -> Result<Option<bool>, LedgerError> {
    let kind = ITEMS.need(rows, &to)?.kind;
    let is_mistake = kind == ItemKind::Refund && item::ended(rows, to)?.is_some();
    Ok((!is_mistake).then_some(kind == ItemKind::Invoice))
}

impl MoneyParts {
    fn allocate(&mut self, mut minor: i64, stay: PartStay) {
        let mut taken = Vec::new();
        while minor > 0 {
            let next = match stay.is_invoice {
                true => self.on_account.pop_front(),
                false => self.on_account.pop_back(),
            };
            let Some(mut part) = next else { break };
            if part.minor > minor {
                let rest = MoneyPart { minor: part.minor - minor, ..part.clone() };
                match stay.is_invoice {
                    true => self.on_account.push_front(rest),
                    false => self.on_account.push_back(rest),
                }
                part.minor = minor;
            }
            minor -= part.minor;
            part.stays.push(stay);
            taken.push(part);
        }
        if !stay.is_invoice {
            taken.reverse();
        }
        self.allocated.insert(stay.allocation, taken);
    }

    fn take_back(&mut self, allocation: u64, date: Day) {
        for mut part in self.allocated.remove(&allocation).unwrap_or_default() {
            if let Some(last) = part.stays.last_mut() {
                last.until = Some(date);
            }
            self.on_account.push_back(part);
        }
    }
}

impl MoneyPart {
    fn pays_an_invoice(&self) -> bool {
        self.stays.last().is_some_and(|last| last.is_invoice && last.until.is_none())
    }

    /// The places it was in, each since it was taken from the one before, the first since `first`.
    fn past_stays(&self, first: Day) -> Vec<PastStay> {
        let (mut from, mut all) = (first, Vec::new());
        for stay in &self.stays {
            let Some(until) = stay.until else { break };
            if stay.is_invoice {
                let (allocation, to, minor) = (stay.allocation, stay.to, self.minor);
                all.push(PastStay { allocation, to, from, until, minor });
            }
            from = until;
        }
        all
    }
}
