//! Reads an operator's message: how much money moved, in which direction, between whom. May use: domain,
//! the bank's amounts, dates and texts.

use rust_decimal::Decimal;

use crate::domain::{Currency, Day, Rule};

use super::super::cleaned::{add_reference, cleaned, domain_long, domain_short, kept};
use super::super::{amount, date};

/// The outcome of reading a message.
pub(super) enum SmsCame {
    /// Money moved.
    Moved(Box<SmsSaid>),
    /// No money moved: a password, an advertisement, a failed payment.
    Nothing,
    /// It is about money, but can't be read.
    Unread(Rule),
}

/// A message about money that moved.
pub(super) struct SmsSaid {
    /// Unsigned, and without the fee.
    amount: Decimal,
    is_in: bool,
    pub currency: Option<Currency>,
    pub fee: Option<Decimal>,
    pub balance: Option<Decimal>,
    pub date: Option<Day>,
    /// `16:30:51`
    pub time: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub text: String,
    pub references: Vec<String>,
    pub id: Option<String>,
    pub is_return: bool,
}

impl SmsSaid {
    /// Whether another message reports the same payment. Two payments differ at least in the balance
    /// after them.
    pub fn is_told_by(&self, other: &SmsSaid) -> bool {
        self.balance.is_some()
            && (self.amount, self.is_in, self.balance) == (other.amount, other.is_in, other.balance)
            && (self.date, &self.time) == (other.date, &other.time)
    }

    /// The change of the account. The fee is deducted from money received and added to money sent,
    /// unless the balances show that it was not charged.
    pub fn change(&self, before: Option<Decimal>) -> Decimal {
        let plain = if self.is_in { self.amount } else { -self.amount };
        let fee = self.fee.unwrap_or(Decimal::ZERO);
        let with_fee = plain.checked_sub(fee).unwrap_or(plain);
        match before.zip(self.balance) {
            Some((before, after)) if after.checked_sub(before) == Some(plain) => plain,
            _ => with_fee,
        }
    }
}

/// A template for messages about money that moved.
struct Template {
    /// The text before the amount.
    before: &'static str,
    /// The text right after the amount, if the text before it is not specific enough.
    behind: &'static str,
    is_in: bool,
    is_return: bool,
    /// The text before the name, after the amount.
    name: &'static str,
}

const fn template(before: &'static str, is_in: bool, name: &'static str) -> Template {
    Template { before, behind: "", is_in, is_return: false, name }
}

/// The templates, the more specific ones first, in lower case.
const TEMPLATES: [Template; 13] = [
    Template { is_return: true, ..template(" with ", true, "your transaction to ") },
    Template { behind: " transferred to ", ..template("", false, " transferred to ") },
    template("you have received ", true, " from "),
    template("vous avez recu ", true, " de "),
    template("vous avez reçu ", true, " de "),
    template("you have transferred ", false, " to "),
    template("vous avez transféré ", false, " à "),
    template("vous avez transfere ", false, " a "),
    template("your payment of ", false, " to "),
    template("a transaction of ", false, " by "),
    template("withdrawn ", false, "via agent: "),
    template("deposit of ", true, ""),
    template("you have paid ", false, " to "),
];

/// Reads a message.
pub(super) fn said(body: &str) -> SmsCame {
    let body = cleaned(body, domain_long());
    let small = body.to_lowercase();
    // Places found in one text are used in the other, so both must have the same length.
    let small = if small.len() == body.len() { small } else { body.to_ascii_lowercase() };
    let says_failed = small.contains(" failed ") || small.contains("has been initiated");
    if says_failed || small.contains("one-time password") {
        return SmsCame::Nothing;
    }
    // The bank reports a transfer out of a bank account, which says nothing about this account.
    let is_of_bank = small.contains("new balance:") && balance(&small).is_none();
    if is_of_bank && small.contains("you have transferred ") {
        return SmsCame::Unread(Rule::BankMessage);
    }
    for template in &TEMPLATES {
        if let Some((value, currency, behind)) = moved(&small, template) {
            return match value {
                Ok(value) => {
                    SmsCame::Moved(Box::new(read(&body, &small, template, value, currency, behind)))
                }
                Err(rule) => SmsCame::Unread(rule),
            };
        }
    }
    // A bundle that was bought is reported twice; only one of the messages gives the balance.
    match small.contains("balance") || small.contains("solde") {
        true => SmsCame::Unread(Rule::BankMessage),
        false => SmsCame::Nothing,
    }
}

