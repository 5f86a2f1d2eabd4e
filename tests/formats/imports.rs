//! Other people's files: what is taken, what is refused and why, and that nothing comes twice.

use std::fs;

use crate::common::{TestBook, as_of};
use daybook::domain::{Code, Day};
use daybook::engine::Session;
use daybook::engine::ports::Silent;
use daybook::exchange::import::mapping::Mapping;
use daybook::exchange::import::{
    DateFormat, Import, ImportKind, ImportOutcome, ImportSummary, Reject, run,
};
use daybook::ledger::query::balance::{Balance, BalanceOf};
use daybook::ledger::query::last_paid::LastPaid;
use daybook::ledger::query::show::{Find, Shown};

pub struct Importing {
    pub test: TestBook,
    session: Option<Session>,
    pub mapping: Mapping,
    pub dates: DateFormat,
    pub create: bool,
    pub suspense: bool,
}

/// Line, field and rule of each refused row.
pub type Refused = Vec<(u64, String, &'static str)>;

impl Importing {
    pub fn into(mut test: TestBook) -> Importing {
        let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
        let (mapping, dates) = (Mapping::default(), DateFormat::iso());
        Importing { test, session: Some(session), mapping, dates, create: false, suspense: false }
    }

    /// In Rwanda, accounts made as they come.
    pub fn creating() -> Importing {
        Importing { create: true, ..Importing::into(TestBook::rwanda()) }
    }

    pub fn session(&self) -> &Session {
        self.session.as_ref().unwrap()
    }

    pub fn bytes(&self, kind: ImportKind, bytes: &[u8], dry_run: bool) -> (ImportSummary, Refused) {
        let outcome = self.run(kind, bytes, dry_run);
        let rejects = outcome.rejects.iter().map(Result::unwrap);
        let refused = rejects
            .map(|reject| (reject.line, reject.refusal.field, reject.refusal.rule.name()))
            .collect();
        (outcome.summary, refused)
    }

    fn run(&self, kind: ImportKind, bytes: &[u8], dry_run: bool) -> ImportOutcome {
        let file = self.test.dir.path().join("rows.csv");
        fs::write(&file, bytes).unwrap();
        let import = Import {
            kind,
            file: &file,
            mapping: self.mapping.clone(),
            dates: self.dates.clone(),
            create_customers: self.create,
            suspense: self.suspense,
            dry_run,
            override_reason: None,
        };
        run(self.session(), &import, &mut Silent).unwrap()
    }

    /// What an import came to, and the rows that it refused.
    pub fn outcome(&self, kind: ImportKind, text: &str) -> (ImportSummary, Vec<Reject>) {
        let outcome = self.run(kind, text.as_bytes(), false);
        let rejects = outcome.rejects.iter().map(Result::unwrap).collect();
        (outcome.summary, rejects)
    }

    /// Posts a command, which must be taken.
    pub fn post(&self, line: &str) {
        let envelope = daybook::engine::intake::read(line).1.unwrap();
        self.session().post(envelope).unwrap();
    }

    pub fn rows(&self, kind: ImportKind, text: &str) -> (ImportSummary, Refused) {
        self.bytes(kind, text.as_bytes(), false)
    }

    pub fn balance(&self, customer: &str) -> Balance {
        let asked = as_of("2026-11-21");
        self.session().ask(&BalanceOf { customer: Code(customer.into()), asked }).unwrap()
    }

    pub fn find(&self, what: &str) -> Option<Shown> {
        self.session().ask(&Find { what: what.into() }).unwrap()
    }

    /// Closes the book, and checks every row of it.
    pub fn verified(mut self) {
        self.session.take().unwrap().close().unwrap();
        assert!(self.test.verify().ok);
    }
}

pub fn counts(summary: &ImportSummary) -> [u64; 4] {
    [summary.rows, summary.taken, summary.skipped, summary.refused]
}

pub fn refused(list: &[(u64, &str, &'static str)]) -> Refused {
    list.iter().map(|(line, field, rule)| (*line, (*field).to_string(), *rule)).collect()
}

#[test]
fn a_person_without_a_company_is_the_customer() {
    let desk = Importing::creating();
    let rows = "code,name,contact\nA,Lamp Ltd,Ann\nB,,Bob Roy\nC,,\n";
    let (summary, found) = desk.rows(ImportKind::Customers, rows);
    assert_eq!(counts(&summary), [3, 2, 0, 1]);
    assert_eq!(found, refused(&[(4, "name", "command.missing_field")]));
    let Some(Shown::Customer(bob)) = desk.find("B") else { panic!("no customer B") };
    assert_eq!((bob.details.name.as_str(), bob.details.contact), ("Bob Roy", None));
    assert_eq!(counts(&desk.rows(ImportKind::Customers, rows).0), [3, 0, 2, 1]);
    desk.verified();
}

const INVOICES: &str = "number,customer,date,description,quantity,unit_price,discount,tax\n\
    000536,17850.0,2026-11-01 08:26:00,Lantern,6,300,,B\n\
    C537,17850.0,2026-11-02,Lantern,-2,300,,B\n\
    538,17851,2026-11-02,Bowl,10,100,10,A\n\
    000536,17850.0,2026-11-01 08:27:00,Heart,-1,250,5%,A\n\
    539,,2026-11-03,Bowl,1,100,,\n\
    540,17851,2026-11-03,Free gift,1,0,,\n";

#[test]
fn rows_of_one_number_make_one_document_and_a_negative_total_is_a_credit() {
    let desk = Importing::creating();
    let (summary, found) = desk.rows(ImportKind::Invoices, INVOICES);
    assert_eq!(counts(&summary), [6, 5, 0, 1]);
    assert_eq!((summary.documents, summary.customers, summary.warnings), (4, 2, 1));
    assert_eq!(found, refused(&[(6, "customer", "command.missing_field")]));
    // 1,800 − 238 − 600 + 900 + 0 taken, 100 refused: all that the file says.
    let sums = summary.sums["RWF"];
    assert_eq!((sums.taken.minor(), sums.refused.minor()), (1_862, 100));
    let Some(Shown::Invoice(invoice)) = desk.find("000536") else { panic!() };
    assert_eq!(invoice.lines.len(), 2);
    assert_eq!(invoice.lines[1].discount.unwrap().to_string(), "5%");
    assert_eq!((invoice.net.minor(), invoice.tax.minor(), invoice.opening), (1_562, 324, true));
    assert_eq!(invoice.due.to_string(), "2026-12-01");
    let Some(Shown::CreditNote(credit)) = desk.find("c537") else { panic!() };
    assert_eq!((credit.total.minor(), credit.on_account.minor()), (708, 708));
    assert_eq!((credit.invoice.as_ref(), credit.lines[0].quantity.to_string()), (None, "2".into()));
    assert_eq!(desk.balance("17850.0").balance.minor(), 1_886 - 708);
    desk.verified();
}

#[test]
fn the_same_import_again_takes_nothing_and_other_content_is_a_conflict() {
    let mut desk = Importing::creating();
    desk.rows(ImportKind::Invoices, INVOICES);
    let (summary, _) = desk.rows(ImportKind::Invoices, INVOICES);
    assert_eq!(counts(&summary), [6, 0, 5, 1]);
    assert_eq!(summary.sums["RWF"].skipped.minor(), 1_862);
    // Those without a customer go where the caller says; the others stay as they are.
    desk.mapping.set.insert("customer".into(), "17851".into());
    let (summary, found) = desk.rows(ImportKind::Invoices, INVOICES);
    assert_eq!((counts(&summary), found), ([6, 1, 5, 0], vec![]));
    for (from, to, line, field) in [
        ("Bowl,10,", "Bowl,11,", 4, "description"),
        ("538,17851,", "538,17850.0,", 4, "customer"),
        ("538,17851,2026-11-02", "538,17851,2026-11-04", 4, "date"),
        (
            "C537,17850.0,2026-11-02,Lantern,-2",
            "C537,17850.0,2026-11-02,Lantern,-3",
            3,
            "description",
        ),
        ("Heart,-1,250,5%,A", "Heart,-1,250,5%,B", 2, "description"),
    ] {
        let (_, found) = desk.rows(ImportKind::Invoices, &INVOICES.replace(from, to));
        assert_eq!(found[0], (line, field.into(), "import.conflict"), "{to}");
    }
    // A number that another document of the book has is a conflict too.
    let (_, found) = desk.rows(
        ImportKind::Receivables,
        "number,customer,date,amount\n000536,17850.0,2026-11-01,5\n",
    );
    assert_eq!(found, refused(&[(2, "amount", "import.conflict")]));
    desk.verified();
}

#[test]
fn a_dry_run_says_what_would_become_of_it_and_writes_nothing() {
    let desk = Importing::creating();
    let (tried, found) = desk.bytes(ImportKind::Invoices, INVOICES.as_bytes(), true);
    assert!(desk.find("000536").is_none());
    assert_eq!(found.len(), 1);
    let (done, _) = desk.rows(ImportKind::Invoices, INVOICES);
    assert_eq!(tried, done);
}

#[test]
fn a_document_whose_rows_disagree_or_break_a_rule_is_refused_whole_and_the_rest_goes_on() {
    let desk = Importing::creating();
    let (summary, found) = desk.rows(
        ImportKind::Invoices,
        "number,customer,date,description,quantity,unit_price,currency\n\
         1,A,2026-11-01,x,1,5,\n\
         1,B,2026-11-01,x,1,5,\n\
         2,A,2026-11-01,x,1,5,\n\
         2,A,2026-11-01,x,0,5,\n\
         3,A,2026-11-01,x,1,5,\n\
         4,A,2026-11-01,x,one,5,\n\
         5,A,01/11/2026,x,1,5,\n\
         6,A,2026-11-01,x,0,-5,\n\
         7,A,2026-11-01,x,1,5,USD\n\
         8,A,2026-11-01,,1,5,\n\
         9,A,,x,1,5,\n\
         ,A,2026-11-01,x,1,5,\n\
         10,Z,2026-11-01,x,1,5,EUR\n",
    );
    assert_eq!(counts(&summary), [13, 1, 0, 12]);
    let expected = refused(&[
        (2, "number", "import.document_refused"),
        (3, "customer", "import.rows_disagree"),
        (4, "number", "import.document_refused"),
        (5, "quantity", "line.quantity_zero"),
        (7, "quantity", "amount.malformed"),
        (8, "date", "date.malformed"),
        (9, "quantity", "line.quantity_zero"),
        (10, "currency", "currency.mismatch"),
        (11, "description", "command.missing_field"),
        (12, "date", "command.missing_field"),
        (13, "number", "command.missing_field"),
        (14, "rate", "rate.missing"),
    ]);
    assert_eq!(found, expected);
    desk.verified();
}

const RECEIVABLES: &str = "Account;Doc;Invoiced;Due;Paid on;Dispute?;Total\n\
    0042;000123;1/5/2026;2/4/2026;2/1/2026;Yes;125000\n\
    0042;000124;01/15/2026;02/14/2026;;yes;9990\n\
    0042;000125;3/1/2026;3/31/2026;;NO;1010\n\
    0043;000126;3/1/2026;3/31/2026;2/28/2026;No;500\n\
    0043;000127;13/1/2026;3/31/2026;;No;500\n\
    0043;=1+1;3/2/2026;;;maybe;500\n\
    0043;=1+1;3/2/2026;;;no;500\n\
    0043;000128;3/3/2026;;;;-750\n\
    0043;000129;3/3/2026;;;;5.5\n\
    0043;000125;3/3/2026;;;;5\n\
    0042;000125;3/1/2026;3/31/2026;;NO;1010\n";

#[test]
fn receivables_of_another_system_come_open_settled_and_disputed() {
    let mut desk = Importing::creating();
    desk.dates = DateFormat::parse("M/D/YYYY").unwrap();
    for (field, column) in [
        ("customer", "Account"),
        ("number", "Doc"),
        ("date", "Invoiced"),
        ("settled", "Paid on"),
        ("disputed", "Dispute?"),
        ("amount", "Total"),
    ] {
        desk.mapping.map.insert(field.into(), column.into());
    }
    let (summary, found) = desk.rows(ImportKind::Receivables, RECEIVABLES);
    assert_eq!(counts(&summary), [11, 5, 1, 5]);
    let expected = refused(&[
        (5, "settled", "settled.before_date"),
        (6, "date", "date.malformed"),
        (7, "disputed", "import.yes_or_no"),
        (10, "amount", "amount.too_precise"),
        (11, "customer", "import.conflict"),
    ]);
    assert_eq!(found, expected);
    let one = desk.balance("0042");
    assert_eq!((one.balance.minor(), one.disputed.minor()), (11_000, 9_990));
    let other = desk.balance("0043");
    assert_eq!((other.balance.minor(), other.on_account.minor()), (-250, 750));
    // Settled: the payment is in the book, on its day, and what was disputed is not any more.
    let Some(Shown::Invoice(settled)) = desk.find("000123") else { panic!() };
    assert_eq!((settled.payment.as_str(), settled.disputed.minor()), ("settled", 0));
    let Some(Shown::Payment(paid)) = desk.find(&settled.allocations[0].from.0) else { panic!() };
    assert_eq!(paid.reference.as_deref(), Some("opening:000123"));
    assert_eq!((paid.method.name(), paid.date), ("opening", "2026-02-01".parse::<Day>().unwrap()));
    let Some(Shown::Dispute(disputed)) = desk.find("DSP-2026-00001") else { panic!() };
    assert_eq!((disputed.invoice.0.as_str(), disputed.remaining.minor()), ("000124", 9_990));
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, RECEIVABLES).0), [11, 0, 6, 5]);
    // Settled since, elsewhere: that is other content.
    let paid = RECEIVABLES.replace("3/31/2026;;NO;", "3/31/2026;4/1/2026;NO;");
    let (_, found) = desk.rows(ImportKind::Receivables, &paid);
    assert!(found.contains(&(4, "settled".into(), "import.conflict")), "{found:?}");
    desk.verified();
}

