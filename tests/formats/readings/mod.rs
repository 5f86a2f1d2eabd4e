//! Files of other programs: each is read right or asked about, never wrong, and never refused for its form.

mod damaged;
mod generated;
mod programs;
mod states;
mod taxes;
mod thousands;
mod workbooks;

use daybook::domain::Refusal;
use daybook::engine::Failure;
use daybook::exchange::import::finding::{FileContent, FileFinding, FoundFile, Wish, find};
use daybook::exchange::import::{DateFormat, ImportKind};
use daybook::exchange::reading::amounts::Decimals;
use daybook::exchange::reading::evidence::SaidOfFile;
use daybook::exchange::reading::{Alternative, LeftOut, Reading, ReadingsOf, TwoReadings};

/// What came of a file: how it is read, a question, or a refusal of it as a whole.
enum Came {
    Read(Box<FoundFile>),
    Asked(TwoReadings),
    Refused(Refusal),
}

fn came(bytes: &[u8], wish: &Wish) -> Came {
    match find(&FileContent::of(bytes.to_vec()), wish) {
        Ok(FileFinding::Read(found)) => Came::Read(found),
        Ok(FileFinding::Asked(question)) => Came::Asked(question),
        Err(Failure::Refused(refusal)) => Came::Refused(refusal),
        Err(failure) => panic!("{failure}"),
    }
}

/// The values of a field in each row, as its reader gets them; `!` and the rule where it cannot be read.
fn values(found: &mut FoundFile, field: &str) -> Vec<String> {
    let preview = found.preview(usize::MAX).unwrap();
    let Some(field) = preview.into_iter().find(|it| it.field == field) else { return vec![] };
    let said = |value: Result<Option<String>, Refusal>| match value {
        Ok(text) => text.unwrap_or_default(),
        Err(refusal) => format!("!{}", refusal.rule.name()),
    };
    field.values.into_iter().map(said).collect()
}

/// A file that is read, without anything being said about it.
fn read(bytes: impl AsRef<[u8]>) -> FoundFile {
    read_as(bytes, &Wish::default())
}

fn read_as(bytes: impl AsRef<[u8]>, wish: &Wish) -> FoundFile {
    match came(bytes.as_ref(), wish) {
        Came::Read(found) => *found,
        Came::Asked(question) => panic!("{question:?}"),
        Came::Refused(refusal) => panic!("{refusal:?}"),
    }
}

fn asked(bytes: impl AsRef<[u8]>) -> TwoReadings {
    match came(bytes.as_ref(), &Wish::default()) {
        Came::Asked(question) => question,
        Came::Read(found) => panic!("{:?}", found.reading),
        Came::Refused(refusal) => panic!("{refusal:?}"),
    }
}

fn rule(bytes: impl AsRef<[u8]>, wish: &Wish) -> &'static str {
    match came(bytes.as_ref(), wish) {
        Came::Refused(refusal) => refusal.rule.name(),
        Came::Asked(question) => panic!("{question:?}"),
        Came::Read(found) => panic!("{:?}", found.reading),
    }
}

fn of(kind: ImportKind) -> Wish {
    Wish { kind: Some(kind), ..Wish::default() }
}

#[test]
fn a_rate_beside_a_quantity_is_a_price_and_never_an_exchange_rate_by_chance() {
    let text =
        "Invoice #,Client,Date,Service,Qty,Rate,Sum\nX-1,Mill,2026-10-01,Crown,3,65.00,195.00\n";
    let mut found = read(text);
    assert_eq!(found.kind, ImportKind::Invoices);
    assert_eq!(values(&mut found, "unit_price"), ["65.00"]);
    assert!(!found.reading.map.contains_key("rate"));
    assert_eq!(found.reading.unused, ["Sum"]);
    // Beside a price it is used for nothing.
    let text =
        "Invoice #,Client,Date,Service,Qty,Unit price,Rate\nX-1,Mill,2026-10-01,Crown,3,65.00,7\n";
    let found = read(text);
    assert_eq!(
        (found.reading.unused.as_slice(), found.reading.map.get("rate")),
        (&["Rate".to_string()][..], None)
    );
}

