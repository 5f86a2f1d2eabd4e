//! The desk without a terminal: the real state machine, the real book behind it, and a screen in
//! memory. A test types into it and waits for what it is to see.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::domain::Moment;
use daybook::engine::ports::{Clock, MachineRandom, Ports, Silent};
use daybook::engine::{OpenOptions, Session};
use daybook::tui::app::{App, DeskEvent, Effect};
use daybook::tui::form::kept::SavedForm;
use daybook::tui::settings::Settings;
use daybook::tui::theme::{Theme, ThemeName};
use daybook::tui::view;
use daybook::tui::worker::{Answer, BookWorker, PostOutcome};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// How long a person waits before something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

/// The desk opens on the morning of 21 November 2026, when the books of the tests were made.
struct Morning(Instant);

impl Clock for Morning {
    fn now(&self) -> Moment {
        let gone = i64::try_from(self.0.elapsed().as_micros()).unwrap();
        Moment::from_micros(1_795_244_400_000_000 + gone)
    }
}

/// What opens a book on that morning.
pub fn morning(user: &str) -> OpenOptions {
    let clock = Arc::new(Morning(Instant::now()));
    let ports = Ports { clock, random: Arc::new(MachineRandom) };
    let today = Some("2026-11-21".parse().unwrap());
    OpenOptions { ports, today, ..OpenOptions::new(user) }
}

/// The desk.
pub struct Headless {
    pub app: App,
    events: Receiver<DeskEvent>,
    book: BookWorker,
    size: (u16, u16),
    theme: Theme,
    /// Whether receipts are lost on their way: what they were for is posted all the same.
    pub loses_receipts: bool,
}

impl Headless {
    /// The desk on a book, in a window of `width` by `height`; `e` sits at it.
    pub fn open(folder: &Path, settings: Settings, width: u16, height: u16) -> Headless {
        Headless::open_as("e", folder, settings, (width, height))
    }

    /// The same where forms were half-typed before.
    pub fn open_again(folder: &Path, kept: Vec<SavedForm>) -> Headless {
        Headless::open_with("e", folder, Settings::default(), (80, 24), kept)
    }

    /// The same for somebody else.
    pub fn open_as(user: &str, folder: &Path, settings: Settings, size: (u16, u16)) -> Headless {
        Headless::open_with(user, folder, settings, size, Vec::new())
    }

    fn open_with(
        user: &str,
        folder: &Path,
        settings: Settings,
        size: (u16, u16),
        kept: Vec<SavedForm>,
    ) -> Headless {
        Headless::open_on(morning(user), folder, settings, size, kept)
    }

    /// The same on another disk, or with another clock.
    pub fn open_on(
        options: OpenOptions,
        folder: &Path,
        settings: Settings,
        (width, height): (u16, u16),
        kept: Vec<SavedForm>,
    ) -> Headless {
        let (sender, events) = mpsc::channel();
        let user = options.user.clone();
        let folder = folder.to_path_buf();
        let open = move || Session::open(&folder, options, &mut Silent);
        let theme = Theme::named(settings.theme.unwrap_or(ThemeName::Mono));
        let mut app = App::new(user, settings, kept).unwrap();
        (app.width, app.height) = (width, height);
        let tell = move |answer| drop(sender.send(DeskEvent::Answer(Box::new(answer))));
        let book = BookWorker::open(open, app.first_errand(), tell);
        Headless { app, events, book, size: (width, height), theme, loses_receipts: false }
    }

    /// Gives an event, and carries out what follows.
    pub fn gives(&mut self, mut event: DeskEvent) {
        if let DeskEvent::Answer(answer) = &mut event
            && let Answer::Posted(_, outcome) = &mut **answer
            && self.loses_receipts
        {
            *outcome = PostOutcome::Failed(daybook::domain::Cause::text("the line went dead"));
        }
        for effect in self.app.update(event) {
            match effect {
                Effect::Send(errand) => self.book.send(errand),
                Effect::Fail(error) => panic!("{error}"),
                // A monkey that leaves is sat down again.
                _ => {}
            }
        }
    }

