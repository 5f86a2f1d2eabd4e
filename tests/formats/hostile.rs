//! Hostile text through every door: whatever a command, a file, an argument, the environment or an
//! old journal holds, none of it reaches a terminal, a log or a file as it is.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use crate::common::cli::Cli;
use crate::common::pty::Terminal;
use clap::CommandFactory;
use daybook::domain::command::{CATALOGUE, Command};
use daybook::domain::hidden::is_hidden;
use daybook::journal::{Entry, Hash};
use serde_json::{Map, Value, json};

/// Sets the title, clears the screen, turns the line around, hides letters, writes over the line
/// before: with ESC, with C1, with what Unicode has for it.
const HOSTILE: &str = "A\u{1b}]0;PWNED\u{7}\u{9d}0;PWNED\u{9c}\u{1b}[2J\u{9b}31m\u{1b}P+q\u{1b}\\\u{202e}\u{200b}\u{2066}\u{200f}\u{ad}\u{7f}\r\u{8}Z";

/// What of some bytes would speak to a terminal or hide, with what stands before it.
fn raw(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8(bytes.to_vec());
    let text = match text {
        Ok(text) => text,
        Err(error) => return Some(format!("not UTF-8: {error}")),
    };
    let speaks =
        |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t') || is_hidden(letter);
    let at = text.find(speaks)?;
    Some(text[..at].chars().rev().take(60).collect::<String>().chars().rev().collect::<String>())
}

#[track_caller]
fn clean(what: &dyn std::fmt::Debug, output: &Output) {
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        assert_eq!(raw(bytes), None, "{name} of {what:?}: {output:?}");
    }
    assert!(output.status.code().is_some(), "{what:?} did not end: {output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("a fault of the program"), "{what:?}: {said}");
}

/// A value that a schema takes, hostile where `hostile`, likely where not.
fn value(name: &str, schema: &Value, all: &Value, hostile: bool) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name_of = reference.rsplit('/').next().unwrap();
        return value(name, &all["$defs"][name_of], all, hostile);
    }
    for choice in ["anyOf", "oneOf", "allOf"] {
        if let Some(first) = schema[choice].as_array().and_then(|choices| choices.first()) {
            return value(name, first, all, hostile);
        }
    }
    if let Some(properties) = schema["properties"].as_object() {
        let one =
            |(name, schema): (&String, &Value)| (name.clone(), value(name, schema, all, hostile));
        return Value::Object(properties.iter().map(one).collect());
    }
    if schema["items"].is_object() {
        return json!([value(name, &schema["items"], all, hostile)]);
    }
    if hostile {
        return json!(HOSTILE);
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match (kind, name) {
        (Some("integer"), _) => json!(1),
        (Some("boolean"), _) => json!(true),
        (_, "id") => json!("01890a5d-ac96-774b-bcce-b302099a8057"),
        (_, "invoice" | "from" | "to" | "number") => json!("INV-2026-00001"),
        (_, "customer" | "code") => json!("C1"),
        (_, "date" | "due" | "by") => json!("2026-11-21"),
        (_, "at") => json!("2026-11-21T10:00:00+02:00"),
        (_, "amount" | "quantity" | "unit_price") => json!("1"),
        _ => json!("x"),
    }
}

/// For a command: all of it hostile, and each of its fields alone.
fn lines(name: &str) -> Vec<String> {
    let schema = serde_json::to_value(Command::schema(name).unwrap()).unwrap();
    let fields = schema["properties"].as_object().unwrap();
    let likely: Map<String, Value> = fields
        .iter()
        .filter(|(field, _)| !matches!(field.as_str(), "id" | "seen" | "override"))
        .map(|(field, of)| (field.clone(), value(field, of, &schema, false)))
        .collect();
    let needed = |field: &String| {
        schema["required"].as_array().is_some_and(|all| all.contains(&json!(field)))
    };
    let mut lines = vec![value("", &schema, &schema, true).to_string()];
    for (field, of) in fields {
        for only_needed in [false, true] {
            let mut line = likely.clone();
            line.retain(|other, _| !only_needed || needed(other));
            line.insert(field.clone(), value(field, of, &schema, true));
            lines.push(Value::Object(line).to_string());
        }
    }
    let mut unknown = likely;
    unknown.insert(HOSTILE.into(), json!(HOSTILE));
    lines.push(Value::Object(unknown).to_string());
    lines
}

