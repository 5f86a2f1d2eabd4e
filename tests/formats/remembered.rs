//! What was decided about a file is remembered with its columns: the next one is read the same way, as far
//! as it can be.

use std::fs;

use serde_json::Value;

use crate::common::cli::Cli;
use crate::common::pty::Terminal;

const HEAD: &str = "Firm;Doc;Invoiced;Total";

/// A book, and a way to put rows into a file of one shape.
fn with_rows(name: &str, rows: &str) -> (Cli, String) {
    let cli = Cli::with_book();
    let file = written(&cli, name, rows);
    (cli, file)
}

fn written(cli: &Cli, name: &str, rows: &str) -> String {
    let file = cli.dir.path().join(name);
    fs::write(&file, format!("{HEAD}\n{rows}")).unwrap();
    file.to_str().unwrap().to_string()
}

fn hill(cli: &Cli) {
    let (status, _) = cli.post(r#"{"do":"register_customer","code":"H1","name":"Hill"}"#);
    assert_eq!(status, 0);
}

fn remembered(told: &Value) -> Vec<String> {
    let said = told["reading"]["remembered"].as_array().cloned().unwrap_or_default();
    said.iter().map(|it| it.as_str().unwrap().to_string()).collect()
}

fn entries(cli: &Cli) -> u64 {
    cli.json(&["verify"])["entries"].as_u64().unwrap()
}

const DECIDED: [&str; 8] = [
    "--map",
    "customer=Firm",
    "--map",
    "number=Doc",
    "--map",
    "date=Invoiced",
    "--date-format",
    "M/D/YYYY",
];

fn import<'a>(file: &'a str, options: &[&'a str]) -> Vec<&'a str> {
    [&["import", file, "--yes"], options].concat()
}

#[test]
fn the_next_file_with_the_same_columns_is_read_as_the_last() {
    let (cli, first) = with_rows("sept.csv", "Hill;A-1;02/09/2026;1,500\n");
    let decided = [&DECIDED[..], &["--decimal-point", "--create-customers"]].concat();
    // A dry run keeps nothing, and neither does an import of which nothing was taken.
    cli.json(&[&import(&first, &decided)[..], &["--dry-run"]].concat());
    let before = entries(&cli);
    assert_eq!(cli.json(&import(&first, &DECIDED))["refusal"]["rule"], "import.two_readings");
    assert_eq!(entries(&cli), before);
    let told = cli.json(&import(&first, &decided));
    assert_eq!((&told["taken"], remembered(&told)), (&1.into(), vec![]));
    let second = written(&cli, "oct.csv", "Mill;A-2;03/10/2026;2,500\n");
    let told = cli.json(&import(&second, &[]));
    assert_eq!((&told["taken"], &told["customers"]), (&1.into(), &1.into()));
    // `Doc` and `Invoiced` would be found without being said.
    let expected =
        ["--map customer=Firm", "--date-format M/D/YYYY", "--decimal-point", "--create-customers"];
    assert_eq!(remembered(&told), expected);
    let shown = cli.json(&["show", "A-2"]);
    assert_eq!(
        (&shown["date"], &shown["total"]),
        (&"2026-03-10".into(), &"2500".into()),
        "{shown}"
    );
    // The sentence says so, and without --yes nothing is imported anywhere but on a terminal.
    let third = written(&cli, "nov.csv", "Mill;A-3;04/10/2026;2,500\n");
    let output = cli.run(&["import", &third]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("as last time: --map customer=Firm"), "{said}");
    assert_eq!(output.status.code(), Some(1));
    // The same again is kept already: only the invoice is written.
    let before = entries(&cli);
    cli.json(&import(&third, &[]));
    assert_eq!(entries(&cli), before + 1);
}

#[test]
fn the_answer_about_amounts_of_two_styles_is_remembered() {
    let (cli, first) =
        with_rows("sept.csv", "Hill;A-1;2026-09-02;2,260.00\nHill;A-2;2026-09-02;7,5\n");
    let decided = [&DECIDED[..6], &["--create-customers"]].concat();
    let told = cli.json(&import(&first, &decided));
    assert_eq!(told["refusal"]["rule"], "import.two_readings");
    let said = told["refusal"]["message"].as_str().unwrap();
    for part in ["a decimal point, as in “2,260.00” (line 2)", "comma, as in “7,5” (line 3)"]
    {
        assert!(said.contains(part), "{said}");
    }
    let told = cli.json(&import(&first, &[&decided[..], &["--decimal-point"]].concat()));
    assert_eq!((&told["taken"], &told["refused"]), (&1.into(), &1.into()));
    let second =
        written(&cli, "oct.csv", "Hill;A-3;2026-10-02;1,130.00\nHill;A-4;2026-10-02;7,5\n");
    let told = cli.json(&import(&second, &[]));
    assert_eq!((&told["taken"], &told["refused"]), (&1.into(), &1.into()), "{told}");
    assert!(remembered(&told).contains(&"--decimal-point".into()), "{told}");
    assert_eq!(cli.json(&["show", "A-3"])["total"], "1130");
}

#[test]
fn what_is_said_goes_over_what_is_remembered() {
    let (cli, first) = with_rows("sept.csv", "Hill;A-1;02/09/2026;15.00\n");
    let decided = [&DECIDED[..], &["--create-customers"]].concat();
    assert_eq!(cli.json(&import(&first, &decided))["taken"], 1);
    let second = written(&cli, "oct.csv", "Hill;A-2;03/10/2026;25.00\n");
    let told = cli.json(&import(&second, &["--date-format", "D/M/YYYY"]));
    assert_eq!((&told["taken"], &told["reading"]["date_format"]), (&1.into(), &"D/M/YYYY".into()));
    assert!(!remembered(&told).iter().any(|it| it.contains("date-format")), "{told}");
    // What was said last counts from then on.
    let third = written(&cli, "nov.csv", "Hill;A-3;04/10/2026;25.00\n");
    assert!(remembered(&cli.json(&import(&third, &[]))).contains(&"--date-format D/M/YYYY".into()));
    assert_eq!(cli.json(&["show", "A-3"])["date"], "2026-10-04");
    // Another kind of file is another matter.
    let fourth = written(&cli, "dec.csv", "Hill;A-4;04/10/2026;25.00\n");
    let told = cli.json(&import(&fourth, &["--kind", "payments"]));
    assert_eq!(told["refusal"]["rule"], "import.missing_columns");
}

#[test]
fn what_a_file_shows_goes_over_what_is_remembered() {
    let (cli, first) = with_rows("sept.csv", "Hill;A-1;02/09/2026;1,500\n");
    let decided = [&DECIDED[..], &["--decimal-point", "--create-customers"]].concat();
    assert_eq!(cli.json(&import(&first, &decided))["taken"], 1);
    // No date with the month first, and no number with a point.
    let second =
        written(&cli, "oct.csv", "Hill;A-2;13/05/2026;2.500,00\nHill;A-3;02/05/2026;3,00\n");
    let told = cli.json(&import(&second, &[]));
    assert_eq!(told["taken"], 2, "{told}");
    assert_eq!(remembered(&told), ["--map customer=Firm", "--create-customers"]);
    let shown = cli.json(&["show", "A-3"]);
    assert_eq!((&shown["date"], &shown["total"]), (&"2026-05-02".into(), &"3".into()), "{shown}");
    // Since then neither is remembered, so it is asked again.
    let third = written(&cli, "nov.csv", "Hill;A-4;04/10/2026;25.00\n");
    assert_eq!(cli.json(&import(&third, &[]))["refusal"]["rule"], "import.two_readings");
    // What no order suits is asked about whatever is remembered.
    assert_eq!(cli.json(&import(&third, &["--date-format", "M/D/YYYY"]))["taken"], 1);
    let fourth = written(&cli, "dec.csv", "Hill;A-5;13/10/2026;2.00\nHill;A-6;10/13/2026;2.00\n");
    assert_eq!(cli.json(&import(&fourth, &[]))["refusal"]["rule"], "import.two_readings");
}

#[test]
fn only_what_would_not_be_found_alone_is_kept() {
    let cli = Cli::with_book();
    let file = cli.dir.path().join("open.csv");
    let rows = "Customer;Invoice;Date;Amount\nHill;A-1;13/09/2026;15.00\n";
    fs::write(&file, rows).unwrap();
    let file = file.to_str().unwrap();
    hill(&cli);
    let before = entries(&cli);
    let said = ["--date-format", "D/M/YYYY", "--decimal-point", "--map", "customer=Customer"];
    assert_eq!(cli.json(&import(file, &said))["taken"], 1);
    assert_eq!(entries(&cli), before + 1, "the invoice alone");
    // A field that is taken from nowhere is decided too.
    fs::write(
        file,
        rows.replace("A-1", "A-2")
            .replace("Amount", "Amount;Due")
            .replace("15.00", "15.00;14/10/2026"),
    )
    .unwrap();
    assert_eq!(cli.json(&import(file, &["--map", "due="]))["taken"], 1);
    fs::write(
        file,
        rows.replace("A-1", "A-3")
            .replace("Amount", "Amount;Due")
            .replace("15.00", "15.00;14/10/2026"),
    )
    .unwrap();
    assert_eq!(remembered(&cli.json(&import(file, &[]))), ["--map due="]);
}

#[test]
fn forgetting_reads_a_file_as_if_it_were_the_first() {
    let (cli, first) = with_rows("sept.csv", "Hill;A-1;02/09/2026;15.00\n");
    let decided = [&DECIDED[..], &["--create-customers"]].concat();
    assert_eq!(cli.json(&import(&first, &decided))["taken"], 1);
    let second = written(&cli, "oct.csv", "Hill;A-2;03/10/2026;25.00\n");
    let told = cli.json(&import(&second, &["--forget"]));
    assert_eq!(told["refusal"]["rule"], "import.missing_columns", "{told}");
    let said = [&DECIDED[..6], &["--forget", "--date-format", "D/M/YYYY"]].concat();
    assert_eq!(cli.json(&import(&second, &said))["taken"], 1);
    let third = written(&cli, "nov.csv", "Hill;A-3;03/10/2026;25.00\n");
    let now = remembered(&cli.json(&import(&third, &[])));
    assert!(now.contains(&"--date-format D/M/YYYY".into()), "{now:?}");
    assert!(!now.contains(&"--create-customers".into()), "{now:?}");
}

#[test]
fn a_script_that_says_all_is_never_read_as_last_time() {
    let cli = Cli::with_book();
    let file = cli.dir.path().join("pay.csv");
    hill(&cli);
    fs::write(&file, "customer,date,amount,method,reference\nH1,2026-10-01,500,bank,\n").unwrap();
    let file = file.to_str().unwrap();
    let told = cli.json(&["import", "payments", file, "--set", "reference=Z"]);
    assert_eq!(told["taken"], 1, "{told}");
    fs::write(file, "customer,date,amount,method,reference\nH1,2026-10-02,500,bank,\n").unwrap();
    assert_eq!(cli.json(&["import", "payments", file])["taken"], 1);
    assert_eq!(cli.json(&["show", "PAY-2026-00002"])["reference"], Value::Null);
}

#[test]
fn refused_rows_are_written_as_they_stand_and_read_as_they_were() {
    let cli = Cli::with_book();
    hill(&cli);
    let file = cli.dir.path().join("open.csv");
    let rows = "Client;Facture;Date;Montant\nHill;A-1;15/09/2026;1\u{a0}234,00\n\
        Nobody;A-2;02/09/2026;(1.500)\n=1+1;A-3;03/09/2026;7,00\n";
    fs::write(&file, format!("Liste\n\n{rows}")).unwrap();
    let rejects = |name: &str| cli.dir.path().join(name).to_str().unwrap().to_string();
    let (first, second) = (rejects("first.csv"), rejects("second.csv"));
    let told = cli.json(&import(file.to_str().unwrap(), &["--rejects", &first]));
    assert_eq!((&told["taken"], &told["refused"]), (&1.into(), &2.into()), "{told}");
    let text = fs::read_to_string(&first).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "line,field,rule,message,Client,Facture,Date,Montant");
    assert!(lines[1].starts_with("5,customer,customer.unknown,"), "{text}");
    assert!(lines[1].ends_with(",Nobody,A-2,02/09/2026,(1.500)"), "{text}");
    assert!(lines[2].ends_with(r#",'=1+1,A-3,03/09/2026,"7,00""#), "{text}");
    // By themselves the rows could be read two ways; and what is refused again has the same columns.
    let told = cli.json(&import(&first, &["--rejects", &second]));
    assert_eq!(
        (&told["refused"], &told["reading"]["map"]["amount"]),
        (&2.into(), &"Montant".into())
    );
    let again = fs::read_to_string(&second).unwrap();
    assert_eq!(again.lines().next(), Some(lines[0]));
    let told = cli.json(&import(&second, &["--create-customers"]));
    assert_eq!((&told["taken"], &told["customers"]), (&2.into(), &2.into()), "{told}");
    assert_eq!(cli.json(&["show", "A-3"])["date"], "2026-09-03");
    assert_eq!(cli.json(&["show", "A-3"])["customer"], "=1+1");
}

#[test]
fn a_question_that_was_answered_is_not_asked_again() {
    let cli = Cli::with_book();
    hill(&cli);
    let file = cli.dir.path().join("open.csv");
    let head = "Customer,Invoice,Date,Amount";
    fs::write(&file, format!("{head}\nHill,A-1,02/09/2026,15.00\n")).unwrap();
    let run = |told: &str| {
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "import"]);
        command.arg(&file);
        command.env("DAYBOOK_BOOK", cli.book());
        command.env("HOME", cli.dir.path());
        command.env("LC_ALL", "C");
        let mut terminal = Terminal::runs(command, 100, 30);
        terminal.sees(&[told]);
        terminal
    };
    let mut terminal = run("Type the number");
    terminal.types("1<enter>").sees(&["Press Enter"]).types("<enter>").sees(&["1 imported"]);
    fs::write(&file, format!("{head}\nHill,A-2,03/09/2026,15.00\n")).unwrap();
    let mut terminal = run("Press Enter");
    terminal.sees(&["as last time: --date-format D/M/YYYY"]);
    terminal.types("<enter>").sees(&["1 imported"]);
    assert_eq!(cli.json(&["show", "A-2"])["date"], "2026-09-03");
}
