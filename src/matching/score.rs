//! Scores suggestions against the right answers: by envelope (everything that a line pays) and by line
//! (each item that it pays). May use: suggestion.

use super::suggestion::{Certainty, Suggestion};

/// What a bank line really pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrueAnswer {
    /// Money for items, by their index.
    pub allocate: Vec<(u32, i64)>,
    /// What the bank or the operator kept.
    pub fee: i64,
    /// The payment that it takes back.
    pub bounce: Option<u32>,
}

/// The right answers for a bank line. If nothing in the line tells one from another (two equal invoices
/// and no reference), each of them counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// The right answers; an empty one if the line pays nothing of ours.
    pub answers: Vec<TrueAnswer>,
}

/// How many suggestions were right, wrong and missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The first suggestion is right.
    pub right: usize,
    /// The first suggestion is wrong.
    pub wrong: usize,
    /// There is no suggestion.
    pub left: usize,
}

impl Tally {
    /// The share of right ones, per thousand.
    #[must_use]
    pub fn per_mille(&self) -> usize {
        self.right * 1000 / (self.right + self.wrong + self.left).max(1)
    }

    fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.left += other.left;
    }
}

/// The score of the first suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatchScore {
    /// By bank line: right if every allocation and the fee are right, and there is nothing else.
    pub envelopes: Tally,
    /// By item that a line pays, and payment that it takes back.
    pub lines: Tally,
    /// Sure suggestions that are right as envelopes.
    pub sure_right: usize,
    /// Sure suggestions that are wrong.
    pub sure_wrong: usize,
}

impl MatchScore {
    /// How many bank lines were scored.
    #[must_use]
    pub fn count(&self) -> usize {
        self.envelopes.right + self.envelopes.wrong + self.envelopes.left
    }

    /// The share of lines that are posted without a person, per thousand.
    #[must_use]
    pub fn sure_per_mille(&self) -> usize {
        (self.sure_right + self.sure_wrong) * 1000 / self.count().max(1)
    }

    /// Adds the suggestions for a line.
    pub fn add(&mut self, truth: &Truth, found: &[Suggestion]) {
        let first = found.first().filter(|first| {
            // For a line that pays nothing of ours, having no likely suggestion is right.
            first.certainty > Certainty::Possible || !truth.is_nothing()
        });
        let is_sure = first.is_some_and(|first| first.certainty == Certainty::Sure);
        let is_right = truth.answers.iter().any(|answer| is_same(answer, first));
        let of = |is_right: bool| Tally {
            right: usize::from(is_right),
            wrong: usize::from(!is_right && first.is_some()),
            left: usize::from(!is_right && first.is_none()),
        };
        self.envelopes.add(of(is_right));
        self.sure_right += usize::from(is_sure && is_right);
        self.sure_wrong += usize::from(is_sure && !is_right);
        let best = truth.answers.iter().max_by_key(|answer| shared(answer, first));
        if let Some(best) = best.filter(|_| !truth.is_nothing()) {
            let right = shared(best, first);
            let others = best.allocate.len() + usize::from(best.bounce.is_some()) - right;
            self.lines.add(Tally {
                right,
                wrong: if first.is_some() { others } else { 0 },
                left: if first.is_some() { 0 } else { others },
            });
        }
    }

    /// Adds another score.
    pub fn join(&mut self, other: &MatchScore) {
        self.envelopes.add(other.envelopes);
        self.lines.add(other.lines);
        self.sure_right += other.sure_right;
        self.sure_wrong += other.sure_wrong;
    }
}

impl Truth {
    /// Whether the line pays nothing of ours.
    fn is_nothing(&self) -> bool {
        self.answers.iter().all(|answer| answer.allocate.is_empty() && answer.bounce.is_none())
    }
}

fn is_same(answer: &TrueAnswer, first: Option<&Suggestion>) -> bool {
    let Some(first) = first else { return answer.allocate.is_empty() && answer.bounce.is_none() };
    let sorted = |allocate: &[(u32, i64)]| {
        let mut allocate = allocate.to_vec();
        allocate.sort_unstable();
        allocate
    };
    sorted(&answer.allocate) == sorted(&first.allocate)
        && answer.fee == first.fee
        && answer.bounce == first.bounce
}

/// How much of an answer a suggestion contains.
fn shared(answer: &TrueAnswer, first: Option<&Suggestion>) -> usize {
    let Some(first) = first else { return 0 };
    let parts = answer.allocate.iter().filter(|part| first.allocate.contains(part)).count();
    parts + usize::from(answer.bounce.is_some() && answer.bounce == first.bounce)
}
