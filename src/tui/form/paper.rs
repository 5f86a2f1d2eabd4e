//! The preview of the invoice that is typed: beside the form if the window is wide enough, otherwise in
//! its place, on a key. May use: the form, the documents.

use crate::documents::paper::Paper;
use crate::documents::wording::Wordings;
use crate::documents::{self, text};
use crate::domain::Command;
use crate::domain::event::DraftContent;
use crate::engine::Session;
use crate::engine::error::Failure;
use crate::ledger::query::show::{PreviewInvoice, Shown};
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::pen::Pen;
use crate::tui::query::{Answer, Asking, Sendable};

use super::{Form, Stage};

/// The least width of a window that shows the preview beside the form.
const WIDE: u16 = 120;

/// The least width of the form beside the preview, and the greatest width of the preview.
const FORM: u16 = 58;
const PAPER: u16 = 80;

/// The preview of a form.
#[derive(Debug, Default)]
pub struct FormPaper {
    paper: Option<Box<Paper>>,
    asking: Asking<Option<Paper>>,
    /// Whether the preview is shown instead of the form.
    is_shown: bool,
}

/// Asks for the document that a command would issue.
fn content(command: &Sendable) -> Option<DraftContent> {
    match &command.as_ref().ok()?.command {
        Command::IssueInvoice(it) => Some(it.clone().into()),
        Command::DraftInvoice(it) => Some(it.0.clone().into()),
        _ => None,
    }
}

fn paper(session: &Session, content: &DraftContent) -> Result<Option<Paper>, Failure> {
    match session.ask(&PreviewInvoice(content.clone())) {
        Ok(it) => {
            let shown = Shown::Invoice(it);
            Ok(documents::of_shown(&shown, None, &mut Wordings::default()))
        }
        // The form shows what is wrong.
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

impl Form {
    /// Whether the form issues a document that can be previewed.
    pub(super) fn has_paper(&self) -> bool {
        let first = self.spec.commands().next().map_or("", |(name, _)| name);
        ["issue_invoice", "draft_invoice", "amend_draft"].contains(&first)
    }

    /// Asks for the preview of the first command that would be sent, if the preview is visible.
    pub(super) fn ask_paper(&mut self, commands: &[Sendable], desk: &Desk) -> Option<Step> {
        if self.stage != Stage::Typing || (desk.columns < WIDE && !self.paper.is_shown) {
            return None;
        }
        let of_draft = |command: &Sendable| match &command.as_ref().ok()?.command {
            Command::AmendDraft(it) => Some(it.of(self.subject.customer.clone()?).into()),
            _ => None,
        };
        let first = commands.first().filter(|_| self.has_paper())?;
        let content: DraftContent = content(first).or_else(|| of_draft(first))?;
        let ask = move |session: &Session| paper(session, &content);
        Some(Step::Send(self.paper.asking.ask_with(ask)))
    }

    /// Takes the preview from an answer. Returns whether the answer was one.
    pub(super) fn has_paper_now(&mut self, answer: &Answer) -> bool {
        let Some(told) = self.paper.asking.take(answer) else { return false };
        // Keep the last preview until there is a new one.
        if let Ok(Some(paper)) = told {
            self.paper.paper = Some(Box::new(paper));
        }
        true
    }

    /// Shows the preview instead of the form, or the form again.
    pub(super) fn turn_paper(&mut self, desk: &Desk) -> Vec<Step> {
        self.paper.is_shown = !self.paper.is_shown;
        self.ask(desk)
    }

    /// Shows the form again.
    pub(super) fn turn_back(&mut self) -> bool {
        std::mem::take(&mut self.paper.is_shown)
    }
}

impl Pen<'_> {
    /// Draws a form with its preview.
    pub(super) fn form_with_paper(&mut self, form: &Form) {
        let whole = self.area;
        if !form.has_paper() || (whole.width < WIDE && !form.paper.is_shown) {
            self.form(form);
            return;
        }
        if whole.width < WIDE {
            self.paper_of(form, 0);
            return;
        }
        let left = (whole.width / 2).max(FORM).max(whole.width.saturating_sub(PAPER + 3));
        self.area.width = left;
        self.form(form);
        self.area = whole;
        let line = self.sign("│").to_string();
        for y in 2..=self.last() {
            self.text(left, y, &line, self.theme.dim);
        }
        self.paper_of(form, left + 2);
    }

    fn paper_of(&mut self, form: &Form, x: u16) {
        let room = self.area.width.saturating_sub(x).min(PAPER);
        let Some(paper) = form.paper.paper.as_deref() else {
            let words = self.say("form-no-paper", &[]);
            self.cut(x.max(1), 2, self.area.width, &words, self.theme.dim);
            return;
        };
        let text = text::text_within(paper, usize::from(room));
        let (mut y, last) = (2, self.last());
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if y == last && lines.clone().next().is_some() {
                let more = (lines.count() + 1).to_string();
                let words = self.say("review-more", &[("count", &more)]);
                self.cut(x, y, self.area.width, &words, self.theme.late);
                return;
            }
            self.cut(x, y, self.area.width, line, self.theme.plain);
            y += 1;
        }
    }
}
