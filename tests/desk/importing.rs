//! A file imported at the desk, step by step, by keys: how it is read, its columns, a trial, and the
//! balances that come of it. Nothing is written before the last step.

use crate::common::headless::Headless;
use crate::common::served::Served;
use crate::common::{TestBook, as_of};
use daybook::domain::Role;
use daybook::exchange::export::{Format, export};
use daybook::tui::settings::Settings;
use tempfile::TempDir;

const CUSTOMERS: &str = "\
Customer No;Company;Phone;Terms
C0001;Kigali Heights Hotel;0788 123 456;net 30
C0002;Nyamata Coffee Cooperative;0788 999 111;net 15
C0003;;0788 222 333;net 30
";

const INVOICES: &str = "\
Invoice No,Customer,Invoice Date,Due Date,Total,Balance,Agent
A-101,Kigali Heights Hotel,02/10/2026,01/11/2026,318600,318600,Jean
A-102,C0002,20/10/2026,19/11/2026,45000,20000,Aline
A-103,Nyamata Cofee Cooperative,21/10/2026,20/11/2026,9000,9000,Aline
A-104,C0001,22/10/2026,21/11/2026,twelve,,Jean
";

struct ImportTest {
    book: TestBook,
    folder: TempDir,
}

fn test() -> ImportTest {
    let mut book = TestBook::rwanda();
    book.close();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("customers.csv", CUSTOMERS), ("open items.csv", INVOICES)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    ImportTest { book, folder }
}

impl ImportTest {
    fn desk(&self, settings: Settings) -> Headless {
        let mut desk = Headless::open(&self.book.folder(), settings, 80, 24);
        desk.sees(&["of 0"]);
        desk
    }

    /// Types the name of a file in the folder.
    fn file(&self, name: &str) -> String {
        format!("<ctrl-u>{}<enter>", self.folder.path().join(name).display())
    }
}

/// The screen without the folder's name.
fn rests(desk: &mut Headless, test: &ImportTest) -> String {
    desk.rests().replace(&test.folder.path().display().to_string(), "FOLDER")
}

