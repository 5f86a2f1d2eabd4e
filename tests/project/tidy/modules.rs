//! Which file of `src` uses which: paths in `use` and in the code are followed to the file that
//! declares what they name, through re-exports. A file's own tests don't count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module as its path from the root: `ledger/post`, whether it is a file or a folder's `mod.rs`.
pub type Module = Vec<String>;

/// The modules and, for each, those that it uses.
pub struct Modules {
    files: BTreeMap<Module, File>,
    /// By module, what it uses.
    pub uses: BTreeMap<Module, BTreeSet<Module>>,
}

struct File {
    is_folder: bool,
    code: String,
    declared: BTreeSet<String>,
    /// What it re-exports: the module and the name in it, `*` for all; no name for the module itself.
    shown: Vec<(Module, Option<String>)>,
}

/// A module as text.
pub fn name(module: &[String]) -> String {
    module.join("/")
}

impl Modules {
    /// Reads the sources: paths below `src`, with their text.
    pub fn of(src: &Path, sources: &[(PathBuf, String)]) -> Modules {
        let mut files = BTreeMap::new();
        for (path, text) in sources {
            let inside = path.strip_prefix(src).unwrap().with_extension("");
            let mut module: Module =
                inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let is_folder = module.last().is_some_and(|last| last == "mod");
            if is_folder {
                module.pop();
            }
            let code = code_of(text);
            let declared = declared_in(&code);
            files.insert(module, File { is_folder, code, declared, shown: Vec::new() });
        }
        let mut modules = Modules { files, uses: BTreeMap::new() };
        let names: Vec<Module> = modules.files.keys().cloned().collect();
        for module in &names {
            let shown = modules.shown_by(module);
            modules.files.get_mut(module).unwrap().shown = shown;
        }
        for module in &names {
            let uses = modules.used_by(module);
            modules.uses.insert(module.clone(), uses);
        }
        modules
    }

    /// The modules that are folders.
    pub fn folders(&self) -> impl Iterator<Item = &Module> {
        self.files.iter().filter(|(_, file)| file.is_folder).map(|(module, _)| module)
    }

    /// Whether a module is a folder.
    pub fn is_folder(&self, module: &Module) -> bool {
        self.files.get(module).is_some_and(|file| file.is_folder)
    }

