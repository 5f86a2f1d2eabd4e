//! Random commands on disputes, promises, calls, accounts, drafts, and what comes from elsewhere.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::{Auditor, HIDDEN, Kind};
use crate::workload::Workload;

impl Workload {
    pub fn dispute(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let day = Self::day(today, chance.random_range(-120..2));
        let count = books.disputes().count();
        if count == 0 || chance.random_range(0..5) < 2 {
            let customer = Self::customer(chance, books);
            let invoice = books.any_document(chance.random(), Kind::Invoice, &customer);
            let reason = if chance.random_range(0..30) == 0 { "mood" } else { "price" };
            let mut command =
                json!({"do": "open_dispute", "invoice": invoice, "reason": reason, "date": day});
            if chance.random_range(0..5) > 0 {
                let minor = chance.random_range(0..50_000);
                command["amount"] = json!(self.amount(chance, minor));
            }
            if chance.random_range(0..4) == 0 {
                command["due"] = json!(Self::day(today, chance.random_range(-2..30)));
            }
            return command;
        }
        let place = count.saturating_sub(1 + chance.random_range(0..count.min(20)));
        let number = books.disputes().nth(place).map_or("DSP-1999-00001", |one| &one.number);
        match chance.random_range(0..16) {
            10 => {
                let minor = chance.random_range(1..20_000);
                json!({"do": "split_dispute", "dispute": number, "date": day,
                    "amount": self.amount(chance, minor)})
            }
            11..16 => {
                let into = books.disputes().nth(place.saturating_sub(chance.random_range(0..3)));
                let into = into.map_or("DSP-1999-00002", |one| &one.number);
                json!({"do": "join_dispute", "dispute": number, "into": into, "date": day})
            }
            0 => {
                let due = Self::day(today, chance.random_range(-2..30));
                json!({"do": "note_dispute", "dispute": number, "due": due, "date": day})
            }
            1..6 => {
                let states = ["in_progress", "in_progress", "waiting", "closed", "void"];
                let to = states[chance.random_range(0..states.len())];
                json!({"do": "move_dispute", "dispute": number, "to": to, "date": day})
            }
            _ => {
                let outcomes = ["credit", "credit", "upheld", "withdrawn"];
                let outcome = outcomes[chance.random_range(0..outcomes.len())];
                let mut command = json!({"do": "resolve_dispute", "dispute": number,
                    "outcome": outcome, "date": day});
                if outcome == "credit" && chance.random_range(0..2) == 0 {
                    let minor = chance.random_range(0..20_000);
                    command["amount"] = json!(self.amount(chance, minor));
                }
                if chance.random_range(0..3) > 0 {
                    command["override"] = json!({"reason": "agreed"});
                }
                command
            }
        }
    }

    pub fn promise(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let days = chance.random_range(-120..2);
        let count = books.promises().count();
        if count > 0 && chance.random_range(0..5) == 0 {
            let place = count - 1 - chance.random_range(0..count.min(20));
            let number = books.promises().nth(place).map_or("PRM-1999-00001", |one| &one.number);
            return json!({"do": "withdraw_promise", "promise": number,
                "date": Self::day(today, days)});
        }
        let customer = Self::customer(chance, books);
        if chance.random_range(0..3) == 0 {
            return self.plan(chance, books, (today, days), &customer);
        }
        let mut command = json!({"do": "promise", "customer": customer,
            "invoice": books.any_document(chance.random(), Kind::Invoice, &customer),
            "by": Self::day(today, days + chance.random_range(-1..60)),
            "date": Self::day(today, days)});
        if chance.random_range(0..3) == 0 {
            command["override"] = json!({"reason": "agreed"});
        }
        if chance.random_range(0..3) > 0 {
            let minor = chance.random_range(0..60_000);
            command["amount"] = json!(self.amount(chance, minor));
        }
        if chance.random_range(0..2) == 0 {
            command["tolerance_days"] = json!(chance.random_range(0..20));
        }
        command
    }

