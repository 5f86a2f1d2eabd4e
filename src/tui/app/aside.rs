//! Puts forms on hold and resumes them, handles what was posted, and keeps a pane that was left before
//! its work was finished. Everything on hold is in one list, oldest first, and is saved in that order.
//! May use: the app, the forms, the panes.

use crate::domain::Number;
use crate::domain::delivery::DeliveryWay;
use crate::tui::desk::LastEntry;
use crate::tui::form::{Form, Stage};
use crate::tui::kept::SavedForm;
use crate::tui::keymap::{Action, Context, PaneName, Verb};
use crate::tui::layer::{self, OpenRequest, Part};
use crate::tui::pane;
use crate::tui::pane::import::{HeldImport, ImportPane};
use crate::tui::posted::PostedForm;
use crate::tui::query::Answer;
use crate::tui::spec::FormSpec;
use crate::tui::subject::Subject;

use super::{App, Effect, Layer};

impl App {
    /// All unfinished forms as they are saved, oldest first: those on hold, then the open ones.
    pub fn half_typed(&self) -> Vec<SavedForm> {
        let waiting = self.layers.iter().flat_map(|layer| layer.part().offers().iter().cloned());
        // Forms found at the start that have not been offered yet, unchanged.
        let found = self.found.iter().cloned();
        let all = self.on_hold.iter().chain(std::iter::once(&self.pane)).chain(&self.layers);
        let all = all.filter_map(|layer| match layer {
            // A form that is being sent may have to be sent again, under the same id.
            Layer::Form(form) if form.is_typed() || form.stage == Stage::Sent => {
                Some(SavedForm::of(form))
            }
            Layer::Form(_) => None,
            Layer::Pane(pane) => {
                let kept = pane.kept()?;
                Some(SavedForm { kept: Some(self.desk.time_of_day()), ..kept })
            }
        });
        found.chain(waiting).chain(all).collect()
    }

    /// Opens the account if a form was asked for that needs one of its documents, or a dispute of the selected
    /// invoice: a list does not know the invoice's disputes, but its account does. Returns whether it did.
    pub(super) fn goes_to_the_account(&mut self, spec: &FormSpec, subject: &Subject) -> bool {
        let context = self.top().part().context();
        if let Some(customer) = &subject.customer
            && let Some(key) = layer::key_on_account(spec, subject, context, &self.desk)
        {
            let parts = [("of", layer::one_of(spec, &self.desk)), ("key", key)];
            let parts = parts.each_ref().map(|(name, part)| (*name, part.as_str()));
            let said = self.desk.say("needs-one-on-account", &parts);
            self.opens(pane::opened(OpenRequest::Sheet(customer.clone(), None, None)));
            self.message = Some(said);
            return true;
        }
        let is_unknown = self.top().part().account().is_none();
        if !is_unknown || subject.kind != "invoice" || spec.of != ["dispute"] {
            return false;
        }
        let (Some(customer), Some(number)) = (&subject.customer, &subject.document) else {
            return false;
        };
        let action = Action::Fills(spec.name.clone());
        let Some(key) = self.desk.keymap.shown(Context::Sheet, &action) else { return false };
        let parts = [("number", number.0.as_str()), ("key", &key)];
        let said = self.desk.say("list-dispute-on-account", &parts);
        let sheet = OpenRequest::Sheet(customer.clone(), None, Some(number.clone()));
        self.opens(pane::opened(sheet));
        self.message = Some(said);
        true
    }

    /// Whether the form of a call is on the screen, so that its clock runs.
    pub fn is_on_a_call(&self) -> bool {
        self.layers
            .last()
            .and_then(Layer::form)
            .is_some_and(|form| form.minutes_of_call().is_some())
    }

    pub(super) fn park(&mut self) {
        self.message = Some(self.desk.say("park-nothing", &[]));
    }

    /// Puts the form on top on hold, and shows the look-up.
    pub(super) fn put_aside(&mut self) {
        let form = self.layers.pop();
        self.show(PaneName::Home);
        if let Some(Layer::Form(form)) = form {
            self.parks(form);
        }
    }

    /// Puts a form on hold, and says so.
    pub(super) fn parks(&mut self, mut form: Box<Form>) {
        form.wait();
        let words = if form.stage == Stage::Sent { "park-sent" } else { "park-parked" };
        self.message = Some(self.desk.say(words, &[]));
        self.on_hold.push(Layer::Form(form));
    }

