//! What holds for every pane: Esc and `q` lead back, and the last line names only keys that work.

use crate::common::TestBook;
use crate::common::headless::Headless;
use crokey::{KeyCombination, OneToThree};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::tui::app::{DeskEvent, context};
use daybook::tui::keymap::{self, Action, Binding, Context, PANES, PaneName, pane_word};
use daybook::tui::settings::Settings;

/// A book in which every pane has a row.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights","email":"a@kh.example"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21","interval_days":14}"#,
        r#"{"do":"set_late_fee_policy","yearly_percent":"10%","date":"2026-01-01"}"#,
        r#"{"do":"draft_invoice","customer":"C0001","lines":[{"description":"Lunch","quantity":"2","unit_price":"8500"}]}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-09-02", "2026-10-02", "318600");
    test.invoice("C0002", "2026-09-03", "2026-10-03", "72100");
    test.payment("C0002", "2026-10-05", "1000", "none");
    for line in [
        r#"{"do":"open_dispute","invoice":"INV-2026-00002","amount":"100","reason":"price"}"#,
        r#"{"do":"promise","customer":"C0002","invoice":"INV-2026-00002","by":"2026-12-01"}"#,
        r#"{"do":"log_call","customer":"C0001","direction":"in","note":"asks"}"#,
        r#"{"do":"schedule_callback","customer":"C0001","at":"2026-11-23T10:00:00+02:00"}"#,
        r#"{"do":"deliver","document":"INV-2026-00001","by":"email"}"#,
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-10","amount":"72100","payer":"UMURAVA BAKERY","text":"INV-2026-00002"}]}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

/// The panes, each with a key of its own.
fn panes() -> impl Iterator<Item = (PaneName, KeyEvent)> {
    let with = [KeyModifiers::ALT, KeyModifiers::CONTROL].into_iter();
    let keys =
        with.flat_map(|with| (1..=12).map(move |number| KeyEvent::new(KeyCode::F(number), with)));
    PANES.iter().copied().filter(|pane| *pane != PaneName::Home).zip(keys)
}

fn desk(test: &TestBook) -> Headless {
    let binding = |(pane, key): (PaneName, KeyEvent)| {
        let word = pane_word(pane);
        let key = KeyCombination::from(key).to_string().to_lowercase();
        format!(
            "[[key]]\nin = \"everywhere\"\nkeys = [\"{key}\"]\nshows = \"{word}\"\nwords = \"key-pane-{word}\"\n"
        )
    };
    let keys = Some(panes().map(binding).collect::<String>());
    let settings = Settings { keys, ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), settings, 80, 24);
    desk.sees(&["of 2"]);
    desk
}

fn opens(desk: &mut Headless, key: KeyEvent) {
    desk.gives(DeskEvent::Key(key));
    desk.rests();
}

#[test]
fn esc_and_q_lead_home_from_every_pane() {
    let test = book();
    let mut desk = desk(&test);
    for (pane, number) in panes() {
        for key in ["<esc>", "q"] {
            opens(&mut desk, number);
            assert_ne!(context(&desk.app), Context::Home, "{pane:?} was not shown");
            if key == "q" && desk.app.top().part().takes_text() {
                continue;
            }
            desk.types(key).rests();
            assert_eq!(context(&desk.app), Context::Home, "{key} in {pane:?}:\n{}", desk.shows());
        }
    }
    desk.closes();
}

/// The key of a binding that the last line shows.
fn key_of(binding: &Binding) -> Option<(String, KeyEvent)> {
    let key = binding.keys.first()?;
    let OneToThree::One(code) = key.codes else { return None };
    let name = match keymap::name(key).as_str() {
        " " => "Space".to_string(),
        name => name.to_string(),
    };
    Some((binding.shown.clone().unwrap_or(name), KeyEvent::new(code, key.modifiers)))
}

#[test]
fn the_last_line_names_the_way_back_and_only_keys_that_work() {
    let test = book();
    let mut desk = desk(&test);
    let no_use = desk.app.desk.say("desk-no-use", &[]);
    for (pane, number) in panes() {
        opens(&mut desk, number);
        let here = context(&desk.app);
        let footer = desk.shows().lines().last().unwrap_or_default().to_string();
        let bindings = desk.app.desk.keymap.clone();
        let hinted: Vec<&Binding> = bindings.of(here).filter(|it| it.hint).collect();
        let shown: Vec<(String, KeyEvent, Action)> = hinted
            .iter()
            .filter_map(|it| Some((key_of(it)?, it)))
            .map(|((name, key), it)| (name, key, it.action.clone()))
            .filter(|(name, ..)| footer.contains(&format!("{name} ")))
            .collect();
        assert!(!shown.is_empty(), "{pane:?} names no key: {footer}");
        assert!(footer.contains("Esc"), "{pane:?} does not name the way back: {footer}");
        for (name, key, _) in shown {
            opens(&mut desk, number);
            desk.gives(DeskEvent::Key(key));
            desk.rests();
            assert_ne!(desk.app.message.as_ref(), Some(&no_use), "{name} in {pane:?}");
            desk.types("<f4>").rests();
        }
    }
    desk.closes();
}
