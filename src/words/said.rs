//! An account in sentences that can be read to the caller: what is owed, how much of it is late,
//! disputed or promised. May use: domain.

use crate::domain::late::SaidLate;
use crate::domain::plan::SaidPlan;
use crate::domain::promise::SaidPromise;
use crate::domain::{Currency, Day, Money};

use super::Words;

/// The state of an account today, from which the sentences are made.
#[derive(Clone, Copy, Debug)]
pub struct AccountStanding<'a> {
    /// The name on documents.
    pub name: &'a str,
    /// The account's currency.
    pub currency: Currency,
    /// Open debits less what is on account.
    pub balance: Money,
    /// The overdue debits.
    pub overdue: Money,
    /// What is left of payments and credit notes, positive.
    pub on_account: Money,
    /// The part of the open debits that was withheld as tax and whose certificate is awaited.
    pub withheld: Money,
    /// What is late besides that, and what the customer is asked for, if known.
    pub late: Option<SaidLate>,
    /// The days that the oldest item not covered by money on account is overdue, if known.
    pub oldest: Option<i64>,
    /// The part of the open debits that is disputed.
    pub disputed: Money,
    /// The promised amounts that are still to come.
    pub promise: Option<SaidPromise>,
    /// What arrived for promises and is on account, to be allocated.
    pub arrived: Option<Money>,
    /// Payment plans in force, or in default.
    pub plans: &'a [SaidPlan],
    /// The dunning level of the account: 0 for none, 4 for the last.
    pub level: u8,
    /// Whether the sentences accompany a list of what is overdue before money on account is deducted;
    /// both figures are then given.
    pub beside_list: bool,
}

impl AccountStanding<'_> {
    /// What is late after money on account is deducted. Withheld tax is given separately, so that the
    /// parts add up to no more than the balance.
    fn late(&self) -> Money {
        self.late.map_or_else(|| self.less_on_account(), |late| late.amount)
    }

    /// What is overdue, less all that is on account.
    fn less_on_account(&self) -> Money {
        let late = self.overdue.minor().saturating_sub(self.on_account.minor()).max(0);
        Money::from_minor(late, self.overdue.scale())
    }

    /// What is asked for: the amount of a reminder.
    fn asked(&self) -> Money {
        self.late.and_then(|late| late.asked).unwrap_or_else(|| self.late())
    }

    /// How many days late the oldest of that is, if known.
    fn oldest(&self) -> Option<i64> {
        self.late.map_or(self.oldest, |late| late.days)
    }
}

/// How figures and days are formatted for the reader.
pub struct Voice<'a> {
    /// The words of the language.
    pub words: &'a Words,
    /// An amount, without its currency.
    pub money: &'a dyn Fn(Money) -> String,
    /// A day.
    pub day: &'a dyn Fn(Day) -> String,
}

