//! What was taken from an invoice day by day, for computing interest: by the dates of the money, not of
//! its allocation. May use: the rest of the ledger, domain.
//!
//! Money stops interest from its own day, whenever it is allocated, and on one invoice a day:
//!
//! - Money that finally pays an invoice counts for that invoice, from its own date on.
//! - Money that finally pays none (it was returned by the bank, refunded, or is on account again)
//!   counts for the invoice it was allocated to, until it was taken from there; before its first
//!   allocation, for the first of them. Money that was moved from one invoice to another counts for the
//!   other one only. `money_parts` says which part of a payment went where.
//! - Money that was entered by mistake and reversed never counts.
//!
//! A credit note counts as money does. A discount counts from the day it was taken; one that was lost
//! because its payment was taken from the invoice, or entered by mistake, never counts.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::item;
use super::money_parts;
use super::tables::{ITEMS, ItemId, ItemKind, ItemRow, MoveKind, MoveRow};
use crate::domain::Day;
use crate::store::rows::{LedgerError, Rows};

/// What was taken from an invoice, by the dates of the money.
#[derive(Default)]
pub(super) struct InterestMoney {
    /// What counts, each amount from its date on; negative if it is given back.
    pub(super) taken: Vec<(Day, i64)>,
    /// What does not count, from its allocation until that was reversed.
    pub(super) uncounted: Vec<(Day, i64)>,
    /// The allocations that do not count as they were made: disputes and certificates are computed
    /// without them.
    pub(super) undone: Vec<u64>,
}

/// How an allocation was reversed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReversalCause {
    /// Its payment had been entered by mistake.
    Mistake,
    /// The bank returned its payment, or its credit note was voided.
    Return,
    /// A user took it from the invoice.
    Hand,
    /// It was a certificate's, and was replaced by a smaller one or by a credit note.
    Less,
}

impl InterestMoney {
    pub(super) fn read(rows: &dyn Rows, invoice: ItemId) -> Result<InterestMoney, LedgerError> {
        let moves = item::moves(rows, invoice)?;
        let reversals = Reversals::of(&moves);
        let mut read = InterestMoney::default();
        // Discounts lost in the entries that undid money go with it.
        let mut lost_in: FxHashSet<u64> = FxHashSet::default();
        let mut waited: BTreeMap<ItemId, ItemRow> = BTreeMap::new();
        let (mut other_moves, mut sources) = (Vec::new(), SourceRows::default());
        for (seq, m) in &moves {
            let Some((other, row)) = sources.of(rows, m)? else {
                other_moves.push((*seq, *m));
                continue;
            };
            // A certificate that was replaced by another amount counted before already.
            let is_rest = row.is_certificate() && reversals.has_lost(other, *seq);
            let day = if is_rest { m.date } else { m.date.min(row.date) };
            let Some((back, until)) = reversals.of_allocation(m.allocation) else {
                read.taken.push((day, m.amount.minor()));
                continue;
            };
            if m.kind == MoveKind::Reversed {
                continue;
            }
            let by = cause_of(rows, (other, &row), back)?;
            if matches!(by, ReversalCause::Mistake | ReversalCause::Hand) {
                read.undone.push(m.allocation);
                read.uncounted.extend(stood((m.date, until), m.amount.minor()));
                lost_in.insert(back);
            }
            match by {
                ReversalCause::Mistake => {}
                ReversalCause::Less => read.taken.extend(stood((day, until), m.amount.minor())),
                ReversalCause::Return | ReversalCause::Hand => drop(waited.insert(other, row)),
            }
        }
        for (other, row) in &waited {
            read.add_waiting(rows, invoice, (*other, row))?;
        }
        read.add_others(rows, &other_moves, (&reversals, &lost_in))?;
        Ok(read)
    }

    /// Adds what counts of a payment that was taken from the invoice: its parts that finally pay no
    /// invoice.
    fn add_waiting(
        &mut self,
        rows: &dyn Rows,
        invoice: ItemId,
        (source, row): (ItemId, &ItemRow),
    ) -> Result<(), LedgerError> {
        for stay in money_parts::past_stays(rows, (source, row))? {
            if stay.to == invoice {
                self.taken.extend(stood((stay.from, stay.until), stay.minor));
                if self.undone.contains(&stay.allocation) {
                    self.uncounted.extend(stood((stay.from, stay.until), -stay.minor));
                }
            }
        }
        Ok(())
    }

