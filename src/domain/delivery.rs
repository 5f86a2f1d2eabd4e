//! How documents reach customers: by which way, how an attempt ends, where a delivery stands, when it
//! is tried again, what an e-mail address looks like. May use: std, serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Moment};

/// How a statement is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatementStyle {
    /// What is unsettled at the end.
    OpenItem,
    /// Opening balance, movements, closing balance.
    BalanceForward,
}

/// What a statement that is delivered covers. Asked for again with the same, it says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementSpan {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// How it is laid out.
    pub style: StatementStyle,
    /// The entry that it is known at.
    pub known_at: u64,
    /// The entry that the statement before was known at, where this one follows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

impl StatementSpan {
    /// From which day on a statement up to `to` is, and the entry that the one before was known at: it
    /// goes on where the last one that was sent ends. Without one, it is of the last day's month.
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

/// By which way a document is delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWay {
    /// By e-mail.
    Email,
    /// On paper, by the printer.
    Print,
    /// Handed over: whoever says so has done it.
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

/// How an attempt to deliver ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryOutcome {
    /// The server took it, the printer has it, or it was handed over.
    Sent,
    /// It certainly did not go out.
    Failed,
    /// Nobody knows: the connection was lost after the text went out and before the answer.
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

/// Where a delivery stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits to be sent, for the first time or again.
    Queued,
    /// It went out.
    Sent,
    /// It did not go out, and is not tried again by itself.
    Failed,
    /// It may have gone out: an attempt has begun and no answer to it is known.
    Unsure,
    /// It was taken out of the outbox before it went out.
    Cancelled,
}

impl DeliveryState {
    /// All of them, in the order in which the ledger keeps them.
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

    /// Whether somebody still has to do something about it.
    pub fn waits(self) -> bool {
        matches!(self, DeliveryState::Queued | DeliveryState::Failed | DeliveryState::Unsure)
    }
}

/// How many times a delivery is tried by itself before it stands as failed.
pub const MOST_TRIES: u16 = 8;

/// How long an attempt may take, in minutes: a sender gives up before, so that what has no answer
/// after that is not on its way any more.
pub const UNDER_WAY_MINUTES: i64 = 15;

const MINUTE: i64 = 60_000_000;

/// When a delivery is tried again after its `tries`-th failed try; `None`, it is not.
pub fn next_try(now: Moment, tries: u16) -> Option<Moment> {
    const MINUTES: [i64; (MOST_TRIES - 1) as usize] = [1, 5, 15, 60, 180, 360, 720];
    let minutes = MINUTES.get(usize::from(tries.checked_sub(1)?))?;
    Some(Moment::from_micros(now.micros().saturating_add(minutes * MINUTE)))
}

/// Until when an attempt that began then may still be on its way.
pub fn under_way_until(begun: Moment) -> Moment {
    Moment::from_micros(begun.micros().saturating_add(UNDER_WAY_MINUTES * MINUTE))
}

/// The most bytes of an address, and of what stands before its `@` (RFC 5321).
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// Whether this is one e-mail address: a name, `@`, and a domain of at least two parts. Quoted names
/// and addresses in brackets are not taken.
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
