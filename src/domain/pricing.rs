//! The figures of a document: lines, allowances, charges and taxes, rounded where the rules say so and
//! nowhere else.
//!
//! Line net = round(quantity × unit price × (1 − discount)); lines group by their set of taxes; a tax
//! is rounded once for all groups that carry it. May use: std, rust_decimal, serde.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusal::{Refusal, Rule};
use super::tax::{self, Rate, TaxGroup, TaxSet};
use super::{Code, Currency, Money, Percent, Plain, money, plain, text};

/// Whether unit prices include taxes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Prices {
    /// Taxes are added to the prices.
    #[default]
    Exclusive,
    /// The prices include taxes.
    Inclusive,
}

/// The description of the single line of a receivable of another system. A document says it in its own
/// language.
pub const OPENING_LINE: &str = "Opening balance";

/// The most lines a document may have.
pub const MOST_LINES: usize = 5_000;

/// The most sets of taxes that a document's lines may carry.
pub const MOST_GROUPS: usize = 50;

/// A line as requested.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineInput {
    /// The catalogue item, which supplies what this line leaves out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// The description; if absent, the item's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The quantity; negative for something that is taken back on the same document.
    pub quantity: Plain,
    /// The unit; if absent, the item's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit price in major units, with as many decimals as it has; if absent, the item's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Plain>,
    /// The discount on the line, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Percent>,
    /// The tax codes; if absent, the item's, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxSet>,
}

/// An allowance or a charge on the whole document, as requested: an amount, or a percentage of the
/// lines.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentInput {
    /// The description (`Shipping`).
    pub description: String,
    /// The amount, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Or a percentage of the lines with the same taxes; without a tax, of each group of lines. A group that adds up to
    /// less than zero, such as goods taken back, is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// The tax codes.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

/// A line on the document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The catalogue item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// The description.
    pub description: String,
    /// The quantity.
    pub quantity: Plain,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit price.
    pub unit_price: Plain,
    /// The discount, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Percent>,
    /// The net. With inclusive prices it is only for information: the groups count.
    pub net: Money,
    /// The line including taxes, if prices are inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gross: Option<Money>,
    /// The tax codes.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

/// An allowance or a charge on the document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// The description.
    pub description: String,
    /// If it was a percentage: the base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Money>,
    /// If it was a percentage: the percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// The amount, never negative: an allowance subtracts it, a charge adds it.
    pub amount: Money,
    /// The tax codes.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

/// The figures of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Priced {
    /// The lines, in the order given.
    pub lines: Vec<Line>,
    /// Allowances on the whole document.
    pub allowances: Vec<Adjustment>,
    /// Charges on the whole document.
    pub charges: Vec<Adjustment>,
    /// One group for each set of taxes, in the order in which they first appear.
    pub groups: Vec<TaxGroup>,
    /// The sum of the groups' nets.
    pub net: Money,
    /// The sum of the groups' taxes.
    pub tax: Money,
    /// Net plus tax.
    pub total: Money,
}

/// Finds the rates of a set of codes; a refusal names the field.
pub type RatesOf<'a> = dyn Fn(&TaxSet, &str) -> Result<Vec<Rate>, Refusal> + 'a;

/// The request to price.
pub struct Pricing<'a> {
    /// The document's currency.
    pub currency: Currency,
    /// Whether prices include taxes.
    pub prices: Prices,
    /// The rates of a set of codes: from the tax table by date, or the original's for a credit.
    pub rates: &'a RatesOf<'a>,
}

/// The lines of one set of taxes while they are added up, as priced: net or gross, depending on the
/// mode.
struct Bucket {
    rates: Vec<Rate>,
    set: TaxSet,
    lines: Money,
    adjusted: Money,
}

fn beyond(field: &str) -> Refusal {
    Refusal::new(Rule::AmountOutOfRange, field)
}

