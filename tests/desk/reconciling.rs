//! Bank lines at the desk, by the keys alone: one after the other, each taken, chosen, matched by hand
//! or set aside.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::ledger::query::show::{Show, Shown, ShownBankLine};
use daybook::tui::settings::Settings;

/// Two customers who owe, and six bank lines: two that are sure, one of two equal invoices, one that
/// fits nothing, one more that is sure, and a bank charge.
fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.invoice("C0002", "2026-10-03", "2026-11-02", "72100");
    test.invoice("C0002", "2026-10-04", "2026-11-03", "5500");
    test.invoice("C0002", "2026-10-05", "2026-11-04", "5500");
    test.invoice("C0001", "2026-10-06", "2026-11-05", "44400");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[
{"date":"2026-11-10","amount":"318600","payer":"KIGALI HEIGHTS","text":"INV-2026-00001"},
{"date":"2026-11-11","amount":"72100","payer":"UMURAVA BAKERY","text":"INV-2026-00002"},
{"date":"2026-11-12","amount":"5500","payer":"UMURAVA BAKERY","text":"bread"},
{"date":"2026-11-13","amount":"12345","text":"cash deposit"},
{"date":"2026-11-14","amount":"44400","payer":"KIGALI HEIGHTS","text":"INV-2026-00005"},
{"date":"2026-11-15","amount":"-3500","text":"CHARGES"}]}"#,
    );
    test.close();
    test
}

/// A desk in the usual window, with the bank lines on it.
fn at_the_bank_lines(test: &TestBook) -> Headless {
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of "]).types("<alt-l>").sees(&["Bank lines"]);
    desk
}

fn line(test: &TestBook, number: &str) -> ShownBankLine {
    match test.ask(&Show { what: number.into() }).unwrap() {
        Shown::BankLine(it) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sure_line_takes_one_key_and_keys_typed_ahead_stop_at_one_that_is_not() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001", "sure", "6 left"]);
    // Five keys at once: two lines are sure, the third is not.
    desk.types_ahead("<enter><enter><enter><enter><enter>");
    desk.sees(&["BL000003", "4 left", "2 done here", "BL000002 matched: Umurava Bakery"]).rests();
    desk.sees(&["BL000003", "4 left"]);
    desk.closes();
    test.open();
    let states: Vec<String> = (1..=6).map(|n| line(&test, &format!("BL00000{n}")).state).collect();
    assert_eq!(states, ["matched", "matched", "open", "open", "open", "open"]);
    assert!(test.shown_invoice("INV-2026-00001").outstanding.is_zero());
}

#[test]
fn what_is_not_sure_is_chosen_by_its_number_or_done_by_hand() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]).types("<tab><tab>");
    desk.sees(&["BL000003", "INV-2026-00003 5,500", "INV-2026-00004 5,500"]);
    desk.types("9").sees(&["No suggestion has that number"]);
    desk.types("2").types("<enter>").sees(&["BL000003 matched", "BL000004"]);
    desk.sees(&["No suggestion"]).types("<enter>").sees(&["m matches the line by hand"]);
    // By hand: the customer's code and a review.
    desk.types("m").sees(&["Match bank line to a customer · BL000004"]).types("c2");
    desk.types("<backspace><backspace>C0002<ctrl-s>").sees(&["Review:"]).types("<enter>");
    desk.sees(&["BL000005", "4 left"]).types("<tab>").sees(&["BL000006", "-3,500"]);
    desk.types("d").sees(&["Dismiss bank line · BL000006"]).types("charges<ctrl-s>");
    desk.sees(&["Review:"]).types("<enter>").sees(&["BL000005", "3 left"]);
    desk.sees(&["3 done here", "matched 17,845", "dismissed -3,500"]);
    // What was taken here last is opened again, by whichever key it was taken.
    desk.types("u").sees(&["BL000006 is open again", "4 left", " BL000006  BK", "2 done here"]);
    desk.types("u").sees(&["BL000004 is open again", "5 left", "matched 5,500"]);
    // So is its invoice, and the mark is on the first suggestion, not on the one taken before.
    desk.types("u").sees(&["BL000003 is open again", "6 left", " BL000003  BK", "▸ 1 Umurava"]);
    desk.types("u").sees(&["No line was matched here yet"]);
    // However often it was opened again, its payment has the line's day.
    desk.types("m").sees(&["Match bank line to a customer · BL000003"]);
    // Every suggestion names the same customer, who stands there.
    desk.sees(&["C0002", "owes RWF"]).types("<ctrl-s>");
    desk.sees(&["Review:", "Date            12 Nov 2026"]).types("<enter>").sees(&["1 done here"]);
    desk.closes();
    test.open();
    let of = |number: &str| line(&test, number);
    assert_eq!(of("BL000003").state, "matched");
    for number in ["BL000004", "BL000006"] {
        assert_eq!(of(number).state, "open", "{number}");
    }
    assert_eq!(test.shown_invoice("INV-2026-00004").outstanding.to_string(), "5500");
}

