//! Decides on the catalogue: items and their prices.

use crate::domain::command::{DefineItem, SetPrice};
use crate::domain::event::{ItemDefined, PriceSet};
use crate::domain::tax::TaxSet;
use crate::domain::{Plain, Refusal, Rule, text};
use crate::ledger::tables::SOLD;
use crate::ledger::{catalogue, named};
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
            item: catalogue::sold(self.rows(), "item", &command.item)?.code,
            currency: command.currency.unwrap_or(self.desk.book.currency),
            price: not_negative(command.price)?,
            date,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }
}

fn not_negative(price: Plain) -> Result<Plain, Refusal> {
    match price.0.is_sign_negative() && !price.0.is_zero() {
        true => Err(Refusal::new(Rule::PriceNegative, "price")),
        false => Ok(price),
    }
}
