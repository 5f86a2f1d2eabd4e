//! A book's files stay its owner's: also where root looks in, posts, serves, rebuilds or restores.

use crate::common::tools;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// Somebody who is not root, with a group that is not theirs alone.
const OWNER: u32 = 65_534;
const GROUP: u32 = 65_533;

/// A folder that everybody can reach, for a book of that owner, and one that is root's alone.
struct Folders {
    _dir: TempDir,
    book: PathBuf,
    root: PathBuf,
}

impl Folders {
    /// None where the test does not run as root, who alone can be both.
    fn new() -> Option<Folders> {
        let id = Command::new("id").arg("-u").output().unwrap();
        if id.stdout.trim_ascii() != b"0" || !tools::has("setpriv", "util-linux") {
            tools::skip("only root can look into the book of another user");
            return None;
        }
        let dir = TempDir::new().unwrap();
        let mode = |path: &Path, mode| fs::set_permissions(path, PermissionsExt::from_mode(mode));
        mode(dir.path(), 0o755).unwrap();
        let (home, root) = (dir.path().join("home"), dir.path().join("root"));
        fs::create_dir(&home).unwrap();
        chown(&home, Some(OWNER), Some(GROUP)).unwrap();
        fs::create_dir(&root).unwrap();
        mode(&root, 0o700).unwrap();
        Some(Folders { book: home.join("book"), root, _dir: dir })
    }

    /// With a book in it that its owner made.
    fn with_book() -> Option<Folders> {
        let folders = Folders::new()?;
        let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
        ran(&mut folders.as_owner(&init));
        folders.writes("register.jsonl", r#"{"do":"register_customer","name":"Kigali Glass"}"#);
        ran(&mut folders.as_root(&["post", &folders.at("register.jsonl")]));
        Some(folders)
    }

    fn at(&self, name: &str) -> String {
        self.root.join(name).to_str().unwrap().to_string()
    }

    /// Writes a file that root alone can read.
    fn writes(&self, name: &str, text: &str) {
        fs::write(self.root.join(name), format!("{text}\n")).unwrap();
        fs::set_permissions(self.root.join(name), PermissionsExt::from_mode(0o600)).unwrap();
    }

    fn as_root(&self, args: &[&str]) -> Command {
        self.as_root_on(&self.book, args)
    }

    fn as_root_on(&self, book: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "--book"]).arg(book).args(args);
        command.env("HOME", &self.root).env_remove("DAYBOOK_BOOK");
        command
    }

    fn as_owner(&self, args: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={OWNER}")).arg(format!("--regid={GROUP}"));
        command.arg("--clear-groups").arg(env!("CARGO_BIN_EXE_daybook"));
        command.args(["--today", "2026-11-21", "--book"]).arg(&self.book).args(args);
        command.env("HOME", "/").env_remove("DAYBOOK_BOOK");
        command
    }

    /// All that is there is the owner's, and the owner can do everything.
    fn are_the_owners(&self, after: &str) {
        assert_eq!(not_the_owners(&self.book), Vec::<PathBuf>::new(), "after {after}");
        let post = self.book.parent().unwrap().join("post.jsonl");
        fs::write(&post, "{\"do\":\"register_customer\",\"name\":\"Huye Timber\"}\n").unwrap();
        ran(&mut self.as_owner(&["post", post.to_str().unwrap()]));
        ran(&mut self.as_owner(&["verify"]));
        ran(&mut self.as_owner(&["lookup", "huye"]));
    }
}

/// What below a folder, with itself, is not its owner's or not its owner's group's.
fn not_the_owners(folder: &Path) -> Vec<PathBuf> {
    let found = fs::symlink_metadata(folder).unwrap();
    let is_theirs = (found.uid(), found.gid()) == (OWNER, GROUP);
    let mut others: Vec<PathBuf> = (!is_theirs).then(|| folder.to_path_buf()).into_iter().collect();
    if found.is_dir() {
        let entries = fs::read_dir(folder).unwrap();
        others.extend(entries.flat_map(|entry| not_the_owners(&entry.unwrap().path())));
    }
    others
}

