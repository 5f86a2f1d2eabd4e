//! The desk, as somebody at it sees it: journeys through a real terminal, and keys drawn by chance.

use std::time::{Duration, Instant};

use crate::common::TestBook;
use crate::common::properties::properties;
use crate::common::pty::Terminal;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::tui::app::{App, DeskEvent, Effect};
use daybook::tui::settings::Settings;
use daybook::tui::theme::{Theme, ThemeName};
use daybook::tui::{Ended, view};
use portable_pty::CommandBuilder;
use proptest::prelude::*;
use ratatui::Terminal as Drawn;
use ratatui::backend::TestBackend;

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example","terms":"net 30","credit_limit":"5000000"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"École Amélie O'Brien","phone":"0788 999 111"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-11-14", "2026-12-14", "569350");
    test.close();
    test
}

#[test]
fn looks_up_a_balance_while_the_customer_is_on_the_line() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Who is calling?", "of 2"]);
    desk.types("kig h").sees(&["▸ Kigali Heights Hotel", "887,950", "318,600"]);
    desk.sees(&["Kigali Heights Hotel owes RWF 887,950; 318,600 is overdue, the oldest 20 days."]);
    desk.sees(&["Claudine Uwase · +250 788 123 456"]);
    desk.types("<enter>").sees(&[
        "INV-2026-00001",
        "20 days overdue",
        "INV-2026-00002",
        "in 23 days",
    ]);
    desk.types("<esc>").sees(&["Who is calling?  kig h"]);
    // The other line: what stands in the prompt is emptied, and a telephone typed.
    desk.types("<esc>").sees_no_more("kig h").types("999111").sees(&["0788 999 111 → École"]);
    desk.types("<f1>").sees(&["Close the desk"]).types("<esc>").sees(&["Who is calling?  999111"]);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_key_that_cannot_act_says_why() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("<enter>").sees(&["No account to open"]);
    desk.types("<esc>").sees(&["F3 closes the desk"]);
    desk.types("zzzz").sees(&["No match for “zzzz”"]);
}

#[test]
fn a_window_that_is_too_small_asks_for_more_and_comes_back() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]);
    desk.resizes(40, 12).sees(&["needs a window of 60×16"]);
    desk.resizes(1, 1).resizes(60, 16).sees(&["▸ Kigali Heights", "887,950"]);
    desk.types("<enter>").sees(&["INV-2026-00001", "20 days overdue", "318,600"]).types("<esc>");
    desk.resizes(120, 40).sees(&["▸ Kigali Heights Hotel", "887,950"]);
}

#[test]
fn a_key_in_the_instant_of_a_resize_is_not_lost() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]);
    let mut typed = String::new();
    for round in 0..20 {
        desk.types("x").resizes(80 + round % 3, 24 + round % 5);
        typed.push('x');
        desk.sees(&[&format!("calling?  {typed} ")]);
    }
}

#[test]
fn when_the_line_drops_the_desk_ends_and_lets_go_of_the_book() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("kig").sees(&["▸ Kigali"]).hangs_up();
    assert_ne!(desk.ends(), 0);
    let mut test = test;
    test.open();
    assert!(test.verify().ok);
}

#[test]
fn a_desk_blanks_the_screen_that_a_killed_one_left() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    // A multiplexer that is on the alternate screen already keeps its picture when it is entered again.
    let raw = String::from_utf8_lossy(&desk.raw()).into_owned();
    let (_, entered) = raw.split_once("\x1b[?1049h").unwrap();
    let (before, _) = entered.split_once("Who is calling?").unwrap();
    assert!(before.contains("\x1b[2J"), "{before:?}");
}

#[test]
fn a_book_that_a_desk_holds_is_verified_beside_it() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("nyam<alt-n>").sees(&["New customer"]).types("Aline<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["C0003 posted"]);
    let verify = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["verify", "--today", "2026-11-21", "--book"]).arg(test.folder()).args(args);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code(), said)
    };
    let (status, said) = verify(&[]);
    assert!(status == Some(0) && said.contains("6 entries, head 6:"), "{said}");
    assert!(said.contains(" has the book open. ") && said.contains("run `daybook verify` again"));
    let (_, said) = verify(&["--json"]);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&report["ok"], &report["behind"]), (&true.into(), &0.into()));
    assert_eq!(report["held"]["pid"].as_u64(), desk.process().map(u64::from));
    // The desk goes on, and damage is found beside it too.
    desk.types("<esc><esc>kig").sees(&["▸ Kigali"]);
    let journal = test.folder().join("journal/000000000001.jsonl");
    let whole = std::fs::read(&journal).unwrap();
    let mut spoilt = whole.clone();
    let at = whole.windows(6).position(|part| part == b"318600").unwrap();
    spoilt[at] = b'9';
    std::fs::write(&journal, &spoilt).unwrap();
    let (status, said) = verify(&[]);
    assert!(status == Some(3) && said.contains("DAMAGED"), "{said}");
    std::fs::write(&journal, &whole).unwrap();
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    let (status, said) = verify(&[]);
    assert!(status == Some(0) && said.contains("the ledger agrees with it"), "{said}");
}

