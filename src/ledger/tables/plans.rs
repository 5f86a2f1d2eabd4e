//! The tables of payment plans. Rows never change once posted; the end of a plan is a step of its case.

use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Day, Money, Number};
use crate::ledger::table::tables;

use super::{AccountId, ItemId, Place};

tables! {
    /// Payment plans.
    PLANS: ItemId => PlanRow = b'\x91', "payment plans";

    /// Payment plans by invoice.
    PLANS_ON: (ItemId, ItemId) => () = b'\x92', "payment plans by invoice";

    /// Payment plans by account, in the order of recording.
    PLANS_OF: (AccountId, ItemId) => () = b'\x93', "payment plans by account";

    /// Payment plans whose debt is not paid yet, by the day of the first unpaid instalment, which may be
    /// missed from the next day on. Counts everything posted, whatever money waits on the account.
    PLANS_BY: (Day, ItemId) => () = 0xAB, "payment plans by day";

    /// The payment plan that a delivery sends.
    PLAN_OF_DELIVERY: ItemId => ItemId = b'\x99', "payment plans by delivery";

    /// The deliveries of a payment plan.
    DELIVERIES_OF_PLAN: (ItemId, ItemId) => () = b'\x9a', "deliveries of payment plans";
}

/// A payment plan as it was agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanRow {
    /// Its number.
    pub number: Number,
    /// The account.
    pub account: AccountId,
    /// The day of the agreement.
    pub date: Day,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The debt that it covers.
    pub amount: Money,
    /// The invoices, with the amount covered of each.
    pub covers: Vec<(ItemId, Money)>,
    /// The instalments with their days, in order.
    pub instalments: Vec<(Day, Money)>,
    /// How many instalments may be missed at once before the rest becomes due.
    pub default_after: u16,
    /// The place of the event.
    pub at: Place,
}
