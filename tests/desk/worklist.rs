//! A morning's worklist by the keys alone: the next call, a snooze, a hand-over, and the way back.

use crate::common::TestBook;
use crate::common::headless::Headless;
use crate::common::pty::Terminal;
use daybook::ledger::query::worklist::{Worklist, WorklistOf};
use daybook::tui::settings::Settings;

fn book(customers: u32) -> TestBook {
    fill(TestBook::rwanda(), customers)
}

/// Customers who have owed since October, the first the most.
fn fill(mut test: TestBook, customers: u32) -> TestBook {
    for n in 1..=customers {
        test.taken(&format!(
            r#"{{"do":"register_customer","code":"C{n:04}","name":"Customer {n:02}","phone":"+250 788 000 {n:03}","date":"2020-01-01"}}"#
        ));
        let amount = (100 - n) * 1_000;
        test.invoice(&format!("C{n:04}"), "2026-09-01", "2026-10-01", &amount.to_string());
    }
    test
}

fn list(test: &TestBook) -> Worklist {
    test.ask(&WorklistOf { most: 100, ..WorklistOf::default() }).unwrap()
}

#[test]
fn a_morning_of_twenty_calls_takes_two_keys_each_beside_the_note() {
    let mut test = fill(TestBook::for_processes(), 20);
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 20", "20 to call"]).types("<alt-w>");
    desk.sees(&["Worklist", "0 done · 20 left", "Customer 01", "99,000"]);
    let (mut words, begun) = (0, desk.keys());
    for n in 1..=20 {
        // From the end of one call to the next account with its reason: the cursor is in the note, and what
        // is typed stands there.
        let ended = desk.keys();
        desk.types("n").sees(&[&format!("Customer {n:02}"), "days overdue since"]);
        assert!(desk.keys() - ended <= 2, "{} keys to the next account", desk.keys() - ended);
        let note = format!("spoke with accounts, call {n}");
        desk.types(&note).sees(&[&note]);
        words += note.chars().count();
        // Enter goes to the line that wraps the call up, and from there it posts.
        desk.types("<enter><enter>");
        desk.sees(&[
            &format!("{n} done · {} left", 20 - n).replace("20 done · 0 left", "Nobody to call")
        ]);
    }
    let keys = desk.keys() - begun - words;
    println!("{keys} keys for 20 calls, the notes' words aside");
    assert!(keys <= 60, "{keys} keys for 20 calls");
    desk.types("n").sees(&["Nobody to call now."]);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    let list = list(&test);
    assert_eq!((list.rows.len(), list.done), (0, 20));
    assert!(test.verify().ok);
}

#[test]
fn the_rest_of_a_long_list_is_read_when_the_mark_comes_near_it() {
    let mut test = book(60);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 60"]).types("<alt-w>");
    desk.sees(&["0 done · 30 or more left", "Customer 01"]);
    desk.types("<end>").sees(&["0 done · 60 left"]).types("<end>").sees(&["Customer 60"]);
    // It is the whole list from then on.
    desk.types("<home>").sees(&["Customer 01"]).types("n").sees(&["days overdue since"]);
    desk.types("one<enter><enter>").sees(&["1 done · 59 left"]);
    desk.closes();
}

#[test]
fn a_key_typed_ahead_calls_nobody_twice() {
    let mut test = book(3);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types("<alt-w>").sees(&["3 left"]);
    desk.types("n").sees(&["Customer 01", "days overdue since"]).types("one");
    // The next one is called once the list is read again, without the one just called.
    desk.types_ahead("<enter><enter>n").sees(&["Call", "Customer 02", "days overdue since"]);
    desk.types("two<enter><enter>").sees(&["2 done · 1 left"]);
    desk.closes();
    test.open();
    let left: Vec<String> = list(&test).rows.into_iter().map(|it| it.customer.0).collect();
    assert_eq!(left, ["C0003"]);
}

/// What is typed while the list is read for the first time is for the call that it leads to.
#[test]
fn a_note_typed_before_the_list_is_read_is_the_note_of_the_call() {
    let mut test = book(3);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 3"]).types_ahead("<alt-w>nhello there, open soon");
    desk.sees(&["Call", "Customer 01", "hello there, open soon"]);
    desk.closes();
}

/// `n` calls whoever is marked; after that the list goes on from there, and then from the top.
#[test]
fn the_marked_customer_is_called_and_the_list_goes_on_from_there() {
    let mut test = book(4);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 4"]).types("<alt-w>").sees(&["4 left", "n call"]).types("<down><down>");
    desk.sees(&["+250 788 000 003"]).types("n").sees(&["Call · Customer 03", "outgoing"]);
    assert!(!desk.shows().contains("→ outgoing"), "{}", desk.shows());
    desk.types("three<enter>").sees(&["Enter post"]).types("<enter>").sees(&["1 done · 3 left"]);
    for name in ["Customer 04", "Customer 01", "Customer 02"] {
        desk.rests();
        desk.types("n").sees(&[&format!("Call · {name}")]).types("called<enter><enter>");
        desk.sees(&["done"]);
    }
    desk.sees(&["Nobody to call"]);
    desk.closes();
}

