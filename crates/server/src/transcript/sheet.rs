//! The text of one conversation while it is spoken: what is shown of it, and what may be stored.
//!
//! Pure; owns the order of things between recognition and everybody else: words are redacted before they
//! leave, a line may change until it is settled, and only settled lines are given out to be kept. Words that
//! were not settled yet live here unredacted, in memory alone; they must never be printed.
//! Next: `talk`, which feeds it; `domain::secret_text` decides what is secret.

use std::collections::BTreeMap;
use std::fmt;

use domain::secret_text::{Conversation, SegmentId, SegmentRedaction};
use domain::time::Timestamp;
use speech::SpokenLanguage;
use storage::transcripts::TimedText;
use uuid::Uuid;

use super::pieces::{Timed, pieces, text_of};
use super::voice::{Speakers, Voice};

/// Names a stretch of one leg from its first partial to its end.
pub(super) type Stretch = (media::LegId, u64);

/// A line as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The segment.
    pub(super) id: Uuid,
    /// Who said it.
    pub(super) voice: Voice,
    /// The text without its secrets.
    pub(super) pieces: Vec<TimedText>,
    /// Begin since the recording's begin, in milliseconds.
    pub(super) start_ms: i64,
    /// End since the recording's begin, in milliseconds.
    pub(super) end_ms: i64,
    /// Whether the words will not be recognised anew.
    pub(super) is_final: bool,
    /// Whether nothing said later can take more out of it.
    pub(super) is_settled: bool,
    /// The language heard.
    pub(super) language: Option<SpokenLanguage>,
    /// Mean confidence, 0.0..=1.0.
    pub(super) confidence: f32,
    /// The engine that heard it; empty for a partial.
    pub(super) engine: String,
}

/// What a recogniser heard with care.
pub(super) struct Heard {
    /// Begin since the recording's begin, in milliseconds.
    pub(super) start_ms: i64,
    /// End since the recording's begin, in milliseconds.
    pub(super) end_ms: i64,
    /// The words, unredacted.
    pub(super) words: Vec<Timed>,
    /// The language heard.
    pub(super) language: Option<SpokenLanguage>,
    /// Mean confidence, 0.0..=1.0.
    pub(super) confidence: f32,
    /// The engine.
    pub(super) engine: String,
}

/// What changed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Changes {
    /// Lines that are new or read otherwise.
    pub(super) lines: Vec<Line>,
    /// A line that is no more.
    pub(super) taken_back: Option<Uuid>,
}

/// The sheet.
#[derive(Default)]
pub(super) struct Sheet {
    conversation: Conversation,
    speakers: Speakers,
    /// Stretches that somebody still speaks.
    open: BTreeMap<Stretch, Uuid>,
    /// Lines that are final and not settled, with their words.
    unsettled: BTreeMap<u64, (Line, Vec<Timed>)>,
    last: u64,
}

impl Sheet {
    /// What somebody is saying at this moment; `fresh` is the line's id when it is its first.
    pub(super) fn partial(&mut self, stretch: Stretch, voice: &Voice, words: &[Timed], fresh: Uuid) -> Option<Line> {
        let (first, last) = (words.first()?, words.last()?);
        let id = *self.open.entry(stretch).or_insert(fresh);
        let redacted = self.conversation.partial(self.speakers.number(voice), &text_of(words));
        Some(Line {
            id,
            voice: voice.clone(),
            pieces: pieces(words, &redacted),
            start_ms: first.start_ms,
            end_ms: last.end_ms,
            is_final: false,
            is_settled: false,
            language: None,
            confidence: 0.0,
            engine: String::new(),
        })
    }

    /// What somebody has said: its line, and earlier lines of which it takes something out.
    pub(super) fn heard(
        &mut self,
        stretch: Stretch,
        voice: &Voice,
        heard: Heard,
        fresh: Uuid,
        now: Timestamp,
    ) -> Changes {
        let known = self.open.remove(&stretch);
        if heard.words.is_empty() {
            return Changes { lines: Vec::new(), taken_back: known };
        }
        self.last += 1;
        let text = text_of(&heard.words);
        let line = Line {
            id: known.unwrap_or(fresh),
            voice: voice.clone(),
            pieces: Vec::new(),
            start_ms: heard.start_ms,
            end_ms: heard.end_ms,
            is_final: true,
            is_settled: false,
            language: heard.language,
            confidence: heard.confidence,
            engine: heard.engine,
        };
        self.unsettled.insert(self.last, (line, heard.words));
        let told = self.conversation.hear(self.speakers.number(voice), SegmentId(self.last), &text, now);
        Changes { lines: told.iter().filter_map(|one| self.take(one)).collect(), taken_back: None }
    }

    /// A stretch will have no text for now; what was shown of it is taken back.
    pub(super) fn missed(&mut self, stretch: Stretch) -> Changes {
        Changes { lines: Vec::new(), taken_back: self.open.remove(&stretch) }
    }

    /// Lines that have become settled by `now`, to be shown so and kept; each once.
    pub(super) fn settle(&mut self, now: Timestamp) -> Vec<Line> {
        let told = self.conversation.settled(now);
        told.iter().filter_map(|one| self.take(one)).collect()
    }

    /// Every line left, since nothing more will be said.
    pub(super) fn finish(&mut self) -> Vec<Line> {
        let told = self.conversation.finish();
        told.iter().filter_map(|one| self.take(one)).collect()
    }

