//! The sheet of an account: balance, aging, open items, recent activity, contacts. May use: the answers
//! on an account, the layers.

use crate::domain::{Code, Day, Money, Number};
use crate::engine::change::Change;
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::lately::Happened;
use crate::reports::worklist::{told_habit, told_promises};
use crate::tui::account::{Account, FirstItems};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::items::{ItemColumns, ItemTexts};
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::{ListMark, distance};
use crate::tui::pen::{Pen, width};
use crate::tui::query::Answer;
use crate::tui::said;
use crate::tui::subject::Subject;

use super::sheet_figures::{aging, sums};
use super::sheet_lately::LatelyColumns;

/// The part of the sheet that the mark is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Zone {
    /// The account as a whole.
    Head,
    /// Its open items.
    Items,
    /// Recent activity.
    Lately,
}

/// The sheet of an account.
pub struct Sheet {
    /// The customer.
    pub customer: Code,
    /// The account; `None` until the book has answered.
    pub account: Option<Account>,
    zone: Zone,
    item: ListMark,
    event: ListMark,
    /// The document to mark once the account is known.
    wanted: Option<Number>,
    /// How many of the open items to ask for.
    first: FirstItems,
    /// Whether to mark the last of them once all are known.
    to_last: bool,
    accounts: Asking<Account>,
}

impl Sheet {
    /// The sheet of an account, with what is already known of it.
    pub fn of(customer: Code, known: Option<Account>) -> Sheet {
        let account = known.filter(|account| account.customer.customer == customer);
        Sheet {
            customer,
            account,
            zone: Zone::Items,
            item: ListMark::default(),
            event: ListMark::default(),
            wanted: None,
            first: FirstItems::default(),
            to_last: false,
            accounts: Asking::default(),
        }
    }

    /// The same with a document marked: the one that the account was found by.
    #[must_use]
    pub fn at(mut self, document: Option<Number>) -> Sheet {
        self.first.through.clone_from(&document);
        self.wanted = document;
        self.mark_wanted();
        self
    }

    /// Marks the wanted document. If it is not on the sheet, marks the account as a whole, so that no
    /// other document is mistaken for it.
    fn mark_wanted(&mut self) {
        let Some(wanted) = self.wanted.as_ref().filter(|_| self.account.is_some()) else { return };
        let item = self.items().iter().position(|item| item.item == *wanted);
        let event = self.lately().iter().position(|event| event.number == *wanted);
        match (item, event) {
            (Some(place), _) => (self.zone, self.item) = (Zone::Items, ListMark::at(place)),
            (None, Some(place)) => (self.zone, self.event) = (Zone::Lately, ListMark::at(place)),
            (None, None) => self.zone = Zone::Head,
        }
    }

    fn items(&self) -> &[BalanceItem] {
        self.account.as_ref().map_or(&[], |account| account.balance.items.as_slice())
    }

    fn lately(&self) -> &[Happened] {
        self.account.as_ref().map_or(&[], |account| account.lately.as_slice())
    }

    /// The part that the mark is in; if that has no rows, the account as a whole.
    fn zone(&self) -> Zone {
        match self.zone {
            Zone::Items if self.items().is_empty() => Zone::Head,
            Zone::Lately if self.lately().is_empty() => Zone::Head,
            zone => zone,
        }
    }

    fn turn(&mut self, forward: bool) {
        let order = [Zone::Head, Zone::Items, Zone::Lately];
        let now = order.iter().position(|zone| *zone == self.zone).unwrap_or(0);
        // Skip parts without rows.
        let has_rows = |zone: &Zone| match zone {
            Zone::Head => true,
            Zone::Items => !self.items().is_empty(),
            Zone::Lately => !self.lately().is_empty(),
        };
        let by = |far: usize| if forward { now + far } else { now + order.len() - far };
        let others = (1..=order.len()).filter_map(|far| order.get(by(far) % order.len()));
        self.zone = others.copied().find(has_rows).unwrap_or(Zone::Head);
    }

    /// Moves the mark within its part, or down from the account into the first part below, if the key is one that
    /// does.
    fn moves(&mut self, verb: Verb) -> bool {
        let (items, events) = (self.items().len(), self.lately().len());
        match self.zone() {
            Zone::Head if verb == Verb::Down => {
                self.turn(true);
                true
            }
            Zone::Head => distance(verb).is_some(),
            Zone::Items => self.item.moves(verb, items),
            Zone::Lately => self.event.moves(verb, events),
        }
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let subject = self.subject(desk);
        match subject.document.clone() {
            Some(number) => vec![Step::Open(OpenRequest::Document(number.0, subject))],
            None => vec![Step::Say(desk.say("sheet-nothing-marked", &[]))],
        }
    }

