//! Decides on what is brought in from another system. Foreign numbers are kept as they are: unique, but
//! neither gapless nor in order. Their dates need an open period, or a reason.

use crate::domain::command::{BringInInvoice, BringInReceivable, Method};
use crate::domain::event::{
    CreditBroughtIn, CustomerDetails, CustomerRegistered, EarlyPayment, InvoiceIssued, Opening,
    PaymentRecorded, RefundMade,
};
use crate::domain::number::LONGEST;
use crate::domain::pricing::{LineInput, OPENING_LINE, Priced, Prices, Pricing};
use crate::domain::terms::Terms;
use crate::domain::{Code, Currency, Day, Event, Money, Number, Plain, Refusal, Rule, text};
use crate::ledger::catalogue;
use crate::ledger::item::{self, When};
use crate::ledger::tables::{AccountId, AccountRow};
use crate::ledger::twins;
use crate::store::rows::Stop;

use super::allocated::End;
use super::gate::Owed;
use super::invoices::due;
use super::series::not_too_late;
use super::{Case, Decided};

/// The reason for the dispute of a receivable that comes without one.
const OTHER: &str = "other";

/// A document that is being brought in.
struct SaidOfOpening<'a> {
    number: &'a Number,
    reference: Option<&'a String>,
    customer: &'a Code,
    create_customer: bool,
    currency: Option<Currency>,
    date: Option<Day>,
    due: Option<Day>,
    rate: Option<Plain>,
    terms: Option<Terms>,
    lines: &'a [LineInput],
}

/// A document on its way in.
struct Foreign {
    number: Number,
    reference: Option<String>,
    /// Its account; `None` if it is opened together with the document.
    id: Option<AccountId>,
    account: AccountRow,
    date: Day,
    due: Day,
    rate: Option<Plain>,
    /// Its own terms, if it has any.
    terms: Option<Terms>,
    priced: Priced,
    /// Whether it is a credit: its total was negative.
    credit: bool,
}

