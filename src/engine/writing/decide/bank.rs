//! Decides on bank lines: which lines of a statement are new, and what each of them is.

use std::collections::{HashMap, HashSet};

use crate::domain::command::{
    DismissBankLine, MatchBankLine, Method, RecordBankLines, ReversePayment, StatedBalance,
    StatedLine, UnmatchBankLine,
};
use crate::domain::event::{
    BankLineDismissed, BankLineMatched, BankLineRecorded, BankLineReopened, BankStatementRecorded,
    CaseText, DatedBalance, FreeText, PaymentRecorded,
};
use crate::domain::{Currency, Day, Event, Money, Number, Plain, Refusal, Rule, text};
use crate::ledger::bank::{self, BankLineState, LineContent};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    BANK_PRINTS, BANK_STATEMENTS, BankAccountRow, BankLineRow, BankMatch, DEPOSITS, DepositRow, Way,
};
use crate::store::rows::{LedgerError, Stop};

use super::{AHEAD, Case, Decided};

/// How many lines a command may record.
const MOST_LINES: usize = 500;

/// How many references a line may have.
const MOST_REFERENCES: usize = 20;

/// An open bank line, with what identifies it.
pub(super) struct OpenLine {
    pub(super) number: Number,
    pub(super) row: BankLineRow,
    pub(super) account: BankAccountRow,
    /// The day from which it is open: its own, or that of its last step.
    pub(super) since: Day,
}

