//! The preview of the invoice that is typed: beside the form if the window is wide enough, otherwise in
//! its place, on a key. May use: the form, the documents.

use crate::documents::paper::Paper;
use crate::documents::wording::Wordings;
use crate::documents::{self, text};
use crate::domain::event::DraftContent;
use crate::domain::{Command, Refusal, Rule};
use crate::engine::Session;
use crate::engine::error::Failure;
use crate::ledger::query::show::{PreviewInvoice, Shown};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Action, Context, Verb};
use crate::tui::layer::Step;
use crate::tui::list_mark::distance;
use crate::tui::pen::{Pen, wrapped};
use crate::tui::query::{Answer, Sendable};

use super::grid::Grid;
use super::{Form, FormPlace, Stage};

/// The least width of a window that shows the preview beside the form.
const WIDE: u16 = 120;

/// The least width of the form beside the preview, and the greatest width of the preview.
const FORM: u16 = 58;
const PAPER: u16 = 80;

/// The preview of a form.
#[derive(Debug, Default)]
pub struct FormPaper {
    paper: Option<Box<Paper>>,
    asking: Asking<Result<Paper, Refusal>>,
    /// Whether the preview is shown instead of the form.
    is_shown: bool,
    /// Why the book refused what was typed last: the preview is of what was typed before.
    refused: Option<Refusal>,
    /// How many lines of it were scrolled past.
    scroll: usize,
    /// The rows of the window.
    pub(super) height: u16,
}

impl FormPaper {
    /// The lines of the document within so many cells.
    fn lines(&self, cells: usize) -> Vec<String> {
        let text = self.paper.as_deref().map(|paper| text::text_within(paper, cells));
        text.unwrap_or_default().lines().map(str::to_string).collect()
    }
}

/// Asks for the document that a command would issue.
fn content(command: &Sendable) -> Option<DraftContent> {
    match &command.as_ref().ok()?.command {
        Command::IssueInvoice(it) => Some(it.clone().into()),
        Command::DraftInvoice(it) => Some(it.0.clone().into()),
        _ => None,
    }
}

fn paper(session: &Session, content: &DraftContent) -> Result<Result<Paper, Refusal>, Failure> {
    match session.ask(&PreviewInvoice(content.clone())) {
        Ok(it) => {
            let shown = Shown::Invoice(it);
            let paper = documents::of_shown(&shown, None, &mut Wordings::default());
            Ok(paper.ok_or_else(|| Refusal::new(Rule::DocumentNotForCustomers, "number")))
        }
        Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
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
        self.paper.refused = None;
        match told {
            Ok(Ok(paper)) => self.paper.paper = Some(Box::new(paper)),
            Ok(Err(refusal)) => self.paper.refused = Some(refusal),
            Err(_) => {}
        }
        true
    }

    /// Shows the preview in place of the form.
    pub(super) fn show_paper(&mut self, desk: &Desk) -> Vec<Step> {
        (self.paper.is_shown, self.paper.scroll) = (true, 0);
        self.ask(desk)
    }

    /// Whether the preview is shown in place of the form.
    pub(super) fn shows_paper(&self) -> bool {
        self.stage == Stage::Typing && self.paper.is_shown
    }

    /// Scrolls the preview, or goes back to the form; no other key of the form works here.
    pub(super) fn act_on_paper(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        if let Some(by) = distance(verb) {
            let count = self.paper.lines(usize::from(desk.columns.min(PAPER))).len();
            let last = count.saturating_sub(self.paper_rows(desk));
            self.paper.scroll = self.paper.scroll.saturating_add_signed(by).min(last);
            return vec![Step::Done];
        }
        match verb {
            Verb::Back => {
                self.paper.is_shown = false;
                vec![Step::Done]
            }
            _ => Vec::new(),
        }
    }

    /// How many lines of the document the window shows below the lines above it.
    fn paper_rows(&self, desk: &Desk) -> usize {
        let said: usize = self
            .not_on_paper(desk, None)
            .iter()
            .map(|words| wrapped(words, desk.columns.saturating_sub(2)).len())
            .sum();
        // The title of the desk with its rule is above, the hints with their rule are below.
        usize::from(self.paper.height).saturating_sub(4 + said).max(1)
    }

    /// What was typed and is not in the preview: lines without a price, but the one that is being typed,
    /// and what is not understood or is refused.
    fn not_on_paper(&self, desk: &Desk, typing: Option<usize>) -> Vec<String> {
        let mut said = Vec::new();
        if let Grid::Lines(lines) = &self.grid {
            let rows = lines.rows.iter().enumerate();
            let left_out = rows.filter(|(_, row)| !row.is_blank() && !row.is_priced());
            let left_out = left_out.filter(|(place, _)| Some(*place) != typing);
            let left_out: Vec<String> =
                left_out.map(|(place, _)| (place + 1).to_string()).collect();
            if !left_out.is_empty() {
                let count = left_out.len().to_string();
                let parts = [("lines", left_out.join(", ")), ("count", count)];
                let parts = parts.each_ref().map(|(name, part)| (*name, part.as_str()));
                said.push(desk.say("form-paper-left-out", &parts));
            }
        }
        let why = match (&self.paper.paper, typing) {
            (_, None) => self.why_old(desk),
            (Some(_), Some(_)) => None,
            // What the form beside it doesn't refuse would be said nowhere.
            (None, Some(_)) => self.why_refused(desk).filter(|_| self.said.refused.is_none()),
        };
        let words = if self.paper.paper.is_some() { "form-paper-old" } else { "form-paper-none" };
        said.extend(why.map(|why| desk.say(words, &[("why", &why)])));
        said
    }

    /// Why the preview is of what was typed before.
    fn why_old(&self, desk: &Desk) -> Option<String> {
        if let Err(faults) = self.commands_so_far(desk) {
            let (_, unclear) = faults.first()?;
            let parts: Vec<(&str, &str)> =
                unclear.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
            return Some(desk.say(unclear.words, &parts));
        }
        self.why_refused(desk)
    }

    fn why_refused(&self, desk: &Desk) -> Option<String> {
        self.paper.refused.as_ref().map(|refusal| self.refusal_words(refusal, desk))
    }
}

