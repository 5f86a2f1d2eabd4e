//! Scores the suggestions for bank lines, and their matches, against a file with the right answers. May
//! use: matching, domain, the ledger's questions, the engine's sessions, csv.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Code, Currency, Day, Money, Number, Refusal, Rule, plain, text};
use crate::engine::ports::Progress;
use crate::engine::{Failure, Session};
use crate::ledger::query::bank::{BankAccountsOf, BankLinesBetween};
use crate::ledger::query::show::{Show, Shown, ShownBankLine};
use crate::matching::{Certainty, MatchScore, Suggestion, TrueAnswer, Truth};

use super::suggested::SuggestedMatch;

/// The columns of a file of right answers. It has one row for each invoice that a bank line pays; the
/// rows of a line together are one answer, or several if `answer` differs.
pub const TRUTH_COLUMNS: [&str; 7] =
    ["line", "customer", "invoice", "amount", "fee", "returns", "answer"];

/// A row of the file: a part of what a line pays.
struct TruthRow {
    at: u64,
    line: String,
    customer: Option<String>,
    invoice: Option<String>,
    amount: Option<String>,
    fee: Option<String>,
    returns: Option<String>,
    answer: String,
}

/// Scores the lines in the file: an open line by its first suggestion, another by its match. A line that
/// is not in the file is not scored.
pub fn score(
    session: &Session,
    account: Option<&str>,
    truth: &[u8],
    progress: &mut dyn Progress,
) -> Result<MatchScore, Failure> {
    let rows = truth_rows(truth)?;
    let _held = session.hold()?;
    let lines = lines_of(session, account)?;
    let known = names(&lines);
    let mut by_line: BTreeMap<usize, Vec<TruthRow>> = BTreeMap::new();
    for row in rows {
        let unknown = || Refusal::new(Rule::ScoreLine, "line").with("given", &row.line);
        let unknown = || unknown().with("line", row.at);
        let place = known.get(&text::folded(&row.line)).copied().ok_or_else(unknown)?;
        by_line.entry(place.ok_or_else(unknown)?).or_default().push(row);
    }
    let suggested = super::suggest(session, account, progress)?;
    let suggested: HashMap<String, Vec<SuggestedMatch>> =
        suggested.into_iter().map(|it| (it.line.line.0, it.suggestions)).collect();
    let (mut score, mut numbers) = (MatchScore::default(), ScoredNumbers::default());
    for (place, rows) in by_line {
        let Some(line) = lines.get(place) else { continue };
        let truth = numbers.truth(&rows, line.currency)?;
        let found = match suggested.get(&line.line.0) {
            Some(found) => found.first().map(|first| numbers.suggestion(first, line)),
            None => numbers.matched(session, line)?,
        };
        score.add(&truth, found.as_slice());
    }
    Ok(score)
}

/// All lines of an account, or of every account.
fn lines_of(session: &Session, account: Option<&str>) -> Result<Vec<ShownBankLine>, Failure> {
    let accounts = match account {
        Some(account) => vec![account.to_string()],
        None => session.ask(&BankAccountsOf)?.into_iter().map(|it| it.account).collect(),
    };
    let mut lines = Vec::new();
    for account in accounts {
        let mut after = None;
        loop {
            let (account, from, to) = (account.clone(), Day::EPOCH, Day::LAST);
            let page = session.ask(&BankLinesBetween { account, from, to, after })?;
            lines.extend(page.rows);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(lines)
}

/// The lines by their numbers, by the bank's ids and by their references; none if several lines share
/// one.
fn names(lines: &[ShownBankLine]) -> HashMap<String, Option<usize>> {
    let mut names: HashMap<String, Option<usize>> = HashMap::new();
    for (place, line) in lines.iter().enumerate() {
        let mut of: Vec<String> = line.bank_id.iter().chain(&line.references).cloned().collect();
        for name in &mut of {
            *name = text::folded(name);
        }
        of.sort_unstable();
        of.dedup();
        for name in of {
            names.entry(name).and_modify(|it| *it = None).or_insert(Some(place));
        }
    }
    for (place, line) in lines.iter().enumerate() {
        names.insert(text::folded(&line.line.0), Some(place));
    }
    names
}

fn truth_rows(bytes: &[u8]) -> Result<Vec<TruthRow>, Refusal> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let malformed = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Refusal::new(Rule::ScoreRow, "file").with("line", line)
    };
    let head = reader.headers().map_err(malformed)?.clone();
    let place = |name: &str| {
        let is_it =
            |cell: &str| cell.trim_start_matches('\u{feff}').trim().eq_ignore_ascii_case(name);
        head.iter().position(is_it)
    };
    let places = TRUTH_COLUMNS.map(place);
    let [Some(line), customer, invoice, amount, fee, returns, answer] = places else {
        let columns = TRUTH_COLUMNS.join(", ");
        return Err(Refusal::new(Rule::ScoreColumns, "file").with("columns", columns));
    };
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(malformed)?;
        let cell = |place: Option<usize>| {
            let cell = row.get(place?)?.trim();
            (!cell.is_empty()).then(|| cell.to_string())
        };
        let at = row.position().map_or(0, csv::Position::line);
        let Some(line) = cell(Some(line)) else { continue };
        rows.push(TruthRow {
            at,
            line,
            customer: cell(customer),
            invoice: cell(invoice),
            amount: cell(amount),
            fee: cell(fee),
            returns: cell(returns),
            answer: cell(answer).unwrap_or_default(),
        });
    }
    Ok(rows)
}

