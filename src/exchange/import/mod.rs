//! Imports: rows of other people's files become commands. A row that cannot be taken is written to
//! the rejects with its line, the field and the rule; the others go on. Running the same import
//! again takes nothing twice.
//!
//! The file is read twice: once to see which rows make one document, then document by document.
//! What is held in memory is the text, the place of each row and why it is refused, however many
//! there are; the cells of refused rows are read again where they are shown or written.

pub mod book;
mod cell_format;
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
mod line_taxes;
pub mod mapping;
mod ods_cells;
mod outcome;
mod payers;
mod payments;
pub mod profile;
mod reading_in;
mod receivables;
mod refused;
pub mod rejects;
pub mod remembered;
mod row_states;
mod run;
mod sheet_rows;
pub mod source;
mod summary;
pub mod table;
pub mod terms;
mod unclear;
mod unpacked;
mod wish;
pub mod words;
pub mod workbook;

use std::collections::HashMap;
use std::rc::Rc;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::{
    Code, Command, Currency, Day, Envelope, Money, Number, Refusal, Rule, Warning, text,
};
use crate::engine::{Failure, Session};
use crate::ledger::query::row_under::{ImportedRow, RowUnder, Under};
use crate::ledger::query::show::{FindAccount, FindDocument, Shown};

use crate::exchange::reading::KindFields;

use line_taxes::LineTaxes;
use mapping::Record;
use payers::Payers;

pub use dates::DateFormat;
pub use outcome::{ImportOutcome, Reject, Rejects, Warned};
pub use payers::NearName;
pub use reading_in::{read as read_file, read_at_desk};
pub use run::{Import, Watch, run, run_found, run_until};
pub use summary::{ImportSummary, ImportSums};

/// The kinds of records in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportKind {
    /// Customers, one per row.
    Customers,
    /// Items of the catalogue, one per row.
    Items,
    /// Invoices, one line per row.
    Invoices,
    /// What is owed in another system, one invoice per row.
    Receivables,
    /// Payments, one per row.
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

    /// The kind with its fields, for working out the kind of a file.
    pub fn described(self) -> KindFields {
        KindFields { word: self.word(), fields: self.fields(), needed: self.needed() }
    }

    /// The kind with a word of the command line.
    pub fn from_word(word: &str) -> Option<ImportKind> {
        ImportKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its word on the command line.
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

    /// The fields that every row must have.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            ImportKind::Customers => &["name"],
            ImportKind::Items => &["code", "name"],
            ImportKind::Invoices => {
                &["number", "customer", "date", "description", "quantity", "unit_price"]
            }
            ImportKind::Receivables => &["number", "customer", "date", "amount"],
            // The customer may be unknown: each row says what to do about that.
            ImportKind::Payments => &["date", "amount", "method"],
        }
    }

    /// Whether its rows name customers, whose accounts may be missing.
    pub fn names_customers(self) -> bool {
        self.fields().contains(&"customer")
    }

    /// Whether its rows are money from payers who may be unknown.
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

/// What rows become.
enum RowCommand {
    /// A command.
    Command(Box<Envelope>),
    /// Nothing: the book has everything that the file says.
    There,
}

impl RowCommand {
    /// The command with its id; without an id, the row is posted already.
    fn command(id: Option<Uuid>, command: impl Into<Command>) -> RowCommand {
        match id {
            Some(id) => {
                RowCommand::Command(Box::new(Envelope { id: Some(id), ..Envelope::of(command) }))
            }
            None => RowCommand::There,
        }
    }
}

/// Why rows cannot be sent, or not yet.
enum Trouble {
    /// The row at this place among them breaks a rule.
    Row(usize, Refusal),
    /// The book cannot answer.
    Failed(Failure),
    /// Something with the same identity was sent: its outcome must be known first.
    Wait,
}

