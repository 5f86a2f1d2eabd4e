//! Handles keys and answers in a form. May use: the form, the layers.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent};

use crate::engine::change::Change;
use crate::engine::{Preview, Receipt};
use crate::tui::account::Account;
use crate::tui::desk::Desk;
use crate::tui::entry::choice;
use crate::tui::keymap::{Action, Context, Verb, is_control};
use crate::tui::layer::{Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, PostOutcome};

use super::field::{Text, chosen};
use super::grid::Grid;
use super::paper::no_typing;
use super::spec::FieldKind;
use super::{AfterPost, BookReply, Form, FormPlace, REASON, Stage, Subject};

impl Form {
    /// The text of each field, by name.
    pub fn values(&self) -> BTreeMap<String, String> {
        let names = self.spec.fields.iter().map(|field| field.name.as_str()).chain([REASON]);
        let all = names.zip(&self.fields).filter(|(_, text)| !text.value().is_empty());
        all.map(|(name, text)| (name.to_string(), text.value().to_string())).collect()
    }

    /// Every place, in the order of Tab.
    pub fn places(&self) -> Vec<FormPlace> {
        let fields = self.spec.fields.len() + usize::from(self.asks_reason);
        let (rows, columns) = self.grid.size();
        let cells =
            (0..rows).flat_map(|row| (0..columns).map(move |column| FormPlace::Cell(row, column)));
        // The reason for overriding a rule is drawn below the fields, above the grid.
        (0..fields).map(FormPlace::Field).chain(cells).collect()
    }

    /// Puts the cursor there, if there is such a place.
    pub fn go(&mut self, to: FormPlace) {
        if to != self.at && self.places().contains(&to) {
            if !self.left.contains(&self.at) {
                self.left.push(self.at);
            }
            self.at = to;
            if let Grid::Lines(lines) = &mut self.grid {
                lines.mark = 0;
            }
        }
    }

    pub(super) fn step(&mut self, by: isize) -> bool {
        let places = self.places();
        let now = places.iter().position(|place| *place == self.at).unwrap_or(0);
        let next = now.checked_add_signed(by).and_then(|next| places.get(next)).copied();
        if let Some(next) = next {
            self.go(next);
            self.select();
        }
        next.is_some()
    }

    /// After Tab, typing replaces a figure but continues a text.
    pub(super) fn select(&mut self) {
        let is_text = match self.at {
            FormPlace::Field(place) => {
                let entry = self.spec.fields.get(place).map(|field| field.entry);
                entry.is_none_or(FieldKind::is_words)
            }
            FormPlace::Cell(_, column) => column == 0 && matches!(self.grid, Grid::Lines(_)),
        };
        if let Some(text) = self.text_mut().filter(|_| !is_text) {
            text.is_fresh = !text.value().is_empty();
        }
    }

    fn down(&mut self, by: isize) {
        match self.at {
            FormPlace::Cell(row, column) => match row.checked_add_signed(by) {
                Some(row) if row < self.grid.size().0 => self.go(FormPlace::Cell(row, column)),
                _ => self.leave_grid(by),
            },
            FormPlace::Field(_) => drop(self.step(by)),
        }
    }

    /// Up from the first row leads to the fields; there is nothing below the last row.
    pub(super) fn leave_grid(&mut self, by: isize) {
        let fields = self.spec.fields.len() + usize::from(self.asks_reason);
        if let Some(last) = fields.checked_sub(1).filter(|_| by < 0) {
            self.go(FormPlace::Field(last));
        }
    }

    fn move_mark(&mut self, by: isize, desk: &Desk) -> bool {
        if self.move_offer(by) {
            return true;
        }
        let (Grid::Lines(lines), FormPlace::Cell(row, 0)) = (&mut self.grid, self.at) else {
            return false;
        };
        let offered = lines.offered(row, &desk.catalogue).len();
        let moved = lines.mark.checked_add_signed(by).filter(|mark| *mark < offered);
        if let Some(mark) = moved {
            lines.mark = mark;
        }
        moved.is_some() || (offered > 0 && by > 0)
    }

