//! The taxes of invoice lines in files of other programs: a code of the book with the same tax, or the file
//! is refused. A total is never another than its program's.

use daybook::domain::Refusal;
use daybook::exchange::import::ImportKind;
use daybook::ledger::query::show::Shown;

use super::states::imported;
use super::*;
use crate::common::TestBook;
use crate::imports::{Importing, counts};

fn desk() -> Importing {
    Importing::into(TestBook::canada())
}

/// What a file comes to: the total and the tax codes of each document, or why it is refused.
fn totals(desk: &Importing, text: &str, numbers: &[&str]) -> Vec<String> {
    let (outcome, _) = imported(desk, text, &Wish::default());
    let refused = (0..outcome.rejects.len()).filter_map(|at| outcome.rejects.why(at));
    let refused: Vec<(u64, Refusal)> = refused.collect();
    let mut said: Vec<String> = Vec::new();
    for number in numbers {
        said.push(match desk.find(number) {
            Some(Shown::Invoice(it)) => {
                let codes = it.lines.iter().map(|line| line.tax.0.join("+")).collect::<Vec<_>>();
                format!("{} {}", it.total, codes.join(","))
            }
            Some(Shown::CreditNote(it)) => format!("-{}", it.total),
            _ => "refused".to_string(),
        });
    }
    said.extend(refused.iter().map(|(line, it)| format!("{line} {} {}", it.field, it.rule.name())));
    said
}

const FRESHBOOKS: &str = "Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency\n";

#[test]
fn the_taxes_of_freshbooks_become_codes_with_the_same_tax() {
    let desk = desk();
    let text = format!(
        "{FRESHBOOKS}\
        Mill,F-1,2026-10-01,sent,,Design,Logo,50.00,2,10,90.00,HST,11.70,,0.00,101.70,CAD\n\
        Mill,F-2,2026-10-02,sent,,Design,Logo,100.00,1,0,100.00,GST,5.00,QST,9.98,114.98,CAD\n\
        Mill,F-2,2026-10-02,sent,,Fee,Stamp,20.00,1,0,20.00,,0.00,,0.00,20.00,CAD\n\
        Mill,F-3,2026-10-03,sent,,Design,Logo,100.00,1,0,100.00,VAT,20.00,,0.00,120.00,CAD\n\
        Mill,F-4,2026-10-03,sent,,Design,Logo,100.00,1,0,100.00,HST,15.00,,0.00,115.00,CAD\n"
    );
    let expected = [
        "101.70 HST-ON",
        "134.98 GST+QST,",
        "refused",
        "refused",
        "5 tax import.tax_unknown",
        "6 tax import.tax_unclear",
    ];
    assert_eq!(totals(&desk, &text, &["F-1", "F-2", "F-3", "F-4"]), expected);
    // The column and the codes are named; the one that is said decides.
    let (outcome, _) = imported(&desk, &text, &Wish::default());
    let said = daybook::words::Words::english().refusal(&outcome.rejects.why(1).unwrap().1);
    for part in ["“HST” in the column “Tax 1 Type”", "HST-NB, HST-NL, HST-PE", "--set tax="]
    {
        assert!(said.contains(part), "{said}");
    }
    let mut wish = Wish::default();
    wish.mapping.set.insert("tax".into(), "HST-NB".into());
    let (outcome, _) = imported(&desk, &text, &wish);
    assert_eq!(counts(&outcome.summary), [5, 1, 3, 1]);
    let Some(Shown::Invoice(it)) = desk.find("F-4") else { panic!() };
    assert_eq!(it.total.to_string(), "115.00");
    desk.verified();
}

