//! Every word on the screen comes from the language files, and each language has all of them.

mod errors;
mod help;
mod keys;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use daybook::assets;
use daybook::domain::money::padded;
use daybook::domain::{Currency, Day, Language, Refusal, Rule, Warning};
use daybook::tui::entry::{amount, day, moment};
use daybook::words::Words;
use rust_decimal::Decimal;

/// The messages of a file, each with the names of what is put into it.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ")
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        {
            last = name.to_string();
            assert!(all.insert(last.clone(), BTreeSet::new()).is_none(), "{last} stands twice");
        }
        for part in line.split('$').skip(1) {
            let name = part.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let name = name.take(1).collect();
            all.get_mut(&last).unwrap().insert(name);
        }
    }
    all
}

/// The words of every language of the screen.
fn on_screens() -> impl Iterator<Item = Words> {
    Language::on_screens().map(Words::in_language)
}

/// The languages of the screen that have words for what the code says in English.
fn but_english() -> impl Iterator<Item = Language> {
    Language::on_screens().filter(|language| *language != Language::English)
}

#[test]
fn every_language_has_all_that_english_has_with_the_same_parts() {
    let english = messages(Language::English.words());
    assert!(english.len() > 400);
    for language in but_english() {
        let own = messages(language.words());
        let differing: Vec<_> =
            english.iter().filter(|(name, parts)| own.get(*name) != Some(*parts)).collect();
        assert!(differing.is_empty(), "{language}: {differing:?}");
        // What English takes from the code itself, another language has to say.
        let more = own.keys().filter(|name| !english.contains_key(*name));
        let is_of_code = |name: &&String| {
            ["word-", "help-", "shown-"].iter().any(|front| name.starts_with(front))
        };
        let strange: Vec<_> = more.filter(|name| !is_of_code(name)).collect();
        assert!(strange.is_empty(), "{language}: {strange:?}");
    }
}

#[test]
fn a_language_of_documents_has_nothing_that_english_lacks_and_the_same_parts() {
    let english = messages(Language::English.words());
    for language in Language::ALL.into_iter().filter(|it| it.on_screen() != *it) {
        let own = messages(language.words());
        assert!(own.len() > 150, "{language}: {}", own.len());
        let is_wrong = |(name, parts): &(&String, &BTreeSet<String>)| match english.get(*name) {
            Some(expected) => expected != *parts,
            None => !name.starts_with("word-") || !parts.is_empty(),
        };
        let wrong: Vec<_> = own.iter().filter(is_wrong).collect();
        assert!(wrong.is_empty(), "{language}: {wrong:?}");
        // The rest is in English, with the figures of the language.
        let words = Words::in_language(language);
        assert_eq!(words.say("desk-who", &[]), Words::english().say("desk-who", &[]));
        assert_eq!(words.figure("1234567.50"), "1.234.567,50");
    }
}

/// The messages whose number is never one: limits of the program, days that are many, and
/// rows beyond those that are named.
const MANY: [&str; 6] = [
    "import-groups",
    "rule-date-out_of_range",
    "rule-date-unusual",
    "said-late-since",
    "import-refused-in-all",
    "verify-differing",
];

/// What is put into messages that is a number of things.
const COUNTS: [&str; 3] = ["count", "days", "head"];

/// Whether a text says `1` of something in the plural.
fn is_one_of_many(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '\u{a0}']).collect();
    let ends = |word: &str| word.trim_matches(|mark: char| !mark.is_alphanumeric()).to_string();
    let is_plural = |word: &&str| {
        let word = ends(word);
        word.len() > 2
            && word.ends_with('s')
            && !["cours", "does", "has", "plus", "was"].contains(&&*word)
    };
    let next = |place: usize| words.get(place + 1..place + 3).unwrap_or_default().iter();
    words.iter().enumerate().any(|(place, word)| ends(word) == "1" && next(place).any(is_plural))
}

