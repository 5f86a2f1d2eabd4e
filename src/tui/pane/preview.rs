//! The preview of a document or a statement as the customer gets it, before it is sent. May use: the
//! documents, the answers, the layers.

use std::path::Path;

use crossterm::event::KeyEvent;

use crate::documents::files::PaperFiles;
use crate::documents::paper::{Paper, PaperKind};
use crate::documents::pdf::Templates;
use crate::documents::wording::Wordings;
use crate::documents::{self, text};
use crate::domain::delivery::StatementStyle;
use crate::domain::{Cause, Code, Language, Refusal, Rule};
use crate::engine::Session;
use crate::engine::change::Change;
use crate::engine::error::{BookError, Failure};
use crate::ledger::query::packet::PacketOf;
use crate::ledger::query::show::{PreviewDraft, PreviewLetter, Show, Shown};
use crate::ledger::query::statement::StatementOf;
use crate::tui::account::{Account, FirstItems};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::pen::{Pen, shortened};
use crate::tui::query::Answer;
use crate::tui::subject::Subject;

use super::file_prompt::FilePrompt;
use super::typed::asked;

/// What to preview.
#[derive(Clone)]
enum Previewed {
    /// The document with this number.
    Document(String),
    /// The statement of an account.
    Statement(Code, StatementStyle),
    /// The dunning letter that a customer would get.
    Letter(Code),
}

/// The preview.
pub struct PaperPane {
    wanted: Previewed,
    subject: Subject,
    /// The language that was chosen; `None` for the customer's own.
    language: Option<Language>,
    paper: Option<Paper>,
    lines: Vec<String>,
    scroll: usize,
    /// The rows of the window.
    height: u16,
    asking: Asking<Paper>,
    account: Option<Account>,
    accounts: Asking<Account>,
    file: FilePrompt,
}

impl PaperPane {
    /// The document with this number.
    pub fn of_document(number: String, subject: Subject) -> PaperPane {
        PaperPane::of(Previewed::Document(number), subject)
    }

    /// The statement of an account: its open items this month.
    pub fn of_statement(customer: Code, subject: Subject) -> PaperPane {
        // The document that was marked on the account is not the one shown.
        let subject = Subject { document: None, kind: String::new(), left: None, ..subject };
        PaperPane::of(Previewed::Statement(customer, StatementStyle::OpenItem), subject)
    }

    /// The dunning letter that a customer would get today.
    pub fn of_letter(customer: Code, subject: Subject) -> PaperPane {
        PaperPane::of(Previewed::Letter(customer), subject)
    }

    fn of(wanted: Previewed, subject: Subject) -> PaperPane {
        PaperPane {
            wanted,
            subject,
            language: None,
            paper: None,
            lines: Vec::new(),
            scroll: 0,
            height: 0,
            asking: Asking::default(),
            account: None,
            accounts: Asking::default(),
            file: FilePrompt::default(),
        }
    }

    fn ask(&mut self) -> Vec<Step> {
        let (wanted, language) = (self.wanted.clone(), self.language);
        let errand = self.asking.ask_with(move |session| paper(session, &wanted, language));
        vec![Step::Send(errand)]
    }

    /// Lays the document out as a page, or for a narrower window in its width.
    fn lay_out(&mut self, desk: &Desk) {
        let Some(paper) = &self.paper else { return };
        let width = usize::from(desk.columns).min(text::WIDTH);
        self.lines = text::text_within(paper, width).lines().map(str::to_string).collect();
        self.scroll(0);
    }

    /// The next language in which documents are written.
    fn next_language(&mut self) -> Vec<Step> {
        let Some(paper) = &self.paper else { return Vec::new() };
        let all = Language::ALL;
        let now = all.iter().position(|language| *language == paper.language).unwrap_or(0);
        self.language = all.get((now + 1) % all.len()).copied();
        self.ask()
    }

    /// The other style of a statement; nothing for a document.
    fn next_style(&mut self) -> Vec<Step> {
        let Previewed::Statement(_, style) = &mut self.wanted else { return Vec::new() };
        *style = match style {
            StatementStyle::OpenItem => StatementStyle::BalanceForward,
            StatementStyle::BalanceForward => StatementStyle::OpenItem,
        };
        self.scroll = 0;
        self.ask()
    }