#[test]
fn after_taking_back_the_mark_is_on_the_first_suggestion_again() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]);
    desk.types("<enter>").sees(&["BL000001 matched", "5 left"]).types("<tab>");
    desk.sees(&[" BL000003 "]).types("2").sees(&["▸ 2 Umurava"]);
    desk.types("u").sees(&["BL000001 is open again", " BL000001  BK", "▸ 1 Kigali Heights"]);
    // What a key took is listed with what forms posted, as long as it is not taken back.
    desk.types("<tab><enter>").sees(&["BL000002 matched"]).types("<alt-u>");
    desk.sees(&["customer · BL000002 · Um", "→ Unmatch bank line"]);
    assert!(!desk.shows().contains("BL000001"), "{}", desk.shows());
    desk.closes();
    test.open();
    let states = ["BL000001", "BL000002"].map(|number| line(&test, number).state);
    assert_eq!(states, ["open", "matched"]);
}

#[test]
fn hidden_amounts_are_hidden_in_what_speaks_for_a_suggestion_too() {
    let mut test = TestBook::rwanda();
    test.customer("C0001");
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-10","amount":"300000","text":"INV-2026-00001"}]}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-l>").sees(&["RWF 18,600 short", "300,000"]);
    desk.types("<f8>").sees(&["RWF ••• short"]);
    for figure in ["18,600", "300,000"] {
        assert!(!desk.shows().contains(figure), "{figure}: {}", desk.shows());
    }
    desk.types("<f8>").sees(&["RWF 18,600 short"]);
    desk.closes();
}

#[test]
fn a_deposit_slip_offers_what_waits_and_its_review_adds_it_up() {
    let mut test = book();
    test.open();
    for (date, amount, method) in [
        ("2026-11-12", "15000", "cash"),
        ("2026-11-13", "20000", "cheque"),
        ("2026-11-14", "7500", "cash"),
        ("2026-11-14", "9000", "bank"),
    ] {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C0002","amount":"{amount}","method":"{method}","date":"{date}","allocate":"none"}}"#
        ));
    }
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("<ctrl-p>deposit<enter>");
    // The latest first; a transfer is at the bank already.
    desk.sees(&["▸ ", "PAY-2026-00003", "Umurava Bakery", "7,500", "15,000", "20,000"]);
    assert!(!desk.shows().contains("PAY-2026-00004"), "{}", desk.shows());
    desk.types("9").sees(&["Payments", "9"]).types("<tab>");
    desk.sees(&["No payment in cash or by cheque"]).types("<backtab><backspace>");
    // One by the end of its number, another one from the list.
    desk.types("01").sees(&["→ PAY-2026-00001"]).types("<down><up><enter>");
    desk.sees(&["01, PAY-2026-00003", "22,500"]).types("<ctrl-s>");
    desk.sees(&["Review: Deposit slip", "PAY-2026-00001  Umurava Bakery", "15,000", "7,500"]);
    desk.sees(&["RWF 22,500"]).types("<enter>").sees(&["DEP-2026-00001"]);
    desk.closes();
    test.open();
    match test.ask(&Show { what: "DEP-2026-00001".into() }).unwrap() {
        Shown::Deposit(it) => assert_eq!(it.amount.to_string(), "22500"),
        other => panic!("{other:?}"),
    }
}

