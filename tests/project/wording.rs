//! What the desk tells is seen whole, in both languages and in the smallest window: messages, why
//! something stays, refusals below a form, hints and choices.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::domain::{Language, Refusal, Rule};
use daybook::tui::settings::Settings;
use daybook::words::Words;

const SIZES: [(u16, u16); 2] = [(80, 24), (60, 16)];

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.close();
    test
}

fn french() -> Settings {
    Settings { language: Some("fr".into()), ..Settings::default() }
}

/// A screen as it is read: one text, whatever line its words are on.
fn read(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn each_window(test: impl Fn(Headless, &Words)) {
    let book = book();
    for size in SIZES {
        for (settings, words) in
            [(Settings::default(), Words::english()), (french(), Words::french())]
        {
            let mut desk = Headless::open_as("e", &book.folder(), settings, size);
            desk.sees(&["1"]).rests();
            test(desk, &words);
        }
    }
}

/// The command of the palette that opens a form.
fn key_of(form: &str) -> String {
    let key = match form {
        "credit_note" => "credit",
        "note_dispute" => "note",
        "move_dispute" => "move",
        "resolve_dispute" => "resolve",
        form => form,
    };
    key.replace('_', "-")
}

/// The names of messages, as they stand in a file of words.
fn names(fronts: &[&str]) -> Vec<&'static str> {
    let names = Language::English.words().lines().filter_map(|line| line.split_once(" = "));
    let names = names.map(|(name, _)| name).filter(|name| !name.starts_with([' ', '#']));
    names.filter(|name| fronts.iter().any(|front| name.starts_with(front))).collect()
}

#[test]
fn a_message_is_seen_whole() {
    let all = names(&["posted", "park-", "needs-", "undo-", "restore-", "form-no", "list-no"]);
    assert!(all.len() > 40, "{}", all.len());
    each_window(|mut desk, words| {
        let parts = [
            ("form", words.say("form-resolve-dispute", &[])),
            ("made", "CN-2026-00001, DSP-2026-00001, PRM-2026-00001".into()),
            ("number", "CN-2026-00001".into()),
            ("of", words.word("credit_note")),
            ("kind", words.word("invoice")),
            ("why", words.say("rule-invoice-void", &[("invoice", "INV-2026-00001")])),
            ("whose", "Kigali Heights".into()),
            ("at", "14:02".into()),
        ];
        let parts: Vec<(&str, &str)> =
            parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut said: Vec<String> = all.iter().map(|name| words.say(name, &parts)).collect();
        // The longest of all that a rule has to say.
        let refusal = Refusal::new(Rule::WriteOffTolerance, "amount").with("given", "1000");
        said.push(words.told(&refusal.with("before", "1000").with("most", "1000")));
        for text in said {
            desk.app.message = Some(text.clone());
            let screen = desk.shows();
            assert!(read(&screen).contains(&read(&text)), "{text} in:\n{screen}");
        }
    });
}

#[test]
fn every_form_shows_its_hints_and_labels_whole() {
    each_window(|mut desk, words| {
        desk.types("kigali").sees(&["Kigali Heights"]).types("<enter>");
        desk.sees(&["INV-2026-00001"]).types("<tab>").rests();
        let mut seen = 0;
        for form in daybook::tui::form::spec::Forms::load().unwrap().all() {
            let title = words.say(&format!("form-{}", form.name.replace('_', "-")), &[]);
            let help = format!("key-{}-help", key_of(&form.name));
            let before = desk.app.layers.len();
            desk.types("<ctrl-p>").types(&words.say(&help, &[])).types("<enter>").rests();
            let is_open = desk.app.layers.last().is_some_and(|layer| layer.form().is_some());
            if !is_open {
                // It needs another document than the invoice.
                desk.app.layers.truncate(before);
                continue;
            }
            assert!(desk.shows().contains(&title), "{title} in:\n{}", desk.shows());
            for _ in 0..form.fields.len() {
                let screen = desk.shows();
                // The name of a customer may be cut, and a title; nothing below it.
                let below = screen.lines().skip(4);
                let cut: Vec<&str> = below.filter(|line| line.contains('…')).collect();
                assert!(cut.is_empty(), "{}: {cut:?} in:\n{screen}", form.name);
                desk.types("<tab>");
            }
            seen += 1;
            desk.app.layers.truncate(before);
        }
        assert!(seen > 12, "{seen}");
    });
}
