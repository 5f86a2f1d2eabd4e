//! One entry of a message: a line, or a line for each of its details. May use: the module above.

use rust_decimal::Decimal;

use crate::domain::{Currency, Rule};

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::trouble::Warnings;
use super::super::xml::Element;
use super::super::{BankStatement, Place, StatementLine, amount};
use super::{batch, day, party, signed};

/// Reads an entry into its statement; what can't be read is left out with a warning.
pub(super) fn read(
    entry: &Element,
    place: Place,
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
    let whole = match whole(entry, place, statement) {
        Ok(line) => line,
        Err((rule, field, given)) => return warnings.unread(place, rule, field, &given),
    };
    let details: Vec<&Element> =
        entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
    match details.as_slice() {
        [] => {
            let line = StatementLine { fee: charges(entry), ..whole };
            statement.lines.push(line);
        }
        [detail] => {
            let line = described(&whole, detail, statement);
            let fee = charges(detail).or_else(|| charges(entry));
            let bank_id = own_id(detail).or(whole.bank_id);
            statement.lines.push(StatementLine { fee, bank_id, ..line });
        }
        details => batch::read(entry, whole, details, statement, warnings),
    }
}

/// The entry as one line, without what its details say.
fn whole(
    entry: &Element,
    place: Place,
    statement: &BankStatement,
) -> Result<StatementLine, (Rule, &'static str, String)> {
    let amount = signed(entry).map_err(|(rule, given)| match rule {
        Rule::BankSide => (rule, "side", given),
        _ => (rule, "amount", given),
    })?;
    if !fits(amount, statement) {
        return Err((Rule::BankAmountRange, "amount", amount.to_string()));
    }
    let value_date = day(entry.child("ValDt"));
    // Advices may have no other day; one that is there and can't be read is no reason to take it.
    let booked = entry.child("BookgDt");
    let date = if booked.is_some() { day(booked) } else { value_date };
    let date = date.ok_or_else(|| {
        let given = booked.map(|it| it.text_at("Dt").or_else(|| it.text_at("DtTm")));
        (Rule::BankDate, "date", given.flatten().unwrap_or_default().to_string())
    })?;
    let is_reversal = matches!(entry.text_at("RvslInd"), Some("true" | "1"));
    let text = entry.text_at("AddtlNtryInf").unwrap_or_default();
    Ok(StatementLine {
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

/// Whether an amount is one that a book holds, in the statement's currency.
fn fits(amount: Decimal, statement: &BankStatement) -> bool {
    statement.currency.is_none_or(|currency| currency.rounded(amount, "amount").is_ok())
}

/// The bank's own reference of an entry. A short number counts the entries of one statement.
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

/// The bank's own reference of a detail.
pub(super) fn own_id(detail: &Element) -> Option<String> {
    let text = detail.text_at("Refs/AcctSvcrRef").or_else(|| detail.text_at("Refs/TxId"))?;
    let mut one = Vec::new();
    add_reference(&mut one, text);
    one.pop()
}

/// Whether the bank's code says that something came back.
fn is_return_code(element: &Element) -> bool {
    let code = element.text_at("BkTxCd/Domn/Fmly/SubFmlyCd").unwrap_or_default();
    matches!(code, "RRTN" | "RPCR" | "UPDD" | "PRDD" | "CRCQ" | "UPCQ" | "ARET" | "CQRV" | "PRCR")
        || element.child("RtrInf").is_some()
}

/// What was kept of a payment, as the file states it: charges that are included in the amount.
pub(super) fn charges(element: &Element) -> Option<Decimal> {
    let mut sum = None;
    for charges in element.all("Chrgs") {
        let records: Vec<&Element> = charges.all("Rcrd").collect();
        let each = if records.is_empty() { vec![charges] } else { records };
        for record in each {
            if matches!(record.text_at("ChrgInclInd"), Some("false" | "0")) {
                continue;
            }
            let read = amount::amount(record.text_at("Amt").unwrap_or_default());
            let Ok(value) = read else { continue };
            let is_refund = record.text_at("CdtDbtInd") == Some("CRDT");
            let value = if is_refund { -value } else { value };
            sum = sum.unwrap_or(Decimal::ZERO).checked_add(value);
        }
    }
    sum.filter(|sum| !sum.is_zero() && !sum.is_sign_negative())
}

/// A line with what one detail says about it.
pub(super) fn described(
    whole: &StatementLine,
    detail: &Element,
    statement: &BankStatement,
) -> StatementLine {
    let mut line = whole.clone();
    line.is_return |= is_return_code(detail);
    party::read(detail, statement.number.as_deref(), &mut line);
    line.references = references(detail);
    let text = remittance(detail);
    if !text.is_empty() {
        line.text = text;
    }
    line
}

/// What a payment is for: its free text, then what else the sender added.
fn remittance(detail: &Element) -> String {
    let free = detail.all("RmtInf").flat_map(|info| info.all("Ustrd"));
    let mut parts: Vec<&str> = free.map(|part| part.text.trim()).collect();
    let structured = detail.all("RmtInf").flat_map(|info| info.all("Strd"));
    let added = structured.flat_map(|info| info.all("AddtlRmtInf")).map(|part| part.text.trim());
    parts.extend(added);
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.extend(detail.text_at("AddtlTxInf"));
    }
    cleaned(&parts.join(" "), domain_long())
}

/// The structured references of a detail, the strongest first.
fn references(detail: &Element) -> Vec<String> {
    let mut references = Vec::new();
    let mut add = |text: Option<&str>| {
        if let Some(text) = text {
            add_reference(&mut references, text);
        }
    };
    let structured = || detail.all("RmtInf").flat_map(|info| info.all("Strd"));
    for info in structured() {
        add(info.text_at("CdtrRefInf/Ref").or_else(|| info.text_at("CdtrRefInf/CdtrRef")));
    }
    for document in structured().flat_map(|info| info.all("RfrdDocInf")) {
        add(document.text_at("Nb").or_else(|| document.text_at("RfrdDocNb")));
    }
    for name in ["EndToEndId", "MndtId", "ChqNb"] {
        add(detail.child("Refs").and_then(|refs| refs.text_at(name)));
    }
    references
}

/// A name or number as a line holds it.
pub(super) fn short(text: Option<&str>) -> Option<String> {
    text.and_then(|text| kept(text, domain_short()))
}
