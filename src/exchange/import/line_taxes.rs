//! The taxes of invoice lines of other programs: a code of the book for what a row says by code, name,
//! percentage or amount, and the check that lines and taxes come to the document's own total. What fits no
//! code, or several, is refused. May use: the readings, domain, the ledger's questions.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::assets;
use crate::domain::command::BringInInvoice;
use crate::domain::pricing::{Line, LineInput, Priced, Prices, Pricing};
use crate::domain::tax::{TaxSet, TaxTable, share};
use crate::domain::{Code, Currency, Day, Money, Plain, Refusal, Rule, plain};
use crate::exchange::reading::taxes::{
    LINE_TOTAL, TAX, TAX_INCLUDED, TAX_RATE, TAX_TOTAL, is_none, percents,
};
use crate::exchange::reading::words::spelling;
use crate::ledger::lookup::fold;
use crate::ledger::query::show::{CompanyOf, FindCustomer};

use super::mapping::{NamedCell, Record};
use super::{ImportDesk, Trouble, fields};

/// What the columns of taxes say about a row.
#[derive(Default, Debug)]
struct SaidOfTax {
    /// Codes, or names in other programs' words.
    names: Vec<String>,
    /// The percentages, added up.
    percent: Option<Decimal>,
    /// The amounts, added up.
    amount: Option<Decimal>,
    /// The first column that says something, and its text.
    first: Option<(String, String)>,
    /// The line's own amount, which may include the taxes.
    line_total: Option<Decimal>,
    /// Whether the document's total, or that of its taxes, is given: it tells an amount from a percentage.
    is_checked: bool,
}

/// A set of taxes that a line can carry, and the share of the net that it comes to.
pub(super) type LineTaxes = (Vec<String>, Decimal);

/// The taxes of a country without a table.
static NO_TAXES: LazyLock<TaxTable> = LazyLock::new(TaxTable::default);

/// A document's line: what of it decides its taxes.
pub(super) struct TaxedLine {
    /// Quantity times price, less the discount.
    pub net: Decimal,
    pub currency: Currency,
    pub date: Day,
    pub customer: String,
}

impl SaidOfTax {
    fn of(row: &Record) -> SaidOfTax {
        let mut said = SaidOfTax {
            line_total: number_in(row, LINE_TOTAL),
            is_checked: ["total", TAX_TOTAL].iter().any(|field| number_in(row, field).is_some()),
            ..SaidOfTax::default()
        };
        for field in [TAX, TAX_RATE] {
            for cell in row.named_cells(field) {
                let (column, text) = (cell.column.to_string(), cell.text.to_string());
                said.first.get_or_insert((column, text));
                said.takes(row, field, cell);
            }
        }
        said
    }

    fn takes(&mut self, row: &Record, field: &str, cell: NamedCell) {
        let text = cell.text;
        let add = |sum: &mut Option<Decimal>, more: Decimal| {
            *sum = Some(sum.unwrap_or_default() + more.abs());
        };
        if let Some(number) = row.number_in(cell) {
            let is_percent = field == TAX_RATE || number.ends_with('%');
            match plain::parse(number.trim_end_matches('%')) {
                Ok(number) if is_percent => add(&mut self.percent, number),
                Ok(number) => add(&mut self.amount, number),
                Err(_) => self.names.push(text.to_string()),
            }
            return;
        }
        for percent in percents(text) {
            if let Ok(percent) = plain::parse(&percent.replace(',', ".")) {
                add(&mut self.percent, percent);
            }
        }
        self.names.push(text.to_string());
    }

    /// The codes that it names, if all are codes of the book.
    fn codes(&self, table: &TaxTable) -> Option<Vec<String>> {
        let named = |name: &String| match named_code(table, name) {
            Some(code) => vec![code],
            None => codes_in(name).collect(),
        };
        let codes: Vec<String> = self.names.iter().flat_map(named).collect();
        let is_code = |code: &String| table.tax.iter().any(|tax| tax.code == *code);
        (!codes.is_empty() && codes.iter().all(is_code)).then_some(codes)
    }

    fn is_zero(&self) -> bool {
        self.percent.is_none_or(|it| it.is_zero()) && self.amount.is_none_or(|it| it.is_zero())
    }

    fn refusal(&self, rule: Rule) -> Refusal {
        let (column, given) = self.first.clone().unwrap_or_default();
        Refusal::new(rule, TAX).with("given", given).with("column", column)
    }
}

/// Whether columns hold amounts or percentages, so that empty ones say that a line has no tax.
fn has_numbers(row: &Record) -> bool {
    let is_amount =
        |name: &str| spelling(name).split(' ').any(|it| it == "amount" || it == "montant");
    row.column_names(TAX_RATE).next().is_some() || row.column_names(TAX).any(is_amount)
}

