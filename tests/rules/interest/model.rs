//! The books of an accountant who counts the money of each day by itself.

use std::collections::BTreeMap;

use super::DAYS;

/// A payment or a credit note.
#[derive(Clone, Debug)]
pub struct Money {
    pub number: String,
    pub day: usize,
    pub minor: i64,
    pub is_note: bool,
    pub is_over: bool,
    pub is_mistake: bool,
}

/// Where a refund goes.
pub const OUT: usize = usize::MAX;

/// Money on an invoice, or refunded.
#[derive(Clone, Debug)]
pub struct Allocated {
    pub number: String,
    pub money: usize,
    pub to: usize,
    pub minor: i64,
    pub day: usize,
    pub until: Option<usize>,
    /// When each was entered, among all that was.
    pub entered: usize,
    pub undone: usize,
    /// A refund that was entered by mistake.
    pub is_slip: bool,
}

/// Ten dollars of a payment: the allocations they were in, since when each counts, and until when.
#[derive(Clone, Default, Debug)]
pub struct Ten {
    pub stays: Vec<(usize, usize, Option<usize>)>,
    /// The order in which it came back on account, the lowest first.
    pub freed: usize,
}

#[derive(Clone, Debug)]
pub struct Disputed {
    pub number: String,
    pub on: usize,
    pub minor: i64,
    pub day: usize,
    pub until: Option<usize>,
}

/// What an accountant would keep: invoices, money, and what was done with it.
#[derive(Clone, Default, Debug)]
pub struct Model {
    pub invoices: Vec<(String, i64)>,
    pub money: Vec<Money>,
    pub allocated: Vec<Allocated>,
    pub disputed: Vec<Disputed>,
    /// Invoice, amount, day.
    pub written_off: Vec<(usize, i64, usize)>,
    /// Number, invoice, the first and the last day, what was charged.
    pub fees: Vec<(String, usize, usize, usize, i64)>,
    pub entries: usize,
    /// The money that was taken from an invoice last.
    pub freed: usize,
}

impl Model {
    pub fn allocates(&mut self, number: &str, (money, to): (usize, usize), minor: i64, day: usize) {
        self.entries += 1;
        self.allocated.push(Allocated {
            number: number.into(),
            money,
            to,
            minor,
            day,
            until: None,
            entered: self.entries,
            undone: 0,
            is_slip: false,
        });
    }

    pub fn undoes(&mut self, place: usize, day: usize) {
        self.entries += 1;
        let it = &mut self.allocated[place];
        (it.until, it.undone) = (Some(day), self.entries);
    }

    /// Some money in tens, each followed by itself. On one day what was allocated before is taken back first. An
    /// invoice takes what has been on account the longest; a refund, what came back last.
    pub fn tens(&self, place: usize) -> Vec<Ten> {
        let money = &self.money[place];
        let mut tens = vec![Ten::default(); usize::try_from(money.minor / 1_000).unwrap()];
        let mut steps = Vec::new();
        for (at, it) in self.allocated.iter().enumerate() {
            if it.money == place && !it.is_slip {
                steps.push((it.day, true, it.entered, at, false));
                steps.extend(it.until.map(|until| (until, until == it.day, it.undone, at, true)));
            }
        }
        steps.sort_unstable();
        let mut freed = 0;
        for (day, _, _, at, is_back) in steps {
            let it = &self.allocated[at];
            let is_there = |ten: &Ten| ten.stays.last().is_some_and(|last| last.2.is_none());
            if is_back {
                let on_it = |ten: &&mut Ten| is_there(ten) && ten.stays.last().unwrap().0 == at;
                let mut back: Vec<&mut Ten> = tens.iter_mut().filter(on_it).collect();
                back.sort_by_key(|ten| ten.freed);
                for ten in back {
                    freed += 1;
                    ten.freed = freed;
                    ten.stays.last_mut().unwrap().2 = Some(day);
                }
                continue;
            }
            let mut free: Vec<&mut Ten> = tens.iter_mut().filter(|ten| !is_there(ten)).collect();
            free.sort_by_key(|ten| ten.freed);
            if it.to == OUT {
                free.reverse();
            }
            for ten in free.into_iter().take(usize::try_from(it.minor / 1_000).unwrap()) {
                let from = ten.stays.last().map_or(money.day, |last| last.2.unwrap());
                ten.stays.push((at, from, None));
            }
        }
        tens
    }

