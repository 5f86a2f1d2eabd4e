//! Decides on accounts.

use crate::domain::command::{
    AmendCustomer, Contact, HoldCustomer, MergeCustomers, RegisterCustomer, ReleaseCustomer,
};
use crate::domain::event::{
    CustomerAmended, CustomerDetails, CustomerHeld, CustomerRegistered, CustomersMerged, FreeText,
};
use crate::domain::{Code, Day, Language, Money, Refusal, Rule, delivery, plain, text};
use crate::ledger::item;
use crate::ledger::tables::{ACCOUNTS, AccountId, DETAILS};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

impl Case<'_> {
    pub(super) fn register_customer(
        &mut self,
        command: &RegisterCustomer,
    ) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let customer = match &command.code {
            Some(code) => self.free_code(&code.clean("code")?)?,
            None => self.next_code()?,
        };
        let currency = command.currency.unwrap_or(self.desk.book.currency);
        let limit = command.credit_limit.map(|limit| currency.exact(limit.0, "credit_limit"));
        let credit_limit = limit.transpose()?;
        let credit_limit = credit_limit.map(not_negative).transpose()?;
        let terms = command.terms.unwrap_or_default();
        let details = Some(details(command)?);
        let event = CustomerRegistered { customer, terms, currency, credit_limit, details };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn amend_customer(&mut self, command: &AmendCustomer) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, account) = self.account("customer", &command.customer)?;
        let known = self.known_details(id)?;
        let limit = match command.credit_limit.as_deref() {
            None => account.credit_limit,
            Some("") => None,
            Some(given) => {
                let limit = plain::parse(given)
                    .map_err(|rule| Refusal::new(rule, "credit_limit").with("given", given))?;
                Some(not_negative(account.currency.exact(limit, "credit_limit")?)?)
            }
        };
        let event = CustomerAmended {
            customer: account.code,
            terms: command.terms.unwrap_or(account.terms),
            credit_limit: limit,
            details: Some(amended(command, known)?),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Returns the customer's current details.
    pub(super) fn known_details(&self, id: AccountId) -> Result<CustomerDetails, LedgerError> {
        let Some(json) = DETAILS.get(self.rows(), &id)? else {
            return Ok(CustomerDetails::named(ACCOUNTS.need(self.rows(), &id)?.name));
        };
        serde_json::from_str(&json).map_err(|error| LedgerError::Contradiction(error.to_string()))
    }

    pub(super) fn hold_customer(&mut self, command: &HoldCustomer) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, account) = self.account("customer", &command.customer)?;
        let reason = text::required("reason", &command.reason, text::SHORT)?;
        if let Some(reason) = item::on_hold(self.rows(), id, date)? {
            let refusal = Refusal::new(Rule::CustomerOnHold, "customer");
            let refusal = refusal.with("customer", account.code).with("reason", reason);
            return Err(refusal.with("yields", "no").into());
        }
        let event = CustomerHeld {
            customer: account.code,
            date,
            held: true,
            reason: FreeText::new(reason),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn release_customer(&mut self, command: &ReleaseCustomer) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let (id, account) = self.account("customer", &command.customer)?;
        if item::on_hold(self.rows(), id, date)?.is_none() {
            let refusal = Refusal::new(Rule::CustomerNotOnHold, "customer");
            return Err(refusal.with("customer", account.code).into());
        }
        let event =
            CustomerHeld { customer: account.code, date, held: false, reason: FreeText::default() };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn merge_customers(&mut self, command: &MergeCustomers) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (into_id, into) = self.account("into", &command.into)?;
        let (root, live) = self.account("from", &command.from)?;
        if let Some((from, row)) = item::account(self.rows(), &command.from)?
            && from != root
        {
            let refusal = Refusal::new(Rule::CustomerMerged, "from").with("customer", row.code);
            return Err(refusal.with("into", live.code).into());
        }
        if root == into_id {
            return Err(Refusal::new(Rule::MergeSelf, "into").into());
        }
        if live.currency != into.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, "into");
            return Err(refusal.with("currency", live.currency).into());
        }
        // A hold on that day, or a later one, would be lost.
        for day in [date, Day::LAST] {
            if let Some(reason) = item::on_hold(self.rows(), root, day)? {
                let refusal = Refusal::new(Rule::CustomerOnHold, "from").with("reason", reason);
                return Err(refusal.with("customer", live.code).with("yields", "no").into());
            }
        }
        let event = CustomersMerged { from: live.code, into: into.code, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    fn free_code(&self, code: &Code) -> Result<Code, Stop> {
        match item::account(self.rows(), code)? {
            None => Ok(code.clone()),
            Some((_, row)) => {
                let refusal = Refusal::new(Rule::CustomerCodeTaken, "code").with("code", &row.code);
                Err(refusal.into())
            }
        }
    }

    /// Returns the next free code, such as `C0001`: posting keeps the counter just before it.
    pub(super) fn next_code(&mut self) -> Result<Code, Stop> {
        Ok(Code::of_count(self.next(Code::COUNTER, 0)?))
    }
}

