//! Errors of every layer are told in every language, and in English as they are logged.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use daybook::documents::pdf::PdfError;
use daybook::domain::message::SYSTEM_ERRORS;
use daybook::domain::{Cause, Language, Moment, Worded};
use daybook::engine::ReadOnly;
use daybook::engine::holder::Holder;
use daybook::engine::{BookError, Failure};
use daybook::journal::Pos;
use daybook::journal::entry::LineError;
use daybook::journal::segments::AppendError;
use daybook::journal::{Damage, DamageKind, JournalError, Witness};
use daybook::store::rows::LedgerError;
use daybook::tui::DeskError;
use daybook::tui::keymap::KeymapError;
use daybook::tui::settings::SettingsError;
use daybook::user_file::{FileSort, UserFileError};
use daybook::words::Words;

/// What an error says, as it is logged and in each language.
fn told(error: &(impl Worded + Display)) -> (String, Vec<String>) {
    let words: Vec<Words> = Language::on_screens().map(Words::in_language).collect();
    (error.to_string(), words.iter().map(|words| words.tell(error)).collect())
}

fn disk() -> io::Error {
    io::Error::from_raw_os_error(28)
}

fn journal_errors() -> Vec<JournalError> {
    let (path, pos) = (PathBuf::from("/b"), Pos::default());
    let mut all = vec![
        JournalError::NotABook(path.clone()),
        JournalError::Io { path: path.clone(), source: disk() },
        JournalError::Moved,
        JournalError::Shorter(path),
        JournalError::Newer(5, Cause::text("x")),
    ];
    for kind in [DamageKind::Hash, DamageKind::Json, DamageKind::Sequence, DamageKind::Missing] {
        all.push(JournalError::Damaged(Damage::in_chain(5, pos, kind)));
    }
    for witness in [Witness::Ledger, Witness::Mark] {
        all.push(JournalError::Missing { from: 3, to: 4, witness });
        all.push(JournalError::Disagrees { seq: 4, witness });
    }
    all
}

fn ledger_errors() -> Vec<LedgerError> {
    let text = || Cause::text("x");
    let mut all = vec![
        LedgerError::Store("x".into()),
        LedgerError::Stopped(text()),
        LedgerError::Shortage(text()),
        LedgerError::Disk(disk()),
        LedgerError::Row { table: "items", why: "x".into() },
        LedgerError::Version(3),
        LedgerError::Contradiction("x".into()),
        LedgerError::Interrupted,
        LedgerError::Journal(text()),
    ];
    all.extend(sums().into_iter().map(|sum| LedgerError::Beyond(Box::leak(sum.into_boxed_str()))));
    all
}

fn book_errors() -> Vec<BookError> {
    let (path, text) = (|| PathBuf::from("/b"), || Cause::text("x"));
    let holder = || Holder { user: "eva".into(), pid: 7, since: Moment::from_micros(0) };
    let mut all = vec![
        BookError::NoBook(path()),
        BookError::InUse(holder()),
        BookError::Io { path: path(), source: disk() },
        BookError::UserFile { path: path(), source: disk() },
        BookError::Stopped(holder()),
        BookError::NotServed { at: path(), why: text() },
        BookError::NotInGroup(path()),
        BookError::Gone(text()),
        BookError::Wire(text()),
        BookError::OutOfReach { folder: path(), owner: "eva".into() },
        BookError::InAnothers {
            folder: path(),
            owner: "eva".into(),
            at: "/".into(),
            other: "ann".into(),
        },
        BookError::NoClock,
        BookError::Moved(path()),
        BookError::Data(text()),
    ];
    all.extend(journal_errors().into_iter().map(BookError::Journal));
    all.extend(ledger_errors().into_iter().map(BookError::Ledger));
    all
}

fn desk_errors() -> Vec<DeskError> {
    let malformed = || toml::from_str::<toml::Table>("x").unwrap_err();
    vec![
        DeskError::Terminal(disk()),
        DeskError::Keys(KeymapError::Unreadable(malformed())),
        DeskError::Keys(KeymapError::Twice("ctrl-x".into())),
        DeskError::Keys(KeymapError::Together("a-b".into())),
        DeskError::Settings(SettingsError::Unreadable("/d".into(), disk())),
        DeskError::Settings(SettingsError::Malformed("/d".into(), malformed())),
    ]
}

