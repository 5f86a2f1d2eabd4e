//! Commands: everything that a book can be asked to do. Panes, the command line, imports and other
//! machines all send these. Names and fields are a contract. The facts about a command are declared
//! with its struct ([`CommandFacts`]); a new command has its struct there and a row in `each_command`.
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

/// Every kind of command with its contract name, in the order of a newcomer's day: hands them to a macro.
macro_rules! each_command {
    ($of_all:ident) => {
        $of_all! {
            RegisterCustomer = register_customer,
            AmendCustomer = amend_customer,
            HoldCustomer = hold_customer,
            ReleaseCustomer = release_customer,
            MergeCustomers = merge_customers,
            DefineItem = define_item,
            SetPrice = set_price,
            DraftInvoice = draft_invoice,
            AmendDraft = amend_draft,
            IssueDraft = issue_draft,
            DiscardDraft = discard_draft,
            IssueInvoice = issue_invoice,
            CreditInvoice = credit_invoice,
            VoidCreditNote = void_credit_note,
            VoidInvoice = void_invoice,
            RecordFiscalReceipt = record_fiscal_receipt,
            RecordPayment = record_payment,
            RecordCertificate = record_certificate,
            AwaitCertificate = await_certificate,
            RecordUnidentified = record_unidentified,
            Identify = identify,
            ReverseUnidentified = reverse_unidentified,
            RecordBankLines = record_bank_lines,
            MatchBankLine = match_bank_line,
            LinkBankLine = link_bank_line,
            DismissBankLine = dismiss_bank_line,
            UnmatchBankLine = unmatch_bank_line,
            RecordDeposit = record_deposit,
            VoidDeposit = void_deposit,
            SplitBankLine = split_bank_line,
            SuspendBankLine = suspend_bank_line,
            DeclarePayer = declare_payer,
            Allocate = allocate,
            Unallocate = unallocate,
            BouncePayment = bounce_payment,
            ReversePayment = reverse_payment,
            Refund = refund,
            ReverseRefund = reverse_refund,
            WriteOff = write_off,
            Recover = recover,
            OpenDispute = open_dispute,
            NoteDispute = note_dispute,
            MoveDispute = move_dispute,
            ResolveDispute = resolve_dispute,
            SplitDispute = split_dispute,
            JoinDispute = join_dispute,
            DefineReason = define_reason,
            DefineRootCause = define_root_cause,
            LogCall = log_call,
            WrapUp = wrap_up,
            UndoWrapUp = undo_wrap_up,
            Promise = promise,
            WithdrawPromise = withdraw_promise,
            AgreePlan = agree_plan,
            CancelPlan = cancel_plan,
            SetLateFeePolicy = set_late_fee_policy,
            ChargeLateFee = charge_late_fee,
            SetHoldPolicy = set_hold_policy,
            TakeHold = take_hold,
            ScheduleCallback = schedule_callback,
            Done = done,
            Snooze = snooze,
            HandOver = hand_over,
            SetCallingHours = set_calling_hours,
            BringInInvoice = bring_in_invoice,
            BringInReceivable = bring_in_receivable,
            BringInWriteOff = bring_in_write_off,
            BringInPromise = bring_in_promise,
            BringInPlan = bring_in_plan,
            KeepImportProfile = keep_import_profile,
            ErasePerson = erase_person,
            GrantRole = grant_role,
            RevokeRole = revoke_role,
            SetViewerPolicy = set_viewer_policy,
            ConfirmClock = confirm_clock,
            DefineSeries = define_series,
            AmendCompany = amend_company,
            Deliver = deliver,
            DeliverStatement = deliver_statement,
            RetryDelivery = retry_delivery,
            CancelDelivery = cancel_delivery,
            SettleDelivery = settle_delivery,
            BeginDelivery = begin_delivery,
            EndDelivery = end_delivery,
            SetDunningPolicy = set_dunning_policy,
            AssignGroup = assign_group,
            BlockDunning = block_dunning,
            UnblockDunning = unblock_dunning,
            SendDunningLetter = send_dunning_letter,
            BringInLetter = bring_in_letter,
        }
    };
}
pub(crate) use each_command;

macro_rules! commands {
    ($($kind:ident = $name:ident,)+) => {
        /// A command, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "do", rename_all = "snake_case")]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Command { $($kind($kind),)+ }

        /// Every command with a sentence that says what it does, in the order of a newcomer's day.
        pub const CATALOGUE: &[(&str, &str)] = &[$((stringify!($name), $kind::FACTS.summary),)+];

        impl Command {
            /// The contract name (`issue_invoice`).
            pub fn name(&self) -> &'static str {
                match self { $(Command::$kind(_) => stringify!($name),)+ }
            }

            /// Reads the fields of the command called `name`; `None` if there is no such command.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                fields: D,
            ) -> Option<Result<Command, D::Error>> {
                $(if name == stringify!($name) {
                    return Some($kind::deserialize(fields).map(Command::$kind));
                })+
                None
            }

            fn fields_schema(name: &str) -> Option<schemars::Schema> {
                $(if name == stringify!($name) {
                    return Some(schemars::schema_for!($kind));
                })+
                None
            }

            /// How to undo what the command called `name` did with these fields, in the order in which
            /// the desk offers it; `None` if there is no such command.
            pub fn undo(name: &str, fields: &Fields) -> Option<Vec<Undo>> {
                $(if name == stringify!($name) {
                    return Some(($kind::FACTS.undo)(fields));
                })+
                None
            }

            /// The rules of the command called `name` that a reason overrides.
            pub fn overridable_by_name(name: &str) -> &'static [Rule] {
                $(if name == stringify!($name) {
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

each_command!(commands);

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
