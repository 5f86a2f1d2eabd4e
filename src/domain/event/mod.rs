//! Events: what the journal keeps for ever. They hold results, never inputs: posting one computes
//! no price and no tax.
//!
//! A change of an event's fields is a new version of it; the old one stays readable, and golden
//! files in the tests hold that. May use: std, serde, uuid.

mod account;
mod cases;
mod catalogue;
mod corrections;
mod document;
mod free_text;
mod money;
mod policy;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Currency, Plain};

pub use account::*;
pub use cases::*;
pub use catalogue::*;
pub use corrections::*;
pub use document::*;
pub use free_text::*;
pub use money::*;
pub use policy::*;

macro_rules! events {
    ($($name:literal $kind:ident $version:literal $(= $written:path)?,)+) => {
        /// An event, by kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs)] // each kind is documented at its struct
        pub enum Event { $($kind($kind),)+ }

        impl Event {
            /// The name in the journal (`invoice_issued`).
            pub fn name(&self) -> &'static str {
                match self { $(Event::$kind(_) => $name,)+ }
            }

            /// The version that it is written in: the first that can say all of it.
            pub fn version(&self) -> u16 {
                match self {
                    $(Event::$kind(_event) => {
                        let version = $version;
                        $(let version = version.min($written(_event));)?
                        version
                    })+
                }
            }

            /// Reads the fields of the event `name`, version `version`; `None` where this program
            /// does not know it, because a newer one wrote it.
            pub fn read<'de, D: Deserializer<'de>>(
                name: &str,
                version: u16,
                fields: D,
            ) -> Option<Result<Event, D::Error>> {
                match (name, version) {
                    $(($name, 1..=$version) => Some($kind::deserialize(fields).map(Event::$kind)),)+
                    _ => None,
                }
            }

            /// Writes the fields, without the name and the version.
            pub fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Event::$kind(event) => event.serialize(serializer),)+ }
            }

            /// Every event with its latest version.
            pub const KINDS: &'static [(&'static str, u16)] = &[$(($name, $version),)+];
        }

        $(impl From<$kind> for Event {
            fn from(event: $kind) -> Event { Event::$kind(event) }
        })+
    };
}

events! {
    "book_opened" BookOpened 1,
    "customer_registered" CustomerRegistered 1,
    "customer_amended" CustomerAmended 1,
    "customer_held" CustomerHeld 2 = CustomerHeld::version,
    "invoice_issued" InvoiceIssued 2 = InvoiceIssued::version,
    "credit_note_issued" CreditNoteIssued 2 = CreditNoteIssued::version,
    "invoice_voided" InvoiceVoided 2 = InvoiceVoided::version,
    "payment_recorded" PaymentRecorded 2 = PaymentRecorded::version,
    "allocation_made" AllocationMade 1,
    "allocation_reversed" AllocationReversed 1,
    "payment_bounced" PaymentBounced 2 = PaymentBounced::version,
    "refund_made" RefundMade 1,
    "write_off_made" WriteOffMade 2 = WriteOffMade::version,
    "write_off_taken_back" WriteOffTakenBack 1,
    "customers_merged" CustomersMerged 1,
    "item_defined" ItemDefined 1,
    "price_set" PriceSet 1,
    "invoice_drafted" InvoiceDrafted 1,
    "draft_discarded" DraftDiscarded 1,
    "credit_brought_in" CreditBroughtIn 1,
    "dispute_opened" DisputeOpened 2 = DisputeOpened::version,
    "dispute_noted" DisputeNoted 2 = DisputeNoted::version,
    "dispute_moved" DisputeMoved 1,
    "dispute_resolved" DisputeResolved 1,
    "call_logged" CallLogged 1,
    "promise_made" PromiseMade 1,
    "promise_withdrawn" PromiseWithdrawn 1,
    "callback_scheduled" CallbackScheduled 1,
    "callback_done" CallbackDone 1,
    "period_locked" PeriodLocked 1,
    "approval_required" ApprovalRequired 1,
    "document_delivered" DocumentDelivered 1,
    "rules_overridden" RulesOverridden 2 = RulesOverridden::version,
    "role_granted" RoleGranted 2 = RoleGranted::version,
    "payment_reversed" PaymentReversed 2 = PaymentReversed::version,
    "refund_reversed" RefundReversed 2 = RefundReversed::version,
    "credit_note_voided" CreditNoteVoided 2 = CreditNoteVoided::version,
    "certificate_adjusted" CertificateAdjusted 1,
    "series_defined" SeriesDefined 1,
    "person_erased" PersonErased 1,
    "viewer_policy_set" ViewerPolicySet 1,
    "clock_confirmed" ClockConfirmed 1,
}

