//! `daybook commands`: every command with its JSON Schema.

use clap::Args;
use serde_json::json;

use crate::domain::command::{CATALOGUE, Command};
use crate::domain::{Refusal, Rule};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct CommandsArgs {
    /// Show this command with its JSON Schema
    name: Option<String>,
}

pub fn run(common: &Common, args: &CommandsArgs) -> Result<u8, CliError> {
    let Some(name) = &args.name else { return all(common) };
    let schema = Command::schema(name)
        .ok_or_else(|| Refusal::new(Rule::CommandUnknown, "name").with("given", name))?;
    match common.json {
        true => output::print_json(&schema)?,
        false => output::print(&(serde_json::to_string_pretty(&schema)? + "\n"))?,
    }
    Ok(DONE)
}

fn all(common: &Common) -> Result<u8, CliError> {
    if common.json {
        let all: Vec<_> = CATALOGUE
            .iter()
            .map(|(name, summary)| {
                json!({"command": name, "summary": summary, "schema": Command::schema(name)})
            })
            .collect();
        output::print_json(&all)?;
        return Ok(DONE);
    }
    let width = CATALOGUE.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = CATALOGUE.iter().map(|(name, summary)| format!("{name:width$}  {summary}\n"));
    output::print(&lines.collect::<String>())?;
    output::print(&format!("\n{}\n", common.words().say("commands-one", &[])))?;
    Ok(DONE)
}
