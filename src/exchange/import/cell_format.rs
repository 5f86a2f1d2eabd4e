//! What the format of a cell in a workbook says about its number: a currency, a percent sign, leading
//! zeros. May use: the marks of currencies.

use crate::exchange::reading::marks::mark_of;

/// The format of a cell, as far as it says what its number means.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CellFormat {
    /// The currency's code, or the symbol that several currencies share.
    mark: Option<String>,
    is_percent: bool,
    /// How many digits are shown at least.
    digits: usize,
}

/// Collects the texts of a format, one after another.
#[derive(Default)]
struct FormatTexts {
    text: String,
    mark: Option<String>,
}

impl FormatTexts {
    /// Ends a text: a currency that it names is kept, any other text such as a unit means nothing.
    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let known = mark_of(&text).filter(|mark| mark.text == text.trim());
        let named = known.map(|mark| mark.code().unwrap_or(&mark.text).to_string());
        self.mark = self.mark.take().or(named);
    }

    /// Takes what a format has in brackets: `$USD`, `$€-407`. A currency that is not known stays, so that
    /// the cell is refused instead of read in another.
    fn bracketed(&mut self, inner: &str) {
        let Some(symbol) = inner.strip_prefix('$') else { return };
        let symbol = symbol.split('-').next().unwrap_or_default().trim();
        if symbol.is_empty() {
            return;
        }
        let named = mark_of(symbol).and_then(|mark| mark.code()).unwrap_or(symbol);
        self.mark = self.mark.take().or_else(|| Some(named.to_string()));
    }
}

impl CellFormat {
    /// The format with a code such as `[$USD] #,##0.00` or `_("$"* #,##0.00_)`.
    pub fn of(code: &str) -> CellFormat {
        let mut texts = FormatTexts::default();
        let mut is_percent = false;
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => texts.text.extend(letters.by_ref().take_while(|it| *it != '"')),
                '\\' => texts.text.extend(letters.next()),
                // A blank as wide as the next character, or the next character repeated.
                '_' | '*' => drop(letters.next()),
                '[' => {
                    let inner: String = letters.by_ref().take_while(|it| *it != ']').collect();
                    texts.bracketed(&inner);
                }
                '$' => texts.text.push(letter),
                letter if letter.is_whitespace() || !letter.is_ascii() => texts.text.push(letter),
                letter => {
                    is_percent |= letter == '%';
                    texts.end();
                }
            }
        }
        texts.end();
        let is_zeros = code.len() > 1 && code.bytes().all(|it| it == b'0');
        CellFormat { mark: texts.mark, is_percent, digits: if is_zeros { code.len() } else { 0 } }
    }

    /// A number as the format shows what it means: `USD 40`, `10%`, `000123`.
    pub fn written(&self, number: f64) -> String {
        let text = plain(if self.is_percent { number * 100.0 } else { number });
        let is_whole = text.bytes().all(|it| it.is_ascii_digit());
        let text = if is_whole { format!("{text:0>digits$}", digits = self.digits) } else { text };
        let percent = if self.is_percent { "%" } else { "" };
        match &self.mark {
            Some(mark) => format!("{mark} {text}{percent}"),
            None => text + percent,
        }
    }
}

/// A number in plain notation, with the fifteen digits that a spreadsheet shows.
pub fn plain(number: f64) -> String {
    if !number.is_finite() || number.abs() >= 1e28 {
        return number.to_string();
    }
    let whole = number.abs().trunc().to_string().trim_start_matches('0').len();
    let decimals = 15_usize.saturating_sub(whole);
    let text = format!("{number:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    if text == "-0" { "0".into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1234.5, "1234.5"),
            (-0.0, "0"),
            (17850.0, "17850"),
            (4_165_550_182.0, "4165550182"),
            (1e21, "1000000000000000000000"),
            (19.99 * 3.0, "59.97"),
            (0.001, "0.001"),
        ] {
            assert_eq!(plain(number), text);
        }
    }

    #[test]
    fn a_format_says_its_currency_percent_and_leading_zeros() {
        for (code, number, text) in [
            ("General", 40.0, "40"),
            ("#,##0.00", 40.0, "40"),
            ("[$USD] #,##0.00", 40.0, "USD 40"),
            ("#,##0.00\\ [$USD]", -40.5, "USD -40.5"),
            ("\"€\"#,##0.00", 40.0, "EUR 40"),
            ("#,##0.00 €", 40.0, "EUR 40"),
            ("#,##0.00\\ \"€\"", 40.0, "EUR 40"),
            ("#,##0.00\\ [$€-407];[Red]\\-#,##0.00\\ [$€-407]", -1.0, "EUR -1"),
            ("\\U\\S\\D\\ 0.00", 1.0, "USD 1"),
            ("\"$\"#,##0.00", 40.0, "$ 40"),
            ("[$$-409]#,##0.00", 40.0, "$ 40"),
            ("_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", 40.0, "$ 40"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", 40.0, "40"),
            ("[$CA$-1009]#,##0.00", 40.0, "CAD 40"),
            ("[$KSh.-441] #,##0", 40.0, "KES 40"),
            ("[$Zz-99] 0.00", 40.0, "Zz 40"),
            ("[$-409]0.00", 40.0, "40"),
            ("[>=100]0.0 \"kg\"", 40.0, "40"),
            ("0 \"cup\"", 40.0, "40"),
            ("0%", 0.07, "7%"),
            ("0.000%", 0.09975, "9.975%"),
            ("000000", 123.0, "000123"),
            ("000000", 1_234_567.0, "1234567"),
            ("0", 7.0, "7"),
        ] {
            assert_eq!(CellFormat::of(code).written(number), text, "{code}");
        }
    }
}
