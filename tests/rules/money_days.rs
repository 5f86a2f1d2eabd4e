//! Money that comes, is divided, taken back and divided again, each on a day of its own and entered in any
//! order: as of every day the book says what plain sums over dated allocations say. A refund that a
//! returned payment leaves owing is owed since that day, in every view.

use std::collections::BTreeMap;

use crate::common::properties::properties;
use crate::common::{TestBook, as_of, day};
use daybook::domain::{Code, Day, Number};
use daybook::engine::Receipt;
use daybook::ledger::item::{self, When};
use daybook::ledger::query::report::{Cell, ReportOf};
use daybook::ledger::query::say::SayOf;
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::tables::ALLOCATIONS;
use daybook::ledger::to_chase::to_chase;
use proptest::prelude::*;

/// What is done; documents are named by their place among those of their kind.
#[derive(Clone, Debug)]
enum Act {
    Invoice {
        amount: u16,
        terms: u8,
    },
    Pay {
        amount: u16,
        to: Option<u8>,
        share: u16,
    },
    Allocate {
        payment: u8,
        to: u8,
        amount: u16,
    },
    /// A refund that is owed again is paid out of other money.
    Settle {
        payment: u8,
        refund: u8,
        amount: u16,
    },
    Unallocate {
        allocation: u8,
    },
    Bounce {
        payment: u8,
    },
    Reverse {
        payment: u8,
    },
    Refund {
        payment: u8,
        amount: u16,
    },
    ReverseRefund {
        refund: u8,
    },
}

fn act() -> impl Strategy<Value = Act> {
    let (amount, few) = (1_u16..900, 0_u8..5);
    prop_oneof![
        2 => (amount.clone(), 0_u8..12).prop_map(|(amount, terms)| Act::Invoice { amount, terms }),
        3 => (amount.clone(), prop::option::of(few.clone()), amount.clone())
            .prop_map(|(amount, to, share)| Act::Pay { amount, to, share }),
        3 => (few.clone(), few.clone(), amount.clone())
            .prop_map(|(payment, to, amount)| Act::Allocate { payment, to, amount }),
        1 => (few.clone(), 0_u8..3, amount.clone())
            .prop_map(|(payment, refund, amount)| Act::Settle { payment, refund, amount }),
        3 => (0_u8..10).prop_map(|allocation| Act::Unallocate { allocation }),
        2 => few.clone().prop_map(|payment| Act::Bounce { payment }),
        1 => few.clone().prop_map(|payment| Act::Reverse { payment }),
        2 => (few, amount).prop_map(|(payment, amount)| Act::Refund { payment, amount }),
        1 => (0_u8..3).prop_map(|refund| Act::ReverseRefund { refund }),
    ]
}

/// A document as plain books have it.
#[derive(Clone, Debug)]
struct Document {
    is_debit: bool,
    is_refund: bool,
    date: Day,
    due: Day,
    amount: i64,
    ended: Option<Day>,
}

#[derive(Clone, Debug)]
struct Allocation {
    from: String,
    to: String,
    amount: i64,
    date: Day,
    reversed: Option<Day>,
}

/// Plain books: documents, and allocations with their days.
#[derive(Default)]
struct Books {
    documents: BTreeMap<String, Document>,
    allocations: Vec<(String, Allocation)>,
}

/// Balance, overdue, on account, and what is owed by age.
type Figures = (i64, i64, i64, [i64; 5]);

impl Books {
    fn add(&mut self, number: &str, is_debit: bool, (date, due): (Day, Day), amount: i64) {
        let is_refund = number.starts_with("RF");
        let new = Document { is_debit, is_refund, date, due, amount, ended: None };
        self.documents.insert(number.into(), new);
    }

    fn left(&self, number: &str, as_of: Day) -> i64 {
        let document = &self.documents[number];
        if document.date > as_of || document.ended.is_some_and(|ended| ended <= as_of) {
            return 0;
        }
        let counts =
            |it: &Allocation| it.date <= as_of && it.reversed.is_none_or(|day| day > as_of);
        let all = self.allocations.iter().map(|(_, it)| it);
        let taken = all.filter(|it| (it.from == number || it.to == number) && counts(it));
        document.amount - taken.map(|it| it.amount).sum::<i64>()
    }

    fn due(&self, number: &str, as_of: Day) -> Day {
        let document = &self.documents[number];
        if !document.is_refund {
            return document.due;
        }
        let back = self.allocations.iter().filter(|(_, it)| it.to == number);
        let back = back.filter_map(|(_, it)| it.reversed).filter(|day| *day <= as_of);
        back.min().unwrap_or(document.due)
    }

