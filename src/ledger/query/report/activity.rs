//! The activity of a period: what was recorded, by whom, and how it moved the receivables. Days are
//! those on which entries were recorded, in the company's zone. The control totals are read from the
//! open items before and after, so that a difference would show. May use: the rest of the queries, the
//! journal.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Currency, Day, Money, Number};
use crate::journal::Entry;
use crate::ledger::day_in_zone;
use crate::ledger::item::When;
use crate::ledger::query::aging::AgingOf;
use crate::ledger::query::{AsOf, Question, View, entries};
use crate::ledger::suspense;
use crate::ledger::tables::{ITEMS, ItemId, ItemRow, MOVES, MoveKind, NUMBERS, Side};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, Column, ColumnPlace, Kind, Opens, Parameters, ReportFact, Row, RowFigure,
    Spec, Time, count, money, text,
};

/// The report.
pub const SPEC: Spec =
    Spec { name: "activity", time: Time::Today, groupings: &["user", "entry"], build, explain };

/// The number of entries read at once.
const AT_ONCE: u64 = 1_000;

/// How an entry moved the receivables in a currency.
struct RecordedMovement {
    item: Number,
    currency: Currency,
    /// Up if the customer owes more, down if less.
    amount: Money,
}

/// What was recorded in one entry.
struct RecordedEntry {
    entry: Entry,
    /// The user who made it; `None` if the caller may not see that.
    user: String,
    movements: Vec<RecordedMovement>,
}

impl RecordedEntry {
    /// The currency of what it moved; the book's if it moved nothing.
    fn currency(&self, view: &View) -> Currency {
        self.movements.first().map_or(view.book.currency, |movement| movement.currency)
    }

    /// The key of its row.
    fn key(&self, by: &str, view: &View) -> String {
        match by {
            "entry" => self.entry.seq.to_string(),
            _ => group_key(&self.user, self.entry.command(), self.currency(view)),
        }
    }
}

fn group_key(user: &str, command: &str, currency: Currency) -> String {
    format!("{user} {command} {currency}")
}

