//! Warns about late fees that no longer charge what accrued. Too much: a payment, a credit note, a
//! dispute, a plan or withheld tax is entered after the fee and counts from before its last day. Too
//! little: what had kept interest down no longer counts, because it was returned, undone, moved to
//! another invoice or entered by mistake.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Event, Money, Number, Rule, Warning};
use crate::ledger::cases;
use crate::ledger::deliveries;
use crate::ledger::item;
use crate::ledger::late_fees::{self, ComparedFee, FeePolicies};
use crate::ledger::post::post_ahead;
use crate::ledger::tables::{
    ALLOCATIONS, CaseKind, DISPUTES, ITEMS, ItemId, ItemKind, ItemRow, LATE_FEE_POLICIES, MoveKind,
    PLANS, Side,
};
use crate::store::overlay::Overlay;
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// What the events touch that may change what was overdue.
#[derive(Default)]
struct TouchedInvoices {
    invoices: BTreeMap<ItemId, ItemRow>,
    /// The payments and credit notes that were searched already.
    sources: BTreeSet<ItemId>,
    /// The earliest day from which anything counts.
    since: Option<Day>,
}

impl Case<'_> {
    /// Warns of each late fee that charges more or less than accrued once these events count, and is
    /// further off than before them. Costs one read of the ledger if no policy charges interest.
    pub(super) fn fees_off(&self, decided: &Decided) -> Result<Vec<Warning>, Stop> {
        if LATE_FEE_POLICIES.scan(self.rows(), &()).next().transpose()?.is_none() {
            return Ok(Vec::new());
        }
        let touched = self.touched_invoices(&decided.events)?;
        let Some(since) = touched.since else { return Ok(Vec::new()) };
        let mut charged = touched.invoices;
        for id in charged.keys().copied().collect::<Vec<_>>() {
            if !late_fees::is_charged_after(self.rows(), id, since)? {
                charged.remove(&id);
            }
        }
        if charged.is_empty() {
            return Ok(Vec::new());
        }
        let mut after = Overlay::new(self.rows());
        let at = (self.desk.seq, self.desk.now, decided.date);
        post_ahead(&mut after, at, 0, &decided.events)?;
        let mut warnings = Vec::new();
        for (id, row) in &charged {
            let group = late_fees::group_of(self.rows(), row.account)?;
            let policies = FeePolicies::read(self.rows(), group.as_deref())?;
            let compared = |rows| late_fees::compared(rows, &policies, (*id, row), since);
            let before: BTreeMap<Number, ComparedFee> =
                compared(self.rows())?.into_iter().map(|fee| (fee.fee.clone(), fee)).collect();
            for fee in compared(&after)? {
                if let Some(warning) = off_by(row, before.get(&fee.fee), &fee) {
                    let delivered = if self.is_fee_delivered(&fee.fee)? { "yes" } else { "no" };
                    warnings.push(warning.with("delivered", delivered));
                }
            }
        }
        Ok(warnings)
    }

    /// Whether a fee was delivered: then it can't be voided.
    fn is_fee_delivered(&self, fee: &Number) -> Result<bool, LedgerError> {
        match item::item(self.rows(), fee)? {
            Some((id, _)) => deliveries::is_delivered(self.rows(), id),
            None => Ok(false),
        }
    }

    /// The invoices that events name, directly or through cases and allocations, each with the earliest
    /// day that may change: that of the event, or of the money it allocates.
    fn touched_invoices(&self, events: &[Event]) -> Result<TouchedInvoices, Stop> {
        let mut touched = TouchedInvoices::default();
        for event in events {
            touched.since(event.date());
            for number in event.touches() {
                let number = Number(number.to_string());
                match item::item(self.rows(), &number)? {
                    Some(found) => self.touch(found, &mut touched)?,
                    None => self.touch_behind(&number, &mut touched)?,
                }
            }
        }
        Ok(touched)
    }

    /// An invoice; or a payment or a credit note, with the invoices it was taken from: once it pays
    /// another invoice it never counted for them, and a refund decides which part of it did.
    fn touch(
        &self,
        (id, row): (ItemId, ItemRow),
        touched: &mut TouchedInvoices,
    ) -> Result<(), LedgerError> {
        if row.kind.side() == Side::Credit {
            if !touched.sources.insert(id) {
                return Ok(());
            }
            touched.since(Some(row.date));
            for (_, m) in item::moves(self.rows(), id)? {
                if let (MoveKind::Reversed, Some(other)) = (m.kind, m.other) {
                    touched.add(other, ITEMS.need(self.rows(), &other)?);
                }
            }
        } else {
            touched.add(id, row);
        }
        Ok(())
    }

    /// The invoices behind the number of a dispute, a plan, or an allocation, which includes its
    /// payment.
    fn touch_behind(
        &self,
        number: &Number,
        touched: &mut TouchedInvoices,
    ) -> Result<(), LedgerError> {
        let mut behind = Vec::new();
        if let Some(id) = cases::case(self.rows(), CaseKind::Dispute, number)? {
            behind.push(DISPUTES.need(self.rows(), &id)?.invoice);
        } else if let Some(id) = cases::case(self.rows(), CaseKind::Plan, number)? {
            behind.extend(PLANS.need(self.rows(), &id)?.covers.into_iter().map(|(id, _)| id));
        } else if let Some(count) = number.allocation_count() {
            // What these events make is not in the ledger yet; they name its parts themselves.
            let row = ALLOCATIONS.get(self.rows(), &count)?;
            behind.extend(row.into_iter().flat_map(|row| [row.from, row.to]));
        }
        for id in behind {
            self.touch((id, ITEMS.need(self.rows(), &id)?), touched)?;
        }
        Ok(())
    }
}

impl TouchedInvoices {
    fn since(&mut self, day: Option<Day>) {
        self.since = self.since.into_iter().chain(day).min();
    }

    fn add(&mut self, id: ItemId, row: ItemRow) {
        if row.kind == ItemKind::Invoice {
            self.invoices.insert(id, row);
        }
    }
}

/// The warning about a fee that is further from what accrued than before. What was credited of it
/// before, and leaves it too low, was a concession and is not charged again.
fn off_by(row: &ItemRow, before: Option<&ComparedFee>, now: &ComparedFee) -> Option<Warning> {
    let (was, let_off) =
        before.map_or((0, 0), |fee| (fee.more, (-fee.more).max(0).min(fee.credited)));
    let (rule, minor) = match now.more {
        more if more > was.max(0) => (Rule::LateFeeTooMuch, more),
        more if more < was.min(0) => (Rule::LateFeeTooLittle, -more - let_off),
        _ => return None,
    };
    let amount = Money::from_minor(minor, row.amount.scale());
    let warning = Warning::new(rule, "date").with("fee", &now.fee).with("invoice", &row.number);
    Some(warning.with("amount", amount).with("currency", row.currency))
}
