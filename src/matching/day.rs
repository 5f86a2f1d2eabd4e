//! Matches many lines of one currency together: an item that one line may take is not a sure suggestion
//! for another, and of equal items each line is offered one of its own. The amounts of a suggestion never
//! depend on another one, which a person may refuse. May use: book, clues, input, suggestion, suggest.

use rustc_hash::FxHashMap;

use super::book::MatchBook;
use super::clues::{LineClues, Taken};
use super::input::MatchLine;
use super::suggest::MOST;
use super::suggestion::{Certainty, MatchSignal, Suggestion};

/// How far a suggestion falls back whose item another line takes.
const FALLS_BACK: i32 = 30;

impl MatchBook<'_> {
    /// The suggestions for each of these lines, as [`MatchBook::suggest`] makes them for the book as it is.
    /// An item that one line surely takes is not sure for another, which is offered other items that fit as
    /// well first. The lines with the strongest evidence go first, then the earlier ones.
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
        rivals_of_the_first(&mut all);
        all
    }

    /// Puts what no other line takes first, if it fits about as well: none of it is sure.
    fn rematch(
        &self,
        line: &MatchLine,
        told: &LineClues,
        found: &mut Vec<Suggestion>,
        claims: &Claims,
    ) {
        let touched = found.iter().any(|one| claims.by_other(one).is_some());
        if touched && line.amount > 0 {
            // Equal items that were not among the best for this line alone.
            let left = self.suggest_beside(line, told, &claims.taken).into_iter().filter(|one| {
                claims.by_other(one).is_none() && !one.reason.contains(&MatchSignal::Oldest)
            });
            for one in left {
                if !found.iter().any(|known| known.allocate == one.allocate) {
                    found.push(one);
                }
            }
            for one in found.iter_mut() {
                if let Some(other) = claims.by_other(one) {
                    one.reason.push(MatchSignal::TakenByLine(other));
                    one.certainty = Certainty::Possible;
                    one.score -= FALLS_BACK;
                }
            }
            found.sort_by_key(|one| std::cmp::Reverse(one.score));
            found.truncate(MOST);
        }
        for one in found.iter_mut().filter(|one| one.certainty == Certainty::Sure) {
            one.certainty = Certainty::Likely;
            let why =
                claims.by_other(one).map_or(MatchSignal::FitsOthers, MatchSignal::TakenByLine);
            if touched && !one.reason.contains(&why) {
                one.reason.push(why);
            }
        }
    }
}

/// Says at the first suggestion of a line, too, which later line may take its items. What is sure was
/// decided by more than the other line has.
fn rivals_of_the_first(all: &mut [Vec<Suggestion>]) {
    let mut rivals: Vec<(usize, usize)> = Vec::new();
    for (at, found) in all.iter().enumerate() {
        let Some(first) = found.first() else { continue };
        let other = first.reason.iter().find_map(|signal| match signal {
            MatchSignal::TakenByLine(other) => Some(*other),
            _ => None,
        });
        rivals.extend(other.map(|other| (other, at)));
    }
    for (other, at) in rivals {
        let Some(first) = all.get_mut(other).and_then(|found| found.first_mut()) else { continue };
        let is_told = first.reason.iter().any(|it| matches!(it, MatchSignal::TakenByLine(_)));
        if first.certainty < Certainty::Sure && !is_told {
            first.reason.push(MatchSignal::TakenByLine(at));
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
