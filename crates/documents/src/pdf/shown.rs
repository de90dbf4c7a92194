//! An answer's tree as the templates get it: names of parts and their words.

use domain::knowledge::compare::{Change, ChangeKind};
use domain::knowledge::entry::{Attachment, EntryText};
use domain::knowledge::markdown::{Block, Inline, furigana_parts, parse};
use domain::service_flow::RubyPart;
use serde::Serialize;

use crate::words;

/// A part of a text.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ShownBlock {
    Heading { parts: Vec<ShownInline> },
    Paragraph { parts: Vec<ShownInline> },
    List { ordered: bool, items: Vec<Vec<ShownInline>> },
}

/// A part of a line.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ShownInline {
    Text {
        text: String,
    },
    Ruby {
        written: String,
        reading: String,
    },
    Break,
    Strong {
        parts: Vec<ShownInline>,
    },
    /// `told` is the address as it is printed behind the label; empty where the label says it.
    Link {
        parts: Vec<ShownInline>,
        address: String,
        told: String,
    },
}

/// A question with its answer.
#[derive(Serialize)]
pub(super) struct ShownText {
    question: Vec<ShownInline>,
    answer: Vec<ShownBlock>,
}

/// A file that goes with an entry.
#[derive(Serialize)]
pub(super) struct ShownFile {
    name: String,
    facts: String,
    digest: String,
}

impl ShownFile {
    pub(super) fn of(file: &Attachment) -> Self {
        Self { name: file.name.clone(), facts: words::file_facts(file), digest: format!("SHA-256 {}", file.sha256) }
    }
}

/// A piece of a comparison, line by line.
#[derive(Serialize)]
pub(super) struct ShownPiece {
    kind: ChangeKind,
    lines: Vec<String>,
}

impl ShownText {
    pub(super) fn of(text: &EntryText) -> Self {
        Self { question: words(&text.question), answer: blocks(&text.answer) }
    }
}

/// An answer; one that is longer than any is shown as it is written.
pub(super) fn blocks(answer: &str) -> Vec<ShownBlock> {
    match parse(answer) {
        Ok(page) => page.blocks.iter().map(block).collect(),
        Err(_) => answer.lines().map(|line| ShownBlock::Paragraph { parts: words(line) }).collect(),
    }
}

fn block(block: &Block) -> ShownBlock {
    match block {
        Block::Heading(parts) => ShownBlock::Heading { parts: inlines(parts) },
        Block::Paragraph(parts) => ShownBlock::Paragraph { parts: inlines(parts) },
        Block::List { ordered, items } => {
            ShownBlock::List { ordered: *ordered, items: items.iter().map(|item| inlines(item)).collect() }
        }
    }
}

fn inlines(parts: &[Inline]) -> Vec<ShownInline> {
    parts.iter().flat_map(inline).collect()
}

fn inline(part: &Inline) -> Vec<ShownInline> {
    match part {
        Inline::Text(text) => words(text),
        Inline::Break => vec![ShownInline::Break],
        Inline::Strong(inside) => vec![ShownInline::Strong { parts: inlines(inside) }],
        Inline::Link { label, address } => vec![link(label, address)],
    }
}

/// A page of the site itself has no address on paper.
fn link(label: &str, address: &str) -> ShownInline {
    let bare = address.strip_prefix("tel:").or_else(|| address.strip_prefix("https://").map(|_| address));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let said = |bare: &str| label.contains(bare) || (address.starts_with("tel:") && digits(label) == digits(bare));
    let told = bare.filter(|bare| !said(bare)).unwrap_or_default().to_owned();
    let address = if bare.is_some() { address.to_owned() } else { String::new() };
    ShownInline::Link { parts: words(label), address, told }
}

/// One line with its furigana.
pub(super) fn words(line: &str) -> Vec<ShownInline> {
    let part = |part: RubyPart<'_>| match part {
        RubyPart::Plain(text) => ShownInline::Text { text: text.to_owned() },
        RubyPart::Ruby { base, reading } => ShownInline::Ruby { written: base.to_owned(), reading: reading.to_owned() },
    };
    furigana_parts(line).into_iter().map(part).collect()
}

pub(super) fn pieces(pieces: &[Change]) -> Vec<ShownPiece> {
    let piece = |piece: &Change| ShownPiece { kind: piece.kind, lines: lines(&piece.text) };
    pieces.iter().map(piece).collect()
}

/// A text line by line; the templates set no line ends of their own accord.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect()
}
