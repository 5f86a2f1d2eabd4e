//! Home: who is calling? The prompt, the accounts found, and what the selected one owes, before Enter is
//! pressed. May use: the look-up's answers, the layers.

use crossterm::event::KeyEvent;
use ratatui::style::Style;

use crate::domain::{Code, Day, Number};
use crate::engine::Session;
use crate::engine::change::Change;
use crate::engine::error::Failure;
use crate::ledger::query::caller::{Callers, CallersOf};
use crate::ledger::query::lookup::{Hit, Lookup};
use crate::ledger::query::worklist::Worklist;
use crate::reports::worklist::shortly;
use crate::tui::account::{Account, FirstItems};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::query::{Answer, AnswerSoFar, Errand, Next};
use crate::tui::said;
use crate::tui::subject::Subject;
use crate::words::said::AccountStanding;

use super::home_rows::{HomeColumns, row};

/// How many of the likeliest account's latest events are read: the last call is shown below.
const AT_A_GLANCE: usize = 6;

/// The pane.
pub struct Home {
    /// What was typed.
    pub text: Text,
    /// The last accounts found, and when each of them last paid.
    pub lookup: Option<(Lookup, Vec<Option<Day>>)>,
    /// The marked account.
    mark: ListMark,
    /// What is known of the marked one.
    pub known: Option<Account>,
    /// The invoice of the account just worked on at which it opens.
    disputed: Option<Number>,
    /// How many accounts the window shows, and how many are looked up.
    pub rows: usize,
    /// Whether what is typed is still being looked up.
    is_waiting: bool,
    looking: Asking<Callers>,
    /// The worklist, and its asker.
    worklist: Option<Worklist>,
    work: Asking<Worklist>,
    accounts: Asking<Account>,
}

impl Default for Home {
    fn default() -> Home {
        Home {
            text: Text::default(),
            lookup: None,
            mark: ListMark::default(),
            known: None,
            disputed: None,
            rows: 8,
            is_waiting: false,
            looking: Asking::default(),
            worklist: None,
            work: Asking::default(),
            accounts: Asking::default(),
        }
    }
}

/// Looks up. While the index is still being built, the question is asked again in a moment.
fn look_up(session: &Session, asked: &CallersOf) -> Result<AnswerSoFar<Callers>, Failure> {
    let callers = session.ask(asked)?;
    let next = if callers.lookup.partial { Next::Soon } else { Next::Whole };
    Ok(AnswerSoFar { answer: Some(callers), next })
}

