//! The tiers of a look-up. May use: nothing.

/// How many candidates of a tier are ranked; the others are less likely by the prior.
pub(super) const MOST: usize = 200;

/// How a candidate was found, the likeliest way first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// The whole name, or the whole code.
    Whole,
    /// The number of a document, or the end of it.
    DocumentNumber,
    /// The beginning of a code, if the query is a number.
    CodeNumber,
    /// An amount.
    Amount,
    /// The beginning or the end of a telephone number.
    Phone,
    /// Whole words, the first one at the front of the name.
    FrontWords,
    /// Prefixes of words, the first one at the front of the name.
    Front,
    /// Whole words of the name.
    Words,
    /// Prefixes of words of the name.
    Name,
    /// The beginning of a code.
    Code,
    /// The first letters of the name's words.
    Initials,
    /// Prefixes of words of the name and of a contact person.
    People,
    /// The beginning of an e-mail address, of its host or of another word in it.
    Email,
    /// The beginning of a word of a reference.
    Reference,
    /// Two words typed without the gap between them.
    Joined,
    /// An abbreviation: letters of a word, in order.
    Abbreviation,
    /// A part of a word.
    Part,
    /// One letter wrong, at the front of the name.
    FrontTypo,
    /// One letter wrong.
    Typo,
    /// One letter wrong in each of several words, if nothing else was found.
    Typos,
    /// One word too many, if nothing else was found.
    AllButOne,
}
