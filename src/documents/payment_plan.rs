//! An agreed payment plan as a document: the parties, the invoices it covers, the instalments with what is left of
//! them, and what happens if one is missed; or how the plan ended. May use: domain, ledger answers.

use crate::domain::{Language, Money, Plain};
use crate::ledger::query::show::ShownPlan;

use super::paper::{
    CellValue, ColumnKind, Paper, PaperBlock, PaperCell, PaperFact, PaperKind, PaperRow, PaperTable,
};
use super::wording::{self, Wording};

/// The state of a plan of which all is paid.
const FINISHED: &str = "finished";

/// The language of a plan; `asked` overrides the customer's own.
pub fn language(it: &ShownPlan, asked: Option<Language>) -> Language {
    wording::language(asked, it.language.as_deref(), &it.buyer, &it.seller)
}

/// The plan as a document.
pub fn paper(it: &ShownPlan, wording: &Wording) -> Paper {
    let number = PaperCell::text(&it.plan.0).text;
    let amount = wording.amount(it.amount, it.currency);
    let count = it.instalments.len().to_string();
    let date = wording.day(it.date);
    let parts = [("amount", amount.as_str()), ("count", &count), ("date", &date)];
    let mut blocks = vec![
        PaperBlock::Parties {
            seller: wording.seller(&it.seller),
            buyer: wording.buyer(&it.buyer, &it.seller),
        },
        PaperBlock::Facts { facts: facts(it, wording) },
        PaperBlock::Notes { notes: vec![wording.say("doc-plan-agreed", &parts)] },
        PaperBlock::Table(covers(it, wording)),
        PaperBlock::Table(instalments(it, wording)),
        PaperBlock::Notes { notes: notes(it, wording) },
    ];
    if it.state != FINISHED {
        blocks.extend(wording.how_to_pay(&it.seller, Some(&it.plan.0)));
    }
    let mark = match it.state.as_str() {
        "cancelled" => Some("doc-mark-cancelled"),
        "default" => Some("doc-mark-default"),
        _ => None,
    };
    Paper {
        kind: PaperKind::PaymentPlan,
        language: wording.language,
        mark: mark.map(|key| wording.say(key, &[])),
        title: wording.say("doc-plan", &[("number", &number)]),
        sheet: wording.sheet(&it.seller, it.date, &it.plan.0),
        number: Some(number),
        blocks,
        remittance: None,
    }
}

fn facts(it: &ShownPlan, wording: &Wording) -> Vec<PaperFact> {
    vec![
        wording.fact("doc-date", wording.day_cell(it.date)),
        wording.fact("doc-account", PaperCell::text(&it.customer.0)),
        wording.fact("doc-currency", PaperCell::text(it.currency.code())),
    ]
}

/// The invoices, each with how much of it the plan covers.
fn covers(it: &ShownPlan, wording: &Wording) -> PaperTable {
    let mut table = wording.table(&[
        ("item", "doc-column-item", ColumnKind::Words),
        ("due", "doc-column-due", ColumnKind::Date),
        ("covered", "doc-column-covered", ColumnKind::Money),
    ]);
    table.title = Some(wording.say("doc-plan-covers", &[]));
    let rows = it.covers.iter().map(|cover| PaperRow {
        cells: vec![
            PaperCell::text(&cover.invoice.0),
            wording.short_day_cell(cover.due),
            wording.money_cell(cover.amount, it.currency),
        ],
        is_sum: false,
    });
    table.rows = rows.collect();
    let sum = wording.money_cell(it.amount, it.currency);
    table
        .rows
        .push(PaperRow { cells: vec![total(it, wording), PaperCell::blank(), sum], is_sum: true });
    table
}

