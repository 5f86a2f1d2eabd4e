//! The customers, their open items and what is known of their payers.

use daybook::domain::Day;
use daybook::matching::{
    Learnt, MatchItem, MatchPayer, PastPayment, TrueAnswer, key_of_account, key_of_name,
};

use super::people::{Person, people, stranger};
use super::{Chance, Ledger, TROUBLES, Trouble};

const CURRENCIES: [&str; 3] = ["RWF", "USD", "EUR"];

/// All that a month is made with.
pub struct Maker {
    pub chance: Chance,
    pub people: Vec<Person>,
    pub ledgers: [Ledger; 3],
    /// Lines without anything that says which of equal items they pay: currency and place.
    pub open_to_choice: Vec<(usize, usize)>,
    numbers: usize,
    payments: usize,
}

/// So many lines of so many customers: a ledger for each currency.
pub fn seeded_month(seed: u64, lines: usize, customers: usize) -> Vec<Ledger> {
    let mut chance = Chance::new(seed);
    let people = people(&mut chance, customers);
    let mut ledgers = [Ledger::default(), Ledger::default(), Ledger::default()];
    for (ledger, currency) in ledgers.iter_mut().zip(CURRENCIES) {
        ledger.currency = currency;
    }
    let open_to_choice = Vec::new();
    let mut maker = Maker { chance, people, ledgers, open_to_choice, numbers: 0, payments: 0 };
    maker.add_known();
    maker.add_background(lines / 2);
    for _ in 0..lines {
        let trouble = maker.trouble();
        maker.pay(trouble);
    }
    maker.accept_equals();
    let mut ledgers = Vec::from(maker.ledgers);
    ledgers.iter_mut().for_each(by_day);
    ledgers
}

/// Puts the lines in the order of their days.
fn by_day(ledger: &mut Ledger) {
    let mut order: Vec<usize> = (0..ledger.lines.len()).collect();
    order.sort_by_key(|at| ledger.lines[*at].date);
    ledger.lines = order.iter().map(|at| ledger.lines[*at].clone()).collect();
    ledger.truths = order.iter().map(|at| ledger.truths[*at].clone()).collect();
    ledger.troubles = order.iter().map(|at| ledger.troubles[*at]).collect();
}

impl Maker {
    fn trouble(&mut self) -> Trouble {
        let mut left = self.chance.below(1000);
        for (trouble, share) in TROUBLES {
            if left < share {
                return trouble;
            }
            left -= share;
        }
        Trouble::None
    }

    /// A customer; some pay far more often than others.
    pub fn customer(&mut self) -> usize {
        let count = self.people.len();
        let end = if self.chance.percent(30) { count / 10 } else { count };
        self.chance.below(end)
    }

    fn add_known(&mut self) {
        for at in 0..self.people.len() {
            let person = self.people[at].clone();
            let (learns_account, learns_name) = (self.chance.percent(45), self.chance.percent(25));
            let known = MatchPayer {
                customer: u32::try_from(at).unwrap(),
                name: person.name.clone(),
                other_names: if person.is_company { vec![person.contact.clone()] } else { vec![] },
                phones: if self.chance.percent(80) { vec![person.phone.clone()] } else { vec![] },
                accounts: if self.chance.percent(15) {
                    vec![person.account.clone()]
                } else {
                    vec![]
                },
            };
            for ledger in &mut self.ledgers {
                ledger.payers.push(known.clone());
            }
            if learns_account {
                self.learn(key_of_account(&person.account), at);
            }
            if learns_name {
                self.learn(key_of_name(&person.name), at);
            }
        }
    }

    /// A payer was matched to a customer in earlier months.
    pub fn learn(&mut self, key: String, customer: usize) {
        let times = u32::try_from(self.chance.within(1, 12)).unwrap();
        let learnt = Learnt { key, customer: u32::try_from(customer).unwrap(), times };
        for ledger in &mut self.ledgers {
            ledger.learnt.push(learnt.clone());
        }
    }

    /// Items that nobody pays this month, and payments of the months before.
    fn add_background(&mut self, count: usize) {
        for _ in 0..count {
            let customer = self.customer();
            let amount = self.amount(self.people[customer].currency);
            self.item(customer, amount);
        }
        for _ in 0..count {
            let customer = self.customer();
            let amount = self.amount(self.people[customer].currency);
            self.past(customer, amount);
        }
    }

