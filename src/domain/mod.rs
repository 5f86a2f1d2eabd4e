//! The domain of a billing office in types and pure rules: money, days, terms, taxes, pricing, the
//! commands that come in and the events that are kept.
//!
//! Nothing here reads a clock, a file or a table. May use: std, rust_decimal, time, serde,
//! schemars, thiserror, unicode-normalization, iso_currency, uuid.

pub mod by_name;
pub mod call;
pub mod command;
pub mod country;
pub mod credit;
pub mod day;
pub mod delivery;
pub mod dispute;
pub mod dunning;
pub mod event;
pub mod given_up;
pub mod grouped;
pub mod habit;
pub mod hidden;
pub mod language;
pub mod late;
pub mod late_fee;
pub mod marks;
pub mod message;
pub mod money;
pub mod number;
pub mod percent;
pub mod plain;
pub mod plan;
pub mod pricing;
pub mod promise;
pub mod refusal;
pub mod registration;
pub mod required;
pub mod role;
pub mod tax;
pub mod terms;
pub mod text;
pub mod warning;

pub use call::CallOutcome;
pub use command::{Command, Envelope};
pub use country::Country;
pub use day::{Day, Moment};
pub use event::Event;
pub use language::Language;
pub use message::{Cause, Message, Worded};
pub use money::{Currency, Money};
pub use number::{Code, Number};
pub use percent::Percent;
pub use plain::Plain;
pub use refusal::{Refusal, Rule};
pub use role::Role;
pub use warning::Warning;
