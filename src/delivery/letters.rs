//! Subject and text of the e-mails that documents go out with, in each language: built in, or the
//! company's own from the book's folder of templates. May use: documents, ledger answers, words.

use std::fmt;
use std::path::Path;

use crate::documents::pdf::{FOLDER, PdfError, read_texts};
use crate::documents::wording::Wording;
use crate::domain::{Language, Message, Money, Worded};
use crate::ledger::query::show::{
    ShownCreditNote, ShownInvoice, ShownLetter, ShownPayment, ShownPlan,
};
use crate::ledger::query::statement::Statement;
use crate::words::Words;
use crate::words::own::{self, KnownMessages};

/// The prefix of the letters' messages among the words of the program.
const FRONT: &str = "letter-";

/// The values that every letter can use.
const ALWAYS: &[&str] = &["company", "customer"];
const OF_INVOICE: &[&str] =
    &["company", "customer", "number", "date", "due", "total", "amount", "reference"];
const OF_CREDIT_NOTE: &[&str] = &["company", "customer", "number", "date", "total"];
const OF_RECEIPT: &[&str] = &["company", "customer", "number", "date", "amount"];
const OF_PLAN: &[&str] = &["company", "customer", "number", "date", "amount", "count", "due"];
const OF_STATEMENT: &[&str] = &["company", "customer", "from", "date", "amount"];

const OF_DUNNING: &[&str] =
    &["company", "customer", "number", "date", "amount", "due", "before", "oldest"];

/// Subject and text of the mail with a dunning letter, by level.
const DUNNING: [(&str, &str); 4] = [
    ("letter-dunning-1-subject", "letter-dunning-1"),
    ("letter-dunning-2-subject", "letter-dunning-2"),
    ("letter-dunning-3-subject", "letter-dunning-3"),
    ("letter-dunning-4-subject", "letter-dunning-4"),
];

/// The messages of letters, each with the values that it can use.
pub const MESSAGES: &KnownMessages = &[
    ("letter-greeting", ALWAYS),
    ("letter-closing", ALWAYS),
    ("letter-invoice-subject", OF_INVOICE),
    ("letter-invoice", OF_INVOICE),
    ("letter-invoice-settled", OF_INVOICE),
    ("letter-credit-note-subject", OF_CREDIT_NOTE),
    ("letter-credit-note", OF_CREDIT_NOTE),
    ("letter-receipt-subject", OF_RECEIPT),
    ("letter-receipt", OF_RECEIPT),
    ("letter-plan-subject", OF_PLAN),
    ("letter-plan", OF_PLAN),
    ("letter-statement-subject", OF_STATEMENT),
    ("letter-statement", OF_STATEMENT),
    ("letter-owed", OF_STATEMENT),
    ("letter-in-credit", OF_STATEMENT),
    ("letter-nothing-owed", OF_STATEMENT),
    ("letter-dunning-1-subject", OF_DUNNING),
    ("letter-dunning-1", OF_DUNNING),
    ("letter-dunning-2-subject", OF_DUNNING),
    ("letter-dunning-2", OF_DUNNING),
    ("letter-dunning-3-subject", OF_DUNNING),
    ("letter-dunning-3", OF_DUNNING),
    ("letter-dunning-4-subject", OF_DUNNING),
    ("letter-dunning-4", OF_DUNNING),
];

/// Why a company's letters cannot be used.
#[derive(Debug)]
pub enum LettersError {
    /// The folder or a file in it cannot be read.
    Unread(PdfError),
    /// Something in a file is wrong.
    Wrong {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong.
        why: Message,
    },
}

impl fmt::Display for LettersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Words::english().tell(self))
    }
}

impl std::error::Error for LettersError {}

impl Worded for LettersError {
    fn message(&self) -> Message {
        match self {
            LettersError::Unread(error) => error.message(),
            LettersError::Wrong { file, line, why } => {
                let message = Message::new("letters-wrong").with("file", file).with("line", line);
                message.because("why", why)
            }
        }
    }
}

