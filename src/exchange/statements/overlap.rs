//! Recognises movements that the book already has from a file in another format, whose texts differ. Day
//! and amount make a pair; the balances decide whether it is one movement: a statement that leads from
//! its opening to its closing balance has every movement of its days. If no balance decides, ids and words
//! do; if they don't either, a person does. May use: domain, the ledger's questions, the engine's sessions.

use std::collections::HashMap;

use crate::domain::command::{OverlapChoice, StatedLine};
use crate::domain::{Currency, Day, Money, Refusal, Rule, Warning};
use crate::engine::{Failure, Session};
use crate::ledger::query::bank::{BankDay, BankDays, BankDaysOf, BankLinesBetween};
use crate::ledger::query::show::ShownBankLine;

use super::likeness;
use super::prepared::PreparedStatement;

/// What comparing a statement with the book found.
#[derive(Debug, Default)]
pub struct OverlapFound {
    /// For each line that the book doesn't know by its text: whether it has it from another file.
    pub same: Vec<bool>,
    /// What someone should check.
    pub warnings: Vec<Warning>,
}

/// A day and an amount in minor units.
type DayAmount = (Day, i64);

/// The book's lines of an account, compared with those of a file.
pub struct Overlap {
    account: String,
    currency: Currency,
    days: BankDays,
    /// Lines of the book that no line of the file matches by its text.
    waiting: HashMap<DayAmount, Vec<ShownBankLine>>,
    /// What was taken from the file so far, and the balances it led to.
    taken: Vec<DayAmount>,
    reached: Vec<DayAmount>,
    choice: Option<OverlapChoice>,
}

/// Lines of a statement that the book doesn't know by their text, and the lines of the book that each may
/// be.
struct UnknownLines<'a> {
    statement: &'a PreparedStatement,
    /// Their places in the statement.
    places: Vec<usize>,
    /// The pairs, by the place of the line among the unknown ones.
    pairs: Vec<(usize, ShownBankLine)>,
}

impl Overlap {
    /// Reads the book's lines for the days of a file; `None` if the file has no new line, or the book no
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

    /// Which of a statement's unknown lines the book has from another file. Refused if nothing decides it.
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

    /// Pairs the unknown lines of a statement with lines of the book of the same day and amount, each used
    /// once; pairs whose words agree come first.
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

    /// What the balances say about each pair; `None` if they don't decide.
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
        // A statement has every movement of its days, but its first and last day may be incomplete.
        let is_within = |day: Day| day > first && day < last;
        if let Some(before) = self.comes_to(first, last) {
            if before + new - of(&|_| true) == closing {
                return Some(vec![true; unknown.pairs.len()]);
            }
            if before + new - of(&is_within) == closing {
                return Some(unknown.pairs.iter().map(|(_, it)| is_within(it.date)).collect());
            }
        }
        // Even if the statement before it is missing, it has every movement of its own days.
        let is_foreign = |((day, _), lines): (&DayAmount, &Vec<ShownBankLine>)| {
            (first..=last).contains(day) && !lines.is_empty()
        };
        let is_whole = statement.is_whole(self.currency) && !self.waiting.iter().any(is_foreign);
        is_whole.then(|| vec![true; unknown.pairs.len()])
    }

    /// What the ids and words say about each pair. Two different ids of the same form mean two movements.
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

    /// Whether the lines taken lead to the statement's closing balance. Refused if the book reaches that
    /// balance without them.
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
        // Recording the statement reports a gap before it.
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

    /// The account's balance at the end of a day: the last balance known before another day, plus the lines
    /// of the book after it, plus what was taken from the file.
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

    /// The total of the book's lines on each of some days.
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

/// The day and amount of a line. Amounts that the book can't hold have been refused by now.
fn movement(line: &StatedLine, scale: u8) -> DayAmount {
    (line.date, Money::from_decimal(line.amount.0, scale).map_or(0, Money::minor))
}

/// Drops the line of the book that matches a line of the file: one with the same text, or else any with
/// its day and amount (the text of an erased customer's line is gone).
fn forget(waiting: &mut HashMap<DayAmount, Vec<ShownBankLine>>, line: &StatedLine, at: DayAmount) {
    let Some(there) = waiting.get_mut(&at).filter(|there| !there.is_empty()) else { return };
    let is_it = |it: &ShownBankLine| match (&line.bank_id, &it.bank_id) {
        (Some(one), Some(other)) => one == other,
        _ => (&line.payer, &line.text) == (&it.payer, &it.text),
    };
    there.remove(there.iter().position(is_it).unwrap_or(0));
}
