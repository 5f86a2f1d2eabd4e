//! `daybook completions` and `daybook man`.

use clap::Args;
use clap_complete::Shell;

use super::Common;
use super::help;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct CompletionsArgs {
    /// Which shell
    shell: Shell,
}

pub fn completions(common: &Common, args: &CompletionsArgs) -> Result<u8, CliError> {
    let mut text = Vec::new();
    let mut command = help::printed(common.language());
    clap_complete::generate(args.shell, &mut command, "daybook", &mut text);
    output::print(&String::from_utf8_lossy(&text))?;
    Ok(DONE)
}

pub fn man(common: &Common) -> Result<u8, CliError> {
    let mut text = Vec::new();
    clap_mangen::Man::new(help::printed(common.language())).render(&mut text)?;
    output::print(&help::manual(&String::from_utf8_lossy(&text), common.language()))?;
    Ok(DONE)
}