    /// A plan in weeks over one invoice or two; now and then one is cancelled.
    fn plan(
        &self,
        chance: &mut ChaCha8Rng,
        books: &Auditor,
        (today, days): (Day, i64),
        customer: &str,
    ) -> Value {
        let count = books.plans().count();
        if count > 0 && chance.random_range(0..2) == 0 {
            let place = count - 1 - chance.random_range(0..count.min(20));
            let number = books.plans().nth(place).map_or("PLN-1999-00001", |one| &one.number);
            let mut command = json!({"do": "cancel_plan", "plan": number, "reason": "agreed anew",
                "date": Self::day(today, days)});
            if self.takes_back {
                Self::take_back(chance, books, &mut command);
            }
            return command;
        }
        let mut customer = customer.to_string();
        let mut invoices: Vec<String> = (0..chance.random_range(1..3))
            .map(|_| books.any_document(chance.random(), Kind::Invoice, &customer))
            .collect();
        if self.takes_back {
            let promise = books.any_promise(chance.random());
            if let Some((of, on, ..)) = promise.filter(|_| chance.random_range(0..3) == 0) {
                (customer, invoices) = (of, vec![on]);
            }
        }
        json!({"do": "agree_plan", "customer": customer, "invoices": invoices, "every": "week",
            "count": chance.random_range(1..5), "date": Self::day(today, days),
            "first": Self::day(today, days + chance.random_range(-1..40))})
    }

    /// Often it is a plan that took the place of promises, which are promised again in every other case.
    fn take_back(chance: &mut ChaCha8Rng, books: &Auditor, command: &mut Value) {
        let last = books.plans_instead_of_promises().last();
        let last = last.filter(|_| chance.random_range(0..2) == 0);
        match chance.random_range(0..4) {
            0 | 1 => command["promises"] = json!("again"),
            2 => command["promises"] = json!("ended"),
            _ => {}
        }
        if let Some(plan) = last {
            command["plan"] = json!(plan.number);
            command.as_object_mut().unwrap().remove("date");
        }
    }

    pub fn contact(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let at = |days: i64| format!("{}T10:00:00+02:00", Self::day(today, days));
        match chance.random_range(0..3) {
            0 => json!({"do": "log_call", "customer": customer, "direction": "in",
                "at": at(chance.random_range(-250..2)), "note": "asks"}),
            // In the hours of Kigali, and in those of Toronto, where nothing else is set.
            1 => json!({"do": "schedule_callback", "customer": customer,
                "at": at(chance.random_range(-2..40)).replace("T10", "T16")}),
            _ => {
                let count = chance.random_range(1..=books.callbacks() + 1);
                json!({"do": "done", "callback": format!("CB-{}-{count:05}", today.year())})
            }
        }
    }

    pub fn role(chance: &mut ChaCha8Rng) -> Value {
        let user = ["ana", "eric", "jean"][chance.random_range(0..3)];
        if chance.random_range(0..2) == 0 {
            return json!({"do": "revoke_role", "user": user});
        }
        let role = ["viewer", "coordinator", "administrator"][chance.random_range(0..3)];
        json!({"do": "grant_role", "user": user, "role": role})
    }

    pub fn account(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let day = Self::day(today, chance.random_range(-200..2));
        match chance.random_range(0..12) {
            0 => json!({"do": "merge_customers", "from": customer, "date": day,
                "into": Self::customer(chance, books)}),
            1 => {
                json!({"do": "hold_customer", "customer": customer, "reason": "x", "date": day})
            }
            2..8 => {
                let held = books.held_customer().filter(|_| chance.random_range(0..2) == 0);
                let customer = held.unwrap_or(&customer);
                json!({"do": "release_customer", "customer": customer, "date": day})
            }
            _ => {
                let minor = chance.random_range(0..900_000);
                let limit = match chance.random_range(0..3) {
                    0 => String::new(),
                    _ => self.amount(chance, minor),
                };
                let mut command =
                    json!({"do": "amend_customer", "customer": customer, "credit_limit": limit});
                if chance.random_range(0..3) == 0 {
                    Self::identity(chance, &mut command);
                    // Answers say the name of today, whatever they are known at.
                    command.as_object_mut().unwrap().remove("name");
                }
                command
            }
        }
    }

