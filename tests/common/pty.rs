//! A terminal that a test types into and reads from, as a person does: it waits for what it is to
//! see, and says what it saw where that does not come.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a person waits before something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// The desk on a terminal.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    screen: Arc<Mutex<vt100::Parser>>,
    child: Box<dyn Child + Send + Sync>,
    /// Whether nobody is to look any more: who reads holds the line too.
    hung_up: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Opens the desk on a book in a window of `width` by `height`.
    pub fn desk(book: &Path, width: u16, height: u16) -> Terminal {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "--book"]);
        command.arg(book);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(height), cells(width), 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shown = screen.clone();
        let hung_up = Arc::new(AtomicBool::new(false));
        let hung = hung_up.clone();
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                shown.lock().unwrap().process(&bytes[..count]);
                if hung.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let (master, keys, reader) = (Some(pair.master), Some(keys), Some(reader));
        Terminal { master, keys, screen, child, hung_up, reader }
    }

    /// Types: text as it is, `<enter>`, `<esc>`, `<down>`, `<up>`, `<f1>`, `<f3>` as keys.
    pub fn types(&mut self, keys: &str) -> &mut Terminal {
        let named = [
            ("<enter>", "\r"),
            ("<esc>", "\x1b"),
            ("<down>", "\x1b[B"),
            ("<up>", "\x1b[A"),
            ("<f1>", "\x1bOP"),
            ("<f3>", "\x1bOR"),
        ];
        let typed =
            named.iter().fold(keys.to_string(), |keys, (name, code)| keys.replace(name, code));
        let out = self.keys.as_mut().unwrap();
        out.write_all(typed.as_bytes()).unwrap();
        out.flush().unwrap();
        self
    }

    /// What stands on the screen.
    pub fn shows(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    fn until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let give_up = Instant::now() + PATIENCE;
        while !holds(&self.shows()) {
            assert!(Instant::now() < give_up, "{what} in:\n{}", self.shows());
            std::thread::yield_now();
        }
    }

    /// Waits until all of these stand on the screen.
    pub fn sees(&mut self, texts: &[&str]) -> &mut Terminal {
        self.until(&format!("no {texts:?}"), |screen| {
            texts.iter().all(|text| screen.contains(text))
        });
        self
    }

    /// Waits until this no longer stands there.
    pub fn sees_no_more(&mut self, text: &str) -> &mut Terminal {
        self.until(&format!("still {text:?}"), |screen| !screen.contains(text));
        self
    }

    /// Makes the window another size.
    pub fn resizes(&mut self, width: u16, height: u16) -> &mut Terminal {
        self.screen.lock().unwrap().screen_mut().set_size(cells(height), cells(width));
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    /// Drops the line, in the middle of a word.
    pub fn hangs_up(&mut self) -> &mut Terminal {
        self.hung_up.store(true, Ordering::SeqCst);
        self.types("x");
        self.reader.take().unwrap().join().unwrap();
        (self.keys, self.master) = (None, None);
        self
    }

    /// Waits until the program has ended; its exit status.
    pub fn ends(&mut self) -> u32 {
        let give_up = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < give_up, "it goes on:\n{}", self.shows());
            std::thread::yield_now();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
