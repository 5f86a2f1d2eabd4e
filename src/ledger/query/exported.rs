//! Tables that only exports read as tables: deposits, dunning letters, payers of others, certificates that
//! are awaited, groups and blocks of dunning. May use: the rest of the queries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::dunning;
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AWAITED, AccountId, CUSTOMER_GROUPS, DEPOSITS, DUNNING_BLOCKS, DepositRow, ITEMS,
    ItemId, LETTERS, LetterRow, PAYS_FOR,
};
use crate::ledger::withheld::awaited;
use crate::store::rows::{LedgerError, Stop};

use super::dunning::block_reason;
use super::page::{Page, behind_key, each, page};
use super::show::{self, ShownDeposit, ShownLetter};
use super::{Needs, Question, View};

/// Asks for deposits, by number; void ones too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DepositsAfter(pub Option<String>);

impl Question for DepositsAfter {
    const NAME: &'static str = "deposits_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<ShownDeposit, String>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &DEPOSITS, self.0.as_ref())?;
        page(view, &rows, each(|view, _, row: &DepositRow| Ok(show::deposit(view, row.clone())?)))
    }
}

/// Asks for dunning letters, as recorded; those that were taken back too.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LettersAfter(pub Option<ItemId>);

impl Question for LettersAfter {
    const NAME: &'static str = "letters_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<ShownLetter, ItemId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let rows = behind_key(view, &LETTERS, self.0.as_ref())?;
        page(
            view,
            &rows,
            each(|view, id: &ItemId, row: &LetterRow| Ok(show::letter(view, *id, row.clone())?)),
        )
    }
}

/// Asks which accounts have another account as their payer today.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PayersOf;

/// A customer who pays for another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPayer {
    /// The customer who pays.
    pub customer: Code,
    /// The customer whose invoices are paid.
    pub pays_for: Code,
    /// The effective date.
    pub date: Day,
}

impl Question for PayersOf {
    const NAME: &'static str = "payers";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Vec<ShownPayer>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut pairs: BTreeMap<(AccountId, AccountId), Day> = BTreeMap::new();
        for found in PAYS_FOR.scan(view.rows, &()) {
            let ((other, payer), date) = found?;
            let pair = (root(view, payer)?, root(view, other)?);
            if pair.0 != pair.1 {
                let known = pairs.entry(pair).or_insert(date);
                *known = date.min(*known);
            }
        }
        let shown = |((payer, other), date): ((AccountId, AccountId), Day)| {
            let (customer, pays_for) = (code(view, payer)?, code(view, other)?);
            Ok(ShownPayer { customer, pays_for, date })
        };
        Ok(pairs.into_iter().map(shown).collect::<Result<_, LedgerError>>()?)
    }
}

/// Asks for the certificates that are awaited today, by invoice.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AwaitedOf;

/// A certificate that is awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownAwaited {
    /// The invoice that was paid short.
    pub invoice: Number,
    /// The customer.
    pub customer: Code,
    /// The tax code.
    pub certificate: String,
    /// The amount still awaited.
    pub amount: Money,
    /// The currency.
    pub currency: Currency,
    /// The day since which it is awaited.
    pub since: Day,
}

impl Question for AwaitedOf {
    const NAME: &'static str = "awaited";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Vec<ShownAwaited>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let (mut all, mut last) = (Vec::new(), None);
        for found in AWAITED.scan(view.rows, &()) {
            let ((id, _), _) = found?;
            if last.replace(id) == Some(id) {
                continue;
            }
            let item = ITEMS.need(view.rows, &id)?;
            let customer = code(view, root(view, item.account)?)?;
            let of_item = awaited(view.rows, id, today(view))?.into_iter();
            all.extend(of_item.map(|one| ShownAwaited {
                invoice: item.number.clone(),
                customer: customer.clone(),
                certificate: one.kind,
                amount: one.amount,
                currency: item.currency,
                since: one.since,
            }));
        }
        Ok(all)
    }
}

/// Asks for the customers who are in a group, by account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GroupsOf;

/// A customer who is in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownGroup {
    /// The customer.
    pub customer: Code,
    /// The group.
    pub group: String,
}

impl Question for GroupsOf {
    const NAME: &'static str = "groups";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Vec<ShownGroup>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut all = Vec::new();
        for found in CUSTOMER_GROUPS.scan(view.rows, &()) {
            let (account, group) = found?;
            // A group of an account that was merged away has no effect.
            if root(view, account)? == account {
                all.push(ShownGroup { customer: code(view, account)?, group });
            }
        }
        Ok(all)
    }
}

/// Asks for the blocks of dunning that are in force today, by account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct BlocksOf;

/// A block of dunning of a customer or an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownDunningBlock {
    /// The customer.
    pub customer: Code,
    /// The invoice; if none, all of the customer's.
    pub invoice: Option<Number>,
    /// The effective date.
    pub date: Day,
    /// Its last day.
    pub until: Day,
    /// The reason, to those who may see notes.
    pub reason: Option<String>,
}

impl Question for BlocksOf {
    const NAME: &'static str = "blocks";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Vec<ShownDunningBlock>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut accounts: Vec<AccountId> = Vec::new();
        for found in DUNNING_BLOCKS.scan(view.rows, &()) {
            let account = root(view, found?.0.0)?;
            if !accounts.contains(&account) {
                accounts.push(account);
            }
        }
        let mut all = Vec::new();
        for account in accounts {
            let customer = code(view, account)?;
            for block in dunning::blocks(view.rows, account, today(view))? {
                let invoice = block.row.invoice.map(|id| ITEMS.need(view.rows, &id)).transpose()?;
                all.push(ShownDunningBlock {
                    customer: customer.clone(),
                    invoice: invoice.map(|row| row.number),
                    date: block.row.date,
                    until: block.until,
                    reason: block_reason(view, &block)?,
                });
            }
        }
        Ok(all)
    }
}

fn today(view: &View) -> When {
    When { as_of: view.today, ..When::ALL }
}

/// The account that an account counts on today.
fn root(view: &View, account: AccountId) -> Result<AccountId, LedgerError> {
    merged::root(view.rows, account, today(view))
}

fn code(view: &View, account: AccountId) -> Result<Code, LedgerError> {
    Ok(ACCOUNTS.need(view.rows, &account)?.code)
}
