//! Commands on deposits: payments that were banked together.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Number, Role};

/// Records that payments in cash and by cheque went to the bank together. Their bank line is linked to the
/// deposit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDeposit {
    /// The day they went to the bank, no earlier than any of them; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The payments, in the order of the slip; at most 500.
    #[serde(deserialize_with = "listed")]
    pub payments: Vec<Number>,
    /// The number of the bank's slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Reads numbers as a list, or as a person types them: with commas or blanks between them.
fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Number>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed {
        List(Vec<Number>),
        Typed(String),
    }
    Ok(match Listed::deserialize(deserializer)? {
        Listed::List(numbers) => numbers,
        Listed::Typed(typed) => {
            let parts = typed.split([',', ';', ' ']).map(str::trim).filter(|it| !it.is_empty());
            parts.map(|it| Number(it.to_string())).collect()
        }
    })
}

impl CommandKind for RecordDeposit {
    const FACTS: CommandFacts<RecordDeposit> = CommandFacts {
        name: "record_deposit",
        summary: "Record that payments in cash and by cheque went to the bank together",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("deposit", "void_deposit")],
    };
}

/// Takes a deposit back that was recorded by mistake. Its payments stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidDeposit {
    /// The deposit (`DEP-2026-00001`).
    pub deposit: Number,
    /// From when on; absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for VoidDeposit {
    const FACTS: CommandFacts<VoidDeposit> = CommandFacts {
        name: "void_deposit",
        summary: "Take back a deposit that was recorded by mistake; its payments stay",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
