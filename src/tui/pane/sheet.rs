//! The account sheet: balance, aging, open items, what happened lately, whom to ask for. May use:
//! the answers on an account, the layers.

use crate::domain::{Code, Day, Money};
use crate::engine::change::Change;
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::lately::Happened;
use crate::tui::desk::Desk;
use crate::tui::form::Subject;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Layer, Part, Step};
use crate::tui::pen::{Pen, width};
use crate::tui::worker::{Account, Answer, Question};

use super::document::Document;

/// Which part of the sheet the mark is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Zone {
    /// The account as a whole.
    Head,
    /// Its open items.
    Items,
    /// What happened lately.
    Lately,
}

/// The sheet of an account.
pub struct Sheet {
    /// Whose.
    pub customer: Code,
    /// What is known; none, the book is still asked.
    pub account: Option<Account>,
    zone: Zone,
    item: usize,
    event: usize,
}

impl Sheet {
    /// The sheet of an account, with what is known of it already.
    pub fn of(customer: Code, known: Option<Account>) -> Sheet {
        let account = known.filter(|account| account.customer.customer == customer);
        Sheet { customer, account, zone: Zone::Items, item: 0, event: 0 }
    }

    fn items(&self) -> &[BalanceItem] {
        self.account.as_ref().map_or(&[], |account| account.balance.items.as_slice())
    }

    fn lately(&self) -> &[Happened] {
        self.account.as_ref().map_or(&[], |account| account.lately.as_slice())
    }

    /// The zone, as far as there is anything in it.
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
        let next = if forward { now + 1 } else { now + order.len() - 1 };
        self.zone = order.get(next % order.len()).copied().unwrap_or(Zone::Head);
    }

    fn step(&mut self, by: isize) {
        let (items, events) = (self.items().len(), self.lately().len());
        let moved =
            |mark: usize, count: usize| mark.saturating_add_signed(by).min(count.saturating_sub(1));
        match self.zone() {
            Zone::Head => {}
            Zone::Items => self.item = moved(self.item, items),
            Zone::Lately => self.event = moved(self.event, events),
        }
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let subject = self.subject(desk);
        match subject.document.clone() {
            Some(number) => {
                let document = Document::of(number.0, subject);
                vec![Step::Open(Layer::Document(Box::new(document)))]
            }
            None => vec![Step::Say(desk.say("sheet-nothing-marked", &[]))],
        }
    }

    fn keep_mark(&mut self, account: &Account) {
        let marked = self.items().get(self.item).map(|item| item.item.clone());
        let place = marked
            .and_then(|marked| account.balance.items.iter().position(|item| item.item == marked));
        self.item = place.unwrap_or(0);
        self.event = self.event.min(account.lately.len().saturating_sub(1));
    }
}

impl Sheet {
    fn is_touched(&self, change: &Change) -> bool {
        let items = self.items().iter().map(|item| &item.item);
        let numbers = items.chain(self.lately().iter().map(|event| &event.number));
        change.touches(&self.customer.0) || numbers.into_iter().any(|one| change.touches(&one.0))
    }
}

impl Part for Sheet {
    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        match self.is_touched(change) {
            true => vec![Step::Ask(Question::Account(self.customer.clone()))],
            false => Vec::new(),
        }
    }

    fn context(&self) -> Context {
        Context::Sheet
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open => return self.open(desk),
            Verb::Next => self.turn(true),
            Verb::Previous => self.turn(false),
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            Verb::PageDown => self.step(8),
            Verb::PageUp => self.step(-8),
            Verb::First => self.step(isize::MIN),
            Verb::Last => self.step(isize::MAX),
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match answer {
            Answer::Account(account) if account.customer.customer == self.customer => {
                self.keep_mark(account);
                self.account = Some((**account).clone());
                vec![Step::Done]
            }
            _ => Vec::new(),
        }
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        vec![Step::Ask(Question::Account(self.customer.clone()))]
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
                if let Some(item) = self.items().get(self.item) {
                    subject.document = Some(item.item.clone());
                    subject.kind.clone_from(&item.kind);
                    subject.left = Some(positive(item.outstanding));
                }
            }
            Zone::Lately => {
                if let Some(event) = self.lately().get(self.event) {
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
        sums(pen, account);
        aging(pen, account);
        let items = self.items().len();
        let room = usize::from(pen.last().saturating_sub(9));
        let shown = items.min((room * 3 / 5).max(room.saturating_sub(self.lately().len()))).max(1);
        let shown = u16::try_from(shown).unwrap_or(1);
        self.draw_items(pen, account.balance.as_of, shown);
        self.draw_lately(pen, 8 + shown);
    }
}

