//! Spreads promises that name no invoice over the oldest open items, as their money will be.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Money, Number, Plain, Refusal, Rule};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::open_order::{self, DueItem};
use crate::ledger::tables::{ACCOUNTS, AccountId, ItemKind, Side};
use crate::store::rows::Stop;

use super::super::Case;

/// The most invoices that one promise covers.
const MOST_INVOICES: usize = 100;

/// What was promised by a day; without an amount, all that is left.
pub(super) struct PromisedBy<'a> {
    pub(super) amount: Option<Decimal>,
    pub(super) by: Day,
    /// The field it came from.
    pub(super) field: &'a str,
}

/// What is promised on an invoice by each day.
pub(super) type InvoiceShare = (Number, Vec<(Day, Option<Plain>)>);

/// A promise while it is spread.
struct Spread<'a> {
    part: &'a PromisedBy<'a>,
    amount: Option<Money>,
    /// The part that no invoice has taken yet.
    rest: Option<Money>,
    shared: Money,
}

impl<'a> Spread<'a> {
    fn of(part: &'a PromisedBy<'a>, currency: Currency) -> Result<Spread<'a>, Refusal> {
        let amount = part.amount.map(|amount| currency.exact(amount, part.field)).transpose()?;
        if amount.is_some_and(|amount| !amount.is_positive()) {
            return Err(Refusal::new(Rule::AmountNotPositive, part.field));
        }
        Ok(Spread { part, amount, rest: amount, shared: Money::from_minor(0, currency.scale()) })
    }

    fn is_done(&self) -> bool {
        self.rest.is_some_and(Money::is_zero)
    }

    /// Takes what it can of what is left of an invoice; returns how much.
    fn take(&mut self, left: Money) -> Result<Money, Refusal> {
        let share = self.rest.map_or(left, |rest| left.least(rest));
        self.rest = self.rest.and_then(|rest| rest.minus(share));
        let beyond = || Refusal::new(Rule::AmountOutOfRange, self.part.field);
        self.shared = self.shared.plus(share).ok_or_else(beyond)?;
        Ok(share)
    }

    /// Refuses to promise more than is open.
    fn finish(&self, currency: Currency) -> Result<(), Refusal> {
        let refused = |rule| Refusal::new(rule, self.part.field);
        match self.amount {
            _ if self.shared.is_zero() => Err(refused(Rule::WrapUpNothingOpen)),
            Some(amount) if !self.is_done() => {
                let refusal = refused(Rule::WrapUpPromise).with("given", amount);
                Err(refusal.with("left", self.shared).with("currency", currency.code()))
            }
            _ => Ok(()),
        }
    }
}

impl Case<'_> {
    /// The invoices that promises cover, the oldest due first, and how much of each by which day, from
    /// what is open, undisputed and not promised yet. What is promised for an earlier day goes to older
    /// invoices.
    pub(super) fn promised(
        &self,
        account: AccountId,
        parts: &[PromisedBy],
    ) -> Result<Vec<InvoiceShare>, Stop> {
        let currency = ACCOUNTS.need(self.rows(), &account)?.currency;
        let spread = parts.iter().map(|part| Spread::of(part, currency));
        let mut spread = spread.collect::<Result<Vec<_>, _>>()?;
        // What is left is what the others leave.
        spread.sort_by_key(|it| (it.amount.is_none(), it.part.by));
        let (mut shares, mut live) = (Vec::new(), None);
        for item in self.open_invoices(account)? {
            if spread.iter().all(Spread::is_done) {
                break;
            }
            let item = item?;
            if item.row.kind != ItemKind::Invoice || item.row.date > self.desk.today {
                continue;
            }
            let row = self.need_item(item.id)?;
            let mut left = self.undisputed(item.id, &row, self.desk.today)?;
            if !left.is_positive() {
                continue;
            }
            match self.no_live_promise(item.id, self.desk.today) {
                Ok(()) => {}
                Err(Stop::Refused(refusal)) => {
                    live.get_or_insert(refusal);
                    continue;
                }
                Err(stop) => return Err(stop),
            }
            if shares.len() == MOST_INVOICES {
                let field = parts.first().map_or("", |part| part.field);
                let refusal = Refusal::new(Rule::WrapUpInvoices, field);
                return Err(refusal.with("most", MOST_INVOICES).into());
            }
            let mut by: BTreeMap<Day, Money> = BTreeMap::new();
            for part in &mut spread {
                let share = part.take(left)?;
                left = left.minus(share).unwrap_or(left);
                if share.is_positive() {
                    let day = by.entry(part.part.by).or_insert(share.zero());
                    *day = day.plus(share).unwrap_or(*day);
                }
            }
            let by = by.into_iter().map(|(day, share)| (day, Some(Plain(share.decimal()))));
            shares.push((row.number, by.collect()));
        }
        for part in &spread {
            match (part.finish(currency), &live) {
                (Err(_), Some(live)) if shares.is_empty() => {
                    return Err(Refusal { field: part.part.field.into(), ..live.clone() }.into());
                }
                (finished, _) => finished?,
            }
        }
        Ok(shares)
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
