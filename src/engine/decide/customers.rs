//! Deciding on accounts.

use crate::domain::command::RegisterCustomer;
use crate::domain::event::{CustomerDetails, CustomerRegistered};
use crate::domain::{Code, Refusal, Rule, text};
use crate::ledger::item;
use crate::ledger::rows::Stop;

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
        if credit_limit.is_some_and(crate::domain::Money::is_negative) {
            return Err(Refusal::new(Rule::AmountNotPositive, "credit_limit").into());
        }
        let terms = command.terms.unwrap_or_default();
        let details = Some(details(command)?);
        let event = CustomerRegistered { customer, terms, currency, credit_limit, details };
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

    /// The next free `C0001`: posting keeps the counter before the first that is free.
    fn next_code(&mut self) -> Result<Code, Stop> {
        Ok(Code::of_count(self.next(Code::COUNTER, 0)?))
    }
}

fn details(command: &RegisterCustomer) -> Result<CustomerDetails, Refusal> {
    Ok(CustomerDetails {
        name: text::required("name", &command.name, text::SHORT)?,
        contact: text::optional("contact", command.contact.as_ref())?,
        phone: text::optional("phone", command.phone.as_ref())?,
        email: text::optional("email", command.email.as_ref())?,
        address: text::optional("address", command.address.as_ref())?,
        city: text::optional("city", command.city.as_ref())?,
        region: text::optional("region", command.region.as_ref())?,
        country: text::optional("country", command.country.as_ref())?,
        postal_code: text::optional("postal_code", command.postal_code.as_ref())?,
        tax_id: text::optional("tax_id", command.tax_id.as_ref())?,
    })
}
