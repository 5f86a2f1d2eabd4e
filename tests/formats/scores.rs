//! `reconcile --score`: suggestions and matches counted against what is true.

use crate::common::cli::Cli;

const BOOK: &str = r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel","date":"2026-01-01"}
{"do":"register_customer","code":"C2","name":"Musanze Dairy","date":"2026-01-01"}
{"do":"issue_invoice","customer":"C1","date":"2026-10-01","due":"2026-10-31","lines":[{"description":"Room","quantity":"1","unit_price":"1000","tax":"A"}]}
{"do":"issue_invoice","customer":"C1","date":"2026-10-02","due":"2026-10-31","lines":[{"description":"Room","quantity":"1","unit_price":"2300","tax":"A"}]}
{"do":"issue_invoice","customer":"C2","date":"2026-10-03","due":"2026-10-31","lines":[{"description":"Milk","quantity":"1","unit_price":"700","tax":"A"}]}
{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-02","amount":"3300","payer":"Kigali Heights Hotel","text":"INV-2026-00001 INV-2026-00002","bank_id":"T1"},{"date":"2026-11-03","amount":"700","payer":"Musanze Dairy","text":"INV-2026-00003"},{"date":"2026-11-04","amount":"-30","text":"charges"}]}
"#;

#[test]
fn what_is_right_wrong_and_left_is_counted_by_line_and_by_envelope() {
    let cli = Cli::with_book();
    let (status, receipts) = cli.post(BOOK);
    assert_eq!(status, 0, "{receipts:?}");
    let score = |truth: &str| {
        std::fs::write(cli.dir.path().join("truth.csv"), truth).unwrap();
        let told = cli.json(&["reconcile", "--score", "truth.csv"]);
        ["lines", "envelopes", "sure"].map(|what| {
            ["right", "wrong", "left"].map(|it| told[what][it].as_i64().unwrap_or_default())
        })
    };
    let right = "line,invoice,amount\nT1,INV-2026-00001,1000\nT1,INV-2026-00002,2300\nBL000002,INV-2026-00003,700\nBL000003,,\n";
    assert_eq!(score(right), [[3, 0, 0], [3, 0, 0], [2, 0, 0]]);
    // One part of an envelope is wrong: all of it is, and one line.
    let half = "line,invoice,amount\nT1,INV-2026-00001,1000\nT1,INV-2026-00003,2300\n";
    assert_eq!(score(half), [[1, 1, 0], [0, 1, 0], [0, 1, 0]]);
    // Two answers are right.
    let either = "answer,line,invoice,amount\na,T1,INV-2026-00003,3300\nb,T1,INV-2026-00001,1000\nb,T1,INV-2026-00002,2300\n";
    assert_eq!(score(either), [[2, 0, 0], [1, 0, 0], [1, 0, 0]]);
    // What was matched counts as it was matched.
    let wrong = r#"{"do":"match_bank_line","line":"BL000002","customer":"C1","allocate":"none"}"#;
    assert_eq!(cli.post(wrong).0, 0);
    assert_eq!(score("line,invoice,amount\nBL000002,INV-2026-00003,700\n")[0], [0, 1, 0]);
    assert_eq!(score("line,customer,amount\nBL000002,C1,700\n")[0], [1, 0, 0]);
    let told = String::from_utf8(cli.run(&["reconcile", "--score", "truth.csv"]).stdout).unwrap();
    assert!(
        told.contains("By line (each invoice that is paid): 1 right, 0 wrong, 0 left"),
        "{told}"
    );
}

#[test]
fn a_file_that_does_not_say_what_is_true_is_refused() {
    let cli = Cli::with_book();
    assert_eq!(cli.post(BOOK).0, 0);
    for (truth, rule) in [
        ("invoice,amount\nINV-2026-00001,1000\n", "score.columns"),
        ("line,invoice,amount\nBL000009,INV-2026-00001,1000\n", "score.line"),
        ("line,invoice,amount\nT1,INV-2026-00001,\n", "score.row"),
        ("line,invoice,amount\nT1,INV-2026-00001,1e3\n", "score.row"),
    ] {
        std::fs::write(cli.dir.path().join("truth.csv"), truth).unwrap();
        let told = cli.json(&["reconcile", "--score", "truth.csv"]);
        assert_eq!(told["refusal"]["rule"].as_str(), Some(rule), "{truth}: {told}");
    }
    for args in [&["reconcile"][..], &["reconcile", "suggest", "--score", "truth.csv"]] {
        assert_eq!(cli.status(args), 2, "{args:?}");
    }
}
