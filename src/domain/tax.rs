//! Taxes: codes with rates by date, sets of codes on a line, and the sums for a group of lines.
//!
//! The tables come from data files by country; a rate never stands in the code. Rounding and
//! grouping follow EN 16931 (BR-CO-10, BR-CO-13 to 17, BR-S-08/09). May use: std, rust_decimal,
//! serde.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, Rule};
use super::registration::{NumberKind, Required, TaxRegion};
use super::{Currency, Day, Money, Plain, plain, text};

/// The base of a tax.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxBase {
    /// The net of the group.
    #[default]
    Net,
    /// The net plus the taxes of the same set that precede it in the table.
    NetAndTaxesBefore,
}

/// Why a line carries no tax, which its document must say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untaxed {
    /// Supplies of this kind are exempt.
    Exempt,
    /// Taxed, at a rate of zero.
    ZeroRated,
    /// It is outside the scope of the tax.
    OutOfScope,
}

/// A rate with the first and the last day on which it is in force; open-ended if a day is absent.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedRate {
    /// The percentage of the base.
    pub percent: Plain,
    /// The first day; `None` if the rate has no beginning.
    pub from: Option<Day>,
    /// The last day; `None` if it has no end.
    pub to: Option<Day>,
}

/// One tax of a country.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxCode {
    /// The code on lines, unique in the country (`B`, `HST-ON`).
    pub code: String,
    /// Its name on documents.
    pub name: String,
    /// Its kind (`gst`, `hst`). A line carries at most one tax of each kind.
    #[serde(default)]
    pub kind: String,
    /// The kinds with which it may share a line. It is enough if one of two taxes names the other; a tax
    /// that nothing names stands alone.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Its base.
    #[serde(default)]
    pub on: TaxBase,
    /// Why no tax is charged under this code; `None` for a code that taxes.
    #[serde(default)]
    pub status: Option<Untaxed>,
    /// Its rates over time.
    pub rates: Vec<DatedRate>,
}

/// The years for which documents are kept if a country's data give no number: as many as the strictest
/// country demands.
pub const LONGEST_KEPT: u16 = 10;

fn longest_kept() -> u16 {
    LONGEST_KEPT
}

/// The rounding of cash in a country whose smallest coin is larger than a minor unit.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashRounding {
    /// The currency of the coins.
    pub currency: Currency,
    /// The smallest coin, in minor units.
    pub smallest: NonZeroU16,
}

/// The taxes of one country, with its rules for documents and cash.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxTable {
    /// The two letters of the country (ISO 3166-1).
    pub country: String,
    /// How many years after the end of its own year a document must be kept.
    #[serde(default = "longest_kept")]
    pub documents_kept_years: u16,
    /// The taxes on interest for late payment; empty if there are none.
    #[serde(default)]
    pub interest: TaxSet,
    /// The rounding of cash, if there is any.
    #[serde(default)]
    pub cash: Option<CashRounding>,
    /// Its taxes, in the order in which documents show them.
    #[serde(default)]
    pub tax: Vec<TaxCode>,
    /// The taxes that buyers withhold. They are never computed on a line, but a payment can name them.
    #[serde(default)]
    pub withholding: Vec<TaxCode>,
    /// The parts of the country that have taxes of their own.
    #[serde(default)]
    pub region: Vec<TaxRegion>,
    /// The kinds of tax numbers.
    #[serde(default)]
    pub number: Vec<NumberKind>,
    /// What invoices and credit notes must show, depending on their totals.
    #[serde(default)]
    pub required: Vec<Required>,
}

/// The codes on a line: none, one (`"B"`) or several (`["GST","QST"]`, or `"GST+QST"` as they show).
#[derive(
    Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(from = "Codes", into = "Codes")]
#[schemars(with = "Codes")]
pub struct TaxSet(pub Vec<String>);

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "one tax code or a list of tax codes")]
enum Codes {
    One(String),
    Several(Vec<String>),
}

impl From<Codes> for TaxSet {
    fn from(codes: Codes) -> TaxSet {
        let codes = match codes {
            Codes::One(code) => vec![code],
            Codes::Several(codes) => codes,
        };
        let each = |code: &String| match code.contains('+') {
            true => code.split('+').map(|code| code.trim().to_string()).collect(),
            false => vec![code.clone()],
        };
        TaxSet(codes.iter().flat_map(each).collect())
    }
}

