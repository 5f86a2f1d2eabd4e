//! The result of an import of statements, as messages. May use: domain.

use crate::domain::{Message, Money};

use super::summary::StatementSummary;

/// The counts, and what the balances say.
pub fn summary(it: &StatementSummary, dry_run: bool) -> Vec<Message> {
    let currency = it.currency.map_or_else(String::new, |it| it.to_string());
    let figure = |message: Message, name: &'static str, amount: Option<Money>| match amount {
        Some(amount) => message.figure(name, amount),
        None => message.with(name, "none"),
    };
    let counted = Message::new("import-bank-lines")
        .with("dry", if dry_run { "yes" } else { "no" })
        .with("account", &it.account)
        .with("rows", it.rows)
        .with("taken", it.taken)
        .with("skipped", it.skipped)
        .with("refused", it.refused)
        .with("left_out", it.left_out);
    let mut messages = vec![counted];
    if it.recognised > 0 {
        messages.push(Message::new("import-bank-same").with("count", it.recognised));
    }
    if it.opening.is_some() || it.closing.is_some() {
        let balances = Message::new("import-bank-balances").with("currency", &currency);
        let balances = figure(balances, "opening", it.opening);
        messages.push(figure(balances, "closing", it.closing));
    }
    if let Some(difference) = it.difference {
        let told = Message::new("import-bank-difference")
            .with("currency", &currency)
            .with("agrees", if difference.is_zero() { "yes" } else { "no" });
        messages.push(told.figure("difference", difference));
    }
    messages
}
