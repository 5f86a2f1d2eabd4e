//! Discounts for paying early: who took one, and what goes when its money goes.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Document, Kind, natural, round};

/// What of a payment goes to an invoice: how much, with which discount, from when on.
pub(super) struct Share {
    pub to: String,
    pub amount: i128,
    pub discount: i128,
    pub day: Day,
}

impl Auditor {
    /// How many discounts were ever taken, and how many of those live.
    pub fn discounts(&self) -> (usize, usize) {
        let all = self.documents.values().filter(|it| it.taken_with.is_some());
        let live = |it: &&Document| !self.live(&it.number).is_empty();
        (all.clone().count(), all.filter(live).count())
    }

    /// What an invoice would still take off for money of a day; nothing for what is not money.
    pub(super) fn discount(&self, invoice: &Document, paid: Option<Day>, day: Day) -> i128 {
        let Some((until, whole)) = invoice.early else { return 0 };
        if invoice.amount == 0 || paid.is_none_or(|paid| paid > until) {
            return 0;
        }
        let live = self.allocations.iter().filter(|it| it.to == invoice.number && !it.reversed);
        for allocation in live {
            let from = &self.documents[&allocation.from];
            let is_late = from.kind == Kind::Payment && !from.certificate && from.date > until;
            if is_late || from.taken_with.is_some() {
                return 0;
            }
        }
        let last = Day::new(2999, 1, 1).unwrap();
        if invoice.room(last) != invoice.room(day) {
            return 0;
        }
        let kept: i128 =
            invoice.groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        round(whole * kept, invoice.amount)
    }

    /// A share that was named: with the discount if that is what the amount says.
    pub(super) fn named(&self, to: &Document, amount: i128, paid: Option<Day>, day: Day) -> Share {
        let short = to.room(day) - amount;
        let most = self.discount(to, paid, day);
        let takes = most > 0 && short > 0 && (short - most).abs() <= 1;
        let discount = if takes { short } else { 0 };
        Share { to: to.number.clone(), amount, discount, day }
    }

    /// Shares of the oldest: with discounts only where the money is exactly their discounted sum.
    pub(super) fn oldest(
        &self,
        open: &[&Document],
        amount: i128,
        paid: Option<Day>,
        on: Day,
    ) -> Vec<Share> {
        let rows: Vec<(&Document, i128, i128, Day)> = open
            .iter()
            .map(|it| (*it, on.max(it.date)))
            .map(|(it, day)| (it, it.room(day), self.discount(it, paid, day), day))
            .filter(|(_, room, _, _)| *room > 0)
            .collect();
        let full = |n: usize| rows[..n].iter().map(|(_, room, _, _)| room).sum::<i128>();
        let less = |n: usize| rows[..n].iter().map(|(_, room, off, _)| room - off).sum::<i128>();
        // The money has to reach the last one of them, at discounted amounts.
        let reached = (1..=rows.len()).find(|n| less(*n) >= amount).unwrap_or(rows.len());
        let is_full = (1..=reached).any(|n| full(n) == amount);
        let with = (1..=reached).find(|n| {
            let near = i128::from(*n == 1);
            full(*n) != less(*n) && (less(*n) - amount).abs() <= near
        });
        let with = with.filter(|_| !is_full).unwrap_or(0);
        let mut left = amount;
        let mut shares = Vec::new();
        for (place, (it, room, off, day)) in rows.into_iter().enumerate() {
            if left == 0 {
                break;
            }
            let (amount, discount) = match (place + 1).cmp(&with) {
                std::cmp::Ordering::Less => (room - off, off),
                std::cmp::Ordering::Equal if off > 0 => (left, room - left),
                _ => (left.min(room), 0),
            };
            left -= amount;
            shares.push(Share { to: it.number.clone(), amount, discount, day });
        }
        shares
    }

