//! Decides on remembering how imported files are read.

use crate::domain::command::{KeepImportProfile, LONGEST_PROFILE};
use crate::domain::event::ImportProfileKept;
use crate::domain::{Refusal, Rule, text};
use crate::store::rows::Stop;

use super::{Case, Decided};

/// How many digits a shape has.
const SHAPE: usize = 64;

impl Case<'_> {
    pub(super) fn keep_import_profile(
        &mut self,
        command: &KeepImportProfile,
    ) -> Result<Decided, Stop> {
        let date = self.happened("date", command.date)?;
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if command.shape.len() != SHAPE || !command.shape.bytes().all(is_digit) {
            let refusal = Refusal::new(Rule::ImportShape, "shape");
            return Err(refusal.with("given", &command.shape).into());
        }
        let kind = text::name("kind", &command.kind, text::SHORT)?;
        if command.profile.chars().count() > LONGEST_PROFILE {
            let refusal = Refusal::new(Rule::TextTooLong, "profile");
            return Err(refusal.with("most", LONGEST_PROFILE).into());
        }
        let profile = match command.profile.trim() {
            "" => String::new(),
            text => match serde_json::from_str(text) {
                Ok(serde_json::Value::Object(fields)) => {
                    serde_json::Value::Object(fields).to_string()
                }
                _ => return Err(Refusal::new(Rule::ImportProfile, "profile").into()),
            },
        };
        let shape = command.shape.clone();
        Ok(Decided { date, events: vec![ImportProfileKept { shape, kind, profile }.into()] })
    }
}
