//! Finds what may have been entered twice. Documents and accounts are stored by their *likeness*, a
//! number that is the same for whatever looks the same, so that a duplicate is found without reading
//! anything else. May use: the rest of the ledger, domain, journal.

use crate::domain::event::{CustomerDetails, PaymentRecorded};
use crate::domain::{Day, Money, text};
use crate::journal::Hash;

use super::item::{self, When};
use super::lookup::fold;
use super::merged;
use super::tables::{
    ACCOUNTS, ALIKE, AccountId, AccountRow, ITEMS, ItemId, ItemRow, MoveKind, TWINS,
};
use crate::store::rows::{LedgerError, Rows};

/// How many of a likeness are read: usually all but the first few are void, bounced or merged.
const MOST: usize = 200;

fn likeness(parts: &[&str]) -> u64 {
    let Hash(bytes) = Hash::of(parts.join("\u{1f}").as_bytes());
    bytes.iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// How an invoice looks: its total, and the customer's reference if it has one.
pub fn of_invoice(total: Money, reference: Option<&str>) -> u64 {
    let reference = reference.map(text::folded).unwrap_or_default();
    likeness(&["invoice", &total.minor().to_string(), &reference])
}

/// How a payment looks: its amount, and its reference or, without one, its method. A certificate looks
/// like its kind and its number, whatever its amount, because a number is given once.
pub fn of_payment(payment: &PaymentRecorded) -> u64 {
    let reference = payment.reference.as_deref().map(text::folded);
    let amount = payment.amount.minor().to_string();
    match (&payment.certificate, &reference) {
        (Some(kind), Some(number)) => likeness(&["certificate", kind, number]),
        (_, Some(reference)) => likeness(&["payment", &amount, reference]),
        (_, None) => of_bare_payment(payment),
    }
}

/// How a payment of the same amount and method without a reference looks.
pub fn of_bare_payment(payment: &PaymentRecorded) -> u64 {
    let amount = payment.amount.minor().to_string();
    likeness(&["payment", &amount, "", payment.method.name()])
}

/// The first document of a customer that looks like this, is in force, and is dated between `from` and
/// `to`, both included.
pub fn document(
    rows: &dyn Rows,
    account: AccountId,
    likeness: u64,
    (from, to): (Day, Day),
) -> Result<Option<(ItemId, ItemRow)>, LedgerError> {
    let root = merged::root(rows, account, When::ALL)?;
    for member in merged::members(rows, root, When::ALL)? {
        let end = (member.id, likeness, to.plus(1).unwrap_or(Day::LAST));
        for found in TWINS.between(rows, &(member.id, likeness, from), &end).take(MOST) {
            let ((_, _, _, id), ()) = found?;
            if !is_undone(rows, id)? {
                return Ok(Some((id, ITEMS.need(rows, &id)?)));
            }
        }
    }
    Ok(None)
}

/// Whether a document is void: voided, bounced or reversed.
fn is_undone(rows: &dyn Rows, id: ItemId) -> Result<bool, LedgerError> {
    let moves = item::moves(rows, id)?;
    let is_undone =
        |kind| matches!(kind, MoveKind::Voided | MoveKind::Bounced | MoveKind::Corrected);
    Ok(moves.iter().any(|(_, row)| is_undone(row.kind)))
}

/// How an account looks, by field: names, telephone numbers, e-mail addresses and tax numbers, however
/// they are written.
pub fn of_customer(details: &CustomerDetails) -> Vec<(&'static str, u64)> {
    let mut all = Vec::new();
    let mut add = |field, folded: &str| {
        if !folded.is_empty() {
            all.push((field, likeness(&[field, folded])));
        }
    };
    add("name", &fold::company(&details.name));
    let phones = details.phone.iter().flat_map(|phone| phone.split(['/', ';', ',']));
    for phone in phones.filter_map(fold::phone) {
        let national = phone.digits.get(phone.national..).unwrap_or_default();
        if national.len() >= fold::SHORTEST_PHONE {
            add("phone", national);
        }
    }
    if let Some(email) = &details.email {
        add("email", &text::folded(email));
    }
    if let Some(tax_id) = &details.tax_id {
        add("tax_id", &fold::words(tax_id).replace(' ', ""));
    }
    all
}

/// The accounts that have this name however it is typed ([`fold::company`]), after mergers: each once,
/// at most `most`, in the order of registration. Reads no other names.
pub fn named(
    rows: &dyn Rows,
    name: &str,
    most: usize,
) -> Result<Vec<(AccountId, AccountRow)>, LedgerError> {
    let folded = fold::company(name);
    let mut found: Vec<(AccountId, AccountRow)> = Vec::new();
    if folded.is_empty() {
        return Ok(found);
    }
    for alike in ALIKE.scan(rows, &likeness(&["name", &folded])).take(MOST) {
        let ((_, id), ()) = alike?;
        // A likeness is a hash: two names may share it.
        if fold::company(&ACCOUNTS.need(rows, &id)?.name) != folded {
            continue;
        }
        let root = merged::root(rows, id, When::ALL)?;
        if found.iter().all(|(known, _)| *known != root) && found.len() < most {
            found.push((root, ACCOUNTS.need(rows, &root)?));
        }
    }
    Ok(found)
}

/// The first account that looks like this, after mergers, except `own` and what is merged with it.
pub fn account(
    rows: &dyn Rows,
    likeness: u64,
    own: Option<AccountId>,
) -> Result<Option<AccountId>, LedgerError> {
    let own = own.map(|own| merged::root(rows, own, When::ALL)).transpose()?;
    for found in ALIKE.scan(rows, &likeness).take(MOST) {
        let ((_, id), ()) = found?;
        let root = merged::root(rows, id, When::ALL)?;
        if Some(root) != own {
            return Ok(Some(root));
        }
    }
    Ok(None)
}
