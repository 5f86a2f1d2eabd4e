//! How calls end. May use: serde, schemars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a call ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// The call reached someone who could speak for the account.
    Spoke,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A message was left on a voicemail.
    Voicemail,
    /// A message was left with another person.
    LeftMessage,
    /// The number is not the customer's.
    WrongNumber,
    /// They did not want to talk.
    Refused,
}

impl CallOutcome {
    /// All outcomes, the usual ones first.
    pub const ALL: [CallOutcome; 7] = [
        CallOutcome::Spoke,
        CallOutcome::NoAnswer,
        CallOutcome::Busy,
        CallOutcome::Voicemail,
        CallOutcome::LeftMessage,
        CallOutcome::WrongNumber,
        CallOutcome::Refused,
    ];

    /// Whether the call reached someone who could speak for the account, even if they did not want to talk.
    pub fn is_reached(self) -> bool {
        match self {
            CallOutcome::Spoke | CallOutcome::Refused => true,
            CallOutcome::NoAnswer
            | CallOutcome::Busy
            | CallOutcome::Voicemail
            | CallOutcome::LeftMessage
            | CallOutcome::WrongNumber => false,
        }
    }

    /// The name in commands and answers.
    pub fn word(self) -> &'static str {
        match self {
            CallOutcome::Spoke => "spoke",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::Busy => "busy",
            CallOutcome::Voicemail => "voicemail",
            CallOutcome::LeftMessage => "left_message",
            CallOutcome::WrongNumber => "wrong_number",
            CallOutcome::Refused => "refused",
        }
    }
}
