//! The company's details on its documents, day by day. May use: the tables, domain.

use crate::domain::Day;
use crate::domain::event::{BookOpened, CompanyDetails};

use super::tables::COMPANY;
use crate::store::rows::{LedgerError, Rows};

/// The company's details on a day, as the entries before `before` give them: an issued document keeps
/// what it says, whatever date a later change has.
pub fn details(
    rows: &dyn Rows,
    book: &BookOpened,
    (day, before): (Day, u64),
) -> Result<CompanyDetails, LedgerError> {
    for found in COMPANY.newest(rows, &()) {
        let ((from, seq), json) = found?;
        if from <= day && seq < before {
            let details = serde_json::from_str(&json);
            return details.map_err(|error| LedgerError::Contradiction(error.to_string()));
        }
    }
    Ok(CompanyDetails::opened(book))
}
