//! A credit note settles its original, the invoice that it credits, before anything else. While the
//! original is open, what is left of the note can be neither refunded nor allocated elsewhere, and
//! the original cannot be written off or settled by a certificate instead: only money that was
//! really paid leaves through a credit note. May use: domain, ledger.

use crate::domain::{Day, Money, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::open_order;
use crate::ledger::tables::{ItemId, ItemKind, ItemRow, ORIGINALS, Side, TAXES};
use crate::store::rows::{LedgerError, Stop};

use super::Case;

impl Case<'_> {
    /// Refuses to use `amount` of a credit note for anything but its original while the original is
    /// open for some of it, on `date` or later. Accepts items that are not credit notes.
    pub(super) fn beyond_original(
        &self,
        field: &str,
        (id, row): (ItemId, &ItemRow),
        amount: Money,
        date: Day,
    ) -> Result<(), Stop> {
        let Some(original) = ORIGINALS.get(self.rows(), &id)? else { return Ok(()) };
        let invoice = self.need_item(original)?;
        let on_the_day = When { as_of: date, ..When::ALL };
        let then = item::outstanding(self.rows(), original, &invoice, on_the_day)?;
        let open = then.most(item::left(self.rows(), original, &invoice)?);
        let left = item::room(self.rows(), id, row, date)?;
        match amount.minor() + open.minor() > left.minor() {
            true => Err(original_first(field, (row, left), (&invoice, open)).into()),
            false => Ok(()),
        }
    }

    /// Refuses to settle `amount` of an invoice by anything but money while its own credit notes
    /// have enough left to settle some of it.
    pub(super) fn own_credit_first(
        &self,
        field: &str,
        (id, invoice): (ItemId, &ItemRow),
        amount: Money,
        date: Day,
    ) -> Result<(), Stop> {
        let notes = self.own_credit(id, invoice)?;
        let Some((note, _)) = notes.first() else { return Ok(()) };
        let open = item::room(self.rows(), id, invoice, date)?;
        let left: i64 = notes.iter().map(|(_, left)| left.minor()).sum();
        match amount.minor() + left > open.minor() {
            true => {
                let left = Money::from_minor(left, amount.scale());
                Err(original_first(field, (note, left), (invoice, open)).into())
            }
            false => Ok(()),
        }
    }

    /// Returns the credit notes of an invoice with something left on them, and how much.
    fn own_credit(
        &self,
        id: ItemId,
        invoice: &ItemRow,
    ) -> Result<Vec<(ItemRow, Money)>, LedgerError> {
        let credited = TAXES
            .get(self.rows(), &id)?
            .is_some_and(|taxes| taxes.credited.iter().flatten().any(|minor| *minor != 0));
        let mut notes = Vec::new();
        if !credited {
            return Ok(notes);
        }
        for found in open_order::on_side(self.rows(), invoice.account, Side::Credit) {
            let open = found?;
            let is_note = open.row.kind == ItemKind::CreditNote;
            if is_note && ORIGINALS.get(self.rows(), &open.id)? == Some(id) {
                notes.push((self.need_item(open.id)?, open.row.left));
            }
        }
        Ok(notes)
    }
}

fn original_first(
    field: &str,
    (note, left): (&ItemRow, Money),
    (invoice, open): (&ItemRow, Money),
) -> Refusal {
    Refusal::new(Rule::CreditNoteOriginal, field)
        .with("credit_note", &note.number)
        .with("left", left)
        .with("invoice", &invoice.number)
        .with("open", open)
}