    fn would_be(&mut self, outcome: &PostOutcome<Preview>, desk: &Desk) -> Vec<Step> {
        let version = self.asked;
        if version != self.version {
            return vec![Step::Done];
        }
        self.said = match outcome {
            PostOutcome::Taken(previews) => {
                BookReply { version, previews: previews.clone(), ..BookReply::default() }
            }
            PostOutcome::Refused(previews, refusal) => {
                let refused = Some((self.sent(desk, previews.len()), refusal.clone()));
                // If one part of a call's line is wrong, keep showing what the others would post.
                let previews = match self.is_at_once() && previews.is_empty() {
                    true => std::mem::take(&mut self.said.previews),
                    false => previews.clone(),
                };
                BookReply { version, previews, refused, failed: None }
            }
            PostOutcome::Failed(why) => {
                BookReply { version, failed: Some(desk.words.tell(why)), ..BookReply::default() }
            }
        };
        self.price_lines(desk);
        self.compare_sums();
        if self.stage == Stage::Asking {
            match outcome {
                PostOutcome::Taken(_) => self.accepted(desk),
                PostOutcome::Refused(taken, refusal) => {
                    self.refused(taken.len(), refusal.clone(), desk);
                }
                PostOutcome::Failed(_) => self.stage = Stage::Typing,
            }
            let posts = self.posts_by(outcome);
            self.then = AfterPost::Review;
            if posts {
                return self.post(desk);
            }
        }
        vec![Step::Done]
    }

    /// Whether it posts at once with this answer of the book. A warning must be read before posting.
    fn posts_by(&self, outcome: &PostOutcome<Preview>) -> bool {
        let is_clean = |it: &Preview| it.receipt.warnings.is_empty();
        self.then == AfterPost::Post
            && matches!(outcome, PostOutcome::Taken(previews) if previews.iter().all(is_clean))
    }

    fn posted(&mut self, outcome: &PostOutcome<Receipt>, desk: &Desk) -> Vec<Step> {
        match outcome {
            PostOutcome::Taken(receipts) => {
                vec![Step::Posted(Box::new(self.posted_form(receipts)))]
            }
            PostOutcome::Refused(taken, refusal) => {
                self.refused(taken.len(), refusal.clone(), desk);
                self.taken.extend(taken.iter().map(|receipt| receipt.id));
                let made = taken.iter().flat_map(|receipt| &receipt.made);
                let made: Vec<&str> = made.map(|(_, number)| number.as_str()).collect();
                if made.is_empty() {
                    let mut steps = self.asks_again();
                    steps.extend(self.refused_for_now(desk));
                    return steps;
                }
                let words = desk.say("posted-in-part", &[("made", &made.join(", "))]);
                let posted = Step::PostedInPart(Box::new(self.posted_form(taken)));
                vec![Step::Say(words), Step::Keep, posted]
            }
            PostOutcome::Failed(why) => {
                self.stage = Stage::Typing;
                let mut steps = self.asks_again();
                steps.push(Step::Say(
                    desk.say("form-no-receipt", &[("why", &desk.words.tell(why))]),
                ));
                steps
            }
        }
    }

    /// Scrolls the review if the key is one that does.
    fn scrolls(&mut self, verb: Verb) -> Vec<Step> {
        let Some(by) = distance(verb) else { return Vec::new() };
        let most = self.fields.len() + self.grid.size().0;
        self.scroll = self.scroll.saturating_add_signed(by).min(most);
        vec![Step::Done]
    }

