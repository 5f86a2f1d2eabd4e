//! What bank lines are matched with, page by page: customers with their open items and known payers,
//! open lines, and lines that were recently matched. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::event::{CaseText, EarlyPayment};
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::bank::{self, BankLineState, PayerKey};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, BANK_LINES, BANK_LINES_ON, BANK_LINES_OPEN, BankAccountId, ITEMS, ItemId,
    ItemKind, LEARNT, OPEN, OpenRow, PAYS_FOR, Side,
};
use crate::ledger::{cases, merged};
use crate::store::rows::{LedgerError, Stop};

use super::page::Page;
use super::show::{BankLines, ShownBankLine};
use super::{Needs, Question, View};

/// The number of accounts or lines in a page.
const PAGE: usize = 1_000;

/// A line by its account, its day and the count in its number.
pub type LinePlace = (BankAccountId, Day, u64);

/// Asks for the customers with accounts in a currency, in the order of registration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MatchablesAfter {
    /// The currency.
    pub currency: Currency,
    /// The account after which the page begins.
    pub after: Option<AccountId>,
    /// The customer; if absent, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Code>,
}

/// A customer with what bank lines are matched against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matchable {
    /// The account.
    pub id: AccountId,
    /// Its code.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// The contacts, and the names of accounts merged into this one.
    pub other_names: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
    /// The open items.
    pub items: Vec<MatchableItem>,
    /// The open credit notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<MatchableCredit>,
    /// The stored keys of its payers ([`bank::PayerKey`]), and how often each paid.
    pub learnt: Vec<(String, u32)>,
}

/// An open credit note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchableCredit {
    /// Its number.
    pub number: Number,
    /// What is left of it.
    pub left: Money,
}

/// An open item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchableItem {
    /// Its number.
    pub number: Number,
    /// The customer's reference on it.
    pub reference: Option<String>,
    /// Its date.
    pub date: Day,
    /// The due date.
    pub due: Day,
    /// What is left of it.
    pub left: Money,
    /// The early-payment discount, if nothing of it is settled yet.
    pub early: Option<EarlyPayment>,
    /// How much of it is in dispute.
    pub disputed: Money,
}

impl Question for MatchablesAfter {
    const NAME: &'static str = "matchables_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<Matchable, AccountId>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut rows = Vec::new();
        if let Some(code) = &self.only {
            let (id, row) = view.account(code, When::ALL)?;
            rows.push(matchable(view, id, row.code)?);
            return Ok(Page { rows, next: None });
        }
        let mut last = None;
        for (count, found) in ACCOUNTS.behind(view.rows, self.after.as_ref()).take(PAGE).enumerate()
        {
            let (id, row) = found?;
            last = Some(id).filter(|_| count + 1 == PAGE);
            if row.currency == self.currency && merged::root(view.rows, id, When::ALL)? == id {
                rows.push(matchable(view, id, row.code)?);
            }
        }
        Ok(Page { rows, next: last })
    }
}

fn matchable(view: &View, id: AccountId, customer: Code) -> Result<Matchable, LedgerError> {
    let details = view.details(id)?;
    let mut other_names: Vec<String> = details.people().map(str::to_string).collect();
    let phones = details.phones().map(str::to_string).collect();
    let (mut items, mut credits, mut learnt) = (Vec::new(), Vec::new(), Vec::new());
    for member in merged::members(view.rows, id, When::ALL)? {
        if member.id != id {
            other_names.push(ACCOUNTS.need(view.rows, &member.id)?.name);
        }
        for found in OPEN.scan(view.rows, &(member.id, Side::Debit)) {
            let ((_, _, due, item), open) = found?;
            if matches!(open.kind, ItemKind::Invoice | ItemKind::Refund) {
                items.push(matchable_item(view, (item, due), open)?);
            }
        }
        for found in OPEN.scan(view.rows, &(member.id, Side::Credit)) {
            let (_, open) = found?;
            if open.kind == ItemKind::CreditNote {
                credits.push(MatchableCredit { number: open.number, left: open.left });
            }
        }
        for found in LEARNT.scan(view.rows, &member.id) {
            let ((_, key), times) = found?;
            learnt.push((key, times));
        }
    }
    learnt.extend(of_payers(view, id)?);
    let name = details.name;
    Ok(Matchable { id, customer, name, other_names, phones, items, credits, learnt })
}

