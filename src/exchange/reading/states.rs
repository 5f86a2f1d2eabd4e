//! What the columns of states and types say about a row of another program: whether it is left out, owed
//! or settled, or counts for the customer. A word that is not known is nobody's guess. May use: assets,
//! the words.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::spelling;
use crate::assets;

/// The field that holds states of documents and payments.
pub const STATE: &str = "state";

/// The field that holds types of documents.
pub const TYPE: &str = "type";

/// What a word says about its row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RowState {
    /// It counts as it is.
    Open,
    /// Part of it is owed.
    Part,
    /// Nothing of it is owed.
    Paid,
    /// It counts for the customer.
    Credit,
    /// It is money, which counts for the customer unless all of it is applied.
    Money,
    /// It is left out.
    Left,
    /// The word is not known.
    Unknown,
}

#[derive(Deserialize, Default)]
struct StateWords {
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    part: Vec<String>,
    #[serde(default)]
    paid: Vec<String>,
    #[serde(default)]
    credit: Vec<String>,
    #[serde(default)]
    money: Vec<String>,
    #[serde(default)]
    left: Vec<String>,
}

#[derive(Deserialize, Default)]
struct AllStates {
    states: StateWords,
    documents: StateWords,
    payments: StateWords,
    contacts: StateWords,
}

type ByWord = HashMap<String, RowState>;

impl StateWords {
    fn by_word(self) -> ByWord {
        let lists = [
            (self.open, RowState::Open),
            (self.part, RowState::Part),
            (self.paid, RowState::Paid),
            (self.credit, RowState::Credit),
            (self.money, RowState::Money),
            (self.left, RowState::Left),
        ];
        let words = lists.into_iter();
        words.flat_map(|(words, is)| words.into_iter().map(move |word| (word, is))).collect()
    }
}

static STATES: LazyLock<[ByWord; 4]> = LazyLock::new(|| {
    let all: AllStates = toml::from_str(assets::IMPORT_STATES).unwrap_or_default();
    [all.states, all.documents, all.payments, all.contacts].map(StateWords::by_word)
});

/// What a cell of a field says in a kind of file. `Overdue 58 days` is `overdue`, and `Partially paid,
/// $374 due` is `partially paid`.
pub fn of_cell(kind: &str, field: &str, text: &str) -> RowState {
    let [states, documents, payments, contacts] = &*STATES;
    let (words, other) = match (field, kind) {
        (STATE, _) => (states, RowState::Unknown),
        (_, "payments") => (payments, RowState::Open),
        (_, "customers") => (contacts, RowState::Open),
        _ => (documents, RowState::Unknown),
    };
    let part = |ends: &[char]| text.split(ends).next().map(spelling).unwrap_or_default();
    let digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    let spelled = [spelling(text), part(&[',', ';', '(', ':']), part(&digits)];
    let found = spelled.iter().find_map(|it| words.get(it)).copied().unwrap_or(other);
    match (kind, found) {
        // What is paid, for a payment, is money that came.
        ("payments", RowState::Paid) => RowState::Open,
        (_, found) => found,
    }
}
