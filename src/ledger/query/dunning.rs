//! What dunning proposes as of a day: the letters that are due, and who is left out and why. Reads what
//! is overdue, not all that accounts hold. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::dunning::DunningChannel;
use crate::domain::event::DunningPolicySet;
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::dunning::{self, ActiveBlock, DueLetter, Dunning, DunningPolicies};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::plans::{self, PlanState};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, BANK_ACCOUNTS, BANK_LINES, BANK_LINES_OPEN, ITEMS, ItemId,
    LetterRow,
};
use crate::store::overlay::Remembered;
use crate::store::rows::{LedgerError, Rows, Stop};

use super::all_open::{at_once, sums_of_all};
use super::told::told;
use super::{AsOf, Needs, Question, View};

/// Asks which letters are due.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DunningOf {
    /// As of the end of this day; if absent, today.
    pub date: Option<Day>,
    /// The customers; if none, all.
    pub customers: Vec<Code>,
}

/// What dunning proposes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunningProposal {
    /// As of the end of this day.
    pub date: Day,
    /// Whether there is a policy that sends letters.
    pub has_policy: bool,
    /// How many bank lines with money received by that day are still to be matched: until they are,
    /// a customer may be asked for what they have paid.
    pub open_bank_lines: u64,
    /// The letters, in the order of registration.
    pub rows: Vec<ProposedLetter>,
    /// The customers who have something overdue and get no letter.
    pub left_out: Vec<NotDunned>,
}

/// A letter that is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedLetter {
    /// The customer.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether it is sent only once a person approves it: the last level, and a call.
    pub needs_person: bool,
    /// The channel; if none, by e-mail if there is an address, or else on paper.
    pub by: Option<DunningChannel>,
    /// The currency.
    pub currency: Currency,
    /// The total it asks for.
    pub amount: Money,
    /// The items it asks for, oldest due first.
    pub items: Vec<ProposedItem>,
    /// The last letter that was sent.
    pub last: Option<PastLetter>,
}

/// An item of a letter that is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedItem {
    /// Its number.
    pub invoice: Number,
    /// When it was due.
    pub due: Day,
    /// How many days late it is.
    pub days_late: i64,
    /// What is outstanding.
    pub outstanding: Money,
    /// How much of that it asks for.
    pub amount: Money,
    /// Its level.
    pub level: u8,
}

/// A letter that was sent, or is about to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastLetter {
    /// Its number.
    pub letter: Number,
    /// Its date.
    pub date: Day,
    /// Its level.
    pub level: u8,
    /// Whether it is still in the outbox.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queued: bool,
}

impl PastLetter {
    /// The words for it.
    pub fn words(&self) -> &'static str {
        if self.queued { "dunning-before-queued" } else { "dunning-before" }
    }
}

/// A customer who has something overdue and gets no letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotDunned {
    /// The customer.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// The currency.
    pub currency: Currency,
    /// The total overdue.
    pub overdue: Money,
    /// `no_policy`, `blocked`, `not_yet`, `on_account`, `disputed`, `promised`, `planned`, `withheld`,
    /// `below_minimum` or `interval`.
    pub reason: String,
    /// The last day of a block, or the first one on which the next letter may go.
    pub day: Option<Day>,
    /// What was written with a block, to those who may see notes.
    pub note: Option<String>,
    /// The last letter.
    pub last: Option<PastLetter>,
}

impl Question for DunningOf {
    const NAME: &'static str = "dunning";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = DunningProposal;

