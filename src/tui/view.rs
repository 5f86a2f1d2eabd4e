//! Draws the desk: the first line says where the user is and under which name, the last one what they
//! can do. Designed for 80×24; a larger window shows more rows. May use: ratatui, the layers.

use ratatui::Frame;

use super::app::{App, LEAST_WINDOW};
use super::keymap::{Action, Binding, Context, Verb, name};
use super::layer::may_open;
use super::pen::{Pen, width, wrapped};
use super::theme::Theme;

/// Draws the top layer. Returns the place of the cursor.
pub fn draw(frame: &mut Frame, app: &App, theme: &Theme) -> Option<(u16, u16)> {
    let area = frame.area();
    let mut pen = Pen { buffer: frame.buffer_mut(), area, desk: &app.desk, theme, cursor: None };
    if area.width < LEAST_WINDOW.0 || area.height < LEAST_WINDOW.1 {
        too_small(&mut pen);
        return None;
    }
    let is_locked = app.top().part().context() == Context::Lock;
    let message = if is_locked { Vec::new() } else { message(app, area.width) };
    // The message is shown in full; the layers get the rows that are left.
    pen.area.height -= u16::try_from(message.len()).unwrap_or(1).saturating_sub(1);
    if !is_locked {
        top(&mut pen, app);
    }
    app.top().part().draw(&mut pen);
    pen.area.height = area.height;
    if !is_locked {
        bottom(&mut pen, app, &message);
    }
    let cursor = pen.cursor.map(|(x, y)| (x.min(area.width - 1), y.min(area.height - 1)));
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
    cursor
}

fn too_small(pen: &mut Pen) {
    let (wide, high) = (pen.area.width.to_string(), pen.area.height.to_string());
    let words = pen.say("desk-too-small", &[("width", &wide), ("height", &high)]);
    let end = pen.width();
    if end > 0 && pen.area.height > 0 {
        let last = pen.area.height - 1;
        pen.paragraph(0, 0, end, last, &words);
    }
}

/// How many forms are being sent, and how many are on hold.
fn aside(app: &App) -> Vec<String> {
    let mut said = Vec::new();
    if app.desk.sent > 0 {
        said.push(app.desk.say("desk-sent", &[("count", &app.desk.sent.to_string())]));
    }
    if app.desk.parked > 0 {
        let count = app.desk.parked.to_string();
        let key = app.desk.keymap.shown(Context::Everywhere, &Action::Does(Verb::Resume));
        let parts = [("count", count.as_str()), ("key", &key.unwrap_or_default())];
        said.push(app.desk.say("desk-parked", &parts));
    }
    said
}

fn top(pen: &mut Pen, app: &App) {
    let (company, today) = match &app.desk.about {
        Some(about) => {
            (about.company.clone(), super::dates::with_weekday(&pen.desk.words, about.today))
        }
        None => (pen.say("desk-opening", &[]), String::new()),
    };
    let dot = pen.sign("·");
    let role = app.desk.about.as_ref().filter(|about| about.is_served).map(|about| about.role);
    let reads_only = app.desk.others.reads_only(&app.desk.words);
    let is_lost = reads_only.is_some();
    let how = match (reads_only, role) {
        (Some(why), _) => why,
        (None, Some(role)) => format!("{} {dot} {}", app.desk.user, app.desk.word(role.name())),
        (None, None) => format!("solo {dot} {}", app.desk.user),
    };
    let right = pen.width() - 1;
    // First of all, say that nothing can be posted.
    let room = if is_lost { right.saturating_sub(width(&how) + 2) } else { right };
    let mut end = pen.cut(1, 0, room, &format!("Daybook {dot} {company}"), pen.theme.bold);
    for words in aside(app) {
        if !is_lost || end + 3 + width(&words) <= room {
            end = pen.text(end + 3, 0, &words, pen.theme.bold);
        }
    }
    // The user's name and the connection matter more than the date.
    let fits = |who: &String| end + 2 + width(who) < right + 1;
    let who = Some(format!("{how} {dot} {today}")).filter(fits).or_else(|| Some(how).filter(fits));
    if let Some(who) = who {
        let style = if is_lost { pen.theme.late } else { pen.theme.dim };
        pen.right(right, 0, &who, style);
    }
    let here = app.desk.others.here(&app.desk.words).unwrap_or_default();
    pen.rule(1, &here);
}

/// The most lines of a message.
const MESSAGE: usize = 4;

/// The message of the last key, in lines of the window; in a form that cannot be posted now, why not.
fn message(app: &App, width: u16) -> Vec<String> {
    let waits = || app.desk.posts_nothing(&app.top().form()?.spec);
    let Some(message) = app.message.clone().or_else(waits) else { return Vec::new() };
    let mut lines = wrapped(&message, width.saturating_sub(2));
    if lines.len() > MESSAGE {
        let rest = lines.split_off(MESSAGE - 1).join(" ");
        lines.push(rest);
    }
    lines
}

/// The action that leads to all others.
const PALETTE: Action = Action::Does(Verb::Palette);

/// Draws the keys available here, or the message of the last key.
fn bottom(pen: &mut Pen, app: &App, message: &[String]) {
    let lines = u16::try_from(message.len()).unwrap_or(1).max(1);
    let y = pen.area.height - lines;
    let change = app.desk.others.change(&app.desk.words, app.desk.zone()).unwrap_or_default();
    pen.rule(y - 1, &change);
    for (y, line) in (y..).zip(message) {
        pen.text(1, y, line, pen.theme.bold);
    }
    if !message.is_empty() {
        return;
    }
    let mut x = 1;
    let context = super::app::context(app);
    let subject = app.top().part().subject(&app.desk);
    let can = |binding: &&Binding| match &binding.action {
        Action::Fills(form) => app
            .desk
            .forms
            .on(form, &subject.kind)
            .is_some_and(|spec| may_open(spec, &subject, &app.desk).is_ok()),
        Action::Does(verb) => app.top().part().has_use(*verb),
        Action::Shows(_) => true,
    };
    let said = |binding: &Binding| {
        let signs = binding.shown.clone().filter(|_| !pen.is_ascii());
        let named = |key: String| match key.as_str() {
            "Space" => app.desk.say("key-named-space", &[]),
            _ => key,
        };
        let key = signs.or(binding.keys.first().map(name).map(named))?;
        let own = match &binding.action {
            Action::Does(verb) => app.top().part().words_of(*verb),
            Action::Fills(_) | Action::Shows(_) => None,
        };
        let words = app.desk.say(own.unwrap_or(&binding.words), &[]);
        Some((key, words, binding.action == PALETTE))
    };
    let hints = app.desk.keymap.of(context).filter(|binding| binding.hint).filter(can);
    let hints: Vec<(String, String, bool)> = hints.filter_map(said).collect();
    let wide = |(key, words, _): &(String, String, bool)| width(key) + width(words) + 1;
    // The key of the palette is always shown.
    let mut kept =
        hints.iter().find(|(.., is_palette)| *is_palette).map_or(0, |hint| wide(hint) + 2);
    for hint in &hints {
        let (key, words, is_palette) = hint;
        if *is_palette {
            kept = 0;
        }
        if x + wide(hint) + kept >= pen.width() {
            continue;
        }
        x = pen.text(x, y, key, pen.theme.bold);
        x = pen.text(x + 1, y, words, pen.theme.plain) + 2;
    }
}
