//! A simulated year of customers who pay early, late, in part, promise and break it, dispute, agree plans and
//! are blocked. A model of its own, which knows nothing of the ledger, says each day who may get which letter
//! and over how much; the proposal and every letter must say the same.

use std::collections::BTreeMap;

use super::{STANDARD, letter};
use crate::common::{TestBook, day};
use daybook::domain::{Code, Day};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::dunning::{DunningOf, ProposedLetter};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.roll(many) == 0
    }
}

/// A promise on an invoice: cents, the day it was made, and the last day on which money is in time.
#[derive(Debug)]
struct Promised {
    amount: i64,
    made: Day,
    last: Day,
    paid: i64,
    /// Its place among the payments, promises and plans of the customer.
    order: usize,
}

/// A plan for an invoice, in default after one missed instalment.
#[derive(Debug)]
struct Planned {
    /// Days with the cents that have to be there by then.
    needed: Vec<(Day, i64)>,
    paid: Vec<(Day, i64)>,
    order: usize,
}

/// Money: its day, its place among the payments, promises and plans of the customer, cents.
type Cash = (Day, usize, i64);

/// What money on account is for: the place of the invoice, the day of the money, cents, who took it, and the place of
/// that among the payments, promises and plans.
type Claimed = (usize, Day, i64, Taker, usize);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Taker {
    /// A promise or an instalment whose day is past.
    Past,
    /// A promise whose day is still to come.
    EarlyPromise,
    /// An instalment whose day is still to come.
    EarlyInstalment,
}

/// Money from which promises and instalments take.
struct Pool {
    money: Vec<Cash>,
    claimed: Vec<Claimed>,
    /// By the place of the invoice: how many cents of later payments were freed by money in time.
    freed: BTreeMap<usize, i64>,
}

impl Pool {
    /// What is taken for an invoice of the money that came by a day.
    fn on(&self, at: usize, by: Day) -> i64 {
        self.claimed.iter().filter(|it| it.0 == at && it.1 <= by).map(|it| it.2).sum()
    }

    /// What the promise of a place took for an invoice.
    fn by(&self, at: usize, order: usize) -> i64 {
        self.claimed.iter().filter(|it| it.0 == at && it.4 == order).map(|it| it.2).sum()
    }

    fn there(&self, by: Day) -> i64 {
        self.money.iter().filter(|it| it.0 <= by).map(|it| it.2).sum()
    }

