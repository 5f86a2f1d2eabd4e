//! Sends the queued deliveries, one after the other, over as few connections as the server allows.
//!
//! The book records each attempt twice: when it begins, just before the text goes out, and when its
//! outcome is known. Between the two the delivery is unsure, and it stays unsure if the sender is killed
//! there. The book accepts the beginning of an attempt from one sender only, so that two senders send
//! nothing twice. A delivery that fails before that has not begun, and is retried later.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::documents::files::{PaperFile, PaperFiles};
use crate::domain::command::{BeginDelivery, CancelDelivery, EndDelivery};
use crate::domain::delivery::{DeliveryOutcome, DeliveryState, DeliveryWay};
use crate::domain::hidden::is_hidden;
use crate::domain::{Envelope, Message, Moment, Rule, Worded};
use crate::engine::Failure;
use crate::engine::ports::{Clock, MachineClock};
use crate::ledger::query::outbox::OutboxAfter;
use crate::ledger::query::show::ShownDelivery;
use crate::words::Words;

use super::letter::{self, Letter};
use super::letters::BookLetters;
use super::line::MailLine;
use super::papers::{Outgoing, OutgoingOrNot, OutgoingPapers};
use super::printing::Printing;
use super::sending_book::SendingBook;
use super::settings::{MailFrom, MailServer, MailSettings, MailSettingsError};
use super::trouble::{AfterTrouble, Consequence, MailTrouble};

/// A run gives up after this many failed connections in a row.
const MOST_LOST: u32 = 3;

/// A run gives up after this many documents in a row could not be made: the templates are at fault, and
/// the rest stays queued.
const MOST_UNMADE: u32 = 3;

/// The outcome of a run: how many deliveries ended how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSummary {
    /// Sent.
    pub sent: u64,
    /// Not sent, and retried later.
    pub later: u64,
    /// Not sent, and not retried unless a person says so.
    pub failed: u64,
    /// Perhaps sent.
    pub unsure: u64,
    /// Left to other senders, or not due yet.
    pub left: u64,
    /// Taken out of the outbox because something has changed since.
    #[serde(default)]
    pub taken_out: u64,
    /// Why no mail could be sent.
    pub no_mail: Option<Message>,
    /// Why the run stopped before the end.
    pub stopped: Option<Message>,
}

/// A sender: the book, the mail server, the printer and the words.
pub struct OutboxSender<'a, B: SendingBook> {
    /// The book.
    pub session: &'a B,
    /// The mail server and the address that mail comes from, or why mail cannot be sent.
    pub mail: Result<(MailServer, MailFrom), Message>,
    /// Where paper goes.
    pub printing: Printing,
    /// The book's folder, which may hold templates; `None` if this process cannot reach it.
    pub book: Option<PathBuf>,
    /// The language in which failures are recorded.
    pub words: Words,
    /// Whether to retry now what waits for a later attempt.
    pub at_once: bool,
    /// Now.
    pub now: fn() -> Moment,
    /// Whether to stop before the next delivery.
    pub is_stopped: &'a dyn Fn() -> bool,
}

impl<'a, B: SendingBook> OutboxSender<'a, B> {
    /// Makes a sender from the settings file `settings`; without that file, it sends only paper. `book`
    /// is the folder of the book with its templates.
    pub fn by(
        session: &'a B,
        settings: &Path,
        book: Option<&Path>,
        words: Words,
        is_stopped: &'a dyn Fn() -> bool,
    ) -> Result<OutboxSender<'a, B>, MailSettingsError> {
        let read = MailSettings::read(settings)?;
        Ok(OutboxSender {
            session,
            mail: MailSettings::mail(read.as_ref(), settings),
            printing: Printing::of(read.as_ref()),
            book: book.map(Path::to_path_buf),
            words,
            at_once: true,
            now: || MachineClock.now(),
            is_stopped,
        })
    }

    /// Writes paper into a folder instead of printing it, if one is given.
    #[must_use]
    pub fn printed_to(self, folder: Option<&Path>) -> OutboxSender<'a, B> {
        let printing = folder.map(|folder| Printing::Folder(folder.to_path_buf()));
        OutboxSender { printing: printing.unwrap_or(self.printing), ..self }
    }
}

/// The state of a run.
struct SendRun<'a, 'b, B: SendingBook> {
    with: &'b OutboxSender<'a, B>,
    papers: OutgoingPapers,
    files: PaperFiles,
    line: Option<MailLine>,
    lost: u32,
    /// The documents in a row that could not be made.
    unmade: u32,
    summary: SendSummary,
}

