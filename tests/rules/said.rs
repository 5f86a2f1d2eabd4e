//! What is said of an account is what the ledger has: each sentence is read back by a parser of its
//! own, in English, French and Kinyarwanda.

use std::collections::BTreeMap;

use crate::common::cli::Cli;
use crate::common::{TestBook, day};
use daybook::documents::wording::Wording;
use daybook::domain::late::SaidLate;
use daybook::domain::plan::SaidPlan;
use daybook::domain::promise::SaidPromise;
use daybook::domain::{Code, Currency, Day, Language, Money, Number};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::balance::{Balance, BalanceItem};
use daybook::ledger::query::open::Buckets;
use daybook::ledger::query::say::{Say, SayOf};
use daybook::words::said::{AccountStanding, Voice};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a sentence says, in minor units.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Heard {
    balance: i64,
    late: i64,
    days: Option<i64>,
    on_account: i64,
    /// Whether it says that money on account is already deducted.
    is_deducted: bool,
    withheld: i64,
    disputed: i64,
    /// What came for promises and waits.
    arrived: Option<i64>,
    /// How much by which day, and in all.
    promised: Option<(i64, String, i64)>,
    /// What is said of plans: which sentence, how much by when, and what is left of each.
    plans: Vec<(PlanSays, i64, String, i64)>,
    /// The level of what is asked for, and how much that is.
    asked: Option<(u8, i64)>,
}

/// Which sentence is said of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PlanSays {
    Missed,
    Next,
    Default,
}

/// The words around the parts of a sentence on a plan: before the amount, the day, what is left, and behind.
type PlanWords = [[&'static str; 4]; 2];

/// The sentences behind the first: those on cases, and what is asked for.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
    // An abbreviated month has a point too: before it comes the day. A sentence begins with a capital or a figure.
    while !rest.is_empty() {
        let mut ends = rest.match_indices(['.', '?']).map(|(at, _)| at + 1);
        let is_end = |at: &usize| {
            let behind = &rest[*at..];
            let next = behind.strip_prefix(' ').and_then(|next| next.chars().next());
            let mut before = rest[..*at - 1].rsplit(' ');
            let is_word = before.next().is_some_and(|it| it.chars().all(char::is_alphabetic));
            let is_month = is_word
                && before
                    .next()
                    .is_some_and(|it| it.len() <= 3 && it.starts_with(char::is_numeric));
            let is_figure = next.is_some_and(|next| next.is_ascii_digit()) && !is_month;
            behind.is_empty() || is_figure || next.is_some_and(char::is_uppercase)
        };
        let end = ends.find(is_end).unwrap_or(rest.len());
        all.push(rest[..end].trim());
        rest = rest[end..].trim_start();
    }
    all
}

/// Takes the figure between two texts.
fn between<'a>(text: &'a str, front: &str, behind: &str) -> Option<&'a str> {
    text.strip_prefix(front)?.strip_suffix(behind)
}

/// What is heard of a plan and of what is asked for, by the words of a language.
fn heard_of(
    case: &str,
    plan: PlanWords,
    ended: [&str; 2],
    asks: [[&str; 2]; 4],
    heard: &mut Heard,
) -> bool {
    for (says, [front, by, left, behind]) in
        [PlanSays::Missed, PlanSays::Next].into_iter().zip(plan)
    {
        let found = between(case, front, behind).and_then(|it| it.split_once(by));
        let found = found.and_then(|(amount, rest)| Some((amount, rest.split_once(left)?)));
        if let Some((amount, (day, left))) = found {
            heard.plans.push((says, minor(amount), day.into(), minor(left)));
            return true;
        }
    }
    if let Some(left) = between(case, ended[0], ended[1]) {
        heard.plans.push((PlanSays::Default, 0, String::new(), minor(left)));
        return true;
    }
    for (level, [front, behind]) in (1..).zip(asks) {
        if let Some(amount) = between(case, front, behind) {
            heard.asked = Some((level, minor(amount)));
            return true;
        }
    }
    false
}

