//! Imports: rows of other people's files become commands. A row that cannot be taken is written to
//! the rejects with its line, the field and the rule; the others go on. Running the same import
//! again takes nothing twice.
//!
//! The file is read twice: once to see which rows make one document, then document by document.
//! What is held in memory is the text, the place of each row and why it is refused, however many
//! there are; the cells of refused rows are read again where they are shown or written.

pub mod book;
pub mod columns_of;
mod content;
pub mod corrected;
mod customers;
mod dates;
pub mod decisions;
mod documents;
mod fields;
pub mod finding;
mod found;
mod header;
mod items;
pub mod mapping;
mod outcome;
mod payers;
mod payments;
pub mod profile;
mod reading_in;
mod receivables;
mod refused;
pub mod rejects;
pub mod remembered;
mod run;
mod sheet_rows;
pub mod source;
mod summary;
pub mod table;
pub mod terms;
mod unpacked;
mod wish;
pub mod words;
pub mod workbook;

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::{
    Code, Command, Currency, Envelope, Money, Number, Refusal, Rule, Warning, text,
};
use crate::engine::{Failure, Session};
use crate::ledger::query::row_under::{ImportedRow, RowUnder, Under};
use crate::ledger::query::show::{FindAccount, FindDocument, Shown};

use crate::exchange::reading::KindFields;

use mapping::Record;
use payers::Payers;

pub use dates::DateFormat;
pub use outcome::{ImportOutcome, Reject, Rejects, Warned};
pub use payers::NearName;
pub use reading_in::{read as read_file, read_at_desk};
pub use run::{Import, Watch, run, run_found, run_until};
pub use summary::{ImportSummary, ImportSums};

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportKind {
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

impl ImportKind {
    /// All kinds.
    pub const ALL: [ImportKind; 5] = [
        ImportKind::Customers,
        ImportKind::Items,
        ImportKind::Invoices,
        ImportKind::Receivables,
        ImportKind::Payments,
    ];

    /// The kind and its fields, for what finds out how a file is read.
    pub fn described(self) -> KindFields {
        KindFields { word: self.word(), fields: self.fields(), needed: self.needed() }
    }

    /// The kind of a contract word.
    pub fn from_word(word: &str) -> Option<ImportKind> {
        ImportKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            ImportKind::Customers => "customers",
            ImportKind::Items => "items",
            ImportKind::Invoices => "invoices",
            ImportKind::Receivables => "receivables",
            ImportKind::Payments => "payments",
        }
    }

    /// The fields that a row may have.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            ImportKind::Customers => &customers::FIELDS,
            ImportKind::Items => &items::FIELDS,
            ImportKind::Invoices => &documents::FIELDS,
            ImportKind::Receivables => &receivables::FIELDS,
            ImportKind::Payments => &payments::FIELDS,
        }
    }

    /// Those of them that every row must have.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            ImportKind::Customers => &["name"],
            ImportKind::Items => &["code", "name"],
            ImportKind::Invoices => {
                &["number", "customer", "date", "description", "quantity", "unit_price"]
            }
            ImportKind::Receivables => &["number", "customer", "date", "amount"],
            // Whose they are may be unknown: each row says what is to be done about that.
            ImportKind::Payments => &["date", "amount", "method"],
        }
    }

    /// Whether its rows name customers, whose accounts may be missing.
    pub fn names_customers(self) -> bool {
        self.fields().contains(&"customer")
    }

    /// Whether its rows are money whose payer may not be known.
    pub fn has_payers(self) -> bool {
        match self {
            ImportKind::Payments => true,
            ImportKind::Customers
            | ImportKind::Items
            | ImportKind::Invoices
            | ImportKind::Receivables => false,
        }
    }

    fn reader<'a>(self, desk: ImportDesk<'a>, suspense: bool) -> Box<dyn RowReader + 'a> {
        match self {
            ImportKind::Customers => Box::new(customers::Customers::new(desk)),
            ImportKind::Items => Box::new(items::Items(desk)),
            ImportKind::Invoices => Box::new(documents::Invoices(desk)),
            ImportKind::Receivables => Box::new(receivables::Receivables(desk)),
            ImportKind::Payments => Box::new(payments::Payments::new(desk, suspense)),
        }
    }
}

/// What rows ask for.
enum RowCommand {
    /// A command.
    Command(Box<Envelope>),
    /// All is in the book as it is in the file.
    There,
}

impl RowCommand {
    /// The command under its id; without one, its row is posted already.
    fn command(id: Option<Uuid>, command: impl Into<Command>) -> RowCommand {
        match id {
            Some(id) => {
                RowCommand::Command(Box::new(Envelope { id: Some(id), ..Envelope::of(command) }))
            }
            None => RowCommand::There,
        }
    }
}

/// Why rows cannot be taken, or not yet.
enum Trouble {
    /// The row at this place among them breaks a rule.
    Row(usize, Refusal),
    /// The book cannot say.
    Failed(Failure),
    /// The same thing is on its way: what becomes of that is to be seen first.
    Wait,
}

