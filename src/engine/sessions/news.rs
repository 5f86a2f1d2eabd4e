//! The news that a session receives without asking. May use: the engine's writing, the wire.

use std::sync::Arc;

use super::wire::message::Here;
use crate::domain::Cause;
use crate::engine::writing::change::Change;
use crate::engine::writing::standing::ReadOnly;

/// News from the book.
#[derive(Clone, Debug)]
pub enum News {
    /// The book changed.
    Changed(Change),
    /// Other users work on the same record.
    Here(Here),
    /// The book became read-only, and why; or it accepts entries again.
    ReadOnly(Option<ReadOnly>),
    /// The connection was lost, and why.
    Gone(Cause),
}

/// Receives news; it must not block.
pub type Listener = Arc<dyn Fn(News) + Send + Sync>;
