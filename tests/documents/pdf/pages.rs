//! The pages: their size, what is repeated on each, that nothing lies outside or on something else,
//! and what the file says of itself.

use std::collections::BTreeMap;

use daybook::documents::files::PaperFiles;
use daybook::documents::paper::{Paper, PaperBlock, PaperCell};
use daybook::documents::pdf::{Printer, Templates, is_large};
use daybook::domain::{Code, Language};
use daybook::ledger::query::statement::Style;

use super::{OnDisk, has_poppler, print};
use crate::common::{TestBook, tools};
use crate::{paper, paper_in, statement_in};

/// How far from the edge everything stays, in points.
const EDGE: f64 = 36.0;

/// Every word is within the page and apart from every other.
fn check(paper: &Paper) -> usize {
    let pdf = OnDisk::of(&print(paper).bytes);
    let pages = pdf.words();
    for ((width, height), words) in &pages {
        for word in words {
            let is_within = word.left >= EDGE && word.right <= width - EDGE;
            let is_within =
                is_within && word.top >= EDGE / 2.0 && word.bottom <= height - EDGE / 2.0;
            assert!(is_within, "outside the page of {width} × {height}: {word:?}");
        }
        let mut by_top = words.clone();
        by_top.sort_by(|one, other| one.top.total_cmp(&other.top));
        for (place, one) in by_top.iter().enumerate() {
            let near = by_top[place + 1..].iter().take_while(|other| other.top < one.bottom);
            for other in near {
                let high = one.bottom.min(other.bottom) - one.top.max(other.top);
                let wide = one.right.min(other.right) - one.left.max(other.left);
                let is_apart = wide < 0.5 || high < 0.4 * (one.bottom - one.top);
                assert!(is_apart, "one on the other: {one:?} {other:?}");
            }
        }
    }
    pages.len()
}

/// The rows of the first table of a document, for a test to change.
fn rows(paper: &mut Paper) -> &mut Vec<daybook::documents::paper::PaperRow> {
    let tables = paper.blocks.iter_mut().filter_map(|block| match block {
        PaperBlock::Table(table) => Some(&mut table.rows),
        _ => None,
    });
    tables.into_iter().next().unwrap()
}

fn with_lines(test: &mut TestBook, count: usize) -> String {
    test.customer("C1");
    let lines: Vec<String> = (1..=count)
        .map(|n| format!(r#"{{"description":"Line number {n} of many","quantity":"{n}","unit_price":"10","tax":"B"}}"#))
        .collect();
    let invoice = format!(
        r#"{{"do":"issue_invoice","customer":"C1","date":"2026-11-02","lines":[{}]}}"#,
        lines.join(",")
    );
    test.taken(&invoice).number("invoice").unwrap().to_string()
}

#[test]
fn a_page_is_a4_in_rwanda_and_letter_in_canada() {
    if !has_poppler() {
        return;
    }
    for (mut test, size) in [
        (TestBook::rwanda(), "595.276 x 841.89 pts (A4)"),
        (TestBook::canada(), "612 x 792 pts (letter)"),
    ] {
        test.customer("C1");
        let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100");
        let told = OnDisk::of(&print(&paper(&test, &number)).bytes).told("pdfinfo", &[], &[]);
        assert!(told.contains(size), "{told}");
    }
}

#[test]
fn the_head_of_a_table_is_on_every_page_and_so_is_the_number_of_the_page() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::rwanda();
    let number = with_lines(&mut test, 90);
    for (language, title, page_of) in [
        (Language::English, "Unit price", "Page N of M"),
        (Language::French, "Prix unitaire", "Page N sur M"),
    ] {
        let paper = paper_in(&test, &number, Some(language));
        check(&paper);
        let pages = OnDisk::of(&print(&paper).bytes).pages();
        assert!(pages.len() > 2, "{}", pages.len());
        for (place, page) in pages.iter().enumerate() {
            let count = page_of.replace('N', &(place + 1).to_string());
            let count = count.replace('M', &pages.len().to_string());
            assert!(page.contains(&count), "no {count} in:\n{page}");
            assert!(page.contains(&number), "the number is on each page:\n{page}");
            let has_rows = page.contains("Line number");
            assert!(!has_rows || page.contains(title), "no head in:\n{page}");
        }
        // Each row is on one page, with its amount.
        for n in 1..=90 {
            let row = format!("Line number {n} of many");
            let lines: Vec<&str> = pages
                .iter()
                .flat_map(|page| page.lines())
                .filter(|line| line.contains(&row))
                .collect();
            assert_eq!(lines.len(), 1, "{row}");
            let amount = daybook::domain::money::grouped(&(n * 10).to_string());
            let amount =
                if language == Language::French { amount.replace(',', "\u{a0}") } else { amount };
            assert!(lines[0].trim_end().ends_with(&amount), "{amount}: {}", lines[0]);
        }
    }
}

/// With few rows one page is expected; where more come of it, they are counted all the same.
#[test]
fn few_rows_that_take_several_pages_have_their_pages_counted() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::rwanda();
    let number = with_lines(&mut test, 10);
    let mut paper = paper_in(&test, &number, Some(Language::English));
    rows(&mut paper).truncate(2);
    let pages = OnDisk::of(&print(&paper).bytes).pages();
    assert!(pages.len() == 1 && pages[0].contains("Page 1 of 1"), "{pages:?}");
    let mut paper = paper_in(&test, &number, Some(Language::English));
    for row in rows(&mut paper) {
        row.cells[0] = PaperCell::text(&"a description that goes on and on, ".repeat(14));
    }
    let pages = OnDisk::of(&print(&paper).bytes).pages();
    assert!(pages.len() > 1, "{}", pages.len());
    for (place, page) in pages.iter().enumerate() {
        let count = format!("Page {} of {}", place + 1, pages.len());
        assert!(page.contains(&count), "no {count} in:\n{page}");
    }
}

