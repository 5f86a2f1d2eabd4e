//! Parses typed text into parts. May use: domain, part.

use crate::domain::grouped::words_of_amount;

use super::part::{Deduction, Paid, RemittanceError, RemittancePart};

/// How amounts are written: the decimal mark, and the number of the currency's decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountForm {
    /// `.` or `,`.
    pub decimal_mark: char,
    /// 0 for RWF, 2 for CAD, at most 4.
    pub digits: u32,
}

/// Parses a remittance. Parts are separated by commas, semicolons or line breaks; a comma between digits
/// belongs to the amount if the company writes amounts that way.
pub fn parse(text: &str, form: AmountForm) -> Result<Vec<RemittancePart>, RemittanceError> {
    let parts = split(text, form).into_iter().map(|part| read(&part, form));
    let parts: Vec<RemittancePart> = parts.collect::<Result<_, _>>()?;
    if parts.is_empty() { Err(RemittanceError::Empty) } else { Ok(parts) }
}

/// The parts as typed, with single blanks between their words.
pub fn split(text: &str, form: AmountForm) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut parts = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let is_end = match letter {
            ';' | '\n' | '\r' => true,
            ',' => !is_in_amount(&letters, at, form),
            _ => false,
        };
        match parts.last_mut() {
            Some(part) if !is_end => part.push(*letter),
            _ => parts.push(String::new()),
        }
    }
    let words = |part: String| part.split_whitespace().collect::<Vec<_>>().join(" ");
    parts.into_iter().map(words).filter(|part| !part.is_empty()).collect()
}

/// Whether a comma is a decimal mark, or comes before three digits of a larger amount.
pub(super) fn is_in_amount(letters: &[char], at: usize, form: AmountForm) -> bool {
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let behind = letters[at + 1..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let is_between = at > 0 && is_digit(at - 1) && behind > 0;
    let most = usize::try_from(form.digits).unwrap_or(0).max(1);
    is_between && if form.decimal_mark == ',' { behind <= most } else { behind == 3 }
}

fn read(part: &str, form: AmountForm) -> Result<RemittancePart, RemittanceError> {
    let typed = part.to_string();
    let words: Vec<&str> = part.split(' ').collect();
    let Some((reference, mut words)) = words.split_first().filter(|(_, words)| !words.is_empty())
    else {
        return Err(RemittanceError::NothingPaid { part: typed });
    };
    let mut read =
        RemittancePart { typed, reference: (*reference).to_string(), paid: None, deduction: None };
    // An amount may have spaces between its groups of three digits.
    let mut next = || {
        let (amount, rest) = words.split_at_checked(words_of_amount(words, digits(form)))?;
        words = rest;
        Some((amount.concat(), rest))
    };
    let Some((mut word, mut rest)) = next() else { return Ok(read) };
    if !word.starts_with(['-', '−']) {
        read.paid = Some(paid(part, &word, form)?);
        match next() {
            Some(behind) => (word, rest) = behind,
            None => return Ok(read),
        }
    }
    let Some(amount) = word.strip_prefix(['-', '−']) else {
        return Err(RemittanceError::TooMuch { part: read.typed, word });
    };
    let amount = minor(part, amount, form)?;
    let reason = rest.join(" ");
    if reason.is_empty() {
        return Err(RemittanceError::NoReason { part: read.typed });
    }
    read.deduction = Some(Deduction { amount, reason });
    Ok(read)
}

/// How many decimals an amount may have.
fn digits(form: AmountForm) -> u8 {
    u8::try_from(form.digits).unwrap_or(u8::MAX)
}

fn paid(part: &str, word: &str, form: AmountForm) -> Result<Paid, RemittanceError> {
    match word.to_lowercase().as_str() {
        "all" | "tout" => Ok(Paid::All),
        _ => minor(part, word, form).map(Paid::Amount),
    }
}

/// An amount in minor units.
fn minor(part: &str, word: &str, form: AmountForm) -> Result<i64, RemittanceError> {
    let example = match form.digits {
        0 => "400".to_string(),
        digits => format!("400{}{}", form.decimal_mark, "5".repeat(digits.min(4) as usize)),
    };
    let typed = word.to_string();
    let not = || RemittanceError::NotAnAmount {
        part: part.to_string(),
        word: typed.clone(),
        example: example.clone(),
    };
    let out = || RemittanceError::AmountOutOfRange {
        part: part.to_string(),
        word: typed.clone(),
        digits: form.digits,
    };
    // `400k` is 400,000, as in every other field for an amount.
    let (word, zeros) = match (word.strip_suffix(['k', 'K']), word.strip_suffix(['m', 'M'])) {
        (Some(rest), _) => (rest, 3),
        (_, Some(rest)) => (rest, 6),
        _ => (word, 0),
    };
    let (whole, decimals) = word.split_once(form.decimal_mark).unwrap_or((word, ""));
    let group = if form.decimal_mark == ',' { '.' } else { ',' };
    let whole = ungrouped(whole, group).ok_or_else(not)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(decimals) || word.ends_with(form.decimal_mark) {
        return Err(not());
    }
    let width = form.digits as usize + zeros;
    if decimals.len() > width {
        return Err(out());
    }
    let digits = format!("{whole}{decimals:0<width$}");
    digits.parse::<i64>().ok().filter(|amount| *amount > 0).ok_or_else(out)
}

/// The digits without the marks between groups of three; `None` if it contains anything else.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = rest.iter().all(|three| three.len() == 3 && is_digits(three))
        && (rest.is_empty() || (1..=3).contains(&first.len()));
    (is_digits(first) && is_grouped).then(|| format!("{first}{}", rest.concat()))
}
