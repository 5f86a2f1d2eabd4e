//! Work that a server does for its clients beside answering questions, by what stands above the engine.
//! May use: the engine's sessions.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::engine::error::Failure;
use crate::engine::sessions::local::Own;
use crate::engine::writing::caller::Caller;

/// Work that clients ask for by a name, as they ask questions.
pub trait ServedWork: Send + Sync {
    /// The name.
    fn name(&self) -> &'static str;

    /// Begins the work, or says how far it is; in JSON. Whether `by` may ask for it is checked here. It
    /// must answer at once: the client's other questions wait behind it.
    fn answer(
        &self,
        own: &Arc<Own>,
        by: &Caller,
        asked: &RawValue,
    ) -> Result<Box<RawValue>, Failure>;
}
