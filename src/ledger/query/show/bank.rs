//! Lines of bank statements. What was erased shows as nothing, and so does what the bank says of the payer
//! to those who may not see notes.

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
    /// The account, as the book calls it.
    pub account: String,
    /// When it was booked.
    pub date: Day,
    /// From when on it bears interest.
    pub value_date: Option<Day>,
    /// By how much the account changed.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// What the bank or the operator kept: as it was matched, else as the statement says.
    pub fee: Option<Money>,
    /// Who paid, as the bank says.
    pub payer: Option<String>,
    /// The account or the telephone that it was paid from.
    pub payer_account: Option<String>,
    /// What the payer wrote.
    pub text: Option<String>,
    /// References with a meaning of their own.
    pub references: Vec<String>,
    /// What the bank calls it.
    pub bank_id: Option<String>,
    /// Whether it takes back an earlier line.
    pub is_return: bool,
    /// `open`, `matched`, `dismissed`.
    pub state: String,
    /// The payment or the refund that it is.
    pub payment: Option<Number>,
    /// Whose that is.
    pub customer: Option<Code>,
    /// Whether matching the line made that payment; else the line was linked to it.
    pub made: bool,
    /// When the payment bounced that it is: the line of the returned money is to be linked to it, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounced: Option<Day>,
    /// Why it was dismissed.
    pub reason: Option<String>,
    /// Who recorded it.
    pub user: String,
    /// The entry that recorded it.
    pub entry: u64,
}

/// Reads bank lines as their entries give them; those of one entry that stand together read it once.
pub(in crate::ledger::query) struct BankLines<'a> {
    view: &'a View<'a>,
    last: Option<Entry>,
}

impl<'a> BankLines<'a> {
    pub(in crate::ledger::query) fn of(view: &'a View<'a>) -> BankLines<'a> {
        BankLines { view, last: None }
    }

    /// A line as it was recorded, and by whom.
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

/// When a payment bounced, if no bank line matches the money that went back yet.
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

/// Why a line was dismissed last, as far as that may be seen.
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
