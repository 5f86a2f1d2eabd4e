//! How documents reach customers: the ways, the outcomes of attempts, the states of a delivery, the
//! times of retries, and the form of an e-mail address. May use: std, serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Moment, Refusal, Rule, text};

/// The layout of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatementStyle {
    /// The items open on the last day.
    OpenItem,
    /// Opening balance, movements, closing balance.
    BalanceForward,
}

/// The period of a statement that is delivered. The same period always gives the same statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementSpan {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The layout.
    pub style: StatementStyle,
    /// The last entry that counts.
    pub known_at: u64,
    /// The last entry that counted for the statement before, if this one follows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

impl StatementSpan {
    /// The first day of a statement up to `to`, and the last entry that counted for the one before. It
    /// begins where the last one that was sent ended; without one, it begins with the month of `to`.
    pub fn begin(from: Option<Day>, to: Day, last: Option<&StatementSpan>) -> (Day, Option<u64>) {
        let follows = last.and_then(|last| Some((last.to.plus(1)?, last.known_at)));
        match (from, follows) {
            (Some(from), Some((day, known_at))) if from == day => (from, Some(known_at)),
            (None, Some((day, known_at))) => (day, Some(known_at)),
            (Some(from), _) => (from, None),
            (None, None) => {
                let first = Day::new(to.year(), u8::from(to.date().month()), 1);
                (first.unwrap_or(to), None)
            }
        }
    }
}

/// The way in which a document is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWay {
    /// By e-mail.
    Email,
    /// On paper, by the printer.
    Print,
    /// By hand: the document has been handed over.
    Hand,
}

impl DeliveryWay {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            DeliveryWay::Email => "email",
            DeliveryWay::Print => "print",
            DeliveryWay::Hand => "hand",
        }
    }
}

/// The outcome of an attempt to deliver.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryOutcome {
    /// The server or the printer accepted it, or it was handed over.
    Sent,
    /// It certainly did not go out.
    Failed,
    /// Unknown: the connection was lost after the text went out and before the answer.
    Unsure,
}

impl DeliveryOutcome {
    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            DeliveryOutcome::Sent => "sent",
            DeliveryOutcome::Failed => "failed",
            DeliveryOutcome::Unsure => "unsure",
        }
    }
}

/// The state of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits to be sent, for the first time or again.
    Queued,
    /// It was sent.
    Sent,
    /// It was not sent, and is not retried unless a person says so.
    Failed,
    /// It may have been sent: an attempt has begun and its outcome is unknown.
    Unsure,
    /// It was taken out of the outbox before it was sent.
    Cancelled,
}

impl DeliveryState {
    /// All states, in the order in which the ledger stores them.
    pub const ALL: [DeliveryState; 5] = [
        DeliveryState::Queued,
        DeliveryState::Sent,
        DeliveryState::Failed,
        DeliveryState::Unsure,
        DeliveryState::Cancelled,
    ];

    /// The contract word.
    pub fn word(self) -> &'static str {
        match self {
            DeliveryState::Queued => "queued",
            DeliveryState::Sent => "sent",
            DeliveryState::Failed => "failed",
            DeliveryState::Unsure => "unsure",
            DeliveryState::Cancelled => "cancelled",
        }
    }

    /// Whether a person still has to do something about it.
    pub fn waits(self) -> bool {
        matches!(self, DeliveryState::Queued | DeliveryState::Failed | DeliveryState::Unsure)
    }
}

/// The number of automatic attempts before a delivery has failed.
pub const MOST_TRIES: u16 = 8;

/// The longest time of an attempt, in minutes. Senders give up earlier, so an attempt without an outcome
/// after that is over.
const UNDER_WAY_MINUTES: i64 = 15;

const MINUTE: i64 = 60_000_000;

/// When a delivery is retried after its `tries`-th failure; `None` if it is not.
pub fn next_try(now: Moment, tries: u16) -> Option<Moment> {
    const MINUTES: [i64; (MOST_TRIES - 1) as usize] = [1, 5, 15, 60, 180, 360, 720];
    let minutes = MINUTES.get(usize::from(tries.checked_sub(1)?))?;
    Some(Moment::from_micros(now.micros().saturating_add(minutes * MINUTE)))
}

/// The time until which an attempt that began at `begun` may still be going on.
pub fn under_way_until(begun: Moment) -> Moment {
    Moment::from_micros(begun.micros().saturating_add(UNDER_WAY_MINUTES * MINUTE))
}

/// The most bytes of an address, and of the part before its `@` (RFC 5321).
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// Whether this is one e-mail address: a name, `@`, and a domain of at least two parts. Quoted names
/// and addresses in brackets are refused.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atom = |letter: char| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    let is_name = local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom));
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let fits = text.len() <= LONGEST_ADDRESS && local.len() <= LONGEST_LOCAL;
    fits && is_name && domain.contains('.') && domain.split('.').all(is_label)
}

/// Reads an e-mail address that was typed or imported; an empty text counts as none.
pub fn address(field: &str, given: Option<&String>) -> Result<Option<String>, Refusal> {
    match text::optional(field, given)? {
        Some(text) if !is_address(&text) => {
            Err(Refusal::new(Rule::AddressMalformed, field).with("given", text))
        }
        address => Ok(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain_of_two_parts() {
        let good =
            ["ap@kh.example", "a.b+c@mail.kh.example", "o'brien@x-y.example", "élie@büro.example"];
        assert!(good.iter().all(|one| is_address(one)));
        let long = format!("{}@kh.example", "a".repeat(65));
        let bad = [
            "",
            "ap",
            "ap@",
            "@kh.example",
            "ap@kh",
            "a b@kh.example",
            "a..b@kh.example",
            ".a@kh.example",
            "ap@kh..example",
            "ap@-kh.example",
            "ap@kh.example,b@kh.example",
            "ap@kh.example>",
            "<ap@kh.example>",
            "a@b@kh.example",
            "ap@[127.0.0.1]",
            "a\r\nb@kh.example",
            &long,
        ];
        for one in bad {
            assert!(!is_address(one), "{one}");
        }
    }

    #[test]
    fn tries_are_further_and_further_apart_and_end() {
        let now = Moment::from_micros(0);
        let minutes = |tries| next_try(now, tries).map(|at| at.micros() / MINUTE);
        assert_eq!(minutes(1), Some(1));
        assert_eq!(minutes(2), Some(5));
        assert_eq!(minutes(MOST_TRIES - 1), Some(720));
        assert_eq!(minutes(MOST_TRIES), None);
        assert_eq!(minutes(0), None);
    }
}
