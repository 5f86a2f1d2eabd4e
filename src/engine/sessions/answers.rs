//! Answers that several clients need: when an account changes, every desk that shows it asks the same
//! question at the same moment. The first answer is kept until the book changes again. May use: domain.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::wire::pieces::Pieces;
use crate::domain::Day;
use crate::domain::event::ViewerPolicySet;

/// The bytes of short answers that are kept; when they are exceeded, all are dropped.
const MOST: usize = 4 << 20;

/// What an answer depends on besides the entry at which it is true.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct AnswerKey {
    pub(super) name: &'static str,
    pub(super) of: Box<str>,
    pub(super) today: Day,
    pub(super) sees: ViewerPolicySet,
}

/// The answers at the last entry.
#[derive(Default)]
pub struct Answers(Mutex<KeptAnswers>);

#[derive(Default)]
struct KeptAnswers {
    head: u64,
    bytes: usize,
    all: FxHashMap<AnswerKey, Arc<[u8]>>,
}

impl Answers {
    fn kept(&self) -> MutexGuard<'_, KeptAnswers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn find(&self, head: u64, asked: &AnswerKey) -> Option<Arc<[u8]>> {
        let kept = self.kept();
        kept.all.get(asked).filter(|_| kept.head == head).cloned()
    }

    pub(super) fn keep(&self, head: u64, asked: AnswerKey, answer: &Pieces) {
        let Some(answer) = answer.only() else { return };
        let mut kept = self.kept();
        // An answer at an earlier, held moment is no use to others.
        if head < kept.head {
            return;
        }
        if head > kept.head || kept.bytes + answer.len() > MOST {
            *kept = KeptAnswers { head, ..KeptAnswers::default() };
        }
        kept.bytes += answer.len() + asked.of.len();
        kept.all.insert(asked, answer.into());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::wire::pieces::LONGEST;
    use super::*;

    fn text(text: &str) -> Pieces {
        Pieces::from(text.as_bytes().to_vec())
    }

    fn asked(of: &str) -> AnswerKey {
        let (today, sees) = (Day::EPOCH, ViewerPolicySet::ALL);
        AnswerKey { name: "say", of: of.into(), today, sees }
    }

    #[test]
    fn an_answer_is_found_at_its_own_moment_and_by_whoever_sees_as_much() {
        let answers = Answers::default();
        answers.keep(7, asked("a"), &text("one"));
        assert_eq!(answers.find(7, &asked("a")).as_deref(), Some(&b"one"[..]));
        assert_eq!(answers.find(7, &asked("b")), None);
        let careful = AnswerKey { sees: ViewerPolicySet::CAREFUL, ..asked("a") };
        assert_eq!(answers.find(7, &careful), None);
        let tomorrow = AnswerKey { today: Day::EPOCH.plus(1).unwrap(), ..asked("a") };
        assert_eq!(answers.find(7, &tomorrow), None);
        for other in [6, 8] {
            assert_eq!(answers.find(other, &asked("a")), None);
        }
        answers.keep(6, asked("a"), &text("older"));
        assert_eq!(answers.find(7, &asked("a")).as_deref(), Some(&b"one"[..]));
        answers.keep(8, asked("b"), &text("two"));
        assert_eq!(answers.find(8, &asked("a")), None);
        assert_eq!(answers.find(8, &asked("b")).as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let answers = Answers::default();
        let mut long = Pieces::default();
        long.write_all(&vec![0; LONGEST + 1]).unwrap();
        answers.keep(1, asked("long"), &long);
        assert_eq!(answers.find(1, &asked("long")), None);
        let short = Pieces::from(vec![0; LONGEST]);
        for n in 0..100 {
            answers.keep(1, asked(&n.to_string()), &short);
            assert!(answers.kept().bytes <= MOST + 10, "{}", answers.kept().bytes);
            assert!(answers.find(1, &asked(&n.to_string())).is_some());
        }
    }
}
