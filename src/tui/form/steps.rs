//! The steps through a form: the next field, a new line, the review, posting. May use: the form.

use crate::domain::{Cause, Envelope, Event, Money, Number};
use crate::engine::error::{BookError, Failure};
use crate::engine::{Preview, Receipt, Session};
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::posted::PostedForm;
use crate::tui::query::{Answer, PostOutcome, Sendable};

use super::commands::{Fault, Filled};
use super::grid::{Grid, GridRow};
use super::spec::{FieldSpec, GridKind, Repeats};
use super::totals::{allocated, events};
use super::{AfterPost, Form, FormPlace, REASON, Stage};

impl Form {
    /// Something was typed: asks the book for a preview, and saves the form.
    pub(super) fn changed(&mut self, desk: &Desk) -> Vec<Step> {
        self.version += 1;
        self.typed_on = Some(desk.today());
        let mut steps = self.ask(desk);
        steps.extend(self.ask_offers());
        steps.extend(self.ask_line_names(desk));
        steps.push(Step::Keep);
        steps.extend(self.more_items());
        steps
    }

    pub(super) fn ask(&mut self, desk: &Desk) -> Vec<Step> {
        let commands = match self.stage {
            Stage::Asking => self.commands_to_review(desk),
            _ => self.commands_so_far(desk),
        };
        match commands {
            Ok(commands) => {
                let sent: Vec<Sendable> = commands.iter().map(|it| it.command.clone()).collect();
                let paper = self.ask_paper(&sent, desk);
                [Step::Done, self.ask_preview(commands)].into_iter().chain(paper).collect()
            }
            Err(_) => vec![Step::Done],
        }
    }

    /// Asks for a preview of commands.
    pub fn ask_preview(&mut self, commands: Vec<Filled>) -> Step {
        self.asked = self.version;
        let commands: Vec<Sendable> = commands.into_iter().map(|filled| filled.command).collect();
        Step::Send(self.previews.ask_with(move |session| preview(session, &commands)))
    }

    /// The preview of its commands; `None` if an answer is for something else.
    pub fn previewed(&mut self, answer: &Answer) -> Option<PostOutcome<Preview>> {
        let told = self.previews.take(answer)?;
        Some(
            told.unwrap_or_else(|_| {
                PostOutcome::Failed(Cause::said("error-no-answer", "no answer"))
            }),
        )
    }

