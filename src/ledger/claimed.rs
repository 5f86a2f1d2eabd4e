//! Money on an account that was claimed for invoices. May use: the tables, domain.

use crate::domain::Day;

use super::tables::ItemId;

/// Money that was claimed for an invoice.
#[derive(Clone, Copy, Debug)]
pub struct ClaimedMoney {
    /// The invoice.
    pub invoice: ItemId,
    /// The payment.
    pub payment: ItemId,
    /// The day of the payment.
    pub day: Day,
    /// How much of it, in minor units.
    pub minor: i64,
    /// The entry of the promise that claimed it, or that stands on what a plan claimed; none, no promise does.
    pub(super) promise: Option<u64>,
    /// Whether the day of what claimed it is still to come.
    pub(super) is_early: bool,
}

/// What was claimed for one invoice.
#[derive(Clone, Copy)]
pub(super) struct InvoiceClaims<'a> {
    all: &'a [ClaimedMoney],
    invoice: ItemId,
}

impl<'a> InvoiceClaims<'a> {
    /// What of all that was claimed is for an invoice.
    pub(super) fn of(all: &'a [ClaimedMoney], invoice: ItemId) -> InvoiceClaims<'a> {
        InvoiceClaims { all, invoice }
    }

    /// What counts for the promises of an entry, of the money that came by a day and was recorded after `since`: what
    /// they claimed and what plans did that no other promise stands on, in minor units.
    pub(super) fn counting_for(self, entry: u64, (since, last): (u64, Day)) -> i64 {
        let counts = |it: &ClaimedMoney| it.promise.is_none_or(|by| by == entry);
        self.sum(|it| counts(it) && it.day <= last && it.payment.seq > since)
    }

    /// What the promises of an entry claimed, or stand on, of the money that came by a day.
    pub(super) fn by_promise(self, entry: u64, last: Day) -> i64 {
        self.sum(|it| it.promise == Some(entry) && it.day <= last)
    }

    /// Whether promises of any other entry claimed some.
    pub(super) fn is_any_of_others(self, entry: u64) -> bool {
        self.sum(|it| it.promise.is_some_and(|by| by != entry)) > 0
    }

    fn sum(self, counts: impl Fn(&ClaimedMoney) -> bool) -> i64 {
        let ours = self.all.iter().filter(|it| it.invoice == self.invoice && counts(it));
        ours.map(|it| it.minor).sum()
    }
}
