//! What happens on each day of the story: who buys, who pays and when, what goes wrong.

use std::collections::BTreeMap;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use crate::domain::command::{
    BringInReceivable, Command, DefineItem, DraftInvoice, IssueInvoice, SetDunningPolicy, SetPrice,
};
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::dunning::DunningLevel;
use crate::domain::pricing::{AdjustmentInput, LineInput, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Day, Envelope, Number, Percent, Plain, Rule};
use crate::engine::shared::Shared;

use super::people::MadeUpParts;
use super::steps::{DemoStep, Taking, callback_today};
use super::{DAYS, DemoSpec, StoryCommand, Then};

const COORDINATORS: [&str; 3] = ["eva", "jean", "aline"];

/// The days on which customers are reminded of what is late.
fn dunning_policy() -> SetDunningPolicy {
    let level = |after_days| DunningLevel { after_days, channel: None, wording: None };
    SetDunningPolicy {
        name: "standard".into(),
        levels: [7, 21, 35, 60].map(level).into(),
        interval_days: 14,
        minimum: Some(Plain(Decimal::from(10_000))),
        currency: None,
        grace_days: None,
        group: None,
    }
}

/// How a customer pays: the earliest and the latest day after the due date.
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

/// The story in progress.
pub struct Plan {
    spec: DemoSpec,
    chance: ChaCha8Rng,
    parts: MadeUpParts,
    habits: Vec<Habit>,
    /// Running sums of the customers' weights (Zipf: the n-th buys 1/n as much as the first).
    weights: Vec<f64>,
    first: Day,
    registered: usize,
    issued: usize,
    steps: BTreeMap<Day, Vec<(usize, Number, DemoStep)>>,
}

impl Plan {
    /// The story of a book, from its first day.
    pub fn new(spec: DemoSpec, first: Day) -> Result<Plan, toml::de::Error> {
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
        let parts = MadeUpParts::load()?;
        Ok(Plan { spec, chance, parts, habits, weights, first, registered, issued, steps })
    }

    fn told(customer: usize, command: impl Into<Command>, then: Then) -> StoryCommand {
        let by = COORDINATORS[customer % COORDINATORS.len()];
        // A limit that is reached is overridden by a supervisor, and the story goes on.
        let override_reason = Some("agreed with the supervisor".to_string());
        StoryCommand { by, envelope: Envelope { override_reason, ..Envelope::of(command) }, then }
    }

    /// How many of `all` have happened by the end of `day`, spread evenly over the story.
    fn by_now(&self, all: usize, day: Day) -> usize {
        let days = usize::try_from(day.days_since(self.first) + 1).unwrap_or(0);
        let story = usize::try_from(DAYS).unwrap_or(1);
        all * days / story
    }

    /// What exists before anything is sold: the catalogue, and later its new prices.
    fn catalogue(&self, day: Day) -> Vec<StoryCommand> {
        let new_year = self.first.plus(DAYS / 2);
        let items = self.parts.item.iter().enumerate();
        let told = items.filter_map(|(n, item)| {
            let (code, date) = (Code(item.code.clone()), Some(day));
            let command: Command = if day == self.first {
                let tax = TaxSet(vec![item.tax.clone()]);
                let (name, unit) = (item.name.clone(), item.unit.clone());
                DefineItem { code, name, unit, price: Some(item.price), tax, date }.into()
            } else if Some(day) == new_year && n % 3 == 0 {
                // Six percent more, in steps of fifty francs.
                let price = item.price.0 * Decimal::from(106) / Decimal::from(5_000);
                let price = Plain(price.round() * Decimal::from(50));
                SetPrice { item: code, price, currency: None, date }.into()
            } else {
                return None;
            };
            Some(Self::told(0, command, Then::Nothing))
        });
        told.collect()
    }

    /// What was open, settled or disputed in the earlier system.
    fn opening(&mut self, day: Day) -> Vec<StoryCommand> {
        let mut told = Vec::new();
        let count = (self.registered.min(60) / 3).min(self.spec.invoices / 10);
        self.issued += count;
        for n in 0..count {
            let customer = n * 3;
            let Some(date) = day.plus(-self.chance.random_range(15..90)) else { continue };
            let amount = Plain(Decimal::from(self.chance.random_range(40..900) * 500));
            let settled = (n % 4 == 1).then(|| date.plus(self.chance.random_range(1..15)));
            let number = Number(format!("K{:06}", 4_200 + n * 7));
            let command = BringInReceivable {
                number: number.clone(),
                customer: Self::code(customer),
                create_customer: false,
                currency: None,
                date: Some(date),
                due: date.plus(30),
                amount,
                rate: None,
                settled: settled.flatten(),
                outstanding: None,
                reference: None,
                disputed: n % 9 == 2,
                terms: None,
                late_fee: None,
            };
            let steps = vec![(self.chance.random_range(3..60), DemoStep::PayAll)];
            self.follow(customer, &number, day, steps);
            let steps =
                vec![(2, DemoStep::Resolve(Outcome::Upheld)), (9, DemoStep::Move(MoveTo::Closed))];
            let then = Then::Follow { customer, what: "dispute", steps };
            told.push(Self::told(customer, command, then));
        }
        told
    }

