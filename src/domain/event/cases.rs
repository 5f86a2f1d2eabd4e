//! Events of cases: disputes, calls, promises, callbacks. Their texts are kept in private records.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::command::Direction;
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Code, Currency, Day, Moment, Money, Number};

/// The texts of a case: personal data, never in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseText {
    /// The person on the line, the contact to ask for, or the address of a delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended; for a delivery, the mail server's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Who is responsible for a dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The root cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// The bank account or telephone number that a payment came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl CaseText {
    /// Whether it has a text that version 1 of a dispute's events kept in the chain.
    fn has_details(&self) -> bool {
        self.owner.is_some() || self.root_cause.is_some()
    }

    /// The texts; `None` if all are empty.
    pub fn kept(self) -> Option<CaseText> {
        (self != CaseText::default()).then_some(self)
    }
}

/// The owner, root cause and note of a dispute, as given when it is opened or noted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DisputeSaid {
    /// Whether owner and root cause are in the private record: from version 2 on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    /// Who is responsible. In version 1 only.
    #[serde(default, rename = "owner", skip_serializing_if = "Option::is_none")]
    pub owner_in_chain: Option<String>,
    /// The new due date, if a note sets one; an opened dispute has its own field for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The root cause. In version 1 only.
    #[serde(default, rename = "root_cause", skip_serializing_if = "Option::is_none")]
    pub root_cause_in_chain: Option<String>,
    /// The note, and from version 2 on owner and root cause: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl DisputeSaid {
    /// The content of a new event.
    pub fn new(text: Option<CaseText>) -> DisputeSaid {
        let beside = text.as_ref().is_some_and(CaseText::has_details);
        DisputeSaid { beside, text, ..DisputeSaid::default() }
    }

    /// Who is responsible, if given.
    pub fn owner(&self) -> Option<&str> {
        let beside = self.text.as_ref().and_then(|text| text.owner.as_deref());
        beside.or(self.owner_in_chain.as_deref())
    }

    /// The root cause, if given.
    pub fn root_cause(&self) -> Option<&str> {
        let beside = self.text.as_ref().and_then(|text| text.root_cause.as_deref());
        beside.or(self.root_cause_in_chain.as_deref())
    }

    /// The version of an event with this content.
    pub(super) fn version(&self) -> u16 {
        if self.beside { 2 } else { 1 }
    }
}

/// A dispute was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeOpened {
    /// Its number.
    pub dispute: Number,
    /// The customer.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// Its effective date.
    pub date: Day,
    /// The disputed part of the invoice.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The reason code.
    pub reason: String,
    /// Its due date.
    pub due: Day,
    /// Its owner, root cause and note. Without an owner, the user who opened it owns it.
    #[serde(flatten)]
    pub said: DisputeSaid,
    /// Calls and documents linked to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
}

impl EventKind for DisputeOpened {
    const FACTS: EventFacts<DisputeOpened> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.said.version(),
        command: |_| "open_dispute",
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("dispute", &event.dispute.0)),
        touches: |event| vec![&event.customer.0, &event.dispute.0, &event.invoice.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(said.text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A dispute got a note, or another owner, due date or root cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeNoted {
    /// The dispute.
    pub dispute: Number,
    /// The date.
    pub date: Day,
    /// Its new owner, due date or root cause, and the note.
    #[serde(flatten)]
    pub said: DisputeSaid,
    /// More calls and documents linked to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
}

impl EventKind for DisputeNoted {
    const FACTS: EventFacts<DisputeNoted> = EventFacts {
        versions: &[as_today, as_today],
        version: |event| event.said.version(),
        command: |_| "note_dispute",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.dispute.0],
        whose: |event| Whose::Case(&event.dispute),
        is_about_users: false,
        private: Kept::Text(place!(said.text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A dispute changed state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeMoved {
    /// The dispute.
    pub dispute: Number,
    /// Its effective date.
    pub date: Day,
    /// The new state.
    pub to: MoveTo,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeMoved {
    const FACTS: EventFacts<DisputeMoved> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "move_dispute",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.dispute.0],
        whose: |event| Whose::Case(&event.dispute),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A dispute was resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeResolved {
    /// The dispute.
    pub dispute: Number,
    /// Its effective date.
    pub date: Day,
    /// Its outcome.
    pub outcome: Outcome,
    /// How much of the remaining amount is credited.
    pub credited: Money,
    /// The credit note, from the same entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<Number>,
    /// The findings: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeResolved {
    const FACTS: EventFacts<DisputeResolved> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "resolve_dispute",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| with(vec![&event.dispute.0], event.credit_note.as_ref()),
        whose: |event| Whose::Case(&event.dispute),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A call was logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallLogged {
    /// Its number.
    pub call: Number,
    /// The customer.
    pub customer: Code,
    /// The day in the company's zone.
    pub date: Day,
    /// The date.
    pub at: Moment,
    /// Who called whom.
    pub direction: Direction,
    /// The documents and disputes they talked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The contact, the note and the outcome: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallLogged {
    const FACTS: EventFacts<CallLogged> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "log_call",
        date: |event| Some(event.date),
        amount: no_amount,
        made: |event| Some(("call", &event.call.0)),
        touches: |event| vec![&event.call.0, &event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A customer promised to pay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseMade {
    /// Its number.
    pub promise: Number,
    /// The customer.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// The day of the promise.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The promised day.
    pub by: Day,
    /// The days of tolerance after it.
    pub tolerance_days: u16,
    /// Whether its number is that of another system, which counts in no series of ours. Since
    /// version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
    /// The promise that it makes again, which ended for a payment plan that was taken back: money that came since that one
    /// counts for it. Since version 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Number>,
    /// The note: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for PromiseMade {
    const FACTS: EventFacts<PromiseMade> = EventFacts {
        versions: &[as_today, as_today, as_today],
        version: |event| match (&event.again, event.foreign) {
            (Some(_), _) => 3,
            (None, true) => 2,
            (None, false) => 1,
        },
        command: |event| if event.foreign { "bring_in_promise" } else { "promise" },
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("promise", &event.promise.0)),
        touches: |event| {
            let again = event.again.iter().map(|again| again.0.as_str());
            let named = [event.customer.0.as_str(), &event.invoice.0, &event.promise.0];
            named.into_iter().chain(again).collect()
        },
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A promise was withdrawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseWithdrawn {
    /// The promise.
    pub promise: Number,
    /// Its effective date.
    pub date: Day,
    /// The reason, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for PromiseWithdrawn {
    const FACTS: EventFacts<PromiseWithdrawn> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "withdraw_promise",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.promise.0],
        whose: |event| Whose::Case(&event.promise),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A callback was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackScheduled {
    /// Its number.
    pub callback: Number,
    /// The customer to call.
    pub customer: Code,
    /// The day it was agreed.
    pub date: Day,
    /// When to call.
    pub at: Moment,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// The contact to ask for and the subject, kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallbackScheduled {
    const FACTS: EventFacts<CallbackScheduled> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "schedule_callback",
        date: |event| Some(event.date),
        amount: no_amount,
        made: |event| Some(("callback", &event.callback.0)),
        touches: |event| vec![&event.callback.0, &event.customer.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A callback was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackDone {
    /// The callback.
    pub callback: Number,
    /// The date.
    pub date: Day,
    /// How it went: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallbackDone {
    const FACTS: EventFacts<CallbackDone> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "done",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.callback.0],
        whose: |event| Whose::Case(&event.callback),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}
