//! Random commands: mostly ones that a coordinator would send, some that no book may take.

use daybook::domain::Day;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::auditor::{Auditor, HIDDEN, Kind};

fn text<'a>(command: &'a Value, field: &str) -> &'a str {
    command[field].as_str().unwrap_or("")
}

pub struct Workload {
    rwanda: bool,
    /// Invoices are issued later and later, most of the time.
    pub(crate) issue_day: i64,
    /// Whether plans often take the place of promises, and are often taken back.
    pub(crate) takes_back: bool,
}

impl Workload {
    pub fn new(rwanda: bool) -> Workload {
        Workload { rwanda, issue_day: -300, takes_back: false }
    }

    pub fn next(&mut self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        match chance.random_range(0..282) {
            0..8 => self.register(chance, books),
            8..38 => self.issue(chance, books, today),
            38..62 => self.pay(chance, books, today),
            62..74 => self.allocate(chance, books, today),
            74..84 => Self::unallocate(chance, books, today),
            84..89 | 206..210 => self.credit(chance, books, today),
            89..92 => Self::void(chance, books, today),
            92..94 => Self::bounce(chance, books, today),
            175..191 => self.correct(chance, books, today),
            248..256 => self.suspense(chance, books, today),
            162..164 | 256..266 => self.bank(chance, books, today),
            266..274 => Self::deposit(chance, books, today),
            210..214 if self.rwanda => {
                let (customer, back) =
                    (Self::customer(chance, books), chance.random_range(-100..2));
                self.certificate(chance, books, &customer, &Self::day(today, back))
            }
            94..96 | 191..194 => self.refund(chance, books, today),
            96..98 => self.write_off(chance, books, today),
            98..100 | 172..175 => self.recover(chance, books, today),
            100..125 => self.dispute(chance, books, today),
            125..140 => self.promise(chance, books, today),
            140..146 => Self::contact(chance, books, today),
            146..152 | 214..218 => self.account(chance, books, today),
            152..162 => self.sale(chance, books, today),
            168..170 => Self::define_series(chance),
            224..248 => Self::delivery(chance, books, today),
            170..172 => Self::role(chance),
            194..206 => self.twin(chance, books, today),
            274..282 => self.chase(chance, books, today),
            _ => self.bring_in(chance, books, today),
        }
    }

    pub(crate) fn customer(chance: &mut ChaCha8Rng, books: &Auditor) -> String {
        if chance.random_range(0..40) == 0 {
            return "NOBODY".into();
        }
        books.any_customer(chance.random()).unwrap_or_else(|| "C0001".into())
    }

    pub(crate) fn day(today: Day, days: i64) -> String {
        today.plus(days).map(|day| day.to_string()).unwrap_or_default()
    }

