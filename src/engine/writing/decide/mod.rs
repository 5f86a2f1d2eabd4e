//! Deciding: a command becomes events, or a refusal. Pure: it reads rows and writes nothing; what
//! it computes here (numbers, prices, taxes, allocations) the events hold for ever.
//!
//! One file a family of commands. May use: domain, ledger.

mod allocations;
mod clock;
mod company;
mod contact;
mod content;
mod corrections;
mod credits;
mod customers;
mod disputes;
mod drafts;
mod erasure;
mod exchange;
mod first_day;
mod fiscal;
mod gate;
mod invoices;
mod money_back;
mod opening;
mod own_credit;
mod payments;
mod policy;
mod sales;
mod seen;
mod series;
mod settle;
mod take_back;
mod users;
mod warnings;
mod write_offs;

use std::collections::BTreeMap;

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

/// What a command is decided on.
pub struct Desk<'a> {
    /// The ledger, with everything before this command posted.
    pub rows: &'a dyn Rows,
    /// The book.
    pub book: &'a BookOpened,
    /// The taxes of its country.
    pub taxes: &'a TaxTable,
    /// Why customers dispute what they are billed, as codes.
    pub reasons: &'a [String],
    /// The number of the entry that the command will make.
    pub seq: u64,
    /// Now.
    pub now: Moment,
    /// When the last entry was recorded, where that speaks against the clock.
    pub doubted: Option<Moment>,
    /// Today in the company's zone.
    pub today: Day,
    /// Why a rule is overridden, where the caller says so.
    pub override_reason: Option<&'a str>,
    /// The last entry that the caller has seen on what the command changes.
    pub seen: Option<u64>,
}

/// What a command comes to.
#[derive(Debug, PartialEq)]
pub struct Decided {
    /// Its effective date.
    pub date: Day,
    /// What happens, in order.
    pub events: Vec<Event>,
}

/// How far ahead of today an effective date may lie, in days: a typed 2062 is a slip.
const AHEAD: i64 = 366;

/// Decides a command; what looks wrong about one that is taken comes with it.
pub fn decide(desk: &Desk, command: &Command) -> Result<(Decided, Vec<Warning>), Stop> {
    let mut case = Case {
        desk,
        counters: BTreeMap::new(),
        foreign: None,
        overridable: command.overridable(),
        overridden: Vec::new(),
        pending: Vec::new(),
        undone: BTreeMap::new(),
    };
    let decided = case.command(command).and_then(|decided| {
        let warnings = case.warnings(command, &decided)?;
        Ok((case.with_overrides(decided), warnings))
    });
    match decided {
        // A figure that cannot be written down is the command's fault, not the ledger's.
        Err(Stop::Ledger(LedgerError::Beyond(what))) => {
            Err(Refusal::new(Rule::AmountOutOfRange, "").with("given", what).into())
        }
        refused => refused,
    }
}

/// One command while it is decided: the numbers it has taken so far, the rules it overrode.
struct Case<'a> {
    desk: &'a Desk<'a>,
    counters: BTreeMap<(u16, String), u64>,
    /// The number from elsewhere that this command brings in.
    foreign: Option<Number>,
    /// The rules that a reason overrides, and those that it did.
    overridable: &'static [Rule],
    overridden: Vec<Rule>,
    /// The allocations that it has made so far.
    pending: Vec<exchange::PendingRate>,
    /// The allocations that it has reversed so far, to make others in their place.
    undone: BTreeMap<u64, AllocationRow>,
}

impl<'a> Case<'a> {
    fn command(&mut self, command: &Command) -> Result<Decided, Stop> {
        self.as_seen(command)?;
        match command {
            Command::RegisterCustomer(command) => self.register_customer(command),
            Command::AmendCustomer(command) => self.amend_customer(command),
            Command::HoldCustomer(command) => self.hold_customer(command),
            Command::ReleaseCustomer(command) => self.release_customer(command),
            Command::MergeCustomers(command) => self.merge_customers(command),
            Command::DefineItem(command) => self.define_item(command),
            Command::SetPrice(command) => self.set_price(command),
            Command::DraftInvoice(command) => self.draft_invoice(command),
            Command::IssueDraft(command) => self.issue_draft(command),
            Command::DiscardDraft(command) => self.discard_draft(command),
            Command::IssueInvoice(command) => self.issue_invoice(command),
            Command::CreditInvoice(command) => self.credit_invoice(command),
            Command::VoidInvoice(command) => self.void_invoice(command),
            Command::RecordFiscalReceipt(command) => self.record_fiscal_receipt(command),
            Command::RecordPayment(command) => self.record_payment(command),
            Command::RecordCertificate(command) => self.record_certificate(command),
            Command::Allocate(command) => self.allocate(command),
            Command::Unallocate(command) => self.unallocate(command),
            Command::BouncePayment(command) => self.bounce_payment(command),
            Command::ReversePayment(command) => self.reverse_payment(command),
            Command::Refund(command) => self.refund(command),
            Command::ReverseRefund(command) => self.reverse_refund(command),
            Command::VoidCreditNote(command) => self.void_credit_note(command),
            Command::WriteOff(command) => self.write_off(command),
            Command::Recover(command) => self.recover(command),
            Command::OpenDispute(command) => self.open_dispute(command),
            Command::NoteDispute(command) => self.note_dispute(command),
            Command::MoveDispute(command) => self.move_dispute(command),
            Command::ResolveDispute(command) => self.resolve_dispute(command),
            Command::LogCall(command) => self.log_call(command),
            Command::Promise(command) => self.promise(command),
            Command::WithdrawPromise(command) => self.withdraw_promise(command),
            Command::ScheduleCallback(command) => self.schedule_callback(command),
            Command::Done(command) => self.done(command),
            Command::BringInInvoice(command) => self.bring_in_invoice(command),
            Command::BringInReceivable(command) => self.bring_in_receivable(command),
            Command::GrantRole(command) => self.grant_role(command),
            Command::RevokeRole(command) => self.revoke_role(command),
            Command::ErasePerson(command) => self.erase_person(command),
            Command::SetViewerPolicy(command) => self.set_viewer_policy(command),
            Command::AmendCompany(command) => self.amend_company(command),
            Command::DefineSeries(command) => self.define_series(command),
            Command::ConfirmClock(command) => self.confirm_clock(command),
        }
    }

