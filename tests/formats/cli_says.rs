//! What the command line says, and in which language.

use crate::common::cli::Cli;
use serde_json::Value;

#[test]
fn refusals_speak_the_language_that_was_asked_for() {
    let cli = Cli::with_book();
    let said = |command: &mut assert_cmd::Command| {
        let output = command.args(["balance", "C9"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said(&mut cli.command()).contains("there is no customer C9"));
    assert!(said(cli.command().args(["--language", "fr"])).contains("aucun client C9"));
    // Else the locale's; a language on the command line goes over it.
    assert!(said(cli.command().env("LC_ALL", "fr_CA.UTF-8")).contains("aucun client C9"));
    let both = ["--language", "en"];
    assert!(
        said(cli.command().env("LC_ALL", "fr_FR").args(both)).contains("there is no customer C9")
    );
    let unknown = cli.run(&["--language", "xx", "balance", "C9"]);
    assert_eq!(unknown.status.code(), Some(2));
    // The rule is the same in every language: scripts go by it.
    let line = br#"{"do":"hold_customer","customer":"C9","reason":"late"}"#;
    let posted = cli.command().args(["--language", "fr", "post"]).write_stdin(&line[..]).output();
    let refusal: Value = serde_json::from_slice(&posted.unwrap().stdout).unwrap();
    assert_eq!(refusal["refusal"]["rule"], "customer.unknown");
    assert!(refusal["refusal"]["message"].as_str().unwrap().contains("aucun client"));
}

#[test]
fn errors_speak_the_language_that_was_asked_for_and_scripts_read_the_same() {
    let (none, cli) = (Cli::new(), Cli::with_book());
    let missing = cli.book().join("missing.csv").display().to_string();
    // The book, the disk, arguments that do not go together, arguments that cannot be read.
    let wrong: [(&Cli, &[&str], i32, &str, &str); 5] = [
        (&none, &["check"], 3, "no book found in", "il n'y a pas de comptabilité dans"),
        (&none, &["check"], 3, "`daybook init --company NAME", "`daybook init --company NOM"),
        (&cli, &["import", "items", &missing], 3, "(os error 2)", "(erreur système 2)"),
        (&cli, &["balance", "C1", "--json", "--csv"], 2, "used together", "ne vont pas ensemble"),
        (&cli, &["check", "--nothing"], 2, "error: unexpected", "erreur : argument inattendu"),
    ];
    for (cli, args, status, english, french) in wrong {
        for (language, says) in [("en", english), ("fr", french)] {
            let output = cli.command().args(["--language", language]).args(args).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(status), "{args:?}");
            assert!(said.contains(says), "{args:?}: {said}");
        }
    }
    let asked = ["--language", "fr", "--json", "check"];
    let json: Value = serde_json::from_slice(&none.run(&asked).stdout).unwrap();
    assert_eq!((&json["ok"], &json["kind"]), (&Value::Bool(false), &Value::from("no_book")));
}

#[test]
fn what_is_out_of_range_is_told_with_its_range() {
    let cli = Cli::with_book();
    let said = |args: &[&str]| String::from_utf8(cli.run(args).stderr).unwrap();
    for args in [
        &["lookup", "x", "--limit", "99999999999999999999"][..],
        &["detect", "5", "--within", "70000000000"],
        &["worklist", "--limit=-1"],
        &["journal", "--from", "x"],
    ] {
        let said = said(args);
        assert!(said.contains("write a whole number from 0 to"), "{args:?}: {said}");
    }
    let (_, answers) = cli.post(
        r#"{"do":"register_customer","name":"A","code":"C1"}
{"do":"agree_plan","customer":"C1","count":70000}
{"do":"agree_plan","customer":"C1","count":-1}
{"do":"agree_plan","customer":"C1","count":1.5}"#,
    );
    for answer in &answers[1..] {
        let refusal = &answer["refusal"];
        assert_eq!(refusal["rule"], "number.not_whole", "{answer}");
        assert_eq!(refusal["field"], "count", "{answer}");
        let message = refusal["message"].as_str().unwrap();
        assert!(message.contains("a whole number from 0 to 65535"), "{message}");
    }
}

#[test]
fn an_invoice_that_would_fall_due_after_the_last_day_is_told_so() {
    let cli = Cli::with_book();
    let lines = r#"{"do":"register_customer","name":"A","code":"C1"}
{"do":"issue_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"5"}]}"#;
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["--today", "2999-12-31", "post"])
        .env("DAYBOOK_BOOK", cli.book())
        .env("HOME", cli.dir.path())
        .stdin(std::process::Stdio::from({
            std::fs::write(cli.dir.path().join("given"), lines).unwrap();
            std::fs::File::open(cli.dir.path().join("given")).unwrap()
        }))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let last = said.lines().last().unwrap();
    assert!(last.contains("date.beyond_last") && last.contains("net 30"), "{said}");
}

#[test]
fn a_variable_of_the_environment_that_is_empty_is_named() {
    let cli = Cli::with_book();
    for (name, language) in
        [("DAYBOOK_TODAY", "C"), ("DAYBOOK_BOOK", "C"), ("DAYBOOK_TODAY", "fr_FR")]
    {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
            .arg("check")
            .env("DAYBOOK_BOOK", cli.book())
            .env("HOME", cli.dir.path())
            .env("LC_ALL", language)
            .env(name, "")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(name) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn a_socket_whose_name_is_too_long_is_told_so() {
    let cli = Cli::with_book();
    let socket = cli.dir.path().join("s".repeat(120));
    let socket = socket.to_str().unwrap();
    let output = cli.run(&["serve", "--socket", socket, "--administrator", "root"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the name of the socket is too long"), "{said}");
}

#[test]
fn help_may_be_asked_for_with_a_word_or_with_an_option() {
    let run = |args: &[&str]| {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.env("LC_ALL", "C").args(args).output().unwrap()
    };
    for command in [&[][..], &["import"], &["outbox", "send"]] {
        let word = run(&[&["help"], command].concat());
        let option = run(&[command, &["--help"]].concat());
        assert_eq!(word.status.code(), Some(0), "{command:?}");
        assert_eq!(word.stdout, option.stdout, "{command:?}");
    }
    assert_eq!(run(&["help", "nothing"]).status.code(), Some(2));
}

/// What is done is done, whether or not its result can be printed.
#[test]
fn a_result_that_cannot_be_printed_says_that_the_work_is_done() {
    let cli = Cli::with_book();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let at = |name: &str| cli.dir.path().join(name);
    std::fs::write(at("new.csv"), "code,name,currency\nC1,Kigali Glass,RWF\nC2,,RWF\n").unwrap();
    let run = |args: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(["--today", "2026-11-21"])
            .args(args)
            .env("DAYBOOK_BOOK", cli.book())
            .env("HOME", cli.dir.path())
            .env("LC_ALL", "C")
            .current_dir(cli.dir.path())
            .stdout(full())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{args:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let done = "this is done and saved, but its result could not be printed";
    let import = ["import", "customers", "new.csv", "--yes", "--rejects", "bad.csv"];
    let tried = run(&[&import[..], &["--dry-run"]].concat());
    assert!(!tried.contains(done), "{tried}");
    let _ = std::fs::remove_file(at("bad.csv"));
    let said = run(&import);
    assert!(said.contains(done), "{said}");
    assert!(std::fs::read_to_string(at("bad.csv")).unwrap().contains("C2"));
    assert_eq!(cli.status(&["show", "C1"]), 0);
    for args in [
        &["dunning", "run", "--yes"][..],
        &["dunning", "run", "--yes", "--json"],
        &["outbox", "send", "--print-to", "paper"],
        &["erase", "C1", "--reason", "her letter"],
        &["rebuild"],
        &["backup", "b.tar.gz"],
        &["export", "csv", "out"],
    ] {
        let said = run(args);
        assert!(said.contains(done), "{args:?}: {said}");
    }
    let read = run(&["worklist"]);
    assert!(!read.contains(done), "{read}");
}

/// `yes | daybook lookup - | head -3`.
#[test]
fn a_lookup_of_many_ends_with_its_reader() {
    use std::io::{BufRead, Write};
    use std::process::Stdio;
    let cli = Cli::with_invoice();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["lookup", "-"])
        .env("DAYBOOK_BOOK", cli.book())
        .env("HOME", cli.dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = child.stdin.take().unwrap();
    let asker = std::thread::spawn(move || while questions.write_all(b"kigali\n").is_ok() {});
    let mut answers = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(answers.next().unwrap().unwrap().contains("Kigali Glass"));
    drop(answers);
    let give_up = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while child.try_wait().unwrap().is_none() {
        if std::time::Instant::now() > give_up {
            child.kill().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success(), "it goes on without its reader");
    asker.join().unwrap();
}
