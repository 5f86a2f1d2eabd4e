//! The worklist in words, as text and as CSV.

use crate::domain::habit::PayingHabit;
use crate::domain::{Day, Money, Number, marks};
use crate::layout::{Align, TextTable};
use crate::ledger::in_zone;
use crate::ledger::promises::PromiseRecord;
use crate::ledger::query::worklist::{AlsoPromised, OutsideHours, WorkItem, WorkReason, Worklist};
use crate::words::Words;

use super::balance::csv_text;
use super::text::heading;

/// Why a customer is on the list, in a sentence.
pub fn told(it: &WorkItem, list: &Worklist, words: &Words) -> String {
    told_with_days(it, list, words, &|day| words.day(day))
}

/// The same, with days as on a screen.
pub fn told_with_days(
    it: &WorkItem,
    list: &Worklist,
    words: &Words,
    shown: &dyn Fn(Day) -> String,
) -> String {
    let day = it.day.map_or_else(String::new, shown);
    let days = it.day.map_or(0, |day| list.date.days_since(day)).to_string();
    let (on, time) = it.at.and_then(|at| in_zone(at, &list.zone)).unzip();
    let time = time.unwrap_or_default();
    let on = on.filter(|on| *on != list.date).map_or_else(|| "none".into(), shown);
    let (case, invoice) = (text_of(it.case.as_ref()), text_of(it.invoice.as_ref()));
    let (promises, invoices) = promises_of(it, &case, &invoice);
    let [promised, came] = it.came.map_or([it.amount.zero(); 2], |it| [it.promised, it.came]);
    let [promised, came, amount] =
        [promised, came, it.amount].map(|amount| words.figure(&amount.to_string()));
    let contact = it.contact.map_or_else(|| "never".to_string(), shown);
    let parts = [
        ("day", day.as_str()),
        ("days", &days),
        ("on", &on),
        ("time", &time),
        ("case", &case),
        ("invoice", &invoice),
        ("promises", &promises),
        ("invoices", &invoices),
        ("contact", &contact),
        ("currency", it.currency.code()),
        ("promised", &promised),
        ("came", &came),
        ("amount", &amount),
    ];
    words.say(&format!("work-{}", it.reason.key()), &parts)
}

/// The promises that a row is about, each with its invoice; and the invoices alone.
fn promises_of(it: &WorkItem, case: &str, invoice: &str) -> (String, String) {
    let (mut promises, mut invoices) = (format!("{case}, {invoice}"), vec![invoice]);
    for AlsoPromised { promise, invoice } in &it.also_promised {
        promises += &format!("; {}, {}", promise.0, invoice.0);
        if !invoices.contains(&invoice.0.as_str()) {
            invoices.push(&invoice.0);
        }
    }
    (promises, invoices.join(", "))
}

fn text_of(number: Option<&Number>) -> String {
    number.map_or_else(String::new, |number| number.0.clone())
}

/// Why a customer is on the list, in two words.
pub fn told_shortly(reason: WorkReason, words: &Words) -> String {
    words.say(&format!("work-short-{}", reason.key()), &[])
}

/// The same for a row of a list, which says whether it is for later.
pub fn told_in_row(it: &WorkItem, words: &Words) -> String {
    let reason = told_shortly(it.reason, words);
    match it.outside {
        Some(_) => words.say("work-short-later", &[("reason", &reason)]),
        None => reason,
    }
}

/// The amount of a row with its currency; `none` where there is nothing to chase, as with most callbacks.
pub fn amount_in_row(
    it: &WorkItem,
    words: &Words,
    none: &str,
    figure: impl FnOnce(Money) -> String,
) -> String {
    match it.amount.is_zero() {
        true => none.into(),
        false => words.in_currency(it.currency.code(), &figure(it.amount)),
    }
}

/// More about a customer on the list: how the customer pays and keeps promises, other subjects, the
/// colleague who has the customer.
pub fn told_beside(it: &WorkItem, words: &Words) -> Vec<String> {
    let mut told = Vec::new();
    told.extend(told_habit(it.habit, words));
    told.extend(told_promises(it.promises, words));
    if !it.also.is_empty() {
        let also: Vec<String> = it.also.iter().map(|reason| told_shortly(*reason, words)).collect();
        told.push(words.say("worklist-also", &[("reasons", &also.join(", "))]));
    }
    if let Some(user) = &it.with {
        told.push(words.say("worklist-with", &[("user", user)]));
    }
    told.extend(told_hours(it, words));
    told
}

/// When a customer may be called who may not be now.
fn told_hours(it: &WorkItem, words: &Words) -> Option<String> {
    let OutsideHours { zone, time, from, to } = it.outside.as_ref()?;
    let parts = [("zone", zone.as_str()), ("time", time), ("from", from), ("to", to)];
    Some(words.say("worklist-outside", &parts))
}

/// How a customer pays; `None` if too few invoices were paid to say.
pub fn told_habit(habit: PayingHabit, words: &Words) -> Option<String> {
    const FEW: u32 = 3;
    if habit.paid < FEW {
        return None;
    }
    let [paid, late] = [habit.paid, habit.late].map(|count| count.to_string());
    let days = habit.days.to_string();
    Some(match habit.late {
        0 => words.say("habit-in-time", &[("paid", &paid)]),
        _ => words.say("habit-late", &[("paid", &paid), ("late", &late), ("days", &days)]),
    })
}

/// How a customer keeps promises; `None` if no promise was judged yet.
pub fn told_promises(record: PromiseRecord, words: &Words) -> Option<String> {
    if record.judged() == 0 {
        return None;
    }
    let counts = [record.kept, record.judged(), record.broken].map(|count| count.to_string());
    let [kept, judged, broken] = counts.each_ref().map(String::as_str);
    let parts = [("kept", kept), ("judged", judged), ("broken", broken)];
    Some(match record.broken {
        0 => words.say("habit-promises", parts.get(..2).unwrap_or_default()),
        _ => words.say("habit-promises-broken", &parts),
    })
}

