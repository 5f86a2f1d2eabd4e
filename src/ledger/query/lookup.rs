//! The look-up: the index proposes and the ledger decides. Amounts are compared with what is
//! outstanding now, a merged account becomes the one that remains, and each hit gets its balance.

use std::collections::HashSet;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::domain::{Code, Currency, Money, Number};
use crate::ledger::item::{self, When};
use crate::ledger::lookup::card::Card;
use crate::ledger::lookup::parts::IndexState;
use crate::ledger::lookup::{Candidate, Candidates, ParsedQuery, Tier, What, marks, once};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, CASES, ITEMS, ItemId, ItemRow, REFERENCES,
};
use crate::ledger::{cases, merged};
use crate::store::rows::{LedgerError, Stop};

use super::sums::{self, SumGlance};
use super::{Needs, Question, View};

pub use crate::ledger::lookup::Matched;

/// Asks for the accounts that a caller may mean.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookupOf {
    /// What was typed.
    pub query: String,
    /// The most accounts.
    pub limit: usize,
}

/// Asks the same without building the index of the whole book if there is none. The answer is the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookupOnce {
    /// What was typed.
    pub query: String,
    /// The most accounts.
    pub limit: usize,
}

/// The accounts found, the likeliest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lookup {
    /// What was typed.
    pub query: String,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// Whether the index is still being built, so that more may be found.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
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
    /// The text that matched, if it is not the name: the code, the telephone number, the reference, the
    /// contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The range of characters that matched, in that text or in the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<(usize, usize)>,
    /// The document, where one matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Number>,
    /// Open debits less what is on account, as of today.
    pub balance: Money,
    /// One day late or more.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
    /// The account's currency.
    pub currency: Currency,
}

/// An account to show, and why.
struct FoundAccount {
    account: AccountId,
    matched: Matched,
    /// The document and its text that matched.
    document: Option<(Number, String)>,
}

impl Question for LookupOf {
    const NAME: &'static str = "lookup";
    const IS_OF_ROWS: bool = false;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Lookup;

    fn answer(&self, view: &View) -> Result<Lookup, Stop> {
        let began = Instant::now();
        view.lookup.build(&view.rows, view.today)?;
        view.lookup.today_is(view.today);
        let asked = ParsedQuery::of(&self.query);
        let state = view.lookup.read();
        let hits = hits(view, &asked, &state, self.limit, Reach::Everything)?;
        Ok(lookup(&self.query, began, !state.is_complete(), hits.unwrap_or_default()))
    }
}

impl Question for LookupOnce {
    const NAME: &'static str = "lookup_once";
    const IS_OF_ROWS: bool = false;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Lookup;

    fn answer(&self, view: &View) -> Result<Lookup, Stop> {
        let (query, limit) = (self.query.clone(), self.limit);
        if view.lookup.is_on() {
            return LookupOf { query, limit }.answer(view);
        }
        let began = Instant::now();
        let asked = ParsedQuery::of(&query);
        let found = once(view, &asked, limit)?;
        Ok(lookup(&query, began, false, found))
    }
}

/// The hits on a query, from as few sources as are needed.
fn once(view: &View, asked: &ParsedQuery, limit: usize) -> Result<Vec<Hit>, Stop> {
    let (rows, today) = (view.rows, view.today);
    let mut documents = None;
    // Digits are matched to documents, codes, amounts and telephone numbers before names.
    if let Some(number) = asked.number.as_ref().filter(|number| number.letters.is_empty()) {
        let may_mean = |card: &Card| once::may_mean(card, asked, number);
        let mut state = once::accounts(rows, today, asked, may_mean)?;
        let documents = documents.insert(once::documents(rows, asked)?);
        once::add_documents(&mut state, documents);
        if let Some(found) = hits(view, asked, &state, limit, Reach::Number)? {
            return Ok(found);
        }
    }
    let mut state = once::accounts(rows, today, asked, |_| true)?;
    // Most names are found before any document is searched.
    if asked.number.is_none()
        && let Some(found) = hits(view, asked, &state, limit, Reach::Accounts)?
    {
        return Ok(found);
    }
    let documents = match documents {
        Some(documents) => documents,
        None => once::documents(rows, asked)?,
    };
    once::add_documents(&mut state, &documents);
    Ok(hits(view, asked, &state, limit, Reach::Everything)?.unwrap_or_default())
}

/// Where candidates come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What a number means, apart from names that contain it.
    Number,
    /// The tiers without documents.
    Accounts,
    /// All tiers.
    Everything,
}

/// The hits on a query; `None` if the tiers searched give fewer than wanted.
fn hits(
    view: &View,
    asked: &ParsedQuery,
    state: &IndexState,
    limit: usize,
    reach: Reach,
) -> Result<Option<Vec<Hit>>, Stop> {
    let mut hits = Hits { view, asked, most: limit, found: Vec::new(), seen: HashSet::new() };
    if let Some(found) = exact(view, asked)? {
        hits.add(found)?;
    }
    let mut candidates = Candidates::of(state, asked);
    if reach == Reach::Number {
        candidates = candidates.of_number();
    }
    // Several candidates may be the same account, or none any more.
    while hits.found.len() < limit {
        let candidate = candidates.next();
        let is_in_reach = candidate.as_ref().is_some_and(|one| one.tier < Tier::Reference);
        if reach != Reach::Everything && !is_in_reach {
            return Ok(None);
        }
        let Some(candidate) = candidate else { break };
        if let Some(found) = checked(view, asked, &candidate)? {
            hits.add(found)?;
        }
    }
    Ok(Some(hits.found))
}

