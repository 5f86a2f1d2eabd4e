//! The names of the panes: what a key or a line of the palette shows. May use: serde.

use serde::Deserialize;

/// Declares the panes: the name of each here, and its name in words, `pane-…`, and in the keymap.
macro_rules! panes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// A pane.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
        pub enum PaneName {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        /// All panes.
        pub const PANES: [PaneName; [$($word),+].len()] = [$(PaneName::$name),+];

        /// The name of a pane in words: `pane-…`.
        pub fn pane_word(pane: PaneName) -> &'static str {
            match pane { $(PaneName::$name => $word,)+ }
        }
    };
}

panes! {
    /// Who is calling?
    Home = "home",
    /// All accounts.
    Customers = "customers",
    /// All invoices.
    Invoices = "invoices",
    /// Drafts of invoices.
    Drafts = "drafts",
    /// Payments, credit notes, refunds.
    Payments = "payments",
    /// Disputes.
    Disputes = "disputes",
    /// Promises.
    Promises = "promises",
    /// Payment plans.
    Plans = "plans",
    /// Calls.
    Calls = "calls",
    /// Callbacks.
    Callbacks = "callbacks",
    /// The journal.
    Journal = "journal",
    /// The outbox.
    Outbox = "outbox",
    /// Reports.
    Reports = "reports",
    /// An import of a file.
    Import = "import",
    /// Bank lines and what they may be.
    Reconcile = "reconcile",
    /// Reminders that are due.
    Dunning = "dunning",
    /// Late fees and holds that are proposed.
    Proposals = "proposals",
    /// The worklist.
    Worklist = "worklist",
}
