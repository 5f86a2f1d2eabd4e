//! The command line: arguments in, text or JSON out, an exit status. Names and JSON are a
//! contract. One file per subcommand. May use everything through [`crate::engine`].

mod backup;
mod balance;
mod bank_lines;
mod bar;
mod batch;
mod check;
mod clock;
mod commands;
mod demo;
mod desk;
mod detect;
mod document;
mod dunning;
mod erase;
mod export;
mod found;
pub mod help;
mod holds;
mod import;
mod import_bank;
mod import_book;
mod init;
mod interrupt;
mod journal;
mod late_fees;
mod limits;
mod lookup;
mod many_files;
mod outbox;
mod output;
mod post;
mod post_dry;
mod reconcile;
mod report;
mod say;
mod serve;
mod serve_log;
mod shell;
mod show;
mod statement;
mod statements;
mod templates;
mod unidentified;
mod usage;
mod user;
mod values;
mod verify;
mod worklist;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, FromArgMatches, Parser, Subcommand};

use crate::documents::pdf;
use crate::domain::{Day, Language, Message};
use crate::engine::OpeningFindings;
use crate::engine::ports::MachineClock;
use crate::engine::{BookError, OpenOptions, Session, maintenance, owner, who};
use crate::tui::settings;
use crate::words::Words;

use bar::Bar;
use output::CliError;
use values::{LanguageParser, at_least_one, day, whole};

/// A terminal desk for billing coordinators.
#[derive(Parser)]
#[command(name = "daybook", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    desk: desk::DeskArgs,
    #[command(subcommand)]
    command: Option<Subcommands>,
}

/// The heading in `--help` of the options that every command takes.
const EVERYWHERE: &str = "Options of every command";

/// The options of every subcommand.
#[derive(Args, Clone)]
pub struct Common {
    /// The book: a folder, a socket, or the name of a served book
    #[arg(long, global = true, help_heading = EVERYWHERE, env = "DAYBOOK_BOOK", value_name = "DIR")]
    book: Option<PathBuf>,
    /// Work as if today were this day (YYYY-MM-DD), for scripts; entries keep the real time of recording
    #[arg(long, global = true, help_heading = EVERYWHERE, env = "DAYBOOK_TODAY", value_name = "DAY", value_parser = day)]
    today: Option<Day>,
    /// Print one JSON document
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    json: bool,
    /// The language of words, figures and dates; where it has words for documents only, the rest is in
    /// English [default: the customer's for documents, the locale's for everything else]
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "LANGUAGE", value_parser = LanguageParser)]
    language: Option<Language>,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Make a book of made-up data, and open the desk on it
    Demo(demo::DemoArgs),
    /// Make a new, empty book
    Init(init::InitArgs),
    /// Carry out commands, one JSON object per line
    Post(post::PostArgs),
    /// List the commands that `post` takes, or show one with its JSON Schema
    Commands(commands::CommandsArgs),
    /// Import a file from another system: a table of text or a workbook
    Import(import::ImportArgs),
    /// Find accounts by name, number, phone, amount or whatever else the caller says
    Lookup(lookup::LookupArgs),
    /// Show what a customer owes, and why
    Balance(balance::BalanceArgs),
    /// Say in a sentence what a customer owes, to read out to the caller
    Say(say::SayArgs),
    /// Show a customer, a document, a dispute or anything else that has a number, in full
    Show(show::ShowArgs),
    /// Print an invoice as it is sent: text, PDF or JSON
    Invoice(document::DocumentArgs),
    /// Print a credit note as it is sent: text, PDF or JSON
    CreditNote(document::DocumentArgs),
    /// Print the packet of a dispute, for the company: the invoice, its payments, calls, notes
    Packet(document::DocumentArgs),
    /// Print the receipt for a payment: text, PDF or JSON
    Receipt(document::DocumentArgs),
    /// Print an agreed payment plan: text, PDF or JSON
    Plan(document::DocumentArgs),
    /// Print the slip of a deposit, for the bank: text, PDF or JSON
    DepositSlip(document::DocumentArgs),
    /// Print a statement of account
    Statement(statement::StatementArgs),
    /// Write or queue the statements of every customer who owes, is in credit or had movements
    Statements(statements::StatementsArgs),
    /// List the interest for late payment that can be charged, or charge it
    LateFees(late_fees::LateFeesArgs),
    /// List the proposed holds and releases, or apply them
    Holds(holds::HoldsArgs),
    /// Propose and send reminders of what is overdue
    Dunning(dunning::DunningArgs),
    /// List what is to be sent to customers, or send it
    Outbox(outbox::OutboxArgs),
    /// Copy the templates of PDF documents, for a company to edit
    Templates(templates::TemplatesArgs),
    /// Run a report, or list the reports
    Report(report::ReportArgs),
    /// List money whose payer is not known yet: the suspense list
    Unidentified(unidentified::UnidentifiedArgs),
    /// List lines of bank statements: those still to be matched, or others
    BankLines(bank_lines::BankLinesArgs),
    /// Find which open items add up to an amount
    Detect(detect::DetectArgs),
    /// List who to call today, and why: the most urgent first
    Worklist(worklist::WorklistArgs),
    /// Say who to call next, and why
    Next(worklist::NextArgs),
    /// Compare the bank with the book, and match bank lines
    Reconcile(reconcile::ReconcileArgs),
    /// Print the journal as it is stored, one entry per line
    Journal(journal::JournalArgs),
    /// Check the whole chain and compare every row of the ledger
    Verify(verify::VerifyArgs),
    /// List what breaks no rule but deserves a second look
    Check,
    /// Discard the ledger and post it again from the journal
    Rebuild,
    /// Export the book's tables, one file per table
    Export(export::ExportArgs),
    /// Back the book up to one file
    Backup(backup::BackupArgs),
    /// Restore a book from a backup
    Restore(backup::RestoreArgs),
    /// Erase a customer's personal data: names, contacts, notes and reasons
    Erase(erase::EraseArgs),
    /// Confirm that the computer's clock is right, when Daybook doubts it
    ConfirmClock(clock::ConfirmClockArgs),
    /// Manage who may use a served book, and in which role
    User(user::UserArgs),
    /// Serve a book to several people
    Serve(serve::ServeArgs),
    /// Print completions for a shell
    Completions(shell::CompletionsArgs),
    /// Print the manual page, in roff
    Man,
}

