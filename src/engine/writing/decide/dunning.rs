//! Decides on dunning: policies, groups, blocks, and letters. A letter is worked out again from the
//! ledger, so that no customer is asked for what was paid, promised or disputed since it was proposed.

use crate::domain::command::{
    AssignGroup, BlockDunning, BringInLetter, BroughtInItem, SendDunningLetter, SetDunningPolicy,
    UnblockDunning,
};
use crate::domain::delivery::DeliveryWay;
use crate::domain::dunning::{AgreedText, DunnedItem, DunningChannel, DunningLevel, MOST_LEVELS};
use crate::domain::event::{
    CaseText, CustomerGrouped, DunningBlocked, DunningLetterMade, DunningPolicySet,
};
use crate::domain::{Code, Currency, Day, Event, Money, Number, Refusal, Rule, money, text};
use crate::ledger::dunning::{self, DueLetter, Dunning, DunningPolicies};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::tables::{ACCOUNTS, AccountId, ITEMS, ItemId};
use crate::store::rows::Stop;

use super::series::not_too_late;
use super::{Case, Decided};

/// The longest interval, the most days of grace, and the latest day of a level.
const MOST_DAYS: u16 = 365;

/// The customer or the invoice of a block.
struct Blocked {
    customer: Code,
    account: AccountId,
    invoice: Option<(ItemId, Number)>,
}

