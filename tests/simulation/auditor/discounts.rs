//! Discounts for paying early: who took one, and what goes when its money goes.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Document, Kind, natural, round};

/// What of a payment goes to an invoice: how much, with which discount, from which days on.
pub(super) struct Share {
    pub to: String,
    pub parts: Vec<(Day, i128)>,
    pub discount: i128,
    /// From when on the discount settles the rest.
    pub off_on: Day,
    /// The payment that the discount goes with, where that is not what settles.
    pub earned_by: Option<String>,
}

impl Auditor {
    /// How many discounts were ever taken, how many of those live, and how many certificates were
    /// taken back.
    pub fn discounts(&self) -> [usize; 3] {
        let all = self.documents.values().filter(|it| it.taken_with.is_some());
        let live = |it: &&Document| !self.live(&it.number).is_empty();
        let back = self.documents.values().filter(|it| it.certificate && it.adjusted != 0);
        [all.clone().count(), all.filter(live).count(), back.count()]
    }

    /// The latest money that settles a part of an invoice, and its day.
    fn last_money(&self, invoice: &str) -> Option<(Day, String)> {
        let live = self.allocations.iter().filter(|it| it.to == invoice && !it.reversed);
        let from = live.map(|it| &self.documents[&it.from]);
        let money = from.filter(|it| it.kind == Kind::Payment && !it.certificate);
        money.map(|it| (it.date, it.number.clone())).max_by_key(|(day, _)| *day)
    }

    /// What an invoice would still take off, with more money of a day and so much more credited:
    /// nothing where there is no money, or where any of it is too late.
    pub(super) fn discount(&self, invoice: &Document, paid: Option<Day>, credit: i128) -> i128 {
        let Some((until, whole)) = invoice.early else { return 0 };
        let last = self.last_money(&invoice.number).map(|(day, _)| day).max(paid);
        let is_late = last.is_none_or(|last| last > until);
        if invoice.amount == 0 || is_late || !self.early_on(&invoice.number).is_empty() {
            return 0;
        }
        let kept: i128 =
            invoice.groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        round(whole * (kept - credit), invoice.amount)
    }

    /// All that will be left of an invoice.
    fn left_for_good(invoice: &Document, more: &[(Day, i128)]) -> i128 {
        invoice.room_with(Day::new(2999, 1, 1).unwrap(), more)
    }

    /// A share that was named: with the discount if that is what the amount says.
    pub(super) fn named(
        &self,
        to: &Document,
        amount: i128,
        paid: Option<Day>,
        days: (Day, Day),
    ) -> Share {
        let most = self.discount(to, paid, 0);
        let short = Self::left_for_good(to, &[]) - amount;
        let takes = most > 0 && short > 0 && (short - most).abs() <= 1;
        self.share(to, amount, takes, paid, days)
    }

    /// A share, with or without all that it leaves taken off as the discount.
    fn share(
        &self,
        to: &Document,
        amount: i128,
        takes: bool,
        paid: Option<Day>,
        days: (Day, Day),
    ) -> Share {
        let discount = if takes { Self::left_for_good(to, &[]) - amount } else { 0 };
        let parts = to.parts(amount, days, &[]);
        let off_on = to.first_fit(discount, days.0, &parts);
        let money = if paid.is_none() { self.last_money(&to.number) } else { None };
        let earned_by = money.map(|(_, number)| number);
        Share { to: to.number.clone(), parts, discount, off_on, earned_by }
    }

    /// The discount that a credit or a write-off leaves as the only thing open.
    pub(super) fn completed(
        &self,
        invoice: &Document,
        credit: i128,
        day: Day,
        more: &[(Day, i128)],
    ) -> Option<(Day, i128)> {
        let off = self.discount(invoice, None, credit);
        let open = Self::left_for_good(invoice, more);
        let day = invoice.first_fit(open, day, more);
        (off > 0 && open > 0 && (open - off).abs() <= 1).then_some((day, open))
    }

    /// Books such a discount with the money that earned it.
    pub(super) fn book_completed(&mut self, invoice: &str, found: Option<(Day, i128)>) {
        let Some((day, amount)) = found else { return };
        let payment = self.last_money(invoice).map(|(_, number)| number);
        self.book_discount(invoice, amount, day, payment);
    }

