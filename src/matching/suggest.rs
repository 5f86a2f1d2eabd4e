//! The suggestions for one line, ranked, and which of them is sure. May use: book, candidates, clues,
//! fit, mentions, returns, suggestion, weigh, who.

use super::book::MatchBook;
use super::candidates::{ItemSet, candidates, sums};
use super::clues::{LineCase, LineClues, Taken};
use super::fit::AmountFit;
use super::input::MatchLine;
use super::mentions::Strength;
use super::returns::returned;
use super::suggestion::{Certainty, MatchSignal, Suggestion};
use super::weigh::{
    PayerFit, Weighed, chance_of_one, named_exactly, reasons, signal_of, unknown, weigh,
};
use super::who::Who;

/// The most suggestions for one line.
pub(super) const MOST: usize = 5;

/// The best suggestion is likely from this score on.
const LIKELY: i32 = 70;

/// Nothing is suggested below this score.
const LEAST: i32 = 14;

/// The greatest chance, in a million, of fitting a single item, or a sum, with which the amount alone
/// can decide.
const CHANCE_OF_ONE: u64 = 20_000;
const CHANCE_OF_SUM: u64 = 1_000;

/// The greatest chance with which the amount of a single item decides although sets of others' items could
/// not all be tried.
const CHANCE_BESIDE_OTHERS: u64 = 2_000;

impl MatchBook<'_> {
    /// The suggestions for a line, the best first; at most five. None for a line of zero.
    #[must_use]
    pub fn suggest(&self, line: &MatchLine) -> Vec<Suggestion> {
        self.suggest_beside(line, &LineClues::of(self, line), &Taken::default())
    }

    /// The suggestions for a line, after others took this much of the items.
    pub(super) fn suggest_beside(
        &self,
        line: &MatchLine,
        told: &LineClues,
        taken: &Taken,
    ) -> Vec<Suggestion> {
        if line.amount < 0 {
            return returned(self, line, told);
        }
        if line.amount == 0 || line.is_return {
            return Vec::new();
        }
        let case = LineCase { book: self, line, told, taken };
        let mut weighed: Vec<Weighed> =
            candidates(&case).into_iter().map(|candidate| weigh(&case, candidate)).collect();
        weighed.retain(|weighed| weighed.score >= LEAST);
        if weighed.is_empty() {
            return on_account(&case).into_iter().collect();
        }
        weighed
            .sort_by_cached_key(|weighed| (std::cmp::Reverse(weighed.score), age(&case, weighed)));
        let wholes = weighed.iter().filter(|weighed| is_rival(weighed)).count();
        let is_sure = is_sure(&case, &weighed);
        let first = weighed.first().map_or(0, |first| first.score);
        weighed.retain(|weighed| weighed.score >= first / 3);
        weighed.truncate(MOST);
        let ranked = weighed.iter().enumerate();
        let suggestion = |(rank, weighed): (usize, &Weighed)| {
            let others = wholes > usize::from(is_rival(weighed)) && weighed.named.is_none();
            let certainty = match (is_sure && rank == 0, weighed.score >= LIKELY) {
                (true, _) => Certainty::Sure,
                (false, true) => Certainty::Likely,
                (false, false) => Certainty::Possible,
            };
            let mut reason = reasons(&case, weighed, others);
            if certainty == Certainty::Sure {
                let decided = |one: &mut MatchSignal| {
                    if *one == MatchSignal::NameOfSeveral {
                        *one = MatchSignal::OnlyOfSeveral;
                    }
                };
                reason.iter_mut().for_each(decided);
            }
            suggestion(&case, weighed, certainty, reason)
        };
        ranked.map(suggestion).collect()
    }
}

