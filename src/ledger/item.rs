//! Finds items and computes what is left of them, now or as of another day. May use: the rest of the
//! ledger, domain.

use crate::domain::number;
use crate::domain::{Code, Day, Money, Number, Refusal, Rule};

use super::bank;
use super::merged;
use super::named;
use super::tables::{
    ACCOUNTS, AccountId, AccountRow, CASES, CODES, DEPOSITS, HOLDS, HoldRow, ITEMS, ItemId,
    ItemRow, LETTER_NUMBERS, MOVES, MoveKind, MoveRow, NUMBERS, OPEN, SUSPENSE_NUMBERS,
};
pub use super::when::When;
use crate::store::rows::{LedgerError, Rows, Stop};

/// The account with this code, in upper or lower case; a merged account is returned itself.
pub fn account(
    rows: &dyn Rows,
    code: &Code,
) -> Result<Option<(AccountId, AccountRow)>, LedgerError> {
    let Some(id) = named::find(&CODES, rows, &code.0)? else { return Ok(None) };
    Ok(Some((id, ACCOUNTS.need(rows, &id)?)))
}

/// The account that a code leads to at a moment: for a merged account, the one that remains.
pub fn live_account(
    rows: &dyn Rows,
    code: &Code,
    when: When,
) -> Result<Option<(AccountId, AccountRow)>, LedgerError> {
    let Some((id, row)) = account(rows, code)? else { return Ok(None) };
    let root = merged::root(rows, id, when)?;
    Ok(Some(if root == id { (id, row) } else { (root, ACCOUNTS.need(rows, &root)?) }))
}

/// Why an account is on hold as of a day, if it is: the latest hold or release that is effective by
/// then decides.
pub fn on_hold(rows: &dyn Rows, id: AccountId, as_of: Day) -> Result<Option<String>, LedgerError> {
    let mut latest: Option<HoldRow> = None;
    for found in HOLDS.scan(rows, &id) {
        let (_, row) = found?;
        if row.date <= as_of && latest.as_ref().is_none_or(|latest| latest.date <= row.date) {
            latest = Some(row);
        }
    }
    Ok(latest.and_then(|row| row.reason))
}

/// The item with this number, in upper or lower case.
pub fn item(rows: &dyn Rows, number: &Number) -> Result<Option<(ItemId, ItemRow)>, LedgerError> {
    let Some(id) = named::find(&NUMBERS, rows, &number.0)? else { return Ok(None) };
    Ok(Some((id, ITEMS.need(rows, &id)?)))
}

/// Whether a document or a case has this number.
pub fn is_taken(rows: &dyn Rows, number: &Number) -> Result<bool, LedgerError> {
    Ok(named::find(&NUMBERS, rows, &number.0)?.is_some()
        || CASES.get(rows, &number.folded())?.is_some()
        || SUSPENSE_NUMBERS.get(rows, &number.folded())?.is_some()
        || LETTER_NUMBERS.get(rows, &number.folded())?.is_some()
        || bank::line(rows, number)?.is_some()
        || DEPOSITS.get(rows, &number.folded())?.is_some())
}

/// How many codes with the same beginning are searched for one that was meant.
const LOOKED_THROUGH: usize = 5_000;

/// The refusal of an unknown code, with a suggestion.
pub fn unknown_customer(rows: &dyn Rows, field: &str, code: &Code) -> Stop {
    match nearest(rows, code) {
        Ok(near) => Refusal::new(Rule::CustomerUnknown, field)
            .with("given", code)
            .with("near", near.map_or_else(|| "none".into(), |near| near.0))
            .into(),
        Err(error) => error.into(),
    }
}

/// The closest code, if it is close enough to be a typing error.
fn nearest(rows: &dyn Rows, code: &Code) -> Result<Option<Code>, LedgerError> {
    let given = code.folded();
    if given.is_empty() || given.len() > number::LONGEST {
        return Ok(None);
    }
    // A shortened code is preferred to a mistyped one.
    if let Some(longer) = CODES.scan(rows, &given).next().transpose()? {
        return Ok(Some(ACCOUNTS.need(rows, &longer.1)?.code));
    }
    let mut best: Option<(usize, AccountId)> = None;
    let alike: String = given.chars().take(1).collect();
    for found in CODES.scan(rows, &alike).take(LOOKED_THROUGH) {
        let (folded, id) = found?;
        let distance = strsim::osa_distance(&given, &folded);
        if distance <= 2 && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, id));
        }
    }
    best.map(|(_, id)| ACCOUNTS.need(rows, &id).map(|row| row.code)).transpose()
}

