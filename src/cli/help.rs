//! `--help`, the manual page and the completions in the reader's language. The English is in the doc
//! comments of the arguments; every other language has it under `help-…`, and a test checks each name.
//! May use: domain, words, clap.

use std::ffi::OsString;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::domain::Language;
use crate::words::Words;

use super::Cli;

/// The arguments as they were given, but `help import` as `import --help`.
pub fn asked(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut given: Vec<OsString> = given.collect();
    if given.get(1).is_some_and(|first| first == "help") {
        given.remove(1);
        given.push("--help".into());
    }
    given
}

/// The names of the words for clap's own English.
pub const OWN: [&str; 9] = [
    "help-default",
    "help-heading",
    "help-heading-commands",
    "help-man-name",
    "help-name-command",
    "help-option-help",
    "help-option-version",
    "help-values-listed",
    "help-variable",
];

/// A text of `--help`, and the names under which a language may have it.
pub struct HelpText {
    /// Its own name: `help-import-arg-kind`.
    pub own: String,
    /// The name it shares with arguments of other commands, whose English must be the same:
    /// `help-arg-csv`.
    pub shared: Option<String>,
    /// The English text.
    pub english: String,
}

/// The command line, with its help in a language.
pub fn command(language: Language) -> Command {
    match language.on_screen() {
        Language::English => Cli::command(),
        other => in_words(Cli::command(), &Words::in_language(other)),
    }
}

/// The same for programs that print it, with words for lists of possible values too. It parses no
/// arguments: its values are texts.
pub fn printed(language: Language) -> Command {
    match language.on_screen() {
        Language::English => Cli::command(),
        other => {
            let words = Words::in_language(other);
            with_values(in_words(Cli::command(), &words), "", &words)
        }
    }
}

/// A page of help as clap renders it, with headings in the language.
pub fn page(text: &str, words: &Words) -> String {
    let heading = |line: &str| {
        let name = line.strip_suffix(':').filter(|name| !name.ends_with(['\u{a0}', ' ']))?;
        (!line.starts_with(' ')).then(|| words.say("help-heading", &[("heading", name)]))
    };
    text.lines().map(|line| heading(line).unwrap_or_else(|| line.to_string()) + "\n").collect()
}

/// The manual page, with headings in a language.
pub fn manual(roff: &str, language: Language) -> String {
    match language.on_screen() {
        Language::English => roff.to_string(),
        other => {
            let name = Words::in_language(other).say("help-man-name", &[]);
            roff.replacen(".SH NAME\n", &format!(".SH {name}\n"), 1)
        }
    }
}

/// Every text of a command and its subcommands.
pub fn texts(command: &Command) -> Vec<HelpText> {
    let mut all = Vec::new();
    collect(command, "", &mut all);
    all
}

fn collect(command: &Command, path: &str, all: &mut Vec<HelpText>) {
    let mut add = |(own, shared), english: String| all.push(HelpText { own, shared, english });
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    add((about_name(path), None), about);
    if let Some(after) = command.get_after_help() {
        add((after_name(path), None), after.to_string());
    }
    for arg in command.get_arguments() {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        add(names(path, "arg", arg.get_id().as_str()), help);
        if let Some(heading) = arg.get_help_heading() {
            add((heading_name(heading), None), heading.to_string());
        }
        if !arg.get_action().takes_values() {
            continue;
        }
        for name in arg.get_value_names().unwrap_or_default() {
            add((value_name(name), None), name.to_string());
        }
        for value in described(arg) {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            add(names(path, "value", &of_value(arg, &value)), help);
        }
    }
    for below in command.get_subcommands() {
        collect(below, &joined(path, below.get_name()), all);
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}-{name}") }
}

fn about_name(path: &str) -> String {
    format!("help-{}", if path.is_empty() { "daybook" } else { path })
}

fn after_name(path: &str) -> String {
    format!("{}-after", about_name(path))
}

/// The name of an argument's text, and the shared one.
fn names(path: &str, kind: &str, id: &str) -> (String, Option<String>) {
    let id = id.replace('_', "-");
    (format!("{}-{kind}-{id}", about_name(path)), Some(format!("help-{kind}-{id}")))
}

fn of_value(arg: &Arg, value: &PossibleValue) -> String {
    format!("{}-{}", arg.get_id(), value.get_name())
}

