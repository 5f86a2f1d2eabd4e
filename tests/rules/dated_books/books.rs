//! Books kept by hand: they know only what each entry of the journal says, and its dates.

use serde_json::Value;

use super::*;

#[derive(Clone, Debug)]
pub struct Document {
    pub kind: &'static str,
    pub date: Day,
    pub due: Day,
    pub minor: i64,
    pub seq: u64,
    /// What was taken from it without going elsewhere: the day, the entry, the amount.
    pub gone: Vec<(Day, u64, i64)>,
    /// The invoice of a credit note.
    pub original: Option<String>,
}

impl Document {
    pub fn is_debit(&self) -> bool {
        ["invoice", "refund", "on_top"].contains(&self.kind)
    }
}

#[derive(Clone, Debug)]
pub struct Allocation {
    pub from: String,
    pub to: String,
    pub minor: i64,
    pub date: Day,
    pub seq: u64,
    pub back: Option<(Day, u64)>,
}

/// What is open on a day: signed, and when it is due.
pub type Open = BTreeMap<String, (i64, Day)>;

/// The books kept by hand.
#[derive(Default)]
pub struct Books {
    pub scale: u32,
    pub documents: BTreeMap<String, Document>,
    pub allocations: BTreeMap<String, Allocation>,
    pub last: u64,
}

pub fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("{field} of {value}"))
}

impl Books {
    pub fn minor(&self, value: &Value, field: &str) -> i64 {
        let digits = text(value, field);
        let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
        assert_eq!(u32::try_from(decimals).unwrap(), self.scale, "{field} of {value}");
        digits.replace('.', "").parse().unwrap()
    }

    pub fn amount(&self, minor: i64) -> String {
        match self.scale {
            0 => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    pub fn makes(&mut self, kind: &'static str, number: &str, event: &Value, seq: u64) {
        let date = day(text(event, "date"));
        let (due, amount) = match kind {
            "invoice" => (day(text(event, "due")), "total"),
            "credit_note" => (date, "total"),
            _ => (date, "amount"),
        };
        let minor = self.minor(event, amount);
        let original = (kind == "credit_note").then(|| text(event, "invoice").to_string());
        let made = Document { kind, date, due, minor, seq, gone: vec![], original };
        self.documents.insert(number.into(), made);
    }

    pub fn goes(&mut self, number: &str, event: &Value, seq: u64, minor: i64) {
        let gone = (day(text(event, "date")), seq, minor);
        self.documents.get_mut(number).unwrap().gone.push(gone);
    }

    /// Enters an event as the journal has it.
    pub fn enters(&mut self, event: &Value, seq: u64) {
        let number = |field: &str| text(event, field).to_string();
        match text(event, "event") {
            "invoice_issued" => self.makes("invoice", &number("invoice"), event, seq),
            "payment_recorded" => self.makes("payment", &number("payment"), event, seq),
            "credit_note_issued" => self.makes("credit_note", &number("credit_note"), event, seq),
            "refund_made" => self.makes("refund", &number("refund"), event, seq),
            "write_off_made" => {
                let kind = if event["on_top"] == true { "on_top" } else { "write_off" };
                self.makes(kind, &number("write_off"), event, seq);
            }
            "allocation_made" => {
                let allocation = Allocation {
                    from: number("from"),
                    to: number("to"),
                    minor: self.minor(event, "amount"),
                    date: day(text(event, "date")),
                    seq,
                    back: None,
                };
                self.allocations.insert(number("allocation"), allocation);
            }
            "allocation_reversed" => {
                let it = self.allocations.get_mut(text(event, "allocation")).unwrap();
                assert!(it.back.is_none(), "undone twice: {event}");
                it.back = Some((day(text(event, "date")), seq));
            }
            "payment_bounced" | "payment_reversed" => self.ends(&number("payment"), event, seq),
            "refund_reversed" => self.ends(&number("refund"), event, seq),
            "credit_note_voided" => self.ends(&number("credit_note"), event, seq),
            "write_off_taken_back" => {
                self.goes(text(event, "write_off"), event, seq, self.minor(event, "amount"));
            }
            "certificate_adjusted" => {
                self.goes(text(event, "payment"), event, seq, -self.minor(event, "change"));
            }
            "customer_registered" | "rules_overridden" => {}
            other => panic!("not known to these books: {other}"),
        }
    }

    /// All of a document that is still there is gone.
    pub fn ends(&mut self, number: &str, event: &Value, seq: u64) {
        let document = &self.documents[number];
        let before: i64 = document.gone.iter().map(|(_, _, minor)| minor).sum();
        self.goes(number, event, seq, document.minor - before);
    }

    pub fn left(&self, number: &str, on: Day, known: u64) -> i64 {
        let counts = |(date, seq): (Day, u64)| date <= on && seq <= known;
        let document = &self.documents[number];
        if !counts((document.date, document.seq)) {
            return 0;
        }
        let gone = document.gone.iter().filter(|(date, seq, _)| counts((*date, *seq)));
        let stands = |it: &&Allocation| counts((it.date, it.seq)) && !it.back.is_some_and(counts);
        let taken = self.allocations.values().filter(|it| it.from == number || it.to == number);
        let taken: i64 = taken.filter(stands).map(|it| it.minor).sum();
        document.minor - gone.map(|(_, _, minor)| minor).sum::<i64>() - taken
    }

    /// An invoice is due on its due date for ever. A refund that is owed is owed since the payment that it came from was
    /// taken back.
    pub fn due(&self, number: &str, on: Day, known: u64) -> Day {
        let document = &self.documents[number];
        if document.kind != "refund" {
            return document.due;
        }
        let own = self.allocations.values().filter(|it| it.to == number && it.seq == document.seq);
        let back = own.filter_map(|it| it.back).filter(|(date, seq)| *date <= on && *seq <= known);
        back.map(|(date, _)| date).next().unwrap_or(document.due)
    }

    pub fn open(&self, on: Day, known: u64) -> Open {
        let signed = |(number, it): (&String, &Document)| {
            let left = self.left(number, on, known);
            assert!((0..=it.minor).contains(&left), "{number} on {on}: {left} of {}", it.minor);
            let signed = if it.is_debit() { left } else { -left };
            (number.clone(), (signed, self.due(number, on, known)))
        };
        self.documents.iter().map(signed).filter(|(_, (left, _))| *left != 0).collect()
    }

    pub fn balance(&self, on: Day, known: u64) -> i64 {
        self.open(on, known).values().map(|(left, _)| left).sum()
    }

    /// What was given up on an invoice, and stands.
    pub fn given_up(&self, invoice: &str) -> i64 {
        let live = self.allocations.values().filter(|it| it.to == invoice && it.back.is_none());
        live.filter(|it| self.documents[&it.from].kind == "write_off").map(|it| it.minor).sum()
    }

    /// What was credited of an invoice, by notes that stand.
    pub fn credited(&self, invoice: &str) -> i64 {
        let notes = self.documents.values().filter(|it| it.original.as_deref() == Some(invoice));
        notes.filter(|it| it.gone.is_empty()).map(|it| it.minor).sum()
    }
}