#[test]
fn titles_sums_footers_and_headers_again_are_no_rows_and_are_named() {
    let text = "Acme Ltd\nAged receivables\n\nInvoice,Customer,Date,Due,Amount\n\
        A-1,Bakery,2026-09-02,2026-10-02,\"1,250.00\"\n\
        Total for Bakery,,,,\"1,250.00\"\n\
        Invoice,Customer,Date,Due,Amount\n\
        A-2,TotalEnergies,2026-09-03,2026-10-03,480.50\n\
        Total,,,,\"1,730.50\"\n\nPrinted on 2026-10-31\nPage 1 of 1\n";
    let mut found = read(text);
    assert_eq!((found.kind, found.reading.header_line), (ImportKind::Receivables, 4));
    assert_eq!(values(&mut found, "customer"), ["Bakery", "TotalEnergies"]);
    assert_eq!(values(&mut found, "amount"), ["1250.00", "480.50"]);
    let lines: Vec<(u64, LeftOut)> =
        found.reading.left_lines.iter().map(|line| (line.line, line.why)).collect();
    let expected = [
        (6, LeftOut::Total),
        (7, LeftOut::Header),
        (9, LeftOut::Total),
        (11, LeftOut::Footer),
        (12, LeftOut::Footer),
    ];
    assert_eq!(lines, expected);
    // A customer that is called Total is one.
    let found =
        &mut read("Name,Phone,Balance\nTotal,555 0133,5.00\nOne,555 0134,2.00\nTotal,,7.00\n");
    assert_eq!(values(found, "name"), ["Total", "One"]);
}

#[test]
fn a_count_of_customers_is_not_a_customer() {
    let rows = "Code,Customer Name,Phone\nC1,Bakery,555 0133\nC2,Total Systems,555 0134\n";
    let counts = [
        "Total,2 customers,\n",
        "Total: 2 customers,,\n",
        ",Total: 2 customers,\n",
        "2 customers,,\n",
        "Number of customers,2,\n",
        "Total customers: 2,,\n",
    ];
    for count in counts {
        let found = &mut read(format!("{rows}{count}"));
        assert_eq!(values(found, "name"), ["Bakery", "Total Systems"], "{count}");
        let left: Vec<u64> = found.reading.left_lines.iter().map(|line| line.line).collect();
        assert_eq!(left, [4], "{count}");
    }
}

#[test]
fn separators_and_encodings_are_found_out() {
    let rows = "Numéro;Client;Date;Montant\nB-1;Léger & Fils;2026-09-02;1 234,50\nB-2;Noël;2026-09-03;89,00\n";
    let encoded = |bytes: Vec<u8>, encoding: &str| {
        let mut found = read(&bytes);
        assert_eq!(found.reading.encoding.as_deref(), Some(encoding));
        assert_eq!(values(&mut found, "customer"), ["Léger & Fils", "Noël"]);
        assert_eq!(values(&mut found, "amount"), ["1234.50", "89.00"]);
    };
    let utf16 = |mark: bool| -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        let text: String = mark.into_iter().chain(rows.chars()).collect();
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    encoded(rows.into(), "UTF-8");
    encoded([b"\xef\xbb\xbf", rows.as_bytes()].concat(), "UTF-8");
    encoded(utf16(true), "UTF-16LE");
    encoded(utf16(false), "UTF-16LE");
    encoded(rows.chars().map(|it| u8::try_from(u32::from(it)).unwrap()).collect(), "windows-1252");
    for separator in ["\t", "|", ";"] {
        encoded(rows.replace(';', separator).into(), "UTF-8");
        encoded(format!("sep={separator}\n{}", rows.replace(';', separator)).into(), "UTF-8");
    }
}

