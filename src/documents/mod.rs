//! Documents as they are sent: invoices and statements, as text. May use: domain, ledger answers,
//! layout.

pub mod invoice;
pub mod statement;

use crate::domain::event::CustomerDetails;

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
