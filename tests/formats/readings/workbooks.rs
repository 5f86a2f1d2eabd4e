//! Workbooks, made here: what a sheet holds is read by its kind, and nothing unpacks without bounds.

use std::io::{Cursor, Write};

use daybook::exchange::import::ImportKind;
use daybook::exchange::import::finding::Wish;
use daybook::exchange::reading::{LeftOut, ReadingsOf};
use daybook::words::Words;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{asked, read, read_as, rule, values};

/// A packed file of these parts.
pub fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A cell: text, a number, one in one of the [`FORMATS`], or a day as a spreadsheet counts it.
pub enum Cell {
    Text(&'static str),
    Number(f64),
    Formatted(f64, usize),
    Day(u32),
}

use Cell::{Day, Formatted, Number, Text};

/// Formats of numbers, as a workbook has them.
const FORMATS: [&str; 7] = [
    "[$USD] #,##0.00",
    "&quot;€&quot;#,##0.00",
    "#,##0.00\\ [$€-407]",
    "&quot;$&quot;#,##0.00",
    "[$Zz] 0",
    "0%",
    "000000",
];

fn sheet(rows: &[Vec<Cell>]) -> String {
    let mut xml = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>".to_string();
    for (row, cells) in (1..).zip(rows) {
        xml += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..='Z').zip(cells) {
            xml += &match cell {
                Text(text) => {
                    format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
                }
                Number(number) => format!("<c r=\"{column}{row}\"><v>{number}</v></c>"),
                Formatted(number, format) => {
                    let style = format + 2;
                    format!("<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Day(count) => format!("<c r=\"{column}{row}\" s=\"1\"><v>{count}</v></c>"),
            };
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

/// An `.xlsx` of these sheets, and parts beside.
pub fn xlsx(sheets: &[(&str, String)], beside: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let name = "http://schemas.openxmlformats.org";
    let listed: String = (1..)
        .zip(sheets)
        .map(|(n, (title, _))| format!("<sheet name=\"{title}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"))
        .collect();
    let related: String = (1..=sheets.len())
        .map(|n| format!("<Relationship Id=\"rId{n}\" Type=\"{name}/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"))
        .collect();
    let ids = || (164..).zip(FORMATS);
    let formats: String = ids()
        .map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"))
        .collect();
    let styles: String = ids().map(|(id, _)| format!("<xf numFmtId=\"{id}\"/>")).collect();
    let mut parts = vec![
        ("[Content_Types].xml".to_string(), "<Types/>".to_string()),
        (
            "_rels/.rels".into(),
            format!(
                "<Relationships xmlns=\"{name}/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{name}/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".into(),
            format!(
                "<workbook xmlns=\"{name}/spreadsheetml/2006/main\" xmlns:r=\"{name}/officeDocument/2006/relationships\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".into(),
            format!(
                "<Relationships xmlns=\"{name}/package/2006/relationships\">{related}</Relationships>"
            ),
        ),
        (
            "xl/styles.xml".into(),
            format!(
                "<styleSheet xmlns=\"{name}/spreadsheetml/2006/main\"><numFmts>{formats}</numFmts><cellXfs count=\"9\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>{styles}</cellXfs></styleSheet>"
            ),
        ),
    ];
    parts.extend(
        (1..)
            .zip(sheets)
            .map(|(n, (_, xml)): (i32, _)| (format!("xl/worksheets/sheet{n}.xml"), xml.clone())),
    );
    let mut all: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes())).collect();
    all.extend(beside.iter().cloned());
    packed(&all)
}

/// An `.ods` of one sheet.
pub fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"Open\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", b"<manifest/>".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

fn receivables() -> String {
    sheet(&[
        vec![Text("Open invoices")],
        vec![],
        vec![Text("Invoice No."), Text("Customer"), Text("Date"), Text("Due date"), Text("Total")],
        vec![Number(1042.0), Text("Hill Motors"), Day(46_296), Day(46_326), Number(1.234)],
        vec![
            Number(1043.0),
            Text("Hill Motors"),
            Text("2 Oct 2026"),
            Day(46_326),
            Number(0.1 + 0.2),
        ],
        vec![Text("Total"), Text(""), Text(""), Text(""), Number(1.534)],
    ])
}

fn customers() -> String {
    sheet(&[
        vec![Text("Customer name"), Text("Phone"), Text("City")],
        vec![Text("Hill Motors"), Number(4_165_550_182.0), Text("Kigali")],
    ])
}

#[test]
fn cells_of_a_workbook_are_what_they_are() {
    let mut found = read(xlsx(&[("Sheet1", receivables())], &[]));
    assert_eq!((found.kind, found.reading.header_line), (ImportKind::Receivables, 3));
    assert_eq!(found.reading.sheet.as_deref(), Some("Sheet1"));
    assert_eq!(values(&mut found, "number"), ["1042", "1043"]);
    assert_eq!(values(&mut found, "date"), ["2026-10-01", "2026-10-02"]);
    // A number of its own kind has no mark to be in doubt of.
    assert_eq!(values(&mut found, "amount"), ["1.234", "0.3"]);
    assert_eq!(found.reading.left_out[&LeftOut::Total], 1);
    let mut found = read(xlsx(&[("Sheet1", customers())], &[]));
    assert_eq!(
        (found.kind, values(&mut found, "phone")),
        (ImportKind::Customers, vec!["4165550182".to_string()])
    );
}

/// What each row has for its amount and its currency, and whether its mark can mean Canadian dollars.
fn in_currencies(bytes: Vec<u8>) -> Vec<(String, String, bool)> {
    let mut found = read(bytes);
    assert_eq!(found.kind, ImportKind::Receivables);
    let (source, shape) = found.parts();
    let mut rows = Vec::new();
    while source.next_row().unwrap().is_some() {
        let row = shape.typed_record(source.cells(), source.typed());
        let said = |it: Result<Option<String>, daybook::domain::Refusal>| match it {
            Ok(text) => text.unwrap_or_default(),
            Err(refusal) => refusal.rule.name().to_string(),
        };
        let is_canadian = row.marks().all(|mark| mark.fits("CAD"));
        rows.push((said(row.get("amount")), said(row.get("currency")), is_canadian));
    }
    rows
}

fn expected(rows: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    rows.iter().map(|(one, other, is)| ((*one).into(), (*other).into(), *is)).collect()
}

#[test]
fn a_format_that_names_a_currency_is_the_currency_of_its_amount() {
    let head = ["Invoice", "Customer", "Date", "Amount"].map(Text).into();
    let row = |amount: Cell| vec![Formatted(1042.0, 6), Text("Mill"), Day(46_296), amount];
    let amounts = [
        Formatted(40.0, 0),
        Formatted(-1234.5, 1),
        Formatted(7.25, 2),
        Formatted(5.0, 3),
        Formatted(6.0, 4),
        Number(8.0),
        Text("USD 9.00"),
    ];
    let rows: Vec<Vec<Cell>> = std::iter::once(head).chain(amounts.map(row)).collect();
    let book = || xlsx(&[("Open", sheet(&rows))], &[]);
    let said = [
        ("40", "USD", false),
        ("-1234.5", "EUR", false),
        ("7.25", "EUR", false),
        ("5", "", true),
        ("amount.malformed", "", true),
        ("8", "", true),
        ("9.00", "USD", false),
    ];
    assert_eq!(in_currencies(book()), expected(&said));
    assert_eq!(values(&mut read(book()), "number")[0], "001042");
}

#[test]
fn a_currency_of_an_ods_is_what_its_cell_shows_or_names() {
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let head = ["Invoice", "Customer", "Date", "Amount"].map(text).concat();
    let money = |code: &str, number: &str, shown: &str| {
        let cell = format!(
            "<table:table-cell table:style-name=\"ce1\" office:value-type=\"currency\" office:currency=\"{code}\" office:value=\"{number}\" calcext:value-type=\"currency\"><text:p>{shown}</text:p></table:table-cell>"
        );
        row(text("F-1") + &text("Noël") + &text("2026-10-01") + &cell)
    };
    let rows = money("USD", "40", "USD 40.00")
        + &money("EUR", "-1234.5", "-1.234,50 €")
        + &money("USD", "5", "$5.00")
        + &money("RWF", "900", "");
    let said =
        [("40", "USD", false), ("-1234.5", "EUR", false), ("5", "", true), ("900", "RWF", false)];
    assert_eq!(in_currencies(ods(&(row(head) + &rows))), expected(&said));
}

#[test]
fn a_percentage_of_a_workbook_is_what_its_cell_shows() {
    let head = ["Invoice", "Customer", "Date", "Item", "Qty", "Price", "Discount"].map(Text).into();
    let row = |number, discount| {
        let mut row = ["Mill", "2026-10-01", "Lamp"].map(Text).into_iter().collect::<Vec<_>>();
        row.insert(0, Text(number));
        row.extend([Number(1.0), Number(100.0), discount]);
        row
    };
    let rows = [head, row("1", Formatted(0.1, 5)), row("2", Formatted(0.0, 5))];
    let found = &mut read(xlsx(&[("Lines", sheet(&rows))], &[]));
    assert_eq!(values(found, "discount"), ["10%", "0%"]);
    // A number alone may be an amount, in a workbook as in a text.
    let [head, _, _] = rows;
    let rows = [head, row("1", Number(10.0))];
    assert_eq!(asked(xlsx(&[("Lines", sheet(&rows))], &[])).about, ReadingsOf::Discount);
}

#[test]
fn of_several_sheets_the_one_that_can_be_imported_is_read_or_it_is_asked_which() {
    let notes = sheet(&[vec![Text("Remember to call")], vec![Text("the bank")]]);
    let found = read(xlsx(&[("Notes", notes), ("Open", receivables())], &[]));
    assert_eq!(found.reading.sheet.as_deref(), Some("Open"));
    let both = xlsx(&[("Clients", customers()), ("Open", receivables())], &[]);
    let question = asked(&both);
    assert_eq!((question.about, question.choices.len()), (ReadingsOf::Sheet, 2));
    let wish = Wish { sheet: Some("clients".into()), ..Wish::default() };
    assert_eq!(read_as(&both, &wish).kind, ImportKind::Customers);
    let wish = Wish { kind: Some(ImportKind::Receivables), ..Wish::default() };
    assert_eq!(read_as(&both, &wish).reading.sheet.as_deref(), Some("Open"));
    let wish = Wish { sheet: Some("Nope".into()), ..Wish::default() };
    assert_eq!(rule(&both, &wish), "import.sheet_unknown");
}

#[test]
fn an_ods_is_read_too() {
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let head = ["Facture", "Client", "Date", "Montant"].map(text).concat();
    let cells = text("F-1")
        + &text("Noël")
        + "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-10-01\"><text:p>01/10/26</text:p></table:table-cell>"
        + "<table:table-cell office:value-type=\"float\" office:value=\"1234.5\"><text:p>1 234,50</text:p></table:table-cell>";
    let mut found = read(ods(&(row(head) + &row(cells))));
    assert_eq!(found.kind, ImportKind::Receivables);
    let all =
        ["number", "customer", "date", "amount"].map(|field| values(&mut found, field).concat());
    assert_eq!(all, ["F-1", "Noël", "2026-10-01", "1234.5"]);
}

#[test]
fn what_unpacks_without_bounds_is_refused_before_it_is_parsed() {
    let wish = Wish::default();
    let texts = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(65 << 20));
    let large = xlsx(&[("Sheet1", receivables())], &[("xl/sharedStrings.xml", texts.into_bytes())]);
    assert!(large.len() < 1 << 20, "{}", large.len());
    assert_eq!(rule(large, &wish), "import.too_large");
    let lies = b"<sst uniqueCount=\"99999999999999\"><si><t>x</t></si></sst>".to_vec();
    assert_eq!(
        rule(xlsx(&[("S", receivables())], &[("xl/sharedStrings.xml", lies)]), &wish),
        "import.unreadable"
    );
    let wide = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16000\"/></table:table-row>";
    assert_eq!(rule(ods(wide), &wish), "import.too_large");
    let far = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"900000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
        <table:table-row><table:table-cell table:number-columns-repeated=\"9000\"/><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    assert_eq!(rule(ods(far), &wish), "import.too_large");
}

#[test]
fn a_workbook_that_is_cut_off_or_none_is_refused_wherever_it_breaks() {
    let wish = Wish::default();
    let whole = xlsx(&[("Sheet1", receivables())], &[]);
    for at in (4..whole.len() - 1).step_by(37) {
        assert_eq!(rule(&whole[..at], &wish), "import.unreadable", "{at}");
    }
    // Bytes that are changed are read, or refused: never a fault.
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = super::came(&bytes, &wish);
    }
    assert_eq!(rule(packed(&[("a.txt", b"x".to_vec())]), &wish), "import.unreadable");
}

#[test]
fn a_workbook_with_a_flipped_bit_is_told_in_words_of_ours() {
    let wish = Wish::default();
    let whole = xlsx(&[("Sheet1", receivables())], &[]);
    let mut told = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let super::Came::Refused(refusal) = super::came(&bytes, &wish) else { continue };
        let said = Words::english().refusal(&refusal);
        let raw = ["deflate", "stream", "checksum", "Xml", "zip", "Zip", "EOF", "error"];
        assert!(!raw.iter().any(|word| said.contains(word)), "{at}: {said}");
        told += usize::from(said.contains("damaged or cut off"));
    }
    assert!(told > 100, "{told}");
}