/// The private part of an event: what may be erased without breaking the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Private {
    /// Of [`CustomerRegistered`] and [`CustomerAmended`].
    Customer(CustomerDetails),
    /// Of a dispute, a call, a promise, a callback.
    Case(CaseText),
    /// Why something was done, or a rule overridden.
    Reason(Reason),
}

/// Why something was done: personal data, never in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The reason.
    pub reason: String,
}

/// Where who a customer is stands in an event, if it says that.
macro_rules! details {
    ($event:expr) => {
        match $event {
            Event::CustomerRegistered(CustomerRegistered { details, .. })
            | Event::CustomerAmended(CustomerAmended { details, .. }) => Some(details),
            _ => None,
        }
    };
}

/// Where the text of a case stands in an event, if it has a place for one.
macro_rules! text {
    ($event:expr) => {
        match $event {
            Event::DisputeOpened(DisputeOpened { said: DisputeSaid { text, .. }, .. })
            | Event::DisputeNoted(DisputeNoted { said: DisputeSaid { text, .. }, .. })
            | Event::DisputeMoved(DisputeMoved { text, .. })
            | Event::DisputeResolved(DisputeResolved { text, .. })
            | Event::CallLogged(CallLogged { text, .. })
            | Event::PromiseMade(PromiseMade { text, .. })
            | Event::PromiseWithdrawn(PromiseWithdrawn { text, .. })
            | Event::CallbackScheduled(CallbackScheduled { text, .. })
            | Event::CallbackDone(CallbackDone { text, .. }) => Some(text),
            _ => None,
        }
    };
}

/// Where a reason stands in an event, if it has one.
macro_rules! reason {
    ($event:expr) => {
        match $event {
            Event::CustomerHeld(CustomerHeld { reason, .. })
            | Event::PersonErased(PersonErased { reason, .. })
            | Event::ClockConfirmed(ClockConfirmed { reason, .. })
            | Event::InvoiceVoided(InvoiceVoided { reason, .. })
            | Event::PaymentBounced(PaymentBounced { reason, .. })
            | Event::PaymentReversed(PaymentReversed { reason, .. })
            | Event::RefundReversed(RefundReversed { reason, .. })
            | Event::CreditNoteVoided(CreditNoteVoided { reason, .. })
            | Event::InvoiceIssued(InvoiceIssued {
                overridden: Some(Override { reason, .. }),
                ..
            })
            | Event::CreditNoteIssued(CreditNoteIssued {
                overridden: Some(Override { reason, .. }),
                ..
            })
            | Event::WriteOffMade(WriteOffMade {
                overridden: Some(Override { reason, .. }), ..
            })
            | Event::RulesOverridden(RulesOverridden { overridden: Override { reason, .. } }) => {
                Some(reason)
            }
            _ => None,
        }
    };
}

/// The version of an event in which rules may have been overridden.
macro_rules! overridden_versions {
    ($($kind:ident)+) => {
        $(impl $kind {
            pub(super) fn version(&self) -> u16 {
                self.overridden.as_ref().map_or(1, |overridden| overridden.reason.version())
            }
        })+
    };
}

overridden_versions! { InvoiceIssued CreditNoteIssued WriteOffMade }

impl RulesOverridden {
    pub(super) fn version(&self) -> u16 {
        self.overridden.reason.version()
    }
}

impl DisputeOpened {
    fn version(&self) -> u16 {
        self.said.version()
    }
}

impl DisputeNoted {
    fn version(&self) -> u16 {
        self.said.version()
    }
}

/// The version of an event with a reason.
macro_rules! reason_versions {
    ($($kind:ident)+) => {
        $(impl $kind {
            pub(super) fn version(&self) -> u16 {
                self.reason.version()
            }
        })+
    };
}

reason_versions! { InvoiceVoided PaymentBounced PaymentReversed RefundReversed CreditNoteVoided }

