//! Decimals in plain notation: no exponent, no plus sign, no thousands. May use: std,
//! rust_decimal, serde.

use std::fmt;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::refusal::{Rule, tagged};

/// A decimal as a caller wrote it: an amount before its currency is known, a quantity, a unit price or
/// a rate. In JSON a string in plain notation, written back without trailing zeros.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Plain(pub Decimal);

/// Reads plain notation: an optional minus sign, digits, and optionally a point with digits. At most 28
/// digits.
pub fn parse(text: &str) -> Result<Decimal, Rule> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) {
        return Err(Rule::AmountMalformed);
    }
    if digits.len() > 28 {
        return Err(Rule::AmountOutOfRange);
    }
    Decimal::from_str_exact(text).map_err(|_| Rule::AmountOutOfRange)
}

/// The number of digits without trailing zeros.
pub fn digits(value: Decimal) -> u32 {
    value.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1)
}

/// The exact product; `None` if it could need more than the 28 digits that are exact.
pub fn exact_product(factors: &[Decimal]) -> Option<Decimal> {
    if factors.iter().map(|factor| digits(*factor)).sum::<u32>() > 28 {
        return None;
    }
    factors.iter().try_fold(Decimal::ONE, |product, factor| product.checked_mul(factor.normalize()))
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).map(Plain).map_err(|rule| de::Error::custom(tagged(rule, &text)))
    }
}

impl JsonSchema for Plain {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
            "description": "a decimal in plain notation, in a string"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_exact_or_none() {
        let parsed = |text: &str| parse(text).unwrap_or_default();
        assert_eq!(
            exact_product(&[parsed("348.35"), parsed("16"), parsed("0.96")]),
            Some(parsed("5350.656"))
        );
        let long = parsed("123456789012345");
        assert_eq!(exact_product(&[long, long]), None);
        assert_eq!(digits(parsed("0.00100")), 1);
        assert_eq!(digits(parsed("0")), 1);
    }
}
