//! A report as text: one line per row if it fits, else a few lines, in which no figure is ever cut or
//! touches another.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::domain::{Money, marks};
use crate::layout::{Align, TextTable, ends_within, wrapped};
use crate::ledger::in_zone;
use crate::ledger::query::report::{
    Behind, Cell, Column, ColumnPlace, Explanation, Kind, Report, Row,
};
use crate::threads;
use crate::words::Words;

use super::balance::WIDTH;

/// Shown in place of an empty value, and of a zero in a column of figures.
const NOTHING: &str = "–";

/// The space between columns of figures.
const GAP: usize = 2;

/// Longer texts get a line of their own, so that they don't widen the column.
const LONG_TEXT: usize = 18;

/// The heading of a column.
pub fn heading(words: &Words, column: &str) -> String {
    words.say(&format!("heading-{}", column.replace('_', "-").replace('+', "-more")), &[])
}

/// The title of a report.
pub fn title(words: &Words, report: &str) -> String {
    words.say(&format!("report-{report}"), &[])
}

/// The text of a value of a report, with nothing for an empty one.
pub fn value(words: &Words, report: &Report, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => marks::marked(text).into_owned(),
        Cell::Word(word) => words.agreeing(&format!("report-{}", report.report), word),
        Cell::Date(day) => words.day(*day),
        Cell::Moment(moment) => match in_zone(*moment, &report.zone) {
            Some((day, time)) => format!("{} {time}", words.day(day)),
            None => moment.to_string(),
        },
        Cell::Money(amount) => words.figure(&amount.to_string()),
        Cell::Count(count) => words.figure(&count.to_string()),
    }
}

/// The heading of a report: its title, its day or period, what was known.
pub fn about(words: &Words, report: &Report) -> String {
    let title = title(words, &report.report);
    let (to, entry) = (words.day(report.to), report.known_at.to_string());
    let parts = [("title", title.as_str()), ("day", &to), ("entry", &entry)];
    match report.from {
        Some(from) if from == report.to => words.say("report-on", &parts),
        Some(from) => {
            let from = words.day(from);
            let parts =
                [("title", title.as_str()), ("from", &from), ("to", &to), ("entry", &entry)];
            words.say("report-period", &parts)
        }
        None if report.future => words.say("report-ahead", &parts),
        None => words.say("report-as-of", &parts),
    }
}

/// A report as text of at most 80 columns, or, `wide`, with a line for each row.
pub fn text(report: &Report, words: &Words, wide: bool) -> String {
    let page = TextPage::of(report, words);
    let body = match report.rows.is_empty() {
        true => words.say("report-empty", &[]) + "\n",
        false => {
            page.table(if wide { usize::MAX } else { WIDTH }).unwrap_or_else(|| page.records())
        }
    };
    let mut text = format!("{}\n\n{body}", about(words, report));
    if !report.facts.is_empty() {
        text += &format!("\n{}", page.facts());
    }
    text
}

/// The items behind a figure, which add up to it.
pub fn explanation(explanation: &Explanation, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    let names = ["item", "entry", "amount"].map(|name| heading(words, name));
    let [item, entry, amount] = &names;
    let mut table =
        TextTable::new(&[(item, Align::Left), (entry, Align::Right), (amount, Align::Right)]);
    for Behind { item, entry, amount } in &explanation.items {
        table.row(vec![item.0.clone(), entry.to_string(), figure(*amount)]);
    }
    table.sum(vec![words.say("report-total", &[]), String::new(), figure(explanation.value)]);
    table.render()
}

/// A report while it is turned into text.
struct TextPage<'a> {
    report: &'a Report,
    words: &'a Words,
    /// Whether each amount shows its currency, because the report has several.
    has_currencies: bool,
}

