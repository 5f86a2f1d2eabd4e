//! What the values of other people's files mean: words for methods and terms, customers by name, what is
//! left of an invoice, and prices below zero.

use daybook::domain::Day;
use daybook::exchange::import::ImportKind;
use daybook::ledger::query::show::Shown;

use crate::common::TestBook;
use crate::imports::{Importing, counts, refused};

/// A Canadian book with accounts: code and name.
fn canadian(accounts: &[(&str, &str)]) -> Importing {
    let mut test = TestBook::canada();
    for (code, name) in accounts {
        let line = serde_json::json!({"do": "register_customer", "code": code, "name": name});
        test.taken(&line.to_string());
    }
    Importing::into(test)
}

#[test]
fn payment_methods_are_read_in_the_words_of_other_programs() {
    let desk = canadian(&[("C1", "Hill Motors")]);
    let rows = "customer,date,amount,method,reference\n\
        C1,2026-10-01,1234.56,Visa,P1\n\
        C1,2026-10-02,13.50,cheque,P2\n\
        C1,2026-10-03,40.00,EFT,P3\n\
        C1,2026-10-04,1234.50,bank,P4\n\
        C1,2026-10-05,5,cash,P5\n\
        C1,2026-10-06,0.5,Esp\u{e8}ces,P6\n\
        C1,2026-10-07,7,Chq #1042,\n\
        C1,2026-10-08,8,Visa ending in 4242,\n\
        C1,2026-10-09,9,PayPal,P9\n";
    let (summary, found) = desk.rows(ImportKind::Payments, rows);
    assert_eq!(counts(&summary), [9, 8, 0, 1]);
    assert_eq!(found, refused(&[(10, "method", "command.malformed")]));
    let paid = |n: u32| match desk.find(&format!("PAY-2026-{n:05}")) {
        Some(Shown::Payment(paid)) => (paid.method.name(), paid.reference),
        other => panic!("{other:?}"),
    };
    let expected = ["card", "cheque", "bank", "bank", "cash", "cash"];
    assert_eq!((1..=6).map(|n| paid(n).0).collect::<Vec<_>>(), expected);
    // The number of a cheque is its reference; the end of a card's number is not.
    assert_eq!([paid(7), paid(8)], [("cheque", Some("1042".into())), ("card", None)]);
    assert_eq!(counts(&desk.rows(ImportKind::Payments, rows).0), [9, 0, 8, 1]);
    desk.verified();
}

#[test]
fn terms_and_currencies_of_customers_are_read_in_words() {
    let desk = canadian(&[]);
    let rows = "code,name,terms,currency\n\
        A,River Clinic,Net 30,Canadian dollar\n\
        B,Oak Garage,Due on receipt,$\n\
        C,Pine Caf\u{e9},2% 10 Net 30,US Dollars\n\
        D,Elm,fin de mois + 30,FRw\n\
        E,Ash,30 jours fin de mois,CAD\n\
        F,Fir,net 30,francs\n";
    let (summary, found) = desk.rows(ImportKind::Customers, rows);
    assert_eq!(counts(&summary), [6, 4, 0, 2]);
    let expected = refused(&[(6, "terms", "terms.malformed"), (7, "currency", "currency.unknown")]);
    assert_eq!(found, expected);
    for (code, terms, currency) in [
        ("A", "net 30", "CAD"),
        ("B", "net 0", "CAD"),
        ("C", "2/10 net 30", "USD"),
        ("D", "eom+30", "RWF"),
    ] {
        let Some(Shown::Customer(it)) = desk.find(code) else { panic!("{code}") };
        assert_eq!(
            (it.terms.to_string(), it.currency.to_string()),
            (terms.into(), currency.into())
        );
    }
    assert_eq!(counts(&desk.rows(ImportKind::Customers, rows).0), [6, 0, 4, 2]);
    desk.verified();
}

