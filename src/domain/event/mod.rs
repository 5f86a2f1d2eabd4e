//! Events: what the journal keeps for ever. They hold results, never inputs: posting an event computes
//! no price and no tax.
//!
//! Changing the fields of an event makes a new version of it. Old versions stay readable; golden files
//! in the tests check that. The facts about an event are declared with its struct ([`EventFacts`]); a
//! new event has its struct there and a row here.
//!
//! May use: std, serde, serde_json, uuid, the rest of the domain.

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
mod draft;
mod dunning;
mod facts;
mod fiscal;
mod free_text;
mod import_profile;
mod late_fees;
mod money;
mod plans;
mod policy;
mod suspense;
mod worklist;

use serde::{Deserialize, Serialize};

use super::{Currency, Day, Money, Plain};

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
pub use draft::*;
pub use dunning::*;
pub use facts::{EventFacts, EventField, EventKind, Kept, Reader, Whose};
pub use fiscal::*;
pub use free_text::*;
pub use import_profile::*;
pub use late_fees::*;
pub use money::*;
pub use plans::*;
pub use policy::*;
pub use suspense::*;
pub use worklist::*;

use facts::{PartMut, PrivatePart};

/// Every kind of event with its name in the journal: hands them to a macro.
macro_rules! each_event {
    ($of_all:ident) => {
        $of_all! {
            // The book and its settings.
            BookOpened = book_opened,
            SeriesDefined = series_defined,
            CompanyAmended = company_amended,
            PeriodLocked = period_locked,
            ApprovalRequired = approval_required,
            RoleGranted = role_granted,
            ViewerPolicySet = viewer_policy_set,
            ImportProfileKept = import_profile_kept,
            ClockConfirmed = clock_confirmed,
            RulesOverridden = rules_overridden,
            // Customers.
            CustomerRegistered = customer_registered,
            CustomerAmended = customer_amended,
            CustomerHeld = customer_held,
            CustomersMerged = customers_merged,
            PersonErased = person_erased,
            // The catalogue and drafts.
            ItemDefined = item_defined,
            PriceSet = price_set,
            InvoiceDrafted = invoice_drafted,
            DraftAmended = draft_amended,
            DraftDiscarded = draft_discarded,
            // Invoices and credit notes.
            InvoiceIssued = invoice_issued,
            InvoiceVoided = invoice_voided,
            CreditNoteIssued = credit_note_issued,
            CreditBroughtIn = credit_brought_in,
            CreditNoteVoided = credit_note_voided,
            FiscalReceiptRecorded = fiscal_receipt_recorded,
            // Money.
            PaymentRecorded = payment_recorded,
            AllocationMade = allocation_made,
            AllocationReversed = allocation_reversed,
            PaymentBounced = payment_bounced,
            PaymentReversed = payment_reversed,
            RefundMade = refund_made,
            RefundReversed = refund_reversed,
            WriteOffMade = write_off_made,
            WriteOffTakenBack = write_off_taken_back,
            CertificateAdjusted = certificate_adjusted,
            // The suspense list.
            UnidentifiedRecorded = unidentified_recorded,
            PayerIdentified = payer_identified,
            UnidentifiedReopened = unidentified_reopened,
            UnidentifiedReversed = unidentified_reversed,
            // Bank lines.
            BankStatementRecorded = bank_statement_recorded,
            BankLineRecorded = bank_line_recorded,
            BankLineMatched = bank_line_matched,
            BankLineLinked = bank_line_linked,
            BankLineDismissed = bank_line_dismissed,
            BankLineReopened = bank_line_reopened,
            // Certificates that are awaited, and deposits.
            CertificateAwaited = certificate_awaited,
            DepositRecorded = deposit_recorded,
            DepositVoided = deposit_voided,
            PayerDeclared = payer_declared,
            // Dunning.
            DunningPolicySet = dunning_policy_set,
            CustomerGrouped = customer_grouped,
            DunningBlocked = dunning_blocked,
            DunningLetterMade = dunning_letter_made,
            // Disputes, calls, promises, callbacks.
            DisputeOpened = dispute_opened,
            DisputeNoted = dispute_noted,
            DisputeMoved = dispute_moved,
            DisputeResolved = dispute_resolved,
            DisputeSplit = dispute_split,
            DisputeJoined = dispute_joined,
            ReasonDefined = reason_defined,
            RootCauseDefined = root_cause_defined,
            CallLogged = call_logged,
            CallWrapped = call_wrapped,
            WrapUpUndone = wrap_up_undone,
            PromiseMade = promise_made,
            PromiseWithdrawn = promise_withdrawn,
            CallbackScheduled = callback_scheduled,
            CallbackDone = callback_done,
            // The worklist.
            CustomerSnoozed = customer_snoozed,
            CustomerHandedOver = customer_handed_over,
            CallingHoursSet = calling_hours_set,
            // Payment plans.
            PlanAgreed = plan_agreed,
            PlanCancelled = plan_cancelled,
            // Late fees and holds by rule.
            LateFeePolicySet = late_fee_policy_set,
            LateFeeCharged = late_fee_charged,
            HoldPolicySet = hold_policy_set,
            HoldTaken = hold_taken,
            // What is sent.
            DocumentDelivered = document_delivered,
            DeliveryQueued = delivery_queued,
            DeliveryBegun = delivery_begun,
            DeliveryEnded = delivery_ended,
            DeliveryRetried = delivery_retried,
            DeliveryCancelled = delivery_cancelled,
        }
    };
}
pub(crate) use each_event;

