//! The late fees that can be charged, and the holds and releases that the rule proposes. May use: the
//! rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::late_fee::FeePart;
use crate::domain::{Code, Currency, Day, Money, Number};
use crate::ledger::holds::{self, HoldProposal};
use crate::ledger::item::{self, When};
use crate::ledger::late_fees::{self, FeePolicies, NoFee};
use crate::ledger::merged;
use crate::ledger::tables::{
    ACCOUNTS, AccountId, BY_ACCOUNT, CUSTOMER_GROUPS, ITEMS, ItemId, ItemKind, ItemRow,
    LATE_FEE_POLICIES,
};
use crate::store::rows::{LedgerError, Stop};

use super::{AsOf, Needs, Question, View};

/// Asks for the interest that can be charged through a day, on every invoice or on those of some
/// customers. Reads every invoice that was due before that day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LateFeesDue {
    /// The last day to charge for; if absent, today.
    pub through: Option<Day>,
    /// The customers; if none, all.
    #[serde(default)]
    pub customers: Vec<Code>,
}

/// The late fees that can be charged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateFeeProposal {
    /// The last day charged for.
    pub date: Day,
    /// Whether any policy charges interest.
    pub has_policy: bool,
    /// The fees, in the order of the invoices' recording.
    pub rows: Vec<ProposedFee>,
}

/// A late fee that can be charged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedFee {
    /// The customer who owes it.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// The overdue invoice.
    pub invoice: Number,
    /// Its due date.
    pub due: Day,
    /// The currency.
    pub currency: Currency,
    /// The first day charged for.
    pub from: Day,
    /// The last day charged for.
    pub through: Day,
    /// The interest, without tax.
    pub amount: Money,
    /// The parts of the interest.
    pub parts: Vec<FeePart>,
    /// The unallocated money on the customer's account while the invoice is open. A run leaves the fee
    /// out until that is allocated, since it may pay the invoice from the day it arrived. Once the
    /// invoice is settled, money on account no longer changes its interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_account: Option<Money>,
    /// Why a run leaves it out, `on_account`; if absent, the run charges it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Question for LateFeesDue {
    const NAME: &'static str = "late_fees";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = LateFeeProposal;

    fn answer(&self, view: &View) -> Result<LateFeeProposal, Stop> {
        let through = self.through.unwrap_or(view.today);
        let has_policy = LATE_FEE_POLICIES.scan(view.rows, &()).next().transpose()?.is_some();
        let mut proposal = LateFeeProposal { date: through, has_policy, rows: Vec::new() };
        if !has_policy {
            return Ok(proposal);
        }
        let has_groups = CUSTOMER_GROUPS.scan(view.rows, &()).next().transpose()?.is_some();
        let mut policies = GroupPolicies { view, has_groups, known: Vec::new() };
        for (id, row) in self.late(view, through)? {
            let policies = policies.of(row.account)?;
            let accrued = late_fees::accrued(view.rows, policies, (id, &row), through)?;
            let accrued = match accrued {
                Ok(accrued) => accrued,
                Err(NoFee::IsFee | NoFee::NoPolicy | NoFee::Charged(_) | NoFee::Nothing) => {
                    continue;
                }
            };
            if item::voided_on(view.rows, id)?.is_some() {
                continue;
            }
            let root = merged::root(view.rows, row.account, When::ALL)?;
            let account = ACCOUNTS.need(view.rows, &root)?;
            let is_open = item::left(view.rows, id, &row)?.is_positive();
            let on_account = match is_open {
                true => Some(on_account(view, root)?).filter(|sum| sum.is_positive()),
                false => None,
            };
            proposal.rows.extend(accrued.into_iter().map(|accrued| ProposedFee {
                customer: account.code.clone(),
                name: account.name.clone(),
                invoice: row.number.clone(),
                due: row.due,
                currency: row.currency,
                from: accrued.from,
                through: accrued.through,
                amount: accrued.late.fee,
                parts: accrued.late.parts,
                on_account,
                reason: on_account.map(|_| "on_account".to_string()),
            }));
        }
        Ok(proposal)
    }
}

