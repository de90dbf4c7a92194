//! What is read under a visit's picture: the captions of one visit, in the order they were spoken.
//!
//! Owns their order, what replaces what, and how much is kept; a page asks for what it lacks. They live in
//! memory with the visit and must never reach a log or the journal. What is in them was redacted before it
//! comes here, and may be redacted again when more is heard. Next: `secret_text`, and `calls` in the server.

use std::collections::BTreeMap;

use crate::secret_text::SecretKind;
use crate::time::Timestamp;

/// Captions kept of one visit; the oldest go.
const LINES_KEPT_MAX: usize = 400;
/// Longest caption, in characters; what a recogniser says beyond it is cut.
pub const CAPTION_CHARS_MAX: usize = 600;

/// A stretch of one voice, as numbered by whoever listens; unique within the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaptionId(pub u64);

/// What was heard of a stretch so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Which stretch.
    pub id: CaptionId,
    /// Who speaks: `visitor`, `agent`, or a guest's id.
    pub speaker: String,
    /// When the stretch began.
    pub at: Timestamp,
    /// The redacted text; empty when it was no speech after all.
    pub text: String,
    /// Whether the recogniser has done with it. Its text may still lose a secret.
    pub is_final: bool,
    /// What was taken out of it.
    pub redacted: Vec<SecretKind>,
}

/// A caption and when it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionLine {
    /// The caption.
    pub caption: Caption,
    /// Counted up with every change within the visit.
    pub revision: u32,
}

/// The captions of one visit.
#[derive(Debug, Default)]
pub struct Captions {
    lines: BTreeMap<CaptionId, CaptionLine>,
    revision: u32,
}

impl Captions {
    /// Takes a caption in place of what was known of its stretch; says whether anything changed.
    ///
    /// What is final stays final: a partial that comes late changes nothing.
    pub fn put(&mut self, mut caption: Caption) -> bool {
        if let Some((end, _)) = caption.text.char_indices().nth(CAPTION_CHARS_MAX) {
            caption.text.truncate(end);
        }
        let known = self.lines.get(&caption.id).map(|line| &line.caption);
        if known.is_some_and(|known| *known == caption || (known.is_final && !caption.is_final)) {
            return false;
        }
        // What was never shown need not be taken away.
        if known.is_none() && caption.text.is_empty() {
            return false;
        }
        self.revision += 1;
        self.lines.insert(caption.id, CaptionLine { caption, revision: self.revision });
        self.forget_oldest();
        true
    }

    /// What changed after revision `known`, in the order of speaking; an empty text takes a caption away.
    #[must_use]
    pub fn since(&self, known: u32) -> Vec<&CaptionLine> {
        let mut lines: Vec<&CaptionLine> = self.lines.values().filter(|line| line.revision > known).collect();
        lines.sort_by_key(|line| (line.caption.at, line.caption.id));
        lines
    }

    /// Number of the last change; 0 before the first.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    fn forget_oldest(&mut self) {
        while self.lines.len() > LINES_KEPT_MAX {
            let oldest = self.lines.values().min_by_key(|line| (line.caption.at, line.caption.id));
            let Some(oldest) = oldest.map(|line| line.caption.id) else { return };
            self.lines.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caption(id: u64, at: u64, text: &str, is_final: bool) -> Caption {
        let (id, at) = (CaptionId(id), Timestamp(at as i64));
        Caption { id, speaker: "visitor".to_owned(), at, text: text.to_owned(), is_final, redacted: Vec::new() }
    }

    fn texts(captions: &Captions, known: u32) -> Vec<&str> {
        captions.since(known).into_iter().map(|line| line.caption.text.as_str()).collect()
    }

    fn check(put: &[(u64, u64, &str, bool)], shown: &[&str]) {
        let mut captions = Captions::default();
        for (id, at, text, is_final) in put {
            captions.put(caption(*id, *at, text, *is_final));
        }
        assert_eq!(texts(&captions, 0), shown, "{put:?}");
    }

    #[test]
    fn captions_stand_in_the_order_of_speaking_and_each_stretch_once() {
        check(&[(1, 10, "更新", false), (1, 10, "更新の予約", true)], &["更新の予約"]);
        check(&[(2, 20, "はい", true), (1, 10, "更新の予約", true)], &["更新の予約", "はい"]);
        check(&[(1, 10, "更新の予約", true), (1, 10, "更新", false)], &["更新の予約"]);
        check(&[(1, 10, "更新", false), (1, 10, "", true)], &[""]);
        check(&[(1, 10, "", false)], &[]);
    }

    #[test]
    fn what_is_final_may_lose_a_secret_later() {
        check(&[(1, 10, "番号は 1234", true), (1, 10, "番号は ［個人番号］", true)], &["番号は ［個人番号］"]);
    }

    #[test]
    fn a_page_is_told_what_changed_since_it_was_told_last() {
        let mut captions = Captions::default();
        assert!(captions.put(caption(1, 10, "更新の予約", true)));
        let known = captions.revision();
        assert!(captions.put(caption(2, 20, "はい", false)));
        assert!(!captions.put(caption(2, 20, "はい", false)), "nothing new");
        assert_eq!(texts(&captions, known), ["はい"]);
        assert_eq!(texts(&captions, captions.revision()), [""; 0]);
        assert_eq!(texts(&captions, 0), ["更新の予約", "はい"], "a page that comes back gets all of them");
    }

    #[test]
    fn a_long_visit_keeps_the_newest_and_a_long_caption_its_begin() {
        let mut captions = Captions::default();
        for id in 0..LINES_KEPT_MAX as u64 + 5 {
            captions.put(caption(id, id, &id.to_string(), true));
        }
        assert_eq!(captions.since(0).len(), LINES_KEPT_MAX);
        assert_eq!(texts(&captions, 0)[0], "5");
        captions.put(caption(9_999, 9_999, &"あ".repeat(CAPTION_CHARS_MAX + 9), true));
        assert_eq!(texts(&captions, 0).last().unwrap().chars().count(), CAPTION_CHARS_MAX);
    }
}
