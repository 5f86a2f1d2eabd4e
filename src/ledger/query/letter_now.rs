//! Whether a dunning letter that waits in the outbox is still right: what dunning would ask for today of
//! its items, and why that differs. May use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::dunning::DunnedItem;
use crate::domain::event::DunningLetterMade;
use crate::domain::{Day, Event, Money, Number, Refusal, Rule};
use crate::ledger::dunning::{self, ActiveBlock, Dunning, DunningPolicies, NoLetter};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{ITEMS, ItemId, ItemKind, MoveKind};
use crate::ledger::to_chase::{ChaseItem, ToChase, to_chase};
use crate::store::rows::{LedgerError, Stop};

use super::told::told;
use super::{AsOf, Needs, Question, View};

/// Asks what dunning would ask for today of the items of a letter, had the letter not been made: neither
/// its level nor its interval counts. Items that became overdue since the letter are not looked at: the
/// letter stays true without them, and the next one asks for them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LetterNowOf(pub Number);

/// What dunning would ask for today of the items of a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterNow {
    /// How much of its items.
    pub amount: Money,
    /// Those of its items of which it would ask for another amount, in the order of the letter.
    pub changed: Vec<ChangedDemand>,
    /// Why the customer would get no letter at all, unless the items say that: the word of a
    /// [`NoLetter`] and the day that it names.
    pub none: Option<(String, Option<Day>)>,
}

impl LetterNow {
    /// Whether it would ask for the same amounts as the letter.
    pub fn is_same(&self) -> bool {
        self.changed.is_empty() && self.none.is_none()
    }
}

/// An item of which dunning would ask for another amount than the letter did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedDemand {
    /// The item.
    pub invoice: Number,
    /// What changed: `paid`, `void`, `settled` (by more than money), `disputed`, `promised`, `planned`,
    /// `withheld`, `on_account`, `blocked`, `not_yet`, or `more` where it would ask for more.
    pub why: String,
    /// How much of the item that is about.
    pub part: Money,
    /// Whether that is all that the letter asks for of it.
    pub is_all: bool,
    /// The last day of a block.
    pub day: Option<Day>,
}

impl Question for LetterNowOf {
    const NAME: &'static str = "letter_now";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = LetterNow;

    fn answer(&self, view: &View) -> Result<LetterNow, Stop> {
        let unknown = || Refusal::new(Rule::DocumentUnknown, "document").with("given", &self.0);
        let (id, row) = dunning::letter(view.rows, &self.0)?.ok_or_else(unknown)?;
        let (_, event) = told(view, id.seq, id.place, row.at)?;
        let Event::DunningLetterMade(DunningLetterMade { items, .. }) = event else {
            let why = format!("entry {} holds another event", id.seq);
            return Err(LedgerError::Contradiction(why).into());
        };
        let then = When { as_of: row.date, known_at: id.seq.saturating_sub(1) };
        let as_of = Some(view.today.max(row.date));
        let now = view.when(AsOf { as_of, known_at: None })?;
        let policies = DunningPolicies::read(view.rows)?;
        let (chase, dunning) =
            dunning::assess_without(view.rows, &policies, (row.account, now), Some(id))?;
        let blocks = dunning::blocks(view.rows, chase.account, now)?;
        let before = to_chase(view.rows, row.account, then)?;
        let compared = Compared { view, entry: id.seq, before, now: chase, blocks };
        Ok(compared.with(&items, &dunning, row.currency.zero())?)
    }
}

/// What was left to chase when a letter was made, and what is now.
struct Compared<'a> {
    view: &'a View<'a>,
    /// The entry that made the letter.
    entry: u64,
    before: ToChase,
    now: ToChase,
    /// The blocks in force now.
    blocks: Vec<ActiveBlock>,
}

