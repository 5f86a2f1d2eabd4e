//! Entering a command that was taken into the books.

use daybook::domain::Day;
use serde_json::Value;

use super::chasing;
use super::{Allocation, Auditor, Document, Group, Kind, Prediction, date, scaled, text};

impl Auditor {
    /// Takes a document, or a part of it, out of the books.
    pub(super) fn take_out(&mut self, number: &str, amount: i128, date: Day) {
        let seq = self.head;
        self.documents.get_mut(number).unwrap().changes.push((date, seq, amount));
        self.tell_gone(number, amount, date);
    }

    pub(super) fn book_bounce(&mut self, number: &str, date: Day) {
        let amount = self.documents[number].amount - self.documents[number].adjusted;
        self.documents.get_mut(number).unwrap().void = true;
        self.not_sent(number);
        self.take_out(number, amount, date);
        let live = self.live(number);
        let settled: Vec<String> =
            live.iter().map(|place| self.allocations[*place].to.clone()).collect();
        let mut discounts: Vec<String> = settled.iter().flat_map(|to| self.early_on(to)).collect();
        let with = |it: &&Document| it.taken_with.as_deref() == Some(number);
        discounts.extend(self.documents.values().filter(with).map(|it| it.number.clone()));
        for place in live {
            let day = date.max(self.allocations[place].date);
            self.unlink(place + 1, day);
        }
        self.take_along(discounts, date);
    }

    pub(super) fn book_recovery(&mut self, command: &Value, number: &str, date: Day) {
        let place = self.live(number)[0];
        let (whole, invoice) = (self.allocations[place].amount, self.allocations[place].to.clone());
        let asked = command["amount"].is_string();
        let amount = if asked { self.amount(&command["amount"], &mut Vec::new()) } else { whole };
        self.take_out(number, amount, date);
        self.unlink(place + 1, date);
        if amount < whole {
            self.link(number, &invoice, whole - amount, date);
        }
        // An invoice that is open again has no discount.
        self.take_along(self.early_on(&invoice), date);
    }

    fn book_correction(&mut self, command: &Value, date: Day) {
        match text(command, "do") {
            "bounce_payment" => {
                self.book_bounce(text(command, "payment"), date);
                self.note_bounce(text(command, "payment"), date);
            }
            "reverse_payment" => {
                self.documents.get_mut(text(command, "payment")).unwrap().mistaken = true;
                self.book_bounce(text(command, "payment"), date);
                self.book_payer_unknown(text(command, "payment"), date);
                self.book_line_open_again(text(command, "payment"), false, date);
            }
            "reverse_refund" => {
                self.book_refund_reversal(text(command, "refund"), date);
                self.book_line_open_again(text(command, "refund"), true, date);
            }
            "void_credit_note" => {
                self.book_credit_void(text(command, "credit_note"), date);
                self.not_sent(text(command, "credit_note"));
            }
            other => panic!("{other}"),
        }
    }

