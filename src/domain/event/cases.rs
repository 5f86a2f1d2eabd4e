//! Events of cases: disputes, calls, promises, callbacks. Texts are kept beside the chain.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override,
    no_rate, place, with,
};
use crate::domain::command::Direction;
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Code, Currency, Day, Moment, Money, Number};

/// What was said and written of a case: personal data, never in the chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseText {
    /// Who was on the line, whom to ask for, or the address that something is sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended; of something that is sent, what the server answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Who sees to a dispute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What went wrong in the first place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_cause: Option<String>,
    /// The account or the telephone that money was paid from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl CaseText {
    /// Whether it says something that version 1 of a dispute's events has in the chain.
    pub fn has_details(&self) -> bool {
        self.owner.is_some() || self.root_cause.is_some()
    }

    /// The text, where there is any.
    pub fn kept(self) -> Option<CaseText> {
        (self != CaseText::default()).then_some(self)
    }
}

/// The owner, root cause and note of a dispute, as opening it or a later note gives them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DisputeSaid {
    /// Whether owner and root cause are in the private record. Since version 2.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    /// Who sees to it. In version 1 only.
    #[serde(default, rename = "owner", skip_serializing_if = "Option::is_none")]
    pub owner_in_chain: Option<String>,
    /// By when it is to be resolved, where a note says so; an opening has a day of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What went wrong in the first place. In version 1 only.
    #[serde(default, rename = "root_cause", skip_serializing_if = "Option::is_none")]
    pub root_cause_in_chain: Option<String>,
    /// The note, and the rest from version 2 on: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl DisputeSaid {
    /// What a new event says.
    pub fn new(text: Option<CaseText>) -> DisputeSaid {
        let beside = text.as_ref().is_some_and(CaseText::has_details);
        DisputeSaid { beside, text, ..DisputeSaid::default() }
    }

    /// Who sees to it, where that is said.
    pub fn owner(&self) -> Option<&str> {
        let beside = self.text.as_ref().and_then(|text| text.owner.as_deref());
        beside.or(self.owner_in_chain.as_deref())
    }

    /// What went wrong in the first place, where that is said.
    pub fn root_cause(&self) -> Option<&str> {
        let beside = self.text.as_ref().and_then(|text| text.root_cause.as_deref());
        beside.or(self.root_cause_in_chain.as_deref())
    }

    /// The version of an event with this.
    pub(super) fn version(&self) -> u16 {
        if self.beside { 2 } else { 1 }
    }
}

/// A dispute was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeOpened {
    /// Its number.
    pub dispute: Number,
    /// Whose.
    pub customer: Code,
    /// On what.
    pub invoice: Number,
    /// From when on.
    pub date: Day,
    /// How much of the invoice.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// Why, as a reason code.
    pub reason: String,
    /// By when it is to be resolved.
    pub due: Day,
    /// Its owner, root cause and note. Without an owner, the user who opened it owns it.
    #[serde(flatten)]
    pub said: DisputeSaid,
    /// Calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
}

impl EventKind for DisputeOpened {
    const FACTS: EventFacts<DisputeOpened> = EventFacts {
        name: "dispute_opened",
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

/// Something was added to a dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeNoted {
    /// The dispute.
    pub dispute: Number,
    /// When.
    pub date: Day,
    /// Its new owner, due date or root cause, and the note.
    #[serde(flatten)]
    pub said: DisputeSaid,
    /// More calls and documents that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
}

impl EventKind for DisputeNoted {
    const FACTS: EventFacts<DisputeNoted> = EventFacts {
        name: "dispute_noted",
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

/// A dispute was moved on, or reopened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeMoved {
    /// The dispute.
    pub dispute: Number,
    /// From when on.
    pub date: Day,
    /// Where to.
    pub to: MoveTo,
    /// Why: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeMoved {
    const FACTS: EventFacts<DisputeMoved> = EventFacts {
        name: "dispute_moved",
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

/// A dispute has its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisputeResolved {
    /// The dispute.
    pub dispute: Number,
    /// From when on.
    pub date: Day,
    /// How it ended.
    pub outcome: Outcome,
    /// How much of what remained is credited.
    pub credited: Money,
    /// By which credit note, of the same entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<Number>,
    /// What was found: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for DisputeResolved {
    const FACTS: EventFacts<DisputeResolved> = EventFacts {
        name: "dispute_resolved",
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
    /// Whose account.
    pub customer: Code,
    /// The day in the company's zone.
    pub date: Day,
    /// When.
    pub at: Moment,
    /// Which way.
    pub direction: Direction,
    /// The documents and disputes that were spoken of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// Who, what and how it ended: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallLogged {
    const FACTS: EventFacts<CallLogged> = EventFacts {
        name: "call_logged",
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
    /// Who promised.
    pub customer: Code,
    /// The invoice.
    pub invoice: Number,
    /// The day of the promise.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// In what.
    pub currency: Currency,
    /// The day by which the money comes.
    pub by: Day,
    /// How many days later it may come all the same.
    pub tolerance_days: u16,
    /// What was said: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for PromiseMade {
    const FACTS: EventFacts<PromiseMade> = EventFacts {
        name: "promise_made",
        versions: &[as_today],
        version: first,
        command: |_| "promise",
        date: |event| Some(event.date),
        amount: |event| Some(event.amount),
        made: |event| Some(("promise", &event.promise.0)),
        touches: |event| vec![&event.customer.0, &event.invoice.0, &event.promise.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Text(place!(text)),
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// A promise is out of force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseWithdrawn {
    /// The promise.
    pub promise: Number,
    /// From when on.
    pub date: Day,
    /// Why: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for PromiseWithdrawn {
    const FACTS: EventFacts<PromiseWithdrawn> = EventFacts {
        name: "promise_withdrawn",
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

/// A call back was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackScheduled {
    /// Its number.
    pub callback: Number,
    /// Whom to call.
    pub customer: Code,
    /// The day on which that was agreed.
    pub date: Day,
    /// When to call.
    pub at: Moment,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Number>,
    /// Whom to ask for and why: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallbackScheduled {
    const FACTS: EventFacts<CallbackScheduled> = EventFacts {
        name: "callback_scheduled",
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

/// A callback is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallbackDone {
    /// The callback.
    pub callback: Number,
    /// When.
    pub date: Day,
    /// How it went: kept in the private record.
    #[serde(skip)]
    pub text: Option<CaseText>,
}

impl EventKind for CallbackDone {
    const FACTS: EventFacts<CallbackDone> = EventFacts {
        name: "callback_done",
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
