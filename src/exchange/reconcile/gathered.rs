//! What bank lines are matched with, read from the book page by page: one currency, at one moment.

use std::collections::HashMap;

use crate::domain::{Code, Currency, Day, Number};
use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};
use crate::ledger::bank::PayerKey;
use crate::ledger::query::bank::ShownBankAccount;
use crate::ledger::query::matchables::{
    Matchable, MatchablesAfter, OpenBankLinesAfter, PaidLinesAfter,
};
use crate::ledger::query::show::ShownBankLine;
use crate::matching::{
    Learnt, MatchItem, MatchLine, MatchPayer, PastPayment, key_of_account, key_of_name,
};

/// How many days back a returned line looks for the payment that it takes back.
const RETURNED_WITHIN: i64 = 180;

/// An open credit note.
pub struct OpenCredit {
    pub number: Number,
    /// What is left of it, in minor units.
    pub left: i64,
}

/// What lines of one currency are matched with.
#[derive(Default)]
pub struct MatchData {
    pub items: Vec<MatchItem>,
    pub payers: Vec<MatchPayer>,
    pub learnt: Vec<Learnt>,
    pub past: Vec<PastPayment>,
    /// The open credit notes by customer, for those who have any.
    pub credits: HashMap<u32, Vec<OpenCredit>>,
    /// Codes and names of the accounts.
    pub customers: HashMap<u32, (Code, String)>,
}

impl MatchData {
    pub fn read(
        session: &Session,
        currency: Currency,
        accounts: &[ShownBankAccount],
        lines: &[ShownBankLine],
        progress: &mut dyn Progress,
    ) -> Result<MatchData, Failure> {
        let mut gathered = MatchData::default();
        let mut after = None;
        loop {
            let page = session.ask(&MatchablesAfter { currency, after, only: None })?;
            page.rows.into_iter().for_each(|one| gathered.add(one));
            let read = gathered.payers.len() as u64;
            progress.at("matching", read, read);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let out = lines.iter().filter(|line| line.amount.is_negative());
        if let Some(first) = out.map(|line| line.date).min() {
            let since = first.plus(-RETURNED_WITHIN).unwrap_or(Day::EPOCH);
            for account in accounts.iter().filter(|account| account.currency == currency) {
                gathered.add_paid(session, &account.account, since)?;
            }
        }
        Ok(gathered)
    }

    /// What one customer owes.
    pub fn of_customer(
        session: &Session,
        currency: Currency,
        code: &Code,
    ) -> Result<MatchData, Failure> {
        let mut gathered = MatchData::default();
        let asked = MatchablesAfter { currency, after: None, only: Some(code.clone()) };
        session.ask(&asked)?.rows.into_iter().for_each(|one| gathered.add(one));
        Ok(gathered)
    }

    fn add(&mut self, one: Matchable) {
        let customer = one.id;
        for item in one.items {
            let early = item.early;
            self.items.push(MatchItem {
                customer,
                number: item.number.0,
                reference: item.reference,
                due: item.due,
                issued: item.date,
                open: item.left.minor(),
                discount: early.map_or(0, |early| early.discount.minor()),
                discount_until: early.map(|early| early.until),
                disputed: item.disputed.minor(),
            });
        }
        let credits = one
            .credits
            .into_iter()
            .map(|credit| OpenCredit { number: credit.number, left: credit.left.minor() });
        let credits: Vec<OpenCredit> = credits.collect();
        if !credits.is_empty() {
            self.credits.insert(customer, credits);
        }
        let mut times: HashMap<String, u32> = HashMap::new();
        let mut known = Vec::new();
        for (stored, count) in one.learnt {
            let key = match PayerKey::read(&stored) {
                Some(PayerKey::Account(account)) => key_of_account(&account),
                Some(PayerKey::Name(name)) => key_of_name(&name),
                None => continue,
            };
            *times.entry(key).or_default() += count;
        }
        known.extend(times.into_iter().map(|(key, times)| Learnt { key, customer, times }));
        known.sort_by(|one, other| one.key.cmp(&other.key));
        self.learnt.extend(known);
        self.customers.insert(customer, (one.customer, one.name.clone()));
        self.payers.push(MatchPayer {
            customer,
            name: one.name,
            other_names: one.other_names,
            phones: one.phones,
            accounts: Vec::new(),
        });
    }

    fn add_paid(&mut self, session: &Session, account: &str, since: Day) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let account = account.to_string();
            let page = session.ask(&PaidLinesAfter { account, since, after })?;
            self.past.extend(page.rows.into_iter().map(|paid| PastPayment {
                customer: paid.id,
                number: paid.payment.0,
                date: paid.date,
                amount: paid.amount.minor(),
                payer: paid.payer,
                references: paid.references,
            }));
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// The item at a place.
    pub fn item(&self, place: u32) -> Option<&MatchItem> {
        self.items.get(usize::try_from(place).ok()?)
    }

    /// The number of the earlier payment at a place.
    pub fn payment(&self, place: u32) -> Option<Number> {
        let paid = self.past.get(usize::try_from(place).ok()?)?;
        Some(Number(paid.number.clone()))
    }
}

/// The open lines of an account, or of all, by account and day.
pub fn open_lines(session: &Session, account: Option<&str>) -> Result<Vec<ShownBankLine>, Failure> {
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let account = account.map(str::to_string);
        let page = session.ask(&OpenBankLinesAfter { account, after })?;
        lines.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(lines);
        }
    }
}

/// A line as it is matched.
pub fn matched_line(line: &ShownBankLine) -> MatchLine {
    MatchLine {
        date: line.date,
        amount: line.amount.minor(),
        fee: line.fee.map_or(0, crate::domain::Money::minor),
        payer: line.payer.clone(),
        payer_account: line.payer_account.clone(),
        text: line.text.clone().unwrap_or_default(),
        references: line.references.clone(),
        is_return: line.is_return,
    }
}
