//! Exports in the manner of the programs that offices leave, each with what it is known to come to: the
//! figures come out, or the file is asked about or refused; they are never others.

use std::collections::BTreeMap;

use daybook::ledger::query::show::Shown;

use super::states::imported;
use super::*;
use crate::common::TestBook;
use crate::imports::Importing;

/// What a file is known to hold.
enum Truth {
    /// What each customer owes after it, in cents.
    Owed(&'static [(&'static str, i64)]),
    /// Customers, by a text that each must have somewhere in their details.
    Customers(&'static [&'static str]),
    /// Its rows are refused for these rules.
    Rows(&'static [&'static str]),
    /// It is refused as a whole for this rule.
    Refused(&'static str),
    /// It is asked about.
    Asked(ReadingsOf),
}

use Truth::{Asked, Customers, Owed, Refused, Rows};

struct Case {
    name: &'static str,
    text: &'static str,
    truth: Truth,
}

const fn case(name: &'static str, text: &'static str, truth: Truth) -> Case {
    Case { name, text, truth }
}

const CASES: &[Case] = &[
    case(
        "QuickBooks Online, open invoices",
        "Mill Accounting\nOpen Invoices\nAs of November 21, 2026\n\n\
         Date,Transaction Type,Num,Customer,Due Date,Amount,Open Balance\n\
         10/01/2026,Invoice,1001,Hill Motors,10/31/2026,\"1,130.00\",630.00\n\
         10/15/2026,Credit Memo,1002,Hill Motors,10/15/2026,-50.00,-50.00\n\
         10/20/2026,Payment,P-7,Hill Motors,10/20/2026,-100.00,-100.00\n\
         Total for Hill Motors,,,,,980.00,480.00\nTOTAL,,,,,980.00,480.00\n",
        Owed(&[("Hill Motors", 48_000)]),
    ),
    case(
        "QuickBooks, aging summary",
        "Mill Accounting\nA/R Aging Summary\nAs of November 21, 2026\n\n\
         ,Current,1 - 30,31 - 60,61 - 90,91 and over,Total\n\
         Hill Motors,100.00,0.00,50.00,0.00,0.00,150.00\nTOTAL,100.00,0.00,50.00,0.00,0.00,150.00\n",
        Refused("import.aging_summary"),
    ),
    case(
        "QuickBooks, aging detail",
        "Date,Transaction Type,Num,Customer,Due Date,Amount,Open Balance\n\
         10/01/2026,Invoice,1001,Hill Motors,10/31/2026,113.00,113.00\n\
         Total for 1 - 30 days past due,,,,,113.00,113.00\n",
        Owed(&[("Hill Motors", 11_300)]),
    ),
    case(
        "QuickBooks, customer balance detail with a running balance",
        "Date,Transaction Type,Num,Customer,Due Date,Amount,Open Balance,Balance\n\
         2026-10-01,Invoice,1001,Hill Motors,2026-10-31,500.00,100.00,100.00\n\
         2026-10-02,Invoice,1002,Hill Motors,2026-11-01,500.00,300.00,400.00\n",
        Owed(&[("Hill Motors", 40_000)]),
    ),
    case(
        "Lines with a discount in money",
        "Invoice No,Customer,Date,Item,Qty,Rate,Discount Amount,Amount\n\
         1,Hill Motors,2026-10-01,Lamp,2,50.00,10.00,90.00\n",
        Rows(&["import.line_differs"]),
    ),
    case(
        "Shipping beside the lines",
        "Invoice No,Customer,Date,Item,Qty,Rate,Shipping,Invoice Total\n\
         1,Hill Motors,2026-10-01,Lamp,2,50.00,10.00,110.00\n",
        Rows(&["import.total_differs"]),
    ),
    case(
        "A rate that no code has",
        "Invoice No,Customer,Date,Item,Qty,Rate,VAT %,Total\n\
         1,Hill Motors,2026-10-01,Lamp,2,50.00,20,120.00\n",
        Rows(&["import.tax_unknown"]),
    ),
    case(
        "QuickBooks Online, invoice lines",
        "Invoice No,Customer,Invoice Date,Due Date,Terms,Item(Product/Service),Item Description,Item Quantity,Item Rate,Item Amount,Taxable,Tax Rate\n\
         1003,Hill Motors,2026-10-01,2026-10-31,Net 30,Lamp,A lamp,2,45.00,90.00,Y,13%\n\
         1003,Hill Motors,2026-10-01,2026-10-31,Net 30,Stamp,A stamp,1,10.00,10.00,N,0%\n",
        Owed(&[("Hill Motors", 11_170)]),
    ),
    case(
        "FreshBooks, invoice details",
        "Client Name,Invoice #,Date Issued,Invoice Status,Date Paid,Item Name,Item Description,Rate,Quantity,Discount Percentage,Line Subtotal,Tax 1 Type,Tax 1 Amount,Tax 2 Type,Tax 2 Amount,Line Total,Currency\n\
         Hill Motors,F1,2026-10-01,overdue,,Design,Logo,50.00,2,10,90.00,HST,11.70,,0.00,101.70,CAD\n\
         Hill Motors,F2,2026-10-02,draft,,Design,Logo,50.00,2,0,100.00,HST,13.00,,0.00,113.00,CAD\n\
         Hill Motors,F3,2026-10-03,paid,2026-10-20,Design,Logo,50.00,2,0,100.00,HST,13.00,,0.00,113.00,CAD\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "FreshBooks, accounts aging",
        "Client,0 - 30,31 - 60,61 - 90,90+,Total\nHill Motors,113.00,0.00,0.00,0.00,113.00\n",
        Refused("import.aging_summary"),
    ),
    case(
        "FreshBooks, clients",
        "Organization,First Name,Last Name,Email,Phone,Address Line 1,Address Line 2,City,Province/State,Country,Postal Code,Notes\n\
         Hill Motors,Ann,Hill,ann@hill.example,416-555-0182,1 Main St,Suite 2,Toronto,ON,Canada,M5V 1A1,\n",
        Customers(&["Hill Motors", "Ann Hill", "1 Main St Suite 2", "M5V 1A1"]),
    ),
    case(
        "Xero, sales invoices",
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,Currency,Type,Sent,Status\n\
         Hill Motors,,INV-1,,01/10/2026,31/10/2026,113.00,13.00,13.00,100.00,,Lamp,1,60.00,,60.00,200,HST (ON) (13%),7.80,CAD,Sales invoice,Sent,Awaiting Payment\n\
         Hill Motors,,INV-1,,01/10/2026,31/10/2026,113.00,13.00,13.00,100.00,,Bulb,1,40.00,,40.00,200,HST (ON) (13%),5.20,CAD,Sales invoice,Sent,Awaiting Payment\n\
         Hill Motors,,CN-1,,13/10/2026,13/10/2026,11.30,1.30,0.00,11.30,,Return,1,10.00,,10.00,200,HST (ON) (13%),1.30,CAD,Sales credit note,Sent,Awaiting Payment\n\
         Hill Motors,,BILL-9,,13/10/2026,13/10/2026,500.00,0.00,0.00,500.00,,Paper,1,500.00,,500.00,400,Tax Exempt,0.00,CAD,Bill,,Awaiting Payment\n",
        Owed(&[("Hill Motors", 8_870)]),
    ),
    case(
        "Xero, aged receivables summary",
        "Contact,Current,< 1 Month,1 Month,2 Months,3 Months,Older,Total\nHill Motors,10.00,0.00,0.00,0.00,0.00,0.00,10.00\n",
        Refused("import.aging_summary"),
    ),
    case(
        "Zoho, invoices",
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Is Inclusive Tax,Due Date,Currency Code,Exchange Rate,Item Name,Item Desc,Quantity,Usage unit,Item Price,Discount,Item Total,SubTotal,Total,Balance,Item Tax,Item Tax %,Item Tax Amount\n\
         2026-10-01,9001,Z-1,PartiallyPaid,Hill Motors,false,2026-10-31,CAD,1.00,Lamp,Lamp,2,pcs,45.00,0,90.00,90.00,101.70,51.70,HST,13,11.70\n\
         2026-10-02,9002,Z-2,Void,Hill Motors,false,2026-10-31,CAD,1.00,Lamp,Lamp,2,pcs,45.00,0,90.00,90.00,101.70,0.00,HST,13,11.70\n",
        Owed(&[("Hill Motors", 5_170)]),
    ),
    case(
        "Zoho, vendors",
        "Contact ID,Vendor Name,Company Name,EmailID,Phone,Currency Code,Payment Terms Label\n1,Paper Co,Paper Co,a@paper.example,555-0100,CAD,Net 30\n",
        Refused("import.vendors"),
    ),
    case(
        "Zoho, contacts of both kinds",
        "Contact ID,Display Name,Company Name,EmailID,Phone,Contact Type,Payment Terms Label\n\
         1,Paper Co,Paper Co,a@paper.example,555-0100,vendor,Net 30\n\
         2,Hill Motors,Hill Motors,a@hill.example,555-0101,customer,Net 30\n",
        Customers(&["Hill Motors"]),
    ),
    case(
        "Zoho, bills",
        "Bill Date,Bill Number,Bill Status,Vendor Name,Due Date,Total,Balance\n2026-10-01,B-1,Open,Paper Co,2026-10-31,500.00,500.00\n",
        Refused("import.vendors"),
    ),
    case(
        "Wave, invoices",
        "Invoice Number,Customer Name,Invoice Date,Due Date,Status,Subtotal,Tax Amount,Invoice Total,Amount Due,Currency\n\
         17,Hill Motors,2026-10-01,2026-10-31,Overdue,90.00,11.70,101.70,101.70,CAD\n\
         18,Hill Motors,2026-10-02,2026-11-01,Paid,50.00,6.50,56.50,0.00,CAD\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "Wave, amounts with a symbol and a code",
        "Invoice Number,Customer,Invoice Date,Due Date,Total,Amount Due,Status\n\
         W-1,Hill Motors,2026-10-01,2026-10-31,\"$1,130.00 CAD\",\"$1,030.00 CAD\",Overdue\n\
         W-2,Hill Motors,2026-10-01,2026-10-31,\"CA$1,130.00\",\"CA$0.00\",Paid\n",
        Owed(&[("Hill Motors", 103_000)]),
    ),
    case(
        "Sage, French numbers of documents",
        "N° pièce;Compte client;Date de facture;Échéance;Montant TTC;Solde dû\n\
         FA-1;Hill Motors;13/10/2026;31/10/2026;1 130,00;130,00\n\
         FA-2;Hill Motors;15/10/2026;14/11/2026;226,00;226,00\n",
        Owed(&[("Hill Motors", 35_600)]),
    ),
    case(
        "Sage 50, transactions",
        "A/C,Name,No,Type,Date,Due Date,Ref,Details,Net Amount,T/C,Tax Amount,Gross Amount,Amount Paid,O/S Amount\n\
         HILL,Hill Motors,12,SI,25/09/2026,25/10/2026,111,Widgets,300.00,T1,39.00,339.00,100.00,239.00\n\
         HILL,Hill Motors,13,SC,14/11/2026,14/11/2026,112,Return,50.00,T1,6.50,56.50,0.00,-56.50\n",
        Owed(&[("HILL", 18_250)]),
    ),
    case(
        "Odoo, invoices",
        "Number,Invoice Partner Display Name,Invoice Date,Invoice Date Due,Untaxed Amount Signed,Tax Signed,Total Signed,Amount Residual,Status,Payment State\n\
         INV/2026/0001,Hill Motors,2026-10-01,2026-10-31,90.00,11.70,101.70,101.70,Posted,Not Paid\n\
         INV/2026/0002,Hill Motors,2026-10-02,2026-10-31,90.00,11.70,101.70,0.00,Posted,Paid\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "Odoo, signed amounts",
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Tax Signed,Total Signed,Total in Currency Signed,Amount Due Signed,Payment Status,Status\n\
         INV/2026/00001,Hill Motors,2026-10-01,2026-10-31,100.00,13.00,113.00,113.00,63.00,Partially Paid,Posted\n\
         RINV/2026/00001,Hill Motors,2026-10-02,2026-10-02,-20.00,-2.60,-22.60,-22.60,-22.60,Not Paid,Posted\n",
        Owed(&[("Hill Motors", 4_040)]),
    ),
    case(
        "Odoo in French",
        "Numéro;Nom d'affichage du partenaire de la facture;Date de facturation;Date d'échéance;Total;Montant dû;Statut;État de paiement\n\
         FAC/2026/0001;Hill Motors;2026-10-01;2026-10-31;101,70;101,70;Comptabilisé;Non payées\n\
         FAC/2026/0002;Hill Motors;2026-10-02;2026-10-31;101,70;50,00;Comptabilisé;Partiellement réglé\n",
        Owed(&[("Hill Motors", 15_170)]),
    ),
    case(
        "Invoice Ninja, lines",
        "Client,Invoice Number,Invoice Date,Due Date,Invoice Status,Item Product,Item Notes,Item Cost,Item Quantity,Item Tax Name1,Item Tax Rate1,Item Discount\n\
         Hill Motors,N-1,2026-10-01,2026-10-31,Sent,Lamp,A lamp,45.00,2,HST,13,0\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "Invoice Ninja, lines of part-paid invoices with what is paid",
        "Client,Email,Invoice Number,Amount,Paid,PO Number,Status,Invoice Date,Due Date,Discount,Partial/Deposit,Item Product,Item Notes,Item Cost,Item Quantity\n\
         Hill Motors,,1,$13.50,$5.01,,Partial,2026-10-01,2026-10-31,,$0.00,lamp,A lamp,1.35,10\n\
         Hill Motors,,2,$30.00,$30.00,,Paid,2026-10-01,2026-10-31,,$0.00,lamp,A lamp,10.00,2\n\
         Hill Motors,,2,$30.00,$30.00,,Paid,2026-10-01,2026-10-31,,$0.00,bulb,A bulb,10.00,1\n",
        Owed(&[("Hill Motors", 849)]),
    ),
    case(
        "Invoice Ninja, products with long notes",
        "User,Product,Notes,Cost\nAnn,lamp,A lamp that is described at such a length that nobody would call that its name: it has a shade of green glass and a foot of brass and a cord of two metres and a switch in the cord and a bulb of sixty watts that burns for a thousand hours,45.00\n",
        Rows(&[]),
    ),
    case(
        "QuickBooks, customers by their full names",
        "customerFullName,firstName,lastName,companyName,terms,currency,addr1,addr2,city,state,postalcode,country\n\
         HomeBase,Long,Allen,HomeBase LLC,Due on receipt,Canadian Dollar,4420 Shadowmar Drive,,Ottawa,ON,K1A 0A1,Canada\n",
        Customers(&["HomeBase LLC", "Long Allen", "K1A 0A1"]),
    ),
    case(
        "QuickBooks, an invoice with the customer's state",
        "refNumber,invoiceMemo,arAccount,txnDate,exchangeRate,line1ItemName,line1Desc,line1Quantity,line1Amount,line1Rate,customerFullName,firstName,lastName,companyName,terms,currency,addr1,addr2,city,state,postalcode,country\n\
         180510-0001,Memo,Accounts Receivable,2026-10-10,1,Consulting,Desc,1,10.00,,HomeBase,Long,Allen,HomeBase LLC,Due on receipt,Canadian Dollar,4420 Shadowmar Drive,,Ottawa,ON,K1A 0A1,Canada\n",
        Owed(&[("HomeBase", 1_000)]),
    ),
    case(
        "QuickBooks, a bill",
        "memo,apAccount,refNumber,txnDate,line1AccountFullName,line1Amount,vendorFullname,vendorCompanyName\nMemo,Accounts Payable,1,2026-10-10,Rent,10.00,Silo,Silo Limited\n",
        Refused("import.vendors"),
    ),
    case(
        "Invoice2go, rows that are synced",
        "Id,State,DocumentDate,DocumentNumber,Name,DocumentStatus,DocumentRecipientAddress,Items,CurrencyCode,TotalAmount,BalanceDueAmount\n\
         a,synced,2026-10-01,1,Hill Motors,unsent,,,CAD,113.00,113.00\n",
        Owed(&[("Hill Motors", 11_300)]),
    ),
    case(
        "Taxes by codes in three spellings",
        "Invoice No,Customer,Invoice Date,Due Date,Item,Quantity,Rate,Tax\n\
         1,Hill Motors,2026-10-01,2026-10-31,Lamp,2,50.00,HST-ON\n\
         2,Hill Motors,2026-10-01,2026-10-31,Lamp,2,50.00,HST (ON)\n\
         3,Hill Motors,2026-10-01,2026-10-31,Lamp,2,50.00,hst on\n\
         4,Hill Motors,2026-10-01,2026-10-31,Lamp,2,50.00,GST+QST\n",
        Owed(&[("Hill Motors", 45_398)]),
    ),
    case(
        "Zoho, an empty description and a discount in percent",
        "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer Name,Is Inclusive Tax,Due Date,Currency Code,Exchange Rate,Item Name,Item Desc,Quantity,Usage unit,Item Price,Discount(%),Item Total,SubTotal,Total,Balance,Item Tax,Item Tax %,Item Tax Amount\n\
         2026-10-01,9001,Z-1,Sent,Hill Motors,false,2026-10-31,CAD,1.00,Lamp,,2,pcs,50.00,10,90.00,90.00,101.70,101.70,HST,13,11.70\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "Stripe, invoices",
        "id,Amount Due,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subtotal,Tax,Total,Amount Paid,Status,Customer Name\n\
         in_1,101.70,FALSE,cad,cus_A,2026-09-25 14:00,2026-10-25 14:00,S-1,FALSE,90.00,11.70,101.70,50.00,open,Hill Motors\n",
        Owed(&[("Hill Motors", 5_170)]),
    ),
    case(
        "A list in French",
        "Numéro de facture;Client;Date de facture;Échéance;Montant;Solde;Statut;Type;En litige\n\
         A-1;Hill Motors;2026-10-01;2026-10-31;100,00;0,00;Payée;Facture;Non\n\
         A-2;Hill Motors;2026-10-02;2026-11-01;80,00;80,00;Ouverte;Facture;Oui\n\
         A-3;Hill Motors;2026-10-02;2026-11-01;70,00;70,00;Brouillon;Facture;Non\n\
         A-4;Hill Motors;2026-10-02;2026-11-01;1 060,00;60,00;En souffrance;Facture;Non\n\
         A-5;Hill Motors;2026-10-02;2026-11-01;50,00;50,00;Échue depuis 5 jours;Note de crédit;Non\n",
        Owed(&[("Hill Motors", 9_000)]),
    ),
    case(
        "Clients in French",
        "Nom;Téléphone;Modalités;Langue;Devise\n\
         Hill Motors;555-0101;Comptant;Français;CAD\nNoël;555-0102;30 jours;fr;Dollar canadien\n\
         Mill;555-0103;Payable à la réception;Anglais;$ CA\n",
        Customers(&["Hill Motors", "Noël", "Mill"]),
    ),
    case(
        "Two currencies in one row",
        "Customer,Invoice,Date,Due,Amount,Balance\n\
         Hill Motors,1,2026-10-01,2026-10-31,CAD 100.00,USD 50.00\n",
        Rows(&["import.currency_mark"]),
    ),
    case(
        "Paid or not, in words",
        "Customer,Invoice,Date,Due,Net,VAT,Gross,Paid\n\
         Hill Motors,1,2026-10-01,2026-10-31,100.00,13.00,113.00,Yes\n\
         Hill Motors,2,2026-10-01,2026-10-31,100.00,13.00,113.00,No\n",
        Owed(&[("Hill Motors", 11_300)]),
    ),
    case(
        "Amount and tax apart, and no total",
        "Invoice,Customer,Invoice Date,Due Date,Amount,Tax\n1,Hill Motors,2026-10-01,2026-10-31,90.00,11.70\n",
        Refused("import.tax_apart"),
    ),
    case(
        "Amount, tax and total",
        "Invoice,Customer,Invoice Date,Due Date,Amount,HST,Total\n1,Hill Motors,2026-10-01,2026-10-31,90.00,11.70,101.70\n",
        Owed(&[("Hill Motors", 10_170)]),
    ),
    case(
        "Dates that may be read two ways",
        "Invoice,Customer,Date,Due,Amount\n1,Hill Motors,02/03/2026,05/03/2026,90.00\n",
        Asked(ReadingsOf::Dates),
    ),
    case(
        "Amounts of two styles",
        "Invoice;Customer;Date;Amount\n1;Hill Motors;2026-10-01;$2,260.00\n2;Hill Motors;2026-10-01;1.234,50\n",
        Asked(ReadingsOf::Numbers),
    ),
    case(
        "Debit and credit",
        "Date,Invoice,Customer,Debit,Credit\n2026-10-01,1,Hill Motors,90.00,\n2026-10-02,2,Hill Motors,,20.00\n",
        Refused("import.missing_columns"),
    ),
];

