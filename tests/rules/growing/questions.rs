//! What each question, list and report reads. Those that are asked for a part of what there is read no more
//! of a large account; those that list or add up grow with what they list, and no faster.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::book::{Grown, book};
use super::{Figure, Growth, check};
use crate::common::counted::Counted;
use crate::common::{as_of, day};
use Growth::{Level, WithBook};
use daybook::domain::{Code, Currency, Number};
use daybook::ledger::query::aging::AgingOf;
use daybook::ledger::query::balance::{BalanceOf, BalancePart};
use daybook::ledger::query::bank::{
    BankAccountsOf, BankDaysOf, BankLinesAfter, BankLinesBetween, BankLinesKnown, OpenDepositsOf,
};
use daybook::ledger::query::bankable::BankablePaymentsOf;
use daybook::ledger::query::caller::{AccountOf, CallersOf};
use daybook::ledger::query::checks::ChecksOf;
use daybook::ledger::query::dunning::{DunningOf, DunningPoliciesOf, DunningStandingOf};
use daybook::ledger::query::entries::EntryOf;
use daybook::ledger::query::erasures::ErasuresDue;
use daybook::ledger::query::exported::{
    AwaitedOf, BlocksOf, DepositsAfter, GroupsOf, LettersAfter, PayersOf,
};
use daybook::ledger::query::judged::{JudgedAfter, JudgedPromises};
use daybook::ledger::query::last_paid::LastPaid;
use daybook::ledger::query::late_fees::{HoldsProposed, LateFeesDue};
use daybook::ledger::query::lately::LatelyOf;
use daybook::ledger::query::letter_now::LetterNowOf;
use daybook::ledger::query::list::{ListOf, Listed, Only};
use daybook::ledger::query::list_rows::RowsOf;
use daybook::ledger::query::lookup::{LookupOf, LookupOnce};
use daybook::ledger::query::matchables::{MatchablesAfter, OpenBankLinesAfter, PaidLinesAfter};
use daybook::ledger::query::named::{AccountsNamed, AccountsNear};
use daybook::ledger::query::outbox::{OutboxAfter, OutboxCounts, Undelivered};
use daybook::ledger::query::packet::PacketOf;
use daybook::ledger::query::page::{
    AllocationsAfter, CasesAfter, CustomersAfter, Depth, DocumentsAfter, ItemsAfter, Page,
    UndoneAfter,
};
use daybook::ledger::query::posted::PostedBy;
use daybook::ledger::query::reasons::{OwnReasons, OwnRootCauses};
use daybook::ledger::query::reconciliation::ReconciliationOf;
use daybook::ledger::query::report::{self, BehindOf, ExplanationOf, ReportOf};
use daybook::ledger::query::row_under::RowUnder;
use daybook::ledger::query::say::{SayOf, SheetOf};
use daybook::ledger::query::show::{
    CompanyOf, Find, FindAccount, FindCustomer, FindDocument, FindItem, LettersOf, PreviewDraft,
    PreviewInvoice, PreviewLetter, Show,
};
use daybook::ledger::query::statement::{StatementOf, Style};
use daybook::ledger::query::statements::StatementsAfter;
use daybook::ledger::query::summary::SummaryOf;
use daybook::ledger::query::suspense::{ImportProfileOf, OpenUnidentifiedAfter, UnidentifiedAfter};
use daybook::ledger::query::users::UsersOf;
use daybook::ledger::query::worklist::WorklistOf;
use daybook::ledger::query::{AsOf, Question, View};
use daybook::ledger::tables::CaseKind;

/// The figures of one book: they stand in the same order for every book.
struct Reading<'a> {
    grown: &'a Grown,
    read: Vec<(String, Growth, u64)>,
    asked: BTreeSet<String>,
}

/// The name of a question's type, as the list of questions has it.
fn type_name<Q>() -> String {
    std::any::type_name::<Q>().rsplit("::").next().unwrap().to_string()
}

