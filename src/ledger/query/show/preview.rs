//! An invoice as it would be issued today: a draft, or a half-typed one. Prices and taxes are those of
//! its date; holds and credit limits are not checked, and no number is taken. May use: the rest of the
//! ledger, domain.

use serde::{Deserialize, Serialize};

use crate::domain::command::IssueInvoice;
use crate::domain::event::{DraftContent, EarlyPayment};
use crate::domain::pricing::{Line, Priced, Pricing};
use crate::domain::{Day, Number, Refusal, Rule};
use crate::ledger::catalogue;
use crate::ledger::item::{self, When};
use crate::ledger::query::{Needs, Question, View};
use crate::ledger::tables::{AccountId, AccountRow, DRAFTS, DraftEnd};
use crate::store::rows::Stop;

use super::documents::ShownInvoice;
use super::parties::Parties;
use super::sales;
use super::taxes::taxes;

/// The state of an invoice that is not issued.
pub const DRAFT: &str = "draft";

/// Asks how a draft would be issued today; refused if it was issued or discarded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreviewDraft(pub Number);

impl Question for PreviewDraft {
    const NAME: &'static str = "preview_draft";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = ShownInvoice;

    fn answer(&self, view: &View) -> Result<ShownInvoice, Stop> {
        let unknown = || Refusal::new(Rule::DraftUnknown, "draft").with("given", &self.0);
        let count = self.0.draft_count().ok_or_else(unknown)?;
        let row = DRAFTS.get(view.rows, &count)?.ok_or_else(unknown)?;
        if !matches!(row.end, DraftEnd::Open) {
            return Err(Refusal::new(Rule::DraftEnded, "draft").with("draft", &self.0).into());
        }
        let draft = sales::draft(view, count, row)?;
        let (entry, number) = (draft.entry, draft.draft);
        Ok(ShownInvoice { invoice: number, entry, ..previewed(view, draft.content)? })
    }
}

/// Asks how a half-typed invoice would be issued today. Its number is empty.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PreviewInvoice(pub DraftContent);

impl Question for PreviewInvoice {
    const NAME: &'static str = "preview_invoice";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = ShownInvoice;

    fn answer(&self, view: &View) -> Result<ShownInvoice, Stop> {
        previewed(view, self.0.clone())
    }
}

fn previewed(view: &View, content: DraftContent) -> Result<ShownInvoice, Stop> {
    let it = IssueInvoice::from(content);
    let date = it.date.unwrap_or(view.today);
    let found = item::live_account(view.rows, &it.customer, When { as_of: date, ..When::ALL })?;
    let (id, account) =
        found.ok_or_else(|| item::unknown_customer(view.rows, "customer", &it.customer))?;
    let priced = priced(view, &it, &account, date)?;
    whole(view, it, (id, account), (date, priced))
}

/// The lines as they would be issued today; `None` if a rule refuses them.
pub(super) fn lines(view: &View, content: &DraftContent) -> Result<Vec<Line>, Stop> {
    match previewed(view, content.clone()) {
        Ok(it) => Ok(it.lines),
        Err(Stop::Refused(_)) => Ok(Vec::new()),
        Err(stop) => Err(stop),
    }
}

fn priced(view: &View, it: &IssueInvoice, account: &AccountRow, date: Day) -> Result<Priced, Stop> {
    let on = (account.currency, date);
    let lines = catalogue::filled(view.rows, &it.lines, it.prices, on)?;
    let pricing = Pricing {
        currency: account.currency,
        prices: it.prices,
        rates: &|set, field| view.taxes.rates(set, date, field),
    };
    Ok(pricing.price(&lines, &it.allowances, &it.charges)?)
}

fn whole(
    view: &View,
    it: IssueInvoice,
    (id, account): (AccountId, AccountRow),
    (date, priced): (Day, Priced),
) -> Result<ShownInvoice, Stop> {
    let parties = Parties::of(view, id, None, ((date, u64::MAX), false))?;
    let due = it.due.or_else(|| account.terms.due(date)).unwrap_or(date);
    Ok(ShownInvoice {
        late_fee: None,
        invoice: Number(String::new()),
        customer: account.code,
        buyer: parties.buyer,
        language: parties.language,
        seller: parties.seller,
        state: DRAFT.into(),
        payment: "open".into(),
        date,
        due,
        terms: account.terms,
        reference: it.reference,
        early_payment: EarlyPayment::of(account.terms, priced.total, date),
        currency: account.currency,
        rate: it.rate,
        prices: it.prices,
        net: priced.net,
        tax: priced.tax,
        total: priced.total,
        outstanding: priced.total,
        as_of: None,
        disputed: priced.total.zero(),
        opening: false,
        lines: priced.lines,
        allowances: priced.allowances,
        charges: priced.charges,
        taxes: taxes(&priced.groups),
        allocations: Vec::new(),
        deliveries: Vec::new(),
        fiscal_receipt: None,
        entry: 0,
    })
}