    /// Takes the answers that are there.
    pub fn hears(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.gives(event);
        }
    }

    /// Types: text as it is, `<enter>`, `<ctrl-s>`, `<alt-p>` … as keys.
    pub fn types(&mut self, keys: &str) -> &mut Headless {
        for key in keys_of(keys) {
            self.gives(DeskEvent::Key(key));
            self.hears();
        }
        self
    }

    /// Types faster than the book answers: no answer is taken between two keys.
    pub fn types_ahead(&mut self, keys: &str) -> &mut Headless {
        for key in keys_of(keys) {
            self.gives(DeskEvent::Key(key));
        }
        self
    }

    /// What stands on the screen.
    pub fn shows(&self) -> String {
        let ((width, height), buffer) = (self.size, self.buffer());
        let row = |y| -> String { (0..width).map(|x| buffer[(x, y)].symbol()).collect() };
        (0..height).map(|y| row(y).trim_end().to_string() + "\n").collect()
    }

    /// The same with its colours.
    pub fn buffer(&self) -> Buffer {
        let (width, height) = self.size;
        let mut drawn = Terminal::new(TestBackend::new(width, height)).unwrap();
        drawn
            .draw(|frame| {
                view::draw(frame, &self.app, &self.theme);
            })
            .unwrap();
        drawn.backend().buffer().clone()
    }

    /// Waits until all of these stand on the screen.
    pub fn sees(&mut self, texts: &[&str]) -> &mut Headless {
        let give_up = Instant::now() + PATIENCE;
        loop {
            self.hears();
            let screen = self.shows();
            if texts.iter().all(|text| screen.contains(text)) {
                return self;
            }
            assert!(Instant::now() < give_up, "no {texts:?} in:\n{screen}");
            if let Ok(event) = self.events.recv_timeout(Duration::from_millis(50)) {
                self.gives(event);
            }
        }
    }

    /// Waits until the screen is as it should be.
    pub fn hears_until(&mut self, is_so: impl Fn(&str) -> bool) -> &mut Headless {
        let give_up = Instant::now() + PATIENCE;
        while !is_so(&self.shows()) {
            assert!(Instant::now() < give_up, "still:\n{}", self.shows());
            if let Ok(event) = self.events.recv_timeout(Duration::from_millis(50)) {
                self.gives(event);
            }
        }
        self
    }

    /// Waits until one of these stands on the screen.
    pub fn sees_one_of(&mut self, texts: &[&str]) -> &mut Headless {
        let give_up = Instant::now() + PATIENCE;
        while !texts.iter().any(|text| self.shows().contains(text)) {
            assert!(Instant::now() < give_up, "none of {texts:?} in:\n{}", self.shows());
            if let Ok(event) = self.events.recv_timeout(Duration::from_millis(50)) {
                self.gives(event);
            }
        }
        self
    }

    /// Whether the desk is locked.
    pub fn shows_lock(&self) -> bool {
        daybook::tui::app::context(&self.app) == daybook::tui::keymap::Context::Lock
    }

    /// Takes answers for some milliseconds.
    pub fn waits(&mut self, millis: u64) {
        let until = Instant::now() + Duration::from_millis(millis);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if let Ok(event) = self.events.recv_timeout(left) {
                self.gives(event);
            }
        }
    }

    /// What stands on the screen once the book has nothing more to say.
    pub fn rests(&mut self) -> String {
        const QUIET: Duration = Duration::from_millis(200);
        while let Ok(event) = self.events.recv_timeout(QUIET) {
            self.gives(event);
        }
        self.shows()
    }

    /// Makes the window another size.
    pub fn resizes(&mut self, width: u16, height: u16) -> &mut Headless {
        self.size = (width, height);
        self.gives(DeskEvent::Resized(width, height));
        self
    }

    /// Closes the book.
    pub fn closes(self) {
        self.book.close(PATIENCE).unwrap();
    }
}

/// Text as it is and keys by their names, as keys.
fn keys_of(mut rest: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    while let Some(letter) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
        if let Some((name, behind)) = named {
            rest = behind;
            keys.push(key(name));
        } else {
            rest = &rest[letter.len_utf8()..];
            keys.push(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
        }
    }
    keys
}

/// A key by its name.
pub fn key(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "enter" => plain(KeyCode::Enter),
        "esc" => plain(KeyCode::Esc),
        "tab" => plain(KeyCode::Tab),
        "backspace" => plain(KeyCode::Backspace),
        "down" => plain(KeyCode::Down),
        "up" => plain(KeyCode::Up),
        "left" => plain(KeyCode::Left),
        "right" => plain(KeyCode::Right),
        "backtab" => KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT),
        "home" => plain(KeyCode::Home),
        "end" => plain(KeyCode::End),
        "pagedown" => plain(KeyCode::PageDown),
        "f4" => plain(KeyCode::F(4)),
        "f5" => plain(KeyCode::F(5)),
        "f1" => plain(KeyCode::F(1)),
        "f7" => plain(KeyCode::F(7)),
        "f8" => plain(KeyCode::F(8)),
        "f9" => plain(KeyCode::F(9)),
        letter if letter.chars().count() == 1 => {
            plain(KeyCode::Char(letter.chars().next().unwrap()))
        }
        _ => {
            let (with, letter) = match name.split_once('-') {
                Some(("alt", letter)) => (KeyModifiers::ALT, letter),
                Some(("ctrl", letter)) => (KeyModifiers::CONTROL, letter),
                _ => panic!("no key {name}"),
            };
            KeyEvent::new(KeyCode::Char(letter.chars().next().unwrap()), with)
        }
    }
}