/// How many lines a very long invoice has; `DAYBOOK_PDF_LINES` says another number. What is built for
/// tests takes some hundred times as long for each as what is built to be used.
const LINES: usize = 300;

#[test]
fn thousands_of_lines_are_set_page_by_page() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::rwanda();
    let number = with_lines(&mut test, 1);
    let mut paper = paper(&test, &number);
    let row = rows(&mut paper)[0].clone();
    let asked = std::env::var("DAYBOOK_PDF_LINES").ok();
    let lines = asked.map_or(LINES, |count| count.parse().unwrap());
    *rows(&mut paper) = vec![row; lines];
    let pages = check(&paper);
    assert!((lines / 60..lines / 20).contains(&pages), "{pages} pages");
}

#[test]
fn long_and_hostile_texts_stay_on_the_page_and_apart() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.customer("C1");
    test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let long =
        "A description of five hundred letters that goes on and on, ".repeat(9)[..500].to_string();
    let texts = [
        long,
        "x".repeat(500),
        "https://example.com/".to_string() + &"a/b?c=".repeat(60),
        "شركة الفنادق الكبيرة المحدودة 2026 (Kigali)".into(),
        "בית מלון ABC 123".into(),
        "👨‍👩‍👧 宏達文具 \u{e001} ሀሁ 👍🏽".into(),
        "e\u{301}\u{301}\u{301} Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!".into(),
        "#strong[x] $a$ `raw` *b* _c_ \\ @ref <label> // comment /* */ = head".into(),
        "\u{200b}\u{202e}\u{7}\u{1b}[31m".into(),
    ];
    for text in texts {
        let mut paper = paper(&test, "INV-2026-00001");
        paper.title = format!("INVOICE {text}");
        rows(&mut paper)[0].cells[0] = PaperCell::text(&text);
        for block in &mut paper.blocks {
            match block {
                PaperBlock::Parties { seller, buyer } => {
                    buyer.name = PaperCell::text(&text).text;
                    seller.lines = vec![buyer.name.clone(); 2];
                }
                PaperBlock::Facts { facts } => {
                    facts.truncate(3);
                    facts[0].value = PaperCell::text(&text);
                }
                PaperBlock::Notes { notes } => notes.push(PaperCell::text(&text).text),
                _ => {}
            }
        }
        check(&paper);
    }
}

