//! Matching: which open items a bank line pays, by its references, its payer and its amount; which items
//! an amount is made of; what a dictated remittance says. Pure: the same input gives the same answer,
//! whatever the order of the items. May use: domain.

mod atoms;
mod book;
mod candidates;
mod checks;
mod clues;
mod day;
mod detect;
mod fit;
mod fold;
mod input;
mod likeness;
mod mentions;
mod names;
mod numbers;
pub mod remittance;
mod returns;
mod score;
mod suggest;
mod suggestion;
mod sums;
mod weigh;
mod who;

pub use book::MatchBook;
pub use detect::{AmountDifference, DetectAnswer, DetectLimits, DetectedSums, detect};
pub use fold::{key_of_account, key_of_name, words as words_of};
pub use input::{Learnt, MatchItem, MatchLine, MatchPayer, PastPayment};
pub use score::{MatchScore, Tally, TrueAnswer, Truth};
pub use suggestion::{Certainty, MatchSignal, Suggestion};