#[test]
fn languages_yes_and_no_are_read_in_english_and_french() {
    let desk = canadian(&[("C1", "Hill Motors")]);
    let rows = "code,name,language,terms\nA,One,Fran\u{e7}ais,Comptant\nB,Two,English,\u{c0} la r\u{e9}ception\nC,Three,Klingon,\n";
    let (summary, found) = desk.rows(ImportKind::Customers, rows);
    assert_eq!(
        (counts(&summary), found),
        ([3, 2, 0, 1], refused(&[(4, "language", "language.unknown")]))
    );
    let Some(Shown::Customer(it)) = desk.find("A") else { panic!() };
    assert_eq!(
        (it.details.language.as_deref(), it.terms.to_string().as_str()),
        (Some("fr"), "net 0")
    );
    // The desk says which there are, as the command line does.
    let (_, refused_rows) = desk.outcome(ImportKind::Customers, rows);
    let told = daybook::words::Words::english().told(&refused_rows[0].refusal);
    assert!(told.ends_with("Write en, fr or rw"), "{told}");
    let rows = "number,customer,date,amount,disputed\n1,C1,2026-10-01,5,Oui\n2,C1,2026-10-01,7,Non\n3,C1,2026-10-01,9,Vrai\n";
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, rows).0), [3, 3, 0, 0]);
    assert_eq!(desk.balance("C1").disputed.minor(), 1_400);
    desk.verified();
}

#[test]
fn a_customer_is_found_by_a_name_that_one_account_has() {
    let desk = canadian(&[("C7", "Caf\u{e9} Ubuntu"), ("H1", "Hill Motors Ltd"), ("CODE", "C7")]);
    let rows = "number,customer,date,amount\n\
        N-1,Caf\u{e9} Ubuntu,2026-09-02,100.00\n\
        N-2,CAFE UBUNTU,2026-09-03,100.00\n\
        N-3,Caf\u{e9}  Ubuntu,2026-09-04,100.00\n\
        N-4,\"Hill Motors, Limited\",2026-09-04,5.00\n\
        N-5,c7,2026-09-04,1.00\n";
    let (summary, found) = desk.rows(ImportKind::Receivables, rows);
    assert_eq!((counts(&summary), found), ([5, 5, 0, 0], vec![]));
    // A code goes first: the account that is called so gets nothing.
    let balance = |code: &str| desk.balance(code).balance.minor();
    assert_eq!([balance("C7"), balance("H1"), balance("CODE")], [30_100, 500, 0]);
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, rows).0), [5, 0, 5, 0]);
    desk.verified();
}

#[test]
fn a_name_that_two_accounts_have_is_refused_and_a_near_one_is_told() {
    let mut desk = canadian(&[
        ("L1", "Lakeside Bakery"),
        ("L2", "LAKESIDE BAKERY"),
        ("H1", "Hill Motors"),
        ("M1", "Maison Tremblay Inc."),
    ]);
    let rows = "number,customer,date,amount\n\
        N-1,Lakeside Bakery,2026-09-02,100.00\n\
        N-2,Hill Motor,2026-09-03,50.00\n\
        N-3,Maison Tremblay,2026-09-04,25.00\n\
        N-4,Nobody Like That,2026-09-04,12.00\n\
        N-5,Hill Motor,2026-09-05,1.00\n";
    let (summary, found) = desk.rows(ImportKind::Receivables, rows);
    let unknown = |line| (line, "customer", "customer.unknown");
    let expected = [(2, "customer", "customer.ambiguous"), unknown(3), unknown(4), unknown(5)];
    assert_eq!(found, refused(&[&expected[..], &[unknown(6)]].concat()));
    let near: Vec<_> = summary.near.iter().map(|it| (it.given.as_str(), &it.accounts)).collect();
    let told = |place: usize| (near[place].0, near[place].1[0].customer.0.as_str());
    assert_eq!(
        (near.len(), told(0), told(1)),
        (2, ("Hill Motor", "H1"), ("Maison Tremblay", "M1"))
    );
    // Made all the same where that is asked for: another account, once, and still told.
    desk.create = true;
    let (summary, found) = desk.rows(ImportKind::Receivables, rows);
    assert_eq!((counts(&summary), summary.customers, summary.near.len()), ([5, 4, 0, 1], 3, 2));
    assert_eq!(found, refused(&[(2, "customer", "customer.ambiguous")]));
    assert_eq!(desk.balance("Hill Motor").balance.minor(), 5_100);
    assert_eq!(desk.balance("H1").balance.minor(), 0);
    desk.verified();
}

#[test]
fn a_customer_that_an_earlier_row_makes_is_found_by_its_name() {
    let mut desk = canadian(&[]);
    desk.create = true;
    let rows = "number,customer,date,amount\n\
        N-1,Caf\u{e9} Ubuntu Ltd.,2026-09-02,100.00\n\
        N-2,CAFE UBUNTU LIMITED,2026-09-03,100.00\n\
        N-3,Caf\u{e9} Ubuntu Ltd,2026-09-04,100.00\n";
    for dry_run in [true, false] {
        let (summary, found) = desk.bytes(ImportKind::Receivables, rows.as_bytes(), dry_run);
        assert_eq!((counts(&summary), summary.customers, found), ([3, 3, 0, 0], 1, vec![]));
    }
    assert_eq!(desk.balance("Caf\u{e9} Ubuntu Ltd.").balance.minor(), 30_000);
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, rows).0), [3, 0, 3, 0]);
    desk.verified();
}

