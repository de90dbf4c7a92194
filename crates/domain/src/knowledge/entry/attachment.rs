//! Files that go with an entry: what kind, how large, under what name; the bytes lie elsewhere, found by their digest.
//!
//! A digest stands in the entry's text, so that a version, an edition and a comparison have exactly the files they
//! were approved with. Names come from other people's machines and are cleaned before anything else sees them.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Most files of one entry.
pub const ATTACHMENTS_MAX: usize = 8;
/// Largest file, in bytes.
pub const ATTACHMENT_BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Longest name without its ending, in characters.
pub const FILE_NAME_CHARS_MAX: usize = 80;

/// Letters of a SHA-256 in hexadecimal.
const DIGEST_CHARS: usize = 64;
/// Names that mean a device on some machines, whatever their ending. Source: "Naming Files, Paths, and Namespaces".
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The name of a file of which nothing else is left.
const NAMELESS: &str = "file";

/// A file that goes with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What people read and save it as, with the ending of its kind.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How long it is.
    pub bytes: u64,
    /// Of its bytes.
    pub sha256: FileDigest,
}

/// What a file is, as its content says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A document.
    Pdf,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
}

/// The SHA-256 of a file, in small hexadecimal letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileDigest(String);

/// Files whose bytes are kept, with what they are and how long.
pub type KeptFiles = BTreeMap<FileDigest, (FileKind, u64)>;

impl FileKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Text];

    /// Its word in tables and JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Text => "text",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The ending its names bear.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => ".pdf",
            Self::Png => ".png",
            Self::Jpeg => ".jpg",
            Self::Text => ".txt",
        }
    }

    /// Endings people write for it.
    fn written_endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &[".pdf"],
            Self::Png => &[".png"],
            Self::Jpeg => &[".jpg", ".jpeg", ".jpe"],
            Self::Text => &[".txt", ".text"],
        }
    }

    /// The name a file of this kind gets: the last part of any path, without signs that name files, columns or
    /// directions of writing, and with the ending of what it is whatever it was called.
    #[must_use]
    pub fn clean_name(self, written: &str) -> String {
        let last = written.rsplit(['/', '\\']).next().unwrap_or_default();
        let seen: String =
            last.nfc().filter(|c| !is_unseen(*c)).map(|c| if is_reserved(c) { '_' } else { c }).collect();
        let stem = self.without_ending(seen.trim());
        let stem = stem.trim().trim_start_matches(['.', '-', ' ']).trim_end_matches(['.', ' ']);
        let stem: String = stem.chars().take(FILE_NAME_CHARS_MAX).collect();
        let stem = match stem.trim_end_matches(['.', ' ']) {
            "" => NAMELESS,
            kept => kept,
        };
        let device = DEVICES.contains(&stem.to_ascii_lowercase().as_str());
        format!("{}{stem}{}", if device { "_" } else { "" }, self.ending())
    }

    fn without_ending(self, name: &str) -> &str {
        let lower = name.to_ascii_lowercase();
        let ending = self.written_endings().iter().find(|ending| lower.ends_with(**ending));
        // Making ASCII letters small moves no byte.
        ending.and_then(|ending| name.get(..name.len() - ending.len())).unwrap_or(name)
    }
}

/// Control signs and those that turn the direction of writing around or take no room.
fn is_unseen(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    turns || c.is_control()
}

/// Signs that a file's name cannot bear somewhere, or that part columns of the exchange table.
fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

impl FileDigest {
    /// A digest as it is written.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let is_hex = written.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (written.len() == DIGEST_CHARS && is_hex).then(|| Self(written.to_owned()))
    }

    /// In hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Attachment {
    /// Whether its bytes are kept, and are what it says.
    #[must_use]
    pub fn is_among(&self, kept: &KeptFiles) -> bool {
        kept.get(&self.sha256) == Some(&(self.kind, self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_words_and_loses_paths_signs_and_foreign_endings() {
        let check = |kind: FileKind, written: &str, wanted: &str| assert_eq!(kind.clean_name(written), wanted);
        check(FileKind::Pdf, "再交付申請書.PDF", "再交付申請書.pdf");
        check(FileKind::Pdf, "../../etc/passwd", "passwd.pdf");
        check(FileKind::Pdf, "C:\\窓口\\委任状.pdf", "委任状.pdf");
        check(FileKind::Jpeg, "地図.jpeg", "地図.jpg");
        check(FileKind::Png, "a\u{202e}gnp.exe", "agnp.exe.png");
        check(FileKind::Png, "一|二:\"三\".png", "一_二__三_.png");
        check(FileKind::Text, "..\u{0}hidden\r\n.txt", "hidden.txt");
        check(FileKind::Text, "", "file.txt");
        check(FileKind::Text, "/", "file.txt");
        check(FileKind::Text, ".txt", "file.txt");
        check(FileKind::Pdf, "NUL.pdf", "_NUL.pdf");
        check(FileKind::Pdf, &"あ".repeat(300), &format!("{}.pdf", "あ".repeat(80)));
    }

    #[test]
    fn a_cleaned_name_is_clean() {
        for kind in FileKind::ALL {
            for written in ["a.pdf", "..\\..\\x", "con", "- a -", "が.png", "x.txt.pdf", "a. ", "｜：.png"] {
                let once = kind.clean_name(written);
                assert_eq!(kind.clean_name(&once), once, "{written:?}");
            }
        }
    }

    #[test]
    fn a_digest_is_sixty_four_small_hexadecimal_letters() {
        let sound = "0123456789abcdef".repeat(4);
        assert_eq!(FileDigest::read(&sound).expect("a digest").as_str(), sound);
        for bad in [String::new(), sound.to_uppercase(), sound[1..].to_owned(), format!("{sound}0"), "g".repeat(64)] {
            assert_eq!(FileDigest::read(&bad), None, "{bad}");
        }
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.code());
        }
    }
}
