//! What happens on each day of the story: who buys, who pays when, what goes wrong.

use std::collections::BTreeMap;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use crate::domain::command::{
    Allocation, AllocationRule, Command, CreditInvoice, IssueInvoice, Method, RecordPayment, Share,
    VoidInvoice,
};
use crate::domain::pricing::{AdjustmentInput, LineInput, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Day, Envelope, Number, Percent, Plain, Rule};
use crate::engine::book::Shared;

use super::people::Parts;
use super::{DAYS, Spec, Then, Told, left_of};

const COORDINATORS: [&str; 3] = ["eva", "jean", "aline"];

/// How a customer pays: days after the due date at the earliest and at the latest.
#[derive(Clone, Copy)]
struct Habit {
    from: i64,
    to: i64,
}

const HABITS: [Habit; 5] = [
    Habit { from: -12, to: 0 },
    Habit { from: -5, to: 4 },
    Habit { from: 0, to: 25 },
    Habit { from: 10, to: 60 },
    Habit { from: 45, to: 150 },
];

/// What is planned on an invoice.
enum Step {
    PayAll,
    PayPart,
    Credit { full: bool },
    Void,
}

/// The story while it is told.
pub struct Plan {
    spec: Spec,
    chance: ChaCha8Rng,
    parts: Parts,
    habits: Vec<Habit>,
    /// Running sums of the customers' weights (Zipf: the n-th buys 1/n as much as the first).
    weights: Vec<f64>,
    first: Day,
    registered: usize,
    issued: usize,
    steps: BTreeMap<Day, Vec<(usize, Number, Step)>>,
}

impl Plan {
    /// The story of a book, from its first day.
    pub fn new(spec: Spec, first: Day) -> Result<Plan, toml::de::Error> {
        let mut chance = ChaCha8Rng::seed_from_u64(spec.seed);
        let habits = (0..spec.customers)
            .map(|_| HABITS.choose(&mut chance).copied().unwrap_or(HABITS[0]))
            .collect();
        let mut sum = 0.0;
        let weights = (1..=u32::try_from(spec.customers).unwrap_or(u32::MAX))
            .map(|rank| {
                sum += 1.0 / f64::from(rank);
                sum
            })
            .collect();
        let (registered, issued, steps) = (0, 0, BTreeMap::new());
        let parts = Parts::load()?;
        Ok(Plan { spec, chance, parts, habits, weights, first, registered, issued, steps })
    }

    fn told(customer: usize, command: impl Into<Command>, then: Then) -> Told {
        let by = COORDINATORS[customer % COORDINATORS.len()];
        // A limit that is reached is overridden by whoever may: the story goes on.
        let override_reason = Some("agreed with the supervisor".to_string());
        Told { by, envelope: Envelope { override_reason, ..Envelope::of(command) }, then }
    }

    /// How many of `all` have happened by the end of `day`, spread evenly over the story.
    fn by_now(&self, all: usize, day: Day) -> usize {
        let days = usize::try_from(day.days_since(self.first) + 1).unwrap_or(0);
        let story = usize::try_from(DAYS).unwrap_or(1);
        all * days / story
    }

    /// New customers and the day's invoices.
    pub fn issue(&mut self, day: Day) -> Vec<Told> {
        let mut told = Vec::new();
        // Two in three are there from the first day, the others come over the first year.
        let (old, new) = (self.spec.customers * 2 / 3, self.spec.customers.div_ceil(3));
        let known = (old + 2 * self.by_now(new, day) + 1).min(self.spec.customers);
        while self.registered < known {
            if let Ok(command) = self.parts.customer(&mut self.chance) {
                told.push(Self::told(self.registered, command, Then::Nothing));
            }
            self.registered += 1;
        }
        // Nobody issues on a Sunday; Monday makes up for it.
        let sunday = day.date().weekday() == time::Weekday::Sunday && day != self.spec.today;
        let due = if sunday { self.issued } else { self.by_now(self.spec.invoices, day) };
        while self.issued < due {
            self.issued += 1;
            let customer = self.buyer();
            if let Ok(command) = self.invoice(customer, day) {
                told.push(Self::told(customer, command, Then::Invoiced(customer)));
            }
        }
        told
    }

    fn buyer(&mut self) -> usize {
        let known = self.registered.clamp(1, self.weights.len().max(1));
        let all = self.weights.get(known - 1).copied().unwrap_or(1.0);
        let point = self.chance.random::<f64>() * all;
        self.weights[..known].partition_point(|sum| *sum < point).min(known - 1)
    }

    fn code(customer: usize) -> Code {
        Code::of_count(customer as u64 + 1)
    }

