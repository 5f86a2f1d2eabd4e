//! Usage errors in the reader's language; in English they are clap's own words. May use: domain, words,
//! clap.

use std::error::Error as _;
use std::ffi::OsStr;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::domain::{Cause, Language, Message, Worded};
use crate::words::Words;

use super::help;

/// The language that unparsable arguments ask for; `None` if they ask for one that doesn't exist.
pub fn language_in<T: AsRef<OsStr>>(args: impl IntoIterator<Item = T>) -> Option<Language> {
    let mut args = args.into_iter();
    let mut asked = None;
    while let Some(arg) = args.next() {
        match arg.as_ref().to_str() {
            Some("--") => break,
            Some("--language") => asked = args.next()?.as_ref().to_str().and_then(Language::parse),
            Some(arg) => {
                let given = arg.strip_prefix("--language=");
                asked = given.map_or(asked, Language::parse);
            }
            None => {}
        }
    }
    asked
}

/// clap's error about unparsable arguments, in a language.
pub fn told(error: &clap::Error, language: Language) -> String {
    let own = || error.render().to_string();
    if let Some(name) = empty_variable(error) {
        let words = Words::in_language(language);
        let what = words.say("usage-empty-variable", &[("name", name)]);
        return words.say("usage-error", &[("what", &what)]) + "\n";
    }
    if language == Language::English {
        return own();
    }
    let words = Words::in_language(language);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            help::page(&own(), &words)
        }
        _ => in_words(error, &words).unwrap_or_else(own),
    }
}

/// The options that environment variables set too.
const VARIABLES: [(&str, &str); 2] = [("--book", "DAYBOOK_BOOK"), ("--today", "DAYBOOK_TODAY")];

/// The environment variable that is set and empty, if that is the error.
fn empty_variable(error: &clap::Error) -> Option<&'static str> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let (arg, value) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue));
    let (_, name) = VARIABLES.iter().find(|(option, _)| arg.starts_with(option))?;
    let is_empty = std::env::var_os(name).is_some_and(|value| value.is_empty());
    (is_empty && value.is_none_or(str::is_empty)).then_some(name)
}

/// The same in our words, with the usage and where to read more; `None` for an error without words.
pub fn in_words(error: &clap::Error, words: &Words) -> Option<String> {
    let what = words.tell(&message(error)?);
    let mut text = words.say("usage-error", &[("what", &what)]);
    if let (ErrorKind::MissingRequiredArgument, Some(missing)) =
        (error.kind(), list(error, ContextKind::InvalidArg))
    {
        for arg in missing {
            text += &format!("\n  {arg}");
        }
    }
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        if let Some(values) = list(error, kind).filter(|values| !values.is_empty()) {
            let values = words.say("usage-possible-values", &[("values", &values.join(", "))]);
            text += &format!("\n  [{values}]");
        }
    }
    let similar =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    for values in similar.iter().filter_map(|kind| list(error, *kind)) {
        let values = words.either(values);
        text += &format!("\n\n  {}", words.say("usage-similar", &[("values", &values)]));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        text += &format!("\n\n{}", words.say("usage-form", &[("usage", usage)]));
    }
    text += &format!("\n\n{}\n", words.say("usage-help", &[]));
    Some(text)
}

fn message(error: &clap::Error) -> Option<Message> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let with_arg = |key| Some(Message::new(key).with("arg", text(ContextKind::InvalidArg)?));
    match error.kind() {
        ErrorKind::UnknownArgument => with_arg("usage-unknown-argument"),
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue) == Some("") => {
            with_arg("usage-value-missing")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let message = with_arg("usage-invalid-value")?;
            let message = message.with("value", text(ContextKind::InvalidValue)?);
            let why = error.source().and_then(|why| why.downcast_ref::<Cause>());
            Some(match why {
                Some(why) => message.because("why", &why.message()),
                None => message.with("why", "none"),
            })
        }
        ErrorKind::TooManyValues => {
            let message = with_arg("usage-too-many")?;
            Some(message.with("value", text(ContextKind::InvalidValue)?))
        }
        ErrorKind::ArgumentConflict => {
            let (arg, prior) =
                (text(ContextKind::InvalidArg)?, list(error, ContextKind::PriorArg)?);
            match prior.as_slice() {
                [same] if same == arg => with_arg("usage-argument-twice"),
                others => Some(with_arg("usage-conflict")?.with("other", others.join(", "))),
            }
        }
        ErrorKind::MissingRequiredArgument => Some(Message::new("usage-required")),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand)?;
            Some(Message::new("usage-unknown-subcommand").with("name", name))
        }
        ErrorKind::MissingSubcommand => {
            let name = text(ContextKind::InvalidSubcommand)?;
            Some(Message::new("usage-subcommand-missing").with("name", name))
        }
        ErrorKind::InvalidUtf8 => Some(Message::new("usage-utf8")),
        _ => None,
    }
}

fn list(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(vec![one.clone()]),
        ContextValue::Strings(all) => Some(all.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// Arguments with one error each.
    const WRONG: [&[&str]; 11] = [
        &["--nothing"],
        &["--bok", "x"],
        &["shwo"],
        &["show"],
        &["--today", "31.2.", "check"],
        &["--language", "xx", "check"],
        &["verify", "--head", "x"],
        &["import", "--kind", "nothing", "file"],
        &["import", "customers", "file", "--map", "x"],
        &["check", "--json", "--json"],
        &["--book"],
    ];

    #[test]
    fn what_arguments_lack_is_said_in_every_language_and_in_english_as_clap_says_it() {
        for args in WRONG {
            let all = std::iter::once(&"daybook").chain(args);
            let error = super::super::Cli::command().try_get_matches_from(all).unwrap_err();
            let clap = error.render().to_string();
            for language in Language::on_screens() {
                let text = in_words(&error, &Words::in_language(language)).unwrap();
                let first = text.lines().next().unwrap();
                match language {
                    Language::English => assert_eq!(clap.lines().next().unwrap(), first),
                    _ => {
                        assert!(!clap.contains(first) && !text.contains("error"), "{text}");
                    }
                }
                assert!(!text.contains("usage-") && !text.contains("{ $"), "{text}");
            }
        }
    }

    #[test]
    fn the_language_is_read_from_arguments_that_are_wrong() {
        for (args, language) in [
            (vec!["--language", "fr", "--nothing"], Some(Language::French)),
            (vec!["--nothing", "--language=fr"], Some(Language::French)),
            (vec!["--language", "en", "x"], Some(Language::English)),
            (vec!["--language", "xx"], None),
            (vec!["--language"], None),
            (vec!["--", "--language", "fr"], None),
            (vec![], None),
        ] {
            assert_eq!(language_in(&args), language, "{args:?}");
        }
    }
}
