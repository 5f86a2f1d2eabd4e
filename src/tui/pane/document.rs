//! A document or a case, whole: an invoice as it was sent, a payment with what it is for, a
//! dispute with all that happened to it. May use: the answers, the layers.

use crate::domain::Money;
use crate::ledger::query::show::{
    Shown, ShownAllocation, ShownDispute, ShownDraft, ShownInvoice, ShownPayment,
};
use crate::tui::desk::Desk;
use crate::tui::form::Subject;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{Layer, Part, Step};
use crate::tui::pen::Pen;
use crate::tui::worker::{Account, Answer, Question};

use super::sheet::Sheet;

/// A document or a case.
pub struct Document {
    /// Its number.
    pub number: String,
    subject: Subject,
    shown: Option<Box<Shown>>,
    account: Option<Account>,
    scroll: usize,
}

impl Document {
    /// The document with this number, and what is known of it already.
    pub fn of(number: String, subject: Subject) -> Document {
        Document { number, subject, shown: None, account: None, scroll: 0 }
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
            Shown::Call(_) => of("call", None),
            Shown::Callback(_) => of("callback", None),
            Shown::Draft(_) => of("draft", None),
            Shown::Customer(_) | Shown::Item(_) => return,
        };
        (self.subject.kind, self.subject.left) = (kind, left);
    }

    fn lines(&self, desk: &Desk) -> Vec<String> {
        match self.shown.as_deref() {
            None => vec![desk.say("desk-reading", &[("customer", &self.number)])],
            Some(Shown::Invoice(it)) => invoice(desk, it),
            Some(Shown::Payment(it)) => payment(desk, it),
            Some(Shown::Dispute(it)) => dispute(desk, it),
            Some(Shown::Draft(it)) => draft(desk, it),
            Some(other) => plain(desk, other),
        }
    }
}

impl Part for Document {
    fn context(&self) -> Context {
        Context::Document
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        let last = self.lines(desk).len().saturating_sub(1);
        match verb {
            Verb::Down => self.scroll = (self.scroll + 1).min(last),
            Verb::Up => self.scroll = self.scroll.saturating_sub(1),
            Verb::PageDown => self.scroll = (self.scroll + 8).min(last),
            Verb::PageUp => self.scroll = self.scroll.saturating_sub(8),
            Verb::First => self.scroll = 0,
            Verb::Last => self.scroll = last,
            Verb::Open => {
                return self.subject.customer.clone().map_or_else(Vec::new, |customer| {
                    let sheet = Sheet::of(customer, self.account.clone());
                    vec![Step::Open(Layer::Sheet(Box::new(sheet)))]
                });
            }
            _ => return Vec::new(),
        }
        vec![Step::Done]
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match answer {
            Answer::Shown(number, shown) if *number == self.number => {
                self.knows(shown);
                self.shown = Some(shown.clone());
                vec![Step::Done]
            }
            Answer::Account(account)
                if Some(&account.customer.customer) == self.subject.customer.as_ref() =>
            {
                self.account = Some((**account).clone());
                vec![Step::Done]
            }
            _ => Vec::new(),
        }
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        let customer = self.subject.customer.clone();
        let account = customer.map(|customer| Step::Ask(Question::Account(customer)));
        let shown = Step::Ask(Question::Show(self.number.clone()));
        std::iter::once(shown).chain(account).collect()
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.subject.clone()
    }

    fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    fn draw(&self, pen: &mut Pen) {
        let dot = pen.sign("·");
        let title = format!("{} {dot} {}", pen.desk.word(&self.subject.kind), self.number);
        pen.text(1, 2, &title, pen.theme.bold);
        let whose = self.subject.customer.as_ref().map_or("", |code| code.0.as_str());
        let whose = format!("{} {dot} {whose}", self.subject.name);
        pen.right(pen.width() - 1, 2, &whose, pen.theme.dim);
        pen.rule(3, "");
        let lines = self.lines(pen.desk);
        let rows = pen.last().saturating_sub(3);
        for (y, line) in (4..4 + rows).zip(lines.iter().skip(self.scroll)) {
            pen.text(1, y, line, pen.theme.plain);
        }
        if pen.desk.settings.plain {
            pen.cursor = Some((1, 4));
        }
    }
}

/// A name and what stands behind it.
fn line(desk: &Desk, words: &str, value: &str) -> String {
    format!("{:<18}{value}", desk.say(words, &[]))
}

fn allocations(
    desk: &Desk,
    all: &[ShownAllocation],
    other: impl Fn(&ShownAllocation) -> String,
) -> Vec<String> {
    let one = |it: &ShownAllocation| {
        let amount = desk.money(it.amount);
        format!("  {}   {:<18} {amount:>16}   {}", desk.day(it.date), other(it), it.allocation)
    };
    all.iter().map(one).collect()
}

