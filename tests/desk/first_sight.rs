//! What somebody sees first on a screen is what they came for: what is owed before what is on account, the
//! name and the first figures of a wide report, what a customer owes beside a form's title.

use crate::common::TestBook;
use crate::common::cli::Cli;
use crate::common::headless::Headless;
use crate::common::pty::Terminal;
use daybook::tui::settings::Settings;

/// A customer with small payments on account that are older than each of its three invoices.
fn book() -> TestBook {
    filled(TestBook::rwanda())
}

fn filled(mut test: TestBook) -> TestBook {
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel and Residences","terms":"net 30"}"#,
    );
    for (day, amount) in [("04", "110"), ("05", "120"), ("06", "130"), ("07", "140")] {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C0001","date":"2026-09-{day}","amount":"{amount}","method":"bank","allocate":"none"}}"#
        ));
    }
    test.invoice("C0001", "2026-10-02", "2026-12-15", "318600");
    test.invoice("C0001", "2026-10-12", "2026-11-11", "500000");
    test.invoice("C0001", "2026-10-20", "2026-11-19", "45000");
    test.close();
    test
}

fn desk(test: &TestBook, width: u16, height: u16) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), width, height);
    desk.sees(&["of 1"]);
    desk
}

fn places(shown: &str, texts: &[&str]) -> Vec<usize> {
    texts.iter().map(|text| shown.find(text).unwrap_or_else(|| panic!("{text}: {shown}"))).collect()
}

#[test]
fn a_sheet_lists_what_is_owed_by_the_due_date_it_shows_and_then_what_is_on_account() {
    let test = book();
    for (width, height) in [(80, 30), (100, 40)] {
        let mut desk = desk(&test, width, height);
        desk.types("kig").sees(&["Kigali Heights Hotel"]).types("<enter>").sees(&["Open items"]);
        let shown = desk.sees(&["▸ INV-2026-00002", "by due date"]).rests();
        let rows = [
            "INV-2026-00002      11 Nov",
            "INV-2026-00003      19 Nov",
            "INV-2026-00001      15 Dec",
            "PAY-2026-00001      04 Sep",
            "PAY-2026-00004      07 Sep",
        ];
        let in_order = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = in_order(&shown);
        let rows = rows.map(in_order);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert!(places(&shown, &rows).is_sorted(), "{shown}");
        desk.types("d").sees(&["Open dispute", "INV-2026-00002"]).types("<esc>");
        desk.closes();
    }
}

/// A customer that somebody else registered meanwhile counts once the desk is asked to look again.
#[test]
fn the_number_of_accounts_is_read_again_with_a_key() {
    let cli = Cli::with_invoice();
    let mut desk = Terminal::desk(&cli.book(), 80, 24);
    desk.sees(&["0 of 1"]);
    let (code, _) = cli.post(
        r#"{"id":"0198f3c2-0000-7000-8000-00000000b001","do":"register_customer","code":"C0002","name":"Kigali Heights"}"#,
    );
    assert_eq!(code, 0);
    desk.types("<f5>").sees(&["0 of 2"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn the_form_of_a_call_says_how_many_items_it_has_no_room_for() {
    let test = book();
    let mut desk = desk(&test, 80, 18);
    desk.types("kig").sees(&["Kigali Heights Hotel"]).types("<alt-c>").sees(&["Call ·"]);
    let shown = desk.sees(&["INV-2026-00002", " more"]).rests();
    let listed = ["INV-2026-0000", "PAY-2026-0000"].map(|of| shown.matches(of).count());
    let left = 7 - listed.iter().sum::<usize>();
    assert!(shown.contains(&format!("and {left} more")), "{shown}");
    desk.closes();
}

#[test]
fn what_is_owed_stays_beside_the_title_of_a_form_that_was_saved() {
    let test = filled(TestBook::for_processes());
    for (width, height) in [(80, 24), (60, 20)] {
        let mut desk = Terminal::desk(&test.folder(), width, height);
        desk.sees(&["of 1"]).types("kig").sees(&["Kigali Heights"]).types("<alt-p>");
        desk.sees(&["Payment · Kigali", "C0001", "owes RWF 863,100"]).types("1000");
        desk.sees(&["saved ", "Payment · Kigali", "C0001", "owes RWF 863,100"]);
        desk.types("<alt-z><alt-z>").sees(&["Discarded"]).types("<f3>");
        assert_eq!(desk.ends(), 0);
    }
}

#[test]
fn a_wide_report_opens_at_its_first_columns_and_says_that_there_are_more() {
    let test = book();
    for (width, height) in [(80, 24), (60, 16)] {
        let mut desk = desk(&test, width, height);
        desk.types("<alt-r>").sees(&["Reports", "▸ Aging"]).types("<enter>");
        let shown = desk.sees(&["Aging as of"]).rests();
        let heads = shown.lines().nth(4).unwrap_or_default();
        assert!(heads.contains("Name") && heads.contains("Not due"), "{shown}");
        let rule = shown.lines().nth(3).unwrap_or_default();
        assert!(rule.contains("more column") && rule.contains('→'), "{shown}");
        assert!(!rule.contains('←'), "{shown}");
        // The keys it names lead to the last column, and it says what is on the left then.
        desk.types("<right><right><right><right><right><right><right><right><right>");
        let shown = desk.sees(&["Total", "← "]).rests();
        assert!(!shown.lines().nth(3).unwrap_or_default().contains('→'), "{shown}");
        desk.closes();
    }
    // Where all of it fits, the mark is on the figure that the report is about.
    let mut desk = desk(&test, 140, 30);
    desk.types("<alt-r>").sees(&["▸ Aging"]).types("<enter>").sees(&["Aging as of"]).rests();
    assert!(!desk.shows().contains("more column"), "{}", desk.shows());
    desk.types("=").sees(&["Total 863,100"]);
    desk.closes();
}
