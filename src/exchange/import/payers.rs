//! Finds the customer that a row names: an account by its code, otherwise by its name. A code always
//! wins. A name means an account if exactly one has it, however it is spelled ([`fold::company`]); if
//! two have it, the row is refused. A name that only resembles an account's is reported, and never
//! matched to it. May use: domain, the ledger's questions.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::domain::{Code, Currency, Refusal, Rule};
use crate::ledger::lookup::fold;
use crate::ledger::query::named::{AccountsNamed, AccountsNear, NamedAccount};
use crate::ledger::query::show::FindAccount;

use super::mapping::Record;
use super::{ImportDesk, Trouble, fields};

/// A name that no account has, with the accounts of similar names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearName {
    /// The name, as the file has it.
    pub given: String,
    /// The accounts: code and name.
    pub accounts: Vec<NearAccount>,
}

/// An account whose name resembles one in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearAccount {
    /// Its code.
    pub customer: Code,
    /// Its name.
    pub name: String,
}

/// What is known about the customers in the file.
#[derive(Default)]
pub struct Payers {
    /// The currencies of existing accounts, by folded code.
    accounts: HashMap<String, Currency>,
    /// The codes of accounts, by the names that led to them.
    named: HashMap<String, String>,
    /// The currencies of accounts that rows being sent open, by folded code.
    made: HashMap<String, Currency>,
    /// The codes of those accounts, by folded name.
    made_named: HashMap<String, String>,
    /// All accounts that the file ever opened, which must not count as similar to later names.
    ever_made: HashSet<String>,
    /// The names in the file, in order, that have not been searched for yet.
    in_file: IndexedNames,
    /// The folded names that were searched for, with the similar accounts found.
    looked_for: HashMap<String, Vec<NamedAccount>>,
    near: Vec<NearName>,
}

/// The names in a file, without duplicates.
#[derive(Default)]
struct IndexedNames {
    seen: HashSet<String>,
    names: Vec<String>,
}

/// How many names of a file are searched for, how many in one question, and how many are reported.
const MOST_LOOKED_FOR: usize = 50_000;
const MOST_ASKED: usize = 5_000;
const MOST_NEAR: usize = 100;

/// How many accounts are listed when a person has to choose.
const MOST_NAMED: usize = 5;