/// The first entry recorded on a day or later; one past the last if there is none.
fn first_from(view: &View, day: Day) -> Result<u64, LedgerError> {
    let (mut low, mut high) = (1, view.head()? + 1);
    // Entries are recorded in the order of time.
    while low < high {
        let middle = low + (high - low) / 2;
        let found = entries::entries(view, middle, middle)?.into_iter().next();
        let recorded = found.and_then(|entry| day_in_zone(entry.at, &view.book.zone));
        if recorded.is_some_and(|recorded| recorded < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The entries of the period: from the first to before the second.
fn period(view: &View, parameters: &Parameters) -> Result<(u64, u64), LedgerError> {
    let behind = match parameters.when.as_of.plus(1) {
        Some(next) => first_from(view, next)?,
        None => view.head()? + 1,
    };
    let end = behind.min(parameters.when.known_at + 1);
    Ok((first_from(view, parameters.from)?.min(end), end))
}

/// Passes the entries of a period, each with what it moved.
fn each(
    view: &View,
    (first, end): (u64, u64),
    mut see: impl FnMut(RecordedEntry) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut next = first;
    while next < end {
        let last = (next + AT_ONCE).min(end) - 1;
        for entry in entries::entries(view, next, last)? {
            let (movements, user) = (movements(view, &entry)?, entries::by(view, &entry));
            see(RecordedEntry { entry, user, movements })?;
        }
        next = last + 1;
    }
    Ok(())
}

/// How an entry moved the receivables: by the items it made, and by what it took from items without
/// giving it to others.
fn movements(view: &View, entry: &Entry) -> Result<Vec<RecordedMovement>, LedgerError> {
    let (from, to) = (ItemId { seq: entry.seq, place: 0 }, ItemId { seq: entry.seq + 1, place: 0 });
    let made = ITEMS.between(view.rows, &from, &to).collect::<Result<Vec<_>, LedgerError>>()?;
    let mut items: BTreeSet<ItemId> = made.iter().map(|(id, _)| *id).collect();
    let mut movements: Vec<RecordedMovement> =
        made.iter().map(|(_, row)| movement(row, row.amount)).collect();
    for touched in entry.events.iter().flat_map(|event| event.touches()) {
        items.extend(NUMBERS.get(view.rows, &Number(touched.to_string()).folded())?);
    }
    for id in items {
        let moves = MOVES.between(view.rows, &(id, entry.seq), &(id, entry.seq + 1));
        for found in moves {
            let (_, change) = found?;
            if !matches!(change.kind, MoveKind::Allocated | MoveKind::Reversed) {
                let row = ITEMS.need(view.rows, &id)?;
                movements.push(movement(&row, change.amount.negated()));
            }
        }
    }
    Ok(movements)
}

fn movement(row: &ItemRow, amount: Money) -> RecordedMovement {
    let amount = match row.kind.side() {
        Side::Debit => amount,
        Side::Credit => amount.negated(),
    };
    RecordedMovement { item: row.number.clone(), currency: row.currency, amount }
}

/// By how much the receivables of a currency moved up and down.
#[derive(Clone, Copy)]
struct ControlSums {
    debits: Money,
    credits: Money,
}

impl ControlSums {
    fn nothing(currency: Currency) -> ControlSums {
        ControlSums { debits: currency.zero(), credits: currency.zero() }
    }

    fn add(&mut self, amount: Money) -> Result<(), LedgerError> {
        let (sum, more) = match amount.is_negative() {
            true => (&mut self.credits, amount.negated()),
            false => (&mut self.debits, amount),
        };
        *sum = sum.plus(more).ok_or_else(beyond)?;
        Ok(())
    }

    fn of(recorded: &RecordedEntry, currency: Currency) -> Result<ControlSums, LedgerError> {
        let mut sums = ControlSums::nothing(currency);
        recorded.movements.iter().try_for_each(|movement| sums.add(movement.amount))?;
        Ok(sums)
    }
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("all entries of the period")
}

fn build(view: &View, parameters: &Parameters) -> Result<Body, Stop> {
    let period = period(view, parameters)?;
    let mut moved: BTreeMap<Currency, ControlSums> = BTreeMap::new();
    let mut rows = ActivityRows::of(parameters.by);
    each(view, period, |recorded| {
        for movement in &recorded.movements {
            let sums = moved.entry(movement.currency);
            let sums = sums.or_insert_with(|| ControlSums::nothing(movement.currency));
            sums.add(movement.amount)?;
        }
        rows.add(view, &recorded)
    })?;
    let facts = facts(view, period, moved)?;
    Ok(Body { facts, ..rows.body() })
}

/// The rows, while the entries are read.
enum ActivityRows {
    ByEntry(Vec<Row>),
    ByUser(BTreeMap<(String, &'static str, Currency), (i64, ControlSums)>),
}

impl ActivityRows {
    fn of(by: &str) -> ActivityRows {
        if by == "entry" {
            ActivityRows::ByEntry(Vec::new())
        } else {
            ActivityRows::ByUser(BTreeMap::new())
        }
    }

    fn add(&mut self, view: &View, recorded: &RecordedEntry) -> Result<(), LedgerError> {
        let currency = recorded.currency(view);
        let sums = ControlSums::of(recorded, currency)?;
        match self {
            ActivityRows::ByEntry(rows) => rows.push(entry_row(recorded, currency, sums)),
            ActivityRows::ByUser(groups) => {
                let key = (recorded.user.clone(), recorded.entry.command(), currency);
                let (count, all) = groups.entry(key).or_insert((0, ControlSums::nothing(currency)));
                *count += 1;
                all.debits = all.debits.plus(sums.debits).ok_or_else(beyond)?;
                all.credits = all.credits.plus(sums.credits).ok_or_else(beyond)?;
            }
        }
        Ok(())
    }

    fn body(self) -> Body {
        let figures = [text("currency"), money("debits"), money("credits")];
        let (mut columns, rows) = match self {
            ActivityRows::ByEntry(rows) => {
                let at = Column::new("at", Kind::Moment, false, ColumnPlace::Lead);
                (vec![text("entry"), at, text("user"), text("command"), text("made")], rows)
            }
            ActivityRows::ByUser(groups) => {
                let entries = count("entries").summed();
                let rows =
                    groups.into_iter().map(|(key, (count, sums))| user_row(key, count, sums));
                (vec![text("user"), text("command"), entries], rows.collect())
            }
        };
        columns.extend(figures);
        Body { columns, rows, facts: Vec::new() }
    }
}

fn entry_row(recorded: &RecordedEntry, currency: Currency, sums: ControlSums) -> Row {
    let entry = &recorded.entry;
    let documents = entry.made().into_iter().filter(|(what, _)| what != "allocation");
    let made: Vec<String> = documents.map(|(_, number)| number).collect();
    Row {
        key: entry.seq.to_string(),
        currency,
        opens: Opens::Entry(entry.seq),
        cells: vec![
            Cell::Text(entry.seq.to_string()),
            Cell::Moment(entry.at),
            Cell::Text(recorded.user.clone()),
            Cell::Word(entry.command().into()),
            Cell::of_text(Some(made.join(", ")).filter(|made| !made.is_empty())),
            Cell::currency(currency),
            Cell::Money(sums.debits),
            Cell::Money(sums.credits),
        ],
    }
}

fn user_row(
    (user, command, currency): (String, &'static str, Currency),
    count: i64,
    sums: ControlSums,
) -> Row {
    Row {
        key: group_key(&user, command, currency),
        currency,
        opens: Opens::Nothing,
        cells: vec![
            Cell::Text(user),
            Cell::Word(command.into()),
            Cell::Count(count),
            Cell::currency(currency),
            Cell::Money(sums.debits),
            Cell::Money(sums.credits),
        ],
    }
}

/// The receivables by currency right after an entry, whatever the dates.
fn owed_at(view: &View, seq: u64) -> Result<BTreeMap<Currency, Money>, Stop> {
    let asked = AsOf { as_of: Some(Day::LAST), known_at: Some(seq) };
    let totals = AgingOf { asked }.answer(view)?.totals;
    let total = |(code, sums): (String, crate::ledger::query::aging::AgingSums)| {
        Some((Currency::parse(&code)?, sums.total))
    };
    Ok(totals.into_iter().filter_map(total).collect())
}

/// The suspense list by currency right after an entry, whatever the dates.
fn suspense_at(view: &View, seq: u64) -> Result<BTreeMap<Currency, Money>, Stop> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    let when = When { as_of: Day::LAST, known_at: seq };
    for (_, row) in suspense::open_at(view.rows, when)? {
        let sum = sums.entry(row.currency).or_insert_with(|| row.currency.zero());
        *sum = sum.plus(row.amount).ok_or_else(beyond)?;
    }
    Ok(sums)
}

/// Money whose payer is not known, before and after the period; no fact if there is none.
fn suspense_facts(view: &View, first: u64, last: u64) -> Result<Vec<ReportFact>, Stop> {
    let (opening, closing) = (suspense_at(view, first)?, suspense_at(view, last)?);
    let currencies: BTreeSet<Currency> = opening.keys().chain(closing.keys()).copied().collect();
    let fact =
        |name: &'static str, currency: Currency, sums: &BTreeMap<Currency, Money>| ReportFact {
            name: Cow::Borrowed(name),
            currency: Some(currency),
            value: Cell::Money(sums.get(&currency).copied().unwrap_or_else(|| currency.zero())),
        };
    let both = currencies.into_iter().flat_map(|currency| {
        [fact("suspense_opening", currency, &opening), fact("suspense_closing", currency, &closing)]
    });
    Ok(both.collect())
}

/// The control totals, and the head of the journal at the end of the period.
fn facts(
    view: &View,
    (first, end): (u64, u64),
    moved: BTreeMap<Currency, ControlSums>,
) -> Result<Vec<ReportFact>, Stop> {
    let last = end.saturating_sub(1);
    let (opening, closing) = (owed_at(view, first.saturating_sub(1))?, owed_at(view, last)?);
    let currencies: BTreeSet<Currency> =
        opening.keys().chain(closing.keys()).chain(moved.keys()).copied().collect();
    let mut facts = Vec::new();
    for currency in currencies {
        let at = |owed: &BTreeMap<Currency, Money>| {
            owed.get(&currency).copied().unwrap_or_else(|| currency.zero())
        };
        let sums = moved.get(&currency).copied().unwrap_or_else(|| ControlSums::nothing(currency));
        let expected = at(&opening).plus(sums.debits).and_then(|sum| sum.minus(sums.credits));
        let difference = expected.and_then(|expected| at(&closing).minus(expected));
        let figures = [
            ("opening", at(&opening)),
            ("debits", sums.debits),
            ("credits", sums.credits),
            ("closing", at(&closing)),
            ("difference", difference.ok_or_else(beyond)?),
        ];
        facts.extend(figures.map(|(name, value)| ReportFact {
            name: Cow::Borrowed(name),
            currency: Some(currency),
            value: Cell::Money(value),
        }));
    }
    facts.extend(suspense_facts(view, first.saturating_sub(1), last)?);
    if let Some(entry) = entries::entries(view, last, last)?.pop() {
        let head = format!("{}:{}", entry.seq, entry.hash);
        facts.push(ReportFact { name: "head".into(), currency: None, value: Cell::Text(head) });
    }
    Ok(facts)
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let mut behind = Vec::new();
    each(view, period(view, parameters)?, |recorded| {
        if figure.has_row(&recorded.key(parameters.by, view)) {
            let is_credit = figure.column == "credits";
            let moved = recorded.movements.iter().filter(|it| it.amount.is_negative() == is_credit);
            behind.extend(moved.map(|movement| Behind {
                item: movement.item.clone(),
                entry: recorded.entry.seq,
                amount: if is_credit { movement.amount.negated() } else { movement.amount },
            }));
        }
        Ok(())
    })?;
    Ok(behind)
}