macro_rules! events {
    ($($kind:ident = $name:ident,)+) => {
        /// An event, by kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Event { $($kind($kind),)+ }

        impl Event {
            /// Every event with the number of its versions.
            pub const KINDS: &'static [(&'static str, usize)] =
                &[$((stringify!($name), $kind::FACTS.versions.len()),)+];

            /// The name in the journal (`invoice_issued`).
            pub fn name(&self) -> &'static str {
                match self { $(Event::$kind(_) => stringify!($name),)+ }
            }

            /// The version to write: the first that can represent all of the event.
            pub fn version(&self) -> u16 {
                match self { $(Event::$kind(event) => ($kind::FACTS.version)(event),)+ }
            }

            /// Reads the fields of version `version` of the event `name` from JSON; `None` if this
            /// program does not know it because a newer one wrote it.
            pub fn read(name: &str, version: u16, json: &str) -> Option<serde_json::Result<Event>> {
                let place = usize::from(version).checked_sub(1)?;
                $(if name == stringify!($name) {
                    let read = $kind::FACTS.versions.get(place)?;
                    return Some(read(json).map(Event::$kind));
                })+
                None
            }

            /// Writes the fields, without the name and the version.
            pub fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Event::$kind(event) => event.serialize(serializer),)+ }
            }

            /// The kind of command whose entry has this event first.
            pub fn command(&self) -> &'static str {
                match self { $(Event::$kind(event) => ($kind::FACTS.command)(event),)+ }
            }

            /// The kind and number of what it made, for the receipt (`invoice`).
            pub fn made(&self) -> Option<(&'static str, &str)> {
                match self { $(Event::$kind(event) => ($kind::FACTS.made)(event),)+ }
            }

            /// The codes and numbers of the records it touches.
            pub fn touches(&self) -> Vec<&str> {
                match self { $(Event::$kind(event) => ($kind::FACTS.touches)(event),)+ }
            }

            /// The customer whom its entry's private record is about, if it has one.
            pub fn whose(&self) -> Whose<'_> {
                match self { $(Event::$kind(event) => ($kind::FACTS.whose)(event),)+ }
            }

            /// The rules that were overridden for it, if any.
            pub fn overridden(&self) -> Option<&Override> {
                match self { $(Event::$kind(event) => ($kind::FACTS.overridden)(event),)+ }
            }

            /// The exchange rate that was entered with it, and its currency. A rate taken over from
            /// another document does not count.
            pub fn entered_rate(&self) -> Option<(Currency, Plain)> {
                match self { $(Event::$kind(event) => ($kind::FACTS.entered_rate)(event),)+ }
            }

            /// The effective date; `None` for an event without one, such as a setting.
            pub fn date(&self) -> Option<Day> {
                match self { $(Event::$kind(event) => ($kind::FACTS.date)(event),)+ }
            }

            /// The amount it is about, in its account's currency.
            pub fn amount(&self) -> Option<Money> {
                match self { $(Event::$kind(event) => ($kind::FACTS.amount)(event),)+ }
            }

            /// Whether it changes roles, or what viewers may see.
            pub fn is_about_users(&self) -> bool {
                match self { $(Event::$kind(_) => $kind::FACTS.is_about_users,)+ }
            }

            fn part(&self) -> PrivatePart<'_> {
                match self { $(Event::$kind(event) => $kind::FACTS.private.part(event),)+ }
            }

            fn part_mut(&mut self) -> PartMut<'_> {
                match self { $(Event::$kind(event) => $kind::FACTS.private.part_mut(event),)+ }
            }
        }

        $(impl From<$kind> for Event {
            fn from(event: $kind) -> Event { Event::$kind(event) }
        })+
    };
}

