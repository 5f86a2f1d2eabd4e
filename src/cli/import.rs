//! `daybook import`: brings files from other systems into the book: text and workbooks.

mod reading;
mod refused;
mod telling;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::domain::{Cause, Message, Refusal, Rule, text};
use crate::exchange::bank;
use crate::exchange::import::finding::{self, FileContent, FileFinding, FoundFile, Wish};
use crate::exchange::import::mapping::Mapping;
use crate::exchange::import::rejects::rejects_head;
use crate::exchange::import::{
    self, DateFormat, Import, ImportKind, ImportOutcome, ImportSummary, remembered,
};
use crate::exchange::reading::Reading;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::evidence::SaidOfFile;
use crate::user_file;

use super::Common;
use super::import_bank::{self, BankArgs};
use super::import_book;
use super::output::{self, CliError, DONE, REFUSED};

use self::refused::RejectsFile;

/// The fields of each kind of file, for `--help`.
const FIELDS: &str = "\
Fields, each read from the column that is called so, in English or French, unless --map names
another (* = required):
  customers    code, name*, contact, phone, email, address, city, region,
               country, postal_code, tax_id, language, terms, currency,
               credit_limit, type
  items        code*, name*, unit, price, tax
  invoices     number*, customer*, date*, due, description*, quantity*,
               unit_price*, discount, tax, currency, rate, outstanding,
               settled, paid, state, type, total, line_total, tax_rate,
               tax_total, tax_included
  receivables  number*, customer*, date*, due, amount*, outstanding, currency,
               settled, disputed, reference, rate, paid, state,
               type
  payments     customer, date*, amount*, method*, reference, invoice,
               currency, rate, number, applied, refunded, state, type";

/// The word for bank statements, in place of a kind of file.
const BANK: &str = "bank";

/// The word for a whole book, in place of a kind of file.
const BOOK: &str = "book";

