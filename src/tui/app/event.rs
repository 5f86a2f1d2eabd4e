//! What happens to the desk, and what the desk has its driver do. May use: engine, the questions.

use std::io;

use crossterm::event::KeyEvent;

use crate::domain::{Message, Worded};
use crate::engine::error::BookError;
use crate::tui::query::{Answer, Errand};
use crate::tui::{keymap, settings};

/// How the desk ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The user closed it.
    Left,
    /// The connection was lost, or the process was asked to stop.
    HungUp,
}

/// Why the desk cannot continue.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The terminal.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    /// The keys.
    #[error("the key bindings cannot be used: {0}")]
    Keys(#[from] keymap::KeymapError),
    /// The settings.
    #[error("the settings cannot be used: {0}")]
    Settings(#[from] settings::SettingsError),
    /// The book.
    #[error(transparent)]
    Book(#[from] BookError),
}

impl Worded for DeskError {
    fn message(&self) -> Message {
        match self {
            DeskError::Terminal(why) => Message::new("error-terminal").because("why", why),
            DeskError::Keys(why) => Message::new("error-keys").because("why", why),
            DeskError::Settings(why) => Message::new("error-settings").because("why", why),
            DeskError::Book(error) => error.message(),
        }
    }
}

/// Something that happened.
pub enum DeskEvent {
    /// A key.
    Key(KeyEvent),
    /// Text that was pasted.
    Paste(String),
    /// The window has another size: so many columns and rows.
    Resized(u16, u16),
    /// The book answered.
    Answer(Box<Answer>),
    /// No key was pressed for a while.
    Idle,
    /// The clock of the call on the screen may have advanced.
    Clock,
    /// The unfinished forms were saved, at this time of day.
    Kept(String),
    /// The process continues after it was suspended.
    Resumed,
    /// The connection was lost, or the process is asked to stop.
    HungUp,
}

/// An effect, which the driver carries out.
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Draw the whole screen again.
    DrawAll,
    /// Ask the book, or post.
    Send(Errand),
    /// Save the unfinished forms soon.
    Keep,
    /// Suspend the process until the shell resumes it.
    Suspend,
    /// End the desk.
    End(Ended),
    /// End the desk, because the book cannot be used.
    Fail(BookError),
}