    /// Keeps the mark on its row, or puts it on the wanted document.
    fn knows(&mut self, account: Account) {
        self.keep_mark(&account);
        let has_more = account.balance.has_more();
        self.account = Some(account);
        self.mark_wanted();
        if self.to_last && !has_more {
            self.to_last = false;
            self.item = ListMark::at(self.items().len().saturating_sub(1));
        }
    }

    fn keep_mark(&mut self, account: &Account) {
        let marked = self.items().get(self.item.place()).map(|item| item.item.clone());
        let place = marked
            .and_then(|marked| account.balance.items.iter().position(|item| item.item == marked));
        self.item = ListMark::at(place.unwrap_or(0));
        self.event.follows(None, account.lately.len());
    }
}

impl Sheet {
    fn ask(&mut self) -> Step {
        Step::Send(self.accounts.account(&self.customer, &self.first))
    }

    /// Asks for more open items if the mark is near the last known one.
    fn more(&mut self) -> Option<Step> {
        let balance = &self.account.as_ref()?.balance;
        if self.zone() != Zone::Items {
            return None;
        }
        let asks = match self.to_last {
            true => balance.has_more() && self.first.most < usize::MAX,
            false => self.first.reach(self.item.place(), balance.items.len(), balance),
        };
        if self.to_last {
            self.first.most = usize::MAX;
        }
        asks.then(|| self.ask())
    }

    fn is_touched(&self, change: &Change) -> bool {
        let items = self.items().iter().map(|item| &item.item);
        let numbers = items.chain(self.lately().iter().map(|event| &event.number));
        change.touches(&self.customer.0) || numbers.into_iter().any(|one| change.touches(&one.0))
    }
}

impl Part for Sheet {
    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        match self.is_touched(change) {
            true => vec![self.ask()],
            false => Vec::new(),
        }
    }

    fn context(&self) -> Context {
        Context::Sheet
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        // The user has moved on: the wanted document no longer matters.
        let wanted = self.wanted.take();
        match verb {
            Verb::Open => return self.open(desk),
            Verb::Next => self.turn(true),
            Verb::Previous => self.turn(false),
            verb if self.moves(verb) => {}
            _ => {
                self.wanted = wanted;
                return Vec::new();
            }
        }
        self.to_last = match verb {
            Verb::Last => self.zone() == Zone::Items,
            _ => false,
        };
        std::iter::once(Step::Done).chain(self.more()).collect()
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match self.accounts.take(answer) {
            Some(Ok(account)) => {
                self.knows(account);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => Vec::new(),
        }
    }

    fn covers(&self) -> bool {
        true
    }

    /// A key waits until the account is known, with what was just posted.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.accounts.is_waiting()
    }

    fn marks(&mut self, customer: &Code, invoice: &Number) -> bool {
        let is_here = *customer == self.customer;
        if is_here {
            self.first.through = Some(invoice.clone());
            self.wanted = Some(invoice.clone());
        }
        is_here
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        vec![self.ask()]
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(account) = &self.account else { return Subject::default() };
        let mut subject = Subject {
            customer: Some(self.customer.clone()),
            name: account.customer.details.name.clone(),
            currency: Some(account.balance.currency),
            ..Subject::default()
        };
        match self.zone() {
            Zone::Head => {}
            Zone::Items => {
                if let Some(item) = self.items().get(self.item.place()) {
                    subject.document = Some(item.item.clone());
                    subject.kind.clone_from(&item.kind);
                    subject.left = Some(positive(item.outstanding));
                }
            }
            Zone::Lately => {
                if let Some(event) = self.lately().get(self.event.place()) {
                    subject.document = Some(event.number.clone());
                    subject.kind.clone_from(&event.kind);
                    let open = self.items().iter().find(|item| item.item == event.number);
                    subject.left = open.map(|item| positive(item.outstanding));
                }
            }
        }
        subject
    }

    fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    fn draw(&self, pen: &mut Pen) {
        let Some(account) = &self.account else {
            let words = pen.say("desk-reading", &[("customer", &self.customer.0)]);
            pen.text(1, 2, &words, pen.theme.dim);
            return;
        };
        self.head(pen, account);
        let mut y = said(pen, account);
        // A low window has no room for the figures below the sentence, which says the same.
        let from = if pen.width() < 80 { FIGURES_FROM_NARROW } else { FIGURES_FROM };
        if pen.area.height >= from {
            y = sums(pen, account, y);
            y = aging(pen, account, y);
        }
        let items = self.items().len();
        let room = usize::from(pen.last().saturating_sub(y + 2));
        let shown = items.min((room * 3 / 5).max(room.saturating_sub(self.lately().len()))).max(1);
        let shown = u16::try_from(shown).unwrap_or(1);
        self.draw_items(pen, account.balance.as_of, y, shown);
        self.draw_lately(pen, y + 1 + shown);
    }
}

