//! Reads accounts from rows that are being written to, a few at a time. May use: std, the cards,
//! the builder.

use std::ops::Range;

use crate::domain::Day;
use crate::ledger::tables::{AccountId, CARDS_IN_ROW};
use crate::store::rows::{LedgerError, Rows};
use crate::threads;

use super::accounts::Accounts;
use super::build::Builder;
use super::card::{self, Card};
use super::source;

/// How many rows of cards are read while the writer waits.
const ROWS_AT_ONCE: u32 = 64;

/// How many accounts are read at once if they are far apart.
const ACCOUNTS_AT_ONCE: usize = 2_000;

/// Rows that the builder of the index can read for a short while.
pub trait SharedRows: Sync {
    /// Reads the rows, as one snapshot until it returns.
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;
}

/// Rows that are always available.
impl SharedRows for &dyn Rows {
    fn look(
        &self,
        look: &mut dyn FnMut(&dyn Rows) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        look(*self)
    }
}

/// Reads the accounts of some rows of cards that `wanted` selects: cards and priors in parallel.
pub fn read_accounts(
    source: &dyn SharedRows,
    blocks: Range<u32>,
    today: Day,
    wanted: impl Fn(&Card) -> bool,
) -> Result<(Builder, Vec<source::KeyedItem>), LedgerError> {
    let steps = || {
        blocks
            .clone()
            .step_by(ROWS_AT_ONCE as usize)
            .map(|from| from..from.saturating_add(ROWS_AT_ONCE).min(blocks.end))
    };
    let first = blocks.start.saturating_mul(CARDS_IN_ROW);
    let read_priors = || {
        let mut items = Vec::new();
        let mut priors = Vec::with_capacity(blocks.len() * CARDS_IN_ROW as usize);
        for some in steps() {
            let ids =
                some.start.saturating_mul(CARDS_IN_ROW)..some.end.saturating_mul(CARDS_IN_ROW);
            source.look(&mut |rows| {
                priors.extend(source::priors(rows, ids.clone(), today, &mut items)?);
                Ok(())
            })?;
        }
        Ok((priors, items))
    };
    let mut builder = Builder::default();
    let (priors, items) = std::thread::scope(|scope| {
        let priors = threads::beside(scope, read_priors);
        for some in steps() {
            let mut rows_of_cards = Vec::new();
            source.look(&mut |rows| {
                rows_of_cards = source::cards(rows, some.clone())?;
                Ok(())
            })?;
            let cards = rows_of_cards.iter().flat_map(|lines| card::cards(lines));
            cards.filter(&wanted).for_each(|card| builder.add(&card, 0));
        }
        priors.finish().ok_or_else(gave_up)?
    })?;
    builder.set_priors(|id| priors.get((id - first) as usize).copied().unwrap_or(0));
    Ok((builder, items))
}

/// The error of a thread that panicked.
pub fn gave_up() -> LedgerError {
    LedgerError::Contradiction("a thread that built the look-up gave up".into())
}

/// Reads accounts as they are now; `ids` must be sorted.
pub fn read_again(
    source: &dyn SharedRows,
    ids: &[AccountId],
    today: Day,
) -> Result<Accounts, LedgerError> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Ok(Accounts::default());
    };
    let blocks = first / CARDS_IN_ROW..last / CARDS_IN_ROW + 1;
    if blocks.len() < ids.len() {
        // Most of the row is wanted.
        let wanted = |card: &Card| ids.binary_search(&card.id).is_ok();
        return Ok(read_accounts(source, blocks, today, wanted)?.0.build());
    }
    let mut builder = Builder::default();
    for some in ids.chunks(ACCOUNTS_AT_ONCE) {
        source.look(&mut |rows| {
            some.iter().try_for_each(|id| source::add_account(rows, *id, today, &mut builder))
        })?;
    }
    Ok(builder.build())
}
