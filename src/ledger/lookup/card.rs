//! The card of an account: what it is looked up by, folded, in one line. A row of the ledger holds
//! the cards of several accounts, so that all of them can be read quickly. May use: std, the
//! folding.

use crate::domain::Code;
use crate::domain::event::CustomerDetails;
use crate::ledger::tables::AccountId;

use super::fold;

/// A card. Words are separated by one space, several values of a kind by commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    /// The account.
    pub id: AccountId,
    /// The words of its code.
    pub code: &'a str,
    /// The words of its name.
    pub name: &'a str,
    /// The words of the contact people.
    pub people: &'a str,
    /// Telephones: the calling code if it is known, a space, the other digits.
    pub phones: &'a str,
    /// The words of every e-mail address.
    pub emails: &'a str,
}

/// The line of an account; for an erased customer, only the code.
pub fn line(id: AccountId, code: &Code, details: Option<&CustomerDetails>) -> String {
    let words = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(fold::words).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(",")
    };
    let (mut name, mut people, mut phones, mut emails) = Default::default();
    if let Some(details) = details {
        name = fold::words(&details.name);
        people = words(&mut details.people());
        // Leave out top-level domains: no one searches by those.
        let joined = |email: &str| {
            let words = fold::words(email);
            words.rsplit_once(' ').map_or(words.clone(), |(front, end)| format!("{front}{end}"))
        };
        emails = details.emails().map(joined).collect::<Vec<String>>().join(",");
        let each = details.phones().flat_map(|phone| phone.split(['/', ';', ',']));
        let read = each.filter_map(fold::phone).map(|phone| {
            let (code, national) = phone.digits.split_at(phone.national);
            format!("{code} {national}")
        });
        phones = read.collect::<Vec<String>>().join(",");
    }
    format!("{id}|{}|{name}|{people}|{phones}|{emails}\n", fold::words(&code.0))
}

/// The cards of a row.
pub fn cards(lines: &str) -> impl Iterator<Item = Card<'_>> {
    lines.lines().filter_map(|line| {
        let mut parts = line.split('|');
        Some(Card {
            id: parts.next()?.parse().ok()?,
            code: parts.next()?,
            name: parts.next()?,
            people: parts.next()?,
            phones: parts.next()?,
            emails: parts.next()?,
        })
    })
}

/// Replaces one line of a row, or inserts it.
pub fn with_line(lines: &str, id: AccountId, new: &str) -> String {
    let front = format!("{id}|");
    let others = lines.split_inclusive('\n').filter(|line| !line.starts_with(&front));
    others.chain([new]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_read_as_it_was_written() {
        let details = CustomerDetails {
            name: "Café | N’Dour, Fils".into(),
            contact: Some("Aline\u{301} B.".into()),
            phone: Some("+250 788 123 456".into()),
            email: Some("a.b@café.example".into()),
            ..CustomerDetails::default()
        };
        let lines =
            line(7, &Code("C-1".into()), Some(&details)) + &line(8, &Code("X".into()), None);
        let read: Vec<Card> = cards(&lines).collect();
        let expected = Card {
            id: 7,
            code: "c 1",
            name: "cafe ndour fils",
            people: "aline b",
            phones: "250 788123456",
            emails: "a b cafeexample",
        };
        assert_eq!(read.first(), Some(&expected));
        assert_eq!(read.get(1).map(|card| (card.id, card.code, card.name)), Some((8, "x", "")));
        let changed = with_line(&lines, 7, "7|c 1|other|||\n");
        assert_eq!(
            cards(&changed).map(|card| (card.id, card.name)).collect::<Vec<_>>(),
            [(8, ""), (7, "other")]
        );
    }
}
