//! Disputes, replayed from the first day whenever somebody asks.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, Kind, date, text};

/// Something that happened to an invoice: when, in which entry, what.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub(super) day: Day,
    pub(super) seq: u64,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// Its allocation of this place took so much.
    Took(usize, i128),
    /// The allocation of this place gave it back.
    Gave(usize, i128),
    /// It was taken out of the books.
    Gone(i128),
    /// The dispute of this place was opened.
    Opened(usize),
    /// Something was decided on the dispute of this place.
    Decided(usize, Decision),
    /// The credit note that ended the dispute of this place was voided.
    Uncredited(usize, i128),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    To(State),
    Resolved(i128),
    /// So much went to a new dispute.
    Split(i128),
    /// All that was left went to the dispute of this place.
    Joined(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    New,
    InProgress,
    Waiting,
    Resolved,
    Closed,
    Void,
}

impl State {
    pub(super) fn live(self) -> bool {
        matches!(self, State::New | State::InProgress | State::Waiting)
    }

    fn read(word: &str) -> State {
        match word {
            "in_progress" => State::InProgress,
            "waiting" => State::Waiting,
            "closed" => State::Closed,
            "void" => State::Void,
            other => panic!("{other}"),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::InProgress => "in_progress",
            State::Waiting => "waiting",
            State::Resolved => "resolved",
            State::Closed => "closed",
            State::Void => "void",
        }
    }
}

#[derive(Debug)]
pub struct Dispute {
    pub number: String,
    pub(super) invoice: String,
    pub(super) amount: i128,
    /// The day of its last step.
    pub(super) last: Day,
}

/// A dispute replayed: where it stands; remaining, paid, credited, cleared.
pub type Replayed = (State, [i128; 4]);

impl Auditor {
    pub(super) fn tell_took(&mut self, invoice: &str, place: usize, amount: i128, day: Day) {
        self.tell(invoice, day, What::Took(place, amount));
    }

    pub(super) fn tell_gave(&mut self, invoice: &str, place: usize, amount: i128, day: Day) {
        self.tell(invoice, day, What::Gave(place, amount));
    }

    pub(super) fn tell_gone(&mut self, invoice: &str, amount: i128, day: Day) {
        self.tell(invoice, day, What::Gone(amount));
    }

    /// A credit note is void: the dispute that it ended, if it ended one, was not credited.
    pub(super) fn tell_uncredited(&mut self, invoice: &str, note: u64, day: Day) {
        let ended = self.documents[invoice].story.iter().find_map(|told| match told.what {
            What::Decided(place, Decision::Resolved(credited)) if told.seq == note => {
                Some((place, credited))
            }
            _ => None,
        });
        if let Some((place, credited)) = ended {
            self.tell(invoice, day, What::Uncredited(place, credited));
        }
    }

    /// How many credit notes in force had ended a dispute that is not live.
    pub(super) fn notes_in_force(&self, number: &str) -> usize {
        let place = self.disputes.iter().position(|one| one.number == number).unwrap();
        let dispute = &self.disputes[place];
        let (state, _) = self.dispute_on(dispute, Day::LAST).unwrap();
        let is_in_force = |seq| {
            let mut all = self.documents.values();
            all.any(|it| it.seq == seq && it.kind == Kind::Credit && !it.void)
        };
        let story = self.documents[&dispute.invoice].story.iter();
        let notes = story.filter(|told| {
            let what = told.what;
            matches!(what, What::Decided(of, Decision::Resolved(by)) if of == place && by > 0)
                && is_in_force(told.seq)
        });
        if state.live() { 0 } else { notes.count() }
    }

    pub(super) fn tell(&mut self, invoice: &str, day: Day, what: What) {
        let seq = self.head;
        self.documents.get_mut(invoice).unwrap().story.push(Told { day, seq, what });
    }

    /// How much of a document is in dispute.
    pub(super) fn disputed(&self, number: &str, as_of: Day, known_at: u64) -> i128 {
        self.replay(number, as_of, known_at).disputed()
    }

    pub fn disputes(&self) -> impl Iterator<Item = &Dispute> {
        self.disputes.iter()
    }

    /// A dispute as it stands on a day.
    pub fn dispute_on(&self, dispute: &Dispute, as_of: Day) -> Option<Replayed> {
        let place = self.disputes.iter().position(|one| one.number == dispute.number).unwrap();
        let found = self.replay(&dispute.invoice, as_of, u64::MAX).found;
        found.into_iter().find(|(of, _)| *of == place).map(|(_, replayed)| replayed)
    }

    /// What may still be disputed or promised of an invoice from a day on.
    pub(super) fn undisputed(&self, invoice: &str, day: Day) -> i128 {
        let on = |day| self.disputed(invoice, day, u64::MAX);
        (self.documents[invoice].room(day) - on(day).max(on(Day::LAST))).max(0)
    }

    /// What may be disputed of an invoice from a day on: what is outstanding, and what was paid as
    /// far as a credit note could give it back.
    fn disputable(&self, invoice: &str, day: Day) -> i128 {
        let creditable = self.left_to_credit(invoice);
        let on = |day| {
            let replay = self.replay(invoice, day, u64::MAX);
            let undisputed = (replay.open - replay.disputed()).max(0);
            (undisputed + replay.unclaimed()).min(creditable - replay.in_live_ones())
        };
        on(day).min(on(Day::LAST)).max(self.undisputed(invoice, day))
    }

