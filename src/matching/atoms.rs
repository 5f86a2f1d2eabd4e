//! Splits a text into runs of letters and runs of digits, and recognises what the digits are: part of a
//! date, of an amount, of a telephone number, a year, or plain. May use: std.

/// Months as banks write them in dates, folded.
const MONTHS: [&str; 40] = [
    "jan",
    "january",
    "janvier",
    "feb",
    "february",
    "fev",
    "fevrier",
    "mar",
    "march",
    "mars",
    "apr",
    "april",
    "avr",
    "avril",
    "may",
    "mai",
    "jun",
    "june",
    "juin",
    "jul",
    "july",
    "juil",
    "juillet",
    "aug",
    "august",
    "aout",
    "sep",
    "sept",
    "september",
    "septembre",
    "oct",
    "october",
    "octobre",
    "nov",
    "november",
    "novembre",
    "dec",
    "december",
    "decembre",
    "januar",
];

/// Currencies that are written next to amounts, folded.
const CURRENCIES: [&str; 17] = [
    "rwf", "frw", "usd", "eur", "cad", "gbp", "ugx", "kes", "tzs", "bif", "xaf", "xof", "sek",
    "nok", "dkk", "chf", "cdf",
];

/// Words that come before a document's number.
pub const INTRODUCES: [&str; 26] = [
    "inv",
    "invoice",
    "invoices",
    "invs",
    "facture",
    "factures",
    "fact",
    "fac",
    "fct",
    "no",
    "nr",
    "nos",
    "num",
    "numero",
    "number",
    "bill",
    "bills",
    "n",
    "rechnung",
    "rg",
    "faktura",
    "fakturor",
    "fakt",
    "fakturanr",
    "fa",
    "f",
];

/// Words that come before a telephone number.
const PHONES: [&str; 10] =
    ["tel", "phone", "mob", "mobile", "gsm", "msisdn", "call", "telephone", "portable", "cell"];

/// The kind of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Letters.
    Letters,
    /// Digits that may be one of our numbers.
    Plain,
    /// Four digits from 1990 to 2099.
    Year,
    /// Part of a date or a time.
    Date,
    /// Part of an amount.
    Amount,
    /// Part of a telephone number.
    Phone,
}

/// A run of letters, or of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom<'t> {
    /// The run.
    pub text: &'t str,
    /// The characters between the previous run and this one; for the first run, those at the beginning
    /// of the text.
    pub gap: &'t str,
    /// Its kind.
    pub mark: RunKind,
}

impl Atom<'_> {
    /// Whether it is digits.
    pub fn is_digits(&self) -> bool {
        self.mark != RunKind::Letters
    }
}

/// The runs of a folded text, and the characters after the last one.
pub fn atoms(text: &str) -> (Vec<Atom<'_>>, &str) {
    let mut atoms = Vec::new();
    let kind = |letter: char| match letter {
        letter if letter.is_ascii_digit() => 2_u8,
        letter if letter.is_alphanumeric() => 1,
        _ => 0,
    };
    let (mut gap, mut rest) = ("", text);
    while let Some(first) = rest.chars().next() {
        let of = kind(first);
        let end = rest.find(|letter| kind(letter) != of).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        if of == 0 {
            gap = run;
        } else {
            let mark = if of == 1 { RunKind::Letters } else { RunKind::Plain };
            atoms.push(Atom { text: run, gap: std::mem::take(&mut gap), mark });
        }
    }
    mark_all(&mut atoms);
    (atoms, gap)
}

fn mark_all(atoms: &mut [Atom]) {
    for at in 0..atoms.len() {
        if !atoms[at].is_digits() || atoms[at].mark != RunKind::Plain {
            continue;
        }
        let (count, mark) = mark_at(atoms, at);
        atoms[at..at + count].iter_mut().for_each(|atom| atom.mark = mark);
    }
}

