//! Where the money of a promise stands, by the dates of the payments on its invoice: what was allocated, and what is
//! claimed of the money that waits on the account. May use: the rest of the ledger, domain.
//!
//! Money is used once. The promises on an invoice use its payments in the order of their last days, each promise first what
//! was allocated first: what is allocated later changes nothing that kept one. What an earlier
//! promise of another entry used counts for a later one as if it had been paid before that was made. The instalments of one
//! promise, which are recorded in one entry, share their money: it goes to the earliest first. Promises that were withdrawn
//! use what the others left. What came after the last day of a promise that was not kept is not missing of it any more,
//! though it stays broken: what is in time for another promise is for that one, and the rest for those that were due first.

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

/// A promise at a moment.
#[derive(Clone, Copy)]
struct StandingPromise<'a> {
    id: ItemId,
    row: &'a PromiseRow,
    /// The entry in which it was withdrawn, if it was.
    ended: Option<u64>,
}

impl StandingPromise<'_> {
    /// In which order the instalments of one promise share their money: those that stood for longest come first.
    fn order(&self) -> (Reverse<u64>, u16) {
        (Reverse(self.ended.unwrap_or(u64::MAX)), self.id.place)
    }
}

/// By which day money counts for a promise.
#[derive(Clone, Copy)]
enum CountedBy {
    /// By its own last day.
    Its,
    /// By the moment, as if it had been promised for then.
    Now,
}

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

    /// Whether no promise of another entry comes before one at a moment.
    pub(super) fn is_first(&self, id: ItemId, when: When) -> Result<bool, LedgerError> {
        let all = self.standing(id, when)?;
        let mut before = all.iter().take_while(|it| it.id != id);
        Ok(before.all(|it| it.id.seq == id.seq))
    }

    /// The promises that count at a moment, and a given one, in the order in which they use money: those that were
    /// withdrawn come last.
    fn standing(&self, id: ItemId, when: When) -> Result<Vec<StandingPromise<'_>>, LedgerError> {
        let mut all = Vec::with_capacity(self.promises.len());
        for (other, row) in &self.promises {
            if other.seq == id.seq || when.counts(row.date, other.seq) {
                let ended = withdrawn_in(self.rows, *other, when)?;
                all.push(StandingPromise { id: *other, row, ended });
            }
        }
        all.sort_by_key(|it| it.ended.is_some());
        Ok(all)
    }

    /// The last day on which anything changed the invoice.
    pub(super) fn latest(&self) -> Option<Day> {
        self.paid.moves.iter().map(|(_, m)| m.date).max()
    }

    /// The day after the last one of the promises that use money from before them only while they are open: until then, what
    /// is left for the others is not what it will be.
    pub(super) fn last_open(&self, when: When) -> Option<Day> {
        let entry = self.promises.first()?.0.seq;
        if self.promises.iter().all(|(id, _)| id.seq == entry) {
            return None;
        }
        let over = self.promises.iter().filter_map(|(id, promise)| {
            let came = self.paid.came_since(id.seq, promise.last(), when).in_time;
            let is_any_before = came.iter().any(|(_, payment, _)| payment.seq <= promise.since);
            is_any_before.then_some(promise.last().plus(1)).flatten()
        });
        over.max()
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
        let all = self.standing(id, when)?;
        let (mut used, mut found) = (UsedMoney::new(), None);
        for it in &all {
            if found.is_some() && it.ended.is_some() {
                break;
            }
            let weighed = self.weigh((it, CountedBy::Its), &all, when, (&used, claims))?;
            if it.id == id {
                let money = weighed.money;
                let is_over = money.is_withdrawn || money.missing.is_zero();
                if is_over || when.as_of <= it.row.last() {
                    return Ok(money);
                }
                found = Some(money);
            }
            add_used(&mut used, it.id.seq, weighed.used);
        }
        let none = || LedgerError::Contradiction(format!("no promise {} on its invoice", id.seq));
        let mut money = found.ok_or_else(none)?;
        // What is in time for another promise is for that one; what else came is for those that were due first.
        for it in all.iter().filter(|it| it.ended.is_none()) {
            let weighed = self.weigh((it, CountedBy::Now), &all, when, (&used, claims))?;
            if it.id == id {
                let PromiseMoney { is_withdrawn, missing, missing_in_all, paid, .. } =
                    weighed.money;
                let PromiseMoney { paid_since, before_since, .. } = weighed.money;
                if !missing_in_all.is_zero() && !is_withdrawn {
                    let more = paid.minus(paid_since).unwrap_or(missing.zero());
                    money.missing_now = missing.plus(more).unwrap_or(missing);
                    money.before_now = before_since;
                }
                break;
            }
            add_used(&mut used, it.id.seq, weighed.used);
        }
        Ok(money)
    }

    fn weigh(
        &self,
        (it, by): (&StandingPromise, CountedBy),
        all: &[StandingPromise],
        when: When,
        (used, claims): (&UsedMoney, InvoiceClaims),
    ) -> Result<WeighedPromise, LedgerError> {
        let (id, promise) = (it.id, it.row);
        let money = |minor: i64| Money::from_minor(minor.max(0), promise.amount.scale());
        let (last, is_open) = match by {
            CountedBy::Its => (promise.last(), when.as_of <= promise.last()),
            CountedBy::Now => (when.as_of, false),
        };
        let by_then = When { as_of: when.as_of.min(last), ..when };
        let CameSince { in_time: mut came, by_last, is_any_returned } =
            self.paid.came_since(id.seq, last, when);
        let gone = self.use_up(&mut came, id.seq, (used, claims), (last, when));
        let open = self.left(by_then)?.minor();
        // Payments go to the earlier instalments first.
        let earlier = self.instalments_before(it, all)?;
        let needed_in_all = (earlier + promise.amount.minor()).min(open + by_last - gone);
        let needed = needed_in_all - earlier;
        let in_time: i64 = came.iter().map(|(.., minor)| minor).sum();
        let is_since = |(_, payment, _): &&(u64, ItemId, i64)| payment.seq > promise.since;
        let since: i64 = came.iter().filter(is_since).map(|(.., minor)| minor).sum();
        let for_it = (in_time - earlier).max(0);
        let weighed = PromiseMoney {
            is_withdrawn: needed <= 0 || it.ended.is_some(),
            paid: money(for_it).least(promise.amount),
            missing: money(needed - for_it),
            missing_in_all: money(needed_in_all - in_time),
            paid_since: money(since - earlier).least(promise.amount),
            before_since: money(earlier - since),
            missing_now: money(0),
            before_now: money(0),
            is_any_returned,
        };
        let returned = self.paid.returned_since((self.invoice, id.seq), when);
        let waits = claims.counting_for(id.seq, (0, last), &returned);
        let is_all = is_open || in_time + waits >= needed_in_all;
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

    /// The total of the instalments of the same promise that come before one; and of the promise that it makes again, what
    /// was missing then of those that are not made again.
    fn instalments_before(
        &self,
        it: &StandingPromise,
        all: &[StandingPromise],
    ) -> Result<i64, LedgerError> {
        let of_it = |entry: u64| all.iter().filter(move |other| other.id.seq == entry);
        let before = of_it(it.id.seq).filter(|other| other.order() < it.order());
        let mut sum: i64 = before.map(|other| other.row.amount.minor()).sum();
        let again = |id: ItemId| all.iter().any(|other| other.row.again == Some(id));
        let Some(first) = all.iter().find(|other| it.row.again == Some(other.id)) else {
            return Ok(sum);
        };
        for other in of_it(first.id.seq).filter(|other| other.id.place < first.id.place) {
            if other.ended == first.ended && !again(other.id) {
                let then = When { as_of: it.row.date, known_at: it.id.seq - 1 };
                let claims = InvoiceClaims::of(&[], self.invoice);
                sum += self.money_of(other.id, then, claims)?.missing.minor();
            }
        }
        Ok(sum)
    }
}

/// Records what the promises of an entry used, unless more is recorded already.
fn add_used(used: &mut UsedMoney, entry: u64, more: Vec<(ItemId, i64)>) {
    let sum = |used: &[(ItemId, i64)]| used.iter().map(|(_, minor)| minor).sum::<i64>();
    let known = used.entry(entry).or_default();
    if sum(known) <= sum(&more) {
        *known = more;
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

/// The entry in which a promise was withdrawn, if it was.
fn withdrawn_in(rows: &dyn Rows, id: ItemId, when: When) -> Result<Option<u64>, LedgerError> {
    let steps = steps(rows, id)?;
    let counted = steps.iter().filter(|((seq, _), row)| when.counts(row.date, *seq));
    Ok(counted.map(|((seq, _), _)| *seq).min())
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
