//! One connection to a mail server, for message after message. Every step ends in its time, however
//! slowly the server answers.
//!
//! A message goes out in two halves: [`MailLine::offer`] gives sender and recipient, and nothing has
//! gone out when it fails; [`MailLine::hand_over`] sends the text. May use: lettre, rustls.

use std::sync::Arc;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Rset, Starttls};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter, ServerInfo};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::domain::Message;

use super::dialogue::{Dialogue, MailReply, StepError, stuffed};
use super::settings::{MailServer, MailTls};
use super::trouble::{AfterTrouble, MailTrouble};

/// How many steps the server may take to accept a text: virus scanners take their time.
const STEPS_FOR_TEXT: u32 = 5;

/// How often a server may ask for another part of a login.
const MOST_CHALLENGES: usize = 4;

/// A connection.
pub struct MailLine {
    dialogue: Dialogue,
    server: ServerInfo,
    step: Duration,
    /// How many messages were offered on it.
    pub offered: usize,
}

impl MailLine {
    /// Connects, with TLS and the login that the settings ask for.
    pub fn connect(server: &MailServer) -> Result<MailLine, MailTrouble> {
        let trouble = |error: StepError| MailTrouble::on_connecting(&error, server.step);
        let tls = match server.tls {
            MailTls::None => None,
            MailTls::StartTls | MailTls::Implicit => Some(trusted(server.ca.as_deref())?),
        };
        let mut line = MailLine::open(server, tls.clone()).map_err(trouble)?;
        if let (MailTls::StartTls, Some(tls)) = (server.tls, tls) {
            if !line.server.supports_feature(Extension::StartTls) {
                return Err(MailTrouble::of_settings(Message::new("send-no-tls")));
            }
            line = line.secured(tls, &server.host).map_err(trouble)?;
        }
        if let Some((user, password)) = &server.login {
            let login = Credentials::new(user.clone(), password.clone());
            line.log_in(&login).map_err(trouble)?;
        }
        Ok(line)
    }

    /// Connects and greets the server.
    fn open(server: &MailServer, tls: Option<Arc<ClientConfig>>) -> Result<MailLine, StepError> {
        let mut dialogue = Dialogue::connect(&server.host, server.port, server.step)?;
        if let (MailTls::Implicit, Some(tls)) = (server.tls, tls) {
            dialogue = dialogue.secured(tls, &server.host)?;
        }
        dialogue.reply()?;
        MailLine::greeted(dialogue, server.step)
    }

    fn greeted(mut dialogue: Dialogue, step: Duration) -> Result<MailLine, StepError> {
        dialogue.within(step);
        let reply = dialogue.command(Ehlo::new(ClientId::default()))?;
        let server = ServerInfo::from_response(&reply.response()?);
        let server = server.map_err(|_| StepError::NoSense)?;
        Ok(MailLine { dialogue, server, step, offered: 0 })
    }

    /// Goes on with TLS, and greets the server again: what it said before could be anybody's.
    fn secured(mut self, tls: Arc<ClientConfig>, host: &str) -> Result<MailLine, StepError> {
        self.dialogue.within(self.step);
        self.dialogue.command(Starttls)?;
        MailLine::greeted(self.dialogue.secured(tls, host)?, self.step)
    }

    fn log_in(&mut self, login: &Credentials) -> Result<(), StepError> {
        let cannot = |error: SmtpError| StepError::Cannot(error.to_string());
        let way = self.server.get_auth_mechanism(&[Mechanism::Plain, Mechanism::Login]);
        let way = way.ok_or_else(|| StepError::Cannot("AUTH PLAIN, AUTH LOGIN".into()))?;
        let mut asked = Auth::new(way, login.clone(), None).map_err(cannot)?;
        for _ in 0..MOST_CHALLENGES {
            self.dialogue.within(self.step);
            let reply = self.dialogue.command(&asked)?;
            if reply.code != 334 {
                return Ok(());
            }
            asked =
                Auth::new_from_response(way, login.clone(), &reply.response()?).map_err(cannot)?;
        }
        Err(StepError::NoSense)
    }

    /// Gives the sender and the recipient of the next message. When it fails, nothing has gone out.
    pub fn offer(&mut self, from: Address, to: Address) -> Result<(), MailTrouble> {
        let is_first = self.offered == 0;
        self.offered += 1;
        let is_ascii = |address: &Address| address.to_string().is_ascii();
        let mut parameters = Vec::new();
        if !is_ascii(&from) || !is_ascii(&to) {
            if !self.server.supports_feature(Extension::SmtpUtfEight) {
                return Err(MailTrouble::of_message(Message::new("send-no-unicode")));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !is_first {
            // Start afresh, whatever became of the message before: on a new connection, if the server won't.
            self.step(Rset)
                .map_err(|trouble| MailTrouble { line: AfterTrouble::Gone, ..trouble })?;
        }
        self.step(Mail::new(Some(from), parameters))?;
        self.step(Rcpt::new(to, Vec::new()))?;
        Ok(())
    }

    fn step(&mut self, command: impl std::fmt::Display) -> Result<MailReply, MailTrouble> {
        self.dialogue.within(self.step);
        let replied = self.dialogue.command(command);
        replied.map_err(|error| MailTrouble::before_text(&error, self.step))
    }

    /// Sends the text of the message that was offered, and returns the server's answer.
    pub fn hand_over(&mut self, text: &[u8]) -> Result<String, MailTrouble> {
        if self.step(Data)?.code != 354 {
            return Err(MailTrouble::before_text(&StepError::NoSense, self.step));
        }
        let patience = self.step * STEPS_FOR_TEXT;
        self.dialogue.within(patience);
        let sent = self.dialogue.send(&stuffed(text));
        // Without the dot at its end, the server discards the text.
        sent.map_err(|error| MailTrouble::before_text(&error, patience))?;
        let answered = self.dialogue.command(".\r\n").and_then(|reply| match reply.code {
            200..300 => Ok(format!("{} {}", reply.code, reply.text()).trim_end().to_string()),
            _ => Err(StepError::NoSense),
        });
        answered.map_err(|error| MailTrouble::after_text(&error, patience))
    }

    /// Says QUIT to the server, without waiting for long.
    pub fn quit(mut self) {
        self.dialogue.within(Duration::from_secs(2).min(self.step));
        let _ = self.dialogue.command(Quit);
    }
}

/// Which certificates are trusted: the machine's own, and those of a PEM file.
fn trusted(ca: Option<&[u8]>) -> Result<Arc<ClientConfig>, MailTrouble> {
    let unusable =
        |why: String| MailTrouble::of_settings(Message::new("send-tls").with("why", why));
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in ca.into_iter().flat_map(CertificateDer::pem_slice_iter) {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let tls = tls.map_err(|error| unusable(error.to_string()))?;
    Ok(Arc::new(tls.with_root_certificates(roots).with_no_client_auth()))
}
