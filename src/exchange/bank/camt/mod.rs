//! ISO 20022 statements (camt.053) and advices (camt.054), versions 02 to 08. Reads one entry at a time,
//! so that only one is in memory. May use: domain, the bank's amounts, dates, texts and XML.

mod batch;
mod detail;
mod element;
mod entry;
mod party;

use crate::domain::{Currency, Day, Refusal, Rule};

use super::amount;
use super::cleaned::{domain_short, kept};
use super::statement::{BankBalance, BankFormat, BankPlace, BankStatement, FoundStatements};
use super::trouble::{Warnings, refused};
use super::xml::{Element, Piece, Xml};
use element::{day, signed};

/// Reads all statements of a message.
pub(super) fn read(text: &str, warnings: &mut Warnings) -> Result<FoundStatements, Refusal> {
    let mut xml = Xml::new(text);
    let mut found = FoundStatements { format: BankFormat::Camt053, statements: Vec::new() };
    let (mut entries, mut is_message) = (0, false);
    loop {
        match xml.next()? {
            Piece::Open(start) => match start.local_name().into_inner() {
                "BkToCstmrStmt" => is_message = true,
                "BkToCstmrDbtCdtNtfctn" => {
                    is_message = true;
                    found.format = BankFormat::Camt054;
                }
                other @ ("BkToCstmrAcctRpt" | "CstmrCdtTrfInitn" | "CstmrDrctDbtInitn") => {
                    return Err(xml.refusal(Rule::BankOther).with("given", other));
                }
                "Stmt" | "Ntfctn" if is_message => {
                    let statement = statement(&mut xml, &mut entries, warnings)?;
                    found.statements.push(statement);
                }
                _ => {}
            },
            Piece::Close | Piece::Text(_) => {}
            Piece::End if is_message => return Ok(found),
            Piece::End => return Err(refused(Rule::BankNotStatement, 1)),
        }
    }
}

/// A statement that is being read.
fn statement(
    xml: &mut Xml,
    entries: &mut u64,
    warnings: &mut Warnings,
) -> Result<BankStatement, Refusal> {
    let place = BankPlace { line: xml.line(), ..BankPlace::default() };
    let mut statement = BankStatement { place, ..BankStatement::default() };
    let mut balances = Balances::default();
    loop {
        match xml.next()? {
            Piece::Open(start) => {
                let line = xml.line();
                let element = xml.element(&start)?;
                let place = BankPlace { line, ..BankPlace::default() };
                match element.name.as_str() {
                    "Id" if statement.sequence.is_none() => {
                        statement.sequence = kept(&element.text, domain_short());
                    }
                    "ElctrncSeqNb" => statement.sequence = kept(&element.text, domain_short()),
                    "Acct" => account(&element, &mut statement),
                    "Bal" => balances.add(&element, &mut statement, place, warnings),
                    "Ntry" => {
                        *entries += 1;
                        let place = BankPlace { entry: *entries, ..place };
                        let day = balances.only_day();
                        entry::read(&element, place, day, &mut statement, warnings);
                    }
                    _ => {}
                }
            }
            Piece::Text(_) => {}
            Piece::Close | Piece::End => break,
        }
    }
    (statement.opening, statement.closing) = balances.ended();
    Ok(statement)
}

fn account(element: &Element, statement: &mut BankStatement) {
    let number = element.text_at("Id/IBAN").or_else(|| element.text_at("Id/Othr/Id"));
    statement.number = number.and_then(|number| kept(number, domain_short()));
    statement.currency = element.text_at("Ccy").and_then(Currency::parse);
}

/// The balances of a statement, by code.
#[derive(Default)]
struct Balances {
    opening: Option<BankBalance>,
    /// The closing balance of the day before.
    before: Option<BankBalance>,
    closing: Option<BankBalance>,
    /// The balances between pages: the first opens the statement, the last closes it.
    between: Vec<BankBalance>,
}

impl Balances {
    fn add(
        &mut self,
        element: &Element,
        statement: &mut BankStatement,
        place: BankPlace,
        warnings: &mut Warnings,
    ) {
        let code = element.text_at("Tp/CdOrPrtry/Cd").unwrap_or_default();
        if !matches!(code, "OPBD" | "PRCD" | "CLBD" | "ITBD") {
            return;
        }
        let currency = element.child("Amt").and_then(|amount| amount.currency.as_deref());
        statement.currency = statement.currency.or_else(|| currency.and_then(Currency::parse));
        // Some banks give no debit/credit mark: a positive balance is money in the account, and the sum
        // of the lines confirms it.
        let amount = match element.child("CdtDbtInd") {
            Some(_) => signed(element).ok(),
            None => element.text_at("Amt").and_then(|text| amount::amount(text).ok()),
        };
        let date = day(element.child("Dt"));
        let balance = date.zip(amount).map(|(date, amount)| BankBalance { date, amount });
        let Some(balance) = balance else {
            let given = element.text_at("Amt").unwrap_or(code);
            return warnings.no_balance(place, given);
        };
        match code {
            "OPBD" => self.opening = self.opening.or(Some(balance)),
            "PRCD" => self.before = self.before.or(Some(balance)),
            "CLBD" => self.closing = Some(balance),
            _ => self.between.push(balance),
        }
    }

    /// The day of a statement that covers a single day.
    fn only_day(&self) -> Option<Day> {
        let closing = self.closing?.date;
        self.opening.filter(|opening| opening.date == closing).map(|_| closing)
    }

    fn ended(self) -> (Option<BankBalance>, Option<BankBalance>) {
        let mut between = self.between.into_iter();
        let opening = self.opening.or(self.before).or_else(|| between.next());
        (opening, self.closing.or_else(|| between.next_back()))
    }
}
