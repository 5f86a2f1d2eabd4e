//! The command line from outside: exit statuses, JSON, and input that no book may take.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Output, Stdio};

use crate::common::cli::Cli;
use serde_json::Value;

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const HOTEL: &str = r#"{"do":"register_customer","code":"C0024","name":"Kigali Heights Hotel","phone":"+250788123456"}"#;
const INVOICE: &str = r#"{"do":"issue_invoice","customer":"C0024","date":"2026-11-02","due":"2026-12-02","reference":"PO-77","lines":[{"description":"Conference room","quantity":"2","unit_price":"150000","discount":"10%","tax":"B"}]}"#;

#[test]
fn a_book_with_one_entry_has_one_entry() {
    let cli = Cli::with_book();
    let said = |args: &[&str]| String::from_utf8(cli.run(args).stdout).unwrap();
    assert!(said(&["verify"]).starts_with("1 entry, "), "{}", said(&["verify"]));
    assert!(said(&["rebuild"]).starts_with("Posted 1 entry, "));
    assert!(said(&[]).contains("  1 entry, "));
}

#[test]
fn where_there_is_no_book_it_says_so_and_makes_none() {
    let cli = Cli::new();
    let commands: [&[&str]; 9] = [
        &[],
        &["balance", "C1"],
        &["show", "C1"],
        &["post"],
        &["journal"],
        &["verify"],
        &["rebuild"],
        &["report", "aging"],
        &["backup", "x.tar.gz"],
    ];
    for args in commands {
        let output = cli.run(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let said = stderr(&output);
        assert!(said.contains("daybook init") && said.contains("daybook demo"), "{args:?}: {said}");
    }
    assert!(!cli.book().exists());
    fs::create_dir_all(cli.book()).unwrap();
    fs::write(cli.book().join("notes.txt"), "no book").unwrap();
    assert_eq!(cli.status(&["balance", "C1"]), 3);
}

#[test]
fn usage_errors_exit_2() {
    let cli = Cli::with_book();
    let wrong: [&[&str]; 6] = [
        &["fly"],
        &["balance"],
        &["balance", "C1", "--as-of", "2026-02-30"],
        &["balance", "C1", "--json", "--csv"],
        &["--json", "report", "aging", "--csv"],
        &["verify", "--head", "12"],
    ];
    for args in wrong {
        assert_eq!(cli.status(args), 2, "{args:?}");
    }
    assert_eq!(cli.status(&["--help"]), 0);
}

#[test]
fn init_names_what_is_wrong_and_overwrites_nothing() {
    let cli = Cli::new();
    let init = |country: &str, currency: &str, zone: &[&str]| {
        let args = ["init", "--company", "A", "--country", country, "--currency", currency];
        let refusal = cli.json(&[&args[..], zone].concat());
        refusal["refusal"]["rule"].as_str().unwrap_or("taken").to_string()
    };
    assert_eq!(init("XX", "RWF", &[]), "book.country_unknown");
    assert_eq!(init("CA", "CAD", &[]), "book.zone_missing");
    assert_eq!(init("CA", "CAD", &["--zone", "America/Nowhere"]), "book.zone_unknown");
    assert_eq!(init("RW", "XYZ", &[]), "currency.unknown");
    assert_eq!(init("CA", "CAD", &["--zone", "America/Toronto"]), "taken");
    assert_eq!(init("RW", "RWF", &[]), "book.exists");
}

#[test]
fn the_answers_have_the_fields_of_the_contract() {
    let cli = Cli::with_book();
    let (status, receipts) = cli.post(format!("{HOTEL}\n\n{INVOICE}\n"));
    assert_eq!((status, receipts.len()), (0, 2));
    assert_eq!(receipts[1]["made"]["invoice"], "INV-2026-00001");
    assert_eq!((receipts[1]["ok"].as_bool(), receipts[1]["seq"].as_u64()), (Some(true), Some(3)));
    let pay = r#"{"do":"record_payment","customer":"C0024","date":"2026-11-20","amount":"400000","method":"momo","reference":"MP2611"}"#;
    assert_eq!(cli.post(pay).1[0]["made"]["allocations"][0], "A000001");

    let balance = cli.json(&["balance", "c0024"]);
    assert_eq!(balance["balance"], "-81400");
    assert_eq!((&balance["on_account"], &balance["overdue"]), (&"81400".into(), &"0".into()));
    assert_eq!(balance["items"][0]["outstanding"], "-81400");
    for bucket in ["not_due", "1-30", "31-60", "61-90", "91+"] {
        assert_eq!(balance["aging"][bucket], "0");
    }
    let invoice = cli.json(&["show", "inv-2026-00001"]);
    assert_eq!(
        (&invoice["net"], &invoice["tax"], &invoice["total"]),
        (&"270000".into(), &"48600".into(), &"318600".into())
    );
    assert_eq!((&invoice["state"], &invoice["payment"]), (&"issued".into(), &"settled".into()));
    assert_eq!(invoice["lines"][0]["tax"], "B");
    assert_eq!(
        (&invoice["taxes"][0]["code"], &invoice["taxes"][0]["rate"]),
        (&"B".into(), &"18".into())
    );
    let payment = cli.json(&["show", "PAY-2026-00001"]);
    assert_eq!((&payment["on_account"], &payment["state"]), (&"81400".into(), &"posted".into()));
    assert_eq!(payment["allocations"][0]["to"], "INV-2026-00001");
    let aging = cli.json(&["report", "aging"]);
    assert_eq!(aging["rows"][0]["total"], "-81400");
    assert_eq!(aging["totals"]["RWF"]["on_account"], "81400");
    let verify = cli.json(&["verify"]);
    assert_eq!(
        (&verify["ok"], &verify["entries"], &verify["tail"]),
        (&true.into(), &4.into(), &Value::Null)
    );
    assert!(verify["head"].as_str().unwrap().starts_with("4:"));
    let statement =
        cli.json(&["statement", "C0024", "--style", "balance-forward", "--from", "2026-11-01"]);
    assert_eq!((&statement["opening"], &statement["closing"]), (&"0".into(), &"-81400".into()));
    let future = cli.json(&["balance", "C0024", "--as-of", "2027-01-01"]);
    assert_eq!(future["future"], true);
    let csv = String::from_utf8(cli.run(&["report", "aging", "--csv"]).stdout).unwrap();
    assert!(csv.starts_with(
        "customer,name,currency,not_due,1-30,31-60,61-90,91+,on_account,disputed,total\n"
    ));
}

#[test]
fn an_unknown_customer_is_a_refusal_that_offers_the_near_one() {
    let cli = Cli::with_book();
    cli.post(HOTEL);
    let output = cli.run(&["balance", "C0042"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("there is no customer C0042; did you mean C0024?"),
        "{}",
        stderr(&output)
    );
    let refusal = cli.json(&["balance", "C0042"]);
    assert_eq!(refusal["refusal"]["rule"], "customer.unknown");
    assert_eq!(cli.json(&["show", "INV-9"])["refusal"]["rule"], "query.unknown_thing");
}

#[test]
fn input_that_no_book_may_take_is_refused_line_by_line_and_the_next_is_read() {
    let cli = Cli::with_book();
    let mut input: Vec<u8> = Vec::new();
    let mut rules = Vec::new();
    let mut line = |bytes: &[u8], rule: &'static str| {
        input.extend_from_slice(bytes);
        input.push(b'\n');
        rules.push(rule);
    };
    let amount = |amount: &str| {
        format!(r#"{{"do":"record_payment","customer":"C0024","amount":{amount},"method":"cash"}}"#)
    };
    line(HOTEL.as_bytes(), "");
    line(b"{\"do\":\"register_customer\",", "command.malformed");
    line(&vec![b'x'; 10 << 20], "command.too_long");
    line(b"{\"do\":\"register_customer\",\"name\":\"a\0b\"}", "command.malformed");
    line(br#"{"do":"register_customer","name":"a\u0000b"}"#, "text.malformed");
    line(b"\xff\xfe{}", "command.malformed");
    line(br#"{"do":"register_customer","name":"A","colour":"red"}"#, "command.unknown_field");
    line(br#"{"do":"register_customer","name":"A","name":"B"}"#, "command.duplicate_field");
    line(br#"{"do":"register_customer","name":"  "}"#, "text.empty");
    line(
        &format!(r#"{{"do":"register_customer","name":"{}"}}"#, "n".repeat(201)).into_bytes(),
        "text.too_long",
    );
    line(amount("\"-5\"").as_bytes(), "amount.not_positive");
    line(amount("\"150000.50\"").as_bytes(), "amount.too_precise");
    line(amount("\"1000000000000001\"").as_bytes(), "amount.out_of_range");
    line(amount("\"99999999999999999999999999999999\"").as_bytes(), "amount.out_of_range");
    line(amount("\"1e3\"").as_bytes(), "amount.malformed");
    line(amount("\"+5\"").as_bytes(), "amount.malformed");
    line(amount("5").as_bytes(), "command.malformed");
    line(INVOICE.replace("2026-11-02", "2026-02-30").as_bytes(), "date.malformed");
    line(INVOICE.replace("2026-11-02", "2062-11-02").as_bytes(), "date.out_of_range");
    line(INVOICE.replace("\"150000\"", "\"9999999999999999\"").as_bytes(), "amount.out_of_range");
    line(INVOICE.replace("\"2\"", "\"0\"").as_bytes(), "line.quantity_zero");
    line(INVOICE.replace("\"10%\"", "\"10\"").as_bytes(), "percent.malformed");
    line("[".repeat(100_000).as_bytes(), "command.malformed");
    line(INVOICE.as_bytes(), "");
    let (status, answers) = cli.post(input);
    assert_eq!(status, 1);
    let found: Vec<&str> =
        answers.iter().map(|answer| answer["refusal"]["rule"].as_str().unwrap_or("")).collect();
    assert_eq!(found, rules);
    assert!(answers.iter().all(|answer| answer["refusal"]["message"] != ""));
    // Only what was taken was written.
    assert_eq!(cli.json(&["verify"])["entries"], 3);
}

#[test]
fn customers_are_imported_once_and_what_cannot_be_taken_is_named_by_line() {
    let cli = Cli::with_book();
    let (file, rejects) = (cli.dir.path().join("c.csv"), cli.dir.path().join("rejects.csv"));
    let rows = "id;Company;First;Last;Mail;Days;Limit\r\n\
        0017850.0;;Am\u{e9}lie;O'Brien;a@x.example;net 30;\r\n\
        K2;=1+1;;;;;5000\r\n\
        K3;;;;;;\r\n\
        K4;Bad terms;;;;soon;\r\n\
        k2;Another;;;;;\r\n\
        K5;\"Quoted; \"\"Ltd\"\"\";;;;;1.5\r\n\
        ;No code;;;;;\r\n\
        ;No code;;;;;\r\n";
    // In cp1252, as a spreadsheet writes it.
    let bytes: Vec<u8> =
        rows.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    fs::write(&file, bytes).unwrap();
    let import = |more: &[&str]| {
        let args = [
            "import",
            "customers",
            file.to_str().unwrap(),
            "--map",
            "code=id",
            "--map",
            "name=Company|First+Last",
            "--map",
            "email=Mail",
            "--map",
            "terms=Days",
            "--map",
            "credit_limit=Limit",
            "--rejects",
            rejects.to_str().unwrap(),
            "--force",
            "--json",
        ];
        let output = cli.command().args([&args[..], more].concat()).output().unwrap();
        let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
        let counts =
            ["rows", "taken", "skipped", "refused"].map(|name| summary[name].as_u64().unwrap());
        (output.status.code().unwrap(), counts)
    };
    assert_eq!(import(&["--dry-run"]), (1, [8, 4, 0, 4]));
    assert_eq!(cli.json(&["verify"])["entries"], 1, "a dry run writes nothing");
    assert_eq!(import(&[]), (1, [8, 4, 0, 4]));
    assert_eq!(import(&[]), (1, [8, 0, 4, 4]), "nothing is taken twice");
    assert_eq!(cli.json(&["verify"])["entries"], 5);
    assert_eq!(cli.json(&["show", "0017850.0"])["name"], "Am\u{e9}lie O'Brien");
    assert_eq!(cli.json(&["show", "K2"])["name"], "=1+1");
    let mut reader = csv::Reader::from_path(&rejects).unwrap();
    let found: Vec<(String, String, String)> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_string(), row[1].to_string(), row[2].to_string()))
        .collect();
    let expected = [
        ("4", "name", "command.missing_field"),
        ("5", "terms", "terms.malformed"),
        ("6", "name", "import.conflict"),
        ("7", "credit_limit", "amount.too_precise"),
    ];
    let expected = expected.map(|(line, field, rule)| (line.into(), field.into(), rule.into()));
    assert_eq!(found, expected);
    assert_eq!(
        cli.status(&["import", "customers", file.to_str().unwrap(), "--map", "name=Nope"]),
        1
    );
    assert_eq!(cli.status(&["import", "customers", file.to_str().unwrap(), "--map", "nope=id"]), 1);
    assert_eq!(cli.status(&["import", "customers", "/nowhere.csv"]), 3);
}

#[test]
fn a_byte_order_mark_is_read_over_and_a_refusal_names_its_line() {
    let cli = Cli::with_book();
    let (status, answers) = cli.post(format!("\u{feff}{HOTEL}\r\n\r\nnot json\r\n"));
    assert_eq!(status, 1);
    assert_eq!(answers[0]["made"]["customer"], "C0024");
    assert_eq!(answers[1]["line"], 3);
    let message = answers[1]["refusal"]["message"].as_str().unwrap();
    assert!(!message.contains("line 1"), "{message}");
}

#[test]
fn a_receipt_names_the_rules_that_were_overridden() {
    let cli = Cli::with_book();
    cli.post(format!("{HOTEL}\n{INVOICE}"));
    let back = INVOICE
        .replace("2026-11-02", "2026-11-01")
        .replace("\"do\"", "\"override\":{\"reason\":\"late paperwork\"},\"do\"");
    let receipt = &cli.post(back).1[0];
    assert_eq!(receipt["overrode"], serde_json::json!(["series.back_dated"]));
    // What a rule did not ask for is not named.
    let plain = INVOICE.replace("\"do\"", "\"override\":{\"reason\":\"to be sure\"},\"do\"");
    assert_eq!(cli.post(plain).1[0]["overrode"], Value::Null);
}

#[test]
fn receipts_that_cannot_be_delivered_say_how_far_the_work_came() {
    let cli = Cli::with_book();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["post", "--book"])
        .arg(cli.book())
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(HOTEL.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("what was posted is in the journal, up to entry 2"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_schemas_take_the_lines_that_post_takes() {
    let cli = Cli::with_book();
    let schema = cli.json(&["commands", "issue_invoice"]);
    for field in ["do", "id", "override", "customer", "lines"] {
        assert!(schema["properties"][field].is_object(), "{field}");
    }
    assert_eq!(schema["properties"]["do"]["const"], "issue_invoice");
}

#[test]
fn a_receipt_comes_before_the_next_command_is_asked_for() {
    let cli = Cli::with_book();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["post", "-", "--book"])
        .arg(cli.book())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for n in 0..5 {
        writeln!(input, r#"{{"do":"register_customer","name":"Customer {n}"}}"#).unwrap();
        let mut receipt = String::new();
        output.read_line(&mut receipt).unwrap();
        let receipt: Value = serde_json::from_str(&receipt).unwrap();
        assert_eq!(receipt["made"]["customer"], format!("C000{}", n + 1));
        // It is on disk by now, whoever looks.
        let journal = fs::read_to_string(cli.book().join("journal/000000000001.jsonl")).unwrap();
        assert!(journal.contains(receipt["id"].as_str().unwrap()));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_book_in_use_is_shared_by_its_holder_and_a_stopped_one_is_named() {
    let cli = Cli::with_book();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["post", "-", "--book"])
        .arg(cli.book())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{HOTEL}").unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    // The same user's other terminals reach it through whoever holds it.
    let joined = cli.run(&["balance", "C0024"]);
    assert_eq!(joined.status.code(), Some(0), "{}", stderr(&joined));
    let id = child.id().to_string();
    let signal = |name: &str| {
        let sent = std::process::Command::new("kill").args([name, &id]).status();
        assert!(sent.unwrap().success());
    };
    signal("-STOP");
    let refused = cli.run(&["balance", "C0024"]);
    signal("-CONT");
    assert_eq!(refused.status.code(), Some(3));
    let said = stderr(&refused);
    assert!(said.contains("is stopped") && said.contains(&id) && said.contains("fg"), "{said}");
    // What works on the files alone says who has them.
    let refused = cli.run(&["rebuild"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(stderr(&refused).contains("in use by") && stderr(&refused).contains(&id));
    // The journal can be read all the same.
    assert_eq!(String::from_utf8(cli.run(&["journal"]).stdout).unwrap().lines().count(), 2);
    drop(input);
    assert!(child.wait().unwrap().success());
    assert_eq!(cli.status(&["balance", "C0024"]), 0);
}

#[test]
fn a_folder_without_permission_or_a_backup_that_is_none_exits_3() {
    let cli = Cli::with_book();
    let file = cli.dir.path().join("none.tar.gz");
    fs::write(&file, "nonsense").unwrap();
    let restore = ["restore", file.to_str().unwrap(), "--replace"];
    assert_eq!(cli.status(&restore), 3);
    assert_eq!(cli.status(&["verify"]), 0);
    assert_eq!(cli.status(&["balance", "C1", "--book", "/proc/nowhere"]), 3);
    let init =
        ["init", "--company", "A", "--country", "RW", "--currency", "RWF", "--book", "/proc/no"];
    assert_eq!(cli.status(&init), 3);
}

#[test]
fn commands_are_listed_with_their_schema_and_each_is_known_to_post() {
    let cli = Cli::with_book();
    let all = cli.json(&["commands"]);
    let names: Vec<&str> =
        all.as_array().unwrap().iter().map(|c| c["command"].as_str().unwrap()).collect();
    assert!(names.contains(&"issue_invoice"));
    for name in names {
        let schema = cli.json(&["commands", name]);
        assert_eq!(schema["type"], "object", "{name}");
        let answer = &cli.post(format!(r#"{{"do":"{name}","no_such_field":1}}"#)).1[0];
        assert_eq!(answer["refusal"]["rule"], "command.unknown_field", "{name}");
    }
    assert_eq!(cli.status(&["commands", "fly"]), 1);
}

#[test]
fn the_demo_is_the_same_every_time_and_keeps_off_other_books() {
    let cli = Cli::new();
    let demo = |folder: &Path| {
        let args =
            ["demo", "--customers", "30", "--invoices", "200", "--no-desk", "--json", "--book"];
        let output = cli.command().args(args).arg(folder).output().unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let (one, two) = (cli.dir.path().join("one"), cli.dir.path().join("two"));
    let (first, second) = (demo(&one), demo(&two));
    assert_eq!(first["book"]["head"], second["book"]["head"]);
    assert_eq!(first["book"]["currencies"]["RWF"]["invoices"], 200);
    assert_eq!(demo(&one)["book"]["head"], first["book"]["head"], "opened again");
    let verify = cli.json(&["verify", "--book", one.to_str().unwrap()]);
    assert_eq!(verify["ok"], true);
    let real = Cli::with_book();
    assert_eq!(real.status(&["demo"]), 1);
}

#[test]
fn an_import_passes_a_rule_with_a_reason_and_takes_nothing_twice() {
    let cli = Cli::with_book();
    cli.post(format!(
        "{HOTEL}\n{}",
        r#"{"do":"hold_customer","customer":"C0024","reason":"two cheques bounced"}"#
    ));
    let (owed, paid) = (cli.dir.path().join("owed.csv"), cli.dir.path().join("paid.csv"));
    fs::write(&owed, "number,customer,date,amount\n77,C0024,2026-10-01,500\n").unwrap();
    fs::write(&paid, "customer,date,amount,method\nC0024,2026-10-02,100,cash\n").unwrap();
    let counts = |kind: &str, file: &Path, more: &[&str]| {
        let args = ["import", kind, file.to_str().unwrap(), "--json"];
        let output = cli.command().args([&args[..], more].concat()).output().unwrap();
        let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
        ["taken", "skipped", "refused"].map(|name| summary[name].as_u64().unwrap())
    };
    let reason = ["--override", "owed before the hold"];
    assert_eq!(counts("receivables", &owed, &[]), [0, 0, 1]);
    assert_eq!(counts("receivables", &owed, &reason), [1, 0, 0]);
    let entry = cli.run(&["journal", "--from", "4", "--private"]).stdout;
    let entry = String::from_utf8_lossy(&entry).into_owned();
    assert!(entry.contains("owed before the hold"), "{entry}");
    for more in [&[][..], &reason] {
        assert_eq!(counts("receivables", &owed, more), [0, 1, 0], "{more:?}");
    }
    assert_eq!(counts("payments", &paid, &[]), [1, 0, 0]);
    for more in [&[][..], &reason, &["--override", "another"]] {
        assert_eq!(counts("payments", &paid, more), [0, 1, 0], "{more:?}");
    }
    // A reason that is not one is refused before a row is read.
    let empty = ["import", "payments", paid.to_str().unwrap(), "--override", " \u{200b}"];
    assert_eq!(cli.status(&empty), 1);
}