    pub fn sale(&mut self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let item = format!("ITEM{}", chance.random_range(0..6));
        // Often on the very day on which the next invoice is issued, or the day before or after.
        let days = match chance.random_range(0..3) {
            0 => chance.random_range(-300..2),
            _ => (self.issue_day + chance.random_range(-1..3)).min(1),
        };
        let day = Self::day(today, days);
        let cents = chance.random_range(0..50_000);
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        let draft = format!("D{:06}", chance.random_range(1..=books.drafts() + 1));
        match chance.random_range(0..12) {
            0 | 9 => {
                let mut command =
                    json!({"do": "define_item", "code": item, "name": "Item", "date": day});
                if chance.random_range(0..3) > 0 {
                    command["price"] = json!(price);
                }
                if let Some(tax) = self.tax(chance) {
                    command["tax"] = tax;
                }
                command
            }
            1 => json!({"do": "set_price", "item": item, "price": price, "date": day}),
            2..6 => {
                let mut command = self.issue(chance, books, today);
                command["do"] = json!("draft_invoice");
                let fields = command.as_object_mut().unwrap();
                fields.remove("override");
                if chance.random_range(0..2) == 0 {
                    fields.remove("date");
                    fields.remove("due");
                }
                command
            }
            6..9 => {
                let mut command = json!({"do": "issue_draft", "draft": draft,
                    "override": {"reason": "agreed"}});
                if chance.random_range(0..3) == 0 {
                    command["date"] = json!(Self::day(today, chance.random_range(-3..2)));
                    command.as_object_mut().unwrap().remove("override");
                }
                command
            }
            10 => {
                let mut command = self.issue(chance, books, today);
                (command["do"], command["draft"]) = (json!("amend_draft"), json!(draft));
                let fields = command.as_object_mut().unwrap();
                fields.remove("override");
                fields.remove("customer");
                command
            }
            _ => json!({"do": "discard_draft", "draft": draft}),
        }
    }

    pub fn bring_in(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let days = chance.random_range(-300..2);
        let mut number = format!("F{:04}", chance.random_range(0..3_000));
        let mut date = Self::day(today, days);
        let mut customer = Self::customer(chance, books);
        if chance.random_range(0..2) == 0 {
            // Many of one customer are due on the same day: 9 before 10.
            number = chance.random_range(1..120).to_string();
            customer = books.any_customer(0).unwrap_or(customer);
            date = Self::day(today, -40);
        }
        if chance.random_range(0..6) == 0 {
            number.insert(1, HIDDEN[chance.random_range(0..2)]);
        }
        let mut command = json!({"number": number, "customer": customer, "date": date});
        if chance.random_range(0..2) == 0 {
            command["do"] = json!("bring_in_invoice");
            let lines: Vec<Value> =
                (0..chance.random_range(1..4)).map(|_| self.line(chance)).collect();
            command["lines"] = json!(lines);
            return command;
        }
        command["do"] = json!("bring_in_receivable");
        let minor = chance.random_range(0..90_000);
        let sign = if chance.random_range(0..8) == 0 { "-" } else { "" };
        command["amount"] = json!(format!("{sign}{}", self.amount(chance, minor)));
        match chance.random_range(0..4) {
            0 => {
                let later = days + chance.random_range(-1..40);
                command["settled"] = json!(Self::day(today, later));
            }
            1 => command["disputed"] = json!(true),
            _ => {}
        }
        command
    }
}
