//! The numbers under which a country registers sellers and buyers, and what its law requires on
//! documents. Both come from the country's data file. A number that looks wrong is a warning, never a
//! refusal, because an authority may issue others. May use: std, serde.

use serde::Deserialize;

use super::{Currency, Plain, text};

/// A kind of number that a country gives to those who collect its taxes.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberKind {
    /// Its name here, unique in the country (`GST`, `TIN`).
    pub code: String,
    /// Other names in any language (`TPS`, `GST/HST`).
    pub called: Vec<String>,
    /// Its pattern: `9` is any digit, other characters stand for themselves, spaces are optional.
    pub form: String,
    /// How many digits at the front end in a check digit by Luhn's rule; `None` if the country
    /// publishes no check.
    #[serde(default)]
    pub luhn: Option<usize>,
    /// The kinds of taxes it covers: a company that charges one of them must show this number.
    pub taxes: Vec<String>,
    /// Whether companies that have one give a tax for each line they sell: without any tax, a line has the
    /// code that says why.
    #[serde(default)]
    pub registers: bool,
}

/// A part of a country with taxes of its own.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRegion {
    /// Its code, then its names in any language; none for the whole country.
    pub called: Vec<String>,
    /// The taxes on sales to a customer there.
    pub taxes: Vec<String>,
}

/// Something that a document must show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The name of the company.
    SellerName,
    /// The date of the document.
    Date,
    /// The total.
    Total,
    /// The company's number for each tax charged.
    SellerNumber,
    /// Each tax charged, with its rate.
    Tax,
    /// For each line, whether it is taxed, zero-rated or exempt.
    Status,
    /// The name of the customer.
    BuyerName,
    /// The customer's tax number, if known.
    BuyerNumber,
    /// The terms of payment.
    Terms,
    /// A description of each line.
    Description,
}

/// What documents of at least an amount must show.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// The smallest total, including taxes.
    pub from: Plain,
    /// The currency of that total.
    pub currency: Currency,
    /// What they must show.
    pub shows: Vec<Content>,
}

/// What looks wrong about a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberFault {
    /// It doesn't match the pattern.
    Form,
    /// Its check digit is wrong.
    CheckDigit,
}

/// The letters and digits alone, in lower case, so that `GST/HST` and `gst hst` are the same name.
fn bare(text: &str) -> String {
    text::folded(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

impl NumberKind {
    /// What looks wrong about a number of this kind, if anything does.
    pub fn fault(&self, number: &str) -> Option<NumberFault> {
        if !self.fits(number) {
            return Some(NumberFault::Form);
        }
        let digits: Vec<u32> = number.chars().filter_map(|letter| letter.to_digit(10)).collect();
        let checked = self.luhn.and_then(|count| digits.get(..count));
        checked.filter(|digits| !passes_luhn(digits)).map(|_| NumberFault::CheckDigit)
    }

    /// Whether a number matches the pattern of this kind.
    pub fn fits(&self, number: &str) -> bool {
        let letters = |text: &str| -> Vec<char> {
            let letters = text.chars().filter(|letter| !letter.is_whitespace());
            letters.flat_map(char::to_uppercase).collect()
        };
        let (form, number) = (letters(&self.form), letters(number));
        let same = |(form, letter): (&char, &char)| match form {
            '9' => letter.is_ascii_digit(),
            form => form == letter,
        };
        form.len() == number.len() && form.iter().zip(&number).all(same)
    }

    /// Whether this is one of its names in any language.
    pub fn is_called(&self, name: &str) -> bool {
        let name = bare(name);
        bare(&self.code) == name || self.called.iter().any(|called| bare(called) == name)
    }
}

/// The Luhn check: with every second digit doubled from the right, the digit sum ends in zero.
fn passes_luhn(digits: &[u32]) -> bool {
    let value = |(place, digit): (usize, &u32)| match place % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    };
    digits.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(form: &str, luhn: Option<usize>) -> NumberKind {
        let (code, called) = ("GST".to_string(), vec!["TPS".to_string(), "GST/HST".to_string()]);
        NumberKind {
            code,
            called,
            form: form.into(),
            luhn,
            taxes: vec!["gst".into()],
            registers: false,
        }
    }

    #[test]
    fn a_number_has_the_form_of_its_kind_and_its_check_digit() {
        let gst = kind("999999999 RT9999", Some(9));
        for right in ["123456782 RT0001", "123456782RT0001", "12345 6782 rt 0001"] {
            assert_eq!(gst.fault(right), None, "{right}");
        }
        for (wrong, fault) in [
            ("123456789 RT0001", NumberFault::CheckDigit),
            ("123456783 RT0001", NumberFault::CheckDigit),
            ("123456782", NumberFault::Form),
            ("123456782 TQ0001", NumberFault::Form),
            ("12345678X RT0001", NumberFault::Form),
            ("", NumberFault::Form),
        ] {
            assert_eq!(gst.fault(wrong), Some(fault), "{wrong}");
        }
        let tin = kind("999999999", None);
        assert_eq!(
            (tin.fault("102 345 678"), tin.fault("10234567")),
            (None, Some(NumberFault::Form))
        );
    }
}
