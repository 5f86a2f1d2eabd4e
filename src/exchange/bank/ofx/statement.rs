//! The statements of an OFX file, tag by tag. May use: the module above.

use std::collections::HashMap;

use crate::domain::{Currency, Rule};

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::statement::{BankBalance, BankLine, BankPlace, BankStatement};
use super::super::trouble::{Warnings, shown};
use super::super::{amount, date};
use super::tags::Tag;

/// The part of a statement to which a value belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Within {
    /// Outside of all statements.
    Nothing,
    /// The statement itself.
    Statement,
    /// Its account.
    Account,
    /// A transaction.
    Line,
    /// The other account of a transaction.
    Other,
    /// The payee of a transaction.
    Payee,
    /// Another currency of a transaction.
    Foreign,
    /// The balance that is booked.
    Ledger,
    /// Another balance.
    Available,
    /// A message of the bank.
    Status,
}

impl Within {
    /// Whether a value can belong to this part of a transaction.
    fn holds(self, name: &str) -> bool {
        match self {
            Within::Other => {
                matches!(name, "ACCTID" | "BANKID" | "BRANCHID" | "ACCTTYPE" | "ACCTKEY")
            }
            Within::Foreign => matches!(name, "CURRATE" | "CURSYM"),
            Within::Payee => {
                matches!(name, "NAME" | "CITY" | "STATE" | "POSTALCODE" | "COUNTRY" | "PHONE")
                    || name.starts_with("ADDR")
            }
            _ => true,
        }
    }
}

/// The values of a transaction or a balance, by tag.
type Values = HashMap<String, String>;

/// The statements of a file while they are being read.
pub(super) struct Statements<'w> {
    within: Within,
    statement: Option<BankStatement>,
    done: Vec<BankStatement>,
    values: Values,
    place: BankPlace,
    entries: u64,
    /// Whether the booked balance of a statement was the last thing read.
    is_closed: bool,
    is_of_securities: bool,
    said: Option<String>,
    warnings: &'w mut Warnings,
}

/// The content of a file.
pub(super) struct OfxFound {
    pub statements: Vec<BankStatement>,
    /// The bank's message, sent instead of statements.
    pub said: Option<String>,
}

impl<'w> Statements<'w> {
    /// A reader before the first tag.
    pub fn new(warnings: &'w mut Warnings) -> Statements<'w> {
        Statements {
            within: Within::Nothing,
            statement: None,
            done: Vec::new(),
            values: Values::new(),
            place: BankPlace::default(),
            entries: 0,
            is_closed: false,
            is_of_securities: false,
            said: None,
            warnings,
        }
    }

    /// Whether the balance of the last statement was read, after its lines.
    pub fn is_closed(&self) -> bool {
        self.is_closed || self.within == Within::Ledger && self.values.contains_key("DTASOF")
    }

    /// Handles an opening tag.
    pub fn open(&mut self, tag: &Tag) {
        let part = match tag.name.as_ref() {
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.begun(tag.line);
                self.is_of_securities = tag.name == "INVSTMTRS";
                return;
            }
            "BANKACCTFROM" | "CCACCTFROM" | "INVACCTFROM" => Within::Account,
            "STMTTRN" => Within::Line,
            "BANKACCTTO" | "CCACCTTO" => Within::Other,
            "PAYEE" => Within::Payee,
            "CURRENCY" | "ORIGCURRENCY" => Within::Foreign,
            "LEDGERBAL" => Within::Ledger,
            "AVAILBAL" | "BAL" => Within::Available,
            "STATUS" => Within::Status,
            "BANKTRANLIST" | "BALLIST" | "INVTRANLIST" | "MKTGINFO" => Within::Statement,
            name => {
                return self.value(name, &tag.value);
            }
        };
        self.entered(part, tag.line);
    }

    /// Enters a part. This ends the current part, whether it was closed or not.
    fn entered(&mut self, part: Within, line: u64) {
        let is_of_line = matches!(part, Within::Other | Within::Payee | Within::Foreign);
        if is_of_line {
            if self.is_in_line() {
                self.within = part;
            }
            return;
        }
        self.part_ended();
        if self.statement.is_none() && part != Within::Status {
            self.within = Within::Nothing;
            return;
        }
        if part == Within::Line {
            self.entries += 1;
            self.is_closed = false;
        }
        self.place =
            BankPlace { line, entry: if part == Within::Line { self.entries } else { 0 }, part: 0 };
        self.within = part;
    }

    fn is_in_line(&self) -> bool {
        matches!(self.within, Within::Line | Within::Other | Within::Payee | Within::Foreign)
    }

    /// Handles a closing tag.
    pub fn close(&mut self, tag: &Tag) {
        match tag.name.as_ref() {
            "STMTRS" | "CCSTMTRS" | "INVSTMTRS" => {
                self.statement_ended();
                self.within = Within::Nothing;
            }
            "BANKACCTTO" | "CCACCTTO" | "PAYEE" | "CURRENCY" | "ORIGCURRENCY"
                if self.is_in_line() =>
            {
                self.within = Within::Line;
            }
            "STMTTRN" | "LEDGERBAL" | "AVAILBAL" | "BAL" | "BANKACCTFROM" | "CCACCTFROM"
            | "STATUS" | "INVACCTFROM" | "BANKTRANLIST" => {
                self.part_ended();
            }
            _ => {}
        }
    }

