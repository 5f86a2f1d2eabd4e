//! A report at the desk: its rows, sorted and filtered, with the marked row in full below them or the
//! items behind the marked figure. May use: the reports, the layers.

mod draw;
mod order;

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;

use crate::domain::{Currency, Money};
use crate::engine::change::Change;
use crate::ledger::lookup::fold;
use crate::ledger::query::report::{
    self, Behind, BehindOf, Cell, Explanation, Kind, Opens, Report, ReportOf, Row,
};
use crate::reports::text::{about, heading, value};
use crate::reports::{csv_text, text};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::entry::day::{self, DayDirection};
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;
use crate::tui::query::Answer;
use crate::tui::subject::Subject;

use super::file_prompt::FilePrompt;

use order::compare;

/// What the line below the title is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Typing {
    /// Nothing.
    Nothing,
    /// To filter the rows by words.
    Filter,
    /// To set the day, or the first and last day of the period.
    Days,
}

/// A report.
pub struct ReportPane {
    pub(super) asked: ReportOf,
    pub(super) report: Option<Report>,
    /// The rows that are shown, in order.
    pub(super) order: Vec<usize>,
    /// The totals of the rows shown, if some are hidden.
    pub(super) totals: Option<BTreeMap<Currency, Vec<Cell>>>,
    /// The marked row, counted among those shown.
    pub(super) mark: ListMark,
    /// The marked column.
    pub(super) column: usize,
    /// The column by which rows are sorted, and whether the greatest comes first.
    pub(super) sort: Option<(usize, bool)>,
    pub(super) filter: Text,
    pub(super) days: Text,
    pub(super) typing: Typing,
    /// The items behind a figure: the key of its row, its column, and the answer.
    pub(super) explained: Option<(String, usize, Explanation)>,
    explaining: Option<(String, usize, Money)>,
    reading: Asking<Report>,
    behind: Asking<Vec<Behind>>,
    /// The file to write the report to.
    pub(super) file: FilePrompt,
}

impl ReportPane {
    /// A report that has not been read yet.
    pub fn of(asked: ReportOf) -> ReportPane {
        ReportPane {
            asked,
            report: None,
            order: Vec::new(),
            totals: None,
            mark: ListMark::default(),
            column: 0,
            sort: None,
            filter: Text::default(),
            days: Text::default(),
            typing: Typing::Nothing,
            explained: None,
            explaining: None,
            reading: Asking::default(),
            behind: Asking::default(),
            file: FilePrompt::default(),
        }
    }

    fn read(&mut self) -> Vec<Step> {
        vec![Step::Send(self.reading.ask_long(self.asked.clone()))]
    }

    pub(super) fn marked(&self) -> Option<&Row> {
        self.report.as_ref()?.rows.get(*self.order.get(self.mark.place())?)
    }

    fn arrived(&mut self, report: Report, desk: &Desk) {
        let key = self.marked().map(|row| row.key.clone());
        let is_first = self.report.is_none();
        self.report = Some(report);
        self.arrange(desk);
        if let Some(report) = self.report.as_ref().filter(|_| is_first) {
            self.column = draw::first_marked(self, report, desk);
        }
        // The mark follows its row.
        let rows = self.report.iter().flat_map(|report| &report.rows).collect::<Vec<_>>();
        let place = key.and_then(|key| {
            self.order.iter().position(|at| rows.get(*at).is_some_and(|row| row.key == key))
        });
        self.mark.follows(place, self.order.len());
    }

