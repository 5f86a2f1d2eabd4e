//! An entry with several details: one line for each detail, which together add up to the entry. Charges
//! on the entry as a whole are a line of their own. May use: the details, the elements.

use rust_decimal::Decimal;

use crate::domain::{self, Rule};

use super::super::amount;
use super::super::cleaned::{cleaned, domain_short};
use super::super::statement::{BankLine, BankStatement};
use super::super::trouble::Warnings;
use super::super::xml::Element;
use super::detail::{described, own_id};
use super::element::charges;

/// How the amounts of the details add up to that of the entry.
enum Makes {
    /// They do as they are.
    Entry,
    /// They do after each detail's charges are deducted.
    NetOfTheirs,
    /// They do after the charges of the entry, this amount, are deducted.
    LessCharges(Decimal),
    /// They don't, or some amounts are unknown.
    Not,
}

/// Adds the lines of a batch to the statement.
pub(super) fn read(
    entry: &Element,
    whole: BankLine,
    details: &[&Element],
    statement: &mut BankStatement,
    warnings: &mut Warnings,
) {
    let currency = entry.child("Amt").and_then(|amount| amount.currency.as_deref());
    let amounts: Option<Vec<Decimal>> =
        details.iter().map(|detail| signed(detail, &whole, currency)).collect();
    let amounts = amounts.unwrap_or_default();
    let makes = makes(entry, &whole, details, &amounts);
    if let Makes::Not = makes {
        let sum: Option<Decimal> =
            amounts.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(*one));
        let told = domain::Warning::new(Rule::BankDetails, "amount").with("given", whole.amount);
        let sum = sum.filter(|_| !amounts.is_empty()).map_or("?".into(), |sum| sum.to_string());
        warnings.add(whole.place, told.with("sum", sum));
        return statement.lines.push(together(whole, details, statement));
    }
    for ((part, detail), amount) in (1..).zip(details).zip(amounts) {
        let of_entry = || whole.bank_id.as_deref().map(|id| id_of_part(id, part));
        let mut line = described(&BankLine { amount, ..whole.clone() }, detail, statement);
        line.fee = charges(detail);
        if let (Makes::NetOfTheirs, Some(fee)) = (&makes, line.fee) {
            line.amount = amount - fee;
        }
        line.bank_id = own_id(detail).or_else(of_entry);
        line.place.part = part;
        statement.lines.push(line);
    }
    if let Makes::LessCharges(change) = makes {
        let part = u32::try_from(details.len() + 1).unwrap_or(u32::MAX);
        let bank_id = whole.bank_id.as_deref().map(|id| id_of_part(id, part));
        let mut line = BankLine { amount: change, bank_id, ..whole };
        line.place.part = part;
        statement.lines.push(line);
    }
}

/// The id of a part of an entry: the entry's id, cut if necessary, and the number of the part.
fn id_of_part(id: &str, part: u32) -> String {
    let end = format!("/{part}");
    format!("{}{end}", cleaned(id, domain_short().saturating_sub(end.len())))
}

/// The signed amount of a detail, in the currency of the entry.
fn signed(detail: &Element, whole: &BankLine, currency: Option<&str>) -> Option<Decimal> {
    let paths = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt"];
    let own = |element: &&Element| {
        element.currency.as_deref().is_none_or(|own| currency.is_none_or(|wanted| own == wanted))
    };
    let element = paths.into_iter().filter_map(|path| detail.at(path)).find(own)?;
    let value = amount::amount(&element.text).ok()?;
    match detail.text_at("CdtDbtInd") {
        Some("CRDT") => Some(value),
        Some("DBIT") => Some(-value),
        Some(_) => None,
        None => Some(if whole.amount.is_sign_negative() { -value } else { value }),
    }
}

fn makes(entry: &Element, whole: &BankLine, details: &[&Element], amounts: &[Decimal]) -> Makes {
    if amounts.is_empty() {
        return Makes::Not;
    }
    let add = |sum: Option<Decimal>, one: Decimal| sum.and_then(|sum| sum.checked_add(one));
    let zero = Some(Decimal::ZERO);
    let Some(sum) = amounts.iter().fold(zero, |sum, one| add(sum, *one)) else { return Makes::Not };
    let Some(rest) = whole.amount.checked_sub(sum) else { return Makes::Not };
    if rest.is_zero() {
        return Makes::Entry;
    }
    let theirs = details.iter().filter_map(|detail| charges(detail)).fold(zero, add);
    if theirs.is_some_and(|theirs| rest == -theirs) {
        return Makes::NetOfTheirs;
    }
    match charges(entry) {
        Some(kept) if rest == -kept => Makes::LessCharges(rest),
        _ => Makes::Not,
    }
}

/// The entry as a single line with all the texts of its details. The payer is unknown.
fn together(whole: BankLine, details: &[&Element], statement: &BankStatement) -> BankLine {
    let mut line = whole;
    let mut texts: Vec<String> = Vec::new();
    for detail in details {
        let one = described(&line, detail, statement);
        for reference in one.references {
            if !line.references.contains(&reference) {
                line.references.push(reference);
            }
        }
        if !texts.contains(&one.text) {
            texts.push(one.text);
        }
    }
    line.text =
        super::super::cleaned::cleaned(&texts.join(" "), super::super::cleaned::domain_long());
    line
}
