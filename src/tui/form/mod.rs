//! Forms: everything that is written is typed into one. What forms there are is data ([`spec`]);
//! what is typed becomes commands ([`commands`]), which the book previews after each
//! change and carries out after the review. No input, no output. May use: the fields and grids,
//! the engine's previews.

mod amending;
mod asks;
pub mod commands;
mod dictated;
pub mod draw;
mod draw_call;
mod draw_grid;
mod draw_title;
mod effects;
pub mod field;
pub mod grid;
pub mod kept;
pub mod keys;
mod line_names;
mod line_parts;
pub mod meanwhile;
mod numbers;
mod offers;
mod paper;
pub mod priced;
pub mod refused;
pub mod review;
mod review_plan;
mod steps;
pub mod totals;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::delivery::StatementStyle;
use crate::domain::event::DraftContent;
use crate::domain::{Currency, Day, Money, Refusal};
use crate::engine::Preview;
use crate::ledger::query::show::{Seller, Shown};

use super::account::{Account, FirstItems};
use super::asking::{Asking, Poster};
use super::desk::Desk;
use super::entry::day::{self, DayDirection};
use super::query::PostOutcome;

pub use super::kept::FormPlace;
pub use super::spec;
pub use super::subject::Subject;

pub use totals::given_up_words;

use field::{FieldContext, Text};
use grid::{Grid, GridLines, Shares};
use spec::{FormSpec, GridKind};

/// The name of the field for the reason to override a rule.
pub const REASON: &str = "override_reason";

/// The stages of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// It is being typed.
    Typing,
    /// The review waits for the book's answer.
    Asking,
    /// It is being reviewed.
    Review,
    /// It is being sent.
    Sent,
}

/// What happens once the book accepts the commands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum AfterPost {
    /// The review is shown.
    Review,
    /// They are posted.
    Post,
}

/// The book's last answer about the form.
#[derive(Clone, Debug, Default)]
pub struct BookReply {
    /// The version of the form that it is about.
    pub version: u64,
    /// What would happen, command by command.
    pub previews: Vec<Preview>,
    /// The command that would be refused, and why.
    pub refused: Option<(usize, Refusal)>,
    /// Why there is no answer.
    pub failed: Option<String>,
}

/// A form.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Form {
    /// Its specification.
    pub spec: Arc<FormSpec>,
    /// Its customer and document.
    pub subject: Subject,
    /// The ids of its commands, so that sending it twice posts it once.
    pub ids: Vec<Uuid>,
    /// The texts, field by field; the last is the reason for overriding a rule.
    pub fields: Vec<Text>,
    /// The grid below the fields.
    pub grid: Grid,
    /// The place of the cursor.
    pub at: FormPlace,
    /// Its stage.
    pub stage: Stage,
    /// The number of changes made so far.
    pub version: u64,
    /// The book's last answer.
    pub said: BookReply,
    /// The amounts of its lines.
    pub priced: priced::PricedLines,
    /// The account it is about, once it is known.
    pub account: Option<Account>,
    /// What is known of a call: who may be on the line, and since when.
    on_call: draw_call::OnCall,
    /// How many of its open items are asked for.
    pub first: FirstItems,
    /// Whether the user was asked to confirm that the text may be discarded.
    pub has_asked: bool,
    /// How many lines of the review were scrolled past.
    pub scroll: usize,
    /// The commands as they were sent to the review.
    pub reviewed: Vec<commands::Filled>,
    /// The ids of its commands that were accepted, if a later one was refused.
    pub taken: Vec<Uuid>,
    /// The fields that the cursor has left, whose errors are shown.
    pub left: Vec<FormPlace>,
    /// Whether a rule was broken that a reason overrides, so that a reason is asked for.
    pub asks_reason: bool,
    /// The time of day at which it was saved last.
    pub kept: Option<String>,
    /// Its subject, as it was when the form was opened.
    pub base: kept::FieldsAtOpening,
    /// The last entry about its subject that was shown here.
    pub seen: Option<u64>,
    /// What has changed since the form was opened.
    pub meanwhile: Vec<meanwhile::Meanwhile>,
    /// The fields typed here that other users changed meanwhile.
    pub theirs: BTreeMap<usize, meanwhile::Theirs>,
    /// Its totals when it was put on hold, until the book has computed them again.
    pub came_to: Option<BTreeMap<String, String>>,
    /// The day on which it was typed, from which `t` and `+30` count.
    pub typed_on: Option<Day>,
    /// Whether the account's given values were filled in: later changes of the account move nothing.
    pub is_settled: bool,
    /// The number of what it takes back, if that was posted at this desk.
    pub undoes: Option<u64>,
    /// Why the customer is called, if a list says so.
    pub why: Option<String>,
    /// Whether it goes to its review as soon as what it is about is known.
    pub reviews_soon: bool,
    /// What happens once the book accepts it.
    then: AfterPost,
    /// The document, once it is known.
    pub shown: Option<Box<Shown>>,
    /// The draft that it changes, as it was loaded into the form.
    loaded: Option<Box<DraftContent>>,
    /// The preview of the document.
    paper: paper::FormPaper,
    accounts: Asking<Account>,
    documents: Asking<Shown>,
    /// The offers for the field at the cursor.
    offers: offers::Offers,
    looking: Asking<offers::Offers>,
    line_names: line_names::LineNames,
    previews: Asking<PostOutcome<Preview>>,
    poster: Poster,
    /// The version of which a preview was asked last.
    asked: u64,
}

