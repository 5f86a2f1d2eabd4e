//! Who is calling? Whatever a caller says (a name, a document's number or its tail, a code, an
//! amount, the tail of a phone number, an e-mail address) finds accounts with their balances.
//!
//! A first, simple form: it looks through all accounts. `fuzzy-matcher` ranks the names that were
//! found, and finds some where none was.

use std::time::Instant;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::event::CustomerDetails;
use crate::domain::{Code, Currency, Money, Number, plain};
use crate::ledger::item::{self, When};
use crate::ledger::rows::{LedgerError, Stop};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, CASES, DETAILS, ITEMS, NUMBERS, OPEN,
};
use crate::ledger::{cases, merged};

use super::{Asked, Question, View, open};

/// Asks for the accounts that a caller may mean.
#[derive(Clone, Debug)]
pub struct LookupOf {
    /// What the caller says.
    pub query: String,
    /// How many at the most.
    pub limit: usize,
}

/// The accounts found, the likeliest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lookup {
    /// What was asked.
    pub query: String,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// The accounts.
    pub hits: Vec<Hit>,
}

/// An account that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Its code.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// What matched.
    pub matched: Matched,
    /// The document, where one matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Number>,
    /// Open debits less what is on account, as of today.
    pub balance: Money,
    /// One day late or more.
    pub overdue: Money,
    /// The account's currency.
    pub currency: Currency,
}

/// What of an account matched. In this order a bare number is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// A document's number, or its tail.
    Document,
    /// The code.
    Code,
    /// What is left of a document, or its amount.
    Amount,
    /// The tail of the phone number.
    Phone,
    /// The e-mail address.
    Email,
    /// The name, or whom to ask for.
    Name,
}

/// A candidate: what matched, how well (more is better), and the document.
struct Found {
    matched: Matched,
    score: i64,
    account: AccountId,
    document: Option<Number>,
}

