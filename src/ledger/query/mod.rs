//! Questions and their answers. The names of the answers' fields are a contract: they are the JSON that
//! the command line prints. May use: the rest of the ledger, domain, journal.

pub mod aging;
pub mod aging_rows;
mod all_open;
pub mod balance;
pub mod bank;
pub mod bankable;
pub mod caller;
pub mod checks;
pub mod dunning;
pub mod entries;
pub mod erasures;
pub mod exported;
pub mod judged;
pub mod last_paid;
pub mod late_fees;
pub mod lately;
pub mod letter_now;
pub mod list;
pub mod list_rows;
pub mod lookup;
pub mod matchables;
pub mod named;
pub mod open;
pub mod outbox;
pub mod packet;
pub mod page;
pub mod posted;
pub mod reasons;
pub mod reconciliation;
pub mod report;
pub mod row_under;
pub mod say;
pub mod show;
pub mod statement;
pub mod statements;
pub mod summary;
pub mod sums;
pub mod suspense;
mod told;
mod uncorrected;
pub mod users;
pub mod worklist;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::event::{BookOpened, CustomerDetails, UNREADABLE, ViewerPolicySet};
use crate::domain::tax::TaxTable;
use crate::domain::{Cause, Code, Day, Event, Message, Refusal, Rule};
use crate::journal::{Entry, JournalReader, Pos};

use super::item::{self, When};
use super::lookup::Index;
use super::tables::{ACCOUNTS, AccountId, AccountRow, CHECKPOINT, DETAILS, ERASED, RECORDS};
use crate::store::rows::{LedgerError, Rows, Stop};

/// The book as a question sees it, at one moment.
pub struct View<'a> {
    /// The ledger.
    pub rows: &'a dyn Rows,
    /// The journal, for the text of documents.
    pub journal: &'a JournalReader,
    /// The book's own entry.
    pub book: &'a BookOpened,
    /// The taxes of its country.
    pub taxes: &'a TaxTable,
    /// Today in the company's zone.
    pub today: Day,
    /// The look-up index of this process.
    pub lookup: &'a Index,
    /// What the caller may see besides accounts and documents.
    pub sees: ViewerPolicySet,
}

/// What a question is about that not every viewer may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// Accounts and documents, which every role may see.
    Nothing,
    /// The users and their roles.
    Users,
    /// A table, page by page.
    Export,
}

/// A question with its kind of answer.
pub trait Question: Serialize + DeserializeOwned + Sync {
    /// Its name in the protocol.
    const NAME: &'static str;

    /// Whether the answer depends only on the rows of a moment, the day and what the caller may see, so
    /// that it can be shared.
    const IS_OF_ROWS: bool;

    /// Whether the answer may take long. Other users' questions then go first between two rows.
    const MAY_TAKE_LONG: bool;

    /// What it is about that not every viewer may see.
    const NEEDS: Needs;

    /// The type of its answer.
    type Answer: Serialize + DeserializeOwned + Send;

    /// Answers the question.
    fn answer(&self, view: &View) -> Result<Self::Answer, Stop>;
}

/// The moment that a question is about.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct AsOf {
    /// The day; today if absent.
    pub as_of: Option<Day>,
    /// The last entry that counts; all entries if absent.
    pub known_at: Option<u64>,
}

impl View<'_> {
    /// The number of the last entry posted.
    pub fn head(&self) -> Result<u64, LedgerError> {
        Ok(CHECKPOINT.get(self.rows, &())?.map_or(0, |checkpoint| checkpoint.head.seq))
    }

    /// The moment asked for. Refused if it names an entry that the book doesn't have.
    pub fn when(&self, asked: AsOf) -> Result<When, Stop> {
        let head = self.head()?;
        let known_at = asked.known_at.unwrap_or(head);
        if known_at > head {
            let refusal = Refusal::new(Rule::QueryKnownAt, "known_at").with("head", head);
            return Err(refusal.with("given", known_at).into());
        }
        Ok(When { as_of: asked.as_of.unwrap_or(self.today), known_at })
    }

    /// The account that this code leads to at a moment; the refusal of an unknown code suggests a
    /// similar one.
    pub fn account(&self, code: &Code, when: When) -> Result<(AccountId, AccountRow), Stop> {
        let found = item::live_account(self.rows, code, when)?;
        found.ok_or_else(|| item::unknown_customer(self.rows, "customer", code))
    }

    /// The entry at `pos`, which must be entry `seq`.
    pub fn entry(&self, seq: u64, pos: Pos, private: Option<Pos>) -> Result<Entry, LedgerError> {
        let read = self.journal.read(pos, private);
        let entry = read.map_err(|error| LedgerError::Journal(Cause::of(&error)))?;
        let gone = || {
            let message = Message::new("error-entry-elsewhere").with("entry", seq);
            let english = format!("entry {seq} is not where it was posted from");
            LedgerError::Journal(Cause::new(english, message))
        };
        let mut entry = entry.filter(|entry| entry.seq == seq).ok_or_else(gone)?;
        if entry.private.is_some() {
            self.show(&mut entry)?;
        }
        Ok(entry)
    }

    /// Hides what may not be seen of an entry's private record: all of one that is erased, or hidden
    /// until it is.
    fn show(&self, entry: &mut Entry) -> Result<(), LedgerError> {
        let is_erased = ERASED.get(self.rows, &entry.seq)?.is_some();
        for event in &mut entry.events {
            if is_erased {
                event.erase();
            }
            if let (false, Some(text)) = (self.sees.notes, event.text()) {
                *text = None;
            }
        }
        Ok(())
    }

    /// A customer's current details; `None` if they were erased.
    pub fn details(&self, id: AccountId) -> Result<CustomerDetails, LedgerError> {
        let json = DETAILS.get(self.rows, &id)?;
        let details = json.map(|json| serde_json::from_str(&json)).transpose();
        let details = details.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        match details {
            Some(details) => Ok(details),
            None => Ok(CustomerDetails::named(ACCOUNTS.need(self.rows, &id)?.name)),
        }
    }

    /// A customer's details as of entry `seq`, which for most documents are the current ones.
    pub fn details_in(&self, seq: u64, id: AccountId) -> Result<CustomerDetails, LedgerError> {
        match ACCOUNTS.get(self.rows, &id)? {
            Some(account) if account.seq == seq => self.details(id),
            _ => self.details_then(seq),
        }
    }

    /// A customer's details as of entry `seq`; `None` if they were erased.
    fn details_then(&self, seq: u64) -> Result<CustomerDetails, LedgerError> {
        let record = RECORDS.need(self.rows, &seq)?;
        let entry = self.entry(seq, record.pos, record.private_pos)?;
        let details = entry.events.into_iter().find_map(|event| match event {
            Event::CustomerRegistered(event) => event.details,
            Event::CustomerAmended(event) => event.details,
            _ => None,
        });
        // An erased record says so; another missing one can't be read.
        Ok(details.unwrap_or_else(|| CustomerDetails::named(UNREADABLE)))
    }
}