#[test]
fn a_letter_that_the_fonts_lack_is_a_mark_and_is_named() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"Café Ana 👍 宏","date":"2020-01-01"}"#,
    );
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let printed = print(&paper(&test, &number));
    assert_eq!(printed.substituted, ['宏', '👍']);
    let text = OnDisk::of(&printed.bytes).pages().join("\n");
    assert!(text.contains("Café Ana □ □"), "{text}");
}

#[test]
fn a_name_from_right_to_left_keeps_its_letters_in_order() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"register_customer","code":"C1","name":"فندق كيغالي","date":"2020-01-01"}"#,
    );
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let printed = print(&paper(&test, &number));
    assert!(printed.substituted.is_empty(), "{:?}", printed.substituted);
    let text = OnDisk::of(&printed.bytes).pages().join("\n");
    let text = text.replace(['\u{202a}', '\u{202b}', '\u{202c}'], "");
    assert!(text.contains("فندق كيغالي"), "{text}");
}

/// Invoice, credit note, receipt and both statements.
fn one_of_each() -> Vec<Paper> {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "1000");
    let paid = test.payment("C1", "2026-11-10", "400", "oldest");
    test.taken(&format!(
        r#"{{"do":"credit_invoice","invoice":"{number}","reason":"price","amount":"30","date":"2026-11-12"}}"#
    ));
    let mut all: Vec<Paper> =
        [number.as_str(), &paid, "CN-2026-00001"].map(|number| paper(&test, number)).into();
    for style in [Style::OpenItem, Style::BalanceForward] {
        all.push(statement_in(&test, "C1", style, None));
    }
    all
}

#[test]
fn equal_documents_give_equal_bytes() {
    let all = one_of_each();
    let first: Vec<Vec<u8>> = all.iter().map(|paper| print(paper).bytes).collect();
    let again: Vec<Vec<u8>> = all.iter().rev().map(|paper| print(paper).bytes).collect();
    let mut fresh = Printer::new(Templates::built_in()).unwrap();
    let elsewhere: Vec<Vec<u8>> = all.iter().map(|it| fresh.print(it).unwrap().bytes).collect();
    assert!(first.iter().eq(again.iter().rev()));
    assert!(first == elsewhere);
    assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    // Printed beside each other, they come back in their order.
    let mut files = PaperFiles::pdf(Templates::built_in()).unwrap();
    let beside: Vec<Vec<u8>> =
        files.files(&all).into_iter().map(|file| file.unwrap().bytes).collect();
    assert!(first == beside);
}

#[test]
fn of_documents_printed_beside_each_other_one_fails_alone() {
    let all = one_of_each();
    let folder = tempfile::TempDir::new().unwrap();
    let wrong = &all.last().unwrap().title;
    let refuses = format!(
        "#let it = json(\"document.json\")\n#set document(title: it.title)\n\
         #if it.title == \"{wrong}\" {{ panic(\"no\") }}\n#it.title"
    );
    std::fs::write(folder.path().join("document.typ"), refuses).unwrap();
    let templates = Templates::in_folder(folder.path()).unwrap();
    let made = PaperFiles::pdf(templates).unwrap().files(&all);
    let failed: Vec<bool> = made.iter().map(Result::is_err).collect();
    let refused: Vec<bool> = all.iter().map(|it| it.title == *wrong).collect();
    assert!(refused.contains(&true) && refused.contains(&false));
    assert_eq!(failed, refused);
}

