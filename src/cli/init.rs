//! `daybook init`: a new, empty book.

use clap::Args;
use serde_json::json;

use crate::assets;
use crate::domain::Message;
use crate::engine::{BookWriter, NewBook};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct InitArgs {
    /// The company's name, as printed on documents
    #[arg(long)]
    company: String,
    /// Its country, as two letters (RW, CA, …)
    #[arg(long)]
    country: String,
    /// The currency of the book (RWF, CAD, …)
    #[arg(long)]
    currency: String,
    /// The IANA time zone; required if the country has several
    #[arg(long)]
    zone: Option<String>,
    /// The company's tax number
    #[arg(long)]
    tax_id: Option<String>,
    /// The company's address, as printed on documents
    #[arg(long)]
    address: Option<String>,
}

pub fn run(common: &Common, args: InitArgs) -> Result<u8, CliError> {
    let folder = common.folder("book")?;
    let new = NewBook {
        company: args.company,
        country: args.country.to_uppercase(),
        currency: args.currency,
        zone: args.zone,
        made_up: false,
        tax_id: args.tax_id,
        address: args.address,
    };
    let book = BookWriter::create(&folder, &new, common.options())?;
    let info = book.info().clone();
    let head = book.close()?;
    if common.json {
        output::print_json_done(&json!({
            "ok": true, "book": info.book, "folder": folder, "company": info.company,
            "country": info.country, "currency": info.currency, "zone": info.zone,
            "head": head.to_string(),
        }))?;
        return Ok(DONE);
    }
    let done = Message::new("init-done")
        .with("company", &info.company)
        .at("folder", &folder)
        .with("country", &info.country)
        .with("currency", info.currency)
        .with("zone", &info.zone);
    let said = [done, taxes_of(&info.country)?, Message::new("init-next")];
    let words = common.words();
    output::print_done(&said.iter().map(|one| words.tell(one) + "\n").collect::<String>())?;
    Ok(DONE)
}

/// The tax codes of the country, as a message.
fn taxes_of(country: &str) -> Result<Message, CliError> {
    let table = assets::tax_table(country);
    let table = table.map_err(|error| CliError::Usage(Message::text(error)))?;
    let codes: Vec<&str> = table.tax.iter().map(|tax| tax.code.as_str()).collect();
    Ok(match codes.is_empty() {
        true => Message::new("init-no-taxes").with("country", country),
        false => Message::new("init-taxes").with("codes", codes.join(", ")),
    })
}
