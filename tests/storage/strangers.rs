//! What lies among the files of a book and is none of its own is moved aside and told, never removed; and a
//! restore that fails leaves what was there.

use std::fs;
use std::io::{Read, Write};

use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use daybook::domain::Rule;
use daybook::engine::{Failure, Receipt, Submission, intake};

use crate::common::cli::Cli;
use crate::common::{TestBook, names};

const LINE: &str = r#"{"do":"register_customer","name":"Mill"}"#;

#[test]
fn a_file_with_the_name_of_a_segment_is_moved_aside_and_told() {
    for (part, content) in [
        ("journal", &b"not ours\n"[..]),
        ("journal", b""),
        ("journal", b"\n\n\n"),
        ("journal", b"{\"seq\":1}"),
        ("private", b"not ours\n"),
        ("private", b""),
    ] {
        let cli = Cli::with_book();
        assert_eq!(cli.post(LINE).0, 0);
        let name = "000000009999.jsonl";
        let stranger = cli.book().join(part).join(name);
        fs::write(&stranger, content).unwrap();
        let output = cli.run(&["check"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{part} {content:?}: {said}");
        let told = format!("{part}/{name} is not part of the journal: it was moved to ");
        assert!(said.contains(&told) && !said.contains("unfinished write"), "{part}: {said}");
        let aside = stranger.with_extension("jsonl.unknown");
        assert_eq!(fs::read(&aside).unwrap(), content);
        assert!(!stranger.exists());
        // It happens once, and the book goes on.
        assert_eq!(cli.run(&["check"]).stderr, b"");
        assert_eq!(cli.post(LINE).0, 0);
        assert_eq!(cli.json(&["verify"])["ok"], true);
        // Another one does not take its place.
        fs::write(&stranger, "another").unwrap();
        assert_eq!(cli.status(&["check"]), 0);
        assert_eq!(fs::read(&aside).unwrap(), content);
        assert_eq!(fs::read(stranger.with_extension("jsonl.unknown-2")).unwrap(), b"another");
    }
}

#[test]
fn notes_of_the_user_among_the_files_of_a_book_stay() {
    let cli = Cli::with_book();
    let notes = ["journal/notes.new", "private/notes.new", "journal/notes.jsonl", "notes.new"];
    for note in notes {
        fs::write(cli.book().join(note), "mine").unwrap();
    }
    fs::write(cli.book().join("journal/head.new"), "half").unwrap();
    assert_eq!(cli.post(LINE).0, 0);
    assert_eq!(cli.status(&["rebuild"]), 0);
    for note in notes {
        assert_eq!(fs::read_to_string(cli.book().join(note)).unwrap(), "mine", "{note}");
    }
    assert!(!cli.book().join("journal/head.new").exists(), "what a kill left goes");
}

#[test]
fn a_restore_that_fails_leaves_the_place_as_it_was() {
    let cli = Cli::with_book();
    let lines = format!("{LINE}\n").repeat(300);
    assert_eq!(cli.post(lines).0, 0);
    let backup = cli.dir.path().join("backup.tar.gz");
    assert_eq!(cli.status(&["backup", backup.to_str().unwrap()]), 0);
    let whole = fs::read(&backup).unwrap();
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        bytes[at + 1] ^= 0xFF;
        bytes
    };
    let flips = [1, 3, 4, 5, 6].map(|part| flipped(part * whole.len() / 8));
    let bad = cli.dir.path().join("bad.tar.gz");
    let (made, there) = (cli.dir.path().join("a/b/book"), cli.dir.path().join("there"));
    fs::create_dir(&there).unwrap();
    let others: [&[u8]; 3] = [&whole[..whole.len() / 2], b"", b"no archive"];
    // More than the backup: a byte, zeros, another archive, a file hidden behind the end of the tar.
    let hidden = {
        let mut tar = Vec::new();
        GzDecoder::new(whole.as_slice()).read_to_end(&mut tar).unwrap();
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&[&tar[..], b"hidden"].concat()).unwrap();
        packed.finish().unwrap()
    };
    let more = [&b"x"[..], &[0; 600], &whole].map(|more| [&whole, more].concat());
    for bytes in more.iter().chain([&hidden]) {
        fs::write(&bad, bytes).unwrap();
        let output = cli.run(&["--book", made.to_str().unwrap(), "restore", bad.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(3) && said.contains("something follows"), "{said}");
        assert!(!cli.dir.path().join("a").exists());
    }
    for bytes in flips.iter().map(Vec::as_slice).chain(others) {
        fs::write(&bad, bytes).unwrap();
        for place in [&made, &there] {
            let output =
                cli.run(&["--book", place.to_str().unwrap(), "restore", bad.to_str().unwrap()]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{said}");
            let is_said = ["damaged or cut off", "not a backup", "this backup is damaged"];
            assert!(is_said.iter().any(|words| said.contains(words)), "{said}");
        }
        assert!(!cli.dir.path().join("a").exists());
        assert_eq!(names(&there), Vec::<String>::new());
    }
    for place in [&made, &there] {
        let restore = ["--book", place.to_str().unwrap(), "restore", backup.to_str().unwrap()];
        assert_eq!(cli.status(&restore), 0);
        // Over a book that is there nothing changes either.
        let before = names(place);
        fs::write(&bad, &whole[..whole.len() / 2]).unwrap();
        let replace =
            ["--book", place.to_str().unwrap(), "restore", bad.to_str().unwrap(), "--replace"];
        assert_eq!(cli.status(&replace), 3);
        assert_eq!(names(place), before);
        assert_eq!(cli.status(&["--book", place.to_str().unwrap(), "check"]), 0);
    }
}

#[test]
fn a_book_whose_private_records_were_removed_is_read_and_says_so() {
    let cli = Cli::with_book();
    assert_eq!(cli.post(LINE).0, 0);
    fs::remove_dir_all(cli.book().join("private")).unwrap();
    let output = cli.run(&["check"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("the private record of entry 2 is damaged or missing"), "{said}");
    let (status, answers) = cli.post(LINE);
    assert!(status == 1 && answers[0]["ok"] == false, "{answers:?}");
}

#[test]
fn private_records_that_come_back_are_read_again() {
    let cli = Cli::with_book();
    assert_eq!(cli.post(LINE).0, 0);
    let (private, elsewhere) = (cli.book().join("private"), cli.book().join("../elsewhere"));
    let shown = |args: &[&str]| {
        let output = cli.run(args);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let is_found = || shown(&["lookup", "mill"]).1.contains("Mill");
    assert!(is_found());
    fs::rename(&private, &elsewhere).unwrap();
    fs::remove_dir_all(cli.book().join("ledger")).unwrap();
    assert!(!is_found());
    fs::remove_dir_all(&private).unwrap();
    fs::rename(&elsewhere, &private).unwrap();
    assert!(is_found());
    assert_eq!(shown(&["verify"]).0, Some(0));
}

#[test]
fn a_ledger_stays_where_the_private_records_it_was_posted_from_are_gone() {
    for part in ["private", "private/000000000002.jsonl"] {
        let cli = Cli::with_book();
        assert_eq!(cli.post(LINE).0, 0);
        let (private, elsewhere) = (cli.book().join(part), cli.book().join("../elsewhere"));
        fs::rename(&private, &elsewhere).unwrap();
        for _ in 0..2 {
            let output = cli.run(&["lookup", "mill"]);
            let (out, err) = (output.stdout, String::from_utf8(output.stderr).unwrap());
            assert!(String::from_utf8(out).unwrap().contains("Mill"), "{part}: {err}");
            assert!(err.contains("the private record of entry 2 is damaged or missing"), "{err}");
            assert!(!err.contains("the ledger was damaged"), "{err}");
        }
        let (status, answers) = cli.post(LINE);
        assert!(status == 1 && answers[0]["refusal"]["rule"] == "journal.read_only", "{answers:?}");
        assert_eq!(cli.json(&["verify"])["damage"][0]["entry"], 2, "{part}");
        fs::rename(&elsewhere, &private).unwrap();
        assert_eq!(cli.post(LINE).0, 0);
        assert_eq!(cli.status(&["verify"]), 0);
        assert!(!cli.book().join("quarantine-1").exists());
    }
}

fn committed(test: &mut TestBook, line: &str) -> Result<Receipt, Failure> {
    let envelope = intake::read(line).1.unwrap();
    test.book().commit(&[Submission::of("eva", envelope)]).remove(0)
}

const AGAIN: &str =
    r#"{"do":"register_customer","name":"Glass","id":"00000000-0000-7000-8000-000000000009"}"#;

/// Posts to an open book after its private records, or the file in them, came back.
#[test]
fn an_open_book_accepts_entries_again_once_its_private_records_are_back() {
    for part in ["private", "private/000000000002.jsonl"] {
        let mut test = TestBook::rwanda();
        test.taken(LINE);
        let (from, to) = (test.folder().join(part), test.dir.path().join("elsewhere"));
        // They go while the book is open, and the outcome of a command is unknown.
        fs::rename(&from, &to).unwrap();
        let lost = committed(&mut test, AGAIN);
        assert!(matches!(lost, Err(Failure::Unknown(_))), "{part}: {lost:?}");
        let refused = |failed: Result<Receipt, Failure>| match failed {
            Err(Failure::Refused(refusal)) => assert_eq!(refusal.rule, Rule::JournalReadOnly),
            other => panic!("{part}: {other:?}"),
        };
        refused(committed(&mut test, LINE));
        fs::rename(&to, &from).unwrap();
        let seq = committed(&mut test, AGAIN).unwrap().seq;
        assert_eq!(committed(&mut test, AGAIN).unwrap().seq, seq, "{part}: entered once");
        // They were gone when it was opened.
        test.close();
        fs::rename(&from, &to).unwrap();
        test.open();
        refused(committed(&mut test, LINE));
        if from.is_dir() {
            fs::remove_dir_all(&from).unwrap();
        }
        fs::rename(&to, &from).unwrap();
        assert_eq!(committed(&mut test, LINE).unwrap().seq, seq + 1);
        assert!(test.book().found.unreadable.is_empty() && test.book().found.in_memory.is_none());
        assert!(test.verify().ok, "{part}");
        assert!(!test.folder().join("quarantine-1").exists());
    }
}
