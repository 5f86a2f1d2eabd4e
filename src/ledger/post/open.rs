//! Posts what is left of items, its sums by due date, and the days on which items changed.

use crate::domain::Day;
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    APART, CHANGED_IN, CHANGED_ON, DueRow, ITEMS, ItemId, ItemKind, ItemRow, MoveRow, OPEN,
    OPEN_BY_DUE, OPEN_DISPUTED, OpenRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    /// Replaces what was left of an item by what is left now; `None` means that nothing is or was.
    pub(super) fn put_open(
        &mut self,
        (id, item): (ItemId, &ItemRow),
        before: Option<OpenRow>,
        now: Option<OpenRow>,
    ) -> Result<(), LedgerError> {
        self.put_due((id, item), before.as_ref(), now.as_ref())?;
        self.touched.accounts.insert(item.account);
        if before.as_ref().or(now.as_ref()).is_some_and(|open| open.is_apart) {
            self.touched.items.insert(id);
        }
        // A new one was never settled.
        if before.is_some() != now.is_some() && item.kind == ItemKind::Invoice && id != self.id() {
            self.touched.settled.insert(id);
        }
        let is_disputed = |open: &Option<OpenRow>| open.as_ref().is_some_and(|it| it.is_disputed);
        let disputed = (item.account, id);
        match (is_disputed(&before), is_disputed(&now)) {
            (true, false) => OPEN_DISPUTED.remove(&mut self.batch, &disputed),
            (false, true) => OPEN_DISPUTED.put(&mut self.batch, &disputed, &())?,
            _ => {}
        }
        let key = item::open_key(id, item);
        let Some(open) = now else {
            OPEN.remove(&mut self.batch, &key);
            return Ok(());
        };
        OPEN.put(&mut self.batch, &key, &open)
    }

    /// Files a refund that a returned payment leaves owing under the day of that: it is owed since then, not
    /// since the money went out, and whatever settles it afterwards and is undone changes nothing about it.
    /// Returns the item as it is filed from now on, where that changes.
    pub(super) fn owed_later(
        &mut self,
        id: ItemId,
        item: &ItemRow,
        change: &MoveRow,
    ) -> Result<Option<ItemRow>, LedgerError> {
        if !change.amount.is_negative() || !item.kind.is_owed_since_taken_back() {
            return Ok(None);
        }
        let before = item::owed_since(self.rows, id, When::ALL)?;
        let due = before.map_or(change.date, |day| day.min(change.date));
        if due == item.due {
            return Ok(None);
        }
        let later = ItemRow { due, ..item.clone() };
        ITEMS.put(&mut self.batch, &id, &later)?;
        APART.remove(&mut self.batch, &(item.account, item.due, id));
        Ok(Some(later))
    }

    fn put_due(
        &mut self,
        (id, item): (ItemId, &ItemRow),
        before: Option<&OpenRow>,
        now: Option<&OpenRow>,
    ) -> Result<(), LedgerError> {
        let key = (item.account, item.kind.side(), item.due);
        let zero = item.amount.zero();
        let row = OPEN_BY_DUE.get(self.rows, &key)?;
        let is_first = row.is_none();
        let mut row = row.unwrap_or(DueRow { left: zero, count: 0, in_order: true });
        let (was, is) = (before.map_or(zero, |open| open.left), now.map_or(zero, |open| open.left));
        let left = row.left.plus(is).and_then(|left| left.minus(was));
        row.left = left.ok_or(LedgerError::Beyond("an account"))?;
        match (before, now) {
            (None, Some(_)) => {
                row.count = row.count.saturating_add(1);
                row.in_order = is_first || (row.in_order && self.is_in_order(id, item)?);
            }
            (Some(_), None) => row.count = row.count.saturating_sub(1),
            _ => {}
        }
        if row.count == 0 {
            OPEN_BY_DUE.remove(&mut self.batch, &key);
            return Ok(());
        }
        OPEN_BY_DUE.put(&mut self.batch, &key, &row)
    }

    /// Whether the order by number puts an item between the open ones of its day.
    fn is_in_order(&self, id: ItemId, item: &ItemRow) -> Result<bool, LedgerError> {
        let (account, side, due, _) = item::open_key(id, item);
        let (day, place) = ((account, side, due), (account, side, due, id));
        let before = OPEN.last_between(self.rows, (&day, &place))?;
        if before.is_some_and(|(_, before)| before.number > item.number) {
            return Ok(false);
        }
        // A new item is the last one; a reopened one may have others after it.
        let end = (account, side, due, ItemId { seq: u64::MAX, place: u16::MAX });
        let behind = OPEN.between(self.rows, &(account, side, due, id.next()), &end).next();
        Ok(behind.transpose()?.is_none_or(|(_, behind)| item.number < behind.number))
    }

    /// Records that an item changed on a day, unless its moves say so already.
    pub(super) fn file_change(
        &mut self,
        (id, item): (ItemId, &ItemRow),
        other: Option<(ItemId, &ItemRow)>,
        date: Day,
    ) -> Result<(), LedgerError> {
        let seq = self.seq();
        let sides = std::iter::once((id, item)).chain(other);
        let made_here = sides.filter(|(id, row)| id.seq == seq && row.account == item.account);
        let (mut in_entry, mut on_day) = (false, false);
        for (_, row) in made_here {
            in_entry = true;
            on_day |= row.date == date;
        }
        if !on_day {
            CHANGED_ON.put(&mut self.batch, &(item.account, date, id, seq), &())?;
        }
        if !in_entry {
            CHANGED_IN.put(&mut self.batch, &(item.account, seq, id), &())?;
        }
        Ok(())
    }
}
