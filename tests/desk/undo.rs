//! What was posted at a desk and how it is taken back: every kind in its own words, the latest
//! first.

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::tui::settings::Settings;

fn book() -> TestBook {
    let mut test = TestBook::rwanda();
    for line in [
        r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights","phone":"0788 123 456"}"#,
        r#"{"do":"record_payment","customer":"C0001","amount":"5000","method":"bank"}"#,
    ] {
        test.taken(line);
    }
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.close();
    test
}

/// Types into a form that stands there, and posts it.
fn posts(desk: &mut Headless, title: &str, keys: &str) {
    desk.sees(&[title]).types(keys).types("<ctrl-s>").sees(&["Review:", "Enter posts it"]);
    desk.types("<enter>").sees_one_of(&["posted.", "Done: "]).rests();
}

/// Opens a form by its words in the palette.
fn opens<'a>(desk: &'a mut Headless, words: &str) -> &'a mut Headless {
    desk.types("<ctrl-p>").types(words).rests();
    desk.types("<enter>")
}

#[test]
fn every_kind_is_taken_back_in_its_own_words_the_latest_first() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("<alt-u>").sees(&["You have posted nothing recently"]);
    desk.types("kig").sees(&["Kigali Heights owes"]).types("<enter>").sees(&["INV-2026-00001"]);
    desk.types("e");
    posts(&mut desk, "Change customer", "<tab><tab>0788 999 999");
    posts(desk.types("c"), "Call ·", "rang<tab><tab>1000<tab>fri<tab><tab>mon 9:00");
    posts(desk.types("p"), "Payment", "600<tab><tab>mo");
    posts(desk.types("r"), "Credit note", "100<tab>pr");
    posts(desk.types("d"), "Open dispute", "50<tab>pr");
    posts(opens(&mut desk, "write off what is left"), "Write off", "<tab>bad");
    posts(opens(&mut desk, "account on hold"), "Put on hold", "late");
    posts(desk.types("<alt-n>"), "New customer", "Aline");
    // All of it stands there, the latest first, each with how it is taken back.
    desk.types("<alt-u>").sees(&[
        "▸ New customer · C0002",
        "→ not taken back",
        "cannot be deleted",
    ]);
    let shown = desk.shows();
    let rows = [
        ("Put on hold · Kigali Heights", "Take off hold"),
        ("Write off · WO-2026-00001", "Recover write-off"),
        ("Open dispute · DSP-2026-00001", "Void dispute"),
        ("Credit note · CN-2026-00001", "Void credit note"),
        ("Payment · PAY-2026-00002", "Reverse payment"),
        ("Call · CALL-2026-00001", "Take back what was agreed"),
        ("Change customer · Kigali", "Change customer"),
    ];
    let mut last = 0;
    for (done, undo) in rows {
        let (at, line) = shown.lines().enumerate().find(|(_, line)| line.contains(done)).unwrap();
        assert!(line.contains(undo) && at > last, "{done} → {undo} in:\n{shown}");
        last = at;
    }
    // What it does is said before it is done.
    desk.types("<down>").sees(&["Take the account off hold"]).types("<down><down><down>");
    desk.sees(&["CN-2026-00001 is void"]).types("<down>");
    desk.sees(&["PAY-2026-00002 was entered by mistake: it no longer counts"]).types("<home>");
    // What stays says why; the same key again walks back.
    desk.types("<enter>").sees(&["A customer cannot be deleted: change its details instead."]);
    desk.types("<alt-u><enter>");
    posts(&mut desk, "Take off hold", "");
    for (title, keys) in [
        ("Recover write-off", ""),
        ("Void dispute", "by mistake"),
        ("Void credit note", "wrong<tab><tab>CN-2026-00001"),
        ("Reverse payment", "typed twice<tab><tab>PAY-2026-00002"),
        ("Take back what was agreed", "not said"),
    ] {
        desk.types("<alt-u>").sees(&["▸ New customer", "Posted by you"]);
        // What was taken back is no longer there: the next one stands below the new customer.
        posts(desk.types("<alt-u><enter>"), title, keys);
    }
    desk.types("<alt-u><alt-u><alt-u>").sees(&["▸ Change customer · Kigali"]).types("<enter>");
    // What stood there before is typed already.
    posts(&mut desk, "0788 123 456", "");
    desk.types("<alt-u>").sees(&["New customer · C0002"]).rests();
    let left = desk.shows().lines().filter(|line| line.contains(" → ")).count();
    assert_eq!(left, 1, "{}", desk.shows());
    desk.closes();
    test.open();
    assert_eq!(test.shown_invoice("INV-2026-00001").outstanding.to_string(), "318600");
    assert_eq!(test.shown_payment("PAY-2026-00002").state, "reversed");
    assert!(test.verify().ok);
}

