//! What visitor and agent write to each other during one visit (clause 6(2)②: sign language and writing).
//!
//! Owns what may be said, how much and how fast. It lives in memory with the visit and must never reach the
//! journal, a log or a table; an individual number is refused even when it comes in pieces. Next: `secret_text`.

use std::collections::VecDeque;

use crate::secret_text::{SecretKind, TextContext, find};
use crate::time::Timestamp;

/// Longest line, in characters.
pub const LINE_CHARS_MAX: usize = 500;
/// Lines kept of one visit; older ones go.
const LINES_KEPT_MAX: usize = 300;
/// Lines one side may send within `BURST_MS`.
const BURST_LINES_MAX: usize = 10;
/// The span of a burst, in ms.
const BURST_MS: u64 = 10_000;
/// Lines of the same side that are read together with a new one.
const READ_TOGETHER: usize = 5;

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At the kiosk.
    Visitor,
    /// At the desk.
    Agent,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Counted up from 1 within the visit.
    pub number: u32,
    /// Who wrote it.
    pub side: Side,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Why a line was not taken; nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineRefusal {
    /// There is nothing to read in it.
    #[error("the line is empty")]
    Empty,
    /// It is longer than a line may be.
    #[error("the line is longer than {LINE_CHARS_MAX} characters")]
    TooLong,
    /// Too many lines in a short time.
    #[error("more than {BURST_LINES_MAX} lines in {BURST_MS} ms")]
    TooFast,
    /// It holds what must not be written down, alone or together with the lines before it.
    #[error("the line seems to hold a secret of kind {0:?}")]
    Secret(SecretKind),
}

/// The lines of one visit.
#[derive(Debug, Default)]
pub struct VisitChat {
    lines: VecDeque<Line>,
    last: u32,
}

impl VisitChat {
    /// Takes a line.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub fn say(&mut self, side: Side, text: &str, now: Timestamp) -> Result<(), LineRefusal> {
        let text = readable(text)?;
        let recent = self.lines.iter().rev().filter(|line| line.side == side);
        if recent.take_while(|line| now.since_ms(line.at) < BURST_MS).count() >= BURST_LINES_MAX {
            return Err(LineRefusal::TooFast);
        }
        if let Some(kind) = self.secret_in(side, &text) {
            return Err(LineRefusal::Secret(kind));
        }
        self.last += 1;
        self.lines.push_back(Line { number: self.last, side, text, at: now });
        if self.lines.len() > LINES_KEPT_MAX {
            self.lines.pop_front();
        }
        Ok(())
    }

    /// The lines after number `known`, oldest first.
    pub fn since(&self, known: u32) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.number > known)
    }

    /// A secret in the text alone, or an individual number that it completes.
    fn secret_in(&self, side: Side, text: &str) -> Option<SecretKind> {
        let alone = find(text, TextContext::default()).into_iter().next().map(|finding| finding.kind);
        alone.or_else(|| {
            let own = self.lines.iter().rev().filter(|line| line.side == side);
            let mut before: Vec<&str> = own.take(READ_TOGETHER).map(|line| line.text.as_str()).collect();
            before.reverse();
            let joined = format!("{}{text}", before.concat());
            let completed = find(&joined, TextContext::default()).into_iter().find(|finding| {
                finding.kind == SecretKind::IndividualNumber && finding.range.end > joined.len() - text.len()
            });
            completed.map(|finding| finding.kind)
        })
    }
}

/// The text without what cannot be read: control characters and blanks around it.
fn readable(text: &str) -> Result<String, LineRefusal> {
    if text.chars().count() > LINE_CHARS_MAX {
        return Err(LineRefusal::TooLong);
    }
    let kept: String = text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect();
    let kept = kept.trim();
    if kept.is_empty() { Err(LineRefusal::Empty) } else { Ok(kept.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Valid by its check digit, and nobody's.
    const NUMBER: &str = "123456789018";

    fn said(texts: &[(Side, &str)]) -> (VisitChat, Vec<Result<(), LineRefusal>>) {
        let mut chat = VisitChat::default();
        let outcomes = texts.iter().map(|(side, text)| chat.say(*side, text, Timestamp(0))).collect();
        (chat, outcomes)
    }

    #[test]
    fn lines_are_numbered_and_read_from_where_a_page_stands() {
        let (chat, _) =
            said(&[(Side::Visitor, "こんにちは"), (Side::Agent, " はい\u{7}。 "), (Side::Visitor, "\n \n")]);
        let read = |known| chat.since(known).map(|line| (line.number, line.text.as_str())).collect::<Vec<_>>();
        assert_eq!(read(0), [(1, "こんにちは"), (2, "はい。")]);
        assert_eq!(read(1), [(2, "はい。")]);
        assert_eq!(read(2), []);
    }

    #[test]
    fn an_individual_number_is_refused_whole_and_in_pieces() {
        let digits: Vec<u8> = NUMBER.bytes().map(|digit| digit - b'0').collect();
        assert!(crate::secret_text::is_individual_number(&digits));
        let secret = Err(LineRefusal::Secret(SecretKind::IndividualNumber));
        let (chat, outcomes) = said(&[(Side::Visitor, &format!("マイナンバーは{NUMBER}です"))]);
        assert_eq!((outcomes, chat.since(0).count()), (vec![secret], 0));
        let pieces = [(Side::Visitor, &NUMBER[..4]), (Side::Visitor, &NUMBER[4..8]), (Side::Visitor, &NUMBER[8..])];
        assert_eq!(said(&pieces).1, [Ok(()), Ok(()), secret]);
        let others = [(Side::Visitor, &NUMBER[..6]), (Side::Agent, &NUMBER[6..])];
        assert_eq!(said(&others).1, [Ok(()), Ok(())]);
    }

    #[test]
    fn a_line_is_bounded_and_so_is_the_pace_of_each_side() {
        let mut chat = VisitChat::default();
        let long = "あ".repeat(LINE_CHARS_MAX + 1);
        assert_eq!(chat.say(Side::Agent, &long, Timestamp(0)), Err(LineRefusal::TooLong));
        assert_eq!(chat.say(Side::Agent, &long[3..], Timestamp(0)), Ok(()));
        for _ in 1..BURST_LINES_MAX {
            assert_eq!(chat.say(Side::Agent, "はい", Timestamp(0)), Ok(()));
        }
        assert_eq!(chat.say(Side::Agent, "はい", Timestamp(1)), Err(LineRefusal::TooFast));
        assert_eq!(chat.say(Side::Visitor, "はい", Timestamp(1)), Ok(()));
        assert_eq!(chat.say(Side::Agent, "はい", Timestamp(0).plus_ms(BURST_MS)), Ok(()));
    }

    #[test]
    fn only_so_many_lines_are_kept() {
        let mut chat = VisitChat::default();
        for turn in 0..LINES_KEPT_MAX as u64 + 5 {
            assert_eq!(chat.say(Side::Agent, "はい", Timestamp(0).plus_ms(turn * BURST_MS)), Ok(()));
        }
        assert_eq!((chat.since(0).count(), chat.since(0).next().map(|line| line.number)), (LINES_KEPT_MAX, Some(6)));
    }
}
