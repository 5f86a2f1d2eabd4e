//! Credit after something was given up, corrections, certificates.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Document, Kind, date, round, scaled, text};

/// What a credit note does beside being there: what it takes back (allocation, write-off, day,
/// amount), and what it settles of its original.
pub(super) struct CreditSteps {
    back: Vec<(usize, String, Day, i128)>,
    rests: Vec<i128>,
    settles: Vec<(Day, i128)>,
}

impl CreditSteps {
    /// How many allocations it makes.
    pub(super) fn links(&self) -> usize {
        self.rests.iter().filter(|rest| **rest > 0).count() + self.settles.len()
    }
}

impl Auditor {
    /// An invoice of which something was given up.
    pub fn any_given_up(&self, chance: u64) -> Option<String> {
        let is_given_up = |one: &&super::Allocation| {
            !one.reversed && self.documents[&one.from].kind == Kind::WriteOff
        };
        let found: Vec<_> = self.allocations.iter().filter(is_given_up).collect();
        let place = usize::try_from(chance.checked_rem(found.len() as u64)?).ok()?;
        Some(found[place].to.clone())
    }

    /// What is owed: an invoice that is not void, or a refund.
    pub(super) fn owed(&self, number: &str, broken: &mut Vec<&'static str>) -> Option<&Document> {
        let refund = self.documents.get(number).filter(|found| found.kind == Kind::Refund);
        refund.or_else(|| self.invoice(number, broken))
    }

    /// What a payment or a certificate comes to.
    pub(super) fn received(&self, command: &Value, broken: &mut Vec<&'static str>) -> i128 {
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

    /// Of what was given up on an invoice a credit takes back its share of all that is not credited
    /// yet, the oldest first; then it settles what is open.
    pub(super) fn credit_steps(&self, invoice: &Document, total: i128, day: Day) -> CreditSteps {
        let given_up: Vec<usize> = (0..self.allocations.len())
            .filter(|place| {
                let one = &self.allocations[*place];
                let from = &self.documents[&one.from];
                one.to == invoice.number && !one.reversed && from.kind == Kind::WriteOff
            })
            .collect();
        let sum: i128 = given_up.iter().map(|place| self.allocations[*place].amount).sum();
        let left: i128 =
            invoice.groups.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        let mut share = if left > 0 { round(total * sum, left).min(sum) } else { 0 };
        let mut steps = CreditSteps { back: vec![], rests: vec![], settles: vec![] };
        let mut changes = Vec::new();
        for place in given_up {
            let one = &self.allocations[place];
            let taken = share.min(one.amount);
            if taken > 0 {
                share -= taken;
                let on = day.max(one.date);
                steps.back.push((place, one.from.clone(), on, taken));
                steps.rests.push(one.amount - taken);
                changes.push((on, -taken));
            }
        }
        let mut open = total;
        let last = changes.iter().map(|(on, _)| *on).max();
        for on in [Some(day), last].into_iter().flatten() {
            let settles = invoice.room_with(on, &changes).min(open);
            if settles > 0 {
                open -= settles;
                changes.push((on, settles));
                steps.settles.push((on, settles));
            }
        }
        steps
    }

    pub(super) fn book_credit_steps(&mut self, note: &str, original: &str, steps: &CreditSteps) {
        for ((place, write_off, day, taken), rest) in steps.back.iter().zip(&steps.rests) {
            self.take_out(write_off, *taken, *day);
            self.unlink(place + 1, *day);
            if *rest > 0 {
                self.link(write_off, original, *rest, *day);
            }
            let took = (write_off.clone(), *taken);
            self.documents.get_mut(note).unwrap().took_back.push(took);
        }
        for (day, amount) in &steps.settles {
            self.link(note, original, *amount, *day);
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
        broken: &mut Vec<&'static str>,
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

    /// What is given up again when a credit note is voided: amounts, and with which payment.
    fn again(&self, note: &Document, day: Day) -> Vec<(i128, Option<String>)> {
        let Some(original) = &note.original else { return vec![] };
        let live = self.live(&note.number).into_iter().map(|place| &self.allocations[place]);
        let back: Vec<(Day, i128)> =
            live.filter(|it| it.to == *original).map(|it| (day.max(it.date), -it.amount)).collect();
        let mut room = self.documents[original].room_with(day, &back);
        let mut again = Vec::new();
        for (write_off, taken) in &note.took_back {
            let payment = self.documents[write_off].taken_with.clone();
            // A discount comes back only with its money.
            let settles = |payment: &String| {
                self.live(payment).iter().any(|place| self.allocations[*place].to == *original)
            };
            let amount = room.min(*taken);
            if amount > 0 && payment.as_ref().is_none_or(settles) {
                room -= amount;
                again.push((amount, payment));
            }
        }
        again
    }

    pub(super) fn void_credit(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Vec<&'static str>,
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
        if Self::is_before_last(note, day) {
            broken.push("allocation.before_item");
        }
        let is_refund =
            |place: &usize| self.documents[&self.allocations[*place].to].kind == Kind::Refund;
        if self.live(&note.number).iter().any(is_refund) {
            broken.push("credit_note.refunded");
        }
        let again = self.again(note, day).len();
        let one = |n: usize| {
            let write_off = self.number("WO", day.year(), n as u64);
            [write_off, format!("A{:06}", self.allocations.len() + 1 + n)]
        };
        (0..again).flat_map(one).collect()
    }

    pub(super) fn book_credit_void(&mut self, number: &str, made: &[String], day: Day) {
        let again = self.again(&self.documents[number], day);
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
        for place in self.live(number) {
            let on = day.max(self.allocations[place].date);
            self.unlink(place + 1, on);
        }
        let Some(original) = original else { return };
        let customer = self.documents[&original].customer.clone();
        for ((amount, payment), made) in again.into_iter().zip(made.chunks(2)) {
            let customer = customer.clone();
            self.add("WO", &made[0], Kind::WriteOff, customer, day, day, amount);
            self.documents.get_mut(&made[0]).unwrap().taken_with = payment;
            self.link(&made[0], &original, amount, day);
        }
        self.tell_uncredited(&original, seq, day);
    }
}
