//! Commands on invoices, drafts and credit notes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::{
    CREDITED, Changes, CommandFacts, CommandKind, DATED, INVOICED, Undo, UndoneBy, effective,
};
use crate::domain::pricing::{AdjustmentInput, LineInput, Prices};
use crate::domain::{Code, Day, Number, Plain, Role};

/// Issues an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueInvoice {
    /// The customer who owes it.
    pub customer: Code,
    /// The document's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The due date; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The series of its number, which must be defined; if absent, `INV`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The customer's own reference (purchase order).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether unit prices include taxes.
    #[serde(default)]
    pub prices: Prices,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The lines.
    pub lines: Vec<LineInput>,
    /// Allowances on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<AdjustmentInput>,
    /// Charges on the whole document (shipping, fees).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<AdjustmentInput>,
}

impl CommandKind for IssueInvoice {
    const FACTS: CommandFacts<IssueInvoice> = CommandFacts {
        summary: "Issue an invoice: it takes its number and is frozen",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: INVOICED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("invoice", "void_invoice")],
    };
}

/// Defines a series of invoice numbers. `INV` is there from the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineSeries {
    /// Its letters: a capital, then up to seven capitals or digits (`KGL`).
    pub series: String,
    /// Its purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The effective date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DefineSeries {
    const FACTS: CommandFacts<DefineSeries> = CommandFacts {
        summary: "Define a series of invoice numbers, or redefine it from now on",
        role: |_| Role::Supervisor,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Drafts an invoice with the fields of `issue_invoice`: a draft has no number and is not owed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftInvoice(pub IssueInvoice);

impl CommandKind for DraftInvoice {
    const FACTS: CommandFacts<DraftInvoice> = CommandFacts {
        summary: "Draft an invoice: no number yet, nothing is owed",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: |command, date| vec![("date", command.0.date.unwrap_or(date))],
        may_be_old: false,
        undo: |_| vec![Undo::made("draft", "discard_draft")],
    };
}

/// Copies the fields of [`IssueInvoice`] instead of referring to them.
impl JsonSchema for DraftInvoice {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DraftInvoice".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        IssueInvoice::json_schema(generator)
    }
}

/// Replaces the content of a draft: a field that is absent is empty from then on. The customer stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendDraft {
    /// The draft (`D000001`).
    pub draft: Number,
    /// The document's date; if absent, the day of issuing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The due date; if absent, by the customer's terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The series of its number, which must be defined; if absent, `INV`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The customer's own reference (purchase order).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whether unit prices include taxes.
    #[serde(default)]
    pub prices: Prices,
    /// The exchange rate, book currency per unit of foreign currency; required if the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Plain>,
    /// The lines.
    pub lines: Vec<LineInput>,
    /// Allowances on the whole document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<AdjustmentInput>,
    /// Charges on the whole document (shipping, fees).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<AdjustmentInput>,
}

impl AmendDraft {
    /// The content as an invoice to the draft's customer.
    pub fn of(&self, customer: Code) -> IssueInvoice {
        let it = self.clone();
        IssueInvoice {
            customer,
            date: it.date,
            due: it.due,
            series: it.series,
            reference: it.reference,
            prices: it.prices,
            rate: it.rate,
            lines: it.lines,
            allowances: it.allowances,
            charges: it.charges,
        }
    }
}

impl CommandKind for AmendDraft {
    const FACTS: CommandFacts<AmendDraft> = CommandFacts {
        summary: "Replace the content of a draft: its lines, dates and references",
        role: |_| Role::Coordinator,
        changes: |command| Changes::Draft(&command.draft),
        overridable: DATED,
        is_personal: |_| false,
        dates: |command, date| vec![("date", command.date.unwrap_or(date))],
        may_be_old: false,
        undo: |_| vec![Undo { made: None, by: UndoneBy::Before }],
    };
}

/// Issues a draft, at the prices, terms and taxes of the document's date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueDraft {
    /// The draft (`D000001`).
    pub draft: Number,
    /// The document's date; if absent, the one drafted, or today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for IssueDraft {
    const FACTS: CommandFacts<IssueDraft> = CommandFacts {
        summary: "Issue a draft at the prices, terms and taxes of the day",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: INVOICED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("invoice", "void_invoice")],
    };
}

/// Deletes a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardDraft {
    /// The draft.
    pub draft: Number,
    /// The date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
}

impl CommandKind for DiscardDraft {
    const FACTS: CommandFacts<DiscardDraft> = CommandFacts {
        summary: "Delete a draft",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}

/// Issues a credit note at the original's rates. Give one of `full`, `amount` or `lines`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditInvoice {
    /// The invoice to credit.
    pub invoice: Number,
    /// The credit note's date; if absent, today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The reason code (`price`, `returned`, …).
    pub reason: String,
    /// Credits everything that was not credited before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// A gross amount, split over the original's tax groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Plain>,
    /// Lines, with the original's taxes and its way of stating prices. What the original took off or added for the whole
    /// document is not repeated: give the line the `discount` that brings it to what was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<LineInput>>,
}

impl CommandKind for CreditInvoice {
    const FACTS: CommandFacts<CreditInvoice> = CommandFacts {
        summary: "Issue a credit note against an invoice, in full or in part",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: CREDITED,
        is_personal: |_| false,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::made("credit_note", "void_credit_note")],
    };
}

/// Voids an invoice: its number stays, marked void.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidInvoice {
    /// The invoice.
    pub invoice: Number,
    /// The effective date; if absent, today, or the invoice's date if that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The reason.
    pub reason: String,
}

impl CommandKind for VoidInvoice {
    const FACTS: CommandFacts<VoidInvoice> = CommandFacts {
        summary: "Void an invoice on which nothing was paid or credited",
        role: |_| Role::Coordinator,
        changes: |_| Changes::Nothing,
        overridable: DATED,
        is_personal: |_| true,
        dates: effective,
        may_be_old: false,
        undo: |_| vec![Undo::NOTHING],
    };
}
