//! Dunning proposals and runs in words. May use: ledger answers, words.

use crate::domain::dunning::DunningChannel;
use crate::domain::{Currency, Day, Message, Money, marks};
use crate::engine::Receipt;
use crate::ledger::query::dunning::{DunningProposal, NotDunned, ProposedLetter};
use crate::reports::balance::csv_text;
use crate::words::Words;

use crate::cli::output::{self, CliError};

/// The result for a letter that was due.
pub(super) enum LetterOutcome {
    /// It is in the outbox, or the call is recorded.
    Sent(Receipt),
    /// Why it was not sent.
    Kept(&'static str),
}

/// A proposal: each letter with its items, then the customers who get none.
pub(super) fn proposal(it: &DunningProposal, words: &Words) -> String {
    let mut text = String::new();
    for letter in &it.rows {
        let key = if letter.needs_person { "dunning-row-person" } else { "dunning-row" };
        line(&mut text, 0, words.tell(&of_letter(key, letter, words)));
        for item in &letter.items {
            let message = Message::new("dunning-item").with("invoice", &item.invoice);
            let message = message.with("amount", figure(words, item.amount));
            let message = message.with("outstanding", figure(words, item.outstanding));
            let message = message.with("days", item.days_late).with("level", item.level);
            line(&mut text, 4, words.tell(&message));
        }
    }
    for left in &it.left_out {
        line(&mut text, 0, words.tell(&of_left_out(left, words)));
    }
    let message = Message::new("dunning-proposed").with("count", it.rows.len());
    let message = message.day("date", it.date).with("without", it.left_out.len());
    line(&mut text, 0, words.tell(&message));
    warnings(&mut text, it, words);
    text
}

/// A run: each letter that was sent, those that were held back, then the count.
pub(super) fn sent(
    it: &DunningProposal,
    came: &[(ProposedLetter, LetterOutcome)],
    words: &Words,
) -> String {
    let mut text = String::new();
    let (mut count, mut calls, mut person, mut kept) = (0, 0, 0, 0);
    for (letter, came) in came {
        let message = match came {
            LetterOutcome::Sent(receipt) => {
                // A call is recorded, and nothing is waiting in the outbox.
                match letter.by {
                    Some(DunningChannel::Call) => calls += 1,
                    Some(DunningChannel::Email | DunningChannel::Print) | None => count += 1,
                }
                let number = receipt.number("letter").unwrap_or_default();
                of_letter("dunning-sent-row", letter, words).with("letter", number)
            }
            LetterOutcome::Kept(why) => {
                match *why {
                    "needs_person" => person += 1,
                    _ => kept += 1,
                }
                let why = words.tell(&why_not(why, None));
                of_letter("dunning-kept-back", letter, words).with("why", why)
            }
        };
        line(&mut text, 0, words.tell(&message));
    }
    let message = Message::new("dunning-sent").with("count", count).with("date", it.date);
    let message = message.with("calls", calls).with("person", person).with("kept", kept);
    line(&mut text, 0, words.tell(&message.with("others", it.left_out.len())));
    warnings(&mut text, it, words);
    text
}

fn warnings(text: &mut String, it: &DunningProposal, words: &Words) {
    if !it.has_policy {
        line(text, 0, words.say("dunning-no-policy", &[]));
    }
    if it.open_bank_lines > 0 {
        let message = Message::new("dunning-open-lines").with("count", it.open_bank_lines);
        line(text, 0, words.tell(&message.day("date", it.date)));
    }
}

fn line(text: &mut String, indent: usize, said: String) {
    *text += &format!("{}{said}\n", " ".repeat(indent));
}

fn figure(words: &Words, amount: Money) -> String {
    words.figure(&amount.to_string())
}

fn in_currency(words: &Words, amount: Money, currency: Currency) -> String {
    words.say("said-amount", &[("currency", currency.code()), ("amount", &figure(words, amount))])
}

fn of_letter(key: &'static str, letter: &ProposedLetter, words: &Words) -> Message {
    let amount = in_currency(words, letter.amount, letter.currency);
    let message = Message::new(key).with("customer", &letter.customer).with("name", &letter.name);
    message.with("level", letter.level).with("amount", amount)
}

fn of_left_out(left: &NotDunned, words: &Words) -> Message {
    let amount = in_currency(words, left.overdue, left.currency);
    let mut why = words.tell(&why_not(&left.reason, left.day));
    if let Some(note) = &left.note {
        why += &format!(" ({note})");
    }
    let message = Message::new("dunning-left-out-row").with("customer", &left.customer);
    message.with("name", &left.name).with("amount", amount).with("why", why)
}

fn why_not(why: &str, day: Option<Day>) -> Message {
    let day = day.map_or_else(String::new, |day| day.to_string());
    Message::new("dunning-left-out").with("why", why).with("day", day)
}

const COLUMNS: [&str; 10] = [
    "customer",
    "name",
    "level",
    "currency",
    "invoice",
    "due",
    "days_late",
    "outstanding",
    "amount",
    "left_out",
];

/// A row for each item, and one for each customer who is left out. Text that a spreadsheet would run as
/// a formula has an apostrophe before it.
pub(super) fn csv(it: &DunningProposal) -> Result<(), CliError> {
    let text = csv_text(&COLUMNS, |writer| {
        for letter in &it.rows {
            for item in &letter.items {
                let level = item.level.to_string();
                let figures = [item.outstanding, item.amount].map(|amount| amount.to_string());
                let (due, late) = (item.due.to_string(), item.days_late.to_string());
                let who = [letter.customer.0.as_str(), &letter.name].map(marks::cell);
                let rest = [&level, letter.currency.code(), &item.invoice.0, &due, &late];
                let rest = rest.into_iter().chain(figures.iter().map(String::as_str)).chain([""]);
                writer.write_record(who.iter().map(AsRef::as_ref).chain(rest))?;
            }
        }
        for left in &it.left_out {
            let overdue = left.overdue.to_string();
            let who = [left.customer.0.as_str(), &left.name].map(marks::cell);
            let rest = ["", left.currency.code(), "", "", "", &overdue, "", &left.reason];
            writer.write_record(who.iter().map(AsRef::as_ref).chain(rest))?;
        }
        Ok(())
    })?;
    output::print(&text)
}