#[test]
fn customers_and_open_invoices_are_imported_and_give_balances() {
    let mut test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import").sees(&["Import a file"]).types("<enter>");
    desk.sees(&["step 1 of 4", "Nothing is written"]);
    insta::assert_snapshot!("import_file_80x24", desk.rests());
    desk.types(&test.file("customers.csv")).sees(&["step 2 of 4", "semicolons", "Kigali Heights"]);
    insta::assert_snapshot!("import_reading_80x24", rests(&mut desk, &test));
    desk.types("<enter>").sees(&["step 2 of 4", "Name *", "Company"]);
    desk.types("<ctrl-s>").sees(&["step 3 of 4", "2 would be imported", "1 refused"]);
    insta::assert_snapshot!("import_customers_trial_80x24", rests(&mut desk, &test));
    desk.types("<enter>").sees(&["Line 4, name", "C0003"]).types("<esc>").sees(&["1 refused"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4", "2 imported", "1 refused"]);
    desk.types("<alt-u>").sees(&["▸ Import a file · customers.csv", "→ not taken back"]);
    desk.sees(&["restore a backup from before"]).types("<esc>").sees(&["step 4 of 4"]);
    // The next file, with dates that can be read one way only.
    desk.types("<enter>").sees(&["step 1 of 4"]).types(&test.file("open items.csv"));
    desk.sees(&["step 2 of 4", "dates with the day first", "columns not used: Agent"]);
    desk.types("<enter>").sees(&["step 2 of 4", "Invoice No"]);
    insta::assert_snapshot!("import_mapping_80x24", rests(&mut desk, &test));
    desk.types("<ctrl-s>").sees(&[
        "step 3 of 4",
        "2 would be imported",
        "2 refused",
        "“Nyamata Cofee Cooperative” is not an account",
    ]);
    insta::assert_snapshot!("import_invoices_trial_80x24", rests(&mut desk, &test));
    desk.types("c").sees(&["3 would be imported", "does not have: yes"]);
    desk.types("c").sees(&["2 would be imported", "does not have: no"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4", "2 imported", "2 refused"]);
    insta::assert_snapshot!("import_done_80x24", rests(&mut desk, &test));
    desk.types("<f4>").sees(&["of 2"]).types("kig").sees(&["owes", "318,600"]);
    desk.types("<ctrl-u>nyam").sees(&["20,000"]);
    desk.closes();
    test.book.open();
    let owed = |code: &str| test.book.balance(code, as_of("2026-11-21")).balance.to_string();
    assert_eq!([owed("C0001"), owed("C0002")], ["318600", "20000"]);
    assert!(test.book.verify().ok);
}

#[test]
fn refused_rows_are_corrected_one_by_one_and_importing_the_file_again_adds_nothing() {
    let mut test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("customers.csv"));
    desk.sees(&["step 2"]).types("<enter>").sees(&["the columns"]).types("<ctrl-s>");
    desk.sees(&["1 refused"]).types("<ctrl-s>").sees(&["step 4 of 4: done"]);
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("open items.csv"));
    desk.sees(&["step 2"]).types("<enter>").sees(&["the columns"]).types("<ctrl-s>");
    desk.sees(&["2 would be imported", "2 refused"]);
    // The cursor is in the cell that the refusal names.
    desk.types("<enter>").sees(&["Line 4, customer: There is no customer Nyamata", "▸ Customer"]);
    insta::assert_snapshot!("import_row_80x24", rests(&mut desk, &test));
    desk.types("Nobody<enter>").sees(&["There is no customer Nobody"]);
    desk.types("<ctrl-u>C0002<enter>").sees(&["Line 4 is right now", "3 would be imported"]);
    desk.types("<enter>").sees(&["Line 5", "▸ Amount", "twelve"]);
    // What was typed is there again after another row was looked at.
    desk.types("12000<esc>").sees(&["to check"]).types("<enter>").sees(&["▸ Amount", "12000"]);
    desk.types("<ctrl-s>").sees(&["4 would be imported", "0 refused", "corrected here", ": 2"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4", "4 imported, 0 already there, 0 refused"]);
    // The file is as it was: importing it again takes nothing, and refuses nothing.
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("open items.csv"));
    desk.sees(&["step 2"]).types("<enter>").sees(&["step"]).types("<ctrl-s>");
    desk.sees(&["0 would be imported, 4 already there, 0 refused"]);
    desk.closes();
    let file = std::fs::read_to_string(test.folder.path().join("open items.csv")).unwrap();
    assert_eq!(file, INVOICES);
    test.book.open();
    let owed = |code: &str| test.book.balance(code, as_of("2026-11-21")).balance.to_string();
    assert_eq!([owed("C0001"), owed("C0002")], ["330600", "29000"]);
    assert!(test.book.verify().ok);
}

const OF_OCTOBER: &str = "\
Firm,Doc,Invoiced,Total
Kigali Heights Hotel,A-1,02/09/2026,1500
";

#[test]
fn a_file_with_the_columns_of_an_earlier_one_is_read_as_that_was() {
    let mut test = test();
    let write = |name: &str, text: String| {
        std::fs::write(test.folder.path().join(name), text).unwrap();
    };
    write("october.csv", OF_OCTOBER.into());
    write("november.csv", OF_OCTOBER.replace("A-1,02/09", "A-2,03/10").replace("Hotel", "Inn"));
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("october.csv"));
    desk.sees(&["the columns", "No column was found for: customer"]);
    desk.types("<down><enter>").sees(&["Which column is customer in?"]).types("<down><enter>");
    desk.sees(&["two ways", "2 Sep"]).types("2").sees(&["the columns"]).types("<ctrl-s>");
    desk.sees(&["step 3", "1 refused"]).types("c").sees(&["1 would be imported"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4: done", "1 imported"]);
    // The next one: a sentence says so, and the same key goes on to the trial.
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("november.csv"));
    desk.sees(&["step 2", "was imported before", "10 Mar 2026"]);
    insta::assert_snapshot!("import_as_last_time_80x24", rests(&mut desk, &test));
    desk.types("<ctrl-s>").sees(&["step 3", "1 would be imported", "does not have: yes"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4: done", "1 imported"]);
    // As a new file it is asked about again.
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("october.csv"));
    desk.sees(&["was imported before"]).types("n").sees(&["No column was found for: customer"]);
    desk.closes();
    test.book.open();
    assert!(test.book.verify().ok);
}

/// A workbook of these sheets, each of lines of cells with `|` between them.
fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |line: &str| {
        format!(
            "<table:table-row>{}</table:table-row>",
            line.split('|').map(cell).collect::<String>()
        )
    };
    let sheet = |(name, text): &(&str, &str)| {
        let rows: String = text.lines().map(row).collect();
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let sheets: String = sheets.iter().map(sheet).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", &content),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_whose_sheet_was_imported_is_asked_about_again() {
    let test = test();
    let sheets = [
        ("Clients", "Company|Phone\nHill Inn|0788 111 111"),
        ("More", "Customer name|Phone|City\nMill|0788 222 222|Kigali"),
    ];
    std::fs::write(test.folder.path().join("both.ods"), ods(&sheets)).unwrap();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("both.ods"));
    desk.sees(&["Clients", "More"]).types("1").sees(&["how it is read"]).types("<ctrl-s>");
    desk.sees(&["1 would be imported"]).types("<ctrl-s>").sees(&["done", "1 imported"]);
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("both.ods"));
    desk.sees(&["Clients", "More", "Type the number"]).types("2").sees(&["Mill"]);
    desk.types("<ctrl-s>").sees(&["1 would be imported"]).types("<ctrl-s>").sees(&["1 imported"]);
    // The next workbook of that form is read as this one was.
    let next = sheets.map(|(name, text)| (name, text.replace("Hill Inn", "Lake Inn")));
    let next = next.each_ref().map(|(name, text)| (*name, text.as_str()));
    std::fs::write(test.folder.path().join("next.ods"), ods(&next)).unwrap();
    desk.types("<enter>").sees(&["step 1"]).types(&test.file("next.ods"));
    desk.sees(&["was imported before", "Lake Inn"]);
    desk.closes();
}

#[test]
fn a_file_that_is_not_there_is_told_in_plain_words() {
    let test = test();
    let french = Settings { language: Some("fr".into()), ..Settings::default() };
    for (settings, words) in [
        (Settings::default(), "there is no such file or folder"),
        (french, "fichier ou dossier introuvable"),
    ] {
        let mut desk = Headless::open(&test.book.folder(), settings, 80, 24);
        desk.types("<ctrl-p>import<enter>").types(&test.file("nothing.csv")).sees(&[words]);
        let screen = desk.rests();
        assert!(!screen.contains("error 2") && !screen.contains("erreur"), "{screen}");
        desk.closes();
    }
}

#[test]
fn a_banks_table_is_a_statement_and_one_of_payments_may_be() {
    let test = test();
    let table = "Date;Description;Référence;Montant\n2026-11-04;VIREMENT;FT1;900\n2026-11-13;FRAIS;FT2;-1000\n";
    let payments = "Date;Method;Amount\n2026-11-04;bank;900\n";
    for (name, text) in [("bank.csv", table), ("payments.csv", payments)] {
        std::fs::write(test.folder.path().join(name), text).unwrap();
    }
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("bank.csv"));
    desk.sees(&["which account", "2 lines"]).types("<esc>").sees(&["step 1"]);
    desk.types(&test.file("payments.csv"));
    desk.sees(&["step 2", "If this is a bank statement, b reads it as one"]);
    desk.types("b").sees(&["which account", "1 line"]);
    desk.closes();
}

#[test]
fn an_import_that_is_left_for_a_caller_goes_on_where_it_was() {
    let test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("customers.csv"));
    desk.sees(&["step 2"]).types("<f4>").sees(&["The import is on hold. Alt-B", "Who is calling?"]);
    desk.types("kig").sees(&["1 on hold"]).types("<alt-b>").sees(&["step 2", "Kigali Heights"]);
    desk.types("<ctrl-s>").sees(&["1 refused"]).types("<enter>").sees(&["Line 4"]);
    desk.types("Hill Inn<alt-k>").sees(&["Who is calling?", "on hold"]);
    // The pane itself is shown as it was left, too.
    desk.types("<ctrl-p>import<enter>").sees(&["Line 4", "Hill Inn"]).types("<enter>");
    desk.sees(&["3 would be imported"]);
    // What is being imported goes on behind what is shown.
    desk.types_ahead("<ctrl-s><f4>").sees(&["The import is done", "Who is calling?"]);
    desk.types("<alt-b>").sees(&["Nothing is on hold"]);
    desk.types("<ctrl-p>import<enter>").sees(&["step 4 of 4: done", "3 imported"]);
    desk.types("<f4>").sees(&["of 3"]).types("<ctrl-p>import<enter>").sees(&["step 1"]);
    desk.closes();
}

