//! The packet of a dispute: everything its owner needs for deciding on it, on paper. It is for the
//! company, not for the customer, because it includes notes of calls. May use: domain, ledger answers.

use crate::domain::Language;
use crate::domain::language::Covers;
use crate::ledger::query::packet::Packet;
use crate::ledger::query::show::{ShownCall, ShownDelivery, ShownPromise, ShownStep};

use super::billed::{Billed, DocumentSums};
use super::paper::{ColumnKind, Paper, PaperBlock, PaperCell, PaperKind, PaperRow};
use super::wording::Wording;

/// The language of a packet: the requested one, else the company's; English if the desk has no words in
/// that.
pub fn language(it: &Packet, asked: Option<Language>) -> Language {
    let companys = || it.invoice.seller.language.as_deref().and_then(Language::parse);
    let wanted = asked.or_else(companys).unwrap_or(Language::English);
    if wanted.covers() == Covers::Everything { wanted } else { Language::English }
}

/// The packet as a document.
pub fn paper(it: &Packet, wording: &Wording) -> Paper {
    let number = PaperCell::text(&it.dispute.dispute.0).text;
    let invoice = &it.invoice;
    let mut blocks = vec![
        PaperBlock::Parties {
            seller: wording.seller(&invoice.seller),
            buyer: wording.buyer(&invoice.buyer, &invoice.seller),
        },
        facts(it, wording),
        parts(it, wording),
    ];
    blocks.extend(timeline(&it.dispute.timeline, wording));
    blocks.extend(billed(it, wording));
    blocks.extend(settled(it, wording));
    blocks.extend(promises(&it.promises, wording));
    blocks.extend(calls(&it.calls, wording));
    blocks.extend(deliveries(&invoice.deliveries, wording));
    Paper {
        kind: PaperKind::DisputePacket,
        language: wording.language,
        mark: None,
        title: wording.say("packet-title", &[("number", &number)]),
        sheet: wording.sheet(&invoice.seller, it.dispute.opened, &it.dispute.dispute.0),
        number: Some(number),
        blocks,
        remittance: None,
    }
}

fn facts(it: &Packet, wording: &Wording) -> PaperBlock {
    let dispute = &it.dispute;
    let text = |key: &str, text: &str| wording.fact(key, PaperCell::text(text));
    let mut facts = vec![
        text("packet-account", &dispute.customer.0),
        text("packet-invoice", &dispute.invoice.0),
        text("packet-reason", &wording.code(&dispute.reason)),
        text("packet-state", &wording.code(&dispute.state)),
        text("packet-owner", &dispute.owner),
        wording.fact("packet-opened", wording.day_cell(dispute.opened)),
        wording.fact("packet-due", wording.day_cell(dispute.due)),
    ];
    let outcome = dispute.outcome.map(|outcome| wording.code(outcome.word()));
    facts.extend(outcome.map(|outcome| text("packet-outcome", &outcome)));
    let cause = dispute.root_cause.as_deref();
    facts.extend(cause.map(|cause| text("packet-cause", cause)));
    PaperBlock::Facts { facts }
}

/// The parts of the disputed amount.
fn parts(it: &Packet, wording: &Wording) -> PaperBlock {
    let (dispute, currency) = (&it.dispute, it.dispute.currency);
    let part = |key, amount| wording.total(key, amount, currency);
    PaperBlock::Totals {
        totals: vec![
            part("packet-original", dispute.original),
            part("packet-paid", dispute.paid),
            part("packet-credited", dispute.credited),
            part("packet-cleared", dispute.cleared),
            wording.main_total("packet-remaining", dispute.remaining, currency),
        ],
    }
}

