//! The documents of a book's journal in SQLite, and what is asked of them there.

use std::path::Path;

use daybook::domain::pricing::Line;
use daybook::domain::{Code, Day, Event, Money, Number};
use daybook::journal::{ChainStep, Checkpoint, JournalReader, RealDisk};
use rusqlite::{Row, params};

use crate::sqlite::{Document, Sqlite};

/// What is open on an account.
const BALANCE: &str = "select number, kind, date, due, amount, left from document
    where customer = (select id from customer where code = ?1) and left <> 0 order by due, number";

const SHOW: &str = "select d.id, d.number, d.kind, d.date, d.due, d.amount, d.left, c.code, c.name
    from document d join customer c on c.id = d.customer where d.number = ?1";
const LINES: &str =
    "select description, quantity, price, net from line where document = ?1 order by place";
const SETTLED: &str = "select a.number, a.amount, a.date, d.number from allocation a
    left join document d on d.id = iif(a.source = ?1, a.target, a.source)
    where a.source = ?1 or a.target = ?1 order by a.id";

/// The open documents of all accounts by age; `?1` is the day.
const AGES: &str = "select c.code, c.name, sum(left),
    sum(iif(left > 0 and due >= ?1, left, 0)),
    sum(iif(left > 0 and ?1 - due between 1 and 30, left, 0)),
    sum(iif(left > 0 and ?1 - due between 31 and 60, left, 0)),
    sum(iif(left > 0 and ?1 - due between 61 and 90, left, 0)),
    sum(iif(left > 0 and ?1 - due > 90, left, 0)), sum(iif(left < 0, left, 0))
    from open o join customer c on c.id = o.customer where left <> 0
    group by o.customer order by c.name";
const NOW: &str = "with open as (select customer, due, left from document where left <> 0)";
const THEN: &str = "with open as (select customer, due, amount - sign(amount) * (
    (select coalesce(sum(amount), 0) from allocation where source = d.id and date <= ?1)
    + (select coalesce(sum(amount), 0) from allocation where target = d.id and date <= ?1)) as left
    from document d where date <= ?1)";

impl Sqlite {
    /// The documents of the book in `folder`, written to `path` in one transaction.
    pub fn load(path: &Path, folder: &Path) -> Option<Sqlite> {
        let sqlite = Sqlite::make(path)?;
        sqlite.rows.execute_batch("begin immediate").unwrap();
        let reader = JournalReader::new(&RealDisk::shared(), folder);
        let mut chain = reader.chain(Checkpoint::START).unwrap();
        while let Some(ChainStep::Good(stored)) = chain.step().unwrap() {
            for event in &stored.entry.events {
                sqlite.event(event);
            }
        }
        sqlite.rows.execute_batch("commit; pragma wal_checkpoint(truncate)").unwrap();
        Some(sqlite)
    }

    /// The last day on which anything counts: the rows here say what is left as of that day or later,
    /// whatever day the book was made on.
    pub fn last_day(&self) -> Day {
        let last = "select max((select max(date) from document), \
                    (select coalesce(max(date), 0) from allocation))";
        let day = self.rows.query_row(last, [], |row| row.get(0)).unwrap();
        Day::from_julian(day).unwrap()
    }

    /// What is open on an account, and what it comes to.
    pub fn balance(&self, code: &str) -> i64 {
        let mut asked = self.rows.prepare_cached(BALANCE).unwrap();
        let rows = asked.query_map([code], |row| Ok((texts(row, 2), row.get::<_, i64>(5)?)));
        rows.unwrap().map(|row| row.unwrap().1).sum()
    }

    /// A document with its lines and what settled it; how many rows that is.
    pub fn show(&self, number: &str) -> usize {
        let mut asked = self.rows.prepare_cached(SHOW).unwrap();
        let found = asked.query_row([number], |row| Ok((row.get::<_, i64>(0)?, texts(row, 3))));
        let mut rows = 1;
        for (question, columns) in [(LINES, 3), (SETTLED, 1)] {
            let mut asked = self.rows.prepare_cached(question).unwrap();
            let found = asked.query_map([found.as_ref().unwrap().0], |row| Ok(texts(row, columns)));
            rows += found.unwrap().count();
        }
        rows
    }

    /// The aging of all accounts as of a day, at the head or looking back; how many rows.
    pub fn aging(&self, as_of: Day, is_back: bool) -> usize {
        let open = if is_back { THEN } else { NOW };
        let mut asked = self.rows.prepare_cached(&format!("{open} {AGES}")).unwrap();
        let rows = asked.query_map(params![as_of.julian()], |row| {
            let sums: Result<Vec<i64>, _> = (2..9).map(|column| row.get(column)).collect();
            Ok((texts(row, 2), sums?))
        });
        rows.unwrap().count()
    }

