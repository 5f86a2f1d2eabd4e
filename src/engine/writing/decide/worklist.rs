//! Decides on the worklist: snoozing a customer, handing one over, the hours in which customers may be
//! called.

use crate::domain::command::{HandOver, SetCallingHours, Snooze};
use crate::domain::event::{CallingHoursSet, CustomerHandedOver, CustomerSnoozed};
use crate::domain::{Refusal, Rule, text};
use crate::ledger::tables::USERS;
use crate::ledger::zone;
use crate::store::rows::Stop;

use super::series::not_too_late;
use super::{Case, Decided};

/// The longest snooze, in days.
const LONGEST_SNOOZE: i64 = 366;

impl Case<'_> {
    pub(super) fn snooze(&mut self, command: &Snooze) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (_, row) = self.account("customer", &command.customer)?;
        not_too_late("until", command.until, date)?;
        let days = command.until.days_since(date);
        if !(0..=LONGEST_SNOOZE).contains(&days) {
            let refusal = Refusal::new(Rule::SnoozeDay, "until").with("given", command.until);
            let last = date.plus(LONGEST_SNOOZE).unwrap_or(date);
            return Err(refusal.with("date", date).with("last", last).into());
        }
        let event = CustomerSnoozed { customer: row.code, until: command.until, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn hand_over(&mut self, command: &HandOver) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (_, row) = self.account("customer", &command.customer)?;
        let to = text::optional("to", command.to.as_ref())?;
        // A book with a single user has no list of users: any name may be a colleague's.
        if let Some(to) = &to
            && USERS.scan(self.rows(), &()).next().transpose()?.is_some()
            && USERS.get(self.rows(), to)?.is_none()
        {
            return Err(Refusal::new(Rule::UserUnknown, "to").with("user", to).into());
        }
        let event = CustomerHandedOver { customer: row.code, to, date };
        Ok(Decided { date, events: vec![event.into()] })
    }

    pub(super) fn set_calling_hours(&mut self, command: &SetCallingHours) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let (_, row) = self.account("customer", &command.customer)?;
        let zone = text::optional("zone", command.zone.as_ref())?;
        if let Some(zone) =
            zone.as_ref().filter(|zone| zone::in_zone(self.desk.now, zone).is_none())
        {
            return Err(Refusal::new(Rule::BookZone, "zone").with("given", zone).into());
        }
        let [from, to] = [("from", &command.from), ("to", &command.to)].map(|(field, given)| {
            minute(given).ok_or_else(|| Refusal::new(Rule::CallingTime, field).with("given", given))
        });
        let (from, to) = (from?, to?);
        if from >= to {
            let refusal = Refusal::new(Rule::CallingHours, "to").with("from", &command.from);
            return Err(refusal.with("to", &command.to).into());
        }
        let event = CallingHoursSet { customer: row.code, zone, from, to, date };
        Ok(Decided { date, events: vec![event.into()] })
    }
}

/// The minute of the day, for a time such as `9`, `9:00`, `09:30` or `24:00`.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', 'h']).unwrap_or((text.trim(), "0"));
    let number = |part: &str| match part.bytes().all(|byte| byte.is_ascii_digit()) {
        true => part.parse::<u16>().ok(),
        false => None,
    };
    let (hour, minute) = (number(hour)?, if minute.is_empty() { 0 } else { number(minute)? });
    let all = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && all <= 24 * 60).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::minute;

    #[test]
    fn times_of_day_are_minutes() {
        let read = ["9", "09:30", "17h30", "24:00", "0:00", "9h"].map(minute);
        assert_eq!(read, [Some(540), Some(570), Some(1050), Some(1440), Some(0), Some(540)]);
        assert_eq!(["24:01", "9:60", "", "nine", "-1", "+9:00", "9:+5"].map(minute), [None; 7]);
    }
}
