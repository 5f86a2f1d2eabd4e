//! Files from other programs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use daybook::domain::{Money, Rule};
use daybook::engine::ports::Silent;
use daybook::engine::{Failure, Session};
use daybook::exchange::import::mapping::Mapping;
use daybook::exchange::import::{
    DateFormat, Import, ImportKind, ImportOutcome, ImportSummary, run,
};

use super::{Choices, has_words};
use crate::common::TestBook;

const KINDS: [ImportKind; 5] = [
    ImportKind::Customers,
    ImportKind::Items,
    ImportKind::Invoices,
    ImportKind::Receivables,
    ImportKind::Payments,
];
const FORMATS: [&str; 5] = ["YYYY-MM-DD", "M/D/YYYY", "DD.MM.YY", "YYYYMMDD", "D M YYYY"];

/// How many imports a book takes before it is verified and another takes its place.
const IMPORTS: usize = 100;

/// A book that is open, with a few things in it.
struct Desk {
    test: TestBook,
    session: Option<Session>,
    file: PathBuf,
    imports: usize,
}

impl Desk {
    fn new() -> Desk {
        let mut test = TestBook::rwanda();
        test.customer("C1");
        test.taken(r#"{"do":"register_customer","code":"C2","name":"Zoë","currency":"USD"}"#);
        test.invoice("C1", "2026-09-01", "2026-10-01", "1000");
        let session = Session::of(test.book.take().unwrap(), "eva".into()).unwrap();
        let file = test.dir.path().join("rows.csv");
        Desk { test, session: Some(session), file, imports: 0 }
    }

    fn run(&self, import: &Import) -> Option<ImportOutcome> {
        match run(self.session.as_ref().unwrap(), import, &mut Silent) {
            Ok(outcome) => Some(outcome),
            Err(Failure::Refused(refusal)) => {
                has_words(&refusal, &String::from_utf8_lossy(&fs::read(&self.file).unwrap()));
                None
            }
            Err(failure) => panic!("{failure}"),
        }
    }

    fn verified(&mut self) {
        self.session.take().unwrap().close().unwrap();
        let report = self.test.verify();
        assert!(report.ok, "{report:?}");
    }
}

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Fields, and what is said of each.
type Pairs = &'static [(&'static str, &'static str)];

fn mapping(kind: ImportKind, number: u8) -> Mapping {
    let mut mapping = Mapping { decimal_comma: number % 2 == 1, ..Mapping::default() };
    let has = |field: &&str| kind.fields().contains(field);
    let (map, set): (Pairs, Pairs) = match number / 2 {
        0 => (&[], &[]),
        1 => (&[], &[("customer", "C1"), ("date", "2026-11-01"), ("method", "bank")]),
        2 => (&[("number", "number|code"), ("name", "name+city")], &[("currency", "USD")]),
        _ => (&[("amount", "price|amount"), ("customer", "code|customer")], &[("rate", "1300")]),
    };
    let kept = |pairs: Pairs| -> BTreeMap<String, String> {
        let pairs = pairs.iter().filter(|(field, _)| has(field));
        pairs.map(|(field, from)| ((*field).into(), (*from).into())).collect()
    };
    (mapping.map, mapping.set) = (kept(map), kept(set));
    mapping
}

/// Every row is taken, there already or refused, with a line, words and the sums of all three; a
/// dry run says what the import then does; and a second import takes nothing again. The first five
/// bytes choose how the file is read, the others are the file.
pub fn importing(bytes: &[u8]) {
    DESK.with(|desk| {
        // A book in which a body failed is not gone on with.
        let mut here = desk.take().unwrap_or_else(Desk::new);
        imported(&here, bytes);
        here.imports += 1;
        if here.imports == IMPORTS {
            return here.verified();
        }
        desk.replace(Some(here));
    });
}

fn imported(desk: &Desk, bytes: &[u8]) {
    let mut choices = Choices(bytes);
    let kind = KINDS[usize::from(choices.digit(5))];
    let dates = DateFormat::parse(FORMATS[usize::from(choices.digit(5))]).unwrap();
    let mapping = mapping(kind, choices.digit(8));
    let how = choices.digit(4);
    // A line's end, so that such files can be written by hand.
    choices.byte();
    let (create_customers, is_real) = (how % 2 == 1, how / 2 == 1);
    fs::write(&desk.file, choices.0).unwrap();
    let import = |dry_run| Import {
        kind,
        file: &desk.file,
        mapping: mapping.clone(),
        dates: dates.clone(),
        create_customers,
        suspense: create_customers,
        dry_run,
        override_reason: None,
    };
    let Some(dry) = desk.run(&import(true)) else { return };
    adds_up(&dry, choices.0);
    if !is_real {
        return;
    }
    let real = desk.run(&import(false)).unwrap();
    adds_up(&real, choices.0);
    // Of a thing that comes twice in one file a dry run knows only what the file said before, not
    // what became of that.
    let is_twice = dry.summary.skipped > 0 || dry.rejects.count(Rule::ImportConflict) > 0;
    if !is_twice || matches!(kind, ImportKind::Invoices | ImportKind::Payments) {
        // Nor in which currency an account is made, if the row that was to make it is refused.
        let known = |summary: &ImportSummary| match create_customers {
            true => ImportSummary { sums: BTreeMap::new(), ..summary.clone() },
            false => summary.clone(),
        };
        assert_eq!(known(&real.summary), known(&dry.summary));
    }
    let again = desk.run(&import(false)).unwrap();
    adds_up(&again, choices.0);
    let (first, second) = (&real.summary, &again.summary);
    assert_eq!(first.rows, second.rows);
    assert!(second.skipped >= first.taken + first.skipped, "{first:?} {second:?}");
    same_sums(first, second);
}

fn adds_up(outcome: &ImportOutcome, bytes: &[u8]) {
    let ImportOutcome { summary, rejects, head, .. } = outcome;
    assert_eq!(summary.taken + summary.skipped + summary.refused, summary.rows, "{summary:?}");
    assert_eq!(rejects.len() as u64, summary.refused, "{summary:?}");
    assert!(summary.documents <= summary.taken && summary.unread <= summary.rows, "{summary:?}");
    assert!(!head.is_empty());
    let text = String::from_utf8_lossy(bytes);
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    // The bytes of UTF-16 are parted in twos.
    let lines = lines.max(bytes.len() as u64 / 2 + 1);
    let mut before = 1;
    for reject in rejects.iter().map(Result::unwrap) {
        // A row may end within a line: at a lone mark of old machines.
        assert!(reject.line >= before && reject.line <= lines, "{} {before}", reject.line);
        assert!(reject.refusal.rule != Rule::CommandMalformed || !reject.refusal.args.is_empty());
        has_words(&reject.refusal, &text);
        before = reject.line;
    }
}

/// Where all is in one currency both times, the file comes to the same.
fn same_sums(first: &ImportSummary, second: &ImportSummary) {
    let total = |summary: &ImportSummary| -> Option<(String, Option<i64>)> {
        let [(currency, sums)] = summary.sums.iter().collect::<Vec<_>>()[..] else { return None };
        let sum = sums.taken.plus(sums.skipped).and_then(|sum| sum.plus(sums.refused));
        Some((currency.clone(), sum.map(Money::minor)))
    };
    if let (Some((one, first)), Some((other, second))) = (total(first), total(second))
        && one == other
    {
        assert_eq!(first, second);
    }
}
