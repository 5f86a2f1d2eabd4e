//! The pages of documents and cases: an invoice as it was sent, a payment with what it is for, a
//! dispute with all that happened to it. May use: the answers, the desk.

use crate::domain::event::CaseText;
use crate::domain::pricing::Line;
use crate::domain::{Moment, Money, Number};
use crate::ledger::query::show::{
    Shown, ShownAllocation, ShownCreditNote, ShownDispute, ShownDraft, ShownInvoice, ShownPayment,
    ShownPromise, ShownTax,
};
use crate::tui::desk::Desk;

/// The lines of a page.
pub fn page(desk: &Desk, shown: &Shown) -> Vec<String> {
    match shown {
        Shown::Invoice(it) => invoice(desk, it),
        Shown::CreditNote(it) => credit_note(desk, it),
        Shown::Payment(it) => payment(desk, it),
        Shown::Dispute(it) => dispute(desk, it),
        Shown::Promise(it) => promise(desk, it),
        Shown::Draft(it) => draft(desk, it),
        Shown::Call(it) => talk(desk, it.at, &it.text, &it.about, &it.by),
        Shown::Callback(it) => {
            let mut lines = talk(desk, it.at, &it.text, &it.about, &it.by);
            lines.push(line(desk, "document-state", &desk.word(&it.state)));
            lines
        }
        other => plain(desk, other),
    }
}

/// A name and what stands behind it.
fn line(desk: &Desk, words: &str, value: &str) -> String {
    format!("{:<18}{value}", desk.say(words, &[]))
}

/// An amount at the end of its line.
fn sum(desk: &Desk, words: &str, amount: Money) -> String {
    format!("{:>62}{:>16}", desk.say(words, &[]), desk.money(amount))
}

/// As much of a name as a line has room for.
fn short(name: &str) -> String {
    match name.chars().count() {
        ..=30 => name.to_string(),
        _ => name.chars().take(29).chain(['…']).collect(),
    }
}

fn billed(desk: &Desk, all: &[Line]) -> Vec<String> {
    let one = |(place, one): (usize, &Line)| {
        let discount = one.discount.map_or_else(String::new, |percent| format!(" -{percent}"));
        let amount = desk.money(one.gross.unwrap_or(one.net));
        let price = desk.figure(&one.unit_price.to_string());
        let price = format!("{} x {price}{discount}", one.quantity);
        let (tax, name) = (one.tax.0.join("+"), short(&one.description));
        format!("{:>2}  {name:<30} {price:<20} {tax:<8}{amount:>14}", place + 1)
    };
    all.iter().enumerate().map(one).collect()
}

fn taxes(desk: &Desk, all: &[ShownTax]) -> Vec<String> {
    let one = |tax: &ShownTax| {
        let rate = tax.rate.to_string();
        let words = desk.say("document-tax", &[("code", tax.code.as_deref()?), ("rate", &rate)]);
        Some(format!("{words:>62}{:>16}", desk.money(tax.tax)))
    };
    all.iter().filter_map(one).collect()
}

fn allocations(
    desk: &Desk,
    all: &[ShownAllocation],
    other: impl Fn(&ShownAllocation) -> String,
) -> Vec<String> {
    let one = |it: &ShownAllocation| {
        let amount = desk.money(it.amount);
        format!("  {}   {:<18} {amount:>16}   {}", desk.day(it.date), other(it), it.allocation)
    };
    all.iter().map(one).collect()
}

fn invoice(desk: &Desk, it: &ShownInvoice) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-due", &format!("{} ({})", desk.day(it.due), it.terms)),
    ];
    lines.extend(it.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    let state = [it.state.as_str(), it.payment.as_str()].map(|code| desk.word(code)).join(", ");
    lines.push(line(desk, "document-state", &state));
    lines.push(String::new());
    lines.extend(billed(desk, &it.lines));
    for (sign, all) in [("-", &it.allowances), ("", &it.charges)] {
        for one in all {
            let amount = format!("{sign}{}", desk.money(one.amount));
            let tax = one.tax.0.join("+");
            lines.push(format!("    {:<51} {tax:<8}{amount:>14}", one.description));
        }
    }
    lines.push(String::new());
    lines.push(sum(desk, "document-net", it.net));
    lines.extend(taxes(desk, &it.taxes));
    lines.push(sum(desk, "document-total", it.total));
    lines.push(sum(desk, "document-outstanding", it.outstanding));
    if it.disputed.is_positive() {
        lines.push(sum(desk, "desk-disputed-sum", it.disputed));
    }
    if !it.allocations.is_empty() {
        lines.push(String::new());
        lines.push(desk.say("document-settled-by", &[]));
        lines.extend(allocations(desk, &it.allocations, |it| it.from.to_string()));
    }
    lines
}

fn payment(desk: &Desk, it: &ShownPayment) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-amount", &format!("{} {}", it.currency, desk.money(it.amount))),
        line(desk, "field-method", &desk.word(it.method.name())),
    ];
    lines.extend(it.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    lines.push(line(desk, "document-state", &desk.word(&it.state)));
    lines.push(line(desk, "desk-on-account", &desk.money(it.on_account)));
    lines.push(String::new());
    lines.push(desk.say("document-allocated-to", &[]));
    lines.extend(allocations(desk, &it.allocations, |it| it.to.to_string()));
    lines
}