    /// Computes which rows are shown, and their order.
    fn arrange(&mut self, desk: &Desk) {
        let Some(report) = &self.report else { return };
        let words: Vec<String> =
            self.filter.value().split_whitespace().map(str::to_lowercase).collect();
        let has_words = |row: &Row| {
            if words.is_empty() {
                return true;
            }
            let cells = row.cells.iter().map(|cell| value(&desk.words, report, cell));
            let text = cells.collect::<Vec<_>>().join(" ").to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let rows = report.rows.iter().enumerate();
        self.order = rows.filter(|(_, row)| has_words(row)).map(|(place, _)| place).collect();
        let shown = self.order.iter().filter_map(|place| report.rows.get(*place));
        self.totals = match words.is_empty() {
            true => None,
            false => report::totals(&report.columns, shown).ok(),
        };
        if let Some((column, is_descending)) = self.sort {
            let cell =
                |place: &usize| report.rows.get(*place).and_then(|row| row.cells.get(column));
            self.order.sort_by(|one, other| {
                let order = compare(cell(one), cell(other));
                if is_descending { order.reverse() } else { order }
            });
        }
        self.mark.follows(None, self.order.len());
    }

    /// Moves the mark if the key is one that does.
    fn moves(&mut self, verb: Verb) -> bool {
        let is_moved = self.mark.moves(verb, self.order.len());
        if is_moved {
            self.explained = None;
        }
        is_moved
    }

    /// Moves the mark to the column that is drawn beside it.
    fn step_column(&mut self, by: isize) {
        let places = self.report.as_ref().map_or_else(Vec::new, draw::ordered);
        let now = places.iter().position(|place| *place == self.column).unwrap_or(0);
        if let Some(next) = now.checked_add_signed(by).and_then(|next| places.get(next)) {
            self.column = *next;
        }
        self.explained = None;
    }

    /// Sorts by the marked column, figures and days from the greatest down, texts from A to Z; then the
    /// other way round; then in the report's own order.
    fn sort(&mut self, desk: &Desk) {
        let kind = self.report.as_ref().and_then(|report| report.columns.get(self.column));
        let is_text = kind.is_some_and(|column| column.kind == Kind::Text);
        self.sort = match self.sort {
            Some((column, is_descending)) if column == self.column => {
                (is_descending != is_text).then_some((column, is_text))
            }
            _ => Some((self.column, !is_text)),
        };
        self.mark = ListMark::default();
        self.arrange(desk);
    }

    fn explain(&mut self, desk: &Desk) -> Vec<Step> {
        let (Some(report), Some(row)) = (&self.report, self.marked()) else {
            return vec![Step::Say(desk.say("list-nothing", &[]))];
        };
        let Some(column) = report.columns.get(self.column).filter(|it| it.kind == Kind::Money)
        else {
            return vec![Step::Say(desk.say("report-no-figure", &[]))];
        };
        let value = match row.cells.get(self.column) {
            Some(Cell::Money(value)) => *value,
            _ => row.currency.zero(),
        };
        let asked = ReportOf { known_at: Some(report.known_at), ..self.asked.clone() };
        // A report as of today becomes one as of the day that it shows.
        let asked = match report.from {
            Some(from) => ReportOf { from: Some(from), to: Some(report.to), ..asked },
            None => ReportOf { as_of: Some(report.to), ..asked },
        };
        let question = BehindOf { report: asked, row: row.clone(), column: column.clone() };
        self.explaining = Some((row.key.clone(), self.column, value));
        vec![Step::Send(self.behind.ask_long(question))]
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let opening = match self.marked().map(|row| &row.opens) {
            Some(Opens::Customer(code)) => OpenRequest::Sheet(code.clone(), None, None),
            Some(Opens::Document(number)) => {
                OpenRequest::Document(number.0.clone(), Subject::default())
            }
            Some(Opens::Entry(seq)) => OpenRequest::Entry(*seq, None),
            Some(Opens::Nothing) => return vec![Step::Say(desk.say("report-opens-nothing", &[]))],
            None => return vec![Step::Say(desk.say("list-nothing", &[]))],
        };
        vec![Step::Open(opening)]
    }

    /// Reads the typed days: one, or the first and last of a period.
    fn set_days(&mut self, desk: &Desk) -> Vec<Step> {
        let (typed, today) = (self.days.value().trim().to_string(), desk.today());
        let period = typed.split_once("..").or_else(|| typed.split_once(" - "));
        let (first, last) = period.unwrap_or((&typed, &typed));
        let read = |text: &str| day::read_as(text.trim(), today, today, DayDirection::Back);
        let (from, to) = match (read(first), read(last)) {
            (Ok(from), Ok(to)) => (from, to),
            (Err(unclear), _) | (_, Err(unclear)) => {
                let parts = unclear.parts.iter().map(|(name, part)| (*name, part.as_str()));
                return vec![Step::Say(desk.say(unclear.words, &parts.collect::<Vec<_>>()))];
            }
        };
        self.typing = Typing::Nothing;
        self.explained = None;
        let is_period = self.report.as_ref().is_some_and(|report| report.from.is_some());
        if is_period {
            (self.asked.from, self.asked.to) = (Some(from), Some(to));
        } else {
            self.asked.as_of = Some(to);
        }
        self.read()
    }

    /// Asks for the name of the file, and suggests one.
    fn begin_to_write(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(report) = &self.report else {
            return vec![Step::Say(desk.say("list-reading", &[]))];
        };
        // The name says that there are more rows than the file has.
        let filter = fold::words(self.filter.value());
        let filter: String = filter.split(' ').flat_map(|word| ["-", word]).collect();
        let filter: String = filter.trim_end_matches('-').chars().take(40).collect();
        self.file.open(&format!("{}-{}{filter}.csv", report.report, report.to));
        vec![Step::Done]
    }

    /// The report with only the rows shown, in their order.
    fn as_shown(&self) -> Option<Report> {
        let report = self.report.as_ref()?;
        let rows = self.order.iter().filter_map(|place| report.rows.get(*place).cloned());
        let totals = self.totals.as_ref().unwrap_or(&report.totals).clone();
        Some(Report { rows: rows.collect(), totals, ..report.clone() })
    }

    /// Writes the report as it is shown, as text or CSV depending on the file's extension.
    fn write(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(report) = self.as_shown() else { return vec![Step::Done] };
        let content = match self.file.ending().as_str() {
            "csv" => match csv_text::csv(&report) {
                Ok(content) => content,
                Err(error) => return vec![Step::Say(error.to_string())],
            },
            "txt" => self.filtered_text(&report, desk),
            _ => return vec![Step::Say(desk.say("report-file-kind", &[]))],
        };
        vec![Step::Done, self.file.write(move || Ok(content.clone().into_bytes()))]
    }

    /// The report as text; below its title, the filter.
    fn filtered_text(&self, report: &Report, desk: &Desk) -> String {
        let text = text::text(report, &desk.words, false);
        let filter = self.filter.value().trim();
        match text.split_once('\n') {
            Some((title, rest)) if !filter.is_empty() => {
                let words = desk.say("list-filter", &[]);
                format!("{title}\n{words} {filter}\n{rest}")
            }
            _ => text,
        }
    }

    fn typed(&mut self, verb: Verb, desk: &Desk) -> Option<Vec<Step>> {
        match (self.typing, verb) {
            (_, Verb::Open) if self.file.name().is_some() => return Some(self.write(desk)),
            (_, Verb::Back) if self.file.name().is_some() => self.file.close(),
            (Typing::Nothing, _) => return None,
            (Typing::Days, Verb::Open) => return Some(self.set_days(desk)),
            (Typing::Filter, Verb::Open) | (Typing::Days, Verb::Back) => {
                self.typing = Typing::Nothing;
            }
            (Typing::Filter, Verb::Back) => self.unfilter(desk),
            (_, Verb::Down | Verb::Up) => {
                self.moves(verb);
            }
            _ => return None,
        }
        Some(vec![Step::Done])
    }

    fn unfilter(&mut self, desk: &Desk) {
        (self.typing, self.filter) = (Typing::Nothing, Text::default());
        self.arrange(desk);
    }
}

impl Part for ReportPane {
    fn context(&self) -> Context {
        Context::Report
    }