/// What is heard of promises: how much by which day, and in all.
fn promise_of(promised: &str, by: &str, in_all: &str) -> (i64, String, i64) {
    let (amount, rest) = promised.split_once(by).unwrap();
    let all = rest.strip_suffix(in_all).map(|rest| rest.split_once(", ").unwrap());
    let (day, all) = all.unwrap_or((rest, amount));
    (minor(amount), day.into(), minor(all))
}

fn minor(text: &str) -> i64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// A figure with its currency, on whichever side that stands.
fn with_currency(text: &str, currency: Currency) -> i64 {
    assert!(text.contains(currency.code()), "{text}");
    minor(text)
}

fn english(text: &str, name: &str, currency: Currency) -> Heard {
    let mut heard = Heard::default();
    let rest = text.strip_prefix(name).unwrap();
    let (first, cases) =
        rest.split_once(". ").unwrap_or_else(|| (rest.strip_suffix('.').unwrap(), ""));
    let mut says_late = false;
    let mut waits = None;
    for (nth, part) in first.split("; ").enumerate() {
        let part = part.trim_start();
        if nth == 0 {
            heard.balance = match part.strip_prefix("owes ") {
                Some("nothing") => 0,
                Some(amount) => with_currency(amount, currency),
                None => {
                    let amount = part.strip_prefix("is ").unwrap();
                    -with_currency(amount.strip_suffix(" in credit").unwrap(), currency)
                }
            };
        } else if let Some((amount, rest)) = part.split_once(" on account is not allocated yet") {
            waits = Some(with_currency(amount, currency));
            heard.is_deducted |= rest == " and is already deducted";
            assert!(rest.is_empty() || heard.is_deducted, "{text}");
        } else if part == "nothing is overdue" {
            says_late = true;
        } else {
            says_late = true;
            let (late, since) = part.split_once(" is overdue").unwrap();
            let after = since.strip_prefix(" after money on account");
            heard.is_deducted |= after.is_some();
            let since = after.unwrap_or(since);
            heard.late = minor(late);
            heard.days = (!since.is_empty()).then(|| minor(since));
        }
    }
    assert!(says_late || heard.balance <= 0, "{text}");
    heard.on_account = waits.unwrap_or(-heard.balance.min(0));
    let plan = [
        ["Payment plan: ", " was due ", ", ", " left in all."],
        ["Payment plan: ", " due ", ", ", " left in all."],
    ];
    let ended = ["Payment plan ended, instalments missed: ", " is due."];
    let asks = [
        ["When may we expect ", "?"],
        ["Which day can you pay ", "? We have reminded you of it in writing."],
        ["Please pay ", " now, or let us agree a payment plan today."],
        [
            "This is our last request for ",
            ": please pay it now, or tell us today what stands in the way.",
        ],
    ];
    for case in whole(sentences(cases), "? We have reminded") {
        if heard_of(&case, plan, ended, asks, &mut heard) {
        } else if let Some(amount) = case.strip_suffix(" is disputed.") {
            heard.disputed = minor(amount);
        } else if let Some(amount) = case.strip_suffix(" is tax withheld, certificate awaited.") {
            heard.withheld = minor(amount);
        } else if let Some(amount) =
            case.strip_suffix(" has arrived as promised and is on account.")
        {
            heard.arrived = Some(minor(amount));
        } else {
            let promised = between(&case, "Promised ", ".");
            let promised = promised.unwrap_or_else(|| panic!("{case} in {text}"));
            heard.promised = Some(promise_of(promised, " by ", " in all"));
        }
    }
    heard
}