#[test]
fn amounts_of_two_styles_are_asked_about_as_they_are_and_new_customers_are_offered() {
    let mut test = test();
    let text = "Number;Customer;Date;Due;Amount\nA-1;Hill;2026-10-02;2026-11-01;2,260.00\nA-2;Mill;2026-10-02;2026-11-01;7,5\n";
    std::fs::write(test.folder.path().join("mixed.csv"), text).unwrap();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("mixed.csv"));
    desk.sees(&["two ways", "a decimal point, as in “2,260.00” (line 2)", "as in “7,5” (line 3)"]);
    desk.types("1").sees(&["step 2 of 4: how it is read", "Enter choose  Ctrl-S go on"]);
    desk.types("<ctrl-s>").sees(&["0 would be imported", "c opens the missing accounts"]);
    desk.types("c").sees(&["1 would be imported"]);
    desk.closes();
    test.book.open();
    assert!(test.book.verify().ok);
}

#[test]
fn the_folder_of_an_exported_book_is_tried_and_taken() {
    let mut first = TestBook::rwanda();
    first.customer("C1");
    first.taken(r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Work","quantity":"1","unit_price":"5000"}]}"#);
    let to = first.dir.path().join("export");
    let session = daybook::engine::Session::of(first.book.take().unwrap(), "eva".into()).unwrap();
    export(&session, &to, Format::Csv, true).unwrap();
    session.close().unwrap();
    let mut test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]);
    desk.types(&format!("<ctrl-u>{}<enter>", test.folder.path().display()));
    desk.sees(&["step 1", "folder"]);
    desk.types(&format!("<ctrl-u>{}<enter>", to.display()));
    desk.sees(&["step 3 of 4", "Invoices: 1 would be imported"]);
    insta::assert_snapshot!("import_folder_80x24", rests(&mut desk, &test));
    desk.types("<esc>").sees(&["step 1"]).types("<enter>").sees(&["step 3 of 4", "Invoices: 1"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4: done", "Invoices: 1 imported"]);
    desk.types("<enter>")
        .sees(&["step 1"])
        .types("<enter>")
        .sees(&["0 would be imported, 1 already"]);
    desk.types("<ctrl-s>").sees(&["There is nothing to import"]);
    desk.closes();
    test.book.open();
    assert_eq!(test.book.balance("C1", as_of("2026-11-21")).balance.minor(), 5_000);
    assert!(test.book.verify().ok);
}

#[test]
fn a_reason_passes_what_it_may_and_the_rows_left_refused_are_written_to_a_file() {
    let mut test = test();
    let text = "Cust. No,Company,Credit limit\nC1,Hill Inn,1000\n";
    std::fs::write(test.folder.path().join("limits.csv"), text).unwrap();
    let text = "Number,Customer,Date,Amount\nA-1,C1,2026-10-02,5000\nA-2,C1,2026-10-02,ten\n";
    std::fs::write(test.folder.path().join("open.csv"), text).unwrap();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("limits.csv"));
    desk.sees(&["step 2"]).types("<ctrl-s>").sees(&["1 would be imported"]).types("<ctrl-s>");
    desk.sees(&["step 4 of 4: done"]).types("<enter>").sees(&["step 1"]);
    desk.types(&test.file("open.csv")).sees(&["step 2"]).types("<ctrl-s>");
    desk.sees(&["2 refused", "over the limit"]).types("r").sees(&["Reason:"]);
    desk.types("owed when we changed over<enter>");
    desk.sees(&["1 would be imported", "1 refused", "owed when we changed over"]);
    desk.types("w").sees(&["File for the refused rows:", "open.refused.csv"]).types("<enter>");
    desk.sees(&["Enter opens a refused row"])
        .types("<ctrl-s>")
        .sees(&["step 4 of 4: done", "1 imported"]);
    desk.closes();
    let written = std::fs::read_to_string(test.folder.path().join("open.refused.csv")).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, "line,field,rule,message,Number,Customer,Date,Amount"));
    assert!(lines[1].starts_with("3,amount,amount.malformed,"), "{written}");
    assert!(lines[1].ends_with(",A-2,C1,2026-10-02,ten"), "{written}");
    test.book.open();
    assert_eq!(test.book.balance("C1", as_of("2026-11-21")).balance.minor(), 5_000);
    assert!(test.book.verify().ok);
}

