//! An invoice on its way to the customer: issued, looked at, sent from the outbox to a real mail
//! server, and shown as delivered.

use crate::common::TestBook;
use crate::common::mail::{MailServer, can_run, settings};
use crate::common::pty::Terminal;
use portable_pty::CommandBuilder;

fn book() -> TestBook {
    let mut test = TestBook::for_processes();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","email":"ap@kh.example","terms":"net 30"}"#,
        r#"{"do":"define_item","code":"ROOM-C","name":"Conference room","price":"150000","tax":"B"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

#[test]
fn what_is_handed_over_is_noted_as_that_and_shown_on_the_invoice() {
    let mut test = book();
    test.open();
    test.invoice("C0001", "2026-11-01", "2026-12-01", "1000");
    test.close();
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["▸ INV-2026"]);
    desk.types("t").sees(&["INVOICE INV-2026-00001"]).types("<enter>").sees(&["Send document"]);
    desk.types("h<ctrl-s>").sees(&["Review:"]).types("<enter>");
    desk.sees(&["DLV-2026-00001: noted as delivered by hand."]);
    desk.types("<esc>").sees(&["Open items"]).types("<enter>");
    desk.sees(&["Delivery", "by hand, sent"]);
}

#[test]
fn an_invoice_is_issued_previewed_sent_and_shown_as_delivered() {
    if !can_run() {
        return;
    }
    let mut test = book();
    let server = MailServer::start(&test.folder(), "localhost", "starttls");
    settings(&test.folder(), server.port, "");
    let mut desk = Terminal::desk(&test.folder(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items"]);
    desk.types("iroo").sees(&["▸  ROOM-C"]).types("<enter>2<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["INV-2026-00001 posted", "▸ INV-2026-00001"]);
    let before = desk.keys();
    desk.types("t").sees(&["INVOICE INV-2026-00001", "354,000", "ap@kh.example"]);
    desk.types("<enter>").sees(&["Send document"]).types("<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["DLV-2026-00001 is queued in the outbox and not sent yet"]);
    assert!(server.mailbox().is_empty());
    desk.types("<alt-t>").sees(&["Outbox", "queued"]).types("x");
    desk.sees(&["Sent 1", "failed 0", "250 2.0.0"]).sees_no_more("queued");
    let keys = desk.keys() - before;
    println!("{keys} keys from the invoice to its e-mail");
    assert!(keys <= 6, "{keys} keys");
    // The message is there, with the document.
    let mailbox = server.mailbox();
    assert_eq!(mailbox.len(), 1, "{mailbox:?}");
    let letter = &mailbox[0];
    assert_eq!(letter["to"], "ap@kh.example");
    assert_eq!(letter["subject"], "Invoice INV-2026-00001 from Kigali Stationers Ltd");
    let (named, begins) = match cfg!(feature = "pdf") {
        true => ("INV-2026-00001.pdf", "%PDF-"),
        false => ("INV-2026-00001.txt", "Kigal"),
    };
    assert_eq!((&letter["names"][0], &letter["attached"]), (&named.into(), &begins.into()));
    // The account says so.
    desk.types("<enter>").sees(&["ap@kh.example", "sent", "250 2.0.0 taken"]);
    desk.types("<enter>").sees(&["Recent activity", "DLV-2026-00001", "▸ INV-2026-00001"]);
    // Once more is once more: nothing is left to send.
    desk.types("<alt-t>").sees(&["Outbox"]).types("x").sees(&["Sent 0"]);
    assert_eq!(server.mailbox().len(), 1);
    desk.types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    assert!(test.verify().ok);
}

#[test]
fn a_machine_that_cannot_print_says_so_when_printing_is_chosen() {
    let mut test = book();
    test.open();
    test.invoice("C0001", "2026-11-01", "2026-12-01", "1000");
    test.close();
    let book = test.folder();
    std::fs::create_dir_all(book.with_extension("home")).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
    command.args(["--today", "2026-11-21", "--book"]);
    command.arg(&book);
    command.env("HOME", book.with_extension("home"));
    command.env("PATH", book.with_extension("nothing"));
    let mut desk = Terminal::runs(command, 60, 20);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["▸ INV-2026"]);
    desk.types("t").sees(&["INVOICE INV-2026-00001"]).types("<enter>").sees(&["Send document"]);
    desk.types("p").sees(&["Nothing can be printed here", "print_to in mail.toml to a folder."]);
    desk.types("<ctrl-s>").sees(&["Review:", "! Nothing can be printed here"]);
    desk.types("<esc><esc>").types("<f3>");
    assert_eq!(desk.ends(), 0);
}
