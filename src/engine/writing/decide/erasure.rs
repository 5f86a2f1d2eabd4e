//! Decides on erasing a person: which private records are erased at once, and which are only
//! hidden, because a document that must still be kept cites them.

use std::collections::BTreeMap;

use crate::domain::command::ErasePerson;
use crate::domain::event::{FreeText, HiddenRecord, PersonErased};
use crate::domain::{Code, Day, Number, Refusal, Rule, Warning, text};
use crate::ledger::item::When;
use crate::ledger::tables::{
    AccountId, BY_ACCOUNT, DRAFTS_OF, ERASED, ITEMS, ItemKind, PRIVATES, TOTALS,
};
use crate::ledger::{bank, merged};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn erase_person(&mut self, command: &ErasePerson) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (root, account) = self.account("customer", &command.customer)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let (mut entries, mut hidden) = (Vec::new(), Vec::new());
        for member in merged::members(self.rows(), root, When::ALL)? {
            self.nothing_open(member.id, &account.code)?;
            let cited = self.cited(root, member.id)?;
            for found in PRIVATES.scan(self.rows(), &member.id) {
                let ((_, entry), _) = found?;
                if ERASED.get(self.rows(), &entry)?.is_some() {
                    continue;
                }
                match cited.get(&entry).filter(|until| **until >= self.desk.today) {
                    Some(until) => hidden.push(HiddenRecord { entry, until: *until }),
                    None => entries.push(entry),
                }
            }
        }
        entries.sort_unstable();
        entries.dedup();
        hidden.sort_unstable_by_key(|record| record.entry);
        hidden.dedup_by_key(|record| record.entry);
        // A record about two accounts is kept as long as either needs it.
        entries.retain(|entry| hidden.binary_search_by_key(entry, |record| record.entry).is_err());
        if entries.is_empty() && hidden.is_empty() {
            let refusal = Refusal::new(Rule::PersonErased, "customer");
            return Err(refusal.with("customer", account.code).into());
        }
        let event = PersonErased { customer: account.code, date, entries, hidden, reason };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// A warning that what banks said of the person is hidden, and stays on the disk: a statement's
    /// private record is about all its payers.
    pub(super) fn bank_texts_stay(&self, event: &PersonErased) -> Result<Option<Warning>, Stop> {
        let (root, _) = self.account("customer", &event.customer)?;
        let members = merged::members(self.rows(), root, When::ALL)?;
        let accounts = members.into_iter().map(|member| member.id).collect();
        let lines = bank::lines_about(self.rows(), &accounts)?;
        let first = lines.first().copied().map(Number::of_bank_line);
        Ok(first.map(|first| {
            let warning = Warning::new(Rule::PersonBankText, "customer").with("line", first);
            warning.with("count", lines.len())
        }))
    }

    /// Refuses while the account has open items or drafts: their owner must be known.
    fn nothing_open(&self, id: AccountId, code: &Code) -> Result<(), Stop> {
        let totals = TOTALS.need(self.rows(), &id)?;
        let has_draft = DRAFTS_OF.scan(self.rows(), &id).next().transpose()?.is_some();
        if totals.debit.is_zero() && totals.credit.is_zero() && !has_draft {
            return Ok(());
        }
        Err(Refusal::new(Rule::PersonOpen, "customer").with("customer", code).into())
    }

    /// Returns until when each entry with the customer's details is kept, because documents cite
    /// it: each document cites the last one before it.
    fn cited(&self, root: AccountId, id: AccountId) -> Result<BTreeMap<u64, Day>, LedgerError> {
        let mut details = Vec::new();
        for account in [id, root] {
            for found in PRIVATES.scan(self.rows(), &account) {
                let ((_, entry), row) = found?;
                details.extend(row.is_details.then_some(entry));
            }
        }
        details.sort_unstable();
        let mut cited: BTreeMap<u64, Day> = BTreeMap::new();
        for found in BY_ACCOUNT.scan(self.rows(), &id) {
            let ((_, document), ()) = found?;
            let row = ITEMS.need(self.rows(), &document)?;
            let until = self.kept_until(row.date);
            // An account that is opened along with a document is registered in the same entry.
            let before = details.partition_point(|entry| *entry <= document.seq);
            let from = match row.kind {
                ItemKind::Invoice => before.saturating_sub(1),
                // It cites the same entry as its original, which may be any earlier one.
                ItemKind::CreditNote => 0,
                _ => continue,
            };
            for entry in details.get(from..before).unwrap_or_default() {
                let known = cited.entry(*entry).or_insert(until);
                *known = until.max(*known);
            }
        }
        Ok(cited)
    }

    /// Returns the last day on which a document of this date must be kept.
    fn kept_until(&self, date: Day) -> Day {
        let years = i32::from(self.desk.taxes.documents_kept_years);
        Day::new(date.year().saturating_add(years), 12, 31).unwrap_or(Day::LAST)
    }
}
