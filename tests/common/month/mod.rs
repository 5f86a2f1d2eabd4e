//! A seeded month of bank lines with known truth: customers with open items in three currencies, and what
//! banks write when these pay, in thirteen kinds of trouble and without any.
//!
//! Where nothing in a line can tell one answer from another, each is right: an amount that several items of
//! the payer have and no reference, or a fee that nothing speaks of, which looks like a payment short by it.

mod bank;
mod chance;
mod ledger;
mod payments;
mod people;
mod troubles;
mod writing;

use daybook::matching::{Learnt, MatchItem, MatchLine, MatchPayer, PastPayment, Truth};

pub use chance::Chance;
pub use ledger::seeded_month;

/// What is the trouble with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    None,
    NotOurs,
    WrongReference,
    PartialReference,
    Joint,
    Fee,
    Twins,
    NameVariant,
    Short,
    Discount,
    OthersNumber,
    Currencies,
    Returned,
    SameAmount,
    OtherPayer,
}

/// All kinds, with how many in a thousand lines they are.
pub const TROUBLES: [(Trouble, usize); 15] = [
    (Trouble::None, 600),
    (Trouble::NotOurs, 10),
    (Trouble::WrongReference, 30),
    (Trouble::PartialReference, 30),
    (Trouble::Joint, 30),
    (Trouble::Fee, 30),
    (Trouble::Twins, 30),
    (Trouble::NameVariant, 30),
    (Trouble::Short, 30),
    (Trouble::Discount, 30),
    (Trouble::OthersNumber, 30),
    (Trouble::Currencies, 30),
    (Trouble::Returned, 30),
    (Trouble::SameAmount, 30),
    (Trouble::OtherPayer, 30),
];

/// The lines of one currency, and all that is known when they come.
#[derive(Default)]
pub struct Ledger {
    pub currency: &'static str,
    pub items: Vec<MatchItem>,
    pub payers: Vec<MatchPayer>,
    pub learnt: Vec<Learnt>,
    pub past: Vec<PastPayment>,
    pub lines: Vec<MatchLine>,
    pub truths: Vec<Truth>,
    pub troubles: Vec<Trouble>,
}
