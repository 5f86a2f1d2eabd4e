//! The taxes of a document as rows. May use: domain.

use crate::domain::Plain;
use crate::domain::tax::TaxGroup;

use super::parts::ShownTax;

/// One row for each tax of each group, and one for a group without taxes.
pub(super) fn taxes(groups: &[TaxGroup]) -> Vec<ShownTax> {
    let mut shown = Vec::new();
    for group in groups {
        let set = group.set();
        if group.parts.is_empty() {
            let (rate, tax) = (Plain(rust_decimal::Decimal::ZERO), group.net.zero());
            shown.push(ShownTax { code: None, rate, net: group.net, tax, set: set.clone() });
        }
        shown.extend(group.parts.iter().map(|part| ShownTax {
            code: Some(part.code.clone()),
            rate: part.rate,
            net: group.net,
            tax: part.tax,
            set: set.clone(),
        }));
    }
    shown
}