fn all_below(folder: &Path, to: u32) {
    lchown(folder, Some(to), Some(to)).unwrap();
    if folder.is_dir() {
        for entry in fs::read_dir(folder).unwrap() {
            all_below(&entry.unwrap().path(), to);
        }
    }
}

fn ran(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{command:?}: {output:?}");
    output
}

fn uid(path: &Path) -> u32 {
    fs::metadata(path).unwrap().uid()
}

/// Serves the book as root until it is ready.
fn serves(folders: &Folders) -> Child {
    let mut command = folders.as_root(&["serve", "--administrator", "root", "--socket"]);
    let mut server = command.arg(folders.at("run.sock")).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("\"ready\"") {
        assert!(log.read_line(&mut said).unwrap() > 0, "it does not start: {said}");
    }
    // Somebody reads what it says, to the end.
    std::thread::spawn(move || log.lines().map_while(Result::ok).for_each(drop));
    server
}

#[test]
fn what_root_does_to_a_book_leaves_it_its_owners() {
    let Some(folders) = Folders::with_book() else { return };
    folders.are_the_owners("post");
    folders.writes("customers.csv", "code,name\nC7,Rubavu Foods\nC8,");
    let (customers, rejects) = (folders.at("customers.csv"), folders.at("rejects.csv"));
    let import = ["import", "customers", &customers, "--rejects", &rejects];
    assert_eq!(folders.as_root(&import).status().unwrap().code(), Some(1));
    let (backup, export) = (folders.at("backup.tar.gz"), folders.at("export"));
    for args in [
        vec!["lookup", "kigali"],
        vec!["verify"],
        vec!["rebuild"],
        vec!["journal"],
        vec!["backup", &backup],
        vec!["export", "csv", &export],
        vec!["restore", &backup, "--replace"],
    ] {
        ran(&mut folders.as_root(&args));
        folders.are_the_owners(args[0]);
    }
    // Whoever runs the program has what it wrote for them, where the owner could not write.
    for name in ["backup.tar.gz", "rejects.csv", "export", "export/customers.csv"] {
        assert_eq!(uid(&folders.root.join(name)), 0, "{name}");
    }
}