impl Sheet {
    fn head(&self, pen: &mut Pen, account: &Account) {
        let customer = &account.customer;
        let terms = customer.terms.to_string();
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
            None => reach(pen, account),
        };
        let style = if customer.on_hold.is_some() { pen.theme.late } else { pen.theme.dim };
        pen.text(1, 3, &reach, style);
        pen.rule(4, "");
    }

    fn draw_items(&self, pen: &mut Pen, today: Day, rows: u16) {
        let count = self.items().len().to_string();
        let words = pen.say("desk-open-items", &[("count", &count)]);
        pen.rule(7, &words);
        if self.items().is_empty() {
            let words = pen.say("sheet-no-items", &[]);
            pen.text(3, 8, &words, pen.theme.dim);
        }
        let first = self.item.saturating_sub(usize::from(rows.saturating_sub(1)));
        let shown = self.items().iter().enumerate().skip(first).take(usize::from(rows));
        for (y, (place, item)) in (8..).zip(shown) {
            let style = pen.row(y, self.zone() == Zone::Items && place == self.item);
            let number = pen.cut(3, y, 22, &item.item.0, style);
            let wide = pen.width() >= 80;
            // A narrow window leaves the date out, and what is disputed: the sums stay.
            let (when_at, end) = if wide { (32, 61) } else { (22, pen.width() - 2) };
            if wide {
                let date = pen.day(item.date);
                pen.cut(number.max(22), y, when_at - 1, &date, style);
            }
            let days = today.days_since(item.due);
            let is_late = item.outstanding.is_positive() && days > 0;
            let late = if is_late { style.patch(pen.theme.late) } else { style };
            let when = when(pen, item, days);
            pen.cut(when_at, y, end - 14, &when, late);
            let outstanding = pen.money(item.outstanding);
            pen.right(end, y, &outstanding, style);
            if let Some(disputed) = item.disputed.filter(|_| wide) {
                let amount = pen.money(disputed);
                let words = pen.say("desk-disputed-of", &[("amount", &amount)]);
                pen.text(63, y, &words, style.patch(pen.theme.disputed));
            }
        }
    }

    fn draw_lately(&self, pen: &mut Pen, y: u16) {
        let words = pen.say("sheet-lately", &[]);
        pen.rule(y, &words);
        let rows = usize::from(pen.last().saturating_sub(y));
        let first = self.event.saturating_sub(rows.saturating_sub(1));
        for (y, (place, event)) in
            (y + 1..).zip(self.lately().iter().enumerate().skip(first).take(rows))
        {
            let style = pen.row(y, self.zone() == Zone::Lately && place == self.event);
            let date = pen.day(event.date);
            pen.cut(3, y, 12, &date, style);
            let kind = pen.desk.word(&event.kind);
            pen.cut(13, y, 24, &kind, style);
            let mut x = pen.cut(25, y, 42, &event.number.0, style);
            if let Some(amount) = event.amount {
                let amount = pen.money(amount);
                pen.right(58, y, &amount, style);
                x = 58;
            }
            let text = match event.text.parse::<Day>() {
                Ok(by) => pen.say("sheet-by", &[("date", &pen.day(by))]),
                Err(_) => match event.kind.as_str() {
                    "call" | "callback" => event.text.clone(),
                    _ => pen.desk.word(&event.text),
                },
            };
            let state = pen.desk.word(&event.state);
            let said: Vec<String> =
                [text, state].into_iter().filter(|part| !part.is_empty()).collect();
            pen.text(x + 2, y, &said.join(", "), style);
        }
    }
}