#[test]
fn another_column_is_chosen_for_a_field_or_none_and_a_value_is_set_for_all_rows() {
    let test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("open items.csv"));
    desk.sees(&["step 2"]).types("<enter>").sees(&["the columns"]);
    // The field of the mark is the number: from nowhere, the file cannot be read.
    desk.types("<enter>").sees(&["Which column is number in?", "no column", "▸ Invoice No"]);
    insta::assert_snapshot!("import_column_80x24", rests(&mut desk, &test));
    desk.types("<home><enter>").sees(&["No column was found for: number"]);
    desk.types("<ctrl-s>").sees(&["No column was found for: number", "the columns"]);
    desk.types("<enter>").sees(&["Which column is number in?"]);
    desk.types("<end><enter>").sees(&["the columns", "Number *             Agent", "Jean"]);
    // A value for all rows is a field's last resort.
    desk.types("<home><enter>").sees(&["▸ Agent"]).types("<esc>").sees(&["the columns"]);
    desk.types("t").sees(&["The file holds: payments", "method"]);
    desk.types("<end>=").sees(&["in all rows:"]).types("<esc>").sees(&["the columns"]);
    desk.types("<esc>").sees(&["step 1"]).types("<esc>").sees(&["Who is calling?"]);
    desk.closes();
}