const PART_PAID: &str = "number,customer,date,due,amount,outstanding,disputed\n\
    Z-1,C1,2026-08-01,2026-08-31,500.00,120.00,\n\
    Z-2,C1,2026-09-01,2026-10-01,80.00,80.00,\n\
    Z-3,C1,2026-09-05,2026-10-05,75.00,0.00,yes\n\
    Z-4,C1,2026-09-06,,-100.00,-40.00,\n\
    Z-5,C1,2026-09-07,,60.00,20.00,yes\n";

#[test]
fn what_is_outstanding_comes_in_and_the_rest_was_paid_before() {
    let desk = canadian(&[("C1", "Hill Motors")]);
    let (summary, found) = desk.rows(ImportKind::Receivables, PART_PAID);
    assert_eq!((counts(&summary), found), ([5, 5, 0, 0], vec![]));
    let balance = desk.balance("C1");
    assert_eq!(
        (balance.balance.minor(), balance.on_account.minor(), balance.disputed.minor()),
        (18_000, 4_000, 2_000)
    );
    let paid = |number: &str| {
        let Some(Shown::Invoice(it)) = desk.find(number) else { panic!("{number}") };
        let paid: Vec<_> = it.allocations.iter().map(|one| one.amount.minor()).collect();
        (it.payment.as_str().to_string(), it.outstanding.minor(), paid)
    };
    assert_eq!(paid("Z-1"), ("part_paid".into(), 12_000, vec![38_000]));
    assert_eq!(paid("Z-2"), ("open".into(), 8_000, vec![]));
    assert_eq!(paid("Z-3"), ("settled".into(), 0, vec![7_500]));
    let Some(Shown::Payment(first)) = desk.find("PAY-2026-00001") else { panic!() };
    assert_eq!((first.method.name(), first.amount.minor()), ("opening", 38_000));
    assert_eq!(first.reference.as_deref(), Some("opening:Z-1"));
    assert_eq!(first.date, "2026-08-01".parse::<Day>().unwrap());
    let Some(Shown::Refund(used)) = desk.find("RF-2026-00001") else { panic!() };
    assert_eq!((used.event.amount.minor(), used.event.method.name()), (6_000, "opening"));
    // Again it is there; with another rest it is something else.
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, PART_PAID).0), [5, 0, 5, 0]);
    for (from, to, line) in
        [("120.00", "119.00", 2), ("80.00,80.00", "80.00,70.00", 3), ("-40.00", "-39.00", 5)]
    {
        let (_, found) = desk.rows(ImportKind::Receivables, &PART_PAID.replace(from, to));
        assert_eq!(found, refused(&[(line, "outstanding", "import.conflict")]), "{to}");
    }
    desk.verified();
}

#[test]
fn what_cannot_be_outstanding_is_refused() {
    let desk = canadian(&[("C1", "Hill Motors")]);
    let rows = "number,customer,date,amount,outstanding,settled\n\
        1,C1,2026-08-01,500.00,500.01,\n\
        2,C1,2026-08-01,500.00,-1,\n\
        3,C1,2026-08-01,-500.00,1,\n\
        4,C1,2026-08-01,500.00,1,2026-09-01\n\
        5,C1,2026-08-01,500.00,0,2026-09-01\n\
        6,C1,2026-08-01,500.00,0.001,\n\
        7,C1,2026-08-01,500.00,none,\n";
    let (summary, found) = desk.rows(ImportKind::Receivables, rows);
    let more = "outstanding.exceeds_amount";
    let expected = refused(&[
        (2, "outstanding", more),
        (3, "outstanding", more),
        (4, "outstanding", more),
        (5, "outstanding", "outstanding.settled"),
        (7, "outstanding", "amount.too_precise"),
        (8, "outstanding", "amount.malformed"),
    ]);
    assert_eq!((counts(&summary), found), ([7, 1, 0, 6], expected));
    desk.verified();
}

#[test]
fn what_is_paid_elsewhere_uses_no_credit_and_what_is_open_does() {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"register_customer","code":"C1","name":"A","credit_limit":"100"}"#);
    let desk = Importing::into(test);
    let rows = "number,customer,date,amount,outstanding\n\
        1,C1,2026-08-01,500.00,90.00\n\
        2,C1,2026-08-01,500.00,0\n\
        3,C1,2026-08-01,500.00,11.00\n";
    let (summary, found) = desk.rows(ImportKind::Receivables, rows);
    assert_eq!(counts(&summary), [3, 2, 0, 1]);
    assert_eq!(found, refused(&[(4, "customer", "customer.credit_limit_exceeded")]));
    desk.verified();
}

