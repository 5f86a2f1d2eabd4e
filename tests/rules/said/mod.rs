//! What is said of an account is what the ledger has: each sentence is read back by a parser of its
//! own, in English, French and Kinyarwanda.

mod expected;
mod heard;

use std::collections::BTreeMap;

use crate::common::cli::Cli;
use crate::common::{TestBook, day};
use daybook::documents::wording::Wording;
use daybook::domain::late::SaidLate;
use daybook::domain::plan::SaidPlan;
use daybook::domain::promise::SaidPromise;
use daybook::domain::{Code, Currency, Language, Money, Number};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::{Balance, BalanceItem};
use daybook::ledger::query::open::Buckets;
use daybook::ledger::query::say::{Say, SayOf};
use daybook::words::said::{AccountStanding, Voice};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use expected::{Beside, expected, spare};
use heard::{ENGLISH, FRENCH, KINYARWANDA, Phrases, PlanSays, listen};

fn said(wording: &Wording, balance: &Balance, beside: &Beside) -> String {
    let words = wording.words();
    let Beside { late, promise, arrived, plans, level, .. } = beside;
    let voice = Voice {
        words,
        money: &|amount| words.figure(&amount.to_string()),
        day: &|day| wording.day(day),
    };
    voice.all(&AccountStanding {
        name: &balance.name,
        currency: balance.currency,
        balance: balance.balance,
        overdue: balance.overdue,
        on_account: balance.on_account,
        withheld: balance.withheld.unwrap_or(balance.balance.zero()),
        late: *late,
        oldest: balance.days_late(),
        disputed: balance.disputed,
        promise: *promise,
        arrived: *arrived,
        plans,
        level: *level,
        beside_list: false,
    })
}

/// A language, and its phrases.
type Listener = (Wording, Phrases);

fn languages() -> [Listener; 3] {
    [
        (Wording::of(Language::English), ENGLISH),
        (Wording::of(Language::French), FRENCH),
        (Wording::of(Language::Kinyarwanda), KINYARWANDA),
    ]
}

/// Says an account in all languages and compares what is heard; how many differ.
fn differences(languages: &[Listener], balance: &Balance, beside: &Beside) -> usize {
    let differs = |(wording, phrases): &Listener| {
        let text = said(wording, balance, beside);
        let mut expected = expected(&balance.items, balance.as_of, beside);
        expected.arrived = beside.arrived.map(Money::minor);
        let by = |it: SaidPromise| (it.amount.minor(), wording.day(it.by), it.all.minor());
        expected.promised = beside.promise.map(by);
        let plan = |it: &SaidPlan| match (it.in_default, it.missed, it.next) {
            (true, ..) => (PlanSays::Default, 0, String::new(), it.left.minor()),
            (_, Some((amount, by)), _) => {
                (PlanSays::Missed, amount.minor(), wording.day(by), it.left.minor())
            }
            (_, None, next) => {
                let (amount, by) = next.unwrap();
                (PlanSays::Next, amount.minor(), wording.day(by), it.left.minor())
            }
        };
        expected.plans = beside.plans.iter().map(plan).collect();
        let is_promised = beside.promise.is_some() || beside.arrived.is_some();
        let waits = is_promised || beside.plans.iter().any(|it| !it.in_default);
        expected.asked = expected.asked.filter(|_| !waits);
        let heard = listen(phrases, &text, &balance.name, balance.currency);
        // What is said to be late and what was withheld are parts of what is owed.
        let is_more = heard.late + heard.withheld > heard.balance;
        assert!(heard.on_account > 0 || !is_more, "{text}");
        if heard != expected {
            println!("{text}\n{heard:?}\n{expected:?}");
        }
        heard != expected
    };
    languages.iter().filter(|language| differs(language)).count()
}

const NAMES: [&str; 6] = [
    "Kigali Heights Hotel",
    "Owes & Sons",
    "A; 5.00 is overdue Ltd",
    "Rien n'est en retard SARL",
    "O'Brien (is in credit)",
    "宏達文具",
];

