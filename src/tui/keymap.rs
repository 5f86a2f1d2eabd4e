//! Which key does what, as data: `assets/keymap.toml`, overridden by the user's own file. One table
//! feeds keys, palette, help, the last line of the screen and the README. May use: assets, crokey.

mod error;

use crokey::{KeyCombination, OneToThree};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::Deserialize;

use crate::assets;

pub use error::KeymapError;

pub use super::pane_name::{Context, PANES, PaneName, pane_word};

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Opens the selected row, or accepts.
    Open,
    /// Closes the top layer.
    Back,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// Half a page up.
    PageUp,
    /// Half a page down.
    PageDown,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// The next field, or part.
    Next,
    /// The previous field, or part.
    Previous,
    /// The previous choice.
    Left,
    /// The next choice.
    Right,
    /// Goes to the review; in the review, posts.
    Save,
    /// A new line of the grid.
    NewLine,
    /// Deletes the line of the grid.
    DropLine,
    /// Repeats this field from the last entry.
    Repeat,
    /// Puts the form on hold.
    Park,
    /// Resumes the form that was put on hold last.
    Resume,
    /// Discards what was typed.
    Discard,
    /// Filters while typing.
    Filter,
    /// Shows all, open or overdue rows; on the worklist, customers outside their hours, too.
    Only,
    /// Sorts differently.
    Sort,
    /// Shows the items behind a figure.
    Explain,
    /// Sets the day or the period of a report.
    SetDay,
    /// Writes a report to a file.
    Write,
    /// Shows a document as the customer gets it.
    Preview,
    /// Shows the statement of an account.
    Statement,
    /// Sends what waits in the outbox, or the letters that are ticked.
    SendAll,
    /// Ticks the selected row, or unticks it.
    Take,
    /// The next language of a document.
    Language,
    /// The other style of a statement.
    Style,
    /// Says which of its other kinds a file holds.
    Kind,
    /// Reads a file as if none with the same columns had been imported before.
    AsNew,
    /// Reads a file as a bank's statement.
    AsBank,
    /// Gives a field the same value in all rows of a file.
    SetValue,
    /// Opens accounts for a file's customers that the book does not have, or stops doing so.
    NewCustomers,
    /// Puts payments of unknown payers on the suspense list, or stops doing so; the money of a bank line, too.
    Suspense,
    /// Gives a reason for overriding rules.
    Reason,
    /// Takes back what was posted last.
    Undo,
    /// Reopens the bank line that was matched last.
    Reopen,
    /// Calls the next customer of the worklist.
    NextCall,
    /// The look-up.
    LookUp,
    /// Hides amounts, or shows them.
    Mask,
    /// Locks the screen.
    Lock,
    /// Lists all commands.
    Palette,
    /// Lists the keys available here.
    Help,
    /// Asks the book again.
    Refresh,
    /// Redraws the screen.
    Redraw,
    /// Suspends the process until the shell resumes it.
    Suspend,
    /// Closes the desk.
    Leave,
}

/// The action of a key: a verb of the desk, a pane, or a form by its name.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A verb.
    Does(Verb),
    /// Shows a pane.
    Shows(PaneName),
    /// Opens a form.
    Fills(String),
}

/// One line of the table.
#[derive(Clone, Debug, Deserialize)]
pub struct Binding {
    /// The place.
    #[serde(rename = "in")]
    pub context: Context,
    /// The keys, the one to show first. None: the action is found only in the palette.
    #[serde(default)]
    pub keys: Vec<KeyCombination>,
    /// The action.
    #[serde(flatten)]
    pub action: Action,
    /// How the last line shows the keys, if not by the first of them.
    #[serde(default)]
    pub shown: Option<String>,
    /// The name of its words: `key-…`.
    pub words: String,
    /// Whether the last line of the screen shows it.
    #[serde(default)]
    pub hint: bool,
}

#[derive(Deserialize)]
struct KeymapFile {
    #[serde(default)]
    key: Vec<Binding>,
}

