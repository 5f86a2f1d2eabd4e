//! Decides a command: turns it into events, or refuses it. Pure: reads rows and writes nothing. What is
//! computed here (numbers, prices, taxes, allocations) is kept for ever in the events.
//!
//! One file per family of commands. May use: domain, ledger, matching.

mod allocated;
mod allocations;
mod bank;
mod bank_gap;
mod bank_overlap;
mod brought_in;
mod brought_in_dispute;
mod certificates;
mod charged_fees;
mod clock;
mod company;
mod contact;
mod content;
mod corrections;
mod credits;
mod customers;
mod deliveries;
mod deposits;
mod disputes;
mod drafts;
mod dunning;
mod erasure;
mod exchange;
mod first_day;
mod fiscal;
mod gate;
mod import_profiles;
mod invoices;
mod late_fees;
mod linking;
mod money_back;
mod opening;
mod own_credit;
mod payments;
mod plans;
mod policy;
mod remitted;
mod sales;
mod seen;
mod series;
mod settle;
mod split;
mod splits;
mod suspense;
mod suspense_lines;
mod take_back;
mod together;
mod unallocated;
mod users;
mod warnings;
mod worklist;
mod wrap_up;
mod write_offs;

use std::collections::BTreeMap;

use crate::domain::command::each_command;
use crate::domain::event::BookOpened;
use crate::domain::tax::TaxTable;
use crate::domain::{Code, Command, Day, Event, Moment, Money, Number, Refusal, Rule, Warning};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, AllocationRow, CONTROL, COUNTERS, ITEMS, ItemId, ItemKind,
    ItemRow,
};
use crate::store::Rows;
use crate::store::rows::{LedgerError, Stop};

/// The context in which a command is decided.
#[derive(Clone, Copy)]
pub struct DecisionContext<'a> {
    /// The ledger, with everything before this command posted.
    pub rows: &'a dyn Rows,
    /// The book.
    pub book: &'a BookOpened,
    /// The taxes of its country.
    pub taxes: &'a TaxTable,
    /// The reason codes of disputes.
    pub reasons: &'a [String],
    /// The number of the entry that the command will make.
    pub seq: u64,
    /// The current time.
    pub now: Moment,
    /// When the last entry was recorded, if that casts doubt on the clock.
    pub doubted: Option<Moment>,
    /// Today in the company's zone.
    pub today: Day,
    /// The caller's reason for overriding a rule, if there is one.
    pub override_reason: Option<&'a str>,
    /// The last entry that the caller has seen on the record that the command changes.
    pub seen: Option<u64>,
}

/// The outcome of a decision.
#[derive(Debug, PartialEq)]
pub struct Decided {
    /// Its effective date.
    pub date: Day,
    /// The events, in order.
    pub events: Vec<Event>,
}

/// How many days after today an effective date may be: a typed 2062 is a slip.
const AHEAD: i64 = 366;

/// Decides a command, and returns warnings about an accepted one.
pub fn decide(desk: &DecisionContext, command: &Command) -> Result<(Decided, Vec<Warning>), Stop> {
    let mut case = Case::new(desk, command.overridable());
    let decided = case.command(command).and_then(|decided| {
        let warnings = case.warnings(command, &decided)?;
        Ok((case.with_overrides(decided), warnings))
    });
    decided.map_err(out_of_range)
}

/// Decides a command that is one part of an entry; unusual things are warned about once for the whole
/// entry.
fn decide_part(desk: &DecisionContext, command: &Command) -> Result<Decided, Stop> {
    let mut case = Case::new(desk, command.overridable());
    let decided = case.command(command).map(|decided| case.with_overrides(decided));
    decided.map_err(out_of_range)
}

/// An amount out of range is the command's fault, not the ledger's.
fn out_of_range(stop: Stop) -> Stop {
    match stop {
        Stop::Ledger(LedgerError::Beyond(what)) => {
            Refusal::new(Rule::AmountOutOfRange, "").with("given", what).into()
        }
        stop => stop,
    }
}

/// A command that is being decided: the numbers taken so far, the rules overridden.
struct Case<'a> {
    desk: &'a DecisionContext<'a>,
    counters: BTreeMap<(u16, String), u64>,
    /// The foreign number that this command brings in.
    foreign: Option<Number>,
    /// The rules that a reason overrides, and those that it did.
    overridable: &'static [Rule],
    overridden: Vec<Rule>,
    /// The allocations that it has made so far.
    pending: Vec<exchange::PendingRate>,
    /// The allocations that it has reversed so far, to replace them with others.
    undone: BTreeMap<u64, AllocationRow>,
}

/// Each command is decided by the method of its name, which the compiler asks for.
macro_rules! decides {
    ($($kind:ident = $decide:ident,)+) => {
        impl Case<'_> {
            fn command(&mut self, command: &Command) -> Result<Decided, Stop> {
                self.as_seen(command)?;
                match command { $(Command::$kind(command) => self.$decide(command),)+ }
            }
        }
    };
}

each_command!(decides);

impl<'a> Case<'a> {
    fn new(desk: &'a DecisionContext<'a>, overridable: &'static [Rule]) -> Case<'a> {
        Case {
            desk,
            counters: BTreeMap::new(),
            foreign: None,
            overridable,
            overridden: Vec::new(),
            pending: Vec::new(),
            undone: BTreeMap::new(),
        }
    }

    fn rows(&self) -> &'a dyn Rows {
        self.desk.rows
    }

