//! Suggestions for bank lines in words and as JSON. May use: words, the suggestions.

use serde_json::{Value, json};

use crate::domain::{Message, Money};
use crate::exchange::reconcile::{Certainty, SuggestedLine, SuggestedMatch, SuggestedShare};
use crate::words::Words;

/// How many suggestions of a line are printed as text; the JSON has them all.
const SHOWN: usize = 3;

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Sure => "sure",
        Certainty::Likely => "likely",
        Certainty::Possible => "possible",
    }
}

fn reason(one: &SuggestedMatch, words: &Words) -> String {
    words.joined(&one.reasons.iter().map(|it| words.tell(it)).collect::<Vec<_>>())
}

/// Lines with all their suggestions.
pub fn json(lines: &[SuggestedLine], words: &Words) -> Vec<Value> {
    let share = |it: &SuggestedShare| json!({ "customer": it.customer, "invoice": it.invoice, "amount": it.amount, "discount": it.discount });
    let one = |it: &SuggestedMatch| {
        json!({
            "customer": Some(&it.customer).filter(|it| !it.0.is_empty()), "name": it.name, "certainty": certainty(it.certainty),
            "reason": reason(it, words),
            "allocate": it.allocate.iter().map(share).collect::<Vec<_>>(),
            "fee": it.fee, "rest": it.rest, "discount": it.discount, "short": it.short,
            "returns": it.returns, "links": it.links,
            "credit": it.credit.as_ref().map(|it| json!({ "credit_note": it.credit_note, "invoice": it.invoice, "amount": it.amount })),
        })
    };
    let line = |it: &SuggestedLine| {
        json!({
            "line": it.line.line, "account": it.line.account, "date": it.line.date,
            "amount": it.line.amount, "currency": it.line.currency, "payer": it.line.payer,
            "text": it.line.text.as_deref().unwrap_or_default(), "state": it.line.state,
            "suggestions": it.suggestions.iter().map(one).collect::<Vec<_>>(),
        })
    };
    lines.iter().map(line).collect()
}

/// Lines with their first suggestions: what each leaves open, and why.
pub fn text(lines: &[SuggestedLine], words: &Words) -> String {
    if lines.is_empty() {
        return words.say("reconcile-none-open", &[]) + "\n";
    }
    let mut text = String::new();
    for it in lines {
        let said = [it.line.payer.as_deref(), it.line.text.as_deref()].into_iter().flatten();
        let said = said.collect::<Vec<_>>().join(" · ");
        let (number, day, currency) = (&it.line.line, words.day(it.line.date), it.line.currency);
        let amount = words.figure(&it.line.amount.to_string());
        let amount = words.in_currency(currency.code(), &amount);
        text += &format!("{number}  {day}  {amount}  {said}\n");
        if it.suggestions.is_empty() {
            text += &format!("    {}\n", words.say("reconcile-nothing", &[]));
        }
        for one in it.suggestions.iter().take(SHOWN) {
            text += &suggestion(one, words);
        }
    }
    text
}

/// The payments for customers other than the payer, with those customers' names.
fn of_other(item: &str, share: &SuggestedShare, words: &Words) -> String {
    let told = Message::new("reconcile-of-other").with("item", item).with("name", &share.name);
    words.tell(&told.with("customer", &share.customer))
}

fn suggestion(one: &SuggestedMatch, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    let told = Message::new("reconcile-suggestion")
        .with("certainty", certainty(one.certainty))
        // A deposit has no single customer.
        .with("customer", if one.customer.0.is_empty() { "none" } else { &one.customer.0 })
        .with("name", &one.name);
    let mut text = format!("    {}\n", words.tell(&told));
    for share in &one.allocate {
        let item = format!("{}  {}", share.invoice, figure(share.amount));
        let item = match share.customer == one.customer {
            true => item,
            false => of_other(&item, share, words),
        };
        text += &format!("        {item}\n");
    }
    for (key, amount) in [
        ("reconcile-rest", one.rest),
        ("reconcile-fee", one.fee),
        ("reconcile-discount", one.discount),
        ("reconcile-short", one.short),
    ] {
        if !amount.is_zero() {
            let told = Message::new(key).with("amount", figure(amount));
            text += &format!("        {}\n", words.tell(&told));
        }
    }
    if let Some(credit) = &one.credit {
        let told = Message::new("reconcile-credit").with("credit_note", &credit.credit_note);
        let told = told.with("amount", figure(credit.amount)).with("invoice", &credit.invoice);
        text += &format!("        {}\n", words.tell(&told));
    }
    text + &format!("        {}\n", reason(one, words))
}
