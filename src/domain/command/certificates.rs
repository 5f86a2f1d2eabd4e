//! Commands on certificates of withheld tax that have not arrived yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, Undo, effective};
use crate::domain::{Day, Number, Plain, Role};

/// Notes that a customer withheld tax on an invoice and has not sent the certificate yet. The amount
/// stays owed until the certificate is recorded, but it is not dunned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwaitCertificate {
    /// The invoice that was paid short.
    pub invoice: Number,
    /// The tax code in the country's table (`WHT3`, `WHT15`, `VATWH`).
    pub kind: String,
    /// The amount the certificate will cover. Replaces the amount noted before for this tax; `0` means
    /// that no certificate is awaited any more.
    pub amount: Plain,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for AwaitCertificate {
    const FACTS: CommandFacts<AwaitCertificate> = CommandFacts {
        summary: "Note that a customer withheld tax on an invoice: its certificate is awaited, not dunned",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
