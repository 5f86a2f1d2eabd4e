//! The names things are called by: customer codes and document numbers. May use: std, serde.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, Rule};
use super::text;

/// A customer's code, kept as it shows (`17850.0` too); unique without regard to case.
#[derive(
    Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Code(pub String);

/// A document's number (`INV-2026-00001`), or an allocation's (`A000001`).
#[derive(
    Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Number(pub String);

/// The most characters a code or a number may have.
pub const LONGEST: usize = 32;

impl Code {
    /// The counter of codes that the program gives.
    pub const COUNTER: &'static str = "C";

    /// `C0001`: a code that the program gives.
    pub fn of_count(count: u64) -> Code {
        Code(format!("C{count:04}"))
    }

    /// The code in the form stored: as it shows; refused where it is empty, too long or holds
    /// controls.
    pub fn clean(&self, field: &str) -> Result<Code, Refusal> {
        text::name(field, &self.0, LONGEST).map(Code)
    }

    /// What two codes share when they look the same without regard to case.
    pub fn folded(&self) -> String {
        text::folded(&self.0)
    }
}

impl Number {
    /// `INV-2026-00042`: the series, the year of the document's date, at least five digits.
    pub fn of_series(series: &str, year: i32, count: u64) -> Number {
        Number(format!("{series}-{year}-{count:05}"))
    }

    /// `A000001`: an allocation's number.
    pub fn of_allocation(count: u64) -> Number {
        Number(format!("A{count:06}"))
    }

    /// The count in an allocation's number; `None` where this is not one.
    pub fn allocation_count(&self) -> Option<u64> {
        let shown = text::visible(&self.0);
        let digits = shown.strip_prefix(['A', 'a'])?;
        let count = digits.parse().ok()?;
        (Number::of_allocation(count).0[1..] == *digits).then_some(count)
    }

    /// `D000001`: a draft's number.
    pub fn of_draft(count: u64) -> Number {
        Number(format!("D{count:06}"))
    }

    /// The count in a draft's number; `None` where this is not one.
    pub fn draft_count(&self) -> Option<u64> {
        let shown = text::visible(&self.0);
        let digits = shown.strip_prefix(['D', 'd'])?;
        let count = digits.parse().ok()?;
        (Number::of_draft(count).0[1..] == *digits).then_some(count)
    }

    /// The number in the form stored: as it shows; refused where it is empty, too long or holds
    /// controls.
    pub fn clean(&self, field: &str) -> Result<Number, Refusal> {
        text::name(field, &self.0, LONGEST).map(Number)
    }

    /// What two numbers share when they look the same without regard to case.
    pub fn folded(&self) -> String {
        text::folded(&self.0)
    }
}

/// The kinds of numbers the program gives out by itself; no invoice series may take one's letters.
pub const RESERVED_SERIES: [&str; 10] =
    ["CN", "PAY", "RF", "WO", "DSP", "PRM", "CALL", "CB", "A", "D"];

/// The series of an invoice that names none.
pub const DEFAULT_SERIES: &str = "INV";

/// The series of an invoice: one capital letter and up to seven capitals or digits.
pub fn series(field: &str, given: Option<&str>) -> Result<String, Refusal> {
    let series = given.unwrap_or(DEFAULT_SERIES);
    let mut letters = series.bytes();
    let shape = letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && series.len() <= 8;
    if !shape {
        return Err(Refusal::new(Rule::SeriesMalformed, field).with("given", series));
    }
    if RESERVED_SERIES.contains(&series) {
        return Err(Refusal::new(Rule::SeriesReserved, field).with("given", series));
    }
    Ok(series.to_string())
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_least_five_digits() {
        assert_eq!(Number::of_series("INV", 2026, 1).0, "INV-2026-00001");
        assert_eq!(Number::of_series("INV", 2026, 123_456).0, "INV-2026-123456");
        assert_eq!(Number::of_allocation(7).0, "A000007");
        assert_eq!(Number("A000007".into()).allocation_count(), Some(7));
        assert_eq!(Number("A7".into()).allocation_count(), None);
        assert_eq!(Number("A0000007".into()).allocation_count(), None);
    }

    #[test]
    fn a_series_keeps_clear_of_the_programs_own() {
        assert_eq!(series("series", None), Ok("INV".into()));
        assert_eq!(series("series", Some("KGL2")), Ok("KGL2".into()));
        for bad in ["", "inv", "PAY", "2X", "TOOLONGER", "A-B"] {
            assert!(series("series", Some(bad)).is_err(), "{bad}");
        }
    }
}
