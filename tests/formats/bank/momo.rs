//! Messages of a mobile-money operator in a phone's backup.

use daybook::domain::Day;
use rust_decimal::Decimal;

use super::known::{Known, escaped};
use super::{amounts, came, one, warned};

/// What messages can say: whole francs, enough money at the beginning, no fees.
pub fn suited(mut known: Known) -> Known {
    known.currency = daybook::domain::Currency::parse("RWF").unwrap();
    for line in &mut known.lines {
        line.amount = line.amount.round_dp(0);
        if line.amount.is_zero() {
            line.amount = Decimal::ONE;
        }
        line.payer = line.payer.replace(|letter: char| letter.is_ascii_digit(), "x");
    }
    known.opening = Decimal::from(1_000_000_000_000_i64);
    known
}

fn backup(messages: &[(String, u64)]) -> String {
    let sms: String = messages
        .iter()
        .map(|(body, at)| {
            format!(
                "  <sms protocol=\"0\" address=\"M-Money\" date=\"{at}\" type=\"1\" body=\"{}\" \
                 readable_date=\"20 Nov 2026 4:30:58 PM\" contact_name=\"(Unknown)\" />\n",
                escaped(body).replace('"', "&quot;")
            )
        })
        .collect();
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<smses count=\"{}\">\n{sms}</smses>\n",
        messages.len()
    )
}

/// The messages of a statement, which may have arrived the other way round.
pub fn written(known: &Known) -> Vec<u8> {
    let mut balance = known.opening;
    let mut messages = Vec::new();
    for (at, line) in known.lines.iter().enumerate() {
        balance += line.amount;
        let grouped = |amount: Decimal| {
            let digits: Vec<char> = amount.abs().to_string().chars().rev().collect();
            let groups: Vec<String> =
                digits.chunks(3).map(|group| group.iter().collect()).collect();
            groups.join(",").chars().rev().collect::<String>()
        };
        let (amount, time) = (grouped(line.amount), format!("{} 10:{at:02}:00", line.date));
        let body = match (line.amount.is_sign_negative(), known.pick(0, 2)) {
            (false, _) => format!(
                "You have received {amount} RWF from {} (2507{at:08}) on your mobile money account at {time}. \
                 Message from sender: {}. Your new balance:{balance} RWF. Financial Transaction Id: {}.",
                line.payer, line.text, line.id
            ),
            (true, 0) => format!(
                "TxId: {}. Your payment of {amount} RWF to {} has been completed at {time}. Your new balance: \
                 {balance} RWF. Fee was 0 RWF.",
                line.id, line.payer
            ),
            (true, _) => format!(
                "*164*S*Y'ello,A transaction of {amount} RWF by {} on your MOMO account was successfully completed at \
                 {time}. Message from debit receiver: {}. Your new balance:{balance} RWF. Fee was 0 RWF. \
                 Financial Transaction Id: {}. External Transaction Id: {}.*EN#",
                line.payer, line.text, line.id, line.reference
            ),
        };
        messages.push((body, 1_700_000_000_000 + at as u64 * 60_000));
    }
    if known.pick(1, 2) == 1 {
        messages.reverse();
    }
    if messages.is_empty() {
        messages.push(("Your one-time password is 1234".into(), 1));
    }
    backup(&messages).into_bytes()
}

fn bodies(bodies: &[&str]) -> String {
    let numbered = bodies.iter().zip(1..);
    backup(&numbered.map(|(body, at)| ((*body).to_string(), at)).collect::<Vec<_>>())
}

