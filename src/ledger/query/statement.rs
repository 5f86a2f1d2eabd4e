//! Statements of account. An open-item statement lists what is unsettled. A balance-forward one shows
//! opening balance + movements = closing balance, and opens with the closing balance of the one before.
//!
//! A mistake corrected within the period is left out together with its correction; one corrected after
//! its own period shows as a correction.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::delivery::StatementSpan;
pub use crate::domain::delivery::StatementStyle as Style;
use crate::domain::event::{CustomerDetails, GivenUp};
use crate::domain::{Code, Currency, Day, Money, Number, Refusal, Rule};
use crate::ledger::changed;
use crate::ledger::deliveries;
use crate::ledger::item::{self, When};
use crate::ledger::merged::{self, Member};
use crate::ledger::tables::{
    AccountId, BY_ACCOUNT, ITEMS, ItemId, ItemRow, MoveKind, REFERENCES, Side,
};
use crate::store::rows::{LedgerError, Rows, Stop};

use super::balance::BalanceItem;
use super::open::{self, Buckets};
use super::show::Seller;
use super::uncorrected::{Movement, without_corrected};
use super::{AsOf, Needs, Question, View, show};

/// Asks for a statement.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StatementOf {
    /// The customer.
    pub customer: Code,
    /// The layout.
    pub style: Style,
    /// The first day; if absent, the day after the last statement that was sent, else the first of the
    /// last day's month.
    pub from: Option<Day>,
    /// The last day; if absent, today.
    pub to: Option<Day>,
    /// As known at this entry; if absent, all.
    pub known_at: Option<u64>,
    /// The last entry known to the statement before: what was recorded after it with an earlier date
    /// shows as an adjustment. If absent, that of the last statement that was sent, if this one follows
    /// it.
    pub since: Option<u64>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The customer.
    pub customer: Code,
    /// The customer's current details.
    pub buyer: CustomerDetails,
    /// The company's name.
    pub seller: String,
    /// The company's details.
    pub company: Seller,
    /// The layout.
    pub style: Style,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Whether that day is in the future.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// As known at this entry: the next statement's `since`.
    pub known_at: u64,
    /// The account's currency.
    pub currency: Currency,
    /// The balance before the first day.
    pub opening: Money,
    /// The movements by date; empty on an open-item statement.
    pub lines: Vec<StatementLine>,
    /// The balance at the end of the last day.
    pub closing: Money,
    /// The items open at the end of the last day.
    pub items: Vec<BalanceItem>,
    /// Their sums by age.
    pub aging: Buckets,
    /// What is left of payments and credit notes.
    pub on_account: Money,
}

impl Statement {
    /// Whether another statement of the same period shows the same figures: every line, not the closing
    /// balance alone, for what came and was taken back since leaves that as it was.
    pub fn shows_the_same(&self, other: &Statement) -> bool {
        let item = |it: &BalanceItem| (it.item.clone(), it.due, it.amount, it.outstanding);
        let are_same = match self.style {
            Style::OpenItem => self.items.iter().map(item).eq(other.items.iter().map(item)),
            Style::BalanceForward => self.opening == other.opening && self.lines == other.lines,
        };
        are_same
            && self.closing == other.closing
            && self.aging == other.aging
            && self.on_account == other.on_account
    }
}

/// A movement of the balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementLine {
    /// The date.
    pub date: Day,
    /// `invoice`, `credit_note`, `payment`, `refund`, `write_off`, `void`, `bounce`, `recovery`,
    /// `certificate_adjusted` or `correction`.
    pub kind: String,
    /// The reason for a write-off, also shown with its recovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<GivenUp>,
    /// The tax code of a certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The certificate's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<String>,
    /// The document.
    pub number: Number,
    /// The amount with its sign on the balance.
    pub amount: Money,
    /// The balance after it.
    pub balance: Money,
    /// Dated before the first day, but recorded since the statement before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adjustment: bool,
}

impl Question for StatementOf {
    const NAME: &'static str = "statement";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Statement;

    fn answer(&self, view: &View) -> Result<Statement, Stop> {
        Ok(statement(view, self)?.0)
    }
}

/// A statement, and whether anything moved the balance in its period.
pub(super) fn statement(view: &View, it: &StatementOf) -> Result<(Statement, bool), Stop> {
    let asked = AsOf { as_of: it.to, known_at: it.known_at };
    let when = view.when(asked)?;
    let to = when.as_of;
    let (id, account) = view.account(&it.customer, when)?;
    let last = deliveries::last_statement(view.rows, id, to, when.known_at)?;
    let (from, follows) = StatementSpan::begin(it.from, to, last.as_ref());
    if from > to {
        let refusal = Refusal::new(Rule::QueryPeriod, "from").with("from", from);
        return Err(refusal.with("to", to).into());
    }
    let since = it.since.or(follows).unwrap_or(when.known_at);
    if since > when.known_at {
        let refusal = Refusal::new(Rule::QueryKnownAt, "since").with("head", when.known_at);
        return Err(refusal.with("given", since).into());
    }
    let items = open::open_items(view, id, when)?;
    let sums = open::sums(&items, account.currency.zero(), to)?;
    // The open items add up to the closing balance, and the movements since the first day lead back to
    // the opening one.
    let later = movements(view, id, when, &Period { from, since })?;
    let closing = sums.balance;
    let opening = closing.minus(total(closing.zero(), &later)?).ok_or_else(beyond)?;
    let has_moved = !later.is_empty();
    let lines = match it.style {
        Style::OpenItem => Vec::new(),
        Style::BalanceForward => lines(without_corrected(later), opening, from)?,
    };
    let company = Seller::of(view, (to, when.known_at.saturating_add(1)))?;
    let statement = Statement {
        customer: account.code.clone(),
        buyer: view.details(id)?,
        seller: company.name.clone(),
        company,
        style: it.style,
        from,
        to,
        future: to > view.today,
        known_at: when.known_at,
        currency: account.currency,
        opening,
        lines,
        closing,
        items: items.into_iter().map(BalanceItem::of).collect(),
        aging: sums.buckets,
        on_account: sums.on_account,
    };
    Ok((statement, has_moved))
}

