//! What a format writes of a made-up statement is read again, in every dialect.

use daybook::exchange::bank::{BankFormat, BankStatement, Sum, fingerprints};
use proptest::prelude::*;

use super::known::{Known, known, meant, money};
use super::{came, camt, momo, mt940, ofx, table};

/// What every format keeps.
fn same(known: &Known, statement: &BankStatement) -> Result<(), TestCaseError> {
    prop_assert_eq!(money(&statement.lines), meant(known));
    prop_assert_eq!(statement.currency, Some(known.currency));
    let texts: Vec<&str> = statement.lines.iter().map(|line| line.text.as_str()).collect();
    let meant: Vec<&str> = known.lines.iter().map(|line| line.text.as_str()).collect();
    prop_assert_eq!(texts, meant);
    Ok(())
}

fn same_parties(known: &Known, statement: &BankStatement) -> Result<(), TestCaseError> {
    for (line, meant) in statement.lines.iter().zip(&known.lines) {
        prop_assert_eq!(line.payer.as_deref(), Some(meant.payer.as_str()));
        prop_assert_eq!(line.payer_account.as_deref(), Some(meant.account.as_str()));
    }
    Ok(())
}

/// The line's own reference is among those that were read, and the bank's id is its id.
fn same_references(known: &Known, statement: &BankStatement) -> Result<(), TestCaseError> {
    for (line, meant) in statement.lines.iter().zip(&known.lines) {
        prop_assert!(line.references.contains(&meant.reference), "{:?}", line);
        prop_assert_eq!(line.bank_id.as_deref(), Some(meant.id.as_str()));
    }
    Ok(())
}

fn balanced(known: &Known, statement: &BankStatement) -> Result<(), TestCaseError> {
    prop_assert_eq!(statement.sum(), Sum::Agrees);
    prop_assert_eq!(statement.opening.map(|it| it.amount), Some(known.opening.normalize()));
    prop_assert_eq!(statement.closing.map(|it| it.amount), Some(known.closing().normalize()));
    prop_assert_eq!(statement.number.as_deref(), Some(known.number.as_str()));
    Ok(())
}

proptest! {
    #[test]
    fn camt(known in known()) {
        let reading = came(camt::written(&known));
        prop_assert_eq!((&reading.warnings[..], reading.statements.len()), (&[][..], 1));
        let statement = &reading.statements[0];
        same(&known, statement)?;
        same_parties(&known, statement)?;
        same_references(&known, statement)?;
        balanced(&known, statement)?;
        let returns: Vec<bool> = statement.lines.iter().map(|line| line.is_return).collect();
        prop_assert_eq!(returns, known.lines.iter().map(|line| line.is_return).collect::<Vec<_>>());
    }

    #[test]
    fn mt940(known in known()) {
        let reading = came(mt940::written(&known));
        prop_assert_eq!((&reading.warnings[..], reading.statements.len()), (&[][..], 1));
        let statement = &reading.statements[0];
        same(&known, statement)?;
        same_references(&known, statement)?;
        balanced(&known, statement)?;
        if known.pick(0, 3) < 2 {
            same_parties(&known, statement)?;
        }
    }

    #[test]
    fn ofx(known in known()) {
        let reading = came(ofx::written(&known));
        prop_assert_eq!((&reading.warnings[..], reading.statements.len()), (&[][..], 1));
        let statement = &reading.statements[0];
        same(&known, statement)?;
        same_parties(&known, statement)?;
        same_references(&known, statement)?;
        prop_assert_eq!(statement.closing.map(|it| it.amount), Some(known.closing().normalize()));
    }

    #[test]
    fn momo(known in known()) {
        let known = momo::suited(known);
        let reading = came(momo::written(&known));
        prop_assert_eq!(&reading.warnings[..], &[][..]);
        let statement = &reading.statements[0];
        prop_assert_eq!(money(&statement.lines), meant(&known));
        if !known.lines.is_empty() {
            prop_assert_eq!(statement.sum(), Sum::Agrees);
            prop_assert_eq!(statement.closing.map(|it| it.amount), Some(known.closing().normalize()));
        }
        for (line, meant) in statement.lines.iter().zip(&known.lines) {
            prop_assert_eq!(line.payer.as_deref(), Some(meant.payer.as_str()));
            prop_assert_eq!(line.bank_id.as_deref(), Some(meant.id.as_str()));
        }
    }

    #[test]
    fn table(known in known()) {
        let known = table::suited(known);
        let reading = came(table::written(&known));
        prop_assert_eq!((&reading.warnings[..], reading.statements.len()), (&[][..], 1));
        let mut statement = reading.statements[0].clone();
        if known.pick(3, 2) == 1 {
            statement.lines.reverse();
        }
        same(&known, &statement)?;
        same_parties(&known, &statement)?;
        same_references(&known, &statement)?;
        balanced(&known, &statement)?;
    }

    #[test]
    fn a_line_is_known_again_in_another_file_and_twins_are_counted(known in known()) {
        let twice = |known: &Known| {
            let statement = came(camt::written(known)).statements.remove(0);
            fingerprints(&statement)
        };
        let mut more = known.clone();
        more.dialect = !known.dialect;
        prop_assert_eq!(twice(&known), twice(&more));
        let numbered = twice(&known);
        let distinct: std::collections::HashSet<_> = numbered.iter().collect();
        prop_assert_eq!(distinct.len(), numbered.len());
        if let Some(line) = known.lines.first() {
            more.lines.insert(0, line.clone());
            let doubled = twice(&more);
            prop_assert_eq!(&doubled[0].0, &doubled[1].0);
            prop_assert_eq!((doubled[0].1, doubled[1].1), (1, 2));
        }
    }
}

#[test]
fn every_format_has_a_name_of_its_own() {
    let names: std::collections::HashSet<_> =
        BankFormat::ALL.map(BankFormat::name).into_iter().collect();
    assert_eq!(names.len(), BankFormat::ALL.len());
}
