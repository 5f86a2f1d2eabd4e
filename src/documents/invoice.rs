//! An invoice as text.

use unicode_width::UnicodeWidthStr;

use crate::domain::money::{grouped, padded};
use crate::domain::pricing::{Adjustment, Prices};
use crate::layout::{Align, Table, ends, ends_within, wrapped};
use crate::ledger::query::show::{ShownInvoice, ShownTax};

use super::{WIDTH, buyer_lines, on_page};

/// The invoice as a page of text.
pub fn text(invoice: &ShownInvoice) -> String {
    let mut page = vec![head(invoice)];
    page.push(lines(invoice));
    page.push(sums(invoice));
    if invoice.state == "void" {
        page.push("This invoice is void.".into());
    } else if invoice.outstanding != invoice.total {
        let settled = format!(
            "Settled so far: {}. Still to pay: {} {}.",
            invoice.total.minus(invoice.outstanding).unwrap_or(invoice.total).grouped(),
            invoice.currency,
            invoice.outstanding.grouped()
        );
        page.push(wrapped(&settled, WIDTH).join("\n"));
    }
    page.join("\n") + "\n"
}

fn head(invoice: &ShownInvoice) -> String {
    let mut lines =
        vec![ends_within(&invoice.seller.name, &format!("INVOICE {}", invoice.invoice), WIDTH)];
    let address = invoice.seller.address.clone().into_iter();
    let tax_id = invoice.seller.tax_id.as_ref().map(|id| format!("Tax number {id}"));
    lines.extend(on_page(&address.chain(tax_id).collect::<Vec<_>>()));
    lines.push(String::new());
    let mut right = vec![
        format!("Date {}", invoice.date.spoken()),
        format!("Due {}", invoice.due.spoken()),
        format!("Terms {}", invoice.terms),
    ];
    right.extend(invoice.reference.as_ref().map(|reference| format!("Your reference {reference}")));
    right.push(format!("Account {}", invoice.customer));
    // The buyer has what the other side leaves; what is longer goes on below it.
    let right: Vec<String> = right.iter().flat_map(|line| wrapped(line, WIDTH / 2)).collect();
    let widest = right.iter().map(|line| line.width()).max().unwrap_or_default();
    let left = buyer_lines(&invoice.buyer);
    let left: Vec<String> =
        left.iter().flat_map(|line| wrapped(line, WIDTH - widest - 2)).collect();
    for i in 0..left.len().max(right.len()) {
        let side = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
        lines.push(ends(&side(&left), &side(&right), WIDTH));
    }
    lines.join("\n") + "\n"
}

fn lines(invoice: &ShownInvoice) -> String {
    let amount = match invoice.prices {
        Prices::Exclusive => "Net",
        Prices::Inclusive => "With tax",
    };
    let mut table = Table::new(&[
        ("Description", Align::Left),
        ("Qty", Align::Right),
        ("Unit price", Align::Right),
        ("Disc", Align::Right),
        ("Tax", Align::Left),
        (amount, Align::Right),
    ]);
    for line in &invoice.lines {
        table.row(vec![
            line.description.clone(),
            line.quantity.to_string(),
            grouped(&padded(line.unit_price.0, invoice.currency.scale())),
            line.discount.map_or_else(|| "–".into(), |discount| discount.to_string()),
            line.tax.0.join("+"),
            line.gross.unwrap_or(line.net).grouped(),
        ]);
    }
    let mut adjusted = |adjustments: &[Adjustment], sign: &str| {
        for one in adjustments {
            let percent = one.percent.map_or_else(String::new, |percent| percent.to_string());
            let amount = format!("{sign}{}", one.amount.grouped());
            let (description, tax) = (one.description.clone(), one.tax.0.join("+"));
            table.row(vec![description, String::new(), String::new(), percent, tax, amount]);
        }
    };
    adjusted(&invoice.allowances, "-");
    adjusted(&invoice.charges, "");
    table.render_within(WIDTH, 0)
}

fn sums(invoice: &ShownInvoice) -> String {
    let mut table = Table::new(&[("", Align::Left), ("", Align::Right)]);
    table.row(vec!["Net".into(), invoice.net.grouped()]);
    for tax in invoice.taxes.iter().filter(|tax| tax.code.is_some()) {
        table.row(vec![tax_words(tax), tax.tax.grouped()]);
    }
    table.row(vec![format!("Total {}", invoice.currency), invoice.total.grouped()]);
    let text = table.render_within(WIDTH - 2, 0);
    // The head of this table is empty: only its rows are wanted.
    text.lines().skip(2).map(|line| format!("  {line}\n")).collect()
}

fn tax_words(tax: &ShownTax) -> String {
    let code = tax.code.as_deref().unwrap_or_default();
    format!("{code} {} % of {}", tax.rate, tax.net.grouped())
}
