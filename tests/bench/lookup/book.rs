//! A ledger of made-up accounts, each with a document, under sled: what look-up is built from and
//! what it asks for its rows. It is written row by row; no journal stands behind it.

use daybook::domain::event::{BookOpened, CustomerDetails};
use daybook::domain::terms::Terms;
use daybook::domain::{Code, Currency, Day, Money, Number};
use daybook::journal::{JournalReader, Pos, RealDisk};
use daybook::ledger::lookup::Index;
use daybook::ledger::lookup::card;
use daybook::ledger::query::View;
use daybook::ledger::tables::*;
use daybook::store::picture::Picture;
use daybook::store::stack::Store;
use daybook::store::{Batch, Rows};

use crate::names::Account;

/// What is open, and the index on it.
pub struct Bench {
    pub rows: Picture,
    pub index: Index,
    journal: JournalReader,
    info: BookOpened,
    pub today: Day,
    _folder: tempfile::TempDir,
}

impl Bench {
    /// Writes the rows of all cards and opens them again.
    pub fn of(cards: &[Account]) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        {
            let store = Store::open(&path).unwrap();
            let blocks: Vec<&[Account]> =
                cards.chunk_by(|a, b| a.id / CARDS_IN_ROW == b.id / CARDS_IN_ROW).collect();
            // In the order of the keys, as a book that was posted at once.
            let letters: std::collections::BTreeSet<u8> = {
                let mut batch = Batch::default();
                for block in blocks.iter().take(2) {
                    rows(block, &mut batch);
                }
                batch.writes.keys().map(|key| key[0]).collect()
            };
            for letter in letters {
                for some in blocks.chunks(500) {
                    let mut batch = Batch::default();
                    for block in some {
                        rows(block, &mut batch);
                    }
                    batch.writes.retain(|key, _| key[0] == letter);
                    store.apply(batch);
                }
            }
            store.flush().unwrap();
        }
        let currency = Currency::parse("RWF").unwrap();
        let info = BookOpened {
            book: uuid::Uuid::nil(),
            company: "Bench".into(),
            country: "RW".into(),
            currency,
            zone: "Africa/Kigali".into(),
            made_up: true,
            tax_id: None,
            address: None,
        };
        Bench {
            rows: Store::open(&path).unwrap().picture(),
            index: Index::default(),
            journal: JournalReader::new(&RealDisk::shared(), folder.path()),
            info,
            today: "2026-06-01".parse().unwrap(),
            _folder: folder,
        }
    }

    /// What a question sees.
    pub fn view(&self) -> View<'_> {
        self.view_of(&self.rows)
    }

    /// The same of other rows.
    pub fn view_of<'a>(&'a self, rows: &'a dyn Rows) -> View<'a> {
        let journal = &self.journal;
        let sees = daybook::domain::event::ViewerPolicySet::ALL;
        let taxes = daybook::assets::known_tax_table("RW").unwrap();
        let (book, lookup) = (&self.info, &self.index);
        View { rows, journal, book, taxes, today: self.today, lookup, sees }
    }
}

/// The rows of cards that share one.
fn rows(cards: &[Account], batch: &mut Batch) {
    let currency = Currency::parse("RWF").unwrap();
    let (mut lines, mut dates) = (String::new(), Vec::new());
    let pos = Pos { segment: 1, offset: 0 };
    for card in cards {
        let (id, seq) = (card.id, u64::from(card.id) + 1);
        let row = AccountRow {
            code: Code(card.code.clone()),
            name: card.name.clone(),
            seq,
            currency,
            terms: Terms::default(),
            credit_limit: None,
        };
        ACCOUNTS.put(batch, &id, &row).unwrap();
        let details = CustomerDetails {
            name: card.name.clone(),
            contact: Some(card.contact.clone()),
            phone: Some(card.phone.clone()),
            ..CustomerDetails::default()
        };
        lines += &card::line(id, &row.code, Some(&details));
        DETAILS.put(batch, &id, &serde_json::to_string(&details).unwrap()).unwrap();
        // One in ten owes, half of those are late; the others were active at some time.
        let amount = Money::from_minor(i64::from(id) * 7_919 % 900_000 + 1_000, 0);
        let owes = id % 10 == 0;
        let debit = if owes { amount } else { amount.zero() };
        let date = Day::from_julian(2_460_900 + i32::try_from(id * 31 % 270).unwrap()).unwrap();
        dates.push(Some(date));
        let due = if id % 20 == 0 { date } else { Day::LAST };
        let totals =
            TotalsRow { debit, credit: amount.zero(), latest: Some(date), disputes: 0, seq };
        TOTALS.put(batch, &id, &totals).unwrap();
        let item = ItemId { seq, place: 0 };
        let number = Number(format!("INV-2026-{id:06}"));
        let row = ItemRow {
            kind: ItemKind::Invoice,
            number: number.clone(),
            account: id,
            date,
            due,
            amount,
            currency,
            rate: None,
            method: None,
            early_payment: None,
            given_up: None,
            pos,
        };
        ITEMS.put(batch, &item, &row).unwrap();
        NUMBERS.put(batch, &number.folded(), &item).unwrap();
        if owes {
            OPEN.put(batch, &(id, Side::Debit, due, item), &OpenRow::of(&row, amount)).unwrap();
        }
    }
    if let Some(first) = cards.first() {
        let mut days = vec![None; (first.id % CARDS_IN_ROW) as usize];
        days.extend(dates);
        ACTIVITY.put(batch, &(first.id / CARDS_IN_ROW), &days).unwrap();
        CARDS.put(batch, &(first.id / CARDS_IN_ROW), &lines).unwrap();
    }
}
