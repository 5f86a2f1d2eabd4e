//! A document or a case in full. May use: the answers, the layers.

use crate::domain::{Code, Money, Number};
use crate::engine::change::Change;
use crate::ledger::query::show::{Show, Shown};
use crate::tui::account::{Account, FirstItems};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::given_up_words;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::page::PageLine;
use crate::tui::pen::{Pen, shortened};
use crate::tui::query::Answer;
use crate::tui::subject::Subject;
use crate::words::told::capitalised;

use super::pages;

/// A document or a case.
pub struct Document {
    /// Its number.
    pub number: String,
    subject: Subject,
    shown: Option<Box<Shown>>,
    account: Option<Account>,
    scroll: usize,
    showing: Asking<Shown>,
    accounts: Asking<Account>,
}

impl Document {
    /// The document with this number, and what is known of it already.
    pub fn of(number: String, subject: Subject) -> Document {
        let (showing, accounts) = (Asking::default(), Asking::default());
        Document { number, subject, shown: None, account: None, scroll: 0, showing, accounts }
    }

    fn knows(&mut self, shown: &Shown) {
        let of = |kind: &str, left: Option<Money>| (kind.to_string(), left);
        let (kind, left) = match shown {
            Shown::Invoice(it) => of("invoice", Some(it.outstanding)),
            Shown::CreditNote(_) => of("credit_note", self.subject.left),
            Shown::Payment(it) => of("payment", Some(it.on_account)),
            Shown::Refund(_) => of("refund", None),
            Shown::WriteOff(_) => of("write_off", None),
            Shown::Dispute(it) => of("dispute", Some(it.remaining)),
            Shown::Promise(_) => of("promise", None),
            Shown::Plan(it) => of("plan", Some(it.left)),
            Shown::Call(_) => of("call", None),
            Shown::Callback(_) => of("callback", None),
            Shown::Delivery(_) => of("delivery", None),
            Shown::Unidentified(_) => of("unidentified", None),
            Shown::BankLine(_) => of("bank_line", None),
            Shown::Deposit(_) => of("deposit", None),
            Shown::Letter(_) => of("letter", None),
            Shown::Draft(_) => of("draft", None),
            Shown::Customer(_) | Shown::Item(_) => return,
        };
        (self.subject.kind, self.subject.left) = (kind, left);
        // It belongs to no account that would identify it.
        match shown {
            Shown::Unidentified(it) => self.subject.document = Some(it.unidentified.clone()),
            Shown::BankLine(it) => self.subject.document = Some(it.line.clone()),
            Shown::Deposit(it) => self.subject.document = Some(it.deposit.clone()),
            _ => {}
        }
        let allocations = match shown {
            Shown::Invoice(it) => it.allocations.as_slice(),
            Shown::Payment(it) => it.allocations.as_slice(),
            _ => &[],
        };
        self.subject.allocation = allocations.last().map(|it| it.allocation.clone());
    }

    /// What the document is called in its title.
    fn kind(&self, desk: &Desk) -> String {
        capitalised(&match self.shown.as_deref() {
            Some(Shown::Payment(it)) if it.certificate.is_some() => {
                desk.say("document-certificate", &[])
            }
            Some(Shown::CreditNote(_)) => desk.say("form-credit-note", &[]),
            Some(Shown::WriteOff(it)) => desk.say(given_up_words(it.event.reason), &[]),
            _ => desk.word(&self.subject.kind),
        })
    }

    /// Where Enter leads from a bank line: to its payment, or while it is open, to the reconciliation.
    fn of_the_bank(&self) -> Option<Step> {
        let Some(Shown::BankLine(it)) = self.shown.as_deref() else { return None };
        match &it.payment {
            Some(payment) => {
                let opening = OpenRequest::Document(payment.0.clone(), Subject::default());
                Some(Step::Open(opening))
            }
            None if it.state == "open" => Some(Step::Reconcile(it.line.clone())),
            None => None,
        }
    }