    fn takes_text(&self) -> bool {
        self.typing != Typing::Nothing || self.file.name().is_some()
    }

    fn has_use(&self, verb: Verb) -> bool {
        !self.takes_text() || matches!(verb, Verb::Open | Verb::Back)
    }

    fn words_of(&self, verb: Verb) -> Option<&'static str> {
        (verb == Verb::Open && self.takes_text()).then_some("key-accept")
    }

    fn is_blank(&self) -> bool {
        match self.typing {
            _ if self.file.name().is_some() => false,
            Typing::Days => self.days.value().is_empty(),
            Typing::Filter | Typing::Nothing => self.filter.value().is_empty(),
        }
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        self.read()
    }

    fn changed(&mut self, _: &Change, _: &Desk) -> Vec<Step> {
        // A report is as of the entry that it names; F5 reads it again.
        Vec::new()
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(answer) = self.reading.take(answer) {
            return match answer {
                Ok(report) => {
                    self.arrived(report, desk);
                    vec![Step::Done]
                }
                Err(why) => vec![Step::Unanswered(why)],
            };
        }
        match self.behind.take(answer) {
            None => self.file.answered(answer, desk),
            Some(Err(why)) => vec![Step::Unanswered(why)],
            Some(Ok(items)) => {
                let of = self.explaining.take();
                let told = |(row, column, value)| (row, column, Explanation { value, items });
                self.explained = of.map(told);
                vec![Step::Done]
            }
        }
    }

    fn is_looking_up(&self, _: &Desk) -> bool {
        self.reading.is_waiting()
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        if let Some(steps) = self.typed(verb, desk) {
            return steps;
        }
        match verb {
            Verb::Left => self.step_column(-1),
            Verb::Right => self.step_column(1),
            Verb::Sort => self.sort(desk),
            Verb::Filter => self.typing = Typing::Filter,
            Verb::SetDay => (self.typing, self.days) = (Typing::Days, Text::default()),
            Verb::Write => return self.begin_to_write(desk),
            Verb::Open => return self.open(desk),
            Verb::Explain => return self.explain(desk),
            Verb::Back if self.explained.is_some() => self.explained = None,
            Verb::Back if !self.filter.value().is_empty() => self.unfilter(desk),
            verb if self.moves(verb) => {}
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn key(&mut self, key: KeyEvent, desk: &Desk) -> Vec<Step> {
        match self.typing {
            _ if self.file.key(key) => {}
            Typing::Nothing => return Vec::new(),
            Typing::Days => drop(self.days.key(key)),
            Typing::Filter => {
                self.filter.key(key);
                self.arrange(desk);
            }
        }
        vec![Step::Done]
    }

    fn paste(&mut self, text: &str, desk: &Desk) -> Vec<Step> {
        match self.typing {
            _ if self.file.paste(text) => {}
            Typing::Nothing => return Vec::new(),
            Typing::Days => self.days.paste(text),
            Typing::Filter => {
                self.filter.paste(text);
                self.arrange(desk);
            }
        }
        vec![Step::Done]
    }

    fn draw(&self, pen: &mut Pen) {
        draw::draw(self, pen);
    }
}

/// The title of a report at the desk.
pub(super) fn title(pane: &ReportPane, desk: &Desk) -> String {
    match &pane.report {
        Some(report) => about(&desk.words, report),
        None => desk.say(&format!("report-{}", pane.asked.report), &[]),
    }
}

/// The heading of a column at the desk.
pub(super) fn head(desk: &Desk, column: &str) -> String {
    heading(&desk.words, column)
}
