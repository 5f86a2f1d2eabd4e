//! Commands on what is sent to customers. A sender uses `begin_delivery` and `end_delivery` to report
//! its own attempt; the others are for people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{Changes, CommandFacts, CommandKind, DATED, UNDER_WAY, Undo, effective};
use crate::domain::delivery::{DeliveryOutcome, DeliveryWay, StatementStyle};
use crate::domain::{Code, Day, Number, Role};

/// Puts a document in the outbox, or records that it was handed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deliver {
    /// An invoice, a credit note, or a payment, whose receipt is sent.
    pub document: Number,
    /// The way it is delivered.
    pub by: DeliveryWay,
    /// The e-mail address, or the person who takes it; if absent, the customer's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for Deliver {
    const FACTS: CommandFacts<Deliver> = CommandFacts {
        summary: "Send an invoice, a credit note or a receipt, or record that it was handed over",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.to.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("delivery", "cancel_delivery")],
    };
}

/// Puts a statement of account in the outbox, or records that it was handed over. It states what is
/// known now, whenever it goes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverStatement {
    /// The customer.
    pub customer: Code,
    /// The first day; if absent, the day after the last statement that was sent, else the first of the
    /// last day's month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Day>,
    /// The layout; if absent, `open-item`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<StatementStyle>,
    /// The way it is delivered.
    pub by: DeliveryWay,
    /// The e-mail address, or the person who takes it; if absent, the customer's own address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DeliverStatement {
    const FACTS: CommandFacts<DeliverStatement> = CommandFacts {
        summary: "Send a statement of account, or record that it was handed over",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.to.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("delivery", "cancel_delivery")],
    };
}

/// A sender claims a delivery just before it transmits the message. From then on the delivery is unsure
/// until the sender reports the outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginDelivery {
    /// The delivery.
    pub delivery: Number,
    /// The number of the attempt, from 1: one more than there have been.
    pub attempt: u16,
    /// The Message-ID of an e-mail; later attempts keep the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
}

impl CommandKind for BeginDelivery {
    const FACTS: CommandFacts<BeginDelivery> = CommandFacts {
        summary: "For senders: claim a delivery just before transmitting it",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: |_, _| Vec::new(),
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// A sender reports the outcome of its attempt. An attempt that failed before it transmitted anything
/// need not have begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndDelivery {
    /// The delivery.
    pub delivery: Number,
    /// The number of the attempt, from 1.
    pub attempt: u16,
    /// The outcome.
    pub outcome: DeliveryOutcome,
    /// The server's answer, or the error; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// For a failed attempt: whether it may be retried.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl CommandKind for EndDelivery {
    const FACTS: CommandFacts<EndDelivery> = CommandFacts {
        summary: "For senders: record how an attempt to deliver ended",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.answer.is_some(),
        dates: |_, _| Vec::new(),
        may_be_old: true,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Puts a failed or unsure delivery in the outbox again. An e-mail keeps its Message-ID.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryDelivery {
    /// The delivery.
    pub delivery: Number,
    /// The day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for RetryDelivery {
    const FACTS: CommandFacts<RetryDelivery> = CommandFacts {
        summary: "Send again what failed, or what may not have arrived",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: UNDER_WAY,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("cancel_delivery")],
    };
}

/// Takes a delivery out of the outbox before it goes out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelDelivery {
    /// The delivery.
    pub delivery: Number,
    /// The reason, kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for CancelDelivery {
    const FACTS: CommandFacts<CancelDelivery> = CommandFacts {
        summary: "Take a delivery out of the outbox before it goes out",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::by("retry_delivery")],
    };
}

/// Records what became of a delivery: an unsure one arrived or did not, or a sent one came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleDelivery {
    /// The delivery.
    pub delivery: Number,
    /// `sent`: it arrived; `failed`: it did not, or it came back.
    pub outcome: DeliveryOutcome,
    /// How that is known: what the customer said, what came back; kept in the private record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for SettleDelivery {
    const FACTS: CommandFacts<SettleDelivery> = CommandFacts {
        summary: "Record that an unsure delivery arrived or did not, or that one came back",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: UNDER_WAY,
        is_personal: |command| command.note.is_some(),
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