    /// Returns the effective date: the one given, or today.
    fn date(&mut self, given: Option<Day>) -> Result<Day, Stop> {
        self.day("date", given.unwrap_or(self.desk.today))
    }

    /// Returns the effective date of a reversal: the one given, or today, or the date of what it
    /// reverses if that is later.
    fn date_after(&mut self, given: Option<Day>, undone: Day) -> Result<Day, Stop> {
        match given {
            None if undone > self.desk.today => {
                // Nobody typed it: it may be as far in the future as a wrong clock once was.
                self.period_open("date", undone)?;
                Ok(undone)
            }
            given => self.date(given),
        }
    }

    /// Returns the day of something that happened: the one given, or today; never later.
    fn happened(&mut self, field: &str, given: Option<Day>) -> Result<Day, Stop> {
        let date = self.day(field, given.unwrap_or(self.desk.today))?;
        if date > self.desk.today {
            let refusal = Refusal::new(Rule::DateAhead, field).with("given", date);
            return Err(refusal.with("today", self.desk.today).into());
        }
        Ok(date)
    }

    /// Returns the day of a step in a history whose last step was on `last`: the one given, or
    /// today, or `last` if a clock was ahead.
    fn happened_after(&mut self, given: Option<Day>, last: Day) -> Result<Day, Stop> {
        match given {
            None if last > self.desk.today => self.date_after(None, last),
            given => self.happened("date", given),
        }
    }

    /// Checks an effective date: not too long ago, not too far ahead, and not in a locked period.
    fn day(&mut self, field: &str, date: Day) -> Result<Day, Stop> {
        if date < Day::EPOCH {
            let refusal = Refusal::new(Rule::DateTooEarly, field).with("given", date);
            return Err(refusal.with("first", Day::EPOCH).into());
        }
        if date.days_since(self.desk.today) > AHEAD {
            let refusal = Refusal::new(Rule::DateOutOfRange, field).with("given", date);
            return Err(refusal.with("days", AHEAD).into());
        }
        self.period_open(field, date)?;
        Ok(date)
    }

    /// Returns the account of this code, after mergers.
    fn account(&self, field: &str, code: &Code) -> Result<(AccountId, AccountRow), Stop> {
        self.account_on(field, code, Day::LAST)
    }

    /// Returns the account of this code on a day: its own before it was merged.
    fn account_on(
        &self,
        field: &str,
        code: &Code,
        as_of: Day,
    ) -> Result<(AccountId, AccountRow), Stop> {
        let found = item::live_account(self.rows(), code, When { as_of, ..When::ALL })?;
        found.ok_or_else(|| item::unknown_customer(self.rows(), field, code))
    }

    /// Returns the item with this number.
    fn item(&self, field: &str, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        let found = item::item(self.rows(), number)?;
        Ok(found.ok_or_else(|| Refusal::new(Rule::DocumentUnknown, field).with("given", number))?)
    }

    /// Returns an item that another row names.
    fn need_item(&self, id: ItemId) -> Result<ItemRow, LedgerError> {
        ITEMS.need(self.rows(), &id)
    }

    /// Returns the invoice with this number; refuses a void one.
    fn invoice(&self, field: &str, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        let (id, row) = self.item(field, number)?;
        if row.kind != ItemKind::Invoice {
            let refusal = Refusal::new(Rule::DocumentNotInvoice, field).with("given", &row.number);
            return Err(refusal.into());
        }
        if item::voided_on(self.rows(), id)?.is_some() {
            let refusal = Refusal::new(Rule::InvoiceVoid, field).with("invoice", &row.number);
            return Err(refusal.into());
        }
        Ok((id, row))
    }

    /// Takes the next number of a kind and year.
    fn next(&mut self, kind: &str, year: i32) -> Result<u64, LedgerError> {
        let key = (u16::try_from(year).unwrap_or(0), kind.to_string());
        let last = match self.counters.get(&key) {
            Some(last) => *last,
            None => COUNTERS.get(self.rows(), &key)?.unwrap_or(0),
        };
        self.counters.insert(key, last + 1);
        Ok(last + 1)
    }

    /// Takes the next number of a kind in the year of a date. Skips a number that a document from
    /// another system has: it exists, so there is no gap.
    fn next_number(&mut self, kind: &str, date: Day) -> Result<Number, LedgerError> {
        loop {
            let number = Number::of_series(kind, date.year(), self.next(kind, date.year())?);
            let taken = self.foreign.as_ref().is_some_and(|one| one.folded() == number.folded());
            if !taken && !item::is_taken(self.rows(), &number)? {
                return Ok(number);
            }
        }
    }

    /// Checks that an account's debits and credits stay within the limit of an amount, and the sums
    /// over all accounts within 64 bits.
    fn within_range(
        &self,
        account: AccountId,
        field: &str,
        more: (Money, Money),
    ) -> Result<(), Stop> {
        let (debit, credit) = more;
        let (owed, in_hand) = merged::totals(self.rows(), account)?;
        let currency = ACCOUNTS.need(self.rows(), &account)?.currency;
        let control = CONTROL.get(self.rows(), &currency)?.unwrap_or_default();
        let held = |sum: Option<Money>| sum.is_some_and(Money::is_within_limit);
        let all =
            |sum: i128, more: Money| sum + i128::from(more.minor()) < i128::from(i64::MAX / 4);
        let fits = held(owed.plus(debit))
            && held(in_hand.plus(credit))
            && all(control.debit, debit)
            && all(control.credit, credit);
        match fits {
            true => Ok(()),
            false => Err(Refusal::new(Rule::AmountOutOfRange, field).into()),
        }
    }
}
