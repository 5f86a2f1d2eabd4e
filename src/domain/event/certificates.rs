//! Events of certificates of withheld tax that have not arrived yet.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_amount, no_number, no_override, no_rate,
};
use crate::domain::{Currency, Day, Money, Number};

/// A certificate of withheld tax is awaited for an invoice, or no longer awaited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertificateAwaited {
    /// The invoice.
    pub invoice: Number,
    /// The tax code.
    pub kind: String,
    /// The amount, replacing the amount noted before for this tax; zero means that none is awaited.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The effective date.
    pub date: Day,
}

impl EventKind for CertificateAwaited {
    const FACTS: EventFacts<CertificateAwaited> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "await_certificate",
        date: |event| Some(event.date),
        amount: no_amount,
        made: no_number,
        touches: |event| vec![&event.invoice.0],
        whose: |event| Whose::Document(&event.invoice),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}
