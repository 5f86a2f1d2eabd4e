//! Random payments, credits, refunds and disputes, compared with the model day by day.

use crate::common::properties::properties;
use proptest::prelude::*;

use super::model::{Allocated, Disputed, Model, Money, OUT};
use super::*;

/// What a user does: on which of few things, for how much (in tens), how many days after the act before.
#[derive(Clone, Debug)]
struct Act {
    what: What,
    on: usize,
    of: usize,
    tens: i64,
    days: usize,
    /// How long before that the money came, or the dispute was raised.
    back: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Pay,
    Allocate,
    Unallocate,
    Move,
    Bounce,
    Reverse,
    Refund,
    ReverseRefund,
    Credit,
    WriteOff,
    VoidNote,
    Dispute,
    Withdraw,
    Charge,
}

fn act() -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        3 => Just(What::Pay),
        6 => Just(What::Allocate),
        2 => Just(What::Unallocate),
        4 => Just(What::Move),
        1 => Just(What::Bounce),
        1 => Just(What::Reverse),
        3 => Just(What::Refund),
        1 => Just(What::ReverseRefund),
        2 => Just(What::Credit),
        1 => Just(What::WriteOff),
        1 => Just(What::VoidNote),
        2 => Just(What::Dispute),
        1 => Just(What::Withdraw),
        1 => Just(What::Charge),
    ];
    (what, 0_usize..8, 0_usize..8, 1_i64..90, 0_usize..5, 0_usize..12)
        .prop_map(|(what, on, of, tens, days, back)| Act { what, on, of, tens, days, back })
}

