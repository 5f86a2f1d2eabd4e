//! Late fees and holds: what the policies propose today, with the reasons, reviewed one by one and run
//! together. Ticked proposals are carried out; only a person ticks a fee for an invoice that money on
//! account may pay. May use: the questions, the layers.

mod draw;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use uuid::Uuid;

use crate::domain::command::{ChargeLateFee, ReleaseCustomer, TakeHold};
use crate::domain::{Code, Currency, Envelope, Money, Worded};
use crate::engine::Receipt;
use crate::engine::change::Change;
use crate::ledger::query::late_fees::{
    HoldsProposal, HoldsProposed, LateFeeProposal, LateFeesDue, ProposedFee, ProposedHold,
};
use crate::reports::proposals::hold_reason;
use crate::tui::asking::{Asking, Poster};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Context, Verb};
use crate::tui::layer::{OpenRequest, Part, Step, Ticks};
use crate::tui::list_mark::ListMark;
use crate::tui::pen::Pen;
use crate::tui::posted::PostedForm;
use crate::tui::query::{Answer, PostOutcome};
use crate::tui::subject::Subject;

/// A proposal.
#[derive(Clone, PartialEq)]
enum FeeOrHold {
    Fee(ProposedFee),
    Hold(ProposedHold),
}

impl FeeOrHold {
    /// What it is about, which stays the same when proposals are read again.
    fn key(&self) -> String {
        match self {
            FeeOrHold::Fee(fee) => format!("fee {}", fee.invoice.folded()),
            FeeOrHold::Hold(hold) => format!("{} {}", hold.propose, hold.customer.folded()),
        }
    }

    fn customer(&self) -> (&Code, &str, Currency) {
        match self {
            FeeOrHold::Fee(fee) => (&fee.customer, &fee.name, fee.currency),
            FeeOrHold::Hold(hold) => (&hold.customer, &hold.name, hold.currency),
        }
    }

    /// Whether it is ticked by default. Money on account may pay the invoice as of the day it came in,
    /// so such a fee is not.
    fn goes_by_itself(&self) -> bool {
        match self {
            FeeOrHold::Fee(fee) => fee.on_account.is_none(),
            FeeOrHold::Hold(_) => true,
        }
    }

    /// The form that would do the same.
    fn form(&self) -> &'static str {
        match self {
            FeeOrHold::Fee(_) => "charge_late_fee",
            FeeOrHold::Hold(hold) if hold.propose == "hold" => "take_hold",
            FeeOrHold::Hold(_) => "release",
        }
    }

    /// The subject of that form.
    fn subject(&self) -> Subject {
        let (customer, name, currency) = self.customer();
        let (document, kind) = match self {
            FeeOrHold::Fee(fee) => (Some(fee.invoice.clone()), "invoice"),
            FeeOrHold::Hold(_) => (None, ""),
        };
        Subject {
            customer: Some(customer.clone()),
            name: name.to_string(),
            currency: Some(currency),
            document,
            kind: kind.to_string(),
            ..Subject::default()
        }
    }

    fn envelope(&self, desk: &Desk) -> Envelope {
        let envelope = match self {
            FeeOrHold::Fee(fee) => {
                let (invoice, through) = (fee.invoice.clone(), Some(fee.through));
                Envelope::of(ChargeLateFee { invoice, through })
            }
            FeeOrHold::Hold(hold) if hold.propose == "hold" => {
                // The reason as the command line writes it, even if this screen masks amounts.
                let money = |amount: Money| desk.words.figure(&amount.to_string());
                let reason = hold_reason(hold, &desk.words, &money);
                Envelope::of(TakeHold { customer: hold.customer.clone(), reason: Some(reason) })
            }
            FeeOrHold::Hold(hold) => {
                Envelope::of(ReleaseCustomer { customer: hold.customer.clone(), date: None })
            }
        };
        Envelope { id: Some(Uuid::now_v7()), ..envelope }
    }
}

