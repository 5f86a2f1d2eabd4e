//! Decides on payments and certificates: what came in, and what it settles.

use std::collections::BTreeMap;

use crate::domain::command::{
    Allocation, AllocationRule, Method, RecordCertificate, RecordPayment, Share,
};
use crate::domain::event::PaymentRecorded;
use crate::domain::{Day, Event, Money, Refusal, Rule, money, text};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::open_order::{self, DueItem};
use crate::ledger::tables::{AccountId, AccountRow, ItemId, ItemKind, ItemRow, Side};
use crate::store::rows::{LedgerError, Stop};

use super::settle::{MoneySource, PartSettled, Planned};
use super::{Case, Decided};

/// A payment that is being recorded.
struct Incoming {
    account: AccountId,
    amount: Money,
    date: Day,
}

/// An open item that money may reach, by due date.
struct Reached {
    id: ItemId,
    row: ItemRow,
    /// What is left of it.
    open: Money,
    /// How much of that can be settled by money of the payment's day.
    room: Money,
    /// How much would settle it with the early-payment discount.
    due: Money,
    /// Whether it gives a discount.
    gives: bool,
    /// The first day on which this payment can settle a part of it.
    from: Day,
}

impl Case<'_> {
    pub(super) fn record_payment(&mut self, command: &RecordPayment) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        let amount = row.currency.exact(command.amount.0, "amount")?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        let number = command.number.as_ref().map(|number| self.foreign_number("number", number));
        let number = number.transpose()?;
        if command.method == Method::Opening && number.is_none() {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let money = (account, amount, date);
        let dictated =
            self.dictated(command.remittance.as_ref(), &command.allocate, money, row.currency)?;
        let event = PaymentRecorded {
            foreign: number.is_some(),
            payment: number.unwrap_or_default(),
            customer: row.code.clone(),
            date,
            amount,
            currency: row.currency,
            method: command.method,
            reference: text::optional("reference", command.reference.as_ref())?,
            rate: self.rate(row.currency, command.rate)?,
            certificate: None,
        };
        self.receive_as_dictated((account, &row), event, dictated)
    }

    pub(super) fn record_certificate(
        &mut self,
        command: &RecordCertificate,
    ) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        let kind = self.certificate_kind(&command.kind)?.code.clone();
        let number = text::name("number", &command.number, text::SHORT)?;
        let amount = |(i, share): (usize, &Share)| {
            let field = format!("allocate[{i}].amount");
            let missing = || Refusal::new(Rule::CommandMissingField, field.as_str());
            let amount = share.amount.ok_or_else(|| missing().with("name", "amount"))?;
            row.currency.exact(amount.0, &field)
        };
        let amounts: Vec<Money> =
            command.allocate.iter().enumerate().map(amount).collect::<Result<_, Refusal>>()?;
        let amount = money::sum(amounts, row.currency.scale())
            .ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "allocate"))?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "allocate").into());
        }
        let payment = command.payment.as_ref().map(|number| self.foreign_number("payment", number));
        let payment = payment.transpose()?;
        let event = PaymentRecorded {
            foreign: payment.is_some(),
            payment: payment.unwrap_or_default(),
            customer: row.code.clone(),
            date,
            amount,
            currency: row.currency,
            method: Method::Withholding,
            reference: Some(number),
            rate: self.rate(row.currency, command.rate)?,
            certificate: Some(kind),
        };
        self.receive((account, &row), event, &Allocation::List(command.allocate.clone()))
    }

    /// Gives a payment its number and plans what it settles.
    pub(super) fn receive(
        &mut self,
        (account, row): (AccountId, &AccountRow),
        mut event: PaymentRecorded,
        allocate: &Allocation,
    ) -> Result<Decided, Stop> {
        let (amount, date) = (event.amount, event.date);
        self.within_range(account, "amount", (amount.zero(), amount))?;
        if !event.foreign {
            event.payment = self.next_number("PAY", date)?;
        }
        let payment = Incoming { account, amount, date };
        let end = (event.payment.clone(), event.rate, amount);
        let source = MoneySource::of_payment(end, date, event.method);
        let (planned, left) = match allocate {
            Allocation::Unsaid | Allocation::Rule(AllocationRule::Oldest) => {
                self.oldest(&payment, &source)?
            }
            Allocation::Rule(AllocationRule::None) => (Vec::new(), amount),
            Allocation::List(shares) => self.as_said(&payment, &source, shares)?,
        };
        if event.method == Method::Withholding && left.is_positive() {
            let owed = amount.minus(left).unwrap_or(left.zero());
            let refusal = Refusal::new(Rule::CertificateExceeds, "amount");
            return Err(refusal.with("given", amount).with("owed", owed).into());
        }
        let mut settled = Vec::new();
        for one in &planned {
            if event.method == Method::Withholding {
                self.own_credit_first("amount", (one.id, &one.row), one.amount, one.days.1)?;
            }
            settled.extend(self.settle(&source, one)?);
        }
        // What was rounded in another system is brought in as it was there.
        if !event.foreign {
            settled.extend(self.round_cash(&source, &row.code, &planned, left)?);
        }
        let mut events: Vec<Event> = vec![event.into()];
        events.extend(settled);
        Ok(Decided { date, events })
    }

    /// Settles open items by due date, then by number, until the money is used up. Each part of it
    /// counts no earlier than either side, and once the item belongs to this customer and has room
    /// for it; not after today, unless the money is dated later.
    ///
    /// Early-payment discounts are given only if the money is exactly the discounted sum of the
    /// items that it reaches: a customer who pays in full took none.
    fn oldest(
        &self,
        payment: &Incoming,
        source: &MoneySource,
    ) -> Result<(Vec<Planned>, Money), Stop> {
        let reached = self.reached(payment, source)?;
        let with_discounts = discounted(&reached, payment.amount, self.slack_of(source, &reached));
        let mut left = payment.amount;
        let mut planned = Vec::new();
        for (place, one) in reached.into_iter().enumerate() {
            if !left.is_positive() {
                break;
            }
            let takes = with_discounts.as_ref().and_then(|amounts| amounts.get(place));
            let amount = takes.copied().unwrap_or(one.room).least(one.room).least(left);
            left = left.minus(amount).unwrap_or(left.zero());
            let discount = takes.map(|_| one.gives && amount.minor() < one.open.minor());
            let part = PartSettled {
                field: "amount",
                amount,
                discount: discount.or(Some(false)),
                days: (one.from, self.desk.today.max(one.from)),
            };
            planned.push(self.planned(one.id, one.row, &part, source)?);
        }
        Ok((planned, left))
    }

    /// Returns the open items that the money reaches, with their discounts deducted.
    fn reached(&self, payment: &Incoming, source: &MoneySource) -> Result<Vec<Reached>, Stop> {
        let rows = self.rows();
        let (root, first_days) = self.first_days(payment.account, payment.date)?;
        // Money of an account that was merged later settles that account's own invoices first.
        let is_own = |day: Day| root == payment.account || day <= payment.date;
        let sides = |own: bool| {
            let members = first_days.iter().filter(move |(_, day)| is_own(**day) == own);
            let sides = members.map(|(member, _)| open_order::on_side(rows, *member, Side::Debit));
            open_order::merged(sides.collect())
        };
        let mut reached: Vec<Reached> = Vec::new();
        let mut left = payment.amount.minor();
        let mut last_day = None;
        // Read only as many as the money reaches: an account may have thousands open.
        for found in sides(true).chain(sides(false)) {
            let DueItem { due, id, row: open } = found?;
            let is_full = reached.len() >= MOST && last_day != Some(due);
            if left <= 0 || is_full {
                break;
            }
            last_day = Some(due);
            if !matches!(open.kind, ItemKind::Invoice | ItemKind::Refund) {
                continue;
            }
            let (row, open) = (self.need_item(id)?, open.left);
            let first = first_days.get(&row.account).copied().unwrap_or(payment.date);
            let from = first.max(row.date);
            let (_, room) = self.first_room(id, &row, from)?;
            if room.is_positive() {
                let most = self.discount(id, &row, source.paid)?;
                let due = open.minus(most).unwrap_or(open);
                let gives = most.is_positive() && due.is_positive() && due == due.least(room);
                let due = if gives { due } else { room };
                left -= due.minor();
                reached.push(Reached { id, row, open, room, due, gives, from });
            }
        }
        Ok(reached)
    }

    /// The accounts of a customer, each with the first day on which money of this account and date can
    /// settle its items: for an account that was merged later, the day of the merger. The account that
    /// remains comes first.
    pub(super) fn first_days(
        &self,
        account: AccountId,
        date: Day,
    ) -> Result<(AccountId, BTreeMap<AccountId, Day>), LedgerError> {
        let when = When { as_of: date.max(self.desk.today), ..When::ALL };
        let root = merged::root(self.rows(), account, when)?;
        let mut first_days = BTreeMap::new();
        for member in merged::members(self.rows(), root, when)? {
            if let Some(day) = self.one_customer_from((account, member.id), date)? {
                first_days.insert(member.id, day);
            }
        }
        Ok((root, first_days))
    }

    fn slack_of(&self, source: &MoneySource, reached: &[Reached]) -> i64 {
        reached.first().map_or(0, |one| self.slack(source, one.row.currency))
    }

    /// Plans the invoices that the customer named, each with its amount.
    fn as_said(
        &self,
        payment: &Incoming,
        source: &MoneySource,
        shares: &[Share],
    ) -> Result<(Vec<Planned>, Money), Stop> {
        if shares.len() > MOST {
            return Err(Refusal::new(Rule::LinesTooMany, "allocate").with("most", MOST).into());
        }
        let mut left = payment.amount;
        let mut planned: Vec<Planned> = Vec::new();
        for (i, share) in shares.iter().enumerate() {
            let invoice = format!("allocate[{i}].invoice");
            let (id, row) = self.owed(&invoice, &share.invoice)?;
            if planned.iter().any(|one| one.id == id) {
                let refusal = Refusal::new(Rule::AllocationTwice, invoice);
                return Err(refusal.with("invoice", row.number).into());
            }
            let accounts = (payment.account, row.account);
            let Some(first) = self.one_customer_from(accounts, payment.date)? else {
                return Err(self.mismatch(&invoice, payment.account, &row)?.into());
            };
            let field = format!("allocate[{i}].amount");
            let from = first.max(row.date);
            let (date, _) = self.first_room(id, &row, from)?;
            let amount = match share.amount {
                Some(amount) => self.amount_within(&field, amount, id, &row, date)?,
                None => self.all_of_both(share, (id, &row), source, date)?.least(left),
            };
            if share.amount.is_none() && !amount.is_positive() {
                continue;
            }
            left = left.minus(amount).filter(|left| !left.is_negative()).ok_or_else(|| {
                Refusal::new(Rule::AllocationExceedsSource, field.as_str())
                    .with("given", amount)
                    .with("left", left)
                    // The payment is not recorded yet, so its number would mean nothing to the
                    // user.
                    .with("number", "none")
                    .with("from", "none")
                    .with("ahead", "none")
            })?;
            let field = format!("allocate[{i}].discount");
            let days = (from, self.desk.today.max(from));
            let part = PartSettled { field: &field, amount, discount: share.discount, days };
            planned.push(self.planned(id, row, &part, source)?);
        }
        Ok((planned, left))
    }

    /// Returns what is left of an invoice, less its discount if the customer took it.
    fn all_of_both(
        &self,
        share: &Share,
        (id, row): (ItemId, &ItemRow),
        source: &MoneySource,
        date: Day,
    ) -> Result<Money, LedgerError> {
        let room = item::room(self.rows(), id, row, date)?;
        match share.discount {
            Some(true) => {
                let most = self.discount(id, row, source.paid)?;
                let left = item::left(self.rows(), id, row)?;
                Ok(left.minus(most).unwrap_or(left).least(room))
            }
            _ => Ok(room),
        }
    }
}