fn dispute(desk: &Desk, it: &ShownDispute) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-invoice", &it.invoice.0),
        line(desk, "document-state", &desk.word(&it.state)),
        line(desk, "field-reason", &desk.word(&it.reason)),
        line(desk, "document-original", &desk.money(it.original)),
        line(desk, "document-remaining", &desk.money(it.remaining)),
        line(desk, "document-credited", &desk.money(it.credited)),
        line(desk, "document-paid", &desk.money(it.paid)),
        line(desk, "field-owner", &it.owner),
        line(desk, "field-due", &desk.day(it.due)),
        String::new(),
        desk.say("document-timeline", &[]),
    ];
    for step in &it.timeline {
        let to = step.to.as_deref().map(|to| format!(": {}", desk.word(to))).unwrap_or_default();
        let words = format!("{}{to}", desk.word(&step.step));
        let note = step.note.as_deref().unwrap_or_default();
        lines.push(format!("  {}   {words:<28} {:<10} {note}", desk.day(step.date), step.by));
    }
    lines
}

fn draft(desk: &Desk, it: &ShownDraft) -> Vec<String> {
    let mut lines = vec![line(desk, "field-date", &desk.day(it.date))];
    lines.push(line(desk, "document-state", &desk.word(&it.state)));
    lines.extend(it.content.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    lines.push(String::new());
    for (place, one) in it.content.lines.iter().enumerate() {
        let code = one.item.as_ref().map(|code| code.0.as_str());
        let name = one.description.as_deref().or(code).unwrap_or_default();
        let discount = one.discount.map_or_else(String::new, |percent| format!(" -{percent}"));
        let price = one
            .unit_price
            .map_or_else(String::new, |price| format!(" x {}", desk.figure(&price.to_string())));
        let tax = one.tax.as_ref().map_or_else(String::new, |tax| tax.0.join("+"));
        let amount = format!("{}{price}{discount}", one.quantity);
        lines.push(format!("{:>2}  {:<30} {amount:<20} {tax}", place + 1, short(name)));
    }
    lines.push(String::new());
    lines.push(sum(desk, "document-total", it.total));
    lines.push(String::new());
    lines.push(desk.say("document-draft-help", &[]));
    lines
}

fn credit_note(desk: &Desk, it: &ShownCreditNote) -> Vec<String> {
    let mut lines = vec![line(desk, "field-date", &desk.day(it.date))];
    lines.extend(it.invoice.as_ref().map(|number| line(desk, "field-invoice", &number.0)));
    lines.extend(it.reason.as_ref().map(|reason| line(desk, "field-reason", &desk.word(reason))));
    lines.push(String::new());
    lines.extend(billed(desk, &it.lines));
    lines.push(String::new());
    lines.push(sum(desk, "document-net", it.net));
    lines.extend(taxes(desk, &it.taxes));
    lines.push(sum(desk, "document-total", it.total));
    lines.push(sum(desk, "desk-on-account", it.on_account));
    if !it.allocations.is_empty() {
        lines.push(desk.say("document-allocated-to", &[]));
        lines.extend(allocations(desk, &it.allocations, |it| it.to.to_string()));
    }
    lines
}

fn promise(desk: &Desk, it: &ShownPromise) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-invoice", &it.invoice.0),
        line(desk, "field-amount", &format!("{} {}", it.currency, desk.money(it.amount))),
        line(desk, "field-promise-by", &desk.day(it.by)),
        line(desk, "field-tolerance-days", &it.tolerance_days.to_string()),
        line(desk, "document-state", &desk.word(&it.state)),
        line(desk, "document-paid", &desk.money(it.paid)),
    ];
    lines.extend(it.note.as_ref().map(|note| line(desk, "field-note", note)));
    lines
}

/// A call, or one that is to be made: when by the company's clock, with whom, about what.
fn talk(desk: &Desk, at: Moment, text: &CaseText, about: &[Number], by: &str) -> Vec<String> {
    let zone = desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
    let when = crate::tui::dates::in_zone(at, zone);
    let when = when.map_or_else(
        || at.to_string(),
        |(day, time)| format!("{} {time}", crate::tui::dates::with_weekday(&desk.words, day)),
    );
    let mut lines = vec![line(desk, "document-when", &when)];
    let said = [
        ("field-contact", &text.contact),
        ("field-note", &text.note),
        ("field-outcome", &text.outcome),
    ];
    for (words, text) in said {
        lines.extend(text.as_ref().map(|text| line(desk, words, text)));
    }
    if !about.is_empty() {
        let about: Vec<&str> = about.iter().map(|number| number.0.as_str()).collect();
        lines.push(line(desk, "field-callback-note", &about.join(", ")));
    }
    lines.push(line(desk, "document-by", by));
    lines
}

/// Whatever else there is, field by field, in the words of the contract.
fn plain(desk: &Desk, shown: &Shown) -> Vec<String> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(shown) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (name, value) in &fields {
        let text = match value {
            serde_json::Value::String(text) => desk.word(text),
            serde_json::Value::Array(all) if all.iter().all(serde_json::Value::is_string) => {
                all.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
            }
            serde_json::Value::Null
            | serde_json::Value::Object(_)
            | serde_json::Value::Array(_) => continue,
            other => other.to_string(),
        };
        lines.push(format!("{:<18}{text}", desk.word(name)));
    }
    lines
}
