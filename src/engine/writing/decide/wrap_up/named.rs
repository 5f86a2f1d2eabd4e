//! Finds the account's document that a number, or the end of one, stands for. Numbers of the book's own
//! series are looked up by their count; others are searched for among the open items.

use rust_decimal::Decimal;

use crate::domain::number::{DEFAULT_SERIES, NumberEnd};
use crate::domain::{Number, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::merged;
use crate::ledger::open_order;
use crate::ledger::tables::{
    AccountId, BY_ACCOUNT, ITEMS, ItemId, ItemKind, ItemRow, SERIES, Side, TOTALS,
};
use crate::store::rows::{LedgerError, Stop};
use crate::typed::wrap_up::NamedOpen;

use super::super::Case;

/// How many years back a serial number is looked up.
const YEARS: i32 = 6;

/// The most open items, and the most documents of an account, that are searched, newest first.
const LOOKED_THROUGH: usize = 2_000;

/// The series of documents sent to customers, apart from invoices.
const OTHERS: [&str; 2] = ["PAY", "CN"];

/// The documents that were found, and the numbers of those that are open.
type NamedDocuments = (Vec<(Number, ItemId)>, Vec<Number>);

impl Case<'_> {
    /// Finds the document of an account by its number or the end of it: an invoice, or with `all` any
    /// document sent to customers. Open documents come before settled ones.
    pub(super) fn named(
        &self,
        account: AccountId,
        given: &str,
        all: bool,
        field: &str,
    ) -> Result<Number, Stop> {
        if let Some((_, row)) = item::item(self.rows(), &Number(given.into()))? {
            return Ok(row.number);
        }
        let (found, open) = self.candidates(account, given, all)?;
        let mut numbers = open;
        if numbers.is_empty() {
            numbers = found.into_iter().map(|(number, _)| number).collect();
        }
        let refused = |rule| Refusal::new(rule, field).with("given", given);
        match numbers.as_slice() {
            [] => Err(refused(Rule::WrapUpDocument).into()),
            [only] => Ok(only.clone()),
            several => {
                let several = several.iter().map(|number| number.0.as_str());
                let several = several.take(5).collect::<Vec<_>>().join(", ");
                Err(refused(Rule::WrapUpDocuments).with("numbers", several).into())
            }
        }
    }

    /// The open invoice of an account that a word, a number or the end of one, stands for; the first where there are
    /// several.
    pub(super) fn open_named(
        &self,
        account: AccountId,
        given: &str,
    ) -> Result<Option<NamedOpen>, Stop> {
        let number = match item::item(self.rows(), &Number(given.into()))? {
            Some((_, row)) if row.kind != ItemKind::Invoice || !self.is_of(account, &row)? => None,
            Some((_, row)) => Some(row.number),
            None => self.candidates(account, given, false)?.1.into_iter().next(),
        };
        let Some((id, row)) = number.map(|it| item::item(self.rows(), &it)).transpose()?.flatten()
        else {
            return Ok(None);
        };
        let left = item::outstanding(self.rows(), id, &row, When::ALL)?;
        let (word, number) = (given.into(), row.number);
        Ok(left.is_positive().then(|| NamedOpen { word, number, left: left.decimal() }))
    }

    /// What an account owes, whatever is on account: no more than that can be promised.
    pub(super) fn most_promised(&self, account: AccountId) -> Result<Decimal, Stop> {
        let root = merged::root(self.rows(), account, When::ALL)?;
        let mut owed = TOTALS.need(self.rows(), &root)?.debit.zero();
        for member in merged::members(self.rows(), root, When::ALL)? {
            let debit = TOTALS.need(self.rows(), &member.id)?.debit;
            owed = owed.plus(debit).ok_or(LedgerError::Beyond("an account"))?;
        }
        Ok(owed.decimal())
    }

    /// The documents that the end of a number may stand for.
    fn candidates(
        &self,
        account: AccountId,
        given: &str,
        all: bool,
    ) -> Result<NamedDocuments, Stop> {
        // Leading zeros mean the end of a number, not a serial number.
        let mut found = match given.starts_with('0') {
            true => Vec::new(),
            false => self.by_count(account, given, all)?,
        };
        let mut open = self.open_among(&found)?;
        if found.is_empty() || open.is_empty() && !all {
            let ends = self.by_end(account, given, all)?;
            open = self.open_among(&ends)?;
            if found.is_empty() {
                found = ends;
            }
        }
        Ok((found, open))
    }

    /// The documents that have something outstanding.
    fn open_among(&self, found: &[(Number, ItemId)]) -> Result<Vec<Number>, Stop> {
        let mut open = Vec::new();
        for (number, id) in found {
            let row = self.need_item(*id)?;
            if item::outstanding(self.rows(), *id, &row, When::ALL)?.is_positive() {
                open.push(number.clone());
            }
        }
        Ok(open)
    }

    /// Documents of the book's own series with this serial number; other series only if no invoice has it.
    fn by_count(
        &self,
        account: AccountId,
        given: &str,
        all: bool,
    ) -> Result<Vec<(Number, ItemId)>, Stop> {
        let is_count = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit());
        let Some(count) = given.parse().ok().filter(|_| is_count) else { return Ok(Vec::new()) };
        let mut series = vec![DEFAULT_SERIES.to_string()];
        for found in SERIES.scan(self.rows(), &()) {
            let (name, _) = found?;
            if !series.contains(&name) {
                series.push(name);
            }
        }
        let others = OTHERS.map(String::from).to_vec();
        for series in [series, if all { others } else { Vec::new() }] {
            let mut found = Vec::new();
            for (series, back) in series.iter().flat_map(|one| (0..YEARS).map(move |it| (one, it)))
            {
                let number = Number::of_series(series, self.desk.today.year() - back, count);
                if let Some((id, row)) = item::item(self.rows(), &number)?
                    && self.is_of(account, &row)?
                {
                    found.push((row.number, id));
                }
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Documents whose number ends in `given`: open ones, or else the latest. Whole serial numbers come
    /// before last digits, which match open documents only.
    fn by_end(
        &self,
        account: AccountId,
        given: &str,
        all: bool,
    ) -> Result<Vec<(Number, ItemId)>, Stop> {
        let is_kind = |kind: ItemKind| match kind {
            ItemKind::Invoice => true,
            ItemKind::CreditNote | ItemKind::Payment => all,
            ItemKind::Refund | ItemKind::WriteOff | ItemKind::OnTop => false,
        };
        let root = merged::root(self.rows(), account, When::ALL)?;
        let members = merged::members(self.rows(), root, When::ALL)?;
        let (mut found, mut loosely) = (Vec::new(), Vec::new());
        for member in &members {
            let open = open_order::on_side(self.rows(), member.id, Side::Debit);
            for item in open.take(LOOKED_THROUGH) {
                let item = item?;
                match NumberEnd::of(&item.row.number.0, given).filter(|_| is_kind(item.row.kind)) {
                    Some(NumberEnd::LastDigits) => loosely.push((item.row.number, item.id)),
                    Some(NumberEnd::Count | NumberEnd::Whole) => {
                        found.push((item.row.number, item.id));
                    }
                    None => {}
                }
            }
        }
        if found.is_empty() {
            found = loosely;
        }
        if !found.is_empty() {
            return Ok(found);
        }
        for member in &members {
            for key in BY_ACCOUNT.newest(self.rows(), &member.id).take(LOOKED_THROUGH) {
                let ((_, id), ()) = key?;
                let row = ITEMS.need(self.rows(), &id)?;
                let end = NumberEnd::of(&row.number.0, given).filter(|_| is_kind(row.kind));
                if end >= Some(NumberEnd::Count) || end.is_some() && given.starts_with('0') {
                    found.push((row.number, id));
                }
            }
        }
        Ok(found)
    }

    fn is_of(&self, account: AccountId, row: &ItemRow) -> Result<bool, LedgerError> {
        let root = |id| merged::root(self.rows(), id, When::ALL);
        Ok(root(row.account)? == root(account)?)
    }
}
