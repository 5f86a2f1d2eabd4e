//! `daybook import bank FILE --account NAME`: imports a bank's statements as bank lines.

use std::path::Path;

use clap::ValueEnum;

use crate::domain::Message;
use crate::domain::command::Method;
use crate::exchange::bank::{self, BankPlace, BankWish};
use crate::exchange::import;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;
use crate::exchange::statements::{
    self, OverlapChoice, StatementImport, StatementOutcome, telling,
};

use super::Common;
use super::output::{self, CliError, DONE, REFUSED};

/// How many warnings and refusals are printed.
const TOLD: usize = 10;

/// The payment method of money on an account.
#[derive(Clone, Copy, ValueEnum)]
pub enum MethodArg {
    /// Transfers to a bank
    Bank,
    /// Mobile money
    Momo,
    /// Cards
    Card,
    /// Cheques
    Cheque,
}

impl From<MethodArg> for Method {
    fn from(method: MethodArg) -> Method {
        match method {
            MethodArg::Bank => Method::Bank,
            MethodArg::Momo => Method::Momo,
            MethodArg::Card => Method::Card,
            MethodArg::Cheque => Method::Cheque,
        }
    }
}

/// How to treat lines that the book may have from another file.
#[derive(Clone, Copy, ValueEnum)]
pub enum OverlapArg {
    /// They are already in the book: skip them
    Same,
    /// They are new: import them
    New,
}

impl From<OverlapArg> for OverlapChoice {
    fn from(choice: OverlapArg) -> OverlapChoice {
        match choice {
            OverlapArg::Same => OverlapChoice::Same,
            OverlapArg::New => OverlapChoice::New,
        }
    }
}

/// The options of an import of statements.
pub struct BankArgs<'a> {
    /// The file.
    pub file: &'a Path,
    /// The book's name for the bank account.
    pub account: &'a str,
    /// The account's number in the file.
    pub number: Option<&'a str>,
    /// The payment method of money on the account.
    pub method: Option<MethodArg>,
    /// The decimal mark of a table.
    pub decimals: Option<Decimals>,
    /// The order of day and month in a table.
    pub dates: Option<Order>,
    /// How to treat lines that the book may have from another file.
    pub overlap: Option<OverlapArg>,
    /// Whether to write nothing.
    pub dry_run: bool,
}

impl BankArgs<'_> {
    /// Imports the file.
    pub fn run(&self, common: &Common) -> Result<u8, CliError> {
        let bytes = import::read_file(self.file)?;
        let reading = bank::read(
            &bytes,
            &BankWish { decimals: self.decimals, dates: self.dates, ..BankWish::default() },
        )?;
        let session = common.open_in_bulk()?;
        let import = StatementImport {
            account: self.account,
            number: self.number,
            method: self.method.map(Method::from),
            overlap: self.overlap.map(OverlapChoice::from),
            left_out: reading.left_out,
            dry_run: self.dry_run,
        };
        let mut outcome =
            statements::run(&session, &import, &reading.statements, &mut common.bar())?;
        session.close()?;
        outcome.summary.warnings += reading.warned;
        for warning in reading.warnings.iter().take(TOLD) {
            let (words, place) = (common.words(), placed(warning.place));
            let told = Message::new("import-warning").because("place", &place);
            output::complain(&words.tell(&told.with("what", words.warning(&warning.what))));
        }
        say(common, &outcome, self.dry_run)
    }
}

fn say(common: &Common, outcome: &StatementOutcome, dry_run: bool) -> Result<u8, CliError> {
    let words = common.words();
    let printed = if common.json {
        output::print_json(&outcome.summary)
    } else {
        let told = telling::summary(&outcome.summary, dry_run);
        let told: String = told.iter().map(|it| words.tell(it) + "\n").collect();
        output::print(&told)
    };
    for warning in outcome.warnings.iter().take(TOLD) {
        let told = Message::new("import-bank-warning").with("what", words.warning(warning));
        output::complain(&words.tell(&told));
    }
    for (place, refusal) in outcome.refused.iter().take(TOLD) {
        let told = Message::new("import-refused").because("place", &placed(*place));
        output::complain(&words.tell(&told.because("what", refusal)));
    }
    if outcome.refused.len() > TOLD {
        let told = Message::new("import-refused-in-all").with("count", outcome.refused.len());
        output::complain(&words.tell(&told));
    }
    output::done_though(printed, !dry_run)?;
    // An entry that can't be read is missing just like one that is refused.
    let is_whole = outcome.refused.is_empty() && outcome.summary.left_out == 0;
    Ok(if is_whole { DONE } else { REFUSED })
}

fn placed(place: BankPlace) -> Message {
    match place.entry {
        0 => Message::new("import-line").with("line", place.line),
        entry => Message::new("import-bank-entry").with("line", place.line).with("entry", entry),
    }
}
