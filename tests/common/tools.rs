//! Programs that a test needs and a machine may lack.
#![allow(clippy::panic)]

use std::process::Command;

/// Whether `program` can be run. Where it cannot, the test is skipped, naming the
/// package that has it.
pub fn has(program: &str, package: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    skip(&format!("{program} is missing: apt-get install {package}"));
    false
}

/// Says why a test is skipped. In CI nothing is skipped: there it fails.
pub fn skip(why: &str) {
    assert!(std::env::var_os("CI").is_none(), "skipped in CI: {why}");
    eprintln!("skipped: {why}");
}