impl Trouble {
    /// The same trouble, with the row at this place.
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
    /// The field that rows of one document share; `None` if each row stands for itself.
    fn together(&self, _: &Record) -> Option<String> {
        None
    }

    /// Sees every row before the first is read.
    fn sees(&mut self, _: &Record) {}

    /// The amount of a row, as far as it can be read, for the sums.
    fn amount(&mut self, _: &Record) -> Option<(Currency, Money)> {
        None
    }

    /// The amounts of the rows of a document, which add up to it.
    fn amounts(&mut self, rows: &[Record]) -> Vec<Option<(Currency, Money)>> {
        rows.iter().map(|row| self.amount(row)).collect()
    }

    /// The outstanding amount of a row, if the row gives it.
    fn open(&mut self, _: &Record) -> Option<(Currency, Money)> {
        None
    }

    /// A warning about a row that is imported, in addition to the book's own.
    fn warning(&self, _: &Record) -> Option<Warning> {
        None
    }

    /// Reads the rows of a document.
    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble>;

    /// Everything that was sent has its outcome.
    fn landed(&mut self);

    /// Whether the currency of a document is known only once everything that was sent has its outcome.
    fn currency_waits(&mut self, _: &[Record]) -> bool {
        false
    }

    /// A dry run would open the account of a customer, as a row names it.
    fn would_open(&mut self, _: &str, _: Currency) {}

    /// Which row, and which field of it, a field of the command comes from.
    fn blame(&self, field: &str) -> (usize, String) {
        (0, field.to_string())
    }

    /// Whether it makes documents.
    fn makes_documents(&self) -> bool {
        true
    }

    /// Names in rows that no account has, with accounts of similar names.
    fn near(&mut self) -> Vec<NearName> {
        Vec::new()
    }
}

/// A hash of a text from the file.
type TextHash = [u8; 16];

fn said(text: &str) -> TextHash {
    let hash = Sha256::digest(text.as_bytes());
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// What all readers need: the book, and the formats of the file.
struct ImportDesk<'a> {
    session: &'a Session,
    dates: DateFormat,
    create_customers: bool,
    dry_run: bool,
    /// The customers that rows name.
    payers: Payers,
    /// The sets of taxes that lines can carry, by day.
    taxes_on: HashMap<Day, Rc<Vec<LineTaxes>>>,
    /// The content of what was sent, by identity; as hashes, because a file may be large.
    said: HashMap<TextHash, TextHash>,
}

impl ImportDesk<'_> {
    /// The document with this number.
    fn document(&self, number: &Number) -> Result<Option<Shown>, Failure> {
        self.session.ask(&FindDocument(number.clone()))
    }

    /// Whether two codes lead to the same account.
    fn one_account(&self, one: &Code, other: &Code) -> Result<bool, Failure> {
        if one.folded() == other.folded() {
            return Ok(true);
        }
        let found = |code: &Code| self.session.ask(&FindAccount(code.clone()));
        let one = found(one)?;
        Ok(one.is_some() && one == found(other)?)
    }

    /// Whether the file had the same content for the same identity before, which the book may not have
    /// yet. An import waits for the outcome; a dry run goes by what the file said.
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

    /// The outcomes are known: later rows are compared with the book.
    fn landed(&mut self) {
        self.forget_made();
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

    /// The code of the currency in a row's field, or its text if that is not understood.
    fn given_currency(&mut self, row: &Record) -> Result<Option<String>, Refusal> {
        let Some(given) = row.get("currency")? else { return Ok(None) };
        let read = words::currency(&given, self.likely_currency(row));
        Ok(Some(read.map_or(given, |currency| currency.to_string())))
    }
}

/// How many ids are tried for one row. Somebody who wanted to block a row would have to use up all of
/// them.
const MOST_IDS: u64 = 64;

/// The id of an imported row's command, the same in every run; `None` if the row is posted under it
/// already. An id that was used for something else is skipped. `row` is the content of the row, if
/// nothing else tells whether the book has it.
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