    fn name_of_file(&self) -> String {
        let ending = if cfg!(feature = "pdf") { "pdf" } else { "txt" };
        match &self.wanted {
            Previewed::Document(number) => format!("{number}.{ending}"),
            Previewed::Statement(customer, _) => format!("statement-{customer}.{ending}"),
            Previewed::Letter(customer) => format!("letter-{customer}.{ending}"),
        }
    }

    /// Writes the document in the format of the file's extension.
    fn write(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(paper) = self.paper.clone() else { return vec![Step::Done] };
        let book = desk.mail.as_deref().and_then(Path::parent).map(Path::to_path_buf);
        let step = match self.file.ending().as_str() {
            "txt" => self.file.write(move || Ok(text::text(&paper).into_bytes())),
            "pdf" => self.file.write(move || pdf(&paper, book.as_deref())),
            _ => return vec![Step::Say(desk.say("preview-file-kind", &[]))],
        };
        vec![Step::Done, step]
    }

    /// Opens the form that sends it.
    fn send(&self, desk: &Desk) -> Step {
        let form = match &self.wanted {
            // Letters are sent together, from the list of due letters.
            Previewed::Letter(_) => return Step::Say(desk.say("dunning-send-there", &[])),
            Previewed::Document(_) => "deliver",
            Previewed::Statement(..) => "deliver_statement",
        };
        Step::Start(form.into(), self.subject(desk))
    }

    fn scroll(&mut self, by: isize) {
        // The title and its rules are above; the address, the hints and their rule are below.
        let rows = usize::from(self.height.saturating_sub(7)).max(1);
        let last = self.lines.len().saturating_sub(rows);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }
}

/// Reads the document, and renders it as the customer gets it.
fn paper(
    session: &Session,
    wanted: &Previewed,
    language: Option<Language>,
) -> Result<Paper, Failure> {
    match wanted {
        Previewed::Document(number) => {
            let shown = match session.ask(&Show { what: number.clone() })? {
                Shown::Draft(it) => Shown::Invoice(session.ask(&PreviewDraft(it.draft))?),
                Shown::Dispute(it) => {
                    let it = session.ask(&PacketOf { dispute: it.dispute })?;
                    return Ok(documents::of_packet(&it, language, &mut Wordings::default()));
                }
                shown => shown,
            };
            let paper = documents::of_shown(&shown, language, &mut Wordings::default());
            let refusal = || Refusal::new(Rule::DocumentNotForCustomers, "number");
            paper.ok_or_else(|| refusal().with("given", number).into())
        }
        Previewed::Letter(customer) => {
            let asked = PreviewLetter { customer: customer.clone(), date: None };
            let shown = Shown::Letter(session.ask(&asked)?);
            let paper = documents::of_shown(&shown, language, &mut Wordings::default());
            let refusal = || Refusal::new(Rule::DocumentNotForCustomers, "number");
            paper.ok_or_else(|| refusal().with("given", customer).into())
        }
        Previewed::Statement(customer, style) => {
            let it = session.ask(&StatementOf {
                customer: customer.clone(),
                style: *style,
                from: None,
                to: None,
                known_at: None,
                since: None,
            })?;
            Ok(documents::of_statement(&it, language, &mut Wordings::default()))
        }
    }
}

/// The document as PDF, with the templates of a book's folder.
fn pdf(paper: &Paper, book: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let made = Templates::of_book(book).and_then(PaperFiles::pdf);
    let made = made.and_then(|mut files| files.file(paper));
    Ok(made.map_err(|error| BookError::Data(Cause::of(&error)))?.bytes)
}

impl Part for PaperPane {
    fn context(&self) -> Context {
        Context::Preview
    }

    fn takes_text(&self) -> bool {
        self.file.name().is_some()
    }

    fn is_blank(&self) -> bool {
        self.file.name().is_none()
    }

    fn covers(&self) -> bool {
        true
    }

    fn is_looking_up(&self, _: &Desk) -> bool {
        self.asking.is_waiting()
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        let mut steps = self.ask();
        if let Some(customer) = &self.subject.customer {
            steps.push(Step::Send(self.accounts.account(customer, &FirstItems::default())));
        }
        steps
    }