fn details(command: &RegisterCustomer) -> Result<CustomerDetails, Refusal> {
    Ok(CustomerDetails {
        name: text::required("name", &command.name, text::SHORT)?,
        contact: text::optional("contact", command.contact.as_ref())?,
        phone: text::optional("phone", command.phone.as_ref())?,
        email: delivery::address("email", command.email.as_ref())?,
        address: text::optional("address", command.address.as_ref())?,
        city: text::optional("city", command.city.as_ref())?,
        region: text::optional("region", command.region.as_ref())?,
        country: text::optional("country", command.country.as_ref())?,
        postal_code: text::optional("postal_code", command.postal_code.as_ref())?,
        tax_id: text::optional("tax_id", command.tax_id.as_ref())?,
        contacts: contacts(&command.contacts)?,
        language: command.language.map(|language| language.code().to_string()),
    })
}

/// The most contacts that a customer may have.
const MOST_CONTACTS: usize = 50;

fn contacts(given: &[Contact]) -> Result<Vec<Contact>, Refusal> {
    if given.len() > MOST_CONTACTS {
        return Err(Refusal::new(Rule::ContactsTooMany, "contacts").with("most", MOST_CONTACTS));
    }
    let clean = |(i, contact): (usize, &Contact)| {
        let at = |field: &str| format!("contacts[{i}].{field}");
        Ok(Contact {
            name: text::required(&at("name"), &contact.name, text::SHORT)?,
            role: text::optional(&at("role"), contact.role.as_ref())?,
            phone: text::optional(&at("phone"), contact.phone.as_ref())?,
            email: delivery::address(&at("email"), contact.email.as_ref())?,
        })
    };
    given.iter().enumerate().map(clean).collect()
}

/// Reads a language of documents.
pub(super) fn language(given: &str) -> Result<Language, Refusal> {
    let unknown = || Refusal::new(Rule::LanguageUnknown, "language").with("given", given);
    Language::parse(given).ok_or_else(unknown)
}

fn not_negative(limit: Money) -> Result<Money, Refusal> {
    match limit.is_negative() {
        true => Err(Refusal::new(Rule::AmountNotPositive, "credit_limit")),
        false => Ok(limit),
    }
}

/// Merges the known details with the given ones; an empty text clears a field.
fn amended(command: &AmendCustomer, known: CustomerDetails) -> Result<CustomerDetails, Refusal> {
    let change = |field: &str, given: Option<&String>, known: Option<String>| match given {
        None => Ok(known),
        given => text::optional(field, given),
    };
    Ok(CustomerDetails {
        name: match &command.name {
            Some(name) => text::required("name", name, text::SHORT)?,
            None => known.name,
        },
        contact: change("contact", command.contact.as_ref(), known.contact)?,
        phone: change("phone", command.phone.as_ref(), known.phone)?,
        email: match &command.email {
            None => known.email,
            given => delivery::address("email", given.as_ref())?,
        },
        address: change("address", command.address.as_ref(), known.address)?,
        city: change("city", command.city.as_ref(), known.city)?,
        region: change("region", command.region.as_ref(), known.region)?,
        country: change("country", command.country.as_ref(), known.country)?,
        postal_code: change("postal_code", command.postal_code.as_ref(), known.postal_code)?,
        tax_id: change("tax_id", command.tax_id.as_ref(), known.tax_id)?,
        contacts: match &command.contacts {
            Some(given) => contacts(given)?,
            None => known.contacts,
        },
        language: match command.language.as_deref() {
            Some("") => None,
            Some(given) => Some(language(given)?.code().to_string()),
            None => known.language,
        },
    })
}
