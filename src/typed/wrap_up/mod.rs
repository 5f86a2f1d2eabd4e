//! The line that wraps a call up: `p 500 fri; d 1042 price 40; cb tue 14:30; send 1042`. Each part becomes
//! what it means; a part that is not understood is refused by name, with an example. May use: domain, words.

use rust_decimal::Decimal;

use crate::domain::delivery::DeliveryWay;
use crate::domain::grouped;
use crate::domain::{CallOutcome, Currency, Day, Language, Moment, Number, Refusal, Rule};
use crate::words::Words;

use super::part_verb::{PartVerb, begun};
use super::{amount, choice, day, moment};

mod promise;

/// The most parts of a line.
pub const MOST_PARTS: usize = 20;

/// The most words of an amount: no currency has one of more groups.
const MOST_GROUPS: usize = 8;

/// What reading a line depends on.
#[derive(Clone, Copy, Debug)]
pub struct LineReading<'a> {
    /// Today in the company's zone.
    pub today: Day,
    /// The company's zone.
    pub zone: &'a str,
    /// The account's currency.
    pub currency: Currency,
    /// The codes of reasons for a dispute.
    pub reasons: &'a [String],
    /// Those of the words that [`may_name`] finds which name an open invoice of the account.
    pub open: &'a [NamedOpen],
    /// What is owed on the account: no more can be promised. Read only if `open` names anything.
    pub owed: Decimal,
}

/// An open invoice of the account that a word names.
#[derive(Clone, Debug)]
pub struct NamedOpen {
    /// The word.
    pub word: String,
    /// The invoice's number.
    pub number: Number,
    /// What is left of it.
    pub left: Decimal,
}

/// What one part of a line asks for. An invoice is named by its number or the end of it.
#[derive(Clone, Debug, PartialEq)]
pub enum WrapPart {
    /// `p 500 fri`, `p 21 500 fri`, `p all fri`, `p 1042 500 fri`: a promise; without an invoice on the oldest
    /// open ones, without an amount on all that is left.
    Promise {
        /// The invoice, if one is named.
        invoice: Option<String>,
        /// `None` for `all`.
        amount: Option<Decimal>,
        /// By when.
        by: Day,
    },
    /// `d 1042 price 40`: a dispute.
    Dispute {
        /// The invoice.
        invoice: String,
        /// The code of the reason.
        reason: String,
        /// `None` for all of the invoice.
        amount: Option<Decimal>,
    },
    /// `cb tue 14:30 Claudine`: a callback.
    Callback {
        /// The date.
        at: Moment,
        /// Who to ask for, or what it is about.
        note: Option<String>,
    },
    /// `send 1042`, `send statement`: a document to send.
    Send {
        /// `None` for the statement of account.
        document: Option<String>,
        /// `None` for the way in which the customer gets documents.
        by: Option<DeliveryWay>,
        /// `None` for the customer's own address.
        to: Option<String>,
    },
    /// `n wants a copy`: more of the note.
    Note(String),
    /// `o voicemail`: how the call ended.
    Outcome(CallOutcome),
}

/// The words for the statement of account.
const STATEMENT: [&str; 3] = ["statement", "relevé", "releve"];

/// The words for how a document goes out.
const WAYS: [(&str, DeliveryWay); 9] = [
    ("email", DeliveryWay::Email),
    ("e-mail", DeliveryWay::Email),
    ("mail", DeliveryWay::Email),
    ("courriel", DeliveryWay::Email),
    ("print", DeliveryWay::Print),
    ("post", DeliveryWay::Print),
    ("papier", DeliveryWay::Print),
    ("hand", DeliveryWay::Hand),
    ("main", DeliveryWay::Hand),
];

/// The words for all that is left.
const ALL: [&str; 4] = ["all", "tout", "full", "*"];

/// The words of a line that may name an invoice or begin an amount: the `21` of `p 21 500 fri`.
pub fn may_name(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in line.split([';', '\n']) {
        let words: Vec<&str> = part.split_whitespace().collect();
        let [verb, first, second, ..] = words.as_slice() else { continue };
        let verb = PartVerb::of(&verb.to_lowercase());
        let is_figure = first.bytes().all(|byte| byte.is_ascii_digit());
        let may = verb == Some(PartVerb::Promise) && is_figure;
        // The most decimals: which of them an amount has is not known here.
        if may && grouped::is_amount(&[first, second], u8::MAX) {
            found.push((*first).to_string());
        }
    }
    found
}

/// Whether a text begins as a part of the line does, with its verb and something after it: `p 500`.
pub fn begins_part(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let verb = words.next().and_then(|word| PartVerb::of(&word.to_lowercase()));
    verb.is_some() && words.next().is_some()
}

