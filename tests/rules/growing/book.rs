//! A book with so many of everything, nearly all of it on one account.

use std::collections::BTreeMap;

use crate::common::TestBook;

/// A book, what was made in it by name, and how much of everything there is.
pub struct Grown {
    pub test: TestBook,
    pub names: BTreeMap<&'static str, String>,
    pub count: usize,
}

/// Once in so many times something else happens.
const EVERY: usize = 5;

pub fn book(count: usize) -> Grown {
    let mut grown = Grown { test: TestBook::rwanda(), names: BTreeMap::new(), count };
    grown.begin();
    for n in 1..=count {
        grown.sales(n);
        grown.cases(n);
        grown.others(n);
    }
    grown.bank();
    grown
}

impl Grown {
    /// Posts a line, with names in angle brackets replaced by what they stand for.
    pub fn told(&mut self, line: &str) -> daybook::engine::Receipt {
        let line = self.filled(line);
        self.test.taken(&line)
    }

    pub fn filled(&self, line: &str) -> String {
        let names = self.names.iter();
        names.fold(line.to_string(), |line, (name, is)| line.replace(&format!("<{name}>"), is))
    }

    fn begin(&mut self) {
        for line in [
            r#"{"do":"register_customer","code":"C1","name":"Kigali Heights","phone":"+250788123456","email":"ap@heights.example","date":"2020-01-01"}"#,
            r#"{"do":"register_customer","code":"C2","name":"Nyamata Lodge","email":"ap@lodge.example","date":"2020-01-01"}"#,
            r#"{"do":"register_customer","code":"GONE","name":"Marc","contact":"Marc","date":"2020-01-01"}"#,
            r#"{"do":"set_dunning_policy","name":"p","levels":"7, 21","interval_days":14}"#,
            r#"{"do":"set_late_fee_policy","yearly_percent":"12%","grace_days":0,"date":"2026-08-01"}"#,
            r#"{"do":"set_hold_policy","days_late":20,"amount":"10"}"#,
        ] {
            self.test.taken(line);
        }
        let oldest = self.test.invoice("C1", "2026-08-03", "2026-08-20", "1000");
        self.names.insert("oldest", oldest);
    }

    /// An invoice; most are paid, once in a while in cash.
    fn sales(&mut self, n: usize) {
        let invoice = self.test.invoice("C1", "2026-08-03", "2026-09-02", "1000");
        if n.is_multiple_of(EVERY) {
            self.told(r#"{"do":"draft_invoice","customer":"C1","lines":[{"description":"Paper","quantity":"1","unit_price":"10"}]}"#);
        } else {
            let method = if n % EVERY == 1 { "cash" } else { "bank" };
            let payment = self.told(&format!(
                r#"{{"do":"record_payment","customer":"C1","date":"2026-09-10","amount":"1000","method":"{method}","allocate":[{{"invoice":"{invoice}","amount":"1000"}}]}}"#
            ));
            if n % (2 * EVERY) == 1 {
                let payment = payment.number("payment").unwrap();
                self.told(&format!(
                    r#"{{"do":"record_deposit","date":"2026-09-11","payments":["{payment}"]}}"#
                ));
            }
        }
        self.names.insert("newest", invoice);
    }

    /// What is said about it: a call, a promise that is kept or broken, a dispute that goes on or not.
    fn cases(&mut self, n: usize) {
        self.told(r#"{"do":"log_call","customer":"C1","direction":"in","note":"asks"}"#);
        if n % EVERY == 2 {
            self.told(
                r#"{"do":"open_dispute","invoice":"<newest>","amount":"100","reason":"price"}"#,
            );
        }
        if n.is_multiple_of(EVERY) {
            self.told(r#"{"do":"promise","customer":"C1","invoice":"<newest>","amount":"1000","date":"2026-08-04","by":"2026-08-20","tolerance_days":1}"#);
            let dispute =
                r#"{"do":"open_dispute","invoice":"<newest>","amount":"100","reason":"price"}"#;
            let dispute = self.told(dispute).number("dispute").unwrap().to_string();
            if n.is_multiple_of(2 * EVERY) {
                self.told(&format!(
                    r#"{{"do":"resolve_dispute","dispute":"{dispute}","outcome":"upheld"}}"#
                ));
            }
            let callback = r#"{"do":"schedule_callback","customer":"C1","at":"2026-11-24T14:30:00+02:00","note":"paid?"}"#;
            self.told(callback);
            self.told(r#"{"do":"deliver","document":"<newest>","by":"print"}"#);
        }
    }

    /// Other accounts, which owe something or had a letter; money whose payer is not known.
    fn others(&mut self, n: usize) {
        if !n.is_multiple_of(EVERY) {
            return;
        }
        let code = format!("X{n:05}");
        self.test.customer(&code);
        let invoice = self.test.invoice(&code, "2026-08-03", "2026-09-02", "700");
        self.told(&format!(
            r#"{{"do":"await_certificate","invoice":"{invoice}","kind":"WHT3","amount":"20"}}"#
        ));
        self.told(r#"{"do":"record_unidentified","date":"2026-11-19","amount":"12","method":"bank","payer":"J. Uwase"}"#);
        self.told(&format!(r#"{{"do":"hand_over","customer":"{code}","to":"eva"}}"#));
        let line = match n % (2 * EVERY) {
            0 => format!(r#"{{"do":"send_dunning_letter","customer":"{code}"}}"#),
            _ => format!(
                r#"{{"do":"agree_plan","customer":"{code}","invoices":["{invoice}"],"count":3,"first":"2026-11-30","every":"month"}}"#
            ),
        };
        self.told(&line);
    }

    /// A statement of a bank with as many lines, a part of which is matched or dismissed.
    fn bank(&mut self) {
        let line = |n: usize| {
            format!(
                r#"{{"date":"2026-11-17","amount":"9","payer":"J. Uwase","text":"thanks {n}"}}"#
            )
        };
        let lines: Vec<String> = (1..=self.count).map(line).collect();
        self.told(&format!(
            r#"{{"do":"record_bank_lines","account":"BK","lines":[{}]}}"#,
            lines.join(",")
        ));
        for n in 1..=self.count / EVERY {
            let (matched, dismissed) =
                (format!("BL{n:06}"), format!("BL{:06}", self.count / EVERY + n));
            self.told(&format!(
                r#"{{"do":"match_bank_line","line":"{matched}","customer":"C1","allocate":"none"}}"#
            ));
            self.told(&format!(
                r#"{{"do":"dismiss_bank_line","line":"{dismissed}","reason":"ours"}}"#
            ));
        }
        for (name, n) in [("line1", 1), ("line2", 2), ("line3", 3), ("line4", 4)] {
            self.names.insert(name, format!("BL{:06}", self.count + n));
        }
    }
}