    fn lines(&self, desk: &Desk) -> Vec<PageLine> {
        match self.shown.as_deref() {
            None => vec![desk.say("desk-reading", &[("customer", &self.number)]).into()],
            Some(shown) => pages::page(desk, shown),
        }
    }
}

impl Part for Document {
    fn changed(&mut self, change: &Change, desk: &Desk) -> Vec<Step> {
        let whose = self.subject.customer.as_ref();
        let is_touched = change.touches(&self.number)
            || whose.is_some_and(|customer| change.touches(&customer.0));
        if is_touched { self.entered(desk) } else { Vec::new() }
    }

    fn works_on(&self) -> Option<String> {
        ["dispute", "draft"].contains(&self.subject.kind.as_str()).then(|| self.number.clone())
    }

    fn context(&self) -> Context {
        Context::Document
    }

    fn has_use(&self, verb: Verb) -> bool {
        verb != Verb::Preview || self.subject.has_paper()
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let last = self.lines(desk).len().saturating_sub(1);
        match verb {
            Verb::Open => {
                let account = self.subject.customer.clone().map(|customer| {
                    let known = self.account.clone().map(Box::new);
                    Step::Open(OpenRequest::Sheet(customer, known, None))
                });
                return self.of_the_bank().or(account).into_iter().collect();
            }
            verb => match distance(verb) {
                Some(by) => self.scroll = self.scroll.saturating_add_signed(by).min(last),
                None => return Vec::new(),
            },
        }
        vec![Step::Done]
    }

    fn covers(&self) -> bool {
        true
    }

    /// A key that may be about a dispute on an invoice waits until the disputes of its account are known.
    fn is_looking_up(&self, _: &Desk) -> bool {
        self.showing.is_waiting() || self.accounts.is_waiting()
    }

    fn marks(&mut self, _: &Code, invoice: &Number) -> bool {
        self.number == invoice.0
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match (self.showing.take(answer), self.accounts.take(answer)) {
            (Some(Ok(shown)), _) => {
                self.knows(&shown);
                self.shown = Some(Box::new(shown));
            }
            (None, Some(Ok(account))) => self.account = Some(account),
            (Some(Err(why)), _) | (None, Some(Err(why))) => return vec![Step::Unanswered(why)],
            (None, None) => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        let shown = self.showing.ask(Show { what: self.number.clone() });
        let customer = self.subject.customer.as_ref();
        let account =
            customer.map(|customer| self.accounts.account(customer, &FirstItems::default()));
        std::iter::once(shown).chain(account).map(Step::Send).collect()
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.subject.clone()
    }

    fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    fn draw(&self, pen: &mut Pen) {
        let dot = pen.sign("·");
        let title = format!("{} {dot} {}", self.kind(pen.desk), self.number);
        let behind = pen.text(1, 2, &title, pen.theme.bold) + 2;
        let whose = self.subject.customer.as_ref().map_or("", |code| code.0.as_str());
        let whose = format!("{} {dot} {whose}", self.subject.name);
        let whose = shortened(&whose, (pen.width() - 1).saturating_sub(behind));
        pen.right(pen.width() - 1, 2, &whose, pen.theme.dim);
        pen.rule(3, "");
        let lines = self.lines(pen.desk);
        let (mut y, last) = (4, pen.last());
        let mut waiting = lines.iter().skip(self.scroll);
        while let Some(line) = waiting.clone().next() {
            // The last row says how many more lines there are.
            let has_more = waiting.len() > 1;
            let room = if has_more { last - 1 } else { last };
            let Some(below) = pen.page_line(y, room, line, pen.theme.plain) else { break };
            y = below;
            waiting.next();
        }
        let below = waiting.len();
        if below > 0 {
            let more = pen.say("review-more", &[("count", &below.to_string())]);
            pen.text(1, last, &more, pen.theme.late);
        }
        if pen.desk.settings.plain {
            pen.cursor = Some((1, 4));
        }
    }
}
