//! Decides on payment plans.

use crate::domain::command::{AgreePlan, AgreedInstalment, CancelPlan, PromisesBefore};
use crate::domain::event::{CaseText, PlanAgreed, PlanCancelled, PlanCover, PlanInstalment};
use crate::domain::plan::{self, Interval};
use crate::domain::{Currency, Day, Event, Money, Number, Refusal, Rule, Warning, money, text};
use crate::ledger::cases;
use crate::ledger::claims::AccountClaims;
use crate::ledger::item::When;
use crate::ledger::late_fees;
use crate::ledger::merged;
use crate::ledger::plans::{self, JudgedPlan, PlanState};
use crate::ledger::tables::{
    AccountId, AccountRow, CaseKind, ItemId, ItemKind, ItemRow, OPEN, PLANS, PlanRow, PromiseRow,
    Side,
};
use crate::store::rows::{LedgerError, Stop};

use super::disputes::note;
use super::series::{YEARS, not_before_item, not_too_late};
use super::{Case, Decided};

/// The default number of missed instalments that end a plan.
const DEFAULT_AFTER: u16 = 2;

/// The most instalments of a plan.
const MOST_INSTALMENTS: u16 = 120;

/// The most invoices of a plan.
const MOST_INVOICES: usize = 200;

/// An invoice that a plan covers, and how much of it.
struct Covered {
    id: ItemId,
    number: Number,
    amount: Money,
}

