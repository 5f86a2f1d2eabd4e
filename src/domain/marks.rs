//! Makes text safe to show: a character that would act on a terminal, or hide from a reader, becomes a
//! visible mark. Every output of the program goes through here. May use: std.

use std::borrow::Cow;
use std::fmt::Write;

use super::hidden::{is_hidden, joins};

/// Whether a character must not reach a screen: a control (ESC, DEL, C1, a line break) or an invisible
/// one (zero-width, bidirectional), except joiners in scripts that need them.
fn speaks(before: Option<char>, letter: char, after: Option<char>) -> bool {
    letter.is_control() || is_hidden(letter) && !joins(before, letter, after)
}

/// Replaces such characters unless they are exempt; borrows the text if there are none. ASCII letters,
/// the bulk of any text, are skipped as bytes.
fn replaced(
    text: &str,
    exempt: impl Fn(char) -> bool,
    put: impl Fn(&mut String, char),
) -> Cow<'_, str> {
    let (mut out, mut copied, mut at) = (None::<String>, 0, 0);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let plain = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~'));
        at += plain.unwrap_or(rest.len());
        let (before, from) = text.split_at(at);
        let mut letters = from.chars();
        let Some(letter) = letters.next() else { break };
        let next = at + letter.len_utf8();
        if !exempt(letter) && speaks(before.chars().next_back(), letter, letters.next()) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(text.get(copied..at).unwrap_or_default());
            put(out, letter);
            copied = next;
        }
        at = next;
    }
    match out {
        None => Cow::Borrowed(text),
        Some(out) => Cow::Owned(out + text.get(copied..).unwrap_or_default()),
    }
}

fn mark(out: &mut String, letter: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, "<U+{:04X}>", u32::from(letter));
}

fn escape(out: &mut String, letter: char) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Text within one line: `<U+001B>` for each character that must not be shown, including line breaks
/// and tabs.
pub fn marked(text: &str) -> Cow<'_, str> {
    replaced(text, |_| false, mark)
}

/// The same for text of several lines: line feeds and tabs stay, carriage returns do not.
pub fn marked_page(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| matches!(letter, '\n' | '\t'), mark)
}

/// A JSON document with such characters escaped in its strings; its value is the same.
pub fn escaped(json: &str) -> Cow<'_, str> {
    replaced(json, |letter| letter == '\n', escape)
}

/// Text for a cell of a CSV file: as [`marked_page`], with an apostrophe before anything a spreadsheet
/// would run as a formula. [`read_cell`] undoes both.
pub fn cell(text: &str) -> Cow<'_, str> {
    let text = marked_page(text);
    let is_quoted = text.starts_with('\'') && may_run(&text);
    if is_formula(&text) || is_quoted { Cow::Owned(format!("'{text}")) } else { text }
}

/// Text for a cell of a file made for spreadsheets: anything that begins as a formula does and is not a
/// plain number gets an apostrophe, telephone numbers too, so that a spreadsheet does not change them.
/// [`read_cell`] undoes it.
pub fn spreadsheet_cell(text: &str) -> Cow<'_, str> {
    let text = marked_page(text);
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_figure = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_number = is_figure(whole) && is_figure(rest);
    if may_run(&text) && !is_number { Cow::Owned(format!("'{text}")) } else { text }
}

/// The text of a cell written by [`cell`], or by another program.
pub fn read_cell(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\'').filter(|rest| may_run(rest)).unwrap_or(text);
    let Some(first) = text.find("<U+") else { return Cow::Borrowed(text) };
    let mut out = text[..first].to_string();
    let mut rest = &text[first..];
    while let Some(letter) = rest.chars().next() {
        let (letter, length) = mark_at(rest).unwrap_or((letter, letter.len_utf8()));
        out.push(letter);
        rest = &rest[length..];
    }
    Cow::Owned(out)
}

/// The character that a leading mark stands for, and the length of the mark.
fn mark_at(text: &str) -> Option<(char, usize)> {
    let (hex, _) = text.strip_prefix("<U+")?.split_once('>')?;
    let is_code = (4..=6).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let letter = char::from_u32(u32::from_str_radix(hex, 16).ok().filter(|_| is_code)?)?;
    (letter.is_control() || is_hidden(letter)).then_some((letter, hex.len() + 4))
}

/// Whether a text begins as a formula does, not counting apostrophes before it.
fn may_run(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠'])
}

/// Whether a spreadsheet would run a text, not counting apostrophes before it. Figures and telephone
/// numbers are not formulas.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let figure = |letter: char| letter.is_ascii_digit() || "+-., ()/".contains(letter);
    let is_figure = text.starts_with(['+', '-']) && text.chars().all(figure);
    may_run(text) && !is_figure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_is_marked_and_text_stays() {
        assert_eq!(
            marked("a\x1b[2Jb\u{202e}c\u{9b}\x7f\r\n"),
            "a<U+001B>[2Jb<U+202E>c<U+009B><U+007F><U+000D><U+000A>"
        );
        assert_eq!(marked_page("a\tb\r\nc\u{200b}"), "a\tb<U+000D>\nc<U+200B>");
        for text in ["Amélie – 漢字 “x”", "\u{915}\u{94d}\u{200d}\u{937}", ""] {
            assert!(matches!(marked(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let text = "a\x1b\u{9d}\u{202e}\u{e0041}\x7f\n\u{2028}é";
        let json = serde_json::to_string(text).unwrap();
        let escaped = escaped(&json).into_owned();
        assert!(!escaped.chars().any(|letter| speaks(None, letter, None)), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }

    #[test]
    fn a_cell_is_no_formula_and_reads_as_it_was() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
            ("'=x", "''=x"),
            ("\t=x", "'\t=x"),
            ("-5.00", "-5.00"),
            ("+250 788 123-456", "+250 788 123-456"),
            ("'+250 788", "''+250 788"),
            ("'-5", "''-5"),
            ("'quoted", "'quoted"),
            ("a\x1b]0;x\x07", "a<U+001B>]0;x<U+0007>"),
            ("<U+0041>", "<U+0041>"),
            ("O'Brien", "O'Brien"),
        ] {
            assert_eq!(cell(text), written);
            assert_eq!(read_cell(written), text);
        }
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+250788123456", "'+250788123456"),
            ("-5.00", "-5.00"),
            ("-1200", "-1200"),
            ("-5.", "'-5."),
            ("-", "'-"),
            ("@x", "'@x"),
            ("''=x", "'''=x"),
            ("O'Brien", "O'Brien"),
        ] {
            assert_eq!(spreadsheet_cell(text), written);
            assert_eq!(read_cell(written), text);
        }
    }
}