impl Event {
    /// Where the text of a case stands in this event, if it has a place for one.
    pub fn text(&mut self) -> Option<&mut Option<CaseText>> {
        text!(self)
    }

    /// The part that is kept beside the chain, if there is one.
    pub fn private(&self) -> Option<Private> {
        if let Some(details) = details!(self) {
            return details.clone().map(Private::Customer);
        }
        if let Some(text) = text!(self) {
            return text.clone().map(Private::Case);
        }
        match reason!(self)? {
            FreeText::Beside(Some(reason)) => {
                Some(Private::Reason(Reason { reason: reason.clone() }))
            }
            FreeText::Beside(None) | FreeText::InChain(_) => None,
        }
    }

    /// Puts in the place of what was erased that it was.
    pub fn erase(&mut self) {
        if let Some(details) = details!(self) {
            *details = Some(CustomerDetails::named(ERASED));
        } else if let Some(text) = self.text() {
            let note = Some(ERASED.to_string());
            *text = Some(CaseText { note, ..CaseText::default() });
        } else if let Some(reason @ FreeText::Beside(_)) = reason!(self) {
            *reason = FreeText::new(ERASED.to_string());
        }
    }

    /// Puts the part back that was kept beside the chain; whether it belongs to this event.
    pub fn attach(&mut self, private: Private) -> bool {
        match private {
            Private::Customer(details) => {
                details!(self).map(|place| *place = Some(details)).is_some()
            }
            Private::Case(text) => self.text().map(|place| *place = Some(text)).is_some(),
            Private::Reason(Reason { reason }) => match reason!(self) {
                Some(place) if place.is_beside() => {
                    *place = FreeText::new(reason);
                    true
                }
                _ => false,
            },
        }
    }

    /// The number that a receipt names for this event: what it made (`invoice`) and its number.
    pub fn made(&self) -> Option<(&'static str, &str)> {
        match self {
            Event::CustomerRegistered(event) => Some(("customer", &event.customer.0)),
            Event::InvoiceIssued(event) => Some(("invoice", &event.invoice.0)),
            Event::CreditNoteIssued(event) => Some(("credit_note", &event.credit_note.0)),
            Event::PaymentRecorded(event) => Some(("payment", &event.payment.0)),
            Event::AllocationMade(event) => Some(("allocation", &event.allocation.0)),
            Event::RefundMade(event) => Some(("refund", &event.refund.0)),
            Event::WriteOffMade(event) => Some(("write_off", &event.write_off.0)),
            Event::ItemDefined(event) => Some(("item", &event.item.0)),
            Event::InvoiceDrafted(event) => Some(("draft", &event.draft.0)),
            Event::CreditBroughtIn(event) => Some(("credit_note", &event.credit_note.0)),
            Event::DisputeOpened(event) => Some(("dispute", &event.dispute.0)),
            Event::CallLogged(event) => Some(("call", &event.call.0)),
            Event::PromiseMade(event) => Some(("promise", &event.promise.0)),
            Event::CallbackScheduled(event) => Some(("callback", &event.callback.0)),
            Event::SeriesDefined(event) => Some(("series", &event.series)),
            Event::BookOpened(_)
            | Event::CustomersMerged(_)
            | Event::PriceSet(_)
            | Event::DraftDiscarded(_)
            | Event::DisputeNoted(_)
            | Event::DisputeMoved(_)
            | Event::DisputeResolved(_)
            | Event::PromiseWithdrawn(_)
            | Event::CallbackDone(_)
            | Event::PeriodLocked(_)
            | Event::ApprovalRequired(_)
            | Event::DocumentDelivered(_)
            | Event::RulesOverridden(_)
            | Event::RoleGranted(_)
            | Event::ViewerPolicySet(_)
            | Event::ClockConfirmed(_)
            | Event::PersonErased(_)
            | Event::CustomerAmended(_)
            | Event::CustomerHeld(_)
            | Event::InvoiceVoided(_)
            | Event::AllocationReversed(_)
            | Event::PaymentBounced(_)
            | Event::PaymentReversed(_)
            | Event::RefundReversed(_)
            | Event::CreditNoteVoided(_)
            | Event::CertificateAdjusted(_)
            | Event::WriteOffTakenBack(_) => None,
        }
    }

