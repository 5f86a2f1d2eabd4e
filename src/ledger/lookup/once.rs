//! An index for one query, as a process needs it that looks up once: every account, and of the
//! documents only those that the query may mean. It answers as the whole index does. May use: std,
//! the ledger's tables, the other parts of the look-up.

use std::ops::RangeInclusive;

use serde::Deserialize;

use crate::domain::{Day, Money};
use crate::ledger::tables::{AccountId, CARDS, CHECKPOINT, ITEMS, ItemId, ItemKind, REFERENCES};
use crate::store::rows::{LedgerError, Rows};

use super::asked::{Asked, Number};
use super::documents::{By, Documents, amount_key};
use super::parts::{Stage, State};
use super::reading::{gave_up, read_accounts};
use super::source::Found;
use super::{fold, keys};

/// The first fields of an item's row: all that it is found by.
#[derive(Deserialize)]
struct Glance<'a> {
    kind: ItemKind,
    #[serde(borrow)]
    number: &'a str,
    _account: AccountId,
    _date: Day,
    _due: Day,
    amount: Money,
}

/// Every account; of the documents, those whose open amount a query may mean.
pub fn accounts(rows: &dyn Rows, today: Day, asked: &Asked) -> Result<State, LedgerError> {
    let end = CARDS.last(rows, &())?.map_or(0, |(block, _)| block + 1);
    let (builder, mut items) = read_accounts(&rows, 0..end, today, |_| true)?;
    let number = asked.number.as_ref();
    items.retain(|(_, by)| match (by, number) {
        (By::Amount(left), Some(number)) => number.is_amount(*left),
        _ => false,
    });
    let mut state = State::default();
    state.begin(today);
    state.add_oldest(builder.build(), Documents::of(&items));
    state.stage = Stage::Complete;
    Ok(state)
}

/// Adds the documents that a query may mean by number, amount or reference.
pub fn add_documents(rows: &dyn Rows, asked: &Asked, state: &mut State) -> Result<(), LedgerError> {
    let last = CHECKPOINT.get(rows, &())?.map_or(0, |checkpoint| checkpoint.head.seq);
    let middle = last / 2;
    let mut found: Vec<Found> = std::thread::scope(|scope| {
        let referring = scope.spawn(|| referring(rows, &asked.key));
        let older = scope.spawn(|| numbered(rows, (0, middle), asked.number.as_ref()));
        let newer = numbered(rows, (middle, last + 1), asked.number.as_ref())?;
        let mut found = older.join().map_err(|_| gave_up())??;
        found.extend(newer);
        found.extend(referring.join().map_err(|_| gave_up())??);
        Ok::<_, LedgerError>(found)
    })?;
    found.sort_by_key(|(id, _)| *id);
    state.add_newest(super::accounts::Accounts::default(), Documents::of(&found));
    Ok(())
}

/// The documents of some entries whose number ends as a query, or whose amount it is.
fn numbered(
    rows: &dyn Rows,
    (from, to): (u64, u64),
    number: Option<&Number>,
) -> Result<Vec<Found>, LedgerError> {
    let mut found = Vec::new();
    let Some(asked) = number else { return Ok(found) };
    let reversed = |digits: &str| -> String { digits.chars().rev().collect() };
    let tails: Vec<RangeInclusive<u64>> = asked
        .tails
        .iter()
        .map(|tail| reversed(tail))
        .map(|tail| keys::digits_from(tail.chars())..=keys::digits_to(tail.chars()))
        .collect();
    ITEMS.stored_between(rows, (&from, &to), |id: ItemId, value| {
        let row: Glance = ITEMS.first_fields(value)?;
        let key = keys::digits_from(row.number.chars().rev().filter(char::is_ascii_digit));
        if tails.iter().any(|range| range.contains(&key)) {
            let number = row.number.to_string();
            found.push((
                id,
                if row.kind == ItemKind::Invoice { By::Invoice(number) } else { By::Other(number) },
            ));
        }
        let amount = amount_key(row.amount);
        if asked.amounts.iter().any(|range| range.contains(&amount)) {
            found.push((id, By::Amount(row.amount)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The documents with a reference of which a word, and what is behind it, begins as the query.
fn referring(rows: &dyn Rows, key: &str) -> Result<Vec<Found>, LedgerError> {
    let mut found = Vec::new();
    REFERENCES.each(rows, |id, reference| {
        if may_begin(&reference, key) && begins(&fold::words(&reference), key) {
            found.push((id, By::Reference(reference)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether folding a reference is worth it: one of plain letters must have all of the key's, in
/// their order. Most have not.
fn may_begin(reference: &str, key: &str) -> bool {
    if !reference.is_ascii() {
        return true;
    }
    let mut letters = reference.bytes().map(|letter| letter.to_ascii_lowercase());
    key.bytes().all(|wanted| letters.any(|letter| letter == wanted))
}

/// Whether folded words, from one of them on and without gaps, begin with `key`.
fn begins(words: &str, key: &str) -> bool {
    let starts = words
        .char_indices()
        .filter(|(at, _)| *at == 0 || words.as_bytes().get(at - 1) == Some(&b' '));
    starts.map(|(at, _)| words.get(at..).unwrap_or("")).any(|rest| {
        let mut letters = rest.chars().filter(|letter| *letter != ' ');
        key.chars().all(|letter| letters.next() == Some(letter))
    })
}
