//! A monkey at the desk: keys, pastes and windows by chance, on a real book. Nothing upsets the
//! desk, and the book that comes of it verifies. `DAYBOOK_MONKEY_KEYS` and `DAYBOOK_MONKEY_SEED`
//! say how long it sits there, and which one it is.

use crate::common::TestBook;
use crate::common::headless::Headless;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::tui::app::DeskEvent;
use daybook::tui::keymap::Keymap;
use daybook::tui::settings::Settings;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for code in 1..=9 {
        let (name, phone) = (["Ada", "Bo", "Cy"][code % 3], 788_000_000 + code);
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"C{code}","name":"{name} {code}","phone":"{phone}"}}"#
        ));
    }
    for item in ["ROOM", "LUNCH", "BOOK"] {
        test.taken(&format!(
            r#"{{"do":"define_item","code":"{item}","name":"A {item}","price":"1000","tax":"B","date":"2026-01-01"}}"#
        ));
    }
    for count in 0..30 {
        test.invoice(&format!("C{}", 1 + count % 9), "2026-10-02", "2026-11-01", "118000");
    }
    test.close();
    test
}

struct Monkey {
    random: ChaCha8Rng,
    bound: Vec<KeyEvent>,
}

impl Monkey {
    fn key(&mut self) -> KeyEvent {
        let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
        match self.random.random_range(0..100) {
            // Keys that do something, but those that would leave it nothing to do.
            0..25 => self.bound[self.random.random_range(0..self.bound.len())],
            25..55 => plain(KeyCode::Enter),
            55..70 => plain(KeyCode::Tab),
            70..90 => {
                let letters = b"abcdefghijklmnopqrstuvwxyz0123456789 .,-+/%:?1223459";
                plain(KeyCode::Char(letters[self.random.random_range(0..letters.len())].into()))
            }
            90..92 => plain(KeyCode::Char(self.random.random::<char>())),
            92..98 => KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL),
            _ => plain(KeyCode::Backspace),
        }
    }

    fn paste(&mut self) -> String {
        (0..self.random.random_range(0..40)).map(|_| self.random.random::<char>()).collect()
    }
}

#[test]
fn nothing_upsets_it_and_the_book_verifies() {
    let (keys, seed) = (number("DAYBOOK_MONKEY_KEYS", 12_000), number("DAYBOOK_MONKEY_SEED", 1));
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 9"]);
    let bindings = Keymap::load(None).unwrap().bindings;
    let bound = bindings.iter().flat_map(|binding| &binding.keys);
    let event = |key: &crokey::KeyCombination| KeyEvent::new(*key.codes.first(), key.modifiers);
    let bound: Vec<KeyEvent> = bound.map(event).collect();
    let mut monkey = Monkey { random: ChaCha8Rng::seed_from_u64(seed), bound };
    for step in 0..keys {
        match monkey.random.random_range(0..200) {
            0 => {
                let text = monkey.paste();
                desk.gives(DeskEvent::Paste(text));
            }
            1 => {
                let (width, height) =
                    (monkey.random.random_range(1..140), monkey.random.random_range(1..50));
                desk.resizes(width, height);
            }
            // What fits a field.
            6..30 => {
                let words = [
                    "500", "t", "price", "room", "in", "credit", "upheld", "bank", "10", "f",
                    "fri", "mon 9:00", "b", "small", "waiting", "c3", "a note",
                ];
                desk.types(words[monkey.random.random_range(0..words.len())]);
            }
            // It clears its desk, and does something that makes sense.
            30..34 => {
                desk.types("<alt-z><alt-z><alt-b><alt-z><alt-z><alt-b><alt-z><alt-z><alt-z><alt-z><alt-1><esc>");
                let work = [
                    "bo<enter>p<ctrl-s>",
                    "ada<alt-i>roo<enter>2<ctrl-s>",
                    "cy<enter>d5<tab>pr<ctrl-s>",
                    "ada<alt-c>hello<ctrl-s>",
                ];
                desk.types(work[monkey.random.random_range(0..work.len())]);
                // It reads what it has written, and posts it.
                desk.waits(3);
                desk.types("<enter>");
                desk.waits(3);
            }
            // It remembers its name now and then, where the desk is locked.
            2..6 if desk.shows_lock() => drop(desk.types("<backspace><ctrl-u>e<enter>")),
            _ => {
                let key = monkey.key();
                desk.gives(DeskEvent::Key(key));
            }
        }
        desk.hears();
        if step % 7 == 0 {
            let _ = desk.shows();
        }
        // Now and then it waits for what it did.
        if step % 50 == 0 {
            desk.waits(5);
        }
    }
    let kept = desk.app.half_typed().len();
    desk.closes();
    test.open();
    let report = test.verify();
    assert!(report.ok, "seed {seed}: {report:?}");
    println!("{keys} keys, seed {seed}: {} entries, {kept} forms half-typed", report.entries);
    assert!(report.entries > 50, "it got something done: {}", report.entries);
}
