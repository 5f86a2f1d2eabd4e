//! The company's own reasons for disputes. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::ledger::cases;
use crate::store::rows::Stop;

use super::{Needs, Question, View};

/// Asks for the reasons for disputes that the company added, in the order of the alphabet.
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
