//! Decides on a payer's remittance: which open items its parts name, what is paid on each, and what is
//! disputed. All of it is posted, or nothing.

use crate::domain::command::{Allocation, AllocationRule, Share};
use crate::domain::dispute::MoveTo;
use crate::domain::event::{CaseText, DisputeMoved, DisputeOpened, DisputeSaid, PaymentRecorded};
use crate::domain::{Currency, Day, Event, Money, Number, Plain, Refusal, Rule};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACCOUNTS, AccountId, AccountRow, DISPUTES, ItemId, ItemKind, ItemRow, Side,
};
use crate::ledger::{cases, merged, open_order};
use crate::matching::MatchItem;
use crate::matching::remittance::{self, AmountForm, RemittanceError, RemittancePart};
use crate::store::rows::Stop;

use super::{Case, Decided};

/// The field of the remittance.
const FIELD: &str = "remittance";

/// A payment as its remittance divides it.
pub(super) struct Dictated {
    /// The amount paid on each invoice.
    allocate: Allocation,
    disputed: Vec<Withheld>,
    by_remittance: bool,
}

/// A payer's deduction from an invoice.
struct Withheld {
    row: ItemRow,
    date: Day,
    amount: Money,
    reason: String,
    note: Option<String>,
}

/// An open item that the remittance names.
struct NamedItem {
    id: ItemId,
    row: ItemRow,
    /// The first day on which the payment can settle a part of it, and the first on which it can settle all that is
    /// open.
    days: (Day, Day),
}

