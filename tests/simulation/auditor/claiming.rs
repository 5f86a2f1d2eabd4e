//! Money on account, handed out once: to promises and instalments whose day is past, the oldest first.

use std::collections::BTreeMap;

use daybook::domain::Day;

use super::cases::What;
use super::plans::{Plan, PlanMoney};
use super::promises::{Came, Promise};
use super::{Auditor, Kind};

/// What of a payment on account is taken for an invoice.
struct Handed {
    invoice: String,
    day: Day,
    seq: u64,
    amount: i128,
    /// The entry of the promise that it is for, or that stands on what a plan took; none, no promise does.
    promise: Option<u64>,
}

/// The money on account as it is handed out.
pub(super) struct Handing {
    /// Day, entry and what is left of each payment.
    money: Vec<(Day, u64, i128)>,
    handed: Vec<Handed>,
    /// By invoice: how much money that came later was pushed out by money in time.
    pushed_out: BTreeMap<String, i128>,
}

/// What can be taken for an invoice.
struct Room {
    invoice: String,
    /// What is owed of it that nobody took money for.
    owed: i128,
    /// What the taker can use of that.
    usable: i128,
    /// What was taken off the invoice, by the entry of the payment: the first units of that payment only put it back.
    returned: Vec<(u64, i128)>,
}

/// What is taken for an invoice of a payment: its day, entry, what is put back, and what the taker uses.
type Taking = (String, Day, u64, i128, i128);

/// Who asks for money: the last day, the entry and the place in it, and what.
type Asking = (Day, u64, usize, Asks);

#[derive(Clone, Copy)]
enum Asks {
    Promise(usize),
    Instalment(usize),
}

impl Auditor {
    /// Who is handed what of an account's money, as of a day.
    pub(super) fn handing(&self, customer: &str, as_of: Day) -> Handing {
        let root = self.root_on(customer, as_of);
        let is_ours = |customer: &str| self.root_on(customer, as_of) == root;
        let payments = self.documents.values().filter(|one| one.kind == Kind::Payment);
        let mut money: Vec<(Day, u64, i128)> = payments
            .filter(|one| one.date <= as_of && is_ours(&one.customer))
            .map(|one| (one.date, one.seq, one.left(as_of, u64::MAX)))
            .filter(|(.., left)| *left > 0)
            .collect();
        money.sort_by_key(|(day, seq, _)| (*day, *seq));
        let mut handing = Handing { money, handed: vec![], pushed_out: BTreeMap::new() };
        let Some(first) = handing.money.first().map(|(day, ..)| *day) else { return handing };
        let mut asking: Vec<Asking> = vec![];
        for (place, one) in self.promises.iter().enumerate() {
            if one.last < as_of && one.last >= first && one.date <= as_of && is_ours(&one.customer)
            {
                asking.push((one.last, one.seq, 0, Asks::Promise(place)));
            }
        }
        for (place, one) in self.plans.iter().enumerate() {
            let cancelled = one.cancelled.is_some_and(|day| day <= as_of);
            if one.date <= as_of && !cancelled && is_ours(&one.customer) {
                let past = one.instalments.iter().enumerate().filter(|(_, (due, _))| *due < as_of);
                asking
                    .extend(past.map(|(n, (due, _))| (*due, one.seq, n, Asks::Instalment(place))));
            }
        }
        asking.sort_by_key(|(last, seq, n, _)| (*last, *seq, *n));
        for (last, _, n, asks) in asking {
            match asks {
                Asks::Promise(place) => self.hand_promise(&mut handing, place, as_of),
                Asks::Instalment(place) => {
                    self.hand_instalment(&mut handing, (place, n), (last, as_of));
                }
            }
        }
        handing
    }

    fn hand_promise(&self, handing: &mut Handing, place: usize, as_of: Day) {
        let promise = &self.promises[place];
        let Came { in_time, needed, returned, .. } = self.came_in(promise, as_of, handing);
        let withdrawn = promise.withdrawn.is_some_and(|day| day <= as_of);
        if withdrawn || needed <= 0 || in_time >= needed {
            return;
        }
        let (invoice, last) = (&promise.invoice, promise.last);
        let want = needed - in_time - handing.for_promise((promise, promise.last), 0, &returned);
        let owed = self.documents[invoice].left(as_of, u64::MAX);
        let paid_later = self.paid_after(invoice, last, as_of);
        let later: i128 = paid_later.iter().map(|(.., amount)| amount).sum();
        let room = || {
            let left = owed + later - handing.on(invoice, 0, Day::LAST);
            let returned = returned.clone();
            vec![Room { invoice: invoice.clone(), owed: left, usable: left, returned }]
        };
        let mut since = 0;
        let mut takings = handing.takings((since, last), room(), want, false);
        if takings.iter().map(|(.., used)| used).sum::<i128>() < want {
            since = promise.since;
            takings = handing.takings((since, last), room(), want, false);
        }
        handing.hand(takings, Some(promise.seq));
        handing.stand_on_others(promise, since, (needed - in_time, returned));
        handing.push_out(invoice, owed, &paid_later);
    }