    /// The rate of exchange that was entered with it, and of which currency; those that are taken
    /// over from another document do not count.
    pub fn entered_rate(&self) -> Option<(Currency, Plain)> {
        match self {
            Event::InvoiceIssued(event) => Some((event.currency, event.rate?)),
            Event::PaymentRecorded(event) => Some((event.currency, event.rate?)),
            Event::CreditBroughtIn(event) => Some((event.currency, event.rate?)),
            Event::RefundMade(event) => Some((event.currency, event.rate?)),
            _ => None,
        }
    }

    /// The rules that were overridden for it, if any were.
    pub fn overridden(&self) -> Option<&Override> {
        match self {
            Event::InvoiceIssued(event) => event.overridden.as_ref(),
            Event::CreditNoteIssued(event) => event.overridden.as_ref(),
            Event::WriteOffMade(event) => event.overridden.as_ref(),
            Event::RulesOverridden(event) => Some(&event.overridden),
            _ => None,
        }
    }

    /// The kind of command that makes an entry whose first event this is.
    pub fn command(&self) -> &'static str {
        match self {
            Event::BookOpened(_) => "open_book",
            Event::CustomerRegistered(_) => "register_customer",
            Event::CustomerAmended(_) => "amend_customer",
            Event::CustomerHeld(event) if event.is_hold() => "hold_customer",
            Event::CustomerHeld(_) => "release_customer",
            Event::CustomersMerged(_) => "merge_customers",
            Event::ItemDefined(_) => "define_item",
            Event::PriceSet(_) => "set_price",
            Event::InvoiceDrafted(_) => "draft_invoice",
            Event::DraftDiscarded(_) => "discard_draft",
            Event::InvoiceIssued(InvoiceIssued { opening: Some(opening), .. })
            | Event::CreditBroughtIn(CreditBroughtIn { opening, .. }) => match opening {
                Opening::Invoice => "bring_in_invoice",
                Opening::Receivable => "bring_in_receivable",
            },
            Event::InvoiceIssued(event) if event.draft.is_some() => "issue_draft",
            Event::InvoiceIssued(_) => "issue_invoice",
            Event::CreditNoteIssued(_) | Event::CertificateAdjusted(_) => "credit_invoice",
            Event::InvoiceVoided(_) => "void_invoice",
            Event::PaymentRecorded(event) if event.certificate.is_some() => "record_certificate",
            Event::PaymentRecorded(_) => "record_payment",
            Event::AllocationMade(_) => "allocate",
            Event::AllocationReversed(_) => "unallocate",
            Event::PaymentBounced(_) => "bounce_payment",
            Event::RefundMade(_) => "refund",
            // What is not given up by hand goes with an allocation.
            Event::WriteOffMade(event) => match event.reason {
                GivenUp::SmallDifference | GivenUp::BadDebt => "write_off",
                GivenUp::EarlyPayment | GivenUp::CashRounding => "allocate",
            },
            Event::WriteOffTakenBack(_) => "recover",
            Event::PaymentReversed(_) => "reverse_payment",
            Event::RefundReversed(_) => "reverse_refund",
            Event::CreditNoteVoided(_) => "void_credit_note",
            Event::DisputeOpened(_) => "open_dispute",
            Event::DisputeNoted(_) => "note_dispute",
            Event::DisputeMoved(_) => "move_dispute",
            Event::DisputeResolved(_) => "resolve_dispute",
            Event::CallLogged(_) => "log_call",
            Event::PromiseMade(_) => "promise",
            Event::PromiseWithdrawn(_) => "withdraw_promise",
            Event::CallbackScheduled(_) => "schedule_callback",
            Event::CallbackDone(_) => "done",
            Event::PeriodLocked(_) => "lock_period",
            Event::ApprovalRequired(_) => "require_approval",
            Event::DocumentDelivered(_) => "deliver",
            Event::RulesOverridden(_) => "override",
            Event::RoleGranted(event) if event.role.is_some() => "grant_role",
            Event::RoleGranted(_) => "revoke_role",
            Event::SeriesDefined(_) => "define_series",
            Event::PersonErased(_) => "erase_person",
            Event::ViewerPolicySet(_) => "set_viewer_policy",
            Event::ClockConfirmed(_) => "confirm_clock",
        }
    }
}