#[derive(Args)]
#[command(after_help = FIELDS)]
#[allow(clippy::struct_excessive_bools)] // each is an option of its own
pub struct ImportArgs {
    /// The file, or - for stdin: a table of text in any usual encoding, or a workbook (.xlsx, .ods); or
    /// the folder that `export csv` wrote, for a whole book.
    /// A kind before it says what it holds: customers, items, invoices, receivables, payments, or bank for
    /// statements of a bank
    #[arg(value_name = "[KIND] FILE", required = true, num_args = 1..=2)]
    file: Vec<OsString>,
    /// What the file holds, if Daybook guesses wrong
    #[arg(long, value_enum)]
    kind: Option<KindArg>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Import without asking for confirmation
    #[arg(long)]
    yes: bool,
    /// Read a field from another column. `A|B` takes the first that is not empty, `A+B` joins them,
    /// `A#2` is the second column of that name, no column leaves the field empty:
    /// name=Company|FirstName+LastName
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// A value for a field wherever it is empty
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// How dates are written, such as M/D/YYYY or DD.MM.YY; a time after the date is ignored
    /// [default: found from the file]
    #[arg(long, value_name = "F")]
    date_format: Option<String>,
    /// Amounts have a decimal comma, as in 1.234,50
    #[arg(long)]
    decimal_comma: bool,
    /// Amounts have a decimal point, as in 1,234.50
    #[arg(long, conflicts_with = "decimal_comma")]
    decimal_point: bool,
    /// Whether payments marked CR are above or below zero
    #[arg(long, value_enum, value_name = "SIGN")]
    credits: Option<Sign>,
    /// Open an account for each customer that the book does not have
    #[arg(long)]
    create_customers: bool,
    /// Keep payments of unknown payers on the suspense list until they are identified
    #[arg(long)]
    suspense: bool,
    /// Read the file as if none with the same columns had been imported before, and drop what was
    /// remembered of it
    #[arg(long)]
    forget: bool,
    /// Say what would be imported, and import nothing
    #[arg(long)]
    dry_run: bool,
    /// The book's name for the bank account of the statements
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Which account's statements to take from a file that holds several, by its number or IBAN
    #[arg(long, value_name = "NUMBER", requires = "account")]
    number: Option<String>,
    /// The payment method of money on the bank account [default: as before, or bank]
    #[arg(long, value_enum, value_name = "METHOD", requires = "account")]
    method: Option<import_bank::MethodArg>,
    /// How to treat statement lines that the book may already have from another file, if neither balances
    /// nor descriptions settle it
    #[arg(long, value_enum, value_name = "WHICH", requires = "account")]
    overlap: Option<import_bank::OverlapArg>,
    /// Override rules that a reason can override: an account on hold, a credit limit, a future date
    #[arg(long = "override", value_name = "REASON")]
    override_reason: Option<String>,
    /// Write refused rows to this file, with line, field, rule and message
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Replace the rejects file if it exists
    #[arg(long, requires = "rejects")]
    force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sign {
    /// CR is above zero, DR below
    Plus,
    /// CR is below zero, DR above
    Minus,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    /// Customers, one per row
    Customers,
    /// Items of the catalogue, one per row
    Items,
    /// Invoices, one line per row; rows with the same number make one document
    Invoices,
    /// Invoices owed in another system, one per row: open, settled or disputed
    Receivables,
    /// Payments, one per row
    Payments,
}

impl From<KindArg> for ImportKind {
    fn from(kind: KindArg) -> ImportKind {
        match kind {
            KindArg::Customers => ImportKind::Customers,
            KindArg::Items => ImportKind::Items,
            KindArg::Invoices => ImportKind::Invoices,
            KindArg::Receivables => ImportKind::Receivables,
            KindArg::Payments => ImportKind::Payments,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), Cause> {
    let unclear = || Cause::said("usage-field-value", "write FIELD=VALUE");
    let (name, value) = text.split_once('=').ok_or_else(unclear)?;
    Ok((name.to_string(), value.to_string()))
}

/// Pairs by name; a repeated name is an error.
fn pairs(option: &str, given: Vec<(String, String)>) -> Result<BTreeMap<String, String>, CliError> {
    let mut pairs = BTreeMap::new();
    for (name, value) in given {
        if pairs.insert(name.clone(), value).is_some() {
            return Err(CliError::Usage(
                Message::new("usage-pair-twice").with("option", option).with("name", name),
            ));
        }
    }
    Ok(pairs)
}

/// The folder of a whole book, if one was given: a folder by itself, or after the word `book`.
fn book_folder(args: &ImportArgs) -> Result<Option<PathBuf>, CliError> {
    let folder = match args.file.as_slice() {
        [word, folder] if word == BOOK => folder,
        [folder] if Path::new(folder).is_dir() => {
            if !import::book::is_export(Path::new(folder)) {
                return Err(Refusal::new(Rule::ImportFolder, "file").into());
            }
            folder
        }
        [word] if word == BOOK && !Path::new(word).exists() => {
            return Err(CliError::usage("usage-import-file"));
        }
        _ => return Ok(None),
    };
    Ok(Some(PathBuf::from(folder)))
}

/// Whether a file is clearly a bank's although the word `bank` was left out.
fn is_bank_message(file: &OsString) -> bool {
    let is_file = Path::new(file).is_file();
    let start = is_file.then(|| user_file::start(Path::new(file), START).ok()).flatten();
    start.is_some_and(|start| bank::is_message(&start))
}

/// How many bytes of a file are examined to recognise a bank statement.
const START: u64 = 4 << 10;

/// The file of bank statements, if one was given after the word `bank`.
fn bank_file(args: &ImportArgs) -> Result<Option<BankArgs<'_>>, CliError> {
    let file = match args.file.as_slice() {
        [word, file] if word == BANK => file,
        [word] if word == BANK && !Path::new(word).exists() => {
            return Err(CliError::usage("usage-import-file"));
        }
        _ if args.account.is_some() => return Err(CliError::usage("usage-import-account-bank")),
        [file] if is_bank_message(file) => return Err(CliError::usage("usage-import-bank")),
        _ => return Ok(None),
    };
    let account = args.account.as_deref();
    Ok(Some(BankArgs {
        file: Path::new(file),
        account: account.ok_or_else(|| CliError::usage("usage-import-account"))?,
        number: args.number.as_deref(),
        method: args.method,
        decimals: decimals(args),
        dates: date_format(args)?.and_then(|format| format.order()),
        overlap: args.overlap,
        dry_run: args.dry_run,
    }))
}

/// The kind and the file that were given.
fn given(args: &ImportArgs) -> Result<(Option<ImportKind>, PathBuf), CliError> {
    let (word, file) = match args.file.as_slice() {
        [kind, file] => (Some(kind), file),
        [file]
            if ImportKind::from_word(&file.to_string_lossy()).is_some()
                && !Path::new(file).exists() =>
        {
            return Err(CliError::usage("usage-import-file"));
        }
        [file] => (None, file),
        _ => return Err(CliError::usage("usage-import-file")),
    };
    let named = word.map(|word| ImportKind::from_word(&word.to_string_lossy()));
    match (named, args.kind) {
        (Some(None), _) => {
            let kinds = ImportKind::ALL.map(ImportKind::word).join(", ");
            Err(CliError::Usage(Message::new("usage-import-kind").with("kinds", kinds)))
        }
        (Some(Some(_)), Some(_)) => Err(CliError::usage("usage-import-kind-twice")),
        (named, kind) => Ok((named.flatten().or(kind.map(ImportKind::from)), PathBuf::from(file))),
    }
}

/// How dates are written, if an option says so.
fn date_format(args: &ImportArgs) -> Result<Option<DateFormat>, CliError> {
    Ok(args.date_format.as_deref().map(DateFormat::parse).transpose()?)
}

/// The decimal mark, if an option gives it.
fn decimals(args: &ImportArgs) -> Option<Decimals> {
    match (args.decimal_comma, args.decimal_point) {
        (true, _) => Some(Decimals::Comma),
        (_, true) => Some(Decimals::Point),
        _ => None,
    }
}

/// The options about how the file is read.
fn wish(args: &ImportArgs, kind: Option<ImportKind>, file: &Path) -> Result<Wish, CliError> {
    let (map, set) = (pairs("--map", args.map.clone())?, pairs("--set", args.set.clone())?);
    let (decimals, credit) = (decimals(args), args.credits.map(|sign| sign == Sign::Plus));
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned());
    Ok(Wish {
        kind,
        sheet: args.sheet.clone(),
        mapping: Mapping { map, set, decimal_comma: args.decimal_comma },
        format: date_format(args)?,
        said: SaidOfFile { decimals, credit_is_positive: credit, ..SaidOfFile::default() },
        name: name.unwrap_or_default(),
        file: None,
        last: None,
    })
}

/// How a file is read: like the last one with its columns, and by the answers to the questions about
/// it. `None` if a question is not answered.
fn found(
    common: &Common,
    args: &ImportArgs,
    wish: Wish,
    file: &Path,
) -> Result<Option<FoundFile>, CliError> {
    let words = common.words();
    let can_ask = reading::can_ask(file, common.json);
    let content = FileContent::of(import::read_file(file)?);
    let (mut finding, mut wish) = if args.forget {
        (finding::find(&content, &wish)?, wish)
    } else {
        // Close the book before asking: the answer may take a while.
        let session = common.open()?;
        let came = remembered::find(&session, &content, &wish)?;
        session.close()?;
        (came.finding, came.wish)
    };
    loop {
        match finding {
            FileFinding::Read(found) => return Ok(Some(*found)),
            FileFinding::Asked(question) if can_ask => {
                if !reading::ask(&question, &mut wish, &words)? {
                    return Ok(None);
                }
            }
            FileFinding::Asked(question) => return Err(reading::refusal(&question, &words).into()),
        }
        finding = finding::find(&content, &wish)?;
    }
}

/// The file as it is read: examined, shown and confirmed. `None` if the user stops.
fn confirmed(
    common: &Common,
    args: &ImportArgs,
    wish: Wish,
    file: &Path,
) -> Result<Option<FoundFile>, CliError> {
    let (words, can_ask) = (common.words(), reading::can_ask(file, common.json));
    let Some(mut found) = found(common, args, wish, file)? else { return Ok(None) };
    if reading::is_worth_saying(&found) {
        output::complain(&reading::sentence(&found.reading, file, &words));
    }
    if found.is_own {
        return Ok(Some(found));
    }
    let preview = found.preview(reading::PREVIEWED)?;
    output::complain(reading::preview(&preview, &words).trim_end());
    match args.yes || args.dry_run {
        true => Ok(Some(found)),
        false if can_ask => Ok(reading::goes_on(&words)?.then_some(found)),
        false => Err(Refusal::new(Rule::ImportNotConfirmed, "yes").into()),
    }
}

/// The summary, with how the file was read if that was found out.
#[derive(Serialize)]
struct ToldImport<'a> {
    #[serde(flatten)]
    summary: &'a ImportSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a Reading>,
}

