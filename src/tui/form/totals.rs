//! The totals of a form as the book computes them, or what is wrong with it. May use: the form, the pen.

use ratatui::style::Style;

use crate::domain::event::{CreditNoteIssued, GivenUp, WriteOffMade};
use crate::domain::tax::TaxGroup;
use crate::domain::{Currency, Event, Money, Number};
use crate::tui::desk::Desk;
use crate::tui::entry::Unclear;
use crate::tui::pen::{Pen, wrapped};

use super::Form;

/// Whether what is wrong with a text is said while it is typed: more letters would not mend it.
pub(super) fn is_said_at_once(unclear: &Unclear) -> bool {
    unclear.words.ends_with("either") || unclear.words == "entry-is-wrap-up"
}

impl Form {
    /// Whether the figures are of what was typed before, and the connection that would bring new ones is lost.
    pub(super) fn is_unanswered(&self, desk: &Desk) -> bool {
        self.said.version != self.version && desk.others.lost.is_some()
    }
}

impl Pen<'_> {
    /// The first text that is not understood, in the field at the cursor or in one that it has left:
    /// there may be no room beside the field.
    fn fault(&self, form: &Form) -> Option<String> {
        let faults = form.commands(self.desk).err()?;
        let is_said = |(place, unclear): &&super::commands::Fault| {
            form.left.contains(place) || (is_said_at_once(unclear) && *place == form.at)
        };
        let (_, unclear) = faults.iter().find(is_said)?;
        let parts: Vec<(&str, &str)> =
            unclear.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.say(unclear.words, &parts))
    }

    /// Writes a text over the last lines of a form, as many as needed, without covering the cursor.
    fn tells_below(&mut self, words: &str) {
        let (last, end) = (self.last(), self.width() - 1);
        let lines = u16::try_from(wrapped(words, end - 1).len()).unwrap_or(u16::MAX).max(2);
        let below_cursor = self.cursor.map_or(4, |(_, y)| y + 1).min(last.saturating_sub(1));
        let top = (last + 1).saturating_sub(lines).max(below_cursor);
        let blank = " ".repeat(usize::from(self.width()));
        for y in top..=last {
            self.text(0, y, &blank, self.theme.plain);
        }
        self.paragraph(1, top, end, last, words);
    }

    /// Draws the totals, or why the book would refuse the form.
    pub(super) fn comes_to(&mut self, form: &Form) {
        let y = self.last();
        if let Some(why) = &form.said.failed {
            self.tells_below(why);
            return;
        }
        if let Some(unclear) = self.fault(form) {
            self.tells_below(&format!("{} {unclear}", self.sign("✗")));
            return;
        }
        if let Some((command, refusal)) = &form.said.refused {
            let at = form.place_of(*command, &refusal.field);
            // A field that the cursor has not reached yet is not reported as missing.
            let was_asked = form.left.iter().any(|left| Some(*left) == at);
            if was_asked || at.is_none() {
                let words = form.refusal_words(refusal, self.desk);
                self.tells_below(&format!("{} {words}", self.sign("✗")));
                return;
            }
        }
        if let Some(choices) = self.long_choices(form) {
            self.tells_below(&choices);
            return;
        }
        if form.lacks_a_printer(self.desk) {
            self.tells_below(&format!("! {}", self.say("form-no-printer", &[])));
            return;
        }
        if form.said.refused.is_some() {
            return;
        }
        // The totals would not include what was typed since.
        if form.commands_so_far(self.desk).is_err() {
            return;
        }
        if form.is_unanswered(self.desk) {
            let words = self.say("form-not-worked-out", &[]);
            self.dim_paragraph(3, y, self.width() - 1, y, &words);
            return;
        }
        let pairs = self.named(sums(self, form));
        let above = self.pairs_height(3, &pairs) - 1;
        self.pairs(y.saturating_sub(above), 3, &pairs);
    }

    /// Sums with their names.
    pub(super) fn named(&self, sums: Vec<(&'static str, String)>) -> Vec<(String, String, Style)> {
        let named = |(words, sum): (&str, String)| (self.say(words, &[]), sum, self.theme.bold);
        sums.into_iter().map(named).collect()
    }
}

/// The part of a payment that goes to an item. A discount or a rounding given up with it does not count.
pub fn allocated(form: &Form, item: &Number) -> Option<Money> {
    let shares = events(form).filter_map(|event| match event {
        Event::AllocationMade(event) if event.to == *item => Some(event),
        _ => None,
    });
    let parts = shares.filter(|share| given_up(form, &share.from).is_none());
    // A part of an item that was reopened later is settled from that day.
    let share = parts.map(|part| part.amount).reduce(|sum, part| sum.plus(part).unwrap_or(sum));
    share.filter(|_| form.said.version == form.version)
}

