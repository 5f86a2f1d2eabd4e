//! Home: who is calling? The prompt, the accounts found, and what the marked one owes, before Enter
//! is pressed. May use: the look-up's answers, the layers.

use crossterm::event::KeyEvent;
use ratatui::style::Style;

use crate::domain::{Day, Money};
use crate::engine::change::Change;
use crate::ledger::query::lookup::{Hit, Lookup};
use crate::tui::desk::Desk;
use crate::tui::form::Subject;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Layer, Part, Step};
use crate::tui::pen::Pen;
use crate::tui::worker::{Account, Answer, Question};

use super::sheet::{Sheet, reach};

/// The pane.
#[derive(Default)]
pub struct Home {
    /// What was typed.
    pub text: Text,
    /// What was found for it last, and when each account paid last.
    pub lookup: Option<(Lookup, Vec<Option<Day>>)>,
    /// Which of the accounts is marked.
    pub mark: usize,
    /// What is known of the marked one.
    pub known: Option<Account>,
    /// How many accounts the window shows: as many are looked for.
    pub rows: usize,
    /// Whether what is typed is still looked up.
    pub is_waiting: bool,
}

/// How many accounts are shown in a window of so many rows: eight at the design size, for each of
/// them is drawn anew with every key, on whatever line there is.
fn shown_in(height: u16) -> u16 {
    (height.saturating_sub(12) * 2 / 3).max(4)
}

impl Home {
    fn query(&self) -> &str {
        self.text.value()
    }

    fn hits(&self) -> &[Hit] {
        self.lookup.as_ref().map_or(&[], |(lookup, _)| lookup.hits.as_slice())
    }

    fn marked(&self) -> Option<&Hit> {
        self.hits().get(self.mark)
    }

    fn known(&self) -> Option<&Account> {
        let marked = self.marked()?;
        self.known.as_ref().filter(|known| known.customer.customer == marked.customer)
    }

    fn look(&mut self) -> Vec<Step> {
        self.is_waiting = true;
        vec![Step::Ask(Question::Look(self.query().to_string(), self.rows))]
    }

    fn ask_marked(&self) -> Vec<Step> {
        let ask = self.marked().map(|hit| Step::Ask(Question::Account(hit.customer.clone())));
        std::iter::once(Step::Done).chain(ask).collect()
    }

    fn step(&mut self, by: isize) -> Vec<Step> {
        let last = self.hits().len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
        self.ask_marked()
    }

    /// Takes an answer, if it is one to what is typed now. The mark stays on its account as long as
    /// that is found.
    fn found(
        &mut self,
        lookup: &Lookup,
        paid: &[Option<Day>],
        first: Option<&Account>,
    ) -> Vec<Step> {
        if lookup.query != self.query() {
            return Vec::new();
        }
        self.is_waiting = false;
        // A book that was just opened again knows less than what stands here, for a moment.
        let known = self.lookup.as_ref().filter(|(known, _)| known.query == lookup.query);
        if lookup.partial && known.is_some_and(|(known, _)| known.hits.len() > lookup.hits.len()) {
            return vec![Step::Done];
        }
        let marked = self.marked().filter(|_| self.mark > 0).map(|hit| hit.customer.clone());
        let place = lookup.hits.iter().position(|hit| Some(&hit.customer) == marked.as_ref());
        self.mark = place.unwrap_or(0);
        self.lookup = Some((lookup.clone(), paid.to_vec()));
        if let Some(first) = first.filter(|_| self.mark == 0) {
            self.known = Some(first.clone());
            return vec![Step::Done];
        }
        self.ask_marked()
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let Some(hit) = self.marked() else {
            return vec![Step::Say(desk.say("desk-nobody-marked", &[]))];
        };
        let sheet = Sheet::of(hit.customer.clone(), self.known().cloned());
        vec![Step::Open(Layer::Sheet(Box::new(sheet)))]
    }
}

impl Part for Home {
    fn context(&self) -> Context {
        Context::Home
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.query().is_empty()
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open => self.open(desk),
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            Verb::PageDown => self.step(8),
            Verb::PageUp => self.step(-8),
            Verb::Back if !self.query().is_empty() => {
                self.text = Text::default();
                self.look()
            }
            Verb::LookUp | Verb::Next | Verb::Previous => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        let before = self.query().to_string();
        self.text.key(key);
        if self.query() == before { vec![Step::Done] } else { self.look() }
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        self.text.paste(text);
        self.look()
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match answer {
            Answer::Found(lookup, paid, first) => self.found(lookup, paid, first.as_deref()),
            Answer::Account(account)
                if self.marked().is_some_and(|hit| hit.customer == account.customer.customer) =>
            {
                self.known = Some((**account).clone());
                vec![Step::Done]
            }
            _ => Vec::new(),
        }
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        self.look()
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        let is_new = change.touched.is_none() || self.hits().len() < self.rows;
        let is_shown = self.hits().iter().any(|hit| change.touches(&hit.customer.0));
        match !self.query().is_empty() && (is_new || is_shown) {
            true => vec![Step::Ask(Question::Look(self.query().to_string(), self.rows))],
            false => Vec::new(),
        }
    }