/// Reads a line part by part, in order. Skips empty parts.
///
/// # Errors
/// The first part that is not understood, as the field `line[n]`.
pub fn read(line: &str, by: &LineReading) -> Result<Vec<WrapPart>, Refusal> {
    let parts = line.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    if parts.len() > MOST_PARTS {
        return Err(Refusal::new(Rule::WrapUpTooMany, "line").with("most", MOST_PARTS));
    }
    let read = |(place, part): (usize, &&str)| {
        read_part(part, by).map_err(|refusal| Refusal { field: field_of(place), ..refusal })
    };
    parts.iter().enumerate().map(read).collect()
}

/// The field of a part of the line, by its place among them.
pub fn field_of(place: usize) -> String {
    format!("line[{place}]")
}

fn read_part(part: &str, by: &LineReading) -> Result<WrapPart, Refusal> {
    let (word, rest) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
    let word = word.to_lowercase();
    let Some(verb) = PartVerb::of(&word) else {
        let refusal = Refusal::new(Rule::WrapUpPart, "line").with("part", part);
        let verb = PartVerb::Promise;
        return Err(refusal.with("example", verb.example()).with("verb", verb.word()));
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let it = TypedPart { part, verb, words, by };
    match verb {
        PartVerb::Promise => it.promise(),
        PartVerb::Dispute => it.dispute(),
        PartVerb::Callback => it.callback(),
        PartVerb::Send => it.send(),
        PartVerb::Note => match rest.trim() {
            "" => Err(it.missing("note")),
            note => Ok(WrapPart::Note(note.to_string())),
        },
        PartVerb::Outcome => it.outcome(),
    }
}

/// The only code whose word in a language of the desk begins with what was typed.
fn by_spoken<'a>(given: &str, codes: &'a [String]) -> Option<&'a String> {
    Language::on_screens().into_iter().find_map(|language| {
        let words = Words::in_language(language);
        let spoken = |code: &String| {
            let name = format!("word-{}", code.replace('_', "-"));
            let said = if words.knows(&name) { words.say(&name, &[]) } else { code.clone() };
            said.to_lowercase().replace([' ', '-'], "_")
        };
        let names: Vec<String> = codes.iter().map(spoken).collect();
        let found = choice::read(given, &names).ok()?;
        codes.get(names.iter().position(|known| known == found)?)
    })
}

/// A part that is read.
struct TypedPart<'a> {
    part: &'a str,
    verb: PartVerb,
    words: Vec<&'a str>,
    by: &'a LineReading<'a>,
}