#[test]
fn dates_take_their_order_from_all_rows_and_are_asked_about_where_none_tells() {
    let file = |dates: [&str; 2]| {
        format!("Invoice;Customer;Date;Amount\n1;A;{};5.00\n2;B;{};6.00\n", dates[0], dates[1])
    };
    for (dates, days) in [
        (["02/09/2026", "15/09/2026"], ["2026-09-02", "2026-09-15"]),
        (["2/9/2026", "9/15/2026"], ["2026-02-09", "2026-09-15"]),
        (["03/03/2026", "2026-04-05"], ["2026-03-03", "2026-04-05"]),
        (["Jan 28 2021", "28-Feb-2026"], ["2021-01-28", "2026-02-28"]),
        (["1er mars 2026", "15 août 2026"], ["2026-03-01", "2026-08-15"]),
        (["Jan 28 2026", "46296"], ["2026-01-28", "2026-10-01"]),
        (["31.12.99", "01.02.26"], ["1999-12-31", "2026-02-01"]),
    ] {
        assert_eq!(values(&mut read(file(dates)), "date"), days);
    }
    assert_eq!(read(file(["Jan 28 2026", "46296"])).reading.serial.as_deref(), Some("46296"));
    let question = asked(file(["02/09/2026", "03/03/2026"]));
    let choices: Vec<(String, String)> =
        question.choices.iter().map(|it| (it.means.clone(), it.written())).collect();
    let expected = [
        ("2026-09-02".to_string(), "--date-format D/M/YYYY".to_string()),
        ("2026-02-09".into(), "--date-format M/D/YYYY".into()),
    ];
    assert_eq!((question.about, choices.as_slice()), (ReadingsOf::Dates, &expected[..]));
    assert_eq!(question.example.as_ref().unwrap().line, 2);
    // Each answer leads to what it says.
    for (format, day) in [("D/M/YYYY", "2026-09-02"), ("M/D/YYYY", "2026-02-09")] {
        let format = Some(DateFormat::parse(format).unwrap());
        let wish = Wish { format, ..Wish::default() };
        let mut found = read_as(file(["02/09/2026", "03/03/2026"]), &wish);
        assert_eq!(values(&mut found, "date"), [day, "2026-03-03"]);
    }
    assert_eq!(asked(file(["13/01/2026", "01/13/2026"])).about, ReadingsOf::Dates);
    // An order says nothing about dates that can be read in one way only, and excludes others.
    let format = Some(DateFormat::parse("M/D/YYYY").unwrap());
    let wish = Wish { format, ..Wish::default() };
    for (date, day) in [
        ("2026-11-05", "2026-11-05"),
        ("5 Nov 2026", "2026-11-05"),
        ("1er mars 2026", "2026-03-01"),
        ("13/01/2026", "!date.malformed"),
        ("2/9/26", "!date.malformed"),
    ] {
        let mut found = read_as(file(["02/09/2026", date]), &wish);
        assert_eq!(values(&mut found, "date"), ["2026-02-09", day]);
    }
    // The other dates of the file tell too.
    let text = "Invoice;Customer;Date;Due;Amount\n1;A;02/09/2026;02/10/2026;5.00\n2;B;03/09/2026;30/10/2026;6.00\n";
    assert_eq!(values(&mut read(text), "date"), ["2026-09-02", "2026-09-03"]);
}

