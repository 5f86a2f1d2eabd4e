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
    /// The verb that a word in lower case is, in any language.
    pub(super) fn of(word: &str) -> Option<PartVerb> {
        VERBS.iter().find(|(_, names)| names.contains(&word)).map(|(verb, _)| *verb)
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