/// How many accounts a window of this height shows: only eight at the design size, because each key
/// redraws all of them, even over a slow line.
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
        self.hits().get(self.mark.place())
    }

    fn known(&self) -> Option<&Account> {
        let marked = self.marked()?;
        self.known.as_ref().filter(|known| known.customer.customer == marked.customer)
    }

    fn look(&mut self) -> Vec<Step> {
        self.is_waiting = true;
        vec![Step::Send(self.ask())]
    }

    fn ask(&mut self) -> Errand {
        let (limit, items) = (self.rows, FirstItems::default().most);
        let asked = CallersOf { query: self.query().into(), limit, items, lately: AT_A_GLANCE };
        self.looking.ask_in_parts(move |session| look_up(session, &asked))
    }

    fn ask_work(&mut self, desk: &Desk) -> Errand {
        self.work.ask_long(desk.worklist())
    }

    fn ask_marked(&mut self) -> Vec<Step> {
        let marked = self.marked().map(|hit| hit.customer.clone());
        let ask = marked.map(|code| self.accounts.account(&code, &FirstItems::default()));
        std::iter::once(Step::Done).chain(ask.map(Step::Send)).collect()
    }

    /// Takes an answer if it is for what is typed now. The mark stays on its account as long as that is
    /// found.
    fn found(&mut self, callers: Callers) -> Vec<Step> {
        let Callers { lookup, paid, first } = callers;
        if lookup.query != self.query() {
            return Vec::new();
        }
        // Don't report “no match” yet: the index that is still being built may know the caller.
        self.is_waiting = lookup.partial && lookup.hits.is_empty() && !self.is_blank();
        // The index of a book that was just reopened is still being built, and may find fewer accounts
        // than those shown.
        let known = self.lookup.as_ref().filter(|(known, _)| known.query == lookup.query);
        if lookup.partial && known.is_some_and(|(known, _)| known.hits.len() > lookup.hits.len()) {
            return vec![Step::Done];
        }
        let marked =
            self.marked().filter(|_| self.mark.place() > 0).map(|hit| hit.customer.clone());
        let place = lookup.hits.iter().position(|hit| Some(&hit.customer) == marked.as_ref());
        self.mark = ListMark::at(place.unwrap_or(0));
        self.lookup = Some((lookup, paid));
        if let Some(first) = first.filter(|_| self.mark.place() == 0) {
            self.known = Some(first);
            return vec![Step::Done];
        }
        self.ask_marked()
    }

    /// Where Enter leads from the number of a bank line or a deposit: those belong to no account, so the
    /// look-up cannot find them.
    fn of_the_bank(&self) -> Option<Step> {
        let number = Number(self.query().trim().to_uppercase());
        if number.bank_line_count().is_some() {
            return Some(Step::Reconcile(number));
        }
        let is_deposit = number.0.starts_with("DEP-") && number.0.ends_with(char::is_numeric);
        is_deposit.then(|| Step::Open(OpenRequest::Document(number.0, Subject::default())))
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let Some(hit) = self.marked() else {
            let nobody = || Step::Say(desk.say("desk-nobody-marked", &[]));
            return vec![self.of_the_bank().unwrap_or_else(nobody)];
        };
        let known = self.known();
        let is_disputed = |number: &&Number| {
            known.is_some_and(|known| known.disputes.iter().any(|it| it.invoice == **number))
        };
        let disputed = self.disputed.as_ref().filter(is_disputed);
        let at = hit.document.as_ref().or(disputed).cloned();
        vec![Step::Open(OpenRequest::Sheet(hit.customer.clone(), known.cloned().map(Box::new), at))]
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
            Verb::Back if !self.query().is_empty() => {
                self.text = Text::default();
                self.look()
            }
            Verb::LookUp | Verb::Next | Verb::Previous => vec![Step::Done],
            verb if self.mark.moves(verb, self.hits().len()) => self.ask_marked(),
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

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(list) = self.work.take(answer) {
            // Nobody waits for the worklist's line in the rule.
            self.worklist = list.ok();
            let again = self.work.catch_up(desk.worklist());
            return std::iter::once(Step::Done).chain(again.map(Step::Send)).collect();
        }
        match (self.looking.take(answer), self.accounts.take(answer)) {
            (Some(Ok(callers)), _) => self.found(callers),
            (Some(Err(why)), _) => {
                self.is_waiting = false;
                vec![Step::Unanswered(why)]
            }
            (None, Some(Ok(account))) => {
                self.known = Some(account);
                vec![Step::Done]
            }
            (None, Some(Err(why))) => vec![Step::Unanswered(why)],
            (None, None) => Vec::new(),
        }
    }

    fn is_looking_up(&self, desk: &Desk) -> bool {
        // Until the book is open, only keys after a text wait: the help works from the start.
        self.is_waiting && (desk.about.is_some() || !self.is_blank())
    }

    fn marks(&mut self, customer: &Code, invoice: &Number) -> bool {
        let is_here = self.marked().is_some_and(|hit| hit.customer == *customer);
        if is_here {
            self.disputed = Some(invoice.clone());
        }
        is_here
    }

    /// Typing replaces the last caller's name; until then, the account that was just worked on stays
    /// found and marked.
    fn is_uncovered(&mut self) {
        self.text.is_fresh = !self.query().is_empty();
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        let mut steps = self.look();
        // There is no worklist until the book is open.
        steps.extend(desk.about.is_some().then(|| Step::Send(self.ask_work(desk))));
        steps
    }

    fn changed(&mut self, change: &Change, desk: &Desk) -> Vec<Step> {
        // Nobody waits for the worklist's line: fifty desks that all ask at each change would be in the way.
        let work = self.work.refresh(desk.worklist());
        let mut steps: Vec<Step> = work.into_iter().map(Step::Send).collect();
        let is_new = change.touched.is_none() || self.hits().len() < self.rows;
        let is_shown = self.hits().iter().any(|hit| change.touches(&hit.customer.0));
        if !self.query().is_empty() && (is_new || is_shown) {
            steps.push(Step::Send(self.ask()));
        }
        steps
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
            found_by: hit.text.clone().filter(|_| hit.document.is_none()),
            ..Subject::default()
        }
    }

    fn account(&self) -> Option<&Account> {
        self.known()
    }

    fn draw(&self, pen: &mut Pen) {
        self.prompt(pen);
        let work = self.worklist.as_ref().and_then(|list| shortly(list, &pen.desk.words));
        let words =
            work.map_or_else(String::new, |said| pen.say("desk-worklist", &[("said", &said)]));
        pen.rule(3, &words);
        // At least four lines at the foot say what the marked account owes.
        let (answer, said) = self.answer(pen);
        // A low window shows what is owed, but not how to reach somebody.
        let lines = if pen.area.height < 20 { said } else { answer.len() };
        let foot = u16::try_from(lines.max(4)).unwrap_or(4);
        let y = (pen.last().saturating_sub(foot)).max(6);
        if self.hits().is_empty() {
            self.nobody(pen);
        } else {
            self.found_rows(pen, y);
        }
        pen.rule(y, "");
        for (y, (line, style)) in (y + 1..=pen.last()).zip(&answer) {
            pen.text(1, y, line, *style);
        }
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
        // A text that the next letter replaces is highlighted.
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
        let all = pen.desk.words.figure(&all);
        let partial = self.lookup.as_ref().is_some_and(|(lookup, _)| lookup.partial);
        let words = if partial { "desk-counts-partial" } else { "desk-counts" };
        pen.say(words, &[("found", &found), ("all", &all)])
    }

    /// What to do next; in an empty book, how to begin.
    fn nobody(&self, pen: &mut Pen) {
        let is_empty = pen.desk.about.as_ref().is_some_and(|about| about.accounts == 0);
        let words: &[&str] = match (self.query().is_empty(), is_empty) {
            (true, true) => {
                &["greet-empty", "greet-customer", "greet-import", "greet-demo", "greet-help"]
            }
            (true, false) => &["desk-type"],
            (false, _) if self.of_the_bank().is_some() => &["desk-of-the-bank"],
            (false, _) => &["desk-nobody"],
        };
        let (last, end) = (pen.last(), pen.width() - 1);
        let mut y = 5;
        for words in words {
            let text = pen.say(words, &[("query", self.query())]);
            y = pen.paragraph(3, y, end, last, &text);
        }
    }

    fn found_rows(&self, pen: &mut Pen, below: u16) {
        let columns = HomeColumns::of(pen, self.hits());
        let heads = [(columns.balance, "desk-balance"), (columns.overdue, "desk-overdue")];
        let code = columns.code + columns.code_width;
        for (x, end, words) in
            [(3, columns.code, "desk-account"), (columns.code, code, "desk-code")]
        {
            let words = pen.say(words, &[]);
            pen.cut(x, 4, end, &words, pen.theme.dim);
        }
        let paid = columns.paid.map(|end| (end, "desk-last-paid"));
        for (end, words) in heads.into_iter().chain(paid) {
            let words = pen.say(words, &[]);
            pen.right(end, 4, &words, pen.theme.dim);
        }
        let rows = usize::from(shown_in(pen.area.height).min(below.saturating_sub(5)));
        let first = self.mark.first_shown(rows);
        for (y, (place, hit)) in (5..).zip(self.hits().iter().enumerate().skip(first)).take(rows) {
            let paid =
                self.lookup.as_ref().and_then(|(_, paid)| paid.get(place).copied().flatten());
            row(pen, y, &columns, (hit, paid), place == self.mark.place());
        }
    }

    /// The lines about the marked account: what it owes and how to reach somebody. Also returns how many
    /// of them hold figures.
    fn answer(&self, pen: &Pen) -> (Vec<(String, Style)>, usize) {
        let Some(hit) = self.marked() else { return (Vec::new(), 0) };
        let known = self.known();
        let name = pen.name(&hit.name);
        let standing = match known {
            Some(account) => {
                AccountStanding { beside_list: true, ..said::of_account(account, &name) }
            }
            None => said::of_hit(hit, &name),
        };
        let room = pen.width().saturating_sub(2);
        let mut lines: Vec<(String, Style)> = Vec::new();
        let mut add = |text: &str, style: Style| {
            lines.extend(wrapped(text, room).into_iter().map(|line| (line, style)));
        };
        add(&pen.sentence(&standing), pen.theme.bold);
        let cases = pen.cases(&standing);
        let hold = known.and_then(|known| known.customer.on_hold.as_ref());
        let hold = hold.map(|reason| pen.say("desk-on-hold", &[("reason", reason)]));
        let cases: Vec<String> =
            Some(cases).filter(|cases| !cases.is_empty()).into_iter().chain(hold).collect();
        if !cases.is_empty() {
            add(&cases.join(" "), pen.theme.disputed);
        }
        let figures = lines.len();
        let Some(known) = known else { return (lines, figures) };
        lines.push((said::reach(pen, known), pen.theme.dim));
        if let Some(call) = known.lately.iter().find(|event| event.kind == "call") {
            let date = pen.day(call.date);
            let said = pen.say("desk-called", &[("date", &date), ("text", &call.text)]);
            lines.push((said, pen.theme.dim));
        }
        (lines, figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer to "us" by an index that is still being built (`partial`) or complete.
    fn nobody_found(partial: bool) -> Callers {
        let lookup = Lookup { query: "us".to_string(), micros: 1, partial, hits: Vec::new() };
        Callers { lookup, paid: Vec::new(), first: None }
    }

    #[test]
    fn enter_waits_as_long_as_the_index_may_still_find_the_caller() {
        let mut home = Home::default();
        home.text.paste("us");
        assert_eq!(home.look().len(), 1);
        assert!(home.is_waiting);
        home.found(nobody_found(true));
        assert!(home.is_waiting);
        home.found(nobody_found(false));
        assert!(!home.is_waiting);
    }
}
