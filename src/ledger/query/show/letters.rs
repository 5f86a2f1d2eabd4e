//! Dunning letters in full: as they were sent, or as one would be sent now.

use serde::{Deserialize, Serialize};

use crate::domain::delivery::DeliveryState;
use crate::domain::dunning::{AgreedText, DunnedItem, DunningChannel};
use crate::domain::event::{CustomerDetails, DunningLetterMade};
use crate::domain::{Code, Currency, Day, Event, Money, Number, Refusal, Rule};
use crate::ledger::claims::AccountClaims;
use crate::ledger::dunning::{self, Dunning, DunningPolicies};
use crate::ledger::item::{self, When};
use crate::ledger::plans;
use crate::ledger::query::dunning::{PastLetter, past};
use crate::ledger::query::{AsOf, Needs, Question, View};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, DELIVERIES_OF_LETTER, ITEMS, ItemId, LETTERS, LetterRow, OUTBOX,
};
use crate::store::rows::{LedgerError, Stop};

use super::Seller;
use crate::ledger::query::told::told;

/// A dunning letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownLetter {
    /// The number; `None` if it is only proposed.
    pub letter: Option<Number>,
    /// The customer.
    pub customer: Code,
    /// The customer's current details.
    pub buyer: CustomerDetails,
    /// The company on the letter's date.
    pub seller: Seller,
    /// Its date: the figures are those at the end of that day.
    pub date: Day,
    /// The day by which it asks for the money.
    pub pay_by: Day,
    /// The policy.
    pub policy: String,
    /// Its level, from 1.
    pub level: u8,
    /// Whether it is the policy's last level.
    pub is_last: bool,
    /// The channel; `None` while the letter is only proposed.
    pub by: Option<DunningChannel>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The total it asks for.
    pub amount: Money,
    /// The items it asks for, oldest due first.
    pub items: Vec<DunnedItem>,
    /// The payment plans in default because of which items are due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<DunnedPlan>,
    /// The announced consequence.
    pub wording: Option<AgreedText>,
    /// The letter before it.
    pub last: Option<PastLetter>,
    /// `proposed`, `called`, or the state of its delivery: `queued`, `sent`, `failed`, `unsure`,
    /// `cancelled`.
    pub state: String,
    /// The deliveries, in the order of recording.
    pub deliveries: Vec<Number>,
    /// What is outstanding of its items today.
    pub left: Money,
    /// The user who sent it.
    pub user: Option<String>,
    /// The entry that made it.
    pub entry: Option<u64>,
}

/// A payment plan in default, as a letter names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunnedPlan {
    /// The plan.
    pub plan: Number,
    /// The day of the agreement.
    pub agreed: Day,
    /// The day of the instalment that ended it.
    pub missed: Day,
    /// Those of the letter's items that it covers.
    pub items: Vec<DunnedByPlan>,
}

/// An item of a letter that a payment plan in default covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DunnedByPlan {
    /// The invoice.
    pub invoice: Number,
    /// Its own due date, which may be still to come.
    pub due: Day,
}

/// The plans that the items of a letter are due by, as of its day.
fn plans_of(
    view: &View,
    (account, when): (AccountId, When),
    items: &[DunnedItem],
) -> Result<Vec<DunnedPlan>, LedgerError> {
    let claims = AccountClaims::new(view.rows, account, when);
    let mut all: Vec<DunnedPlan> = Vec::new();
    for item in items {
        let Some((id, row)) = item::item(view.rows, &item.invoice)? else { continue };
        let Some((plan, missed)) = plans::ended_on(&claims, id)? else { continue };
        let by = DunnedByPlan { invoice: row.number, due: row.due };
        if let Some(known) = all.iter_mut().find(|it| it.plan == plan.number) {
            known.items.push(by);
        } else {
            let (plan, agreed, items) = (plan.number, plan.date, vec![by]);
            all.push(DunnedPlan { plan, agreed, missed, items });
        }
    }
    Ok(all)
}

/// A letter that was made, as of today.
pub(in crate::ledger::query) fn letter(
    view: &View,
    id: ItemId,
    row: LetterRow,
) -> Result<ShownLetter, LedgerError> {
    let (entry, event) = told(view, id.seq, id.place, row.at)?;
    let Event::DunningLetterMade(event) = event else {
        let why = format!("entry {} holds another event", id.seq);
        return Err(LedgerError::Contradiction(why));
    };
    let DunningLetterMade { customer, date, pay_by, policy, level, is_last, by, currency, .. } =
        event;
    let earlier = dunning::letters(view.rows, row.account, id.seq.saturating_sub(1))?;
    let last = earlier.into_iter().find(|(_, earlier)| earlier.date <= date);
    let (state, deliveries) = deliveries(view, id, by)?;
    let is_elsewhere = event.foreign && deliveries.is_empty() && by != DunningChannel::Call;
    let state = if is_elsewhere { DeliveryState::Sent.word().into() } else { state };
    let then = When { as_of: date, known_at: id.seq.saturating_sub(1) };
    let plans = plans_of(view, (row.account, then), &event.items)?;
    let mut left = currency.zero();
    for item in &row.items {
        let one = item::left(view.rows, *item, &ITEMS.need(view.rows, item)?)?;
        left = left.plus(one).unwrap_or(left);
    }
    Ok(ShownLetter {
        letter: Some(event.letter),
        customer,
        buyer: view.details(row.account)?,
        seller: Seller::of(view, (date, id.seq))?,
        date,
        pay_by,
        policy,
        level,
        is_last,
        by: Some(by),
        currency,
        amount: event.amount,
        items: event.items,
        plans,
        wording: event.wording,
        last: last.map(|it| past(view.rows, it)).transpose()?,
        state,
        deliveries,
        left,
        user: Some(entry.by),
        entry: Some(id.seq),
    })
}

