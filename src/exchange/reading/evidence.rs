//! Collects what all rows of a file show about the formats of its numbers and dates, and which rows
//! don't belong to its table. Memory grows with the rows only by the list of lines left out. May use:
//! the other files here.

use std::collections::{BTreeMap, HashMap};

use super::amounts::{self, Decimals, NumberEvidence, NumberStyle, says_nothing};
use super::columns::{KindColumns, Sources};
use super::days::{self, DateEvidence, DateStyle, Order};
use super::questions;
use super::states::{self, RowState, STATE, TYPE};
use super::words::vocabulary;
use super::{DATES, Example, LeftLine, LeftOut, NUMBERS, Seen, TwoReadings};

/// The most left-out rows that are reported.
const MOST_NAMED: usize = 20;

/// The longest cell that may be a number or a date.
const LONGEST_LOOKED_AT: usize = 200;

/// The most characters of a row that are quoted.
const LONGEST_NAMED: usize = 60;

/// A row of a file, cell by cell.
pub trait CellTexts {
    /// The trimmed text of a cell.
    fn text(&self, place: usize) -> &str;
    /// Whether the cell has the type number or date instead of text.
    fn is_typed(&self, place: usize) -> bool;
    /// How many cells there are.
    fn count(&self) -> usize;
}

/// The rows that count in a program's file: columns by their places, with their texts.
pub type MeantRows = Vec<(usize, String)>;

/// What the rows show.
pub struct Evidence<'a> {
    kind: &'static str,
    names: &'a [String],
    fields: &'a BTreeMap<&'static str, Sources>,
    needed: Vec<&'static str>,
    meant: MeantRows,
    /// Numbers by field.
    pub numbers: BTreeMap<&'static str, NumberEvidence>,
    /// Dates by field.
    pub dates: BTreeMap<&'static str, DateEvidence>,
    /// The lines of rows left out.
    pub left: HashMap<u64, LeftOut>,
    /// How many rows are left out for their state or type, by its word.
    pub left_states: BTreeMap<String, u64>,
    /// The first rows left out.
    pub named: Vec<LeftLine>,
    /// Rows with one cell since the last complete row.
    last: Vec<LeftLine>,
    /// How many rows are read.
    pub rows: u64,
    /// A column that no field uses, and the first of its cells that is not zero.
    watched: (Option<usize>, Option<Example>),
}