impl Case<'_> {
    pub(super) fn set_dunning_policy(
        &mut self,
        command: &SetDunningPolicy,
    ) -> Result<Decided, Stop> {
        let name = text::required("name", &command.name, text::SHORT)?;
        let currency = command.currency.unwrap_or(self.desk.book.currency);
        let minimum = command.minimum.map(|it| currency.exact(it.0, "minimum")).transpose()?;
        if minimum.is_some_and(Money::is_negative) {
            return Err(Refusal::new(Rule::AmountNotPositive, "minimum").into());
        }
        let grace_days = command.grace_days.unwrap_or(0);
        let of_days = [("interval_days", command.interval_days, 1), ("grace_days", grace_days, 0)];
        for (field, days, least) in of_days {
            if !(least..=MOST_DAYS).contains(&days) {
                let refusal = Refusal::new(Rule::DunningInterval, field).with("given", days);
                return Err(refusal.with("least", least).with("most", MOST_DAYS).into());
            }
        }
        let group = text::optional("group", command.group.as_ref())?;
        self.group_is_free(&name, group.as_deref())?;
        let event = DunningPolicySet {
            name,
            levels: levels(&command.levels)?,
            interval_days: command.interval_days,
            minimum,
            currency,
            grace_days,
            group,
        };
        Ok(Decided { date: self.desk.today, events: vec![event.into()] })
    }

    /// Refuses a second policy for a group, or for all.
    fn group_is_free(&self, name: &str, group: Option<&str>) -> Result<(), Stop> {
        let folded = |text: Option<&str>| text.map(text::folded);
        let policies = DunningPolicies::read(self.rows())?;
        let other = policies.all().iter().find(|policy| {
            folded(Some(&policy.name)) != folded(Some(name))
                && folded(policy.group.as_deref()) == folded(group)
                && !policy.levels.is_empty()
        });
        match other {
            Some(other) => {
                let refusal = Refusal::new(Rule::DunningGroup, "group");
                Err(refusal.with("policy", &other.name).into())
            }
            None => Ok(()),
        }
    }

    pub(super) fn assign_group(&mut self, command: &AssignGroup) -> Result<Decided, Stop> {
        let (_, row) = self.account("customer", &command.customer)?;
        let group = text::optional("group", command.group.as_ref())?;
        let event = CustomerGrouped { customer: row.code, group };
        Ok(Decided { date: self.desk.today, events: vec![event.into()] })
    }

    /// The customer or the invoice of a block; refuses both.
    fn blocked(&self, customer: Option<&Code>, invoice: Option<&Number>) -> Result<Blocked, Stop> {
        match (customer, invoice) {
            (Some(code), None) => {
                let (account, row) = self.account("customer", code)?;
                Ok(Blocked { customer: row.code, account, invoice: None })
            }
            (None, Some(number)) => {
                let (id, row) = self.invoice("invoice", number)?;
                let account = merged::root(self.rows(), row.account, When::ALL)?;
                let customer = ACCOUNTS.need(self.rows(), &account)?.code;
                Ok(Blocked { customer, account, invoice: Some((id, row.number)) })
            }
            _ => Err(Refusal::new(Rule::DunningTarget, "customer").into()),
        }
    }

    pub(super) fn block_dunning(&mut self, command: &BlockDunning) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let it = self.blocked(command.customer.as_ref(), command.invoice.as_ref())?;
        not_too_late("until", command.until, date)?;
        if command.until < date {
            let refusal = Refusal::new(Rule::DueBeforeDate, "until").with("due", command.until);
            let refusal = refusal.with("what", "letter");
            return Err(refusal.with("date", date).into());
        }
        let reason = text::required("reason", &command.reason, text::LONG)?;
        let event = DunningBlocked {
            customer: it.customer,
            invoice: it.invoice.map(|(_, number)| number),
            date,
            until: Some(command.until),
            text: CaseText { note: Some(reason), ..CaseText::default() }.kept(),
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn unblock_dunning(&mut self, command: &UnblockDunning) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let it = self.blocked(command.customer.as_ref(), command.invoice.as_ref())?;
        let invoice = it.invoice.as_ref().map(|(id, _)| *id);
        let when = When { as_of: date, ..When::ALL };
        let blocks = dunning::blocks(self.rows(), it.account, when)?;
        if !blocks.iter().any(|block| block.row.invoice == invoice) {
            let field = if invoice.is_some() { "invoice" } else { "customer" };
            let what = it.invoice.map_or(it.customer.0, |(_, number)| number.0);
            return Err(Refusal::new(Rule::DunningNotBlocked, field).with("given", what).into());
        }
        let invoice = it.invoice.map(|(_, number)| number);
        let event =
            DunningBlocked { customer: it.customer, invoice, date, until: None, text: None };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn send_dunning_letter(
        &mut self,
        command: &SendDunningLetter,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        let when = When { as_of: date, ..When::ALL };
        let policies = DunningPolicies::read(self.rows())?;
        let due = match dunning::assess(self.rows(), &policies, account, when)?.1 {
            Dunning::Due(due) => *due,
            Dunning::None(why, _) => {
                let day = why.day().map_or_else(String::new, |day| day.to_string());
                let refusal = Refusal::new(Rule::DunningNothing, "customer");
                let refusal = refusal.with("customer", row.code).with("why", why.word());
                return Err(refusal.with("day", day).into());
            }
            Dunning::Nothing => {
                let refusal = Refusal::new(Rule::DunningNothing, "customer");
                let refusal = refusal.with("customer", row.code).with("why", "nothing");
                return Err(refusal.with("day", "").into());
            }
        };
        as_reviewed(command, &due)?;
        if due.needs_person() && !command.approved {
            let refusal = Refusal::new(Rule::DunningPerson, "approved").with("level", due.level);
            return Err(refusal.with("customer", row.code).into());
        }
        let by = match due.by {
            Some(by) => by,
            None => match self.known_details(account)?.email {
                Some(_) => DunningChannel::Email,
                None => DunningChannel::Print,
            },
        };
        let event = self.letter(row.code.clone(), date, due, by)?;
        let letter = event.letter.clone();
        let mut events: Vec<Event> = vec![event.into()];
        let way = match by {
            DunningChannel::Email => Some(DeliveryWay::Email),
            DunningChannel::Print => Some(DeliveryWay::Print),
            DunningChannel::Call => None,
        };
        if let Some(way) = way {
            events.push(self.queued_letter((account, row.code), letter, way, date)?);
        }
        Ok(Decided { date, events })
    }

    fn letter(
        &mut self,
        customer: Code,
        date: Day,
        due: DueLetter,
        by: DunningChannel,
    ) -> Result<DunningLetterMade, Stop> {
        let mut items = Vec::with_capacity(due.items.len());
        for (item, level) in due.items {
            items.push(DunnedItem {
                date: ITEMS.need(self.rows(), &item.id)?.date,
                invoice: item.row.number,
                due: item.due,
                outstanding: item.outstanding,
                amount: item.left,
                level,
            });
        }
        Ok(DunningLetterMade {
            letter: self.next_number("DUN", date)?,
            customer,
            date,
            pay_by: due.pay_by,
            policy: due.policy,
            level: due.level,
            is_last: due.is_last,
            by,
            currency: due.currency,
            amount: due.amount,
            items,
            wording: due.says.wording,
            foreign: false,
        })
    }

    pub(super) fn bring_in_letter(&mut self, command: &BringInLetter) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        let letter = self.foreign_number("number", &command.number)?;
        let level = a_level("level", command.level)?;
        let mut items = Vec::with_capacity(command.items.len());
        for (place, item) in command.items.iter().enumerate() {
            let at = format!("items[{place}]");
            items.push(self.brought_in_item((account, row.currency), item, level, &at)?);
        }
        let amounts = items.iter().map(|item: &DunnedItem| item.amount);
        let amount = money::sum(amounts, row.currency.scale()).filter(|it| it.is_within_limit());
        let amount = amount.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "items"))?;
        let event = DunningLetterMade {
            letter,
            customer: row.code,
            date,
            pay_by: command.pay_by.unwrap_or(date),
            policy: text::required("policy", &command.policy, text::SHORT)?,
            level,
            is_last: command.is_last,
            by: command.by,
            currency: row.currency,
            amount,
            items,
            wording: command.wording.as_ref().map(agreed).transpose()?,
            foreign: true,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// An item of another system's letter; refused if the invoice is another customer's.
    fn brought_in_item(
        &self,
        (account, currency): (AccountId, Currency),
        item: &BroughtInItem,
        level: u8,
        at: &str,
    ) -> Result<DunnedItem, Stop> {
        let (_, row) = self.owed(&format!("{at}.invoice"), &item.invoice)?;
        let owner = merged::root(self.rows(), row.account, When::ALL)?;
        if owner != merged::root(self.rows(), account, When::ALL)? {
            let refusal = Refusal::new(Rule::CustomerMismatch, format!("{at}.invoice"));
            return Err(refusal.with("number", row.number).with("payer", "none").into());
        }
        let amount = currency.exact(item.amount.0, &format!("{at}.amount"))?;
        if !amount.is_positive() {
            return Err(Refusal::new(Rule::AmountNotPositive, format!("{at}.amount")).into());
        }
        let outstanding = item.outstanding.unwrap_or(item.amount);
        Ok(DunnedItem {
            invoice: row.number,
            date: row.date,
            due: row.due,
            outstanding: currency.exact(outstanding.0, &format!("{at}.outstanding"))?,
            amount,
            level: a_level(&format!("{at}.level"), item.level.unwrap_or(level))?,
        })
    }
}