impl LateFeesDue {
    /// The invoices that were due before a day.
    fn late(&self, view: &View, through: Day) -> Result<Vec<(ItemId, ItemRow)>, Stop> {
        let mut late = Vec::new();
        let mut add = |id: ItemId, row: ItemRow| -> Result<(), LedgerError> {
            if row.kind == ItemKind::Invoice && row.due < through {
                late.push((id, row));
            }
            Ok(())
        };
        if self.customers.is_empty() {
            ITEMS.for_each(view.rows, &mut add)?;
            return Ok(late);
        }
        for code in &self.customers {
            let (account, _) = view.account(code, view.when(AsOf::default())?)?;
            for member in merged::members(view.rows, account, When::ALL)? {
                for found in BY_ACCOUNT.scan(view.rows, &member.id) {
                    let ((_, id), ()) = found?;
                    add(id, ITEMS.need(view.rows, &id)?)?;
                }
            }
        }
        late.sort_by_key(|(id, _)| *id);
        late.dedup_by_key(|(id, _)| *id);
        Ok(late)
    }
}

/// The unallocated money on an account, counting everything posted.
fn on_account(view: &View, root: AccountId) -> Result<Money, LedgerError> {
    let (_, credit) = merged::totals(view.rows, root)?;
    Ok(credit)
}

/// The policies of each group, read once.
struct GroupPolicies<'a> {
    view: &'a View<'a>,
    /// Whether any customer is in a group.
    has_groups: bool,
    known: Vec<(Option<String>, FeePolicies)>,
}

impl GroupPolicies<'_> {
    fn of(&mut self, account: AccountId) -> Result<&FeePolicies, LedgerError> {
        let group = match self.has_groups {
            true => late_fees::group_of(self.view.rows, account)?,
            false => None,
        };
        let place = self.known.iter().position(|(known, _)| *known == group);
        let place = if let Some(place) = place {
            place
        } else {
            let policies = FeePolicies::read(self.view.rows, group.as_deref())?;
            self.known.push((group, policies));
            self.known.len() - 1
        };
        let missing = || LedgerError::Contradiction("no policies of a group".into());
        self.known.get(place).map(|(_, policies)| policies).ok_or_else(missing)
    }
}

/// Asks which accounts the rule would put on hold on a day, and which of its holds are no longer
/// justified.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct HoldsProposed {
    /// The day; if absent, today.
    pub date: Option<Day>,
}

/// The proposals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HoldsProposal {
    /// The day.
    pub date: Day,
    /// The proposals, in the order of registration.
    pub rows: Vec<ProposedHold>,
}

/// A hold or a release that the rule proposes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedHold {
    /// The customer.
    pub customer: Code,
    /// The name on documents.
    pub name: String,
    /// `hold` or `release`.
    pub propose: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What is overdue and not disputed, promised, in a plan or covered by money on account.
    pub overdue: Money,
    /// How many days late the oldest of that is.
    pub days_late: i64,
    /// How many promises on such invoices were broken.
    pub broken_promises: u32,
    /// Whether it is late and large enough for the policy.
    pub is_late: bool,
    /// Whether enough promises were broken for the policy.
    pub breaks_promises: bool,
}

impl Question for HoldsProposed {
    const NAME: &'static str = "holds_proposed";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = HoldsProposal;

    fn answer(&self, view: &View) -> Result<HoldsProposal, Stop> {
        let date = self.date.unwrap_or(view.today);
        let mut rows = Vec::new();
        for (account, proposal) in holds::proposals(view.rows, date)? {
            let (propose, cause) = match proposal {
                HoldProposal::Hold(cause) => ("hold", cause),
                HoldProposal::Release(cause) => ("release", cause),
            };
            let account = ACCOUNTS.need(view.rows, &account)?;
            rows.push(ProposedHold {
                customer: account.code,
                name: account.name,
                propose: propose.into(),
                currency: account.currency,
                overdue: cause.overdue,
                days_late: cause.days_late,
                broken_promises: cause.broken_promises,
                is_late: cause.is_late,
                breaks_promises: cause.breaks_promises,
            });
        }
        Ok(HoldsProposal { date, rows })
    }
}
