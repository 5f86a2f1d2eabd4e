//! The company's own reasons for disputes, and its root causes. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::ledger::cases;
use crate::ledger::tables::ROOT_CAUSES;
use crate::store::rows::{LedgerError, Stop};

use super::{Needs, Question, View};

/// Asks for the company's own reasons for disputes, in alphabetical order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OwnReasons;

impl Question for OwnReasons {
    const NAME: &'static str = "own_reasons";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<String>;

    fn answer(&self, view: &View) -> Result<Vec<String>, Stop> {
        Ok(cases::own_reasons(view.rows)?)
    }
}

/// Asks for the company's own root causes, in alphabetical order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OwnRootCauses;

impl Question for OwnRootCauses {
    const NAME: &'static str = "own_root_causes";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<String>;

    fn answer(&self, view: &View) -> Result<Vec<String>, Stop> {
        let own = ROOT_CAUSES.scan(view.rows, &()).map(|found| Ok(found?.0));
        Ok(own.collect::<Result<_, LedgerError>>()?)
    }
}