/// Does an act, in the book and in the model; nothing, where there is nothing to do it on. Returns the receipts.
#[allow(clippy::too_many_lines)] // an arm for each act
fn perform(test: &mut TestBook, model: &mut Model, act: &Act, today: usize) -> Vec<Receipt> {
    let date = later(today);
    let minor = act.tens * 1_000;
    let on = act.on % model.invoices.len();
    let invoice = model.invoices[on].0.clone();
    let any_money = (!model.money.is_empty()).then(|| act.of % model.money.len());
    match act.what {
        What::Pay => {
            let day = today.saturating_sub(act.back);
            let number = test.payment("C1", &later(day).to_string(), &amount(minor * 3), "none");
            model.money.push(Money {
                number,
                day,
                minor: minor * 3,
                is_note: false,
                is_over: false,
                is_mistake: false,
            });
            vec![]
        }
        What::Allocate => any_money.map_or(vec![], |money| {
            allocated(test, model, (money, on), minor, today).into_iter().collect()
        }),
        What::Unallocate => {
            let live = (0..model.allocated.len()).filter(|place| {
                let it = &model.allocated[*place];
                it.until.is_none() && it.to != OUT
            });
            let live: Vec<usize> = live.collect();
            if live.is_empty() {
                return vec![];
            }
            let place = live[act.of % live.len()];
            let it = &model.allocated[place];
            let undone = test.post(&format!(
                r#"{{"do":"unallocate","allocation":"{}","date":"{date}"}}"#,
                it.number
            ));
            let Ok(receipt) = undone else { return vec![] };
            model.freed = it.money;
            model.undoes(place, today);
            vec![receipt]
        }
        What::Move => unreachable!("in two steps"),
        What::Bounce | What::Reverse => {
            let Some(money) = any_money.filter(|it| !model.money[*it].is_note) else {
                return vec![];
            };
            let command =
                if act.what == What::Bounce { "bounce_payment" } else { "reverse_payment" };
            let number = &model.money[money].number;
            let ended = test.post(&format!(
                r#"{{"do":"{command}","payment":"{number}","reason":"so it was","date":"{date}"}}"#
            ));
            let Ok(receipt) = ended else { return vec![] };
            finish(model, money, today);
            model.money[money].is_mistake = act.what == What::Reverse;
            vec![receipt]
        }
        What::Refund => {
            let Some(money) = any_money else { return vec![] };
            let minor = minor.min(model.left(money));
            let number = &model.money[money].number;
            let refund = format!(
                r#"{{"do":"refund","from":"{number}","amount":"{}","date":"{date}"}}"#,
                amount(minor)
            );
            if model.money[money].is_over || minor <= 0 {
                return vec![];
            }
            let Ok(receipt) = test.post(&refund) else { return vec![] };
            let number = receipt.number("refund").unwrap();
            model.allocates(number, (money, OUT), minor, today);
            vec![receipt]
        }
        What::ReverseRefund => {
            let live = |it: &Allocated| it.until.is_none() && it.to == OUT;
            let Some(place) = model.allocated.iter().position(live) else { return vec![] };
            let number = &model.allocated[place].number;
            let reversed = test.post(&format!(
                r#"{{"do":"reverse_refund","refund":"{number}","reason":"wrong","date":"{date}"}}"#
            ));
            let Ok(receipt) = reversed else { return vec![] };
            model.undoes(place, today);
            model.allocated[place].is_slip = true;
            vec![receipt]
        }
        What::Credit if model.written_off.iter().all(|it| it.0 != on) => {
            credited(test, model, on, minor, today)
        }
        What::WriteOff => {
            // A credit takes back what was written off: other tests are about that.
            let notes = model.allocated.iter().filter(|it| it.to == on);
            if notes.map(|it| &model.money[it.money]).any(|money| money.is_note) {
                return vec![];
            }
            let given_up = test.post(&format!(
                r#"{{"do":"write_off","override":{{"reason":"agreed"}},"invoice":"{invoice}","amount":"{}","reason":"bad_debt","date":"{date}"}}"#,
                amount(minor)
            ));
            let Ok(receipt) = given_up else { return vec![] };
            model.written_off.push((on, minor, today));
            vec![receipt]
        }
        What::Credit => vec![],
        What::VoidNote => {
            let Some(money) = any_money.filter(|it| model.money[*it].is_note) else {
                return vec![];
            };
            let number = &model.money[money].number;
            let void = format!(
                r#"{{"do":"void_credit_note","credit_note":"{number}","reason":"wrong","date":"{date}"}}"#
            );
            let Ok(receipt) = test.post(&void) else { return vec![] };
            finish(model, money, today);
            vec![receipt]
        }
        What::Dispute => {
            if model.disputed.iter().any(|it| it.on == on && it.until.is_none()) {
                return vec![];
            }
            let day = today.saturating_sub(act.back);
            let raised = test.post(&format!(
                r#"{{"do":"open_dispute","invoice":"{invoice}","amount":"{}","reason":"price","date":"{}"}}"#,
                amount(minor),
                later(day)
            ));
            let Ok(receipt) = raised else { return vec![] };
            let number = receipt.number("dispute").unwrap().to_string();
            model.disputed.push(Disputed { number, on, minor, day, until: None });
            vec![receipt]
        }
        What::Withdraw => {
            let mut live = model.disputed.iter_mut().filter(|it| it.until.is_none());
            let Some(it) = live.next() else { return vec![] };
            let ended = test.post(&format!(
                r#"{{"do":"resolve_dispute","dispute":"{}","outcome":"withdrawn","date":"{date}"}}"#,
                it.number
            ));
            let Ok(receipt) = ended else { return vec![] };
            it.until = Some(today);
            vec![receipt]
        }
        What::Charge => {
            let charged = test.post(&format!(
                r#"{{"do":"charge_late_fee","invoice":"{invoice}","through":"{date}"}}"#
            ));
            let Ok(receipt) = charged else { return vec![] };
            let fee = receipt.number("invoice").unwrap().to_string();
            let shown = test.shown_invoice(&fee);
            let from = shown.late_fee.unwrap().from.days_since(later(0));
            let from = usize::try_from(from).unwrap();
            assert_eq!(shown.total.minor(), model.accrued(on, (from, today)), "{fee}");
            model.fees.push((fee, on, from, today, shown.total.minor()));
            vec![]
        }
    }
}

fn allocated(
    test: &mut TestBook,
    model: &mut Model,
    (money, to): (usize, usize),
    minor: i64,
    today: usize,
) -> Option<Receipt> {
    let minor = minor.min(model.left(money)).min(model.open(to));
    if model.money[money].is_over || minor <= 0 {
        return None;
    }
    let (from, invoice) = (&model.money[money].number, &model.invoices[to].0);
    let line = format!(
        r#"{{"do":"allocate","from":"{from}","to":"{invoice}","amount":"{}","date":"{}"}}"#,
        amount(minor),
        later(today)
    );
    let receipt = test.post(&line).ok()?;
    let number = receipt.number("allocation").unwrap().to_string();
    model.allocates(&number, (money, to), minor, today);
    Some(receipt)
}

