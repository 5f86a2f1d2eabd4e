//! The company's tax numbers in one field, separated by semicolons, each after its name. May use:
//! assets, domain.

use serde_json::{Map, Value, json};

use crate::assets;
use crate::domain::command::TaxNumber;

/// The separator between two numbers.
const BETWEEN: char = ';';

/// The numbers as they are typed: `GST 123456782 RT0001; QST 1234567890 TQ0001`. A number without a name
/// gets the name of the country's kind of number that has its form.
pub fn written(all: &[TaxNumber], country: &str) -> String {
    let table = assets::known_tax_table(country);
    let one = |it: &TaxNumber| {
        let kind = table.and_then(|table| table.number_kind(&it.name, &it.number));
        let kind = kind.filter(|kind| it.name.is_empty() && kind.fits(&it.number));
        let name = kind.map_or(it.name.as_str(), |kind| &kind.code);
        format!("{name} {}", it.number).trim().to_string()
    };
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Reads typed numbers: the name is everything before the first word with a digit. The name or the
/// number may be missing; the book then says so.
pub fn read(typed: &str) -> Vec<TaxNumber> {
    let parts = typed.split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
    parts.map(one).collect()
}

fn one(part: &str) -> TaxNumber {
    let words: Vec<&str> = part.split_whitespace().collect();
    let has_digit = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let names = words.iter().position(has_digit).unwrap_or(words.len());
    let (name, number) = words.split_at(names);
    TaxNumber { name: name.join(" "), number: number.join(" ") }
}

/// Replaces the text in the command by the list.
pub(super) fn add(fields: &mut Map<String, Value>) {
    let typed = fields.get("tax_ids").and_then(Value::as_str).map(read);
    if let Some(numbers) = typed {
        fields.insert("tax_ids".into(), json!(numbers));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let number =
            |name: &str, number: &str| TaxNumber { name: name.into(), number: number.into() };
        let both = [number("TPS", "123456782 RT0001"), number("N° de TVQ", "1234567890 TQ0001")];
        assert_eq!(written(&both, "CA"), "TPS 123456782 RT0001; N° de TVQ 1234567890 TQ0001");
        assert_eq!(read(&written(&both, "CA")), both);
        assert_eq!(written(&[number("", "101234567")], "RW"), "TIN 101234567");
        assert_eq!(written(&[number("", "101")], "RW"), "101");
        assert_eq!(read(" TIN  101234567 ;"), [number("TIN", "101234567")]);
        assert_eq!(read("101234567"), [number("", "101234567")]);
        assert_eq!(read("TIN"), [number("TIN", "")]);
        assert_eq!(read(" "), []);
    }
}
