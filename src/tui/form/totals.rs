//! What a form comes to, as the book says, or what is wrong with it. May use: the form, the pen.

use crate::domain::Event;
use crate::tui::pen::Pen;

use super::Form;
use super::grid::Grid;

impl Pen<'_> {
    /// What is not understood where the cursor stands, or where it was: beside a field there may
    /// be no room to say it.
    fn fault(&self, form: &Form) -> Option<String> {
        let faults = form.commands_so_far(self.desk).err()?;
        let is_said = |(place, unclear): &&super::commands::Fault| {
            form.left.contains(place) || (unclear.words.ends_with("either") && *place == form.at)
        };
        let (_, unclear) = faults.iter().find(is_said)?;
        let parts: Vec<(&str, &str)> =
            unclear.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(self.say(unclear.words, &parts))
    }

    /// What the form comes to, or why the book would refuse it.
    pub(super) fn comes_to(&mut self, form: &Form) {
        let y = self.last();
        if let Some(why) = &form.said.failed {
            self.text(1, y, why, self.theme.late);
            return;
        }
        if let Some(unclear) = self.fault(form) {
            let words = format!("{} {unclear}", self.sign("✗"));
            let end = self.width() - 1;
            self.paragraph(1, y.saturating_sub(1), end, y, &words);
            return;
        }
        if let Some((command, refusal)) = &form.said.refused {
            let at = form.place_of(*command, &refusal.field);
            // A field that was not come to yet is not missed yet.
            let was_asked = form.left.iter().any(|left| Some(*left) == at);
            if was_asked || at.is_none() {
                let words = form.refusal_words(refusal, self.desk);
                let words = format!("{} {words}", self.sign("✗"));
                let end = self.width() - 1;
                self.paragraph(1, y.saturating_sub(1), end, y, &words);
            }
            return;
        }
        // What was typed since is not in them.
        if form.commands_so_far(self.desk).is_err() {
            return;
        }
        let mut x = 1;
        for (words, value) in sums(self, form) {
            let words = self.say(words, &[]);
            x = self.text(x, y, &words, self.theme.dim) + 1;
            x = self.text(x, y, &value, self.theme.bold) + 3;
        }
    }
}

/// What the book makes of the line in a row.
pub fn priced(form: &Form, row: usize) -> Option<&crate::domain::pricing::Line> {
    let Grid::Lines(lines) = &form.grid else { return None };
    let before = lines.rows.iter().take(row).filter(|row| row.is_priced()).count();
    let is_priced = lines.rows.get(row).is_some_and(super::grid::Row::is_priced);
    let events = form.said.previews.iter().flat_map(|preview| &preview.events);
    let priced = events.filter_map(|event| match event {
        Event::InvoiceIssued(event) => Some(&event.lines),
        _ => None,
    });
    priced.flatten().nth(before).filter(|_| is_priced && form.said.version == form.version)
}

/// What of a payment goes to an item.
pub fn allocated(form: &Form, item: &crate::domain::Number) -> Option<crate::domain::Money> {
    let events = form.said.previews.iter().flat_map(|preview| &preview.events);
    let mut shares = events.filter_map(|event| match event {
        Event::AllocationMade(event) if event.to == *item => Some(event.amount),
        _ => None,
    });
    shares.next().filter(|_| form.said.version == form.version)
}

/// What a form comes to, in names and figures.
pub fn sums(pen: &Pen, form: &Form) -> Vec<(&'static str, String)> {
    let mut sums = Vec::new();
    let mut paid = None;
    let mut shared = 0_i64;
    for event in form.said.previews.iter().flat_map(|preview| &preview.events) {
        match event {
            Event::InvoiceIssued(event) => {
                sums.push(("document-net", pen.money(event.net)));
                for group in &event.taxes {
                    let (codes, tax) = (group.set().0.join("+"), group.tax());
                    if let Some(tax) = tax.filter(|_| !codes.is_empty()) {
                        sums.push(("document-vat", format!("{codes} {}", pen.money(tax))));
                    }
                }
                sums.push((
                    "document-total",
                    format!("{} {}", event.currency, pen.money(event.total)),
                ));
                sums.push(("field-due", pen.day(event.due)));
            }
            Event::InvoiceDrafted(event) => sums.push(("document-total", pen.money(event.total))),
            Event::CreditNoteIssued(event) => {
                sums.push((
                    "document-credit",
                    format!("{} {}", event.currency, pen.money(event.total)),
                ));
            }
            Event::PaymentRecorded(event) => paid = Some(event.amount),
            Event::AllocationMade(event) => shared += event.amount.minor(),
            _ => {}
        }
    }
    if let Some(paid) = paid {
        let shared = crate::domain::Money::from_minor(shared, paid.scale());
        let rest = paid.minus(shared).unwrap_or(paid);
        sums.push(("form-allocated", pen.money(shared)));
        sums.push(("form-stays", pen.money(rest)));
    }
    sums
}
