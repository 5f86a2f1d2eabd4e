//! Posts which private records are about an account. May use: the rest of the ledger, domain,
//! journal.

use crate::domain::event::Whose;
use crate::domain::{Event, Number};
use crate::journal::Stored;
use crate::ledger::tables::{AccountId, CASES, PRIVATES, PrivateRow, UNREADABLE};
use crate::ledger::{cases, item};
use crate::store::overlay::Overlay;
use crate::store::rows::{Batch, LedgerError, Rows};

/// Files the private record of an entry under the accounts it is about.
pub(super) fn file(ledger: &mut Overlay, stored: &Stored) -> Result<(), LedgerError> {
    let Some(pos) = stored.private_pos else { return Ok(()) };
    let mut batch = Batch::default();
    if stored.is_private_lost() {
        UNREADABLE.put(&mut batch, &stored.entry.seq, &())?;
    }
    for event in &stored.entry.events {
        if let Some(account) = account_of(ledger, event)? {
            let is_details =
                matches!(event, Event::CustomerRegistered(_) | Event::CustomerAmended(_));
            let key = (account, stored.entry.seq);
            let before = PRIVATES.get(ledger, &key)?.is_some_and(|row| row.is_details);
            let row = PrivateRow { pos, is_details: is_details || before };
            PRIVATES.put(&mut batch, &key, &row)?;
        }
    }
    ledger.apply(batch);
    Ok(())
}

/// Returns the account that an event is about, if its entry may contain personal data.
fn account_of(rows: &dyn Rows, event: &Event) -> Result<Option<AccountId>, LedgerError> {
    match event.whose() {
        Whose::Nobody => Ok(None),
        Whose::Customer(code) => Ok(item::account(rows, code)?.map(|(id, _)| id)),
        Whose::Document(number) => Ok(item::item(rows, number)?.map(|(_, row)| row.account)),
        Whose::Case(number) => of_case(rows, number),
    }
}

fn of_case(rows: &dyn Rows, number: &Number) -> Result<Option<AccountId>, LedgerError> {
    let Some((kind, id)) = CASES.get(rows, &number.folded())? else { return Ok(None) };
    Ok(Some(cases::whose(rows, kind, id)?.0))
}
