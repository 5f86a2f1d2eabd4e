//! The parties of a document: the seller, the buyer, and the buyer's language. May use: the rest of the
//! queries, domain.

use serde::{Deserialize, Serialize};

use crate::domain::command::TaxNumber;
use crate::domain::event::{BookOpened, CompanyDetails, CustomerDetails};
use crate::domain::{Currency, Day};
use crate::ledger::company;
use crate::ledger::query::{Needs, Question, View};
use crate::ledger::tables::AccountId;
use crate::store::rows::{LedgerError, Stop};

/// The seller on a document, as of the document's date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seller {
    /// The company's name.
    pub name: String,
    /// The first of its tax numbers.
    pub tax_id: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its country in two letters, whose taxes are on its documents.
    pub country: String,
    /// The currency of its books.
    pub currency: Currency,
    /// Its town.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Its e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The document language for customers without one of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How customers pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_instructions: Option<String>,
    /// All its tax numbers; one without a name is from when the book was opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_ids: Vec<TaxNumber>,
}

impl Seller {
    /// The company of this book as of a day, as the entries before a number give it.
    pub(in crate::ledger::query) fn of(view: &View, on: (Day, u64)) -> Result<Seller, LedgerError> {
        Ok(Seller::from(view.book, company::details(view.rows, view.book, on)?))
    }

    fn from(book: &BookOpened, it: CompanyDetails) -> Seller {
        Seller {
            name: it.name,
            tax_id: it.tax_ids.first().map(|one| one.number.clone()),
            address: it.address,
            country: book.country.clone(),
            currency: book.currency,
            city: it.city,
            phone: it.phone,
            email: it.email,
            language: it.language,
            payment_instructions: it.payment_instructions,
            tax_ids: it.tax_ids,
        }
    }
}

/// Asks for the company's details on today's documents.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CompanyOf;

impl Question for CompanyOf {
    const NAME: &'static str = "company";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Seller;

    fn answer(&self, view: &View) -> Result<Seller, Stop> {
        Ok(Seller::of(view, (view.today, u64::MAX))?)
    }
}

/// Both parties of a document.
pub(super) struct Parties {
    /// The seller.
    pub seller: Seller,
    /// The buyer as in the entry that the document froze, else as of today.
    pub buyer: CustomerDetails,
    /// The customer's own document language today.
    pub language: Option<String>,
}

impl Parties {
    /// The seller as of a day, as the entries before a number give it, and the account's customer, as
    /// in `entry` or as of today. A brief one leaves out the buyer and ignores changes of the company.
    pub(super) fn of(
        view: &View,
        account: AccountId,
        entry: Option<u64>,
        (on, is_brief): ((Day, u64), bool),
    ) -> Result<Parties, LedgerError> {
        if is_brief {
            let seller = Seller::from(view.book, CompanyDetails::opened(view.book));
            return Ok(Parties { seller, buyer: CustomerDetails::default(), language: None });
        }
        let seller = Seller::of(view, on)?;
        let today = view.details(account)?;
        let language = today.language.clone();
        let buyer = match entry {
            Some(entry) => view.details_in(entry, account)?,
            None => today,
        };
        Ok(Parties { seller, buyer, language })
    }
}
