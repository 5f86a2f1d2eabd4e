//! Asks for the name of a file and writes the file, beside the questions. An existing file is replaced
//! only after a second Enter. May use: the questions, the layers, new files.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

use crossterm::event::KeyEvent;

use crate::domain::Rule;
use crate::engine::error::{BookError, Failure};
use crate::engine::new_file::NewFile;
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::query::{Answer, NoAnswer};

/// The name being typed, and the file being written.
#[derive(Default)]
pub struct FilePrompt {
    name: Option<Text>,
    asking: Asking<()>,
    /// The name as it was last typed.
    typed: String,
    /// The name of a file that exists: if it is entered again, the file is replaced.
    is_there: Option<String>,
}

impl FilePrompt {
    /// Asks for a name, and suggests one.
    pub fn open(&mut self, offered: &str) {
        (self.name, self.is_there) = (Some(Text::given(offered)), None);
    }

    /// Stops asking.
    pub fn close(&mut self) {
        self.name = None;
    }

    /// The name so far; `None` while it is not asking.
    pub fn name(&self) -> Option<&Text> {
        self.name.as_ref()
    }

    /// Handles a key. Returns whether it is asking for a name.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        self.name.as_mut().map(|name| name.key(key)).is_some()
    }

    /// Handles pasted text. Returns whether it is asking for a name.
    pub fn paste(&mut self, text: &str) -> bool {
        self.name.as_mut().map(|name| name.paste(text)).is_some()
    }

    /// The extension of the name in lower case: `csv`.
    pub fn ending(&self) -> String {
        let path = self.path();
        let ending = path.extension().map(OsStr::to_ascii_lowercase).unwrap_or_default();
        ending.to_string_lossy().into_owned()
    }

    fn path(&self) -> PathBuf {
        path_of(self.name.as_ref().map_or("", |name| name.value().trim()))
    }

    /// Writes the file with what `content` makes.
    pub fn write(
        &mut self,
        content: impl Fn() -> Result<Vec<u8>, Failure> + Send + 'static,
    ) -> Step {
        let path = self.path();
        self.typed = self.name.as_ref().map_or_else(String::new, |name| name.value().trim().into());
        let replaces = self.is_there.as_ref() == Some(&self.typed);
        Step::Send(self.asking.do_beside(move || write(&path, &content()?, replaces)))
    }

    /// Reports the outcome; nothing if the answer is for something else.
    pub fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        let Some(written) = self.asking.take(answer) else { return Vec::new() };
        let name = self.typed.clone();
        let parts = [("file", name.as_str())];
        match written {
            Ok(()) => {
                (self.name, self.is_there) = (None, None);
                vec![Step::Say(desk.say("file-written", &parts))]
            }
            Err(NoAnswer::Refused(refusal)) if refusal.rule == Rule::FileExists => {
                let words = desk.say("file-exists", &parts);
                self.is_there = Some(name);
                vec![Step::Say(words)]
            }
            Err(why) => vec![Step::Unanswered(why)],
        }
    }
}

/// Writes a file that only its owner can read.
fn write(path: &Path, content: &[u8], replaces: bool) -> Result<(), Failure> {
    let mut file = NewFile::create("out", path, replaces)?;
    file.write_all(content).map_err(|source| BookError::user_file(path, source))?;
    file.finish("out")
}

/// A path as it was typed: `~/` stands for the user's own folder.
pub(super) fn path_of(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(typed),
    }
}