/// Money of a known customer who owes nothing: it stays on account.
fn on_account(case: &LineCase) -> Option<Suggestion> {
    let [customer] = case.told.whose.known.as_slice() else { return None };
    if case.book.of_customer.contains_key(customer) {
        return None;
    }
    let who = case.told.whose.of(*customer)?;
    let reasons = [signal_of(who), MatchSignal::NothingOpen];
    Some(Suggestion {
        customer: *customer,
        certainty: Certainty::Possible,
        reason: reasons.into_iter().chain(unknown(case)).collect(),
        allocate: Vec::new(),
        rest: case.line.amount + case.line.fee,
        fee: case.line.fee,
        discount: 0,
        short: 0,
        bounce: None,
        score: LEAST,
    })
}

/// The order of candidates with equal scores: the fewest items first, then the oldest.
fn age(case: &LineCase, weighed: &Weighed) -> (usize, Vec<u32>, i64) {
    let places = weighed.candidate.items.iter().map(|at| case.book.place(*at)).collect();
    (weighed.candidate.items.len(), places, weighed.candidate.fitted.fee)
}

fn suggestion(
    case: &LineCase,
    weighed: &Weighed,
    certainty: Certainty,
    reason: Vec<MatchSignal>,
) -> Suggestion {
    let ItemSet { items, fitted, .. } = &weighed.candidate;
    let owing = items.iter().map(|at| case.customer(*at));
    let known = owing.clone().find(|customer| case.told.whose.is_known(*customer));
    Suggestion {
        customer: known.or_else(|| owing.clone().next()).unwrap_or_default(),
        certainty,
        reason,
        allocate: fitted.allocate.clone(),
        rest: fitted.rest,
        fee: fitted.fee,
        discount: fitted.discount,
        short: fitted.short,
        bounce: None,
        score: weighed.score,
    }
}

/// Whether a candidate explains the amount fully, and the payer may be the customer.
fn is_rival(weighed: &Weighed) -> bool {
    weighed.candidate.fitted.fit.is_whole()
        && !weighed.candidate.is_oldest
        && (weighed.payer >= PayerFit::Perhaps || weighed.named.is_some())
}

/// Whether the first candidate is the only answer, with two signals for it and none against.
fn is_sure(case: &LineCase, weighed: &[Weighed]) -> bool {
    let Some(first) = weighed.first() else { return false };
    let next = weighed.get(1).map_or(i32::MIN, |next| next.score);
    let is_contradicted = !first.left_out.is_empty()
        || !case.told.mentions.unknown.is_empty()
        || matches!(first.payer, PayerFit::Other)
        || named_exactly(case, first).is_some()
        || first.candidate.is_oldest
        || next >= first.score;
    if is_contradicted {
        return false;
    }
    let rivals = weighed[1..].iter().filter(|other| is_rival(other));
    // The payer and the amount point to another candidate.
    let is_of_other =
        first.payer < PayerFit::One && rivals.clone().any(|other| other.payer == PayerFit::Known);
    let is_named = !is_of_other && by_reference(case, first, rivals.clone().count());
    is_named
        || by_payer(case, first, rivals.clone().count())
        || among_several(case, first, rivals.count())
}

/// The line names the items, and the amount or the payer agrees.
fn by_reference(case: &LineCase, first: &Weighed, rivals: usize) -> bool {
    let Some(strength) = first.named.filter(|_| first.is_plain) else { return false };
    // A number decides between customers of one name.
    let is_payer = first.payer == PayerFit::Known || is_one_of_several(case, first);
    let is_named = match strength {
        Strength::Checked | Strength::Whole => true,
        Strength::Introduced => is_payer || is_telling(case.line.sent()),
        Strength::Bare => is_payer,
    };
    match first.candidate.fitted.fit {
        AmountFit::Exact
        | AmountFit::LessDiscount
        | AmountFit::LessCharges
        | AmountFit::LessDisputed => is_named,
        AmountFit::Nearly | AmountFit::Short => {
            let is_one = first.candidate.items.len() == 1;
            is_payer && is_one && rivals == 0 && strength >= Strength::Whole
        }
        AmountFit::Over => false,
    }
}