fn french(text: &str, name: &str, currency: Currency) -> Heard {
    let mut heard = Heard::default();
    let rest = text.strip_prefix(name).unwrap();
    let (first, cases) =
        rest.split_once(". ").unwrap_or_else(|| (rest.strip_suffix('.').unwrap(), ""));
    let mut says_late = false;
    let mut waits = None;
    for (nth, part) in first.split(" ; ").enumerate() {
        let part = part.trim_start();
        if nth == 0 {
            heard.balance = match part {
                "ne doit rien" => 0,
                part => match part.strip_prefix("doit ") {
                    Some(amount) => with_currency(amount, currency),
                    None => -with_currency(part.strip_prefix("a un crédit de ").unwrap(), currency),
                },
            };
        } else if let Some((amount, rest)) =
            part.split_once(" au crédit du compte restent à imputer")
        {
            waits = Some(with_currency(amount, currency));
            heard.is_deducted |= rest == " et sont déjà déduits";
            assert!(rest.is_empty() || heard.is_deducted, "{text}");
        } else if part == "rien n'est en retard" {
            says_late = true;
        } else {
            says_late = true;
            let (late, since) = part.split_once(" en retard").unwrap();
            let after = since.strip_prefix(" après déduction du crédit");
            heard.is_deducted |= after.is_some();
            let since = after.unwrap_or(since);
            assert!(!late.contains(['.', ' ']), "{late}");
            heard.late = minor(late);
            heard.days = (!since.is_empty()).then(|| minor(since));
        }
    }
    assert!(says_late || heard.balance <= 0, "{text}");
    heard.on_account = waits.unwrap_or(-heard.balance.min(0));
    let plan = [
        ["Échéancier : ", " était à payer le ", ", reste ", " au total."],
        ["Échéancier : ", " à payer le ", ", reste ", " au total."],
    ];
    let ended = ["Échéancier rompu, échéances manquées : ", " exigible."];
    let asks = [
        ["Quand pouvons-nous compter sur ", " ?"],
        ["Quel jour pouvez-vous payer ", " ? Nous vous l'avons rappelé par écrit."],
        ["Merci de payer ", " maintenant, ou convenons aujourd'hui d'un échéancier."],
        [
            "C'est notre dernière demande pour ",
            " : merci de payer maintenant, ou dites-nous aujourd'hui ce qui l'empêche.",
        ],
    ];
    for case in whole(sentences(cases), "? Nous vous") {
        if heard_of(&case, plan, ended, asks, &mut heard) {
        } else if let Some(amount) = case.strip_suffix(" en litige.") {
            heard.disputed = minor(amount);
        } else if let Some(amount) = case.strip_suffix(" de taxe retenue, attestation attendue.") {
            heard.withheld = minor(amount);
        } else if let Some(amount) = case.strip_suffix(" reçus comme promis, au crédit du compte.")
        {
            heard.arrived = Some(minor(amount));
        } else {
            let promised = between(&case, "Promis ", ".");
            let promised = promised.unwrap_or_else(|| panic!("{case} in {text}"));
            heard.promised = Some(promise_of(promised, " pour le ", " au total"));
        }
    }
    heard
}

/// A question with the sentence that belongs to it is one.
fn whole(sentences: Vec<&str>, joint: &str) -> Vec<String> {
    let second = joint.trim_start_matches("? ");
    let mut all: Vec<String> = Vec::new();
    for sentence in sentences {
        match all.last_mut() {
            Some(last) if sentence.starts_with(second) => {
                last.push(' ');
                last.push_str(sentence);
            }
            _ => all.push(sentence.into()),
        }
    }
    all
}

