//! Everything that a line says: the numbers it names, its payer, the amount sent; and what other lines
//! may have taken already. May use: atoms, book, fold, input, mentions, who.

use rustc_hash::FxHashMap;

use super::atoms::{RunKind, atoms};
use super::book::MatchBook;
use super::fold::{folded, words};
use super::input::MatchLine;
use super::mentions::{Mentions, Strength};
use super::who::{LinePayer, whose};

/// Words by which a text says that a bank kept charges.
const CHARGES: [&str; 17] = [
    "chgs",
    "charges",
    "charge",
    "fee",
    "fees",
    "frais",
    "commission",
    "comm",
    "kosten",
    "sha",
    "ben",
    "chrgs",
    "bankcharges",
    "chg",
    "avgift",
    "spesen",
    "chrg",
];

/// What earlier lines took from items, by their index.
pub type Taken = FxHashMap<u32, i64>;

/// What a line says, read once.
#[derive(Clone, Debug)]
pub struct LineClues {
    /// Our numbers that it names.
    pub mentions: Mentions,
    /// The payer.
    pub whose: LinePayer,
    /// Whether it says that charges were kept.
    pub says_charges: bool,
    /// The amounts in its text: the digits, with and without the decimals.
    amounts: Vec<i64>,
}

impl LineClues {
    /// Reads a line.
    pub fn of(book: &MatchBook, line: &MatchLine) -> LineClues {
        let mut mentions = Mentions::default();
        for reference in &line.references {
            mentions.read(&book.numbers, reference, true);
        }
        mentions.read(&book.numbers, &line.text, false);
        tidy(&mut mentions);
        let says_charges = words(&line.text).iter().any(|word| CHARGES.contains(&word.as_str()));
        let amounts = if says_charges { amounts_in(&line.text) } else { Vec::new() };
        LineClues { mentions, whose: whose(book, line), says_charges, amounts }
    }

    /// Whether the text mentions charges of this amount.
    pub fn states_charges(&self, amount: i64) -> bool {
        self.says_charges && self.amounts.contains(&amount)
    }
}

/// The amounts in a text, each as whole units and as hundredths: the currency decides between them.
fn amounts_in(text: &str) -> Vec<i64> {
    let folded = folded(text);
    let (atoms, _) = atoms(&folded);
    let mut amounts = Vec::new();
    let mut digits = String::new();
    for (at, atom) in atoms.iter().enumerate() {
        if atom.mark != RunKind::Amount {
            continue;
        }
        let next = atoms.get(at + 1).filter(|next| next.mark == RunKind::Amount);
        let is_cents = atom.text.len() == 2 && atom.gap.len() == 1 && !digits.is_empty();
        amounts.extend(is_cents.then(|| digits.parse::<i64>().ok()).flatten());
        digits.push_str(atom.text);
        if next.is_none_or(|next| !matches!(next.gap, "," | "." | "'")) {
            amounts.extend(std::mem::take(&mut digits).parse::<i64>().ok());
        }
    }
    amounts
}

/// Keeps the strongest mention of each set of items; a weak one that a strong one explains is dropped.
fn tidy(mentions: &mut Mentions) {
    mentions.named.sort_by_key(|mention| std::cmp::Reverse(mention.strength));
    let mut kept: Vec<super::mentions::Mention> = Vec::new();
    for mention in mentions.named.drain(..) {
        let is_told = kept.iter().any(|known| {
            let shares = known.items.iter().any(|at| mention.items.contains(at));
            shares && (known.strength > Strength::Introduced || known.items == mention.items)
        });
        if !is_told {
            kept.push(mention);
        }
    }
    mentions.named = kept;
    mentions.unknown.sort_unstable();
    mentions.unknown.dedup();
}

/// A line to match, with what is left of the items.
pub struct LineCase<'a> {
    /// The book.
    pub book: &'a MatchBook<'a>,
    /// The line.
    pub line: &'a MatchLine,
    /// What it says.
    pub told: &'a LineClues,
    /// What other lines took.
    pub taken: &'a Taken,
}

impl LineCase<'_> {
    /// The amount of an item that is still to be paid.
    pub fn open(&self, at: u32) -> i64 {
        let open = self.book.item(at).open;
        (open - self.taken.get(&at).copied().unwrap_or(0)).max(0)
    }

    /// The discount that the line may take on an item; none if part of it was paid.
    pub fn discount(&self, at: u32) -> i64 {
        if self.taken.contains_key(&at) {
            0
        } else {
            self.book.item(at).discount_on(self.line.date)
        }
    }

    /// The disputed part of the amount that is left.
    pub fn disputed(&self, at: u32) -> i64 {
        self.book.item(at).disputed.clamp(0, self.open(at))
    }

    /// The customer who owes an item.
    pub fn customer(&self, at: u32) -> u32 {
        self.book.item(at).customer
    }

    /// Sorts items by age.
    pub fn sort(&self, items: &mut Vec<u32>) {
        items.sort_unstable_by_key(|at| self.book.place(*at));
        items.dedup();
    }
}
