//! A mail server of its own for each test, with a certificate of its own, and what it took.
#![allow(dead_code, clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// The interpreter of the distribution, which has its packages.
const PYTHON: &str = "/usr/bin/python3";

/// Whether the server can be run here.
pub fn can_run() -> bool {
    let imports = Command::new(PYTHON).args(["-c", "import aiosmtpd"]).output();
    if !imports.is_ok_and(|it| it.status.success()) {
        super::tools::skip("aiosmtpd is missing: apt-get install python3-aiosmtpd");
        return false;
    }
    super::tools::has("openssl", "openssl")
}

/// A server, until it is dropped.
pub struct MailServer {
    child: Child,
    pub port: u16,
    folder: PathBuf,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl MailServer {
    /// Starts one whose certificate is for `name`, by `starttls` or `implicit`.
    pub fn start(folder: &Path, name: &str, way: &str) -> MailServer {
        let folder = folder.to_path_buf();
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
            .args(["-nodes", "-days", "30", "-subj", "/CN=a test", "-addext"])
            .arg(format!("subjectAltName=DNS:{name}"))
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-keyout")
            .arg(folder.join("key.pem"))
            .arg("-out")
            .arg(folder.join("ca.pem"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/smtpd.py");
        let mut child = Command::new(PYTHON)
            .arg(script)
            .arg(folder.join("mailbox"))
            .args([folder.join("ca.pem"), folder.join("key.pem")])
            .arg(way)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        MailServer { child, port: line.trim().parse().unwrap(), folder }
    }

    /// What it took, in order.
    pub fn mailbox(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.join("mailbox")).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

/// Writes the settings beside a book.
pub fn settings(book: &Path, port: u16, more: &str) {
    let file = book.join("mail.toml");
    let ca = if book.join("ca.pem").exists() { "ca = \"ca.pem\"\n" } else { "" };
    let text = format!(
        "host = \"localhost\"\nport = {port}\nfrom = \"ar@papeterie.example\"\nuser = \"ar\"\n\
         password = \"sesame\"\ntimeout_seconds = 5\n{ca}{more}"
    );
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
}