#[test]
fn what_can_be_read_two_ways_is_asked_and_esc_goes_one_step_back() {
    let test = test();
    let text = "Number,Customer,Date,Due,Amount\nA-1,C0001,02/03/2026,05/03/2026,100\n";
    std::fs::write(test.folder.path().join("two.csv"), text).unwrap();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("two.csv"));
    desk.sees(&["can be read two ways", "02 Mar 2026", "03 Feb 2026"]);
    // Each reading is seen in a row of the file.
    desk.sees(&["Due date: 05 Mar 2026", "Due date: 03 May 2026", "· Amount: 100"]);
    insta::assert_snapshot!("import_question_80x24", rests(&mut desk, &test));
    desk.types("7").sees(&["Type the number of the right reading"]);
    // What is asked while the file is read again is dropped.
    desk.types_ahead("1<esc>").sees(&["two ways"]).types("<esc>").sees(&["step 1"]);
    desk.types("<enter>").sees(&["two ways"]);
    desk.types("1").sees(&["D/M/YYYY", "02 Mar 2026"]).types("<esc>").sees(&["two ways"]);
    desk.types("2").sees(&["M/D/YYYY", "03 Feb 2026"]).types("<enter>").sees(&["the columns"]);
    desk.types("<esc>").sees(&["M/D/YYYY"]).types("<esc>").sees(&["two ways"]);
    desk.types("<esc>").sees(&["step 1"]);
    desk.types(&test.file("missing.csv")).sees(&["missing.csv", "step 1"]);
    desk.closes();
}

#[test]
fn the_walk_is_in_french_where_the_desk_is() {
    let test = test();
    let settings = Settings { language: Some("fr".into()), ..Settings::default() };
    let mut desk = Headless::open(&test.book.folder(), settings, 80, 24);
    desk.sees(&["0"]).types("<ctrl-p>importer<enter>").sees(&["étape 1 sur 4"]);
    desk.types(&test.file("open items.csv")).sees(&["étape 2 sur 4"]);
    insta::assert_snapshot!("import_reading_french", rests(&mut desk, &test));
    desk.types("<enter>").sees(&["étape 2 sur 4 : les colonnes"]);
    insta::assert_snapshot!("import_mapping_french", rests(&mut desk, &test));
    desk.types("<ctrl-s>").sees(&["étape 3 sur 4", "à vérifier"]);
    insta::assert_snapshot!("import_trial_french", rests(&mut desk, &test));
    desk.closes();
}