    fn resized(&mut self, height: u16, _: &Desk) -> Vec<Step> {
        let rows = usize::from(shown_in(height));
        let more = rows > std::mem::replace(&mut self.rows, rows);
        if more && !self.query().is_empty() { self.look() } else { Vec::new() }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(hit) = self.marked() else { return Subject::default() };
        Subject {
            customer: Some(hit.customer.clone()),
            name: hit.name.clone(),
            currency: Some(hit.currency),
            ..Subject::default()
        }
    }

    fn account(&self) -> Option<&Account> {
        self.known()
    }

    fn draw(&self, pen: &mut Pen) {
        self.prompt(pen);
        pen.rule(3, "");
        if self.hits().is_empty() {
            self.nobody(pen);
        } else {
            self.found_rows(pen);
        }
        let y = pen.area.height - 7;
        pen.rule(y, "");
        self.answer(pen, y + 1);
    }
}

impl Home {
    fn prompt(&self, pen: &mut Pen) {
        let prompt = pen.say("desk-who", &[]);
        let x = pen.text(1, 2, &prompt, pen.theme.plain) + 2;
        let room = usize::from(pen.width().saturating_sub(x + 24));
        let skipped = self.text.input.visual_scroll(room);
        let typed: String = self.query().chars().skip(skipped).collect();
        let end = x + u16::try_from(room).unwrap_or(0);
        // What the next letter replaces is marked.
        let style = if self.text.is_fresh { pen.theme.marked } else { pen.theme.bold };
        pen.cut(x, 2, end, &typed, style);
        let cursor = self.text.input.visual_cursor().saturating_sub(skipped);
        let counts = self.counts(pen);
        pen.right(pen.width() - 1, 2, &counts, pen.theme.dim);
        pen.cursor = Some((x + u16::try_from(cursor).unwrap_or(0), 2));
    }

    fn counts(&self, pen: &Pen) -> String {
        let more = if self.hits().len() == self.rows { "+" } else { "" };
        let found = format!("{}{more}", self.hits().len());
        let all = pen.desk.about.as_ref().map_or(String::new(), |about| about.accounts.to_string());
        let all = crate::domain::money::grouped(&all);
        let partial = self.lookup.as_ref().is_some_and(|(lookup, _)| lookup.partial);
        let words = if partial { "desk-counts-partial" } else { "desk-counts" };
        pen.say(words, &[("found", &found), ("all", &all)])
    }

    /// What to do: in an empty book, how to begin.
    fn nobody(&self, pen: &mut Pen) {
        let is_empty = pen.desk.about.as_ref().is_some_and(|about| about.accounts == 0);
        let words: &[&str] = match (self.query().is_empty(), is_empty) {
            (true, true) => {
                &["greet-empty", "greet-customer", "greet-import", "greet-demo", "greet-help"]
            }
            (true, false) => &["desk-type"],
            (false, _) => &["desk-nobody"],
        };
        let (last, end) = (pen.last(), pen.width() - 1);
        let mut y = 5;
        for words in words {
            let text = pen.say(words, &[("query", self.query())]);
            y = pen.paragraph(3, y, end, last, &text);
        }
    }

    fn found_rows(&self, pen: &mut Pen) {
        let columns = Columns::of(pen.width());
        let heads = [(columns.balance, "desk-balance"), (columns.overdue, "desk-overdue")];
        for (x, words) in [(3, "desk-account"), (columns.code, "desk-code")] {
            let words = pen.say(words, &[]);
            pen.text(x, 4, &words, pen.theme.dim);
        }
        let paid = columns.paid.map(|end| (end, "desk-last-paid"));
        for (end, words) in heads.into_iter().chain(paid) {
            let words = pen.say(words, &[]);
            pen.right(end, 4, &words, pen.theme.dim);
        }
        let rows = usize::from(shown_in(pen.area.height));
        let first = self.mark.saturating_sub(rows.saturating_sub(1));
        for (y, (place, hit)) in (5..).zip(self.hits().iter().enumerate().skip(first)).take(rows) {
            let paid =
                self.lookup.as_ref().and_then(|(_, paid)| paid.get(place).copied().flatten());
            row(pen, y, hit, paid, place == self.mark);
        }
    }

    /// What the marked account owes, in a sentence, and how to reach it.
    fn answer(&self, pen: &mut Pen, y: u16) {
        let Some(hit) = self.marked() else { return };
        let known = self.known();
        let sentence = owes(pen, hit, known);
        let (end, last) = (pen.width() - 1, y + 1);
        let mut y = pen.bold_paragraph(1, y, end, last, &sentence);
        let Some(known) = known else { return };
        let cases = cases(pen, known);
        if !cases.is_empty() {
            pen.text(1, y, &cases, pen.theme.disputed);
            y += 1;
        }
        let reach = reach(pen, known);
        pen.text(1, y, &reach, pen.theme.dim);
        let called = known.lately.iter().find(|event| event.kind == "call");
        if let Some(call) = called {
            let parts = [("date", pen.day(call.date)), ("text", call.text.clone())];
            let parts = [("date", parts[0].1.as_str()), ("text", parts[1].1.as_str())];
            let words = pen.say("desk-called", &parts);
            pen.cut_at(1, y + 1, pen.last(), &words);
        }
    }
}

