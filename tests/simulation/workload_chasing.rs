//! Random commands around the chasing of debts: the worklist, blocks, groups, policies, codes.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::Auditor;
use crate::auditor::chasing::COMMANDS;
use crate::workload::Workload;

impl Workload {
    pub fn chase(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let until = Self::day(today, chance.random_range(-1..30));
        let minor = chance.random_range(0..50_000);
        let amount = self.amount(chance, minor);
        let codes = ["price", "carrier", "wrong_pallet", "new_driver", "two words", ""];
        let code = codes[chance.random_range(0..codes.len())];
        let group = ["shops", "hotels"][chance.random_range(0..2)];
        let name = COMMANDS[chance.random_range(0..COMMANDS.len())];
        let mut command = match name {
            "snooze" => json!({"customer": customer, "until": until}),
            "hand_over" => {
                let to = ["ana", "eric", "jean", ""][chance.random_range(0..4)];
                match to {
                    "" => json!({"customer": customer}),
                    to => json!({"customer": customer, "to": to}),
                }
            }
            "set_calling_hours" => {
                let hours = [chance.random_range(0..24), chance.random_range(0..24)];
                let [from, to] = hours.map(|hour| hour.to_string());
                json!({"customer": customer, "from": from, "to": to, "zone": "Africa/Kigali"})
            }
            "define_reason" => json!({"reason": code}),
            "define_root_cause" => json!({"root_cause": code}),
            "assign_group" => json!({"customer": customer, "group": group}),
            "block_dunning" => {
                json!({"customer": customer, "until": until, "reason": "being checked"})
            }
            "unblock_dunning" => json!({"customer": customer}),
            "set_late_fee_policy" => {
                json!({"yearly_percent": "10%", "minimum": amount, "group": group})
            }
            "set_hold_policy" => json!({"days_late": 30, "amount": amount}),
            other => panic!("{other}"),
        };
        command["do"] = json!(name);
        command
    }
}
