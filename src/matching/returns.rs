//! Returned payments: finds the earlier payment that a line takes back. May use: book, clues, fold,
//! input, mentions, numbers, suggestion.

use super::book::MatchBook;
use super::clues::LineClues;
use super::fold::{key_of_name, words};
use super::input::{MatchLine, PastPayment};
use super::mentions::Mentions;
use super::suggestion::{Certainty, MatchSignal, Suggestion};

/// Words by which a text says that a payment came back.
const RETURNS: [&str; 24] = [
    "return",
    "returned",
    "rtn",
    "reject",
    "rejected",
    "rejet",
    "retour",
    "unpaid",
    "impaye",
    "reversal",
    "reversed",
    "bounced",
    "chargeback",
    "refer",
    "insufficient",
    "nsf",
    "rueckgabe",
    "retoure",
    "uncleared",
    "dishonoured",
    "dishonored",
    "contrepassation",
    "extourne",
    "annulation",
];

/// The most suggestions.
const MOST: usize = 5;

/// A return comes at most this many days after the payment.
const LATEST: i64 = 400;

/// The largest fee for a return, as a divisor of the amount.
const FEE_PART: i64 = 10;

/// The payments that an outgoing line may take back.
pub fn returned(book: &MatchBook, line: &MatchLine, told: &LineClues) -> Vec<Suggestion> {
    let says_return =
        line.is_return || words(&line.text).iter().any(|word| RETURNS.contains(&word.as_str()));
    let mut named = Mentions::default();
    for text in line.references.iter().chain([&line.text]) {
        named.read(&book.past_numbers, text, false);
    }
    let named: Vec<u32> = named.named.into_iter().flat_map(|mention| mention.items).collect();
    let out = line.amount.saturating_neg();
    let of_amount = book.past_of_amount.get(&out).into_iter().flatten();
    let mut places: Vec<u32> = of_amount.chain(&named).copied().collect();
    if line.fee > 0 {
        let less = book.past_of_amount.get(&(out - line.fee));
        places.extend(less.into_iter().flatten());
    }
    places.sort_unstable();
    places.dedup();
    let back = ReturnedLine { line, told, out, says_return, named: &named };
    let mut found: Vec<Suggestion> =
        places.into_iter().filter_map(|at| back.suggestion(at, &book.past[at as usize])).collect();
    found.sort_by_cached_key(|one| {
        let payment = one.bounce.map(|at| &book.past[at as usize]);
        let latest =
            payment.map(|payment| (std::cmp::Reverse(payment.date), payment.number.clone()));
        (std::cmp::Reverse(one.score), latest)
    });
    let is_tied = found.get(1).is_some_and(|next| next.score == found[0].score);
    for (rank, one) in found.iter_mut().enumerate() {
        if one.certainty == Certainty::Sure && (rank > 0 || is_tied) {
            one.certainty = Certainty::Likely;
            one.reason.push(MatchSignal::FitsOthers);
        }
    }
    found.truncate(MOST);
    found
}

struct ReturnedLine<'a> {
    line: &'a MatchLine,
    told: &'a LineClues,
    /// The outgoing amount.
    out: i64,
    says_return: bool,
    named: &'a [u32],
}

impl ReturnedLine<'_> {
    fn suggestion(&self, at: u32, payment: &PastPayment) -> Option<Suggestion> {
        let days = self.line.date.days_since(payment.date);
        let fee = self.out - payment.amount;
        if !(0..=LATEST).contains(&days) || fee < 0 || fee > payment.amount / FEE_PART {
            return None;
        }
        let is_named = self.named.contains(&at);
        let is_payer = self.is_payer(payment);
        let is_amount = fee == 0 || fee == self.line.fee;
        let mut reason = vec![MatchSignal::Returned(at)];
        reason.extend(is_payer.then_some(MatchSignal::Name));
        reason.extend((fee == 0).then_some(MatchSignal::Amount));
        reason.extend((fee > 0).then_some(MatchSignal::LessFee(fee)));
        let signals = [is_named, is_payer, is_amount].iter().filter(|is| **is).count();
        let score = i32::from(is_named) * 60
            + i32::from(is_payer) * 36
            + if is_amount { 60 } else { 20 }
            + i32::from(self.says_return) * 10;
        let certainty = match signals {
            2.. if self.says_return => Certainty::Sure,
            2.. => Certainty::Likely,
            1 if self.says_return => Certainty::Possible,
            _ => return None,
        };
        Some(Suggestion {
            customer: payment.customer,
            certainty,
            reason,
            allocate: Vec::new(),
            rest: 0,
            fee,
            discount: 0,
            short: 0,
            bounce: Some(at),
            score,
        })
    }

    /// Whether the line's payer made the payment.
    fn is_payer(&self, payment: &PastPayment) -> bool {
        let written = self.line.payer.as_deref().map(key_of_name);
        let paid = payment.payer.as_deref().map(key_of_name);
        let is_same = written.is_some() && written == paid;
        is_same || self.told.whose.is_known(payment.customer)
    }
}
