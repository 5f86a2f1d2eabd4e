//! Reads one entry of a message into one line, or into a line for each of its details. May use: the
//! details, the elements.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Rule};

use super::super::cleaned::{add_reference, cleaned, domain_long};
use super::super::statement::{BankLine, BankPlace, BankStatement};
use super::super::trouble::Warnings;
use super::super::xml::Element;
use super::batch;
use super::detail::{described, is_return_code, own_id};
use super::element::{charges, day, signed};

/// Adds an entry to its statement; an entry that can't be read is left out with a warning.
pub(super) fn read(
    entry: &Element,
    place: BankPlace,
    only_day: Option<Day>,
    statement: &mut BankStatement,
    warnings: &mut Warnings,
) {
    let status = entry.text_at("Sts/Cd").or_else(|| entry.text_at("Sts")).unwrap_or("BOOK");
    if matches!(status, "PDNG" | "INFO" | "FUTR") {
        return warnings.unread(place, Rule::BankNotBooked, "status", status);
    }
    let own = entry.child("Amt").and_then(|amount| amount.currency.as_deref());
    let currency = own.and_then(Currency::parse);
    statement.currency = statement.currency.or(currency);
    if let (Some(given), Some(wanted)) = (own, statement.currency)
        && given != wanted.code()
    {
        return warnings.unread(place, Rule::BankCurrency, "currency", given);
    }
    let whole = match whole(entry, place, only_day, statement) {
        Ok(line) => line,
        Err((rule, field, given)) => return warnings.unread(place, rule, field, &given),
    };
    let details: Vec<&Element> =
        entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    match details.as_slice() {
        [] => {
            let line = BankLine { fee: charges(entry), ..whole };
            statement.lines.push(line);
        }
        [detail] => {
            let line = described(&whole, detail, statement);
            let fee = charges(detail).or_else(|| charges(entry));
            let bank_id = own_id(detail).or(whole.bank_id);
            statement.lines.push(BankLine { fee, bank_id, ..line });
        }
        details => batch::read(entry, whole, details, statement, warnings),
    }
}

/// The entry as one line, without the information of its details.
fn whole(
    entry: &Element,
    place: BankPlace,
    only_day: Option<Day>,
    statement: &BankStatement,
) -> Result<BankLine, (Rule, &'static str, String)> {
    let amount = signed(entry).map_err(|(rule, given)| match rule {
        Rule::BankSide => (rule, "side", given),
        _ => (rule, "amount", given),
    })?;
    if !fits(amount, statement) {
        return Err((Rule::BankAmountRange, "amount", amount.to_string()));
    }
    let value_date = day(entry.child("ValDt"));
    // Advices may have no booking day and use the other one; but a booking day that can't be read must
    // not be replaced by it.
    let booked = entry.child("BookgDt");
    let date = match (booked, entry.child("ValDt")) {
        (Some(_), _) => day(booked),
        (None, Some(_)) => value_date,
        // An entry without a day has that of its statement, if the statement covers a single day.
        (None, None) => only_day,
    };
    let date = date.ok_or_else(|| {
        let given = booked.map(|it| it.text_at("Dt").or_else(|| it.text_at("DtTm")));
        (Rule::BankDate, "date", given.flatten().unwrap_or_default().to_string())
    })?;
    let is_reversal = matches!(entry.text_at("RvslInd"), Some("true" | "1"));
    let text = entry.text_at("AddtlNtryInf").unwrap_or_default();
    Ok(BankLine {
        date,
        value_date,
        amount,
        fee: None,
        payer: None,
        payer_account: None,
        paid_for: None,
        text: cleaned(text, domain_long()),
        references: Vec::new(),
        bank_id: bank_id(entry),
        is_return: is_reversal || is_return_code(entry),
        place,
    })
}

/// Whether a book can hold an amount in the statement's currency.
fn fits(amount: Decimal, statement: &BankStatement) -> bool {
    statement.currency.is_none_or(|currency| currency.rounded(amount, "amount").is_ok())
}

/// The bank's own reference of an entry. A short number only counts the entries of one statement, so it
/// is not used.
fn bank_id(entry: &Element) -> Option<String> {
    let id = |text: &str| {
        let mut one = Vec::new();
        add_reference(&mut one, text);
        one.pop()
    };
    let counted = |text: &&str| text.len() >= 8;
    let own = entry.text_at("AcctSvcrRef").and_then(id);
    own.or_else(|| entry.text_at("NtryRef").filter(counted).and_then(id))
}
