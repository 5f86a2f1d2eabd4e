//! How the desk looks and behaves: from the command line, the environment and the user's own
//! folder. May use: std, serde, toml, etcetera.

use std::path::PathBuf;
use std::time::Duration;

use etcetera::BaseStrategy;
use serde::Deserialize;

use crate::domain::{Message, Worded};
use crate::user_file;

use super::theme::ThemeName;

/// The most bytes of a file of settings or keys that are read.
const MOST_BYTES: u64 = 1 << 20;

/// The most minutes that count before the desk is blanked: a year.
const LONGEST_UNLOCKED: u64 = 366 * 24 * 60;

/// How the desk looks and behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Its colours; none, by the terminal.
    pub theme: Option<ThemeName>,
    /// Its language; none, by the environment.
    pub language: Option<String>,
    /// Rules and marks in letters that every terminal has.
    pub ascii: bool,
    /// Without rules and columns of signs, the cursor where the mark is: for screen readers.
    pub plain: bool,
    /// After how many minutes without a key the desk is blanked; 0 never.
    pub lock_after_minutes: u64,
    /// Whether amounts are hidden.
    #[serde(skip)]
    pub is_masked: bool,
    /// Where half-typed forms are kept; none, nowhere.
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

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file that is there cannot be read.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// It is not what it should be.
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
    /// Reads `desk.toml` and `keys.toml` of the user's own folder, as far as they are there.
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

    /// The language of the desk: as it was set, else as the environment says.
    pub fn language(&self) -> String {
        self.language.clone().or_else(locale).unwrap_or_default()
    }

    /// After how long without a key the desk is blanked.
    pub fn lock_after(&self) -> Option<Duration> {
        let minutes = self.lock_after_minutes.min(LONGEST_UNLOCKED);
        (minutes > 0).then(|| Duration::from_secs(60 * minutes))
    }
}

/// The language that the environment asks for (`fr_CA.UTF-8`), if it asks for any.
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
