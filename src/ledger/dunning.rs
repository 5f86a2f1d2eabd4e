//! Which letter a customer gets as of a day, by the policies of the book: its level, what it asks for,
//! or why there is none. May use: the rest of the ledger, domain.

use crate::domain::delivery::DeliveryState;
use crate::domain::dunning::{DunningChannel, DunningLevel};
use crate::domain::event::DunningPolicySet;
use crate::domain::{Currency, Day, Money, Number, text};
use crate::store::rows::{LedgerError, Rows};

use super::item::When;
use super::merged;
use super::tables::{
    AccountId, CUSTOMER_GROUPS, DELIVERIES_OF_LETTER, DUNNING_BLOCKS, DUNNING_POLICIES,
    DunningBlockRow, ItemId, LETTER_NUMBERS, LETTERS, LETTERS_OF, LetterRow, OUTBOX,
};
use super::to_chase::{ChaseItem, ToChase, to_chase};

/// How many days a letter gives to pay, unless the next one goes out earlier.
const TO_PAY: i64 = 7;

/// The dunning policies of a book. They are few, and read once for many customers.
pub struct DunningPolicies(Vec<DunningPolicySet>);

impl DunningPolicies {
    /// Reads the policies in force now, by name.
    pub fn read(rows: &dyn Rows) -> Result<DunningPolicies, LedgerError> {
        let read = |json: &str| {
            serde_json::from_str(json)
                .map_err(|error| LedgerError::Contradiction(error.to_string()))
        };
        let found = DUNNING_POLICIES.scan(rows, &());
        found.map(|row| read(&row?.1.json)).collect::<Result<_, _>>().map(DunningPolicies)
    }

    /// All of them.
    pub fn all(&self) -> &[DunningPolicySet] {
        &self.0
    }

    /// The policy of a group: its own, or else the one that names no group; `None` if there is none, or
    /// if it has no levels.
    pub fn of_group(&self, group: Option<&str>) -> Option<&DunningPolicySet> {
        let folded = group.map(text::folded);
        let own = |policy: &&DunningPolicySet| {
            policy.group.as_deref().map(text::folded) == folded && folded.is_some()
        };
        let found = self.0.iter().find(own);
        let found = found.or_else(|| self.0.iter().find(|policy| policy.group.is_none()));
        found.filter(|policy| !policy.levels.is_empty())
    }
}

impl DunningPolicySet {
    /// The level of an item that is this many days late; 0 if it is not late enough for a letter.
    pub fn level_of(&self, days_late: i64) -> u8 {
        let late = days_late - i64::from(self.grace_days);
        let reached = self.levels.iter().filter(|level| i64::from(level.after_days) <= late);
        u8::try_from(reached.count()).unwrap_or(u8::MAX)
    }

    /// What a level says, from 1 on.
    pub fn level(&self, level: u8) -> Option<&DunningLevel> {
        self.levels.get(usize::from(level).checked_sub(1)?)
    }

    fn is_last(&self, level: u8) -> bool {
        usize::from(level) >= self.levels.len()
    }
}

/// The group that a customer is in, if any.
pub fn group_of(rows: &dyn Rows, account: AccountId) -> Result<Option<String>, LedgerError> {
    CUSTOMER_GROUPS.get(rows, &account)
}

/// The letter with this number.
pub fn letter(
    rows: &dyn Rows,
    number: &Number,
) -> Result<Option<(ItemId, LetterRow)>, LedgerError> {
    let Some(id) = LETTER_NUMBERS.get(rows, &number.folded())? else { return Ok(None) };
    Ok(Some((id, LETTERS.need(rows, &id)?)))
}

/// Whether a letter was taken back: each of its deliveries was cancelled before it went out. One that
/// is a call has none, and counts.
pub fn is_taken_back(rows: &dyn Rows, letter: ItemId) -> Result<bool, LedgerError> {
    let mut any = false;
    for found in DELIVERIES_OF_LETTER.scan(rows, &letter) {
        let ((_, delivery), ()) = found?;
        if OUTBOX.need(rows, &delivery)?.state != DeliveryState::Cancelled {
            return Ok(false);
        }
        any = true;
    }
    Ok(any)
}