#[test]
fn through_every_field_of_every_command() {
    let cli = Cli::with_invoice();
    let mut all: Vec<String> = CATALOGUE.iter().flat_map(|(name, _)| lines(name)).collect();
    all.push(json!({"do": HOSTILE}).to_string());
    all.push(format!("{HOSTILE} no JSON"));
    all.push(format!("{{\"do\":\"{HOSTILE}\"}}"));
    let output = cli.command().arg("post").write_stdin(all.join("\n")).output().unwrap();
    // A carriage return or a line feed parts no lines of JSON.
    let answers = String::from_utf8_lossy(&output.stdout).lines().count();
    assert!(answers >= all.len(), "{answers} answers on {} lines", all.len());
    clean(&"post", &output);
    let refused = String::from_utf8_lossy(&output.stdout).matches("\"ok\":false").count();
    assert!(refused > all.len() / 2, "hostile text is refused: {refused} of {}", all.len());
    assert_eq!(cli.json(&["verify"])["ok"], true);
}

#[test]
fn through_every_argument_and_the_environment() {
    let cli = Cli::with_invoice();
    let paths = ["-", "/dev/null"];
    let program = daybook::cli::Cli::command();
    for sub in program.get_subcommands().flat_map(|sub| {
        let nested: Vec<_> = sub.get_subcommands().map(|it| (vec![sub, it], it)).collect();
        if nested.is_empty() { vec![(vec![sub], sub)] } else { nested }
    }) {
        let (path, sub) = sub;
        let start: Vec<OsString> = path.iter().map(|it| it.get_name().into()).collect();
        let positional = |hostile: &str| -> Vec<OsString> {
            sub.get_positionals()
                .map(|arg| match arg.get_possible_values().first() {
                    Some(first) if hostile != HOSTILE => first.get_name().into(),
                    _ => hostile.into(),
                })
                .collect()
        };
        let mut runs = vec![
            [start.clone(), positional(HOSTILE)].concat(),
            [start.clone(), positional(&format!("/nowhere/{HOSTILE}"))].concat(),
            [start.clone(), vec![HOSTILE.into(); 4]].concat(),
            [start.clone(), positional("C1"), vec![format!("--{HOSTILE}").into()]].concat(),
            [start.clone(), vec!["--help".into()]].concat(),
        ];
        for option in sub.get_arguments().filter(|arg| arg.get_long().is_some()) {
            let long = format!("--{}={HOSTILE}", option.get_long().unwrap());
            runs.push([start.clone(), positional(paths[1]), vec![long.into()]].concat());
        }
        for args in runs {
            for json in [false, true] {
                let mut command = cli.command();
                command.args(&args).timeout(Duration::from_secs(30));
                command.args(json.then_some("--json"));
                clean(&(&args, json), &command.output().unwrap());
            }
        }
    }
    for name in [
        "DAYBOOK_BOOK",
        "DAYBOOK_TODAY",
        "DAYBOOK_RUN",
        "USER",
        "LOGNAME",
        "TZ",
        "LANG",
        "LC_ALL",
        "HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CONFIG_HOME",
    ] {
        for args in [
            &["--help"][..],
            &["man"],
            &[],
            &["balance", "C9"],
            &["demo", "--no-desk", "--invoices", "1"],
            &["serve"],
        ] {
            let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_daybook"));
            command.current_dir(cli.dir.path()).env("HOME", cli.dir.path()).env(name, HOSTILE);
            command.timeout(Duration::from_mins(1));
            clean(&(name, args), &command.args(args).output().unwrap());
        }
    }
}

