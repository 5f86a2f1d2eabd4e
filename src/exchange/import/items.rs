//! Items of the catalogue, one per row, identified by their codes.

use serde_json::Value;

use crate::domain::command::DefineItem;
use crate::domain::{Currency, Refusal, Rule, text};
use crate::ledger::query::show::{FindItem, ShownItem};

use super::mapping::Record;
use super::{ImportDesk, ImportKind, RowCommand, RowReader, Trouble, fields, id_of};

/// The fields of a row.
pub const FIELDS: [&str; 5] = ["code", "name", "unit", "price", "tax"];

/// Rows of items.
pub struct Items<'a>(pub ImportDesk<'a>);

impl RowReader for Items<'_> {
    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(row) = rows.first() else { return Ok(RowCommand::There) };
        let mut texts = fields::texts(row, &FIELDS)?;
        if let Some(Value::String(codes)) = texts.get("tax") {
            let codes = fields::taxes(codes);
            texts.insert("tax".into(), codes);
        }
        let content = Value::Object(texts.clone()).to_string();
        let command: DefineItem = fields::typed(Value::Object(texts))?;
        let session = self.0.session;
        if let Some(known) = session.ask(&FindItem(command.code.clone()))? {
            return Ok(same(&command, &known, session.info().currency).map(|()| RowCommand::There)?);
        }
        if self.0.said("code", &command.code.0, &content)? {
            return Ok(RowCommand::There);
        }
        // A defined item is found by its code; the id makes an interrupted import repeatable.
        let id = id_of(session, ImportKind::Items, (&command.code.folded(), 0), None)?;
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.0.landed();
    }

    fn makes_documents(&self) -> bool {
        false
    }
}

/// Whether the book has everything that the row says.
fn same(row: &DefineItem, known: &ShownItem, currency: Currency) -> Result<(), Refusal> {
    let conflict =
        |field: &str| Refusal::new(Rule::ImportConflict, field).with("given", known.item.clone());
    let price = known.prices.get(currency.code());
    let (name, unit) =
        (text::clean("name", &row.name, usize::MAX)?, text::optional("unit", row.unit.as_ref())?);
    match () {
        () if name != known.name => Err(conflict("name")),
        () if unit.is_some() && unit != known.unit => Err(conflict("unit")),
        () if row.price.is_some() && row.price.as_ref() != price => Err(conflict("price")),
        () if !row.tax.is_empty() && !row.tax.holds(&known.tax) => Err(conflict("tax")),
        () => Ok(()),
    }
}
