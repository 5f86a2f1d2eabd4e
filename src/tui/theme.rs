//! How things look: the terminal's own background, its sixteen colours, or none. Colour only
//! repeats what words say. May use: ratatui.

use ratatui::style::{Color, Modifier, Style};

/// The styles of the desk.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// What helps.
    pub plain: Style,
    /// What matters.
    pub bold: Style,
    /// What is there if needed.
    pub dim: Style,
    /// The row that is marked.
    pub marked: Style,
    /// What is late.
    pub late: Style,
    /// What of a text matched.
    pub matched: Style,
}

impl Theme {
    /// Without any colour.
    pub fn mono() -> Theme {
        let with = |modifier| Style::new().add_modifier(modifier);
        Theme {
            plain: Style::new(),
            bold: with(Modifier::BOLD),
            dim: with(Modifier::DIM),
            marked: with(Modifier::REVERSED),
            late: with(Modifier::BOLD),
            matched: with(Modifier::UNDERLINED),
        }
    }

    /// With the terminal's sixteen.
    pub fn sixteen() -> Theme {
        let late = Style::new().fg(Color::Red);
        Theme { late, ..Theme::mono() }
    }

    /// As the environment asks: `NO_COLOR` set to anything is mono.
    pub fn of_environment() -> Theme {
        match std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            true => {
                // crossterm would drop reverse and bold too.
                crossterm::style::force_color_output(true);
                Theme::mono()
            }
            false => Theme::sixteen(),
        }
    }
}