    /// What of an amount settles a document from which day on: each day takes what fits on it and on all later ones.
    fn parts(&self, number: &str, amount: i64, first: Day) -> Vec<(Day, i64)> {
        let last = first.plus(60).unwrap();
        let days = |from: Day| (0..=last.days_since(from)).map(move |n| from.plus(n).unwrap());
        let (mut parts, mut taken) = (Vec::new(), 0);
        for day in days(first) {
            let least = days(day).map(|later| self.left(number, later)).min().unwrap();
            let part = least.min(amount) - taken;
            if part > 0 {
                taken += part;
                parts.push((day, part));
            }
        }
        parts
    }

    /// Everything taken from a document is given back.
    fn end(&mut self, number: &str, date: Day) {
        self.documents.get_mut(number).unwrap().ended = Some(date);
        for (_, it) in &mut self.allocations {
            if (it.from == number || it.to == number) && it.reversed.is_none() {
                it.reversed = Some(date.max(it.date));
            }
        }
    }

    /// What is open, with its sign, and when it is due.
    fn open(&self, as_of: Day) -> BTreeMap<String, (i64, Day)> {
        let signed = |(number, it): (&String, &Document)| {
            let left = self.left(number, as_of);
            assert!((0..=it.amount).contains(&left), "{number} on {as_of}: {left}");
            let signed = if it.is_debit { left } else { -left };
            (number.clone(), (signed, self.due(number, as_of)))
        };
        self.documents.iter().map(signed).filter(|(_, (left, _))| *left != 0).collect()
    }

    fn figures(&self, as_of: Day) -> Figures {
        let (mut overdue, mut on_account, mut ages) = (0, 0, [0; 5]);
        for (left, due) in self.open(as_of).into_values() {
            if left < 0 {
                on_account -= left;
                continue;
            }
            let late = as_of.days_since(due);
            overdue += if late > 0 { left } else { 0 };
            let limits = [0, 30, 60, 90, i64::MAX];
            ages[limits.iter().position(|limit| late <= *limit).unwrap()] += left;
        }
        (ages.iter().sum::<i64>() - on_account, overdue, on_account, ages)
    }
}

/// A book and plain books beside it.
struct Both {
    test: TestBook,
    books: Books,
    taken: usize,
}

impl Both {
    fn new() -> Both {
        let mut test = TestBook::rwanda();
        test.open_on("2026-11-29");
        test.customer("C1");
        Both { test, books: Books::default(), taken: 0 }
    }