impl Common {
    /// The folder of the book: the one given, else the default in the XDG data folder. From here on
    /// root acts as the folder's owner.
    fn folder(&self, default: &str) -> Result<PathBuf, CliError> {
        has_clock()?;
        let folder = self.named(default)?;
        owner::keep(&folder)?;
        Ok(folder)
    }

    fn named(&self, default: &str) -> Result<PathBuf, CliError> {
        use etcetera::BaseStrategy;
        if let Some(folder) = &self.book {
            return Ok(folder.clone());
        }
        let base =
            etcetera::choose_base_strategy().map_err(|_| CliError::usage("usage-no-home"))?;
        Ok(base.data_dir().join("daybook").join(default))
    }

    /// Where the book is: a folder, or the socket of a served book. If none is given: the user's own
    /// book, else the only one served on this machine. From here on root acts as the book's owner.
    fn place(&self) -> Result<PathBuf, CliError> {
        has_clock()?;
        limits::suffice()?;
        let place = self.found()?;
        owner::keep(&place)?;
        Ok(place)
    }

    fn found(&self) -> Result<PathBuf, CliError> {
        let at = self.named("book")?;
        if at.exists() {
            return Ok(at);
        }
        let named = self.book.as_ref().filter(|name| name.components().count() == 1);
        if let Some(name) = named {
            let socket = socket_of(name.as_os_str());
            return Ok(if socket.exists() { socket } else { at });
        }
        if self.book.is_some() {
            return Ok(at);
        }
        let mut served: Vec<PathBuf> = std::fs::read_dir(sockets_folder())
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "sock"))
            .collect();
        served.sort();
        match served.as_slice() {
            [] => Ok(at),
            [only] => Ok(only.clone()),
            several => {
                let names = several.iter().filter_map(|path| path.file_stem()?.to_str());
                let names = self.words().either(names);
                let why = Message::new("usage-several-served").with("names", names);
                Err(CliError::Usage(why))
            }
        }
    }

    /// The folder of the book, if this process can reach it; the files of a served book are the
    /// server's.
    fn beside(&self) -> Result<Option<PathBuf>, CliError> {
        Ok(Some(self.place()?).filter(|place| place.is_dir()))
    }

    /// The folder of the book, for commands that work on its files. Refuses a socket: those files are
    /// the server's.
    fn files(&self) -> Result<PathBuf, CliError> {
        let at = self.place()?;
        if !at.exists() || at.is_dir() {
            return Ok(at);
        }
        Err(CliError::Usage(Message::new("usage-files").at("at", &at)))
    }

    /// The same for commands that do not open the book: clears up after an interrupted restore first.
    fn settled_files(&self) -> Result<PathBuf, CliError> {
        let folder = self.files()?;
        let restore = maintenance::settle(&folder, &self.options())?;
        if let Some(restore) = &restore {
            found::say_interrupted(restore, &self.words());
        }
        Ok(folder)
    }

    /// Refuses `--json` together with `--csv`, on either side of the subcommand.
    fn json_or_csv(&self, csv: bool) -> Result<(), CliError> {
        match self.json && csv {
            true => Err(CliError::usage("usage-json-and-csv")),
            false => Ok(()),
        }
    }

    /// The words of the language given, else of the locale.
    fn words(&self) -> Words {
        Words::in_language(self.language())
    }

    /// The language given, else that of the locale.
    fn language(&self) -> Language {
        let of_locale = || Language::of_locale(&settings::locale().unwrap_or_default());
        self.language.map_or_else(of_locale, Language::on_screen)
    }

    /// The progress bar of long work.
    fn bar(&self) -> Bar {
        Bar::new(self.language())
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { today: self.today, ..OpenOptions::new(who::own_name()) }
    }

    /// Opens the book, and reports on stderr what was repaired on the way.
    fn open(&self) -> Result<Session, CliError> {
        self.open_with(self.options())
    }

    /// The same, for bulk work.
    fn open_in_bulk(&self) -> Result<Session, CliError> {
        self.open_with(OpenOptions { in_bulk: true, ..self.options() })
    }

    /// Reports what opening found and repaired.
    fn say_found(&self, found: &OpeningFindings) {
        if !found.is_nothing() {
            found::say_found(found, &self.words());
        }
    }

    fn open_with(&self, options: OpenOptions) -> Result<Session, CliError> {
        let place = self.place()?;
        let session = Session::open(&place, options, &mut self.bar())?;
        self.say_found(session.found());
        Ok(session)
    }
}

