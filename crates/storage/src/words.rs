//! Words of the rules (channels, languages, ends) as they are written into columns.

use serde::Serialize;
use serde_json::Value;

/// The serialised name of a variant: `Channel::Phone` is `phone`.
/// A variant with content is named by its tag, whatever the tag field is called.
pub(crate) fn word(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(fields)) => tag(&fields),
        Ok(_) | Err(_) => String::from("unknown"),
    }
}

fn tag(fields: &serde_json::Map<String, Value>) -> String {
    ["class", "how", "kind", "state"]
        .iter()
        .find_map(|name| fields.get(*name)?.as_str())
        .or_else(|| fields.keys().next().map(String::as_str))
        .unwrap_or("unknown")
        .to_owned()
}
