//! The desk: a terminal in which a coordinator looks accounts up while the customer is on the line,
//! and writes what happens.
//!
//! Events come in, one at a time, from other threads: [`terminal`] reads keys and signals,
//! [`worker`] does errands to the book ([`query`]), one writes what is half-typed. [`app`] is the state
//! machine: an event changes it and gives effects; it does no input and no output of its own. An event
//! goes to the uppermost [`layer`]: a pane ([`pane`]) or a form ([`form`]), which asks the book itself
//! and gets its own answers. [`view`] draws what is on top.
//! Keys and forms are data ([`keymap`], [`form::spec`]); every word comes from `assets/words`. What
//! is half-typed is kept ([`drafts`]) a moment after each key, and when the line drops.
//! May use: domain, ledger (questions and their answers), engine, reports, documents, delivery, exchange,
//! assets, words, ratatui, crossterm.

pub mod about;
pub mod account;
pub mod app;
pub mod asking;
pub mod backend;
mod clerk;
pub mod dates;
pub mod desk;
pub mod done;
pub mod drafts;
pub mod entry;
pub mod form;
pub mod items;
pub mod kept;
pub mod keymap;
pub mod layer;
mod list_mark;
pub mod others;
pub mod page;
pub mod pane;
pub mod pane_name;
pub mod pen;
pub mod posted;
pub mod query;
pub mod said;
pub mod settings;
pub mod spec;
pub mod subject;
pub mod terminal;
pub mod theme;
pub mod view;
pub mod worker;

use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crate::delivery::printing;
use crate::engine::error::BookError;
use crate::engine::{Session, who};

use app::{App, DeskEvent, Effect};

pub use app::{DeskError, Ended};

use drafts::Drafts;
use settings::Settings;
use terminal::Screen;
use theme::Theme;
use worker::BookWorker;

/// How long after a key unfinished forms are saved: this much may be lost in a power cut.
const KEEP_AFTER: Duration = Duration::from_millis(300);

/// How long closing the book may take after the connection was lost, and after the user closed the desk.
const AFTER_HANG_UP: Duration = Duration::from_millis(700);
const AFTER_LEAVING: Duration = Duration::from_secs(5);

/// Opens the desk. The first frame is drawn before `open` opens the book in `folder`.
pub fn run(
    user: String,
    settings: Settings,
    folder: &Path,
    open: impl FnOnce() -> Result<Session, BookError> + Send + 'static,
) -> Result<Ended, DeskError> {
    let mut drafts = match &settings.drafts {
        Some(at) => Drafts::of(at, folder),
        None => Drafts::default(),
    };
    let loaded = drafts.load();
    let theme = Theme::of_environment(settings.theme);
    let lock_after = settings.lock_after();
    let mut app = App::new(user, settings, loaded.forms)?;
    app.tells(loaded.unreadable);
    let (events, waiting) = mpsc::channel();
    let mut screen = Screen::enter(theme, drafts.clone())?;
    (app.width, app.height) = screen.size();
    app.desk.mail = folder.is_dir().then(|| folder.join(crate::delivery::settings::FILE));
    app.desk.prints = app.desk.mail.as_deref().is_none_or(printing::can_print);
    screen.draw(&app)?;
    // If nobody receives it, the desk is closed.
    let told = events.clone();
    let tell = move |answer| drop(told.send(DeskEvent::Answer(Box::new(answer))));
    let book = BookWorker::open(open, app.first_errand(), tell);
    terminal::listen(&events, &drafts)?;
    let keep = keeper(drafts.clone(), events)?;
    let (keep_at, touched, drawn) = (None, Instant::now(), Instant::now());
    let turn = DeskLoop { app, screen, book, drafts, keep, lock_after, keep_at, touched, drawn };
    turn.go(&waiting)
}

/// Writes unfinished forms in a thread of its own, because a disk may be slow. Gets the time of day, and
/// reports it back once they are on disk.
fn keeper(drafts: Drafts, events: Sender<DeskEvent>) -> io::Result<Sender<String>> {
    let (keep, times) = mpsc::channel();
    std::thread::Builder::new().spawn(move || {
        for time in times {
            // If the disk refuses, the desk says so when it closes.
            if drafts.write().is_ok_and(|written| written) {
                // If nobody receives it, the desk is closed.
                let _ = events.send(DeskEvent::Kept(time));
            }
        }
    })?;
    Ok(keep)
}

