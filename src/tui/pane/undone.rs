//! What was posted at this desk, latest first, each with the form that takes it back, or the reason why there is none.
//! A run of many is one line. For each entry, the book is asked whether it would accept that form. May use: the layers,
//! the forms.

use std::collections::BTreeMap;

use crate::domain::Refusal;
use crate::engine::Preview;
use crate::tui::desk::Desk;
use crate::tui::done::Undoable;
use crate::tui::form::Form;
use crate::tui::keymap::{Action, Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::query::{Answer, PostOutcome};
use crate::tui::spec::FieldKind;

/// How many entries around the marked line the book is asked about.
const ASKED: usize = 40;

/// How many entries of one kind, one after the other, are a run.
const RUN: usize = 5;

/// The list.
#[derive(Default)]
pub struct Undone {
    mark: ListMark,
    /// The latest entry of the marked line, on which the mark stays when entries posted elsewhere come in.
    marked: Option<u64>,
    /// An entry of the run whose entries are listed one by one.
    opened: Option<u64>,
    /// The forms that the book was asked about, by the number of what they take back.
    probes: Vec<(u64, Form)>,
    /// Why some of them cannot be taken back now.
    why_not: BTreeMap<u64, String>,
}

impl Undone {
    /// The lines, latest first: each is one entry, or a run with its oldest entry first.
    fn lines<'a>(&self, desk: &'a Desk) -> Vec<&'a [Undoable]> {
        let mut lines: Vec<&[Undoable]> = Vec::new();
        for run in desk.done.chunk_by(Undoable::is_run_with) {
            let is_opened = run.iter().any(|done| Some(done.id) == self.opened);
            match run.len() >= RUN && !is_opened {
                true => lines.push(run),
                false => lines.extend(run.chunks(1)),
            }
        }
        lines.reverse();
        lines
    }

    /// The place of the marked line.
    fn place(&self, lines: &[&[Undoable]]) -> usize {
        let has = |line: &&[Undoable]| line.iter().any(|done| Some(done.id) == self.marked);
        let place = lines.iter().position(has).unwrap_or(self.mark.place());
        place.min(lines.len().saturating_sub(1))
    }

    /// Puts the mark where its line is now.
    fn follows(&mut self, desk: &Desk) {
        self.mark = ListMark::at(self.place(&self.lines(desk)));
    }

    fn marks(&mut self, desk: &Desk) {
        let line = self.lines(desk).get(self.mark.place()).copied();
        self.marked = line.and_then(|line| line.last()).map(|done| done.id);
    }

    /// Asks the book about the entries around the marked line.
    fn ask(&mut self, desk: &Desk) -> Vec<Step> {
        let lines = self.lines(desk).into_iter().skip(self.mark.place().saturating_sub(ASKED / 2));
        let probes = lines.take(ASKED).filter_map(|line| match line {
            [done] => Some((done.id, probe(done, desk)?)),
            _ => None,
        });
        self.probes = probes.collect();
        let ask = |(_, form): &mut (u64, Form)| {
            let commands = form.commands(desk).ok()?;
            Some(form.ask_preview(commands))
        };
        self.probes.iter_mut().filter_map(ask).collect()
    }

    /// Takes back the marked entry, or lists the entries of the marked run one by one.
    fn open(&mut self, desk: &Desk) -> Vec<Step> {
        match self.lines(desk).get(self.mark.place()) {
            None => vec![Step::Close],
            Some([done]) => match self.why(done, desk) {
                Some(why) => vec![Step::Say(why)],
                None => vec![Step::Close, Step::TakeBack(done.id)],
            },
            Some(run) => {
                self.opened = run.last().map(|done| done.id);
                std::iter::once(Step::Done).chain(self.ask(desk)).collect()
            }
        }
    }

    /// Moves by a page; at the end, asks for what was posted earlier.
    fn page(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let count = self.lines(desk).len();
        self.mark.moves(verb, count);
        let is_at_end = verb != Verb::PageUp && self.mark.place() + 1 >= count;
        let mut steps = vec![Step::Done];
        steps.extend(is_at_end.then_some(Step::Earlier));
        steps.extend(self.ask(desk));
        steps
    }

    /// Why an entry stays, permanently or for now.
    fn why(&self, done: &Undoable, desk: &Desk) -> Option<String> {
        let never = done.undo.form.is_none().then(|| desk.say(&done.undo.why_not, &[]));
        never.or_else(|| self.why_not.get(&done.id).cloned())
    }

    fn previewed(&mut self, place: usize, outcome: PostOutcome<Preview>, desk: &Desk) {
        let Some((id, form)) = self.probes.get_mut(place) else { return };
        self.why_not.remove(id);
        match outcome {
            PostOutcome::Refused(taken, refusal) if is_final(form, taken.len(), &refusal) => {
                self.why_not.insert(*id, desk.words.refusal(&refusal));
            }
            PostOutcome::Taken(previews) => form.said.previews = previews,
            PostOutcome::Refused(..) | PostOutcome::Failed(_) => {}
        }
    }

    /// What taking an entry back does: the effects as the book sees them, or else what the form is for.
    fn does(&self, done: &Undoable, pen: &Pen) -> Option<String> {
        let probe = self.probes.iter().find(|(id, _)| *id == done.id);
        let lines = probe.map_or_else(Vec::new, |(_, form)| pen.taken_back(form));
        if !lines.is_empty() {
            let words: Vec<String> = lines.into_iter().map(|line| line.words).collect();
            return Some(pen.desk.words.joined(&words));
        }
        let fills = Action::Fills(done.undo.form.clone()?);
        let mut all = pen.desk.keymap.bindings.iter();
        let words = &all.find(|binding| binding.action == fills)?.words;
        Some(pen.say(&format!("{words}-help"), &[]))
    }
}