    pub(super) fn open_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if day < invoice.date {
                broken.push("date.before_item");
            }
            let left = self.disputable(&invoice.number, day);
            if left == 0 {
                broken.push("dispute.nothing_left");
            }
            if command["amount"].is_string() && self.amount(&command["amount"], broken) > left {
                broken.push("dispute.exceeds_outstanding");
            }
        }
        if command["reason"] == "mood" {
            broken.push("dispute.reason_unknown");
        }
        due(command, today, broken);
        vec![self.number("DSP", day.year(), 0)]
    }

    pub(super) fn book_open_dispute(&mut self, command: &Value, made: &str, day: Day) {
        let invoice = text(command, "invoice").to_string();
        let amount = match command["amount"].is_string() {
            true => self.amount(&command["amount"], &mut Vec::new()),
            false => match self.undisputed(&invoice, day) {
                0 => self.disputable(&invoice, day),
                open => open,
            },
        };
        self.book_dispute(made, &invoice, amount, day);
    }

    pub(super) fn book_dispute(&mut self, number: &str, invoice: &str, amount: i128, day: Day) {
        *self.counts.entry(("DSP".into(), day.year())).or_default() += 1;
        let (number, invoice) = (number.to_string(), invoice.to_string());
        self.disputes.push(Dispute { number, invoice: invoice.clone(), amount, last: day });
        self.tell(&invoice, day, What::Opened(self.disputes.len() - 1));
    }

    pub(super) fn dispute(
        &self,
        command: &Value,
        day: Day,
        broken: &mut Broken,
    ) -> Option<(usize, Replayed)> {
        let number = text(command, "dispute");
        let Some(place) = self.disputes.iter().position(|one| one.number == number) else {
            broken.push("dispute.unknown");
            return None;
        };
        if day < self.disputes[place].last {
            broken.push("dispute.before_last_step");
        }
        let replayed = self.dispute_on(&self.disputes[place], Day::LAST).unwrap();
        Some((place, replayed))
    }

    pub(super) fn move_dispute(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some((place, (state, _))) = self.dispute(command, day, broken) else {
            return vec![];
        };
        let story = &self.documents[&self.disputes[place].invoice].story;
        let is_joined =
            |what: &What| matches!(what, What::Decided(of, Decision::Joined(_)) if *of == place);
        let may = match State::read(text(command, "to")) {
            State::InProgress => !matches!(state, State::InProgress | State::Void),
            State::Waiting => matches!(state, State::New | State::InProgress),
            State::Closed => state == State::Resolved,
            _ => state.live(),
        };
        if !may {
            broken.push("dispute.cannot_move");
        } else if story.iter().any(|told| is_joined(&told.what)) {
            broken.push("dispute.joined");
        }
        vec![]
    }

    /// The credit note that resolving comes to, where it does.
    pub(super) fn credit_of(&self, command: &Value, today: Day) -> Option<Value> {
        let day = date(command, today);
        let (place, (_, parts)) = self.dispute(command, day, &mut Vec::new())?;
        if command["outcome"] != "credit" {
            return None;
        }
        let amount = match command["amount"].as_str() {
            Some(amount) => amount.to_string(),
            None => self.plain(parts[0]),
        };
        let mut credit = serde_json::json!({"do": "credit_invoice", "amount": amount,
            "invoice": self.disputes[place].invoice, "date": day.to_string()});
        if command["override"].is_object() {
            credit["override"] = command["override"].clone();
        }
        Some(credit)
    }

    fn plain(&self, minor: i128) -> String {
        match self.scale {
            0 => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    pub(super) fn resolve(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let day = happened(command, today, broken);
        let Some((_, (state, parts))) = self.dispute(command, day, broken) else {
            return vec![];
        };
        if !state.live() {
            broken.push("dispute.not_live");
        }
        let Some(credit) = self.credit_of(command, today) else {
            if command["amount"].is_string() {
                broken.push("dispute.amount_without_credit");
            }
            return vec![];
        };
        if command["amount"].is_string()
            && self.amount(&command["amount"], broken) > parts[0] + parts[1]
        {
            broken.push("dispute.exceeds_remaining");
        }
        if !command["amount"].is_string() && parts[0] == 0 {
            broken.push("dispute.nothing_remains");
            return vec![];
        }
        self.credit(&credit, today, broken)
    }

    /// Enters a step of a dispute; what is credited is entered by the caller.
    pub(super) fn book_step(&mut self, command: &Value, day: Day) {
        let (place, (_, parts)) = self.dispute(command, day, &mut Vec::new()).unwrap();
        let decision = match (text(command, "do"), text(command, "outcome")) {
            ("note_dispute", _) => None,
            ("move_dispute", _) => Some(Decision::To(State::read(text(command, "to")))),
            (_, "credit") => Some(Decision::Resolved(match command["amount"].is_string() {
                true => self.amount(&command["amount"], &mut Vec::new()),
                false => parts[0],
            })),
            _ => Some(Decision::Resolved(0)),
        };
        let dispute = &mut self.disputes[place];
        dispute.last = day;
        let invoice = dispute.invoice.clone();
        if let Some(decision) = decision {
            self.tell(&invoice, day, What::Decided(place, decision));
        }
    }

    pub(super) fn note(&self, command: &Value, today: Day, broken: &mut Broken) {
        let day = happened(command, today, broken);
        self.dispute(command, day, broken);
        due(command, today, broken);
    }
}

/// A dispute is due today or later.
pub(super) fn due(command: &Value, today: Day, broken: &mut Broken) {
    let due = command["due"].as_str().map(|day| day.parse::<Day>().unwrap());
    if due.is_some_and(|due| due < today) {
        broken.push("due.before_date");
    }
}

/// The day of something that happened: never one to come.
pub(super) fn happened(command: &Value, today: Day, broken: &mut Broken) -> Day {
    let day = date(command, today);
    if day > today {
        broken.push("date.ahead");
    }
    day
}
