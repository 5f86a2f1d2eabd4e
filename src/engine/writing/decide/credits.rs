//! Decides on credit notes: at the original's rates, and never more than the original. What settled
//! it without being money is reversed first, so that only money can stay on account.

use crate::domain::command::CreditInvoice;
use crate::domain::event::{Costly, CreditNoteIssued};
use crate::domain::pricing::{self, Line, LineInput, Pricing};
use crate::domain::tax::{Rate, TaxGroup, TaxSet};
use crate::domain::{Event, Money, Plain, Refusal, Rule, credit, text};
use crate::ledger::tables::{ACCOUNTS, DatedKind, ItemRow, TAXES, TaxRow};
use crate::store::rows::Stop;

use super::allocated::End;
use super::series::not_before_item;
use super::take_back::Credit;
use super::{Case, Decided};

/// What is credited: the lines, if they were given, and a group for each of the original's groups.
struct Credited {
    lines: Vec<Line>,
    groups: Vec<TaxGroup>,
}

impl Case<'_> {
    pub(super) fn credit_invoice(&mut self, command: &CreditInvoice) -> Result<Decided, Stop> {
        let date = self.document_date(command.date)?;
        let (id, row) = self.invoice("invoice", &command.invoice)?;
        let reason = text::required("reason", &command.reason, text::SHORT)?;
        not_before_item("date", date, (row.date, &row.number))?;
        let taxes = TAXES.need(self.rows(), &id)?;
        let credited = credited(command, &row, &taxes)?;
        let beyond = || Refusal::new(Rule::AmountOutOfRange, "amount");
        let (net, tax, total) =
            pricing::totals(&credited.groups, row.amount.scale()).ok_or_else(beyond)?;
        // Net and tax may add up to zero: the tax is credited all the same.
        if total.is_negative() || is_nothing(&credited.groups) {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        self.approved(Costly::Credit, row.currency, total)?;
        self.within_range(row.account, "amount", (total.zero(), total))?;
        let account = ACCOUNTS.need(self.rows(), &row.account)?;
        let credit_note = self.next_of_series(DatedKind::CreditNote, "CN", date)?;
        let event = CreditNoteIssued {
            credit_note: credit_note.clone(),
            invoice: row.number.clone(),
            customer: account.code,
            buyer: account.seq,
            date,
            reason,
            currency: row.currency,
            rate: row.rate,
            prices: taxes.prices,
            lines: credited.lines,
            taxes: credited.groups,
            net,
            tax,
            total,
            overridden: self.overrides(),
        };
        let mut events: Vec<Event> = vec![event.into()];
        let end = End { number: credit_note, rate: row.rate, whole: total };
        let credit = Credit { original: (id, &row), taxes: &taxes, end, date };
        let mut moves = self.take_back_of(&credit, &mut events)?;
        for (day, amount) in self.settles(&credit, &moves)? {
            moves.push((day, amount));
            events.push(self.allocation(&credit.end, &End::of(&row), amount, day)?);
        }
        events.extend(self.complete((id, &row), total.minor(), date, &moves)?);
        Ok(Decided { date, events })
    }
}

fn credited(command: &CreditInvoice, row: &ItemRow, taxes: &TaxRow) -> Result<Credited, Refusal> {
    let left = credit::remaining(&taxes.groups, &taxes.credited);
    let none = Vec::new();
    match (command.full.unwrap_or(false), command.amount, &command.lines) {
        (true, None, None) => match is_nothing(&left) {
            false => Ok(Credited { lines: none, groups: left }),
            true => {
                Err(Refusal::new(Rule::CreditNothingLeft, "invoice").with("invoice", &row.number))
            }
        },
        (false, Some(amount), None) => {
            let groups = by_amount(amount, &left, row)?;
            Ok(Credited { lines: none, groups })
        }
        (false, None, Some(lines)) => by_lines(lines, &left, row, taxes),
        _ => Err(Refusal::new(Rule::CreditHow, "full")),
    }
}

/// Whether all nets and taxes of the groups are zero.
fn is_nothing(groups: &[TaxGroup]) -> bool {
    let is_zero =
        |group: &TaxGroup| group.net.is_zero() && group.parts.iter().all(|part| part.tax.is_zero());
    groups.iter().all(is_zero)
}

fn gross(groups: &[TaxGroup], row: &ItemRow) -> Result<Money, Refusal> {
    let totals = pricing::totals(groups, row.amount.scale());
    totals.map(|(_, _, total)| total).ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "amount"))
}

fn by_amount(amount: Plain, left: &[TaxGroup], row: &ItemRow) -> Result<Vec<TaxGroup>, Refusal> {
    let amount = row.currency.exact(amount.0, "amount")?;
    if !amount.is_positive() {
        return Err(Refusal::new(Rule::AmountNotPositive, "amount"));
    }
    let most = gross(left, row)?;
    if amount.minor() > most.minor() {
        return Err(Refusal::new(Rule::CreditExceeds, "amount")
            .with("given", amount)
            .with("left", most));
    }
    credit::by_amount(left, amount)
}

fn by_lines(
    lines: &[LineInput],
    left: &[TaxGroup],
    row: &ItemRow,
    taxes: &TaxRow,
) -> Result<Credited, Refusal> {
    let original = &taxes.groups;
    let rates = |set: &TaxSet, field: &str| rates_of(original, set, field);
    let pricing = Pricing { currency: row.currency, prices: taxes.prices, rates: &rates };
    let priced = pricing.price(lines, &[], &[])?;
    let groups = credit::by_lines(taxes.prices, left, &priced.groups)?;
    Ok(Credited { lines: priced.lines, groups })
}

/// Returns the original's rates for a set of taxes, which must be one of its groups.
fn rates_of(original: &[TaxGroup], set: &TaxSet, field: &str) -> Result<Vec<Rate>, Refusal> {
    let set = set.visible();
    let same = |group: &&TaxGroup| group.set().holds(&set.0);
    let repeated = set.0.iter().enumerate().find(|(i, code)| set.0[..*i].contains(code));
    if let Some((_, code)) = repeated {
        return Err(Refusal::new(Rule::TaxRepeated, field).with("given", code));
    }
    let group = original.iter().find(same).ok_or_else(|| {
        let given = if set.is_empty() { "none".into() } else { set.0.join("+") };
        Refusal::new(Rule::TaxNotOnOriginal, field).with("given", given)
    })?;
    let rate = |part: &crate::domain::tax::TaxPart| Rate {
        code: part.code.clone(),
        percent: part.rate,
        on: part.on,
    };
    Ok(group.parts.iter().map(rate).collect())
}
