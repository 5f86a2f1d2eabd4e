//! What happened on an account recently, newest first. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::GivenUp;
use crate::domain::{Code, Day, Moment, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{BY_ACCOUNT, CASES_OF, CaseKind, ITEMS, ItemId, REFERENCES};
use crate::store::rows::{LedgerError, Stop};

use super::show::{self, Shown};
use super::{AsOf, Needs, Question, View};

/// Asks what happened on an account recently.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LatelyOf {
    /// The customer.
    pub customer: Code,
    /// The most events.
    pub most: usize,
}

/// Something that happened on an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happened {
    /// Its number.
    pub number: Number,
    /// Its kind: `invoice`, `payment`, `dispute`, `call` …
    pub kind: String,
    /// The date.
    pub date: Day,
    /// The amount, if it has one.
    pub amount: Option<Money>,
    /// Details: the method of a payment, the reason for a write-off or a dispute, the note of a call.
    pub text: String,
    /// Its state: `settled`, `bounced`, `in_progress`, `broken` …; empty for what has none.
    pub state: String,
    /// The customer's reference on it, or the payer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The tax code of a certificate, whose number is the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The time of a callback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// The most events in an answer.
const MOST: usize = 1_000;

impl Question for LatelyOf {
    const NAME: &'static str = "lately";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<Happened>;

    fn answer(&self, view: &View) -> Result<Vec<Happened>, Stop> {
        let (account, _) = view.account(&self.customer, view.when(AsOf::default())?)?;
        let most = self.most.min(MOST);
        let mut found: Vec<(ItemId, Option<CaseKind>)> = Vec::new();
        for member in merged::members(view.rows, account, When::ALL)? {
            for row in BY_ACCOUNT.newest(view.rows, &member.id).take(most) {
                found.push((row?.0.1, None));
            }
            for row in CASES_OF.newest(view.rows, &member.id).take(most) {
                let ((_, id), kind) = row?;
                found.push((id, Some(kind)));
            }
        }
        found.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
        found.truncate(most);
        let told = found.into_iter().map(|(id, kind)| match kind {
            None => document(view, id),
            Some(kind) => case(view, kind, id),
        });
        Ok(told.collect::<Result<_, LedgerError>>()?)
    }
}

fn document(view: &View, id: ItemId) -> Result<Happened, LedgerError> {
    let row = ITEMS.need(view.rows, &id)?;
    let left = item::left(view.rows, id, &row)?;
    let state = super::list_rows::state(view, id, &row, left)?;
    let method = row.method.map(Method::name);
    let text = method.or(row.given_up.map(GivenUp::name)).unwrap_or_default();
    Ok(Happened {
        certificate: show::certificate(view, id, &row)?,
        number: row.number,
        kind: row.kind.word().into(),
        date: row.date,
        amount: Some(row.amount),
        text: text.into(),
        state: state.into(),
        reference: REFERENCES.get(view.rows, &id)?,
        at: None,
    })
}

fn case(view: &View, kind: CaseKind, id: ItemId) -> Result<Happened, LedgerError> {
    let of = |number, kind: &str, date, amount, text: Option<String>, state: String| Happened {
        number,
        kind: kind.into(),
        date,
        amount,
        text: text.unwrap_or_default(),
        state,
        reference: None,
        certificate: None,
        at: None,
    };
    Ok(match show::case(view, kind, id)? {
        Shown::Dispute(it) => {
            let text = Some(it.reason);
            of(it.dispute, "dispute", it.opened, Some(it.original), text, it.state)
        }
        Shown::Promise(it) => {
            let text = Some(it.by.to_string());
            of(it.promise, "promise", it.date, Some(it.amount), text, it.state)
        }
        Shown::Plan(it) => {
            let due = it.missed_due.or(it.next_due).map(|due| due.to_string());
            of(it.plan, "plan", it.date, Some(it.amount), due, it.state)
        }
        Shown::Call(it) => {
            let parts: Vec<String> =
                [it.text.contact, it.text.note].into_iter().flatten().collect();
            of(it.call, "call", it.date, None, Some(parts.join(": ")), String::new())
        }
        Shown::Callback(it) => Happened {
            at: Some(it.at),
            ..of(it.callback, "callback", it.date, None, it.text.note, it.state)
        },
        Shown::Delivery(it) => {
            let text = [it.document.map(|document| document.0), it.to].into_iter().flatten();
            let text = Some(text.collect::<Vec<_>>().join(" · "));
            of(it.delivery, "delivery", it.date, None, text, it.state.word().into())
        }
        _ => return Err(LedgerError::Contradiction("a case is no case".into())),
    })
}
