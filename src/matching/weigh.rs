//! Weighs the evidence for and against a candidate. May use: candidates, clues, fit, mentions,
//! suggestion, who.

use super::candidates::ItemSet;
use super::clues::LineCase;
use super::fit::AmountFit;
use super::mentions::{Mention, Strength};
use super::suggestion::MatchSignal;
use super::who::{How, Who};

/// How far the payer is known to be the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayerFit {
    /// The payer is known to be another customer.
    Other,
    /// Nothing is known.
    Unknown,
    /// The payer may be the customer.
    Perhaps,
    /// The payer is one of the customers who owe the items.
    One,
    /// The payer is the customer.
    Known,
}

/// A candidate with its evidence.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The candidate.
    pub candidate: ItemSet,
    /// The score that it is ranked by.
    pub score: i32,
    /// How surely the line names every item; `None` if it doesn't name each of them.
    pub named: Option<Strength>,
    /// Whether the line names these items and can mean nothing else.
    pub is_plain: bool,
    /// Whether the payer is the customer.
    pub payer: PayerFit,
    /// Items that the line names in addition to these.
    pub left_out: Vec<u32>,
    /// In a million lines with any amount, how many fit a set like this by chance.
    pub chance: u64,
}

/// Weighs a candidate.
pub fn weigh(case: &LineCase, candidate: ItemSet) -> Weighed {
    let payer = payer_of(case, &candidate);
    let (named, covered, is_plain) = named(case, &candidate, payer);
    let left_out = left_out(case, &candidate, payer);
    let chance = chance(case, &candidate);
    let mut weighed = Weighed { candidate, score: 0, named, is_plain, payer, left_out, chance };
    weighed.score =
        amount_score(&weighed) + reference_score(&weighed, covered) + payer_score(case, &weighed)
            - against(case, &weighed);
    weighed
}

fn customers(case: &LineCase, candidate: &ItemSet) -> Vec<u32> {
    let mut customers: Vec<u32> = candidate.items.iter().map(|at| case.customer(*at)).collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

fn payer_of(case: &LineCase, candidate: &ItemSet) -> PayerFit {
    let whose = &case.told.whose;
    let customers = customers(case, candidate);
    let known = customers.iter().filter(|customer| whose.is_known(**customer)).count();
    // A name that is only similar to another customer's is not evidence against this one.
    let is_someone = whose.who.first().is_some_and(|who| who.percent >= 95 || who.how > How::Like);
    match known {
        known if known == customers.len() => PayerFit::Known,
        1.. => PayerFit::One,
        0 if customers.iter().any(|customer| whose.of(*customer).is_some()) => PayerFit::Perhaps,
        0 if is_someone && (whose.is_of_several || !whose.known.is_empty()) => PayerFit::Other,
        0 => PayerFit::Unknown,
    }
}

/// The item's strongest mention.
fn mention_of<'c>(case: &'c LineCase, at: u32) -> Option<&'c Mention> {
    let named = case.told.mentions.named.iter().filter(|mention| mention.items.contains(&at));
    named.max_by_key(|mention| mention.strength)
}

/// How surely the least surely named item is named, how many are named, and whether the numbers can mean
/// nothing else.
fn named(case: &LineCase, candidate: &ItemSet, payer: PayerFit) -> (Option<Strength>, usize, bool) {
    let mentions: Vec<&Mention> =
        candidate.items.iter().filter_map(|at| mention_of(case, *at)).collect();
    let is_all = mentions.len() == candidate.items.len();
    let strength = mentions.iter().map(|mention| mention.strength).min();
    let is_plain = mentions.iter().all(|mention| {
        let meant = mention
            .items
            .iter()
            .filter(|at| payer < PayerFit::One || case.told.whose.is_known(case.customer(**at)));
        let is_in = |at: &&u32| candidate.items.contains(*at);
        meant.clone().all(|at| is_in(&at))
            || meant.count() == 1 && mention.items.iter().any(|at| is_in(&at))
    });
    (strength.filter(|_| is_all), mentions.len(), is_all && is_plain)
}

/// Named items that are not the candidate's: of any customer if the number is clear, of the payer if it
/// is only digits.
fn left_out(case: &LineCase, candidate: &ItemSet, payer: PayerFit) -> Vec<u32> {
    let is_out = |mention: &&Mention| {
        let is_in = mention.items.iter().any(|at| candidate.items.contains(at));
        let is_own = mention
            .items
            .iter()
            .any(|at| payer > PayerFit::Unknown && candidate.group.contains(&case.customer(*at)));
        !is_in && (mention.strength > Strength::Bare || is_own)
    };
    let out = case.told.mentions.named.iter().filter(is_out);
    out.flat_map(|mention| mention.items.iter().copied().take(3)).collect()
}