#[test]
fn through_the_head_and_the_cells_of_every_kind_of_file() {
    use daybook::exchange::import::ImportKind;
    let cli = Cli::with_invoice();
    let file = cli.dir.path().join("rows.csv");
    let rejects = cli.dir.path().join("rejects.csv");
    let quoted = format!("\"{HOSTILE}\"");
    for kind in [
        ImportKind::Customers,
        ImportKind::Items,
        ImportKind::Invoices,
        ImportKind::Receivables,
        ImportKind::Payments,
    ] {
        let fields = kind.fields();
        let likely = |field: &&str| match *field {
            "code" | "customer" => "C1",
            "date" | "due" => "2026-11-02",
            "currency" => "RWF",
            "method" => "bank",
            "country" | "tax" | "terms" | "settled" | "disputed" | "invoice" | "rate"
            | "discount" => "",
            "number" => "N1",
            _ => "1",
        };
        let mut rows = vec![vec![quoted.clone(); fields.len()].join(",")];
        for place in 0..fields.len() {
            let mut row: Vec<String> = fields.iter().map(|field| likely(field).into()).collect();
            row[place] = quoted.clone();
            rows.push(row.join(","));
        }
        let head = fields.join(",");
        let bodies = [
            format!("{head}\n{}\n", rows.join("\n")),
            format!("{head},{quoted}\n{}\n", rows.join("\n")),
            format!("{quoted},{quoted}\n{quoted},1\n"),
            format!("{head}\n\"{HOSTILE}\n{HOSTILE}\" {quoted}\n"),
        ];
        for body in bodies {
            fs::write(&file, &body).unwrap();
            for more in [&[][..], &["--rejects", rejects.to_str().unwrap(), "--force"], &["--json"]]
            {
                let mut command = cli.command();
                command.args(["import", kind.word(), file.to_str().unwrap()]).args(more);
                clean(&(kind, &body, more), &command.output().unwrap());
            }
            assert_eq!(raw(&fs::read(&rejects).unwrap_or_default()), None, "rejects of {body:?}");
            let map = format!("{}={HOSTILE}", fields[0]);
            let args = ["import", kind.word(), file.to_str().unwrap(), "--map", &map];
            clean(&args, &cli.run(&args));
        }
    }
}

/// Rows that were refused for what they hold are refused again from the file of rejects: nothing
/// of it has become something harmless meanwhile.
#[test]
fn rejects_come_back_as_what_they_were() {
    let cli = Cli::with_invoice();
    let (file, rejects) = (cli.dir.path().join("rows.csv"), cli.dir.path().join("rejects.csv"));
    fs::write(
        &file,
        "code,name\nK1,\"=1+\u{1b}x\"\nK2,\"a\u{202e}b\"\nK3,=ok\nK4,'=quoted\nK5,+250 7\n",
    )
    .unwrap();
    let import = |from: &Path, to: &Path| {
        let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
        cli.json(&["import", "customers", from, "--rejects", to])["refused"].clone()
    };
    assert_eq!(import(&file, &rejects), 2);
    let text = fs::read_to_string(&rejects).unwrap();
    assert!(text.contains("'=1+<U+001B>x") && text.contains("a<U+202E>b"), "{text}");
    let again = cli.dir.path().join("again.csv");
    assert_eq!(import(&rejects, &again), 2);
    let cells = |text: &str| -> Vec<String> {
        text.lines().skip(1).map(|line| line.split_once('K').unwrap().1.to_string()).collect()
    };
    assert_eq!(cells(&fs::read_to_string(&again).unwrap()), cells(&text));
    // An export is safe to open in a spreadsheet, and reads back as it was.
    for (code, name) in [("K3", "=ok"), ("K4", "=quoted"), ("K5", "+250 7")] {
        assert_eq!(cli.json(&["show", code])["name"], name);
    }
    let out = cli.dir.path().join("out");
    assert_eq!(cli.status(&["export", "csv", out.to_str().unwrap()]), 0);
    let customers = fs::read_to_string(out.join("customers.csv")).unwrap();
    assert!(customers.contains("K3,'=ok,") && customers.contains("K5,+250 7,"), "{customers}");
}

