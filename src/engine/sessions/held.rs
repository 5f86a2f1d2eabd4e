//! Holds one moment of the book for a session, whatever is posted meanwhile: an export reads all its
//! tables at one moment. May use: the rest of the engine.

use super::place::{BookAccess, HeldAt};
use super::session::Session;
use crate::engine::error::Failure;

/// Until this is dropped, all questions of a session are answered as the book was when it was made.
pub struct HeldSnapshot<'a>(&'a Session);

impl Drop for HeldSnapshot<'_> {
    fn drop(&mut self) {
        let held = self.0.core.held().take();
        if let Some(BookAccess::Remote(joined)) = held.as_ref().map(|held| &*held.way) {
            // If the connection is lost, nothing is held any more.
            let _ = joined.hold(false);
        }
    }
}

impl Session {
    /// Holds this moment: until the guard is dropped, every question is answered as the book is now,
    /// whatever is posted meanwhile. Through a socket this lasts some minutes at most; a lost
    /// connection ends it with an error.
    pub fn hold(&self) -> Result<HeldSnapshot<'_>, Failure> {
        let held = self.core.asks(|way| match way {
            BookAccess::Local(own, _) => Ok(Some(own.picture())),
            BookAccess::Remote(joined) => joined.hold(true).map(|()| None),
        })?;
        *self.core.held() = Some(HeldAt { way: self.core.way(), picture: held });
        Ok(HeldSnapshot(self))
    }
}
