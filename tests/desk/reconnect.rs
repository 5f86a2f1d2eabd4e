//! A desk whose server goes and comes back: it says so, only reads meanwhile, keeps what is typed,
//! and sends what was on its way again, once.

use std::path::Path;

use crate::common::TestBook;
use crate::common::pty::Terminal;
use crate::common::served::{Served, signal};

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}"#);
    test.close();
    test
}

/// A form for an invoice, typed as far as the review.
fn types_an_invoice(at: &Path) -> Terminal {
    let mut desk = Terminal::desk(at, 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<alt-i>").sees(&["New invoice"]);
    desk.types("Rooms<tab>2<tab>1500").sees(&["3,000"]);
    desk
}

#[test]
fn a_desk_without_its_server_only_reads_and_goes_on_when_it_is_back() {
    let mut test = book();
    let mut server = Served::start(&test.folder());
    let mut desk = types_an_invoice(&server.socket);
    desk.types("<ctrl-s>").sees(&["Review:"]);
    server.dies();
    desk.sees(&["no connection since", "reading only"]);
    // Nothing is posted, and nothing is lost.
    desk.types("<enter>").sees(&["There is no connection to the book"]);
    desk.types("<esc>").sees(&["New invoice", "Rooms"]).types("<tab><tab>").sees(&["Rooms"]);
    server.starts();
    desk.sees_no_more("no connection since");
    desk.types("<ctrl-s>").sees(&["Review:", "INV-2026-00001"]).types("<enter>");
    desk.sees(&["INV-2026-00001 posted"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    assert_eq!(server.stops(), Some(0));
    daybook::engine::place::mark(&test.folder(), None).unwrap();
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").total.to_string(), "3000");
}

#[test]
fn what_was_on_its_way_when_the_server_died_is_sent_again_once() {
    let mut test = book();
    let mut server = Served::start(&test.folder());
    let mut desk = types_an_invoice(&server.socket);
    desk.types("<ctrl-s>").sees(&["Review:"]);
    // It takes nothing any more, and dies with the command on its way.
    signal(server.process(), "-STOP");
    desk.types("<enter>").sees(&["being sent"]);
    server.dies();
    desk.sees(&["no connection since"]);
    server.starts();
    desk.sees(&["INV-2026-00001 posted"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    assert_eq!(server.stops(), Some(0));
    daybook::engine::place::mark(&test.folder(), None).unwrap();
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").total.to_string(), "3000");
    assert_eq!(test.book().head().seq, 4, "opened, a role, a customer, one invoice");
}

#[test]
fn the_next_caller_is_looked_up_while_a_command_is_on_its_way() {
    let mut test = book();
    let mut server = Served::start(&test.folder());
    let mut desk = types_an_invoice(&server.socket);
    desk.types("<ctrl-s>").sees(&["Review:"]);
    signal(server.process(), "-STOP");
    desk.types("<enter>").sees(&["being sent"]);
    // The phone rings; nothing that is typed is lost, and nothing waits for the server.
    desk.types("kig").types("<f4>").sees(&["Who is calling?  kig", "1 being sent"]);
    desk.types(" hei").sees(&["calling?  kig hei"]);
    server.dies();
    desk.sees(&["no connection since"]).types("g").sees(&["kig heig"]);
    server.starts();
    // Its answer comes, and so does that of the look-up.
    desk.sees(&["INV-2026-00001 posted", "▸ Kigali", "calling?  kig heig"]);
    desk.sees_no_more("1 being sent").types("<f3>");
    assert_eq!(desk.ends(), 0);
    assert_eq!(server.stops(), Some(0));
    daybook::engine::place::mark(&test.folder(), None).unwrap();
    test.open();
    assert_eq!(test.book().head().seq, 4, "opened, a role, a customer, one invoice");
}

#[test]
fn another_terminal_of_the_same_user_goes_on_when_the_first_one_is_gone() {
    let test = book();
    let mut first = Terminal::desk(&test.folder(), 80, 24);
    first.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items 0"]);
    let mut second = types_an_invoice(&test.folder());
    second.types("<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["INV-2026-00001 posted"]);
    first.sees(&["Open items 1", "INV-2026-00001"]);
    first.dies();
    second.sees(&["▸ Kigali"]).types("<alt-p>").sees(&["Payment", "INV-2026-00001"]);
    second.types("3000<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["PAY-2026-00001"]);
    second.types("<f3>");
    assert_eq!(second.ends(), 0);
    let mut test = test;
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "0");
}

#[test]
fn a_first_terminal_that_is_stopped_is_not_waited_for() {
    let test = book();
    let mut first = Terminal::desk(&test.folder(), 80, 24);
    first.sees(&["of 1"]);
    let mut second = Terminal::desk(&test.folder(), 80, 24);
    second.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]);
    signal(first.process().unwrap(), "-STOP");
    second.types("<enter>").sees(&["no connection since"]);
    signal(first.process().unwrap(), "-CONT");
    second.sees_no_more("no connection since").sees(&["Open items 0"]);
    for desk in [&mut first, &mut second] {
        desk.types("<f3>");
        assert_eq!(desk.ends(), 0);
    }
}

#[test]
fn no_total_without_its_tax_stays_while_the_connection_is_lost() {
    let test = book();
    let mut server = Served::start(&test.folder());
    let mut desk = types_an_invoice(&server.socket);
    desk.sees(&["Total"]);
    server.dies();
    desk.sees(&["no connection since"]).types("<tab><tab>B");
    desk.sees(&["once the connection is back"]).sees_no_more("Total");
    server.starts();
    desk.sees_no_more("no connection since").sees(&["3,540"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    assert_eq!(server.stops(), Some(0));
}
