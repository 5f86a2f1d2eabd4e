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
use super::registration::{NumberKind, Required};
use super::{Currency, Day, Money, Plain, plain, text};

/// What a tax is computed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxBase {
    /// The net of the group.
    #[default]
    Net,
    /// The net and the taxes of the same set that stand before it in the table.
    NetAndTaxesBefore,
}

/// Why a line carries no tax: what a document must say of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untaxed {
    /// Supplies of this kind are exempt.
    Exempt,
    /// Taxed, at a rate of zero.
    ZeroRated,
    /// The tax does not apply to it.
    OutOfScope,
}

/// A rate and the days on which it is in force, both inclusive; open where not given.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedRate {
    /// Percent of the base.
    pub percent: Plain,
    /// The first day, or none where it was always so.
    pub from: Option<Day>,
    /// The last day, or none where it still is.
    pub to: Option<Day>,
}

/// One tax of a country.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxCode {
    /// What lines are marked with, unique in the country (`B`, `HST-ON`).
    pub code: String,
    /// What it is called on documents.
    pub name: String,
    /// The kind it belongs to (`gst`, `hst`). A line carries at most one tax of a kind.
    #[serde(default)]
    pub kind: String,
    /// The kinds it may stand beside on one line. It is enough if one of two taxes names the other;
    /// a tax that nothing names stands alone.
    #[serde(default)]
    pub beside: Vec<String>,
    /// What it is computed on.
    #[serde(default)]
    pub on: TaxBase,
    /// Why no tax is charged under it; none for a code that taxes.
    #[serde(default)]
    pub status: Option<Untaxed>,
    /// Its rates over time.
    pub rates: Vec<DatedRate>,
}

/// For how many years documents are kept where a country's data do not say: as long as any of those
/// that do.
pub const LONGEST_KEPT: u16 = 10;

fn longest_kept() -> u16 {
    LONGEST_KEPT
}

/// How cash is rounded in a country whose smallest coin is more than a minor unit.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashRounding {
    /// The currency of the coins.
    pub currency: Currency,
    /// The smallest coin, in minor units.
    pub smallest: NonZeroU16,
}

/// The taxes of one country, and what else its law says of documents and cash.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxTable {
    /// The country, by its two letters (ISO 3166-1).
    pub country: String,
    /// For how many years after the end of its own a document must be kept.
    #[serde(default = "longest_kept")]
    pub documents_kept_years: u16,
    /// The taxes on interest for late payment; absent, there are none.
    #[serde(default)]
    pub interest: TaxSet,
    /// How cash is rounded, where it is.
    #[serde(default)]
    pub cash: Option<CashRounding>,
    /// Its taxes, in the order in which they stand on a document.
    #[serde(default)]
    pub tax: Vec<TaxCode>,
    /// What buyers withhold; never computed on a line, named so that a payment can say it.
    #[serde(default)]
    pub withholding: Vec<TaxCode>,
    /// The numbers that it gives to those who collect its taxes.
    #[serde(default)]
    pub number: Vec<NumberKind>,
    /// What invoices and credit notes must show, by what they come to.
    #[serde(default)]
    pub required: Vec<Required>,
}

/// The codes on a line: none, one (`"B"`) or several (`["GST","QST"]`).
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
        match codes {
            Codes::One(code) => TaxSet(vec![code]),
            Codes::Several(codes) => TaxSet(codes),
        }
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

    /// Whether it holds these codes, in whichever order they stand.
    pub fn holds(&self, codes: &[String]) -> bool {
        self.0.len() == codes.len() && codes.iter().all(|code| self.0.contains(code))
    }
}

/// One tax of a set as in force on the document's date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The code.
    pub code: String,
    /// Percent of the base.
    pub percent: Plain,
    /// What it is computed on.
    pub on: TaxBase,
}

/// A tax of a group as it was computed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxPart {
    /// The code.
    pub code: String,
    /// The rate in percent.
    pub rate: Plain,
    /// What it was computed on.
    pub on: TaxBase,
    /// The tax.
    pub tax: Money,
}

/// All that carries the same set of codes on a document: its net and its taxes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxGroup {
    /// The net of the group's lines, less its allowances, plus its charges.
    pub net: Money,
    /// A part for each code, in the table's order; none where the group is untaxed.
    pub parts: Vec<TaxPart>,
}

impl TaxGroup {
    /// The codes of the group.
    pub fn set(&self) -> TaxSet {
        TaxSet(self.parts.iter().map(|part| part.code.clone()).collect())
    }

    /// The taxes of the group together.
    pub fn tax(&self) -> Option<Money> {
        super::money::sum(self.parts.iter().map(|part| part.tax), self.net.scale())
    }

    /// Net and taxes together.
    pub fn gross(&self) -> Option<Money> {
        self.net.plus(self.tax()?)
    }
}

impl TaxTable {
    /// The rates of `set` in force on `date`, in the table's order, whatever order they were
    /// given in.
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

    /// Refuses two taxes that can't be on one line: GST and HST, exempt and VAT.
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

    /// The codes that may stand beside a tax, for reading; `none` where it stands alone.
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

/// Each rate as a share of the net, what is compounded included: GST 5 and QST 9.975 on the net
/// are 0.05 and 0.09975.
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

/// What the groups of a document come to so far, tax by tax: exact, and as rounded.
#[derive(Default)]
pub struct RunningTaxes(BTreeMap<String, (Decimal, Money)>);

impl RunningTaxes {
    /// The part of a group whose tax is exactly `tax`: what the rounded sum of this tax grows by, so
    /// that a tax which stands in several sets is rounded once.
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

/// The group of an exclusive net: each tax is net × rate, rounded on the sum of all groups of the
/// document that carry it, of which `running` holds those before.
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

/// The group of an inclusive gross: its net is rounded first, and the last code takes what is
/// left, so that the gross stays what was written.
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