/// The instalments, each with what was paid on it and what is still to pay, where that is not all of it.
fn instalments(it: &ShownPlan, wording: &Wording) -> PaperTable {
    let mut columns = vec![
        ("number", "doc-column-instalment", ColumnKind::Text),
        ("due", "doc-column-due", ColumnKind::Date),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ];
    let (is_paid, is_less) = (it.paid.is_positive(), less(it).is_positive());
    let is_asked = it.cancelled.is_none() && it.state != FINISHED;
    let is_left = is_asked && (is_paid || is_less || disputed(it).is_positive());
    columns.extend(is_paid.then_some(("paid", "doc-column-paid", ColumnKind::Money)));
    columns.extend(is_left.then_some(("left", "doc-column-still-to-pay", ColumnKind::Money)));
    let mut table = wording.table(&columns);
    table.title = Some(wording.say("doc-plan-instalments", &[]));
    let money = |amount| wording.money_cell(amount, it.currency);
    let rows = it.instalments.iter().enumerate().map(|(place, one)| {
        let mut cells =
            vec![count(place + 1, wording), wording.short_day_cell(one.due), money(one.amount)];
        cells.extend(is_paid.then(|| money(one.paid)));
        cells.extend(is_left.then(|| money(one.left)));
        PaperRow { cells, is_sum: false }
    });
    table.rows = rows.collect();
    let mut cells = vec![total(it, wording), PaperCell::blank(), money(it.amount)];
    cells.extend(is_paid.then(|| money(it.paid)));
    let left = it.instalments.iter().map(|one| one.left);
    cells.extend(is_left.then(|| money(sum(it.amount.zero(), left))));
    table.rows.push(PaperRow { cells, is_sum: true });
    table
}

fn sum(zero: Money, all: impl Iterator<Item = Money>) -> Money {
    all.fold(zero, |sum, more| sum.plus(more).unwrap_or(sum))
}

/// What was credited or given up since, and need not be paid.
fn less(it: &ShownPlan) -> Money {
    let rest = it.amount.minus(it.paid).and_then(|rest| rest.minus(it.left));
    rest.unwrap_or(it.amount.zero()).most(it.amount.zero())
}

/// What is in dispute, and need not be paid for now: of a plan that was not cancelled.
fn disputed(it: &ShownPlan) -> Money {
    it.not_asked.unwrap_or(it.amount.zero())
}

fn total(it: &ShownPlan, wording: &Wording) -> PaperCell {
    PaperCell::text(&wording.say("doc-total", &[("currency", it.currency.code())]))
}

fn count(place: usize, wording: &Wording) -> PaperCell {
    let text = place.to_string();
    PaperCell {
        value: CellValue::Quantity { quantity: Plain(place.into()), unit: None },
        text: wording.words().figure(&text),
    }
}

/// What is no longer asked for; then what holds while the plan is in force, or how it ended.
fn notes(it: &ShownPlan, wording: &Wording) -> Vec<String> {
    let missed = it.default_after.to_string();
    let ways = [&it.seller.phone, &it.seller.email].into_iter().filter_map(Option::as_deref);
    let ways: Vec<String> = ways.map(|way| PaperCell::text(way).text).collect();
    let mut notes = Vec::new();
    if it.cancelled.is_none() {
        for (key, amount) in [("doc-plan-less", less(it)), ("doc-plan-disputed", disputed(it))] {
            if amount.is_positive() {
                notes.push(wording.say(key, &[("amount", &wording.amount(amount, it.currency))]));
            }
        }
    }
    if let Some(date) = it.cancelled {
        notes.push(wording.say("doc-plan-cancelled", &[("date", &wording.day(date))]));
    } else if it.state == FINISHED {
        notes.push(wording.say("doc-plan-finished", &[]));
    } else if let Some(date) = it.default_since.filter(|_| it.state == "default") {
        notes.push(wording.say("doc-plan-in-default", &[("date", &wording.day(date))]));
    } else {
        notes.push(wording.say("doc-plan-kept", &[]));
        notes.push(wording.say("doc-plan-missed", &[("count", &missed)]));
        notes.push(wording.say("doc-plan-help", &[]));
    }
    if !ways.is_empty() {
        notes.push(wording.say("doc-dunning-reach", &[("ways", &ways.join(" · "))]));
    }
    notes
}