impl From<TaxSet> for Codes {
    fn from(set: TaxSet) -> Codes {
        match <[String; 1]>::try_from(set.0) {
            Ok([code]) => Codes::One(code),
            Err(codes) => Codes::Several(codes),
        }
    }
}

impl TaxSet {
    /// Whether the line carries no tax.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same codes as they show.
    #[must_use]
    pub fn visible(&self) -> TaxSet {
        TaxSet(self.0.iter().map(|code| text::visible(code).into_owned()).collect())
    }

    /// Whether it holds the same codes, in any order.
    pub fn holds(&self, codes: &[String]) -> bool {
        self.0.len() == codes.len() && codes.iter().all(|code| self.0.contains(code))
    }
}

/// One tax of a set, as in force on the document's date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The code.
    pub code: String,
    /// Percent of the base.
    pub percent: Plain,
    /// Its base.
    pub on: TaxBase,
}

/// A tax computed for a group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxPart {
    /// The code.
    pub code: String,
    /// The rate in percent.
    pub rate: Plain,
    /// The amount that it was computed on.
    pub on: TaxBase,
    /// The tax.
    pub tax: Money,
}

/// Everything on a document with the same set of codes: the net, and the taxes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxGroup {
    /// The net of the group's lines, less its allowances, plus its charges.
    pub net: Money,
    /// The taxes in the table's order, one for each code; empty if the group is untaxed.
    pub parts: Vec<TaxPart>,
}

impl TaxGroup {
    /// The codes of the group.
    pub fn set(&self) -> TaxSet {
        TaxSet(self.parts.iter().map(|part| part.code.clone()).collect())
    }

    /// The sum of the group's taxes.
    pub fn tax(&self) -> Option<Money> {
        super::money::sum(self.parts.iter().map(|part| part.tax), self.net.scale())
    }

    /// The net plus the taxes.
    pub fn gross(&self) -> Option<Money> {
        self.net.plus(self.tax()?)
    }
}

impl TaxTable {
    /// The rates of `set` in force on `date`, in the table's order.
    pub fn rates(&self, set: &TaxSet, date: Day, field: &str) -> Result<Vec<Rate>, Refusal> {
        let mut wanted = BTreeSet::new();
        for code in &set.visible().0 {
            let place = self.tax.iter().position(|tax| tax.code == *code).ok_or_else(|| {
                let known: Vec<&str> = self.tax.iter().map(|tax| tax.code.as_str()).collect();
                Refusal::new(Rule::TaxUnknown, field)
                    .with("given", code)
                    .with("known", if known.is_empty() { "none".into() } else { known.join(", ") })
            })?;
            if !wanted.insert(place) {
                return Err(Refusal::new(Rule::TaxRepeated, field).with("given", code));
            }
        }
        let taxes: Vec<&TaxCode> = wanted.into_iter().map(|place| &self.tax[place]).collect();
        self.consistent(&taxes, field)?;
        taxes.into_iter().map(|tax| tax.on(date, field)).collect()
    }

    /// Refuses a pair of taxes that can't be on one line, such as GST and HST, or exempt and VAT.
    fn consistent(&self, taxes: &[&TaxCode], field: &str) -> Result<(), Refusal> {
        for (place, tax) in taxes.iter().enumerate() {
            if let Some(other) = taxes[..place].iter().find(|other| !tax.may_stand_beside(other)) {
                return Err(Refusal::new(Rule::TaxContradictory, field)
                    .with("first", &other.code)
                    .with("second", &tax.code)
                    .with("beside_first", self.beside(other))
                    .with("beside_second", self.beside(tax)));
            }
        }
        Ok(())
    }

    /// The codes that may share a line with a tax, for the message; `none` if it stands alone.
    fn beside(&self, tax: &TaxCode) -> String {
        let beside = self.tax.iter().filter(|other| tax.may_stand_beside(other));
        let codes: Vec<&str> = beside.map(|other| other.code.as_str()).collect();
        if codes.is_empty() { "none".into() } else { codes.join(", ") }
    }
}

impl TaxCode {
    fn may_stand_beside(&self, other: &TaxCode) -> bool {
        self.kind != other.kind
            && (self.beside.contains(&other.kind) || other.beside.contains(&self.kind))
    }

