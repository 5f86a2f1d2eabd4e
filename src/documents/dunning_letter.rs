//! A dunning letter as a document: what is overdue, what is asked for and by when, and what help there
//! is. Each level has its own words; the only consequence it names is the policy's. May use: domain,
//! ledger answers.

use crate::domain::dunning::DunnedItem;
use crate::domain::{Day, Language};
use crate::ledger::query::show::{DunnedPlan, ShownLetter};

use super::paper::{
    CellValue, ColumnKind, Paper, PaperBlock, PaperCell, PaperFact, PaperKind, PaperRow,
    PaperTable, Remittance,
};
use super::wording::{self, Wording};

/// The words of a level.
struct LevelWords {
    title: &'static str,
    /// What is overdue.
    fact: &'static str,
    /// What is asked for, and by when.
    ask: &'static str,
    /// What help there is.
    help: &'static str,
}

const LEVELS: [LevelWords; 4] = [
    LevelWords {
        title: "doc-dunning-1",
        fact: "doc-dunning-fact-1",
        ask: "doc-dunning-ask-1",
        help: "doc-dunning-help-1",
    },
    LevelWords {
        title: "doc-dunning-2",
        fact: "doc-dunning-fact-2",
        ask: "doc-dunning-ask-2",
        help: "doc-dunning-help-2",
    },
    LevelWords {
        title: "doc-dunning-3",
        fact: "doc-dunning-fact-3",
        ask: "doc-dunning-ask-3",
        help: "doc-dunning-help-3",
    },
    LevelWords {
        title: "doc-dunning-4",
        fact: "doc-dunning-fact-4",
        ask: "doc-dunning-ask-4",
        help: "doc-dunning-help-4",
    },
];

/// The language of a letter; `asked` overrides the customer's own.
pub fn language(it: &ShownLetter, asked: Option<Language>) -> Language {
    wording::language(asked, it.buyer.language.as_deref(), &it.buyer, &it.seller)
}

/// The letter as a document.
pub fn paper(it: &ShownLetter, wording: &Wording) -> Paper {
    let level = usize::from(it.level).clamp(1, LEVELS.len());
    let words = &LEVELS[level - 1];
    let amount = wording.amount(it.amount, it.currency);
    let before = it.last.as_ref().map_or(it.date, |last| last.date);
    let oldest = it.items.iter().map(|item| item.due).min().unwrap_or(it.date);
    let (date, by) = (wording.day(it.date), wording.day(it.pay_by));
    let (before, oldest) = (wording.day(before), wording.day(oldest));
    let count = it.items.len().to_string();
    let parts = [
        ("amount", amount.as_str()),
        ("count", &count),
        ("date", &date),
        ("by", &by),
        ("before", &before),
        ("oldest", &oldest),
    ];
    let number = it.letter.as_ref().map(|number| PaperCell::text(&number.0).text);
    let shown = number.clone().unwrap_or_default();
    let (seller, buyer) = (wording.seller(&it.seller), wording.buyer(&it.buyer, &it.seller));
    // What is due because a plan ended is not past its own date.
    let is_ahead = level == 1 && it.items.iter().any(|item| due_of(it, item) >= it.date);
    let fact = if is_ahead { "doc-dunning-fact-plan" } else { words.fact };
    let mut blocks = vec![
        PaperBlock::Parties { seller, buyer },
        PaperBlock::Facts { facts: facts(it, wording) },
        PaperBlock::Notes { notes: vec![wording.say(fact, &parts)] },
        PaperBlock::Table(items(it, wording)),
    ];
    let mut notes: Vec<String> = it.plans.iter().map(|plan| ended(plan, wording)).collect();
    if it.items.iter().any(|item| item.amount != item.outstanding) {
        notes.push(wording.say("doc-dunning-not-included", &[]));
    }
    notes.push(wording.say(words.ask, &parts));
    let agreed = it.wording.as_ref().and_then(|text| text.in_language(wording.language));
    let agreed = agreed.map(|text| sentence(&PaperCell::text(text).text));
    notes.extend(agreed.map(|text| wording.say("doc-dunning-agreed", &[("text", &text)])));
    notes.push(wording.say(words.help, &parts));
    notes.extend(reach(it, wording));
    // One paragraph each, with space between them on text pages too.
    blocks.extend(notes.into_iter().map(|note| PaperBlock::Notes { notes: vec![note] }));
    blocks.extend(wording.how_to_pay(&it.seller, Some(&it.customer.0)));
    let file =
        if shown.is_empty() { format!("{}-{}", it.customer, it.date) } else { shown.clone() };
    Paper {
        kind: PaperKind::DunningLetter,
        language: wording.language,
        mark: number.is_none().then(|| wording.say("doc-mark-draft", &[])),
        title: wording.say(words.title, &[("number", &shown)]).trim_end().to_string(),
        sheet: wording.sheet(&it.seller, it.date, &file),
        number,
        blocks,
        remittance: Some(remittance(it, wording)),
    }
}