#[test]
fn tax_columns_of_other_programs_give_the_same_totals() {
    let zoho = "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Is Inclusive Tax,Due Date,Currency Code,Item Name,Item Desc,Quantity,Usage unit,Item Price,Discount,Item Total,SubTotal,Total,Balance,Item Tax,Item Tax %,Item Tax Amount\n";
    let xero = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,Discount,TaxType,TaxAmount,Currency,Type,Status\n";
    for (text, number, expected) in [
        (
            format!("{zoho}2026-10-01,1,Z-1,Sent,Mill,false,2026-10-31,CAD,Lamp,Lamp,2,pcs,45.00,0,90.00,90.00,101.70,101.70,HST,13,11.70\n"),
            "Z-1",
            vec!["101.70 HST-ON"],
        ),
        (
            format!("{zoho}2026-10-01,2,Z-2,Sent,Mill,true,2026-10-31,CAD,Lamp,Lamp,2,pcs,45.00,0,90.00,90.00,90.00,90.00,HST,13,10.35\n"),
            "Z-2",
            vec!["refused", "2 tax_included import.prices_with_tax"],
        ),
        (
            format!("{xero}Mill,X-1,2026-10-01,2026-10-31,101.70,11.70,0,101.70,Lamp,2,45,,HST (ON),11.70,CAD,Sales invoice,Awaiting Payment\n"),
            "X-1",
            vec!["101.70 HST-ON"],
        ),
        (
            format!("{xero}Mill,X-2,2026-10-01,2026-10-31,90.00,0.00,0,90.00,Lamp,2,45,,Tax Exempt (0%),0.00,CAD,Sales invoice,Awaiting Payment\n"),
            "X-2",
            vec!["90.00 "],
        ),
        (
            "Invoice No,Customer,Invoice Date,Due Date,Item(Product/Service),Item Description,Item Quantity,Item Rate,Item Amount,Item Tax Code,Item Tax Amount\n\
             Q-1,Mill,2026-10-01,2026-10-31,Lamp,Lamp,2,45.00,90.00,HST ON,11.70\n".to_string(),
            "Q-1",
            vec!["101.70 HST-ON"],
        ),
        (
            "Client,Invoice Number,Invoice Date,Item Product,Item Notes,Item Cost,Item Quantity,Item Tax Name1,Item Tax Rate1,Item Tax Name2,Item Tax Rate2\n\
             Mill,N-1,2026-10-01,Lamp,A lamp,100.00,1,TPS,5,TVQ,9.975\n".to_string(),
            "N-1",
            vec!["114.98 GST+QST"],
        ),
        (
            "Invoice Number,Customer,Date,Description,Qty,Unit price,Tax,Total\n\
             W-1,Mill,2026-10-01,Lamp,2,45.00,11.70,101.70\n".to_string(),
            "W-1",
            vec!["101.70 HST-ON"],
        ),
        (
            "Invoice Number,Customer,Date,Description,Qty,Unit price,Total\n\
             W-2,Mill,2026-10-01,Lamp,2,45.00,101.70\n".to_string(),
            "W-2",
            vec!["refused", "2 total import.total_differs"],
        ),
        (
            "Numéro de facture;Client;Date;Description;Quantité;Prix unitaire;TVH 13 %;Total TTC\n\
             V-1;Mill;2026-10-01;Lampe;2;45,00;11,70;101,70\n".to_string(),
            "V-1",
            vec!["101.70 HST-ON"],
        ),
        (
            "Invoice Number,Customer,Date,Description,Qty,Unit price,Taxes\n\
             O-1,Mill,2026-10-01,Lamp,2,45.00,13% HST\n".to_string(),
            "O-1",
            vec!["101.70 HST-ON"],
        ),
        (
            "Invoice Number,Customer,Date,Description,Qty,Unit price,Tax,Total\n\
             C-1,Mill,2026-10-01,Lamp back,-2,45.00,-11.70,-101.70\n".to_string(),
            "C-1",
            vec!["-101.70"],
        ),
    ] {
        let desk = desk();
        assert_eq!(totals(&desk, &text, &[number]), expected, "{text}");
        // Read again, it is there.
        let (outcome, _) = imported(&desk, &text, &Wish::default());
        assert_eq!(outcome.summary.taken, 0, "{text}");
        desk.verified();
    }
}

