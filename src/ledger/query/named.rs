//! Accounts by their name, for files that know no codes. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency};
use crate::ledger::lookup::fold;
use crate::ledger::twins;
use crate::store::rows::Stop;

use super::lookup::LookupOf;
use super::{Needs, Question, View};

/// Asks for the accounts with a name, however it is typed: case, accents, blanks, punctuation and the
/// spelling of a legal form make no difference (see [`fold::company`]). Costs one look at an index,
/// however many accounts there are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountsNamed {
    /// The name.
    pub name: String,
    /// How many at most.
    pub most: usize,
}

/// Asks for the accounts whose names are near one: a letter more, less or another, two letters
/// swapped, or a legal form that one of them lacks. Those that have just this name are not among
/// them. Answered by the look-up index, which is built where there is none yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountsNear {
    /// The name.
    pub name: String,
    /// How many at most.
    pub most: usize,
}

/// An account that a name leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedAccount {
    /// Its code.
    pub customer: Code,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
}

impl Question for AccountsNamed {
    const NAME: &'static str = "accounts_named";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<NamedAccount>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = twins::named(view.rows, &self.name, self.most)?.into_iter();
        let named = found.map(|(_, row)| NamedAccount {
            customer: row.code,
            name: row.name,
            currency: row.currency,
        });
        Ok(named.collect())
    }
}

/// How many accounts are looked at that may be near.
const LOOKED_AT: usize = 20;

impl Question for AccountsNear {
    const NAME: &'static str = "accounts_near";
    const IS_OF_ROWS: bool = false;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<NamedAccount>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let given = fold::company(&self.name);
        let short = fold::without_legal_form(&self.name);
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: Vec<NamedAccount> = Vec::new();
        // The rest of a name that lacks its legal form, or has one too many, is found by what is left.
        for query in [&given, &short] {
            if query.is_empty() {
                continue;
            }
            let asked = LookupOf { query: query.clone(), limit: LOOKED_AT };
            for hit in asked.answer(view)?.hits {
                let known = found.iter().any(|one| one.customer == hit.customer);
                if !known && is_near((&given, &short), &hit.name) {
                    let (customer, name, currency) = (hit.customer, hit.name, hit.currency);
                    found.push(NamedAccount { customer, name, currency });
                }
            }
            if given == short {
                break;
            }
        }
        found.truncate(self.most);
        Ok(found)
    }
}

fn is_near((given, short): (&str, &str), name: &str) -> bool {
    let known = fold::company(name);
    if known == given {
        return false;
    }
    let same_without_form = !short.is_empty() && fold::without_legal_form(name) == short;
    same_without_form || strsim::osa_distance(given, &known) <= 1
}