impl ImportDesk<'_> {
    /// The currency of the account that a code leads to; `None` if there is no such account.
    pub(super) fn account(&mut self, code: &str) -> Result<Option<Currency>, Trouble> {
        let folded = Code(code.to_string()).folded();
        if let Some(known) = self.payers.accounts.get(&folded) {
            return Ok(Some(*known));
        }
        let found = self.session.ask(&FindAccount(Code(code.into())))?;
        let found = found.map(|(_, currency)| currency);
        if let Some(currency) = found {
            self.payers.accounts.insert(folded, currency);
        }
        Ok(found)
    }

    /// Notes the customer of a row, because all names are searched for at once.
    pub(super) fn sees(&mut self, row: &Record) {
        let Ok(Some(given)) = row.get("customer") else { return };
        let IndexedNames { seen, names } = &mut self.payers.in_file;
        if seen.len() < MOST_LOOKED_FOR && !seen.contains(&given) {
            names.push(given.clone());
            seen.insert(given);
        }
    }

    /// The code of a row's customer: the given code, or that of the only account with this name, in the
    /// book or opened by an earlier row; the given text if no account has it. Refused if several
    /// accounts have the name. `None` if the row names nobody.
    pub(super) fn customer(&mut self, row: &Record) -> Result<Option<String>, Trouble> {
        let Some(given) = row.get("customer")? else { return Ok(None) };
        // A text that was looked up as a name was not a code then.
        if let Some(code) = self.payers.named.get(&given) {
            return Ok(Some(code.clone()));
        }
        if self.is_code(&given)? {
            return Ok(Some(given));
        }
        let asked = AccountsNamed { name: given.clone(), most: MOST_NAMED };
        let mut found = self.session.ask(&asked)?;
        if found.len() > 1 {
            let refusal = Refusal::new(Rule::CustomerAmbiguous, "customer").with("given", given);
            return Err(refusal.with("accounts", named(&found)).into());
        }
        if let Some(NamedAccount { customer, currency, .. }) = found.pop() {
            self.payers.accounts.insert(customer.folded(), currency);
            self.payers.named.insert(given, customer.0.clone());
            return Ok(Some(customer.0));
        }
        let made = self.payers.made_named.get(&fold::company(&given)).cloned();
        Ok(Some(made.unwrap_or(given)))
    }

    /// Whether a text is the code of an account, in the book or being opened.
    fn is_code(&mut self, given: &str) -> Result<bool, Trouble> {
        let is_made = self.payers.made.contains_key(&Code(given.to_string()).folded());
        Ok(is_made || self.account(given)?.is_some())
    }

    /// The customer of a row that must name one.
    pub(super) fn needed_customer(&mut self, row: &Record) -> Result<String, Trouble> {
        fields::needed(row, "customer")?;
        let code = self.customer(row)?.unwrap_or_default();
        // A row without a currency has that of its account, which is not there yet.
        let made = self.payers.made.get(&Code(code.clone()).folded());
        let is_other = made.is_some_and(|currency| *currency != self.session.info().currency);
        let must_wait = is_other && !self.dry_run && row.get("currency")?.is_none();
        match must_wait && self.account(&code)?.is_none() {
            true => Err(Trouble::Wait),
            false => Ok(code),
        }
    }

    /// The likely currency of a row: that of its account or of the book.
    pub(super) fn likely_currency(&mut self, row: &Record) -> Option<Currency> {
        let book = Some(self.session.info().currency);
        let Ok(Some(code)) = self.customer(row) else { return book };
        let known = self.account(&code).ok().flatten();
        known.or_else(|| self.payers.made.get(&Code(code).folded()).copied()).or(book)
    }

    /// Notes that a row being sent opens its account, if that is missing.
    pub(super) fn makes_account(&mut self, row: &Record, code: &str) {
        if !self.create_customers {
            return;
        }
        if let (Ok(None), Some(currency)) = (self.account(code), self.currency(row)) {
            let folded = Code(code.to_string()).folded();
            self.payers.ever_made.insert(folded.clone());
            self.payers.made.entry(folded).or_insert(currency);
            let name = fold::company(code);
            self.payers.made_named.entry(name).or_insert_with(|| code.to_string());
        }
    }

    /// A row that may have opened an account was refused: later rows open it.
    pub(super) fn forget_made(&mut self) {
        self.payers.made.clear();
        self.payers.made_named.clear();
    }

    /// Refuses a row whose currency differs from that of its account.
    pub(super) fn same_currency(&mut self, row: &Record) -> Result<(), Trouble> {
        let Some(given) = self.given_currency(row)? else { return Ok(()) };
        let code = self.needed_customer(row)?;
        match self.account(&code)? {
            Some(known) if known.code() != given => {
                let refusal = Refusal::new(Rule::CurrencyMismatch, "currency");
                Err(refusal.with("currency", known).into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses an unknown customer, unless accounts are opened for them. Accounts with similar names are
    /// reported with the import.
    pub(super) fn needs_account(&mut self, code: &str) -> Result<(), Trouble> {
        if self.account(code)?.is_some() {
            return Ok(());
        }
        let is_made = self.payers.made.contains_key(&Code(code.to_string()).folded());
        let near = if is_made { Vec::new() } else { self.near(code)? };
        if self.create_customers {
            return Ok(());
        }
        let near = if near.is_empty() { "none".into() } else { named(&near) };
        let refusal = Refusal::new(Rule::CustomerUnknown, "customer").with("given", code);
        Err(refusal.with("near", near).into())
    }

    fn near(&mut self, given: &str) -> Result<Vec<NamedAccount>, Trouble> {
        let folded = fold::company(given);
        self.look_for_near()?;
        let Some(found) = self.payers.looked_for.get_mut(&folded) else { return Ok(Vec::new()) };
        let made = &self.payers.ever_made;
        found.retain(|one| !made.contains(&one.customer.folded()));
        let found = found.clone();
        let is_told = self.payers.near.iter().any(|one| fold::company(&one.given) == folded);
        if !found.is_empty() && !is_told && self.payers.near.len() < MOST_NEAR {
            let accounts = found
                .iter()
                .map(|one| NearAccount { customer: one.customer.clone(), name: one.name.clone() });
            let given = given.to_string();
            self.payers.near.push(NearName { given, accounts: accounts.collect() });
        }
        Ok(found)
    }

    /// Searches for accounts similar to the names of the file, once, when they are first needed.
    fn look_for_near(&mut self) -> Result<(), Trouble> {
        let names = std::mem::take(&mut self.payers.in_file.names);
        for names in names.chunks(MOST_ASKED) {
            let asked = AccountsNear { names: names.to_vec(), most: MOST_NAMED };
            let found = self.session.ask(&asked)?;
            let folded = names.iter().map(|name| fold::company(name));
            self.payers.looked_for.extend(folded.zip(found));
        }
        Ok(())
    }

    /// The names that no account has, with similar accounts.
    pub(super) fn near_names(&mut self) -> Vec<NearName> {
        std::mem::take(&mut self.payers.near)
    }
}

/// Accounts as a refusal lists them.
fn named(accounts: &[NamedAccount]) -> String {
    let named = accounts.iter().map(|one| match one.customer.0 == one.name {
        true => one.name.clone(),
        false => format!("{} ({})", one.customer, one.name),
    });
    named.collect::<Vec<_>>().join(", ")
}