/// Whether a letter waits in the outbox: it has deliveries, and none went out.
pub fn is_queued(rows: &dyn Rows, letter: ItemId) -> Result<bool, LedgerError> {
    let mut any = false;
    for found in DELIVERIES_OF_LETTER.scan(rows, &letter) {
        let ((_, delivery), ()) = found?;
        if OUTBOX.need(rows, &delivery)?.sent.is_some() {
            return Ok(false);
        }
        any = true;
    }
    Ok(any)
}

/// The letters of a customer that count, the latest date first, as far as they were recorded by a
/// moment: those dated after its day too, and those of accounts that are merged with it by now.
pub fn letters(
    rows: &dyn Rows,
    account: AccountId,
    known_at: u64,
) -> Result<Vec<(ItemId, LetterRow)>, LedgerError> {
    let mut all = Vec::new();
    let root = merged::root(rows, account, When::ALL)?;
    for member in merged::members(rows, root, When::ALL)? {
        for found in LETTERS_OF.newest(rows, &member.id) {
            let ((_, _, id), ()) = found?;
            if id.seq <= known_at && !is_taken_back(rows, id)? {
                all.push((id, LETTERS.need(rows, &id)?));
            }
        }
    }
    all.sort_by_key(|(id, row)| std::cmp::Reverse((row.date, *id)));
    Ok(all)
}

/// A block that is in force.
#[derive(Clone, Debug)]
pub struct ActiveBlock {
    /// The event that says so.
    pub id: ItemId,
    /// Its row.
    pub row: DunningBlockRow,
    /// Its last day.
    pub until: Day,
}

/// The blocks on a customer that are in force at a moment: those of the accounts that were merged into it too. What is said
/// of an account replaces what was said before of it, and of those that were merged into it by then.
pub fn blocks(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<Vec<ActiveBlock>, LedgerError> {
    let mut said: Vec<(ItemId, AccountId, DunningBlockRow)> = Vec::new();
    for member in merged::members(rows, account, when)? {
        for found in DUNNING_BLOCKS.scan(rows, &member.id) {
            let ((of, id), row) = found?;
            if when.counts(row.date, id.seq) {
                said.push((id, of, row));
            }
        }
    }
    said.sort_unstable_by_key(|(id, ..)| *id);
    let mut last: Vec<(ItemId, AccountId, DunningBlockRow)> = Vec::new();
    for (id, of, row) in said {
        let then = When { known_at: id.seq, ..when };
        let mut kept = Vec::with_capacity(last.len() + 1);
        for earlier in last {
            let is_of_it = earlier.1 == of || merged::root(rows, earlier.1, then)? == of;
            if earlier.2.invoice != row.invoice || !is_of_it {
                kept.push(earlier);
            }
        }
        kept.push((id, of, row));
        last = kept;
    }
    let active = last.into_iter().filter_map(|(id, _, row)| {
        let until = row.until.filter(|until| *until >= when.as_of)?;
        Some(ActiveBlock { id, row, until })
    });
    Ok(active.collect())
}

/// Why a customer whose account has something overdue gets no letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoLetter {
    /// There is no policy for the customer.
    NoPolicy,
    /// Dunning is blocked up to a day: for the customer, or for every invoice it would ask for.
    Blocked(Day),
    /// Nothing is late enough.
    NotYet,
    /// Money on account covers it.
    OnAccount,
    /// It is disputed.
    Disputed,
    /// It is promised.
    Promised,
    /// A payment plan covers it.
    Planned,
    /// It is withheld as tax.
    Withheld,
    /// It is less than the policy's minimum.
    BelowMinimum,
    /// The last letter was sent too recently; the first day on which the next one may go.
    Interval(Day),
}

