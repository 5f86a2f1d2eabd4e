//! The review: what would be posted, read once more, as the book has understood it. May use: the
//! form, the pen.

use crate::domain::Event;
use crate::tui::pen::Pen;

use super::grid::Grid;
use super::spec::Entry;
use super::totals::sums;
use super::{Form, REASON};

impl Pen<'_> {
    /// Draws the review of a form.
    pub fn review(&mut self, form: &Form) {
        let title = form.title(self);
        let words = self.say("review-title", &[("form", &title)]);
        self.text(1, 2, &words, self.theme.bold);
        self.rule(3, "");
        let mut lines = self.fields_meant(form);
        if form.spec.grid.is_some() {
            lines.push(String::new());
        }
        lines.extend(self.grid_meant(form));
        let made = self.made(form);
        let last = self.last().saturating_sub(3);
        for (y, line) in (4..).zip(&lines) {
            if y >= last {
                let more = self.say("review-more", &[]);
                self.text(1, y, &more, self.theme.dim);
                break;
            }
            self.text(1, y, line, self.theme.plain);
        }
        let mut x = 1;
        for (words, value) in sums(self, form) {
            let words = self.say(words, &[]);
            x = self.text(x, last + 1, &words, self.theme.dim) + 1;
            x = self.text(x, last + 1, &value, self.theme.bold) + 3;
        }
        let end = self.width() - 1;
        let below = self.last();
        self.paragraph(1, last + 2, end, below, &made);
    }

    /// Every field that something stands in, as it was understood.
    fn fields_meant(&self, form: &Form) -> Vec<String> {
        let sent: Vec<usize> =
            (0..form.said.previews.len()).map(|nth| form.sent(self.desk, nth)).collect();
        let mut lines = Vec::new();
        for (place, spec) in form.spec.fields.iter().enumerate() {
            let name = self.say(&format!("field-{}", spec.name.replace('_', "-")), &[]);
            let given = form.fields.get(place).map(|text| (text.value(), text.given.as_str()));
            let Ok(meant) = form.meant(place, self.desk) else { continue };
            let Some(meant) = meant else {
                if let Some((_, was)) =
                    given.filter(|(_, was)| form.spec.changes && !was.is_empty())
                {
                    let taken = self.say("review-taken-away", &[("was", was)]);
                    lines.push(format!("{name:<16}{taken}"));
                }
                continue;
            };
            if form.spec.changes && given.is_some_and(|(now, was)| now == was) {
                continue;
            }
            let is_sent = sent.contains(&form.spec.target(&spec.into).0);
            if spec.entry == Entry::Again || !is_sent {
                continue;
            }
            let text = meant.echo.unwrap_or_else(|| match &meant.value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string().replace(['[', ']', '"'], ""),
            });
            let text = if spec.entry == Entry::Choice { self.desk.word(&text) } else { text };
            lines.push(format!("{name:<16}{text}"));
        }
        if let Some(reason) = form.values().get(REASON) {
            let name = self.say("field-override-reason", &[]);
            lines.push(format!("{name:<16}{reason}"));
        }
        lines
    }

    fn grid_meant(&self, form: &Form) -> Vec<String> {
        let events = form.said.previews.iter().flat_map(|preview| &preview.events);
        let mut lines = Vec::new();
        for event in events {
            match (event, &form.grid) {
                (Event::InvoiceIssued(event), Grid::Lines(_)) => {
                    lines.extend(event.lines.iter().map(|line| self.line_meant(line)));
                    for charge in &event.charges {
                        let (tax, amount) = (charge.tax.0.join("+"), self.money(charge.amount));
                        lines.push(format!("{:<52} {tax:<8}{amount:>16}", charge.description));
                    }
                }
                (Event::AllocationMade(event), _) => {
                    let (arrow, amount) = (self.sign("→"), self.money(event.amount));
                    lines.push(format!("{} {arrow} {:<20}{amount:>16}", event.from, event.to.0));
                }
                _ => {}
            }
        }
        lines
    }

    fn line_meant(&self, line: &crate::domain::pricing::Line) -> String {
        let discount = line.discount.map_or_else(String::new, |percent| format!(" -{percent}"));
        let price = crate::domain::money::grouped(&line.unit_price.to_string());
        let price = format!("{} x {price}{discount}", line.quantity);
        let (tax, net) = (line.tax.0.join("+"), self.money(line.gross.unwrap_or(line.net)));
        let description: String = line.description.chars().take(28).collect();
        format!("{description:<28} {price:<23} {tax:<8}{net:>16}")
    }

    /// What comes of it: the numbers that will be taken, the rules that are overridden.
    fn made(&self, form: &Form) -> String {
        let receipts = form.said.previews.iter().map(|preview| &preview.receipt);
        let made: Vec<String> = receipts
            .clone()
            .flat_map(|receipt| &receipt.made)
            .map(|(what, number)| format!("{} {number}", self.desk.word(what)))
            .collect();
        let overrode: Vec<String> = receipts.flat_map(|receipt| receipt.overrode.clone()).collect();
        let mut said = match made.is_empty() {
            true => self.say("review-posts", &[]),
            false => self.say("review-makes", &[("made", &made.join(", "))]),
        };
        if !overrode.is_empty() {
            said +=
                &format!(" {}", self.say("review-overrides", &[("rules", &overrode.join(", "))]));
        }
        said
    }
}
