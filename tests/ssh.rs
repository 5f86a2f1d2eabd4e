//! The desk over a real OpenSSH server on loopback: a line that drops in a half-typed invoice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/pty.rs"]
mod pty;
#[path = "common/tools.rs"]
mod tools;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::TestBook;
use portable_pty::CommandBuilder;
use pty::Terminal;

/// A server of its own, with keys of its own, that ends with the test.
struct Server {
    dir: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Server {
    fn start() -> Server {
        let dir = tempfile::TempDir::new().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["host", "user"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(at(name))
                .status()
                .unwrap();
            assert!(made.success());
        }
        fs::copy(at("user.pub"), at("allowed")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\n\
             PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
             PermitRootLogin yes\nClientAliveInterval 1\n",
            at("host").display(),
            at("allowed").display()
        );
        fs::write(at("config"), config).unwrap();
        // Where the distribution has it made at boot, and there was no boot.
        let _ = fs::create_dir_all("/run/sshd");
        let child = Command::new(sshd())
            .args(["-D", "-e", "-f"])
            .arg(at("config"))
            .stderr(Stdio::from(fs::File::create(at("log")).unwrap()))
            .spawn()
            .unwrap();
        let server = Server { dir, port, child };
        let give_up = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < give_up, "{}", server.log());
            std::thread::yield_now();
        }
        server
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// The desk on a book, through the server.
    fn desk(&self, book: &Path) -> Terminal {
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(["-tt", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR"]);
        ssh.args(["-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes", "-i"]);
        ssh.arg(self.dir.path().join("user"));
        ssh.args(["-p", &self.port.to_string(), "127.0.0.1"]);
        let state = self.dir.path().join("state");
        ssh.arg(format!(
            "exec env XDG_STATE_HOME={} XDG_CONFIG_HOME={} {} --today 2026-11-21 --book {}",
            state.display(),
            state.display(),
            env!("CARGO_BIN_EXE_daybook"),
            book.display()
        ));
        Terminal::runs(ssh, 80, 24)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server wants to be called by its whole path.
fn sshd() -> PathBuf {
    let places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].map(PathBuf::from);
    places.into_iter().find(|at| at.exists()).unwrap_or_else(|| "sshd".into())
}

#[test]
fn a_connection_that_drops_loses_nothing() {
    if !tools::has(&sshd().display().to_string(), "openssh-server")
        || !tools::has("ssh", "openssh-client")
    {
        return;
    }
    let mut test = TestBook::rwanda();
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel"}"#);
    test.close();
    let server = Server::start();
    let mut desk = server.desk(&test.folder());
    desk.sees(&["Who is calling?", "of 1"]).types("kig").sees(&["▸ Kigali"]);
    desk.types("<alt-i>").sees(&["New invoice"]);
    desk.types("Two flowers<tab>2<tab>1500").sees(&["3,000"]);
    // The client is gone in the middle of a word.
    desk.dies();
    let gone = Instant::now();
    let holder = fs::read_to_string(test.folder().join("lock")).unwrap();
    let holder: serde_json::Value = serde_json::from_str(&holder).unwrap();
    let process = holder["pid"].as_u64().unwrap();
    while Path::new(&format!("/proc/{process}")).exists() {
        assert!(gone.elapsed() < Duration::from_secs(10), "it spins:\n{}", server.log());
        std::thread::yield_now();
    }
    println!("gone after {:?}", gone.elapsed());
    let mut desk = server.desk(&test.folder());
    desk.sees(&["half-typed when the desk was closed", "New invoice · Kigali Heights Hotel"]);
    desk.types("<enter>").sees(&["Two flowers", "3,000"]).types("<ctrl-s>").sees(&["Review"]);
    desk.types("<enter>").sees(&["INV-2026-00001 posted"]).types("<f3>");
    assert_eq!(desk.ends(), 0);
    test.open();
    assert!(test.verify().ok);
    assert_eq!(test.shown_invoice("INV-2026-00001").total.to_string(), "3000");
}