/// The pane.
#[derive(Default)]
pub struct ProposalsPane {
    /// The proposed late fees; `None` until they have been read.
    fees: Option<LateFeeProposal>,
    /// The proposed holds and releases; `None` until they have been read.
    holds: Option<HoldsProposal>,
    /// All proposals, the fees first.
    rows: Vec<FeeOrHold>,
    mark: ListMark,
    /// The rows that a person ticked or unticked.
    decided: Ticks,
    /// The proposals still to be carried out; the first one is being sent.
    running: VecDeque<FeeOrHold>,
    /// How many were carried out in this run.
    done: usize,
    /// What was refused in this run, in words.
    refused: Vec<String>,
    /// Whether the user was asked to confirm the run, so that the same key starts it.
    is_asked: bool,
    reading_fees: Asking<LateFeeProposal>,
    reading_holds: Asking<HoldsProposal>,
    poster: Poster,
}

impl ProposalsPane {
    fn marked(&self) -> Option<&FeeOrHold> {
        self.rows.get(self.mark.place())
    }

    fn is_taken(&self, row: &FeeOrHold) -> bool {
        self.decided.get(&row.key()).copied().unwrap_or_else(|| row.goes_by_itself())
    }

    fn is_read(&self) -> bool {
        self.fees.is_some() && self.holds.is_some()
    }

    fn read(&mut self) -> Vec<Step> {
        let fees = LateFeesDue { through: None, customers: Vec::new() };
        vec![
            Step::Send(self.reading_fees.ask_long(fees)),
            Step::Send(self.reading_holds.ask_long(HoldsProposed::default())),
        ]
    }

    /// Takes the proposals. The mark stays on its row.
    fn arrived(&mut self) {
        let marked = self.marked().map(FeeOrHold::key);
        let fees = self.fees.iter().flat_map(|it| it.rows.iter().cloned().map(FeeOrHold::Fee));
        let holds = self.holds.iter().flat_map(|it| it.rows.iter().cloned().map(FeeOrHold::Hold));
        let rows: Vec<FeeOrHold> = fees.chain(holds).collect();
        self.is_asked &= rows == self.rows;
        self.rows = rows;
        let place = marked.and_then(|key| self.rows.iter().position(|row| row.key() == key));
        self.mark.follows(place, self.rows.len());
    }

    /// Ticks the marked proposal, or unticks it.
    fn turn(&mut self) -> Vec<Step> {
        let Some(row) = self.marked() else { return vec![Step::Done] };
        let (key, is_taken) = (row.key(), self.is_taken(row));
        self.decided.insert(key, !is_taken);
        self.is_asked = false;
        self.mark.step(1, self.rows.len());
        vec![Step::Done]
    }

    fn opened(&self, desk: &Desk) -> Vec<Step> {
        match self.marked() {
            Some(FeeOrHold::Fee(fee)) => {
                let request = OpenRequest::Document(fee.invoice.0.clone(), self.subject(desk));
                vec![Step::Open(request)]
            }
            Some(FeeOrHold::Hold(_)) => self.sheet(),
            None => vec![Step::Done],
        }
    }

    fn sheet(&self) -> Vec<Step> {
        let Some(row) = self.marked() else { return vec![Step::Done] };
        vec![Step::Open(OpenRequest::Sheet(row.customer().0.clone(), None, None))]
    }

    /// Carries out the ticked proposals: the first key says how many there are; the second starts.
    fn run(&mut self, desk: &Desk) -> Vec<Step> {
        let taken: VecDeque<FeeOrHold> =
            self.rows.iter().filter(|row| self.is_taken(row)).cloned().collect();
        if taken.is_empty() {
            return vec![Step::Say(desk.say("proposals-nothing-taken", &[]))];
        }
        if !std::mem::replace(&mut self.is_asked, true) {
            return vec![Step::Say(question(&taken, desk))];
        }
        (self.running, self.done, self.is_asked) = (taken, 0, false);
        self.refused.clear();
        self.post_next(desk)
    }

    fn post_next(&mut self, desk: &Desk) -> Vec<Step> {
        let Some(row) = self.running.front() else { return Vec::new() };
        vec![Step::Send(self.poster.post(vec![Ok(row.envelope(desk))]))]
    }