    /// Enters a command that was taken into the books.
    #[allow(clippy::too_many_lines)] // a command an arm
    pub fn book(
        &mut self,
        command: &Value,
        today: Day,
        credited: &mut dyn FnMut(&str) -> Vec<Group>,
    ) {
        let Prediction::Taken(made) = self.predict(command, today) else { panic!("{command}") };
        if text(command, "do") == "identify" {
            return self.book_identified(command, today, credited);
        }
        if text(command, "do").ends_with("_bank_line") {
            return self.book_bank(command, today, credited);
        }
        let date = date(command, today);
        self.book_looks(command, &made);
        self.head += 1;
        match text(command, "do") {
            "register_customer" => self.book_account_opened(command, &made[0]),
            "issue_draft" => {
                let issue = self.issue_of(command);
                self.end_draft(command);
                self.book_issue(&issue, &made[0], today);
            }
            "issue_invoice" => self.book_issue(command, &made[0], today),
            "draft_invoice" => {
                let customer = self.root_on(text(command, "customer"), date).to_string();
                let content = command.clone();
                let total = self.bill(command, date, &mut Vec::new()).total;
                self.drafts.push(super::sales::Draft { customer, total, content, open: true });
            }
            "amend_draft" => self.book_amended(command, date),
            "discard_draft" => self.end_draft(command),
            "grant_role" => {
                let role = text(command, "role").to_string();
                self.roles.insert(text(command, "user").to_string(), role);
            }
            "define_series" => drop(self.series.insert(text(command, "series").to_string())),
            "revoke_role" => drop(self.roles.remove(text(command, "user"))),
            "define_item" | "set_price" => self.book_item(command, date),
            "amend_customer" | "hold_customer" | "release_customer" | "merge_customers" => {
                self.book_account(command, date);
            }
            "bring_in_invoice" | "bring_in_receivable" => self.book_foreign(command, today, &made),
            "open_dispute" => self.book_open_dispute(command, &made[0], date),
            "note_dispute" | "move_dispute" => self.book_step(command, date),
            "resolve_dispute" => {
                let credit = self.credit_of(command, today);
                self.book_step(command, date);
                if let Some(credit) = credit {
                    let taken = credited(&made[0]);
                    self.credit_note(&credit, &made[0], date, &taken);
                }
            }
            "split_dispute" => self.book_split(command, &made[0], date),
            "join_dispute" => self.book_join(command, date),
            "promise" => self.book_promise(command, &made[0], date),
            "withdraw_promise" => self.book_withdrawal(command, date),
            "agree_plan" => self.book_plan(command, &made[0], date),
            "cancel_plan" => self.book_cancelled(command, (date, today)),
            "log_call" | "schedule_callback" | "done" => self.book_contact(command, today),
            "record_payment" | "record_certificate" => {
                let amount = self.received(command, &mut Vec::new());
                let shares = self.shares(command, (date, today), amount, &mut Vec::new());
                let customer = self.root_on(text(command, "customer"), date).to_string();
                self.add("PAY", &made[0], Kind::Payment, customer, date, date, amount);
                let certificate = text(command, "do") == "record_certificate";
                self.documents.get_mut(&made[0]).unwrap().certificate = certificate;
                self.note_method(&made[0], command);
                self.book_shares(&made[0], &shares);
            }
            "record_bank_lines" => self.book_bank_lines(command),
            "record_deposit" | "void_deposit" => self.book_deposit(command, &made, date),
            "record_unidentified" => self.book_unidentified(command, &made[0], date),
            "reverse_unidentified" => self.book_unidentified_reversal(command, date),
            "allocate" => {
                let share = self.one_share(command, date);
                self.book_shares(text(command, "from"), &[share]);
            }
            "unallocate" => self.book_unallocation(command, date),
            "credit_invoice" => {
                let taken = credited(&made[0]);
                self.credit_note(command, &made[0], date, &taken);
            }
            "void_invoice" => {
                let invoice = self.documents.get_mut(text(command, "invoice")).unwrap();
                invoice.void = true;
                let amount = invoice.amount;
                self.take_out(text(command, "invoice"), amount, date);
                self.not_sent(text(command, "invoice"));
            }
            "deliver" | "deliver_statement" | "begin_delivery" | "end_delivery"
            | "retry_delivery" | "cancel_delivery" | "settle_delivery" => {
                self.book_delivery(command, &made, date);
            }
            "bounce_payment" | "reverse_payment" | "reverse_refund" | "void_credit_note" => {
                self.book_correction(command, date);
            }
            name if chasing::COMMANDS.contains(&name) => self.book_chased(command),
            "recover" => self.book_recovery(command, text(command, "write_off"), date),
            "refund" => {
                let amount = self.amount(&command["amount"], &mut Vec::new());
                let customer = self.documents[text(command, "from")].customer.clone();
                self.add("RF", &made[0], Kind::Refund, customer, date, date, amount);
                self.link(text(command, "from"), &made[0], amount, date);
            }
            "write_off" => self.book_write_off(command, &made[0], date),
            other => panic!("{other}"),
        }
    }

    fn book_unallocation(&mut self, command: &Value, date: Day) {
        let count: usize = text(command, "allocation")[1..].parse().unwrap();
        let discounts = self.early_on(&self.allocations[count - 1].to);
        self.unlink(count, date);
        self.take_along(discounts, date);
    }

    fn book_write_off(&mut self, command: &Value, number: &str, date: Day) {
        let amount = self.amount(&command["amount"], &mut Vec::new());
        let invoice = text(command, "invoice");
        let customer = self.documents[invoice].customer.clone();
        self.add("WO", number, Kind::WriteOff, customer, date, date, amount);
        if command["reason"] == "small_difference" {
            self.small.insert(number.to_string());
        }
        let off = self.completed(&self.documents[invoice], 0, date, &[(date, amount)]);
        self.link(number, invoice, amount, date);
        self.book_completed(invoice, off);
    }