    /// The module that a path leads to, with what is left of the path.
    fn resolve(&self, from: &Module, path: &str) -> Option<(Module, Vec<String>)> {
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_string()).collect();
        let mut at = from.clone();
        match parts[0].as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                while parts.first().is_some_and(|part| part == "super") {
                    at.pop()?;
                    parts.remove(0);
                }
                parts.insert(0, String::new());
            }
            first => {
                at.push(first.to_string());
                if !self.files.contains_key(&at) {
                    return None;
                }
            }
        }
        parts.remove(0);
        while let Some(part) = parts.first() {
            let mut below = at.clone();
            below.push(part.clone());
            if !self.files.contains_key(&below) {
                break;
            }
            at = below;
            parts.remove(0);
        }
        Some((at, parts))
    }

    /// Follows re-exports to the module that declares the first of these names.
    fn declares(&self, module: Module, names: &[String], steps: usize) -> Option<Module> {
        let Some(name) = names.first() else { return Some(module) };
        let file = self.files.get(&module)?;
        if file.declared.contains(name) || steps > 6 {
            return Some(module);
        }
        for (target, shown) in &file.shown {
            match shown {
                None if target.last() == Some(name) => {
                    let (at, rest) =
                        self.resolve(target, &format!("self::{}", names[1..].join("::")))?;
                    let rest: Vec<String> =
                        rest.into_iter().filter(|part| !part.is_empty()).collect();
                    return self.declares(at, &rest, steps + 1);
                }
                Some(shown) if shown == name => {
                    return self.declares(target.clone(), &names[..1], steps + 1);
                }
                Some(shown) if shown == "*" => {
                    let there = self.declares(target.clone(), &names[..1], steps + 1);
                    let is_there = |at: &Module| self.files[at].declared.contains(name);
                    if let Some(at) = there.filter(is_there) {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        Some(module)
    }

    fn shown_by(&self, module: &Module) -> Vec<(Module, Option<String>)> {
        let shown = statements(&self.files[module].code).into_iter().filter(|(is_pub, _)| *is_pub);
        let paths = shown.flat_map(|(_, tree)| leaves(&tree));
        paths
            .filter_map(|path| self.resolve(module, &path))
            .map(|(target, names)| (target, names.first().cloned()))
            .collect()
    }

    fn used_by(&self, module: &Module) -> BTreeSet<Module> {
        let code = &self.files[module].code;
        let used = statements(code).into_iter().filter(|(is_pub, _)| !is_pub);
        let mut paths: Vec<String> = used.flat_map(|(_, tree)| leaves(&tree)).collect();
        paths.extend(inline(&without_statements(code)));
        let found = paths.iter().filter_map(|path| {
            let (at, names) = self.resolve(module, path)?;
            let names: Vec<String> = names.into_iter().filter(|name| name != "*").collect();
            self.declares(at, &names, 0)
        });
        found.filter(|used| used != module).collect()
    }

    /// What uses what among the children of a folder, with the folder's own `mod.rs`.
    pub fn among_children(&self, folder: &Module) -> BTreeMap<Module, BTreeSet<Module>> {
        let child = |module: &Module| -> Option<Module> {
            module
                .starts_with(folder)
                .then(|| module.iter().take(folder.len() + 1).cloned().collect())
        };
        let mut graph: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (module, uses) in &self.uses {
            let Some(from) = child(module) else { continue };
            let to = uses.iter().filter_map(child).filter(|to| *to != from);
            graph.entry(from.clone()).or_default().extend(to);
        }
        graph
    }
}

/// The sets of modules that use each other in a circle.
pub fn circles(graph: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<BTreeSet<Module>> {
    let reach = |from: &Module| {
        let mut seen: BTreeSet<&Module> = BTreeSet::new();
        let mut left: Vec<&Module> = graph.get(from).into_iter().flatten().collect();
        while let Some(module) = left.pop() {
            if seen.insert(module) {
                left.extend(graph.get(module).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        graph.keys().map(|module| (module, reach(module))).collect();
    let mut found: BTreeSet<BTreeSet<Module>> = BTreeSet::new();
    for (module, behind) in &reached {
        let back =
            behind.iter().filter(|other| reached.get(**other).is_some_and(|r| r.contains(module)));
        let circle: BTreeSet<Module> = back.map(|other| (*other).clone()).collect();
        found.extend((circle.len() > 1).then_some(circle));
    }
    found.into_iter().collect()
}

/// The code alone: no comments, nothing of the file's own tests.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines = code.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// The names of types, functions and the like.
fn declared_in(code: &str) -> BTreeSet<String> {
    let kinds = ["struct", "enum", "trait", "fn", "type", "const", "static", "macro_rules!"];
    let words: Vec<&str> = code.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| kinds.contains(&pair[0]));
    let begin = |word: &str| -> String {
        word.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    pairs.map(|pair| begin(pair[1])).collect()
}

/// Where a `use` begins, and where it ends.
fn spans(code: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap().trim();
        if line.is_empty() || line == "pub" || (line.starts_with("pub(") && line.ends_with(')')) {
            spans.push((at, at + code[at..].find(';').unwrap()));
        }
    }
    spans
}

/// The trees of every `use`, and whether it is a re-export.
fn statements(code: &str) -> Vec<(bool, String)> {
    let is_pub = |at: usize| code[..at].rsplit('\n').next().unwrap().contains("pub");
    spans(code).into_iter().map(|(at, end)| (is_pub(at), code[at + 4..end].to_string())).collect()
}

fn without_statements(code: &str) -> String {
    let mut text = String::new();
    let mut done = 0;
    for (at, end) in spans(code) {
        text.push_str(&code[done..at]);
        done = end;
    }
    text.push_str(&code[done..]);
    text
}

/// The paths of a tree: `a::{self, b::C}` are `a` and `a::b::C`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap().trim();
        return vec![path.to_string()];
    };
    let (before, inside) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap()]);
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    for letter in inside.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if letter == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(letter);
        }
    }
    parts.push(part);
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    let below = parts.flat_map(|part| leaves(part));
    below
        .map(|leaf| match leaf.as_str() {
            "self" => before.trim_end_matches(':').to_string(),
            leaf => format!("{before}{leaf}"),
        })
        .collect()
}

/// Paths in code: `super::open`, `allocations::End`.
fn inline(code: &str) -> Vec<String> {
    let is_of_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let paths = code.split(|letter| !is_of_path(letter));
    let paths = paths.map(|path| path.trim_end_matches(':')).filter(|path| path.contains("::"));
    let is_module = |path: &&str| path.starts_with(|first: char| first.is_lowercase());
    paths.filter(is_module).map(str::to_string).collect()
}