    fn book_discount(&mut self, to: &str, amount: i128, day: Day, payment: Option<String>) {
        let number = self.number("WO", day.year(), 0);
        let customer = self.documents[to].customer.clone();
        self.add("WO", &number, Kind::WriteOff, customer, day, day, amount);
        self.documents.get_mut(&number).unwrap().taken_with = payment;
        self.link(&number, to, amount, day);
    }

    /// Shares of the oldest: with discounts only where the money is their discounted sum, one unit
    /// either way.
    pub(super) fn oldest(
        &self,
        open: &[(&Document, (Day, Day))],
        amount: i128,
        paid: Option<Day>,
    ) -> Vec<Share> {
        struct Row<'a> {
            it: &'a Document,
            days: (Day, Day),
            left: i128,
            room: i128,
            due: i128,
            gives: bool,
        }
        let row = |it: &Document, until: Day| {
            let left = Self::left_for_good(it, &[]);
            let (room, off) = (it.room(until), self.discount(it, paid, 0));
            let due = left - off;
            let gives = off > 0 && due > 0 && due <= room;
            (left, room, if gives { due } else { room }, gives)
        };
        let rows = open.iter().map(|(it, days)| {
            let (left, room, due, gives) = row(it, days.1);
            Row { it, days: *days, left, room, due, gives }
        });
        let rows: Vec<Row> = rows.filter(|row| row.room > 0).collect();
        let full = |n: usize| rows[..n].iter().map(|row| row.room).sum::<i128>();
        let less = |n: usize| rows[..n].iter().map(|row| row.due).sum::<i128>();
        // The money has to reach the last one of them, at discounted amounts.
        let reached = (1..=rows.len()).find(|n| less(*n) >= amount).unwrap_or(rows.len());
        let is_full = (1..=reached).any(|n| full(n) == amount);
        let near = (1..=reached)
            .filter(|n| rows[..*n].iter().any(|row| row.gives))
            .filter(|n| (less(*n) - amount).abs() <= 1);
        let with = near.min_by_key(|n| (less(*n) - amount).abs()).filter(|_| !is_full).unwrap_or(0);
        // What is beside the sum belongs to the last that gives a discount.
        let odd = rows[..with].iter().rposition(|row| row.gives);
        let beside = amount - less(with);
        let mut left = amount;
        let mut shares = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            if left == 0 {
                break;
            }
            let takes = place < with;
            let due = if takes { row.due } else { row.room };
            let due = if odd == Some(place) { due + beside } else { due };
            let amount = due.min(row.room).min(left);
            left -= amount;
            let takes = takes && row.gives && amount < row.left;
            shares.push(self.share(row.it, amount, takes, paid, row.days));
        }
        shares
    }

    /// The numbers that shares make, behind those that are made before them.
    pub(super) fn numbers_of(&self, shares: &[Share]) -> Vec<String> {
        let mut links = self.allocations.len();
        // Numbers of write-offs are counted by year.
        let mut write_offs: BTreeMap<i32, u64> = BTreeMap::new();
        let mut made = Vec::new();
        for share in shares {
            if share.discount > 0 {
                let year = share.off_on.year();
                let before = write_offs.entry(year).or_default();
                made.push(self.number("WO", year, *before));
                *before += 1;
                links += 1;
                made.push(format!("A{links:06}"));
            }
            made.extend((1..=share.parts.len()).map(|n| format!("A{:06}", links + n)));
            links += share.parts.len();
        }
        made
    }

    /// Enters shares of a payment or a credit note.
    pub(super) fn book_shares(&mut self, from: &str, shares: &[Share]) {
        for share in shares {
            if share.discount > 0 {
                let payment = share.earned_by.clone().unwrap_or_else(|| from.to_string());
                self.book_discount(&share.to, share.discount, share.off_on, Some(payment));
            }
            for (day, amount) in &share.parts {
                self.link(from, &share.to, *amount, *day);
            }
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
        let off = self.discount(it, Some(until), 0);
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
            if chance.is_multiple_of(2) { self.discount(it, Some(paid), 0) } else { 0 }
        };
        Some(open.iter().take(count).map(|it| it.room(paid) - off(it)).sum())
    }

    /// Whether an account is registered on terms that give a discount.
    pub(super) fn gives_discount(command: &Value) -> bool {
        command["terms"].as_str().is_some_and(|terms| terms.starts_with("2/10"))
    }
}
