//! The document of a delivery, in the customer's language, with the words that go with it. What is
//! sent of a document is what it says on the day it goes out; a statement says what was known when it
//! was queued. May use: ledger answers, the engine's sessions, documents.

use crate::documents::paper::Paper;
use crate::documents::wording::Wordings;
use crate::documents::{of_shown, of_statement};
use crate::engine::Failure;
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

    /// Makes the document of a delivery; `None` if there is nothing to send any more.
    pub fn outgoing(
        &mut self,
        session: &impl SendingBook,
        it: &ShownDelivery,
    ) -> Result<Option<Outgoing>, Failure> {
        if let Some(span) = &it.statement {
            let asked = StatementOf {
                customer: it.customer.clone(),
                style: span.style,
                from: Some(span.from),
                to: Some(span.to),
                known_at: Some(span.known_at),
                since: span.since.or(Some(span.known_at)),
            };
            return Ok(Some(self.statement(&session.ask(&asked)?)));
        }
        let Some(document) = &it.document else { return Ok(None) };
        Ok(self.document(&session.ask(&Show { what: document.0.clone() })?))
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
            // No letter goes out for what was settled after it was queued.
            Shown::Letter(ShownLetter { letter: Some(number), seller, left, .. })
                if left.is_positive() =>
            {
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
