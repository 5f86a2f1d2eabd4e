//! Files made at random, whose content is known: each is read right or asked about, never wrong.
//! `DAYBOOK_READING_FILES=2000 cargo test --test formats readings::generated -- --nocapture` makes more.

use std::env;

use daybook::domain::Day;
use daybook::exchange::import::ImportKind;
use daybook::exchange::import::finding::Wish;
use rand::prelude::*;
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use super::{Came, came, values};

/// A row as it is meant.
struct Row {
    number: String,
    customer: String,
    date: Day,
    due: Day,
    /// In hundredths.
    amount: i64,
}

/// How a file is written.
#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
struct Style {
    encoding: usize,
    separator: char,
    dates: usize,
    numbers: usize,
    negative: usize,
    header: usize,
    above: usize,
    has_sums: bool,
    has_footer: bool,
    says_separator: bool,
    is_whole: bool,
}

const HEADERS: [[&str; 5]; 6] = [
    ["Invoice", "Customer", "Date", "Due date", "Amount"],
    ["Invoice Number", "Client Name", "Invoice Date", "Due", "Total"],
    ["Numéro de facture", "Client", "Date de facture", "Échéance", "Montant"],
    ["N° facture", "Nom du client", "Date", "Date d'échéance", "Montant TTC"],
    ["InvoiceNo", "CustomerName", "DocumentDate", "DueDate", "TotalAmount"],
    ["number", "customer", "date", "due", "amount"],
];
const NAMES: [&str; 6] =
    ["Hill Motors", "Café Noël", "Lévesque & Fils", "Smith, Bob", "O'Brien; Sons", "Total Systems"];
const SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn date(style: usize, day: Day) -> String {
    let iso = day.to_string();
    let (y, m, d) = (&iso[..4], &iso[5..7], &iso[8..]);
    let at = m.parse::<usize>().unwrap() - 1;
    let plain = |text: &str| text.trim_start_matches('0').to_string();
    let epoch = "1999-12-31".parse::<Day>().unwrap();
    match style {
        0 => iso.clone(),
        1 => format!("{d}/{m}/{y}"),
        2 => format!("{}/{}/{y}", plain(m), plain(d)),
        3 => format!("{d}.{m}.{y}"),
        4 => format!("{}-{}-{y}", plain(d), SHORT[at]),
        5 => format!("{} {} {y}", SHORT[at], plain(d)),
        6 => format!("{} {} {y}", plain(d), FRENCH[at]),
        7 => format!("{y}{m}{d}"),
        8 => format!("{d}/{m}/{}", &y[2..]),
        9 => format!("{}-{}-{}", &y[2..], m, d),
        10 => (day.days_since(epoch) + 36_525).to_string(),
        11 => format!("{y}/{m}/{d} 10:30:00"),
        _ => format!("{m}-{d}-{y} 9:05 PM"),
    }
}

fn grouped(digits: &str, mark: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out += mark;
        }
        out.push(digit);
    }
    out
}

fn number(style: &Style, amount: i64) -> String {
    let (whole, part) = ((amount.abs() / 100).to_string(), format!("{:02}", amount.abs() % 100));
    let (group, point) = match style.numbers {
        0 => ("", "."),
        1 | 7 | 8 => (",", "."),
        2 => (".", ","),
        3 => (" ", ","),
        4 | 9 => ("\u{a0}", ","),
        5 => ("\u{202f}", ","),
        6 => ("'", "."),
        10 => ("", ","),
        _ => (" ", "."),
    };
    let whole = grouped(&whole, group);
    let text = if style.is_whole { whole } else { format!("{whole}{point}{part}") };
    let text = match style.numbers {
        7 => format!("${text}"),
        8 => format!("CAD {text}"),
        9 => format!("{text} $"),
        _ => text,
    };
    match (amount < 0, style.negative) {
        (false, _) => text,
        (true, 0) => format!("-{text}"),
        (true, 1) => format!("({text})"),
        (true, 2) => format!("{text}-"),
        (true, _) => format!("\u{2212}{text}"),
    }
}