#[test]
fn numbers_are_read_by_column_in_every_style() {
    let file = |amounts: &[&str]| {
        let rows = amounts.iter().enumerate();
        let rows = rows.map(|(at, amount)| format!("{at}\tA\t2026-10-01\t{amount}\n"));
        format!("Invoice\tCustomer\tDate\tAmount\n{}", rows.collect::<String>())
    };
    let styles = [
        "$1,234.56",
        "$13.50 ",
        "CAD 40.00",
        "1 234.50",
        "+5",
        ".5",
        "(400.00)",
        "50.00-",
        "\u{2212}182.77",
        "1'000.00",
    ];
    let plain = [
        "1234.56", "13.50", "40.00", "1234.50", "5", "0.5", "-400.00", "-50.00", "-182.77",
        "1000.00",
    ];
    assert_eq!(values(&mut read(file(&styles)), "amount"), plain);
    let styles = ["1\u{202f}234,50", "12\u{a0}000,00 $", "1.234,50", "7,00 CR", "7,00 DR"];
    assert_eq!(
        values(&mut read(file(&styles)), "amount"),
        ["1234.50", "12000.00", "1234.50", "-7.00", "7.00"]
    );
    let question = asked(file(&["1,234", "500"]));
    let choices: Vec<String> = question.choices.iter().map(Alternative::written).collect();
    assert_eq!(
        (question.about, choices.as_slice()),
        (ReadingsOf::Numbers, &["--decimal-point".to_string(), "--decimal-comma".into()][..])
    );
    for (decimals, amount) in [(Decimals::Point, "1234"), (Decimals::Comma, "1.234")] {
        let said = SaidOfFile { decimals: Some(decimals), ..SaidOfFile::default() };
        let mut found = read_as(file(&["1,234", "500"]), &Wish { said, ..Wish::default() });
        assert_eq!(values(&mut found, "amount"), [amount, "500"]);
    }
    assert_eq!(asked(file(&["1,234.50", "1.234,50"])).about, ReadingsOf::Numbers);
    // What is no number is its own row's trouble.
    assert_eq!(
        values(&mut read(file(&["1,234.50", "soon"])), "amount"),
        ["1234.50", "!amount.malformed"]
    );
}

#[test]
fn what_a_currency_mark_can_mean_alone_goes_for_the_row() {
    let text = "Invoice,Customer,Date,Amount\n1,A,2026-10-01,CAD 40.00\n2,B,2026-10-01,\u{20ac}7.00\n3,C,2026-10-01,$5.00\n";
    let mut found = read(text);
    let (source, shape) = found.parts();
    let mut currencies = Vec::new();
    while source.next_row().unwrap().is_some() {
        let row = shape.typed_record(source.cells(), source.typed());
        currencies
            .push((row.get("currency").unwrap(), row.marks().next().map(|it| it.fits("USD"))));
    }
    let code = |code: &str| Some(code.to_string());
    let expected = [(code("CAD"), Some(false)), (code("EUR"), Some(false)), (None, Some(true))];
    assert_eq!(currencies, expected);
    let found = read("Invoice,Customer,Date,Amount (USD)\n1,A,2026-10-01,40.00\n");
    assert_eq!(found.reading.set.get("currency").map(String::as_str), Some("USD"));
}

#[test]
fn a_file_that_may_hold_two_things_is_asked_about() {
    let question = asked("Code,Name\nA,Lamp\n");
    assert_eq!(question.about, ReadingsOf::Kind);
    assert_eq!(
        question.choices.iter().map(Alternative::written).collect::<Vec<_>>(),
        ["--kind customers", "--kind items"]
    );
    assert_eq!(read("Code,Name,Phone\nA,Lamp,555\n").kind, ImportKind::Customers);
    assert_eq!(read("Code,Name,Price\nA,Lamp,5.00\n").kind, ImportKind::Items);
    assert_eq!(
        read("Client,Invoice Number,Amount,Date\nA,1,5.00,2026-10-01\n").kind,
        ImportKind::Receivables
    );
    let titled = "Payments\n\nClient,Invoice Number,Amount,Date\nA,1,5.00,2026-10-01\n";
    assert_eq!(rule(titled, &Wish::default()), "import.missing_columns");
    let mut wish = Wish::default();
    wish.mapping.set.insert("method".into(), "bank".into());
    assert_eq!(read_as(titled, &wish).kind, ImportKind::Payments);
    assert_eq!(rule("Vendors\n\nName,Phone\nA,555\n", &Wish::default()), "import.not_a_kind");
    let discount = "Invoice,Customer,Date,Item,Qty,Price,Discount\n1,A,2026-10-01,x,1,5.00,10\n";
    assert_eq!(asked(discount).about, ReadingsOf::Discount);
    assert!(read(discount.replace(",10\n", ",0.00\n")).reading.map.contains_key("discount"));
    let marked = "Customer,Date,Amount,Method\nA,2026-10-01,5.00 CR,bank\n";
    assert_eq!(asked(marked).about, ReadingsOf::Credits);
}

