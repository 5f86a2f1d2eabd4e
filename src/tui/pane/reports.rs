//! The reports, to choose one. May use: the reports' specifications, the layers.

use crate::ledger::query::report::{self, ReportOf, Spec};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::pen::Pen;

/// A line of the list: a report in one of its groupings.
struct Choice {
    spec: &'static Spec,
    by: Option<&'static str>,
}

/// Every report in each of its groupings.
fn choices() -> Vec<Choice> {
    let of = |spec: &'static Spec| {
        let ways = spec.groupings.iter().map(move |by| Choice { spec, by: Some(by) });
        let only = spec.groupings.is_empty().then_some(Choice { spec, by: None });
        ways.chain(only)
    };
    report::ALL.iter().copied().flat_map(of).collect()
}

/// The list of reports.
#[derive(Default)]
pub struct Reports {
    mark: usize,
}

impl Reports {
    fn step(&mut self, by: isize) {
        let last = choices().len().saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
    }
}

impl Part for Reports {
    fn context(&self) -> Context {
        Context::Reports
    }

    fn act(&mut self, verb: Verb, _: &Desk) -> Vec<Step> {
        match verb {
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            Verb::PageDown => self.step(8),
            Verb::PageUp => self.step(-8),
            Verb::First => self.step(isize::MIN),
            Verb::Last => self.step(isize::MAX),
            Verb::Open => {
                let Some(Choice { spec, by }) = choices().into_iter().nth(self.mark) else {
                    return vec![Step::Done];
                };
                let (report, by) = (spec.name.to_string(), by.map(str::to_string));
                let asked = ReportOf { report, by, ..ReportOf::default() };
                return vec![Step::Open(OpenRequest::Report(asked))];
            }
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn draw(&self, pen: &mut Pen) {
        let title = pen.say("pane-reports", &[]);
        pen.text(1, 2, &title, pen.theme.bold);
        pen.rule(3, "");
        let rows = usize::from(pen.last().saturating_sub(5)).max(1);
        let first = self.mark.saturating_sub(rows - 1);
        let all = choices();
        for (y, (place, choice)) in (5..).zip(all.iter().enumerate().skip(first).take(rows)) {
            let style = pen.row(y, place == self.mark);
            let name = pen.say(&format!("report-{}", choice.spec.name), &[]);
            let by = choice.by.map(|by| pen.say(&format!("by-{by}"), &[]));
            let end = pen.text(3, y, &name, style);
            if let Some(by) = by {
                pen.text(end + 1, y, &by, style);
            }
        }
        if let Some(choice) = all.get(self.mark) {
            let words = pen.say(&format!("report-{}-summary", choice.spec.name), &[]);
            pen.cut_at(1, pen.last(), pen.last(), &words);
        }
    }
}
