//! Sending what is in the outbox: e-mail by SMTP over TLS, paper by the printer or into a folder.
//!
//! Nothing goes out twice. [`sender`] takes a delivery in the book just before its text goes out, so
//! that it stands as unsure from there on, and says afterwards how it ended. Whatever is killed in
//! between leaves it unsure, and only a person sends it again. [`line`](mod@line) is one connection to
//! a mail server, [`letter`] a message as it goes out, [`letters`] what stands in it, [`papers`] the
//! document attached to it, [`printing`] the way onto paper, [`settings`] the file `mail.toml`,
//! [`trouble`] what can go wrong and what that means, [`served`] sending by the server of a book.
//! May use: domain, ledger answers, the engine's sessions, documents, words, threads, lettre, rustls,
//! toml.

pub mod letter;
pub mod letters;
pub mod line;
pub mod papers;
pub mod printing;
mod program;
pub mod sender;
pub mod sending_book;
pub mod served;
pub mod settings;
pub mod trouble;