pub fn run(common: &Common, args: ImportArgs) -> Result<u8, CliError> {
    let clean = |reason: &String| text::required("override", reason, text::SHORT);
    let override_reason = args.override_reason.as_ref().map(clean).transpose()?;
    if let Some(folder) = book_folder(&args)? {
        return import_book::run(common, &folder, args.dry_run, override_reason);
    }
    if let Some(file) = bank_file(&args)? {
        return file.run(common);
    }
    let (kind, path) = given(&args)?;
    let wish = wish(&args, kind, &path)?;
    let create = |to: &PathBuf| RejectsFile::create(to, &path, args.force);
    let rejects_file = args.rejects.as_ref().map(create).transpose()?;
    let dates = wish.format.clone().unwrap_or_else(DateFormat::iso);
    let Some(mut found) = confirmed(common, &args, wish, &path)? else {
        output::complain(&common.words().say("reading-stopped", &[]));
        return Ok(REFUSED);
    };
    found.decided.create_customers |= args.create_customers;
    found.decided.suspense |= args.suspense;
    let session = common.open_in_bulk()?;
    let import = Import {
        kind: found.kind,
        file: &path,
        mapping: Mapping::default(),
        dates,
        create_customers: found.decided.create_customers,
        suspense: found.decided.suspense,
        dry_run: args.dry_run,
        override_reason,
    };
    let outcome = import::run_found(&session, &import, &mut found, &mut common.bar())?;
    let ImportOutcome { summary, head, rejects, warned } = outcome;
    // A file in our own form needs no confirmation, nor do options that say everything.
    if !args.dry_run && !found.is_own && summary.taken + summary.skipped > 0 {
        remembered::keep(&session, &found.head, found.kind, &found.decided)?;
    }
    // The few refused rows alone may no longer show how they are read.
    if !args.dry_run && !found.is_own && rejects_file.is_some() && !rejects.is_empty() {
        let decided = found.decided.with_styles(&found.reading);
        remembered::keep(&session, &rejects_head(&head), found.kind, &decided)?;
    }
    session.close()?;
    let words = common.words();
    let reading = reading::is_worth_saying(&found).then_some(&found.reading);
    let printed = match common.json {
        true => output::print_json(&ToldImport { summary: &summary, reading }),
        false => output::print(&telling::said(&summary, args.dry_run, &words)),
    };
    telling::warn(&warned, summary.warnings, &words);
    match rejects_file {
        Some(file) => file.write(&head, &rejects, &words)?,
        None => telling::say(&rejects, &words),
    }
    telling::say_unknown(found.kind, &rejects, &words);
    output::done_though(printed, !args.dry_run)?;
    Ok(if rejects.is_empty() { DONE } else { REFUSED })
}