impl<'a> Evidence<'a> {
    /// No evidence yet, for a file with these columns. `is_set` names the fields that need no column.
    pub fn new(
        names: &'a [String],
        found: &'a KindColumns,
        meant: MeantRows,
        is_set: &dyn Fn(&str) -> bool,
    ) -> Evidence<'a> {
        let needed = found.kind.needed.iter().filter(|field| !is_set(field)).copied().collect();
        Evidence {
            kind: found.kind.word,
            names,
            fields: &found.fields,
            needed,
            meant,
            numbers: BTreeMap::new(),
            dates: BTreeMap::new(),
            left: HashMap::new(),
            left_states: BTreeMap::new(),
            named: Vec::new(),
            last: Vec::new(),
            rows: 0,
            watched: (None, None),
        }
    }

    /// Watches a column for a number that is not zero.
    pub fn watch(&mut self, place: Option<usize>) {
        self.watched.0 = place;
    }

    /// The first number in the watched column that is not zero.
    pub fn watched(&self) -> Option<&Example> {
        self.watched.1.as_ref()
    }

    /// Takes a row into account.
    pub fn row(&mut self, line: u64, cells: &dyn CellTexts) {
        if let Some(why) = self.not_a_row(cells) {
            self.last.clear();
            if let Some(word) = self.left_for(cells).filter(|_| why == LeftOut::State) {
                *self.left_states.entry(word.to_string()).or_default() += 1;
            }
            self.leave(LeftLine { line, why, text: shown(cells) });
            return;
        }
        let filled = (0..cells.count()).filter(|at| !cells.text(*at).is_empty()).count();
        if filled == 1 && self.needed.len() > 1 {
            self.last.push(LeftLine { line, why: LeftOut::Footer, text: shown(cells) });
            // Too many rows for a footer.
            if self.last.len() > MOST_NAMED {
                self.rows += self.last.len() as u64;
                self.last.clear();
            }
            return;
        }
        self.rows += 1 + self.last.len() as u64;
        self.last.clear();
        if let Some(place) = self.watched.0 {
            let text = cells.text(place);
            if amounts::Figure::of(text).is_some()
                && text.contains(|it: char| ('1'..='9').contains(&it))
            {
                let column = self.names.get(place).map_or("", String::as_str);
                Seen { line, column, text }.keep(&mut self.watched.1);
            }
        }
        for (field, sources) in self.fields {
            if NUMBERS.contains(field) {
                let evidence = self.numbers.entry(field).or_default();
                each(self.names, sources, line, cells, |seen, is_typed| match is_typed {
                    true => evidence.add_typed(seen),
                    false => evidence.add(seen),
                });
            } else if DATES.contains(field) {
                let evidence = self.dates.entry(field).or_default();
                each(self.names, sources, line, cells, |seen, is_typed| {
                    is_typed || evidence.add(seen)
                });
            }
        }
    }

    /// Called after the last row: rows with one cell at the end are footers.
    pub fn finish(&mut self) {
        for line in std::mem::take(&mut self.last) {
            self.leave(line);
        }
    }

    fn leave(&mut self, line: LeftLine) {
        self.left.insert(line.line, line.why);
        if self.named.len() < MOST_NAMED {
            self.named.push(line);
        }
    }

    /// Why a row doesn't belong to the table.
    fn not_a_row(&self, cells: &dyn CellTexts) -> Option<LeftOut> {
        let is_meant =
            |(place, wanted): &(usize, String)| match (wanted.as_str(), cells.text(*place)) {
                ("*", text) => !text.is_empty(),
                ("!", text) => text.is_empty(),
                (wanted, text) => text.eq_ignore_ascii_case(wanted),
            };
        let is_name = |at: usize| self.names.get(at).is_some_and(|name| name == cells.text(at));
        if is_name(0) && self.names.len() > 1 && (1..self.names.len()).all(is_name) {
            return Some(LeftOut::Header);
        }
        if self.is_total(cells) {
            return Some(LeftOut::Total);
        }
        if !self.meant.iter().all(is_meant) {
            return Some(LeftOut::Other);
        }
        self.left_for(cells).map(|_| LeftOut::State)
    }

    /// The state or type for which a row is left out.
    fn left_for<'c>(&self, cells: &'c dyn CellTexts) -> Option<&'c str> {
        let places = |field: &str| self.fields.get(field).into_iter().flatten().flatten().copied();
        // Money that is applied in full is in what is open of the invoices.
        let applied = || places("outstanding").any(|at| is_zero(cells.text(at)));
        let is_left =
            |field: &'static str, text: &str| match states::of_cell(self.kind, field, text) {
                RowState::Left => true,
                RowState::Money => self.kind == "invoices" || applied(),
                _ => false,
            };
        let texts = [STATE, TYPE]
            .into_iter()
            .flat_map(|field| places(field).map(move |place| (field, cells.text(place))));
        let filled =
            |(field, text): &(&'static str, &str)| !text.is_empty() && is_left(field, text);
        texts.into_iter().find(filled).map(|(_, text)| text)
    }

    /// Whether a row is a total: it begins with a word for totals, and could not be imported anyway.
    fn is_total(&self, cells: &dyn CellTexts) -> bool {
        let is_filled = |field: &str| {
            let places = self.fields.get(field).into_iter().flatten().flatten();
            places.copied().any(|place| !cells.text(place).is_empty())
        };
        let first = (0..cells.count()).find(|at| !cells.text(*at).is_empty());
        let lacks = match self.needed.as_slice() {
            // A customer needs only a name, but a total has nothing else than numbers and counts.
            ["name"] => {
                let text = |at: usize| cells.text(at);
                let is_number = |text: &str| {
                    amounts::Figure::of(text).is_some_and(|it| !it.percent)
                        || vocabulary().is_count(text)
                };
                let mut others = (0..cells.count()).filter(|at| Some(*at) != first).map(text);
                let more: Vec<&str> = others.by_ref().filter(|text| !text.is_empty()).collect();
                let first = first.map_or("", text);
                let counts = !more.is_empty() || first.bytes().any(|it| it.is_ascii_digit());
                let none = ["phone", "email", "address", "city", "tax_id", "contact"];
                if more.is_empty() && vocabulary().is_count(first) {
                    return true;
                }
                counts && more.into_iter().all(is_number) && !none.into_iter().any(is_filled)
            }
            needed => needed.iter().any(|field| !is_filled(field)),
        };
        lacks && first.is_some_and(|at| vocabulary().is_total(cells.text(at)))
    }
}

