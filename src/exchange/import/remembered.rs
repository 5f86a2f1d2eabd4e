//! What was decided about a file, remembered by the names of its columns: the next file with the same
//! ones is read the same way. What the file shows overrides it, and so does what a person says. May use:
//! the finding, the profiles, the readings.

use crate::domain::Rule;
use crate::engine::{Failure, Session};
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::{Reading, ReadingsOf};

use super::decisions::Decisions;
use super::finding::{self, FileContent, FileFinding, heads};
use super::wish::Wish;
use super::{ImportKind, profile};

impl Decisions {
    /// A wish completed by these decisions; `None` if the person said that the file holds something
    /// else.
    fn below(&self, wish: &Wish, kind: ImportKind) -> Option<Wish> {
        if wish.kind.is_some_and(|said| said != kind) {
            return None;
        }
        let mut below = wish.clone();
        below.kind = wish.kind.or(self.kind.as_deref().and_then(ImportKind::from_word));
        below.sheet = wish.sheet.clone().or_else(|| self.sheet.clone());
        for (all, said) in
            [(&self.map, &mut below.mapping.map), (&self.set, &mut below.mapping.set)]
        {
            for (field, value) in all {
                said.entry(field.clone()).or_insert_with(|| value.clone());
            }
        }
        below.last = Some(self.clone());
        Some(below)
    }

    /// Whether they were made for a sheet of this very file: read again, it is for another sheet.
    fn are_of_a_sheet_of(&self, wish: &Wish) -> bool {
        self.sheet.is_some() && self.file.is_some() && self.file == wish.file
    }

    /// The decisions that a reading follows, as options of the command line.
    pub fn followed(&self, reading: &Reading, said: &Wish) -> Vec<String> {
        let mut options = Vec::new();
        let mut option = |name: &str, value: &str| {
            options.push(match (value, value.contains(char::is_whitespace)) {
                ("", _) => format!("--{name}"),
                (value, false) => format!("--{name} {value}"),
                (value, true) => format!("--{name} \"{value}\""),
            });
        };
        if let Some(kind) = self.kind.as_deref().filter(|_| said.kind.is_none()) {
            option("kind", kind);
        }
        if let Some(sheet) = self.sheet.as_deref().filter(|_| said.sheet.is_none())
            && reading.sheet.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(sheet))
        {
            option("sheet", sheet);
        }
        for (name, all, over) in
            [("map", &self.map, &said.mapping.map), ("set", &self.set, &said.mapping.set)]
        {
            for (field, value) in all.iter().filter(|(field, _)| !over.contains_key(*field)) {
                option(name, &format!("{field}={value}"));
            }
        }
        let likely = self.likely();
        if let Some(format) = self.date_format.as_deref().filter(|_| said.format.is_none()) {
            let is_ordered = |it: &_| Some(it) == likely.order.as_ref();
            let orders = reading.dates.values().filter_map(|style| style.order.as_ref());
            if reading.date_format.as_deref() == Some(format) || orders.into_iter().any(is_ordered)
            {
                option("date-format", format);
            }
        }
        if let Some(decimals) = self.decimals.filter(|_| said.said.decimals.is_none())
            && reading.numbers.values().any(|style| style.decimals == decimals)
        {
            option(
                match decimals {
                    Decimals::Point => "decimal-point",
                    Decimals::Comma => "decimal-comma",
                },
                "",
            );
        }
        if let Some(sign) = self.credit_is_positive
            && said.said.credit_is_positive.is_none()
        {
            option("credits", if sign { "plus" } else { "minus" });
        }
        for (name, is_so) in
            [("create-customers", self.create_customers), ("suspense", self.suspense)]
        {
            if is_so {
                option(name, "");
            }
        }
        options
    }
}

/// The outcome for a file that may be read as last time.
pub struct AsLastTime {
    /// Its reading, or what to ask about it.
    pub finding: FileFinding,
    /// The person's wish, completed by the decisions of last time; it goes with the answer to a
    /// question.
    pub wish: Wish,
}

/// Works out how to read a file, like the last one with the same columns. If the file does not allow
/// that, it is read as if there had been none.
pub fn find(session: &Session, content: &FileContent, wish: &Wish) -> Result<AsLastTime, Failure> {
    let found = finding::find(content, wish);
    // The columns are named after the fields, and the kind is given: this is a script, which says
    // everything itself.
    if matches!(&found, Ok(FileFinding::Read(file)) if file.is_own) {
        return Ok(AsLastTime { finding: found?, wish: wish.clone() });
    }
    let asks_sheet =
        matches!(&found, Ok(FileFinding::Asked(asked)) if asked.about == ReadingsOf::Sheet);
    if let Some((last, kind)) = last(session, content, wish)?
        && !(asks_sheet && last.are_of_a_sheet_of(wish))
        && let Some(mut below) = last.below(wish, kind)
    {
        let mut again = finding::find(content, &below);
        // The sheets of the next workbook may have other names.
        if matches!(&again, Err(Failure::Refused(it)) if it.rule == Rule::ImportSheet) {
            below.sheet.clone_from(&wish.sheet);
            again = finding::find(content, &below);
        }
        let fits = match &again {
            Ok(FileFinding::Read(file)) => file.kind == kind,
            Ok(FileFinding::Asked(_)) => true,
            Err(_) => false,
        };
        if fits && let Ok(mut finding) = again {
            if let FileFinding::Read(file) = &mut finding {
                file.reading.remembered = last.followed(&file.reading, wish);
            }
            return Ok(AsLastTime { finding, wish: below });
        }
    }
    Ok(AsLastTime { finding: found?, wish: wish.clone() })
}

/// What was decided about files with these columns.
fn last(
    session: &Session,
    content: &FileContent,
    wish: &Wish,
) -> Result<Option<(Decisions, ImportKind)>, Failure> {
    for head in heads(content, wish) {
        if let Some(kept) = profile::find(session, &head)?
            && let (Some(last), Some(kind)) =
                (Decisions::kept(&kept.profile), ImportKind::from_word(&kept.kind))
        {
            return Ok(Some((last, kind)));
        }
    }
    Ok(None)
}

/// Remembers what was decided about an imported file. Writes nothing if that is remembered already.
pub fn keep(
    session: &Session,
    head: &[String],
    kind: ImportKind,
    decided: &Decisions,
) -> Result<(), Failure> {
    profile::keep(session, head, kind, &decided.text())
}
