//! The locked screen: no key was pressed for a while, or the user locked it. Unfinished forms are kept.
//! Until there are passphrases, it asks for the user's name. May use: the layers.

use crossterm::event::KeyEvent;

use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::pen::Pen;

/// The locked screen.
pub struct LockPane {
    user: String,
    text: Text,
    is_other: bool,
}

impl LockPane {
    /// A screen that only this user unlocks.
    pub fn new(user: String) -> LockPane {
        LockPane { user, text: Text::default(), is_other: false }
    }
}

impl Part for LockPane {
    fn context(&self) -> Context {
        Context::Lock
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        false
    }

    fn act(&mut self, verb: Verb, _: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open if self.text.value().trim() == self.user => vec![Step::Close],
            Verb::Open => {
                (self.text, self.is_other) = (Text::default(), true);
                vec![Step::Done]
            }
            // Only closing, suspending and redrawing work while the screen is locked.
            Verb::Leave | Verb::Suspend | Verb::Redraw => Vec::new(),
            _ => vec![Step::Done],
        }
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        self.text.key(key);
        vec![Step::Done]
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say("lock-who", &[]);
        let y = pen.area.height / 2;
        let x = pen.text(3, y, &words, pen.theme.plain) + 1;
        let stars = "*".repeat(self.text.value().chars().count().min(40));
        let x = pen.text(x, y, &stars, pen.theme.bold);
        pen.cursor = Some((x, y));
        if self.is_other {
            let words = pen.say("lock-other", &[]);
            pen.text(3, y + 2, &words, pen.theme.plain);
        }
    }
}
