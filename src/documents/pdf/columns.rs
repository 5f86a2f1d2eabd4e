//! How wide the texts of tables are, told to the templates before a document is set. typst finds out
//! too, by setting each cell for the width of its column and again for the height of its row.
//! May use: serde_json.

use serde_json::{Map, Value};

/// How a text in a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableText {
    /// In a row.
    Row,
    /// At the head of a column.
    Title,
    /// In a row of sums.
    Sum,
}

/// Under these names templates read how wide the widest text of a column and its title are, in widths of
/// the letter size.
const WIDTH: &str = "width";
const TITLE_WIDTH: &str = "title_width";

/// Writes into each column of each table of a document how wide its texts are. `width` answers with the
/// width of a text on one line, or with the number given where the text is not wider than that; a column
/// with a text of which it knows nothing gets no width.
pub fn measure(document: &mut Value, width: &impl Fn(&str, TableText, f64) -> Option<f64>) {
    let blocks = document.get_mut("blocks").and_then(Value::as_array_mut);
    for table in blocks.into_iter().flatten().filter_map(Value::as_object_mut) {
        let widths = widths(table, width);
        let columns = table.get_mut("columns").and_then(Value::as_array_mut);
        let columns = columns.into_iter().flatten().filter_map(Value::as_object_mut);
        for (column, texts) in columns.zip(widths) {
            let title = column.get("title").and_then(Value::as_str);
            let title = title.and_then(|title| width(title, TableText::Title, 0.0));
            if let (Some(texts), Some(title)) = (texts, title) {
                column.insert(WIDTH.into(), texts.into());
                column.insert(TITLE_WIDTH.into(), title.into());
            }
        }
    }
}

/// How wide the widest text of each column is; nothing for a block without rows.
fn widths(
    table: &Map<String, Value>,
    width: &impl Fn(&str, TableText, f64) -> Option<f64>,
) -> Vec<Option<f64>> {
    let list = |name| table.get(name).and_then(Value::as_array);
    let mut widths = vec![Some(0.0); list("columns").map_or(0, Vec::len)];
    for row in list("rows").into_iter().flatten() {
        let is_sum = row.get("is_sum").and_then(Value::as_bool) == Some(true);
        let kind = if is_sum { TableText::Sum } else { TableText::Row };
        let cells = row.get("cells").and_then(Value::as_array);
        for (widest, cell) in widths.iter_mut().zip(cells.into_iter().flatten()) {
            let text = cell.get("text").and_then(Value::as_str);
            *widest = widest.and_then(|least| width(text?, kind, least));
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_widest_text() {
        let mut document = json!({"blocks": [
            {"block": "notes", "notes": ["abc"]},
            {
                "columns": [{"title": "Day"}, {"title": "Due"}, {"title": "?"}],
                "rows": [
                    {"cells": [{"text": "a"}, {"text": "abc"}, {"text": "a"}], "is_sum": false},
                    {"cells": [{"text": "ab"}, {"text": "?"}, {"text": ""}], "is_sum": true},
                    {"cells": [{"text": "abc"}, {"text": "a"}, {"text": ""}], "is_sum": false},
                ],
            },
        ]});
        // Sums are twice as wide, titles ten times.
        let width = |text: &str, kind, least: f64| {
            let letters = f64::from(u32::try_from(text.len()).unwrap());
            let times = match kind {
                TableText::Row => 1.0,
                TableText::Sum => 2.0,
                TableText::Title => 10.0,
            };
            (text != "?").then(|| least.max(letters * times))
        };
        measure(&mut document, &width);
        assert_eq!(
            document["blocks"][1]["columns"],
            json!([
                {"title": "Day", "width": 4.0, "title_width": 30.0},
                {"title": "Due"},
                {"title": "?"},
            ])
        );
        assert_eq!(document["blocks"][0], json!({"block": "notes", "notes": ["abc"]}));
    }
}
