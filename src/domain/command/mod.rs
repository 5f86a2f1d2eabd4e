//! Commands: everything that a book can be asked to do. Panes, the command line, imports and other
//! machines all send these. Names and fields are a contract. The facts about a command are declared
//! with its struct ([`CommandFacts`]); a new command has its struct there and a row here.
//!
//! May use: std, serde, schemars, uuid, the rest of the domain.

mod account;
mod bank;
mod calls;
mod cases;
mod catalogue;
mod certificates;
mod company;
mod corrections;
mod delivery;
mod deposits;
mod disputes;
mod document;
mod dunning;
mod facts;
mod fiscal;
mod import_profile;
mod late_fees;
mod money;
mod opening;
mod plans;
mod suspense;
mod users;
mod worklist;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::{Day, Role, Rule};

pub use account::*;
pub use bank::*;
pub use calls::*;
pub use cases::*;
pub use catalogue::*;
pub use certificates::*;
pub use company::*;
pub use corrections::*;
pub use delivery::*;
pub use deposits::*;
pub use disputes::*;
pub use document::*;
pub use dunning::*;
pub use facts::{Changes, CommandFacts, CommandKind, Fields, Undo, UndoneBy};
pub use fiscal::*;
pub use import_profile::*;
pub use late_fees::*;
pub use money::*;
pub use opening::*;
pub use plans::*;
pub use suspense::*;
pub use users::*;
pub use worklist::*;

/// A command in its envelope: its id, and the reason for overriding a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Makes it safe to send the command again; if absent, the engine makes one.
    pub id: Option<Uuid>,
    /// The reason for overriding a rule that allows it (back-dating, a credit limit).
    pub override_reason: Option<String>,
    /// The last entry that the sender has seen of the record this command changes. If another user
    /// changed the record since, the command is refused.
    pub seen: Option<u64>,
    /// The command.
    pub command: Command,
}

impl Envelope {
    /// A command without an id and without overriding anything.
    pub fn of(command: impl Into<Command>) -> Envelope {
        Envelope { id: None, override_reason: None, seen: None, command: command.into() }
    }

    /// Whether it holds text that is kept in private records, in the command or in the reason for
    /// overriding a rule.
    pub fn is_personal(&self) -> bool {
        self.override_reason.is_some() || self.command.is_personal()
    }
}

macro_rules! commands {
    ($($kind:ident,)+) => {
        /// A command, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "do", rename_all = "snake_case")]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Command { $($kind($kind),)+ }

        /// Every command with a sentence that says what it does, in the order of a newcomer's day.
        pub const CATALOGUE: &[(&str, &str)] = &[$(($kind::FACTS.name, $kind::FACTS.summary),)+];

        impl Command {
            /// The contract name (`issue_invoice`).
            pub fn name(&self) -> &'static str {
                match self { $(Command::$kind(_) => $kind::FACTS.name,)+ }
            }

            /// Reads the fields of the command called `name`; `None` if there is no such command.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                fields: D,
            ) -> Option<Result<Command, D::Error>> {
                $(if name == $kind::FACTS.name {
                    return Some($kind::deserialize(fields).map(Command::$kind));
                })+
                None
            }

            fn fields_schema(name: &str) -> Option<schemars::Schema> {
                $(if name == $kind::FACTS.name {
                    return Some(schemars::schema_for!($kind));
                })+
                None
            }

            /// How to undo what the command called `name` did with these fields, in the order in which
            /// the desk offers it; `None` if there is no such command.
            pub fn undo(name: &str, fields: &Fields) -> Option<Vec<Undo>> {
                $(if name == $kind::FACTS.name {
                    return Some(($kind::FACTS.undo)(fields));
                })+
                None
            }

            /// The rules of the command called `name` that a reason overrides.
            pub fn overridable_by_name(name: &str) -> &'static [Rule] {
                $(if name == $kind::FACTS.name {
                    return $kind::FACTS.overridable;
                })+
                &[]
            }

            /// The rules that a reason overrides.
            pub fn overridable(&self) -> &'static [Rule] {
                match self { $(Command::$kind(_) => $kind::FACTS.overridable,)+ }
            }

            /// The least role that may send it; `overrides` says whether it overrides a rule.
            pub fn role(&self, overrides: bool) -> Role {
                let least = match self {
                    $(Command::$kind(command) => ($kind::FACTS.role)(command),)+
                };
                if overrides { least.max(Role::Supervisor) } else { least }
            }

            /// The record it overwrites, whose current state its sender must have seen.
            pub fn changes(&self) -> Changes<'_> {
                match self { $(Command::$kind(command) => ($kind::FACTS.changes)(command),)+ }
            }

            /// Whether it holds text that is kept in private records.
            pub fn is_personal(&self) -> bool {
                match self { $(Command::$kind(command) => ($kind::FACTS.is_personal)(command),)+ }
            }

            /// Its dates, each with its field; `date` is the effective one.
            pub fn dates(&self, date: Day) -> Vec<(&'static str, Day)> {
                match self { $(Command::$kind(command) => ($kind::FACTS.dates)(command, date),)+ }
            }

            /// Whether an old date is normal for it, so that no warning is given.
            pub fn may_be_old(&self) -> bool {
                match self { $(Command::$kind(_) => $kind::FACTS.may_be_old,)+ }
            }
        }

        $(impl From<$kind> for Command {
            fn from(command: $kind) -> Command { Command::$kind(command) }
        })+
    };
}

