//! All records of a kind, newest first, for a window that scrolls. The ledger is read in slices, which
//! give the keys and sums of the rows; whole rows are read when they are shown. May use: the rest of
//! the queries.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Moment, Money};
use crate::ledger::claims::ClaimsByAccount;
use crate::ledger::day_in_zone;
use crate::ledger::item::{self, When};
use crate::ledger::lookup::fold;
use crate::ledger::promises::PromiseState;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, CALLBACKS, CALLS, CASES_BY_KIND, CaseKind, DISPUTES, DRAFTS,
    DraftEnd, ITEMS, ItemId, ItemKind, OUTBOX, PLANS, PROMISES,
};
use crate::ledger::{merged, plans, promises};
use crate::store::rows::{LedgerError, Stop};

use super::{Needs, Question, View, show, sums, told};

/// The kind of records in a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// Accounts.
    Customers,
    /// Invoices.
    Invoices,
    /// Drafts of invoices.
    Drafts,
    /// Money received, credit notes and refunds.
    Payments,
    /// Disputes.
    Disputes,
    /// Promises.
    Promises,
    /// Payment plans.
    Plans,
    /// Calls.
    Calls,
    /// Callbacks.
    Callbacks,
    /// The outbox.
    Deliveries,
    /// Entries of the journal.
    Journal,
}

/// A filter on their state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those that are open: something is left, or they have not ended.
    Open,
    /// Those that are late.
    Late,
}

/// A row of a list, with the same fields for all kinds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListRow {
    /// Its number; for an account, its code.
    pub number: String,
    /// The customer.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// Its date.
    pub date: Day,
    /// The due date.
    pub due: Option<Day>,
    /// Its amount.
    pub amount: Option<Money>,
    /// What is left of the amount.
    pub left: Option<Money>,
    /// The currency.
    pub currency: Currency,
    /// Its state: `settled`, `in_progress` …
    pub state: String,
    /// Details: a reason, a method, an owner.
    pub text: String,
    /// The time of a call or a callback.
    pub at: Option<Moment>,
    /// The tax code of a certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// The key by which a row is found again, and its sort values.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct ListKey {
    /// The id; for an account, its number in place of an entry's.
    pub id: ItemId,
    /// The account.
    pub account: AccountId,
    /// The due date, or the date.
    pub due: Day,
    /// Its amount.
    pub amount: Money,
    /// What is left of it.
    pub left: Money,
    /// Whether it is open: it waits for money, an answer or a call.
    pub waits: bool,
    /// The currency.
    pub currency: Currency,
}

/// Asks for a slice of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListOf {
    /// The kind.
    pub what: Listed,
    /// The filter.
    pub only: Only,
    /// Folded words that number, code or name must contain.
    pub words: Vec<String>,
    /// The number at which the slice ends; `None` for the newest slice.
    pub below: Option<u64>,
}

/// The keys in a slice, newest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slice {
    /// The keys that match.
    pub keys: Vec<ListKey>,
    /// The number at which the slice begins, and the next one ends; `None` after the oldest.
    pub from: Option<u64>,
}

/// The most words of a filter; more are ignored.
const MOST_WORDS: usize = 16;

/// How many numbers a slice spans.
const SPAN: u64 = 4_096;

impl Question for ListOf {
    const NAME: &'static str = "list";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Slice;

    fn answer(&self, view: &View) -> Result<Slice, Stop> {
        let newest = match self.what {
            Listed::Customers => ACCOUNTS.last(view.rows, &())?.map_or(0, |(id, _)| u64::from(id)),
            Listed::Drafts => DRAFTS.last(view.rows, &())?.map_or(0, |(count, _)| count),
            _ => view.head()?,
        };
        let below = self.below.unwrap_or(newest + 1);
        let from = below.saturating_sub(SPAN);
        let mut names = FoldedNames { view, known: HashMap::new() };
        let mut keys = Vec::new();
        for (key, number) in keys_between(view, self.what, from, below)? {
            if self.is_asked(view, &key)? && self.has_words(&mut names, &key, &number)? {
                keys.push(key);
            }
        }
        keys.reverse();
        Ok(Slice { keys, from: (from > 0).then_some(from) })
    }
}

