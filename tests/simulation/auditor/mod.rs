//! The auditor: plain books in memory, kept by rules written a second time in the simplest way
//! that can be right, without a look at the program's own. Amounts are whole minor units.

mod accounts;
mod bank;
mod cases;
pub mod chasing;
mod claiming;
mod corrections;
mod crediting;
mod deliveries;
mod deposits;
mod discounts;
mod dividing;
mod entering;
mod plans;
mod predicting;
pub mod promises;
mod replaying;
mod sales;
mod series;
mod suspense;
mod warnings;

use std::collections::{BTreeMap, BTreeSet};

pub use bank::LineStands;
pub use suspense::Waits;

use daybook::domain::Day;
use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Invoice,
    Credit,
    Payment,
    Refund,
    WriteOff,
}

impl Kind {
    /// Whether the customer owes it.
    fn is_owed(self) -> bool {
        matches!(self, Kind::Invoice | Kind::Refund)
    }
}

/// The rules that a command breaks.
type Broken = Vec<&'static str>;

#[derive(Debug)]
pub enum Prediction {
    /// Taken, with the numbers made, in order.
    Taken(Vec<String>),
    /// Refused, by one of these rules.
    Refused(Broken),
}

/// Balance, on account, disputed, and the buckets.
pub type Figures = (i128, i128, i128, [i128; 5]);

/// A tax group: its net and its taxes.
pub type Group = (i128, Vec<i128>);

#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // plain books, each mark by itself
struct Document {
    number: String,
    kind: Kind,
    customer: String,
    date: Day,
    due: Day,
    amount: i128,
    seq: u64,
    /// What took from it: day, entry, amount.
    changes: Vec<(Day, u64, i128)>,
    /// Voided, bounced, or reversed as a mistake.
    void: bool,
    /// Reversed as a mistake.
    mistaken: bool,
    /// A payment that is a certificate of tax withheld.
    certificate: bool,
    /// What paying an invoice early takes off, and the last day for it.
    early: Option<(Day, i128)>,
    /// The payment that a discount was taken with.
    taken_with: Option<String>,
    /// Whether it has a number of the book's own.
    own: bool,
    /// The invoice that a credit note credits.
    original: Option<String>,
    /// What a credit note took back of write-offs, of which, and from which day on.
    took_back: Vec<(String, i128, Day)>,
    /// What of a write-off or a certificate credit notes took back.
    adjusted: i128,
    /// An invoice's tax groups: what is left to credit, net and taxes; a credit note's, what it took.
    groups: Vec<Group>,
    credited: bool,
    /// What happened to it, in the order of recording.
    story: Vec<cases::Told>,
}

impl Document {
    /// A document of a day, due on another, made by an entry; nothing happened to it yet.
    fn new(
        number: &str,
        kind: Kind,
        customer: String,
        (date, due, seq): (Day, Day, u64),
        amount: i128,
    ) -> Document {
        Document {
            number: number.to_string(),
            kind,
            customer,
            date,
            due,
            amount,
            seq,
            changes: vec![],
            void: false,
            mistaken: false,
            certificate: false,
            early: None,
            taken_with: None,
            own: false,
            original: None,
            took_back: vec![],
            adjusted: 0,
            groups: vec![],
            credited: false,
            story: vec![],
        }
    }

    /// When it is due: a refund is owed since the day on which the payment it came from was returned.
    fn due_at(&self, as_of: Day, known_at: u64) -> Day {
        if self.kind != Kind::Refund {
            return self.due;
        }
        let back = self
            .changes
            .iter()
            .filter(|(day, seq, amount)| *day <= as_of && *seq <= known_at && *amount < 0);
        back.map(|(day, _, _)| *day).min().unwrap_or(self.due)
    }

    fn left(&self, as_of: Day, known_at: u64) -> i128 {
        if self.date > as_of || self.seq > known_at {
            return 0;
        }
        let counted = self.changes.iter().filter(|(day, seq, _)| *day <= as_of && *seq <= known_at);
        self.amount - counted.map(|(_, _, amount)| amount).sum::<i128>()
    }

    /// The least that is left on any day from `from` on: every such day is looked at.
    fn room(&self, from: Day) -> i128 {
        self.room_with(from, &[])
    }

    /// The parts of an amount and the days from which they count, between two days: each day on which something changes
    /// takes all that it has room for.
    fn parts(&self, amount: i128, days: (Day, Day), more: &[(Day, i128)]) -> Vec<(Day, i128)> {
        let (mut more, mut parts, mut left) = (more.to_vec(), vec![], amount);
        for day in self.turns(days.0, &more).into_iter().filter(|day| *day <= days.1) {
            let part = self.room_with(day, &more).min(left);
            if part > 0 {
                left -= part;
                more.push((day, part));
                parts.push((day, part));
            }
        }
        parts
    }

    /// The first day, `from` or later, from which there is room for all of an amount.
    fn first_fit(&self, amount: i128, from: Day, more: &[(Day, i128)]) -> Day {
        let days = self.turns(from, more);
        let fits = days.iter().find(|day| self.room_with(**day, more) >= amount);
        *fits.or(days.last()).unwrap()
    }

