//! Gathers what the worklist holds: whom to look at, the most urgent first, until the list is full. May use: the
//! worklist, the rest of the ledger.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::Day;
use crate::ledger::chase_sums::ChaseSums;
use crate::ledger::claims::{AccountClaims, MergedGroup};
use crate::ledger::item::When;
use crate::ledger::merged::Mergers;
use crate::ledger::plans::{self, JudgedPlan};
use crate::ledger::query::View;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, CALL_ENDS, CALLBACKS, CALLBACKS_AT, CALLED_ON, CALLS, CASES_OF, CalledRow,
    CaseKind, DISPUTES_BY, ItemId, PlanRow, PromisedRow, USERS, WORK_OF,
};
use crate::ledger::work::CALLBACK_EARLY;
use crate::ledger::zone;
use crate::store::rows::{LedgerError, Rows};

use super::found::FoundReason;
use super::hours::Hours;
use super::list::{OutsideHours, WorkReason, WorklistOf};
use super::ranked::{ListPlace, Ranked};

/// How many disputes that are due are looked at, the oldest first.
const MOST_DISPUTES: usize = 2_000;

/// For each row that the list may hold, so many customers are looked at.
pub(super) const LOOKED_AT: usize = 4;

/// How many entries may lie between two calls whose ends are read in one scan.
const CLOSE: u64 = 64;

/// What the worklist knows of a customer.
#[derive(Default)]
pub(super) struct Known {
    /// The accounts that count on it, itself first.
    pub(super) members: Vec<AccountId>,
    pub(super) contact: Option<Day>,
    pub(super) snoozed: Option<Day>,
    pub(super) with: Option<String>,
    /// Whether it is another user's to call.
    pub(super) is_of_other: bool,
    pub(super) called: Option<CalledRow>,
}

/// A promise whose day is come.
pub(super) struct DuePromise {
    pub(super) by: Day,
    pub(super) row: PromisedRow,
}

pub(super) struct Gather<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) when: When,
    user: Option<&'a str>,
    /// Whether a customer of somebody who is no user of the book is on everybody's list.
    only_users: bool,
    /// Who was spoken to that day.
    pub(super) called: FxHashMap<AccountId, CalledRow>,
    pub(super) known: FxHashMap<AccountId, Rc<Known>>,
    /// The callback that is due of a customer.
    pub(super) callbacks: FxHashMap<AccountId, FoundReason>,
    /// By account: promises whose day is come, disputes that are due, and plans with a missed instalment.
    pub(super) promised: FxHashMap<AccountId, Vec<DuePromise>>,
    /// By account: promises that are so old that there is nothing to say of them unless money waits. They are read where
    /// a customer that is looked at has any.
    pub(super) old: FxHashMap<AccountId, Vec<(Day, ItemId)>>,
    /// Whether anything is on account of a customer.
    pub(super) credited: FxHashMap<AccountId, bool>,
    pub(super) disputed: FxHashMap<AccountId, Vec<(Day, ItemId)>>,
    pub(super) planned: FxHashMap<AccountId, Vec<(PlanRow, JudgedPlan)>>,
    /// What is claimed of the money of the customers whose plans were judged, until their sums are read.
    claims: FxHashMap<AccountId, AccountClaims<'a>>,
    /// What is left to chase of the customers that were found.
    pub(super) sums: FxHashMap<AccountId, ChaseSums<'a>>,
    mergers: Mergers<'a>,
    /// By account: the one that goes on.
    roots: FxHashMap<AccountId, AccountId>,
    /// Customers with promises that were spoken of since.
    pub(super) spoken_of: Vec<AccountId>,
    /// Customers that were looked at.
    pub(super) seen: FxHashSet<AccountId>,
    pub(super) ranked: Ranked,
    /// Those that may not be called now.
    pub(super) later: FxHashMap<AccountId, OutsideHours>,
    pub(super) hours: Hours<'a>,
    pub(super) more: bool,
    pub(super) most: usize,
}

impl<'a> Gather<'a> {
    pub(super) fn of(
        view: &'a View<'a>,
        when: When,
        (asked, most): (&'a WorklistOf, usize),
    ) -> Result<Gather<'a>, LedgerError> {
        let mut gather = Gather {
            view,
            when,
            user: asked.user.as_deref(),
            only_users: asked.only_users,
            called: FxHashMap::default(),
            known: FxHashMap::default(),
            callbacks: FxHashMap::default(),
            promised: FxHashMap::default(),
            old: FxHashMap::default(),
            credited: FxHashMap::default(),
            disputed: FxHashMap::default(),
            planned: FxHashMap::default(),
            claims: FxHashMap::default(),
            sums: FxHashMap::default(),
            mergers: Mergers::at(view.rows, when)?,
            roots: FxHashMap::default(),
            spoken_of: Vec::new(),
            seen: FxHashSet::default(),
            ranked: Ranked::of(most),
            later: FxHashMap::default(),
            hours: Hours::of(view, asked)?,
            more: false,
            most,
        };
        gather.read_called()?;
        Ok(gather)
    }

