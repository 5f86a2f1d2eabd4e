//! The protocol between desks and the holder of a book: length-prefixed JSON ([`frame`]), a greeting
//! first, then numbered requests and answers, and announcements ([`message`]).
//!
//! A frame is four bytes of length, the highest bit saying that the message goes on in the next
//! frame, and at most 1 MiB of JSON. A client's message is one frame; answers may take several.
//! May use: domain, ledger (questions), std, serde_json.

pub mod frame;
pub mod message;
pub mod pieces;
pub mod socket;