    /// Takes the answer to a form that was put on hold while it was being sent.
    pub(super) fn answered_aside(&mut self, answer: &Answer) {
        let is_it = |form: &&mut Form| form.outcome(answer).is_some();
        let mut forms = self.on_hold.iter_mut().filter_map(Layer::form_mut);
        let Some(form) = forms.find(is_it) else { return };
        let steps = form.answered(answer, &self.desk);
        let refused = form.said.refused.as_ref();
        let why = refused.map(|(_, refusal)| form.refusal_words(refusal, &self.desk));
        let title = self.desk.say(&format!("form-{}", form.spec.name.replace('_', "-")), &[]);
        let is_open = form.stage == Stage::Typing;
        self.carry_out(steps);
        if let Some(why) = why.filter(|_| is_open) {
            let parts = [("form", title.as_str()), ("why", &why)];
            self.message = Some(self.desk.say("park-refused", &parts));
        }
        self.effects.push(Effect::Keep);
    }

    /// Puts the form on top on hold, and shows the layer below it.
    pub(super) fn put_below(&mut self) {
        if let Some(Layer::Form(form)) = self.layers.pop() {
            self.parks(form);
            self.effects.push(Effect::Keep);
        }
    }

    /// Resumes the form or pane that was put on hold last, where it was left.
    pub(super) fn resume(&mut self) {
        // An open form goes to the other end of the list, so that each gets its turn.
        if self.top().form().is_some_and(Form::is_typed)
            && self.on_hold.iter().any(waits)
            && let Some(Layer::Form(mut form)) = self.layers.pop()
        {
            form.wait();
            self.on_hold.insert(0, Layer::Form(form));
        }
        match self.on_hold.iter().rposition(waits) {
            None => {
                let is_under_way = self.on_hold.iter().any(|layer| layer.form().is_some());
                let words = if is_under_way { "form-on-its-way" } else { "park-none" };
                self.message = Some(self.desk.say(words, &[]));
            }
            Some(place) if self.on_hold.get(place).is_some_and(|it| it.form().is_none()) => {
                self.show(PaneName::Import);
            }
            Some(place) => self.resumes(place),
        }
    }

    fn resumes(&mut self, place: usize) {
        let layer = self.on_hold.remove(place);
        // A call from the worklist is followed by the next one there.
        let is_from_list = layer.form().is_some_and(|form| form.why.is_some());
        if is_from_list && self.pane.part().context() != Context::Worklist {
            self.show(PaneName::Worklist);
        }
        self.layers.push(layer);
        self.entered();
    }

    /// Resumes the call with a customer that was put on hold, if the form to open is that of a call: nobody is on two
    /// calls with one customer. Returns whether it did.
    pub(super) fn resumes_call(&mut self, name: &str, subject: &Subject) -> bool {
        let is_it = |form: &Form| {
            let is_same = form.spec.name == name && form.subject.customer == subject.customer;
            is_same && form.spec.at_once.is_some() && form.stage != Stage::Sent
        };
        let place = self.on_hold.iter().rposition(|layer| layer.form().is_some_and(is_it));
        if let Some(place) = place {
            self.resumes(place);
            self.message = Some(self.desk.say("call-resumed", &[]));
        }
        place.is_some()
    }

    /// Resumes a saved form.
    pub(super) fn go_on(&mut self, kept: SavedForm) {
        if let Some(held) = HeldImport::of(&kept) {
            // One import is on hold at a time: another one is offered at the next start.
            let other = self.takes_pane_aside();
            self.found.extend(other.and_then(|other| other.part().kept()));
            self.on_hold.push(Layer::Pane(Box::new(ImportPane::held(held))));
            return self.show(PaneName::Import);
        }
        let Some(spec) = self.desk.forms.named(&kept.form).cloned() else { return };
        let form: Form = kept.restore(spec, &self.desk);
        self.layers.push(Layer::Form(Box::new(form)));
        self.entered();
    }

    /// Puts saved forms on hold, so that nothing has to be decided now.
    pub(super) fn later(&mut self, kept: Vec<SavedForm>) {
        for one in kept {
            match HeldImport::of(&one) {
                None => {}
                Some(held) if !self.has_pane_aside() => {
                    self.on_hold.push(Layer::Pane(Box::new(ImportPane::held(held))));
                    continue;
                }
                // One import is on hold at a time: the others are offered at the next start.
                Some(_) => {
                    self.found.push(one);
                    continue;
                }
            }
            if let Some(spec) = self.desk.forms.named(&one.form).cloned() {
                let form = one.restore(spec, &self.desk);
                self.on_hold.push(Layer::Form(Box::new(form)));
            }
        }
    }