/// Progress: `4 done · 7 left`.
pub fn progress(list: &Worklist, words: &Words) -> String {
    let key = if list.more { "worklist-progress-more" } else { "worklist-progress" };
    progressed(key, list, words)
}

fn progressed(key: &str, list: &Worklist, words: &Words) -> String {
    let left = list.rows.iter().filter(|it| it.outside.is_none()).count();
    let (done, left) = (list.done.to_string(), left.to_string());
    let mut said = words.say(key, &[("done", &done), ("left", &left)]);
    if list.later > 0 {
        let later = list.later.to_string();
        said += &format!(" · {}", words.say("worklist-later", &[("count", &later)]));
    }
    said
}

/// What is left to do in a few words: `9 to call, 2 of them callbacks by 14:30`; `None` if nothing is.
/// If there is more than the list holds, all callbacks are in it: only the rest may be more.
pub fn shortly(list: &Worklist, words: &Words) -> Option<String> {
    let callbacks: Vec<&WorkItem> =
        list.rows.iter().filter(|it| it.reason == WorkReason::CallbackDue).collect();
    let (call, count) = (list.rows.len().to_string(), callbacks.len().to_string());
    let last = callbacks.iter().filter_map(|it| in_zone(it.at?, &list.zone)).max();
    let time = last.map_or_else(String::new, |(_, time)| time);
    let parts = [("call", call.as_str()), ("count", &count), ("time", &time)];
    let key = if list.more { "worklist-home-more" } else { "worklist-home" };
    match (callbacks.len(), list.rows.len() - callbacks.len()) {
        (0, 0) => None,
        (0, _) => Some(words.say(key, &parts)),
        (_, 0) => Some(words.say("worklist-home-callbacks", &parts)),
        _ => Some(format!(
            "{}, {}",
            words.say(key, &parts),
            words.say("worklist-home-of-them", &parts)
        )),
    }
}

/// The text of an empty list.
pub fn nobody(list: &Worklist, words: &Words) -> String {
    match list.later {
        0 => words.say("worklist-empty", &[]),
        later => words.say("worklist-empty-later", &[("count", &later.to_string())]),
    }
}

/// As text.
pub fn text(list: &Worklist, words: &Words) -> String {
    table(&list.rows, list, &progress(list, words), words)
}

/// The next customer to call, from a list that may be cut short: how many are left is then not known.
pub fn next_text(next: Option<&WorkItem>, list: &Worklist, words: &Words) -> String {
    let key = if list.more { "worklist-progress-some" } else { "worklist-progress" };
    table(next.map_or(&[], std::slice::from_ref), list, &progressed(key, list, words), words)
}

fn table(rows: &[WorkItem], list: &Worklist, progress: &str, words: &Words) -> String {
    if rows.is_empty() {
        return nobody(list, words) + "\n";
    }
    let mut table = TextTable::new(&[
        (&heading(words, "customer"), Align::Left),
        (&heading(words, "name"), Align::Left),
        (&heading(words, "amount"), Align::Right),
        (&heading(words, "phone"), Align::Left),
        (&heading(words, "reason"), Align::Left),
    ]);
    for it in rows {
        let said = std::iter::once(told(it, list, words)).chain(told_beside(it, words));
        table.row(vec![
            it.customer.0.clone(),
            it.name.clone(),
            amount_in_row(it, words, "–", |amount| words.figure(&amount.to_string())),
            it.phone.clone().unwrap_or_default(),
            words.joined(&said.collect::<Vec<_>>()),
        ]);
    }
    format!("{}\n{progress}\n", table.render_within(120, 4))
}

/// The fields of the contract, with each row's reason in words.
pub fn json(list: &Worklist, words: &Words) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = list.rows.iter().map(|it| row(it, list, words)).collect();
    serde_json::json!({
        "date": list.date, "rows": rows, "done": list.done, "left": list.rows.len(),
        "later": list.later, "more": list.more,
    })
}

/// A row as JSON.
pub fn row(it: &WorkItem, list: &Worklist, words: &Words) -> serde_json::Value {
    serde_json::json!({
        "customer": it.customer, "name": it.name, "reason": it.reason.word(),
        "text": told(it, list, words), "beside": told_beside(it, words),
        "amount": it.amount, "currency": it.currency, "phone": it.phone,
        "case": it.case, "invoice": it.invoice, "also_promised": it.also_promised, "at": it.at, "day": it.day,
        "last_contact": it.contact, "habit": it.habit, "usually_late": it.usually_late,
        "promises": it.promises, "with": it.with,
        "also": it.also.iter().map(|reason| reason.word()).collect::<Vec<_>>(),
    })
}

/// As CSV.
pub fn csv(list: &Worklist, words: &Words) -> Result<String, csv::Error> {
    let columns =
        ["customer", "name", "reason", "text", "amount", "currency", "phone", "case", "invoice"];
    csv_text(&columns, |writer| {
        for it in &list.rows {
            let (case, invoice) = (text_of(it.case.as_ref()), text_of(it.invoice.as_ref()));
            writer.write_record([
                marks::cell(&it.customer.0).into_owned(),
                marks::cell(&it.name).into_owned(),
                it.reason.word().to_string(),
                marks::cell(&told(it, list, words)).into_owned(),
                it.amount.to_string(),
                it.currency.to_string(),
                marks::cell(it.phone.as_deref().unwrap_or_default()).into_owned(),
                marks::cell(&case).into_owned(),
                marks::cell(&invoice).into_owned(),
            ])?;
        }
        Ok(())
    })
}