/// What was paid before the book began has the day of its invoice where no day is given: nobody may be
/// told that money came on it.
#[test]
fn an_opening_balance_tells_no_day_of_payment_that_it_does_not_have() {
    let desk = Importing::creating();
    let rows = "number,customer,date,amount,outstanding,settled\n\
        N-1,C1,2026-09-02,100,40,\n\
        N-2,C2,2026-09-02,100,,2026-09-20\n\
        N-3,C3,2026-09-02,100,,\n";
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, rows).0), [3, 3, 0, 0]);
    let codes = ["C1", "C2", "C3"].map(|code| Code(code.into())).to_vec();
    let paid = || {
        let paid = desk.session().ask(&LastPaid(codes.clone())).unwrap();
        paid.into_iter().map(|day| day.map(|day| day.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(paid(), [None, Some("2026-09-20".into()), None]);
    desk.post(r#"{"do":"record_payment","customer":"C1","amount":"10","method":"cash","date":"2026-10-05"}"#);
    desk.post(
        r#"{"do":"record_certificate","customer":"C3","kind":"WHT3","number":"W1",
        "date":"2026-10-06","allocate":[{"invoice":"N-3","amount":"3"}]}"#,
    );
    assert_eq!(paid(), [Some("2026-10-05".into()), Some("2026-09-20".into()), None]);
    desk.verified();
}

#[test]
fn payments_that_are_true_twins_are_both_taken_and_only_once() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-11-01", "2026-11-30", "100");
    let desk = Importing::into(test);
    let rows = format!(
        "customer,date,amount,method,reference,invoice\n\
         C1,2026-11-05,30,Bank,R1,{invoice}\n\
         C1,2026-11-05,30,bank,R1,{invoice}\n\
         C1,2026-11-06,70,momo,,{invoice}\n\
         C1,2026-11-06,10,opening,,\n\
         C1,2026-11-06,10,,,\n\
         C9,2026-11-06,10,bank,,\n"
    );
    let (summary, found) = desk.rows(ImportKind::Payments, &rows);
    assert_eq!(counts(&summary), [6, 3, 0, 3]);
    let expected = refused(&[
        (5, "method", "payment.method_not_by_hand"),
        (6, "method", "command.missing_field"),
        (7, "customer", "customer.unknown"),
    ]);
    assert_eq!(found, expected);
    // 40 were left when 70 came: 30 stay on account.
    let balance = desk.balance("C1");
    assert_eq!((balance.balance.minor(), balance.on_account.minor()), (-30, 30));
    assert_eq!(counts(&desk.rows(ImportKind::Payments, &rows).0), [6, 0, 3, 3]);
    // One twin more in the file is one payment more.
    let three = format!("{rows}C1,2026-11-05,30,bank,R1,\n");
    assert_eq!(counts(&desk.rows(ImportKind::Payments, &three).0), [7, 1, 3, 3]);
    assert_eq!(desk.balance("C1").on_account.minor(), 60);
    desk.verified();
}

#[test]
fn items_come_with_their_prices_and_taxes() {
    let desk = Importing::creating();
    let rows = "code,name,unit,price,tax\n\
        PEN,Ball pen,box,9800,B\n\
        ROOM,Room,night,50000,B+TT\n\
        PEN,Ball pen,box,9800,B\n\
        pen,Other pen,,1,\n\
        X,,,1,\n\
        Y,Y,,1,NOPE\n\
        Z,Z,,-1,\n";
    let (summary, found) = desk.rows(ImportKind::Items, rows);
    assert_eq!(counts(&summary), [7, 2, 1, 4]);
    let expected = refused(&[
        (5, "name", "import.conflict"),
        (6, "name", "command.missing_field"),
        (7, "tax", "tax.unknown"),
        (8, "price", "price.negative"),
    ]);
    assert_eq!(found, expected);
    let Some(Shown::Item(room)) = desk.find("room") else { panic!() };
    assert_eq!(room.tax, ["TT", "B"], "in the order in which they are computed");
    assert_eq!(room.prices["RWF"].to_string(), "50000");
    let (summary, found) = desk.rows(ImportKind::Items, rows);
    assert_eq!((counts(&summary), found[0].1.as_str()), ([7, 0, 3, 4], "name"));
    desk.verified();
}

#[test]
fn files_that_no_program_should_write_cost_their_own_lines_only() {
    let desk = Importing::creating();
    let good = "9,A,2026-11-01,x,1,5\n";
    let head = "number,customer,date,description,quantity,unit_price\n";
    for (n, bad) in [
        "1,A,2026-11-01,\"never closed,1,5\n".to_string(),
        "1,A\n".to_string(),
        format!("1,A,2026-11-01,{},1,5\n", "x".repeat(70_000)),
        format!("{}\n", ",".repeat(1_000_000)),
        "1,A,2026-11-01,\u{1}hidden,1,5\n".to_string(),
        "1,A,9999-99-99,x,1,5\n".to_string(),
        "1,A,2026-11-01,x,1e9,5\n".to_string(),
        "1,A,2026-11-01,x,99999999999999999999,99999999999\n".to_string(),
        format!("1,{},2026-11-01,x,1,5\n", "A".repeat(300)),
    ]
    .iter()
    .enumerate()
    {
        let text = format!("{head}{bad}{}", good.replacen('9', &format!("9{n}"), 1));
        let (summary, found) = desk.rows(ImportKind::Invoices, &text);
        assert_eq!((summary.taken, summary.refused), (1, 1), "{found:?}");
        assert_eq!(found[0].0, 2);
    }
    // What cannot be a table at all is refused as a whole, and named.
    for bytes in [&b""[..], b"\n\n", b"\0\0\0\0"] {
        let file = desk.test.dir.path().join("rows.csv");
        fs::write(&file, bytes).unwrap();
        let import = Import {
            kind: ImportKind::Invoices,
            file: &file,
            mapping: Mapping::default(),
            dates: DateFormat::iso(),
            create_customers: true,
            suspense: false,
            dry_run: false,
            override_reason: None,
        };
        match run(desk.session(), &import, &mut Silent) {
            Err(daybook::engine::Failure::Refused(refusal)) => {
                let rules = ["import.unreadable", "import.missing_columns"];
                assert!(rules.contains(&refusal.rule.name()), "{refusal:?}");
            }
            Ok(outcome) => assert_eq!(outcome.summary.taken, 0),
            Err(failure) => panic!("{failure}"),
        }
    }
    desk.verified();
}

#[test]
fn a_foreign_number_that_reads_like_one_of_ours_is_never_given_again() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    let line = |number: &str, date: &str| {
        format!(
            r#"{{"do":"bring_in_invoice","number":"{number}","customer":"C1","date":"{date}","lines":[{{"description":"x","quantity":"1","unit_price":"5"}}]}}"#
        )
    };
    test.taken(&line("inv-2026-00002", "2026-05-01"));
    test.taken(&line("PAY-2026-00001", "2026-05-01"));
    test.taken(&line("DSP-2026-00001", "2026-05-01"));
    // Ours pass them over: every number is there once.
    assert_eq!(test.invoice("C1", "2026-01-01", "2026-01-31", "5"), "INV-2026-00001");
    assert_eq!(test.invoice("C1", "2026-01-01", "2026-01-31", "5"), "INV-2026-00003");
    assert_eq!(test.payment("C1", "2026-11-01", "5", "none"), "PAY-2026-00002");
    let opened = test.taken(r#"{"do":"open_dispute","invoice":"INV-2026-00003","reason":"price"}"#);
    assert_eq!(opened.number("dispute"), Some("DSP-2026-00002"));
    // Whatever a number looks like, no counter of ours moves.
    for strange in
        ["INV-2026-18446744073709551615", "A-0-00009", "C-0-00005", "accounts-0-4294967295"]
    {
        test.taken(&line(strange, "2026-05-01"));
    }
    test.taken(r#"{"do":"register_customer","name":"Next"}"#);
    assert_eq!(test.invoice("C1", "2026-01-01", "2026-01-31", "5"), "INV-2026-00004");
    for (number, rule) in [
        ("INV-2026-00002", "number.taken"),
        ("dsp-2026-00002", "number.taken"),
        ("A000001", "number.reserved"),
        ("d000007", "number.reserved"),
    ] {
        let refused = test.refused(&line(number, "2026-05-01"));
        assert_eq!(refused, (rule, "number".into()), "{number}");
    }
    let empty = test.refused(&line(" ", "2026-05-01"));
    assert_eq!(empty, ("text.empty", "number".into()));
    assert!(test.verify().ok);
}

#[test]
fn what_the_trial_of_hostile_files_found_is_refused_by_line() {
    let mut desk = Importing::creating();
    let rows = |desk: &Importing, text: &str| desk.rows(ImportKind::Receivables, text);
    let head = "number,customer,date,amount\n";
    // Cells beyond the header, blank lines, lines of blanks and of commas only.
    let (summary, found) = rows(
        &desk,
        &format!(
            "{head}\n\nR1,A,2026-10-01,1,000\n   \n,,,\n\nR2,A,2026-13-01,5\nR3,A,2026-10-01,5,,\n"
        ),
    );
    assert_eq!(counts(&summary), [3, 1, 0, 2]);
    let expected =
        refused(&[(4, "", "import.more_cells_than_header"), (8, "date", "date.malformed")]);
    assert_eq!(found, expected);
    // A quote in the last column, and in a header.
    let text =
        "number,customer,date,amount,note\nR4,A,2026-10-01,10,\"5 inch\nR5,A,2026-10-01,20,x\n";
    let (summary, found) = rows(&desk, text);
    assert_eq!(counts(&summary), [2, 1, 0, 1]);
    assert_eq!(found, refused(&[(2, "", "import.quote_never_closed")]));
    // One line in another encoding does not make mojibake of the others.
    let text = b"number,customer,date,amount\nR6,Gon\xc3\xa7alves,2026-10-01,1\nR7,Zo\xc3\xab,2026-10-01,1\nR8,Zo\xeb,2026-10-01,1\n";
    let (_, found) = desk.bytes(ImportKind::Receivables, text, false);
    assert_eq!(found, refused(&[(4, "", "import.encoding")]));
    assert!(desk.find("Gon\u{e7}alves").is_some());
    // A row that is refused makes no account, and stands in no other's way.
    let text = "number,customer,date,amount,currency\nR9,N,2026-10-01,5,EUR\nR9,N,2026-10-01,5,\n";
    let (summary, found) = rows(&desk, text);
    assert_eq!((counts(&summary), summary.customers), ([2, 1, 0, 1], 1));
    assert_eq!(found, refused(&[(2, "rate", "rate.missing")]));
    // Decimal commas, where they are said to be.
    desk.mapping.decimal_comma = true;
    let text = "number;customer;date;amount\nR10;A;2026-10-01;1.234,00\n";
    assert_eq!(rows(&desk, text).0.sums["RWF"].taken.minor(), 1_234);
    desk.mapping.decimal_comma = false;
    // What is settled on a day to come is there already the second time.
    let text = "number,customer,date,amount,settled\nR11,A,2026-10-01,5,2026-12-05\n";
    assert_eq!(counts(&rows(&desk, text).0), [1, 1, 0, 0]);
    assert_eq!(counts(&rows(&desk, text).0), [1, 0, 1, 0]);
    // So is what is settled under a number that is written in another form than it is kept in.
    let text = "number,customer,date,amount,settled\ne\u{301}12,A,2026-10-01,5,2026-11-05\n";
    assert_eq!(counts(&rows(&desk, text).0), [1, 1, 0, 0]);
    assert_eq!(counts(&rows(&desk, text).0), [1, 0, 1, 0]);
    let upper = text.replace("e\u{301}12", "\u{c9}12");
    assert_eq!(counts(&rows(&desk, &upper).0), [1, 0, 1, 0]);
    // Not if that row is refused: another makes it then.
    let text = "number,customer,date,amount,currency,rate\nR12,O,2026-10-01,12.50,USD,\n";
    let text = format!("{text}R12,P,2026-10-01,9,,\nR12,O,2026-10-01,1000,,\n");
    let (summary, _) = desk.bytes(ImportKind::Receivables, text.as_bytes(), false);
    assert_eq!((summary.taken, summary.sums["RWF"].taken.minor()), (1, 9), "{summary:?}");
    assert_eq!(summary.sums["RWF"].refused.minor(), 1_000, "{summary:?}");
    // What counts on an account that a row before makes is in the currency of that.
    let text = "number,customer,date,amount,currency,rate\nR13,M,2026-10-01,12.50,USD,1300\nR14,M,2026-10-99,1000,,\n";
    for dry_run in [true, false] {
        let (summary, _) = desk.bytes(ImportKind::Receivables, text.as_bytes(), dry_run);
        let usd = summary.sums["USD"];
        assert_eq!((usd.taken.minor(), usd.refused.minor()), (1_250, 100_000), "{summary:?}");
    }
    desk.verified();
}

/// A row without a currency is summed in the one in which the book has it, whatever a refused row before it says.
#[test]
fn a_refused_row_sets_no_other_rows_currency() {
    let head = "number,customer,date,amount,currency,rate\n";
    let cases = [
        // The first is refused for want of a rate: the account is opened in the book's currency.
        ("F1,K,2026-10-01,100,USD,\nF2,K,2026-10-01,50,,\n", [("RWF", 50, 0), ("USD", 0, 10_000)]),
        // Another row opens it, in a third currency.
        (
            "F3,L,2026-10-01,100,USD,\nF4,L,2026-10-01,70,EUR,1500\nF5,L,2026-10-01,50,,1500\n",
            [("EUR", 12_000, 0), ("USD", 0, 10_000)],
        ),
        // A row without one is refused first.
        (
            "F6,M,2026-10-01,1.5,,\nF7,M,2026-10-01,70,EUR,1500\nF8,M,2026-10-01,50,,1500\n",
            [("EUR", 12_000, 0), ("EUR", 12_000, 0)],
        ),
    ];
    let desk = Importing::creating();
    for (rows, sums) in cases {
        let text = format!("{head}{rows}");
        for dry_run in [true, false] {
            let (summary, found) = desk.bytes(ImportKind::Receivables, text.as_bytes(), dry_run);
            for (currency, taken, refused) in sums {
                let sums = summary.sums[currency];
                let figures = (sums.taken.minor(), sums.refused.minor());
                assert_eq!(figures, (taken, refused), "{dry_run} {summary:?} {found:?}");
            }
            assert_eq!(summary.customers, 1, "{dry_run} {rows}");
        }
    }
    let currency = |customer| desk.balance(customer).currency.to_string();
    assert_eq!(["K", "L", "M"].map(currency), ["RWF", "EUR", "EUR"]);
    assert_eq!(["K", "L", "M"].map(|it| desk.balance(it).balance.minor()), [50, 12_000, 12_000]);
    desk.verified();
}

/// The row that would have opened the account in another currency is refused: the next opens it in the book's.
#[test]
fn a_row_without_a_currency_counts_in_that_of_its_account() {
    let desk = Importing::creating();
    let text = "number,customer,date,amount,currency,rate\nR1,O,2026-10-01,12.50,USD,\nR2,O,2026-10-01,50,,\n";
    let (summary, _) = desk.bytes(ImportKind::Receivables, text.as_bytes(), false);
    assert_eq!(summary.sums["RWF"].taken.minor(), 50, "{summary:?}");
    assert_eq!(summary.sums["USD"].taken.minor(), 0, "{summary:?}");
    assert_eq!(desk.balance("O").balance.to_string(), "50");
}

#[test]
fn a_document_of_which_a_row_cannot_be_read_is_refused_whole() {
    let desk = Importing::creating();
    let head = "number,customer,date,description,quantity,unit_price\n";
    for (n, broken) in
        ["N,K,2026-11-01,Chair, large,1,500", "N,K,2026-11-01,\"Chair,1,500"].iter().enumerate()
    {
        let rows =
            format!("{head}N,K,2026-11-01,Desk,1,1000\n{broken}\nN,K,2026-11-01,Lamp,1,200\n");
        let (summary, found) =
            desk.rows(ImportKind::Invoices, &rows.replace('N', &format!("9{n}")));
        assert_eq!((counts(&summary), summary.documents), ([3, 0, 0, 3], 0));
        assert_eq!(found[0], (2, "number".into(), "import.document_refused"));
        assert_eq!(found[1].0, 3);
    }
    // The corrected file is taken whole.
    let rows =
        format!("{head}90,K,2026-11-01,Desk,1,1000\n90,K,2026-11-01,\"Chair, large\",1,500\n");
    assert_eq!(desk.rows(ImportKind::Invoices, &rows).0.sums["RWF"].taken.minor(), 1_500);
    desk.verified();
}

#[test]
fn what_the_second_review_of_imports_found_stays_found() {
    let mut desk = Importing::creating();
    // A decimal point where commas are said to be is no thousand.
    desk.mapping.decimal_comma = true;
    let text = "number;customer;date;amount\nD1;K;2026-11-01;12.50\nD2;K;2026-11-01;1.250\n";
    let (summary, found) = desk.rows(ImportKind::Receivables, text);
    assert_eq!(found, refused(&[(2, "amount", "amount.malformed")]));
    assert_eq!(summary.sums["RWF"].taken.minor(), 1_250);
    desk.mapping.decimal_comma = false;
    // Thousands of lines whose quotes do not close where a cell ends: each costs its own line.
    let mut text = "code,name\n".to_string();
    (0..2_000).for_each(|n| text += &format!("\"W{n}\",\"Pipe 5\"\"\n"));
    text += "OK1,Good\n";
    assert_eq!(counts(&desk.rows(ImportKind::Customers, &text).0), [2_001, 1, 0, 2_000]);
    // A row that is short and goes over lines is one row, and one with a mark before it too.
    let text = b"\xef\xbb\xbf\n\ncode,name,address,city\nA1,Ana,\"1 Main\nA9,Ghost\"\nA2,Zo\xc3\xab,x,y\nA3,Am\xc3\xa9lie,x,y\nA4,Caf\xe9,x,y\n";
    let (summary, found) = desk.bytes(ImportKind::Customers, text, false);
    assert_eq!((counts(&summary), found), ([4, 3, 0, 1], refused(&[(8, "", "import.encoding")])));
    assert!(desk.find("A9").is_none());
    // Lines that end as on old machines.
    let (summary, found) = desk.rows(ImportKind::Customers, "code,name\rB1,One\rB2,\rB3,Three\r");
    assert_eq!((counts(&summary), found[0].0), ([3, 2, 0, 1], 3));
    // A payment in another currency than its account's.
    let text = "customer,date,amount,method,currency\nB1,2026-11-01,5,bank,USD\n";
    let (_, found) = desk.rows(ImportKind::Payments, text);
    assert_eq!(found, refused(&[(2, "currency", "currency.mismatch")]));
    // A number that the same entry is about to give.
    let text = "number,customer,date,amount,settled,disputed\nPAY-2026-00001,K,2026-11-01,9,2026-11-02,\nDSP-2026-00001,K,2026-11-01,9,,yes\n";
    assert_eq!(counts(&desk.rows(ImportKind::Receivables, text).0), [2, 2, 0, 0]);
    assert!(desk.find("PAY-2026-00002").is_some() && desk.find("DSP-2026-00002").is_some());
    desk.verified();
}
