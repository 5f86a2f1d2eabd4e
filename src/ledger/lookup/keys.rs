//! Sorted keys with their owners: texts that are found by the beginning of any of their words
//! (codes, e-mail addresses, references), and short digits or letters packed into one integer
//! (telephones, document numbers, initials, amounts). May use: std.

use std::ops::Range;

/// Texts, each found by the beginning of any of its suffixes that start at a word.
#[derive(Debug, Default)]
pub struct Keys {
    /// The texts, each followed by a line break.
    text: String,
    /// Where in `text` each key begins, sorted by the text there.
    places: Vec<u32>,
    /// The owner of each key, parallel to `places`.
    owners: Vec<u32>,
}

impl Keys {
    /// Builds keys from folded words with their owners.
    pub fn of<'a>(texts: impl Iterator<Item = (&'a str, u32)>) -> Keys {
        let (mut text, mut keys) = (String::new(), Vec::new());
        for (words, owner) in texts {
            for word in words.split(' ').filter(|word| !word.is_empty()) {
                keys.push((narrow(text.len()), owner));
                text.push_str(word);
            }
            text.push('\n');
        }
        Keys::sorted(text, keys)
    }

    /// Merges the keys of several parts, with their owners renumbered.
    pub fn merged(parts: &[(&Keys, &dyn Fn(u32) -> u32)]) -> Keys {
        let (mut text, mut keys) = (String::new(), Vec::new());
        for (part, owner) in parts {
            let base = narrow(text.len());
            let moved = part.places.iter().zip(&part.owners);
            keys.extend(moved.map(|(place, old)| (base + place, owner(*old))));
            text.push_str(&part.text);
        }
        Keys::sorted(text, keys)
    }

    fn sorted(mut text: String, keys: Vec<(u32, u32)>) -> Keys {
        let bytes = |place: u32| text.as_bytes().get(place as usize..);
        let mut all: Vec<(u128, u32, u32)> =
            keys.into_iter().map(|(place, owner)| (front(bytes(place)), place, owner)).collect();
        let behind = |place: u32| line(&text, place);
        all.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| (behind(a.1), a.2).cmp(&(behind(b.1), b.2)))
        });
        let places = all.iter().map(|(_, place, _)| *place).collect();
        let owners = all.iter().map(|(_, _, owner)| *owner).collect();
        text.shrink_to_fit();
        Keys { text, places, owners }
    }

    /// The keys that begin with `folded`.
    fn begins(&self, folded: &str) -> Range<usize> {
        let from = self.places.partition_point(|place| line(&self.text, *place) < folded);
        let rest = self.places.get(from..).unwrap_or_default();
        from..from + rest.partition_point(|place| line(&self.text, *place).starts_with(folded))
    }

    /// The owners of keys that begin with `folded`, whole keys first.
    pub fn find(&self, folded: &str) -> &[u32] {
        self.owners.get(self.begins(folded)).unwrap_or_default()
    }

    /// The owners of keys that are exactly `folded`.
    pub fn find_whole(&self, folded: &str) -> &[u32] {
        let begins = self.begins(folded);
        let keys = self.places.get(begins.clone()).unwrap_or_default();
        let whole = keys.partition_point(|place| line(&self.text, *place) == folded);
        self.owners.get(begins.start..begins.start + whole).unwrap_or_default()
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + 4 * (self.places.capacity() + self.owners.capacity())
    }
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Returns the text at a position, up to the line break.
fn line(text: &str, place: u32) -> &str {
    let rest = text.get(place as usize..).unwrap_or("");
    let end = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// The first bytes of a line as an integer: it compares as the line does, and nearly always
/// decides.
fn front(bytes: Option<&[u8]>) -> u128 {
    let line = bytes.unwrap_or_default().iter().take_while(|byte| **byte != b'\n');
    let mut front = [0; 16];
    front.iter_mut().zip(line).for_each(|(to, byte)| *to = *byte);
    u128::from_be_bytes(front)
}

/// Integers, sorted, with their owners.
#[derive(Debug, Default)]
pub struct IntegerKeys {
    keys: Vec<u64>,
    owners: Vec<u32>,
}

impl IntegerKeys {
    /// Sorts what is given.
    pub fn of(mut all: Vec<(u64, u32)>) -> IntegerKeys {
        all.sort_unstable();
        all.dedup();
        let keys = all.iter().map(|(key, _)| *key).collect();
        IntegerKeys { keys, owners: all.iter().map(|(_, owner)| *owner).collect() }
    }

    /// The owners of keys within a range, both ends included.
    pub fn between(&self, from: u64, to: u64) -> &[u32] {
        let start = self.keys.partition_point(|key| *key < from);
        let end = self.keys.partition_point(|key| *key <= to);
        self.owners.get(start..end).unwrap_or_default()
    }

    /// All keys with their owners.
    pub fn all(&self) -> impl Iterator<Item = (u64, u32)> {
        self.keys.iter().copied().zip(self.owners.iter().copied())
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        8 * self.keys.capacity() + 4 * self.owners.capacity()
    }
}

/// How many digits are packed into one key.
const DIGITS: usize = 16;

/// Packs digits from the front, four bits each, counted from one: numbers that begin with given
/// digits are the range from [`digits_from`] to [`digits_to`]. Digits after the sixteenth do not
/// count.
fn packed(digits: impl Iterator<Item = char>, fill: u64) -> u64 {
    let mut rest = digits.filter_map(|digit| digit.to_digit(10));
    (0..DIGITS)
        .fold(0, |key, _| (key << 4) | rest.next().map_or(fill, |digit| u64::from(digit) + 1))
}

/// The first key that begins with these digits, which is the key of just these digits.
pub fn digits_from(digits: impl Iterator<Item = char>) -> u64 {
    packed(digits, 0)
}

/// The last key that begins with these digits.
pub fn digits_to(digits: impl Iterator<Item = char>) -> u64 {
    packed(digits, 15)
}

/// The first eight letters of initials.
pub fn initials_from(letters: &str) -> u64 {
    let mut front = [0; 8];
    front.iter_mut().zip(letters.bytes()).for_each(|(to, byte)| *to = byte);
    u64::from_be_bytes(front)
}

/// The last key that begins with these initials.
pub fn initials_to(letters: &str) -> u64 {
    let free = 64 - 8 * u32::try_from(letters.len().min(8)).unwrap_or(8);
    initials_from(letters) | u64::MAX.checked_shr(64 - free).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_by_the_front_of_each_word() {
        let texts = [("cust 0042", 1), ("cust0042", 2), ("17850 0", 3), ("jean b example", 4)];
        let keys = Keys::of(texts.into_iter());
        assert_eq!(keys.find("cust00"), [1, 2]);
        assert_eq!(keys.find("0042"), [1]);
        assert_eq!(keys.find("17850"), [3]);
        assert_eq!(keys.find_whole("178500"), [3]);
        assert!(keys.find_whole("17850").is_empty());
        assert_eq!(keys.find("bexam"), [4]);
        assert!(keys.find("x").is_empty());
        let again = Keys::merged(&[(&keys, &|old| old + 10), (&keys, &|old| old)]);
        assert_eq!(again.find("cust"), [1, 2, 11, 12]);
    }

    #[test]
    fn digits_that_begin_alike_are_a_range() {
        let numbers = ["421", "4210", "42", "1421", "4219999999999999999"];
        let keys = numbers.iter().zip(0..).map(|(text, owner)| (digits_from(text.chars()), owner));
        let packed = IntegerKeys::of(keys.collect());
        let begins = |text: &str| {
            let found = packed.between(digits_from(text.chars()), digits_to(text.chars()));
            let mut found = found.to_vec();
            found.sort_unstable();
            found
        };
        assert_eq!(begins("421"), [0, 1, 4]);
        assert_eq!(begins("42"), [0, 1, 2, 4]);
        assert_eq!(begins("0"), [0; 0]);
    }

    #[test]
    fn initials_are_a_range_too() {
        let packed =
            IntegerKeys::of(vec![(initials_from("bms"), 1), (initials_from("bmscoops!"), 2)]);
        assert_eq!(packed.between(initials_from("bm"), initials_to("bm")), [1, 2]);
        assert_eq!(packed.between(initials_from("bmscoops"), initials_to("bmscoops")), [2]);
        assert_eq!(packed.between(initials_from("c"), initials_to("c")), [0; 0]);
    }
}