/// `b` on a line begins a deposit of the line's day, which is offered for the line at once.
#[test]
fn a_deposit_begun_on_a_line_has_its_day_and_is_what_the_line_may_be() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"record_payment","customer":"C0002","amount":"12345","method":"cash","date":"2026-11-12","allocate":"none"}"#,
    );
    test.close();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]).types("<tab><tab><tab>");
    desk.sees(&[" BL000004  BK"]).types("b").sees(&["Deposit slip", "2026-11-13"]);
    desk.types("<enter><ctrl-s>").sees(&["Review: Deposit slip", "13 Nov 2026", "RWF 12,345"]);
    desk.types("<enter>").sees(&[" BL000004  BK", "▸ 1 DEP-2026-00001"]);
    desk.types("<enter>").sees(&["BL000004 matched", "5 left"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000004").state, "matched");
}

#[test]
fn an_empty_list_says_where_lines_come_from() {
    let mut test = TestBook::rwanda();
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.types("<alt-l>").sees(&["No open bank lines", "daybook import bank"]);
    desk.types("<enter>").sees(&["m matches the line by hand"]);
    desk.types("u").sees(&["No line was matched here yet"]);
    desk.closes();
}

#[test]
fn a_payment_that_was_entered_by_hand_is_linked_and_not_made_twice() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"record_payment","customer":"C0001","amount":"318600","method":"bank","date":"2026-11-11","allocate":"none"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 60, 16);
    desk.sees(&["of 2"]).types("<alt-l>");
    desk.sees(&["BL000001", "▸ 1 Kigali Heights", "is PAY-2026-00001", "likely"]);
    // Every suggestion is seen whole once it is marked, in the smallest window too.
    desk.types("2").sees(&["▸ 2 Kigali Heights", "INV-2026-00001 318,600"]);
    desk.types("1<enter>").sees(&["BL000001 matched", "BL000002"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000001").payment.unwrap().0, "PAY-2026-00001");
    assert!(!test.shown_invoice("INV-2026-00001").outstanding.is_zero());
}

#[test]
fn a_line_matched_by_hand_finds_its_customer_by_name_and_says_its_amount_and_day() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]).types("<tab><tab><tab>");
    desk.sees(&["BL000004", "No suggestion"]).types("m");
    // The day is the line's, and the amount is told.
    desk.sees(&["BL000004 · RWF 12,345", "13 Nov"]).types("um");
    desk.sees(&["▸", "C0002", "Umurava Bakery"]).types("x").sees(&["No customer matches"]);
    desk.types("<backspace><enter>").sees(&["→ C0002 Umurava Bakery"]);
    desk.types("3 all<ctrl-s>").sees(&["Review:", "→ INV-2026-00003", "On account 6,845"]);
    desk.types("<enter>").sees(&["5 left"]);
    // The next line is somebody's of its own: the key that repeats a field doesn't say whose.
    desk.types("m").sees(&["Match bank line to a customer · BL000005"]).types("<alt-d>");
    let shown = desk.sees(&["Type the customer: it is not repeated"]).rests();
    assert!(!shown.contains("C0002"), "{shown}");
    desk.closes();
    test.open();
    let matched = line(&test, "BL000004");
    assert_eq!(
        (matched.customer.unwrap().0.as_str(), matched.state.as_str()),
        ("C0002", "matched")
    );
    assert!(test.shown_invoice("INV-2026-00003").outstanding.is_zero());
}

