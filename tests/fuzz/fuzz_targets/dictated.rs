#![no_main]

#[path = "../bodies/mod.rs"]
mod bodies;
#[path = "../../common/mod.rs"]
mod common;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::dictated::dictated(bytes));
