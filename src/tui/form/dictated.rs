//! What a payment is for where no share of it is typed: as the payer dictates it, or the one invoice that
//! the amount is exactly what is left of. May use: the form.

use rust_decimal::Decimal;

use crate::domain::Number;
use crate::ledger::query::balance::BalanceItem;
use crate::tui::desk::Desk;

use super::Form;
use super::field::{Text, is_remittance};
use super::grid::Grid;
use super::spec::{FieldKind, GridKind};

impl Form {
    /// Whether a remittance is typed: it says what the payment is for, and the shares do not.
    pub fn is_dictated(&self) -> bool {
        let mut fields = self.spec.fields.iter().zip(&self.fields);
        fields.any(|(spec, text)| {
            spec.entry == FieldKind::Remittance && !text.value().trim().is_empty()
        })
    }

    /// Whether what is typed as the reference reads as a remittance (`922 all`) while that line is blank: then
    /// it would pay the oldest first, and say otherwise.
    pub fn reads_as_remittance(&self, place: usize, desk: &Desk) -> bool {
        let fields = &self.spec.fields;
        let is_reference = fields.get(place).is_some_and(|field| field.name == "reference");
        let has_line = fields.iter().any(|field| field.entry == FieldKind::Remittance);
        let typed = self.fields.get(place).map_or("", Text::value);
        is_reference
            && has_line
            && !self.is_dictated()
            && is_remittance(typed, &self.reading(desk, place))
    }

    /// The invoice that the amount typed is exactly what is left of, where there is only one and the
    /// oldest due first would pay another before it.
    pub fn exact_item(&self, desk: &Desk) -> Option<Number> {
        let Grid::Shares(shares) = &self.grid else { return None };
        if shares.is_said || !self.may_be_exact() || self.account.as_ref()?.balance.has_more() {
            return None;
        }
        let amount = self.spec.fields.iter().position(|field| field.name == "amount")?;
        let meant = self.meant(amount, desk).ok()??;
        let amount: Decimal = meant.value.as_str()?.parse().ok()?;
        let is_exact = |item: &&BalanceItem| item.outstanding.decimal() == amount;
        let mut exact = shares.items.iter().filter(is_exact);
        let only = exact.next().filter(|_| exact.next().is_none())?;
        let is_first = shares.items.first().is_some_and(|first| first.item == only.item);
        (!is_first).then(|| only.item.clone())
    }

    /// Whether all open items must be known, to say which of them an amount is exactly.
    pub(super) fn may_be_exact(&self) -> bool {
        let mut fields = self.spec.fields.iter().zip(&self.fields);
        let is_typed = |(_, text): (_, &Text)| text.is_touched && !text.value().is_empty();
        self.spec.grid == Some(GridKind::Shares)
            && !self.is_dictated()
            && fields.find(|(spec, _)| spec.name == "amount").is_some_and(is_typed)
    }
}
