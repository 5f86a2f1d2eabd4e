//! Events of what is sold.

use serde::{Deserialize, Serialize};

use crate::domain::tax::TaxSet;
use crate::domain::{Code, Currency, Day, Plain};

/// An item of the catalogue was defined, or is something else from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemDefined {
    /// Its code, as first given.
    pub item: Code,
    /// What stands on the line.
    pub name: String,
    /// In what it is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The taxes it carries.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

/// An item has a price from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriceSet {
    /// The item.
    pub item: Code,
    /// In what.
    pub currency: Currency,
    /// The price of one without taxes.
    pub price: Plain,
    /// From when on.
    pub date: Day,
}
