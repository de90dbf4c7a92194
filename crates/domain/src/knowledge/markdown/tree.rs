//! What a text is made of, at most two levels deep.

/// A whole text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its parts in order.
    pub blocks: Vec<Block>,
    /// Links that lead where none may lead; they stand in the text as they were written.
    pub refused_links: usize,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `## `.
    Heading(Vec<Inline>),
    /// Lines up to an empty one.
    Paragraph(Vec<Inline>),
    /// Lines with `- `, or with `1. ` where they are counted.
    List {
        /// Whether they are counted.
        ordered: bool,
        /// The lines.
        items: Vec<Vec<Inline>>,
    },
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words as they are.
    Text(String),
    /// A new line.
    Break,
    /// `**words**`; holds text, breaks and links alone.
    Strong(Vec<Inline>),
    /// `[label](address)`; the label is words as they are.
    Link {
        /// What is shown.
        label: String,
        /// Where it leads, checked.
        address: String,
    },
}
