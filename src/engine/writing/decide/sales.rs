//! Decides on the catalogue: items, their prices, and what lines take from them.

use crate::domain::command::{DefineItem, SetPrice};
use crate::domain::event::{ItemDefined, PriceSet};
use crate::domain::pricing::{LineInput, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Currency, Day, Plain, Refusal, Rule, text};
use crate::ledger::named;
use crate::ledger::tables::{PRICES, SOLD, SoldRow};
use crate::store::rows::Stop;

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn define_item(&mut self, command: &DefineItem) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let code = command.code.clean("code")?;
        let known = named::find(&SOLD, self.rows(), &code.0)?;
        let rates = self.desk.taxes.rates(&command.tax, date, "tax")?;
        let event = ItemDefined {
            item: known.map_or(code, |row| row.code),
            name: text::required("name", &command.name, text::SHORT)?,
            unit: text::optional("unit", command.unit.as_ref())?,
            tax: TaxSet(rates.into_iter().map(|rate| rate.code).collect()),
        };
        let price = command.price.map(not_negative).transpose()?;
        let currency = self.desk.book.currency;
        let item = event.item.clone();
        let price = price.map(|price| PriceSet { item, currency, price, date }.into());
        let mut events = vec![event.into()];
        events.extend(price);
        Ok(Decided { date, events })
    }

    pub(super) fn set_price(&mut self, command: &SetPrice) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let event = PriceSet {
            item: self.sold("item", &command.item)?.code,
            currency: command.currency.unwrap_or(self.desk.book.currency),
            price: not_negative(command.price)?,
            date,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    fn sold(&self, field: &str, code: &Code) -> Result<SoldRow, Stop> {
        let found = named::find(&SOLD, self.rows(), &code.0)?;
        Ok(found.ok_or_else(|| Refusal::new(Rule::ItemUnknown, field).with("given", code))?)
    }

    /// Fills in what lines leave to the catalogue, at the prices of a day.
    pub(super) fn filled(
        &self,
        lines: &[LineInput],
        prices: Prices,
        currency: Currency,
        date: Day,
    ) -> Result<Vec<LineInput>, Stop> {
        let mut filled = Vec::with_capacity(lines.len());
        for (i, line) in lines.iter().enumerate() {
            let Some(code) = &line.item else {
                filled.push(line.clone());
                continue;
            };
            let at = |field: &str| format!("lines[{i}].{field}");
            let sold = self.sold(&at("item"), code)?;
            let unit_price = match line.unit_price {
                Some(price) => price,
                None if prices == Prices::Inclusive => {
                    let refusal = Refusal::new(Rule::ItemPriceExclusive, at("unit_price"));
                    return Err(refusal.with("item", sold.code).into());
                }
                None => self.price_on(&sold, currency, date)?.ok_or_else(|| {
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

    /// Returns the price in force on a day.
    fn price_on(
        &self,
        sold: &SoldRow,
        currency: Currency,
        date: Day,
    ) -> Result<Option<Plain>, Stop> {
        let mut price = None;
        for found in PRICES.scan(self.rows(), &(sold.id, currency)) {
            let ((_, _, from), of) = found?;
            if from > date {
                break;
            }
            price = Some(of);
        }
        Ok(price)
    }
}

fn not_negative(price: Plain) -> Result<Plain, Refusal> {
    match price.0.is_sign_negative() && !price.0.is_zero() {
        true => Err(Refusal::new(Rule::PriceNegative, "price")),
        false => Ok(price),
    }
}