/// What each customer of a book owes, in cents.
fn owed(desk: &Importing, customers: &[(&'static str, i64)]) -> BTreeMap<&'static str, i64> {
    let owes = |name: &str| match desk.find(name) {
        Some(Shown::Customer(it)) => it.balance.minor(),
        _ => 0,
    };
    customers.iter().map(|(name, _)| (*name, owes(name))).collect()
}

fn fault(case: &Case) -> Option<String> {
    let desk = Importing::into(TestBook::canada());
    let came = came(case.text.as_bytes(), &Wish::default());
    match (&case.truth, came) {
        (Refused(rule), Came::Refused(refusal)) if refusal.rule.name() == *rule => None,
        (Asked(about), Came::Asked(question)) if question.about == *about => None,
        (_, Came::Refused(refusal)) => Some(format!("{refusal:?}")),
        (_, Came::Asked(question)) => Some(format!("{question:?}")),
        (Refused(_) | Asked(_), Came::Read(found)) => Some(format!("{:?}", found.reading)),
        (Rows(expected), Came::Read(_)) => {
            let (outcome, reading) = imported(&desk, case.text, &Wish::default());
            let refused = (0..outcome.rejects.len()).filter_map(|at| outcome.rejects.why(at));
            let rules: Vec<&str> = refused.map(|(_, refusal)| refusal.rule.name()).collect();
            (rules != *expected).then(|| format!("{rules:?} {reading:?}"))
        }
        (Owed(expected), Came::Read(_)) => {
            let (outcome, reading) = imported(&desk, case.text, &Wish::default());
            let refused = (0..outcome.rejects.len()).filter_map(|at| outcome.rejects.why(at));
            let refused: Vec<_> = refused.collect();
            let owed = owed(&desk, expected);
            let is_right = refused.is_empty() && owed == expected.iter().copied().collect();
            (!is_right).then(|| format!("{owed:?} {refused:?} {reading:?}"))
        }
        (Customers(expected), Came::Read(_)) => {
            let (outcome, reading) = imported(&desk, case.text, &Wish::default());
            let refused: Vec<_> =
                (0..outcome.rejects.len()).filter_map(|at| outcome.rejects.why(at)).collect();
            let all = desk.session().ask(&daybook::ledger::query::summary::SummaryOf).unwrap();
            let mut found = read(case.text);
            let seen: Vec<String> = ["name", "contact", "address", "postal_code"]
                .into_iter()
                .flat_map(|field| values(&mut found, field))
                .collect();
            let lacks = expected.iter().find(|text| !seen.iter().any(|it| it == *text));
            let is_right =
                refused.is_empty() && lacks.is_none() && !seen.contains(&"Paper Co".into());
            (!is_right)
                .then(|| format!("{lacks:?} {seen:?} {refused:?} {reading:?} {}", all.entries))
        }
    }
}

/// Stripe's column says whether a payment was a test, and not how it was paid.
#[test]
fn a_payment_by_stripe_is_by_card_in_whatever_mode() {
    let text = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Fee,Description,Mode,Status,Customer Description\n\
         ch_1,2026-10-05 10:00,113.00,0.00,cad,true,3.60,,Live,Paid,Hill Motors\n";
    let mut found = read(text);
    assert_eq!(values(&mut found, "method"), ["card"]);
    assert_eq!(values(&mut found, "state"), ["Paid"]);
}

#[test]
fn exports_of_other_programs_come_to_what_they_are_known_to() {
    let faults: Vec<String> =
        CASES.iter().filter_map(|it| Some(format!("{}: {}", it.name, fault(it)?))).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), CASES.len(), faults.join("\n\n"));
}
