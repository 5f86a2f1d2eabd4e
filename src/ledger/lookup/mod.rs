//! Look-up: whatever a caller says, the account meant is among the first eight.
//!
//! # How a query becomes eight rows
//!
//! Say the book has these accounts, and she types `cafe nybo`:
//!
//! ```text
//! C0007  Café Nyabugogo Ltd    12,000 late     C0031  Nyabo Coffee Traders    nothing open
//! C0019  Café de Nyamata        8,000 open     C0040  Nyborg & Fils (contact: Aline Café)
//! ```
//!
//! 1. **Fold** ([`fold`]). The query and every name lose case, accents and apostrophes and fall
//!    into words: `cafe`, `nybo`. NFC and NFD come to the same.
//! 2. **Words are numbers** ([`dictionary`]). All words of all names, of accounts and of people,
//!    stand in one sorted list; a word is its rank there: `aline`=0, `cafe`=1, `coffee`=2, `de`=3,
//!    `fils`=4, `ltd`=5, `nyabo`=6, `nyabugogo`=7, `nyamata`=8, `nyborg`=9, `traders`=10. What
//!    begins with `nyb` is therefore a range of whole numbers, 9..10.
//! 3. **Accounts are lists of numbers** ([`accounts`]), each at a slot. Slots are dealt out by the
//!    *prior*: what is late first, then what is open, then what was active lately, then by name.
//!    C0007 has slot 0 and `[1, 7, 5]`. For each word, its slots stand in ascending order.
//! 4. **Tier by tier** ([`search`]), as long as more are asked for:
//!    - the whole name, the whole code: none;
//!    - words at the front of the name, whole or begun ([`names`]): `cafe` is the range 1..2 and
//!      `nybo` is 9..10. The rarer of the two drives: slot 3 (Nyborg & Fils) is looked at, and has
//!      `cafe` only in the name of a contact. Where every word is common, as in `b m s coop`, all
//!      slots are passed over in their order, by a mask of first letters, until there are enough;
//!    - any words of the name, a code, initials: none; with the people to ask for: slot 3, the
//!      first hit;
//!    - abbreviations: `nybo` stands in nyabo and in nyabugogo, letters left out: slot 0 with
//!      `cafe` at the front is the second hit;
//!    - a part of a word, and one letter wrong (every edit, dropped as soon as no word begins that
//!      way), had there been fewer hits.
//! 5. **Rank** ([`rank`]): within a tier `fuzzy-matcher` says which of the likeliest 200 fits
//!    best; ties go by prior, then by name.
//! 6. **The ledger has the last word** (`query::lookup`): merged accounts become the one that goes
//!    on, amounts are compared with what is outstanding now, and each of the eight gets its balance
//!    and what of it is late.
//!
//! Digits go another way: a telephone number and the number of a document are found by their ends,
//! as sorted lists of digits, from the last one back; amounts as one number for all currencies
//! ([`keys`], [`documents`]). A bare number means a document first, then a code, an amount, a
//! telephone: three of each, then the rest.
//!
//! What is posted becomes a small part of the index at once ([`index`]), and hides what older parts
//! say of the same accounts; parts are put together in the background. The index is never stored:
//! it is built from the ledger's cards when somebody first looks something up. A process that looks
//! up once builds one of the accounts and of the documents that are meant, and no more ([`once`]).
//!
//! May use: the rest of the ledger, domain, fuzzy-matcher, unicode-normalization, memchr.

pub mod accounts;
pub mod asked;
mod build;
pub mod card;
pub mod dictionary;
pub mod documents;
pub mod fold;
pub mod index;
pub mod keys;
pub mod marks;
mod meanings;
pub mod names;
pub mod once;
pub mod parts;
pub mod rank;
pub mod reading;
pub mod search;
mod source;
mod tier;

use serde::{Deserialize, Serialize};

pub use asked::ParsedQuery;
pub use index::{Index, Size};
pub use reading::SharedRows;
pub use search::{Candidate, Candidates, Tier, What};

/// What matched the query.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// A document's number, or the end of it.
    Document,
    /// The code.
    Code,
    /// The outstanding or the full amount of a document.
    Amount,
    /// The beginning or the end of a phone number.
    Phone,
    /// The e-mail address.
    Email,
    /// The customer's reference on a document.
    Reference,
    /// The name, or that of a contact person.
    Name,
}