/// All keys.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order in which they are shown.
    pub bindings: Vec<Binding>,
}

/// Whether a key is a digit.
pub fn is_digit(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char('0'..='9'))
}

/// Whether a key is not a letter that is typed.
pub fn is_control(key: KeyEvent) -> bool {
    key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

/// Whether a key edits text as it does in the shell; such a key wins over all bindings while text is
/// typed.
pub fn edits_text(key: KeyEvent) -> bool {
    let control = key.modifiers == KeyModifiers::CONTROL;
    let letter = matches!(key.code, KeyCode::Char('a' | 'e' | 'w' | 'u' | 'k' | 'd' | 'h'));
    (control && letter) || matches!(key.code, KeyCode::Backspace | KeyCode::Delete)
}

impl Keymap {
    /// Reads the program's table, and the user's over it: a key that the user binds in a place has no
    /// other meaning there.
    pub fn load(own: Option<&str>) -> Result<Keymap, KeymapError> {
        let mut bindings = toml::from_str::<KeymapFile>(assets::KEYMAP)?.key;
        let own = own.map(toml::from_str::<KeymapFile>).transpose()?;
        for new in own.into_iter().flat_map(|file| file.key) {
            for old in bindings.iter_mut().filter(|old| old.context == new.context) {
                old.keys.retain(|key| !new.keys.contains(key));
            }
            let same = |old: &&mut Binding| old.context == new.context && old.action == new.action;
            match bindings.iter_mut().find(same) {
                Some(old) => *old = new,
                None => bindings.push(new),
            }
        }
        for binding in &mut bindings {
            binding.keys = binding.keys.drain(..).map(as_sent).collect();
        }
        let keymap = Keymap { bindings };
        keymap.check()?;
        Ok(keymap)
    }

    fn check(&self) -> Result<(), KeymapError> {
        let mut seen = Vec::new();
        for binding in &self.bindings {
            for key in &binding.keys {
                if !matches!(key.codes, OneToThree::One(_)) {
                    return Err(KeymapError::Together(name(key)));
                }
                if seen.contains(&(binding.context, *key)) {
                    return Err(KeymapError::Twice(key.to_string()));
                }
                seen.push((binding.context, *key));
            }
        }
        Ok(())
    }

    /// The action of a key in a place.
    pub fn action(&self, context: Context, key: KeyEvent) -> Option<Action> {
        let pressed = KeyCombination::from(key).normalized();
        let does = |context| {
            let mut here = self.bindings.iter().filter(move |binding| binding.context == context);
            let binding = here.find(|binding| binding.keys.contains(&pressed));
            binding.map(|binding| binding.action.clone())
        };
        does(context).or_else(|| does(Context::Everywhere))
    }

    /// Whether a key is bound in some place, while its letter without Alt is bound nowhere: then it
    /// cannot be Esc and a letter that arrived together.
    pub fn is_alt_key(&self, key: KeyEvent) -> bool {
        let letter = KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT);
        let [chord, letter] = [key, letter].map(|key| KeyCombination::from(key).normalized());
        let is_bound = |key| self.bindings.iter().any(|binding| binding.keys.contains(key));
        is_bound(&chord) && !is_bound(&letter)
    }

    /// The bindings of a place, then those that work everywhere and are not replaced here.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Binding> {
        let here = self.bindings.iter().filter(move |binding| binding.context == context);
        let is_hidden = move |binding: &Binding| {
            let mut here = self.bindings.iter().filter(|here| here.context == context);
            let first = binding.keys.first();
            here.any(|here| first.is_some_and(|first| here.keys.contains(first)))
        };
        let anywhere =
            move |binding: &&Binding| binding.context == Context::Everywhere && !is_hidden(binding);
        here.chain(self.bindings.iter().filter(anywhere))
    }

    /// The key that is shown for an action in a place.
    pub fn shown(&self, context: Context, action: &Action) -> Option<String> {
        let mut all = self.of(context).filter(|binding| binding.action == *action);
        all.find_map(|binding| binding.keys.first()).map(name)
    }
}

