//! Credit after something was given up, corrections, certificates.

use std::collections::BTreeMap;
use std::ops::Range;

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, Document, Kind, date, round, scaled, text};

/// What a credit note does beside being there: what it takes back (allocation, write-off, day,
/// amount), and what it settles of its original.
pub(super) struct CreditSteps {
    back: Vec<(usize, String, Day, i128)>,
    rests: Vec<i128>,
    /// How many of those are write-offs; certificates follow.
    given_up: usize,
    /// Allocations of money dated later that it takes the place of: which, the day, what stays.
    later: Vec<(usize, Day, i128)>,
    settles: Vec<(Day, i128)>,
    /// What stood on account of earlier ones.
    before: i128,
    /// The discount that it completes.
    pub(super) off: Option<(Day, i128)>,
}

/// What a voided credit note gives again.
struct Again {
    of: String,
    amount: i128,
    /// Not before the day on which it was taken back.
    day: Day,
    payment: Option<String>,
}

impl CreditSteps {
    /// How many allocations it makes.
    pub(super) fn links(&self) -> usize {
        let stay = self.later.iter().filter(|(_, _, rest)| *rest > 0).count();
        self.rests.iter().filter(|rest| **rest > 0).count() + stay + self.settles.len()
    }
}

impl Auditor {
    /// An invoice that something settles which is not money.
    pub fn any_given_up(&self, chance: u64) -> Option<String> {
        let is_given_up = |one: &&super::Allocation| {
            let from = &self.documents[&one.from];
            !one.reversed && (from.kind == Kind::WriteOff || from.certificate)
        };
        let found: Vec<_> = self.allocations.iter().filter(is_given_up).collect();
        let place = usize::try_from(chance.checked_rem(found.len() as u64)?).ok()?;
        Some(found[place].to.clone())
    }

    /// What is owed: an invoice that is not void, or a refund.
    pub(super) fn owed(&self, number: &str, broken: &mut Broken) -> Option<&Document> {
        let refund = self.documents.get(number).filter(|found| found.kind == Kind::Refund);
        refund.or_else(|| self.invoice(number, broken))
    }

    /// What a payment or a certificate comes to.
    pub(super) fn received(&self, command: &Value, broken: &mut Broken) -> i128 {
        if text(command, "do") == "record_payment" {
            return self.amount(&command["amount"], broken);
        }
        let shares = command["allocate"].as_array().unwrap().iter();
        let amount = |share: &Value| {
            let amount = scaled(text(share, "amount"), self.scale);
            if amount.is_none() {
                broken.push("amount.too_precise");
            }
            amount.unwrap_or(0)
        };
        let sum = shares.map(amount).sum();
        if sum == 0 {
            broken.push("amount.not_positive");
        }
        sum
    }

    pub(super) fn knows_certificate(&self, kind: &str) -> bool {
        self.scale == 0 && ["WHT3", "WHT15", "VATWH"].contains(&kind)
    }

    /// The live allocations to an invoice from documents of some kind.
    fn live_to(&self, invoice: &str, is_such: impl Fn(&Document) -> bool) -> Vec<usize> {
        let is_it = |place: &usize| {
            let one = &self.allocations[*place];
            one.to == invoice && !one.reversed && is_such(&self.documents[&one.from])
        };
        (0..self.allocations.len()).filter(is_it).collect()
    }

    fn sum(&self, places: &[usize]) -> i128 {
        places.iter().map(|place| self.allocations[*place].amount).sum()
    }

