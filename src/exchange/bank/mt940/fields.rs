//! The fields of SWIFT messages: a tag at the beginning of a line, and everything up to the next tag.
//! Copies nothing. May use: std, memchr.

/// A field, or the end of a message.
pub(super) struct MessageField<'a> {
    /// The tag between its colons, `61`; [`END`] for a message's end.
    pub tag: &'a str,
    /// Its text, including line breaks.
    pub value: &'a str,
    /// The line on which it begins.
    pub line: u64,
}

/// The tag of a message's end.
pub(super) const END: &str = "-";

/// The tags that begin a field; other tags are part of the field above them.
const TAGS: [&str; 23] = [
    "13", "13C", "13D", "20", "21", "25", "25P", "28", "28C", "34F", "60F", "60M", "61", "62F",
    "62M", "64", "65", "65F", "86", "90C", "90D", "NS", "90",
];

/// The fields of a text, in order.
pub(super) struct SwiftFields<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

/// The kind of a line.
enum Starts<'a> {
    /// A field's tag, and where its value begins in the line.
    Field(&'a str, usize),
    /// The end of a message.
    End,
    /// Text outside of messages.
    Envelope,
    /// Text that belongs to the field above.
    Text,
}

impl<'a> SwiftFields<'a> {
    /// All fields of a text.
    pub fn new(text: &'a str) -> SwiftFields<'a> {
        SwiftFields { text, at: 0, line: 1 }
    }

    /// The next line with its place, without moving on.
    fn peek(&self) -> Option<&'a str> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        rest.get(..end)
    }

    fn pass(&mut self, line: &str) {
        self.at += line.len();
        self.line += 1;
    }
}

impl<'a> Iterator for SwiftFields<'a> {
    type Item = MessageField<'a>;

    fn next(&mut self) -> Option<MessageField<'a>> {
        loop {
            let (line, number, at) = (self.peek()?, self.line, self.at);
            self.pass(line);
            match starts(line) {
                Starts::End => return Some(MessageField { tag: END, value: "", line: number }),
                Starts::Field(tag, value) => {
                    while let Some(more) = self.peek() {
                        if !matches!(starts(more), Starts::Text) {
                            break;
                        }
                        self.pass(more);
                    }
                    let value = self.text.get(at + value..self.at).unwrap_or_default();
                    return Some(MessageField { tag, value, line: number });
                }
                Starts::Envelope | Starts::Text => {}
            }
        }
    }
}

/// The kind of a line, judged by its first characters.
fn starts(line: &str) -> Starts<'_> {
    let bare = line.trim_start_matches(['\u{1}', '\u{3}', '\u{c}', ' ', '\u{feff}']);
    let skipped = line.len() - bare.len();
    match bare.as_bytes().first() {
        Some(b':') => field(bare, skipped),
        Some(b'{') => match bare.find("{4:") {
            // The first field may be on the same line as the envelope.
            Some(at) => {
                let rest = bare.get(at + 3..).unwrap_or_default();
                match field(rest, skipped + at + 3) {
                    Starts::Text => Starts::Envelope,
                    starts => starts,
                }
            }
            None if bare.get(1..3).is_some_and(|it| it.ends_with(':')) => Starts::Envelope,
            None => Starts::Text,
        },
        Some(b'-') => match bare.trim_end() {
            "-" => Starts::End,
            text if text.starts_with("-}") || is_ended_by_bank(text) => Starts::End,
            _ => Starts::Text,
        },
        _ => Starts::Text,
    }
}

/// Whether a line ends a message and has a bank's trailer after it: the same letter three times.
fn is_ended_by_bank(line: &str) -> bool {
    let letters = line.get(1..).unwrap_or_default().as_bytes();
    matches!(letters, [one, two, three] if one.is_ascii_uppercase() && one == two && two == three)
}

/// The tag at the beginning of a line.
fn field(bare: &str, skipped: usize) -> Starts<'_> {
    let Some(rest) = bare.strip_prefix(':') else { return Starts::Text };
    let Some(end) = rest.bytes().take(7).position(|byte| byte == b':') else { return Starts::Text };
    match rest.get(..end) {
        Some(tag) if TAGS.contains(&tag) => Starts::Field(tag, skipped + end + 2),
        Some("940" | "942" | "MT940" | "MT942") => Starts::Envelope,
        _ => Starts::Text,
    }
}