    /// Reads who was spoken to that day.
    fn read_called(&mut self) -> Result<(), LedgerError> {
        let (rows, day) = (self.view.rows, self.when.as_of);
        let found = CALLED_ON.scan(rows, &day).map(|found| {
            let ((_, account), row) = found?;
            Ok((account, row))
        });
        let called = found.collect::<Result<Vec<_>, LedgerError>>()?;
        let undone = undone_among(rows, called.iter().map(|(_, row)| row.seq).collect())?;
        for (account, mut row) in called {
            if undone.contains(&row.seq) {
                let Some(standing) = self.last_standing_call(account)? else { continue };
                row = standing;
            }
            let root = self.root(account)?;
            let last = self.called.entry(root).or_insert(row);
            last.at = last.at.max(row.at);
            last.seq = last.seq.max(row.seq);
        }
        Ok(())
    }

    /// The last call of the day with an account, without those whose wrap-up was undone.
    fn last_standing_call(&self, account: AccountId) -> Result<Option<CalledRow>, LedgerError> {
        let rows = self.view.rows;
        let mut known: Option<CalledRow> = None;
        for found in CASES_OF.scan(rows, &account) {
            let ((_, id), kind) = found?;
            if kind != CaseKind::Call || CALLS.need(rows, &id)?.date != self.when.as_of {
                continue;
            }
            if CALL_ENDS.get(rows, &id)?.is_some_and(|end| end.undone.is_some()) {
                continue;
            }
            let when = CALLS.need(rows, &id)?.when;
            let at = known.map_or(when, |known| known.at.max(when));
            known =
                Some(CalledRow { at, seq: known.map_or(id.seq, |known| known.seq.max(id.seq)) });
        }
        Ok(known)
    }

    /// The account that goes on: read once, however many cases an account has.
    pub(super) fn root(&mut self, account: AccountId) -> Result<AccountId, LedgerError> {
        if let Some(root) = self.roots.get(&account) {
            return Ok(*root);
        }
        let root = self.mergers.root(account)?;
        self.roots.insert(account, root);
        Ok(root)
    }

