//! A terminal that a test types into and reads from, as a person does: it waits for what it is to
//! see, and says what it saw where that does not come.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a person waits before something is wrong.
const PATIENCE: Duration = Duration::from_secs(40);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// How many bytes at the end belong to a frame that has begun and not ended: a terminal with
/// synchronized output does not show it yet.
fn half_a_frame(bytes: &[u8]) -> Option<usize> {
    let last = |sign: &[u8]| bytes.windows(sign.len()).rposition(|part| part == sign);
    let begun = last(b"\x1b[?2026h")?;
    let is_whole = last(b"\x1b[?2026l").is_some_and(|ended| ended > begun);
    (!is_whole).then_some(bytes.len() - begun)
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
    /// How many keys were typed.
    keys_typed: usize,
    /// How many bytes came.
    bytes: Arc<AtomicUsize>,
    /// All of them.
    raw: Arc<Mutex<Vec<u8>>>,
    /// When the last of them came.
    last: Arc<Mutex<Instant>>,
}

impl Terminal {
    /// Opens the desk on a book in a window of `width` by `height`.
    pub fn desk(book: &Path, width: u16, height: u16) -> Terminal {
        Terminal::with(book, width, height, &[])
    }

    /// The same, with more words on the command line.
    pub fn with(book: &Path, width: u16, height: u16, args: &[&str]) -> Terminal {
        Terminal::on((book, "2026-11-21"), (width, height), args)
    }

    /// The same on another day.
    pub fn on(
        (book, today): (&Path, &str),
        (width, height): (u16, u16),
        args: &[&str],
    ) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", today, "--book"]);
        command.arg(book);
        command.args(args);
        // Nothing of whoever runs the tests, and nothing left behind there.
        let home = book.with_extension("home");
        std::fs::create_dir_all(&home).unwrap();
        command.env("HOME", &home);
        for name in ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LC_ALL", "LANG"] {
            command.env_remove(name);
        }
        Terminal::runs(command, width, height)
    }

    /// Runs a program in a window of `width` by `height`.
    pub fn runs(mut command: CommandBuilder, width: u16, height: u16) -> Terminal {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(height), cells(width), 0)));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shown = screen.clone();
        let hung_up = Arc::new(AtomicBool::new(false));
        let hung = hung_up.clone();
        let bytes = Arc::new(AtomicUsize::new(0));
        let count_bytes = bytes.clone();
        let raw = Arc::new(Mutex::new(Vec::new()));
        let all = raw.clone();
        let last = Arc::new(Mutex::new(Instant::now()));
        let came = last.clone();
        let reader = std::thread::spawn(move || {
            let (mut bytes, mut waiting) = ([0; 4096], Vec::new());
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                waiting.extend_from_slice(&bytes[..count]);
                all.lock().unwrap().extend_from_slice(&bytes[..count]);
                let whole = waiting.len() - half_a_frame(&waiting).unwrap_or(0);
                shown.lock().unwrap().process(&waiting[..whole]);
                waiting.drain(..whole);
                *came.lock().unwrap() = Instant::now();
                count_bytes.fetch_add(count, Ordering::SeqCst);
                if hung.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let (master, keys, reader) = (Some(pair.master), Some(keys), Some(reader));
        Terminal { master, keys, screen, child, hung_up, reader, keys_typed: 0, bytes, raw, last }
    }

    /// How many keys were typed so far.
    pub fn keys(&self) -> usize {
        self.keys_typed
    }

    /// How many bytes came so far.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Waits until nothing has come for `quiet`: how many bytes had come until then, and when the
    /// last of them did.
    pub fn settles(&mut self, quiet: Duration) -> (usize, Instant) {
        let mut before = (self.bytes(), Instant::now());
        while before.1.elapsed() < quiet {
            std::thread::sleep(Duration::from_millis(1));
            if self.bytes() != before.0 {
                before = (self.bytes(), Instant::now());
            }
        }
        (before.0, *self.last.lock().unwrap())
    }

    /// The process.
    pub fn process(&self) -> Option<u32> {
        self.child.process_id()
    }

    /// Types: text as it is, `<enter>`, `<esc>`, `<ctrl-s>`, `<alt-p>`, `<f3>` … as keys.
    pub fn types(&mut self, keys: &str) -> &mut Terminal {
        let mut typed = Vec::new();
        let mut rest = keys;
        while let Some(letter) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|named| named.split_once('>'));
            if let Some((name, behind)) = named {
                typed.extend(code(name));
                rest = behind;
            } else {
                typed.extend(letter.to_string().into_bytes());
                rest = &rest[letter.len_utf8()..];
            }
            self.keys_typed += 1;
        }
        self.sends(&typed)
    }

    /// Sends bytes as they are.
    pub fn sends(&mut self, bytes: &[u8]) -> &mut Terminal {
        let out = self.keys.as_mut().unwrap();
        out.write_all(bytes).unwrap();
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

    /// All bytes that came so far, once the program has ended.
    pub fn raw(&mut self) -> Vec<u8> {
        if let Some(reader) = self.reader.take() {
            // It ends with the line.
            reader.join().unwrap();
        }
        self.raw.lock().unwrap().clone()
    }

    /// Nobody reads what the program writes any more; the line stays. Waits until it is held up by
    /// that.
    pub fn stalls(&mut self) -> &mut Terminal {
        self.hung_up.store(true, Ordering::SeqCst);
        self.types("x");
        self.reader.take().unwrap().join().unwrap();
        let process = self.process().unwrap();
        let give_up = Instant::now() + PATIENCE;
        let mut narrow = false;
        // The call it is in, and its first argument: a write to its output.
        let writes = || {
            let call = std::fs::read_to_string(format!("/proc/{process}/syscall")).unwrap();
            let mut fields = call.split_whitespace();
            matches!((fields.next(), fields.next()), (Some("1" | "64"), Some("0x1")))
        };
        while !writes() {
            assert!(Instant::now() < give_up, "it is not held up");
            narrow ^= true;
            let cols = if narrow { 79 } else { 80 };
            let size = PtySize { rows: 24, cols, pixel_width: 0, pixel_height: 0 };
            self.master.as_ref().unwrap().resize(size).unwrap();
            // Time to draw it: where sizes come without end, none of them is drawn.
            std::thread::sleep(Duration::from_millis(20));
        }
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

    /// Ends the program at once, as a power cut does.
    pub fn dies(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
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

/// What a terminal sends for a key.
fn code(name: &str) -> Vec<u8> {
    let plain = match name {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "backspace" => "\x7f",
        "down" => "\x1b[B",
        "up" => "\x1b[A",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "pagedown" => "\x1b[6~",
        "pageup" => "\x1b[5~",
        "f1" => "\x1bOP",
        "f3" => "\x1bOR",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        "f8" => "\x1b[19~",
        "f9" => "\x1b[20~",
        _ => "",
    };
    if !plain.is_empty() {
        return plain.into();
    }
    if let Some(letter) = name.strip_prefix("alt-") {
        return [b"\x1b", letter.as_bytes()].concat();
    }
    let letter = name.strip_prefix("ctrl-").unwrap_or_else(|| panic!("no key {name}"));
    vec![letter.as_bytes()[0] & 0x1f]
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