fn made(random: &mut ChaCha8Rng) -> (Style, Vec<Row>) {
    let style = Style {
        encoding: random.random_range(0..6),
        separator: [',', ';', '\t', '|'][random.random_range(0..4)],
        dates: random.random_range(0..13),
        numbers: random.random_range(0..12),
        negative: random.random_range(0..4),
        header: random.random_range(0..HEADERS.len()),
        above: random.random_range(0..4),
        has_sums: random.random_bool(0.3),
        has_footer: random.random_bool(0.2),
        says_separator: random.random_bool(0.2),
        is_whole: random.random_bool(0.15),
    };
    let first = "2025-01-01".parse::<Day>().unwrap();
    let rows = (0..random.random_range(1..12))
        .map(|at| {
            let date = first.plus(random.random_range(0..700)).unwrap();
            let size: u32 = random.random_range(2..9);
            let mut amount = random.random_range(1..10_i64.pow(size));
            amount = if style.is_whole { (amount / 100 + 1) * 100 } else { amount };
            if random.random_bool(0.1) {
                amount = -amount;
            }
            Row {
                number: format!("F-{at:03}"),
                customer: NAMES[random.random_range(0..NAMES.len())].into(),
                date,
                due: date.plus(random.random_range(0..60)).unwrap(),
                amount,
            }
        })
        .collect();
    (style, rows)
}

fn written(style: &Style, rows: &[Row]) -> String {
    let separator = style.separator;
    let line = |cells: [String; 5]| {
        let quoted = |text: &String| match text.contains([separator, '"', '\n']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.clone(),
        };
        cells.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string()) + "\r\n"
    };
    let mut text = String::new();
    if style.says_separator {
        text += &format!("sep={separator}\r\n");
    }
    text += ["", "\r\n", "Hill Ltd\r\nAged receivables\r\n\r\n", "Statement of 31 October\r\n"]
        [style.above];
    text += &line(HEADERS[style.header].map(str::to_string));
    for row in rows {
        let Row { number: no, customer, amount, .. } = row;
        let cells = [
            no.clone(),
            customer.clone(),
            date(style.dates, row.date),
            date(style.dates, row.due),
            number(style, *amount),
        ];
        text += &line(cells);
    }
    if style.has_sums {
        let total = number(style, rows.iter().map(|row| row.amount).sum());
        text += &line(["Total".into(), String::new(), String::new(), String::new(), total]);
    }
    if style.has_footer {
        text += "\r\nPrinted by the accounts department\r\n";
    }
    text
}

fn encoded(style: &Style, text: &str) -> Vec<u8> {
    let latin = encoding_rs::WINDOWS_1252.encode(text);
    let marked = || format!("\u{feff}{text}");
    match style.encoding {
        0 => text.into(),
        1 => marked().into(),
        2 => marked().encode_utf16().flat_map(u16::to_le_bytes).collect(),
        3 => marked().encode_utf16().flat_map(u16::to_be_bytes).collect(),
        4 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ if !latin.2 => latin.0.into_owned(),
        _ => text.into(),
    }
}

/// What a file was read as wrongly; none where all is right.
fn wrong(bytes: &[u8], wish: &Wish, rows: &[Row]) -> Option<String> {
    let Came::Read(mut found) = came(bytes, wish) else { return Some("not read".into()) };
    if found.kind != ImportKind::Receivables {
        return Some(format!("as {:?}", found.kind));
    }
    let mut field = |name: &str| values(&mut found, name);
    let said = [field("number"), field("customer"), field("date"), field("due")];
    let meant: [Vec<String>; 4] = [
        rows.iter().map(|row| row.number.clone()).collect(),
        rows.iter().map(|row| row.customer.clone()).collect(),
        rows.iter().map(|row| row.date.to_string()).collect(),
        rows.iter().map(|row| row.due.to_string()).collect(),
    ];
    let amounts: Vec<Option<Decimal>> =
        field("amount").iter().map(|text| text.parse().ok()).collect();
    let meant_amounts: Vec<Option<Decimal>> =
        rows.iter().map(|row| Some(Decimal::new(row.amount, 2))).collect();
    match said == meant && amounts == meant_amounts {
        true => None,
        false => Some(format!("{said:?} {amounts:?}")),
    }
}

