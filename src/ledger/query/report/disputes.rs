//! Disputes that were open at some time in a period: their age against the goal, what is still in
//! dispute, and what they cost in credit notes; one by one, or by reason, root cause or owner. May use:
//! the rest of the queries.

use std::collections::{BTreeMap, HashSet};

use crate::domain::dispute::{self, DisputeState, days_over_goal};
use crate::domain::{Currency, Day, Money};
use crate::ledger::cases::{self, Standing};
use crate::ledger::item::When;
use crate::ledger::merged;
use crate::ledger::query::{View, show};
use crate::ledger::tables::{ACCOUNTS, DISPUTES, ITEMS, ItemId, ROOT_CAUSES};
use crate::store::rows::{LedgerError, Stop};

use super::{
    Behind, Body, Cell, ColumnPlace, Opens, Parameters, Row, RowFigure, Spec, Time, count, date,
    main, money, remark, text,
};

/// The report.
pub const SPEC: Spec = Spec {
    name: "disputes",
    time: Time::Month,
    groupings: &["dispute", "reason", "cause", "owner"],
    build: |view, parameters| {
        let found = in_period(view, parameters)?;
        match parameters.by {
            "dispute" => each(view, parameters, &found),
            by => grouped(by, &found),
        }
    },
    explain,
};

/// A dispute at the end of the period.
struct Lasting {
    standing: Standing,
    currency: Currency,
    /// The root cause; `None` if it was not given, or was erased.
    cause: Option<RootCause>,
    /// How many days it has been open, or was until it ended.
    days: i64,
}

/// A root cause: one of the table, or free text.
#[derive(Clone)]
enum RootCause {
    Known(String),
    Text(String),
}

impl RootCause {
    /// A noted cause: a known code in any spelling (`Order entry`), or free text.
    fn of(noted: String, known: &HashSet<String>) -> RootCause {
        let code = noted.trim().to_lowercase().replace([' ', '-'], "_");
        if known.contains(&code) { RootCause::Known(code) } else { RootCause::Text(noted) }
    }

    fn folded(&self) -> String {
        match self {
            RootCause::Known(code) => code.clone(),
            RootCause::Text(noted) => noted.to_lowercase(),
        }
    }

    fn cell(&self) -> Cell {
        match self {
            RootCause::Known(code) => Cell::Word(code.clone().into()),
            RootCause::Text(noted) => Cell::Text(noted.clone()),
        }
    }
}

/// The root causes that every book has, and the company's own.
fn known_causes(view: &View) -> Result<HashSet<String>, LedgerError> {
    let own = ROOT_CAUSES.scan(view.rows, &()).map(|found| Ok(found?.0));
    let own = own.collect::<Result<Vec<String>, LedgerError>>()?;
    Ok(dispute::ROOT_CAUSES.map(String::from).into_iter().chain(own).collect())
}

impl Lasting {
    fn cause(&self) -> Cell {
        self.cause.as_ref().map_or(Cell::Empty, RootCause::cell)
    }

    fn figure(&self, column: &str) -> Money {
        let Standing { row, parts, .. } = &self.standing;
        let minor = match column {
            "amount" => parts.original(),
            "credited" => parts.credited,
            _ if self.standing.state.is_live() => parts.remaining,
            _ => 0,
        };
        Money::from_minor(minor, row.amount.scale())
    }

    fn over_goal(&self) -> i64 {
        days_over_goal(self.days)
    }
}

/// The disputes that were open at some time in the period, in the order of opening. Leaves out those
/// opened in error.
fn in_period(view: &View, parameters: &Parameters) -> Result<Vec<Lasting>, Stop> {
    let when = parameters.when;
    let mut on: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
    DISPUTES.for_each(view.rows, |id, row| {
        if when.counts(row.date, id.seq) {
            on.entry(row.invoice).or_default().push(id);
        }
        Ok(())
    })?;
    let (mut found, known) = (Vec::new(), known_causes(view)?);
    for (invoice, ids) in on {
        let item = ITEMS.need(view.rows, &invoice)?;
        for standing in cases::disputes_on(view.rows, invoice, &item, when)? {
            let ended = ended(view, &standing, when)?;
            let is_over = ended.is_some_and(|day| day < parameters.from);
            if is_over || standing.state == DisputeState::Void || !ids.contains(&standing.id) {
                continue;
            }
            let days = ended.unwrap_or(when.as_of).days_since(standing.row.date);
            let cause = show::root_cause(view, standing.id, &standing.row, when)?;
            let cause = cause.map(|noted| RootCause::of(noted, &known));
            found.push(Lasting { standing, currency: item.currency, cause, days });
        }
    }
    found.sort_by_key(|one| one.standing.id);
    Ok(found)
}

/// The day on which a dispute ended.
fn ended(view: &View, standing: &Standing, when: When) -> Result<Option<Day>, LedgerError> {
    if standing.state.is_live() {
        return Ok(None);
    }
    let steps = cases::steps(view.rows, standing.id)?.into_iter();
    let counted = steps.filter(|((seq, _), step)| when.counts(step.date, *seq));
    let mut ended = None;
    for (_, row) in counted {
        ended = match row.step.dispute_state() {
            None => ended,
            Some(state) if state.is_live() => None,
            // A dispute that was resolved and later closed ended when it was resolved.
            Some(_) => ended.or(Some(row.date)),
        };
    }
    Ok(ended)
}

