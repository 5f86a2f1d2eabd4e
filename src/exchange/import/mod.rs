//! Imports: rows of other people's files become commands. A row that cannot be taken is written to
//! the rejects with its line, the field and the rule; the others go on. Running the same import
//! again takes nothing twice.
//!
//! The file is read twice: once to see which rows make one document, then document by document.
//! What is held in memory is the text and the place of each row, however many there are.

mod customers;
mod dates;
mod documents;
mod fields;
mod items;
mod payments;
mod receivables;
mod run;
mod summary;
pub mod table;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use uuid::Uuid;

use crate::domain::{Code, Currency, Envelope, Money, Number, Refusal, Rule};
use crate::engine::{Failure, Session};
use crate::ledger::query::show::{FindAccount, FindDocument, Shown};

use table::Record;

pub use dates::DateFormat;
pub use run::{Import, Outcome, Reject, run};
pub use summary::{Summary, Sums};

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Customers, one a row.
    Customers,
    /// Items of the catalogue, one a row.
    Items,
    /// Invoices, one line a row.
    Invoices,
    /// What is owed in another system, one invoice a row.
    Receivables,
    /// Payments, one a row.
    Payments,
}

impl Kind {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Customers => "customers",
            Kind::Items => "items",
            Kind::Invoices => "invoices",
            Kind::Receivables => "receivables",
            Kind::Payments => "payments",
        }
    }

    /// The fields that a row may have.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Customers => &customers::FIELDS,
            Kind::Items => &items::FIELDS,
            Kind::Invoices => &documents::FIELDS,
            Kind::Receivables => &receivables::FIELDS,
            Kind::Payments => &payments::FIELDS,
        }
    }

    fn reader<'a>(self, desk: Desk<'a>) -> Box<dyn Reader + 'a> {
        match self {
            Kind::Customers => Box::new(customers::Customers::new(desk)),
            Kind::Items => Box::new(items::Items(desk)),
            Kind::Invoices => Box::new(documents::Invoices(desk)),
            Kind::Receivables => Box::new(receivables::Receivables(desk)),
            Kind::Payments => Box::new(payments::Payments::new(desk)),
        }
    }
}

/// What rows ask for.
enum Asked {
    /// Commands, the last of them for the rows themselves; those before it make what it needs.
    Commands(Vec<Envelope>),
    /// All is in the book as it is in the file.
    There,
}

/// Why rows cannot be taken.
enum Trouble {
    /// The row at this place among them breaks a rule.
    Row(usize, Refusal),
    /// The book cannot say.
    Failed(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Trouble {
        match failure {
            Failure::Refused(refusal) => Trouble::Row(0, refusal),
            failure => Trouble::Failed(failure),
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Row(0, refusal)
    }
}

/// Reads the rows of a kind.
trait Reader {
    /// What rows of one document share; none where each row stands for itself.
    fn together(&self, _: &Record) -> Option<String> {
        None
    }

    /// What a row comes to, as far as it can be read; for the sums.
    fn amount(&mut self, _: &Record) -> Option<(Currency, Money)> {
        None
    }

    /// Whether a row is taken with a warning.
    fn warns(&self, _: &Record) -> bool {
        false
    }

    /// What the rows of a document ask for.
    fn read(&mut self, rows: &[Record]) -> Result<Asked, Trouble>;

    /// The field of a row that a field of the command comes from, and which row that is.
    fn blame(&self, field: &str) -> (usize, String) {
        (0, field.to_string())
    }

    /// Whether what is made is a document.
    fn makes_documents(&self) -> bool {
        true
    }
}

/// What every reader needs: the book, and how the file writes things.
struct Desk<'a> {
    session: &'a Session,
    dates: DateFormat,
    create_customers: bool,
    /// Accounts that were looked for: their currencies by folded code.
    accounts: HashMap<String, Option<Currency>>,
    /// What the row of an identity said.
    said: HashMap<String, String>,
}

impl Desk<'_> {
    /// The document with this number.
    fn document(&self, number: &Number) -> Result<Option<Shown>, Failure> {
        self.session.ask(&FindDocument(number.clone()))
    }

    /// Whether two codes lead to one account.
    fn one_account(&self, one: &Code, other: &Code) -> Result<bool, Failure> {
        if one.folded() == other.folded() {
            return Ok(true);
        }
        let found = |code: &Code| self.session.ask(&FindAccount(code.clone()));
        let one = found(one)?;
        Ok(one.is_some() && one == found(other)?)
    }

    /// The currency of the account that a code leads to; none where there is no such account.
    fn account(&mut self, code: &str) -> Result<Option<Currency>, Failure> {
        let folded = Code(code.to_string()).folded();
        if let Some(known) = self.accounts.get(&folded) {
            return Ok(*known);
        }
        let found = self.session.ask(&FindAccount(Code(code.into())))?;
        let found = found.map(|(_, currency)| currency);
        self.accounts.insert(folded, found);
        Ok(found)
    }

    /// Whether the file said this before of the same thing; refused where it said something else.
    fn said(&mut self, field: &str, identity: String, content: &str) -> Result<bool, Refusal> {
        match self.said.entry(identity) {
            Entry::Vacant(new) => {
                new.insert(content.to_string());
                Ok(false)
            }
            Entry::Occupied(before) if before.get() == content => Ok(true),
            Entry::Occupied(before) => {
                let refusal = Refusal::new(Rule::ImportConflict, field);
                Err(refusal.with("given", before.key()))
            }
        }
    }

    /// The currency of a row: its own, its account's, or the book's.
    fn currency(&mut self, row: &Record) -> Option<Currency> {
        if let Ok(Some(given)) = row.get("currency") {
            return Currency::parse(&given);
        }
        let code = row.get("customer").ok().flatten();
        let known = code.and_then(|code| self.account(&code).ok().flatten());
        known.or(Some(self.session.info().currency))
    }

    /// The command that makes an account which is missing, where that was asked for; refused where
    /// the row is in another currency than the account.
    fn missing_account(&mut self, row: &Record) -> Result<Option<Envelope>, Trouble> {
        let Some(code) = row.get("customer")? else {
            let refusal = Refusal::new(Rule::CommandMissingField, "customer");
            return Err(refusal.with("name", "customer").into());
        };
        let given = row.get("currency")?;
        let currency = given.as_deref().map(|given| {
            let unknown = || Refusal::new(Rule::CurrencyUnknown, "currency").with("given", given);
            Currency::parse(given).ok_or_else(unknown)
        });
        let currency = currency.transpose()?;
        match (self.account(&code)?, currency) {
            (Some(known), Some(given)) if known != given => {
                let refusal = Refusal::new(Rule::CurrencyMismatch, "currency");
                Err(refusal.with("currency", known).into())
            }
            (None, currency) if self.create_customers => {
                let currency = currency.unwrap_or(self.session.info().currency);
                let code = Code(code);
                self.accounts.insert(code.folded(), Some(currency));
                Ok(Some(customers::bare(self.session, code, currency)))
            }
            _ => Ok(None),
        }
    }
}

/// The id of an imported row's command: the same for the same row, in every run.
fn id_of(session: &Session, kind: Kind, identity: &str, nth: u64) -> Uuid {
    let name = format!("{}\u{1f}{identity}\u{1f}{nth}", kind.word());
    Uuid::new_v5(&session.info().book, name.as_bytes())
}

/// A refusal of the file as a whole.
fn unusable(rule: Rule, field: &str, given: impl ToString) -> Refusal {
    Refusal::new(rule, field).with("given", given.to_string())
}
