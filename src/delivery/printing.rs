//! Prints documents, or writes them into a folder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::documents::files::PaperFile;
use crate::domain::Message;
use crate::engine::Failure;
use crate::engine::new_file::{NewFile, make_folder};

use super::papers::Outgoing;
use super::program::{self, ProgramError};
use super::settings::MailSettings;
use super::trouble::{AfterTrouble, Consequence, MailTrouble};

/// Where paper goes.
pub enum Printing {
    /// Into a folder.
    Folder(PathBuf),
    /// To a printer; if none, the system's own.
    Printer(Option<String>),
}

impl Printing {
    /// The printer of the settings; without settings, the system's default printer.
    pub fn of(settings: Option<&MailSettings>) -> Printing {
        match settings.and_then(|it| it.print_to.clone()) {
            Some(folder) => Printing::Folder(folder),
            None => Printing::Printer(settings.and_then(|it| it.printer.clone())),
        }
    }

    /// Prints a document, and returns what the printer answered. `number` keeps the files of one
    /// document apart.
    pub fn print(
        &self,
        it: &Outgoing,
        file: &PaperFile,
        number: &str,
    ) -> Result<String, MailTrouble> {
        match self {
            Printing::Folder(folder) => to_folder(folder, file, it, number),
            Printing::Printer(printer) => to_printer(printer.as_deref(), file, &it.name),
        }
    }
}

/// The program that prints.
const LP: &str = "lp";

/// Whether documents can be printed with the settings in a file: into a folder, or by the system's
/// program. Settings that cannot be read say so when something is sent.
pub fn can_print(settings: &Path) -> bool {
    let has_folder = || {
        let read = MailSettings::read(settings).ok().flatten();
        read.is_some_and(|settings| settings.print_to.is_some())
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(LP).is_file()) || has_folder()
}

fn later(said: Message) -> MailTrouble {
    MailTrouble { consequence: Consequence::Later, line: AfterTrouble::Stands, said }
}

fn to_folder(
    folder: &Path,
    file: &PaperFile,
    it: &Outgoing,
    number: &str,
) -> Result<String, MailTrouble> {
    let failed = |error: io::Error| {
        later(Message::new("error-disk").at("path", folder).because("why", &error))
    };
    if !folder.is_dir() {
        make_folder(folder).map_err(failed)?;
    }
    let path = folder.join(format!("{}-{number}.{}", it.name, file.ending));
    let refused = |failure: Failure| failed(io::Error::other(failure.to_string()));
    // A retry of the same delivery writes the same file.
    let mut out = NewFile::create("print_to", &path, true).map_err(refused)?;
    out.write_all(&file.bytes).map_err(failed)?;
    out.finish("print_to").map_err(refused)?;
    Ok(path.display().to_string())
}

/// How long the printer's program may take.
const LIMIT: Duration = Duration::from_mins(1);

fn to_printer(printer: Option<&str>, file: &PaperFile, name: &str) -> Result<String, MailTrouble> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => later(Message::new("send-lp-missing")),
        _ => later(Message::new("send-lp").because("why", &error)),
    };
    let mut lp = Command::new(LP);
    lp.args(["-t", name]);
    if let Some(printer) = printer {
        lp.args(["-d", printer]);
    }
    let ended = program::run(lp.arg("-"), Some(file.bytes.clone()), LIMIT);
    let said = match ended {
        Ok(said) => said,
        Err(ProgramError::TooSlow) => {
            return Err(MailTrouble::no_answer(LIMIT, Consequence::Unsure));
        }
        Err(ProgramError::Io(error)) => return Err(failed(error)),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
    if !said.status.success() {
        let why = Some(text(&said.err)).filter(|text| !text.is_empty());
        let why = Message::text(why.unwrap_or_else(|| said.status.to_string()));
        return Err(later(Message::new("send-lp").because("why", &why)));
    }
    Ok(text(&said.out))
}
