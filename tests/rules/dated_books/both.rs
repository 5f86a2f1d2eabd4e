//! The book and the books kept by hand: every act is entered in both, and they are compared.

use serde_json::Value;

use super::books::{Allocation, Books, Document, Open};
use super::*;

pub struct Both {
    pub test: TestBook,
    pub books: Books,
    pub place: Place,
    pub today: i64,
    pub taken: Vec<What>,
}

impl Both {
    pub fn new(place: Place) -> Both {
        let mut test = match place {
            Place::Quebec => TestBook::canada(),
            Place::Kigali | Place::Abroad => TestBook::rwanda(),
        };
        test.open_on("2026-11-29");
        let currency = if place == Place::Abroad { r#","currency":"USD""# } else { "" };
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"C1","name":"C","date":"2020-01-01","terms":"net 5"{currency}}}"#
        ));
        let scale = if place == Place::Kigali { 0 } else { 2 };
        let books = Books { scale, ..Books::default() };
        Both { test, books, place, today: 0, taken: vec![] }
    }

    /// A line for the book; a document abroad has a rate.
    pub fn post(&mut self, what: What, date: Day, rest: &str) -> Option<Receipt> {
        let has_rate = [r#""issue_invoice""#, r#""record_payment""#, r#""refund""#];
        let is_abroad = self.place == Place::Abroad && has_rate.iter().any(|it| rest.contains(it));
        let rate = 1_300 + date.days_since(later(0)) * 7;
        let rate = if is_abroad { format!(r#","rate":"{rate}.37""#) } else { String::new() };
        let line =
            format!(r#"{{"override":{{"reason":"any order"}},"date":"{date}","do":{rest}{rate}}}"#);
        let receipt = self.test.post(&line).ok()?;
        self.taken.push(what);
        let seq = receipt.seq;
        for event in self.entry(seq)["events"].as_array().unwrap() {
            self.books.enters(event, seq);
        }
        self.books.last = seq;
        Some(receipt)
    }

    /// An entry as the journal has it.
    pub fn entry(&self, seq: u64) -> Value {
        let begins = format!(r#"{{"seq":{seq},"#);
        for file in files(&self.test.folder().join("journal")) {
            let all = std::fs::read_to_string(file).unwrap_or_default();
            if let Some(line) = all.lines().find(|line| line.starts_with(&begins)) {
                return serde_json::from_str(line).unwrap();
            }
        }
        panic!("no entry {seq}")
    }

    /// One of the documents of a kind of which something is left, or of all of those that stand.
    pub fn one_of(&self, kind: &str, n: u8, is_open: bool) -> Option<String> {
        let stands = |(number, it): &(&String, &Document)| {
            let gone: i64 = it.gone.iter().map(|it| it.2).sum();
            it.kind == kind && gone < it.minor && (!is_open || self.left(number) > 0)
        };
        let all: Vec<&String> =
            self.books.documents.iter().filter(stands).map(|(number, _)| number).collect();
        all.get(usize::from(n) % all.len().max(1)).map(|it| (*it).clone())
    }

    /// One of the payments in force of which something was refunded.
    fn refunded(&self, n: u8) -> Option<String> {
        let is_refund = |it: &&Allocation| {
            let from = &self.books.documents[&it.from];
            let is_payment = from.kind == "payment" && from.gone.is_empty();
            it.back.is_none() && is_payment && self.books.documents[&it.to].kind == "refund"
        };
        let all: Vec<_> = self.books.allocations.values().filter(is_refund).collect();
        all.get(usize::from(n) % all.len().max(1)).map(|it| it.from.clone())
    }

    /// What is left in the end.
    pub fn left(&self, number: &str) -> i64 {
        self.books.left(number, later(90), u64::MAX)
    }

    pub fn minor_of(&self, number: &str) -> i64 {
        self.books.documents[number].minor
    }

    /// Does an act. Returns by how much it should change what the customer owes, from the least to the most: cash may be
    /// rounded by up to two cents.
    #[allow(clippy::too_many_lines)] // an arm for each act
    pub fn does(&mut self, act: &Act, date: Day) -> Option<(i64, i64)> {
        let Act { what, one, other, minor, share, .. } = *act;
        let cash = if self.place == Place::Quebec { 2 } else { 0 };
        let about = |minor: i64| Some((minor - cash, minor + cash));
        let amount = self.books.amount(minor);
        let end = |kind: &str, n: u8| self.one_of(kind, n, false);
        let open = |kind: &str, n: u8| self.one_of(kind, n, true);
        if what == What::Settle && open("refund", other).is_none() {
            // No refund is owed yet: the return of a refunded payment makes one.
            self.refunded(one)?;
            return self.does(&Act { what: What::Bounce, share: 0, ..*act }, date);
        }
        match what {
            What::Invoice => {
                let rest = format!(
                    r#""issue_invoice","customer":"C1","due":"{}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]"#,
                    date.plus(i64::from(one)).unwrap()
                );
                self.post(what, date, &rest)?;
                Some((minor, minor))
            }
            What::Pay { is_cash } => {
                let to = open("invoice", one)?;
                let share = share.min(minor).min(self.left(&to));
                let share = self.books.amount(share);
                let method = if is_cash { "cash" } else { "bank" };
                let rest = format!(
                    r#""record_payment","customer":"C1","amount":"{amount}","method":"{method}","allocate":[{{"invoice":"{to}","amount":"{share}"}}]"#
                );
                self.post(what, date, &rest)?;
                about(-minor)
            }
            What::PayAll => {
                let to = open("invoice", one)?;
                let left = self.left(&to);
                let all = if cash > 0 { (left + 2) / 5 * 5 } else { left };
                let (share, all) = (left.min(all), self.books.amount(all));
                let share = self.books.amount(share);
                let rest = format!(
                    r#""record_payment","customer":"C1","amount":"{all}","method":"cash","allocate":[{{"invoice":"{to}","amount":"{share}"}}]"#
                );
                self.post(what, date, &rest)?;
                assert_eq!(self.left(&to), 0, "{to} is paid in cash");
                Some((-left, -left))
            }
            What::Allocate | What::Settle => {
                let kind = if what == What::Settle { "refund" } else { "invoice" };
                let from = open(if share % 4 == 0 { "credit_note" } else { "payment" }, one)?;
                let to = open(kind, other)?;
                let amount = minor.min(self.left(&from)).min(self.left(&to));
                let amount = self.books.amount(amount);
                let rest = format!(r#""allocate","from":"{from}","to":"{to}","amount":"{amount}""#);
                self.post(what, date, &rest)?;
                about(0)
            }
            What::Unallocate => {
                let is_money = |from: &str| self.books.documents[from].kind == "payment";
                let live =
                    |(_, it): &(&String, &Allocation)| it.back.is_none() && is_money(&it.from);
                let live: Vec<_> = self.books.allocations.iter().filter(live).collect();
                let place = usize::from(one) * 5 + usize::from(other);
                let number = live.get(place % live.len().max(1))?.0;
                let rest = format!(r#""unallocate","allocation":"{number}""#);
                self.post(what, date, &rest)?;
                about(0)
            }
            What::Bounce | What::Reverse => {
                // The return of a refunded payment makes the refund owed.
                let refunded = (share % 2 == 0).then(|| self.refunded(one)).flatten();
                let payment = refunded.or_else(|| end("payment", one))?;
                let gone: i64 = self.books.documents[&payment].gone.iter().map(|it| it.2).sum();
                let command =
                    if what == What::Bounce { "bounce_payment" } else { "reverse_payment" };
                let rest = format!(r#""{command}","payment":"{payment}","reason":"so it was""#);
                self.post(what, date, &rest)?;
                about(self.minor_of(&payment) - gone)
            }
            What::Refund { of_note } => {
                let from = open(if of_note { "credit_note" } else { "payment" }, one)?;
                let minor = minor.min(self.left(&from));
                let amount = self.books.amount(minor);
                let rest = format!(r#""refund","from":"{from}","amount":"{amount}""#);
                self.post(what, date, &rest)?;
                Some((minor, minor))
            }
            What::ReverseRefund => {
                let refund = end("refund", one)?;
                let rest = format!(r#""reverse_refund","refund":"{refund}","reason":"wrong""#);
                self.post(what, date, &rest)?;
                Some((-self.minor_of(&refund), -self.minor_of(&refund)))
            }
            What::Credit => self.credits(act, &end("invoice", one)?, date),
            What::VoidNote => {
                let note = end("credit_note", one)?;
                let rest = format!(r#""void_credit_note","credit_note":"{note}","reason":"wrong""#);
                self.post(what, date, &rest)?;
                // What it had taken back of what was given up may be given up again, and rounded cash is rounded again.
                Some((-cash, self.minor_of(&note) + cash))
            }
            What::WriteOff => {
                let invoice = open("invoice", one)?;
                let minor = (minor / 3 + 1).min(self.left(&invoice));
                let amount = self.books.amount(minor);
                let rest = format!(
                    r#""write_off","invoice":"{invoice}","amount":"{amount}","reason":"bad_debt""#
                );
                self.post(what, date, &rest)?;
                Some((-minor, -minor))
            }
            What::Recover => {
                let number = end("write_off", one)?;
                let before = self.books.documents[&number].gone.iter().map(|it| it.2).sum::<i64>();
                self.post(what, date, &format!(r#""recover","write_off":"{number}""#))?;
                let left = self.minor_of(&number) - before;
                Some((left, left))
            }
            What::Certify => {
                let (invoice, number) = (open("invoice", one)?, self.books.last);
                let minor = (minor / 3 + 1).min(self.left(&invoice));
                let amount = self.books.amount(minor);
                let rest = format!(
                    r#""record_certificate","customer":"C1","kind":"WHT3","number":"W{number}","allocate":[{{"invoice":"{invoice}","amount":"{amount}"}}]"#
                );
                self.post(what, date, &rest)?;
                Some((-minor, -minor))
            }
        }
    }

    /// A credit note takes its share of what was given up back first: of what is not credited yet.
    pub fn credits(&mut self, act: &Act, invoice: &str, date: Day) -> Option<(i64, i64)> {
        let given_up = self.books.given_up(invoice);
        let left = self.minor_of(invoice) - self.books.credited(invoice);
        let has_certificate = self.taken.contains(&What::Certify);
        let amount = self.books.amount(act.minor);
        let rest = format!(
            r#""credit_invoice","invoice":"{invoice}","amount":"{amount}","reason":"price""#
        );
        self.post(act.what, date, &rest)?;
        let back = ((2 * act.minor * given_up + left) / (2 * left)).min(given_up);
        let cash = if self.place == Place::Quebec { 2 } else { 0 };
        // Where nothing but certificates settled it, these are taken back.
        let most = if has_certificate { 0 } else { back - act.minor + cash };
        Some((back - act.minor - cash, most))
    }

    /// One act, with what must be so after each.
    pub fn step(&mut self, act: &Act) {
        let known = self.books.last;
        self.today = (self.today + act.days).min(27);
        let date = later((self.today - act.back).max(0));
        let Some((least, most)) = self.does(act, date) else { return };
        let now = self.books.last;
        for n in -1..60 {
            let on = later(n);
            let (before, after) = (self.books.open(on, known), self.books.open(on, now));
            if on < date {
                assert_eq!(after, before, "{act:?} changes {on}");
            } else if n > 40 {
                let change = self.books.balance(on, now) - self.books.balance(on, known);
                assert!((least..=most).contains(&change), "{act:?} on {on}: {change}");
            }
        }
    }

    /// The book says as of a day, and as known at an entry, what the books kept by hand say.
    pub fn agrees(&self, on: Day, known: u64) {
        let open = self.books.open(on, known);
        let asked = || AsOf { as_of: Some(on), known_at: Some(known) };
        let balance = self.test.balance("C1", asked());
        let items: Open = balance
            .items
            .iter()
            .map(|it| (it.item.0.clone(), (it.outstanding.minor(), it.due)))
            .collect();
        assert_eq!(items, open, "{on}, {known}");
        let (mut ages, mut on_account, mut overdue) = ([0; 5], 0, 0);
        for (left, due) in open.values() {
            let late = on.days_since(*due);
            let limits = [0, 30, 60, 90, i64::MAX];
            match *left > 0 {
                true => ages[limits.iter().position(|most| late <= *most).unwrap()] += left,
                false => on_account -= left,
            }
            overdue += if *left > 0 && late > 0 { *left } else { 0 };
        }
        let in_all = self.books.balance(on, known);
        let said = [balance.balance, balance.overdue, balance.on_account].map(Money::minor);
        assert_eq!(said, [in_all, overdue, on_account], "{on}, {known}");
        assert_eq!(balance.aging.all().map(Money::minor), ages, "{on}, {known}");
        let aging = self.test.aging(asked());
        let row = aging.rows.iter().next().map(|row| row.sums);
        let row = row.map(|it| (it.total.minor(), it.buckets.all().map(Money::minor)));
        assert_eq!(row, (!open.is_empty()).then_some((in_all, ages)), "{on}, {known}");
        let statement = |from: Day, to: Day| {
            let of = StatementOf {
                customer: Code("C1".into()),
                style: Style::BalanceForward,
                from: Some(from),
                to: Some(to),
                known_at: Some(known),
                since: None,
            };
            self.test.ask(&of).unwrap()
        };
        let this = statement(on.plus(-9).unwrap(), on);
        let moved: i64 = this.lines.iter().map(|line| line.amount.minor()).sum();
        assert_eq!(this.opening.minor() + moved, this.closing.minor(), "{on}, {known}");
        assert_eq!(this.closing.minor(), in_all, "{on}, {known}");
        let next = statement(on.plus(1).unwrap(), on.plus(9).unwrap());
        assert_eq!(next.opening, this.closing, "{on}, {known}");
    }
}
