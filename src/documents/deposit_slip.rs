//! A deposit slip as a document: the cash and cheques that went to the bank together. It is for the
//! company and its bank, so it is in the company's language. May use: domain, ledger answers.

use crate::domain::command::Method;
use crate::domain::{Language, Money, money};
use crate::ledger::query::show::{DepositedPayment, ShownDeposit};

use super::paper::{
    ColumnKind, Paper, PaperBlock, PaperCell, PaperKind, PaperRow, PaperTable, Party,
};
use super::wording::Wording;

/// The language of a slip: the requested one, else the company's, else English.
pub fn language(it: &ShownDeposit, asked: Option<Language>) -> Language {
    let companys = || it.seller.language.as_deref().and_then(Language::parse);
    asked.or_else(companys).unwrap_or(Language::English)
}

/// The slip as a document.
pub fn paper(it: &ShownDeposit, wording: &Wording) -> Paper {
    let number = PaperCell::text(&it.deposit.0).text;
    let (cheques, others): (Vec<&DepositedPayment>, Vec<&DepositedPayment>) =
        it.payments.iter().partition(|one| one.method == Method::Cheque.name());
    let mut blocks = vec![parties(it, wording), facts(it, &cheques, wording)];
    blocks.extend(cheque_table(it, &cheques, wording));
    blocks.extend(other_table(it, &others, wording));
    blocks.push(totals(it, (&cheques, &others), wording));
    let mut sheet = wording.sheet(&it.seller, it.date, &it.deposit.0);
    sheet.buyer = wording.say("doc-slip-to", &[]);
    Paper {
        kind: PaperKind::DepositSlip,
        language: wording.language,
        mark: (it.state == "void").then(|| wording.say("doc-mark-void", &[])),
        title: wording.say("doc-slip", &[("number", &number)]),
        sheet,
        number: Some(number),
        blocks,
        remittance: None,
    }
}

/// A cheque's number and its bank, from its payment's reference: the bank comes after a comma.
fn number_and_bank(reference: Option<&str>) -> (&str, &str) {
    let reference = reference.unwrap_or_default();
    let (number, bank) = reference.split_once(',').unwrap_or((reference, ""));
    (number.trim(), bank.trim())
}

fn parties(it: &ShownDeposit, wording: &Wording) -> PaperBlock {
    let bank = Party::of(&wording.say("doc-slip-bank", &[]), []);
    PaperBlock::Parties { seller: wording.seller(&it.seller), buyer: bank }
}

fn facts(it: &ShownDeposit, cheques: &[&DepositedPayment], wording: &Wording) -> PaperBlock {
    let mut facts = vec![wording.fact("doc-date", wording.day_cell(it.date))];
    let slip = it.reference.as_deref();
    facts.extend(slip.map(|slip| wording.fact("doc-slip-number", PaperCell::text(slip))));
    facts.push(wording.fact("doc-currency", PaperCell::text(it.currency.code())));
    let count = wording.words().figure(&cheques.len().to_string());
    facts.push(wording.fact("doc-slip-cheque-count", PaperCell::text(&count)));
    PaperBlock::Facts { facts }
}

/// The cheques, with the number and the bank of each.
fn cheque_table(
    it: &ShownDeposit,
    cheques: &[&DepositedPayment],
    wording: &Wording,
) -> Option<PaperBlock> {
    let mut table = wording.table(&[
        ("cheque", "doc-column-cheque", ColumnKind::Text),
        ("bank", "doc-column-bank", ColumnKind::Text),
        ("from", "doc-column-drawer", ColumnKind::Words),
        ("payment", "doc-column-receipt", ColumnKind::Text),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ]);
    table.title = Some(wording.say("doc-slip-cheques", &[]));
    let row = |one: &&DepositedPayment| {
        let (number, bank) = number_and_bank(one.reference.as_deref());
        vec![
            PaperCell::text(number),
            PaperCell::text(bank),
            PaperCell::text(&one.name),
            PaperCell::text(&one.payment.0),
            wording.money_cell(one.amount, it.currency),
        ]
    };
    with_sum(table, cheques.iter().map(row).collect(), sum(it, cheques), it, wording)
}

/// The rest: cash; on the slip of a split bank line, whatever was paid in another way.
fn other_table(
    it: &ShownDeposit,
    others: &[&DepositedPayment],
    wording: &Wording,
) -> Option<PaperBlock> {
    let mut table = wording.table(&[
        ("payment", "doc-column-receipt", ColumnKind::Text),
        ("method", "doc-method", ColumnKind::Text),
        ("from", "doc-column-drawer", ColumnKind::Words),
        ("amount", "doc-column-amount", ColumnKind::Money),
    ]);
    table.title = Some(wording.say(others_title(others), &[]));
    let row = |one: &&DepositedPayment| {
        let method = wording.say(&format!("doc-method-{}", one.method), &[]);
        vec![
            PaperCell::text(&one.payment.0),
            PaperCell::text(&method),
            PaperCell::text(&one.name),
            wording.money_cell(one.amount, it.currency),
        ]
    };
    with_sum(table, others.iter().map(row).collect(), sum(it, others), it, wording)
}

/// The heading for what is not a cheque.
fn others_title(others: &[&DepositedPayment]) -> &'static str {
    let is_cash = others.iter().all(|one| one.method == Method::Cash.name());
    if is_cash { "doc-slip-cash" } else { "doc-slip-others" }
}

/// A table with a row of totals; `None` without rows.
fn with_sum(
    mut table: PaperTable,
    rows: Vec<Vec<PaperCell>>,
    sum: Money,
    it: &ShownDeposit,
    wording: &Wording,
) -> Option<PaperBlock> {
    if rows.is_empty() {
        return None;
    }
    table.rows = rows.into_iter().map(|cells| PaperRow { cells, is_sum: false }).collect();
    let total = wording.say("doc-total", &[("currency", it.currency.code())]);
    let mut cells = vec![PaperCell::blank(); table.columns.len()];
    if let Some(first) = cells.first_mut() {
        *first = PaperCell::text(&total);
    }
    if let Some(last) = cells.last_mut() {
        *last = wording.money_cell(sum, it.currency);
    }
    table.rows.push(PaperRow { cells, is_sum: true });
    Some(PaperBlock::Table(table))
}

fn sum(it: &ShownDeposit, of: &[&DepositedPayment]) -> Money {
    let amounts = of.iter().map(|one| one.amount);
    money::sum(amounts, it.currency.scale()).unwrap_or(it.amount)
}

fn totals(
    it: &ShownDeposit,
    (cheques, others): (&[&DepositedPayment], &[&DepositedPayment]),
    wording: &Wording,
) -> PaperBlock {
    let mut totals = Vec::new();
    if !cheques.is_empty() && !others.is_empty() {
        totals.push(wording.total("doc-slip-cheques", sum(it, cheques), it.currency));
        totals.push(wording.total(others_title(others), sum(it, others), it.currency));
    }
    totals.push(wording.main_total("doc-slip-total", it.amount, it.currency));
    PaperBlock::Totals { totals }
}

#[cfg(test)]
mod tests {
    use super::number_and_bank;

    #[test]
    fn the_bank_of_a_cheque_stands_behind_a_comma() {
        assert_eq!(number_and_bank(Some("000123, Bank of Kigali")), ("000123", "Bank of Kigali"));
        assert_eq!(number_and_bank(Some("000123")), ("000123", ""));
        assert_eq!(number_and_bank(None), ("", ""));
    }
}
