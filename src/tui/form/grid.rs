//! The grid below the fields of a form: the lines of an invoice, or the shares of a payment.
//! May use: the fields.

use serde_json::{Map, Value, json};

use crate::domain::Number;
use crate::ledger::query::balance::{Balance, BalanceItem};
use crate::ledger::query::show::ShownItem;
use crate::tui::entry::Unclear;

use super::FormPlace;
use super::field::{FieldContext, Text, read};
use super::spec::FieldKind;

/// A column of a line: its name, and how it is typed.
pub const COLUMNS: [(&str, FieldKind); 5] = [
    ("item", FieldKind::Text),
    ("quantity", FieldKind::Figure),
    ("unit_price", FieldKind::Price),
    ("discount", FieldKind::Percent),
    ("tax", FieldKind::Taxes),
];

/// The column of the unit price.
const PRICE: usize = 2;

/// A line as it is typed.
#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// Item or description, quantity, unit price, discount, taxes.
    pub cells: [Text; 5],
    /// The catalogue item that the first cell means.
    pub item: Option<ShownItem>,
    /// Fields that no cell shows (a description beside an item, a unit), kept as long as the first cell
    /// is not changed.
    pub beside: Map<String, Value>,
}

impl GridRow {
    /// Whether all cells are blank.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.value().trim().is_empty())
    }

    /// Whether the line can be priced: it has an item or a price of its own.
    pub fn is_priced(&self) -> bool {
        let price = self.cells.get(PRICE).map_or("", Text::value);
        self.item.is_some() || !price.trim().is_empty()
    }

    /// The line as the command takes it, or the column that is not understood.
    fn line(&self, by: &FieldContext) -> Result<Value, (usize, Unclear)> {
        let mut line = Map::new();
        let first = self.cells.first().map_or("", Text::value).trim();
        match &self.item {
            Some(item) => line.insert("item".into(), json!(item.item)),
            None => line.insert("description".into(), json!(first)),
        };
        for (column, (name, entry)) in COLUMNS.iter().enumerate().skip(1) {
            let text = self.cells.get(column).map_or("", Text::value);
            let meant = read(*entry, text, by).map_err(|unclear| (column, unclear))?;
            if let Some(meant) = meant {
                line.insert((*name).into(), meant.value);
            }
        }
        for (name, value) in &self.beside {
            line.entry(name.as_str()).or_insert_with(|| value.clone());
        }
        // A blank quantity is one.
        line.entry("quantity").or_insert_with(|| json!("1"));
        Ok(Value::Object(line))
    }
}

/// The lines of an invoice; the last one may be blank.
#[derive(Clone, Debug)]
pub struct GridLines {
    /// The lines in order.
    pub rows: Vec<GridRow>,
    /// The selected item among those that fit what is typed.
    pub mark: usize,
}

impl Default for GridLines {
    fn default() -> GridLines {
        GridLines { rows: vec![GridRow::default()], mark: 0 }
    }
}

/// The most items offered.
const OFFERED: usize = 5;

impl GridLines {
    /// The lines as the command takes them, or the row and column that is not understood. Leaves out
    /// lines without a price, unless all are asked for.
    pub fn value(&self, all: bool, by: &FieldContext) -> Result<Value, (usize, usize, Unclear)> {
        // If only the price of one line is missing, the book must not report a missing line.
        let typed = || self.rows.iter().enumerate().filter(|(_, row)| !row.is_blank());
        let lacks_price = |(_, row): &(usize, &GridRow)| !row.is_priced();
        if (all || typed().all(|row| lacks_price(&row)))
            && let Some((place, _)) = typed().find(lacks_price)
        {
            return Err((place, PRICE, Unclear::new("entry-price-missing", "")));
        }
        let is_sent = |row: &GridRow| !row.is_blank() && row.is_priced();
        let typed = self.rows.iter().enumerate().filter(|(_, row)| is_sent(row));
        let lines =
            typed.map(|(place, row)| row.line(by).map_err(|(column, why)| (place, column, why)));
        Ok(Value::Array(lines.collect::<Result<_, _>>()?))
    }

    /// The row of the n-th line that is sent.
    pub fn row_of(&self, line: usize) -> usize {
        let typed = self.rows.iter().enumerate().filter(|(_, row)| !row.is_blank());
        typed.map(|(place, _)| place).nth(line).unwrap_or(0)
    }

