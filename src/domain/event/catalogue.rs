//! Events of the catalogue.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_day, no_number, no_override,
    no_rate,
};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Currency, Day, Plain};

/// An item of the catalogue was defined or redefined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemDefined {
    /// The code, as first given.
    pub item: Code,
    /// The description on invoice lines.
    pub name: String,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The tax codes.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

impl EventKind for ItemDefined {
    const FACTS: EventFacts<ItemDefined> = EventFacts {
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

/// An item's price was set from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PriceSet {
    /// The item.
    pub item: Code,
    /// The currency.
    pub currency: Currency,
    /// The unit price without taxes.
    pub price: Plain,
    /// The effective date.
    pub date: Day,
}

impl EventKind for PriceSet {
    const FACTS: EventFacts<PriceSet> = EventFacts {
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
