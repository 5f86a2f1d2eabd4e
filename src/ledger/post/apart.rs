//! Updates the rows that depend on a whole item after an entry has changed it: how much of the item may
//! not be chased, the state of its promises, and how it was paid. Reads that item alone, however large
//! its account is.

use crate::domain::{Day, Money};
use crate::ledger::claimed::InvoiceClaims;
use crate::ledger::item::{self, When};
use crate::ledger::promise_money::Weighing;
use crate::ledger::tables::{
    APART, AWAITED, ApartRow, CaseKind, DISPUTES, DISPUTES_BY, DISPUTES_ON, DueDispute, ITEMS,
    ItemId, ItemKind, ItemRow, OPEN, OpenRow, PAID, PLANS, PLANS_BY, PLANS_ON, PROMISES,
    PROMISES_BY, PROMISES_OF, PROMISES_ON, PromiseRow, PromisedRow,
};
use crate::ledger::{cases, habit, plan_money};
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

use super::{Posting, Touched};

impl Posting<'_> {
    /// Notes that a dispute or a promise changed: the rows of its invoice are updated after the entry is
    /// posted.
    pub(super) fn touch_case(&mut self, kind: CaseKind, id: ItemId) -> Result<(), LedgerError> {
        let item = match kind {
            CaseKind::Dispute => DISPUTES.need(self.rows, &id)?.invoice,
            CaseKind::Promise => PROMISES.need(self.rows, &id)?.invoice,
            // The state of a plan is computed when a query asks for it; a cancelled one has none.
            CaseKind::Plan => {
                let covers = PLANS.need(self.rows, &id)?.covers;
                self.touched.items.extend(covers.into_iter().map(|(invoice, _)| invoice));
                return Ok(());
            }
            CaseKind::Call | CaseKind::Callback | CaseKind::Delivery => {
                return Ok(());
            }
        };
        self.touched.items.insert(item);
        Ok(())
    }

    /// Marks an item of which a part may not be chased.
    pub(super) fn set_apart(&mut self, id: ItemId, item: &ItemRow) -> Result<(), LedgerError> {
        self.touched.items.insert(id);
        let key = item::open_key(id, item);
        match OPEN.get(self.rows, &key)?.filter(|open| !open.is_apart) {
            Some(open) => OPEN.put(&mut self.batch, &key, &OpenRow { is_apart: true, ..open }),
            None => Ok(()),
        }
    }

    /// Whether a part of a reopened item may not be chased: it has disputes, promises, a plan or
    /// withheld tax.
    pub(super) fn is_apart(&self, id: ItemId, item: &ItemRow) -> Result<bool, LedgerError> {
        Ok(match item.kind {
            ItemKind::Invoice => {
                DISPUTES_ON.scan(self.rows, &id).next().transpose()?.is_some()
                    || PROMISES_ON.scan(self.rows, &id).next().transpose()?.is_some()
                    || is_in_plan_or_withheld(self.rows, id)?
            }
            kind => OpenRow::is_never_whole(kind),
        })
    }
}

fn is_in_plan_or_withheld(rows: &dyn Rows, id: ItemId) -> Result<bool, LedgerError> {
    Ok(PLANS_ON.scan(rows, &id).next().transpose()?.is_some()
        || AWAITED.scan(rows, &id).next().transpose()?.is_some())
}

impl Touched {
    /// Updates the rows of the items that entry `seq` touched.
    pub(super) fn file_items(&self, ledger: &mut Overlay, seq: u64) -> Result<(), LedgerError> {
        for id in &self.items {
            let mut batch = Batch::default();
            let item = ITEMS.need(ledger, id)?;
            let open = OPEN.get(ledger, &item::open_key(*id, &item))?;
            let promised = file_promises(ledger, &mut batch, (*id, &item, open.as_ref()), seq)?;
            file_disputes(ledger, &mut batch, (*id, &item))?;
            file_plans(ledger, &mut batch, *id)?;
            file_apart(ledger, &mut batch, (*id, &item, open.as_ref()), (seq, promised))?;
            ledger.apply(batch);
        }
        for id in &self.settled {
            let mut batch = Batch::default();
            let item = ITEMS.need(ledger, id)?;
            let key = (item.account, id.backwards());
            match habit::paid_in_full(ledger, *id, &item, When::ALL)? {
                Some(paid) => PAID.put(&mut batch, &key, &paid)?,
                None if PAID.get(ledger, &key)?.is_some() => PAID.remove(&mut batch, &key),
                None => {}
            }
            ledger.apply(batch);
        }
        Ok(())
    }
}

