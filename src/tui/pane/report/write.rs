//! Writes the report as it is shown to a file: text or CSV, by the ending of its name. What stands there
//! is replaced only after a second Enter. May use: the report pane, the reports, new files.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::domain::Rule;
use crate::engine::error::{BookError, Failure};
use crate::engine::new_file::NewFile;
use crate::ledger::query::report::Report;
use crate::reports::{csv_text, text};
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::layer::Step;
use crate::tui::query::{Answer, Asking, NoAnswer};

use super::{ReportPane, Typing};

/// The file that a report is written to.
#[derive(Default)]
pub(super) struct Writing {
    asking: Asking<()>,
    /// The name as it was typed last.
    typed: String,
    /// The name of a file that is there already: typed again, it is replaced.
    is_there: Option<String>,
}

/// Writes a file that only its owner may read.
fn write(path: &Path, content: &[u8], replaces: bool) -> Result<(), Failure> {
    let mut file = NewFile::create("out", path, replaces)?;
    file.write_all(content).map_err(|source| BookError::io(path, source))?;
    file.finish("out")
}

/// A path as it was typed: below her own folder, where it begins with `~/`.
fn path_of(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(typed),
    }
}

impl ReportPane {
    /// Asks for the name of the file, and offers one.
    pub(super) fn begin_to_write(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(report) = &self.report else {
            return vec![Step::Say(desk.say("list-reading", &[]))];
        };
        self.file = Text::given(&format!("{}-{}.csv", report.report, report.to));
        (self.typing, self.writing.is_there) = (Typing::File, None);
        vec![Step::Done]
    }

    /// The report with the rows that are shown, in their order.
    fn as_shown(&self) -> Option<Report> {
        let report = self.report.as_ref()?;
        let rows = self.order.iter().filter_map(|place| report.rows.get(*place).cloned());
        let totals = self.totals.as_ref().unwrap_or(&report.totals).clone();
        Some(Report { rows: rows.collect(), totals, ..report.clone() })
    }

    pub(super) fn write(&mut self, desk: &Desk) -> Vec<Step> {
        let typed = self.file.value().trim().to_string();
        let Some(report) = self.as_shown() else { return vec![Step::Done] };
        let path = path_of(&typed);
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        let content = match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("csv") => match csv_text::csv(&report) {
                Ok(content) => content,
                Err(error) => return vec![Step::Say(error.to_string())],
            },
            Some("txt") => text::text(&report, &desk.words, false),
            _ => return vec![Step::Say(desk.say("report-file-kind", &[]))],
        };
        let replaces = self.writing.is_there.as_ref() == Some(&typed);
        self.writing.typed = typed;
        let work = move || write(&path, content.as_bytes(), replaces);
        vec![Step::Done, Step::Send(self.writing.asking.do_beside(work))]
    }

    /// What became of the file; nothing, where an answer is to something else.
    pub(super) fn written(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        let Some(written) = self.writing.asking.take(answer) else { return Vec::new() };
        let name = self.writing.typed.clone();
        let parts = [("file", name.as_str())];
        match written {
            Ok(()) => {
                (self.typing, self.writing.is_there) = (Typing::Nothing, None);
                vec![Step::Say(desk.say("report-written", &parts))]
            }
            Err(NoAnswer::Refused(refusal)) if refusal.rule == Rule::FileExists => {
                let words = desk.say("report-file-exists", &parts);
                self.writing.is_there = Some(name);
                vec![Step::Say(words)]
            }
            Err(why) => vec![Step::Unanswered(why)],
        }
    }
}