    /// The numbers that shares make, behind those that are made before them.
    pub(super) fn numbers_of(&self, shares: &[Share]) -> Vec<String> {
        let (mut links, mut write_offs) = (self.allocations.len(), 0);
        let mut made = Vec::new();
        for share in shares {
            if share.discount > 0 {
                made.push(self.number("WO", share.day.year(), write_offs));
                write_offs += 1;
                links += 1;
                made.push(format!("A{links:06}"));
            }
            links += 1;
            made.push(format!("A{links:06}"));
        }
        made
    }

    /// Enters shares of a payment or a credit note.
    pub(super) fn book_shares(&mut self, from: &str, shares: &[Share]) {
        for share in shares {
            if share.discount > 0 {
                let number = self.number("WO", share.day.year(), 0);
                let customer = self.documents[&share.to].customer.clone();
                let (day, amount) = (share.day, share.discount);
                self.add("WO", &number, Kind::WriteOff, customer, day, day, amount);
                self.documents.get_mut(&number).unwrap().taken_with = Some(from.to_string());
                self.link(&number, &share.to, amount, day);
            }
            self.link(from, &share.to, share.amount, share.day);
        }
    }

    /// The discounts that live on an invoice.
    pub(super) fn early_on(&self, invoice: &str) -> Vec<String> {
        let live = self.allocations.iter().filter(|it| it.to == invoice && !it.reversed);
        let from = live.map(|it| &self.documents[&it.from]);
        from.filter(|it| it.taken_with.is_some()).map(|it| it.number.clone()).collect()
    }

    /// Takes back what is left of discounts, in the order in which they were given.
    pub(super) fn take_along(&mut self, mut discounts: Vec<String>, day: Day) {
        let key = |it: &String| (self.documents[it].seq, it.clone());
        discounts.sort_by_key(key);
        discounts.dedup();
        for number in discounts {
            let live = self.live(&number);
            let left: i128 = live.iter().map(|place| self.allocations[*place].amount).sum();
            if left == 0 {
                continue;
            }
            let mut last = day.max(self.documents[&number].date);
            for place in live {
                let on = day.max(self.allocations[place].date);
                last = last.max(on);
                self.unlink(place + 1, on);
            }
            self.take_out(&number, left, last);
        }
    }

    /// An open invoice that gives a discount: whose, which, what is left of it, the discount, and
    /// the last day for that.
    pub fn any_early(&self, chance: u64) -> Option<(String, String, i128, i128, Day)> {
        let is_early = |it: &&Document| it.early.is_some() && it.room(it.date) > 0;
        let found: Vec<&Document> = self.documents.values().filter(is_early).collect();
        let place = usize::try_from(chance.checked_rem(found.len() as u64)?).ok()?;
        let it = found[place];
        let (until, _) = it.early?;
        let off = self.discount(it, Some(until), until);
        Some((it.customer.clone(), it.number.clone(), it.room(it.date), off, until))
    }

    /// A sum that a customer may pay: all that is owed, with or without discounts, or one invoice.
    pub fn owed_sum(&self, customer: &str, paid: Day, chance: u64) -> Option<i128> {
        let root = self.head_root(customer);
        let mut open: Vec<&Document> = self
            .documents
            .values()
            .filter(|it| {
                it.kind == Kind::Invoice
                    && self.head_root(&it.customer) == root
                    && it.room(paid) > 0
            })
            .collect();
        open.sort_by_key(|it| (it.due, natural(&it.number)));
        let count = 1 + usize::try_from(chance / 8).unwrap_or(0).checked_rem(open.len())?;
        let off = |it: &&Document| {
            if chance.is_multiple_of(2) { self.discount(it, Some(paid), paid) } else { 0 }
        };
        Some(open.iter().take(count).map(|it| it.room(paid) - off(it)).sum())
    }

    /// Whether an account is registered on terms that give a discount.
    pub(super) fn gives_discount(command: &Value) -> bool {
        command["terms"].as_str().is_some_and(|terms| terms.starts_with("2/10"))
    }
}