fn each(view: &View, parameters: &Parameters, found: &[Lasting]) -> Result<Body, Stop> {
    let columns = vec![
        text("dispute"),
        text("customer"),
        text("name"),
        text("invoice").at(ColumnPlace::Detail),
        text("reason").at(ColumnPlace::Detail),
        text("cause").at(ColumnPlace::Detail),
        text("state").at(ColumnPlace::Detail),
        text("owner").at(ColumnPlace::Detail),
        date("opened"),
        date("due"),
        count("days"),
        count("over_goal"),
        text("currency"),
        money("amount"),
        main("in_dispute"),
        remark("credited"),
    ];
    let mut rows = Vec::with_capacity(found.len());
    for one in found {
        let Standing { row, state, owner, due, .. } = &one.standing;
        let account = merged::root(view.rows, row.account, parameters.when)?;
        let account = ACCOUNTS.need(view.rows, &account)?;
        rows.push(Row {
            key: row.number.0.clone(),
            currency: one.currency,
            opens: Opens::Document(row.number.clone()),
            cells: vec![
                Cell::number(&row.number),
                Cell::code(&account.code),
                Cell::Text(account.name),
                Cell::number(&ITEMS.need(view.rows, &row.invoice)?.number),
                Cell::Word(row.reason.clone().into()),
                one.cause(),
                Cell::Word(state.word().into()),
                Cell::Text(owner.clone()),
                Cell::Date(row.date),
                Cell::Date(*due),
                Cell::Count(one.days),
                Cell::Count(one.over_goal()),
                Cell::currency(one.currency),
                Cell::Money(one.figure("amount")),
                Cell::Money(one.figure("in_dispute")),
                Cell::Money(one.figure("credited")),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

/// The group of a dispute: for free text regardless of case.
fn group(by: &str, one: &Lasting) -> (String, Currency) {
    let of = match by {
        "reason" => one.standing.row.reason.clone(),
        "owner" => one.standing.owner.clone(),
        "cause" => one.cause.as_ref().map(RootCause::folded).unwrap_or_default(),
        _ => one.standing.row.number.0.clone(),
    };
    (of, one.currency)
}

/// The key of a group's row.
fn key((of, currency): &(String, Currency)) -> String {
    let of = if of.is_empty() { "-" } else { of };
    format!("{of} {currency}")
}

fn grouped(by: &'static str, found: &[Lasting]) -> Result<Body, Stop> {
    let columns = vec![
        text(by),
        text("currency"),
        count("disputes").summed(),
        count("past_goal").summed(),
        count("median_days"),
        main("in_dispute"),
        money("amount"),
        money("credited"),
    ];
    let mut groups: BTreeMap<(String, Currency), Vec<&Lasting>> = BTreeMap::new();
    for one in found {
        groups.entry(group(by, one)).or_default().push(one);
    }
    let mut rows = Vec::with_capacity(groups.len());
    for (of, ones) in groups {
        let mut days: Vec<i64> = ones.iter().map(|one| one.days).collect();
        days.sort_unstable();
        let past = ones.iter().filter(|one| one.over_goal() > 0).count();
        let named = match (by, ones.first()) {
            ("reason", Some(one)) => Cell::Word(one.standing.row.reason.clone().into()),
            ("owner", Some(one)) => Cell::Text(one.standing.owner.clone()),
            (_, one) => match one.map_or(Cell::Empty, |one| one.cause()) {
                Cell::Empty => Cell::Word("no_cause".into()),
                cause => cause,
            },
        };
        rows.push(Row {
            key: key(&of),
            currency: of.1,
            opens: Opens::Nothing,
            cells: vec![
                named,
                Cell::currency(of.1),
                Cell::Count(i64::try_from(ones.len()).unwrap_or(i64::MAX)),
                Cell::Count(i64::try_from(past).unwrap_or(i64::MAX)),
                Cell::Count(days.get(days.len() / 2).copied().unwrap_or_default()),
                Cell::Money(sum(&ones, "in_dispute", of.1)?),
                Cell::Money(sum(&ones, "amount", of.1)?),
                Cell::Money(sum(&ones, "credited", of.1)?),
            ],
        });
    }
    Ok(Body { columns, rows, facts: Vec::new() })
}

fn sum(ones: &[&Lasting], column: &str, currency: Currency) -> Result<Money, LedgerError> {
    ones.iter().try_fold(currency.zero(), |sum, one| {
        sum.plus(one.figure(column)).ok_or(LedgerError::Beyond("all rows of the report"))
    })
}

fn explain(view: &View, parameters: &Parameters, figure: &RowFigure) -> Result<Vec<Behind>, Stop> {
    let is_asked = |one: &&Lasting| match parameters.by {
        "dispute" => figure.has_row(&one.standing.row.number.0),
        by => figure.has_row(&key(&group(by, one))),
    };
    let found = in_period(view, parameters)?;
    let behind = found.iter().filter(is_asked).map(|one| Behind {
        item: one.standing.row.number.clone(),
        entry: one.standing.id.seq,
        amount: one.figure(figure.column),
    });
    Ok(behind.collect())
}
