//! Refusals and warnings at the desk: with labels, words, days and amounts as the rest of the screen
//! has them. The command line and JSON keep the names that scripts use. May use: domain.

use std::borrow::Cow;

use crate::domain::{Day, Message, Refusal, Warning, plain};

use super::{Words, key};

/// Arguments that are always figures: amounts, and counts of days or characters.
const FIGURES: [&str; 17] = [
    "above",
    "amount",
    "before",
    "closing",
    "days",
    "difference",
    "discount",
    "due",
    "expected",
    "exposure",
    "left",
    "limit",
    "most",
    "open",
    "opening",
    "owed",
    "total",
];

/// Arguments whose presence means that `given` is an amount.
const BESIDE_AN_AMOUNT: [&str; 5] = ["above", "before", "decimals", "left", "owed"];

/// Arguments that are codes of the program, or lists of codes.
const CODES: [&str; 4] = ["known", "needed", "role", "to"];

impl Words {
    /// The text of a refusal at the desk, in sentences that begin with a capital letter.
    pub fn told(&self, refusal: &Refusal) -> String {
        self.told_of(refusal.rule.name(), &refusal.args)
    }

    /// The text of a warning at the desk.
    pub fn told_warning(&self, warning: &Warning) -> String {
        self.told_of(&warning.rule, &warning.args)
    }

    /// A rule that was overridden, in a few words: “account on hold”.
    pub fn overridden(&self, rule: &str) -> String {
        let said = self.attribute(&key(rule), "overridden", &[]);
        said.unwrap_or_else(|| rule.replace(['.', '_'], " "))
    }

    /// A message about several things: `what` is their list. Nothing, where there are none.
    pub fn tell_all(&self, name: &'static str, things: &[Message]) -> Option<String> {
        let things: Vec<String> = things.iter().map(|thing| self.tell(thing)).collect();
        let told = || self.say(name, &[("what", &things.join(", "))]);
        (!things.is_empty()).then(told)
    }

    fn told_of(&self, rule: &str, given: &[(Cow<'static, str>, String)]) -> String {
        let is_amount = given.iter().any(|(name, _)| BESIDE_AN_AMOUNT.contains(&name.as_ref()));
        let args: Vec<(&str, String)> = given
            .iter()
            .map(|(name, value)| match name.as_ref() {
                // A rule begins with the word for what it is about.
                "state" => ("state", self.agreeing(&format!("word-{}", front(rule)), value)),
                name => (name, self.argument(name, value, is_amount)),
            })
            .collect();
        let languages = self.languages();
        // What every rule may name, as on the command line.
        let always = [("format", "YYYY-MM-DD"), ("languages", languages.as_str())];
        let always = always.into_iter().filter(|(name, _)| args.iter().all(|it| it.0 != *name));
        let args: Vec<(&str, &str)> =
            args.iter().map(|(name, value)| (*name, value.as_str())).chain(always).collect();
        let said = self.attribute(&key(rule), "desk", &args);
        let said = said.unwrap_or_else(|| self.say(&key(rule), &args));
        // A code or a name at the beginning keeps its case.
        match args.iter().any(|(_, value)| !value.is_empty() && said.starts_with(value)) {
            true => said,
            false => capitalised(&said),
        }
    }

    fn argument(&self, name: &str, value: &str, is_amount: bool) -> String {
        if let Some(day) = self.day_in(value) {
            return day;
        }
        let is_figure = FIGURES.contains(&name) || (name == "given" && is_amount);
        match name {
            _ if is_figure && plain::parse(value).is_ok() => match name {
                "days" => self.figure(value),
                "most" if !is_amount => self.figure(value),
                _ => self.told_amount(value),
            },
            "name" => self.label(value),
            name if CODES.contains(&name) => {
                value.split(", ").map(|code| self.word(code)).collect::<Vec<_>>().join(", ")
            }
            _ => value.to_string(),
        }
    }

    /// Formats a value that is a day or a moment for the language; `None` for any other.
    fn day_in(&self, value: &str) -> Option<String> {
        let day: Day = value.get(..10)?.parse().ok()?;
        match value.get(10..) {
            Some("") => Some(self.day(day)),
            Some(time) if time.starts_with('T') => {
                Some(format!("{} {}", self.day(day), time.get(1..6)?))
            }
            _ => None,
        }
    }

    /// The label of a field, by the name that commands have for it.
    fn label(&self, field: &str) -> String {
        let dashed = field.replace('_', "-");
        let mut names =
            ["field-", "column-", "word-"].into_iter().map(|front| front.to_string() + &dashed);
        let known = names.find(|name| self.knows(name));
        known.map_or_else(|| field.replace('_', " "), |name| self.say(&name, &[]))
    }
}

/// What a rule is about: `promise` of `promise.not_open`.
fn front(rule: &str) -> &str {
    rule.split('.').next().unwrap_or(rule)
}

/// Capitalises the first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