    /// Of what was given up on an invoice a credit takes back its share of all that is not credited
    /// yet, the oldest first; then it settles what is open. What is left of all credits stands on
    /// account: where that would be more than came as money, certificates are taken back.
    pub(super) fn credit_steps(&self, invoice: &Document, total: i128, day: Day) -> CreditSteps {
        let given_up = self.live_to(&invoice.number, |it| it.kind == Kind::WriteOff);
        let sum = self.sum(&given_up);
        let left: i128 =
            invoice.groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        let share = if left > 0 { round(total * sum, left).min(sum) } else { 0 };
        let (back, rests, later, settles) = (vec![], vec![], vec![], vec![]);
        let mut steps =
            CreditSteps { back, rests, given_up: 0, later, settles, before: 0, off: None };
        let mut changes = Vec::new();
        self.back_up_to(share, &given_up, day, &mut steps, &mut changes);
        steps.given_up = steps.back.len();
        let back = changes.len();
        let is_own = |it: &Document| it.original.as_ref() == Some(&invoice.number);
        let own = self.sum(&self.live_to(&invoice.number, is_own));
        let is_money = |it: &Document| {
            let is_other = it.kind == Kind::Credit && !is_own(it);
            (it.kind == Kind::Payment && !it.certificate) || is_other
        };
        let of_money = self.live_to(&invoice.number, is_money);
        self.give_way(invoice, total, day, &of_money, (&mut steps, &mut changes));
        let displaced: i128 = changes[back..].iter().map(|(_, amount)| -amount).sum();
        let settled: i128 =
            invoice.parts(total, (day, Day::LAST), &changes).iter().map(|it| it.1).sum();
        let money = self.sum(&of_money) - displaced;
        steps.before = invoice.amount - left - own;
        let on_account = steps.before + total - settled;
        let certificates = self.live_to(&invoice.number, |it| it.certificate);
        self.back_up_to(on_account - money, &certificates, day, &mut steps, &mut changes);
        steps.settles = invoice.parts(total, (day, Day::LAST), &changes);
        changes.extend(steps.settles.iter().copied());
        steps.off = self.completed(invoice, total, day, &changes);
        steps
    }

    /// Money of a later day makes room, the latest first: the credit settles what is open on its day.
    fn give_way(
        &self,
        invoice: &Document,
        total: i128,
        day: Day,
        of_money: &[usize],
        (steps, changes): (&mut CreditSteps, &mut Vec<(Day, i128)>),
    ) {
        let mut later: Vec<usize> = of_money.to_vec();
        later.retain(|place| self.allocations[*place].date > day);
        later.sort_by_key(|place| std::cmp::Reverse((self.allocations[*place].date, *place)));
        let today = changes.iter().filter(|(on, _)| *on <= day).map(|(_, amount)| amount);
        let open = invoice.left(day, u64::MAX) - today.sum::<i128>();
        let mut needed = open.min(total) - invoice.room_with(day, changes);
        for place in later {
            let one = &self.allocations[place];
            let taken = needed.min(one.amount);
            if taken > 0 {
                needed -= taken;
                steps.later.push((place, one.date, one.amount - taken));
                changes.push((one.date, -taken));
            }
        }
    }

    fn back_up_to(
        &self,
        mut share: i128,
        places: &[usize],
        day: Day,
        steps: &mut CreditSteps,
        changes: &mut Vec<(Day, i128)>,
    ) {
        for place in places {
            let one = &self.allocations[*place];
            let taken = share.min(one.amount);
            if taken > 0 {
                share -= taken;
                let on = day.max(one.date);
                steps.back.push((*place, one.from.clone(), on, taken));
                steps.rests.push(one.amount - taken);
                changes.push((on, -taken));
            }
        }
    }

    /// Takes a part of a certificate back, or lets as much of it count again.
    fn adjust(&mut self, number: &str, taken: i128, day: Day) {
        self.take_out(number, taken, day);
        self.documents.get_mut(number).unwrap().adjusted += taken;
    }

    pub(super) fn book_credit_steps(&mut self, note: &str, original: &str, steps: &CreditSteps) {
        self.book_back(note, original, steps, 0..steps.given_up);
        for (place, day, rest) in &steps.later {
            let from = self.allocations[*place].from.clone();
            self.unlink(place + 1, *day);
            if *rest > 0 {
                self.link(&from, original, *rest, *day);
            }
        }
        self.book_back(note, original, steps, steps.given_up..steps.back.len());
        for (day, amount) in &steps.settles {
            self.link(note, original, *amount, *day);
        }
        self.book_completed(original, steps.off);
        self.only_money_is_on_account(original, steps.before);
    }

    fn book_back(&mut self, note: &str, original: &str, steps: &CreditSteps, which: Range<usize>) {
        for ((place, from, day, taken), rest) in
            steps.back.iter().zip(&steps.rests).skip(which.start).take(which.len())
        {
            self.adjust(from, *taken, *day);
            self.unlink(place + 1, *day);
            if *rest > 0 {
                self.link(from, original, *rest, *day);
            }
            let took = (from.clone(), *taken, *day);
            self.documents.get_mut(note).unwrap().took_back.push(took);
        }
    }

