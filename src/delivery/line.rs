//! One connection to a mail server, for message after message. A thread of its own talks to the
//! server, so that every step ends after its time, however slowly the server drips.
//!
//! A message goes out in two halves: [`MailLine::offer`] gives sender and recipient, and nothing has
//! gone out when it fails; [`MailLine::hand_over`] sends the text. May use: lettre, rustls, threads.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    Certificate, CertificateStore, SmtpConnection, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use crate::domain::Message;
use crate::threads;

use super::settings::{MailServer, MailTls};
use super::trouble::{AfterTrouble, Consequence, MailTrouble};

/// How many steps the server may take to accept a text: virus scanners take their time.
const STEPS_FOR_TEXT: u32 = 5;

/// How much of a text is written at once.
const PIECE: usize = 16 * 1024;

enum LineAsk {
    Offer(Box<(Address, Address)>),
    Text(Arc<Vec<u8>>),
    Quit,
}

type LineAnswer = Result<String, MailTrouble>;

/// A connection.
pub struct MailLine {
    asks: Sender<LineAsk>,
    answers: Receiver<LineAnswer>,
    is_abandoned: Arc<AtomicBool>,
    step: Duration,
    /// How many messages were offered on it.
    pub offered: usize,
}

impl MailLine {
    /// Connects, with TLS and the login that the settings ask for.
    pub fn connect(server: &MailServer) -> Result<MailLine, MailTrouble> {
        let (asks, asked) = mpsc::channel();
        let (answer, answers) = mpsc::channel();
        let is_abandoned = Arc::new(AtomicBool::new(false));
        let worker = Worker { server: server.clone(), is_abandoned: is_abandoned.clone() };
        let started = threads::start("mail", move || worker.work(&asked, &answer));
        if let Err(error) = started {
            let said = Message::new("send-lost").because("why", &error);
            let (consequence, line) = (Consequence::Later, AfterTrouble::Gone);
            return Err(MailTrouble { consequence, line, said });
        }
        let line = MailLine { asks, answers, is_abandoned, step: server.step, offered: 0 };
        // A name to look up, TLS and a login are a few steps.
        line.wait(server.step * 4, Consequence::Later)?;
        Ok(line)
    }

    /// Gives the sender and the recipient of the next message. When it fails, nothing has gone out.
    pub fn offer(&mut self, from: Address, to: Address) -> Result<(), MailTrouble> {
        self.offered += 1;
        self.ask(LineAsk::Offer(Box::new((from, to))))?;
        self.wait(self.step * 3, Consequence::Later).map(drop)
    }

    /// Sends the text of the message that was offered, and returns the server's answer.
    pub fn hand_over(&mut self, text: Vec<u8>) -> LineAnswer {
        self.ask(LineAsk::Text(Arc::new(text)))?;
        self.wait(self.step * (STEPS_FOR_TEXT + 1), Consequence::Unsure)
    }

    /// Says QUIT to the server, without waiting for long.
    pub fn quit(self) {
        if self.ask(LineAsk::Quit).is_ok() {
            let _ = self.wait(Duration::from_secs(2).min(self.step), Consequence::Later);
        }
    }

    fn ask(&self, ask: LineAsk) -> Result<(), MailTrouble> {
        self.asks.send(ask).map_err(|_| gone(Consequence::Later))
    }

    fn wait(&self, limit: Duration, else_it_is: Consequence) -> LineAnswer {
        match self.answers.recv_timeout(limit) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => {
                self.is_abandoned.store(true, Ordering::SeqCst);
                Err(MailTrouble::no_answer(limit, else_it_is))
            }
            Err(RecvTimeoutError::Disconnected) => Err(gone(else_it_is)),
        }
    }
}

/// The thread that talks to the server has ended.
fn gone(consequence: Consequence) -> MailTrouble {
    MailTrouble { consequence, line: AfterTrouble::Gone, said: Message::new("send-no-sense") }
}

/// The thread that talks to the server.
struct Worker {
    server: MailServer,
    is_abandoned: Arc<AtomicBool>,
}

impl Worker {
    fn work(&self, asked: &Receiver<LineAsk>, answer: &Sender<LineAnswer>) {
        let mut line = match self.connect() {
            Ok(line) => line,
            Err(trouble) => return drop(answer.send(Err(trouble))),
        };
        let mut is_first = true;
        let mut next = answer.send(Ok(String::new())).is_ok();
        while next {
            let Ok(ask) = asked.recv() else { return line.abort() };
            let answered = match ask {
                LineAsk::Offer(both) => {
                    let offered = self.offer(&mut line, *both, is_first);
                    is_first = false;
                    offered.map(|()| String::new())
                }
                LineAsk::Text(text) => self.text(&mut line, &text),
                LineAsk::Quit => {
                    let _ = line.quit();
                    next = false;
                    Ok(String::new())
                }
            };
            next &= answer.send(answered).is_ok();
        }
    }