#[test]
fn one_is_not_many_in_either_language() {
    assert!(is_one_of_many("only 1 entries, not 2") && !is_one_of_many("… and 1 more line (Down)"));
    let files = [
        (Words::english(), Language::English.words()),
        (Words::french(), Language::French.words()),
    ];
    let mut wrong = Vec::new();
    for (words, file) in files {
        for (name, parts) in
            messages(file).iter().filter(|(name, _)| !MANY.contains(&name.as_str()))
        {
            let one = |part: &str| if COUNTS.contains(&part) { "1" } else { "x" };
            let ones: Vec<(&str, &str)> =
                parts.iter().map(|part| (part.as_str(), one(part))).collect();
            let said = words.say(name, &ones);
            wrong.extend(is_one_of_many(&said).then_some(format!("{name}: {said}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // A rule is said in another way than what stands on the screen.
    let refusal = Refusal::new(Rule::QueryKnownAt, "known_at").with("head", 1).with("given", 12);
    assert_eq!(Words::english().refusal(&refusal), "the book has only 1 entry, not 12");
    let refusal = Refusal::new(Rule::QueryKnownAt, "known_at").with("head", 12).with("given", 13);
    assert_eq!(Words::english().refusal(&refusal), "the book has only 12 entries, not 13");
    let refusal = Refusal::new(Rule::NumberTaken, "number").with("given", "0043");
    assert_eq!(Words::english().refusal(&refusal), "the number 0043 is taken");
}

#[test]
fn codes_of_the_program_have_words_in_every_language() {
    let reasons = assets::dispute_reasons().unwrap();
    let states = [
        "open",
        "settled",
        "part_paid",
        "void",
        "draft",
        "on_account",
        "new",
        "in_progress",
        "waiting",
        "resolved",
        "closed",
        "kept",
        "part_kept",
        "broken",
        "withdrawn",
        "done",
        "early_payment",
        "cash_rounding",
    ];
    let kinds = ["invoice", "payment", "credit_note", "refund", "write_off", "dispute", "call"];
    let methods = ["bank", "cash", "cheque", "card", "momo", "withholding", "opening"];
    let all = reasons.iter().map(String::as_str).chain(states).chain(kinds).chain(methods);
    assert_eq!(wordless(&all.collect::<Vec<_>>()), Vec::<String>::new());
}

/// The codes that a language other than English has no word for.
fn wordless(codes: &[&str]) -> Vec<String> {
    let lacks = |language: Language| {
        let words = Words::in_language(language);
        let key = |code: &str| format!("word-{}", code.replace('_', "-"));
        let missing = codes.iter().filter(move |code| !words.knows(&key(code)));
        missing.map(move |code| format!("{language}: {code}"))
    };
    but_english().flat_map(lacks).collect()
}

/// What a message offers behind its colon, one after the other.
fn offered(words: &Words, name: &str) -> Vec<String> {
    let said = words.say(name, &[("given", "?")]);
    let said = said.split_once(": ").map_or(said.as_str(), |(_, offered)| offered);
    said.split(", ").map(str::to_string).collect()
}

#[test]
fn what_a_message_tells_to_type_can_be_typed() {
    let today: Day = "2026-11-21".parse().unwrap();
    for words in on_screens() {
        for name in ["entry-day", "hint-day"] {
            for text in offered(&words, name) {
                assert!(day::read(&text, today, today).is_ok(), "{name}: {text}");
            }
        }
        for name in ["entry-moment", "hint-moment"] {
            for text in offered(&words, name) {
                assert!(moment::read(&text, today, "Africa/Kigali").is_ok(), "{name}: {text}");
            }
        }
        for code in ["RWF", "CAD", "KWD"] {
            let currency = Currency::parse(code).unwrap();
            for text in offered(&words, "entry-amount") {
                assert!(amount::in_currency(&text, currency).is_ok(), "{code}: {text}");
            }
            // What is shown can be typed again, in whichever language.
            for shown in ["1234567", "-1234.5", "0.5"] {
                let value = shown.parse::<Decimal>().unwrap().round_dp(currency.scale().into());
                let figure = words.figure(&padded(value, currency.scale()));
                assert_eq!(amount::in_currency(&figure, currency), Ok(value.normalize()));
                let with_code = format!("{code} {figure}");
                assert_eq!(amount::in_currency(&with_code, currency), Ok(value.normalize()));
            }
        }
        for text in offered(&words, "entry-count") {
            assert!(text.parse::<u16>().is_ok(), "{text}");
        }
    }
}

#[test]
fn figures_are_written_as_the_language_does() {
    assert_eq!(Words::english().figure("1234567.50"), "1,234,567.50");
    assert_eq!(Words::french().figure("1234567.50"), "1\u{a0}234\u{a0}567,50");
    assert_eq!(Words::french().figure("-123"), "-123");
}

#[test]
fn an_entry_of_the_journal_is_shown_in_the_words_of_every_language() {
    let events = daybook::domain::Event::KINDS.iter().map(|(name, _)| *name);
    let commands = daybook::domain::command::CATALOGUE.iter().map(|(name, _)| *name);
    assert_eq!(wordless(&events.chain(commands).collect::<Vec<_>>()), Vec::<String>::new());
}

/// A value such as the book puts into the words of a rule; `because` is one of the reasons there are.
fn sample(rule: Rule, part: &str, because: &str) -> String {
    const DAYS: [&str; 9] =
        ["latest", "today", "from", "date", "issued", "until", "through", "by", "settled"];
    const AMOUNTS: [&str; 8] =
        ["above", "before", "discount", "due", "exposure", "left", "limit", "owed"];
    let is_dated = rule.name().starts_with("date.") || rule == Rule::SeriesBackDated;
    let is_day = DAYS.contains(&part)
        || (is_dated && ["first", "given"].contains(&part))
        || (part == "due" && rule == Rule::DueBeforeDate);
    let value = match part {
        "given" if rule == Rule::DateOutOfRange => "2029-11-05T09:00:00+02:00",
        _ if is_day => "2026-11-05",
        _ if AMOUNTS.contains(&part) || ["given", "total"].contains(&part) => "1234567",
        "known" => "price, quantity_short",
        "state" | "to" => "in_progress",
        "needed" | "role" => "supervisor",
        "name" => "unit_price",
        "near" | "reference" => "none",
        "because" => because,
        "way" => "back",
        "field" => "tax_id",
        "most" => "3",
        _ => "X",
    };
    value.to_string()
}

/// What only a program would write: a name with an underscore, a rule with its dot, a day of
/// digits, an amount without its thousands, JSON.
fn machine_words(text: &str) -> Vec<&str> {
    let is_machine = |word: &&str| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let letters = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
        let dotted = word
            .split_once('.')
            .is_some_and(|(a, b)| letters(a) && b.starts_with(|c: char| c.is_ascii_lowercase()));
        let iso = word.get(..10).is_some_and(|day| day.parse::<Day>().is_ok());
        word.contains('_') || dotted || iso || word.contains('"') || word.contains('`')
    };
    text.split_whitespace().filter(is_machine).collect()
}

#[test]
fn what_the_desk_tells_of_a_rule_has_no_words_of_a_program() {
    let parts = messages(Language::English.words());
    let reasons = ["given", "credited", "late", "others_late", "not_money", "none"];
    let mut told = Vec::new();
    for words in on_screens() {
        for (rule, because) in Rule::ALL.iter().flat_map(|rule| reasons.map(|one| (*rule, one))) {
            let names = &parts[&format!("rule-{}", rule.name().replace('.', "-"))];
            let args: Vec<_> = names
                .iter()
                .map(|name| (name.clone().into(), sample(rule, name, because)))
                .collect();
            let refusal = Refusal { rule, field: String::new(), args: args.clone() };
            let warning = Warning { rule: rule.name().into(), field: String::new(), args };
            told.push((rule, words.told(&refusal)));
            told.push((rule, words.told_warning(&warning)));
            told.push((rule, words.overridden(rule.name())));
        }
    }
    let strange: BTreeSet<_> = told
        .iter()
        .filter(|(_, text)| !machine_words(text).is_empty() || text.contains("{ $"))
        .map(|(rule, text)| (rule.name(), text))
        .collect();
    assert!(strange.is_empty(), "{strange:#?}");
    // An amount that is too large is told with its thousands.
    let amounts = told.iter().filter(|(rule, _)| {
        [Rule::AllocationExceedsItem, Rule::CertificateExceeds, Rule::ApprovalNeeded].contains(rule)
    });
    assert!(amounts.clone().any(|(_, text)| text.contains("1,234,567")));
    assert!(amounts.clone().any(|(_, text)| text.contains("1\u{a0}234\u{a0}567")));
    assert!(amounts.clone().all(|(_, text)| !text.contains("1234567")));
}

#[test]
fn a_rule_that_yields_to_a_reason_has_a_short_name_in_every_language() {
    let yielding = [
        Rule::CreditLimitExceeded,
        Rule::CustomerOnHold,
        Rule::SeriesBackDated,
        Rule::DateAheadNeedsReason,
        Rule::WriteOffTolerance,
        Rule::PeriodSoftLocked,
        Rule::ApprovalNeeded,
    ];
    for words in on_screens() {
        for rule in yielding {
            let said = words.overridden(rule.name());
            assert_ne!(said, rule.name().replace(['.', '_'], " "));
        }
    }
}