    fn typing(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let asked = std::mem::take(&mut self.has_asked);
        match verb {
            Verb::Preview if self.has_paper() => return self.show_paper(desk),
            Verb::Open => return self.enter(desk),
            Verb::Next => drop(self.step(1)),
            Verb::Previous if self.leaves_shares() => {}
            Verb::Previous => drop(self.step(-1)),
            Verb::Down if !self.move_mark(1, desk) => self.down(1),
            Verb::Up if !self.move_mark(-1, desk) => self.down(-1),
            Verb::PageDown => (0..8).for_each(|_| self.down(1)),
            Verb::PageUp => (0..8).for_each(|_| self.down(-1)),
            Verb::Save => return self.review(desk),
            Verb::NewLine => return self.new_line(desk),
            Verb::DropLine => return self.drop_line(desk),
            Verb::Repeat => return self.repeat(desk),
            Verb::Park => return vec![Step::Aside],
            Verb::Back if self.is_typed() => return vec![Step::Below],
            Verb::Back => return vec![Step::Close, Step::Keep],
            Verb::Discard if self.is_typed() && !asked => {
                self.has_asked = true;
                return vec![Step::Say(desk.say("restore-sure", &[]))];
            }
            Verb::Discard => {
                return vec![Step::Close, Step::Keep, Step::Say(desk.say("form-discarded", &[]))];
            }
            Verb::Down | Verb::Up => {}
            _ => return Vec::new(),
        }
        std::iter::once(Step::Done).chain(self.more_items()).collect()
    }
}

impl Part for Form {
    fn context(&self) -> Context {
        match self.stage {
            Stage::Review => Context::Review,
            _ if self.shows_paper() => Context::FormPreview,
            _ => Context::Form,
        }
    }

    fn takes_text(&self) -> bool {
        self.stage != Stage::Review && !self.shows_paper()
    }

