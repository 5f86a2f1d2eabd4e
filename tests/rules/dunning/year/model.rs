//! The model of the year: what each customer owes, promised and planned, and which letter that allows.

use std::collections::BTreeMap;

use daybook::domain::Day;

/// Numbers that are the same in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    pub(super) fn one_in(&mut self, many: u64) -> bool {
        self.roll(many) == 0
    }
}

/// A promise on an invoice: cents, the day it was made, and the last day on which money is in time.
#[derive(Debug)]
pub(super) struct Promised {
    pub(super) amount: i64,
    pub(super) made: Day,
    pub(super) last: Day,
    pub(super) paid: i64,
    /// Its place among the payments, promises and plans of the customer.
    pub(super) order: usize,
}

/// A plan for an invoice, in default after one missed instalment.
#[derive(Debug)]
pub(super) struct Planned {
    /// Days with the cents that have to be there by then.
    pub(super) needed: Vec<(Day, i64)>,
    pub(super) paid: Vec<(Day, i64)>,
    pub(super) order: usize,
}

/// Money: its day, its place among the payments, promises and plans of the customer, cents.
pub(super) type Cash = (Day, usize, i64);

/// What money on account is for: the place of the invoice, the day of the money, cents, who took it, and the place of
/// that among the payments, promises and plans.
pub(super) type Claimed = (usize, Day, i64, Taker, usize);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Taker {
    /// A promise or an instalment whose day is past.
    Past,
    /// A promise whose day is still to come.
    EarlyPromise,
    /// An instalment whose day is still to come.
    EarlyInstalment,
}

/// Money from which promises and instalments take.
pub(super) struct Pool {
    pub(super) money: Vec<Cash>,
    pub(super) claimed: Vec<Claimed>,
    /// By the place of the invoice: how many cents of later payments were freed by money in time.
    pub(super) freed: BTreeMap<usize, i64>,
}

impl Pool {
    /// What is taken for an invoice of the money that came by a day.
    pub(super) fn on(&self, at: usize, by: Day) -> i64 {
        self.claimed.iter().filter(|it| it.0 == at && it.1 <= by).map(|it| it.2).sum()
    }

    /// What the promise of a place took for an invoice.
    pub(super) fn by(&self, at: usize, order: usize) -> i64 {
        self.claimed.iter().filter(|it| it.0 == at && it.4 == order).map(|it| it.2).sum()
    }

    pub(super) fn there(&self, by: Day) -> i64 {
        self.money.iter().filter(|it| it.0 <= by).map(|it| it.2).sum()
    }

    /// Takes for an invoice that has room for so much, of the money that came by a day and after a place.
    pub(super) fn take(
        &mut self,
        (at, taker, by_order): (usize, Taker, usize),
        (mut want, room): (i64, i64),
        (by, since): (Day, usize),
    ) {
        want = want.min(room);
        for (day, order, cents) in &mut self.money {
            let counts = *day <= by && *order >= since;
            let part = if counts { want.min(*cents).max(0) } else { 0 };
            (want, *cents) = (want - part, *cents - part);
            self.claimed.push((at, *day, part, taker, by_order));
        }
    }

    /// Frees the latest payments of an invoice that more was taken for than it owes.
    pub(super) fn free(&mut self, at: usize, owed: i64, late: &[Cash]) {
        let over = (self.on(at, Day::LAST) - owed).max(0);
        let mut before = self.freed.insert(at, over).unwrap_or(0);
        let mut more = over - before;
        for (day, order, cents) in late.iter().rev() {
            let gone = before.min(*cents);
            before -= gone;
            let now = more.min(cents - gone);
            more -= now;
            self.money.push((*day, *order, now));
        }
        self.money.sort_unstable();
    }
}

#[derive(Debug)]
pub(super) struct Invoice {
    pub(super) number: String,
    pub(super) due: Day,
    pub(super) left: i64,
    pub(super) disputed: i64,
    pub(super) dispute: Option<String>,
    /// What was paid on it, in the order of the payments.
    pub(super) paid: Vec<Cash>,
    pub(super) promise: Option<Promised>,
    /// Promises that were broken before that one.
    pub(super) broken: Vec<Promised>,
    pub(super) plan: Option<Planned>,
    /// What was owed, undisputed and in no plan that is kept at the end of a day, where it changed.
    pub(super) bases: Vec<(Day, i64)>,
    /// The last day for which a late fee was charged; `None` for a fee, which bears none.
    pub(super) charged: Option<Day>,
    /// What rounding left of the last fee, in shares of a cent.
    pub(super) remainder: i64,
}

