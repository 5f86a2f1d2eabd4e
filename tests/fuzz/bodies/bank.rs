//! Bank statements of any format.

use daybook::domain::{Refusal, Rule, Worded, text};
use daybook::exchange::bank::{BankLine, BankReading, BankWish, fingerprints, read};

use super::has_words;

/// A file is read or refused in words; what is read has texts that a book keeps, places in the file, and
/// is the same when it is read again.
pub fn bank(bytes: &[u8]) {
    let given = String::from_utf8_lossy(bytes);
    let reading = match read(bytes, &BankWish::default()) {
        Ok(reading) => reading,
        Err(refusal) => return has_words(&refusal, &given),
    };
    warnings(&reading, &given);
    // The bytes of UTF-16 are parted in twos, and a lone mark of old machines ends a line too.
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    for statement in &reading.statements {
        for line in &statement.lines {
            assert!(
                (1..=lines.max(2)).contains(&line.place.line) && line.place.entry > 0,
                "{line:?}"
            );
            kept(line);
        }
        let prints = fingerprints(statement);
        let distinct: std::collections::HashSet<_> = prints.iter().collect();
        assert_eq!((prints.len(), distinct.len()), (statement.lines.len(), statement.lines.len()));
        let _ = statement.sum();
    }
    assert_eq!(read(bytes, &BankWish::default()).as_ref(), Ok(&reading));
}

fn kept(line: &BankLine) {
    assert_eq!(text::clean("text", &line.text, text::LONG), Ok(line.text.clone()));
    let names = [&line.payer, &line.payer_account, &line.paid_for, &line.bank_id];
    for name in names.into_iter().flatten().chain(&line.references) {
        assert_eq!(text::clean("name", name, text::SHORT), Ok(name.clone()));
        assert!(!name.is_empty());
    }
    assert!(line.fee.is_none_or(|fee| !fee.is_sign_negative() && !fee.is_zero()));
}

fn warnings(reading: &BankReading, given: &str) {
    assert!(reading.warned >= reading.warnings.len() as u64);
    for warning in &reading.warnings {
        assert!(!warning.message().key.is_empty());
        let rule = Rule::from_name(&warning.what.rule).unwrap();
        let (field, args) = (warning.what.field.clone(), warning.what.args.clone());
        has_words(&Refusal { rule, field, args }, given);
    }
}