fn invoice(desk: &Desk, it: &ShownInvoice) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-due", &format!("{} ({})", desk.day(it.due), it.terms)),
    ];
    lines.extend(it.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    let state = [it.state.as_str(), it.payment.as_str()].map(|code| desk.word(code)).join(", ");
    lines.push(line(desk, "document-state", &state));
    lines.push(String::new());
    for (place, one) in it.lines.iter().enumerate() {
        let discount = one.discount.map_or_else(String::new, |percent| format!(" -{percent}"));
        let amount = desk.money(one.gross.unwrap_or(one.net));
        let description: String = one.description.chars().take(30).collect();
        let price = crate::domain::money::grouped(&one.unit_price.to_string());
        let price = format!("{} x {price}{discount}", one.quantity);
        let tax = one.tax.0.join("+");
        lines.push(format!("{:>2}  {description:<30} {price:<20} {tax:<8}{amount:>14}", place + 1));
    }
    for (sign, all) in [("-", &it.allowances), ("", &it.charges)] {
        for one in all {
            let amount = format!("{sign}{}", desk.money(one.amount));
            let tax = one.tax.0.join("+");
            lines.push(format!("    {:<51} {tax:<8}{amount:>14}", one.description));
        }
    }
    lines.push(String::new());
    let sum = |words: &str, amount: Money| {
        format!("{:>62}{:>16}", desk.say(words, &[]), desk.money(amount))
    };
    lines.push(sum("document-net", it.net));
    for tax in &it.taxes {
        if let Some(code) = &tax.code {
            let words =
                desk.say("document-tax", &[("code", code), ("rate", &tax.rate.to_string())]);
            lines.push(format!("{words:>62}{:>16}", desk.money(tax.tax)));
        }
    }
    lines.push(sum("document-total", it.total));
    lines.push(sum("document-outstanding", it.outstanding));
    if it.disputed.is_positive() {
        lines.push(sum("desk-disputed-sum", it.disputed));
    }
    if !it.allocations.is_empty() {
        lines.push(String::new());
        lines.push(desk.say("document-settled-by", &[]));
        lines.extend(allocations(desk, &it.allocations, |it| it.from.to_string()));
    }
    lines
}

fn payment(desk: &Desk, it: &ShownPayment) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-date", &desk.day(it.date)),
        line(desk, "field-amount", &format!("{} {}", it.currency, desk.money(it.amount))),
        line(desk, "field-method", &desk.word(it.method.name())),
    ];
    lines.extend(it.reference.as_ref().map(|text| line(desk, "field-reference", text)));
    lines.push(line(desk, "document-state", &desk.word(&it.state)));
    lines.push(line(desk, "desk-on-account", &desk.money(it.on_account)));
    lines.push(String::new());
    lines.push(desk.say("document-allocated-to", &[]));
    lines.extend(allocations(desk, &it.allocations, |it| it.to.to_string()));
    lines
}

fn dispute(desk: &Desk, it: &ShownDispute) -> Vec<String> {
    let mut lines = vec![
        line(desk, "field-invoice", &it.invoice.0),
        line(desk, "document-state", &desk.word(&it.state)),
        line(desk, "field-reason", &desk.word(&it.reason)),
        line(desk, "document-original", &desk.money(it.original)),
        line(desk, "document-remaining", &desk.money(it.remaining)),
        line(desk, "document-credited", &desk.money(it.credited)),
        line(desk, "document-paid", &desk.money(it.paid)),
        line(desk, "field-owner", &it.owner),
        line(desk, "field-due", &desk.day(it.due)),
        String::new(),
        desk.say("document-timeline", &[]),
    ];
    for step in &it.timeline {
        let to = step.to.as_deref().map(|to| format!(": {}", desk.word(to))).unwrap_or_default();
        let words = format!("{}{to}", desk.word(&step.step));
        let note = step.note.as_deref().unwrap_or_default();
        lines.push(format!("  {}   {words:<28} {:<10} {note}", desk.day(step.date), step.by));
    }
    lines
}

fn draft(desk: &Desk, it: &ShownDraft) -> Vec<String> {
    let mut lines = vec![
        line(desk, "document-state", &desk.word(&it.state)),
        line(desk, "document-total", &desk.money(it.total)),
        String::new(),
    ];
    lines.push(desk.say("document-draft-help", &[]));
    lines
}

/// Whatever else there is, field by field, in the words of the contract.
fn plain(desk: &Desk, shown: &Shown) -> Vec<String> {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(shown) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for (name, value) in &fields {
        let text = match value {
            serde_json::Value::String(text) => desk.word(text),
            serde_json::Value::Array(all) if all.iter().all(serde_json::Value::is_string) => {
                all.iter().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
            }
            serde_json::Value::Null
            | serde_json::Value::Object(_)
            | serde_json::Value::Array(_) => continue,
            other => other.to_string(),
        };
        lines.push(format!("{:<18}{text}", desk.word(name)));
    }
    lines
}