#[test]
fn a_total_may_be_that_of_the_document_or_of_each_line() {
    let head = "Invoice Number,Customer,Date,Description,Qty,Unit price,Tax,Total\n";
    let desk = desk();
    let text = format!(
        "{head}\
        D-1,Mill,2026-10-01,Lamp,1,50.00,6.50,101.70\nD-1,Mill,2026-10-01,Bulb,1,40.00,5.20,101.70\n\
        D-2,Mill,2026-10-01,Lamp,1,50.00,6.50,56.50\nD-2,Mill,2026-10-01,Bulb,1,40.00,5.20,45.20\n\
        D-3,Mill,2026-10-01,Lamp,1,50.00,6.50,50.00\nD-3,Mill,2026-10-01,Bulb,1,40.00,5.20,40.00\n\
        D-4,Mill,2026-10-01,Lamp,1,50.00,6.50,56.50\nD-4,Mill,2026-10-01,Bulb,1,40.00,5.20,45.00\n"
    );
    let expected = [
        "101.70 HST-ON,HST-ON",
        "101.70 HST-ON,HST-ON",
        "101.70 HST-ON,HST-ON",
        "refused",
        "8 total import.total_differs",
        "9 number import.document_refused",
    ];
    assert_eq!(totals(&desk, &text, &["D-1", "D-2", "D-3", "D-4"]), expected);
    let (outcome, _) = imported(&desk, &text, &Wish::default());
    let said = daybook::words::Words::english().refusal(&outcome.rejects.why(0).unwrap().1);
    assert!(said.contains("56.5") && said.contains("101.70"), "{said}");
    desk.verified();
}

#[test]
fn the_amount_of_a_line_must_be_what_its_quantity_and_price_come_to() {
    let head = "Invoice Number,Customer,Date,Description,Qty,Unit price,HST,Amount\n";
    let desk = desk();
    let text = format!(
        "{head}\
        L-1,Mill,2026-10-01,Lamp,2,45.00,11.70,90.00\n\
        L-2,Mill,2026-10-02,Lamp,2,45.00,11.70,101.70\n\
        L-3,Mill,2026-10-03,Lamp,2,45.00,11.70,80.00\n"
    );
    let expected =
        ["101.70 HST-ON", "101.70 HST-ON", "refused", "4 line_total import.line_differs"];
    assert_eq!(totals(&desk, &text, &["L-1", "L-2", "L-3"]), expected);
    let mut wish = Wish::default();
    wish.mapping.map.insert("line_total".into(), String::new());
    let (outcome, _) = imported(&desk, &text, &wish);
    assert_eq!(counts(&outcome.summary), [3, 1, 2, 0]);
    desk.verified();
}

#[test]
fn codes_of_the_book_are_read_as_ever_and_contradictions_refused() {
    let head = "Invoice Number,Customer,Date,Description,Qty,Unit price,Tax code,Tax amount\n";
    let desk = desk();
    let text = format!(
        "{head}\
        E-1,Mill,2026-10-01,Lamp,1,100.00,HST-NB,15.00\n\
        E-2,Mill,2026-10-01,Lamp,1,100.00,HST-NB,13.00\n\
        E-3,Mill,2026-10-01,Lamp,1,100.00,HST-NB,0.00\n\
        E-4,Mill,2026-10-01,Lamp,1,100.00,Z,0.00\n\
        E-5,Mill,2026-10-01,Lamp,1,100.00,,\n"
    );
    let expected = [
        "115.00 HST-NB",
        "refused",
        "refused",
        "100.00 Z",
        "100.00 ",
        "3 tax import.tax_unknown",
        "4 tax import.tax_unknown",
    ];
    assert_eq!(totals(&desk, &text, &["E-1", "E-2", "E-3", "E-4", "E-5"]), expected);
    desk.verified();
}

