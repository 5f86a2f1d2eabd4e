//! Invoices, one line per row: rows with the same number make one document, identified by that number.
//! The same content again is in the book already; other content is a conflict. A negative price becomes
//! a negative quantity, which is how the book represents a deduction; a document with a negative total
//! is a credit note. Taxes are those of the book's codes; lines that do not come to the total of their own
//! file are refused.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::domain::command::BringInInvoice;
use crate::domain::pricing::{Line, LineInput};
use crate::domain::{Currency, Day, Money, Number, Percent, Plain, Refusal, Rule, Warning, plain};
use crate::engine::Failure;
use crate::ledger::query::show::Shown;

use super::line_taxes::{TaxedLine, without_taxes};
use super::mapping::Record;
use super::receivables::unpaid;
use super::row_states::{RowStates, below_zero};
use super::{ImportDesk, ImportKind, NearName, RowCommand, RowReader, Trouble, fields, id_of};

/// The fields of a row.
pub const FIELDS: [&str; 21] = [
    "number",
    "customer",
    "date",
    "due",
    "description",
    "quantity",
    "unit_price",
    "discount",
    "tax",
    "currency",
    "rate",
    "outstanding",
    "settled",
    "paid",
    "state",
    "type",
    "tax_rate",
    "tax_total",
    "tax_included",
    "total",
    "line_total",
];

/// The fields that must be the same in all rows of a document.
const SHARED: [&str; 10] = [
    "customer",
    "date",
    "due",
    "currency",
    "rate",
    "outstanding",
    "settled",
    "paid",
    "state",
    "type",
];

/// Rows of invoices.
pub struct Invoices<'a>(pub ImportDesk<'a>);

impl RowReader for Invoices<'_> {
    fn together(&self, row: &Record) -> Option<String> {
        let number = row.get("number").ok().flatten()?;
        Some(Number(number).folded())
    }

    fn sees(&mut self, row: &Record) {
        self.0.sees(row);
    }

    fn amount(&mut self, row: &Record) -> Option<(Currency, Money)> {
        let currency = self.0.currency(row)?;
        Some((currency, currency.rounded(net(row)?, "unit_price").ok()?))
    }

    /// A price of zero is accepted, with a warning.
    fn warning(&self, row: &Record) -> Option<Warning> {
        let price = plain::parse(&row.get("unit_price").ok()??).ok()?;
        price.is_zero().then(|| Warning::new(Rule::PriceZero, "unit_price"))
    }

    fn read(&mut self, rows: &[Record]) -> Result<RowCommand, Trouble> {
        let Some(first) = rows.first() else { return Ok(RowCommand::There) };
        self.agree(rows)?;
        let mut command: Map<String, Value> = fields::texts(first, &["number", "rate"])?;
        let customer = self.0.needed_customer(first)?;
        command.insert("customer".into(), customer.clone().into());
        if let Some(currency) = self.0.named_currency(first, &customer)? {
            command.insert("currency".into(), currency.into());
        }
        command.insert("create_customer".into(), self.0.create_customers.into());
        for field in ["date", "due", "settled"] {
            if let Some(day) = fields::date(first, field, &self.0.dates)? {
                command.insert(field.into(), day.into());
            }
        }
        fields::needed(first, "date")?;
        let mut lines = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            lines.push(self.line(row, &customer).map_err(|trouble| trouble.at(i))?);
        }
        let states = RowStates::of(ImportKind::Invoices, first)?;
        let is_turned = states.is_credit && is_above_zero(rows);
        if is_turned {
            lines.iter_mut().for_each(turn);
        }
        command.insert("lines".into(), lines.into());
        let is_settled = command.contains_key("settled");
        let given = match first.get("outstanding")? {
            None if !is_settled && first.has_text("paid") => {
                let all = fields::typed(Value::Object(command.clone())).map_err(trouble)?;
                unpaid(first, self.0.total_of(&all, first))?
            }
            given => given,
        };
        let outstanding = states.outstanding(given, is_settled)?;
        let outstanding = outstanding.map(|it| if is_turned { below_zero(&it) } else { it });
        command.extend(outstanding.map(|it| ("outstanding".to_string(), it.into())));
        let command: BringInInvoice = fields::typed(Value::Object(command)).map_err(trouble)?;
        if let Some(known) = self.0.document(&command.number)? {
            self.0.same_currency(first)?;
            return Ok(self.same(&command, &known).map(|()| RowCommand::There)?);
        }
        if let Some(currency) = self.0.currency(first) {
            self.0.agrees_with_total(rows, &command, currency)?;
        }
        self.0.needs_account(&customer)?;
        self.0.makes_account(first, &customer);
        let id = id_of(self.0.session, ImportKind::Invoices, (&command.number.folded(), 0), None)?;
        Ok(RowCommand::command(id, command))
    }

    fn landed(&mut self) {
        self.0.landed();
    }

    fn currency_waits(&mut self, rows: &[Record]) -> bool {
        rows.first().is_some_and(|row| self.0.currency_waits(row))
    }

    fn would_open(&mut self, given: &str, currency: Currency) {
        self.0.would_open(given, currency);
    }

    fn near(&mut self) -> Vec<NearName> {
        self.0.near_names()
    }

    fn blame(&self, field: &str) -> (usize, String) {
        blamed(field)
    }
}

/// `lines[3].quantity` is the quantity of the fourth row.
fn blamed(field: &str) -> (usize, String) {
    let line = field.strip_prefix("lines[").and_then(|rest| rest.split_once("]."));
    match line.and_then(|(place, field)| Some((place.parse().ok()?, field.to_string()))) {
        Some(found) => found,
        None => (0, field.to_string()),
    }
}