fn random(chance: &mut ChaCha8Rng) -> (Balance, Beside) {
    let code = ["RWF", "CAD", "KWD"][chance.random_range(0..3)];
    let currency = Currency::parse(code).unwrap();
    let (scale, as_of) = (currency.scale(), day("2026-11-21"));
    let largest = 10_i64.pow(chance.random_range(1..14));
    let mut items = Vec::new();
    for nth in 0..chance.random_range(0..7) {
        let left = chance.random_range(1..=largest);
        let is_credit = chance.random_range(0..3) == 0;
        // The same amount on both sides, now and then.
        let left =
            items.first().map_or(left, |one: &BalanceItem| match chance.random_range(0..4) {
                0 => one.outstanding.minor().abs(),
                _ => left,
            });
        let disputed = (!is_credit && chance.random_range(0..4) == 0)
            .then(|| Money::from_minor(chance.random_range(1..=left), scale));
        let due = as_of.plus(chance.random_range(-200..60)).unwrap();
        let outstanding = Money::from_minor(if is_credit { -left } else { left }, scale);
        items.push(BalanceItem {
            item: Number(format!("INV-{nth}")),
            kind: String::new(),
            date: due,
            due,
            amount: outstanding,
            outstanding,
            disputed,
            reference: None,
            early_payment: None,
        });
    }
    let kept: BTreeMap<String, i64> = items
        .iter()
        .filter(|item| item.outstanding.is_positive() && chance.random_range(0..5) == 0)
        .map(|item| (item.item.0.clone(), item.outstanding.minor()))
        .collect();
    let kept: BTreeMap<String, i64> =
        kept.into_iter().map(|(item, left)| (item, chance.random_range(1..=left))).collect();
    let level = chance.random_range(0..5);
    let beside = Beside { kept, level, ..Beside::default() };
    let heard = expected(&items, as_of, &beside);
    let overdue = items.iter().filter(|item| item.due < as_of).map(|item| item.outstanding.minor());
    let overdue = overdue.filter(|left| *left > 0).sum();
    let money = |minor| Money::from_minor(minor, scale);
    let promise = (chance.random_range(0..3) == 0).then(|| {
        let by = as_of.plus(chance.random_range(0..90)).unwrap();
        let amount = chance.random_range(1..=largest);
        let more = [0, chance.random_range(1..=largest)][chance.random_range(0..2)];
        SaidPromise { amount: money(amount), by, all: money(amount + more) }
    });
    let plans = [0, 0, 0, 1, 2][chance.random_range(0..5)];
    let plans = (0..plans).map(|_| {
        let mut part = |days| {
            let by = as_of.plus(chance.random_range(days)).unwrap();
            (money(chance.random_range(1..=largest)), by)
        };
        let (missed, next) = (part(-60..0), part(0..90));
        SaidPlan {
            missed: (chance.random_range(0..3) == 0).then_some(missed),
            next: Some(next),
            left: money(chance.random_range(1..=largest)),
            in_default: chance.random_range(0..4) == 0,
        }
    });
    let plans = plans.collect();
    let asked = Some(money(heard.asked.map_or(0, |(_, asked)| asked)));
    let late = Some(SaidLate { amount: money(heard.late), days: heard.days, asked });
    let arrived = (chance.random_range(0..5) == 0).then(|| money(chance.random_range(1..=largest)));
    let withheld = (!beside.kept.is_empty()).then(|| money(heard.withheld));
    let beside = Beside { late, promise, arrived, plans, ..beside };
    let balance = Balance {
        customer: Code("C1".into()),
        name: NAMES[chance.random_range(0..NAMES.len())].into(),
        as_of,
        future: false,
        known_at: 1,
        currency,
        balance: money(heard.balance),
        overdue: money(overdue),
        withheld,
        on_account: money(heard.on_account),
        disputed: money(heard.disputed),
        aging: Buckets::zero(money(0)),
        items,
        rest: None,
        next: None,
    };
    (balance, beside)
}