impl NoLetter {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            NoLetter::NoPolicy => "no_policy",
            NoLetter::Blocked(_) => "blocked",
            NoLetter::NotYet => "not_yet",
            NoLetter::OnAccount => "on_account",
            NoLetter::Disputed => "disputed",
            NoLetter::Promised => "promised",
            NoLetter::Planned => "planned",
            NoLetter::Withheld => "withheld",
            NoLetter::BelowMinimum => "below_minimum",
            NoLetter::Interval(_) => "interval",
        }
    }

    /// The day that the reason names: the last day of a block, or the first on which the next letter may go.
    pub fn day(self) -> Option<Day> {
        match self {
            NoLetter::Blocked(day) | NoLetter::Interval(day) => Some(day),
            _ => None,
        }
    }
}

/// A letter that is due.
#[derive(Clone, Debug)]
pub struct DueLetter {
    /// The policy's name.
    pub policy: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether the policy has no level above.
    pub is_last: bool,
    /// The channel; if none, by e-mail if there is an address, or else on paper.
    pub by: Option<DunningChannel>,
    /// What the level says.
    pub says: DunningLevel,
    /// The day by which it asks for the money: before the next letter may go.
    pub pay_by: Day,
    /// The currency.
    pub currency: Currency,
    /// The total it asks for.
    pub amount: Money,
    /// The items it asks for, oldest due first, each with its level.
    pub items: Vec<(ChaseItem, u8)>,
    /// The last letter that was sent.
    pub last: Option<(ItemId, LetterRow)>,
}

impl DueLetter {
    /// Whether it is sent only once a person approves it: the last level, and a call.
    pub fn needs_person(&self) -> bool {
        self.is_last || self.by == Some(DunningChannel::Call)
    }
}

/// What dunning says of a customer.
#[derive(Clone, Debug)]
pub enum Dunning {
    /// Nothing is overdue.
    Nothing,
    /// Something is overdue, but no letter is due; with the last letter that was sent.
    None(NoLetter, Option<(ItemId, LetterRow)>),
    /// A letter is due.
    Due(Box<DueLetter>),
}

/// What dunning says of a customer at a moment, with what is left to chase.
///
/// The level is the highest of the items that are asked for, by how late each is, and at most one above
/// the last letter; with nothing of that letter left to ask for it begins again at 1. From one letter to
/// the next are at least the policy's days, in either direction: a letter that is dated back comes no
/// nearer to a later one.
pub fn assess(
    rows: &dyn Rows,
    policies: &DunningPolicies,
    account: AccountId,
    when: When,
) -> Result<(ToChase, Dunning), LedgerError> {
    assess_without(rows, policies, (account, when), None)
}

/// The same as if a letter had not been made: neither its level nor its interval counts.
pub fn assess_without(
    rows: &dyn Rows,
    policies: &DunningPolicies,
    (account, when): (AccountId, When),
    letter: Option<ItemId>,
) -> Result<(ToChase, Dunning), LedgerError> {
    let chase = to_chase(rows, account, when)?;
    if chase.items.is_empty() {
        return Ok((chase, Dunning::Nothing));
    }
    let mut letters = letters(rows, chase.account, when.known_at)?;
    letters.retain(|(id, _)| Some(*id) != letter);
    let last = letters.iter().find(|(_, row)| row.date <= when.as_of).cloned();
    let group = group_of(rows, chase.account)?;
    let Some(policy) = policies.of_group(group.as_deref()) else {
        return Ok((chase, Dunning::None(NoLetter::NoPolicy, last)));
    };
    let blocks = blocks(rows, chase.account, when)?;
    let found = due(policy, &chase, &blocks, last.as_ref(), when.as_of);
    let found = found.and_then(|due| match next_after(policy, &letters, when.as_of) {
        Some(next) => Err(NoLetter::Interval(next)),
        None => Ok(due),
    });
    let dunning = match found {
        Ok(due) => Dunning::Due(Box::new(due)),
        Err(why) => Dunning::None(why, last),
    };
    Ok((chase, dunning))
}

