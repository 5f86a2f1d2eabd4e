//! Reads XML without anything that statements don't need: no document type, no entities except the five
//! of XML and numbers, and limited nesting. May use: domain, quick-xml.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesStart, Event};

use crate::domain::{Refusal, Rule};

use super::references::{self, Reference};
use super::trouble::{refused, shown};

/// The greatest depth of nested elements.
const DEEPEST: usize = 64;

/// A text that is read piece by piece.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// The bytes up to which line breaks were counted, and their number.
    counted: (usize, u64),
    depth: usize,
    /// Whether the outermost element was closed.
    is_whole: bool,
}

/// A piece of the text.
pub(super) enum Piece<'a> {
    /// An opening tag.
    Open(BytesStart<'a>),
    /// A closing tag, of the innermost open element.
    Close,
    /// Text between tags, with its references resolved.
    Text(Cow<'a, str>),
    /// The end of the text, with every element closed.
    End,
}

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub text: String,
    /// The currency in its attribute.
    pub currency: Option<String>,
    pub children: Vec<Element>,
}

impl<'a> Xml<'a> {
    /// A reader of a text.
    pub fn new(text: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        config.check_comments = false;
        Xml { reader, text, counted: (0, 1), depth: 0, is_whole: false }
    }

    /// The current line.
    pub fn line(&mut self) -> u64 {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let at = at.min(self.text.len());
        let more = self.text.as_bytes().get(self.counted.0..at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', more).count() as u64;
        self.counted = (at.max(self.counted.0), self.counted.1 + lines);
        self.counted.1
    }

    /// The next piece. Refused if the text ends too early, is damaged or contains something that is not
    /// allowed.
    pub fn next(&mut self) -> Result<Piece<'a>, Refusal> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.refusal(Rule::BankTooDeep).with("most", DEEPEST));
                    }
                    return Ok(Piece::Open(start));
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.is_whole = self.depth == 0;
                    return Ok(Piece::Close);
                }
                Ok(Event::Text(text)) => return Ok(Piece::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Ok(Piece::Text(text.into_inner())),
                Ok(Event::GeneralRef(name)) => {
                    let text = resolved(&name).ok_or_else(|| self.refusal(Rule::BankForbidden));
                    return Ok(Piece::Text(text?));
                }
                Ok(Event::DocType(_)) => return Err(self.refusal(Rule::BankForbidden)),
                Ok(Event::Eof) if self.depth > 0 || !self.is_whole => {
                    return Err(self.refusal(Rule::BankTruncated));
                }
                Ok(Event::Eof) => return Ok(Piece::End),
                Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    /// The element that was just opened, with everything in it.
    pub fn element(&mut self, start: &BytesStart) -> Result<Element, Refusal> {
        let mut open = vec![self.begun(start)?];
        loop {
            match self.next()? {
                Piece::Open(start) => open.push(self.begun(&start)?),
                Piece::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(&text);
                    }
                }
                Piece::Close => {
                    let Some(element) = open.pop() else { return Ok(Element::default()) };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(element),
                        None => return Ok(element),
                    }
                }
                Piece::End => return Err(self.refusal(Rule::BankTruncated)),
            }
        }
    }

    fn begun(&mut self, start: &BytesStart) -> Result<Element, Refusal> {
        let name = start.local_name().into_inner().to_string();
        let currency = self.attribute(start, "Ccy")?;
        Ok(Element { name, currency, ..Element::default() })
    }

    /// The value of an attribute.
    pub fn attribute(&mut self, start: &BytesStart, name: &str) -> Result<Option<String>, Refusal> {
        if start.attributes_raw().is_empty() {
            return Ok(None);
        }
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else { return Err(self.damaged("an attribute")) };
            if attribute.key.local_name().into_inner() == name {
                let value = references::resolved(&attribute.value, true);
                return value.map(Some).ok_or_else(|| self.refusal(Rule::BankForbidden));
            }
        }
        Ok(None)
    }

    /// A refusal at the current line.
    pub fn refusal(&mut self, rule: Rule) -> Refusal {
        refused(rule, self.line())
    }

    fn damaged(&mut self, given: impl ToString) -> Refusal {
        self.refusal(Rule::BankDamaged).with("given", shown(given.to_string()))
    }

    /// Why the text can't be read any further.
    fn broken(&mut self, error: &Error) -> Refusal {
        match error {
            Error::Syntax(SyntaxError::InvalidBangMarkup)
            | Error::IllFormed(IllFormedError::MissingDoctypeName) => {
                self.refusal(Rule::BankForbidden)
            }
            Error::Syntax(SyntaxError::UnclosedDoctype) => self.refusal(Rule::BankForbidden),
            Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
                self.refusal(Rule::BankTruncated)
            }
            error => self.damaged(error),
        }
    }
}

/// Resolves a reference. Only the five names of XML and numbers are.
fn resolved(name: &str) -> Option<Cow<'static, str>> {
    match references::reference(name) {
        Reference::Letter(letter) => Some(Cow::Owned(letter.to_string())),
        Reference::Half(_) => Some(Cow::Owned(char::REPLACEMENT_CHARACTER.to_string())),
        Reference::Unknown => None,
    }
}

impl Element {
    /// The first child with a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children with a name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at a path of names separated by `/`.
    pub fn at(&self, path: &str) -> Option<&Element> {
        path.split('/').try_fold(self, |element, name| element.child(name))
    }

    /// The trimmed text at a path; `None` if it is empty.
    pub fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path).map(|element| element.text.trim()).filter(|text| !text.is_empty())
    }
}