/// The name of the file with the letters in a language.
pub fn file_name(language: Language) -> String {
    format!("letters-{}.ftl", language.code())
}

/// The built-in letters in a language, as a file to edit.
pub fn built_in(language: Language) -> String {
    let words = Words::in_language(language.on_screen());
    let head = words.say("letters-head", &[]);
    let mut text: String = head.lines().map(|line| format!("# {line}\n")).collect();
    let messages = texts(language);
    for (name, parts) in MESSAGES {
        let parts: Vec<String> = parts.iter().map(|part| format!("{{ ${part} }}")).collect();
        let message = messages.iter().find(|message| begins(message, name));
        if let Some(message) = message {
            text += &format!("\n# {}\n{}\n", parts.join(", "), message.join("\n"));
        }
    }
    text
}

fn begins(message: &[&str], name: &str) -> bool {
    message.first().and_then(|line| line.split_once(" =")).is_some_and(|(front, _)| front == name)
}

/// The messages of letters among the words of a language, each as its lines.
fn texts(language: Language) -> Vec<Vec<&'static str>> {
    let mut all: Vec<Vec<&str>> = Vec::new();
    let mut is_inside = false;
    for line in language.words().lines() {
        if !line.starts_with(' ') {
            is_inside = line.starts_with(FRONT);
        }
        match all.last_mut() {
            Some(message) if is_inside && line.starts_with(' ') => message.push(line),
            _ if is_inside => all.push(vec![line]),
            _ => {}
        }
    }
    all
}

/// Subject and text of an e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// The subject, on one line.
    pub subject: String,
    /// The text: paragraphs with a blank line between them.
    pub body: String,
}

/// The letters of a book, in every language.
pub struct BookLetters(Vec<(Language, Words)>);

impl BookLetters {
    /// Reads the letters of the book in `folder` over the built-in ones; only the built-in ones if there
    /// is no folder.
    pub fn of_book(book: Option<&Path>) -> Result<BookLetters, LettersError> {
        let files = match book {
            Some(book) => read_texts(&book.join(FOLDER), "ftl").map_err(LettersError::Unread)?,
            None => Vec::new(),
        };
        let one = |language: Language| {
            let name = file_name(language);
            let own = files.iter().find(|(file, _)| *file == name);
            let own = own.map_or("", |(_, text)| text.as_str());
            let built_in: String =
                texts(language).iter().flatten().map(|line| format!("{line}\n")).collect();
            let read = own::read(language.code(), &built_in, own, MESSAGES);
            let words = read.map_err(|error| LettersError::Wrong {
                file: name,
                line: error.line,
                why: error.why,
            })?;
            Ok((language, words))
        };
        Language::ALL.into_iter().map(one).collect::<Result<_, _>>().map(BookLetters)
    }

    /// The letter with an invoice.
    pub fn invoice(&self, it: &ShownInvoice, wording: &Wording) -> LetterText {
        let amount = |amount: Money| wording.amount(amount, it.currency);
        let text = match it.outstanding.is_positive() {
            true => "letter-invoice",
            false => "letter-invoice-settled",
        };
        let parts = [
            ("company", it.seller.name.clone()),
            ("customer", it.buyer.name.clone()),
            ("number", it.invoice.0.clone()),
            ("date", wording.day(it.date)),
            ("due", wording.day(it.due)),
            ("total", amount(it.total)),
            ("amount", amount(it.outstanding)),
            ("reference", it.reference.clone().unwrap_or_default()),
        ];
        self.written(wording.language, "letter-invoice-subject", &[text], &parts)
    }

