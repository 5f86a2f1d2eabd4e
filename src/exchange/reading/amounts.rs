//! Numbers as other programs write them, read exactly or not at all. May use: domain, the words of the files.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::marks::{CurrencyMark, joint, mark_of};
use super::seen::{Example, Seen};

/// The decimal mark of a column's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimals {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

/// The side of an account that a number is marked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountSide {
    /// `DR`
    Debit,
    /// `CR`
    Credit,
}

/// The format of a field's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberStyle {
    /// The decimal mark.
    pub decimals: Decimals,
    /// Whether a number marked `CR` is positive and one marked `DR` negative, as in payments.
    pub credit_is_positive: bool,
    /// Whether digits are grouped as in India: `1,23,456.78`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_lakhs: bool,
}

/// A number, separated from what is written around its digits.
pub struct Figure {
    negative: bool,
    /// Its digits, with the marks between them.
    core: String,
    /// Whether a percent sign follows.
    pub percent: bool,
    /// The currency mark next to it.
    pub mark: Option<&'static CurrencyMark>,
    /// The side that it is marked for.
    pub side: Option<AccountSide>,
}

/// What columns of numbers or dates contain for "nothing".
pub fn says_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—" | "--") || text.trim().eq_ignore_ascii_case("n/a")
}

/// Replaces all variants of blanks, minus signs and apostrophes by one each.
fn plain_marks(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte == b' ' || byte.is_ascii() && !char::from(byte).is_whitespace();
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text.trim());
    }
    let plain = |letter: char| match letter {
        letter if letter.is_whitespace() => ' ',
        '\u{2212}' | '\u{2010}'..='\u{2013}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{2032}' => '\'',
        letter => letter,
    };
    Cow::Owned(text.trim().chars().map(plain).collect())
}

/// Whether a character belongs to the number itself.
fn is_core(letter: char) -> bool {
    letter.is_ascii_digit() || ".,' ".contains(letter)
}

/// Whether a character belongs to a word or a symbol next to a number.
fn is_beside(letter: char) -> bool {
    !is_core(letter) && !"()+-%\"=".contains(letter) && !letter.is_control()
}