impl ListOf {
    fn is_asked(&self, view: &View, key: &ListKey) -> Result<bool, LedgerError> {
        Ok(match (self.only, self.what) {
            (Only::All, _) | (_, Listed::Journal) => true,
            (Only::Open, Listed::Customers) => !key.left.is_zero(),
            // A broken promise is closed and late.
            (Only::Late, Listed::Promises) => key.left.is_positive() && key.due < view.today,
            (Only::Late, Listed::Customers) => {
                sums::glance(view, key.account)?.overdue.is_positive()
            }
            (Only::Open, _) => key.waits,
            (Only::Late, _) => key.waits && key.due < view.today,
        })
    }

    fn has_words(
        &self,
        names: &mut FoldedNames,
        key: &ListKey,
        number: &str,
    ) -> Result<bool, LedgerError> {
        if self.words.is_empty() {
            return Ok(true);
        }
        let number = fold::words(number);
        let rest: Vec<&String> =
            self.words.iter().take(MOST_WORDS).filter(|word| !number.contains(*word)).collect();
        if rest.is_empty() || self.what == Listed::Journal {
            return Ok(rest.is_empty());
        }
        let name = names.of(key.account)?;
        let begins = |word: &&String| name.split(' ').any(|one| one.starts_with(word.as_str()));
        Ok(rest.iter().all(begins))
    }
}

/// Folded names and codes of accounts, each read once.
struct FoldedNames<'a> {
    view: &'a View<'a>,
    known: HashMap<AccountId, String>,
}

impl FoldedNames<'_> {
    fn of(&mut self, account: AccountId) -> Result<&str, LedgerError> {
        if !self.known.contains_key(&account) {
            let row = ACCOUNTS.need(self.view.rows, &account)?;
            let folded = fold::words(&format!("{} {}", row.name, row.code));
            self.known.insert(account, folded);
        }
        Ok(self.known.get(&account).map_or("", String::as_str))
    }
}

/// The current key of a row; `None` if it is no longer listed.
pub(super) fn key(view: &View, what: Listed, id: ItemId) -> Result<Option<ListKey>, Stop> {
    let keys = keys_between(view, what, id.seq, id.seq.saturating_add(1))?;
    Ok(keys.into_iter().map(|(key, _)| key).find(|key| key.id == id))
}

/// The keys of entries of the journal: nothing has to be read for them.
fn entry_keys(view: &View, from: u64, below: u64) -> Vec<(ListKey, String)> {
    let (currency, due) = (view.book.currency, view.today);
    let zero = Money::from_minor(0, 0);
    let key = |seq| ListKey {
        id: ItemId { seq, place: 0 },
        account: 0,
        due,
        amount: zero,
        left: zero,
        waits: false,
        currency,
    };
    (from.max(1)..below).map(|seq| (key(seq), seq.to_string())).collect()
}

/// The keys of a slice with their numbers, the oldest first.
fn keys_between(
    view: &View,
    what: Listed,
    from: u64,
    below: u64,
) -> Result<Vec<(ListKey, String)>, Stop> {
    let id = |seq| ItemId { seq, place: 0 };
    let number = |seq: u64| AccountId::try_from(seq).unwrap_or(AccountId::MAX);
    let keys: Result<Vec<_>, LedgerError> = match what {
        Listed::Journal => return Ok(entry_keys(view, from, below)),
        Listed::Customers => ACCOUNTS
            .between(view.rows, &number(from), &number(below))
            .filter_map(|row| account_key(view, row).transpose())
            .collect(),
        Listed::Drafts => DRAFTS
            .between(view.rows, &from, &below)
            .filter_map(|row| draft_key(view, row).transpose())
            .collect(),
        Listed::Invoices | Listed::Payments => ITEMS
            .between(view.rows, &id(from), &id(below))
            .filter(|row| !row.as_ref().is_ok_and(|(_, row)| !is_listed(what, row.kind)))
            .map(|row| {
                let (id, row) = row?;
                let left = item::left(view.rows, id, &row)?;
                let (account, due, amount, currency) =
                    (row.account, row.due, row.amount, row.currency);
                let waits = left.is_positive();
                Ok((ListKey { id, account, due, amount, left, waits, currency }, row.number.0))
            })
            .collect(),
        _ => {
            let (kind, claims) = (case_kind(what), ClaimsByAccount::new(view.rows));
            let ends = ((kind.letter(), id(from)), (kind.letter(), id(below)));
            CASES_BY_KIND
                .between(view.rows, &ends.0, &ends.1)
                .map(|row| case_key(view, &claims, (kind, row?.0.1)))
                .collect()
        }
    };
    Ok(keys?)
}

