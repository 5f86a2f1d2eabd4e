//! What a session is told without having asked. May use: the engine's writing, the wire.

use std::sync::Arc;

use super::wire::message::Here;
use crate::domain::Cause;
use crate::engine::writing::change::Change;
use crate::engine::writing::standing::ReadOnly;

/// What nobody asked for.
#[derive(Clone, Debug)]
pub enum News {
    /// Something changed.
    Changed(Change),
    /// Who else works on the same.
    Here(Here),
    /// The book can only be read for now, and why; or it takes new entries again.
    ReadOnly(Option<ReadOnly>),
    /// The connection is lost, and why.
    Gone(Cause),
}

/// Is told what nobody asked for; it must not wait for anything.
pub type Listener = Arc<dyn Fn(News) + Send + Sync>;
