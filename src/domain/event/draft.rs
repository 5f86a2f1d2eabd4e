//! The content of a draft, in a type of its own: a draft may be read years later, when the command that
//! drafts has other fields.

use serde::{Deserialize, Serialize};

use super::facts::{
    EventFacts, EventKind, Kept, Whose, as_today, first, no_number, no_override, no_rate,
};
use crate::domain::command::IssueInvoice;
use crate::domain::pricing::{AdjustmentInput, LineInput, Prices};
use crate::domain::tax::TaxSet;
use crate::domain::{Code, Day, Money, Number, Percent, Plain};

/// The content of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftContent {
    /// The customer who will owe it.
    pub customer: Code,
    /// The document's date; if absent, the day of issuing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The due date; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The series of its number; if absent, `INV`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The customer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether unit prices include taxes.
    #[serde(default)]
    pub prices: Prices,
    /// The exchange rate: book currency per unit of foreign currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The lines.
    pub lines: Vec<DraftLine>,
    /// Allowances on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<DraftAdjustment>,
    /// Charges on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<DraftAdjustment>,
}

/// A line of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftLine {
    /// The catalogue item, which supplies what this line leaves out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Code>,
    /// The description; if absent, the item's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The quantity.
    pub quantity: Plain,
    /// The unit; if absent, the item's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit price in major units; if absent, the item's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Plain>,
    /// The discount on the line, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Percent>,
    /// The tax codes; if absent, the item's, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<TaxSet>,
}

/// An allowance or a charge of a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftAdjustment {
    /// The description.
    pub description: String,
    /// The amount, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Or a percentage of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// The tax codes.
    #[serde(default, skip_serializing_if = "TaxSet::is_empty")]
    pub tax: TaxSet,
}

/// An invoice was drafted. It has no number; its prices, terms and taxes are fixed when it is issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceDrafted {
    /// The draft's number.
    pub draft: Number,
    /// The customer who will owe it.
    pub customer: Code,
    /// The day of drafting.
    pub date: Day,
    /// The content.
    pub content: DraftContent,
    /// The total when it was drafted, which counts towards the customer's exposure.
    pub total: Money,
}

impl EventKind for InvoiceDrafted {
    const FACTS: EventFacts<InvoiceDrafted> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "draft_invoice",
        date: |event| Some(event.date),
        amount: |event| Some(event.total),
        made: |event| Some(("draft", &event.draft.0)),
        touches: |event| vec![&event.customer.0, &event.draft.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

/// The content of a draft was replaced. The event that drafted it stays in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftAmended {
    /// The draft.
    pub draft: Number,
    /// The customer, the same as when it was drafted.
    pub customer: Code,
    /// The day of the change.
    pub date: Day,
    /// The new content.
    pub content: DraftContent,
    /// The new total, which counts towards the customer's exposure.
    pub total: Money,
}

impl EventKind for DraftAmended {
    const FACTS: EventFacts<DraftAmended> = EventFacts {
        versions: &[as_today],
        version: first,
        command: |_| "amend_draft",
        date: |event| Some(event.date),
        amount: |event| Some(event.total),
        made: no_number,
        touches: |event| vec![&event.customer.0, &event.draft.0],
        whose: |event| Whose::Customer(&event.customer),
        is_about_users: false,
        private: Kept::Nothing,
        overridden: no_override,
        entered_rate: no_rate,
    };
}

impl From<IssueInvoice> for DraftContent {
    fn from(command: IssueInvoice) -> DraftContent {
        let adjustments = |all: Vec<AdjustmentInput>| all.into_iter().map(Into::into).collect();
        DraftContent {
            customer: command.customer,
            date: command.date,
            due: command.due,
            series: command.series,
            reference: command.reference,
            prices: command.prices,
            rate: command.rate,
            lines: command.lines.into_iter().map(Into::into).collect(),
            allowances: adjustments(command.allowances),
            charges: adjustments(command.charges),
        }
    }
}

impl From<DraftContent> for IssueInvoice {
    fn from(content: DraftContent) -> IssueInvoice {
        let adjustments = |all: Vec<DraftAdjustment>| all.into_iter().map(Into::into).collect();
        IssueInvoice {
            customer: content.customer,
            date: content.date,
            due: content.due,
            series: content.series,
            reference: content.reference,
            prices: content.prices,
            rate: content.rate,
            lines: content.lines.into_iter().map(Into::into).collect(),
            allowances: adjustments(content.allowances),
            charges: adjustments(content.charges),
        }
    }
}

impl From<LineInput> for DraftLine {
    fn from(line: LineInput) -> DraftLine {
        let LineInput { item, description, quantity, unit, unit_price, discount, tax } = line;
        DraftLine { item, description, quantity, unit, unit_price, discount, tax }
    }
}

impl From<DraftLine> for LineInput {
    fn from(line: DraftLine) -> LineInput {
        let DraftLine { item, description, quantity, unit, unit_price, discount, tax } = line;
        LineInput { item, description, quantity, unit, unit_price, discount, tax }
    }
}

impl From<AdjustmentInput> for DraftAdjustment {
    fn from(adjustment: AdjustmentInput) -> DraftAdjustment {
        let AdjustmentInput { description, amount, percent, tax } = adjustment;
        DraftAdjustment { description, amount, percent, tax }
    }
}

impl From<DraftAdjustment> for AdjustmentInput {
    fn from(adjustment: DraftAdjustment) -> AdjustmentInput {
        let DraftAdjustment { description, amount, percent, tax } = adjustment;
        AdjustmentInput { description, amount, percent, tax }
    }
}