fn is_listed(what: Listed, kind: ItemKind) -> bool {
    match what {
        Listed::Invoices => kind == ItemKind::Invoice,
        _ => matches!(kind, ItemKind::Payment | ItemKind::CreditNote | ItemKind::Refund),
    }
}

pub(super) fn case_kind(what: Listed) -> CaseKind {
    match what {
        Listed::Disputes => CaseKind::Dispute,
        Listed::Promises => CaseKind::Promise,
        Listed::Plans => CaseKind::Plan,
        Listed::Callbacks => CaseKind::Callback,
        Listed::Deliveries => CaseKind::Delivery,
        _ => CaseKind::Call,
    }
}

/// `None` for an account that was merged into another, where it counts.
fn account_key(
    view: &View,
    row: Result<(AccountId, AccountRow), LedgerError>,
) -> Result<Option<(ListKey, String)>, LedgerError> {
    let (account, row) = row?;
    if merged::root(view.rows, account, When::ALL)? != account {
        return Ok(None);
    }
    let (debit, credit) = merged::totals(view.rows, account)?;
    let left = debit.minus(credit).unwrap_or(debit);
    let id = ItemId { seq: u64::from(account), place: 0 };
    let (due, currency) = (view.today, row.currency);
    let waits = !left.is_zero();
    Ok(Some((ListKey { id, account, due, amount: left, left, waits, currency }, row.code.0)))
}

fn draft_key(
    view: &View,
    row: Result<(u64, crate::ledger::tables::DraftRow), LedgerError>,
) -> Result<Option<(ListKey, String)>, LedgerError> {
    let (count, row) = row?;
    if row.end != DraftEnd::Open {
        return Ok(None);
    }
    let (id, account, due) = (ItemId { seq: count, place: 0 }, row.account, row.date);
    let currency = ACCOUNTS.need(view.rows, &account)?.currency;
    let key =
        ListKey { id, account, due, amount: row.total, left: row.total, waits: true, currency };
    Ok(Some((key, crate::domain::Number::of_draft(count).0)))
}

fn case_key(
    view: &View,
    claims: &ClaimsByAccount,
    (kind, id): (CaseKind, ItemId),
) -> Result<(ListKey, String), LedgerError> {
    let rows = view.rows;
    let waits = show::waiting(view, claims, (kind, id))?.is_some();
    let (account, due, amount, left, number) = match kind {
        CaseKind::Dispute => {
            // Computed in one way for the page of the dispute and the report, too.
            let row = DISPUTES.need(rows, &id)?;
            let standing = show::standing(view, id, &row)?;
            let money = |minor| Money::from_minor(minor, row.amount.scale());
            let left = if waits { money(standing.parts.remaining) } else { row.amount.zero() };
            let amount = money(standing.parts.original());
            (row.account, standing.due, amount, left, row.number)
        }
        CaseKind::Promise => {
            let row = PROMISES.need(rows, &id)?;
            let judged = promises::judge(&claims.of(row.account, When::ALL), id, &row)?;
            let left = match judged.state {
                PromiseState::Withdrawn => row.amount.zero(),
                _ => row.amount.minus(judged.paid).unwrap_or(row.amount),
            };
            (row.account, row.by, row.amount, left, row.number)
        }
        CaseKind::Plan => {
            let row = PLANS.need(rows, &id)?;
            let judged =
                plans::judge(&claims.of(row.account, told::today(view, row.date)), id, &row)?;
            let last = row.instalments.last().map_or(row.date, |(due, _)| *due);
            let next = judged.next.map(|(due, _)| due);
            let due = judged.missed_due.or(next).unwrap_or(last);
            let left = if waits { judged.left } else { row.amount.zero() };
            (row.account, due, row.amount, left, row.number)
        }
        CaseKind::Call => {
            let row = CALLS.need(rows, &id)?;
            (row.account, row.date, Money::from_minor(0, 0), Money::from_minor(0, 0), row.number)
        }
        CaseKind::Callback => {
            let row = CALLBACKS.need(rows, &id)?;
            (
                row.account,
                day_in_zone(row.when, &view.book.zone).unwrap_or(row.date),
                Money::from_minor(0, 0),
                Money::from_minor(0, 0),
                row.number,
            )
        }
        CaseKind::Delivery => {
            let row = OUTBOX.need(rows, &id)?;
            (row.account, row.date, Money::from_minor(0, 0), Money::from_minor(0, 0), row.number)
        }
    };
    let currency = ACCOUNTS.need(rows, &account)?.currency;
    Ok((ListKey { id, account, due, amount, left, waits, currency }, number.0))
}
