//! Parameters of checks.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeOwned, Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Parameters by name. Those of the program's own pages are text, of which a check is made at once; they become
/// values only where somebody looks at one of them.
#[derive(Clone, Default)]
pub struct Params {
    /// As JSON; then the values are those of this text.
    text: Option<&'static str>,
    /// The same, with long lists by the names under which they are part of the program.
    short: Option<&'static str>,
    values: OnceLock<Map<String, Value>>,
}

/// Reads a parameter that is a list of entries, or the name of a list that is part of the program.
///
/// # Errors
/// For an unknown name, entries that are none, and what `listed` says of them.
pub fn list_or_name<'de, D: Deserializer<'de>, Entry: Deserialize<'de>, List>(
    deserializer: D,
    named: fn(&str) -> Option<List>,
    listed: fn(Vec<Entry>) -> Result<List, String>,
) -> Result<List, D::Error> {
    struct Either<Entry, List> {
        named: fn(&str) -> Option<List>,
        listed: fn(Vec<Entry>) -> Result<List, String>,
    }
    impl<'de, Entry: Deserialize<'de>, List> Visitor<'de> for Either<Entry, List> {
        type Value = List;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a sequence")
        }

        fn visit_str<E: Error>(self, name: &str) -> Result<List, E> {
            (self.named)(name).ok_or_else(|| E::invalid_type(Unexpected::Str(name), &self))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<List, A::Error> {
            let entries = Vec::deserialize(SeqAccessDeserializer::new(entries))?;
            (self.listed)(entries).map_err(Error::custom)
        }
    }
    deserializer.deserialize_any(Either { named, listed })
}

impl Params {
    /// Those that stand in a text of JSON, which the build wrote; the other text is the same with long lists by their
    /// names.
    pub fn of_text(text: &'static str, short: &'static str) -> Self {
        Params { text: Some(text), short: Some(short), values: OnceLock::new() }
    }

    /// Makes what takes these parameters.
    ///
    /// # Errors
    /// When one is missing, unknown or of the wrong type.
    pub fn make<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        match self.short {
            Some(text) => serde_json::from_str(text),
            None => serde_json::from_value(Value::Object((**self).clone())),
        }
    }
}

impl From<Map<String, Value>> for Params {
    fn from(values: Map<String, Value>) -> Self {
        Params { text: None, short: None, values: values.into() }
    }
}

impl Deref for Params {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        let read = || self.text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        self.values.get_or_init(read)
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text {
            Some(text) => f.write_str(text),
            None => (**self).fmt(f),
        }
    }
}

impl PartialEq for Params {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Params::from)
    }
}

impl JsonSchema for Params {
    fn inline_schema() -> bool {
        Map::<String, Value>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        Map::<String, Value>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Map::<String, Value>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Map::<String, Value>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_values_make_the_same() {
        let json = r#"{"b": 1, "a": [2]}"#;
        let text = Params::of_text(json, json);
        let values = Params::from(serde_json::from_str::<Map<_, _>>(json).unwrap());
        assert_eq!(text, values);
        let made = |params: &Params| params.make::<std::collections::BTreeMap<String, Value>>().unwrap();
        assert_eq!(made(&text), made(&values));
        assert_eq!(text.keys().collect::<Vec<_>>(), ["b", "a"]);
        assert!(Params::of_text("{", "{").is_empty() && Params::of_text("{", "{").make::<Value>().is_err());
    }
}
