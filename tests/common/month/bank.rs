//! Lines as banks and operators write them.

use daybook::domain::Day;
use daybook::matching::MatchLine;

use super::chance::Chance;
use super::writing::{cut, plain};

/// What a bank is told of a payment.
pub struct Sent<'s> {
    pub date: Day,
    pub amount: i64,
    /// What an operator keeps, as its statement says.
    pub fee: i64,
    pub payer: &'s str,
    pub account: &'s str,
    pub phone: &'s str,
    /// What the payer wrote.
    pub message: String,
    /// A creditor reference in its own field.
    pub creditor: Option<String>,
    pub currency: &'s str,
    /// Charges that the bank speaks of.
    pub charges: i64,
    pub is_mobile: bool,
}

/// The line of a bank or an operator.
pub fn line(chance: &mut Chance, sent: Sent) -> MatchLine {
    let mut line = match chance.below(5) {
        _ if sent.is_mobile => mobile(chance, &sent),
        0 | 1 => camt(chance, &sent),
        2 => mt940(chance, &sent),
        3 => local(chance, &sent),
        _ => ofx(chance, &sent),
    };
    if sent.charges > 0 {
        let told = match chance.below(4) {
            0 => format!(" /CHGS/{}{},00", sent.currency, sent.charges),
            1 => " LESS BANK CHARGES".to_string(),
            2 => format!(" CHARGES {} {}", sent.currency, sent.charges),
            _ => " FRAIS DEDUITS".to_string(),
        };
        line.text.push_str(&told);
    }
    line.references.extend(sent.creditor.clone());
    line
}

fn day(date: Day, chance: &mut Chance) -> String {
    let number = date.days_since(Day::new(2026, 11, 1).unwrap()) + 1;
    match chance.below(4) {
        0 => format!("{number:02}/11/2026"),
        1 => format!("202611{number:02}"),
        2 => format!("{number:02}.11.26"),
        _ => format!("{number} NOV 2026"),
    }
}

fn basic(sent: &Sent, payer: Option<String>, account: Option<&str>, text: String) -> MatchLine {
    MatchLine {
        date: sent.date,
        amount: sent.amount,
        fee: sent.fee,
        payer,
        payer_account: account.map(str::to_string),
        text,
        references: Vec::new(),
        is_return: false,
    }
}

fn camt(chance: &mut Chance, sent: &Sent) -> MatchLine {
    let payer = cut(sent.payer, 70);
    let mut line = basic(sent, Some(payer), Some(sent.account), cut(&sent.message, 140));
    line.references.push(match chance.below(3) {
        0 => "NOTPROVIDED".to_string(),
        1 => format!("E2E{}", chance.digits(12)),
        _ => format!("{}-{}", chance.digits(8), chance.digits(4)),
    });
    line
}

fn mt940(chance: &mut Chance, sent: &Sent) -> MatchLine {
    let name = cut(&plain(sent.payer).to_uppercase(), 35);
    let message = cut(&plain(&sent.message).to_uppercase(), 65);
    let has_field = chance.percent(60);
    let text = match has_field {
        true => format!("{message} VAL {}", day(sent.date, chance)),
        false => format!("TRF FROM {name} {message}"),
    };
    let account = chance.percent(60).then_some(sent.account);
    basic(sent, has_field.then_some(name), account, text)
}

fn local(chance: &mut Chance, sent: &Sent) -> MatchLine {
    let name = cut(&plain(sent.payer).to_uppercase(), 30);
    let message = plain(&sent.message);
    let text = match chance.below(4) {
        0 => format!("FT26{}{} {name} {message}", chance.digits(3), chance.digits(5)),
        1 => format!("VIREMENT RECU DE {name}/{message}"),
        2 => format!("CASH DEPOSIT BY {name} {message} TEL {}", sent.phone.replace(' ', "")),
        _ => format!("RTGS/{name}/{message}/{} {}", sent.currency, sent.amount),
    };
    basic(sent, None, None, cut(&text, 100))
}

fn ofx(chance: &mut Chance, sent: &Sent) -> MatchLine {
    let name = cut(&plain(sent.payer).to_uppercase(), 32);
    let text = format!(
        "{} {}",
        chance.pick(&["E-TRANSFER", "DEPOSIT", "EFT CREDIT", "MISC PAYMENT"]),
        sent.message
    );
    basic(sent, Some(name), None, cut(&text, 80))
}

fn mobile(chance: &mut Chance, sent: &Sent) -> MatchLine {
    let name = cut(&plain(sent.payer).to_uppercase(), 40);
    let phone = sent.phone.replace(['+', ' '], "");
    let text = format!(
        "{} {} {}:{}",
        sent.message,
        day(sent.date, chance),
        8 + chance.below(10),
        chance.within(10, 59)
    );
    let mut line = basic(sent, Some(name), Some(&phone), text);
    line.references.push(chance.digits(11));
    line
}