    /// What an invoice has from payments that came after a day, as they stand on a day, the oldest first: unit by
    /// unit in the order in which it would be given up, from the end.
    fn paid_after(&self, invoice: &str, last: Day, as_of: Day) -> Vec<(Day, u64, i128)> {
        let mut of_payment: BTreeMap<(Day, u64), i128> = BTreeMap::new();
        for told in self.documents[invoice].story.iter().filter(|told| told.day <= as_of) {
            let (place, amount) = match told.what {
                What::Took(place, amount) => (place, amount),
                What::Gave(place, amount) => (place, -amount),
                _ => continue,
            };
            let from = &self.documents[&self.allocations[place].from];
            if from.kind == Kind::Payment && from.date > last {
                *of_payment.entry((from.date, from.seq)).or_default() += amount;
            }
        }
        let all = of_payment.into_iter().filter(|(_, amount)| *amount > 0);
        all.map(|((day, seq), amount)| (day, seq, amount)).collect()
    }

    fn hand_instalment(
        &self,
        handing: &mut Handing,
        (place, n): (usize, usize),
        (due, as_of): (Day, Day),
    ) {
        let plan = &self.plans[place];
        let came = self.plan_money(plan, as_of);
        let paid: i128 = came.paid.iter().map(|(_, amount)| amount).sum();
        let in_time: i128 =
            came.paid.iter().filter(|(day, _)| *day <= due).map(|(_, amount)| amount).sum();
        let planned: i128 = plan.instalments[..=n].iter().map(|(_, amount)| amount).sum();
        let need = planned.min(paid + came.open.iter().sum::<i128>());
        // In time first, then what came later and makes up for it.
        for (last, there) in [(due, in_time), (as_of, paid)] {
            let by = if last == due { due } else { Day::LAST };
            let want = need - there - handing.on_plan(plan, &came, by);
            let rooms = plan.covers.iter().enumerate().map(|(place, (invoice, _))| {
                let returned = came.returned[place].clone();
                let used = handing.beyond(invoice, (0, Day::LAST), &returned, |_| true);
                let owed = came.owed[place] - handing.on(invoice, 0, Day::LAST);
                let usable = came.open[place] - used;
                Room { invoice: invoice.clone(), owed, usable, returned }
            });
            let takings = handing.takings((0, last), rooms.collect(), want, true);
            handing.hand(takings, None);
        }
    }
}

impl Handing {
    /// What is taken for an invoice, of money of an entry after one that came by a day.
    pub(super) fn on(&self, invoice: &str, since: u64, last: Day) -> i128 {
        let ours = self.handed.iter().filter(|it| it.invoice == invoice);
        ours.filter(|it| it.seq > since && it.day <= last).map(|it| it.amount).sum()
    }

    /// What is taken for a promise by a day: for itself, and of what else is on its invoice and no other promise's, what does more
    /// than put back what was returned.
    pub(super) fn for_promise(
        &self,
        (promise, last): (&Promise, Day),
        since: u64,
        returned: &[(u64, i128)],
    ) -> i128 {
        let invoice = &promise.invoice;
        let own = self.beyond(invoice, (since, last), &[], |by| by == Some(promise.seq));
        own + self.beyond(invoice, (since, last), returned, |by| by.is_none())
    }

    /// What is taken for an invoice by some, payment by payment, beyond what puts back what was returned.
    fn beyond(
        &self,
        invoice: &str,
        (since, last): (u64, Day),
        returned: &[(u64, i128)],
        by: impl Fn(Option<u64>) -> bool,
    ) -> i128 {
        let mut of_payment: BTreeMap<u64, i128> = BTreeMap::new();
        for it in self.handed.iter().filter(|it| it.invoice == invoice && by(it.promise)) {
            if it.seq > since && it.day <= last {
                *of_payment.entry(it.seq).or_default() += it.amount;
            }
        }
        of_payment.iter().map(|(seq, amount)| (amount - of_entry(returned, *seq)).max(0)).sum()
    }

