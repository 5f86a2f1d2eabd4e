//! Commands: everything that can be asked of a book. Panes, the command line, imports and other
//! machines all send these. Names and fields are a contract.
//!
//! May use: std, serde, schemars, uuid.

mod account;
mod cases;
mod catalogue;
mod corrections;
mod document;
mod money;
mod opening;
mod personal;
mod users;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

pub use account::*;
pub use cases::*;
pub use catalogue::*;
pub use corrections::*;
pub use document::*;
pub use money::*;
pub use opening::*;
pub use users::*;

/// A command with what stands around it: its id and the reason for overriding a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Makes sending it again safe; none, and the engine makes one.
    pub id: Option<Uuid>,
    /// Why a rule that allows it is overridden (back-dating, a credit limit).
    pub override_reason: Option<String>,
    /// The last entry on what the command changes, as far as the sender has seen it: what somebody
    /// changed after that is not written over.
    pub seen: Option<u64>,
    /// What is asked.
    pub command: Command,
}

impl Envelope {
    /// The command alone: no id, nothing overridden.
    pub fn of(command: impl Into<Command>) -> Envelope {
        Envelope { id: None, override_reason: None, seen: None, command: command.into() }
    }
}

macro_rules! commands {
    ($($name:literal $kind:ident $summary:literal,)+) => {
        /// A command, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "do", rename_all = "snake_case")]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Command { $($kind($kind),)+ }

        /// Every command with a sentence on what it does, in the order of a newcomer's day.
        pub const CATALOGUE: &[(&str, &str)] = &[$(($name, $summary),)+];

        impl Command {
            /// The contract name (`issue_invoice`).
            pub fn name(&self) -> &'static str {
                match self { $(Command::$kind(_) => $name,)+ }
            }

            /// Reads the fields of the command called `name`; `None` where there is none.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                fields: D,
            ) -> Option<Result<Command, D::Error>> {
                match name {
                    $($name => Some($kind::deserialize(fields).map(Command::$kind)),)+
                    _ => None,
                }
            }

            fn fields_schema(name: &str) -> Option<schemars::Schema> {
                match name { $($name => Some(schemars::schema_for!($kind)),)+ _ => None }
            }
        }

        $(impl From<$kind> for Command {
            fn from(command: $kind) -> Command { Command::$kind(command) }
        })+
    };
}

commands! {
    "register_customer" RegisterCustomer "Open an account for a customer",
    "amend_customer" AmendCustomer "Change what is known of a customer; documents that are issued keep what they say",
    "hold_customer" HoldCustomer "Put an account on hold: nothing more is issued to it",
    "release_customer" ReleaseCustomer "Take an account off hold",
    "merge_customers" MergeCustomers "Merge an account into another: both are one customer",
    "define_item" DefineItem "Define an item of the catalogue, or what it is from now on",
    "set_price" SetPrice "Set an item's price from a day on",
    "draft_invoice" DraftInvoice "Draft an invoice: no number yet, nothing is owed",
    "issue_draft" IssueDraft "Issue a draft at the prices, terms and taxes of the day",
    "discard_draft" DiscardDraft "Throw a draft away",
    "issue_invoice" IssueInvoice "Issue an invoice: it takes its number and is frozen",
    "credit_invoice" CreditInvoice "Issue a credit note against an invoice, in full or in part",
    "void_credit_note" VoidCreditNote "Void a credit note that was not delivered and of which nothing was refunded",
    "void_invoice" VoidInvoice "Void an invoice that nothing was paid or credited on",
    "record_payment" RecordPayment "Record money received and allocate it to open invoices",
    "record_certificate" RecordCertificate "Record a certificate of tax that the customer withheld, and the invoices it settles",
    "allocate" Allocate "Allocate what is left of a payment or a credit note to an invoice",
    "unallocate" Unallocate "Reverse an allocation: its money is on account again",
    "bounce_payment" BouncePayment "Take back a payment that the bank returned: what it settled is open again",
    "reverse_payment" ReversePayment "Reverse a payment that was entered by mistake",
    "refund" Refund "Pay back what is left of a payment or a credit note",
    "reverse_refund" ReverseRefund "Reverse a refund: the money did not go out, or it came back",
    "write_off" WriteOff "Write off what is left of an invoice: a small difference or a bad debt",
    "recover" Recover "Take a write-off back, because its money came after all",
    "open_dispute" OpenDispute "Open a dispute on an invoice, or on a part of it",
    "note_dispute" NoteDispute "Add a note to a dispute; change its owner, due date or root cause",
    "move_dispute" MoveDispute "Move a dispute on: in_progress, waiting, closed, void; or reopen it",
    "resolve_dispute" ResolveDispute "End a dispute: credit, upheld or withdrawn",
    "log_call" LogCall "Log a call",
    "promise" Promise "Record what a customer promises to pay, and by when",
    "withdraw_promise" WithdrawPromise "Take a promise out of force",
    "schedule_callback" ScheduleCallback "Schedule a call back",
    "done" Done "Mark a callback as done",
    "bring_in_invoice" BringInInvoice "Bring an invoice in from another system, under its number there",
    "bring_in_receivable" BringInReceivable "Bring a receivable in from another system: open, settled or disputed",
    "erase_person" ErasePerson "Erase who a customer was: names, contacts, notes and reasons; what was owed and paid stays",
    "grant_role" GrantRole "Say what a user may: viewer, coordinator, supervisor, administrator",
    "revoke_role" RevokeRole "Close the book to a user",
    "set_viewer_policy" SetViewerPolicy "Say what viewers may see: notes, users, exports",
    "confirm_clock" ConfirmClock "Say that the clock is right, where it is far from the last entry",
    "define_series" DefineSeries "Define a series of invoice numbers, or what it is for from now on",
}

impl Command {
    /// The JSON Schema of a line that asks for the command called `name`: its fields, and those
    /// that stand around every command.
    pub fn schema(name: &str) -> Option<schemars::Schema> {
        let mut schema = Command::fields_schema(name)?;
        let around = schemars::json_schema!({
            "do": {"const": name},
            "id": {"type": "string", "format": "uuid", "description": "makes sending it again safe"},
            "override": {"type": "object", "required": ["reason"], "additionalProperties": false,
                "properties": {"reason": {"type": "string"}},
                "description": "why a rule that allows it is passed"},
            "seen": {"type": "integer", "minimum": 0,
                "description": "the last entry seen on a customer or a dispute; a later one refuses the command"},
        });
        let fields = schema.ensure_object();
        if let Some(properties) = fields.get_mut("properties").and_then(|all| all.as_object_mut()) {
            properties.extend(around.as_object().cloned().into_iter().flatten());
        }
        if let Some(required) = fields.get_mut("required").and_then(|all| all.as_array_mut()) {
            required.push("do".into());
        }
        Some(schema)
    }
}
