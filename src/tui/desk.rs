//! What every layer of the desk may look at: the book in a few words, the settings, the words, the
//! keys. May use: words, the keymap, the forms.

use std::collections::BTreeMap;

use crate::domain::money::padded;
use crate::domain::{Currency, Day, Money, Plain, Role};
use crate::ledger::query::show::ShownItem;
use crate::words::Words;

use super::form::spec::Forms;
use super::keymap::Keymap;
use super::others::Others;
use super::settings::Settings;
use super::undo::Done;

/// What is known of the book once it is open.
#[derive(Clone, Debug)]
pub struct About {
    /// The company.
    pub company: String,
    /// Whether its data is made up.
    pub made_up: bool,
    /// Today in its zone.
    pub today: Day,
    /// Its zone.
    pub zone: String,
    /// The book's own currency.
    pub currency: Option<Currency>,
    /// The kinds of certificates of tax withheld that its country has.
    pub certificates: Vec<String>,
    /// How many accounts there are.
    pub accounts: u64,
    /// Whether others work on it too.
    pub is_served: bool,
    /// What who sits here may.
    pub role: Role,
}

/// What every layer may look at.
pub struct Desk {
    /// Who sits at it.
    pub user: String,
    /// How it looks and behaves.
    pub settings: Settings,
    /// The words on the screen.
    pub words: Words,
    /// Which key does what.
    pub keymap: Keymap,
    /// What forms there are.
    pub forms: Forms,
    /// The book, once it is open.
    pub about: Option<About>,
    /// What is sold.
    pub catalogue: Vec<ShownItem>,
    /// Why customers dispute what they are billed.
    pub reasons: Vec<String>,
    /// What stood in the fields of the last form of a kind that was posted.
    pub last: BTreeMap<String, BTreeMap<String, String>>,
    /// What was posted here and not taken back, the latest last.
    pub done: Vec<Done>,
    /// How much was posted here.
    pub last_done: u64,
    /// How many forms were put aside.
    pub parked: usize,
    /// How many forms are on their way behind what is shown.
    pub sent: usize,
    /// What others do, and whether the book is in reach.
    pub others: Others,
}

impl Desk {
    /// Today in the company's zone; before the book is open, a day long ago.
    pub fn today(&self) -> Day {
        self.about.as_ref().map_or(Day::EPOCH, |about| about.today)
    }

    /// An amount as it is shown.
    pub fn money(&self, amount: Money) -> String {
        match self.settings.is_masked {
            true => "•••".into(),
            false => self.words.figure(&amount.to_string()),
        }
    }

    /// A figure that is money, in plain notation, as it is shown.
    pub fn figure(&self, plain: &str) -> String {
        match self.settings.is_masked {
            true => "•••".into(),
            false => self.words.figure(plain),
        }
    }

    /// A unit price as it is shown: with so many decimals at least, the currency's.
    pub fn price(&self, price: Plain, decimals: u8) -> String {
        self.figure(&padded(price.0, decimals))
    }

    /// A day with its year.
    pub fn day(&self, day: Day) -> String {
        super::dates::whole(&self.words, day)
    }

    /// Words with their parts.
    pub fn say(&self, words: &str, parts: &[(&str, &str)]) -> String {
        self.words.say(words, parts)
    }

    /// A code of the program in words: `in_progress` is "in progress".
    pub fn word(&self, code: &str) -> String {
        self.words.word(code)
    }
}
