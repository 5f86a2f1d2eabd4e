//! What every layer of the desk can read: the summary of the book, the settings, the words, the keys.
//! May use: words, the keymap, the forms.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::money::padded;
use crate::domain::{Code, Day, Moment, Money, Number, Percent, Plain};
use crate::engine::ReadOnly;
use crate::engine::ports::{Clock, MachineClock};
use crate::ledger::query::show::ShownItem;
use crate::ledger::query::worklist::WorklistOf;
use crate::words::{HIDDEN, Words};

use super::about::About;
use super::done::Undoable;
use super::keymap::{Action, Context, Keymap};
use super::others::Others;
use super::settings::Settings;
use super::spec::{FormSpec, Forms};

/// The command that confirms the clock, and the form for it.
const CONFIRM_CLOCK: &str = "confirm_clock";

/// A form that was posted here, to repeat its fields from.
#[derive(Clone, Debug)]
pub struct LastEntry {
    /// Whom it was for, if it was for a customer.
    pub customer: Option<Code>,
    /// The texts in its fields.
    pub fields: BTreeMap<String, String>,
}

/// What every layer can read.
pub struct Desk {
    /// The user at the desk.
    pub user: String,
    /// How it looks and behaves.
    pub settings: Settings,
    /// The words of the desk's language.
    pub words: Words,
    /// Which key does what.
    pub keymap: Keymap,
    /// The forms.
    pub forms: Forms,
    /// The book, once it is open.
    pub about: Option<About>,
    /// The items that are sold.
    pub catalogue: Vec<ShownItem>,
    /// The last form of each kind that was posted.
    pub last: BTreeMap<String, LastEntry>,
    /// What was posted here and not taken back, latest last.
    pub done: Vec<Undoable>,
    /// The number of the last thing posted here.
    pub last_done: u64,
    /// The dispute that was opened here last.
    pub last_dispute: Option<Number>,
    /// How many forms and panes on hold can be resumed.
    pub parked: usize,
    /// How many forms on hold are being sent.
    pub sent: usize,
    /// What other users do, and the state of the connection.
    pub others: Others,
    /// The mail settings, if this desk runs on the machine of the book.
    pub mail: Option<PathBuf>,
    /// Whether this machine can print documents.
    pub prints: bool,
    /// How wide the window is.
    pub columns: u16,
}

impl Desk {
    /// The discount of a line behind its price; nothing where there is none.
    pub fn discount(&self, percent: Option<Percent>) -> String {
        let said = percent.map(|percent| format!(" -{}", self.words.percent(percent.value())));
        said.unwrap_or_default()
    }

    /// Today in the company's zone; before the book is open, a day long ago.
    pub fn today(&self) -> Day {
        self.about.as_ref().map_or(Day::EPOCH, |about| about.today)
    }

    /// An amount as it is shown.
    pub fn money(&self, amount: Money) -> String {
        match self.settings.is_masked {
            true => HIDDEN.into(),
            false => self.words.figure(&amount.to_string()),
        }
    }

    /// A figure that is money, in plain notation, as the desk shows it.
    pub fn figure(&self, plain: &str) -> String {
        match self.settings.is_masked {
            true => HIDDEN.into(),
            false => self.words.figure(plain),
        }
    }

    /// A unit price with at least `decimals` decimals, those of the currency.
    pub fn price(&self, price: Plain, decimals: u8) -> String {
        self.figure(&padded(price.0, decimals))
    }

    /// A day with its year.
    pub fn day(&self, day: Day) -> String {
        super::dates::short(&self.words, day, self.today())
    }

    /// A day with its year, for reading back what was typed or what a file holds: `02 Nov 2026`.
    pub fn whole_day(&self, day: Day) -> String {
        super::dates::whole(&self.words, day)
    }

    /// The company's zone; before the book is open, UTC.
    pub fn zone(&self) -> &str {
        self.about.as_ref().map_or("UTC", |about| about.zone.as_str())
    }

    /// Why a form cannot be posted now, and what happens to it meanwhile. If the clock is the reason, an
    /// administrator can still post the form that confirms it.
    pub fn posts_nothing(&self, form: &FormSpec) -> Option<String> {
        if !self.others.doubts_clock() {
            return self.others.posts_nothing(&self.words);
        }
        if form.sends.iter().any(|name| name == CONFIRM_CLOCK) {
            return None;
        }
        let why = self.others.read_only.map_or("", ReadOnly::name);
        let confirm = Action::Fills(CONFIRM_CLOCK.into());
        let key = self.keymap.shown(Context::Form, &confirm).unwrap_or_default();
        Some(self.say("others-clock", &[("why", why), ("key", &key)]))
    }

    /// The time of day by the company's clock.
    pub fn time_of_day(&self) -> String {
        let now = crate::ledger::in_zone(MachineClock.now(), self.zone());
        now.map_or_else(String::new, |(_, time)| time)
    }

    /// The day and the time by the company's clock, in the form in which they are typed: `2026-11-21
    /// 14:32`.
    pub fn now_typed(&self) -> Option<String> {
        let (day, time) = crate::ledger::in_zone(MachineClock.now(), self.zone())?;
        Some(format!("{day} {time}"))
    }

    /// The current time; none if the desk works as of another day.
    pub fn now(&self) -> Option<Moment> {
        let now = MachineClock.now();
        let day = crate::ledger::day_in_zone(now, self.zone());
        (day == Some(self.today())).then_some(now)
    }

    /// Asks for the user's worklist of today, without customers who may not be called at this hour.
    pub fn worklist(&self) -> WorklistOf {
        /// Enough for a day.
        const MOST: usize = 100;
        let user = Some(self.user.clone());
        let at = self.now();
        WorklistOf { date: None, user, only_users: true, at, even_later: false, most: MOST }
    }

    /// A message with its arguments.
    pub fn say(&self, words: &str, parts: &[(&str, &str)]) -> String {
        self.words.say(words, parts)
    }

    /// A code of the program in words: `in_progress` is "in progress".
    pub fn word(&self, code: &str) -> String {
        self.words.word(code)
    }

    /// A code in the form that agrees with a noun.
    pub fn agreeing(&self, noun: &str, code: &str) -> String {
        self.words.agreeing(noun, code)
    }
}
