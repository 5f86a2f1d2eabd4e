//! Events of what is sold.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate,
};
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

impl EventKind for ItemDefined {
    const FACTS: EventFacts<ItemDefined> = EventFacts {
        name: "item_defined",
        versions: &[as_today],
        version: first,
        command: |_| "define_item",
        date: no_day,
        amount: no_amount,
        made: |event| Some(("item", &event.item.0)),
        touches: |event| vec![&event.item.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// An item has a price from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriceSet {
    /// The item.
    pub item: Code,
    /// The currency.
    pub currency: Currency,
    /// The price of one without taxes.
    pub price: Plain,
    /// The effective date.
    pub date: Day,
}

impl EventKind for PriceSet {
    const FACTS: EventFacts<PriceSet> = EventFacts {
        name: "price_set",
        versions: &[as_today],
        version: first,
        command: |_| "set_price",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.item.0],
        whose: |_| Whose::Nobody,
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
