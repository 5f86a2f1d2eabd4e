//! Which key does what, as data: `assets/keymap.toml`, and over it the user's own file. One table
//! feeds keys, palette, help, the last line of the screen and the README. May use: assets, crokey.

mod error;

use crokey::{KeyCombination, OneToThree};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::Deserialize;

use crate::assets;

pub use error::KeymapError;

pub use super::pane_name::{PANES, PaneName, pane_word};

/// Where a key is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// Wherever nothing else is said.
    Everywhere,
    /// The home pane.
    Home,
    /// A list of documents, accounts or cases.
    List,
    /// The sheet of an account.
    Sheet,
    /// A document or a case.
    Document,
    /// A form that is typed.
    Form,
    /// The document of a form as the customer would get it, in place of the form.
    FormPreview,
    /// The review of a form.
    Review,
    /// The list of keys, and the palette.
    Palette,
    /// Half-typed forms that were found at the start.
    Restore,
    /// The reports there are.
    Reports,
    /// A report.
    Report,
    /// A document as the customer gets it.
    Preview,
    /// What was posted at this desk.
    Undo,
    /// An import of a file.
    Import,
    /// Bank lines and what they may be.
    Reconcile,
    /// Letters that are due.
    Dunning,
    /// Late fees and holds that are proposed.
    Proposals,
    /// Whom to call today.
    Worklist,
    /// The blank desk.
    Lock,
}

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Opens what is marked, or accepts.
    Open,
    /// One layer back.
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
    /// The next field, or zone.
    Next,
    /// The field, or zone, before.
    Previous,
    /// The choice before.
    Left,
    /// The next choice.
    Right,
    /// To the review; from there, post.
    Save,
    /// A new line of the grid.
    NewLine,
    /// The line of the grid is taken away.
    DropLine,
    /// What stood in the field of the last record.
    Repeat,
    /// Puts the form aside.
    Park,
    /// The form that was put aside last.
    Resume,
    /// Throws away what was typed.
    Discard,
    /// Filters as is typed.
    Filter,
    /// All, open, late.
    Only,
    /// Sorts by another column.
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
    /// Sends what waits in the outbox, or the letters that are taken.
    SendAll,
    /// Takes what is marked, or leaves it out.
    Take,
    /// The next language of a document.
    Language,
    /// The other form of a statement.
    Style,
    /// Says what else a file holds.
    Kind,
    /// Reads a file as if none with the same columns had been imported before.
    AsNew,
    /// Reads a file as a bank's statement.
    AsBank,
    /// Gives a field a value in all rows of a file.
    SetValue,
    /// Opens accounts for customers of a file that the book does not have, or not.
    NewCustomers,
    /// Keeps payments of unknown payers on the suspense list, or not.
    Suspense,
    /// Gives a reason to pass rules that a reason passes.
    Reason,
    /// Takes back what was posted last.
    Undo,
    /// Opens the bank line again that was taken last.
    Reopen,
    /// Calls the next customer of the worklist.
    NextCall,
    /// The look-up.
    LookUp,
    /// Hides amounts, or shows them.
    Mask,
    /// Blanks the desk until somebody says who is there.
    Lock,
    /// All that can be done.
    Palette,
    /// The keys of this place.
    Help,
    /// Asks the book again.
    Refresh,
    /// Draws the screen anew.
    Redraw,
    /// Stops the program until the shell lets it go on.
    Suspend,
    /// Closes the desk.
    Leave,
}

/// What a key does: a verb of the desk, a pane, or a form by its name.
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
    /// Where.
    #[serde(rename = "in")]
    pub context: Context,
    /// Which keys; the first is the one that is shown. None: it is found in the palette only.
    #[serde(default)]
    pub keys: Vec<KeyCombination>,
    /// What they do.
    #[serde(flatten)]
    pub action: Action,
    /// How the last line names its keys, where that is not the first of them.
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

/// Whether a key edits text as it does in the shell; these win over all others where text is typed.
pub fn edits_text(key: KeyEvent) -> bool {
    let control = key.modifiers == KeyModifiers::CONTROL;
    let letter = matches!(key.code, KeyCode::Char('a' | 'e' | 'w' | 'u' | 'k' | 'd' | 'h'));
    (control && letter) || matches!(key.code, KeyCode::Backspace | KeyCode::Delete)
}

impl Keymap {
    /// Reads the program's own table, and over it the user's: what that binds in a place is bound
    /// there to nothing else.
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

    /// What a key does in a place.
    pub fn action(&self, context: Context, key: KeyEvent) -> Option<Action> {
        let pressed = KeyCombination::from(key).normalized();
        let does = |context| {
            let mut here = self.bindings.iter().filter(move |binding| binding.context == context);
            let binding = here.find(|binding| binding.keys.contains(&pressed));
            binding.map(|binding| binding.action.clone())
        };
        does(context).or_else(|| does(Context::Everywhere))
    }

    /// Whether a key means something in another place, while its letter without Alt means nothing
    /// anywhere: then it cannot be Esc and a letter that arrived together.
    pub fn is_alt_key(&self, key: KeyEvent) -> bool {
        let letter = KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT);
        let [chord, letter] = [key, letter].map(|key| KeyCombination::from(key).normalized());
        let is_bound = |key| self.bindings.iter().any(|binding| binding.keys.contains(key));
        is_bound(&chord) && !is_bound(&letter)
    }

    /// The keys of a place, then those that go everywhere, but those that mean something else
    /// here.
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

/// A key as it is written on the screen: `Alt-P`, `Enter`, `F1`.
pub fn name(key: &KeyCombination) -> String {
    let text = key.to_string();
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
        for form in forms.all() {
            assert!(filled(&form.name), "no key and no line of the palette opens {}", form.name);
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
        let together = "[[key]]\nin = \"form\"\nkeys = [\"ctrl-a-b\"]\nshows = \"invoices\"\nwords = \"key-leave\"";
        let said = Keymap::load(Some(together)).unwrap_err().to_string();
        assert!(said.starts_with("Ctrl-A-B is several keys at once"), "{said}");
    }
}
