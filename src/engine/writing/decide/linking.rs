//! Decides what a bank line is linked to: a payment, a deposit, an unidentified receipt, a refund or a returned
//! payment.

use crate::domain::command::LinkBankLine;
use crate::domain::event::BankLineLinked;
use crate::domain::{Currency, Day, Money, Number, Refusal, Rule};
use crate::ledger::bank;
use crate::ledger::item::{self, When};
use crate::ledger::suspense::{self, SuspenseState};
use crate::ledger::tables::{BANK_LINKS, ItemId, ItemKind, ItemRow, MoveKind, SuspenseRow, Way};
use crate::store::rows::Stop;

use super::bank::{not_before, paid};
use super::{Case, Decided};

/// The target of a link.
struct LinkedTo {
    field: &'static str,
    number: Number,
    amount: Money,
    currency: Currency,
    /// The day its money moved.
    since: Day,
}

impl Case<'_> {
    pub(super) fn link_bank_line(&mut self, command: &LinkBankLine) -> Result<Decided, Stop> {
        let line = self.open_bank_line(&command.line)?;
        let way = if line.row.amount.is_negative() { Way::Out } else { Way::In };
        let to = self.linked_to(command, way)?;
        if to.currency != line.account.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, to.field);
            return Err(refusal.with("currency", to.currency).into());
        }
        let (fee, amount) = paid(&line, command.fee)?;
        let amount = if way == Way::Out { amount.negated() } else { amount };
        if amount != to.amount {
            let difference = to.amount.minus(amount).unwrap_or(to.amount);
            return Err(Refusal::new(Rule::BankLineAmount, "fee")
                .with("line", line.number)
                .with("amount", amount)
                .with("number", to.number)
                .with("total", to.amount)
                .with("difference", difference)
                .into());
        }
        let date = self.day("date", command.date.unwrap_or(line.since.max(to.since)))?;
        not_before(&line.number, line.since, date)?;
        not_before(&to.number, to.since, date)?;
        let event = BankLineLinked { line: line.number, document: to.number, fee, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// The target of a link. A deposit's number is accepted in place of a payment's, and so is that of an unidentified
    /// receipt, which stands for the payment that it became.
    fn linked_to(&self, command: &LinkBankLine, way: Way) -> Result<LinkedTo, Stop> {
        let missing = || Refusal::new(Rule::CommandMissingField, "payment").with("name", "payment");
        let (field, number) = match (&command.payment, &command.deposit) {
            (Some(_), Some(_)) => return Err(Refusal::new(Rule::BankLineBoth, "deposit").into()),
            (None, None) => return Err(missing().into()),
            (Some(number), None) => ("payment", number),
            (None, Some(number)) => ("deposit", number),
        };
        if field == "deposit" || self.is_deposit(number)? {
            let row = self.deposit(field, number)?;
            let refused = |rule| Refusal::new(rule, field).with("number", &row.number);
            if way == Way::Out {
                return Err(refused(Rule::BankLineDocument).with("way", "out").into());
            }
            if let Some(line) = bank::line_of(self.rows(), way, &row.number)? {
                let refusal = refused(Rule::BankDocumentLinked);
                return Err(refusal.with("line", Number::of_bank_line(line)).into());
            }
            let (number, amount, since) = (row.number, row.amount, row.date);
            return Ok(LinkedTo { field, number, amount, currency: row.currency, since });
        }
        let number = match suspense::receipt(self.rows(), number)? {
            None => number.clone(),
            Some((id, receipt)) => match suspense::state(self.rows(), id, When::ALL)? {
                SuspenseState::Identified(payment, _) => payment,
                SuspenseState::Reversed(_) => number.clone(),
                SuspenseState::Open => return self.waiting(field, way, id, receipt),
            },
        };
        let (id, row) = self.item(field, &number)?;
        let since = self.linkable(way, id, &row)?;
        if way == Way::In {
            self.in_no_deposit(field, &row.number)?;
        }
        let (number, amount) = (row.number, row.amount);
        Ok(LinkedTo { field, number, amount, currency: row.currency, since })
    }

    /// A receipt on the suspense list as the target of a link; refused for money out, or if it has a line.
    fn waiting(
        &self,
        field: &'static str,
        way: Way,
        id: ItemId,
        receipt: SuspenseRow,
    ) -> Result<LinkedTo, Stop> {
        let refused = |rule| Refusal::new(rule, field).with("number", &receipt.number);
        if way == Way::Out {
            return Err(refused(Rule::BankLineDocument).with("way", "out").into());
        }
        if let Some(line) = bank::line_of(self.rows(), way, &receipt.number)? {
            let refusal = refused(Rule::BankDocumentLinked);
            return Err(refusal.with("line", Number::of_bank_line(line)).into());
        }
        let since = self.on_list_since(id, &receipt)?;
        let (number, amount, currency) = (receipt.number, receipt.amount, receipt.currency);
        Ok(LinkedTo { field, number, amount, currency, since })
    }

    /// The day the money of a document moved in this direction: a payment in, a refund or a returned
    /// payment out. Refused if it did not, or if it is linked to a line already.
    fn linkable(&self, way: Way, id: ItemId, row: &ItemRow) -> Result<Day, Stop> {
        let refused = |rule| Refusal::new(rule, "payment").with("number", &row.number);
        let ended = item::ended(self.rows(), id)?;
        let since = match (way, row.kind, ended) {
            (_, ItemKind::Payment, _) if row.is_certificate() => None,
            (Way::Out, ItemKind::Payment, Some((MoveKind::Bounced, day))) => Some(day),
            (Way::In, ItemKind::Payment, None | Some((MoveKind::Bounced, _)))
            | (Way::Out, ItemKind::Refund, None) => Some(row.date),
            _ => None,
        };
        let word = if way == Way::In { "in" } else { "out" };
        let since = since.ok_or_else(|| refused(Rule::BankLineDocument).with("way", word))?;
        match BANK_LINKS.get(self.rows(), &(way, row.number.folded()))? {
            None => Ok(since),
            Some(line) => Err(refused(Rule::BankDocumentLinked)
                .with("line", Number::of_bank_line(line))
                .into()),
        }
    }
}