    /// The ruling itself, whatever the steps were: what credit notes of an invoice leave on account
    /// is no more than the money that settles it, or than what stood there before that was undone.
    fn only_money_is_on_account(&self, invoice: &str, before: i128) {
        let notes = self.documents.values().filter(|it| it.original.as_deref() == Some(invoice));
        let credited: i128 = notes.filter(|it| !it.void).map(|it| it.amount).sum();
        let is_own = |it: &Document| it.original.as_deref() == Some(invoice);
        let on_it = self.sum(&self.live_to(invoice, is_own));
        let ours = |it: &Document| it.kind == Kind::WriteOff || it.certificate || is_own(it);
        let money = self.sum(&self.live_to(invoice, |it| !ours(it)));
        let most = money.max(before);
        assert!(credited - on_it <= most, "{invoice}: {credited} - {on_it} beyond {most}");
    }

    /// What is left of a credit note goes to the invoice that it credits, as far as that is open.
    pub(super) fn beyond_original(
        &self,
        from: &Document,
        amount: i128,
        day: Day,
        broken: &mut Broken,
    ) {
        let Some(original) = from.original.as_ref().map(|it| &self.documents[it]) else { return };
        let open = [day, Day::LAST].map(|day| original.left(day, u64::MAX)).into_iter().max();
        if amount + open.unwrap_or(0) > from.room(day) {
            broken.push("credit_note.original_open");
        }
    }

    /// What credit notes of an invoice have left settles it before it is given up or withheld.
    pub(super) fn own_credit_first(
        &self,
        invoice: &Document,
        amount: i128,
        day: Day,
        broken: &mut Broken,
    ) {
        let is_own = |it: &&Document| it.original.as_ref() == Some(&invoice.number);
        let notes = self.documents.values().filter(is_own);
        let left: i128 = notes.map(|it| it.left(Day::LAST, u64::MAX)).sum();
        if left > 0 && amount + left > invoice.room(day) {
            broken.push("credit_note.original_open");
        }
    }

    fn is_before_last(document: &Document, day: Day) -> bool {
        document
            .changes
            .iter()
            .map(|(change, _, _)| *change)
            .chain([document.date])
            .any(|it| day < it)
    }

    pub(super) fn reverse_refund(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        match self.documents.get(text(command, "refund")) {
            None => broken.push("document.unknown"),
            Some(refund) if refund.kind != Kind::Refund => broken.push("refund.unknown"),
            Some(refund) => {
                if refund.void {
                    broken.push("refund.already_reversed");
                }
                if Self::is_before_last(refund, date(command, today)) {
                    broken.push("allocation.before_item");
                }
                let mut live =
                    self.allocations.iter().filter(|it| it.to == refund.number && !it.reversed);
                if live.any(|it| it.seq != refund.seq) {
                    broken.push("refund.allocated");
                }
            }
        }
        vec![]
    }

    pub(super) fn book_refund_reversal(&mut self, number: &str, day: Day) {
        let refund = self.documents.get_mut(number).unwrap();
        (refund.void, refund.mistaken) = (true, true);
        let amount = refund.amount;
        self.take_out(number, amount, day);
        for place in 0..self.allocations.len() {
            if self.allocations[place].to == number && !self.allocations[place].reversed {
                let on = day.max(self.allocations[place].date);
                self.unlink(place + 1, on);
            }
        }
    }

