//! The words of everything the program says: refusals are data until they reach a reader. May use:
//! domain, fluent-bundle, rust_decimal.

mod agreed;
pub mod own;
pub mod said;
pub mod told;
pub mod typed;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_decimal::Decimal;
use unic_langid::LanguageIdentifier;

use crate::domain::language::Covers;
use crate::domain::marks;
use crate::domain::message::{Argument, Message, Worded};
use crate::domain::money::grouped;
use crate::domain::plain;
use crate::domain::terms::Terms;
use crate::domain::{Day, Language, Refusal, Rule, Warning};

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<Arc<FluentResource>>,
    /// The thousands separator and the decimal separator.
    marks: [String; 2],
    /// Whether amounts in refusals and messages are hidden.
    hides_amounts: bool,
    /// Whether they are shown at a desk, without the numbers of the system's errors.
    is_at_desk: bool,
}

impl Default for Words {
    fn default() -> Words {
        Words::english()
    }
}

/// Shown in place of a hidden amount.
pub const HIDDEN: &str = "•••";

/// The longest whole number that Fluent can take as a number, because it counts in floating point.
const LONGEST_WHOLE: usize = 15;

/// An argument of a message. A whole number becomes a number for Fluent, so that a message can choose
/// between singular and plural, but is written as given.
fn value_of(text: &str) -> FluentValue<'_> {
    let is_whole = text.len() <= LONGEST_WHOLE && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_whole && (text == "0" || !text.starts_with('0'));
    match text.parse::<f64>().ok().filter(|_| is_plain) {
        Some(number) => number.into(),
        None => marks::marked(text).into(),
    }
}

fn key(rule: &str) -> String {
    format!("rule-{}", rule.replace('.', "-"))
}

/// The messages of a file. One that Fluent cannot read is left out; a test finds what is missing.
fn messages(file: &str) -> Arc<FluentResource> {
    let read = FluentResource::try_new(file.to_string());
    Arc::new(read.unwrap_or_else(|(rest, _)| rest))
}

/// The messages of a language. A process reads them once, since that takes a millisecond or two.
fn messages_of(language: Language) -> Arc<FluentResource> {
    static READ: Mutex<Vec<(Language, Arc<FluentResource>)>> = Mutex::new(Vec::new());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = read.iter().find(|(known, _)| *known == language) {
        return known.clone();
    }
    let new = messages(language.words());
    read.push((language, new.clone()));
    new
}

impl Words {
    /// The words of a language; for a language of documents alone, the rest is in English.
    pub fn in_language(language: Language) -> Words {
        let own = messages_of(language);
        match language.covers() {
            Covers::Everything => Words::over(language.code(), [own]),
            Covers::Documents => {
                Words::over(language.code(), [messages_of(Language::English), own])
            }
        }
    }

    /// English.
    pub fn english() -> Words {
        Words::in_language(Language::English)
    }

    /// French.
    pub fn french() -> Words {
        Words::in_language(Language::French)
    }

    /// The words of a locale such as `fr_CA.UTF-8`; English for a language that does not exist.
    pub fn of(locale: &str) -> Words {
        Words::in_language(Language::of_locale(locale))
    }

    /// The words of a file in Fluent's notation, for a language by its code.
    pub fn read(language: &str, words: &str) -> Words {
        Words::over(language, [messages(words)])
    }

    /// The words of several files; a later file overrides an earlier one.
    fn over<const N: usize>(language: &str, files: [Arc<FluentResource>; N]) -> Words {
        let language = language.parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        for file in files {
            bundle.add_resource_overriding(file);
        }
        let marks = [const { String::new() }; 2];
        let mut words = Words { bundle, marks, hides_amounts: false, is_at_desk: false };
        words.marks = ["mark-thousands", "mark-decimals"].map(|mark| words.say(mark, &[]));
        words
    }

    /// The same words for a desk.
    #[must_use]
    pub fn at_desk(self) -> Words {
        Words { is_at_desk: true, ..self }
    }