    fn event(&self, event: &Event) {
        match event {
            Event::CustomerRegistered(event) => {
                let details = event.details.clone().unwrap_or_default();
                let (contact, phone) = (details.contact.as_deref(), details.phone.as_deref());
                self.customer(&event.customer.0, &details.name, contact, phone);
            }
            Event::CustomersMerged(event) => self.run(
                "update document set customer = (select id from customer where code = ?2)
                where customer = (select id from customer where code = ?1)",
                params![event.from.0, event.into.0],
            ),
            Event::InvoiceIssued(event) => {
                let id = (&event.invoice, &event.customer);
                self.made("invoice", id, (event.date, event.due), event.total.minor());
                self.lines(&event.lines);
            }
            Event::CreditNoteIssued(event) => {
                let id = (&event.credit_note, &event.customer);
                self.made("credit_note", id, (event.date, event.date), -event.total.minor());
                self.lines(&event.lines);
            }
            Event::CreditBroughtIn(event) => {
                let id = (&event.credit_note, &event.customer);
                self.made("credit_note", id, (event.date, event.date), -event.total.minor());
                self.lines(&event.lines);
            }
            Event::PaymentRecorded(event) => {
                let id = (&event.payment, &event.customer);
                self.made("payment", id, (event.date, event.date), -event.amount.minor());
            }
            Event::RefundMade(event) => {
                let id = (&event.refund, &event.customer);
                self.made("refund", id, (event.date, event.date), event.amount.minor());
            }
            Event::WriteOffMade(event) => {
                let sign = if event.on_top { 1 } else { -1 };
                let id = (&event.write_off, &event.customer);
                self.made("write_off", id, (event.date, event.date), sign * event.amount.minor());
            }
            Event::AllocationMade(event) => self.allocate(
                Some(&event.allocation.0),
                &event.from.0,
                Some(&event.to.0),
                event.amount.minor(),
                event.date,
            ),
            Event::AllocationReversed(event) => self.reversed(&event.allocation.0, event.date),
            Event::InvoiceVoided(event) => self.ends(&event.invoice.0, None, event.date),
            Event::PaymentBounced(event) => self.ends(&event.payment.0, None, event.date),
            Event::PaymentReversed(event) => self.ends(&event.payment.0, None, event.date),
            Event::RefundReversed(event) => self.ends(&event.refund.0, None, event.date),
            Event::CreditNoteVoided(event) => self.ends(&event.credit_note.0, None, event.date),
            Event::WriteOffTakenBack(event) => {
                self.ends(&event.write_off.0, Some(event.amount), event.date);
            }
            _ => {}
        }
    }

    fn made(
        &self,
        kind: &str,
        (number, customer): (&Number, &Code),
        (date, due): (Day, Day),
        amount: i64,
    ) {
        let (number, customer) = (&number.0, &customer.0);
        self.document(&Document { number, kind, customer, date, due, amount });
    }

    fn lines(&self, lines: &[Line]) {
        let document = self.rows.last_insert_rowid();
        for (place, line) in lines.iter().enumerate() {
            let figures = (line.quantity.to_string(), line.unit_price.to_string());
            let figures = (figures.0.as_str(), figures.1.as_str());
            self.line(document, place, &line.description, figures, line.net.minor());
        }
    }

    /// What was allocated is free again on both sides.
    fn reversed(&self, number: &str, date: Day) {
        let made = "select s.number, t.number, a.amount from allocation a
            join document s on s.id = a.source join document t on t.id = a.target
            where a.number = ?1";
        let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (source, target, amount): (String, String, i64) =
            self.rows.prepare_cached(made).unwrap().query_row([number], row).unwrap();
        self.allocate(None, &source, Some(&target), -amount, date);
    }

    /// All or a part of a document counts no longer.
    fn ends(&self, number: &str, amount: Option<Money>, date: Day) {
        let whole = "select abs(amount) from document where number = ?1";
        let whole = || self.rows.query_row(whole, [number], |row| row.get(0)).unwrap();
        let amount: i64 = amount.map_or_else(whole, Money::minor);
        self.allocate(None, number, None, amount, date);
    }
}

/// The first columns that are texts, read as an answer's are.
fn texts(row: &Row, count: usize) -> Vec<String> {
    (0..count).filter_map(|column| row.get(column).ok()).collect()
}
