//! Asks for the name of a file and writes it, beside the questions. What stands there is replaced only
//! after a second Enter. May use: the questions, the layers, new files.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

use crossterm::event::KeyEvent;

use crate::domain::Rule;
use crate::engine::error::{BookError, Failure};
use crate::engine::new_file::NewFile;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::query::{Answer, Asking, NoAnswer};

/// The name of a file while it is typed, and the file while it is written.
#[derive(Default)]
pub struct FilePrompt {
    name: Option<Text>,
    asking: Asking<()>,
    /// The name as it was typed last.
    typed: String,
    /// The name of a file that is there already: typed again, it is replaced.
    is_there: Option<String>,
}

impl FilePrompt {
    /// Asks for a name, and offers one.
    pub fn open(&mut self, offered: &str) {
        (self.name, self.is_there) = (Some(Text::given(offered)), None);
    }

    /// Asks no more.
    pub fn close(&mut self) {
        self.name = None;
    }

    /// The name so far; none, where none is asked for.
    pub fn name(&self) -> Option<&Text> {
        self.name.as_ref()
    }

    /// Takes a key; whether a name is asked for.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        self.name.as_mut().map(|name| name.key(key)).is_some()
    }

    /// Takes pasted text; whether a name is asked for.
    pub fn paste(&mut self, text: &str) -> bool {
        self.name.as_mut().map(|name| name.paste(text)).is_some()
    }

    /// What the name ends in, in small letters: `csv`.
    pub fn ending(&self) -> String {
        let path = self.path();
        let ending = path.extension().map(OsStr::to_ascii_lowercase).unwrap_or_default();
        ending.to_string_lossy().into_owned()
    }

    fn path(&self) -> PathBuf {
        path_of(self.name.as_ref().map_or("", |name| name.value().trim()))
    }

    /// Writes the file, once `content` has made what it holds.
    pub fn write(
        &mut self,
        content: impl Fn() -> Result<Vec<u8>, Failure> + Send + 'static,
    ) -> Step {
        let path = self.path();
        self.typed = self.name.as_ref().map_or_else(String::new, |name| name.value().trim().into());
        let replaces = self.is_there.as_ref() == Some(&self.typed);
        Step::Send(self.asking.do_beside(move || write(&path, &content()?, replaces)))
    }

    /// What became of the file; nothing, where an answer is to something else.
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

/// Writes a file that only its owner may read.
fn write(path: &Path, content: &[u8], replaces: bool) -> Result<(), Failure> {
    let mut file = NewFile::create("out", path, replaces)?;
    file.write_all(content).map_err(|source| BookError::user_file(path, source))?;
    file.finish("out")
}

/// A path as it was typed: below her own folder, where it begins with `~/`.
pub(super) fn path_of(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(typed),
    }
}
