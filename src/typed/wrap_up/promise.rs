//! A promise in the line that wraps a call up: `p 500 fri`, `p 21 500 fri`, `p 1042 500 fri`. May use: domain, the
//! readings of days.

use rust_decimal::Decimal;

use crate::domain::{Day, Number, Refusal, Rule};
use crate::typed::day;

use super::{MOST_GROUPS, TypedPart, WrapPart};

/// A way to read a promise: where its amount is, in how many words, and the day behind it.
struct PromiseReading {
    start: usize,
    count: usize,
    amount: Option<Decimal>,
    by: Day,
}

impl TypedPart<'_> {
    /// In how many ways it is `amount day` or `invoice amount day`: each may have several words, an invoice has one.
    fn readings(&self) -> Vec<PromiseReading> {
        let today = self.by.today;
        let counts = 1..=MOST_GROUPS.min(self.words.len());
        let splits = [0, 1].into_iter().flat_map(|start| counts.clone().map(move |it| (start, it)));
        let read = |(start, count): (usize, usize)| {
            let amount = self.amount_in(start, count).ok()?;
            let days = self.words.get(start + count..).filter(|days| !days.is_empty())?.join(" ");
            Some(PromiseReading { start, count, amount, by: day::read(&days, today, today).ok()? })
        };
        splits.filter_map(read).collect()
    }

    pub(super) fn promise(&self) -> Result<WrapPart, Refusal> {
        let mut readings = self.readings();
        let whole = readings.iter().find(|it| it.start == 0 && it.count > 1).map(|it| it.count);
        let named =
            self.by.open.iter().find(|open| Some(&open.word.as_str()) == self.words.first());
        match named {
            // The first word names nothing that could be promised: it begins the amount.
            None if whole.is_some() => readings.retain(|it| it.start == 0),
            // Nobody promises more than is owed: the other reading is meant, if there is one.
            Some(open) if whole.is_some() => {
                let is_owed = |it: &PromiseReading| {
                    let most = if it.start == 0 { self.by.owed } else { open.left };
                    it.amount.is_none_or(|amount| amount <= most)
                };
                if readings.iter().any(is_owed) {
                    readings.retain(is_owed);
                }
            }
            _ => {}
        }
        match (readings.as_slice(), whole, named) {
            ([], ..) => Err(self.why_no_promise()),
            ([only], ..) => {
                let invoice = self.words.first().filter(|_| only.start == 1);
                let invoice = invoice.map(ToString::to_string);
                Ok(WrapPart::Promise { invoice, amount: only.amount, by: only.by })
            }
            ([first, .., last], Some(count), Some(open))
                if last.start == 1 && readings.iter().all(|it| it.by == first.by) =>
            {
                Err(self.either_amount(count, &open.number))
            }
            _ => Err(self.refused(Rule::WrapUpEither)),
        }
    }

    /// The refusal of so many words that are one amount, or an open invoice and an amount on it.
    fn either_amount(&self, count: usize, number: &Number) -> Refusal {
        let verb = self.part.split_whitespace().next().unwrap_or_default();
        let (words, days) = self.words.split_at(count);
        let (invoice, amount) = words.split_first().unwrap_or((&"", &[]));
        let (amount, days) = (amount.concat(), days.join(" "));
        let one = format!("{verb} {invoice}{amount} {days}");
        let other = format!("{verb} {invoice} {}{amount} {days}", self.by.currency.code());
        let refusal = self.refused(Rule::WrapUpAmountEither).with("number", number);
        refusal.with("one", one).with("other", other)
    }

    fn why_no_promise(&self) -> Refusal {
        if self.words.is_empty() {
            return self.missing("amount");
        }
        let longest = |start| {
            let counts = (1..=MOST_GROUPS.min(self.words.len())).rev();
            counts.into_iter().find(|count| self.amount_in(start, *count).is_ok()).unwrap_or(0)
        };
        let (first, second) = (longest(0), longest(1));
        // With more words the second may begin the amount on a named invoice.
        let is_named = first <= 1 && (second > 1 || second == 1 && self.words.len() > 2);
        let (start, count) = if is_named { (1, second) } else { (0, first) };
        let days = self.words.get(start + count..).unwrap_or_default();
        match (count, days) {
            (0, _) => {
                let given = self.words.first().copied().unwrap_or_default();
                self.refused(Rule::WrapUpAmount).with("given", given)
            }
            (_, []) => self.missing("day"),
            _ => self.day(&days.join(" ")),
        }
    }
}