impl Invoice {
    pub(super) fn of(number: String, due: Day, cents: i64) -> Invoice {
        Invoice {
            number,
            due,
            left: cents,
            disputed: 0,
            dispute: None,
            paid: Vec::new(),
            promise: None,
            broken: Vec::new(),
            plan: None,
            bases: Vec::new(),
            charged: Some(due),
            remainder: 0,
        }
    }

    pub(super) fn undisputed(&self) -> i64 {
        self.left - self.disputed.min(self.left)
    }

    /// What bears interest on a day: what was owed and undisputed when the day began.
    pub(super) fn base(&self, on: Day) -> i64 {
        let before = self.bases.iter().rev().find(|(day, _)| *day < on);
        before.map_or(0, |(_, base)| *base)
    }

    /// The days since the last fee, by what bears interest on them: what, and how many days of it in a row.
    pub(super) fn bearing(&self, through: Day) -> Vec<(i64, i64)> {
        let mut parts: Vec<(i64, i64)> = Vec::new();
        let mut on = self.charged.and_then(|last| last.plus(1));
        while let Some(day) = on.filter(|day| *day <= through) {
            let base = self.base(day);
            match parts.last_mut().filter(|last| last.0 == base) {
                Some(last) => last.1 += 1,
                None => parts.push((base, 1)),
            }
            on = day.plus(1);
        }
        parts.retain(|(base, _)| *base > 0);
        parts
    }

    /// What a promise misses, where so much of the invoice is what older promises took.
    pub(super) fn missing(&self, promise: &Promised, taken: i64) -> i64 {
        let since = self.paid.iter().filter(|it| it.1 >= promise.order).map(|it| it.2);
        promise.amount.min(self.left + since.sum::<i64>() - taken) - promise.paid
    }
}

#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) date: Day,
    pub(super) level: u8,
    pub(super) items: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Customer {
    pub(super) code: String,
    /// Days after the due date, days between letters, days of grace, the least amount in cents.
    pub(super) policy: (Vec<i64>, i64, i64, i64),
    pub(super) invoices: Vec<Invoice>,
    /// Money on account, in the order of the payments.
    pub(super) on_account: Vec<Cash>,
    pub(super) blocked_until: Option<Day>,
    pub(super) letters: Vec<Sent>,
    /// How many promises and plans there were.
    pub(super) agreed: usize,
}

/// What the model says of a day: level, cents in all, and by item.
pub(super) type Expected = (u8, i64, BTreeMap<String, (i64, i64, u8)>);

impl Customer {
    pub(super) fn promised(&self, at: usize, today: Day) -> i64 {
        let Some(promise) = &self.invoices[at].promise else { return 0 };
        // Past its day it is kept or broken, or its money is on account and deducted as such: so is what came early.
        if today > promise.last {
            return 0;
        }
        let missing = (promise.amount - promise.paid).max(0);
        let ours = self.claimed(today).into_iter().filter(|it| it.0 == at);
        let taken = ours.clone().filter(|it| it.4 != promise.order).map(|it| it.2).sum();
        let missing = missing.min(self.invoices[at].missing(promise, taken));
        let came = ours.filter(|it| it.4 == promise.order).map(|it| it.2);
        (missing - came.sum::<i64>()).max(0)
    }