/// The lines of the invoice, and its totals.
fn billed(it: &Packet, wording: &Wording) -> Vec<PaperBlock> {
    let it = &it.invoice;
    let billed = Billed {
        prices: it.prices,
        currency: it.currency,
        country: &it.seller.country,
        lines: &it.lines,
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
    let mut blocks: Vec<PaperBlock> = billed.table(wording).into_iter().collect();
    if let Some(PaperBlock::Table(table)) = blocks.first_mut() {
        let parts = [("number", it.invoice.0.as_str()), ("date", &wording.day(it.date))];
        table.title = Some(wording.say("packet-billed", &parts));
    }
    blocks.push(sums.block(wording, "doc-total"));
    blocks
}

/// A table under a heading; `None` without rows.
fn table(
    wording: &Wording,
    title: &str,
    columns: &[(&'static str, &str, ColumnKind)],
    rows: Vec<Vec<PaperCell>>,
) -> Option<PaperBlock> {
    let mut table = wording.table(columns);
    table.title = Some(wording.say(title, &[]));
    table.rows = rows.into_iter().map(|cells| PaperRow { cells, is_sum: false }).collect();
    (!table.rows.is_empty()).then_some(PaperBlock::Table(table))
}

fn timeline(steps: &[ShownStep], wording: &Wording) -> Option<PaperBlock> {
    let columns = [
        ("date", "doc-column-date", ColumnKind::Date),
        ("step", "doc-column-what", ColumnKind::Text),
        ("by", "packet-by", ColumnKind::Text),
        ("note", "packet-note", ColumnKind::Words),
    ];
    let row = |step: &ShownStep| {
        let name = wording.code(&step.step);
        let what = match step.to.as_deref().map(|to| wording.code(to)) {
            Some(to) => wording.say("packet-step", &[("step", &name), ("to", &to)]),
            None => name,
        };
        vec![
            wording.short_day_cell(step.date),
            PaperCell::text(&what),
            PaperCell::text(&step.by),
            PaperCell::text(step.note.as_deref().unwrap_or_default()),
        ]
    };
    table(wording, "packet-timeline", &columns, steps.iter().map(row).collect())
}

/// The allocations to the invoice.
fn settled(it: &Packet, wording: &Wording) -> Option<PaperBlock> {
    let columns = [
        ("what", "doc-column-what", ColumnKind::Words),
        ("number", "doc-column-number", ColumnKind::Text),
        ("date", "doc-column-date", ColumnKind::Date),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ];
    let rows = it.invoice.allocations.iter().map(|one| {
        vec![
            PaperCell::text(&match one.from_kind.as_deref() {
                Some("credit_note") => wording.say("doc-what-credit-note", &[]),
                kind => wording.code(kind.unwrap_or("payment")),
            }),
            PaperCell::text(&one.from.0),
            wording.short_day_cell(one.date),
            wording.money_cell(one.amount, it.invoice.currency),
        ]
    });
    table(wording, "packet-settled", &columns, rows.collect())
}

fn promises(all: &[ShownPromise], wording: &Wording) -> Option<PaperBlock> {
    let columns = [
        ("number", "doc-column-number", ColumnKind::Text),
        ("by", "packet-promised-by", ColumnKind::Date),
        ("state", "packet-state", ColumnKind::Words),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ];
    let rows = all.iter().map(|one| {
        vec![
            PaperCell::text(&one.promise.0),
            wording.short_day_cell(one.by),
            PaperCell::text(&wording.words().agreeing("one-promise", &one.state)),
            wording.money_cell(one.amount, one.currency),
        ]
    });
    table(wording, "packet-promises", &columns, rows.collect())
}

fn calls(all: &[ShownCall], wording: &Wording) -> Option<PaperBlock> {
    let columns = [
        ("date", "doc-column-date", ColumnKind::Date),
        ("contact", "packet-contact", ColumnKind::Text),
        ("by", "packet-by", ColumnKind::Text),
        ("note", "packet-note", ColumnKind::Words),
    ];
    let rows = all.iter().map(|one| {
        vec![
            wording.short_day_cell(one.date),
            PaperCell::text(one.text.contact.as_deref().unwrap_or_default()),
            PaperCell::text(&one.by),
            PaperCell::text(one.text.note.as_deref().unwrap_or_default()),
        ]
    });
    table(wording, "packet-calls", &columns, rows.collect())
}

fn deliveries(all: &[ShownDelivery], wording: &Wording) -> Option<PaperBlock> {
    let columns = [
        ("date", "doc-column-date", ColumnKind::Date),
        ("by", "packet-way", ColumnKind::Text),
        ("state", "packet-state", ColumnKind::Text),
        ("to", "packet-to", ColumnKind::Words),
    ];
    let rows = all.iter().map(|one| {
        vec![
            wording.short_day_cell(one.sent.unwrap_or(one.date)),
            PaperCell::text(&wording.code(one.by.word())),
            PaperCell::text(&wording.code(one.state.word())),
            PaperCell::text(one.to.as_deref().unwrap_or_default()),
        ]
    });
    table(wording, "packet-deliveries", &columns, rows.collect())
}
