//! The source of the index: rows of the ledger, read a few thousand at a time so that the writer
//! never waits long. May use: the ledger's tables, domain.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::domain::Day;
use crate::ledger::table::Key;
use crate::ledger::tables::{
    ACCOUNTS, ACTIVITY, AccountId, CARDS, CARDS_IN_ROW, CASES_OF, ITEMS, ItemId, ItemKind, ItemRow,
    OPEN, REFERENCES, Side, TOTALS,
};
use crate::store::rows::{Batch, LedgerError, Rows};

use super::build::Builder;
use super::card;
use super::documents::ItemKey;

/// An item and a key by which it is found.
pub type KeyedItem = (ItemId, ItemKey);

/// Returns an account's prior: late accounts before those that owe, before all others, and then by
/// the day of their last activity.
fn prior(first_due: Option<Day>, latest: Option<Day>, today: Day) -> u32 {
    let class = match first_due {
        Some(due) if due < today => 2,
        Some(_) => 1,
        None => 0,
    };
    let day = latest.map_or(0, |day| u32::try_from(day.julian()).unwrap_or(0));
    class << 30 | day.min((1 << 30) - 1)
}

/// Returns the priors of some accounts, and the amounts by which their open items are found.
pub fn priors(
    rows: &dyn Rows,
    ids: Range<AccountId>,
    today: Day,
    items: &mut Vec<KeyedItem>,
) -> Result<Vec<u32>, LedgerError> {
    let mut known = vec![(None, None); ids.len()];
    let place = |account: AccountId| account.saturating_sub(ids.start) as usize;
    for found in OPEN.between(rows, &ids.start, &ids.end) {
        let ((account, side, due, item), open) = found?;
        items.push((item, ItemKey::Amount(open.left)));
        if let (Side::Debit, Some((first @ None, _))) = (side, known.get_mut(place(account))) {
            *first = Some(due);
        }
    }
    let blocks = ids.start / CARDS_IN_ROW..ids.end.div_ceil(CARDS_IN_ROW);
    for found in ACTIVITY.between(rows, &blocks.start, &blocks.end) {
        let (block, days) = found?;
        for (account, day) in (block.saturating_mul(CARDS_IN_ROW)..).zip(days) {
            if let Some((_, latest)) = known.get_mut(place(account)) {
                *latest = day;
            }
        }
    }
    Ok(known.into_iter().map(|(due, latest)| prior(due, latest, today)).collect())
}

/// Reads the rows of cards of some blocks.
pub fn cards(rows: &dyn Rows, blocks: Range<u32>) -> Result<Vec<String>, LedgerError> {
    CARDS.between(rows, &blocks.start, &blocks.end).map(|row| Ok(row?.1)).collect()
}

/// Adds one account, if there is one with this number.
pub fn add_account(
    rows: &dyn Rows,
    id: AccountId,
    today: Day,
    builder: &mut Builder,
) -> Result<(), LedgerError> {
    let lines = CARDS.get(rows, &(id / CARDS_IN_ROW))?.unwrap_or_default();
    let Some(card) = card::cards(&lines).find(|card| card.id == id) else { return Ok(()) };
    let first = OPEN.scan(rows, &id).next().transpose()?;
    let due = first.and_then(|((_, side, due, _), _)| (side == Side::Debit).then_some(due));
    let days = ACTIVITY.get(rows, &(id / CARDS_IN_ROW))?.unwrap_or_default();
    let latest = days.get((id % CARDS_IN_ROW) as usize).copied().flatten();
    builder.add(&card, prior(due, latest, today));
    Ok(())
}

/// Returns the keys of a document, except for what is left of it.
fn found_by(id: ItemId, row: &ItemRow, reference: Option<String>, by: &mut Vec<KeyedItem>) {
    let number = row.number.to_string();
    by.push((
        id,
        if row.kind == ItemKind::Invoice {
            ItemKey::Invoice(number)
        } else {
            ItemKey::Other(number)
        },
    ));
    by.push((id, ItemKey::Amount(row.amount)));
    by.extend(reference.map(|reference| (id, ItemKey::Reference(reference))));
}

/// Reads up to `most` documents after one, and returns the last of them.
pub fn documents(
    rows: &dyn Rows,
    after: Option<ItemId>,
    most: usize,
) -> Result<(Vec<KeyedItem>, Option<ItemId>), LedgerError> {
    let next = after.map_or(ItemId { seq: 0, place: 0 }, ItemId::next);
    let end = ItemId { seq: u64::MAX, place: u16::MAX };
    let items = ITEMS.between(rows, &next, &end).take(most);
    let items = items.collect::<Result<Vec<(ItemId, ItemRow)>, LedgerError>>()?;
    let Some(last) = items.last().map(|(id, _)| *id) else { return Ok((Vec::new(), None)) };
    let references = REFERENCES.between(rows, &next, &last.next());
    let mut references = references.collect::<Result<BTreeMap<ItemId, String>, LedgerError>>()?;
    let mut by = Vec::with_capacity(2 * items.len());
    for (id, row) in items {
        found_by(id, &row, references.remove(&id), &mut by);
    }
    Ok((by, Some(last)))
}

/// The records that a batch of writes touched.
#[derive(Debug, Default)]
pub struct TouchedRecords {
    /// Accounts.
    pub accounts: BTreeSet<AccountId>,
    /// New documents, and what is left of others now.
    pub items: Vec<KeyedItem>,
}

impl TouchedRecords {
    /// Derives it from the keys of the writes.
    pub fn by(rows: &dyn Rows, batch: &Batch) -> Result<TouchedRecords, LedgerError> {
        let mut touched = TouchedRecords::default();
        for (key, value) in &batch.writes {
            let Some((letter, mut rest)) = key.split_first() else { continue };
            let by_account = [TOTALS.letter(), CASES_OF.letter(), ACCOUNTS.letter()];
            if by_account.contains(letter) {
                touched.accounts.extend(AccountId::read(&mut rest));
            } else if *letter == ITEMS.letter()
                && let Some(id) = ItemId::read(&mut rest)
            {
                let (row, reference) = (ITEMS.need(rows, &id)?, REFERENCES.get(rows, &id)?);
                found_by(id, &row, reference, &mut touched.items);
            } else if *letter == OPEN.letter()
                && value.is_some()
                && let Some((account, side, due, id)) =
                    <(AccountId, Side, Day, ItemId)>::read(&mut rest)
                && let Some(open) = OPEN.get(rows, &(account, side, due, id))?
            {
                touched.items.push((id, ItemKey::Amount(open.left)));
            }
        }
        Ok(touched)
    }
}
