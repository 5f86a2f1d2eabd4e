//! What of an account's overdue items is left to chase at a moment: dunning, the worklist and late
//! payers all ask here, so that nobody is written to or called about what they dispute, have promised,
//! or have paid already. May use: the rest of the ledger, domain.

use crate::domain::{Currency, Day, Money};
use crate::store::rows::{LedgerError, Rows};

use super::cases;
use super::changed::{self, ChangedItem};
use super::claims::{AccountClaims, MoneyClaims};
use super::item::{self, When};
use super::merged;
use super::plans::PlanEffect;
use super::promises::{self, PromiseState};
use super::tables::{
    ACCOUNTS, APART, AccountId, ITEMS, ItemId, ItemKind, OPEN, OpenRow, PLANS_ON, Side,
};
use super::withheld;

/// An overdue item. What is outstanding is the sum of the parts that follow it.
#[derive(Clone, Debug)]
pub struct ChaseItem {
    /// Its id.
    pub id: ItemId,
    /// When it was due: before the moment's day. A refund is owed since its payment bounced, and an invoice of a payment
    /// plan in default is due since the plan ended, if not before.
    pub due: Day,
    /// Its number, date and amount.
    pub row: OpenRow,
    /// What is left of it.
    pub outstanding: Money,
    /// What of that is disputed.
    pub disputed: Money,
    /// What is promised and neither paid nor broken yet, without what has arrived for it and waits on account.
    pub promised: Money,
    /// What a payment plan covers that is kept, without what has arrived for it and waits on account.
    pub planned: Money,
    /// What the customer withholds as tax, whose certificate is awaited.
    pub withheld: Money,
    /// What money on account would pay, were it allocated to what is left: what promises and instalments claim
    /// of it first, then the oldest due.
    pub on_account: Money,
    /// What is left to chase; zero if nothing is said of it.
    pub left: Money,
}

impl ChaseItem {
    /// How many days late it is as of a day.
    pub fn days_late(&self, as_of: Day) -> i64 {
        as_of.days_since(self.due)
    }
}

/// The overdue items of an account, those that count on it by a merger included.
#[derive(Clone, Debug)]
pub struct ToChase {
    /// The account that remains after mergers.
    pub account: AccountId,
    /// Its currency.
    pub currency: Currency,
    /// What is left of its payments and credit notes.
    pub on_account: Money,
    /// The overdue items, oldest due first, then by number: those with nothing left to chase too.
    pub items: Vec<ChaseItem>,
}

impl ToChase {
    /// What is left to chase in all.
    pub fn left(&self) -> Money {
        self.sum(|item| item.left)
    }

    /// What is overdue in all, disputed and promised amounts included.
    pub fn overdue(&self) -> Money {
        self.sum(|item| item.outstanding)
    }

    /// Adds up a part of all items. Their sum is within what an account may hold.
    pub fn sum(&self, part: impl Fn(&ChaseItem) -> Money) -> Money {
        let zero = self.currency.zero();
        self.items.iter().map(part).fold(zero, |sum, more| sum.plus(more).unwrap_or(sum))
    }
}

/// What is left to chase of the account that `account` counts on at a moment.
///
/// Of each overdue item (an invoice, or a refund that a bounced payment left owing) what is disputed is
/// left out first, then what is promised and planned and has not arrived, and what is withheld. Money on account pays
/// the rest, as it would if it were allocated: what a promise or an instalment claims of it for the item
/// ([`MoneyClaims`]), then the oldest due first. So money that arrived early for a promise counts once. Once a payment plan
/// is in default, all that is left of its invoices is due, whatever their own dates. Reads what is overdue, what is on
/// account, and what is due later only where plans cover it.
pub fn to_chase(rows: &dyn Rows, account: AccountId, when: When) -> Result<ToChase, LedgerError> {
    let root = merged::root(rows, account, when)?;
    let currency = ACCOUNTS.need(rows, &root)?.currency;
    let claims = AccountClaims::new(rows, root, when);
    let mut all = ToChase::none(root, currency);
    for member in merged::members(rows, root, when)? {
        all.gather(&claims, member.id)?;
    }
    if all.on_account.is_positive() && !all.items.is_empty() {
        let is_due = |id| all.items.iter().any(|it| it.id == id);
        all.on_account = claims.for_due(all.on_account, is_due)?;
    }
    let claimed = match all.on_account.is_positive() && all.items.iter().any(|it| it.row.is_apart) {
        true => all.claim(claims.get()?),
        false => currency.zero(),
    };
    all.settle(all.on_account.minus(claimed).unwrap_or(claimed.zero()));
    Ok(all)
}

impl ToChase {
    /// An account of which nothing has been read yet.
    pub(super) fn none(account: AccountId, currency: Currency) -> ToChase {
        ToChase { account, currency, on_account: currency.zero(), items: Vec::new() }
    }

    fn gather(&mut self, claims: &AccountClaims, account: AccountId) -> Result<(), LedgerError> {
        let AccountClaims { rows, when, .. } = *claims;
        let changed = changed::since(rows, account, when)?;
        let debit = (account, Side::Debit);
        let overdue = OPEN.between(rows, &debit, &(account, Side::Debit, when.as_of));
        for found in overdue.chain(OPEN.scan(rows, &(account, Side::Credit))) {
            let ((_, side, due, id), row) = found?;
            if !changed::is_among(&changed, id) {
                self.add(claims, (side, due, id, row))?;
            }
        }
        for (due, id) in in_plans(rows, account, when)? {
            if !changed::is_among(&changed, id) {
                let row = OPEN.need(rows, &(account, Side::Debit, due, id))?;
                self.add(claims, (Side::Debit, due, id, row))?;
            }
        }
        for ChangedItem { id, row } in &changed {
            let side = row.kind.side();
            if side == Side::Credit || row.due < when.as_of || is_in_plan(rows, *id)? {
                let left = item::outstanding(rows, *id, row, when)?;
                // Whether it was ever disputed or promised is looked for where that is read.
                let open = OpenRow { is_disputed: true, is_apart: true, ..OpenRow::of(row, left) };
                self.add(claims, (side, row.due, *id, open))?;
            }
        }
        Ok(())
    }