impl Form {
    /// A blank form.
    pub fn new(spec: Arc<FormSpec>, subject: Subject, account: Option<Account>) -> Form {
        let fields = vec![Text::default(); spec.fields.len() + 1];
        let grid = match spec.grid {
            None => Grid::None,
            Some(GridKind::Lines) => Grid::Lines(GridLines::default()),
            Some(GridKind::Shares | GridKind::Amounts) => Grid::Shares(Shares::default()),
        };
        let at = grid.start().unwrap_or(FormPlace::Field(spec.first()));
        let mut form = Form {
            first: FirstItems { through: subject.document.clone(), ..FirstItems::default() },
            ids: spec.sends.iter().map(|_| Uuid::now_v7()).collect(),
            reviews_soon: spec.reviewed,
            spec,
            subject,
            fields,
            grid,
            at,
            stage: Stage::Typing,
            version: 1,
            said: BookReply::default(),
            priced: priced::PricedLines::default(),
            account: None,
            on_call: draw_call::OnCall::default(),
            has_asked: false,
            scroll: 0,
            reviewed: Vec::new(),
            taken: Vec::new(),
            left: Vec::new(),
            asks_reason: false,
            kept: None,
            base: kept::FieldsAtOpening::new(),
            seen: None,
            meanwhile: Vec::new(),
            theirs: BTreeMap::new(),
            came_to: None,
            typed_on: None,
            is_settled: false,
            undoes: None,
            why: None,
            then: AfterPost::Review,
            shown: None,
            loaded: None,
            paper: paper::FormPaper::default(),
            accounts: Asking::default(),
            documents: Asking::default(),
            offers: offers::Offers::default(),
            looking: Asking::default(),
            line_names: line_names::LineNames::default(),
            previews: Asking::default(),
            poster: Poster::default(),
            asked: 0,
        };
        form.fill();
        if let Some(account) = account {
            form.knows(account);
        }
        form
    }

    /// Takes the account: its open items, and the given values that depend on it. After the first time,
    /// fields keep their texts; only a form that changes the account itself shows other users' changes
    /// in the fields that nobody has typed into.
    pub fn knows(&mut self, account: Account) {
        if let Grid::Shares(shares) = &mut self.grid {
            shares.refresh(&account.balance);
            let marked = self.subject.document.as_ref();
            if let Some(number) = marked.filter(|_| self.subject.kind == "invoice")
                && !self.is_settled
                && !shares.is_said
                && self.spec.grid == Some(GridKind::Shares)
            {
                shares.pick(number);
            }
        }
        self.subject.currency = Some(account.balance.currency);
        self.on_call.contacts = draw_call::contacts(&account);
        self.account = Some(account);
        self.version += 1;
        if !self.is_settled || self.spec.changes {
            self.fill();
        }
    }

