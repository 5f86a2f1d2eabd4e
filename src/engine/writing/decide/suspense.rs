//! Decides on money whose payer is not known. It waits on the suspense list until it is identified, and
//! then becomes a customer's payment.

use crate::domain::command::{Identify, Method, RecordUnidentified, ReverseUnidentified};
use crate::domain::event::{
    CaseText, FreeText, PayerIdentified, PaymentRecorded, UnidentifiedRecorded,
    UnidentifiedReopened, UnidentifiedReversed,
};
use crate::domain::{Day, Event, Number, Refusal, Rule, text};
use crate::ledger::item::When;
use crate::ledger::suspense::{self, SuspenseState};
use crate::ledger::tables::{IDENTIFIED, ItemId, SUSPENSE, SuspenseRow, Way};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn record_unidentified(
        &mut self,
        command: &RecordUnidentified,
    ) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let currency = command.currency.unwrap_or(self.desk.book.currency);
        let amount = currency.exact(command.amount.0, "amount")?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if matches!(command.method, Method::Opening | Method::Withholding) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let reference = text::optional("reference", command.reference.as_ref())?;
        let rate = self.rate(currency, command.rate)?;
        let contact = text::optional("payer", command.payer.as_ref())?;
        let note = text::note("note", command.note.as_ref())?;
        let said = CaseText { contact, note, ..CaseText::default() };
        let event = UnidentifiedRecorded {
            unidentified: self.next_number("SUS", date)?,
            date,
            amount,
            currency,
            method: command.method,
            reference,
            rate,
            line: None,
            text: said.kept(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn identify(&mut self, command: &Identify) -> Result<Decided, Stop> {
        let (id, receipt) = self.on_suspense_list(&command.unidentified)?;
        let since = self.on_list_since(id, &receipt)?;
        let date = self.day("date", command.date.unwrap_or(since))?;
        not_before(&receipt, date, since)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        if row.currency != receipt.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, "customer");
            return Err(refusal.with("currency", row.currency).into());
        }
        let event = PaymentRecorded {
            payment: Number(String::new()),
            customer: row.code.clone(),
            date,
            amount: receipt.amount,
            currency: receipt.currency,
            method: receipt.method,
            reference: receipt.reference,
            rate: receipt.rate,
            certificate: None,
            foreign: false,
        };
        let mut decided = self.receive((account, &row), event, &command.allocate)?;
        let Some(Event::PaymentRecorded(made)) = decided.events.first() else {
            let why = "a payment without its event".to_string();
            return Err(LedgerError::Contradiction(why).into());
        };
        let (payment, customer) = (made.payment.clone(), row.code);
        // Its bank line is the payment's from now on.
        decided.events.extend(self.line_follows(&receipt.number, &payment, date)?);
        let identified = PayerIdentified { unidentified: receipt.number, customer, payment, date };
        decided.events.insert(0, identified.into());
        Ok(decided)
    }

    pub(super) fn reverse_unidentified(
        &mut self,
        command: &ReverseUnidentified,
    ) -> Result<Decided, Stop> {
        let (id, receipt) = self.on_suspense_list(&command.unidentified)?;
        let since = self.on_list_since(id, &receipt)?;
        let date = self.date_after(command.date, since)?;
        not_before(&receipt, date, since)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let reopened = self.bank_line_open_again(Way::In, &receipt.number, date)?;
        let event = UnidentifiedReversed { unidentified: receipt.number, date, reason };
        Ok(Decided { date, events: std::iter::once(event.into()).chain(reopened).collect() })
    }

    /// Puts the receipt behind a payment back on the suspense list when the payment is reversed; makes
    /// nothing for any other payment.
    pub(super) fn payer_unknown_again(
        &self,
        payment: &Number,
        date: Day,
    ) -> Result<Option<Event>, LedgerError> {
        let Some(id) = IDENTIFIED.get(self.rows(), &payment.folded())? else { return Ok(None) };
        let unidentified = SUSPENSE.need(self.rows(), &id)?.number;
        Ok(Some(UnidentifiedReopened { unidentified, date }.into()))
    }

    /// The unidentified receipt with this number; refused if it is not on the suspense list.
    fn on_suspense_list(&self, number: &Number) -> Result<(ItemId, SuspenseRow), Stop> {
        let refused = |rule| Refusal::new(rule, "unidentified").with("given", number);
        let found = suspense::receipt(self.rows(), number)?;
        let (id, row) = found.ok_or_else(|| refused(Rule::UnidentifiedUnknown))?;
        match suspense::state(self.rows(), id, When::ALL)? {
            SuspenseState::Open => Ok((id, row)),
            SuspenseState::Identified(payment, _) => {
                Err(refused(Rule::UnidentifiedDone).with("payment", payment).into())
            }
            SuspenseState::Reversed(_) => {
                Err(refused(Rule::UnidentifiedDone).with("payment", "none").into())
            }
        }
    }

    /// The day from which a receipt is on the list: the money's, or that of its last step.
    pub(super) fn on_list_since(
        &self,
        id: ItemId,
        receipt: &SuspenseRow,
    ) -> Result<Day, LedgerError> {
        let steps = suspense::steps(self.rows(), id)?;
        Ok(steps.iter().map(|(_, step)| step.date).fold(receipt.date, Ord::max))
    }
}

fn not_before(receipt: &SuspenseRow, date: Day, since: Day) -> Result<(), Refusal> {
    match date < since {
        false => Ok(()),
        true => Err(Refusal::new(Rule::AllocationBeforeItem, "date")
            .with("number", &receipt.number)
            .with("date", since)),
    }
}
