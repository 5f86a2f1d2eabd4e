//! What looks wrong about a command that is taken, found by looking at everything that there is.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::Value;

use super::{Auditor, Kind, date, text};

/// How things look: documents by number, accounts by code and field; and what was entered.
#[derive(Default)]
pub struct Looks {
    documents: BTreeMap<String, String>,
    customers: BTreeMap<String, BTreeMap<&'static str, String>>,
    entered: Vec<Value>,
}

const FIELDS: [&str; 4] = ["name", "phone", "email", "tax_id"];

/// What a reference looks like; without one, how the money came, if that is what it is about.
fn look(command: &Value) -> (String, bool) {
    if text(command, "do") == "record_certificate" {
        let number = text(command, "number").trim().to_lowercase();
        return (format!("certificate {} {number}", text(command, "kind")), true);
    }
    let reference = command["reference"].as_str();
    let is_foreign = text(command, "do").starts_with("bring_in");
    match reference.filter(|_| !is_foreign).map(str::trim) {
        Some(reference) => (format!("reference {}", reference.to_lowercase()), true),
        None => (format!("none {}", text(command, "method")), false),
    }
}

/// A field of a customer as it looks, in any writing.
fn folded(field: &str, given: &str) -> String {
    let plain = given.to_lowercase().replace('é', "e").replace('\'', "");
    let alone = |plain: &str| plain.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    match field {
        "name" => plain.split_whitespace().map(alone).collect::<Vec<String>>().join(" "),
        // Nine digits behind the code of the country, or behind a nought.
        "phone" => alone(&plain).chars().rev().take(9).collect(),
        "email" => plain,
        _ => alone(&plain),
    }
}

impl Auditor {
    /// Something that was entered before, to be entered again.
    pub fn any_entered(&self, chance: u64) -> Option<&Value> {
        let last = self.looks.entered.len().checked_sub(1)?;
        let back = usize::try_from(chance % 40).unwrap();
        self.looks.entered.get(last.checked_sub(back)?)
    }