    fn posted(&mut self, outcome: &PostOutcome<Receipt>, desk: &Desk) -> Vec<Step> {
        let Some(row) = self.running.pop_front() else { return Vec::new() };
        let mut steps = Vec::new();
        let why = match outcome {
            PostOutcome::Taken(receipts) => {
                self.done += 1;
                self.decided.remove(&row.key());
                let posted = PostedForm::by_pane(row.form(), row.subject(), receipts);
                steps.push(Step::PostedInPart(Box::new(posted)));
                None
            }
            PostOutcome::Refused(_, refusal) => Some(desk.words.tell(refusal)),
            PostOutcome::Failed(cause) => {
                self.running.clear();
                Some(desk.words.tell(&cause.message()))
            }
        };
        self.refused.extend(why);
        if !self.running.is_empty() {
            steps.extend(self.post_next(desk));
            return steps;
        }
        let done = self.done.to_string();
        let said = match self.refused.first() {
            None => desk.say("proposals-done", &[("count", &done)]),
            Some(why) => {
                let count = self.refused.len().to_string();
                let parts = [("count", done.as_str()), ("refused", &count), ("why", why)];
                desk.say("proposals-done-but", &parts)
            }
        };
        steps.push(Step::Say(said));
        steps.extend(self.read());
        steps
    }
}

/// How many fees, for how much, how many holds and how many releases would be carried out.
fn question(taken: &VecDeque<FeeOrHold>, desk: &Desk) -> String {
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    let (mut fees, mut holds, mut releases) = (0_usize, 0_usize, 0_usize);
    for row in taken {
        match row {
            FeeOrHold::Fee(fee) => {
                fees += 1;
                let sum = sums.entry(fee.currency.code()).or_insert_with(|| fee.amount.zero());
                *sum = sum.plus(fee.amount).unwrap_or(*sum);
            }
            FeeOrHold::Hold(hold) if hold.propose == "hold" => holds += 1,
            FeeOrHold::Hold(_) => releases += 1,
        }
    }
    let sums = sums.iter().map(|(code, sum)| format!("{code} {}", desk.money(*sum)));
    let sums = sums.collect::<Vec<_>>().join(" + ");
    let said = [
        (fees, "proposals-sure-fees"),
        (holds, "proposals-sure-holds"),
        (releases, "proposals-sure-releases"),
    ];
    let said = said
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| desk.say(words, &[("count", &count.to_string()), ("amount", &sums)]));
    let what = said.collect::<Vec<_>>().join(", ");
    desk.say("proposals-sure", &[("what", &what)])
}

impl Part for ProposalsPane {
    fn context(&self) -> Context {
        Context::Proposals
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        match verb {
            Verb::Take => self.turn(),
            Verb::Open => self.opened(desk),
            Verb::SendAll => self.run(desk),
            Verb::Explain => self.sheet(),
            verb if self.mark.moves(verb, self.rows.len()) => vec![Step::Done],
            _ => Vec::new(),
        }
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Take | Verb::Open | Verb::Explain | Verb::SendAll => self.marked().is_some(),
            _ => true,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        if let Some(outcome) = self.poster.outcome(answer) {
            return self.posted(outcome, desk);
        }
        let failed = match (self.reading_fees.take(answer), self.reading_holds.take(answer)) {
            (Some(Ok(fees)), _) => {
                self.fees = Some(fees);
                None
            }
            (_, Some(Ok(holds))) => {
                self.holds = Some(holds);
                None
            }
            (Some(Err(why)), _) | (_, Some(Err(why))) => Some(why),
            (None, None) => return Vec::new(),
        };
        if let Some(why) = failed {
            return vec![Step::Unanswered(why)];
        }
        if self.is_read() {
            self.arrived();
        }
        vec![Step::Done]
    }

    /// A key typed ahead waits while proposals are being carried out.
    fn is_looking_up(&self, _: &Desk) -> bool {
        !self.running.is_empty() || !self.is_read()
    }

    fn is_posting(&self) -> bool {
        !self.running.is_empty()
    }

    fn ticks(&self) -> Option<Ticks> {
        let mut ticks = self.decided.clone();
        // Proposals that are being carried out lose their ticks.
        for row in &self.running {
            ticks.remove(&row.key());
        }
        Some(ticks)
    }

    fn has_ticks(&mut self, ticks: Ticks) {
        self.decided = ticks;
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        self.read()
    }

    fn changed(&mut self, change: &Change, _: &Desk) -> Vec<Step> {
        // The changes that this pane makes are read once all of them are answered.
        let is_own = !self.running.is_empty();
        match is_own || change.touched.as_ref().is_some_and(BTreeSet::is_empty) {
            true => Vec::new(),
            false => self.read(),
        }
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(row) = self.marked() else { return Subject::default() };
        Subject { document: None, kind: String::new(), ..row.subject() }
    }

    fn draw(&self, pen: &mut Pen) {
        self.drawn(pen);
    }
}
