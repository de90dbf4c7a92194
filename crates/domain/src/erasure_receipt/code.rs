//! A signed receipt as one short line: what its QR code holds, and what can be typed where none can be read.
//!
//! The values of the signed file in their order, joined by colons, in capitals, behind a word that says what it is. All
//! of it is of QR's alphanumeric set (ISO/IEC 18004 §7.4.5), which needs 5.5 bits a letter instead of 8. The keys are
//! left out because they are always the same ones; put back, the line is the file again, byte for byte, so that the
//! signature holds for it. Next: `text` for the file.

use super::text::{FORM, RECEIPT_BYTES_MAX, ReceiptFault, SignedReceipt, VERSION};

/// Letters a code may have.
pub const CODE_CHARS_MAX: usize = 1_000;

const MARK: &str = "MADOGUCHI-ERASURE";

/// The keys of a signed file in its order, but for the form and version in front.
const KEYS: [&str; 26] = [
    "installation",
    "sequence",
    "previous",
    "visit",
    "end",
    "ended_at_ms",
    "erased_at_ms.profile",
    "erased_at_ms.frames",
    "erased_at_ms.photo",
    "erased_at_ms.captions",
    "erased_at_ms.form-data",
    "erased_at_ms.mailbox",
    "rebuilt",
    "found_before",
    "found.url",
    "found.cookie",
    "found.storage",
    "found.form",
    "found.photo",
    "found.download",
    "searched.profile",
    "searched.disk",
    "searched.logs",
    "searched.database",
    "searched_at_ms",
    "verified_at_ms",
];

impl SignedReceipt {
    /// The receipt as one line, of at most [`CODE_CHARS_MAX`] letters.
    #[must_use]
    pub fn code(&self) -> String {
        let file = String::from_utf8(self.file_bytes()).unwrap_or_default();
        let values = file.lines().skip(1).filter_map(|line| line.split_once('=')).map(|(_, value)| value);
        let parts: Vec<&str> = [MARK, VERSION].into_iter().chain(values).collect();
        parts.join(":").to_ascii_uppercase()
    }

    /// Whether a text means to be such a line.
    #[must_use]
    pub fn is_code(text: &str) -> bool {
        text.split_once(':').is_some_and(|(mark, _)| mark.trim_start().eq_ignore_ascii_case(MARK))
    }

    /// Reads such a line; blanks around it and small letters do not matter.
    ///
    /// # Errors
    /// [`ReceiptFault`] for whatever is not exactly what [`Self::code`] writes.
    pub fn parse_code(text: &str) -> Result<Self, ReceiptFault> {
        if text.len() > RECEIPT_BYTES_MAX {
            return Err(ReceiptFault::TooLong(text.len()));
        }
        let small = text.trim().to_ascii_lowercase();
        let mut values = small.split(':');
        if values.next() != Some(&MARK.to_ascii_lowercase()) {
            return Err(ReceiptFault::OtherForm);
        }
        let mut file = format!("{FORM}={}\n", values.next().unwrap_or_default());
        for key in KEYS.into_iter().chain(["signature"]) {
            let value = values.next().ok_or(ReceiptFault::Missing(key))?;
            file.extend([key, "=", value, "\n"]);
        }
        if values.next().is_some() {
            return Err(ReceiptFault::TooMuch);
        }
        Self::parse(file.as_bytes())
    }
}