/// The state of a letter's last delivery, and all its deliveries.
fn deliveries(
    view: &View,
    id: ItemId,
    by: DunningChannel,
) -> Result<(String, Vec<Number>), LedgerError> {
    let mut state: Option<DeliveryState> = None;
    let mut numbers = Vec::new();
    for found in DELIVERIES_OF_LETTER.scan(view.rows, &id) {
        let ((_, delivery), ()) = found?;
        let row = OUTBOX.need(view.rows, &delivery)?;
        state = Some(row.state);
        numbers.push(row.number);
    }
    let word = match (state, by) {
        (Some(state), _) => state.word(),
        (None, DunningChannel::Call) => "called",
        (None, _) => "queued",
    };
    Ok((word.to_string(), numbers))
}

/// Asks for the letter that a customer would get.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreviewLetter {
    /// The customer.
    pub customer: Code,
    /// The day at whose end it is computed; if absent, today.
    pub date: Option<Day>,
}

impl Question for PreviewLetter {
    const NAME: &'static str = "preview_letter";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = ShownLetter;

    fn answer(&self, view: &View) -> Result<ShownLetter, Stop> {
        let when = view.when(AsOf { as_of: self.date, known_at: None })?;
        let (account, _) = view.account(&self.customer, when)?;
        let policies = DunningPolicies::read(view.rows)?;
        let code = ACCOUNTS.need(view.rows, &account)?.code;
        let refused = |why: &str, day: Option<Day>| {
            let day = day.map_or_else(String::new, |day| day.to_string());
            let refusal = Refusal::new(Rule::DunningNothing, "customer");
            refusal.with("customer", &code).with("why", why).with("day", day)
        };
        match dunning::assess(view.rows, &policies, account, when)?.1 {
            Dunning::Due(due) => Ok(proposed(view, account, *due, when)?),
            Dunning::None(why, _) => Err(refused(why.word(), why.day()).into()),
            Dunning::Nothing => Err(refused("nothing", None).into()),
        }
    }
}

fn proposed(
    view: &View,
    account: AccountId,
    due: dunning::DueLetter,
    when: When,
) -> Result<ShownLetter, LedgerError> {
    let mut items = Vec::with_capacity(due.items.len());
    let mut left = due.currency.zero();
    for (item, level) in due.items {
        left = left.plus(item.outstanding).unwrap_or(left);
        items.push(DunnedItem {
            date: item.row.date,
            invoice: item.row.number,
            due: item.due,
            outstanding: item.outstanding,
            amount: item.left,
            level,
        });
    }
    let plans = plans_of(view, (account, when), &items)?;
    Ok(ShownLetter {
        letter: None,
        customer: ACCOUNTS.need(view.rows, &account)?.code,
        buyer: view.details(account)?,
        seller: Seller::of(view, (when.as_of, when.known_at.saturating_add(1)))?,
        date: when.as_of,
        pay_by: due.pay_by,
        policy: due.policy,
        level: due.level,
        is_last: due.is_last,
        by: due.by,
        currency: due.currency,
        amount: due.amount,
        items,
        plans,
        wording: due.says.wording,
        last: due.last.map(|it| past(view.rows, it)).transpose()?,
        state: "proposed".into(),
        deliveries: Vec::new(),
        left,
        user: None,
        entry: None,
    })
}

/// Asks for the dunning letters of a customer, latest first, including those that were taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LettersOf(pub Code);

impl Question for LettersOf {
    const NAME: &'static str = "letters";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<ShownLetter>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let (account, _) = view.account(&self.0, view.when(AsOf::default())?)?;
        let letters = dunning::letters(view.rows, account, u64::MAX)?;
        Ok(letters.into_iter().map(|(id, row)| letter(view, id, row)).collect::<Result<_, _>>()?)
    }
}

/// A letter by its id.
pub(super) fn by_id(view: &View, id: ItemId) -> Result<ShownLetter, LedgerError> {
    letter(view, id, LETTERS.need(view.rows, &id)?)
}
