//! What forms there are, as data: `assets/forms.toml`. May use: assets, serde, toml.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::assets;

/// What must be marked before a form can open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
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
    /// What is billed.
    Lines,
    /// What a payment is for.
    Shares,
    /// What a certificate settles: each invoice with its amount, never by rule.
    Amounts,
}

/// How a field is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// As it is.
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
    /// One tax code or several.
    Taxes,
    /// The number of what this cannot be undone for, typed once more; it is sent nowhere.
    Again,
}

/// A field of a form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldSpec {
    /// The name of its words: `field-…`.
    pub name: String,
    /// Where it goes: a field of the first command, or `command.field`.
    pub into: String,
    /// How it is typed.
    pub entry: Entry,
    /// Whether it stands on the line of the field before it.
    #[serde(default)]
    pub beside: bool,
    /// What may be chosen.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Or which table says that: `reasons`, `certificates`.
    #[serde(default)]
    pub choices_of: Option<String>,
    /// What stands there before anything is typed.
    #[serde(default)]
    pub given: Option<String>,
}

/// How what a form posted is taken back: by another form, or never.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoSpec {
    /// What it made that is taken back (`invoice`); none, the form opens on what this one was about.
    #[serde(default)]
    pub made: Option<String>,
    /// The form that takes it back.
    #[serde(default)]
    pub form: Option<String>,
    /// Or the words for why it stays, and what to do instead.
    #[serde(default)]
    pub never: Option<String>,
    /// Whether what stood in the fields before is typed into that form.
    #[serde(default)]
    pub fills: bool,
}

/// A form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSpec {
    /// Its name, and that of its words: `form-…`.
    pub name: String,
    /// What must be marked.
    #[serde(default)]
    pub needs: Needs,
    /// Of which kinds, where that is a document.
    #[serde(default)]
    pub of: Vec<String>,
    /// The commands it sends.
    pub sends: Vec<String>,
    /// Which field takes what was marked.
    #[serde(default)]
    pub about: BTreeMap<String, String>,
    /// How what it posts is taken back, in the order in which that is offered. There is no default:
    /// a form that does not say it is not read.
    pub undo: Vec<UndoSpec>,
    /// Fields of the command that always say the same.
    #[serde(default)]
    pub sets: BTreeMap<String, String>,
    /// Whether only what was changed is sent.
    #[serde(default)]
    pub changes: bool,
    /// The field in which the cursor stands first, where that is not the first one.
    #[serde(default)]
    pub starts: Option<String>,
    /// What stands below the fields.
    #[serde(default)]
    pub grid: Option<GridKind>,
    /// Its fields, in the order in which they are typed.
    pub fields: Vec<FieldSpec>,
}

impl FormSpec {
    /// The commands by name, and whether each is sent in any case.
    pub fn commands(&self) -> impl Iterator<Item = (&str, bool)> {
        self.sends.iter().map(|name| match name.strip_suffix('?') {
            Some(name) => (name, false),
            None => (name.as_str(), true),
        })
    }

    /// The place of the field in which the cursor stands first.
    pub fn first(&self) -> usize {
        let named = |field: &FieldSpec| Some(&field.name) == self.starts.as_ref();
        self.fields.iter().position(named).unwrap_or(0)
    }

    /// Which command a field goes to, and which field of it that is.
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
        struct File {
            form: Vec<FormSpec>,
        }
        let file: File = toml::from_str(assets::FORMS)?;
        Ok(Forms(file.form.into_iter().map(Arc::new).collect()))
    }

    /// The form with this name.
    pub fn named(&self, name: &str) -> Option<&Arc<FormSpec>> {
        self.0.iter().find(|form| form.name == name)
    }

    /// The first form that sends a command in any case.
    pub fn sending(&self, command: &str) -> Option<&Arc<FormSpec>> {
        self.0.iter().find(|form| form.commands().next() == Some((command, true)))
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<FormSpec>] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Command;

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
    fn every_form_says_how_all_that_it_makes_is_taken_back() {
        use crate::words::Words;
        let forms = Forms::load().unwrap();
        for form in forms.all() {
            assert!(!form.undo.is_empty(), "{} does not say how it is taken back", form.name);
            for undo in &form.undo {
                let by = undo.form.as_ref().map(|name| forms.named(name));
                assert!(by.is_none_or(|by| by.is_some()), "{}: no form {undo:?}", form.name);
                assert_eq!(undo.form.is_none(), undo.never.is_some(), "{}: {undo:?}", form.name);
                // What is made is of a kind that the other form opens on.
                if let (Some(Some(by)), Some(made)) = (by, &undo.made) {
                    let opens = by.of.contains(made) || made == "allocation";
                    assert!(opens, "{}: {} does not open on {made}", form.name, by.name);
                }
                for words in [Words::english(), Words::french()] {
                    let never = undo.never.as_ref();
                    assert!(never.is_none_or(|name| words.knows(name)), "no words {never:?}");
                }
            }
            // Each command has a say: what it makes is taken back, or why not.
            let said = form.undo.len();
            assert!(said >= form.sends.len(), "{} sends more than it takes back", form.name);
        }
    }
}
