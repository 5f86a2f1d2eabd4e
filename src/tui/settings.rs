//! How the desk looks and behaves: from the command line, the environment and the user's own files. May
//! use: std, serde, toml, etcetera.

use std::path::PathBuf;
use std::time::Duration;

use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::domain::{Message, Worded};
use crate::user_file;

use super::theme::ThemeName;

/// The largest file of settings or keys that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The most minutes before the screen is locked: a year.
const LONGEST_UNLOCKED: u64 = 366 * 24 * 60;

/// How the desk looks and behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The theme; `None` to choose by the terminal.
    pub theme: Option<ThemeName>,
    /// The language; `None` to choose by the environment.
    pub language: Option<String>,
    /// Whether to draw rules and marks in ASCII.
    pub ascii: bool,
    /// Whether to draw for screen readers: without rules and columns of signs, and with the cursor on
    /// the marked row.
    pub plain: bool,
    /// After how many minutes without a key the screen is locked; 0 for never.
    pub lock_after_minutes: u64,
    /// Whether amounts are hidden.
    #[serde(skip)]
    pub is_masked: bool,
    /// The folder for unfinished forms; `None` to keep none.
    #[serde(skip)]
    pub drafts: Option<PathBuf>,
    /// The user's own keys.
    #[serde(skip)]
    pub keys: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: None,
            language: None,
            ascii: false,
            plain: false,
            lock_after_minutes: 15,
            is_masked: false,
            drafts: None,
            keys: None,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file exists but cannot be read.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A file's content is not valid.
    #[error("{0}: {1}")]
    Malformed(PathBuf, toml::de::Error),
}

impl Worded for SettingsError {
    fn message(&self) -> Message {
        match self {
            SettingsError::Unreadable(path, why) => {
                Message::new("error-disk").at("path", path).because("why", why)
            }
            SettingsError::Malformed(path, why) => {
                Message::new("error-disk").at("path", path).with("why", why)
            }
        }
    }
}

impl Settings {
    /// Reads `desk.toml` and `keys.toml` from the user's own folder, if they exist.
    pub fn load() -> Result<Settings, SettingsError> {
        let Ok(folders) = etcetera::choose_base_strategy() else { return Ok(Settings::default()) };
        let folder = folders.config_dir().join("daybook");
        let file = folder.join("desk.toml");
        let mut settings: Settings = match read(&file)? {
            None => Settings::default(),
            Some(text) => {
                toml::from_str(&text).map_err(|error| SettingsError::Malformed(file, error))?
            }
        };
        settings.keys = read(&folder.join("keys.toml"))?;
        Ok(settings)
    }

    /// The language of the desk: from the settings, otherwise from the environment.
    pub fn language(&self) -> String {
        self.language.clone().or_else(locale).unwrap_or_default()
    }

    /// After how long without a key the screen is locked.
    pub fn lock_after(&self) -> Option<Duration> {
        let minutes = self.lock_after_minutes.min(LONGEST_UNLOCKED);
        (minutes > 0).then(|| Duration::from_secs(60 * minutes))
    }
}

/// The language that the environment asks for (`fr_CA.UTF-8`), if any.
pub fn locale() -> Option<String> {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"].iter();
    names.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty())
}

fn read(file: &std::path::Path) -> Result<Option<String>, SettingsError> {
    match user_file::read_text(file, MOST_BYTES).map_err(std::io::Error::from) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SettingsError::Unreadable(file.to_path_buf(), error)),
    }
}