    /// Adds an item with what of it may be chased; what is on account by itself.
    pub(super) fn add(
        &mut self,
        claims: &AccountClaims,
        (side, due, id, row): (Side, Day, ItemId, OpenRow),
    ) -> Result<(), LedgerError> {
        let AccountClaims { rows, when, .. } = *claims;
        if row.left.is_zero() {
            return Ok(());
        }
        if side == Side::Credit {
            let sum = self.on_account.plus(row.left);
            self.on_account = sum.ok_or(LedgerError::Beyond("an account"))?;
            return Ok(());
        }
        let mut left = row.left;
        let zero = left.zero();
        let is_invoice = row.kind == ItemKind::Invoice;
        let plan = match is_invoice && row.is_apart {
            true => PlanEffect::on(claims, id, zero)?,
            false => PlanEffect::none(zero),
        };
        let due = match is_invoice {
            true => plan.fell_due.map_or(due, |fell_due| fell_due.min(due)),
            false => item::owed_since(rows, id, when)?.unwrap_or(due),
        };
        if due >= when.as_of {
            return Ok(());
        }
        let mut disputed = zero;
        if is_invoice && row.is_disputed {
            let item = ITEMS.need(rows, &id)?;
            disputed = take(&mut left, cases::disputed(rows, id, &item, when)?);
        }
        // Of most invoices nothing was promised, planned or withheld.
        let (mut promised, mut planned, mut withheld) = (zero, zero, zero);
        if is_invoice && row.is_apart {
            promised = take(&mut left, self::promised(claims, id, zero)?);
            planned = take(&mut left, plan.planned);
            withheld = take(&mut left, withheld::withheld(rows, id, zero, when)?);
        }
        let outstanding = row.left;
        self.items.push(ChaseItem {
            id,
            due,
            row,
            outstanding,
            disputed,
            promised,
            planned,
            withheld,
            on_account: zero,
            left,
        });
        Ok(())
    }

    /// Lets money on account pay what is claimed of it; returns how much that is.
    pub(super) fn claim(&mut self, claims: &MoneyClaims) -> Money {
        let mut all = self.currency.zero();
        for item in &mut self.items {
            let money = |minor: i64| Money::from_minor(minor, all.scale());
            item.on_account = take(&mut item.left, money(claims.for_invoice(item.id)));
            all = all.plus(item.on_account).unwrap_or(all);
        }
        all
    }

    /// Puts the items in their order, and lets money pay what is left, oldest due first.
    pub(super) fn settle(&mut self, mut in_hand: Money) {
        let order = |a: &ChaseItem, b: &ChaseItem| {
            (a.due, &a.row.number, a.id).cmp(&(b.due, &b.row.number, b.id))
        };
        self.items.sort_by(order);
        for item in &mut self.items {
            let paid = take(&mut item.left, in_hand);
            in_hand = in_hand.minus(paid).unwrap_or(in_hand);
            item.on_account = item.on_account.plus(paid).unwrap_or(item.on_account);
        }
    }
}

/// The invoices of an account that are not overdue by their own dates and may be due because a payment plan ended: those
/// in a plan, with their dates.
pub(super) fn in_plans(
    rows: &dyn Rows,
    account: AccountId,
    when: When,
) -> Result<Vec<(Day, ItemId)>, LedgerError> {
    let mut all = Vec::new();
    for found in APART.between(rows, &(account, when.as_of), &(account, Day::LAST)) {
        let ((_, due, id), row) = found?;
        if row.is_more && is_in_plan(rows, id)? {
            all.push((due, id));
        }
    }
    Ok(all)
}

/// Whether an item was ever in a payment plan.
pub(super) fn is_in_plan(rows: &dyn Rows, id: ItemId) -> Result<bool, LedgerError> {
    Ok(PLANS_ON.scan(rows, &id).next().transpose()?.is_some())
}

/// Takes at most `amount` from what is left, and returns how much that is.
pub fn take(left: &mut Money, amount: Money) -> Money {
    let taken = amount.least(*left);
    *left = left.minus(taken).unwrap_or(*left);
    taken
}

/// What of an invoice is promised and still to come, of promises whose day is not past at a moment. What has arrived
/// for one and waits on account is not kept back: that money pays the invoice, and would be deducted a second time.
fn promised(claims: &AccountClaims, invoice: ItemId, zero: Money) -> Result<Money, LedgerError> {
    let AccountClaims { rows, when, .. } = *claims;
    let mut sum = zero;
    for (id, promise) in promises::promises_on(rows, invoice)? {
        // Past its day nothing is still to come of it: it is kept or broken, or its money is on account.
        if !when.counts(promise.date, id.seq) || when.as_of > promise.last() {
            continue;
        }
        let judged = promises::judge(claims, id, &promise)?;
        if judged.state == PromiseState::Open {
            // What waits on another account pays nothing of this one.
            let missing = match claims.are_of(promise.account)? {
                true => judged.still_missing(),
                false => judged.missing,
            };
            sum = sum.plus(missing).ok_or(LedgerError::Beyond("an account"))?;
        }
    }
    Ok(sum)
}
