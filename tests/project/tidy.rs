//! The shape of the code, checked by tests: which folder, file and module of the desk may use which.

mod modules;

use std::collections::BTreeSet;
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

pub fn sources() -> Vec<(PathBuf, String)> {
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
pub fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_string()
}

/// What comes before a file's own tests.
pub fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

pub fn violations(find: impl Fn(&Path, &str) -> Vec<String>) -> Vec<String> {
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
const ARROWS_BACK: [(&str, &str, &str); 26] = [
    ("cli/*", "cli", "a subcommand takes the options that all share, where it is listed"),
    ("demo/*", "demo", "each step takes the day and the book that the whole is made for"),
    ("domain/event/facts", "domain/event/*", "the facts of an event hold parts of its own texts"),
    (
        "engine/writing/decide/*",
        "engine/writing/decide",
        "decisions are methods of the case at hand",
    ),
    ("exchange/import/customers", "exchange/import", "a kind takes the row that all kinds share"),
    ("exchange/import/documents", "exchange/import", "the same"),
    ("exchange/import/items", "exchange/import", "the same"),
    ("exchange/import/payers", "exchange/import", "the same"),
    ("exchange/import/payments", "exchange/import", "the same"),
    ("exchange/import/receivables", "exchange/import", "the same"),
    ("exchange/import/line_taxes", "exchange/import", "the same"),
    ("exchange/import/mapping", "exchange/import", "it asks a kind for its fields"),
    ("exchange/import/finding", "exchange/import", "the same"),
    ("exchange/import/found", "exchange/import", "the same"),
    ("exchange/import/wish", "exchange/import", "the same"),
    ("exchange/import/reading_in", "exchange/import", "it says why rows cannot be taken"),
    ("exchange/import/row_states", "exchange/import", "the same"),
    ("exchange/import/run/*", "exchange/import/run", "they are methods of an import that runs"),
    ("engine/sessions/turns/turn", "engine/sessions/turns", "a turn hands its place to the next"),
    ("journal/worded", "journal", "it words the errors of the whole folder"),
    ("tui/app/*", "tui/app", "what the desk does is methods of it, in files by what they do"),
    ("tui/form/*", "tui/form", "so are the methods of a form"),
    ("tui/pane/report/*", "tui/pane/report", "so are the methods of the report's pane"),
    ("journal/witness", "journal", "it asks the open journal for its head"),
    ("ledger/query/show/*", "ledger/query/show", "each kind of thing is one that can be shown"),
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