    pub fn left(&self, money: usize) -> i64 {
        let live = self.allocated.iter().filter(|it| it.money == money && it.until.is_none());
        self.money[money].minor - live.map(|it| it.minor).sum::<i64>()
    }

    pub fn open(&self, invoice: usize) -> i64 {
        let live = self.allocated.iter().filter(|it| it.to == invoice && it.until.is_none());
        let paid: i64 = live.map(|it| it.minor).sum();
        self.invoices[invoice].1 - paid - self.written_off(invoice, DAYS)
    }

    pub fn written_off(&self, invoice: usize, day: usize) -> i64 {
        let all = self.written_off.iter().filter(|(on, _, from)| *on == invoice && *from <= day);
        all.map(|(_, minor, _)| minor).sum()
    }

    /// What remains of a dispute: it is about what was open when it was raised first, then about what was paid by
    /// then; what came since comes off the undisputed part first.
    pub fn remains(&self, dispute: &Disputed) -> i64 {
        let (on, day) = (dispute.on, dispute.day);
        let live = || self.allocated.iter().filter(|it| it.to == on && it.until.is_none());
        let is_note = |it: &&Allocated| self.money[it.money].is_note;
        let paid = live().filter(|it| !is_note(it) && self.money[it.money].day <= day);
        let credited = live().filter(|it| is_note(it) && it.day <= day);
        let before = credited.map(|it| it.minor).sum::<i64>() + self.written_off(on, day);
        let paid: i64 = paid.map(|it| it.minor).sum();
        let open = self.invoices[on].1 - before - paid;
        let all = dispute.minor.min(open + paid);
        all - (all.min(open) - self.open(on)).max(0)
    }

    /// What is owed and in dispute.
    pub fn blocked(&self) -> i64 {
        let live = self.disputed.iter().filter(|it| it.until.is_none());
        live.map(|it| self.remains(it).min(self.open(it.on))).sum()
    }

    /// What of some money counts for each invoice at the end of a day.
    pub fn counted(&self, place: usize, day: usize) -> Vec<i64> {
        let mut counted = vec![0; self.invoices.len()];
        let money = &self.money[place];
        if money.is_mistake || money.day > day {
            return counted;
        }
        for ten in self.tens(place) {
            let pays = ten.stays.last().filter(|last| last.2.is_none());
            let pays = pays.map(|last| self.allocated[last.0].to).filter(|to| *to != OUT);
            let stood = ten.stays.iter().find(|it| it.1 <= day && it.2.is_none_or(|it| it > day));
            let stood = stood.map(|it| self.allocated[it.0].to).filter(|to| *to != OUT);
            if let Some(to) = pays.or(stood) {
                counted[to] += 1_000;
            }
        }
        assert!(counted.iter().sum::<i64>() <= money.minor, "{money:?} counts twice on {day}");
        counted
    }

    /// What of an invoice is overdue and undisputed at the end of a day.
    pub fn overdue(&self, invoice: usize, day: usize) -> i64 {
        let paid: i64 = (0..self.money.len()).map(|it| self.counted(it, day)[invoice]).sum();
        let live = |it: &&Disputed| {
            it.on == invoice && it.day <= day && it.until.is_none_or(|until| until > day)
        };
        let disputed: i64 = self.disputed.iter().filter(live).map(|it| it.minor).sum();
        let written_off = self.written_off(invoice, day);
        (self.invoices[invoice].1 - paid - written_off - disputed).max(0)
    }

    /// What accrued in a period: a day of 10.00 is 0.01.
    pub fn accrued(&self, invoice: usize, (from, through): (usize, usize)) -> i64 {
        (from..=through).map(|day| self.overdue(invoice, day - 1)).sum::<i64>() / 1_000
    }

    /// What each fee charges beyond what accrued; negative, less.
    pub fn fees_off(&self) -> BTreeMap<String, i64> {
        let more = self.fees.iter().map(|(fee, invoice, from, through, charged)| {
            (fee.clone(), charged - self.accrued(*invoice, (*from, *through)))
        });
        more.collect()
    }
}