#[test]
fn the_review_of_a_correction_shows_the_amount_and_what_happens() {
    let mut test = book();
    test.open();
    test.invoice("C0001", "2026-11-02", "2026-12-02", "47200");
    test.taken(r#"{"do":"record_payment","customer":"C0001","amount":"20000","method":"cheque","allocate":[{"invoice":"INV-2026-00001","amount":"15000"}]}"#);
    test.taken(r#"{"do":"refund","from":"PAY-2026-00002","amount":"5000"}"#);
    test.taken(
        r#"{"do":"credit_invoice","invoice":"INV-2026-00001","reason":"price","amount":"700"}"#,
    );
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]);
    for (number, palette, keys, seen) in [
        (
            "INV-2026-00002",
            "void the invoice",
            "wrong<tab><tab>",
            vec!["INV-2026-00002 is void and no longer owed", "RWF 47,200"],
        ),
        (
            "PAY-2026-00002",
            "the bank returned",
            "no funds<tab><tab>",
            vec![
                "PAY-2026-00002 was returned by the bank",
                "RWF 20,000",
                "INV-2026-00001 is open again",
                "15,000",
            ],
        ),
        (
            "PAY-2026-00002",
            "reverse a payment",
            "slip<tab><tab>",
            vec![
                "PAY-2026-00002 was entered by mistake",
                "RWF 20,000",
                "INV-2026-00001 is open again",
            ],
        ),
        (
            "RF-2026-00001",
            "reverse a refund",
            "stopped<tab><tab>",
            vec!["RF-2026-00001 no longer counts", "RWF 5,000"],
        ),
        (
            "CN-2026-00001",
            "void a credit",
            "slip<tab><tab>",
            vec!["CN-2026-00001 is void", "RWF 700", "INV-2026-00001 is open again"],
        ),
    ] {
        desk.types("<esc><esc><alt-1><esc><alt-4>").sees(&["Payments, credit notes, refunds"]);
        if number.starts_with("INV") {
            desk.types("<alt-3>").sees(&["INV-2026-00001"]);
        }
        desk.types("/").types(number).sees(&["Filter:", &format!("▸ {number}")]).types("<enter>");
        desk.types("<enter>").sees(&[&format!("· {number}"), "Kigali Heights"]).rests();
        opens(&mut desk, palette).sees(&["Retype number"]).types(keys).types(number);
        desk.types("<ctrl-s>").sees(&["Review:"]).sees(&seen).types("<esc><alt-z><alt-z>");
        desk.sees(&["Discarded"]);
    }
    desk.closes();
}

/// What the list has of a posting.
fn row(desk: &Headless, what: &str) -> String {
    let screen = desk.shows();
    screen.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{screen}")).into()
}

#[test]
fn after_a_restart_the_list_has_what_its_user_posted_and_only_that() {
    let mut test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["Kigali Heights owes"]).types("<enter>");
    desk.sees(&["INV-2026-00001"]);
    posts(desk.types("d"), "Open dispute", "50<tab>pr");
    posts(desk.types("p"), "Payment", "600");
    posts(opens(&mut desk, "account on hold"), "Put on hold", "late");
    desk.types("<alt-u>").sees(&["▸ Put on hold"]).types("<enter>");
    posts(&mut desk, "Take off hold", "");
    posts(desk.types("e"), "Change customer", "<tab><tab>9");
    desk.closes();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).rests();
    // What it was before is not known any more: that is said.
    desk.types("<alt-u>").sees(&["Posted by you", "▸ Change customer", "not known here"]).rests();
    desk.types("<down>").sees(&["▸ Payment · PAY-2026-00002"]);
    assert!(row(&desk, "DSP-2026-00001 · Kigali Heights").contains("→ Void dispute"));
    for gone in ["hold", "PAY-2026-00001", "INV-2026-00001"] {
        assert!(!desk.shows().contains(gone), "{gone} in:\n{}", desk.shows());
    }
    desk.types("<enter>");
    posts(&mut desk, "Reverse payment", "twice<tab><tab>PAY-2026-00002");
    desk.types("<alt-u><alt-u>").sees(&["▸ Open dispute · DSP-2026-00001"]);
    desk.closes();
    // Somebody else has posted none of it.
    let mut desk = Headless::open_as("f", &test.folder(), Settings::default(), (80, 24));
    desk.sees(&["of 1"]).rests();
    desk.types("<alt-u>").sees(&["You have posted nothing recently"]);
    desk.closes();
    test.open();
    assert_eq!(test.shown_payment("PAY-2026-00002").state, "reversed");
    assert!(test.verify().ok);
}

