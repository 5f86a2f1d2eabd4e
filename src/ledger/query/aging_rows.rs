//! The rows of an aging in compact form: codes and names in one text, figures side by side. A row is
//! built when it is read or sent, so a hundred thousand of them take as little memory as their parts.
//! May use: domain, the accounts' table, what is open on all accounts.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::{Code, Currency, Money};
use crate::ledger::tables::{ACCOUNTS, AccountGlance, AccountId};
use crate::store::rows::{LedgerError, Rows};
use crate::threads;

use super::all_open::Brief;
use super::open::Buckets;

/// An account's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgingRow {
    /// The customer's code.
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
    /// How much of the buckets is disputed.
    pub disputed: Money,
    /// The sum of the buckets less what is on account.
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

    /// Empty figures.
    fn brief(&self) -> Brief {
        let [not_due, to_30, to_60, to_90, over_90] = self.buckets.all();
        let AgingSums { on_account, disputed, total, .. } = *self;
        let amounts = [not_due, to_30, to_60, to_90, over_90, on_account, disputed, total];
        Brief::of_amounts(0, amounts)
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

/// The rows of an aging, by name.
#[derive(Clone, Default)]
pub struct AgingRows {
    names: AccountNames,
    sums: Vec<Brief>,
}

impl AgingRows {
    /// The accounts on which something is open, and the sums by currency. Both inputs are in the order
    /// of the accounts' numbers.
    pub(super) fn of(
        mut names: AccountNames,
        sums: Vec<Brief>,
    ) -> Result<(AgingRows, BTreeMap<String, AgingSums>), LedgerError> {
        let totals = names.add_up(&sums)?;
        names.leave_out_the_others();
        Ok((AgingRows { names, sums }, totals))
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.names.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.by_name.is_empty()
    }

    /// The rows, by name. Their parts are prefetched for several rows at a time, so that memory is
    /// waited for once and not for each.
    pub fn iter(&self) -> impl Iterator<Item = AgingRow> {
        self.names.by_name.chunks(AT_ONCE).flat_map(|some| {
            let both = some.iter().filter_map(|place| {
                let at = self.names.written.get(*place as usize)?;
                Some((*at, *self.sums.get(at.sums? as usize)?))
            });
            let fetched: Vec<(Written, Brief)> = both.collect();
            fetched.into_iter().map(|(at, sums)| {
                let (name, code) = self.names.named(&at);
                let (customer, name) = (Code(code.to_string()), name.to_string());
                AgingRow { customer, name, currency: at.currency, sums: AgingSums::of(&sums) }
            })
        })
    }

    fn push(&mut self, row: &AgingRow) -> Result<(), LedgerError> {
        let AgingRow { customer, name, currency, sums } = row;
        let place = narrow(self.sums.len())?;
        self.names.push(0, *currency, &customer.0, name)?;
        self.names.written.iter_mut().next_back().into_iter().for_each(|at| at.sums = Some(place));
        self.names.by_name.push(place);
        self.sums.push(sums.brief());
        Ok(())
    }
}

impl fmt::Debug for AgingRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for AgingRows {
    fn eq(&self, other: &AgingRows) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for AgingRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for AgingRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AgingRows, D::Error> {
        struct InTurn;
        impl<'de> Visitor<'de> for InTurn {
            type Value = AgingRows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the rows of an aging")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<AgingRows, A::Error> {
                let mut rows = AgingRows::default();
                while let Some(row) = all.next_element()? {
                    rows.push(&row).map_err(serde::de::Error::custom)?;
                }
                Ok(rows)
            }
        }
        deserializer.deserialize_seq(InTurn)
    }
}

/// Codes and names of all accounts in the order of their numbers, and their places by name.
#[derive(Clone, Default)]
pub(super) struct AccountNames {
    /// All codes and names in one text.
    text: String,
    written: Vec<Written>,
    by_name: Vec<u32>,
}

/// The number of rows whose parts are prefetched at once.
const AT_ONCE: usize = 64;

/// An account: the place of its code in the text; the name follows.
#[derive(Clone, Copy)]
struct Written {
    account: AccountId,
    currency: Currency,
    code: u32,
    name: u32,
    end: u32,
    /// The place of its sums, if anything is open on it.
    sums: Option<u32>,
}

/// The beginning of a name as a number that sorts like it: most names differ within it.
fn front(name: &str) -> u128 {
    let mut front = [0; 16];
    front.iter_mut().zip(name.bytes()).for_each(|(here, byte)| *here = byte);
    u128::from_be_bytes(front)
}

/// A place in what was read of all accounts.
fn narrow(place: usize) -> Result<u32, LedgerError> {
    u32::try_from(place).map_err(|_| LedgerError::Beyond("all accounts"))
}

impl AccountNames {
    /// Reads all accounts.
    pub(super) fn of(rows: &dyn Rows) -> Result<AccountNames, LedgerError> {
        let mut names = AccountNames::default();
        let mut order: Vec<(u128, u32)> = Vec::new();
        ACCOUNTS.each_stored(rows, |account, value| {
            let AccountGlance { code, name, currency, .. } = ACCOUNTS.first_fields(value)?;
            order.push((front(name), narrow(order.len())?));
            names.push(account, currency, code, name)
        })?;
        let whole = |place: u32| names.written.get(place as usize).map(|at| names.named(at));
        threads::sort_with_rests(&mut order, |(front, place), (other_front, other)| {
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

    /// Notes where each account's sums are, and adds them all up. Both inputs are in the order of the
    /// accounts' numbers.
    fn add_up(&mut self, sums: &[Brief]) -> Result<BTreeMap<String, AgingSums>, LedgerError> {
        let mut totals: BTreeMap<String, AgingSums> = BTreeMap::new();
        let mut all = (0..).zip(sums).peekable();
        for at in threads::with_rests(&mut self.written) {
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

    /// Leaves out the accounts on which nothing is open.
    fn leave_out_the_others(&mut self) {
        let AccountNames { written, by_name, .. } = self;
        by_name.retain(|place| {
            written.get(*place as usize).is_some_and(|account| account.sums.is_some())
        });
    }
}
