//! Documents as PDF: what is read back from the file is what the ledger says, nothing lies outside a
//! page or on something else, and templates are kept to what they may do.

mod figures;
mod pages;
mod program;
mod tables;
mod templates;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock};

use daybook::documents::paper::Paper;
use daybook::documents::pdf::{Printed, Printer, Templates};
use tempfile::TempDir;

use crate::common::tools;

/// The package that has pdftotext, pdfinfo and pdffonts.
const POPPLER: &str = "poppler-utils";

/// The printer that tests share, as a process does: its fonts are read once.
fn printer() -> MutexGuard<'static, Printer> {
    static PRINTER: OnceLock<Mutex<Printer>> = OnceLock::new();
    let printer = PRINTER.get_or_init(|| Mutex::new(Printer::new(Templates::built_in()).unwrap()));
    printer.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn print(paper: &Paper) -> Printed {
    printer().print(paper).unwrap()
}

/// A PDF in a folder of its own.
struct OnDisk {
    folder: TempDir,
}

impl OnDisk {
    fn of(bytes: &[u8]) -> OnDisk {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("it.pdf"), bytes).unwrap();
        OnDisk { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("it.pdf")
    }

    /// What a program prints of it.
    fn told(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        told(&self.path(), program, before, after)
    }

    /// The words of each page, with its width and height.
    fn words(&self) -> Vec<((f64, f64), Vec<Word>)> {
        words_in(&self.told("pdftotext", &["-bbox"], &["-"]))
    }

    /// Its text, page by page.
    fn pages(&self) -> Vec<String> {
        let text = self.told("pdftotext", &["-layout"], &["-"]);
        text.split('\u{c}').filter(|page| !page.trim().is_empty()).map(str::to_string).collect()
    }
}

/// A word on a page: where it is, in points from the top left.
#[derive(Clone, Debug)]
struct Word {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

fn attribute(tag: &str, name: &str) -> f64 {
    let from = tag.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
    tag[from..].split('"').next().unwrap().parse().unwrap()
}

/// The words of each page, with its width and height.
fn words_in(text: &str) -> Vec<((f64, f64), Vec<Word>)> {
    let mut pages = Vec::new();
    for line in text.lines() {
        if line.contains("<page ") {
            pages.push(((attribute(line, "width"), attribute(line, "height")), Vec::new()));
        } else if let Some((tag, rest)) = line.split_once('>').filter(|_| line.contains("<word ")) {
            let place = |name| attribute(tag, name);
            let word = Word {
                left: place("xMin"),
                top: place("yMin"),
                right: place("xMax"),
                bottom: place("yMax"),
                text: rest.split('<').next().unwrap().to_string(),
            };
            pages.last_mut().unwrap().1.push(word);
        }
    }
    pages
}

fn told(path: &Path, program: &str, before: &[&str], after: &[&str]) -> String {
    let output = Command::new(program).args(before).arg(path).args(after).output().unwrap();
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn has_poppler() -> bool {
    tools::has("pdftotext", POPPLER)
}