    /// Reads a line anew; one that is settled leaves the sheet with its words.
    fn take(&mut self, told: &SegmentRedaction) -> Option<Line> {
        let number = told.segment.0;
        let (line, words) = self.unsettled.get_mut(&number)?;
        line.pieces = pieces(words, &told.redacted);
        line.is_settled = told.settled;
        let line = line.clone();
        if told.settled {
            self.unsettled.remove(&number);
        }
        Some(line)
    }
}

/// Says how much is held and nothing of what.
impl fmt::Debug for Sheet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sheet").field("unsettled", &self.unsettled.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use domain::contact::Party;
    use media::LegId;

    use super::*;
    use crate::transcript::pieces::text_of_pieces;

    fn caller() -> Voice {
        Voice::of(Party::Caller, None)
    }

    fn timed(texts: &[&str], start_ms: i64) -> Vec<Timed> {
        let word = |(n, text): (usize, &&str)| {
            let at = start_ms + n as i64 * 200;
            Timed { text: (*text).to_owned(), start_ms: at, end_ms: at + 200 }
        };
        texts.iter().enumerate().map(word).collect()
    }

    fn say(sheet: &mut Sheet, segment: u64, texts: &[&str], at_ms: i64) -> Changes {
        let words = timed(texts, at_ms);
        let (start_ms, end_ms) = (at_ms, at_ms + texts.len() as i64 * 200);
        let engine = "test".to_owned();
        let heard = Heard { start_ms, end_ms, words, language: None, confidence: 0.9, engine };
        sheet.heard((LegId(1), segment), &caller(), heard, Uuid::from_u128(u128::from(segment)), Timestamp(end_ms))
    }

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| text_of_pieces(&line.pieces)).collect()
    }

    #[test]
    fn a_line_keeps_its_id_from_the_first_partial_to_the_settled_text() {
        let mut sheet = Sheet::default();
        let fresh = Uuid::from_u128(77);
        let partial = sheet.partial((LegId(1), 0), &caller(), &timed(&["更新の"], 0), fresh).unwrap();
        let again = sheet.partial((LegId(1), 0), &caller(), &timed(&["更新の", "件"], 0), Uuid::nil()).unwrap();
        let told = say(&mut sheet, 0, &["更新の", "件です"], 0);
        let settled = sheet.finish();
        assert_eq!([partial.id, again.id, told.lines[0].id, settled[0].id], [fresh; 4]);
        assert!(!partial.is_final && told.lines[0].is_final && !told.lines[0].is_settled && settled[0].is_settled);
        assert_eq!(texts(&settled), ["更新の件です"]);
    }

    #[test]
    fn words_that_turn_out_to_be_none_are_taken_back() {
        let mut sheet = Sheet::default();
        let fresh = Uuid::from_u128(5);
        sheet.partial((LegId(1), 0), &caller(), &timed(&["えー"], 0), fresh);
        assert_eq!(say(&mut sheet, 0, &[], 0), Changes { lines: Vec::new(), taken_back: Some(fresh) });
        sheet.partial((LegId(1), 1), &caller(), &timed(&["あの"], 0), fresh);
        assert_eq!(sheet.missed((LegId(1), 1)).taken_back, Some(fresh));
        assert_eq!(sheet.missed((LegId(1), 1)), Changes::default(), "once");
        assert!(sheet.finish().is_empty());
    }

    #[test]
    fn a_number_said_over_two_segments_leaves_both_before_either_may_be_kept() {
        let mut sheet = Sheet::default();
        say(&mut sheet, 0, &["マイナンバーは", "一二三四", "五六七八"], 0);
        assert!(sheet.settle(Timestamp(3_000)).is_empty(), "the next words may make it secret");
        let told = say(&mut sheet, 1, &["九〇一八", "です"], 2_000);
        assert_eq!(told.lines.len(), 2, "the earlier line changes too");
        for text in texts(&told.lines) {
            assert!(!text.contains("五六") && !text.contains("九〇"), "{text}");
        }
        let kept = sheet.settle(Timestamp(60_000));
        assert_eq!(kept.len(), 2);
        for text in texts(&kept) {
            assert!(!text.contains('五') && !text.contains('九'), "{text}");
        }
        assert!(kept.iter().all(|line| line.pieces.iter().any(|piece| piece.redacted.is_some())));
    }

    #[test]
    fn a_partial_leaves_without_the_number_in_it() {
        let mut sheet = Sheet::default();
        let words = timed(&["個人番号は", "123456789018"], 0);
        let line = sheet.partial((LegId(1), 0), &caller(), &words, Uuid::nil()).unwrap();
        assert!(!text_of_pieces(&line.pieces).contains("1234"), "{:?}", line.pieces);
        assert_eq!(line.pieces.last().unwrap().redacted.as_deref(), Some("individual_number"));
    }

    #[test]
    fn each_line_is_settled_once() {
        let mut sheet = Sheet::default();
        say(&mut sheet, 0, &["もしもし"], 0);
        assert_eq!(sheet.settle(Timestamp(60_000)).len(), 1);
        assert!(sheet.settle(Timestamp(61_000)).is_empty() && sheet.finish().is_empty());
        assert_eq!(format!("{sheet:?}"), "Sheet { unsettled: 0, .. }");
    }
}
