//! What a payment is for if no share was typed: the payer's remittance, or the only invoice that the amount settles, with
//! its early-payment discount or without. May use: the form.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::domain::{Day, Number};
use crate::ledger::query::balance::BalanceItem;
use crate::ledger::query::show::Shown;
use crate::matching::remittance;
use crate::tui::desk::Desk;

use super::Form;
use super::field::{Text, amount_form, is_remittance};
use super::grid::Grid;
use super::spec::{FieldKind, GridKind};

/// The only invoice that an amount settles.
pub enum OnlyItem {
    /// It is what is left of it.
    Exact(Number),
    /// It is that less its early-payment discount.
    Discounted(Number),
    /// The same, but the discount ended before the payment, on this day.
    DiscountedLate(Number, Day),
}

impl OnlyItem {
    /// What the payment is for; `None` if the customer may have meant something else.
    pub fn allocation(self) -> Option<Value> {
        match self {
            OnlyItem::Exact(item) => Some(json!([{"invoice": item}])),
            OnlyItem::Discounted(item) => Some(json!([{"invoice": item, "discount": true}])),
            OnlyItem::DiscountedLate(..) => None,
        }
    }
}

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
        let is_blank = self.fields.get(place).is_some_and(|text| text.value().is_empty());
        let wrote = line.text.as_deref().or(line.references.first().map(String::as_str))?;
        let is_for_it = field.entry == FieldKind::Remittance || field.name == "reason";
        Some(wrote).filter(|wrote| is_for_it && is_blank && !wrote.trim().is_empty())
    }

    /// The same, if the field can take it: as a remittance it must say what is paid.
    pub fn taken_of_the_line(&self, place: usize, desk: &Desk) -> Option<&str> {
        let wrote = self.of_the_line(place)?;
        let Some(Shown::BankLine(line)) = self.shown.as_deref() else { return None };
        let form = amount_form(&desk.words, line.currency);
        let is_remittance = self.spec.fields.get(place)?.entry == FieldKind::Remittance;
        Some(wrote).filter(|wrote| !is_remittance || remittance::parse(wrote, form).is_ok())
    }

    /// The only invoice that the amount typed settles, unless it is the oldest due item, which would be paid anyway; if
    /// none is open with that amount, the only one that comes to it less its early-payment discount.
    pub fn only_item(&self, desk: &Desk) -> Option<OnlyItem> {
        let Grid::Shares(shares) = &self.grid else { return None };
        if shares.is_said || !self.may_be_exact() || self.account.as_ref()?.balance.has_more() {
            return None;
        }
        let place = self.spec.fields.iter().position(|field| field.name == "amount")?;
        let meant = self.meant(place, desk).ok()??;
        let amount: Decimal = meant.value.as_str()?.parse().ok()?;
        let is_exact = |item: &&BalanceItem| item.outstanding.decimal() == amount;
        let mut exact = shares.items.iter().filter(is_exact);
        if let Some(only) = exact.next() {
            let is_first = shares.items.first().is_some_and(|first| first.item == only.item);
            let is_only = !is_first && exact.next().is_none();
            return is_only.then(|| OnlyItem::Exact(only.item.clone()));
        }
        let less = |item: &BalanceItem| {
            let early = item.early_payment?;
            let less = item.outstanding.minus(early.discount)?;
            (less.decimal() == amount).then(|| (item.item.clone(), early.until))
        };
        let mut less = shares.items.iter().filter_map(less);
        let (number, until) = less.next().filter(|_| less.next().is_none())?;
        Some(match self.counts_from(place, desk.today()) <= until {
            true => OnlyItem::Discounted(number),
            false => OnlyItem::DiscountedLate(number, until),
        })
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
