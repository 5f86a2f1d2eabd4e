//! Who owes what, and how late is it? A row's buckets less what is on account are its total; the
//! columns add up to the totals, which are the control account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money};
use crate::ledger::tables::{ACCOUNTS, AccountGlance, AccountId};
use crate::store::rows::{LedgerError, Rows, Stop};

use super::all_open::{self, Brief, at_once};
use super::open::Buckets;
use super::{Asked, Needs, Question, View};

/// Asks for the aging of all accounts.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct AgingOf {
    /// When.
    pub asked: Asked,
}

/// The aging report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aging {
    /// As of this day.
    pub as_of: Day,
    /// Whether that day is still to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// As known at this entry.
    pub known_at: u64,
    /// A row for each account on which something is open, by name.
    pub rows: Vec<AgingRow>,
    /// The sums of the columns, by currency.
    pub totals: BTreeMap<String, AgingSums>,
}

/// An account's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgingRow {
    /// Whose.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// The account's currency.
    pub currency: Currency,
    /// The figures.
    #[serde(flatten)]
    pub sums: AgingSums,
}

/// The figures of a row or of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgingSums {
    /// What is owed, by age.
    #[serde(flatten)]
    pub buckets: Buckets,
    /// What is left of payments and credit notes.
    pub on_account: Money,
    /// What of the buckets is disputed, shown again.
    pub disputed: Money,
    /// The buckets less what is on account.
    pub total: Money,
}

impl AgingSums {
    fn of(sums: &Brief) -> AgingSums {
        let [not_due, to_30, to_60, to_90, over_90, on_account, disputed, total] = sums.amounts();
        let buckets = Buckets { not_due, to_30, to_60, to_90, over_90 };
        AgingSums { buckets, on_account, disputed, total }
    }

    fn nothing(zero: Money) -> AgingSums {
        let buckets = Buckets::zero(zero);
        AgingSums { buckets, on_account: zero, disputed: zero, total: zero }
    }

    fn add(&mut self, other: &AgingSums) -> Option<()> {
        let (ours, theirs) = (&mut self.buckets, &other.buckets);
        let pairs = [
            (&mut ours.not_due, theirs.not_due),
            (&mut ours.to_30, theirs.to_30),
            (&mut ours.to_60, theirs.to_60),
            (&mut ours.to_90, theirs.to_90),
            (&mut ours.over_90, theirs.over_90),
            (&mut self.on_account, other.on_account),
            (&mut self.disputed, other.disputed),
            (&mut self.total, other.total),
        ];
        for (sum, more) in pairs {
            *sum = sum.plus(more)?;
        }
        Some(())
    }
}

/// Who all accounts are, in the order of their numbers, and their places by name.
#[derive(Default)]
struct Names {
    /// All codes and names, in one piece.
    text: String,
    written: Vec<Written>,
    by_name: Vec<u32>,
}

/// For how many rows what they are made of is fetched at once.
const AT_ONCE: usize = 64;

/// An account: where the text has its code, and behind it the name.
#[derive(Clone, Copy)]
struct Written {
    account: AccountId,
    currency: Currency,
    code: u32,
    name: u32,
    end: u32,
    /// Where what it comes to stands, if anything is open on it.
    sums: Option<u32>,
}

/// The front of a name as a number that sorts as it does: most names differ in it.
fn front(name: &str) -> u128 {
    let mut front = [0; 16];
    front.iter_mut().zip(name.bytes()).for_each(|(here, byte)| *here = byte);
    u128::from_be_bytes(front)
}

/// A place in what is read of all accounts.
fn narrow(place: usize) -> Result<u32, LedgerError> {
    u32::try_from(place).map_err(|_| LedgerError::Beyond("all accounts"))
}

impl Names {
    fn of(rows: &dyn Rows) -> Result<Names, LedgerError> {
        let mut names = Names::default();
        let mut order: Vec<(u128, u32)> = Vec::new();
        ACCOUNTS.each_stored(rows, |account, value| {
            let AccountGlance { code, name, currency, .. } = ACCOUNTS.first_fields(value)?;
            order.push((front(name), narrow(order.len())?));
            names.push(account, currency, code, name)
        })?;
        let whole = |place: u32| names.written.get(place as usize).map(|at| names.named(at));
        order.sort_unstable_by(|(front, place), (other_front, other)| {
            front.cmp(other_front).then_with(|| whole(*place).cmp(&whole(*other)))
        });
        names.by_name = order.into_iter().map(|(_, place)| place).collect();
        Ok(names)
    }

    fn push(
        &mut self,
        account: AccountId,
        currency: Currency,
        code: &str,
        name: &str,
    ) -> Result<(), LedgerError> {
        let at = narrow(self.text.len())?;
        self.text.push_str(code);
        let name_at = narrow(self.text.len())?;
        self.text.push_str(name);
        let end = narrow(self.text.len())?;
        self.written.push(Written { account, currency, code: at, name: name_at, end, sums: None });
        Ok(())
    }

    /// The name and the code.
    fn named(&self, at: &Written) -> (&str, &str) {
        let text = |from: u32, to: u32| self.text.get(from as usize..to as usize);
        let text = |from, to| text(from, to).unwrap_or_default();
        (text(at.name, at.end), text(at.code, at.name))
    }

    /// Notes where each account's sums stand, and adds them all up. Both are in the order of the
    /// accounts' numbers.
    fn add_up(&mut self, sums: &[Brief]) -> Result<BTreeMap<String, AgingSums>, LedgerError> {
        let mut totals: BTreeMap<String, AgingSums> = BTreeMap::new();
        let mut all = (0..).zip(sums).peekable();
        for at in &mut self.written {
            while all.next_if(|(_, before)| before.account < at.account).is_some() {}
            let found = all.next_if(|(_, same)| same.account == at.account);
            let Some((place, sums)) = found else { continue };
            at.sums = Some(place);
            let total = match totals.get_mut(at.currency.code()) {
                Some(total) => total,
                None => totals
                    .entry(at.currency.to_string())
                    .or_insert_with(|| AgingSums::nothing(at.currency.zero())),
            };
            total.add(&AgingSums::of(sums)).ok_or(LedgerError::Beyond("all accounts"))?;
        }
        Ok(totals)
    }

    /// The rows, by name. Their parts are fetched for some rows at a time: memory is waited for once
    /// for many of them, not for each.
    fn rows(&self, sums: &[Brief]) -> Vec<AgingRow> {
        let mut rows = Vec::with_capacity(sums.len());
        for some in self.by_name.chunks(AT_ONCE) {
            let both = some.iter().filter_map(|place| {
                let at = self.written.get(*place as usize)?;
                Some((*at, *sums.get(at.sums? as usize)?))
            });
            let fetched: Vec<(Written, Brief)> = both.collect();
            rows.extend(fetched.iter().map(|(at, sums)| {
                let (name, code) = self.named(at);
                let (customer, name) = (Code(code.to_string()), name.to_string());
                AgingRow { customer, name, currency: at.currency, sums: AgingSums::of(sums) }
            }));
        }
        rows
    }
}

impl Question for AgingOf {
    const NAME: &'static str = "aging";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Aging;

    fn answer(&self, view: &View) -> Result<Aging, Stop> {
        let when = view.when(self.asked)?;
        let (mut names, sums) =
            at_once(|| Names::of(view.rows), || all_open::sums_of_all(view, when))?;
        let totals = names.add_up(&sums)?;
        let rows = names.rows(&sums);
        let future = when.as_of > view.today;
        Ok(Aging { as_of: when.as_of, future, known_at: when.known_at, rows, totals })
    }
}
