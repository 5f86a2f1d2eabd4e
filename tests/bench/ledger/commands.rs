//! A year of made-up commands, the same ones for the same seed: customers, then invoices, payments
//! of the oldest, calls, callbacks, disputes and amendments, by date. Who makes them keeps what is
//! open, so that every one is taken and others can be given the rows that each comes to.

use std::collections::VecDeque;

use daybook::domain::Day;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::names;

/// How many days an invoice has by the terms.
const NET: i64 = 30;

/// A command, with what it comes to.
pub enum Act {
    Customer { code: String, name: String, contact: String, phone: String },
    Invoice { number: String, customer: String, date: Day, due: Day, lines: Vec<Line> },
    Payment(Payment),
    Call { number: String, customer: String, about: Option<String>, note: String },
    Callback { number: String, customer: String, date: Day, note: String },
    Dispute { number: String, customer: String, invoice: String, date: Day, amount: i64 },
    Amendment { customer: String, phone: String },
}

pub struct Line {
    pub quantity: i64,
    pub price: i64,
}

/// A payment and the invoices that it settles, each with its share.
pub struct Payment {
    pub number: String,
    pub customer: String,
    pub date: Day,
    pub amount: i64,
    pub shares: Vec<(String, i64)>,
}

/// The commands, and what would settle each invoice that they leave open.
pub struct Made {
    pub acts: Vec<Act>,
    pub open: Vec<Payment>,
}

impl Act {
    /// The command as a line of JSON.
    pub fn line(&self) -> String {
        let value = match self {
            Act::Customer { code, name, contact, phone } => json!({
                "do": "register_customer", "code": code, "name": name, "contact": contact,
                "phone": phone, "date": first_day(),
            }),
            Act::Invoice { customer, date, lines, .. } => {
                let lines: Vec<Value> = lines.iter().map(Line::json).collect();
                json!({"do": "issue_invoice", "customer": customer, "date": date, "lines": lines})
            }
            // The book finds the oldest itself.
            Act::Payment(Payment { customer, date, amount, .. }) => json!({
                "do": "record_payment", "customer": customer, "date": date,
                "amount": amount.to_string(), "method": "bank",
            }),
            Act::Call { customer, about, note, .. } => {
                let about: Vec<&String> = about.iter().collect();
                json!({
                    "do": "log_call", "customer": customer, "direction": "in", "about": about,
                    "note": note,
                })
            }
            Act::Callback { customer, date, note, .. } => json!({
                "do": "schedule_callback", "customer": customer, "note": note, "date": date,
                "at": format!("{}T14:30:00+02:00", after(*date, 3)),
            }),
            Act::Dispute { invoice, date, amount, .. } => json!({
                "do": "open_dispute", "invoice": invoice, "amount": amount.to_string(),
                "reason": "price", "date": date,
            }),
            Act::Amendment { customer, phone } => {
                json!({"do": "amend_customer", "customer": customer, "phone": phone})
            }
        };
        value.to_string()
    }
}

impl Line {
    /// Net of taxes; prices are such that the tax is a whole amount too.
    pub fn net(&self) -> i64 {
        self.quantity * self.price
    }

    fn json(&self) -> Value {
        json!({
            "description": "Paper, A4, 80 g, a box of five reams",
            "quantity": self.quantity.to_string(), "unit_price": self.price.to_string(),
            "tax": "B",
        })
    }
}

/// What lines come to with their tax.
pub fn total(lines: &[Line]) -> i64 {
    let net: i64 = lines.iter().map(Line::net).sum();
    net + net * 18 / 100
}

impl Payment {
    /// The payment as a line of JSON, with each invoice that it is for.
    pub fn line(&self) -> String {
        let share = |(invoice, amount): &(String, i64)| json!({"invoice": invoice, "amount": amount.to_string()});
        let shares: Vec<Value> = self.shares.iter().map(share).collect();
        json!({
            "do": "record_payment", "customer": self.customer, "date": self.date,
            "amount": self.amount.to_string(), "method": "bank", "allocate": shares,
        })
        .to_string()
    }
}

fn first_day() -> Day {
    Day::new(2026, 1, 1).unwrap()
}

fn after(date: Day, days: i64) -> Day {
    date.plus(days).unwrap()
}

/// What is open on an account: each invoice with what is left of it, and whether it is disputed.
type Open = VecDeque<(String, i64, bool)>;

struct Maker {
    chance: ChaCha8Rng,
    codes: Vec<String>,
    open: Vec<Open>,
    counts: [usize; 5],
}

