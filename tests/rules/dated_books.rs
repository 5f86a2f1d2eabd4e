//! The book against books kept by hand, which know nothing but what each entry of the journal says, and its dates:
//! payments, refunds, returned payments, undone allocations, credit notes, write-offs, certificates, cash that is
//! rounded and money of another currency, entered in any order of days. Every view says as of every day, and as known
//! at every entry, what these books say; no entry changes a day before its own; and each changes what the customer
//! owes by what the rule for it says.

use std::collections::BTreeMap;

use crate::common::{TestBook, day, files};
use daybook::domain::{Code, Day, Money};
use daybook::engine::Receipt;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::statement::{StatementOf, Style};
use proptest::prelude::*;
use serde_json::Value;

/// Where the book is: in francs with certificates, in dollars with cash that is rounded, or in francs with a customer
/// who pays in dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Kigali,
    Quebec,
    Abroad,
}

/// What is done. Documents are named by their place among those of their kind, amounts are in minor units.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Invoice,
    Pay {
        is_cash: bool,
    },
    /// What an invoice comes to, in the coins that there are.
    PayAll,
    Allocate,
    Settle,
    Unallocate,
    Bounce,
    Reverse,
    Refund {
        of_note: bool,
    },
    ReverseRefund,
    Credit,
    VoidNote,
    WriteOff,
    Recover,
    Certify,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    what: What,
    one: u8,
    other: u8,
    minor: i64,
    share: i64,
    /// How many days later than the one before.
    days: i64,
    /// How many days it is dated back.
    back: i64,
}

fn act() -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        2 => Just(What::Invoice),
        3 => any::<bool>().prop_map(|is_cash| What::Pay { is_cash }),
        2 => Just(What::PayAll),
        3 => Just(What::Allocate),
        3 => Just(What::Settle),
        3 => Just(What::Unallocate),
        2 => Just(What::Bounce),
        1 => Just(What::Reverse),
        4 => any::<bool>().prop_map(|of_note| What::Refund { of_note }),
        1 => Just(What::ReverseRefund),
        2 => Just(What::Credit),
        1 => Just(What::VoidNote),
        2 => Just(What::WriteOff),
        1 => Just(What::Recover),
        2 => Just(What::Certify),
    ];
    (
        what,
        0_u8..5,
        0_u8..5,
        1_i64..900,
        1_i64..900,
        0_i64..3,
        prop_oneof![3 => Just(0_i64), 1 => 1_i64..8],
    )
        .prop_map(|(what, one, other, minor, share, days, back)| Act {
            what,
            one,
            other,
            minor,
            share,
            days,
            back,
        })
}

#[derive(Clone, Debug)]
struct Document {
    kind: &'static str,
    date: Day,
    due: Day,
    minor: i64,
    seq: u64,
    /// What was taken from it without going elsewhere: the day, the entry, the amount.
    gone: Vec<(Day, u64, i64)>,
    /// The invoice of a credit note.
    original: Option<String>,
}

impl Document {
    fn is_debit(&self) -> bool {
        ["invoice", "refund", "on_top"].contains(&self.kind)
    }
}

#[derive(Clone, Debug)]
struct Allocation {
    from: String,
    to: String,
    minor: i64,
    date: Day,
    seq: u64,
    back: Option<(Day, u64)>,
}

/// What is open on a day: signed, and when it is due.
type Open = BTreeMap<String, (i64, Day)>;

/// The books kept by hand.
#[derive(Default)]
struct Books {
    scale: u32,
    documents: BTreeMap<String, Document>,
    allocations: BTreeMap<String, Allocation>,
    last: u64,
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}"))
}

impl Books {
    fn minor(&self, value: &Value, field: &str) -> i64 {
        let digits = text(value, field);
        let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
        assert_eq!(u32::try_from(decimals).unwrap(), self.scale, "{field} of {value}");
        digits.replace('.', "").parse().unwrap()
    }

