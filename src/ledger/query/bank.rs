//! Lines of bank statements: page by page, and which lines of a statement the book has already. May
//! use: the rest of the queries.

use serde::{Deserialize, Serialize};

use crate::domain::command::Method;
use crate::domain::event::DatedBalance;
use crate::domain::{Currency, Day, Money};
use crate::ledger::bank;
use crate::ledger::item::When;
use crate::ledger::tables::{
    BANK_LINES, BANK_LINES_ON, BANK_PRINTS, BANK_STATEMENTS, BankLineRow, BankStatementRow,
    DEPOSITS, Way,
};
use crate::store::rows::{LedgerError, Stop};

use super::matchables::LinePlace;
use super::page::{PAGE, Page, page};
use super::show::{BankLines, ShownBankLine, ShownDeposit};
use super::{Needs, Question, View};

/// Asks for bank lines as recorded, in any state.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BankLinesAfter(pub Option<u64>);

impl Question for BankLinesAfter {
    const NAME: &'static str = "bank_lines_after";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Export;
    type Answer = Page<ShownBankLine, u64>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let found = BANK_LINES.behind(view.rows, self.0.as_ref()).take(PAGE);
        let rows = found.collect::<Result<Vec<_>, LedgerError>>()?;
        page(view, &rows, |view, rows: &[(u64, BankLineRow)]| {
            let mut lines = BankLines::of(view);
            let shown = |(count, row): &(u64, BankLineRow)| lines.shown(*count, row, When::ALL);
            Ok(rows.iter().map(shown).collect::<Result<Vec<_>, LedgerError>>()?)
        })
    }
}

/// Asks which lines of a statement the book has already, and whether it has the balances.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BankLinesKnown {
    /// The book's name for the bank account.
    pub account: String,
    /// The hash of each line's content ([`bank::LineContent::print`]) and its position among identical
    /// lines.
    pub lines: Vec<(u64, u32)>,
    /// The balance before the first line.
    pub opening: Option<DatedBalance>,
    /// The balance after the last.
    pub closing: Option<DatedBalance>,
}

/// Which lines of a statement the book has already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLines {
    /// Whether it has each line.
    pub lines: Vec<bool>,
    /// Whether it has the balances, or none were given.
    pub balances: bool,
}

impl Question for BankLinesKnown {
    const NAME: &'static str = "bank_lines_known";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = KnownLines;

    fn answer(&self, view: &View) -> Result<KnownLines, Stop> {
        let Some(account) = bank::account(view.rows, &self.account)? else {
            let (lines, balances) = (vec![false; self.lines.len()], self.closing.is_none());
            return Ok(KnownLines { lines, balances });
        };
        let is_known = |(print, nth): &(u64, u32)| {
            let key = (account.id, *print, *nth);
            Ok(BANK_PRINTS.get(view.rows, &key)?.is_some())
        };
        let lines = self.lines.iter().map(is_known).collect::<Result<Vec<_>, LedgerError>>()?;
        let mut balances = self.closing.is_none();
        if let Some(closing) = self.closing {
            for found in BANK_STATEMENTS.scan(view.rows, &(account.id, closing.date)) {
                let (_, row) = found?;
                balances |= (row.opening, row.closing) == (self.opening, closing);
            }
        }
        Ok(KnownLines { lines, balances })
    }
}

/// Asks what the book has of a bank account, day by day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BankDaysOf {
    /// The book's name for the bank account.
    pub account: String,
}

/// What the book has of a bank account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BankDays {
    /// The days with lines, in order.
    pub days: Vec<BankDay>,
    /// The balances of its statements, by closing day.
    pub statements: Vec<BankStatementRow>,
}

/// The lines of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankDay {
    /// The day.
    pub date: Day,
    /// The sum of its lines.
    pub sum: Money,
}