impl Figure {
    /// Splits a cell; `None` if it is not a single number.
    pub fn of(text: &str) -> Option<Figure> {
        let text = plain_marks(text);
        let mut figure =
            Figure { negative: false, core: String::new(), percent: false, mark: None, side: None };
        let (mut rest, mut is_signed) = (&*text, false);
        loop {
            rest = rest.trim();
            let mut sign = |negative: bool| {
                let first = !std::mem::replace(&mut is_signed, true);
                figure.negative = negative;
                first.then_some(())
            };
            if let Some(inner) = rest.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
                sign(true)?;
                rest = inner;
            } else if let Some(after) = rest.strip_prefix('-') {
                sign(true)?;
                rest = after;
            } else if let Some(before) = rest.strip_suffix('-') {
                sign(true)?;
                rest = before;
            } else if let Some(after) = rest.strip_prefix('+') {
                sign(false)?;
                rest = after;
            } else if let Some(before) = rest.strip_suffix('%').filter(|_| !figure.percent) {
                figure.percent = true;
                rest = before;
            } else {
                let shorter = figure.without_word(rest)?;
                if shorter == rest {
                    break;
                }
                rest = shorter;
            }
        }
        let is_number = rest.chars().all(is_core) && rest.ends_with(|it: char| it.is_ascii_digit());
        rest.clone_into(&mut figure.core);
        is_number.then_some(figure)
    }

    /// Takes a currency, `DR` or `CR` from one end. `None` for any other word; the unchanged text if
    /// there is none.
    fn without_word<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let front = text.len() - text.trim_start_matches(is_beside).len();
        let back = text.trim_end_matches(is_beside).len();
        let (word, rest) = match (front, back) {
            (0, back) if back == text.len() => return Some(text),
            (0, back) => (text.get(back..)?, text.get(..back)?),
            (front, _) => {
                let rest = text.get(front..)?;
                // “KSh. 40”
                (text.get(..front)?, rest.strip_prefix(". ").unwrap_or(rest))
            }
        };
        match word.to_ascii_uppercase().as_str() {
            "DR" | "DT" if self.side.is_none() => self.side = Some(AccountSide::Debit),
            "CR" | "CT" if self.side.is_none() => self.side = Some(AccountSide::Credit),
            _ => self.mark = Some(joint(self.mark, mark_of(word)?)?),
        }
        Some(rest)
    }

    /// The lengths of the groups between commas, the first one separately; `None` if there is only one
    /// group.
    fn groups(&self) -> Option<(usize, Vec<usize>)> {
        let whole = self.core.split_once('.').map_or(self.core.as_str(), |(whole, _)| whole);
        let mut groups = whole.split(',').map(str::len);
        let first = groups.next()?;
        let others: Vec<usize> = groups.collect();
        (others.len() > 1 && !self.core.starts_with('0')).then_some((first, others))
    }

    /// Whether digits are grouped as in India: three at the end, two before that.
    fn is_by_lakhs(&self) -> bool {
        self.groups().is_some_and(|(first, others)| {
            let (last, middle) = others.split_last().unwrap_or((&0, &[]));
            (1..=2).contains(&first) && *last == 3 && middle.iter().all(|group| *group == 2)
        })
    }

    /// Whether digits are grouped by threes in a way that India's grouping excludes.
    fn is_by_thousands(&self) -> bool {
        self.groups().is_some_and(|(_, others)| others.iter().all(|group| *group == 3))
    }

    /// The number in plain notation, if its digits can be read with this decimal mark.
    pub fn plain(&self, decimals: Decimals) -> Option<String> {
        let (mark, other) = match decimals {
            Decimals::Point => ('.', ','),
            Decimals::Comma => (',', '.'),
        };
        let (whole, fraction) = match self.core.split_once(mark) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (self.core.as_str(), None),
        };
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if fraction.is_some_and(|digits| digits.is_empty() || !is_digits(digits)) {
            return None;
        }
        let is_parting = |letter: char| [other, ' ', '\''].contains(&letter);
        let mut parting = whole.chars().filter(|it| !it.is_ascii_digit());
        let first_mark = parting.next();
        if first_mark.is_some_and(|it| !is_parting(it)) || parting.any(|it| Some(it) != first_mark)
        {
            return None;
        }
        let mut groups = whole.split(is_parting);
        let first = groups.next().unwrap_or_default();
        if first_mark.is_some()
            && !(decimals == Decimals::Point && self.is_by_lakhs())
            && (!(1..=3).contains(&first.len())
                || first.starts_with('0')
                || groups.any(|group| group.len() != 3))
        {
            return None;
        }
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let digits = match digits.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        let sign = if self.negative { "-" } else { "" };
        Some(match fraction {
            Some(fraction) => format!("{sign}{digits}.{fraction}"),
            None => format!("{sign}{digits}"),
        })
    }
}

impl NumberStyle {
    /// The style of numbers that are known by the type of their cell.
    pub const TYPED: NumberStyle =
        NumberStyle { decimals: Decimals::Point, credit_is_positive: false, by_lakhs: false };

    /// The number in a cell in plain notation, with its percent sign if there is one.
    pub fn read(self, text: &str) -> Option<String> {
        let figure = Figure::of(text)?;
        if figure.is_by_lakhs() && !self.by_lakhs {
            return None;
        }
        let plain = figure.plain(self.decimals)?;
        let turned = match figure.side {
            None => false,
            Some(AccountSide::Credit) => !self.credit_is_positive,
            Some(AccountSide::Debit) => self.credit_is_positive,
        };
        let plain = match (turned, plain.strip_prefix('-')) {
            (false, _) => plain,
            // A sign in addition to a side repeats or contradicts it.
            (true, Some(_)) => return None,
            (true, None) => format!("-{plain}"),
        };
        Some(if figure.percent { plain + "%" } else { plain })
    }
}

