//! The amount detective: somebody paid an amount without saying what for, and the open items that add up to
//! it are listed. Nothing is posted here. May use: the detective, what people type, the layers.

use crossterm::event::KeyEvent;

use crate::domain::{Currency, Money, Plain};
use crate::engine::Failure;
use crate::engine::ports::Silent;
use crate::exchange::reconcile::{DetectAsked, DetectFound, DetectedAnswer, detect};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;
use crate::tui::query::Answer;
use crate::tui::subject::Subject;
use crate::typed::amount;
use crate::words::told::capitalised;

/// The pane.
#[derive(Default)]
pub struct DetectivePane {
    text: Text,
    /// The text that is being looked for, or was.
    asked: String,
    found: Option<DetectFound>,
    mark: ListMark,
    looking: Asking<DetectFound>,
}

impl DetectivePane {
    /// The answers for what is typed now.
    fn answers(&self) -> &[DetectedAnswer] {
        let found = self.found.as_ref().filter(|_| self.asked == self.text.value());
        found.map_or(&[], |found| found.answers.as_slice())
    }

    fn marked(&self) -> Option<&DetectedAnswer> {
        self.answers().get(self.mark.place())
    }

    /// Looks for the amount that is typed, in the book's currency.
    fn look(&mut self, desk: &Desk) -> Vec<Step> {
        let typed = self.text.value().trim();
        let Some(currency) = desk.about.as_ref().and_then(|about| about.currency) else {
            return vec![Step::Done];
        };
        let value = match amount::in_currency(typed, currency) {
            Ok(value) => value,
            Err(unclear) => {
                let parts: Vec<_> =
                    unclear.parts.iter().map(|(name, part)| (*name, part.as_str())).collect();
                return vec![Step::Say(capitalised(&desk.say(unclear.words, &parts)))];
            }
        };
        (self.asked, self.found) = (self.text.value().to_string(), None);
        self.mark = ListMark::default();
        let ask = move |session: &_| -> Result<DetectFound, Failure> {
            let asked = DetectAsked { amount: Plain(value), customer: None, within: None };
            detect(session, &asked, &mut Silent)
        };
        vec![Step::Send(self.looking.do_long(ask))]
    }

    /// Opens the account of the marked answer, at its first item.
    fn open(&self) -> Vec<Step> {
        let Some(answer) = self.marked() else { return vec![Step::Done] };
        let first = answer.items.first().map(|(number, _)| number.clone());
        vec![Step::Open(OpenRequest::Sheet(answer.customer.clone(), None, first))]
    }
}

impl Part for DetectivePane {
    fn context(&self) -> Context {
        Context::Detective
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.text.value().is_empty()
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open if self.asked == self.text.value() && self.found.is_some() => self.open(),
            Verb::Open if self.is_blank() => vec![Step::Say(desk.say("detective-blank", &[]))],
            Verb::Open => self.look(desk),
            verb if self.mark.moves(verb, self.answers().len()) => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn words_of(&self, verb: Verb) -> Option<&'static str> {
        let looks = verb == Verb::Open && self.answers().is_empty();
        looks.then_some("key-detective-look")
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        self.text.key(key);
        vec![Step::Done]
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        self.text.paste(text);
        vec![Step::Done]
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Vec<Step> {
        match self.looking.take(answer) {
            Some(Ok(found)) => {
                self.found = Some(found);
                vec![Step::Done]
            }
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => Vec::new(),
        }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let (Some(answer), Some(found)) = (self.marked(), &self.found) else {
            return Subject::default();
        };
        Subject {
            customer: Some(answer.customer.clone()),
            name: answer.name.clone(),
            currency: Some(found.currency),
            ..Subject::default()
        }
    }

    fn draw(&self, pen: &mut Pen) {
        let prompt = pen.say("detective-amount", &[]);
        let x = pen.text(1, 2, &prompt, pen.theme.plain) + 2;
        pen.cut(x, 2, pen.width() - 1, self.text.value(), pen.theme.bold);
        let cursor = u16::try_from(self.text.input.visual_cursor()).unwrap_or(0);
        pen.cursor = Some((x + cursor, 2));
        pen.rule(3, "");
        let end = pen.width() - 1;
        if self.answers().is_empty() {
            let said = self.said(pen);
            pen.paragraph(3, 5, end, pen.last(), &said);
            return;
        }
        let items = self.marked().map_or(0, |answer| answer.items.len() + 2);
        let foot = u16::try_from(items).unwrap_or(u16::MAX).min(pen.last() / 2);
        let rule = pen.last() - foot;
        self.draw_answers(pen, rule);
        let more = self.found.as_ref().is_some_and(|found| found.more);
        let more = if more { pen.say("detective-more", &[]) } else { String::new() };
        pen.rule(rule, &more);
        self.draw_items(pen, rule + 1);
    }
}

impl DetectivePane {
    /// What is said in place of answers.
    fn said(&self, pen: &Pen) -> String {
        match &self.found {
            _ if self.asked != self.text.value() || self.is_blank() => {
                pen.say("detective-type", &[])
            }
            None => pen.say("detective-looking", &[]),
            Some(found) => {
                let (amount, currency) = (pen.money(found.amount), found.currency.to_string());
                pen.say("detect-nothing", &[("amount", &amount), ("currency", &currency)])
            }
        }
    }

    /// A line an answer: who, and which items with what they lack.
    fn draw_answers(&self, pen: &mut Pen, below: u16) {
        let rows = usize::from(below.saturating_sub(4)).max(1);
        let first = self.mark.first_shown(rows);
        let (middle, end) = (pen.width() * 2 / 5, pen.width() - 1);
        for (y, (place, answer)) in
            (4..below).zip(self.answers().iter().enumerate().skip(first).take(rows))
        {
            let style = pen.row(y, place == self.mark.place());
            let name = pen.name(&answer.name);
            pen.cut(3, y, middle - 1, &name, style);
            let numbers: Vec<&str> = answer.items.iter().map(|(it, _)| it.0.as_str()).collect();
            let lacks = lacks(pen, answer).map(|it| format!(" · {it}")).unwrap_or_default();
            pen.cut(middle, y, end, &(numbers.join(" + ") + &lacks), style);
        }
    }

    /// The items of the marked answer, with what is settled on each, and by what they differ from the amount.
    fn draw_items(&self, pen: &mut Pen, from: u16) {
        let (Some(answer), Some(found)) = (self.marked(), &self.found) else { return };
        let (code, end) = (answer.customer.0.clone(), pen.width() / 2);
        let currency: Currency = found.currency;
        let lacks = lacks(pen, answer).map(|it| format!(" · {it}")).unwrap_or_default();
        pen.text(3, from, &format!("{code} · {currency}{lacks}"), pen.theme.dim);
        for (y, (number, amount)) in (from + 1..=pen.last()).zip(&answer.items) {
            pen.text(3, y, &number.0, pen.theme.plain);
            let amount = pen.money(*amount);
            pen.right(end, y, &amount, pen.theme.plain);
        }
    }
}

/// By what the items differ from the amount, in words.
fn lacks(pen: &Pen, answer: &DetectedAnswer) -> Option<String> {
    let (kind, amount): (_, Money) = answer.difference?;
    let amount = pen.money(amount);
    Some(pen.say("detect-difference", &[("kind", kind.word()), ("amount", &amount)]))
}