/// Makes `count` commands, of which the first open the accounts.
pub fn make(count: usize, customers: usize, seed: u64) -> Made {
    let cards = names::cards(u32::try_from(customers).unwrap(), seed);
    let mut maker = Maker {
        chance: ChaCha8Rng::seed_from_u64(seed),
        codes: cards.iter().map(|card| card.code.clone()).collect(),
        open: vec![Open::new(); customers],
        counts: [0; 5],
    };
    let mut acts: Vec<Act> = cards
        .into_iter()
        .map(|card| {
            let names::Account { code, name, contact, phone, .. } = card;
            Act::Customer { code, name, contact, phone }
        })
        .collect();
    let rest = count.saturating_sub(customers);
    for n in 0..rest {
        let date = after(first_day(), i64::try_from(n * 324 / rest).unwrap());
        acts.push(maker.next(date));
    }
    let today = after(first_day(), 324);
    let left: Vec<Open> = std::mem::take(&mut maker.open);
    let mut open = Vec::new();
    for (who, invoices) in left.into_iter().enumerate() {
        for (invoice, amount, _) in invoices {
            let (number, customer) = (maker.number(1), maker.codes[who].clone());
            let shares = vec![(invoice, amount)];
            open.push(Payment { number, customer, date: today, amount, shares });
        }
    }
    Made { acts, open }
}

impl Maker {
    fn number(&mut self, kind: usize) -> String {
        const KINDS: [&str; 5] = ["INV", "PAY", "CALL", "CB", "DSP"];
        self.counts[kind] += 1;
        format!("{}-2026-{:05}", KINDS[kind], self.counts[kind])
    }

    fn next(&mut self, date: Day) -> Act {
        let who = self.chance.random_range(0..self.codes.len());
        match self.chance.random_range(0..100) {
            0..45 => self.invoice(who, date),
            45..75 if !self.open[who].is_empty() => self.payment(who, date),
            75..80 => {
                let (number, customer) = (self.number(3), self.codes[who].clone());
                Act::Callback { number, customer, date, note: "Asks for the delivery note".into() }
            }
            80..83 => self.dispute(who, date),
            83..88 => {
                let phone = format!("+2507{:08}", self.chance.random_range(0..100_000_000));
                Act::Amendment { customer: self.codes[who].clone(), phone }
            }
            _ => self.call(who),
        }
    }

    fn invoice(&mut self, who: usize, date: Day) -> Act {
        let chance = &mut self.chance;
        let lines: Vec<Line> = (0..chance.random_range(1..=3))
            .map(|_| Line {
                quantity: chance.random_range(1..=20),
                price: 50 * chance.random_range(10..2_000),
            })
            .collect();
        let number = self.number(0);
        self.open[who].push_back((number.clone(), total(&lines), false));
        let customer = self.codes[who].clone();
        Act::Invoice { number, customer, date, due: after(date, NET), lines }
    }

    /// The oldest in full, a half of it, or the two oldest.
    fn payment(&mut self, who: usize, date: Day) -> Act {
        let of = self.chance.random_range(0..100);
        let open = &self.open[who];
        let mut amount = match of {
            0..70 => open[0].1,
            70..85 => (open[0].1 / 2).max(1),
            _ => open.iter().take(2).map(|(_, left, _)| left).sum(),
        };
        let (number, customer) = (self.number(1), self.codes[who].clone());
        let mut payment = Payment { number, customer, date, amount, shares: Vec::new() };
        let open = &mut self.open[who];
        while amount > 0
            && let Some((invoice, left, _)) = open.front_mut()
        {
            let share = amount.min(*left);
            payment.shares.push((invoice.clone(), share));
            (amount, *left) = (amount - share, *left - share);
            if *left == 0 {
                open.pop_front();
            }
        }
        Act::Payment(payment)
    }

    /// A half of the latest invoice, once.
    fn dispute(&mut self, who: usize, date: Day) -> Act {
        match self.open[who].back_mut() {
            Some((invoice, left, disputed)) if !*disputed && *left > 1 => {
                *disputed = true;
                let (invoice, amount) = (invoice.clone(), *left / 2);
                let (number, customer) = (self.number(4), self.codes[who].clone());
                Act::Dispute { number, customer, invoice, date, amount }
            }
            _ => self.call(who),
        }
    }

    fn call(&mut self, who: usize) -> Act {
        let about = self.open[who].front().map(|(invoice, ..)| invoice.clone());
        let note = "Says that it was paid last week and sends the slip".into();
        Act::Call { number: self.number(2), customer: self.codes[who].clone(), about, note }
    }
}
