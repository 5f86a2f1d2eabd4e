//! An entry of the journal: its number, time and user, and what it did, in words and figures. May use:
//! the answers, the layers.

use serde_json::Value;

use crate::domain::Day;
use crate::ledger::in_zone;
use crate::ledger::query::entries::{EntryOf, ShownEntry};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::pen::Pen;
use crate::tui::query::Answer;
use crate::tui::subject::Subject;

/// Fields of events that are money.
const MONEY: [&str; 11] = [
    "above",
    "amount",
    "base",
    "credit_limit",
    "credited",
    "gain",
    "gross",
    "net",
    "price",
    "total",
    "unit_price",
];

/// An entry.
pub struct EntryPane {
    seq: u64,
    /// The number of what it made, if that has a page of its own.
    made: Option<String>,
    shown: Option<Box<ShownEntry>>,
    scroll: usize,
    showing: Asking<Option<ShownEntry>>,
}

impl EntryPane {
    /// The entry with this number; `made` is the number of what it made.
    pub fn of(seq: u64, made: Option<String>) -> EntryPane {
        EntryPane { seq, made, shown: None, scroll: 0, showing: Asking::default() }
    }

    fn lines(&self, desk: &Desk) -> Vec<String> {
        let Some(shown) = &self.shown else {
            return vec![desk.say("desk-reading", &[("customer", &self.seq.to_string())])];
        };
        let zone = desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
        let at = in_zone(shown.at, zone);
        let at =
            at.map(|(day, time)| format!("{} {time}", desk.whole_day(day))).unwrap_or_default();
        let line = |words: &str, value: &str| format!("{:<18}{value}", desk.say(words, &[]));
        let mut lines = vec![
            line("document-when", &at),
            line("document-by", &shown.by),
            line("entry-counts-from", &desk.whole_day(shown.date)),
        ];
        if !shown.overrode.is_empty() {
            let rules = shown.overrode.iter().map(|rule| desk.words.overridden(rule));
            let rules: Vec<String> = rules.collect();
            lines.push(line("entry-overrode", &desk.words.joined(&rules)));
        }
        for (kind, fields) in &shown.events {
            lines.push(String::new());
            lines.push(desk.word(kind));
            let Value::Object(fields) = fields else { continue };
            for (name, value) in fields {
                lines.extend(field(desk, name, value));
            }
        }
        lines
    }
}

/// A field of an event, on one line or several.
fn field(desk: &Desk, name: &str, value: &Value) -> Vec<String> {
    let word = desk.word(name);
    match value {
        Value::Array(all) if all.iter().any(Value::is_object) => {
            let part = |(place, one): (usize, &Value)| {
                let front = if place == 0 { word.as_str() } else { "" };
                format!("  {front:<16}{}", inside(desk, name, one))
            };
            all.iter().enumerate().map(part).collect()
        }
        value => {
            let said = inside(desk, name, value);
            Some(format!("  {word:<16}{said}")).filter(|_| !said.is_empty()).into_iter().collect()
        }
    }
}

/// A value in words and figures.
fn inside(desk: &Desk, name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => match text.parse::<Day>() {
            Ok(day) => desk.whole_day(day),
            Err(_) if MONEY.contains(&name) => desk.figure(text),
            Err(_) => desk.word(text),
        },
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(all) => {
            let parts = all.iter().map(|one| inside(desk, name, one));
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        Value::Object(fields) => {
            let part = |(name, value): (&String, &Value)| {
                let said = inside(desk, name, value);
                (!said.is_empty()).then(|| format!("{} {said}", desk.word(name)))
            };
            fields.iter().filter_map(part).collect::<Vec<_>>().join(", ")
        }
    }
}

impl Part for EntryPane {
    fn context(&self) -> Context {
        Context::Document
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let last = self.lines(desk).len().saturating_sub(1);
        match verb {
            Verb::Open => {
                return match &self.made {
                    None => vec![Step::Say(desk.say("list-nothing", &[]))],
                    Some(made) => {
                        vec![Step::Open(OpenRequest::Document(made.clone(), Subject::default()))]
                    }
                };
            }
            verb => match distance(verb) {
                Some(by) => self.scroll = self.scroll.saturating_add_signed(by).min(last),
                None => return Vec::new(),
            },
        }
        vec![Step::Done]
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match self.showing.take(answer) {
            Some(Ok(entry)) => {
                self.shown = entry.map(Box::new);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => Vec::new(),
        }
    }

    fn is_looking_up(&self, _: &Desk) -> bool {
        self.showing.is_waiting()
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        vec![Step::Send(self.showing.ask(EntryOf(self.seq)))]
    }

    fn draw(&self, pen: &mut Pen) {
        let title = pen.say("entry-title", &[("number", &self.seq.to_string())]);
        let command = self.shown.as_ref().map(|shown| pen.desk.word(&shown.command));
        pen.title(&title, (&command.unwrap_or_default(), pen.theme.dim));
        pen.rule(3, "");
        let (lines, end, last) = (self.lines(pen.desk), pen.width() - 1, pen.last());
        let mut y = 4;
        for (place, line) in lines.iter().enumerate().skip(self.scroll) {
            let below = lines.len() - place;
            if y == last && below > 1 {
                let more = pen.say("review-more", &[("count", &below.to_string())]);
                pen.text(1, y, &more, pen.theme.late);
                break;
            }
            // A long value continues on the lines below.
            y = pen.paragraph(1, y, end, last.saturating_sub(1).max(y), line).max(y + 1);
            if y > last {
                break;
            }
        }
        if pen.desk.settings.plain {
            pen.cursor = Some((1, 4));
        }
    }
}
