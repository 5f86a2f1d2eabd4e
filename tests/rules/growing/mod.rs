//! Everything that can be asked or told, in two books of which one has four times as much of each thing on
//! one account: no row of these tables may be left out, and none may grow faster than it says. Rows of
//! the ledger are counted, not seconds.

mod book;
mod commands;
mod questions;

/// How much more may be read where there is four times as much of everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Growth {
    /// No more: a part is asked for that is as large in both books, or something is looked up.
    Level,
    /// Four times as much: it lists or adds up what there is four times as much of.
    WithBook,
}

/// What was read in the small book and in the large one.
#[derive(Debug)]
pub struct Figure {
    pub what: String,
    pub growth: Growth,
    pub few: u64,
    pub many: u64,
}

impl Figure {
    /// A few rows more are no growth: a look-up reads more where a page of the table is full.
    fn is_too_much(&self) -> bool {
        match self.growth {
            Growth::Level => self.many > self.few * 5 / 4 + 8,
            Growth::WithBook => self.many > self.few * 9 / 2,
        }
    }
}

/// Fails for what grows faster than it says, and shows the whole table.
pub fn check(figures: &[Figure]) {
    let table: String = figures
        .iter()
        .map(|it| format!("{:<50} {:>8} {:>8}  {:?}\n", it.what, it.few, it.many, it.growth))
        .collect();
    println!("{table}");
    let faster: Vec<&Figure> = figures.iter().filter(|it| it.is_too_much()).collect();
    assert!(faster.is_empty(), "four times as much is there: {faster:#?} of\n{table}");
}
