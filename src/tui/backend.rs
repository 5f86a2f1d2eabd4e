//! Writes frames in as few bytes as possible: only the cells that changed. Rewrites a short gap instead
//! of jumping over it, gives blanks no colour of their own, erases the ends of lines, and uses the short
//! codes of colours, which every terminal has. May use: ratatui.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Colours and attributes of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Look {
    fore: Color,
    back: Color,
    with: Modifier,
}

/// The attributes that show on a blank cell, too.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// The attributes with the codes that turn each on and off. Bold and dim go off together.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Look {
    fn of(cell: &Cell) -> Look {
        Look { fore: cell.fg, back: cell.bg, with: cell.modifier }
    }

    /// The code of a colour: from `30` for the foreground, from `40` for the background.
    fn colour(colour: Color, base: u8) -> String {
        let named = |place: u8| (base + place).to_string();
        let bright = |place: u8| (base + 60 + place).to_string();
        match colour {
            Color::Reset => named(9),
            Color::Black => named(0),
            Color::Red => named(1),
            Color::Green => named(2),
            Color::Yellow => named(3),
            Color::Blue => named(4),
            Color::Magenta => named(5),
            Color::Cyan => named(6),
            Color::Gray => named(7),
            Color::DarkGray => bright(0),
            Color::LightRed => bright(1),
            Color::LightGreen => bright(2),
            Color::LightYellow => bright(3),
            Color::LightBlue => bright(4),
            Color::LightMagenta => bright(5),
            Color::LightCyan => bright(6),
            Color::White => bright(7),
            Color::Indexed(place) => format!("{};5;{place}", base + 8),
            Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
        }
    }

    /// The codes that turn the current look into this one.
    fn after(self, on: Look) -> String {
        if self == Look::default() {
            return "\x1b[m".to_string();
        }
        let kept = self.step(on, Vec::new());
        let anew = self.step(Look::default(), vec!["0".to_string()]);
        let shorter = if anew.len() < kept.len() { anew } else { kept };
        format!("\x1b[{shorter}m")
    }

    fn step(self, on: Look, mut parts: Vec<String>) -> String {
        let mut off = 0;
        let mut still = on.with;
        for (attribute, _, code) in ATTRIBUTES {
            if on.with.contains(attribute) && !self.with.contains(attribute) && off != code {
                parts.push(code.to_string());
                off = code;
            }
        }
        if off != 0 && on.with.difference(self.with).intersects(Modifier::BOLD | Modifier::DIM) {
            still -= Modifier::BOLD | Modifier::DIM;
        }
        for (attribute, code, _) in ATTRIBUTES {
            if self.with.contains(attribute) && !still.contains(attribute) {
                parts.push(code.to_string());
            }
        }
        if self.fore != on.fore {
            parts.push(Look::colour(self.fore, 30));
        }
        if self.back != on.back {
            parts.push(Look::colour(self.back, 40));
        }
        parts.join(";")
    }
}

/// Whether a cell is blank, so that its foreground colour doesn't show.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(ON_BLANKS)
}

/// Collects the bytes of frames until they are taken.
#[derive(Debug)]
pub struct Bytes {
    out: Vec<u8>,
    /// Asks for the size of the window, in columns and rows.
    size: fn() -> io::Result<(u16, u16)>,
    /// The picture on the screen.
    shown: Buffer,
    /// The place of the next letter; unknown after the last column.
    at: Option<(u16, u16)>,
    /// The current look.
    look: Look,
    /// Whether the cursor is visible; unknown at the start.
    cursor: Option<bool>,
}

impl Bytes {
    /// Starts with an empty screen, for a window whose size can be asked for.
    pub fn new(size: fn() -> io::Result<(u16, u16)>) -> Bytes {
        let shown = Buffer::default();
        Bytes { out: Vec::new(), size, shown, at: None, look: Look::default(), cursor: None }
    }

    /// Takes the bytes that were written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// Forgets the picture: another program has written to the screen.
    pub fn forget(&mut self) {
        (self.at, self.cursor) = (None, None);
    }

    fn put(&mut self, bytes: &str) {
        self.out.extend_from_slice(bytes.as_bytes());
    }

    /// Starts again from an empty picture of the window's size.
    fn empty(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.shown = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        Ok(())
    }

    /// Puts a cell into the picture, and notes the places to write.
    fn pictures(&mut self, x: u16, y: u16, cell: &Cell, changed: &mut Vec<(u16, u16)>) {
        let Some(place) = self.shown.cell_mut((x, y)) else { return };
        *place = cell.clone();
        changed.push((x, y));
        // A wide letter covers the cell after it.
        let mut next = x + 1;
        while next < x.saturating_add(wide(cell)) {
            if let Some(covered) = self.shown.cell_mut((next, y)) {
                covered.clone_from(cell);
                covered.set_symbol("");
            }
            next += 1;
        }
        // Terminals differ in what they show where a wide letter was.
        while let Some(bare) =
            self.shown.cell_mut((next, y)).filter(|cell| cell.symbol().is_empty())
        {
            bare.reset();
            changed.push((next, y));
            next += 1;
        }
    }