/// Lower case, without accents and apostrophes, in words.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .nfd()
        .filter(|letter| !is_combining_mark(*letter) && !matches!(letter, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .collect();
    let parts = plain.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_string).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

impl Question for LookupOf {
    type Answer = Lookup;

    fn answer(&self, view: &View) -> Result<Lookup, Stop> {
        let began = Instant::now();
        let query = self.query.trim();
        let mut found = documents(view, query)?;
        accounts(view, query, &mut found)?;
        found.sort_by(|a, b| {
            (a.matched, -a.score, a.account).cmp(&(b.matched, -b.score, b.account))
        });
        let mut hits: Vec<Hit> = Vec::new();
        let mut seen = Vec::new();
        for mut one in found {
            if hits.len() == self.limit {
                break;
            }
            one.account = merged::root(view.rows, one.account, When::ALL)?;
            if !seen.contains(&one.account) {
                seen.push(one.account);
                hits.push(hit(view, one)?);
            }
        }
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(Lookup { query: self.query.clone(), micros, hits })
    }
}

fn hit(view: &View, found: Found) -> Result<Hit, Stop> {
    let account = ACCOUNTS.need(view.rows, &found.account)?;
    let items = open::open_items(view, found.account, view.when(Asked::default())?)?;
    let sums = open::sums(&items, account.currency.zero(), view.today)?;
    Ok(Hit {
        customer: account.code,
        name: account.name,
        matched: found.matched,
        document: found.document,
        balance: sums.balance,
        overdue: sums.overdue,
        currency: account.currency,
    })
}

/// Documents by number, exactly or by their count, and open items by amount.
fn documents(view: &View, query: &str) -> Result<Vec<Found>, LedgerError> {
    let mut found = Vec::new();
    if let Some((_, row)) = item::item(view.rows, &Number(query.to_string()))? {
        let (account, document) = (row.account, Some(row.number));
        found.push(Found { matched: Matched::Document, score: i64::MAX, account, document });
    }
    if let Some((kind, id)) = CASES.get(view.rows, &Number(query.to_string()).folded())? {
        let (account, number) = cases::whose(view.rows, kind, id)?;
        let (matched, document) = (Matched::Document, Some(number));
        found.push(Found { matched, score: i64::MAX, account, document });
    }
    let count = query.parse::<u64>().ok().filter(|_| query.bytes().all(|b| b.is_ascii_digit()));
    if let Some(count) = count {
        for row in NUMBERS.scan(view.rows, &()) {
            let (number, id) = row?;
            let tail = number.rsplit('-').next().and_then(|tail| tail.parse::<u64>().ok());
            if tail == Some(count) || (query.len() >= 3 && number.ends_with(query)) {
                let item = ITEMS.need(view.rows, &id)?;
                let (account, score) = (item.account, i64::try_from(id.seq).unwrap_or(0));
                let document = Some(item.number);
                found.push(Found { matched: Matched::Document, score, account, document });
            }
        }
    }
    let amount = plain::parse(&query.replace([' ', ','], "")).ok();
    if let Some(amount) = amount.filter(|amount| !amount.is_zero()) {
        for row in OPEN.scan(view.rows, &()) {
            let ((account, _, _, id), left) = row?;
            let item = ITEMS.need(view.rows, &id)?;
            if left.decimal() == amount || item.amount.decimal() == amount {
                let (document, score) = (Some(item.number), i64::try_from(id.seq).unwrap_or(0));
                found.push(Found { matched: Matched::Amount, score, account, document });
            }
        }
    }
    Ok(found)
}

/// Accounts by code, phone, e-mail and name.
fn accounts(view: &View, query: &str, found: &mut Vec<Found>) -> Result<(), LedgerError> {
    let asked = Asking::new(query);
    let mut names = Vec::new();
    for row in ACCOUNTS.scan(view.rows, &()) {
        let (id, account) = row?;
        let details = DETAILS.get(view.rows, &id)?;
        let details: CustomerDetails =
            details.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
        if let Some((matched, score)) = asked.matches(&account, &details) {
            found.push(Found { matched, score, account: id, document: None });
        }
        names.push((id, account.name));
    }
    if found.is_empty() && !asked.words.is_empty() {
        let matcher = SkimMatcherV2::default();
        let folded = asked.words.join(" ");
        found.extend(names.into_iter().filter_map(|(account, name)| {
            let score = matcher.fuzzy_match(&words(&name).join(" "), &folded)?;
            Some(Found { matched: Matched::Name, score, account, document: None })
        }));
    }
    Ok(())
}

/// What is asked, in the forms that are compared.
struct Asking {
    text: String,
    words: Vec<String>,
    digits: String,
    matcher: SkimMatcherV2,
}

impl Asking {
    fn new(query: &str) -> Asking {
        let (text, matcher) = (query.to_lowercase(), SkimMatcherV2::default());
        Asking { text, words: words(query), digits: digits(query), matcher }
    }

    /// What of an account matches, and how well.
    fn matches(&self, account: &AccountRow, details: &CustomerDetails) -> Option<(Matched, i64)> {
        if self.words.is_empty() {
            return None;
        }
        let code = account.code.folded();
        if code.starts_with(&self.text) {
            return Some((Matched::Code, if code == self.text { 2 } else { 1 }));
        }
        let only_digits = self.text.chars().all(|letter| !letter.is_alphabetic());
        let tail = self.digits.trim_start_matches('0');
        let ends = |phone: &str| {
            let phone = digits(phone);
            phone.ends_with(&self.digits) || (tail.len() >= 3 && phone.ends_with(tail))
        };
        if only_digits && self.digits.len() >= 3 && details.phones().any(ends) {
            return Some((Matched::Phone, i64::try_from(tail.len()).unwrap_or(0)));
        }
        let emails = details.emails().map(str::to_lowercase);
        if self.text.contains('@') && emails.into_iter().any(|email| email.contains(&self.text)) {
            return Some((Matched::Email, 1));
        }
        let mut asked_of = account.name.clone();
        for contact in details.people() {
            asked_of += " ";
            asked_of += contact;
        }
        let known = words(&asked_of);
        let begins = |word: &String| known.iter().any(|known| known.starts_with(word.as_str()));
        if !self.words.iter().all(begins) {
            return None;
        }
        let folded = words(&account.name).join(" ");
        let score = self.matcher.fuzzy_match(&folded, &self.words.join(" ")).unwrap_or(0);
        Some((Matched::Name, score))
    }
}
