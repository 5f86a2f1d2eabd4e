//! The pages of documents and cases: an invoice as it was sent, a payment with its allocations, a
//! dispute with its history. May use: the answers, the desk.

use crate::domain::dispute::{GOAL_DAYS, days_over_goal};
use crate::domain::event::{CaseText, DraftLine};
use crate::domain::pricing::{Line, OPENING_LINE};
use crate::domain::{Moment, Number};
use crate::ledger::query::show::{
    Shown, ShownAllocation, ShownCall, ShownCreditNote, ShownDelivery, ShownDispute, ShownDraft,
    ShownInvoice, ShownPayment, ShownPromise, ShownTax,
};
use crate::tui::desk::Desk;
use crate::tui::page::{PageLine, padded, padded_before, taxed};
use crate::tui::pen::wrapped;

use super::page_lines::{line, sum, summed};
use super::page_plan;

/// The lines of a page.
pub fn page(desk: &Desk, shown: &Shown) -> Vec<PageLine> {
    match shown {
        Shown::Invoice(it) => invoice(desk, it),
        Shown::CreditNote(it) => credit_note(desk, it),
        Shown::Payment(it) => payment(desk, it),
        Shown::Dispute(it) => dispute(desk, it),
        Shown::Promise(it) => promise(desk, it),
        Shown::Plan(it) => page_plan::plan(desk, it),
        Shown::Draft(it) => draft(desk, it),
        Shown::Call(it) => call(desk, it),
        Shown::Callback(it) => {
            let mut lines = talk(desk, it.at, &it.text, &it.about, &it.by);
            lines.push(line(desk, "document-state", &desk.word(&it.state)));
            lines
        }
        Shown::Delivery(it) => delivery(desk, it),
        Shown::BankLine(it) => {
            let mut lines = plain(desk, shown);
            if it.bounced.is_some() {
                // A sentence is never cut.
                let said =
                    wrapped(&desk.say("bank-line-bounced", &[]), desk.columns.saturating_sub(2));
                lines.extend(said.into_iter().map(PageLine::from));
            }
            lines
        }
        other => plain(desk, other),
    }
}

/// A delivery: its document, its recipient, its state and the answers.
fn delivery(desk: &Desk, it: &ShownDelivery) -> Vec<PageLine> {
    let moment = |at: Moment| when(desk, at);
    let what = match (&it.document, &it.statement) {
        (Some(document), _) => document.0.clone(),
        (None, Some(span)) => {
            let (from, to) = (desk.words.day(span.from), desk.words.day(span.to));
            desk.say("delivery-statement", &[("from", &from), ("to", &to)])
        }
        (None, None) => String::new(),
    };
    let facts = [
        ("delivery-what", Some(what)),
        ("field-send-by", Some(desk.word(it.by.word()))),
        ("field-send-to", it.to.clone()),
        ("document-state", Some(desk.word(it.state.word()))),
        ("delivery-attempts", Some(it.attempts.to_string())),
        ("delivery-at", Some(moment(it.at))),
        ("delivery-answer", it.answer.clone()),
        ("delivery-next", it.next.map(moment)),
        ("field-note", it.note.clone()),
        ("delivery-message-id", it.message_id.clone()),
        ("delivery-by", Some(it.user.clone())),
    ];
    let told = facts.into_iter().filter_map(|(words, value)| Some((words, value?)));
    let told = told.filter(|(_, value)| !value.is_empty());
    told.map(|(words, value)| line(desk, words, &value)).collect()
}

/// The lines of a document; `opening` is what an opening line of another system stands for.
fn billed(desk: &Desk, all: &[Line], opening: &str, scale: u8) -> Vec<PageLine> {
    let one = |(place, one): (usize, &Line)| {
        let discount = desk.discount(one.discount);
        let amount = desk.money(one.gross.unwrap_or(one.net));
        let price = desk.price(one.unit_price, scale);
        let price = format!("{} x {price}{discount}", desk.words.figure(&one.quantity.to_string()));
        PageLine {
            words: format!(
                "{:>2}  {}",
                place + 1,
                if one.description == OPENING_LINE { opening } else { &one.description }
            ),
            price: padded(&price, 20),
            figure: taxed(&one.tax.0.join("+"), &amount),
        }
    };
    all.iter().enumerate().map(one).collect()
}

