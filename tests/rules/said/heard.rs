//! A listener of its own: what a sentence says of an account, in English, French and Kinyarwanda.

use daybook::domain::Currency;

/// What a sentence says, in minor units.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Heard {
    pub(super) balance: i64,
    pub(super) late: i64,
    pub(super) days: Option<i64>,
    pub(super) on_account: i64,
    /// Whether it says that money on account is already deducted.
    pub(super) is_deducted: bool,
    pub(super) withheld: i64,
    pub(super) disputed: i64,
    /// What came for promises and waits.
    pub(super) arrived: Option<i64>,
    /// How much by which day, and in all.
    pub(super) promised: Option<(i64, String, i64)>,
    /// What is said of plans: which sentence, how much by when, and what is left of each.
    pub(super) plans: Vec<(PlanSays, i64, String, i64)>,
    /// The level of what is asked for, and how much that is.
    pub(super) asked: Option<(u8, i64)>,
}

/// Which sentence is said of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PlanSays {
    Missed,
    Next,
    Default,
}

/// The words around the parts of a sentence on a plan: before the amount, the day, what is left, and behind.
pub(super) type PlanWords = [[&'static str; 4]; 2];

/// The sentences behind the first: those on cases, and what is asked for.
pub(super) fn sentences(text: &str) -> Vec<&str> {
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
pub(super) fn between<'a>(text: &'a str, front: &str, behind: &str) -> Option<&'a str> {
    text.strip_prefix(front)?.strip_suffix(behind)
}

/// What is heard of a plan and of what is asked for, by the words of a language.
pub(super) fn heard_of(
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
pub(super) fn promise_of(promised: &str, by: &str, in_all: &str) -> (i64, String, i64) {
    let (amount, rest) = promised.split_once(by).unwrap();
    let all = rest.strip_suffix(in_all).map(|rest| rest.split_once(", ").unwrap());
    let (day, all) = all.unwrap_or((rest, amount));
    (minor(amount), day.into(), minor(all))
}

/// What is late: a figure, or all that is owed.
fn late_of(late: &str, heard: &Heard) -> i64 {
    match late {
        "all of it" | "le tout" | "yose" => heard.balance,
        figure => minor(figure),
    }
}

pub(super) fn minor(text: &str) -> i64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// A figure with its currency, on whichever side that stands.
pub(super) fn with_currency(text: &str, currency: Currency) -> i64 {
    assert!(text.contains(currency.code()), "{text}");
    minor(text)
}

pub(super) fn english(text: &str, name: &str, currency: Currency) -> Heard {
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
            heard.late = late_of(late, &heard);
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

pub(super) fn french(text: &str, name: &str, currency: Currency) -> Heard {
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
            assert!(!late.contains('.'), "{late}");
            assert!(!late.contains(' ') || late == "le tout", "{late}");
            heard.late = late_of(late, &heard);
            heard.days = (!since.is_empty()).then(|| minor(since));
        }
    }
    assert!(says_late || heard.balance <= 0, "{text}");
    heard.on_account = waits.unwrap_or(-heard.balance.min(0));
    let plan = [
        ["Échéancier : ", " étaient à payer le ", ", reste ", " au total."],
        ["Échéancier : ", " à payer le ", ", reste ", " au total."],
    ];
    let ended = ["Échéancier rompu, échéances manquées : ", " exigibles."];
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
pub(super) fn whole(sentences: Vec<&str>, joint: &str) -> Vec<String> {
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

pub(super) fn kinyarwanda(text: &str, name: &str, currency: Currency) -> Heard {
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
            heard.late = late_of(late, &heard);
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
