//! Files that the program writes: nothing of the user's is replaced, removed or written through a
//! link, unless the user says so, and nobody else can read what is written.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::common::cli::Cli;

/// A file of the user's own.
fn own(cli: &Cli, name: &str) -> PathBuf {
    let path = cli.dir.path().join(name);
    fs::write(&path, "mine").unwrap();
    path
}

fn is_own(path: &Path) -> bool {
    fs::read_to_string(path).unwrap() == "mine"
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// What stands in the folder, but for what the program itself is run with.
fn names(cli: &Cli) -> Vec<String> {
    let entries = fs::read_dir(cli.dir.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The three ways in which something of the user's can stand where `write` is to write to, and that
/// it is replaced, not followed, with `--force`.
fn replaces_only_by_force(cli: &Cli, to: &Path, write: &dyn Fn(&[&str]) -> i32, taken: i32) {
    let target = own(cli, "target");
    let name = to.display();
    fs::write(to, "mine").unwrap();
    assert_eq!(write(&[]), 1, "{name}: a file is there");
    assert!(is_own(to));
    fs::remove_file(to).unwrap();
    symlink(&target, to).unwrap();
    assert_eq!(write(&[]), 1, "{name}: a link is there");
    assert!(is_own(&target));
    fs::remove_file(to).unwrap();
    symlink(cli.dir.path().join("nowhere"), to).unwrap();
    assert_eq!(write(&[]), 1, "{name}: a link is there that leads nowhere");
    assert!(!cli.dir.path().join("nowhere").exists());
    fs::remove_file(to).unwrap();
    symlink(&target, to).unwrap();
    assert_eq!(write(&["--force"]), taken);
    assert!(is_own(&target) && fs::symlink_metadata(to).unwrap().is_file(), "{name}");
    assert_eq!(mode(to), 0o600);
    assert_eq!(write(&["--force"]), taken);
    fs::remove_file(to).unwrap();
    assert_eq!(write(&[]), taken);
    assert_eq!(mode(to), 0o600);
    let left = names(cli).into_iter().filter(|name| name.starts_with('.')).collect::<Vec<_>>();
    assert_eq!(left, Vec::<String>::new(), "nothing is left behind");
}

/// Reads what a process says until a line holds `mark`, or to its end. Whether one did, and what
/// was said.
fn log_until(process: &mut Child, mark: &str) -> (bool, String) {
    let mut log = BufReader::new(process.stderr.take().unwrap());
    let mut said = String::new();
    loop {
        let mut line = String::new();
        let read = log.read_line(&mut line).unwrap();
        said += &line;
        if line.contains(mark) || read == 0 {
            // Held to the end, so that the process can go on saying things.
            std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(drop));
            return (read > 0, said);
        }
    }
}

#[test]
fn an_invoice_is_written_to_a_file_of_its_own() {
    let cli = Cli::with_invoice();
    let to = cli.dir.path().join("invoice.txt");
    let write = |more: &[&str]| {
        let args = ["invoice", "INV-2026-00001", "--out", to.to_str().unwrap()];
        cli.status(&[&args[..], more].concat())
    };
    replaces_only_by_force(&cli, &to, &write, 0);
    assert!(fs::read_to_string(&to).unwrap().contains("INV-2026-00001"));
    // What is written to is not replaced.
    let printed = cli.run(&["invoice", "INV-2026-00001", "--out", "/dev/stdout"]);
    assert!(String::from_utf8_lossy(&printed.stdout).contains("INV-2026-00001"), "{printed:?}");
    assert_eq!(cli.status(&["invoice", "INV-2026-00001", "--out", "/dev/null", "--force"]), 0);
    assert!(fs::symlink_metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn rejects_are_written_to_a_file_of_their_own() {
    let cli = Cli::with_invoice();
    let rows = cli.dir.path().join("rows.csv");
    fs::write(&rows, "code,name\nC9,\n").unwrap();
    let to = cli.dir.path().join("rejects.csv");
    let import = |to: &Path, more: &[&str]| {
        let rows = rows.to_str().unwrap();
        let args = ["import", "customers", rows, "--rejects", to.to_str().unwrap()];
        cli.status(&[&args[..], more].concat())
    };
    replaces_only_by_force(&cli, &to, &|more| import(&to, more), 1);
    assert!(fs::read_to_string(&to).unwrap().contains("command.missing_field"));
    // Not even by force the file itself.
    assert_eq!(import(&rows, &["--force"]), 2);
    assert_eq!(fs::read_to_string(&rows).unwrap(), "code,name\nC9,\n");
}

#[test]
fn a_refused_file_of_rejects_takes_no_rows() {
    let cli = Cli::with_invoice();
    let rows = cli.dir.path().join("rows.csv");
    fs::write(&rows, "code,name\nC9,Taken\n").unwrap();
    let to = own(&cli, "rejects.csv");
    let args = ["import", "customers", rows.to_str().unwrap(), "--rejects", to.to_str().unwrap()];
    assert_eq!(cli.status(&args), 1);
    assert_eq!(cli.status(&["show", "C9"]), 1, "nothing was taken");
}

#[test]
fn files_are_not_mixed_with_those_of_a_book() {
    let cli = Cli::with_invoice();
    let book = cli.book();
    let before = fs::read_dir(&book).unwrap().count();
    for args in [
        &["export", "csv"][..],
        &["export", "jsonl", "--force"],
        &["statements", "--to", "2026-11-30", "--out"],
    ] {
        let output = cli.run(&[args, &[book.to_str().unwrap()]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("is the folder of a book: choose another one"), "{args:?}: {said}");
        assert_eq!(output.status.code(), Some(1));
    }
    assert_eq!(fs::read_dir(&book).unwrap().count(), before);
    // Nor are they written among the parts of a book, where the next command would take them for its own.
    let entries = || fs::read_dir(book.join("journal")).unwrap().count();
    let (before, within) = (entries(), book.join("journal/000000000009.jsonl"));
    let within = within.to_str().unwrap();
    for args in [
        &["backup", within][..],
        &["invoice", "INV-2026-00001", "--out", within],
        &["export", "csv", book.join("journal").to_str().unwrap()],
        &["export", "csv", book.join("mine").to_str().unwrap()],
    ] {
        assert_eq!(cli.status(args), 1, "{args:?}");
    }
    assert_eq!(entries(), before);
}

#[test]
fn an_export_replaces_only_by_force_and_leaves_other_files_alone() {
    for (format, ending) in [("csv", "csv"), ("jsonl", "jsonl")] {
        let cli = Cli::with_invoice();
        let folder = cli.dir.path().join("out");
        let export = |more: &[&str]| {
            cli.status(&[&["export", format, folder.to_str().unwrap()][..], more].concat())
        };
        assert_eq!(export(&[]), 0);
        assert_eq!(mode(&folder), 0o700);
        let tables = fs::read_dir(&folder).unwrap().count();
        for file in fs::read_dir(&folder).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
        }
        // It is not half replaced either: the first table is as it was where another is not free.
        fs::remove_file(folder.join(format!("customers.{ending}"))).unwrap();
        let part = folder.join("customers.part");
        fs::write(&part, "mine").unwrap();
        assert_eq!(export(&[]), 1);
        assert!(is_own(&part) && !folder.join(format!("customers.{ending}")).exists());
        assert_eq!(export(&["--force"]), 0);
        assert!(is_own(&part), "a name of the user's own");
        let target = own(&cli, "target");
        let to = folder.join(format!("invoices.{ending}"));
        fs::remove_file(&to).unwrap();
        symlink(&target, &to).unwrap();
        assert_eq!(export(&["--force"]), 0);
        assert!(is_own(&target) && fs::symlink_metadata(&to).unwrap().is_file());
        let files = fs::read_dir(&folder).unwrap().count();
        assert_eq!(files, tables + 1, "the tables and the user's file");
    }
}

#[test]
fn a_backup_leaves_files_with_names_like_its_own_alone() {
    let cli = Cli::with_invoice();
    let (part, tar) = (own(&cli, "x.part"), cli.dir.path().join("x.tar"));
    let backup = || cli.status(&["backup", tar.to_str().unwrap()]);
    assert_eq!(backup(), 0);
    assert!(is_own(&part));
    assert_eq!(mode(&tar), 0o600);
    fs::remove_file(&tar).unwrap();
    symlink(cli.dir.path().join("nowhere"), &tar).unwrap();
    assert_eq!(backup(), 1, "a link that leads nowhere is there");
    assert!(fs::symlink_metadata(&tar).unwrap().is_symlink());
    // What a killed backup left behind is gone after the next one.
    fs::write(cli.dir.path().join(".daybook-00000000000000aa.part"), "half").unwrap();
    assert_eq!(cli.status(&["backup", cli.dir.path().join("y.tar").to_str().unwrap()]), 0);
    let names = names(&cli);
    assert!(names.iter().all(|name| !name.starts_with(".daybook-")), "{names:?}");
}

/// Asks a server to stop, and waits until it has.
fn ends(server: &mut Child) {
    let ended = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(ended.success() && server.wait().unwrap().success());
}

#[test]
fn a_book_is_not_served_at_a_file_and_only_a_socket_is_put_away() {
    let cli = Cli::with_invoice();
    let administrator = daybook::engine::who::own_name();
    let serve = |at: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["serve", "--administrator", &administrator, "--book"]).arg(cli.book());
        command.arg("--socket").arg(at).stderr(Stdio::piped());
        command
    };
    let (file, link) = (own(&cli, "notes.txt"), cli.dir.path().join("link"));
    symlink(&file, &link).unwrap();
    for at in [&file, &link] {
        let mut server = serve(at).spawn().unwrap();
        let (started, said) = log_until(&mut server, "\"ready\"");
        // One that started would go on for ever.
        let _ = server.kill();
        assert!(!started && said.contains("is not a socket"), "{said}");
        assert!(is_own(at));
    }
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    // A socket that nobody listens at any more is put away; what stands there at the end is not, if
    // it is something else by then.
    let at = cli.dir.path().join("book.sock");
    drop(UnixListener::bind(&at).unwrap());
    let mut server = serve(&at).spawn().unwrap();
    let (started, said) = log_until(&mut server, "\"ready\"");
    assert!(started, "{said}");
    fs::remove_file(&at).unwrap();
    fs::write(&at, "mine").unwrap();
    ends(&mut server);
    assert!(is_own(&at));
    // Nor is the socket of another server that has the name by then.
    fs::remove_file(&at).unwrap();
    let mut server = serve(&at).spawn().unwrap();
    assert!(log_until(&mut server, "\"ready\"").0);
    fs::remove_file(&at).unwrap();
    let _other = UnixListener::bind(&at).unwrap();
    ends(&mut server);
    assert!(fs::symlink_metadata(&at).is_ok_and(|found| found.file_type().is_socket()));
}
