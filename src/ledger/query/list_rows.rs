//! The rows of a list that are shown. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::{Day, Money, Number};
use crate::ledger::item;
use crate::ledger::tables::{
    ACCOUNTS, AccountRow, DRAFTS, ITEMS, ItemId, ItemKind, ItemRow, MoveKind,
};
use crate::store::rows::{LedgerError, Stop};

use super::list::{self, ListKey, ListRow, Listed};
use super::show::{self, Shown};
use super::sums::{self, SumGlance};
use super::{Needs, Question, View};

/// The most rows read at once: more than any window has.
pub const MOST_ROWS: usize = 400;

/// Asks for rows, at most [`MOST_ROWS`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RowsOf {
    /// The kind.
    pub what: Listed,
    /// The ids.
    pub ids: Vec<ItemId>,
}

impl Question for RowsOf {
    const NAME: &'static str = "rows";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    /// The rows; `None` in place of one that is no longer listed.
    type Answer = Vec<Option<ListRow>>;

    fn answer(&self, view: &View) -> Result<Vec<Option<ListRow>>, Stop> {
        if self.what == Listed::Journal {
            let seqs: Vec<u64> = self.ids.iter().take(MOST_ROWS).map(|id| id.seq).collect();
            return super::entries::rows(view, &seqs);
        }
        let row = |id: &ItemId| match list::key(view, self.what, *id)? {
            Some(key) => Ok(Some(row(view, self.what, &key)?)),
            None => Ok(None),
        };
        self.ids.iter().take(MOST_ROWS).map(row).collect()
    }
}

fn row(view: &View, what: Listed, key: &ListKey) -> Result<ListRow, LedgerError> {
    let account = ACCOUNTS.need(view.rows, &key.account)?;
    match what {
        Listed::Customers => customer(view, key, account),
        Listed::Drafts => draft(view, key, account),
        Listed::Invoices | Listed::Payments => document(view, key, account),
        _ => case(view, what, key, account),
    }
}

fn blank(key: &ListKey, account: AccountRow, number: String, date: Day) -> ListRow {
    ListRow {
        number,
        customer: account.code,
        name: account.name,
        date,
        due: None,
        amount: None,
        left: None,
        currency: key.currency,
        state: String::new(),
        text: String::new(),
        at: None,
        certificate: None,
    }
}

fn customer(view: &View, key: &ListKey, account: AccountRow) -> Result<ListRow, LedgerError> {
    let code = account.code.0.clone();
    let SumGlance { balance, overdue: late, .. } = sums::glance(view, key.account)?;
    let paid = super::last_paid::last_paid(view, key.account)?;
    let row = blank(key, account, code, paid.unwrap_or(Day::EPOCH));
    Ok(ListRow { amount: Some(balance), left: Some(late), ..row })
}

fn draft(view: &View, key: &ListKey, account: AccountRow) -> Result<ListRow, LedgerError> {
    let row = DRAFTS.need(view.rows, &key.id.seq)?;
    let number = Number::of_draft(key.id.seq).0;
    let amount = Some(row.total);
    Ok(ListRow { amount, state: "draft".into(), ..blank(key, account, number, row.date) })
}

/// The state of a document, as a contract word.
pub(super) fn state(
    view: &View,
    id: ItemId,
    row: &ItemRow,
    left: Money,
) -> Result<&'static str, LedgerError> {
    // A void document says how it became void, whatever is left of it.
    let can_end = row.kind != ItemKind::Invoice || left.is_zero();
    let end = if can_end { item::ended(view.rows, id)? } else { None };
    if let Some((end, _)) = end {
        return Ok(match end {
            MoveKind::Bounced => "bounced",
            MoveKind::Voided => "void",
            _ => "reversed",
        });
    }
    let may_be_taken_back = row.given_up.is_some() || row.is_certificate();
    if may_be_taken_back && item::taken_back(view.rows, id, row)? == row.amount {
        return Ok("taken_back");
    }
    Ok(match row.kind {
        ItemKind::Invoice if left.is_zero() => "settled",
        ItemKind::Invoice if left.minor() < row.amount.minor() => "part_paid",
        ItemKind::Invoice => "open",
        ItemKind::Payment | ItemKind::CreditNote if left.is_positive() => "on_account",
        ItemKind::Refund if left.is_positive() => "open",
        _ => "",
    })
}

fn document(view: &View, key: &ListKey, account: AccountRow) -> Result<ListRow, LedgerError> {
    let row = ITEMS.need(view.rows, &key.id)?;
    let state = state(view, key.id, &row, key.left)?;
    let text = row.method.map_or(row.kind.word(), |method| method.name());
    Ok(ListRow {
        due: (row.kind == ItemKind::Invoice).then_some(row.due),
        amount: Some(row.amount),
        left: Some(key.left),
        state: state.into(),
        text: text.into(),
        certificate: show::certificate(view, key.id, &row)?,
        ..blank(key, account, row.number.0, row.date)
    })
}

fn case(
    view: &View,
    what: Listed,
    key: &ListKey,
    account: AccountRow,
) -> Result<ListRow, LedgerError> {
    let id: ItemId = key.id;
    Ok(match show::case(view, super::list::case_kind(what), id)? {
        Shown::Dispute(it) => ListRow {
            due: Some(it.due),
            amount: Some(it.original),
            left: Some(key.left),
            state: it.state,
            text: format!("{} · {}", it.reason, it.owner),
            ..blank(key, account, it.dispute.0, it.opened)
        },
        Shown::Promise(it) => ListRow {
            due: Some(it.by),
            amount: Some(it.amount),
            left: Some(match it.state.as_str() {
                // Nothing is awaited any more.
                "withdrawn" => it.amount.zero(),
                _ => it.amount.minus(it.paid).unwrap_or(it.amount),
            }),
            state: it.state,
            text: it.invoice.0,
            ..blank(key, account, it.promise.0, it.date)
        },
        Shown::Plan(it) => ListRow {
            due: Some(key.due),
            amount: Some(it.amount),
            left: Some(key.left),
            state: it.state,
            text: it.covers.into_iter().map(|cover| cover.invoice.0).collect::<Vec<_>>().join(", "),
            ..blank(key, account, it.plan.0, it.date)
        },
        Shown::Call(it) => {
            let parts: Vec<String> =
                [it.text.contact, it.text.note].into_iter().flatten().collect();
            let (at, text) = (Some(it.at), parts.join(": "));
            ListRow { text, at, ..blank(key, account, it.call.0, it.date) }
        }
        Shown::Callback(it) => {
            let text = [it.text.contact, it.text.note].into_iter().flatten();
            let (at, text) = (Some(it.at), text.collect::<Vec<_>>().join(": "));
            ListRow { at, state: it.state, text, ..blank(key, account, it.callback.0, it.date) }
        }
        Shown::Delivery(it) => {
            // One part for each, whether there is a value or not.
            let document = it.document.map_or("statement".into(), |document| document.0);
            // Why it was taken out of the outbox is a note.
            let answer = it.answer.or(it.note);
            let parts = [document, it.to.unwrap_or_default(), answer.unwrap_or_default()];
            let (at, text) = (Some(it.at), parts.join(" · "));
            let state = it.state.word().into();
            ListRow { state, text, at, ..blank(key, account, it.delivery.0, it.date) }
        }
        _ => return Err(LedgerError::Contradiction("a case is no case".into())),
    })
}
