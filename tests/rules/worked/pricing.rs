//! The figures of a document: lines, taxes, allowances and charges, without a book.

use daybook::domain::pricing::{AdjustmentInput, LineInput, Priced, Prices, Pricing};
use daybook::domain::tax::{Rate, TaxBase, TaxSet};
use daybook::domain::{Currency, Percent, Plain, Refusal};
use rust_decimal::Decimal;

use super::money;

fn plain(text: &str) -> Plain {
    Plain(Decimal::from_str_exact(text).unwrap())
}

pub fn line(quantity: &str, price: &str, discount: Option<&str>, tax: &[&str]) -> LineInput {
    LineInput {
        item: None,
        unit: None,
        description: Some("Line".into()),
        quantity: plain(quantity),
        unit_price: Some(plain(price)),
        discount: discount.map(|discount| Percent::parse(discount).unwrap()),
        tax: Some(TaxSet(tax.iter().map(|code| (*code).to_string()).collect())),
    }
}

fn priced(
    currency: &str,
    prices: Prices,
    rates: &[(&str, &str)],
    lines: &[LineInput],
    allowances: &[AdjustmentInput],
    charges: &[AdjustmentInput],
) -> Result<Priced, Refusal> {
    let rates_of = |set: &TaxSet, _: &str| {
        Ok(rates
            .iter()
            .filter(|(code, _)| set.0.iter().any(|wanted| wanted == code))
            .map(|(code, percent)| Rate {
                code: (*code).into(),
                percent: plain(percent),
                on: TaxBase::Net,
            })
            .collect())
    };
    let currency = Currency::parse(currency).unwrap();
    Pricing { currency, prices, rates: &rates_of }.price(lines, allowances, charges)
}

fn sums(priced: &Priced) -> (String, String, String) {
    (priced.net.to_string(), priced.tax.to_string(), priced.total.to_string())
}

fn expected(net: &str, tax: &str, total: &str) -> (String, String, String) {
    (net.into(), tax.into(), total.into())
}

#[test]
fn line_net_is_rounded_once_and_taxed_22() {
    let lines = [line("348.35", "16", Some("4%"), &["V"])];
    let priced = priced("EUR", Prices::Exclusive, &[("V", "22")], &lines, &[], &[]).unwrap();
    assert_eq!(priced.lines[0].net, money("5350.66"));
    assert_eq!(sums(&priced), expected("5350.66", "1177.15", "6527.81"));
}

#[test]
fn exclusive_tax_is_computed_once_a_group() {
    let lines = [line("1", "55.55", None, &["V"]), line("1", "11.11", None, &["V"])];
    let priced = priced("EUR", Prices::Exclusive, &[("V", "23")], &lines, &[], &[]).unwrap();
    assert_eq!(sums(&priced), expected("66.66", "15.33", "81.99"));
}

#[test]
fn one_tax_is_rounded_once_though_it_stands_in_several_sets() {
    // 28 at 18 % is 5.04: 5, not 3 and 3.
    let rates = [("TT", "3"), ("B", "18")];
    let lines = [line("1", "14", None, &["TT", "B"]), line("1", "14", None, &["B"])];
    let priced = priced("RWF", Prices::Exclusive, &rates, &lines, &[], &[]).unwrap();
    assert_eq!(sums(&priced), expected("28", "5", "33"));
    // 20.20 at 5 % is 1.01, in each order of the lines.
    let rates = [("GST", "5"), ("QST", "9.975")];
    let (both, one) =
        (line("1", "10.10", None, &["GST", "QST"]), line("1", "10.10", None, &["GST"]));
    for lines in [[both.clone(), one.clone()], [one, both]] {
        let priced = self::priced("CAD", Prices::Exclusive, &rates, &lines, &[], &[]).unwrap();
        let gst = priced.groups.iter().flat_map(|group| &group.parts);
        let gst = gst.filter(|part| part.code == "GST").map(|part| part.tax);
        assert_eq!(daybook::domain::money::sum(gst, 2), Some(money("1.01")));
        assert_eq!(sums(&priced), expected("20.20", "2.02", "22.22"));
    }
    // Gross prices stay what was agreed: there each group's tax is its gross less its net.
    let lines = [line("1", "11.61", None, &["GST", "QST"]), line("1", "10.61", None, &["GST"])];
    let priced = self::priced("CAD", Prices::Inclusive, &rates, &lines, &[], &[]).unwrap();
    assert_eq!(priced.total, money("22.22"));
}

#[test]
fn inclusive_net_is_rounded_and_tax_is_the_rest() {
    let lines = [line("2", "379", None, &["V"])];
    let priced = priced("EUR", Prices::Inclusive, &[("V", "21")], &lines, &[], &[]).unwrap();
    assert_eq!(sums(&priced), expected("626.45", "131.55", "758.00"));
}

#[test]
fn inclusive_gst_and_qst_the_last_takes_the_remainder() {
    let rates = [("GST", "5"), ("QST", "9.975")];
    let lines = [line("1", "100", None, &["GST", "QST"])];
    let priced = priced("CAD", Prices::Inclusive, &rates, &lines, &[], &[]).unwrap();
    let parts: Vec<String> =
        priced.groups[0].parts.iter().map(|part| part.tax.to_string()).collect();
    assert_eq!(parts, ["4.35", "8.67"]);
    assert_eq!(sums(&priced), expected("86.98", "13.02", "100.00"));
}

#[test]
fn rwf_has_no_minor_unit() {
    let lines = [line("1", "12345", None, &["B"])];
    let priced = priced("RWF", Prices::Exclusive, &[("B", "18")], &lines, &[], &[]).unwrap();
    assert_eq!(sums(&priced), expected("12345", "2222", "14567"));
}

#[test]
fn allowances_and_charges_join_the_group_of_their_own_taxes() {
    let adjustment = |amount: Option<&str>, percent: Option<&str>, tax: &[&str]| AdjustmentInput {
        description: "Adjustment".into(),
        amount: amount.map(plain),
        percent: percent.map(|percent| Percent::parse(percent).unwrap()),
        tax: TaxSet(tax.iter().map(|code| (*code).to_string()).collect()),
    };
    let rates = [("A", "0"), ("B", "18")];
    let lines = [line("1", "1000", None, &["B"]), line("1", "500", None, &["A"])];
    let ten_off = [adjustment(None, Some("10%"), &[])];
    let shipping = [adjustment(Some("50"), None, &["B"])];
    let priced = priced("RWF", Prices::Exclusive, &rates, &lines, &ten_off, &shipping).unwrap();
    // B: 1000 − 100 + 50 = 950, tax 171; A: 500 − 50 = 450.
    let nets: Vec<String> = priced.groups.iter().map(|group| group.net.to_string()).collect();
    assert_eq!(nets, ["950", "450"]);
    assert_eq!(sums(&priced), expected("1400", "171", "1571"));
}
