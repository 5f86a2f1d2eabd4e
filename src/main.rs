//! The `daybook` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    daybook::cli::run()
}