    fn is_blank(&self) -> bool {
        false
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::NewLine | Verb::DropLine => matches!(self.grid, Grid::Lines(_)),
            Verb::Preview => self.has_paper(),
            _ => true,
        }
    }

    fn words_of(&self, verb: Verb) -> Option<&'static str> {
        if verb == Verb::Open { self.words_of_enter() } else { None }
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match (self.stage, verb) {
            (Stage::Typing, verb) if self.shows_paper() => self.act_on_paper(verb, desk),
            (Stage::Typing, verb) => self.typing(verb, desk),
            (Stage::Review, Verb::Save | Verb::Open) => self.post(desk),
            (Stage::Review | Stage::Asking | Stage::Sent, Verb::Park) => vec![Step::Aside],
            (Stage::Review | Stage::Asking, Verb::Back) => {
                (self.stage, self.then) = (Stage::Typing, AfterPost::Review);
                vec![Step::Done]
            }
            (Stage::Sent | Stage::Asking, Verb::Save | Verb::Open | Verb::Back) => {
                vec![Step::Say(desk.say("form-on-its-way", &[]))]
            }
            (Stage::Review, verb) => self.scrolls(verb),
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, desk: &Desk) -> Vec<Step> {
        self.has_asked = false;
        if self.stage == Stage::Review {
            let shown = |verb| desk.keymap.shown(Context::Review, &Action::Does(verb));
            let [post, back] = [Verb::Save, Verb::Back].map(|verb| shown(verb).unwrap_or_default());
            let words = desk.say("review-no-typing", &[("post", &post), ("back", &back)]);
            return vec![Step::Say(words)];
        }
        if self.stage != Stage::Typing {
            return vec![Step::Done];
        }
        if self.shows_paper() {
            return vec![Step::Say(no_typing(desk))];
        }
        let by = match key.code {
            KeyCode::Left => -1,
            KeyCode::Right => 1,
            _ => 0,
        };
        if by != 0
            && let FormPlace::Field(place) = self.at
            && self.spec.fields.get(place).is_some_and(|field| field.entry == FieldKind::Choice)
        {
            let text = self.fields.get(place).map_or("", Text::value).to_string();
            let reading = self.reading(desk, place);
            let now = chosen(&text, &reading).unwrap_or(text);
            let next = choice::step(&now, reading.choices, by).map(|next| desk.word(next));
            if let (Some(next), Some(text)) = (next, self.fields.get_mut(place)) {
                text.set(&next);
                text.is_fresh = true;
            }
            return self.changed(desk);
        }
        let before = self.text().map(|text| text.value().to_string());
        let letter = match (key.code, &self.grid, self.at) {
            (KeyCode::Char(letter), Grid::Shares(_), FormPlace::Cell(..)) if !is_control(key) => {
                Some(letter)
            }
            _ => None,
        };
        match (letter, self.text_mut()) {
            (Some('f' | 'F'), Some(text)) => text.set("f"),
            (Some('d' | 'D'), Some(text)) => text.set("d"),
            (Some('o' | 'O'), _) => self.leave_out(),
            (_, Some(text)) => drop(text.key(key)),
            (_, None) => {}
        }
        if before.as_deref() == self.text().map(Text::value) && letter.is_none() {
            return vec![Step::Done];
        }
        self.typed();
        self.changed(desk)
    }

    fn paste(&mut self, text: &str, desk: &Desk) -> Vec<Step> {
        if self.shows_paper() {
            return vec![Step::Say(no_typing(desk))];
        }
        if self.stage != Stage::Typing {
            return vec![Step::Done];
        }
        if let Some(field) = self.text_mut() {
            field.paste(text);
        }
        self.typed();
        self.changed(desk)
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(account) = self.accounts.take(answer) {
            return self.told(account, desk, Form::has_account);
        }
        if let Some(shown) = self.documents.take(answer) {
            return self.told(shown, desk, Form::has_document);
        }
        if let Some(offers) = self.looking.take(answer) {
            return self.told(offers, desk, Form::has_offers);
        }
        if let Some(found) = self.line_names.asking.take(answer) {
            return self.told(found, desk, Form::has_line_names);
        }
        if self.has_paper_now(answer) {
            return vec![Step::Done];
        }
        if let Some(outcome) = self.previewed(answer) {
            return self.would_be(&outcome, desk);
        }
        self.outcome(answer).map_or_else(Vec::new, |outcome| self.posted(outcome, desk))
    }

    fn turns(&self, answer: &Answer) -> bool {
        let is_asked = self.stage == Stage::Asking && self.asked == self.version;
        let is_refused =
            self.outcome(answer).is_some_and(|it| !matches!(it, PostOutcome::Taken(_)));
        let goes_on = self.previews.is_answer(answer, |outcome| self.posts_by(outcome));
        is_refused || (is_asked && self.previews.is_for(answer) && !goes_on)
    }

    fn covers(&self) -> bool {
        true
    }

    fn resized(&mut self, height: u16, _: &Desk) -> Vec<Step> {
        self.paper.height = height;
        Vec::new()
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        self.settle_days(desk);
        let mut steps = self.ask(desk);
        steps.extend(self.ask_account());
        steps.extend(self.ask_document());
        steps.extend(self.ask_offers());
        steps.extend(self.ask_line_names(desk));
        steps
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        let touches = |what: Option<&String>| what.is_some_and(|what| change.touches(what));
        let is_touched = touches(self.subject.customer.as_ref().map(|code| &code.0));
        let is_changed = touches(self.subject.document.as_ref().map(|number| &number.0));
        let account = if is_touched { self.ask_account() } else { None };
        let shown = if is_changed { self.ask_document() } else { None };
        account.into_iter().chain(shown).collect()
    }

    fn works_on(&self) -> Option<String> {
        let number = self.subject.document.as_ref().map(|number| number.0.clone());
        let is_shared = ["dispute", "draft"].contains(&self.subject.kind.as_str());
        let customer = self.subject.customer.as_ref().filter(|_| self.spec.changes);
        number.filter(|_| is_shared).or_else(|| customer.map(|code| code.0.clone()))
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.subject.clone()
    }

    fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    fn draw(&self, pen: &mut Pen) {
        match self.stage {
            Stage::Review | Stage::Sent => pen.review(self),
            Stage::Typing | Stage::Asking => pen.form_with_paper(self),
        }
    }
}

impl Form {
    /// Updates what depends on the text that was just typed.
    fn typed(&mut self) {
        match (&mut self.grid, self.at) {
            (Grid::Shares(shares), FormPlace::Cell(..)) => shares.is_said = true,
            (Grid::Lines(lines), FormPlace::Cell(row, 0)) => {
                lines.mark = 0;
                if let Some(row) = lines.rows.get_mut(row) {
                    row.item = None;
                    row.beside.clear();
                }
            }
            _ => {}
        }
        self.first_offer();
        let at = self.at;
        self.left.retain(|place| *place != at);
        self.said.refused = None;
    }
}
