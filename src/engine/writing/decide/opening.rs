//! Deciding on what comes from another system. Foreign numbers are kept as they are: unique, but
//! neither gapless nor in order; they need an open period, or a reason.

use crate::domain::command::{BringInInvoice, BringInReceivable, Method};
use crate::domain::event::{
    CreditBroughtIn, CustomerDetails, CustomerRegistered, InvoiceIssued, Opening, PaymentRecorded,
};
use crate::domain::pricing::{LineInput, Priced, Prices, Pricing};
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Event, Number, Plain, Refusal, Rule};
use crate::ledger::catalogue;
use crate::ledger::item::{self, When};
use crate::ledger::tables::{AccountId, AccountRow};
use crate::store::rows::Stop;

use super::allocations::End;
use super::gate::Owed;
use super::invoices::due;
use super::series::not_too_late;
use super::{Case, Decided};

/// What a receivable's one line says.
const DESCRIPTION: &str = "Opening balance";

/// Why a receivable is disputed that comes without a reason.
const OTHER: &str = "other";

/// What is said of a document that is on its way in.
struct SaidOfOpening<'a> {
    number: &'a Number,
    customer: &'a Code,
    create_customer: bool,
    currency: Option<Currency>,
    date: Option<Day>,
    due: Option<Day>,
    rate: Option<Plain>,
    lines: &'a [LineInput],
}

/// A document on its way in.
struct Foreign {
    number: Number,
    /// Its account; none where it is opened with the document.
    id: Option<AccountId>,
    account: AccountRow,
    date: Day,
    due: Day,
    rate: Option<Plain>,
    priced: Priced,
    /// Whether it is a credit: its total was negative.
    credit: bool,
}

