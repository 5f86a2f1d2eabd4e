//! Settles invoices with money: gives the early-payment discount if it came in time, and rounds
//! cash to existing coins.
//!
//! Both are allocations of their own, from a write-off that belongs to the payment: if that is
//! returned, they are reversed too. They change no tax.

use crate::domain::command::Method;
use crate::domain::event::{GivenUp, WriteOffMade};
use crate::domain::{Code, Currency, Day, Event, Money, Number, Plain, Refusal, Rule, credit};
use crate::ledger::item;
use crate::ledger::tables::{ACCOUNTS, ItemId, ItemKind, ItemRow, TAXES};
use crate::store::rows::{LedgerError, Stop};

use super::Case;
use super::allocated::End;

/// What settles: a payment or a credit note.
pub(super) struct MoneySource {
    pub number: Number,
    pub rate: Option<Plain>,
    /// Its full amount.
    pub amount: Money,
    /// When the money came; `None` for credit notes and certificates, which are not money.
    pub paid: Option<Day>,
    /// How it came, for a payment.
    pub method: Option<Method>,
}

impl MoneySource {
    /// A payment or a credit note that is already recorded.
    pub(super) fn of(row: &ItemRow) -> MoneySource {
        match row.method.filter(|_| row.kind == ItemKind::Payment) {
            Some(method) => {
                let end = (row.number.clone(), row.rate, row.amount);
                MoneySource::of_payment(end, row.date, method)
            }
            None => MoneySource {
                number: row.number.clone(),
                rate: row.rate,
                amount: row.amount,
                paid: None,
                method: None,
            },
        }
    }

    /// A payment; a certificate is not money, and earns no discount.
    pub(super) fn of_payment(
        (number, rate, amount): (Number, Option<Plain>, Money),
        date: Day,
        method: Method,
    ) -> MoneySource {
        let paid = (method != Method::Withholding).then_some(date);
        MoneySource { number, rate, amount, paid, method: Some(method) }
    }

    fn end(&self) -> End {
        End { number: self.number.clone(), rate: self.rate, whole: self.amount }
    }
}

/// The part of a payment that is meant for an invoice.
pub(super) struct PartSettled<'a> {
    /// The field at fault if the discount cannot be taken.
    pub field: &'a str,
    /// The amount.
    pub amount: Money,
    /// Whether the customer took the early-payment discount; `None` to decide by the amount.
    pub discount: Option<bool>,
    /// The first day on which it can settle the invoice, and the last on which it may begin to.
    pub days: (Day, Day),
}

/// An invoice, and the part of a payment that goes to it.
pub(super) struct Planned {
    pub id: ItemId,
    pub row: ItemRow,
    /// What is left of the invoice.
    pub room: Money,
    /// The part of the payment that goes to it.
    pub amount: Money,
    /// The early-payment discount on top of that.
    pub discount: Money,
    /// The payment that the discount belongs to.
    pub earned_by: Number,
    /// The first day on which it can settle the invoice, and the last on which it may begin to.
    pub days: (Day, Day),
    /// The amount by the days from which it counts: one, unless a part of the invoice was reopened
    /// later.
    parts: Vec<(Day, Money)>,
}

impl Planned {
    /// Returns what is still open afterwards, in minor units.
    fn open(&self) -> i64 {
        self.room.minor() - self.amount.minor() - self.discount.minor()
    }
}

/// Rounds to the nearest multiple of the smallest coin, in minor units.
fn to_coins(minor: i64, coin: i64) -> i64 {
    (minor + coin / 2).div_euclid(coin) * coin
}