#[test]
fn a_file_is_tagged_archival_and_says_what_it_is() {
    if !has_poppler() {
        return;
    }
    for paper in one_of_each() {
        let printed = print(&paper);
        let pdf = OnDisk::of(&printed.bytes);
        let told = pdf.told("pdfinfo", &["-isodates"], &[]);
        let facts: BTreeMap<&str, &str> = told
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name, value.trim()))
            .collect();
        assert_eq!(facts["Title"], paper.title);
        assert_eq!(facts["Author"], "Kigali Stationers Ltd");
        assert_eq!(facts["Tagged"], "yes");
        assert_eq!(facts["Encrypted"], "no");
        assert_eq!(facts["JavaScript"], "no");
        assert_eq!(facts["CreationDate"], format!("{}T00:00:00Z", paper.sheet.date));
        let meta = pdf.told("pdfinfo", &["-meta"], &[]);
        for (name, value) in
            [("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
        {
            let has = meta.contains(&format!("<{name}>{value}</{name}>"))
                || meta.contains(&format!("{name}=\"{value}\""));
            assert!(has, "{name} {value} in {meta}");
        }
        let structure = pdf.told("pdfinfo", &["-struct"], &[]);
        for tag in ["Document", "H1", "Table", "TR", "TH"] {
            assert!(structure.contains(tag), "no {tag} in {structure}");
        }
        let fonts = pdf.told("pdffonts", &[], &[]);
        let fonts: Vec<Vec<&str>> =
            fonts.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
        // … emb sub uni object ID
        let inside = |font: &Vec<&str>| font[font.len() - 5..font.len() - 2] == ["yes"; 3];
        assert!(!fonts.is_empty() && fonts.iter().all(inside), "{fonts:?}");
        assert!(fonts.len() <= 3, "{fonts:?}");
        assert!(printed.bytes.len() <= 60_000 * printed.pages, "{} bytes", printed.bytes.len());
        if tools::has("qpdf", "qpdf") {
            pdf.told("qpdf", &["--check"], &[]);
        }
    }
}

#[test]
fn a_slip_is_below_what_asks_for_money_and_nothing_else() {
    if !has_poppler() {
        return;
    }
    let mut test = TestBook::canada();
    test.customer("C1");
    let number = test.invoice("C1", "2026-11-01", "2026-12-01", "100.00");
    let has_slip = |paper: &Paper| {
        let text = OnDisk::of(&print(paper).bytes).pages().join("\n");
        text.contains("Remittance slip")
    };
    let open = paper(&test, &number);
    assert!(has_slip(&open));
    assert_eq!(open.remittance.unwrap().facts.last().unwrap().value.text, "100.00");
    assert!(has_slip(&statement_in(&test, "C1", Style::OpenItem, None)));
    let paid = test.payment("C1", "2026-11-02", "100.00", "oldest");
    assert!(!has_slip(&paper(&test, &number)));
    assert!(!has_slip(&paper(&test, &paid)));
    assert!(!has_slip(&statement_in(&test, "C1", Style::BalanceForward, None)));
}

#[test]
fn a_file_is_named_after_its_document() {
    let names = |paper: &Paper| format!("{}.pdf", paper.sheet.file);
    let all = one_of_each();
    assert_eq!(
        all.iter().map(names).collect::<Vec<_>>(),
        [
            "INV-2026-00001.pdf",
            "PAY-2026-00001.pdf",
            "CN-2026-00001.pdf",
            "Statement-C1-2026-11-21.pdf",
            "Statement-C1-2026-11-21.pdf",
        ]
    );
    let hostile = Code("../a b/\u{e9}".into());
    assert_eq!(daybook::documents::paper::PaperSheet::file_name(&hostile.0), "a-b");
}

/// With a template that shows the title alone, so that a thousand rows take no time.
#[test]
fn large_documents_stay_in_their_places() {
    let mut all = one_of_each();
    let mut long = all[0].clone();
    let row = rows(&mut long)[0].clone();
    *rows(&mut long) = vec![row; 1200];
    all.insert(1, long);
    for (place, paper) in all.iter_mut().enumerate() {
        paper.title = format!("Number {place}");
    }
    let large: Vec<bool> = all.iter().map(is_large).collect();
    assert_eq!(large, [false, true, false, false, false, false]);
    let folder = tempfile::TempDir::new().unwrap();
    let template = "#let it = json(\"document.json\")\n#set document(title: it.title)\n#it.title";
    std::fs::write(folder.path().join("document.typ"), template).unwrap();
    let templates = Templates::in_folder(folder.path()).unwrap();
    let made = PaperFiles::pdf(templates.clone()).unwrap().files(&all);
    let mut printer = Printer::new(templates).unwrap();
    for (paper, file) in all.iter().zip(made) {
        assert!(file.unwrap().bytes == printer.print(paper).unwrap().bytes, "{}", paper.title);
    }
}
