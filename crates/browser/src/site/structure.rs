//! A page's structure without its values, as a manager sees it who extends a profile at the desk (clause 6(2)③).
//!
//! Owns what may be known of an unknown page: kinds of fields and the labels the site itself wrote. It has no room for
//! a value, a query, a fragment or a title. Pieces of the path that look like somebody's number become `*`.

use serde::{Deserialize, Serialize};

use super::pattern::{Address, Unreadable, UrlPattern};
use super::selector::Selector;
use super::words::{WORDS_CHARS_MAX, shows_nothing};

/// Parts of a page that are listed.
pub const PARTS_MAX: usize = 300;

/// What a page consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStructure {
    /// Which addresses are shaped like the page's.
    pub shape: UrlPattern,
    /// Its parts, in the page's order, at most `PARTS_MAX`.
    pub parts: Vec<PagePart>,
}

/// One field, button or frame of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagePart {
    /// How to find it.
    pub selector: Selector,
    /// What it is.
    pub kind: PartKind,
    /// The label the site wrote, cut; empty where there is none.
    pub label: String,
    /// Whether it asks for a code that is used once (`autocomplete=one-time-code`).
    #[serde(default)]
    pub is_one_time_code: bool,
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A password field.
    Password,
    /// A field for a line of text, a number, a telephone number, an address.
    Text,
    /// A field for several lines.
    LongText,
    /// A date or time.
    Date,
    /// A list to choose from.
    Select,
    /// A box to tick, or one of several.
    Tick,
    /// A field for a file.
    File,
    /// A button or link.
    Button,
    /// Something that holds several buttons.
    Region,
    /// A frame with another page in it.
    Frame,
    /// A drawing surface.
    Canvas,
}

impl PagePart {
    /// A part with the site's label cut to what is shown.
    #[must_use]
    pub fn new(selector: Selector, kind: PartKind, label: &str, is_one_time_code: bool) -> Self {
        let shown: String = label.chars().filter(|letter| letter.is_whitespace() || !shows_nothing(*letter)).collect();
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = words.chars().take(WORDS_CHARS_MAX).collect();
        Self { selector, kind, label, is_one_time_code }
    }

    /// Whether it is secret whatever anybody marks.
    #[must_use]
    pub fn is_always_secret(&self) -> bool {
        self.kind == PartKind::Password || self.is_one_time_code
    }
}

/// The addresses shaped like a page's: without query and fragment, and with `*` for what looks like somebody's number.
///
/// # Errors
/// When the address cannot be read.
pub fn shape_of(url: &str) -> Result<UrlPattern, Unreadable> {
    let address = Address::read(url)?;
    let scheme = if address.is_https { "https" } else { "http" };
    let own_port = if address.is_https { 443 } else { 80 };
    let port = if address.port == own_port { String::new() } else { format!(":{}", address.port) };
    let path: Vec<&str> =
        address.path.iter().map(|piece| if looks_personal(piece) { "*" } else { piece.as_str() }).collect();
    UrlPattern::new(&format!("{scheme}://{}{port}/{}", address.host, path.join("/"))).map_err(|_| Unreadable::TwoWays)
}

/// Whether a piece of a path looks like a number of somebody, or a key: six digits in a row, nothing but three digits or
/// more, twenty characters with a digit, or more than a word has.
fn looks_personal(piece: &str) -> bool {
    let length = piece.chars().count();
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let longest_run = piece.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    longest_run >= 6
        || (digits == length && digits >= 3)
        || (digits > 0 && length >= 20)
        || length > 40
        || piece.contains(['@', '*'])
}