    /// Adds what is not money: write-offs, discounts, the end of the invoice.
    fn add_others(
        &mut self,
        rows: &dyn Rows,
        moves: &[(u64, MoveRow)],
        (reversals, lost_in): (&Reversals, &FxHashSet<u64>),
    ) -> Result<(), LedgerError> {
        for (_, m) in moves {
            let back = reversals.of_allocation(m.allocation).map(|(back, _)| back);
            let is_lost = back.is_some_and(|back| lost_in.contains(&back));
            let other = m.other.map(|id| ITEMS.need(rows, &id)).transpose()?;
            if is_lost && other.is_some_and(|row| row.kind == ItemKind::WriteOff) {
                self.uncounted.push((m.date, m.amount.minor()));
                self.undone.push(m.allocation);
            } else {
                self.taken.push((m.date, m.amount.minor()));
            }
        }
        Ok(())
    }
}

/// An amount that counts from one day until another.
fn stood((from, until): (Day, Day), minor: i64) -> [(Day, i64); 2] {
    [(from, minor), (until, -minor)]
}

/// The allocations of an item that were reversed, by number, with entry and day; and for each item on
/// the other side, the first entry in which it lost one.
struct Reversals {
    by_allocation: BTreeMap<u64, (u64, Day)>,
    first: BTreeMap<ItemId, u64>,
}

impl Reversals {
    fn of(moves: &[(u64, MoveRow)]) -> Reversals {
        let mut all = Reversals { by_allocation: BTreeMap::new(), first: BTreeMap::new() };
        for (seq, m) in moves.iter().filter(|(_, m)| m.kind == MoveKind::Reversed) {
            all.by_allocation.insert(m.allocation, (*seq, m.date));
            if let Some(other) = m.other {
                all.first.entry(other).or_insert(*seq);
            }
        }
        all
    }

    fn of_allocation(&self, allocation: u64) -> Option<(u64, Day)> {
        self.by_allocation.get(&allocation).copied()
    }

    /// Whether an allocation of an item on the other side was reversed in an entry or before.
    fn has_lost(&self, other: ItemId, seq: u64) -> bool {
        self.first.get(&other).is_some_and(|first| *first <= seq)
    }
}

/// The payments and credit notes behind the moves of an invoice, each read once.
#[derive(Default)]
struct SourceRows(BTreeMap<ItemId, ItemRow>);

impl SourceRows {
    /// The payment or credit note of an allocation or its reversal.
    fn of(
        &mut self,
        rows: &dyn Rows,
        m: &MoveRow,
    ) -> Result<Option<(ItemId, ItemRow)>, LedgerError> {
        let is_allocation = matches!(m.kind, MoveKind::Allocated | MoveKind::Reversed);
        let Some(other) = m.other.filter(|_| is_allocation) else { return Ok(None) };
        let row = match self.0.get(&other) {
            Some(row) => row.clone(),
            None => ITEMS.need(rows, &other)?,
        };
        self.0.insert(other, row.clone());
        let is_money = matches!(row.kind, ItemKind::Payment | ItemKind::CreditNote);
        Ok(is_money.then_some((other, row)))
    }
}

/// How an allocation of a payment or a credit note was reversed in an entry.
fn cause_of(
    rows: &dyn Rows,
    (id, row): (ItemId, &ItemRow),
    back: u64,
) -> Result<ReversalCause, LedgerError> {
    let moves = item::moves(rows, id)?;
    let is_end = |m: &MoveRow| matches!(m.kind, MoveKind::Bounced | MoveKind::Corrected);
    let end = moves.iter().find(|(_, m)| is_end(m)).map(|(seq, m)| (*seq, m.kind));
    Ok(match end {
        Some((_, MoveKind::Corrected)) if row.kind == ItemKind::Payment => ReversalCause::Mistake,
        Some((seq, _)) if seq == back => ReversalCause::Return,
        _ if row.is_certificate() => ReversalCause::Less,
        _ => ReversalCause::Hand,
    })
}