impl Case<'_> {
    /// Plans a part of an invoice, with the early-payment discount if the customer took it: the
    /// command says so, or the amount is exactly what is left less the discount, one minor unit
    /// either way. Money that covers the invoice in full takes none.
    pub(super) fn planned(
        &self,
        id: ItemId,
        row: ItemRow,
        part: &PartSettled,
        source: &MoneySource,
    ) -> Result<Planned, Stop> {
        let PartSettled { amount, days, .. } = *part;
        let room = item::left(self.rows(), id, &row)?;
        let parts = self.parts_by_day((id, &row), amount, days, &[])?;
        let short = room.minus(amount).unwrap_or(room.zero());
        let most = match part.discount {
            Some(false) => room.zero(),
            _ => self.discount(id, &row, source.paid)?,
        };
        let slack = self.slack(source, row.currency);
        let near = slack.max(1);
        // What exceeds the discount is less than the smallest coin: that is rounding.
        let all_that_is_short = if slack > 0 { short.least(most) } else { short };
        let beyond = short.minor() - most.minor();
        let discount = match part.discount {
            Some(true) if most.is_zero() => {
                let until =
                    row.early_payment.map_or_else(|| "none".into(), |it| it.until.to_string());
                let because = self.no_discount(id, &row, source.paid)?;
                let refusal = Refusal::new(Rule::DiscountNotEarned, part.field);
                let refusal = refusal.with("invoice", &row.number).with("until", until);
                return Err(refusal.with("because", because).into());
            }
            Some(true) if !short.is_positive() || beyond > near => {
                let due = room.minus(most).unwrap_or(room);
                return Err(Refusal::new(Rule::DiscountTooMuch, part.field)
                    .with("invoice", &row.number)
                    .with("discount", most)
                    .with("due", due)
                    .into());
            }
            Some(true) => all_that_is_short,
            None if most.is_positive() && short.is_positive() && beyond.abs() <= near => {
                all_that_is_short
            }
            Some(false) | None => room.zero(),
        };
        // A credit note or a certificate completes what money began.
        let earned_by = match source.paid {
            None => self.last_money(id)?.map(|(_, number)| number),
            Some(_) => None,
        };
        let earned_by = earned_by.unwrap_or_else(|| source.number.clone());
        Ok(Planned { id, row, room, amount, discount, earned_by, days, parts })
    }

    /// Returns the discount that an invoice would still give if it were settled by money `paid` on
    /// a day, or by a credit note or a certificate.
    pub(super) fn discount(
        &self,
        id: ItemId,
        row: &ItemRow,
        paid: Option<Day>,
    ) -> Result<Money, LedgerError> {
        self.discount_of((id, row), paid, 0)
    }

    /// Returns the discount on what is not credited; `credited`, in minor units, is about to be.
    /// All the money must have come in time, and there must be some; the order of entry does not
    /// matter.
    fn discount_of(
        &self,
        (id, row): (ItemId, &ItemRow),
        paid: Option<Day>,
        credited: i64,
    ) -> Result<Money, LedgerError> {
        let none = row.amount.zero();
        let (Some(early), true) = (row.early_payment, row.amount.is_positive()) else {
            return Ok(none);
        };
        let last = self.last_money(id)?.map(|(day, _)| day).max(paid);
        // An invoice gives its discount once, and loses it when it is reopened.
        if last.is_none_or(|last| last > early.until) || !self.early_of(id)?.is_empty() {
            return Ok(none);
        }
        let before: i64 = TAXES.need(self.rows(), &id)?.credited.iter().flatten().sum();
        let kept = row.amount.minor() - before - credited;
        let discount = credit::share(kept, early.discount.minor(), row.amount.minor());
        Ok(Money::from_minor(discount, row.amount.scale()))
    }

    /// Returns why an invoice gives no discount to money of this day, as the key of its words.
    fn no_discount(
        &self,
        id: ItemId,
        row: &ItemRow,
        paid: Option<Day>,
    ) -> Result<&'static str, LedgerError> {
        let Some(early) = row.early_payment else { return Ok("none") };
        if !self.early_of(id)?.is_empty() {
            return Ok("given");
        }
        let others = self.last_money(id)?.map(|(day, _)| day);
        Ok(match () {
            () if others.max(paid).is_none() => "not_money",
            () if paid > Some(early.until) => "late",
            () if others > Some(early.until) => "others_late",
            () => "credited",
        })
    }

    /// Returns the latest money that settles part of an invoice: its day, and the payment.
    fn last_money(&self, invoice: ItemId) -> Result<Option<(Day, Number)>, LedgerError> {
        let mut last: Option<(Day, Number)> = None;
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some((_, allocation)) = self.live_move(&change)? else { continue };
            let from = self.need_item(allocation.from)?;
            let is_money = from.kind == ItemKind::Payment && !from.is_certificate();
            if is_money && last.as_ref().is_none_or(|(day, _)| *day <= from.date) {
                last = Some((from.date, from.number));
            }
        }
        Ok(last)
    }

    /// Gives the early-payment discount if a credit note of `credited` or a write-off leaves exactly
    /// the discount open, give or take one minor unit.
    pub(super) fn complete(
        &mut self,
        (id, row): (ItemId, &ItemRow),
        credited: i64,
        date: Day,
        moves: &[(Day, Money)],
    ) -> Result<Vec<Event>, LedgerError> {
        let discount = self.discount_of((id, row), None, credited)?;
        let moved: i64 = moves.iter().map(|(_, amount)| amount.minor()).sum();
        let open = item::left(self.rows(), id, row)?.minor() - moved;
        let open = Money::from_minor(open, row.amount.scale());
        let is_taken = (open.minor() - discount.minor()).abs() <= 1;
        if !(discount.is_positive() && open.is_positive() && is_taken) {
            return Ok(Vec::new());
        }
        let day = self.first_fit((id, row), open, date, moves)?;
        let customer = ACCOUNTS.need(self.rows(), &row.account)?.code;
        let payment = self.last_money(id)?.map(|(_, number)| number);
        Ok(self.give_up(&customer, row, open, day, GivenUp::EarlyPayment, payment)?.into())
    }

    /// Makes the planned allocations, and before them the discount that belongs to them.
    pub(super) fn settle(
        &mut self,
        source: &MoneySource,
        planned: &Planned,
    ) -> Result<Vec<Event>, LedgerError> {
        let mut events = Vec::with_capacity(1);
        if planned.discount.is_positive() {
            let customer = ACCOUNTS.need(self.rows(), &planned.row.account)?.code;
            let (reason, payment) = (GivenUp::EarlyPayment, Some(planned.earned_by.clone()));
            let (row, discount) = (&planned.row, planned.discount);
            let day = self.discounted_on(planned)?;
            events.extend(self.give_up(&customer, row, discount, day, reason, payment)?);
        }
        let to = End::of(&planned.row);
        for (day, amount) in &planned.parts {
            events.push(self.allocation(&source.end(), &to, *amount, *day)?);
        }
        Ok(events)
    }

    /// Returns the day from which the discount of a plan settles what its money leaves open.
    fn discounted_on(&self, planned: &Planned) -> Result<Day, LedgerError> {
        let Planned { id, row, discount, days, parts, .. } = planned;
        self.first_fit((*id, row), *discount, days.0, parts)
    }

    /// Returns the smallest coin of the payment's currency for cash, in minor units.
    fn coin(&self, source: &MoneySource, currency: Currency) -> i64 {
        let cash = self.desk.taxes.cash.as_ref().filter(|_| source.method == Some(Method::Cash));
        let cash = cash.filter(|cash| cash.currency == currency);
        cash.map_or(1, |cash| i64::from(cash.smallest.get()))
    }

    /// Returns how far cash may fall short of what is due, in minor units: by less than the
    /// smallest coin.
    pub(super) fn slack(&self, source: &MoneySource, currency: Currency) -> i64 {
        self.coin(source, currency) / 2
    }

    /// Rounds cash on the total that is settled: in Canada 10.00 settles 10.02.
    pub(super) fn round_cash(
        &mut self,
        source: &MoneySource,
        customer: &Code,
        planned: &[Planned],
        left: Money,
    ) -> Result<Vec<Event>, LedgerError> {
        let Some(last) = planned.last() else { return Ok(Vec::new()) };
        let coin = self.coin(source, last.row.currency);
        let slack = coin / 2;
        let paid: i64 = planned.iter().map(|one| one.amount.minor()).sum();
        let short: i64 = planned.iter().map(Planned::open).sum();
        let down =
            left.is_zero() && (1..=slack).contains(&short) && to_coins(paid + short, coin) == paid;
        let up = short == 0
            && (1..=slack).contains(&left.minor())
            && to_coins(paid, coin) == paid + left.minor();
        let mut events = Vec::new();
        if down {
            for one in planned.iter().filter(|one| one.open() > 0) {
                let (amount, reason) =
                    (Money::from_minor(one.open(), left.scale()), GivenUp::CashRounding);
                let payment = Some(source.number.clone());
                let mut moves = one.parts.clone();
                if one.discount.is_positive() {
                    moves.push((self.discounted_on(one)?, one.discount));
                }
                let day = self.first_fit((one.id, &one.row), amount, one.days.0, &moves)?;
                let made = self.give_up(customer, &one.row, amount, day, reason, payment)?;
                events.extend(made);
            }
        }
        if up {
            let day = last.parts.last().map_or(last.days.0, |(day, _)| *day);
            events.extend(self.take_on_top(source, customer, &last.row, day, left)?);
        }
        Ok(events)
    }

    /// Cash rounded up: a part of a payment that settles no invoice.
    pub(super) fn take_on_top(
        &mut self,
        source: &MoneySource,
        customer: &Code,
        row: &ItemRow,
        date: Day,
        amount: Money,
    ) -> Result<Vec<Event>, LedgerError> {
        let write_off = self.next_number("WO", date)?;
        let to = End { number: write_off.clone(), rate: source.rate, whole: amount };
        let allocation = self.allocation(&source.end(), &to, amount, date)?;
        let made = WriteOffMade {
            write_off,
            customer: customer.clone(),
            date,
            amount,
            currency: row.currency,
            reason: GivenUp::CashRounding,
            on_top: true,
            payment: Some(source.number.clone()),
            rate: source.rate,
            overridden: None,
            foreign: false,
        };
        Ok(vec![made.into(), allocation])
    }
}

#[cfg(test)]
mod tests {
    use super::to_coins;

    #[test]
    fn amounts_go_to_the_nearest_that_coins_make() {
        let five = [(1_002, 1_000), (1_003, 1_005), (1_005, 1_005), (-3, -5)];
        assert!(five.iter().all(|(minor, coins)| to_coins(*minor, 5) == *coins));
        assert_eq!((to_coins(1_049, 100), to_coins(1_050, 100)), (1_000, 1_100));
        assert_eq!(to_coins(1_003, 1), 1_003);
    }
}
