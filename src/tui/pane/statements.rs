//! The month's statements: which customers get one and what it closes with, put in the outbox together.
//! May use: delivery, the questions, the layers.

use crate::delivery::batch::{BatchOutcome, Queueing};
use crate::domain::command::DeliverStatement;
use crate::domain::delivery::{DeliveryWay, StatementStyle, is_address};
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::engine::{Failure, Session};
use crate::ledger::query::statements::{BatchStatement, StatementsAfter};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::{Pen, width};
use crate::tui::query::Answer;
use crate::tui::subject::Subject;

/// A customer who gets a statement: they owe something, are in credit, or something moved.
struct DueStatement {
    customer: Code,
    name: String,
    currency: Currency,
    closing: Money,
    /// Whether there is an address to send it to.
    has_address: bool,
    /// The delivery of the same statement, which is not queued twice.
    delivery: Option<Number>,
}

impl DueStatement {
    fn of(it: BatchStatement) -> DueStatement {
        let BatchStatement { statement, delivery } = it;
        DueStatement {
            customer: statement.customer,
            has_address: statement.buyer.email.is_some_and(|email| is_address(&email)),
            name: statement.buyer.name,
            currency: statement.currency,
            closing: statement.closing,
            delivery,
        }
    }

    fn is_to_send(&self) -> bool {
        self.has_address && self.delivery.is_none()
    }
}

/// The statements through a day, of every customer who gets one.
fn due(session: &Session, to: Day) -> Result<Vec<DueStatement>, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let style = StatementStyle::OpenItem;
        let asked = StatementsAfter { from: None, to, style, also: Vec::new(), after };
        let page = session.ask(&asked)?;
        all.extend(page.rows.into_iter().flatten().map(DueStatement::of));
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}

/// Puts the statements through a day in the outbox, as they are due now.
fn queue(session: &Session, to: Day) -> Result<BatchOutcome, Failure> {
    let (mut queue, mut batch) = (Queueing::new(session), BatchOutcome::default());
    for one in due(session, to)?.into_iter().filter(DueStatement::is_to_send) {
        let code = one.customer.0.clone();
        let command = DeliverStatement {
            customer: one.customer,
            from: None,
            through: Some(to),
            style: Some(StatementStyle::OpenItem),
            by: DeliveryWay::Email,
            to: None,
            date: None,
        };
        queue.send(&mut batch, code, command)?;
    }
    queue.finish(&mut batch)?;
    Ok(batch)
}

/// The last day of the month before a day's.
fn month_before(day: Day) -> Day {
    let first = Day::new(day.year(), u8::from(day.date().month()), 1);
    first.and_then(|first| first.plus(-1)).unwrap_or(day)
}

/// The month that ended last: today is its last day, or one of the next month.
fn ended(today: Day) -> Day {
    if today == today.end_of_month() { today } else { month_before(today) }
}

/// The pane.
#[derive(Default)]
pub struct StatementsPane {
    /// The last day; `None` until the pane was entered.
    through: Option<Day>,
    /// The statements; `None` until they have been read.
    rows: Option<Vec<DueStatement>>,
    mark: ListMark,
    /// Whether the user was asked to confirm, so that the same key queues them.
    is_asked: bool,
    reading: Asking<Vec<DueStatement>>,
    queueing: Asking<BatchOutcome>,
}

impl StatementsPane {
    fn all(&self) -> &[DueStatement] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn marked(&self) -> Option<&DueStatement> {
        self.all().get(self.mark.place())
    }

    fn count_to_send(&self) -> usize {
        self.all().iter().filter(|row| row.is_to_send()).count()
    }

    fn read(&mut self, through: Day) -> Vec<Step> {
        (self.through, self.is_asked) = (Some(through), false);
        vec![Step::Send(self.reading.do_long(move |session| due(session, through)))]
    }

    /// Shows another month: the one before, or the next that has ended.
    fn turn(&mut self, is_next: bool, desk: &Desk) -> Vec<Step> {
        let last = ended(desk.today());
        let now = self.through.unwrap_or(last);
        let next = match is_next {
            true => now.plus(1).map_or(now, Day::end_of_month).min(last),
            false => month_before(now),
        };
        if next == now {
            return vec![Step::Done];
        }
        self.rows = None;
        self.read(next)
    }

    /// Queues the statements: the first key says how many there are; the second starts.
    fn queue(&mut self, desk: &Desk) -> Vec<Step> {
        let (count, Some(through)) = (self.count_to_send(), self.through) else {
            return vec![Step::Done];
        };
        if self.queueing.is_waiting() || self.rows.is_none() {
            return vec![Step::Done];
        }
        if count == 0 {
            return vec![Step::Say(desk.say("statements-nothing", &[]))];
        }
        if !std::mem::replace(&mut self.is_asked, true) {
            let (count, day) = (count.to_string(), desk.day(through));
            let said = desk.say("statements-sure", &[("count", &count), ("day", &day)]);
            return vec![Step::Say(said)];
        }
        self.is_asked = false;
        let errand = self.queueing.do_long(move |session| queue(session, through));
        vec![Step::Say(desk.say("statements-queueing", &[])), Step::Send(errand)]
    }

