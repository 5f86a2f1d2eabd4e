//! The list of reports, to choose one. May use: the reports' specifications, the layers.

use crate::ledger::query::report::{self, ReportOf, Spec};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;

/// A line of the list: a report with one of its groupings.
struct Choice {
    spec: &'static Spec,
    by: Option<&'static str>,
}

/// Every report with each of its groupings.
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
    mark: ListMark,
}

impl Part for Reports {
    fn context(&self) -> Context {
        Context::Reports
    }

    fn act(&mut self, verb: Verb, _: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open => {
                let Some(Choice { spec, by }) = choices().into_iter().nth(self.mark.place()) else {
                    return vec![Step::Done];
                };
                let (report, by) = (spec.name.to_string(), by.map(str::to_string));
                let asked = ReportOf { report, by, ..ReportOf::default() };
                vec![Step::Open(OpenRequest::Report(asked))]
            }
            verb if self.mark.moves(verb, choices().len()) => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn draw(&self, pen: &mut Pen) {
        let title = pen.say("pane-reports", &[]);
        pen.text(1, 2, &title, pen.theme.bold);
        pen.rule(3, "");
        let rows = usize::from(pen.last().saturating_sub(5)).max(1);
        let first = self.mark.first_shown(rows);
        let all = choices();
        for (y, (place, choice)) in (5..).zip(all.iter().enumerate().skip(first).take(rows)) {
            let style = pen.row(y, place == self.mark.place());
            let name = pen.say(&format!("report-{}", choice.spec.name), &[]);
            let by = choice.by.map(|by| pen.say(&format!("by-{by}"), &[]));
            let end = pen.text(3, y, &name, style);
            if let Some(by) = by {
                pen.text(end + 1, y, &by, style);
            }
        }
        if let Some(choice) = all.get(self.mark.place()) {
            let words = pen.say(&format!("report-{}-summary", choice.spec.name), &[]);
            pen.cut_at(1, pen.last(), pen.last(), &words);
        }
    }
}