/// A level that a policy can have.
fn a_level(field: &str, level: u8) -> Result<u8, Refusal> {
    if (1..=MOST_LEVELS).contains(&usize::from(level)) {
        return Ok(level);
    }
    let refusal = Refusal::new(Rule::DunningLevelUnknown, field).with("given", level);
    Err(refusal.with("most", MOST_LEVELS))
}

/// Refuses a letter that differs from the one that was reviewed.
fn as_reviewed(command: &SendDunningLetter, due: &DueLetter) -> Result<(), Refusal> {
    let amount = command.amount.map(|it| due.currency.exact(it.0, "amount")).transpose()?;
    let same = command.level.is_none_or(|level| level == due.level)
        && amount.is_none_or(|amount| amount == due.amount);
    if same {
        return Ok(());
    }
    let refusal = Refusal::new(Rule::DunningChanged, "amount");
    Err(refusal.with("level", due.level).with("amount", due.amount))
}

/// The levels of a policy: at most four, each later than the one before.
fn levels(given: &[DunningLevel]) -> Result<Vec<DunningLevel>, Refusal> {
    if given.len() > MOST_LEVELS {
        return Err(Refusal::new(Rule::DunningLevels, "levels").with("most", MOST_LEVELS));
    }
    let mut levels = Vec::with_capacity(given.len());
    let mut before = 0;
    for (place, level) in given.iter().enumerate() {
        let at = format!("levels[{place}]");
        if level.after_days <= before || level.after_days > MOST_DAYS {
            let refusal = Refusal::new(Rule::DunningOrder, "after_days");
            let refusal = refusal.with("given", level.after_days).with("before", before);
            return Err(refusal.with("most", MOST_DAYS).below(&at));
        }
        before = level.after_days;
        let wording = level.wording.as_ref().map(agreed).transpose();
        let wording = wording.map_err(|refusal| refusal.below(&at))?;
        levels.push(DunningLevel { wording, ..level.clone() });
    }
    Ok(levels)
}

/// The announced consequence, as it is stored.
fn agreed(given: &AgreedText) -> Result<AgreedText, Refusal> {
    let clean = |text: &str| text::required("wording", text, text::LONG);
    Ok(match given {
        AgreedText::Same(text) => AgreedText::Same(clean(text)?),
        AgreedText::ByLanguage(all) => {
            let one = |(code, text): (&String, &String)| match crate::domain::Language::parse(code)
            {
                Some(language) => Ok((language.code().to_string(), clean(text)?)),
                None => Err(Refusal::new(Rule::LanguageUnknown, "wording").with("given", code)),
            };
            AgreedText::ByLanguage(all.iter().map(one).collect::<Result<_, _>>()?)
        }
    })
}
