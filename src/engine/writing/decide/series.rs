//! Deciding on series and on the dates of documents: numbers only from a series that the book
//! knows, dates that don't go backwards, and none ahead of today without a reason.

use crate::domain::command::DefineSeries;
use crate::domain::event::SeriesDefined;
use crate::domain::number::{self, DEFAULT_SERIES};
use crate::domain::{Day, Number, Refusal, Rule, text};
use crate::ledger::tables::{DatedKind, ISSUED, ITEMS, SERIES};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// How many years after a document's date something can still fall due: a typed 2062 is a slip.
const YEARS: i64 = 20;

impl Case<'_> {
    pub(super) fn define_series(&mut self, command: &DefineSeries) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let event = SeriesDefined {
            series: number::series("series", Some(&command.series))?,
            description: text::optional("description", command.description.as_ref())?,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// The series of an invoice; refused where the book does not know it.
    pub(super) fn known_series(&self, given: Option<&str>) -> Result<String, Stop> {
        let series = number::series("series", given)?;
        if series == DEFAULT_SERIES || SERIES.get(self.rows(), &series)?.is_some() {
            return Ok(series);
        }
        let mut known = vec![DEFAULT_SERIES.to_string()];
        for found in SERIES.scan(self.rows(), &()) {
            let (one, _) = found?;
            known.extend((one != DEFAULT_SERIES).then_some(one));
        }
        let refusal = Refusal::new(Rule::SeriesUnknown, "series").with("given", series);
        Err(refusal.with("known", known.join(", ")).into())
    }

    /// The date of a document that is issued: one ahead of today needs a reason.
    pub(super) fn document_date(&mut self, given: Option<Day>) -> Result<Day, Stop> {
        let date = self.date(given)?;
        if date > self.desk.today {
            let refusal = Refusal::new(Rule::DateAheadNeedsReason, "date").with("given", date);
            self.may_override(refusal.with("today", self.desk.today))?;
        }
        Ok(date)
    }

    /// The next number of a series. Its date may not lie before that of the latest document of the
    /// kind in any series, unless that is overridden.
    pub(super) fn next_of_series(
        &mut self,
        kind: DatedKind,
        series: &str,
        date: Day,
    ) -> Result<Number, Stop> {
        if let Some((latest, number)) = self.latest_after(kind, date)? {
            self.may_override(
                Refusal::new(Rule::SeriesBackDated, "date")
                    .with("series", series)
                    .with("number", number)
                    .with("latest", latest)
                    .with("given", date),
            )?;
        }
        Ok(self.next_number(series, date)?)
    }

    /// The latest document of a kind, where it is dated after `date`. What is void or dated ahead
    /// of today does not count.
    fn latest_after(
        &self,
        kind: DatedKind,
        date: Day,
    ) -> Result<Option<(Day, Number)>, LedgerError> {
        let (Some(from), Some(to)) = (date.plus(1), self.desk.today.plus(1)) else {
            return Ok(None);
        };
        if from >= to {
            return Ok(None);
        }
        let last = ISSUED.last_between(self.rows(), (&(kind, from), &(kind, to)))?;
        let Some(((_, latest, id), ())) = last else { return Ok(None) };
        Ok(Some((latest, ITEMS.need(self.rows(), &id)?.number)))
    }
}

/// Refuses a day that no office means: more than 20 years after the one it counts from.
pub(super) fn not_too_late(field: &str, day: Day, from: Day) -> Result<(), Refusal> {
    if day.days_since(from) <= YEARS * 366 {
        return Ok(());
    }
    let refusal = Refusal::new(Rule::DateTooLate, field).with("given", day);
    Err(refusal.with("years", YEARS).with("from", from))
}