/// The amount and currency that a template finds, and where the text continues.
type Amount = (Result<Decimal, Rule>, Option<Currency>, usize);

fn moved(small: &str, template: &Template) -> Option<Amount> {
    if template.is_return && !(small.contains("has been reversed") && small.contains(template.name))
    {
        return None;
    }
    if template.before.is_empty() {
        // The amount precedes its word: `10000 RWF transferred to`.
        let end = small.find(template.behind)?;
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || ", .".contains(letter);
        let start = small.get(..end)?.rfind(|letter| !is_part(letter)).map_or(0, |at| at + 1);
        return number(small, small.len() - small.get(start..)?.trim_start().len());
    }
    let mut from = 0;
    while let Some(at) = small.get(from..)?.find(template.before) {
        from += at + template.before.len();
        if let Some(found) = number(small, from) {
            return Some(found);
        }
    }
    None
}

/// A number with its currency before or after it.
fn number(text: &str, from: usize) -> Option<Amount> {
    let rest = text.get(from..)?;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let before = MoneyWord::of(rest.get(..letters)?);
    let digits = rest.get(letters..)?.trim_start();
    let length = digits.bytes().take_while(|byte| byte.is_ascii_digit() || b",.".contains(byte));
    let (figure, behind) = digits.split_at_checked(length.count())?;
    let figure = figure.trim_end_matches(['.', ',']);
    if figure.is_empty() || (letters > 0 && matches!(before, MoneyWord::Other)) {
        return None;
    }
    let word = behind.trim_start();
    let word = word.get(..word.bytes().take_while(u8::is_ascii_alphabetic).count())?;
    let found = before.currency().or_else(|| MoneyWord::of(word).currency());
    let at = text.len() - behind.len();
    // Operators separate thousands by commas and write no decimals.
    let is_grouped = figure
        .split(',')
        .skip(1)
        .all(|group| group.split('.').next().unwrap_or_default().len() == 3);
    let plain = if is_grouped { figure.replace(',', "") } else { figure.to_string() };
    Some((amount::amount(&plain), found, at))
}

/// The meaning of a word next to an amount.
enum MoneyWord {
    /// A currency.
    Of(Currency),
    /// A mark that several currencies share.
    Several,
    /// Another word.
    Other,
}

impl MoneyWord {
    fn of(word: &str) -> MoneyWord {
        let code = match word.to_ascii_uppercase().as_str() {
            "FCFA" | "CFA" | "F" => return MoneyWord::Several,
            "FRW" | "RF" => "RWF".into(),
            "USH" | "SHS" => "UGX".into(),
            "GHC" => "GHS".into(),
            code => code.to_string(),
        };
        Currency::parse(&code).map_or(MoneyWord::Other, MoneyWord::Of)
    }

    fn currency(&self) -> Option<Currency> {
        match self {
            MoneyWord::Of(currency) => Some(*currency),
            MoneyWord::Several | MoneyWord::Other => None,
        }
    }
}

fn read(
    body: &str,
    small: &str,
    template: &Template,
    value: Decimal,
    currency: Option<Currency>,
    behind: usize,
) -> SmsSaid {
    let from = if template.is_return || template.name.starts_with("via") { 0 } else { behind };
    let (name, phone) = who(body, small, template.name, from);
    let mut references = Vec::new();
    if let Some(id) = between(body, small, "external transaction id:") {
        add_reference(&mut references, id);
    }
    let id =
        between(body, small, "financial transaction id:").or_else(|| between(body, small, "txid:"));
    let id = id.map(|id| id.split('*').next().unwrap_or_default());
    let day = day(small);
    SmsSaid {
        amount: value,
        is_in: template.is_in,
        currency,
        fee: figure(small, &["fee was", "fee paid", "fee:", "frais"])
            .filter(|fee| !fee.is_sign_negative()),
        balance: balance(small),
        date: day.map(|(day, _)| day),
        time: day.and_then(|(_, behind)| small.get(behind..)?.get(1..9)).map(str::to_string),
        name,
        phone,
        text: text(body, small),
        references,
        id: id.and_then(|id| kept(id.trim_end_matches('.'), domain_short())),
        is_return: template.is_return,
    }
}

