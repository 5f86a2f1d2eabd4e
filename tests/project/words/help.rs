//! `--help`, the manual page and the completions in every language of the screen.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Command, CommandFactory};
use daybook::cli::{Cli, help};
use daybook::domain::Language;
use daybook::words::Words;

use super::messages;

/// The languages of the screen that are not what the code itself is written in.
fn languages() -> Vec<Language> {
    Language::on_screens().filter(|it| *it != Language::English).collect()
}

/// Every name that a language may have words for.
pub fn names() -> BTreeSet<String> {
    let texts = help::texts(&Cli::command());
    let of_texts = texts.into_iter().flat_map(|text| [Some(text.own), text.shared]).flatten();
    of_texts.chain(help::OWN.map(str::to_string)).collect()
}

/// What is wrong with the help of a language: texts without words, words for nothing, and words that two
/// arguments share which say different things in English.
fn faults(file: &str, texts: &[help::HelpText]) -> Vec<String> {
    let words: BTreeSet<String> =
        messages(file).into_keys().filter(|name| name.starts_with("help-")).collect();
    let (mut wrong, mut used) = (Vec::new(), BTreeMap::<&str, &str>::new());
    for text in texts {
        let shared = text.shared.as_ref().filter(|_| !words.contains(&text.own));
        let name = shared.unwrap_or(&text.own);
        if !words.contains(name) {
            wrong.push(format!("{} has no words: {}", text.own, text.english));
        }
        match used.insert(name, &text.english) {
            Some(other) if other != text.english => {
                wrong.push(format!("{name} is both “{other}” and “{}”", text.english));
            }
            _ => {}
        }
    }
    wrong.extend(
        help::OWN.iter().filter(|own| !words.contains(**own)).map(|own| format!("lacks {own}")),
    );
    let is_used =
        |name: &&String| !used.contains_key(name.as_str()) && !help::OWN.contains(&name.as_str());
    wrong.extend(words.iter().filter(is_used).map(|name| format!("{name} is of no argument")));
    wrong
}

#[test]
fn every_command_and_argument_has_help_in_every_language() {
    let texts = help::texts(&Cli::command());
    assert!(texts.len() > 200, "{}", texts.len());
    let nameless: Vec<&str> =
        texts.iter().filter(|it| it.english.is_empty()).map(|it| it.own.as_str()).collect();
    assert_eq!(nameless, Vec::<&str>::new());
    for language in languages() {
        assert_eq!(faults(language.words(), &texts), Vec::<String>::new(), "{language}");
    }
}

#[test]
fn help_without_words_and_words_without_an_argument_are_found() {
    let texts = help::texts(&Cli::command());
    let file = Language::French.words();
    let line = file.lines().find(|line| line.starts_with("help-import-arg-sheet = ")).unwrap();
    let found = faults(&file.replace(line, "help-import-arg-gone = x"), &texts);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("help-import-arg-sheet has no words"), "{found:?}");
    assert_eq!(found[1], "help-import-arg-gone is of no argument");
    // A text of one command's own may not take what others share.
    let line = file.lines().find(|line| line.starts_with("help-balance-arg-csv = ")).unwrap();
    let found = faults(&file.replace(line, ""), &texts);
    assert!(found.iter().all(|fault| fault.starts_with("help-arg-csv is both")), "{found:?}");
    assert!(!found.is_empty());
}

/// The help of a command and of all below it.
fn pages(command: &Command, language: Language, all: &mut Vec<String>) {
    let mut alone = command.clone();
    let long = alone.render_long_help().to_string();
    all.extend([long, alone.render_help().to_string()].map(|text| match language {
        Language::English => text,
        other => help::page(&text, &Words::in_language(other)),
    }));
    command.get_subcommands().for_each(|below| pages(below, language, all));
}

#[test]
fn no_page_of_help_is_half_in_english() {
    let english = [
        "Usage:",
        "Commands:",
        "Options:",
        "Arguments:",
        "Possible values",
        "possible values",
        "[default",
        "[env",
        "Print help",
        "Print version",
        "[COMMAND]",
        "<FILE>",
        "<DAY>",
    ];
    let mut in_english = Vec::new();
    let mut command = help::command(Language::English);
    command.build();
    pages(&command, Language::English, &mut in_english);
    for mark in english {
        assert!(in_english.iter().any(|page| page.contains(mark)), "{mark}");
    }
    for language in languages() {
        let mut command = help::command(language);
        command.build();
        let mut all = Vec::new();
        pages(&command, language, &mut all);
        assert_eq!(all.len(), in_english.len());
        for (page, english_page) in all.iter().zip(&in_english) {
            let left: Vec<&str> = english.into_iter().filter(|mark| page.contains(mark)).collect();
            assert!(left.is_empty() && !page.contains("help-"), "{left:?}\n{page}");
            assert_ne!(page, english_page);
        }
    }
}

/// The values of an argument are the same in every language, whatever is said of them.
#[test]
fn help_in_another_language_changes_nothing_that_is_typed() {
    let typed = |command: &Command| {
        let mut all = Vec::new();
        let mut rest = vec![command.clone()];
        while let Some(command) = rest.pop() {
            for arg in command.get_arguments() {
                let values: Vec<String> =
                    arg.get_possible_values().iter().map(|it| it.get_name().into()).collect();
                let id = arg.get_id().to_string();
                if id != "help" && id != "version" {
                    all.push((
                        command.get_name().to_string(),
                        id,
                        arg.get_long().map(str::to_string),
                        values,
                    ));
                }
            }
            rest.extend(command.get_subcommands().cloned());
        }
        all
    };
    let english = typed(&Cli::command());
    assert!(english.len() > 100, "{}", english.len());
    for language in languages() {
        assert_eq!(typed(&help::command(language)), english);
        assert_eq!(typed(&help::printed(language)), english);
    }
}

#[test]
fn help_lists_every_language() {
    let codes: Vec<&str> = Language::ALL.into_iter().map(Language::code).collect();
    for command in Language::on_screens().map(help::command) {
        let arg = command.get_arguments().find(|arg| arg.get_id() == "language").unwrap();
        let listed: Vec<String> =
            arg.get_possible_values().iter().map(|it| it.get_name().to_string()).collect();
        assert_eq!(listed, codes);
        let page = command.clone().render_help().to_string();
        // A list may go on in the next line.
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(page.contains(&format!(": {}]", codes.join(", "))), "{page}");
    }
}

/// The codes of the first languages, one after the other with nothing but marks between them.
fn lists_languages(line: &str) -> bool {
    let words = line.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let [first, second] = [Language::ALL[0], Language::ALL[1]].map(Language::code);
    words.windows(2).any(|pair| pair == [first, second])
}

/// A language is a row of the list and a file of words: no other place has to be changed for it.
#[test]
fn languages_are_listed_by_hand_in_one_place() {
    assert!(lists_languages("`--language en|fr|rw`") && lists_languages("(`en`, `fr`)"));
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    let mut folders = vec![root.join("src"), root.join("assets/guide"), root.join("assets/words")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("src/domain/language.rs")) {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let lines = (1..).zip(text.lines()).filter(|(_, line)| lists_languages(line));
        found.extend(lines.map(|(at, line)| format!("{}:{at}: {line}", file.display())));
    }
    assert_eq!(found, Vec::<String>::new());
}
