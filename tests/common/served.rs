//! A book that is served by the real program, in a process of its own, and desks on it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use daybook::engine::ports::Silent;
use daybook::engine::wire::message::Hello;
use daybook::engine::{BookError, OpenOptions, Session};

/// How long a person waits before something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a client of this program says first, in bytes.
pub fn hello() -> Vec<u8> {
    serde_json::to_vec(&Hello::new(None)).unwrap()
}

/// A server; it ends with the test.
pub struct Served {
    pub book: PathBuf,
    pub socket: PathBuf,
    group: Option<String>,
    /// The business date; none, the real one.
    today: Option<&'static str>,
    child: Option<Child>,
}

/// The business date of most tests.
const TODAY: &str = "2026-11-21";

impl Served {
    /// Serves the book in a folder, where whoever runs the test is administrator.
    pub fn start(book: &Path) -> Served {
        Served::start_for(book, None)
    }

    /// The same on the real date.
    pub fn start_today(book: &Path) -> Served {
        Served::start_as(book, None, None)
    }

    /// The same for the members of a group.
    pub fn start_for(book: &Path, group: Option<&str>) -> Served {
        Served::start_as(book, group, Some(TODAY))
    }

    fn start_as(book: &Path, group: Option<&str>, today: Option<&'static str>) -> Served {
        let socket = book.parent().unwrap().join("run").join("book.sock");
        let group = group.map(str::to_string);
        let mut served = Served { book: book.to_path_buf(), socket, group, today, child: None };
        served.starts();
        served
    }

    /// Starts it, and waits until it is ready.
    pub fn starts(&mut self) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(["serve", "--administrator"])
            .arg(daybook::engine::who::own_name())
            .arg("--book")
            .arg(&self.book)
            .arg("--socket")
            .arg(&self.socket)
            .args(self.today.iter().flat_map(|today| ["--today", today]))
            .args(self.group.iter().flat_map(|group| ["--group", group]))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let (began, mut said) = (Instant::now(), String::new());
        loop {
            let mut line = String::new();
            let read = log.read_line(&mut line).unwrap();
            said += &line;
            assert!(read > 0 && began.elapsed() < PATIENCE, "it does not start:\n{said}");
            if line.contains("\"ready\"") {
                break;
            }
        }
        // Somebody reads what it says, to the end.
        std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(drop));
        self.child = Some(child);
    }

    /// The process.
    pub fn process(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Kills it on the spot.
    pub fn dies(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop; its exit status.
    pub fn stops(&mut self) -> Option<i32> {
        signal(self.process(), "-TERM");
        self.child.take().unwrap().wait().unwrap().code()
    }

    /// Somebody at it, once it answers.
    pub fn joins(&self) -> Session {
        join(&self.socket)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.dies();
    }
}

/// Sends a signal.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([name, &process.to_string()]).status();
    assert!(sent.unwrap().success());
}

/// Joins a served book, once it answers.
pub fn join(socket: &Path) -> Session {
    let began = Instant::now();
    loop {
        match Session::open(socket, OpenOptions::new("nobody in particular"), &mut Silent) {
            Ok(session) => return session,
            Err(BookError::NotServed { .. }) if began.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// How much of memory a process holds, in kB.
pub fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