    fn book_account_opened(&mut self, command: &Value, code: &str) {
        let limit = command["credit_limit"].as_str();
        let limit = limit.and_then(|limit| scaled(limit, self.scale));
        self.taken_codes.insert(code.to_lowercase());
        self.customers.insert(code.to_string(), limit);
        if Self::gives_discount(command) {
            self.pay_early.insert(code.to_string());
        }
    }

    fn book_issue(&mut self, command: &Value, number: &str, today: Day) {
        let date = date(command, today);
        let bill = self.bill(command, date, &mut Vec::new());
        let due = command["due"].as_str().map(|due| due.parse().unwrap());
        let due = due.unwrap_or_else(|| date.plus(30).unwrap());
        let customer = self.root_on(text(command, "customer"), date).to_string();
        // Terms are those of the account that the code leads to on the day.
        let early = self
            .pay_early
            .contains(&customer)
            .then(|| (date.plus(10).unwrap(), super::round(bill.total * 2, 100)));
        let series = self.series(command, &mut Vec::new());
        self.add(&series, number, Kind::Invoice, customer, date, due, bill.total);
        let invoice = self.documents.get_mut(number).unwrap();
        (invoice.groups, invoice.early) = (bill.groups, early.filter(|(_, off)| *off > 0));
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn add(
        &mut self,
        series: &str,
        number: &str,
        kind: Kind,
        customer: String,
        date: Day,
        due: Day,
        amount: i128,
    ) {
        *self.counts.entry((series.to_string(), date.year())).or_default() += 1;
        let new = Document::new(number, kind, customer, (date, due, self.head), amount);
        let document = Document { own: true, ..new };
        let number = number.to_string();
        assert!(self.documents.insert(number, document).is_none(), "a number was given twice");
    }

    pub(super) fn link(&mut self, from: &str, to: &str, amount: i128, date: Day) {
        let seq = self.head;
        for side in [from, to] {
            self.documents.get_mut(side).unwrap().changes.push((date, seq, amount));
        }
        self.tell_took(to, self.allocations.len(), amount, date);
        let (from, to) = (from.to_string(), to.to_string());
        self.allocations.push(Allocation { from, to, amount, date, seq, reversed: false });
    }

    pub(super) fn unlink(&mut self, count: usize, date: Day) {
        let seq = self.head;
        let allocation = &mut self.allocations[count - 1];
        allocation.reversed = true;
        for side in [&allocation.from, &allocation.to] {
            let document = self.documents.get_mut(side).unwrap();
            document.changes.push((date, seq, -allocation.amount));
        }
        let (to, amount) = (allocation.to.clone(), allocation.amount);
        self.tell_gave(&to, count - 1, amount, date);
    }

    pub(super) fn credit_note(
        &mut self,
        command: &Value,
        number: &str,
        date: Day,
        taken: &[Group],
    ) {
        let invoice = &self.documents[text(command, "invoice")];
        let total = self.credit_total(command, invoice, &mut Vec::new());
        let steps = self.credit_steps(invoice, total, date);
        let (customer, original) = (invoice.customer.clone(), invoice.number.clone());
        let sum: i128 = taken.iter().map(|(net, taxes)| net + taxes.iter().sum::<i128>()).sum();
        assert_eq!(sum, total, "{number}: its groups add up to its total");
        let invoice = self.documents.get_mut(&original).unwrap();
        invoice.credited = true;
        assert_eq!(
            taken.len(),
            invoice.groups.len(),
            "{number}: a group for each of the original's"
        );
        for ((left, taxes_left), (net, taxes)) in invoice.groups.iter_mut().zip(taken) {
            *left -= net;
            taxes_left.iter_mut().zip(taxes).for_each(|(left, tax)| *left -= tax);
            if *net > 0 {
                assert!(
                    *left >= 0 && taxes_left.iter().all(|tax| *tax >= 0),
                    "{number} takes too much"
                );
            }
        }
        self.add("CN", number, Kind::Credit, customer, date, date, total);
        let note = self.documents.get_mut(number).unwrap();
        (note.original, note.groups) = (Some(original.clone()), taken.to_vec());
        self.book_credit_steps(number, &original, &steps);
    }
}