#[test]
fn an_import_is_stopped_and_goes_on_where_it_stopped() {
    let test = test();
    let rows = (1..=1_500).map(|number| format!("C{number:05},Customer {number}\n"));
    let text = format!("Customer No,Company\n{}", rows.collect::<String>());
    std::fs::write(test.folder.path().join("many.csv"), text).unwrap();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("many.csv"));
    desk.sees(&["step 2"]).types("<enter>").sees(&["the columns"]).types("<ctrl-s>");
    desk.sees(&["1500 rows of customers: 1500 would be imported"]).types_ahead("<ctrl-s><esc>");
    desk.sees(&["step 4 of 4", "Stopped: ", "were not imported"]);
    desk.types("<enter>").sees(&["step 1"]).types("<enter>").sees(&["step 2"]);
    desk.types("<enter>").sees(&["the columns"]).types("<ctrl-s>").sees(&["would be imported"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4", "1500 rows", "0 refused"]);
    desk.types("<f4>").sees(&["of 1,500"]);
    desk.closes();
}

#[test]
fn a_served_desk_imports_the_file_that_it_reads() {
    let mut book = TestBook::for_processes();
    book.close();
    let test = ImportTest { folder: test().folder, book };
    let mut server = Served::start(&test.book.folder());
    let mut desk = Headless::open(&server.socket, Settings::default(), 80, 24);
    desk.sees(&["of 0"]).types("<ctrl-p>import<enter>").sees(&["step 1"]);
    desk.types(&test.file("customers.csv"))
        .sees(&["step 2"])
        .types("<enter>")
        .sees(&["the columns"]);
    desk.types("<ctrl-s>").sees(&["2 would be imported"]);
    desk.types("<ctrl-s>").sees(&["step 4 of 4", "2 imported", "1 refused"]);
    desk.types("<f4>").sees(&["of 2"]);
    desk.closes();
    assert_eq!(server.stops(), Some(0));
    let mut book = test.book;
    book.open();
    assert!(book.verify().ok);
}

#[test]
fn a_viewer_is_told_that_nothing_can_be_imported() {
    let test = test();
    let mut desk = test.desk(Settings::default());
    desk.app.desk.about.as_mut().unwrap().role = Role::Viewer;
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]);
    desk.types("x.csv<enter>").sees(&["A viewer can look"]);
    desk.closes();
}

const STATEMENT: &str = "\
:20:A
:25:RW12BKIG0004
:28C:1/1
:60F:C261101RWF1000,
:61:2611021102C318600,NTRFINV-2026-00001//T1
:86:KIGALI HEIGHTS INV-2026-00001
:61:2611031103D3500,NCHGNONREF//T2
:86:CHARGES
:62F:C261103RWF316100,
-
";

#[test]
fn a_bank_statement_is_imported_once_its_account_is_named() {
    let test = test();
    let table = "Date,Description,Debit,Credit,Balance\n04/11/2026,CASH,,900,317000\n13/11/2026,FEE,1000,,316000\n";
    for (name, text) in [("november.sta", STATEMENT), ("november.csv", table)] {
        std::fs::write(test.folder.path().join(name), text).unwrap();
    }
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import").sees(&["Import a file"]).types("<enter>").sees(&["step 1 of 4"]);
    desk.types(&test.file("november.sta"));
    desk.sees(&["which account", "MT940", "RW12BKIG0004", "2 lines"]);
    desk.sees(&["RWF 1,000 + 315,100 = 316,100", "Account in the book:"]);
    desk.types("<enter>").sees(&["Type what the book calls this bank account"]);
    desk.types("BK<enter>").sees(&[
        "step 3 of 4",
        "2 would be imported",
        "Ctrl-S imports the lines",
    ]);
    desk.types("<enter>").sees(&["Press Ctrl-S to import"]);
    desk.types("<ctrl-s>").sees(&["BK: 2 lines: 2 imported", "Alt-L goes through"]);
    // A table with a balance in each row is a statement too; the only account is offered.
    desk.types("<enter>").sees(&["step 1 of 4"]).types(&test.file("november.csv"));
    desk.sees(&["which account", "CSV", "RWF 316,100 + -100 = 316,000", "Account in the book: BK"]);
    desk.types("<enter>").sees(&["2 would be imported"]).types("<ctrl-s>").sees(&["2 imported"]);
    desk.types("<alt-l>").sees(&["BL000001", "4 left"]);
    desk.closes();
}

