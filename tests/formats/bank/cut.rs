//! A file that was cut is never read as a whole one.

use daybook::exchange::bank::{BankStatement, BankWish, Sum, read};
use proptest::prelude::*;

use super::known::{Known, known};
use super::{camt, momo, mt940, ofx};

/// Cut at a place, a file is refused, or all lines are there, or the sum says that something is missing.
fn cut(bytes: &[u8], at: usize) -> Result<(), TestCaseError> {
    let whole = read(bytes, &BankWish::default()).unwrap();
    let Ok(part) = read(&bytes[..at], &BankWish::default()) else { return Ok(()) };
    let lines = |all: &[BankStatement]| all.iter().map(|it| it.lines.len()).sum::<usize>();
    let is_told = part.warned > whole.warned
        || part.statements.iter().any(|it| matches!(it.sum(), Sum::Differs(_)));
    let is_whole = lines(&part.statements) == lines(&whole.statements);
    prop_assert!(is_whole || is_told, "{at} of {}", bytes.len());
    Ok(())
}

fn everywhere(bytes: &[u8], share: f64) -> Result<(), TestCaseError> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = (bytes.len() as f64 * share) as usize;
    for at in [at, bytes.len().saturating_sub(at % 200), bytes.len() - 1] {
        cut(bytes, at.min(bytes.len()))?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn camt_is(known in known(), share in 0.0..1.0_f64) {
        everywhere(&camt::written(&known), share)?;
    }

    #[test]
    fn mt940_is(known in known(), share in 0.0..1.0_f64) {
        everywhere(&mt940::written(&known), share)?;
    }

    #[test]
    fn ofx_is(known in known(), share in 0.0..1.0_f64) {
        everywhere(&ofx::written(&known), share)?;
    }

    #[test]
    fn momo_is(known in known(), share in 0.0..1.0_f64) {
        let known: Known = momo::suited(known);
        everywhere(&momo::written(&known), share)?;
    }
}