#[test]
fn ten_thousand_random_accounts_are_heard_as_they_stand() {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let languages = languages();
    let differing: usize = (0..10_000)
        .map(|_| random(&mut chance))
        .map(|(balance, beside)| differences(&languages, &balance, &beside))
        .sum();
    assert_eq!(differing, 0);
}

/// How many accounts the book of the next test has; `DAYBOOK_SAID_ACCOUNTS=10000` says another number.
fn accounts_of_the_book() -> usize {
    std::env::var("DAYBOOK_SAID_ACCOUNTS").ok().and_then(|n| n.parse().ok()).unwrap_or(60)
}

/// A book in dollars in a country where tax is withheld.
fn withholding() -> TestBook {
    TestBook::new(&crate::common::new_book("RW", "CAD", None))
}

/// Gives an account invoices, money, a dispute, and a promise or a plan; returns what of promises and plans
/// is to be said, as it was agreed here.
fn fill(test: &mut TestBook, code: &str, chance: &mut ChaCha8Rng) -> Beside {
    let today = day("2026-11-21");
    test.customer(code);
    for _ in 0..chance.random_range(0..4) {
        let due = today.plus(chance.random_range(-100..40)).unwrap();
        let amount = chance.random_range(1..500);
        test.invoice(code, "2026-08-01", &due.to_string(), &format!("{amount}.25"));
    }
    if chance.random_range(0..2) == 0 {
        let rule = ["oldest", "none"][chance.random_range(0..2)];
        let amount = chance.random_range(1..900);
        test.payment(code, "2026-11-02", &format!("{amount}.25"), rule);
    }
    let items = test.balance(code, AsOf::default()).items;
    let mut owed = items.iter().filter(|item| item.outstanding.is_positive());
    let mut beside = Beside { level: chance.random_range(0..5), ..Beside::default() };
    if let Some(item) = owed.next().filter(|_| chance.random_range(0..2) == 0) {
        let number = &item.item;
        test.taken(&format!(
            r#"{{"do":"open_dispute","invoice":"{number}","amount":"0.20","reason":"price"}}"#
        ));
    }
    let mut withheld = owed.clone().filter(|item| item.outstanding.minor() >= 100);
    if let Some(item) = withheld.next_back().filter(|_| chance.random_range(0..2) == 0) {
        let number = &item.item;
        test.taken(&format!(
            r#"{{"do":"await_certificate","invoice":"{number}","kind":"WHT3","amount":"0.30"}}"#
        ));
        beside.kept.insert(number.0.clone(), 30);
    }
    let mut free = owed.filter(|item| !beside.kept.contains_key(&item.item.0));
    let Some(item) = free.next() else { return beside };
    let by = today.plus(chance.random_range(0..80)).unwrap();
    let scale = item.outstanding.scale();
    match chance.random_range(0..3) {
        0 => {
            let number = &item.item;
            test.taken(&format!(
                r#"{{"do":"promise","customer":"{code}","invoice":"{number}","amount":"0.25","by":"{by}"}}"#
            ));
            // A part of it, or all, comes at once and is not allocated.
            let came = [0, 0, 10, 25, 40][chance.random_range(0..5)];
            if came > 0 {
                test.payment(code, "2026-11-21", &format!("0.{came}"), "none");
                beside.arrived = Some(Money::from_minor(came.min(25), scale));
                beside.came.insert(number.0.clone(), came.min(25));
            }
            beside.agreed.insert(number.0.clone(), 25 - came.min(25));
            let items = test.balance(code, AsOf::default()).items;
            let covered = spare(&items, today, &beside);
            let amount = Money::from_minor((25 - came.min(25) - covered).max(0), scale);
            let promise = SaidPromise { amount, by, all: amount };
            beside.promise = amount.is_positive().then_some(promise);
        }
        1 if item.outstanding.minor() > 10 => {
            let (number, left) = (&item.item, item.outstanding);
            let first = Money::from_minor(10, scale);
            let rest = Money::from_minor(left.minor() - 10, scale);
            let later = by.plus(30).unwrap();
            test.taken(&format!(
                r#"{{"do":"agree_plan","customer":"{code}","invoices":["{number}"],"instalments":[{{"due":"{by}","amount":"{first}"}},{{"due":"{later}","amount":"{rest}"}}]}}"#
            ));
            // A part of the first instalment, or more, comes at once and is not allocated.
            let came = [0, 0, 4, 10, 13][chance.random_range(0..5)];
            if came > 0 {
                test.payment(code, "2026-11-21", &format!("0.{came:02}"), "none");
            }
            let came = came.min(left.minor());
            beside.came.insert(number.0.clone(), came);
            beside.agreed.insert(number.0.clone(), left.minor() - came);
            let items = test.balance(code, AsOf::default()).items;
            let left = left.minor() - came - spare(&items, today, &beside);
            let (due, next) = if came < 10 { (by, 10 - came) } else { (later, left) };
            let [left, next] = [left, next.min(left)].map(|it| Money::from_minor(it, scale));
            let plan = SaidPlan { left, missed: None, next: Some((next, due)), in_default: false };
            beside.plans.extend(left.is_positive().then_some(plan));
        }
        _ => {}
    }
    beside
}

