//! A moment of the book that questions are answered at, whatever is posted meanwhile: an export reads
//! all its tables of one. May use: the rest of the engine.

use super::place::{BookAccess, HeldAt};
use super::session::Session;
use crate::engine::error::Failure;

/// All questions of a session are answered as the book was when this was made, until it is
/// dropped.
pub struct HeldSnapshot<'a>(&'a Session);

impl Drop for HeldSnapshot<'_> {
    fn drop(&mut self) {
        let held = self.0.core.held().take();
        if let Some(BookAccess::Joined(joined)) = held.as_ref().map(|held| &*held.way) {
            // Where the connection is lost, nothing is held any more.
            let _ = joined.hold(false);
        }
    }
}

impl Session {
    /// Holds this moment: until what is returned is dropped, every question is answered as the book
    /// is now, whatever is posted meanwhile. Through a socket for some minutes at the most; a
    /// connection that is lost ends it with an error.
    pub fn hold(&self) -> Result<HeldSnapshot<'_>, Failure> {
        let held = self.core.asks(|way| match way {
            BookAccess::Own(own, _) => Ok(Some(own.picture())),
            BookAccess::Joined(joined) => joined.hold(true).map(|()| None),
        })?;
        *self.core.held() = Some(HeldAt { way: self.core.way(), picture: held });
        Ok(HeldSnapshot(self))
    }
}
