//! Which key does what, as data: `assets/keymap.toml`. May use: assets, crokey.

use crokey::KeyCombination;
use crossterm::event::KeyEvent;
use serde::Deserialize;

use crate::assets;

/// Where a key is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// Wherever nothing else is said.
    Everywhere,
    /// The home pane.
    Home,
    /// The sheet of an account.
    Sheet,
    /// The list of keys.
    Help,
}

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Opens what is marked.
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
    /// The keys of this place.
    Help,
    /// Draws the screen anew.
    Redraw,
    /// Closes the desk.
    Leave,
}

/// One line of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Where.
    #[serde(rename = "in")]
    pub context: Context,
    /// Which keys; the first is the one that is shown.
    pub keys: Vec<KeyCombination>,
    /// What they do.
    pub does: Action,
    /// The name of its words: `key-…`.
    pub words: String,
    /// Whether the last line of the screen shows it.
    #[serde(default)]
    pub hint: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: Vec<Binding>,
}

/// Why a table of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeymapError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] toml::de::Error),
}

/// All keys.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order in which they are shown.
    pub bindings: Vec<Binding>,
}

impl Keymap {
    /// Reads the program's own table.
    pub fn load() -> Result<Keymap, KeymapError> {
        Ok(Keymap { bindings: toml::from_str::<File>(assets::KEYMAP)?.key })
    }

    /// What a key does in a place.
    pub fn action(&self, context: Context, key: KeyEvent) -> Option<Action> {
        let pressed = KeyCombination::from(key).normalized();
        let does = |context| {
            let mut here = self.bindings.iter().filter(move |binding| binding.context == context);
            here.find(|binding| binding.keys.contains(&pressed)).map(|binding| binding.does)
        };
        does(context).or_else(|| does(Context::Everywhere))
    }

    /// The keys of a place, then those that go everywhere.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Binding> {
        let here = self.bindings.iter().filter(move |binding| binding.context == context);
        let anywhere = move |binding: &&Binding| binding.context == Context::Everywhere;
        here.chain(self.bindings.iter().filter(anywhere))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn no_key_does_two_things_in_one_place_and_each_has_words() {
        let keymap = Keymap::load().unwrap();
        let words = Words::english();
        let mut seen = Vec::new();
        for binding in &keymap.bindings {
            assert!(!words.say(&binding.words, &[]).starts_with("key-"), "{}", binding.words);
            for key in &binding.keys {
                let place = (binding.context, key.to_string());
                assert!(!seen.contains(&place), "{place:?} twice");
                seen.push(place);
            }
        }
        assert!(seen.len() > 10);
    }
}
