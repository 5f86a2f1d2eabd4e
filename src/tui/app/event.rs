//! What happens to the desk, and what it has done outside. May use: engine, the questions.

use std::io;

use crossterm::event::KeyEvent;

use crate::domain::{Message, Worded};
use crate::engine::error::BookError;
use crate::tui::query::{Answer, Errand};
use crate::tui::{keymap, settings};

/// How the desk ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// She left.
    Left,
    /// The line was gone, or somebody asked the program to stop.
    HungUp,
}

/// Why the desk cannot go on.
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
    /// Nobody has touched a key for long.
    Idle,
    /// The clock of a call on the screen may have gone on.
    Clock,
    /// The forms were kept, at this time of day.
    Kept(String),
    /// The program goes on after it was stopped.
    Resumed,
    /// The line is gone, or the program is to stop.
    HungUp,
}

/// What is to be done.
pub enum Effect {
    /// Draw what changed.
    Draw,
    /// Draw all of it.
    DrawAll,
    /// Ask the book, or post.
    Send(Errand),
    /// Keep what is half-typed, soon.
    Keep,
    /// Stop until the shell lets it go on.
    Suspend,
    /// End the desk.
    End(Ended),
    /// End it: the book cannot be used.
    Fail(BookError),
}