/// Refuses to touch a book when the clock cannot give a time to record.
fn has_clock() -> Result<(), BookError> {
    match MachineClock::can_tell(SystemTime::now()) {
        true => Ok(()),
        false => Err(BookError::NoClock),
    }
}

/// The folder of the sockets of served books.
fn sockets_folder() -> PathBuf {
    std::env::var_os("DAYBOOK_RUN").map_or_else(|| "/run/daybook".into(), PathBuf::from)
}

/// The socket of a served book, named after its folder.
fn socket_named(folder: &Path) -> Result<PathBuf, CliError> {
    let folder = std::fs::canonicalize(folder)?;
    Ok(socket_of(folder.file_name().unwrap_or_default()))
}

fn socket_of(name: &OsStr) -> PathBuf {
    let mut file = name.to_os_string();
    file.push(".sock");
    sockets_folder().join(file)
}

/// Reads the arguments, runs the command, and returns the exit status.
pub fn run() -> ExitCode {
    if pdf::take_part() {
        return ExitCode::SUCCESS;
    }
    std::panic::set_hook(Box::new(output::fault));
    let of_locale = || Language::of_locale(&settings::locale().unwrap_or_default());
    let language = usage::language_in(std::env::args_os().skip(1));
    let language = language.map_or_else(of_locale, Language::on_screen);
    let cli = match parsed(language) {
        Ok(cli) => cli,
        Err(error) => {
            // The message contains arguments and the environment as they were given.
            let text = usage::told(&error, language);
            if error.use_stderr() {
                output::complain(text.trim_end());
                return ExitCode::from(output::USAGE);
            }
            let _ = output::print(&text);
            return ExitCode::from(output::DONE);
        }
    };
    let (json, words) = (cli.common.json, cli.common.words());
    match limits::heed(&words).map_err(CliError::from).and_then(|()| dispatch(cli)) {
        Ok(status) => ExitCode::from(status),
        Err(error) => ExitCode::from(output::say_error(&error, json, &words)),
    }
}