    /// An amount in minor units as text, sometimes with a decimal too many.
    pub(crate) fn amount(&self, chance: &mut ChaCha8Rng, minor: i64) -> String {
        match (self.rwanda, chance.random_range(0..60)) {
            (true, 0) => format!("{minor}.5"),
            (true, _) => minor.to_string(),
            (false, 0) => format!("{}.{:03}", minor / 100, minor % 100),
            (false, _) => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    /// What was entered before, once more, near the day and written in another way.
    fn twin(&mut self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let Some(mut twin) = books.any_entered(chance.random()).cloned() else {
            return self.register(chance, books);
        };
        for field in ["reference", "name", "email"] {
            if let Some(text) = twin[field].as_str().filter(|_| chance.random_range(0..2) == 0) {
                twin[field] = json!(text.to_uppercase());
            }
        }
        if twin["do"] == "register_customer" {
            twin.as_object_mut().unwrap().remove("code");
            return twin;
        }
        let date = twin["date"].as_str().map_or(today, |date| date.parse().unwrap());
        let days = [0, 0, 0, 1, -7, 7, 8, -9, 90, 91][chance.random_range(0..10)];
        let date = date.plus(days).unwrap().min(today.plus(1).unwrap());
        twin["date"] = json!(date.to_string());
        match text(&twin, "do") {
            "issue_invoice" => {
                twin["override"] = json!({"reason": "twice"});
                twin.as_object_mut().unwrap().remove("due");
            }
            _ => twin["allocate"] = json!("none"),
        }
        twin
    }

    /// Who a customer is: few are alike by chance, in one writing or another.
    pub(crate) fn identity(chance: &mut ChaCha8Rng, command: &mut Value) {
        let who = chance.random_range(0..2_000);
        let names = [format!("Café Uwase {who}"), format!("CAFE  uwase {who}")];
        command["name"] = json!(names[chance.random_range(0..2)]);
        if chance.random_range(0..3) == 0 {
            let digits = 788_000_000 + chance.random_range(0..500);
            let phones = [format!("+250 {digits}"), format!("0{digits}")];
            command["phone"] = json!(phones[chance.random_range(0..2)]);
        }
        if chance.random_range(0..3) == 0 {
            command["email"] = json!(format!("ap{}@x.example", chance.random_range(0..500)));
        }
        if chance.random_range(0..3) == 0 {
            // Of nine digits, as those of Rwanda are, or fewer.
            let middle = [" ", "0000"][chance.random_range(0..2)];
            command["tax_id"] = json!(format!("10{middle}{:03}", chance.random_range(0..500)));
        }
    }

    fn register(&self, chance: &mut ChaCha8Rng, books: &Auditor) -> Value {
        let mut command = json!({"do": "register_customer"});
        Self::identity(chance, &mut command);
        if chance.random_range(0..3) == 0 {
            command["code"] = match books.any_customer(chance.random()) {
                Some(code) if chance.random_range(0..4) == 0 => json!(code.to_lowercase()),
                Some(code) if chance.random_range(0..4) == 0 => {
                    json!(format!("{}{code}", HIDDEN[0]))
                }
                _ => json!(format!("K{}{}", HIDDEN[1], chance.random_range(0..1_000_000))),
            };
        }
        if chance.random_range(0..30) == 0 {
            command["name"] = json!(format!("Uwase{}", HIDDEN[chance.random_range(0..2)]));
        }
        if chance.random_range(0..2) == 0 {
            command["terms"] = json!("2/10 net 30");
        }
        if chance.random_range(0..3) == 0 {
            let limit = chance.random_range(10_000..2_000_000);
            command["credit_limit"] = json!(self.amount(chance, limit));
        }
        command
    }

    pub(crate) fn tax(&self, chance: &mut ChaCha8Rng) -> Option<Value> {
        let all = match self.rwanda {
            true => [json!("A"), json!("B"), json!(["B", "TT"]), json!("C")],
            false => [json!("GST"), json!(["GST", "QST"]), json!(["QST", "GST"]), json!("HST-ON")],
        };
        match chance.random_range(0..30) {
            0 => Some(json!("NOPE")),
            1 if self.rwanda => Some(json!(["A", "B"])),
            1 if chance.random_range(0..2) == 0 => Some(json!(["HST-ON", "HST-NB"])),
            1 => Some(json!(["HST-ON", "GST"])),
            2..4 => None,
            n => Some(all[n % 4].clone()),
        }
    }

    pub(crate) fn line(&self, chance: &mut ChaCha8Rng) -> Value {
        if chance.random_range(0..8) == 0 {
            let mut line = json!({"item": format!("ITEM{}", chance.random_range(0..7)),
                "quantity": chance.random_range(1..9).to_string()});
            if chance.random_range(0..3) == 0 {
                line["unit_price"] = json!("12.34");
            }
            return line;
        }
        let cents = chance.random_range(0..200_000);
        let quantity = match chance.random_range(0..12) {
            0 => format!("{}.{:02}", chance.random_range(0..9), chance.random_range(1..100)),
            1 => "-1".to_string(),
            _ => chance.random_range(1..20).to_string(),
        };
        let mut line = json!({"description": "Something", "quantity": quantity,
            "unit_price": format!("{}.{:02}", cents / 100, cents % 100)});
        if let Some(tax) = self.tax(chance) {
            line["tax"] = tax;
        }
        if chance.random_range(0..4) == 0 {
            line["discount"] = json!(format!("{}%", chance.random_range(0..=100)));
        }
        line
    }

    pub(crate) fn issue(&mut self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        self.issue_day = (self.issue_day + chance.random_range(0..4)).min(0);
        let back = if chance.random_range(0..10) == 0 { chance.random_range(1..40) } else { 0 };
        let ahead = if chance.random_range(0..20) == 0 { chance.random_range(1..90) } else { 0 };
        let date = if ahead > 0 { ahead } else { self.issue_day - back };
        let mut lines: Vec<Value> =
            (0..chance.random_range(1..5)).map(|_| self.line(chance)).collect();
        if chance.random_range(0..25) == 0 {
            lines = vec![json!({"description": "A gift", "quantity": "1", "unit_price": "0"})];
        }
        let mut command = json!({"do": "issue_invoice", "customer": Self::customer(chance, books),
            "date": Self::day(today, date), "lines": lines});
        if chance.random_range(0..2) == 0 {
            command["reference"] = json!(format!("po-{}", chance.random_range(0..50)));
        }
        if chance.random_range(0..2) == 0 {
            command["due"] = json!(Self::day(today, date + chance.random_range(-1..60)));
        }
        if chance.random_range(0..4) == 0 {
            let series = ["INV", "KGL", "HUY", "S9"];
            command["series"] = json!(series[chance.random_range(0..4)]);
        }
        if chance.random_range(0..3) == 0 {
            command["prices"] = json!("inclusive");
        }
        if chance.random_range(0..3) == 0 {
            command["override"] = json!({"reason": "agreed"});
        }
        if chance.random_range(0..5) == 0 {
            let amount = chance.random_range(0..5_000);
            let mut charge =
                json!({"description": "Shipping", "amount": self.amount(chance, amount)});
            if let Some(tax) = self.tax(chance) {
                charge["tax"] = tax;
            }
            command["charges"] = json!([charge]);
        }
        command
    }

    fn pay(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = match chance.random_range(0..6) {
            // Who has most that is due on one day.
            0 => books.any_customer(0).unwrap_or_default(),
            _ => Self::customer(chance, books),
        };
        let days = match chance.random_range(0..30) {
            0 => [32, 31, -400, -401][chance.random_range(0..4)],
            1..3 => chance.random_range(2..120),
            _ => chance.random_range(-300..2),
        };
        let date = Self::day(today, days);
        let minor = chance.random_range(0..400_000);
        if let (0, Some((customer, invoice, amount, last))) =
            (chance.random_range(0..5), books.any_promise(chance.random()))
        {
            // Money on the very day on which a promise ends, or the day after.
            let date = last.plus(chance.random_range(0..2)).unwrap().to_string();
            let part = if chance.random_range(0..2) == 0 { amount } else { amount / 2 + 1 };
            let part = self.amount(chance, i64::try_from(part).unwrap());
            let allocate = match chance.random_range(0..3) {
                0 => json!("none"),
                _ => json!([{"invoice": invoice, "amount": part}]),
            };
            return json!({"do": "record_payment", "customer": customer, "date": date,
                "method": "bank", "amount": part, "allocate": allocate});
        }
        if let (0, Some((customer, invoice, left, off, until))) =
            (chance.random_range(0..4), books.any_early(chance.random()))
        {
            // In time or just not; all of it, less the discount, a cent beside that, or a part.
            let date = until.plus(chance.random_range(-4..2)).unwrap().to_string();
            let amount = match chance.random_range(0..8) {
                0 => left,
                1 => left - off + 1,
                2 => left - off - 1,
                3 => left / 3,
                _ => left - off,
            };
            let amount = self.amount(chance, i64::try_from(amount.max(0)).unwrap());
            let allocate = match chance.random_range(0..3) {
                0 => json!("oldest"),
                _ => json!([{"invoice": invoice, "amount": amount}]),
            };
            return json!({"do": "record_payment", "customer": customer, "date": date,
                "method": "cheque", "amount": amount, "allocate": allocate});
        }
        let paid: Day = date.parse().unwrap();
        let owed = books.owed_sum(&customer, paid, chance.random());
        if let Some(owed) = owed.filter(|_| chance.random_range(0..3) == 0) {
            let owed = i64::try_from(owed).unwrap() + [0, 0, 0, 1, -1][chance.random_range(0..5)];
            return json!({"do": "record_payment", "customer": customer, "date": date,
                "method": "bank", "amount": self.amount(chance, owed.max(0))});
        }
        let allocate = match chance.random_range(0..4) {
            0 => json!("none"),
            1 => {
                let mut shares = Vec::new();
                for _ in 0..chance.random_range(1..4) {
                    let invoice = books.any_document(chance.random(), Kind::Invoice, &customer);
                    let share = chance.random_range(1..=(minor / 2).max(1));
                    shares.push(json!({"invoice": invoice, "amount": self.amount(chance, share)}));
                }
                json!(shares)
            }
            _ => json!("oldest"),
        };
        let method = ["bank", "cheque", "momo", "card"][chance.random_range(0..4)];
        let mut command = json!({"do": "record_payment", "customer": customer, "date": date,
            "method": method, "amount": self.amount(chance, minor), "allocate": allocate});
        if chance.random_range(0..2) == 0 {
            command["reference"] = json!(format!("tr {}", chance.random_range(0..50)));
        }
        command
    }

    fn allocate(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let from = match chance.random_range(0..4) {
            0 => books.any_document(chance.random(), Kind::Credit, &customer),
            _ => books.any_document(chance.random(), Kind::Payment, &customer),
        };
        let to = books.any_document(chance.random(), Kind::Invoice, &customer);
        let minor = chance.random_range(0..60_000);
        json!({"do": "allocate", "from": from, "to": to, "amount": self.amount(chance, minor),
            "date": Self::day(today, chance.random_range(-200..2))})
    }

    fn unallocate(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let count = chance.random_range(1..=books.allocations() + 1);
        json!({"do": "unallocate", "allocation": format!("A{count:06}"),
            "date": Self::day(today, chance.random_range(-250..2))})
    }

    fn credit(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let given_up =
            books.any_given_up(chance.random()).filter(|_| chance.random_range(0..3) == 0);
        let invoice = given_up
            .unwrap_or_else(|| books.any_document(chance.random(), Kind::Invoice, &customer));
        let mut command = json!({"do": "credit_invoice", "invoice": invoice, "reason": "price",
            "date": Self::day(today, chance.random_range(-60..2))});
        if chance.random_range(0..2) == 0 {
            command["override"] = json!({"reason": "agreed"});
        }
        if let (0, Some((_, invoice, left, off, _))) =
            (chance.random_range(0..6), books.any_early(chance.random()))
        {
            // What is open afterwards is the discount of what is kept, or a unit beside it.
            let amount = i64::try_from((left - off) * 100 / 98).unwrap();
            let amount = (amount + [0, 0, 1, -1][chance.random_range(0..4)]).max(0);
            command["invoice"] = json!(invoice);
            command["amount"] = json!(self.amount(chance, amount));
            return command;
        }
        match chance.random_range(0..5) {
            0..2 => command["full"] = json!(true),
            2..4 => {
                let minor = chance.random_range(0..80_000);
                command["amount"] = json!(self.amount(chance, minor));
            }
            _ => {}
        }
        command
    }

    fn bounce(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let payment = books.any_document(chance.random(), Kind::Payment, &customer);
        json!({"do": "bounce_payment", "payment": payment, "reason": "no funds",
            "date": Self::day(today, chance.random_range(-250..2))})
    }

    fn correct(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let date = Self::day(today, chance.random_range(-100..2));
        let any =
            |chance: &mut ChaCha8Rng, kind| books.any_document(chance.random(), kind, &customer);
        match chance.random_range(0..20) {
            0..2 => json!({"do": "reverse_payment", "reason": "slip", "date": date,
                "payment": any(chance, Kind::Payment)}),
            2..8 => json!({"do": "reverse_refund", "reason": "returned", "date": date,
                "refund": any(chance, Kind::Refund)}),
            8..11 => json!({"do": "void_credit_note", "reason": "slip", "date": date,
                "credit_note": any(chance, Kind::Credit)}),
            _ => self.certificate(chance, books, &customer, &date),
        }
    }

    fn certificate(
        &self,
        chance: &mut ChaCha8Rng,
        books: &Auditor,
        customer: &str,
        date: &str,
    ) -> Value {
        let number = format!("W-{}", chance.random_range(0..200));
        let mut command = json!({"do": "record_certificate", "customer": customer, "kind": "WHT3",
            "number": number, "date": date});
        if let (0, Some((customer, invoice, left, off, _))) =
            (chance.random_range(0..4), books.any_early(chance.random()))
        {
            // All of it, all but the discount, or a part that money completes.
            let part = [left - off, left - off, left - off + 1, left / 5, left];
            let part = i64::try_from(part[chance.random_range(0..5)].max(1)).unwrap();
            command["customer"] = json!(customer);
            let amount = self.amount(chance, part);
            command["allocate"] = json!([{"invoice": invoice, "amount": amount}]);
            return command;
        }
        let any =
            |chance: &mut ChaCha8Rng, kind| books.any_document(chance.random(), kind, customer);
        let kinds = ["WHT3", "WHT15", "VATWH", "NOPE"];
        let kind = kinds[chance.random_range(0..if self.rwanda { 40 } else { 4 }) % 4];
        let mut shares = Vec::new();
        for _ in 0..chance.random_range(1..3) {
            let invoice = any(chance, Kind::Invoice);
            let share = chance.random_range(1..4_000);
            shares.push(json!({"invoice": invoice, "amount": self.amount(chance, share)}));
        }
        (command["kind"], command["allocate"]) = (json!(kind), json!(shares));
        command
    }

    fn refund(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let kind = if chance.random_range(0..3) == 0 { Kind::Credit } else { Kind::Payment };
        let from = books.any_document(chance.random(), kind, &customer);
        let minor = chance.random_range(0..40_000);
        json!({"do": "refund", "from": from, "amount": self.amount(chance, minor),
            "date": Self::day(today, chance.random_range(-100..2))})
    }

    fn write_off(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let small = chance.random_range(0..3) == 0;
        let minor = chance.random_range(0..if small { 150 } else { 50_000 });
        let reason = if small { "small_difference" } else { "bad_debt" };
        json!({"do": "write_off", "reason": reason, "amount": self.amount(chance, minor),
            "invoice": books.any_document(chance.random(), Kind::Invoice, &customer),
            "date": Self::day(today, chance.random_range(-100..2))})
    }

    fn recover(&self, chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let mut command = json!({"do": "recover",
            "write_off": books.any_document(chance.random(), Kind::WriteOff, &customer),
            "date": Self::day(today, chance.random_range(-100..2))});
        if chance.random_range(0..2) == 0 {
            let minor = chance.random_range(0..20_000);
            command["amount"] = json!(self.amount(chance, minor));
        }
        command
    }

    fn define_series(chance: &mut ChaCha8Rng) -> Value {
        let series = ["KGL", "HUY", "INV", "PAY"];
        json!({"do": "define_series", "series": series[chance.random_range(0..4)]})
    }

    fn void(chance: &mut ChaCha8Rng, books: &Auditor, today: Day) -> Value {
        let customer = Self::customer(chance, books);
        let invoice = books.any_document(chance.random(), Kind::Invoice, &customer);
        json!({"do": "void_invoice", "invoice": invoice, "reason": "mistake",
            "date": Self::day(today, chance.random_range(-250..2))})
    }
}