/// The least height of a window that shows the figures below the sentence for the caller.
const FIGURES_FROM: u16 = 20;

/// The same in a narrow one, where the sentence and the figures take twice the lines.
const FIGURES_FROM_NARROW: u16 = 24;

/// Draws the sentence to read to the caller. Returns the line below.
fn said(pen: &mut Pen, account: &Account) -> u16 {
    let name = pen.name(&account.customer.details.name);
    let standing = said::of_account(account, &name);
    let (end, last) = (pen.width() - 1, pen.last());
    let (sentence, cases) = (pen.sentence(&standing), pen.cases(&standing));
    let y = pen.bold_paragraph(1, 5, end, last, &sentence);
    match cases.is_empty() {
        true => y,
        false => pen.disputed_paragraph(1, y, end, last, &cases),
    }
}

/// How a customer pays and keeps promises, preceded by the money waiting to be allocated.
fn habit(pen: &Pen, account: &Account) -> String {
    let customer = &account.customer;
    let waiting = customer.promises.and_then(|record| record.to_allocate).map(|amount| {
        let amount = pen.money(amount);
        pen.say("sheet-to-allocate", &[("currency", customer.currency.code()), ("amount", &amount)])
    });
    let words = &pen.desk.words;
    let habit = customer.habit.and_then(|habit| told_habit(habit, words));
    let promises = customer.promises.and_then(|record| told_promises(record, words));
    words.joined(&waiting.into_iter().chain(habit).chain(promises).collect::<Vec<_>>())
}

impl Sheet {
    fn head(&self, pen: &mut Pen, account: &Account) {
        let customer = &account.customer;
        let terms = pen.desk.words.terms(customer.terms);
        let limit = customer.credit_limit.map_or(String::new(), |limit| {
            let limit = pen.money(limit);
            format!(" {} {}", pen.sign("·"), pen.say("desk-limit", &[("amount", &limit)]))
        });
        let right = format!("{terms}{limit}");
        let end = pen.width() - 1;
        let room = end.saturating_sub(width(&right) + 2);
        let name = format!("{} {} {}", customer.details.name, pen.sign("·"), customer.customer);
        let style = match self.zone() == Zone::Head {
            true => pen.row(2, true),
            false => pen.theme.bold,
        };
        pen.cut(if self.zone() == Zone::Head { 3 } else { 1 }, 2, room, &name, style);
        pen.right(end, 2, &right, if self.zone() == Zone::Head { style } else { pen.theme.dim });
        let reach = match &customer.on_hold {
            Some(reason) => pen.say("desk-on-hold", &[("reason", reason)]),
            None => said::dunning_and_reach(pen, account),
        };
        let style = if customer.on_hold.is_some() { pen.theme.late } else { pen.theme.dim };
        pen.text(1, 3, &reach, style);
        let words = habit(pen, account);
        pen.rule(4, &words);
    }

    fn draw_items(&self, pen: &mut Pen, today: Day, top: u16, rows: u16) {
        let count = self.account.as_ref().map_or(0, |account| account.balance.open()).to_string();
        let words = pen.say("desk-open-items", &[("count", &count)]);
        pen.rule(top, &words);
        if self.items().is_empty() {
            let words = pen.say("sheet-no-items", &[]);
            pen.text(3, top + 1, &words, pen.theme.dim);
        }
        let first = self.item.first_shown(usize::from(rows));
        let shown = self.items().iter().enumerate().skip(first).take(usize::from(rows));
        let shown: Vec<_> =
            shown.map(|(place, item)| (place, ItemTexts::of(pen, item, today))).collect();
        let columns = ItemColumns::of(pen.width(), shown.iter().map(|(_, row)| row));
        for (y, (place, row)) in (top + 1..).zip(&shown) {
            let style = pen.row(y, self.zone() == Zone::Items && *place == self.item.place());
            columns.draw(pen, y, row, style);
        }
    }

    fn draw_lately(&self, pen: &mut Pen, y: u16) {
        if y > pen.last() {
            return;
        }
        let words = pen.say("sheet-lately", &[]);
        pen.rule(y, &words);
        let rows = usize::from(pen.last().saturating_sub(y));
        let first = self.event.first_shown(rows);
        let shown: Vec<_> = self.lately().iter().enumerate().skip(first).take(rows).collect();
        let columns = LatelyColumns::of(pen, shown.iter().map(|(_, event)| *event));
        for (y, (place, event)) in (y + 1..).zip(shown) {
            let style = pen.row(y, self.zone() == Zone::Lately && place == self.event.place());
            columns.draw(pen, y, event, style);
        }
    }
}

/// The open amount of an item, without its sign.
fn positive(left: Money) -> Money {
    if left.is_negative() { left.negated() } else { left }
}