fn trouble(refusal: Refusal) -> Trouble {
    let (row, field) = blamed(&refusal.field);
    Trouble::Row(row, Refusal { field, ..refusal })
}

impl Invoices<'_> {
    /// All rows of a document must agree on it; times of one day are the same date, and a customer's
    /// code and name are the same customer.
    fn agree(&mut self, rows: &[Record]) -> Result<(), Trouble> {
        let Some((first, others)) = rows.split_first() else { return Ok(()) };
        for field in SHARED {
            let at_first = self.said(first, field)?;
            for (i, row) in others.iter().enumerate() {
                let here = self.said(row, field).map_err(|trouble| trouble.at(i + 1))?;
                if here != at_first {
                    let number = first.get("number")?.unwrap_or_default();
                    let refusal = Refusal::new(Rule::ImportDisagree, field).with("given", number);
                    return Err(Trouble::Row(i + 1, refusal));
                }
            }
        }
        Ok(())
    }

    fn said(&mut self, row: &Record, field: &str) -> Result<Option<String>, Trouble> {
        match field {
            "date" | "due" | "settled" => Ok(fields::date(row, field, &self.0.dates)?),
            "customer" => self.0.customer(row),
            "currency" => Ok(self.0.given_currency(row)?),
            _ => Ok(row.get(field)?),
        }
    }

    fn line(&mut self, row: &Record, customer: &str) -> Result<Value, Trouble> {
        let (quantity, unit_price) =
            turned(fields::needed(row, "quantity")?, fields::needed(row, "unit_price")?);
        let mut line = json!({
            "description": fields::needed(row, "description")?,
            "quantity": quantity,
            "unit_price": unit_price,
        });
        if let Some(discount) = discount(row)? {
            line["discount"] = discount.into();
        }
        without_taxes(row)?;
        let date = fields::date(row, "date", &self.0.dates)?.and_then(|day| day.parse().ok());
        let currency = self.0.currency(row).unwrap_or(self.0.session.info().currency);
        let taxed = TaxedLine {
            net: net(row).unwrap_or_default(),
            currency,
            date: date.unwrap_or_else(|| self.0.session.today()),
            customer: customer.to_string(),
        };
        if let Some(codes) = self.0.tax_codes(row, &taxed)? {
            line["tax"] = codes.into();
        }
        Ok(line)
    }

    /// Whether the book has the same document under the number.
    fn same(&mut self, command: &BringInInvoice, known: &Shown) -> Result<(), Failure> {
        let conflict = |field: &str| {
            Failure::from(Refusal::new(Rule::ImportConflict, field).with("given", &command.number))
        };
        let (customer, date, due, lines, turned) = match known {
            Shown::Invoice(known) => {
                (&known.customer, known.date, Some(known.due), &known.lines, false)
            }
            Shown::CreditNote(known) if known.invoice.is_none() => {
                (&known.customer, known.date, None, &known.lines, true)
            }
            _ => return Err(conflict("number")),
        };
        if !self.0.one_account(&command.customer, customer)? {
            return Err(conflict("customer"));
        }
        if command.date.is_some_and(|given: Day| given != date) {
            return Err(conflict("date"));
        }
        if due.is_some() && command.due.is_some() && command.due != due {
            return Err(conflict("due"));
        }
        let same = command.lines.len() == lines.len()
            && command.lines.iter().zip(lines).all(|(row, line)| same_line(row, line, turned));
        if same { Ok(()) } else { Err(conflict("description")) }
    }
}

fn same_line(row: &LineInput, line: &Line, turned: bool) -> bool {
    let quantity = if turned { -row.quantity.0 } else { row.quantity.0 };
    let discount = row.discount.filter(|discount| !discount.is_zero());
    let description = row.description.as_deref().unwrap_or_default();
    // The number as it is in the book, where it may be older than the rules for texts.
    crate::domain::text::trimmed(description) == line.description
        && quantity == line.quantity.0
        && row.unit_price.is_some_and(|Plain(price)| price == line.unit_price.0)
        && discount == line.discount
        && line.tax.holds(&row.tax.clone().unwrap_or_default().0)
}

/// The quantity and price of a line with the sign of the price moved to the quantity.
fn turned(quantity: String, unit_price: String) -> (String, String) {
    match (plain::parse(&quantity), plain::parse(&unit_price)) {
        (Ok(count), Ok(price)) if price.is_sign_negative() && !price.is_zero() => {
            ((-count).to_string(), (-price).to_string())
        }
        _ => (quantity, unit_price),
    }
}

/// A discount in percent, with or without the percent sign.
fn discount(row: &Record) -> Result<Option<String>, Refusal> {
    let text = row.get("discount")?;
    Ok(text.map(|text| if text.ends_with('%') { text } else { format!("{text}%") }))
}

/// Whether the lines of a document come to more than nothing.
fn is_above_zero(rows: &[Record]) -> bool {
    rows.iter().filter_map(net).sum::<Decimal>() > Decimal::ZERO
}

/// Turns a line of a credit note, which its program writes above zero.
fn turn(line: &mut Value) {
    let quantity = line["quantity"].as_str().and_then(|it| plain::parse(it).ok());
    if let Some(quantity) = quantity {
        line["quantity"] = (-quantity).to_string().into();
    }
}

/// Quantity times price, less the discount.
fn net(row: &Record) -> Option<Decimal> {
    let number = |field| plain::parse(&row.get(field).ok()??).ok();
    let discount = discount(row).ok()?.and_then(|text| Percent::parse(&text).ok());
    let kept = Decimal::ONE - discount.unwrap_or(Percent::ZERO).share();
    plain::exact_product(&[number("quantity")?, number("unit_price")?, kept])
}