#[test]
fn accounts_of_a_book_are_heard_as_the_ledger_has_them() {
    let mut test = withholding();
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    let codes = (0..accounts_of_the_book()).map(|nth| format!("C{nth}"));
    let agreed: Vec<(String, Beside)> = codes
        .map(|code| {
            let beside = fill(&mut test, &code, &mut chance);
            (code, beside)
        })
        .collect();
    let (languages, mut differing) = (languages(), 0);
    let mut cases = [0; 6];
    for (code, agreed) in &agreed {
        let say = test.ask(&SayOf(Code(code.clone()))).unwrap();
        let Say { balance, late, promise, arrived, plans } = say;
        assert_eq!((&promise, &plans), (&agreed.promise, &agreed.plans), "{code}");
        assert_eq!(arrived, agreed.arrived, "{code}");
        let has = [
            promise.is_some(),
            !plans.is_empty(),
            balance.disputed.is_positive(),
            balance.on_account.is_positive(),
            arrived.is_some(),
            late.is_some_and(|late| late.amount.is_positive()),
        ];
        let agreed = &Beside { late, ..agreed.clone() };
        cases = std::array::from_fn(|at| cases[at] + usize::from(has[at]));
        differing += differences(&languages, &balance, agreed);
    }
    println!(
        "{} accounts; with promise, plan, dispute, money on account, money arrived, tax withheld: {cases:?}",
        agreed.len()
    );
    assert!(cases.iter().all(|count| *count > 0), "{cases:?}");
    assert_eq!(differing, 0);
}

/// 50 late, 50 on account: nothing is owed, and nothing is said to be late.
#[test]
fn what_is_late_and_what_is_on_account_are_said_together() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let say = |test: &TestBook| {
        let Say { balance, promise, .. } = test.ask(&SayOf(Code("C1".into()))).unwrap();
        let beside = Beside { promise, ..Beside::default() };
        let both = [Language::English, Language::French].map(Wording::of);
        both.map(|wording| said(&wording, &balance, &beside).replace('\u{a0}', "_"))
    };
    assert_eq!(say(&test), ["Customer C1 owes nothing.", "Customer C1 ne doit rien."]);
    test.invoice("C1", "2026-10-01", "2026-10-31", "50");
    let [english, french] = say(&test);
    assert_eq!(english, "Customer C1 owes CAD 50.00; all of it is overdue, the oldest 21 days.");
    assert_eq!(
        french,
        "Customer C1 doit 50,00_CAD ; le tout en retard, depuis 21 jours pour le plus ancien."
    );
    test.payment("C1", "2026-11-02", "50", "none");
    let [english, french] = say(&test);
    assert_eq!(
        english,
        "Customer C1 owes nothing; CAD 50.00 on account is not allocated yet and is already deducted."
    );
    assert_eq!(
        french,
        "Customer C1 ne doit rien ; 50,00_CAD au crédit du compte restent à imputer et sont déjà déduits."
    );
    test.payment("C1", "2026-11-03", "65.43", "none");
    let [english, _] = say(&test);
    assert_eq!(
        english,
        "Customer C1 is CAD 65.43 in credit; CAD 115.43 on account is not allocated yet and is \
         already deducted."
    );
    test.invoice("C1", "2026-10-02", "2026-11-20", "1234.5");
    let [english, french] = say(&test);
    // The invoice that has been late for 21 days is covered: the other one is a day late.
    assert_eq!(
        english,
        "Customer C1 owes CAD 1,169.07; all of it is overdue after money on account, the oldest 1 \
         day; CAD 115.43 on account is not allocated yet."
    );
    assert!(french.contains("doit 1_169,07_CAD ; le tout en retard après déduction"), "{french}");
}

