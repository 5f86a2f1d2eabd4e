//! The forms as data: reads `assets/forms.toml`. May use: assets, serde, toml.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::assets;
use crate::domain::command::{Fields, Undo, UndoneBy};
use crate::domain::{Command, Language};

/// What must be selected before a form can open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormNeeds {
    /// Nothing.
    #[default]
    Nothing,
    /// An account.
    Customer,
    /// A document, or a case.
    Document,
}

/// What stands below the fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// The lines of an invoice.
    Lines,
    /// The shares of a payment.
    Shares,
    /// The invoices that a certificate settles, each with its amount.
    Amounts,
}

/// How a field is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// As text.
    Text,
    /// An amount, in the account's currency.
    Amount,
    /// A unit price in the account's currency, with any decimals.
    Price,
    /// A figure with any decimals.
    Figure,
    /// A small whole number.
    Count,
    /// A percentage.
    Percent,
    /// A day.
    Day,
    /// A day and a time of day.
    Moment,
    /// One of a few words.
    Choice,
    /// An open item of the account, by the end of its number.
    Item,
    /// Open items of the account, each by the end of its number.
    Items,
    /// One tax code or several.
    Taxes,
    /// Terms of payment, as files of other programs write them, or as a number of days.
    Terms,
    /// A customer, looked up by what is typed: a name, a telephone number, a code.
    Customer,
    /// A payment that a bank line may be, offered by amount and day.
    Payment,
    /// Payments that wait to be taken to the bank, each by the end of its number.
    Payments,
    /// A remittance: invoices with what is paid on each.
    Remittance,
    /// The customers among whom a bank line is split, each with an amount, looked up as they are typed.
    LineParts,
    /// A number retyped to confirm what cannot be undone. It is not sent.
    Again,
}

impl FieldKind {
    /// Whether it is typed as words: typing continues the text instead of replacing it.
    pub fn is_words(self) -> bool {
        use FieldKind::{Customer, LineParts, Remittance, Terms, Text};
        matches!(self, Text | Terms | Remittance | Customer | LineParts)
    }
}

/// A field of a form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// The name of its message, after `field-`.
    pub name: String,
    /// The target: a field of the first command, or `command.field`.
    pub into: String,
    /// How it is typed.
    pub entry: FieldKind,
    /// Whether it is on the same line as the field before it.
    #[serde(default)]
    pub beside: bool,
    /// The choices.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The table of the choices: `reasons`, `root_causes`, `contacts`, `certificates` or `languages`.
    #[serde(default)]
    pub choices_of: Option<String>,
    /// The value before anything is typed.
    #[serde(default)]
    pub given: Option<String>,
}

/// The fields for days and moments that have been, not those that are to come.
const PAST: [&str; 5] = ["date", "started", "through_day", "statement_from", "statement_through"];

/// The texts that tell one customer from another, or what was said to one.
const PERSONAL: [&str; 16] = [
    "address",
    "callback_note",
    "certificate_number",
    "code",
    "contact",
    "email",
    "join_into",
    "name",
    "note",
    "payer",
    "pays_for",
    "phone",
    "send_to",
    "tax_id",
    "tax_ids",
    "wrap_up",
];

/// When the last entry is repeated in a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeats {
    /// Whomever it was for.
    Always,
    /// If it was for the same customer: it is theirs.
    SameCustomer,
    /// Never: it says whose money it is, which is looked at each time.
    Never,
}

impl FieldSpec {
    /// When the last entry is repeated in it.
    pub fn repeats(&self) -> Repeats {
        use FieldKind::{
            Again, Customer, Item, Items, LineParts, Payment, Payments, Remittance, Text,
        };
        match self.entry {
            Customer | LineParts => Repeats::Never,
            Payment | Payments | Item | Items | Remittance | Again => Repeats::SameCustomer,
            Text if PERSONAL.contains(&self.name.as_str()) => Repeats::SameCustomer,
            _ => Repeats::Always,
        }
    }

    /// Whether its day lies in the past as a rule: when something happened, or up to when it is counted.
    pub fn is_past(&self) -> bool {
        PAST.contains(&self.name.as_str())
    }
}