impl Case<'_> {
    /// How a payment is allocated: by the remittance if there is one, else by `allocate`.
    pub(super) fn dictated(
        &self,
        remittance: Option<&String>,
        allocate: &Allocation,
        (account, amount, date): (AccountId, Money, Day),
        currency: Currency,
    ) -> Result<Dictated, Stop> {
        let Some(text) = remittance else {
            let allocate = allocate.clone();
            return Ok(Dictated { allocate, disputed: Vec::new(), by_remittance: false });
        };
        if !allocate.is_unsaid() {
            return Err(Refusal::new(Rule::RemittanceAllocate, FIELD).into());
        }
        let refused = |error: RemittanceError| error.refusal(FIELD, currency);
        let form = AmountForm { decimal_mark: '.', digits: u32::from(currency.scale()) };
        let parts = remittance::parse(text, form).map_err(refused)?;
        let (items, named) = self.items_named(&parts, account, date)?;
        let remitted = remittance::resolve(&parts, &items, amount.minor()).map_err(refused)?;
        let money = |minor| Money::from_minor(minor, currency.scale());
        let at = |place: u32| usize::try_from(place).ok().and_then(|place| named.get(place));
        let mut disputed = Vec::new();
        for (place, held) in &remitted.disputes {
            let Some(item) = at(*place) else { continue };
            let paid = remitted.allocate.iter().filter(|(of, _)| of == place);
            let paid: i64 = paid.map(|(_, paid)| paid).sum();
            let date = self.withheld_on(item, paid + held.amount)?;
            let (row, amount) = (item.row.clone(), money(held.amount));
            let (reason, note) = self.dictated_reason(&held.reason)?;
            if row.kind != ItemKind::Invoice {
                let refusal = Refusal::new(Rule::DocumentNotInvoice, FIELD);
                return Err(refusal.with("given", row.number).into());
            }
            disputed.push(Withheld { row, date, amount, reason, note });
        }
        let share = |(place, paid): &(u32, i64)| {
            // A deduction with a reason is not a discount, even if it is as much.
            let is_disputed = remitted.disputes.iter().any(|(of, _)| of == place);
            Some(Share {
                invoice: at(*place)?.row.number.clone(),
                amount: Some(Plain(money(*paid).decimal())),
                discount: is_disputed.then_some(false),
            })
        };
        let shares: Vec<Share> = remitted.allocate.iter().filter_map(share).collect();
        let allocate = match shares.is_empty() {
            true => Allocation::Rule(AllocationRule::None),
            false => Allocation::List(shares),
        };
        Ok(Dictated { allocate, disputed, by_remittance: true })
    }

    /// The open items of the customer that parts may name, and how much of each money of this day can
    /// settle.
    fn items_named(
        &self,
        parts: &[RemittancePart],
        account: AccountId,
        date: Day,
    ) -> Result<(Vec<MatchItem>, Vec<NamedItem>), Stop> {
        let (mut items, mut named) = (Vec::new(), Vec::new());
        let (_, first_days) = self.first_days(account, date)?;
        for (member, first) in first_days {
            for found in open_order::on_side(self.rows(), member, Side::Debit) {
                let found = found?;
                let is_owed = matches!(found.row.kind, ItemKind::Invoice | ItemKind::Refund);
                let is_named = |part: &RemittancePart| part.names(&found.row.number.0);
                if !is_owed || !parts.iter().any(is_named) {
                    continue;
                }
                let row = self.need_item(found.id)?;
                let from = first.max(row.date);
                let (date, room) = self.first_room(found.id, &row, from)?;
                let free = self.undisputed(found.id, &row, date)?;
                items.push(MatchItem {
                    customer: 0,
                    number: row.number.0.clone(),
                    reference: None,
                    due: row.due,
                    issued: row.date,
                    open: room.minor(),
                    discount: 0,
                    discount_until: None,
                    disputed: room.minor() - free.minor(),
                });
                named.push(NamedItem { id: found.id, row, days: (from, date) });
            }
        }
        Ok((items, named))
    }

    /// The first day from which so much of an item, in minor units, is open and not disputed: what is paid of it, and
    /// what is withheld.
    fn withheld_on(&self, named: &NamedItem, amount: i64) -> Result<Day, Stop> {
        let NamedItem { id, row, days: (from, last) } = named;
        for (day, _) in item::rooms_after(self.rows(), *id, row, *from, &[])? {
            if day >= *last || self.undisputed(*id, row, day)?.minor() >= amount {
                return Ok(day.min(*last));
            }
        }
        Ok(*last)
    }

    /// The reason code of a dispute in a remittance, and the rest as its note: “damaged in transit” is
    /// `damaged` with the note “in transit”. The beginning of a code is enough if no other reason has
    /// it.
    fn dictated_reason(&self, given: &str) -> Result<(String, Option<String>), Refusal> {
        let folded = given.to_lowercase().replace(['_', '-'], " ");
        let codes = self.desk.reasons.iter().map(|code| (code, code.replace('_', " ")));
        let is_begun = |words: &str| {
            let rest = folded.strip_prefix(words);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let whole = codes.clone().filter(|(_, words)| is_begun(words));
        let counted = whole.map(|(code, words)| (words.split(' ').count(), code));
        if let Some((count, code)) = counted.max() {
            let note = given.splitn(count + 1, [' ', '_', '-']).nth(count);
            return Ok((code.clone(), note.map(str::to_string)));
        }
        let first = folded.split(' ').next().unwrap_or_default();
        let begins = |words: &str| words.split(' ').any(|word| word.starts_with(first));
        let mut begun = codes.filter(|(_, words)| begins(words)).map(|(code, _)| code);
        match (begun.next(), begun.next()) {
            (Some(code), None) if first.chars().count() >= 3 => {
                Ok((code.clone(), folded.contains(' ').then(|| given.to_string())))
            }
            _ => Err(Refusal::new(Rule::RemittanceReason, FIELD)
                .with("given", given)
                .with("known", self.desk.reasons.join(", "))),
        }
    }

    /// Gives a payment its number, plans what it settles, and opens the disputes for its deductions.
    pub(super) fn receive_as_dictated(
        &mut self,
        account: (AccountId, &AccountRow),
        event: PaymentRecorded,
        dictated: Dictated,
    ) -> Result<Decided, Stop> {
        let by_remittance = dictated.by_remittance;
        let of_share = |stop| if by_remittance { of_remittance(stop) } else { stop };
        let mut decided = self.receive(account, event, &dictated.allocate).map_err(of_share)?;
        let made = decided.events.first();
        let payment = made.and_then(|event| event.made()).map(|(_, number)| number.to_string());
        for held in dictated.disputed {
            let account = merged::root(self.rows(), held.row.account, When::ALL)?;
            let customer = ACCOUNTS.need(self.rows(), &account)?.code;
            let date = self.happened("date", Some(held.date))?;
            let on = (customer, held.row.number, held.row.currency);
            let event = self.opened(on, held.amount, held.reason, date)?;
            let text = CaseText { note: held.note, ..CaseText::default() }.kept();
            let about = payment.iter().cloned().map(Number).collect();
            let event = DisputeOpened { said: DisputeSaid::new(text), about, ..event };
            decided.events.push(event.into());
        }
        Ok(decided)
    }

    /// Voids the disputes that a payment's entry opened and that nobody has ended since: the payment
    /// was a mistake, so nobody disputed anything.
    pub(super) fn without_disputes(&self, payment: ItemId, date: Day) -> Result<Vec<Event>, Stop> {
        let mut events = Vec::new();
        let entry = ItemId { place: 0, ..payment };
        let end = ItemId { seq: payment.seq.saturating_add(1), place: 0 };
        for found in DISPUTES.between(self.rows(), &entry, &end) {
            let (id, row) = found?;
            let invoice = self.need_item(row.invoice)?;
            let standing = cases::disputes_on(self.rows(), row.invoice, &invoice, When::ALL)?;
            if standing.iter().any(|one| one.id == id && one.state.may_move(MoveTo::Void)) {
                let steps = cases::steps(self.rows(), id)?;
                let date =
                    steps.iter().map(|(_, step)| step.date).fold(date.max(row.date), Ord::max);
                let (dispute, to) = (row.number, MoveTo::Void);
                events.push(DisputeMoved { dispute, date, to, text: None }.into());
            }
        }
        Ok(events)
    }
}

/// The same refusal at the share that the remittance stands for.
fn of_remittance(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(refusal) if refusal.field.starts_with("allocate") => {
            Refusal { field: FIELD.to_string(), ..refusal }.into()
        }
        other => other,
    }
}
