//! The README's picture of the desk, drawn from the desk itself. `DAYBOOK_GOLDEN=write cargo test
//! --test desk picture` draws it anew.

use std::fmt::Write;
use std::path::Path;

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;
use daybook::tui::theme::ThemeName;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// A cell in pixels.
const CELL: (usize, usize) = (9, 19);

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights Hotel","contact":"Claudine Uwase","phone":"+250 788 123 456","email":"ap@kh.example","terms":"net 30","credit_limit":"5000000"}"#,
        r#"{"do":"register_customer","code":"C0418","name":"Kigali Heights Residences","terms":"net 15"}"#,
        r#"{"do":"register_customer","code":"C1207","name":"Heights Kigali Travel Ltd","phone":"0788 999 111"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-09-02", "2026-10-02", "400000");
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0001", "2026-11-02", "2026-12-02", "500000");
    test.invoice("C1207", "2026-11-10", "2026-12-10", "45000");
    test.invoice("C0001", "2026-11-14", "2026-12-14", "500000");
    for line in [
        r#"{"do":"record_payment","customer":"C0001","date":"2026-11-02","amount":"400000","method":"bank"}"#,
        r#"{"do":"open_dispute","invoice":"INV-2026-00002","amount":"40000","reason":"price"}"#,
        r#"{"do":"promise","customer":"C0001","invoice":"INV-2026-00002","amount":"200000","by":"2026-11-27"}"#,
        r#"{"do":"log_call","customer":"C0001","at":"2026-11-20T10:42:00+02:00","direction":"in","contact":"Claudine","note":"cheque on Friday"}"#,
    ] {
        test.taken(line);
    }
    test.close();
    test
}

/// Colours as a dark terminal has them: letters, and what is behind them.
fn colours(cell: &Cell) -> (&'static str, &'static str) {
    let letters = match cell.fg {
        Color::Red => "#ff8d85",
        Color::Yellow => "#e9c46a",
        Color::Green => "#8fd694",
        _ if cell.modifier.contains(Modifier::DIM) => "#8b98a5",
        _ => "#e6edf3",
    };
    if cell.modifier.contains(Modifier::REVERSED) {
        ("#0f1720", "#dce6ef")
    } else {
        (letters, "#0f1720")
    }
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (wide, high) = (width * CELL.0 + 20, height * CELL.1 + 20);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"15\">\n<rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"#0f1720\"/>\n"
    );
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let cell = |x: usize| &buffer.content[y * width + x];
            let style = |x: usize| (colours(cell(x)), cell(x).modifier);
            let end = (x..width).find(|at| style(*at) != style(x)).unwrap_or(width);
            run(
                &mut out,
                (x, y, end),
                style(x),
                &(x..end).map(|at| cell(at).symbol()).collect::<String>(),
            );
            x = end;
        }
    }
    out + "</svg>\n"
}

/// Letters of one style that stand beside each other.
fn run(
    out: &mut String,
    (x, y, end): (usize, usize, usize),
    ((letters, behind), modifier): ((&str, &str), Modifier),
    text: &str,
) {
    let (left, top, wide) = (10 + x * CELL.0, 10 + y * CELL.1, (end - x) * CELL.0);
    if behind != "#0f1720" {
        writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{}\" fill=\"{behind}\"/>",
            CELL.1
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let bold = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line =
        if modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" \
         fill=\"{letters}\"{bold}{line} xml:space=\"preserve\">{text}</text>",
        top + 14
    )
    .unwrap();
}

#[test]
fn the_picture_in_the_readme_is_the_desk() {
    let test = book();
    let settings = Settings { theme: Some(ThemeName::Sixteen), ..Settings::default() };
    let mut desk = Headless::open_as("eva", &test.folder(), settings, (80, 24));
    desk.sees(&["of 3"]).types("kig hei").sees(&["3 of 3", "Promised 200,000", "Last call"]);
    desk.rests();
    let drawn = svg(&desk.buffer());
    desk.closes();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/desk.svg");
    if std::env::var("DAYBOOK_GOLDEN").is_ok_and(|golden| golden == "write") {
        std::fs::write(&file, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == drawn,
        "the desk looks otherwise: DAYBOOK_GOLDEN=write cargo test --test desk picture"
    );
}
