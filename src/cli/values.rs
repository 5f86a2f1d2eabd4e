//! The values of arguments: days, numbers, languages. May use: domain, words, clap.

use std::ffi::OsStr;
use std::num::NonZeroUsize;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::domain::{Cause, Day, Language, Message};
use crate::words::Words;

/// A day.
pub fn day(text: &str) -> Result<Day, Cause> {
    let unclear =
        || Cause::said("usage-day", "write a day that exists (years 1900 to 2999) as YYYY-MM-DD");
    text.parse().map_err(|_| unclear())
}

/// A whole number from 1.
pub fn at_least_one(text: &str) -> Result<NonZeroUsize, Cause> {
    text.parse().map_err(|_| Cause::said("usage-at-least-one", "write a whole number from 1 up"))
}

/// A type of whole numbers from 0.
pub trait Whole: TryFrom<u64> {
    /// The largest value.
    const MOST: u64;
}

impl Whole for u32 {
    const MOST: u64 = u32::MAX as u64;
}

impl Whole for u64 {
    const MOST: u64 = u64::MAX;
}

impl Whole for usize {
    const MOST: u64 = usize::MAX as u64;
}

/// A whole number from 0.
pub fn whole<T: Whole>(text: &str) -> Result<T, Cause> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_plain).and_then(|it: u64| T::try_from(it).ok());
    let english = || format!("write a whole number from 0 to {}", T::MOST);
    let message = || Message::new("usage-whole-number").with("most", T::MOST);
    number.ok_or_else(|| Cause::new(english(), message()))
}

/// Reads a language. `--help`, the manual page and completions list the codes of all languages.
#[derive(Clone)]
pub struct LanguageParser;

impl TypedValueParser for LanguageParser {
    type Value = Language;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Language, Error> {
        language.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Language::ALL.into_iter().map(|it| PossibleValue::new(it.code()))))
    }
}

fn language(text: &str) -> Result<Language, Cause> {
    let english = || format!("write {}", Words::english().languages());
    Language::parse(text).ok_or_else(|| Cause::new(english(), Message::new("usage-language")))
}