/// Parses the arguments; `--help` and usage errors are in this language.
fn parsed(language: Language) -> Result<Cli, clap::Error> {
    let mut command = help::command(language);
    let matches = command.try_get_matches_from_mut(help::asked(std::env::args_os()))?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn dispatch(cli: Cli) -> Result<u8, CliError> {
    let common = &cli.common;
    match cli.command {
        None => desk::run(common, &cli.desk),
        Some(Subcommands::Demo(args)) => demo::run(common, &args, &cli.desk),
        Some(Subcommands::Init(args)) => init::run(common, args),
        Some(Subcommands::Post(args)) if args.dry_run => post_dry::run(common, &args),
        Some(Subcommands::Post(args)) => post::run(common, &args),
        Some(Subcommands::Commands(args)) => commands::run(common, &args),
        Some(Subcommands::Import(args)) => import::run(common, args),
        Some(Subcommands::Lookup(args)) => lookup::run(common, &args),
        Some(Subcommands::Balance(args)) => balance::run(common, args),
        Some(Subcommands::Say(args)) => say::run(common, args),
        Some(Subcommands::Show(args)) => show::run(common, args),
        Some(Subcommands::Invoice(args)) => document::invoice(common, &args),
        Some(Subcommands::CreditNote(args)) => document::credit_note(common, &args),
        Some(Subcommands::Packet(args)) => document::packet(common, &args),
        Some(Subcommands::Receipt(args)) => document::receipt(common, &args),
        Some(Subcommands::Plan(args)) => document::plan(common, &args),
        Some(Subcommands::DepositSlip(args)) => document::deposit_slip(common, &args),
        Some(Subcommands::Statement(args)) => statement::run(common, args),
        Some(Subcommands::Statements(args)) => statements::run(common, &args),
        Some(Subcommands::LateFees(args)) => late_fees::run(common, args),
        Some(Subcommands::Holds(args)) => holds::run(common, args),
        Some(Subcommands::Dunning(args)) => dunning::run(common, args),
        Some(Subcommands::Outbox(args)) => outbox::run(common, args),
        Some(Subcommands::Templates(args)) => templates::run(common, &args),
        Some(Subcommands::Report(args)) => report::run(common, args),
        Some(Subcommands::Unidentified(args)) => unidentified::run(common, args),
        Some(Subcommands::BankLines(args)) => bank_lines::run(common, args),
        Some(Subcommands::Detect(args)) => detect::run(common, args),
        Some(Subcommands::Worklist(args)) => worklist::run(common, args),
        Some(Subcommands::Next(args)) => worklist::next(common, args),
        Some(Subcommands::Reconcile(args)) => reconcile::run(common, args),
        Some(Subcommands::Journal(args)) => journal::run(common, &args),
        Some(Subcommands::Verify(args)) => verify::run(common, &args),
        Some(Subcommands::Rebuild) => verify::rebuild(common),
        Some(Subcommands::Export(args)) => export::run(common, &args),
        Some(Subcommands::Backup(args)) => backup::backup(common, &args),
        Some(Subcommands::Restore(args)) => backup::restore(common, &args),
        Some(Subcommands::Check) => check::run(common),
        Some(Subcommands::Erase(args)) => erase::run(common, args),
        Some(Subcommands::ConfirmClock(args)) => clock::run(common, args),
        Some(Subcommands::User(args)) => user::run(common, args),
        Some(Subcommands::Serve(args)) => serve::run(common, &args),
        Some(Subcommands::Completions(args)) => shell::completions(common, &args),
        Some(Subcommands::Man) => shell::man(common),
    }
}
