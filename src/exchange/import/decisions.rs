//! What was decided about a file, in the form in which it is remembered. May use: the formats of dates,
//! the readings, serde.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::exchange::reading::Reading;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::days::Order;
use crate::exchange::reading::evidence::LikelyStyles;

use super::dates::DateFormat;

/// What was decided about files with the same columns, and could not be worked out from them alone.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// The kind of their records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// A hash of the file, where one of its sheets was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The columns of fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, String>,
    /// The values of empty fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// How dates are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    /// The decimal mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<Decimals>,
    /// Whether `CR` means a positive amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_is_positive: Option<bool>,
    /// Whether accounts are opened for customers that the book does not have.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub create_customers: bool,
    /// Whether payments of unknown payers go on the suspense list.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub suspense: bool,
}

impl Decisions {
    /// The decisions in a stored profile; `None` if another version wrote it.
    pub fn kept(text: &str) -> Option<Decisions> {
        serde_json::from_str(text).ok().filter(|it| *it != Decisions::default())
    }

    /// The profile to store; empty if nothing was decided.
    pub fn text(&self) -> String {
        match *self == Decisions::default() {
            true => String::new(),
            false => serde_json::to_string(self).unwrap_or_default(),
        }
    }

    /// Adds the formats of the file's values, for a part of its rows that may not show them.
    pub fn with_styles(&self, reading: &Reading) -> Decisions {
        let format = |order: &Order| match order {
            Order::DayFirst => "D/M/YYYY",
            Order::MonthFirst => "M/D/YYYY",
            Order::YearFirst => "YY/M/D",
        };
        let order = reading.dates.values().find_map(|style| style.order);
        let date_format = self.date_format.clone().or_else(|| reading.date_format.clone());
        let decimals = reading.numbers.values().map(|style| style.decimals).next();
        Decisions {
            sheet: None,
            file: None,
            date_format: date_format.or(order.as_ref().map(format).map(str::to_string)),
            decimals: self.decimals.or(decimals),
            ..self.clone()
        }
    }

    /// The format of the dates.
    pub fn format(&self) -> Option<DateFormat> {
        DateFormat::parse(self.date_format.as_deref()?).ok()
    }

    /// The likely formats of the file's values.
    pub fn likely(&self) -> LikelyStyles {
        LikelyStyles {
            order: self.format().and_then(|format| format.order()),
            decimals: self.decimals,
            credit_is_positive: self.credit_is_positive,
        }
    }
}
