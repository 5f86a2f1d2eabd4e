//! Reads movements, `:61:`, and balances. May use: domain, the bank's amounts, dates and texts.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Rule};

use super::super::cleaned::{add_reference, cleaned, domain_short, kept};
use super::super::statement::{BankBalance, BankLine, BankPlace};
use super::super::{amount, date};
use super::iban::is_iban;

/// Why a field can't be read: the rule, the part of the field, and its text.
pub(super) type UnreadField = (Rule, &'static str, String);

/// A balance field.
pub(super) struct BalanceField {
    /// The balance.
    pub balance: BankBalance,
    /// Its currency, which some banks leave out.
    pub currency: Option<Currency>,
}

/// `C090924DKK2478926,70`
pub(super) fn balance(value: &str) -> Result<BalanceField, UnreadField> {
    let given = value.lines().next().unwrap_or_default().trim();
    let unread = || (Rule::BankBalance, "balance", given.to_string());
    let (is_debit, rest) = match given.as_bytes().first() {
        Some(b'C') => (false, given.get(1..)),
        Some(b'D') => (true, given.get(1..)),
        _ => return Err(unread()),
    };
    let rest = rest.unwrap_or_default();
    let day = rest.get(..6).and_then(date::short).ok_or_else(unread)?;
    let rest = rest.get(6..).unwrap_or_default();
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (code, number) = rest.split_at_checked(letters).ok_or_else(unread)?;
    let read = amount::amount(number).map_err(|_| unread())?;
    let amount = if is_debit { -read } else { read };
    Ok(BalanceField { balance: BankBalance { date: day, amount }, currency: Currency::parse(code) })
}

/// The debit/credit mark of a movement.
struct SideMark {
    is_in: bool,
    is_return: bool,
    /// The movement is only announced, not booked.
    is_expected: bool,
}

/// The mark at the beginning of a text (`D`, `C`, `RD`, `RC`, perhaps followed by a funds code), and the
/// rest of the text.
fn mark(text: &str) -> Option<(SideMark, &str)> {
    let (mark, length) = match text.as_bytes() {
        [b'R', b'C', ..] => (SideMark { is_in: false, is_return: true, is_expected: false }, 2),
        [b'R', b'D', ..] => (SideMark { is_in: true, is_return: true, is_expected: false }, 2),
        [b'E', b'C', ..] => (SideMark { is_in: true, is_return: false, is_expected: true }, 2),
        [b'E', b'D', ..] => (SideMark { is_in: false, is_return: false, is_expected: true }, 2),
        [b'C', ..] => (SideMark { is_in: true, is_return: false, is_expected: false }, 1),
        [b'D', ..] => (SideMark { is_in: false, is_return: false, is_expected: false }, 1),
        _ => return None,
    };
    let rest = text.get(length..)?;
    let funds = rest.strip_prefix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(rest);
    Some((mark, funds.trim_start_matches([' ', '\r', '\n'])))
}

/// The days of a movement, and the rest of the text: the value day, and the booking day if there is one.
fn days(value: &str) -> Result<(Option<Day>, Day, &str), UnreadField> {
    let given = value.get(..10).or(value.get(..6)).unwrap_or(value);
    let unread = || (Rule::BankDate, "date", given.to_string());
    let first = value.get(..6).ok_or_else(unread)?;
    let rest = value.get(6..).unwrap_or_default();
    let value_date = date::short(first);
    let entry = rest.get(..4).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(entry) = entry else {
        return Ok((value_date, value_date.ok_or_else(unread)?, rest.trim_start()));
    };
    // Some banks count thirty days in February. Such a value day doesn't exist; the booking day takes
    // its year.
    let near = match value_date {
        Some(day) => Some(day),
        None => date::short(&format!("{}0101", first.get(..2).unwrap_or_default())),
    };
    let booked = match (value_date, near) {
        (Some(day), _) => date::near(entry, day),
        (None, Some(first)) => same_year(entry, first),
        (None, None) => None,
    };
    Ok((value_date, booked.ok_or_else(unread)?, rest.get(4..).unwrap_or_default()))
}

fn same_year(entry: &str, first: Day) -> Option<Day> {
    let number = |from: usize| entry.get(from..from + 2)?.parse::<u8>().ok();
    Day::new(first.year(), number(0)?, number(2)?)
}

/// A movement without its narrative.
pub(super) struct SwiftMovement {
    /// The line.
    pub line: BankLine,
    /// The text on the line below it.
    pub added: String,
    /// Text in the place of references that isn't one.
    pub rest: String,
    /// Whether its narrative consists of numbered lines.
    pub is_numbered: bool,
}

/// Reads a movement with the text below it, such as `0909250925DK281,25NMSCDBT.dansken//momsmanual`.
/// `None` if it is only announced.
pub(super) fn movement(
    value: &str,
    place: BankPlace,
) -> Result<Option<SwiftMovement>, UnreadField> {
    let (value_date, booked, rest) = days(value)?;
    let given = || rest.chars().take(20).collect::<String>();
    let (mark, rest) = mark(rest).ok_or_else(|| (Rule::BankSide, "side", given()))?;
    let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || b",.".contains(byte));
    let (number, rest) = rest.split_at_checked(digits.count()).unwrap_or((rest, ""));
    let unread = |rule| (rule, "amount", if number.is_empty() { given() } else { number.into() });
    let read = amount::amount(number).map_err(unread)?;
    if mark.is_expected {
        return Ok(None);
    }
    let amount: Decimal = if mark.is_in { read } else { -read };
    let (first, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let kind = kind(first.trim());
    let mut line = BankLine {
        date: booked,
        value_date,
        amount,
        fee: fee(below),
        payer: None,
        payer_account: None,
        paid_for: None,
        text: String::new(),
        references: Vec::new(),
        bank_id: None,
        is_return: mark.is_return || kind.is_return,
        place,
    };
    let rest = references(kind.rest, &mut line);
    let added = cleaned(below, 2 * domain_short());
    Ok(Some(SwiftMovement { line, added, rest, is_numbered: false }))
}

/// The kind of a movement, and the text after it.
struct MovementKind<'a> {
    is_return: bool,
    rest: &'a str,
}

