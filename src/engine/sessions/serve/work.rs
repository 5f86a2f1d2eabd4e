//! Work that a server does for its clients besides answering questions, provided by the layers above
//! the engine. May use: the engine's sessions.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::engine::error::Failure;
use crate::engine::sessions::local::LocalBook;
use crate::engine::writing::caller::Caller;

/// Work that clients request by name, as they ask questions.
pub trait ServedWork: Send + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// Begins the work, or returns its progress, in JSON. Checks whether `by` may ask for it. Must
    /// return at once, because the client's other questions wait.
    fn answer(
        &self,
        own: &Arc<LocalBook>,
        by: &Caller,
        asked: &RawValue,
    ) -> Result<Box<RawValue>, Failure>;
}