    /// The book accepted a form: says what it made, asks again for everything shown, and remembers how
    /// to take it back.
    pub(super) fn posted(&mut self, posted: PostedForm) {
        let is_it = |form: &Form| form.ids.first() == Some(&posted.id);
        self.layers.retain(|layer| !layer.form().is_some_and(is_it));
        self.on_hold.retain(|layer| !layer.form().is_some_and(is_it));
        // A payment may make hundreds of allocations: they are named only if nothing else was made.
        let of = |is_shown: fn(&str) -> bool| -> Vec<&str> {
            let made = posted.made.iter().filter(|(what, _)| is_shown(what));
            made.map(|(_, number)| number.as_str()).collect()
        };
        let documents = of(|what| what != "allocation");
        let numbers = if documents.is_empty() { of(|_| true) } else { documents };
        let can_be_undone = self.remember(&posted);
        let form = self.desk.say(&format!("form-{}", posted.name.replace('_', "-")), &[]);
        let parts = [("form", form.as_str()), ("made", &numbers.join(", "))];
        // A document in the outbox has not been sent yet.
        let is_queued = !posted.made.is_empty() && posted.made.iter().all(|it| it.0 == "delivery");
        // What was handed over needs no sending.
        let is_handed = is_queued && self.is_by_hand(&posted);
        let words = match (numbers.is_empty(), can_be_undone) {
            _ if is_handed => "posted-handed",
            (true, false) => "posted",
            (true, true) => "posted-nothing-undo",
            (false, false) if is_queued => "posted-queued",
            (false, true) if is_queued => "posted-queued-undo",
            (false, false) => "posted-made",
            (false, true) => "posted-undo",
        };
        let said = self.desk.say(words, &parts);
        let next = self.next_of_a_dispute(&posted);
        self.message = Some(next.map_or(said.clone(), |next| format!("{said} {next}")));
        let last = LastEntry { customer: posted.subject.customer, fields: posted.fields };
        self.desk.last.insert(posted.name, last);
        self.refresh();
        self.ask_about();
        self.effects.push(Effect::Keep);
    }

    /// Whether a form says that a document is delivered by hand: its field holds the beginning of that word alone.
    fn is_by_hand(&self, posted: &PostedForm) -> bool {
        let Some(typed) = posted.fields.get("send_by").map(|typed| typed.trim().to_lowercase())
        else {
            return false;
        };
        let begins = |way: DeliveryWay| {
            let word = self.desk.word(way.word()).to_lowercase();
            [word.as_str(), way.word()].iter().any(|word| word.starts_with(&typed))
        };
        let others = [DeliveryWay::Email, DeliveryWay::Print];
        !typed.is_empty() && begins(DeliveryWay::Hand) && !others.into_iter().any(begins)
    }

    /// Marks the invoice of a dispute that a form opened in what comes up below the form, and says which key
    /// credits the dispute there.
    fn next_of_a_dispute(&mut self, posted: &PostedForm) -> Option<String> {
        let (_, dispute) = posted.made.iter().rev().find(|(what, _)| what == "dispute")?;
        self.desk.last_dispute = Some(Number(dispute.clone()));
        let invoice = posted.disputed.as_ref()?;
        let (top, desk) = self.top_mut();
        let part = top.part_mut();
        let context = part.context();
        if !part.marks(posted.subject.customer.as_ref()?, invoice) {
            return None;
        }
        let credit = Action::Fills("credit_note".into());
        let there = desk.keymap.shown(Context::Sheet, &credit)?;
        let opens = desk.keymap.shown(context, &Action::Does(Verb::Open)).unwrap_or_default();
        let (words, key) = match desk.keymap.shown(context, &credit) {
            Some(key) => ("posted-then-credit", key),
            None => ("posted-then-open", there),
        };
        let parts = [("key", key.as_str()), ("opens", &opens)];
        Some(desk.say(words, &parts))
    }

