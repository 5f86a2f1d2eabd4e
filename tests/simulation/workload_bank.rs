//! Random statements of a bank, and what becomes of their lines.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::{Auditor, Kind, LineStands};
use crate::workload::Workload;

impl Workload {
    pub fn bank(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let count = books.bank_lines().len();
        if count == 0 || chance.random_range(0..4) == 0 {
            return self.statement(chance, books, today);
        }
        // Mostly one of the last, so that something becomes of it.
        let it = &books.bank_lines()[count - 1 - chance.random_range(0..count.min(8))];
        let number = match chance.random_range(0..30) {
            0 => "BL999999",
            _ => it.number.as_str(),
        };
        let back = chance.random_range(-3..2);
        let date = (chance.random_range(0..4) == 0).then(|| Self::day(today, back));
        let take_back = it.stands != LineStands::Open && chance.random_range(0..2) == 0;
        let mut command = match chance.random_range(0..12) {
            _ if take_back => {
                return json!({"do": "unmatch_bank_line", "line": number,
                    "date": Self::day(today, back.min(0))});
            }
            0..5 => {
                let customer = Self::customer(chance, books);
                json!({"do": "match_bank_line", "line": number, "customer": customer})
            }
            5..9 => {
                let kinds = [Kind::Payment, Kind::Payment, Kind::Refund, Kind::Invoice];
                let kind = kinds[chance.random_range(0..kinds.len())];
                let customer = Self::customer(chance, books);
                let any = books.any_document(u64::from(chance.random::<u32>()), kind, &customer);
                let document = match chance.random_range(0..5) {
                    0 => any,
                    _ => books.fitting(it).unwrap_or(any),
                };
                json!({"do": "link_bank_line", "line": number, "payment": document})
            }
            9..11 => json!({"do": "dismiss_bank_line", "line": number, "reason": "the bank's own"}),
            _ => {
                return json!({"do": "unmatch_bank_line", "line": number,
                    "date": Self::day(today, back.min(0))});
            }
        };
        if let Some(date) = date {
            command["date"] = json!(date);
        }
        let is_match = command["do"] == "match_bank_line";
        if (is_match || command["do"] == "link_bank_line" && chance.random_range(0..4) == 0)
            && chance.random_range(0..5) == 0
        {
            command["fee"] = json!(self.amount(chance, 7));
        }
        if command["do"] == "match_bank_line" && chance.random_range(0..3) == 0 {
            command["allocate"] = json!("none");
        }
        command
    }

    /// Cash and cheques that go to the bank together, mostly once; sometimes what doesn't.
    pub fn deposit(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let date = Self::day(today, chance.random_range(-2..2));
        if chance.random_range(0..4) == 0 {
            let deposit = books.any_deposit(chance.random_range(0..50));
            let deposit = deposit.unwrap_or_else(|| "DEP-1999-00001".into());
            return json!({"do": "void_deposit", "deposit": deposit, "date": date});
        }
        let customer = Self::customer(chance, books);
        let payments: Vec<String> = (0..chance.random_range(1..4))
            .map(|_| match chance.random_range(0..12) {
                0 => {
                    books.any_document(u64::from(chance.random::<u32>()), Kind::Payment, &customer)
                }
                _ => books
                    .any_cash(chance.random_range(0..50))
                    .unwrap_or_else(|| "PAY-1999-00001".into()),
            })
            .collect();
        json!({"do": "record_deposit", "date": date, "payments": payments})
    }

    /// Lines of which some are there already, or twice, and some are of the amount of a payment.
    fn statement(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let lines: Vec<Value> = (0..chance.random_range(1..4))
            .map(|_| {
                let minor = match chance.random_range(0..4) {
                    0 => 12_300,
                    1 => books.any_money(chance.random()).unwrap_or(500),
                    _ => chance.random_range(0..200_000),
                };
                let sign = if chance.random_range(0..4) == 0 { "-" } else { "" };
                let date = Self::day(today, chance.random_range(-20..2));
                let said = ["Thanks", "thanks", "rent"][chance.random_range(0..3)];
                let mut line = json!({"date": date, "payer": "J. Uwase",
                    "amount": format!("{sign}{}", self.amount(chance, minor)),
                    "text": said});
                if chance.random_range(0..6) == 0 {
                    line["fee"] = json!("1");
                }
                line
            })
            .collect();
        let mut command = json!({"do": "record_bank_lines", "account": "BK", "lines": lines});
        match chance.random_range(0..8) {
            0 => {}
            1 | 2 => command["overlap"] = json!("same"),
            _ => command["overlap"] = json!("new"),
        }
        command
    }
}
