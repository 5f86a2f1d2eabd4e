//! The command that changes the company's details on documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, UndoneBy, effective};
use crate::domain::{Day, Role};

/// A registration number of the company, such as a tax number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxNumber {
    /// Its name (`GST`, `QST`, `TIN`).
    pub name: String,
    /// The number.
    pub number: String,
}

/// Changes what documents say about the company: a field that is absent stays, an empty text clears it.
/// Documents of earlier days, and documents already issued, keep what they say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendCompany {
    /// The name on documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Street or PO box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Town, with its postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The code of the document language for customers without a language of their own (`fr`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How customers pay: the bank account, the mobile money number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_instructions: Option<String>,
    /// All tax numbers, in the order in which documents show them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_ids: Option<Vec<TaxNumber>>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for AmendCompany {
    const FACTS: CommandFacts<AmendCompany> = CommandFacts {
        summary: "Change what documents say about the company: name, address, language, how to pay, tax numbers",
        role: |_| Role::Administrator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo { made: None, by: UndoneBy::Before }],
    };
}
