//! The answers' Markdown: paragraphs, lists, headings, strong words, links, furigana, and nothing else.
//!
//! Owns what counts as markup; all other signs, HTML above all, are text and are shown as text. It must never pass a
//! byte of the text into HTML without escaping it, and never follow anything deeper than two levels. Start with
//! [`parse`]; [`to_html`] and [`to_plain`] show what it gives.

mod address;
mod inline;
mod parse;
mod render;
mod ruby;
mod tree;

pub use address::is_web_address;
pub use parse::{TEXT_CHARS_MAX, TooLong, counted_chars, parse};
pub use render::{line_to_html, to_html, to_plain};
pub use ruby::{parts as furigana_parts, without_furigana};
pub use tree::{Block, Inline, Page};

#[cfg(test)]
mod tests;
