//! The desk: a terminal in which a coordinator looks accounts up while the customer is on the line.
//!
//! Events come in, one at a time, from three threads: [`terminal`] reads keys, [`worker`] answers
//! questions on the book, signals say that the line is gone. [`app`] is the state machine: an event
//! changes it and gives effects; it does no input and no output of its own. [`view`] draws it. Keys
//! are data ([`keymap`]); every word comes from `assets/words`.
//! May use: domain, ledger (questions and their answers), engine, assets, words, ratatui, crossterm.

pub mod app;
pub mod home;
pub mod keymap;
pub mod sheet;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod worker;

use std::io;
use std::sync::mpsc;

use crate::engine::Session;
use crate::engine::error::BookError;

use app::{App, Effect, Event};
use terminal::Screen;
use theme::Theme;
use worker::Desk;

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
    #[error("the terminal: {0}")]
    Terminal(#[from] io::Error),
    /// The keys.
    #[error("the keys: {0}")]
    Keys(#[from] keymap::KeymapError),
    /// The book.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// Opens the desk. The first frame is drawn before `open` opens the book.
pub fn run(
    user: String,
    open: impl FnOnce() -> Result<Session, BookError> + Send + 'static,
) -> Result<Ended, DeskError> {
    let mut app = App::new(user)?;
    let (events, waiting) = mpsc::channel();
    let mut screen = Screen::enter(Theme::of_environment())?;
    screen.draw(&app)?;
    let desk = Desk::open(open, events.clone());
    terminal::listen(&events)?;
    let ended = turn(&mut app, &mut screen, &desk, &waiting);
    drop(screen);
    desk.close()?;
    ended
}

/// Takes events until the desk ends; what came meanwhile is taken before the next frame.
fn turn(
    app: &mut App,
    screen: &mut Screen,
    desk: &Desk,
    waiting: &mpsc::Receiver<Event>,
) -> Result<Ended, DeskError> {
    while let Ok(first) = waiting.recv() {
        let mut draw = false;
        for event in std::iter::once(first).chain(waiting.try_iter()) {
            for effect in app.update(event) {
                match effect {
                    Effect::Draw => draw = true,
                    Effect::DrawAll => screen.forget()?,
                    Effect::Ask(question) => desk.ask(question),
                    Effect::End(ended) => return Ok(ended),
                    Effect::Fail(error) => return Err(error.into()),
                }
            }
        }
        if draw {
            screen.draw(app)?;
        }
    }
    Ok(Ended::HungUp)
}
