//! Files as other programs write them, from the command line to the book: how they are read and what their
//! values mean, together.

use std::fs;

use serde_json::{Value, json};

use crate::common::cli::Cli;

/// A Canadian book with accounts: code and name.
fn canadian(accounts: &[(&str, &str)]) -> Cli {
    let cli = Cli::new();
    let init = ["init", "--company", "A", "--country", "CA", "--currency", "CAD"];
    assert_eq!(cli.status(&[&init[..], &["--zone", "America/Toronto"]].concat()), 0);
    for (code, name) in accounts {
        let line = json!({"do": "register_customer", "code": code, "name": name});
        assert_eq!(cli.post(line.to_string()).0, 0);
    }
    cli
}

/// Imports a file of these bytes: what came of it, without a row refused.
fn imported(cli: &Cli, bytes: impl AsRef<[u8]>, options: &[&str]) -> Value {
    let file = cli.dir.path().join("rows.csv");
    fs::write(&file, bytes).unwrap();
    let told = cli.json(&[&["import", file.to_str().unwrap(), "--yes"], options].concat());
    assert_eq!(told["refused"], 0, "{told}");
    // Once more: nothing comes twice.
    let again = cli.json(&[&["import", file.to_str().unwrap(), "--yes"], options].concat());
    assert_eq!((&again["taken"], &again["refused"]), (&0.into(), &0.into()), "{again}");
    assert_eq!(cli.status(&["verify"]), 0);
    told
}

/// Fields of what is shown of each of these.
fn shown(cli: &Cli, numbers: &[&str], fields: &[&str]) -> Vec<Vec<String>> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let fields_of = |number: &&str| {
        let shown = cli.json(&["show", number]);
        fields.iter().map(|field| text(&shown[*field])).collect()
    };
    numbers.iter().map(fields_of).collect()
}

#[test]
fn a_rate_beside_a_quantity_is_a_price() {
    let cli = canadian(&[]);
    let rows = "Invoice Number,Client,Date,Item,Qty,Rate,Line Total\n\
        S-1,Pier Dental,2026-10-01,Film,10,65.00,650.00\n\
        S-2,Pier Dental,2026-10-05,Cards,2,30.00,60.00\n";
    let told = imported(&cli, rows, &["--create-customers"]);
    assert_eq!((&told["kind"], &told["taken"]), (&"invoices".into(), &2.into()));
    assert_eq!(told["sums"]["CAD"]["taken"], "710.00");
    assert_eq!(shown(&cli, &["S-1", "S-2"], &["net"]), [["650.00"], ["60.00"]]);
}

#[test]
fn titles_and_sums_are_no_rows() {
    let cli = canadian(&[]);
    let rows = "Aged receivables\nAs of 2026-10-31\n\nInvoice,Customer,Date,Due,Amount\n\
        S-1,Bakery,2026-09-02,2026-10-02,\"1,250.00\"\nS-2,Bakery,2026-10-10,2026-11-09,480.50\n\
        Total,,,,\"1,730.50\"\n";
    let told = imported(&cli, rows, &["--create-customers"]);
    assert_eq!((&told["rows"], &told["taken"]), (&2.into(), &2.into()));
    assert_eq!(told["sums"]["CAD"]["taken"], "1730.50");
    assert_eq!(told["reading"]["left_lines"][0]["why"], "total");
    // A separator that is said, and numbers as the French write them.
    let rows = "sep=;\nNumber;Customer;Date;Amount\nS-3;Bakery;2026-09-02;1\u{a0}234,50\nS-4;Bakery;2026-09-03;89,00\n";
    imported(&cli, rows, &[]);
    assert_eq!(shown(&cli, &["S-3", "S-4"], &["total"]), [["1234.50"], ["89.00"]]);
}

