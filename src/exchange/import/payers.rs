//! Who a row names: an account by its code, else by its name. A code always goes first. A name is an
//! account's where exactly one has it, however it is typed ([`fold::company`]); where two have it, the
//! row is refused. A name that is only near one is told, and never taken for it. May use: domain, the
//! ledger's questions.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::domain::{Code, Currency, Refusal, Rule};
use crate::ledger::lookup::fold;
use crate::ledger::query::named::{AccountsNamed, AccountsNear, NamedAccount};
use crate::ledger::query::show::FindAccount;

use super::mapping::Record;
use super::{ImportDesk, Trouble, fields};

/// A name that no account has, and the accounts whose names are near it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearName {
    /// The name, as the file has it.
    pub given: String,
    /// The accounts: code and name.
    pub accounts: Vec<NearAccount>,
}

/// An account whose name is near one of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearAccount {
    /// Its code.
    pub customer: Code,
    /// Its name.
    pub name: String,
}

/// What is known of those whom the rows of a file name.
#[derive(Default)]
pub struct Payers {
    /// Accounts that are there: their currencies by folded code.
    accounts: HashMap<String, Currency>,
    /// The codes of accounts by the names that led to them.
    named: HashMap<String, String>,
    /// Accounts that a row on its way makes, and in which currency.
    made: HashMap<String, Currency>,
    /// The codes of those by their folded names.
    made_named: HashMap<String, String>,
    /// All accounts that the file ever made: none of them is what another row was near.
    ever_made: HashSet<String>,
    /// The names in the file, in their order, as far as they were not looked for yet.
    in_file: IndexedNames,
    /// The folded names that were looked for among those that are near, and what was found.
    looked_for: HashMap<String, Vec<NamedAccount>>,
    near: Vec<NearName>,
}

/// The names in a file, each once.
#[derive(Default)]
struct IndexedNames {
    seen: HashSet<String>,
    names: Vec<String>,
}

/// How many names of a file are looked for among those that are near, how many in one question, and how
/// many are told.
const MOST_LOOKED_FOR: usize = 50_000;
const MOST_ASKED: usize = 5_000;
const MOST_NEAR: usize = 100;

/// How many accounts are named to one who has to choose.
const MOST_NAMED: usize = 5;

impl ImportDesk<'_> {
    /// The currency of the account that a code leads to; none where there is no such account.
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

    /// Takes down whom a row names, for all of them are looked for at once.
    pub(super) fn sees(&mut self, row: &Record) {
        let Ok(Some(given)) = row.get("customer") else { return };
        let IndexedNames { seen, names } = &mut self.payers.in_file;
        if seen.len() < MOST_LOOKED_FOR && !seen.contains(&given) {
            names.push(given.clone());
            seen.insert(given);
        }
    }

    /// The code that a row's customer leads to: the code it is, or that of the one account with this
    /// name, in the book or made by an earlier row; itself, where no account has it. Refused where
    /// several accounts have the name. None where the row names nobody.
    pub(super) fn customer(&mut self, row: &Record) -> Result<Option<String>, Trouble> {
        let Some(given) = row.get("customer")? else { return Ok(None) };
        // A name that was looked up was no code then.
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

    /// Whether a text is the code of an account, in the book or on its way.
    fn is_code(&mut self, given: &str) -> Result<bool, Trouble> {
        let is_made = self.payers.made.contains_key(&Code(given.to_string()).folded());
        Ok(is_made || self.account(given)?.is_some())
    }

    /// The customer of a row that must name one.
    pub(super) fn needed_customer(&mut self, row: &Record) -> Result<String, Trouble> {
        fields::needed(row, "customer")?;
        Ok(self.customer(row)?.unwrap_or_default())
    }

    /// The currency that a row is likely in: its account's, or the book's.
    pub(super) fn likely_currency(&mut self, row: &Record) -> Option<Currency> {
        let book = Some(self.session.info().currency);
        let Ok(Some(code)) = self.customer(row) else { return book };
        let known = self.account(&code).ok().flatten();
        known.or_else(|| self.payers.made.get(&Code(code).folded()).copied()).or(book)
    }

    /// A row goes on its way that makes its account, if that is missing.
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

    /// A row was refused that may have been to make an account: others make it then.
    pub(super) fn forget_made(&mut self) {
        self.payers.made.clear();
        self.payers.made_named.clear();
    }

    /// Refuses a row in another currency than its account's.
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

    /// Refuses a customer that is not known, unless accounts are made as they come. Accounts with a
    /// name near it are told with the import.
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

    /// Looks for the accounts that are near the names of the file: once, when the first is needed.
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

    /// The names that no account has, with those that are near.
    pub(super) fn near_names(&mut self) -> Vec<NearName> {
        std::mem::take(&mut self.payers.near)
    }
}

/// Accounts as a refusal names them.
fn named(accounts: &[NamedAccount]) -> String {
    let named = accounts.iter().map(|one| match one.customer.0 == one.name {
        true => one.name.clone(),
        false => format!("{} ({})", one.customer, one.name),
    });
    named.collect::<Vec<_>>().join(", ")
}
