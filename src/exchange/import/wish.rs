//! What a person said about how to read a file, which overrides what is worked out. May use: the
//! mapping, the readings.

use crate::domain::Refusal;
use crate::exchange::reading::Alternative;
use crate::exchange::reading::amounts::Decimals;
use crate::exchange::reading::evidence::SaidOfFile;

use super::ImportKind;
use super::dates::DateFormat;
use super::decisions::Decisions;
use super::mapping::Mapping;

/// What a person said about a file.
#[derive(Clone, Default)]
pub struct Wish {
    /// The kind of its records.
    pub kind: Option<ImportKind>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The columns of fields.
    pub mapping: Mapping,
    /// The format of all dates.
    pub format: Option<DateFormat>,
    /// The decimal mark, and the meaning of `CR`.
    pub said: SaidOfFile,
    /// The file's name, without its extension.
    pub name: String,
    /// A hash of the file, at a desk.
    pub file: Option<String>,
    /// What was decided about the last file with the same columns; what the file shows overrides it.
    pub last: Option<Decisions>,
}

impl Wish {
    /// Applies the answer to a question. Returns whether its option is known.
    pub fn choose(&mut self, choice: &Alternative) -> Result<bool, Refusal> {
        let (option, value) = &choice.option;
        match *option {
            "kind" => self.kind = ImportKind::from_word(value),
            "sheet" => self.sheet = Some(value.clone()),
            "date-format" => self.format = Some(DateFormat::parse(value)?),
            "decimal-point" => self.said.decimals = Some(Decimals::Point),
            "decimal-comma" => self.said.decimals = Some(Decimals::Comma),
            "credits" => self.said.credit_is_positive = Some(value == "plus"),
            "map" => {
                let (field, column) = value.split_once('=').unwrap_or((value, ""));
                self.mapping.map.insert(field.to_string(), column.to_string());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Sets the kind. Drops what was said about fields that this kind lacks.
    pub fn set_kind(&mut self, kind: ImportKind) {
        self.kind = Some(kind);
        let fields = kind.fields();
        self.mapping.map.retain(|field, _| fields.contains(&field.as_str()));
        self.mapping.set.retain(|field, _| fields.contains(&field.as_str()));
    }
}
