//! A credit note as a document. May use: domain, ledger answers.

use crate::domain::Language;
use crate::ledger::query::show::ShownCreditNote;

use super::billed::{Billed, DocumentSums, allocations, fiscal_receipt, rate};
use super::paper::{Paper, PaperBlock, PaperCell, PaperKind};
use super::wording::{self, Wording};

/// The language of a credit note; `asked` overrides the customer's own.
pub fn language(it: &ShownCreditNote, asked: Option<Language>) -> Language {
    wording::language(asked, it.language.as_deref(), &it.buyer, &it.seller)
}

/// The credit note as a document.
pub fn paper(it: &ShownCreditNote, wording: &Wording) -> Paper {
    let opening = match &it.invoice {
        Some(invoice) => wording.say("doc-opening-line", &[("number", &invoice.0)]),
        None => wording.say("doc-opening-credit", &[("number", &it.credit_note.0)]),
    };
    let billed = Billed {
        prices: it.prices,
        currency: it.currency,
        country: &it.seller.country,
        lines: &it.lines,
        allowances: &[],
        charges: &[],
        opening,
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
    blocks.push(sums.block(wording, "doc-total-credited"));
    blocks.extend(allocations(wording, &it.allocations, it.currency));
    let notes = notes(it, wording);
    if !notes.is_empty() {
        blocks.push(PaperBlock::Notes { notes });
    }
    let receipt = it.fiscal_receipt.as_ref();
    blocks.extend(receipt.map(|receipt| fiscal_receipt(wording, receipt)));
    let number = PaperCell::text(&it.credit_note.0).text;
    Paper {
        kind: PaperKind::CreditNote,
        language: wording.language,
        mark: wording.mark(&it.state, is_of_other_system(it)),
        title: wording.say("doc-credit-note", &[("number", &number)]),
        sheet: wording.sheet(&it.seller, it.date, &it.credit_note.0),
        number: Some(number),
        blocks,
        remittance: None,
    }
}

fn facts(it: &ShownCreditNote, wording: &Wording) -> PaperBlock {
    let mut facts = vec![wording.fact("doc-date", wording.day_cell(it.date))];
    let corrects = it.invoice.as_ref();
    facts.extend(corrects.map(|it| wording.fact("doc-corrects", PaperCell::text(&it.0))));
    let reason = it.reason.as_deref().map(|reason| wording.code(reason));
    facts.extend(reason.map(|text| wording.fact("doc-reason", PaperCell::text(&text))));
    facts.push(wording.fact("doc-account", PaperCell::text(&it.customer.0)));
    facts.extend(rate(wording, it.rate, it.currency, &it.seller));
    PaperBlock::Facts { facts }
}

fn notes(it: &ShownCreditNote, wording: &Wording) -> Vec<String> {
    if it.state == "void" {
        return vec![wording.say("doc-void-credit-note", &[])];
    }
    let on_account = wording.amount(it.on_account, it.currency);
    let stays = it.on_account.is_positive();
    let copy = is_of_other_system(it).then(|| wording.say("doc-copy-credit-note", &[]));
    let stays = stays.then(|| wording.say("doc-credit-on-account", &[("amount", &on_account)]));
    copy.into_iter().chain(stays).collect()
}

/// Whether it was brought in: a credit note issued here always has an original.
fn is_of_other_system(it: &ShownCreditNote) -> bool {
    it.invoice.is_none()
}
