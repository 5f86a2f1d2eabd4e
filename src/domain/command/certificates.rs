//! Commands on certificates of tax withheld that are still to come.

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
    /// Which tax, as the country's table calls it (`WHT3`, `WHT15`, `VATWH`).
    pub kind: String,
    /// How much a certificate is still to come for; it takes the place of what was said before of this
    /// tax. `0`: none is awaited any more.
    pub amount: Plain,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for AwaitCertificate {
    const FACTS: CommandFacts<AwaitCertificate> = CommandFacts {
        name: "await_certificate",
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
