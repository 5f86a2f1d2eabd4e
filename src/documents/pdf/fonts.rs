//! The fonts of documents: few, and from a crate. Libertinus Serif has Latin, Greek, Cyrillic and
//! Hebrew letters and figures of one width; DejaVu Sans Mono stands in for what it lacks, Arabic
//! above all. May use: typst.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The places of the fonts among those of the crate, in the order in which a letter is looked for:
/// regular, bold, italic, bold italic and semibold Libertinus Serif, then the stand-in.
const CHOSEN: [usize; 6] = [0, 1, 2, 3, 4, 16];

/// Fonts, and the list of what they are.
pub struct Fonts {
    pub all: Vec<Font>,
    pub book: LazyHash<FontBook>,
}

impl Fonts {
    /// Reads the fonts that the program holds.
    pub fn read() -> Fonts {
        let data: Vec<&'static [u8]> = typst_assets::fonts().collect();
        let chosen = CHOSEN.iter().filter_map(|place| data.get(*place));
        let all: Vec<Font> = chosen.filter_map(|data| Font::new(Bytes::new(*data), 0)).collect();
        let book = LazyHash::new(FontBook::from_fonts(&all));
        Fonts { all, book }
    }

    /// Whether one font has all characters of a letter. Those that only say how others look or join
    /// need no picture of their own.
    pub fn have(&self, letter: &str) -> bool {
        let mut needed = letter.chars().filter(|one| !is_joiner(*one)).peekable();
        let is_seen = needed.peek().is_some();
        let needed: Vec<u32> = needed.map(u32::from).collect();
        let has = |font: &Font| needed.iter().all(|one| font.info().coverage.contains(*one));
        is_seen && self.all.iter().any(has)
    }
}

/// A joiner or the choice of a variant.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_the_chosen_ones() {
        let fonts = Fonts::read();
        let families: Vec<&str> =
            fonts.all.iter().map(|font| font.info().family.as_str()).collect();
        let mut expected = vec!["Libertinus Serif"; 5];
        expected.push("DejaVu Sans Mono");
        assert_eq!(families, expected);
        let letters = ["é", "œ", "Ŵ", "€", "\u{202f}", "ʼ", "Ж", "א", "ش", "□", "e\u{301}"];
        assert_eq!(letters.map(|letter| fonts.have(letter)), [true; 11]);
        assert_eq!(["漢", "👍", "ሀ", "\u{7}"].map(|letter| fonts.have(letter)), [false; 4]);
    }
}
