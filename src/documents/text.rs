//! A document as a page of plain text, 80 columns wide. Words wrap; figures are never cut. May use:
//! layout.

use unicode_width::UnicodeWidthStr;

use crate::layout::{Align, TextTable, ends, ends_within, wrapped};

use super::paper::{
    ColumnKind, LegendEntry, Paper, PaperBlock, PaperFact, PaperRow, PaperTable, Party, Total,
};

/// The width of a page of text, in cells.
pub const WIDTH: usize = 80;

/// The document as a page of text.
pub fn text(paper: &Paper) -> String {
    text_within(paper, WIDTH)
}

/// The document as text of another width, in cells: beside a form there is less room. A figure that
/// doesn't fit even on a line of its own overflows.
pub fn text_within(paper: &Paper, width: usize) -> String {
    let mut parts: Vec<Vec<String>> = Vec::new();
    parts.extend(paper.mark.as_deref().map(|mark| vec![centred(mark, width)]));
    let mut blocks = paper.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let lines = match block {
            PaperBlock::Parties { seller, buyer } => {
                let facts = match blocks.peek() {
                    Some(PaperBlock::Facts { facts }) => facts.as_slice(),
                    _ => &[],
                };
                if !facts.is_empty() {
                    blocks.next();
                }
                parts.push(head(&paper.title, seller, width));
                beside(buyer, facts, width)
            }
            PaperBlock::Facts { facts } => beside(&Party::default(), facts, width),
            PaperBlock::Table(it) => table(it, width),
            PaperBlock::Legend { entries } => legend(entries, width),
            PaperBlock::Totals { totals } => sums(totals, width),
            PaperBlock::Section { title, lines, .. } => section(title, lines, width),
            PaperBlock::Notes { notes } => {
                notes.iter().flat_map(|note| wrapped(note, width)).collect()
            }
        };
        parts.push(lines);
    }
    parts.iter().map(|lines| lines.join("\n") + "\n").collect::<Vec<_>>().join("\n")
}

fn head(title: &str, seller: &Party, width: usize) -> Vec<String> {
    let mut lines = vec![ends_within(&seller.name, title, width)];
    lines.extend(seller.lines.iter().flat_map(|line| wrapped(line, width)));
    lines
}

/// A text centred in a line, between rules.
fn centred(text: &str, width: usize) -> String {
    let rule = "-".repeat(width.saturating_sub(text.width() + 2) / 2);
    format!("{rule} {text} {rule}")
}

/// The marks with their meanings, side by side; an entry breaks only if it is longer than a line.
fn legend(entries: &[LegendEntry], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for entry in entries {
        let text = format!("{} = {}", entry.mark, entry.meaning);
        match lines.last_mut() {
            Some(line) if line.width() + 3 + text.width() <= width => {
                line.push_str("   ");
                line.push_str(&text);
            }
            _ => lines.extend(wrapped(&text, width)),
        }
    }
    lines
}

/// Each line a little indented below the title.
fn section(title: &str, lines: &[String], width: usize) -> Vec<String> {
    let below = lines.iter().flat_map(|line| wrapped(line, width - 2));
    std::iter::once(title.to_string()).chain(below.map(|line| format!("  {line}"))).collect()
}

/// The buyer, with the facts on the right. The buyer gets the remaining width; longer lines wrap.
fn beside(buyer: &Party, facts: &[PaperFact], width: usize) -> Vec<String> {
    let fact =
        |fact: &PaperFact| wrapped(&format!("{} {}", fact.label, fact.value.text), width / 2);
    let right: Vec<String> = facts.iter().flat_map(fact).collect();
    let widest = right.iter().map(|line| line.width()).max().unwrap_or_default();
    let name = (!buyer.name.is_empty()).then_some(&buyer.name);
    let left: Vec<String> = name
        .into_iter()
        .chain(&buyer.lines)
        .flat_map(|line| wrapped(line, width.saturating_sub(widest + 2).max(8)))
        .collect();
    let side = |lines: &[String], i: usize| lines.get(i).cloned().unwrap_or_default();
    let line = |i| ends(&side(&left, i), &side(&right, i), width);
    (0..left.len().max(right.len())).map(line).collect()
}

fn table(it: &PaperTable, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = it.title.iter().flat_map(|title| wrapped(title, width)).collect();
    let align = |kind| match kind {
        ColumnKind::Words | ColumnKind::Text => Align::Left,
        ColumnKind::Date
        | ColumnKind::Money
        | ColumnKind::Price
        | ColumnKind::Percent
        | ColumnKind::Quantity => Align::Right,
    };
    let columns: Vec<(&str, Align)> =
        it.columns.iter().map(|column| (column.title.as_str(), align(column.kind))).collect();
    let mut drawn = TextTable::new(&columns);
    for row in &it.rows {
        let cells = row.cells.iter().map(|cell| cell.text.clone()).collect();
        if row.is_sum { drawn.sum(cells) } else { drawn.row(cells) }
    }
    let words = it.columns.iter().position(|column| column.kind == ColumnKind::Words);
    let text = match words {
        Some(words) => drawn.render_within(width, words),
        None => drawn.render(),
    };
    match text.lines().all(|line| line.width() <= width) {
        true => lines.extend(text.lines().map(str::to_string)),
        false => lines.extend(stacked(it, width)),
    }
    lines
}

/// A table whose figures don't fit side by side: one line per cell, with the column's title.
fn stacked(it: &PaperTable, width: usize) -> Vec<String> {
    let titles = it.columns.iter().map(|column| column.title.width()).max().unwrap_or_default();
    let row = |row: &PaperRow| {
        let cells = row.cells.iter().zip(&it.columns).filter(|(cell, _)| !cell.text.is_empty());
        let lines = cells.flat_map(|(cell, column)| {
            let blank = " ".repeat(titles.saturating_sub(column.title.width()));
            let texts = wrapped(&cell.text, width.saturating_sub(titles + 2).max(width / 2));
            let mut label = format!("{}{blank}", column.title);
            texts.into_iter().map(move |text| {
                let line = format!("{label}  {text}");
                label = " ".repeat(titles);
                line.trim_end().to_string()
            })
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let rows: Vec<String> = it.rows.iter().map(row).collect();
    rows.join("\n\n").lines().map(str::to_string).collect()
}

/// Figures below each other, a little indented.
fn sums(totals: &[Total], width: usize) -> Vec<String> {
    let mut table = TextTable::new(&[("", Align::Left), ("", Align::Right)]);
    for total in totals {
        table.row(vec![total.label.clone(), total.value.text.clone()]);
    }
    let text = table.render_within(width - 2, 0);
    // This table has no head: only its rows are wanted.
    text.lines().skip(2).map(|line| format!("  {line}")).collect()
}
