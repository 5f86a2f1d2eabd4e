//! Decides on late fees and on holds by rule.

use crate::domain::command::{ChargeLateFee, SetHoldPolicy, SetLateFeePolicy, TakeHold};
use crate::domain::event::{
    CustomerHeld, FreeText, HoldPolicySet, HoldTaken, InvoiceIssued, LateFeeCharged,
    LateFeePolicySet,
};
use crate::domain::late_fee::{FeePart, SERIES};
use crate::domain::plain::Plain;
use crate::domain::pricing::{LineInput, Priced, Prices, Pricing};
use crate::domain::tax::TaxSet;
use crate::domain::{Day, Money, Number, Refusal, Rule, Warning, text};
use crate::ledger::holds::{self, HoldCause, HoldProposal};
use crate::ledger::item::When;
use crate::ledger::late_fees::{self, Accrued, FeePolicies, NoFee};
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, AccountRow, DatedKind, ItemRow};
use crate::store::rows::Stop;

use super::invoices::due;
use super::{Case, Decided};

/// The longest grace, in days.
const LONGEST_GRACE: u16 = 365;

impl Case<'_> {
    pub(super) fn set_late_fee_policy(
        &mut self,
        command: &SetLateFeePolicy,
    ) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let grace_days = command.grace_days.unwrap_or(0);
        if grace_days > LONGEST_GRACE {
            let refusal = Refusal::new(Rule::PromiseTolerance, "grace_days");
            return Err(refusal.with("most", LONGEST_GRACE).into());
        }
        self.not_raised_before(command, (date, grace_days))?;
        let currency = self.desk.book.currency;
        let event = LateFeePolicySet {
            date,
            yearly_percent: command.yearly_percent,
            grace_days,
            minimum: self.limit("minimum", command.minimum)?,
            currency,
            group: text::optional("group", command.group.as_ref())?,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Refuses to charge more for past days than the policy in force then, because nobody knew of it; a
    /// reason, such as an agreement, overrides that. If no policy was in force, the book says nothing
    /// about those days: the policy may have been agreed before it was entered, so it is accepted with
    /// a warning.
    fn not_raised_before(
        &mut self,
        command: &SetLateFeePolicy,
        (date, grace_days): (Day, u16),
    ) -> Result<(), Stop> {
        if command.yearly_percent.is_zero() {
            return Ok(());
        }
        let policies = FeePolicies::read(self.rows(), command.group.as_deref())?;
        let terms = (command.yearly_percent, grace_days);
        if policies.first_raised((date, self.desk.today), terms).is_some() {
            let refusal = Refusal::new(Rule::LateFeeDatedBack, "date").with("date", date);
            let days = self.desk.today.days_since(date);
            self.may_override(refusal.with("days", days))?;
        }
        Ok(())
    }

    /// A warning that a policy charges interest for days that are past.
    pub(super) fn charges_back(&self, event: &LateFeePolicySet) -> Option<Warning> {
        let days = self.desk.today.days_since(event.date);
        let warning = Warning::new(Rule::LateFeeDatedBack, "date").with("date", event.date);
        (days > 0 && !event.yearly_percent.is_zero()).then(|| warning.with("days", days))
    }

    /// An amount in the book's currency that is not negative.
    fn limit(&self, field: &str, given: Option<Plain>) -> Result<Option<Money>, Refusal> {
        let Some(given) = given else { return Ok(None) };
        let limit = self.desk.book.currency.exact(given.0, field)?;
        match limit.is_negative() {
            true => Err(Refusal::new(Rule::AmountNotPositive, field)),
            false => Ok(Some(limit)),
        }
    }

    pub(super) fn charge_late_fee(&mut self, command: &ChargeLateFee) -> Result<Decided, Stop> {
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        // The fee is dated today, so it does not matter that its period may be locked by now.
        let through = command.through.unwrap_or(self.desk.today);
        if through > self.desk.today {
            let refusal = Refusal::new(Rule::DateAhead, "through").with("given", through);
            return Err(refusal.with("today", self.desk.today).into());
        }
        let group = late_fees::group_of(self.rows(), row.account)?;
        let policies = FeePolicies::read(self.rows(), group.as_deref())?;
        let accrued = late_fees::accrued(self.rows(), &policies, (id, &row), through)?;
        let all = accrued.map_err(|why| no_fee(why, &row.number, through))?;
        let nothing = || no_fee(NoFee::Nothing, &row.number, through);
        let accrued = all.into_iter().next().ok_or_else(nothing)?;
        let date = self.date(None)?;
        let root = merged::root(self.rows(), row.account, When { as_of: date, ..When::ALL })?;
        let account = ACCOUNTS.need(self.rows(), &root)?;
        let priced = self.fee_lines(&row, &accrued, date)?;
        self.within_range(root, "invoice", (priced.total, priced.total.zero()))?;
        let due = due(None, &account, date)?;
        let fee = self.next_of_series(DatedKind::Invoice, SERIES, date)?;
        let charged = LateFeeCharged {
            invoice: row.number.clone(),
            customer: account.code.clone(),
            fee: fee.clone(),
            date,
            from: accrued.from,
            through: accrued.through,
            amount: accrued.late.fee,
            parts: accrued.late.parts,
            remainder: accrued.late.remainder,
        };
        let invoice = fee_invoice(fee, (date, due), account, (row, priced));
        Ok(Decided { date, events: vec![charged.into(), invoice.into()] })
    }

    /// A line for each part of a fee that is not zero, with the tax that the country charges on
    /// interest.
    fn fee_lines(&self, row: &ItemRow, accrued: &Accrued, date: Day) -> Result<Priced, Stop> {
        let parts = accrued.late.parts.iter().filter(|part| part.fee.is_positive());
        let tax = self.desk.taxes.interest.clone();
        let lines: Vec<LineInput> =
            parts.map(|part| fee_line(&row.number, part, tax.clone())).collect();
        let pricing = Pricing {
            currency: row.currency,
            prices: Prices::default(),
            rates: &|set, field| self.desk.taxes.rates(set, date, field),
        };
        Ok(pricing.price(&lines, &[], &[])?)
    }

    pub(super) fn set_hold_policy(&mut self, command: &SetHoldPolicy) -> Result<Decided, Stop> {
        let event = HoldPolicySet {
            days_late: command.days_late,
            amount: self.limit("amount", command.amount)?,
            currency: self.desk.book.currency,
            broken_promises: command.broken_promises,
            group: text::optional("group", command.group.as_ref())?,
        };
        Ok(Decided { date: self.desk.today, events: vec![event.into()] })
    }

    pub(super) fn take_hold(&mut self, command: &TakeHold) -> Result<Decided, Stop> {
        let date = self.date(None)?;
        let (id, account) = self.account("customer", &command.customer)?;
        let Some(HoldProposal::Hold(cause)) = holds::proposal(self.rows(), id, date)? else {
            let refusal = Refusal::new(Rule::HoldNotProposed, "customer");
            return Err(refusal.with("customer", account.code).into());
        };
        let HoldCause { days_late, overdue, broken_promises, .. } = cause;
        let customer = account.code;
        let taken =
            HoldTaken { customer: customer.clone(), date, days_late, overdue, broken_promises };
        let reason = text::optional("reason", command.reason.as_ref())?;
        let reason = FreeText::new(reason.unwrap_or_else(|| hold_reason(&cause)));
        let held = CustomerHeld { customer, date, held: true, reason };
        Ok(Decided { date, events: vec![taken.into(), held.into()] })
    }
}

