//! `daybook detect`: which open items add up to an amount.

use clap::Args;
use serde_json::{Value, json};

use crate::domain::{Code, Message, Money, Plain, plain};
use crate::exchange::reconcile::{DetectAsked, DetectFound, DetectedAnswer, detect};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct DetectArgs {
    /// The amount, in the customer's currency, else in the book's
    amount: String,
    /// Search only what this customer owes
    #[arg(long, value_name = "CODE")]
    customer: Option<String>,
    /// Within how many days of each other the items were issued
    #[arg(long, value_name = "DAYS", value_parser = super::whole::<u32>)]
    within: Option<u32>,
}

pub fn run(common: &Common, args: DetectArgs) -> Result<u8, CliError> {
    let amount =
        plain::parse(&args.amount).map_err(|rule| output::refused(rule, "amount", &args.amount))?;
    let asked = DetectAsked {
        amount: Plain(amount),
        customer: args.customer.map(Code),
        within: args.within.map(i64::from),
    };
    let session = common.open()?;
    let found = detect(&session, &asked, &mut common.bar())?;
    session.close()?;
    match common.json {
        true => output::print_json(&as_json(&found))?,
        false => output::print(&as_text(&found, &common.words()))?,
    }
    Ok(DONE)
}

fn as_json(found: &DetectFound) -> Value {
    let one = |it: &DetectedAnswer| {
        let items = it.items.iter();
        let items = items.map(|(invoice, amount)| json!({ "invoice": invoice, "amount": amount }));
        let differs = it.difference.as_ref();
        let differs =
            differs.map(|(what, amount)| json!({ "kind": what.word(), "amount": amount }));
        json!({ "customer": it.customer, "name": it.name, "items": items.collect::<Vec<_>>(), "difference": differs })
    };
    json!({
        "amount": found.amount, "currency": found.currency,
        "answers": found.answers.iter().map(one).collect::<Vec<_>>(), "more": found.more,
    })
}

fn as_text(found: &DetectFound, words: &Words) -> String {
    let figure = |amount: Money| words.figure(&amount.to_string());
    if found.answers.is_empty() {
        let told = Message::new("detect-nothing").with("currency", found.currency);
        return words.tell(&told.with("amount", figure(found.amount))) + "\n";
    }
    let mut text = String::new();
    for it in &found.answers {
        text += &format!("{} ({})\n", it.name, it.customer);
        for (invoice, amount) in &it.items {
            text += &format!("    {invoice}  {}\n", figure(*amount));
        }
        if let Some((what, amount)) = it.difference {
            let told = Message::new("detect-difference").with("kind", what.word());
            text += &format!("    {}\n", words.tell(&told.with("amount", figure(amount))));
        }
    }
    if found.more {
        text += &format!("{}\n", words.say("detect-more", &[]));
    }
    text
}
