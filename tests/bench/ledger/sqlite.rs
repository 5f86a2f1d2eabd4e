//! The peer: the same rows in SQLite, in tables with the usual keys and indexes, durable as the
//! book is. What is owed is positive, money in hand negative, days are Julian.

use std::path::Path;
use std::time::{Duration, Instant};

use daybook::domain::Day;
use daybook::engine::ports::Ports;
use rusqlite::{Connection, params};

use crate::commands::{Act, Payment, total};

const TABLES: &str = "
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table customer (id integer primary key, code text not null unique, name text not null,
        contact text, phone text);
    create table document (id integer primary key, number text not null unique,
        kind text not null, customer integer not null references customer, date integer not null,
        due integer not null, amount integer not null, left integer not null);
    create index document_of on document (customer, due);
    create table line (document integer not null references document, place integer not null,
        description text not null, quantity text not null, price text not null,
        net integer not null, primary key (document, place)) without rowid;
    create table allocation (id integer primary key, number text unique,
        source integer not null references document, target integer references document,
        amount integer not null, date integer not null);
    create index allocation_source on allocation (source);
    create index allocation_target on allocation (target);
    create table contact (id integer primary key, number text not null unique,
        customer integer not null references customer, about text, date integer, note text);
    create index contact_of on contact (customer);
    create table audit (seq integer primary key, id blob not null unique, at integer not null,
        by text not null, what text not null);";

/// How many commands share a transaction where much is written at once.
const TOGETHER: usize = 1_000;

/// A database.
pub struct Sqlite {
    pub(crate) rows: Connection,
    ports: Ports,
    allocations: u64,
}

/// A document as it is written.
pub(crate) struct Document<'a> {
    pub number: &'a str,
    pub kind: &'a str,
    pub customer: &'a str,
    pub date: Day,
    pub due: Day,
    pub amount: i64,
}

impl Sqlite {
    /// A new one at `path`; without the feature there is none.
    #[allow(clippy::unnecessary_wraps)]
    pub fn make(path: &Path) -> Option<Sqlite> {
        let rows = Connection::open(path).unwrap();
        rows.execute_batch(TABLES).unwrap();
        rows.set_prepared_statement_cache_capacity(64);
        Some(Sqlite { rows, ports: Ports::default(), allocations: 0 })
    }

    /// The same rows, opened again.
    pub fn again(self) -> Sqlite {
        let path = self.rows.path().unwrap().to_string();
        let rows = Connection::open(path).unwrap();
        rows.set_prepared_statement_cache_capacity(64);
        Sqlite { rows, ..self }
    }

    /// Writes what commands come to, many to a transaction; how long it took.
    pub fn post(&mut self, acts: &[Act]) -> Duration {
        let began = Instant::now();
        for some in acts.chunks(TOGETHER) {
            self.rows.execute_batch("begin immediate").unwrap();
            for act in some {
                self.act(act);
            }
            self.rows.execute_batch("commit").unwrap();
        }
        began.elapsed()
    }

    /// One payment in a transaction of its own.
    pub fn pay(&mut self, payment: &Payment) {
        self.rows.execute_batch("begin immediate").unwrap();
        self.payment(payment);
        self.audit(&payment.line());
        self.rows.execute_batch("commit").unwrap();
    }