fn taxes(desk: &Desk, all: &[ShownTax]) -> Vec<PageLine> {
    let one = |tax: &ShownTax| {
        let rate = tax.rate.to_string();
        let words = desk.say("document-tax", &[("code", tax.code.as_deref()?), ("rate", &rate)]);
        Some(summed(&words, &desk.money(tax.tax)))
    };
    all.iter().filter_map(one).collect()
}

fn allocations(
    desk: &Desk,
    all: &[ShownAllocation],
    other: impl Fn(&ShownAllocation) -> String,
) -> Vec<PageLine> {
    let one = |it: &ShownAllocation| {
        let amount = padded_before(&desk.money(it.amount), 16);
        let other = padded(&other(it), 18);
        format!("  {}   {other} {amount}   {}", desk.day(it.date), it.allocation).into()
    };
    all.iter().map(one).collect()
}

fn invoice(desk: &Desk, it: &ShownInvoice) -> Vec<PageLine> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-due", &format!("{} ({})", desk.day(it.due), desk.words.terms(it.terms))),
    ];
    let reference = if it.late_fee.is_some() { "document-interest-on" } else { "field-reference" };
    lines.extend(it.reference.as_ref().map(|text| line(desk, reference, text)));
    let state = [it.state.as_str(), it.payment.as_str()];
    let state = state.map(|code| desk.agreeing("one-invoice", code)).join(", ");
    lines.push(line(desk, "document-state", &state));
    lines.push(PageLine::default());
    let opening = desk.say("doc-opening-line", &[("number", &it.invoice.0)]);
    lines.extend(billed(desk, &it.lines, &opening, it.currency.scale()));
    for (sign, all) in [("-", &it.allowances), ("", &it.charges)] {
        for one in all {
            let amount = format!("{sign}{}", desk.money(one.amount));
            let figure = taxed(&one.tax.0.join("+"), &amount);
            lines.push(PageLine::of(format!("    {}", one.description), figure));
        }
    }
    lines.push(PageLine::default());
    lines.push(sum(desk, "document-net", it.net));
    lines.extend(taxes(desk, &it.taxes));
    lines.push(sum(desk, "document-total", it.total));
    lines.push(sum(desk, "document-outstanding", it.outstanding));
    if it.disputed.is_positive() {
        lines.push(sum(desk, "desk-disputed-sum", it.disputed));
    }
    if !it.allocations.is_empty() {
        lines.push(PageLine::default());
        lines.push(desk.say("document-settled-by", &[]).into());
        lines.extend(allocations(desk, &it.allocations, |it| it.from.to_string()));
    }
    lines.extend(deliveries(desk, &it.deliveries));
    lines
}

/// How a document went to the customer, one line for each time.
fn deliveries(desk: &Desk, all: &[ShownDelivery]) -> Vec<PageLine> {
    let one = |it: &ShownDelivery| {
        let [way, state] = [it.by.word(), it.state.word()].map(|code| desk.word(code));
        let day = desk.day(it.sent.unwrap_or(it.date));
        let to = it.to.as_ref().map(|to| format!(", {to}")).unwrap_or_default();
        line(desk, "document-delivery", &format!("{day}, {way}, {state}{to}"))
    };
    let blank = (!all.is_empty()).then(PageLine::default);
    blank.into_iter().chain(all.iter().map(one)).collect()
}

fn payment(desk: &Desk, it: &ShownPayment) -> Vec<PageLine> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(
            desk,
            "field-amount",
            &desk.words.in_currency(it.currency.code(), &desk.money(it.amount)),
        ),
    ];
    let (noun, reference) = if let Some(kind) = &it.certificate {
        lines.push(line(desk, "field-certificate-kind", kind));
        ("document-certificate", "field-certificate-number")
    } else {
        lines.push(line(desk, "field-method", &desk.word(it.method.name())));
        ("one-payment", "field-reference")
    };
    lines.extend(it.reference.as_ref().map(|text| line(desk, reference, text)));
    lines.push(line(desk, "document-state", &desk.agreeing(noun, &it.state)));
    lines.push(line(desk, "desk-on-account", &desk.money(it.on_account)));
    lines.push(PageLine::default());
    lines.push(desk.say("document-allocated-to", &[]).into());
    lines.extend(allocations(desk, &it.allocations, |it| it.to.to_string()));
    lines
}

