//! Payment plans in full: the debt, the instalments with what was paid on each, and the state. Erased
//! texts are absent.

use serde::{Deserialize, Serialize};

use crate::domain::event::CustomerDetails;
use crate::domain::{Code, Currency, Day, Event, Money, Number};
use crate::ledger::cases;
use crate::ledger::claims::AccountClaims;
use crate::ledger::plans::{self, JudgedPlan};
use crate::ledger::query::View;
use crate::ledger::tables::{ACCOUNTS, ITEMS, ItemId, PLANS, PlanRow};
use crate::store::rows::LedgerError;

use super::parties::{Parties, Seller};
use crate::ledger::query::told::{today, told};

/// A payment plan, judged as of today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPlan {
    /// Its number.
    pub plan: Number,
    /// The customer who pays.
    pub customer: Code,
    /// The day of the agreement.
    pub date: Day,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The debt it covers.
    pub amount: Money,
    /// `kept`, `behind`, `default`, `finished` or `cancelled`.
    pub state: String,
    /// The invoices, with how much of each is covered and how much of that is still open.
    pub covers: Vec<ShownCover>,
    /// The instalments, in the order of their dates.
    pub instalments: Vec<ShownInstalment>,
    /// How many instalments may be missed at the same time before the rest falls due.
    pub default_after: u16,
    /// What was paid on it.
    pub paid: Money,
    /// What is left of the debt.
    pub left: Money,
    /// What of that no instalment asks for: what is in dispute, or all of it once the plan was cancelled. The rest is the
    /// sum of what is left of the instalments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_asked: Option<Money>,
    /// What is missing of past instalments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Money>,
    /// The due date of the earliest missed instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_due: Option<Day>,
    /// The day since which the rest is due, if it was ever in default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_since: Option<Day>,
    /// What arrived in time and is on account, to be allocated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_allocate: Option<Money>,
    /// The due date of the next instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due: Option<Day>,
    /// What is missing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_amount: Option<Money>,
    /// The day of its cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Day>,
    /// The reason for cancelling it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The plan that replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Number>,
    /// The note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The customer's current details.
    pub buyer: CustomerDetails,
    /// The customer's own document language today, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The seller.
    pub seller: Seller,
    /// The user who agreed it.
    pub by: String,
    /// The entry that holds it.
    pub entry: u64,
}

/// The part of an invoice that a payment plan covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCover {
    /// The invoice.
    pub invoice: Number,
    /// Its due date.
    pub due: Day,
    /// The amount covered.
    pub amount: Money,
    /// How much of that is outstanding and not disputed.
    pub open: Money,
}

/// An instalment of a payment plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownInstalment {
    /// The due date.
    pub due: Day,
    /// The amount that was agreed.
    pub amount: Money,
    /// What was paid on it.
    pub paid: Money,
    /// What is still to be paid of it: not what was credited or given up since, and not what is in dispute.
    pub left: Money,
}

/// The cancellation of a plan.
#[derive(Default)]
struct Cancelling {
    date: Option<Day>,
    reason: Option<String>,
    replaced_by: Option<Number>,
}

/// A payment plan, judged as of today.
pub fn plan(view: &View, id: ItemId) -> Result<ShownPlan, LedgerError> {
    let row = PLANS.need(view.rows, &id)?;
    let claims = AccountClaims::new(view.rows, row.account, today(view, row.date));
    let judged = plans::judge(&claims, id, &row)?;
    let (entry, mut event) = told(view, id.seq, id.place, row.at)?;
    let note = event.text().and_then(Option::take).and_then(|text| text.note);
    let cancelling = cancelling(view, id, row.date)?;
    let on = ((row.date, id.seq), false);
    let parties = Parties::of(view, row.account, None, on)?;
    let paid = judged.paid.iter().map(|paid| paid.minor()).sum();
    let some = |money: Money| Some(money).filter(|money| money.is_positive());
    Ok(ShownPlan {
        customer: ACCOUNTS.need(view.rows, &row.account)?.code,
        date: row.date,
        currency: row.currency,
        amount: row.amount,
        state: judged.state.word().into(),
        covers: covers(view, &row, &judged.open)?,
        instalments: instalments(&row, &judged),
        default_after: row.default_after,
        paid: Money::from_minor(paid, row.amount.scale()),
        left: judged.left,
        not_asked: some(judged.not_asked()),
        missed: some(judged.missed),
        missed_due: judged.missed_due,
        default_since: judged.default_since,
        to_allocate: some(judged.on_account),
        next_due: judged.next.map(|(due, _)| due),
        next_amount: judged.next.map(|(_, amount)| amount),
        cancelled: cancelling.date,
        reason: cancelling.reason,
        replaced_by: cancelling.replaced_by,
        note,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        by: entry.by,
        entry: id.seq,
        plan: row.number,
    })
}

fn covers(view: &View, row: &PlanRow, open: &[Money]) -> Result<Vec<ShownCover>, LedgerError> {
    let pairs = row.covers.iter().zip(open);
    let cover = |((invoice, amount), open): (&(ItemId, Money), &Money)| {
        let invoice = ITEMS.need(view.rows, invoice)?;
        let (number, due) = (invoice.number, invoice.due);
        Ok(ShownCover { invoice: number, due, amount: *amount, open: *open })
    };
    pairs.map(cover).collect()
}

fn instalments(row: &PlanRow, judged: &JudgedPlan) -> Vec<ShownInstalment> {
    let parts = judged.paid.iter().zip(&judged.to_pay);
    let part = |((due, amount), (paid, left)): (&(Day, Money), (&Money, &Money))| ShownInstalment {
        due: *due,
        amount: *amount,
        paid: *paid,
        left: *left,
    };
    row.instalments.iter().zip(parts).map(part).collect()
}

/// The cancellation of a plan, if it counts today.
fn cancelling(view: &View, id: ItemId, date: Day) -> Result<Cancelling, LedgerError> {
    let when = today(view, date);
    for ((seq, place), step) in cases::steps(view.rows, id)? {
        if !when.counts(step.date, seq) {
            continue;
        }
        let (_, mut event) = told(view, seq, place, step.at)?;
        let reason = event.text().and_then(Option::take).and_then(|text| text.note);
        let replaced_by = match event {
            Event::PlanCancelled(event) => event.replaced_by,
            _ => None,
        };
        return Ok(Cancelling { date: Some(step.date), reason, replaced_by });
    }
    Ok(Cancelling::default())
}