fn kinyarwanda(text: &str, name: &str, currency: Currency) -> Heard {
    let mut heard = Heard::default();
    let rest = text.strip_prefix(name).unwrap();
    let (first, cases) =
        rest.split_once(". ").unwrap_or_else(|| (rest.strip_suffix('.').unwrap(), ""));
    let mut says_late = false;
    let mut waits = None;
    for (nth, part) in first.split("; ").enumerate() {
        let part = part.trim_start();
        if nth == 0 {
            let part = part.strip_prefix("– ").unwrap();
            heard.balance = match part.strip_prefix("umwenda usigaye ni ") {
                Some(amount) => with_currency(amount, currency),
                None if part == "nta mwenda usigaye" => 0,
                None => {
                    let credit = between(part, "kuri konti hari ", " arenga ku mwenda");
                    -with_currency(credit.unwrap(), currency)
                }
            };
        } else if let Some((amount, rest)) =
            part.split_once(" ari kuri konti ataragenerwa fagitire")
        {
            waits = Some(with_currency(amount, currency));
            heard.is_deducted |= rest == ", ariko yamaze gukurwamo";
            assert!(rest.is_empty() || heard.is_deducted, "{text}");
        } else if part == "nta mwenda wakererewe" {
            says_late = true;
        } else {
            says_late = true;
            let (late, since) = part.split_once(" yakererewe kwishyurwa").unwrap();
            heard.late = minor(late);
            heard.days = (!since.is_empty()).then(|| minor(since));
        }
    }
    assert!(says_late || heard.balance <= 0, "{text}");
    heard.on_account = waits.unwrap_or(-heard.balance.min(0));
    let front = "Kwishyura mu byiciro: ";
    let (left, behind) = (", hasigaye ", " yose hamwe.");
    let plan = [
        [front, " yagombaga kwishyurwa ku wa ", left, behind],
        [front, " bitarenze ku wa ", left, behind],
    ];
    let ended = [
        "Amasezerano yo kwishyura mu byiciro yarangiye kuko hari ibitarishyuwe: ",
        " agomba kwishyurwa.",
    ];
    let asks = [
        ["Mwatubwira igihe muzishyurira ", "?"],
        ["Ni uwuhe munsi mushobora kwishyura ", "? Twabibibukije mu nyandiko."],
        ["Turabasaba kwishyura ", " ubu, cyangwa uyu munsi tukumvikana ku kwishyura mu byiciro."],
        [
            "Iyi ni inshuro ya nyuma tubasaba kwishyura ",
            ": mwishyure ubu, cyangwa mutubwire uyu munsi imbogamizi mufite.",
        ],
    ];
    for case in whole(sentences(cases), "? Twabibibukije") {
        if heard_of(&case, plan, ended, asks, &mut heard) {
        } else if let Some(amount) = case.strip_suffix(" aracyagibwaho impaka.") {
            heard.disputed = minor(amount);
        } else if let Some(amount) =
            case.strip_suffix(" ni umusoro wafatiriwe, icyemezo cyawo kirategerejwe.")
        {
            heard.withheld = minor(amount);
        } else if let Some(amount) =
            case.strip_suffix(" yasezeranyijwe yamaze kwakirwa, ari kuri konti.")
        {
            heard.arrived = Some(minor(amount));
        } else {
            let promised = between(&case, "Hasezeranyijwe kwishyura ", ".");
            let promised = promised.unwrap_or_else(|| panic!("{case} in {text}"));
            heard.promised = Some(promise_of(promised, " bitarenze ku wa ", " yose hamwe"));
        }
    }
    heard
}

/// What is to be heard of the items: added up here once more, with what was withheld of each as tax, what was agreed and
/// what has arrived for that.
fn expected(items: &[BalanceItem], as_of: Day, beside: &Beside) -> Heard {
    let of = |all: &BTreeMap<String, i64>, item: &BalanceItem| {
        all.get(&item.item.0).copied().unwrap_or(0)
    };
    let (mut debits, mut credits, mut disputed, mut withheld) = (0, 0, 0, 0);
    // Days late, what is chased, agreed and disputed.
    let mut overdue: Vec<(i64, [i64; 3])> = Vec::new();
    let mut all_overdue = 0;
    let mut spent = 0;
    for item in items {
        let left = item.outstanding.minor();
        let in_dispute = item.disputed.map_or(0, Money::minor);
        disputed += in_dispute;
        if left < 0 {
            credits -= left;
            continue;
        }
        debits += left;
        let (kept, agreed, came) =
            (of(&beside.kept, item), of(&beside.agreed, item), of(&beside.came, item));
        withheld += kept;
        spent += came;
        let days = as_of.days_since(item.due);
        if days > 0 {
            all_overdue += left;
            // What was withheld is taken off what may be chased, then off what is disputed.
            let free = left - in_dispute - agreed;
            let chased = (free - kept).max(0) - came;
            overdue.push((days, [chased, agreed, in_dispute.min(left - kept)]));
        }
    }
    // Money on account pays what it came for, then the oldest that is chased, then what was agreed, and last what is
    // disputed; what it does not reach is late.
    overdue.sort_unstable_by_key(|(days, _)| -days);
    let mut money = credits - spent;
    for part in 0..3 {
        for (_, parts) in &mut overdue {
            let paid = parts[part].min(money);
            parts[part] -= paid;
            money -= paid;
        }
    }
    overdue.retain(|(_, parts)| parts.iter().sum::<i64>() > 0);
    let chased: i64 = overdue.iter().map(|(_, parts)| parts[0]).sum();
    let asks = beside.level > 0 && chased > 0;
    let late = overdue.iter().flat_map(|(_, parts)| parts).sum();
    Heard {
        balance: debits - credits,
        late,
        days: overdue.first().map(|(days, _)| *days),
        on_account: credits,
        // Money for what is not due yet is not deducted.
        is_deducted: late < all_overdue && credits > 0,
        withheld,
        disputed,
        asked: asks.then_some((beside.level, chased)),
        ..Heard::default()
    }
}