    /// Which promise or instalment each cent on account is for: the one that was due first, and only once.
    pub(super) fn claimed(&self, today: Day) -> Vec<Claimed> {
        let money = self.on_account.clone();
        let mut pool = Pool { money, claimed: Vec::new(), freed: BTreeMap::new() };
        let mut asking = Vec::new();
        for (at, invoice) in self.invoices.iter().enumerate() {
            for promise in invoice.broken.iter().chain(&invoice.promise) {
                let missing = promise.amount - promise.paid;
                if missing > 0 {
                    asking.push((promise.last, promise.order, at, Err((promise, missing))));
                }
            }
            if let Some(plan) = &invoice.plan {
                let all = plan.needed.iter();
                asking.extend(all.map(|(due, need)| (*due, plan.order, at, Ok((plan, *need)))));
            }
        }
        asking.sort_by_key(|(last, order, ..)| (*last, *order));
        for (last, _, at, asks) in asking {
            let invoice = &self.invoices[at];
            let owed = invoice.left.max(0);
            let is_early = last >= today;
            match asks {
                Err((promise, missing)) => {
                    let late: Vec<Cash> =
                        invoice.paid.iter().filter(|it| it.0 > last).copied().collect();
                    // What older promises on the invoice took is as good as paid before.
                    let taken = pool.on(at, Day::LAST) - pool.by(at, promise.order);
                    let missing = missing.min(invoice.missing(promise, taken));
                    if missing <= 0 {
                        continue;
                    }
                    let want = missing - pool.by(at, promise.order);
                    let room = owed + late.iter().map(|it| it.2).sum::<i64>();
                    let room = room - pool.on(at, Day::LAST);
                    let keeps = pool.there(last).min(room) >= want && !is_early;
                    let since = if keeps { 0 } else { promise.order };
                    let taker = if is_early { Taker::EarlyPromise } else { Taker::Past };
                    pool.take((at, taker, promise.order), (want, room), (last, since));
                    pool.free(at, owed, &late);
                }
                Ok((plan, need)) => {
                    let paid = |by: Day| -> i64 {
                        plan.paid.iter().filter(|it| it.0 <= by).map(|it| it.1).sum()
                    };
                    let rounds = [(paid(last), last, last), (paid(Day::LAST), Day::LAST, today)];
                    let since = if is_early { plan.order } else { 0 };
                    let taker = if is_early { Taker::EarlyInstalment } else { Taker::Past };
                    for (there, counted, by) in
                        rounds.into_iter().take(if is_early { 1 } else { 2 })
                    {
                        let room = owed - pool.on(at, Day::LAST);
                        let want = need - there - pool.on(at, counted);
                        pool.take((at, taker, plan.order), (want, room), (by, since));
                    }
                }
            }
        }
        pool.claimed
    }

    /// What is claimed for an invoice of the money that came by a day, by what is past its day.
    pub(super) fn claimed_on(&self, at: usize, by: Day, today: Day) -> i64 {
        let claimed = self.claimed(today).into_iter();
        claimed.filter(|it| it.0 == at && it.1 <= by && it.3 == Taker::Past).map(|it| it.2).sum()
    }

    /// All that is claimed for an invoice, early or not.
    pub(super) fn all_claimed_on(&self, at: usize, today: Day) -> i64 {
        self.claimed(today).into_iter().filter(|it| it.0 == at).map(|it| it.2).sum()
    }

    /// Whether a promise is open: its day is to come, or money that keeps it is on account. That can be true of an
    /// older one again, once what took its money is paid otherwise.
    pub(super) fn is_promised(&self, at: usize, today: Day) -> bool {
        let invoice = &self.invoices[at];
        invoice.broken.iter().chain(&invoice.promise).any(|promise| {
            let claimed = self.claimed(today).into_iter().filter(|it| it.0 == at);
            let sum = |claimed: &mut dyn Iterator<Item = Claimed>| claimed.map(|it| it.2).sum();
            let taken: i64 = sum(&mut claimed.clone().filter(|it| it.4 < promise.order));
            let came: i64 = sum(&mut claimed.filter(|it| it.4 == promise.order));
            let missing = invoice.missing(promise, taken);
            missing > 0 && (today <= promise.last || came >= missing)
        })
    }

    /// Whether an invoice is in a plan that is kept.
    fn is_planned(&self, at: usize, today: Day) -> bool {
        let Some(plan) = &self.invoices[at].plan else { return false };
        plan.needed.iter().filter(|(due, _)| *due < today).all(|(due, need)| {
            let paid = plan.paid.iter().filter(|(day, _)| day <= due).map(|(_, cents)| cents);
            paid.sum::<i64>() + self.claimed_on(at, *due, today) >= *need
        })
    }

