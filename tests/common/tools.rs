//! Programs that a test needs and a machine may lack.
#![allow(dead_code, clippy::panic)]

use std::process::Command;

/// Whether `program` can be run. Where it cannot, the test says which package has it and counts as
/// skipped; in CI that fails.
pub fn has(program: &str, package: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(std::env::var("CI").is_err(), "{program} is missing: apt-get install {package}");
    eprintln!("skipped: {program} is missing (apt-get install {package})");
    false
}