fn dispute(desk: &Desk, it: &ShownDispute) -> Vec<PageLine> {
    let mut due = desk.day(it.due);
    if DISPUTED.contains(&it.state.as_str()) {
        let (day, of) = (desk.today().days_since(it.opened), GOAL_DAYS);
        let parts = [
            ("day", day.to_string()),
            ("of", of.to_string()),
            ("over", days_over_goal(day).to_string()),
        ];
        let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
        due += &format!(" ({})", desk.say("dispute-age", &parts));
    }
    let mut lines = vec![
        line(desk, "field-invoice", &it.invoice.0),
        line(desk, "document-state", &desk.word(&it.state)),
        line(desk, "field-reason", &desk.word(&it.reason)),
        line(desk, "document-original", &desk.money(it.original)),
        line(desk, "document-remaining", &desk.money(it.remaining)),
        line(desk, "document-credited", &desk.money(it.credited)),
        line(desk, "document-paid", &desk.money(it.paid)),
        line(desk, "document-cleared", &desk.money(it.cleared)),
        line(desk, "field-owner", &it.owner),
        line(desk, "field-due", &due),
    ];
    if let Some(cause) = &it.root_cause {
        lines.push(line(desk, "field-root-cause", &desk.word(cause)));
    }
    lines.extend([PageLine::default(), desk.say("document-timeline", &[]).into()]);
    for step in &it.timeline {
        let mut words = step_words(desk, &step.step);
        if let Some(to) = &step.to {
            words = desk.say("step-to", &[("step", &words), ("to", &desk.word(to))]);
        }
        let cause = step.root_cause.as_ref().map(|cause| desk.word(cause));
        let note: Vec<String> = step.note.iter().cloned().chain(cause).collect();
        let note = note.join(" · ");
        let (words, by) = (padded(&words, 28), padded(&step.by, 10));
        lines.push(format!("  {}   {words} {by} {note}", desk.day(step.date)).into());
    }
    lines
}

/// The states of a dispute that is not settled yet.
pub const DISPUTED: [&str; 3] = ["new", "in_progress", "waiting"];

/// A step of a dispute, by the command that made it.
fn step_words(desk: &Desk, command: &str) -> String {
    match command {
        "open_dispute" => desk.say("step-opened", &[]),
        "note_dispute" => desk.say("step-noted", &[]),
        "move_dispute" => desk.say("step-moved", &[]),
        "resolve_dispute" => desk.say("step-resolved", &[]),
        other => desk.word(other),
    }
}

/// The lines of a draft as they were typed, if it can't be priced or was issued or discarded.
fn drafted(desk: &Desk, it: &ShownDraft) -> Vec<PageLine> {
    let scale = it.total.scale();
    let one = |(place, one): (usize, &DraftLine)| {
        let code = one.item.as_ref().map(|code| code.0.as_str());
        let name = one.description.as_deref().or(code).unwrap_or_default();
        let discount = desk.discount(one.discount);
        let price = one
            .unit_price
            .map_or_else(String::new, |price| format!(" x {}", desk.price(price, scale)));
        let tax = one.tax.as_ref().map_or_else(String::new, |tax| tax.0.join("+"));
        let quantity = desk.words.figure(&one.quantity.to_string());
        PageLine {
            words: format!("{:>2}  {name}", place + 1),
            price: padded(&format!("{quantity}{price}{discount}"), 20),
            figure: taxed(&tax, ""),
        }
    };
    it.content.lines.iter().enumerate().map(one).collect()
}

