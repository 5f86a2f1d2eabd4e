//! Draws a call: the note, the line that wraps it up, what each part of that line would post, and the
//! account. May use: the form, the pen.

use std::time::Instant;

use rust_decimal::Decimal;

use crate::domain::{Event, Moment};
use crate::ledger::query::balance::BalanceItem;
use crate::tui::account::Account;
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::entry::wrap_up::{self, LineReading, WrapPart};
use crate::tui::items::{ItemColumns, ItemTexts};
use crate::tui::pen::Pen;
use crate::tui::said;

use super::field::Text;
use super::totals::events;
use super::{Form, FormPlace, Stage};

/// A call in progress.
#[derive(Debug)]
pub(super) struct OnCall {
    /// The people who are known there.
    pub contacts: Vec<String>,
    /// When the form was opened at this desk.
    pub began: Instant,
}

impl Default for OnCall {
    fn default() -> OnCall {
        OnCall { contacts: Vec::new(), began: Instant::now() }
    }
}

/// The named contacts of an account, the main one first, each once.
pub(super) fn contacts(account: &Account) -> Vec<String> {
    let details = &account.customer.details;
    let all = details.contact.iter().chain(details.contacts.iter().map(|contact| &contact.name));
    let mut names: Vec<String> = Vec::new();
    for name in all {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

impl Form {
    /// The contact whose number, address or name the account was found by.
    pub(super) fn found_contact(&self) -> Option<String> {
        let found_by = self.subject.found_by.as_ref()?;
        let mut contacts = self.account.as_ref()?.customer.details.contacts.iter();
        let found = contacts.find(|it| {
            let all = [Some(&it.name), it.phone.as_ref(), it.email.as_ref()];
            all.into_iter().flatten().any(|known| known == found_by)
        });
        found.map(|contact| contact.name.clone())
    }

    /// The length of the call in whole minutes since the form was opened; `None` for other forms.
    pub fn minutes_of_call(&self) -> Option<u64> {
        self.spec.at_once.as_ref().map(|_| self.on_call.began.elapsed().as_secs() / 60)
    }

    /// Whether the cursor is at or before the field in which Enter posts. What the call would post and
    /// the account are then shown below; after that field, the form is like any other.
    pub(super) fn is_at_once(&self) -> bool {
        let FormPlace::Field(at) = self.at else { return false };
        self.stage == Stage::Typing && !self.asks_reason && self.at_once_place() >= Some(at)
    }

    pub(super) fn at_once_place(&self) -> Option<usize> {
        let name = self.spec.at_once.as_ref()?;
        self.spec.fields.iter().position(|field| field.name == *name)
    }

    /// Whether the note of a call reads as the line that wraps it up (`p 500 fri`) while that is blank: it would be
    /// kept as a note, and nothing be promised.
    pub(super) fn note_is_line(&self, place: usize, desk: &Desk) -> bool {
        let is_note = self.spec.fields.get(place).is_some_and(|field| field.name == "note");
        let typed = self.fields.get(place).map_or("", Text::value);
        if self.spec.at_once.is_none() || !is_note || self.has_line() {
            return false;
        }
        let by = self.reading(desk, place);
        let Some(currency) = by.currency else { return false };
        let reasons = desk.about.as_ref().map_or(&[][..], |about| &about.reasons);
        let (today, zone, owed) = (by.today, by.zone, Decimal::ZERO);
        let line = LineReading { today, zone, currency, reasons, open: &[], owed };
        let is_agreed = |part: &WrapPart| !matches!(part, WrapPart::Note(_) | WrapPart::Outcome(_));
        wrap_up::read(typed, &line).is_ok_and(|parts| parts.iter().any(is_agreed))
    }

    /// Whether the field in which Enter posts is filled in.
    fn has_line(&self) -> bool {
        let text = self.at_once_place().and_then(|place| self.fields.get(place));
        text.is_some_and(|text| !text.value().trim().is_empty())
    }
}

impl Pen<'_> {
    /// Draws what the line would post, and the account below it.
    pub(super) fn call(&mut self, form: &Form, y: u16) {
        let words = self.say("call-agreed", &[]);
        self.rule(y, &words);
        let y = self.agreed_so_far(form, y + 1);
        let Some(account) = form.account.as_ref().filter(|_| y <= self.last()) else { return };
        let words = form.why.clone().unwrap_or_else(|| self.say("call-account", &[]));
        self.rule(y, &words);
        self.account_beside(form, account, y + 1);
    }

    /// Draws the parts of the line in words, or how to type them. Returns the line below.
    fn agreed_so_far(&mut self, form: &Form, y: u16) -> u16 {
        let (end, last) = (self.width() - 1, self.last());
        let agreed = self.agreed(form);
        let most = if self.area.height < 20 { 3 } else { 6 };
        let refused = form.said.refused.as_ref().filter(|_| form.has_line());
        let mut y = y;
        for line in agreed.iter().take(most) {
            let line = format!("{} {line}", self.sign("→"));
            y = self.paragraph(1, y, end, (y + 1).min(last), &line);
        }
        let warnings = form.said.previews.iter().flat_map(|preview| &preview.receipt.warnings);
        for warning in warnings {
            let words = format!("! {}", self.desk.words.told_warning(warning));
            y = self.late_paragraph(1, y, end, (y + 1).min(last), &words);
        }
        if agreed.len() > most {
            let count = (agreed.len() - most).to_string();
            let words = self.say("call-more", &[("count", &count)]);
            y = self.dim_paragraph(1, y, end, last, &words);
        }
        match refused {
            Some((_, refusal)) => {
                let words = form.refusal_words(refusal, self.desk);
                self.dim_paragraph(1, y, end, (y + 2).min(last), &words)
            }
            None if agreed.is_empty() => {
                let words = self.say("call-line-hint", &[]);
                self.dim_paragraph(1, y, end, (y + 1).min(last), &words)
            }
            None => y,
        }
    }

    /// What the commands would agree or take back, one sentence each.
    pub(super) fn agreed(&self, form: &Form) -> Vec<String> {
        let zone = self.desk.zone();
        let time = |at: Moment| match crate::ledger::in_zone(at, zone) {
            Some((day, time)) => format!(
                "{} {time}",
                dates::short_with_weekday(&self.desk.words, day, self.desk.today())
            ),
            None => at.to_string(),
        };
        let events: Vec<&Event> = events(form).collect();
        self.voice_with_weekdays(|voice| voice.agreed(&events, &time))
    }

    /// Draws the account's balance, whom to ask for, and as many open items as fit: the one that the call is about first,
    /// and what is in the customer's favour last.
    fn account_beside(&mut self, form: &Form, account: &Account, y: u16) {
        let (end, last) = (self.width() - 1, self.last());
        let name = self.name(&account.customer.details.name);
        let standing = said::of_account(account, &name);
        let sentence = self.sentence(&standing);
        let mut y = self.bold_paragraph(1, y, end, last, &sentence);
        let cases = self.cases(&standing);
        if !cases.is_empty() && y <= last {
            y = self.disputed_paragraph(1, y, end, last, &cases);
        }
        let ask = self.ask(&standing);
        if !ask.is_empty() && y <= last {
            y = self.paragraph(1, y, end, last, &ask);
        }
        let reach = said::reach(self, account);
        if !reach.is_empty() && y <= last {
            y = self.dim_paragraph(1, y, end, y, &reach);
        }
        let room = usize::from((last + 1).saturating_sub(y));
        if room == 0 {
            return;
        }
        let mut items: Vec<&BalanceItem> = account.balance.items.iter().collect();
        items.sort_by_key(|item| {
            let is_marked = Some(&item.item) == form.subject.document.as_ref();
            (!is_marked, !item.outstanding.is_positive())
        });
        // The last line says how many there is no room for.
        let open = account.balance.open();
        let shown = items.len().min(if open > room { room - 1 } else { room });
        let items = items.into_iter().take(shown);
        let as_of = account.balance.as_of;
        let rows: Vec<ItemTexts> = items.map(|item| ItemTexts::of(self, item, as_of)).collect();
        let columns = ItemColumns::of(self.width(), rows.iter());
        for (y, row) in (y..=last).zip(&rows) {
            columns.draw(self, y, row, self.theme.plain);
        }
        if shown < open {
            let words = self.say("call-more", &[("count", &(open - shown).to_string())]);
            self.dim_paragraph(3, last, end, last, &words);
        }
    }
}