    fn resized(&mut self, height: u16, desk: &Desk) -> Vec<Step> {
        self.height = height;
        self.lay_out(desk);
        Vec::new()
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        let whose = self.subject.customer.as_ref();
        let is_touched = whose.is_some_and(|customer| change.touches(&customer.0))
            || matches!(&self.wanted, Previewed::Document(number) if change.touches(number));
        if is_touched { self.ask() } else { Vec::new() }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        match self.asking.take(answer) {
            Some(Ok(paper)) => {
                self.paper = Some(paper);
                self.lay_out(desk);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Close, Step::Unanswered(why)],
            None => match self.accounts.take(answer) {
                Some(Ok(account)) => {
                    self.account = Some(account);
                    vec![Step::Done]
                }
                Some(Err(why)) => vec![Step::Unanswered(why)],
                None => self.file.answered(answer, desk),
            },
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Open if self.file.name().is_none() => {
                // Letters are sent together, from the list of due letters.
                self.is_for_customers() && !matches!(self.wanted, Previewed::Letter(_))
            }
            Verb::Open | Verb::Back => true,
            Verb::Style => !self.takes_text() && matches!(self.wanted, Previewed::Statement(..)),
            _ => !self.takes_text(),
        }
    }

    fn words_of(&self, verb: Verb) -> Option<&'static str> {
        (verb == Verb::Open && self.takes_text()).then_some("key-accept")
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open if self.file.name().is_some() => return self.write(desk),
            Verb::Open => return vec![self.send(desk)],
            Verb::Back if self.file.name().is_some() => self.file.close(),
            Verb::PageDown => self.scroll(12),
            Verb::PageUp => self.scroll(-12),
            Verb::Language => return self.next_language(),
            Verb::Style => return self.next_style(),
            Verb::Write if self.paper.is_some() => self.file.open(&self.name_of_file()),
            verb => match distance(verb) {
                Some(by) => self.scroll(by),
                None => return Vec::new(),
            },
        }
        vec![Step::Done]
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        if self.file.key(key) { vec![Step::Done] } else { Vec::new() }
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        if self.file.paste(text) { vec![Step::Done] } else { Vec::new() }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let statement = match &self.wanted {
            Previewed::Document(_) | Previewed::Letter(_) => None,
            Previewed::Statement(_, style) => Some(*style),
        };
        Subject { statement, ..self.subject.clone() }
    }

    fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    fn draw(&self, pen: &mut Pen) {
        self.title(pen);
        pen.rule(3, "");
        let (first, last) = (4, pen.last());
        match self.file.name() {
            Some(name) => asked(pen, "preview-write-to", name),
            None => self.whereto(pen, last),
        }
        let last = last - 1;
        let rows = usize::from(last + 1 - first);
        let below = self.lines.len().saturating_sub(self.scroll + rows);
        // The last row says how many more lines there are.
        let shown = if below > 0 { rows.saturating_sub(1) } else { rows };
        for (y, line) in (first..).zip(self.lines.iter().skip(self.scroll).take(shown)) {
            pen.text(0, y, line, pen.theme.plain);
        }
        if below > 0 {
            let count = (below + 1).to_string();
            let more = pen.say("review-more", &[("count", &count)]);
            pen.text(1, last, &more, pen.theme.late);
        }
        if pen.desk.settings.plain && self.file.name().is_none() {
            pen.cursor = Some((1, 4));
        }
    }
}

impl PaperPane {
    /// Whether it is sent to customers; false for papers of the company itself.
    fn is_for_customers(&self) -> bool {
        let own = [PaperKind::DisputePacket, PaperKind::DepositSlip];
        !self.paper.as_ref().is_some_and(|paper| own.contains(&paper.kind))
    }

    /// The address that it would be sent to.
    fn whereto(&self, pen: &mut Pen, y: u16) {
        let Some(account) = self.account.as_ref().filter(|_| self.is_for_customers()) else {
            return;
        };
        let words = match &account.customer.details.email {
            Some(address) => pen.say("preview-to", &[("address", address)]),
            None => pen.say("preview-no-address", &[]),
        };
        pen.text(1, y, &words, pen.theme.dim);
    }

    /// The document's name, its customer and its language.
    fn title(&self, pen: &mut Pen) {
        let Some(paper) = &self.paper else {
            let words = pen.say("list-reading", &[]);
            pen.text(1, 2, &words, pen.theme.dim);
            return;
        };
        let language = pen.desk.word(paper.language.code());
        let title = pen.say("preview-title", &[("title", &paper.title), ("language", &language)]);
        let behind = pen.text(1, 2, &title, pen.theme.bold) + 2;
        let end = pen.width() - 1;
        let whose = shortened(&self.subject.name, end.saturating_sub(behind));
        pen.right(end, 2, &whose, pen.theme.dim);
    }
}
