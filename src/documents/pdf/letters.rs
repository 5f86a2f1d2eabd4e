//! The letters of a document as the fonts have them: what they lack becomes a mark that can be seen,
//! and what has no place to break gets some. May use: serde_json, unicode-segmentation.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

/// What stands for a letter that the fonts lack.
const SUBSTITUTE: char = '\u{25a1}';

/// How many letters in a row are broken nowhere.
const LONGEST_WORD: usize = 24;

/// After how many letters a longer word may break.
const BETWEEN_BREAKS: usize = 8;

/// A place to break that shows nothing.
const BREAK: char = '\u{200b}';

/// Rewrites the texts of a document; answers with the letters that were substituted.
pub fn prepare(document: &mut Value, has: &impl Fn(&str) -> bool) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    each_text(document, &mut |text| {
        *text = breakable(&shown(text, has, &mut missing));
    });
    missing
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(all) => all.iter_mut().for_each(|one| each_text(one, change)),
        Value::Object(all) => all.values_mut().for_each(|one| each_text(one, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether nobody but its inventor knows what a character means; PDF/A takes none of them.
fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// A text with a mark for each letter that the fonts lack, however many characters make it up.
fn shown(text: &str, has: &impl Fn(&str) -> bool, missing: &mut BTreeSet<char>) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.graphemes(true) {
        if has(letter) && !letter.contains(is_private) {
            out.push_str(letter);
        } else {
            missing.extend(letter.chars().next());
            out.push(SUBSTITUTE);
        }
    }
    out
}

/// A text whose long words may break. Figures stay whole.
fn breakable(text: &str) -> String {
    if !text.split_whitespace().any(is_long) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() * 2);
    for word in text.split_inclusive(char::is_whitespace) {
        if !is_long(word.trim_end()) {
            out.push_str(word);
            continue;
        }
        for (place, letter) in word.graphemes(true).enumerate() {
            if place > 0 && place % BETWEEN_BREAKS == 0 {
                out.push(BREAK);
            }
            out.push_str(letter);
        }
    }
    out
}

fn is_long(word: &str) -> bool {
    word.len() > LONGEST_WORD
        && word.graphemes(true).count() > LONGEST_WORD
        && word.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_fonts_lack_becomes_a_mark_and_is_named() {
        let mut document = json!({"a": ["café 👨‍👩‍👧 x", "\u{e001}"], "n": 1});
        let has = |letter: &str| {
            letter
                .chars()
                .all(|one| u32::from(one) < 0x2000 || one > '\u{e000}' && one < '\u{f000}')
        };
        let missing = prepare(&mut document, &has);
        assert_eq!(document, json!({"a": ["café □ x", "□"], "n": 1}));
        assert_eq!(missing.into_iter().collect::<String>(), "\u{e001}👨");
    }

    #[test]
    fn long_words_may_break_and_figures_may_not() {
        let long = "x".repeat(30);
        let mut document = json!([
            format!("a {long} b"),
            "1\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000,00"
        ]);
        let before = document[1].clone();
        prepare(&mut document, &|_| true);
        let text = document[0].as_str().unwrap();
        assert_eq!(text.matches(BREAK).count(), 3, "{text:?}");
        assert_eq!(text.replace(BREAK, ""), format!("a {long} b"));
        assert_eq!(document[1], before);
    }
}