fn draft(desk: &Desk, it: &ShownDraft) -> Vec<PageLine> {
    let mut lines = vec![line(desk, "field-date", &desk.day(it.date))];
    lines.push(line(desk, "document-state", &desk.word(&it.state)));
    lines.extend(it.content.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    lines.push(PageLine::default());
    match it.lines.is_empty() {
        true => lines.extend(drafted(desk, it)),
        false => lines.extend(billed(desk, &it.lines, OPENING_LINE, it.total.scale())),
    }
    lines.push(PageLine::default());
    lines.push(sum(desk, "document-total", it.total));
    if it.state == "open" {
        lines.push(PageLine::default());
        lines.push(desk.say("document-draft-help", &[]).into());
    }
    lines
}

fn credit_note(desk: &Desk, it: &ShownCreditNote) -> Vec<PageLine> {
    let mut lines = vec![line(desk, "field-date", &desk.day(it.date))];
    lines.extend(it.invoice.as_ref().map(|number| line(desk, "field-invoice", &number.0)));
    lines.extend(it.reason.as_ref().map(|reason| line(desk, "field-reason", &desk.word(reason))));
    lines.push(PageLine::default());
    let opening = match &it.invoice {
        Some(invoice) => desk.say("doc-opening-line", &[("number", &invoice.0)]),
        None => desk.say("doc-opening-credit", &[("number", &it.credit_note.0)]),
    };
    lines.extend(billed(desk, &it.lines, &opening, it.currency.scale()));
    lines.push(PageLine::default());
    lines.push(sum(desk, "document-net", it.net));
    lines.extend(taxes(desk, &it.taxes));
    lines.push(sum(desk, "document-total", it.total));
    lines.push(sum(desk, "desk-on-account", it.on_account));
    if !it.allocations.is_empty() {
        lines.push(desk.say("document-allocated-to", &[]).into());
        lines.extend(allocations(desk, &it.allocations, |it| it.to.to_string()));
    }
    lines.extend(deliveries(desk, &it.deliveries));
    lines
}

fn promise(desk: &Desk, it: &ShownPromise) -> Vec<PageLine> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-invoice", &it.invoice.0),
        line(
            desk,
            "field-amount",
            &desk.words.in_currency(it.currency.code(), &desk.money(it.amount)),
        ),
        line(desk, "field-promise-by", &desk.day(it.by)),
        line(desk, "field-tolerance-days", &it.tolerance_days.to_string()),
        line(desk, "document-state", &desk.agreeing("one-promise", &it.state)),
        line(desk, "document-paid", &desk.money(it.paid)),
    ];
    let waiting = it.to_allocate.map(|waiting| desk.money(waiting));
    lines.extend(waiting.map(|waiting| line(desk, "document-to-allocate", &waiting)));
    lines.extend(it.note.as_ref().map(|note| line(desk, "field-note", note)));
    lines
}

/// A call or a callback: its time by the company's clock, the contact, the subject.
fn when(desk: &Desk, at: Moment) -> String {
    let zone = desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
    let when = crate::ledger::in_zone(at, zone);
    when.map_or_else(
        || at.to_string(),
        |(day, time)| {
            format!(
                "{} {time}",
                crate::tui::dates::short_with_weekday(&desk.words, day, desk.today())
            )
        },
    )
}

fn talk(desk: &Desk, at: Moment, text: &CaseText, about: &[Number], by: &str) -> Vec<PageLine> {
    let mut lines = vec![line(desk, "document-when", &when(desk, at))];
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
        lines.push(line(desk, "document-about", &about.join(", ")));
    }
    lines.push(line(desk, "document-by", by));
    lines
}

/// A call, with its outcome and what was agreed in it.
fn call(desk: &Desk, it: &ShownCall) -> Vec<PageLine> {
    let mut lines = talk(desk, it.at, &it.text, &it.about, &it.by);
    let agreed: Vec<&str> = it.agreed.iter().map(|number| number.0.as_str()).collect();
    let facts = [
        ("field-call-outcome", it.ended.map(|ended| desk.word(ended.word()))),
        ("document-minutes", it.minutes.map(|minutes| minutes.to_string())),
        ("document-agreed", Some(agreed.join(", ")).filter(|agreed| !agreed.is_empty())),
        ("document-taken-back", it.taken_back.map(|date| desk.day(date))),
    ];
    let facts = facts.into_iter().filter_map(|(words, text)| Some((words, text?)));
    lines.extend(facts.map(|(words, text)| line(desk, words, &text)));
    lines
}

/// Everything else, field by field, by its name in the JSON.
fn plain(desk: &Desk, shown: &Shown) -> Vec<PageLine> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(shown) else {
        return Vec::new();
    };
    // A record begins with its own number.
    let noun = fields.keys().next().map(|name| format!("shown-{}", name.replace('_', "-")));
    let noun = noun.unwrap_or_default();
    let mut lines = Vec::new();
    for (name, value) in &fields {
        let text = match value {
            serde_json::Value::String(text) if name == "state" => desk.agreeing(&noun, text),
            serde_json::Value::String(text) if is_money(name) => desk.figure(text),
            serde_json::Value::String(text) => desk.word(text),
            serde_json::Value::Array(all) if all.iter().all(serde_json::Value::is_string) => {
                all.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
            }
            serde_json::Value::Null
            | serde_json::Value::Object(_)
            | serde_json::Value::Array(_) => continue,
            other => other.to_string(),
        };
        lines.push(format!("{}{text}", padded(&desk.word(name), 18)).into());
    }
    lines
}

/// Whether a field of the JSON is an amount.
fn is_money(name: &str) -> bool {
    ["amount", "left", "recovered", "credit_limit", "total", "outstanding"].contains(&name)
}
