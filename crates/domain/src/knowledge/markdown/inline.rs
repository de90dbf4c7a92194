//! Strong words and links within a line.

use super::address::{ADDRESS_CHARS_MAX, may_lead_to};
use super::tree::Inline;

/// Longest label of a link, in bytes; it bounds how far an open bracket is looked after.
const LABEL_BYTES_MAX: usize = 600;

/// Reads the lines of one block; gives its parts and how many links were refused.
pub(super) fn read(text: &str) -> (Vec<Inline>, usize) {
    let mut line = Line { parts: Vec::new(), words: String::new(), refused: 0 };
    let mut rest = text;
    while let Some(at) = rest.find("**") {
        let inside = &rest[at + 2..];
        let Some(end) = inside.find("**") else { break };
        line.links(&rest[..at]);
        let strong = inside[..end].trim();
        if strong.is_empty() || strong.len() < end {
            line.words.push_str(&rest[at..at + 2]);
            rest = inside;
            continue;
        }
        line.strong(strong);
        rest = &inside[end + 2..];
    }
    line.links(rest);
    line.end()
}

struct Line {
    parts: Vec<Inline>,
    words: String,
    refused: usize,
}

impl Line {
    fn strong(&mut self, text: &str) {
        self.flush();
        let mut inside = Line { parts: Vec::new(), words: String::new(), refused: 0 };
        inside.links(text);
        let (parts, refused) = inside.end();
        self.refused += refused;
        self.parts.push(Inline::Strong(parts));
    }

    fn links(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('[') {
            self.text(&rest[..at]);
            match link(&rest[at..]) {
                Found::Link { label, address, bytes } => {
                    self.flush();
                    self.parts.push(Inline::Link { label: label.to_owned(), address: address.to_owned() });
                    rest = &rest[at + bytes..];
                }
                Found::Refused => {
                    self.refused += 1;
                    self.words.push('[');
                    rest = &rest[at + 1..];
                }
                Found::Nothing => {
                    self.words.push('[');
                    rest = &rest[at + 1..];
                }
            }
        }
        self.text(rest);
    }

    fn text(&mut self, text: &str) {
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                self.flush();
                self.parts.push(Inline::Break);
            }
            self.words.push_str(piece);
        }
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            self.parts.push(Inline::Text(std::mem::take(&mut self.words)));
        }
    }

    fn end(mut self) -> (Vec<Inline>, usize) {
        self.flush();
        (self.parts, self.refused)
    }
}

enum Found<'a> {
    Link { label: &'a str, address: &'a str, bytes: usize },
    Refused,
    Nothing,
}

/// What stands at a bracket. An image's `!` stays text, and its address is then a link like others.
fn link(text: &str) -> Found<'_> {
    let window = &text.as_bytes()[..text.len().min(LABEL_BYTES_MAX)];
    let Some(close) = window.windows(2).position(|pair| pair == b"](") else { return Found::Nothing };
    let label = &text[1..close];
    if label.trim().is_empty() || label.contains(['[', ']', '\n']) {
        return Found::Nothing;
    }
    let after = &text[close + 2..];
    // One more than may be, so that a longer address is told as refused and not passed over.
    let window = &after.as_bytes()[..after.len().min(ADDRESS_CHARS_MAX + 1)];
    let Some(end) = window.iter().position(|c| *c == b')' || *c == b'\n') else { return Found::Refused };
    if after.as_bytes()[end] == b'\n' {
        return Found::Refused;
    }
    let address = &after[..end];
    if may_lead_to(address) { Found::Link { label, address, bytes: close + 2 + end + 1 } } else { Found::Refused }
}
