//! Finds our numbers in a text. A number never matches inside a longer one: runs of digits are not
//! split, and dates, amounts and telephone numbers are not looked up. May use: atoms, checks, fold,
//! numbers.

use super::atoms::{Atom, INTRODUCES, RunKind, atoms};
use super::checks::{mod10_body, rf_body};
use super::fold::folded;
use super::numbers::{KeyHit, NumberIndex, WrittenAs, key_of, significant};

/// The most runs that a number has.
const MOST_RUNS: usize = 6;

/// A text of this length may have been cut by the bank.
const SHORTEST_CUT: usize = 16;

/// Words for other documents: a number after such a word is not an invoice's.
const OTHERS: [&[&str]; 16] = [
    &["cn"],
    &["credit", "note"],
    &["note", "de", "credit"],
    &["avoir"],
    &["qt"],
    &["quote"],
    &["quotation"],
    &["devis"],
    &["estimate"],
    &["proforma"],
    &["dsp"],
    &["prm"],
    &["wo"],
    &["dep"],
    &["pln"],
    &["wrk"],
];

/// A word for another document that payers also write before an invoice's number: what follows must have
/// the form of that document's number (`PAY-2026-00012`).
const PERHAPS: &str = "pay";

/// Words that don't say what kind of number follows.
const NEUTRAL: [&str; 14] = [
    "ref",
    "reference",
    "re",
    "pmt",
    "payment",
    "paiement",
    "reglement",
    "for",
    "pour",
    "of",
    "de",
    "doc",
    "document",
    "your",
];

/// Words that join numbers in a list.
const JOINS: [&str; 5] = ["and", "et", "und", "och", "na"];

/// How surely a text names an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Only digits, which are the last ones of a number.
    Bare,
    /// A part of a number, or its last digits after a word such as “invoice”.
    Introduced,
    /// The whole number.
    Whole,
    /// A reference with correct check digits.
    Checked,
}

/// A number of ours in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The items that it may mean.
    pub items: Vec<u32>,
    /// How surely it means one.
    pub strength: Strength,
}

/// Our numbers in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Numbers of open items.
    pub named: Vec<Mention>,
    /// Numbers in one of our series that no open item has.
    pub unknown: Vec<String>,
}

impl Mentions {
    /// Adds the numbers in a text. A structured reference consists of a number, so its digits count as
    /// introduced by a word.
    pub fn read(&mut self, index: &NumberIndex, text: &str, is_structured: bool) {
        let folded = folded(text);
        let (atoms, behind) = atoms(&folded);
        let is_cut = behind.is_empty() && !is_structured && text.chars().count() >= SHORTEST_CUT;
        let is_whole = is_structured && atoms.len() <= 3;
        let reader = MentionReader { index, atoms: &atoms, is_cut, is_structured: is_whole };
        reader.read(self);
    }
}

struct MentionReader<'a> {
    index: &'a NumberIndex,
    atoms: &'a [Atom<'a>],
    /// Whether the last number may be missing digits.
    is_cut: bool,
    is_structured: bool,
}

