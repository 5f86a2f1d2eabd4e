//! Matches many lines of one currency together: an item that one line takes is no longer a sure
//! suggestion for another. May use: book, clues, input, suggestion, suggest.

use rustc_hash::FxHashMap;

use super::book::MatchBook;
use super::clues::{LineClues, Taken};
use super::input::MatchLine;
use super::suggestion::{Certainty, MatchSignal, Suggestion};

impl MatchBook<'_> {
    /// The suggestions for each of these lines, as [`MatchBook::suggest`] makes them. An item that one
    /// line surely takes is not sure for another, and the other lines are offered what is left. The
    /// lines with the strongest evidence go first, then the earlier ones.
    #[must_use]
    pub fn suggest_all(&self, lines: &[MatchLine]) -> Vec<Vec<Suggestion>> {
        let told: Vec<LineClues> = lines.iter().map(|line| LineClues::of(self, line)).collect();
        let nothing = Taken::default();
        let mut all: Vec<Vec<Suggestion>> = lines
            .iter()
            .zip(&told)
            .map(|(line, told)| self.suggest_beside(line, told, &nothing))
            .collect();
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_cached_key(|at| {
            let first = all[*at].first();
            let rank = first.map(|first| (first.certainty, first.score));
            (std::cmp::Reverse(rank), lines[*at].date, *at)
        });
        let mut claims = Claims::default();
        let (sure, others): (Vec<usize>, Vec<usize>) =
            order.into_iter().partition(|at| is_sure(&all[*at]));
        let mut left = Vec::new();
        for at in sure {
            match claims.by_other(&all[at][0]) {
                None => claims.take(at, &all[at][0]),
                Some(_) => left.push(at),
            }
        }
        for at in left.into_iter().chain(others) {
            self.rematch(&lines[at], &told[at], &mut all[at], &claims);
            if let Some(first) =
                all[at].first().filter(|first| first.certainty >= Certainty::Likely)
            {
                claims.take(at, first);
            }
        }
        all
    }

    /// Matches a line against what the others left: none of it is sure.
    fn rematch(
        &self,
        line: &MatchLine,
        told: &LineClues,
        found: &mut Vec<Suggestion>,
        claims: &Claims,
    ) {
        let before = found.first().and_then(|first| claims.by_other(first));
        let touched = found.iter().any(|one| claims.by_other(one).is_some());
        if touched && line.amount > 0 {
            let left = self.suggest_beside(line, told, &claims.taken);
            if left.is_empty() {
                let other = before.map(MatchSignal::TakenByLine);
                for one in found.iter_mut() {
                    one.reason.extend(other.clone());
                    one.certainty = Certainty::Possible;
                }
            } else {
                *found = left;
            }
        }
        for one in found.iter_mut().filter(|one| one.certainty == Certainty::Sure) {
            one.certainty = Certainty::Likely;
            one.reason.extend(before.map(MatchSignal::TakenByLine));
        }
    }
}

fn is_sure(found: &[Suggestion]) -> bool {
    found.first().is_some_and(|first| first.certainty == Certainty::Sure)
}

/// What the lines took.
#[derive(Default)]
struct Claims {
    taken: Taken,
    /// The first line that took an item.
    by: FxHashMap<u32, usize>,
    /// The line that takes back a payment.
    bounced: FxHashMap<u32, usize>,
}

impl Claims {
    fn take(&mut self, line: usize, suggestion: &Suggestion) {
        let settled = suggestion.discount;
        for (item, amount) in &suggestion.allocate {
            let taken = self.taken.entry(*item).or_default();
            *taken = taken.saturating_add(*amount);
            self.by.entry(*item).or_insert(line);
        }
        // A discount is given up with the payment: nothing is left of the item.
        if settled > 0 {
            for (item, _) in &suggestion.allocate {
                self.taken.insert(*item, i64::MAX);
            }
        }
        if let Some(payment) = suggestion.bounce {
            self.bounced.entry(payment).or_insert(line);
        }
    }

    /// The earlier line that took something of this suggestion.
    fn by_other(&self, suggestion: &Suggestion) -> Option<usize> {
        let item = suggestion.allocate.iter().find_map(|(item, _)| self.by.get(item));
        let payment = suggestion.bounce.and_then(|payment| self.bounced.get(&payment));
        item.or(payment).copied()
    }
}
