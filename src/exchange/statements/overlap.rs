//! Statements of the same days in two formats: a movement that the book has from one file is known in
//! another by its day and its amount, for its words differ. The balances decide whether it is the same: a
//! statement that leads from its opening to its closing balance has every movement of its days. Where no
//! balance decides, ids and words do; where they don't either, a person does. May use: domain, the
//! ledger's questions, the engine's sessions.

use std::collections::HashMap;

use crate::domain::command::{OverlapChoice, StatedLine};
use crate::domain::{Currency, Day, Money, Refusal, Rule, Warning};
use crate::engine::{Failure, Session};
use crate::ledger::query::bank::{BankDay, BankDays, BankDaysOf, BankLinesBetween};
use crate::ledger::query::show::ShownBankLine;

use super::likeness;
use super::prepared::PreparedStatement;

/// What was found about a statement.
#[derive(Debug, Default)]
pub struct OverlapFound {
    /// Of each line that is not known by its words: whether the book has it from another file.
    pub same: Vec<bool>,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
}

/// A day and an amount in minor units.
type DayAmount = (Day, i64);

/// What the book has of an account beside what a file says.
pub struct Overlap {
    account: String,
    currency: Currency,
    days: BankDays,
    /// Lines of the book that no line of the file is, by its words.
    waiting: HashMap<DayAmount, Vec<ShownBankLine>>,
    /// What is taken of the file so far, and the balances that it came to.
    taken: Vec<DayAmount>,
    reached: Vec<DayAmount>,
    choice: Option<OverlapChoice>,
}

/// Lines of a statement that the book does not know by their words, and the lines of the book that each
/// may be.
struct UnknownLines<'a> {
    statement: &'a PreparedStatement,
    /// Their places in the statement.
    places: Vec<usize>,
    /// Those that may be a line of the book, by their place among the unknown ones.
    pairs: Vec<(usize, ShownBankLine)>,
}