/// The running desk.
struct DeskLoop {
    app: App,
    screen: Screen,
    book: BookWorker,
    drafts: Drafts,
    keep: Sender<String>,
    lock_after: Option<Duration>,
    /// When to save the unfinished forms next.
    keep_at: Option<Instant>,
    /// When the last key was pressed.
    touched: Instant,
    /// When the screen was last drawn.
    drawn: Instant,
}

/// How often the clock of a call is redrawn while no key is pressed.
const CLOCK: Duration = Duration::from_secs(15);

impl DeskLoop {
    /// Handles events until the desk ends; those that have arrived meanwhile are handled before the next
    /// frame.
    fn go(mut self, waiting: &Receiver<DeskEvent>) -> Result<Ended, DeskError> {
        let ended = loop {
            let event = match self.next(waiting) {
                Ok(event) => event,
                Err(RecvTimeoutError::Disconnected) => break Ok(Ended::HungUp),
                Err(RecvTimeoutError::Timeout) => match self.waited() {
                    Some(event) => event,
                    None => continue,
                },
            };
            let mut draw = false;
            let mut ended = None;
            for event in std::iter::once(event).chain(waiting.try_iter()) {
                if matches!(event, DeskEvent::Key(_) | DeskEvent::Paste(_)) {
                    self.touched = Instant::now();
                }
                for effect in self.app.update(event) {
                    match self.carry_out(effect, &mut draw) {
                        Ok(None) => {}
                        Ok(Some(end)) => ended = Some(end),
                        Err(error) => ended = Some(Err(error.into())),
                    }
                }
                if ended.is_some() {
                    break;
                }
            }
            if let Some(ended) = ended {
                break ended;
            }
            if draw {
                self.drawn = Instant::now();
                if let Err(error) = self.screen.draw(&self.app) {
                    break Err(error.into());
                }
            }
        };
        self.drafts.take(self.app.half_typed());
        let kept = self.drafts.write();
        drop(self.screen);
        let patience = match &ended {
            Ok(Ended::HungUp) => AFTER_HANG_UP,
            _ => AFTER_LEAVING,
        };
        self.book.close(patience)?;
        kept?;
        ended
    }

    /// The next event, or none if a timer is due first.
    fn next(&self, waiting: &Receiver<DeskEvent>) -> Result<DeskEvent, RecvTimeoutError> {
        let lock_at = self.lock_after.map(|after| self.touched + after);
        let clock_at = self.app.is_on_a_call().then(|| self.drawn + CLOCK);
        match [self.keep_at, lock_at, clock_at].into_iter().flatten().min() {
            None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => waiting.recv_timeout(at.saturating_duration_since(Instant::now())),
        }
    }

    /// Does what its timers are due for.
    fn waited(&mut self) -> Option<DeskEvent> {
        if self.keep_at.is_some_and(|at| at <= Instant::now()) {
            self.keep_at = None;
            self.drafts.take(self.app.half_typed());
            // The thread runs as long as this does.
            let _ = self.keep.send(self.app.desk.time_of_day());
            return None;
        }
        let lock_at = self.lock_after.map(|after| self.touched + after);
        if lock_at.is_none_or(|at| at > Instant::now()) {
            return Some(DeskEvent::Clock);
        }
        self.touched = Instant::now();
        Some(DeskEvent::Idle)
    }

    fn carry_out(
        &mut self,
        effect: Effect,
        draw: &mut bool,
    ) -> io::Result<Option<Result<Ended, DeskError>>> {
        match effect {
            Effect::Draw => *draw = true,
            Effect::DrawAll => self.screen.forget()?,
            Effect::Send(errand) => self.book.send(errand),
            Effect::Keep => {
                // A panic before that also writes them.
                self.drafts.take(self.app.half_typed());
                self.keep_at = self.keep_at.or(Some(Instant::now() + KEEP_AFTER));
            }
            Effect::Suspend if !who::can_be_resumed() => {
                self.app.message = Some(self.app.desk.say("desk-no-shell", &[]));
                *draw = true;
            }
            Effect::Suspend => {
                self.drafts.take(self.app.half_typed());
                self.drafts.write()?;
                self.screen.suspend()?;
                *draw = true;
            }
            Effect::End(ended) => return Ok(Some(Ok(ended))),
            Effect::Fail(error) => return Ok(Some(Err(error.into()))),
        }
        Ok(None)
    }
}
