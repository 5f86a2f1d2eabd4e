//! Cash in any order: matched, split, linked, banked together, dictated, certified, identified, and all of
//! that taken back. Nothing is allocated beyond what there is, and nothing that is posted today changes
//! what was true yesterday.

use std::collections::HashMap;

use crate::common::properties::properties;
use crate::common::{TestBook, as_of};
use daybook::domain::Refusal;
use daybook::ledger::query::AsOf;
use daybook::ledger::query::reconciliation::ReconciliationOf;
use proptest::prelude::*;

/// A thing that happens to money. Small numbers choose among what there is.
#[derive(Clone, Copy, Debug)]
enum Act {
    Line(i16),
    Match(u8, u8, u8),
    Split(u8, u16),
    Link(u8, u8),
    LinkDeposit(u8, u8),
    Dismiss(u8),
    Unmatch(u8),
    Pay(u8, u16, u8),
    Dictate(u8, u16, u8),
    Certify(u8, u16),
    Deposit(u8, u8),
    VoidDeposit(u8),
    Bounce(u8),
    Reverse(u8),
    Refund(u8, u16),
    ReverseRefund(u8),
    Unallocate(u8),
    Unknown(u16),
    Identify(u8, u8),
    Suspend(u8),
    LinkUnknown(u8, u8),
}

fn act() -> impl Strategy<Value = Act> {
    // Few amounts, so that lines, payments and deposits often fit.
    let amount = prop_oneof![Just(100_u16), Just(200), Just(300), 1..400_u16];
    let line = prop_oneof![Just(100_i16), Just(200), Just(300), Just(-100), 1..400_i16];
    let which = any::<u8>();
    prop_oneof![
        4 => line.prop_map(Act::Line),
        3 => (which, 0..2_u8, 0..3_u8).prop_map(|(line, whose, how)| Act::Match(line, whose, how)),
        3 => (which, 1..120_u16).prop_map(|(line, first)| Act::Split(line, first)),
        2 => (which, which).prop_map(|(line, to)| Act::Link(line, to)),
        2 => (which, which).prop_map(|(line, to)| Act::LinkDeposit(line, to)),
        1 => which.prop_map(Act::Dismiss),
        3 => which.prop_map(Act::Unmatch),
        4 => (0..2_u8, amount.clone(), 0..3_u8).prop_map(|(whose, amount, how)| Act::Pay(whose, amount, how)),
        3 => (0..2_u8, amount.clone(), 0..4_u8).prop_map(|(whose, amount, how)| Act::Dictate(whose, amount, how)),
        2 => (0..4_u8, amount.clone()).prop_map(|(invoice, amount)| Act::Certify(invoice, amount)),
        3 => (which, which).prop_map(|(one, other)| Act::Deposit(one, other)),
        1 => which.prop_map(Act::VoidDeposit),
        2 => which.prop_map(Act::Bounce),
        2 => which.prop_map(Act::Reverse),
        2 => (which, amount.clone()).prop_map(|(which, amount)| Act::Refund(which, amount)),
        1 => which.prop_map(Act::ReverseRefund),
        2 => which.prop_map(Act::Unallocate),
        1 => amount.prop_map(Act::Unknown),
        2 => (which, 0..2_u8).prop_map(|(which, whose)| Act::Identify(which, whose)),
        2 => which.prop_map(Act::Suspend),
        1 => (which, which).prop_map(|(line, to)| Act::LinkUnknown(line, to)),
    ]
}

/// How cash comes.
const METHODS: [&str; 3] = ["cash", "cheque", "bank"];

/// What is dictated of an amount, for the invoices 1 and 2 of one customer, 3 and 4 of the other.
const DICTATED: [&str; 4] = ["{a} 40, {b} 30", "{a} all", "{b} 20 -10 price", "{a} 1; {b} 1"];

/// A book on which these things happen, with what was made.
struct Cash {
    test: TestBook,
    lines: Vec<(String, i64)>,
    made: HashMap<&'static str, Vec<String>>,
}

const KINDS: [&str; 5] = ["payment", "refund", "deposit", "allocation", "unidentified"];

/// What a customer dictates of two invoices.
fn dictated(whose: u8, how: u8) -> String {
    let (a, b) = (whose * 2 + 1, whose * 2 + 2);
    let said = DICTATED[usize::from(how)];
    said.replace("{a}", &a.to_string()).replace("{b}", &b.to_string())
}

