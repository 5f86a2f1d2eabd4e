//! Lines of bank statements in full. Erased texts are absent, and so are the payer's details for those
//! who may not see notes.

use serde::{Deserialize, Serialize};

use crate::domain::event::{BankLineRecorded, CaseText, ERASED};
use crate::domain::{Code, Currency, Day, Event, Money, Number};
use crate::journal::Entry;
use crate::ledger::bank::{self, BankLineState};
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, BANK_LINES_HIDDEN, BankLineRow, BankStep, BankStepRow, ITEMS, ItemId, MoveKind,
    MoveRow, Way,
};
use crate::store::rows::LedgerError;

use crate::ledger::query::told::told;

/// A line of a bank statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownBankLine {
    /// Its number.
    pub line: Number,
    /// The book's name for the bank account.
    pub account: String,
    /// The booking date.
    pub date: Day,
    /// The value date.
    pub value_date: Option<Day>,
    /// The amount: positive for money in, negative for money out.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The fee that was deducted: as matched, else as on the statement.
    pub fee: Option<Money>,
    /// The payer, as the bank names it.
    pub payer: Option<String>,
    /// The account or telephone number the money came from.
    pub payer_account: Option<String>,
    /// The payer's text.
    pub text: Option<String>,
    /// Structured references.
    pub references: Vec<String>,
    /// The bank's own id of the line.
    pub bank_id: Option<String>,
    /// Whether it reverses an earlier line.
    pub is_return: bool,
    /// `open`, `matched`, `dismissed`.
    pub state: String,
    /// The payment or refund it is matched or linked to.
    pub payment: Option<Number>,
    /// The customer of that payment or refund.
    pub customer: Option<Code>,
    /// Whether matching the line made that payment; otherwise the line was linked to it.
    pub made: bool,
    /// The day its payment bounced: the line of the returned money is to be linked to that payment too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounced: Option<Day>,
    /// The reason for dismissing it.
    pub reason: Option<String>,
    /// The user who recorded it.
    pub user: String,
    /// The entry that recorded it.
    pub entry: u64,
}

/// Reads bank lines from their entries; neighbours of the same entry read it once.
pub(in crate::ledger::query) struct BankLines<'a> {
    view: &'a View<'a>,
    last: Option<Entry>,
}

impl<'a> BankLines<'a> {
    pub(in crate::ledger::query) fn of(view: &'a View<'a>) -> BankLines<'a> {
        BankLines { view, last: None }
    }

    /// A line as it was recorded, and the user.
    pub(in crate::ledger::query) fn recorded(
        &mut self,
        count: u64,
        row: &BankLineRow,
    ) -> Result<(BankLineRecorded, String), LedgerError> {
        if self.last.as_ref().is_none_or(|entry| entry.seq != row.id.seq) {
            let entry = self.view.entry(row.id.seq, row.at.pos, row.at.private_pos)?;
            self.last = Some(entry);
        }
        let entry = self.last.as_ref();
        let event = entry.and_then(|entry| entry.events.get(usize::from(row.id.place)));
        let (Some(entry), Some(Event::BankLineRecorded(event))) = (entry, event) else {
            let why = format!("entry {} has no bank line at {}", row.id.seq, row.id.place);
            return Err(LedgerError::Contradiction(why));
        };
        let mut event = event.clone();
        if BANK_LINES_HIDDEN.get(self.view.rows, &count)?.is_some() && self.view.sees.notes {
            event.text = Some(CaseText { note: Some(ERASED.into()), ..CaseText::default() });
        }
        Ok((event, entry.by.clone()))
    }

    /// A line in full, at a moment.
    pub(in crate::ledger::query) fn shown(
        &mut self,
        count: u64,
        row: &BankLineRow,
        when: When,
    ) -> Result<ShownBankLine, LedgerError> {
        let view = self.view;
        let (event, user) = self.recorded(count, row)?;
        let state = bank::state(view.rows, count, when)?;
        let matched = match &state {
            BankLineState::Matched(to, _) => Some(to.clone()),
            BankLineState::Open | BankLineState::Dismissed(_) => None,
        };
        let found = matched.as_ref().map(|to| item::item(view.rows, &to.document)).transpose()?;
        let found = found.flatten();
        let account = found.as_ref().map(|(_, row)| ACCOUNTS.need(view.rows, &row.account));
        let bounced = match &found {
            Some((id, _)) if event.amount.is_positive() => bounced_on(view, *id, when)?,
            _ => None,
        };
        let text = event.text.unwrap_or_default();
        Ok(ShownBankLine {
            line: event.line,
            account: event.account,
            date: event.date,
            value_date: event.value_date,
            amount: event.amount,
            currency: event.currency,
            fee: matched.as_ref().map_or(event.fee, |to| to.fee),
            payer: text.contact,
            payer_account: text.account,
            text: text.note,
            references: event.references,
            bank_id: event.bank_id,
            is_return: event.is_return,
            state: state.word().into(),
            made: matched.as_ref().is_some_and(|to| to.is_made),
            payment: matched.map(|to| to.document),
            customer: account.transpose()?.map(|row| row.code),
            bounced,
            reason: match state {
                BankLineState::Dismissed(_) => dismissed_because(view, count, when)?,
                BankLineState::Open | BankLineState::Matched(..) => None,
            },
            user,
            entry: row.id.seq,
        })
    }
}

/// The day a payment bounced, if no bank line is linked to the returned money yet.
fn bounced_on(view: &View, payment: ItemId, when: When) -> Result<Option<Day>, LedgerError> {
    let moves = item::moves(view.rows, payment)?;
    let is_it = |(seq, change): &&(u64, MoveRow)| {
        change.kind == MoveKind::Bounced && when.counts(change.date, *seq)
    };
    let Some((_, change)) = moves.iter().find(is_it) else { return Ok(None) };
    let number = ITEMS.need(view.rows, &payment)?.number;
    let returned = bank::line_of(view.rows, Way::Out, &number)?;
    Ok(returned.is_none().then_some(change.date))
}

/// The reason why a line was last dismissed, if the caller may see it.
fn dismissed_because(view: &View, count: u64, when: When) -> Result<Option<String>, LedgerError> {
    let steps = bank::steps(view.rows, count)?;
    let is_it = |(id, row): &&(ItemId, BankStepRow)| {
        row.step == BankStep::Dismissed && when.counts(row.date, id.seq)
    };
    let Some((id, row)) = steps.iter().rfind(is_it) else { return Ok(None) };
    if !view.sees.notes {
        return Ok(None);
    }
    let (_, event) = told(view, id.seq, id.place, row.at)?;
    match event {
        Event::BankLineDismissed(event) => Ok(event.reason.text().map(str::to_string)),
        _ => Ok(None),
    }
}
