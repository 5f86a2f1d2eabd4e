//! Documents as they are sent: invoices and statements, as text. May use: domain, ledger answers,
//! layout.

pub mod invoice;
pub mod statement;

use crate::domain::event::CustomerDetails;
use crate::layout::wrapped;

/// How wide a page of text is, in cells.
const WIDTH: usize = 80;

/// Lines of any length as lines of a page.
fn on_page(lines: &[String]) -> Vec<String> {
    lines.iter().flat_map(|line| wrapped(line, WIDTH)).collect()
}

/// The buyer's lines on a document: name, address, tax number.
fn buyer_lines(buyer: &CustomerDetails) -> Vec<String> {
    let town: Vec<&str> = [&buyer.postal_code, &buyer.city, &buyer.region, &buyer.country]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    let mut lines = vec![buyer.name.clone()];
    lines.extend(buyer.address.clone());
    if !town.is_empty() {
        lines.push(town.join(" "));
    }
    lines.extend(buyer.tax_id.as_ref().map(|id| format!("Tax number {id}")));
    lines
}