/// Assigns numbers to documents, and to accounts that money stays on: a score knows them by number.
#[derive(Default)]
struct ScoredNumbers(HashMap<String, u32>);

impl ScoredNumbers {
    fn of(&mut self, number: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(text::folded(number)).or_insert(next)
    }

    /// Money that stays on a customer's account.
    fn on_account(&mut self, customer: &str) -> u32 {
        self.of(&format!("\u{1f}{customer}"))
    }

    fn truth(&mut self, rows: &[TruthRow], currency: Currency) -> Result<Truth, Refusal> {
        let mut answers: BTreeMap<&str, TrueAnswer> = BTreeMap::new();
        for row in rows {
            let answer = answers.entry(&row.answer).or_default();
            let money = |field: &str, given: &Option<String>| {
                let wrong = || Refusal::new(Rule::ScoreRow, field).with("line", row.at);
                let given = given.as_deref().map(plain::parse).transpose().map_err(|_| wrong())?;
                let exact = given.map(|it| currency.exact(it, field)).transpose()?;
                Ok::<_, Refusal>(exact.map(Money::minor))
            };
            answer.fee = answer.fee.max(money("fee", &row.fee)?.unwrap_or(0));
            if let Some(returns) = &row.returns {
                answer.bounce = Some(self.of(returns));
                continue;
            }
            let amount = money("amount", &row.amount)?;
            let what = match (&row.invoice, &row.customer) {
                (Some(invoice), _) => self.of(invoice),
                (None, Some(customer)) => self.on_account(customer),
                (None, None) => continue,
            };
            let missing = || Refusal::new(Rule::ScoreRow, "amount").with("line", row.at);
            answer.allocate.push((what, amount.ok_or_else(missing)?));
        }
        Ok(Truth { answers: answers.into_values().collect() })
    }

    fn suggestion(&mut self, one: &SuggestedMatch, line: &ShownBankLine) -> Suggestion {
        let allocate = one.allocate.iter().map(|it| (&it.invoice, it.amount)).collect();
        let stays = (&one.customer, one.rest);
        let mut found = self.answer(allocate, stays, one.certainty);
        found.fee = one.fee.minor();
        let returns = one.returns.as_ref().or(one.links.as_ref());
        found.bounce = returns.filter(|_| line.amount.is_negative()).map(|it| self.of(&it.0));
        found
    }

    /// The match of a line that is not open; `None` if it was dismissed.
    fn matched(
        &mut self,
        session: &Session,
        line: &ShownBankLine,
    ) -> Result<Option<Suggestion>, Failure> {
        let Some(payment) = &line.payment else { return Ok(None) };
        let zero = line.amount.zero();
        let nobody = Code::default();
        if line.amount.is_negative() {
            let mut found = self.answer(Vec::new(), (&nobody, zero), Certainty::Sure);
            found.bounce = Some(self.of(&payment.0));
            found.fee = line.fee.map_or(0, Money::minor);
            return Ok(Some(found));
        }
        let Shown::Payment(paid) = session.ask(&Show { what: payment.0.clone() })? else {
            return Ok(None);
        };
        let allocate = paid.allocations.iter().map(|it| (&it.to, it.amount)).collect();
        let stays = (&paid.customer, paid.on_account);
        let mut found = self.answer(allocate, stays, Certainty::Sure);
        found.fee = line.fee.map_or(0, Money::minor);
        Ok(Some(found))
    }

    /// Money for invoices; what stays on account counts only if that is all of it.
    fn answer(
        &mut self,
        allocate: Vec<(&Number, Money)>,
        (customer, rest): (&Code, Money),
        certainty: Certainty,
    ) -> Suggestion {
        let mut allocate: Vec<(u32, i64)> = allocate
            .into_iter()
            .map(|(number, amount)| (self.of(&number.0), amount.minor()))
            .collect();
        if allocate.is_empty() && rest.is_positive() {
            allocate.push((self.on_account(&customer.0), rest.minor()));
        }
        Suggestion {
            customer: 0,
            certainty,
            reason: Vec::new(),
            allocate,
            rest: rest.minor(),
            fee: 0,
            discount: 0,
            short: 0,
            bounce: None,
            score: 0,
        }
    }
}
