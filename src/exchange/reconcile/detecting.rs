//! The amount detective: which open items of a customer add up to an amount. May use: matching, domain, the
//! ledger's questions, the engine's sessions.

use crate::domain::{Code, Currency, Money, Number, Plain, Refusal, Rule};
use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};
use crate::ledger::query::show::FindAccount;
use crate::matching::{self, AmountDifference, DetectLimits};

use super::gathered::MatchData;

/// The question.
pub struct DetectAsked {
    /// The amount.
    pub amount: Plain,
    /// Only this customer's items; if absent, those of each customer separately.
    pub customer: Option<Code>,
    /// The most days between the issue dates of the items.
    pub within: Option<i64>,
}

/// The answer, with the exact matches first.
pub struct DetectFound {
    /// The amount.
    pub amount: Money,
    /// The currency: the customer's, otherwise the book's.
    pub currency: Currency,
    /// The matches.
    pub answers: Vec<DetectedAnswer>,
    /// Whether there are or may be more.
    pub more: bool,
}

/// Items of a customer that add up to the amount.
pub struct DetectedAnswer {
    /// The customer.
    pub customer: Code,
    /// The customer's name.
    pub name: String,
    /// The items, with the amount settled on each.
    pub items: Vec<(Number, Money)>,
    /// The difference between the amount and the items.
    pub difference: Option<(AmountDifference, Money)>,
}

/// Finds items that add up to an amount; posts nothing.
pub fn detect(
    session: &Session,
    asked: &DetectAsked,
    progress: &mut dyn Progress,
) -> Result<DetectFound, Failure> {
    let _held = session.hold()?;
    let account = match &asked.customer {
        None => None,
        Some(code) => session.ask(&FindAccount(code.clone()))?,
    };
    let currency = account.map_or(session.info().currency, |(_, currency)| currency);
    let amount = currency.exact(asked.amount.0, "amount")?;
    if !amount.is_positive() {
        return Err(Refusal::new(Rule::AmountNotPositive, "amount").into());
    }
    let data = match &asked.customer {
        Some(code) => MatchData::of_customer(session, currency, code)?,
        None => MatchData::read(session, currency, &[], &[], progress)?,
    };
    let limits = DetectLimits::of(amount.minor());
    let found = matching::detect(&data.items, amount.minor(), asked.within, limits);
    let money = |minor: i64| Money::from_minor(minor, currency.scale());
    let answers = found.answers.into_iter().filter_map(|answer| {
        let (customer, name) = data.customers.get(&answer.customer)?.clone();
        let item = |(place, minor): &(u32, i64)| {
            Some((Number(data.item(*place)?.number.clone()), money(*minor)))
        };
        let items = answer.items.iter().map(item).collect::<Option<Vec<_>>>()?;
        let difference = answer.difference.map(|(kind, minor)| (kind, money(minor)));
        Some(DetectedAnswer { customer, name, items, difference })
    });
    Ok(DetectFound { amount, currency, answers: answers.collect(), more: found.more })
}
