//! The tiers of a look-up. May use: nothing.

/// How many of a tier are ranked; those that are left out are less likely by the prior.
pub(super) const MOST: usize = 200;

/// How a candidate was found, the likeliest way first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// The whole name, or the whole code.
    Whole,
    /// The number of a document, or its tail.
    DocumentNumber,
    /// The front of a code, where the query is a number.
    CodeNumber,
    /// An amount.
    Amount,
    /// An end of a telephone number.
    Phone,
    /// Whole words, the first one at the front of the name.
    FrontWords,
    /// The front of words, the first one at the front of the name.
    Front,
    /// Whole words of the name.
    Words,
    /// The front of words of the name.
    Name,
    /// The front of a code.
    Code,
    /// The first letters of the name's words.
    Initials,
    /// The front of words of the name and of somebody to ask for.
    People,
    /// The front of an e-mail address, of its host or of another word in it.
    Email,
    /// The front of a word of a reference.
    Reference,
    /// Two words typed without the gap between them.
    Joined,
    /// Letters of words, in order, some left out.
    Abbreviation,
    /// A part of a word.
    Part,
    /// One letter wrong, at the front of the name.
    FrontTypo,
    /// One letter wrong.
    Typo,
    /// A letter wrong in several words, where nothing else was found.
    Typos,
    /// One word too many, where nothing else was found.
    AllButOne,
}
