//! The made-up customers.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::domain::command::RegisterCustomer;
use crate::domain::terms::Terms;
use crate::domain::{Plain, Rule};

/// The parts from which made-up data is composed.
#[derive(Deserialize)]
pub struct MadeUpParts {
    first: Vec<String>,
    last: Vec<String>,
    place: Vec<String>,
    trade: Vec<String>,
    street: Vec<String>,
    /// The items sold.
    pub item: Vec<Item>,
}

/// An item.
#[derive(Deserialize)]
pub struct Item {
    /// Its catalogue code.
    pub code: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Its description.
    pub name: String,
    /// Its unit price.
    pub price: Plain,
    /// Its tax code.
    pub tax: String,
}

impl MadeUpParts {
    /// Reads the data file.
    pub fn load() -> Result<MadeUpParts, toml::de::Error> {
        toml::from_str(include_str!("../../assets/demo.toml"))
    }

    fn pick<'a>(list: &'a [String], chance: &mut ChaCha8Rng) -> &'a str {
        list.choose(chance).map_or("", String::as_str)
    }

    /// A customer, named after a place and a trade, or after a person.
    pub fn customer(&self, chance: &mut ChaCha8Rng) -> Result<RegisterCustomer, Rule> {
        let (first, last) = (Self::pick(&self.first, chance), Self::pick(&self.last, chance));
        let (place, trade) = (Self::pick(&self.place, chance), Self::pick(&self.trade, chance));
        let name = match chance.random_range(0..10) {
            0..6 => format!("{place} {trade}"),
            6..8 => format!("{last} {trade}"),
            8 => format!("{last} & Fils, {trade}"),
            _ => format!("{first} {last}"),
        };
        let terms = ["net 30", "net 30", "net 15", "net 0", "2/10 net 30", "eom+15"];
        let terms: Terms = terms.choose(chance).copied().unwrap_or("net 30").parse()?;
        let mail: String = last.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        let host: String = trade.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
        let limit = chance.random_range(0..4) == 0;
        Ok(RegisterCustomer {
            name,
            contact: Some(format!("{first} {last}")),
            phone: Some(format!("+2507{:08}", chance.random_range(20_000_000..99_999_999))),
            email: Some(format!("{mail}@{host}.example")),
            address: Some(format!(
                "{} {}",
                Self::pick(&self.street, chance),
                chance.random_range(1..200)
            )),
            city: Some(place.to_string()),
            country: Some("Rwanda".into()),
            tax_id: Some(format!("1{:08}", chance.random_range(0..100_000_000))),
            terms: Some(terms),
            credit_limit: limit.then(|| {
                Plain(rust_decimal::Decimal::from(chance.random_range(20..400) * 500_000))
            }),
            ..RegisterCustomer::default()
        })
    }
}
