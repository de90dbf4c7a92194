//! A text cut into its parts, line by line.

use super::inline;
use super::ruby::without_furigana;
use super::tree::{Block, Page};

/// Longest text, in characters.
pub const TEXT_CHARS_MAX: usize = 8_000;

/// How many times longer furigana may make a text.
const LONGER_BY_FURIGANA: usize = 8;

/// A text longer than may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text has {0} characters; at most {TEXT_CHARS_MAX} are read")]
pub struct TooLong(pub usize);

/// Reads a text. Whatever it holds, the parts are its words: nothing is refused but its length.
///
/// # Errors
/// When it is longer than [`TEXT_CHARS_MAX`], furigana not counted.
pub fn parse(text: &str) -> Result<Page, TooLong> {
    let chars = counted_chars(text);
    if chars > TEXT_CHARS_MAX {
        return Err(TooLong(chars));
    }
    let mut page = Page::default();
    let mut open: Option<(Kind, Vec<&str>)> = None;
    for line in text.lines() {
        let (kind, words) = kind_of(line);
        match &mut open {
            Some((now, lines)) if kind.joins(*now) => lines.push(words),
            Some(_) | None => {
                close(open.take(), &mut page);
                open = (kind != Kind::Empty).then(|| (kind, vec![words]));
            }
        }
    }
    close(open, &mut page);
    Ok(page)
}

/// The length of a text, in characters; furigana, which make easy Japanese several times as long, are not counted.
#[must_use]
pub fn counted_chars(text: &str) -> usize {
    let chars = text.chars().count();
    let bounded = chars < TEXT_CHARS_MAX * LONGER_BY_FURIGANA;
    if bounded && text.contains('{') { without_furigana(text).chars().count() } else { chars }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Heading,
    Bullet,
    Counted,
    Words,
}

impl Kind {
    /// Whether a line goes on with what is open; every heading stands alone.
    fn joins(self, open: Self) -> bool {
        self == open && matches!(self, Self::Bullet | Self::Counted | Self::Words)
    }
}

fn kind_of(line: &str) -> (Kind, &str) {
    let line = line.trim();
    let heading = line.strip_prefix("## ").map(|words| (Kind::Heading, words));
    let bullet = line.strip_prefix("- ").map(|words| (Kind::Bullet, words));
    let (kind, words) = heading.or(bullet).or_else(|| counted(line)).unwrap_or((Kind::Words, line));
    let words = words.trim();
    if words.is_empty() { (Kind::Empty, words) } else { (kind, words) }
}

/// `1. ` to `999. `.
fn counted(line: &str) -> Option<(Kind, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let words = line[digits..].strip_prefix(". ")?;
    (1..=3).contains(&digits).then_some((Kind::Counted, words))
}

fn close(open: Option<(Kind, Vec<&str>)>, page: &mut Page) {
    let Some((kind, lines)) = open else { return };
    let mut read = |text: &str| {
        let (parts, refused) = inline::read(text);
        page.refused_links += refused;
        parts
    };
    let block = match kind {
        Kind::Empty => return,
        Kind::Heading => Block::Heading(read(&lines.concat())),
        Kind::Words => Block::Paragraph(read(&lines.join("\n"))),
        Kind::Bullet | Kind::Counted => {
            Block::List { ordered: kind == Kind::Counted, items: lines.iter().map(|line| read(line)).collect() }
        }
    };
    page.blocks.push(block);
}
