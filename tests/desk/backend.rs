//! The bytes of a frame against another reader of them: whatever frames follow one another, the
//! terminal shows the last one.

use std::num::NonZero;

use daybook::tui::backend::Bytes;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const SIZE: (u16, u16) = (24, 6);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// A run of one look somewhere on the screen.
#[derive(Clone, Debug)]
struct Run {
    x: u16,
    y: u16,
    text: String,
    style: Style,
}

fn style() -> impl Strategy<Value = Style> {
    let colour = || {
        prop_oneof![
            4 => Just(Color::Reset),
            1 => Just(Color::Red),
            1 => Just(Color::LightBlue),
            1 => Just(Color::Indexed(210)),
            1 => Just(Color::Rgb(1, 2, 3)),
        ]
    };
    let with = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::BOLD | Modifier::REVERSED,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
        Modifier::ITALIC | Modifier::DIM,
    ]);
    (colour(), colour(), with)
        .prop_map(|(fore, back, with)| Style::reset().fg(fore).bg(back).add_modifier(with))
}

fn frames() -> impl Strategy<Value = Vec<Vec<Run>>> {
    let text = prop::sample::select(vec![
        "a",
        "Kigali",
        "1,055,050",
        "     ",
        "   x   ",
        "Zoë",
        "コ",
        "aコb",
        "─────",
        "e\u{301}t",
    ]);
    let run = (0..SIZE.0, 0..SIZE.1, text, style()).prop_map(|(x, y, text, style)| Run {
        x,
        y,
        text: text.to_string(),
        style,
    });
    prop::collection::vec(prop::collection::vec(run, 0..14), 1..6)
}

/// What a cell shows: colours count where there is something to see.
fn looks(cell: &Cell) -> String {
    let is_seen =
        cell.symbol() != " " || cell.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
    let fore = if is_seen { format!("{:?}", place(cell.fg)) } else { String::new() };
    let has = |modifier| cell.modifier.contains(modifier);
    let bold = is_seen && has(Modifier::BOLD);
    let dim = is_seen && has(Modifier::DIM) && !bold;
    let lines = (has(Modifier::REVERSED), has(Modifier::UNDERLINED));
    format!("{:?} {fore} {:?} {bold} {dim} {lines:?}", cell.symbol(), place(cell.bg))
}

fn place(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::LightBlue => vt100::Color::Idx(12),
        Color::Indexed(place) => vt100::Color::Idx(place),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        _ => vt100::Color::Default,
    }
}

fn shown(cell: &vt100::Cell) -> String {
    let text = if cell.contents().is_empty() { " " } else { cell.contents() };
    let is_seen = text != " " || cell.inverse() || cell.underline();
    let fore = if is_seen { format!("{:?}", cell.fgcolor()) } else { String::new() };
    let (bold, dim) = (is_seen && cell.bold(), is_seen && cell.dim() && !cell.bold());
    let lines = (cell.inverse(), cell.underline());
    format!("{text:?} {fore} {:?} {bold} {dim} {lines:?}", cell.bgcolor())
}

proptest! {
    #[test]
    fn the_terminal_shows_the_last_frame(frames in frames()) {
        let mut terminal = Terminal::new(Bytes::new(|| Ok(SIZE))).unwrap();
        let mut reader = vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0);
        for runs in frames {
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
            for run in &runs {
                buffer.set_string(run.x, run.y, &run.text, run.style);
            }
            let expected = buffer.clone();
            let cursor = runs.first().map(|run| (run.x, run.y));
            terminal
                .draw(|frame| {
                    *frame.buffer_mut() = buffer;
                    if let Some(at) = cursor {
                        frame.set_cursor_position(at);
                    }
                })
                .unwrap();
            reader.process(&terminal.backend_mut().take());
            for y in 0..SIZE.1 {
                for x in 0..SIZE.0 {
                    let got = reader.screen().cell(y, x).unwrap();
                    if got.is_wide_continuation() {
                        continue;
                    }
                    prop_assert_eq!(shown(got), looks(&expected[(x, y)]), "column {} of row {}", x, y);
                }
            }
            match cursor {
                Some((x, y)) => prop_assert_eq!(reader.screen().cursor_position(), (y, x)),
                None => prop_assert!(reader.screen().hide_cursor()),
            }
        }
    }
}
