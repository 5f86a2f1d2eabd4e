//! The command line: arguments in, text or JSON out, an exit status. Names and JSON are a
//! contract. One file a subcommand. May use everything through [`crate::engine`].

mod backup;
mod balance;
mod bar;
mod check;
mod clock;
mod commands;
mod demo;
mod desk;
mod document;
mod erase;
mod export;
mod found;
mod import;
mod init;
mod journal;
mod lookup;
mod output;
mod post;
mod report;
mod say;
mod serve;
mod serve_log;
mod shell;
mod show;
mod statement;
mod templates;
mod usage;
mod user;
mod verify;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, Parser, Subcommand};

use crate::domain::{Cause, Day, Language, Message};
use crate::engine::Found;
use crate::engine::ports::MachineClock;
use crate::engine::{BookError, OpenOptions, Session, maintenance, owner, who};
use crate::tui::settings;
use crate::words::Words;

use bar::Bar;
use output::CliError;

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

/// What every subcommand takes.
#[derive(Args, Clone)]
pub struct Common {
    /// The folder of the book
    #[arg(long, global = true, env = "DAYBOOK_BOOK", value_name = "DIR")]
    book: Option<PathBuf>,
    /// The business date, for scripts and tests; never changes when things were recorded
    #[arg(long, global = true, env = "DAYBOOK_TODAY", value_name = "DAY", value_parser = day)]
    today: Option<Day>,
    /// Print one JSON document
    #[arg(long, global = true)]
    json: bool,
    /// The language of words, figures and dates: en, fr or rw (documents only; the rest is then in
    /// English); absent, a document is in the customer's language, the rest in that of the locale
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Language>,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Make a book of made-up data
    Demo(demo::DemoArgs),
    /// Make a new, empty book
    Init(init::InitArgs),
    /// Carry out commands, one JSON object a line
    Post(post::PostArgs),
    /// List the commands that `post` takes, or show one with its JSON Schema
    Commands(commands::CommandsArgs),
    /// Bring other people's files into the book
    Import(import::ImportArgs),
    /// Find accounts by whatever a caller says
    Lookup(lookup::LookupArgs),
    /// What a customer owes, and why
    Balance(balance::BalanceArgs),
    /// A sentence on what a customer owes, to read to the caller
    Say(say::SayArgs),
    /// Show a customer, an invoice, a credit note or a payment
    Show(show::ShowArgs),
    /// An invoice as text, PDF or JSON
    Invoice(document::DocumentArgs),
    /// A credit note as text, PDF or JSON
    CreditNote(document::DocumentArgs),
    /// The receipt of a payment as text, PDF or JSON
    Receipt(document::DocumentArgs),
    /// A statement of account
    Statement(statement::StatementArgs),
    /// The templates of PDF documents, for a company to edit
    Templates(templates::TemplatesArgs),
    /// A report over the whole book
    Report(report::ReportArgs),
    /// The journal's stored bytes, an entry a line
    Journal(journal::JournalArgs),
    /// Check the whole chain and compare every row of the ledger
    Verify(verify::VerifyArgs),
    /// List what no single rule stops but deserves a second look
    Check,
    /// Throw the ledger away and post the journal again
    Rebuild,
    /// Write the book's tables into files
    Export(export::ExportArgs),
    /// Write the journal into one file
    Backup(backup::BackupArgs),
    /// Make the book from a backup
    Restore(backup::RestoreArgs),
    /// Erase who a customer was: names, contacts, notes and reasons
    Erase(erase::EraseArgs),
    /// Say that the clock is right, where it is far from the last entry
    ConfirmClock(clock::ConfirmClockArgs),
    /// Who may what on a book that is served
    User(user::UserArgs),
    /// Hold a book for several people
    Serve(serve::ServeArgs),
    /// Completions for a shell
    Completions(shell::CompletionsArgs),
    /// The manual page, in roff
    Man,
}

fn day(text: &str) -> Result<Day, Cause> {
    let unclear = || Cause::said("usage-day", "write a day that exists as YYYY-MM-DD");
    text.parse().map_err(|_| unclear())
}

fn language(text: &str) -> Result<Language, Cause> {
    let english = || format!("write {}", Words::english().languages());
    Language::parse(text).ok_or_else(|| Cause::new(english(), Message::new("usage-language")))
}

impl Common {
    /// The folder of the book: as said, else the XDG data folder. From here on root acts as the one
    /// whose it is.
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