#[test]
fn the_tax_of_the_customers_region_decides_between_codes_of_one_rate() {
    let mut test = TestBook::canada();
    test.taken(
        r#"{"do":"amend_company","tax_ids":[{"name":"GST/HST","number":"123456782 RT0001"}]}"#,
    );
    test.taken(r#"{"do":"register_customer","code":"PE","name":"Mill","region":"PEI"}"#);
    let desk = Importing::into(test);
    let text = "Invoice Number,Customer,Date,Description,Qty,Unit price,HST\n\
        R-1,Mill,2026-10-01,Lamp,1,100.00,15.00\nR-2,Mill,2026-10-01,Lamp,1,100.00,\n";
    assert_eq!(totals(&desk, text, &["R-1", "R-2"]), ["115.00 HST-PE", "100.00 "]);
    // A line without tax is warned of, as on an invoice that is typed.
    let text = text.replace("R-", "S-").replace("100.00,15.00", "70.00,10.50").replace("100", "30");
    let (outcome, _) = imported(&desk, &text, &Wish::default());
    let warned: Vec<&str> = outcome.warned.iter().map(|it| it.warning.rule.as_ref()).collect();
    assert_eq!((outcome.summary.warnings, warned), (1, vec!["invoice.untaxed"]));
    desk.verified();
}

#[test]
fn a_price_with_taxes_is_no_price_and_an_amount_without_is_no_total() {
    let text =
        "Invoice,Customer,Date,Description,Qty,Unit price (incl. VAT)\n1,A,2026-10-01,x,1,113\n";
    assert_eq!(rule(text, &of(ImportKind::Invoices)), "import.missing_columns");
    let text = "Invoice,Customer,Date,Amount (excl. tax)\n1,A,2026-10-01,90\n";
    assert_eq!(rule(text, &of(ImportKind::Receivables)), "import.missing_columns");
    let mut found = read(
        "Invoice,Customer,Date,Due,Amount,Tax,Total\n1,A,2026-10-01,2026-10-31,90.00,11.70,101.70\n",
    );
    assert_eq!(values(&mut found, "amount"), ["101.70"]);
}

/// A number in a column of taxes is an amount of money, unless a total that includes the tax says that it is a rate.
#[test]
fn an_amount_of_tax_is_no_percentage() {
    let desk = desk();
    let of = |number: &str, tax: &str, more: &str| {
        let (column, value) = more.split_once('=').unwrap_or(("Note", more));
        format!(
            "Invoice No,Customer,Invoice Date,Description,Quantity,Unit Price,{tax},{column}\n\
             {number},Mill,2026-10-01,Lamp,2,100.00,13.00,{value}\n"
        )
    };
    for (place, tax) in ["Tax Amount", "Sales Tax", "HST", "Montant TVA"].into_iter().enumerate() {
        let number = format!("A-{place}");
        let expected = ["refused", "2 tax import.tax_unknown"];
        assert_eq!(totals(&desk, &of(&number, tax, ""), &[&number]), expected, "{tax}");
    }
    assert_eq!(
        totals(&desk, &of("T-1", "Tax Amount", "Total=226.00"), &["T-1"]),
        ["226.00 HST-ON"]
    );
    let refused = totals(&desk, &of("T-2", "Tax Amount", "Total=213.00"), &["T-2"]);
    assert_eq!(refused[0], "refused");
    desk.verified();
}

/// Another program may round the tax of each line; then the book's invoice would be another by a cent.
#[test]
fn lines_with_taxes_must_add_up_to_the_document() {
    let desk = desk();
    let row = |number: &str, net: &str, tax: &str, total: &str| {
        format!(
            "Mill,{number},2026-10-01,sent,,Design,Logo,{net},1,0,{net},HST,{tax},,0.00,{total},CAD\n"
        )
    };
    let three = [
        row("G-2", "33.33", "4.33", "37.66"),
        row("G-2", "33.38", "4.34", "37.72"),
        row("G-2", "33.33", "4.33", "37.66"),
    ];
    let text = format!("{FRESHBOOKS}{}", three.concat());
    let said = totals(&desk, &text, &["G-2"]);
    assert_eq!(said[0], "refused", "{said:?}");
    assert!(said[1].ends_with("line_total import.total_differs"), "{said:?}");
    let two = [row("G-3", "100.00", "13.00", "113.00"), row("G-3", "50.00", "6.50", "56.50")];
    assert_eq!(
        totals(&desk, &format!("{FRESHBOOKS}{}", two.concat()), &["G-3"]),
        ["169.50 HST-ON,HST-ON"]
    );
    desk.verified();
}