each_event!(events);

/// The private part of an event, which may be erased without breaking the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Private {
    /// Of [`CustomerRegistered`] and [`CustomerAmended`].
    Customer(CustomerDetails),
    /// Of a dispute, a call, a promise, a callback.
    Case(CaseText),
    /// The reason for what was done, or for overriding a rule.
    Reason(Reason),
}

/// The reason for what was done: personal data, never in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The reason.
    pub reason: String,
}

impl Event {
    /// The text of a case in this event, if it has a place for one.
    pub fn text(&mut self) -> Option<&mut Option<CaseText>> {
        match self.part_mut() {
            PartMut::Text(text) => Some(text),
            PartMut::Nothing | PartMut::Details(_) | PartMut::Reason(_) => None,
        }
    }

    /// The part that is kept in the private record, if there is one.
    pub fn private(&self) -> Option<Private> {
        match self.part() {
            PrivatePart::Nothing
            | PrivatePart::Reason(FreeText::Beside(None) | FreeText::InChain(_)) => None,
            PrivatePart::Details(details) => details.clone().map(Private::Customer),
            PrivatePart::Text(text) => text.clone().map(Private::Case),
            PrivatePart::Reason(FreeText::Beside(Some(reason))) => {
                Some(Private::Reason(Reason { reason: reason.clone() }))
            }
        }
    }

    /// Marks the private part as erased.
    pub fn erase(&mut self) {
        match self.part_mut() {
            PartMut::Nothing | PartMut::Reason(FreeText::InChain(_)) => {}
            PartMut::Details(details) => *details = Some(CustomerDetails::named(ERASED)),
            PartMut::Text(text) => {
                *text = Some(CaseText { note: Some(ERASED.into()), ..CaseText::default() });
            }
            PartMut::Reason(reason) => *reason = FreeText::new(ERASED.into()),
        }
    }

    /// Puts the private part back; returns whether it belongs to this event.
    pub fn attach(&mut self, private: Private) -> bool {
        match (self.part_mut(), private) {
            (PartMut::Details(place), Private::Customer(details)) => *place = Some(details),
            (PartMut::Text(place), Private::Case(text)) => *place = Some(text),
            (PartMut::Reason(place @ FreeText::Beside(_)), Private::Reason(Reason { reason })) => {
                *place = FreeText::new(reason);
            }
            (PartMut::Nothing | PartMut::Details(_) | PartMut::Text(_) | PartMut::Reason(_), _) => {
                return false;
            }
        }
        true
    }
}
