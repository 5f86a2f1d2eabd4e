//! Columns of states and types: what is not owed, or no money, is left out and named; what is settled is
//! settled; and a word that is not known is refused, never read as owed.

use daybook::engine::ports::Silent;
use daybook::exchange::import::{Import, ImportOutcome, run_found};

use super::*;
use crate::imports::{Importing, counts};

/// A file as `import --yes --create-customers` brings it in.
pub fn imported(desk: &Importing, text: &str, wish: &Wish) -> (ImportOutcome, Reading) {
    let mut found = read_as(text, wish);
    let reading = found.reading.clone();
    let import = Import {
        kind: found.kind,
        file: std::path::Path::new("file.csv"),
        mapping: found.mapping.clone(),
        dates: DateFormat::iso(),
        create_customers: true,
        suspense: false,
        dry_run: false,
        override_reason: None,
    };
    (run_found(desk.session(), &import, &mut found, &mut Silent).unwrap(), reading)
}

fn owed(desk: &Importing, customer: &str) -> String {
    let balance = desk.balance(customer);
    balance.balance.to_string()
}

#[test]
fn a_state_says_what_of_a_list_of_invoices_is_owed() {
    let text = "Invoice Number,Customer Name,Invoice Date,Due Date,Amount,Status\n\
        N1,Beta Inc,2026-11-15,2026-12-15,100,Draft\n\
        N2,Beta Inc,2026-11-15,2026-12-15,101,Void\n\
        N3,Beta Inc,2026-11-15,2026-12-15,102,Paid\n\
        N4,Beta Inc,2026-11-15,2026-12-15,103,Open\n\
        N5,Beta Inc,2026-11-15,2026-12-15,104,Overdue 3 days\n\
        N6,Beta Inc,2026-11-15,2026-12-15,105,Partially paid\n\
        N7,Beta Inc,2026-11-15,2026-12-15,106,Gone fishing\n";
    let desk = Importing::creating();
    let (outcome, reading) = imported(&desk, text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [5, 3, 0, 2]);
    let left = [("Draft".to_string(), 1), ("Void".to_string(), 1)];
    assert_eq!(reading.left_states, std::collections::BTreeMap::from(left));
    let why: Vec<&str> =
        (0..2).filter_map(|at| outcome.rejects.why(at)).map(|it| it.1.rule.name()).collect();
    assert_eq!(why, ["import.paid_or_owed", "import.state_unknown"]);
    assert_eq!(owed(&desk, "Beta Inc"), "207");
    assert_eq!(outcome.summary.sums["RWF"].open.unwrap().to_string(), "207");
    desk.verified();
}

#[test]
fn what_is_open_of_an_invoice_of_lines_is_brought_in_as_its_program_says() {
    let head = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,\
        Description,Quantity,UnitAmount,Discount,TaxType,Type,Status\n";
    let text = format!(
        "{head}Alpha,I-51,2026-09-25,2026-10-25,300,100,200,Widgets,2,100,,,Sales invoice,Awaiting Payment\n\
        Alpha,I-51,2026-09-25,2026-10-25,300,100,200,Bolts,10,10,,,Sales invoice,Awaiting Payment\n\
        Beta,I-52,2026-11-13,2026-12-13,113,113,0,Nuts,1,113,,,Sales invoice,Paid\n\
        Beta,I-53,2026-11-14,2026-12-14,113,0,113,Nuts,1,113,,,Sales invoice,Voided\n\
        Beta,C-61,2026-11-14,2026-12-14,50,0,50,Return,1,50,,,Sales credit note,Awaiting Payment\n"
    );
    let desk = Importing::creating();
    let (outcome, _) = imported(&desk, &text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [4, 4, 0, 0]);
    assert_eq!((owed(&desk, "Alpha"), owed(&desk, "Beta")), ("200".into(), "-50".into()));
    desk.verified();
}

