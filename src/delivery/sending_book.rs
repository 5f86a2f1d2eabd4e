//! The book that a run sends from: a session of this process, or a book that it serves, in the name of
//! who asked for the run. May use: the engine's sessions, ledger answers.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::Envelope;
use crate::engine::local::LocalBook;
use crate::engine::{Caller, Failure, Receipt, Session};
use crate::ledger::query::Question;

/// What a run needs from a book.
pub trait SendingBook {
    /// Asks a question.
    fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure>;

    /// Posts a command and waits for its receipt.
    fn post(&self, envelope: Envelope) -> Result<Receipt, Failure>;

    /// The book's identity.
    fn id(&self) -> Uuid;
}

impl SendingBook for Session {
    fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        Session::ask(self, question)
    }

    fn post(&self, envelope: Envelope) -> Result<Receipt, Failure> {
        Session::post(self, envelope)
    }

    fn id(&self) -> Uuid {
        self.info().book
    }
}

/// A book that this process serves.
pub struct ServedBook {
    /// The book.
    pub own: Arc<LocalBook>,
    /// Who asked for the run.
    pub by: Caller,
}

impl SendingBook for ServedBook {
    fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        self.own.ask(&self.by, question)
    }

    fn post(&self, envelope: Envelope) -> Result<Receipt, Failure> {
        self.own.send(&self.by, envelope)?.wait()
    }

    fn id(&self) -> Uuid {
        self.own.info().book
    }
}
