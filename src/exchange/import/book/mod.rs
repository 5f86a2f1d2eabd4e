//! A whole book from the folder that `export csv` wrote: customers, items, what is owed and paid, credit notes,
//! refunds, disputes with their steps, the suspense list, deposits, payers of others, certificates that are awaited,
//! promises, payment plans, late fees, write-offs, and dunning with its letters. Documents keep their numbers and come
//! as what they amount to. What moved money, what was given up, promises and plans come in the order of their entries,
//! each part on its own day, with what was undone of it in its place: so every earlier day has the figures that it had,
//! and promises are judged by the same payments. What is dated on the day of the import or later comes on the account
//! that goes on, where its own was merged. Void invoices, certificates that were taken back and documents of nothing
//! are left out, and counted, and so is the history of cases.
//!
//! Every row has an id of its own: the same folder again takes nothing twice. May use: the rest of the
//! imports, the engine.

mod among;
mod arrangements;
mod disputes;
mod links;
mod paid;
mod rows;
mod sender;
mod table;

use std::path::Path;

use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};

use rows::BookRows;
use sender::BookSender;

pub use sender::{BookImport, BookOutcome, BookReject, BookTableCount};

/// Whether a folder contains what `export csv` writes.
pub fn is_export(folder: &Path) -> bool {
    ["customers.csv", "invoices.csv", "allocations.csv"].iter().all(|it| folder.join(it).is_file())
}

/// Imports a whole book. The target should be a new book in the same currency.
pub fn run(
    session: &Session,
    import: &BookImport,
    progress: &mut dyn Progress,
) -> Result<BookOutcome, Failure> {
    let mut sender = BookSender::new(session, import, progress)?;
    BookRows::read(import.folder, session)?.all(&mut sender)?;
    sender.finish()
}
