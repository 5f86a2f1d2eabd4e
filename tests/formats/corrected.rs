//! Rows of a file that are corrected before they are taken: the file as it is, imported again, takes none
//! of them a second time, and hides no other row.

use crate::imports::{Importing, counts};
use daybook::engine::ports::Silent;
use daybook::exchange::import::corrected::{Corrections, RowChoice};
use daybook::exchange::import::finding::{FileContent, FileFinding, Wish, find};
use daybook::exchange::import::{DateFormat, Import, ImportSummary};
use daybook::exchange::import::{ImportKind, Watch, run_until};

/// Replaced cells: the line, the column from zero, and what stands there now.
type Cells<'a> = &'a [(u64, usize, &'a str)];

fn imported(importing: &Importing, kind: ImportKind, text: &str, cells: Cells) -> ImportSummary {
    let file = importing.test.dir.path().join("rows.csv");
    let wish = Wish { kind: Some(kind), ..Wish::default() };
    let content = FileContent::of(text.as_bytes().to_vec());
    let FileFinding::Read(mut found) = find(&content, &wish).unwrap() else {
        panic!("asked about {text}")
    };
    let mut corrections = Corrections::default();
    for (line, place, cell) in cells {
        let mut row = corrections.of(*line).cloned().unwrap_or_default();
        row.insert(*place, (*cell).to_string());
        corrections.set(*line, row);
    }
    let import = Import {
        kind,
        file: &file,
        mapping: importing.mapping.clone(),
        dates: DateFormat::iso(),
        create_customers: importing.create,
        suspense: importing.suspense,
        dry_run: false,
        override_reason: None,
    };
    let choice = RowChoice { corrections: &corrections, only: None };
    let watch = &mut Watch { progress: &mut Silent, stops: &|| false };
    let ran = run_until(importing.session(), &import, &mut found, choice, watch).unwrap();
    ran.0.summary
}

const PAYMENTS: &str = "\
Customer,Date,Amount,Method,Reference
Jon,2026-11-20,500,bank,MP1
C1,2026-11-20,ten,cash,
C1,2026-11-20,ten,cash,
C1,2026-11-21,10,cash,
";

#[test]
fn a_payment_whose_payer_was_corrected_is_not_counted_again_as_one_of_an_unknown_payer() {
    let mut importing = Importing::creating();
    (importing.create, importing.suspense) = (false, false);
    importing.post(r#"{"do":"register_customer","code":"C1","name":"First"}"#);
    let cells = [(2, 0, "C1"), (3, 2, "10"), (4, 2, "10")];
    let first = imported(&importing, ImportKind::Payments, PAYMENTS, &cells);
    assert_eq!(counts(&first), [4, 4, 0, 0]);
    assert_eq!(importing.balance("C1").balance.to_string(), "-530");
    // Corrected in the same way, the rows are there; as the file has them, too, whatever is asked for.
    let again = imported(&importing, ImportKind::Payments, PAYMENTS, &cells);
    assert_eq!(counts(&again), [4, 0, 4, 0]);
    importing.suspense = true;
    let as_it_is = imported(&importing, ImportKind::Payments, PAYMENTS, &[]);
    assert_eq!((counts(&as_it_is), as_it_is.suspense), ([4, 0, 4, 0], 0));
    // A third twin is another row.
    let more = format!("{PAYMENTS}C1,2026-11-20,ten,cash,\n");
    let more = imported(&importing, ImportKind::Payments, &more, &[(6, 2, "10")]);
    assert_eq!(counts(&more), [5, 1, 4, 0]);
    importing.verified();
}

const INVOICES: &str = "\
Number,Customer,Date,Description,Quantity,Unit Price
77,C1,2026-11-02,Work,1,100
77,C1,2026-11-02,More work,two,50
,C1,2026-11-03,Travel,1,30
";

#[test]
fn the_rows_of_a_document_are_corrected_together() {
    let importing = Importing::creating();
    let first = imported(&importing, ImportKind::Invoices, INVOICES, &[(3, 4, "2"), (4, 0, "78")]);
    assert_eq!((counts(&first), first.documents), ([3, 3, 0, 0], 2));
    assert_eq!(importing.balance("C1").balance.to_string(), "230");
    let as_it_is = imported(&importing, ImportKind::Invoices, INVOICES, &[]);
    assert_eq!(counts(&as_it_is), [3, 0, 3, 0]);
    // A row that joins a document by its corrected number comes with it.
    let joined = INVOICES.replace("77", "79");
    let joined = imported(
        &importing,
        ImportKind::Invoices,
        &joined,
        &[(3, 4, "2"), (4, 0, "79"), (4, 2, "2026-11-02")],
    );
    assert_eq!((counts(&joined), joined.documents), ([3, 3, 0, 0], 1));
    importing.verified();
}