    fn post(&mut self, rest: &str, date: Day) -> Option<Receipt> {
        let line = format!(r#"{{"override":{{"reason":"any order"}},"date":"{date}",{rest}}}"#);
        let receipt = self.test.post(&line).ok()?;
        self.taken += 1;
        Some(receipt)
    }

    /// Books the allocations that an entry made: by number, each with its amount and its day.
    fn allocated(&mut self, receipt: &Receipt, (from, to): (&str, &str), parts: &[(Day, i64)]) {
        let made = receipt.made.iter().filter(|(kind, _)| kind == "allocation");
        let numbers: Vec<String> = made.map(|(_, number)| number.clone()).collect();
        assert_eq!(numbers.len(), parts.len(), "{from} to {to}: {parts:?}");
        for (number, (date, amount)) in numbers.into_iter().zip(parts) {
            let count = Number(number.clone()).allocation_count().unwrap();
            let book = self.test.book.as_ref().unwrap().shared();
            let row = book.view(|view| ALLOCATIONS.need(view.rows, &count).unwrap());
            assert_eq!(
                (row.date, row.amount.minor()),
                (*date, *amount),
                "{number}: {from} to {to}"
            );
            let (from, to) = (from.to_string(), to.to_string());
            let allocation = Allocation { from, to, amount: *amount, date: *date, reversed: None };
            self.books.allocations.push((number, allocation));
        }
    }

    fn does(&mut self, act: &Act, date: Day) {
        let number = |series: &str, n: u8| format!("{series}-2026-{:05}", n + 1);
        match act {
            Act::Invoice { amount, terms } => self.issues(*amount, *terms, date),
            Act::Pay { amount, to, share } => {
                let shares = to.map(|to| (number("INV", to), *share.min(amount)));
                self.pays(*amount, shares, date);
            }
            Act::Allocate { payment, to, amount } => {
                self.allocates(&number("PAY", *payment), &number("INV", *to), *amount, date);
            }
            Act::Settle { payment, refund, amount } => {
                self.allocates(&number("PAY", *payment), &number("RF", *refund), *amount, date);
            }
            Act::Unallocate { allocation } => {
                let Some((number, _)) = self.books.allocations.get(usize::from(*allocation)) else {
                    return;
                };
                let rest = format!(r#""do":"unallocate","allocation":"{number}""#);
                if self.post(&rest, date).is_some() {
                    self.books.allocations[usize::from(*allocation)].1.reversed = Some(date);
                }
            }
            Act::Bounce { payment } => {
                self.ends("bounce_payment", "payment", &number("PAY", *payment), date);
            }
            Act::Reverse { payment } => {
                self.ends("reverse_payment", "payment", &number("PAY", *payment), date);
            }
            Act::ReverseRefund { refund } => {
                self.ends("reverse_refund", "refund", &number("RF", *refund), date);
            }
            Act::Refund { payment, amount } => {
                self.refunds(&number("PAY", *payment), *amount, date);
            }
        }
    }

    fn issues(&mut self, amount: u16, terms: u8, date: Day) {
        let due = date.plus(i64::from(terms)).unwrap();
        let rest = format!(
            r#""do":"issue_invoice","customer":"C1","due":"{due}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]"#
        );
        if let Some(receipt) = self.post(&rest, date) {
            let number = receipt.number("invoice").unwrap().to_string();
            self.books.add(&number, true, (date, due), i64::from(amount));
        }
    }

    fn pays(&mut self, amount: u16, shares: Option<(String, u16)>, date: Day) {
        let list = shares.as_ref().map_or_else(
            || r#""none""#.to_string(),
            |(to, share)| format!(r#"[{{"invoice":"{to}","amount":"{share}"}}]"#),
        );
        let rest = format!(
            r#""do":"record_payment","customer":"C1","amount":"{amount}","method":"bank","allocate":{list}"#
        );
        let Some(receipt) = self.post(&rest, date) else { return };
        let payment = receipt.number("payment").unwrap().to_string();
        self.books.add(&payment, false, (date, date), i64::from(amount));
        if let Some((to, share)) = shares {
            let first = date.max(self.books.documents[&to].date);
            let parts = self.books.parts(&to, i64::from(share), first);
            self.allocated(&receipt, (&payment, &to), &parts);
        }
    }

    fn refunds(&mut self, payment: &str, amount: u16, date: Day) {
        let rest = format!(r#""do":"refund","from":"{payment}","amount":"{amount}""#);
        if let Some(receipt) = self.post(&rest, date) {
            let refund = receipt.number("refund").unwrap().to_string();
            self.books.add(&refund, true, (date, date), i64::from(amount));
            self.allocated(&receipt, (payment, &refund), &[(date, i64::from(amount))]);
        }
    }

    fn allocates(&mut self, from: &str, to: &str, amount: u16, date: Day) {
        let rest = format!(r#""do":"allocate","from":"{from}","to":"{to}","amount":"{amount}""#);
        if let Some(receipt) = self.post(&rest, date) {
            self.allocated(&receipt, (from, to), &[(date, i64::from(amount))]);
        }
    }

    fn ends(&mut self, what: &str, field: &str, number: &str, date: Day) {
        let rest = format!(r#""do":"{what}","{field}":"{number}","reason":"slip""#);
        if self.post(&rest, date).is_some() {
            self.books.end(number, date);
        }
    }

    /// Every view of the account says as of a day what the plain books say.
    fn agrees(&self, on: Day) {
        let (figures, open) = (self.books.figures(on), self.books.open(on));
        let balance = self.test.balance("C1", as_of(&on.to_string()));
        let minor = |amount: daybook::domain::Money| amount.minor();
        let items: BTreeMap<String, (i64, Day)> = balance
            .items
            .iter()
            .map(|it| (it.item.0.clone(), (it.outstanding.minor(), it.due)))
            .collect();
        assert_eq!(items, open, "{on}");
        let ages = balance.aging.all().map(minor);
        let said =
            (minor(balance.balance), minor(balance.overdue), minor(balance.on_account), ages);
        assert_eq!(said, figures, "{on}");
        let aging = self.test.aging(as_of(&on.to_string()));
        let row = aging.rows.iter().next().map(|row| row.sums);
        let row =
            row.map(|it| (minor(it.total), minor(it.on_account), it.buckets.all().map(minor)));
        let expected = (!open.is_empty()).then_some((figures.0, figures.2, figures.3));
        assert_eq!(row, expected, "aging of {on}");
        assert_eq!(self.reported(on), open, "open items of {on}");
        let statement = StatementOf {
            customer: Code("C1".into()),
            style: Style::BalanceForward,
            from: Some(on.min(day("2026-11-01"))),
            to: Some(on),
            known_at: None,
            since: None,
        };
        let statement = self.test.ask(&statement).unwrap();
        let told = (minor(statement.closing), statement.aging.all().map(minor));
        assert_eq!(told, (figures.0, figures.3), "statement to {on}");
        let moved: i64 = statement.lines.iter().map(|line| line.amount.minor()).sum();
        assert_eq!(minor(statement.opening) + moved, figures.0, "lines of the statement to {on}");
        assert_eq!(self.chased(on), overdue(&open, on), "to chase on {on}");
    }

    fn reported(&self, on: Day) -> BTreeMap<String, (i64, Day)> {
        let report =
            ReportOf { report: "open-items".into(), as_of: Some(on), ..ReportOf::default() };
        let report = self.test.ask(&report).unwrap();
        let place = |name: &str| report.columns.iter().position(|it| it.name == name).unwrap();
        let [item, due, left] = ["item", "due", "outstanding"].map(place);
        let row = |cells: &[Cell]| match (&cells[item], &cells[due], &cells[left]) {
            (Cell::Text(item), Cell::Date(due), Cell::Money(left)) => {
                (item.clone(), (left.minor(), *due))
            }
            other => panic!("{other:?}"),
        };
        report.rows.iter().map(|it| row(&it.cells)).collect()
    }

    fn chased(&self, on: Day) -> BTreeMap<String, (i64, Day)> {
        self.test.book.as_ref().unwrap().shared().view(|view| {
            let (account, _) = item::account(view.rows, &Code("C1".into())).unwrap().unwrap();
            let when = When { as_of: on, known_at: u64::MAX };
            let found = to_chase(view.rows, account, when).unwrap().items.into_iter();
            found.map(|it| (it.row.number.0, (it.outstanding.minor(), it.due))).collect()
        })
    }
}

fn overdue(open: &BTreeMap<String, (i64, Day)>, on: Day) -> BTreeMap<String, (i64, Day)> {
    let late = open.iter().filter(|(_, (left, due))| *left > 0 && *due < on);
    late.map(|(number, it)| (number.clone(), *it)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 400, ..properties(24) })]
    #[test]
    fn as_of_every_day_money_is_what_plain_books_say(
        acts in prop::collection::vec((act(), 0_i64..27), 15..45),
    ) {
        let mut both = Both::new();
        let first = day("2026-11-01");
        for n in 0..3 {
            both.does(&Act::Invoice { amount: 500 + 100 * n, terms: 3 }, first);
        }
        both.does(&Act::Pay { amount: 450, to: Some(0), share: 300 }, first);
        prop_assert_eq!(both.taken, 4, "what every act has to work on");
        for (act, on) in &acts {
            both.does(act, first.plus(*on).unwrap());
        }
        for n in -1..30 {
            both.agrees(first.plus(n).unwrap());
        }
        prop_assert!(both.test.verify().ok);
    }
}

/// The case that an accountant found: a cheque is refunded in part, and returned weeks later.
#[test]
fn a_refund_is_owed_since_its_payment_came_back() {
    let mut both = Both::new();
    let on = |n: i64| day("2026-10-01").plus(n).unwrap();
    both.does(&Act::Invoice { amount: 450, terms: 5 }, on(0));
    both.does(&Act::Pay { amount: 500, to: Some(0), share: 450 }, on(1));
    both.does(&Act::Refund { payment: 0, amount: 50 }, on(2));
    both.does(&Act::Bounce { payment: 0 }, on(40));
    // Other money settles it, and comes back as well.
    both.does(&Act::Pay { amount: 50, to: None, share: 0 }, on(44));
    both.does(&Act::Settle { payment: 1, refund: 0, amount: 30 }, on(44));
    both.does(&Act::Bounce { payment: 1 }, on(50));
    assert_eq!(both.taken, 7);
    for n in -1..60 {
        both.agrees(on(n));
    }
    let refund = "RF-2026-00001".to_string();
    assert_eq!(both.books.open(on(45)).get(&refund), Some(&(20, on(40))));
    assert_eq!(both.books.open(on(59)).get(&refund), Some(&(50, on(40))));
    let said = both.test.ask(&SayOf(Code("C1".into()))).unwrap().balance;
    let due = said.items.iter().find(|it| it.item.0 == refund).map(|it| it.due);
    assert_eq!(due, Some(on(40)));
    assert!(both.test.verify().ok);
}