/// The first day on which the next letter may go, if that is still to come.
fn next_after(
    policy: &DunningPolicySet,
    letters: &[(ItemId, LetterRow)],
    as_of: Day,
) -> Option<Day> {
    let interval = i64::from(policy.interval_days);
    let near = letters.iter().find(|(_, row)| as_of.days_since(row.date).abs() < interval)?;
    near.1.date.plus(interval)
}

fn due(
    policy: &DunningPolicySet,
    chase: &ToChase,
    blocks: &[ActiveBlock],
    last: Option<&(ItemId, LetterRow)>,
    as_of: Day,
) -> Result<DueLetter, NoLetter> {
    if let Some(block) = blocks.iter().find(|block| block.row.invoice.is_none()) {
        return Err(NoLetter::Blocked(block.until));
    }
    let late: Vec<(&ChaseItem, u8)> = chase
        .items
        .iter()
        .map(|item| (item, policy.level_of(item.days_late(as_of))))
        .filter(|(_, level)| *level > 0)
        .collect();
    let blocked = |item: &ChaseItem| blocks.iter().find(|it| it.row.invoice == Some(item.id));
    let asked: Vec<(&ChaseItem, u8)> = late
        .iter()
        .filter(|(item, _)| item.left.is_positive() && blocked(item).is_none())
        .copied()
        .collect();
    let Some(highest) = asked.iter().map(|(_, level)| *level).max() else {
        let until = late.iter().filter(|(item, _)| item.left.is_positive());
        let until = until.filter_map(|(item, _)| Some(blocked(item)?.until)).min();
        return Err(until.map_or_else(|| why_nothing(chase, &late), NoLetter::Blocked));
    };
    let zero = chase.currency.zero();
    let sum = |sum: Money, (item, _): &(&ChaseItem, u8)| sum.plus(item.left).unwrap_or(sum);
    let amount = asked.iter().fold(zero, sum);
    let minimum = policy.minimum.filter(|_| policy.currency == chase.currency);
    if minimum.is_some_and(|minimum| amount.minor() < minimum.minor()) {
        return Err(NoLetter::BelowMinimum);
    }
    let goes_on = |row: &LetterRow| asked.iter().any(|(item, _)| row.items.contains(&item.id));
    let before = last.filter(|(_, row)| goes_on(row)).map_or(0, |(_, row)| row.level);
    let level = highest.min(before.saturating_add(1));
    let says = policy.level(level).ok_or(NoLetter::NotYet)?.clone();
    Ok(DueLetter {
        policy: policy.name.clone(),
        level,
        is_last: policy.is_last(level),
        by: says.channel,
        says,
        pay_by: as_of
            .plus(i64::from(policy.interval_days.saturating_sub(1)).clamp(1, TO_PAY))
            .unwrap_or(as_of),
        currency: chase.currency,
        amount,
        items: asked.into_iter().map(|(item, own)| (item.clone(), own.min(level))).collect(),
        last: last.cloned(),
    })
}

/// Why nothing is left of what is late enough: money on account, if it covers all of that, disputed or not; else the part
/// that takes most of it.
fn why_nothing(chase: &ToChase, late: &[(&ChaseItem, u8)]) -> NoLetter {
    if late.is_empty() {
        return NoLetter::NotYet;
    }
    let sum = |part: fn(&ChaseItem) -> Money| {
        late.iter().map(|(item, _)| part(item).minor()).fold(0_i64, i64::saturating_add)
    };
    if chase.on_account.minor() >= sum(|item| item.outstanding) {
        return NoLetter::OnAccount;
    }
    let parts = [
        (sum(|item| item.on_account), NoLetter::OnAccount),
        (sum(|item| item.disputed), NoLetter::Disputed),
        (sum(|item| item.promised), NoLetter::Promised),
        (sum(|item| item.planned), NoLetter::Planned),
        (sum(|item| item.withheld), NoLetter::Withheld),
    ];
    parts.into_iter().max_by_key(|(sum, _)| *sum).map_or(NoLetter::NotYet, |(_, why)| why)
}