fn credited(
    test: &mut TestBook,
    model: &mut Model,
    on: usize,
    minor: i64,
    today: usize,
) -> Vec<Receipt> {
    let invoice = &model.invoices[on].0;
    let note = test.post(&format!(
        r#"{{"do":"credit_invoice","invoice":"{invoice}","amount":"{}","reason":"price","date":"{}"}}"#,
        amount(minor),
        later(today)
    ));
    let Ok(receipt) = note else { return vec![] };
    let number = receipt.number("credit_note").unwrap().to_string();
    model.money.push(Money {
        number,
        day: today,
        minor,
        is_note: true,
        is_over: false,
        is_mistake: false,
    });
    if let Some(number) = receipt.number("allocation") {
        let (number, minor) = (number.to_string(), minor.min(model.open(on)));
        let money = model.money.len() - 1;
        model.allocates(&number, (money, on), minor, today);
    }
    vec![receipt]
}

/// Some money is gone: what it paid is open again.
fn finish(model: &mut Model, money: usize, today: usize) {
    model.money[money].is_over = true;
    for place in 0..model.allocated.len() {
        let it = &model.allocated[place];
        if it.money == money && it.until.is_none() {
            model.undoes(place, today);
        }
    }
}

/// Does an act, and compares the book with the model: yesterday as it was, today's disputes, and what is warned of.
fn step(test: &mut TestBook, model: &mut Model, act: &Act, today: usize) {
    let before = model.fees_off();
    let is_of_today = act.back == 0 || !matches!(act.what, What::Pay | What::Dispute);
    let yesterday = is_of_today.then(|| standing(test, today - 1));
    let receipts = perform(test, model, act, today);
    if let Some(before) = yesterday {
        assert_eq!(standing(test, today - 1), before, "yesterday: {act:?}");
    }
    assert_eq!(standing(test, today)[1], model.blocked(), "{act:?}");
    for dispute in model.disputed.iter().filter(|it| it.until.is_none()) {
        assert_eq!(test.dispute_parts(&dispute.number)[0], model.remains(dispute));
    }
    let after = model.fees_off();
    for receipt in receipts {
        let was = |fee: &String| before.get(fee).copied().unwrap_or(0);
        let said = |(fee, more): (&String, &i64)| (fee.clone(), amount(more.abs()));
        let high = after.iter().filter(|(fee, more)| **more > was(fee).max(0));
        let low = after.iter().filter(|(fee, more)| **more < was(fee).min(0));
        let expected: [Vec<_>; 2] = [high.map(said).collect(), low.map(said).collect()];
        let mut warned = [warned(&receipt), warned_low(&receipt)];
        for warned in &mut warned {
            warned.sort();
        }
        assert_eq!(warned, expected, "{act:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..properties(32) })]

    /// Whatever is paid, moved, returned, credited and disputed: on each day interest is on what the model has, and
    /// a fee that charges more or less than that is warned of by the command that makes it so.
    #[test]
    fn each_day_bears_interest_on_what_was_overdue_by_the_dates_of_the_money(
        acts in prop::collection::vec(act(), 4..26),
    ) {
        let mut test = book();
        let mut model = Model::default();
        for minor in [100_000, 60_000, 150_000] {
            let number = owed(&mut test, &amount(minor));
            model.invoices.push((number, minor));
        }
        let mut today = 1;
        for act in &acts {
            today = (today + act.days).min(DAYS - 1);
            if act.what == What::Move {
                step(&mut test, &mut model, &Act { what: What::Unallocate, ..act.clone() }, today);
                let act = Act { what: What::Allocate, of: model.freed, ..act.clone() };
                step(&mut test, &mut model, &act, today);
            } else {
                step(&mut test, &mut model, act, today);
            }
        }
        for (on, (number, _)) in model.invoices.clone().iter().enumerate() {
            let charged = model.fees.iter().filter(|fee| fee.1 == on).map(|fee| fee.3).max();
            let first = charged.unwrap_or(0);
            let expected: Vec<i64> =
                (0..DAYS).map(|day| if day < first { 0 } else { model.overdue(on, day) }).collect();
            prop_assert_eq!(&overdue(&test, number), &expected, "{}: {:?}", number, acts);
        }
        prop_assert!(test.verify().ok);
    }
}
