//! Whether a line of a file and a line of the book describe the same movement, judged by their ids and
//! words. May use: domain, the ledger's answers.

use std::collections::HashSet;

use crate::domain::command::StatedLine;
use crate::domain::text;
use crate::ledger::bank;
use crate::ledger::query::show::ShownBankLine;

/// The fewest letters that a shared reference, or the only shared word, needs to count.
const TELLING: usize = 6;

/// Whether two lines share a reference, or at least half the words of the shorter one.
pub fn agree(line: &StatedLine, known: &ShownBankLine) -> bool {
    let of_line: HashSet<String> = references(&line.references, line.bank_id.as_deref());
    let of_known = references(&known.references, known.bank_id.as_deref());
    if of_line.intersection(&of_known).any(|it| it.len() >= TELLING) {
        return true;
    }
    let said = words([&line.payer, &line.payer_account, &line.text]);
    let told = words([&known.payer, &known.payer_account, &known.text]);
    let common: Vec<&String> = said.intersection(&told).collect();
    let is_enough = common.len() > 1 || common.iter().any(|word| word.len() >= TELLING);
    is_enough && common.len() * 2 >= said.len().min(told.len())
}

/// Whether both have ids of the same form that differ.
pub fn have_other_ids(line: &StatedLine, known: &ShownBankLine) -> bool {
    let both = line.bank_id.as_deref().zip(known.bank_id.as_deref());
    both.is_some_and(|(one, other)| bank::is_other_id(one, other))
}

fn references(given: &[String], id: Option<&str>) -> HashSet<String> {
    let bare = |given: &str| -> String {
        text::folded(given).chars().filter(|it| it.is_alphanumeric()).collect()
    };
    given.iter().map(String::as_str).chain(id).map(bare).collect()
}

fn words(texts: [&Option<String>; 3]) -> HashSet<String> {
    let mut words = HashSet::new();
    for given in texts.into_iter().flatten() {
        let folded = text::folded(given);
        let split = folded.split(|letter: char| !letter.is_alphanumeric());
        words.extend(split.filter(|word| word.len() > 2).map(str::to_string));
    }
    words
}