    /// A day, and each later one on which something changes.
    fn turns(&self, from: Day, more: &[(Day, i128)]) -> BTreeSet<Day> {
        let changed = self.changes.iter().map(|(day, _, _)| *day);
        let all = changed.chain(more.iter().map(|(day, _)| *day)).chain([from]);
        all.filter(|day| *day >= from).collect()
    }

    /// The same, were these changes made too.
    fn room_with(&self, from: Day, more: &[(Day, i128)]) -> i128 {
        let known = self.changes.iter().map(|(day, _, amount)| (*day, *amount));
        let changes: Vec<(Day, i128)> = known.chain(more.iter().copied()).collect();
        let later = changes.iter().map(|(day, _)| *day).filter(|day| *day >= from);
        let on = |day: Day| {
            let until = changes.iter().filter(|(change, _)| *change <= day);
            self.amount - until.map(|(_, amount)| amount).sum::<i128>()
        };
        later.chain([from]).map(on).min().unwrap()
    }
}

#[derive(Debug)]
struct Allocation {
    from: String,
    to: String,
    amount: i128,
    date: Day,
    seq: u64,
    reversed: bool,
}

/// What an accepted invoice comes to.
struct Bill {
    groups: Vec<Group>,
    total: i128,
    /// How many warnings say that a line or a charge that is not free carries no tax and says no reason.
    untaxed: usize,
}

pub struct Auditor {
    scale: u32,
    rates: Vec<(&'static str, i128)>,
    /// The last entry.
    pub head: u64,
    customers: BTreeMap<String, Option<i128>>,
    /// Those whose invoices give 2 % for paying within ten days.
    pay_early: BTreeSet<String>,
    taken_codes: BTreeSet<String>,
    documents: BTreeMap<String, Document>,
    allocations: Vec<Allocation>,
    /// The write-offs that are small differences.
    small: BTreeSet<String>,
    /// Holds and releases by account: day, and whether it is held.
    holds: BTreeMap<String, Vec<(Day, bool)>>,
    /// What an account was merged into, by which entry, from which day on.
    merged: BTreeMap<String, (String, u64, Day)>,
    items: BTreeMap<String, sales::Sold>,
    drafts: Vec<sales::Draft>,
    disputes: Vec<cases::Dispute>,
    promises: Vec<promises::Promise>,
    plans: Vec<plans::Plan>,
    /// Whether each callback is done.
    callbacks: Vec<bool>,
    deliveries: Vec<deliveries::Delivery>,
    suspense: Vec<suspense::Waiting>,
    bank: bank::Bank,
    deposits: deposits::Deposits,
    /// What each user may.
    roles: BTreeMap<String, String>,
    chasing: chasing::Chasing,
    counts: BTreeMap<(String, i32), u64>,
    /// The series of invoices that were defined.
    series: BTreeSet<String>,
    /// How things look, so that they are not entered twice.
    looks: warnings::Looks,
}

/// round(a ÷ b), half away from zero, b positive.
fn round(a: i128, b: i128) -> i128 {
    let up = (2 * a.abs() + b) / (2 * b);
    if a < 0 { -up } else { up }
}

/// A plain decimal as whole units of 10^-places; `None` where it has more decimals.
fn scaled(text: &str, places: u32) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize {
        return None;
    }
    let digits = format!("{whole}{fraction:0<width$}", width = places as usize);
    digits.parse().ok()
}

fn text<'a>(command: &'a Value, field: &str) -> &'a str {
    command[field].as_str().unwrap_or("")
}

/// The characters that show nothing which the workload puts into codes, numbers and names.
pub const HIDDEN: [char; 2] = ['\u{200b}', '\u{ad}'];

/// A code or a number as it shows.
fn shown(name: &str) -> String {
    name.replace(HIDDEN, "")
}

/// What numbers are ordered by: each run of digits as wide as the others, then the number itself.
fn natural(number: &str) -> (String, &str) {
    let (mut padded, mut digits) = (String::new(), String::new());
    for letter in number.chars().chain(['\n']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            padded.push_str(&format!("{:0>40}", std::mem::take(&mut digits)));
        }
        padded.push(letter);
    }
    (padded, number)
}

fn date(command: &Value, today: Day) -> Day {
    command["date"].as_str().map_or(today, |date| date.parse().unwrap())
}