/// All events that the commands of a form would make.
pub fn events(form: &Form) -> impl Iterator<Item = &Event> {
    form.said.previews.iter().flat_map(|preview| &preview.events)
}

/// The write-off with this number, if the form would make one.
pub fn given_up<'a>(form: &'a Form, number: &Number) -> Option<&'a WriteOffMade> {
    events(form).find_map(|event| match event {
        Event::WriteOffMade(made) if made.write_off == *number => Some(made),
        _ => None,
    })
}

/// The name of the message for why an amount is given up.
pub fn given_up_words(reason: GivenUp) -> &'static str {
    match reason {
        GivenUp::SmallDifference => "given-up-small-difference",
        GivenUp::BadDebt => "given-up-bad-debt",
        GivenUp::EarlyPayment => "given-up-early-payment",
        GivenUp::CashRounding => "given-up-cash-rounding",
    }
}

/// The taxes of an invoice: one by one if there is room, otherwise those of a line together.
fn taxes(pen: &Pen, groups: &[TaxGroup]) -> Vec<(&'static str, String)> {
    let mut sums: Vec<(String, Money)> = Vec::new();
    let mut add = |code: String, tax: Money| match sums.iter_mut().find(|(known, _)| *known == code)
    {
        Some((_, sum)) => *sum = sum.plus(tax).unwrap_or(*sum),
        None => sums.push((code, tax)),
    };
    for group in groups {
        if pen.width() >= 80 {
            group.parts.iter().for_each(|part| add(part.code.clone(), part.tax));
        } else if let Some(tax) = group.tax().filter(|_| !group.parts.is_empty()) {
            add(group.set().0.join("+"), tax);
        }
    }
    let said =
        |(code, tax): (String, Money)| ("document-vat", format!("{code} {}", pen.money(tax)));
    sums.into_iter().map(said).collect()
}

/// The amount of a credit note that would stay on account, if any.
fn on_account(form: &Form, note: &CreditNoteIssued) -> Option<Money> {
    let mut shares = events(form).filter_map(|event| match event {
        Event::AllocationMade(made) if made.from == note.credit_note => Some(made.amount),
        _ => None,
    });
    let rest = shares.try_fold(note.total, Money::minus)?;
    rest.is_positive().then_some(rest)
}

fn in_currency(pen: &Pen, currency: Currency, amount: Money) -> String {
    pen.desk.words.in_currency(currency.code(), &pen.money(amount))
}

/// The totals of a form, in names and figures.
pub fn sums(pen: &Pen, form: &Form) -> Vec<(&'static str, String)> {
    let mut sums = Vec::new();
    let mut paid = None;
    let mut shared = 0_i64;
    let mut rounded_up = 0_i64;
    let mut given: Vec<(&'static str, Money)> = Vec::new();
    for event in events(form) {
        match event {
            Event::InvoiceIssued(event) => {
                sums.push(("document-net", pen.money(event.net)));
                sums.extend(taxes(pen, &event.taxes));
                sums.push(("document-total", in_currency(pen, event.currency, event.total)));
                sums.push(("field-due", pen.day(event.due)));
            }
            Event::DepositRecorded(event) => {
                let amount = in_currency(pen, event.currency, event.amount);
                sums.push(("document-total", amount));
            }
            Event::InvoiceDrafted(event) => sums.push(("document-total", pen.money(event.total))),
            Event::DraftAmended(event) => sums.push(("document-total", pen.money(event.total))),
            Event::CreditNoteIssued(event) => {
                sums.push(("document-credit", in_currency(pen, event.currency, event.total)));
                sums.extend(on_account(form, event).map(|rest| ("form-stays", pen.money(rest))));
            }
            Event::PaymentRecorded(event) => {
                // A bank line may become several payments.
                paid = paid.map_or(Some(event.amount), |paid: Money| paid.plus(event.amount));
            }
            Event::WriteOffMade(event) if event.on_top => rounded_up += event.amount.minor(),
            Event::WriteOffMade(event) => {
                let words = given_up_words(event.reason);
                match given.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, sum)) => *sum = sum.plus(event.amount).unwrap_or(*sum),
                    None => given.push((words, event.amount)),
                }
            }
            Event::AllocationMade(event) if given_up(form, &event.from).is_none() => {
                shared += event.amount.minor();
            }
            _ => {}
        }
    }
    if let Some(paid) = paid {
        let money = |minor| Money::from_minor(minor, paid.scale());
        let rest = paid.minus(money(shared)).unwrap_or(paid);
        sums.push(("form-allocated", pen.money(money(shared - rounded_up))));
        sums.extend(given.into_iter().map(|(words, sum)| (words, pen.money(sum))));
        if rounded_up > 0 {
            sums.push((given_up_words(GivenUp::CashRounding), pen.money(money(rounded_up))));
        }
        sums.push(("form-stays", pen.money(rest)));
    }
    sums
}
