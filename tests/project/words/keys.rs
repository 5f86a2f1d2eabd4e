//! Every name of words that the program can ask for, and that each language has them all and no others.
//! Names in the sources stand there whole, or are built from registries, which are walked here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use daybook::assets;
use daybook::domain::message::SYSTEM_ERRORS;
use daybook::domain::{Command, Event, Language, Rule, command};
use daybook::ledger::query::report::{self, ReportOf};
use daybook::ledger::query::worklist::WorkReason;
use daybook::tui::form::spec::Forms;
use daybook::tui::keymap::Keymap;
use daybook::words::Words;
use daybook::words::typed::TypedNames;

use super::messages;
use crate::common::TestBook;

/// What looks like a name of words in the sources, and is none.
const NOT_WORDS: [&str; 8] = [
    "balance-forward",
    "bank-lines",
    "doc-month",
    "doc-short-month",
    "tax-legend",
    "tax-mark",
    "typed-month",
    "typed-weekday",
];

fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut folders) =
        (Vec::new(), vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

/// The texts between quotes in a source, its tests and comments left out.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let (mut found, mut letters) = (Vec::new(), code.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            // A quotation mark as a character.
            '\'' if letters.peek() == Some(&'"') => drop(letters.next()),
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
                    text.push(letter);
                    if letter == '\\' {
                        text.extend(letters.next());
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

/// The names in the sources, in the way of codes: `credit_limit`, and `part_paid` for `PartPaid`.
fn codes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let sources = files("src", "rs").into_iter().chain(files("assets", "toml"));
    for (_, text) in sources {
        for name in text.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
            let mut code = String::new();
            for (place, letter) in name.char_indices() {
                if letter.is_uppercase() && place > 0 && !code.ends_with('_') {
                    code.push('_');
                }
                code.extend(letter.to_lowercase());
            }
            found.insert(code);
            found.insert(name.to_string());
        }
    }
    found
}

/// The names that stand whole in the sources: those that begin as some name of words does.
fn written() -> BTreeSet<String> {
    let english = messages(Language::English.words());
    let front = |name: &str| name.split_once('-').map(|(front, _)| front.to_string());
    let fronts: BTreeSet<String> = english.keys().filter_map(|name| front(name.as_str())).collect();
    let is_letter =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    let all = files("src", "rs").into_iter().flat_map(|(_, text)| literals(&text));
    let named = all.filter(|text| {
        let is_name = text.bytes().all(is_letter) && !text.ends_with('-');
        let begins = front(text).is_some_and(|front| fronts.contains(&front));
        is_name && (begins || english.contains_key(text)) && !NOT_WORDS.contains(&text.as_str())
    });
    named.collect()
}

/// The names that are built: from forms, commands, rules, reports, taxes, keys.
fn built() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let dashed = |name: &str| name.replace('_', "-");
    all.extend(Rule::ALL.iter().map(|rule| format!("rule-{}", rule.name().replace('.', "-"))));
    for reason in WorkReason::ALL {
        let key = reason.key();
        all.extend([format!("work-{key}"), format!("work-short-{key}")]);
    }
    let forms = Forms::load().unwrap();
    // An unfinished import stands among unfinished forms.
    all.insert("form-import".to_string());
    for form in forms.all() {
        all.insert(format!("form-{}", dashed(&form.name)));
        all.extend(form.fields.iter().map(|field| format!("field-{}", dashed(&field.name))));
        for (command, _) in form.commands() {
            let undone = Command::undo(command, &form.sets).unwrap();
            let undone = undone.into_iter().map(|undo| forms.undone(form, command, undo));
            all.extend(undone.filter(|undo| undo.form.is_none()).map(|undo| undo.why_not));
        }
    }
    let keymap = Keymap::load(None).unwrap();
    for binding in &keymap.bindings {
        all.extend([binding.words.clone(), format!("{}-help", binding.words)]);
    }
    for words in daybook::tui::keymap::PANES.map(daybook::tui::keymap::pane_word) {
        all.insert(format!("pane-{words}"));
    }
    all.extend(
        assets::countries().iter().map(|it| format!("doc-country-{}", it.code.to_lowercase())),
    );
    for number in 1..=12 {
        let fronts = ["month", "doc-month", "doc-short-month", "typed-month"];
        all.extend(fronts.map(|front| format!("{front}-{number}")));
    }
    for number in 1..=7 {
        all.extend(["weekday", "typed-weekday"].map(|front| format!("{front}-{number}")));
    }
    all.extend(SYSTEM_ERRORS.map(|code| format!("system-error-{code}")));
    all.extend(
        ["posting", "verifying", "importing", "making", "matching", "sending", "writing"]
            .map(|it| format!("progress-{it}")),
    );
    let columns = daybook::tui::form::grid::COLUMNS.iter().map(|(name, _)| *name);
    all.extend(columns.chain(["net"]).map(|name| format!("column-{}", dashed(name))));
    all.extend(of_reports());
    all
}

