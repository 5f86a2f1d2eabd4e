//! Where the money of a promise stands, by the dates of the payments on its invoice: what was allocated, and what is
//! claimed of the money that waits on the account. May use: the rest of the ledger, domain.
//!
//! Money is used once. The promises on an invoice use its payments in the order of their last days, each promise first what
//! was allocated first: what is allocated later changes nothing that kept one. What an earlier
//! promise of another entry used counts for a later one as if it had been paid before that was made. The instalments of one
//! promise, which are recorded in one entry, share their money: it goes to the earliest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::{Day, Money};

use super::cases::steps;
use super::claimed::InvoiceClaims;
use super::item::{self, When};
use super::tables::{
    ITEMS, ItemId, ItemKind, ItemRow, MoveRow, PROMISES, PROMISES_ON, PromiseMoney, PromiseRow,
};
use super::waiting::WaitingMoney;
use crate::store::rows::{LedgerError, Rows};

/// The promises on an invoice, and what changed it: all that weighing them needs.
pub(super) struct Weighing<'a> {
    rows: &'a dyn Rows,
    invoice: ItemId,
    row: ItemRow,
    paid: PaidOn,
    /// In the order of their last days, then of recording.
    promises: Vec<(ItemId, PromiseRow)>,
}

/// What changed an invoice, and which of it is payments.
pub(super) struct PaidOn {
    moves: Vec<(u64, MoveRow)>,
    /// The days of the payments among the other sides of the moves.
    payments: BTreeMap<ItemId, Day>,
}

/// What the promises of each entry used of each payment.
type UsedMoney = BTreeMap<u64, Vec<(ItemId, i64)>>;

/// A promise that was weighed.
struct WeighedPromise {
    money: PromiseMoney,
    /// What it used of each payment, with the earlier instalments of the same promise.
    used: Vec<(ItemId, i64)>,
}

/// What was paid on the invoice since a promise was made.
struct CameSince {
    /// What came in time: the entry that first put it on the invoice, the payment and the amount, in that order.
    in_time: Vec<(u64, ItemId, i64)>,
    /// What was allocated by the last day.
    by_last: i64,
    /// Whether a payment has less on the invoice than before the promise.
    is_any_returned: bool,
}