impl MentionReader<'_> {
    fn read(&self, found: &mut Mentions) {
        let mut at = 0;
        // Whether the previous run belongs to a number after which a list may continue.
        let mut in_list = false;
        while at < self.atoms.len() {
            let taken = self.checked(at, found).or_else(|| self.number(at, in_list, found));
            if let Some(count) = taken {
                at += count;
                in_list = true;
            } else {
                in_list &= JOINS.contains(&self.atoms[at].text);
                at += self.unknown(at, found).or_else(|| self.other(at)).unwrap_or(1);
            }
        }
    }

    /// The characters between two runs.
    fn gap(&self, at: usize) -> &str {
        self.atoms.get(at).map_or(" ", |atom| atom.gap)
    }

    fn is_digits(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(Atom::is_digits)
    }

    /// How many runs make up the reference with check digits that begins here.
    fn checked(&self, at: usize, found: &mut Mentions) -> Option<usize> {
        let first = &self.atoms[at];
        let is_free = at == 0 || !first.gap.is_empty();
        if first.text == "rf" && is_free && self.gap(at + 1).is_empty() && self.is_digits(at + 1) {
            return Some(self.creditor_reference(at, found));
        }
        let is_free = is_free && (at + 1 == self.atoms.len() || !self.gap(at + 1).is_empty());
        if first.mark != RunKind::Plain || !is_free || first.text.len() < 6 {
            return None;
        }
        let body = mod10_body(first.text)?;
        let items = self.index.checked(first.text, significant(body));
        (!items.is_empty()).then(|| {
            found.named.push(Mention { items, strength: Strength::Checked });
            1
        })
    }

    /// How many runs make up an RF reference: the longest with correct check digits. One with wrong
    /// check digits means nothing.
    fn creditor_reference(&self, at: usize, found: &mut Mentions) -> usize {
        let mut compact = String::new();
        let mut best: Option<(usize, String)> = None;
        let mut first_run = 0;
        for (count, atom) in (1..).zip(&self.atoms[at..]) {
            if count > 1 && !matches!(atom.gap, "" | " ") || compact.len() + atom.text.len() > 25 {
                break;
            }
            compact.push_str(atom.text);
            let ends = at + count == self.atoms.len() || !self.gap(at + count).is_empty();
            if ends && first_run == 0 {
                first_run = count;
            }
            if ends && rf_body(&compact).is_some() {
                best = Some((count, compact.clone()));
            }
        }
        let Some((count, compact)) = best else { return first_run.max(1) };
        let items = rf_body(&compact).map(|body| self.index.checked(&compact, body));
        match items.filter(|items| !items.is_empty()) {
            Some(items) => found.named.push(Mention { items, strength: Strength::Checked }),
            None => found.unknown.push(compact.to_uppercase()),
        }
        count
    }

    /// How many runs make up the longest of our numbers that begins here.
    fn number(&self, at: usize, in_list: bool, found: &mut Mentions) -> Option<usize> {
        if !self.may_begin(at, in_list) {
            return None;
        }
        let most = self.longest(at);
        for count in (1..=most).rev() {
            let runs = &self.atoms[at..at + count];
            if !runs[count - 1].is_digits() && count == 1 || !self.may_end(at + count) {
                continue;
            }
            let Some(hit) = self.index.named(&key_of(runs)) else { continue };
            if let Some(strength) = self.strength(at, count, &hit, in_list) {
                found.named.push(Mention { items: hit.items, strength });
                return Some(count);
            }
        }
        None
    }

    /// Digits attached to letters begin a number only if the letters are a word such as “no”; digits in
    /// a chain such as `12-34` don't, except in a list.
    fn may_begin(&self, at: usize, in_list: bool) -> bool {
        let atom = &self.atoms[at];
        if at == 0 {
            return true;
        }
        let before = &self.atoms[at - 1];
        if atom.gap.is_empty() {
            return atom.is_digits() && INTRODUCES.contains(&before.text);
        }
        let is_chain = atom.is_digits() && before.is_digits();
        !is_chain
            || !matches!(atom.gap, "-" | "." | "/" | "_" | ":")
            || (in_list && atom.gap == "/")
    }

    /// How many runs from here may be one number.
    fn longest(&self, at: usize) -> usize {
        let is_light = |atom: &Atom| {
            atom.gap.len() <= 3
                && atom.gap.chars().all(|letter| " -/._#:°\\".contains(letter))
                && !matches!(atom.mark, RunKind::Amount | RunKind::Phone | RunKind::Date)
        };
        if matches!(self.atoms[at].mark, RunKind::Amount | RunKind::Phone | RunKind::Date) {
            return 0;
        }
        let behind = self.atoms[at + 1..].iter().take(MOST_RUNS - 1);
        1 + behind.take_while(|atom| is_light(atom)).count()
    }

    /// Whether a number may end before a run: letters or digits attached to it make it a different
    /// number.
    fn may_end(&self, end: usize) -> bool {
        end >= self.atoms.len() || !self.gap(end).is_empty()
    }

    fn strength(&self, at: usize, count: usize, hit: &KeyHit, in_list: bool) -> Option<Strength> {
        let end = at + count;
        let last = &self.atoms[end - 1];
        let goes_on = self.is_digits(end) && matches!(self.gap(end), "-" | "." | "_" | ":");
        // A number of its full printed length is not missing digits; leading zeros show that it is
        // shorter.
        let is_last = self.is_cut && end == self.atoms.len() && last.text.len() < hit.digits;
        let is_broken = is_last && last.text.starts_with('0');
        match hit.form {
            WrittenAs::Last => self.of_last(at, count, goes_on, is_last, in_list),
            WrittenAs::Part if goes_on => None,
            _ if is_broken => Some(Strength::Bare),
            WrittenAs::Part if is_last => Some(Strength::Bare),
            WrittenAs::Part => Some(Strength::Introduced),
            WrittenAs::Whole if goes_on || is_last => Some(Strength::Introduced),
            WrittenAs::Whole => Some(Strength::Whole),
        }
    }

    /// A number given only by its last digits.
    fn of_last(
        &self,
        at: usize,
        count: usize,
        goes_on: bool,
        may_lack: bool,
        in_list: bool,
    ) -> Option<Strength> {
        let atom = &self.atoms[at];
        if count > 1 || goes_on || !atom.is_digits() {
            return None;
        }
        let is_introduced =
            self.is_structured || self.is_introduced(at) || self.is_listed(at, in_list);
        let is_long = significant(atom.text).len() >= 3
            || atom.text.len() >= 5
            || (atom.text.len() == 4 && atom.text.starts_with('0'));
        match atom.mark {
            RunKind::Plain if is_introduced && !may_lack => Some(Strength::Introduced),
            RunKind::Plain if is_long || is_introduced => Some(Strength::Bare),
            RunKind::Year if is_introduced => Some(Strength::Bare),
            _ => None,
        }
    }

    /// Whether a word such as “invoice”, or a `#`, comes before.
    fn is_introduced(&self, at: usize) -> bool {
        let gap = self.gap(at);
        let word = at.checked_sub(1).map(|before| &self.atoms[before]);
        let is_word = word.is_some_and(|word| INTRODUCES.contains(&word.text) && gap.len() <= 3);
        is_word || gap.ends_with(['#', '№', '°', 'º'])
    }

    /// Whether a list of numbers continues here.
    fn is_listed(&self, at: usize, in_list: bool) -> bool {
        let gap = self.gap(at).trim();
        in_list && at > 0 && (gap.is_empty() || [",", "/", "+", "&", ";", ", ", "-"].contains(&gap))
    }

    /// How many runs make up a word for another document and its number.
    fn other(&self, at: usize) -> Option<usize> {
        let first = &self.atoms[at];
        let is_free = at == 0 || !first.gap.is_empty();
        if first.is_digits() || !is_free || self.index.is_series(first.text) {
            return None;
        }
        let behind = &self.atoms[at..];
        let is_here = |words: &&&[&str]| {
            behind.len() > words.len()
                && words.iter().zip(behind).all(|(word, atom)| *word == atom.text)
        };
        let words = OTHERS.iter().find(is_here).map_or(0, |words| words.len());
        let is_other = words > 0;
        // “credit note no 12”
        let is_word = |atom: &&Atom| is_other && INTRODUCES.contains(&atom.text);
        let words = words.max(1);
        let words = words + behind[words..].iter().take_while(is_word).count();
        let from = at + words;
        let is_light = |at: usize| {
            let gap = self.gap(at);
            gap.len() <= 3 && gap.chars().all(|letter| " -/._#:°".contains(letter))
        };
        if !self.is_digits(from) || !is_light(from) {
            return None;
        }
        let goes_on = self.is_digits(from + 1) && is_light(from + 1);
        let has_year = self.atoms[from].mark == RunKind::Year && goes_on;
        let is_number = match () {
            () if is_other => true,
            () if first.text == PERHAPS => has_year && self.gap(from) != " ",
            () if NEUTRAL.contains(&first.text) || INTRODUCES.contains(&first.text) => false,
            // `ORD-2026-00012` is the number of something else.
            () => has_year && self.gap(from) == "-" && self.gap(from + 1) == "-",
        };
        is_number.then_some(words + if has_year { 2 } else { 1 })
    }

    /// How many runs make up a number in one of our series that is not open.
    fn unknown(&self, at: usize, found: &mut Mentions) -> Option<usize> {
        let first = &self.atoms[at];
        let is_light = |gap: &str| gap.len() <= 3 && gap.chars().all(|at| " -/._#:".contains(at));
        let is_free = at == 0 || !first.gap.is_empty();
        if first.is_digits() || !is_free || !self.index.is_series(first.text) {
            return None;
        }
        let behind = self.atoms[at + 1..].iter().take(2);
        let is_ours = |atom: &&Atom| {
            matches!(atom.mark, RunKind::Plain | RunKind::Year) && is_light(atom.gap)
        };
        let digits: Vec<&Atom> = behind.take_while(is_ours).collect();
        let is_number = digits.last().is_some_and(|last| last.mark == RunKind::Plain);
        let is_lost = self.is_cut && at + 1 + digits.len() == self.atoms.len();
        if !is_number || is_lost {
            return None;
        }
        let parts: Vec<&str> = digits.iter().map(|atom| atom.text).collect();
        found.unknown.push(format!("{}-{}", first.text.to_uppercase(), parts.join("-")));
        Some(1 + digits.len())
    }
}

#[cfg(test)]
mod tests;