    /// Where the book is: a folder, or the socket of one that is served. Without a word on it, the
    /// user's own book, or else the only one that is served on this machine. From here on root acts
    /// as the one whose it is.
    fn place(&self) -> Result<PathBuf, CliError> {
        has_clock()?;
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

    /// The folder of the book, for what works on its files: of one that is served they are the
    /// server's.
    fn files(&self) -> Result<PathBuf, CliError> {
        let at = self.place()?;
        if !at.exists() || at.is_dir() {
            return Ok(at);
        }
        Err(CliError::Usage(Message::new("usage-files").at("at", &at)))
    }

    /// The same for what does not open the book: a restore that was interrupted is finished first.
    fn settled_files(&self) -> Result<PathBuf, CliError> {
        let folder = self.files()?;
        let restore = maintenance::settle(&folder, &self.options())?;
        if let Some(restore) = &restore {
            found::say_interrupted(restore, &self.words());
        }
        Ok(folder)
    }

    /// `--json` and `--csv` are one or the other, on whichever side of the subcommand.
    fn json_or_csv(&self, csv: bool) -> Result<(), CliError> {
        match self.json && csv {
            true => Err(CliError::usage("usage-json-and-csv")),
            false => Ok(()),
        }
    }

    /// The words of the language that was asked for, else of the locale.
    fn words(&self) -> Words {
        Words::in_language(self.language())
    }

    /// The language that was asked for, else that of the locale.
    fn language(&self) -> Language {
        let of_locale = || Language::of_locale(&settings::locale().unwrap_or_default());
        self.language.map_or_else(of_locale, Language::on_screen)
    }

    /// How far long work is, in words.
    fn bar(&self) -> Bar {
        Bar::new(self.language())
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { today: self.today, ..OpenOptions::new(who::own_name()) }
    }

    /// Opens the book, and says on stderr what was mended on the way.
    fn open(&self) -> Result<Session, CliError> {
        self.open_with(self.options())
    }

    /// The same, to do much at once.
    fn open_in_bulk(&self) -> Result<Session, CliError> {
        self.open_with(OpenOptions { in_bulk: true, ..self.options() })
    }

    /// Says what opening found and mended.
    fn say_found(&self, found: &Found) {
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

/// Nothing is done to a book without a time to record it at.
fn has_clock() -> Result<(), BookError> {
    match MachineClock::can_tell(SystemTime::now()) {
        true => Ok(()),
        false => Err(BookError::NoClock),
    }
}

/// Where the sockets of served books are.
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

/// Reads the arguments, runs what they ask, and answers with the exit status.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(output::fault));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Arguments and the environment stand in it as they were given.
            let of_locale = || Language::of_locale(&settings::locale().unwrap_or_default());
            let language = usage::language_in(std::env::args_os().skip(1));
            let text = usage::told(&error, language.map_or_else(of_locale, Language::on_screen));
            if error.use_stderr() {
                output::complain(text.trim_end());
                return ExitCode::from(output::USAGE);
            }
            let _ = output::print(&text);
            return ExitCode::from(output::DONE);
        }
    };
    let (json, words) = (cli.common.json, cli.common.words());
    match dispatch(cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => ExitCode::from(output::say_error(&error, json, &words)),
    }
}

fn dispatch(cli: Cli) -> Result<u8, CliError> {
    let common = &cli.common;
    match cli.command {
        None => desk::run(common, &cli.desk),
        Some(Subcommands::Demo(args)) => demo::run(common, &args, &cli.desk),
        Some(Subcommands::Init(args)) => init::run(common, args),
        Some(Subcommands::Post(args)) => post::run(common, &args),
        Some(Subcommands::Commands(args)) => commands::run(common, &args),
        Some(Subcommands::Import(args)) => import::run(common, args),
        Some(Subcommands::Lookup(args)) => lookup::run(common, &args),
        Some(Subcommands::Balance(args)) => balance::run(common, args),
        Some(Subcommands::Say(args)) => say::run(common, args),
        Some(Subcommands::Show(args)) => show::run(common, args),
        Some(Subcommands::Invoice(args)) => document::invoice(common, &args),
        Some(Subcommands::CreditNote(args)) => document::credit_note(common, &args),
        Some(Subcommands::Receipt(args)) => document::receipt(common, &args),
        Some(Subcommands::Statement(args)) => statement::run(common, args),
        Some(Subcommands::Templates(args)) => templates::run(common, &args),
        Some(Subcommands::Report(args)) => report::run(common, args),
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
        Some(Subcommands::Completions(args)) => shell::completions(&args),
        Some(Subcommands::Man) => shell::man(),
    }
}