    fn invoice(&mut self, customer: usize, day: Day) -> Result<IssueInvoice, Rule> {
        let count = self.chance.random_range(1..=5);
        let mut lines = Vec::with_capacity(count);
        for _ in 0..count {
            let Some(item) = self.parts.item.choose(&mut self.chance) else { continue };
            let (description, unit_price) = (Some(item.name.clone()), Some(item.price));
            let tax = Some(TaxSet(vec![item.tax.clone()]));
            let quantity = Plain(Decimal::from(self.chance.random_range(1..25)));
            let discount = match self.chance.random_range(0..6) {
                0 => Some(Percent::parse("5%")?),
                1 => Some(Percent::parse("10%")?),
                _ => None,
            };
            lines.push(LineInput {
                item: None,
                description,
                quantity,
                unit: None,
                unit_price,
                discount,
                tax,
            });
        }
        let shipping = (self.chance.random_range(0..5) == 0).then(|| AdjustmentInput {
            description: "Delivery".into(),
            amount: Some(Plain(Decimal::from(5_000))),
            percent: None,
            tax: TaxSet(vec!["B".into()]),
        });
        let order = self.chance.random_range(0..3) > 0;
        Ok(IssueInvoice {
            customer: Self::code(customer),
            date: Some(day),
            due: None,
            series: None,
            reference: order.then(|| format!("PO-{}", self.chance.random_range(100..99_999))),
            prices: Prices::Exclusive,
            rate: None,
            lines,
            allowances: Vec::new(),
            charges: shipping.into_iter().collect(),
        })
    }

    /// Plans what becomes of an invoice that has its number.
    pub fn invoiced(&mut self, customer: usize, invoice: Number, day: Day) {
        let habit = self.habits.get(customer).copied().unwrap_or(HABITS[0]);
        let late = 30 + self.chance.random_range(habit.from..=habit.to);
        let plan = match self.chance.random_range(0..200) {
            0 => vec![(0, Step::Void)],
            1..4 => vec![(self.chance.random_range(1..12), Step::Credit { full: true })],
            4..12 => {
                let soon = self.chance.random_range(1..12);
                vec![(soon, Step::Credit { full: false }), (late, Step::PayAll)]
            }
            12..44 => {
                let rest = self.chance.random_range(10..60);
                vec![(late, Step::PayPart), (late + rest, Step::PayAll)]
            }
            44..52 => vec![(late, Step::PayPart)],
            52..56 => Vec::new(),
            _ => vec![(late, Step::PayAll)],
        };
        for (days, step) in plan {
            if let Some(on) = day.plus(days.max(0)) {
                self.steps.entry(on).or_default().push((customer, invoice.clone(), step));
            }
        }
    }

    /// What was planned for this day: payments, credit notes, voids.
    pub fn follow_up(&mut self, day: Day, shared: &Shared) -> Vec<Told> {
        let steps = self.steps.remove(&day).unwrap_or_default();
        let mut told = Vec::with_capacity(steps.len());
        for (customer, invoice, step) in steps {
            let command: Option<Command> = match step {
                Step::Void => Some(
                    VoidInvoice {
                        invoice,
                        date: Some(day),
                        reason: "issued to the wrong account".into(),
                    }
                    .into(),
                ),
                Step::Credit { full } => Some(self.credit(invoice, full, day, shared)),
                Step::PayAll | Step::PayPart => {
                    let part = matches!(step, Step::PayPart);
                    self.payment(customer, &invoice, part, day, shared).map(Command::from)
                }
            };
            told.extend(command.map(|command| Self::told(customer, command, Then::Nothing)));
        }
        told
    }

    fn credit(&mut self, invoice: Number, full: bool, day: Day, shared: &Shared) -> Command {
        let reasons = ["price", "quantity_short", "damaged", "returned"];
        let reason = reasons.choose(&mut self.chance).copied().unwrap_or("price").to_string();
        let left = left_of(shared, &invoice).map_or(0, super::super::domain::money::Money::minor);
        let amount = Plain(Decimal::from((left / 10).max(1)));
        CreditInvoice {
            invoice,
            date: Some(day),
            reason,
            full: full.then_some(true),
            amount: (!full).then_some(amount),
            lines: None,
        }
        .into()
    }

    fn payment(
        &mut self,
        customer: usize,
        invoice: &Number,
        part: bool,
        day: Day,
        shared: &Shared,
    ) -> Option<RecordPayment> {
        let left = left_of(shared, invoice).filter(|left| left.is_positive())?.minor();
        let share = if part { left * self.chance.random_range(2..8) / 10 } else { left };
        // Now and then somebody rounds up: what is over stays on account.
        let over = if self.chance.random_range(0..25) == 0 { 1_000 - share % 1_000 } else { 0 };
        let methods = [Method::Bank, Method::Bank, Method::Momo, Method::Cheque, Method::Cash];
        let method = methods.choose(&mut self.chance).copied().unwrap_or(Method::Bank);
        let reference = match method {
            Method::Momo => {
                Some(format!("MP{:06}.{:04}", day.julian(), self.chance.random_range(0..9_999)))
            }
            Method::Bank | Method::Cheque => {
                Some(format!("{:08}", self.chance.random_range(0..99_999_999)))
            }
            _ => None,
        };
        let named = self.chance.random_range(0..3) > 0;
        let shares =
            vec![Share { invoice: invoice.clone(), amount: Some(Plain(Decimal::from(share))) }];
        (share > 0).then(|| RecordPayment {
            customer: Self::code(customer),
            date: Some(day),
            amount: Plain(Decimal::from(share + over)),
            method,
            reference,
            rate: None,
            allocate: match named {
                true => Allocation::List(shares),
                false => Allocation::Rule(AllocationRule::Oldest),
            },
        })
    }
}
