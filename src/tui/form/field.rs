//! A field as it is typed, and its value. May use: the entries, matching, tui-input.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::Value;
use tui_input::Input;

use crate::domain::money::padded;
use crate::domain::number::NumberEnd;
use crate::domain::terms::Terms;
use crate::domain::{Currency, Day};
use crate::exchange::import::terms as imported;
use crate::ledger::query::balance::BalanceItem;
use crate::matching::remittance::{self, AmountForm, Paid, RemittancePart};
use crate::tui::dates;
use crate::tui::entry::day::DayDirection;
use crate::tui::entry::{Unclear, amount, choice, day, moment};
use crate::words::Words;

use super::spec::FieldKind;

/// What reading a field depends on.
pub struct FieldContext<'a> {
    /// The words of the desk's language.
    pub words: &'a Words,
    /// Today in the company's zone.
    pub today: Day,
    /// The day that `+30` counts from.
    pub from: Day,
    /// Where a day lies that is typed in part.
    pub direction: DayDirection,
    /// The company's zone.
    pub zone: &'a str,
    /// The account's currency.
    pub currency: Option<Currency>,
    /// The open items of the account that are known.
    pub items: &'a [BalanceItem],
    /// Whether the account has more open items.
    pub has_more: bool,
    /// The choices.
    pub choices: &'a [String],
    /// The number to be retyped.
    pub again: &'a str,
}

/// The value of what was typed.
#[derive(Clone, PartialEq, Debug)]
pub struct Meant {
    /// The value for the command.
    pub value: Value,
    /// The value as people read it, if that differs from what was typed.
    pub echo: Option<String>,
}

/// A text input with its cursor.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The content.
    pub input: Input,
    /// The given text. The first letter typed replaces it, unless the cursor was moved first.
    pub given: String,
    /// Whether the next letter replaces the whole text.
    pub is_fresh: bool,
    /// Whether anything was typed: a given value no longer replaces it.
    pub is_touched: bool,
    /// What the desk filled in over the given text, if it did.
    pub filled: Option<String>,
}

impl Text {
    /// An input with a given text.
    pub fn given(text: &str) -> Text {
        Text {
            input: Input::new(text.to_string()),
            given: text.to_string(),
            is_fresh: !text.is_empty(),
            ..Text::default()
        }
    }

    /// An input with a saved text, and the text that was given then.
    pub fn kept(text: &str, given: &str) -> Text {
        Text {
            input: Input::new(text.to_string()),
            given: given.to_string(),
            is_touched: text != given,
            ..Text::default()
        }
    }

    /// The content.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_string());
        (self.is_fresh, self.is_touched) = (false, true);
    }

    /// Fills in a text that differs from the given one. Nobody has typed it, so nothing is lost with it.
    pub fn fill(&mut self, text: &str) {
        self.set(text);
        self.filled = Some(text.to_string());
    }

    /// Whether it holds something that the user typed and that stands nowhere else.
    pub fn is_typed(&self) -> bool {
        self.is_touched && self.value() != self.filled.as_deref().unwrap_or(&self.given)
    }

    /// Handles a key. Returns whether it was one for a text.
    pub fn key(&mut self, key: crossterm::event::KeyEvent) -> bool {
        use crossterm::event::{Event, KeyCode};
        use tui_input::backend::crossterm::EventHandler;
        if self.is_fresh && matches!(key.code, KeyCode::Char(_) | KeyCode::Backspace) {
            let types = !crate::tui::keymap::is_control(key);
            if types {
                self.input.reset();
            }
        }
        let changed = self.input.handle_event(&Event::Key(key));
        self.is_fresh &= changed.is_none();
        self.is_touched |= changed.is_some_and(|changed| changed.value);
        changed.is_some()
    }

    /// Inserts pasted text, without control characters.
    pub fn paste(&mut self, text: &str) {
        if self.is_fresh {
            self.input.reset();
            self.is_fresh = false;
        }
        self.is_touched = true;
        let blank = |letter: char| if letter.is_control() { ' ' } else { letter };
        let pasted = text.chars().map(blank);
        // All at once: letter by letter, a large paste would take the square of its length.
        let cursor = self.input.cursor();
        let (before, after): (Vec<char>, Vec<char>) = {
            let mut letters = self.input.value().chars();
            (letters.by_ref().take(cursor).collect(), letters.collect())
        };
        let end = cursor + text.chars().count();
        let value = before.into_iter().chain(pasted).chain(after).collect();
        self.input = Input::new(value).with_cursor(end);
    }
}

