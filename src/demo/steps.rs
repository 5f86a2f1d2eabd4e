//! The later steps of the story: each is a command on something with a number.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;

use crate::domain::command::{
    Allocation, AllocationRule, BouncePayment, Command, CreditInvoice, Direction, DiscardDraft,
    Done, HoldCustomer, IssueDraft, LogCall, MergeCustomers, Method, MoveDispute, NoteDispute,
    OpenDispute, Promise, RecordPayment, Recover, Refund, ReleaseCustomer, ResolveDispute,
    ScheduleCallback, Share, VoidInvoice, WithdrawPromise, WriteOff, WriteOffReason,
};
use crate::domain::dispute::{MoveTo, Outcome};
use crate::domain::{Code, Day, Moment, Number, Plain};
use crate::engine::shared::Shared;
use crate::ledger::item;

use super::left_of;

/// A step on something that has a number: an invoice, a dispute, a payment, a customer …
#[derive(Clone, Debug)]
pub enum DemoStep {
    /// An invoice is paid.
    PayAll,
    /// An invoice is paid in part.
    PayPart,
    /// An invoice is credited.
    Credit { full: bool },
    /// An invoice is voided.
    Void,
    /// An invoice is written off as a bad debt.
    WriteOff,
    /// A call about an invoice.
    Call { out: bool },
    /// The customer promises to pay an invoice, or a part of it, within this many days.
    Promise { days: i64, part: bool },
    /// An invoice is disputed, and what happens to the dispute days later.
    Dispute(Vec<(i64, DemoStep)>),
    /// A dispute changes state.
    Move(MoveTo),
    /// Something is added to a dispute.
    Note,
    /// A dispute is resolved.
    Resolve(Outcome),
    /// A payment bounces.
    Bounce,
    /// What is left of a payment is refunded.
    Refund,
    /// A promise is withdrawn.
    Withdraw,
    /// A callback is scheduled, and perhaps made.
    Callback { done: bool },
    /// A callback is done.
    Done,
    /// A write-off is taken back.
    Recover,
    /// A draft is issued.
    IssueDraft,
    /// A draft is deleted.
    DiscardDraft,
    /// An account is put on hold.
    Hold,
    /// An account is released.
    Release,
    /// An account is merged into another.
    Merge { into: Code },
}

/// The most days before someone attends to something.
const WAITS: i64 = 12;

/// The most days of a dispute.
const TAKES: i64 = 365;

impl DemoStep {
    /// The step as it was taken this many days before the last day of the story: an old callback was
    /// made, an old dispute has ended.
    pub fn seen_to(self, age: i64) -> DemoStep {
        match self {
            DemoStep::Callback { done } => DemoStep::Callback { done: done || age > WAITS },
            DemoStep::Dispute(mut then) if age > TAKES => {
                let ended = |step: &(i64, DemoStep)| {
                    matches!(step.1, DemoStep::Move(MoveTo::Void | MoveTo::Closed))
                };
                let last = then.last().map_or(0, |(days, _)| *days);
                if !then.last().is_some_and(ended) {
                    then.push((last + 4, DemoStep::Resolve(Outcome::Upheld)));
                    then.push((last + 6, DemoStep::Move(MoveTo::Closed)));
                }
                DemoStep::Dispute(then)
            }
            other => other,
        }
    }
}

/// A command of the story, what it makes, and what happens to that days later.
pub struct Doing {
    pub command: Command,
    pub makes: &'static str,
    pub then: Vec<(i64, DemoStep)>,
    /// What happens to the thing itself days later.
    pub later: Vec<(i64, DemoStep)>,
}

impl Doing {
    fn only(command: impl Into<Command>) -> Doing {
        Doing { command: command.into(), makes: "", then: Vec::new(), later: Vec::new() }
    }

    fn making(
        command: impl Into<Command>,
        makes: &'static str,
        then: Vec<(i64, DemoStep)>,
    ) -> Doing {
        Doing { makes, then, ..Doing::only(command) }
    }
}

/// A step being taken: on what, of which customer, on which day.
pub struct Taking<'a> {
    pub number: &'a Number,
    pub customer: &'a Code,
    pub day: Day,
    pub shared: &'a Shared,
}

fn plain(minor: i64) -> Plain {
    Plain(Decimal::from(minor))
}

/// A time of a day in Kigali.
fn at(day: Day, hour: i64, minute: i64) -> Moment {
    let days = day.days_since(Day::EPOCH);
    Moment::from_micros((days * 86_400 + (hour - 2) * 3_600 + minute * 60) * 1_000_000)
}