/// How many runs from here belong together, and their kind.
fn mark_at(atoms: &[Atom], at: usize) -> (usize, RunKind) {
    if let Some(count) = phone(atoms, at) {
        return (count, RunKind::Phone);
    }
    if let Some(count) = date(atoms, at) {
        return (count, RunKind::Date);
    }
    if let Some(count) = amount(atoms, at) {
        return (count, RunKind::Amount);
    }
    let is_year = atoms[at].text.len() == 4 && matches!(number(atoms[at].text), 1990..=2099);
    (1, if is_year { RunKind::Year } else { RunKind::Plain })
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// The digits of a run, if it has any.
fn digits<'t>(atoms: &[Atom<'t>], at: usize) -> Option<&'t str> {
    atoms.get(at).filter(|atom| atom.is_digits()).map(|atom| atom.text)
}

/// The word before a run, if little else is in between.
fn word_before<'t>(atoms: &[Atom<'t>], at: usize) -> Option<&'t str> {
    let before = atoms.get(at.checked_sub(1)?)?;
    (!before.is_digits() && atoms[at].gap.len() <= 2).then_some(before.text)
}

/// How many runs make up the telephone number that begins here.
fn phone(atoms: &[Atom], at: usize) -> Option<usize> {
    let gap = atoms[at].gap;
    // In `12+13`, the sign joins two numbers.
    let has_plus = gap.ends_with('+') && (gap.len() > 1 || at == 0 || !atoms[at - 1].is_digits());
    let is_told = is_told_phone(atoms, at);
    let first = atoms[at].text;
    let groups = groups(atoms, at);
    if let Some(count) = national(&groups, atoms, at) {
        return Some(count);
    }
    let most = if has_plus { 12 } else { 10 };
    let is_short = |group: &&&str| has_plus || group.len() <= 4;
    let (mut count, mut length) = (1, first.len());
    for group in groups.iter().skip(1).take_while(is_short) {
        if length + group.len() > most {
            break;
        }
        length += group.len();
        count += 1;
    }
    let is_long = (9..=15).contains(&length) || (is_told && length >= 7);
    let is_grouped = first.starts_with('0') && count >= 3 && first.len() <= 4;
    (is_long && (has_plus || is_told || is_grouped)).then_some(count)
}

/// Whether a word such as “tel” or “tel no” comes before.
fn is_told_phone(atoms: &[Atom], at: usize) -> bool {
    let is_phone = |word: &str| PHONES.contains(&word);
    match word_before(atoms, at) {
        Some("no" | "nr" | "num" | "number" | "numero") => {
            at.checked_sub(1).and_then(|at| word_before(atoms, at)).is_some_and(is_phone)
        }
        word => word.is_some_and(is_phone),
    }
}

/// The runs of digits from here that are spaced like those of a telephone number.
fn groups<'t>(atoms: &[Atom<'t>], at: usize) -> Vec<&'t str> {
    let behind = atoms[at + 1..].iter();
    let goes_on = |atom: &&Atom| atom.is_digits() && [" ", "-", ".", ") "].contains(&atom.gap);
    let behind = behind.take_while(goes_on).take(6).map(|atom| atom.text);
    std::iter::once(atoms[at].text).chain(behind).collect()
}

/// How many runs make up a number in the form of mobile numbers in Rwanda or telephone numbers in North
/// America; none if a word such as “invoice” introduces a list of numbers.
fn national(groups: &[&str], atoms: &[Atom], at: usize) -> Option<usize> {
    let introduced = word_before(atoms, at).filter(|_| !is_told_phone(atoms, at));
    let is_listed = introduced.is_some_and(|word| INTRODUCES.contains(&word));
    let mut joined = String::new();
    for (count, group) in (1..).zip(groups) {
        joined.push_str(group);
        let is_mobile = (joined.len() == 10 && joined.starts_with("07"))
            || (joined.len() == 12 && joined.starts_with("2507"));
        if is_mobile && (count == 1 || !is_listed) {
            return Some(count);
        }
    }
    let is_area = |group: &str| group.len() == 3 && !group.starts_with(['0', '1']);
    match groups {
        _ if is_listed => None,
        [area, office, line, ..] if is_area(area) && is_area(office) => {
            (line.len() == 4).then_some(3)
        }
        ["1", area, office, line, ..] if is_area(area) && is_area(office) => {
            (line.len() == 4).then_some(4)
        }
        _ => None,
    }
}

