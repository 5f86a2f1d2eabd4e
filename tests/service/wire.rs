//! Whatever is asked over a socket is answered as where the book is held: every thing of every kind
//! that a book can hold, exported both ways, and the questions of the desk.

use std::fs;
use std::path::Path;

use daybook::domain::Code;
use daybook::engine::listing::{ListAsk, Listing, Sort};
use daybook::engine::listings::Listings;
use daybook::engine::ports::Silent;
use daybook::engine::{OpenOptions, Session, intake};
use daybook::exchange::export::{Format, export};
use daybook::ledger::query::AsOf;
use daybook::ledger::query::aging::AgingOf;
use daybook::ledger::query::balance::BalanceOf;
use daybook::ledger::query::caller::{AccountOf, CallersOf};
use daybook::ledger::query::lately::LatelyOf;
use daybook::ledger::query::list::{Listed, Only};
use daybook::ledger::query::lookup::LookupOf;
use daybook::ledger::query::page::{CustomersAfter, Depth};
use daybook::ledger::query::show::{Show, ShownCustomer};
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::query::summary::SummaryOf;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in crate::common::files(from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn opens(folder: &Path) -> Session {
    let today = Some(crate::common::day("2026-11-21"));
    Session::open(folder, OpenOptions { today, ..OpenOptions::new("eva") }, &mut Silent).unwrap()
}

fn exported(session: &Session, folder: &Path) -> Vec<(String, String)> {
    export(session, folder, Format::Jsonl, false).unwrap();
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    let files = crate::common::files(folder).into_iter();
    files.map(|file| (name(&file), fs::read_to_string(&file).unwrap())).collect()
}

#[test]
fn every_answer_is_the_same_over_a_socket() {
    // A book in which everything happens that an event can say.
    let dir = tempfile::TempDir::new().unwrap();
    let folder = dir.path().join("book");
    for part in ["journal", "private"] {
        copy(&Path::new("tests/golden/v1").join(part), &folder.join(part));
    }
    let holder = opens(&folder);
    let joined = opens(&folder);
    assert_eq!(holder.info(), joined.info());
    assert_eq!(holder.today(), joined.today());
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    let (one, other) = (exported(&holder, &one), exported(&joined, &other));
    assert!(one.iter().map(|(_, text)| text.lines().count()).sum::<usize>() > 25);
    assert_eq!(one, other);
    let page = holder.ask(&CustomersAfter(None, Depth::Whole)).unwrap();
    for ShownCustomer { customer, .. } in page.rows {
        questions(&holder, &joined, &customer);
    }
    assert_eq!(holder.ask(&SummaryOf).unwrap(), joined.ask(&SummaryOf).unwrap());
    let aging = AgingOf { asked: AsOf::default() };
    assert_eq!(holder.ask(&aging).unwrap(), joined.ask(&aging).unwrap());
    for what in [
        Listed::Customers,
        Listed::Invoices,
        Listed::Drafts,
        Listed::Payments,
        Listed::Disputes,
        Listed::Promises,
        Listed::Calls,
        Listed::Callbacks,
        Listed::Deliveries,
        Listed::Journal,
    ] {
        assert_eq!(listed(&holder, what), listed(&joined, what), "{what:?}");
    }
    // What would happen, and why not.
    for line in [
        r#"{"do":"record_payment","customer":"17850.0","amount":"10","method":"bank"}"#,
        r#"{"do":"amend_customer","customer":"17850.0","phone":"+1 514 555 0199"}"#,
        r#"{"do":"void_invoice","invoice":"INV-2026-99999","reason":"x"}"#,
    ] {
        let envelope = intake::read(line).1.unwrap();
        let says = |session: &Session| {
            let outcome = session.preview(vec![envelope.clone()]).unwrap().remove(0);
            outcome.map(|preview| preview.events).map_err(|failure| format!("{failure:?}"))
        };
        assert_eq!(says(&holder), says(&joined), "{line}");
    }
    let nobody = |session: &Session| {
        format!("{:?}", session.ask(&Show { what: "INV-2026-99999".into() }).unwrap_err())
    };
    assert_eq!(nobody(&holder), nobody(&joined));
    drop(joined);
    holder.close().unwrap();
}

fn questions(holder: &Session, joined: &Session, customer: &Code) {
    let show = Show { what: customer.0.clone() };
    assert_eq!(holder.ask(&show).unwrap(), joined.ask(&show).unwrap());
    let balance = BalanceOf { customer: customer.clone(), asked: AsOf::default() };
    assert_eq!(holder.ask(&balance).unwrap(), joined.ask(&balance).unwrap());
    let lately = LatelyOf { customer: customer.clone(), most: 50 };
    assert_eq!(holder.ask(&lately).unwrap(), joined.ask(&lately).unwrap());
    for style in [Style::OpenItem, Style::BalanceForward] {
        let statement = StatementOf {
            customer: customer.clone(),
            from: Some(crate::common::day("2026-01-01")),
            to: None,
            style,
            known_at: None,
            since: None,
        };
        assert_eq!(holder.ask(&statement).unwrap(), joined.ask(&statement).unwrap());
    }
    let account = AccountOf { customer: customer.clone(), items: 5, through: None, lately: 50 };
    let whole = holder.ask(&account).unwrap();
    assert_eq!(whole, joined.ask(&account).unwrap());
    assert_eq!(whole.lately, holder.ask(&lately).unwrap());
    assert_eq!(whole.balance.balance, holder.ask(&balance).unwrap().balance);
    let query = customer.0.clone();
    let callers = CallersOf { query, limit: 8, items: 5, lately: 6 };
    let asked = |session: &Session| {
        let answer = session.ask(&callers).unwrap();
        (answer.lookup.hits, answer.paid, answer.first)
    };
    assert_eq!(asked(holder), asked(joined));
    let lookup = LookupOf { query: customer.0.clone(), limit: 8 };
    let hits = |session: &Session| session.ask(&lookup).unwrap().hits;
    assert_eq!(hits(holder), hits(joined));
}

fn listed(session: &Session, what: Listed) -> String {
    let listing = Listing {
        what,
        only: Only::All,
        filter: String::new(),
        sort: Sort::Amount,
        first: 0,
        rows: 50,
        keep: None,
    };
    let mut kept = Listings::default();
    let mut shows = session.list(&mut kept, &ListAsk::Begin(listing)).unwrap();
    while shows.as_ref().is_none_or(|shows| !shows.is_whole) {
        shows = session.list(&mut kept, &ListAsk::ReadOn).unwrap();
    }
    format!("{shows:?}")
}