    /// A customer who is registered twice by mistake is merged; the customer who pays latest of all is
    /// put on hold for a while.
    fn fate(&mut self, customer: usize, day: Day) {
        let number = Number(Self::code(customer).0);
        if customer > 0 && customer.is_multiple_of(80) {
            let into = Self::code(customer - 1);
            self.follow(customer, &number, day, vec![(25, DemoStep::Merge { into })]);
        }
        let slow = self.habits.get(customer).is_some_and(|habit| habit.to >= 150);
        if slow && customer.is_multiple_of(4) {
            let from = self.chance.random_range(150..690);
            let mut steps = vec![(from, DemoStep::Hold)];
            if !customer.is_multiple_of(8) {
                steps.push((from + 30, DemoStep::Release));
            }
            self.follow(customer, &number, day, steps);
        }
    }

    /// New customers and the day's invoices.
    pub fn issue(&mut self, day: Day) -> Vec<StoryCommand> {
        let mut told = self.catalogue(day);
        // Two in three exist from the first day; the others come over the first year.
        let (old, new) = (self.spec.customers * 2 / 3, self.spec.customers.div_ceil(3));
        let known = (old + 2 * self.by_now(new, day) + 1).min(self.spec.customers);
        while self.registered < known {
            if let Ok(command) = self.parts.customer(&mut self.chance) {
                told.push(Self::told(self.registered, command, Then::Nothing));
            }
            self.fate(self.registered, day);
            self.registered += 1;
        }
        if day == self.first {
            told.push(Self::told(0, dunning_policy(), Then::Nothing));
            told.extend(self.opening(day));
        }
        if day == self.spec.today && self.registered > 4 {
            told.push(Self::told(4, callback_today(Self::code(4), day), Then::Nothing));
        }
        // Nothing is issued on a Sunday; Monday makes up for it.
        let sunday = day.date().weekday().number_from_monday() == 7 && day != self.spec.today;
        let due = if sunday { self.issued } else { self.by_now(self.spec.invoices, day) };
        while self.issued < due {
            let customer = self.buyer();
            let Ok(command) = self.invoice(customer, day) else { continue };
            let told_now = if self.chance.random_range(0..60) == 0 {
                self.drafted(customer, command, day)
            } else {
                self.issued += 1;
                Self::told(customer, command, Then::Invoiced(customer))
            };
            told.push(told_now);
        }
        told
    }