    /// The outcome of its commands; `None` if an answer is for something else.
    pub fn outcome<'a>(&self, answer: &'a Answer) -> Option<&'a PostOutcome<Receipt>> {
        self.poster.outcome(answer)
    }

    /// Handles Enter: accepts the offer and goes on; after the last field, to the review.
    pub(super) fn enter(&mut self, desk: &Desk) -> Vec<Step> {
        let was_open = self.keep_ours();
        if self.take_offer() {
            // A list may have more entries.
            if !self.is_at_list() {
                self.step(1);
            }
            return self.changed(desk);
        }
        if self.posts_here() {
            self.then = AfterPost::Post;
            return self.review(desk);
        }
        if let (Grid::Lines(lines), FormPlace::Cell(row, column)) = (&mut self.grid, self.at) {
            let is_blank = lines.rows.get(row).is_some_and(GridRow::is_blank);
            if is_blank && lines.rows.len() > 1 {
                return self.review(desk);
            }
            let offered = lines.offered(row, &desk.catalogue);
            let marked = offered.get(lines.mark).or(offered.first()).map(|item| (*item).clone());
            if column == 0
                && let Some(item) = marked
            {
                lines.take(row, &item);
                self.step(1);
                return self.changed(desk);
            }
            if column + 1 == super::grid::COLUMNS.len() && row + 1 == lines.rows.len() {
                return self.new_line(desk);
            }
        }
        if !self.step(1) {
            return self.review(desk);
        }
        if was_open { self.changed(desk) } else { vec![Step::Done] }
    }

    /// The label of Enter if it does more than go to the next field.
    pub(super) fn words_of_enter(&self) -> Option<&'static str> {
        match self.posts_here() {
            _ if self.stage != Stage::Typing => None,
            true => Some("key-post"),
            false => (self.places().last() == Some(&self.at)).then_some("key-review"),
        }
    }

    /// Whether Enter posts at the cursor.
    fn posts_here(&self) -> bool {
        let FormPlace::Field(place) = self.at else { return false };
        let name = self.spec.fields.get(place).map(|field| &field.name);
        name.is_some() && name == self.spec.at_once.as_ref() && self.is_typed()
    }

    pub(super) fn new_line(&mut self, desk: &Desk) -> Vec<Step> {
        let row = match self.at {
            FormPlace::Cell(row, _) => row + 1,
            FormPlace::Field(_) => self.grid.size().0,
        };
        let Grid::Lines(lines) = &mut self.grid else {
            return vec![Step::Say(desk.say("form-no-lines", &[]))];
        };
        // Use the blank line that is there already.
        let row = if lines.rows.last().is_some_and(GridRow::is_blank) {
            lines.rows.len() - 1
        } else {
            lines.rows.insert(row.min(lines.rows.len()), GridRow::default());
            row.min(lines.rows.len() - 1)
        };
        self.go(FormPlace::Cell(row, 0));
        self.changed(desk)
    }

    pub(super) fn drop_line(&mut self, desk: &Desk) -> Vec<Step> {
        let (Grid::Lines(lines), FormPlace::Cell(row, _)) = (&mut self.grid, self.at) else {
            return vec![Step::Say(desk.say("form-no-lines", &[]))];
        };
        lines.rows.remove(row);
        if lines.rows.is_empty() {
            lines.rows.push(GridRow::default());
        }
        self.at = FormPlace::Cell(row.min(lines.rows.len() - 1), 0);
        self.changed(desk)
    }

    /// Goes to the review, or to a text that is not understood.
    pub(super) fn review(&mut self, desk: &Desk) -> Vec<Step> {
        if self.spec.changes && self.fields.iter().all(|text| text.value() == text.given) {
            return vec![Step::Say(desk.say("form-changes-nothing", &[]))];
        }
        self.drop_blank_lines();
        let commands = match self.commands_to_review(desk) {
            Ok(commands) => commands,
            Err(faults) => {
                self.complains(&faults);
                return vec![Step::Done];
            }
        };
        self.stage = Stage::Asking;
        self.version += 1;
        (self.reviewed, self.scroll) = (commands, 0);
        self.ask(desk)
    }

    /// The book accepts the commands: shows the review, unless a number is still to be retyped.
    pub(super) fn accepted(&mut self, desk: &Desk) {
        match self.commands(desk) {
            Ok(_) => self.stage = Stage::Review,
            Err(faults) => {
                self.stage = Stage::Typing;
                self.complains(&faults);
            }
        }
    }

    /// Shows what is not understood, with the cursor at the first of it.
    pub(super) fn complains(&mut self, faults: &[Fault]) {
        self.left.extend(faults.iter().map(|(place, _)| *place));
        if let Some((place, _)) = faults.first() {
            self.go(*place);
        }
    }

    /// Gives the selected item nothing. If the oldest due items were being paid, the others keep what
    /// they had got from that.
    pub(super) fn leave_out(&mut self) {
        let kept: Vec<Option<Money>> = match &self.grid {
            Grid::Shares(shares) if !shares.is_said => {
                shares.items.iter().map(|item| allocated(self, &item.item)).collect()
            }
            _ => Vec::new(),
        };
        if let Grid::Shares(shares) = &mut self.grid {
            for (cell, share) in shares.cells.iter_mut().zip(kept) {
                if let Some(share) = share {
                    cell.set(&share.to_string());
                }
            }
        }
        if let Some(text) = self.text_mut() {
            text.set("");
        }
    }

    fn drop_blank_lines(&mut self) {
        if let Grid::Lines(lines) = &mut self.grid {
            lines.rows.retain(|row| !row.is_blank());
            if lines.rows.is_empty() {
                lines.rows.push(GridRow::default());
            }
            if let FormPlace::Cell(row, column) = self.at {
                self.at = FormPlace::Cell(row.min(lines.rows.len() - 1), column);
            }
        }
    }

    /// From any share of a payment back to the fields: the shares themselves are walked with the arrows. Whether it
    /// was in one.
    pub(super) fn leaves_shares(&mut self) -> bool {
        let is_share = matches!(self.at, FormPlace::Cell(..));
        let leaves = is_share && self.spec.grid == Some(GridKind::Shares);
        if leaves {
            self.leave_grid(-1);
            self.select();
        }
        leaves
    }

    /// Sends the commands that were reviewed, unchanged.
    pub(super) fn post(&mut self, desk: &Desk) -> Vec<Step> {
        if desk.posts_nothing(&self.spec).is_some() {
            // The last line already says why nothing can be posted.
            return vec![Step::Done];
        }
        if self.reviewed.is_empty() {
            return self.review(desk);
        }
        self.stage = Stage::Sent;
        // If the connection is slow or the book busy, the user sees that the key was received.
        let on_its_way = Step::Say(desk.say("form-on-its-way", &[]));
        let reviewed = std::mem::take(&mut self.reviewed).into_iter();
        let commands = reviewed.map(|filled| filled.command).collect();
        vec![Step::Send(self.poster.post(commands)), on_its_way]
    }

    pub(super) fn repeat(&mut self, desk: &Desk) -> Vec<Step> {
        if self.take_theirs() {
            return self.changed(desk);
        }
        let FormPlace::Field(place) = self.at else {
            return vec![Step::Say(desk.say("form-nothing-to-repeat", &[]))];
        };
        if let Some(wrote) = self.taken_of_the_line(place, desk).map(str::to_string) {
            if let Some(text) = self.fields.get_mut(place) {
                text.set(&wrote);
            }
            return self.changed(desk);
        }
        let spec = self.spec.fields.get(place);
        let name = spec.map_or(REASON, |field| field.name.as_str());
        let last = desk.last.get(&self.spec.name);
        let text = last.and_then(|last| last.fields.get(name));
        let customer = last.and_then(|last| last.customer.as_ref());
        let is_same = customer.is_some() && customer == self.subject.customer.as_ref();
        let why_not = match spec.map_or(Repeats::Always, FieldSpec::repeats) {
            _ if text.is_none() => Some("form-nothing-to-repeat"),
            Repeats::Never => Some("form-repeats-no-customer"),
            Repeats::SameCustomer if !is_same => Some("form-repeats-own"),
            _ => None,
        };
        match (text, why_not, self.fields.get_mut(place)) {
            (Some(last), None, Some(text)) => {
                text.set(last);
                self.changed(desk)
            }
            (_, why_not, _) => {
                let words = why_not.unwrap_or("form-nothing-to-repeat");
                vec![Step::Say(desk.say(words, &[]))]
            }
        }
    }

    /// Takes the book's answer to the commands that were sent.
    pub(super) fn posted_form(&self, receipts: &[Receipt]) -> PostedForm {
        let changed = self.spec.fields.iter().zip(&self.fields);
        let changed = changed.filter(|(_, text)| self.spec.changes && text.value() != text.given);
        let before = changed.map(|(field, text)| (field.name.clone(), text.given.clone()));
        PostedForm {
            id: self.ids.first().copied().unwrap_or_default(),
            name: self.spec.name.clone(),
            subject: self.subject.clone(),
            fields: self.values(),
            before: before.chain(self.draft_before()).collect(),
            undoes: self.undoes,
            made: receipts.iter().flat_map(|receipt| receipt.made.clone()).collect(),
            disputed: events(self).filter_map(disputed).last().cloned(),
            entry: receipts.first().map_or(0, |receipt| receipt.seq),
            run: None,
        }
    }
}

/// The invoice of a dispute that is opened.
fn disputed(event: &Event) -> Option<&Number> {
    match event {
        Event::DisputeOpened(opened) => Some(&opened.invoice),
        _ => None,
    }
}

/// Previews commands in order, until one cannot be sent or is refused.
fn preview(session: &Session, commands: &[Sendable]) -> Result<PostOutcome<Preview>, Failure> {
    let sendable: Vec<Envelope> =
        commands.iter().map_while(|command| command.clone().ok()).collect();
    let refused = commands.iter().find_map(|command| command.clone().err()).map(Failure::from);
    let outcomes = match sendable.is_empty() {
        true => Ok(Vec::new()),
        false => session.preview(sendable),
    };
    match outcomes {
        Ok(outcomes) => PostOutcome::of(outcomes.into_iter().chain(refused.map(Err))),
        Err(gone @ Failure::Book(BookError::Gone(_))) => Err(gone),
        Err(failure) => Ok(PostOutcome::Failed(Cause::of(&failure))),
    }
}
