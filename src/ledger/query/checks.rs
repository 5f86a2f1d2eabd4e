//! Internal checks: entries that were each allowed but deserve a second look together. May use: the
//! rest of the ledger.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::event::Costly;
use crate::domain::{Code, Currency, Money, Number};
use crate::ledger::exposure::exposure;
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, APPROVALS, AccountId, AccountRow, BY_ACCOUNT, ITEMS, ItemId, ItemKind, MOVES,
    MoveKind, ORIGINALS,
};
use crate::store::rows::{LedgerError, Stop};

use super::{Needs, Question, View};

/// Asks for the findings.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct ChecksOf {}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "check")]
pub enum Finding {
    /// The credit notes on an invoice add up to more than the limit above which approval is needed.
    #[serde(rename = "credit_notes.above_limit")]
    Credited {
        /// The invoice.
        invoice: Number,
        /// Its valid credit notes.
        credit_notes: Vec<Number>,
        /// The sum of these.
        total: Money,
        /// The limit.
        limit: Money,
        /// The currency.
        currency: Currency,
    },
    /// Invoices were issued within a credit limit thanks to a payment that was later returned, and
    /// without it the account is over its limit.
    #[serde(rename = "credit_limit.returned_payment")]
    Returned {
        /// The account.
        customer: Code,
        /// The payment.
        payment: Number,
        /// The invoices issued between the payment and its return.
        invoices: Vec<Number>,
        /// The account's exposure today.
        exposure: Money,
        /// Its limit.
        limit: Money,
        /// The currency.
        currency: Currency,
    },
}

/// The findings, and what could not be checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The currencies for which the company has set no limit: credit notes in them were not checked.
    pub no_limit: Vec<Currency>,
}

impl Question for ChecksOf {
    const NAME: &'static str = "checks";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Checks;

    fn answer(&self, view: &View) -> Result<Checks, Stop> {
        let mut checks = credited(view)?;
        let findings = &mut checks.findings;
        for (id, payments) in returned_payments(view)? {
            let account = ACCOUNTS.need(view.rows, &id)?;
            if let Some(limit) = account.credit_limit {
                returned(view, (id, &account), &payments, limit, findings)?;
            }
        }
        Ok(checks)
    }
}

/// Invoices whose credit notes, taken together, are above the limit: several small ones count as a
/// large one.
fn credited(view: &View) -> Result<Checks, LedgerError> {
    let mut by_invoice: BTreeMap<ItemId, (Vec<Number>, Money)> = BTreeMap::new();
    for found in ORIGINALS.scan(view.rows, &()) {
        let (note, invoice) = found?;
        if item::ended(view.rows, note)?.is_some() {
            continue;
        }
        let row = ITEMS.need(view.rows, &note)?;
        let (notes, sum) =
            by_invoice.entry(invoice).or_insert_with(|| (Vec::new(), row.amount.zero()));
        *sum = sum.plus(row.amount).ok_or(LedgerError::Beyond("credit notes"))?;
        notes.push(row.number);
    }
    let mut checks = Checks::default();
    for (invoice, (credit_notes, total)) in by_invoice {
        let row = ITEMS.need(view.rows, &invoice)?;
        let (invoice, currency) = (row.number, row.currency);
        let Some(limit) = APPROVALS.get(view.rows, &(Costly::Credit as u8, currency))? else {
            if !checks.no_limit.contains(&currency) {
                checks.no_limit.push(currency);
            }
            continue;
        };
        if total.minor() > limit.minor() {
            checks.findings.push(Finding::Credited {
                invoice,
                credit_notes,
                total,
                limit,
                currency,
            });
        }
    }
    Ok(checks)
}

/// A payment, and the entry in which it was returned.
type ReturnedPayment = (ItemId, u64);

/// The returned payments by account; those of a merged account are under the one that remains.
fn returned_payments(
    view: &View,
) -> Result<BTreeMap<AccountId, Vec<ReturnedPayment>>, LedgerError> {
    let mut all: Vec<ReturnedPayment> = Vec::new();
    MOVES.for_each(view.rows, |(item, seq, _), row| {
        let is_known = all.last().is_some_and(|(last, _)| *last == item);
        if row.kind == MoveKind::Bounced && !is_known {
            all.push((item, seq));
        }
        Ok(())
    })?;
    let mut by_account: BTreeMap<AccountId, Vec<ReturnedPayment>> = BTreeMap::new();
    for (item, seq) in all {
        let row = ITEMS.need(view.rows, &item)?;
        if row.kind == ItemKind::Payment {
            let root = merged::root(view.rows, row.account, When::ALL)?;
            by_account.entry(root).or_default().push((item, seq));
        }
    }
    Ok(by_account)
}

/// The returned payments of an account over its limit, with what was issued before each return was
/// known.
fn returned(
    view: &View,
    (id, account): (AccountId, &AccountRow),
    payments: &[ReturnedPayment],
    limit: Money,
    findings: &mut Vec<Finding>,
) -> Result<(), LedgerError> {
    let exposure = exposure(view.rows, id, view.today)?;
    if exposure.minor() <= limit.minor() {
        return Ok(());
    }
    let members = merged::members(view.rows, id, When::ALL)?;
    for (payment, bounced) in payments {
        let at = |seq| ItemId { seq, place: 0 };
        let mut invoices = Vec::new();
        for member in &members {
            let ends = ((member.id, at(payment.seq)), (member.id, at(*bounced)));
            for found in BY_ACCOUNT.between(view.rows, &ends.0, &ends.1) {
                let row = ITEMS.need(view.rows, &found?.0.1)?;
                invoices.extend((row.kind == ItemKind::Invoice).then_some(row.number));
            }
        }
        if !invoices.is_empty() {
            findings.push(Finding::Returned {
                customer: account.code.clone(),
                payment: ITEMS.need(view.rows, payment)?.number,
                invoices,
                exposure,
                limit,
                currency: account.currency,
            });
        }
    }
    Ok(())
}