/// A key as a terminal sends it: Shift-Tab arrives as a key of its own.
pub fn as_sent(key: KeyCombination) -> KeyCombination {
    let is_back = match key.codes {
        OneToThree::One(KeyCode::Tab) => key.modifiers.contains(KeyModifiers::SHIFT),
        OneToThree::One(KeyCode::BackTab) => true,
        _ => false,
    };
    match is_back {
        true => KeyCombination {
            codes: OneToThree::One(KeyCode::BackTab),
            modifiers: key.modifiers | KeyModifiers::SHIFT,
        },
        false => key,
    }
}

/// A key as it is written on the screen: `Alt-P`, `Enter`, `F1`.
pub fn name(key: &KeyCombination) -> String {
    let text = key.to_string().replace("Shift-BackTab", "BackTab").replace("BackTab", "Shift-Tab");
    let parts = text.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    });
    let parts: Vec<String> = parts.collect();
    match parts.as_slice() {
        // A letter alone is the letter itself.
        [only] if only.chars().count() == 1 => text,
        parts => parts.join("-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::spec::Forms;
    use crate::words::Words;

    #[test]
    fn every_key_has_words_and_every_form_and_pane_is_there() {
        let keymap = Keymap::load(None).unwrap();
        let forms = Forms::load().unwrap();
        for binding in &keymap.bindings {
            for words in [Words::english(), Words::french()] {
                for name in [binding.words.clone(), format!("{}-help", binding.words)] {
                    assert!(words.knows(&name), "{name}");
                }
            }
            if let Action::Fills(form) = &binding.action {
                assert!(forms.named(form).is_some(), "no form {form}");
            }
        }
        let filled = |form: &str| {
            keymap.bindings.iter().any(|binding| binding.action == Action::Fills(form.into()))
        };
        // A form that stands in for another comes up by the other's key.
        let instead = |form: &str| {
            forms.all().iter().any(|other| other.instead.values().any(|name| name == form))
        };
        for form in forms.all().iter().filter(|form| !instead(&form.name)) {
            assert!(filled(&form.name), "no key and no line of the palette opens {}", form.name);
        }
        for pane in PANES {
            let shown = |binding: &Binding| binding.action == Action::Shows(pane);
            let is_shown = keymap.bindings.iter().any(shown);
            assert!(is_shown, "no key and no line of the palette shows {}", pane_word(pane));
        }
    }

    #[test]
    fn the_users_file_goes_over_the_programs() {
        let own = "[[key]]\nin = \"everywhere\"\nkeys = [\"f2\"]\ndoes = \"leave\"\nwords = \"key-leave\"\n";
        let keymap = Keymap::load(Some(own)).unwrap();
        let pressed = |code| keymap.action(Context::Home, KeyEvent::new(code, KeyModifiers::NONE));
        assert_eq!(pressed(KeyCode::F(2)), Some(Action::Does(Verb::Leave)));
        assert_eq!(pressed(KeyCode::F(3)), None, "its place was taken");
        assert!(Keymap::load(Some("[[key]]\nin = \"nowhere\"")).is_err());
        let shifted = "[[key]]\nin = \"home\"\nkeys = [\"shift-tab\"]\ndoes = \"lock\"\nwords = \"key-lock\"\n";
        let keymap = Keymap::load(Some(shifted)).unwrap();
        let pressed = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(keymap.action(Context::Home, pressed), Some(Action::Does(Verb::Lock)));
        let shown = keymap.shown(Context::Home, &Action::Does(Verb::Lock));
        assert_eq!(shown.as_deref(), Some("Shift-Tab"));
        let together = "[[key]]\nin = \"form\"\nkeys = [\"ctrl-a-b\"]\nshows = \"invoices\"\nwords = \"key-leave\"";
        let said = Keymap::load(Some(together)).unwrap_err().to_string();
        assert!(said.starts_with("Ctrl-A-B is several keys at once"), "{said}");
    }
}
