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
    /// The entry of the promise that claimed it, or that stands on what another claim took; none, no promise does.
    pub(super) promise: Option<u64>,
    /// Whether the day of what claimed it is still to come.
    pub(super) is_early: bool,
}

/// What of each payment was taken off an invoice since a promise or a plan on it: the invoice, the payment and how much.
pub(super) type TakenOff = [(ItemId, ItemId, i64)];

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
    /// they claimed, and what else no other promise stands on, beyond what replaces what was taken off; in minor units.
    pub(super) fn counting_for(
        self,
        entry: u64,
        (since, last): (u64, Day),
        taken_off: &TakenOff,
    ) -> i64 {
        let counts = |it: &ClaimedMoney| it.day <= last && it.payment.seq > since;
        self.sum(|it| it.promise == Some(entry) && counts(it))
            + self.beyond(taken_off, |it| it.promise.is_none() && counts(it))
    }

    /// How much of what counts is left after it has replaced what was taken off the invoice: that of each payment first.
    pub(super) fn beyond(
        self,
        taken_off: &TakenOff,
        counts: impl Fn(&ClaimedMoney) -> bool,
    ) -> i64 {
        let of_it = taken_off.iter().filter(|(on, ..)| *on == self.invoice);
        let replacing = of_it.map(|(_, payment, minor)| {
            self.sum(|it| it.payment == *payment && counts(it)).min(*minor)
        });
        self.sum(&counts) - replacing.sum::<i64>()
    }

    /// How much of a payment has still to replace what was taken off the invoice, before more of it counts: for a promise,
    /// or for a plan.
    pub(super) fn to_replace(self, payment: ItemId, is_plan: bool, taken_off: &TakenOff) -> i64 {
        let is_of = |(on, of, _): &&(ItemId, ItemId, i64)| (*on, *of) == (self.invoice, payment);
        let taken_off: i64 = taken_off.iter().filter(is_of).map(|(.., minor)| minor).sum();
        let counts = |it: &ClaimedMoney| is_plan || it.promise.is_none();
        (taken_off - self.sum(|it| it.payment == payment && counts(it))).max(0)
    }

    /// What the promises of an entry claimed, or stand on, of the money that came by a day.
    pub(super) fn by_promise(self, entry: u64, last: Day) -> i64 {
        self.sum(|it| it.promise == Some(entry) && it.day <= last)
    }

    /// Whether anything but the promises of an entry claimed some: what a plan claimed counts for other promises too.
    pub(super) fn is_any_of_others(self, entry: u64) -> bool {
        self.sum(|it| it.promise != Some(entry)) > 0
    }

    fn sum(self, counts: impl Fn(&ClaimedMoney) -> bool) -> i64 {
        let ours = self.all.iter().filter(|it| it.invoice == self.invoice && counts(it));
        ours.map(|it| it.minor).sum()
    }
}