    /// Takes for an invoice that has room for so much, of the money that came by a day and after a place.
    fn take(
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
    fn free(&mut self, at: usize, owed: i64, late: &[Cash]) {
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
struct Invoice {
    number: String,
    due: Day,
    left: i64,
    disputed: i64,
    dispute: Option<String>,
    /// What was paid on it, in the order of the payments.
    paid: Vec<Cash>,
    promise: Option<Promised>,
    /// Promises that were broken before that one.
    broken: Vec<Promised>,
    plan: Option<Planned>,
}

impl Invoice {
    /// What a promise misses, where so much of the invoice is what older promises took.
    fn missing(&self, promise: &Promised, taken: i64) -> i64 {
        let since = self.paid.iter().filter(|it| it.1 >= promise.order).map(|it| it.2);
        promise.amount.min(self.left + since.sum::<i64>() - taken) - promise.paid
    }
}

#[derive(Clone, Debug)]
struct Sent {
    date: Day,
    level: u8,
    items: Vec<String>,
}

#[derive(Debug)]
struct Customer {
    code: String,
    /// Days after the due date, days between letters, days of grace, the least amount in cents.
    policy: (Vec<i64>, i64, i64, i64),
    invoices: Vec<Invoice>,
    /// Money on account, in the order of the payments.
    on_account: Vec<Cash>,
    blocked_until: Option<Day>,
    letters: Vec<Sent>,
    /// How many promises and plans there were.
    agreed: usize,
}

/// What the model says of a day: level, cents in all, and by item.
type Expected = (u8, i64, BTreeMap<String, (i64, i64, u8)>);

impl Customer {
    fn promised(&self, at: usize, today: Day) -> i64 {
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
    fn claimed(&self, today: Day) -> Vec<Claimed> {
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
    fn claimed_on(&self, at: usize, by: Day, today: Day) -> i64 {
        let claimed = self.claimed(today).into_iter();
        claimed.filter(|it| it.0 == at && it.1 <= by && it.3 == Taker::Past).map(|it| it.2).sum()
    }

    /// All that is claimed for an invoice, early or not.
    fn all_claimed_on(&self, at: usize, today: Day) -> i64 {
        self.claimed(today).into_iter().filter(|it| it.0 == at).map(|it| it.2).sum()
    }

    /// Whether a promise is open: its day is to come, or money that keeps it is on account. That can be true of an
    /// older one again, once what took its money is paid otherwise.
    fn is_promised(&self, at: usize, today: Day) -> bool {
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

    /// What a plan that is kept covers.
    fn planned(&self, at: usize, today: Day) -> i64 {
        let invoice = &self.invoices[at];
        let Some(plan) = &invoice.plan else { return 0 };
        let is_kept = plan.needed.iter().filter(|(due, _)| *due < today).all(|(due, need)| {
            let paid = plan.paid.iter().filter(|(day, _)| day <= due).map(|(_, cents)| cents);
            paid.sum::<i64>() + self.claimed_on(at, *due, today) >= *need
        });
        // What waits on account for it is deducted as such.
        let waits = self.all_claimed_on(at, today);
        if is_kept { (invoice.left - waits).max(0) } else { 0 }
    }

    fn expected(&self, today: Day) -> Option<Expected> {
        if self.blocked_until.is_some_and(|until| until >= today) {
            return None;
        }
        let (levels, interval, grace, minimum) = &self.policy;
        if self.letters.last().is_some_and(|last| today.days_since(last.date) < *interval) {
            return None;
        }
        let mut overdue: Vec<usize> = (0..self.invoices.len())
            .filter(|at| self.invoices[*at].left > 0 && self.invoices[*at].due < today)
            .collect();
        overdue.sort_by_key(|at| (self.invoices[*at].due, self.invoices[*at].number.clone()));
        let undisputed = |at: usize| {
            let invoice = &self.invoices[at];
            invoice.left - invoice.disputed.min(invoice.left)
        };
        let free = |at: usize| {
            let free = undisputed(at);
            let free = free - self.promised(at, today).min(free);
            free - self.planned(at, today).min(free)
        };
        let kept = |at: usize| free(at).min(self.all_claimed_on(at, today));
        // What keeps a promise or an instalment is for its invoice; the rest is for the oldest.
        let mut in_hand: i64 = self.on_account.iter().map(|(.., left)| left).sum();
        in_hand -= overdue.iter().map(|at| kept(*at)).sum::<i64>();
        let mut items = BTreeMap::new();
        for at in overdue {
            let invoice = &self.invoices[at];
            let (free, covered) = (free(at), kept(at));
            let more = (free - covered).min(in_hand);
            in_hand -= more;
            let covered = covered + more;
            let late = today.days_since(invoice.due) - grace;
            let level = levels.iter().filter(|days| **days <= late).count();
            if free - covered > 0 && level > 0 {
                let level = u8::try_from(level).unwrap();
                items.insert(invoice.number.clone(), (invoice.left, free - covered, level));
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
    fn next(&mut self) -> usize {
        self.agreed += 1;
        self.agreed
    }

    fn pay_oldest(&mut self, today: Day, mut cents: i64) {
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

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

struct World {
    test: TestBook,
    dice: Dice,
    customers: Vec<Customer>,
    letters: usize,
    plans: usize,
}

impl World {
    fn of(count: usize) -> World {
        let mut test = TestBook::canada();
        test.taken(STANDARD);
        test.taken(r#"{"do":"set_dunning_policy","name":"large","group":"large","levels":[{"after_days":10},{"after_days":30}],"interval_days":21,"grace_days":3}"#);
        let mut customers = Vec::new();
        for place in 0..count {
            let code = format!("C{place:04}");
            test.taken(&format!(
                r#"{{"do":"register_customer","code":"{code}","name":"Customer {code}","date":"2020-01-01"}}"#
            ));
            let is_large = place % 5 == 4;
            if is_large {
                test.taken(&format!(
                    r#"{{"do":"assign_group","customer":"{code}","group":"Large"}}"#
                ));
            }
            let policy = match is_large {
                true => (vec![10, 30], 21, 3, 1),
                false => (vec![7, 21, 35], 14, 0, 5_000),
            };
            customers.push(Customer {
                code,
                policy,
                invoices: Vec::new(),
                on_account: Vec::new(),
                blocked_until: None,
                letters: Vec::new(),
                agreed: 0,
            });
        }
        World { test, dice: Dice(20_260_101), customers, letters: 0, plans: 0 }
    }

    fn bill(&mut self, place: usize, today: Day) {
        let cents = 2_000 + i64::try_from(self.dice.roll(60_000)).unwrap();
        let due = today.plus(5 + i64::try_from(self.dice.roll(30)).unwrap()).unwrap();
        let code = self.customers[place].code.clone();
        let (date, due_on) = (today.to_string(), due.to_string());
        let number = self.test.invoice(&code, &date, &due_on, &money(cents));
        let invoice = Invoice {
            number,
            due,
            left: cents,
            disputed: 0,
            dispute: None,
            paid: Vec::new(),
            promise: None,
            broken: Vec::new(),
            plan: None,
        };
        self.customers[place].invoices.push(invoice);
    }

    fn pay(&mut self, place: usize, today: Day) {
        let late: i64 = self.customers[place].invoices.iter().map(|it| it.left).sum();
        if late == 0 {
            return;
        }
        // All of it, a part, or money that nobody allocates.
        let (cents, rule) = match self.dice.roll(4) {
            0 => (late, "oldest"),
            1 => (late / 2 + 1, "oldest"),
            2 => (late / 3 + 1, "none"),
            _ => (late.min(10_000), "oldest"),
        };
        let code = self.customers[place].code.clone();
        self.test.payment(&code, &today.to_string(), &money(cents), rule);
        let customer = &mut self.customers[place];
        if rule == "oldest" {
            customer.pay_oldest(today, cents);
        } else {
            let order = customer.next();
            customer.on_account.push((today, order, cents));
        }
    }

    fn promise(&mut self, place: usize, today: Day) {
        let (code, days) = (self.customers[place].code.clone(), self.dice.roll(12));
        let customer = &self.customers[place];
        let found = customer.invoices.iter().enumerate().position(|(at, it)| {
            it.plan.is_none()
                && it.left > it.disputed
                && !customer.is_promised(at, today)
                && it.due < today
        });
        let Some(at) = found else { return };
        let invoice = &self.customers[place].invoices[at];
        let free = invoice.left - invoice.disputed;
        let amount = if self.dice.one_in(3) { free / 2 + 1 } else { free };
        let by = today.plus(i64::try_from(days).unwrap()).unwrap();
        let number = invoice.number.clone();
        let command = format!(
            r#"{{"do":"promise","customer":"{code}","invoice":"{number}","date":"{today}","amount":"{}","by":"{by}"}}"#,
            money(amount)
        );
        if let Err(refused) = self.test.post(&command) {
            panic!("{command}: {refused:?}\n{:#?}", self.customers[place]);
        }
        let last = by.plus(2).unwrap();
        let customer = &mut self.customers[place];
        let order = customer.next();
        let invoice = &mut customer.invoices[at];
        let promise = Promised { amount, made: today, last, paid: 0, order };
        invoice.broken.extend(invoice.promise.replace(promise));
    }

    fn dispute(&mut self, place: usize, today: Day) {
        let open = self.customers[place].invoices.iter().position(|it| it.dispute.is_some());
        if let Some(at) = open {
            let dispute = self.customers[place].invoices[at].dispute.take().unwrap();
            self.test.taken(&format!(
                r#"{{"do":"move_dispute","dispute":"{dispute}","to":"void","date":"{today}"}}"#
            ));
            self.customers[place].invoices[at].disputed = 0;
            return;
        }
        let found = self.customers[place].invoices.iter();
        let found = found.clone().position(|it| it.left > 0 && it.plan.is_none());
        let Some(at) = found else { return };
        let invoice = &self.customers[place].invoices[at];
        let cents = if self.dice.one_in(2) { invoice.left } else { invoice.left / 2 + 1 };
        let receipt = self.test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"{}","date":"{today}","amount":"{}","reason":"price"}}"#,
            invoice.number,
            money(cents)
        ));
        let invoice = &mut self.customers[place].invoices[at];
        invoice.dispute = receipt.number("dispute").map(str::to_string);
        invoice.disputed = cents;
    }

    fn plan(&mut self, place: usize, today: Day) {
        let code = self.customers[place].code.clone();
        let found = self.customers[place].invoices.iter().position(|it| {
            it.left > 0
                && it.due < today
                && it.dispute.is_none()
                && it.promise.is_none()
                && it.plan.is_none()
        });
        let Some(at) = found else { return };
        let first = today.plus(1 + i64::try_from(self.dice.roll(10)).unwrap()).unwrap();
        let invoice = &mut self.customers[place].invoices[at];
        self.test.taken(&format!(
            r#"{{"do":"agree_plan","customer":"{code}","invoices":["{}"],"date":"{today}","count":3,"first":"{first}","every":"week","default_after":1}}"#,
            invoice.number
        ));
        let part = invoice.left / 3;
        let needed = [(0, part), (7, 2 * part), (14, invoice.left)];
        let needed = needed.map(|(days, cents)| (first.plus(days).unwrap(), cents)).to_vec();
        let order = self.customers[place].next();
        let invoice = &mut self.customers[place].invoices[at];
        invoice.plan = Some(Planned { needed, paid: Vec::new(), order });
        self.plans += 1;
    }

    fn block(&mut self, place: usize, today: Day) {
        let code = self.customers[place].code.clone();
        let is_blocked = self.customers[place].blocked_until.is_some_and(|until| until >= today);
        if is_blocked {
            self.test.taken(&format!(
                r#"{{"do":"unblock_dunning","customer":"{code}","date":"{today}"}}"#
            ));
            self.customers[place].blocked_until = None;
            return;
        }
        let until = today.plus(i64::try_from(self.dice.roll(30)).unwrap()).unwrap();
        self.test.taken(&format!(
            r#"{{"do":"block_dunning","customer":"{code}","date":"{today}","until":"{until}","reason":"agreed"}}"#
        ));
        self.customers[place].blocked_until = Some(until);
    }

    /// The day's proposal is what the model says, and so is each letter that is sent.
    fn dun(&mut self, today: Day) {
        let asked = DunningOf { date: Some(today), customers: Vec::new() };
        let proposal = self.test.ask(&asked).unwrap();
        let mut rows: BTreeMap<String, ProposedLetter> =
            proposal.rows.into_iter().map(|row| (row.customer.0.clone(), row)).collect();
        for place in 0..self.customers.len() {
            let code = self.customers[place].code.clone();
            let row = rows.remove(&code);
            let expected = self.customers[place].expected(today);
            let said = row.as_ref().map(|row| {
                let items = row.items.iter().map(|it| {
                    let figures = (it.outstanding.minor(), it.amount.minor(), it.level);
                    (it.invoice.0.clone(), figures)
                });
                (row.level, row.amount.minor(), items.collect())
            });
            assert_eq!(said, expected, "{today}: {:#?}", self.customers[place]);
            if let (Some(row), Some(expected)) = (row, expected) {
                self.send(place, today, &row, expected);
            }
        }
        assert!(rows.is_empty(), "{rows:?}");
    }

    fn send(&mut self, place: usize, today: Day, row: &ProposedLetter, expected: Expected) {
        let (level, amount, items) = expected;
        let last = self.customers[place].policy.0.len();
        assert_eq!(row.needs_person, usize::from(level) == last);
        if row.needs_person && self.dice.one_in(2) {
            return;
        }
        let (code, approved) = (row.customer.0.clone(), row.needs_person);
        let receipt = self.test.taken(&format!(
            r#"{{"do":"send_dunning_letter","customer":"{code}","date":"{today}","level":{level},"amount":"{}","approved":{approved}}}"#,
            money(amount)
        ));
        let shown = letter(&self.test, receipt.number("letter").unwrap());
        assert_eq!((shown.level, shown.amount.minor(), shown.date), (level, amount, today));
        // Every figure is that of the ledger at the end of that day, as it was known then.
        let known_at = Some(shown.entry.unwrap());
        let asked = AsOf { as_of: Some(today), known_at };
        let balance = self.test.ask(&BalanceOf { customer: Code(code), asked }).unwrap();
        assert_eq!(shown.items.len(), items.len());
        for item in &shown.items {
            let open = balance.items.iter().find(|it| it.item == item.invoice).unwrap();
            assert_eq!((open.outstanding, open.due), (item.outstanding, item.due));
            let (left, asked, _) = items[&item.invoice.0];
            assert_eq!((item.outstanding.minor(), item.amount.minor()), (left, asked));
            assert!(item.due < today && item.amount.is_positive());
        }
        let items = items.into_keys().collect();
        self.customers[place].letters.push(Sent { date: today, level, items });
        self.letters += 1;
    }
}

#[test]
fn in_a_simulated_year_only_who_owes_is_written_to() {
    let count = std::env::var("DAYBOOK_DUNNING_CUSTOMERS").ok();
    let count = count.and_then(|count| count.parse().ok()).unwrap_or(40_usize);
    let mut world = World::of(count);
    let mut today = day("2025-11-01");
    while today < day("2026-11-01") {
        for place in 0..world.customers.len() {
            match world.dice.roll(60) {
                0 | 1 => world.bill(place, today),
                2 => world.pay(place, today),
                3 => world.promise(place, today),
                4 if world.dice.one_in(2) => world.dispute(place, today),
                6 if world.dice.one_in(2) => world.plan(place, today),
                5 if world.dice.one_in(4) => world.block(place, today),
                _ => {}
            }
        }
        world.dun(today);
        today = today.plus(1).unwrap();
    }
    // Enough happened for it to say something.
    let levels = |level: u8| {
        let letters = world.customers.iter().flat_map(|it| &it.letters);
        letters.filter(|it| it.level == level).count()
    };
    assert!(world.plans > count / 2, "{}", world.plans);
    assert!(world.letters > count * 2, "{}", world.letters);
    assert!([1, 2, 3].iter().all(|level| levels(*level) > count / 10));
    assert!(world.test.verify().ok);
    println!(
        "{count} customers, {} letters: {}, {}, {}",
        world.letters,
        levels(1),
        levels(2),
        levels(3)
    );
}
