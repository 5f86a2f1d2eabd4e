//! Paper: handed to the printer, or written into a folder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::domain::Message;
use crate::engine::Failure;
use crate::engine::new_file::{NewFile, make_folder};
use crate::threads;

use super::letter::PaperFile;
use super::papers::Outgoing;
use super::settings::MailSettings;
use super::trouble::{AfterTrouble, Consequence, MailTrouble};

/// Where paper goes.
pub enum Printing {
    /// Into a folder.
    Folder(PathBuf),
    /// To a printer; none, the system's own.
    Printer(Option<String>),
}

impl Printing {
    /// As the settings say; `folder` goes over them.
    pub fn of(folder: Option<&Path>, settings: Option<&MailSettings>) -> Printing {
        let set = settings.and_then(|it| it.print_to.clone());
        match folder.map(Path::to_path_buf).or(set) {
            Some(folder) => Printing::Folder(folder),
            None => Printing::Printer(settings.and_then(|it| it.printer.clone())),
        }
    }

    /// Prints a document; what is said of it. `number` keeps files of one document apart.
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
    // The same delivery is the same file, however often it is tried.
    let mut out = NewFile::create("print_to", &path, true).map_err(refused)?;
    out.write_all(&file.bytes).map_err(failed)?;
    out.finish("print_to").map_err(refused)?;
    Ok(path.display().to_string())
}

/// How long the printer's program may take.
const LIMIT: Duration = Duration::from_mins(1);

fn to_printer(printer: Option<&str>, file: &PaperFile, name: &str) -> Result<String, MailTrouble> {
    let failed = |error: io::Error| later(Message::new("send-lp").because("why", &error));
    let mut lp = Command::new("lp");
    lp.args(["-t", name]);
    if let Some(printer) = printer {
        lp.args(["-d", printer]);
    }
    let spawned = lp.arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = spawned.spawn().map_err(failed)?;
    if let Some(mut paper) = child.stdin.take() {
        let bytes = file.bytes.clone();
        // Where it takes no more, that is its own fault to tell.
        let writing = threads::start("lp", move || paper.write_all(&bytes));
        writing.map_err(failed)?;
    }
    let until = Instant::now() + LIMIT;
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None if Instant::now() > until => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(MailTrouble::no_answer(LIMIT, Consequence::Unsure));
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let said = child.wait_with_output().map_err(failed)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_string();
    if !status.success() {
        let why = Some(text(&said.stderr)).filter(|text| !text.is_empty());
        let why = Message::text(why.unwrap_or_else(|| status.to_string()));
        return Err(later(Message::new("send-lp").because("why", &why)));
    }
    Ok(text(&said.stdout))
}
