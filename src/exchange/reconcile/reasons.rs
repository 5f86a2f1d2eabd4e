//! The reasons for suggestions, in words.

use crate::domain::{Currency, Message, Money, Number, Worded};
use crate::matching::MatchSignal;

use super::gathered::MatchData;

/// How many items a reason lists.
const NAMED: usize = 5;

/// A reason for or against a suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchReason {
    /// Whether it counts against the suggestion.
    pub is_against: bool,
    message: Message,
}

impl MatchReason {
    /// A reason for a suggestion.
    pub fn of(message: Message) -> MatchReason {
        MatchReason { is_against: false, message }
    }
}

impl Worded for MatchReason {
    fn message(&self) -> Message {
        self.message.clone()
    }
}

/// What the signals refer to.
pub struct SignalNames<'a> {
    pub gathered: &'a MatchData,
    pub lines: &'a [Number],
    pub currency: Currency,
}

impl SignalNames<'_> {
    pub fn reason(&self, signal: &MatchSignal) -> MatchReason {
        let item = |key: &'static str, places: &[u32]| {
            let count = places.len();
            Message::new(key).with("items", self.items(places)).with("count", count)
        };
        let amount = |key: &'static str, minor: i64| {
            let amount = Money::from_minor(minor, self.currency.scale());
            Message::new(key).figure("amount", amount).with("currency", self.currency)
        };
        let message = match signal {
            MatchSignal::Reference(places) => item("match-reference", places),
            MatchSignal::CheckedReference(places) => item("match-checked-reference", places),
            MatchSignal::PartOfNumber(places) => item("match-part-of-number", places),
            MatchSignal::LearntPayer { times } => {
                Message::new("match-learnt-payer").with("count", times)
            }
            MatchSignal::Account => Message::new("match-account"),
            MatchSignal::Phone => Message::new("match-phone"),
            MatchSignal::Name => Message::new("match-name"),
            MatchSignal::LikeName => Message::new("match-like-name"),
            MatchSignal::Amount => Message::new("match-amount"),
            MatchSignal::Sum(count) => Message::new("match-sum").with("count", count),
            MatchSignal::Balance => Message::new("match-balance"),
            MatchSignal::LessDiscount(minor) => amount("match-less-discount", *minor),
            MatchSignal::LessFee(minor) => amount("match-less-fee", *minor),
            MatchSignal::LessCharges(minor) => amount("match-less-charges", *minor),
            MatchSignal::LessDisputed(minor) => amount("match-less-disputed", *minor),
            MatchSignal::Short(minor) => amount("match-short", *minor),
            MatchSignal::Over(minor) => amount("match-over", *minor),
            MatchSignal::Oldest => Message::new("match-oldest"),
            MatchSignal::NothingOpen => Message::new("match-nothing-open"),
            MatchSignal::Returned(place) => Message::new("match-returned")
                .with("payment", self.gathered.payment(*place).unwrap_or_default()),
            MatchSignal::OnlyOfSeveral => Message::new("match-only-of-several"),
            MatchSignal::NameOfSeveral => Message::new("match-name-of-several"),
            MatchSignal::OtherPayer(customer) => {
                let known = self.gathered.customers.get(customer);
                let name = known.map_or("", |(_, name)| name.as_str());
                Message::new("match-other-payer").with("customer", name)
            }
            MatchSignal::OtherReference(places) => item("match-other-reference", places),
            MatchSignal::UnknownReference(given) => {
                Message::new("match-unknown-reference").with("given", given)
            }
            MatchSignal::FitsOthers => Message::new("match-fits-others"),
            MatchSignal::TakenByLine(place) => {
                let line = self.lines.get(*place).cloned().unwrap_or_default();
                Message::new("match-taken-by-line").with("line", line)
            }
        };
        MatchReason { is_against: signal.is_against(), message }
    }

    /// The numbers of the first items, and how many more there are.
    fn items(&self, places: &[u32]) -> String {
        let number = |place: &u32| Some(self.gathered.item(*place)?.number.clone());
        let named: Vec<String> = places.iter().take(NAMED).filter_map(number).collect();
        match places.len() > NAMED {
            true => format!("{} …", named.join(", ")),
            false => named.join(", "),
        }
    }
}
