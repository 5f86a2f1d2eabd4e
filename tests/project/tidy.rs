//! The shape of the code, held by a test: which folder may use which, how long files and functions
//! may be, what a module opens with, and what must not be in it.

mod modules;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use modules::{Module, Modules, circles, name};

/// What each folder or file of `src` may use of the others, itself apart.
const ARROWS: [(&str, &[&str]); 22] = [
    ("domain", &[]),
    ("assets", &["domain"]),
    ("layout", &["domain"]),
    ("matching", &["domain"]),
    ("contained", &[]),
    ("threads", &[]),
    ("user_file", &["domain"]),
    ("words", &["domain", "assets"]),
    ("typed", &["domain", "words"]),
    ("journal", &["domain", "threads"]),
    ("store", &["contained", "domain", "threads"]),
    ("ledger", &["domain", "journal", "store", "threads"]),
    (
        "engine",
        &[
            "domain",
            "matching",
            "journal",
            "store",
            "ledger",
            "assets",
            "threads",
            "typed",
            "user_file",
        ],
    ),
    ("reports", &["domain", "ledger", "layout", "threads", "words"]),
    ("documents", &["assets", "domain", "ledger", "layout", "threads", "user_file", "words"]),
    ("exchange", &["contained", "domain", "ledger", "matching", "engine", "assets", "user_file"]),
    ("delivery", &["domain", "ledger", "engine", "documents", "words", "threads", "user_file"]),
    (
        "tui",
        &[
            "contained",
            "domain",
            "matching",
            "store",
            "ledger",
            "engine",
            "assets",
            "words",
            "typed",
            "threads",
            "user_file",
            "reports",
            "documents",
            "delivery",
            "exchange",
        ],
    ),
    ("demo", &["domain", "journal", "ledger", "engine", "assets"]),
    (
        "cli",
        &[
            "domain",
            "journal",
            "store",
            "ledger",
            "engine",
            "reports",
            "documents",
            "delivery",
            "demo",
            "assets",
            "exchange",
            "matching",
            "words",
            "layout",
            "threads",
            "tui",
            "user_file",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

const LONGEST_FILE: usize = 450;
const LONGEST_FUNCTION: usize = 60;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    assert!(found.len() > 40, "the sources were found");
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// `src/ledger/post/mod.rs` → `ledger`.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_string()
}

/// What comes before a file's own tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

fn violations(find: impl Fn(&Path, &str) -> Vec<String>) -> Vec<String> {
    sources().iter().flat_map(|(path, text)| find(path, text)).collect()
}

#[test]
fn folders_use_only_what_they_may() {
    let found = violations(|path, text| {
        let room = room(path);
        let (_, may) = ARROWS
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{room} has no place in the table of arrows"));
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let uses = code.flat_map(|line| line.split("crate::").skip(1));
        let names = uses.map(|rest| {
            rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap()
        });
        names
            .filter(|name| !name.is_empty() && *name != room && !may.contains(name))
            .map(|name| format!("{}: {room} uses {name}", path.display()))
            .collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// The README says that a folder may use those above it in its table.
#[test]
fn the_readme_lists_a_folder_below_those_that_it_uses() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(page).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `src/"));
    let listed: Vec<&str> = rows.filter_map(|row| row.split_once("/`")).map(|row| row.0).collect();
    assert!(listed.len() > 10, "{listed:?}");
    let place = |folder: &str| listed.iter().position(|known| *known == folder);
    let mut found = Vec::new();
    for (folder, uses) in ARROWS {
        let Some(own) = place(folder) else { continue };
        let below = uses.iter().filter(|used| place(used).is_some_and(|place| place > own));
        found.extend(below.map(|used| format!("{folder} uses {used}, which is below it")));
    }
    assert_eq!(found, Vec::<String>::new());
}

/// The modules of the desk, the lowest first: each uses only those before it. Folders are one module:
/// the methods of a form or of the desk are in many files.
const DESK: [&str; 33] = [
    "theme",
    "settings",
    "dates",
    "entry",
    "pane_name",
    "keymap",
    "spec",
    "subject",
    "kept",
    "posted",
    "done",
    "others",
    "query",
    "asking",
    "clerk",
    "worker",
    "about",
    "account",
    "drafts",
    "backend",
    "desk",
    "pen",
    "page",
    "said",
    "items",
    "list_mark",
    "layer",
    "form",
    "pane",
    "app",
    "view",
    "terminal",
    "mod",
];

/// The modules of the desk that a file uses, at `crate::tui::` and at `super::` of the desk's folder.
fn used_of_the_desk(text: &str, above: &str) -> Vec<String> {
    let code = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join(" ");
    let mut used = Vec::new();
    for front in ["crate::tui::", above].into_iter().filter(|front| !front.is_empty()) {
        for (at, _) in code.match_indices(front) {
            if code[..at].ends_with("::") {
                continue;
            }
            let rest = &code[at + front.len()..];
            let names = match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                Some((names, _)) => names,
                None => rest.split([';', ',', ')', '(', ' ', '>', '<', '{']).next().unwrap(),
            };
            let firsts = names.split(',').map(|name| name.trim().split([':', ' ']).next().unwrap());
            used.extend(firsts.filter(|name| DESK.contains(name)).map(str::to_string));
        }
    }
    used
}

#[test]
fn the_modules_of_the_desk_use_only_what_is_below_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut arrows = 0;
    let mut found = Vec::new();
    for (path, text) in sources() {
        let Ok(inside) = path.strip_prefix(&folder) else { continue };
        let parts: Vec<_> =
            inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let module = parts[0].trim_end_matches(".rs");
        let place = DESK.iter().position(|name| *name == module);
        let place = place.unwrap_or_else(|| panic!("{module} has no place among the desk's"));
        let is_root = parts.last().is_some_and(|name| name == "mod.rs");
        let above = match (parts.len(), is_root) {
            (1, false) | (2, true) => "super::",
            (2, false) | (3, true) => "super::super::",
            _ => "",
        };
        for name in used_of_the_desk(&text, above).into_iter().filter(|name| name != module) {
            arrows += 1;
            let other = DESK.iter().position(|known| *known == name);
            if other > Some(place) {
                found.push(format!("{}: {module} uses {name}", path.display()));
            }
        }
    }
    assert!(arrows > 150, "only {arrows} uses were found");
    assert_eq!(found, Vec::<String>::new());
}

/// Modules below `pane` that are not panes: parts that several of them share, or rows of one.
const PARTS_OF_PANES: [&str; 10] = [
    "file_prompt",
    "home_rows",
    "list_rows",
    "list_sending",
    "page_lines",
    "page_plan",
    "pages",
    "sheet_figures",
    "sheet_lately",
    "typed",
];

/// What a pane opens is said in the registry alone.
#[test]
fn no_pane_knows_another() {
    let modules = modules();
    let pane = |module: &Module| match module.as_slice() {
        [tui, pane, name, ..] if tui == "tui" && pane == "pane" => Some(name.clone()),
        _ => None,
    };
    let is_pane = |name: &String| !PARTS_OF_PANES.contains(&name.as_str());
    let panes: BTreeSet<String> = modules.uses.keys().filter_map(pane).filter(is_pane).collect();
    assert!(panes.len() > 15, "only {panes:?}");
    let mut found = Vec::new();
    for (user, uses) in &modules.uses {
        let Some(user) = pane(user) else { continue };
        let others = uses.iter().filter_map(pane).filter(|used| *used != user);
        found.extend(others.filter(is_pane).map(|used| format!("{user} uses {used}")));
    }
    assert_eq!(found, Vec::<String>::new());
    let gone = |name: &&&str| !modules.uses.keys().filter_map(pane).any(|module| module == **name);
    assert_eq!(PARTS_OF_PANES.iter().find(gone), None, "a part that is not there");
}

/// The checks here read paths behind `crate::` and end at a file's tests.
#[test]
fn no_code_is_written_where_these_checks_do_not_look() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = violations(|path, text| {
        if path.ends_with("tests.rs") {
            // The tests of a module, and nothing else.
            return Vec::new();
        }
        let (code, tests) = text.split_once("#[cfg(test)]").unwrap_or((text, ""));
        let inside = path.strip_prefix(&src).unwrap().with_extension("");
        let is_folder = inside.ends_with("mod");
        let depth = inside.components().count() - usize::from(is_folder);
        let to_root = "super::".repeat(depth);
        let after_tests = match tests.split_once("\n}\n") {
            Some((_, after)) => after,
            None => tests.split_once(';').map_or("", |(_, after)| after),
        };
        let faults = [
            (code.contains("crate::{"), "name each folder of `crate::` in a `use` of its own"),
            (code.contains(&to_root), "reach the root by `crate::`, not by `super::`"),
            (!after_tests.trim().is_empty(), "put a file's tests at its end"),
        ];
        let faults = faults.into_iter().filter(|(is_fault, _)| *is_fault);
        faults.map(|(_, what)| format!("{}: {what}", path.display())).collect()
    });
    assert_eq!(found, Vec::<String>::new());
}

/// The arrows that close a circle of files: from, to, and why. `*` stands for every file of a folder.
const ARROWS_BACK: [(&str, &str, &str); 32] = [
    ("cli/*", "cli", "a subcommand takes the options that all share, where it is listed"),
    ("demo/*", "demo", "each step takes the day and the book that the whole is made for"),
    ("domain/event/facts", "domain/event/*", "the facts of an event hold parts of its own texts"),
    (
        "engine/writing/decide/*",
        "engine/writing/decide",
        "decisions are methods of the case at hand",
    ),
    ("engine/writing/decide/settle", "engine/writing/decide/allocations", "settling allocates"),
    (
        "engine/writing/decide/money_back",
        "engine/writing/decide/allocations",
        "so does giving back",
    ),
    ("exchange/import/customers", "exchange/import", "a kind takes the row that all kinds share"),
    ("exchange/import/documents", "exchange/import", "the same"),
    ("exchange/import/items", "exchange/import", "the same"),
    ("exchange/import/payers", "exchange/import", "the same"),
    ("exchange/import/payments", "exchange/import", "the same"),
    ("exchange/import/receivables", "exchange/import", "the same"),
    ("exchange/import/mapping", "exchange/import", "it asks a kind for its fields"),
    ("exchange/import/finding", "exchange/import", "the same"),
    ("exchange/import/found", "exchange/import", "the same"),
    ("exchange/import/wish", "exchange/import", "the same"),
    ("exchange/import/reading_in", "exchange/import", "it says why rows cannot be taken"),
    ("exchange/import/run/*", "exchange/import/run", "they are methods of an import that runs"),
    ("engine/sessions/turns/turn", "engine/sessions/turns", "a turn hands its place to the next"),
    ("journal/worded", "journal", "it words the errors of the whole folder"),
    ("tui/app/*", "tui/app", "what the desk does is methods of it, in files by what they do"),
    ("tui/form/*", "tui/form", "so are the methods of a form"),
    ("tui/pane/report/*", "tui/pane/report", "so are the methods of the report's pane"),
    ("journal/witness", "journal", "it asks the open journal for its head"),
    ("journal/nearby", "journal/chain", "it reads ahead through the reader that it serves"),
    ("journal/nearby", "journal/segments", "the same"),
    ("journal/draft", "journal/entry", "an entry is sealed from its draft"),
    ("ledger/query/list", "ledger/query/entries", "a list of entries is one of the lists"),
    ("ledger/query/list_rows", "ledger/query/lately", "a row says when an account paid last"),
    ("ledger/query/show/*", "ledger/query/show", "each kind of thing is one that can be shown"),
    (
        "ledger/query/report/aging",
        "ledger/query/report/open_items",
        "its figures are explained by the items",
    ),
    ("ledger/query/report/*", "ledger/query/report", "a report is listed where all are specified"),
];

fn modules() -> Modules {
    Modules::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &sources())
}