/// The same user at another desk: the list has it without a restart, once, and what was taken back there is gone.
#[test]
fn what_the_same_user_posts_elsewhere_is_listed_too() {
    let test = book();
    // Who joins a running desk is known by the account of the system.
    let user = std::process::Command::new("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap();
    let mut desk = Headless::open_as(user.trim(), &test.folder(), Settings::default(), (80, 24));
    desk.sees(&["of 1"]).types("kig").sees(&["Kigali Heights owes"]).types("<enter>");
    desk.sees(&["INV-2026-00001"]);
    posts(desk.types("d"), "Open dispute", "50<tab>pr");
    let mut other = Headless::open(&test.folder(), Settings::default(), 80, 24);
    other.sees(&["of 1"]).types("kig").sees(&["Kigali Heights owes"]).types("<enter>");
    other.sees(&["INV-2026-00001"]);
    posts(other.types("p"), "Payment", "600<tab><tab>mo");
    desk.types("<alt-u>").sees(&["▸ Open dispute"]);
    // The mark stays on its line.
    desk.sees(&["Payment · PAY-2026-00002", "▸ Open dispute"]).rests();
    let rows = |desk: &Headless| -> Vec<String> {
        let screen = desk.shows();
        screen.lines().filter(|line| line.contains(" → ")).map(str::to_string).collect()
    };
    assert_eq!(rows(&desk).len(), 2, "{}", desk.shows());
    assert!(rows(&desk)[0].contains("Payment"), "{}", desk.shows());
    desk.types("<esc>").rests();
    // What it posts itself meanwhile is there once.
    posts(desk.types("p"), "Payment", "700<tab><tab>mo");
    desk.waits(1_500);
    desk.types("<alt-u>").sees(&["▸ Payment · PAY-2026-00003"]);
    assert_eq!(rows(&desk).len(), 3, "{}", desk.shows());
    // The other desk takes back the dispute.
    other.types("<alt-u>").sees(&["Open dispute · DSP", "PAY-2026-00003"]).types("<end><enter>");
    posts(&mut other, "Void dispute", "by mistake");
    desk.hears_until(|screen| !screen.contains("Open dispute"));
    assert_eq!(rows(&desk).len(), 2, "{}", desk.shows());
    other.closes();
    desk.closes();
}

#[test]
fn what_cannot_be_taken_back_any_more_is_not_offered_and_says_why() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["Kigali Heights owes"]).types("<enter>");
    desk.sees(&["INV-2026-00001"]);
    posts(desk.types("d"), "Open dispute", "50<tab>pr");
    posts(desk.types("i"), "New invoice", "Rooms<tab>1<tab>500");
    posts(opens(&mut desk, "draft an invoice"), "Draft invoice", "Lunch<tab>1<tab>700");
    desk.types("<alt-u>").sees(&["▸ Draft invoice", "→ Void invoice"]).rests();
    assert!(!desk.shows().contains("not possible now"), "{}", desk.shows());
    desk.types("<esc>").sees(&["Open items"]);
    desk.types("<tab><tab>p").sees(&["Payment"]).types("324100<ctrl-s>").sees(&["Review:"]);
    desk.types("<enter>").sees(&["posted"]).rests();
    desk.types("<alt-5>").sees(&["▸ DSP-2026-00001"]);
    posts(desk.types("v"), "Resolve dispute", "up");
    desk.types("<alt-9>").sees(&["▸ D000001"]);
    posts(opens(&mut desk, "issue the draft"), "Issue draft", "");
    desk.types("<alt-u>").sees(&["Posted by you"]).rests();
    for what in ["New invoice · INV-2026-00002", "Draft invoice · D000001", "Open dispute · DSP"]
    {
        assert!(row(&desk, what).contains("→ not possible now"), "{}", desk.shows());
    }
    desk.types("g").rests();
    while !row(&desk, "▸").contains("New invoice") {
        desk.types("<down>");
    }
    desk.sees(&["money or credit is allocated to INV-2026-00002"]).types("<enter>");
    desk.sees(&["money or credit is allocated", "Posted by you"]);
    desk.closes();
}