impl TextPage<'_> {
    fn of<'a>(report: &'a Report, words: &'a Words) -> TextPage<'a> {
        TextPage { report, words, has_currencies: report.totals.len() > 1 }
    }

    fn value(&self, cell: &Cell) -> String {
        value(self.words, self.report, cell)
    }

    /// The same with a dash for zero and for an empty value.
    fn figure(&self, cell: &Cell) -> String {
        let is_nothing = match cell {
            Cell::Money(amount) => amount.is_zero(),
            Cell::Empty => true,
            _ => false,
        };
        if is_nothing { NOTHING.into() } else { self.value(cell) }
    }

    /// One line for each row; `None` if that is wider than `most`.
    fn table(&self, most: usize) -> Option<String> {
        let columns: Vec<(String, Align)> = self
            .report
            .columns
            .iter()
            .map(|column| {
                let align = match column.kind {
                    Kind::Money | Kind::Count => Align::Right,
                    Kind::Text | Kind::Date | Kind::Moment => Align::Left,
                };
                (heading(self.words, &column.name), align)
            })
            .collect();
        let columns: Vec<(&str, Align)> =
            columns.iter().map(|(name, align)| (name.as_str(), *align)).collect();
        let mut table = TextTable::new(&columns);
        for row in &self.report.rows {
            table.row(row.cells.iter().map(|cell| self.figure(cell)).collect());
            // The others need not be formatted.
            if table.width() > most {
                return None;
            }
        }
        for (currency, cells) in &self.report.totals {
            let mut cells: Vec<String> = cells.iter().map(|cell| self.value(cell)).collect();
            if let Some(first) = cells.first_mut() {
                *first = self.words.say("report-total", &[]);
            }
            let place = self.report.columns.iter().position(|column| column.name == "currency");
            if let Some(cell) = place.and_then(|place| cells.get_mut(place)) {
                *cell = currency.to_string();
            }
            table.sum(cells);
        }
        (table.width() <= most).then(|| table.render())
    }

    /// The columns that are shown. The currency goes with the amount.
    fn places(&self, place: ColumnPlace) -> impl Iterator<Item = (usize, &Column)> {
        let columns = self.report.columns.iter().enumerate();
        columns.filter(move |(_, column)| column.place == place && column.name != "currency")
    }

    /// A few lines for each row.
    fn records(&self) -> String {
        let rule = "-".repeat(WIDTH) + "\n";
        let names = |place| -> Vec<String> {
            self.places(place).map(|(_, column)| heading(self.words, &column.name)).collect()
        };
        let width = self.detail_width();
        let mut text = ends_within(
            &names(ColumnPlace::Lead).join(" · "),
            &names(ColumnPlace::Main).join(" "),
            WIDTH,
        );
        text += &format!("\n{}{rule}", in_grid(&names(ColumnPlace::Detail), width));
        let rows = self.report.rows.as_slice();
        // Half of them in another thread, because a report may have a hundred thousand.
        let (earlier, later) = rows.split_at(rows.len() / 2);
        std::thread::scope(|scope| {
            let rest = threads::beside(scope, || self.records_of(later, width));
            text += &self.records_of(earlier, width);
            text += &rest.finish().unwrap_or_else(|| self.records_of(later, width));
        });
        for (currency, cells) in &self.report.totals {
            let total = self.words.say("report-total", &[]);
            text += &rule;
            text += &self.record(&total, (currency.code(), cells), width, true);
        }
        text
    }

    fn records_of(&self, rows: &[Row], width: usize) -> String {
        let mut text = String::new();
        for Row { currency, cells, .. } in rows {
            let lead = self.places(ColumnPlace::Lead).filter_map(|(place, _)| cells.get(place));
            let lead: Vec<String> =
                lead.map(|cell| self.value(cell)).filter(|text| !text.is_empty()).collect();
            text += &self.record(&lead.join(" · "), (currency.code(), cells), width, false);
        }
        text
    }

    fn record(
        &self,
        lead: &str,
        (currency, cells): (&str, &[Cell]),
        width: usize,
        is_total: bool,
    ) -> String {
        let mut right: Vec<String> = Vec::new();
        for (place, column) in self.places(ColumnPlace::Remark) {
            if let Some(cell @ Cell::Money(amount)) = cells.get(place)
                && !amount.is_zero()
            {
                let name = heading(self.words, &column.name).to_lowercase();
                right.push(format!("{name} {}", self.value(cell)));
            }
        }
        for (place, _) in self.places(ColumnPlace::Main) {
            let amount = cells.get(place).map(|cell| self.value(cell)).unwrap_or_default();
            right.push(match self.has_currencies {
                true => self.words.in_currency(currency, &amount),
                false => amount,
            });
        }
        let details: Vec<String> = self
            .places(ColumnPlace::Detail)
            .filter_map(|(place, column)| Some((column, cells.get(place)?)))
            .map(|(column, cell)| match is_total && !column.is_summed {
                true => String::new(),
                false => self.figure(cell),
            })
            .collect();
        format!("{}\n{}", ends_within(lead, &right.join("   "), WIDTH), in_grid(&details, width))
    }

    /// The width of a detail with its gap, so that all of them fit.
    fn detail_width(&self) -> usize {
        let rows = || self.report.rows.iter().map(|row| &row.cells);
        let all = || rows().chain(self.report.totals.values());
        let mut widest = 0;
        for (place, column) in self.places(ColumnPlace::Detail) {
            let heading = heading(self.words, &column.name).width();
            let cells = all().filter_map(|cells| cells.get(place));
            let width = self.widest(cells);
            let most = if column.kind == Kind::Text { LONG_TEXT } else { WIDTH };
            widest = widest.max(heading).max(width.min(most));
        }
        let needed = (widest + GAP).min(WIDTH);
        // As many lines as needed, with the details of each spread over the width.
        let count = self.places(ColumnPlace::Detail).count().max(1);
        let a_line = (WIDTH / needed).clamp(1, count);
        let lines = count.div_ceil(a_line);
        (WIDTH / count.div_ceil(lines)).min(needed.max(16))
    }

    /// The widest of some cells. Of amounts with the same decimals only the largest and the smallest
    /// are formatted: no other is wider.
    fn widest<'a>(&self, cells: impl Iterator<Item = &'a Cell>) -> usize {
        let (mut widest, mut ends) = (0, BTreeMap::<u8, (i64, i64)>::new());
        for cell in cells {
            if let Cell::Money(amount) = cell {
                let minor = amount.minor();
                let (least, most) = ends.entry(amount.scale()).or_insert((minor, minor));
                (*least, *most) = (minor.min(*least), minor.max(*most));
            } else {
                widest = widest.max(self.figure(cell).width());
            }
        }
        for (scale, (least, most)) in ends {
            for minor in [least, most] {
                let figure = self.figure(&Cell::Money(Money::from_minor(minor, scale)));
                widest = widest.max(figure.width());
            }
        }
        widest
    }

    fn facts(&self) -> String {
        let mut table = TextTable::new(&[("", Align::Left), ("", Align::Left), ("", Align::Right)]);
        let mut below = String::new();
        for fact in &self.report.facts {
            let name = self.words.say(&format!("fact-{}", fact.name.replace('_', "-")), &[]);
            match fact.currency {
                Some(currency) => {
                    table.row(vec![name, currency.to_string(), self.value(&fact.value)]);
                }
                None => below += &format!("{name}\n{}\n", self.value(&fact.value)),
            }
        }
        let text = table.render();
        // This table has no head: only its rows are wanted.
        let rows: Vec<&str> = text.lines().skip(2).collect();
        if rows.is_empty() { below } else { format!("{}\n{below}", rows.join("\n")) }
    }
}