impl Case<'_> {
    pub(super) fn bring_in_invoice(&mut self, command: &BringInInvoice) -> Result<Decided, Stop> {
        let foreign = self.foreign(&SaidOfOpening {
            number: &command.number,
            customer: &command.customer,
            create_customer: command.create_customer,
            currency: command.currency,
            date: command.date,
            due: command.due,
            rate: command.rate,
            lines: &command.lines,
        })?;
        self.foreign_gate(&foreign, None)?;
        Ok(Decided { date: foreign.date, events: self.documents(&foreign, Opening::Invoice) })
    }

    fn foreign(&mut self, said: &SaidOfOpening) -> Result<Foreign, Stop> {
        let date = self.document_date(said.date)?;
        let number = said.number.clean("number")?;
        if item::is_taken(self.rows(), &number)? {
            return Err(Refusal::new(Rule::NumberTaken, "number").with("given", number).into());
        }
        if number.draft_count().or(number.allocation_count()).is_some() {
            return Err(Refusal::new(Rule::NumberReserved, "number").with("given", number).into());
        }
        self.foreign = Some(number.clone());
        let (id, account) = self.account_or_new(said, date)?;
        let due = due(said.due, &account, date)?;
        not_too_late("due", due, date)?;
        let rate = self.rate(account.currency, said.rate)?;
        let on = (account.currency, date);
        let lines = catalogue::filled(self.rows(), said.lines, Prices::Exclusive, on)?;
        let pricing = Pricing {
            currency: account.currency,
            prices: Prices::Exclusive,
            rates: &|set, field| self.desk.taxes.rates(set, date, field),
        };
        let (priced, credit) = match pricing.price(&lines, &[], &[]) {
            Err(refusal) if refusal.rule == Rule::TotalNegative => {
                let lines: Vec<LineInput> = lines.into_iter().map(turned).collect();
                (pricing.price(&lines, &[], &[])?, true)
            }
            priced => (priced?, false),
        };
        let zero = priced.total.zero();
        let more = if credit { (zero, priced.total) } else { (priced.total, zero) };
        if let Some(id) = id {
            self.within_range(id, "lines", more)?;
        }
        Ok(Foreign { number, id, account, date, due, rate, priced, credit })
    }

    /// What stops an account from being billed stops what is brought in on it, however old the
    /// document is. One that was settled by today adds nothing to what is owed.
    fn foreign_gate(&mut self, foreign: &Foreign, settled: Option<Day>) -> Result<(), Stop> {
        let (Some(id), false) = (foreign.id, foreign.credit) else { return Ok(()) };
        let (account, total) = (&foreign.account, foreign.priced.total);
        let date = foreign.date.max(self.desk.today);
        match settled {
            Some(settled) if settled <= self.desk.today => self.not_on_hold(id, account, date),
            _ => self.gate(&Owed { id, account, date, total, counted: total.zero() }),
        }
    }

    /// The account, or a new one where it is not known and that was asked for.
    fn account_or_new(
        &mut self,
        said: &SaidOfOpening,
        date: Day,
    ) -> Result<(Option<AccountId>, AccountRow), Stop> {
        if said.create_customer
            && item::live_account(self.rows(), said.customer, When::ALL)?.is_none()
        {
            let code = said.customer.clean("customer")?;
            let currency = said.currency.unwrap_or(self.desk.book.currency);
            let (name, terms) = (code.0.clone(), Terms::default());
            let seq = self.desk.seq;
            return Ok((None, AccountRow { code, name, seq, currency, terms, credit_limit: None }));
        }
        let (id, account) = self.account_on("customer", said.customer, date)?;
        match said.currency {
            Some(given) if given != account.currency => {
                let refusal = Refusal::new(Rule::CurrencyMismatch, "currency");
                Err(refusal.with("currency", account.currency).into())
            }
            _ => Ok((Some(id), account)),
        }
    }

    /// The document, after its account where that is new.
    fn documents(&self, foreign: &Foreign, opening: Opening) -> Vec<Event> {
        let account = &foreign.account;
        let opened = foreign.id.is_none().then(|| {
            let name = account.name.clone();
            Event::from(CustomerRegistered {
                customer: account.code.clone(),
                terms: account.terms,
                currency: account.currency,
                credit_limit: None,
                details: Some(CustomerDetails { name, ..CustomerDetails::default() }),
            })
        });
        opened.into_iter().chain([self.document(foreign, opening)]).collect()
    }

    fn document(&self, foreign: &Foreign, opening: Opening) -> Event {
        let (account, priced) = (&foreign.account, foreign.priced.clone());
        let (number, customer) = (foreign.number.clone(), account.code.clone());
        if foreign.credit {
            return Event::from(CreditBroughtIn {
                credit_note: number,
                opening,
                customer,
                buyer: account.seq,
                date: foreign.date,
                currency: account.currency,
                rate: foreign.rate,
                lines: priced.lines,
                taxes: priced.groups,
                net: priced.net,
                tax: priced.tax,
                total: priced.total,
            });
        }
        Event::from(InvoiceIssued {
            invoice: number,
            series: String::new(),
            customer,
            buyer: account.seq,
            date: foreign.date,
            due: foreign.due,
            terms: account.terms,
            early_payment: None,
            reference: None,
            currency: account.currency,
            rate: foreign.rate,
            prices: Prices::Exclusive,
            lines: priced.lines,
            allowances: Vec::new(),
            charges: Vec::new(),
            taxes: priced.groups,
            net: priced.net,
            tax: priced.tax,
            total: priced.total,
            draft: None,
            opening: Some(opening),
            overridden: self.overrides(),
        })
    }

    /// A receivable: the document, the payment that settled it, or the dispute that it is in.
    pub(super) fn bring_in_receivable(
        &mut self,
        command: &BringInReceivable,
    ) -> Result<Decided, Stop> {
        let foreign = self.foreign(&SaidOfOpening {
            number: &command.number,
            customer: &command.customer,
            create_customer: command.create_customer,
            currency: command.currency,
            date: command.date,
            due: command.due,
            rate: command.rate,
            lines: &[one_line(command.amount)],
        })?;
        foreign.account.currency.exact(command.amount.0.abs(), "amount")?;
        if !foreign.priced.total.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if foreign.credit && (command.settled.is_some() || command.disputed) {
            let field = if command.settled.is_some() { "settled" } else { "disputed" };
            return Err(Refusal::new(Rule::SettledDisputed, field).into());
        }
        self.foreign_gate(&foreign, command.settled)?;
        let mut events = self.documents(&foreign, Opening::Receivable);
        if let Some(settled) = command.settled {
            events.extend(self.settled(&foreign, settled)?);
        } else if command.disputed {
            let on =
                (foreign.account.code.clone(), foreign.number.clone(), foreign.account.currency);
            let amount = foreign.priced.total;
            events.push(self.opened(on, amount, OTHER.into(), foreign.date)?.into());
        }
        Ok(Decided { date: foreign.date, events })
    }

    /// The payment of all of it, and its allocation.
    fn settled(&mut self, foreign: &Foreign, settled: Day) -> Result<[Event; 2], Stop> {
        if settled < foreign.date {
            let refusal = Refusal::new(Rule::SettledBeforeDate, "settled").with("settled", settled);
            return Err(refusal.with("date", foreign.date).into());
        }
        let date = self.day("settled", settled)?;
        let amount = foreign.priced.total;
        if let Some(id) = foreign.id {
            self.within_range(id, "amount", (amount, amount))?;
        }
        let payment = self.next_number("PAY", date)?;
        let from = End { number: payment.clone(), rate: foreign.rate, whole: amount };
        let to = End { number: foreign.number.clone(), rate: foreign.rate, whole: amount };
        let allocation = self.allocation(&from, &to, amount, date)?;
        let paid = PaymentRecorded {
            payment,
            customer: foreign.account.code.clone(),
            date,
            amount,
            currency: foreign.account.currency,
            method: Method::Opening,
            reference: Some(format!("opening:{}", foreign.number)),
            rate: foreign.rate,
            certificate: None,
        };
        Ok([paid.into(), allocation])
    }
}

fn one_line(amount: Plain) -> LineInput {
    let one = rust_decimal::Decimal::ONE;
    let negative = amount.0.is_sign_negative();
    LineInput {
        item: None,
        description: Some(DESCRIPTION.into()),
        quantity: Plain(if negative { -one } else { one }),
        unit: None,
        unit_price: Some(Plain(amount.0.abs())),
        discount: None,
        tax: None,
    }
}

/// A line of a credit as a credit note has it: what was negative there is positive here.
fn turned(line: LineInput) -> LineInput {
    LineInput { quantity: Plain(-line.quantity.0), ..line }
}