impl BankDays {
    /// Whether the lines of a day are complete: a statement has opening and closing balances around it,
    /// and the lines lead from one to the other.
    pub fn is_whole_on(&self, day: Day) -> bool {
        let sum = |from: Day, to: Day| -> i128 {
            let within = self.days.iter().filter(|it| it.date >= from && it.date <= to);
            within.map(|it| i128::from(it.sum.minor())).sum()
        };
        self.statements.iter().any(|it| {
            let (Some(opening), closing) = (it.opening, it.closing) else { return false };
            let change = i128::from(closing.amount.minor()) - i128::from(opening.amount.minor());
            // An opening balance has the day of the first line, or the day before.
            let after = opening.date.plus(1).unwrap_or(opening.date);
            [opening.date, after].into_iter().any(|from| {
                (from..=closing.date).contains(&day) && sum(from, closing.date) == change
            })
        })
    }
}

impl Question for BankDaysOf {
    const NAME: &'static str = "bank_days";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = BankDays;

    fn answer(&self, view: &View) -> Result<BankDays, Stop> {
        let mut known = BankDays::default();
        let Some(account) = bank::account(view.rows, &self.account)? else { return Ok(known) };
        for found in BANK_LINES_ON.scan(view.rows, &account.id) {
            let ((_, date, count), ()) = found?;
            let amount = BANK_LINES.need(view.rows, &count)?.amount;
            match known.days.last_mut().filter(|day| day.date == date) {
                Some(day) => {
                    day.sum = day.sum.plus(amount).ok_or(LedgerError::Beyond("an account"))?;
                }
                None => known.days.push(BankDay { date, sum: amount }),
            }
        }
        for found in BANK_STATEMENTS.scan(view.rows, &account.id) {
            known.statements.push(found?.1);
        }
        Ok(known)
    }
}

/// Asks for the lines of a bank account in a period, in their current state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BankLinesBetween {
    /// The book's name for the bank account.
    pub account: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// The line after which the page begins.
    pub after: Option<LinePlace>,
}

impl Question for BankLinesBetween {
    const NAME: &'static str = "bank_lines_between";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Page<ShownBankLine, LinePlace>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let account = bank::needed(view.rows, &self.account)?.id;
        let after = self.after.unwrap_or((account, self.from, 0));
        let mut lines = BankLines::of(view);
        let (mut rows, mut last) = (Vec::new(), None);
        for found in BANK_LINES_ON.behind(view.rows, Some(&after)) {
            let (place, ()) = found?;
            if place.0 != account || place.1 > self.to {
                break;
            }
            if rows.len() == PAGE {
                return Ok(Page { rows, next: last });
            }
            let row = BANK_LINES.need(view.rows, &place.2)?;
            rows.push(lines.shown(place.2, &row, When::ALL)?);
            last = Some(place);
        }
        Ok(Page { rows, next: None })
    }
}

/// Asks for the deposits that are not linked to a bank line yet.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct OpenDepositsOf;

impl Question for OpenDepositsOf {
    const NAME: &'static str = "open_deposits";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = true;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<ShownDeposit>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let mut open = Vec::new();
        for found in DEPOSITS.scan(view.rows, &()) {
            let (_, row) = found?;
            let is_banked = bank::line_of(view.rows, Way::In, &row.number)?.is_some();
            if row.void.is_none() && !is_banked {
                open.push(super::show::deposit(view, row)?);
            }
        }
        Ok(open)
    }
}

/// Asks for the bank accounts, by name.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct BankAccountsOf;

/// A bank account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownBankAccount {
    /// The book's name for it.
    pub account: String,
    /// Its number at the bank.
    pub number: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// The payment method of money that arrives on it.
    pub method: Method,
}

impl Question for BankAccountsOf {
    const NAME: &'static str = "bank_accounts";
    const IS_OF_ROWS: bool = true;
    const MAY_TAKE_LONG: bool = false;
    const NEEDS: Needs = Needs::Nothing;
    type Answer = Vec<ShownBankAccount>;

    fn answer(&self, view: &View) -> Result<Self::Answer, Stop> {
        let shown = bank::accounts(view.rows)?.into_iter().map(|row| ShownBankAccount {
            account: row.name,
            number: row.number,
            currency: row.currency,
            method: row.method,
        });
        Ok(shown.collect())
    }
}
