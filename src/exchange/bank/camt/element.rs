//! Reads the smallest elements of a message: signed amounts, days, charges, names. May use: domain, the
//! bank's amounts, dates, texts and XML.

use rust_decimal::Decimal;

use crate::domain::{Day, Rule};

use super::super::cleaned::{domain_short, kept};
use super::super::xml::Element;
use super::super::{amount, date};

/// The signed amount of an element; the error is the broken rule, and the text.
pub(super) fn signed(element: &Element) -> Result<Decimal, (Rule, String)> {
    let given = element.text_at("Amt").unwrap_or_default();
    let read = amount::amount(given).map_err(|rule| (rule, given.to_string()))?;
    match element.text_at("CdtDbtInd") {
        Some("CRDT") => Ok(read),
        Some("DBIT") => Ok(-read),
        other => Err((Rule::BankSide, other.unwrap_or_default().to_string())),
    }
}

/// The day of a date element, with or without a time.
pub(super) fn day(element: Option<&Element>) -> Option<Day> {
    let element = element?;
    let text = element.text_at("Dt").or_else(|| element.text_at("DtTm"));
    date::iso(text.unwrap_or_else(|| element.text.trim()))
}

/// The charges kept from a payment as the file states them: those that are included in the amount.
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

/// A name or number, cleaned for a line.
pub(super) fn short(text: Option<&str>) -> Option<String> {
    text.and_then(|text| kept(text, domain_short()))
}
