//! Sends what is queued, one delivery after the other, over as few connections as the server allows.
//!
//! Every attempt is in the book twice: when it begins, just before the text goes out, and when its end
//! is known. Between the two the delivery stands as unsure, so that a sender that is killed there
//! leaves it so. The book takes the beginning of an attempt from one sender only, so that two of them
//! send nothing twice. What fails before has not begun: it is tried again later by itself.

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
use super::papers::{Outgoing, OutgoingPapers};
use super::printing::Printing;
use super::sending_book::SendingBook;
use super::settings::{MailFrom, MailServer, MailSettings, MailSettingsError};
use super::trouble::{AfterTrouble, Consequence, MailTrouble};

/// How many connections in a row may come to nothing before a run gives up.
const MOST_LOST: u32 = 3;

/// How many documents in a row may fail to be made before a run gives up: the templates are at fault,
/// and the rest stays queued.
const MOST_UNMADE: u32 = 3;

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSummary {
    /// Went out.
    pub sent: u64,
    /// Did not, and are tried again later.
    pub later: u64,
    /// Did not, and are not tried again by themselves.
    pub failed: u64,
    /// May have gone out.
    pub unsure: u64,
    /// Left to others, or not due yet.
    pub left: u64,
    /// Why no mail was sent, where it could not be.
    pub no_mail: Option<Message>,
    /// Why the rest was not tried, where it was not.
    pub stopped: Option<Message>,
}

/// What a run sends with, and what.
pub struct OutboxSender<'a, B: SendingBook> {
    /// The book.
    pub session: &'a B,
    /// The server and who mail is from; the reason, where mail cannot be sent.
    pub mail: Result<(MailServer, MailFrom), Message>,
    /// Where paper goes.
    pub printing: Printing,
    /// The book's folder, where this process stands beside it: templates may be there.
    pub book: Option<PathBuf>,
    /// The words that are kept of what went wrong.
    pub words: Words,
    /// Whether what is to wait is tried now.
    pub at_once: bool,
    /// Now.
    pub now: fn() -> Moment,
    /// Whether to stop before the next delivery.
    pub is_stopped: &'a dyn Fn() -> bool,
}

impl<'a, B: SendingBook> OutboxSender<'a, B> {
    /// A sender by the settings in the file `settings`, which need not be there: then only paper is
    /// sent. The templates are those of the book in the folder `book`, where there is one.
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

    /// The same with paper written into a folder, where one is given.
    #[must_use]
    pub fn printed_to(self, folder: Option<&Path>) -> OutboxSender<'a, B> {
        let printing = folder.map(|folder| Printing::Folder(folder.to_path_buf()));
        OutboxSender { printing: printing.unwrap_or(self.printing), ..self }
    }
}

/// A run while it goes on.
struct SendRun<'a, 'b, B: SendingBook> {
    with: &'b OutboxSender<'a, B>,
    papers: OutgoingPapers,
    files: PaperFiles,
    line: Option<MailLine>,
    lost: u32,
    /// How many documents could not be made, one after the other.
    unmade: u32,
    summary: SendSummary,
}

impl<B: SendingBook> OutboxSender<'_, B> {
    /// Sends what is due; `seen` is told of each delivery that was tried, with how many there were.
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
        let Some(outgoing) = self.papers.outgoing(self.with.session, it)? else {
            return self.cancel(it);
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

    /// A document that cannot be made fails alone, with the reason.
    fn not_made(&mut self, it: &ShownDelivery, why: Message) -> Result<(), Failure> {
        self.unmade += 1;
        if self.unmade >= MOST_UNMADE {
            self.summary.stopped = Some(of_templates(&why));
        }
        self.ends(it, Err(MailTrouble::of_ours(why, AfterTrouble::Stands)))
    }

    /// What no longer stands is not sent.
    fn cancel(&mut self, it: &ShownDelivery) -> Result<(), Failure> {
        let note = self.with.words.say("send-no-longer", &[]);
        let (delivery, note) = (it.delivery.clone(), Some(note));
        self.summary.left += 1;
        self.post(CancelDelivery { delivery, note, date: None }).map(drop)
    }

    /// Posts what is said of a delivery; whether the book takes it. Another sender, or a person, may
    /// have been faster.
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

    /// Says how the attempt ended, and counts it.
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
            // How it ended counts for more than what was said of it.
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
        let (server, from) = match &self.with.mail {
            Ok(mail) => mail.clone(),
            Err(why) => {
                // Paper may still go out.
                self.summary.left += 1;
                self.summary.no_mail = Some(why.clone());
                return Ok(());
            }
        };
        let book: Uuid = self.with.session.id();
        let id = it.message_id.clone();
        let id = id.unwrap_or_else(|| letter::message_id(&it.delivery.0, &book, &from));
        let to = it.to.as_deref().unwrap_or_default();
        match letter::letter(outgoing, file, to, &id, &from) {
            Err(trouble) => self.ends(it, Err(trouble)),
            Ok(letter) => self.send(it, letter, &server, id),
        }
    }

    /// Offers the message, takes the delivery in the book, hands the text over, and says how it ended.
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
            // Nothing but its sender and recipient was said: the next message begins anew.
            self.summary.left += 1;
            return Ok(());
        }
        let Some(line) = &mut self.line else { return Ok(()) };
        let answered = line.hand_over(letter.bytes);
        match &answered {
            Ok(_) => self.lost = 0,
            Err(trouble) => self.after(&trouble.clone()),
        }
        self.ends(it, answered)
    }

    /// Offers the message on the connection there is, or on a new one. A server may close one that it
    /// served: that is no failure of this message.
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

    /// What trouble means for the rest of the run.
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

/// Why the templates of a book are of no use, and what to do about it.
fn of_templates(why: &Message) -> Message {
    Message::new("send-templates").because("why", why)
}

/// An answer as the book keeps it: one line that is not too long.
fn kept(answer: &str) -> Option<String> {
    const MOST: usize = 500;
    let line: String = answer
        .chars()
        .map(|letter| if letter.is_control() || is_hidden(letter) { ' ' } else { letter })
        .take(MOST)
        .collect();
    Some(line.trim().to_string()).filter(|line| !line.is_empty())
}
