//! What a payment is for if no share was typed: the payer's remittance, or the only invoice whose open
//! amount equals the payment. May use: the form.

use rust_decimal::Decimal;

use crate::domain::Number;
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::show::Shown;
use crate::tui::desk::Desk;

use super::Form;
use super::field::{Text, is_remittance};
use super::grid::Grid;
use super::spec::{FieldKind, GridKind};

impl Form {
    /// Whether a remittance was typed. It then decides what the payment is for, instead of the shares.
    pub fn is_dictated(&self) -> bool {
        let mut fields = self.spec.fields.iter().zip(&self.fields);
        fields.any(|(spec, text)| {
            spec.entry == FieldKind::Remittance && !text.value().trim().is_empty()
        })
    }

    /// Whether the reference reads as a remittance (`922 all`) while the remittance field is blank: the
    /// payment would then settle the oldest item, although the reference says otherwise.
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

    /// What the payer wrote on the bank line that a form is about, for a field that is still blank and says the same
    /// or why.
    pub fn of_the_line(&self, place: usize) -> Option<&str> {
        let Some(Shown::BankLine(line)) = self.shown.as_deref() else { return None };
        let field = self.spec.fields.get(place)?;
        let is_for_it = field.entry == FieldKind::Remittance || field.name == "reason";
        let is_blank = self.fields.get(place).is_some_and(|text| text.value().is_empty());
        let wrote = line.text.as_deref().or(line.references.first().map(String::as_str))?;
        Some(wrote).filter(|wrote| is_for_it && is_blank && !wrote.trim().is_empty())
    }

    /// The only invoice whose open amount equals the amount typed, unless it is the oldest due item,
    /// which would be paid anyway.
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

    /// Whether to look for an invoice with exactly this amount, for which all open items must be known.
    pub(super) fn may_be_exact(&self) -> bool {
        let mut fields = self.spec.fields.iter().zip(&self.fields);
        let is_typed = |(_, text): (_, &Text)| text.is_touched && !text.value().is_empty();
        self.spec.grid == Some(GridKind::Shares)
            && !self.is_dictated()
            && fields.find(|(spec, _)| spec.name == "amount").is_some_and(is_typed)
    }
}