#[test]
fn files_made_at_random_are_read_right_or_asked_about() {
    let files =
        env::var("DAYBOOK_READING_FILES").ok().and_then(|it| it.parse().ok()).unwrap_or(250);
    let (mut right, mut questions) = (0, 0);
    let mut errors = Vec::new();
    for seed in 0..files {
        let (style, rows) = made(&mut ChaCha8Rng::seed_from_u64(seed));
        let text = written(&style, &rows);
        let bytes = encoded(&style, &text);
        let was_asked = matches!(came(&bytes, &Wish::default()), Came::Asked(_));
        let fault = fault(&bytes, &Wish::default(), &rows, 4);
        match (fault, was_asked) {
            (Some(fault), _) => errors.push(format!("{seed}: {fault}\n{text}")),
            (None, true) => questions += 1,
            (None, false) => right += 1,
        }
    }
    println!("{right} read right, {questions} asked about, {} wrong", errors.len());
    assert!(errors.is_empty(), "{} of {files}: {}", errors.len(), errors[0]);
    assert!(right > files / 2, "only {right} of {files} are read without a question");
}

/// What is wrong with a file: as it is read, or, where it is asked about, with every answer. What is
/// asked has an answer that leads to what was meant.
fn fault(bytes: &[u8], wish: &Wish, rows: &[Row], most: usize) -> Option<String> {
    match came(bytes, wish) {
        Came::Read(_) => wrong(bytes, wish, rows),
        Came::Refused(refusal) => Some(format!("{refusal:?}")),
        Came::Asked(question) if most == 0 => Some(format!("asked again: {question:?}")),
        Came::Asked(question) => {
            let answers = question.choices.iter().map(|choice| answered(wish, choice));
            let mut faults = answers.map(|wish| fault(bytes, &wish, rows, most - 1));
            let none_is_right = faults.all(|fault| fault.is_some());
            none_is_right.then(|| format!("no answer is right: {question:?}"))
        }
    }
}

/// What is known once a question is answered.
fn answered(wish: &Wish, choice: &daybook::exchange::reading::Alternative) -> Wish {
    use daybook::exchange::import::DateFormat;
    use daybook::exchange::reading::amounts::Decimals;
    let mut wish = wish.clone();
    match choice.option.0 {
        "date-format" => wish.format = Some(DateFormat::parse(&choice.option.1).unwrap()),
        "decimal-point" => wish.said.decimals = Some(Decimals::Point),
        "decimal-comma" => wish.said.decimals = Some(Decimals::Comma),
        "kind" => wish.kind = ImportKind::from_word(&choice.option.1),
        other => panic!("{other}"),
    }
    wish
}

#[test]
fn whatever_becomes_of_their_bytes_files_are_read_asked_about_or_refused() {
    let mut came_of = [0; 3];
    for seed in 0..150 {
        let mut random = ChaCha8Rng::seed_from_u64(10_000 + seed);
        let (style, rows) = made(&mut random);
        let mut bytes = encoded(&style, &written(&style, &rows));
        for _ in 0..random.random_range(1..20) {
            let at = random.random_range(0..bytes.len());
            match random.random_range(0..3) {
                0 => bytes[at] = random.random(),
                1 => bytes.insert(at, *b"\",;\n\t\0".choose(&mut random).unwrap()),
                _ => drop(bytes.remove(at)),
            }
        }
        if seed % 5 == 0 {
            bytes.truncate(random.random_range(0..bytes.len()));
        }
        let at = match came(&bytes, &Wish::default()) {
            Came::Read(mut found) => {
                for field in ["number", "customer", "date", "due", "amount", "name"] {
                    values(&mut found, field);
                }
                0
            }
            Came::Asked(_) => 1,
            Came::Refused(_) => 2,
        };
        came_of[at] += 1;
    }
    assert!(came_of.iter().all(|count| *count > 0), "{came_of:?}");
}
