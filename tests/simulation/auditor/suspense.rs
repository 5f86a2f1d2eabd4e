//! Money whose payer is not known: it waits, is a payment once it is identified, and waits again when
//! that payment was a mistake.

use daybook::domain::Day;
use serde_json::{Value, json};

use super::{Auditor, Broken, Group, date, text};

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Waits {
    Open,
    /// It is this payment.
    Paid(String),
    Reversed,
}

#[derive(Debug)]
pub struct Waiting {
    pub number: String,
    pub stands: Waits,
    pub amount: i128,
    /// The day of the money, or of the last thing that became of it.
    since: Day,
    recorded: Value,
}

impl Auditor {
    pub fn waiting(&self) -> &[Waiting] {
        &self.suspense
    }

    /// What waits, in minor units.
    pub fn on_suspense_list(&self) -> i128 {
        self.suspense.iter().filter(|it| it.stands == Waits::Open).map(|it| it.amount).sum()
    }

    fn waits(&self, command: &Value) -> Option<&Waiting> {
        self.suspense.iter().find(|it| it.number == text(command, "unidentified"))
    }

    /// The payment that an identification makes.
    pub(super) fn as_payment(&self, command: &Value) -> Option<Value> {
        let it = self.waits(command)?;
        let mut paid = it.recorded.clone();
        paid["do"] = json!("record_payment");
        paid["customer"] = command["customer"].clone();
        paid["date"] = match &command["date"] {
            Value::Null => json!(it.since.to_string()),
            given => given.clone(),
        };
        let fields = paid.as_object_mut().unwrap();
        fields.remove("payer");
        fields.extend(command["allocate"].as_str().map(|it| ("allocate".into(), json!(it))));
        Some(paid)
    }

    pub(super) fn record_unidentified(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        self.amount(&command["amount"], broken);
        vec![self.number("SUS", date(command, today).year(), 0)]
    }

    /// Whether it waits, and does since then.
    fn must_wait(&self, command: &Value, day: Option<Day>, broken: &mut Broken) {
        match self.waits(command) {
            None => broken.push("unidentified.unknown"),
            Some(it) if it.stands != Waits::Open => broken.push("unidentified.not_open"),
            Some(it) if day.is_some_and(|day| day < it.since) => {
                broken.push("allocation.before_item");
            }
            Some(_) => {}
        }
    }

    pub(super) fn identify(&self, command: &Value, today: Day, broken: &mut Broken) -> Vec<String> {
        let paid = self.as_payment(command);
        self.must_wait(command, paid.as_ref().map(|paid| date(paid, today)), broken);
        paid.map_or_else(Vec::new, |paid| self.pay(&paid, today, broken))
    }

    pub(super) fn reverse_unidentified(&self, command: &Value, today: Day, broken: &mut Broken) {
        self.must_wait(command, Some(date(command, today)), broken);
    }

    pub(super) fn book_unidentified(&mut self, command: &Value, number: &str, day: Day) {
        *self.counts.entry(("SUS".into(), day.year())).or_default() += 1;
        let amount = self.amount(&command["amount"], &mut Vec::new());
        let (number, recorded) = (number.to_string(), command.clone());
        let stands = Waits::Open;
        self.suspense.push(Waiting { number, stands, amount, since: day, recorded });
    }

    /// An identification is the payment that it makes, in every other respect.
    pub(super) fn book_identified(
        &mut self,
        command: &Value,
        today: Day,
        credited: &mut dyn FnMut(&str) -> Vec<Group>,
    ) {
        let paid = self.as_payment(command).unwrap();
        let payment = self.number("PAY", date(&paid, today).year(), 0);
        let stands = Waits::Paid(payment);
        self.suspense_goes_on(text(command, "unidentified"), stands, date(&paid, today));
        self.book(&paid, today, credited);
    }

    pub(super) fn book_unidentified_reversal(&mut self, command: &Value, day: Day) {
        self.suspense_goes_on(text(command, "unidentified"), Waits::Reversed, day);
    }

    /// A payment was a mistake: if it was identified, its payer is unknown again.
    pub(super) fn book_payer_unknown(&mut self, payment: &str, day: Day) {
        let paid = Waits::Paid(payment.to_string());
        let of = self.suspense.iter().find(|it| it.stands == paid).map(|it| it.number.clone());
        if let Some(number) = of {
            self.suspense_goes_on(&number, Waits::Open, day);
        }
    }

    fn suspense_goes_on(&mut self, number: &str, stands: Waits, day: Day) {
        let it = self.suspense.iter_mut().find(|it| it.number == number).unwrap();
        (it.stands, it.since) = (stands, it.since.max(day));
    }
}
