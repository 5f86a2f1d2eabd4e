//! A listener of its own: what a sentence says of an account, in any language whose phrases are listed here.

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

/// The words in front of a part of a sentence, and behind it.
type Around = [&'static str; 2];

/// The words in front of the amount of a plan, the day and what is left, and behind that.
type AroundPlan = [&'static str; 4];

/// The phrases of a language.
pub(super) struct Phrases {
    /// What separates the parts of the first sentence.
    separator: &'static str,
    /// In front of the first part.
    front: &'static str,
    owes_nothing: &'static str,
    owes: Around,
    in_credit: Around,
    /// Behind money on account, and behind that if it is already deducted.
    waits: &'static str,
    deducted: &'static str,
    nothing_late: &'static str,
    /// Behind what is late, and behind that if money on account was deducted.
    late: &'static str,
    late_after: Option<&'static str>,
    /// In place of a figure.
    all_of_it: &'static str,
    /// What no figure has in it.
    not_in_figures: &'static [char],
    missed: AroundPlan,
    next: AroundPlan,
    ended: Around,
    /// By level, from 1.
    asks: [Around; 4],
    /// The start of the sentence that belongs to a question.
    reminded: &'static str,
    disputed: &'static str,
    withheld: &'static str,
    arrived: &'static str,
    promised: &'static str,
    promised_by: &'static str,
    promised_in_all: &'static str,
}

pub(super) const ENGLISH: Phrases = Phrases {
    separator: "; ",
    front: "",
    owes_nothing: "owes nothing",
    owes: ["owes ", ""],
    in_credit: ["is ", " in credit"],
    waits: " on account is not allocated yet",
    deducted: " and is already deducted",
    nothing_late: "nothing is overdue",
    late: " is overdue",
    late_after: Some(" after money on account"),
    all_of_it: "all of it",
    not_in_figures: &[' '],
    missed: ["Payment plan: ", " was due ", ", ", " left in all."],
    next: ["Payment plan: ", " due ", ", ", " left in all."],
    ended: ["Payment plan ended, instalments missed: ", " is due."],
    asks: [
        ["When may we expect ", "?"],
        ["Which day can you pay ", "? We have reminded you of it in writing."],
        ["Please pay ", " now, or let us agree a payment plan today."],
        [
            "This is our last request for ",
            ": please pay it now, or tell us today what stands in the way.",
        ],
    ],
    reminded: "We have reminded",
    disputed: " is disputed.",
    withheld: " is tax withheld, certificate awaited.",
    arrived: " has arrived as promised and is on account.",
    promised: "Promised ",
    promised_by: " by ",
    promised_in_all: " in all",
};

pub(super) const FRENCH: Phrases = Phrases {
    separator: " ; ",
    front: "",
    owes_nothing: "ne doit rien",
    owes: ["doit ", ""],
    in_credit: ["a un crédit de ", ""],
    waits: " au crédit du compte restent à imputer",
    deducted: " et sont déjà déduits",
    nothing_late: "rien n'est en retard",
    late: " en retard",
    late_after: Some(" après déduction du crédit"),
    all_of_it: "le tout",
    not_in_figures: &['.', ' '],
    missed: ["Échéancier : ", " étaient à payer le ", ", reste ", " au total."],
    next: ["Échéancier : ", " à payer le ", ", reste ", " au total."],
    ended: ["Échéancier rompu, échéances manquées : ", " exigibles."],
    asks: [
        ["Quand pouvons-nous compter sur ", " ?"],
        ["Quel jour pouvez-vous payer ", " ? Nous vous l'avons rappelé par écrit."],
        ["Merci de payer ", " maintenant, ou convenons aujourd'hui d'un échéancier."],
        [
            "C'est notre dernière demande pour ",
            " : merci de payer maintenant, ou dites-nous aujourd'hui ce qui l'empêche.",
        ],
    ],
    reminded: "Nous vous",
    disputed: " en litige.",
    withheld: " de taxe retenue, attestation attendue.",
    arrived: " reçus comme promis, au crédit du compte.",
    promised: "Promis ",
    promised_by: " pour le ",
    promised_in_all: " au total",
};

pub(super) const KINYARWANDA: Phrases = Phrases {
    separator: "; ",
    front: "– ",
    owes_nothing: "nta mwenda usigaye",
    owes: ["umwenda usigaye ni ", ""],
    in_credit: ["kuri konti hari ", " arenga ku mwenda"],
    waits: " ari kuri konti ataragenerwa fagitire",
    deducted: ", ariko yamaze gukurwamo",
    nothing_late: "nta mwenda wakererewe",
    late: " yakererewe kwishyurwa",
    late_after: None,
    all_of_it: "yose",
    not_in_figures: &[' '],
    missed: [
        "Kwishyura mu byiciro: ",
        " yagombaga kwishyurwa ku wa ",
        ", hasigaye ",
        " yose hamwe.",
    ],
    next: ["Kwishyura mu byiciro: ", " bitarenze ku wa ", ", hasigaye ", " yose hamwe."],
    ended: [
        "Amasezerano yo kwishyura mu byiciro yarangiye kuko hari ibitarishyuwe: ",
        " agomba kwishyurwa.",
    ],
    asks: [
        ["Mwatubwira igihe muzishyurira ", "?"],
        ["Ni uwuhe munsi mushobora kwishyura ", "? Twabibibukije mu nyandiko."],
        ["Turabasaba kwishyura ", " ubu, cyangwa uyu munsi tukumvikana ku kwishyura mu byiciro."],
        [
            "Iyi ni inshuro ya nyuma tubasaba kwishyura ",
            ": mwishyure ubu, cyangwa mutubwire uyu munsi imbogamizi mufite.",
        ],
    ],
    reminded: "Twabibibukije",
    disputed: " aracyagibwaho impaka.",
    withheld: " ni umusoro wafatiriwe, icyemezo cyawo kirategerejwe.",
    arrived: " yasezeranyijwe yamaze kwakirwa, ari kuri konti.",
    promised: "Hasezeranyijwe kwishyura ",
    promised_by: " bitarenze ku wa ",
    promised_in_all: " yose hamwe",
};

/// Listens to what is said of an account of this name.
pub(super) fn listen(phrases: &Phrases, text: &str, name: &str, currency: Currency) -> Heard {
    let mut heard = Heard::default();
    let rest = text.strip_prefix(name).unwrap().trim_start();
    let rest = rest.strip_prefix(phrases.front).unwrap();
    let (first, cases) =
        rest.split_once(". ").unwrap_or_else(|| (rest.strip_suffix('.').unwrap(), ""));
    let mut parts = first.split(phrases.separator);
    heard.balance = phrases.balance(parts.next().unwrap(), currency);
    let (mut says_late, mut waits) = (false, None);
    for part in parts {
        if let Some((amount, rest)) = part.split_once(phrases.waits) {
            waits = Some(with_currency(amount, currency));
            heard.is_deducted |= rest == phrases.deducted;
            assert!(rest.is_empty() || heard.is_deducted, "{text}");
        } else {
            says_late = true;
            phrases.late(part, &mut heard);
        }
    }
    assert!(says_late || heard.balance <= 0, "{text}");
    heard.on_account = waits.unwrap_or(-heard.balance.min(0));
    for case in phrases.sentences(cases) {
        assert!(
            phrases.plan_or_question(&case, &mut heard) || phrases.case(&case, &mut heard),
            "{case} in {text}"
        );
    }
    heard
}

impl Phrases {
    fn balance(&self, part: &str, currency: Currency) -> i64 {
        if part == self.owes_nothing {
            return 0;
        }
        match between(part, self.owes) {
            Some(amount) => with_currency(amount, currency),
            None => -with_currency(between(part, self.in_credit).unwrap(), currency),
        }
    }

    /// What is late, and for how long.
    fn late(&self, part: &str, heard: &mut Heard) {
        if part == self.nothing_late {
            return;
        }
        let (late, since) = part.split_once(self.late).unwrap();
        let after = self.late_after.and_then(|after| since.strip_prefix(after));
        heard.is_deducted |= after.is_some();
        let since = after.unwrap_or(since);
        assert!(late == self.all_of_it || !late.contains(self.not_in_figures), "{late}");
        heard.late = if late == self.all_of_it { heard.balance } else { minor(late) };
        heard.days = (!since.is_empty()).then(|| minor(since));
    }

    /// Hears a sentence on a plan, or one that asks for something. Returns whether it is one.
    fn plan_or_question(&self, case: &str, heard: &mut Heard) -> bool {
        let plans = [(PlanSays::Missed, self.missed), (PlanSays::Next, self.next)];
        for (says, [front, by, left, behind]) in plans {
            let found = between(case, [front, behind]).and_then(|it| it.split_once(by));
            let found = found.and_then(|(amount, rest)| Some((amount, rest.split_once(left)?)));
            if let Some((amount, (day, left))) = found {
                heard.plans.push((says, minor(amount), day.into(), minor(left)));
                return true;
            }
        }
        if let Some(left) = between(case, self.ended) {
            heard.plans.push((PlanSays::Default, 0, String::new(), minor(left)));
            return true;
        }
        let mut asked = (1..).zip(self.asks);
        let asked = asked.find_map(|(level, around)| Some((level, between(case, around)?)));
        heard.asked = asked.map(|(level, amount)| (level, minor(amount))).or(heard.asked);
        asked.is_some()
    }

    /// Hears a sentence on a dispute, a certificate or a promise. Returns whether it is one.
    fn case(&self, case: &str, heard: &mut Heard) -> bool {
        if let Some(amount) = case.strip_suffix(self.disputed) {
            heard.disputed = minor(amount);
        } else if let Some(amount) = case.strip_suffix(self.withheld) {
            heard.withheld = minor(amount);
        } else if let Some(amount) = case.strip_suffix(self.arrived) {
            heard.arrived = Some(minor(amount));
        } else if let Some(promised) = between(case, [self.promised, "."]) {
            let (amount, rest) = promised.split_once(self.promised_by).unwrap();
            let all = rest.strip_suffix(self.promised_in_all);
            let (day, all) = all.map_or((rest, amount), |all| all.split_once(", ").unwrap());
            heard.promised = Some((minor(amount), day.into(), minor(all)));
        } else {
            return false;
        }
        true
    }

    /// The sentences behind the first: those on cases, and what is asked for. A question and the sentence
    /// that belongs to it are one.
    fn sentences(&self, text: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for sentence in sentences(text) {
            match all.last_mut() {
                Some(last) if sentence.starts_with(self.reminded) => {
                    last.push(' ');
                    last.push_str(sentence);
                }
                _ => all.push(sentence.into()),
            }
        }
        all
    }
}

/// The sentences of a text. An abbreviated month has a point too: before it comes the day. A sentence begins
/// with a capital or a figure.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = text;
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

/// Takes the part of a sentence between two texts.
fn between<'a>(text: &'a str, [front, behind]: [&str; 2]) -> Option<&'a str> {
    text.strip_prefix(front)?.strip_suffix(behind)
}

/// The minor units of a figure.
fn minor(text: &str) -> i64 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// The same for a figure with its currency, on whichever side that stands.
fn with_currency(text: &str, currency: Currency) -> i64 {
    assert!(text.contains(currency.code()), "{text}");
    minor(text)
}
