//! Unidentified money in full. Erased texts are absent, and so is what the file says about the payer
//! for those who may not see notes.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::{Code, Currency, Day, Event, Money, Number, Plain};
use crate::ledger::bank;
use crate::ledger::item::{self, When};
use crate::ledger::query::View;
use crate::ledger::suspense::{self, SuspenseState};
use crate::ledger::tables::{ACCOUNTS, BANK_LINES, ItemId, SuspenseRow, Way};
use crate::store::rows::LedgerError;

use super::BankLines;
use crate::ledger::query::told::told;

/// An unidentified receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownUnidentified {
    /// Its number.
    pub unidentified: Number,
    /// The date of the money.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The payment method.
    pub method: Method,
    /// The payer's or the bank's reference.
    pub reference: Option<String>,
    /// The payer, as the bank or the file names it.
    pub payer: Option<String>,
    /// The note.
    pub note: Option<String>,
    /// `open` (on the suspense list), `identified` or `reversed`.
    pub state: String,
    /// The payment it became.
    pub payment: Option<Number>,
    /// The customer of that payment.
    pub customer: Option<Code>,
    /// The bank line that it is, or that the payment is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Number>,
    /// The exchange rate: book currency per unit of foreign currency.
    pub rate: Option<Plain>,
    /// The user who recorded it.
    pub user: String,
    /// The entry that recorded it.
    pub entry: u64,
}

/// An unidentified receipt in full, as of now.
pub(in crate::ledger::query) fn unidentified(
    view: &View,
    id: ItemId,
    row: SuspenseRow,
) -> Result<ShownUnidentified, LedgerError> {
    let (payer, note, user) = said(view, id, &row)?;
    let state = suspense::state(view.rows, id, When::ALL)?;
    let payment = match &state {
        SuspenseState::Identified(payment, _) => Some(payment.clone()),
        SuspenseState::Open | SuspenseState::Reversed(_) => None,
    };
    let paid = payment.as_ref().map(|number| item::item(view.rows, number)).transpose()?;
    let line = line_of(view, id, &row)?;
    let account = paid.flatten().map(|(_, row)| ACCOUNTS.need(view.rows, &row.account));
    Ok(ShownUnidentified {
        unidentified: row.number,
        date: row.date,
        amount: row.amount,
        currency: row.currency,
        method: row.method,
        reference: row.reference,
        payer,
        note,
        state: state.word().into(),
        payment,
        customer: account.transpose()?.map(|row| row.code),
        line: line.map(Number::of_bank_line),
        rate: row.rate,
        user,
        entry: id.seq,
    })
}

/// The bank line that a receipt is linked to, or the payment that it became.
fn line_of(view: &View, id: ItemId, row: &SuspenseRow) -> Result<Option<u64>, LedgerError> {
    let number = match suspense::state(view.rows, id, When::ALL)? {
        SuspenseState::Identified(payment, _) => payment,
        SuspenseState::Open | SuspenseState::Reversed(_) => row.number.clone(),
    };
    bank::line_of(view.rows, Way::In, &number)
}

/// The texts of a receipt: the payer, the note, and the user who recorded it. A receipt without a payer
/// says what its bank line says.
pub(in crate::ledger::query) fn said(
    view: &View,
    id: ItemId,
    row: &SuspenseRow,
) -> Result<(Option<String>, Option<String>, String), LedgerError> {
    let (entry, mut event): (_, Event) = told(view, id.seq, id.place, row.at)?;
    let text = event.text().and_then(Option::take).unwrap_or_default();
    let (mut payer, mut note) = (text.contact, text.note);
    if payer.is_none()
        && let Some(line) = line_of(view, id, row)?
    {
        let of_line = BANK_LINES.need(view.rows, &line)?;
        let told = BankLines::of(view).recorded(line, &of_line)?.0.text.unwrap_or_default();
        (payer, note) = (told.contact, note.or(told.note));
    }
    Ok((payer, note, entry.by))
}
