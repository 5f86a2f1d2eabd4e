//! Draws the rows of a list. May use: the lists, the pen.

use ratatui::style::Style;

use crate::domain::{Day, Money};
use crate::engine::listing::Sort;
use crate::ledger::query::list::{ListRow, Listed};
use crate::tui::pen::{Pen, width};

use super::pages::DISPUTED;

/// The texts of a row that stand in columns.
struct RowTexts {
    due: String,
    amount: String,
    left: String,
    state: String,
}

impl RowTexts {
    fn of(pen: &Pen, what: Listed, row: &ListRow) -> RowTexts {
        let money = |amount: Money| match amount.is_zero() {
            true => pen.sign("–").to_string(),
            false => pen.money(amount),
        };
        let text = match &row.certificate {
            Some(kind) => format!("{} {kind}", pen.say("sheet-certificate", &[])),
            None => pen.desk.word(&row.text),
        };
        let state = |noun: &str| pen.desk.agreeing(noun, &row.state);
        let shown = match what {
            Listed::Customers if row.date == Day::EPOCH => String::new(),
            Listed::Customers => pen.day(row.date),
            // The state of a payment matters only if its money is gone.
            Listed::Payments
                if ["bounced", "reversed", "taken_back", "void"].contains(&row.state.as_str()) =>
            {
                let noun =
                    if row.certificate.is_some() { "sheet-certificate" } else { "one-payment" };
                format!("{text}, {}", state(noun))
            }
            Listed::Payments => text,
            Listed::Invoices => state("one-invoice"),
            Listed::Promises => state("one-promise"),
            _ => pen.desk.word(&row.state),
        };
        RowTexts {
            due: row.due.map_or_else(String::new, |due| due_text(pen, (what, row), due)),
            amount: row.amount.map_or_else(String::new, |amount| pen.money(amount)),
            left: row.left.map_or_else(String::new, money),
            state: shown,
        }
    }
}

/// When a row is due; a dispute that is still to be settled after its due date says how many days late it
/// is. Its age against the goal is another count: its page and the report have that.
fn due_text(pen: &Pen, (what, row): (Listed, &ListRow), due: Day) -> String {
    let late = pen.desk.today().days_since(due);
    let is_open = what == Listed::Disputes && DISPUTED.contains(&row.state.as_str());
    match is_open && late > 0 {
        true => pen.say("dispute-late", &[("late", &late.to_string())]),
        false => pen.day(due),
    }
}

/// The ends of the columns. Figures are never cut; names are, and numbers if there is no room even for a
/// name. A narrow window leaves out what comes after the amounts.
pub struct ListColumns {
    /// The due date, if the list has such a column.
    due: Option<u16>,
    amount: Option<u16>,
    left: u16,
    /// The end of the number.
    number: u16,
    /// Where the name begins: in a narrow window, next to the longest number.
    name_at: u16,
    /// The end of the name.
    name: u16,
}

impl ListColumns {
    /// The columns for these rows.
    pub fn of<'a>(pen: &Pen, what: Listed, rows: impl Iterator<Item = &'a ListRow>) -> ListColumns {
        let (mut texts, mut number) = (Vec::new(), 0);
        for row in rows {
            number = number.max(width(&row.number));
            texts.push(RowTexts::of(pen, what, row));
        }
        let widest = |of: fn(&RowTexts) -> &String| {
            texts.iter().map(|texts| width(of(texts))).max().unwrap_or(0)
        };
        let [amounts, lefts] =
            [widest(|it| &it.amount), widest(|it| &it.left)].map(|it| it.max(11));
        let window = pen.width();
        let left = match window {
            ..80 => window - 2,
            _ => window - 2 - widest(|it| &it.state).clamp(12, 18),
        };
        let before = left.saturating_sub(lefts + 3);
        let dues = widest(|it| &it.due).max(9) + 1;
        let is_dated =
            matches!(what, Listed::Invoices | Listed::Disputes | Listed::Promises | Listed::Plans);
        let (due, amount, name) = match (is_dated, window) {
            // If there is no room for both, the due date matters more than the original amount.
            (true, ..100) => (Some(before), None, before.saturating_sub(dues)),
            (true, _) => {
                let due = before.saturating_sub(amounts + 4);
                (Some(due), Some(before), due.saturating_sub(dues + 1))
            }
            (false, _) => (None, Some(before), before.saturating_sub(amounts + 2)),
        };
        let name_at = if window < 80 && number > 0 { (number + 4).clamp(11, 20) } else { 20 };
        ListColumns { due, amount, left, number: name.min(name_at - 1), name_at, name }
    }
}

fn is_talk(what: Listed) -> bool {
    matches!(what, Listed::Calls | Listed::Callbacks | Listed::Journal)
}