impl<'a> Weighing<'a> {
    /// Reads an invoice.
    pub(super) fn read(rows: &'a dyn Rows, invoice: ItemId) -> Result<Weighing<'a>, LedgerError> {
        let row = ITEMS.need(rows, &invoice)?;
        let paid = PaidOn::read(rows, invoice)?;
        let mut promises = promises_on(rows, invoice)?;
        promises.sort_by_key(|(id, promise)| (promise.last(), *id));
        Ok(Weighing { rows, invoice, row, paid, promises })
    }

    /// What changed the invoice.
    pub(super) fn into_paid(self) -> PaidOn {
        self.paid
    }

    /// The promises, in the order of their last days.
    pub(super) fn promises(&self) -> &[(ItemId, PromiseRow)] {
        &self.promises
    }

    /// Whether no promise of another entry comes before one.
    pub(super) fn is_first(&self, id: ItemId) -> bool {
        let mut before = self.promises.iter().take_while(|(other, _)| *other != id);
        before.all(|(other, _)| other.seq == id.seq)
    }

    /// The last day on which anything changed the invoice.
    pub(super) fn latest(&self) -> Option<Day> {
        self.paid.moves.iter().map(|(_, m)| m.date).max()
    }

    /// What is left of the invoice at a moment.
    pub(super) fn left(&self, when: When) -> Result<Money, LedgerError> {
        item::left_after(&self.paid.moves, self.invoice, &self.row, when)
    }

    /// Where the money of a promise stands at a moment: by its last day, once that is over.
    pub(super) fn money_of(
        &self,
        id: ItemId,
        when: When,
        claims: InvoiceClaims,
    ) -> Result<PromiseMoney, LedgerError> {
        let mut used = UsedMoney::new();
        for (other, promise) in &self.promises {
            let is_it = *other == id;
            if !is_it && !when.counts(promise.date, other.seq) {
                continue;
            }
            let weighed = self.weigh((*other, promise), when, (&used, claims))?;
            if is_it {
                return Ok(weighed.money);
            }
            if !weighed.money.is_withdrawn {
                let sum = |used: &[(ItemId, i64)]| used.iter().map(|(_, minor)| minor).sum::<i64>();
                let known = used.entry(other.seq).or_default();
                if sum(known) <= sum(&weighed.used) {
                    *known = weighed.used;
                }
            }
        }
        Err(LedgerError::Contradiction(format!("no promise {} on its invoice", id.seq)))
    }

    fn weigh(
        &self,
        (id, promise): (ItemId, &PromiseRow),
        when: When,
        (used, claims): (&UsedMoney, InvoiceClaims),
    ) -> Result<WeighedPromise, LedgerError> {
        let money = |minor: i64| Money::from_minor(minor.max(0), promise.amount.scale());
        let last = promise.last();
        let by_then = When { as_of: when.as_of.min(last), ..when };
        let CameSince { in_time: mut came, by_last, is_any_returned } =
            self.paid.came_since(id.seq, last, when);
        let gone = self.use_up(&mut came, id.seq, (used, claims), (last, when));
        let open = self.left(by_then)?.minor();
        // Payments go to the earlier instalments first.
        let earlier = self.instalments_before(id, when)?;
        let needed_in_all = (earlier + promise.amount.minor()).min(open + by_last - gone);
        let needed = needed_in_all - earlier;
        let in_time: i64 = came.iter().map(|(.., minor)| minor).sum();
        let is_since = |(_, payment, _): &&(u64, ItemId, i64)| payment.seq > id.seq;
        let since: i64 = came.iter().filter(is_since).map(|(.., minor)| minor).sum();
        let for_it = (in_time - earlier).max(0);
        let weighed = PromiseMoney {
            is_withdrawn: needed <= 0 || is_withdrawn(self.rows, id, when)?,
            paid: money(for_it).least(promise.amount),
            missing: money(needed - for_it),
            missing_in_all: money(needed_in_all - in_time),
            paid_since: money(since - earlier).least(promise.amount),
            before_since: money(earlier - since),
            is_any_returned,
        };
        let returned = self.paid.returned_since((self.invoice, id.seq), when);
        let waits = claims.counting_for(id.seq, (0, last), &returned);
        let is_all = when.as_of <= last || in_time + waits >= needed_in_all;
        let mut left = needed_in_all;
        let mut own = Vec::new();
        for (_, payment, minor) in came.iter().filter(|it| is_all || is_since(it)) {
            let part = (*minor).min(left).max(0);
            left -= part;
            own.push((*payment, part));
        }
        Ok(WeighedPromise { money: weighed, used: own })
    }

    /// Takes off what came since a promise what earlier promises of other entries used. Returns how much of the
    /// invoice is paid by that, and by what they claimed, beside what was paid before the promise.
    fn use_up(
        &self,
        came: &mut [(u64, ItemId, i64)],
        entry: u64,
        (used, claims): (&UsedMoney, InvoiceClaims),
        (last, when): (Day, When),
    ) -> i64 {
        let (mut gone, paid) = (0, &self.paid);
        for (other, payments) in used.iter().filter(|(other, _)| **other != entry) {
            gone += claims.by_promise(*other, last);
            for (payment, minor) in payments {
                // It used first what was allocated before this one was made.
                let before = match *other < entry {
                    true => paid.net(*payment, *other, when) - paid.net(*payment, entry, when),
                    false => 0,
                };
                let mut more = (minor - before.max(0)).max(0);
                for (_, _, left) in came.iter_mut().filter(|(_, it, _)| it == payment) {
                    let part = more.min(*left);
                    (more, *left, gone) = (more - part, *left - part, gone + part);
                }
            }
        }
        gone
    }

    /// The total of the earlier instalments of the same promise, without those that were withdrawn.
    fn instalments_before(&self, id: ItemId, when: When) -> Result<i64, LedgerError> {
        let mut sum = 0;
        for (other, row) in &self.promises {
            if other.seq == id.seq
                && other.place < id.place
                && !is_withdrawn(self.rows, *other, when)?
            {
                sum += row.amount.minor();
            }
        }
        Ok(sum)
    }
}

impl PaidOn {
    /// Reads what changed an invoice.
    pub(super) fn read(rows: &dyn Rows, invoice: ItemId) -> Result<PaidOn, LedgerError> {
        let moves = item::moves(rows, invoice)?;
        let mut payments = BTreeMap::new();
        for other in moves.iter().filter_map(|(_, m)| m.other) {
            let other_row = ITEMS.need(rows, &other)?;
            if other_row.kind == ItemKind::Payment {
                payments.insert(other, other_row.date);
            }
        }
        Ok(PaidOn { moves, payments })
    }