    /// What is left of all invoices.
    pub fn receivable(&self) -> i64 {
        let all = "select coalesce(sum(left), 0) from document where left > 0";
        self.rows.query_row(all, [], |row| row.get(0)).unwrap()
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Customer { code, name, contact, phone } => {
                self.customer(code, name, Some(contact), Some(phone));
            }
            Act::Invoice { number, customer, date, due, lines } => {
                let (date, due, amount) = (*date, *due, total(lines));
                self.document(&Document { number, kind: "invoice", customer, date, due, amount });
                let document = self.rows.last_insert_rowid();
                for (place, line) in lines.iter().enumerate() {
                    let price = line.price.to_string();
                    self.line(
                        document,
                        place,
                        "Paper",
                        (&line.quantity.to_string(), &price),
                        line.net(),
                    );
                }
            }
            Act::Payment(payment) => self.payment(payment),
            Act::Call { number, customer, about, note } => {
                self.contact(number, customer, about.as_deref(), None, note);
            }
            Act::Callback { number, customer, date, note } => {
                self.contact(number, customer, None, Some(*date), note);
            }
            Act::Dispute { number, customer, invoice, date, amount } => {
                self.contact(number, customer, Some(invoice), Some(*date), &amount.to_string());
            }
            Act::Amendment { customer, phone } => {
                self.run(
                    "update customer set phone = ?2 where code = ?1",
                    params![customer, phone],
                );
            }
        }
        self.audit(&act.line());
    }

    fn payment(&mut self, payment: &Payment) {
        let Payment { number, customer, date, amount, shares } = payment;
        let (date, amount) = (*date, -*amount);
        self.document(&Document { number, kind: "payment", customer, date, due: date, amount });
        for (invoice, share) in shares {
            self.allocations += 1;
            let allocation = format!("A{:06}", self.allocations);
            self.allocate(Some(&allocation), number, Some(invoice), *share, date);
        }
    }

    pub(crate) fn run(&self, statement: &str, given: impl rusqlite::Params) {
        self.rows.prepare_cached(statement).unwrap().execute(given).unwrap();
    }

    pub(crate) fn customer(
        &self,
        code: &str,
        name: &str,
        contact: Option<&str>,
        phone: Option<&str>,
    ) {
        let insert = "insert into customer (code, name, contact, phone) values (?1, ?2, ?3, ?4)";
        self.run(insert, params![code, name, contact, phone]);
    }

    pub(crate) fn document(&self, document: &Document) {
        let Document { number, kind, customer, date, due, amount } = document;
        let insert = "insert into document (number, kind, customer, date, due, amount, left)
            values (?1, ?2, (select id from customer where code = ?3), ?4, ?5, ?6, ?6)";
        self.run(insert, params![number, kind, customer, date.julian(), due.julian(), amount]);
    }

    pub(crate) fn line(
        &self,
        document: i64,
        place: usize,
        description: &str,
        (quantity, price): (&str, &str),
        net: i64,
    ) {
        let insert = "insert into line values (?1, ?2, ?3, ?4, ?5, ?6)";
        let place = i64::try_from(place).unwrap();
        self.run(insert, params![document, place, description, quantity, price, net]);
    }

    /// Takes from a document, and from the invoice that it settles, if it settles one.
    pub(crate) fn allocate(
        &self,
        number: Option<&str>,
        source: &str,
        target: Option<&str>,
        amount: i64,
        date: Day,
    ) {
        let insert = "insert into allocation (number, source, target, amount, date) values (?1,
            (select id from document where number = ?2),
            (select id from document where number = ?3), ?4, ?5)";
        self.run(insert, params![number, source, target, amount, date.julian()]);
        let less = "update document set left = left - sign(amount) * ?2 where number = ?1";
        self.run(less, params![source, amount]);
        if let Some(target) = target {
            self.run(less, params![target, amount]);
        }
    }

    fn contact(
        &self,
        number: &str,
        customer: &str,
        about: Option<&str>,
        date: Option<Day>,
        note: &str,
    ) {
        let insert = "insert into contact (number, customer, about, date, note)
            values (?1, (select id from customer where code = ?2), ?3, ?4, ?5)";
        self.run(insert, params![number, customer, about, date.map(Day::julian), note]);
    }

    fn audit(&self, what: &str) {
        let insert = "insert into audit (id, at, by, what) values (?1, ?2, 'eva', ?3)";
        let at = self.ports.clock.now().micros();
        self.run(insert, params![self.ports.new_id().as_bytes(), at, what]);
    }
}
