//! Home: who is calling? The prompt, the accounts found, and what the marked one owes, before Enter
//! is pressed. May use: the look-up's answers, tui-input.

use crossterm::event::KeyEvent;
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use crate::ledger::query::lookup::{Hit, Lookup};

use super::worker::Account;

/// The pane.
#[derive(Default)]
pub struct Home {
    /// What was typed, and where the cursor stands.
    pub input: Input,
    /// What was found for it last.
    pub lookup: Option<Lookup>,
    /// Which of the accounts is marked.
    pub mark: usize,
    /// What is known of the marked one.
    pub account: Option<Account>,
}

impl Home {
    /// What was typed.
    pub fn query(&self) -> &str {
        self.input.value()
    }

    /// The accounts found.
    pub fn hits(&self) -> &[Hit] {
        self.lookup.as_ref().map_or(&[], |lookup| lookup.hits.as_slice())
    }

    /// The marked account.
    pub fn marked(&self) -> Option<&Hit> {
        self.hits().get(self.mark)
    }

    /// Takes a key of the text; whether that changed what is looked for.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let changed = self.input.handle_event(&crossterm::event::Event::Key(key));
        changed.is_some_and(|changed| changed.value)
    }

    /// Takes pasted text, without what is no text.
    pub fn paste(&mut self, text: &str) {
        for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
            self.input.handle(tui_input::InputRequest::InsertChar(letter));
        }
    }

    /// Empties the prompt.
    pub fn clear(&mut self) {
        self.input.reset();
    }

    /// Moves the mark.
    pub fn step(&mut self, by: isize) {
        let last = self.hits().len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
    }

    /// Takes an answer, if it is one to what is typed now. The mark stays on its account as long as
    /// that is found.
    pub fn found(&mut self, lookup: Lookup) -> bool {
        if lookup.query != self.query() {
            return false;
        }
        let moved = self.mark > 0;
        let marked = self.marked().map(|hit| hit.customer.clone()).filter(|_| moved);
        let place = lookup.hits.iter().position(|hit| Some(&hit.customer) == marked.as_ref());
        self.mark = place.unwrap_or(0);
        self.lookup = Some(lookup);
        true
    }

    /// Keeps what is known of the marked account.
    pub fn answered(&mut self, account: Account) {
        if self.marked().is_some_and(|hit| hit.customer == account.customer.customer) {
            self.account = Some(account);
        }
    }
}
