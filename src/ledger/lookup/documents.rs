//! Documents, packed for look-up: by the tail of their number, by the customer's reference, by
//! amount. Candidates are checked against the ledger before they are shown, so a stale amount does
//! no harm. May use: std, keys and folding.

use crate::domain::Money;
use crate::ledger::tables::ItemId;

use super::fold;
use super::keys::{self, IntegerKeys, Keys};

/// Documents, built to be searched.
#[derive(Debug, Default)]
pub struct Documents {
    /// The items in the order of recording, oldest first.
    items: Vec<ItemId>,
    /// By the digits of the number, from the last one: invoices, and all others.
    invoices: IntegerKeys,
    others: IntegerKeys,
    amounts: IntegerKeys,
    references: Keys,
}

/// A key by which an item is found.
#[derive(Clone, Debug)]
pub enum ItemKey {
    /// The number of an invoice.
    Invoice(String),
    /// The number of another document.
    Other(String),
    /// Its amount, or what is left of it.
    Amount(Money),
    /// The customer's reference, or the payer's.
    Reference(String),
}

/// The number of decimals in which amounts are compared: the most that any currency has.
pub const SCALE: u32 = 4;

/// Scales an amount, so that amounts compare independently of their currency's decimals.
pub fn amount_key(amount: Money) -> u64 {
    let scale = u32::from(amount.scale()).min(SCALE);
    amount.minor().unsigned_abs().saturating_mul(10_u64.pow(SCALE - scale))
}

impl Documents {
    /// Builds the index from items with their keys, in the order of recording.
    pub fn of(given: &[(ItemId, ItemKey)]) -> Documents {
        let mut items: Vec<ItemId> = given.iter().map(|(id, _)| *id).collect();
        items.sort_unstable();
        items.dedup();
        let owner = |id: &ItemId| place(&items, id);
        let (mut invoices, mut others) = (Vec::new(), Vec::new());
        let (mut amounts, mut references) = (Vec::new(), Vec::new());
        let tail = |number: &str| keys::digits_from(fold::digits(number).chars().rev());
        for (id, by) in given {
            match by {
                ItemKey::Invoice(number) => invoices.push((tail(number), owner(id))),
                ItemKey::Other(number) => others.push((tail(number), owner(id))),
                ItemKey::Amount(amount) => amounts.push((amount_key(*amount), owner(id))),
                ItemKey::Reference(reference) => {
                    references.push((fold::words(reference), owner(id)));
                }
            }
        }
        let references = Keys::of(references.iter().map(|(words, owner)| (words.as_str(), *owner)));
        let (invoices, others) = (IntegerKeys::of(invoices), IntegerKeys::of(others));
        Documents { items, invoices, others, amounts: IntegerKeys::of(amounts), references }
    }

    /// Merges several parts into one.
    pub fn merged(parts: &[&Documents]) -> Documents {
        let mut items: Vec<ItemId> = parts.iter().flat_map(|part| &part.items).copied().collect();
        items.sort_unstable();
        items.dedup();
        let moves: Vec<Vec<u32>> = parts
            .iter()
            .map(|part| part.items.iter().map(|id| place(&items, id)).collect())
            .collect();
        let packed = |of: fn(&Documents) -> &IntegerKeys| {
            let moved = parts.iter().zip(&moves).flat_map(|(part, moves)| {
                of(part).all().map(|(key, old)| (key, moved(moves, old)))
            });
            IntegerKeys::of(moved.collect())
        };
        let owners: Vec<_> = moves.iter().map(|moves| |old| moved(moves, old)).collect();
        let references: Vec<(&Keys, &dyn Fn(u32) -> u32)> = parts
            .iter()
            .zip(&owners)
            .map(|(part, owner)| (&part.references, owner as &dyn Fn(u32) -> u32))
            .collect();
        let (invoices, others) = (packed(|part| &part.invoices), packed(|part| &part.others));
        let (amounts, references) = (packed(|part| &part.amounts), Keys::merged(&references));
        Documents { items, invoices, others, amounts, references }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The newest invoices whose number ends with these digits.
    pub fn invoices(&self, digits: &str, most: usize) -> Vec<ItemId> {
        self.newest(ending(&self.invoices, digits), most)
    }

    /// The newest other documents whose number ends with these digits.
    pub fn others(&self, digits: &str, most: usize) -> Vec<ItemId> {
        self.newest(ending(&self.others, digits), most)
    }

    /// The newest documents within a range of amounts, in ten-thousandths.
    pub fn amount(&self, from: u64, to: u64, most: usize) -> Vec<ItemId> {
        self.newest(self.amounts.between(from, to), most)
    }

    /// The newest documents with a reference in which a word begins like this.
    pub fn reference(&self, folded: &str, most: usize) -> Vec<ItemId> {
        self.newest(self.references.find(folded), most)
    }

    /// The newest documents with this reference, or with one that ends in it.
    pub fn whole_reference(&self, folded: &str, most: usize) -> Vec<ItemId> {
        self.newest(self.references.find_whole(folded), most)
    }

    fn newest(&self, owners: &[u32], most: usize) -> Vec<ItemId> {
        let mut owners = owners.to_vec();
        if owners.len() > most {
            owners.select_nth_unstable_by(most, |a, b| b.cmp(a));
            owners.truncate(most);
        }
        owners.sort_unstable_by(|a, b| b.cmp(a));
        owners.iter().filter_map(|owner| self.items.get(*owner as usize)).copied().collect()
    }

    /// Its size in bytes.
    pub fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<ItemId>()
            + self.invoices.bytes()
            + self.others.bytes()
            + self.amounts.bytes()
            + self.references.bytes()
    }
}

fn ending<'a>(tails: &'a IntegerKeys, digits: &str) -> &'a [u32] {
    let reversed = || digits.chars().rev();
    tails.between(keys::digits_from(reversed()), keys::digits_to(reversed()))
}

/// Returns the index of an item among sorted ones.
fn place(items: &[ItemId], id: &ItemId) -> u32 {
    u32::try_from(items.partition_point(|item| item < id)).unwrap_or(u32::MAX)
}

fn moved(moves: &[u32], old: u32) -> u32 {
    moves.get(old as usize).copied().unwrap_or(0)
}
