//! An index for a single query, for a process that looks up once: it holds only the accounts and
//! documents that the query may mean, and answers as the full index does. May use: std, the
//! ledger's tables, the other parts of the look-up.

use std::ops::RangeInclusive;

use crate::domain::Day;
use crate::ledger::tables::{
    CARDS, CHECKPOINT, ITEMS, ItemGlance, ItemHead, ItemId, ItemKind, REFERENCES,
};
use crate::store::rows::{LedgerError, Rows};
use crate::threads;

use super::asked::{ParsedQuery, QueryNumber};
use super::card::Card;
use super::documents::{Documents, ItemKey};
use super::fold::{Phone, SHORTEST_PHONE};
use super::parts::{BuildStage, IndexState};
use super::reading::{gave_up, read_accounts};
use super::source::KeyedItem;
use super::{fold, keys};

/// Builds the accounts whose cards are `wanted`, and the documents whose open amount the query may
/// mean.
pub fn accounts(
    rows: &dyn Rows,
    today: Day,
    asked: &ParsedQuery,
    wanted: impl Fn(&Card) -> bool,
) -> Result<IndexState, LedgerError> {
    let end = CARDS.last(rows, &())?.map_or(0, |(block, _)| block + 1);
    let (builder, mut items) = read_accounts(&rows, 0..end, today, wanted)?;
    let number = asked.number.as_ref();
    items.retain(|(_, by)| match (by, number) {
        (ItemKey::Amount(left), Some(number)) => number.is_amount(*left),
        _ => false,
    });
    let mut state = IndexState::default();
    state.begin(today);
    state.add_oldest(builder.build(), Documents::of(&items));
    state.stage = BuildStage::Complete;
    Ok(state)
}

/// Whether digits may mean this account by its code or a telephone. May have false positives, but
/// no false negatives.
pub fn may_mean(card: &Card, asked: &ParsedQuery, number: &QueryNumber) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let ends = |digits: &str, phone: &str| {
        let most = digits.len().min(SHORTEST_PHONE);
        let (head, tail) = (digits.get(..most), digits.get(digits.len() - most..));
        [head, tail].into_iter().flatten().any(|end| phone.contains(end))
    };
    let has_phone = |meant: &Phone| {
        let mut phones = card.phones.split(',').map(digits).filter(|phone| !phone.is_empty());
        phones.any(|phone| ends(&number.digits, &phone) || ends(&meant.digits, &phone))
    };
    card.code.replace(' ', "").contains(&asked.key) || number.phone.as_ref().is_some_and(has_phone)
}

/// Finds the documents that a query may mean by number, amount or reference.
pub fn documents(rows: &dyn Rows, asked: &ParsedQuery) -> Result<Vec<KeyedItem>, LedgerError> {
    let last = CHECKPOINT.get(rows, &())?.map_or(0, |checkpoint| checkpoint.head.seq);
    let middle = last / 2;
    let mut found: Vec<KeyedItem> = std::thread::scope(|scope| {
        let referring = threads::beside(scope, || referring(rows, &asked.key));
        let older = threads::beside(scope, || numbered(rows, (0, middle), asked.number.as_ref()));
        let newer = numbered(rows, (middle, last + 1), asked.number.as_ref());
        let mut found = older.finish().unwrap_or_else(|| Err(gave_up()))?;
        found.extend(newer?);
        found.extend(referring.finish().unwrap_or_else(|| Err(gave_up()))?);
        Ok::<_, LedgerError>(found)
    })?;
    found.sort_by_key(|(id, _)| *id);
    Ok(found)
}

/// Adds documents to the index.
pub fn add_documents(state: &mut IndexState, found: &[KeyedItem]) {
    state.add_newest(super::accounts::Accounts::default(), Documents::of(found));
}

/// The last digits of documents' numbers that a query means.
struct Tails {
    ranges: Vec<RangeInclusive<u64>>,
    /// The possible last digits: they rule out nine numbers in ten.
    last: Vec<u8>,
}

impl Tails {
    fn of(number: &QueryNumber) -> Tails {
        let reversed = |digits: &str| -> String { digits.chars().rev().collect() };
        let range = |tail: String| keys::digits_from(tail.chars())..=keys::digits_to(tail.chars());
        let tails = number.tails.iter();
        Tails {
            ranges: tails.clone().map(|tail| range(reversed(tail))).collect(),
            last: tails.filter_map(|tail| tail.bytes().last()).collect(),
        }
    }

    /// Whether a number ends as the query does.
    fn end(&self, number: &[u8]) -> bool {
        let mut digits = number.iter().rev().filter(|letter| letter.is_ascii_digit()).peekable();
        if !digits.peek().is_some_and(|digit| self.last.contains(digit)) {
            return false;
        }
        let key = keys::digits_from(digits.map(|digit| char::from(*digit)));
        self.ranges.iter().any(|range| range.contains(&key))
    }
}

/// Finds documents in a range of entries by the end of the number, or by amount.
fn numbered(
    rows: &dyn Rows,
    (from, to): (u64, u64),
    number: Option<&QueryNumber>,
) -> Result<Vec<KeyedItem>, LedgerError> {
    let mut found = Vec::new();
    let Some(asked) = number else { return Ok(found) };
    let tails = Tails::of(asked);
    ITEMS.stored_between(rows, (&from, &to), |id: ItemId, value| {
        let (kind, number, amount) = if asked.amounts.is_empty() {
            let row: ItemHead = ITEMS.first_fields(value)?;
            (row.kind, row.number, None)
        } else {
            let row: ItemGlance = ITEMS.first_fields(value)?;
            (row.kind, row.number, Some(row.amount))
        };
        if tails.end(number) {
            let number = String::from_utf8_lossy(number).into_owned();
            found.push((
                id,
                if kind == ItemKind::Invoice {
                    ItemKey::Invoice(number)
                } else {
                    ItemKey::Other(number)
                },
            ));
        }
        if let Some(amount) = amount.filter(|amount| asked.is_amount(*amount)) {
            found.push((id, ItemKey::Amount(amount)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Finds documents with a reference that, from one of its words on, begins like the query.
fn referring(rows: &dyn Rows, key: &str) -> Result<Vec<KeyedItem>, LedgerError> {
    let mut found = Vec::new();
    REFERENCES.each_stored(rows, |id, value| {
        let reference: &str = REFERENCES.first_fields(value)?;
        if may_begin(reference, key) && begins(&fold::words(reference), key) {
            found.push((id, ItemKey::Reference(reference.to_string())));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether a reference is worth folding: one in ASCII must contain all letters of the key in order,
/// and most do not.
fn may_begin(reference: &str, key: &str) -> bool {
    if !reference.is_ascii() {
        return true;
    }
    let mut letters = reference.bytes().map(|letter| letter.to_ascii_lowercase());
    key.bytes().all(|wanted| letters.any(|letter| letter == wanted))
}

/// Whether folded words, joined from one of them on, begin with `key`.
fn begins(words: &str, key: &str) -> bool {
    let starts = words
        .char_indices()
        .filter(|(at, _)| *at == 0 || words.as_bytes().get(at - 1) == Some(&b' '));
    starts.map(|(at, _)| words.get(at..).unwrap_or("")).any(|rest| {
        let mut letters = rest.chars().filter(|letter| *letter != ' ');
        key.chars().all(|letter| letters.next() == Some(letter))
    })
}