/// Whether nothing that the user could type into the form would change the refusal.
fn is_final(form: &Form, command: usize, refusal: &Refusal) -> bool {
    form.place_of(command, &refusal.field).is_none() && !form.may_override(command, refusal.rule)
}

/// The form that takes something back, filled in far enough to ask the book.
fn probe(done: &Undoable, desk: &Desk) -> Option<Form> {
    let spec = desk.forms.named(done.undo.form.as_ref()?)?.clone();
    let mut form = Form::new(spec.clone(), done.subject.clone(), None);
    form.fill_with(&done.fills, desk);
    for (field, text) in spec.fields.iter().zip(&mut form.fields) {
        match field.entry {
            FieldKind::Again => text.set(&done.number),
            FieldKind::Text if !spec.changes && text.value().is_empty() => text.set("–"),
            _ => {}
        }
    }
    Some(form)
}

impl Part for Undone {
    fn context(&self) -> Context {
        Context::Undo
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        self.follows(desk);
        self.marks(desk);
        self.ask(desk)
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        let probes = self.probes.iter_mut().enumerate();
        let mut told =
            probes.filter_map(|(place, (_, form))| Some((place, form.previewed(answer)?)));
        match told.next() {
            Some((place, outcome)) => {
                self.previewed(place, outcome, desk);
                vec![Step::Done]
            }
            None => Vec::new(),
        }
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        self.follows(desk);
        let steps = match verb {
            // Pressing the same key again goes back one more step.
            Verb::Undo => {
                self.mark.step(1, self.lines(desk).len());
                vec![Step::Done]
            }
            Verb::Back => vec![Step::Close],
            Verb::Open => self.open(desk),
            Verb::PageDown | Verb::PageUp | Verb::Last => self.page(verb, desk),
            verb if self.mark.moves(verb, self.lines(desk).len()) => vec![Step::Done],
            _ => Vec::new(),
        };
        self.marks(desk);
        steps
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say("undo-list", &[]);
        pen.text(1, 2, &words, pen.theme.bold);
        pen.rule(3, "");
        let lines = self.lines(pen.desk);
        let mark = ListMark::at(self.place(&lines));
        // The foot says what taking the marked one back does, or why it stays.
        let said = match lines.get(mark.place()) {
            None => None,
            Some([done]) => self.why(done, pen.desk).or_else(|| self.does(done, pen)),
            Some(_) => Some(pen.say("undo-run-help", &[])),
        };
        let rows = usize::from(pen.last().saturating_sub(6)).max(1);
        let first = mark.first_shown(rows);
        for (y, (place, line)) in (4..).zip(lines.iter().enumerate().skip(first).take(rows)) {
            self.line(pen, y, (*line, place == mark.place()));
        }
        if let Some(said) = said {
            let (end, last) = (pen.width() - 1, pen.last());
            let lines = wrapped(&said, end - 1).len();
            let top = last + 1 - u16::try_from(lines).unwrap_or(1).min(last);
            pen.paragraph(1, top, end, last, &said);
        }
        if pen.desk.settings.plain {
            let y = u16::try_from(mark.place() - first).unwrap_or(0);
            pen.cursor = Some((1, 4 + y));
        }
    }
}

impl Undone {
    /// Draws a line: what was posted, and how it is taken back.
    fn line(&self, pen: &mut Pen, y: u16, (line, is_marked): (&[Undoable], bool)) {
        let (Some(oldest), Some(latest)) = (line.first(), line.last()) else { return };
        let style = pen.row(y, is_marked);
        let half = pen.width() * 5 / 8;
        let form = form_in_words(&latest.form, pen.desk);
        let (mut parts, undo) = match (latest.run.filter(|_| line.len() > 1), &latest.undo.form) {
            (Some(words), _) => {
                let count = line.len().to_string();
                let run = pen.say(words, &[("count", &count), ("form", &form)]);
                let numbers = [&oldest.number, &latest.number].map(String::as_str);
                let numbers = numbers.join(&format!(" {} ", pen.sign("–")));
                let numbers = if latest.number.is_empty() { String::new() } else { numbers };
                (vec![run, numbers], pen.say("undo-run-each", &[]))
            }
            (None, by) => {
                let undo = match by {
                    Some(_) if self.why_not.contains_key(&latest.id) => pen.say("undo-cannot", &[]),
                    Some(form) => form_in_words(form, pen.desk),
                    None => pen.say("undo-stays", &[]),
                };
                (vec![form, latest.number.clone(), latest.subject.name.clone()], undo)
            }
        };
        parts.retain(|part| !part.is_empty());
        let said = parts.join(&format!(" {} ", pen.sign("·")));
        pen.cut(3, y, half - 1, &said, style);
        let undo = format!("{} {undo}", pen.sign("→"));
        pen.cut(half, y, pen.width() - 1, &undo, style);
    }
}

/// The title of a form.
fn form_in_words(form: &str, desk: &Desk) -> String {
    desk.say(&format!("form-{}", form.replace('_', "-")), &[])
}