/// Promises of one day are one sum; of several days, the first is said and all of them in all. Each plan is
/// said, the one in default first.
#[test]
fn several_promises_and_plans_are_all_said() {
    let mut test = TestBook::canada();
    test.customer("C1");
    for amount in ["100", "200", "300", "400", "500"] {
        test.invoice("C1", "2026-10-01", "2026-10-31", amount);
    }
    let english = Wording::of(Language::English);
    let says = |test: &TestBook| {
        let Say { balance, promise, plans, .. } = test.ask(&SayOf(Code("C1".into()))).unwrap();
        said(&english, &balance, &Beside { promise, plans, ..Beside::default() })
    };
    let promise = |invoice: u32, by: &str| {
        format!(
            r#"{{"do":"promise","customer":"C1","invoice":"INV-2026-0000{invoice}","by":"{by}"}}"#
        )
    };
    test.taken(&promise(1, "2026-11-27"));
    test.taken(&promise(2, "2026-11-27"));
    let text = says(&test);
    assert!(text.ends_with("Promised 300.00 by 27 Nov 2026."), "{text}");
    test.taken(&promise(3, "2026-12-04"));
    let text = says(&test);
    assert!(text.ends_with("Promised 300.00 by 27 Nov 2026, 600.00 in all."), "{text}");
    for (invoice, due, rest) in [(4, "2026-12-01", "390"), (5, "2026-11-28", "490")] {
        test.taken(&format!(
            r#"{{"do":"agree_plan","customer":"C1","invoices":["INV-2026-0000{invoice}"],"instalments":[{{"due":"{due}","amount":"10"}},{{"due":"2027-01-10","amount":"{rest}"}}]}}"#
        ));
    }
    let text = says(&test);
    let first = text.find("Payment plan: 10.00 due 28 Nov 2026, 500.00 left in all.");
    let second = text.find("Payment plan: 10.00 due 1 Dec 2026, 400.00 left in all.");
    assert!(first.is_some() && first < second, "{text}");
}

#[test]
fn the_command_line_says_it_too() {
    let cli = Cli::with_book();
    let (status, _) = cli.post(
        r#"{"do":"register_customer","code":"C1","name":"Kigali Heights Hotel"}
{"do":"issue_invoice","customer":"C1","date":"2026-10-01","due":"2026-11-01","lines":[{"description":"Rooms","quantity":"1","unit_price":"318600"}]}
{"do":"open_dispute","invoice":"INV-2026-00001","amount":"40000","reason":"price"}
{"do":"promise","customer":"C1","invoice":"INV-2026-00001","amount":"200000","by":"2026-11-27"}
"#,
    );
    assert_eq!(status, 0);
    let answer = cli.json(&["say", "C1"]);
    for (field, value) in
        [("balance", "318600"), ("overdue", "318600"), ("on_account", "0"), ("disputed", "40000")]
    {
        assert_eq!(answer[field], value, "{field}");
    }
    assert_eq!(
        answer["text"],
        "Kigali Heights Hotel owes RWF 318,600; all of it is overdue, the oldest 20 days. 40,000 is \
         disputed. Promised 200,000 by 27 Nov."
    );
    let french = cli.json(&["say", "C1", "--language", "fr"]);
    let text = french["text"].as_str().unwrap();
    assert!(text.contains("doit 318\u{a0}600\u{a0}RWF ; le tout en retard"), "{text}");
    assert_eq!(cli.status(&["say", "C9"]), 1);
    assert_eq!(cli.status(&["say", "C1", "--language", "xx"]), 2);
}