impl Cash {
    fn new() -> Cash {
        let mut test = TestBook::rwanda();
        for (customer, amount) in [("C1", "350"), ("C2", "500")] {
            test.customer(customer);
            test.invoice(customer, "2026-10-01", "2026-10-31", amount);
            test.invoice(customer, "2026-10-01", "2026-11-30", amount);
        }
        Cash { test, lines: vec![], made: HashMap::new() }
    }

    fn one(&self, kind: &str, which: u8) -> String {
        let made = self.made.get(kind).map_or(&[][..], Vec::as_slice);
        made.get(usize::from(which) % made.len().max(1)).map_or("none", String::as_str).into()
    }

    fn line(&self, which: u8) -> (String, i64) {
        let line = self.lines.get(usize::from(which) % self.lines.len().max(1));
        line.cloned().unwrap_or(("BL999999".into(), 0))
    }

    /// Every line says something of its own.
    fn new_line(&self, amount: i16, date: &str) -> String {
        let text = self.lines.len();
        format!(
            r#"{{"do":"record_bank_lines","account":"BK","overlap":"new","lines":[{{"date":"{date}","amount":"{amount}","text":"{text}"}}]}}"#
        )
    }

    fn command(&self, act: Act, date: &str) -> String {
        let rest = match act {
            Act::Line(amount) => return self.new_line(amount, date),
            Act::Match(line, whose, how) => {
                let how = [r#","fee":"7""#, r#","allocate":"none""#, ""][usize::from(how)];
                let (line, whose) = (self.line(line).0, whose + 1);
                format!(r#""do":"match_bank_line","line":"{line}","customer":"C{whose}"{how}"#)
            }
            Act::Split(line, first) => {
                let (line, amount) = self.line(line);
                let rest = amount - i64::from(first);
                format!(
                    r#""do":"split_bank_line","line":"{line}","parts":[{{"customer":"C1","amount":"{first}"}},{{"customer":"C2","amount":"{rest}"}}]"#
                )
            }
            Act::Link(line, to) => format!(
                r#""do":"link_bank_line","line":"{}","payment":"{}""#,
                self.line(line).0,
                self.one(if to % 4 == 0 { "refund" } else { "payment" }, to)
            ),
            Act::LinkDeposit(line, to) => format!(
                r#""do":"link_bank_line","line":"{}","deposit":"{}""#,
                self.line(line).0,
                self.one("deposit", to)
            ),
            Act::Suspend(line) => {
                format!(r#""do":"suspend_bank_line","line":"{}""#, self.line(line).0)
            }
            Act::LinkUnknown(line, to) => format!(
                r#""do":"link_bank_line","line":"{}","payment":"{}""#,
                self.line(line).0,
                self.one("unidentified", to)
            ),
            Act::Dismiss(line) => {
                format!(
                    r#""do":"dismiss_bank_line","line":"{}","reason":"ours""#,
                    self.line(line).0
                )
            }
            Act::Unmatch(line) => {
                format!(r#""do":"unmatch_bank_line","line":"{}""#, self.line(line).0)
            }
            Act::Pay(whose, amount, how) => format!(
                r#""do":"record_payment","customer":"C{}","amount":"{amount}","method":"{}","allocate":"{}""#,
                whose + 1,
                METHODS[usize::from(how)],
                if amount % 2 == 0 { "oldest" } else { "none" }
            ),
            Act::Dictate(whose, amount, how) => format!(
                r#""do":"record_payment","customer":"C{}","amount":"{amount}","method":"cash","remittance":"{}""#,
                whose + 1,
                dictated(whose, how)
            ),
            Act::Certify(invoice, amount) => format!(
                r#""do":"record_certificate","customer":"C{}","kind":"WHT3","number":"W{amount}","allocate":[{{"invoice":"INV-2026-{:05}","amount":"{amount}"}}]"#,
                invoice / 2 + 1,
                invoice + 1
            ),
            Act::Deposit(one, other) => format!(
                r#""do":"record_deposit","payments":"{}, {}""#,
                self.one("payment", one),
                self.one("payment", other)
            ),
            Act::VoidDeposit(which) => {
                format!(r#""do":"void_deposit","deposit":"{}""#, self.one("deposit", which))
            }
            Act::Bounce(which) => format!(
                r#""do":"bounce_payment","payment":"{}","reason":"funds""#,
                self.one("payment", which)
            ),
            Act::Reverse(which) => format!(
                r#""do":"reverse_payment","payment":"{}","reason":"slip""#,
                self.one("payment", which)
            ),
            Act::Refund(which, amount) => {
                format!(
                    r#""do":"refund","from":"{}","amount":"{amount}""#,
                    self.one("payment", which)
                )
            }
            Act::ReverseRefund(which) => format!(
                r#""do":"reverse_refund","refund":"{}","reason":"back""#,
                self.one("refund", which)
            ),
            Act::Unallocate(which) => {
                format!(r#""do":"unallocate","allocation":"{}""#, self.one("allocation", which))
            }
            Act::Unknown(amount) => {
                format!(r#""do":"record_unidentified","amount":"{amount}","method":"cash""#)
            }
            Act::Identify(which, whose) => format!(
                r#""do":"identify","unidentified":"{}","customer":"C{}""#,
                self.one("unidentified", which),
                whose + 1
            ),
        };
        format!(r#"{{{rest},"date":"{date}"}}"#)
    }

    /// Posts it on a day; whatever is refused changes nothing.
    fn act(&mut self, act: Act, date: &str) -> Result<(), Refusal> {
        let receipt = self.test.post(&self.command(act, date))?;
        for (what, number) in &receipt.made {
            if let Act::Line(amount) = act {
                self.lines.push((number.clone(), amount.into()));
            }
            if let Some(kind) = KINDS.iter().find(|kind| *kind == what) {
                self.made.entry(*kind).or_default().push(number.clone());
            }
        }
        Ok(())
    }

    fn made(&self, kind: &str) -> &[String] {
        self.made.get(kind).map_or(&[][..], Vec::as_slice)
    }

    /// Nothing is allocated beyond what there is, on either side; a payment is in one deposit, and a deposit
    /// comes to what is in it.
    fn assert_sound(&self) {
        for number in self.made("payment") {
            let it = self.test.shown_payment(number);
            assert!(!it.on_account.is_negative(), "{it:?}");
            let allocated: i64 = it.allocations.iter().map(|it| it.amount.minor()).sum();
            assert!(allocated + it.on_account.minor() <= it.amount.minor(), "{it:?}");
        }
        for n in 1..=4 {
            let it = self.test.shown_invoice(&format!("INV-2026-{n:05}"));
            assert!((0..=it.total.minor()).contains(&it.outstanding.minor()), "{it:?}");
            let allocated: i64 = it.allocations.iter().map(|it| it.amount.minor()).sum();
            assert_eq!(allocated, it.total.minor() - it.outstanding.minor(), "{it:?}");
        }
        let mut banked: HashMap<String, String> = HashMap::new();
        for number in self.made("deposit") {
            let it = self.test.shown_deposit(number);
            let sum: i64 = it.payments.iter().map(|one| one.amount.minor()).sum();
            assert_eq!(sum, it.amount.minor(), "{it:?}");
            for one in it.payments.iter().filter(|_| it.state != "void") {
                let before = banked.insert(one.payment.0.clone(), number.clone());
                assert_eq!(before, None, "{} is in two deposits", one.payment);
                assert_ne!(self.test.shown_payment(&one.payment.0).state, "reversed", "{it:?}");
            }
        }
    }

    /// What the book says of a day.
    fn said_of(&self, asked: AsOf) -> String {
        let balances = ["C1", "C2"].map(|customer| self.test.balance(customer, asked));
        let bank = ReconciliationOf { account: Some("BK".into()), asked };
        let bank = self.test.ask(&bank).unwrap();
        for it in &bank {
            let parts = [&it.unmatched, &it.dismissed, &it.not_at_bank];
            let sum: i64 =
                parts.iter().flat_map(|parts| parts.iter()).map(|it| it.amount.minor()).sum();
            assert_eq!(it.difference.minor(), sum + it.statement_gap.minor(), "{it:#?}");
        }
        let said = format!("{balances:#?}{:#?}{bank:#?}", self.test.aging(asked));
        // The head is another one, once more is posted.
        said.lines().filter(|line| !line.contains("known_at")).collect()
    }
}

proptest! {
    #![proptest_config(properties(32))]

    #[test]
    fn nothing_is_allocated_twice_and_yesterday_stays_as_it_was(
        before in prop::collection::vec((act(), 0..19_u8), 5..40),
        today in prop::collection::vec(act(), 1..30),
        // Nothing is known of the account before its first line: money may be older than that.
        first in prop_oneof![Just(0_u8), Just(9), Just(12)],
    ) {
        let mut cash = Cash::new();
        cash.act(Act::Line(100), &format!("2026-11-{:02}", first + 1)).unwrap();
        for (act, on) in before {
            let on = if matches!(act, Act::Line(_)) { on.max(first) } else { on };
            let _ = cash.act(act, &format!("2026-11-{:02}", on + 1));
        }
        cash.assert_sound();
        let days = ["2026-11-10", "2026-11-20"].map(as_of);
        let known = days.map(|asked| cash.said_of(asked));
        for act in today {
            let _ = cash.act(act, "2026-11-21");
        }
        cash.assert_sound();
        for (asked, known) in days.iter().zip(&known) {
            prop_assert_eq!(&cash.said_of(*asked), known);
        }
        cash.said_of(AsOf::default());
        prop_assert!(cash.test.verify().ok);
    }
}

/// A payment that is older than the account's first line, bounced or not, is linked to one line, then to another; on some
/// days both were it. What is taken back of that today changes nothing of those days.
#[test]
fn what_is_unmatched_today_leaves_earlier_days_as_they_were() {
    for is_bounced in [false, true] {
        let mut cash = Cash::new();
        let taken = |cash: &mut Cash, line: &str| cash.test.taken(line);
        cash.act(Act::Pay(0, 101, 2), "2026-11-02").unwrap();
        if is_bounced {
            cash.act(Act::Bounce(0), "2026-11-04").unwrap();
        }
        cash.act(Act::Line(101), "2026-11-10").unwrap();
        cash.act(Act::Line(101), "2026-11-11").unwrap();
        let link = |line: usize| {
            format!(r#"{{"do":"link_bank_line","line":"BL{line:06}","payment":"PAY-2026-00001"}}"#)
        };
        taken(&mut cash, &link(1));
        cash.act(Act::Unmatch(0), "2026-11-16").unwrap();
        taken(&mut cash, &link(2));
        let days = ["2026-11-10", "2026-11-12", "2026-11-18", "2026-11-20"].map(as_of);
        let known = days.map(|asked| cash.said_of(asked));
        cash.act(Act::Unmatch(1), "2026-11-21").unwrap();
        assert_eq!(days.map(|asked| cash.said_of(asked)), known, "unmatched, {is_bounced}");
        cash.act(Act::Link(0, 1), "2026-11-21").unwrap();
        assert_eq!(days.map(|asked| cash.said_of(asked)), known, "linked again, {is_bounced}");
        assert!(cash.test.verify().ok);
    }
}

/// Each kind of thing can be taken, so that the property above is about all of them.
#[test]
fn each_of_them_is_taken() {
    let mut cash = Cash::new();
    let take = |cash: &mut Cash, acts: &[Act]| {
        for act in acts {
            let taken = cash.act(*act, "2026-11-05");
            assert!(taken.is_ok(), "{act:?}: {taken:?}");
        }
    };
    let lines = [Act::Line(300), Act::Split(0, 100), Act::Unmatch(0), Act::Match(0, 0, 0)];
    take(&mut cash, &lines);
    take(&mut cash, &[Act::Line(200), Act::Dismiss(1), Act::Unmatch(1), Act::Unallocate(2)]);
    take(&mut cash, &[Act::Pay(0, 101, 0), Act::Pay(1, 99, 1)]);
    // The deposit of the line that was split is the first.
    let last = u8::try_from(cash.made("payment").len()).unwrap() - 1;
    take(&mut cash, &[Act::Deposit(last, last - 1), Act::LinkDeposit(1, 1), Act::Unmatch(1)]);
    take(&mut cash, &[Act::VoidDeposit(1), Act::Line(101), Act::Link(2, last - 1)]);
    take(&mut cash, &[Act::Refund(last, 9), Act::ReverseRefund(0), Act::Bounce(last - 1)]);
    take(&mut cash, &[Act::Reverse(last), Act::Dictate(1, 200, 2), Act::Certify(0, 30)]);
    take(&mut cash, &[Act::Unknown(200), Act::Identify(0, 1)]);
    cash.assert_sound();
}
