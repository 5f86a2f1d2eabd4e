//! Checks the particulars of a new book. May use: domain, assets, the rest of the engine.

use std::path::Path;

use crate::assets;
use crate::domain::event::BookOpened;
use crate::domain::{Cause, Currency, Refusal, Rule, text};
use crate::journal::{Draft, Journal, JournalError};

use super::group::too_long;
use super::options::{OpenOptions, today};
use crate::engine::error::{BookError, Failure};
use crate::engine::files::parts;
use crate::engine::ports::day_in_zone;

/// The particulars of a new book.
#[derive(Clone, Debug, PartialEq)]
pub struct NewBook {
    /// The company's name on documents.
    pub company: String,
    /// The country, as two letters.
    pub country: String,
    /// The currency of the book.
    pub currency: String,
    /// The time zone; required if the country has several.
    pub zone: Option<String>,
    /// Whether its data is made up.
    pub made_up: bool,
    /// The company's tax number.
    pub tax_id: Option<String>,
    /// The company's address.
    pub address: Option<String>,
}

impl NewBook {
    /// The first entry of a new book.
    pub(in crate::engine) fn opened(&self, options: &OpenOptions) -> Result<BookOpened, Failure> {
        let data = |error: toml::de::Error| BookError::Data(Cause::text(error));
        let unknown = || Refusal::new(Rule::BookCountry, "country").with("given", &self.country);
        let zones = assets::zones(&self.country).map_err(data)?.ok_or_else(unknown)?;
        let zone = match &self.zone {
            Some(zone) => zone.clone(),
            None => match zones.as_slice() {
                [only] => only.clone(),
                several => {
                    let refusal = Refusal::new(Rule::BookZoneMissing, "zone");
                    let refusal = refusal.with("country", &self.country);
                    return Err(refusal.with("zones", several.join(", ")).into());
                }
            },
        };
        if day_in_zone(options.ports.clock.now(), &zone).is_none() {
            return Err(Refusal::new(Rule::BookZone, "zone").with("given", zone).into());
        }
        let currency = Currency::parse(&self.currency).ok_or_else(|| {
            Refusal::new(Rule::CurrencyUnknown, "currency").with("given", &self.currency)
        })?;
        let book = uuid::Builder::from_random_bytes(options.ports.random.bytes()).into_uuid();
        Ok(BookOpened {
            book,
            company: text::required("company", &self.company, text::SHORT)?,
            country: self.country.clone(),
            currency,
            zone,
            made_up: self.made_up,
            tax_id: text::optional("tax_id", self.tax_id.as_ref())?,
            address: text::optional("address", self.address.as_ref())?,
        })
    }
}

/// Whether a folder contains anything but the beginnings of a book.
pub fn holds_other_things(folder: &Path) -> bool {
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
    names.map(|entry| entry.file_name()).any(|name| !name.to_str().is_some_and(parts::is_of_book))
}

/// Writes and syncs entry 1 before there is a ledger: a book whose creation was interrupted does
/// not count.
pub(in crate::engine) fn write_first_entry(
    folder: &Path,
    info: BookOpened,
    options: &OpenOptions,
) -> Result<(), Failure> {
    let disk = &options.disk;
    let opened = Journal::open::<JournalError>(disk, folder, None, &mut |_| Ok(()));
    let (mut journal, _) = opened.map_err(BookError::from)?;
    let draft = Draft {
        at: options.ports.clock.now(),
        date: today(options, &info.zone),
        by: options.user.clone(),
        id: info.book,
        digest: None,
        events: vec![info.into()],
        salt: options.ports.random.bytes(),
    };
    let mut group = journal.begin();
    group.accept(group.prepare(draft).map_err(too_long)?);
    let io = |error| BookError::io(folder, std::io::Error::other(error));
    journal.commit(group).map_err(io)?;
    journal.close().map_err(|source| BookError::io(folder, source))?;
    Ok(())
}
