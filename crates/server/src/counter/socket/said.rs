//! What a kiosk was told of what was said in its visit, and how captions are put to a visitor.
//!
//! Owns the shapes alone. Next: `talk`, which tells.

/// What the kiosk was told of what was said in its visit.
#[derive(Default, PartialEq)]
pub(super) struct Said {
    /// Number of the last written line.
    pub(super) written: u32,
    /// Number of the last change of captions.
    pub(super) captions: u32,
}

/// Captions as a visitor hears of them: there are some, some that stay, or none.
pub(super) fn caption_word(word: &'static str) -> &'static str {
    match word {
        "on" | "kept" => word,
        _ => "none",
    }
}