    /// Whether there are words under a name.
    pub fn knows(&self, name: &str) -> bool {
        self.bundle.get_message(name).is_some_and(|message| message.value().is_some())
    }

    /// Whether there are words for a rule.
    pub fn has(&self, rule: Rule) -> bool {
        self.bundle.get_message(&key(rule.name())).is_some_and(|message| message.value().is_some())
    }

    /// An amount, already formatted, with its currency code in the order of the language: `RWF 400`,
    /// `400 RWF`.
    pub fn in_currency(&self, currency: &str, amount: &str) -> String {
        self.say("said-amount", &[("currency", currency), ("amount", amount)])
    }

    /// Parts of a sentence, joined as the language does: by `;` with or without a space before it.
    pub fn joined(&self, parts: &[String]) -> String {
        parts.join(&self.say("said-between", &[]))
    }

    /// A percentage in the language: `2.5%`, `2,5 %`.
    pub fn percent(&self, percent: Decimal) -> String {
        let figure = self.figure(&percent.normalize().to_string());
        self.say("figure-percent", &[("percent", &figure)])
    }

    /// A figure in plain notation, formatted for the language: `1,234.50`, `1 234,50`.
    pub fn figure(&self, plain: &str) -> String {
        let [thousands, decimals] = &self.marks;
        if thousands == "," && decimals == "." {
            return grouped(plain);
        }
        let mut out = String::new();
        for letter in grouped(plain).chars() {
            match letter {
                ',' => out.push_str(thousands),
                '.' => out.push_str(decimals),
                letter => out.push(letter),
            }
        }
        out
    }

    /// Hides the amounts in refusals, warnings and messages from now on, or shows them again. Arguments
    /// of [`Words::say`] are written as the caller gives them.
    pub fn hide_amounts(&mut self, is_hidden: bool) {
        self.hides_amounts = is_hidden;
    }

    /// An amount in plain notation as a message shows it.
    fn told_amount(&self, plain: &str) -> String {
        if self.hides_amounts { HIDDEN.to_string() } else { self.figure(plain) }
    }

    /// The text of a message with its arguments; the name itself if there is no such message.
    pub fn say(&self, name: &str, parts: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (part, value) in parts {
            args.set(*part, value_of(value));
        }
        match self.bundle.get_message(name).and_then(|message| message.value()) {
            Some(pattern) => {
                self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
            }
            None => name.to_string(),
        }
    }

    /// A code of the program in words; without underscores if the language has no word for it.
    pub fn word(&self, code: &str) -> String {
        let name = format!("word-{}", code.replace('_', "-"));
        if self.knows(&name) { self.say(&name, &[]) } else { code.replace('_', " ") }
    }

    /// A code in the form that agrees with a noun, a message that may have a gender: a French invoice is
    /// “annulée”, a payment “annulé”.
    pub fn agreeing(&self, noun: &str, code: &str) -> String {
        let name = format!("word-{}", code.replace('_', "-"));
        let gender = self.attribute(noun, "gender", &[]);
        let form = gender.and_then(|gender| self.attribute(&name, &gender, &[]));
        form.unwrap_or_else(|| self.word(code))
    }

    /// Terms of payment: `net 30`, `net 30 jours`.
    pub fn terms(&self, terms: Terms) -> String {
        let days = |days: u16| days.to_string();
        match terms {
            Terms::Net(net) => self.say("terms-net", &[("days", &days(net))]),
            Terms::EndOfMonth(after) => self.say("terms-month-end", &[("days", &days(after))]),
            Terms::EarlyDiscount { percent, within, net } => {
                let percent = self.figure(&percent.value().normalize().to_string());
                let (within, net) = (days(within), days(net));
                let parts = [("percent", percent.as_str()), ("within", &within), ("days", &net)];
                self.say("terms-early", &parts)
            }
        }
    }

    /// A day with its year: `02 Nov 2026`.
    pub fn day(&self, day: Day) -> String {
        format!("{:02} {} {}", day.date().day(), self.month(day), day.year())
    }

    /// The month of a day, as dates have it.
    pub fn month(&self, day: Day) -> String {
        self.say(&format!("month-{}", u8::from(day.date().month())), &[])
    }

