//! Splits a bank line between several customers: `C0001 400, C0002 all`. It is typed like a remittance,
//! with customers instead of invoices. May use: the form, matching.

use serde_json::{Value, json};

use crate::domain::{Currency, Money};
use crate::ledger::query::show::Shown;
use crate::matching::remittance::{self, Paid, RemittanceError, RemittancePart};
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;

use super::Form;
use super::field::{Meant, Text, amount_form};

/// The separator between two customers.
const BETWEEN: [char; 2] = [',', ';'];

/// A customer with an amount in minor units.
type LineShare = (String, i64);

impl Form {
    /// The parts of a bank line as they are understood.
    pub(super) fn line_parts(&self, typed: &str, desk: &Desk) -> Result<Option<Meant>, Unclear> {
        let typed = typed.trim();
        let Some(currency) = self.currency(desk).filter(|_| !typed.is_empty()) else {
            return Ok(None);
        };
        let form = amount_form(&desk.words, currency);
        let parts = remittance::parse(&self.with_codes(typed, form)?, form);
        let parts = parts.map_err(|error| Unclear::new("entry-line-parts", part_of(&error)))?;
        let shares = self.shares(&parts, currency, desk)?;
        let money = |minor: i64| Money::from_minor(minor, currency.scale());
        let value = |(customer, minor): &LineShare| json!({"customer": customer, "amount": money(*minor).to_string()});
        let said = |(customer, minor): &LineShare| {
            format!("{customer} {}", desk.words.figure(&money(*minor).to_string()))
        };
        let value = Value::Array(shares.iter().map(value).collect());
        let echo = shares.iter().map(said).collect::<Vec<_>>().join("; ");
        Ok(Some(Meant { value, echo: Some(echo) }))
    }

    /// Each customer's amount. One customer may get whatever the others leave.
    fn shares(
        &self,
        parts: &[RemittancePart],
        currency: Currency,
        desk: &Desk,
    ) -> Result<Vec<LineShare>, Unclear> {
        let named = parts.iter().filter_map(|part| match part.paid {
            Some(Paid::Amount(minor)) => Some(minor),
            Some(Paid::All) | None => None,
        });
        let named = named.fold(0_i64, i64::saturating_add);
        let mut shares = Vec::with_capacity(parts.len());
        let mut has_rest = false;
        for part in parts {
            let minor = match (part.paid, part.deduction.is_some()) {
                (Some(Paid::Amount(minor)), false) => minor,
                (Some(Paid::All), false) if !has_rest => {
                    has_rest = true;
                    let rest = self.line_amount(currency, desk).map(|all| all - named);
                    let rest = rest.filter(|rest| *rest > 0);
                    rest.ok_or_else(|| Unclear::new("entry-line-parts-rest", &part.typed))?
                }
                _ => return Err(Unclear::new("entry-line-parts", &part.typed)),
            };
            shares.push((self.code_of(&part.reference), minor));
        }
        Ok(shares)
    }

    /// The total paid with the line: its amount, plus the fee typed or stated.
    fn line_amount(&self, currency: Currency, desk: &Desk) -> Option<i64> {
        let (amount, stated) = match self.shown.as_deref() {
            Some(Shown::BankLine(line)) => (line.amount, line.fee),
            _ => (self.subject.left?, None),
        };
        let place = self.spec.fields.iter().position(|field| field.name == "fee")?;
        let fee = match self.meant(place, desk).ok()? {
            Some(meant) => {
                let fee = meant.value.as_str()?.parse().ok()?;
                currency.exact(fee, "fee").ok()?.minor()
            }
            None => stated.map_or(0, Money::minor),
        };
        amount.minor().checked_add(fee)
    }

    /// The code of a customer, as typed or as found by name.
    fn code_of(&self, typed: &str) -> String {
        self.offered_code(typed).unwrap_or_else(|| typed.to_uppercase())
    }
}

/// The part that cannot be read.
fn part_of(error: &RemittanceError) -> &str {
    match error {
        RemittanceError::NothingPaid { part }
        | RemittanceError::NotAnAmount { part, .. }
        | RemittanceError::AmountOutOfRange { part, .. }
        | RemittanceError::NoReason { part }
        | RemittanceError::TooMuch { part, .. }
        | RemittanceError::NotOpen { part, .. }
        | RemittanceError::Ambiguous { part, .. }
        | RemittanceError::Twice { part, .. }
        | RemittanceError::MoreThanOpen { part, .. }
        | RemittanceError::InDispute { part, .. } => part,
        RemittanceError::Empty | RemittanceError::MoreThanPaid { .. } => "",
    }
}

/// The customer being typed at the end of the parts; empty if an amount follows it or a code was just
/// accepted.
pub(super) fn customer_typed(text: &Text) -> &str {
    let value = text.value();
    let last = value.rsplit(BETWEEN).next().unwrap_or_default();
    let is_in_amount = value.len() > last.len() && !last.starts_with(' ') && begins_amount(last);
    let has_amount = last.split_whitespace().skip(1).any(begins_amount);
    match is_in_amount || has_amount || last.ends_with(' ') {
        true => "",
        false => last.trim_start(),
    }
}

fn begins_amount(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// The parts with the last customer replaced by a code, ready for the amount.
pub(super) fn with_customer(text: &Text, code: &str) -> String {
    let value = text.value();
    let before = value.strip_suffix(customer_typed(text)).unwrap_or(value).trim_end();
    let blank = if before.is_empty() { "" } else { " " };
    format!("{before}{blank}{code} ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_customer_is_looked_up_until_an_amount_follows() {
        let typed = |text: &str| {
            let mut field = Text::default();
            field.set(text);
            (customer_typed(&field).to_string(), with_customer(&field, "C0009"))
        };
        assert_eq!(typed("kig hei"), ("kig hei".into(), "C0009 ".into()));
        assert_eq!(typed("C0001 400, uw"), ("uw".into(), "C0001 400, C0009 ".into()));
        assert_eq!(typed("C0001 1,400; 07"), ("07".into(), "C0001 1,400; C0009 ".into()));
        for whole in ["", "C0001 ", "C0001 4", "C0001 1,400", "C0001 4, C0002 5"] {
            assert_eq!(typed(whole).0, "", "{whole}");
        }
    }
}