fn heading_name(heading: &str) -> String {
    format!("help-heading-{}", dashed(heading))
}

fn value_name(name: &str) -> String {
    format!("help-name-{}", dashed(name))
}

/// A text as part of a name of words: `[KIND] FILE` is `kind-file`.
fn dashed(text: &str) -> String {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let parts: Vec<String> =
        parts.filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect();
    parts.join("-")
}

/// The possible values, if they have descriptions.
fn described(arg: &Arg) -> Vec<PossibleValue> {
    let values = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    values.filter(|value| value.get_help().is_some()).collect()
}

fn in_words(command: Command, words: &Words) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = translated(command, "", words).disable_version_flag(true);
    command.arg(version.help(words.say("help-option-version", &[])))
}

fn translated(command: Command, path: &str, words: &Words) -> Command {
    let say = |name: &str| words.say(name, &[]);
    let usage = words.say("usage-form", &[("usage", "{usage}")]);
    let template = format!("{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let has_after = command.get_after_help().is_some();
    let command = command
        .about(say(&about_name(path)))
        .help_template(template)
        .subcommand_help_heading(say("help-heading-commands"))
        .subcommand_value_name(say("help-name-command"))
        .disable_help_flag(true)
        .mut_args(|arg| argument(arg, path, words))
        .mut_subcommands(|below| {
            let path = joined(path, below.get_name());
            translated(below, &path, words)
        })
        .arg(help.help(say("help-option-help")));
    match has_after {
        true => command.after_help(say(&after_name(path)).trim_start().to_string()),
        false => command,
    }
}

/// The words for an argument's text: its own, else the shared ones.
fn said((own, shared): (String, Option<String>), words: &Words) -> String {
    let shared = shared.filter(|_| !words.knows(&own));
    words.say(shared.as_deref().unwrap_or(&own), &[])
}

fn argument(arg: Arg, path: &str, words: &Words) -> Arg {
    let mut help = said(names(path, "arg", arg.get_id().as_str()), words);
    let arg = match arg.get_help_heading().map(heading_name) {
        Some(heading) => arg.help_heading(words.say(&heading, &[])),
        None => arg,
    };
    if !arg.get_action().takes_values() {
        return arg.help(help);
    }
    let mut note = |name: &str, values: &str| {
        help += &format!(" [{}]", words.say(name, &[("values", values)]));
    };
    let values = arg.get_possible_values();
    let shown: Vec<&str> =
        values.iter().filter(|it| !it.is_hide_set()).map(PossibleValue::get_name).collect();
    let described = described(&arg);
    if !shown.is_empty() && described.is_empty() {
        note("usage-possible-values", &shown.join(", "));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|it| it.to_string_lossy().into_owned()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        note("help-default", &defaults.join(", "));
    }
    if let Some(variable) = arg.get_env() {
        note("help-variable", &variable.to_string_lossy());
    }
    let names: Vec<String> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| words.say(&value_name(name), &[]))
        .collect();
    let arg = arg.value_names(names).hide_possible_values(true).hide_default_value(true);
    let arg = arg.hide_env(true);
    if described.is_empty() {
        return arg.help(help);
    }
    let lines = described.iter().map(|value| {
        let what = said(names_of(path, &arg, value), words);
        format!("\n- {} : {what}", value.get_name())
    });
    let listed = words.say("help-values-listed", &[]);
    let long = format!("{help}\n\n{listed}{}", lines.collect::<String>());
    arg.help(help).long_help(long)
}

fn names_of(path: &str, arg: &Arg, value: &PossibleValue) -> (String, Option<String>) {
    names(path, "value", &of_value(arg, value))
}

fn with_values(command: Command, path: &str, words: &Words) -> Command {
    let arg = |arg: Arg| {
        let values = arg.get_possible_values();
        if !arg.get_action().takes_values() || described(&arg).is_empty() {
            return arg;
        }
        let told = |value: PossibleValue| {
            let what = said(names_of(path, &arg, &value), words);
            value.help(what)
        };
        let values: Vec<PossibleValue> = values.into_iter().map(told).collect();
        arg.value_parser(PossibleValuesParser::new(values))
    };
    command.mut_args(arg).mut_subcommands(|below| {
        let path = joined(path, below.get_name());
        with_values(below, &path, words)
    })
}
