//! Posts dunning: policies, groups, blocks, letters.

use crate::domain::event::{CustomerGrouped, DunningBlocked, DunningLetterMade, DunningPolicySet};
use crate::domain::text;
use crate::ledger::tables::{
    CUSTOMER_GROUPS, DUNNING_BLOCKS, DUNNING_POLICIES, DunningBlockRow, DunningPolicyRow,
    LETTER_NUMBERS, LETTERS, LETTERS_OF, LetterRow,
};
use crate::store::rows::LedgerError;

use super::Posting;

impl Posting<'_> {
    pub(super) fn dunning_policy_set(
        &mut self,
        event: &DunningPolicySet,
    ) -> Result<(), LedgerError> {
        let json = serde_json::to_string(event);
        let json = json.map_err(|error| LedgerError::Contradiction(error.to_string()))?;
        let row = DunningPolicyRow { json, seq: self.seq() };
        DUNNING_POLICIES.put(&mut self.batch, &text::folded(&event.name), &row)
    }

    pub(super) fn customer_grouped(&mut self, event: &CustomerGrouped) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        if let Some(group) = &event.group {
            return CUSTOMER_GROUPS.put(&mut self.batch, &account, group);
        }
        CUSTOMER_GROUPS.remove(&mut self.batch, &account);
        Ok(())
    }

    pub(super) fn dunning_blocked(&mut self, event: &DunningBlocked) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        let invoice = event.invoice.as_ref().map(|number| self.item(number)).transpose()?;
        let row = DunningBlockRow {
            invoice: invoice.map(|(id, _)| id),
            date: event.date,
            until: event.until,
            at: self.place_of_entry(),
        };
        let key = (account, self.id());
        DUNNING_BLOCKS.put(&mut self.batch, &key, &row)
    }

    pub(super) fn dunning_letter_made(
        &mut self,
        event: &DunningLetterMade,
    ) -> Result<(), LedgerError> {
        let (account, _) = self.account(&event.customer)?;
        if !event.foreign {
            self.count("DUN", event.date.year(), &event.letter.0)?;
        }
        let items = event.items.iter().map(|item| Ok(self.item(&item.invoice)?.0));
        let row = LetterRow {
            number: event.letter.clone(),
            account,
            date: event.date,
            level: event.level,
            currency: event.currency,
            amount: event.amount,
            items: items.collect::<Result<_, LedgerError>>()?,
            at: self.place_of_entry(),
        };
        let id = self.id();
        LETTER_NUMBERS.put(&mut self.batch, &event.letter.folded(), &id)?;
        LETTERS_OF.put(&mut self.batch, &(account, event.date, id), &())?;
        LETTERS.put(&mut self.batch, &id, &row)
    }
}
