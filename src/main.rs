//! The `daybook` program.

use std::process::ExitCode;

/// The program allocates many small rows, lines and events: with this allocator a command takes a
/// quarter less time than with the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    daybook::cli::run()
}
