//! Recognises the columns of taxes in a file of invoice lines, whatever program wrote it: an amount, a
//! percentage, a name, or the tax of the whole document. May use: the words.

use super::words::{spelling, vocabulary};

/// The field of a line's taxes: codes, names and amounts.
pub const TAX: &str = "tax";

/// The field of their percentages.
pub const TAX_RATE: &str = "tax_rate";

/// The field of the tax of the whole document.
pub const TAX_TOTAL: &str = "tax_total";

/// The field that says whether prices include taxes.
pub const TAX_INCLUDED: &str = "tax_included";

/// The field of a line's amount, which its quantity and price must come to.
pub const LINE_TOTAL: &str = "line_total";

/// The fields of taxes in a file of invoice lines.
pub const TAX_FIELDS: [&str; 4] = [TAX, TAX_RATE, TAX_TOTAL, TAX_INCLUDED];

/// The most taxes of a line that a file numbers. No rate is as low.
const MOST_TAXES: u32 = 4;

/// The field that a column of taxes is for, by its normalised name; `None` for any other column.
pub fn field_of(spelled: &str) -> Option<&'static str> {
    let words = &vocabulary().taxes;
    let all: Vec<&str> = spelled.split(' ').collect();
    let has = |list: &[String]| all.iter().any(|word| list.iter().any(|it| it == word));
    if !has(&words.taxes) {
        return None;
    }
    // “TVA 20 %” is the tax at that rate, not the rate; “Tax1 %” is the rate of the first tax.
    let is_rate = |number: &str| number.parse().is_ok_and(|number: u32| number > MOST_TAXES);
    let is_named_rate = all.windows(2).any(|pair| match pair {
        [number, mark] => *mark == "percent" && is_rate(number),
        _ => false,
    });
    match () {
        () if has(&words.included) => Some(TAX_INCLUDED),
        () if has(&words.others) => None,
        () if has(&words.totals) => Some(TAX_TOTAL),
        () if has(&words.rates) && !is_named_rate => Some(TAX_RATE),
        () => Some(TAX),
    }
}

/// Whether a column's name says that its prices include taxes, or that its totals do not: `Unit price
/// (incl. VAT)`. The normalised name has nothing of that.
pub fn is_otherwise(name: &str, field: &str) -> bool {
    let words = &vocabulary().taxes;
    let Some((_, inner)) = name.split_once(['(', '[']) else { return false };
    let inner = spelling(inner.trim_end_matches([')', ']']));
    let mut inner = inner.split(' ');
    match field {
        "unit_price" | "price" => inner.any(|word| words.with.iter().any(|it| it == word)),
        "amount" | "outstanding" => inner.any(|word| words.without.iter().any(|it| it == word)),
        _ => false,
    }
}

/// Whether an amount may or may not include the tax in another column, by its normalised name.
pub fn is_apart(spelled: &str) -> bool {
    vocabulary().taxes.apart.iter().any(|it| it == spelled)
}

/// Whether a text says that a line has no tax.
pub fn is_none(text: &str) -> bool {
    let spelled = spelling(text);
    vocabulary().taxes.none.contains(&spelled)
}

/// The percentages in a text: 5 and 9.975 in “GST 5% + QST 9.975%”.
pub fn percents(text: &str) -> Vec<&str> {
    let before = |(at, _): (usize, &str)| {
        let front = text.get(..at)?.trim_end();
        let digits = front.rfind(|it: char| !it.is_ascii_digit() && it != '.' && it != ',');
        let from = digits.map_or(0, |at| at + front.get(at..).map_or(1, first_length));
        front.get(from..).filter(|digits| digits.starts_with(|it: char| it.is_ascii_digit()))
    };
    text.match_indices('%').filter_map(before).collect()
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_taxes_are_known_by_their_words() {
        for (name, field) in [
            ("Tax", Some(TAX)),
            ("tax", Some(TAX)),
            ("Tax 1", Some(TAX)),
            ("Tax 1 Type", Some(TAX)),
            ("Tax 1 Amount", Some(TAX)),
            ("TaxAmount", Some(TAX)),
            ("TaxType", Some(TAX)),
            ("Item Tax1 %", Some(TAX_RATE)),
            ("Item Tax %", Some(TAX_RATE)),
            ("Tax Rate1", Some(TAX_RATE)),
            ("Taux de TVA", Some(TAX_RATE)),
            ("TVA 20%", Some(TAX)),
            ("HST (13%)", Some(TAX)),
            ("Montant TVA", Some(TAX)),
            ("TaxTotal", Some(TAX_TOTAL)),
            ("Is Inclusive Tax", Some(TAX_INCLUDED)),
            ("Tax Number", None),
            ("Tax Registration Number", None),
            ("VAT Number", None),
            ("Taxable", None),
            ("Total before tax", None),
            ("Is Discount Before Tax", None),
            ("Untaxed Amount", None),
            ("Total", None),
            ("Withholding tax", None),
        ] {
            assert_eq!(field_of(&spelling(name)), field, "{name}");
        }
        assert!(is_otherwise("Unit price (incl. VAT)", "unit_price"));
        assert!(is_otherwise("Prix unitaire (TTC)", "unit_price"));
        assert!(is_otherwise("Amount (excl. tax)", "amount"));
        assert!(!is_otherwise("Amount (CAD)", "amount"));
        assert!(!is_otherwise("Rate (excl. tax)", "unit_price"));
    }

    #[test]
    fn percentages_are_found_in_names() {
        assert_eq!(percents("HST (ON) 13%"), ["13"]);
        assert_eq!(percents("TPS 5 % + TVQ 9,975 %"), ["5", "9,975"]);
        assert_eq!(percents("20% (VAT on Income)"), ["20"]);
        assert_eq!(percents("é13%"), ["13"]);
        assert!(percents("100% natural %").len() == 1);
        assert!(percents("HST").is_empty());
        assert!(is_none("Tax Exempt") && is_none("Exonéré") && !is_none("HST"));
    }
}
