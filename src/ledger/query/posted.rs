//! What a user posted most recently, and how to undo it: read backwards from the end of the journal.
//! May use: the rest of the queries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::{Code, Currency, Event, Number};
use crate::journal::Entry;
use crate::ledger::cases;
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, AccountId, CASES};
use crate::store::rows::{LedgerError, Stop};

use super::entries::{entries, is_hidden};
use super::{Needs, Question, View};

/// Asks what a user posted most recently.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostedBy {
    /// The user.
    pub user: String,
    /// The most entries. Eight times as many entries of the book are searched, but at least 1,024.
    pub most: usize,
}

/// An entry that a user posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostedEntry {
    /// Its number.
    pub entry: u64,
    /// The command that made it.
    pub command: String,
    /// What it made: kinds and numbers.
    pub made: Vec<(String, String)>,
    /// The texts of its events by field; if two fields have the same name, the first.
    pub fields: BTreeMap<String, String>,
    /// The account it is about: code, name and currency.
    pub account: Option<(Code, String, Currency)>,
}

/// How many entries are searched for each that is asked for, and at least.
const READ_BACK: u64 = 8;
const LEAST_READ: u64 = 1_024;

impl Question for PostedBy {
    const NAME: &'static str = "posted_by";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<PostedEntry>;

    /// The user's entries among the last ones of the book, oldest first.
    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let head = view.head()?;
        let most = u64::try_from(self.most).unwrap_or(u64::MAX);
        let most = most.saturating_mul(READ_BACK).max(LEAST_READ);
        let mut found = entries(view, head.saturating_sub(most).max(1), head)?;
        found.retain(|entry| entry.by == self.user && !is_hidden(view, entry));
        let skipped = found.len().saturating_sub(self.most);
        let posted = found.iter().skip(skipped).map(|entry| posted(view, entry));
        Ok(posted.collect::<Result<_, _>>()?)
    }
}

fn posted(view: &View, entry: &Entry) -> Result<PostedEntry, LedgerError> {
    let mut fields = BTreeMap::new();
    for event in &entry.events {
        collect(&as_json(event)?, &mut fields);
    }
    let made = entry.made();
    let account = account(view, &made, &fields)?;
    let account = account.map(|id| ACCOUNTS.need(view.rows, &id)).transpose()?;
    Ok(PostedEntry {
        entry: entry.seq,
        command: entry.command().into(),
        made,
        fields,
        account: account.map(|row| (row.code, row.name, row.currency)),
    })
}

fn as_json(event: &Event) -> Result<Value, LedgerError> {
    let fields = event.write(serde_json::value::Serializer);
    fields.map_err(|error| LedgerError::Contradiction(error.to_string()))
}

/// Collects the texts of an event and its parts.
fn collect(value: &Value, fields: &mut BTreeMap<String, String>) {
    let Value::Object(parts) = value else { return };
    for (name, part) in parts {
        match part {
            Value::String(text) => drop(fields.entry(name.clone()).or_insert(text.clone())),
            part => collect(part, fields),
        }
    }
}

/// The fields that name a document or a case of an account.
const ABOUT: [&str; 9] = [
    "dispute",
    "invoice",
    "payment",
    "credit_note",
    "refund",
    "write_off",
    "promise",
    "callback",
    "from",
];

/// The account that an entry is about: the one it names, or that of a document it names.
fn account(
    view: &View,
    made: &[(String, String)],
    fields: &BTreeMap<String, String>,
) -> Result<Option<AccountId>, LedgerError> {
    if let Some(code) = fields.get("customer") {
        let found = item::live_account(view.rows, &Code(code.clone()), When::ALL)?;
        return Ok(found.map(|(id, _)| id));
    }
    let made = made.iter().map(|(_, number)| number);
    for number in made.chain(ABOUT.iter().filter_map(|name| fields.get(*name))) {
        let number = Number(number.clone());
        let found = match item::item(view.rows, &number)? {
            Some((_, row)) => Some(row.account),
            None => match CASES.get(view.rows, &number.folded())? {
                Some((kind, id)) => Some(cases::whose(view.rows, kind, id)?.0),
                None => None,
            },
        };
        if let Some(id) = found {
            return Ok(Some(merged::root(view.rows, id, When::ALL)?));
        }
    }
    Ok(None)
}
