//! Draws the desk: the design size is 80×24; a larger window shows more rows. May use: ratatui, the
//! state of the desk, words.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::domain::Money;
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::lookup::Hit;

use super::app::{App, Layer};
use super::keymap::Context;
use super::sheet::Sheet;
use super::theme::Theme;
use super::worker::Account;

/// The smallest window the desk is drawn in.
const LEAST: (u16, u16) = (60, 16);

/// Draws the uppermost layer.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) {
    let area = frame.area();
    let mut pen = Pen { buffer: frame.buffer_mut(), area, app, theme };
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return pen.too_small();
    }
    pen.top();
    match app.layers.last() {
        None => {
            let cursor = pen.home();
            frame.set_cursor_position(cursor);
        }
        Some(Layer::Sheet(sheet)) => pen.sheet(sheet),
        Some(Layer::Help(context)) => pen.help(*context),
    }
    Pen { buffer: frame.buffer_mut(), area, app, theme }.bottom();
}

struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    app: &'a App,
    theme: &'a Theme,
}

impl Pen<'_> {
    fn say(&self, words: &str, args: &[(&str, &str)]) -> String {
        self.app.words.say(words, args)
    }

    /// Writes text at a place, as far as there is room; where it ends.
    fn text(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return x;
        }
        let room = usize::from(self.area.width - x);
        self.buffer.set_stringn(x, y, text, room, style).0
    }

    /// Writes text that ends before `end`.
    fn right(&mut self, end: u16, y: u16, text: &str, style: Style) {
        let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
        self.text(end.saturating_sub(width), y, text, style);
    }

    /// Writes text into a column, cut off at its end.
    fn column(&mut self, x: u16, width: u16, y: u16, text: &str, style: Style) {
        let room = usize::from(width.min(self.area.width.saturating_sub(x)));
        self.buffer.set_stringn(x, y, text, room, style);
    }

    fn rule(&mut self, y: u16) {
        let line = "─".repeat(usize::from(self.area.width));
        self.text(0, y, &line, self.theme.dim);
    }

    fn too_small(&mut self) {
        let (width, height) = (self.area.width.to_string(), self.area.height.to_string());
        let words = self.say("desk-too-small", &[("width", &width), ("height", &height)]);
        self.text(0, 0, &words, self.theme.plain);
    }

    fn top(&mut self) {
        let (company, today) = match &self.app.about {
            Some(about) => (about.company.clone(), about.today.spoken()),
            None => (self.say("desk-opening", &[]), String::new()),
        };
        self.text(1, 0, &format!("Daybook · {company}"), self.theme.bold);
        let who = format!("{} · {today}", self.app.user);
        self.right(self.area.width - 1, 0, &who, self.theme.dim);
        self.rule(1);
    }

    /// What can be done here, or why the last key did nothing.
    fn bottom(&mut self) {
        let y = self.area.height - 1;
        self.rule(y - 1);
        if let Some(message) = &self.app.message {
            self.text(1, y, message, self.theme.bold);
            return;
        }
        let mut x = 1;
        let bindings: Vec<_> = self.app.keymap.of(self.app.context()).cloned().collect();
        for binding in bindings.into_iter().filter(|binding| binding.hint) {
            let key = binding.keys.first().map(ToString::to_string).unwrap_or_default();
            let words = self.say(&binding.words, &[]);
            if usize::from(x) + key.width() + words.width() + 1 >= usize::from(self.area.width) {
                break;
            }
            x = self.text(x, y, &key, self.theme.bold);
            x = self.text(x + 1, y, &words, self.theme.plain) + 2;
        }
    }

    /// The prompt, the accounts found, and what the marked one owes; where the cursor stands.
    fn home(&mut self) -> (u16, u16) {
        let app = self.app;
        let prompt = self.say("desk-who", &[]);
        let x = self.text(1, 2, &prompt, self.theme.plain) + 2;
        let room = usize::from(self.area.width.saturating_sub(x + 24));
        let skipped = app.home.input.visual_scroll(room);
        let typed: String = app.home.query().chars().skip(skipped).collect();
        self.column(x, u16::try_from(room).unwrap_or(0), 2, &typed, self.theme.bold);
        let cursor = app.home.input.visual_cursor().saturating_sub(skipped);
        self.right(self.area.width - 1, 2, &self.counts(), self.theme.dim);
        self.rule(3);
        self.hits();
        let y = self.area.height - 7;
        self.text(1, y, &"─".repeat(usize::from(self.area.width - 2)), self.theme.dim);
        self.answer(y + 1);
        (x + u16::try_from(cursor).unwrap_or(0), 2)
    }

    fn counts(&self) -> String {
        let found = self.app.home.hits().len().to_string();
        let all = self.app.about.as_ref().map_or(String::new(), |about| about.accounts.to_string());
        let all = crate::domain::money::grouped(&all);
        let partial = self.app.home.lookup.as_ref().is_some_and(|lookup| lookup.partial);
        let words = if partial { "desk-counts-partial" } else { "desk-counts" };
        self.say(words, &[("found", &found), ("all", &all)])
    }

    fn hits(&mut self) {
        let app = self.app;
        if app.home.hits().is_empty() {
            let words = if app.home.query().is_empty() { "desk-type" } else { "desk-nobody" };
            let words = self.say(words, &[("query", app.home.query())]);
            self.text(3, 5, &words, self.theme.dim);
            return;
        }
        let width = self.area.width;
        let columns = Columns::of(width);
        for (x, words) in [(3, "desk-account"), (columns.code, "desk-code")] {
            let words = self.say(words, &[]);
            self.text(x, 4, &words, self.theme.dim);
        }
        for (end, words) in [(columns.balance, "desk-balance"), (width - 2, "desk-overdue")] {
            let words = self.say(words, &[]);
            self.right(end, 4, &words, self.theme.dim);
        }
        let rows = usize::from(self.area.height - 12);
        let first = app.home.mark.saturating_sub(rows.saturating_sub(1));
        for (y, (place, hit)) in
            (5..).zip(app.home.hits().iter().enumerate().skip(first)).take(rows)
        {
            self.hit(y, hit, place == app.home.mark);
        }
    }

    fn hit(&mut self, y: u16, hit: &Hit, marked: bool) {
        let width = self.area.width;
        let style = if marked { self.theme.marked } else { self.theme.plain };
        self.text(0, y, &" ".repeat(usize::from(width)), style);
        if marked {
            self.text(1, y, "▸", style);
        }
        let columns = Columns::of(width);
        let end = columns.code - 1;
        let mut x = 3;
        // What matched is underlined in the name; by what else it was found stands before it.
        let shown = hit.document.as_ref().map(ToString::to_string).or(hit.text.clone());
        if let Some(shown) = &shown {
            x = self.cut(x, y, end, &format!("{shown} → "), style.patch(self.theme.dim));
        }
        for (place, letter) in hit.name.chars().enumerate() {
            let is_match =
                shown.is_none() && hit.at.iter().any(|(from, to)| (*from..*to).contains(&place));
            let style = if is_match { style.patch(self.theme.matched) } else { style };
            x = self.cut(x, y, end, letter.encode_utf8(&mut [0; 4]), style);
        }
        self.column(columns.code, columns.code_width, y, &hit.customer.0, style);
        let late = if hit.overdue.is_positive() { style.patch(self.theme.late) } else { style };
        self.right(columns.balance, y, &hit.balance.grouped(), style);
        let overdue = if hit.overdue.is_zero() { "–".into() } else { hit.overdue.grouped() };
        self.right(width - 2, y, &overdue, late);
    }

    /// Writes text that ends at `end` at the latest.
    fn cut(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        if x >= end {
            return x;
        }
        self.buffer.set_stringn(x, y, text, usize::from(end - x), style).0
    }

    /// What the marked account owes, in a sentence, and how to reach it.
    fn answer(&mut self, y: u16) {
        let app = self.app;
        let Some(hit) = app.home.marked() else { return };
        let known = app.home.account.as_ref();
        let known = known.filter(|known| known.customer.customer == hit.customer);
        let sentence = self.owes(hit, known);
        self.text(1, y, &sentence, self.theme.bold);
        let Some(known) = known else { return };
        if known.balance.disputed.is_positive() {
            let amount = known.balance.disputed.grouped();
            let words = self.say("desk-disputed", &[("amount", &amount)]);
            self.text(1, y + 1, &words, self.theme.plain);
        }
        let reach = reach(known);
        self.text(1, y + 2, &reach, self.theme.dim);
    }

    fn owes(&self, hit: &Hit, known: Option<&Account>) -> String {
        let amount = |money: Money| format!("{} {}", hit.currency, money.grouped());
        let name = [("name", hit.name.as_str())];
        if hit.balance.is_negative() {
            let held = amount(hit.balance.negated());
            return self.say("desk-holds", &[name[0], ("amount", &held)]);
        }
        if hit.balance.is_zero() && hit.overdue.is_zero() {
            return self.say("desk-owes-nothing", &name);
        }
        let balance = amount(hit.balance);
        let late = hit.overdue.grouped();
        let days = known.and_then(oldest).map(|days| days.to_string());
        match (hit.overdue.is_positive(), days) {
            (false, _) => self.say("desk-owes", &[name[0], ("amount", &balance)]),
            (true, None) => {
                self.say("desk-owes-late", &[name[0], ("amount", &balance), ("late", &late)])
            }
            (true, Some(days)) => {
                let args = [name[0], ("amount", &balance), ("late", &late), ("days", &days)];
                self.say("desk-owes-late-since", &args)
            }
        }
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let Some(account) = &sheet.account else {
            let words = self.say("desk-reading", &[("customer", &sheet.customer.0)]);
            self.text(1, 2, &words, self.theme.dim);
            return;
        };
        let (customer, balance) = (&account.customer, &account.balance);
        self.text(
            1,
            2,
            &format!("{} · {}", customer.details.name, customer.customer),
            self.theme.bold,
        );
        let terms = customer.terms.to_string();
        let limit = customer.credit_limit.map_or(String::new(), |limit| {
            format!(" · {}", self.say("desk-limit", &[("amount", &limit.grouped())]))
        });
        self.right(self.area.width - 1, 2, &format!("{terms}{limit}"), self.theme.dim);
        self.text(1, 3, &reach(account), self.theme.dim);
        self.rule(4);
        let sums = [
            ("desk-balance", balance.balance),
            ("desk-overdue", balance.overdue),
            ("desk-on-account", balance.on_account),
            ("desk-disputed-sum", balance.disputed),
        ];
        let mut x = 1;
        for (words, sum) in sums {
            let late = words == "desk-overdue" && sum.is_positive();
            let style = if late { self.theme.late } else { self.theme.bold };
            let words = self.say(words, &[]);
            x = self.text(x, 5, &words, self.theme.dim);
            x = self.text(x + 1, 5, &sum.grouped(), style) + 3;
        }
        self.aging(account);
        self.items(sheet, &balance.items, balance.as_of);
    }

    /// What is owed by how late it is, each with its share.
    fn aging(&mut self, account: &Account) {
        let buckets = account.balance.aging.all();
        let most = buckets.iter().map(|bucket| bucket.minor()).max().unwrap_or(0).max(1);
        let names = ["desk-not-due", "desk-30", "desk-60", "desk-90", "desk-91"];
        let mut x = 1;
        for (words, bucket) in names.into_iter().zip(buckets) {
            let words = self.say(words, &[]);
            x = self.text(x, 6, &words, self.theme.dim) + 1;
            let bar = usize::try_from(bucket.minor().max(0) * 5 / most).unwrap_or(0);
            x = self.text(x, 6, &"█".repeat(bar), self.theme.plain);
            x = self.text(x + u16::from(bar > 0), 6, &bucket.grouped(), self.theme.plain) + 2;
        }
    }

    fn items(&mut self, sheet: &Sheet, items: &[BalanceItem], today: crate::domain::Day) {
        let count = items.len().to_string();
        let words = self.say("desk-open-items", &[("count", &count)]);
        self.rule(7);
        self.text(2, 7, &format!(" {words} "), self.theme.plain);
        let rows = usize::from(self.area.height - 10);
        let first = sheet.mark.saturating_sub(rows.saturating_sub(1));
        for (y, (place, item)) in (8..).zip(items.iter().enumerate().skip(first)).take(rows) {
            let marked = place == sheet.mark;
            let style = if marked { self.theme.marked } else { self.theme.plain };
            self.text(0, y, &" ".repeat(usize::from(self.area.width)), style);
            self.text(1, y, if marked { "▸" } else { " " }, style);
            self.column(3, 18, y, &item.item.0, style);
            // A narrow window leaves the date out, and what is disputed: the sums stay.
            let (when_at, end) =
                if self.area.width < 80 { (22, self.area.width - 2) } else { (35, 67) };
            if when_at > 22 {
                self.column(22, 12, y, &item.date.spoken(), style);
            }
            let days = today.days_since(item.due);
            let late = item.outstanding.is_positive() && days > 0;
            let when = self.when(item, days);
            let late = if late { style.patch(self.theme.late) } else { style };
            self.column(when_at, 18, y, &when, late);
            self.right(end, y, &item.outstanding.grouped(), style);
            if let Some(disputed) = item.disputed.filter(|_| self.area.width >= 80) {
                let words = self.say("desk-disputed-of", &[("amount", &disputed.grouped())]);
                self.column(69, self.area.width - 69, y, &words, style);
            }
        }
    }

    fn when(&self, item: &BalanceItem, days: i64) -> String {
        let count = days.abs().to_string();
        match (item.outstanding.is_negative(), days) {
            (true, _) => self.say("desk-in-hand", &[]),
            (_, ..0) => self.say("desk-due-in", &[("days", &count)]),
            (_, 0) => self.say("desk-due-today", &[]),
            _ => self.say("desk-days-late", &[("days", &count)]),
        }
    }

    fn help(&mut self, context: Context) {
        let words = self.say("desk-help", &[]);
        self.text(1, 2, &words, self.theme.bold);
        let bindings: Vec<_> = self.app.keymap.of(context).cloned().collect();
        for (y, binding) in (4..self.area.height - 2).zip(bindings) {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            self.column(3, 26, y, &keys.join(", "), self.theme.bold);
            let words = self.say(&format!("{}-help", binding.words), &[]);
            self.text(30, y, &words, self.theme.plain);
        }
    }
}

/// Where the columns of the accounts found stand: a narrow window keeps the sums and cuts names.
struct Columns {
    /// Where the code begins, and how wide it is.
    code: u16,
    code_width: u16,
    /// Where the balance ends.
    balance: u16,
}

impl Columns {
    fn of(width: u16) -> Columns {
        match width {
            ..80 => Columns { code: width - 34, code_width: 7, balance: width - 14 },
            _ => Columns { code: width - 46, code_width: 12, balance: width - 17 },
        }
    }
}

/// How many days the oldest open item is late.
fn oldest(account: &Account) -> Option<i64> {
    let owed = account.balance.items.iter().filter(|item| item.outstanding.is_positive());
    let days = owed.map(|item| account.balance.as_of.days_since(item.due)).max();
    days.filter(|days| *days > 0)
}

fn reach(account: &Account) -> String {
    let details = &account.customer.details;
    let parts = [&details.contact, &details.phone, &details.email, &details.address, &details.city];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" · ")
}