    /// What the promise of an entry takes for an invoice.
    pub(super) fn by(&self, promise: u64, invoice: &str, last: Day) -> i128 {
        let ours = self.handed.iter().filter(|it| it.promise == Some(promise));
        ours.filter(|it| it.invoice == invoice && it.day <= last).map(|it| it.amount).sum()
    }

    /// What is taken for the invoices of a plan, no more than is open of each.
    pub(super) fn on_plan(&self, plan: &Plan, came: &PlanMoney, last: Day) -> i128 {
        let on = |(place, (invoice, _)): (usize, &(String, i128))| {
            let used = self.beyond(invoice, (0, last), &came.returned[place], |_| true);
            used.min(came.open[place])
        };
        plan.covers.iter().enumerate().map(on).sum()
    }

    /// Money in time that stands where later money was allocated: the later money, the newest first, is free again.
    fn push_out(&mut self, invoice: &str, owed: i128, paid_later: &[(Day, u64, i128)]) {
        let taken = (self.on(invoice, 0, Day::LAST) - owed).max(0);
        let before = self.pushed_out.insert(invoice.to_string(), taken).unwrap_or(0);
        let mut gone = 0;
        for (day, seq, amount) in paid_later.iter().rev() {
            // The part of this payment that lies between what was pushed out before and what is now.
            let (from, to) = (gone.max(before), (gone + amount).min(taken));
            if to > from {
                self.money.push((*day, *seq, to - from));
            }
            gone += amount;
        }
        self.money.sort_by_key(|(day, seq, _)| (*day, *seq));
    }

    /// A promise stands on what others took for its invoice, beyond what puts back what was returned, up to an amount with
    /// what it took itself: no other does.
    fn stand_on_others(
        &mut self,
        promise: &Promise,
        since: u64,
        (up_to, mut returned): (i128, Vec<(u64, i128)>),
    ) {
        let mut missing = up_to - self.by(promise.seq, &promise.invoice, promise.last);
        let taken = std::mem::take(&mut self.handed);
        for it in taken {
            let is_free = it.promise.is_none() && it.invoice == promise.invoice;
            let is_ours = is_free && it.day <= promise.last && it.seq > since;
            let mut amount = if is_ours { it.amount } else { 0 };
            for (_, back) in returned.iter_mut().filter(|(seq, _)| *seq == it.seq) {
                let part = amount.min(*back);
                amount -= part;
                *back -= part;
            }
            let amount = amount.min(missing).max(0);
            missing -= amount;
            let invoice = it.invoice.clone();
            self.handed.push(Handed { amount: it.amount - amount, ..it });
            if amount > 0 {
                let (day, seq, promise) = (it.day, it.seq, Some(promise.seq));
                self.handed.push(Handed { invoice, day, seq, amount, promise });
            }
        }
    }

    /// What can be taken of the money that came by a day, of entries after one: for a plan or a promise.
    fn takings(
        &self,
        (since, last): (u64, Day),
        mut rooms: Vec<Room>,
        mut want: i128,
        is_plan: bool,
    ) -> Vec<Taking> {
        let mut takings = vec![];
        for (day, seq, left) in self.money.iter().filter(|it| it.0 <= last && it.1 > since) {
            let mut left = *left;
            for room in &mut rooms {
                let there = self.handed.iter().filter(|it| it.invoice == room.invoice);
                let there = there.filter(|it| it.seq == *seq && (is_plan || it.promise.is_none()));
                let there: i128 = there.map(|it| it.amount).sum();
                let back = (of_entry(&room.returned, *seq) - there).max(0);
                let used = want.min(room.usable).min(left - back).min(room.owed - back);
                if used > 0 {
                    want -= used;
                    left -= back + used;
                    room.owed -= back + used;
                    room.usable -= used;
                    takings.push((room.invoice.clone(), *day, *seq, back, used));
                }
            }
        }
        takings
    }

    fn hand(&mut self, takings: Vec<Taking>, promise: Option<u64>) {
        for (invoice, day, seq, back, used) in takings {
            let mut from = self.money.iter_mut().filter(|it| it.1 == seq && it.2 >= back + used);
            from.next().unwrap().2 -= back + used;
            self.handed.push(Handed {
                invoice: invoice.clone(),
                day,
                seq,
                amount: back,
                promise: None,
            });
            self.handed.push(Handed { invoice, day, seq, amount: used, promise });
        }
    }
}

fn of_entry(amounts: &[(u64, i128)], seq: u64) -> i128 {
    amounts.iter().filter(|(of, _)| *of == seq).map(|(_, amount)| amount).sum()
}
