//! Whether customers may be called at a moment, and their telephones. May use: the rest of the ledger.

use std::cell::RefCell;

use crate::domain::event::CustomerDetails;
use crate::domain::{Moment, Money};
use crate::ledger::calling::{CallingHours, Clocks};
use crate::ledger::query::View;
use crate::ledger::tables::{ACCOUNTS, AccountId, CALLING_HOURS, RATES};
use crate::store::rows::LedgerError;

use super::list::{OutsideHours, WorklistOf};

/// The hours of customers at a moment.
pub(super) struct Hours<'a> {
    view: &'a View<'a>,
    at: Option<Moment>,
    /// Whether customers outside their hours are on the list, too.
    pub(super) even_later: bool,
    /// Whether any account is in another currency than the book's.
    is_foreign: bool,
    clocks: RefCell<Clocks>,
}

impl<'a> Hours<'a> {
    pub(super) fn of(view: &'a View<'a>, asked: &WorklistOf) -> Result<Hours<'a>, LedgerError> {
        let is_foreign = RATES.scan(view.rows, &()).next().transpose()?.is_some();
        let (at, even_later) = (asked.at, asked.even_later);
        Ok(Hours { view, at, even_later, is_foreign, clocks: RefCell::default() })
    }

    /// When a customer may be called who may not be at the moment; where none was given, every customer may be.
    pub(super) fn outside(&self, account: AccountId) -> Result<Option<OutsideHours>, LedgerError> {
        let Some(at) = self.at else { return Ok(None) };
        let details = self.reached(account)?;
        let set = CALLING_HOURS.get(self.view.rows, &account)?;
        let hours = CallingHours::of(set.as_ref(), &details, &self.view.book.zone);
        if hours.is_time(at, &mut self.clocks.borrow_mut()) {
            return Ok(None);
        }
        // The time in a zone that this machine doesn't know is not known.
        let (zone, time) = hours.outside(at).unwrap_or_default();
        let ([from, to], zone) = (hours.times(), zone.to_string());
        Ok(Some(OutsideHours { zone, time, from, to }))
    }

    /// Where a customer is reached, with a telephone of the first contact that has one if the customer has
    /// none.
    fn reached(&self, account: AccountId) -> Result<CustomerDetails, LedgerError> {
        let mut details = self.view.details(account)?;
        if details.phone.is_none() {
            details.phone = details.contacts.iter().find_map(|contact| contact.phone.clone());
        }
        Ok(details)
    }

    /// The first telephone of a customer.
    pub(super) fn phone(&self, account: AccountId) -> Result<Option<String>, LedgerError> {
        Ok(self.reached(account)?.phone)
    }

    /// What an amount of an account comes to in the book's currency, coarsely: at the rate that was entered last.
    pub(super) fn in_book_currency(
        &self,
        account: AccountId,
        amount: Money,
    ) -> Result<rust_decimal::Decimal, LedgerError> {
        if !self.is_foreign {
            return Ok(amount.decimal());
        }
        let rate = RATES.get(self.view.rows, &ACCOUNTS.need(self.view.rows, &account)?.currency)?;
        let amount = amount.decimal();
        Ok(rate.and_then(|rate| amount.checked_mul(rate.0)).unwrap_or(amount))
    }
}