    /// What an invoice comes to.
    pub fn amount(&mut self, currency: usize) -> i64 {
        let kind = self.chance.below(100);
        match (currency, kind) {
            (0, 0..45) => self.chance.within(1, 60) * self.chance.within(350, 28_000) * 118 / 100,
            (0, 45..75) => self.chance.within(5, 900) * 1_180,
            (0, 75..90) => self.chance.within(10, 700) * 500,
            (0, _) => self.chance.within(1, 60) * 10_000,
            (_, 0..60) => self.chance.within(1, 40) * self.chance.within(199, 48_000) * 113 / 100,
            (_, 60..85) => self.chance.within(20, 4_000) * 113,
            _ => self.chance.within(1, 90) * 5_000,
        }
    }

    /// A number that is next in its series; some of last year's.
    pub fn number(&mut self) -> String {
        self.numbers += 1 + self.chance.below(2);
        let number = self.numbers;
        match self.chance.below(100) {
            0..86 => format!("INV-2026-{number:05}"),
            86..94 => format!("SRV-2026-{number:05}"),
            _ => format!("INV-2025-{number:05}"),
        }
    }

    /// An open item in the customer's currency.
    pub fn item(&mut self, customer: usize, amount: i64) -> u32 {
        let currency = self.people[customer].currency;
        self.item_in(customer, amount, currency)
    }

    /// An open item in a currency.
    pub fn item_in(&mut self, customer: usize, amount: i64, currency: usize) -> u32 {
        let number = self.number();
        let issued = Day::new(2026, 10, 31).unwrap().plus(-self.chance.within(0, 75)).unwrap();
        let person = &self.people[customer];
        let reference = match self.chance.below(100) {
            _ if person.has_orders => Some(match self.chance.below(2) {
                0 => format!("PO-{}", self.chance.within(1_000, 99_999)),
                _ => format!("45000{}", self.chance.within(10_000, 99_999)),
            }),
            0..10 => Some(creditor_reference(&number)),
            _ => None,
        };
        let percent = person.discount;
        let items = &mut self.ledgers[currency].items;
        items.push(MatchItem {
            customer: u32::try_from(customer).unwrap(),
            number,
            reference,
            due: issued.plus(30).unwrap(),
            issued,
            open: amount,
            discount: (amount * percent + 50) / 100,
            discount_until: (percent > 0).then(|| issued.plus(10).unwrap()),
            disputed: 0,
        });
        u32::try_from(items.len() - 1).unwrap()
    }

    /// An earlier payment in the customer's currency.
    pub fn past(&mut self, customer: usize, amount: i64) -> u32 {
        self.payments += 1;
        let paid_for = self.number();
        let person = &self.people[customer];
        let date = Day::new(2026, 10, 31).unwrap().plus(-self.chance.within(0, 40)).unwrap();
        let end_to_end = format!("E2E{}", self.chance.digits(12));
        let past = &mut self.ledgers[person.currency].past;
        past.push(PastPayment {
            customer: u32::try_from(customer).unwrap(),
            number: format!("PAY-2026-{:05}", self.payments),
            date,
            amount,
            payer: Some(super::writing::plain(&person.name).to_uppercase()),
            references: vec![end_to_end, paid_for],
        });
        u32::try_from(past.len() - 1).unwrap()
    }

    /// Somebody who is not a customer and has no customer's name, though perhaps one like it.
    pub fn stranger(&mut self) -> Person {
        let mut one = people(&mut self.chance, 1).remove(0);
        loop {
            one.name = stranger(&mut self.chance);
            if !self.people.iter().any(|person| person.name == one.name) {
                return one;
            }
        }
    }

    /// Where a line says nothing but the payer and the amount, an item of the payer with the same amount
    /// is as right.
    fn accept_equals(&mut self) {
        for (currency, place) in std::mem::take(&mut self.open_to_choice) {
            let ledger = &mut self.ledgers[currency];
            let first = ledger.truths[place].answers[0].clone();
            for (nth, (paid, amount)) in first.allocate.iter().enumerate() {
                let item = &ledger.items[*paid as usize];
                let equals = (0_u32..).zip(&ledger.items).filter(|(at, other)| {
                    let is_same = other.customer == item.customer && other.open == item.open;
                    is_same && !first.allocate.iter().any(|(known, _)| known == at)
                });
                for (at, _) in equals {
                    let mut allocate = first.allocate.clone();
                    allocate[nth] = (at, *amount);
                    let answer = TrueAnswer { allocate, ..first.clone() };
                    ledger.truths[place].answers.push(answer);
                }
            }
        }
    }
}

/// `RF` and check digits before the number.
fn creditor_reference(number: &str) -> String {
    let body: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let rest = format!("{body}RF00").chars().fold(0_u32, |rest, letter| {
        let value = letter.to_digit(36).unwrap();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    format!("RF{:02}{body}", 98 - rest)
}
