//! Random commands on money whose payer is not known.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::{Auditor, Waits};
use crate::workload::Workload;

impl Workload {
    pub fn suspense(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let date = Self::day(today, chance.random_range(-100..2));
        let count = books.waiting().len();
        if count == 0 || chance.random_range(0..3) == 0 {
            let minor = chance.random_range(0..300_000);
            let reference = format!("S{}", chance.random_range(0..50));
            return json!({"do": "record_unidentified", "date": date, "method": "momo",
                "amount": self.amount(chance, minor), "reference": reference, "payer": "J. Uwase"});
        }
        // Mostly one of the last, so that something becomes of it.
        let it = &books.waiting()[count - 1 - chance.random_range(0..count.min(6))];
        let number = match chance.random_range(0..30) {
            0 => "SUS-1999-00001",
            _ => it.number.as_str(),
        };
        if let (0, Waits::Paid(payment)) = (chance.random_range(0..2), &it.stands) {
            let date = Self::day(today, chance.random_range(-3..1));
            return json!({"do": "reverse_payment", "payment": payment, "reason": "another",
                "date": date});
        }
        if chance.random_range(0..4) == 0 {
            return json!({"do": "reverse_unidentified", "unidentified": number, "date": date,
                "reason": "sent back"});
        }
        let customer = Self::customer(chance, books);
        let mut command = json!({"do": "identify", "unidentified": number, "customer": customer});
        if chance.random_range(0..3) == 0 {
            command["date"] = json!(date);
        }
        if chance.random_range(0..3) == 0 {
            command["allocate"] = json!("none");
        }
        command
    }
}
