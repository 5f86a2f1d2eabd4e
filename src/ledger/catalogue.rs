//! What invoice lines take from the catalogue: names, units, taxes, and the prices of a day. May use:
//! the tables, domain.

use crate::domain::pricing::{LineInput, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Currency, Day, Plain, Refusal, Rule};
use crate::store::rows::{LedgerError, Rows, Stop};

use super::named;
use super::tables::{PRICES, SOLD, SoldRow};

/// The item with this code, or a refusal that names the field.
pub fn sold(rows: &dyn Rows, field: &str, code: &Code) -> Result<SoldRow, Stop> {
    let found = named::find(&SOLD, rows, &code.0)?;
    Ok(found.ok_or_else(|| Refusal::new(Rule::ItemUnknown, field).with("given", code))?)
}

/// Fills in what lines leave to the catalogue, at the prices of a day.
pub fn filled(
    rows: &dyn Rows,
    lines: &[LineInput],
    prices: Prices,
    (currency, date): (Currency, Day),
) -> Result<Vec<LineInput>, Stop> {
    let mut filled = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let Some(code) = &line.item else {
            filled.push(line.clone());
            continue;
        };
        let at = |field: &str| format!("lines[{i}].{field}");
        let sold = sold(rows, &at("item"), code)?;
        let unit_price = match line.unit_price {
            Some(price) => price,
            None if prices == Prices::Inclusive => {
                let refusal = Refusal::new(Rule::ItemPriceExclusive, at("unit_price"));
                return Err(refusal.with("item", sold.code).into());
            }
            None => price_on(rows, &sold, currency, date)?.ok_or_else(|| {
                Refusal::new(Rule::ItemPriceMissing, at("unit_price"))
                    .with("item", &sold.code)
                    .with("currency", currency)
                    .with("date", date)
            })?,
        };
        filled.push(LineInput {
            description: line.description.clone().or(Some(sold.name)),
            unit: line.unit.clone().or(sold.unit),
            unit_price: Some(unit_price),
            tax: line.tax.clone().or(Some(TaxSet(sold.tax))),
            item: Some(sold.code),
            ..line.clone()
        });
    }
    Ok(filled)
}

/// The price in force on a day.
fn price_on(
    rows: &dyn Rows,
    sold: &SoldRow,
    currency: Currency,
    date: Day,
) -> Result<Option<Plain>, LedgerError> {
    let mut price = None;
    for found in PRICES.scan(rows, &(sold.id, currency)) {
        let ((_, _, from), of) = found?;
        if from > date {
            break;
        }
        price = Some(of);
    }
    Ok(price)
}
