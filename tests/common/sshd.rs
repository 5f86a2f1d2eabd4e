//! A real OpenSSH server on loopback.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::pty::Terminal;
use super::tools;

/// A server of its own, with keys of its own, that ends with the test.
pub struct Server {
    pub dir: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Server {
    /// Starts it, and waits until it answers.
    pub fn start() -> Server {
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
        // Whoever logs in reads it.
        for (name, mode) in [("", 0o755), ("allowed", 0o644)] {
            fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
        }
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

    /// What it says.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// The desk on a book, through the server.
    pub fn desk(&self, book: &Path) -> Terminal {
        let state = self.dir.path().join("state");
        let state = state.display();
        let program = env!("CARGO_BIN_EXE_daybook");
        let env = format!("env XDG_STATE_HOME={state} XDG_CONFIG_HOME={state}");
        let book = book.display();
        self.runs(None, &format!("exec {env} {program} --today 2026-11-21 --book {book}"))
    }

    /// A terminal in which a user runs something.
    pub fn runs(&self, user: Option<&str>, command: &str) -> Terminal {
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(["-tt", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR"]);
        ssh.args(["-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes", "-i"]);
        ssh.arg(self.dir.path().join("user"));
        ssh.args(user.iter().flat_map(|user| ["-l", user]));
        ssh.args(["-p", &self.port.to_string(), "127.0.0.1"]);
        ssh.arg(command);
        Terminal::runs(ssh, 80, 24)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the machine has what this needs.
pub fn is_there() -> bool {
    tools::has(&sshd().display().to_string(), "openssh-server")
        && tools::has("ssh", "openssh-client")
}

/// The server wants to be called by its whole path.
fn sshd() -> PathBuf {
    let places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].map(PathBuf::from);
    places.into_iter().find(|at| at.exists()).unwrap_or_else(|| "sshd".into())
}