impl Taking<'_> {
    /// What is left of the thing, in minor units; `None` if nothing is.
    fn left(&self) -> Option<i64> {
        Some(left_of(self.shared, self.number).filter(|left| left.is_positive())?.minor())
    }

    /// The early-payment discount on this day, if nothing was paid yet.
    fn early_payment(&self) -> i64 {
        let found = self.shared.view(|view| item::item(view.rows, self.number));
        let early = found.ok().flatten().and_then(|(_, row)| {
            let early = row.early_payment.filter(|early| self.day <= early.until)?;
            (self.left() == Some(row.amount.minor())).then_some(early.discount.minor())
        });
        early.unwrap_or(0)
    }

    /// The command of a step; `None` if nothing is left to do.
    pub fn take(&self, step: DemoStep, chance: &mut ChaCha8Rng) -> Option<Doing> {
        match step {
            DemoStep::PayAll => self.pay(false, chance),
            DemoStep::PayPart => self.pay(true, chance),
            DemoStep::Credit { .. }
            | DemoStep::Void
            | DemoStep::WriteOff
            | DemoStep::Dispute(_) => self.on_invoice(step, chance),
            DemoStep::Call { .. } | DemoStep::Promise { .. } | DemoStep::Callback { .. } => {
                self.by_phone(&step, chance)
            }
            DemoStep::Move(_) | DemoStep::Note | DemoStep::Resolve(_) => {
                Some(self.on_dispute(&step))
            }
            other => self.otherwise(other),
        }
    }

    fn on_invoice(&self, step: DemoStep, chance: &mut ChaCha8Rng) -> Option<Doing> {
        let (invoice, date) = (self.number.clone(), Some(self.day));
        let reasons = ["price", "quantity_short", "damaged", "returned", "late_delivery"];
        let reason = reasons.choose(chance).copied().unwrap_or("price").to_string();
        Some(match step {
            DemoStep::Credit { full } => {
                let amount = plain((self.left().unwrap_or(0) / 10).max(1));
                Doing::only(CreditInvoice {
                    invoice,
                    date,
                    reason,
                    full: full.then_some(true),
                    amount: (!full).then_some(amount),
                    lines: None,
                })
            }
            DemoStep::WriteOff => {
                self.left()?;
                let then = match chance.random_range(0..3) {
                    0 => vec![(45, DemoStep::Recover)],
                    _ => Vec::new(),
                };
                let reason = WriteOffReason::BadDebt;
                Doing::making(WriteOff { invoice, amount: None, reason, date }, "write_off", then)
            }
            DemoStep::Dispute(then) => {
                let share = chance.random_range(2..10);
                let amount = Some(plain((self.left()? * share / 10).max(1)));
                let note = Some(disputed(&reason).to_string());
                let command = OpenDispute {
                    invoice,
                    amount,
                    reason,
                    note,
                    owner: None,
                    due: None,
                    root_cause: None,
                    about: Vec::new(),
                    date,
                    number: None,
                    steps: Vec::new(),
                };
                Doing::making(command, "dispute", then)
            }
            _ => Doing::only(VoidInvoice {
                invoice,
                date,
                reason: "issued to the wrong account".into(),
            }),
        })
    }

    fn by_phone(&self, step: &DemoStep, chance: &mut ChaCha8Rng) -> Option<Doing> {
        let (customer, date) = (self.customer.clone(), Some(self.day));
        let (hour, minute) = (chance.random_range(9..17), chance.random_range(0..60));
        match step {
            DemoStep::Promise { days, part } => {
                let left = self.left()?;
                let amount = if *part { left / 2 } else { left }.max(1);
                let then = match chance.random_range(0..12) {
                    0 => vec![(2, DemoStep::Withdraw)],
                    _ => Vec::new(),
                };
                let command = Promise {
                    customer,
                    invoice: self.number.clone(),
                    amount: Some(plain(amount)),
                    by: Some(self.day.plus(*days)?),
                    instalments: Vec::new(),
                    tolerance_days: None,
                    note: None,
                    date,
                };
                Some(Doing::making(command, "promise", then))
            }
            DemoStep::Callback { done } => {
                let days = chance.random_range(1..9);
                let then = if *done { vec![(days, DemoStep::Done)] } else { Vec::new() };
                let command = ScheduleCallback {
                    customer,
                    at: at(self.day.plus(days)?, hour, minute),
                    contact: None,
                    about: vec![self.number.clone()],
                    note: Some("asks to be called when the accountant is in".into()),
                    date,
                };
                Some(Doing::making(command, "callback", then))
            }
            _ => {
                let out = matches!(step, DemoStep::Call { out: true });
                let said = if out { &SAID_OUT } else { &SAID_IN };
                let (note, outcome) = said.choose(chance).copied().unwrap_or(("", ""));
                Some(Doing::only(LogCall {
                    customer,
                    at: Some(at(self.day, hour, minute)),
                    direction: if out { Direction::Out } else { Direction::In },
                    contact: None,
                    about: vec![self.number.clone()],
                    note: Some(note.into()),
                    outcome: Some(outcome.into()),
                }))
            }
        }
    }

    fn on_dispute(&self, step: &DemoStep) -> Doing {
        let (dispute, date) = (self.number.clone(), Some(self.day));
        match step {
            DemoStep::Move(to) => {
                Doing::only(MoveDispute { dispute, to: *to, credits: None, note: None, date })
            }
            DemoStep::Resolve(outcome) => {
                let (outcome, note) = (*outcome, Some("settled with the customer".to_string()));
                Doing::only(ResolveDispute { dispute, outcome, amount: None, note, date })
            }
            _ => Doing::only(NoteDispute {
                dispute,
                note: Some("the delivery note is asked for".into()),
                owner: None,
                due: None,
                root_cause: Some("order entry".into()),
                about: Vec::new(),
                date,
            }),
        }
    }

    fn otherwise(&self, step: DemoStep) -> Option<Doing> {
        let (number, date) = (self.number.clone(), Some(self.day));
        let code = self.customer.clone();
        Some(match step {
            DemoStep::Bounce => Doing::only(BouncePayment {
                payment: number,
                date,
                reason: "insufficient funds".into(),
            }),
            DemoStep::Refund => Doing::only(Refund {
                rate: None,
                amount: plain(self.left()?),
                from: number,
                number: None,
                date,
                method: None,
                reference: None,
            }),
            DemoStep::Withdraw => {
                Doing::only(WithdrawPromise { promise: number, note: None, date })
            }
            DemoStep::Done => Doing::only(Done { callback: number, note: None, date }),
            DemoStep::Recover => {
                Doing::only(Recover { write_off: number, amount: None, date, alone: false })
            }
            DemoStep::IssueDraft => Doing::only(IssueDraft { draft: number, date }),
            DemoStep::DiscardDraft => Doing::only(DiscardDraft { draft: number, date }),
            DemoStep::Hold => {
                Doing::only(HoldCustomer { customer: code, reason: "long overdue".into(), date })
            }
            DemoStep::Release => Doing::only(ReleaseCustomer { customer: code, date }),
            DemoStep::Merge { into } => Doing::only(MergeCustomers { from: code, into, date }),
            _ => return None,
        })
    }

    fn pay(&self, part: bool, chance: &mut ChaCha8Rng) -> Option<Doing> {
        let left = self.left()? - if part { 0 } else { self.early_payment() };
        let share = if part { left * chance.random_range(2..8) / 10 } else { left };
        // Now and then a customer rounds up: the excess stays on account, or is refunded.
        let over = if chance.random_range(0..25) == 0 { 1_000 - share % 1_000 } else { 0 };
        let methods = [Method::Bank, Method::Bank, Method::Momo, Method::Cheque, Method::Cash];
        let method = methods.choose(chance).copied().unwrap_or(Method::Bank);
        let reference = match method {
            Method::Momo => {
                let count = chance.random_range(0..9_999);
                Some(format!("MP{:06}.{count:04}", self.day.julian()))
            }
            Method::Bank | Method::Cheque => {
                Some(format!("{:08}", chance.random_range(0..99_999_999)))
            }
            _ => None,
        };
        let named = chance.random_range(0..3) > 0;
        let amount = Some(plain(share));
        let shares = vec![Share { invoice: self.number.clone(), amount, discount: None }];
        let bounces = method == Method::Cheque && chance.random_range(0..12) == 0;
        let (mut then, mut later) = (Vec::new(), Vec::new());
        if bounces {
            then.push((4, DemoStep::Bounce));
            later = vec![(5, DemoStep::Call { out: true }), (14, DemoStep::PayAll)];
        } else if over > 0 && chance.random_range(0..3) == 0 {
            then.push((20, DemoStep::Refund));
        }
        let command = RecordPayment {
            number: None,
            customer: self.customer.clone(),
            date: Some(self.day),
            amount: plain(share + over),
            method,
            reference,
            rate: None,
            allocate: match named {
                true => Allocation::List(shares),
                false => Allocation::Rule(AllocationRule::Oldest),
            },
            remittance: None,
        };
        (share > 0).then(|| Doing { later, ..Doing::making(command, "payment", then) })
    }
}

