//! The mark in a list: one place, moved by the same keys in every pane. May use: the keys.

use super::keymap::Verb;

/// How many rows a page goes.
const PAGE: isize = 8;

/// How many rows a key moves the mark, or scrolls a text; `None` for other keys.
pub fn distance(verb: Verb) -> Option<isize> {
    Some(match verb {
        Verb::Down => 1,
        Verb::Up => -1,
        Verb::PageDown => PAGE,
        Verb::PageUp => -PAGE,
        Verb::First => isize::MIN,
        Verb::Last => isize::MAX,
        _ => return None,
    })
}

/// The marked row of a list, counted from the first one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ListMark(usize);

impl ListMark {
    /// A mark on a row.
    pub fn at(place: usize) -> ListMark {
        ListMark(place)
    }

    /// Which row is marked.
    pub fn place(self) -> usize {
        self.0
    }

    /// Moves as a key asks in a list of `count` rows. Returns whether the key moves marks.
    pub fn moves(&mut self, verb: Verb, count: usize) -> bool {
        let by = distance(verb);
        if let Some(by) = by {
            self.step(by, count);
        }
        by.is_some()
    }

    /// Moves by some rows in a list of `count`, at most to its ends.
    pub fn step(&mut self, by: isize, count: usize) {
        self.0 = self.0.saturating_add_signed(by).min(count.saturating_sub(1));
    }

    /// Follows the marked row to its place in a list that was read again; if the row is gone, stays in
    /// place.
    pub fn follows(&mut self, now: Option<usize>, count: usize) {
        self.0 = now.unwrap_or(self.0).min(count.saturating_sub(1));
    }

    /// The first row to draw in a window with room for `rows`, so that the marked one is visible.
    pub fn first_shown(self, rows: usize) -> usize {
        (self.0 + 1).saturating_sub(rows.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stays_in_its_list_and_in_the_window() {
        let mut mark = ListMark::default();
        assert!(mark.moves(Verb::PageDown, 5) && mark.place() == 4);
        assert!(mark.moves(Verb::Up, 5) && mark.place() == 3);
        assert_eq!((mark.first_shown(2), mark.first_shown(9)), (2, 0));
        assert!(mark.moves(Verb::First, 5) && mark.place() == 0);
        assert!(mark.moves(Verb::Last, 0) && mark.place() == 0, "an empty list");
        assert!(!mark.moves(Verb::Open, 5));
        mark.follows(Some(3), 5);
        mark.follows(None, 2);
        assert_eq!(mark.place(), 1);
    }
}