    fn turns(&mut self, look: Look) {
        if self.look != look {
            let codes = look.after(self.look);
            self.put(&codes);
            self.look = look;
        }
    }

    /// Whether a cell can be written in the current look.
    fn is_on(&self, cell: &Cell) -> bool {
        let empty = is_blank(cell) && !self.look.with.intersects(ON_BLANKS);
        Look::of(cell) == self.look || empty && cell.bg == self.look.back
    }

    /// Writes the cell at a place of the picture.
    fn writes(&mut self, x: u16, y: u16) {
        let Some(cell) = self.shown.cell((x, y)).cloned() else { return };
        if !self.is_on(&cell) {
            self.turns(Look::of(&cell));
        }
        self.put(cell.symbol());
        // Terminals differ on how wide other letters are, and where the cursor is after the last
        // column.
        let next = x.saturating_add(1);
        self.at = (is_sure(&cell) && next < self.shown.area.width).then_some((next, y));
    }

    /// Moves to a place in the shorter way: by a jump, or by rewriting the cells in between.
    fn goes(&mut self, x: u16, y: u16) {
        let Some((from, line)) = self.at else { return self.jumps(x, y) };
        if (from, line) == (x, y) {
            return;
        }
        if line == y && from < x {
            let steps = x - from;
            let jump = if steps == 1 { 3 } else { 3 + steps.to_string().len() };
            if self.again(from, x, y).is_some_and(|cost| cost <= jump) {
                for place in from..x {
                    self.writes(place, y);
                }
            } else {
                let count = if steps == 1 { String::new() } else { steps.to_string() };
                self.put(&format!("\x1b[{count}C"));
                self.at = Some((x, y));
            }
            return;
        }
        self.jumps(x, y);
    }

    fn jumps(&mut self, x: u16, y: u16) {
        let next = self.at.is_some_and(|(_, line)| line.checked_add(1) == Some(y));
        match (x, y) {
            (0, _) if next => self.put("\r\n"),
            (0, 0) => self.put("\x1b[H"),
            (0, y) => self.put(&format!("\x1b[{}H", y + 1)),
            (x, y) => self.put(&format!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    /// The bytes that rewriting the cells in between takes; `None` if their look differs.
    fn again(&self, from: u16, to: u16, y: u16) -> Option<usize> {
        let fits = |cell: &&Cell| is_sure(cell) && self.is_on(cell);
        let cost = |x| self.shown.cell((x, y)).filter(fits).map(|cell| cell.symbol().len());
        (from..to).map(cost).sum()
    }

    /// The column from which a line is empty.
    fn empty_from(&self, y: u16) -> u16 {
        let empty = |x: &u16| {
            let cell = self.shown.cell((*x, y));
            cell.is_some_and(|cell| is_blank(cell) && cell.bg == Color::Reset)
        };
        let end = self.shown.area.width;
        end - u16::try_from((0..end).rev().take_while(empty).count()).unwrap_or(0)
    }

    /// Erases the rest of a line from a place.
    fn erases(&mut self, x: u16, y: u16) {
        self.goes(x, y);
        if self.look.back != Color::Reset || self.look.with.intersects(ON_BLANKS) {
            self.turns(Look::default());
        }
        self.put("\x1b[K");
    }
}

/// Whether every terminal moves one cell on after this letter.
fn is_sure(cell: &Cell) -> bool {
    cell.symbol().chars().count() == 1 && wide(cell) == 1
}

/// The cells that a letter takes.
fn wide(cell: &Cell) -> u16 {
    u16::try_from(cell.symbol().width()).unwrap_or(1)
}

impl Backend for Bytes {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if self.shown.area.is_empty() {
            self.empty()?;
        }
        let mut changed: Vec<(u16, u16)> = Vec::new();
        for (x, y, cell) in content {
            self.pictures(x, y, cell, &mut changed);
        }
        changed.sort_unstable_by_key(|(x, y)| (*y, *x));
        changed.dedup();
        let mut rest = changed.as_slice();
        while let Some(&(_, y)) = rest.first() {
            let line = rest.iter().take_while(|(_, row)| *row == y).count();
            let (line, below) = rest.split_at(line);
            rest = below;
            let empty = self.empty_from(y);
            let (written, erased) = line.split_at(line.partition_point(|(x, _)| *x < empty));
            for (x, y) in written {
                self.goes(*x, *y);
                self.writes(*x, *y);
            }
            if let Some((x, y)) = erased.first() {
                self.erases(*x, *y);
            }
        }
        self.turns(Look::default());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Some(false) {
            self.put("\x1b[?25l");
        }
        self.cursor = Some(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor != Some(true) {
            self.put("\x1b[?25h");
        }
        self.cursor = Some(true);
        Ok(())
    }

    /// The place of the next letter, from memory: the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        let (x, y) = self.at.unwrap_or_default();
        Ok(Position::new(x, y))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        self.goes(x, y);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.look = Look::default();
        self.at = None;
        self.put("\x1b[m\x1b[2J");
        self.empty()
    }

    /// Clears the whole screen: the desk fills the window and never clears less.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = (self.size)()?;
        Ok(Size::new(width, height))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// Nothing is sent before the frame is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
