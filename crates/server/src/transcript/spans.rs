//! From what was taken out of the text to the sound that must not stay.
//!
//! Pure. Word times of a recogniser are loose, so every span is widened, and where they cannot be right the
//! whole line goes: fail closed. Pauses are looked for in the sound by `pauses`. Clause 6(2)⑪.

use storage::transcripts::TimedText;

use super::sheet::Line;
use crate::calls::Channels;

/// What is added on both sides of a span: words are off by a few hundred milliseconds as a rule.
const MARGIN_MS: i64 = 400;
/// A secret this near a line's edge may go on in the line beside it.
const EDGE_MS: i64 = 200;
/// A line of the same speaker that begins this soon after another is beside it.
const BESIDE_MS: i64 = 8_000;
/// An answer on the other side within this time may have read the number back.
const READ_BACK_MS: i64 = 60_000;

/// A stretch of sound that must not stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Secret {
    pub(super) side: Channels,
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) kind: String,
    /// The line it stands in, which is what it is widened to.
    pub(super) line: (i64, i64),
}

/// Every secret of the lines, which stand in the order they were said.
pub(super) fn secrets(lines: &[&Line]) -> Vec<Secret> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for (at, piece) in line.pieces.iter().enumerate() {
            if let Some(kind) = &piece.redacted {
                found.push(secret(lines, index, at, piece, kind));
            }
        }
    }
    both_where_read_back(&mut found);
    found
}

fn secret(lines: &[&Line], index: usize, at: usize, piece: &TimedText, kind: &str) -> Secret {
    let line = lines[index];
    let mut secret = Secret {
        side: side_of(line),
        start_ms: piece.start_ms - MARGIN_MS,
        end_ms: piece.end_ms + MARGIN_MS,
        kind: kind.to_owned(),
        line: (line.start_ms, line.end_ms),
    };
    if !is_plausible(line, piece, kind) {
        secret.widen_to_line();
    }
    if is_at_edge(line, at, piece) {
        widen_over_neighbours(lines, index, &mut secret);
    }
    secret.start_ms = secret.start_ms.max(0);
    secret
}

impl Secret {
    /// The whole line goes, with the margin.
    pub(super) fn widen_to_line(&mut self) {
        self.start_ms = self.start_ms.min(self.line.0 - MARGIN_MS).max(0);
        self.end_ms = self.end_ms.max(self.line.1 + MARGIN_MS);
    }

    /// Whether the whole line goes already.
    pub(super) fn is_whole(&self) -> bool {
        self.start_ms <= self.line.0 && self.end_ms >= self.line.1
    }
}

/// The side of the recording a line was said on.
pub(super) fn side_of(line: &Line) -> Channels {
    if line.voice.party == "caller" { Channels::Left } else { Channels::Right }
}

/// Whether the times can be those of the number: within the line, and long enough to say it.
fn is_plausible(line: &Line, piece: &TimedText, kind: &str) -> bool {
    let within = piece.start_ms >= line.start_ms - EDGE_MS && piece.end_ms <= line.end_ms + EDGE_MS;
    let one_way = line.pieces.windows(2).all(|pair| pair[0].start_ms <= pair[1].start_ms);
    within && one_way && piece.end_ms - piece.start_ms >= shortest_ms(kind)
}

/// The least time in which anybody says it, a tenth of a second a digit.
fn shortest_ms(kind: &str) -> i64 {
    match kind {
        "individual_number" => 1_200,
        "application_id" => 2_300,
        "card_number" => 1_400,
        _ => 400,
    }
}

/// Whether the number may go on beyond the line: it is its first or last piece, or stands at its edge.
fn is_at_edge(line: &Line, at: usize, piece: &TimedText) -> bool {
    at == 0
        || at + 1 == line.pieces.len()
        || piece.start_ms - line.start_ms <= EDGE_MS
        || line.end_ms - piece.end_ms <= EDGE_MS
}

/// Where the same speaker's line beside it holds one at its edge too, it is one number over both, and both go.
fn widen_over_neighbours(lines: &[&Line], index: usize, secret: &mut Secret) {
    let own = lines[index];
    let touches = |other: &&&Line| {
        let gap = (own.start_ms - other.end_ms).max(other.start_ms - own.end_ms);
        let ends = [other.pieces.first(), other.pieces.last()];
        other.voice.is_same(&own.voice)
            && gap <= BESIDE_MS
            && ends.into_iter().flatten().any(|piece| piece.redacted.is_some())
    };
    let before = lines[..index].iter().rev().find(|other| other.voice.is_same(&own.voice)).filter(touches);
    let after = lines[index + 1..].iter().find(|other| other.voice.is_same(&own.voice)).filter(touches);
    if before.is_none() && after.is_none() {
        return;
    }
    secret.widen_to_line();
    if let Some(before) = before {
        secret.start_ms = secret.start_ms.min(before.start_ms - MARGIN_MS);
    }
    if let Some(after) = after {
        secret.end_ms = secret.end_ms.max(after.end_ms + MARGIN_MS);
    }
}

