//! What can go wrong with a message, and what follows: it is retried later, it has failed, or it is
//! unsure. The text that is kept is the server's own, if it gave one.

use std::io;
use std::time::Duration;

use crate::domain::Message;

use super::dialogue::{MailReply, StepError};

/// What trouble means for the message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consequence {
    /// It was not tried: it waits as before.
    NotTried,
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

    /// The message cannot be used, with this text.
    pub fn of_message(said: Message) -> MailTrouble {
        MailTrouble { consequence: Consequence::Never, line: AfterTrouble::Stands, said }
    }

    /// The settings cannot be used, with this text: every message waits until they can.
    pub fn of_settings(said: Message) -> MailTrouble {
        MailTrouble { consequence: Consequence::NotTried, line: AfterTrouble::Hopeless, said }
    }

    /// The same trouble with a message whose attempt had begun.
    #[must_use]
    pub fn of_attempt(self) -> MailTrouble {
        match self.consequence {
            Consequence::NotTried => MailTrouble { consequence: Consequence::Later, ..self },
            _ => self,
        }
    }

    /// Trouble before the message: connecting, TLS, logging in. No message fails by it, since none was offered.
    pub fn on_connecting(error: &StepError, step: Duration) -> MailTrouble {
        let is_lasting = match error {
            StepError::Refused(reply) => reply.code >= 500,
            StepError::Io(error) => tls_in(error).is_some(),
            StepError::Cannot(_) => true,
            StepError::Closed
            | StepError::Endless
            | StepError::NoSense
            | StepError::Unreachable(_) => false,
        };
        let said = said(error, step);
        match is_lasting {
            true => MailTrouble::of_settings(said),
            false => {
                MailTrouble { consequence: Consequence::Later, line: AfterTrouble::Gone, said }
            }
        }
    }

    /// Trouble with the sender, the recipient, or the text before its end.
    pub fn before_text(error: &StepError, step: Duration) -> MailTrouble {
        let (consequence, line) = match error {
            // 421: the server is about to close the connection.
            StepError::Refused(MailReply { code: 421, .. }) => {
                (Consequence::Later, AfterTrouble::Gone)
            }
            // 530, 535, 538: the server wants a login, or another one (RFC 4954).
            StepError::Refused(MailReply { code: 530 | 535 | 538, .. }) => {
                (Consequence::NotTried, AfterTrouble::Hopeless)
            }
            StepError::Refused(reply) if reply.code < 500 => {
                (Consequence::Later, AfterTrouble::Stands)
            }
            StepError::Refused(_) => (Consequence::Never, AfterTrouble::Stands),
            _ => (Consequence::Later, AfterTrouble::Gone),
        };
        MailTrouble { consequence, line, said: said(error, step) }
    }

    /// Trouble after the text went out: without an answer, the message is unsure.
    pub fn after_text(error: &StepError, step: Duration) -> MailTrouble {
        let trouble = MailTrouble::before_text(error, step);
        match error {
            StepError::Refused(_) => trouble,
            _ => MailTrouble { consequence: Consequence::Unsure, ..trouble },
        }
    }
}

/// What TLS refused, if that is what failed.
fn tls_in(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// An error in words.
fn said(error: &StepError, step: Duration) -> Message {
    let (error, otherwise) = match error {
        StepError::Refused(reply) => {
            let said = Message::new("send-server-said").with("code", reply.code);
            return said.with("text", reply.text());
        }
        StepError::Closed => return Message::new("send-closed"),
        StepError::Endless => return Message::new("send-endless"),
        StepError::NoSense => return Message::new("send-no-sense"),
        StepError::Cannot(why) => return Message::new("send-cannot").with("why", why),
        StepError::Unreachable(error) => (error, "send-not-connected"),
        StepError::Io(error) => (error, "send-lost"),
    };
    if let Some(tls) = tls_in(error) {
        return of_tls(tls);
    }
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            Message::new("send-no-answer").with("seconds", step.as_secs())
        }
        io::ErrorKind::ConnectionRefused => Message::new("send-refused"),
        io::ErrorKind::UnexpectedEof => Message::new("send-closed"),
        _ => Message::new(otherwise).because("why", error),
    }
}

/// Why a certificate, or TLS as a whole, is not trusted.
fn of_tls(error: &rustls::Error) -> Message {
    use rustls::Error;
    match error {
        Error::InvalidCertificate(error) => of_certificate(error),
        // What came is not TLS.
        Error::InvalidMessage(_)
        | Error::InappropriateMessage { .. }
        | Error::InappropriateHandshakeMessage { .. } => Message::new("send-tls-none"),
        Error::PeerIncompatible(_) => Message::new("send-tls-old"),
        Error::AlertReceived(alert) => Message::new("send-tls-alert").with("alert", name(alert)),
        other => Message::new("send-tls").with("why", other),
    }
}

fn of_certificate(error: &rustls::CertificateError) -> Message {
    use rustls::CertificateError as Bad;
    match error {
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
            Message::new("send-certificate-name")
        }
        Bad::Expired | Bad::ExpiredContext { .. } => Message::new("send-certificate-expired"),
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => Message::new("send-certificate-early"),
        Bad::UnknownIssuer => Message::new("send-certificate-unknown"),
        other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
            Message::new("send-certificate-authority")
        }
        other => Message::new("send-certificate").with("why", name(other)),
    }
}

/// The name of a variant, which the standard for certificates and alerts has too, without what it holds.
fn name(error: &impl std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_string()
}