impl Case<'_> {
    pub(super) fn record_bank_lines(&mut self, command: &RecordBankLines) -> Result<Decided, Stop> {
        let statement = self.statement(command)?;
        if command.lines.len() > MOST_LINES {
            let refusal = Refusal::new(Rule::LinesTooMany, "lines").with("most", MOST_LINES);
            return Err(refusal.into());
        }
        let known = bank::account(self.rows(), &statement.account)?.map(|row| row.id);
        let mut nth: HashMap<u64, u32> = HashMap::new();
        let (mut new, mut there) = (Vec::new(), HashSet::new());
        for (place, line) in command.lines.iter().enumerate() {
            let at = format!("lines[{place}]");
            let event = self.stated_line(line, &statement).map_err(|it| it.below(&at))?;
            let print = content(&event).print();
            let count = nth.entry(print).or_default();
            *count = line.nth.unwrap_or(*count + 1);
            let mut is_new = true;
            if let Some(id) = known {
                for found in BANK_PRINTS.scan(self.rows(), &(id, print)) {
                    let ((_, _, nth), line) = found?;
                    is_new &= nth != *count;
                    there.insert(line);
                }
            }
            if is_new {
                new.push(BankLineRecorded { nth: *count, ..event });
            }
        }
        if let Some(id) = known {
            new = self.beside_those_of_the_book((id, &there), new, command.overlap)?;
        }
        let mut lines: Vec<Event> = Vec::with_capacity(new.len());
        for event in new {
            lines.push(BankLineRecorded { line: self.next_bank_line()?, ..event }.into());
        }
        let is_new = match (known, statement.closing) {
            (Some(id), Some(closing)) => !self.has_balances(id, statement.opening, closing)?,
            (_, closing) => closing.is_some(),
        };
        if lines.is_empty() && !is_new && known.is_none() {
            return Err(Refusal::new(Rule::BankEmpty, "lines").into());
        }
        if lines.is_empty() && !is_new {
            let refusal = Refusal::new(Rule::BankLinesThere, "lines");
            return Err(refusal.with("account", statement.account).into());
        }
        let mut events: Vec<Event> = vec![statement.into()];
        events.extend(lines);
        Ok(Decided { date: self.desk.today, events })
    }

    /// The account of a statement and its balances; refused if it is not the account that the book has
    /// under this name.
    fn statement(&self, command: &RecordBankLines) -> Result<BankStatementRecorded, Stop> {
        let account = text::name("account", &command.account, text::SHORT)?;
        let known = bank::account(self.rows(), &account)?;
        let number = text::optional("number", command.number.as_ref())?;
        let before = known.as_ref().and_then(|row| row.number.as_ref());
        if let (Some(before), Some(given)) = (before, &number)
            && !bank::is_same_number(before, given)
        {
            let refusal = Refusal::new(Rule::BankAccountNumber, "number").with("given", given);
            return Err(refusal.with("known", before).with("account", account).into());
        }
        let is_same = |row: &BankAccountRow| {
            let both = row.number.as_ref().zip(number.as_ref());
            both.is_some_and(|(one, other)| bank::is_same_number(one, other))
        };
        let other = bank::accounts(self.rows())?.into_iter().find(is_same);
        if let Some(other) = other.filter(|other| known.as_ref() != Some(other)) {
            let refusal = Refusal::new(Rule::BankAccountNamed, "account").with("given", account);
            return Err(refusal.with("known", other.name).into());
        }
        let currency = known.as_ref().map(|row| row.currency);
        if let (Some(before), Some(given)) = (currency, command.currency)
            && before != given
        {
            let refusal = Refusal::new(Rule::BankAccountCurrency, "currency").with("given", given);
            return Err(refusal.with("known", before).with("account", account).into());
        }
        let currency = currency.or(command.currency).unwrap_or(self.desk.book.currency);
        let method = command.method.or(known.as_ref().map(|row| row.method));
        let method = method.unwrap_or(Method::Bank);
        if matches!(method, Method::Withholding | Method::Opening) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let balance = |field: &str, given: &Option<StatedBalance>| {
            let Some(given) = given else { return Ok(None) };
            let date = self.stated_day("date", given.date).map_err(|it| it.below(field))?;
            let amount = currency.exact(given.amount.0, "amount").map_err(|it| it.below(field))?;
            Ok::<_, Refusal>(Some(DatedBalance { date, amount }))
        };
        let opening = balance("opening", &command.opening)?;
        let closing = balance("closing", &command.closing)?;
        Ok(BankStatementRecorded { account, number, currency, method, opening, closing })
    }

    /// A day that a statement gives. It is a fact, whether or not its period is locked.
    fn stated_day(&self, field: &str, date: Day) -> Result<Day, Refusal> {
        if date < Day::EPOCH {
            let refusal = Refusal::new(Rule::DateTooEarly, field).with("given", date);
            return Err(refusal.with("first", Day::EPOCH));
        }
        if date.days_since(self.desk.today) > AHEAD {
            let refusal = Refusal::new(Rule::DateOutOfRange, field).with("given", date);
            return Err(refusal.with("days", AHEAD));
        }
        Ok(date)
    }

    /// A line of a statement, without its number in the book.
    fn stated_line(
        &self,
        line: &StatedLine,
        statement: &BankStatementRecorded,
    ) -> Result<BankLineRecorded, Refusal> {
        let currency = statement.currency;
        let said = CaseText {
            contact: text::optional("payer", line.payer.as_ref())?,
            account: text::optional("payer_account", line.payer_account.as_ref())?,
            note: text::note("text", line.text.as_ref())?,
            ..CaseText::default()
        };
        if line.references.len() > MOST_REFERENCES {
            let refusal = Refusal::new(Rule::LinesTooMany, "references");
            return Err(refusal.with("most", MOST_REFERENCES));
        }
        let mut references = Vec::with_capacity(line.references.len());
        for (place, given) in line.references.iter().enumerate() {
            let field = format!("references[{place}]");
            references.extend(text::optional(&field, Some(given))?);
        }
        let value_date = line.value_date.map(|day| self.stated_day("value_date", day));
        Ok(BankLineRecorded {
            line: Number::default(),
            account: statement.account.clone(),
            date: self.stated_day("date", line.date)?,
            value_date: value_date.transpose()?,
            amount: currency.exact(line.amount.0, "amount")?,
            currency,
            fee: fee(line.fee, currency)?,
            references,
            bank_id: text::optional("bank_id", line.bank_id.as_ref())?,
            is_return: line.is_return,
            nth: 1,
            text: said.kept(),
        })
    }

    /// Takes the next number of a bank line, skipping those that documents of other systems have.
    fn next_bank_line(&mut self) -> Result<Number, LedgerError> {
        loop {
            let number = Number::of_bank_line(self.next("BL", 0)?);
            if !item::is_taken(self.rows(), &number)? {
                return Ok(number);
            }
        }
    }

    /// Whether a statement with these balances was recorded.
    fn has_balances(
        &self,
        account: u32,
        opening: Option<DatedBalance>,
        closing: DatedBalance,
    ) -> Result<bool, LedgerError> {
        for found in BANK_STATEMENTS.scan(self.rows(), &(account, closing.date)) {
            let (_, row) = found?;
            if (row.opening, row.closing) == (opening, closing) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn match_bank_line(&mut self, command: &MatchBankLine) -> Result<Decided, Stop> {
        let line = self.open_bank_line(&command.line)?;
        if !line.row.amount.is_positive() {
            let refusal = Refusal::new(Rule::BankLineMoneyOut, "line");
            return Err(refusal.with("line", line.number).into());
        }
        // The money arrived on the line's day, however often the line was reopened since.
        let date = self.day("date", command.date.unwrap_or(line.row.date))?;
        not_before(&line.number, line.row.date, date)?;
        let (account, row) = self.account_on("customer", &command.customer, date)?;
        if row.currency != line.account.currency {
            let refusal = Refusal::new(Rule::CurrencyMismatch, "customer");
            return Err(refusal.with("currency", row.currency).into());
        }
        let method = command.method.unwrap_or(line.account.method);
        if matches!(method, Method::Withholding | Method::Opening) {
            return Err(Refusal::new(Rule::MethodUnavailable, "method").into());
        }
        let (fee, amount) = paid(&line, command.fee)?;
        let reference = text::optional("reference", command.reference.as_ref())?;
        let event = PaymentRecorded {
            payment: Number(String::new()),
            customer: row.code.clone(),
            date,
            amount,
            currency: row.currency,
            method,
            reference: reference.or(line.row.reference),
            rate: self.rate(row.currency, command.rate)?,
            certificate: None,
            foreign: false,
        };
        let money = (account, amount, date);
        let dictated =
            self.dictated(command.remittance.as_ref(), &command.allocate, money, row.currency)?;
        let mut decided = self.receive_as_dictated((account, &row), event, dictated)?;
        let Some(Event::PaymentRecorded(made)) = decided.events.first() else {
            let why = "a payment without its event".to_string();
            return Err(LedgerError::Contradiction(why).into());
        };
        let (payment, customer) = (made.payment.clone(), row.code);
        let since = date.max(line.since);
        let matched = BankLineMatched { line: line.number, customer, payment, fee, date: since };
        decided.events.insert(0, matched.into());
        Ok(decided)
    }

    pub(super) fn dismiss_bank_line(&mut self, command: &DismissBankLine) -> Result<Decided, Stop> {
        let line = self.open_bank_line(&command.line)?;
        let date = self.day("date", command.date.unwrap_or(line.since))?;
        not_before(&line.number, line.since, date)?;
        let reason = FreeText::new(text::required("reason", &command.reason, text::SHORT)?);
        let event = BankLineDismissed { line: line.number, date, reason };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn unmatch_bank_line(&mut self, command: &UnmatchBankLine) -> Result<Decided, Stop> {
        let (count, _) = self.bank_line(&command.line)?;
        let line = Number::of_bank_line(count);
        let reason = text::optional("reason", command.reason.as_ref())?;
        let (to, since) = match bank::state(self.rows(), count, When::ALL)? {
            BankLineState::Open => {
                let refusal = Refusal::new(Rule::BankLineOpen, "line").with("line", line);
                return Err(refusal.into());
            }
            BankLineState::Matched(to, since) => (Some(to), since),
            BankLineState::Dismissed(since) => (None, since),
        };
        if let Some(deposit) = to.as_ref().map(|to| self.split_of(&line, to)).transpose()?.flatten()
        {
            return self.unsplit(command, &line, &deposit);
        }
        if let Some(to) = &to
            && let Some(receipt) = self.made_unidentified(count, to)?
        {
            return self.line_not_unidentified(command, (&line, receipt), to);
        }
        if let Some(made) = to.filter(|to| to.is_made) {
            let reason = reason.unwrap_or_else(|| line.0.clone());
            let (payment, date) = (made.document, command.date);
            // Reversing the payment opens the line again, whichever command does it.
            let mut decided = self.reverse_payment(&ReversePayment { payment, reason, date })?;
            let is_line = |event: &Event| matches!(event, Event::BankLineReopened(_));
            if let Some(place) = decided.events.iter().position(is_line) {
                let reopened = decided.events.remove(place);
                decided.events.insert(0, reopened);
            }
            return Ok(decided);
        }
        let date = self.date_after(command.date, since)?;
        if date < since {
            let refusal = Refusal::new(Rule::AllocationBeforeItem, "date").with("date", since);
            return Err(refusal.with("number", line).into());
        }
        Ok(Decided { date, events: vec![BankLineReopened { line, date }.into()] })
    }

    /// The deposit that a line was split into; `None` if it was linked to an existing one.
    fn split_of(&self, line: &Number, to: &BankMatch) -> Result<Option<DepositRow>, LedgerError> {
        let deposit = DEPOSITS.get(self.rows(), &to.document.folded())?;
        Ok(deposit.filter(|deposit| deposit.line.as_ref() == Some(line)))
    }

    /// Reopens the bank line of a payment or a refund that is reversed as a mistake; makes nothing if
    /// it has none.
    pub(super) fn bank_line_open_again(
        &self,
        way: Way,
        document: &Number,
        date: Day,
    ) -> Result<Option<Event>, LedgerError> {
        let line = bank::line_of(self.rows(), way, document)?.map(Number::of_bank_line);
        Ok(line.map(|line| BankLineReopened { line, date }.into()))
    }

    fn bank_line(&self, number: &Number) -> Result<(u64, BankLineRow), Stop> {
        let unknown = || Refusal::new(Rule::BankLineUnknown, "line").with("given", number);
        Ok(bank::line(self.rows(), number)?.ok_or_else(unknown)?)
    }

    /// The line with this number; refused if it is no longer open, because a match by a person is never
    /// replaced.
    pub(super) fn open_bank_line(&self, number: &Number) -> Result<OpenLine, Stop> {
        let (count, row) = self.bank_line(number)?;
        let number = Number::of_bank_line(count);
        let steps = bank::steps(self.rows(), count)?;
        let since = steps.iter().map(|(_, step)| step.date).fold(row.date, Ord::max);
        let refused = |to: &str| Refusal::new(Rule::BankLineDone, "line").with("document", to);
        match bank::state_after(steps, When::ALL) {
            BankLineState::Open => {}
            BankLineState::Matched(to, _) => {
                return Err(refused(&to.document.0).with("line", number).into());
            }
            BankLineState::Dismissed(_) => {
                return Err(refused("none").with("line", number).into());
            }
        }
        let account = bank::account_with(self.rows(), row.account)?;
        Ok(OpenLine { number, row, account, since })
    }
}

/// The texts of a line, by which it is recognised.
fn content(event: &BankLineRecorded) -> LineContent<'_> {
    let said = event.text.as_ref();
    LineContent {
        date: event.date,
        amount: event.amount,
        bank_id: event.bank_id.as_deref(),
        references: &event.references,
        texts: [
            said.and_then(|it| it.contact.as_deref()),
            said.and_then(|it| it.account.as_deref()),
            said.and_then(|it| it.note.as_deref()),
        ],
    }
}

/// A fee as it is stored: `None` if it is zero.
fn fee(given: Option<Plain>, currency: Currency) -> Result<Option<Money>, Refusal> {
    let Some(given) = given else { return Ok(None) };
    let fee = currency.exact(given.0, "fee")?;
    match fee.is_negative() {
        true => Err(Refusal::new(Rule::AmountNotPositive, "fee")),
        false => Ok(Some(fee).filter(|fee| !fee.is_zero())),
    }
}

/// The fee of a line, as given or as on the statement, and the sum that was paid.
pub(super) fn paid(
    line: &OpenLine,
    given: Option<Plain>,
) -> Result<(Option<Money>, Money), Refusal> {
    let fee = match given {
        Some(_) => fee(given, line.account.currency)?,
        None => line.row.fee,
    };
    // More than the line is not a fee: what is not owed any more is written off.
    if fee.is_some_and(|fee| fee.minor() > line.row.amount.minor().abs()) {
        return Err(Refusal::new(Rule::AmountOutOfRange, "fee"));
    }
    let amount = match fee {
        Some(fee) => line.row.amount.plus(fee).filter(|sum| sum.is_within_limit()),
        None => Some(line.row.amount),
    };
    let amount = amount.ok_or_else(|| Refusal::new(Rule::AmountOutOfRange, "fee"))?;
    Ok((fee, amount))
}

pub(super) fn not_before(line: &Number, since: Day, date: Day) -> Result<(), Refusal> {
    match date < since {
        false => Ok(()),
        true => Err(Refusal::new(Rule::AllocationBeforeItem, "date")
            .with("number", line)
            .with("date", since)),
    }
}