/// Owed 1,000.00, of which 30.00 were withheld as tax and 700.00 are overdue with it: what is late and what was withheld
/// come to what is owed and due, and only the first is asked for.
#[test]
fn what_was_withheld_is_a_part_of_what_is_owed_and_not_of_what_is_late() {
    let mut test = withholding();
    test.customer("C1");
    let old = test.invoice("C1", "2026-08-01", "2026-08-31", "400");
    test.invoice("C1", "2026-10-01", "2026-10-31", "300");
    test.invoice("C1", "2026-11-01", "2026-12-01", "300");
    test.taken(&format!(
        r#"{{"do":"await_certificate","invoice":"{old}","kind":"WHT3","amount":"30"}}"#
    ));
    let says = |test: &TestBook| {
        let Say { balance, late, promise, arrived, plans } =
            test.ask(&SayOf(Code("C1".into()))).unwrap();
        let beside = Beside { late, promise, arrived, plans, level: 1, ..Beside::default() };
        said(&Wording::of(Language::English), &balance, &beside)
    };
    assert_eq!(
        says(&test),
        "Customer C1 owes CAD 1,000.00; 670.00 is overdue, the oldest 82 days. CAD 30.00 is tax withheld, \
         certificate awaited. When may we expect 670.00?"
    );
    // All but the tax of the oldest is paid, and waits on account: the other one is 21 days late.
    test.payment("C1", "2026-11-02", "370", "none");
    assert_eq!(
        says(&test),
        "Customer C1 owes CAD 630.00; 300.00 is overdue after money on account, the oldest 21 days; CAD \
         370.00 on account is not allocated yet. CAD 30.00 is tax withheld, certificate awaited. When may we \
         expect 300.00?"
    );
}

/// A promise whose money has come is not repeated, and nothing is asked for; what of it is missing is.
#[test]
fn money_that_came_as_promised_has_arrived() {
    let mut test = TestBook::canada();
    test.customer("C1");
    let invoice = test.invoice("C1", "2026-10-01", "2026-10-31", "500");
    test.payment("C1", "2026-11-02", "20", "none");
    let says = |test: &TestBook| {
        let Say { balance, late, promise, arrived, plans } =
            test.ask(&SayOf(Code("C1".into()))).unwrap();
        let beside = Beside { late, promise, arrived, plans, level: 3, ..Beside::default() };
        said(&Wording::of(Language::English), &balance, &beside)
    };
    test.taken(&format!(
        r#"{{"do":"promise","customer":"C1","invoice":"{invoice}","amount":"400","by":"2026-11-25","tolerance_days":0,"date":"2026-11-10"}}"#
    ));
    let promised = "Promised 400.00 by 25 Nov 2026.";
    assert!(says(&test).ends_with(promised), "money from before is not what was promised");
    test.payment("C1", "2026-11-20", "150", "none");
    let text = says(&test);
    let both = "Promised 250.00 by 25 Nov 2026. 150.00 has arrived as promised and is on account.";
    assert!(text.ends_with(both), "{text}");
    test.payment("C1", "2026-11-21", "250", "none");
    let text = says(&test);
    let arrived = "400.00 has arrived as promised and is on account.";
    assert!(text.ends_with(arrived) && !text.contains("Promised"), "{text}");
    // Its day is past, and it is still to be allocated.
    test.open_on("2026-11-28");
    let text = says(&test);
    assert!(text.ends_with(arrived) && !text.contains("Promised"), "{text}");
}