/// Whether a cell is an amount of zero.
fn is_zero(text: &str) -> bool {
    text.contains('0') && !text.contains(|it: char| ('1'..='9').contains(&it))
}

/// Passes on each cell that a field uses, and whether it has a type of its own, except those that mean
/// nothing.
fn each(
    names: &[String],
    sources: &Sources,
    line: u64,
    cells: &dyn CellTexts,
    mut add: impl FnMut(Seen, bool) -> bool,
) {
    for place in sources.iter().flatten().copied() {
        let text = cells.text(place);
        if text.len() <= LONGEST_LOOKED_AT && !says_nothing(text) {
            let column = names.get(place).map_or("", String::as_str);
            add(Seen { line, column, text }, cells.is_typed(place));
        }
    }
}

/// A row, shortened for a report.
fn shown(cells: &dyn CellTexts) -> String {
    let texts = (0..cells.count()).map(|at| cells.text(at)).filter(|text| !text.is_empty());
    let joined = texts.take(4).collect::<Vec<_>>().join(" ");
    joined.chars().take(LONGEST_NAMED).collect()
}

/// What a person said about the formats of a file, which overrides what is worked out.
#[derive(Clone, Default, Debug)]
pub struct SaidOfFile {
    /// The decimal mark.
    pub decimals: Option<Decimals>,
    /// The order of day and month.
    pub order: Option<Order>,
    /// Whether a single format was given for all dates.
    pub credit_is_positive: Option<bool>,
    /// Whether all dates are of one format that was given.
    pub has_format: bool,
    /// Fields whose columns a person named.
    pub mapped: Vec<String>,
    /// What is likely, but overridden by what the file shows.
    pub likely: LikelyStyles,
}

/// The formats of the last file with the same columns, which decide what a file leaves open.
#[derive(Clone, Default, Debug)]
pub struct LikelyStyles {
    /// The order of day and month.
    pub order: Option<Order>,
    /// The decimal mark.
    pub decimals: Option<Decimals>,
    /// Whether `CR` is above zero.
    pub credit_is_positive: Option<bool>,
}

/// The formats of the numbers and dates of a file's fields.
#[derive(Default)]
pub struct Styles {
    /// Numbers by field.
    pub numbers: BTreeMap<&'static str, NumberStyle>,
    /// Dates by field.
    pub dates: BTreeMap<&'static str, DateStyle>,
}