/// The payer is known, and only these items have this amount.
fn by_payer(case: &LineCase, first: &Weighed, rivals: usize) -> bool {
    let is_one = first.candidate.items.len() == 1;
    let chance = if is_one { CHANCE_OF_ONE } else { CHANCE_OF_SUM };
    let is_only = is_one || first.candidate.is_searched;
    let fitted = &first.candidate.fitted;
    let is_amount = match fitted.fit {
        AmountFit::Exact | AmountFit::LessDiscount => true,
        AmountFit::LessCharges => case.told.states_charges(fitted.fee),
        _ => false,
    };
    let is_told = is_amount && is_only && rivals == 0 && first.chance <= chance;
    first.payer == PayerFit::Known
        && is_told
        && !may_be_half(case, first)
        && !may_be_for_another(case, first)
}

/// The payer is one of a few customers with such a name, and of all that these owe, only this item has this
/// amount.
fn among_several(case: &LineCase, first: &Weighed, rivals: usize) -> bool {
    let several = &case.told.whose.several;
    let fit = first.candidate.fitted.fit;
    let is_amount = matches!(fit, AmountFit::Exact | AmountFit::LessDiscount);
    let pays_for_others = |customer| case.book.paid_together.contains_key(customer);
    is_amount
        && first.candidate.items.len() == 1
        && rivals == 0
        && is_one_of_several(case, first)
        && !several.iter().any(pays_for_others)
        && chance_of_one(case, several) <= CHANCE_OF_ONE
        && !may_be_half_of(case, several)
}

/// Whether the items are of one of the customers who have the payer's whole name: a name that is only
/// similar may be a stranger's.
fn is_one_of_several(case: &LineCase, first: &Weighed) -> bool {
    let whose = &case.told.whose;
    let is_by_name = |customer: u32| whose.of(customer).is_some_and(Who::is_by_name);
    let mut customers = first.candidate.items.iter().map(|at| case.customer(*at));
    let Some(customer) = customers.next() else { return false };
    whose.known.is_empty()
        && whose.several.contains(&customer)
        && is_by_name(customer)
        && customers.all(|other| other == customer)
}

/// Whether the payer also pays for others whose items would give another set with this amount, or have too
/// many sets to try for an amount that tells as little as this.
fn may_be_for_another(case: &LineCase, first: &Weighed) -> bool {
    let group = &first.candidate.group;
    let others = group.iter().filter_map(|customer| case.book.paid_together.get(customer));
    let mut customers: Vec<u32> = group.iter().chain(others.flatten()).copied().collect();
    customers.sort_unstable();
    customers.dedup();
    if customers.len() == group.len() {
        return false;
    }
    let items = customers.iter().filter_map(|customer| case.book.of_customer.get(customer));
    let mut pool: Vec<u32> = items.flatten().copied().filter(|at| case.open(*at) > 0).collect();
    case.sort(&mut pool);
    let (sets, is_whole) = sums(&pool, case.line.sent(), |at| case.open(at));
    let is_telling = first.candidate.items.len() == 1 && first.chance <= CHANCE_BESIDE_OTHERS;
    !(is_whole || is_telling) || sets.iter().any(|set| *set != first.candidate.items)
}

/// Whether the amount is also exactly half of another of the payer's items: if the line names no item,
/// it may be the first of two payments on that one.
fn may_be_half(case: &LineCase, first: &Weighed) -> bool {
    may_be_half_of(case, &first.candidate.group)
}

fn may_be_half_of(case: &LineCase, customers: &[u32]) -> bool {
    let customers = customers.iter();
    let mut items = customers.filter_map(|customer| case.book.of_customer.get(customer)).flatten();
    items.any(|at| (case.open(*at) - case.line.sent().saturating_mul(2)).abs() <= 1)
}

/// Whether an amount has at least three significant digits.
fn is_telling(amount: i64) -> bool {
    let mut telling = amount.unsigned_abs().max(1);
    while telling.is_multiple_of(10) {
        telling /= 10;
    }
    telling >= 100
}
