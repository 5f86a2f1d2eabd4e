//! Takes back what was agreed in a call, each part by its own rules. A part that has ended or was sent
//! stays, and the receipt says so.

use crate::domain::command::{CancelDelivery, Done, MoveDispute, UndoWrapUp, WithdrawPromise};
use crate::domain::dispute::MoveTo;
use crate::domain::event::WrapUpUndone;
use crate::domain::{Command, Number, Refusal, Rule, Warning};
use crate::ledger::cases;
use crate::ledger::tables::{CALL_ENDS, CALLS, CASES, CallEndRow, CaseKind, ItemId};
use crate::store::rows::{LedgerError, Stop};

use super::super::disputes::note;
use super::super::series::not_before_item;
use super::super::together::Together;
use super::super::{Case, Decided};

impl Case<'_> {
    pub(in super::super::super) fn undo_wrap_up(
        &mut self,
        command: &UndoWrapUp,
    ) -> Result<Decided, Stop> {
        let (id, number, end) = self.wrapped(&command.call)?;
        let row = CALLS.need(self.rows(), &id)?;
        let date = self.happened_after(command.date, row.date)?;
        let refused = |rule| Refusal::new(rule, "call").with("call", &number);
        not_before_item("date", date, (row.date, &number))?;
        if end.undone.is_some() {
            return Err(refused(Rule::WrapUpUndone).into());
        }
        let mut together = Together::new(self.desk, 1);
        for part in self.takes_back(&end.parts, Some(date))? {
            if let TakenBack::By(command) = part {
                add(&mut together, &command)?;
            }
        }
        let events = together.into_events();
        let reopened = self.closed_by(id, row.account)?;
        if events.is_empty() && reopened.is_empty() {
            return Err(refused(Rule::WrapUpNothing).into());
        }
        let text = note(command.note.as_ref())?;
        let undone = WrapUpUndone { call: number, date, reopened, text };
        Ok(Decided { date, events: std::iter::once(undone.into()).chain(events).collect() })
    }

    fn wrapped(&self, call: &Number) -> Result<(ItemId, Number, CallEndRow), Stop> {
        let unknown = || Refusal::new(Rule::WrapUpUnknown, "call").with("given", call);
        let id = cases::case(self.rows(), CaseKind::Call, call)?.ok_or_else(unknown)?;
        let number = CALLS.need(self.rows(), &id)?.number;
        Ok((id, number, CALL_ENDS.get(self.rows(), &id)?.ok_or_else(unknown)?))
    }

    /// Pairs each part with the command that takes it back, or with why it stays.
    fn takes_back(
        &self,
        parts: &[Number],
        date: Option<crate::domain::Day>,
    ) -> Result<Vec<TakenBack>, LedgerError> {
        let mut all = Vec::new();
        for number in parts {
            let Some((kind, _)) = CASES.get(self.rows(), &number.folded())? else { continue };
            let command: Command = match kind {
                CaseKind::Promise => {
                    WithdrawPromise { promise: number.clone(), note: None, date }.into()
                }
                CaseKind::Dispute => {
                    let (dispute, to) = (number.clone(), MoveTo::Void);
                    MoveDispute { dispute, to, credits: None, note: None, date }.into()
                }
                CaseKind::Callback => Done { callback: number.clone(), note: None, date }.into(),
                CaseKind::Delivery => {
                    CancelDelivery { delivery: number.clone(), note: None, date }.into()
                }
                // A wrap-up can't agree a payment plan.
                CaseKind::Call | CaseKind::Plan => continue,
            };
            // The rules of that command decide whether the part can still be taken back.
            let desk = super::super::DecisionContext { seen: None, ..*self.desk };
            match super::super::decide_part(&desk, &command) {
                Ok(_) => all.push(TakenBack::By(Box::new(command))),
                Err(Stop::Refused(_)) => all.push(TakenBack::Stays(number.clone(), kind)),
                Err(Stop::Ledger(error)) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Warns about the parts of a call that stay as they are.
    pub(in super::super) fn stays(&self, command: &UndoWrapUp) -> Result<Vec<Warning>, Stop> {
        let (_, _, end) = self.wrapped(&command.call)?;
        let stays = |part: TakenBack| match part {
            TakenBack::By(_) => None,
            TakenBack::Stays(number, kind) => {
                let why = if kind == CaseKind::Delivery { "sent" } else { "ended" };
                let warning = Warning::new(Rule::WrapUpStays, "call").with("number", number);
                Some(warning.with("why", why))
            }
        };
        let all = self.takes_back(&end.parts, command.date)?;
        Ok(all.into_iter().filter_map(stays).collect())
    }
}

/// Whether a part is taken back.
enum TakenBack {
    By(Box<Command>),
    Stays(Number, CaseKind),
}

fn add(together: &mut Together, command: &Command) -> Result<(), Stop> {
    together.add(command, |refusal| Refusal { field: "call".into(), ..refusal }).map(drop)
}