    /// The catalogue items that fit what is typed in a row, best first; none once an item was chosen.
    pub fn offered<'a>(&self, row: usize, catalogue: &'a [ShownItem]) -> Vec<&'a ShownItem> {
        let typed = self.rows.get(row).filter(|row| row.item.is_none());
        let typed = typed.and_then(|row| row.cells.first()).map_or("", Text::value);
        let mut found = fitting(typed, catalogue);
        found.truncate(OFFERED);
        found
    }

    /// Puts an item into a row.
    pub fn take(&mut self, row: usize, item: &ShownItem) {
        if let Some(row) = self.rows.get_mut(row) {
            if let Some(cell) = row.cells.first_mut() {
                cell.set(&item.item.0);
            }
            row.item = Some(item.clone());
            row.beside.clear();
        }
        self.mark = 0;
    }
}

/// Sorts items by how well they fit: by the beginning of the code, then of words of the name. Only where nothing
/// begins like that does `fuzzy-matcher` look for the letters, all of them within one word: Enter takes the
/// first item, and a mistaken one is billed.
fn fitting<'a>(typed: &str, catalogue: &'a [ShownItem]) -> Vec<&'a ShownItem> {
    use crate::ledger::lookup::fold::words;
    let wanted = words(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let matcher = fuzzy_matcher::skim::SkimMatcherV2::default();
    let score = |item: &'a ShownItem| {
        let (code, name) = (words(&item.item.0), words(&item.name));
        let begins = |part: &str| name.split(' ').any(|word| word.starts_with(part));
        let tier = match () {
            () if code == wanted => 0,
            () if code.starts_with(&wanted) => 1,
            () if wanted.split(' ').all(begins) => 2,
            () => 3,
        };
        let fits = fit_of_letters(&matcher, &wanted, &format!("{code} {name}"));
        let fits = fits.or((tier < 3).then_some(0))?;
        Some(((tier, std::cmp::Reverse(fits), item.item.0.as_str()), item))
    };
    let mut found: Vec<_> = catalogue.iter().filter_map(score).collect();
    found.sort_by_key(|(one, _)| *one);
    let begins = found.iter().filter(|((tier, ..), _)| *tier < 3).count();
    found.truncate(if begins > 0 { begins } else { found.len() });
    found.into_iter().map(|(_, item)| item).collect()
}

/// How well the letters of each word that is wanted fit a word of a text that begins with the same letter;
/// `None` if those of one fit none.
fn fit_of_letters(
    matcher: &fuzzy_matcher::skim::SkimMatcherV2,
    wanted: &str,
    text: &str,
) -> Option<i64> {
    use fuzzy_matcher::FuzzyMatcher;
    let best = |part: &str| {
        let alike = text.split(' ').filter(|word| word.chars().next() == part.chars().next());
        alike.filter_map(|word| matcher.fuzzy_match(word, part)).max()
    };
    wanted.split(' ').map(best).sum()
}

/// The shares of a payment, one row for each open item.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// The open items, oldest due first.
    pub items: Vec<BalanceItem>,
    /// The share of each: an amount, `f` for as much as there is, or nothing.
    pub cells: Vec<Text>,
    /// Whether a share was typed or picked; otherwise the oldest due item is settled first.
    pub is_said: bool,
}

impl Shares {
    /// The shares of an account's open items.
    pub fn of(items: &[BalanceItem]) -> Shares {
        let owed = items.iter().filter(|item| item.outstanding.is_positive());
        let items: Vec<BalanceItem> = owed.cloned().collect();
        let cells = vec![Text::default(); items.len()];
        Shares { items, cells, is_said: false }
    }

    /// Replaces the open items. Typed shares stay with their items; new items come after those.
    pub fn refresh(&mut self, balance: &Balance) {
        let now = Shares::of(&balance.items);
        if !self.is_said {
            *self = now;
            return;
        }
        // What is on account comes behind all that is owed.
        let owed = |it: &&BalanceItem| it.outstanding.is_positive();
        let last = balance.items.last().filter(|_| balance.has_more()).filter(owed);
        for row in &mut self.items {
            let is_behind = last.is_some_and(|it| (it.due, &it.item) < (row.due, &row.item));
            match now.items.iter().find(|item| item.item == row.item) {
                Some(item) => row.clone_from(item),
                // It was read later than the rest.
                None if is_behind => {}
                None => row.outstanding = row.outstanding.zero(),
            }
        }
        let is_known = |item: &BalanceItem| self.items.iter().any(|row| row.item == item.item);
        let new: Vec<BalanceItem> = now.items.into_iter().filter(|item| !is_known(item)).collect();
        self.cells.resize(self.items.len() + new.len(), Text::default());
        self.items.extend(new);
    }

    /// Pays one item in full.
    pub fn pick(&mut self, number: &Number) {
        let place = self.items.iter().position(|item| item.item == *number);
        if let Some(cell) = place.and_then(|place| self.cells.get_mut(place)) {
            cell.fill("f");
            self.is_said = true;
        }
    }

