//! What a form asks about its account and its document, and what the answers change. It knows the first
//! of the account's open items, and asks for more when it needs them. May use: the form.

use crate::domain::delivery::DeliveryWay;
use crate::ledger::query::show::{Show, Shown};
use crate::tui::account::{Account, FirstItems};
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::query::NoAnswer;

use super::grid::Grid;
use super::spec::FieldKind;
use super::{Form, FormPlace, Stage};

impl Form {
    /// Asks for the account, with as many of its open items as this form needs.
    pub(super) fn ask_account(&mut self) -> Option<Step> {
        let code = self.subject.customer.as_ref()?;
        Some(Step::Send(self.accounts.account(code, &self.first)))
    }

    /// Asks for the document or the case.
    pub(super) fn ask_document(&mut self) -> Option<Step> {
        let what = self.subject.document.as_ref()?.0.clone();
        Some(Step::Send(self.documents.ask(Show { what })))
    }

    /// Whether it would print a document that this machine cannot print. A served book is printed by its
    /// server.
    pub(super) fn lacks_a_printer(&self, desk: &Desk) -> bool {
        let is_served = desk.about.as_ref().is_some_and(|about| about.is_served);
        let place = self.spec.fields.iter().position(|field| field.name == "send_by");
        let Some(place) = place.filter(|_| !desk.prints && !is_served) else { return false };
        let by = self.meant(place, desk).ok().flatten();
        by.is_some_and(|by| by.value == DeliveryWay::Print.word())
    }

    /// Asks for more open items if those that are known may not be enough.
    pub(super) fn more_items(&mut self) -> Option<Step> {
        let balance = &self.account.as_ref()?.balance;
        let rows = balance.items.iter().filter(|item| item.outstanding.is_positive()).count();
        let row = match self.at {
            FormPlace::Cell(row, _) => row,
            FormPlace::Field(_) => 0,
        };
        let needs_all = self.types_item() || self.may_be_exact();
        let has_items = matches!(self.grid, Grid::Shares(_)) || self.has_item_field();
        let asks = match needs_all {
            true => balance.has_more() && self.first.most < usize::MAX,
            false => has_items && self.first.reach(row, rows, balance),
        };
        if asks && needs_all {
            self.first = FirstItems::ALL;
        }
        if asks { self.ask_account() } else { None }
    }

    /// Whether a key has to wait: each while the form is being sent, or doesn't know its draft yet; one that does
    /// more than type also while its account or its document is read, or the offers for its field. If the
    /// connection is lost, what can be typed is typed.
    pub fn holds_keys(&self, acts: bool, desk: &Desk) -> bool {
        let is_under_way = matches!(self.stage, Stage::Asking | Stage::Sent);
        if is_under_way || self.stage == Stage::Review || desk.others.lost.is_some() {
            return is_under_way;
        }
        let (account, document) = (self.accounts.is_waiting(), self.documents.is_waiting());
        let is_new = document && self.awaits_draft();
        let is_read = account || document || self.is_looking_up();
        self.reviews_soon || is_new || (acts && is_read)
    }

    /// Asks for the account and the document again: answers that came while the form was being sent were
    /// ignored.
    pub(super) fn asks_again(&mut self) -> Vec<Step> {
        let account = self.ask_account();
        std::iter::once(Step::Done).chain(account).chain(self.ask_document()).collect()
    }

    /// Takes an answer, or says why there is none.
    pub(super) fn told<A>(
        &mut self,
        answer: Result<A, NoAnswer>,
        desk: &Desk,
        take: fn(&mut Form, A, &Desk) -> Vec<Step>,
    ) -> Vec<Step> {
        match answer {
            Ok(answer) => take(self, answer, desk),
            Err(why) => {
                self.reviews_soon = false;
                vec![Step::Unanswered(why)]
            }
        }
    }

    /// The document or the case as it is now.
    pub(super) fn has_document(&mut self, shown: Shown, desk: &Desk) -> Vec<Step> {
        let now = serde_json::to_value(&shown).unwrap_or_default();
        if let Shown::Draft(it) = &shown {
            self.load_draft(&it.content, desk);
        }
        self.shown = Some(Box::new(shown));
        let mut steps = self.compare_document(now, desk);
        if self.stage == Stage::Typing && self.loaded.is_some() {
            steps.extend(self.ask(desk));
        }
        // What was typed before, in a form that is resumed, is gone on with.
        if std::mem::take(&mut self.reviews_soon) && self.stage == Stage::Typing && !self.is_typed()
        {
            steps.extend(self.review(desk));
        }
        steps.push(Step::Done);
        steps
    }

    /// The account as it is now.
    pub(super) fn has_account(&mut self, account: Account, desk: &Desk) -> Vec<Step> {
        let mut steps = self.compare_account(&account, desk);
        if self.stage != Stage::Typing {
            // The review must keep showing what was reviewed.
            return vec![Step::Done];
        }
        self.knows(account);
        self.is_settled = true;
        steps.extend(self.ask(desk));
        steps.extend(self.more_items());
        steps
    }

    fn has_item_field(&self) -> bool {
        self.spec.fields.iter().any(|field| is_item(field.entry))
    }

    /// Whether the end of an item's number was typed, which may belong to any item.
    fn types_item(&self) -> bool {
        let fields = self.spec.fields.iter().zip(&self.fields);
        let mut items = fields.filter(|(spec, _)| is_item(spec.entry));
        items.any(|(_, text)| text.is_touched && !text.value().trim().is_empty())
    }
}

/// Whether a field takes the numbers of open items.
fn is_item(entry: FieldKind) -> bool {
    matches!(entry, FieldKind::Item | FieldKind::Items)
}
