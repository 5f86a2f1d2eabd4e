//! `--format pdf` and `daybook templates`, from outside.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Output;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::{has_poppler, told};
use crate::common::cli::Cli;
use crate::content::{COMMANDS, posted};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(file: &Path) -> String {
    told(file, "pdftotext", &["-layout"], &["-"])
}

#[test]
fn each_document_is_written_as_pdf() {
    if !has_poppler() {
        return;
    }
    let cli = posted();
    for [name, what] in COMMANDS {
        let file = cli.dir.path().join(format!("{name}.pdf"));
        let out = file.to_str().unwrap();
        let output = cli.run(&[name, what, "--format", "pdf", "--out", out]);
        assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()), "{name}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(text(&file).contains("Kigali Heights Hotel"), "{name}");
        // Through a pipe come the same bytes.
        let piped = cli.run(&[name, what, "--format", "pdf"]);
        assert_eq!(piped.stdout, fs::read(&file).unwrap(), "{name}");
        // What is there is replaced only when told to.
        assert_eq!(cli.status(&[name, what, "--format", "pdf", "--out", out]), 1, "{name}");
        let forced = [name, what, "--format", "pdf", "--out", out, "--force"];
        assert_eq!(cli.status(&forced), 0, "{name}");
    }
    let forward = ["statement", "C1", "--style", "balance-forward", "--format", "pdf"];
    assert!(cli.run(&forward).stdout.starts_with(b"%PDF-"));
}

#[test]
fn a_link_is_not_written_through() {
    let cli = posted();
    let (link, kept) = (cli.dir.path().join("link.pdf"), cli.dir.path().join("kept"));
    fs::write(&kept, "kept").unwrap();
    symlink(&kept, &link).unwrap();
    let out = link.to_str().unwrap();
    let args = ["invoice", "INV-2026-00001", "--format", "pdf", "--out", out];
    assert_eq!(cli.status(&args), 1);
    assert_eq!(cli.status(&[&args[..], &["--force"]].concat()), 0);
    assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
    assert!(fs::symlink_metadata(&link).unwrap().is_file());
}

#[test]
fn json_says_what_was_written() {
    let cli = posted();
    let out = cli.dir.path().join("it.pdf");
    let args = ["invoice", "INV-2026-00001", "--format", "pdf"];
    let json = cli.json(&[&args[..], &["--out", out.to_str().unwrap()]].concat());
    let size = fs::metadata(&out).unwrap().len();
    assert_eq!((json["ok"].as_bool(), json["pages"].as_u64()), (Some(true), Some(1)), "{json}");
    assert_eq!((json["bytes"].as_u64(), json["file"].as_str()), (Some(size), out.to_str()));
    assert_eq!(json["substituted"].as_array().map(Vec::len), Some(0));
    assert_eq!(cli.status(&[&args[..], &["--json"]].concat()), 2, "two documents on one stdout");
}

/// What the program says on a terminal, and its exit status.
fn on_terminal(cli: &Cli, args: &[&str]) -> (u32, String) {
    let pair = native_pty_system().openpty(PtySize {
        rows: 24,
        cols: 200,
        pixel_width: 0,
        pixel_height: 0,
    });
    let pair = pair.unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
    command.args(args);
    command.env("DAYBOOK_BOOK", cli.book());
    command.env("LC_ALL", "C");
    command.cwd(cli.dir.path());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    // A terminal whose other end has gone is an error here.
    while let Ok(count) = std::io::Read::read(&mut reader, &mut part) {
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(&part[..count]);
    }
    let status = child.wait().unwrap().exit_code();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn a_terminal_gets_no_pdf() {
    let cli = posted();
    for out in [&[][..], &["--out", "/dev/stdout"], &["--out", "/dev/tty"]] {
        let args = [&["invoice", "INV-2026-00001", "--format", "pdf"][..], out].concat();
        let (status, screen) = on_terminal(&cli, &args);
        assert_eq!(status, 2, "{screen}");
        assert!(screen.contains("--out FILE") && !screen.contains("%PDF"), "{screen}");
    }
}

#[test]
fn templates_are_copied_once_and_used() {
    if !has_poppler() {
        return;
    }
    let cli = posted();
    let output = cli.run(&["templates", "init"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let folder = cli.book().join("templates");
    assert!(String::from_utf8_lossy(&output.stdout).contains(folder.to_str().unwrap()));
    let mut names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    let letters = ["letters-en.ftl", "letters-fr.ftl", "letters-rw.ftl"];
    assert_eq!(names, [&["document.typ"][..], &letters, &["settings.typ"]].concat());
    for name in &names {
        assert_eq!(fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // As they come, they are the built-in ones.
    let pdf = |args: &[&str]| {
        cli.run(&[&["invoice", "INV-2026-00001", "--format", "pdf"], args].concat())
    };
    let plain = pdf(&["--plain-template"]).stdout;
    assert_eq!(pdf(&[]).stdout, plain);
    let settings = folder.join("settings.typ");
    let edited = fs::read_to_string(&settings)
        .unwrap()
        .replace("#let footer = none", "#let footer = \"Our footer\"");
    fs::write(&settings, &edited).unwrap();
    let file = cli.dir.path().join("own.pdf");
    fs::write(&file, pdf(&[]).stdout).unwrap();
    assert!(text(&file).contains("Our footer"));
    assert_eq!(pdf(&["--plain-template"]).stdout, plain);
    // What a company wrote stays until it says otherwise.
    let again = cli.run(&["templates", "init"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("--force replaces it"), "{}", said(&again));
    assert_eq!(fs::read_to_string(&settings).unwrap(), edited);
    assert_eq!(cli.status(&["templates", "init", "--force"]), 0);
    assert_eq!(pdf(&[]).stdout, plain);
    assert_eq!(cli.status(&["verify"]), 0, "they are no part of the book");
}

#[test]
fn an_error_in_a_template_is_told_in_the_readers_language_with_a_way_out() {
    let cli = posted();
    assert_eq!(cli.status(&["templates", "init"]), 0);
    fs::write(cli.book().join("templates/settings.typ"), "\n\n#let logo = oops\n").unwrap();
    let args = ["invoice", "INV-2026-00001", "--format", "pdf"];
    let output = cli.run(&args);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let english =
        "daybook: the template settings.typ has an error in line 3: unknown variable: oops\n";
    assert!(said(&output).starts_with(english), "{}", said(&output));
    assert!(said(&output).contains("--plain-template"), "{}", said(&output));
    let french = said(&cli.run(&["--language", "fr", args[0], args[1], args[2], args[3]]));
    assert!(french.contains("le modèle settings.typ contient une erreur à la ligne 3"), "{french}");
    assert!(french.contains("--plain-template"), "{french}");
    assert_eq!(cli.status(&[&args[..], &["--plain-template"]].concat()), 0);
}

#[test]
fn letters_that_the_fonts_lack_are_named_on_stderr() {
    let cli = Cli::with_book();
    let (status, _) = cli.post(concat!(
        r#"{"do":"register_customer","code":"C1","name":"宏 Hotel"}"#,
        "\n",
        r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Room","quantity":"1","unit_price":"10"}]}"#,
    ));
    assert_eq!(status, 0);
    let output = cli.run(&["invoice", "INV-2026-00001", "--format", "pdf"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output), "The fonts have no picture for U+5B8F; the PDF shows □ instead.\n");
    assert!(output.stdout.starts_with(b"%PDF-"));
}