#[test]
fn root_serves_a_book_that_stays_its_owners() {
    let Some(folders) = Folders::with_book() else { return };
    let mut server = serves(&folders);
    let socket = folders.at("run.sock");
    assert_eq!(uid(Path::new(&socket)), 0);
    folders.writes("more.jsonl", r#"{"do":"register_customer","name":"Musanze Tools"}"#);
    let more = folders.at("more.jsonl");
    let mut joined = Command::new(env!("CARGO_BIN_EXE_daybook"));
    joined.args(["--book", &socket, "post", &more]).env_remove("DAYBOOK_BOOK");
    ran(&mut joined);
    let ended = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(ended.success() && server.wait().unwrap().success());
    assert!(!Path::new(&socket).exists());
    ran(&mut folders.as_root(&["serve", "--end"]));
    folders.are_the_owners("serve");
    let output = ran(&mut folders.as_owner(&["journal"]));
    let journal = String::from_utf8(output.stdout).unwrap();
    assert!(journal.contains(r#""by":"root""#), "who posted is root all the same: {journal}");
}

/// One of the two has the book open; the other one works on it all the same.
#[test]
fn root_and_the_owner_share_a_book_as_two_terminals_do() {
    let Some(folders) = Folders::with_book() else { return };
    for is_roots in [true, false] {
        let command = |is_roots: bool, args: &[&str]| match is_roots {
            true => folders.as_root(args),
            false => folders.as_owner(args),
        };
        let mut holder = command(is_roots, &["post", "-"]);
        let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        while !folders.book.join("socket").exists() {
            assert_eq!(holder.try_wait().unwrap(), None, "it has ended");
            std::thread::yield_now();
        }
        let found = ran(&mut command(!is_roots, &["lookup", "kigali"]));
        assert!(String::from_utf8_lossy(&found.stdout).contains("Kigali Glass"), "{found:?}");
        drop(holder.stdin.take());
        assert!(holder.wait().unwrap().success());
        assert!(!folders.book.join("socket").exists());
    }
    folders.are_the_owners("both");
}

#[test]
fn a_book_that_root_makes_belongs_to_the_owner_of_the_folder_it_is_in() {
    let Some(folders) = Folders::with_book() else { return };
    let backup = folders.at("backup.tar.gz");
    ran(&mut folders.as_root(&["backup", &backup]));
    // As the README has it: removed, and restored.
    fs::remove_dir_all(&folders.book).unwrap();
    ran(&mut folders.as_root(&["restore", &backup]));
    folders.are_the_owners("restore into a new folder");
    fs::remove_dir_all(&folders.book).unwrap();
    ran(&mut folders.as_root(&["demo", "--customers", "5", "--invoices", "9", "--no-desk"]));
    folders.are_the_owners("demo");
    fs::remove_dir_all(&folders.book).unwrap();
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    ran(&mut folders.as_root(&init));
    folders.are_the_owners("init");
}

#[test]
fn a_damaged_ledger_that_root_puts_aside_stays_its_owners() {
    let Some(folders) = Folders::with_book() else { return };
    let db = folders.book.join("ledger/db");
    let bytes: Vec<u8> = fs::read(&db).unwrap().iter().map(|byte| byte ^ 0x55).collect();
    fs::write(&db, bytes).unwrap();
    let output = ran(&mut folders.as_root(&["lookup", "kigali"]));
    assert!(String::from_utf8_lossy(&output.stderr).contains("quarantine"), "{output:?}");
    folders.are_the_owners("a quarantine");
}

#[test]
fn no_file_of_roots_changes_hands() {
    let Some(folders) = Folders::with_book() else { return };
    let (book, home) = (&folders.book, folders.book.parent().unwrap());
    // Files of root's that lay in the owner's home, moved where the book would have its own.
    let planted =
        ["quarantine-1", "private/x", "journal/y.jsonl", "before-restore-1", "served.new"];
    let planted: Vec<PathBuf> = planted.iter().map(|name| book.join(name)).collect();
    for path in &planted {
        fs::write(path, "root's").unwrap();
    }
    ran(&mut folders.as_root(&["lookup", "kigali"]));
    folders.as_root(&["verify"]).output().unwrap();
    // Beside the book, where one is to be made that is not there yet.
    fs::create_dir(home.join("private")).unwrap();
    fs::create_dir(home.join("restoring-1")).unwrap();
    let beside = ["private/x", "restoring-1/x", "quarantine-2"].map(|name| home.join(name));
    for path in &beside {
        fs::write(path, "root's").unwrap();
    }
    let new = home.join("new");
    let not_there = folders.at("no.tar.gz");
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    for args in [&["restore", &not_there][..], &init] {
        folders.as_root_on(&new, args).output().unwrap();
    }
    for path in planted.iter().chain(&beside) {
        let is_roots = fs::symlink_metadata(path).map_or(0, |found| found.uid());
        assert_eq!(is_roots, 0, "{}", path.display());
    }
    assert_eq!(not_the_owners(&new), Vec::<PathBuf>::new());
}

#[test]
fn what_is_roots_in_a_book_is_named_and_stays() {
    let Some(folders) = Folders::with_book() else { return };
    lchown(folders.book.join("lock"), Some(0), Some(0)).unwrap();
    let output = folders.as_root(&["lookup", "kigali"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("lock") && said.contains("hand it over with `chown`"), "{said}");
    assert_eq!(uid(&folders.book.join("lock")), 0);
    lchown(folders.book.join("lock"), Some(OWNER), Some(GROUP)).unwrap();
    folders.are_the_owners("a visit");
}

/// All that is below a folder, with what it says of itself.
fn state(folder: &Path) -> Vec<(PathBuf, u32, u64, i64)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::symlink_metadata(&path).unwrap();
        all.push((path.clone(), found.uid(), found.len(), found.mtime_nsec()));
        if found.is_dir() {
            all.extend(state(&path));
        }
    }
    all.sort();
    all
}

#[test]
fn root_goes_nowhere_as_root_by_way_of_another_user() {
    let Some(mut folders) = Folders::with_book() else { return };
    let own = folders.root.join("books/own");
    fs::create_dir(own.parent().unwrap()).unwrap();
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    ran(&mut folders.as_root_on(&own, &init));
    let home = folders.book.parent().unwrap().to_path_buf();
    // The owner's link to root's book, one to the folder around it, and a folder of root's at home.
    let (link, around, within) = (home.join("link"), home.join("around"), home.join("within"));
    for (path, to) in [(&link, own.as_path()), (&around, own.parent().unwrap())] {
        std::os::unix::fs::symlink(to, path).unwrap();
        lchown(path, Some(OWNER), Some(GROUP)).unwrap();
    }
    fs::create_dir(&within).unwrap();
    // Root's own link is no shelter: what it leads to lies in the owner's home.
    let roots = folders.root.join("to-home");
    std::os::unix::fs::symlink(&within, &roots).unwrap();
    let before = state(&folders.root);
    for book in [&link, &around.join("own"), &around.join("new"), &within, &roots] {
        folders.book.clone_from(book);
        for args in [&["lookup", "kigali"][..], &["journal"], &["verify"], &init] {
            let output = folders.as_root(args).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{book:?} {args:?}: {output:?}");
            assert!(
                said.contains("on the way there is uid 65534's") || said.contains("nobody's"),
                "{said}"
            );
        }
    }
    assert_eq!(state(&folders.root), before);
    assert_eq!(fs::read_dir(&within).unwrap().count(), 0);
    // Without anybody else on the way there is nothing against it, through a link of root's either.
    let mine = folders.root.join("mine");
    std::os::unix::fs::symlink(&own, &mine).unwrap();
    folders.book = mine;
    ran(&mut folders.as_root(&["verify"]));
}

#[test]
fn a_link_where_the_book_has_a_file_is_not_followed() {
    let Some(mut folders) = Folders::with_book() else { return };
    folders.book = folders.root.join("own");
    ran(&mut folders.as_root(&["init", "--company", "A", "--country", "RW", "--currency", "RWF"]));
    folders.writes("precious", "do not touch");
    for name in ["lock", "journal/head", "served.new"] {
        let (path, kept) = (folders.book.join(name), folders.root.join("kept"));
        let was_there = fs::rename(&path, &kept).is_ok();
        std::os::unix::fs::symlink(folders.root.join("precious"), &path).unwrap();
        folders.as_root(&["verify"]).output().unwrap();
        let post = ["post", &folders.at("register.jsonl")];
        folders.as_root(&post).output().unwrap();
        assert_eq!(fs::read_to_string(folders.at("precious")).unwrap(), "do not touch\n", "{name}");
        let _ = fs::remove_file(&path);
        if was_there {
            fs::rename(&kept, &path).unwrap();
        }
    }
    let posted = ["post", &folders.at("register.jsonl")];
    ran(&mut folders.as_root(&posted));
}

#[test]
fn a_book_that_its_owner_cannot_reach_is_not_touched() {
    let Some(mut folders) = Folders::with_book() else { return };
    let there = folders.root.join("book");
    fs::rename(&folders.book, &there).unwrap();
    folders.book = there;
    let output = folders.as_root(&["lookup", "kigali"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot reach"), "{output:?}");
    all_below(&folders.book, 0);
    ran(&mut folders.as_root(&["lookup", "kigali"]));
}