impl Case<'_> {
    pub(super) fn agree_plan(&mut self, command: &AgreePlan) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, customer) = self.account_on("customer", &command.customer, date)?;
        let covered = match command.invoices.is_empty() {
            true => self.all_plannable(account, date)?,
            false => self.plannable(account, &command.invoices, date)?,
        };
        let amount = money::sum(covered.iter().map(|one| one.amount), customer.currency.scale());
        let amount = amount.ok_or(LedgerError::Beyond("an account"))?;
        if !amount.is_positive() {
            let refusal = Refusal::new(Rule::PlanNothing, "invoices");
            return Err(refusal.with("invoice", &customer.code).into());
        }
        let instalments = instalments(command, amount, customer.currency)?;
        let said = (command.default_after, command.note.as_ref());
        let plan = (self.next_number("PLN", date)?, false);
        let after = self.superseded_by_plan(&covered, &plan.0, date)?;
        let covers = covered.into_iter();
        let covers = covers.map(|one| PlanCover { invoice: one.number, amount: one.amount });
        let debt = (covers.collect(), amount);
        let event = agreed(plan, (&customer, date), debt, instalments, said)?;
        let events = std::iter::once(event.into()).chain(after).collect();
        Ok(Decided { date, events })
    }

    /// The named invoices, each with what is outstanding and undisputed. Refuses one that is in a live
    /// plan, or that has nothing to cover.
    fn plannable(
        &self,
        account: AccountId,
        given: &[Number],
        date: Day,
    ) -> Result<Vec<Covered>, Stop> {
        if given.len() > MOST_INVOICES {
            let refusal = Refusal::new(Rule::AboutTooMany, "invoices").with("most", MOST_INVOICES);
            return Err(refusal.into());
        }
        let mut covered: Vec<Covered> = Vec::with_capacity(given.len());
        for (place, number) in given.iter().enumerate() {
            let field = format!("invoices[{place}]");
            let (id, row) = self.invoice(&field, number)?;
            let refused = |rule| Refusal::new(rule, &*field).with("invoice", &row.number);
            if covered.iter().any(|one| one.id == id) {
                return Err(refused(Rule::PlanTwice).into());
            }
            self.same_account(&field, account, &row, Day::LAST)?;
            not_before_item("date", date, (row.date, &row.number))?;
            if let Some(live) = self.plan_in_the_way(id, date)? {
                return Err(refused(Rule::PlanLive).with("plan", live).into());
            }
            let amount = self.undisputed(id, &row, date)?;
            if !amount.is_positive() {
                return Err(refused(Rule::PlanNothing).into());
            }
            covered.push(Covered { id, number: row.number, amount });
        }
        Ok(covered)
    }

    /// All invoices of an account that a plan can cover, the oldest due first. Late fees that are not
    /// due yet are left out: nobody asked to pay them later.
    fn all_plannable(&self, account: AccountId, date: Day) -> Result<Vec<Covered>, Stop> {
        let mut found: Vec<(ItemId, ItemRow)> = Vec::new();
        let root = merged::root(self.rows(), account, When::ALL)?;
        for member in merged::members(self.rows(), root, When::ALL)? {
            for open in OPEN.scan(self.rows(), &(member.id, Side::Debit)) {
                let ((_, _, _, id), _) = open?;
                let row = self.need_item(id)?;
                if row.kind == ItemKind::Invoice && row.date <= date {
                    found.push((id, row));
                }
            }
        }
        found.sort_by_key(|(id, row)| (row.due, *id));
        let mut covered = Vec::new();
        for (id, row) in found {
            let is_fee = || late_fees::fee_of(self.rows(), &row.number);
            if row.due >= date && is_fee()?.is_some() {
                continue;
            }
            if self.plan_in_the_way(id, date)?.is_some() {
                continue;
            }
            let amount = self.undisputed(id, &row, date)?;
            if amount.is_positive() {
                covered.push(Covered { id, number: row.number, amount });
            }
        }
        if covered.len() > MOST_INVOICES {
            let refusal = Refusal::new(Rule::AboutTooMany, "invoices");
            return Err(refusal.with("most", MOST_INVOICES).into());
        }
        Ok(covered)
    }

    /// The live plan of an invoice, on the day of a new one or today.
    fn plan_in_the_way(&self, invoice: ItemId, date: Day) -> Result<Option<Number>, LedgerError> {
        for (id, row) in plans::plans_on(self.rows(), invoice, When::ALL)? {
            for as_of in [date.max(row.date), self.desk.today.max(row.date)] {
                if self.judged(id, &row, as_of)?.state.is_live() {
                    return Ok(Some(row.number));
                }
            }
        }
        Ok(None)
    }

    fn judged(&self, id: ItemId, plan: &PlanRow, as_of: Day) -> Result<JudgedPlan, LedgerError> {
        let when = When { as_of, ..When::ALL };
        plans::judge(&AccountClaims::new(self.rows(), plan.account, when), id, plan)
    }

    /// What a new plan replaces: open promises on its invoices, and plans in default.
    fn superseded_by_plan(
        &self,
        covered: &[Covered],
        plan: &Number,
        date: Day,
    ) -> Result<Vec<Event>, LedgerError> {
        let mut events: Vec<Event> = Vec::new();
        let mut ended: Vec<Number> = Vec::new();
        for one in covered {
            for (id, row) in plans::plans_on(self.rows(), one.id, When::ALL)? {
                let judged = self.judged(id, &row, Day::LAST)?;
                let is_over = matches!(judged.state, PlanState::Cancelled | PlanState::Finished);
                if is_over || ended.contains(&row.number) {
                    continue;
                }
                ended.push(row.number.clone());
                let (date, replaced_by) = (date.max(row.date), Some(plan.clone()));
                let event = PlanCancelled { plan: row.number, date, replaced_by, text: None };
                events.push(event.into());
            }
        }
        for one in covered {
            events.extend(self.promises_give_way(one.id, date)?);
        }
        Ok(events)
    }

    pub(super) fn cancel_plan(&mut self, command: &CancelPlan) -> Result<Decided, Stop> {
        let number = &command.plan;
        let unknown = || Refusal::new(Rule::PlanUnknown, "plan").with("given", number);
        let id = cases::case(self.rows(), CaseKind::Plan, number)?.ok_or_else(unknown)?;
        let row = PLANS.need(self.rows(), &id)?;
        let date = self.happened_after(command.date, row.date)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let cancelled = !cases::steps(self.rows(), id)?.is_empty();
        let state = match cancelled {
            true => PlanState::Cancelled,
            false => self.judged(id, &row, date.max(self.desk.today))?.state,
        };
        if matches!(state, PlanState::Cancelled | PlanState::Finished) {
            let refusal = Refusal::new(Rule::PlanEnded, "plan").with("plan", row.number);
            return Err(refusal.with("state", state.word()).into());
        }
        let reason = text::required("reason", &command.reason, text::SHORT)?;
        let text = CaseText { note: Some(reason), ..CaseText::default() }.kept();
        let gave_way = self.gave_way_to((id, &row))?;
        let event = PlanCancelled { plan: row.number, date, replaced_by: None, text };
        let mut events = vec![event.into()];
        if command.promises == Some(PromisesBefore::Again) {
            events.extend(self.promised_again(&gave_way, date)?);
        }
        Ok(Decided { date, events })
    }

    /// Warns about the promises that gave way to a plan and stay ended.
    pub(super) fn promises_stay(
        &self,
        command: &CancelPlan,
        decided: &Decided,
    ) -> Result<Vec<Warning>, LedgerError> {
        let id = cases::case(self.rows(), CaseKind::Plan, &command.plan)?;
        let Some(id) = id else { return Ok(Vec::new()) };
        let row = PLANS.need(self.rows(), &id)?;
        let mut gave_way = self.gave_way_to((id, &row))?;
        if command.promises == Some(PromisesBefore::Again) {
            let mut left = Vec::new();
            for one in gave_way {
                if self.still_promised(&one, decided.date)?.is_none() {
                    left.push(one);
                }
            }
            gave_way = left;
        }
        let stays = |(_, row): &(ItemId, PromiseRow)| {
            Warning::new(Rule::PlanPromiseStays, "plan").with("promise", &row.number)
        };
        Ok(gave_way.iter().map(stays).collect())
    }
}

