//! Bank lines: a statement's new ones are taken, and each is a payment, a refund, a return, or nothing of
//! customers, until that is taken back.

use std::collections::BTreeMap;

use daybook::domain::Day;
use serde_json::{Value, json};

use super::{Auditor, Broken, Group, Kind, date, scaled, text};

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineStands {
    Open,
    /// It is this document.
    Matched {
        document: String,
        /// Whether matching the line made it.
        made: bool,
    },
    Dismissed,
}

#[derive(Debug)]
pub struct BankLine {
    pub number: String,
    pub stands: LineStands,
    pub amount: i128,
    fee: i128,
    reference: Option<String>,
    /// The day of the line.
    day: Day,
    /// The day of the line, or that of the last step.
    since: Day,
    /// The day of the last step.
    last: Day,
}

/// What a line says, and which one it is of those that say the same.
type Print = (String, i128, String, usize);

#[derive(Debug, Default)]
pub struct Bank {
    lines: Vec<BankLine>,
    prints: BTreeMap<Print, String>,
    /// When payments bounced.
    bounced: BTreeMap<String, Day>,
}

impl Auditor {
    pub fn bank_lines(&self) -> &[BankLine] {
        &self.bank.lines
    }

    /// What all lines come to that nothing became of.
    pub fn unmatched(&self) -> i128 {
        let open = self.bank.lines.iter().filter(|it| it.stands == LineStands::Open);
        open.map(|it| it.amount).sum()
    }

    /// A payment or a refund that comes to what a line does, if there is one.
    pub fn fitting(&self, line: &BankLine) -> Option<String> {
        let is_out = line.amount < 0;
        let amount = (line.amount + line.fee).abs();
        let fits = |number: &&String| {
            let it = &self.documents[*number];
            it.amount == amount && self.linkable(number, is_out).is_some()
        };
        self.documents.keys().find(fits).cloned()
    }

    fn bank_line(&self, command: &Value) -> Option<&BankLine> {
        self.bank.lines.iter().find(|it| it.number == text(command, "line"))
    }

    fn in_text(&self, minor: i128) -> String {
        match self.scale {
            0 => minor.to_string(),
            _ => format!("{}.{:02}", minor / 100, minor % 100),
        }
    }

