//! The receipt as bytes: what is signed and hashed, and how it is read again.
//!
//! Lines `key=value`, each ended by one line feed, all keys always, in one order, ASCII alone. The first line names
//! form and version, so that these bytes are no other document of the installation's. Numbers are decimal without
//! leading zeros, instants are milliseconds since 1970-01-01 UTC, sums are small hexadecimal, and `-` stands for none.
//! A receipt has one form: what reads but would not be written so is refused. The signed file is the same with a last
//! line `signature=` of 128 hexadecimal digits (Ed25519) over all the bytes before it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use uuid::Uuid;

use super::data::{
    BrowserEnd, CANARIES_MAX, Canary, CanaryScan, Digest, ErasureReceipt, InstallationId, ScanPlace, TraceKind,
};
use crate::ids::ContactId;
use crate::time::Timestamp;

/// Bytes a receipt may have when it is read.
pub const RECEIPT_BYTES_MAX: usize = 4_096;

pub(super) const FORM: &str = "madoguchi-erasure-receipt";
pub(super) const VERSION: &str = "1";
const SIGNATURE_KEY: &str = "signature=";
/// Bytes of an Ed25519 signature (RFC 8032 §5.1.6).
pub const SIGNATURE_BYTES: usize = 64;
const NONE: &str = "-";

/// Why bytes are no receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFault {
    /// More bytes than a receipt has.
    #[error("{0} bytes, a receipt has at most {RECEIPT_BYTES_MAX}")]
    TooLong(usize),
    /// Other marks than ASCII.
    #[error("not plain text")]
    NotText,
    /// Another document.
    #[error("the first line is not that of an erasure receipt")]
    OtherForm,
    /// A version that this program does not know.
    #[error("a receipt of another version than {VERSION}")]
    OtherVersion,
    /// A line that should be there is not, or another is in its place.
    #[error("the line `{0}` is missing or out of place")]
    Missing(&'static str),
    /// A line's value cannot be read.
    #[error("the value of `{0}` cannot be read")]
    BadValue(&'static str),
    /// There is more behind the last line.
    #[error("there is more than a receipt")]
    TooMuch,
    /// It can be read, and is not written as a receipt is.
    #[error("it is not in the one form a receipt has")]
    NotCanonical,
    /// There is no signature, or it is no signature's form.
    #[error("the signature's line is missing or cannot be read")]
    NoSignature,
}

impl ErasureReceipt {
    /// The bytes that are signed, and whose sum the next receipt names.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        self.text().into_bytes()
    }

    /// Reads the bytes of [`Self::signed_bytes`].
    ///
    /// # Errors
    /// [`ReceiptFault`] for whatever is not exactly that.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptFault> {
        let receipt = read(text_of(bytes)?)?;
        if receipt.text().as_bytes() == bytes { Ok(receipt) } else { Err(ReceiptFault::NotCanonical) }
    }

    fn text(&self) -> String {
        let mut lines = Lines(String::new());
        lines.add(FORM, "", VERSION);
        lines.add("installation", "", self.installation.as_str());
        lines.add("sequence", "", &self.sequence.to_string());
        lines.add("previous", "", &hex(&self.previous.0));
        lines.add("visit", "", &self.visit.map_or(NONE.to_owned(), |visit| visit.0.hyphenated().to_string()));
        lines.add("end", "", self.end.word());
        lines.add("ended_at_ms", "", &self.ended_at.0.to_string());
        for trace in TraceKind::ALL {
            let erased = self.erased.get(&trace).map_or(NONE.to_owned(), |at| at.0.to_string());
            lines.add("erased_at_ms", trace.word(), &erased);
        }
        lines.add("rebuilt", "", &self.rebuilt.to_string());
        lines.add("found_before", "", &self.found_before.to_string());
        for canary in Canary::ALL {
            let found = self.scan.found.get(&canary).map_or(NONE.to_owned(), u32::to_string);
            lines.add("found", canary.word(), &found);
        }
        for place in ScanPlace::ALL {
            lines.add("searched", place.word(), if self.scan.places.contains(&place) { "yes" } else { "no" });
        }
        lines.add("searched_at_ms", "", &self.scan.at.0.to_string());
        lines.add("verified_at_ms", "", &self.verified_at.0.to_string());
        lines.0
    }
}

/// A receipt with its signature, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReceipt {
    /// What was signed.
    pub receipt: ErasureReceipt,
    /// The signature over [`ErasureReceipt::signed_bytes`]; whether it is good is found out elsewhere.
    pub signature: [u8; SIGNATURE_BYTES],
}