    /// The payments on the invoice since the promise of an entry, in minor units: what came in time, whenever it
    /// was allocated.
    fn came_since(&self, entry: u64, last: Day, when: When) -> CameSince {
        let by_then = When { as_of: when.as_of.min(last), ..when };
        let (mut in_time, mut by_last, mut is_any_returned) = (Vec::new(), 0, false);
        for (payment, day) in &self.payments {
            let now = self.net(*payment, entry, when);
            by_last += self.net(*payment, entry, by_then).max(0);
            is_any_returned |= now < 0;
            if *day <= last && now > 0 {
                in_time.push((self.first_after(entry, *payment), *payment, now));
            }
        }
        in_time.sort_unstable();
        CameSince { in_time, by_last, is_any_returned }
    }

    /// The first entry after one that put a payment on the invoice.
    fn first_after(&self, entry: u64, payment: ItemId) -> u64 {
        let mut of_it = self.moves.iter().filter(|(_, m)| m.other == Some(payment));
        of_it.find(|(seq, m)| *seq > entry && m.amount.is_positive()).map_or(entry, |(seq, _)| *seq)
    }

    /// What a payment has on the invoice at a moment of what was allocated or taken off after an entry.
    fn net(&self, payment: ItemId, entry: u64, when: When) -> i64 {
        let counted = self.moves.iter().filter(|(seq, m)| {
            m.other == Some(payment) && *seq > entry && when.counts(m.date, *seq)
        });
        counted.map(|(_, m)| m.amount.minor()).sum()
    }

    /// How much of each payment was taken off the invoice since a promise was made, named by its entry. Paying that back
    /// doesn't keep the promise.
    pub(super) fn returned_since(
        &self,
        (invoice, entry): (ItemId, u64),
        when: When,
    ) -> Vec<(ItemId, ItemId, i64)> {
        let less = |payment: &ItemId| (invoice, *payment, -self.net(*payment, entry, when));
        self.payments.keys().map(less).filter(|(.., minor)| *minor > 0).collect()
    }

    /// What was allocated to the invoice at a moment from payments that came after a day: the latest first.
    pub(super) fn paid_late(&self, last: Day, when: When) -> Vec<WaitingMoney> {
        let mut late = Vec::new();
        for (id, day) in self.payments.iter().filter(|(_, day)| **day > last) {
            let left = self.net(*id, 0, when);
            if left > 0 {
                late.push(WaitingMoney { day: *day, id: *id, left });
            }
        }
        late.sort_unstable_by_key(|money| Reverse((money.day, money.id)));
        late
    }
}

fn is_withdrawn(rows: &dyn Rows, id: ItemId, when: When) -> Result<bool, LedgerError> {
    Ok(steps(rows, id)?.iter().any(|((seq, _), row)| when.counts(row.date, *seq)))
}

/// The promises on an invoice, in the order of recording.
pub fn promises_on(
    rows: &dyn Rows,
    invoice: ItemId,
) -> Result<Vec<(ItemId, PromiseRow)>, LedgerError> {
    let found = PROMISES_ON.scan(rows, &invoice).map(|found| {
        let ((_, id), ()) = found?;
        Ok((id, PROMISES.need(rows, &id)?))
    });
    found.collect()
}