    fn rows(&self) -> &'a dyn Rows {
        self.desk.rows
    }

    /// The effective date: what was given, or today.
    fn date(&mut self, given: Option<Day>) -> Result<Day, Stop> {
        self.day("date", given.unwrap_or(self.desk.today))
    }

    /// The effective date of what undoes something: what was given, or today, or the day of that
    /// where it is still to come.
    fn date_after(&mut self, given: Option<Day>, undone: Day) -> Result<Day, Stop> {
        match given {
            None if undone > self.desk.today => {
                // Nobody typed it: it may be as far ahead as a clock was once.
                self.period_open("date", undone)?;
                Ok(undone)
            }
            given => self.date(given),
        }
    }

    /// The day of something that happened: what was given, or today; never later.
    fn happened(&mut self, field: &str, given: Option<Day>) -> Result<Day, Stop> {
        let date = self.day(field, given.unwrap_or(self.desk.today))?;
        if date > self.desk.today {
            let refusal = Refusal::new(Rule::DateAhead, field).with("given", date);
            return Err(refusal.with("today", self.desk.today).into());
        }
        Ok(date)
    }

    /// The day of a step in a story whose last one was on `last`: what was given, or today, or the
    /// day of that where a clock was ahead.
    fn happened_after(&mut self, given: Option<Day>, last: Day) -> Result<Day, Stop> {
        match given {
            None if last > self.desk.today => self.date_after(None, last),
            given => self.happened("date", given),
        }
    }

    /// A day on which something counts: neither long ago nor far ahead, and in no period that is
    /// locked.
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

    /// The account that this code leads to.
    fn account(&self, field: &str, code: &Code) -> Result<(AccountId, AccountRow), Stop> {
        self.account_on(field, code, Day::LAST)
    }

    /// The account that this code leads to on a day: before it was merged, its own.
    fn account_on(
        &self,
        field: &str,
        code: &Code,
        as_of: Day,
    ) -> Result<(AccountId, AccountRow), Stop> {
        let found = item::live_account(self.rows(), code, When { as_of, ..When::ALL })?;
        found.ok_or_else(|| item::unknown_customer(self.rows(), field, code))
    }

    /// The item with this number.
    fn item(&self, field: &str, number: &Number) -> Result<(ItemId, ItemRow), Stop> {
        let found = item::item(self.rows(), number)?;
        Ok(found.ok_or_else(|| Refusal::new(Rule::DocumentUnknown, field).with("given", number))?)
    }

    /// An item that another row names.
    fn need_item(&self, id: ItemId) -> Result<ItemRow, LedgerError> {
        ITEMS.need(self.rows(), &id)
    }

    /// The invoice with this number; refused where it is void.
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

    /// The next number of a kind and year; each call takes one.
    fn next(&mut self, kind: &str, year: i32) -> Result<u64, LedgerError> {
        let key = (u16::try_from(year).unwrap_or(0), kind.to_string());
        let last = match self.counters.get(&key) {
            Some(last) => *last,
            None => COUNTERS.get(self.rows(), &key)?.unwrap_or(0),
        };
        self.counters.insert(key, last + 1);
        Ok(last + 1)
    }

    /// The next number of a kind in the year of a date. One that a document from elsewhere has is
    /// passed over: it is there, so that nothing is missing.
    fn next_number(&mut self, kind: &str, date: Day) -> Result<Number, LedgerError> {
        loop {
            let number = Number::of_series(kind, date.year(), self.next(kind, date.year())?);
            let taken = self.foreign.as_ref().is_some_and(|one| one.folded() == number.folded());
            if !taken && !item::is_taken(self.rows(), &number)? {
                return Ok(number);
            }
        }
    }

    /// Neither what an account owes nor what it has in hand may pass the limit of an amount, nor
    /// the sums over all accounts what 64 bits hold.
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