fn lookup(query: &str, began: Instant, partial: bool, hits: Vec<Hit>) -> Lookup {
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    Lookup { query: query.to_string(), micros, partial, hits }
}

/// The accounts that are shown, each once.
struct Hits<'a> {
    view: &'a View<'a>,
    asked: &'a ParsedQuery,
    most: usize,
    found: Vec<Hit>,
    seen: HashSet<AccountId>,
}

impl Hits<'_> {
    fn add(&mut self, found: FoundAccount) -> Result<(), Stop> {
        if self.found.len() >= self.most {
            return Ok(());
        }
        let root = merged::root(self.view.rows, found.account, When::ALL)?;
        if self.seen.insert(root) {
            // What was posted since is in the index and not in these rows.
            self.found.extend(hit(self.view, self.asked, root, found)?);
        }
        Ok(())
    }
}

/// The document or case with exactly this number; or the account with exactly this code, if that has no
/// letter or digit to be indexed by.
fn exact(view: &View, asked: &ParsedQuery) -> Result<Option<FoundAccount>, LedgerError> {
    let number = Number(asked.text.clone());
    let of = |account, number: Number| {
        let document = Some((number.clone(), number.to_string()));
        Some(FoundAccount { account, matched: Matched::Document, document })
    };
    if asked.key.is_empty() {
        let account = item::account(view.rows, &Code(asked.text.clone()))?;
        let found = |(account, _)| FoundAccount { account, matched: Matched::Code, document: None };
        return Ok(account.map(found));
    }
    if let Some((_, row)) = item::item(view.rows, &number)? {
        return Ok(of(row.account, row.number));
    }
    let Some((kind, id)) = CASES.get(view.rows, &number.folded())? else { return Ok(None) };
    let (account, number) = cases::whose(view.rows, kind, id)?;
    Ok(of(account, number))
}

/// A candidate as the ledger has it now; `None` if it no longer matches.
fn checked(
    view: &View,
    asked: &ParsedQuery,
    candidate: &Candidate,
) -> Result<Option<FoundAccount>, LedgerError> {
    let matched = candidate.matched;
    let id = match candidate.what {
        What::Account(account) => {
            return Ok(Some(FoundAccount { account, matched, document: None }));
        }
        What::Item(id) => id,
    };
    let Some(item) = ITEMS.get(view.rows, &id)? else { return Ok(None) };
    let text = match candidate.tier {
        Tier::Amount => amount(view, asked, id, &item)?,
        Tier::Reference => REFERENCES.get(view.rows, &id)?,
        _ => {
            let letters = asked.number.as_ref().map_or("", |number| number.letters.as_str());
            let number = item.number.to_string();
            number.to_lowercase().starts_with(letters).then_some(number)
        }
    };
    let found = |text| FoundAccount {
        account: item.account,
        matched,
        document: Some((item.number.clone(), text)),
    };
    Ok(text.map(found))
}

/// The amount that was asked for, of a document: what is left of it, or its total.
fn amount(
    view: &View,
    asked: &ParsedQuery,
    id: ItemId,
    item: &ItemRow,
) -> Result<Option<String>, LedgerError> {
    let Some(number) = &asked.number else { return Ok(None) };
    let left = item::left(view.rows, id, item)?;
    let amounts = [left, item.amount];
    let is_asked = amounts.into_iter().find(|amount| number.is_amount(*amount));
    Ok(is_asked.map(Money::grouped))
}

/// A hit on the account that the candidate counts on; `None` if that did not exist yet.
fn hit(
    view: &View,
    asked: &ParsedQuery,
    root: AccountId,
    found: FoundAccount,
) -> Result<Option<Hit>, Stop> {
    let Some(account) = ACCOUNTS.get(view.rows, &root)? else { return Ok(None) };
    let SumGlance { balance, overdue, on_account } = sums::glance(view, root)?;
    let (document, text) = found.document.unzip();
    let text = if text.is_some() {
        text
    } else {
        // A merged account is found by its own texts.
        let itself = match root == found.account {
            true => None,
            false => Some(ACCOUNTS.need(view.rows, &found.account)?),
        };
        let matched = itself.as_ref().unwrap_or(&account);
        matched_text(view, asked, found.account, matched, found.matched)?
            .or_else(|| itself.map(|itself| itself.name))
    };
    let shown = text.as_deref().or((found.matched == Matched::Name).then_some(&account.name));
    let at = shown.map_or_else(Vec::new, |text| marks::marks(text, asked, found.matched));
    Ok(Some(Hit {
        customer: account.code,
        name: account.name,
        matched: found.matched,
        text,
        at,
        document,
        balance,
        overdue,
        on_account,
        currency: account.currency,
    }))
}

/// The text of an account that matched; `None` if that is its name.
fn matched_text(
    view: &View,
    asked: &ParsedQuery,
    id: AccountId,
    account: &AccountRow,
    matched: Matched,
) -> Result<Option<String>, LedgerError> {
    let best = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .map(|text| (marks::marks(text, asked, matched), text))
            .max_by_key(|(at, _)| at.iter().map(|(from, to)| to - from).sum::<usize>())
            .filter(|(at, _)| !at.is_empty())
            .map(|(_, text)| text.to_string())
    };
    if matched == Matched::Code {
        return Ok(Some(account.code.to_string()));
    }
    if matched == Matched::Name && marks::all_words(&account.name, asked) {
        return Ok(None);
    }
    let details = view.details(id)?;
    Ok(match matched {
        Matched::Phone => best(&mut details.phones()),
        Matched::Email => best(&mut details.emails()),
        Matched::Name => best(&mut details.people()),
        _ => None,
    })
}