/// Draws the headings.
pub fn heads(pen: &mut Pen, what: Listed, columns: &ListColumns) {
    let number = if what == Listed::Customers { "desk-code" } else { "list-number" };
    let behind = match what {
        Listed::Customers => "desk-last-paid",
        Listed::Payments => "field-method",
        _ => "document-state",
    };
    if what == Listed::Deliveries {
        for ((x, _), words) in OUTBOX.into_iter().zip(OUTBOX_HEADS) {
            let words = pen.say(words, &[]);
            pen.text(x, 4, &words, pen.theme.dim);
        }
        return;
    }
    if what == Listed::Journal {
        for (x, words) in
            [(3, "list-entry"), (20, "list-command"), (39, "document-when"), (55, "list-by-made")]
        {
            let words = pen.say(words, &[]);
            pen.text(x, 4, &words, pen.theme.dim);
        }
        return;
    }
    let name = if is_talk(what) { 38 } else { columns.name };
    let name_at = if is_talk(what) { 20 } else { columns.name_at };
    for (x, end, words) in [(3, name_at - 1, number), (name_at, name, "desk-account")] {
        let words = pen.say(words, &[]);
        pen.cut(x, 4, end, &words, pen.theme.dim);
    }
    if is_talk(what) {
        for (x, words) in [(39, "document-when"), (55, "field-note")] {
            let words = pen.say(words, &[]);
            pen.text(x, 4, &words, pen.theme.dim);
        }
        return;
    }
    let (amount, left) = match what {
        Listed::Customers => ("desk-balance", "desk-overdue"),
        _ => ("list-amount", "list-left"),
    };
    // Drafts are not owed.
    let left_end = Some(columns.left).filter(|_| what != Listed::Drafts);
    let ends = [(columns.due, "field-due"), (columns.amount, amount), (left_end, left)];
    for (end, words) in ends {
        if let Some(end) = end {
            let words = pen.say(words, &[]);
            pen.right(end, 4, &words, pen.theme.dim);
        }
    }
    if pen.width() >= 80 {
        let words = pen.say(behind, &[]);
        pen.text(columns.left + 2, 4, &words, pen.theme.dim);
    }
}

/// Whether rows of a list can be open or overdue.
pub fn has_states(what: Listed) -> bool {
    !matches!(what, Listed::Calls | Listed::Journal)
}

/// The sort orders of a list, in the order in which the key goes through them.
pub fn orders(what: Listed) -> &'static [Sort] {
    match what {
        Listed::Calls | Listed::Deliveries | Listed::Journal => &[Sort::Newest],
        Listed::Callbacks => &[Sort::Newest, Sort::Due],
        Listed::Drafts => &[Sort::Newest, Sort::Amount],
        Listed::Customers | Listed::Payments => &[Sort::Newest, Sort::Amount, Sort::Left],
        Listed::Invoices | Listed::Disputes | Listed::Promises | Listed::Plans => {
            &[Sort::Newest, Sort::Due, Sort::Amount, Sort::Left]
        }
    }
}

/// The columns of the outbox: state, document, recipient, time, answer.
const OUTBOX: [(u16, u16); 5] = [(3, 12), (13, 30), (31, 53), (54, 66), (67, u16::MAX)];

/// Their headings.
const OUTBOX_HEADS: [&str; 5] =
    ["document-state", "delivery-what", "field-send-to", "document-when", "delivery-answer"];

/// Draws a delivery: the document, the recipient, its state and the last answer.
fn outbox_row(pen: &mut Pen, y: u16, row: &ListRow, style: Style) {
    let mut parts = row.text.splitn(3, " · ");
    let [document, to, answer] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let to = if to.is_empty() { row.name.as_str() } else { to };
    let texts = [
        pen.desk.word(&row.state),
        pen.desk.word(document),
        to.into(),
        when(pen, row),
        answer.into(),
    ];
    let late = ["failed", "unsure"].contains(&row.state.as_str());
    let state = if late { style.patch(pen.theme.late) } else { style };
    let end = pen.width() - 1;
    for (((x, until), text), style) in
        OUTBOX.into_iter().zip(&texts).zip([state, style, style, style, style])
    {
        pen.cut(x, y, until.min(end), text, style);
    }
}

/// A time by the company's clock.
fn when(pen: &Pen, row: &ListRow) -> String {
    let zone = pen.desk.about.as_ref().map_or("UTC", |about| about.zone.as_str());
    let when = row.at.and_then(|at| crate::ledger::in_zone(at, zone));
    when.map_or_else(
        || pen.day(row.date),
        |(day, time)| {
            let day = pen.day(day);
            format!("{day} {time}")
        },
    )
}