#[test]
fn a_price_below_zero_takes_off_and_a_negative_total_is_a_credit() {
    let desk = canadian(&[("C1", "Hill Motors")]);
    let rows = "number,customer,date,description,quantity,unit_price\n\
        K-1,C1,2026-10-01,Returned lamp,1,-400.00\n\
        K-2,C1,2026-10-02,Returned cable,2,-25.00\n\
        K-3,C1,2026-10-03,Returned case,1,-182.77\n\
        K-4,C1,2026-10-04,Chair,1,100\n\
        K-4,C1,2026-10-04,Deposit,1,-30\n\
        K-5,C1,2026-10-05,Two wrongs,-1,-7\n";
    let (summary, found) = desk.rows(ImportKind::Invoices, rows);
    assert_eq!((counts(&summary), summary.documents, found), ([6, 6, 0, 0], 5, vec![]));
    assert_eq!(summary.sums["CAD"].taken.minor(), -40_000 - 5_000 - 18_277 + 7_000 + 700);
    for (number, total) in [("K-1", 40_000), ("K-2", 5_000), ("K-3", 18_277)] {
        let Some(Shown::CreditNote(credit)) = desk.find(number) else { panic!("{number}") };
        assert_eq!((credit.total.minor(), credit.on_account.minor()), (total, total));
    }
    for (number, total) in [("K-4", 7_000), ("K-5", 700)] {
        let Some(Shown::Invoice(invoice)) = desk.find(number) else { panic!("{number}") };
        assert_eq!(invoice.total.minor(), total);
    }
    assert_eq!(counts(&desk.rows(ImportKind::Invoices, rows).0), [6, 0, 6, 0]);
    desk.verified();
}

const STRIPE: &str = "customer,date,amount,method,reference,invoice\n\
    ,2026-10-01,50.00,card,ch_1,\n\
    Hill Motors,2026-10-02,60.00,card,ch_2,\n\
    J. Nobody,2026-10-03,70.00,card,ch_3,\n\
    ,2026-10-01,50.00,card,ch_1,\n\
    Twin,2026-10-04,80.00,card,ch_4,\n";

