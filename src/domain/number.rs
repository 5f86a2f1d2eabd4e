//! Codes of customers and numbers of documents. May use: std, serde.

use std::cmp::Ordering;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, Rule};
use super::text;

/// A customer's code, kept as given (`17850.0` too); unique regardless of case.
#[derive(
    Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Code(pub String);

/// A document's number (`INV-2026-00001`), or an allocation's (`A000001`). Sorts numerically: 9 comes
/// before 10.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Number(pub String);

/// The most characters a code or a number may have.
pub const LONGEST: usize = 32;

impl Code {
    /// The counter of codes that Daybook assigns.
    pub const COUNTER: &'static str = "C";

    /// A code that Daybook assigns: `C0001`.
    pub fn of_count(count: u64) -> Code {
        Code(format!("C{count:04}"))
    }

    /// The code as it is stored, which is how it looks; refused if it is empty, too long or contains
    /// controls.
    pub fn clean(&self, field: &str) -> Result<Code, Refusal> {
        text::name(field, &self.0, LONGEST).map(Code)
    }

    /// A key that codes share if they differ in case alone.
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

    /// The count in an allocation's number; `None` if this is not one.
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

    /// The count in a draft's number; `None` if this is not one.
    pub fn draft_count(&self) -> Option<u64> {
        let shown = text::visible(&self.0);
        let digits = shown.strip_prefix(['D', 'd'])?;
        let count = digits.parse().ok()?;
        (Number::of_draft(count).0[1..] == *digits).then_some(count)
    }

    /// `BL000001`: the number of a line of a bank statement.
    pub fn of_bank_line(count: u64) -> Number {
        Number(format!("BL{count:06}"))
    }

    /// The count in a bank line's number; `None` if this is not one.
    pub fn bank_line_count(&self) -> Option<u64> {
        let shown = text::visible(&self.0);
        let digits = shown.get(2..).filter(|_| shown[..2].eq_ignore_ascii_case("BL"))?;
        let count = digits.parse().ok()?;
        (Number::of_bank_line(count).0[2..] == *digits).then_some(count)
    }

    /// The number as it is stored, which is how it looks; refused if it is empty, too long or contains
    /// controls.
    pub fn clean(&self, field: &str) -> Result<Number, Refusal> {
        text::name(field, &self.0, LONGEST).map(Number)
    }

    /// A key that numbers share if they differ in case alone.
    pub fn folded(&self) -> String {
        text::folded(&self.0)
    }
}

/// The part of a number that a typed ending covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberEnd {
    /// The last digits, two or more: `22` or `022` of `INV-2025-01022`.
    LastDigits,
    /// The whole count, without leading zeros: `42` of `INV-2026-00042`.
    Count,
    /// The whole number.
    Whole,
}

impl NumberEnd {
    /// The fewest characters that name a number by its end: `42` for `INV-2026-00042`; the whole number
    /// if it ends in no count.
    pub fn shortest(number: &str) -> &str {
        let front = number.trim_end_matches(|it: char| it.is_ascii_digit());
        let count = number.get(front.len()..).unwrap_or_default().trim_start_matches('0');
        if count.is_empty() { number } else { count }
    }

    /// How much of a number a typed ending covers; `None` if the number doesn't end in it. Leading
    /// zeros are not padded: `022` fits `INV-2026-00022` as well as `INV-2025-01022`.
    pub fn of(number: &str, typed: &str) -> Option<NumberEnd> {
        let at = number.len().checked_sub(typed.len()).filter(|_| !typed.is_empty())?;
        let (front, end) = number.split_at_checked(at)?;
        if !end.eq_ignore_ascii_case(typed) {
            return None;
        }
        let is_digit = |it: char| it.is_ascii_digit();
        let is_apart = |front: &str| !front.ends_with(is_digit);
        let is_count = match typed.starts_with('0') {
            true => is_apart(front),
            false => is_apart(front.trim_end_matches('0')),
        };
        match () {
            () if front.is_empty() => Some(NumberEnd::Whole),
            () if is_count => Some(NumberEnd::Count),
            () if typed.len() >= 2 && typed.chars().all(is_digit) => Some(NumberEnd::LastDigits),
            () => None,
        }
    }
}

