//! The account sheet: balance, aging, open items, whom to ask for. May use: the answers on an
//! account.

use crate::domain::Code;

use super::worker::Account;

/// The sheet of an account.
pub struct Sheet {
    /// Whose.
    pub customer: Code,
    /// What is known; none, the book is still asked.
    pub account: Option<Account>,
    /// Which of the open items is marked.
    pub mark: usize,
}

impl Sheet {
    /// The sheet of an account, with what is known of it already.
    pub fn of(customer: Code, known: Option<Account>) -> Sheet {
        let account = known.filter(|account| account.customer.customer == customer);
        Sheet { customer, account, mark: 0 }
    }

    /// Moves the mark.
    pub fn step(&mut self, by: isize) {
        let items = self.account.as_ref().map_or(0, |account| account.balance.items.len());
        self.mark = self.mark.saturating_add_signed(by).min(items.saturating_sub(1));
    }

    /// Takes an answer, if it is about this account. The mark stays on its item.
    pub fn answered(&mut self, account: &Account) {
        if account.customer.customer != self.customer {
            return;
        }
        let items = |account: &Account| account.balance.items.clone();
        let marked = self
            .account
            .as_ref()
            .map(items)
            .and_then(|items| items.get(self.mark).map(|item| item.item.clone()));
        let place = marked
            .and_then(|marked| account.balance.items.iter().position(|item| item.item == marked));
        self.mark = place.unwrap_or(0);
        self.account = Some(account.clone());
    }
}
