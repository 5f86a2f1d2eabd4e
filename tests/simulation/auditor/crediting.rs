//! What will become of what takes money or a debt back: credit notes, voids, returned payments, refunds and
//! write-offs.

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Broken, Document, Group, Kind, date, text};

impl Auditor {
    /// What of an invoice no credit note has taken back.
    pub(super) fn left_to_credit(&self, invoice: &str) -> i128 {
        let groups = self.documents[invoice].groups.iter();
        groups.map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum()
    }

    /// What a credit note comes to.
    pub(super) fn credit_total(
        &self,
        command: &Value,
        invoice: &Document,
        broken: &mut Broken,
    ) -> i128 {
        let left = self.left_to_credit(&invoice.number);
        match (command["full"] == true, command["amount"].is_string()) {
            (true, _) => {
                let is_nothing =
                    |(net, taxes): &Group| *net == 0 && taxes.iter().all(|it| *it == 0);
                if invoice.groups.iter().all(is_nothing) {
                    broken.push("credit.nothing_left");
                }
                left
            }
            (false, true) => {
                let amount = self.amount(&command["amount"], broken);
                if amount > left {
                    broken.push("credit.exceeds_original");
                }
                amount
            }
            (false, false) => {
                broken.push("credit.full_amount_or_lines");
                0
            }
        }
    }

    pub(super) fn credit(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let date = date(command, today);
        self.dated(command, Kind::Credit, today, broken);
        let mut made = vec![self.number("CN", date.year(), 0)];
        let Some(invoice) = self.invoice(text(command, "invoice"), broken) else { return made };
        if date < invoice.date {
            broken.push("date.before_item");
        }
        let total = self.credit_total(command, invoice, broken);
        if broken.is_empty() {
            let steps = self.credit_steps(invoice, total, date);
            made.extend((1..=steps.links()).map(|n| format!("A{:06}", self.allocations.len() + n)));
            made.extend(self.numbers_completed(steps.off, 0, steps.links()));
        }
        made
    }

    pub(super) fn void(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let date = date(command, today);
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if date < invoice.date {
                broken.push("void.before_issue");
            }
            if invoice.room(date) != invoice.amount {
                broken.push("void.allocated");
            }
            if invoice.credited {
                broken.push("void.credited");
            }
            self.gone_out(&invoice.number, "void.delivered", broken);
        }
        vec![]
    }

    pub(super) fn bounce(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let date = date(command, today);
        match self.documents.get(text(command, "payment")) {
            None => broken.push("document.unknown"),
            Some(payment) if payment.kind != Kind::Payment => {
                broken.push("document.not_money_or_credit");
            }
            Some(payment) => {
                if date < payment.date {
                    broken.push("allocation.before_item");
                }
                if payment.changes.iter().any(|(day, _, amount)| *amount < 0 && *day > date) {
                    broken.push("allocation.before_item");
                }
                if payment.certificate && !payment.void && payment.adjusted == payment.amount {
                    broken.push("payment.already_reversed");
                }
                match (payment.void, payment.mistaken) {
                    (true, true) => broken.push("payment.already_reversed"),
                    (true, false) => broken.push("bounce.already"),
                    _ => {}
                }
                if text(command, "do") == "reverse_payment" && self.is_deposited(&payment.number) {
                    broken.push("deposit.has_payment");
                }
                if payment.certificate && text(command, "do") == "bounce_payment" {
                    broken.push("certificate.not_money");
                }
            }
        }
        vec![]
    }

    pub(super) fn refund(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        match self.documents.get(text(command, "from")) {
            None => broken.push("document.unknown"),
            Some(from) if !matches!(from.kind, Kind::Payment | Kind::Credit) => {
                broken.push("document.not_money_or_credit");
            }
            Some(from) => {
                if from.certificate {
                    broken.push("certificate.not_money");
                }
                if date < from.date {
                    broken.push("allocation.before_item");
                }
                if amount > from.room(date) {
                    broken.push("allocation.exceeds_source");
                }
                self.beyond_original(from, amount, date, broken);
            }
        }
        let number = self.number("RF", date.year(), 0);
        vec![number, format!("A{:06}", self.allocations.len() + 1)]
    }

    pub(super) fn write_off(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let date = date(command, today);
        let amount = self.amount(&command["amount"], broken);
        if date > today && !command["override"].is_object() {
            broken.push("date.ahead_needs_reason");
        }
        if let Some(invoice) = self.invoice(text(command, "invoice"), broken) {
            if date < invoice.date {
                broken.push("allocation.before_item");
            }
            if amount > invoice.room(date) {
                broken.push("allocation.exceeds_item");
            }
            self.own_credit_first(invoice, amount, date, broken);
        }
        // A hundred of the smallest unit: one dollar, or a hundred francs.
        let small = command["reason"] == "small_difference";
        if small && self.small_differences(text(command, "invoice")) + amount > 100 {
            broken.push("write_off.beyond_tolerance");
        }
        let number = self.number("WO", date.year(), 0);
        let mut made = vec![number, format!("A{:06}", self.allocations.len() + 1)];
        if let (true, Some(invoice)) =
            (broken.is_empty(), self.documents.get(text(command, "invoice")))
        {
            let off = self.completed(invoice, 0, date, &[(date, amount)]);
            let of_year = off.is_some_and(|(day, _)| day.year() == date.year());
            made.extend(self.numbers_completed(off, u64::from(of_year), 1));
        }
        made
    }

    /// The numbers of a discount that is completed, behind so many write-offs and allocations.
    fn numbers_completed(
        &self,
        off: Option<(Day, i128)>,
        write_offs: u64,
        links: usize,
    ) -> Vec<String> {
        let Some((day, _)) = off else { return vec![] };
        let write_off = self.number("WO", day.year(), write_offs);
        vec![write_off, format!("A{:06}", self.allocations.len() + links + 1)]
    }

    /// What small differences took from an invoice and still do.
    pub(super) fn small_differences(&self, invoice: &str) -> i128 {
        let live = self.allocations.iter().filter(|one| one.to == invoice && !one.reversed);
        live.filter(|one| self.small.contains(&one.from)).map(|one| one.amount).sum()
    }

    pub(super) fn recover(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let write_off = text(command, "write_off");
        let asked = command["amount"].is_string().then(|| self.amount(&command["amount"], broken));
        match self.documents.get(write_off) {
            None => broken.push("document.unknown"),
            Some(found) if found.kind != Kind::WriteOff || found.taken_with.is_some() => {
                broken.push("recover.not_a_write_off");
            }
            Some(_) => match self.live(write_off).first().map(|place| &self.allocations[*place]) {
                None => broken.push("recover.exceeds_write_off"),
                Some(allocation) => {
                    if asked.is_some_and(|asked| asked > allocation.amount) {
                        broken.push("recover.exceeds_write_off");
                    }
                    if date(command, today) < allocation.date {
                        broken.push("allocation.before_item");
                    }
                    if asked.is_some_and(|asked| asked < allocation.amount) {
                        return vec![format!("A{:06}", self.allocations.len() + 1)];
                    }
                }
            },
        }
        vec![]
    }
}
