//! The terminal: entering and leaving it, one write a frame, keys and signals as events.
//! May use: ratatui, crossterm, signal-hook.

use std::io::{self, Write};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Attribute, ResetColor, SetAttribute};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::contained::is_contained;
use crate::threads;

use super::app::{App, DeskEvent};
use super::backend::Bytes;
use super::drafts::Drafts;
use super::theme::Theme;
use super::view;

/// What gives the screen back, as long as the desk is on it.
static GIVES_BACK: Mutex<Option<Drafts>> = Mutex::new(None);

/// Gives the screen back, if the desk is on it, with what is half-typed on disk: the process is about to
/// end.
pub fn give_back() {
    let held = GIVES_BACK.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(drafts) = held {
        leave();
        // There is nobody to tell where that fails.
        let _ = drafts.write();
    }
}

/// The screen while the desk uses it.
pub struct Screen {
    terminal: Terminal<Bytes>,
    theme: Theme,
    /// The picture on the screen, and the place of the cursor.
    last: Option<(Buffer, Option<(u16, u16)>)>,
}

impl Screen {
    /// Takes over the screen. It is restored on drop and after a panic, which also writes the unfinished
    /// forms to disk.
    pub fn enter(theme: Theme, drafts: Drafts) -> io::Result<Screen> {
        *GIVES_BACK.lock().unwrap_or_else(PoisonError::into_inner) = Some(drafts.clone());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if is_contained() {
                return;
            }
            leave();
            // There is no one to report a failure to.
            let _ = drafts.write();
            before(info);
        }));
        match take().and_then(|()| Terminal::new(Bytes::new(crossterm::terminal::size))) {
            Ok(terminal) => Ok(Screen { terminal, theme, last: None }),
            Err(error) => {
                leave();
                Err(error)
            }
        }
    }

    /// Draws what changed since the last frame in one write; writes nothing if nothing changed.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        let theme = self.theme;
        let mut cursor = None;
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let drawn = self.terminal.draw(|frame| cursor = view::draw(frame, app, &theme))?;
        let is_new =
            self.last.as_ref().is_none_or(|(buffer, at)| buffer != drawn.buffer || *at != cursor);
        if is_new {
            self.last = Some((drawn.buffer.clone(), cursor));
        }
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        let bytes = self.terminal.backend_mut().take();
        if !is_new {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()
    }

    /// The columns and rows of the window.
    pub fn size(&self) -> (u16, u16) {
        crossterm::terminal::size().unwrap_or((80, 24))
    }

    /// Restores the screen and stops the process until the shell resumes it.
    pub fn suspend(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        take()?;
        self.forget()
    }

    /// Forgets the picture on the screen, so that the next frame draws all of it. Asks the terminal
    /// nothing, because a slow line would delay the answer.
    pub fn forget(&mut self) -> io::Result<()> {
        self.last = None;
        self.terminal.backend_mut().forget();
        let size = crossterm::terminal::size()?;
        self.terminal.resize(ratatui::layout::Rect::new(0, 0, size.0, size.1))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        *GIVES_BACK.lock().unwrap_or_else(PoisonError::into_inner) = None;
        leave();
    }
}

/// Takes over the screen. A desk that was killed left it as it was: a terminal that shows the alternate
/// screen already doesn't blank it by itself.
fn take() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        SetAttribute(Attribute::Reset),
        Clear(ClearType::All),
        EnableBracketedPaste
    )
}

/// Restores the screen. There is no one to report a failure to.
fn leave() {
    let _ = execute!(
        io::stdout(),
        ResetColor,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// The time that the desk has to end after a signal. A terminal that accepts no more bytes would block
/// it for ever.
const GRACE: Duration = Duration::from_secs(3);

/// The exit status that shells give a program that ended by SIGHUP.
pub const HUNG_UP: u8 = 129;

/// Ends the process if the desk doesn't, after writing the unfinished forms to disk. Writes nothing to
/// the terminal.
fn end_anyway(drafts: &Drafts) {
    std::thread::sleep(GRACE);
    // There is no one to report failures to.
    let _ = drafts.write();
    let _ = disable_raw_mode();
    std::process::exit(i32::from(HUNG_UP));
}

/// Sends keys and signals as events, from threads that end with the process.
pub fn listen(events: &Sender<DeskEvent>, drafts: &Drafts) -> io::Result<()> {
    let drafts = drafts.clone();
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGCONT])?;
    let signalled = events.clone();
    threads::start("signals", move || {
        for signal in signals.forever() {
            let events = signalled.clone();
            if signal == SIGCONT {
                // In a thread of its own, so that a stalled terminal doesn't delay other signals.
                let _ = threads::start("resume", move || events.send(resumed()));
                continue;
            }
            // The desk is ending if it no longer listens.
            let _ = events.send(DeskEvent::HungUp);
            return end_anyway(&drafts);
        }
    })?;
    let events = events.clone();
    threads::start("keys", move || {
        loop {
            let event = match event::read() {
                Ok(event::Event::Key(key)) => DeskEvent::Key(key),
                Ok(event::Event::Paste(text)) => DeskEvent::Paste(text),
                Ok(event::Event::Resize(columns, rows)) => DeskEvent::Resized(columns, rows),
                Ok(_) => continue,
                Err(_) => DeskEvent::HungUp,
            };
            let ends = matches!(event, DeskEvent::HungUp);
            if events.send(event).is_err() || ends {
                return;
            }
        }
    })?;
    Ok(())
}

/// Takes over the screen again after the process was stopped from elsewhere, which may have reset the terminal.
fn resumed() -> DeskEvent {
    // If this fails, so does the next frame, which reports it.
    let _ = take();
    DeskEvent::Resumed
}