    /// Shows a pane. Unfinished forms are put on hold.
    pub(super) fn show(&mut self, pane: PaneName) {
        if self.is_locked() {
            return;
        }
        // The top layer was worked on last, so it is resumed first.
        let above = std::mem::take(&mut self.layers);
        self.turns_to(pane);
        for layer in above {
            match layer {
                Layer::Pane(pane) => self.later(pane.offers().to_vec()),
                Layer::Form(form) if form.is_typed() || form.stage == Stage::Sent => {
                    self.parks(form);
                }
                Layer::Form(_) => {}
            }
        }
        self.effects.push(Effect::Keep);
        self.entered();
    }

    /// Replaces the pane at the bottom. If its work is not finished, or what it posted is not answered, it is kept
    /// as it is until it is shown again.
    fn turns_to(&mut self, pane: PaneName) {
        let is_import = pane == PaneName::Import;
        if is_import && self.pane.part().is_unfinished() {
            return;
        }
        let left = if is_import { self.takes_pane_aside() } else { None };
        let next = left.unwrap_or_else(|| Layer::Pane(pane::named(pane)));
        let before = std::mem::replace(&mut self.pane, next);
        if let Some(ticks) = before.part().ticks() {
            let context = before.part().context();
            self.ticks.retain(|(of, _)| *of != context);
            self.ticks.push((context, ticks));
        }
        if before.part().is_unfinished() {
            self.message = Some(self.desk.say("pane-on-hold", &[]));
            // A pane whose work was finished meanwhile is dropped.
            drop(self.takes_pane_aside());
            self.on_hold.push(before);
        } else if is_kept(&before) {
            self.left.push(before);
        }
        let context = self.pane.part().context();
        if let Some(place) = self.left.iter().position(|it| it.part().context() == context) {
            self.pane = self.left.remove(place);
            self.pane.part_mut().comes_back();
        }
        if let Some((_, ticks)) = self.ticks.iter().find(|(of, _)| *of == context) {
            self.pane.part_mut().has_ticks(ticks.clone());
        }
    }

    /// Shows the reconciliation at a bank line.
    pub(super) fn reconcile(&mut self, line: &Number) {
        self.show(PaneName::Reconcile);
        if self.pane.part().context() == Context::Reconcile {
            self.pane.part_mut().seeks(line);
        }
    }

    /// Passes an answer to the panes that were left and kept.
    pub(super) fn answers_left(&mut self, answer: &Answer) {
        let mut steps = Vec::new();
        for pane in &mut self.left {
            steps.extend(pane.part_mut().answered(answer, &self.desk));
        }
        self.left.retain(is_kept);
        self.carry_out(steps);
    }

    fn takes_pane_aside(&mut self) -> Option<Layer> {
        let place = self.on_hold.iter().position(|layer| layer.form().is_none())?;
        Some(self.on_hold.remove(place))
    }

    /// Whether a pane was left before its work was finished.
    pub(super) fn has_pane_aside(&self) -> bool {
        self.on_hold.iter().any(|layer| layer.form().is_none() && layer.part().is_unfinished())
    }

    /// How many forms and panes on hold can be resumed, and how many forms are being sent.
    pub(super) fn count_on_hold(&self) -> (usize, usize) {
        let forms = self.on_hold.iter().filter_map(Layer::form);
        let sent = forms.filter(|form| form.stage == Stage::Sent).count();
        (self.on_hold.iter().filter(|layer| waits(layer)).count(), sent)
    }

    /// Passes an answer to the pane that was left unfinished.
    pub(super) fn answers_pane_aside(&mut self, answer: &Answer) {
        let was_unfinished = self.has_pane_aside();
        let mut panes = self.on_hold.iter_mut().filter(|layer| layer.form().is_none());
        let Some(pane) = panes.next() else { return };
        let steps = pane.part_mut().answered(answer, &self.desk);
        self.carry_out(steps);
        if was_unfinished && !self.has_pane_aside() {
            self.message = Some(self.desk.say("pane-aside-done", &[]));
        }
    }
}

/// Whether a pane that is left is kept until it is shown again.
fn is_kept(layer: &Layer) -> bool {
    layer.part().is_posting() || layer.part().has_progress()
}

/// Whether something on hold can be resumed: a form that is not being sent, or an unfinished pane.
fn waits(layer: &Layer) -> bool {
    match layer {
        Layer::Form(form) => form.stage != Stage::Sent,
        Layer::Pane(pane) => pane.is_unfinished(),
    }
}