    /// Ends a statement. A statement of securities without movements of money is dropped.
    fn statement_ended(&mut self) {
        self.part_ended();
        let is_of_securities = self.is_of_securities;
        let is_of_money =
            |it: &BankStatement| !is_of_securities || it.closing.is_some() || !it.lines.is_empty();
        self.done.extend(self.statement.take().filter(is_of_money));
    }

    fn begun(&mut self, line: u64) {
        self.statement_ended();
        let place = BankPlace { line, ..BankPlace::default() };
        self.statement = Some(BankStatement { place, ..BankStatement::default() });
        (self.within, self.is_closed) = (Within::Statement, false);
    }

    /// Handles a value of the current part.
    fn value(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        // An unclosed part of a transaction ends with the next value that belongs to the transaction
        // itself.
        if self.is_in_line() && !self.within.holds(name) {
            self.within = Within::Line;
        }
        let key = match self.within {
            Within::Nothing => return,
            Within::Statement => {
                if let (Some(statement), "CURDEF") = (&mut self.statement, name) {
                    statement.currency = Currency::parse(value);
                }
                return;
            }
            Within::Other => format!("TO.{name}"),
            Within::Payee => format!("PAYEE.{name}"),
            Within::Foreign => format!("FOREIGN.{name}"),
            _ => name.to_string(),
        };
        self.values.entry(key).or_insert_with(|| value.to_string());
    }

    /// Ends the current part.
    fn part_ended(&mut self) {
        let values = std::mem::take(&mut self.values);
        let within = std::mem::replace(&mut self.within, Within::Statement);
        let Some(statement) = &mut self.statement else {
            self.within = Within::Nothing;
            if within == Within::Status && values.get("CODE").is_some_and(|code| code != "0") {
                let said = values.get("MESSAGE").or_else(|| values.get("CODE"));
                self.said = said.map(shown);
            }
            return;
        };
        match within {
            Within::Account => {
                let number = values.get("ACCTID").or_else(|| values.get("ACCTKEY"));
                statement.number = number.and_then(|number| kept(number, domain_short()));
            }
            Within::Ledger => {
                if let Some(balance) = balance(&values) {
                    statement.closing = Some(balance);
                    self.is_closed = true;
                } else {
                    let given = values.get("BALAMT").map_or("", String::as_str);
                    self.warnings.no_balance(self.place, given);
                }
            }
            Within::Line | Within::Other | Within::Payee | Within::Foreign => {
                match line(&values, self.place, statement.currency) {
                    Ok(line) => statement.lines.push(line),
                    Err((rule, field, given)) => {
                        self.warnings.unread(self.place, rule, field, &given);
                    }
                }
            }
            Within::Nothing | Within::Statement | Within::Available | Within::Status => {}
        }
    }

    /// The statements.
    pub fn ended(mut self) -> OfxFound {
        self.statement_ended();
        OfxFound { statements: self.done, said: self.said }
    }
}

fn balance(values: &Values) -> Option<BankBalance> {
    let amount = amount::amount(values.get("BALAMT")?).ok()?;
    Some(BankBalance { date: date::compact(values.get("DTASOF")?)?, amount })
}

/// A transaction as a line; the error is the rule, the field and the text that can't be read.
fn line(
    values: &Values,
    place: BankPlace,
    currency: Option<Currency>,
) -> Result<BankLine, (Rule, &'static str, String)> {
    let get = |name: &str| values.get(name).map_or("", |value| value.as_str());
    let given = get("TRNAMT");
    let amount = amount::amount(given).map_err(|rule| (rule, "amount", given.to_string()))?;
    if currency.is_some_and(|currency| currency.rounded(amount, "amount").is_err()) {
        return Err((Rule::BankAmountRange, "amount", given.to_string()));
    }
    let posted = get("DTPOSTED");
    let date = date::compact(posted).ok_or_else(|| (Rule::BankDate, "date", posted.to_string()))?;
    let payer = kept(get("NAME"), domain_short());
    let payer = payer.or_else(|| kept(get("PAYEE.NAME"), domain_short()));
    let mut references = Vec::new();
    for name in ["CHECKNUM", "REFNUM"] {
        add_reference(&mut references, get(name));
    }
    let kind = get("TRNTYPE");
    let is_correction = !get("CORRECTFITID").is_empty();
    Ok(BankLine {
        date,
        value_date: date::compact(get("DTAVAIL")),
        amount,
        fee: None,
        payer,
        payer_account: kept(get("TO.ACCTID"), domain_short()),
        paid_for: None,
        text: cleaned(get("MEMO"), domain_long()),
        references,
        bank_id: kept(get("FITID"), domain_short()),
        is_return: is_correction || kind.eq_ignore_ascii_case("REVERSAL"),
        place,
    })
}
