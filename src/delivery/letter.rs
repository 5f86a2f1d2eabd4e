//! A message as it goes out: who it is from and to, its subject, its text, the document attached. May
//! use: documents, lettre.

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message as MailMessage};

use crate::documents::files::PaperFile;
use crate::domain::Message;

use super::papers::Outgoing;
use super::settings::MailFrom;
use super::trouble::MailTrouble;

/// A message, ready to go out.
pub struct Letter {
    /// The address it comes from.
    pub from: Address,
    /// The address it goes to.
    pub to: Address,
    /// Head and text.
    pub bytes: Vec<u8>,
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
    let kind =
        ContentType::parse(file.media_type).map_err(|error| not_written(&Message::text(error)))?;
    let attached = Attachment::new(format!("{}.{}", it.name, file.ending)).body(file.bytes, kind);
    let mut message = MailMessage::builder()
        .message_id(Some(message_id.to_string()))
        .from(Mailbox::new(Some(name), sender.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(it.letter.subject.clone());
    if let Some(reply_to) = &from.reply_to {
        message = message.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    let parts = MultiPart::mixed()
        .singlepart(SinglePart::plain(it.letter.body.clone()))
        .singlepart(attached);
    let message = message.multipart(parts);
    let message = message.map_err(|error| not_written(&Message::text(error)))?;
    Ok(Letter { from: sender, to, bytes: message.formatted() })
}

fn not_written(why: &Message) -> MailTrouble {
    MailTrouble::of_message(why.clone())
}
