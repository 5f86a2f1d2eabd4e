//! Made-up companies and people, the same ones for the same seed, and what callers say of them.

use daybook::ledger::lookup::fold;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const ONSETS: &str =
    "b br c ch d f g gr h j k kl l m mb mp n nd ng nk nt ny p r rw s sh st t tr ts v w z";
const VOWELS: &str = "a e i o u a e i o u a i ou ie ai é è ö";
const CODAS: &str = "- - - n r l s t nd rt";
const TRADES: &str = "Coop Cooperative Transport Traders Trading Construction Bakery Hardware Pharmacy \
    Hotel Lodge Restaurant Logistics Farm Dairy Mining Coffee Tea Motors Electric Solar Textiles \
    Furniture Printing Consulting Clinic School Services Foods Water Garage Media Design Supplies \
    Imports Exports Timber Steel Plastics Marine";
const FORMS: &str = "Ltd Ltd Ltd Inc SARL Group Company Ltée GmbH";

fn pick<'a>(list: &'a str, chance: &mut ChaCha8Rng) -> &'a str {
    let parts: Vec<&str> = list.split_whitespace().collect();
    parts.choose(chance).copied().unwrap_or("")
}

fn word(syllables: usize, chance: &mut ChaCha8Rng) -> String {
    let mut word = String::new();
    for _ in 0..syllables {
        for list in [ONSETS, VOWELS, CODAS] {
            word += pick(list, chance).trim_matches('-');
        }
    }
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A made-up account.
pub struct Account {
    pub id: u32,
    pub code: String,
    pub name: String,
    pub contact: String,
    pub phone: String,
}

/// `count` accounts, numbered from one.
pub fn cards(count: u32, seed: u64) -> Vec<Account> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let chance = &mut chance;
    let families: Vec<String> = (0..60_000).map(|n| word(2 + n % 2, chance)).collect();
    let given: Vec<String> = (0..3_000).map(|n| word(1 + n % 2, chance)).collect();
    let one =
        |list: &[String], chance: &mut ChaCha8Rng| list.choose(chance).cloned().unwrap_or_default();
    (1..=count)
        .map(|id| {
            let (family, first) = (one(&families, chance), one(&given, chance));
            let trade = pick(TRADES, chance);
            let letter = |chance: &mut ChaCha8Rng| char::from(b'A' + chance.random_range(0..20));
            let name = match chance.random_range(0..10) {
                0..4 => format!("{family} {trade} {}", pick(FORMS, chance)),
                4..6 => format!("{family} {} {trade}", one(&families, chance)),
                6..8 => format!("{first} {family}"),
                8 => format!("{}. {}. {family} {trade}", letter(chance), letter(chance)),
                _ => format!("{family} & {} {trade}", one(&families, chance)),
            };
            Account {
                id,
                code: format!("C{id:06}"),
                name,
                contact: format!("{} {}", one(&given, chance), one(&families, chance)),
                phone: format!("+2507{:08}", chance.random_range(0..100_000_000)),
            }
        })
        .collect()
}

/// How many keys are typed of each.
pub const KEYS: usize = 10;

/// What a caller says of an account, and what kind of saying it is.
pub struct Target {
    pub kind: &'static str,
    pub account: u32,
    /// What is typed, key after key.
    pub typed: String,
}

/// `per_kind` things that callers say, of each kind.
pub fn targets(cards: &[Account], per_kind: usize, seed: u64) -> Vec<Target> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut targets = Vec::new();
    for (kind, say) in KINDS {
        let mut made = 0;
        while made < per_kind {
            let Some(card) = cards.choose(&mut chance) else { break };
            if let Some(typed) = say(card, &mut chance) {
                made += 1;
                let typed = typed.chars().take(KEYS).collect();
                targets.push(Target { kind, account: card.id, typed });
            }
        }
    }
    targets
}

type Say = fn(&Account, &mut ChaCha8Rng) -> Option<String>;

const KINDS: [(&str, Say); 13] = [
    ("first word", |card, _| Some(fold::words(&card.name))),
    ("second word", |card, _| {
        let words = fold::words(&card.name);
        let (first, rest) = words.split_once(' ')?;
        Some(format!("{rest} {first}"))
    }),
    ("initials", |card, _| {
        let words = fold::words(&card.name);
        let initials: String = words.split(' ').filter_map(|word| word.chars().next()).collect();
        (initials.len() > 2).then(|| format!("{initials} "))
    }),
    ("single letters", |card, _| {
        let words = fold::words(&card.name);
        let longest = words.split(' ').max_by_key(|word| word.len())?;
        let others = words.split(' ').filter(|word| *word != longest);
        let letters: Vec<&str> = others.filter_map(|word| word.get(..1)).collect();
        (!letters.is_empty()).then(|| format!("{} {longest}", letters.join(" ")))
    }),
    ("abbreviation", |card, _| {
        let words = fold::words(&card.name);
        let (first, rest) = words.split_once(' ')?;
        let short: String = first
            .char_indices()
            .filter(|(at, letter)| *at == 0 || !"aeiou".contains(*letter))
            .map(|(_, letter)| letter)
            .collect();
        (short.len() > 2 && short != first).then(|| format!("{short} {rest}"))
    }),
    ("dropped letter", |card, chance| {
        slip(card, chance, |letters, at| {
            letters.remove(at);
        })
    }),
    ("swapped letters", |card, chance| slip(card, chance, |letters, at| letters.swap(at - 1, at))),
    ("wrong letter", |card, chance| {
        slip(card, chance, |letters, at| {
            letters[at] = if letters[at] == 'x' { 'q' } else { 'x' };
        })
    }),
    ("accents plain", |card, _| (!card.name.is_ascii()).then(|| fold::words(&card.name))),
    ("phone tail", |card, _| {
        let digits = fold::digits(&card.phone);
        Some(digits.get(digits.len() - 6..)?.to_string())
    }),
    ("phone", |card, _| {
        let digits = fold::digits(&card.phone);
        Some(format!("0{}", digits.get(3..)?))
    }),
    ("document tail", |card, _| Some(format!("{:06}", card.id % 1_000_000))),
    ("code", |card, _| Some(card.code.to_lowercase())),
];

/// The name with a slip of the fingers in the first word.
fn slip(
    card: &Account,
    chance: &mut ChaCha8Rng,
    slip: impl Fn(&mut Vec<char>, usize),
) -> Option<String> {
    let words = fold::words(&card.name);
    let (first, rest) = words.split_once(' ')?;
    let mut letters: Vec<char> = first.chars().collect();
    if letters.len() < 5 {
        return None;
    }
    let at = chance.random_range(1..letters.len());
    slip(&mut letters, at);
    let typed: String = letters.into_iter().collect();
    (typed != first).then(|| format!("{typed} {rest}"))
}
