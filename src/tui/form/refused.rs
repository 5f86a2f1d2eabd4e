//! Handles a refusal in a form: where the cursor goes, and which message is shown. May use: the form, the keymap.

use crate::domain::{Command, Refusal, Rule};
use crate::tui::desk::Desk;
use crate::tui::keymap::{Action, Context, Verb};
use crate::tui::layer::Step;

use super::spec::FieldKind;
use super::{Form, FormPlace, Stage};

impl Form {
    pub(super) fn refused(&mut self, command: usize, refusal: Refusal, desk: &Desk) {
        let command = self.sent(desk, command);
        let may_override = self.may_override(command, refusal.rule);
        if may_override {
            self.asks_reason = true;
        }
        // The cursor goes to the refused field, so that the next keys correct it. Only if no field is to
        // blame does it go to the reason for overriding the rule.
        let reason = may_override.then(|| FormPlace::Field(self.reason_place()));
        if let Some(to) = self.place_of(command, &refusal.field).or(reason) {
            self.go(to);
            self.select();
            self.left.push(to);
        }
        self.said.refused = Some((command, refusal));
        self.stage = Stage::Typing;
    }

    /// Shows a refusal that is not about the form's content, because asking again may succeed; then
    /// nothing is said below the form.
    pub(super) fn refused_for_now(&self, desk: &Desk) -> Option<Step> {
        let (_, refusal) = self.said.refused.as_ref()?;
        let is_for_now = matches!(
            refusal.rule,
            Rule::JournalNoSpace | Rule::JournalReadOnly | Rule::ClockAhead | Rule::ClockBehind
        );
        is_for_now.then(|| Step::Say(self.refusal_words(refusal, desk)))
    }

    /// Whether a reason overrides the rule by which one of its commands is refused.
    pub fn may_override(&self, command: usize, rule: Rule) -> bool {
        let name = self.spec.commands().nth(command).map_or("", |(name, _)| name);
        Command::overridable_by_name(name).contains(&rule)
    }

    /// The words of a refusal in a form. The user did not choose the ids: if one is used with other
    /// content, the form was posted, its receipt was lost, and the form was changed since.
    pub fn refusal_words(&self, refusal: &Refusal, desk: &Desk) -> String {
        if refusal.rule == Rule::CommandMissingField {
            return desk.words.told(&self.with_label(refusal));
        }
        if refusal.rule != Rule::CommandIdReused {
            return desk.words.told(refusal);
        }
        let arg = |name: &str| {
            let found = refusal.args.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        let discard = desk.keymap.shown(Context::Form, &Action::Does(Verb::Discard));
        let parts = [
            ("made", arg("made")),
            ("entry", arg("entry")),
            ("key", discard.as_deref().unwrap_or_default()),
        ];
        desk.say("form-was-posted", &parts)
    }

    /// Names a missing field as this form labels it: `by` is “Promised for” here.
    fn with_label(&self, refusal: &Refusal) -> Refusal {
        let (mut refusal, mut entry) = (refusal.clone(), "other");
        let is_it = |into: &str, name: &str| into.rsplit('.').next() == Some(name);
        for (_, name) in refusal.args.iter_mut().filter(|(known, _)| known == "name") {
            let field = self.spec.fields.iter().find(|field| is_it(&field.into, name));
            if let Some(field) = field {
                name.clone_from(&field.name);
                entry = match field.entry {
                    FieldKind::Day | FieldKind::Moment => "day",
                    FieldKind::Choice => "choice",
                    FieldKind::Amount => "amount",
                    _ => "other",
                };
            }
        }
        refusal.with("entry", entry)
    }
}