    /// Fills the given values into fields that nobody has typed into.
    fn fill(&mut self) {
        let spec = self.spec.clone();
        for (place, field) in spec.fields.iter().enumerate() {
            let Some(given) = &field.given else { continue };
            if self.fields.get(place).is_none_or(|text| text.is_touched) {
                continue;
            }
            if let (Some(text), Some(field)) = (self.given(given), self.fields.get_mut(place)) {
                *field = Text::given(&text);
            }
        }
    }

    /// Fills in the company as documents show it, if the form changes that.
    pub fn knows_company(&mut self, company: &Seller) {
        let json = serde_json::to_value(company).unwrap_or_default();
        let spec = self.spec.clone();
        for (place, field) in spec.fields.iter().enumerate() {
            let path = field.given.as_deref().and_then(|given| given.strip_prefix("company."));
            let (Some(path), Some(at)) = (path, self.fields.get_mut(place)) else { continue };
            let text = match path {
                "tax_ids" => numbers::written(&company.tax_ids, &company.country),
                path => json.get(path).and_then(|it| it.as_str()).unwrap_or_default().to_string(),
            };
            *at = Text::given(&text);
        }
    }

    /// Fills the time at which the form is opened into the fields that start with it, by the company's
    /// clock.
    pub fn begins(&mut self, desk: &Desk) {
        let Some(now) = desk.now_typed() else { return };
        let fields = self.spec.fields.iter().zip(&mut self.fields);
        for (_, text) in fields.filter(|(spec, _)| spec.given.as_deref() == Some("now")) {
            *text = Text::given(&now);
        }
    }

    /// Fills a given text into a field.
    pub fn gives(&mut self, name: &str, text: &str) {
        let fields = self.spec.fields.iter().zip(&mut self.fields);
        for (_, field) in fields.filter(|(spec, _)| spec.name == name) {
            *field = Text::given(text);
            // The account must not replace this once it is known.
            field.is_touched = true;
        }
        self.version += 1;
    }

    /// Fills in texts by the names of their fields, and the lines of a draft.
    pub fn fill_with(&mut self, texts: &BTreeMap<String, String>, desk: &Desk) {
        for (place, field) in self.spec.fields.iter().enumerate() {
            if let (Some(text), Some(at)) = (texts.get(&field.name), self.fields.get_mut(place)) {
                at.fill(text);
            }
        }
        self.fill_lines(texts, desk);
        self.version += 1;
    }

    fn given(&self, given: &str) -> Option<String> {
        let balance = self.account.as_ref().map(|account| &account.balance);
        let money = |money: Money| money.is_positive().then(|| money.to_string());
        let oldest = || balance?.items.iter().find(|item| item.outstanding.is_positive());
        match given {
            "owed" => match self.subject.left.filter(|_| self.subject.kind == "invoice") {
                Some(left) => money(left),
                None => money(balance?.balance),
            },
            "left" => money(self.subject.left?),
            "payer" => self.subject.payer.as_ref().map(ToString::to_string),
            "day" => self.subject.date.map(|date| date.to_string()),
            // The lesser of the two.
            "both" => money(self.subject.left?.least(oldest()?.outstanding)),
            "statement_style" => {
                let style = match self.subject.statement.unwrap_or(StatementStyle::OpenItem) {
                    StatementStyle::OpenItem => "open-item",
                    StatementStyle::BalanceForward => "balance-forward",
                };
                Some(style.into())
            }
            "allocation" => self.subject.allocation.clone().map(|number| number.0),
            "oldest" => {
                let marked =
                    self.subject.document.clone().filter(|_| self.subject.kind == "invoice");
                marked.or_else(|| oldest().map(|item| item.item.clone())).map(|number| number.0)
            }
            "customer.contact" if self.found_contact().is_some() => self.found_contact(),
            // The company's details are filled in when the form is opened.
            path if path.starts_with("company.") => None,
            // So is the time.
            "now" => None,
            path => match path.strip_prefix("customer.") {
                None => Some(path.to_string()),
                Some(field) => {
                    let json = serde_json::to_value(&self.account.as_ref()?.customer).ok()?;
                    let value = json.get(field).and_then(serde_json::Value::as_str);
                    Some(value.unwrap_or_default().to_string())
                }
            },
        }
    }