#[test]
fn the_payments_that_a_line_may_be_are_offered_those_of_its_amount_first() {
    let mut test = book();
    test.open();
    let pay = |test: &mut TestBook, date: &str, amount: &str| {
        test.taken(&format!(
            r#"{{"do":"record_payment","customer":"C0001","amount":"{amount}","method":"bank","date":"{date}","allocate":"none"}}"#
        ));
    };
    pay(&mut test, "2026-11-13", "12000");
    pay(&mut test, "2026-11-20", "12345");
    pay(&mut test, "2026-11-12", "12345");
    test.close();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]).types("<tab><tab><tab>");
    desk.sees(&["BL000004"]).types("l").sees(&["Link bank line", "PAY-2026-00001"]);
    let shown = desk.shows();
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("no {text} in {shown}"));
    assert!(at("PAY-2026-00003") < at("PAY-2026-00002"), "{shown}");
    assert!(at("PAY-2026-00002") < at("PAY-2026-00001"), "{shown}");
    desk.types("<enter><ctrl-s>").sees(&["Review:", "PAY-2026-00003"]).types("<enter>");
    desk.sees(&["5 left"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000004").payment.unwrap().0, "PAY-2026-00003");
    // Its payment bounces: the line says what to do.
    test.taken(r#"{"do":"bounce_payment","payment":"PAY-2026-00003","reason":"no funds"}"#);
    assert!(line(&test, "BL000004").bounced.is_some());
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"])
        .types("BL000004<enter>")
        .sees(&["The payment was returned", "to this payment"]);
    desk.closes();
}

/// How many keys a text of keys is.
fn keys(typed: &str) -> usize {
    let (mut count, mut is_named) = (0, false);
    for letter in typed.chars() {
        match letter {
            '<' => is_named = true,
            '>' => is_named = false,
            _ if is_named => continue,
            _ => {}
        }
        count += usize::from(letter != '>');
    }
    count
}

/// Ten customers; 42 lines that are sure, six that nothing tells, two bank charges.
fn day_of_fifty() -> TestBook {
    const NAMES: [&str; 10] = [
        "Akagera Motors",
        "Bugesera Farms",
        "Cyangugu Tea",
        "Dusenge Stores",
        "Gatsibo Mills",
        "Huye Printing",
        "Kayonza Dairy",
        "Muhanga Tiles",
        "Nyanza Salt",
        "Rubavu Fish",
    ];
    let mut test = TestBook::rwanda();
    let mut lines: Vec<String> = Vec::new();
    for (code, name) in (1..).zip(NAMES) {
        test.taken(&format!(r#"{{"do":"register_customer","code":"C{code:04}","name":"{name}"}}"#));
    }
    // Whoever pays in cash owes on an account of their own.
    test.taken(r#"{"do":"register_customer","code":"C0011","name":"Zaza Stores"}"#);
    test.invoice("C0011", "2026-10-02", "2026-11-01", "1000000");
    for at in 0..42_usize {
        let (customer, amount) = (at % 10, 30_011 + 7_919 * at);
        let code = format!("C{:04}", customer + 1);
        let number = test.invoice(&code, "2026-10-02", "2026-11-01", &amount.to_string());
        let payer = NAMES[customer].to_uppercase();
        lines.push(format!(
            r#"{{"date":"2026-11-10","amount":"{amount}","payer":"{payer}","text":"{number}"}}"#
        ));
        if at % 7 == 3 {
            let amount = 900 + at;
            lines.push(format!(r#"{{"date":"2026-11-10","amount":"{amount}","text":"cash"}}"#));
        }
        if at % 21 == 5 {
            lines.push(format!(r#"{{"date":"2026-11-10","amount":"-{}","text":"FEE"}}"#, 50 + at));
        }
    }
    test.taken(&format!(
        r#"{{"do":"record_bank_lines","account":"BK","lines":[{}]}}"#,
        lines.join(",")
    ));
    test.close();
    test
}

#[test]
fn a_day_of_fifty_lines_takes_few_keys() {
    let mut test = day_of_fifty();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 11"]).types("<alt-l>").sees(&["50 left"]);
    let (mut sure, mut by_hand, mut dismissed) = (Vec::new(), Vec::new(), Vec::new());
    for left in (0..50).rev() {
        let next = format!("{left} left");
        let screen = desk.shows();
        if screen.contains("FEE") {
            let typed = ["d", "fee<ctrl-s>", "<enter>"];
            desk.types(typed[0]).sees(&["Dismiss bank line"]).types(typed[1]).sees(&["Review:"]);
            desk.types(typed[2]);
            dismissed.push(keys(&typed.concat()));
        } else if screen.contains("cash") {
            let typed = ["m", "zaz<enter><ctrl-s>", "<enter>"];
            desk.types(typed[0]).sees(&["Match bank line"]).types(typed[1]).sees(&["Review:"]);
            desk.types(typed[2]);
            by_hand.push(keys(&typed.concat()));
        } else {
            assert!(screen.contains("sure"), "{screen}");
            desk.types("<enter>");
            sure.push(keys("<enter>"));
        }
        if left > 0 {
            desk.sees(&[&next]).rests();
        }
    }
    desk.sees(&["All bank lines are done"]);
    desk.closes();
    assert_eq!((sure.len(), by_hand.len(), dismissed.len()), (42, 6, 2));
    let most = |counted: &[usize]| counted.iter().copied().max().unwrap();
    let all: usize = [&sure, &by_hand, &dismissed].iter().map(|it| it.iter().sum::<usize>()).sum();
    println!("keys: sure {}, by hand {}, in all {all}", most(&sure), most(&by_hand));
    assert!(most(&sure) <= 2 && most(&by_hand) <= 14, "{sure:?} {by_hand:?}");
    test.open();
    assert_eq!(line(&test, "BL000001").state, "matched");
}

/// What the payer wrote is at hand where a line is matched or set aside by hand.
#[test]
fn what_the_payer_wrote_is_taken_with_a_key() {
    let test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001", "sure"]).types("<tab><tab><tab>");
    desk.sees(&["BL000004", "cash deposit"]).types("m").sees(&["Match bank line"]);
    // It says nothing of what is paid, so the remittance can't be that.
    desk.sees(&["the bank line says “cash deposit”"]).types("<esc>");
    desk.sees(&["BL000004"]).types("d").sees(&["Dismiss", "Alt-D takes “cash deposit”"]);
    desk.types("<alt-d>").sees(&["Reason          cash deposit"]).types("<ctrl-s>");
    desk.sees(&["Review:", "cash deposit"]);
    desk.closes();
}

#[test]
fn a_suggestion_for_invoices_of_two_customers_names_both_and_says_whose_each_is() {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#,
        r#"{"do":"register_customer","code":"C0002","name":"Umurava Bakery"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "44400");
    test.invoice("C0002", "2026-10-03", "2026-11-02", "72100");
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[
{"date":"2026-11-09","amount":"116500","payer":"UMURAVA BAKERY","text":"INV-2026-00001 INV-2026-00002"}]}"#,
    );
    test.close();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001"]).rests();
    desk.sees(&[
        "1 Umurava Bakery  C0002 + Kigali Heights  C0001",
        "INV-2026-00001 44,400 for Kigali Heights (C0001) · INV-2026-00002 72,100",
    ]);
    desk.types("<enter>").sees(&["BL000001 matched: Umurava Bakery + Kigali Heights"]);
    desk.closes();
}

#[test]
fn what_was_dismissed_is_neither_matched_nor_left() {
    let test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001", "matched 0, left 449,445"]);
    desk.types("<tab><tab><tab><tab><tab>").sees(&["BL000006", "CHARGES"]).types("d");
    desk.sees(&["Dismiss bank line"]).types("bank fees<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["5 left", "matched 0, left 452,945, dismissed -3,500"]);
    desk.closes();
}

/// Money that is on the suspense list and a bank line, too, is left once.
#[test]
fn money_on_the_suspense_list_is_summed_by_itself() {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.taken(
        r#"{"do":"record_unidentified","date":"2026-11-10","amount":"5000","method":"bank","payer":"J. UWASE"}"#,
    );
    test.taken(
        r#"{"do":"record_bank_lines","account":"BK","lines":[{"date":"2026-11-10","amount":"5000","payer":"J. UWASE"}]}"#,
    );
    test.close();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["2 left", "matched 0, left 5,000, on the suspense list 5,000"]);
    desk.closes();
}

/// The line is dismissed by a form: the pane still shows it while it reads the lines again.
#[test]
fn a_key_typed_ahead_takes_back_what_a_form_did_just_now() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001", "6 left"]);
    desk.types("<enter>").sees(&["BL000001 matched", "5 left"]).types("<tab><tab>").rests();
    desk.sees(&[" BL000004  BK"]).types("d").sees(&["Dismiss bank line"]).types("bank fee<ctrl-s>");
    desk.sees(&["Review:"]).types_ahead("<enter>u").sees(&["is open again"]).rests();
    desk.sees(&["BL000004 is open again", " BL000004  BK", "1 done here", "5 left"]);
    desk.closes();
    test.open();
    let states = ["BL000001", "BL000004"].map(|number| line(&test, number).state);
    assert_eq!(states, ["matched", "open"]);
}

#[test]
fn a_key_typed_ahead_takes_back_what_is_still_being_matched() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["BL000001", "6 left"]);
    desk.types("<enter>").sees(&["BL000001 matched", "5 left"]).rests();
    // The next line is not sure: what is taken back needs no look at it.
    desk.types_ahead("<enter>u").sees(&["is open again"]).rests();
    desk.sees(&["BL000002 is open again", " BL000002  BK", "1 done here", "5 left"]);
    desk.types("<enter>").sees(&["BL000002 matched", "2 done here", "matched 390,700"]);
    // Twice takes back two.
    desk.types_ahead("uu").sees(&["BL000001 is open again", "6 left", "matched 0"]);
    desk.closes();
    test.open();
    let states = ["BL000001", "BL000002"].map(|number| line(&test, number).state);
    assert_eq!(states, ["open", "open"]);
}

/// What was done here stays done while another pane is looked at; the lines are read again.
#[test]
fn what_was_done_here_is_still_counted_after_another_pane() {
    let mut test = book();
    let mut desk = at_the_bank_lines(&test);
    desk.sees(&["6 left"]).types("<enter>").sees(&["1 done here", "5 left"]).rests();
    desk.types("<alt-w>").sees(&["Worklist"]).types("<alt-l>");
    desk.sees(&["BL000002", "5 left · 1 done here", "matched 318,600"]).rests();
    desk.types("u").sees(&["BL000001 is open again", "6 left"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000001").state, "open");
}

/// The number of a bank line leads to the line while it is open, and then to its payment.
#[test]
fn a_bank_line_is_looked_up_by_its_number() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 2"]).types("bl000002").sees(&["Enter opens bl000002"]).types("<enter>");
    desk.sees(&["Bank lines", " BL000002  BK", "6 left"]).types("<enter>");
    desk.sees(&["BL000002 matched", "5 left"]).rests();
    desk.types("<alt-1><esc>BL000002").sees(&["Enter opens BL000002"]).types("<enter>");
    desk.sees(&["Bank line · BL000002", "matched"]).types("<enter>");
    desk.sees(&["Payment · PAY-2026-00001"]);
    desk.closes();
    test.open();
    assert_eq!(line(&test, "BL000002").state, "matched");
}