fn beyond() -> LedgerError {
    LedgerError::Beyond("an account")
}

fn total(zero: Money, movements: &[Movement]) -> Result<Money, LedgerError> {
    let mut amounts = movements.iter().map(|movement| movement.amount);
    amounts.try_fold(zero, Money::plus).ok_or_else(beyond)
}

fn lines(
    movements: Vec<Movement>,
    opening: Money,
    from: Day,
) -> Result<Vec<StatementLine>, LedgerError> {
    let mut balance = opening;
    let line = |movement: Movement| {
        balance = balance.plus(movement.amount).ok_or_else(beyond)?;
        let (certificate, certificate_number) = movement.certificate.unzip();
        Ok(StatementLine {
            date: movement.date,
            kind: movement.kind.to_string(),
            reason: movement.reason,
            certificate,
            certificate_number: certificate_number.flatten(),
            number: movement.number,
            amount: movement.amount,
            balance,
            adjustment: movement.date < from,
        })
    };
    movements.into_iter().map(line).collect()
}

/// The range of a statement.
struct Period {
    from: Day,
    /// What was recorded after this entry is covered too, whatever its date.
    since: u64,
}

impl Period {
    fn covers(&self, movement: &Movement) -> bool {
        movement.date >= self.from || movement.seq > self.since
    }

    /// The items of one of the accounts that may have moved the balance in the period.
    fn items(
        &self,
        rows: &dyn Rows,
        member: &Member,
        when: When,
    ) -> Result<BTreeSet<ItemId>, LedgerError> {
        // Everything from an account that was merged in the period is on the statement.
        let is_new = member.seq > self.since || member.date >= Some(self.from);
        if is_new {
            return BY_ACCOUNT.scan(rows, &member.id).map(|row| Ok(row?.0.1)).collect();
        }
        let mut ids = changed::on_days(rows, member.id, (self.from, when.as_of))?;
        if self.since < when.known_at {
            ids.extend(changed::in_entries(rows, member.id, self.since)?);
        }
        Ok(ids)
    }
}

/// The movements of an account's balance in a period, by date and then as recorded. Allocations move
/// nothing, because they take the same from both sides.
fn movements(
    view: &View,
    account: AccountId,
    when: When,
    period: &Period,
) -> Result<Vec<Movement>, LedgerError> {
    let mut found = Vec::new();
    for member in merged::members(view.rows, account, when)? {
        let first = found.len();
        for id in period.items(view.rows, &member, when)? {
            let item = ITEMS.need(view.rows, &id)?;
            if item.account == member.id && when.counts(item.date, id.seq) {
                let mut made = made(id, &item);
                if let Some(kind) = show::certificate(view, id, &item)? {
                    made.certificate = Some((kind, REFERENCES.get(view.rows, &id)?));
                }
                found.push(made);
                found.extend(taken_alone(view, id, &item, when)?);
            }
        }
        // What came from another account was on no statement of this one before the merger.
        for movement in found.iter_mut().skip(first) {
            movement.seq = movement.seq.max(member.seq);
            movement.date = member.date.map_or(movement.date, |date| date.max(movement.date));
        }
    }
    found.retain(|movement| period.covers(movement));
    found.sort_by_key(|movement| (movement.date, movement.seq));
    Ok(found)
}

fn made(id: ItemId, item: &ItemRow) -> Movement {
    let amount = match item.kind.side() {
        Side::Debit => item.amount,
        Side::Credit => item.amount.negated(),
    };
    let (kind, number) = (item.kind.word(), item.number.clone());
    let (date, seq, reason) = (item.date, id.seq, item.given_up);
    let (entry, certificate) = (seq, None);
    Movement { item: id, date, seq, entry, kind, reason, certificate, number, amount }
}

/// What was taken from an item and given to none: it counts on the account like the item itself, with
/// the sign turned.
fn taken_alone(
    view: &View,
    id: ItemId,
    item: &ItemRow,
    when: When,
) -> Result<Vec<Movement>, LedgerError> {
    let moves = item::moves(view.rows, id)?.into_iter();
    let counted = moves.filter(|(seq, m)| when.counts(m.date, *seq));
    let found = counted.filter_map(|(seq, m)| {
        let kind = match m.kind {
            MoveKind::Voided => "void",
            MoveKind::Bounced => "bounce",
            MoveKind::TakenBack if item.is_certificate() => "certificate_adjusted",
            MoveKind::TakenBack => "recovery",
            MoveKind::Corrected => "correction",
            MoveKind::Allocated | MoveKind::Reversed => return None,
        };
        let amount = match item.kind.side() {
            Side::Debit => m.amount.negated(),
            Side::Credit => m.amount,
        };
        let (number, reason) = (item.number.clone(), item.given_up);
        let (date, entry, certificate) = (m.date, seq, None);
        Some(Movement { item: id, date, seq, entry, kind, reason, certificate, number, amount })
    });
    Ok(found.collect())
}