/// The key of an item's row in the open items.
pub fn open_key(id: ItemId, row: &ItemRow) -> (AccountId, super::tables::Side, Day, ItemId) {
    (row.account, row.kind.side(), row.due, id)
}

/// The due date of an item at a moment: for a refund, the day on which its payment was taken back
/// ([`owed_since`]).
pub fn due(rows: &dyn Rows, id: ItemId, row: &ItemRow, when: When) -> Result<Day, LedgerError> {
    match row.kind.is_owed_since_taken_back() {
        true => Ok(owed_since(rows, id, when)?.unwrap_or(row.date)),
        false => Ok(row.due),
    }
}

/// The day since which a refund is owed: the first on which something was taken back from it, since
/// until then its payment settled it. Later settlements that are undone leave that day as it is, just
/// as a reopened invoice keeps its due date.
pub fn owed_since(rows: &dyn Rows, id: ItemId, when: When) -> Result<Option<Day>, LedgerError> {
    let moves = moves(rows, id)?.into_iter();
    let back = moves.filter(|(seq, m)| m.amount.is_negative() && when.counts(m.date, *seq));
    Ok(back.map(|(_, m)| m.date).min())
}

/// What is left of an item now, counting everything posted.
pub fn left(rows: &dyn Rows, id: ItemId, row: &ItemRow) -> Result<Money, LedgerError> {
    let (account, side, due, id) = open_key(id, row);
    // As of a past day a refund may be filed under another day than now.
    let due = match row.kind.is_owed_since_taken_back() {
        true => ITEMS.need(rows, &id)?.due,
        false => due,
    };
    let open = OPEN.get(rows, &(account, side, due, id))?;
    Ok(open.map_or(row.amount.zero(), |open| open.left))
}

/// What changed an item, in the order of recording, each with its entry.
pub fn moves(rows: &dyn Rows, id: ItemId) -> Result<Vec<(u64, MoveRow)>, LedgerError> {
    MOVES.scan(rows, &id).map(|found| found.map(|((_, seq, _), row)| (seq, row))).collect()
}

/// The same as if some allocations had never been made.
pub fn moves_without(
    rows: &dyn Rows,
    id: ItemId,
    ignored: &[u64],
) -> Result<Vec<(u64, MoveRow)>, LedgerError> {
    let mut moves = moves(rows, id)?;
    moves.retain(|(_, m)| !m.is_of(ignored));
    Ok(moves)
}

/// The place of a recording: the entry, and the event's place in it. Ascends in the order of recording.
pub type Recorded = (u64, u16);

/// The same with the place of each recording.
pub fn moves_at(rows: &dyn Rows, id: ItemId) -> Result<Vec<(Recorded, MoveRow)>, LedgerError> {
    let found = MOVES.scan(rows, &id);
    found.map(|found| found.map(|((_, seq, place), row)| ((seq, place), row))).collect()
}

