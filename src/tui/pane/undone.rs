//! What was posted at this desk, latest first, each with the form that takes it back, or the reason why there is none.
//! For each, the book is asked whether it would accept that form. May use: the layers, the forms.

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

/// How many of the latest entries the book is asked about.
const ASKED: usize = 40;

/// The list.
#[derive(Default)]
pub struct Undone {
    mark: ListMark,
    /// The forms that the book was asked about, by the number of what they take back.
    probes: Vec<(u64, Form)>,
    /// Why some of them cannot be taken back now.
    why_not: BTreeMap<u64, String>,
}

impl Undone {
    fn marked<'a>(&self, desk: &'a Desk) -> Option<&'a Undoable> {
        desk.done.iter().rev().nth(self.mark.place())
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
        let probes = desk.done.iter().rev().take(ASKED);
        let probes = probes.filter_map(|done| Some((done.id, probe(done, desk)?)));
        self.probes = probes.collect();
        let ask = |(_, form): &mut (u64, Form)| {
            let commands = form.commands(desk).ok()?;
            Some(form.ask_preview(commands))
        };
        self.probes.iter_mut().filter_map(ask).collect()
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
        match verb {
            // Pressing the same key again goes back one more step.
            Verb::Undo => self.mark.step(1, desk.done.len()),
            Verb::Back => return vec![Step::Close],
            Verb::Open => {
                let Some(done) = self.marked(desk) else { return vec![Step::Close] };
                return match self.why(done, desk) {
                    Some(why) => vec![Step::Say(why)],
                    None => vec![Step::Close, Step::TakeBack(done.id)],
                };
            }
            verb if self.mark.moves(verb, desk.done.len()) => {}
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say("undo-list", &[]);
        pen.text(1, 2, &words, pen.theme.bold);
        pen.rule(3, "");
        // The foot says what taking the marked one back does, or why it stays.
        let marked = self.marked(pen.desk);
        let said =
            marked.and_then(|done| self.why(done, pen.desk).or_else(|| self.does(done, pen)));
        let rows = usize::from(pen.last().saturating_sub(6)).max(1);
        let first = self.mark.first_shown(rows);
        let half = pen.width() * 5 / 8;
        let done = pen.desk.done.iter().rev().enumerate().skip(first).take(rows);
        for (y, (place, done)) in (4..).zip(done) {
            let style = pen.row(y, place == self.mark.place());
            let mut parts = vec![form_in_words(&done.form, pen.desk), done.number.clone()];
            parts.push(done.subject.name.clone());
            parts.retain(|part| !part.is_empty());
            let said = parts.join(&format!(" {} ", pen.sign("·")));
            pen.cut(3, y, half - 1, &said, style);
            let undo = match (&done.undo.form, self.why_not.contains_key(&done.id)) {
                (Some(_), true) => pen.say("undo-cannot", &[]),
                (Some(form), false) => form_in_words(form, pen.desk),
                (None, _) => pen.say("undo-stays", &[]),
            };
            let undo = format!("{} {undo}", pen.sign("→"));
            pen.cut(half, y, pen.width() - 1, &undo, style);
        }
        if let Some(said) = said {
            let (end, last) = (pen.width() - 1, pen.last());
            let lines = wrapped(&said, end - 1).len();
            let top = last + 1 - u16::try_from(lines).unwrap_or(1).min(last);
            pen.paragraph(1, top, end, last, &said);
        }
        if pen.desk.settings.plain {
            let y = u16::try_from(self.mark.place() - first).unwrap_or(0);
            pen.cursor = Some((1, 4 + y));
        }
    }
}

/// The title of a form.
fn form_in_words(form: &str, desk: &Desk) -> String {
    desk.say(&format!("form-{}", form.replace('_', "-")), &[])
}