impl Reading<'_> {
    fn counts<Q: Question>(&mut self, what: &str, growth: Growth, ask: impl Fn(&View)) {
        let count = self.grown.test.book.as_ref().unwrap().shared().view(|view| {
            let counted = Counted::new(view.rows);
            ask(&View { rows: &counted, ..*view });
            counted.count()
        });
        let name = type_name::<Q>();
        self.read.push((format!("{name} {what}").trim_end().to_string(), growth, count));
        self.asked.insert(name);
    }

    /// A question, asked twice: the first look-up builds the index.
    fn ask<Q: Question>(&mut self, what: &str, growth: Growth, question: &Q) {
        self.grown.test.ask(question).unwrap();
        self.counts::<Q>(what, growth, |view| drop(question.answer(view).unwrap()));
    }

    /// All pages of a table.
    fn pages<Q, T, K>(&mut self, what: &str, growth: Growth, after: impl Fn(Option<K>) -> Q)
    where
        Q: Question<Answer = Page<T, K>>,
    {
        self.counts::<Q>(what, growth, |view| {
            let mut next = None;
            loop {
                next = after(next).answer(view).unwrap().next;
                if next.is_none() {
                    return;
                }
            }
        });
    }
}

const LISTED: [Listed; 11] = [
    Listed::Customers,
    Listed::Invoices,
    Listed::Drafts,
    Listed::Payments,
    Listed::Disputes,
    Listed::Promises,
    Listed::Plans,
    Listed::Calls,
    Listed::Callbacks,
    Listed::Deliveries,
    Listed::Journal,
];

/// Where a list stands in [`LISTED`]: a new one does not compile without its place.
fn place(what: Listed) -> usize {
    match what {
        Listed::Customers => 0,
        Listed::Invoices => 1,
        Listed::Drafts => 2,
        Listed::Payments => 3,
        Listed::Disputes => 4,
        Listed::Promises => 5,
        Listed::Plans => 6,
        Listed::Calls => 7,
        Listed::Callbacks => 8,
        Listed::Deliveries => 9,
        Listed::Journal => 10,
    }
}

fn code() -> Code {
    Code("C1".into())
}

fn number(grown: &Grown, name: &str) -> Number {
    Number(grown.names[name].clone())
}

/// What is asked of one account, one document or the book itself.
fn of_one(it: &mut Reading) {
    let (oldest, dispute) = (number(it.grown, "oldest"), Number("DSP-2026-00001".into()));
    let now = AsOf::default();
    it.ask("", Level, &FindAccount(code()));
    it.ask("", Level, &FindDocument(oldest.clone()));
    it.ask("", Level, &Find { what: oldest.0.clone() });
    it.ask("an invoice", Level, &Show { what: oldest.0.clone() });
    it.ask("a dispute", Level, &Show { what: dispute.0.clone() });
    it.ask("", Level, &FindItem(Code("PAPER".into())));
    // Looks for the invoice in every call of the account.
    it.ask("", WithBook, &PacketOf { dispute });
    it.ask("", Level, &EntryOf(9));
    it.ask("", Level, &PostedBy { user: "eva".into(), most: 10 });
    it.ask("", Level, &PreviewDraft(Number("D000001".into())));
    let lines = r#"{"customer":"C1","lines":[{"description":"Paper","quantity":"1","unit_price":"10","net":"10"}]}"#;
    it.ask("", Level, &PreviewInvoice(serde_json::from_str(lines).unwrap()));
    it.ask("", Level, &RowUnder { id: uuid::Uuid::from_u128(7), row: None });
    // Open promises, and what is in dispute, grow here; what is open or was paid is not read.
    it.ask("", WithBook, &SheetOf { customer: code(), most: 5, through: None });
    it.ask("", Level, &LatelyOf { customer: code(), most: 5 });
    it.ask("", Level, &LastPaid(vec![code()]));
    it.ask("", Level, &DunningStandingOf(code()));
    it.ask("", Level, &LettersOf(code()));
    it.ask("", Level, &LetterNowOf(Number("DUN-2026-00001".into())));
    it.ask("the customer", WithBook, &Show { what: "C1".into() });
    it.ask("", WithBook, &FindCustomer(code()));
    it.ask("", WithBook, &AccountOf { customer: code(), items: 5, through: None, lately: 5 });
    let limit = std::num::NonZeroUsize::new(5);
    let part = |asked, after| BalancePart { customer: code(), asked, limit, after };
    it.ask("now", WithBook, &part(now, None));
    it.ask("behind an item", WithBook, &part(now, Some(oldest)));
    it.ask("", WithBook, &BalanceOf { customer: code(), asked: now });
    it.ask("then", WithBook, &BalanceOf { customer: code(), asked: as_of("2026-08-21") });
    it.ask("", WithBook, &SayOf(code()));
    it.ask("", WithBook, &PreviewLetter { customer: code(), date: None });
    let (from, known_at) = (Some(day("2026-11-01")), None);
    let style = Style::BalanceForward;
    it.ask(
        "",
        WithBook,
        &StatementOf { customer: code(), style, from, to: None, known_at, since: None },
    );
}