    /// The allocation as the command takes it, or the row whose share is not understood.
    pub fn value(&self, by: &FieldContext) -> Result<Value, (usize, Unclear)> {
        if !self.is_said {
            return Ok(json!("oldest"));
        }
        let mut shares = Vec::new();
        for (place, (item, cell)) in self.items.iter().zip(&self.cells).enumerate() {
            let text = cell.value().trim();
            if text.eq_ignore_ascii_case("f") {
                shares.push(json!({"invoice": item.item}));
            } else if text.eq_ignore_ascii_case("d") {
                shares.push(json!({"invoice": item.item, "discount": true}));
            } else if let Some(meant) =
                read(FieldKind::Amount, text, by).map_err(|unclear| (place, unclear))?
            {
                shares.push(json!({"invoice": item.item, "amount": meant.value}));
            }
        }
        Ok(if shares.is_empty() { json!("none") } else { Value::Array(shares) })
    }

    /// The invoices with their amounts, for forms without a rule that divides the money; at least one.
    pub fn amounts(&self, by: &FieldContext) -> Result<Value, (usize, Unclear)> {
        let mut amounts = Vec::new();
        for (place, (item, cell)) in self.items.iter().zip(&self.cells).enumerate() {
            let text = cell.value().trim();
            if text.eq_ignore_ascii_case("f") {
                amounts.push(json!({"invoice": item.item, "amount": item.outstanding}));
            } else if let Some(meant) =
                read(FieldKind::Amount, text, by).map_err(|unclear| (place, unclear))?
            {
                amounts.push(json!({"invoice": item.item, "amount": meant.value}));
            }
        }
        match amounts.is_empty() {
            true => Err((0, Unclear::new("entry-amounts", ""))),
            false => Ok(Value::Array(amounts)),
        }
    }

    /// The row of the n-th share that is sent.
    pub fn row_of(&self, share: usize) -> usize {
        let filled = self.cells.iter().enumerate().filter(|(_, cell)| !cell.value().is_empty());
        filled.map(|(place, _)| place).nth(share).unwrap_or(0)
    }
}

/// The grid below the fields.
#[derive(Clone, Debug)]
pub enum Grid {
    /// No grid.
    None,
    /// Lines.
    Lines(GridLines),
    /// Shares.
    Shares(Shares),
}

impl Grid {
    /// The cell in which typing starts, unless it starts in a field.
    pub fn start(&self) -> Option<FormPlace> {
        matches!(self, Grid::Lines(_)).then_some(FormPlace::Cell(0, 0))
    }

    /// The number of rows, and of cells in each.
    pub fn size(&self) -> (usize, usize) {
        match self {
            Grid::None => (0, 0),
            Grid::Lines(lines) => (lines.rows.len(), COLUMNS.len()),
            Grid::Shares(shares) => (shares.cells.len(), 1),
        }
    }

    /// A cell.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Text> {
        match self {
            Grid::None => None,
            Grid::Lines(lines) => lines.rows.get(row)?.cells.get(column),
            Grid::Shares(shares) => shares.cells.get(row),
        }
    }

    /// A cell, to be changed.
    pub fn cell_mut(&mut self, row: usize, column: usize) -> Option<&mut Text> {
        match self {
            Grid::None => None,
            Grid::Lines(lines) => lines.rows.get_mut(row)?.cells.get_mut(column),
            Grid::Shares(shares) => shares.cells.get_mut(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;

    fn found(typed: &str) -> Vec<String> {
        let item = |(code, name): (&str, &str)| ShownItem {
            item: Code(code.into()),
            name: name.into(),
            unit: None,
            tax: Vec::new(),
            prices: std::collections::BTreeMap::new(),
            entry: 1,
        };
        let all = [
            ("SERVICE-H", "Printer service"),
            ("PAPER-A4", "Paper A4, box"),
            ("PACK", "Export packing"),
            ("PEN", "Ball pen"),
            ("BOOK", "Exercise books"),
        ];
        let catalogue: Vec<ShownItem> = all.into_iter().map(item).collect();
        fitting(typed, &catalogue).into_iter().map(|item| item.item.0.clone()).collect()
    }

    #[test]
    fn an_item_is_offered_by_its_beginning_and_by_letters_of_one_word_only_if_none_begins_so() {
        assert_eq!(found("pap"), ["PAPER-A4"]);
        assert_eq!(found("pack"), ["PACK"]);
        assert_eq!(found("pen"), ["PEN"]);
        assert_eq!(found("print serv"), ["SERVICE-H"]);
        assert_eq!(found("enve"), Vec::<String>::new(), "letters of several words are no item");
        assert_eq!(found("prnter"), ["SERVICE-H"], "a letter is missing");
    }
}