    fn amount(&self, minor: i64) -> String {
        match self.scale {
            0 => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    fn makes(&mut self, kind: &'static str, number: &str, event: &Value, seq: u64) {
        let date = day(text(event, "date"));
        let (due, amount) = match kind {
            "invoice" => (day(text(event, "due")), "total"),
            "credit_note" => (date, "total"),
            _ => (date, "amount"),
        };
        let minor = self.minor(event, amount);
        let original = (kind == "credit_note").then(|| text(event, "invoice").to_string());
        let made = Document { kind, date, due, minor, seq, gone: vec![], original };
        self.documents.insert(number.into(), made);
    }

    fn goes(&mut self, number: &str, event: &Value, seq: u64, minor: i64) {
        let gone = (day(text(event, "date")), seq, minor);
        self.documents.get_mut(number).unwrap().gone.push(gone);
    }

    /// Enters an event as the journal has it.
    fn enters(&mut self, event: &Value, seq: u64) {
        let number = |field: &str| text(event, field).to_string();
        match text(event, "event") {
            "invoice_issued" => self.makes("invoice", &number("invoice"), event, seq),
            "payment_recorded" => self.makes("payment", &number("payment"), event, seq),
            "credit_note_issued" => self.makes("credit_note", &number("credit_note"), event, seq),
            "refund_made" => self.makes("refund", &number("refund"), event, seq),
            "write_off_made" => {
                let kind = if event["on_top"] == true { "on_top" } else { "write_off" };
                self.makes(kind, &number("write_off"), event, seq);
            }
            "allocation_made" => {
                let allocation = Allocation {
                    from: number("from"),
                    to: number("to"),
                    minor: self.minor(event, "amount"),
                    date: day(text(event, "date")),
                    seq,
                    back: None,
                };
                self.allocations.insert(number("allocation"), allocation);
            }
            "allocation_reversed" => {
                let it = self.allocations.get_mut(text(event, "allocation")).unwrap();
                assert!(it.back.is_none(), "undone twice: {event}");
                it.back = Some((day(text(event, "date")), seq));
            }
            "payment_bounced" | "payment_reversed" => self.ends(&number("payment"), event, seq),
            "refund_reversed" => self.ends(&number("refund"), event, seq),
            "credit_note_voided" => self.ends(&number("credit_note"), event, seq),
            "write_off_taken_back" => {
                self.goes(text(event, "write_off"), event, seq, self.minor(event, "amount"));
            }
            "certificate_adjusted" => {
                self.goes(text(event, "payment"), event, seq, -self.minor(event, "change"));
            }
            "customer_registered" | "rules_overridden" => {}
            other => panic!("not known to these books: {other}"),
        }
    }

    /// All of a document that is still there is gone.
    fn ends(&mut self, number: &str, event: &Value, seq: u64) {
        let document = &self.documents[number];
        let before: i64 = document.gone.iter().map(|(_, _, minor)| minor).sum();
        self.goes(number, event, seq, document.minor - before);
    }

    fn left(&self, number: &str, on: Day, known: u64) -> i64 {
        let counts = |(date, seq): (Day, u64)| date <= on && seq <= known;
        let document = &self.documents[number];
        if !counts((document.date, document.seq)) {
            return 0;
        }
        let gone = document.gone.iter().filter(|(date, seq, _)| counts((*date, *seq)));
        let stands = |it: &&Allocation| counts((it.date, it.seq)) && !it.back.is_some_and(counts);
        let taken = self.allocations.values().filter(|it| it.from == number || it.to == number);
        let taken: i64 = taken.filter(stands).map(|it| it.minor).sum();
        document.minor - gone.map(|(_, _, minor)| minor).sum::<i64>() - taken
    }

    /// An invoice is due on its due date for ever. A refund that is owed is owed since the payment that it came from was
    /// taken back.
    fn due(&self, number: &str, on: Day, known: u64) -> Day {
        let document = &self.documents[number];
        if document.kind != "refund" {
            return document.due;
        }
        let own = self.allocations.values().filter(|it| it.to == number && it.seq == document.seq);
        let back = own.filter_map(|it| it.back).filter(|(date, seq)| *date <= on && *seq <= known);
        back.map(|(date, _)| date).next().unwrap_or(document.due)
    }

    fn open(&self, on: Day, known: u64) -> Open {
        let signed = |(number, it): (&String, &Document)| {
            let left = self.left(number, on, known);
            assert!((0..=it.minor).contains(&left), "{number} on {on}: {left} of {}", it.minor);
            let signed = if it.is_debit() { left } else { -left };
            (number.clone(), (signed, self.due(number, on, known)))
        };
        self.documents.iter().map(signed).filter(|(_, (left, _))| *left != 0).collect()
    }

    fn balance(&self, on: Day, known: u64) -> i64 {
        self.open(on, known).values().map(|(left, _)| left).sum()
    }

    /// What was given up on an invoice, and stands.
    fn given_up(&self, invoice: &str) -> i64 {
        let live = self.allocations.values().filter(|it| it.to == invoice && it.back.is_none());
        live.filter(|it| self.documents[&it.from].kind == "write_off").map(|it| it.minor).sum()
    }

    /// What was credited of an invoice, by notes that stand.
    fn credited(&self, invoice: &str) -> i64 {
        let notes = self.documents.values().filter(|it| it.original.as_deref() == Some(invoice));
        notes.filter(|it| it.gone.is_empty()).map(|it| it.minor).sum()
    }
}

struct Both {
    test: TestBook,
    books: Books,
    place: Place,
    today: i64,
    taken: Vec<What>,
}

fn later(days: i64) -> Day {
    day("2026-11-01").plus(days).unwrap()
}

impl Both {
    fn new(place: Place) -> Both {
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
    fn post(&mut self, what: What, date: Day, rest: &str) -> Option<Receipt> {
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
    fn entry(&self, seq: u64) -> Value {
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
    fn one_of(&self, kind: &str, n: u8, is_open: bool) -> Option<String> {
        let stands = |(number, it): &(&String, &Document)| {
            let gone: i64 = it.gone.iter().map(|it| it.2).sum();
            it.kind == kind && gone < it.minor && (!is_open || self.left(number) > 0)
        };
        let all: Vec<&String> =
            self.books.documents.iter().filter(stands).map(|(number, _)| number).collect();
        all.get(usize::from(n) % all.len().max(1)).map(|it| (*it).clone())
    }

    /// What is left in the end.
    fn left(&self, number: &str) -> i64 {
        self.books.left(number, later(90), u64::MAX)
    }

    fn minor_of(&self, number: &str) -> i64 {
        self.books.documents[number].minor
    }

    /// Does an act. Returns by how much it should change what the customer owes, from the least to the most: cash may be
    /// rounded by up to two cents.
    #[allow(clippy::too_many_lines)] // an arm for each act
    fn does(&mut self, act: &Act, date: Day) -> Option<(i64, i64)> {
        let Act { what, one, other, minor, share, .. } = *act;
        let cash = if self.place == Place::Quebec { 2 } else { 0 };
        let about = |minor: i64| Some((minor - cash, minor + cash));
        let amount = self.books.amount(minor);
        let end = |kind: &str, n: u8| self.one_of(kind, n, false);
        let open = |kind: &str, n: u8| self.one_of(kind, n, true);
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
                let payment = end("payment", one)?;
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
    fn credits(&mut self, act: &Act, invoice: &str, date: Day) -> Option<(i64, i64)> {
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
    fn step(&mut self, act: &Act) {
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
    fn agrees(&self, on: Day, known: u64) {
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

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![Just(Place::Kigali), Just(Place::Quebec), Just(Place::Abroad)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, max_shrink_iters: 600, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_entered_every_day_reads_as_the_dated_entries_add_up(
        place in place(),
        acts in prop::collection::vec(act(), 12..40),
    ) {
        let mut both = Both::new(place);
        for n in 0..3 {
            let (what, one) = (What::Invoice, 3);
            both.step(&Act { what, one, other: 0, minor: 503 + 101 * n, share: 1, days: 0, back: 0 });
        }
        let first = both.books.last;
        for act in &acts {
            both.step(act);
        }
        let last = both.books.last;
        for n in -1..34 {
            both.agrees(later(n), last);
            both.agrees(later(n), first + (last - first) / 2);
        }
        prop_assert!(both.taken.len() >= 3);
        prop_assert!(both.test.verify().ok);
    }
}

/// A payment for several invoices, or several payments for one, allocated in parts that are undone and made again: once
/// all of it is settled, the gains are what it is worth at one rate less what it is worth at the other, each rounded
/// once.
#[derive(Clone, Debug)]
struct Exchange {
    is_one_payment: bool,
    parts: Vec<(i64, u32)>,
    one_rate: u32,
    /// Which allocations are undone and made again, in which order.
    again: Vec<usize>,
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let parts = prop::collection::vec((1_i64..9_000, 100_000_u32..160_000), 2..7);
    let again = prop::collection::vec(0_usize..7, 0..8);
    (any::<bool>(), parts, 100_000_u32..160_000, again).prop_map(
        |(is_one_payment, parts, one_rate, again)| Exchange {
            is_one_payment,
            parts,
            one_rate,
            again,
        },
    )
}

/// Francs of cents at a rate in hundredths, rounded half away from zero, from the exact sum of them.
fn francs(parts: &[(i64, u32)]) -> i64 {
    let exact: i64 = parts.iter().map(|(cents, rate)| cents * i64::from(*rate)).sum();
    (exact + 5_000) / 10_000
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 600, ..ProptestConfig::default() })]
    #[test]
    fn gains_add_up_however_often_allocations_are_undone_and_made_again(it in exchange()) {
        let mut both = Both::new(Place::Abroad);
        let test = &mut both.test;
        let decimal = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
        let invoice = |test: &mut TestBook, cents: i64, rate: u32| {
            let (amount, rate) = (decimal(cents), decimal(i64::from(rate)));
            let receipt = test.taken(&format!(
                r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-01","rate":"{rate}","lines":[{{"description":"x","quantity":"1","unit_price":"{amount}"}}]}}"#
            ));
            receipt.number("invoice").unwrap().to_string()
        };
        let payment = |test: &mut TestBook, cents: i64, rate: u32| {
            let (amount, rate) = (decimal(cents), decimal(i64::from(rate)));
            let receipt = test.taken(&format!(
                r#"{{"do":"record_payment","customer":"C1","date":"2026-11-02","rate":"{rate}","amount":"{amount}","method":"bank","allocate":"none"}}"#
            ));
            receipt.number("payment").unwrap().to_string()
        };
        let all: i64 = it.parts.iter().map(|(cents, _)| cents).sum();
        let pairs: Vec<(String, String, i64)> = if it.is_one_payment {
            let from = payment(test, all, it.one_rate);
            it.parts.iter().map(|(cents, rate)| (from.clone(), invoice(test, *cents, *rate), *cents)).collect()
        } else {
            let to = invoice(test, all, it.one_rate);
            it.parts.iter().map(|(cents, rate)| (payment(test, *cents, *rate), to.clone(), *cents)).collect()
        };
        let allocate = |test: &mut TestBook, (from, to, cents): &(String, String, i64)| {
            let amount = decimal(*cents);
            let receipt = test.taken(&format!(
                r#"{{"do":"allocate","from":"{from}","to":"{to}","amount":"{amount}","date":"2026-11-03"}}"#
            ));
            (receipt.number("allocation").unwrap().to_string(), receipt.seq)
        };
        let mut made: Vec<(String, u64)> = pairs.iter().map(|pair| allocate(test, pair)).collect();
        for place in it.again.iter().filter(|place| **place < pairs.len()) {
            let number = &made[*place].0;
            test.taken(&format!(
                r#"{{"do":"unallocate","allocation":"{number}","date":"2026-11-03"}}"#
            ));
            made[*place] = allocate(test, &pairs[*place]);
        }
        let gains = made.iter().map(|(_, seq)| {
            let entry = both.entry(*seq);
            let event = entry["events"].as_array().unwrap().iter();
            let mut made = event.filter(|event| event["event"] == "allocation_made");
            made.next().unwrap()["gain"].as_str().unwrap().parse::<i64>().unwrap()
        });
        let (one, each) = (francs(&[(all, it.one_rate)]), it.parts.as_slice());
        let expected = match it.is_one_payment {
            true => one - each.iter().map(|part| francs(&[*part])).sum::<i64>(),
            false => francs(each) - one,
        };
        prop_assert_eq!(gains.sum::<i64>(), expected);
        prop_assert!(both.test.verify().ok);
    }
}