/// The instalments of a plan over an amount, as they are given or worked out.
fn instalments(
    command: &AgreePlan,
    amount: Money,
    currency: Currency,
) -> Result<Vec<PlanInstalment>, Refusal> {
    if command.instalments.is_empty() {
        return equal(command, amount);
    }
    if command.count.is_some() || command.first.is_some() {
        return Err(Refusal::new(Rule::PlanInstalments, "instalments"));
    }
    as_given(&command.instalments, amount, currency)
}

/// Instalments as they are given; refused where they do not come to the amount.
pub(super) fn as_given(
    given: &[AgreedInstalment],
    amount: Money,
    currency: Currency,
) -> Result<Vec<PlanInstalment>, Refusal> {
    in_range(given.len())?;
    let mut all = Vec::with_capacity(given.len());
    let mut sum = amount.zero();
    for (place, given) in given.iter().enumerate() {
        let field = format!("instalments[{place}].amount");
        let part = currency.exact(given.amount.0, &field)?;
        if !part.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, field));
        }
        let beyond = || Refusal::new(Rule::AmountOutOfRange, &*field);
        sum = sum.plus(part).ok_or_else(beyond)?;
        all.push(PlanInstalment { due: given.due, amount: part });
    }
    if sum != amount {
        let difference = amount.minus(sum).unwrap_or(amount);
        let refusal = Refusal::new(Rule::PlanSum, "instalments").with("given", sum);
        return Err(refusal.with("amount", amount).with("difference", difference));
    }
    Ok(all)
}

/// Equal instalments; the last takes the remainder.
fn equal(command: &AgreePlan, amount: Money) -> Result<Vec<PlanInstalment>, Refusal> {
    let missing = |field| Refusal::new(Rule::PlanInstalments, field);
    let count = command.count.ok_or_else(|| missing("count"))?;
    let first = command.first.ok_or_else(|| missing("first"))?;
    in_range(count.into())?;
    let every = command.every.unwrap_or(Interval::Month);
    let days = plan::days(first, every, count);
    let beyond = || Refusal::new(Rule::DateTooLate, "first").with("given", first);
    let days = days.ok_or_else(|| beyond().with("years", YEARS).with("from", first))?;
    let parts = plan::split(amount, count);
    if parts.iter().any(|part| !part.is_positive()) {
        return Err(Refusal::new(Rule::AmountNotPositive, "count"));
    }
    let pairs = days.into_iter().zip(parts);
    Ok(pairs.map(|(due, amount)| PlanInstalment { due, amount }).collect())
}

fn in_range(count: usize) -> Result<(), Refusal> {
    match (1..=usize::from(MOST_INSTALMENTS)).contains(&count) {
        true => Ok(()),
        false => Err(Refusal::new(Rule::PlanCount, "count")
            .with("given", count)
            .with("most", MOST_INSTALMENTS)),
    }
}

/// The plan with a number, of ours or foreign, on which a customer agreed on a day, if its instalments are in order.
pub(super) fn agreed(
    (plan, foreign): (Number, bool),
    (customer, date): (&AccountRow, Day),
    (covers, amount): (Vec<PlanCover>, Money),
    instalments: Vec<PlanInstalment>,
    (given, said): (Option<u16>, Option<&String>),
) -> Result<PlanAgreed, Refusal> {
    in_order(&instalments, date)?;
    Ok(PlanAgreed {
        plan,
        customer: customer.code.clone(),
        date,
        currency: customer.currency,
        amount,
        covers,
        default_after: default_after(given, instalments.len())?,
        instalments,
        foreign,
        text: note(said)?,
    })
}

/// Refuses instalments before the agreement, out of order, or implausibly late.
fn in_order(instalments: &[PlanInstalment], date: Day) -> Result<(), Refusal> {
    let mut before: Option<Day> = None;
    for one in instalments {
        let refused = |rule| Refusal::new(rule, "instalments").with("due", one.due);
        if one.due < date {
            return Err(refused(Rule::PlanPast).with("date", date));
        }
        if let Some(before) = before.filter(|before| one.due <= *before) {
            return Err(refused(Rule::PlanOrder).with("before", before));
        }
        not_too_late("instalments", one.due, date)?;
        before = Some(one.due);
    }
    Ok(())
}

/// How many missed instalments end the plan: as given, or two; never more than there are.
fn default_after(given: Option<u16>, count: usize) -> Result<u16, Refusal> {
    let most = u16::try_from(count).unwrap_or(MOST_INSTALMENTS);
    match given {
        None => Ok(DEFAULT_AFTER.min(most)),
        Some(given) if (1..=most).contains(&given) => Ok(given),
        Some(given) => {
            let refusal = Refusal::new(Rule::PlanDefaultAfter, "default_after");
            Err(refusal.with("given", given).with("most", most))
        }
    }
}
