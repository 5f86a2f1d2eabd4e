//! Numbers as other programs write them.

use super::*;

#[test]
fn digits_in_indian_groups_are_read_where_no_cell_of_the_column_has_others() {
    let evidence = |cells: &[&str]| {
        let mut evidence = NumberEvidence::default();
        for text in cells {
            evidence.add(Seen { line: 1, column: "Amount", text });
        }
        evidence
    };
    let indian = ["1,23,456.78", "₹ 45,000", "12,34,56,789", "950"];
    let found = evidence(&indian);
    assert!(found.is_by_lakhs());
    assert_eq!(found.decided(), DecimalsDecided::One(Decimals::Point));
    let style = NumberStyle {
        decimals: Decimals::Point,
        credit_is_positive: false,
        by_lakhs: found.is_by_lakhs(),
    };
    let read = indian.map(|text| style.read(text).unwrap_or_default());
    assert_eq!(read, ["123456.78", "45000", "123456789", "950"]);
    for mistyped in ["1,23,45.00", "123,45,678", "1,2,345", "01,23,456", "1.23.456,78"] {
        assert_eq!(style.read(mistyped), None, "{mistyped}");
    }
    // Next to numbers that are grouped by threes it is a mistake.
    assert!(!evidence(&["1,23,456.78", "2,345,678.00"]).is_by_lakhs());
    assert!(!evidence(&["45,000.00"]).is_by_lakhs());
}

#[test]
fn numbers_are_read_with_a_point_or_a_comma_and_never_by_halves() {
    let read = |text: &str| {
        let style = |decimals| {
            NumberStyle { decimals, credit_is_positive: false, by_lakhs: false }.read(text)
        };
        [style(Decimals::Point), style(Decimals::Comma)]
    };
    for (text, point, comma) in [
        ("1,234.56", Some("1234.56"), None),
        ("1.234,56", None, Some("1234.56")),
        ("1 234,50", None, Some("1234.50")),
        ("1\u{202f}234,50", None, Some("1234.50")),
        ("12\u{a0}000,00 $", None, Some("12000.00")),
        ("1'234.50", Some("1234.50"), None),
        ("1\u{2019}234.50", Some("1234.50"), None),
        ("$13.50 ", Some("13.50"), None),
        ("$-142.85", Some("-142.85"), None),
        ("-$142.85", Some("-142.85"), None),
        ("CAD 40.00", Some("40.00"), None),
        ("40.00 CAD", Some("40.00"), None),
        ("$1,130.00 CAD", Some("1130.00"), None),
        ("KSh. 40.00", Some("40.00"), None),
        ("(400.00)", Some("-400.00"), None),
        ("($400.00)", Some("-400.00"), None),
        ("$(400.00)", Some("-400.00"), None),
        ("50.00-", Some("-50.00"), None),
        ("\u{2212}182.77", Some("-182.77"), None),
        ("+5", Some("5"), Some("5")),
        (".5", Some("0.5"), None),
        ("1,234", Some("1234"), Some("1.234")),
        ("1.234", Some("1.234"), Some("1234")),
        ("0.125", Some("0.125"), None),
        ("1,234,567", Some("1234567"), None),
        ("1.234.567", None, Some("1234567")),
        ("1 234", Some("1234"), Some("1234")),
        ("100.00 CR", Some("-100.00"), None),
        ("100.00DR", Some("100.00"), None),
        ("10%", Some("10%"), Some("10%")),
        ("100000000000000000000", Some("100000000000000000000"), Some("100000000000000000000")),
        ("12,34,567", None, None),
        ("1,234.5.6", None, None),
        ("1e9", None, None),
        ("one", None, None),
        ("40.00 XQZ", None, None),
        ("-(5)", None, None),
        ("5--", None, None),
        ("1.234.567,8,9", None, None),
        ("12 34", None, None),
        ("2026-11-01", None, None),
        ("5.", None, None),
        ("$", None, None),
        ("", None, None),
    ] {
        let expected = [point, comma].map(|text| text.map(str::to_string));
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_column_is_decided_by_all_its_cells_or_left_open() {
    let decided = |cells: &[&str]| {
        let mut evidence = NumberEvidence::default();
        for (line, text) in (2..).zip(cells) {
            evidence.add(Seen { line, text, column: "Amount" });
        }
        evidence.decided()
    };
    assert_eq!(decided(&["1,234", "12.50"]), DecimalsDecided::One(Decimals::Point));
    assert_eq!(decided(&["1,234", "12,50"]), DecimalsDecided::One(Decimals::Comma));
    assert_eq!(decided(&["5", "1 234", "0"]), DecimalsDecided::Any);
    assert!(matches!(decided(&["1,234", "7"]), DecimalsDecided::Unclear(it) if it.text == "1,234"));
    assert!(matches!(decided(&["1.50", "1,50"]), DecimalsDecided::Mixed(one, _) if one.line == 2));
}