impl Evidence<'_> {
    /// Decides the formats of numbers and dates, or asks. A column that leaves its format open gets that
    /// of the file's other columns.
    pub fn decide(&self, kind: &str, said: &SaidOfFile) -> Result<Styles, TwoReadings> {
        let decimals = self.decimals(said)?;
        let order = if said.has_format { None } else { self.order(said)? };
        if let Some(example) = self.numbers.get("discount").and_then(|it| it.no_percent.clone())
            && !said.mapped.iter().any(|field| field == "discount")
            && self.is_bare_discount()
        {
            return Err(questions::discount_question(example));
        }
        let sign = said.credit_is_positive.or(said.likely.credit_is_positive);
        let credit_is_positive = match self.numbers.values().find_map(|it| it.side.clone()) {
            Some(example) if kind == "payments" && sign.is_none() => {
                return Err(questions::credits_question(example));
            }
            _ => sign.unwrap_or(false),
        };
        let mut styles = Styles::default();
        for field in self.fields.keys().filter(|field| NUMBERS.contains(field)) {
            let own = self.numbers.get(field).map(NumberEvidence::decided);
            let decimals = match (said.decimals, own) {
                (None, Some(amounts::DecimalsDecided::One(own))) => own,
                _ => decimals,
            };
            let by_lakhs = self.numbers.get(field).is_some_and(NumberEvidence::is_by_lakhs);
            styles.numbers.insert(field, NumberStyle { decimals, credit_is_positive, by_lakhs });
        }
        for field in self.fields.keys().filter(|field| DATES.contains(field)) {
            let own = self.dates.get(field).map(DateEvidence::decided);
            let order = match (said.order, own) {
                (None, Some(days::OrderDecided::One(own))) => Some(own),
                _ => order,
            };
            styles.dates.insert(field, DateStyle { order, serial: true });
        }
        Ok(styles)
    }

    /// Whether nothing in the name of the discount's column says that it holds percentages.
    fn is_bare_discount(&self) -> bool {
        let places = self.fields.get("discount").into_iter().flatten().flatten();
        let mut names = places.filter_map(|place| self.names.get(*place));
        names.any(|name| !super::words::spelling(name).contains("percent"))
    }

    fn decimals(&self, said: &SaidOfFile) -> Result<Decimals, TwoReadings> {
        if let Some(decimals) = said.decimals {
            return Ok(decimals);
        }
        let decided: Vec<_> = self.numbers.values().map(NumberEvidence::decided).collect();
        let mut sure = decided.iter().filter_map(|it| match it {
            amounts::DecimalsDecided::One(decimals) => Some(*decimals),
            _ => None,
        });
        let first = sure.next();
        let agreed = first.filter(|first| sure.all(|other| other == *first));
        let mut likely = None;
        for one in &decided {
            match one {
                amounts::DecimalsDecided::Mixed(one, other) => {
                    likely = said.likely.decimals;
                    if likely.is_none() {
                        return Err(questions::mixed_numbers(one, other));
                    }
                }
                amounts::DecimalsDecided::Unclear(example) if agreed.is_none() => {
                    likely = said.likely.decimals;
                    if likely.is_none() {
                        return Err(questions::numbers_question(example.clone()));
                    }
                }
                _ => {}
            }
        }
        let is_mixed = decided.iter().any(|it| matches!(it, amounts::DecimalsDecided::Mixed(..)));
        let agreed = agreed.filter(|_| !is_mixed);
        Ok(agreed.or(likely).or(first).unwrap_or(Decimals::Point))
    }

    fn order(&self, said: &SaidOfFile) -> Result<Option<Order>, TwoReadings> {
        if said.order.is_some() {
            return Ok(said.order);
        }
        let decided: Vec<_> = self.dates.values().map(DateEvidence::decided).collect();
        let mut sure = decided.iter().filter_map(|it| match it {
            days::OrderDecided::One(order) => Some(*order),
            _ => None,
        });
        let first = sure.next();
        let agreed = first.filter(|first| sure.all(|other| other == *first));
        let (mut any, mut likely) = (None, None);
        for one in &decided {
            match one {
                days::OrderDecided::Mixed(one, other) => {
                    return Err(questions::mixed_dates(one, other));
                }
                days::OrderDecided::Unclear(example, orders) => {
                    match agreed.or(said.likely.order) {
                        Some(order) if orders.contains(&order) => likely = Some(order),
                        _ => return Err(questions::dates_question(example.clone(), orders)),
                    }
                }
                days::OrderDecided::Any(orders) => any = any.or(orders.first().copied()),
                days::OrderDecided::One(_) => {}
            }
        }
        Ok(agreed.or(likely).or(any))
    }

    /// The order of dates, if the rows alone decide it.
    pub fn sure_order(&self) -> Option<Order> {
        self.dates.values().find_map(|it| match it.decided() {
            days::OrderDecided::One(order) => Some(order),
            _ => None,
        })
    }

    /// Whether the decimal mark has to be asked about.
    pub fn asks_decimals(&self) -> bool {
        self.decimals(&SaidOfFile::default()).is_err()
    }

    /// The decimal mark, if the rows alone decide it.
    pub fn sure_decimals(&self) -> Option<Decimals> {
        self.numbers.values().find_map(|it| match it.decided() {
            amounts::DecimalsDecided::One(decimals) => Some(decimals),
            _ => None,
        })
    }

    /// Whether every date seen so far needs its format to be read.
    pub fn has_no_known_date(&self) -> bool {
        self.dates.values().all(|it| it.parts.is_none() && it.not_iso.is_none())
    }
}