/// The message for a user who types while the preview is shown.
pub(super) fn no_typing(desk: &Desk) -> String {
    let back = desk.keymap.shown(Context::FormPreview, &Action::Does(Verb::Back));
    desk.say("form-paper-no-typing", &[("back", &back.unwrap_or_default())])
}

impl Pen<'_> {
    /// Draws a form with its preview.
    pub(super) fn form_with_paper(&mut self, form: &Form) {
        let whole = self.area;
        if form.shows_paper() {
            self.paper_of(form, 0);
            return;
        }
        if !form.has_paper() || whole.width < WIDE {
            self.form(form);
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
        let (end, last) = (self.area.width.saturating_sub(1), self.last());
        let is_beside = !form.shows_paper();
        let typing = match form.at {
            FormPlace::Cell(row, _) => Some(row),
            FormPlace::Field(_) => Some(usize::MAX),
        };
        let mut y = 2;
        for words in form.not_on_paper(self.desk, typing.filter(|_| is_beside)) {
            y = self.late_paragraph(x.max(1), y, end, last, &words);
        }
        if form.paper.paper.is_none() {
            let words = self.say("form-no-paper", &[]);
            self.cut(x.max(1), y, self.area.width, &words, self.theme.dim);
            return;
        }
        let lines = form.paper.lines(usize::from(self.area.width.saturating_sub(x).min(PAPER)));
        let rows = usize::from((last + 1).saturating_sub(y));
        let scrolled = if is_beside { 0 } else { form.paper.scroll };
        let first = scrolled.min(lines.len().saturating_sub(rows));
        let below = lines.len().saturating_sub(first + rows);
        // The last row is kept for how many lines there are more.
        let shown = if below > 0 { rows.saturating_sub(1) } else { rows };
        for (y, line) in (y..).zip(lines.iter().skip(first).take(shown)) {
            self.cut(x, y, self.area.width, line, self.theme.plain);
        }
        if below > 0 {
            let (context, verb) = match is_beside {
                true => (Context::Form, Verb::Preview),
                false => (Context::FormPreview, Verb::Down),
            };
            let key = self.desk.keymap.shown(context, &Action::Does(verb)).unwrap_or_default();
            let count = (below + 1).to_string();
            let words = self.say("form-paper-more", &[("count", &count), ("key", &key)]);
            self.cut(x.max(1), last, self.area.width, &words, self.theme.late);
        }
    }
}
