//! The document of a delivery, in the customer's language, with the words that go with it. What is
//! sent of a document is what it says on the day it goes out; a statement says what was known when it
//! was queued. May use: ledger answers, the engine's sessions, documents.

use crate::documents::paper::Paper;
use crate::documents::wording::Wording;
use crate::documents::{credit_note, invoice, receipt, statement};
use crate::domain::Language;
use crate::engine::{Failure, Session};
use crate::ledger::query::show::{
    Show, Shown, ShownCreditNote, ShownDelivery, ShownInvoice, ShownPayment,
};
use crate::ledger::query::statement::{Statement, StatementOf};

/// What goes out.
pub struct Outgoing {
    /// The document.
    pub paper: Paper,
    /// What the file is called, without its ending.
    pub name: String,
    /// The company's name.
    pub company: String,
    /// The subject of a letter with it.
    pub subject: String,
    /// The paragraphs of that letter.
    pub body: Vec<String>,
}

/// The words of documents, each language read once.
#[derive(Default)]
pub struct Wordings(Vec<Wording>);

impl Wordings {
    fn of(&mut self, language: Language) -> &Wording {
        let place = self.0.iter().position(|wording| wording.language == language);
        let place = place.unwrap_or_else(|| {
            self.0.push(Wording::of(language));
            self.0.len() - 1
        });
        &self.0[place]
    }

    /// A statement as it goes out.
    pub fn statement(&mut self, it: &Statement) -> Outgoing {
        let wording = self.of(statement::language(it, None));
        let name = file_name(&format!("statement-{}-{}", it.customer, it.to));
        let amount = |amount| wording.amount(amount, it.currency);
        let balance = match it.closing {
            closing if closing.is_positive() => {
                wording.say("letter-owed", &[("amount", &amount(closing))])
            }
            closing if closing.is_negative() => {
                wording.say("letter-in-credit", &[("amount", &amount(closing.negated()))])
            }
            _ => wording.say("letter-nothing-owed", &[]),
        };
        let to = wording.day(it.to);
        let parts = [("date", to.as_str()), ("company", &it.seller)];
        let subject = wording.say("letter-statement-subject", &parts);
        let sentence = wording.say("letter-statement", &[("date", &to)]);
        let body = letter(wording, format!("{sentence} {balance}"), &it.seller);
        let (paper, company) = (statement::paper(it, wording), it.seller.clone());
        Outgoing { paper, name, company, subject, body }
    }

    fn invoice(&mut self, it: &ShownInvoice) -> Outgoing {
        let wording = self.of(invoice::language(it, None));
        let (amount, due) = (wording.amount(it.outstanding, it.currency), wording.day(it.due));
        let (total, date) = (wording.amount(it.total, it.currency), wording.day(it.date));
        let number = it.invoice.0.as_str();
        let mut parts = vec![("number", number), ("date", &date), ("total", &total)];
        let sentence = match it.outstanding.is_positive() {
            true => {
                parts.extend([("due", due.as_str()), ("amount", &amount)]);
                wording.say("letter-invoice", &parts)
            }
            false => wording.say("letter-invoice-settled", &parts),
        };
        let company = it.seller.name.clone();
        let subject =
            wording.say("letter-invoice-subject", &[("number", number), ("company", &company)]);
        let body = letter(wording, sentence, &company);
        let paper = invoice::paper(it, wording);
        Outgoing { paper, name: file_name(number), company, subject, body }
    }

    fn credit_note(&mut self, it: &ShownCreditNote) -> Outgoing {
        let wording = self.of(credit_note::language(it, None));
        let (total, date) = (wording.amount(it.total, it.currency), wording.day(it.date));
        let (number, company) = (it.credit_note.0.as_str(), it.seller.name.clone());
        let parts = [("number", number), ("date", &date), ("total", &total)];
        let sentence = wording.say("letter-credit-note", &parts);
        let subject =
            wording.say("letter-credit-note-subject", &[("number", number), ("company", &company)]);
        let body = letter(wording, sentence, &company);
        let paper = credit_note::paper(it, wording);
        Outgoing { paper, name: file_name(number), company, subject, body }
    }

    fn receipt(&mut self, it: &ShownPayment) -> Outgoing {
        let wording = self.of(receipt::language(it, None));
        let (amount, date) = (wording.amount(it.amount, it.currency), wording.day(it.date));
        let (number, company) = (it.payment.0.as_str(), it.seller.name.clone());
        let sentence = wording.say("letter-receipt", &[("amount", &amount), ("date", &date)]);
        let subject =
            wording.say("letter-receipt-subject", &[("number", number), ("company", &company)]);
        let body = letter(wording, sentence, &company);
        let paper = receipt::paper(it, wording);
        Outgoing { paper, name: file_name(number), company, subject, body }
    }

    /// What a delivery sends; `None` for what is not sent, or not any more.
    pub fn outgoing(
        &mut self,
        session: &Session,
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
        Ok(match session.ask(&Show { what: document.0.clone() })? {
            Shown::Invoice(it) if it.state != "void" => Some(self.invoice(&it)),
            Shown::CreditNote(it) if it.state != "void" => Some(self.credit_note(&it)),
            Shown::Payment(it) if it.state == "posted" => Some(self.receipt(&it)),
            _ => None,
        })
    }
}

fn letter(wording: &Wording, sentence: String, company: &str) -> Vec<String> {
    let closing = format!("{}\n{company}", wording.say("letter-closing", &[]));
    vec![wording.say("letter-greeting", &[]), sentence, closing]
}

/// A number or a code as a part of a file's name: what may mean something there is written as `%2F`.
/// Two that differ stay different.
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