impl Pricing<'_> {
    /// Prices a document. Every refusal names the field as the caller wrote it.
    pub fn price(
        &self,
        lines: &[LineInput],
        allowances: &[AdjustmentInput],
        charges: &[AdjustmentInput],
    ) -> Result<Priced, Refusal> {
        if lines.is_empty() {
            return Err(Refusal::new(Rule::LinesMissing, "lines"));
        }
        if lines.len() > MOST_LINES || allowances.len() + charges.len() > MOST_LINES {
            return Err(Refusal::new(Rule::LinesTooMany, "lines").with("most", MOST_LINES));
        }
        let mut buckets = Vec::new();
        let mut priced = Vec::with_capacity(lines.len());
        for (i, line) in lines.iter().enumerate() {
            priced
                .push(self.line(line, &mut buckets).map_err(|r| r.below(&format!("lines[{i}]")))?);
        }
        let allowances = self.adjustments("allowances", allowances, -1, &mut buckets)?;
        let charges = self.adjustments("charges", charges, 1, &mut buckets)?;
        self.close(priced, allowances, charges, &buckets)
    }

    fn line(&self, line: &LineInput, buckets: &mut Vec<Bucket>) -> Result<Line, Refusal> {
        let missing =
            |field: &str| Refusal::new(Rule::CommandMissingField, field).with("name", field);
        let description = line.description.as_ref().ok_or_else(|| missing("description"))?;
        let description = text::required("description", description, 500)?;
        let unit = text::optional("unit", line.unit.as_ref())?;
        let unit_price = line.unit_price.ok_or_else(|| missing("unit_price"))?;
        let tax = line.tax.clone().unwrap_or_default();
        if line.quantity.0.is_zero() {
            return Err(Refusal::new(Rule::LineQuantityZero, "quantity"));
        }
        if unit_price.0.is_sign_negative() && !unit_price.0.is_zero() {
            return Err(Refusal::new(Rule::LinePriceNegative, "unit_price"));
        }
        let discount = line.discount.filter(|discount| !discount.is_zero());
        let kept = Decimal::ONE - discount.unwrap_or(Percent::ZERO).share();
        let amount = plain::exact_product(&[line.quantity.0, unit_price.0, kept])
            .ok_or_else(|| Refusal::new(Rule::LineTooPrecise, "quantity"))?;
        let amount = self.currency.rounded(amount, "unit_price")?;
        let bucket = self.bucket(&tax, buckets)?;
        bucket.lines = bucket.lines.plus(amount).ok_or_else(|| beyond("unit_price"))?;
        let (net, gross) = match self.prices {
            Prices::Exclusive => (amount, None),
            Prices::Inclusive => {
                (tax::net_of_gross(amount, &bucket.rates, self.currency)?, Some(amount))
            }
        };
        Ok(Line {
            item: line.item.clone(),
            description,
            quantity: line.quantity,
            unit,
            unit_price,
            discount,
            net,
            gross,
            tax: bucket.set.clone(),
        })
    }

    fn bucket<'b>(
        &self,
        set: &TaxSet,
        buckets: &'b mut Vec<Bucket>,
    ) -> Result<&'b mut Bucket, Refusal> {
        let rates = (self.rates)(set, "tax")?;
        let set = TaxSet(rates.iter().map(|rate| rate.code.clone()).collect());
        let place = if let Some(place) = buckets.iter().position(|bucket| bucket.set == set) {
            place
        } else {
            if buckets.len() == MOST_GROUPS {
                return Err(Refusal::new(Rule::LinesTooMany, "tax").with("most", MOST_GROUPS));
            }
            let zero = self.currency.zero();
            buckets.push(Bucket { rates, set, lines: zero, adjusted: zero });
            buckets.len() - 1
        };
        Ok(&mut buckets[place])
    }

    fn adjustments(
        &self,
        field: &str,
        inputs: &[AdjustmentInput],
        sign: i64,
        buckets: &mut Vec<Bucket>,
    ) -> Result<Vec<Adjustment>, Refusal> {
        let mut made = Vec::new();
        for (i, input) in inputs.iter().enumerate() {
            let adjusted = self.adjustment(input, buckets);
            for one in adjusted.map_err(|refusal| refusal.below(&format!("{field}[{i}]")))? {
                let bucket = self.bucket(&one.tax, buckets)?;
                let signed = if sign < 0 { one.amount.negated() } else { one.amount };
                bucket.adjusted = bucket.adjusted.plus(signed).ok_or_else(|| beyond(field))?;
                made.push(one);
            }
            if made.len() > MOST_LINES {
                return Err(Refusal::new(Rule::LinesTooMany, field).with("most", MOST_LINES));
            }
        }
        Ok(made)
    }

    /// One adjustment for an amount, or one for each group of lines that a percentage applies to.
    fn adjustment(
        &self,
        input: &AdjustmentInput,
        buckets: &mut Vec<Bucket>,
    ) -> Result<Vec<Adjustment>, Refusal> {
        let description = text::required("description", &input.description, 500)?;
        match (input.amount, input.percent) {
            (Some(amount), None) => {
                let amount = self.currency.exact(amount.0, "amount")?;
                if !amount.is_positive() {
                    return Err(Refusal::new(Rule::AmountNotPositive, "amount"));
                }
                let tax = self.bucket(&input.tax, buckets)?.set.clone();
                Ok(vec![Adjustment { description, base: None, percent: None, amount, tax }])
            }
            (None, Some(percent)) => {
                let only = match input.tax.is_empty() {
                    true => None,
                    false => Some(self.bucket(&input.tax, buckets)?.set.clone()),
                };
                let made: Vec<Adjustment> = buckets
                    .iter()
                    .filter(|bucket| bucket.lines.is_positive())
                    .filter(|bucket| only.as_ref().is_none_or(|set| *set == bucket.set))
                    .map(|bucket| self.share(&description, percent, bucket))
                    .collect::<Result<_, _>>()?;
                if made.is_empty() {
                    return Err(Refusal::new(Rule::AdjustmentNoBase, "tax"));
                }
                Ok(made)
            }
            _ => Err(Refusal::new(Rule::AdjustmentBasis, "amount")),
        }
    }

    fn share(
        &self,
        description: &str,
        percent: Percent,
        bucket: &Bucket,
    ) -> Result<Adjustment, Refusal> {
        let amount = plain::exact_product(&[bucket.lines.decimal(), percent.share()])
            .ok_or_else(|| Refusal::new(Rule::LineTooPrecise, "percent"))?;
        Ok(Adjustment {
            description: description.to_string(),
            base: Some(bucket.lines),
            percent: Some(percent),
            amount: self.currency.rounded(amount, "percent")?,
            tax: bucket.set.clone(),
        })
    }

    fn close(
        &self,
        lines: Vec<Line>,
        allowances: Vec<Adjustment>,
        charges: Vec<Adjustment>,
        buckets: &[Bucket],
    ) -> Result<Priced, Refusal> {
        let mut running = tax::RunningTaxes::default();
        let groups = buckets.iter().map(|bucket| {
            let amount = bucket.lines.plus(bucket.adjusted).ok_or_else(|| beyond("lines"))?;
            match self.prices {
                Prices::Exclusive => {
                    tax::exclusive(amount, &bucket.rates, self.currency, &mut running)
                }
                Prices::Inclusive => tax::inclusive(amount, &bucket.rates, self.currency),
            }
        });
        let groups: Vec<TaxGroup> = groups.collect::<Result<_, _>>()?;
        let (net, tax, total) =
            totals(&groups, self.currency.scale()).ok_or_else(|| beyond("lines"))?;
        if !total.is_within_limit() {
            return Err(beyond("lines").with("given", total));
        }
        if total.is_negative() {
            return Err(Refusal::new(Rule::TotalNegative, "lines").with("total", total));
        }
        Ok(Priced { lines, allowances, charges, groups, net, tax, total })
    }
}

/// The net, tax and total of a document's groups.
pub fn totals(groups: &[TaxGroup], scale: u8) -> Option<(Money, Money, Money)> {
    let net = money::sum(groups.iter().map(|group| group.net), scale)?;
    let parts = groups.iter().flat_map(|group| group.parts.iter().map(|part| part.tax));
    let tax = money::sum(parts, scale)?;
    Some((net, tax, net.plus(tax)?))
}
