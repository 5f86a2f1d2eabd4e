//! Decides on splitting a dispute and on joining two on the same invoice; the amount in dispute stays
//! the same. May use: the rest of the decisions.

use crate::domain::command::{DefineReason, DefineRootCause, JoinDispute, SplitDispute};
use crate::domain::event::{
    CaseText, DisputeJoined, DisputeOpened, DisputeSaid, DisputeSplit, ReasonDefined,
    RootCauseDefined,
};
use crate::domain::{Money, Refusal, Rule, dispute, text};
use crate::ledger::cases::{self, Standing};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, CaseStep, DISPUTES, ROOT_CAUSES};
use crate::store::rows::Stop;

use super::disputes::note;
use super::series::not_too_late;
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn split_dispute(&mut self, command: &SplitDispute) -> Result<Decided, Stop> {
        let (date, standing, id, invoice) = self.dispute(&command.dispute, command.date)?;
        let left = live(&standing)?;
        let amount = invoice.currency.exact(command.amount.0, "amount")?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if amount.minor() >= left.minor() {
            let refusal = Refusal::new(Rule::DisputeSplitAll, "amount").with("left", left);
            return Err(refusal.with("dispute", &standing.row.number).into());
        }
        let reason = match &command.reason {
            Some(given) => self.reason(given)?,
            None => standing.row.reason.clone(),
        };
        let account = merged::root(self.rows(), self.need_item(id)?.account, When::ALL)?;
        let customer = ACCOUNTS.need(self.rows(), &account)?.code;
        let on = (customer, invoice.number.clone(), invoice.currency);
        let opened = self.opened(on, amount, reason, date)?;
        let owner = text::optional("owner", command.owner.as_ref())?;
        let said = CaseText { owner, ..CaseText::default() };
        let opened = DisputeOpened {
            due: self.not_past(command.due)?.unwrap_or(standing.due.max(self.desk.today)),
            said: DisputeSaid::new(said.kept()),
            about: vec![standing.row.number.clone()],
            ..opened
        };
        not_too_late("due", opened.due, date)?;
        let split = DisputeSplit {
            dispute: standing.row.number,
            into: opened.dispute.clone(),
            date,
            amount,
            text: note(command.note.as_ref())?,
        };
        Ok(Decided { date, events: vec![split.into(), opened.into()] })
    }

    pub(super) fn define_reason(&mut self, command: &DefineReason) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let reason = new_code("reason", &command.reason)?;
        if self.reasons()?.contains(&reason) {
            return Err(Refusal::new(Rule::ReasonThere, "reason").with("given", reason).into());
        }
        let event = ReasonDefined { reason, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn define_root_cause(&mut self, command: &DefineRootCause) -> Result<Decided, Stop> {
        const FIELD: &str = "root_cause";
        let date = self.date(command.date)?;
        let root_cause = new_code(FIELD, &command.root_cause)?;
        let is_there = dispute::ROOT_CAUSES.contains(&root_cause.as_str())
            || ROOT_CAUSES.get(self.rows(), &root_cause)?.is_some();
        if is_there {
            let refusal = Refusal::new(Rule::RootCauseThere, FIELD);
            return Err(refusal.with("given", root_cause).into());
        }
        let event = RootCauseDefined { root_cause, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn join_dispute(&mut self, command: &JoinDispute) -> Result<Decided, Stop> {
        let (first, standing, id, invoice) = self.dispute(&command.dispute, command.date)?;
        let amount = self.still_live(&standing)?;
        let (second, into, other, on) = self.dispute_in("into", &command.into, command.date)?;
        let number = standing.row.number.clone();
        if standing.id == into.id {
            let refusal = Refusal::new(Rule::DisputeJoinSelf, "into").with("dispute", number);
            return Err(refusal.into());
        }
        if id != other {
            let refusal = Refusal::new(Rule::DisputeJoinOther, "into").with("dispute", number);
            let refusal = refusal.with("invoice", invoice.number).with("into", into.row.number);
            return Err(refusal.with("other", on.number).into());
        }
        live(&into).map_err(|refusal| Refusal { field: "into".into(), ..refusal })?;
        let event = DisputeJoined {
            dispute: number,
            into: into.row.number,
            date: first.max(second),
            amount,
            text: note(command.note.as_ref())?,
        };
        Ok(Decided { date: event.date, events: vec![event.into()] })
    }

    /// What is still in dispute; the refusal of a dispute that was joined to another says to which.
    fn still_live(&self, standing: &Standing) -> Result<Money, Stop> {
        let Err(refusal) = live(standing) else { return Ok(live(standing)?) };
        let last = cases::steps(self.rows(), standing.id)?.pop().map(|(_, row)| row.step);
        let Some(CaseStep::Joined(into, _)) = last else { return Err(refusal.into()) };
        let into = DISPUTES.need(self.rows(), &into)?.number;
        Err(refusal.with("joined", "yes").with("into", into).into())
    }
}

/// The most characters of a reason or a root cause.
const LONGEST_CODE: usize = 40;

/// A new reason or root cause; refused if it is not a code.
pub(super) fn new_code(field: &str, given: &str) -> Result<String, Refusal> {
    let code = text::visible(given).into_owned();
    let is_of_code =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let is_code = (1..=LONGEST_CODE).contains(&code.len())
        && code.chars().all(is_of_code)
        && code.starts_with(|first: char| first.is_ascii_lowercase());
    match is_code {
        true => Ok(code),
        false => Err(Refusal::new(Rule::ReasonCode, field).with("given", code)),
    }
}

/// What is still in dispute; refused if the dispute has ended.
fn live(standing: &Standing) -> Result<Money, Refusal> {
    let Standing { row, state, parts, .. } = standing;
    if !state.is_live() {
        let refusal = Refusal::new(Rule::DisputeEnded, "dispute").with("dispute", &row.number);
        return Err(refusal.with("state", state.word()));
    }
    Ok(Money::from_minor(parts.remaining, row.amount.scale()))
}