    fn connect(&self) -> Result<SmtpConnection, MailTrouble> {
        let server = &self.server;
        let trouble = |error: SmtpError| MailTrouble::on_connecting(&error, server.step);
        let hello = ClientId::default();
        let tls = match server.tls {
            MailTls::None => None,
            MailTls::StartTls | MailTls::Implicit => Some(self.trusted()?),
        };
        let from_first_byte = tls.as_ref().filter(|_| server.tls == MailTls::Implicit);
        let at = (server.host.as_str(), server.port);
        let mut line =
            SmtpConnection::connect(at, Some(server.step), &hello, from_first_byte, None)
                .map_err(trouble)?;
        if let (MailTls::StartTls, Some(tls)) = (server.tls, &tls) {
            if !line.can_starttls() {
                line.abort();
                let said = Message::new("send-no-tls");
                return Err(MailTrouble::of_ours(said, AfterTrouble::Hopeless));
            }
            line.starttls(tls, &hello).map_err(trouble)?;
        }
        if let Some((user, password)) = &server.login {
            let login = Credentials::new(user.clone(), password.clone());
            line.auth(&[Mechanism::Plain, Mechanism::Login], &login).map_err(trouble)?;
        }
        Ok(line)
    }

    /// Which certificates are trusted: the machine's own, and those of the settings.
    fn trusted(&self) -> Result<TlsParameters, MailTrouble> {
        let unusable = |why: &SmtpError| {
            let said = Message::new("send-tls").with("why", why);
            MailTrouble::of_ours(said, AfterTrouble::Hopeless)
        };
        let mut tls = TlsParametersBuilder::new(self.server.host.clone())
            .certificate_store(CertificateStore::Default);
        if let Some(pem) = &self.server.ca {
            let certificate = Certificate::from_pem(pem).map_err(|error| unusable(&error))?;
            tls = tls.add_root_certificate(certificate);
        }
        tls.build_rustls().map_err(|error| unusable(&error))
    }

    fn offer(
        &self,
        line: &mut SmtpConnection,
        (from, to): (Address, Address),
        is_first: bool,
    ) -> Result<(), MailTrouble> {
        let step = self.server.step;
        let trouble = |error: SmtpError| MailTrouble::before_text(&error, step);
        if !is_first {
            // Start afresh, whatever became of the message before.
            line.command(Rset).map_err(trouble)?;
        }
        let is_ascii = |address: &Address| address.to_string().is_ascii();
        let mut parameters = Vec::new();
        if !is_ascii(&from) || !is_ascii(&to) {
            if !line.server_info().supports_feature(Extension::SmtpUtfEight) {
                let said = Message::new("send-no-unicode");
                return Err(MailTrouble::of_ours(said, AfterTrouble::Stands));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        line.command(Mail::new(Some(from), parameters)).map_err(trouble)?;
        line.command(Rcpt::new(to, Vec::new())).map_err(trouble)?;
        Ok(())
    }

    fn text(&self, line: &mut SmtpConnection, text: &[u8]) -> LineAnswer {
        let step = self.server.step;
        let begun = line.command(Data).map_err(|error| MailTrouble::before_text(&error, step))?;
        if !begun.has_code(354) {
            return Err(gone(Consequence::Later));
        }
        let patience = step * STEPS_FOR_TEXT;
        let _ = line.set_timeout(Some(patience));
        let is_whole = Cell::new(false);
        let mut pieces = text.chunks(PIECE);
        let pieces = std::iter::from_fn(|| {
            while self.is_abandoned.load(Ordering::SeqCst) {
                // No one waits for this message any more. Its end is not sent, so the server discards it.
                std::thread::park();
            }
            let piece = pieces.next();
            is_whole.set(piece.is_none());
            piece
        });
        let answered = line.message_iter(pieces);
        let _ = line.set_timeout(Some(step));
        match answered {
            Ok(answer) => {
                let text = answer.message().collect::<Vec<_>>().join(" ");
                Ok(format!("{} {text}", answer.code()).trim_end().to_string())
            }
            Err(error) => Err(MailTrouble::after_text(&error, patience, is_whole.get())),
        }
    }
}
