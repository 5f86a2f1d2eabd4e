//! Sentences about an account on the screen. May use: the answers, words, the pen.

use crate::domain::{Currency, Money};
use crate::ledger::query::lookup::Hit;
use crate::words::said::{AccountStanding, Voice};

use super::account::Account;
use super::pen::{Pen, shortened};

/// The longest name at the beginning of a sentence, in cells, so that the figures after it are visible.
const LONGEST_NAME: u16 = 40;

/// The balance of an account that was found, as far as it is known yet.
pub fn of_hit<'a>(hit: &'a Hit, name: &'a str) -> AccountStanding<'a> {
    AccountStanding {
        name,
        currency: hit.currency,
        balance: hit.balance,
        overdue: hit.overdue,
        on_account: hit.on_account,
        withheld: hit.balance.zero(),
        late: None,
        oldest: None,
        disputed: hit.balance.zero(),
        promise: None,
        arrived: None,
        plans: &[],
        level: 0,
        beside_list: true,
    }
}

/// The balance of an account.
pub fn of_account<'a>(account: &'a Account, name: &'a str) -> AccountStanding<'a> {
    let balance = &account.balance;
    AccountStanding {
        name,
        currency: balance.currency,
        balance: balance.balance,
        overdue: balance.overdue,
        on_account: balance.on_account,
        withheld: balance.withheld.unwrap_or(balance.disputed.zero()),
        late: account.late,
        oldest: balance.days_late(),
        disputed: balance.disputed,
        promise: account.promise,
        arrived: account.arrived,
        plans: &account.plans,
        level: level(account),
        beside_list: false,
    }
}

/// The level of the last dunning letter.
fn level(account: &Account) -> u8 {
    let last = account.customer.dunning.as_ref().and_then(|dunning| dunning.last.as_ref());
    last.map_or(0, |letter| letter.level)
}

impl Pen<'_> {
    fn voice<T>(&self, say: impl FnOnce(&Voice) -> T) -> T {
        say(&Voice {
            words: &self.desk.words,
            money: &|amount| self.money(amount),
            day: &|day| self.day(day),
        })
    }

    /// The same, but days name their weekday, as they are read back after an agreement.
    pub fn voice_with_weekdays<T>(&self, say: impl FnOnce(&Voice) -> T) -> T {
        say(&Voice {
            words: &self.desk.words,
            money: &|amount| self.money(amount),
            day: &|day| super::dates::short_with_weekday(&self.desk.words, day, self.desk.today()),
        })
    }

    /// A name, shortened for the beginning of a sentence.
    pub fn name(&self, name: &str) -> String {
        shortened(name, LONGEST_NAME)
    }

    /// A sentence that says what is owed.
    pub fn sentence(&self, standing: &AccountStanding) -> String {
        self.voice(|voice| voice.sentence(standing))
    }

    /// What is disputed and promised.
    pub fn cases(&self, standing: &AccountStanding) -> String {
        self.voice(|voice| voice.cases(standing))
    }

    /// What the customer is asked for.
    pub fn ask(&self, standing: &AccountStanding) -> String {
        self.voice(|voice| voice.ask(standing))
    }

    /// What is owed, without the name.
    pub fn owes(&self, currency: Currency, balance: Money) -> String {
        self.voice(|voice| voice.owes(currency, balance))
    }
}

/// How to reach the customer.
pub fn reach(pen: &Pen, account: &Account) -> String {
    let details = &account.customer.details;
    let parts = [&details.contact, &details.phone, &details.email, &details.address, &details.city];
    let mut parts: Vec<String> = parts.into_iter().flatten().cloned().collect();
    if let Some(tax_id) = &details.tax_id {
        parts.push(pen.say("sheet-tax-id", &[("number", tax_id)]));
    }
    parts.join(&format!(" {} ", pen.sign("·")))
}

/// The state of dunning, if there is any, and how to reach the customer.
pub fn dunning_and_reach(pen: &Pen, account: &Account) -> String {
    let said = [dunning(pen, account), reach(pen, account)].into_iter();
    said.filter(|said| !said.is_empty()).collect::<Vec<_>>().join(pen.sign(" · "))
}

/// The last dunning letter and a block on dunning, if there are any.
fn dunning(pen: &Pen, account: &Account) -> String {
    let Some(standing) = &account.customer.dunning else { return String::new() };
    let block = standing.blocks.iter().find(|block| block.invoice.is_none());
    let block =
        block.map(|block| pen.say("sheet-dunning-blocked", &[("date", &pen.day(block.until))]));
    let last = standing.last.as_ref().map(|last| {
        let (day, level) = (pen.day(last.date), last.level.to_string());
        pen.say(last.words(), &[("date", &day), ("level", &level)])
    });
    [block, last].into_iter().flatten().collect::<Vec<_>>().join(pen.sign(" · "))
}
