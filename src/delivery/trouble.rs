//! What can go wrong with a message, and what follows: it is retried later, it has failed, or it is
//! unsure. The text that is kept is the server's own, if it gave one.

use std::error::Error;
use std::io;
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;

use crate::domain::Message;

/// What trouble means for the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consequence {
    /// It was not sent, and can be retried.
    Later,
    /// It was not sent, and a retry would fail again.
    Never,
    /// It may have been sent.
    Unsure,
}

/// What trouble means for the connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterTrouble {
    /// The connection can be used for the next message.
    Stands,
    /// The connection is lost: the next message needs a new one.
    Gone,
    /// These settings give no connection: every other message would fail, too.
    Hopeless,
}

/// What went wrong.
#[derive(Clone, Debug)]
pub struct MailTrouble {
    /// What it means for the message.
    pub consequence: Consequence,
    /// What it means for the connection.
    pub line: AfterTrouble,
    /// What went wrong, in words.
    pub said: Message,
}

impl MailTrouble {
    /// A step took too long.
    pub fn no_answer(step: Duration, consequence: Consequence) -> MailTrouble {
        let said = Message::new("send-no-answer").with("seconds", step.as_secs());
        MailTrouble { consequence, line: AfterTrouble::Gone, said }
    }

    /// The settings or the message cannot be used, with this text.
    pub fn of_ours(said: Message, line: AfterTrouble) -> MailTrouble {
        MailTrouble { consequence: Consequence::Never, line, said }
    }

    /// Trouble before the message: connecting, TLS, logging in.
    pub fn on_connecting(error: &SmtpError, step: Duration) -> MailTrouble {
        let said = said(error, step);
        let is_lasting = error.is_permanent() || error.is_client() || is_tls(error);
        let (consequence, line) = match is_lasting {
            true => (Consequence::Never, AfterTrouble::Hopeless),
            false => (Consequence::Later, AfterTrouble::Gone),
        };
        MailTrouble { consequence, line, said }
    }

    /// Trouble with the sender, the recipient, or the command that begins the text.
    pub fn before_text(error: &SmtpError, step: Duration) -> MailTrouble {
        let said = said(error, step);
        let line = match error.status() {
            // 421: the server is about to close the connection.
            Some(code) if u16::from(code) == 421 => AfterTrouble::Gone,
            Some(_) => AfterTrouble::Stands,
            None => AfterTrouble::Gone,
        };
        let consequence = match error.is_permanent() {
            true => Consequence::Never,
            false => Consequence::Later,
        };
        MailTrouble { consequence, line, said }
    }

    /// Trouble after the text went out: without an answer, the message is unsure.
    pub fn after_text(error: &SmtpError, step: Duration, is_whole: bool) -> MailTrouble {
        match (error.status(), is_whole) {
            (Some(_), _) => MailTrouble::before_text(error, step),
            (None, false) => MailTrouble {
                consequence: Consequence::Later,
                line: AfterTrouble::Gone,
                said: said(error, step),
            },
            (None, true) => MailTrouble {
                consequence: Consequence::Unsure,
                line: AfterTrouble::Gone,
                said: said(error, step),
            },
        }
    }
}

/// The chain of causes of an error, including the errors inside I/O errors.
fn causes(error: &SmtpError) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    std::iter::from_fn(move || {
        let one = next?;
        let inside = one.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inside {
            Some(inside) => Some(inside),
            None => one.source(),
        };
        Some(one)
    })
}

fn is_tls(error: &SmtpError) -> bool {
    error.is_tls() || causes(error).any(<dyn Error>::is::<rustls::Error>)
}

/// An error in words.
fn said(error: &SmtpError, step: Duration) -> Message {
    if let Some(code) = error.status() {
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        let said = Message::new("send-server-said").with("code", u16::from(code));
        return said.with("text", text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
    if let Some(tls) = tls {
        return of_tls(tls);
    }
    let io = causes(error).find_map(|cause| cause.downcast_ref::<io::Error>());
    match io.map(io::Error::kind) {
        Some(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Message::new("send-no-answer").with("seconds", step.as_secs())
        }
        Some(io::ErrorKind::ConnectionRefused) => Message::new("send-refused"),
        Some(_) => match io {
            Some(io) => Message::new("send-lost").because("why", io),
            None => Message::text(error),
        },
        None if error.is_response() => Message::new("send-no-sense"),
        None if error.is_client() => Message::new("send-cannot").with("why", inner(error)),
        None => Message::new("send-not-connected").with("why", inner(error)),
    }
}

fn inner(error: &SmtpError) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Why a certificate, or TLS as a whole, is not trusted.
fn of_tls(error: &rustls::Error) -> Message {
    use rustls::CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(
            Bad::NotValidForName | Bad::NotValidForNameContext { .. },
        ) => Message::new("send-certificate-name"),
        rustls::Error::InvalidCertificate(Bad::Expired | Bad::ExpiredContext { .. }) => {
            Message::new("send-certificate-expired")
        }
        rustls::Error::InvalidCertificate(Bad::UnknownIssuer) => {
            Message::new("send-certificate-unknown")
        }
        rustls::Error::InvalidCertificate(other)
            if format!("{other:?}").contains("CaUsedAsEndEntity") =>
        {
            Message::new("send-certificate-authority")
        }
        rustls::Error::InvalidCertificate(other) => {
            Message::new("send-certificate").with("why", format!("{other:?}"))
        }
        other => Message::new("send-tls").with("why", other),
    }
}
