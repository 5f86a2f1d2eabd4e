//! Who is on a document: the seller, the buyer, and the language the buyer reads. May use: the rest
//! of the queries, domain.

use serde::{Deserialize, Serialize};

use crate::domain::Currency;
use crate::domain::event::{BookOpened, CustomerDetails};
use crate::ledger::query::View;
use crate::ledger::rows::LedgerError;
use crate::ledger::tables::AccountId;

/// The seller on a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seller {
    /// The company's name.
    pub name: String,
    /// Its tax number.
    pub tax_id: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its country, by two letters: whose taxes are on its documents.
    pub country: String,
    /// The currency it keeps its books in.
    pub currency: Currency,
}

impl Seller {
    /// The company whose book this is.
    pub(in crate::ledger::query) fn of(book: &BookOpened) -> Seller {
        Seller {
            name: book.company.clone(),
            tax_id: book.tax_id.clone(),
            address: book.address.clone(),
            country: book.country.clone(),
            currency: book.currency,
        }
    }
}

/// Both sides of a document.
pub(super) struct Parties {
    /// The seller.
    pub seller: Seller,
    /// The buyer as in the entry that the document froze, else as of today.
    pub buyer: CustomerDetails,
    /// The language of the customer's documents today.
    pub language: Option<String>,
}

impl Parties {
    /// The seller and the account's customer: as in `entry`, or as of today. A brief one leaves the
    /// buyer out.
    pub(super) fn of(
        view: &View,
        account: AccountId,
        entry: Option<u64>,
        is_brief: bool,
    ) -> Result<Parties, LedgerError> {
        let seller = Seller::of(view.book);
        if is_brief {
            return Ok(Parties { seller, buyer: CustomerDetails::default(), language: None });
        }
        let today = view.details(account)?;
        let language = today.language.clone();
        let buyer = match entry {
            Some(entry) => view.details_in(entry, account)?,
            None => today,
        };
        Ok(Parties { seller, buyer, language })
    }
}