#[test]
fn payments_in_many_styles_and_words_come_as_they_are_meant() {
    let cli = canadian(&[("C1", "Hill Motors")]);
    let rows = "Customer,Date,Amount,Method,Reference\n\
        C1,2026-10-01,\"$1,234.56\",Visa,P1\nC1,2026-10-02,$13.50 ,cheque,P2\n\
        C1,2026-10-03,CAD 40.00,EFT,P3\nC1,2026-10-04,1 234.50,bank,P4\n\
        C1,2026-10-05,+5,cash,P5\nC1,2026-10-06,.5,cash,P6\n";
    imported(&cli, rows, &[]);
    let numbers: Vec<String> = (1..=6).map(|n| format!("PAY-2026-{n:05}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let expected = [
        ["1234.56", "card", "P1"],
        ["13.50", "cheque", "P2"],
        ["40.00", "bank", "P3"],
        ["1234.50", "bank", "P4"],
        ["5.00", "cash", "P5"],
        ["0.50", "cash", "P6"],
    ];
    assert_eq!(shown(&cli, &numbers, &["amount", "method", "reference"]), expected);
}

#[test]
fn prices_below_zero_become_credits() {
    let cli = canadian(&[("C1", "Hill Motors")]);
    let rows = "Number,Customer,Date,Description,Quantity,Unit price\n\
        K-1,C1,2026-10-01,Lamp,1,(400.00)\nK-2,C1,2026-10-02,Cable,1,50.00-\n\
        K-3,C1,2026-10-03,Case,1,\u{2212}182.77\n";
    imported(&cli, rows, &[]);
    assert_eq!(shown(&cli, &["K-1", "K-2", "K-3"], &["net"]), [["400.00"], ["50.00"], ["182.77"]]);
    assert_eq!(cli.json(&["balance", "C1"])["balance"], "-632.77");
}

#[test]
fn customers_are_found_by_name_in_french_files_too() {
    let cli = canadian(&[("C7", "Caf\u{e9} Ubuntu")]);
    let rows = "Num\u{e9}ro;Client;Date;Montant\n\
        F-1;Caf\u{e9} Ubuntu;02/09/2026;1\u{202f}234,50\nF-2;CAFE UBUNTU;15/09/2026;12\u{a0}000,00 $\n";
    imported(&cli, rows, &[]);
    let expected = [["C7", "2026-09-02", "1234.50"], ["C7", "2026-09-15", "12000.00"]];
    assert_eq!(shown(&cli, &["F-1", "F-2"], &["customer", "date", "total"]), expected);
    let rows = "Number,Customer,Date,Amount\nN-1,Caf\u{e9} Ubuntu,2026-09-02,100.00\n\
        N-2,CAFE UBUNTU,2026-09-03,100.00\nN-3,Caf\u{e9}  Ubuntu,2026-09-04,100.00\n";
    imported(&cli, rows, &["--create-customers"]);
    let one = || ["C7"];
    assert_eq!(shown(&cli, &["N-1", "N-2", "N-3"], &["customer"]), [one(), one(), one()]);
}

#[test]
fn dates_in_words_and_as_day_numbers_are_days() {
    let cli = canadian(&[("H1", "Hill Motors")]);
    let rows = "Details,Client,Date,Total\nV-1,Hill Motors,Jan 28 2026,\"1,020.00\"\n\
        V-2,Hill Motors,28-Feb-2026,75.00\nV-3,Hill Motors,46296,60.00\n";
    let told = imported(&cli, rows, &[]);
    assert_eq!(told["reading"]["serial"], "46296");
    let expected = [["2026-01-28"], ["2026-02-28"], ["2026-10-01"]];
    assert_eq!(shown(&cli, &["V-1", "V-2", "V-3"], &["date"]), expected);
}

#[test]
fn a_column_that_stands_twice_and_terms_in_words_are_read() {
    let cli = canadian(&[]);
    let rows = "Name,Phone,Phone,Terms\nRiver Clinic,,+1 416 555 0182,Net 30\n\
        Oak Garage,+1 416 555 0190,,Due on receipt\n";
    imported(&cli, rows, &[]);
    let expected =
        [["River Clinic", "+1 416 555 0182", "net 30"], ["Oak Garage", "+1 416 555 0190", "net 0"]];
    assert_eq!(shown(&cli, &["C0001", "C0002"], &["name", "phone", "terms"]), expected);
    // In the encoding of an old Windows, with its apostrophe and its dash.
    let rows = b"Name;City;Phone\nL\xe9vesque & Fils;Qu\xe9bec;418 555-0133\n\
        Boulangerie No\xebl \x97 rue d\x92Auteuil;Montr\xe9al;514 555-0144\n";
    imported(&cli, rows, &[]);
    let expected = [
        ["L\u{e9}vesque & Fils", "Qu\u{e9}bec"],
        ["Boulangerie No\u{eb}l \u{2014} rue d\u{2019}Auteuil", "Montr\u{e9}al"],
    ];
    assert_eq!(shown(&cli, &["C0003", "C0004"], &["name", "city"]), expected);
}

#[test]
fn what_is_left_of_an_invoice_is_found_and_the_rest_is_paid() {
    let cli = canadian(&[("H1", "Hill Motors")]);
    let rows = "Invoice,Customer,Date,Due,Total,Balance\n\
        Z-1,Hill Motors,2026-08-01,2026-08-31,500.00,120.00\n\
        Z-2,Hill Motors,2026-09-01,2026-10-01,80.00,80.00\n\
        Z-3,Hill Motors,2026-09-05,2026-10-05,75.00,0.00\n";
    let told = imported(&cli, rows, &[]);
    assert_eq!(told["reading"]["map"]["outstanding"], "Balance");
    let expected = [["500.00", "120.00"], ["80.00", "80.00"], ["75.00", "0.00"]];
    assert_eq!(shown(&cli, &["Z-1", "Z-2", "Z-3"], &["total", "outstanding"]), expected);
    assert_eq!(cli.json(&["balance", "H1"])["balance"], "200.00");
    let paid = [["opening", "380.00"], ["opening", "75.00"]];
    let payments = ["PAY-2026-00001", "PAY-2026-00002"];
    assert_eq!(shown(&cli, &payments, &["method", "amount"]), paid);
}

#[test]
fn a_folder_that_is_no_export_is_refused_and_the_french_sentence_has_its_blanks() {
    let cli = canadian(&[]);
    let folder = cli.dir.path().join("papers");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("clients.csv"), "Nom;Courriel\nNo\u{eb}l;n@x.example\n").unwrap();
    let told = cli.json(&["import", folder.to_str().unwrap()]);
    assert_eq!(told["refusal"]["rule"], "import.not_an_export");
    let output = cli.run(&["--language", "fr", "import", "papers/clients.csv", "--dry-run"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("comme clients\u{a0}; noms des colonnes"), "{said}");
    assert!(!said.lines().next().unwrap_or_default().contains(" ;"), "{said}");
}

#[test]
fn an_import_says_what_is_still_owed_and_how_unknown_customers_come_in() {
    let cli = canadian(&[("H1", "Hill Motors")]);
    let file = cli.dir.path().join("open.csv");
    let rows = "Invoice,Customer,Date,Total,Balance\nZ-1,Hill Motors,2026-08-01,500.00,120.00\n\
        Z-2,Hill Motors,2026-09-01,80.00,80.00\nZ-3,Pier Dental,2026-09-05,75.00,5.00\n";
    fs::write(&file, rows).unwrap();
    let output = cli.run(&["import", file.to_str().unwrap(), "--yes"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("CAD 200.00 of that is still owed"), "{said}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("does not have: 1; import the customers first"), "{said}");
    assert!(said.contains("--create-customers"), "{said}");
}