    /// The text at the cursor.
    pub fn text(&self) -> Option<&Text> {
        match self.at {
            FormPlace::Field(place) => self.fields.get(place),
            FormPlace::Cell(row, column) => self.grid.cell(row, column),
        }
    }

    pub(super) fn text_mut(&mut self) -> Option<&mut Text> {
        match self.at {
            FormPlace::Field(place) => self.fields.get_mut(place),
            FormPlace::Cell(row, column) => self.grid.cell_mut(row, column),
        }
    }

    /// What reading the texts of this form depends on.
    pub fn reading<'a>(&'a self, desk: &'a Desk, place: usize) -> FieldContext<'a> {
        let today = desk.today();
        let spec = self.spec.fields.get(place);
        let choices = spec.map_or(&[][..], |spec| match spec.choices_of.as_deref() {
            Some("reasons") => desk.about.as_ref().map_or(&[], |about| about.reasons.as_slice()),
            Some("root_causes") => {
                desk.about.as_ref().map_or(&[], |about| about.root_causes.as_slice())
            }
            Some("contacts") => self.on_call.contacts.as_slice(),
            Some("certificates") => {
                desk.about.as_ref().map_or(&[], |about| about.certificates.as_slice())
            }
            _ => spec.choices.as_slice(),
        });
        FieldContext {
            words: &desk.words,
            today,
            from: self.counts_from(place, today),
            direction: match spec {
                // What is posted has happened; what is due or promised is still to come.
                Some(spec) if spec.is_past() => DayDirection::Back,
                _ => DayDirection::Ahead,
            },
            zone: desk.about.as_ref().map_or("UTC", |about| about.zone.as_str()),
            currency: self.currency(desk),
            items: self.account.as_ref().map_or(&[], |account| account.balance.items.as_slice()),
            has_more: self.account.as_ref().is_some_and(|account| account.balance.has_more()),
            choices,
            again: self.subject.document.as_ref().map_or("", |number| number.0.as_str()),
        }
    }

    /// The day that `+30` in a field counts from: the date of the form, or today in the date field
    /// itself.
    fn counts_from(&self, place: usize, today: Day) -> Day {
        let date = self.spec.fields.iter().position(|field| field.name == "date");
        let text = date.filter(|date| *date != place).and_then(|date| self.fields.get(date));
        let date = text.map(|text| day::read_as(text.value(), today, today, DayDirection::Back));
        date.and_then(Result::ok).unwrap_or(today)
    }

    /// The currency of its amounts: that of the account, or of the account being registered.
    pub fn currency(&self, desk: &Desk) -> Option<Currency> {
        let place = self.spec.fields.iter().position(|field| field.name == "currency");
        let typed = place.and_then(|place| self.fields.get(place)).map(|text| text.value().trim());
        let typed = typed.and_then(|code| Currency::parse(&code.to_uppercase()));
        typed.or(self.subject.currency).or(desk.about.as_ref().and_then(|about| about.currency))
    }

    /// The place of the reason for overriding a rule.
    pub fn reason_place(&self) -> usize {
        self.spec.fields.len()
    }

    /// Whether it holds anything that would be lost.
    pub fn is_typed(&self) -> bool {
        let (rows, columns) = self.grid.size();
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        self.fields.iter().any(Text::is_typed)
            || cells.filter_map(|(row, column)| self.grid.cell(row, column)).any(Text::is_typed)
    }
}