/// Returns how much goes to each of the first items if the payment is exactly their discounted sum,
/// give or take one minor unit, and not their full sum.
fn discounted(reached: &[Reached], amount: Money, slack: i64) -> Option<Vec<Money>> {
    let (mut full, mut less, mut found) = (0, 0, None);
    let mut any = false;
    for (place, one) in reached.iter().enumerate() {
        full += one.room.minor();
        less += one.due.minor();
        any |= one.gives;
        if full == amount.minor() {
            return None;
        }
        // A customer may round a discount the other way, or round only the total.
        let beside = amount.minor() - less;
        let nearest = found.map_or(slack.max(1) + 1, |(_, beside): (usize, i64)| beside.abs());
        if any && beside.abs() < nearest {
            found = Some((place, beside));
        }
    }
    let (last, beside) = found?;
    let mut amounts: Vec<i64> = reached[..=last].iter().map(|one| one.due.minor()).collect();
    // The difference goes to the last item that gives a discount.
    let gives = reached[..=last].iter().rposition(|one| one.gives);
    if let Some(amount) = gives.and_then(|place| amounts.get_mut(place)) {
        *amount += beside;
    }
    Some(amounts.into_iter().map(|minor| Money::from_minor(minor, amount.scale())).collect())
}

/// The most invoices that one payment settles.
const MOST: usize = 2_000;
