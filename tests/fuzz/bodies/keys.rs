//! The user's own file of keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use daybook::tui::keymap::{Action, Binding, Context, Keymap, as_sent, name};

const CONTEXTS: [Context; 12] = [
    Context::Everywhere,
    Context::Home,
    Context::List,
    Context::Sheet,
    Context::Document,
    Context::Form,
    Context::FormPreview,
    Context::Review,
    Context::Palette,
    Context::Restore,
    Context::Undo,
    Context::Lock,
];

/// What a key is shown as is that key, pressing it does what it is bound to, and a key stands for
/// one thing in one place.
pub fn keys(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let keymap = match Keymap::load(Some(&text)) {
        Ok(keymap) => keymap,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    for binding in &keymap.bindings {
        binding.keys.iter().for_each(|key| bound(&keymap, binding, *key));
    }
    for context in CONTEXTS {
        for binding in keymap.of(context) {
            let shown = keymap.shown(context, &binding.action);
            assert_eq!(shown.is_none(), no_keys(&keymap, context, &binding.action));
        }
    }
    for code in [KeyCode::Enter, KeyCode::Char('x'), KeyCode::F(1), KeyCode::BackTab] {
        for modifiers in [KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::SHIFT] {
            let _ = keymap.action(Context::Home, KeyEvent::new(code, modifiers));
        }
    }
}

fn bound(keymap: &Keymap, binding: &Binding, key: crokey::KeyCombination) {
    let shown = name(&key);
    let read = crokey::parse(&shown).ok().map(as_sent);
    assert_eq!(read, Some(key), "{shown:?} stands for another key");
    if let crokey::OneToThree::One(code) = key.codes {
        let does = keymap.action(binding.context, KeyEvent::new(code, key.modifiers));
        assert_eq!(does.as_ref(), Some(&binding.action), "{shown:?}");
    }
}

fn no_keys(keymap: &Keymap, context: Context, action: &Action) -> bool {
    let mut all = keymap.of(context).filter(|binding| binding.action == *action);
    all.all(|binding| binding.keys.is_empty())
}
