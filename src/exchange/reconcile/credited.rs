//! Suggests that a line is an invoice less an open credit note of the same customer. May use: matching, domain,
//! the ledger's answers.

use std::collections::HashMap;

use crate::domain::{Currency, Message, Money, Number};
use crate::ledger::query::show::ShownBankLine;
use crate::matching::{Certainty, MatchSignal, Suggestion};

use super::gathered::MatchData;
use super::reasons::{MatchReason, SignalNames};
use super::suggested::{SuggestedCredit, SuggestedMatch, SuggestedShare};

/// The most such suggestions for one line.
const MOST: usize = 2;

/// What is open on the items of customers less one of their open credit notes, by the amount that this leaves: the
/// customer, the item and the credit note.
pub struct CreditedItems<'a> {
    gathered: &'a MatchData,
    by_amount: HashMap<i64, Vec<(u32, u32, usize)>>,
}

impl<'a> CreditedItems<'a> {
    pub fn of(gathered: &'a MatchData) -> CreditedItems<'a> {
        let mut by_amount: HashMap<i64, Vec<(u32, u32, usize)>> = HashMap::new();
        for (place, item) in (0..).zip(&gathered.items) {
            let credits = gathered.credits.get(&item.customer).into_iter().flatten();
            for (credit, it) in credits.enumerate() {
                let found = by_amount.entry(item.open - it.left).or_default();
                found.push((item.customer, place, credit));
            }
        }
        CreditedItems { gathered, by_amount }
    }

    /// Adds invoices less a credit note that come to the line's amount, ahead of suggestions that are only possible.
    /// If another suggestion names the payer, only that customer's invoices are tried; otherwise everybody's. One answer
    /// with two signals is likely. It is never sure, because only a person may use a credit note.
    pub fn add(
        &self,
        line: &ShownBankLine,
        (found, named): (&[Suggestion], &mut Vec<SuggestedMatch>),
        words: &SignalNames,
    ) {
        let sent = line.fee.and_then(|fee| line.amount.plus(fee)).unwrap_or(line.amount);
        let Some(fitting) = self.by_amount.get(&sent.minor()).filter(|_| sent.is_positive()) else {
            return;
        };
        let of_payer = |one: &&Suggestion| one.reason.iter().any(is_of_payer);
        let is_known = found.iter().any(|one| of_payer(&one));
        let mut new: Vec<SuggestedMatch> = Vec::new();
        for (customer, item, credit) in fitting {
            let payer = found.iter().filter(of_payer).find(|one| one.customer == *customer);
            if payer.is_some() || !is_known {
                new.extend(self.suggestion(line, payer, (*customer, *item, *credit), words));
            }
        }
        let is_doubtful = new.len() > 1;
        for one in new.iter_mut().filter(|_| is_doubtful) {
            one.certainty = Certainty::Possible;
        }
        let place = named.iter().take_while(|one| one.certainty > Certainty::Possible).count();
        named.splice(place..place, new.into_iter().take(MOST));
    }

    fn suggestion(
        &self,
        line: &ShownBankLine,
        payer: Option<&Suggestion>,
        (customer, item, credit): (u32, u32, usize),
        words: &SignalNames,
    ) -> Option<SuggestedMatch> {
        let money = |minor: i64| Money::from_minor(minor, line.currency.scale());
        let (item, credit) =
            (self.gathered.item(item)?, self.gathered.credits.get(&customer)?.get(credit)?);
        let (customer, name) = self.gathered.customers.get(&customer)?.clone();
        let credited = money(credit.left);
        let reason = less_credit(&item.number, &credit.number, credited, line.currency);
        let signals = payer.map_or(&[][..], |one| one.reason.as_slice());
        let of_payer = signals.iter().filter(|signal| is_of_payer(signal));
        let mut reasons: Vec<MatchReason> = of_payer.map(|signal| words.reason(signal)).collect();
        reasons.push(MatchReason::of(reason));
        let is_known = payer.is_some() && !signals.iter().any(is_doubt);
        let zero = line.amount.zero();
        let share = SuggestedShare {
            customer: customer.clone(),
            name: name.clone(),
            invoice: Number(item.number.clone()),
            amount: money(item.open - credit.left),
            discount: false,
        };
        Some(SuggestedMatch {
            customer,
            name,
            certainty: if is_known { Certainty::Likely } else { Certainty::Possible },
            reasons,
            allocate: vec![share],
            rest: zero,
            fee: line.fee.unwrap_or(zero),
            discount: zero,
            short: zero,
            returns: None,
            links: None,
            credit: Some(SuggestedCredit {
                credit_note: credit.number.clone(),
                invoice: Number(item.number.clone()),
                amount: credited,
            }),
        })
    }
}

fn less_credit(invoice: &str, credit_note: &Number, amount: Money, currency: Currency) -> Message {
    Message::new("match-less-credit")
        .with("invoice", invoice)
        .with("credit_note", credit_note)
        .figure("amount", amount)
        .with("currency", currency)
}

/// Whether a signal leaves open who paid.
fn is_doubt(signal: &MatchSignal) -> bool {
    matches!(
        signal,
        MatchSignal::LikeName | MatchSignal::NameOfSeveral | MatchSignal::OtherPayer(_)
    )
}

/// Whether a signal says who paid.
fn is_of_payer(signal: &MatchSignal) -> bool {
    matches!(
        signal,
        MatchSignal::LearntPayer { .. }
            | MatchSignal::Account
            | MatchSignal::Phone
            | MatchSignal::Name
            | MatchSignal::LikeName
    )
}