    fn on(&self, date: Day, field: &str) -> Result<Rate, Refusal> {
        let within = |rate: &&DatedRate| {
            rate.from.is_none_or(|from| from <= date) && rate.to.is_none_or(|to| date <= to)
        };
        let rate = self.rates.iter().find(within).ok_or_else(|| {
            Refusal::new(Rule::TaxNotOnDate, field).with("given", &self.code).with("date", date)
        })?;
        Ok(Rate { code: self.code.clone(), percent: rate.percent, on: self.on })
    }
}

/// Each rate as a share of the net, including compounding: GST 5 and QST 9.975, both on the net, are
/// 0.05 and 0.09975.
fn shares(rates: &[Rate]) -> Vec<Decimal> {
    let mut before = Decimal::ZERO;
    let mut shares = Vec::with_capacity(rates.len());
    for rate in rates {
        let base = match rate.on {
            TaxBase::Net => Decimal::ONE,
            TaxBase::NetAndTaxesBefore => Decimal::ONE + before,
        };
        let share = base * rate.percent.0.normalize() / Decimal::ONE_HUNDRED;
        before += share;
        shares.push(share);
    }
    shares
}

/// All rates together as a share of the net: 0.14975 for GST 5 and QST 9.975.
pub fn share(rates: &[Rate]) -> Decimal {
    shares(rates).into_iter().sum()
}

/// The running totals of a document's groups, tax by tax: exact, and as rounded.
#[derive(Default)]
pub struct RunningTaxes(BTreeMap<String, (Decimal, Money)>);

impl RunningTaxes {
    /// The share of a group with the exact tax `tax`: the increase of this tax's rounded total, so that
    /// a tax in several sets is rounded only once.
    fn part(&mut self, code: &str, tax: Decimal, currency: Currency) -> Result<Money, Refusal> {
        let beyond = || Refusal::new(Rule::AmountOutOfRange, "tax");
        let (exact, rounded) =
            self.0.entry(code.to_string()).or_insert((Decimal::ZERO, currency.zero()));
        *exact = exact.checked_add(tax).ok_or_else(|| Refusal::new(Rule::LineTooPrecise, "tax"))?;
        let sum = currency.rounded(*exact, "tax")?;
        let part = sum.minus(*rounded).ok_or_else(beyond)?;
        *rounded = sum;
        Ok(part)
    }
}

/// The group for an exclusive net. Each tax is net × rate, rounded on the document's total of that tax;
/// `running` holds the earlier groups.
pub fn exclusive(
    net: Money,
    rates: &[Rate],
    currency: Currency,
    running: &mut RunningTaxes,
) -> Result<TaxGroup, Refusal> {
    let parts = rates.iter().zip(shares(rates)).map(|(rate, share)| {
        let tax = plain::exact_product(&[net.decimal(), share])
            .ok_or_else(|| Refusal::new(Rule::LineTooPrecise, "tax"))?;
        Ok(rate.part(running.part(&rate.code, tax, currency)?))
    });
    Ok(TaxGroup { net, parts: parts.collect::<Result<_, Refusal>>()? })
}

/// The net of an inclusive gross: round(gross ÷ (1 + rates)).
pub fn net_of_gross(gross: Money, rates: &[Rate], currency: Currency) -> Result<Money, Refusal> {
    let divisor = Decimal::ONE + shares(rates).iter().sum::<Decimal>();
    let net = gross
        .decimal()
        .checked_div(divisor)
        .ok_or_else(|| Refusal::new(Rule::LineTooPrecise, "tax"))?;
    currency.rounded(net, "tax")
}

/// The group for an inclusive gross: the net is rounded first, and the last code gets the remainder, so
/// that the gross is unchanged.
pub fn inclusive(gross: Money, rates: &[Rate], currency: Currency) -> Result<TaxGroup, Refusal> {
    let beyond = || Refusal::new(Rule::AmountOutOfRange, "tax");
    let net = net_of_gross(gross, rates, currency)?;
    let mut group = exclusive(net, rates, currency, &mut RunningTaxes::default())?;
    let left = gross.minus(group.gross().ok_or_else(beyond)?).ok_or_else(beyond)?;
    match group.parts.last_mut() {
        Some(last) => last.tax = last.tax.plus(left).ok_or_else(beyond)?,
        None => group.net = gross,
    }
    Ok(group)
}

impl Rate {
    fn part(&self, tax: Money) -> TaxPart {
        TaxPart { code: self.code.clone(), rate: self.percent, on: self.on, tax }
    }
}