impl Compared<'_> {
    fn with(
        &self,
        items: &[DunnedItem],
        dunning: &Dunning,
        zero: Money,
    ) -> Result<LetterNow, LedgerError> {
        let (mut amount, mut changed) = (zero, Vec::new());
        for item in items {
            let Some((id, _)) = item::item(self.view.rows, &item.invoice)? else { continue };
            let asked = match dunning {
                Dunning::Due(due) => due.items.iter().find(|(it, _)| it.id == id),
                Dunning::None(..) | Dunning::Nothing => None,
            };
            let asked = asked.map_or(zero, |(it, _)| it.left);
            amount = amount.plus(asked).ok_or(LedgerError::Beyond("an account"))?;
            if asked != item.amount {
                let is_due = matches!(dunning, Dunning::Due(_));
                changed.extend(self.change(item, id, is_due)?);
            }
        }
        let why = match dunning {
            Dunning::None(why, _) => Some(*why),
            Dunning::Due(_) | Dunning::Nothing => None,
        };
        let none = why.filter(|why| changed.is_empty() || is_of_customer(*why, &self.blocks));
        let none = none.map(|why| (why.word().to_string(), why.day()));
        Ok(LetterNow { amount, changed, none })
    }

    /// What changed about an item; `None` if only a reason about the customer keeps it from a letter.
    fn change(
        &self,
        item: &DunnedItem,
        id: ItemId,
        is_due: bool,
    ) -> Result<Option<ChangedDemand>, LedgerError> {
        let now = self.now.items.iter().find(|it| it.id == id);
        let said = |why: &str, part: Money, day| {
            let (invoice, is_all) = (item.invoice.clone(), part.minor() >= item.amount.minor());
            Some(ChangedDemand { invoice, why: why.to_string(), part, is_all, day })
        };
        let left = now.map_or(item.amount.zero(), |it| it.left);
        if left == item.amount {
            return Ok(match self.blocks.iter().find(|block| block.row.invoice == Some(id)) {
                Some(block) => said("blocked", item.amount, Some(block.until)),
                None if is_due => said("not_yet", item.amount, None),
                None => None,
            });
        }
        if let Some(more) = left.minus(item.amount).filter(|more| more.is_positive()) {
            return Ok(said("more", more, None));
        }
        let row = ITEMS.need(self.view.rows, &id)?;
        let outstanding = item::left(self.view.rows, id, &row)?;
        let before = self.before.items.iter().find(|it| it.id == id);
        let settled = item.outstanding.minus(outstanding).unwrap_or(outstanding.zero());
        let grown = |part: fn(&ChaseItem) -> Money| {
            let [now, before] = [now, before].map(|it| it.map_or(settled.zero(), part));
            now.minus(before).unwrap_or(now)
        };
        let parts = [
            (settled, self.settled_by(id)?),
            (grown(|it| it.disputed), "disputed"),
            (grown(|it| it.promised), "promised"),
            (grown(|it| it.planned), "planned"),
            (grown(|it| it.withheld), "withheld"),
            (grown(|it| it.on_account), "on_account"),
        ];
        // The part that grew most takes most of what is asked for no more.
        let most = parts.into_iter().rev().max_by_key(|(part, _)| part.minor());
        let most = most.filter(|(part, _)| part.is_positive());
        Ok(most.map_or_else(
            || said("not_yet", item.amount, None),
            |(part, why)| said(why, part, None),
        ))
    }

    /// The word for what was taken from an item since the letter.
    fn settled_by(&self, id: ItemId) -> Result<&'static str, LedgerError> {
        let mut by_money = true;
        for (seq, taken) in item::moves(self.view.rows, id)? {
            if taken.kind == MoveKind::Voided {
                return Ok("void");
            }
            if let Some(other) = taken.other.filter(|_| seq >= self.entry) {
                let other = ITEMS.need(self.view.rows, &other)?;
                by_money &= other.kind == ItemKind::Payment && !other.is_certificate();
            }
        }
        Ok(if by_money { "paid" } else { "settled" })
    }
}

/// Whether a reason is about the customer, not about the items of a letter.
fn is_of_customer(why: NoLetter, blocks: &[ActiveBlock]) -> bool {
    match why {
        NoLetter::NoPolicy | NoLetter::BelowMinimum | NoLetter::Interval(_) => true,
        NoLetter::Blocked(_) => blocks.iter().any(|block| block.row.invoice.is_none()),
        NoLetter::NotYet
        | NoLetter::OnAccount
        | NoLetter::Disputed
        | NoLetter::Promised
        | NoLetter::Planned
        | NoLetter::Withheld => false,
    }
}