/// The names and learnt keys of customers who pay for another one.
fn of_payers(view: &View, id: AccountId) -> Result<Vec<(String, u32)>, LedgerError> {
    let mut known = Vec::new();
    for found in PAYS_FOR.scan(view.rows, &id) {
        let payer = merged::root(view.rows, found?.0.1, When::ALL)?;
        let said = CaseText { contact: Some(view.details(payer)?.name), ..CaseText::default() };
        known.extend(PayerKey::of(Some(&said)).iter().map(|key| (key.stored(), 1)));
        for found in LEARNT.scan(view.rows, &payer) {
            known.push((found?.0.1, 1));
        }
    }
    Ok(known)
}

fn matchable_item(
    view: &View,
    (id, due): (ItemId, Day),
    open: OpenRow,
) -> Result<MatchableItem, LedgerError> {
    let disputed = match open.is_disputed {
        true => cases::disputed(view.rows, id, &ITEMS.need(view.rows, &id)?, When::ALL)?,
        false => open.left.zero(),
    };
    Ok(MatchableItem {
        early: open.early_in_full(),
        number: open.number,
        reference: open.reference,
        date: open.date,
        due,
        left: open.left,
        disputed,
    })
}

/// Asks for open bank lines, by account and day.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpenBankLinesAfter {
    /// The bank account; if absent, all.
    pub account: Option<String>,
    /// The line after which the page begins.
    pub after: Option<LinePlace>,
}

impl Question for OpenBankLinesAfter {
    const NAME: &'static str = "open_bank_lines_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<ShownBankLine, LinePlace>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let id = match &self.account {
            None => None,
            Some(name) => Some(bank::needed(view.rows, name)?.id),
        };
        let first = id.map(|id| (id, Day::EPOCH, 0));
        let after = self.after.or(first);
        let mut lines = BankLines::of(view);
        let (mut rows, mut last) = (Vec::new(), None);
        for found in BANK_LINES_OPEN.behind(view.rows, after.as_ref()) {
            let (place, ()) = found?;
            if id.is_some_and(|id| id != place.0) {
                break;
            }
            if rows.len() == PAGE {
                return Ok(Page { rows, next: last });
            }
            let row = BANK_LINES.need(view.rows, &place.2)?;
            rows.push(lines.shown(place.2, &row, When::ALL)?);
            last = Some(place);
        }
        Ok(Page { rows, next: None })
    }
}

/// Asks for lines of money in that are matched to payments, from a day on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PaidLinesAfter {
    /// The bank account.
    pub account: String,
    /// The first day.
    pub since: Day,
    /// The line after which the page begins.
    pub after: Option<LinePlace>,
}

/// A payment that a bank line is matched to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaidLine {
    /// The customer.
    pub id: AccountId,
    /// The payment.
    pub payment: Number,
    /// Its date.
    pub date: Day,
    /// The amount.
    pub amount: Money,
    /// The payer, as the bank names it.
    pub payer: Option<String>,
    /// The references of the line.
    pub references: Vec<String>,
}

impl Question for PaidLinesAfter {
    const NAME: &'static str = "paid_lines_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<PaidLine, LinePlace>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let account = bank::needed(view.rows, &self.account)?.id;
        let after = self.after.unwrap_or((account, self.since, 0));
        let mut lines = BankLines::of(view);
        let (mut rows, mut last) = (Vec::new(), None);
        for (count, found) in BANK_LINES_ON.behind(view.rows, Some(&after)).enumerate() {
            let (place, ()) = found?;
            if place.0 != account {
                break;
            }
            if count == PAGE {
                return Ok(Page { rows, next: last });
            }
            last = Some(place);
            let row = BANK_LINES.need(view.rows, &place.2)?;
            let BankLineState::Matched(to, _) = bank::state(view.rows, place.2, When::ALL)? else {
                continue;
            };
            let Some((id, paid)) = item::item(view.rows, &to.document)? else { continue };
            if !row.amount.is_positive() || item::ended(view.rows, id)?.is_some() {
                continue;
            }
            let (event, _) = lines.recorded(place.2, &row)?;
            rows.push(PaidLine {
                id: merged::root(view.rows, paid.account, When::ALL)?,
                payment: paid.number,
                date: paid.date,
                amount: paid.amount,
                payer: event.text.and_then(|text| text.contact),
                references: event.references,
            });
        }
        Ok(Page { rows, next: None })
    }
}