    /// Reads what is left to chase of a customer that is known.
    pub(super) fn read_sums(
        &mut self,
        root: AccountId,
        known: &Known,
    ) -> Result<ChaseSums<'a>, LedgerError> {
        let claims = self.claims.remove(&root);
        ChaseSums::by(claims.unwrap_or_else(|| self.claims_of(root, known)))
    }

    fn claims_of(&self, root: AccountId, known: &Known) -> AccountClaims<'a> {
        let group = MergedGroup { root, members: known.members.clone() };
        AccountClaims::of_group(self.view.rows, group, self.when)
    }

    /// Judges a plan by claims that are kept: the promises of its account are read once.
    fn judge(&mut self, id: ItemId, plan: &PlanRow) -> Result<JudgedPlan, LedgerError> {
        let root = self.root(plan.account)?;
        let known = self.known(root)?;
        let kept = self.claims.remove(&root);
        let claims = kept.unwrap_or_else(|| self.claims_of(root, &known));
        let judged = plans::judge(&claims, id, plan);
        self.claims.insert(root, claims);
        judged
    }

    /// What is known of a customer, with all accounts that count on it.
    pub(super) fn known(&mut self, root: AccountId) -> Result<Rc<Known>, LedgerError> {
        if let Some(known) = self.known.get(&root) {
            return Ok(known.clone());
        }
        let mut known = Known { called: self.called.get(&root).copied(), ..Known::default() };
        known.members = self.mergers.members_of_root(root)?;
        for member in &known.members {
            let row = WORK_OF.get(self.view.rows, member)?.unwrap_or_default();
            known.contact = known.contact.max(row.contact);
            if *member == root {
                known.is_of_other = self.is_of_other(row.with.as_deref())?;
                (known.snoozed, known.with) = (row.snoozed, row.with);
            }
        }
        let known = Rc::new(known);
        self.known.insert(root, known.clone());
        Ok(known)
    }

    /// Whether a customer is this user's to call, was not spoken to yet, and is not snoozed.
    pub(super) fn is_to_call(&self, known: &Known) -> bool {
        known.called.is_none() && self.is_awake(known) && !known.is_of_other
    }

    fn is_awake(&self, known: &Known) -> bool {
        known.snoozed.is_none_or(|until| until <= self.when.as_of)
    }

    fn is_of_other(&self, with: Option<&str>) -> Result<bool, LedgerError> {
        let Some((_, with)) = self.user.zip(with).filter(|(user, with)| user != with) else {
            return Ok(false);
        };
        Ok(!self.only_users || USERS.get(self.view.rows, &with.to_string())?.is_some())
    }

    /// How many customers of one kind are looked at.
    pub(super) fn budget(&self) -> usize {
        self.most * LOOKED_AT
    }

    /// Reads which promises, disputes and plans there are to speak of.
    pub(super) fn read_cases(&mut self) -> Result<(), LedgerError> {
        let (rows, day) = (self.view.rows, self.when.as_of);
        self.read_promises()?;
        let to = day.plus(1).unwrap_or(day);
        for (place, found) in DISPUTES_BY.between(rows, &(), &to).enumerate() {
            if place >= MOST_DISPUTES {
                self.more = true;
                break;
            }
            let ((due, id), row) = found?;
            self.disputed.entry(row.account).or_default().push((due, id));
            let size = self.hours.in_book_currency(row.account, row.remaining)?;
            self.ranked.propose(ListPlace::at_best(WorkReason::DisputeDue, size), row.account);
        }
        let missed = plans::missed_by(rows, self.when, |id, plan| self.judge(id, plan))?;
        for (_, plan, judged) in missed {
            let size = self.hours.in_book_currency(plan.account, judged.due_at_most())?;
            self.ranked.propose(ListPlace::at_best(WorkReason::PlanMissed, size), plan.account);
            self.planned.entry(plan.account).or_default().push((plan, judged));
        }
        Ok(())
    }

    /// Looks at customers with callbacks agreed for that day or before, the earliest first.
    pub(super) fn callbacks(&mut self) -> Result<(), LedgerError> {
        let mut left = self.budget();
        for found in CALLBACKS_AT.scan(self.view.rows, &()) {
            let ((_, id), ()) = found?;
            let row = CALLBACKS.need(self.view.rows, &id)?;
            let day = zone::day_in_zone(row.when, &self.view.book.zone);
            if day.is_some_and(|day| day > self.when.as_of) {
                break;
            }
            if left == 0
                || self.ranked.is_full_before(&ListPlace::at(WorkReason::CallbackDue, row.when))
            {
                self.more = true;
                break;
            }
            let root = self.root(row.account)?;
            let known = self.known(root)?;
            let is_done = known.called.is_some_and(|called| {
                called.seq > id.seq && called.at.micros() >= row.when.micros() - CALLBACK_EARLY
            });
            let is_due = !is_done && self.is_awake(&known) && !known.is_of_other;
            if is_due && !self.seen.contains(&root) {
                left -= 1;
                let zero = ACCOUNTS.need(self.view.rows, &root)?.currency.zero();
                let found = FoundReason {
                    case: Some(row.number),
                    at: Some(row.when),
                    day,
                    ..FoundReason::of(WorkReason::CallbackDue, zero)
                };
                self.callbacks.insert(root, found);
                self.look_at(root)?;
            }
        }
        Ok(())
    }

    /// Looks at customers with promises, disputes and plans to speak of, the most urgent first.
    pub(super) fn cases(&mut self) -> Result<(), LedgerError> {
        let mut left = self.budget();
        if self.look_at_proposed(&mut left)? {
            // These come after all others.
            self.propose_waiting()?;
            self.look_at_proposed(&mut left)?;
        }
        Ok(())
    }

    /// Looks at those that were proposed; returns whether at all of them.
    fn look_at_proposed(&mut self, left: &mut usize) -> Result<bool, LedgerError> {
        for (place, account) in self.ranked.proposed() {
            if self.ranked.is_full_before(&place) {
                self.more = true;
                return Ok(false);
            }
            let root = self.root(account)?;
            let known = self.known(root)?;
            if self.seen.contains(&root) || !self.is_to_call(&known) {
                continue;
            }
            if !self.may_be(place.reason(), account, &known) {
                self.spoken_of.push(root);
                continue;
            }
            if *left == 0 {
                self.more = true;
                return Ok(false);
            }
            *left -= 1;
            self.look_at(root)?;
        }
        Ok(true)
    }
}

/// Which of some entries ended a call and were undone. Entries close to each other are read in one scan.
fn undone_among(rows: &dyn Rows, mut entries: Vec<u64>) -> Result<FxHashSet<u64>, LedgerError> {
    let mut undone = FxHashSet::default();
    entries.sort_unstable();
    for run in entries.chunk_by(|before, next| next - before <= CLOSE) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let from = ItemId { seq: *first, place: 0 };
        let to = ItemId { seq: last.saturating_add(1), place: 0 };
        for found in CALL_ENDS.between(rows, &from, &to) {
            let (id, end) = found?;
            undone.extend(end.undone.map(|_| id.seq));
        }
    }
    Ok(undone)
}
