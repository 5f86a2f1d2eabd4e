//! Random commands on what is sent to customers.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::{Auditor, Kind};
use crate::workload::Workload;

impl Workload {
    pub fn delivery(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let count = books.deliveries().len();
        if count == 0 || chance.random_range(0..3) == 0 {
            return Self::deliver(chance, books, today);
        }
        // Mostly one of the last, so that it comes to an end.
        let back = chance.random_range(0..count.min(6));
        let it = &books.deliveries()[count - 1 - back];
        let number = match chance.random_range(0..40) {
            0 => "DLV-1999-00001",
            _ => it.number.as_str(),
        };
        let off = u64::from(chance.random_range(0..12) == 0);
        let outcome = ["sent", "failed", "unsure"][chance.random_range(0..3)];
        let settled = ["sent", "failed"][chance.random_range(0..2)];
        let reason = json!({"reason": "asked by telephone"});
        match chance.random_range(0..10) {
            0..3 => json!({"do": "begin_delivery", "delivery": number,
                "attempt": it.attempts + 1 + off, "message_id": "<one@kh.example>"}),
            3..6 => {
                json!({"do": "end_delivery", "delivery": number, "answer": "as the server says",
                "attempt": it.attempts + off, "outcome": outcome,
                "again": chance.random_range(0..2) == 0})
            }
            6 => json!({"do": "end_delivery", "delivery": number, "attempt": it.attempts + 1,
                "outcome": "failed", "again": true}),
            7 => json!({"do": "retry_delivery", "delivery": number, "override": reason}),
            8 => json!({"do": "settle_delivery", "delivery": number, "override": reason,
                "outcome": settled}),
            _ => json!({"do": "cancel_delivery", "delivery": number, "note": "not needed"}),
        }
    }

    fn deliver(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let day = Self::day(today, chance.random_range(-20..2));
        let to = ["ap@kh.example", "ap@kh.example", "nobody"][chance.random_range(0..3)];
        let by = ["email", "email", "print", "hand"][chance.random_range(0..4)];
        if chance.random_range(0..4) == 0 {
            let from = chance.random_range(-60..-28);
            return json!({"do": "deliver_statement", "customer": customer, "by": by, "to": to,
                "date": day, "from": Self::day(today, from - from % 3),
                "through": Self::day(today, -30)});
        }
        if let Some(sent) =
            books.any_sent(chance.random()).filter(|_| chance.random_range(0..3) == 0)
        {
            return json!({"do": "deliver", "by": "hand", "document": sent});
        }
        let kinds = [Kind::Invoice, Kind::Invoice, Kind::Payment, Kind::Credit, Kind::Refund];
        let kind = kinds[chance.random_range(0..5)];
        json!({"do": "deliver", "by": by, "to": to, "date": day,
            "document": books.any_document(chance.random(), kind, &customer)})
    }
}