#[test]
fn an_import_that_is_left_unfinished_is_resumed_after_the_desk_was_closed() {
    let mut test = test();
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import<enter>").sees(&["step 1"]).types(&test.file("customers.csv"));
    desk.sees(&["step 2"]).types("<ctrl-s>").sees(&["2 would be imported", "1 refused"]);
    desk.types("<enter>").sees(&["Line 4"]).types("Hill Inn<enter>").sees(&["3 would be imported"]);
    // With others that were on hold, it is offered at the next start.
    desk.types("<f4>").sees(&["The import is on hold"]);
    let kept = desk.app.half_typed();
    assert_eq!(kept.len(), 1);
    desk.closes();
    let mut desk = Headless::open_again(&test.book.folder(), kept);
    desk.sees(&["Unfinished entries from last time:", "Import a file", "customers.csv"]);
    // Left for later, it is still there, and kept as it was.
    desk.types("<esc>").sees(&["They are on hold"]).types("<alt-b>");
    desk.sees(&["step 1", "customers.csv", "row you corrected"]);
    let kept = desk.app.half_typed();
    assert_eq!(kept.len(), 1);
    desk.closes();
    let mut desk = Headless::open_again(&test.book.folder(), kept.clone());
    desk.sees(&["Unfinished entries"]).types("<enter>").sees(&["row you corrected"]);
    desk.types("<enter>").sees(&["step 3", "3 would be imported"]).types("<ctrl-s>");
    desk.sees(&["done", "3 imported"]);
    assert_eq!(desk.app.half_typed(), []);
    desk.closes();
    // Of another file under the same name nothing is corrected.
    std::fs::write(test.folder.path().join("customers.csv"), format!("{CUSTOMERS};;;\n")).unwrap();
    let mut desk = Headless::open_again(&test.book.folder(), kept);
    desk.sees(&["Unfinished entries"]).types("<enter>").sees(&["row you corrected"]);
    desk.types("<enter>").sees(&["step 3", "3 already there", "as the file has them"]);
    desk.closes();
    test.book.open();
    assert!(test.book.verify().ok);
}

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

#[test]
fn lines_that_may_be_in_the_book_from_another_file_are_asked_about() {
    let test = test();
    let first = ofx([("13", "900", "A1", "CASH"), ("14", "-100", "A2", "FEE")]);
    let other = ofx([("13", "900", "2026-1", "DEPOSIT"), ("14", "-100", "2026-2", "CHARGES")]);
    for (name, text) in [("first.ofx", first), ("other.ofx", other)] {
        std::fs::write(test.folder.path().join(name), text).unwrap();
    }
    let mut desk = test.desk(Settings::default());
    desk.types("<ctrl-p>import").sees(&["Import a file"]).types("<enter>").sees(&["step 1 of 4"]);
    desk.types(&test.file("first.ofx")).sees(&["Account in the book:"]).types("BK<enter>");
    desk.sees(&["2 would be imported"]).types("<ctrl-s>").sees(&["2 imported"]).types("<enter>");
    desk.sees(&["step 1 of 4"]).types(&test.file("other.ofx")).sees(&["Account in the book: BK"]);
    desk.types("<enter>").sees(&[
        "0 would be imported",
        "2 refused",
        "1  They are lines of the book",
    ]);
    desk.types("<ctrl-s>").sees(&["Answer 1 or 2 first"]);
    desk.types("7").sees(&["2  They are"]);
    desk.types("<enter>").sees(&["Answer 1 or 2 first"]);
    desk.types("1").sees(&["0 would be imported, 2 already there, 0 refused"]);
    desk.types("<esc>").sees(&["Account in the book: BK"]).types("<enter>").sees(&["2 refused"]);
    desk.types("2").sees(&["2 would be imported, 0 already there"]).types("<ctrl-s>");
    desk.sees(&["2 imported"]).types("<alt-l>").sees(&["4 left"]);
    desk.closes();
}
