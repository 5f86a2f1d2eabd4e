//! The receipt of a payment, or of a certificate of withheld tax, as a document. May use: domain,
//! ledger answers.

use crate::domain::Language;
use crate::domain::command::Method;
use crate::ledger::query::show::ShownPayment;

use super::billed::{allocations, rate};
use super::paper::{Paper, PaperBlock, PaperCell, PaperKind};
use super::wording::{self, Wording};

/// The language of a receipt; `asked` overrides the customer's own.
pub fn language(it: &ShownPayment, asked: Option<Language>) -> Language {
    wording::language(asked, it.language.as_deref(), &it.buyer, &it.seller)
}

/// The receipt as a document.
pub fn paper(it: &ShownPayment, wording: &Wording) -> Paper {
    let mut blocks = vec![
        PaperBlock::Parties {
            seller: wording.seller(&it.seller),
            buyer: wording.buyer(&it.buyer, &it.seller),
        },
        facts(it, wording),
    ];
    blocks.extend(allocations(wording, &it.allocations, it.currency));
    blocks.push(totals(it, wording));
    let notes = notes(it, wording);
    if !notes.is_empty() {
        blocks.push(PaperBlock::Notes { notes });
    }
    let title = match it.certificate {
        Some(_) => "doc-certificate",
        None => "doc-receipt",
    };
    let number = PaperCell::text(&it.payment.0).text;
    Paper {
        kind: PaperKind::Receipt,
        language: wording.language,
        mark: (it.state != "posted").then(|| wording.say("doc-mark-void-receipt", &[])),
        title: wording.say(title, &[("number", &number)]),
        sheet: wording.sheet(&it.seller, it.date, &it.payment.0),
        number: Some(number),
        blocks,
        remittance: None,
    }
}

/// The key of the words for the payment method.
pub fn method_key(method: Method) -> &'static str {
    match method {
        Method::Bank => "doc-method-bank",
        Method::Cash => "doc-method-cash",
        Method::Cheque => "doc-method-cheque",
        Method::Card => "doc-method-card",
        Method::Momo => "doc-method-momo",
        Method::Withholding => "doc-method-withholding",
        Method::Opening => "doc-method-opening",
    }
}

fn facts(it: &ShownPayment, wording: &Wording) -> PaperBlock {
    let mut facts = vec![wording.fact("doc-date", wording.day_cell(it.date))];
    let method = wording.say(method_key(it.method), &[]);
    facts.push(wording.fact("doc-method", PaperCell::text(&method)));
    let kind = it.certificate.as_deref();
    facts.extend(kind.map(|kind| {
        let name = wording.withheld(&it.seller.country, kind);
        wording.fact("doc-withheld", PaperCell::text(&name))
    }));
    let reference = it.reference.as_deref();
    let label = if kind.is_some() { "doc-certificate-number" } else { "doc-payment-reference" };
    facts.extend(reference.map(|text| wording.fact(label, PaperCell::text(text))));
    facts.push(wording.fact("doc-account", PaperCell::text(&it.customer.0)));
    facts.extend(rate(wording, it.rate, it.currency, &it.seller));
    PaperBlock::Facts { facts }
}

/// The amount received, the part that is allocated, and the part on account.
fn totals(it: &ShownPayment, wording: &Wording) -> PaperBlock {
    let mut totals = vec![wording.main_total("doc-received", it.amount, it.currency)];
    if it.state == "posted" {
        let taken_back = it.taken_back.unwrap_or(it.amount.zero());
        let settled = it.amount.minus(it.on_account).and_then(|it| it.minus(taken_back));
        let settled = settled.unwrap_or(it.amount);
        totals.push(wording.total("doc-allocated", settled, it.currency));
        totals.push(wording.total("doc-on-account", it.on_account, it.currency));
    }
    PaperBlock::Totals { totals }
}

fn notes(it: &ShownPayment, wording: &Wording) -> Vec<String> {
    let ended = match it.state.as_str() {
        "bounced" => Some("doc-payment-returned"),
        "reversed" => Some("doc-payment-corrected"),
        "taken_back" => Some("doc-certificate-void"),
        _ => None,
    };
    if let Some(key) = ended {
        return vec![wording.say(key, &[])];
    }
    let part = it.taken_back.map(|amount| wording.amount(amount, it.currency));
    part.map(|amount| wording.say("doc-certificate-adjusted", &[("amount", &amount)]))
        .into_iter()
        .collect()
}
