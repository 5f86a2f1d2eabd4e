//! Amounts and prices with a mark before their last three digits, which are read with three decimals and
//! may be thousands. What is not sure of an amount is refused: it has no more decimals than its currency.
//! A price may have three, so it is imported with a warning. May use: the mapping, the words, the engine.

use crate::domain::{Currency, Money, Refusal, Rule, Warning};
use crate::engine::Session;
use crate::exchange::reading::MONEY;

use super::mapping::{DoubtfulAmount, Record};
use super::{Trouble, words};

/// The fields that are prices.
const PRICES: [&str; 2] = ["unit_price", "price"];

/// Why an amount is refused: it has more decimals than its currency, if that is known, or than other
/// amounts of its column.
pub fn amount(row: &Record, field: &str, currency: Option<Currency>) -> Option<Refusal> {
    let DoubtfulAmount { text, thousands, has_cents } = row.doubtful(field)?;
    let currency = currency.filter(|currency| currency.scale() < 3);
    if currency.is_none() && !has_cents {
        return None;
    }
    let refusal = Refusal::new(Rule::ImportAmountUnclear, field).with("given", text);
    let refusal = refusal.with("expected", with_decimals(&thousands)).with("thousands", thousands);
    Some(match currency {
        Some(currency) => refusal.with("currency", currency.code()),
        None => refusal.with("currency", "none"),
    })
}

/// Warns of a price that may be thousands, beside prices with one or two decimals.
pub fn price(row: &Record) -> Option<Warning> {
    PRICES.into_iter().find_map(|field| {
        let it = row.doubtful(field).filter(|it| it.has_cents)?;
        let warning = Warning::new(Rule::ImportPriceUnclear, field).with("given", it.text);
        let warning = warning.with("expected", with_decimals(&it.thousands));
        Some(warning.with("thousands", it.thousands))
    })
}

/// Checks that no amount is unclear, zeros or not. What a refused row comes to is not known.
pub fn with_clear_amounts(
    session: &Session,
    rows: &[Record],
    amounts: &mut [Option<(Currency, Money)>],
) -> Result<(), Trouble> {
    let book = session.info().currency;
    for (at, row) in rows.iter().enumerate() {
        for field in MONEY.into_iter().filter(|field| row.doubtful(field).is_some()) {
            let currency = match amounts.get(at).copied().flatten() {
                Some((currency, _)) => currency,
                None => words::currency(&row.get("currency")?.unwrap_or_default(), Some(book))
                    .unwrap_or(book),
            };
            if let Some(refusal) = amount(row, field, Some(currency)) {
                amounts.iter_mut().skip(at).take(1).for_each(|amount| *amount = None);
                return Err(Trouble::Row(at, refusal));
            }
        }
    }
    Ok(())
}

/// A number of thousands as it is read with three decimals.
fn with_decimals(thousands: &str) -> String {
    let (whole, decimals) = thousands.split_at(thousands.len().saturating_sub(3));
    format!("{whole}.{decimals}")
}