/// outstanding(item, D) = amount − Σ of what was taken from it, effective on or before D; zero before
/// the item's own date.
pub fn outstanding(
    rows: &dyn Rows,
    id: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Money, LedgerError> {
    left_after(&moves(rows, id)?, id, row, when)
}

/// The same for an item whose moves were read.
pub fn left_after(
    moves: &[(u64, MoveRow)],
    id: ItemId,
    row: &ItemRow,
    when: When,
) -> Result<Money, LedgerError> {
    if !when.counts(row.date, id.seq) {
        return Ok(row.amount.zero());
    }
    let counted = moves.iter().filter(|(seq, m)| when.counts(m.date, *seq));
    counted.map(|(_, m)| m.amount).try_fold(row.amount, minus)
}

/// The least that is left of an item on any day from `from` on: how much can be taken from it on that
/// day without overdrawing it on a later one.
pub fn room(rows: &dyn Rows, id: ItemId, row: &ItemRow, from: Day) -> Result<Money, LedgerError> {
    room_after(rows, id, row, from, &[])
}

/// The same with more moves that are decided but not posted yet.
pub fn room_after(
    rows: &dyn Rows,
    id: ItemId,
    row: &ItemRow,
    from: Day,
    more: &[(Day, Money)],
) -> Result<Money, LedgerError> {
    let rooms = rooms_after(rows, id, row, from, more)?;
    Ok(rooms.first().map_or(row.amount.zero(), |(_, room)| *room))
}

/// How much can be taken from an item on a day without overdrawing it on a later one, from `from` on: `from` with its
/// room, then each later day on which there is more. On the last of them, all that is left can be taken.
pub fn rooms_after(
    rows: &dyn Rows,
    id: ItemId,
    row: &ItemRow,
    from: Day,
    more: &[(Day, Money)],
) -> Result<Vec<(Day, Money)>, LedgerError> {
    let posted = moves(rows, id)?.into_iter().map(|(_, m)| (m.date, m.amount));
    let mut moves: Vec<(Day, Money)> = posted.chain(more.iter().copied()).collect();
    moves.sort_by_key(|(date, _)| *date);
    // What is left at the end of each day on which something changes: moves on one day count together.
    let mut ends: Vec<(Day, Money)> = vec![(from, row.amount)];
    for (date, amount) in moves {
        let (day, left) = ends.last().copied().unwrap_or((from, row.amount));
        let left = minus(left, amount)?;
        if date > day {
            ends.push((date, left));
        } else if let Some(end) = ends.last_mut() {
            end.1 = left;
        }
    }
    let mut rooms: Vec<(Day, Money)> = Vec::new();
    for (day, left) in ends.into_iter().rev() {
        match rooms.last_mut() {
            Some((first, least)) if left.minor() >= least.minor() => *first = day,
            _ => rooms.push((day, left)),
        }
    }
    rooms.reverse();
    Ok(rooms)
}

/// The day from which an invoice is void, if it was voided.
pub fn voided_on(rows: &dyn Rows, id: ItemId) -> Result<Option<Day>, LedgerError> {
    let moves = moves(rows, id)?;
    let void = moves.iter().find(|(_, m)| m.kind == MoveKind::Voided);
    Ok(void.map(|(_, m)| m.date))
}

/// How and from which day on a document became void: voided, returned by the bank, or entered by
/// mistake. `None` while it is in force.
pub fn ended(rows: &dyn Rows, id: ItemId) -> Result<Option<(MoveKind, Day)>, LedgerError> {
    Ok(ended_by(&moves(rows, id)?))
}

/// The same for an item whose moves were read.
pub fn ended_by(moves: &[(u64, MoveRow)]) -> Option<(MoveKind, Day)> {
    end_of(moves).map(|(_, m)| (m.kind, m.date))
}

/// The move that made an item void, with its entry.
pub fn end_of(moves: &[(u64, MoveRow)]) -> Option<&(u64, MoveRow)> {
    const ENDS: [MoveKind; 3] = [MoveKind::Voided, MoveKind::Bounced, MoveKind::Corrected];
    moves.iter().find(|(_, m)| ENDS.contains(&m.kind))
}

/// The amount taken back of a write-off or a certificate, counting everything posted.
pub fn taken_back(rows: &dyn Rows, id: ItemId, row: &ItemRow) -> Result<Money, LedgerError> {
    sum_taken_back(&moves(rows, id)?, row, When::ALL)
}

/// The same at a moment, for an item whose moves were read.
pub fn sum_taken_back(
    moves: &[(u64, MoveRow)],
    row: &ItemRow,
    when: When,
) -> Result<Money, LedgerError> {
    let counts = |(seq, m): &&(u64, MoveRow)| when.counts(m.date, *seq);
    let taken = moves.iter().filter(counts).filter(|(_, m)| m.kind == MoveKind::TakenBack);
    taken.map(|(_, m)| m.amount).try_fold(row.amount.zero(), |sum, amount| {
        sum.plus(amount).ok_or(LedgerError::Beyond("an item"))
    })
}

fn minus(left: Money, taken: Money) -> Result<Money, LedgerError> {
    left.minus(taken).ok_or(LedgerError::Beyond("an item"))
}
