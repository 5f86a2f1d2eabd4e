//! The themes: the terminal's own background with sixteen colours, darker or lighter ones, or none.
//! Colour only repeats what words say. May use: ratatui.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// The themes by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum ThemeName {
    /// No colour.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// For a dark background, with 256 colours.
    Dark,
    /// For a light background, with 256 colours.
    Light,
}

/// The styles of the desk.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Ordinary text.
    pub plain: Style,
    /// Text that matters.
    pub bold: Style,
    /// Text that matters less.
    pub dim: Style,
    /// The row that is marked.
    pub marked: Style,
    /// Something late or wrong.
    pub late: Style,
    /// Something disputed.
    pub disputed: Style,
    /// Something settled.
    pub settled: Style,
    /// The part of a text that matched.
    pub matched: Style,
}

impl Theme {
    /// Without any colour.
    fn mono() -> Theme {
        let with = |modifier| Style::new().add_modifier(modifier);
        Theme {
            plain: Style::new(),
            bold: with(Modifier::BOLD),
            dim: with(Modifier::DIM),
            marked: with(Modifier::REVERSED),
            late: with(Modifier::BOLD),
            disputed: Style::new(),
            settled: Style::new(),
            matched: with(Modifier::UNDERLINED),
        }
    }

    fn coloured(late: Color, disputed: Color, settled: Color) -> Theme {
        let colour = |colour| Style::new().fg(colour);
        Theme {
            late: colour(late),
            disputed: colour(disputed),
            settled: colour(settled),
            ..Theme::mono()
        }
    }

    /// A theme by its name.
    pub fn named(name: ThemeName) -> Theme {
        let tone = Color::Indexed;
        match name {
            ThemeName::Mono => Theme::mono(),
            ThemeName::Sixteen => Theme::coloured(Color::Red, Color::Yellow, Color::Green),
            ThemeName::Dark => Theme {
                dim: Style::new().fg(tone(245)),
                marked: Style::new().bg(tone(24)).fg(tone(255)),
                ..Theme::coloured(tone(210), tone(221), tone(114))
            },
            ThemeName::Light => Theme {
                dim: Style::new().fg(tone(242)),
                marked: Style::new().bg(tone(153)).fg(tone(16)),
                ..Theme::coloured(tone(124), tone(94), tone(28))
            },
        }
    }

    /// The theme from the settings or the environment: without colours if `NO_COLOR` is set or the
    /// terminal has none.
    pub fn of_environment(set: Option<ThemeName>) -> Theme {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let has_none = std::env::var("TERM")
            .is_ok_and(|term| term == "dumb" || term.starts_with("vt1") || term.ends_with("-mono"));
        let name = match (is_set("NO_COLOR") || has_none, set) {
            (true, _) => ThemeName::Mono,
            (false, set) => set.unwrap_or(ThemeName::Sixteen),
        };
        if name == ThemeName::Mono {
            // With colours disabled, crossterm would drop reverse and bold, too.
            crossterm::style::force_color_output(true);
        }
        Theme::named(name)
    }
}