impl Voice<'_> {
    pub(super) fn amount(&self, currency: Currency, amount: Money) -> String {
        let parts = [("currency", currency.code()), ("amount", &(self.money)(amount))];
        self.words.say("said-amount", &parts)
    }

    /// “owes CAD 5.00”, “is CAD 5.00 in credit”, “owes nothing”: without the name.
    pub fn owes(&self, currency: Currency, balance: Money) -> String {
        let size = if balance.is_negative() { balance.negated() } else { balance };
        let amount = self.amount(currency, size);
        let words = match balance.minor() {
            ..0 => "said-in-credit",
            0 => "said-owes-nothing",
            _ => "said-owes",
        };
        self.words.say(words, &[("amount", &amount)])
    }

    /// One sentence on what is owed and how much of it is overdue. Money on account is deducted from
    /// what is overdue, oldest first, and mentioned if it could be allocated.
    pub fn sentence(&self, it: &AccountStanding) -> String {
        let mut parts = vec![format!("{} {}", it.name, self.owes(it.currency, it.balance))];
        let late = it.late();
        let is_deducted = it.on_account.is_positive() && late.minor() < it.overdue.minor();
        if late.is_positive() {
            parts.push(self.late(it, late, is_deducted));
        } else if it.balance.is_positive() {
            parts.push(self.words.say("said-nothing-late", &[]));
        }
        let has_debits = it.balance.plus(it.on_account).is_some_and(Money::is_positive);
        if has_debits && it.on_account.is_positive() {
            let amount = self.amount(it.currency, it.on_account);
            let words = match (is_deducted, late.is_positive()) {
                (true, true) => "said-on-account-late",
                (true, false) => "said-on-account-deducted",
                (false, _) => "said-on-account",
            };
            parts.push(self.words.say(words, &[("amount", &amount)]));
        }
        self.words.joined(&parts) + "."
    }

    /// What is late, and that money on account is deducted from it, if it is: lists show what is
    /// overdue before that.
    fn late(&self, it: &AccountStanding, late: Money, is_deducted: bool) -> String {
        // If tax was withheld, it is deducted too, and given separately.
        let after = match (is_deducted, it.beside_list && late == it.less_on_account()) {
            (false, _) => String::new(),
            (true, true) => {
                let overdue = (self.money)(it.overdue);
                self.words.say("said-less-on-account", &[("overdue", &overdue)])
            }
            (true, false) => self.words.say("said-after-on-account", &[]),
        };
        let oldest = it.oldest();
        let days = oldest.unwrap_or_default().to_string();
        // Nobody repeats a figure that they have just said.
        let late = match late == it.balance && !(is_deducted && it.beside_list) {
            true => self.words.say("said-all-of-it", &[]),
            false => (self.money)(late),
        };
        let words = match oldest {
            None => "said-late",
            Some(1) => "said-late-a-day",
            Some(_) => "said-late-since",
        };
        let parts = [("late", late.as_str()), ("after", &after), ("days", &days)];
        self.words.say(words, &parts)
    }

    /// Withheld tax, disputed amounts, promised amounts and what of those has arrived, a sentence each;
    /// empty if there is nothing of the kind.
    pub fn cases(&self, it: &AccountStanding) -> String {
        let mut said = Vec::new();
        if it.withheld.is_positive() {
            let amount = self.amount(it.currency, it.withheld);
            said.push(self.words.say("said-withheld", &[("amount", &amount)]));
        }
        if it.disputed.is_positive() {
            let amount = (self.money)(it.disputed);
            said.push(self.words.say("said-disputed", &[("amount", &amount)]));
        }
        said.extend(it.promise.map(|promise| self.promised(promise)));
        if let Some(arrived) = it.arrived {
            let amount = (self.money)(arrived);
            said.push(self.words.say("said-arrived", &[("amount", &amount)]));
        }
        said.extend(it.plans.iter().filter_map(|plan| self.plan(plan)));
        said.join(" ")
    }

    /// What is promised by the first day, and the total if there are more days.
    fn promised(&self, it: SaidPromise) -> String {
        let [amount, all] = [it.amount, it.all].map(|amount| (self.money)(amount));
        let by = (self.day)(it.by);
        let words = if it.all == it.amount { "said-promised" } else { "said-promised-in-all" };
        self.words.say(words, &[("amount", &amount), ("by", &by), ("all", &all)])
    }

    /// The next instalment of a payment plan, or what was missed.
    fn plan(&self, plan: &SaidPlan) -> Option<String> {
        let left = (self.money)(plan.left);
        if plan.in_default {
            return Some(self.words.say("said-plan-default", &[("left", &left)]));
        }
        let (key, (amount, by)) = match (plan.missed, plan.next) {
            (Some(missed), _) => ("said-plan-missed", missed),
            (None, Some(next)) => ("said-plan-next", next),
            (None, None) => return None,
        };
        let (amount, by) = ((self.money)(amount), (self.day)(by));
        let parts = [("amount", amount.as_str()), ("by", &by), ("left", &left)];
        Some(self.words.say(key, &parts))
    }

    /// The request to the customer, firmer from level to level; empty if nothing is left to chase, if it is
    /// promised or has arrived as promised, or if a plan says when it will be paid.
    pub fn ask(&self, it: &AccountStanding) -> String {
        let asked = it.asked();
        let is_promised = it.promise.is_some() || it.arrived.is_some();
        // A plan in default no longer says when it will be paid.
        let waits = is_promised || it.plans.iter().any(|plan| !plan.in_default);
        let words = match it.level {
            0 => return String::new(),
            1 => "said-ask-1",
            2 => "said-ask-2",
            3 => "said-ask-3",
            _ => "said-ask-4",
        };
        match asked.is_positive() && !waits {
            true => self.words.say(words, &[("late", &(self.money)(asked))]),
            false => String::new(),
        }
    }

    /// All sentences about an account.
    pub fn all(&self, it: &AccountStanding) -> String {
        let said = [self.sentence(it), self.cases(it), self.ask(it)];
        said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