impl Overlap {
    /// Reads what the book has of the days of a file; none where the file has no new line, or the book no
    /// line of the account.
    pub fn read<'a>(
        session: &Session,
        (account, currency): (&str, Currency),
        choice: Option<OverlapChoice>,
        statements: impl Iterator<Item = (&'a PreparedStatement, &'a [bool])> + Clone,
    ) -> Result<Option<Overlap>, Failure> {
        let scale = currency.scale();
        let of = |(one, known): (&'a PreparedStatement, &'a [bool])| {
            one.lines
                .iter()
                .zip(known)
                .map(move |((line, _), known)| (movement(line, scale), *known))
        };
        let unknown = statements.clone().flat_map(of).filter(|(_, known)| !known);
        let days: Vec<Day> = unknown.map(|((day, _), _)| day).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(None);
        };
        let book = session.ask(&BankDaysOf { account: account.to_string() })?;
        if book.days.is_empty() {
            return Ok(None);
        }
        let mut waiting: HashMap<DayAmount, Vec<ShownBankLine>> = HashMap::new();
        let is_near = |day: &BankDay| day.date >= *first && day.date <= *last;
        let mut after = None;
        while book.days.iter().any(is_near) {
            let account = account.to_string();
            let page =
                session.ask(&BankLinesBetween { account, from: *first, to: *last, after })?;
            for line in page.rows {
                waiting.entry((line.date, line.amount.minor())).or_default().push(line);
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        for (one, known) in statements {
            for ((line, _), _) in one.lines.iter().zip(known).filter(|(_, known)| **known) {
                forget(&mut waiting, line, movement(line, scale));
            }
        }
        let account = account.to_string();
        let (taken, reached) = (Vec::new(), Vec::new());
        Ok(Some(Overlap { account, currency, days: book, waiting, taken, reached, choice }))
    }

    /// Which of a statement's unknown lines the book has from another file. Refused where nothing tells.
    pub(super) fn judge(
        &mut self,
        statement: &PreparedStatement,
        known: &[bool],
    ) -> Result<OverlapFound, Refusal> {
        let unknown = self.paired(statement, known);
        let is_same = match self.choice {
            _ if unknown.pairs.is_empty() => Some(Vec::new()),
            Some(choice) => Some(vec![choice == OverlapChoice::Same; unknown.pairs.len()]),
            None => self.by_balances(&unknown),
        };
        let mut judged =
            OverlapFound { same: vec![false; unknown.places.len()], warnings: Vec::new() };
        let is_same = match is_same {
            Some(is_same) => is_same,
            None => self.by_words(&unknown, &mut judged.warnings)?,
        };
        for ((place, _), is_same) in unknown.pairs.iter().zip(is_same) {
            judged.same[*place] = is_same;
        }
        if self.choice.is_none() {
            judged.warnings.extend(self.disagreement(&unknown, &judged.same)?);
        }
        let taken = unknown.movements(self.currency).zip(&judged.same);
        self.taken.extend(taken.filter(|(_, same)| !**same).map(|(movement, _)| movement));
        let closing = statement.closing.map(|it| (it.date, it.amount.minor()));
        self.reached.extend(closing);
        Ok(judged)
    }

    /// The unknown lines of a statement, each with a line of the book of its day and amount that no other
    /// line of the file is: first those whose words agree.
    fn paired<'a>(&mut self, statement: &'a PreparedStatement, known: &[bool]) -> UnknownLines<'a> {
        let lines = statement.lines.iter().zip(known).enumerate();
        let places: Vec<usize> =
            lines.filter(|(_, (_, known))| !**known).map(|(place, _)| place).collect();
        let mut unknown = UnknownLines { statement, places, pairs: Vec::new() };
        let mut left = Vec::new();
        for place in 0..unknown.places.len() {
            let (line, at) = (unknown.line(place), unknown.movement(place, self.currency));
            let Some(waiting) = self.waiting.get_mut(&at) else { continue };
            match waiting.iter().position(|it| likeness::agree(line, it)) {
                Some(found) => unknown.pairs.push((place, waiting.remove(found))),
                None => left.push((place, at)),
            }
        }
        for (place, at) in left {
            let waiting = self.waiting.get_mut(&at);
            if let Some(waiting) = waiting.filter(|waiting| !waiting.is_empty()) {
                unknown.pairs.push((place, waiting.remove(0)));
            }
        }
        unknown.pairs.sort_by_key(|(place, _)| *place);
        unknown
    }

    /// What the balances say of each pair; none where they say nothing.
    fn by_balances(&self, unknown: &UnknownLines) -> Option<Vec<bool>> {
        let statement = unknown.statement;
        let closing = i128::from(statement.closing?.amount.minor());
        let (first, last) = unknown.days()?;
        let new: i128 = unknown.movements(self.currency).map(|(_, it)| i128::from(it)).sum();
        let amount = |line: &ShownBankLine| i128::from(line.amount.minor());
        let of = |keep: &dyn Fn(Day) -> bool| -> i128 {
            let kept = unknown.pairs.iter().filter(|(_, line)| keep(line.date));
            kept.map(|(_, line)| amount(line)).sum()
        };
        // Within its days a statement has every movement; the first and the last day may be parts.
        let is_within = |day: Day| day > first && day < last;
        if let Some(before) = self.comes_to(first, last) {
            if before + new - of(&|_| true) == closing {
                return Some(vec![true; unknown.pairs.len()]);
            }
            if before + new - of(&is_within) == closing {
                return Some(unknown.pairs.iter().map(|(_, it)| is_within(it.date)).collect());
            }
        }
        // Where a statement is missing before it, it still has every movement of its own days.
        let is_foreign = |((day, _), lines): (&DayAmount, &Vec<ShownBankLine>)| {
            (first..=last).contains(day) && !lines.is_empty()
        };
        let is_whole = statement.is_whole(self.currency) && !self.waiting.iter().any(is_foreign);
        is_whole.then(|| vec![true; unknown.pairs.len()])
    }

    /// What the ids and the words say of each pair. Where two ids of one form differ, the lines do.
    fn by_words(
        &self,
        unknown: &UnknownLines,
        warnings: &mut Vec<Warning>,
    ) -> Result<Vec<bool>, Refusal> {
        let (mut is_same, mut unclear, mut differing) = (Vec::new(), Vec::new(), 0_usize);
        for (place, found) in &unknown.pairs {
            let line = unknown.line(*place);
            let differs = likeness::have_other_ids(line, found);
            is_same.push(!differs);
            if differs {
                differing += 1;
            } else if !likeness::agree(line, found) && !self.days.is_whole_on(found.date) {
                unclear.push(found);
            }
        }
        if let Some(first) = unclear.first() {
            let refusal = Refusal::new(Rule::BankLinesUnclear, "overlap").with("from", "file");
            let refusal = refusal.with("count", unclear.len()).with("line", &first.line);
            let refusal = refusal.with("date", first.date).with("amount", first.amount);
            return Err(refusal.with("currency", self.currency).with("account", &self.account));
        }
        if let (true, Some((_, first))) = (differing > 0, unknown.pairs.first()) {
            let warning = Warning::new(Rule::BankLinesAlike, "lines").with("count", differing);
            let warning = warning.with("line", &first.line).with("account", &self.account);
            warnings.push(warning.with("date", first.date));
        }
        Ok(is_same)
    }

    /// Whether what is taken leads to the statement's closing balance. Refused where the book comes to it
    /// without these lines.
    fn disagreement(
        &self,
        unknown: &UnknownLines,
        same: &[bool],
    ) -> Result<Option<Warning>, Refusal> {
        let Some(closing) = unknown.statement.closing.map(|it| it.amount) else { return Ok(None) };
        let Some((first, last)) = unknown.days() else { return Ok(None) };
        let Some(before) = self.comes_to(first, last) else { return Ok(None) };
        let taken = unknown.movements(self.currency).zip(same).filter(|(_, same)| !**same);
        let taken: Vec<DayAmount> = taken.map(|(movement, _)| movement).collect();
        let new: i128 = taken.iter().map(|(_, it)| i128::from(*it)).sum();
        let told = i128::from(closing.minor());
        if new == 0 || before + new == told {
            return Ok(None);
        }
        if before == told && self.has_lines(first, last) {
            let refusal = Refusal::new(Rule::BankBalanceThere, "overlap");
            let refusal = refusal.with("count", taken.len()).with("date", last);
            let refusal = refusal.with("closing", closing).with("currency", self.currency);
            return Err(refusal.with("account", &self.account));
        }
        // A gap before the statement is told when it is recorded.
        let opening = unknown.statement.opening.map(|it| i128::from(it.amount.minor()));
        let beside: i128 = self.between(first, last).map(|it| it.1).sum();
        if opening != Some(before - beside) || !self.has_lines(first, last) {
            return Ok(None);
        }
        let over = i64::try_from(before + new - told).unwrap_or(i64::MAX);
        let over = Money::from_minor(over, self.currency.scale());
        let warning = Warning::new(Rule::BankBalanceBeyond, "lines").with("date", last);
        let warning = warning.with("closing", closing).with("difference", over);
        let warning = warning.with("currency", self.currency);
        Ok(Some(warning.with("account", &self.account)))
    }

    /// What the account comes to at the end of a day by the balance known before another day, the lines of
    /// the book behind it, and what is taken of the file.
    fn comes_to(&self, first: Day, last: Day) -> Option<i128> {
        let of_book = self.days.statements.iter().map(|it| it.closing);
        let of_book = of_book.map(|it| (it.date, it.amount.minor()));
        let known = of_book.chain(self.reached.iter().copied()).filter(|(day, _)| *day < first);
        let last_known = known.max_by_key(|(day, _)| *day);
        let (since, amount) = if let Some((day, amount)) = last_known {
            (day.plus(1)?, amount)
        } else {
            let openings = self.days.statements.iter().filter_map(|it| it.opening);
            let opening = openings.min_by_key(|it| it.date).filter(|it| it.date <= first)?;
            (Day::EPOCH, opening.amount.minor())
        };
        let taken = self.taken.iter().filter(|(day, _)| (since..=last).contains(day));
        let taken: i128 = taken.map(|(_, it)| i128::from(*it)).sum();
        let there: i128 = self.between(since, last).map(|(_, it)| it).sum();
        Some(i128::from(amount) + there + taken)
    }

    /// What the lines of the book come to on each of some days.
    fn between(&self, first: Day, last: Day) -> impl Iterator<Item = (Day, i128)> {
        let within = self.days.days.iter().filter(move |it| (first..=last).contains(&it.date));
        within.map(|it| (it.date, i128::from(it.sum.minor())))
    }

    fn has_lines(&self, first: Day, last: Day) -> bool {
        self.between(first, last).next().is_some()
    }
}

