//! The text of a message as it comes in, line by line: unstuffed, measured, and judged before any of it is read.

use zeroize::Zeroizing;

use crate::limits::{HEADER_BYTES_MAX, HEADER_LINES_MAX, MESSAGE_BYTES_MAX};
use crate::refusal::{BAD_HEADER, BAD_TEXT, TOO_LARGE};

/// Bytes that are read and thrown away after a message was found too large, before the connection is ended.
const WASTE_BYTES_MAX: usize = MESSAGE_BYTES_MAX;

/// What a line did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// More lines follow.
    More,
    /// That was the dot.
    End,
    /// The sender does not stop.
    Endless,
}

/// A message on its way in.
pub(crate) struct Text {
    /// All its room from the beginning, so that no copy is left where it grew.
    kept: Zeroizing<Vec<u8>>,
    header_lines: usize,
    in_header: bool,
    /// Whether what came last ended with CR LF; only then a dot can be the end.
    at_line_start: bool,
    last: u8,
    wasted: usize,
    refused: Option<&'static str>,
}

impl Text {
    pub(crate) fn begin() -> Self {
        let kept = Zeroizing::new(Vec::with_capacity(MESSAGE_BYTES_MAX));
        Self { kept, header_lines: 0, in_header: true, at_line_start: true, last: b'\n', wasted: 0, refused: None }
    }

    /// Takes one line as it came, with its end.
    ///
    /// Only CR LF ends a line and only CR LF . CR LF ends the message; a lone CR or LF makes the whole message refused,
    /// or another's idea of its end would smuggle a second one in.
    pub(crate) fn line(&mut self, line: &[u8]) -> Taken {
        if line == b".\r\n" && self.at_line_start {
            return Taken::End;
        }
        self.note_end(line);
        let text = line.strip_suffix(b"\r\n");
        if text.is_none_or(|text| text.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n'))) {
            self.refuse(BAD_TEXT);
        }
        // RFC 5321 §4.5.2: the first of the dots was put there on the way.
        let line = line.strip_prefix(b".").unwrap_or(line);
        self.measure_header(line);
        if self.kept.len().saturating_add(line.len()) > MESSAGE_BYTES_MAX {
            self.refuse(TOO_LARGE);
        }
        if self.refused.is_none() {
            self.kept.extend_from_slice(line);
            return Taken::More;
        }
        self.waste(line.len())
    }

    /// A piece of a line that is longer than a line may be.
    pub(crate) fn overlong(&mut self, piece: &[u8]) -> Taken {
        self.note_end(piece);
        self.refuse(BAD_TEXT);
        self.waste(piece.len())
    }

    /// The whole message, or why it is refused.
    pub(crate) fn whole(self) -> Result<Zeroizing<Vec<u8>>, &'static str> {
        self.refused.map_or(Ok(self.kept), Err)
    }

    fn note_end(&mut self, piece: &[u8]) {
        self.at_line_start = piece.ends_with(b"\r\n") || (piece == b"\n" && self.last == b'\r');
        self.last = piece.last().copied().unwrap_or(self.last);
    }

    fn measure_header(&mut self, line: &[u8]) {
        if !self.in_header {
            return;
        }
        self.in_header = line != b"\r\n";
        self.header_lines = self.header_lines.saturating_add(1);
        if self.header_lines > HEADER_LINES_MAX || self.kept.len() > HEADER_BYTES_MAX {
            self.refuse(BAD_HEADER);
        }
    }

    /// The first reason counts.
    fn refuse(&mut self, why: &'static str) {
        self.refused.get_or_insert(why);
    }

    fn waste(&mut self, bytes: usize) -> Taken {
        self.wasted = self.wasted.saturating_add(bytes);
        if self.wasted > WASTE_BYTES_MAX { Taken::Endless } else { Taken::More }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(lines: &[&[u8]]) -> Result<Vec<u8>, &'static str> {
        let mut text = Text::begin();
        lines.iter().for_each(|line| assert_eq!(text.line(line), Taken::More, "{line:?}"));
        assert_eq!(text.line(b".\r\n"), Taken::End);
        text.whole().map(|kept| kept.to_vec())
    }

    #[test]
    fn a_dot_that_was_put_before_a_line_is_taken_away() {
        assert_eq!(
            taken(&[b"A: b\r\n", b"\r\n", b"..\r\n", b"...x\r\n", b".y\r\n"]),
            Ok(b"A: b\r\n\r\n.\r\n..x\r\ny\r\n".to_vec())
        );
    }

    #[test]
    fn only_cr_lf_ends_a_line() {
        let check = |line: &[u8]| assert_eq!(taken(&[b"\r\n", line, b"\r\n"]), Err(BAD_TEXT), "{line:?}");
        check(b"a\n");
        check(b".\n");
        check(b"a\rb\r\n");
        check(b"a\r\r\n");
        check(b"a\0b\r\n");
    }

    #[test]
    fn a_dot_after_a_lone_lf_is_not_the_end() {
        let mut text = Text::begin();
        assert_eq!(text.line(b"a\n"), Taken::More);
        assert_eq!(text.line(b".\r\n"), Taken::More);
        assert_eq!(text.line(b".\r\n"), Taken::End);
        let mut text = Text::begin();
        [b"aaa\r".as_slice(), b"\n"].iter().for_each(|piece| assert_eq!(text.overlong(piece), Taken::More));
        assert_eq!(text.line(b".\r\n"), Taken::End);
    }

    #[test]
    fn a_message_and_its_header_have_a_measure() {
        let header = vec![b"A: b\r\n".as_slice(); HEADER_LINES_MAX + 1];
        assert_eq!(taken(&header), Err(BAD_HEADER));
        let wide: Vec<u8> = [b"A: ".as_slice(), &[b'b'; 900], b"\r\n"].concat();
        assert_eq!(taken(&vec![wide.as_slice(); 40]), Err(BAD_HEADER));
        let mut body = vec![b"\r\n".as_slice()];
        body.resize(400, &wide);
        assert_eq!(taken(&body), Err(TOO_LARGE));
    }

    #[test]
    fn who_does_not_stop_is_stopped() {
        let mut text = Text::begin();
        let line = [[b'a'; 998].as_slice(), b"\r\n"].concat();
        let lines = (0..10_000).take_while(|_| text.line(&line) != Taken::Endless).count();
        assert!(lines < 600, "{lines}");
    }
}