/// The number in the first column of a field that has any.
fn number_in(row: &Record, field: &str) -> Option<Decimal> {
    let cell = row.named_cells(field).next()?;
    plain::parse(&row.number_in(cell)?).ok()
}

/// The code that a name spells otherwise: `HST (ON)` is `HST-ON`.
fn named_code(table: &TaxTable, name: &str) -> Option<String> {
    let name = fold::words(name);
    let found = table.tax.iter().find(|tax| fold::words(&tax.code) == name);
    found.map(|tax| tax.code.clone())
}

/// Tax codes: one, or several separated by plus signs or blanks.
fn codes_in(text: &str) -> impl Iterator<Item = String> {
    text.split(['+', ' ']).filter(|code| !code.is_empty()).map(str::to_string)
}

/// The sets of taxes that a line can carry on a day: one, or two beside each other, with the share of the
/// net that they come to.
fn sets(table: &TaxTable, date: Day) -> Vec<LineTaxes> {
    let codes: Vec<&String> =
        table.tax.iter().filter(|tax| tax.status.is_none()).map(|tax| &tax.code).collect();
    let pairs = codes.iter().enumerate().flat_map(|(place, one)| {
        codes.iter().skip(place).map(move |other| match one == other {
            true => vec![(*one).clone()],
            false => vec![(*one).clone(), (*other).clone()],
        })
    });
    let with_share = |codes: Vec<String>| {
        let rates = table.rates(&TaxSet(codes.clone()), date, TAX).ok()?;
        Some((codes, share(&rates)))
    };
    pairs.filter_map(with_share).collect()
}

/// Whether a share of the net is what a row says, as it rounds it.
fn fits(share: Decimal, said: &SaidOfTax, line: &TaxedLine) -> bool {
    let is_percent = |percent: Decimal| {
        (share * Decimal::ONE_HUNDRED).round_dp(percent.scale()) == percent.normalize()
    };
    let unit = Decimal::new(1, u32::from(line.currency.scale()));
    let is_amount = |amount: Decimal| (line.net.abs() * share - amount).abs() < unit;
    let with_tax = line.net.abs() * (Decimal::ONE + share);
    let is_checked =
        said.is_checked || said.line_total.is_some_and(|it| (it.abs() - with_tax).abs() < unit);
    match (said.percent, said.amount) {
        (Some(percent), Some(amount)) => is_percent(percent) && is_amount(amount),
        (Some(percent), None) => is_percent(percent),
        // Some programs write the rate in a column of amounts: only a total that includes the tax can tell.
        (None, Some(amount)) => is_amount(amount) || (is_checked && is_percent(amount)),
        (None, None) => false,
    }
}

