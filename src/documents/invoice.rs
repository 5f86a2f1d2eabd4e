//! An invoice as a document. May use: domain, ledger answers.

use crate::domain::Language;
use crate::domain::late_fee::FeePart;
use crate::domain::pricing::Line;
use crate::ledger::query::show::{DRAFT, ShownInvoice};

use super::billed::{Billed, DocumentSums, fiscal_receipt, rate};
use super::paper::{Paper, PaperBlock, PaperCell, PaperKind, Remittance};
use super::wording::{self, Wording};

/// The language of an invoice; `asked` overrides the customer's own.
pub fn language(it: &ShownInvoice, asked: Option<Language>) -> Language {
    wording::language(asked, it.language.as_deref(), &it.buyer, &it.seller)
}

/// The invoice as a document.
pub fn paper(it: &ShownInvoice, wording: &Wording) -> Paper {
    let lines = interest_lines(it, wording);
    let billed = Billed {
        prices: it.prices,
        currency: it.currency,
        country: &it.seller.country,
        lines: lines.as_deref().unwrap_or(&it.lines),
        allowances: &it.allowances,
        charges: &it.charges,
        opening: wording.say("doc-opening-line", &[("number", &it.invoice.0)]),
    };
    let sums = DocumentSums {
        net: it.net,
        tax: it.tax,
        total: it.total,
        taxes: &it.taxes,
        currency: it.currency,
        rate: it.rate,
        seller: &it.seller,
    };
    let mut blocks = vec![
        PaperBlock::Parties {
            seller: wording.seller(&it.seller),
            buyer: wording.buyer(&it.buyer, &it.seller),
        },
        facts(it, wording),
    ];
    if let Some(table) = billed.table(wording) {
        blocks.push(table);
        blocks.extend(billed.legend(wording, &it.taxes));
    }
    blocks.push(sums.block(wording, "doc-total"));
    let notes = notes(it, wording);
    if !notes.is_empty() {
        blocks.push(PaperBlock::Notes { notes });
    }
    let quote = Some(it.invoice.0.as_str()).filter(|_| it.state != DRAFT);
    let is_owed = it.state != "void" && it.outstanding.is_positive();
    let how_to_pay = is_owed.then(|| wording.how_to_pay(&it.seller, quote));
    blocks.extend(how_to_pay.flatten());
    let receipt = it.fiscal_receipt.as_ref();
    blocks.extend(receipt.map(|receipt| fiscal_receipt(wording, receipt)));
    let (mark, title) = match it.state.as_str() {
        DRAFT => (Some(wording.say("doc-mark-draft", &[])), "doc-draft"),
        state => (wording.mark(state, it.opening), "doc-invoice"),
    };
    let number = PaperCell::text(&it.invoice.0).text;
    Paper {
        kind: PaperKind::Invoice,
        language: wording.language,
        mark,
        title: wording.say(title, &[("number", &number)]),
        sheet: wording.sheet(&it.seller, it.date, &it.invoice.0),
        number: Some(number),
        blocks,
        remittance: remittance(it, wording),
    }
}

/// The lines of a late fee in the customer's language: the book stores them as a formula.
fn interest_lines(it: &ShownInvoice, wording: &Wording) -> Option<Vec<Line>> {
    // One of another system has its total in one line.
    let fee = it.late_fee.as_ref().filter(|_| !it.opening)?;
    let parts = fee.parts.iter().filter(|part| part.fee.is_positive());
    let pairs = parts.zip(&it.lines);
    let line = |(part, line): (&FeePart, &Line)| {
        let amount = wording.amount(part.overdue, it.currency);
        let rate = wording.percent(part.yearly_percent.value());
        let days = part.days().to_string();
        let (from, through) = (wording.day(part.from), wording.day(part.through));
        let said = [
            ("invoice", fee.invoice.0.as_str()),
            ("amount", &amount),
            ("rate", &rate),
            ("days", &days),
            ("from", &from),
            ("through", &through),
        ];
        let description = wording.say("doc-late-fee-line", &said);
        Line { description, ..line.clone() }
    };
    Some(pairs.map(line).collect())
}

/// The slip, if something is left to pay.
fn remittance(it: &ShownInvoice, wording: &Wording) -> Option<Remittance> {
    let facts = vec![
        wording.fact("doc-account", PaperCell::text(&it.customer.0)),
        wording.fact("doc-invoice-number", PaperCell::text(&it.invoice.0)),
        wording.fact("doc-due", wording.day_cell(it.due)),
    ];
    let is_due = !["void", DRAFT].contains(&it.state.as_str()) && it.outstanding.is_positive();
    is_due.then(|| wording.remittance(&it.buyer, facts, (it.outstanding, it.currency)))
}

fn facts(it: &ShownInvoice, wording: &Wording) -> PaperBlock {
    let mut facts = vec![
        wording.fact("doc-date", wording.day_cell(it.date)),
        wording.fact("doc-due", wording.day_cell(it.due)),
        wording.fact("doc-terms", PaperCell::text(&wording.words().terms(it.terms))),
    ];
    // A late fee refers to the overdue invoice, not to the customer's reference.
    let reference = it.reference.as_deref();
    let label = if it.late_fee.is_some() { "doc-interest-on" } else { "doc-reference" };
    facts.extend(reference.map(|text| wording.fact(label, PaperCell::text(text))));
    facts.push(wording.fact("doc-account", PaperCell::text(&it.customer.0)));
    facts.extend(rate(wording, it.rate, it.currency, &it.seller));
    PaperBlock::Facts { facts }
}

fn notes(it: &ShownInvoice, wording: &Wording) -> Vec<String> {
    if it.state == "void" {
        return vec![wording.say("doc-void-invoice", &[])];
    }
    let mut notes = Vec::new();
    if it.opening {
        notes.push(wording.say("doc-copy-invoice", &[]));
    }
    if it.state == DRAFT {
        notes.push(wording.say("doc-draft-note", &[("date", &wording.day(it.date))]));
    }
    if let (Some(early), true) = (it.early_payment, it.outstanding == it.total) {
        let left = it.total.minus(early.discount).unwrap_or(it.total);
        let (left, until) = (wording.amount(left, it.currency), wording.day(early.until));
        let discount = wording.amount(early.discount, it.currency);
        let parts = [("discount", discount.as_str()), ("left", &left), ("until", &until)];
        notes.push(wording.say("doc-early-payment", &parts));
    }
    if it.outstanding != it.total {
        let settled = it.total.minus(it.outstanding).unwrap_or(it.total);
        let settled = wording.amount(settled, it.currency);
        let left = wording.amount(it.outstanding, it.currency);
        notes.push(wording.say("doc-settled", &[("settled", &settled), ("left", &left)]));
    }
    notes
}
