//! Numbers as payers and banks write them.

use super::*;
use crate::domain::Day;
use crate::matching::input::MatchItem;

fn index(numbers: &[(&str, Option<&str>)]) -> NumberIndex {
    let item = |(number, reference): &(&str, Option<&str>)| MatchItem {
        customer: 1,
        number: (*number).to_string(),
        reference: reference.map(str::to_string),
        due: Day::EPOCH,
        issued: Day::EPOCH,
        open: 1,
        discount: 0,
        discount_until: None,
        disputed: 0,
    };
    let items: Vec<MatchItem> = numbers.iter().map(item).collect();
    let order: Vec<u32> = (0..).take(items.len()).collect();
    NumberIndex::new(&items, &order)
}

fn read(text: &str) -> Vec<(Vec<u32>, Strength)> {
    let index = index(&[
        ("INV-2026-00012", Some("PO-7788")),
        ("INV-2026-01042", Some("RF18539007547034")),
        ("INV-2025-01042", None),
        ("INV-2026-00123", None),
        ("INV-2026-02026", None),
    ]);
    let mut found = Mentions::default();
    found.read(&index, text, false);
    found.named.into_iter().map(|mention| (mention.items, mention.strength)).collect()
}

#[test]
fn a_number_is_read_with_separators_missing_or_changed() {
    let whole = [
        "INV-2026-00012",
        "inv 2026 12",
        "inv202600012",
        "INV/2026/0012 thanks",
        "Inv.2026.00012,",
        "payment INV-2026-00012 (march)",
        "PO 7788",
        "po7788.",
    ];
    for text in whole {
        assert_eq!(read(text), [(vec![0], Strength::Whole)], "{text}");
    }
    let part =
        ["2026-00012", "inv 12", "INV12", "invoice 12", "facture n° 00012", "#12", "202600012"];
    for text in part {
        assert_eq!(read(text), [(vec![0], Strength::Introduced)], "{text}");
    }
    assert_eq!(read("123"), [(vec![3], Strength::Bare)]);
    assert_eq!(read("1042"), [(vec![1, 2], Strength::Bare)]);
    // Zeros in front make a number of few digits one that was copied from somewhere.
    assert_eq!(read("SMITH AND SONS 0012"), [(vec![0], Strength::Bare)]);
}

#[test]
fn a_list_goes_on_from_a_number() {
    let named =
        |text: &str| read(text).into_iter().flat_map(|(items, _)| items).collect::<Vec<_>>();
    assert_eq!(named("INV-2026-00012/00123"), [0, 3]);
    assert_eq!(named("invoices 12, 123 and 1042"), [0, 3, 1, 2]);
    assert_eq!(named("INV-2026-00012 + INV-2026-00123"), [0, 3]);
    assert_eq!(named("factures 12 et 123"), [0, 3]);
}

#[test]
fn a_number_never_matches_inside_a_longer_one() {
    let nothing = [
        "INV-2026-000125",
        "INV-2026-00012A",
        "XINV2026-00012",
        "4512",
        "12A",
        "A12B",
        "RW12ABC00012",
        "tel 0788 123 456",
        "123,00",
        "RWF 123",
        "12-123-4",
        "12/11/2026",
        "nov 2026",
        "year 2026",
        "12",
        "+250 788 123 123",
        "123 rwf",
        "acct 12-34-123",
        "00012345678",
        "FT26123XYZ",
    ];
    for text in nothing {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_number_of_another_document_is_not_an_invoices() {
    let nothing = [
        "CN-2026-00012",
        "less CN2026-00123",
        "cn 2026 00123",
        "CN 123",
        "credit note 00012",
        "credit note no 123",
        "avoir n° 00012",
        "QT-2026-00012",
        "devis 123",
        "PAY-2026-00123",
        "pay/2026/00123",
        "DSP-2026-00012 WO-2026-00123",
        "ORD-2026-00123",
    ];
    for text in nothing {
        assert_eq!(read(text), [], "{text}");
    }
    for text in ["PAY 123", "pay inv 123", "ref 2026-00123", "REF-2026-00123", "payment 00123"] {
        assert!(read(text).iter().all(|(items, _)| items == &[3]), "{text}");
        assert!(!read(text).is_empty(), "{text}");
    }
    let both = read("INV-2026-00012 less CN-2026-00123");
    assert_eq!(both, [(vec![0], Strength::Whole)]);
}

#[test]
fn a_telephone_number_is_not_an_invoices() {
    let nothing = [
        "0788 001042",
        "0788-001042",
        "078 800 1042",
        "250 788 00 1042",
        "+250788 001042",
        "+250 7880 01042",
        "+1 416 555 1042",
        "416 555 1042",
        "416-555-1042",
        "(416) 223-1042",
        "1 416 555 1042",
        "tel no 788001042",
        "tel: 555-1042",
    ];
    for text in nothing {
        assert_eq!(read(text), [], "{text}");
    }
    // A list of invoices is not one.
    assert_eq!(read("inv 123 123 1042").len(), 3);
}

#[test]
fn check_digits_count_only_where_they_are_right() {
    let checked = [(vec![1], Strength::Checked)];
    assert_eq!(read("RF18539007547034"), checked);
    assert_eq!(read("rf18 5390 0754 7034"), checked);
    assert_eq!(read("RF19539007547034"), []);
    // The number of an invoice with a mod-10 digit behind it: 202600012 + 1.
    assert_eq!(read("2026000121"), [(vec![0], Strength::Checked)]);
    assert_eq!(read("2026000122"), []);
}

#[test]
fn a_number_cut_at_the_end_of_a_text_is_weak() {
    assert_eq!(read("SETTLEMENT OF INV 12"), [(vec![0], Strength::Bare)]);
    assert_eq!(read("SETTLEMENT OF INV-2026-0012"), [(vec![0], Strength::Bare)]);
    assert_eq!(read("SETTLEMENT OF INV-2026-00012"), [(vec![0], Strength::Whole)]);
}

#[test]
fn a_number_of_ours_that_is_not_open_is_told() {
    let index = index(&[("INV-2026-00012", None)]);
    let mut found = Mentions::default();
    found.read(&index, "INV-2026-00099 and inv 77, thanks", false);
    assert_eq!(found.unknown, ["INV-2026-00099", "INV-77"]);
    assert_eq!(found.named, []);
}