/// Reads a text; `None` if it is blank.
pub fn read(entry: FieldKind, text: &str, by: &FieldContext) -> Result<Option<Meant>, Unclear> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let plain = |value: String| Meant { value: Value::String(value), echo: None };
    let echoed =
        |value: String, echo: String| Meant { value: Value::String(value), echo: Some(echo) };
    let meant = match entry {
        FieldKind::Text if !by.choices.is_empty() => offered(typed, by),
        // A field that is looked up is read by its offers.
        FieldKind::Text
        | FieldKind::Customer
        | FieldKind::Payment
        | FieldKind::Payments
        | FieldKind::LineParts => plain(typed.to_string()),
        FieldKind::Amount | FieldKind::Price => {
            let value = match (by.currency, entry) {
                (Some(currency), FieldKind::Amount) => amount::in_currency(typed, currency)?,
                (Some(currency), _) => amount::price(typed, currency)?,
                (None, _) => amount::read(typed, None)?,
            };
            echoed(value.to_string(), figure(value, by))
        }
        FieldKind::Figure => {
            let value = amount::read(typed, None)?.to_string();
            echoed(value.clone(), by.words.figure(&value))
        }
        FieldKind::Count => {
            let count: u16 = typed.parse().map_err(|_| Unclear::new("entry-count", typed))?;
            Meant { value: Value::from(count), echo: None }
        }
        FieldKind::Percent => percent(typed, by)?,
        FieldKind::Day => {
            let day = day::read_as(typed, by.today, by.from, by.direction)?;
            echoed(day.to_string(), dates::with_weekday(by.words, day))
        }
        FieldKind::Moment => {
            let at = moment::read_as(typed, by.today, by.zone, by.direction)?;
            let echo = dates::of_moment(by.words, &at);
            echoed(at, echo)
        }
        FieldKind::Choice => {
            let word = chosen(typed, by)?;
            echoed(word.clone(), word)
        }
        FieldKind::Item => {
            let number = item(typed, by)?;
            echoed(number.clone(), number)
        }
        FieldKind::Items => items(typed, by)?,
        FieldKind::Taxes => taxes(typed),
        FieldKind::Terms => terms(typed, by),
        FieldKind::Remittance => echoed(remitted(typed, by)?, typed.to_string()),
        FieldKind::Again => plain(again(typed, by.again)?),
    };
    Ok(Some(meant))
}

/// Reads a number retyped to confirm, whole or by its count.
fn again(typed: &str, number: &str) -> Result<String, Unclear> {
    if let Some(NumberEnd::Count | NumberEnd::Whole) = NumberEnd::of(number, typed) {
        return Ok(typed.to_string());
    }
    let unclear = Unclear::new("entry-again", typed).with("number", number);
    Err(unclear.with("end", NumberEnd::shortest(number)))
}

/// Reads one of the offered texts, or a new text.
fn offered(typed: &str, by: &FieldContext) -> Meant {
    let code = chosen(typed, by).ok();
    let value = code.clone().unwrap_or_else(|| typed.to_string());
    Meant { value: Value::String(value), echo: code }
}

/// Reads tax codes.
fn taxes(typed: &str) -> Meant {
    let codes: Vec<String> = several(typed).map(str::to_uppercase).collect();
    Meant { value: Value::from(codes), echo: None }
}

/// Reads terms of payment; what is not understood is left to the book.
fn terms(typed: &str, by: &FieldContext) -> Meant {
    let days = || format!("net {typed}").parse::<Terms>().ok();
    let read = imported::terms(typed).or_else(days);
    let echo = read.filter(|terms| terms.to_string() != typed).map(|it| by.words.terms(it));
    let value = read.map_or_else(|| typed.to_string(), |terms| terms.to_string());
    Meant { value: Value::String(value), echo }
}

/// Reads a percentage, with or without its sign.
fn percent(typed: &str, by: &FieldContext) -> Result<Meant, Unclear> {
    let value = amount::read(typed.strip_suffix('%').unwrap_or(typed), None)?;
    let echo = by.words.percent(value);
    Ok(Meant { value: Value::String(format!("{value}%")), echo: Some(echo) })
}

/// Writes a sum with the currency's decimals.
fn figure(value: Decimal, by: &FieldContext) -> String {
    by.words.figure(&padded(value, by.currency.map_or(0, |currency| currency.scale())))
}

/// The word for a choice in the language of the desk.
fn spoken(code: &str, by: &FieldContext) -> String {
    let name = format!("word-{}", code.replace('_', "-"));
    if by.words.knows(&name) { by.words.say(&name, &[]) } else { code.replace('_', " ") }
}