/// How many runs make up the date or time that begins here.
fn date(atoms: &[Atom], at: usize) -> Option<usize> {
    let first = digits(atoms, at)?;
    let is_month = |at: usize| {
        atoms.get(at).is_some_and(|atom| MONTHS.contains(&atom.text) && atom.gap.len() <= 1)
    };
    let after_month = at > 0 && is_month(at - 1) && atoms[at].gap.len() <= 2;
    if (first.len() <= 2 && is_month(at + 1)) || (after_month && [2, 4].contains(&first.len())) {
        return Some(1);
    }
    if first.len() == 8 && is_whole_date(first) {
        return Some(1);
    }
    let second = digits(atoms, at + 1)?;
    let gap = atoms[at + 1].gap;
    if gap == ":" && first.len() <= 2 && second.len() == 2 {
        return Some(2);
    }
    let third = digits(atoms, at + 2)?;
    let is_short = first.len() <= 2 && second.len() <= 2 && [2, 4].contains(&third.len());
    let is_long = first.len() == 4 && second.len() <= 2 && third.len() <= 2;
    let is_one = ["/", "-", "."].contains(&gap) && atoms[at + 2].gap == gap;
    let (month, day) = if is_long { (second, third) } else { (second, first) };
    let fits = |month: &str, day: &str| number(month) <= 12 && number(day) <= 31;
    (is_one && (is_short || is_long) && (fits(month, day) || fits(day, month))).then_some(3)
}

/// `20261130`, `30112026`.
fn is_whole_date(digits: &str) -> bool {
    let part = |from: usize, to: usize| number(&digits[from..to]);
    let fits = |year: u32, month: u32, day: u32| {
        (2000..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
    };
    fits(part(0, 4), part(4, 6), part(6, 8)) || fits(part(4, 8), part(2, 4), part(0, 2))
}

/// How many runs make up the amount that begins here.
fn amount(atoms: &[Atom], at: usize) -> Option<usize> {
    let first = digits(atoms, at)?;
    let is_group = |next: usize, gaps: &[&str]| {
        digits(atoms, next).is_some_and(|run| run.len() == 3) && gaps.contains(&atoms[next].gap)
    };
    let mut count = 1;
    while first.len() <= 3 && is_group(at + count, &[",", ".", "'"]) {
        count += 1;
    }
    let cents = digits(atoms, at + count).filter(|run| run.len() <= 2);
    let has_cents = cents.is_some() && [",", "."].contains(&atoms[at + count].gap);
    if has_cents || count > 1 {
        return Some(count + usize::from(has_cents));
    }
    let is_currency = |at: usize| atoms.get(at).is_some_and(|atom| CURRENCIES.contains(&atom.text));
    let is_after = at > 0 && is_currency(at - 1) && atoms[at].gap.len() <= 1;
    let has_sign = atoms[at].gap.ends_with(['$', '€', '£']);
    let is_before = is_currency(at + 1)
        && atoms[at + 1].gap.len() <= 1
        && digits(atoms, at + 2).is_none_or(|_| atoms[at + 2].gap.len() > 1);
    (is_after || has_sign || is_before).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<(&str, RunKind)> {
        let (atoms, _) = atoms(text);
        atoms.into_iter().filter(Atom::is_digits).map(|atom| (atom.text, atom.mark)).collect()
    }

    #[test]
    fn dates_amounts_and_telephones_are_no_numbers_of_ours() {
        let all = |text: &str, mark: RunKind| {
            assert!(
                marks(text).iter().all(|(_, found)| *found == mark),
                "{text}: {:?}",
                marks(text)
            );
        };
        all("12/11/2026 2026-11-12 12.11.26 20261112 12 nov 2026 14:30", RunKind::Date);
        all("1,042.00 150,000 rwf 1042; 1042 frw; 1.042,50; $1042", RunKind::Amount);
        all("+250 788 123 456 0788123456 tel 788123456 078-812-3456 250788123456", RunKind::Phone);
        all("in 2026 and 1999", RunKind::Year);
        all("inv 412 1042 00012/00013 0412", RunKind::Plain);
    }
}
