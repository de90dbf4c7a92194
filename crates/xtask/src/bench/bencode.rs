//! Bencode, the writing of rtpengine's control protocol: numbers, texts, lists and dictionaries.

use anyhow::bail;
use std::collections::BTreeMap;

/// Deepest nesting that is read.
const DEPTH_MAX: usize = 16;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A whole number.
    Number(i64),
    /// Text or bytes; bytes that are no UTF-8 are replaced.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A dictionary.
    Dictionary(BTreeMap<String, Value>),
}

impl Value {
    /// A text.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The text under a key of a dictionary.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        match self {
            Self::Dictionary(entries) => match entries.get(key)? {
                Self::Text(text) => Some(text),
                Self::Number(_) | Self::List(_) | Self::Dictionary(_) => None,
            },
            Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The value in writing.
    pub(super) fn encoded(&self) -> String {
        match self {
            Self::Number(number) => format!("i{number}e"),
            Self::Text(text) => format!("{}:{text}", text.len()),
            Self::List(values) => format!("l{}e", values.iter().map(Self::encoded).collect::<String>()),
            Self::Dictionary(entries) => {
                let entry = |(key, value): (&String, &Self)| format!("{}:{key}{}", key.len(), value.encoded());
                format!("d{}e", entries.iter().map(entry).collect::<String>())
            }
        }
    }

    /// Reads one value that fills `bytes`.
    ///
    /// # Errors
    /// When they are not exactly one value.
    pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut reader = Reader { bytes, at: 0 };
        let value = reader.value(0)?;
        if reader.at != bytes.len() {
            bail!("bytes follow the value");
        }
        Ok(value)
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> anyhow::Result<Value> {
        if depth > DEPTH_MAX {
            bail!("nested too deeply");
        }
        match self.bytes.get(self.at) {
            Some(b'i') => {
                self.at += 1;
                Ok(Value::Number(self.until(b'e')?.parse()?))
            }
            Some(b'l') => self.list(depth).map(Value::List),
            Some(b'd') => {
                let mut entries = self.list(depth)?.into_iter();
                let mut dictionary = BTreeMap::new();
                while let Some(key) = entries.next() {
                    let (Value::Text(key), Some(value)) = (key, entries.next()) else {
                        bail!("a dictionary without pairs");
                    };
                    dictionary.insert(key, value);
                }
                Ok(Value::Dictionary(dictionary))
            }
            Some(b'0'..=b'9') => {
                let length: usize = self.until(b':')?.parse()?;
                let end = self.at.saturating_add(length);
                let Some(bytes) = self.bytes.get(self.at..end) else {
                    bail!("a text is cut");
                };
                self.at = end;
                Ok(Value::Text(String::from_utf8_lossy(bytes).into_owned()))
            }
            Some(_) | None => bail!("no value at byte {}", self.at),
        }
    }

    fn list(&mut self, depth: usize) -> anyhow::Result<Vec<Value>> {
        self.at += 1;
        let mut values = Vec::new();
        while self.bytes.get(self.at) != Some(&b'e') {
            values.push(self.value(depth + 1)?);
        }
        self.at += 1;
        Ok(values)
    }

    fn until(&mut self, end: u8) -> anyhow::Result<&str> {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let Some(length) = rest.iter().position(|byte| *byte == end) else {
            bail!("a value without its end");
        };
        self.at += length + 1;
        Ok(std::str::from_utf8(&rest[..length])?)
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn what_is_written_is_read_again() {
        let text = "d7:command5:offer5:flagsl3:one3:twoe6:numberi-12ee";
        let value = Value::read(text.as_bytes()).unwrap();
        assert_eq!(value.text_of("command"), Some("offer"));
        assert_eq!(value.encoded(), text);
    }

    #[test]
    fn cut_foreign_and_deep_values_are_refused() {
        let deep = "l".repeat(1_000);
        for text in ["", "d", "5:abc", "i12", "x", "i1ei2e", "99999999999999999999:a", "d1:ae", deep.as_str()] {
            assert!(Value::read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