    /// Some are drafted, and issued a day or two later; now and then one never is.
    fn drafted(&mut self, customer: usize, command: IssueInvoice, day: Day) -> StoryCommand {
        let days = self.chance.random_range(1..4);
        let in_story = day.plus(days).is_some_and(|day| day <= self.spec.today);
        let end = match self.chance.random_range(0..4) {
            0 => DemoStep::DiscardDraft,
            _ => DemoStep::IssueDraft,
        };
        self.issued += usize::from(in_story && matches!(end, DemoStep::IssueDraft));
        let then = Then::Follow { customer, what: "draft", steps: vec![(days, end)] };
        Self::told(customer, DraftInvoice(IssueInvoice { date: None, ..command }), then)
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
            let item = Some(Code(item.code.clone()));
            let quantity = Plain(Decimal::from(self.chance.random_range(1..25)));
            let discount = match self.chance.random_range(0..6) {
                0 => Some(Percent::parse("5%")?),
                1 => Some(Percent::parse("10%")?),
                _ => None,
            };
            lines.push(LineInput {
                item,
                description: None,
                quantity,
                unit: None,
                unit_price: None,
                discount,
                tax: None,
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

    /// Plans what happens to an invoice that has its number.
    pub fn invoiced(&mut self, customer: usize, invoice: &Number, day: Day) {
        let habit = self.habits.get(customer).copied().unwrap_or(HABITS[0]);
        let late = 30 + self.chance.random_range(habit.from..=habit.to);
        let mut plan = match self.chance.random_range(0..200) {
            0 => vec![(0, DemoStep::Void)],
            1..4 => vec![(self.chance.random_range(1..12), DemoStep::Credit { full: true })],
            4..12 => {
                let soon = self.chance.random_range(1..12);
                vec![(soon, DemoStep::Credit { full: false }), (late, DemoStep::PayAll)]
            }
            12..44 => {
                let rest = self.chance.random_range(10..60);
                vec![(late, DemoStep::PayPart), (late + rest, DemoStep::PayAll)]
            }
            44..52 => vec![(late, DemoStep::PayPart)],
            52..56 => vec![(240, DemoStep::WriteOff)],
            56..64 => {
                let (opens, ending) = (self.chance.random_range(3..25), self.ending());
                vec![(opens, DemoStep::Dispute(ending)), (late + 20, DemoStep::PayAll)]
            }
            // Some pay at once, with the discount if the terms give one.
            64..84 => vec![(9, DemoStep::PayAll)],
            _ => vec![(late, DemoStep::PayAll)],
        };
        self.talk(late, &mut plan);
        self.follow(customer, invoice, day, plan);
    }

    /// The end of a dispute: every possible outcome, and some that are still open.
    fn ending(&mut self) -> Vec<(i64, DemoStep)> {
        let ends = [Outcome::Credit, Outcome::Credit, Outcome::Upheld, Outcome::Withdrawn];
        let end = ends.choose(&mut self.chance).copied().unwrap_or(Outcome::Upheld);
        let mut story = vec![
            (2, DemoStep::Move(MoveTo::InProgress)),
            (3, DemoStep::Note),
            (6, DemoStep::Move(MoveTo::Waiting)),
            (14, DemoStep::Resolve(end)),
            (20, DemoStep::Move(MoveTo::Closed)),
            (30, DemoStep::Move(MoveTo::InProgress)),
        ];
        match self.chance.random_range(0..16) {
            0 => vec![(1, DemoStep::Move(MoveTo::Void))],
            stage @ 1..6 => {
                story.truncate(stage - 1);
                story
            }
            6 => story,
            _ => {
                story.truncate(5);
                story
            }
        }
    }

    /// Late customers are called, and some promise; some call themselves.
    fn talk(&mut self, late: i64, plan: &mut Vec<(i64, DemoStep)>) {
        if self.chance.random_range(0..16) == 0 {
            plan.push((self.chance.random_range(2..30), DemoStep::Call { out: false }));
        }
        if late <= 38 || self.chance.random_range(0..3) == 0 {
            return;
        }
        plan.push((35, DemoStep::Call { out: true }));
        match self.chance.random_range(0..10) {
            // In time, only just; or long before the money arrives.
            0..3 => plan.push((35, DemoStep::Promise { days: late - 35, part: false })),
            3..5 => plan.push((35, DemoStep::Promise { days: (late - 35) / 2, part: false })),
            5 => {
                let days = (late - 35) / 2;
                plan.push((35, DemoStep::Promise { days, part: true }));
                plan.push((35 + days, DemoStep::PayPart));
            }
            6..8 => {
                let done = self.chance.random_range(0..5) > 0;
                plan.push((35, DemoStep::Callback { done }));
            }
            _ => {}
        }
    }

    /// Plans steps on something that has a number.
    pub fn follow(
        &mut self,
        customer: usize,
        number: &Number,
        day: Day,
        steps: Vec<(i64, DemoStep)>,
    ) {
        for (days, step) in steps {
            if let Some(on) = day.plus(days.max(0)) {
                self.steps.entry(on).or_default().push((customer, number.clone(), step));
            }
        }
    }

    /// Everything planned for this day: payments, credit notes, calls, disputes and all the rest.
    pub fn follow_up(&mut self, day: Day, shared: &Shared) -> Vec<StoryCommand> {
        let steps = self.steps.remove(&day).unwrap_or_default();
        let mut told = Vec::with_capacity(steps.len());
        for (customer, number, step) in steps {
            let code = Self::code(customer);
            let taking = Taking { number: &number, customer: &code, day, shared };
            let age = self.spec.today.days_since(day);
            let Some(doing) = taking.take(step.seen_to(age), &mut self.chance) else { continue };
            self.follow(customer, &number, day, doing.later);
            let then = Then::Follow { customer, what: doing.makes, steps: doing.then };
            told.push(Self::told(customer, doing.command, then));
        }
        told
    }
}
