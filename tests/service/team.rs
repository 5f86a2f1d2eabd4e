//! Several people of one machine on one book: real system users, over SSH, each with a role. Needs
//! root, who alone can make users and remove them again.

use crate::common::{sshd, tools};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::common::TestBook;
use crate::common::pty::Terminal;
use crate::common::served::Served;
use crate::common::sshd::Server;

const GROUP: &str = "daybookt";
const ANA: &str = "daybookt-ana";
const ERIC: &str = "daybookt-eric";
const VIEWER: &str = "daybookt-view";
const STRANGER: &str = "daybookt-away";

fn run(program: &str, args: &[&str]) {
    let output = Command::new(program).args(args).output().unwrap();
    assert!(output.status.success(), "{program} {args:?}: {output:?}");
}

/// The machine's users, for the time of the test.
struct Users;

impl Users {
    fn make() -> Users {
        Users::remove();
        run("groupadd", &[GROUP]);
        for user in [ANA, ERIC, VIEWER, STRANGER] {
            run("useradd", &["-m", "-s", "/bin/sh", "-p", "*", user]);
            if user != STRANGER {
                run("usermod", &["-aG", GROUP, user]);
            }
        }
        Users
    }

    fn remove() {
        for user in [ANA, ERIC, VIEWER, STRANGER] {
            let _ = Command::new("userdel").args(["-r", "-f", user]).output();
        }
        let _ = Command::new("groupdel").arg(GROUP).output();
    }
}

impl Drop for Users {
    fn drop(&mut self) {
        Users::remove();
    }
}

/// A served book with who works on it.
struct Team {
    _users: Users,
    ssh: Server,
    server: Served,
    test: TestBook,
    program: PathBuf,
}