/// How a thing that a form posted is undone at the desk: by another form, or not at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UndoSpec {
    /// The kind of thing to undo (`invoice`); `None` opens the form on the subject of this one.
    pub made: Option<&'static str>,
    /// The form that undoes it.
    pub form: Option<String>,
    /// The message that says why it stays and what to do instead, if no form undoes it.
    pub why_not: String,
    /// Whether the earlier values of the fields are typed into that form.
    pub fills: bool,
}

/// A form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSpec {
    /// Its name, which is also that of its message, after `form-`.
    pub name: String,
    /// What must be selected.
    #[serde(default)]
    pub needs: FormNeeds,
    /// The kinds of document that it opens on.
    #[serde(default)]
    pub of: Vec<String>,
    /// The forms that open instead on documents of other kinds.
    #[serde(default)]
    pub instead: BTreeMap<String, String>,
    /// The commands it sends.
    pub sends: Vec<String>,
    /// The field that takes the selection.
    #[serde(default)]
    pub about: BTreeMap<String, String>,
    /// Whether it is the form that undoes something by its command, if several forms send that command.
    #[serde(default)]
    pub undoes: bool,
    /// Fields of the command with fixed values.
    #[serde(default)]
    pub sets: BTreeMap<String, String>,
    /// Whether to send only what was changed.
    #[serde(default)]
    pub changes: bool,
    /// The field where the cursor starts, if not the first one.
    #[serde(default)]
    pub starts: Option<String>,
    /// Whether it opens at its review, because all of it is given.
    #[serde(default)]
    pub reviewed: bool,
    /// The field in which Enter posts without a review, because its result is shown while it is typed.
    #[serde(default)]
    pub at_once: Option<String>,
    /// The part below the fields.
    #[serde(default)]
    pub grid: Option<GridKind>,
    /// Its fields, in the order in which they are typed.
    pub fields: Vec<FieldSpec>,
}

impl FormSpec {
    /// The commands by name, and whether each is always sent.
    pub fn commands(&self) -> impl Iterator<Item = (&str, bool)> {
        self.sends.iter().map(|name| match name.strip_suffix('?') {
            Some(name) => (name, false),
            None => (name.as_str(), true),
        })
    }

    /// The place of the field where the cursor starts.
    pub fn first(&self) -> usize {
        let named = |field: &FieldSpec| Some(&field.name) == self.starts.as_ref();
        self.fields.iter().position(named).unwrap_or(0)
    }

    /// The command and the field of it that a field goes to.
    pub fn target<'a>(&'a self, into: &'a str) -> (usize, &'a str) {
        if let Some((name, field)) = into.split_once('.')
            && let Some(place) = self.commands().position(|(command, _)| command == name)
        {
            return (place, field);
        }
        (0, into)
    }
}

/// All forms.
#[derive(Clone, Debug)]
pub struct Forms(Vec<Arc<FormSpec>>);

impl Forms {
    /// Reads the program's forms.
    pub fn load() -> Result<Forms, toml::de::Error> {
        #[derive(Deserialize)]
        struct FormsFile {
            form: Vec<FormSpec>,
        }
        let mut file: FormsFile = toml::from_str(assets::FORMS)?;
        let fields = file.form.iter_mut().flat_map(|form| form.fields.iter_mut());
        for field in fields.filter(|field| field.choices_of.as_deref() == Some("languages")) {
            field.choices = Language::ALL.iter().map(|language| language.code().into()).collect();
        }
        Ok(Forms(file.form.into_iter().map(Arc::new).collect()))
    }

    /// The form with this name.
    pub fn named(&self, name: &str) -> Option<&Arc<FormSpec>> {
        self.0.iter().find(|form| form.name == name)
    }

    /// The form that opens under this name on a document of a kind.
    pub fn on(&self, name: &str, kind: &str) -> Option<&Arc<FormSpec>> {
        let form = self.named(name)?;
        form.instead.get(kind).map_or(Some(form), |instead| self.named(instead))
    }

    /// The form that always sends a command, for an entry with these fields: the one whose fixed fields are the entry's,
    /// as of a dispute that was voided, or else the first.
    pub fn sending(&self, command: &str, fields: &Fields) -> Option<&Arc<FormSpec>> {
        let mut all = self.0.iter().filter(|it| it.commands().next() == Some((command, true)));
        let first = all.clone().next();
        let is_fixed = |(field, value): (&String, &String)| fields.get(field) == Some(value);
        all.find(|it| !it.sets.is_empty() && it.sets.iter().all(is_fixed)).or(first)
    }

