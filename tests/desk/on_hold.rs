//! What is put on hold is resumed in the order in which it was left, the newest first, and as it was: forms
//! and imports alike, after the desk was closed too.

use std::fs;

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;
use tempfile::TempDir;

const CUSTOMERS: &str = "Customer No,Company\nC0001,Hill Inn\n";

/// A statement without balances: an id and a name for each line.
fn ofx(lines: [(&str, &str, &str, &str); 2]) -> String {
    let line = |(day, amount, id, name): (&str, &str, &str, &str)| {
        format!(
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202611{day}<TRNAMT>{amount}<FITID>{id}<NAME>{name}</STMTTRN>\n"
        )
    };
    format!(
        "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\
         <CURDEF>RWF<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261130\n\
         {}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n",
        lines.map(line).concat()
    )
}

struct HoldTest {
    book: TestBook,
    files: TempDir,
}

impl HoldTest {
    fn new() -> HoldTest {
        let mut book = TestBook::rwanda();
        book.close();
        let files = tempfile::tempdir().unwrap();
        let first = ofx([("13", "900", "A1", "CASH"), ("14", "-100", "A2", "FEE")]);
        let other = ofx([("13", "900", "2026-1", "DEPOSIT"), ("14", "-100", "2026-2", "CHARGES")]);
        let all = [("customers.csv", CUSTOMERS), ("first.ofx", &first), ("other.ofx", &other)];
        for (name, text) in all {
            fs::write(files.path().join(name), text).unwrap();
        }
        HoldTest { book, files }
    }

    fn desk(&self) -> Headless {
        let mut desk = Headless::open(&self.book.folder(), Settings::default(), 80, 24);
        desk.sees(&["of 0"]);
        desk
    }

    fn imports(&self, desk: &mut Headless, name: &str) {
        desk.types("<ctrl-p>import").sees(&["Import a file"]).types("<enter>").sees(&["step 1"]);
        desk.types(&format!("<ctrl-u>{}<enter>", self.files.path().join(name).display()));
    }
}

#[test]
fn the_newest_is_resumed_first_whatever_it_is_and_after_a_restart_too() {
    let test = HoldTest::new();
    let mut desk = test.desk();
    desk.types("<alt-n>").sees(&["New customer"]).types("Aline<alt-k>").sees(&["1 on hold"]);
    test.imports(&mut desk, "customers.csv");
    desk.sees(&["step 2"]).types("<f4>").sees(&["2 on hold"]).types("<alt-b>").sees(&["step 2"]);
    // The one that was left first comes next, and is now the newest.
    desk.types("<f4>").sees(&["2 on hold"]);
    let kept = desk.app.half_typed();
    assert_eq!(kept.iter().map(|it| it.form.as_str()).collect::<Vec<_>>(), ["customer", "import"]);
    desk.closes();
    let mut desk = Headless::open_again(&test.book.folder(), kept);
    desk.sees(&["Unfinished entries", "▸ Import a file"]).types("<esc>").sees(&["2 on hold"]);
    desk.types("<alt-b>").sees(&["step 1", "customers.csv"]).types("<f4>").sees(&["2 on hold"]);
    desk.types("<alt-n>").sees(&["New customer"]).types("Bosco<alt-k>").sees(&["3 on hold"]);
    desk.types("<alt-b>").sees(&["New customer", "Bosco"]);
    desk.closes();
}

#[test]
fn a_statement_keeps_its_account_and_the_answer_about_its_lines() {
    let test = HoldTest::new();
    let mut desk = test.desk();
    test.imports(&mut desk, "first.ofx");
    desk.sees(&["Account in the book:"]).types("MoMo").sees(&["MoMo"]).types("<f4>");
    desk.sees(&["1 on hold"]);
    let kept = desk.app.half_typed();
    desk.closes();
    // The account stands there as far as it was typed.
    let mut desk = Headless::open_again(&test.book.folder(), kept);
    desk.sees(&["Unfinished entries"]).types("<enter>").sees(&["step 1"]).types("<enter>");
    desk.sees(&["Account in the book: MoMo"]).types("<enter>").sees(&["2 would be imported"]);
    desk.types("<ctrl-s>").sees(&["2 imported"]).types("<enter>").sees(&["step 1"]);
    // And so does what was said of the lines that the book has from another file.
    desk.types(&format!("<ctrl-u>{}<enter>", test.files.path().join("other.ofx").display()));
    desk.sees(&["Account in the book: MoMo"]).types("<enter>").sees(&["2 refused"]).types("2");
    desk.sees(&["2 would be imported"]).types("<f4>").sees(&["1 on hold"]);
    let kept = desk.app.half_typed();
    desk.closes();
    let mut desk = Headless::open_again(&test.book.folder(), kept.clone());
    desk.sees(&["Unfinished entries"]).types("<enter>").sees(&["step 1"]).types("<enter>");
    desk.sees(&["step 3 of 4", "2 would be imported"]);
    desk.closes();
    // Of another file under the same name nothing was said but the account.
    let third = ofx([("13", "900", "X-1", "PAID IN"), ("14", "-100", "X-2", "BANK FEE")]);
    fs::write(test.files.path().join("other.ofx"), third).unwrap();
    let mut desk = Headless::open_again(&test.book.folder(), kept);
    desk.sees(&["Unfinished entries"]).types("<enter>").sees(&["step 1"]).types("<enter>");
    desk.sees(&["Account in the book: MoMo"]);
    desk.closes();
}
