//! Files that are no tables, or hardly: each is refused with a reason, whatever it holds.

use std::fs;

use daybook::exchange::import::ImportKind;
use daybook::exchange::import::finding::Wish;
use serde_json::Value;

use super::{Came, came, of, read, rule, values};
use crate::common::cli::Cli;

#[test]
fn what_is_no_table_is_refused_with_its_reason() {
    let wish = Wish::default();
    for (bytes, expected) in [
        (&b""[..], "import.unreadable"),
        (b"\n\n\n", "import.unreadable"),
        (b"\0\0\0\0", "import.no_header"),
        (b"%PDF-1.7 x", "import.not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "import.not_a_table"),
        (b"\x1f\x8b\x08", "import.not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.old_workbook"),
        (b"A,2026-10-01,5.00\nB,2026-10-02,6.00\n", "import.no_header"),
        (b"just one line of words", "import.no_header"),
        (b"Colour,Size\nred,5\n", "import.no_header"),
        (b"Number,Colour\n1,red\n", "import.kind_unknown"),
    ] {
        assert_eq!(rule(bytes, &wish), expected, "{bytes:?}");
    }
    let noise: Vec<u8> =
        (0..50_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    assert!(matches!(came(&noise, &wish), Came::Refused(_)));
    // A header without rows is a table without rows.
    assert!(values(&mut read("Name,Phone\n"), "name").is_empty());
    // With the kind said, the refusal names what is missing, as ever.
    assert_eq!(rule("Colour,Size\nred,5\n", &of(ImportKind::Customers)), "import.missing_columns");
}

#[test]
fn one_long_line_and_huge_amounts_cost_their_rows_only() {
    let long = "x".repeat(20 << 20);
    assert!(matches!(came(long.as_bytes(), &Wish::default()), Came::Refused(_)));
    let text = format!(
        "Invoice,Customer,Date,Amount\n1,A,2026-10-01,1{}.00\n2,A,2026-10-01,5.00\n",
        "0".repeat(20)
    );
    let found = &mut read(text);
    assert_eq!(values(found, "amount"), [format!("1{}.00", "0".repeat(20)), "5.00".into()]);
    let text =
        format!("Invoice,Customer,Date,Amount\n1,{long},2026-10-01,5.00\n2,A,2026-10-01,6.00\n");
    assert_eq!(values(&mut read(text), "customer"), ["!text.too_long", "A"]);
}

#[test]
fn nothing_is_written_until_the_reading_is_confirmed() {
    let cli = Cli::with_book();
    let file = cli.dir.path().join("clients.csv");
    fs::write(
        &file,
        "Client list\n\nClient name;Ville;Courriel\nHôtel des Collines;Huye;a@x.example\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let output = cli.run(&["import", file]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in ["as customers", "in line 3", "semicolons", "Hôtel des Collines", "--yes"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(output.stdout.is_empty());
    assert_eq!(cli.json(&["import", file])["refusal"]["rule"], "import.not_confirmed");
    assert_eq!(cli.json(&["import", file, "--dry-run"])["taken"], 1);
    assert_eq!(cli.json(&["verify"])["entries"], 1, "nothing is written yet");
    let told = cli.json(&["import", file, "--yes"]);
    assert_eq!((&told["taken"], &told["reading"]["map"]["city"]), (&1.into(), &"Ville".into()));
    assert_eq!(told["reading"]["header_line"], 3);
    // Again: nothing twice.
    assert_eq!(cli.json(&["import", "customers", file, "--yes"])["skipped"], 1);
    // A question without anybody to ask is a refusal that names both readings and what decides.
    let two = cli.dir.path().join("open.csv");
    fs::write(&two, "Invoice;Customer;Date;Amount\n1;C0001;02/09/2026;5\n").unwrap();
    let two = two.to_str().unwrap();
    let refused = cli.json(&["import", two, "--yes"]);
    let message = refused["refusal"]["message"].as_str().unwrap();
    for part in
        ["2026-09-02 (--date-format D/M/YYYY)", "2026-02-09 (--date-format M/D/YYYY)", "line 2"]
    {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert_eq!(cli.json(&["import", two, "--yes", "--date-format", "D/M/YYYY"])["taken"], 1);
    // Where the first line names the fields, nothing is asked.
    let own = cli.dir.path().join("own.csv");
    fs::write(&own, "name,phone\nMill,+250788000001\n").unwrap();
    let own = cli.json(&["import", "customers", own.to_str().unwrap()]);
    assert_eq!((&own["taken"], &own["reading"]), (&1.into(), &Value::Null));
    for (args, status) in [
        (&["import", "spoons", file][..], 2),
        (&["import", "customers"], 2),
        (&["import", "/dev/zero"], 1),
        (&["import", "/"], 1),
        (&["import"], 2),
    ] {
        assert_eq!(cli.status(args), status, "{args:?}");
    }
}

#[test]
fn a_dollar_is_the_rows_own_dollar_or_refused() {
    let cli = Cli::with_book();
    let file = cli.dir.path().join("open.csv");
    fs::write(&file, "Invoice;Customer;Date;Amount\n1;Mill;2026-09-02;$5.00\n").unwrap();
    let import = ["import", file.to_str().unwrap(), "--yes", "--create-customers"];
    let output = cli.run(&import);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("RWF"), "{said}");
    let usd = cli.json(&[&import[..], &["--set", "currency=USD", "--set", "rate=1300"]].concat());
    assert_eq!(usd["taken"], 1);
}