#[test]
fn a_customer_is_put_off_or_handed_over_from_the_list() {
    let mut test = book(3);
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 60, 16);
    desk.sees(&["of 3"]).types("<alt-w>").sees(&["3 left", "+250 788 000 001"]);
    desk.types("s").sees(&["Snooze customer"]).types("+3<ctrl-s>").sees(&["Review"]);
    desk.types("<enter>").sees(&["2 left", "+250 788 000 002"]);
    desk.types("o").sees(&["Hand customer over"]).types("aline<ctrl-s>").sees(&["Review"]);
    // The book knows no such user: the customer stays on the list, so that somebody calls.
    desk.types("<enter>").sees(&["2 left", "with aline"]);
    desk.types("<down>").sees(&["+250 788 000 003"]);
    // The account, and back to the list.
    desk.types("<enter>").sees(&["Customer 03 · C0003"]).types("<esc>").sees(&["Worklist"]);
    desk.closes();
    test.open();
    let list = list(&test);
    let with: Vec<_> = list.rows.iter().map(|it| it.with.as_deref()).collect();
    assert_eq!(with, [Some("aline"), None]);
}

#[test]
fn an_empty_list_says_so() {
    let mut test = TestBook::rwanda();
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.types("<alt-w>").sees(&["Nobody to call", "0 done"]);
    desk.types("n")
        .sees(&["Nobody to call now."])
        .types("<enter>")
        .sees(&["No customer is selected"]);
    desk.closes();
}

/// A book with a customer outside their hours, whenever it is opened: the desk goes by this machine's clock. And those
/// hours.
fn night_owl() -> (TestBook, &'static str, &'static str) {
    use daybook::domain::Moment;
    use daybook::engine::OpenOptions;
    use daybook::engine::ports::{Clock, MachineClock};
    let here = |moment: Moment| daybook::ledger::in_zone(moment, "Africa/Kigali").unwrap().1;
    let is_morning = here(MachineClock.now()).as_str() < "12:00";
    let (from, to) = if is_morning { ("22:00", "24:00") } else { ("00:00", "02:00") };
    let new = crate::common::new_book("RW", "RWF", None);
    let mut test = TestBook::with(&new, OpenOptions::new("e"));
    test.taken(
        r#"{"do":"register_customer","code":"C0001","name":"Night Owl Ltd","date":"2020-01-01"}"#,
    );
    test.taken(&format!(
        r#"{{"do":"set_calling_hours","customer":"C0001","from":"{from}","to":"{to}"}}"#
    ));
    test.invoice("C0001", "2020-09-01", "2020-10-01", "99000");
    test.close();
    (test, from, to)
}

/// After hours, the list says how many may be called later, and a key shows them with when that is.
#[test]
fn customers_outside_their_hours_are_a_key_away() {
    let (test, from, to) = night_owl();
    let (options, settings) = (daybook::engine::OpenOptions::new("e"), Settings::default());
    let mut desk = Headless::open_on(options, &test.folder(), settings, (80, 24), Vec::new());
    desk.sees(&["of 1"]).types("<alt-w>").sees(&["1 customer may be called later", "h shows them"]);
    desk.types("h").sees(&["▸ later: ", "Night Owl Ltd", "0 left · 1 outside their hours"]);
    desk.sees(&[&format!("call between {from} and {to}"), "Africa/Kigali", "h all hours"]);
    // Who asks for those outside their hours may call the one that is marked.
    desk.types("n").sees(&["Call · Night Owl Ltd"]).types("<esc>").sees(&["▸ later: "]);
    desk.types("h").sees(&["may be called later"]);
    desk.closes();
}

/// In a narrow window a title is shortened by the sign for that, and what stands beside it is whole.
#[test]
fn a_title_gives_way_to_what_stands_beside_it() {
    let (test, ..) = night_owl();
    let options = daybook::engine::OpenOptions::new("e");
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open_on(options, &test.folder(), french, (60, 16), Vec::new());
    desk.sees(&["sur 1"]).types("<alt-w>").sees(&["0 fait"]).rests();
    let screen = desk.shows();
    let title = screen.lines().nth(2).unwrap();
    assert!(title.starts_with(" L") && title.contains("…  0 fait"), "{screen}");
    desk.closes();
}
