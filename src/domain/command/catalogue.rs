//! Commands on what is sold: items and their prices.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Currency, Day, Plain, Role};

/// Defines an item of the catalogue, or redefines an existing one from now on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineItem {
    /// The code, kept as given.
    pub code: Code,
    /// The description on invoice lines.
    pub name: String,
    /// The unit (`box`, `hour`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit price without taxes, in the book's currency, from the effective date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Plain>,
    /// The tax codes; if absent, none.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DefineItem {
    const FACTS: CommandFacts<DefineItem> = CommandFacts {
        summary: "Define an item of the catalogue, or redefine it from now on",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::stays("item")],
    };
}

/// Sets an item's price from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPrice {
    /// The item's code.
    pub item: Code,
    /// The unit price without taxes.
    pub price: Plain,
    /// The currency; if absent, the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SetPrice {
    const FACTS: CommandFacts<SetPrice> = CommandFacts {
        summary: "Set an item's price from a day on",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("set_price")],
    };
}
