//! A report at the desk: the figures that it is about stand first, each column can be reached, and its file says what
//! was left out.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;
use ratatui::style::Modifier;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for (code, name) in [("C0001", "Kigali Heights Hotel & Residences"), ("C0002", "Umurava")] {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"{code}","name":"{name}","terms":"net 30"}}"#
        ));
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0002", "2026-10-20", "2026-11-19", "467100");
    test.payment("C0001", "2026-11-20", "900", "none");
    test.close();
    test
}

/// The desk with a report on it.
fn report(test: &TestBook, name: &str) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-r>").sees(&["▸ Aging", name]);
    while !desk.shows().contains(&format!("▸ {name}")) {
        desk.types("<down>");
    }
    desk.types("<enter>").sees(&[" as of 21 Nov 2026"]).rests();
    desk
}

/// The heading that is marked.
fn marked(desk: &Headless) -> String {
    let buffer = desk.buffer();
    let is_bold = |x: &u16| buffer[(*x, 4)].modifier.contains(Modifier::BOLD);
    (0..80).filter(is_bold).map(|x| buffer[(x, 4)].symbol()).collect()
}

#[test]
fn each_step_to_the_right_marks_a_heading_that_is_drawn() {
    let test = book();
    for (name, columns) in [("Aging by customer", 10), ("Open items", 11)] {
        let mut desk = report(&test, name);
        desk.types(&"<left>".repeat(20)).rests();
        let mut seen = vec![marked(&desk)];
        for step in 1..columns {
            desk.types("<right>").rests();
            let heading = marked(&desk);
            assert!(!heading.trim().is_empty(), "step {step}:\n{}", desk.shows());
            assert!(!seen.contains(&heading), "step {step}, {heading}:\n{}", desk.shows());
            seen.push(heading);
        }
        desk.types("<right>").rests();
        assert_eq!(Some(marked(&desk)), seen.pop(), "behind the last one:\n{}", desk.shows());
        desk.closes();
    }
}

#[test]
fn what_is_outstanding_is_seen_at_first_sight() {
    let test = book();
    let mut desk = report(&test, "Open items");
    desk.sees(&["Outstanding", "467,100"]).rests();
    assert_eq!(marked(&desk).trim(), "Outstanding", "{}", desk.shows());
    desk.closes();
}

#[test]
fn the_file_of_a_filtered_report_names_its_filter() {
    let test = book();
    let mut desk = report(&test, "Aging by customer");
    desk.types("/Umu rava<enter>").rests();
    desk.types("<esc>/umu<enter>").sees(&["Filter: umu"]).types("w");
    desk.sees(&["aging-2026-11-21-umu.csv"]);
    let files = tempfile::TempDir::new().unwrap();
    let file = files.path().join("aging.txt");
    desk.types(&format!("<ctrl-u>{}<enter>", file.display())).sees(&["aging.txt"]).rests();
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("Filter: umu") && !written.contains("Kigali"), "{written}");
    desk.closes();
}

/// The control totals and the head of the journal stand at the foot, as they do on paper.
#[test]
fn the_facts_of_a_report_are_at_the_foot() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<alt-r>").sees(&["▸ Aging"]);
    while !desk.shows().contains("▸ Activity") {
        desk.types("<down>");
    }
    desk.types("<enter>").sees(&["Owed before", "Debits", "Owed after", "Head of the journal"]);
    desk.resizes(60, 16).sees(&["Owed after"]);
    desk.closes();
}
