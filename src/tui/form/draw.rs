//! Draws a form: its fields with what the desk understood beside them, the grid, the totals. May use:
//! the form, the pen.

use ratatui::style::Style;

use crate::domain::number::NumberEnd;
use crate::domain::{Money, Plain};
use crate::ledger::query::show::Shown;
use crate::tui::keymap::{Action, Context, Verb};
use crate::tui::pen::{Pen, shortened, width, wrapped};

use super::field::Text;
use super::grid::Grid;
use super::review::dated;
use super::spec::FieldKind;
use super::totals::is_said_at_once;
use super::{Form, FormPlace};

/// How wide the names of fields are.
const LABEL: u16 = 15;

impl Form {
    /// The fields by line; those on the same line together.
    fn rows(&self, wide: bool) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for (place, field) in self.spec.fields.iter().enumerate() {
            match rows.last_mut().filter(|row| field.beside && wide && row.len() < 2) {
                Some(row) => row.push(place),
                None => rows.push(vec![place]),
            }
        }
        if self.asks_reason {
            rows.push(vec![self.reason_place()]);
        }
        rows
    }
}

impl Pen<'_> {
    /// Draws a form that is being typed.
    pub fn form(&mut self, form: &Form) {
        let kept = self.form_title(form);
        let meanwhile = self.meanwhile(form);
        let kept = kept.filter(|_| meanwhile.is_empty()).unwrap_or_default();
        self.rule(3, &format!("{meanwhile}{kept}"));
        let (y, hidden) = self.fields(form, 4);
        if form.is_at_once() {
            self.more_fields(hidden, y);
            self.call(form, y);
            self.comes_to(form);
            return;
        }
        match &form.grid {
            Grid::None => {
                self.offers(form, y + 1);
                self.plan_so_far(form, y + 1);
            }
            Grid::Lines(lines) => self.lines(form, lines, y),
            Grid::Shares(shares) => self.shares(form, shares, y),
        }
        self.more_fields(hidden, y);
        self.comes_to(form);
    }

    /// What changed meanwhile, as much as fits into a rule; the review shows all of it.
    fn meanwhile(&self, form: &Form) -> String {
        let first = form.meanwhile("meanwhile-field", self.desk).into_iter().take(1);
        let others = form.meanwhile("meanwhile-more", self.desk).into_iter().skip(1);
        let between = self.say("said-between", &[]);
        let mut said = String::new();
        for (place, words) in first.chain(others).enumerate() {
            let front = if place == 0 { "" } else { between.as_str() };
            if place > 0 && width(&said) + width(&words) + 10 > self.width() {
                return said + &between + self.sign("…");
            }
            said = said + front + &words;
        }
        said
    }

    /// Draws the fields, starting at a line. Returns the line below them, and how many lines of fields
    /// are hidden above and below.
    fn fields(&mut self, form: &Form, y: u16) -> (u16, (usize, usize)) {
        let wide = self.width() >= 80;
        let rows = self.parted(form, form.rows(wide));
        // Leave room for what is said below the fields.
        let choices = self.long_choices(form);
        let told = choices.map_or(1, |words| wrapped(&words, self.width() - 2).len());
        let told = u16::try_from(told).unwrap_or(1);
        let row_of = |place: usize| rows.iter().position(|row| row.contains(&place));
        // On a call, what was agreed and the account stand below the line in which Enter posts.
        let line = form.at_once_place().filter(|_| form.is_at_once()).and_then(row_of);
        let is_low = self.area.height < 20;
        let room = match (&form.grid, line) {
            (Grid::None, Some(_)) if is_low => 3,
            (Grid::None, Some(line)) => line + 1,
            (Grid::None, None) => usize::from(self.last().saturating_sub(y + told)),
            // In a low window the grid gets the room while the cursor is in it.
            _ if is_low && matches!(form.at, FormPlace::Cell(..)) => 1,
            _ => usize::from((self.last().saturating_sub(y)) / 2).max(2),
        };
        let at = match form.at {
            FormPlace::Field(at) => row_of(at).unwrap_or(0),
            FormPlace::Cell(..) => 0,
        };
        // Scroll the fields so that the cursor is visible, and on a call the line too if both have room.
        let first = (line.unwrap_or(at) + 1).saturating_sub(room).min(at);
        let half = self.width() / 2;
        let mut y = y;
        for row in rows.iter().skip(first).take(room) {
            for (column, place) in row.iter().enumerate() {
                let x = if column == 0 { 1 } else { half + 1 };
                let end = if row.len() > 1 && column == 0 { half } else { self.width() - 1 };
                self.field(form, *place, (x, end, y));
            }
            y += 1;
        }
        (y, (first, rows.len().saturating_sub(first + room)))
    }

    /// Says how many lines of fields there are above and below those that are shown, on the lines
    /// next to them.
    fn more_fields(&mut self, (above, below): (usize, usize), y: u16) {
        let end = self.width() - 2;
        for (count, sign, y) in [(above, "↑", 3), (below, "↓", y)] {
            if count > 0 {
                let words = self.say("form-more-fields", &[("count", &count.to_string())]);
                let words = format!(" {} {words} ", self.sign(sign));
                self.right(end, y, &words, self.theme.bold);
            }
        }
    }

    /// Moves a field to a line of its own if half a line has no room for its amount.
    fn parted(&self, form: &Form, rows: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let half = self.width() / 2;
        let fits = |place: &usize| {
            let Some(text) = form.fields.get(*place) else { return true };
            let entry = form.spec.fields.get(*place).map(|spec| spec.entry);
            let echo = match form.meant(*place, self.desk) {
                Ok(Some(meant)) => meant.echo.unwrap_or_default(),
                _ => String::new(),
            };
            let wide = LABEL + width(text.value()) + width(&echo) + 6;
            wide <= half
                || !matches!(entry, Some(FieldKind::Amount | FieldKind::Price | FieldKind::Day))
        };
        let part = |row: Vec<usize>| match row.iter().all(fits) {
            true => vec![row],
            false => row.into_iter().map(|place| vec![place]).collect(),
        };
        rows.into_iter().flat_map(part).collect()
    }

    fn field(&mut self, form: &Form, place: usize, (x, end, y): (u16, u16, u16)) {
        let spec = form.spec.fields.get(place);
        let name = spec.map_or("override-reason", |field| field.name.as_str());
        let label = self.say(&format!("field-{}", name.replace('_', "-")), &[]);
        let focused = form.at == FormPlace::Field(place);
        let style = if focused { self.theme.bold } else { self.theme.dim };
        self.cut(x, y, x + LABEL, &label, style);
        let Some(text) = form.fields.get(place) else { return };
        let at = (x + LABEL + 1, end, y);
        let is_hidden = self.desk.settings.is_masked
            && !text.is_touched
            && spec
                .is_some_and(|field| matches!(field.entry, FieldKind::Amount | FieldKind::Price));
        if is_hidden && !text.value().is_empty() {
            self.cut(at.0, y, end, "•••", Style::new());
            self.cursor = if focused { Some((at.0, y)) } else { self.cursor };
            return;
        }
        let entry = spec.map_or(FieldKind::Text, |field| field.entry);
        let (said, style) = self.beside(form, place, entry, focused);
        // A text that has no room here is shown in full below.
        let room = end.saturating_sub(at.0 + width(text.value()) + 1);
        let is_wrong = said.starts_with(self.sign("✗"));
        let said = match focused && self.long_choices(form).is_some() {
            true => String::new(),
            false if is_wrong && width(&said) > room => self.sign("✗").into(),
            false => said,
        };
        // The amount that was understood is shown in full, even if the text is cut.
        let is_sum = matches!(entry, FieldKind::Amount | FieldKind::Price)
            && form.meant(place, self.desk).is_ok_and(|meant| meant.is_some());
        let at = match is_sum {
            true => (at.0, end.saturating_sub(width(&said) + 1).max(at.0 + 2), y),
            false => at,
        };
        let given = self.as_written(text, entry, focused);
        let behind = self.input(given.as_ref().unwrap_or(text), focused, at, Style::new());
        if !said.is_empty() {
            self.cut(behind + 1, y, end, &said, style);
        }
    }

    /// A field's initial text in the user's language: the word for a choice instead of its code, and the
    /// language's decimal mark in an amount.
    fn as_written(&self, text: &Text, entry: FieldKind, focused: bool) -> Option<Text> {
        let is_given =
            !text.is_touched || (text.value() == text.given && (text.is_fresh || !focused));
        let written = match entry {
            FieldKind::Choice => self.desk.word(text.value()),
            FieldKind::Amount => text.value().replace('.', &self.say("mark-decimals", &[])),
            _ => return None,
        };
        is_given.then(|| Text { is_fresh: text.is_fresh, ..Text::given(&written) })
    }

    /// What to say of a text that reads as what another field takes.
    fn belongs_elsewhere(&self, form: &Form, place: usize) -> Option<&'static str> {
        match () {
            () if form.reads_as_remittance(place, self.desk) => Some("reference-is-remittance"),
            () if form.note_is_line(place, self.desk) => Some("note-is-wrap-up"),
            () => None,
        }
    }

    /// The text beside a field: what was understood, or what is wrong.
    fn beside(
        &self,
        form: &Form,
        place: usize,
        entry: FieldKind,
        focused: bool,
    ) -> (String, Style) {
        let wrong = |words: String| (format!("{} {words}", self.sign("✗")), self.theme.late);
        let was_left = form.left.contains(&FormPlace::Field(place));
        if let Some((command, refusal)) = &form.said.refused
            && form.place_of(*command, &refusal.field) == Some(FormPlace::Field(place))
            && was_left
        {
            return wrong(form.refusal_words(refusal, self.desk));
        }
        if let Some(words) = self.belongs_elsewhere(form, place) {
            let words = self.say(words, &[]);
            return (format!("{} {words}", self.sign("→")), self.theme.late);
        }
        match form.meant(place, self.desk) {
            Err(unclear)
                if was_left
                    || !focused
                    || is_said_at_once(&unclear)
                    || unclear.words == "entry-customer" =>
            {
                let parts: Vec<(&str, &str)> =
                    unclear.parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
                wrong(self.say(unclear.words, &parts))
            }
            Ok(Some(meant)) => match meant.echo {
                Some(echo) => {
                    if entry == FieldKind::Item {
                        return (self.open_item(form, place, &echo), self.theme.dim);
                    }
                    let is_code = matches!(entry, FieldKind::Choice | FieldKind::Text);
                    let word = if is_code { self.desk.word(&echo) } else { echo };
                    let last = self.last_time(form, place);
                    let last = last.or_else(|| self.split_stays(form, place)).unwrap_or_default();
                    let text = form.fields.get(place);
                    // Don't repeat a choice that the field shows in full.
                    let is_same = text.is_some_and(|text| text.value() == word);
                    let stays = |text: &Text| !text.is_touched || text.value() == text.given;
                    let is_whole = is_same || text.is_some_and(stays);
                    let said = match entry {
                        FieldKind::Choice | FieldKind::Text if is_whole => {
                            last.get(1..).unwrap_or_default().to_string()
                        }
                        FieldKind::Remittance => String::new(),
                        FieldKind::Percent if is_same => String::new(),
                        _ => format!("{} {word}{last}", self.sign("→")),
                    };
                    (said, self.theme.dim)
                }
                None => (String::new(), Style::new()),
            },
            _ => (self.hint(form, place, entry), self.theme.dim),
        }
    }

    /// The open amount of the item that a field means, and its number if only the end was typed.
    fn open_item(&self, form: &Form, place: usize, number: &str) -> String {
        let items = form.reading(self.desk, place).items;
        let left = items.iter().find(|item| item.item.0 == number).map(|item| item.outstanding);
        let open = left.map(|left| self.say("list-sum", &[("amount", &self.money(left))]));
        let is_whole = form.fields.get(place).is_some_and(|text| text.value().trim() == number);
        let number = (!is_whole).then(|| format!("{} {number}", self.sign("→")));
        [number, open].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The amount that stays in dispute when a part is split off.
    fn split_stays(&self, form: &Form, place: usize) -> Option<String> {
        let left = split_of(form, place)?;
        let meant = form.meant(place, self.desk).ok()??.value;
        let part: Plain = serde_json::from_value(meant).ok()?;
        let part = form.subject.currency?.exact(part.0, "amount").ok()?;
        let stays = left.minus(part).filter(|stays| stays.is_positive())?;
        Some(format!("  {}", self.say("split-stays", &[("left", &self.money(stays))])))
    }

    /// How the customer paid last, beside how this payment comes.
    fn last_time(&self, form: &Form, place: usize) -> Option<String> {
        let is_method =
            form.spec.name == "payment" && form.spec.fields.get(place)?.name == "method";
        let lately = &form.account.as_ref().filter(|_| is_method)?.lately;
        let last = lately.iter().find(|event| event.kind == "payment")?;
        let date = crate::tui::dates::short(&self.desk.words, last.date, self.desk.today());
        let parts = [("what", self.desk.word(&last.text)), ("date", date)];
        let parts = parts.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(format!("  {}", self.say("hint-last", &parts)))
    }

    /// The value that a blank field will get, or how to fill it in.
    fn hint(&self, form: &Form, place: usize, entry: FieldKind) -> String {
        let Some(spec) = form.spec.fields.get(place) else { return self.say("hint-reason", &[]) };
        let focused = form.at == FormPlace::Field(place);
        let is_blank = form.fields.get(place).is_none_or(|text| text.value().is_empty());
        if let Some(wrote) = form.of_the_line(place) {
            let repeat = Action::Does(Verb::Repeat);
            let key = self.desk.keymap.shown(Context::Form, &repeat).unwrap_or_default();
            let parts = [("key", key.as_str()), ("text", &shortened(wrote, 40))];
            let is_taken = form.taken_of_the_line(place, self.desk).is_some();
            let words = if is_taken { "hint-line-says" } else { "hint-line-wrote" };
            return self.say(words, &parts);
        }
        match (spec.name.as_str(), entry) {
            ("date", _) => {
                // The book's answer has the date that the review will show.
                let given = dated(form).or(match form.shown.as_deref() {
                    Some(Shown::BankLine(it)) if form.spec.name != "unmatch_bank_line" => {
                        Some(it.date)
                    }
                    Some(Shown::Unidentified(it)) => Some(it.date),
                    _ => None,
                });
                match given.filter(|date| *date != self.desk.today()) {
                    Some(date) => self.desk.whole_day(date),
                    None => self.say("hint-today", &[]),
                }
            }
            ("due", _) if form.spec.grid.is_some() => match &form.account {
                Some(account) => self.desk.words.terms(account.customer.terms),
                None => String::new(),
            },
            ("credit", _) => self.say("hint-full", &[]),
            ("plan_invoices", _) => self.say("hint-plan-invoices", &[]),
            ("default_after", _) if is_blank => self.say("hint-default-after", &[]),
            ("amount", _) if split_of(form, place).is_some() => {
                let left = split_of(form, place).map_or_else(String::new, |left| self.money(left));
                self.say("hint-split", &[("left", &left)])
            }
            ("again", _) => {
                let number = form.subject.document.as_ref().map_or("", |number| number.0.as_str());
                let parts = [("number", number), ("end", NumberEnd::shortest(number))];
                self.say("hint-again", &parts)
            }
            (_, FieldKind::Choice | FieldKind::Text) if focused => {
                let choices = form.reading(self.desk, place).choices;
                // A text field accepts other texts, too: its only suggestion, already typed, is not a
                // choice.
                let least = if entry == FieldKind::Text { 2 } else { 1 };
                let choices = if choices.len() < least { &[] } else { choices };
                choices.iter().map(|choice| self.desk.word(choice)).collect::<Vec<_>>().join(", ")
            }
            (_, FieldKind::Remittance) if focused && is_blank => self.say("hint-remittance", &[]),
            (_, FieldKind::LineParts) if focused && is_blank => self.say("hint-line-parts", &[]),
            (_, FieldKind::Moment) if focused => self.say("hint-moment", &[]),
            (_, FieldKind::Day) if focused => self.say("hint-day", &[]),
            _ => String::new(),
        }
    }

    /// The choices of the field at the cursor, if there is no room for them beside it.
    pub(super) fn long_choices(&self, form: &Form) -> Option<String> {
        let FormPlace::Field(place) = form.at else { return None };
        let field = form.spec.fields.get(place);
        let is_blank = form.fields.get(place).is_some_and(|text| {
            let is_given = !text.is_touched && field.is_some_and(|it| it.entry == FieldKind::Text);
            text.value().is_empty() || is_given
        });
        let is_choice = field.is_some_and(|field| match field.entry {
            FieldKind::Text => field.choices_of.is_some(),
            entry => entry == FieldKind::Choice,
        });
        let hint = self.hint(form, place, FieldKind::Choice);
        let is_paired = [place, place + 1]
            .iter()
            .any(|place| form.spec.fields.get(*place).is_some_and(|field| field.beside));
        let end = if is_paired && self.width() >= 80 { self.width() / 2 } else { self.width() };
        let room = end.saturating_sub(LABEL + 5);
        (is_choice && is_blank && width(&hint) > room).then_some(hint)
    }

    /// Draws an input with its cursor. Returns where the text ends.
    pub(super) fn input(
        &mut self,
        text: &Text,
        focused: bool,
        (x, end, y): (u16, u16, u16),
        style: Style,
    ) -> u16 {
        let room = usize::from(end.saturating_sub(x + 1)).max(1);
        if !focused {
            return self.cut(x, y, end, text.value(), style);
        }
        let skipped = text.input.visual_scroll(room);
        let shown: String = text.value().chars().skip(skipped).collect();
        let style = if text.is_fresh { style.patch(self.theme.marked) } else { style };
        let behind = self.cut(x, y, end, &shown, style);
        let cursor = u16::try_from(text.input.visual_cursor().saturating_sub(skipped)).unwrap_or(0);
        self.cursor = Some((x + cursor, y));
        behind.max(x + cursor + 1)
    }
}

/// The amount in dispute, if the field says how much of it to split off.
fn split_of(form: &Form, place: usize) -> Option<Money> {
    let is_amount = form.spec.fields.get(place).is_some_and(|field| field.name == "amount");
    let Some(Shown::Dispute(it)) = form.shown.as_deref() else { return None };
    Some(it.remaining).filter(|_| is_amount && form.spec.name == "split_dispute")
}
