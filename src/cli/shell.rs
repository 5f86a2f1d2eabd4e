//! `daybook completions` and `daybook man`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct CompletionsArgs {
    /// Which shell
    shell: Shell,
}

pub fn completions(args: &CompletionsArgs) -> Result<u8, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "daybook", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(DONE)
}

pub fn man() -> Result<u8, CliError> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(DONE)
}
