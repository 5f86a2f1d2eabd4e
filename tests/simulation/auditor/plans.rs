//! Payment plans, judged from the first day whenever somebody asks.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::Value;

use super::cases::{What, happened};
use super::{Auditor, Broken, Kind, text};

#[derive(Debug)]
pub struct Plan {
    pub number: String,
    pub(super) customer: String,
    /// The invoices, and how much of each.
    pub(super) covers: Vec<(String, i128)>,
    pub(super) instalments: Vec<(Day, i128)>,
    default_after: usize,
    pub(super) date: Day,
    pub(super) seq: u64,
    pub(super) cancelled: Option<Day>,
    /// The promises that ended because of it.
    gave_way: Vec<usize>,
}

/// What an invoice took, by the days of the payments; and what it gave up, by their entries.
type Movements = (Vec<(Day, i128)>, Vec<(u64, i128)>);

/// The money of a plan.
pub(super) struct PlanMoney {
    /// What came when.
    pub(super) paid: Vec<(Day, i128)>,
    /// What is open of what the plan covers of each invoice, and not in dispute.
    pub(super) open: Vec<i128>,
    /// The same, whether the plan covers it or not.
    pub(super) owed: Vec<i128>,
    /// What was taken off each invoice since the plan, by the entry of the payment.
    pub(super) returned: Vec<Vec<(u64, i128)>>,
    left: i128,
}