/// The announced consequence as a sentence: with a full stop if it ends without punctuation.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    match text.ends_with(['.', '!', '?', '…', ':', ';']) {
        true => text.to_string(),
        false => format!("{text}."),
    }
}

/// The due date of an item: its own, whatever a plan made of it.
fn due_of(it: &ShownLetter, item: &DunnedItem) -> Day {
    let mut planned = it.plans.iter().flat_map(|plan| &plan.items);
    planned.find(|one| one.invoice == item.invoice).map_or(item.due, |one| one.due)
}

/// Which plan ended, and what is due by that.
fn ended(plan: &DunnedPlan, wording: &Wording) -> String {
    let items: Vec<String> =
        plan.items.iter().map(|it| PaperCell::text(&it.invoice.0).text).collect();
    let parts = [
        ("plan", PaperCell::text(&plan.plan.0).text),
        ("agreed", wording.day(plan.agreed)),
        ("missed", wording.day(plan.missed)),
        ("items", items.join(", ")),
    ];
    wording.say("doc-dunning-plan", &parts.each_ref().map(|(name, text)| (*name, text.as_str())))
}

/// How to reach the company, if it gives that.
fn reach(it: &ShownLetter, wording: &Wording) -> Option<String> {
    let ways = [&it.seller.phone, &it.seller.email].into_iter().filter_map(Option::as_deref);
    let ways: Vec<String> = ways.map(|way| PaperCell::text(way).text).collect();
    let is_any = !ways.is_empty();
    is_any.then(|| wording.say("doc-dunning-reach", &[("ways", &ways.join(" · "))]))
}

fn facts(it: &ShownLetter, wording: &Wording) -> Vec<PaperFact> {
    vec![
        wording.fact("doc-date", wording.day_cell(it.date)),
        wording.fact("doc-account", PaperCell::text(&it.customer.0)),
        wording.fact("doc-currency", PaperCell::text(it.currency.code())),
        wording.fact("doc-dunning-pay-by", wording.day_cell(it.pay_by)),
    ]
}

fn items(it: &ShownLetter, wording: &Wording) -> PaperTable {
    let mut table = wording.table(&[
        ("item", "doc-column-item", ColumnKind::Words),
        ("date", "doc-column-date", ColumnKind::Date),
        ("due", "doc-column-due", ColumnKind::Date),
        ("days_late", "doc-column-days-late", ColumnKind::Quantity),
        ("outstanding", "doc-column-outstanding", ColumnKind::Money),
        ("to_pay", "doc-column-to-pay", ColumnKind::Money),
    ]);
    let money = |amount| wording.money_cell(amount, it.currency);
    let row = |item: &DunnedItem| PaperRow {
        cells: vec![
            PaperCell::text(&item.invoice.0),
            wording.short_day_cell(item.date),
            wording.short_day_cell(due_of(it, item)),
            days_cell(it.date.days_since(due_of(it, item)), wording),
            money(item.outstanding),
            money(item.amount),
        ],
        is_sum: false,
    };
    table.rows = it.items.iter().map(row).collect();
    let label = wording.say("doc-total", &[("currency", it.currency.code())]);
    let blank = PaperCell::blank;
    let zero = it.currency.zero();
    let outstanding =
        it.items.iter().fold(zero, |sum, item| sum.plus(item.outstanding).unwrap_or(sum));
    let cells = vec![
        PaperCell::text(&label),
        blank(),
        blank(),
        blank(),
        money(outstanding),
        money(it.amount),
    ];
    table.rows.push(PaperRow { cells, is_sum: true });
    table
}

/// How late it is; blank, if it is not.
fn days_cell(days: i64, wording: &Wording) -> PaperCell {
    if days <= 0 {
        return PaperCell::blank();
    }
    let quantity = crate::domain::Plain(days.into());
    PaperCell {
        value: CellValue::Quantity { quantity, unit: None },
        text: wording.words().figure(&days.to_string()),
    }
}

fn remittance(it: &ShownLetter, wording: &Wording) -> Remittance {
    let mut facts = vec![wording.fact("doc-account", PaperCell::text(&it.customer.0))];
    let number = it.letter.as_ref();
    facts.extend(number.map(|it| wording.fact("doc-dunning-number", PaperCell::text(&it.0))));
    wording.remittance(&it.buyer, facts, (it.amount, it.currency))
}