/// What is looked up among all accounts.
fn looked_up(it: &mut Reading) {
    let (limit, items, lately) = (8, 5, 5);
    for query in ["kig", "C1", "1000", "88123", "INV-2026-00001"] {
        let asked = query.to_string();
        it.ask(query, WithBook, &LookupOf { query: asked.clone(), limit });
        it.ask(query, WithBook, &LookupOnce { query: asked.clone(), limit });
        it.ask(query, WithBook, &CallersOf { query: asked, limit, items, lately });
    }
    it.ask("", WithBook, &AccountsNamed { name: "Kigali Heights".into(), most: 5 });
    it.ask("", WithBook, &AccountsNear { names: vec!["Kigali Hights".into()], most: 5 });
}

/// What the book as a whole is asked.
fn of_all(it: &mut Reading) {
    // Adds up the money whose payer is not known.
    it.ask("", WithBook, &SummaryOf);
    it.ask("", Level, &CompanyOf);
    it.ask("", Level, &UsersOf {});
    it.ask("", Level, &OwnReasons);
    it.ask("", Level, &OwnRootCauses);
    it.ask("", Level, &DunningPoliciesOf);
    it.ask("", Level, &BankAccountsOf);
    it.ask("", Level, &ErasuresDue {});
    it.ask("", Level, &ImportProfileOf { shape: "c0ffee".into() });
    it.ask("", WithBook, &OutboxCounts {});
    it.ask("", WithBook, &Undelivered { from: day("2026-08-01"), to: day("2026-11-21") });
    it.ask("", WithBook, &ChecksOf {});
    it.ask("", WithBook, &AgingOf { asked: AsOf::default() });
    it.ask("then", WithBook, &AgingOf { asked: as_of("2026-08-21") });
    it.ask("", WithBook, &DunningOf::default());
    it.ask("", WithBook, &LateFeesDue { through: None, customers: vec![] });
    it.ask("", WithBook, &HoldsProposed { date: None });
    it.ask("", WithBook, &WorklistOf { most: 50, ..WorklistOf::default() });
}

/// Tables, all pages of each.
fn tables(it: &mut Reading) {
    it.pages("", WithBook, |after| CustomersAfter(after, Depth::Whole));
    it.pages("", WithBook, |after| DocumentsAfter(after, Depth::Whole));
    it.pages("", WithBook, AllocationsAfter);
    it.pages("", WithBook, UndoneAfter);
    it.pages("", WithBook, ItemsAfter);
    it.pages("", WithBook, UnidentifiedAfter);
    it.pages("", WithBook, OpenUnidentifiedAfter);
    it.pages("", WithBook, DepositsAfter);
    it.pages("", WithBook, LettersAfter);
    it.ask("", WithBook, &PayersOf);
    it.ask("", WithBook, &AwaitedOf);
    it.ask("", WithBook, &GroupsOf);
    it.ask("", WithBook, &BlocksOf);
    it.pages("", WithBook, |after| OutboxAfter { state: None, after });
    for kind in [
        CaseKind::Dispute,
        CaseKind::Promise,
        CaseKind::Call,
        CaseKind::Callback,
        CaseKind::Delivery,
        CaseKind::Plan,
    ] {
        it.pages(&format!("{kind:?}"), WithBook, |after| CasesAfter(kind, after));
    }
    it.pages("", WithBook, JudgedAfter);
    let judged = it.grown.test.ask(&JudgedAfter(None)).unwrap().rows;
    it.ask("", Level, &JudgedPromises(judged.into_iter().take(5).collect()));
    it.pages("", WithBook, |after| StatementsAfter {
        from: Some(day("2026-11-01")),
        to: day("2026-11-21"),
        style: Style::OpenItem,
        also: vec![],
        after,
    });
}