/// A number read back is on both sides, and each may be heard faintly on the other's line.
fn both_where_read_back(found: &mut [Secret]) {
    let known = found.to_vec();
    for secret in found {
        let is_read_back = known.iter().any(|other| {
            other.side != secret.side
                && other.kind == secret.kind
                && (other.start_ms - secret.start_ms).abs() <= READ_BACK_MS
        });
        if is_read_back {
            secret.side = Channels::Both;
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::contact::Party;
    use domain::ids::AgentId;
    use uuid::Uuid;

    use super::*;
    use crate::transcript::voice::Voice;

    const NUMBER: &str = "individual_number";

    fn line(party: Party, start_ms: i64, end_ms: i64, pieces: &[(i64, i64, Option<&str>)]) -> Line {
        let piece = |(start_ms, end_ms, kind): &(i64, i64, Option<&str>)| TimedText {
            text: "x".to_owned(),
            start_ms: *start_ms,
            end_ms: *end_ms,
            redacted: kind.map(str::to_owned),
        };
        Line {
            id: Uuid::nil(),
            voice: Voice::of(party, None),
            pieces: pieces.iter().map(piece).collect(),
            start_ms,
            end_ms,
            is_final: true,
            is_settled: true,
            language: None,
            confidence: 0.9,
            engine: String::new(),
        }
    }

    fn check(lines: &[Line], wanted: &[(Channels, i64, i64)]) {
        let found = secrets(&lines.iter().collect::<Vec<_>>());
        let found: Vec<_> = found.into_iter().map(|secret| (secret.side, secret.start_ms, secret.end_ms)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_number_within_a_line_goes_with_a_margin_and_the_words_around_it_stay() {
        let said =
            line(Party::Caller, 0, 9_000, &[(0, 3_000, None), (3_000, 6_000, Some(NUMBER)), (6_000, 9_000, None)]);
        check(&[said], &[(Channels::Left, 2_600, 6_400)]);
    }

    #[test]
    fn a_number_in_less_time_than_a_mouth_needs_takes_its_whole_line() {
        let said = line(
            Party::Caller,
            1_000,
            9_000,
            &[(1_000, 3_000, None), (3_000, 3_300, Some(NUMBER)), (3_300, 9_000, None)],
        );
        check(&[said], &[(Channels::Left, 600, 9_400)]);
    }

    #[test]
    fn words_whose_times_run_backwards_take_the_whole_line() {
        let said =
            line(Party::Caller, 0, 9_000, &[(4_000, 5_000, None), (3_000, 6_000, Some(NUMBER)), (6_000, 9_000, None)]);
        check(&[said], &[(Channels::Left, 0, 9_400)]);
    }

    #[test]
    fn a_number_over_two_lines_of_one_speaker_takes_both_and_what_lies_between() {
        let first = line(Party::Caller, 0, 4_000, &[(0, 2_000, None), (2_000, 4_000, Some(NUMBER))]);
        let answer = line(Party::Agent(AgentId(Uuid::nil())), 4_100, 4_500, &[(4_100, 4_500, None)]);
        let second = line(Party::Caller, 5_000, 8_000, &[(5_000, 7_000, Some(NUMBER)), (7_000, 8_000, None)]);
        check(&[first, answer, second], &[(Channels::Left, 0, 8_400), (Channels::Left, 0, 8_400)]);
    }

    #[test]
    fn a_number_the_agent_reads_back_goes_on_both_sides() {
        let agent = Party::Agent(AgentId(Uuid::nil()));
        let said =
            line(Party::Caller, 0, 6_000, &[(0, 1_000, None), (1_000, 5_000, Some(NUMBER)), (5_000, 6_000, None)]);
        let back =
            line(agent, 7_000, 13_000, &[(7_000, 8_000, None), (8_000, 12_000, Some(NUMBER)), (12_000, 13_000, None)]);
        check(&[said, back], &[(Channels::Both, 600, 5_400), (Channels::Both, 7_600, 12_400)]);
    }
}