impl ImportDesk<'_> {
    fn taxes(&self) -> &'static TaxTable {
        assets::known_tax_table(&self.session.info().country).unwrap_or(&NO_TAXES)
    }

    /// The sets of taxes on a day, found once for all lines of the day.
    fn sets(&mut self, date: Day) -> Rc<Vec<LineTaxes>> {
        let table = self.taxes();
        self.taxes_on.entry(date).or_insert_with(|| Rc::new(sets(table, date))).clone()
    }

    /// The tax codes of a row's line; `None` if it has no tax.
    pub(super) fn tax_codes(
        &mut self,
        row: &Record,
        line: &TaxedLine,
    ) -> Result<Option<Vec<String>>, Trouble> {
        let mut said = SaidOfTax::of(row);
        let wished: Vec<String> = row.set_value(TAX).into_iter().flat_map(codes_in).collect();
        if said.first.is_none() && !has_numbers(row) {
            said.names.extend(row.set_value(TAX).map(str::to_string));
        }
        let table = self.taxes();
        let codes = said.codes(table);
        if said.is_zero() {
            return untaxed(&said, codes, table, line);
        }
        let all = self.sets(line.date);
        let fitting = all.iter().filter(|(_, share)| fits(*share, &said, line));
        let mut found: Vec<LineTaxes> = fitting.cloned().collect();
        if let Some(wanted) = codes.map(TaxSet) {
            found.retain(|(codes, _)| wanted.holds(codes));
        }
        // What is said for all rows decides between several; it contradicts no row.
        let wished = TaxSet(wished);
        if found.iter().any(|(codes, _)| wished.holds(codes)) {
            found.retain(|(codes, _)| wished.holds(codes));
        }
        self.chosen(&said, found, line).map(Some)
    }

    /// The only set that fits; of several, the one that the row names, or that is usual where the customer
    /// is.
    fn chosen(
        &mut self,
        said: &SaidOfTax,
        mut found: Vec<LineTaxes>,
        line: &TaxedLine,
    ) -> Result<Vec<String>, Trouble> {
        if found.len() > 1 {
            let names = format!(" {} ", fold::words(&said.names.join(" ")));
            let is_named = |(codes, _): &&LineTaxes| {
                codes.iter().all(|code| names.contains(&format!(" {} ", fold::words(code))))
            };
            let named: Vec<_> = found.iter().filter(is_named).cloned().collect();
            found = if named.is_empty() { found } else { named };
        }
        if found.len() > 1 {
            let usual = TaxSet(self.usual_taxes(&line.customer)?);
            let of_region: Vec<_> =
                found.iter().filter(|(codes, _)| usual.holds(codes)).cloned().collect();
            found = if of_region.is_empty() { found } else { of_region };
        }
        if found.len() > 1 {
            let choices: Vec<String> = found.iter().map(|(codes, _)| codes.join("+")).collect();
            let refusal = said.refusal(Rule::ImportTaxUnclear);
            return Err(refusal.with("choices", choices.join(", ")).into());
        }
        match found.pop() {
            Some((codes, _)) => Ok(codes),
            None => Err(said.refusal(Rule::ImportTaxUnknown).into()),
        }
    }

    /// The taxes that are usual where a customer is.
    fn usual_taxes(&self, customer: &str) -> Result<Vec<String>, Trouble> {
        let table = self.taxes();
        let company = self.session.ask(&CompanyOf)?;
        let registered = table.registered(&company.tax_ids);
        let known = self.session.ask(&FindCustomer(Code(customer.to_string())))?;
        let region = known.and_then(|it| it.details.region.clone()).unwrap_or_default();
        Ok(table.usual(&region, &registered).into_iter().map(str::to_string).collect())
    }

    /// What the lines of a document and their taxes come to.
    pub(super) fn total_of(&mut self, command: &BringInInvoice, row: &Record) -> Option<String> {
        let currency = self.currency(row)?;
        priced(self.taxes(), command, currency).map(|priced| priced.total.to_string())
    }

    /// Checks that the lines of a document and their taxes come to the totals that its rows give.
    pub(super) fn agrees_with_total(
        &mut self,
        rows: &[Record],
        command: &BringInInvoice,
        currency: Currency,
    ) -> Result<(), Trouble> {
        let table = self.taxes();
        let has = |field: &&str| rows.first().is_some_and(|row| row.has(field));
        if !["total", TAX_TOTAL, LINE_TOTAL].iter().any(has) {
            return Ok(());
        }
        let Some(priced) = priced(table, command, currency) else { return Ok(()) };
        let mut totals = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            let on = (table, command.date.unwrap_or_else(|| self.session.today()));
            let line = priced.lines.get(place);
            if let Some(refusal) = line.and_then(|line| line_differs(row, line, on, &priced)) {
                return Err(Trouble::Row(place, refusal));
            }
            totals.push(row.get("total")?.and_then(|it| plain::parse(&it).ok()).map(|it| it.abs()));
            let tax = row.get(TAX_TOTAL)?.and_then(|it| plain::parse(&it).ok());
            if let Some(tax) = tax.filter(|it| it.abs() != priced.tax.decimal().abs()) {
                return Err(differs(TAX_TOTAL, tax, &priced).into());
            }
        }
        if let Some(sum) = differing_sum(rows, &priced, (table, command)) {
            return Err(differs(LINE_TOTAL, sum, &priced).into());
        }
        match totals.iter().flatten().next() {
            Some(first) if !is_total(&totals, &priced) => {
                Err(differs("total", *first, &priced).into())
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a row whose prices include taxes: lines are brought in without.
pub(super) fn without_taxes(row: &Record) -> Result<(), Refusal> {
    let says_so = |text: &str| {
        let folded = fold::words(text);
        fields::is_yes(&folded) == Some(true) || folded.contains("inclusive")
    };
    match row.named_cells(TAX_INCLUDED).find(|cell| says_so(cell.text)) {
        Some(cell) => Err(Refusal::new(Rule::ImportTaxIncluded, TAX_INCLUDED)
            .with("given", cell.text)
            .with("column", cell.column)),
        None => Ok(()),
    }
}

/// The codes of a line without an amount of tax: those that it names, or none.
fn untaxed(
    said: &SaidOfTax,
    codes: Option<Vec<String>>,
    table: &TaxTable,
    line: &TaxedLine,
) -> Result<Option<Vec<String>>, Trouble> {
    let is_said = said.percent.is_some() || said.amount.is_some();
    match codes {
        Some(codes) => {
            let rates = table.rates(&TaxSet(codes.clone()), line.date, TAX);
            let is_taxed = rates.is_ok_and(|rates| !share(&rates).is_zero());
            // A line of nothing has no tax whatever its code.
            match is_said && is_taxed && !line.net.is_zero() {
                true => Err(said.refusal(Rule::ImportTaxUnknown).into()),
                false => Ok(Some(codes)),
            }
        }
        None if is_said || said.names.iter().all(|name| is_none(name)) => Ok(None),
        // The book says which codes there are.
        None => Ok(Some(said.names.iter().flat_map(|name| codes_in(name)).collect())),
    }
}

/// What a document comes to; `None` if it breaks a rule, which the book then names.
fn priced(table: &TaxTable, command: &BringInInvoice, currency: Currency) -> Option<Priced> {
    let date = command.date?;
    let rates = |set: &TaxSet, field: &str| table.rates(set, date, field);
    let pricing = Pricing { currency, prices: Prices::Exclusive, rates: &rates };
    match pricing.price(&command.lines, &[], &[]) {
        Err(refusal) if refusal.rule == Rule::TotalNegative => {
            let turned =
                |line: &LineInput| LineInput { quantity: Plain(-line.quantity.0), ..line.clone() };
            let lines: Vec<LineInput> = command.lines.iter().map(turned).collect();
            pricing.price(&lines, &[], &[]).ok()
        }
        priced => priced.ok(),
    }
}

/// What the lines come to in the file, where each has its own amount with its taxes: `None` if that is the
/// document's total. Another program may round the taxes of each line, and the book those of the document.
fn differing_sum(
    rows: &[Record],
    priced: &Priced,
    (table, command): (&TaxTable, &BringInInvoice),
) -> Option<Decimal> {
    let mut columns: BTreeMap<String, Vec<Decimal>> = BTreeMap::new();
    for row in rows {
        for cell in row.named_cells(LINE_TOTAL) {
            let given = plain::parse(&row.number_in(cell)?).ok()?.abs();
            columns.entry(cell.column.to_string()).or_default().push(given);
        }
    }
    let with_taxes = |line: &Line| {
        let rates = table.rates(&line.tax, command.date?, TAX).ok()?;
        let all = line.net.decimal().abs() * (Decimal::ONE + share(&rates));
        let scale = u32::from(line.net.scale());
        Some(all.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero))
    };
    let with_taxes = priced.lines.iter().map(with_taxes).collect::<Option<Vec<_>>>()?;
    let total = priced.total.decimal().abs();
    let sum = columns.into_values().find(|given| *given == with_taxes)?.into_iter().sum();
    (!priced.tax.is_zero() && sum != total).then_some(sum)
}

/// Refuses a row whose own amount is not that of its line, with or without discount or taxes, or of its
/// document.
fn line_differs(
    row: &Record,
    line: &Line,
    (table, date): (&TaxTable, Day),
    all: &Priced,
) -> Option<Refusal> {
    row.named_cells(LINE_TOTAL).next()?;
    let scale = u32::from(line.net.scale());
    let (net, base) = (line.net.decimal(), line.quantity.0 * line.unit_price.0);
    let rates = table.rates(&line.tax, date, TAX).ok()?;
    let known = [net, base, net + net * share(&rates), all.net.decimal()];
    let known = known.into_iter().chain([all.total.decimal()]);
    let rounded = |it: Decimal| {
        it.abs().round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero)
    };
    let known: Vec<Decimal> = known.map(rounded).collect();
    row.named_cells(LINE_TOTAL).find_map(|cell| {
        let given = plain::parse(&row.number_in(cell)?).ok()?;
        if known.contains(&rounded(given)) {
            return None;
        }
        let refusal = Refusal::new(Rule::ImportLineDiffers, LINE_TOTAL).with("given", cell.text);
        Some(refusal.with("column", cell.column).with("before", line.net))
    })
}

/// Whether the totals of rows are that of their document, or those of its lines.
fn is_total(totals: &[Option<Decimal>], priced: &Priced) -> bool {
    let total = priced.total.decimal();
    let mut given = totals.iter().flatten();
    if given.clone().all(|it| *it == total) {
        return true;
    }
    let of_lines = |lines: &mut dyn Iterator<Item = Money>| {
        totals.len() > 1
            && totals.iter().zip(lines).all(|(one, line)| *one == Some(line.decimal().abs()))
    };
    of_lines(&mut priced.lines.iter().map(|line| line.net))
        || totals.len() > 1 && given.by_ref().sum::<Decimal>() == total
}

fn differs(field: &'static str, given: Decimal, priced: &Priced) -> Refusal {
    let refusal = Refusal::new(Rule::ImportTotalDiffers, field).with("amount", given);
    let refusal = refusal.with("before", priced.net).with("difference", priced.tax);
    refusal.with("total", priced.total).with("field", field).with("name", field)
}
