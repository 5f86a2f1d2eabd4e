//! The settings in `mail.toml` in the book's folder: the mail server, and where paper goes. The file
//! holds a password, so only its owner may read it, and nothing in it is written anywhere else.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use serde::Deserialize;

use crate::domain::{Message, Worded, delivery};
use crate::user_file;

use super::program::{self, ProgramError};

/// The name of the file in the folder of a book.
pub const FILE: &str = "mail.toml";

/// The most bytes that are read of it, and of the certificates that it names.
const MOST_BYTES: u64 = 1 << 20;

/// The longest timeout of a step that the settings may ask for, in seconds: with it, an attempt still
/// ends well before a person may send again.
const LONGEST_STEP: u64 = 120;

/// How long the command that prints the password may take.
const PASSWORD_LIMIT: Duration = Duration::from_secs(30);

/// The longest password that a command may print, in bytes.
const LONGEST_PASSWORD: usize = 1024;

/// How the connection is kept from being read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Plain at first, then TLS before anything else: port 587.
    #[default]
    StartTls,
    /// TLS from the first byte: port 465.
    Implicit,
    /// No TLS: only to this machine itself.
    None,
}

/// The settings.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// The name of the server.
    pub host: Option<String>,
    /// Its port; if absent, 587, 465 or 25 as `tls` says.
    pub port: Option<i64>,
    /// How the connection is kept from being read.
    #[serde(default)]
    pub tls: MailTls,
    /// The address that mail comes from.
    pub from: Option<String>,
    /// The name beside it; if absent, the company's.
    pub from_name: Option<String>,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<String>,
    /// The user name to log in with; if absent, the client does not log in.
    pub user: Option<String>,
    /// The password.
    password: Option<String>,
    /// A command that prints the password.
    password_command: Option<String>,
    /// A file of certificates (PEM) that are trusted besides those of the machine.
    pub ca: Option<PathBuf>,
    /// How many seconds one step may take: connecting, an answer.
    #[serde(default = "default_seconds")]
    timeout_seconds: u64,
    /// The folder that paper is written into, in place of the printer.
    pub print_to: Option<PathBuf>,
    /// The printer; if absent, the system's own.
    pub printer: Option<String>,
}

fn default_seconds() -> u64 {
    60
}

/// Why the settings cannot be used.
#[derive(Debug)]
pub struct MailSettingsError(Message);

impl fmt::Display for MailSettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.key)
    }
}

impl std::error::Error for MailSettingsError {}

impl Worded for MailSettingsError {
    fn message(&self) -> Message {
        self.0.clone()
    }
}

fn wrong(key: &'static str) -> Message {
    Message::new(key)
}

/// A mail server: how to connect and log in.
#[derive(Clone)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from being read.
    pub tls: MailTls,
    /// Who logs in, with the password.
    pub login: Option<(String, String)>,
    /// Certificates that are trusted besides those of the machine.
    pub ca: Vec<CertificateDer<'static>>,
    /// How long one step may take.
    pub step: Duration,
}

/// The address that mail comes from, the name beside it, and where answers go.
#[derive(Clone)]
pub struct MailFrom {
    /// The address.
    pub address: String,
    /// The name; if absent, the company's.
    pub name: Option<String>,
    /// Where answers go, if not to the address.
    pub reply_to: Option<String>,
}

impl MailSettings {
    /// The mail server and the sender, from the settings in a file, or why mail cannot be sent.
    pub fn mail(
        settings: Option<&MailSettings>,
        path: &Path,
    ) -> Result<(MailServer, MailFrom), Message> {
        match settings {
            Some(settings) => settings.server(path).map_err(|error| error.message()),
            None => Err(Message::new("mail-no-settings").at("path", path)),
        }
    }

    /// Reads the file; `None` if there is none. Refused if anyone but its owner may read it.
    pub fn read(path: &Path) -> Result<Option<MailSettings>, MailSettingsError> {
        let failed = |error: io::Error| {
            MailSettingsError(wrong("error-disk").at("path", path).because("why", &error))
        };
        let file = match user_file::open(path).map_err(io::Error::from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(failed)?,
        };
        let meta = file.metadata().map_err(failed)?;
        if meta.permissions().mode() & 0o077 != 0 {
            return Err(MailSettingsError(wrong("mail-too-open").at("path", path)));
        }
        if meta.uid() != nix::unistd::geteuid().as_raw() {
            return Err(MailSettingsError(wrong("mail-anothers").at("path", path)));
        }
        let text = user_file::read_from(file, MOST_BYTES).and_then(user_file::text_of);
        let text = text.map_err(|error| failed(error.into()))?;
        let settings: MailSettings = toml::from_str(&text).map_err(|error| {
            // The line itself is left out: it may hold the password.
            let line = error.span().map_or(1, |span| {
                text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
            });
            let why = error.message().to_string();
            let at = wrong("mail-unreadable").at("path", path).with("line", line);
            MailSettingsError(at.with("why", why))
        })?;
        settings.checked(path).map(Some)
    }