#[test]
fn messages_of_an_operator_are_lines() {
    let statement = one(bodies(&[
        "You have received 2000 RWF from Jane Smith (*********013) on your mobile money account at 2026-05-10 16:30:51. Message from sender: INV-1042. Your new balance:2000 RWF. Financial Transaction Id: 76662021700.",
        "TxId: 73214484437. Your payment of 1,000 RWF to Jane Smith 12845 has been completed at 2026-05-10 16:31:39. Your new balance: 1,000 RWF. Fee was 0 RWF.Kanda*182*16# wiyandikishe.",
        "*113*R*A bank deposit of 40000 RWF has been added to your mobile money account at 2026-05-11 18:43:49. Your NEW BALANCE :41000 RWF. Cash Deposit::CASH::::0::250795963036.Thank you.*EN#",
        "*165*S*10000 RWF transferred to Samuel Carter (250791666666) from 36521838 at 2026-05-11 20:34:47 . Fee was: 100 RWF. New balance: 30900 RWF. Kugura ama inite.*EN#",
        "You Abebe (*********036) have via agent: Agent Sophia (250790777777), withdrawn 20000 RWF from your mobile money account: 36521838 at 2026-05-26 02:10:27 and you can now collect your money in cash. Your new balance: 10550 RWF. Fee paid: 350 RWF. Message from agent: 1. Financial Transaction Id: 14098463509.",
        "*143*S*Your transaction to Mediatrice U (250788658286) with 3000 RWF has been reversed at 2026-10-07 14:37:00. Your new balance is 13550 RWF. .Thank you.*EN#",
        "*162*TxId:14977177408*S*Your payment of 5000 RWF to ONAFRIQ with token  has been completed at 2026-10-26 15:16:04. Fee was 80 RWF. Your new balance: 8470 RWF . Message: - Transaction done. *EN#",
    ]));
    assert_eq!(
        amounts(&statement),
        ["2000", "-1000", "40000", "-10100", "-20350", "3000", "-5080"]
    );
    assert_eq!(statement.sum(), daybook::exchange::bank::Sum::Agrees);
    let said: Vec<_> = statement
        .lines
        .iter()
        .map(|line| (line.payer.as_deref(), line.payer_account.as_deref()))
        .collect();
    assert_eq!(said[0], (Some("Jane Smith"), Some("*********013")));
    assert_eq!(said[1], (Some("Jane Smith"), Some("12845")));
    assert_eq!(said[3], (Some("Samuel Carter"), Some("250791666666")));
    assert_eq!(said[4], (Some("Agent Sophia"), Some("250790777777")));
    assert_eq!(statement.lines[0].text, "INV-1042");
    assert_eq!(statement.lines[2].text, "Cash Deposit");
    assert_eq!(statement.lines[3].fee.unwrap().to_string(), "100");
    assert!(statement.lines[5].is_return && !statement.lines[4].is_return);
    assert_eq!(statement.lines[6].bank_id.as_deref(), Some("14977177408"));
}

#[test]
fn what_moved_no_money_is_no_line_and_what_is_not_understood_is_told() {
    let quiet = bodies(&[
        "Dear Customer, your one-time password is :2476.",
        "*143*R*Y'ello, the transaction with amount 14200 RWF for X failed at 2026-09-21 15:49:01 .Please Contact.",
        "Yello!Umaze kugura 500FRW(800MB) igura 500 RWF",
    ]);
    assert_eq!(one(quiet).lines.len(), 0);
    assert_eq!(
        warned(bodies(&["Something odd of 500 RWF. Your balance: 100 RWF"])),
        [("bank.message_unread".to_string(), 3)]
    );
    // A friend who writes about money is not the operator.
    let friend = bodies(&["You have received 2000 RWF from Eve at 2026-05-10 16:30:51."])
        .replace("M-Money", "+250788000000");
    assert_eq!(super::refused(friend).0, "bank.no_statement");
}

#[test]
fn messages_that_are_missing_or_told_twice_are_told() {
    let received = |amount: u32, time: &str, balance: u32| {
        format!(
            "You have received {amount} RWF from A B (2507) on your account at 2026-05-10 {time}. Your new balance:{balance} RWF. Financial Transaction Id: {balance}."
        )
    };
    let all = [
        received(100, "10:00:00", 100),
        received(100, "11:00:00", 200),
        received(100, "12:00:00", 300),
    ];
    let texts: Vec<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(amounts(&one(bodies(&texts))).len(), 3);
    assert_eq!(warned(bodies(&[texts[0], texts[2]])), [("bank.balance_jumps".to_string(), 4)]);
    assert_eq!(
        warned(bodies(&[texts[0], texts[0], texts[1]])),
        [("bank.told_twice".to_string(), 4)]
    );
    let short = bodies(&texts).replace("count=\"3\"", "count=\"9\"");
    assert_eq!(warned(short), [("bank.count_differs".to_string(), 1)]);
}

#[test]
fn a_message_without_a_day_has_that_of_its_arrival_and_letters_of_phones_are_read() {
    let file = bodies(&[
        "You have received UGX 5,000 from Zo\u{eb} (256700). Reason: &#55357;&#56832;. New balance: UGX 5,000.",
    ]);
    let statement = one(file.replace("&amp;#", "&#"));
    assert_eq!(statement.currency.unwrap().code(), "UGX");
    let line = &statement.lines[0];
    assert_eq!(
        (Some(line.date), line.amount.to_string()),
        (Day::new(2026, 11, 20), "5000".to_string())
    );
    assert!(came(file).statements[0].lines[0].payer.as_deref() == Some("Zo\u{eb}"));
}
