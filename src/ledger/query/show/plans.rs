//! Payment plans, whole: the debt, the instalments with what was paid of each, and where the plan
//! stands. What was erased shows as nothing.

use serde::{Deserialize, Serialize};

use crate::domain::event::CustomerDetails;
use crate::domain::{Code, Currency, Day, Event, Money, Number};
use crate::ledger::cases;
use crate::ledger::plans;
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
    /// In what its amounts are.
    pub currency: Currency,
    /// The debt that it covers.
    pub amount: Money,
    /// `kept`, `behind`, `default`, `finished` or `cancelled`.
    pub state: String,
    /// The invoices, with how much of each is covered and what of that is still open.
    pub covers: Vec<ShownCover>,
    /// The instalments, in the order of their days.
    pub instalments: Vec<ShownInstalment>,
    /// How many instalments may be missed at once before the rest is due.
    pub default_after: u16,
    /// What was paid on it.
    pub paid: Money,
    /// What is left of the debt.
    pub left: Money,
    /// What of the instalments that are past their days is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Money>,
    /// The day of the earliest instalment that is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_due: Option<Day>,
    /// Since when the rest is due, if it was ever in default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_since: Option<Day>,
    /// What came in time and waits on the account to be allocated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_allocate: Option<Money>,
    /// The day of the next instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due: Option<Day>,
    /// What is still to come of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_amount: Option<Money>,
    /// From which day on it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Day>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The plan that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Number>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who that is today.
    pub buyer: CustomerDetails,
    /// The language of the customer's documents today, if the customer asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// With whom.
    pub seller: Seller,
    /// Who agreed it.
    pub by: String,
    /// The entry that holds it.
    pub entry: u64,
}

/// What a payment plan covers of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownCover {
    /// The invoice.
    pub invoice: Number,
    /// When it was due.
    pub due: Day,
    /// How much of it is covered.
    pub amount: Money,
    /// What of that is outstanding and not disputed.
    pub open: Money,
}

/// An instalment of a payment plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownInstalment {
    /// The due date.
    pub due: Day,
    /// The amount.
    pub amount: Money,
    /// What was paid of it.
    pub paid: Money,
}

/// How a plan was cancelled.
#[derive(Default)]
struct Cancelling {
    date: Option<Day>,
    reason: Option<String>,
    replaced_by: Option<Number>,
}

/// A payment plan, judged as of today.
pub fn plan(view: &View, id: ItemId) -> Result<ShownPlan, LedgerError> {
    let row = PLANS.need(view.rows, &id)?;
    let judged = plans::judge(view.rows, id, &row, today(view, row.date))?;
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
        instalments: instalments(&row, &judged.paid),
        default_after: row.default_after,
        paid: Money::from_minor(paid, row.amount.scale()),
        left: judged.left,
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

fn instalments(row: &PlanRow, paid: &[Money]) -> Vec<ShownInstalment> {
    let pairs = row.instalments.iter().zip(paid);
    pairs
        .map(|((due, amount), paid)| ShownInstalment { due: *due, amount: *amount, paid: *paid })
        .collect()
}

/// How a plan was cancelled, as far as that counts today.
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
