//! Draws the first line of a form: its name, whom and what it is about, what they owe, when it was saved.
//! May use: the form, the pen.

use crate::domain::Currency;
use crate::tui::account::Account;
use crate::tui::desk::Desk;
use crate::tui::pen::{Pen, shortened, width};

use super::Form;
use super::spec::FieldKind;

/// The least cells of a customer's name by which it is recognised.
const LEAST_NAME: u16 = 8;

impl Form {
    /// The name of the form, and whom and what it is about.
    pub fn title(&self, pen: &Pen) -> String {
        self.title_with(pen, &self.subject.name)
    }

    /// The same with the customer's name cut so that the title has this many cells, if enough of the name is
    /// left to recognise it.
    fn title_within(&self, pen: &Pen, room: u16) -> Option<String> {
        let (title, name) = (self.title(pen), &self.subject.name);
        let beyond = width(&title).saturating_sub(room);
        if beyond == 0 {
            return Some(title);
        }
        let left = width(name).saturating_sub(beyond);
        let is_shown = title.contains(name.as_str());
        (is_shown && left >= LEAST_NAME).then(|| self.title_with(pen, &shortened(name, left)))
    }

    fn title_with(&self, pen: &Pen, name: &str) -> String {
        let form = pen.say(&format!("form-{}", self.spec.name.replace('_', "-")), &[]);
        let dot = format!(" {} ", pen.sign("·"));
        let mut parts = vec![form];
        let is_about = self.spec.about.values().any(|what| what == "document");
        let is_line =
            is_about && matches!(self.subject.kind.as_str(), "bank_line" | "unidentified");
        // The form itself says whose the money is.
        if !is_line {
            parts.extend(Some(name.to_string()).filter(|name| !name.is_empty()));
            parts.extend(self.subject.customer.as_ref().map(ToString::to_string));
        }
        parts.extend(self.subject.document.as_ref().filter(|_| is_about).map(ToString::to_string));
        // A bank line is recognised by its amount.
        let line = self.subject.left.filter(|_| is_line);
        let currency = self.subject.currency.as_ref().map(Currency::code).unwrap_or_default();
        let words = &pen.desk.words;
        parts.extend(line.map(|amount| words.in_currency(currency, &pen.money(amount))));
        parts.join(&dot)
    }

    /// Whether to show an account's figures. For a bank line, only once its customer was chosen: the
    /// suggestion may be wrong.
    fn is_about(&self, account: &Account, desk: &Desk) -> bool {
        if self.subject.kind != "bank_line" {
            return true;
        }
        let field = self.spec.fields.iter().position(|it| it.entry == FieldKind::Customer);
        let chosen = field.and_then(|place| self.meant(place, desk).ok()?);
        chosen.is_some_and(|it| it.value == account.customer.customer.0)
    }
}

impl Pen<'_> {
    /// Draws the title with what is owed and how long a call has lasted; a long title makes room for what
    /// is owed. Returns when the form was saved, if the line has no room for that.
    pub(super) fn form_title(&mut self, form: &Form) -> Option<String> {
        let title = form.title(self);
        let end = self.width() - 1;
        let kept = form.kept.as_ref().map(|at| self.say("form-kept", &[("at", at)]));
        let owes = form
            .account
            .as_ref()
            .filter(|account| form.is_about(account, self.desk))
            .map(|account| self.owes(account.balance.currency, account.balance.balance));
        let minutes = form.minutes_of_call().filter(|minutes| *minutes > 0);
        let clock =
            minutes.map(|minutes| self.say("call-clock", &[("minutes", &minutes.to_string())]));
        // What is left out first comes last.
        let all = [vec![&clock, &owes, &kept], vec![&clock, &owes], vec![&owes]];
        let all = all.map(|parts| parts.into_iter().flatten().cloned().collect::<Vec<_>>());
        let fits = |right: &&Vec<String>| width(&title) + width(&right.join("  ")) + 4 < end;
        let [.., owed] = &all;
        let right = all.iter().find(fits).unwrap_or(owed);
        let told = right.join("  ");
        let room = end.saturating_sub(if told.is_empty() { 1 } else { width(&told) + 3 });
        let Some(title) = form.title_within(self, room) else {
            self.text(1, 2, &title, self.theme.bold);
            return kept;
        };
        self.text(1, 2, &title, self.theme.bold);
        self.right(end, 2, &told, self.theme.dim);
        kept.filter(|kept| !right.contains(kept))
    }
}