impl UnknownLines<'_> {
    fn line(&self, place: usize) -> &StatedLine {
        let (line, _) = &self.statement.lines[self.places[place]];
        line
    }

    fn movement(&self, place: usize, currency: Currency) -> DayAmount {
        movement(self.line(place), currency.scale())
    }

    fn movements(&self, currency: Currency) -> impl Iterator<Item = DayAmount> {
        (0..self.places.len()).map(move |place| self.movement(place, currency))
    }

    /// The first and the last day of the statement.
    fn days(&self) -> Option<(Day, Day)> {
        let days = || self.statement.lines.iter().map(|(line, _)| line.date);
        let closing = self.statement.closing.map(|it| it.date);
        Some((days().min()?, days().chain(closing).max()?))
    }
}

impl PreparedStatement {
    /// Whether its lines lead from its opening to its closing balance.
    fn is_whole(&self, currency: Currency) -> bool {
        let (Some(opening), Some(closing)) = (self.opening, self.closing) else { return false };
        let lines = self.lines.iter().map(|(line, _)| movement(line, currency.scale()).1);
        let lines: i128 = lines.map(i128::from).sum();
        i128::from(opening.amount.minor()) + lines == i128::from(closing.amount.minor())
    }
}

/// The day and the amount of a line. An amount that the book can't hold was refused before.
fn movement(line: &StatedLine, scale: u8) -> DayAmount {
    (line.date, Money::from_decimal(line.amount.0, scale).map_or(0, Money::minor))
}

/// Drops the line of the book that a line of the file is: that of the same words, else any of its day and
/// amount (what the bank says of an erased customer is gone).
fn forget(waiting: &mut HashMap<DayAmount, Vec<ShownBankLine>>, line: &StatedLine, at: DayAmount) {
    let Some(there) = waiting.get_mut(&at).filter(|there| !there.is_empty()) else { return };
    let is_it = |it: &ShownBankLine| match (&line.bank_id, &it.bank_id) {
        (Some(one), Some(other)) => one == other,
        _ => (&line.payer, &line.text) == (&it.payer, &it.text),
    };
    there.remove(there.iter().position(is_it).unwrap_or(0));
}