/// Updates the rows of the promises on an invoice; returns the promises that may be open.
fn file_promises(
    rows: &dyn Rows,
    batch: &mut Batch,
    (invoice, item, open): (ItemId, &ItemRow, Option<&OpenRow>),
    seq: u64,
) -> Result<Vec<PromisedRow>, LedgerError> {
    let left = open.map_or(item.amount.zero(), |open| open.left);
    let mut may_be_open = Vec::new();
    if PROMISES_ON.scan(rows, &invoice).next().transpose()?.is_none() {
        return Ok(may_be_open);
    }
    let read = Weighing::read(rows, invoice)?;
    let mut own = Vec::with_capacity(read.promises().len());
    for (id, promise) in read.promises() {
        own.push(until(rows, *id, promise)?);
    }
    // Each depends on the others, and on what changed the invoice.
    let until_in_all = own.iter().map(|(until, _)| *until).max().max(read.latest());
    let until_in_all = until_in_all.max(read.last_open(When::ALL));
    for ((id, promise), (own_until, is_out_of_force)) in read.promises().iter().zip(own) {
        let (id, is_first) = (*id, read.is_first(*id, When::ALL)?);
        let until = until_in_all.map_or(own_until, |until| until.max(own_until));
        let row = PromisedRow {
            id,
            invoice,
            date: promise.date,
            account: promise.account,
            debtor: item.account,
            last: promise.last(),
            since: promise.since,
            until,
            seq,
            left,
            is_first,
            money: read.money_of(id, When::ALL, InvoiceClaims::of(&[], invoice))?,
        };
        PROMISES_OF.put(batch, &(promise.account, id.backwards()), &row)?;
        let key = (promise.by, id);
        if is_out_of_force || left.is_zero() {
            PROMISES_BY.remove(batch, &key);
        } else {
            PROMISES_BY.put(batch, &key, &row)?;
        }
        // A promise that is withdrawn as of a later day is in force until then.
        if own_until > promise.date || row.money.missing.is_positive() {
            may_be_open.push(row);
        }
    }
    Ok(may_be_open)
}

/// Files the payment plans on an invoice by the first day on which an instalment is not paid.
fn file_plans(rows: &dyn Rows, batch: &mut Batch, invoice: ItemId) -> Result<(), LedgerError> {
    for found in PLANS_ON.scan(rows, &invoice) {
        let ((_, id), ()) = found?;
        let plan = PLANS.need(rows, &id)?;
        let unpaid = match cases::steps(rows, id)?.is_empty() {
            true => plan_money::first_unpaid(rows, id, &plan)?,
            false => None,
        };
        for (due, _) in &plan.instalments {
            let key = (*due, id);
            let is_filed = PLANS_BY.get(rows, &key)?.is_some();
            match Some(*due) == unpaid {
                true if !is_filed => PLANS_BY.put(batch, &key, &())?,
                false if is_filed => PLANS_BY.remove(batch, &key),
                _ => {}
            }
        }
    }
    Ok(())
}

/// The last day on which a promise or its withdrawal takes effect, and whether it was withdrawn.
fn until(rows: &dyn Rows, id: ItemId, promise: &PromiseRow) -> Result<(Day, bool), LedgerError> {
    let own = cases::steps(rows, id)?;
    let mut until = promise.date;
    // A withdrawal of an earlier instalment of the same promise counts, too.
    for place in 0..id.place {
        for (_, step) in cases::steps(rows, ItemId { place, ..id })? {
            until = until.max(step.date);
        }
    }
    until = own.iter().map(|(_, step)| step.date).fold(until, Day::max);
    Ok((until, !own.is_empty()))
}

/// Updates what remains of the live disputes on an invoice.
fn file_disputes(
    rows: &dyn Rows,
    batch: &mut Batch,
    (invoice, item): (ItemId, &ItemRow),
) -> Result<(), LedgerError> {
    for standing in cases::disputes_on(rows, invoice, item, When::ALL)? {
        let key = (standing.due, standing.id);
        if DISPUTES_BY.get(rows, &key)?.is_some() {
            let remaining = Money::from_minor(standing.remaining(), item.amount.scale());
            let row = DueDispute { account: standing.row.account, remaining };
            DISPUTES_BY.put(batch, &key, &row)?;
        }
    }
    Ok(())
}

/// Updates or removes the row that says how much of an item may not be chased.
fn file_apart(
    rows: &dyn Rows,
    batch: &mut Batch,
    (id, item, open): (ItemId, &ItemRow, Option<&OpenRow>),
    (seq, promises): (u64, Vec<PromisedRow>),
) -> Result<(), LedgerError> {
    let key = (item.account, item.due, id);
    let Some(open) = open.filter(|open| open.is_apart) else {
        APART.remove(batch, &key);
        return Ok(());
    };
    let (disputed, disputes_until) = match open.is_disputed {
        true => (cases::disputed(rows, id, item, When::ALL)?, cases::disputes_until(rows, id)?),
        false => (item.amount.zero(), None),
    };
    let is_more = item.kind != ItemKind::Invoice || is_in_plan_or_withheld(rows, id)?;
    let left = open.left;
    let row = ApartRow { left, disputed, disputes_until, promises, seq, is_more };
    APART.put(batch, &key, &row)
}
