//! A proposal over many customers who all have something overdue. `DAYBOOK_DUNNING_MANY=100000` says over
//! how many, and the time that it took is printed.

use std::time::Instant;

use super::STANDARD;
use crate::common::{TestBook, day};
use daybook::engine::{Submission, intake};
use daybook::ledger::query::Question;
use daybook::ledger::query::dunning::DunningOf;

fn post(test: &mut TestBook, lines: &[String]) {
    let submissions: Vec<Submission> =
        lines.iter().map(|line| Submission::of("eva", intake::read(line).1.unwrap())).collect();
    for part in submissions.chunks(500) {
        assert!(test.book().commit(part).iter().all(Result::is_ok));
    }
}

#[test]
fn a_proposal_over_many_customers_is_whole() {
    let count = std::env::var("DAYBOOK_DUNNING_MANY").ok();
    let count: usize = count.and_then(|count| count.parse().ok()).unwrap_or(300);
    let mut test = TestBook::canada();
    test.taken(STANDARD);
    let mut lines = Vec::new();
    for n in 0..count {
        lines.push(format!(
            r#"{{"do":"register_customer","code":"M{n:06}","name":"Customer {n}"}}"#
        ));
        for (part, due) in [(1, "2026-10-01"), (2, "2026-11-05"), (3, "2026-12-24")] {
            lines.push(format!(
                r#"{{"do":"bring_in_receivable","number":"R{n:06}-{part}","customer":"M{n:06}","date":"2026-09-0{part}","due":"{due}","amount":"100"}}"#
            ));
        }
        if n % 3 == 0 {
            // The older one is covered by money that nobody allocated.
            lines.push(format!(
                r#"{{"do":"record_payment","customer":"M{n:06}","date":"2026-11-02","amount":"100","method":"bank","allocate":"none"}}"#
            ));
        }
    }
    post(&mut test, &lines);
    let asked = DunningOf { date: Some(day("2026-11-20")), customers: Vec::new() };
    test.book.as_ref().unwrap().shared().view(|view| {
        let begun = Instant::now();
        let proposal = asked.answer(view).unwrap();
        println!("{count} customers: {:?}", begun.elapsed());
        assert_eq!(proposal.rows.len(), count);
        let whole = proposal.rows.iter().filter(|row| row.items.len() == 2).count();
        assert_eq!(whole, count - count.div_ceil(3));
    });
}