/// What is left of an item, whichever way it counts.
fn positive(left: Money) -> Money {
    if left.is_negative() { left.negated() } else { left }
}

fn when(pen: &Pen, item: &BalanceItem, days: i64) -> String {
    let count = days.abs().to_string();
    match (item.outstanding.is_negative(), days) {
        (true, _) => pen.say("desk-in-hand", &[]),
        (_, ..0) => pen.say("desk-due-in", &[("days", &count)]),
        (_, 0) => pen.say("desk-due-today", &[]),
        _ => pen.say("desk-days-late", &[("days", &count)]),
    }
}

fn sums(pen: &mut Pen, account: &Account) {
    let balance = &account.balance;
    let sums = [
        ("desk-balance", balance.balance),
        ("desk-overdue", balance.overdue),
        ("desk-on-account", balance.on_account),
        ("desk-disputed-sum", balance.disputed),
    ];
    let mut x = 1;
    for (words, sum) in sums {
        let style = match (words, sum.is_positive()) {
            ("desk-overdue", true) => pen.theme.late.patch(pen.theme.bold),
            ("desk-disputed-sum", true) => pen.theme.disputed.patch(pen.theme.bold),
            _ => pen.theme.bold,
        };
        let words = pen.say(words, &[]);
        x = pen.text(x, 5, &words, pen.theme.dim);
        let sum = pen.money(sum);
        x = pen.text(x + 1, 5, &sum, style) + 3;
    }
}

/// What is owed by how late it is, each with its share, as far as the window is wide: bars go first,
/// then what is nothing.
fn aging(pen: &mut Pen, account: &Account) {
    let buckets = account.balance.aging.all();
    let most = buckets.iter().map(|bucket| bucket.minor()).max().unwrap_or(0).max(1);
    let names = ["desk-not-due", "desk-30", "desk-60", "desk-90", "desk-91"];
    let line = |pen: &Pen, widest: i64, nothing: bool| -> Vec<[String; 3]> {
        let shown = names.into_iter().zip(buckets).filter(|(_, sum)| nothing || !sum.is_zero());
        let part = |(words, sum): (&str, Money)| {
            let bar = usize::try_from(sum.minor().max(0) * widest / most).unwrap_or(0);
            let bar = pen.sign("█").repeat(bar) + if bar > 0 { " " } else { "" };
            [pen.say(words, &[]) + " ", bar, pen.money(sum)]
        };
        shown.map(part).collect()
    };
    let fits = |parts: &Vec<[String; 3]>| {
        let wide = |part: &[String; 3]| part.iter().map(|text| width(text)).sum::<u16>() + 2;
        parts.iter().map(wide).sum::<u16>() < pen.width() + 2
    };
    let bars = if pen.desk.settings.plain { 0 } else { 5 };
    let ways = [(bars, true), (0, true), (bars, false), (0, false)];
    let lines: Vec<_> = ways.map(|(widest, nothing)| line(pen, widest, nothing)).into();
    let Some(parts) = lines.iter().find(|line| fits(line)).or(lines.last()) else { return };
    let mut x = 1;
    for [name, bar, sum] in parts {
        x = pen.text(x, 6, name, pen.theme.dim);
        x = pen.text(x, 6, bar, pen.theme.plain);
        x = pen.text(x, 6, sum, pen.theme.plain) + 2;
    }
}

/// How to reach somebody at the customer.
pub fn reach(pen: &Pen, account: &Account) -> String {
    let details = &account.customer.details;
    let parts = [&details.contact, &details.phone, &details.email, &details.address, &details.city];
    let mut parts: Vec<String> = parts.into_iter().flatten().cloned().collect();
    if let Some(tax_id) = &details.tax_id {
        parts.push(pen.say("sheet-tax-id", &[("number", tax_id)]));
    }
    parts.join(&format!(" {} ", pen.sign("·")))
}
