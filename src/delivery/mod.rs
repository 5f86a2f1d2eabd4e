//! Sending what is in the outbox: e-mail by SMTP over TLS, paper by the printer or into a folder.
//!
//! Nothing goes out twice. [`sender`] begins an attempt in the book just before the text goes out, and
//! records the outcome afterwards. If it is killed in between, the delivery stays unsure, and only a
//! person sends it again. [`batch`] queues many deliveries at once.
//! [`line`](mod@line) is a connection to a mail server, [`dialogue`] what goes
//! over it, [`letter`] a message as it goes out, [`letters`] its words, [`papers`] the document attached
//! to it, [`printing`] prints it on paper, [`settings`] reads `mail.toml`, [`trouble`] says what can go
//! wrong and what follows, [`served`] sends from the server of a book. May use: domain, ledger answers,
//! the engine's sessions, documents, words, threads, lettre, rustls, encoding_rs, toml.

pub mod batch;
pub mod dialogue;
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