    /// Refuses settings that contradict each other.
    fn checked(self, path: &Path) -> Result<MailSettings, MailSettingsError> {
        let refused = |key| Err(MailSettingsError(wrong(key).at("path", path)));
        let is_address = |text: &Option<String>| text.as_deref().is_none_or(delivery::is_address);
        if !is_address(&self.from) || !is_address(&self.reply_to) {
            return refused("mail-address");
        }
        if self.password.is_some() && self.password_command.is_some() {
            return refused("mail-two-passwords");
        }
        let has_password = self.password.is_some() || self.password_command.is_some();
        if self.user.is_some() != has_password {
            return refused("mail-half-a-login");
        }
        if self.timeout_seconds == 0 || self.timeout_seconds > LONGEST_STEP {
            let error = wrong("mail-seconds").at("path", path).with("most", LONGEST_STEP);
            return Err(MailSettingsError(error));
        }
        if self.port.is_some_and(|port| u16::try_from(port).map_or(true, |port| port == 0)) {
            return refused("mail-port");
        }
        if self.host.as_deref().is_some_and(|host| ServerName::try_from(bare(host)).is_err()) {
            return refused("mail-host");
        }
        if self.tls == MailTls::None && !self.host.as_deref().is_none_or(is_this_machine) {
            return refused("mail-in-the-clear");
        }
        Ok(self)
    }

    /// The mail server and the sender, with the password. Refused if either is missing, or if the
    /// password cannot be read.
    pub fn server(&self, path: &Path) -> Result<(MailServer, MailFrom), MailSettingsError> {
        let missing = |field: &str| {
            MailSettingsError(wrong("mail-missing").at("path", path).with("field", field))
        };
        let host = bare(self.host.as_deref().ok_or_else(|| missing("host"))?).to_string();
        let address = self.from.clone().ok_or_else(|| missing("from"))?;
        let ca = match &self.ca {
            None => Vec::new(),
            Some(ca) => {
                let file = path.parent().unwrap_or(Path::new("")).join(ca);
                certificates(&file).map_err(|why| {
                    let said = wrong("mail-ca").at("path", path).at("file", &file);
                    MailSettingsError(said.because("why", &why))
                })?
            }
        };
        let port = self.port.and_then(|port| u16::try_from(port).ok());
        let port = port.unwrap_or(match self.tls {
            MailTls::StartTls => 587,
            MailTls::Implicit => 465,
            MailTls::None => 25,
        });
        let step = Duration::from_secs(self.timeout_seconds);
        let (tls, login) = (self.tls, self.login(path)?);
        let from =
            MailFrom { address, name: self.from_name.clone(), reply_to: self.reply_to.clone() };
        Ok((MailServer { host, port, tls, login, ca, step }, from))
    }

    fn login(&self, path: &Path) -> Result<Option<(String, String)>, MailSettingsError> {
        let Some(user) = &self.user else { return Ok(None) };
        let password = match (&self.password, &self.password_command) {
            (Some(password), _) => password.clone(),
            (None, Some(command)) => asked(command, PASSWORD_LIMIT).map_err(|why| {
                let error = wrong("mail-password-command").at("path", path);
                MailSettingsError(error.because("why", &why))
            })?,
            (None, None) => return Ok(None),
        };
        Ok(Some((user.clone(), password)))
    }
}

/// The certificates in a file (PEM), or why they cannot be used.
fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Message> {
    let read = user_file::read(file, MOST_BYTES);
    let pem = read.map_err(|error| io::Error::from(error).message())?;
    let all = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    let all = all.map_err(|_| wrong("mail-ca-damaged"))?;
    let mut roots = RootCertStore::empty();
    match all.iter().try_for_each(|one| roots.add(one.clone())) {
        Ok(()) if all.is_empty() => Err(wrong("mail-ca-empty")),
        Ok(()) => Ok(all),
        Err(_) => Err(wrong("mail-ca-damaged")),
    }
}

