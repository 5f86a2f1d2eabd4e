//! Decides on drafts: invoices that are about to be issued, without a number. They count towards
//! the exposure.

use crate::domain::command::{AmendDraft, DiscardDraft, DraftInvoice, IssueDraft, IssueInvoice};
use crate::domain::event::{DraftAmended, DraftContent, DraftDiscarded, InvoiceDrafted};
use crate::domain::{Money, Number, Refusal, Rule};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, DRAFT_TEXTS, DRAFTS, DRAFTS_OF, DraftEnd, DraftRow,
};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn draft_invoice(&mut self, command: &DraftInvoice) -> Result<Decided, Stop> {
        let content = &command.0;
        let date = self.date(content.date)?;
        // Check everything possible, so that issuing brings no surprises. The total counts as
        // exposure, at the prices of the day of drafting.
        let bill = self.bill(content, date)?;
        let count = self.next("D", 0)?;
        let event = InvoiceDrafted {
            draft: Number::of_draft(count),
            customer: bill.account.code,
            date: self.desk.today,
            content: content.clone().into(),
            total: bill.priced.total,
        };
        Ok(Decided { date: event.date, events: vec![event.into()] })
    }

    /// Returns a draft that is still open.
    fn draft(&self, number: &Number) -> Result<(u64, DraftRow), Stop> {
        let unknown = || Refusal::new(Rule::DraftUnknown, "draft").with("given", number);
        let count = number.draft_count().ok_or_else(unknown)?;
        let row = DRAFTS.get(self.rows(), &count)?.ok_or_else(unknown)?;
        match row.end {
            DraftEnd::Open => Ok((count, row)),
            _ => Err(Refusal::new(Rule::DraftEnded, "draft").with("draft", number).into()),
        }
    }

    pub(super) fn amend_draft(&mut self, command: &AmendDraft) -> Result<Decided, Stop> {
        let (count, row) = self.draft(&command.draft)?;
        let customer = ACCOUNTS.need(self.rows(), &row.account)?.code;
        let content = command.of(customer.clone());
        let date = self.date(content.date)?;
        let bill = self.bill(&content, date)?;
        let event = DraftAmended {
            draft: Number::of_draft(count),
            customer,
            date: self.desk.today,
            content: content.into(),
            total: bill.priced.total,
        };
        Ok(Decided { date: event.date, events: vec![event.into()] })
    }

    pub(super) fn issue_draft(&mut self, command: &IssueDraft) -> Result<Decided, Stop> {
        let (count, row) = self.draft(&command.draft)?;
        let mut text = Vec::new();
        for found in DRAFT_TEXTS.scan(self.rows(), &count) {
            text.extend(found?.1);
        }
        let content: DraftContent = serde_json::from_slice(&text)
            .map_err(|error| LedgerError::Contradiction(format!("{}: {error}", command.draft)))?;
        let mut content = IssueInvoice::from(content);
        content.date = command.date.or(content.date);
        self.issue(&content, Some((count, row.total)))
    }

    pub(super) fn discard_draft(&mut self, command: &DiscardDraft) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (count, _) = self.draft(&command.draft)?;
        let event = DraftDiscarded { draft: Number::of_draft(count), date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Returns the total of a customer's drafts.
    pub(super) fn drafted(&self, account: AccountId, zero: Money) -> Result<Money, LedgerError> {
        let mut sum = zero;
        let root = merged::root(self.rows(), account, When::ALL)?;
        for member in merged::members(self.rows(), root, When::ALL)? {
            for found in DRAFTS_OF.scan(self.rows(), &member.id) {
                sum = sum.plus(found?.1).ok_or(LedgerError::Beyond("the drafts"))?;
            }
        }
        Ok(sum)
    }
}