#[test]
fn payments_of_unknown_payers_are_refused_or_wait_on_the_suspense_list() {
    let mut desk = canadian(&[("H1", "Hill Motors"), ("T1", "Twin"), ("T2", "TWIN")]);
    let (summary, found) = desk.rows(ImportKind::Payments, STRIPE);
    assert_eq!(counts(&summary), [5, 1, 0, 4]);
    let expected = refused(&[
        (2, "customer", "payment.no_payer"),
        (4, "customer", "customer.unknown"),
        (5, "customer", "payment.no_payer"),
        (6, "customer", "customer.ambiguous"),
    ]);
    assert_eq!(found, expected);
    desk.suspense = true;
    for dry_run in [true, false] {
        let (summary, found) = desk.bytes(ImportKind::Payments, STRIPE.as_bytes(), dry_run);
        assert_eq!((counts(&summary), summary.suspense, found), ([5, 4, 1, 0], 4, vec![]));
    }
    let Some(Shown::Unidentified(third)) = desk.find("SUS-2026-00002") else { panic!() };
    assert_eq!((third.payer.as_deref(), third.amount.minor()), (Some("J. Nobody"), 7_000));
    assert_eq!((third.method.name(), third.reference.as_deref()), ("card", Some("ch_3")));
    // Again, nothing comes twice: neither while the payer is unknown, nor once it is known.
    assert_eq!(counts(&desk.rows(ImportKind::Payments, STRIPE).0), [5, 0, 5, 0]);
    desk.post(r#"{"do":"identify","unidentified":"SUS-2026-00002","customer":"H1"}"#);
    desk.post(r#"{"do":"register_customer","code":"N1","name":"J. Nobody"}"#);
    for suspense in [true, false] {
        desk.suspense = suspense;
        let (summary, _) = desk.rows(ImportKind::Payments, STRIPE);
        assert_eq!((summary.taken, summary.sums["CAD"].taken.minor()), (0, 0), "{summary:?}");
    }
    assert_eq!(desk.balance("H1").on_account.minor(), 6_000 + 7_000);
    assert_eq!(desk.balance("N1").on_account.minor(), 0);
    desk.verified();
}

#[test]
fn a_row_without_a_payer_says_what_to_do() {
    let words = daybook::words::Words::english();
    let desk = canadian(&[]);
    let (_, refused) = desk.outcome(ImportKind::Payments, STRIPE);
    let told: Vec<String> = refused.iter().map(|it| words.refusal(&it.refusal)).collect();
    assert!(told.iter().all(|it| it.contains("--suspense")), "{told:?}");
}

#[test]
fn how_files_of_a_shape_are_read_is_kept_in_the_book() {
    use daybook::exchange::import::profile::{find, keep, shape};
    let desk = canadian(&[]);
    let head = ["Num\u{e9}ro", "Client", "Montant"];
    assert_eq!(shape(&head), shape(&["NUMERO ", "client", "Montant:"]));
    assert_ne!(shape(&head), shape(&["Client", "Num\u{e9}ro", "Montant"]));
    assert_eq!(find(desk.session(), &head).unwrap(), None);
    let entries = |desk: &Importing| {
        desk.session().ask(&daybook::ledger::query::summary::SummaryOf).unwrap().entries
    };
    let before = entries(&desk);
    let profile = r#"{"number":"Numéro","dates":"DD/MM/YYYY"}"#;
    for _ in 0..2 {
        keep(desk.session(), &head, ImportKind::Receivables, profile).unwrap();
        let known = find(desk.session(), &["numero", "CLIENT", "montant"]).unwrap().unwrap();
        assert_eq!((known.kind.as_str(), known.profile.as_str()), ("receivables", profile));
    }
    assert_eq!(entries(&desk), before + 1, "what is kept already is not written again");
    keep(desk.session(), &head, ImportKind::Invoices, "{}").unwrap();
    assert_eq!(find(desk.session(), &head).unwrap().unwrap().kind, "invoices");
    keep(desk.session(), &head, ImportKind::Invoices, "").unwrap();
    assert_eq!(find(desk.session(), &head).unwrap(), None);
    let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(9_000));
    for (profile, rule) in
        [("[1]", "import.profile"), ("{", "import.profile"), (&long, "text.too_long")]
    {
        let refused = keep(desk.session(), &head, ImportKind::Items, profile).unwrap_err();
        assert!(refused.to_string().contains(rule), "{refused}");
    }
    desk.verified();
}

#[test]
fn a_name_too_long_for_a_code_opens_one_account_under_the_next_code() {
    let mut desk = canadian(&[]);
    desk.create = true;
    let name = "Boulangerie et P\u{e2}tisserie de la Rivi\u{e8}re-du-Loup Inc.";
    let rows = format!(
        "number,customer,date,amount\n\
         N-1,{name},2026-09-02,100.00\nN-2,{},2026-09-03,50.00\nN-3,{},2026-09-03,1.00\n",
        name.to_uppercase(),
        "x".repeat(201)
    );
    let (summary, found) = desk.rows(ImportKind::Receivables, &rows);
    assert_eq!((counts(&summary), summary.customers), ([3, 2, 0, 1], 1));
    assert_eq!(found, refused(&[(4, "customer", "text.too_long")]));
    let Some(Shown::Customer(it)) = desk.find("C0001") else { panic!() };
    assert_eq!((it.details.name.as_str(), it.balance.minor()), (name, 15_000));
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, &rows).0), [3, 0, 2, 1]);
    desk.verified();
}

#[test]
fn the_suspense_list_is_printed_as_text_csv_and_json() {
    let cli = crate::common::cli::Cli::new();
    let init = ["init", "--company", "A", "--country", "RW", "--currency", "RWF"];
    assert_eq!(cli.status(&init), 0);
    let line = r#"{"do":"record_unidentified","date":"2026-11-20","amount":"12345","method":"momo","reference":"MP77","payer":"Jean U."}"#;
    assert_eq!(cli.post(line.to_string()).0, 0);
    let json = cli.json(&["unidentified"]);
    let row = &json["rows"][0];
    assert_eq!([&row["unidentified"], &row["payer"]], ["SUS-2026-00001", "Jean U."]);
    assert_eq!(json["totals"]["RWF"]["amount"], "12345");
    assert_eq!(cli.status(&["unidentified"]), 0);
    assert_eq!(cli.status(&["unidentified", "--csv"]), 0);
    assert_eq!(cli.status(&["--json", "unidentified", "--csv"]), 2);
    assert_eq!(cli.json(&["show", "sus-2026-00001"])["state"], "open");
}