    fn answer(&self, view: &View) -> Result<DunningProposal, Stop> {
        let when = view.when(AsOf { as_of: self.date, known_at: None })?;
        let policies = DunningPolicies::read(view.rows)?;
        let accounts = self.accounts(view, when)?;
        let (one, other) = accounts.split_at(accounts.len() / 2);
        let of_half = |half: &[AccountId]| {
            let remembered = Remembered::new(view.rows);
            let view = View { rows: &remembered, ..*view };
            let each = half.iter().map(|account| of_one(&view, &policies, *account, when));
            each.collect::<Result<Vec<_>, LedgerError>>()
        };
        let (mut all, newer) = at_once(|| of_half(one), || of_half(other))?;
        all.extend(newer);
        let mut proposal = DunningProposal {
            date: when.as_of,
            has_policy: policies.all().iter().any(|policy| !policy.levels.is_empty()),
            open_bank_lines: open_bank_lines(view, when.as_of)?,
            rows: Vec::new(),
            left_out: Vec::new(),
        };
        for found in all.into_iter().flatten() {
            match found {
                Proposed::Letter(letter) => proposal.rows.push(*letter),
                Proposed::NotDunned(left) => proposal.left_out.push(*left),
            }
        }
        Ok(proposal)
    }
}

impl DunningOf {
    /// The accounts to look at: those named, or all on which anything is overdue, or due because a plan ended.
    fn accounts(&self, view: &View, when: When) -> Result<Vec<AccountId>, Stop> {
        if self.customers.is_empty() {
            let is_late = |amounts: [Money; 8]| {
                let [_, to_30, to_60, to_90, over_90, ..] = amounts;
                [to_30, to_60, to_90, over_90].iter().any(|late| late.is_positive())
            };
            let all = sums_of_all(view, when)?.into_iter();
            let late = all.filter(|it| is_late(it.amounts())).map(|it| it.account);
            let mut accounts: Vec<AccountId> = late.collect();
            for (_, plan, judged) in plans::missed(view.rows, when)? {
                if judged.state == PlanState::Default {
                    accounts.push(merged::root(view.rows, plan.account, when)?);
                }
            }
            accounts.sort_unstable();
            accounts.dedup();
            return Ok(accounts);
        }
        let mut accounts = Vec::new();
        for code in &self.customers {
            let (account, _) = view.account(code, when)?;
            if !accounts.contains(&account) {
                accounts.push(account);
            }
        }
        Ok(accounts)
    }
}

/// What is proposed for an account.
enum Proposed {
    Letter(Box<ProposedLetter>),
    NotDunned(Box<NotDunned>),
}

fn of_one(
    view: &View,
    policies: &DunningPolicies,
    account: AccountId,
    when: When,
) -> Result<Option<Proposed>, LedgerError> {
    let (chase, dunning) = dunning::assess(view.rows, policies, account, when)?;
    let AccountRow { code, name, currency, .. } = ACCOUNTS.need(view.rows, &chase.account)?;
    Ok(match dunning {
        Dunning::Nothing => None,
        Dunning::Due(due) => {
            Some(Proposed::Letter(Box::new(proposed(view, *due, (code, name), when.as_of)?)))
        }
        Dunning::None(why, last) => {
            let note = match why {
                dunning::NoLetter::Blocked(_) => block_note(view, chase.account, when)?,
                _ => None,
            };
            Some(Proposed::NotDunned(Box::new(NotDunned {
                customer: code,
                name,
                currency,
                overdue: chase.overdue(),
                reason: why.word().to_string(),
                day: why.day(),
                note,
                last: last.map(|it| past(view.rows, it)).transpose()?,
            })))
        }
    })
}

fn proposed(
    view: &View,
    due: DueLetter,
    (customer, name): (Code, String),
    as_of: Day,
) -> Result<ProposedLetter, LedgerError> {
    let item = |(item, level): (crate::ledger::to_chase::ChaseItem, u8)| ProposedItem {
        due: item.due,
        days_late: item.days_late(as_of),
        outstanding: item.outstanding,
        amount: item.left,
        level,
        invoice: item.row.number,
    };
    Ok(ProposedLetter {
        customer,
        name,
        level: due.level,
        needs_person: due.needs_person(),
        by: due.by,
        currency: due.currency,
        amount: due.amount,
        items: due.items.into_iter().map(item).collect(),
        last: due.last.map(|it| past(view.rows, it)).transpose()?,
    })
}