impl Auditor {
    pub fn new(rwanda: bool) -> Auditor {
        // In thousandths of a percent, in the order of the country's table.
        let rates = match rwanda {
            true => vec![("TT", 3_000), ("A", 0), ("B", 18_000), ("C", 0)],
            false => vec![("GST", 5_000), ("HST-ON", 13_000), ("HST-NB", 15_000), ("QST", 9_975)],
        };
        Auditor {
            scale: if rwanda { 0 } else { 2 },
            rates,
            head: 1,
            customers: BTreeMap::new(),
            pay_early: BTreeSet::new(),
            taken_codes: BTreeSet::new(),
            documents: BTreeMap::new(),
            allocations: Vec::new(),
            small: BTreeSet::new(),
            holds: BTreeMap::new(),
            merged: BTreeMap::new(),
            items: BTreeMap::new(),
            drafts: Vec::new(),
            disputes: Vec::new(),
            promises: Vec::new(),
            plans: Vec::new(),
            callbacks: Vec::new(),
            deliveries: Vec::new(),
            suspense: Vec::new(),
            bank: bank::Bank::default(),
            deposits: deposits::Deposits::default(),
            roles: BTreeMap::new(),
            chasing: chasing::Chasing::default(),
            counts: BTreeMap::new(),
            series: BTreeSet::new(),
            looks: warnings::Looks::default(),
        }
    }

    /// The accounts that are not merged into others at a moment.
    pub fn customers(&self, as_of: Day, known_at: u64) -> impl Iterator<Item = &String> {
        self.customers.keys().filter(move |code| self.root(code, as_of, known_at) == code.as_str())
    }

    pub fn any_customer(&self, chance: u64) -> Option<String> {
        let count = self.customers.len() as u64;
        let place = usize::try_from(chance.checked_rem(count)?).ok()?;
        self.customers.keys().nth(place).cloned()
    }

    /// A customer that was put on hold last, if there is one.
    pub fn held_customer(&self) -> Option<&String> {
        let is_held = |holds: &&Vec<(Day, bool)>| holds.last().is_some_and(|(_, held)| *held);
        self.holds.iter().find(|(_, holds)| is_held(holds)).map(|(customer, _)| customer)
    }

    /// What a payment or a refund comes to, in minor units.
    pub fn any_money(&self, chance: u64) -> Option<i64> {
        let all = self.documents.values();
        let all: Vec<i128> = all
            .filter(|it| matches!(it.kind, Kind::Payment | Kind::Refund))
            .map(|it| it.amount)
            .collect();
        let place = usize::try_from(chance.checked_rem(all.len() as u64)?).ok()?;
        i64::try_from(all[place]).ok()
    }

    /// A document of a kind, of this customer if possible, mostly a recent one.
    pub fn any_document(&self, chance: u64, kind: Kind, customer: &str) -> String {
        let customer = self.head_root(customer);
        let of = |own: bool| -> Vec<&Document> {
            let all = self.documents.values().filter(|document| document.kind == kind);
            all.filter(|document| !own || self.head_root(&document.customer) == customer).collect()
        };
        let mut candidates = of(true);
        if candidates.is_empty() || chance.is_multiple_of(13) {
            candidates = of(false);
        }
        candidates.sort_by_key(|document| std::cmp::Reverse(document.seq));
        match usize::try_from(chance / 16).unwrap_or(0).checked_rem(candidates.len().min(12)) {
            Some(place) => candidates[place].number.clone(),
            None => "INV-1999-00001".into(),
        }
    }

    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// Balance, on account, disputed, and buckets.
    pub fn balance(&self, customer: &str, as_of: Day, known_at: u64) -> Figures {
        let (mut on_account, mut disputed, mut buckets) = (0, 0, [0; 5]);
        let root = self.root(customer, as_of, known_at);
        let of = |document: &&Document| self.root(&document.customer, as_of, known_at) == root;
        for document in self.documents.values().filter(of) {
            disputed += self.disputed(&document.number, as_of, known_at);
            let left = document.left(as_of, known_at);
            match document.kind.is_owed() {
                true => {
                    let late = as_of.days_since(document.due_at(as_of, known_at));
                    let limits = [0, 30, 60, 90, i64::MAX];
                    let bucket = limits.iter().position(|limit| late <= *limit).unwrap();
                    buckets[bucket] += left;
                }
                false => on_account += left,
            }
        }
        (buckets.iter().sum::<i128>() - on_account, on_account, disputed, buckets)
    }

    /// On no day is more taken from a document than it has, nor less than nothing.
    pub fn nothing_is_overdrawn(&self) {
        for document in self.documents.values() {
            for (day, _, _) in &document.changes {
                let left = document.left(*day.max(&document.date), u64::MAX);
                assert!((0..=document.amount).contains(&left), "{document:?} on {day}: {left}");
            }
        }
    }

    fn number(&self, kind: &str, year: i32, more: u64) -> String {
        let count = self.counts.get(&(kind.to_string(), year)).unwrap_or(&0) + 1 + more;
        format!("{kind}-{year}-{count:05}")
    }

    fn next_code(&self) -> String {
        (1..)
            .map(|n| format!("C{n:04}"))
            .find(|code| !self.taken_codes.contains(&code.to_lowercase()))
            .unwrap()
    }

    /// The allocations from a document that were not reversed.
    fn live(&self, from: &str) -> Vec<usize> {
        let all = self.allocations.iter().enumerate();
        all.filter(|(_, one)| one.from == from && !one.reversed).map(|(place, _)| place).collect()
    }
}