/// Takes the kind (`NTRF`, `S051`, `F01`) from the beginning of a text.
fn kind(text: &str) -> MovementKind<'_> {
    let is_kind = |letter: char| letter.is_ascii_alphanumeric() || letter == ' ';
    let code = text.get(..4).filter(|code| code.chars().all(is_kind));
    match code {
        Some(code) if code.starts_with(|letter: char| letter.is_ascii_alphabetic()) => {
            MovementKind { is_return: code == "NRTI", rest: text.get(4..).unwrap_or_default() }
        }
        _ => MovementKind { is_return: false, rest: text },
    }
}

/// The longest customer reference that may be followed by a name on the same line.
const REFERENCE: usize = 16;

/// Adds the references of both parties; the rest is text.
fn references(text: &str, line: &mut BankLine) -> String {
    let (own, bank) = text.split_once("//").unwrap_or((text, ""));
    let (own, after) = match own.get(..REFERENCE) {
        Some(start) if own.len() > REFERENCE && bank.is_empty() && own.contains("   ") => {
            (start, own.get(REFERENCE..).unwrap_or_default())
        }
        _ => (own, ""),
    };
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    line.payer = kept(after, domain_short());
    if is_iban(own.trim()) {
        line.payer_account = Some(own.trim().to_string());
    } else if has_digit(own) && !own.trim().contains(' ') {
        add_reference(&mut line.references, own);
    }
    let bank = bank.trim();
    // An id contains a digit and no blanks: some banks continue the text here.
    let is_id = bank.len() >= 6 && has_digit(bank) && !bank.contains(' ');
    let mut ids = Vec::new();
    if is_id {
        add_reference(&mut ids, bank);
    }
    line.bank_id = ids.pop();
    let words = |text: &str| {
        let mut one = Vec::new();
        add_reference(&mut one, text);
        one.pop().unwrap_or_default()
    };
    match (line.bank_id.is_some(), after.trim()) {
        // The text continues across the mark between the references.
        (false, "") => cleaned(&format!("{}{bank}", words(own)), domain_short()),
        (_, after) => cleaned(&format!("{} {after}", words(own)), domain_short()),
    }
}

/// The charges below a movement: `/OCMT/EUR11,85//CHGS/EUR0,50/`.
fn fee(below: &str) -> Option<Decimal> {
    let text = below.split_once("/CHGS/")?.1;
    let text = text.split('/').next()?.trim();
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    amount::amount(number).ok().filter(|fee| !fee.is_zero() && !fee.is_sign_negative())
}