impl Team {
    fn new() -> Team {
        let users = Users::make();
        let mut test = TestBook::for_processes();
        test.taken(r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}"#);
        test.taken(r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"Rooms","quantity":"1","unit_price":"100000"}]}"#);
        test.taken(
            r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"40000","reason":"price"}"#,
        );
        test.close();
        // Whoever comes reads the program and finds the socket, and nothing else.
        let open = |path: &std::path::Path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        };
        open(test.dir.path());
        let program = test.dir.path().join("daybook");
        fs::copy(env!("CARGO_BIN_EXE_daybook"), &program).unwrap();
        open(&program);
        let server = Served::start_for(&test.folder(), Some(GROUP));
        let team = Team { _users: users, ssh: Server::start(), server, test, program };
        for (user, role) in [(ANA, "coordinator"), (ERIC, "coordinator"), (VIEWER, "viewer")] {
            let added = team.root(&["user", "add", user, "--role", role]);
            assert!(added.status.success(), "{added:?}");
        }
        team
    }

    fn root(&self, args: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command.args(args).arg("--book").arg(&self.server.socket).output().unwrap()
    }

    /// A command line of a user.
    fn by(&self, user: &str, args: &[&str], input: &str) -> Output {
        let mut child = Command::new("runuser")
            .args(["-u", user, "--"])
            .arg(&self.program)
            .args(args)
            .arg("--book")
            .arg(&self.server.socket)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that may not ask does not listen either.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// A user's desk, over SSH.
    fn desk(&self, user: &str) -> Terminal {
        let (program, socket) = (self.program.display(), self.server.socket.display());
        self.ssh.runs(Some(user), &format!("exec {program} --book {socket}"))
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

#[test]
fn two_people_over_ssh_see_each_other_and_nobody_may_more_than_the_role() {
    if !daybook::engine::who::own_name().eq("root") {
        tools::skip("only root makes users");
        return;
    }
    if !sshd::is_there() {
        return;
    }
    let team = Team::new();
    issued_by_one_is_seen_by_the_other(&team);
    both_edit_one_dispute_and_the_line_of_one_drops(&team);
    nobody_may_more(&team);
    let mut team = team;
    assert_eq!(team.server.stops(), Some(0));
    daybook::engine::place::mark(&team.test.folder(), None).unwrap();
    team.test.open();
    assert!(team.test.verify().ok);
}

fn issued_by_one_is_seen_by_the_other(team: &Team) {
    let mut ana = team.desk(ANA);
    ana.sees(&["Who is calling?", ANA, "coordinator"]).types("kig").sees(&["▸ Kigali"]);
    let mut eric = team.desk(ERIC);
    eric.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]).types("<enter>").sees(&["Open items 1"]);
    ana.types("<alt-i>").sees(&["New invoice"]).types("Flowers<tab>2<tab>1500").sees(&["3,000"]);
    ana.types("<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["INV-2026-00002 posted"]);
    // It is there without a key, with who made it.
    eric.sees(&["Open items 2", "INV-2026-00002", ANA]);
    for desk in [&mut ana, &mut eric] {
        desk.types("<f3>");
        assert_eq!(desk.ends(), 0);
    }
}

fn both_edit_one_dispute_and_the_line_of_one_drops(team: &Team) {
    let (mut ana, mut eric) = (team.desk(ANA), team.desk(ERIC));
    for desk in [&mut ana, &mut eric] {
        desk.sees(&["of 1"]).types("DSP-2026-00001").sees(&["▸ DSP-2026-00001"]);
        desk.types("<enter>").sees(&["Recent activity"]).types("<alt-5>").sees(&["DSP-2026-00001"]);
        desk.types("<enter>").sees(&["Dispute · DSP-2026-00001"]);
    }
    ana.sees(&[&format!("{ERIC} also on DSP-2026-00001")]);
    ana.types("n").sees(&["Note on dispute"]).types("He sends the old list").sees(&["old list"]);
    eric.sees(&[&format!("{ANA} also on DSP-2026-00001")]);
    eric.types("m").sees(&["Move dispute"]).types("i").sees(&["→ in progress"]);
    eric.types("<ctrl-s>").sees(&["Review:"]).types("<enter>").sees(&["Done: Move dispute"]);
    // Both sides, and what she typed stands.
    ana.sees(&["Meanwhile state: new → in progress", "old list", ERIC]);
    // Her line drops: he notices nothing, and she finds what she typed.
    ana.dies();
    eric.types("<esc>").sees(&["▸ DSP-2026-00001", "in progress"]);
    let mut ana = team.desk(ANA);
    ana.sees(&["Unfinished entries from last time"]).types("<enter>");
    // What he changed must have come before she sends: later, she would be asked to read it first.
    ana.sees(&["old list", "Meanwhile state: new → in progress"])
        .types("<ctrl-s>")
        .sees(&["Review:"])
        .types("<enter>")
        .sees(&["Done: Note on dispute"])
        .types("<f3>");
    assert_eq!(ana.ends(), 0);
    eric.types("<f3>");
    assert_eq!(eric.ends(), 0);
}

fn nobody_may_more(team: &Team) {
    const STATEMENT: &str =
        ":20:A\n:25:1\n:60F:C261119RWF10,\n:61:2611201120C5,NTRFX\n:62F:C261120RWF15,\n-\n";
    const INVOICE: &str = r#"{"do":"issue_invoice","customer":"C1","lines":[{"description":"x","quantity":"1","unit_price":"1"}]}"#;
    // A viewer sees the balance and changes nothing.
    let seen = team.by(VIEWER, &["balance", "C1"], "");
    assert!(said(&seen).contains("Balance RWF"), "{}", said(&seen));
    for (args, input) in [
        (&["post"][..], INVOICE),
        (&["user", "add", VIEWER, "--role", "administrator"], ""),
        // A trial promises nothing that is refused in earnest.
        (&["import", "bank", "-", "--account", "BK", "--dry-run"], STATEMENT),
        (&["import", "customers", "-", "--dry-run"], "code,name\nC7,Someone\n"),
        (&["user", "remove", ANA], ""),
    ] {
        let refused = team.by(VIEWER, args, input);
        assert_eq!(refused.status.code(), Some(1));
        assert!(said(&refused).contains("user.role_too_low"), "{}", said(&refused));
    }
    let mut desk = team.desk(VIEWER);
    desk.sees(&["viewer", "of 1"]).types("kig").sees(&["▸ Kigali", "Enter account  Ctrl-P more"]);
    desk.types("<alt-i>").sees(&["A viewer can look but not change anything"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    // A coordinator passes no rule and pays nothing back.
    let overridden = INVOICE.replace("\"customer\"", r#""override":{"reason":"x"},"customer""#);
    let refused = team.by(ERIC, &["post"], &overridden);
    assert!(said(&refused).contains("user.role_too_low"), "{}", said(&refused));
    let refused = team.by(ERIC, &["balance", "C1", "--today", "2026-01-01"], "");
    assert!(said(&refused).contains("user.today_not_allowed"), "{}", said(&refused));
    // Another group does not reach the socket, nor the files.
    let away = team.by(STRANGER, &["balance", "C1"], "");
    assert_eq!(away.status.code(), Some(3), "{}", said(&away));
    assert!(said(&away).contains("may not connect there"), "{}", said(&away));
    let files = Command::new("runuser")
        .args(["-u", ERIC, "--", "cat"])
        .arg(team.test.folder().join("journal/000000000001.jsonl"))
        .output()
        .unwrap();
    assert!(!files.status.success(), "the files are the server's alone");
    // In the group, and with no role: nothing.
    run("usermod", &["-aG", GROUP, STRANGER]);
    let away = team.by(STRANGER, &["balance", "C1"], "");
    assert!(said(&away).contains("user.no_role"), "{}", said(&away));
    // Removed while the desk is open: it closes, and nothing more is answered.
    let mut desk = team.desk(ERIC);
    desk.sees(&["of 1"]).types("kig").sees(&["▸ Kigali"]);
    assert!(team.root(&["user", "remove", ERIC]).status.success());
    assert_eq!(desk.ends(), 1, "{}", desk.shows());
    let away = team.by(ERIC, &["balance", "C1"], "");
    assert!(said(&away).contains("user.no_role"), "{}", said(&away));
    let away = team.by(ERIC, &["post"], INVOICE);
    assert!(said(&away).contains("user.no_role"), "{}", said(&away));
}