    /// The rules by which a command is warned of, sorted; it must be one that is taken.
    pub fn warnings(&self, command: &Value, today: Day) -> Vec<&'static str> {
        let mut warnings = self.unusual_dates(command, today);
        let issue = match text(command, "do") {
            "issue_draft" => self.issue_of(command),
            "amend_draft" => self.amended(command),
            "identify" => self.as_payment(command).unwrap(),
            "match_bank_line" => self.line_as_payment(command).unwrap(),
            _ => command.clone(),
        };
        let day = date(&issue, today);
        let total = match text(&issue, "do") {
            name @ ("issue_invoice" | "draft_invoice" | "bring_in_invoice") => {
                let bill = self.bill(&issue, day, &mut Vec::new());
                // What comes to less than nothing is brought in as a credit note.
                if name != "draft_invoice" && bill.total >= 0 {
                    warnings.extend(std::iter::repeat_n("invoice.untaxed", bill.untaxed));
                }
                Some(bill.total)
            }
            "bring_in_receivable" => Some(self.foreign_total(&issue, day, &mut Vec::new())),
            _ => None,
        };
        if total == Some(0) {
            warnings.push("total.zero");
        }
        let is_twin = |kind, amount: Option<i128>, days| {
            let (look, has_reference) = look(&issue);
            if amount == Some(0) && !has_reference {
                return false;
            }
            let days = if has_reference { days } else { 0 };
            self.has_twin(&issue, kind, amount, (day, days), &look)
        };
        match (text(&issue, "do"), total) {
            ("issue_invoice" | "bring_in_invoice" | "bring_in_receivable", Some(total))
                if total >= 0 && is_twin(Kind::Invoice, Some(total), 90) =>
            {
                warnings.push("invoice.looks_twice");
            }
            ("record_payment", _) => {
                let amount = self.received(&issue, &mut Vec::new());
                if is_twin(Kind::Payment, Some(amount), 7) {
                    warnings.push("payment.looks_twice");
                }
            }
            // A certificate's number is given once, whatever the amount.
            ("record_certificate", _) if is_twin(Kind::Payment, None, 3_653) => {
                warnings.push("payment.looks_twice");
            }
            ("register_customer" | "amend_customer", _) => {
                let fields = FIELDS.into_iter().filter(|field| self.looks_twice(&issue, field));
                warnings.extend(fields.map(|_| "customer.looks_twice"));
                let number = issue["tax_id"].as_str().unwrap_or_default().trim();
                let digits = number.bytes().filter(u8::is_ascii_digit).count();
                // The numbers of Canada have letters, which nobody here types.
                if !number.is_empty() && (digits != 9 || self.scale != 0) {
                    warnings.push("tax_id.unusual");
                }
            }
            ("schedule_callback", _) if self.is_outside_hours(&issue) => {
                warnings.push("callback.outside_hours");
            }
            ("move_dispute", _) if text(&issue, "to") == "in_progress" => {
                let notes = self.notes_in_force(text(&issue, "dispute"));
                warnings.extend((0..notes).map(|_| "dispute.credit_stays"));
            }
            ("cancel_plan", _) => {
                let stay = self.promised_again(&issue, (day, today)).1;
                warnings.extend((0..stay).map(|_| "plan.promise_stays"));
            }
            ("deliver" | "deliver_statement", _) if self.is_sent_again(&issue) => {
                warnings.push("delivery.again");
            }
            _ => {}
        }
        warnings.sort_unstable();
        warnings
    }

    fn unusual_dates(&self, command: &Value, today: Day) -> Vec<&'static str> {
        let name = text(command, "do");
        let day = match name {
            "issue_draft" => date(&self.issue_of(command), today),
            "identify" => date(&self.as_payment(command).unwrap(), today),
            "log_call" => text(command, "at")[..10].parse().unwrap(),
            "match_bank_line" => date(&self.line_as_payment(command).unwrap(), today),
            "link_bank_line" | "dismiss_bank_line" => self.settled_on(command),
            _ => date(command, today),
        };
        let settled = command["settled"].as_str().map(|day| day.parse().unwrap());
        let unusual = |day: &Day| {
            let days = day.days_since(today);
            days > 31 || (days < -400 && !name.starts_with("bring_in"))
        };
        let all = [Some(day), settled].into_iter().flatten();
        all.filter(unusual).map(|_| "date.unusual").collect()
    }

    /// Whether there is a document like it, of the same customer, that counts.
    fn has_twin(
        &self,
        command: &Value,
        kind: Kind,
        amount: Option<i128>,
        (day, days): (Day, i64),
        look: &str,
    ) -> bool {
        let root = self.head_root(self.root_on(text(command, "customer"), day));
        self.documents.values().any(|document| {
            document.kind == kind
                && amount.is_none_or(|amount| document.amount == amount)
                && !document.void
                && self.head_root(&document.customer) == root
                && document.date.days_since(day).abs() <= days
                && self.looks.documents.get(&document.number).is_some_and(|other| other == look)
        })
    }

    /// Whether what is said of a customer is said of another already; not where it was said of this
    /// one before.
    fn looks_twice(&self, command: &Value, field: &str) -> bool {
        let Some(given) = command[field].as_str() else { return false };
        let given = folded(field, given);
        let own = command["customer"].as_str().map(|code| self.head_root(code));
        let says = |code: &str| {
            self.looks.customers.get(code).and_then(|fields| fields.get(field)) == Some(&given)
        };
        let others = self.customers.keys().filter(|code| Some(self.head_root(code)) != own);
        !given.is_empty() && !own.is_some_and(says) && others.into_iter().any(|code| says(code))
    }

    /// Enters how what was made looks.
    pub(super) fn book_looks(&mut self, command: &Value, made: &[String]) {
        let issue = match text(command, "do") {
            "issue_draft" => self.issue_of(command),
            _ => command.clone(),
        };
        match text(&issue, "do") {
            "issue_invoice"
            | "record_payment"
            | "record_certificate"
            | "bring_in_invoice"
            | "bring_in_receivable" => {
                self.looks.documents.insert(made[0].clone(), look(&issue).0);
            }
            "register_customer" | "amend_customer" => {
                let code = command["customer"].as_str().map(|code| self.head_root(code));
                let code = code.unwrap_or_else(|| &made[0]).to_string();
                let looks = self.looks.customers.entry(code).or_default();
                for field in FIELDS {
                    if let Some(given) = command[field].as_str() {
                        looks.insert(field, folded(field, given));
                    }
                }
            }
            _ => {}
        }
        if ["issue_invoice", "record_payment", "register_customer"].contains(&text(command, "do")) {
            self.looks.entered.push(command.clone());
        }
    }
}