/// The money on account that pays nothing chased: it covers what was agreed.
fn spare(items: &[BalanceItem], as_of: Day, beside: &Beside) -> i64 {
    let of = |all: &BTreeMap<String, i64>, item: &BalanceItem| {
        all.get(&item.item.0).copied().unwrap_or(0)
    };
    let credits: i64 = items.iter().map(|it| -it.outstanding.minor().min(0)).sum();
    let overdue = items.iter().filter(|it| it.outstanding.is_positive() && it.due < as_of);
    let chased = overdue.map(|it| {
        let disputed = it.disputed.map_or(0, Money::minor);
        let free = it.outstanding.minor() - disputed - of(&beside.agreed, it);
        (free - of(&beside.kept, it)).max(0) - of(&beside.came, it)
    });
    (credits - beside.came.values().sum::<i64>() - chased.sum::<i64>()).max(0)
}

/// What is said beside the items of an account.
#[derive(Clone, Default)]
struct Beside {
    /// What was withheld of each item.
    kept: BTreeMap<String, i64>,
    /// What of each item was promised or planned and has not arrived.
    agreed: BTreeMap<String, i64>,
    /// What has arrived for that.
    came: BTreeMap<String, i64>,
    late: Option<SaidLate>,
    promise: Option<SaidPromise>,
    arrived: Option<Money>,
    plans: Vec<SaidPlan>,
    level: u8,
}

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

/// A language, and how it is listened to.
type Listener = (Wording, fn(&str, &str, Currency) -> Heard);

fn languages() -> [Listener; 3] {
    [
        (Wording::of(Language::English), english),
        (Wording::of(Language::French), french),
        (Wording::of(Language::Kinyarwanda), kinyarwanda),
    ]
}

/// Says an account in all languages and compares what is heard; how many differ.
fn differences(languages: &[Listener], balance: &Balance, beside: &Beside) -> usize {
    let differs = |(wording, listen): &Listener| {
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
        let heard = listen(&text, &balance.name, balance.currency);
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
    assert_eq!(english, "Customer C1 owes CAD 50.00; 50.00 is overdue, the oldest 21 days.");
    assert_eq!(
        french,
        "Customer C1 doit 50,00_CAD ; 50,00 en retard, dont le poste le plus ancien depuis 21 jours."
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
        "Customer C1 owes CAD 1,169.07; 1,169.07 is overdue after money on account, the oldest 1 \
         day; CAD 115.43 on account is not allocated yet."
    );
    assert!(french.contains("doit 1_169,07_CAD ; 1_169,07 en retard"), "{french}");
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
        "Kigali Heights Hotel owes RWF 318,600; 318,600 is overdue, the oldest 20 days. 40,000 is \
         disputed. Promised 200,000 by 27 Nov."
    );
    let french = cli.json(&["say", "C1", "--language", "fr"]);
    let text = french["text"].as_str().unwrap();
    assert!(text.contains("doit 318\u{a0}600\u{a0}RWF ; 318\u{a0}600 en retard"), "{text}");
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
