//! The README is true: its commands are run as they stand, and print what it says they print.

use crate::common::tools;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// The text of the fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let (text, fence) = (readme(), format!("```{language}\n"));
    let parts = text.split(&fence).skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_string()).collect()
}

/// A command as typed, with what it should print.
struct Step {
    command: String,
    expected: Vec<String>,
}

fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in blocks("console") {
        for line in block.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                steps.push(Step { command: format!("{command}\n"), expected: Vec::new() });
            } else if let Some(more) = line.strip_prefix("> ") {
                steps.last_mut().unwrap().command += &format!("{more}\n");
            } else {
                steps.last_mut().unwrap().expected.push(line.to_string());
            }
        }
    }
    steps
}

/// A home of its own, with `daybook` in the path.
fn shell(home: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_daybook"));
    let path =
        format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    shell.env("HOME", home).env("PATH", path).current_dir(home);
    for name in ["DAYBOOK_BOOK", "DAYBOOK_TODAY", "XDG_DATA_HOME"] {
        shell.env_remove(name);
    }
    shell
}

/// Runs a script, its errors among its output.
fn run(shell: &mut Command, script: &str) -> String {
    let mut child = shell.arg("-s").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let text = format!("exec 2>&1\n{script}");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// Whether a line is as expected, `[..]` standing for anything.
fn matches(expected: &str, line: &str) -> bool {
    let mut parts = expected.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let found = if last && !part.is_empty() { rest.rfind(part) } else { rest.find(part) };
        let Some(place) = found else { return false };
        rest = &rest[place + part.len()..];
        if last && part.is_empty() {
            rest = "";
        }
    }
    rest.is_empty()
}

const MARK: &str = "=== next ===";

#[test]
fn what_the_readme_types_prints_what_the_readme_shows() {
    let steps = steps();
    assert!(steps.len() > 10);
    let home = TempDir::new().unwrap();
    let script: String =
        steps.iter().map(|step| format!("echo '{MARK}'\n{}", step.command)).collect();
    let output = run(&mut shell(home.path()), &script);
    let answers: Vec<&str> = output.split(&format!("{MARK}\n")).skip(1).collect();
    assert_eq!(answers.len(), steps.len(), "{output}");
    for (step, answer) in steps.iter().zip(answers) {
        let lines: Vec<&str> = answer.lines().collect();
        let same = lines.len() == step.expected.len()
            && step.expected.iter().zip(&lines).all(|(expected, line)| matches(expected, line));
        assert!(
            same,
            "$ {}printed\n{answer}\ninstead of\n{}",
            step.command,
            step.expected.join("\n")
        );
    }
}

#[test]
fn the_chain_is_checked_by_jq_and_sha256sum_alone() {
    if !tools::has("jq", "jq") || !tools::has("sha256sum", "coreutils") {
        return;
    }
    let check = blocks("sh").into_iter().find(|block| block.contains("sha256sum")).unwrap();
    let home = TempDir::new().unwrap();
    let make = "daybook demo --customers 9 --invoices 40 --no-desk --book book > /dev/null 2>&1\n";
    let head = "daybook verify --book book --json | jq -r .head\n";
    let set = "export DAYBOOK_BOOK=book DAYBOOK_TODAY=2026-11-21\n";
    let output = run(&mut shell(home.path()), &format!("{set}{make}{head}{check}"));
    let lines: Vec<&str> = output.lines().collect();
    let [head, found] = lines.as_slice() else { panic!("{output}") };
    let (entries, _) = head.split_once(':').unwrap();
    assert_eq!(*found, format!("{entries} entries, head {head}"));

    // A changed byte is found by them too.
    let journal = home.path().join("book/journal/000000000001.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let place = text.match_indices("\"quantity\":\"").nth(3).unwrap().0 + 12;
    let mut bytes = text.clone().into_bytes();
    bytes[place] = if bytes[place] == b'9' { b'8' } else { b'9' };
    fs::write(&journal, bytes).unwrap();
    let entry = text[..place].matches('\n').count() + 1;
    let output = run(&mut shell(home.path()), &format!("{set}({check})"));
    assert_eq!(output.trim(), format!("entry {entry} was changed"));
}

#[test]
fn the_two_commands_are_there_and_the_first_makes_a_book_to_try() {
    let set_up = &blocks("sh")[0];
    let commands: Vec<&str> =
        set_up.lines().map(|line| line.split('#').next().unwrap().trim()).collect();
    assert_eq!(commands, ["cargo run -- demo", "cargo test"]);
    let home = TempDir::new().unwrap();
    // What `cargo run --` runs; what it says to try works as it stands.
    let output = run(&mut shell(home.path()), "daybook demo 2>/dev/null\n");
    let tries: Vec<&str> = output.lines().filter(|line| line.starts_with("  daybook ")).collect();
    assert!(tries.len() >= 4, "{output}");
    for line in tries {
        let answer = run(&mut shell(home.path()), &format!("{line} > /dev/null && echo fine\n"));
        assert_eq!(answer.trim(), "fine", "{line}");
    }
}

#[test]
fn every_subcommand_is_in_the_table() {
    let help = run(&mut shell(Path::new("/tmp")), "daybook --help\n");
    let listed =
        help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().to_string();
    let readme = readme();
    for line in listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        let there = [format!("`daybook {name}"), format!("`{name}"), format!("`{name} FILE`")];
        assert!(
            there.iter().any(|text| readme.contains(text.as_str())),
            "{name} is not in the README"
        );
    }
}

/// The keys of the desk as a table, a place after the other.
fn keys() -> String {
    use daybook::tui::keymap::{Context, Keymap, name};
    let (keymap, words) = (Keymap::load(None).unwrap(), daybook::words::Words::english());
    let places = [
        (Context::Home, "look-up"),
        (Context::Sheet, "an account"),
        (Context::Document, "a document"),
        (Context::List, "a list"),
        (Context::Report, "a report"),
        (Context::Form, "a form"),
        (Context::Review, "a review"),
        (Context::Reconcile, "bank lines"),
        (Context::Dunning, "dunning"),
        (Context::Proposals, "late fees, holds"),
        (Context::Undo, "what was posted"),
        (Context::Everywhere, "everywhere"),
    ];
    let mut table = String::from("| where | key | does |\n|---|---|---|\n");
    for (context, place) in places {
        let here = keymap.bindings.iter().filter(|binding| binding.context == context);
        for binding in here.filter(|binding| !binding.keys.is_empty()) {
            let keys: Vec<String> =
                binding.keys.iter().map(|key| format!("`{}`", name(key))).collect();
            let does = words.say(&format!("{}-help", binding.words), &[]);
            table += &format!("| {place} | {} | {does} |\n", keys.join(" "));
        }
    }
    table
}

/// The keys are those of the keymap; `DAYBOOK_GOLDEN=write` writes them.
#[test]
fn the_keys_are_those_of_the_desk() {
    let (text, keys) = (readme(), keys());
    let (before, rest) = text.split_once("<!-- keys -->\n").unwrap();
    let (there, behind) = rest.split_once("<!-- end of keys -->").unwrap();
    if std::env::var("DAYBOOK_GOLDEN").is_ok_and(|golden| golden == "write") {
        let text = format!("{before}<!-- keys -->\n{keys}<!-- end of keys -->{behind}");
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"), text).unwrap();
        return;
    }
    assert_eq!(there, keys);
}