    /// What a plan that is kept covers.
    pub(super) fn planned(&self, at: usize, today: Day) -> i64 {
        // What waits on account for it is deducted as such.
        let left = self.invoices[at].left - self.all_claimed_on(at, today);
        if self.is_planned(at, today) { left.max(0) } else { 0 }
    }

    /// Notes what bears interest from tomorrow on: what is undisputed and in no plan that is kept.
    pub(super) fn end_day(&mut self, today: Day) {
        for at in 0..self.invoices.len() {
            let is_planned = self.is_planned(at, today);
            let invoice = &mut self.invoices[at];
            let base = if is_planned { 0 } else { invoice.undisputed() };
            if invoice.bases.last().is_none_or(|(_, last)| *last != base) {
                invoice.bases.push((today, base));
            }
        }
    }

    /// What may be asked for of what is overdue, by the place of the invoice.
    pub(super) fn chaseable(&self, today: Day) -> Vec<(usize, i64)> {
        let mut overdue: Vec<usize> = (0..self.invoices.len())
            .filter(|at| self.invoices[*at].left > 0 && self.invoices[*at].due < today)
            .collect();
        overdue.sort_by_key(|at| (self.invoices[*at].due, self.invoices[*at].number.clone()));
        let free = |at: usize| {
            let free = self.invoices[at].undisputed();
            let free = free - self.promised(at, today).min(free);
            free - self.planned(at, today).min(free)
        };
        let kept = |at: usize| free(at).min(self.all_claimed_on(at, today));
        // What keeps a promise or an instalment is for its invoice; the rest is for the oldest.
        let mut in_hand: i64 = self.on_account.iter().map(|(.., left)| left).sum();
        in_hand -= overdue.iter().map(|at| kept(*at)).sum::<i64>();
        let mut asked = Vec::new();
        for at in overdue {
            let (free, covered) = (free(at), kept(at));
            let more = (free - covered).min(in_hand);
            in_hand -= more;
            asked.push((at, free - covered - more));
        }
        asked.retain(|(_, cents)| *cents > 0);
        asked
    }

    pub(super) fn expected(&self, today: Day) -> Option<Expected> {
        if self.blocked_until.is_some_and(|until| until >= today) {
            return None;
        }
        let (levels, interval, grace, minimum) = &self.policy;
        if self.letters.last().is_some_and(|last| today.days_since(last.date) < *interval) {
            return None;
        }
        let mut items = BTreeMap::new();
        for (at, asked) in self.chaseable(today) {
            let invoice = &self.invoices[at];
            let late = today.days_since(invoice.due) - grace;
            let level = levels.iter().filter(|days| **days <= late).count();
            if level > 0 {
                let level = u8::try_from(level).unwrap();
                items.insert(invoice.number.clone(), (invoice.left, asked, level));
            }
        }
        let highest = items.values().map(|(.., level)| *level).max()?;
        let amount: i64 = items.values().map(|(_, amount, _)| amount).sum();
        if amount < *minimum {
            return None;
        }
        let last = self.letters.last();
        let goes_on = last.filter(|last| last.items.iter().any(|it| items.contains_key(it)));
        let level = highest.min(goes_on.map_or(0, |last| last.level) + 1);
        for (.., own) in items.values_mut() {
            *own = (*own).min(level);
        }
        Some((level, amount, items))
    }

    /// The next place among payments, promises and plans.
    pub(super) fn next(&mut self) -> usize {
        self.agreed += 1;
        self.agreed
    }

    pub(super) fn pay_oldest(&mut self, today: Day, mut cents: i64) {
        let order = self.next();
        let mut open: Vec<&mut Invoice> =
            self.invoices.iter_mut().filter(|it| it.left > 0).collect();
        open.sort_by_key(|it| (it.due, it.number.clone()));
        for invoice in open {
            let part = invoice.left.min(cents);
            cents -= part;
            invoice.left -= part;
            invoice.disputed = invoice.disputed.min(invoice.left);
            invoice.paid.push((today, order, part));
            if let Some(plan) = invoice.plan.as_mut().filter(|_| part > 0) {
                plan.paid.push((today, part));
            }
            if let Some(promise) = &mut invoice.promise
                && today <= promise.last
                && promise.made <= today
            {
                promise.paid += part;
            }
        }
        if cents > 0 {
            self.on_account.push((today, order, cents));
        }
    }
}
