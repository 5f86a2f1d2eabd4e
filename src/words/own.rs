//! Words that a company writes itself, in Fluent's notation, overriding the built-in ones. An error is
//! reported with its line. May use: domain, fluent-bundle.

use fluent_bundle::{FluentArgs, FluentResource};

use crate::domain::Message;

use super::{Words, messages};

/// The names of messages, each with the arguments it may use.
pub type KnownMessages = [(&'static str, &'static [&'static str])];

/// An error in a company's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWordsError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub why: Message,
}

/// Reads words over the built-in ones. Each message must be one of the `known`, and use only the
/// arguments of that; a name that begins with `-` is the company's own term.
pub fn read(
    language: &str,
    built_in: &str,
    own: &str,
    known: &KnownMessages,
) -> Result<Words, OwnWordsError> {
    let own = own.trim_start_matches('\u{feff}');
    if let Err((_, errors)) = FluentResource::try_new(own.to_string())
        && let Some(first) = errors.first()
    {
        // Fluent reports a missing part where the next one begins, often on a later line.
        let before = own.get(..first.pos.start).unwrap_or_default().trim_end().len();
        let begins = first.slice.as_ref().map_or(0, |slice| slice.start);
        let until = own.get(..before.max(begins)).unwrap_or_default();
        return Err(unreadable(until.matches('\n').count() + 1, &first.to_string()));
    }
    check_names(own, known)?;
    let words = Words::over(language, [messages(built_in), messages(own)]);
    for (name, parts) in known {
        check_message(&words, name, parts).map_err(|why| unreadable(line_of(own, name), &why))?;
    }
    Ok(words)
}

fn unreadable(line: usize, why: &str) -> OwnWordsError {
    OwnWordsError { line, why: Message::new("own-words-unreadable").with("why", why) }
}

/// The name of the message that begins on a line.
fn begun(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    line.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-')
        .then(|| name.trim_end())
}

fn line_of(text: &str, name: &str) -> usize {
    text.lines().position(|line| begun(line) == Some(name)).map_or(1, |place| place + 1)
}

fn check_names(own: &str, known: &KnownMessages) -> Result<(), OwnWordsError> {
    let mut here: Option<&[&str]> = None;
    for (line, text) in (1..).zip(own.lines()) {
        if text.starts_with('#') {
            continue;
        }
        if let Some(name) = begun(text) {
            let found = known.iter().find(|(one, _)| *one == name).map(|(_, parts)| *parts);
            if found.is_none() && !name.starts_with('-') {
                let why = Message::new("own-words-unknown").with("name", name);
                return Err(OwnWordsError { line, why });
            }
            here = Some(found.unwrap_or_default());
        }
        let parts = here.unwrap_or_default();
        if let Some(part) = put_in(text).into_iter().find(|part| !parts.contains(part)) {
            let known: Vec<String> = parts.iter().map(|part| format!("${part}")).collect();
            let known = if known.is_empty() { "none".into() } else { known.join(", ") };
            let why = Message::new("own-words-part").with("part", format!("${part}"));
            return Err(OwnWordsError { line, why: why.with("parts", known) });
        }
    }
    Ok(())
}

/// The names of the arguments that a line uses: after `$`, in braces, outside quotes.
fn put_in(line: &str) -> Vec<&str> {
    let (mut depth, mut is_quoted, mut parts) = (0_u32, false, Vec::new());
    for (place, letter) in line.char_indices() {
        match letter {
            '"' if depth > 0 => is_quoted = !is_quoted,
            '{' if !is_quoted => depth += 1,
            '}' if !is_quoted => depth = depth.saturating_sub(1),
            '$' if depth > 0 && !is_quoted => {
                let rest = line.get(place + 1..).unwrap_or_default();
                let is_name = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
                parts.extend(rest.split(|letter| !is_name(letter)).next());
            }
            _ => {}
        }
    }
    parts
}

/// Formats a message once, and returns Fluent's errors.
fn check_message(words: &Words, name: &str, parts: &[&str]) -> Result<(), String> {
    let message = words.bundle.get_message(name);
    let Some(pattern) = message.and_then(|message| message.value()) else {
        return Err(format!("{name} has no text"));
    };
    let mut args = FluentArgs::new();
    for part in parts {
        args.set(*part, "x");
    }
    let mut errors = Vec::new();
    words.bundle.format_pattern(pattern, Some(&args), &mut errors);
    errors.first().map_or(Ok(()), |error| Err(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT_IN: &str = "a = One { $x }\nb = Two\n";
    const KNOWN: &KnownMessages = &[("a", &["x", "y"]), ("b", &[])];

    fn wrong(own: &str) -> (usize, String) {
        match read("en", BUILT_IN, own, KNOWN) {
            Ok(_) => (0, String::new()),
            Err(error) => (error.line, error.why.key.into_owned()),
        }
    }

    #[test]
    fn own_words_go_over_the_built_in_ones() {
        let own = "\u{feff}# Ours\n-us = We\na = { -us } say { $y }, US$5\n\n    and { $x }\n";
        let words = read("en", BUILT_IN, own, KNOWN);
        let said =
            words.map(|words| [words.say("a", &[("x", "1"), ("y", "2")]), words.say("b", &[])]);
        assert_eq!(said, Ok(["We say 2, US$5\n\nand 1".to_string(), "Two".to_string()]));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let unreadable = |line| (line, "own-words-unreadable".to_string());
        assert_eq!(wrong("a = x\nHello,\n"), unreadable(2));
        assert_eq!(wrong("# x\na = { $x\n"), unreadable(2));
        assert_eq!(wrong("b = x\na = { -nobody }\n"), unreadable(2));
        assert_eq!(wrong("b =\n    .c = x\n"), unreadable(1));
        assert_eq!(wrong("a = x\n\nc = y\n"), (3, "own-words-unknown".into()));
        assert_eq!(wrong("a = x\n    { $x } { $z }\n"), (2, "own-words-part".into()));
        assert_eq!(wrong("b = { $x }\n"), (1, "own-words-part".into()));
        assert_eq!(wrong(""), (0, String::new()));
    }
}