    /// What else people call a command, by the name of its words: texts between commas.
    pub fn also(&self, name: &str) -> String {
        self.attribute(name, "also", &[]).unwrap_or_default()
    }

    /// An attribute of a message, if it has it.
    fn attribute(&self, name: &str, attribute: &str, parts: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(name)?.get_attribute(attribute)?.value();
        let mut args = FluentArgs::new();
        for (part, value) in parts {
            args.set(*part, value_of(value));
        }
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// The text of a [`Worded`] value in this language.
    pub fn tell(&self, it: &(impl Worded + ?Sized)) -> String {
        let Message { key, args } = it.message();
        let value = |argument| match argument {
            Argument::Text(text) => text,
            Argument::Message(message) => self.tell(&message),
            Argument::Figure { figure } => self.told_amount(&figure),
            Argument::Day { day } => day.parse().map_or(day, |day| self.day(day)),
        };
        let args: Vec<_> = args.into_iter().map(|(name, it)| (name, value(it))).collect();
        let is_systems = self.is_at_desk && key.starts_with("system-error-");
        let plain = if is_systems { self.attribute(&key, "desk", &[]) } else { None };
        plain.or_else(|| self.written(&key, &args)).unwrap_or_else(|| key.into_owned())
    }

    /// The text of a refusal on the command line and in JSON, one sentence.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        self.rule(refusal.rule.name(), &refusal.args)
    }

    /// The text of a warning, one sentence.
    pub fn warning(&self, warning: &Warning) -> String {
        self.rule(&warning.rule, &warning.args)
    }

    /// The codes of all languages, as alternatives: `en or fr`.
    pub fn languages(&self) -> String {
        self.either(Language::ALL.map(Language::code))
    }

    /// Alternatives as the language lists them: `a, b or c`.
    pub fn either<T: AsRef<str>>(&self, all: impl IntoIterator<Item = T>) -> String {
        let all: Vec<T> = all.into_iter().collect();
        let Some((last, front)) = all.split_last() else { return String::new() };
        let front: Vec<&str> = front.iter().map(AsRef::as_ref).collect();
        if front.is_empty() {
            return last.as_ref().to_string();
        }
        let parts = [("first", front.join(", ")), ("last", last.as_ref().to_string())];
        self.say("list-either", &parts.each_ref().map(|(name, it)| (*name, it.as_str())))
    }

    fn rule(&self, rule: &str, given: &[(Cow<'static, str>, String)]) -> String {
        self.written(&key(rule), given).unwrap_or_else(|| rule.to_string())
    }

    /// The text of a refusal or an error; `None` if there are no words for it.
    fn written(&self, key: &str, given: &[(Cow<'static, str>, String)]) -> Option<String> {
        let mut args = FluentArgs::new();
        // The default form of dates.
        args.set("format", "YYYY-MM-DD");
        args.set("languages", self.languages());
        for (name, value) in given {
            let value = match name.as_ref() {
                // Arguments that are always amounts are formatted for the language.
                "amount" | "exposure" | "limit" | "left" | "above" | "open" | "owed"
                    if plain::parse(value).is_ok() =>
                {
                    self.told_amount(value).into()
                }
                // The error of a library may have several lines.
                "why" | "text" if !key.starts_with("rule-") => marks::marked_page(value).into(),
                _ => value_of(value),
            };
            args.set(name.as_ref(), value);
        }
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_words() {
        let words = Words::english();
        let missing: Vec<&str> =
            Rule::ALL.iter().filter(|rule| !words.has(**rule)).map(|rule| rule.name()).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn a_near_code_is_offered_and_none_is_not() {
        let words = Words::english();
        let unknown = |near: &str| {
            let refusal = Refusal::new(Rule::CustomerUnknown, "customer");
            words.refusal(&refusal.with("given", "C0042").with("near", near))
        };
        assert_eq!(unknown("C0024"), "there is no customer C0042; did you mean C0024?");
        assert_eq!(unknown("none"), "there is no customer C0042");
    }
}
