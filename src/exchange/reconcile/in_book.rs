//! Finds payments that were entered by hand before their bank line arrived, and deposits: the line is to
//! be linked to them instead of being matched again. May use: the ledger's questions, the engine's
//! sessions, domain.

use std::collections::{HashMap, HashSet};

use crate::domain::command::Method;
use crate::domain::{Code, Day, Message, Money, Number, text};
use crate::engine::{Failure, Session};
use crate::ledger::query::AsOf;
use crate::ledger::query::bank::{OpenDepositsOf, ShownBankAccount};
use crate::ledger::query::reconciliation::ReconciliationOf;
use crate::ledger::query::show::{ShownBankLine, ShownDeposit};
use crate::matching::Certainty;

use super::reasons::MatchReason;
use super::suggested::{SuggestedLine, SuggestedMatch};

/// How many days may pass between a payment and its bank line.
pub(super) const DAYS: i64 = 7;

/// How many letters and digits a slip's number needs to be distinctive.
const TELLING: usize = 4;

/// A payment in the book that no bank line is matched to yet.
#[derive(Clone)]
struct UnlinkedPayment {
    payment: Number,
    customer: Code,
    name: String,
    date: Day,
    /// Whether it may be on another bank account instead.
    is_perhaps: bool,
}

/// The payments by bank account and by their effect on its balance.
type ByAmount = HashMap<(String, i64), Vec<UnlinkedPayment>>;

/// Puts payments that a line may be first; next to one, no other suggestion is sure.
pub fn add(
    session: &Session,
    accounts: &[ShownBankAccount],
    lines: &mut [SuggestedLine],
) -> Result<(), Failure> {
    let mut read: Vec<String> = lines.iter().map(|it| it.line.account.clone()).collect();
    read.sort_unstable();
    read.dedup();
    let deposits = session.ask(&OpenDepositsOf)?;
    let banked = banked(&deposits);
    let mut waiting = ByAmount::new();
    for account in read {
        let asked = ReconciliationOf { account: Some(account.clone()), asked: AsOf::default() };
        for found in session.ask(&asked)? {
            let here = found.not_at_bank.into_iter().map(|part| (part, false));
            for (part, is_perhaps) in here.chain(found.perhaps.into_iter().map(|it| (it, true))) {
                let (Some(payment), Some(customer)) = (part.payment, part.customer) else {
                    continue;
                };
                // Payments in a deposit arrive with the deposit.
                if banked.contains(&payment) {
                    continue;
                }
                let (name, date) = (part.payer.unwrap_or_default(), part.date);
                // Its part of the difference is its effect on the bank account.
                let key = (account.clone(), -part.amount.minor());
                let one = UnlinkedPayment { payment, customer, name, date, is_perhaps };
                waiting.entry(key).or_default().push(one);
            }
        }
    }
    for it in lines.iter_mut().filter(|it| it.line.amount.is_positive()) {
        add_to(&waiting, it);
    }
    add_deposits(&deposits, accounts, lines);
    Ok(())
}

/// Payments in deposits that have no line yet: no line can be linked to such a payment by itself.
pub fn banked(deposits: &[ShownDeposit]) -> HashSet<&Number> {
    deposits.iter().flat_map(|it| &it.payments).map(|one| &one.payment).collect()
}

/// Whether a line has the deposit's amount and comes soon after it.
fn fits(deposit: &ShownDeposit, it: &SuggestedLine) -> bool {
    let days = it.line.date.days_since(deposit.date);
    deposit.currency == it.line.currency
        && deposit.amount == it.line.amount
        && (0..=DAYS).contains(&days)
}