#[test]
fn credit_notes_and_receipts_among_invoices_count_for_the_customer() {
    let text = "A/C,Name,No,Type,Date,Due Date,Ref,Details,Net Amount,T/C,Tax Amount,Gross Amount,Amount Paid,O/S Amount\n\
        ALP,Alpha,12,SI,25/09/2026,25/10/2026,111,Widgets,300,T1,39,339,100,239\n\
        BET,Beta,13,SC,14/11/2026,14/11/2026,112,Return,50,T1,6,56,0,-56\n\
        BET,Beta,14,SR,15/11/2026,15/11/2026,BACS,Receipt,75,T9,0,75,0,75\n\
        BET,Beta,15,SI,16/11/2026,16/12/2026,113,Nuts,100,T1,13,113,0,113\n\
        BET,Beta,16,SR,16/11/2026,16/11/2026,BACS2,Receipt,75,T9,0,75,75,0\n";
    let desk = Importing::creating();
    let wish = of(ImportKind::Receivables);
    let (outcome, reading) = imported(&desk, text, &wish);
    assert_eq!(counts(&outcome.summary), [4, 4, 0, 0]);
    assert_eq!(reading.left_states.get("SR"), Some(&1));
    assert_eq!((owed(&desk, "ALP"), owed(&desk, "BET")), ("239".into(), "-18".into()));
    desk.verified();
}

#[test]
fn only_money_that_came_is_a_payment_and_rows_of_one_number_are_one() {
    let text = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Invoice Number\n\
        20/10/2026,14:05,EST,Alpha,Website Payment,Completed,RWF,339,-10,329,a@a.example,9AB1,\n\
        21/10/2026,14:05,EST,Alpha,Website Payment,Denied,RWF,400,0,400,a@a.example,9AB3,\n\
        23/10/2026,14:05,EST,Alpha,Website Payment,Pending,RWF,55,0,55,a@a.example,9AB5,\n\
        24/10/2026,14:05,EST,Alpha,Invoice Sent,Completed,RWF,70,0,70,a@a.example,9AB6,\n";
    let desk = Importing::creating();
    desk.rows(ImportKind::Customers, "code,name\nA,Alpha\nB,Beta\n");
    desk.rows(
        ImportKind::Receivables,
        "number,customer,date,amount\n1002,B,2026-11-01,100\n1012,B,2026-11-01,50\n",
    );
    let (outcome, reading) = imported(&desk, text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [1, 1, 0, 0]);
    assert_eq!(reading.left_states.len(), 3);
    assert_eq!(owed(&desk, "A"), "-339");
    let text = "Payment Number,Mode,Amount,Customer Name,Date,Invoice Number,Amount Applied to Invoice\n\
        2,Cash,150,Beta,2026-11-21,1002,100\n2,Cash,150,Beta,2026-11-21,1012,50\n";
    let (outcome, _) = imported(&desk, text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [2, 2, 0, 0]);
    assert_eq!(outcome.summary.sums["RWF"].taken.to_string(), "150");
    assert_eq!(owed(&desk, "B"), "0");
    let text = "id,Created (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer Description\n\
        ch_1,2026-10-20 14:05,339,39,rwf,x,10,Paid,Beta\nch_3,2026-11-01 09:00,50,0,rwf,x,0,Failed,Beta\n";
    let (outcome, _) = imported(&desk, text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [1, 1, 0, 0]);
    assert_eq!(owed(&desk, "B"), "-300");
    desk.verified();
}

#[test]
fn what_was_paid_of_an_invoice_is_not_owed() {
    // What Stripe calls the amount due does not fall when a part is paid.
    let text = "id,Amount Due,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Total,Amount Paid,Status,Customer Name\n\
        in_1,339,FALSE,rwf,cus_A,2026-09-25 14:00,2026-10-25 14:00,S-1,FALSE,339,100,open,Alpha\n\
        in_2,113,TRUE,rwf,cus_B,2026-11-13 09:00,2026-12-13 09:00,S-2,TRUE,113,113,paid,Beta\n\
        in_3,226,TRUE,rwf,cus_B,2026-11-14 09:00,2026-12-14 09:00,S-3,FALSE,226,0,void,Beta\n";
    let desk = Importing::creating();
    let (outcome, _) = imported(&desk, text, &Wish::default());
    assert_eq!(counts(&outcome.summary), [2, 2, 0, 0]);
    assert_eq!((owed(&desk, "Alpha"), owed(&desk, "Beta")), ("239".into(), "0".into()));
    desk.verified();
}