/// Runs a command and returns the first line that it prints, without the line's end, or why there is none.
fn asked(command: &str, limit: Duration) -> Result<String, Message> {
    let mut sh = Command::new("/bin/sh");
    let said = match program::run(sh.args(["-c", command]), None, limit) {
        Ok(said) => said,
        Err(ProgramError::Io(error)) => return Err(error.message()),
        Err(ProgramError::TooSlow) => {
            return Err(wrong("mail-password-slow").with("seconds", limit.as_secs()));
        }
    };
    let line = said.out.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let unfit = || wrong("mail-password-unfit").with("most", LONGEST_PASSWORD);
    // A command that prints without end is stopped, and counts as failed.
    if line.len() > LONGEST_PASSWORD {
        return Err(unfit());
    }
    if !said.status.success() {
        let why = String::from_utf8_lossy(&said.err);
        let why = why.lines().next().unwrap_or_default().trim();
        return Err(Message::text(if why.is_empty() {
            said.status.to_string()
        } else {
            why.into()
        }));
    }
    match std::str::from_utf8(line).map(|line| line.trim_end_matches('\r')) {
        Ok("") => Err(wrong("mail-password-empty")),
        Ok(line) => Ok(line.to_string()),
        Err(_) => Err(unfit()),
    }
}

/// A host without the brackets in which some programs want IPv6 addresses.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Whether a name can only mean this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || bare(host).parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use std::fs;

    fn read(text: &str, mode: u32) -> Result<Option<MailSettings>, String> {
        let folder = std::env::temp_dir().join(format!("mail-{}-{mode}", std::process::id()));
        let _ = fs::create_dir_all(&folder);
        let file = folder.join(format!("{}.toml", text.len()));
        let written = fs::write(&file, text)
            .and_then(|()| fs::set_permissions(&file, fs::Permissions::from_mode(mode)));
        written.map_err(|error| error.to_string())?;
        let read = MailSettings::read(&file).map_err(|error| error.to_string());
        let _ = fs::remove_file(&file);
        read
    }

    #[test]
    fn what_others_may_read_is_refused_and_so_is_what_contradicts_itself() {
        const GOOD: &str = "host = 'mail.example'\nfrom = 'ar@kh.example'\n";
        assert!(read(GOOD, 0o600).is_ok_and(|it| it.is_some()));
        let why = |text: &str, mode| read(text, mode).err().unwrap_or_default();
        assert_eq!(why(GOOD, 0o640), "mail-too-open");
        assert_eq!(why("from = 'nobody'\n", 0o600), "mail-address");
        assert_eq!(why("user = 'a'\n", 0o600), "mail-half-a-login");
        assert_eq!(why("password = 'secret'\n", 0o600), "mail-half-a-login");
        let both = "user = 'a'\npassword = 'b'\npassword_command = 'c'\n";
        assert_eq!(why(both, 0o600), "mail-two-passwords");
        assert_eq!(why("timeout_seconds = 0\n", 0o600), "mail-seconds");
        for port in [-1, 0, 65_536, i64::MAX] {
            assert_eq!(why(&format!("port = {port}\n"), 0o600), "mail-port");
        }
        assert_eq!(why("host = 'mail.example'\ntls = 'none'\n", 0o600), "mail-in-the-clear");
        assert!(read("host = '127.0.0.1'\ntls = 'none'\n", 0o600).is_ok());
        assert!(read("host = '[::1]'\ntls = 'none'\n", 0o600).is_ok());
        for host in ["mail.example:587", "https://mail.example", "a b", ""] {
            assert_eq!(why(&format!("host = '{host}'\n"), 0o600), "mail-host", "{host}");
        }
        assert_eq!(why("hosst = 'x'\n", 0o600), "mail-unreadable");
    }

    #[test]
    fn a_password_comes_from_a_command_too() {
        let asked = |command: &str| asked(command, Duration::from_secs(20));
        assert_eq!(asked("printf 'open sesame\\r\\n2'").ok().as_deref(), Some("open sesame"));
        let why = |command: &str| asked(command).err().map(|why| Words::english().tell(&why));
        assert_eq!(why("echo locked >&2; exit 3").as_deref(), Some("locked"));
        assert!(asked("exit 3").is_err() && asked("true").is_err());
    }

    #[test]
    fn a_command_for_the_password_is_stopped_in_time_and_prints_no_more_than_one() {
        let key = |command: &str, limit| {
            asked(command, Duration::from_millis(limit)).err().map(|why| why.key.into_owned())
        };
        assert_eq!(key("sleep 60", 300).as_deref(), Some("mail-password-slow"));
        assert_eq!(key("head -c 5000 /dev/zero", 20_000).as_deref(), Some("mail-password-unfit"));
        assert_eq!(key("yes | tr -d '\\n'", 20_000).as_deref(), Some("mail-password-unfit"));
    }
}