/// Puts deposits that a line may be first. A deposit is sure if its sum and one more thing support it
/// ([`second`]), and no other deposit, payment or line has the same sum.
fn add_deposits(
    deposits: &[ShownDeposit],
    accounts: &[ShownBankAccount],
    lines: &mut [SuggestedLine],
) {
    let of_lines = lines.iter().map(|it| deposits.iter().filter(|one| fits(one, it)).collect());
    let of_lines: Vec<Vec<&ShownDeposit>> = of_lines.collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for one in of_lines.iter().flatten() {
        *times.entry(&one.deposit.0).or_default() += 1;
    }
    for (it, found) in lines.iter_mut().zip(of_lines.iter()).filter(|(_, found)| !found.is_empty())
    {
        let is_other_in_book = it.suggestions.iter().any(|other| other.links.is_some());
        let is_only = found.len() == 1
            && found.iter().all(|one| times.get(one.deposit.0.as_str()) == Some(&1));
        for other in &mut it.suggestions {
            other.certainty = other.certainty.min(Certainty::Likely);
        }
        let zero = it.line.amount.zero();
        let found = found.iter().map(|one| {
            let reason = Message::new("match-deposit").with("deposit", &one.deposit);
            let reason = reason.day("date", one.date).with("count", one.payments.len());
            let (number, name) = (one.deposit.clone(), one.deposit.0.clone());
            let mut link = links_to(number, (Code::default(), name), reason, zero);
            if let Some(second) = second(one, accounts, &it.line) {
                link.reasons.push(MatchReason::of(second));
                if is_only && !is_other_in_book {
                    link.certainty = Certainty::Sure;
                }
            }
            link
        });
        let found: Vec<SuggestedMatch> = found.collect();
        it.suggestions.splice(0..0, found);
    }
}

/// What supports a deposit in addition to its sum: the line names it or the bank's slip; or its day, if
/// the book has only one bank account for cash and cheques in this currency.
fn second(
    deposit: &ShownDeposit,
    accounts: &[ShownBankAccount],
    line: &ShownBankLine,
) -> Option<Message> {
    let told = line.text.iter().chain(&line.references).chain(&line.bank_id);
    let told: Vec<Vec<String>> = told.map(|text| words_of(text)).collect();
    let names = std::iter::once(&deposit.deposit.0).chain(&deposit.reference);
    for name in names {
        let words = words_of(name);
        let is_telling = words.iter().map(String::len).sum::<usize>() >= TELLING;
        let is_in = |text: &Vec<String>| text.windows(words.len()).any(|part| part == words);
        if is_telling && told.iter().any(is_in) {
            return Some(Message::new("match-deposit-named").with("name", name));
        }
    }
    let takes_cash = |it: &&ShownBankAccount| {
        it.currency == deposit.currency && !matches!(it.method, Method::Momo | Method::Card)
    };
    let mut open_to = accounts.iter().filter(takes_cash);
    let is_only = open_to.next().is_some_and(|it| it.account == line.account);
    let account = (is_only && open_to.next().is_none()).then_some(&line.account)?;
    let days = line.date.days_since(deposit.date);
    Some(Message::new("match-deposit-day").with("account", account).with("days", days))
}

/// The words and numbers of a text.
fn words_of(text: &str) -> Vec<String> {
    let folded = text::folded(text);
    let words = folded.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_string).collect()
}

fn add_to(waiting: &ByAmount, it: &mut SuggestedLine) {
    let line = &it.line;
    let sent = line.fee.and_then(|fee| line.amount.plus(fee)).unwrap_or(line.amount);
    let key = (line.account.clone(), sent.minor());
    let near = |one: &&UnlinkedPayment| one.date.days_since(line.date).abs() <= DAYS;
    let mut near: Vec<&UnlinkedPayment> =
        waiting.get(&key).into_iter().flatten().filter(near).collect();
    near.sort_by_key(|one| {
        (one.is_perhaps, one.date.days_since(line.date).abs(), one.payment.0.clone())
    });
    if near.is_empty() {
        return;
    }
    for other in &mut it.suggestions {
        if other.certainty == Certainty::Sure {
            other.certainty = Certainty::Likely;
        }
    }
    let zero = line.amount.zero();
    let found: Vec<SuggestedMatch> = near.into_iter().map(|one| linked(one, zero)).collect();
    it.suggestions.splice(0..0, found);
}

fn linked(one: &UnlinkedPayment, zero: Money) -> SuggestedMatch {
    let words = if one.is_perhaps { "match-in-book-perhaps" } else { "match-in-book" };
    let reason = Message::new(words).with("payment", &one.payment).day("date", one.date);
    links_to(one.payment.clone(), (one.customer.clone(), one.name.clone()), reason, zero)
}

/// A suggestion to link a line to something in the book.
pub(super) fn links_to(
    number: Number,
    (customer, name): (Code, String),
    reason: Message,
    zero: Money,
) -> SuggestedMatch {
    SuggestedMatch {
        customer,
        name,
        certainty: Certainty::Likely,
        reasons: vec![MatchReason::of(reason)],
        allocate: Vec::new(),
        rest: zero,
        fee: zero,
        discount: zero,
        short: zero,
        returns: None,
        links: Some(number),
        credit: None,
    }
}