/// The reason for a hold, if the sender gives none.
fn hold_reason(cause: &HoldCause) -> String {
    let HoldCause { days_late, overdue, broken_promises, .. } = cause;
    match cause.breaks_promises {
        true => format!("{overdue} overdue, {days_late} days, {broken_promises} promises broken"),
        false => format!("{overdue} overdue, {days_late} days"),
    }
}

fn no_fee(why: NoFee, invoice: &Number, through: Day) -> Refusal {
    let refused = |rule, field: &str| Refusal::new(rule, field).with("invoice", invoice);
    match why {
        NoFee::IsFee => refused(Rule::LateFeeOnFee, "invoice"),
        NoFee::NoPolicy => Refusal::new(Rule::LateFeePolicy, "through").with("date", through),
        NoFee::Charged(day) => refused(Rule::LateFeeCharged, "through").with("through", day),
        NoFee::Nothing => refused(Rule::LateFeeNothing, "invoice").with("through", through),
    }
}

/// The line of a part: its description is a formula that reads the same in any language. A document
/// puts it in the customer's words.
fn fee_line(invoice: &Number, part: &FeePart, tax: TaxSet) -> LineInput {
    let FeePart { from, through, overdue, yearly_percent, .. } = part;
    let days = part.days();
    LineInput {
        item: None,
        description: Some(format!(
            "{invoice} {from}/{through}: {overdue} × {yearly_percent} × {days}/365"
        )),
        quantity: Plain(1.into()),
        unit: None,
        unit_price: Some(Plain(part.fee.decimal())),
        discount: None,
        tax: Some(tax),
    }
}

fn fee_invoice(
    invoice: Number,
    (date, due): (Day, Day),
    account: AccountRow,
    (row, priced): (ItemRow, Priced),
) -> InvoiceIssued {
    InvoiceIssued {
        invoice,
        series: SERIES.into(),
        customer: account.code,
        buyer: account.seq,
        date,
        due,
        terms: account.terms,
        early_payment: None,
        reference: Some(row.number.0),
        currency: account.currency,
        rate: row.rate,
        prices: Prices::default(),
        lines: priced.lines,
        allowances: priced.allowances,
        charges: priced.charges,
        taxes: priced.groups,
        net: priced.net,
        tax: priced.tax,
        total: priced.total,
        draft: None,
        opening: None,
        overridden: None,
    }
}