/// A callback agreed for this afternoon.
pub fn callback_today(customer: Code, today: Day) -> ScheduleCallback {
    ScheduleCallback {
        customer,
        at: at(today, 14, 30),
        contact: None,
        about: Vec::new(),
        note: Some("asks to be called when the accountant is in".into()),
        date: Some(today),
    }
}

/// What customers say about a dispute.
fn disputed(reason: &str) -> &'static str {
    match reason {
        "quantity_short" => "two boxes fewer than on the invoice",
        "damaged" => "the cartons were wet",
        "returned" => "sent back with the driver",
        "late_delivery" => "came a week after the school term began",
        _ => "the price list of last year still had the old price",
    }
}

/// Notes of incoming calls, and how they end.
const SAID_IN: [(&str, &str); 5] = [
    ("asks for a copy of the invoice", "sent by e-mail"),
    ("asks what is open", "told the balance"),
    ("asks for the bank account", "read out"),
    ("says that the money went out", "asked for the reference"),
    ("asks for a statement", "sent by e-mail"),
];

/// Notes of outgoing calls, and how they end.
const SAID_OUT: [(&str, &str); 5] = [
    ("reminded of what is overdue", "will look into it"),
    ("reminded of what is overdue", "nobody there, will call again"),
    ("asked when the money comes", "this week"),
    ("asked when the money comes", "waits for a signature"),
    ("asked whether the invoice came", "it came"),
];