/// The probability of a fit by chance: the number of sets of this size, divided by the number of amounts
/// as round as this one.
fn chance(case: &LineCase, candidate: &ItemSet) -> u64 {
    chance_of(case, &candidate.group, candidate.items.len())
}

/// The probability that the amount fits one item of these customers by chance.
pub fn chance_of_one(case: &LineCase, customers: &[u32]) -> u64 {
    chance_of(case, customers, 1)
}

fn chance_of(case: &LineCase, customers: &[u32], count: usize) -> u64 {
    let items = customers.iter().filter_map(|customer| case.book.of_customer.get(customer));
    let open = items.map(Vec::len).sum::<usize>().max(count) as u64;
    let sets = (0..count as u64)
        .try_fold(1_u64, |sets, at| sets.checked_mul(open - at).map(|sets| sets / (at + 1)));
    let mut telling = case.line.sent().max(1).unsigned_abs();
    while telling.is_multiple_of(10) {
        telling /= 10;
    }
    sets.and_then(|sets| sets.checked_mul(1_000_000)).map_or(u64::MAX, |sets| sets / telling)
}

fn amount_score(weighed: &Weighed) -> i32 {
    let count = weighed.candidate.items.len();
    let set = match count {
        1 => 60,
        _ if weighed.candidate.is_balance => 56,
        2 => 50,
        3 => 42,
        _ => 34,
    };
    let by_chance = match weighed.chance {
        0..=50_000 => 0,
        50_001..=500_000 => 8,
        _ => 18,
    };
    let by_chance = if weighed.named.is_some() { 0 } else { by_chance };
    match weighed.candidate.fitted.fit {
        _ if weighed.candidate.is_oldest => 0,
        AmountFit::Exact => set - by_chance,
        AmountFit::LessDiscount => set - 5 - by_chance,
        AmountFit::LessCharges => 40,
        AmountFit::LessDisputed => set - 12 - by_chance,
        AmountFit::Nearly => 20,
        AmountFit::Short => 8,
        AmountFit::Over => 5,
    }
}

fn reference_score(weighed: &Weighed, covered: usize) -> i32 {
    let strength = match weighed.named {
        Some(strength) => strength,
        None if covered > 0 => Strength::Introduced,
        None => return 0,
    };
    let whole = match strength {
        Strength::Checked => 62,
        Strength::Whole => 60,
        Strength::Introduced => 50,
        Strength::Bare if weighed.payer > PayerFit::Unknown => 30,
        Strength::Bare => 12,
    };
    let count = weighed.candidate.items.len().max(1);
    let share = whole * i32::try_from(covered).unwrap_or(1) / i32::try_from(count).unwrap_or(1);
    match weighed.candidate.fitted.fit {
        AmountFit::Short | AmountFit::Over => share * 6 / 10,
        AmountFit::Nearly => share * 9 / 10,
        _ => share,
    }
}

fn payer_score(case: &LineCase, weighed: &Weighed) -> i32 {
    let customers = customers(case, &weighed.candidate);
    let who = || customers.iter().filter_map(|customer| case.told.whose.of(*customer));
    let best = who().map(who_score).max().unwrap_or(0);
    match weighed.payer {
        PayerFit::Known => best,
        PayerFit::One => best * 3 / 4,
        PayerFit::Perhaps => best * 6 / 10,
        PayerFit::Unknown => 0,
        PayerFit::Other => -20,
    }
}

fn who_score(who: &Who) -> i32 {
    let percent = i32::try_from(who.percent).unwrap_or(0);
    match who.how {
        How::LearntAccount(times) => 40 + i32::try_from(times.min(4)).unwrap_or(0),
        How::Account => 40,
        How::LearntName(times) => 37 + i32::try_from(times.min(3)).unwrap_or(0),
        How::Phone => 38,
        How::Name | How::Like => percent * 36 / 100,
        How::InText => percent * 30 / 100,
    }
}

fn against(case: &LineCase, weighed: &Weighed) -> i32 {
    let is_own = |at: &u32| weighed.candidate.group.contains(&case.customer(*at));
    match weighed.left_out.as_slice() {
        [] => 0,
        out if out.iter().any(is_own) => 15,
        _ => 30,
    }
}