    /// The ways to undo what a form posted with these fields, in the order in which they are offered.
    /// The first command comes last, because the others depend on it.
    pub fn undo(&self, form: &FormSpec, typed: &Fields) -> Vec<UndoSpec> {
        let mut fields = form.sets.clone();
        fields.extend(typed.clone());
        let mut commands: Vec<&str> = form.commands().map(|(command, _)| command).collect();
        commands.rotate_left(1);
        let undone = commands.into_iter().flat_map(|command| {
            let all = Command::undo(command, &fields).unwrap_or_default();
            all.into_iter().map(move |undo| self.undone(form, command, undo))
        });
        undone.collect()
    }

    /// The way to undo a command of a form.
    pub fn undone(&self, form: &FormSpec, command: &str, undo: Undo) -> UndoSpec {
        let (by, fills) = match undo.by {
            UndoneBy::Command(command, sets) => (self.undoing(command, sets), false),
            UndoneBy::Before => (Some(form), true),
            UndoneBy::Nothing => (None, false),
        };
        let why_not = format!("undo-{}", command.replace('_', "-"));
        UndoSpec { made: undo.made, form: by.map(|by| by.name.clone()), why_not, fills }
    }

    /// The form that undoes something by a command with these fields.
    fn undoing(&self, command: &str, sets: &[(&str, &str)]) -> Option<&FormSpec> {
        let mut forms: Vec<&FormSpec> = self.0.iter().map(|form| &**form).collect();
        forms.retain(|form| {
            let sends = form.commands().eq([(command, true)]);
            let fixed = form.sets.iter().map(|(field, value)| (field.as_str(), value.as_str()));
            sends && fixed.eq(sets.iter().copied())
        });
        let first = forms.first().copied();
        forms.into_iter().find(|form| form.undoes).or(first)
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<FormSpec>] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_goes_into_a_field_of_its_command() {
        for form in Forms::load().unwrap().all() {
            let names: Vec<&str> = form.commands().map(|(name, _)| name).collect();
            let into = form.fields.iter().map(|field| &field.into).filter(|into| !into.is_empty());
            for into in into.chain(form.about.keys()).chain(form.sets.keys()) {
                let (place, field) = form.target(into);
                let schema = Command::schema(names[place]).unwrap().to_value();
                let head = field.split('.').next().unwrap();
                let known = schema["properties"].get(head).is_some();
                assert!(known, "{}: {} has no field {field}", form.name, names[place]);
            }
            let starts = form.starts.as_deref().unwrap_or(&form.fields[0].name);
            assert_eq!(form.fields[form.first()].name, starts, "{}", form.name);
        }
    }

    #[test]
    fn what_every_form_makes_is_undone_by_a_form_or_words_say_why_not() {
        use crate::words::Words;
        let forms = Forms::load().unwrap();
        for form in forms.all() {
            for (command, _) in form.commands() {
                let all = Command::undo(command, &form.sets).unwrap();
                assert!(!all.is_empty(), "{command} does not say how it is undone");
                for undo in all {
                    let spec = forms.undone(form, command, undo);
                    let by = spec.form.as_ref().map(|name| forms.named(name).unwrap());
                    // What is made is of a kind that the other form opens on.
                    if let (Some(by), Some(made)) = (by, spec.made) {
                        let opens = by.of.iter().any(|kind| kind == made) || made == "allocation";
                        assert!(opens, "{}: {} does not open on {made}", form.name, by.name);
                    }
                    assert_eq!(by.is_none(), undo.by == UndoneBy::Nothing, "{undo:?} by no form");
                    for words in [Words::english(), Words::french()] {
                        let says = by.is_some() || words.knows(&spec.why_not);
                        assert!(says, "no words {}", spec.why_not);
                    }
                }
            }
        }
    }

    #[test]
    fn a_dispute_that_was_voided_is_not_offered_to_be_moved_on() {
        let forms = Forms::load().unwrap();
        let form = forms.named("move_dispute").unwrap();
        let to = |to: &str| forms.undo(form, &[("to".into(), to.into())].into());
        assert_eq!(to("waiting")[0].form.as_deref(), Some("move_dispute"));
        assert_eq!(to("void")[0].form, None);
    }
}
