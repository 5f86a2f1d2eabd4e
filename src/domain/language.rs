//! The languages of words, figures and dates. May use: std, serde, assets/words.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::refusal::{Rule, tagged};
use super::text;

/// Declares the languages: a name for each, its code, what it covers, and its file of words.
macro_rules! languages {
    ($($name:ident = $code:literal for $covers:ident,)*) => {
        /// A language of documents; most are languages of the screen too.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Language {
            $(#[doc = concat!("`", $code, "`")] $name,)*
        }

        impl Language {
            /// All languages; the first one is the default.
            pub const ALL: [Language; [$($code),*].len()] = [$(Language::$name),*];

            /// The two letters of ISO 639-1.
            pub fn code(self) -> &'static str {
                match self { $(Language::$name => $code,)* }
            }

            /// What it covers.
            pub fn covers(self) -> Covers {
                match self { $(Language::$name => Covers::$covers,)* }
            }

            /// Its words, in Fluent's notation.
            pub fn words(self) -> &'static str {
                match self {
                    $(Language::$name => {
                        include_str!(concat!("../../assets/words/", $code, ".ftl"))
                    })*
                }
            }
        }
    };
}

/// What a language covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Covers {
    /// Documents, the desk and the command line.
    Everything,
    /// Documents alone, which is all that a customer reads. The desk and the command line are in
    /// English.
    Documents,
}

// To add a language, add a row here and its file in `assets/words`.
languages! {
    English = "en" for Everything,
    French = "fr" for Everything,
    Kinyarwanda = "rw" for Documents,
}

impl Language {
    /// The language with this code, in upper or lower case; `None` for a language without words.
    pub fn parse(code: &str) -> Option<Language> {
        let code = text::folded(code);
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The languages of the desk and the command line.
    pub fn on_screens() -> impl Iterator<Item = Language> {
        Language::ALL.into_iter().filter(|language| language.covers() == Covers::Everything)
    }

    /// The language of the desk and the command line for a reader of this one: itself, or English if it
    /// covers documents alone.
    #[must_use]
    pub fn on_screen(self) -> Language {
        match self.covers() {
            Covers::Everything => self,
            Covers::Documents => Language::English,
        }
    }

    /// The language named by an environment variable such as `fr_CA.UTF-8`; the first one if it has
    /// no words.
    pub fn of_locale(locale: &str) -> Language {
        let locale = locale.to_lowercase();
        let named = Language::on_screens().find(|language| locale.starts_with(language.code()));
        named.unwrap_or(Language::English)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Language, D::Error> {
        let code = String::deserialize(deserializer)?;
        let known = Language::parse(&code);
        known.ok_or_else(|| de::Error::custom(tagged(Rule::LanguageUnknown, &code)))
    }
}

impl JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Language".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes = Language::ALL.map(Language::code);
        schemars::json_schema!({"type": "string", "enum": codes,
            "description": "a language that documents are written in"})
    }
}