impl SignedReceipt {
    /// The file's bytes.
    #[must_use]
    pub fn file_bytes(&self) -> Vec<u8> {
        let mut text = self.receipt.text();
        text.push_str(SIGNATURE_KEY);
        text.push_str(&hex(&self.signature));
        text.push('\n');
        text.into_bytes()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ReceiptFault`] for whatever is not exactly what [`Self::file_bytes`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptFault> {
        let text = text_of(bytes)?;
        let at = text.rfind(SIGNATURE_KEY).ok_or(ReceiptFault::NoSignature)?;
        let (signed, line) = text.split_at(at);
        let digits = line.strip_prefix(SIGNATURE_KEY).and_then(|rest| rest.strip_suffix('\n'));
        let signature = digits.and_then(unhex::<SIGNATURE_BYTES>).ok_or(ReceiptFault::NoSignature)?;
        Ok(Self { receipt: ErasureReceipt::parse(signed.as_bytes())?, signature })
    }
}

/// Bounded before anything else looks at it.
fn text_of(bytes: &[u8]) -> Result<&str, ReceiptFault> {
    if bytes.len() > RECEIPT_BYTES_MAX {
        return Err(ReceiptFault::TooLong(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ReceiptFault::NotText)?;
    if text.is_ascii() { Ok(text) } else { Err(ReceiptFault::NotText) }
}

fn read(text: &str) -> Result<ErasureReceipt, ReceiptFault> {
    let mut values = Values(text.split_terminator('\n'));
    read_form(&mut values)?;
    let installation = values.take("installation", "", InstallationId::parse)?;
    let sequence = values.take("sequence", "", |value| value.parse::<u64>().ok().filter(|sequence| *sequence > 0))?;
    let previous = values.take("previous", "", |value| unhex(value).map(Digest))?;
    let visit = values.take("visit", "", |value| or_none(value, |id| Uuid::try_parse(id).ok().map(ContactId)))?;
    let end = values.take("end", "", |value| BrowserEnd::ALL.into_iter().find(|end| end.word() == value))?;
    let ended_at = values.take("ended_at_ms", "", instant)?;
    let mut erased = BTreeMap::new();
    for trace in TraceKind::ALL {
        let at = values.take("erased_at_ms", trace.word(), |value| or_none(value, instant))?;
        erased.extend(at.map(|at| (trace, at)));
    }
    let rebuilt = values.take("rebuilt", "", |value| value.parse().ok())?;
    let found_before = values.take("found_before", "", |value| value.parse().ok())?;
    let scan = read_scan(&mut values)?;
    let verified_at = values.take("verified_at_ms", "", instant)?;
    if values.0.next().is_some() {
        return Err(ReceiptFault::TooMuch);
    }
    Ok(ErasureReceipt {
        installation,
        sequence,
        previous,
        visit,
        end,
        ended_at,
        erased,
        rebuilt,
        found_before,
        scan,
        verified_at,
    })
}

fn read_form(values: &mut Values<'_>) -> Result<(), ReceiptFault> {
    let first = values.0.next().and_then(|line| line.split_once('='));
    match first {
        Some((FORM, VERSION)) => Ok(()),
        Some((FORM, _)) => Err(ReceiptFault::OtherVersion),
        Some(_) | None => Err(ReceiptFault::OtherForm),
    }
}

fn read_scan(values: &mut Values<'_>) -> Result<CanaryScan, ReceiptFault> {
    let count = |value: &str| value.parse::<u32>().ok().filter(|found| *found <= CANARIES_MAX);
    let mut found = BTreeMap::new();
    for canary in Canary::ALL {
        let known = values.take("found", canary.word(), |value| or_none(value, count))?;
        found.extend(known.map(|count| (canary, count)));
    }
    let mut places = BTreeSet::new();
    for place in ScanPlace::ALL {
        let was_searched = values.take("searched", place.word(), |value| match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })?;
        places.extend(was_searched.then_some(place));
    }
    let at = values.take("searched_at_ms", "", instant)?;
    Ok(CanaryScan { at, found, places })
}

fn instant(value: &str) -> Option<Timestamp> {
    value.parse().ok().map(Timestamp)
}

/// `Some(None)` for the sign of none, `None` for what cannot be read.
fn or_none<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if value == NONE { Some(None) } else { read(value).map(Some) }
}

/// The lines that are still to be read.
struct Values<'t>(std::str::SplitTerminator<'t, char>);

impl Values<'_> {
    fn take<T>(&mut self, key: &'static str, part: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, ReceiptFault> {
        let line = self.0.next().ok_or(ReceiptFault::Missing(key))?;
        let (name, value) = line.split_once('=').ok_or(ReceiptFault::Missing(key))?;
        let is_it = match name.split_once('.') {
            Some((before, behind)) => before == key && behind == part,
            None => name == key && part.is_empty(),
        };
        if !is_it {
            return Err(ReceiptFault::Missing(key));
        }
        read(value).ok_or(ReceiptFault::BadValue(key))
    }
}

struct Lines(String);

impl Lines {
    fn add(&mut self, key: &str, part: &str, value: &str) {
        self.0.push_str(key);
        if !part.is_empty() {
            self.0.push('.');
            self.0.push_str(part);
        }
        self.0.push('=');
        self.0.push_str(value);
        self.0.push('\n');
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}