#[test]
fn a_table_of_dates_and_amounts_is_no_list_of_items() {
    for head in ["Date;Description;Référence;Montant", "Date;Libellé;Reference;Amount"] {
        let text =
            format!("{head}\n2026-10-01;VIREMENT HILL;FT1;86,23\n2026-10-02;FRAIS;FT2;-5,00\n");
        assert_eq!(rule(&text, &Wish::default()), "import.missing_columns", "{head}");
    }
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let text = "Name,Phone,Phone,Terms\nClinic,,555 0182,net 30\nGarage,555 0190,,\n";
    let mut found = read(text);
    assert_eq!(found.reading.map["phone"], "Phone|Phone#2");
    assert_eq!(values(&mut found, "phone"), ["555 0182", "555 0190"]);
    let mut wish = of(ImportKind::Customers);
    wish.mapping.map.insert("phone".into(), "Phone#2".into());
    assert_eq!(values(&mut read_as(text, &wish), "phone"), ["555 0182", ""]);
    wish.mapping.map.insert("phone".into(), String::new());
    assert!(values(&mut read_as(text, &wish), "phone").is_empty());
    // A column that is mapped feeds only that field.
    let mut wish = Wish::default();
    wish.mapping.map.insert("contact".into(), "Company".into());
    let mut found = read_as("Company,Client,Email\nMill,Ann,a@x.example\n", &wish);
    assert_eq!(
        (values(&mut found, "name"), values(&mut found, "contact")),
        (vec!["Ann".into()], vec!["Mill".into()])
    );
    let twice = "Invoice,Customer,Date,Amount,Amount\n1,A,2026-10-01,5.00,6.00\n";
    assert_eq!(rule(twice, &Wish::default()), "import.ambiguous_column");
}

#[test]
fn a_program_is_known_by_its_columns() {
    let head = "Date,Time,Time Zone,Description,Currency,Gross,Fee,Net,Transaction ID,From Email Address,Name,Invoice ID";
    let rows = "9/4/2026,10:00:00,CET,Conversion,EUR,\"-1,058.09\",0.00,\"-1,058.09\",T1,,,\n\
        9/14/2026,11:00:00,CET,Payment,USD,\"1,309.80\",-48.76,\"1,261.04\",T2,p@one.example,One,361\n";
    let mut found = read(format!("{head}\n{rows}"));
    assert_eq!(
        (found.kind, found.reading.program.as_deref()),
        (ImportKind::Payments, Some("PayPal"))
    );
    assert_eq!(found.reading.left_out[&LeftOut::Other], 1);
    assert_eq!(
        (values(&mut found, "amount"), values(&mut found, "date")),
        (vec!["1309.80".into()], vec!["2026-09-14".into()])
    );
    // A reading is a value that can be kept.
    let kept = serde_json::to_string(&found.reading).unwrap();
    assert_eq!(serde_json::from_str::<Reading>(&kept).unwrap(), found.reading);
    // An exchange rate of one to another program's own currency is none.
    let text = "Invoice,Customer,Date,Total,Currency,Exchange Rate\n1,A,2026-10-01,5.00,USD,1.00\n2,A,2026-10-01,5.00,USD,1.37\n";
    assert_eq!(values(&mut read(text), "rate"), ["", "1.37"]);
}

#[test]
fn a_file_of_our_own_is_read_as_ever() {
    let text =
        "number,customer,date,amount\n1,A,2026-10-01,5\n2,A,01/10/2026,6\n3,A,2026-10-01,1e3\n";
    let mut found = read_as(text, &of(ImportKind::Receivables));
    assert!(found.is_own && found.reading.left_out.is_empty());
    assert_eq!(values(&mut found, "amount"), ["5", "6", "1e3"]);
    // What can be read two ways is refused by its row, not guessed and not asked about.
    assert!(!values(&mut found, "date")[1].starts_with("2026-"));
    let text = "number,customer,date,amount,State\n1,A,2026-10-01,5,QC\n";
    let found = read_as(text, &of(ImportKind::Receivables));
    assert!(found.is_own && found.styles.is_none());
}
