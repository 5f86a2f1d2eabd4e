//! MTN Mobile Money messages from a backup of a phone ("SMS Backup & Restore"): each message about money
//! that moved becomes a line. May use: domain, the readings, the bank's amounts, dates, texts and XML.

mod message;

use quick_xml::events::BytesStart;
use rust_decimal::Decimal;

use crate::domain::{self, Day, Refusal, Rule};
use crate::exchange::reading::days::{self, DateLook};

use super::statement::{
    BankBalance, BankFormat, BankLine, BankPlace, BankStatement, FoundStatements,
};
use super::trouble::{Warnings, refused, shown};
use super::wish::BankWish;
use super::xml::{Piece, Xml};

/// The operator's sender names, in lower case and without blanks or hyphens.
const SENDERS: [&str; 8] =
    ["mmoney", "mtn", "momo", "mtnmomo", "mobilemoney", "mtnmobilemoney", "mtnmm", "momopay"];

/// A message about money that moved.
struct Moved {
    /// The time given in the message, otherwise the time at which it arrived: messages arrive late and
    /// out of order.
    at: (Day, String, i64),
    said: message::SmsSaid,
    date: Day,
    place: BankPlace,
}

/// Reads the operator's messages as one statement.
pub(super) fn read(
    text: &str,
    wish: &BankWish,
    warnings: &mut Warnings,
) -> Result<FoundStatements, Refusal> {
    let mut xml = Xml::new(text);
    let (mut moved, mut count, mut said, mut is_backup, mut known) =
        (Vec::new(), 0, None, false, 0);
    loop {
        match xml.next()? {
            Piece::Open(start) => match start.local_name().into_inner() {
                "smses" => {
                    is_backup = true;
                    said = xml.attribute(&start, "count")?;
                }
                "sms" if is_backup => {
                    count += 1;
                    let place = BankPlace { line: xml.line(), entry: count, part: 0 };
                    if is_operator(&mut xml, &start, wish)? {
                        known += 1;
                        moved.extend(sms(&mut xml, &start, place, warnings)?);
                    }
                }
                "mms" => count += 1,
                _ => {}
            },
            Piece::Close | Piece::Text(_) => {}
            Piece::End if is_backup => break,
            Piece::End => return Err(refused(Rule::BankNotStatement, 1)),
        }
    }
    if let Some(said) = said.filter(|said| said.trim() != count.to_string()) {
        let what = domain::Warning::new(Rule::BankCount, "count").with("given", shown(said));
        warnings.add(BankPlace { line: 1, ..BankPlace::default() }, what.with("found", count));
    }
    moved.sort_by(|one, other| one.at.cmp(&other.at));
    let statements = if known > 0 { vec![statement(moved, warnings)] } else { Vec::new() };
    Ok(FoundStatements { format: BankFormat::MomoSms, statements })
}

/// Whether a message came from the operator.
fn is_operator(xml: &mut Xml, start: &BytesStart, wish: &BankWish) -> Result<bool, Refusal> {
    let sent = xml.attribute(start, "type")?.is_some_and(|kind| kind.trim() == "2");
    let sender = xml.attribute(start, "address")?.unwrap_or_default();
    let is_wanted = wish.senders.iter().any(|known| known.eq_ignore_ascii_case(sender.trim()));
    let letters = sender.chars().filter(|letter| letter.is_alphanumeric());
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    Ok(!sent && (is_wanted || SENDERS.contains(&folded.as_str())))
}

/// Reads a message, if it is about money.
fn sms(
    xml: &mut Xml,
    start: &BytesStart,
    place: BankPlace,
    warnings: &mut Warnings,
) -> Result<Option<Moved>, Refusal> {
    let body = xml.attribute(start, "body")?.unwrap_or_default();
    let said = match message::said(&body) {
        message::SmsCame::Moved(said) => *said,
        message::SmsCame::Nothing => return Ok(None),
        message::SmsCame::Unread(rule) => {
            warnings.unread(place, rule, "body", &body);
            return Ok(None);
        }
    };
    let given = xml.attribute(start, "readable_date")?.unwrap_or_default();
    let shown = || match days::look(&given) {
        Some(DateLook::Day(day)) => Some(day),
        _ => None,
    };
    let Some(date) = said.date.or_else(shown) else {
        warnings.unread(place, Rule::BankDate, "date", &given);
        return Ok(None);
    };
    let at =
        xml.attribute(start, "date")?.and_then(|at| at.trim().parse().ok()).unwrap_or(i64::MAX);
    let at = (date, said.time.clone().unwrap_or_default(), at);
    Ok(Some(Moved { at, said, date, place }))
}

/// Makes a statement of the messages, and checks each balance against the one before.
fn statement(moved: Vec<Moved>, warnings: &mut Warnings) -> BankStatement {
    let currency = moved.iter().find_map(|one| one.said.currency);
    let mut statement = BankStatement { currency, ..BankStatement::default() };
    let mut balance: Option<Decimal> = None;
    let mut before: Option<message::SmsSaid> = None;
    for Moved { said, date, place, .. } in moved {
        if before.as_ref().is_some_and(|before| said.is_told_by(before)) {
            let given = said.balance.map_or(String::new(), |balance| balance.to_string());
            warnings.unread(place, Rule::BankTwice, "body", &given);
            continue;
        }
        if said.currency.is_some() && said.currency != statement.currency {
            let given = said.currency.map_or(String::new(), |it| it.to_string());
            warnings.unread(place, Rule::BankCurrency, "currency", &given);
            continue;
        }
        let change = said.change(balance);
        let expected = balance.and_then(|balance| balance.checked_add(change));
        if let (Some(expected), Some(given)) = (expected, said.balance)
            && expected != given
        {
            let what = domain::Warning::new(Rule::BankJump, "balance").with("given", given);
            warnings.add(place, what.with("expected", expected));
        }
        if let (None, Some(given)) = (statement.opening, said.balance) {
            let before = statement.total().and_then(|sum| sum.checked_add(change));
            let amount = before.and_then(|sum| given.checked_sub(sum));
            let first = statement.lines.first().map_or(date, |line| line.date);
            statement.opening = amount.map(|amount| BankBalance { date: first, amount });
        }
        balance = said.balance.or(expected);
        statement.closing =
            balance.map(|amount| BankBalance { date, amount }).or(statement.closing);
        statement.lines.push(line(&said, change, date, place));
        before = Some(said);
    }
    statement
}

fn line(said: &message::SmsSaid, change: Decimal, date: Day, place: BankPlace) -> BankLine {
    BankLine {
        date,
        value_date: None,
        amount: change,
        fee: said.fee.filter(|fee| !fee.is_zero()),
        payer: said.name.clone(),
        payer_account: said.phone.clone(),
        paid_for: None,
        text: said.text.clone(),
        references: said.references.clone(),
        bank_id: said.id.clone(),
        is_return: said.is_return,
        place,
    }
}