    /// What is given again when a credit note is voided: of what, how much, with which payment; and
    /// whether the invoice stays open all the same.
    fn again(&self, note: &Document, day: Day) -> (Vec<Again>, bool) {
        let Some(original) = &note.original else { return (vec![], false) };
        let live = self.live(&note.number).into_iter().map(|place| &self.allocations[place]);
        let back: Vec<(Day, i128)> =
            live.filter(|it| it.to == *original).map(|it| (day.max(it.date), -it.amount)).collect();
        let mut room = self.documents[original].room_with(day, &back);
        let mut again = Vec::new();
        let mut small = self.small_differences(original);
        for (from, taken, since) in &note.took_back {
            let document = &self.documents[from];
            let payment = document.taken_with.clone();
            // A discount comes back only with its money.
            let settles = |payment: &String| {
                self.live(payment).iter().any(|place| self.allocations[*place].to == *original)
            };
            if document.void || payment.as_ref().is_some_and(|payment| !settles(payment)) {
                continue;
            }
            let mut amount = *taken;
            if self.small.contains(from) {
                amount = amount.min(document.amount.max(100) - small).max(0);
                small += amount;
            }
            amount = amount.min(room);
            room -= amount;
            let day = day.max(*since);
            again.push(Again { of: from.clone(), amount, day, payment });
        }
        if room > 0 {
            again.retain(|it| it.payment.is_none());
        }
        again.retain(|it| it.amount > 0);
        (again, room > 0)
    }

    pub(super) fn void_credit(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let day = date(command, today);
        let Some(note) = self.documents.get(text(command, "credit_note")) else {
            broken.push("document.unknown");
            return vec![];
        };
        if note.kind != Kind::Credit {
            broken.push("credit_note.unknown");
            return vec![];
        }
        if note.void {
            broken.push("credit_note.void");
        }
        self.gone_out(&note.number, "credit_note.delivered", broken);
        if Self::is_before_last(note, day) {
            broken.push("allocation.before_item");
        }
        let is_refund =
            |place: &usize| self.documents[&self.allocations[*place].to].kind == Kind::Refund;
        if self.live(&note.number).iter().any(is_refund) {
            broken.push("credit_note.refunded");
        }
        // Numbers of write-offs are counted by year.
        let (mut made, mut write_offs) = (Vec::new(), BTreeMap::<i32, u64>::new());
        for (n, again) in self.again(note, day).0.iter().enumerate() {
            if !self.documents[&again.of].certificate {
                let before = write_offs.entry(again.day.year()).or_default();
                made.push(self.number("WO", again.day.year(), *before));
                *before += 1;
            }
            made.push(format!("A{:06}", self.allocations.len() + 1 + n));
        }
        made
    }

    pub(super) fn book_credit_void(&mut self, number: &str, day: Day) {
        let (again, stays_open) = self.again(&self.documents[number], day);
        let note = self.documents.get_mut(number).unwrap();
        (note.void, note.mistaken) = (true, true);
        let (amount, original, seq) = (note.amount, note.original.clone(), note.seq);
        let groups = note.groups.clone();
        if let Some(original) = &original {
            let notes = self.documents.values().filter(|it| it.original.as_ref() == Some(original));
            let credited = notes.filter(|it| !it.void).count() > 0;
            let invoice = self.documents.get_mut(original).unwrap();
            invoice.credited = credited;
            for ((left, taxes_left), (net, taxes)) in invoice.groups.iter_mut().zip(&groups) {
                *left += net;
                taxes_left.iter_mut().zip(taxes).for_each(|(left, tax)| *left += tax);
            }
        }
        self.take_out(number, amount, day);
        let mut lost: Vec<String> = Vec::new();
        for place in self.live(number) {
            let to = self.allocations[place].to.clone();
            if original.as_ref() != Some(&to) || stays_open {
                lost.extend(self.early_on(&to));
            }
            let on = day.max(self.allocations[place].date);
            self.unlink(place + 1, on);
        }
        let Some(original) = original else { return self.take_along(lost, day) };
        if stays_open {
            lost.extend(self.early_on(&original));
        }
        self.take_along(lost, day);
        let customer = self.documents[&original].customer.clone();
        for Again { of, amount, day, payment } in again {
            if self.documents[&of].certificate {
                self.adjust(&of, -amount, day);
                self.link(&of, &original, amount, day);
                continue;
            }
            let made = self.number("WO", day.year(), 0);
            self.add("WO", &made, Kind::WriteOff, customer.clone(), day, day, amount);
            self.documents.get_mut(&made).unwrap().taken_with = payment;
            if self.small.contains(&of) {
                self.small.insert(made.clone());
            }
            self.link(&made, &original, amount, day);
        }
        self.tell_uncredited(&original, seq, day);
    }
}
