//! Spends money on what is overdue day by day, and reads the items of one day. May use: the sums, the rest of the
//! ledger, domain.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::domain::{Day, Money, Number};
use crate::store::rows::LedgerError;

use super::{ChaseSums, Special, beyond};
use crate::ledger::changed::{self, PostedAccount};
use crate::ledger::tables::{AccountId, ITEMS, ItemId, OPEN, OPEN_BY_DUE, Side};
use crate::ledger::to_chase::take;

/// An item of a day.
pub(super) struct DayItem {
    /// Its number.
    pub(super) number: Number,
    /// Its id.
    pub(super) id: ItemId,
    /// What is left of it to chase.
    pub(super) left: Money,
}

/// The amount open on each due date, earliest first.
type OpenDays<'a> = dyn Iterator<Item = Result<(Day, Money), LedgerError>> + 'a;

impl ChaseSums<'_> {
    /// Spends `in_hand` on what was due, earliest day first. Returns the first day that it doesn't pay
    /// in full, and what is left of it by then.
    pub(super) fn walk(
        &self,
        mut in_hand: Money,
        part: impl Fn(ItemId, &Special) -> Money,
    ) -> Result<Option<(Day, Money)>, LedgerError> {
        // What the special items change in the sums of their days, in minor units.
        let mut others: BTreeMap<Day, i64> = BTreeMap::new();
        for (id, special) in &self.special {
            *others.entry(special.filed.0).or_default() -= special.filed.1.minor();
            *others.entry(special.due).or_default() += part(*id, special).minor();
        }
        let mut others = others.into_iter().peekable();
        let mut days = self.days()?.peekable();
        loop {
            let next = days.peek().and_then(|day| day.as_ref().ok()).map(|(day, _)| *day);
            let other = others.peek().map(|(day, _)| *day);
            let Some(day) = next.into_iter().chain(other).min() else {
                // Either the days have run out or a row couldn't be read; `transpose` tells which.
                days.next().transpose()?;
                return Ok(None);
            };
            let mut minor = 0;
            if next == Some(day) {
                minor += days.next().transpose()?.map_or(0, |(_, left)| left.minor());
            }
            if other == Some(day) {
                minor += others.next().map_or(0, |(_, more)| more);
            }
            if minor > in_hand.minor() {
                return Ok(Some((day, in_hand)));
            }
            in_hand = Money::from_minor(in_hand.minor() - minor, in_hand.scale());
        }
    }

    /// The amount open on each due date before `when`, earliest first, all members together.
    fn days(&self) -> Result<Box<OpenDays<'_>>, LedgerError> {
        let of = |member: AccountId| {
            let (from, to) = ((member, Side::Debit), (member, Side::Debit, self.when.as_of));
            let found = OPEN_BY_DUE.between(self.rows, &from, &to);
            found.map(|found| found.map(|((_, _, day), row)| (day, row.left)))
        };
        if let [only] = self.members.as_slice() {
            return Ok(Box::new(of(*only)));
        }
        let mut days: BTreeMap<Day, Money> = BTreeMap::new();
        for member in &self.members {
            for found in of(*member) {
                let (day, left) = found?;
                let sum = days.entry(day).or_insert(left.zero());
                *sum = sum.plus(left).ok_or_else(beyond)?;
            }
        }
        Ok(Box::new(days.into_iter().map(Ok)))
    }

    /// The number of the first item of a day that `rest` doesn't pay; `None` unless the open items of
    /// that day are stored in the order in which they are paid.
    pub(super) fn first_in_order(
        &self,
        day: Day,
        mut rest: Money,
    ) -> Result<Option<Number>, LedgerError> {
        let [only] = self.members.as_slice() else { return Ok(None) };
        let is_of_day = |special: &Special| special.filed.0 == day || special.due == day;
        if self.special.values().any(is_of_day) {
            return Ok(None);
        }
        let key = (*only, Side::Debit, day);
        if !OPEN_BY_DUE.get(self.rows, &key)?.is_some_and(|row| row.in_order) {
            return Ok(None);
        }
        for found in OPEN.scan(self.rows, &key) {
            let (_, row) = found?;
            if row.left.minor() > rest.minor() {
                return Ok(Some(row.number));
            }
            rest = rest.minus(row.left).ok_or_else(beyond)?;
        }
        Ok(None)
    }

    /// The items that were due on a day, in the order in which they are paid, after what is claimed for each and `rest`
    /// have paid what they can.
    pub(super) fn on_day(&self, day: Day, mut rest: Money) -> Result<Vec<DayItem>, LedgerError> {
        let claimed = self.claimed()?;
        let mut items = Vec::new();
        let mut others: FxHashMap<ItemId, &Special> =
            self.special.iter().filter(|(_, it)| it.due == day).map(|(id, it)| (*id, it)).collect();
        for PostedAccount { id: member, changed, .. } in self.claims.accounts()? {
            for found in OPEN.scan(self.rows, &(*member, Side::Debit, day)) {
                let ((.., id), row) = found?;
                let left = match (others.remove(&id), self.special.contains_key(&id)) {
                    (Some(special), _) => claimed.left_of(id, special),
                    // It is owed since another day.
                    (None, true) => continue,
                    (None, false) if changed::is_among(changed, id) => continue,
                    (None, false) => row.left,
                };
                items.push(DayItem { number: row.number, id, left });
            }
        }
        // The items that are owed since that day but filed under another one, or not any more.
        for (id, special) in others {
            let number = ITEMS.need(self.rows, &id)?.number;
            items.push(DayItem { number, id, left: claimed.left_of(id, special) });
        }
        items.sort_by(|a, b| (&a.number, a.id).cmp(&(&b.number, b.id)));
        for item in &mut items {
            let paid = take(&mut item.left, rest);
            rest = rest.minus(paid).unwrap_or(rest);
        }
        Ok(items)
    }
}
