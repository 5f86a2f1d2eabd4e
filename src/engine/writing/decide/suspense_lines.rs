//! Decides on bank lines of unknown payers: a line becomes a receipt on the suspense list, and stays linked
//! to what the receipt becomes.

use crate::domain::command::{Method, ReversePayment, SuspendBankLine, UnmatchBankLine};
use crate::domain::event::{
    BankLineLinked, BankLineReopened, CaseText, FreeText, UnidentifiedRecorded,
    UnidentifiedReversed,
};
use crate::domain::{Day, Event, Number, Refusal, Rule, text};
use crate::ledger::bank::{self, BankLineState};
use crate::ledger::item::When;
use crate::ledger::suspense;
use crate::ledger::tables::{BankMatch, BankStep, BankStepRow, IDENTIFIED, ItemId, SUSPENSE, Way};
use crate::store::rows::{LedgerError, Stop};

use super::bank::{not_before, paid};
use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn suspend_bank_line(&mut self, command: &SuspendBankLine) -> Result<Decided, Stop> {
        let line = self.open_bank_line(&command.line)?;
        if !line.row.amount.is_positive() {
            let refusal = Refusal::new(Rule::BankLineMoneyOut, "line");
            return Err(refusal.with("line", line.number).into());
        }
        let date = self.day("date", command.date.unwrap_or(line.row.date))?;
        not_before(&line.number, line.row.date, date)?;
        let method = command.method.unwrap_or(line.account.method);
        if matches!(method, Method::Withholding | Method::Opening) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let (fee, amount) = paid(&line, command.fee)?;
        let note = text::note("note", command.note.as_ref())?;
        let (number, currency) = (self.next_number("SUS", date)?, line.account.currency);
        let recorded = UnidentifiedRecorded {
            unidentified: number.clone(),
            date,
            amount,
            currency,
            method,
            reference: line.row.reference,
            rate: self.rate(currency, command.rate)?,
            line: Some(line.number.clone()),
            text: CaseText { note, ..CaseText::default() }.kept(),
        };
        let since = date.max(line.since);
        let linked = BankLineLinked { line: line.number, document: number, fee, date: since };
        Ok(Decided { date, events: vec![recorded.into(), linked.into()] })
    }

    /// The events by which the line of a receipt is linked to the payment that the receipt becomes on a
    /// day; none if the receipt has no line.
    pub(super) fn line_follows(
        &self,
        receipt: &Number,
        payment: &Number,
        date: Day,
    ) -> Result<Vec<Event>, LedgerError> {
        let Some(count) = bank::line_of(self.rows(), Way::In, receipt)? else {
            return Ok(Vec::new());
        };
        let BankLineState::Matched(to, since) = bank::state(self.rows(), count, When::ALL)? else {
            return Ok(Vec::new());
        };
        let (line, date) = (Number::of_bank_line(count), date.max(since));
        let document = payment.clone();
        let reopened = BankLineReopened { line: line.clone(), date };
        let linked = BankLineLinked { line, document, fee: to.fee, date };
        Ok(vec![reopened.into(), linked.into()])
    }

    /// The event by which the line of a payment is linked to the receipt again that was identified as the
    /// payment, which is reversed on a day; none if the line was never linked to the receipt.
    pub(super) fn line_goes_back(
        &self,
        payment: &Number,
        date: Day,
    ) -> Result<Option<Event>, LedgerError> {
        let count = bank::line_of(self.rows(), Way::In, payment)?;
        let id = IDENTIFIED.get(self.rows(), &payment.folded())?;
        let Some((count, id)) = count.zip(id) else { return Ok(None) };
        let receipt = SUSPENSE.need(self.rows(), &id)?.number;
        let steps = bank::steps(self.rows(), count)?;
        let last = steps.iter().map(|(_, step)| step.date).fold(date, Ord::max);
        let links = |(_, row): &&(ItemId, BankStepRow)| match &row.step {
            BankStep::Matched(to) => to.document == receipt,
            BankStep::Dismissed | BankStep::Reopened => false,
        };
        let Some((_, BankStepRow { step: BankStep::Matched(before), .. })) =
            steps.iter().rfind(links)
        else {
            return Ok(None);
        };
        let (line, fee) = (Number::of_bank_line(count), before.fee);
        Ok(Some(BankLineLinked { line, document: receipt, fee, date: last }.into()))
    }

    /// The receipt that a line made and that its money is or was: on the suspense list, or identified as
    /// the payment that the line is linked to.
    pub(super) fn made_unidentified(
        &self,
        line: u64,
        to: &BankMatch,
    ) -> Result<Option<Number>, LedgerError> {
        let found = match suspense::receipt(self.rows(), &to.document)? {
            Some((id, _)) => Some(id),
            None => IDENTIFIED.get(self.rows(), &to.document.folded())?,
        };
        let Some(id) = found else { return Ok(None) };
        // The line made it if one entry recorded it and linked the line to it.
        let made = bank::steps(self.rows(), line)?.iter().any(|(step, _)| step.seq == id.seq);
        match made {
            true => Ok(Some(SUSPENSE.need(self.rows(), &id)?.number)),
            false => Ok(None),
        }
    }

    /// Reopens a line that made an unidentified receipt: the receipt is reversed as a mistake, and so is
    /// the payment that it was identified as.
    pub(super) fn line_not_unidentified(
        &mut self,
        command: &UnmatchBankLine,
        (line, receipt): (&Number, Number),
        to: &BankMatch,
    ) -> Result<Decided, Stop> {
        let reason = text::optional("reason", command.reason.as_ref())?;
        let reason = reason.unwrap_or_else(|| line.0.clone());
        let (date, mut events) = if to.document.folded() == receipt.folded() {
            let count = line.bank_line_count().unwrap_or_default();
            let steps = bank::steps(self.rows(), count)?;
            let since = steps.iter().map(|(_, step)| step.date).max().unwrap_or(Day::EPOCH);
            let date = self.date_after(command.date, since)?;
            not_before(line, since, date)?;
            let reopened = BankLineReopened { line: line.clone(), date };
            (date, vec![Event::from(reopened)])
        } else {
            let (payment, reason) = (to.document.clone(), reason.clone());
            let reversed = ReversePayment { payment, reason, date: command.date };
            let mut decided = self.reverse_payment(&reversed)?;
            decided.events.retain(|event| !matches!(event, Event::BankLineLinked(_)));
            (decided.date, decided.events)
        };
        if let Some(place) =
            events.iter().position(|event| matches!(event, Event::BankLineReopened(_)))
        {
            let reopened = events.remove(place);
            events.insert(0, reopened);
        }
        let reason = FreeText::new(reason);
        events.push(UnidentifiedReversed { unidentified: receipt, date, reason }.into());
        Ok(Decided { date, events })
    }
}