/// Titles, groupings, columns and facts of every report, as they come out of a small book.
fn of_reports() -> BTreeSet<String> {
    let (mut test, mut all) = (TestBook::rwanda(), BTreeSet::new());
    test.taken(r#"{"do":"register_customer","code":"C0001","name":"Kigali Heights"}"#);
    test.invoice("C0001", "2026-10-02", "2026-11-01", "318600");
    test.taken(r#"{"do":"record_unidentified","amount":"5000","method":"momo","payer":"Jean"}"#);
    let heading = |column: &str| column.replace('_', "-").replace('+', "-more");
    for spec in report::ALL {
        all.extend([format!("report-{}", spec.name), format!("report-{}-summary", spec.name)]);
        let ways = spec.groupings.iter().map(|by| Some((*by).to_string()));
        all.extend(spec.groupings.iter().map(|by| format!("by-{by}")));
        for by in ways.chain([None]) {
            let asked = ReportOf { report: spec.name.into(), by, ..ReportOf::default() };
            let report = test.ask(&asked).unwrap();
            let columns = report.columns.iter();
            all.extend(columns.map(|column| format!("heading-{}", heading(&column.name))));
            let facts = report.facts.iter();
            all.extend(facts.map(|fact| format!("fact-{}", fact.name.replace('_', "-"))));
        }
    }
    all.extend(headings().map(|column| format!("heading-{}", heading(&column))));
    all
}

/// The columns of tables that are no reports: the names in statements that ask for a heading.
fn headings() -> impl Iterator<Item = String> {
    let sources = files("src", "rs").into_iter();
    let statements = sources.flat_map(|(_, source)| {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default().to_string();
        code.split(';')
            .filter(|it| it.contains("heading(words,"))
            .map(str::to_string)
            .collect::<Vec<_>>()
    });
    statements.flat_map(|statement| literals(&statement)).filter(|name| !name.contains('-'))
}

/// Every name that is asked for.
static ASKED: LazyLock<BTreeSet<String>> = LazyLock::new(|| &written() | &built());

/// Every name in the sources, as a code.
static CODES: LazyLock<BTreeSet<String>> = LazyLock::new(codes);

/// What the help of the command line may say in another language than English.
static HELP: LazyLock<BTreeSet<String>> = LazyLock::new(super::help::names);

/// The names that may be there: what has no words is shown by its code.
fn optional(name: &str, codes: &BTreeSet<String>) -> bool {
    let is_code = |front: &str| {
        name.strip_prefix(front).is_some_and(|code| codes.contains(&code.replace('-', "_")))
    };
    let taxes = ["RW", "CA"].iter().flat_map(|country| {
        let table = assets::tax_table(country).unwrap();
        let codes = table.tax.into_iter().map(|tax| tax.code);
        let kinds = table.withholding.into_iter().map(|it| it.code);
        let taxes = codes.flat_map(move |code| {
            ["tax", "tax-mark", "tax-legend"].map(|front| format!("{front}-{country}-{code}"))
        });
        let numbers = table.number.into_iter().map(|it| it.code);
        let taxes = taxes.chain(numbers.map(move |code| format!("number-{country}-{code}")));
        taxes.chain(kinds.map(move |code| format!("withheld-{country}-{code}"))).collect::<Vec<_>>()
    });
    is_code("word-")
        || is_code("field-")
        || is_code("column-")
        || is_code("shown-")
        || HELP.contains(name)
        || taxes.into_iter().any(|tax| tax == name)
}

/// What a file of words says of other words: `{ why-read-only }`.
fn referred(text: &str) -> BTreeSet<String> {
    let placed = text.split("{ ").skip(1).filter_map(|rest| rest.split_once(" }"));
    placed.map(|(name, _)| name.to_string()).filter(|name| name.contains('-')).collect()
}

/// What is wrong with a file of words: names that it lacks, and names that nothing asks for.
fn faults(text: &str) -> Vec<String> {
    let (asked, codes) = (&*ASKED, &*CODES);
    let has: BTreeSet<String> = messages(text).into_keys().collect();
    let (mut wrong, referred) = (Vec::new(), referred(text));
    let words = Words::read("xx", text);
    wrong
        .extend(asked.iter().filter(|name| !words.knows(name)).map(|name| format!("lacks {name}")));
    let unused = has.difference(asked).filter(|name| !referred.contains(*name));
    wrong.extend(
        unused.filter(|name| !optional(name, codes)).map(|name| format!("{name} is unused")),
    );
    wrong
}

#[test]
fn each_language_has_every_word_that_is_asked_for_and_no_other() {
    assert!(written().len() > 500 && built().len() > 500, "{} {}", written().len(), built().len());
    for language in Language::on_screens() {
        assert_eq!(faults(language.words()), Vec::<String>::new(), "{language}");
    }
}

/// A language that is made up: every message of the English file, marked.
fn made_up() -> String {
    let mut text = String::new();
    for line in Language::English.words().lines() {
        let is_message = line.split_once(" = ").is_some_and(|(name, _)| {
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        });
        text += &match is_message {
            true => line.replacen(" = ", " = ✶", 1),
            false => line.to_string(),
        };
        text.push('\n');
    }
    text
}

#[test]
fn a_third_language_is_one_file_and_what_it_lacks_is_found() {
    let text = made_up();
    assert_eq!(faults(&text), Vec::<String>::new());
    let words = Words::read("xx", &text);
    for name in &*ASKED {
        assert!(words.say(name, &[]).starts_with('✶'), "{name}: {}", words.say(name, &[]));
    }
    let names = TypedNames::of(&[words]);
    assert_eq!((names.weekday("✶fri"), names.month("✶nov")), (Some(5), Some(11)));
    assert!(names.is_today("✶t") && names.is_today("today"));
    // One that is left out is missed, one more is seen, whatever kind it is of.
    for name in ["error-no-book", "rule-invoice-void", "field-reason", "form-refund", "usage-day"] {
        let line = text.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap();
        let without = text.replace(&format!("{line}\n"), "");
        assert!(faults(&without).contains(&format!("lacks {name}")), "{name}");
    }
    for name in ["rule-nothing", "error-nothing", "desk-nothing-at-all"] {
        assert_eq!(faults(&format!("{text}\n{name} = x\n")), [format!("{name} is unused")]);
    }
}

#[test]
fn events_and_commands_are_codes_that_every_language_can_word() {
    let codes = &*CODES;
    let events = Event::KINDS.iter().map(|(name, _)| *name);
    let commands = command::CATALOGUE.iter().map(|(name, _)| *name);
    for name in events.chain(commands) {
        assert!(optional(&format!("word-{}", name.replace('_', "-")), codes), "{name}");
    }
}
