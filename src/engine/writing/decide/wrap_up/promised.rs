//! Spreads a promise that names no invoice over the oldest open items.

use rust_decimal::Decimal;

use crate::domain::{Money, Number, Plain, Refusal, Rule};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::open_order::{self, DueItem};
use crate::ledger::tables::{ACCOUNTS, AccountId, ItemKind, Side};
use crate::store::rows::Stop;

use super::super::Case;

/// The most invoices that one promise covers.
const MOST_INVOICES: usize = 100;

impl Case<'_> {
    /// The invoices that a promise covers, oldest due first, and how much of each: what is open, undisputed
    /// and not promised yet. Without an amount, the promise covers all of it.
    pub(super) fn promised(
        &self,
        account: AccountId,
        amount: Option<Decimal>,
        field: &str,
    ) -> Result<Vec<(Number, Option<Plain>)>, Stop> {
        let currency = ACCOUNTS.need(self.rows(), &account)?.currency;
        let amount = amount.map(|amount| currency.exact(amount, field)).transpose()?;
        if amount.is_some_and(|amount| !amount.is_positive()) {
            return Err(Refusal::new(Rule::AmountNotPositive, field).into());
        }
        let zero = Money::from_minor(0, currency.scale());
        let (mut shares, mut sum, mut live) = (Vec::new(), zero, None);
        for item in self.open_invoices(account)? {
            if amount.is_some_and(|amount| sum.minor() >= amount.minor()) {
                break;
            }
            let item = item?;
            if item.row.kind != ItemKind::Invoice || item.row.date > self.desk.today {
                continue;
            }
            let row = self.need_item(item.id)?;
            let left = self.undisputed(item.id, &row, self.desk.today)?;
            if !left.is_positive() {
                continue;
            }
            match self.no_live_promise(item.id, self.desk.today) {
                Ok(()) => {}
                Err(Stop::Refused(refusal)) => {
                    live.get_or_insert(Refusal { field: field.into(), ..refusal });
                    continue;
                }
                Err(stop) => return Err(stop),
            }
            if shares.len() == MOST_INVOICES {
                let refusal = Refusal::new(Rule::WrapUpInvoices, field);
                return Err(refusal.with("most", MOST_INVOICES).into());
            }
            let rest = amount.and_then(|amount| amount.minus(sum));
            let share = rest.map_or(left, |rest| left.least(rest));
            sum = sum.plus(share).ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, field))?;
            shares.push((row.number, Some(Plain(share.decimal()))));
        }
        match (amount, shares.is_empty(), live) {
            (_, true, Some(live)) => Err(live.into()),
            (_, true, None) => Err(Refusal::new(Rule::WrapUpNothingOpen, field).into()),
            (Some(amount), ..) if sum.minor() < amount.minor() => {
                let refusal = Refusal::new(Rule::WrapUpPromise, field).with("given", amount);
                Err(refusal.with("left", sum).with("currency", currency.code()).into())
            }
            _ => Ok(shares),
        }
    }

    /// The open invoice with the earliest due date.
    pub(super) fn oldest_open(&self, account: AccountId, field: &str) -> Result<Number, Stop> {
        for item in self.open_invoices(account)? {
            let item = item?;
            if item.row.kind == ItemKind::Invoice {
                return Ok(item.row.number);
            }
        }
        Err(Refusal::new(Rule::WrapUpNothingOpen, field).into())
    }

    fn open_invoices(
        &self,
        account: AccountId,
    ) -> Result<impl Iterator<Item = Result<DueItem, Stop>> + use<'_>, Stop> {
        let root = merged::root(self.rows(), account, When::ALL)?;
        let members = merged::members(self.rows(), root, When::ALL)?.into_iter();
        let rows = self.rows();
        let parts = members.map(|member| open_order::on_side(rows, member.id, Side::Debit));
        Ok(open_order::merged(parts.collect()).map(|item| Ok(item?)))
    }
}
