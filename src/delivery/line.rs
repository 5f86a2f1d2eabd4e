//! One connection to a mail server, for message after message. Every step ends in its time, however
//! slowly the server answers.
//!
//! A message goes out in two halves: [`MailLine::offer`] gives sender and recipient, and nothing has
//! gone out when it fails; [`MailLine::hand_over`] sends the text. May use: lettre, rustls.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Rset, Starttls};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use crate::domain::Message;

use super::dialogue::{Dialogue, MailReply, StepError, stuffed};
use super::settings::{MailServer, MailTls};
use super::trouble::{AfterTrouble, MailTrouble};

/// How many steps the server may take to accept a text: virus scanners take their time.
const STEPS_FOR_TEXT: u32 = 5;

/// The codes by which a server asks for the rest of a login, and for the text.
const MORE_LOGIN: u16 = 334;
const MORE_TEXT: u16 = 354;

/// A connection.
pub struct MailLine {
    dialogue: Dialogue,
    /// What the server offers, in upper case: a keyword, or `AUTH` and a way to log in.
    offers: BTreeSet<String>,
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
            MailTls::StartTls | MailTls::Implicit => Some(trusted(&server.ca)?),
        };
        let mut line = MailLine::open(server, tls.clone()).map_err(trouble)?;
        if let (MailTls::StartTls, Some(tls)) = (server.tls, tls) {
            if !line.offers.contains("STARTTLS") {
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
        let own = ClientId::default();
        let offers = match dialogue.command(Ehlo::new(own.clone())) {
            Ok(reply) => offers(&reply),
            // An old server, which offers nothing.
            Err(StepError::Refused(MailReply { code: 500..=504, .. })) => {
                dialogue.command(format_args!("HELO {own}\r\n"))?;
                BTreeSet::new()
            }
            Err(error) => return Err(error),
        };
        Ok(MailLine { dialogue, offers, step, offered: 0 })
    }

    /// Goes on with TLS, and greets the server again: what it said before could be anybody's.
    fn secured(mut self, tls: Arc<ClientConfig>, host: &str) -> Result<MailLine, StepError> {
        self.dialogue.within(self.step);
        self.dialogue.command(Starttls)?;
        MailLine::greeted(self.dialogue.secured(tls, host)?, self.step)
    }

    /// Logs in. A server that offers LOGIN asks for the name, then for the password, each server in
    /// words of its own.
    fn log_in(&mut self, login: &Credentials) -> Result<(), StepError> {
        let (way, parts): (_, &[&str]) = match () {
            () if self.offers.contains("AUTH PLAIN") => (Mechanism::Plain, &[]),
            () if self.offers.contains("AUTH LOGIN") => {
                (Mechanism::Login, &["Username", "Password"])
            }
            () => return Err(StepError::Cannot("AUTH PLAIN, AUTH LOGIN".into())),
        };
        let begin = std::iter::once(None);
        for part in begin.chain(parts.iter().map(|part| Some((*part).to_string()))) {
            let command = Auth::new(way, login.clone(), part);
            let command =
                command.map_err(|error: SmtpError| StepError::Cannot(error.to_string()))?;
            self.dialogue.within(self.step);
            if self.dialogue.command_or_more(command, MORE_LOGIN)?.code != MORE_LOGIN {
                return Ok(());
            }
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
            if !self.offers.contains("SMTPUTF8") {
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

    /// Sends the text of the message that was offered, and returns the server's answer. The attempt has
    /// begun.
    pub fn hand_over(&mut self, text: &[u8]) -> Result<String, MailTrouble> {
        self.hand(text).map_err(MailTrouble::of_attempt)
    }

    fn hand(&mut self, text: &[u8]) -> Result<String, MailTrouble> {
        self.dialogue.within(self.step);
        let begun = self.dialogue.command_or_more(Data, MORE_TEXT).and_then(|reply| {
            if reply.code == MORE_TEXT { Ok(()) } else { Err(StepError::NoSense) }
        });
        begun.map_err(|error| MailTrouble::before_text(&error, self.step))?;
        let patience = self.step * STEPS_FOR_TEXT;
        self.dialogue.within(patience);
        let sent = self.dialogue.send(&stuffed(text));
        // Without the dot at its end, the server discards the text.
        sent.map_err(|error| MailTrouble::before_text(&error, patience))?;
        let answered = self.dialogue.command(".\r\n");
        let said =
            answered.map(|reply| format!("{} {}", reply.code, reply.text()).trim_end().to_string());
        said.map_err(|error| MailTrouble::after_text(&error, patience))
    }

    /// Says QUIT to the server, without waiting for long.
    pub fn quit(mut self) {
        self.dialogue.within(Duration::from_secs(2).min(self.step));
        let _ = self.dialogue.command(Quit);
    }
}

/// What a server offers in its answer to EHLO.
fn offers(reply: &MailReply) -> BTreeSet<String> {
    let mut offers = BTreeSet::new();
    for line in reply.lines() {
        let line = line.to_ascii_uppercase();
        // Old servers write `AUTH=LOGIN`.
        let mut words = line.split([' ', '\t', '=']).filter(|word| !word.is_empty());
        match words.next() {
            Some("AUTH") => offers.extend(words.map(|way| format!("AUTH {way}"))),
            keyword => offers.extend(keyword.map(str::to_string)),
        }
    }
    offers
}

/// Which certificates are trusted: the machine's own, and those of the settings.
fn trusted(ca: &[CertificateDer<'static>]) -> Result<Arc<ClientConfig>, MailTrouble> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(ca.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let unusable = |why| MailTrouble::of_settings(Message::new("send-tls").with("why", why));
    let tls = tls.map_err(unusable)?;
    Ok(Arc::new(tls.with_root_certificates(roots).with_no_client_auth()))
}
