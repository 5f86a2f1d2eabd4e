//! Runs library code that may panic on its input, so that a panic ends that work alone. May use: std.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread would be contained; its message is then not shown.
pub fn is_contained() -> bool {
    CONTAINED.get()
}

/// Runs work. A panic becomes an error with its payload, and its message is not shown.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !is_contained() {
                before(info);
            }
        }));
    });
    let outside = CONTAINED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(outside);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_the_work_alone() {
        let overflows = |by: u8| 250_u8.checked_add(by).unwrap();
        assert_eq!(contained(|| overflows(5)).ok(), Some(255));
        assert!(contained(|| overflows(6)).is_err());
        assert!(!is_contained());
        assert_eq!(contained(is_contained).ok(), Some(true));
    }
}
