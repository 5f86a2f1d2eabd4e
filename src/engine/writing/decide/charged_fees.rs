//! Warnings about late fees that were charged on money which had come by then: a payment, a credit note, a dispute,
//! a plan or withheld tax that is entered after the fee and counts from before its last day.

use std::collections::BTreeMap;

use crate::domain::{Day, Event, Number, Rule, Warning};
use crate::ledger::cases;
use crate::ledger::item;
use crate::ledger::late_fees::{self, FeePolicies};
use crate::ledger::post::post_ahead;
use crate::ledger::tables::{
    CaseKind, DISPUTES, ITEMS, ItemId, ItemKind, ItemRow, LATE_FEE_POLICIES, Side,
};
use crate::store::overlay::Overlay;
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// What events touch, as far as it may lower what was overdue.
#[derive(Default)]
struct TouchedInvoices {
    invoices: BTreeMap<ItemId, ItemRow>,
    /// The earliest day from which anything counts.
    since: Option<Day>,
}

impl Case<'_> {
    /// Warns of each late fee that charges more than accrued once these events count, and more than before them.
    /// Costs one look into the ledger where no policy charges interest.
    pub(super) fn fees_too_high(&self, decided: &Decided) -> Result<Vec<Warning>, Stop> {
        if LATE_FEE_POLICIES.scan(self.rows(), &()).next().transpose()?.is_none() {
            return Ok(Vec::new());
        }
        let touched = self.touched_invoices(&decided.events)?;
        let Some(since) = touched.since else { return Ok(Vec::new()) };
        let mut charged = touched.invoices;
        for id in charged.keys().copied().collect::<Vec<_>>() {
            if !late_fees::is_charged_after(self.rows(), id, since)? {
                charged.remove(&id);
            }
        }
        if charged.is_empty() {
            return Ok(Vec::new());
        }
        let mut after = Overlay::new(self.rows());
        let at = (self.desk.seq, self.desk.now, decided.date);
        post_ahead(&mut after, at, 0, &decided.events)?;
        let mut warnings = Vec::new();
        for (id, row) in &charged {
            let group = late_fees::group_of(self.rows(), row.account)?;
            let policies = FeePolicies::read(self.rows(), group.as_deref())?;
            let more = |rows| late_fees::charged_too_much(rows, &policies, (*id, row), since);
            let before: BTreeMap<Number, i64> =
                more(self.rows())?.into_iter().map(|(fee, sum)| (fee, sum.minor())).collect();
            for (fee, sum) in more(&after)? {
                if sum.minor() > before.get(&fee).copied().unwrap_or_default() {
                    let warning = Warning::new(Rule::LateFeeTooMuch, "date").with("fee", fee);
                    let warning = warning.with("invoice", &row.number).with("amount", sum);
                    warnings.push(warning.with("currency", row.currency));
                }
            }
        }
        Ok(warnings)
    }

    /// The invoices that events name, or the disputes on them, and since when anything of it counts: from the day of
    /// an event, or of the money that it allocates.
    fn touched_invoices(&self, events: &[Event]) -> Result<TouchedInvoices, Stop> {
        let mut touched = TouchedInvoices::default();
        let mut since = |day: Option<Day>| {
            touched.since = touched.since.into_iter().chain(day).min();
        };
        for event in events {
            since(event.date());
            for number in event.touches() {
                let number = Number(number.to_string());
                let found = match item::item(self.rows(), &number)? {
                    None => self.disputed_invoice(&number)?,
                    found => found,
                };
                let Some((id, row)) = found else { continue };
                if row.kind.side() == Side::Credit {
                    since(Some(row.date));
                } else if row.kind == ItemKind::Invoice {
                    touched.invoices.insert(id, row);
                }
            }
        }
        Ok(touched)
    }

    /// The invoice that a dispute is about.
    fn disputed_invoice(&self, dispute: &Number) -> Result<Option<(ItemId, ItemRow)>, LedgerError> {
        let Some(id) = cases::case(self.rows(), CaseKind::Dispute, dispute)? else {
            return Ok(None);
        };
        let invoice = DISPUTES.need(self.rows(), &id)?.invoice;
        Ok(Some((invoice, ITEMS.need(self.rows(), &invoice)?)))
    }
}
