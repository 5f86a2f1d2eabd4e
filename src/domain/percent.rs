//! Percentages from 0 to 100. May use: std, rust_decimal, serde.

use std::fmt;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::plain;
use super::refusal::{Rule, tagged};

/// A discount or a charge in percent, 0 to 100 with at most four decimals. Written with the sign
/// (`"10%"`); a bare number is refused, so that 10 is never taken for an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Percent(Decimal);

impl Percent {
    /// Zero percent.
    pub const ZERO: Percent = Percent(Decimal::ZERO);

    /// The percentage in `text`, which must end in `%`.
    pub fn parse(text: &str) -> Result<Percent, Rule> {
        let bare = text.strip_suffix('%').ok_or(Rule::PercentMalformed)?;
        let value = plain::parse(bare.trim_end()).map_err(|_| Rule::PercentMalformed)?.normalize();
        if value.is_sign_negative() || value > Decimal::ONE_HUNDRED || value.scale() > 4 {
            return Err(Rule::PercentOutOfRange);
        }
        Ok(Percent(value))
    }

    /// The number before the percent sign.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// The share: 0.1 for 10 %.
    pub fn share(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0.normalize())
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        let text = String::deserialize(deserializer)?;
        Percent::parse(&text).map_err(|rule| de::Error::custom(tagged(rule, &text)))
    }
}

impl JsonSchema for Percent {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Percent".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,4})? ?%$",
            "description": "0 to 100, with its sign: 10%"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_needs_its_sign_and_its_range() {
        assert_eq!(Percent::parse("10%").map(|percent| percent.to_string()), Ok("10%".into()));
        assert_eq!(Percent::parse("2.50 %").map(|percent| percent.to_string()), Ok("2.5%".into()));
        assert_eq!(Percent::parse("10"), Err(Rule::PercentMalformed));
        assert_eq!(Percent::parse("110%"), Err(Rule::PercentOutOfRange));
        assert_eq!(Percent::parse("-1%"), Err(Rule::PercentOutOfRange));
        assert_eq!(Percent::parse("%"), Err(Rule::PercentMalformed));
    }
}