impl TypedPart<'_> {
    fn refused(&self, rule: Rule) -> Refusal {
        let refusal = Refusal::new(rule, "line").with("part", self.part);
        refusal.with("example", self.verb.example()).with("verb", self.verb.word())
    }

    fn missing(&self, what: &'static str) -> Refusal {
        self.refused(Rule::WrapUpMissing).with("what", what)
    }

    /// An amount in one word; `None` for `all`.
    fn amount(&self, word: &str) -> Result<Option<Decimal>, Refusal> {
        if ALL.contains(&word.to_lowercase().as_str()) {
            return Ok(None);
        }
        let read = amount::in_currency(word, self.by.currency).map(Some);
        read.map_err(|_| self.refused(Rule::WrapUpAmount).with("given", word))
    }

    /// An amount in some words from a place on: in one, or in several with groups of three digits.
    fn amount_in(&self, start: usize, count: usize) -> Result<Option<Decimal>, Refusal> {
        match self.words.get(start..start + count).unwrap_or_default() {
            [word] => self.amount(word),
            words if grouped::is_amount(words, self.by.currency.scale()) => {
                self.amount(&words.concat())
            }
            words => Err(self.refused(Rule::WrapUpAmount).with("given", words.join(" "))),
        }
    }

    /// The refusal of a day that cannot be read.
    fn day(&self, given: &str) -> Refusal {
        let unclear = day::read(given, self.by.today, self.by.today).err();
        let either = unclear.filter(|unclear| unclear.words.ends_with("either"));
        match either {
            Some(unclear) => {
                let part = |name| {
                    let found = unclear.parts.iter().find(|(known, _)| *known == name);
                    found.map(|(_, value)| value.clone()).unwrap_or_default()
                };
                let refusal = self.refused(Rule::WrapUpDayEither).with("given", given);
                refusal.with("one", part("one")).with("other", part("other"))
            }
            None => self.refused(Rule::WrapUpDay).with("given", given),
        }
    }

    /// `invoice reason [amount]`, the last two in either order.
    fn dispute(&self) -> Result<WrapPart, Refusal> {
        let Some((invoice, rest)) = self.words.split_first() else {
            return Err(self.missing("invoice"));
        };
        let is_figure = |word: &&str| {
            let is_all = ALL.contains(&word.to_lowercase().as_str());
            is_all || word.chars().any(|letter| letter.is_ascii_digit())
        };
        let (figures, words): (Vec<&str>, Vec<&str>) = rest.iter().copied().partition(is_figure);
        let from = rest.iter().position(is_figure).unwrap_or(0);
        let together = rest.get(from..from + figures.len()).unwrap_or_default();
        if words.is_empty() {
            // `d damaged 40` begins with its reason.
            let is_number = invoice.chars().any(|letter| letter.is_ascii_digit());
            return Err(self.missing(if is_number { "reason" } else { "invoice" }));
        }
        let amount = match figures.as_slice() {
            [] => None,
            [one] => self.amount(one)?,
            several
                if several == together && grouped::is_amount(several, self.by.currency.scale()) =>
            {
                self.amount(&several.concat())?
            }
            _ => return Err(self.refused(Rule::WrapUpAmount).with("given", figures.join(" "))),
        };
        let reason = self.reason(&words.join(" "))?;
        Ok(WrapPart::Dispute { invoice: (*invoice).to_string(), reason, amount })
    }

    /// The reason whose code, or whose word in a language of the desk, begins with what was typed.
    fn reason(&self, given: &str) -> Result<String, Refusal> {
        let reasons = self.by.reasons;
        let by_code = match choice::read(given, reasons) {
            Ok(code) => return Ok(code.to_string()),
            Err(unclear) => unclear,
        };
        if let Some(code) = by_spoken(given, reasons) {
            return Ok(code.clone());
        }
        let meant = by_code.parts.iter().find(|(name, _)| *name == "choices");
        let meant = meant.map_or_else(|| reasons.join(", "), |(_, meant)| meant.clone());
        let refusal = self.refused(Rule::WrapUpReason).with("given", given);
        Err(refusal.with("known", meant))
    }

    /// A day and a time, then who to ask for or what it is about. As many words as possible count for the time.
    fn callback(&self) -> Result<WrapPart, Refusal> {
        if self.words.is_empty() {
            return Err(self.missing("time"));
        }
        for count in (1..=self.words.len().min(5)).rev() {
            let (front, rest) = self.words.split_at(count);
            let given = front.join(" ");
            let read = moment::read(&given, self.by.today, self.by.zone);
            if let Some(at) = read.ok().and_then(|at| at.parse().ok()) {
                // A word that looks like more of the day or the time is not a note.
                if let Some(next) = rest.first().filter(|next| is_more(&given, next)) {
                    let given = format!("{given} {next}");
                    return Err(self.refused(Rule::WrapUpMoment).with("given", given));
                }
                let note = Some(rest.join(" ")).filter(|note| !note.is_empty());
                return Ok(WrapPart::Callback { at, note });
            }
        }
        Err(self.refused(Rule::WrapUpMoment).with("given", self.words.join(" ")))
    }

    /// `document [way] [address]`.
    fn send(&self) -> Result<WrapPart, Refusal> {
        let Some((what, rest)) = self.words.split_first() else {
            return Err(self.missing("document"));
        };
        let statement = STATEMENT.iter().map(|name| (*name, ()));
        let is_statement = begun(&what.to_lowercase(), statement).is_some();
        let document = (!is_statement).then(|| what.to_string());
        let (mut by, mut to) = (None, None);
        for word in rest {
            let word_down = word.to_lowercase();
            if ["to", "by", "à", "par"].contains(&word_down.as_str()) {
                continue;
            }
            let way = begun(&word_down, WAYS.into_iter());
            match (way, word.contains('@')) {
                (Some(way), _) => by = Some(way),
                (None, true) => to = Some((*word).to_string()),
                (None, false) => {
                    return Err(self.refused(Rule::WrapUpWay).with("given", word));
                }
            }
        }
        if to.is_some() && by.is_none() {
            by = Some(DeliveryWay::Email);
        }
        Ok(WrapPart::Send { document, by, to })
    }

    fn outcome(&self) -> Result<WrapPart, Refusal> {
        let codes: Vec<String> = CallOutcome::ALL.iter().map(|it| it.word().into()).collect();
        let given = self.words.join(" ");
        if given.is_empty() {
            return Err(self.missing("outcome"));
        }
        let refused = || {
            let refusal = self.refused(Rule::WrapUpOutcome).with("given", &given);
            refusal.with("known", codes.join(", "))
        };
        let by_code = choice::read(&given, &codes).ok();
        let code = by_code
            .or_else(|| by_spoken(&given, &codes).map(String::as_str))
            .ok_or_else(refused)?;
        let outcome = CallOutcome::ALL.iter().find(|it| it.word() == code);
        outcome.copied().map(WrapPart::Outcome).ok_or_else(refused)
    }
}

/// Whether a word behind a day and a time looks like more of them. A figure alone may be the invoice
/// that the call is about, once there is a time.
fn is_more(given: &str, next: &str) -> bool {
    let is_figure = next.bytes().all(|byte| byte.is_ascii_digit());
    moment::looks_like_one(next) && !(is_figure && moment::has_time(given))
}