impl Trouble {
    /// The same, of the row at this place.
    fn at(self, place: usize) -> Trouble {
        match self {
            Trouble::Row(_, refusal) => Trouble::Row(place, refusal),
            other => other,
        }
    }
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
trait RowReader {
    /// What rows of one document share; none where each row stands for itself.
    fn together(&self, _: &Record) -> Option<String> {
        None
    }

    /// Sees every row before the first is read.
    fn sees(&mut self, _: &Record) {}

    /// What a row comes to, as far as it can be read; for the sums.
    fn amount(&mut self, _: &Record) -> Option<(Currency, Money)> {
        None
    }

    /// What is still owed of a row, where it says that.
    fn open(&mut self, _: &Record) -> Option<(Currency, Money)> {
        None
    }

    /// What looks wrong about a row that is taken, apart from what the book warns of.
    fn warning(&self, _: &Record) -> Option<Warning> {
        None
    }

    /// What the rows of a document ask for.
    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble>;

    /// What was on its way has its answer.
    fn landed(&mut self);

    /// Something that was on its way is refused.
    fn refused(&mut self) {}

    /// The field of a row that a field of the command comes from, and which row that is.
    fn blame(&self, field: &str) -> (usize, String) {
        (0, field.to_string())
    }

    /// Whether what is made is a document.
    fn makes_documents(&self) -> bool {
        true
    }

    /// The names of rows that no account has, with the accounts whose names are near.
    fn near(&mut self) -> Vec<NearName> {
        Vec::new()
    }
}

/// A hash of what a file says.
type TextHash = [u8; 16];

fn said(text: &str) -> TextHash {
    let hash = Sha256::digest(text.as_bytes());
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// What every reader needs: the book, and how the file writes things.
struct ImportDesk<'a> {
    session: &'a Session,
    dates: DateFormat,
    create_customers: bool,
    dry_run: bool,
    /// Who the rows name.
    payers: Payers,
    /// What the file said of what is on its way, by identity; as hashes, for a file may say much.
    said: HashMap<TextHash, TextHash>,
}

impl ImportDesk<'_> {
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

    /// Whether the file said this before of the same thing, which the book does not have (yet).
    /// Where it may come to have it, that is waited for; a dry run goes by what was said.
    fn said(&mut self, field: &str, identity: &str, content: &str) -> Result<bool, Trouble> {
        let (folded, content) = (said(&text::folded(identity)), said(content));
        match self.said.get(&folded) {
            Some(_) if !self.dry_run => Err(Trouble::Wait),
            Some(before) if *before == content => Ok(true),
            Some(_) => {
                let refusal = Refusal::new(Rule::ImportConflict, field);
                Err(refusal.with("given", identity).into())
            }
            None => {
                self.said.insert(folded, content);
                Ok(false)
            }
        }
    }

    /// Answers came: what the file says next is held against the book.
    fn landed(&mut self) {
        if !self.dry_run {
            self.said.clear();
        }
    }

    /// The currency of a row: its own, its account's, or the book's.
    fn currency(&mut self, row: &Record) -> Option<Currency> {
        let likely = self.likely_currency(row);
        match row.get("currency") {
            Ok(Some(given)) => words::currency(&given, likely),
            _ => likely,
        }
    }

    /// The currency of a row's field as its code; as it stands there, where it is not understood.
    fn given_currency(&mut self, row: &Record) -> Result<Option<String>, Refusal> {
        let Some(given) = row.get("currency")? else { return Ok(None) };
        let read = words::currency(&given, self.likely_currency(row));
        Ok(Some(read.map_or(given, |currency| currency.to_string())))
    }
}

/// How many ids are tried for one row. Somebody who computes them would have to use up all of them
/// before its row is refused.
const MOST_IDS: u64 = 64;

/// The id of an imported row's command, the same for the same row in every run; `None` where the
/// row is posted under it. One that somebody used for something else is passed over. `row` is what
/// the row asks for, where nothing else tells whether the book has it.
fn id_of(
    session: &Session,
    kind: ImportKind,
    (identity, nth): (&str, u64),
    row: Option<&ImportedRow>,
) -> Result<Option<Uuid>, Trouble> {
    let mut name = format!("{}\u{1f}{identity}\u{1f}{nth}", kind.word());
    for next in 1..=MOST_IDS {
        let id = Uuid::new_v5(&session.info().book, name.as_bytes());
        match session.ask(&RowUnder { id, row: row.cloned() })? {
            Under::Nothing => return Ok(Some(id)),
            Under::TheRow => return Ok(None),
            Under::Else => name = format!("{}\u{1f}{identity}\u{1f}{nth}\u{1f}{next}", kind.word()),
        }
    }
    Err(Refusal::new(Rule::ImportConflict, "").with("given", identity).into())
}