/// The reasons, the strongest first, with those against at the end.
pub fn reasons(case: &LineCase, weighed: &Weighed, fits_others: bool) -> Vec<MatchSignal> {
    let mut reasons = Vec::new();
    let of_strength = |low: Strength, high: Strength| -> Vec<u32> {
        let is_named = |at: &u32| {
            mention_of(case, *at).is_some_and(|mention| (low..=high).contains(&mention.strength))
        };
        weighed.candidate.items.iter().copied().filter(is_named).collect()
    };
    let mut named = |items: Vec<u32>, signal: fn(Vec<u32>) -> MatchSignal| {
        reasons.extend((!items.is_empty()).then(|| signal(items)));
    };
    named(of_strength(Strength::Checked, Strength::Checked), MatchSignal::CheckedReference);
    named(of_strength(Strength::Whole, Strength::Whole), MatchSignal::Reference);
    named(of_strength(Strength::Bare, Strength::Introduced), MatchSignal::PartOfNumber);
    reasons.extend(of_payer(case, weighed));
    reasons.extend(of_amount(case, weighed));
    if case.told.whose.is_of_several && weighed.payer == PayerFit::Perhaps {
        reasons.push(MatchSignal::NameOfSeveral);
    }
    if weighed.payer == PayerFit::Other {
        let other = case.told.whose.who.first();
        reasons.extend(other.map(|who| MatchSignal::OtherPayer(who.customer)));
    }
    reasons.extend(named_exactly(case, weighed).map(MatchSignal::OtherPayer));
    if !weighed.left_out.is_empty() {
        reasons.push(MatchSignal::OtherReference(weighed.left_out.clone()));
    }
    reasons.extend(unknown(case));
    reasons.extend(fits_others.then_some(MatchSignal::FitsOthers));
    reasons
}

/// The customer with exactly the payer's name, if the items belong to another with a similar name.
pub fn named_exactly(case: &LineCase, weighed: &Weighed) -> Option<u32> {
    let exactly = case.told.whose.exactly.filter(|_| weighed.payer < PayerFit::One)?;
    (!customers(case, &weighed.candidate).contains(&exactly)).then_some(exactly)
}

fn of_payer(case: &LineCase, weighed: &Weighed) -> Option<MatchSignal> {
    let customers = customers(case, &weighed.candidate);
    let who = customers.iter().filter_map(|customer| case.told.whose.of(*customer));
    who.max_by_key(|who| (who_score(who), who.customer)).map(signal_of)
}

/// How the payer was recognised, as a reason.
pub fn signal_of(who: &Who) -> MatchSignal {
    match who.how {
        How::LearntAccount(times) | How::LearntName(times) => MatchSignal::LearntPayer { times },
        How::Account => MatchSignal::Account,
        How::Phone => MatchSignal::Phone,
        How::Name => MatchSignal::Name,
        How::InText if who.percent >= 90 => MatchSignal::Name,
        How::Like | How::InText => MatchSignal::LikeName,
    }
}

/// The numbers of ours that the line names and that are not open.
pub fn unknown(case: &LineCase) -> impl Iterator<Item = MatchSignal> {
    let unknown = case.told.mentions.unknown.iter().take(2);
    unknown.map(|number| MatchSignal::UnknownReference(number.clone()))
}

fn of_amount(case: &LineCase, weighed: &Weighed) -> Vec<MatchSignal> {
    let fitted = &weighed.candidate.fitted;
    let count = u32::try_from(weighed.candidate.items.len()).unwrap_or(u32::MAX);
    if weighed.candidate.is_oldest {
        let over = (fitted.rest > 0).then_some(MatchSignal::Over(fitted.rest));
        return std::iter::once(MatchSignal::Oldest).chain(over).collect();
    }
    let signal = match fitted.fit {
        AmountFit::Exact if fitted.fee > 0 => MatchSignal::LessFee(fitted.fee),
        AmountFit::Exact if count == 1 => MatchSignal::Amount,
        AmountFit::Exact if weighed.candidate.is_balance => MatchSignal::Balance,
        AmountFit::Exact => MatchSignal::Sum(count),
        AmountFit::LessDiscount => MatchSignal::LessDiscount(fitted.discount),
        AmountFit::LessCharges => MatchSignal::LessCharges(fitted.fee),
        AmountFit::LessDisputed => MatchSignal::LessDisputed(fitted.short),
        AmountFit::Nearly | AmountFit::Short => MatchSignal::Short(fitted.short),
        AmountFit::Over => MatchSignal::Over(fitted.rest),
    };
    let fee = case.line.fee > 0 && fitted.fee > 0 && fitted.fit != AmountFit::Exact;
    std::iter::once(signal).chain(fee.then_some(MatchSignal::LessFee(fitted.fee))).collect()
}