fn row(pen: &mut Pen, y: u16, hit: &Hit, paid: Option<Day>, is_marked: bool) {
    let style = pen.row(y, is_marked);
    let columns = Columns::of(pen.width());
    let end = columns.code - 1;
    let mut x = 3;
    // What matched is underlined in the name; by what else it was found stands before it.
    let shown = hit.document.as_ref().map(ToString::to_string).or(hit.text.clone());
    if let Some(shown) = &shown {
        let arrow = pen.sign("→");
        x = pen.cut(x, y, end, &format!("{shown} {arrow} "), style.patch(dim(pen, is_marked)));
    }
    for (place, letter) in hit.name.chars().enumerate() {
        let is_match =
            shown.is_none() && hit.at.iter().any(|(from, to)| (*from..*to).contains(&place));
        let style = if is_match { style.patch(pen.theme.matched) } else { style };
        x = pen.cut(x, y, end, letter.encode_utf8(&mut [0; 4]), style);
    }
    pen.cut(columns.code, y, columns.code + columns.code_width, &hit.customer.0, style);
    let late = if hit.overdue.is_positive() { style.patch(pen.theme.late) } else { style };
    let balance = pen.money(hit.balance);
    pen.right(columns.balance, y, &balance, style);
    let none = pen.sign("–").to_string();
    let overdue = if hit.overdue.is_zero() { none } else { pen.money(hit.overdue) };
    pen.right(columns.overdue, y, &overdue, late);
    if let Some((end, paid)) = columns.paid.zip(paid) {
        let paid = pen.day(paid);
        pen.right(end, y, &paid, style);
    }
}

/// What is dim, but not where the row is marked: there it could not be read.
fn dim(pen: &Pen, is_marked: bool) -> Style {
    if is_marked { Style::new() } else { pen.theme.dim }
}

fn owes(pen: &Pen, hit: &Hit, known: Option<&Account>) -> String {
    let amount = |money: Money| format!("{} {}", hit.currency, pen.money(money));
    let name = ("name", hit.name.as_str());
    if hit.balance.is_negative() {
        return pen.say("desk-holds", &[name, ("amount", &amount(hit.balance.negated()))]);
    }
    if hit.balance.is_zero() && hit.overdue.is_zero() {
        return pen.say("desk-owes-nothing", &[name]);
    }
    let (balance, late) = (amount(hit.balance), pen.money(hit.overdue));
    let days = known.and_then(oldest).map(|days| days.to_string());
    match (hit.overdue.is_positive(), days) {
        (false, _) => pen.say("desk-owes", &[name, ("amount", &balance)]),
        (true, None) => pen.say("desk-owes-late", &[name, ("amount", &balance), ("late", &late)]),
        (true, Some(days)) => {
            let parts = [name, ("amount", &balance), ("late", &late), ("days", &days)];
            pen.say("desk-owes-late-since", &parts)
        }
    }
}

/// What is disputed and what was promised, and whether it is on hold.
fn cases(pen: &Pen, known: &Account) -> String {
    let mut said = Vec::new();
    if let Some(reason) = &known.customer.on_hold {
        said.push(pen.say("desk-on-hold", &[("reason", reason)]));
    }
    if known.balance.disputed.is_positive() {
        let amount = pen.money(known.balance.disputed);
        said.push(pen.say("desk-disputed", &[("amount", &amount)]));
    }
    let promise = known.lately.iter().find(|it| it.kind == "promise" && it.state == "open");
    if let Some((promise, amount)) = promise.and_then(|promise| Some((promise, promise.amount?))) {
        let by =
            promise.text.parse::<Day>().map_or_else(|_| promise.text.clone(), |by| pen.day(by));
        said.push(pen.say("desk-promised", &[("amount", &pen.money(amount)), ("by", &by)]));
    }
    said.join(" ")
}

/// How many days the oldest open item is late.
fn oldest(account: &Account) -> Option<i64> {
    let owed = account.balance.items.iter().filter(|item| item.outstanding.is_positive());
    let days = owed.map(|item| account.balance.as_of.days_since(item.due)).max();
    days.filter(|days| *days > 0)
}

/// Where the columns of the accounts found stand: a narrow window keeps the sums and cuts names.
struct Columns {
    code: u16,
    code_width: u16,
    balance: u16,
    overdue: u16,
    paid: Option<u16>,
}

impl Columns {
    fn of(width: u16) -> Columns {
        let (code_width, paid) = if width < 80 { (7, None) } else { (10, Some(width - 2)) };
        let overdue = paid.map_or(width - 2, |_| width - 13);
        let (balance, code) = (overdue - 13, overdue - 26 - code_width);
        Columns { code, code_width, balance, overdue, paid }
    }
}
