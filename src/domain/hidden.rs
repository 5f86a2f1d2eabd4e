//! Invisible characters, on a screen or on paper. May use: std, unicode-normalization.

use unicode_normalization::char::is_combining_mark;

/// Ranges with their first and last character, ascending. Source: `Default_Ignorable_Code_Point` in
/// `DerivedCoreProperties.txt` of Unicode 16.0, plus five kinds that are not in that set but are
/// invisible too: the line separator, the paragraph separator, the blank Braille pattern, the
/// interlinear annotation anchors, the Egyptian hieroglyph format controls.
const RANGES: [(char, char); 20] = [
    ('\u{AD}', '\u{AD}'),       // soft hyphen
    ('\u{34F}', '\u{34F}'),     // combining grapheme joiner
    ('\u{61C}', '\u{61C}'),     // Arabic letter mark
    ('\u{115F}', '\u{1160}'),   // Hangul fillers
    ('\u{17B4}', '\u{17B5}'),   // inherent vowels of Khmer
    ('\u{180B}', '\u{180F}'),   // Mongolian variation selectors, vowel separator
    ('\u{200B}', '\u{200F}'),   // zero-width space and joiners, marks of direction
    ('\u{2028}', '\u{202E}'),   // line and paragraph separators, embeddings and overrides
    ('\u{2060}', '\u{206F}'),   // word joiner, invisible operators, isolates, deprecated controls
    ('\u{2800}', '\u{2800}'),   // blank pattern of Braille
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{FE00}', '\u{FE0F}'),   // variation selectors
    ('\u{FEFF}', '\u{FEFF}'),   // byte order mark
    ('\u{FFA0}', '\u{FFA0}'),   // halfwidth Hangul filler
    ('\u{FFF0}', '\u{FFF8}'),   // unassigned, reserved to be ignored
    ('\u{FFF9}', '\u{FFFB}'),   // interlinear annotation
    ('\u{13430}', '\u{1343F}'), // format controls of Egyptian hieroglyphs
    ('\u{1BCA0}', '\u{1BCA3}'), // shorthand format controls
    ('\u{1D173}', '\u{1D17A}'), // musical format controls
    ('\u{E0000}', '\u{E0FFF}'), // tags, more variation selectors
];

/// Whether a character is invisible: no ink, and no blank that can be told from nothing. Controls (a
/// NUL, a tab, a line break) are not; use `char::is_control` for those.
pub fn is_hidden(letter: char) -> bool {
    // This runs over all text, and most characters are below the first range.
    letter >= '\u{AD}' && RANGES.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// The blocks of the scripts that use joiners: Arabic to Arabic Extended-A, the Indic scripts with
/// Sinhala, Myanmar, Khmer, Mongolian. Source: `Blocks.txt` of Unicode 16.0.
const JOINED: [(char, char); 5] = [
    ('\u{600}', '\u{8FF}'),
    ('\u{900}', '\u{DFF}'),
    ('\u{1000}', '\u{109F}'),
    ('\u{1780}', '\u{17FF}'),
    ('\u{1800}', '\u{18AF}'),
];

/// Whether this is a zero-width joiner or non-joiner between two letters of a script that uses joiners.
pub fn joins(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let is_letter = |letter: char| {
        JOINED.iter().any(|(first, last)| (*first..=*last).contains(&letter))
            && (letter.is_alphabetic() || is_combining_mark(letter))
            && !is_hidden(letter)
    };
    matches!(letter, '\u{200C}' | '\u{200D}')
        && before.is_some_and(is_letter)
        && after.is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_ascending() {
        assert!(RANGES.iter().all(|(first, last)| first <= last));
        assert!(RANGES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn what_is_written_is_not_hidden() {
        for letter in "aé٣ـ\u{301}\u{94d}한漢\u{a0} \u{202f}-–…".chars() {
            assert!(!is_hidden(letter), "{letter:?}");
        }
    }

    #[test]
    fn joiners_join_letters_of_their_scripts() {
        assert!(joins(Some('\u{6cc}'), '\u{200c}', Some('\u{62e}')));
        assert!(joins(Some('\u{94d}'), '\u{200d}', Some('\u{937}')));
        assert!(!joins(Some('a'), '\u{200d}', Some('b')));
        assert!(!joins(Some('\u{6cc}'), '\u{200c}', None));
        assert!(!joins(Some('\u{6cc}'), '\u{200b}', Some('\u{62e}')));
    }
}
