//! The review: what would be posted, as the book understands it. May use: the form, the pen.

use crate::domain::delivery::{DeliveryWay, StatementSpan};
use crate::domain::event::{
    AllocationMade, DeliveryQueued, DisputeOpened, DisputeResolved, DisputeSplit, DraftContent,
    DraftLine, GivenUp,
};
use crate::domain::pricing::Line;
use crate::domain::tax::TaxSet;
use crate::domain::{Day, Event, Money, Number};
use crate::engine::Preview;
use crate::ledger::query::show::Shown;
use crate::tui::page::{PageLine, padded, taxed};
use crate::tui::pen::{Pen, wrapped};

use super::spec::FieldKind;
use super::totals::{events, given_up, given_up_words, sums};
use super::{Form, REASON};

impl Pen<'_> {
    /// Draws the review of a form.
    pub fn review(&mut self, form: &Form) {
        let title = form.title(self);
        let words = self.say("review-title", &[("form", &title)]);
        self.text(1, 2, &words, self.theme.bold);
        self.rule(3, "");
        let meanwhile = form.meanwhile("meanwhile-field", self.desk).into_iter();
        let mut lines: Vec<PageLine> = meanwhile.map(PageLine::from).collect();
        lines.extend(self.fields_meant(form));
        if form.spec.grid.is_some() {
            lines.push(PageLine::default());
        }
        lines.extend(self.grid_meant(form));
        lines.extend(self.taken_back(form));
        lines.extend(self.ended(form));
        lines.extend(self.reaches_back(form));
        let is_call =
            |event: &Event| matches!(event, Event::CallWrapped(_) | Event::WrapUpUndone(_));
        if events(form).any(is_call) {
            lines.extend(self.agreed(form).into_iter().map(PageLine::from));
        }
        let pairs = self.named(sums(self, form));
        let made = self.made(form);
        let end = self.width() - 1;
        let below = u16::try_from(wrapped(&made, end - 1).len()).unwrap_or(2).clamp(2, 5);
        let last = self.last().saturating_sub(below + self.pairs_height(3, &pairs));
        let top = self.warnings(form, 4, last);
        let room = usize::from(last.saturating_sub(top)).max(1);
        let first = form.scroll.min(self.page_scroll(&lines, room));
        let mut waiting = lines.iter().skip(first);
        let mut y = top;
        while let Some(line) = waiting.clone().next() {
            let drawn = self.page_line(y, last.saturating_sub(1), line, self.theme.plain);
            let Some(below) = drawn else { break };
            y = below;
            waiting.next();
        }
        let below = waiting.len();
        if below > 0 {
            let more = self.say("review-more", &[("count", &below.to_string())]);
            self.text(1, last, &more, self.theme.late);
        }
        let y = self.pairs(last + 1, 3, &pairs);
        self.paragraph(1, y, end, self.last(), &made);
    }

    /// Draws the warnings at the top. Returns the line below.
    fn warnings(&mut self, form: &Form, y: u16, last: u16) -> u16 {
        let mut below = y;
        let end = self.width() - 1;
        let places = 0..form.spec.fields.len();
        if places.into_iter().any(|place| form.reads_as_remittance(place, self.desk)) {
            let words = format!("! {}", self.say("review-is-remittance", &[]));
            below = self.late_paragraph(1, below, end, last.saturating_sub(2), &words);
        }
        if form.lacks_a_printer(self.desk) {
            let words = format!("! {}", self.say("form-no-printer", &[]));
            below = self.late_paragraph(1, below, end, last.saturating_sub(2), &words);
        }
        for warning in form.said.previews.iter().flat_map(|preview| &preview.receipt.warnings) {
            // Leave room for some of what would be posted.
            if below + 2 < last {
                let words = format!("! {}", self.desk.words.told_warning(warning));
                below = self.late_paragraph(1, below, end, (below + 2).min(last - 2), &words);
            }
        }
        below
    }

    /// Every field with a text, as it was understood.
    fn fields_meant(&self, form: &Form) -> Vec<PageLine> {
        let sent: Vec<usize> =
            (0..form.said.previews.len()).map(|nth| form.sent(self.desk, nth)).collect();
        let mut lines = Vec::new();
        for (place, spec) in form.spec.fields.iter().enumerate() {
            let is_sent = sent.contains(&form.spec.target(&spec.into).0);
            if spec.entry == FieldKind::Again || !is_sent || form.is_given_alone(place) {
                continue;
            }
            if let Some(text) = self.field_meant(form, place) {
                let name = self.say(&format!("field-{}", spec.name.replace('_', "-")), &[]);
                lines.push(format!("{} {text}", padded(&name, 15)).into());
            }
        }
        if let Some(reason) = form.values().get(REASON) {
            let name = self.say("field-override-reason", &[]);
            lines.push(format!("{} {reason}", padded(&name, 15)).into());
        }
        lines
    }

    /// What a field means; nothing if it neither says nor changes anything.
    fn field_meant(&self, form: &Form, place: usize) -> Option<String> {
        let spec = form.spec.fields.get(place)?;
        let text = form.fields.get(place)?;
        if form.spec.changes && text.value() == text.given {
            return None;
        }
        let Some(meant) = form.meant(place, self.desk).ok()? else {
            // A blank field: its value is removed, or the book fills it in.
            return match (form.spec.changes, spec.name.as_str()) {
                (true, _) => Some(self.say("review-taken-away", &[("was", &text.given)])),
                (false, "date") => dated(form).map(|date| self.desk.whole_day(date)),
                (false, "send_to") => recipient(form),
                (false, "statement_from") => span(form).map(|it| self.desk.whole_day(it.from)),
                (false, "statement_through") => span(form).map(|it| self.desk.whole_day(it.to)),
                _ => None,
            };
        };
        let text = meant.echo.unwrap_or_else(|| match &meant.value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string().replace(['[', ']', '"'], ""),
        });
        Some(if spec.entry == FieldKind::Choice { self.desk.word(&text) } else { text })
    }

    fn grid_meant(&self, form: &Form) -> Vec<PageLine> {
        let mut lines = Vec::new();
        for event in events(form) {
            match event {
                Event::InvoiceIssued(event) => {
                    lines.extend(event.lines.iter().map(|line| self.line_meant(line)));
                    for charge in &event.charges {
                        let figure = taxed(&self.taxes(&charge.tax), &self.money(charge.amount));
                        lines.push(PageLine::of(charge.description.clone(), figure));
                    }
                }
                Event::InvoiceDrafted(event) => {
                    lines.extend(self.drafted(form, &event.content, event.total));
                }
                Event::DraftAmended(event) => {
                    lines.extend(self.drafted(form, &event.content, event.total));
                }
                Event::PaymentRecorded(_) | Event::DepositRecorded(_) => {
                    lines.extend(self.banked_meant(form, event));
                }
                Event::PlanAgreed(event) => lines.extend(self.plan_meant(event)),
                Event::PlanCancelled(event) => lines.extend(self.plan_replaced(form, event)),
                Event::AllocationMade(event) => lines.extend(self.allocation_meant(form, event)),
                Event::DisputeSplit(event) => lines.extend(self.split_meant(form, event)),
                Event::DisputeResolved(event) => lines.extend(self.resolved_meant(form, event)),
                Event::DisputeOpened(event) if form.is_dictated() => {
                    lines.push(self.dispute_meant(event));
                }
                Event::WriteOffTakenBack(event) => {
                    let mut known = form.said.previews.iter().flat_map(|it| &it.given_up);
                    let reason = known.find(|(number, _)| *number == event.write_off);
                    let what = match reason {
                        Some((_, reason)) => self.say(given_up_words(*reason), &[]),
                        None => self.desk.word("write_off"),
                    };
                    let parts = [("what", what.as_str()), ("number", &event.write_off.0)];
                    let words = self.say("review-taken-back", &parts);
                    lines.push(PageLine::of(words, self.money(event.amount)));
                }
                Event::CertificateAdjusted(event) => {
                    let back = "review-taken-back";
                    let again = "review-counts-again";
                    let what = self.say("form-certificate", &[]);
                    let parts = [("what", what.as_str()), ("number", &event.payment.0)];
                    let (words, amount) = match event.change.is_negative() {
                        true => (back, event.change.negated()),
                        false => (again, event.change),
                    };
                    lines.push(PageLine::of(self.say(words, &parts), self.money(amount)));
                }
                other if form.spec.name == "agree_plan" => {
                    lines.extend(self.promise_gives_way(other));
                }
                _ => {}
            }
        }
        lines
    }

    /// The payments of a deposit, or those that a bank line is split into.
    fn banked_meant(&self, form: &Form, event: &Event) -> Vec<PageLine> {
        match event {
            Event::PaymentRecorded(it) if form.spec.name == "split_bank_line" => {
                let name = form.line_name(&it.customer).map(|name| self.name(name));
                let words =
                    format!("{}  {}  {}", it.payment, it.customer, name.unwrap_or_default());
                vec![PageLine::of(words, self.money(it.amount))]
            }
            // The payments of a split line are listed by themselves.
            Event::DepositRecorded(it) if it.line.is_none() => {
                it.payments.iter().map(|one| self.banked(form, one)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A payment in a deposit: its customer and its amount.
    fn banked(&self, form: &Form, number: &Number) -> PageLine {
        match form.offer_of(number) {
            Some(offer) => {
                let words = format!("{number}  {}", self.name(&offer.name));
                PageLine::of(words, self.money(offer.amount))
            }
            None => PageLine::from(number.0.clone()),
        }
    }

    /// The amount that stays on a dispute when a part is split off.
    fn split_meant(&self, form: &Form, event: &DisputeSplit) -> Option<PageLine> {
        let Some(Shown::Dispute(it)) = form.shown.as_deref() else { return None };
        let stays = it.remaining.minus(event.amount)?;
        let words = self.say("split-stays-on", &[("dispute", &event.dispute.0)]);
        Some(PageLine::of(words, self.money(stays)))
    }

    /// What a dispute that is resolved was about, and what of it is not credited and no longer disputed.
    fn resolved_meant(&self, form: &Form, event: &DisputeResolved) -> Vec<PageLine> {
        let Some(Shown::Dispute(it)) = form.shown.as_deref() else { return Vec::new() };
        let reason = self.desk.word(&it.reason);
        let parts = [("invoice", it.invoice.0.as_str()), ("reason", &reason)];
        let about = PageLine::of(self.say("review-disputes", &parts), self.money(it.remaining));
        let rest = it.remaining.minus(event.credited).filter(|rest| rest.is_positive());
        let rest =
            rest.map(|rest| PageLine::of(self.say("review-dispute-rest", &[]), self.money(rest)));
        let ends = self.say("review-dispute-ends", &[("dispute", &event.dispute.0)]);
        [Some(about), rest, Some(PageLine::from(ends))].into_iter().flatten().collect()
    }

    /// A dispute that is opened together with a payment: its item, its reason, its amount.
    fn dispute_meant(&self, event: &DisputeOpened) -> PageLine {
        let note = event.said.text.as_ref().and_then(|text| text.note.as_deref());
        let reason = self.desk.word(&event.reason);
        let reason = note.map_or_else(|| reason.clone(), |note| format!("{reason}, {note}"));
        let parts = [("invoice", event.invoice.0.as_str()), ("reason", &reason)];
        PageLine::of(self.say("review-disputes", &parts), self.money(event.amount))
    }

    /// The lines of a draft with the figures that are known before it is issued.
    fn drafted(&self, form: &Form, content: &DraftContent, total: Money) -> Vec<PageLine> {
        let priced = form.priced_lines();
        if !priced.is_empty() {
            return priced.iter().map(|line| self.line_meant(line)).collect();
        }
        let line = |line: &DraftLine| {
            let code = line.item.as_ref().map(|code| code.0.as_str());
            let name = line.description.as_deref().or(code).unwrap_or_default();
            let price = line.unit_price.map_or_else(String::new, |price| {
                format!(" x {}", self.desk.price(price, total.scale()))
            });
            let quantity = self.desk.words.figure(&line.quantity.to_string());
            PageLine::of(name.to_string(), format!("{quantity}{price}"))
        };
        content.lines.iter().map(line).collect()
    }

    /// An allocation: where the money comes from, or why an amount is given up; nothing for the
    /// remainder of a write-off or a certificate that is partly taken back.
    fn allocation_meant(&self, form: &Form, made: &AllocationMade) -> Option<PageLine> {
        let is_taken_back = |event: &Event| match event {
            Event::WriteOffTakenBack(back) => [&made.from, &made.to].contains(&&back.write_off),
            Event::CertificateAdjusted(it) => it.payment == made.from && it.change.is_negative(),
            _ => false,
        };
        if events(form).any(is_taken_back) {
            return None;
        }
        let arrow = self.sign("→");
        let words = match (given_up(form, &made.from), given_up(form, &made.to)) {
            (Some(given_up), _) => {
                format!("{} {arrow} {}", self.say(given_up_words(given_up.reason), &[]), made.to)
            }
            (_, Some(given_up)) => {
                format!("{} {arrow} {}", made.from, self.say(given_up_words(given_up.reason), &[]))
            }
            _ => format!("{} {arrow} {}", made.from, made.to),
        };
        Some(PageLine::of(words, self.money(made.amount)))
    }

    fn line_meant(&self, line: &Line) -> PageLine {
        let discount = self.desk.discount(line.discount);
        let price = self.desk.price(line.unit_price, line.net.scale());
        let quantity = self.desk.words.figure(&line.quantity.to_string());
        let amount = self.money(line.gross.unwrap_or(line.net));
        PageLine {
            words: line.description.clone(),
            price: padded(&format!("{quantity} x {price}{discount}"), 23),
            figure: taxed(&self.taxes(&line.tax), &amount),
        }
    }

    /// The taxes of a line, or that it has none.
    fn taxes(&self, taxes: &TaxSet) -> String {
        match taxes.0.is_empty() {
            true => self.say("review-no-tax", &[]),
            false => taxes.0.join("+"),
        }
    }

    /// The word for something that is made.
    fn made_as(&self, form: &Form, what: &str, number: &str) -> String {
        let reason = given_up(form, &Number(number.to_string())).map(|made| made.reason);
        match (what, reason) {
            ("write_off", Some(GivenUp::EarlyPayment)) => self.say("made-discount", &[]),
            ("write_off", Some(GivenUp::CashRounding)) => self.say("sheet-rounding", &[]),
            ("payment", _) if form.spec.name == "certificate" => self.say("sheet-certificate", &[]),
            ("deposit", _) if form.spec.name == "split_bank_line" => self.say("made-split", &[]),
            _ => self.desk.word(what),
        }
    }

    /// The outcome: the numbers that would be taken, and the rules that are overridden.
    fn made(&self, form: &Form) -> String {
        let (before, now): (Vec<&Preview>, Vec<&Preview>) =
            form.said.previews.iter().partition(|preview| preview.is_repeat());
        let made = |previews: &[&Preview]| -> String {
            let made = previews.iter().flat_map(|preview| &preview.receipt.made);
            let (allocations, made): (Vec<_>, Vec<_>) =
                made.partition(|(what, _)| what == "allocation");
            let named = |(what, number): &(String, String)| {
                format!("{} {number}", self.made_as(form, what, number))
            };
            let documents = made.into_iter().map(named).collect::<Vec<String>>();
            // Next to a document the numbers of allocations don't matter, and there may be hundreds.
            let allocations: Vec<String> = match allocations.as_slice() {
                [] => Vec::new(),
                [only] if documents.is_empty() => vec![named(only)],
                some => {
                    let count = some.len().to_string();
                    vec![self.say("made-allocations", &[("count", &count)])]
                }
            };
            [documents, allocations].concat().join(", ")
        };
        if now.is_empty() && !before.is_empty() {
            return self.say("review-was-posted", &[("made", &made(&before))]);
        }
        let waits = self.desk.posts_nothing(&form.spec).is_some();
        let mut said = match (made(&now), waits) {
            (_, true) => self.say("review-waits", &[]),
            (made, _) if made.is_empty() => self.say("review-posts", &[]),
            (made, _) => self.say("review-makes", &[("made", &made)]),
        };
        if !before.is_empty() {
            let first = self.say("review-posted-before", &[("made", &made(&before))]);
            said = format!("{first} {said}");
        }
        let overrode = now.iter().flat_map(|preview| preview.receipt.overrode.clone());
        let overrode: Vec<String> =
            overrode.map(|rule| self.desk.words.overridden(&rule)).collect();
        if !overrode.is_empty() {
            said += &format!(
                " {}",
                self.say("review-overrides", &[("rules", &self.desk.words.joined(&overrode))])
            );
        }
        said
    }
}

/// The date that the book gives; a draft has none until it is issued. A bank line's match has a date,
/// too, but it is not the payment's: the line may have been reopened since.
pub(super) fn dated(form: &Form) -> Option<Day> {
    let is_beside = |event: &&Event| {
        matches!(
            event,
            Event::InvoiceDrafted(_) | Event::DraftAmended(_) | Event::BankLineMatched(_)
        )
    };
    events(form).filter(|event| !is_beside(event)).find_map(Event::date)
}

/// The delivery that would be queued.
fn delivery(form: &Form) -> Option<&DeliveryQueued> {
    events(form).find_map(|event| match event {
        Event::DeliveryQueued(it) => Some(it),
        _ => None,
    })
}

/// The address of a document if none was typed. A served desk does not get it with the event; for
/// e-mail, it is the customer's own.
fn recipient(form: &Form) -> Option<String> {
    let queued = delivery(form)?;
    let told = queued.text.as_ref().and_then(|text| text.contact.clone());
    let own = || form.account.as_ref()?.customer.details.email.clone();
    told.or_else(|| if queued.by == DeliveryWay::Email { own() } else { None })
}

/// The period that a statement covers.
fn span(form: &Form) -> Option<StatementSpan> {
    delivery(form)?.statement
}
