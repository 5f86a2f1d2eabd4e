//! What a source file may contain, checked by tests: its length, what it opens with, and what must not be in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::tidy::{room, sources, violations, without_tests};

const LONGEST_FILE: usize = 450;
const LONGEST_FUNCTION: usize = 60;

#[test]
fn files_and_functions_are_short() {
    let found = violations(|path, text| {
        let lines: Vec<&str> = text.lines().collect();
        let mut long = Vec::new();
        if lines.len() > LONGEST_FILE {
            long.push(format!("{}: {} lines", path.display(), lines.len()));
        }
        for (start, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let code =
                line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(super) ");
            if !code.starts_with("fn ") || line.ends_with([';', '}']) {
                continue;
            }
            let end = format!("{}}}", " ".repeat(indent));
            let length = lines[start..].iter().position(|line| **line == end).unwrap_or(0) + 1;
            if length > LONGEST_FUNCTION {
                long.push(format!("{}:{}: {length} lines", path.display(), start + 1));
            }
        }
        long
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_module_opens_with_what_it_is_for() {
    let found = violations(|path, text| match text.starts_with("//! ") {
        true => vec![],
        false => vec![path.display().to_string()],
    });
    assert_eq!(found, Vec::<String>::new());
}

/// A line that was left over below the comment whose end it once was.
#[test]
fn no_comment_goes_on_behind_its_end() {
    let comment = |line: &str| {
        let text = line.trim_start().strip_prefix("//")?;
        Some(text.trim_start_matches(['/', '!']).trim().to_string())
    };
    let found = violations(|path, text| {
        let lines: Vec<Option<String>> = text.lines().map(comment).collect();
        let is_left_over = |pair: &[Option<String>]| match pair {
            [Some(end), Some(next)] => end.ends_with('.') && next.starts_with(char::is_lowercase),
            _ => false,
        };
        let pairs = (1..).zip(lines.windows(2)).filter(|(_, pair)| is_left_over(pair));
        pairs.map(|(before, _)| format!("{}:{}", path.display(), before + 1)).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn nothing_a_user_reaches_panics_and_nothing_is_left_undone() {
    let banned = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "unreachable!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "#[ignore",
        "FIXME",
        "XXX",
        "allow(dead_code",
    ];
    let found = violations(|path, text| {
        let code = without_tests(text);
        let hits = banned.iter().filter(|banned| code.contains(**banned));
        hits.map(|banned| format!("{}: {banned}", path.display())).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// What would speak to a terminal is filtered where text leaves the program, so there are few such
/// places.
#[test]
fn nothing_writes_to_the_terminal_but_the_one_writer_and_the_desk() {
    let doors = ["cli/output.rs", "tui/terminal.rs"];
    let banned = [
        "println!",
        "print!(",
        "dbg!",
        "write(1",
        "stdout().lock",
        "stderr().lock",
        "io::stderr()",
    ];
    let found = violations(|path, text| {
        if doors.iter().any(|door| path.ends_with(door)) {
            return Vec::new();
        }
        let code = without_tests(text);
        let hits = banned.iter().filter(|banned| code.contains(**banned));
        hits.map(|banned| format!("{}: {banned}", path.display())).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// Who opens files to read them, and what they are. What a user names is opened by `user_file` alone, which
/// waits for no pipe and reads no device.
const OPENERS: [(&str, &str); 13] = [
    ("user_file.rs", "files that a user names"),
    ("journal/disk.rs", "the files of a book: no links, no pipes; folders, to sync them"),
    ("engine/files/ledger_copy.rs", "the plain files of a ledger"),
    ("engine/files/ledger_file.rs", "the store of a ledger that was open before"),
    ("engine/files/lock.rs", "the lock of a book, by way of the journal's disk"),
    ("engine/files/new_file.rs", "folders, to sync them"),
    ("engine/files/passing.rs", "folders that pass, by their own names"),
    ("engine/files/who.rs", "what the system says of processes"),
    ("engine/maintenance/archive.rs", "the segments of a book, by way of the journal's disk"),
    ("engine/sessions/place.rs", "the mark of a served book, by way of the journal's disk"),
    ("engine/sessions/wire/socket.rs", "the folder of a socket"),
    ("cli/many_files.rs", "folders, to sync them"),
    ("store/means.rs", "the null device"),
];

#[test]
fn a_file_that_a_user_names_is_opened_in_one_place() {
    let opens = ["File::open(", "fs::read(", "fs::read_to_string(", ".read(true)", "fs::copy("];
    let opens = |text: &str| {
        let code = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: String = code.collect();
        opens.iter().any(|open| code.contains(open))
    };
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found: BTreeSet<String> = sources()
        .iter()
        .filter(|(_, text)| opens(text))
        .map(|(path, _)| path.strip_prefix(&src).unwrap().display().to_string())
        .collect();
    let known: BTreeSet<String> = OPENERS.iter().map(|(file, _)| (*file).to_string()).collect();
    assert_eq!(found, known);
}

/// The type that a line declares: a struct, an enum, a trait, or an alias outside of a trait.
fn type_in(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.strip_prefix(' ')?,
        None => code,
    };
    let (kind, rest) = code.split_once(' ')?;
    let is_type =
        ["struct", "enum", "trait"].contains(&kind) || (kind == "type" && !line.starts_with(' '));
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let name = rest.split(|letter| !is_letter(letter)).next()?;
    (is_type && name.starts_with(|first: char| first.is_uppercase())).then_some(name)
}

#[test]
fn no_two_types_have_the_same_name() {
    assert_eq!(type_in("    pub(super) struct Part<'a> {"), Some("Part"));
    assert_eq!(type_in("pub(in crate::ledger) enum Part {"), Some("Part"));
    assert_eq!(type_in("type Log = Box<dyn Fn()>;"), Some("Log"));
    assert_eq!(type_in("    type Error = Refusal;"), None);
    assert_eq!(type_in("pub fn struct_of()"), None);
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources() {
        for name in without_tests(&text).lines().filter_map(type_in) {
            places.entry(name.to_string()).or_default().push(path.display().to_string());
        }
    }
    assert!(places.len() > 300, "{}", places.len());
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "give each type a name of its own: {places:#?}");
}

/// What differs by country is data in `assets`.
#[test]
fn no_rule_names_a_country() {
    let rooms = ["domain", "ledger", "engine", "documents", "reports"];
    let codes = ["\"CA\"", "\"RW\"", "\"CAD\"", "\"RWF\""];
    let found = violations(|path, text| {
        let code = without_tests(text);
        let hits = codes.iter().filter(|_| rooms.contains(&room(path).as_str()));
        let hits = hits.filter(|named| code.contains(**named));
        hits.map(|named| format!("{}: {named}", path.display())).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// The crates of days and times, and the modules that may name them: `time` keeps civil dates, jiff
/// knows the zones. Everything else works with `Day` and `Moment`.
const DAYS_AND_ZONES: [(&str, &[&str]); 2] =
    [("jiff", &["src/ledger/zone.rs", "src/typed/moment.rs"]), ("time", &["src/domain/day.rs"])];

/// Whether a source names a crate: `time::Date`, but not `std::time::Instant`.
fn names_crate(code: &str, named: &str) -> bool {
    let path = format!("{named}::");
    code.match_indices(&path).any(|(at, _)| {
        let front = code.get(..at).unwrap_or_default();
        !front.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == ':')
    })
}

#[test]
fn zones_are_asked_of_jiff_and_civil_dates_kept_by_time() {
    assert!(names_crate("use time::{Date, Month};", "time"));
    assert!(!names_crate("use std::time::Duration; let x = my_time::now();", "time"));
    for (named, modules) in DAYS_AND_ZONES {
        let code = |text: &str| -> String {
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            lines.collect::<Vec<_>>().join("\n")
        };
        let found = violations(|path, text| {
            let inside = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let is_named = names_crate(&code(text), named);
            is_named.then(|| inside.display().to_string()).into_iter().collect()
        });
        assert_eq!(found, modules, "{named}");
    }
}

#[test]
fn no_two_tables_of_the_ledger_share_a_letter() {
    let names = daybook::ledger::tables::NAMES.concat();
    let letters: BTreeSet<u8> = names.iter().map(|(letter, _)| *letter).collect();
    assert_eq!(letters.len(), names.len());
}

/// A test that cannot run says so through one door, which is shut in CI.
#[test]
fn no_test_skips_by_itself() {
    let door = Path::new("tests/common/tools.rs");
    let here = Path::new("tests/project/code.rs");
    let mut found = Vec::new();
    let mut folders = vec![Path::new("tests").to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && path != door
                && path != here
            {
                let text = std::fs::read_to_string(&path).unwrap();
                let words = ["\"skipped:", "var(\"CI\")", "var_os(\"CI\")"];
                found.extend(words.iter().any(|word| text.contains(word)).then_some(path));
            }
        }
    }
    assert_eq!(found, Vec::<std::path::PathBuf>::new());
}
