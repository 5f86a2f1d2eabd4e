//! The fonts of documents: few, and from a crate. Libertinus Serif has Latin, Greek, Cyrillic and
//! Hebrew letters and figures of one width; DejaVu Sans Mono stands in for what it lacks, Arabic
//! above all. May use: typst, rustybuzz.

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Face, Feature, UnicodeBuffer};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::columns::TableText;

/// The places of the fonts among those of the crate, in the order in which a letter is looked for:
/// regular, bold, italic, bold italic and semibold Libertinus Serif, then the stand-in.
const CHOSEN: [usize; 6] = [0, 1, 2, 3, 4, 16];

/// The fonts used in tables, as indexes into [`CHOSEN`].
const REGULAR: usize = 0;
const BOLD: usize = 1;
const SEMIBOLD: usize = 4;

/// Fonts, and the list of what they are.
pub struct Fonts {
    pub all: Vec<Font>,
    pub book: LazyHash<FontBook>,
    /// The same fonts, to shape a text with.
    faces: Vec<Face<'static>>,
}

impl Fonts {
    /// Reads the fonts that the program holds.
    pub fn read() -> Fonts {
        let data: Vec<&'static [u8]> = typst_assets::fonts().collect();
        let chosen: Vec<&'static [u8]> =
            CHOSEN.iter().filter_map(|place| data.get(*place).copied()).collect();
        let font = |data: &&'static [u8]| Font::new(Bytes::new(*data), 0);
        let all: Vec<Font> = chosen.iter().filter_map(font).collect();
        let faces = chosen.iter().filter_map(|data| Face::from_slice(data, 0)).collect();
        let book = LazyHash::new(FontBook::from_fonts(&all));
        Fonts { all, book, faces }
    }

    /// Whether a letter can be shown, in every weight: a mark above or below must be in each font of
    /// the family that has the letter itself. What only says how others look or join needs no picture
    /// of its own.
    pub fn have(&self, letter: &str) -> bool {
        let needed: Vec<u32> =
            letter.chars().filter(|one| !is_joiner(*one)).map(u32::from).collect();
        let Some((base, marks)) = needed.split_first() else { return false };
        let has = |font: &&Font, one: u32| font.info().coverage.contains(one);
        let Some(first) = self.all.iter().find(|font| has(font, *base)) else { return false };
        let family = self.all.iter().filter(|font| font.info().family == first.info().family);
        let mut with_base = family.filter(|font| has(font, *base));
        with_base.all(|font| marks.iter().all(|one| has(&font, *one)))
    }

    /// How wide a text in a table is on one line, in widths of the letter size, or `least` where it is not
    /// wider than that. None for a text of several lines, and for one with letters of another font.
    pub fn width(&self, text: &str, kind: TableText, least: f64) -> Option<f64> {
        let face = self.faces.get(match kind {
            TableText::Row => REGULAR,
            TableText::Title => SEMIBOLD,
            TableText::Sum => BOLD,
        })?;
        let em = f64::from(face.units_per_em());
        // Letters that are set together take no more room than apart: most texts need no shaping.
        let mut apart: u32 = 0;
        for letter in text.chars() {
            if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') {
                return None;
            }
            let advance = face.glyph_hor_advance(face.glyph_index(letter)?)?;
            apart += u32::from(advance);
        }
        if f64::from(apart) / em <= least {
            return Some(least);
        }
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let figures = [b"lnum", b"tnum"].map(|tag| Feature::new(Tag::from_bytes(tag), 1, ..));
        let shaped = rustybuzz::shape(face, &figures, buffer);
        let width: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        Some(least.max(f64::from(width) / em))
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
        let others = ["漢", "👍", "ሀ", "\u{7}", "\u{fe0f}", "Z\u{351}\u{36b}"];
        assert_eq!(others.map(|letter| fonts.have(letter)), [false; 6]);
    }
}