/// Texts in right-aligned columns of `width`, as many to a line as fit. A text that is too wide for its
/// column gets lines of its own.
fn in_grid(texts: &[String], width: usize) -> String {
    let a_line = (WIDTH / width.max(1)).max(1);
    let (mut lines, mut line, mut taken) = (String::new(), String::new(), 0);
    let mut finish = |line: &mut String| {
        if !line.trim().is_empty() {
            push_right(&mut lines, line, line.width(), WIDTH);
            lines.push('\n');
        }
        line.clear();
    };
    for text in texts {
        let wide = text.width();
        let is_too_wide = wide + GAP > width;
        if taken == a_line || is_too_wide {
            finish(&mut line);
            taken = 0;
        }
        if is_too_wide {
            for mut part in wrapped(text, WIDTH) {
                finish(&mut part);
            }
        } else {
            push_right(&mut line, text, wide, width);
            taken += 1;
        }
    }
    finish(&mut line);
    lines
}

/// Appends a text of `wide` cells, so that it ends `width` cells further on.
fn push_right(to: &mut String, text: &str, wide: usize, width: usize) {
    to.extend(std::iter::repeat_n(' ', width.saturating_sub(wide)));
    to.push_str(text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_widest_of_some_cells_is_that_of_all_of_them(
            amounts in prop::collection::vec((-20_000_000_i64..20_000_000, 0_u8..3), 0..20),
        ) {
            let words = Words::french();
            let report = Report {
                report: String::new(),
                by: String::new(),
                from: None,
                to: crate::domain::Day::EPOCH,
                future: false,
                known_at: 0,
                columns: Vec::new(),
                rows: Vec::new(),
                totals: BTreeMap::new(),
                facts: Vec::new(),
                zone: String::new(),
            };
            let page = TextPage::of(&report, &words);
            let amount = |(minor, scale): &(i64, u8)| Cell::Money(Money::from_minor(*minor, *scale));
            let mut cells: Vec<Cell> = amounts.iter().map(amount).collect();
            cells.push(Cell::Count(1_234));
            let all = cells.iter().map(|cell| page.figure(cell).width()).max();
            prop_assert_eq!(Some(page.widest(cells.iter())), all);
        }
    }
}
