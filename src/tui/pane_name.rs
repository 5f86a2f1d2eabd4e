//! The names of the panes: what a key or a line of the palette shows. May use: serde.

use serde::Deserialize;

/// A pane.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaneName {
    /// Who is calling?
    Home,
    /// All accounts.
    Customers,
    /// All invoices.
    Invoices,
    /// Drafts of invoices.
    Drafts,
    /// Payments, credit notes, refunds.
    Payments,
    /// Disputes.
    Disputes,
    /// Promises.
    Promises,
    /// Payment plans.
    Plans,
    /// Calls.
    Calls,
    /// Callbacks.
    Callbacks,
    /// The journal.
    Journal,
    /// The outbox.
    Outbox,
    /// Reports.
    Reports,
    /// An import of a file.
    Import,
    /// Bank lines and what they may be.
    Reconcile,
    /// Reminders that are due.
    Dunning,
    /// Late fees and holds that are proposed.
    Proposals,
    /// The worklist.
    Worklist,
}

/// All panes.
pub const PANES: [PaneName; 18] = [
    PaneName::Home,
    PaneName::Customers,
    PaneName::Invoices,
    PaneName::Drafts,
    PaneName::Payments,
    PaneName::Disputes,
    PaneName::Promises,
    PaneName::Plans,
    PaneName::Calls,
    PaneName::Callbacks,
    PaneName::Journal,
    PaneName::Outbox,
    PaneName::Reports,
    PaneName::Import,
    PaneName::Reconcile,
    PaneName::Dunning,
    PaneName::Proposals,
    PaneName::Worklist,
];

/// The name of a pane in words: `pane-…`.
pub fn pane_word(pane: PaneName) -> &'static str {
    match pane {
        PaneName::Home => "home",
        PaneName::Customers => "customers",
        PaneName::Invoices => "invoices",
        PaneName::Drafts => "drafts",
        PaneName::Payments => "payments",
        PaneName::Disputes => "disputes",
        PaneName::Promises => "promises",
        PaneName::Plans => "plans",
        PaneName::Calls => "calls",
        PaneName::Callbacks => "callbacks",
        PaneName::Journal => "journal",
        PaneName::Outbox => "outbox",
        PaneName::Reports => "reports",
        PaneName::Import => "import",
        PaneName::Reconcile => "reconcile",
        PaneName::Dunning => "dunning",
        PaneName::Proposals => "proposals",
        PaneName::Worklist => "worklist",
    }
}
