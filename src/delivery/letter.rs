//! A message as it goes out: who it is from and to, its subject, its text, the document attached. May
//! use: documents, lettre.

use std::path::Path;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as MailMessage};

use crate::documents::paper::Paper;
use crate::documents::pdf::{self, PdfError, Printer, Templates};
use crate::documents::text;
use crate::domain::Message;

use super::papers::Outgoing;
use super::settings::MailFrom;
use super::trouble::{AfterTrouble, MailTrouble};

/// A message, ready to go out.
pub struct Letter {
    /// The address it comes from.
    pub from: Address,
    /// The address it goes to.
    pub to: Address,
    /// Head and text.
    pub bytes: Vec<u8>,
}

/// A document as a file: its ending, its type, and what is in it.
pub struct PaperFile {
    /// The ending of its name.
    pub ending: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Makes the files that documents go out as. A run makes one of it: what all documents need is read
/// once.
pub struct PaperFiles {
    /// Prints PDF; without one, documents are plain text.
    printer: Option<Printer>,
}

impl PaperFiles {
    /// Plain text.
    pub fn text() -> PaperFiles {
        PaperFiles { printer: None }
    }

    /// PDF, by the templates of the book in `folder`, else by those that come with the program. Plain
    /// text where the program was built without PDF. Fails where the templates cannot be used.
    pub fn pdf(folder: Option<&Path>) -> Result<PaperFiles, PdfError> {
        let templates = match folder {
            Some(folder) => Templates::in_folder(&folder.join(pdf::FOLDER))?,
            None => Templates::built_in(),
        };
        match Printer::new(templates) {
            Ok(printer) => Ok(PaperFiles { printer: Some(printer) }),
            Err(PdfError::NotBuilt) => Ok(PaperFiles::text()),
            Err(error) => Err(error),
        }
    }

    /// The file that a document goes out as.
    pub fn file(&mut self, paper: &Paper) -> Result<PaperFile, PdfError> {
        if let Some(printer) = &mut self.printer {
            let bytes = printer.print(paper)?.bytes;
            return Ok(PaperFile { ending: "pdf", kind: "application/pdf", bytes });
        }
        let bytes = text::text(paper).into_bytes();
        Ok(PaperFile { ending: "txt", kind: "text/plain; charset=utf-8", bytes })
    }
}

/// The Message-ID of a delivery's first attempt: of the book and the delivery, so that no other has it.
pub fn message_id(delivery: &str, book: &uuid::Uuid, from: &MailFrom) -> String {
    let domain = from.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    format!("<{}.{}@{domain}>", delivery.to_lowercase(), book.simple())
}

/// The message for a delivery.
pub fn letter(
    it: &Outgoing,
    file: PaperFile,
    to: &str,
    message_id: &str,
    from: &MailFrom,
) -> Result<Letter, MailTrouble> {
    let address = |text: &str| -> Result<Address, MailTrouble> {
        text.parse().map_err(|_| not_written(&Message::new("send-bad-address").with("given", text)))
    };
    let (sender, to) = (address(&from.address)?, address(to)?);
    let name = from.name.clone().unwrap_or_else(|| it.company.clone());
    let kind = ContentType::parse(file.kind).map_err(|error| not_written(&Message::text(error)))?;
    let attached = Attachment::new(format!("{}.{}", it.name, file.ending)).body(file.bytes, kind);
    let body = it.body.join("\n\n") + "\n";
    let mut message = MailMessage::builder()
        .message_id(Some(message_id.to_string()))
        .from(Mailbox::new(Some(name), sender.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(it.subject.clone());
    if let Some(reply_to) = &from.reply_to {
        message = message.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    let parts = MultiPart::mixed().singlepart(SinglePart::plain(body)).singlepart(attached);
    let message = message.multipart(parts);
    let message = message.map_err(|error| not_written(&Message::text(error)))?;
    Ok(Letter { from: sender, to, bytes: message.formatted() })
}

fn not_written(why: &Message) -> MailTrouble {
    MailTrouble::of_ours(why.clone(), AfterTrouble::Stands)
}