/// Bank lines and what they are matched with.
fn bank(it: &mut Reading) {
    let account = || "BK".to_string();
    let (from, to) = (day("2026-11-01"), day("2026-11-21"));
    it.pages("", WithBook, BankLinesAfter);
    it.pages("", WithBook, |after| BankLinesBetween { account: account(), from, to, after });
    it.pages("", WithBook, |after| OpenBankLinesAfter { account: None, after });
    it.pages("", WithBook, |after| PaidLinesAfter { account: account(), since: from, after });
    let currency = Currency::parse("RWF").unwrap();
    it.pages("", WithBook, |after| MatchablesAfter { currency, after, only: None });
    it.ask("", WithBook, &BankDaysOf { account: account() });
    let (lines, opening, closing) = (vec![(7, 1)], None, None);
    it.ask("", Level, &BankLinesKnown { account: account(), lines, opening, closing });
    it.ask("", WithBook, &BankablePaymentsOf);
    it.ask("", WithBook, &OpenDepositsOf);
    it.ask("", WithBook, &ReconciliationOf { account: None, asked: AsOf::default() });
}

/// Every list in every selection: all slices, and the rows of a window.
fn lists(it: &mut Reading) {
    for (nth, what) in LISTED.into_iter().enumerate() {
        assert_eq!(place(what), nth);
        for only in [Only::All, Only::Open, Only::Late] {
            let mut keys = Vec::new();
            let list = |below| ListOf { what, only, words: vec![], below };
            let mut below = None;
            loop {
                let slice = it.grown.test.ask(&list(below)).unwrap();
                keys.extend(slice.keys);
                below = slice.from;
                if below.is_none() {
                    break;
                }
            }
            it.counts::<ListOf>(&format!("{what:?} {only:?}"), WithBook, |view| {
                let mut below = None;
                loop {
                    below = list(below).answer(view).unwrap().from;
                    if below.is_none() {
                        return;
                    }
                }
            });
            let ids = keys.iter().take(5).map(|key| key.id).collect();
            let window = format!("{what:?} {only:?}");
            it.ask(&window, WithBook, &RowsOf { what, ids });
        }
    }
}

/// Every report in every grouping, a figure of each explained.
fn reports(it: &mut Reading) {
    for spec in report::ALL {
        let groupings = if spec.groupings.is_empty() { &[""][..] } else { spec.groupings };
        for by in groupings {
            let of = ReportOf {
                report: spec.name.into(),
                from: (spec.time != report::Time::Day).then(|| day("2026-08-01")),
                by: (!by.is_empty()).then(|| (*by).to_string()),
                ..ReportOf::default()
            };
            let what = format!("{} {by}", spec.name);
            it.ask(&what, WithBook, &of.clone());
            let shown = it.grown.test.ask(&of).unwrap();
            let is_money = |column: &&report::Column| column.kind == report::Kind::Money;
            let Some(column) = shown.columns.iter().find(is_money).cloned() else { continue };
            let Some(row) = shown.rows.first().cloned() else { continue };
            let name = column.name.to_string();
            it.ask(
                &what,
                WithBook,
                &ExplanationOf { report: of.clone(), row: "1".into(), column: name },
            );
            it.ask(&what, WithBook, &BehindOf { report: of, row, column });
        }
    }
}

fn all(grown: &Grown) -> Reading<'_> {
    let mut reading = Reading { grown, read: Vec::new(), asked: BTreeSet::new() };
    of_one(&mut reading);
    looked_up(&mut reading);
    of_all(&mut reading);
    tables(&mut reading);
    bank(&mut reading);
    lists(&mut reading);
    reports(&mut reading);
    reading
}

/// The types of `impl Question for …` in the ledger's queries.
fn declared(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            declared(&path, found);
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let names = text.lines().filter_map(|line| line.strip_prefix("impl Question for "));
        found.extend(names.filter_map(|rest| Some(rest.split(' ').next()?.to_string())));
    }
}

#[test]
fn every_question_list_and_report_grows_no_faster_than_its_answer() {
    let [mut few, mut many] = [30, 120].map(book);
    for grown in [&mut few, &mut many] {
        grown.told(r#"{"do":"define_item","code":"PAPER","name":"Paper","price":"10"}"#);
    }
    let (few, many) = (all(&few), all(&many));
    let mut questions = BTreeSet::new();
    declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/query"), &mut questions);
    assert_eq!(questions.difference(&many.asked).collect::<Vec<_>>(), Vec::<&String>::new());
    let whats = |reading: &Reading| reading.read.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(whats(&few), whats(&many));
    let both = few.read.into_iter().zip(many.read);
    let figures: Vec<Figure> = both
        .map(|((what, growth, few), (_, _, many))| Figure { what, growth, few, many })
        .collect();
    check(&figures);
}