/// What the cells of a column show about the format of its numbers.
#[derive(Default)]
pub struct NumberEvidence {
    /// A cell that needs a decimal point.
    point: Option<Example>,
    /// A cell that needs a decimal comma.
    comma: Option<Example>,
    /// A cell that is one number with a decimal point and another with a comma.
    either: Option<Example>,
    /// A cell that is not plain notation.
    pub not_plain: Option<Example>,
    /// A cell marked `DR` or `CR`.
    pub side: Option<Example>,
    /// Cells without a percent sign that are positive or negative.
    pub no_percent: Option<Example>,
    /// Whether any cell certainly has one or two decimals.
    pub has_cents: bool,
    /// Whether any cell's digits are grouped as in India.
    lakhs: bool,
    /// Whether any cell's digits are certainly grouped by threes.
    thousands: bool,
    /// The currency marks of the cells.
    pub marks: BTreeSet<&'static str>,
}

/// The decimal mark of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DecimalsDecided {
    /// All cells can be read in only one way.
    One(Decimals),
    /// All cells are the same numbers either way.
    Any,
    /// A cell is a different number with a point than with a comma.
    Unclear(Example),
    /// One cell needs a point, another a comma.
    Mixed(Example, Example),
}

impl NumberEvidence {
    /// Takes a cell into account. Returns whether it is a number at all.
    pub fn add(&mut self, seen: Seen) -> bool {
        let Some(figure) = Figure::of(seen.text) else { return false };
        let readings = [Decimals::Point, Decimals::Comma].map(|decimals| figure.plain(decimals));
        let slot = match &readings {
            [None, None] => return false,
            [Some(_), None] => Some(&mut self.point),
            [None, Some(_)] => Some(&mut self.comma),
            [Some(one), Some(other)] => (one != other).then_some(&mut self.either),
        };
        if let Some(slot) = slot {
            seen.keep(slot);
        }
        if let [Some(sure), None] | [None, Some(sure)] = &readings {
            self.has_cents |= sure.split_once('.').is_some_and(|(_, decimals)| decimals.len() < 3);
        }
        let plain = readings[0].as_ref();
        if plain.is_none_or(|plain| plain != seen.text && !is_plain(seen.text)) {
            seen.keep(&mut self.not_plain);
        }
        self.lakhs |= figure.is_by_lakhs();
        self.thousands |= figure.is_by_thousands();
        if figure.side.is_some() {
            seen.keep(&mut self.side);
        }
        self.add_marks(&figure, seen);
        true
    }

    /// Takes a cell into account whose number is known by its type. Returns whether it is a number at
    /// all.
    pub fn add_typed(&mut self, seen: Seen) -> bool {
        let Some(figure) = Figure::of(seen.text) else { return false };
        self.add_marks(&figure, seen);
        true
    }

    fn add_marks(&mut self, figure: &Figure, seen: Seen) {
        let is_zero = !figure.core.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
        if !figure.percent && !is_zero {
            seen.keep(&mut self.no_percent);
        }
        self.marks.extend(figure.mark.map(|mark| mark.text.as_str()));
    }

    /// Whether digits are grouped as in India. If some cells are grouped by threes, one that is not is a
    /// typing mistake, not Indian.
    pub fn is_by_lakhs(&self) -> bool {
        self.lakhs && !self.thousands
    }

    /// The decimal mark of the column.
    pub fn decided(&self) -> DecimalsDecided {
        match (&self.point, &self.comma, &self.either) {
            (Some(one), Some(other), _) => DecimalsDecided::Mixed(one.clone(), other.clone()),
            (Some(_), None, _) => DecimalsDecided::One(Decimals::Point),
            (None, Some(_), _) => DecimalsDecided::One(Decimals::Comma),
            (None, None, Some(either)) => DecimalsDecided::Unclear(either.clone()),
            (None, None, None) => DecimalsDecided::Any,
        }
    }
}

/// Whether a text is a number in the notation of the book's own files.
fn is_plain(text: &str) -> bool {
    crate::domain::plain::parse(text.trim_end_matches('%')).is_ok()
}

#[cfg(test)]
mod tests;