commands! {
    RegisterCustomer,
    AmendCustomer,
    HoldCustomer,
    ReleaseCustomer,
    MergeCustomers,
    DefineItem,
    SetPrice,
    DraftInvoice,
    AmendDraft,
    IssueDraft,
    DiscardDraft,
    IssueInvoice,
    CreditInvoice,
    VoidCreditNote,
    VoidInvoice,
    RecordFiscalReceipt,
    RecordPayment,
    RecordCertificate,
    AwaitCertificate,
    RecordUnidentified,
    Identify,
    ReverseUnidentified,
    RecordBankLines,
    MatchBankLine,
    LinkBankLine,
    DismissBankLine,
    UnmatchBankLine,
    RecordDeposit,
    VoidDeposit,
    SplitBankLine,
    DeclarePayer,
    Allocate,
    Unallocate,
    BouncePayment,
    ReversePayment,
    Refund,
    ReverseRefund,
    WriteOff,
    Recover,
    OpenDispute,
    NoteDispute,
    MoveDispute,
    ResolveDispute,
    SplitDispute,
    JoinDispute,
    DefineReason,
    DefineRootCause,
    LogCall,
    WrapUp,
    UndoWrapUp,
    Promise,
    WithdrawPromise,
    AgreePlan,
    CancelPlan,
    SetLateFeePolicy,
    ChargeLateFee,
    SetHoldPolicy,
    TakeHold,
    ScheduleCallback,
    Done,
    Snooze,
    HandOver,
    SetCallingHours,
    BringInInvoice,
    BringInReceivable,
    BringInWriteOff,
    BringInPromise,
    BringInPlan,
    KeepImportProfile,
    ErasePerson,
    GrantRole,
    RevokeRole,
    SetViewerPolicy,
    ConfirmClock,
    DefineSeries,
    AmendCompany,
    Deliver,
    DeliverStatement,
    RetryDelivery,
    CancelDelivery,
    SettleDelivery,
    BeginDelivery,
    EndDelivery,
    SetDunningPolicy,
    AssignGroup,
    BlockDunning,
    UnblockDunning,
    SendDunningLetter,
    BringInLetter,
}

impl Command {
    /// The JSON Schema of a line with the command called `name`: its fields and those of the envelope.
    pub fn schema(name: &str) -> Option<schemars::Schema> {
        let mut schema = Command::fields_schema(name)?;
        let around = schemars::json_schema!({
            "do": {"const": name},
            "id": {"type": "string", "format": "uuid", "description": "makes sending it again safe"},
            "override": {"type": "object", "required": ["reason"], "additionalProperties": false,
                "properties": {"reason": {"type": "string"}},
                "description": "why a rule that allows it is passed"},
            "seen": {"type": "integer", "minimum": 0,
                "description": "the last entry seen on a customer, a dispute or a draft; a later one refuses the command"},
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