#[test]
fn folders_use_each_other_in_one_direction_at_every_depth() {
    let modules = modules();
    let root = Module::new();
    let mut found = Vec::new();
    for folder in modules.folders().chain([&root]) {
        let graph = modules.among_children(folder);
        for circle in circles(&graph) {
            let holds_folder = circle.iter().any(|one| one != folder && modules.is_folder(one));
            if holds_folder {
                let names: Vec<String> = circle.iter().map(|one| name(one)).collect();
                found.push(format!("in {}: {}", name(folder), names.join(", ")));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Whether an arrow is one of [`ARROWS_BACK`].
fn is_arrow_back((from, to, _): &(&str, &str, &str), user: &Module, used: &Module) -> bool {
    let is_from = match from.strip_suffix("/*") {
        Some(folder) => name(user).starts_with(&format!("{folder}/")),
        None => name(user) == *from,
    };
    let is_to = match to.strip_suffix("/*") {
        Some(folder) => name(used).starts_with(&format!("{folder}/")),
        None => name(used) == *to,
    };
    is_from && is_to
}

#[test]
fn files_use_each_other_in_a_circle_only_where_the_list_says_why() {
    let modules = modules();
    let mut graph = modules.uses.clone();
    let mut needless: BTreeSet<&str> = ARROWS_BACK.iter().map(|(from, _, _)| *from).collect();
    for (module, uses) in &mut graph {
        let back =
            |used: &Module| ARROWS_BACK.iter().find(|arrow| is_arrow_back(arrow, module, used));
        for arrow in uses.iter().filter_map(back) {
            needless.remove(arrow.0);
        }
        uses.retain(|used| back(used).is_none());
    }
    let names = |circle: &BTreeSet<Module>| circle.iter().map(|one| name(one)).collect::<Vec<_>>();
    let found: Vec<Vec<String>> = circles(&graph).iter().map(names).collect();
    assert_eq!(found, Vec::<Vec<String>>::new());
    assert_eq!(needless, BTreeSet::new(), "arrows that are listed and not there");
}

/// A question that the list lacks compiles, and fails at a second desk of the book.
#[test]
fn every_question_can_be_asked_of_a_served_book() {
    let sources = sources();
    let list = sources.iter().find(|(path, _)| path.ends_with("serve/asked.rs")).unwrap();
    let list = list.1.split("questions! {").nth(1).unwrap().split('}').next().unwrap();
    let listed: BTreeSet<&str> = list.split([',', '\n']).map(str::trim).collect();
    let asked: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.strip_prefix("impl Question for ")?.split(' ').next())
        .collect();
    assert!(asked.len() > 60, "{asked:?}");
    let lacking: Vec<_> = asked.difference(&listed).collect();
    assert!(lacking.is_empty(), "not in the list of questions: {lacking:?}");
}

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
    let names = daybook::ledger::tables::NAMES;
    let mut letters: Vec<u8> = names.iter().map(|(letter, _)| *letter).collect();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), names.len());
    let tables =
        sources().into_iter().filter(|(path, _)| path.to_string_lossy().contains("tables/"));
    let count: usize = tables.map(|(_, text)| text.matches("Table::new(").count()).sum();
    assert_eq!(count, names.len(), "every table is named");
}

/// A test that cannot run says so through one door, which is shut in CI.
#[test]
fn no_test_skips_by_itself() {
    let door = Path::new("tests/common/tools.rs");
    let here = Path::new("tests/project/tidy.rs");
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
