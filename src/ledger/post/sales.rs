//! Posts items of the catalogue, prices and drafts.

use crate::domain::event::{
    DraftAmended, DraftContent, DraftDiscarded, InvoiceDrafted, ItemDefined, PriceSet,
};
use crate::domain::{Code, Number};
use crate::ledger::named;
use crate::ledger::tables::{
    COUNTERS, DRAFT_TEXTS, DRAFTS, DRAFTS_OF, DraftEnd, DraftRow, PRICES, SOLD, SoldRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

/// The counter of internal item numbers.
const SOLD_IDS: &str = "catalogue";

/// How many bytes of a draft go into one row.
const LONGEST_PART: usize = 32 << 10;

impl Posting<'_> {
    fn sold(&self, code: &Code) -> Result<Option<SoldRow>, LedgerError> {
        named::get(&SOLD, self.rows, &code.0)
    }

    pub(super) fn item_defined(&mut self, event: &ItemDefined) -> Result<(), LedgerError> {
        let id = if let Some(row) = self.sold(&event.item)? {
            row.id
        } else {
            let key = (0, SOLD_IDS.to_string());
            let next = COUNTERS.get(self.rows, &key)?.unwrap_or(0) + 1;
            COUNTERS.put(&mut self.batch, &key, &next)?;
            u32::try_from(next)
                .map_err(|_| LedgerError::Contradiction("more items than can be numbered".into()))?
        };
        let row = SoldRow {
            id,
            code: event.item.clone(),
            name: event.name.clone(),
            unit: event.unit.clone(),
            tax: event.tax.0.clone(),
            seq: self.seq(),
        };
        named::put(&SOLD, &mut self.batch, &event.item.0, &row)
    }

    pub(super) fn price_set(&mut self, event: &PriceSet) -> Result<(), LedgerError> {
        let unknown = || LedgerError::Contradiction(format!("no item {}", event.item));
        let row = self.sold(&event.item)?.ok_or_else(unknown)?;
        PRICES.put(&mut self.batch, &(row.id, event.currency, event.date), &event.price)
    }

    pub(super) fn invoice_drafted(&mut self, event: &InvoiceDrafted) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let count = draft_count(&event.draft)?;
        let key = (0, "D".to_string());
        COUNTERS.put(&mut self.batch, &key, &count)?;
        DRAFTS_OF.put(&mut self.batch, &(account, count), &event.total)?;
        self.put_draft_text(count, &event.content)?;
        let row = DraftRow {
            account,
            date: event.date,
            total: event.total,
            end: DraftEnd::Open,
            seq: self.seq(),
            pos: self.stored.checkpoint.pos,
        };
        DRAFTS.put(&mut self.batch, &count, &row)
    }

    /// Posts what a draft says and comes to now.
    pub(super) fn draft_amended(&mut self, event: &DraftAmended) -> Result<(), LedgerError> {
        let count = draft_count(&event.draft)?;
        let row = DRAFTS.need(self.rows, &count)?;
        DRAFTS_OF.put(&mut self.batch, &(row.account, count), &event.total)?;
        self.remove_draft_text(count)?;
        self.put_draft_text(count, &event.content)?;
        let (seq, pos) = (self.seq(), self.stored.checkpoint.pos);
        DRAFTS.put(&mut self.batch, &count, &DraftRow { total: event.total, seq, pos, ..row })
    }

    fn put_draft_text(&mut self, count: u64, content: &DraftContent) -> Result<(), LedgerError> {
        let content = serde_json::to_vec(content)
            .map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        for (part, bytes) in (0..).zip(content.chunks(LONGEST_PART)) {
            DRAFT_TEXTS.put(&mut self.batch, &(count, part), &bytes.to_vec())?;
        }
        Ok(())
    }

    fn remove_draft_text(&mut self, count: u64) -> Result<(), LedgerError> {
        for found in DRAFT_TEXTS.scan(self.rows, &count) {
            let (part, _) = found?;
            DRAFT_TEXTS.remove(&mut self.batch, &part);
        }
        Ok(())
    }

    /// Posts that a draft was issued or discarded: it no longer counts towards the exposure.
    pub(super) fn draft_discarded(&mut self, event: &DraftDiscarded) -> Result<(), LedgerError> {
        self.draft_ends(&event.draft, DraftEnd::Discarded)
    }

    pub(super) fn draft_ends(&mut self, draft: &Number, end: DraftEnd) -> Result<(), LedgerError> {
        let count = draft_count(draft)?;
        let row = DRAFTS.need(self.rows, &count)?;
        DRAFTS_OF.remove(&mut self.batch, &(row.account, count));
        self.remove_draft_text(count)?;
        DRAFTS.put(&mut self.batch, &count, &DraftRow { end, ..row })
    }
}

fn draft_count(number: &Number) -> Result<u64, LedgerError> {
    number.draft_count().ok_or_else(|| LedgerError::Contradiction(format!("{number} is no draft")))
}