pub(super) fn past(
    rows: &dyn Rows,
    (id, row): (ItemId, LetterRow),
) -> Result<PastLetter, LedgerError> {
    let queued = dunning::is_queued(rows, id)?;
    Ok(PastLetter { letter: row.number, date: row.date, level: row.level, queued })
}

/// What was written with the first block of an account that is in force.
fn block_note(view: &View, account: AccountId, when: When) -> Result<Option<String>, LedgerError> {
    let blocks = dunning::blocks(view.rows, account, when)?;
    let first = blocks.iter().find(|it| it.row.invoice.is_none()).or(blocks.first());
    first.map(|block| block_reason(view, block)).transpose().map(Option::flatten)
}

/// The reason for a block, to those who may see notes.
pub(super) fn block_reason(
    view: &View,
    block: &ActiveBlock,
) -> Result<Option<String>, LedgerError> {
    let (_, mut event) = told(view, block.id.seq, block.id.place, block.row.at)?;
    Ok(event.text().and_then(Option::take).and_then(|text| text.note))
}

/// How many bank lines with money received by a day are open.
fn open_bank_lines(view: &View, until: Day) -> Result<u64, LedgerError> {
    let mut count = 0;
    for account in BANK_ACCOUNTS.scan(view.rows, &()) {
        let id = account?.1.id;
        let behind = until.plus(1).unwrap_or(Day::LAST);
        for line in BANK_LINES_OPEN.between(view.rows, &id, &(id, behind)) {
            let ((_, _, line), ()) = line?;
            count += u64::from(BANK_LINES.need(view.rows, &line)?.amount.is_positive());
        }
    }
    Ok(count)
}

/// Asks for the dunning policies, by name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DunningPoliciesOf;

impl Question for DunningPoliciesOf {
    const NAME: &'static str = "dunning_policies";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<DunningPolicySet>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        Ok(DunningPolicies::read(view.rows)?.all().to_vec())
    }
}

/// Asks how dunning stands on an account today: the last letter, and the blocks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DunningStandingOf(pub Code);

/// How dunning stands on an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DunningStanding {
    /// The customer's group.
    pub group: Option<String>,
    /// The last letter that was sent.
    pub last: Option<PastLetter>,
    /// The blocks that are in force.
    pub blocks: Vec<ShownBlock>,
}

/// A block of dunning that is in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownBlock {
    /// The invoice; if none, all of the customer's.
    pub invoice: Option<Number>,
    /// Its last day.
    pub until: Day,
    /// The reason, to those who may see notes.
    pub reason: Option<String>,
}

impl Question for DunningStandingOf {
    const NAME: &'static str = "dunning_standing";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = DunningStanding;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let when = view.when(AsOf::default())?;
        let found = item::live_account(view.rows, &self.0, when)?;
        let Some((account, _)) = found else { return Ok(DunningStanding::default()) };
        Ok(standing(view, account, when)?)
    }
}

/// How dunning stands on an account at a moment.
pub(super) fn standing(
    view: &View,
    account: AccountId,
    when: When,
) -> Result<DunningStanding, LedgerError> {
    let letters = dunning::letters(view.rows, account, when.known_at)?;
    let last = letters.into_iter().find(|(_, row)| row.date <= when.as_of);
    let mut blocks = Vec::new();
    for block in dunning::blocks(view.rows, account, when)? {
        let invoice = block.row.invoice.map(|id| ITEMS.need(view.rows, &id)).transpose()?;
        blocks.push(ShownBlock {
            invoice: invoice.map(|row| row.number),
            until: block.until,
            reason: block_reason(view, &block)?,
        });
    }
    let group = dunning::group_of(view.rows, account)?;
    Ok(DunningStanding { group, last: last.map(|it| past(view.rows, it)).transpose()?, blocks })
}
