//! The panes of the desk and the layers that open above them, one file each. They don't know each other:
//! only this file knows which request opens which layer. May use: the panes.

mod detective;
mod document;
mod dunning;
mod entry;
mod file_prompt;
mod home;
mod home_rows;
pub mod import;
mod list;
mod list_rows;
mod list_sending;
pub mod lock;
mod page_lines;
mod page_plan;
mod pages;
pub mod palette;
mod preview;
mod proposals;
mod reconcile;
mod report;
mod reports;
pub mod restore;
mod sheet;
mod sheet_figures;
mod sheet_lately;
mod statements;
mod typed;
pub mod undone;
mod worklist;

use crate::ledger::query::list::Listed;

use super::keymap::PaneName;
use super::layer::{OpenRequest, Part};

/// A pane by its name.
pub fn named(name: PaneName) -> Box<dyn Part> {
    let list = |what| -> Box<dyn Part> { Box::new(list::List::of(name, what)) };
    match name {
        PaneName::Home => Box::<home::Home>::default(),
        PaneName::Reports => Box::<reports::Reports>::default(),
        PaneName::Import => Box::<import::ImportPane>::default(),
        PaneName::Reconcile => Box::<reconcile::ReconcilePane>::default(),
        PaneName::Dunning => Box::<dunning::DunningPane>::default(),
        PaneName::Proposals => Box::<proposals::ProposalsPane>::default(),
        PaneName::Statements => Box::<statements::StatementsPane>::default(),
        PaneName::Detective => Box::<detective::DetectivePane>::default(),
        PaneName::Worklist => Box::<worklist::WorklistPane>::default(),
        PaneName::Customers => list(Listed::Customers),
        PaneName::Invoices => list(Listed::Invoices),
        PaneName::Drafts => list(Listed::Drafts),
        PaneName::Payments => list(Listed::Payments),
        PaneName::Disputes => list(Listed::Disputes),
        PaneName::Promises => list(Listed::Promises),
        PaneName::Plans => list(Listed::Plans),
        PaneName::Calls => list(Listed::Calls),
        PaneName::Callbacks => list(Listed::Callbacks),
        PaneName::Journal => list(Listed::Journal),
        PaneName::Outbox => list(Listed::Deliveries),
    }
}

/// The layer that a request opens.
pub fn opened(opening: OpenRequest) -> Box<dyn Part> {
    match opening {
        OpenRequest::Sheet(customer, known, marked) => {
            let known = known.map(|known| *known);
            Box::new(sheet::Sheet::of(customer, known).at(marked))
        }
        OpenRequest::Document(number, subject) => Box::new(document::Document::of(number, subject)),
        OpenRequest::Entry(seq, made) => Box::new(entry::EntryPane::of(seq, made)),
        OpenRequest::Report(asked) => Box::new(report::ReportPane::of(asked)),
        OpenRequest::Preview(number, subject) => {
            Box::new(preview::PaperPane::of_document(number, subject))
        }
        OpenRequest::Letter(customer, subject) => {
            Box::new(preview::PaperPane::of_letter(customer, subject))
        }
        OpenRequest::Statement(customer, subject) => {
            Box::new(preview::PaperPane::of_statement(customer, subject))
        }
    }
}
