//! The README and the guides are true: their commands are run as they stand and print what the pages
//! show, their commands in JSON can be read, and their links lead somewhere.

use crate::common::tools;
use daybook::engine::intake;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const README: &str = "README.md";
const GUIDES: &str = "assets/guide";

/// The README may have this many lines; what is longer belongs in a guide.
const LONGEST_README: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn readme() -> String {
    page(README)
}

/// The paths of the guides, from the root.
fn guides() -> Vec<String> {
    let files = fs::read_dir(root().join(GUIDES)).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.map(|name| format!("{GUIDES}/{name}")).collect();
    names.sort();
    names
}

/// The README and the guides, by path.
fn pages() -> Vec<(String, String)> {
    let names = std::iter::once(README.to_string()).chain(guides());
    names.map(|name| (name.clone(), page(&name))).collect()
}

/// The fenced blocks of a page in one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let parts = page.split(&fence).skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_string()).collect()
}

/// A command as typed, with what it should print.
struct Step {
    command: String,
    expected: Vec<String>,
}

/// What a page has its reader type.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in blocks(page, "console") {
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

/// Runs the steps in a home of their own, one after the other, and compares what they print.
fn prints_what_is_shown(name: &str, steps: &[Step]) {
    let home = TempDir::new().unwrap();
    let script: String =
        steps.iter().map(|step| format!("echo '{MARK}'\n{}", step.command)).collect();
    let output = run(&mut shell(home.path()), &script);
    let answers: Vec<&str> = output.split(&format!("{MARK}\n")).skip(1).collect();
    assert_eq!(answers.len(), steps.len(), "{name}: {output}");
    for (step, answer) in steps.iter().zip(answers) {
        let lines: Vec<&str> = answer.lines().collect();
        let same = lines.len() == step.expected.len()
            && step.expected.iter().zip(&lines).all(|(expected, line)| matches(expected, line));
        assert!(
            same,
            "{name}: $ {}printed\n{answer}\ninstead of\n{}",
            step.command,
            step.expected.join("\n")
        );
    }
}

#[test]
fn what_the_readme_types_prints_what_the_readme_shows() {
    let steps = steps(&readme());
    assert!(steps.len() > 10);
    prints_what_is_shown(README, &steps);
}

/// A guide carries on with the book that the README has made.
#[test]
fn what_a_guide_types_prints_what_the_guide_shows() {
    let mut typed = 0;
    for name in guides() {
        let own = steps(&page(&name));
        if own.is_empty() {
            continue;
        }
        typed += own.len();
        let all: Vec<Step> = steps(&readme()).into_iter().chain(own).collect();
        prints_what_is_shown(&name, &all);
    }
    assert!(typed >= 10, "{typed} commands in the guides");
}

/// The commands in JSON that stand in a text: from `{"do":` to the brace that closes it.
fn commands_in(text: &str) -> Vec<&str> {
    let command = |at: usize| {
        let mut deep = 0;
        let end = text[at..].find(|letter| {
            deep += i32::from(letter == '{') - i32::from(letter == '}');
            deep == 0
        });
        end.map(|end| &text[at..=at + end])
    };
    text.match_indices("{\"do\":").filter_map(|(at, _)| command(at)).collect()
}

#[test]
fn every_command_in_json_can_be_read() {
    let mut read = 0;
    for (name, text) in pages() {
        for line in commands_in(&text) {
            let refusal = intake::read(line).1.err();
            assert_eq!(refusal, None, "{name}: {line}");
            read += 1;
        }
    }
    assert!(read > 20, "{read} commands");
}

/// A heading as links name it: lower case, dashes for spaces, without other marks.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    text.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let (mut linked, mut wrong) = (BTreeSet::new(), Vec::new());
    for (name, text) in pages() {
        let folder = Path::new(&name).parent().unwrap().to_path_buf();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("https://")) {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let path =
                if file.is_empty() { root().join(&name) } else { root().join(&folder).join(file) };
            let Ok(path) = path.canonicalize() else {
                wrong.push(format!("{name}: {link}"));
                continue;
            };
            let there = place.is_empty()
                || fs::read_to_string(&path).is_ok_and(|text| {
                    text.lines().any(|line| line.starts_with('#') && anchor(line) == place)
                });
            if !there {
                wrong.push(format!("{name}: {link}"));
            }
            if name == README {
                linked.insert(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for guide in guides() {
        assert!(
            linked.contains(&root().join(&guide).canonicalize().unwrap()),
            "the README doesn't link {guide}"
        );
    }
}

#[test]
fn the_readme_stays_short() {
    let lines = readme().lines().count();
    assert!(lines <= LONGEST_README, "{lines} lines: move a part of it to {GUIDES}");
}

#[test]
fn the_chain_is_checked_by_jq_and_sha256sum_alone() {
    if !tools::has("jq", "jq") || !tools::has("sha256sum", "coreutils") {
        return;
    }
    let all = pages().into_iter().flat_map(|(_, text)| blocks(&text, "sh"));
    let check = all.into_iter().find(|block| block.contains("sha256sum")).unwrap();
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
    let set_up = &blocks(&readme(), "sh")[0];
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
    let lines = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 30, "{listed}");
    for name in names {
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
    // A pane has its own name.
    let named = |context| match context {
        Context::Home => "look-up".into(),
        Context::Sheet => "an account".into(),
        Context::Document => "a document".into(),
        Context::List => "a list".into(),
        Context::Report => "a report".into(),
        Context::Form => "a form".into(),
        Context::FormPreview => "the preview in a form".into(),
        Context::Review => "a review".into(),
        Context::Preview => "a document as sent".into(),
        Context::Undo => "what was posted".into(),
        Context::Everywhere => "everywhere".into(),
        pane => words.say(&format!("pane-{pane:?}").to_lowercase(), &[]).to_lowercase(),
    };
    // The last line of these shows all their keys.
    let plain = [Context::Palette, Context::Restore, Context::Lock];
    let mut places: Vec<Context> = Vec::new();
    for binding in &keymap.bindings {
        if !places.contains(&binding.context) && !plain.contains(&binding.context) {
            places.push(binding.context);
        }
    }
    places.sort_by_key(|context| *context == Context::Everywhere);
    let mut table = String::from("| where | key | does |\n|---|---|---|\n");
    for context in places {
        let place: String = named(context);
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
        fs::write(root().join(README), text).unwrap();
        return;
    }
    assert_eq!(there, keys);
}
