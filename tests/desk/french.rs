//! The desk in French: figures, percentages and what stands between sentences are written as French writes them,
//! on every pane.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Hôtel des Mille Collines","terms":"net 30"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Nyamata Café"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-08-02", "2026-09-01", "318600");
    test.invoice("C0002", "2026-08-03", "2026-09-02", "1250000");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "467100");
    for line in [
        r#"{"do":"open_dispute","invoice":"INV-2026-00003","amount":"40000","reason":"price"}"#,
        r#"{"do":"schedule_callback","customer":"C0001","at":"2026-11-21T09:00:00+02:00","note":"chèque"}"#,
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21, 35, 60","interval_days":14}"#,
        r#"{"do":"set_late_fee_policy","date":"2026-11-01","yearly_percent":"2.5%","override":{"reason":"x"}}"#,
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-12","amount":"5500","payer":"X","text":"y"}]}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

/// Whether a currency stands before a figure, a percentage has a point, or a semicolon no space before it.
fn is_english(line: &str) -> bool {
    let letters: Vec<char> = line.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let before = line.match_indices("RWF ").any(|(at, _)| {
        line[at + 4..].starts_with(|letter: char| letter.is_ascii_digit() || letter == '-')
    });
    let joined = letters.windows(2).any(|two| two[0] != ' ' && two[0] != '\u{a0}' && two[1] == ';');
    let percent = (0..letters.len()).any(|at| letters[at] == '%' && at > 0 && is_digit(at - 1));
    let grouped = (1..letters.len()).any(|at| {
        [',', '.'].contains(&letters[at]) && is_digit(at - 1) && (1..4).all(|by| is_digit(at + by))
    });
    before || joined || percent || grouped
}

#[test]
fn every_pane_writes_figures_as_french_does() {
    let test = book();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.folder(), french, 80, 24);
    desk.sees(&["sur 2"]).types("mille").sees(&["▸ Hôtel"]).rests();
    let keys = [
        "", "<enter>", "<alt-2>", "<alt-3>", "<alt-4>", "<alt-5>", "<alt-6>", "<alt-7>", "<alt-8>",
        "<alt-9>", "<alt-0>", "<alt-t>", "<alt-w>", "<alt-l>", "<alt-f>", "<alt-g>", "<alt-r>",
    ];
    for keys in keys {
        desk.types(keys).rests();
        let shown = desk.shows();
        let wrong: Vec<&str> = shown.lines().filter(|line| is_english(line)).collect();
        assert!(wrong.is_empty(), "{keys}: {wrong:#?} in\n{shown}");
    }
    desk.types("<alt-f>").sees(&["2,5\u{a0}%"]);
    desk.closes();
}