impl Ord for Number {
    /// Compares consecutive digits as one number, without leading zeros. Numbers that are equal then
    /// (`7` and `07`) are compared as text.
    fn cmp(&self, other: &Number) -> Ordering {
        parts(&self.0).cmp(parts(&other.0)).then_with(|| self.0.cmp(&other.0))
    }
}

/// The characters of a number as they are compared. Of two runs of digits, the longer is the greater.
fn parts(number: &str) -> impl Iterator<Item = (char, usize, &str)> {
    let mut rest = number;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (part, behind) = rest.split_at_checked(digits.max(first.len_utf8()))?;
        rest = behind;
        let run = part.trim_start_matches('0');
        Some(if digits > 0 { ('0', run.len(), run) } else { (first, 0, "") })
    })
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The prefixes of numbers that Daybook assigns by itself; no invoice series may use one.
const RESERVED_SERIES: [&str; 13] =
    ["CN", "PAY", "RF", "WO", "DSP", "PRM", "CALL", "CB", "DLV", "SUS", "DUN", "A", "D"];

/// The series of an invoice for which none is given.
pub const DEFAULT_SERIES: &str = "INV";

/// The series of an invoice: a capital letter and up to seven capitals or digits.
pub fn series(field: &str, given: Option<&str>) -> Result<String, Refusal> {
    let series = text::visible(given.unwrap_or(DEFAULT_SERIES));
    let series = series.as_ref();
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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_end_of_a_number_is_a_whole_count_or_its_last_digits() {
        use NumberEnd::{Count, LastDigits, Whole};
        for (number, typed, end) in [
            ("INV-2026-00042", "42", Some(Count)),
            ("INV-2026-00142", "42", Some(LastDigits)),
            ("INV-2025-01022", "22", Some(LastDigits)),
            ("INV-2025-01022", "022", Some(LastDigits)),
            ("INV-2026-00022", "022", Some(LastDigits)),
            ("INV-2025-01022", "2", None),
            ("INV-2026-20042", "20042", Some(Count)),
            ("K/77A", "77a", Some(Count)),
            ("K/177A", "77A", None),
            ("1042", "1042", Some(Whole)),
            ("1042", "", None),
            ("FÉ2", "É2", Some(Count)),
        ] {
            assert_eq!(NumberEnd::of(number, typed), end, "{number} {typed}");
        }
    }

    fn number() -> impl Strategy<Value = Number> {
        "[019aA-]{0,6}|(INV-)?[0-9]{1,30}|\\PC{0,4}[0-9]{0,3}".prop_map(Number)
    }

    proptest! {
        #[test]
        fn the_order_of_numbers_is_total(a in number(), b in number(), c in number()) {
            prop_assert_eq!(a.cmp(&a), Ordering::Equal);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
            prop_assert_eq!(a.partial_cmp(&b), Some(a.cmp(&b)));
            if a <= b && b <= c {
                prop_assert!(a <= c);
            }
        }

        #[test]
        fn counts_go_by_what_they_are(one: u64, other: u64, front in "[A-Z]{0,3}-?") {
            let of = |count: u64| Number(format!("{front}{count}"));
            prop_assert_eq!(of(one).cmp(&of(other)), one.cmp(&other));
        }
    }

    #[test]
    fn nine_comes_before_ten() {
        let sorted = |texts: &[&str]| {
            let mut numbers: Vec<Number> = texts.iter().map(|it| Number((*it).into())).collect();
            numbers.sort();
            numbers.into_iter().map(|number| number.0).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(sorted(&["10", "9", "010", "09", "A", "1-2", "1"]), "1 1-2 09 9 010 10 A");
        assert_eq!(
            sorted(&["INV-2026-100000", "INV-2026-99999", "INV-2025-7", "CN-2026-2"]),
            "CN-2026-2 INV-2025-7 INV-2026-99999 INV-2026-100000"
        );
        assert_eq!(sorted(&["F10B2", "F10B10", "F9", "F0", "F"]), "F F0 F9 F10B2 F10B10");
    }

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