/// Draws a call or a callback: its time by the company's clock, and its subject.
fn talk_row(pen: &mut Pen, y: u16, (what, row): (Listed, &ListRow), style: Style) {
    let when = when(pen, row);
    // In the journal, the name is a command, and the state is a user, whose name is not translated.
    let (name, state) = match what {
        Listed::Journal => (pen.desk.word(&row.name), row.state.clone()),
        _ => (row.name.clone(), pen.desk.word(&row.state)),
    };
    pen.cut(20, y, 38, &name, style);
    let text_at = pen.cut(39, y, 57, &when, style).max(54) + 1;
    let text = [state, row.text.clone()].into_iter().filter(|text| !text.is_empty());
    let text = text.collect::<Vec<_>>().join(", ");
    pen.text(text_at, y, &text, style);
}

/// Draws a row of a list.
pub fn draw_row(
    pen: &mut Pen,
    y: u16,
    (what, columns): (Listed, &ListColumns),
    row: &ListRow,
    style: Style,
) {
    if what == Listed::Deliveries {
        return outbox_row(pen, y, row, style);
    }
    if is_talk(what) {
        pen.cut(3, y, 19, &row.number, style);
        return talk_row(pen, y, (what, row), style);
    }
    pen.cut(3, y, columns.number, &row.number, style);
    let texts = RowTexts::of(pen, what, row);
    pen.cut(columns.name_at, y, columns.name, &row.name, style);
    let owes = row.left.is_some_and(Money::is_positive);
    let is_past = row.due.is_some_and(|due| due < pen.desk.today());
    let is_late = owes && (is_past || what == Listed::Customers);
    let late = if is_late { style.patch(pen.theme.late) } else { style };
    if let Some(end) = columns.due {
        pen.right(end, y, &texts.due, late);
    }
    if let Some(end) = columns.amount {
        pen.right(end, y, &texts.amount, style);
    }
    pen.right(columns.left, y, &texts.left, late);
    if pen.width() >= 80 {
        pen.text(columns.left + 2, y, &texts.state, style);
    }
}

/// The least width of a window that shows disputes as a board.
pub const BOARD_FROM: u16 = 120;

/// The columns of the board, with the states of each.
const BOARD: [(&str, &[&str]); 4] = [
    ("new", &["new"]),
    ("in_progress", &["in_progress"]),
    ("waiting", &["waiting"]),
    ("resolved", &["resolved", "closed", "void"]),
];

/// Draws disputes as a board, with a column for each group of states, in the order of the list.
pub fn board(pen: &mut Pen, rows: &[(bool, &ListRow)]) {
    let wide = pen.width() / 4;
    for ((name, states), x) in BOARD.into_iter().zip((0..4).map(|column| column * wide)) {
        let here: Vec<_> =
            rows.iter().filter(|(_, row)| states.contains(&row.state.as_str())).collect();
        let head = format!("{} {}", pen.desk.word(name), here.len());
        pen.text(x + 3, 4, &head, pen.theme.bold);
        let end = x + wide - 1;
        // Each dispute takes three lines; the marked one is visible.
        let room = usize::from(pen.last().saturating_sub(5) / 3).max(1);
        let marked = here.iter().position(|(is_marked, _)| *is_marked).unwrap_or(0);
        let here = here.into_iter().skip((marked + 1).saturating_sub(room)).take(room);
        for (y, (is_marked, row)) in (5..pen.last()).step_by(3).zip(here) {
            let style = if *is_marked { pen.theme.marked } else { pen.theme.plain };
            let mark = if *is_marked { pen.sign("▸") } else { " " };
            let front = format!("{mark} {}", row.number);
            let blank = " ".repeat(usize::from(wide - 2));
            pen.cut(x + 1, y, end, &blank, style);
            let amount = row.left.filter(|left| !left.is_zero()).or(row.amount);
            let amount = amount.map_or_else(String::new, |amount| pen.money(amount));
            let before = end.saturating_sub(width(&amount) + 1);
            // Next to the number, or next to the name if the number has no room.
            let is_beside = x + 1 + width(&front) <= before;
            let (numbers, names) = if is_beside { (before, end) } else { (end, before) };
            pen.cut(x + 1, y, numbers, &front, style);
            pen.cut(x + 3, y + 1, names, &row.name, pen.theme.plain);
            let plain = if is_beside { style } else { pen.theme.plain };
            pen.right(end, if is_beside { y } else { y + 1 }, &amount, plain);
            let dispute = (Listed::Disputes, *row);
            let due = row.due.map_or_else(String::new, |due| due_text(pen, dispute, due));
            let text: Vec<String> = row.text.split(" · ").map(|part| pen.desk.word(part)).collect();
            let below = pen.theme.dim;
            let room = end.saturating_sub(width(&due).max(7) + 1);
            pen.cut(x + 3, y + 2, room, &text.join(", "), below);
            pen.right(end, y + 2, &due, below);
        }
    }
}
