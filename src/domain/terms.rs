//! Terms of payment: `net 30`, `2/10 net 30`, `eom+15`. May use: std, rust_decimal, serde.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::refusal::{Rule, tagged};
use super::{Day, Percent};

/// When an invoice is due, and the discount for paying early.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Terms {
    /// Due a number of days after the document's date.
    Net(u16),
    /// A discount of `percent` if paid within `within` days (the last one included), else due in full
    /// after `net` days.
    EarlyDiscount {
        /// The early-payment discount.
        percent: Percent,
        /// The number of days in which it applies, from the document's date.
        within: u16,
        /// The number of days after which the full amount is due.
        net: u16,
    },
    /// Due a number of days after the end of the month of the document's date.
    EndOfMonth(u16),
}

/// The longest period that terms may name, in days.
const LONGEST: u16 = 999;

impl Default for Terms {
    /// The default terms of a customer: net 30.
    fn default() -> Terms {
        Terms::Net(30)
    }
}

impl Terms {
    /// The last day for paying a document of `date` early, and the discount.
    pub fn early(self, date: Day) -> Option<(Day, Percent)> {
        match self {
            Terms::EarlyDiscount { percent, within, .. } => {
                Some((date.plus(within.into())?, percent))
            }
            Terms::Net(_) | Terms::EndOfMonth(_) => None,
        }
    }

    /// The same due date without a discount.
    pub fn without_discount(self) -> Terms {
        match self {
            Terms::EarlyDiscount { net, .. } => Terms::Net(net),
            Terms::Net(_) | Terms::EndOfMonth(_) => self,
        }
    }

    /// The due date of a document of `date`.
    pub fn due(self, date: Day) -> Option<Day> {
        match self {
            Terms::Net(days) | Terms::EarlyDiscount { net: days, .. } => date.plus(days.into()),
            Terms::EndOfMonth(days) => date.end_of_month().plus(days.into()),
        }
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Terms::Net(days) => write!(f, "net {days}"),
            Terms::EarlyDiscount { percent, within, net } => {
                write!(f, "{}/{within} net {net}", percent.value().normalize())
            }
            Terms::EndOfMonth(days) => write!(f, "eom+{days}"),
        }
    }
}

fn days(text: &str) -> Option<u16> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|days| plain && *days <= LONGEST)
}

fn parse(text: &str) -> Option<Terms> {
    if let Some(after) = text.strip_prefix("eom+") {
        return days(after).map(Terms::EndOfMonth);
    }
    let (early, net) = text.split_once("net ")?;
    let net = days(net)?;
    if early.is_empty() {
        return Some(Terms::Net(net));
    }
    let (percent, within) = early.strip_suffix(' ')?.split_once('/')?;
    let percent = Some(percent).filter(|percent| !percent.ends_with(' '))?;
    let percent = Percent::parse(&format!("{percent}%")).ok()?;
    let within = days(within).filter(|within| *within <= net)?;
    Some(Terms::EarlyDiscount { percent, within, net })
}

impl FromStr for Terms {
    type Err = Rule;

    fn from_str(text: &str) -> Result<Terms, Rule> {
        parse(text).ok_or(Rule::TermsMalformed)
    }
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Terms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Terms, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|rule| de::Error::custom(tagged(rule, &text)))
    }
}

impl JsonSchema for Terms {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Terms".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string",
            "description": "net 30, 2/10 net 30, or eom+15",
            "pattern": r"^(([0-9.]+/[0-9]{1,3} )?net [0-9]{1,3}|eom\+[0-9]{1,3})$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_read_write_and_fall_due() -> Result<(), Rule> {
        let date: Day = "2026-01-15".parse()?;
        let cases = [
            ("net 30", "2026-02-14"),
            ("2/10 net 30", "2026-02-14"),
            ("eom+15", "2026-02-15"),
            ("net 0", "2026-01-15"),
        ];
        for (text, due) in cases {
            let terms: Terms = text.parse()?;
            assert_eq!(terms.to_string(), text);
            assert_eq!(terms.due(date).map(|day| day.to_string()), Some(due.into()));
        }
        for bad in [
            "",
            "30",
            "net",
            "net -1",
            "net 1000",
            "2/10",
            "2/40 net 30",
            "eom",
            "Net 30",
            "110/10 net 30",
            "2 /10 net 30",
        ] {
            assert_eq!(bad.parse::<Terms>(), Err(Rule::TermsMalformed), "{bad}");
        }
        Ok(())
    }
}