impl Auditor {
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter()
    }

    /// What came of a plan's money, and what is to come, as of a day.
    pub(super) fn plan_money(&self, plan: &Plan, as_of: Day) -> PlanMoney {
        let mut money =
            PlanMoney { paid: vec![], open: vec![], owed: vec![], returned: vec![], left: 0 };
        for (invoice, covered) in &plan.covers {
            let mut room = *covered;
            let (came, returned) = self.came_to(invoice, plan.seq, as_of);
            money.returned.push(returned);
            for (day, amount) in came {
                let taken = amount.min(room);
                room -= taken;
                money.paid.push((day, taken));
            }
            let outstanding = self.documents[invoice].left(as_of, u64::MAX);
            let disputed = self.disputed(invoice, as_of, u64::MAX);
            money.open.push((outstanding - disputed).clamp(0, room));
            money.owed.push((outstanding - disputed).max(0));
            money.left += outstanding.clamp(0, room);
        }
        money
    }

    /// Where a plan stands on a day, what was paid on it, and what is left.
    pub fn plan_on(&self, plan: &Plan, as_of: Day) -> (&'static str, i128, i128) {
        let money = self.plan_money(plan, as_of);
        let open: i128 = money.open.iter().sum();
        let by = |day: Day| -> i128 {
            money.paid.iter().filter(|(on, _)| *on <= day).map(|(_, amount)| amount).sum()
        };
        let paid = by(Day::LAST);
        // What has to be there by the end of each instalment that is past its day.
        let past = plan.instalments.iter().filter(|(due, _)| *due < as_of);
        let needed: Vec<(Day, i128)> = past
            .scan(0, |sum, (due, amount)| {
                *sum += amount;
                Some((*due, (*sum).min(paid + open)))
            })
            .collect();
        // Money on account counts for what is older first.
        let handing = self.handing(&plan.customer, as_of);
        let in_hand = |last| handing.on_plan(plan, &money, last);
        let in_default = needed.iter().enumerate().any(|(place, (due, _))| {
            let there = by(*due) + in_hand(*due);
            // An instalment that asks for nothing more than those before it is not missed.
            let asks = |at: &usize| needed[*at].1 > if *at == 0 { 0 } else { needed[at - 1].1 };
            let unpaid = (0..=place).filter(asks).filter(|at| there < needed[*at].1).count();
            unpaid >= plan.default_after || unpaid > 0 && place + 1 == plan.instalments.len()
        });
        let missing = needed.last().map_or(0, |(_, need)| need - paid);
        let is_behind = missing > 0 && in_hand(as_of) < missing;
        let state = match () {
            () if plan.cancelled.is_some_and(|day| day <= as_of) => "cancelled",
            () if money.left == 0 => "finished",
            () if in_default => "default",
            () if is_behind => "behind",
            () => "kept",
        };
        (state, paid, money.left)
    }

    /// The payments that an invoice took since an entry, as they stand on a day, by their own days; and those that it
    /// gave up more of than it took, by their entries.
    fn came_to(&self, invoice: &str, seq: u64, as_of: Day) -> Movements {
        let mut of_payment: BTreeMap<&str, i128> = BTreeMap::new();
        let story = self.documents[invoice].story.iter();
        for told in story.filter(|told| told.day <= as_of && told.seq > seq) {
            let (place, amount) = match told.what {
                What::Took(place, amount) => (place, amount),
                What::Gave(place, amount) => (place, -amount),
                _ => continue,
            };
            *of_payment.entry(&self.allocations[place].from).or_default() += amount;
        }
        let (mut came, mut returned) = (vec![], vec![]);
        for (from, amount) in of_payment {
            let from = &self.documents[from];
            match amount.signum() {
                _ if from.kind != Kind::Payment => {}
                1 => came.push((from.date, amount)),
                _ => returned.push((from.seq, -amount)),
            }
        }
        came.sort_unstable();
        (came, returned)
    }

    fn plan_lives(&self, plan: &Plan, on: Day) -> bool {
        ["kept", "behind"].contains(&self.plan_on(plan, on).0)
    }

    pub(super) fn agree_plan(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let root = self.root_on(text(command, "customer"), day);
        if !self.customers.contains_key(root) {
            broken.push("customer.unknown");
        }
        let mut seen: Vec<&str> = Vec::new();
        let mut total = 0;
        for number in command["invoices"].as_array().unwrap() {
            let number = number.as_str().unwrap();
            let Some(invoice) = self.invoice(number, broken) else { continue };
            if seen.contains(&number) {
                broken.push("plan.invoice_twice");
            }
            seen.push(number);
            if self.head_root(&invoice.customer) != self.head_root(root) {
                broken.push("customer.mismatch");
            }
            if day < invoice.date {
                broken.push("date.before_item");
            }
            let on = |plan: &Plan| [day.max(plan.date), today.max(plan.date)];
            let lives = |plan: &&Plan| on(plan).iter().any(|day| self.plan_lives(plan, *day));
            if self.plans_with(number).any(|plan| lives(&plan)) {
                broken.push("plan.live_already");
            }
            let open = self.undisputed(number, day);
            if open == 0 {
                broken.push("plan.nothing_to_cover");
            }
            total += open;
        }
        let count = command["count"].as_i64().unwrap();
        let first: Day = text(command, "first").parse().unwrap();
        if first < day {
            broken.push("plan.due_before_date");
        }
        if total / i128::from(count) == 0 {
            broken.push("amount.not_positive");
        }
        vec![self.number("PLN", day.year(), 0)]
    }

    fn plans_with<'a>(&'a self, invoice: &'a str) -> impl Iterator<Item = &'a Plan> {
        self.plans.iter().filter(move |plan| plan.covers.iter().any(|(of, _)| of == invoice))
    }

    pub(super) fn book_plan(&mut self, command: &Value, number: &str, day: Day) {
        *self.counts.entry(("PLN".into(), day.year())).or_default() += 1;
        let covers: Vec<(String, i128)> = command["invoices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|number| number.as_str().unwrap().to_string())
            .map(|number| (number.clone(), self.undisputed(&number, day)))
            .collect();
        let count = i128::from(command["count"].as_i64().unwrap());
        let total: i128 = covers.iter().map(|(_, amount)| amount).sum();
        let first: Day = text(command, "first").parse().unwrap();
        // The workload agrees on weeks: how months are counted has its own tests.
        let instalments = (0..count).map(|place| {
            let due = first.plus(i64::try_from(7 * place).unwrap()).unwrap();
            let last = place + 1 == count;
            (due, if last { total - total / count * (count - 1) } else { total / count })
        });
        let mut plan = Plan {
            number: number.to_string(),
            customer: self.root_on(text(command, "customer"), day).to_string(),
            instalments: instalments.collect(),
            default_after: usize::try_from(count.min(2)).unwrap(),
            date: day,
            seq: self.head,
            cancelled: None,
            gave_way: vec![],
            covers,
        };
        plan.gave_way = self.supersede(&plan);
        self.plans.push(plan);
    }

    /// A plan takes the place of promises and of plans in default. Returns the promises.
    fn supersede(&mut self, new: &Plan) -> Vec<usize> {
        let mut gave_way = vec![];
        for (invoice, _) in &new.covers {
            let ended: Vec<usize> = (0..self.plans.len())
                .filter(|place| self.plans[*place].covers.iter().any(|(of, _)| of == invoice))
                .filter(|place| {
                    let (state, ..) = self.plan_on(&self.plans[*place], Day::LAST);
                    !["cancelled", "finished"].contains(&state)
                })
                .collect();
            for place in ended {
                self.plans[place].cancelled = Some(new.date.max(self.plans[place].date));
            }
            gave_way.extend(self.promises_give_way(invoice, new.date));
        }
        gave_way
    }

    pub(super) fn cancel_plan(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some(plan) = self.plans.iter().find(|plan| plan.number == text(command, "plan")) else {
            broken.push("plan.unknown");
            return vec![];
        };
        if day < plan.date {
            broken.push("date.before_item");
        }
        let (state, ..) = self.plan_on(plan, day.max(today));
        if plan.cancelled.is_some() || ["cancelled", "finished"].contains(&state) {
            broken.push("plan.ended");
        }
        let again = self.promised_again(command, (day, today)).0.len();
        (0..).take(again).map(|n| self.number("PRM", day.year(), n)).collect()
    }

    /// The plans that ended a promise, and were not cancelled.
    pub fn plans_instead_of_promises(&self) -> impl Iterator<Item = &Plan> {
        self.plans.iter().filter(|plan| plan.cancelled.is_none() && !plan.gave_way.is_empty())
    }

    /// Which promises that ended for a plan are made again as it is cancelled, for how much, and how many stay ended.
    pub(super) fn promised_again(
        &self,
        command: &Value,
        days: (Day, Day),
    ) -> (Vec<(usize, i128)>, usize) {
        let plan = self.plans.iter().find(|it| it.number == text(command, "plan"));
        let gave_way = plan.map(|plan| plan.gave_way.clone()).unwrap_or_default();
        if command["promises"] != "again" {
            return (vec![], gave_way.len());
        }
        let all = gave_way.iter().map(|place| (*place, self.made_again(*place, days)));
        let can_be: Vec<(usize, i128)> =
            all.filter_map(|(place, missing)| Some((place, missing?))).collect();
        let stay = gave_way.len() - can_be.len();
        (can_be.into_iter().filter(|(_, missing)| *missing > 0).collect(), stay)
    }

    pub(super) fn book_cancelled(&mut self, command: &Value, (day, today): (Day, Day)) {
        let again = self.promised_again(command, (day, today)).0;
        let mut plans = self.plans.iter_mut();
        plans.find(|plan| plan.number == text(command, "plan")).unwrap().cancelled = Some(day);
        for one in again {
            self.book_made_again(one, day);
        }
    }
}