/// A run of letters is one line of the list, so that what was posted before it stays in sight; after a restart, too.
#[test]
fn a_run_of_letters_is_one_line_that_opens_into_its_letters() {
    let mut test = TestBook::rwanda();
    test.taken(
        r#"{"do":"set_dunning_policy","name":"standard","levels":"7, 21","interval_days":14}"#,
    );
    for n in 1..=40 {
        test.customer(&format!("C{n:04}"));
        test.invoice(&format!("C{n:04}"), "2026-10-02", "2026-10-31", "5900");
    }
    test.close();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 40"]).types("c0007").sees(&["▸"]).types("<enter>").sees(&["Open items"]);
    posts(desk.types("p"), "Payment", "600");
    desk.types("<alt-g>").sees(&["40 of 40 ticked"]).types("s").sees(&["s again queues"]);
    desk.types("s").sees(&["40 letters are in the outbox"]).rests();
    desk.types("<alt-u>").sees(&["▸ 40 letters · DLV-2026-00001 – DLV-2026-00040"]);
    desk.sees(&["→ each by itself", "A run is not taken back as a whole"]);
    assert!(row(&desk, "Payment · PAY-2026-00001").contains("→ Reverse payment"));
    // The letters one by one: the latest is taken out of the outbox.
    desk.types("<enter>").sees(&["▸ Send document · DLV-2026-00040", "→ Take out"]);
    posts(desk.types("<enter>"), "Take out of the outbox", "");
    desk.types("<alt-u>").sees(&["▸ 39 letters · DLV-2026-00001 – DLV-2026-00039"]);
    desk.closes();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 40"]).rests();
    desk.types("<alt-u>").sees(&["▸ 39 letters · DLV-2026-00001 – DLV-2026-00039"]).rests();
    assert!(row(&desk, "Payment · PAY-2026-00001").contains("→ Reverse payment"));
    desk.closes();
}

/// What was posted long before this start is a page further down.
#[test]
fn the_list_reaches_back_page_by_page() {
    let mut test = book();
    test.open();
    test.taken(
        r#"{"do":"open_dispute","invoice":"INV-2026-00001","amount":"50","reason":"price"}"#,
    );
    for n in 0..150 {
        test.taken(match n % 2 {
            0 => r#"{"do":"hold_customer","customer":"C0001","reason":"late"}"#,
            _ => r#"{"do":"release_customer","customer":"C0001"}"#,
        });
    }
    for n in 0..130 {
        test.taken(&format!(
            r#"{{"do":"define_item","code":"I{n}","name":"Item {n}","price":"10","tax":"B"}}"#
        ));
    }
    test.close();
    let mut desk = Headless::open_as("eva", &test.folder(), Settings::default(), (80, 24));
    desk.sees(&["of 1"]).rests();
    desk.types("<alt-u>").sees(&["Posted by you", "128 × "]).rests();
    assert!(!desk.shows().contains("DSP-2026-00001"), "{}", desk.shows());
    // Each page is there before the next one is asked for: a key pressed meanwhile asks for nothing.
    desk.types("<pagedown>").sees(&["130 × "]).rests();
    desk.types("<pagedown>").sees(&["Open dispute · DSP-2026-00001"]).rests();
    desk.types("<end>").rests();
    desk.types("<end>").sees(&["There is nothing earlier here"]);
    desk.closes();
}

/// What is missing is complained of from the first field on: the number to retype comes last.
#[test]
fn a_form_that_undoes_complains_in_the_order_of_its_fields() {
    let test = book();
    let mut desk = Headless::open(&test.folder(), Settings::default(), 80, 24);
    desk.sees(&["of 1"]).types("kig").sees(&["Kigali Heights owes"]).types("<enter>");
    desk.sees(&["▸ INV-2026-00001"]).rests();
    opens(&mut desk, "void the invoice").sees(&["Void invoice", "Retype number"]);
    desk.types("<ctrl-s>").sees(&["“Reason” is empty"]).rests();
    assert!(!desk.shows().contains("✗ Type 1 to confirm"), "{}", desk.shows());
    desk.types("wrong customer<ctrl-s>").sees(&["✗ Type 1 to confirm"]).types("1<ctrl-s>");
    desk.sees(&["Review: Void invoice"]);
    desk.closes();
}
