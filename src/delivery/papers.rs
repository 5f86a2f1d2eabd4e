//! The document of a delivery, in the customer's language, with the words that go with it. What is
//! sent of a document is what it says on the day it goes out. A statement and a reminder keep the figures
//! with which they were queued, because the next statement opens with them and the next level follows
//! from them. Three things hold a message back: its figures have changed since, dunning would not write the
//! reminder today, or the customer no longer uses the address. May use: ledger answers, the engine's sessions,
//! documents.

use crate::documents::paper::Paper;
use crate::documents::wording::Wordings;
use crate::documents::{of_shown, of_statement};
use crate::domain::delivery::StatementSpan;
use crate::domain::{Message, Money};
use crate::engine::Failure;
use crate::ledger::query::letter_now::{ChangedDemand, LetterNow, LetterNowOf};
use crate::ledger::query::show::{Show, Shown, ShownDelivery, ShownLetter};
use crate::ledger::query::statement::{Statement, StatementOf};

use super::letters::{BookLetters, LetterText};
use super::sending_book::SendingBook;

/// A document ready to be sent.
pub struct Outgoing {
    /// The document.
    pub paper: Paper,
    /// The name of the file, without its extension.
    pub name: String,
    /// The company's name.
    pub company: String,
    /// Subject and text of the e-mail.
    pub letter: LetterText,
}

/// What is left of a delivery when its turn comes.
pub enum OutgoingOrNot {
    /// Its document, ready to be sent.
    Ready(Box<Outgoing>),
    /// Nothing: why it is taken out of the outbox.
    Stale(Message),
}

/// Makes the documents of a run. Reads the words of each language once.
pub struct OutgoingPapers {
    letters: BookLetters,
    words: Wordings,
}

impl OutgoingPapers {
    /// Makes documents that go out with these letters.
    pub fn new(letters: BookLetters) -> OutgoingPapers {
        OutgoingPapers { letters, words: Wordings::default() }
    }

    /// Makes the document of a delivery, or says why it must not go out any more.
    pub fn outgoing(
        &mut self,
        session: &impl SendingBook,
        it: &ShownDelivery,
    ) -> Result<OutgoingOrNot, Failure> {
        if let Some(to) = it.to.as_ref().filter(|_| it.address_removed) {
            let removed = Message::new("send-address-removed").with("given", to);
            return Ok(OutgoingOrNot::Stale(removed.with("customer", &it.customer)));
        }
        if let Some(span) = &it.statement {
            let queued = session.ask(&of_span(it, span))?;
            let now = session.ask(&StatementOf { known_at: None, ..of_span(it, span) })?;
            return Ok(match queued.shows_the_same(&now) {
                true => OutgoingOrNot::Ready(Box::new(self.statement(&queued))),
                false => OutgoingOrNot::Stale(new_figures(&queued, &now)),
            });
        }
        let no_longer = || OutgoingOrNot::Stale(Message::new("send-no-longer"));
        let Some(document) = &it.document else { return Ok(no_longer()) };
        let shown = session.ask(&Show { what: document.0.clone() })?;
        if let Shown::Letter(letter) = &shown {
            let now = session.ask(&LetterNowOf(document.clone()))?;
            if !now.is_same() || now.amount != letter.amount {
                return Ok(OutgoingOrNot::Stale(new_demand(letter, &now)));
            }
        }
        let made = self.document(&shown);
        Ok(made.map_or_else(no_longer, |made| OutgoingOrNot::Ready(Box::new(made))))
    }

    fn statement(&mut self, it: &Statement) -> Outgoing {
        let paper = of_statement(it, None, &mut self.words);
        let wording = self.words.of(paper.language);
        let letter = self.letters.statement(it, wording);
        let (account, date) = (it.customer.to_string(), it.to.to_string());
        let name = wording.say("doc-statement-file", &[("account", &account), ("date", &date)]);
        let name =
            name.split_once('-').map(|(what, rest)| format!("{}-{rest}", what.to_lowercase()));
        let name = name.unwrap_or_else(|| statement_name(it));
        Outgoing { paper, name: file_name(&name), company: it.seller.clone(), letter }
    }

