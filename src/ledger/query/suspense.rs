//! The suspense list, page by page, and how imported files are read. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::ledger::tables::{IMPORT_PROFILES, ItemId, SUSPENSE, SUSPENSE_OPEN, SuspenseRow};
use crate::store::rows::{LedgerError, Stop};

use super::page::{PAGE, Page, each, page};
use super::show::{self, Shown, ShownUnidentified};
use super::{Needs, Question, View};

/// Asks for unidentified receipts as recorded, including identified ones.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UnidentifiedAfter(pub Option<ItemId>);

impl Question for UnidentifiedAfter {
    const NAME: &'static str = "unidentified_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<Shown, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = SUSPENSE.behind(view.rows, self.0.as_ref()).take(PAGE);
        let rows = found.collect::<Result<Vec<_>, LedgerError>>()?;
        page(
            view,
            &rows,
            each(|view, id: &ItemId, row: &SuspenseRow| {
                Ok(Shown::Unidentified(show::unidentified(view, *id, row.clone())?))
            }),
        )
    }
}

/// Asks for the receipts that are on the suspense list, as recorded.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpenUnidentifiedAfter(pub Option<ItemId>);

impl Question for OpenUnidentifiedAfter {
    const NAME: &'static str = "open_unidentified_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<ShownUnidentified, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = SUSPENSE_OPEN.behind(view.rows, self.0.as_ref()).take(PAGE);
        let rows = found.collect::<Result<Vec<_>, LedgerError>>()?;
        page(
            view,
            &rows,
            each(|view, id: &ItemId, (): &()| {
                let row = SUSPENSE.need(view.rows, id)?;
                Ok(show::unidentified(view, *id, row)?)
            }),
        )
    }
}

/// Asks how imported files with certain columns are read; `None` if that is not remembered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportProfileOf {
    /// The shape.
    pub shape: String,
}

/// How imported files with certain columns are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptImportProfile {
    /// The kind of file.
    pub kind: String,
    /// The choices: a JSON object as text.
    pub profile: String,
    /// The entry that remembers it.
    pub entry: u64,
}

impl Question for ImportProfileOf {
    const NAME: &'static str = "import_profile";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Option<KeptImportProfile>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = IMPORT_PROFILES.get(view.rows, &self.shape)?;
        Ok(found.map(|row| KeptImportProfile {
            kind: row.kind,
            profile: row.profile,
            entry: row.seq,
        }))
    }
}
