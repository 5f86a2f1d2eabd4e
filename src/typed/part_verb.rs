//! The words that begin the parts of the line that wraps a call up. May use: nothing.

/// The words that begin a part, short form first.
const VERBS: [(PartVerb, &[&str]); 6] = [
    (PartVerb::Promise, &["p", "promise", "promesse"]),
    (PartVerb::Dispute, &["d", "dispute", "litige"]),
    (PartVerb::Callback, &["cb", "callback", "rappel"]),
    (PartVerb::Send, &["send", "s", "envoi", "envoyer"]),
    (PartVerb::Note, &["n", "note"]),
    (PartVerb::Outcome, &["o", "outcome", "issue"]),
];

/// The meaning of a word in lower case: that of the word itself, or of all words that begin with at least two letters.
pub(super) fn begun<'a, T: PartialEq>(
    word: &str,
    all: impl Iterator<Item = (&'a str, T)>,
) -> Option<T> {
    let all: Vec<(&str, T)> = all.collect();
    let whole = all.iter().position(|(name, _)| *name == word);
    let begins = |(name, _): &&(&str, T)| word.chars().count() >= 2 && name.starts_with(word);
    let is_one = |place: usize| {
        let means = all.get(place).map(|(_, means)| means);
        all.iter().filter(begins).all(|(_, other)| Some(other) == means)
    };
    let first = all.iter().position(|it| begins(&it)).filter(|place| is_one(*place));
    let place = whole.or(first)?;
    all.into_iter().nth(place).map(|(_, means)| means)
}

/// What a part of the line that wraps a call up is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PartVerb {
    Promise,
    Dispute,
    Callback,
    Send,
    Note,
    Outcome,
}

impl PartVerb {
    /// The verb that a word in lower case is, in any language: one of its words, or at least two letters that
    /// begin words of this verb only.
    pub(super) fn of(word: &str) -> Option<PartVerb> {
        let all = VERBS.iter().flat_map(|(verb, names)| names.iter().map(|name| (*name, *verb)));
        begun(word, all)
    }

    /// A part that can be typed.
    pub(super) fn example(self) -> &'static str {
        match self {
            PartVerb::Promise => "p 500 fri",
            PartVerb::Dispute => "d 1042 price 40",
            PartVerb::Callback => "cb tue 14:30",
            PartVerb::Send => "send 1042",
            PartVerb::Note => "n wants a copy",
            PartVerb::Outcome => "o voicemail",
        }
    }

    /// Its short form.
    pub(super) fn word(self) -> &'static str {
        VERBS
            .iter()
            .find(|(verb, _)| *verb == self)
            .and_then(|(_, names)| names.first())
            .copied()
            .unwrap_or("p")
    }
}
