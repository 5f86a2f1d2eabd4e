//! Decides on series and on document dates: numbers come only from a series that the book knows,
//! dates do not go backwards, and none is after today without a reason.

use crate::domain::command::DefineSeries;
use crate::domain::event::SeriesDefined;
use crate::domain::number::{self, DEFAULT_SERIES};
use crate::domain::{Day, Number, Refusal, Rule, text};
use crate::ledger::tables::{DatedKind, ISSUED, ITEMS, SERIES};
use crate::store::rows::{LedgerError, Stop};

use super::{Case, Decided};

/// How many years after its date a document may fall due: a typed 2062 is a slip.
pub(super) const YEARS: i64 = 20;

impl Case<'_> {
    pub(super) fn define_series(&mut self, command: &DefineSeries) -> Result<Decided, Stop> {
        let date = self.date(command.date)?;
        let event = SeriesDefined {
            series: number::series("series", Some(&command.series))?,
            description: text::optional("description", command.description.as_ref())?,
        };
        Ok(Decided { date, events: vec![event.into()] })
    }

    /// Returns the series of an invoice; refuses one that the book does not know.
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

    /// Returns the date of a document that is issued; one after today needs a reason.
    pub(super) fn document_date(&mut self, given: Option<Day>) -> Result<Day, Stop> {
        let date = self.date(given)?;
        if date > self.desk.today {
            let refusal = Refusal::new(Rule::DateAheadNeedsReason, "date").with("given", date);
            self.may_override(refusal.with("today", self.desk.today))?;
        }
        Ok(date)
    }

    /// Takes the next number of a series. The date may not be before that of the latest document of
    /// the kind in any series, unless that is overridden.
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

    /// Returns the latest document of a kind, if it is dated after `date`. Void documents and those
    /// dated after today do not count.
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

/// Refuses an implausible day: more than 20 years after the one it counts from.
pub(super) fn not_too_late(field: &str, day: Day, from: Day) -> Result<(), Refusal> {
    if day.days_since(from) <= YEARS * 366 {
        return Ok(());
    }
    let refusal = Refusal::new(Rule::DateTooLate, field).with("given", day);
    Err(refusal.with("years", YEARS).with("from", from))
}

/// Refuses a day before the date of the document or case that the command is about.
pub(super) fn not_before_item(
    field: &str,
    day: Day,
    (date, number): (Day, &Number),
) -> Result<(), Refusal> {
    if day >= date {
        return Ok(());
    }
    Err(Refusal::new(Rule::DateBeforeItem, field).with("date", date).with("number", number))
}
