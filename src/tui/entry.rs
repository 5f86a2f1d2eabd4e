//! What is typed into a field, and what is understood by it. May use: the readings of what is typed.

pub use crate::typed::*;