fn pdf_errors() -> Vec<PdfError> {
    let file = || "logo.png".to_string();
    vec![
        PdfError::NotBuilt,
        PdfError::Template { file: file(), line: Some(3), why: "x".into() },
        PdfError::Template { file: file(), line: None, why: "x".into() },
        PdfError::Picture { file: file() },
        PdfError::TooLarge { file: file(), most: 512 },
        PdfError::TooManyPixels { file: file() },
        PdfError::Link { file: file() },
        PdfError::Io { path: "/b".into(), source: disk() },
        PdfError::TooSlow { limit: std::time::Duration::from_secs(30) },
        PdfError::Fault,
    ]
}

fn all() -> Vec<(String, Vec<String>)> {
    let mut all: Vec<_> = book_errors().iter().map(told).collect();
    all.extend(book_errors().into_iter().map(|error| told(&Failure::Book(error))));
    all.push(told(&Failure::Unknown(Cause::text("x"))));
    all.extend(desk_errors().iter().map(told));
    all.extend(pdf_errors().iter().map(told));
    let lines = [
        LineError::Json("x".into()),
        LineError::Hash,
        LineError::TooLong,
        LineError::Newer(Cause::text("x")),
    ];
    all.extend(lines.iter().map(told));
    let appends =
        [AppendError::NotWritten(disk()), AppendError::Unknown(disk()), AppendError::Moved];
    all.extend(appends.iter().map(told));
    let standing = [
        ReadOnly::DiskFull,
        ReadOnly::FileLimit,
        ReadOnly::DiskReadOnly,
        ReadOnly::DiskFails,
        ReadOnly::ClockAhead,
        ReadOnly::ClockBehind,
    ];
    all.extend(standing.iter().map(told));
    all.extend(FileSort::ALL.map(|sort| told(&UserFileError::NotAFile(sort))));
    all.push(told(&UserFileError::TooLong(256 << 20)));
    all.extend(SYSTEM_ERRORS.map(|code| told(&io::Error::from_raw_os_error(code))));
    all
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, found),
            false => found.push(fs::read_to_string(path).unwrap()),
        }
    }
}

/// The literals behind a call, in the text of all sources: `LedgerError::Beyond("an account")`.
fn literals(call: &str, count: usize) -> Vec<Vec<String>> {
    let mut texts = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
    let calls = texts.iter().flat_map(|text| text.split(call).skip(1));
    let quoted = |rest: &str| -> Vec<String> {
        rest.split('"').skip(1).step_by(2).take(count).map(str::to_string).collect()
    };
    calls.filter(|rest| rest.trim_start().starts_with('"')).map(quoted).collect()
}

/// The sums that can be too large.
fn sums() -> Vec<String> {
    let all: Vec<String> = literals("LedgerError::Beyond(", 1).concat();
    assert!(all.len() > 20, "{all:?}");
    all
}

#[test]
fn every_error_is_told_in_english_as_it_is_logged_and_differently_in_french() {
    let all = all();
    assert!(all.len() > 80, "{}", all.len());
    for (logged, told) in all {
        assert_eq!(told[0], logged);
        let has_no_words = ["/b: x", "x"].contains(&logged.as_str());
        for other in &told[1..] {
            assert!(*other != logged || has_no_words, "{logged} has only English words");
            assert!(!other.contains("{ $") && !other.contains("error-"), "{other}");
        }
    }
}

#[test]
fn a_reason_in_the_code_is_in_english_what_the_file_of_words_says() {
    let all = literals("Cause::said(", 2);
    assert!(all.len() > 12, "{}", all.len());
    for reason in all {
        assert_eq!(Words::english().say(&reason[0], &[]), reason[1], "{}", reason[0]);
    }
}

#[test]
fn an_error_that_came_through_another_process_is_told_in_the_language_of_this_one() {
    let error = Failure::Book(BookError::NoClock);
    let sent = serde_json::to_string(&daybook::engine::wire::message::Reply::from_failure(&error));
    let sent = sent.unwrap();
    assert!(sent.contains("before 1970 or after 2999"), "older clients read English: {sent}");
    let daybook::engine::wire::message::Reply::Failed(failed) =
        serde_json::from_str(&sent).unwrap()
    else {
        panic!("{sent}");
    };
    let french = Words::french();
    assert_eq!(french.tell(&Failure::from(failed)), french.tell(&error));
    // A process that knows nothing of messages sends English alone.
    let old = r#"{"unknown":false,"why":"the disk is full"}"#;
    let old: daybook::engine::wire::message::Failed = serde_json::from_str(old).unwrap();
    assert_eq!(french.tell(&Failure::from(old)), "the disk is full");
}
