//! What happens in a random book.

use crate::common::TestBook;
use proptest::prelude::*;

/// Something that happens in a random book.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) what: u8,
    pub(super) who: u8,
    pub(super) which: u8,
    pub(super) day: u8,
    pub(super) cents: u32,
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    (0..82_u8, 0..5_u8, any::<u8>(), 0..28_u8, 1..200_000_u32)
        .prop_map(|(what, who, which, day, cents)| Act { what, who, which, day, cents })
}

pub(super) const RISKY: [&str; 5] =
    ["=SUM(A1)", "+1 613 555 0100", "-5", "'@home", "Café \"Ubuntu\", Ltée"];

/// Accounts with names that a spreadsheet would run; the last is billed in another currency.
pub(super) fn registered(test: &mut TestBook) {
    for (n, name) in RISKY.iter().enumerate() {
        let mut line = serde_json::json!({"do": "register_customer", "code": format!("{n}"), "name": name,
            "phone": "+1 613 555 0100", "tax_id": "-7", "city": "'+x"});
        match n {
            0 => line["credit_limit"] = "100.00".into(),
            1 => line["terms"] = "2/10 net 30".into(),
            4 => line["currency"] = "USD".into(),
            _ => {}
        }
        test.taken(&line.to_string());
    }
    test.taken(r#"{"do":"define_item","code":"=PEN","name":"-Pen","unit":"box","price":"9.80","tax":["GST"]}"#);
    test.taken(r#"{"do":"set_price","item":"=PEN","price":"7.5","currency":"USD"}"#);
    test.taken(r#"{"do":"set_late_fee_policy","yearly_percent":"24%","date":"2026-09-01"}"#);
    test.taken(r#"{"do":"set_dunning_policy","name":"-all","levels":[{"after_days":3,"wording":"=stop"},{"after_days":20,"channel":"call"}],"interval_days":5}"#);
}

pub(super) fn carry_out(test: &mut TestBook, act: &Act, made: &mut Vec<(String, String)>) {
    let Act { what, who, which, day, cents } = act;
    let date = format!("2026-{:02}-{:02}", 9 + u32::from(*which % 2), day + 1);
    let amount = format!("{}.{:02}", cents / 100, cents % 100);
    let rate = if *who == 4 { r#","rate":"1.37""# } else { "" };
    let pick = |kind: &str, made: &[(String, String)]| {
        let all: Vec<&String> =
            made.iter().filter(|(of, _)| of == kind).map(|(_, number)| number).collect();
        all.get(usize::from(*which) % all.len().max(1)).map_or("INV-1".into(), |it| (*it).clone())
    };
    let over = r#""override":{"reason":"agreed"}"#;
    let method = ["cash", "bank", "cheque", "card", "momo"][usize::from(*which) % 5];
    let line = match what {
        0..=6 => format!(
            r#"{{{over},"do":"issue_invoice","customer":"{who}","date":"{date}","reference":"={cents}"{rate},"lines":[{{"description":"x","quantity":"1","unit_price":"{amount}","tax":["GST","QST"]}}]}}"#
        ),
        7..=12 => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{date}","amount":"{amount}","method":"{method}","reference":"+{cents}"{rate}}}"#
        ),
        13 => format!(
            r#"{{"do":"record_payment","customer":"{who}","amount":"{amount}","method":"{method}","allocate":"none"{rate}}}"#
        ),
        14 => format!(
            r#"{{"do":"credit_invoice","invoice":"{}","reason":"price","amount":"{amount}"}}"#,
            pick("invoice", made)
        ),
        15 => format!(
            r#"{{"do":"credit_invoice","invoice":"{}","reason":"price","full":true}}"#,
            pick("invoice", made)
        ),
        16 => format!(
            r#"{{{over},"do":"write_off","invoice":"{}","reason":"bad_debt"}}"#,
            pick("invoice", made)
        ),
        17 => format!(
            r#"{{{over},"do":"refund","from":"{}","amount":"{amount}"}}"#,
            pick(if which % 3 == 0 { "credit_note" } else { "payment" }, made)
        ),
        18 => format!(
            r#"{{"do":"bounce_payment","payment":"{}","reason":"no funds"}}"#,
            pick("payment", made)
        ),
        19 => format!(
            r#"{{"do":"reverse_payment","payment":"{}","reason":"slip"}}"#,
            pick("payment", made)
        ),
        20 => format!(
            r#"{{"do":"void_invoice","invoice":"{}","reason":"slip"}}"#,
            pick("invoice", made)
        ),
        21 => format!(
            r#"{{"do":"open_dispute","invoice":"{}","amount":"{amount}","reason":"price"}}"#,
            pick("invoice", made)
        ),
        22 => format!(
            r#"{{"do":"record_unidentified","date":"{date}","amount":"{amount}","method":"{method}","payer":"={who}"}}"#
        ),
        23 => format!(
            r#"{{"do":"identify","unidentified":"{}","customer":"{who}"}}"#,
            pick("unidentified", made)
        ),
        24 if *which % 8 == 0 => r#"{"do":"merge_customers","from":"3","into":"2"}"#.into(),
        24 => format!(r#"{{"do":"hold_customer","customer":"{who}","reason":"=late"}}"#),
        25..=34 => arranged(act, &pick, made),
        36..=54 => promised(act, &pick, made),
        55..=65 => contested(act, &pick, made),
        66..=81 => undone(act, &pick, made),
        _ => format!(
            r#"{{{over},"do":"bring_in_receivable","number":"F{cents}","customer":"{who}","date":"{date}","amount":"{amount}","outstanding":"0.05"{rate}}}"#
        ),
    };
    // Many are refused: they found nothing to change.
    if let Ok(receipt) = test.post(&line) {
        for (kind, number) in receipt.made {
            if ["invoice", "payment"].contains(&kind.as_str()) {
                made.push((format!("{kind} of {who}"), number.clone()));
            }
            made.push((kind, number));
        }
    }
}

/// Something that is agreed about what is owed, or that keeps it.
pub(super) fn promised(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, cents } = act;
    let invoice = pick(&format!("invoice of {who}"), made);
    let agreed = crate::common::day("2026-10-20").plus(i64::from(*day)).unwrap();
    let by = agreed.plus(i64::from(which % 16)).unwrap();
    let later = by.plus(3).unwrap();
    let amount = format!("{}.{:02}", cents / 400, cents % 100);
    let rate = if *who == 4 { r#","rate":"1.37""# } else { "" };
    match what {
        36..=38 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","by":"{by}","note":"={which}"}}"#
        ),
        39 | 40 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","by":"{by}","amount":"{amount}","tolerance_days":{}}}"#,
            which % 5
        ),
        41 => format!(
            r#"{{"do":"promise","customer":"{who}","invoice":"{invoice}","date":"{agreed}","instalments":[{{"by":"{by}","amount":"{amount}"}},{{"by":"{later}","amount":"{amount}"}}]}}"#
        ),
        42 => format!(
            r#"{{"do":"withdraw_promise","promise":"{}","note":"=x"}}"#,
            pick("promise", made)
        ),
        43 | 44 => format!(
            r#"{{"do":"agree_plan","customer":"{who}","count":{},"first":"{by}","every":"week","date":"{agreed}","note":"-{which}"}}"#,
            which % 3 + 1
        ),
        45 => {
            format!(r#"{{"do":"cancel_plan","plan":"{}","reason":"=gone"}}"#, pick("plan", made))
        }
        46 | 47 => {
            format!(r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{by}"}}"#)
        }
        48 => format!(
            r#"{{"do":"write_off","invoice":"{invoice}","amount":"0.02","reason":"small_difference"}}"#
        ),
        49 | 50 => format!(
            r#"{{"do":"allocate","from":"{}","to":"{invoice}","amount":"{amount}","date":"{later}"}}"#,
            pick(&format!("payment of {who}"), made)
        ),
        51 | 52 => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{by}","amount":"{amount}","method":"bank","allocate":"none"{rate}}}"#
        ),
        _ => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{by}","amount":"{amount}","method":"cash"{rate}}}"#
        ),
    }
}

/// Something that happens to a dispute, or to what an invoice was paid with.
fn contested(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, cents } = act;
    let date = crate::common::day("2026-10-20").plus(i64::from(*day)).unwrap();
    let amount = format!("{}.{:02}", cents / 400, cents % 100);
    let dispute = pick("dispute", made);
    match what {
        55 | 56 => format!(
            r#"{{"do":"open_dispute","invoice":"{}","amount":"{amount}","reason":"price","date":"{date}","owner":"=ann","root_cause":"-x","note":"={which}"}}"#,
            pick(&format!("invoice of {who}"), made)
        ),
        57 | 58 => {
            let to = ["in_progress", "waiting", "closed", "void"][usize::from(*which) % 4];
            format!(
                r#"{{"do":"move_dispute","dispute":"{dispute}","to":"{to}","date":"{date}","credits":"{}"}}"#,
                if cents % 2 == 0 { "void" } else { "keep" }
            )
        }
        59 | 60 => {
            let outcome = ["credit", "credit", "upheld", "withdrawn"][usize::from(*which) % 4];
            format!(
                r#"{{"do":"resolve_dispute","dispute":"{dispute}","outcome":"{outcome}","date":"{date}"}}"#
            )
        }
        61 => format!(
            r#"{{"do":"split_dispute","dispute":"{dispute}","amount":"{amount}","reason":"tax","date":"{date}"}}"#
        ),
        62 => format!(
            r#"{{"do":"join_dispute","dispute":"{}","into":"{dispute}","date":"{date}"}}"#,
            made.iter().rfind(|(kind, _)| kind == "dispute").map_or("DSP", |(_, it)| it)
        ),
        _ => format!(
            r#"{{"do":"unallocate","allocation":"A{:06}","date":"{date}"}}"#,
            u32::from(*which) % 20 + 1
        ),
    }
}

/// Something that is given up, credited or paid early, or taken back, on a day of its own: often before what was entered
/// earlier.
fn undone(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, cents } = act;
    let date = crate::common::day("2026-09-20").plus(2 * i64::from(*day)).unwrap();
    let amount = format!("{}.{:02}", cents / 200, cents % 100);
    let over = r#""override":{"reason":"late"}"#;
    let rate = if *who == 4 { r#","rate":"1.37""# } else { "" };
    let (invoice, payment) = (pick(&format!("invoice of {who}"), made), pick("payment", made));
    match what {
        66 | 67 => format!(
            r#"{{{over},"do":"write_off","invoice":"{invoice}","reason":"bad_debt","date":"{date}"}}"#
        ),
        68 => format!(
            r#"{{{over},"do":"write_off","invoice":"{invoice}","reason":"bad_debt","amount":"{amount}","date":"{date}"}}"#
        ),
        69..=71 => format!(
            r#"{{{over},"do":"credit_invoice","invoice":"{invoice}","reason":"price","amount":"{amount}","date":"{date}"}}"#
        ),
        72 | 73 => format!(
            r#"{{"do":"void_credit_note","credit_note":"{}","reason":"slip","date":"{date}"}}"#,
            pick("credit_note", made)
        ),
        74 | 75 => {
            let some =
                if which % 2 == 0 { format!(r#","amount":"{amount}""#) } else { String::new() };
            format!(
                r#"{{"do":"recover","write_off":"{}","date":"{date}"{some}}}"#,
                pick("write_off", made)
            )
        }
        76 | 77 => format!(
            r#"{{"do":"bounce_payment","payment":"{payment}","reason":"no funds","date":"{date}"}}"#
        ),
        78 => format!(
            r#"{{"do":"reverse_payment","payment":"{payment}","reason":"slip","date":"{date}"}}"#
        ),
        79 => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{date}","amount":"90000","method":"bank","allocate":[{{"invoice":"{invoice}","discount":true}}]{rate}}}"#
        ),
        80 => format!(
            r#"{{{over},"do":"refund","from":"{payment}","amount":"{amount}","date":"{date}"}}"#
        ),
        _ => format!(
            r#"{{"do":"record_payment","customer":"{who}","date":"{date}","amount":"{amount}","method":"cash","allocate":"oldest"{rate}}}"#
        ),
    }
}

/// Something that is arranged about customers and documents.
pub(super) fn arranged(
    act: &Act,
    pick: &impl Fn(&str, &[(String, String)]) -> String,
    made: &[(String, String)],
) -> String {
    let Act { what, who, which, day, .. } = act;
    let other = which % 5;
    let ended = if which % 3 == 0 { r#","ended":true"# } else { "" };
    let until = format!("2026-12-{:02}", day + 1);
    match what {
        25 | 26 => format!(
            r#"{{"do":"record_deposit","payments":["{}"],"reference":"={day}"}}"#,
            pick("payment", made)
        ),
        27 => format!(r#"{{"do":"void_deposit","deposit":"{}"}}"#, pick("deposit", made)),
        28 => format!(r#"{{"do":"declare_payer","customer":"{who}","pays_for":"{other}"{ended}}}"#),
        29 => format!(r#"{{"do":"assign_group","customer":"{who}","group":"+{other}"}}"#),
        30 => format!(
            r#"{{"do":"set_dunning_policy","name":"@{other}","levels":[{{"after_days":{},"channel":"print","wording":{{"en":"wait","fr":"=x"}}}}],"interval_days":{},"minimum":"5","grace_days":2,"group":"+{other}"}}"#,
            day + 1,
            day + 1
        ),
        31 if which % 2 == 0 => format!(
            r#"{{"do":"block_dunning","customer":"{who}","until":"{until}","reason":"=ill"}}"#
        ),
        31 => format!(
            r#"{{"do":"block_dunning","invoice":"{}","until":"{until}","reason":"-checked"}}"#,
            pick("invoice", made)
        ),
        32 => format!(r#"{{"do":"unblock_dunning","customer":"{who}"}}"#),
        33 => format!(
            r#"{{"do":"cancel_delivery","delivery":"{}","note":"x"}}"#,
            pick("delivery", made)
        ),
        _ => format!(
            r#"{{"do":"send_dunning_letter","customer":"{who}","date":"2026-11-{:02}","approved":true}}"#,
            day % 21 + 1
        ),
    }
}
