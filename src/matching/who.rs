//! Who paid: the customers that a line's payer may be, by account, by what was learnt, by telephone, by
//! name. May use: atoms, book, fold, input, likeness, names.

use super::atoms::{RunKind, atoms};
use super::book::MatchBook;
use super::fold::{compact, folded, key_of_account, key_of_name, phone_tail};
use super::input::MatchLine;
use super::likeness;
use super::names::NameHit;

/// A name with at least this likeness is a customer's if no other name comes close.
const STRONG: u32 = 84;

/// The lead in likeness over the next name that this takes.
const AHEAD: u32 = 10;

/// The most customers considered for one line.
const MOST: usize = 6;

/// How a customer was recognised, the least sure way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The whole name is in the text.
    InText,
    /// The payer's name is like the customer's.
    Like,
    /// The payer's name is the customer's.
    Name,
    /// The telephone is the customer's.
    Phone,
    /// The payer's name was matched to the customer this often.
    LearntName(u32),
    /// The account is the customer's.
    Account,
    /// The payer's account was matched to the customer this often.
    LearntAccount(u32),
}

/// A customer who may have paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    /// The customer.
    pub customer: u32,
    /// How it was recognised.
    pub how: How,
    /// The likeness, 0 to 100.
    pub percent: u32,
}

impl Who {
    /// Whether the line has the customer's whole name, not one that is similar or longer.
    pub fn is_by_name(&self) -> bool {
        self.how == How::Name || (self.how == How::InText && self.percent >= likeness::WHOLE)
    }
}

/// What is known about a line's payer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinePayer {
    /// The customers who may have paid, the likeliest first.
    pub who: Vec<Who>,
    /// Those who did pay, as far as can be known: more than one if a payer pays for several.
    pub known: Vec<u32>,
    /// Whether a name fits several customers, and nothing else decides between them.
    pub is_of_several: bool,
    /// Those customers, unless there are too many to look at.
    pub several: Vec<u32>,
    /// If the name is like those of several customers, the one with exactly this name.
    pub exactly: Option<u32>,
}

impl LinePayer {
    /// How a customer was recognised.
    pub fn of(&self, customer: u32) -> Option<&Who> {
        self.who.iter().find(|who| who.customer == customer)
    }

    /// Whether the payer is known to be this customer.
    pub fn is_known(&self, customer: u32) -> bool {
        self.known.contains(&customer)
    }

    fn add(&mut self, customer: u32, how: How, percent: u32) {
        match self.who.iter_mut().find(|who| who.customer == customer) {
            Some(who) if (who.percent, who.how) >= (percent, how) => {}
            Some(who) => *who = Who { customer, how, percent },
            None => self.who.push(Who { customer, how, percent }),
        }
    }

    fn know(&mut self, customer: u32) {
        if !self.known.contains(&customer) {
            self.known.push(customer);
        }
    }
}

/// Finds the customers who may have paid a line.
pub fn whose(book: &MatchBook, line: &MatchLine) -> LinePayer {
    let mut whose = LinePayer::default();
    by_account(book, line, &mut whose);
    by_name(book, line, &mut whose);
    if whose.known.is_empty() {
        by_text(book, line, &mut whose);
    }
    whose.who.sort_by_key(|who| {
        (
            std::cmp::Reverse((whose.known.contains(&who.customer), who.percent, who.how)),
            who.customer,
        )
    });
    whose.who.truncate(MOST);
    whose.known.sort_unstable();
    whose
}

fn by_account(book: &MatchBook, line: &MatchLine, whose: &mut LinePayer) {
    let account = line.payer_account.as_deref();
    let Some(account) = account.filter(|account| !compact(account).is_empty()) else { return };
    let key = key_of_account(account);
    for (customer, times) in book.learnt.get(&key).into_iter().flatten() {
        whose.add(*customer, How::LearntAccount(*times), 100);
        whose.know(*customer);
    }
    for customer in book.accounts.get(&key).into_iter().flatten() {
        whose.add(*customer, How::Account, 100);
        whose.know(*customer);
    }
    by_phone(book, account, whose);
}

fn by_phone(book: &MatchBook, written: &str, whose: &mut LinePayer) {
    let Some(customers) = phone_tail(written).and_then(|tail| book.phones.get(&tail)) else {
        return;
    };
    for customer in customers {
        whose.add(*customer, How::Phone, 96);
        if customers.len() == 1 {
            whose.know(*customer);
        }
    }
}

fn by_name(book: &MatchBook, line: &MatchLine, whose: &mut LinePayer) {
    let Some(payer) = line.payer.as_deref().filter(|payer| !payer.trim().is_empty()) else {
        return;
    };
    let hits = book.names.like_payer(payer);
    let same = hits.iter().filter(|hit| hit.likeness.is_same).count();
    let learnt = book.learnt.get(&key_of_name(payer)).map_or(&[][..], Vec::as_slice);
    let is_own =
        |customer: u32| hits.iter().any(|hit| hit.likeness.is_same && hit.customer == customer);
    for (customer, times) in learnt {
        whose.add(*customer, How::LearntName(*times), 97);
        // If another customer has the same name, earlier matches by that name prove nothing.
        if same == 0 || (same == 1 && is_own(*customer)) || (same == 1 && learnt.len() > 1) {
            whose.know(*customer);
        }
    }
    add_hits(&hits, How::Name, How::Like, whose);
    if same > 1 {
        let exact = book.names.exactly(payer, &hits);
        whose.exactly = exact.first().copied().filter(|_| exact.len() == 1);
    }
}

/// Adds customers by likeness; the first counts as known if no other comes close.
fn add_hits(hits: &[NameHit], same: How, like: How, whose: &mut LinePayer) {
    for hit in hits.iter().take(MOST) {
        let how = if hit.likeness.is_same { same } else { like };
        whose.add(hit.customer, how, hit.likeness.percent.min(95));
    }
    let Some(first) = hits.first().filter(|hit| hit.likeness.percent >= STRONG) else { return };
    let next = hits.get(1);
    let is_ahead = next.is_none_or(|next| {
        let is_better = first.likeness.is_same && !next.likeness.is_same;
        is_better || next.likeness.percent + AHEAD <= first.likeness.percent
    });
    if is_ahead {
        return whose.know(first.customer);
    }
    whose.is_of_several = whose.known.is_empty();
    let is_near = |hit: &&NameHit| hit.likeness.percent + AHEAD > first.likeness.percent;
    let several: Vec<u32> = hits.iter().filter(is_near).map(|hit| hit.customer).collect();
    if whose.is_of_several && several.len() <= MOST {
        whose.several = several;
    }
}

/// Searches the text for telephone numbers, and for names if the payer is unknown.
fn by_text(book: &MatchBook, line: &MatchLine, whose: &mut LinePayer) {
    let text = folded(&line.text);
    let (atoms, _) = atoms(&text);
    let mut phone = String::new();
    for atom in &atoms {
        match atom.mark {
            RunKind::Phone => phone.push_str(atom.text),
            _ => by_phone(book, &std::mem::take(&mut phone), whose),
        }
    }
    by_phone(book, &phone, whose);
    let is_named = whose.who.iter().any(|who| who.percent >= STRONG);
    if whose.known.is_empty() && !is_named {
        add_hits(&book.names.within(&line.text), How::InText, How::InText, whose);
    }
}
