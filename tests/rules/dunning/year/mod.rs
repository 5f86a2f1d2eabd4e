//! A simulated year of customers who pay early, late, in part, promise and break it, dispute, agree plans and
//! are blocked. A model of its own, which knows nothing of the ledger, says each day who may get which letter
//! and over how much, whom one may call, and what interest has accrued; the proposals, the worklist and every
//! letter must say the same.

mod fees;
mod model;

use std::collections::BTreeMap;

use super::{STANDARD, letter};
use crate::common::{TestBook, day};
use daybook::domain::{Code, Day};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::dunning::{DunningOf, ProposedLetter};
use daybook::ledger::query::worklist::{WorkItem, WorklistOf};

use model::{Customer, Dice, Expected, Invoice, Planned, Promised, Sent};

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

struct World {
    test: TestBook,
    dice: Dice,
    customers: Vec<Customer>,
    letters: usize,
    plans: usize,
    fees: usize,
    calls: usize,
}

impl World {
    fn of(count: usize) -> World {
        let mut test = TestBook::canada();
        test.taken(STANDARD);
        test.taken(r#"{"do":"set_dunning_policy","name":"large","group":"large","levels":[{"after_days":10},{"after_days":30}],"interval_days":21,"grace_days":3}"#);
        test.taken(r#"{"do":"set_late_fee_policy","date":"2026-11-21","yearly_percent":"12%"}"#);
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
        World { test, dice: Dice(20_260_101), customers, letters: 0, plans: 0, fees: 0, calls: 0 }
    }

    fn bill(&mut self, place: usize, today: Day) {
        let cents = 2_000 + i64::try_from(self.dice.roll(60_000)).unwrap();
        let due = today.plus(5 + i64::try_from(self.dice.roll(30)).unwrap()).unwrap();
        let code = self.customers[place].code.clone();
        let (date, due_on) = (today.to_string(), due.to_string());
        let number = self.test.invoice(&code, &date, &due_on, &money(cents));
        let invoice = Invoice::of(number, due, cents);
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
            // Each of three instalments is a cent at least.
            it.left >= 3
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

    /// Whoever is on the worklist for a debt owes something that may be asked for, and whoever does is on it.
    fn call(&mut self, today: Day) {
        let asked =
            WorklistOf { date: Some(today), most: self.customers.len(), ..WorklistOf::default() };
        let rows = self.test.ask(&asked).unwrap().rows.into_iter();
        let is_debt = |it: &WorkItem| it.reason.is_debt() || it.also.iter().any(|it| it.is_debt());
        let mut called: Vec<String> = rows.filter(is_debt).map(|it| it.customer.0).collect();
        called.sort();
        let owe = self.customers.iter().filter(|it| !it.chaseable(today).is_empty());
        let owe: Vec<String> = owe.map(|it| it.code.clone()).collect();
        assert_eq!(called, owe, "{today}");
        self.calls += called.len();
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
    let mut today = day("2026-11-22");
    while today < day("2027-11-22") {
        world.test.open_on(&today.to_string());
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
        if world.dice.one_in(4) {
            world.call(today);
        }
        if world.dice.one_in(20) {
            world.charge(today);
        }
        world.end(today);
        today = today.plus(1).unwrap();
    }
    // Enough happened for it to say something.
    let levels = |level: u8| {
        let letters = world.customers.iter().flat_map(|it| &it.letters);
        letters.filter(|it| it.level == level).count()
    };
    assert!(world.plans > count / 2, "{}", world.plans);
    assert!(world.letters > count * 2, "{}", world.letters);
    assert!(world.fees > count, "{}", world.fees);
    assert!(world.calls > count * 10, "{}", world.calls);
    assert!([1, 2, 3].iter().all(|level| levels(*level) > count / 10));
    assert!(world.test.verify().ok);
    println!(
        "{count} customers, {} rows of calls, {} late fees, {} letters: {}, {}, {}",
        world.calls,
        world.fees,
        world.letters,
        levels(1),
        levels(2),
        levels(3)
    );
}