impl Case<'_> {
    pub(super) fn bring_in_invoice(&mut self, command: &BringInInvoice) -> Result<Decided, Stop> {
        let foreign = self.foreign(&SaidOfOpening {
            number: &command.number,
            reference: None,
            customer: &command.customer,
            create_customer: command.create_customer,
            currency: command.currency,
            date: command.date,
            due: command.due,
            rate: command.rate,
            terms: None,
            lines: &command.lines,
        })?;
        let elsewhere = self.settled_elsewhere(&foreign, command.settled, command.outstanding)?;
        self.foreign_gate(&foreign, elsewhere)?;
        let mut events = self.documents(&foreign, Opening::Invoice);
        if let Some(settled) = elsewhere {
            events.extend(self.settled(&foreign, settled)?);
        }
        Ok(Decided { date: foreign.date, events })
    }

    fn foreign(&mut self, said: &SaidOfOpening) -> Result<Foreign, Stop> {
        let date = self.document_date(said.date)?;
        let number = self.foreign_number("number", said.number)?;
        let (id, account) = self.account_or_new(said, date)?;
        let own = said.terms.map(|terms| AccountRow { terms, ..account.clone() });
        let due = due(said.due, own.as_ref().unwrap_or(&account), date)?;
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
        let reference = text::optional("reference", said.reference)?;
        let terms = said.terms;
        Ok(Foreign { number, reference, id, account, date, due, rate, terms, priced, credit })
    }

    /// A number of another system as it is stored; refused if the book has it, or may assign it later.
    pub(super) fn foreign_number(&mut self, field: &str, given: &Number) -> Result<Number, Stop> {
        let number = given.clean(field)?;
        if item::is_taken(self.rows(), &number)? {
            return Err(Refusal::new(Rule::NumberTaken, field).with("given", number).into());
        }
        if number.draft_count().or(number.allocation_count()).is_some() {
            return Err(Refusal::new(Rule::NumberReserved, field).with("given", number).into());
        }
        self.foreign = Some(number.clone());
        Ok(number)
    }

    /// What blocks billing an account also blocks bringing in documents for it, however old they are.
    /// What was settled by today adds nothing to the exposure.
    fn foreign_gate(&mut self, foreign: &Foreign, settled: Option<Elsewhere>) -> Result<(), Stop> {
        let (Some(id), false) = (foreign.id, foreign.credit) else { return Ok(()) };
        let account = &foreign.account;
        let date = foreign.date.max(self.desk.today);
        let settled = settled.filter(|it| it.date <= self.desk.today);
        let total = foreign.priced.total;
        let total = settled.and_then(|it| total.minus(it.amount)).unwrap_or(total);
        match total.is_positive() {
            false => self.not_on_hold(id, account, date),
            true => self.gate(&Owed { id, account, date, total, counted: total.zero() }),
        }
    }

    /// The account, or a new one if it is not known and the command allows that.
    fn account_or_new(
        &mut self,
        said: &SaidOfOpening,
        date: Day,
    ) -> Result<(Option<AccountId>, AccountRow), Stop> {
        let known = item::live_account(self.rows(), said.customer, When::ALL)?;
        let (code, name) = match known {
            None if said.create_customer => self.code_of_new(said.customer)?,
            _ => (said.customer.clone(), None),
        };
        if let Some(name) = name {
            let currency = said.currency.unwrap_or(self.desk.book.currency);
            let (terms, seq) = (Terms::default(), self.desk.seq);
            return Ok((None, AccountRow { code, name, seq, currency, terms, credit_limit: None }));
        }
        let (id, account) = self.account_on("customer", &code, date)?;
        match said.currency {
            Some(given) if given != account.currency => {
                let refusal = Refusal::new(Rule::CurrencyMismatch, "currency");
                Err(refusal.with("currency", account.currency).into())
            }
            _ => Ok((Some(id), account)),
        }
    }

    /// The code and the name of an account that is opened with a document: the given text is both, or
    /// only the name if it is too long for a code. If an account has that name already, it is used
    /// instead.
    fn code_of_new(&mut self, given: &Code) -> Result<(Code, Option<String>), Stop> {
        let shown = text::visible(&given.0);
        if shown.chars().count() <= LONGEST {
            let code = given.clean("customer")?;
            return Ok((code.clone(), Some(code.0)));
        }
        let name = text::required("customer", &shown, text::SHORT)?;
        let mut named = twins::named(self.rows(), &name, 2)?;
        match (named.pop(), named.is_empty()) {
            (None, _) => Ok((self.next_code()?, Some(name))),
            (Some((_, row)), true) => Ok((row.code, None)),
            (Some((_, one)), false) => {
                let codes = named.iter().map(|(_, row)| row.code.0.as_str());
                let accounts: Vec<&str> = codes.chain([one.code.0.as_str()]).collect();
                let refusal = Refusal::new(Rule::CustomerAmbiguous, "customer");
                Err(refusal.with("given", name).with("accounts", accounts.join(", ")).into())
            }
        }
    }

    /// The events for the document, after those for a new account.
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
            terms: foreign.terms.unwrap_or(account.terms),
            early_payment: foreign
                .terms
                .and_then(|terms| EarlyPayment::of(terms, foreign.priced.total, foreign.date)),
            reference: foreign.reference.clone(),
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
        // A late fee earns no discount, whatever terms are given.
        let is_fee = command.late_fee.is_some();
        let terms = command.terms.map(|it| if is_fee { it.without_discount() } else { it });
        let foreign = self.foreign(&SaidOfOpening {
            number: &command.number,
            reference: command.reference.as_ref(),
            customer: &command.customer,
            create_customer: command.create_customer,
            currency: command.currency,
            date: command.date,
            due: command.due,
            rate: command.rate,
            terms,
            lines: &[one_line(command.amount)],
        })?;
        foreign.account.currency.exact(command.amount.0.abs(), "amount")?;
        if !foreign.priced.total.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if foreign.credit && command.late_fee.is_some() {
            return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
        }
        if foreign.credit && (command.settled.is_some() || command.disputed) {
            let field = if command.settled.is_some() { "settled" } else { "disputed" };
            return Err(Refusal::new(Rule::SettledDisputed, field).into());
        }
        let elsewhere = self.settled_elsewhere(&foreign, command.settled, command.outstanding)?;
        self.foreign_gate(&foreign, elsewhere)?;
        let mut events = self.documents(&foreign, Opening::Receivable);
        if let Some(late_fee) = &command.late_fee {
            let fee = (&foreign.number, &foreign.account.code, foreign.date);
            events.push(self.brought_in_fee(fee, foreign.id, late_fee)?.into());
        }
        let total = foreign.priced.total;
        let left = elsewhere.map_or(Some(total), |it| total.minus(it.amount)).unwrap_or(total);
        if let Some(settled) = elsewhere {
            events.extend(self.settled(&foreign, settled)?);
        }
        if command.disputed && left.is_positive() {
            let on =
                (foreign.account.code.clone(), foreign.number.clone(), foreign.account.currency);
            events.push(self.opened(on, left, OTHER.into(), foreign.date)?.into());
        }
        Ok(Decided { date: foreign.date, events })
    }

    /// The part of a receivable that the other system settled, and by when; `None` if all of it is
    /// open.
    fn settled_elsewhere(
        &mut self,
        foreign: &Foreign,
        settled: Option<Day>,
        outstanding: Option<Plain>,
    ) -> Result<Option<Elsewhere>, Stop> {
        let total = foreign.priced.total;
        let outstanding = outstanding.map(|given| {
            let wrong_sign = !given.0.is_zero() && given.0.is_sign_negative() != foreign.credit;
            let left = foreign.account.currency.exact(given.0.abs(), "outstanding")?;
            match wrong_sign || left.minor() > total.minor() {
                false => Ok(left),
                true => Err(Refusal::new(Rule::OutstandingExceeds, "outstanding")
                    .with("given", given)
                    .with("amount", if foreign.credit { total.negated() } else { total })),
            }
        });
        let outstanding = outstanding.transpose()?;
        if let Some(settled) = settled {
            if let Some(left) = outstanding.filter(|left| left.is_positive()) {
                let refusal = Refusal::new(Rule::OutstandingSettled, "outstanding");
                return Err(refusal.with("given", left).with("settled", settled).into());
            }
            if settled < foreign.date {
                let refusal = Refusal::new(Rule::SettledBeforeDate, "settled");
                let refusal = refusal.with("settled", settled);
                return Err(refusal.with("date", foreign.date).into());
            }
            let date = self.day("settled", settled)?;
            return Ok(Some(Elsewhere { date, amount: total }));
        }
        let amount = outstanding.and_then(|left| total.minus(left));
        let amount = amount.filter(|amount| amount.is_positive());
        Ok(amount.map(|amount| Elsewhere { date: foreign.date, amount }))
    }

    /// What the other system settled, as a payment with its allocation; for a credit, as a refund.
    fn settled(&mut self, foreign: &Foreign, settled: Elsewhere) -> Result<[Event; 2], Stop> {
        let Elsewhere { date, amount } = settled;
        if let Some(id) = foreign.id {
            self.within_range(id, "amount", (amount, amount))?;
        }
        let number = self.next_number(if foreign.credit { "RF" } else { "PAY" }, date)?;
        let ours = End { number: number.clone(), rate: foreign.rate, whole: amount };
        let total = foreign.priced.total;
        let theirs = End { number: foreign.number.clone(), rate: foreign.rate, whole: total };
        let (from, to) = if foreign.credit { (&theirs, &ours) } else { (&ours, &theirs) };
        let allocation = self.allocation(from, to, amount, date)?;
        let (customer, currency) = (foreign.account.code.clone(), foreign.account.currency);
        let (method, rate) = (Method::Opening, foreign.rate);
        let reference = Some(format!("opening:{}", foreign.number));
        let made = match foreign.credit {
            true => RefundMade {
                refund: number,
                customer,
                date,
                amount,
                currency,
                method,
                reference,
                rate,
                foreign: false,
            }
            .into(),
            false => PaymentRecorded {
                payment: number,
                customer,
                date,
                amount,
                currency,
                method,
                reference,
                rate,
                certificate: None,
                foreign: false,
            }
            .into(),
        };
        Ok([made, allocation])
    }
}

/// The part of a document that another system settled.
#[derive(Clone, Copy)]
struct Elsewhere {
    date: Day,
    amount: Money,
}

fn one_line(amount: Plain) -> LineInput {
    let one = rust_decimal::Decimal::ONE;
    let negative = amount.0.is_sign_negative();
    LineInput {
        item: None,
        description: Some(OPENING_LINE.into()),
        quantity: Plain(if negative { -one } else { one }),
        unit: None,
        unit_price: Some(Plain(amount.0.abs())),
        discount: None,
        tax: None,
    }
}

/// A line of a credit as a credit note shows it: with the sign turned.
fn turned(line: LineInput) -> LineInput {
    LineInput { quantity: Plain(-line.quantity.0), ..line }
}