    /// The lines of a statement that are new, with what each says; none where one is off.
    fn new_lines<'a>(&self, command: &'a Value) -> Option<Vec<(Print, &'a Value)>> {
        let mut counts: BTreeMap<(String, i128, String), usize> = BTreeMap::new();
        let mut new = Vec::new();
        for line in command["lines"].as_array().unwrap() {
            let amount = scaled(text(line, "amount"), self.scale)?;
            let said = (text(line, "date").to_string(), amount, text(line, "text").to_lowercase());
            let nth = counts.entry(said.clone()).or_default();
            *nth += 1;
            let print = (said.0, said.1, said.2, *nth);
            if !self.bank.prints.contains_key(&print) {
                new.push((print, line));
            }
        }
        Some(new)
    }

    /// The lines that are in no other words in the book either, as the command says; none where it doesn't
    /// say what a line is that has the day and the amount of another one.
    fn beside_the_book<'a>(
        &self,
        command: &Value,
        new: Vec<(Print, &'a Value)>,
    ) -> Option<Vec<(Print, &'a Value)>> {
        let said: Vec<(&str, i128, String)> = command["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| {
                let amount = scaled(text(line, "amount"), self.scale).unwrap();
                (text(line, "date"), amount, text(line, "text").to_lowercase())
            })
            .collect();
        let is_said = |print: &Print| {
            said.iter().any(|it| (it.0, it.1, &it.2) == (print.0.as_str(), print.1, &print.2))
        };
        let mut waiting: BTreeMap<(String, i128), usize> = BTreeMap::new();
        for print in self.bank.prints.keys().filter(|print| !is_said(print)) {
            *waiting.entry((print.0.clone(), print.1)).or_default() += 1;
        }
        let mut own = Vec::new();
        for (print, line) in new {
            let there = waiting.get_mut(&(print.0.clone(), print.1)).filter(|there| **there > 0);
            match (there, command["overlap"].as_str()) {
                (None, _) | (Some(_), Some("new")) => own.push((print, line)),
                (Some(there), Some(_)) => *there -= 1,
                (Some(_), None) => return None,
            }
        }
        Some(own)
    }

    pub(super) fn record_bank_lines(&self, command: &Value, broken: &mut Broken) -> Vec<String> {
        let Some(new) = self.new_lines(command) else {
            broken.push("amount.too_precise");
            return vec![];
        };
        let Some(new) = self.beside_the_book(command, new) else {
            broken.push("bank_line.may_be_there");
            return vec![];
        };
        if new.is_empty() {
            broken.push("bank_line.there");
        }
        let first = self.bank.lines.len() + 1;
        (first..first + new.len()).map(|count| format!("BL{count:06}")).collect()
    }

    pub(super) fn book_bank_lines(&mut self, command: &Value) {
        let new = self.new_lines(command).unwrap();
        for (print, line) in self.beside_the_book(command, new).unwrap() {
            let number = format!("BL{:06}", self.bank.lines.len() + 1);
            let day: Day = text(line, "date").parse().unwrap();
            self.bank.lines.push(BankLine {
                number: number.clone(),
                stands: LineStands::Open,
                amount: print.1,
                fee: line["fee"].as_str().map_or(0, |fee| scaled(fee, self.scale).unwrap()),
                reference: line["references"][0].as_str().map(str::to_string),
                day,
                since: day,
                last: day,
            });
            self.bank.prints.insert(print, number);
        }
    }

    /// The line, which must be open; and its fee, as given or as stated.
    fn open_line(&self, command: &Value, broken: &mut Broken) -> Option<(&BankLine, i128)> {
        let line = self.bank_line(command);
        match line {
            None => broken.push("bank_line.unknown"),
            Some(line) if line.stands != LineStands::Open => broken.push("bank_line.not_open"),
            Some(_) => {}
        }
        let line = line?;
        let fee = match command["fee"].as_str().map(|fee| scaled(fee, self.scale)) {
            None => line.fee,
            Some(Some(fee)) => fee,
            Some(None) => {
                broken.push("amount.too_precise");
                0
            }
        };
        if fee > line.amount.abs() {
            broken.push("amount.out_of_range");
        }
        Some((line, fee))
    }

    /// The payment that matching a line makes.
    pub(super) fn line_as_payment(&self, command: &Value) -> Option<Value> {
        let (line, fee) = self.open_line(command, &mut Vec::new())?;
        let mut paid = json!({"do": "record_payment", "customer": command["customer"],
            "amount": self.in_text(line.amount.max(0) + fee), "method": "bank"});
        paid["date"] = match &command["date"] {
            Value::Null => json!(line.day.to_string()),
            given => given.clone(),
        };
        let fields = paid.as_object_mut().unwrap();
        fields.extend(line.reference.iter().map(|it| ("reference".into(), json!(it))));
        fields.extend(command["allocate"].as_str().map(|it| ("allocate".into(), json!(it))));
        Some(paid)
    }

    pub(super) fn match_bank_line(
        &self,
        command: &Value,
        today: Day,
        broken: &mut Broken,
    ) -> Vec<String> {
        let Some((line, _)) = self.open_line(command, broken) else { return vec![] };
        if line.amount <= 0 {
            broken.push("bank_line.money_out");
        }
        let paid = self.line_as_payment(command).unwrap();
        if date(&paid, today) < line.day {
            broken.push("allocation.before_item");
        }
        self.pay(&paid, today, broken)
    }

    /// Since when a document may be a line that goes this way.
    fn linkable(&self, number: &str, is_out: bool) -> Option<Day> {
        let it = &self.documents[number];
        match (is_out, it.kind) {
            (_, Kind::Payment) if it.certificate || it.mistaken => None,
            (false, Kind::Payment) => Some(it.date),
            (true, Kind::Payment) => self.bank.bounced.get(number).copied(),
            (true, Kind::Refund) if !it.void => Some(it.date),
            _ => None,
        }
    }

    pub(super) fn link_bank_line(&self, command: &Value, broken: &mut Broken) {
        let number = text(command, "payment");
        let Some((line, fee)) = self.open_line(command, broken) else { return };
        let Some(document) = self.documents.get(number) else {
            broken.push("document.unknown");
            return;
        };
        let is_out = line.amount < 0;
        let is_taken = |other: &BankLine| {
            let same =
                matches!(&other.stands, LineStands::Matched { document, .. } if document == number);
            same && (other.amount < 0) == is_out
        };
        if self.bank.lines.iter().any(is_taken) {
            broken.push("bank_line.document_linked");
        }
        let Some(since) = self.linkable(number, is_out) else {
            broken.push("bank_line.not_its_document");
            return;
        };
        if !is_out && self.is_deposited(number) {
            broken.push("deposit.has_payment");
        }
        if (line.amount + fee) * if is_out { -1 } else { 1 } != document.amount {
            broken.push("bank_line.amount");
        }
        let first = line.since.max(since);
        if command["date"].as_str().is_some_and(|day| day.parse::<Day>().unwrap() < first) {
            broken.push("allocation.before_item");
        }
    }

    pub(super) fn dismiss_bank_line(&self, command: &Value, broken: &mut Broken) {
        let Some((line, _)) = self.open_line(command, broken) else { return };
        if command["date"].as_str().is_some_and(|day| day.parse::<Day>().unwrap() < line.since) {
            broken.push("allocation.before_item");
        }
    }

    /// What opens a line again reverses the payment that it made.
    fn reversal(&self, command: &Value) -> Option<Value> {
        match &self.bank_line(command)?.stands {
            LineStands::Matched { document, made: true } => Some(json!({"do": "reverse_payment",
                "payment": document, "reason": "unmatched", "date": command["date"]})),
            _ => None,
        }
    }

    pub(super) fn unmatch_bank_line(&self, command: &Value, today: Day, broken: &mut Broken) {
        let Some(line) = self.bank_line(command) else {
            broken.push("bank_line.unknown");
            return;
        };
        if line.stands == LineStands::Open {
            broken.push("bank_line.open");
        }
        match self.reversal(command) {
            Some(reversal) => drop(self.bounce(&reversal, today, broken)),
            None if date(command, today) < line.last => broken.push("allocation.before_item"),
            None => {}
        }
    }

    /// Enters what was taken of bank lines.
    pub(super) fn book_bank(
        &mut self,
        command: &Value,
        today: Day,
        credited: &mut dyn FnMut(&str) -> Vec<Group>,
    ) {
        let number = text(command, "line").to_string();
        let given = command["date"].as_str().map(|day| day.parse::<Day>().unwrap());
        match text(command, "do") {
            "match_bank_line" => {
                let paid = self.line_as_payment(command).unwrap();
                let day = date(&paid, today);
                let document = self.number("PAY", day.year(), 0);
                self.book(&paid, today, credited);
                self.line_goes_on(&number, LineStands::Matched { document, made: true }, day);
            }
            "unmatch_bank_line" if self.reversal(command).is_some() => {
                let reversal = self.reversal(command).unwrap();
                self.book(&reversal, today, credited);
            }
            name => {
                self.head += 1;
                let (stands, day) = match name {
                    "link_bank_line" => {
                        let document = text(command, "payment").to_string();
                        let stands = LineStands::Matched { document, made: false };
                        (stands, self.settled_on(command))
                    }
                    "dismiss_bank_line" => (LineStands::Dismissed, self.settled_on(command)),
                    _ => (LineStands::Open, given.unwrap_or(today)),
                };
                self.line_goes_on(&number, stands, day);
            }
        }
    }

    /// The day on which a line is linked or dismissed: the one given, else that of the line and of what it is
    /// linked to.
    pub(super) fn settled_on(&self, command: &Value) -> Day {
        if let Some(day) = command["date"].as_str() {
            return day.parse().unwrap();
        }
        let line = self.bank_line(command).unwrap();
        match text(command, "do") {
            "link_bank_line" => {
                let other = self.linkable(text(command, "payment"), line.amount < 0).unwrap();
                line.since.max(other)
            }
            _ => line.since,
        }
    }

    pub(super) fn note_bounce(&mut self, payment: &str, day: Day) {
        self.bank.bounced.insert(payment.to_string(), day);
    }

    /// A payment or a refund was a mistake: the line that it was is open again.
    pub(super) fn book_line_open_again(&mut self, document: &str, is_out: bool, day: Day) {
        let is_it = |it: &&BankLine| {
            let same =
                matches!(&it.stands, LineStands::Matched { document: of, .. } if of == document);
            same && (it.amount < 0) == is_out
        };
        let of = self.bank.lines.iter().find(is_it).map(|it| it.number.clone());
        if let Some(number) = of {
            self.line_goes_on(&number, LineStands::Open, day);
        }
    }

    fn line_goes_on(&mut self, number: &str, stands: LineStands, day: Day) {
        let it = self.bank.lines.iter_mut().find(|it| it.number == number).unwrap();
        (it.stands, it.since, it.last) = (stands, it.since.max(day), day);
    }
}
