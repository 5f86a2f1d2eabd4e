//! `daybook invoice`, `credit-note` and `receipt`: prints a document as it is sent.

use std::fs;
use std::io::{self, IsTerminal};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::json;

use crate::documents::files::{PaperFile, PaperFiles};
use crate::documents::paper::Paper;
use crate::documents::pdf::Templates;
use crate::documents::wording::Wordings;
use crate::documents::{self, text};
use crate::domain::{Number, Rule, marks};
use crate::ledger::query::packet::PacketOf;
use crate::ledger::query::show::{PreviewDraft, Show, Shown, ShownDraft};
use crate::user_file;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct DocumentArgs {
    /// The document's number
    number: String,
    #[command(flatten)]
    written: WrittenArgs,
}

/// The format and the place of a document.
#[derive(Args)]
pub struct WrittenArgs {
    /// The format
    #[arg(long, value_enum, default_value = "text")]
    format: DocumentFormat,
    /// Write it to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    force: bool,
    /// Print a PDF with the built-in templates, not those beside the book
    #[arg(long)]
    plain_template: bool,
}

/// The format of a document.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    /// A page of plain text
    Text,
    /// A PDF
    Pdf,
    /// JSON
    Json,
}

/// The JSON of a document: the ledger's answer, and the document as a specification.
#[derive(Serialize)]
struct DocumentJson<'a, T> {
    #[serde(flatten)]
    answer: &'a T,
    document: &'a Paper,
}

impl WrittenArgs {
    /// Writes a document.
    pub fn write<T: Serialize>(
        &self,
        common: &Common,
        answer: &T,
        document: &Paper,
    ) -> Result<u8, CliError> {
        if self.format == DocumentFormat::Pdf {
            return self.write_pdf(common, document);
        }
        let page = match common.json || self.format == DocumentFormat::Json {
            true => output::json_text(&DocumentJson { answer, document })? + "\n",
            false => marks::marked_page(&text::text(document)).into_owned(),
        };
        match &self.out {
            Some(file) => output::write_file("out", file, self.force, page.as_bytes())?,
            None => output::print(&page)?,
        }
        Ok(DONE)
    }

    fn write_pdf(&self, common: &Common, document: &Paper) -> Result<u8, CliError> {
        if common.json && self.out.is_none() {
            return Err(CliError::usage("usage-pdf-json"));
        }
        if self.out.as_deref().map_or_else(|| io::stdout().is_terminal(), is_terminal) {
            return Err(CliError::usage("usage-pdf-terminal"));
        }
        let book = if self.plain_template { None } else { common.beside()? };
        let printed = PaperFiles::pdf(Templates::of_book(book.as_deref())?)?.file(document)?;
        say_substituted(common, &printed);
        match &self.out {
            Some(file) => output::write_file("out", file, self.force, &printed.bytes)?,
            None => output::write_bytes(&printed.bytes)?,
        }
        if common.json {
            let size = printed.bytes.len();
            let missing: Vec<String> = printed.substituted.iter().map(|one| code(*one)).collect();
            output::print_json_done(&json!({"ok": true, "file": self.out, "pages": printed.pages,
                "bytes": size, "substituted": missing}))?;
        }
        Ok(DONE)
    }
}

/// How many missing characters are named.
const MOST_NAMED: usize = 10;

fn code(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// Reports which characters of a document its PDF shows as a mark.
fn say_substituted(common: &Common, printed: &PaperFile) {
    let all = &printed.substituted;
    if all.is_empty() {
        return;
    }
    let mut named: Vec<String> = all.iter().take(MOST_NAMED).map(|one| code(*one)).collect();
    named.extend((all.len() > MOST_NAMED).then(|| "…".to_string()));
    let parts = [("letters", named.join(", "))];
    let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
    output::complain(&common.words().say("pdf-substituted", &parts));
}

/// Whether a path leads to a terminal.
fn is_terminal(path: &Path) -> bool {
    let is_device = fs::metadata(path).is_ok_and(|found| found.file_type().is_char_device());
    is_device && user_file::is_terminal(path)
}

/// An invoice; a draft as it would be issued today, or as it was issued.
pub fn invoice(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let show = |what: &str| session.ask(&Show { what: what.to_string() });
    let shown = match show(&args.number)? {
        Shown::Draft(ShownDraft { invoice: Some(invoice), .. }) => show(&invoice.0)?,
        Shown::Draft(draft) => Shown::Invoice(session.ask(&PreviewDraft(draft.draft))?),
        shown => shown,
    };
    match &shown {
        Shown::Invoice(it) => args.write(common, it, &shown),
        _ => Err(output::refused(Rule::DocumentNotInvoice, "number", &args.number)),
    }
}

pub fn credit_note(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let shown = args.shown(common)?;
    match &shown {
        Shown::CreditNote(it) => args.write(common, it, &shown),
        _ => Err(output::refused(Rule::DocumentNotCreditNote, "number", &args.number)),
    }
}

pub fn receipt(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let shown = args.shown(common)?;
    match &shown {
        Shown::Payment(it) => args.write(common, it, &shown),
        _ => Err(output::refused(Rule::DocumentNotPayment, "number", &args.number)),
    }
}

/// The packet of a dispute.
pub fn packet(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let packet = common.open()?.ask(&PacketOf { dispute: Number(args.number.clone()) })?;
    let paper = documents::of_packet(&packet, common.language, &mut Wordings::default());
    args.written.write(common, &packet, &paper)
}

/// The slip of a deposit.
pub fn deposit_slip(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let shown = args.shown(common)?;
    match &shown {
        Shown::Deposit(it) => args.write(common, it, &shown),
        _ => Err(output::refused(Rule::DepositUnknown, "number", &args.number)),
    }
}

pub fn plan(common: &Common, args: &DocumentArgs) -> Result<u8, CliError> {
    let shown = args.shown(common)?;
    match &shown {
        Shown::Plan(it) => args.write(common, it, &shown),
        _ => Err(output::refused(Rule::PlanUnknown, "number", &args.number)),
    }
}

impl DocumentArgs {
    /// The record with the number.
    fn shown(&self, common: &Common) -> Result<Shown, CliError> {
        Ok(common.open()?.ask(&Show { what: self.number.clone() })?)
    }

    /// Writes a record as a document; `it` is the ledger's answer.
    fn write<T: Serialize>(&self, common: &Common, it: &T, shown: &Shown) -> Result<u8, CliError> {
        match documents::of_shown(shown, common.language, &mut Wordings::default()) {
            Some(paper) => self.written.write(common, it, &paper),
            None => Err(output::refused(Rule::DocumentNotForCustomers, "number", &self.number)),
        }
    }
}