/// The amount after one of some words.
fn figure(small: &str, words: &[&str]) -> Option<Decimal> {
    words.iter().find_map(|word| {
        let at = small.rfind(word)? + word.len();
        let rest = small.get(at..)?;
        let skipped = rest.len() - rest.trim_start_matches([' ', ':']).len();
        number(small, at + skipped)?.0.ok()
    })
}

/// The account's balance according to the message.
fn balance(small: &str) -> Option<Decimal> {
    figure(small, &["new balance is", "new balance", "nouveau solde", "balance"])
}

/// The text after some words, up to the end of the sentence.
fn between<'b>(body: &'b str, small: &str, words: &str) -> Option<&'b str> {
    let at = small.find(words)? + words.len();
    let rest = body.get(at..)?.trim_start();
    let end = rest.find([' ']).unwrap_or(rest.len());
    let text = rest.get(..end)?.trim_end_matches(['.', '*']);
    let text = text.strip_suffix(".*EN#").unwrap_or(text);
    Some(text).filter(|text| !text.is_empty() && *text != "-")
}

/// The first day after `at`, and where it ends.
fn day(small: &str) -> Option<(Day, usize)> {
    small.match_indices(" at ").chain(small.match_indices(" le ")).find_map(|(at, words)| {
        let from = at + words.len();
        Some((date::iso(small.get(from..from + 10)?)?, from + 10))
    })
}

/// Words that end a name.
const ENDS: [&str; 11] = [
    " has been",
    " with ",
    " on your",
    " from ",
    " at ",
    " was ",
    ". ",
    ", withdrawn",
    " a été",
    " le ",
    " sur votre",
];

/// A name, followed by the phone number in brackets.
fn who(body: &str, small: &str, word: &str, from: usize) -> (Option<String>, Option<String>) {
    let found = || {
        let at = small.get(from..)?.find(word).filter(|_| !word.is_empty())? + from + word.len();
        let rest = body.get(at..)?;
        let small = small.get(at..)?;
        let end = ENDS.iter().filter_map(|end| small.find(end)).min().unwrap_or(rest.len());
        rest.get(..end)
    };
    let Some(found) = found() else { return (None, None) };
    // A phone number in brackets, or the code of a shop after its name.
    let is_code = |text: &str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (name, phone) = match (found.split_once('('), found.rsplit_once(' ')) {
        (Some((name, rest)), _) => (name, rest.split(')').next()),
        (None, Some((name, code))) if is_code(code) => (name, Some(code)),
        _ => (found, None),
    };
    (kept(name, domain_short()), phone.and_then(|phone| kept(phone, domain_short())))
}

/// What the sender wrote.
fn text(body: &str, small: &str) -> String {
    let words = [
        "message from sender:",
        "message from debit receiver:",
        "message from agent:",
        "message to receiver:",
        "message:",
    ];
    let ends = [". your new balance", ". message to", ". financial transaction", ". *en#", ".*en#"];
    for word in words {
        let Some(at) = small.find(word).map(|at| at + word.len()) else { continue };
        let (Some(rest), Some(small)) = (body.get(at..), small.get(at..)) else { continue };
        let end = ends.iter().filter_map(|end| small.find(end)).min().unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default().trim();
        let text = text.trim_start_matches(['-', ' ']).trim_end_matches(['.', ' ']);
        if !text.is_empty() {
            return cleaned(text, domain_long());
        }
    }
    // A deposit at a bank: `Cash Deposit::CASH::::0::2507…`.
    let deposit = body.split_once("::").and_then(|(before, _)| before.rsplit('.').next());
    deposit.map_or(String::new(), |text| cleaned(text, domain_short()))
}
