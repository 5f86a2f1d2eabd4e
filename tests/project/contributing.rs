//! CONTRIBUTING and ARCHITECTURE are true: what they name exists, and the files that an addition takes
//! are those that CONTRIBUTING lists for its example.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Every file below a folder, as a path from the root.
fn files_in(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(root()).unwrap().display().to_string()),
            }
        }
    }
    found
}

/// Whether a text names something as a word of its own.
fn names(text: &str, name: &str) -> bool {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
    })
}

/// The row of a file: what English says is said in every other language, which have one row together.
fn row_of(path: &str) -> &str {
    let words = "assets/words/";
    if path.starts_with(words) && !path.ends_with("/en.ftl") { words } else { path }
}

#[test]
fn an_addition_takes_the_files_that_contributing_lists() {
    let page = read("CONTRIBUTING.md");
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert!(sections.len() >= 8, "only {} kinds of additions", sections.len());
    // The made-up book and the words of other programs may name anything.
    let searched: Vec<(String, String)> = ["src", "assets"]
        .iter()
        .flat_map(|folder| files_in(folder))
        .filter(|path| !path.starts_with("src/demo") && !path.starts_with("assets/import/"))
        .filter(|path| Path::new(path).extension().is_none_or(|extension| extension != "md"))
        .filter_map(|path| Some((path.clone(), fs::read_to_string(root().join(path)).ok()?)))
        .collect();
    for section in sections {
        let title = section.lines().next().unwrap();
        let example = section.lines().find_map(|line| line.strip_prefix("Example: "));
        let example = quoted(example.unwrap_or_else(|| panic!("{title} has no example")));
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let listed: BTreeSet<&str> = rows.map(|row| quoted(row)[0]).collect();
        let is_named = |text: &str| example.iter().any(|name| names(text, name));
        let named = searched.iter().filter(|(_, text)| is_named(text));
        let named: BTreeSet<&str> = named.map(|(path, _)| row_of(path)).collect();
        assert_eq!(listed, named, "{title}, with the example {example:?}");
    }
}

#[test]
fn no_page_says_the_same_line_twice() {
    let mut pages = vec!["README.md".to_string(), "CONTRIBUTING.md".into()];
    pages.extend(files_in("assets/guide"));
    pages.push("src/ARCHITECTURE.md".into());
    let mut found = Vec::new();
    for page in pages {
        let text = read(&page);
        // Outside of code: every other piece between fences.
        let prose = text.split("\n```").step_by(2).flat_map(str::lines);
        let prose = prose.filter(|line| line.len() > 40 && !line.starts_with('|'));
        let mut seen = BTreeSet::new();
        let twice = prose.filter(|line| !seen.insert(line.to_string()));
        found.extend(twice.map(|line| format!("{page}: {line}")));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_the_architecture_names_is_there() {
    let page = read("src/ARCHITECTURE.md");
    let tests: Vec<&str> =
        quoted(&page).into_iter().filter(|name| name.starts_with("tests/")).collect();
    assert!(tests.len() > 20);
    for test in tests {
        assert!(root().join(test).exists(), "{test} is not there");
    }
    for link in page.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
        assert!(root().join("src").join(link.0).exists(), "{} is not there", link.0);
    }
}