    fn document(&mut self, shown: &Shown) -> Option<Outgoing> {
        let (number, company) = match shown {
            Shown::Invoice(it) if it.state != "void" => (&it.invoice, &it.seller.name),
            Shown::CreditNote(it) if it.state != "void" => (&it.credit_note, &it.seller.name),
            Shown::Payment(it) if it.state == "posted" => (&it.payment, &it.seller.name),
            Shown::Plan(it) if it.state != "cancelled" => (&it.plan, &it.seller.name),
            Shown::Letter(ShownLetter { letter: Some(number), seller, .. }) => {
                (number, &seller.name)
            }
            _ => return None,
        };
        let paper = of_shown(shown, None, &mut self.words)?;
        let wording = self.words.of(paper.language);
        let letter = match shown {
            Shown::Invoice(it) => self.letters.invoice(it, wording),
            Shown::CreditNote(it) => self.letters.credit_note(it, wording),
            Shown::Payment(it) => self.letters.receipt(it, wording),
            Shown::Plan(it) => self.letters.plan(it, wording),
            Shown::Letter(it) => self.letters.dunning(it, wording),
            _ => return None,
        };
        Some(Outgoing { paper, name: file_name(&number.0), company: company.clone(), letter })
    }
}

/// Asks for a statement as it was queued.
fn of_span(it: &ShownDelivery, span: &StatementSpan) -> StatementOf {
    StatementOf {
        customer: it.customer.clone(),
        style: span.style,
        from: Some(span.from),
        to: Some(span.to),
        known_at: Some(span.known_at),
        since: span.since.or(Some(span.known_at)),
    }
}

/// How the figures of a statement changed since it was queued.
fn new_figures(queued: &Statement, now: &Statement) -> Message {
    match queued.closing == now.closing {
        true => Message::new("send-lines-changed"),
        false => from_to(Message::new("send-balance-changed"), queued.closing, now.closing),
    }
}

/// How what a reminder asks for changed since it was queued, and why.
fn new_demand(letter: &ShownLetter, now: &LetterNow) -> Message {
    let message = match now.amount {
        amount if amount.is_zero() => Message::new("send-reminder-nothing"),
        amount if amount == letter.amount => Message::new("send-reminder-items"),
        _ => Message::new("send-reminder-changed"),
    };
    from_to(message, letter.amount, now.amount).because("why", &why_changed(now))
}

/// How many reasons are named; a letter may have many items.
const MOST_REASONS: usize = 3;

/// Why dunning would ask for something else today: the first reasons, and how many more there are.
fn why_changed(now: &LetterNow) -> Message {
    let mut all: Vec<Message> = now.changed.iter().map(change).collect();
    all.extend(now.none.as_ref().map(|(why, day)| {
        let message = Message::new("send-now-none").with("what", why);
        message.day("day", day.map_or_else(String::new, |day| day.to_string()))
    }));
    let more = all.len().saturating_sub(MOST_REASONS);
    all.truncate(MOST_REASONS);
    if more > 0 {
        all.push(Message::new("send-now-more").with("count", more));
    }
    let join = |first: Message, second: Message| {
        let both = Message::new("send-now-both").because("first", &first);
        both.because("second", &second)
    };
    all.into_iter().reduce(join).unwrap_or_else(|| Message::new("send-now-other"))
}

fn change(it: &ChangedDemand) -> Message {
    let key = if it.is_all { "send-now-all" } else { "send-now-part" };
    let message = Message::new(key).with("what", &it.why).with("invoice", &it.invoice);
    let day = it.day.map_or_else(String::new, |day| day.to_string());
    message.figure("amount", it.part).day("day", day)
}

fn from_to(said: Message, from: Money, to: Money) -> Message {
    said.figure("from", from).figure("to", to)
}

/// The name of a statement's file in a folder of statements, without its extension: the same in every
/// language.
pub fn statement_name(it: &Statement) -> String {
    file_name(&format!("statement-{}-{}", it.customer, it.to))
}

/// Encodes a number or a code for the name of a file: special characters become `%2F` and the like, so
/// that different codes give different names.
fn file_name(text: &str) -> String {
    let mut name = String::new();
    for (place, letter) in text.char_indices() {
        let is_plain = letter.is_alphanumeric() || "-_".contains(letter);
        if is_plain || (letter == '.' && place > 0) {
            name.push(letter);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            name += &format!("%{byte:02X}");
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_number_is_a_file_name_that_leads_nowhere_else() {
        assert_eq!(file_name("INV-2026-00001"), "INV-2026-00001");
        assert_eq!(file_name("17850.0"), "17850.0");
        assert_eq!(file_name("../a b/1"), "%2E.%2Fa%20b%2F1");
        assert_ne!(file_name("A/1"), file_name("A%2F1"));
    }
}
