//! Reads structs from JSON objects only. serde also takes a list in place of a struct, field by field in
//! the order of its declaration: `["INV-2026-00001","10"]` would pass for an allocation, and a field that
//! is added in the middle would change what such a list means. May use: serde, serde_json.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error as _, IntoDeserializer, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// Reads JSON of which every struct is an object.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    T::deserialize(ByName(serde_json::from_slice(json)?))
}

/// Reads a list, or what `typed` makes of a text. An untagged enum would keep its content aside first,
/// and read structs of it from lists again.
pub fn list_or_text<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
    typed: fn(&str) -> Result<Vec<T>, String>,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(ListOrText(typed))
}

struct ListOrText<T>(fn(&str) -> Result<Vec<T>, String>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListOrText<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or a text with commas")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        (self.0)(text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(all)
    }
}

/// What holds nothing else is read as ever.
macro_rules! plain {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.0.$method(visitor)
        })+
    };
}

/// JSON whose structs are read by the names of their fields.
pub struct ByName(pub Value);

impl<'de> Deserializer<'de> for ByName {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(all) => {
                let mut list = SeqDeserializer::new(all.into_iter().map(ByName));
                let read = visitor.visit_seq(&mut list)?;
                list.end().map(|()| read)
            }
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, ByName(value)));
                let mut fields = MapDeserializer::new(fields);
                let read = visitor.visit_map(&mut fields)?;
                fields.end().map(|()| read)
            }
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    /// A map, or a variant with named fields.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(fields) if fields.len() == 1 => {
                let fields = fields.into_iter().map(|(name, value)| (name, ByName(value)));
                let fields = MapDeserializer::new(fields);
                visitor.visit_enum(MapAccessDeserializer::new(fields))
            }
            other => other.deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! { seq tuple tuple_struct }

    plain! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_unit deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }
}

impl IntoDeserializer<'_, Error> for ByName {
    type Deserializer = ByName;

    fn into_deserializer(self) -> ByName {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::from_json;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Part {
        name: String,
        inner: Option<Box<Part>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[allow(dead_code)]
    enum PartOrPair {
        One(Part),
        Named { part: Part },
        Pair(u8, Part),
        Nothing,
    }

    #[test]
    fn a_struct_is_read_from_an_object_and_never_from_a_list() {
        let reads = |json: &str| from_json::<Vec<PartOrPair>>(json.as_bytes()).is_ok();
        for good in [
            r#"[{"one":{"name":"a","inner":{"name":"b"}}}]"#,
            r#"["nothing",{"named":{"part":{"name":"a"}}},{"pair":[1,{"name":"a"}]}]"#,
        ] {
            assert!(reads(good), "{good}");
        }
        for bad in [
            r#"[{"one":["a",null]}]"#,
            r#"[{"one":{"name":"a","inner":["b",null]}}]"#,
            r#"[{"named":[{"name":"a"}]}]"#,
            r#"[{"named":{"part":["a",null]}}]"#,
            r#"[{"pair":[1,["a",null]]}]"#,
            r#"[{"pair":[1,{"name":"a"},2]}]"#,
            r#"["nothing"] more"#,
        ] {
            assert!(!reads(bad), "{bad}");
        }
    }
}
