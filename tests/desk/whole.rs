//! No figure on the screen is cut: every pane, the forms and the review with amounts as large as
//! the book takes, in windows of three sizes, in English and in French.

use std::collections::BTreeSet;

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::domain::Code;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::show::Show;
use daybook::tui::app::context;
use daybook::tui::keymap::Context;
use daybook::tui::settings::Settings;
use daybook::words::Words;
use rust_decimal::Decimal;
use serde_json::Value;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

/// Whatever a book knows as an amount, in plain notation.
fn amounts(of: &Value, found: &mut BTreeSet<String>) {
    match of {
        Value::String(text) if text.parse::<Decimal>().is_ok() => {
            found.insert(text.trim_start_matches('-').to_string());
        }
        Value::Array(all) => all.iter().for_each(|one| amounts(one, found)),
        Value::Object(all) => all.values().for_each(|one| amounts(one, found)),
        _ => {}
    }
}

/// A book with amounts as long as they come, and what it knows as an amount.
fn book(rwanda: bool, has_limit: bool) -> (TestBook, BTreeSet<String>) {
    let mut test = if rwanda { TestBook::rwanda() } else { TestBook::canada() };
    let name = "Kigali Heights Hotel and Conference Residences of the Thousand Hills Ltd";
    let cents = if rwanda { "" } else { ".25" };
    let sum = |text: &str| format!("{text}{cents}");
    let (large, half) = match rwanda {
        true => (sum("498765432123456"), sum("123456789012345")),
        false => (sum("4987654321234"), sum("1234567890123")),
    };
    let limit = match (has_limit, rwanda) {
        (false, _) => String::new(),
        (_, true) => r#","credit_limit":"1000000000000000""#.into(),
        (_, false) => r#","credit_limit":"10000000000000.00""#.into(),
    };
    test.taken(&format!(
        r#"{{"do":"register_customer","code":"C1","name":"{name}","terms":"net 30"{limit}}}"#
    ));
    test.taken(&format!(
        r#"{{"do":"define_item","code":"ROOM","name":"A conference room with a view over all of the hills","price":"{large}","date":"2026-01-01"}}"#
    ));
    for (due, amount) in
        [("2026-06-01", &half), ("2026-10-20", &half), ("2026-12-20", &half), ("2026-09-01", &half)]
    {
        test.taken(&format!(
            r#"{{"do":"issue_invoice","customer":"C1","date":"2026-05-02","due":"{due}","reference":"PO-{due}","lines":[{{"description":"A conference room with a view over all of the hills","quantity":"1","unit_price":"{amount}"}}]}}"#
        ));
    }
    for line in [
        format!(r#"{{"do":"open_dispute","invoice":"INV-2026-00001","amount":"{half}","reason":"price"}}"#),
        format!(r#"{{"do":"record_payment","customer":"C1","date":"2026-11-02","amount":"{half}","method":"cheque","reference":"CHQ-77","allocate":"none"}}"#),
        format!(r#"{{"do":"allocate","from":"PAY-2026-00001","to":"INV-2026-00004","amount":"{half}"}}"#),
        format!(r#"{{"do":"record_payment","customer":"C1","date":"2026-11-03","amount":"{half}","method":"bank","allocate":"none"}}"#),
        format!(r#"{{"do":"promise","customer":"C1","invoice":"INV-2026-00002","amount":"{half}","by":"2026-11-27"}}"#),
        r#"{"do":"draft_invoice","customer":"C1","lines":[{"item":"ROOM","quantity":"1"}]}"#.to_string(),
        r#"{"do":"bounce_payment","payment":"PAY-2026-00001","date":"2026-11-20","reason":"no funds"}"#.to_string(),
    ] {
        test.taken(&line);
    }
    let mut known = BTreeSet::new();
    let asked = BalanceOf { customer: Code("C1".into()), asked: AsOf::default() };
    let balance = test.ask(&asked).unwrap();
    // What is late once what is on account is counted against it.
    let late = balance.overdue.minus(balance.on_account).unwrap();
    known.insert(late.to_string());
    amounts(&serde_json::to_value(&balance).unwrap(), &mut known);
    for what in [
        "C1",
        "ROOM",
        "INV-2026-00001",
        "INV-2026-00002",
        "INV-2026-00003",
        "INV-2026-00004",
        "PAY-2026-00001",
        "PAY-2026-00002",
        "DSP-2026-00001",
        "PRM-2026-00001",
        "D000001",
    ] {
        let shown = test.ask(&Show { what: what.into() }).unwrap();
        amounts(&serde_json::to_value(&shown).unwrap(), &mut known);
    }
    test.close();
    (test, known)
}

/// The figures of a line that have thousands, and whether something was cut behind one.
fn figures(line: &str, thousands: char, point: char) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let letters: Vec<char> = line.chars().collect();
    let mut place = 0;
    while place < letters.len() {
        if !letters[place].is_ascii_digit() {
            place += 1;
            continue;
        }
        let begin = place;
        let is_part = |place: usize| match letters.get(place) {
            Some(letter) if letter.is_ascii_digit() => true,
            Some(letter) if *letter == thousands || ['.', ',', point].contains(letter) => {
                letters.get(place + 1).is_some_and(char::is_ascii_digit)
            }
            _ => false,
        };
        while is_part(place) {
            place += 1;
        }
        let figure: String = letters[begin..place].iter().collect();
        let is_cut = letters.get(place).is_some_and(|letter| matches!(letter, '…' | '~'));
        let before = begin.checked_sub(1).map(|before| letters[before]);
        let is_name = before.is_some_and(|letter| letter.is_alphabetic() || letter == '-');
        let is_long = figure.contains(thousands) || figure.len() > 9;
        if !is_name && (is_long || is_cut) {
            found.push((figure, is_cut));
        }
    }
    found
}

/// Asserts that each figure on the screen is one that the book knows.
fn all_whole(desk: &mut Headless, words: &Words, known: &BTreeSet<String>, what: &str) -> usize {
    let screen = desk.rests();
    let thousands = words.figure("1000").chars().nth(1).unwrap();
    let point = words.figure("0.5").chars().nth(1).unwrap();
    // A paper beside a form is in the customer's language.
    let english = Words::english();
    let spoken = known.iter().flat_map(|plain| [words.figure(plain), english.figure(plain)]);
    let spoken: BTreeSet<String> = spoken.collect();
    let mut count = 0;
    for line in screen.lines() {
        for (figure, is_cut) in figures(line, thousands, point) {
            let plain: String = figure.chars().filter(|letter| *letter != thousands).collect();
            let typed = known.contains(&plain.replace(point, "."));
            assert!(
                !is_cut && (spoken.contains(&figure) || typed),
                "{what}: {figure} is not whole in:\n{screen}"
            );
            count += 1;
        }
    }
    count
}

#[test]
fn every_amount_on_every_screen_is_whole() {
    for rwanda in [true, false] {
        let (test, mut known) = book(rwanda, true);
        // Sums that only lists come to: all are of one amount.
        let parse = |text: &String| text.parse::<Decimal>().unwrap();
        for times in 2..4 {
            for one in known.clone() {
                known.insert((parse(&one) * Decimal::from(times)).to_string());
            }
        }
        let language = if rwanda { "en" } else { "fr" };
        for size in SIZES {
            let settings = Settings { language: Some(language.into()), ..Settings::default() };
            walk(&test, settings, size, &known);
        }
        if rwanda {
            walk(&test, Settings { ascii: true, ..Settings::default() }, (80, 24), &known);
        }
    }
}

fn walk(
    test: &TestBook,
    settings: Settings,
    (width, height): (u16, u16),
    known: &BTreeSet<String>,
) {
    let words = Words::of(settings.language.as_deref().unwrap_or("en"));
    let mut desk = Headless::open(&test.folder(), settings, width, height);
    let words = &words;
    let at = |what: &str| format!("{what} {width}×{height}");
    desk.sees(&["1"]).types("kig").sees(&["Kigali He"]);
    assert!(all_whole(&mut desk, words, known, &at("home")) >= 3);
    desk.types("<enter>").sees(&["INV-2026"]);
    assert!(all_whole(&mut desk, words, known, &at("sheet")) >= 4);
    desk.types("<down><down>");
    all_whole(&mut desk, words, known, &at("sheet, below"));
    for key in ["p", "i", "c", "d", "r", "o"] {
        desk.types(key);
        all_whole(&mut desk, words, known, &at(&format!("form {key}")));
        desk.types("<ctrl-s>");
        all_whole(&mut desk, words, known, &at(&format!("review of {key}")));
        while desk.app.top().form().is_some() {
            desk.types("<esc>");
        }
        assert!(context(&desk.app) == Context::Sheet, "{}", desk.shows());
    }
    for (pane, sees) in [
        ("2", "C1"),
        ("3", "INV-2026-00001"),
        ("4", "PAY-2026-00001"),
        ("5", "DSP-2026"),
        ("8", "PRM-2026"),
        ("9", "D000001"),
    ] {
        desk.types(&format!("<alt-{pane}>")).sees(&[&sees[..4.min(sees.len())]]);
        assert!(all_whole(&mut desk, words, known, &at(&format!("list {pane}"))) > 0);
        desk.types("<enter>");
        assert!(all_whole(&mut desk, words, known, &at(&format!("document of {pane}"))) > 0);
        desk.types("<down><down><down><down><down><down><down><down>");
        all_whole(&mut desk, words, known, &at(&format!("document of {pane}, below")));
    }
    desk.closes();
}

#[test]
fn a_form_with_long_amounts_typed_shows_them_whole() {
    let (test, mut known) = book(false, false);
    for plain in ["1234567890123.25", "7407407340738.00", "7407407340739.50", "9876543210.25"] {
        known.insert(plain.into());
    }
    let value = |text: &str| text.parse::<Decimal>().unwrap();
    let line = value("1234567890123.25") * value("3");
    known.insert(line.to_string());
    known.insert((line + value("9876543210.25")).to_string());
    for one in known.clone() {
        known.insert((value(&one) + value("9876543210.25")).to_string());
    }
    for (language, ok) in [("en", "Total"), ("fr", "Total")] {
        let words = Words::of(language);
        for (width, height) in SIZES {
            let settings = Settings { language: Some(language.into()), ..Settings::default() };
            let mut desk = Headless::open(&test.folder(), settings, width, height);
            desk.sees(&["1"]).types("kig").sees(&["Kigali He"]).types("<alt-i>").rests();
            desk.types("A room with a view over the hills<tab>3<tab>CAD 1,234,567,890,123.25<tab>");
            all_whole(&mut desk, &words, &known, &format!("typing {width}"));
            desk.types("<ctrl-n>Chair<tab>1<tab>9876543210.25").sees(&[ok]);
            all_whole(&mut desk, &words, &known, &format!("typed {width}"));
            desk.types("<ctrl-s>").rests();
            all_whole(&mut desk, &words, &known, &format!("review {width}"));
            desk.closes();
        }
    }
}

/// In a narrow window the words have the room of what is not there: keys that a command has none of, the rest of a
/// column of short codes, figures that the sentence says already.
#[test]
fn a_narrow_window_spends_its_room_on_words() {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine"}"#,
    );
    for day in 1..9 {
        test.invoice("C0001", "2026-10-02", &format!("2026-11-0{day}"), "318600");
    }
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 60, 20);
    desk.sees(&["of 1"]).types("<alt-2>").sees(&["▸ C0001", "Kigali Heights Hotel"]);
    desk.types("<alt-9>")
        .sees(&["There are none yet. Ctrl-P has the command that makes", "the first one."]);
    desk.types("<ctrl-p>calling hours").sees(&["Say when the customer may be called (select"]);
    desk.types("<esc><alt-1>kig").sees(&["▸ Kigali"]).types("<enter>");
    desk.sees(&["Open items 8", "▸ INV-2026-00001", "INV-2026-00005"]);
    desk.closes();
}