/// The strings of a JSON value that are no name of a kind, each with the way to it.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_string()),
        Value::Array(list) => {
            for (place, one) in list.iter().enumerate() {
                leaves(one, &format!("{at}/{place}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, one) in
                fields.iter().filter(|(name, _)| !matches!(name.as_str(), "event" | "of"))
            {
                leaves(one, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// An entry's line with a hash that is right.
fn sealed(entry: &Value) -> String {
    let mut entry = entry.clone();
    entry.as_object_mut().unwrap().shift_remove("hash");
    let body = entry.to_string();
    let body = body.strip_suffix('}').unwrap();
    format!("{body},\"hash\":\"{}\"}}", Hash::of(body.as_bytes()))
}

/// A book whose journal, an older program's or a forger's, holds hostile text wherever one can be
/// read: in names and notes, and with `codes` in codes too.
fn hostile_book(cli: &Cli, codes: bool) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v2");
    let is_code = |text: &str| {
        text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.'))
    };
    // The numbers of the program itself are read, not only compared.
    let is_own_number = |text: &str| is_code(text) && (text.contains("-20") || text.len() == 7);
    let lines = |part: &str| {
        let folder = fs::read_dir(golden.join(part)).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = folder.filter(|path| path.extension().is_some()).collect();
        files.sort();
        let text: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
        text.lines()
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    let mutate = |value: &mut Value, at: &str, holds: &dyn Fn(&Value) -> bool| {
        let mut found = Vec::new();
        leaves(&value[at], &format!("/{at}"), &mut found);
        let mut changed = 0;
        for way in found {
            let before = value.pointer(&way).unwrap().clone();
            let text = before.as_str().unwrap();
            if is_own_number(text) || !codes && is_code(text) {
                continue;
            }
            *value.pointer_mut(&way).unwrap() = json!(format!("{text}{HOSTILE}"));
            if holds(value) { changed += 1 } else { *value.pointer_mut(&way).unwrap() = before }
        }
        changed
    };
    let (mut changed, mut privates, mut private_of) = (0, String::new(), Map::new());
    for mut record in lines("private") {
        changed += mutate(&mut record, "parts", &|_| true);
        let line = record.to_string();
        private_of.insert(record["seq"].to_string(), json!(Hash::of(line.as_bytes()).to_string()));
        privates += &(line + "\n");
    }
    let (mut prev, mut entries) = ("0".repeat(64), String::new());
    for mut entry in lines("journal") {
        changed +=
            mutate(&mut entry, "events", &|entry| Entry::read(sealed(entry).as_bytes()).is_ok());
        if let Some(private) = private_of.get(&entry["seq"].to_string()) {
            entry["private"] = private.clone();
        }
        entry["prev"] = json!(prev);
        entry["by"] = json!(format!("eva{HOSTILE}"));
        let line = sealed(&entry);
        prev = Entry::read(line.as_bytes()).unwrap().hash.to_string();
        entries += &(line + "\n");
    }
    assert!(changed > 60, "{changed} texts are hostile");
    for (part, first, text) in
        [("journal", "000000000001", entries), ("private", "000000000002", privates)]
    {
        fs::create_dir_all(cli.book().join(part)).unwrap();
        fs::write(cli.book().join(part).join(format!("{first}.jsonl")), text).unwrap();
    }
}

#[test]
fn out_of_an_old_journal_by_every_command_that_reads() {
    for codes in [false, true] {
        let cli = Cli::new();
        hostile_book(&cli, codes);
        let end = if codes { HOSTILE } else { "" };
        let out = |name: &str| cli.dir.path().join(name).to_str().unwrap().to_string();
        let mut runs: Vec<Vec<String>> = Vec::new();
        let mut run =
            |args: &[&str]| runs.push(args.iter().map(|arg| (*arg).to_string()).collect());
        run(&["verify"]);
        for known in [
            "17850.0",
            "C0001",
            "INV-2026-00001",
            "PAY-2026-00001",
            "CN-2026-00001",
            "DSP-2026-00002",
            "PRM-2026-00001",
            "CALL-2026-00001",
            "CB-2026-00001",
            "D000001",
        ] {
            let end = if known.contains("-20") || known.len() == 7 { "" } else { end };
            run(&["show", &format!("{known}{end}")]);
        }
        for code in ["17850.0", "C0001"] {
            let code = format!("{code}{end}");
            for args in [
                &["balance", &code][..],
                &["balance", &code, "--csv"],
                &["say", &code],
                &["say", &code, "--language", "fr"],
                &["statement", &code],
                &["statement", &code, "--style", "balance-forward", "--from", "2020-01-01"],
            ] {
                run(args);
            }
        }
        let invoice = "INV-2026-00001";
        run(&["invoice", invoice]);
        run(&["invoice", invoice, "--format", "json"]);
        run(&["invoice", invoice, "--out", &out("invoice.txt")]);
        for args in [
            &[][..],
            &["lookup", "us"],
            &["lookup", "amelie"],
            &["report", "aging"],
            &["report", "aging", "--csv"],
            &["user", "list"],
            &["rebuild"],
        ] {
            run(args);
        }
        run(&["export", "csv", &out("csv")]);
        run(&["export", "jsonl", &out("jsonl")]);
        run(&["backup", &out("book.tar.gz")]);
        run(&["restore", &out("book.tar.gz"), "--replace"]);
        let mut shown = 0;
        for args in &runs {
            for json in [false, true] {
                let output =
                    cli.command().args(args).args(json.then_some("--json")).output().unwrap();
                clean(&(args, json), &output);
                let writes = ["export", "backup", "verify"]
                    .contains(&args.first().map_or("", String::as_str));
                assert!(!writes || json || output.status.success(), "{args:?}: {output:?}");
                let text = String::from_utf8_lossy(&output.stdout).into_owned();
                shown += usize::from(text.contains("<U+001B>") || text.contains("\\u001b"));
            }
        }
        assert!(shown > 10, "hostile text is marked where it is shown: {shown} times");
        let mut files: Vec<_> = vec![cli.dir.path().join("invoice.txt")];
        for folder in ["csv", "jsonl"] {
            files.extend(fs::read_dir(out(folder)).unwrap().map(|file| file.unwrap().path()));
        }
        for file in files {
            assert_eq!(raw(&fs::read(&file).unwrap()), None, "{}", file.display());
        }
    }
}

/// What a terminal is told that is no text: only what the desk itself says to one.
fn strange(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|letter: char| letter.is_control() || is_hidden(letter)) {
        let tail = &rest[at..];
        let length = match tail.strip_prefix("\x1b[") {
            Some(code) => {
                let end =
                    code.find(|letter: char| !(letter.is_ascii_digit() || "?;".contains(letter)));
                let last = end.and_then(|end| code[end..].chars().next());
                match (last, code.starts_with("2J")) {
                    // The screen is cleared by the desk with the look put back before it.
                    (Some('J'), true) if !text[..text.len() - tail.len()].ends_with('m') => None,
                    (Some('m' | 'H' | 'J' | 'K' | 'C' | 'h' | 'l'), _) => {
                        end.map(|end| 2 + end + 1)
                    }
                    _ => None,
                }
            }
            None if tail.starts_with(['\r', '\n']) => Some(1),
            None => None,
        };
        let Some(length) = length else { return Some(tail.chars().take(40).collect()) };
        rest = &tail[length..];
    }
    None
}

#[test]
fn onto_the_screen_of_the_desk() {
    for codes in [false, true] {
        let cli = Cli::new();
        hostile_book(&cli, codes);
        let mut desk = Terminal::desk(&cli.book(), 120, 40);
        desk.sees(&["Who is calling", "of 3"]).types("us").sees(&["US buyer"]).types("<enter>");
        desk.sees(&["Recent activity"]).types("<enter>").types("<f4>").sees(&["Who is calling"]);
        for pane in 2..=9 {
            desk.types(&format!("<alt-{pane}>")).sees_no_more("Who is calling");
            desk.types("<enter>").types("<f4>").sees(&["Who is calling"]);
        }
        desk.types("<alt-0>").sees(&["eva"]).types("<enter>");
        desk.types("<f4>").sees(&["Who is calling"]).types("<f3>");
        assert_eq!(desk.ends(), 0);
        assert_eq!(strange(&desk.raw()), None);
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_daybook"));
        command.args(["journal", "--private", "--book"]);
        command.arg(cli.book());
        let mut journal = Terminal::runs(command, 120, 40);
        journal.sees(&["\\u001b"]);
        assert_eq!(journal.ends(), 0);
        assert_eq!(strange(&journal.raw()), None);
    }
}

#[test]
fn out_of_the_manifest_and_the_names_in_a_backup() {
    let cli = Cli::new();
    let file = cli.dir.path().join("b.tar.gz");
    let manifests = [
        json!({"format": 1, "book": HOSTILE, "company": HOSTILE, "head": HOSTILE}).to_string(),
        json!({"format": HOSTILE}).to_string(),
        HOSTILE.to_string(),
    ];
    for manifest in manifests {
        for name in [
            "journal/000000000001.jsonl".to_string(),
            format!("journal/{HOSTILE}"),
            HOSTILE.to_string(),
        ] {
            let out = flate2::write::GzEncoder::new(
                fs::File::create(&file).unwrap(),
                flate2::Compression::fast(),
            );
            let mut archive = tar::Builder::new(out);
            for (name, text) in [("manifest.json", manifest.as_str()), (&name, HOSTILE)] {
                let mut header = tar::Header::new_gnu();
                header.set_size(text.len() as u64);
                header.set_mode(0o600);
                archive.append_data(&mut header, name, text.as_bytes()).unwrap();
            }
            archive.into_inner().unwrap().finish().unwrap();
            for more in [&[][..], &["--json"]] {
                let output = cli
                    .command()
                    .args(["restore", file.to_str().unwrap()])
                    .args(more)
                    .output()
                    .unwrap();
                clean(&(&manifest, &name), &output);
                assert_eq!(output.status.code(), Some(3));
            }
        }
    }
}