/// Any key at all.
fn key() -> impl Strategy<Value = KeyEvent> {
    let code = prop_oneof![
        4 => any::<char>().prop_map(KeyCode::Char),
        4 => "[a-z0-9 ?]".prop_map(|text| KeyCode::Char(text.chars().next().unwrap())),
        1 => (1_u8..13).prop_map(KeyCode::F),
        4 => prop::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::Right,
            KeyCode::Home, KeyCode::End, KeyCode::PageUp, KeyCode::PageDown, KeyCode::Tab,
            KeyCode::BackTab, KeyCode::Backspace, KeyCode::Delete, KeyCode::Insert, KeyCode::Null,
        ]),
    ];
    let with = prop_oneof![6 => Just(0_u8), 1 => any::<u8>()];
    (code, with)
        .prop_map(|(code, with)| KeyEvent::new(code, KeyModifiers::from_bits_truncate(with)))
}

proptest! {
    #![proptest_config(properties(200))]

    /// Keys, pastes and windows drawn by chance: the desk goes on, or ends because it was asked to.
    #[test]
    fn no_key_and_no_window_upsets_it(
        steps in prop::collection::vec((key(), any::<String>(), 0_u16..130, 0_u16..50), 60),
    ) {
        let mut app = App::new("eva".into(), Settings::default(), Vec::new()).unwrap();
        for (key, text, width, height) in steps {
            let paste = width % 10 == 0;
            let event = if paste { DeskEvent::Paste(text) } else { DeskEvent::Key(key) };
            for effect in app.update(event) {
                let ended = matches!(effect, Effect::End(Ended::HungUp) | Effect::Fail(_));
                prop_assert!(!ended);
            }
            let mut drawn = Drawn::new(TestBackend::new(width, height)).unwrap();
            drawn
                .draw(|frame| {
                    view::draw(frame, &app, &Theme::named(ThemeName::Sixteen));
                })
                .unwrap();
        }
    }
}

#[test]
fn a_desk_stops_where_a_shell_can_resume_it_and_only_there() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"]).types("<ctrl-z>").sees(&["There is no shell here"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    let mut shell = CommandBuilder::new("sh");
    shell.arg("-i");
    let home = test.folder().with_extension("home");
    shell.env("HOME", &home);
    shell.env("PS1", "$ ");
    let mut shell = Terminal::runs(shell, 80, 24);
    let (program, book) = (env!("CARGO_BIN_EXE_daybook"), test.folder());
    let line = format!("{program} --today 2026-11-21 --book {}<enter>", book.display());
    shell.sees(&["$"]).types(&line).sees(&["Who is calling?", "of 2"]).types("<ctrl-z>");
    // The shell goes on with the same line once it has the terminal again: what is typed while it takes
    // that back may be dropped.
    shell.sees(&["Stopped"]).types("fg; exit<enter>").sees(&["Who is calling?"]).types("<f3>");
    assert_eq!(shell.ends(), 0);
}

#[test]
fn a_desk_whose_terminal_is_stalled_ends_when_told_to_and_keeps_what_is_half_typed() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 2"])
        .types("<alt-n>")
        .sees(&["New customer"])
        .types("Kigali Gl")
        .sees(&["Kigali Gl"]);
    desk.stalls();
    let told = Instant::now();
    let process = desk.process().unwrap().to_string();
    assert!(
        std::process::Command::new("kill").args(["-TERM", &process]).status().unwrap().success()
    );
    assert_eq!(desk.ends(), 129);
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["Unfinished entries from last time"]).types("<enter>").sees(&["Kigali Gl"]);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn unfinished_entries_that_cannot_be_read_are_moved_aside_and_told() {
    let test = book();
    let mut desk = Terminal::desk(&test.folder(), 100, 24);
    desk.sees(&["of 2"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    let drafts = test.folder().with_extension("home").join(".local/state/daybook/drafts");
    let lock = std::fs::read_dir(&drafts).unwrap().next().unwrap().unwrap().path();
    let (file, aside) = (lock.with_extension("json"), lock.with_extension("unreadable"));
    std::fs::write(&file, "[{\"form\":\"pay").unwrap();
    let mut desk = Terminal::desk(&test.folder(), 100, 24);
    let name = aside.file_name().unwrap().to_str().unwrap();
    desk.sees(&["The unfinished entries from last time cannot be read", name]);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), "[{\"form\":\"pay");
    // A pipe in its place holds nobody up.
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    let mut desk = Terminal::desk(&test.folder(), 100, 24);
    desk.sees(&["named pipe", "of 2"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
}