/// The choice that was typed, by its code or by the word for it in the language of the desk.
pub(super) fn chosen(typed: &str, by: &FieldContext) -> Result<String, Unclear> {
    let spoken = |code: &String| spoken(code, by);
    let words: Vec<String> =
        by.choices.iter().map(|code| spoken(code).to_lowercase().replace(' ', "_")).collect();
    let by_word = choice::read(typed, &words).map(str::to_string);
    let by_code = choice::read(typed, by.choices).map(str::to_string);
    let place = by_word.as_ref().ok().and_then(|word| words.iter().position(|known| known == word));
    let unclear = match (by_code, place.and_then(|place| by.choices.get(place)), by_word) {
        (Ok(code), ..) => return Ok(code),
        (Err(_), Some(code), _) => return Ok(code.clone()),
        (_, None, Err(either)) if either.words == "entry-choice-either" => either.words,
        (Err(unclear), ..) => unclear.words,
    };
    // The choices in the language of the desk, as they are read and typed.
    let begun = typed.to_lowercase().replace([' ', '-'], "_");
    let is_meant = |(code, word): &(&String, &String)| {
        unclear == "entry-choice" || code.starts_with(&begun) || word.starts_with(&begun)
    };
    let meant = by.choices.iter().zip(&words).filter(is_meant).map(|(code, _)| spoken(code));
    Err(Unclear::new(unclear, typed).with("choices", meant.collect::<Vec<_>>().join(", ")))
}

/// How the language of the desk writes amounts of a currency.
pub(super) fn amount_form(words: &Words, currency: Currency) -> AmountForm {
    let decimal_mark = words.say("mark-decimals", &[]).chars().next().unwrap_or('.');
    AmountForm { decimal_mark, digits: u32::from(currency.scale()) }
}

/// Whether a text names open items of the account and says what is paid on each.
pub(super) fn is_remittance(typed: &str, by: &FieldContext) -> bool {
    let Some(currency) = by.currency else { return false };
    let form = amount_form(by.words, currency);
    // A number alone is often a payment's reference; a number and “all” is none, whatever it names.
    let is_meant = |part: &RemittancePart| {
        let is_number = part.reference.bytes().any(|byte| byte.is_ascii_digit());
        let is_all = is_number && part.paid == Some(Paid::All);
        part.typed.contains(' ') && (is_all || item(&part.reference, by).is_ok())
    };
    remittance::parse(typed, form).is_ok_and(|parts| parts.iter().all(is_meant))
}

/// Rewrites a remittance for the command: amounts by the marks of the desk's language, reasons as codes
/// instead of words.
fn remitted(typed: &str, by: &FieldContext) -> Result<String, Unclear> {
    let Some(currency) = by.currency else { return Ok(typed.to_string()) };
    let form = amount_form(by.words, currency);
    let mut parts = remittance::parse(typed, form).map_err(|error| {
        let refusal = error.refusal("remittance", currency);
        let mut unclear = Unclear::new("rule-remittance-unread", typed);
        for (name, value) in refusal.args {
            if let Cow::Borrowed(name) = name {
                unclear = unclear.with(name, value);
            }
        }
        unclear
    })?;
    for held in parts.iter_mut().filter_map(|part| part.deduction.as_mut()) {
        let begins = |code: &&String| {
            let spoken = spoken(code, by).to_lowercase();
            let rest = held.reason.to_lowercase().strip_prefix(&spoken).map(str::to_string);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        if let Some(code) = by.choices.iter().find(begins) {
            let words = spoken(code, by).split(' ').count();
            let rest = held.reason.split(' ').skip(words);
            held.reason = std::iter::once(code.as_str()).chain(rest).collect::<Vec<_>>().join(" ");
        }
    }
    Ok(remittance::written(&parts, form.digits))
}

/// The open item that a number, or the end of one, means.
fn item(typed: &str, by: &FieldContext) -> Result<String, Unclear> {
    let owed = by.items.iter().filter(|item| item.outstanding.is_positive());
    let typed_up = typed.to_uppercase();
    let is_whole = typed.contains('-') || by.items.iter().any(|item| item.item.0 == typed_up);
    if by.has_more {
        // The item that the number means may not be known yet.
        let unclear = || Unclear::new("entry-item-reading", typed);
        return if is_whole { Ok(typed_up) } else { Err(unclear()) };
    }
    let ends =
        owed.filter_map(|item| Some((NumberEnd::of(&item.item.0, &typed_up)?, &item.item.0)));
    let ends: Vec<(NumberEnd, &String)> = ends.collect();
    let most = ends.iter().map(|(end, _)| *end).max();
    let found = ends.into_iter().filter(|(end, _)| Some(*end) == most);
    let mut found = found.map(|(_, number)| number.clone());
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (Some(one), Some(other)) => {
            Err(Unclear::new("entry-item-either", typed).with("one", one).with("other", other))
        }
        // The item may belong to another account or be settled: the book says so.
        (None, _) if typed.contains('-') => Ok(typed_up),
        (None, _) => Err(Unclear::new("entry-item", typed)),
    }
}

/// Splits a text at commas, plus signs or blanks.
fn several(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', '+', ' ']).filter(|part| !part.is_empty())
}

/// The open items that several numbers, or the ends of them, mean.
fn items(typed: &str, by: &FieldContext) -> Result<Meant, Unclear> {
    let numbers: Vec<String> = several(typed).map(|end| item(end, by)).collect::<Result<_, _>>()?;
    let echo = numbers.join(", ");
    Ok(Meant { value: Value::from(numbers), echo: Some(echo) })
}