impl<B: SendingBook> OutboxSender<'_, B> {
    /// Sends what is due. Calls `seen` after each delivery with the number of deliveries so far.
    pub fn run(&self, seen: &mut dyn FnMut(u64)) -> Result<SendSummary, Failure> {
        let stopped = |why: Message| SendSummary {
            stopped: Some(of_templates(&why)),
            ..SendSummary::default()
        };
        let files = match PaperFiles::to_send(self.book.as_deref()) {
            Ok(files) => files,
            Err(error) => return Ok(stopped(error.message())),
        };
        let papers = match BookLetters::of_book(self.book.as_deref()) {
            Ok(letters) => OutgoingPapers::new(letters),
            Err(error) => return Ok(stopped(error.message())),
        };
        let summary = SendSummary::default();
        let mut run =
            SendRun { with: self, papers, files, line: None, lost: 0, unmade: 0, summary };
        let sent = run.all(seen);
        if let Some(line) = run.line.take() {
            line.quit();
        }
        sent.map(|()| run.summary)
    }
}

impl<B: SendingBook> SendRun<'_, '_, B> {
    fn all(&mut self, seen: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        let mut after = None;
        let mut tried = 0;
        loop {
            let asked = OutboxAfter { state: Some(DeliveryState::Queued), after };
            let page = self.with.session.ask(&asked)?;
            for it in page.rows {
                if (self.with.is_stopped)() {
                    self.summary.stopped = Some(Message::new("send-stopped"));
                }
                if self.summary.stopped.is_some() {
                    return Ok(());
                }
                self.one(&it)?;
                tried += 1;
                seen(tried);
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    fn one(&mut self, it: &ShownDelivery) -> Result<(), Failure> {
        let is_due = self.with.at_once || it.next.is_none_or(|next| next <= (self.with.now)());
        if !is_due {
            self.summary.left += 1;
            return Ok(());
        }
        if let (DeliveryWay::Email, Err(why)) = (it.by, &self.with.mail) {
            // What can't go out is not made. Paper may still go out.
            self.summary.left += 1;
            self.summary.no_mail = Some(why.clone());
            return Ok(());
        }
        let outgoing = match self.papers.outgoing(self.with.session, it)? {
            OutgoingOrNot::Ready(outgoing) => outgoing,
            OutgoingOrNot::Stale(why) => return self.cancel(it, &why),
        };
        let file = match self.files.file(&outgoing.paper) {
            Ok(file) => file,
            Err(error) => return self.not_made(it, error.message()),
        };
        self.unmade = 0;
        match it.by {
            DeliveryWay::Email => self.mail(it, &outgoing, file),
            DeliveryWay::Print | DeliveryWay::Hand => self.print(it, &outgoing, &file),
        }
    }

    /// Records that a document could not be made, and why; other deliveries go on.
    fn not_made(&mut self, it: &ShownDelivery, why: Message) -> Result<(), Failure> {
        self.unmade += 1;
        if self.unmade >= MOST_UNMADE {
            self.summary.stopped = Some(of_templates(&why));
        }
        self.ends(it, Err(MailTrouble::of_message(why)))
    }

    /// Takes a delivery out whose document is void or settled, or whose figures have changed.
    fn cancel(&mut self, it: &ShownDelivery, why: &Message) -> Result<(), Failure> {
        let note = self.with.words.tell(why);
        let (delivery, note) = (it.delivery.clone(), Some(note));
        match self.post(CancelDelivery { delivery, note, date: None })? {
            true => self.summary.taken_out += 1,
            false => self.summary.left += 1,
        }
        Ok(())
    }

    /// Posts a change of a delivery. Returns whether the book accepted it: another sender, or a person,
    /// may have been faster.
    fn post(&self, command: impl Into<crate::domain::Command>) -> Result<bool, Failure> {
        let faster = [
            Rule::DeliveryNotQueued,
            Rule::DeliveryAttempt,
            Rule::DeliveryVoid,
            Rule::DeliveryUnknown,
        ];
        match self.with.session.post(Envelope::of(command)) {
            Ok(_) => Ok(true),
            Err(Failure::Refused(refusal)) if faster.contains(&refusal.rule) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    fn begins(&self, it: &ShownDelivery, message_id: Option<String>) -> Result<bool, Failure> {
        let attempt = it.attempts.saturating_add(1);
        self.post(BeginDelivery { delivery: it.delivery.clone(), attempt, message_id })
    }

    /// Records how the attempt ended, and counts it. One that was not made is only counted.
    fn ends(
        &mut self,
        it: &ShownDelivery,
        ended: Result<String, MailTrouble>,
    ) -> Result<(), Failure> {
        let (outcome, again, answer) = match ended {
            Ok(answer) => (DeliveryOutcome::Sent, false, answer),
            Err(trouble) => {
                let answer = self.with.words.tell(&trouble.said);
                match trouble.consequence {
                    Consequence::NotTried => {
                        self.summary.left += 1;
                        return Ok(());
                    }
                    Consequence::Later => (DeliveryOutcome::Failed, true, answer),
                    Consequence::Never => (DeliveryOutcome::Failed, false, answer),
                    Consequence::Unsure => (DeliveryOutcome::Unsure, false, answer),
                }
            }
        };
        let attempt = it.attempts.saturating_add(1);
        let answer = kept(&answer);
        let ended = EndDelivery { delivery: it.delivery.clone(), attempt, outcome, answer, again };
        let taken = match self.post(ended.clone()) {
            // Record the outcome without its text rather than not at all.
            Err(Failure::Refused(_)) => self.post(EndDelivery { answer: None, ..ended })?,
            taken => taken?,
        };
        let count = match (taken, outcome) {
            (false, _) => &mut self.summary.left,
            (true, DeliveryOutcome::Sent) => &mut self.summary.sent,
            (true, DeliveryOutcome::Unsure) => &mut self.summary.unsure,
            (true, DeliveryOutcome::Failed) if again => &mut self.summary.later,
            (true, DeliveryOutcome::Failed) => &mut self.summary.failed,
        };
        *count += 1;
        Ok(())
    }

    fn print(
        &mut self,
        it: &ShownDelivery,
        outgoing: &Outgoing,
        file: &PaperFile,
    ) -> Result<(), Failure> {
        if !self.begins(it, None)? {
            self.summary.left += 1;
            return Ok(());
        }
        let printed = self.with.printing.print(outgoing, file, &it.delivery.0);
        self.ends(it, printed)
    }

    fn mail(
        &mut self,
        it: &ShownDelivery,
        outgoing: &Outgoing,
        file: PaperFile,
    ) -> Result<(), Failure> {
        let Ok((server, from)) = &self.with.mail else { return Ok(()) };
        let book: Uuid = self.with.session.id();
        let id = it.message_id.clone();
        let id = id.unwrap_or_else(|| letter::message_id(&it.delivery.0, &book, from));
        let to = it.to.as_deref().unwrap_or_default();
        match letter::letter(outgoing, file, to, &id, from) {
            Err(trouble) => self.ends(it, Err(trouble)),
            Ok(letter) => self.send(it, letter, server, id),
        }
    }

    /// Offers the message to the server, begins the attempt in the book, sends the text, and records the
    /// outcome.
    fn send(
        &mut self,
        it: &ShownDelivery,
        letter: Letter,
        server: &MailServer,
        id: String,
    ) -> Result<(), Failure> {
        if let Err(trouble) = self.offer(&letter, server) {
            self.after(&trouble);
            return self.ends(it, Err(trouble));
        }
        if !self.begins(it, Some(id))? {
            // The server knows only the sender and the recipient: the next message starts afresh.
            self.summary.left += 1;
            return Ok(());
        }
        let Some(line) = &mut self.line else { return Ok(()) };
        let answered = line.hand_over(&letter.bytes);
        match &answered {
            Ok(_) => self.lost = 0,
            Err(trouble) => self.after(&trouble.clone()),
        }
        self.ends(it, answered)
    }

    /// Offers the message on the open connection, or on a new one: a server may close a connection after
    /// a message, and that is not a failure of the next one.
    fn offer(&mut self, letter: &Letter, server: &MailServer) -> Result<(), MailTrouble> {
        if let Some(line) = &mut self.line {
            let offered = line.offer(letter.from.clone(), letter.to.clone());
            match offered {
                Err(trouble) if trouble.line == AfterTrouble::Gone => self.line = None,
                offered => return offered,
            }
        }
        let line = self.line.insert(MailLine::connect(server)?);
        line.offer(letter.from.clone(), letter.to.clone())
    }

    /// Decides what trouble means for the rest of the run.
    fn after(&mut self, trouble: &MailTrouble) {
        match trouble.line {
            AfterTrouble::Stands => self.lost = 0,
            AfterTrouble::Gone => {
                self.line = None;
                self.lost += 1;
            }
            AfterTrouble::Hopeless => {
                self.line = None;
                self.summary.stopped = Some(trouble.said.clone());
            }
        }
        if self.lost >= MOST_LOST {
            self.summary.stopped = Some(trouble.said.clone());
        }
    }
}

/// Says why the templates of a book cannot be used, and what to do about it.
fn of_templates(why: &Message) -> Message {
    Message::new("send-templates").because("why", why)
}

/// Shortens an answer to the one line that the book keeps.
fn kept(answer: &str) -> Option<String> {
    const MOST: usize = 500;
    let line: String = answer
        .chars()
        .map(|letter| if letter.is_control() || is_hidden(letter) { ' ' } else { letter })
        .take(MOST)
        .collect();
    Some(line.trim().to_string()).filter(|line| !line.is_empty())
}
