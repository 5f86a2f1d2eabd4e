//! The names of the panes: what a key or a line of the palette shows, and the places in which a key has its own
//! meaning. May use: serde.

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
    /// The month's statements.
    Statements = "statements",
    /// The worklist.
    Worklist = "worklist",
    /// What an amount may pay.
    Detective = "detective",
}

/// The places in which a key has its own meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Context {
    /// Everywhere, unless another place binds the key.
    Everywhere,
    /// The home pane.
    Home,
    /// A list of documents, accounts or cases.
    List,
    /// The sheet of an account.
    Sheet,
    /// A document or a case.
    Document,
    /// A form that is being typed.
    Form,
    /// The preview of a form's document, in place of the form.
    FormPreview,
    /// The review of a form.
    Review,
    /// The list of keys, and the palette.
    Palette,
    /// Half-typed forms that were found at the start.
    Restore,
    /// The list of reports.
    Reports,
    /// A report.
    Report,
    /// A document as the customer gets it.
    Preview,
    /// What was posted at this desk.
    Undo,
    /// An import of a file.
    Import,
    /// Bank lines and their suggestions.
    Reconcile,
    /// Letters that are due.
    Dunning,
    /// Late fees and holds that are proposed.
    Proposals,
    /// The month's statements.
    Statements,
    /// Whom to call today.
    Worklist,
    /// What an amount may pay.
    Detective,
    /// The locked screen.
    Lock,
}