    /// The letter with a credit note.
    pub fn credit_note(&self, it: &ShownCreditNote, wording: &Wording) -> LetterText {
        let parts = [
            ("company", it.seller.name.clone()),
            ("customer", it.buyer.name.clone()),
            ("number", it.credit_note.0.clone()),
            ("date", wording.day(it.date)),
            ("total", wording.amount(it.total, it.currency)),
        ];
        let text = ["letter-credit-note"];
        self.written(wording.language, "letter-credit-note-subject", &text, &parts)
    }

    /// The letter with a receipt.
    pub fn receipt(&self, it: &ShownPayment, wording: &Wording) -> LetterText {
        let parts = [
            ("company", it.seller.name.clone()),
            ("customer", it.buyer.name.clone()),
            ("number", it.payment.0.clone()),
            ("date", wording.day(it.date)),
            ("amount", wording.amount(it.amount, it.currency)),
        ];
        self.written(wording.language, "letter-receipt-subject", &["letter-receipt"], &parts)
    }

    /// The letter with a payment plan.
    pub fn plan(&self, it: &ShownPlan, wording: &Wording) -> LetterText {
        let next = it.next_due.or(it.instalments.first().map(|one| one.due));
        let parts = [
            ("company", it.seller.name.clone()),
            ("customer", it.buyer.name.clone()),
            ("number", it.plan.0.clone()),
            ("date", wording.day(it.date)),
            ("amount", wording.amount(it.amount, it.currency)),
            ("count", it.instalments.len().to_string()),
            ("due", wording.day(next.unwrap_or(it.date))),
        ];
        self.written(wording.language, "letter-plan-subject", &["letter-plan"], &parts)
    }

    /// The letter with a statement.
    pub fn statement(&self, it: &Statement, wording: &Wording) -> LetterText {
        let (balance, amount) = match it.closing {
            closing if closing.is_positive() => ("letter-owed", closing),
            closing if closing.is_negative() => ("letter-in-credit", closing.negated()),
            closing => ("letter-nothing-owed", closing),
        };
        let parts = [
            ("company", it.seller.clone()),
            ("customer", it.buyer.name.clone()),
            ("from", wording.day(it.from)),
            ("date", wording.day(it.to)),
            ("amount", wording.amount(amount, it.currency)),
        ];
        let text = ["letter-statement", balance];
        self.written(wording.language, "letter-statement-subject", &text, &parts)
    }

    /// The letter with a dunning letter.
    pub fn dunning(&self, it: &ShownLetter, wording: &Wording) -> LetterText {
        let level = usize::from(it.level).clamp(1, DUNNING.len());
        let (subject, text) = DUNNING[level - 1];
        let before = it.last.as_ref().map_or(it.date, |last| last.date);
        let oldest = it.items.iter().map(|item| item.due).min().unwrap_or(it.date);
        let number = it.letter.as_ref().map(|number| number.0.clone());
        let parts = [
            ("company", it.seller.name.clone()),
            ("customer", it.buyer.name.clone()),
            ("number", number.unwrap_or_default()),
            ("date", wording.day(it.date)),
            ("amount", wording.amount(it.amount, it.currency)),
            ("due", wording.day(it.pay_by)),
            ("before", wording.day(before)),
            ("oldest", wording.day(oldest)),
        ];
        self.written(wording.language, subject, &[text], &parts)
    }

    fn written(
        &self,
        language: Language,
        subject: &str,
        sentences: &[&str],
        parts: &[(&str, String)],
    ) -> LetterText {
        let found = self.0.iter().find(|(one, _)| *one == language).or(self.0.first());
        let parts: Vec<(&str, &str)> =
            parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let say = |name: &str| found.map_or_else(String::new, |(_, words)| words.say(name, &parts));
        let subject = say(subject).split_whitespace().collect::<Vec<_>>().join(" ");
        let sentences: Vec<String> = sentences.iter().map(|name| say(name)).collect();
        let body = [say("letter-greeting"), sentences.join(" "), say("letter-closing")];
        LetterText { subject, body: body.join("\n\n") + "\n" }
    }
}