    fn queued(&mut self, batch: &BatchOutcome, desk: &Desk) -> Vec<Step> {
        let (made, refused) = (batch.made.to_string(), batch.refused.len().to_string());
        let said = desk.say("statements-done", &[("count", &made), ("refused", &refused)]);
        let mut steps = vec![Step::Say(said)];
        steps.extend(self.through.into_iter().flat_map(|through| self.read(through)));
        steps
    }

    fn sheet(&self) -> Vec<Step> {
        let Some(row) = self.marked() else { return vec![Step::Done] };
        vec![Step::Open(OpenRequest::Sheet(row.customer.clone(), None, None))]
    }

    fn row(&self, pen: &mut Pen, y: u16, place: usize) {
        let Some(it) = self.all().get(place) else { return };
        let is_marked = place == self.mark.place();
        let style = pen.row(y, is_marked);
        let style = if is_marked || it.is_to_send() { style } else { pen.theme.dim };
        let (end, amount) = (pen.width() - 1, pen.money(it.closing));
        let amount = pen.desk.words.in_currency(it.currency.code(), &amount);
        let why = match (&it.delivery, it.has_address) {
            (Some(delivery), _) => pen.say("statements-there", &[("delivery", &delivery.0)]),
            (None, false) => pen.say("statements-no-address", &[]),
            (None, true) => String::new(),
        };
        let right = format!("{why}  {amount}");
        let room = end.saturating_sub(width(&right) + 2);
        let name = format!("{}  {}", pen.name(&it.name), it.customer);
        pen.cut(3, y, room, &name, style);
        pen.right(end, y, &right, style);
    }
}

impl Part for StatementsPane {
    fn context(&self) -> Context {
        Context::Statements
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::SendAll => self.queue(desk),
            Verb::Open => self.sheet(),
            Verb::Left => self.turn(false, desk),
            Verb::Right => self.turn(true, desk),
            verb if self.mark.moves(verb, self.all().len()) => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::SendAll => self.count_to_send() > 0,
            Verb::Open => self.marked().is_some(),
            _ => true,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        match (self.reading.take(answer), self.queueing.take(answer)) {
            (Some(Ok(rows)), _) => {
                self.mark.follows(None, rows.len());
                self.rows = Some(rows);
                vec![Step::Done]
            }
            (_, Some(Ok(batch))) => self.queued(&batch, desk),
            (Some(Err(why)), _) | (_, Some(Err(why))) => vec![Step::Unanswered(why)],
            (None, None) => Vec::new(),
        }
    }

    /// A key typed ahead waits until the statements are read.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.rows.is_none()
    }

    fn is_posting(&self) -> bool {
        self.queueing.is_waiting()
    }

    fn entered(&mut self, desk: &Desk) -> Vec<Step> {
        let through = self.through.unwrap_or_else(|| ended(desk.today()));
        self.read(through)
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(row) = self.marked() else { return Subject::default() };
        Subject {
            customer: Some(row.customer.clone()),
            name: row.name.clone(),
            currency: Some(row.currency),
            ..Subject::default()
        }
    }

    fn draw(&self, pen: &mut Pen) {
        let day = self.through.map_or_else(String::new, |day| pen.day(day));
        let title = pen.say("statements-title", &[("day", &day)]);
        let (all, count) = (self.all().len(), self.count_to_send());
        let progress = match all {
            0 => String::new(),
            all => {
                let counts = [count, all].map(|count| count.to_string());
                let [count, all] = counts.each_ref().map(String::as_str);
                pen.say("statements-progress", &[("count", count), ("all", all)])
            }
        };
        let style = pen.theme.dim;
        pen.title(&title, (&progress, style));
        pen.rule(3, "");
        let last = pen.last();
        if all == 0 {
            let is_read = self.rows.is_some();
            let words = if is_read { "statements-empty" } else { "statements-reading" };
            let said = pen.say(words, &[]);
            pen.paragraph(3, 5, pen.width() - 1, last, &said);
            return;
        }
        let room = usize::from(last.saturating_sub(4)) + 1;
        for (place, y) in (self.mark.first_shown(room)..all).zip(4..=last) {
            self.row(pen, y, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_that_ended_last_ends_today_at_the_latest() {
        let day = |text: &str| text.parse::<Day>().ok();
        for (today, wanted) in [
            ("2026-11-30", "2026-11-30"),
            ("2026-11-29", "2026-10-31"),
            ("2026-12-01", "2026-11-30"),
            ("2027-01-01", "2026-12-31"),
        ] {
            assert_eq!(day(today).map(ended), day(wanted), "{today}");
        }
    }
}
