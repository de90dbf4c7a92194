//! How much of ordinary speech is silenced without need: at most one character in two hundred.

use super::RedactedSpan;
use super::cases_tests::{cases, spans_of_talk, unmarked};

const CALLS: &str = include_str!("cases/calls.txt");
const KEPT: &str = include_str!("cases/kept.txt");
const HARMLESS: &str = include_str!("cases/harmless.txt");

/// Share of the characters that may be silenced without need.
const SILENCED_SHARE_MAX: f64 = 0.005;
/// A prime that divides the length of neither list, so that what is alike stands apart.
const STRIDE: usize = 37;

/// What was said, and what of it would be silenced.
#[derive(Default)]
struct Silence {
    utterances: usize,
    silenced_utterances: usize,
    chars: usize,
    silenced_chars: usize,
    told: Vec<String>,
}

impl Silence {
    fn add(&mut self, turns: &[(u64, String)]) {
        for ((_, text), spans) in turns.iter().zip(spans_of_talk(turns)) {
            self.utterances += 1;
            self.chars += text.chars().count();
            self.silenced_utterances += usize::from(!spans.is_empty());
            self.silenced_chars += spans.iter().map(|span| text[span.range.clone()].chars().count()).sum::<usize>();
            self.told.extend(spans.iter().map(|span| told(text, span)));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of some thousands")]
    fn share(&self) -> f64 {
        self.silenced_chars as f64 / self.chars as f64
    }

    fn figures(&self, name: &str) -> String {
        let percent = self.share() * 100.0;
        let (chars, of_chars) = (self.silenced_chars, self.chars);
        let (utterances, of_utterances) = (self.silenced_utterances, self.utterances);
        format!(
            "{name}: {percent:.3} % of characters ({chars} of {of_chars}), {utterances} of {of_utterances} utterances"
        )
    }
}

fn told(text: &str, span: &RedactedSpan) -> String {
    format!("{text}: {} {:?}", &text[span.range.clone()], span.kind)
}

/// The turns of each call, by speaker.
fn calls() -> Vec<Vec<(u64, String)>> {
    let lines: Vec<&str> = CALLS.lines().filter(|line| !line.starts_with('#')).collect();
    let turn = |line: &&str| (u64::from(line.as_bytes()[0]), line[2..].to_owned());
    lines.split(|line| line.is_empty()).map(|call| call.iter().map(turn).collect()).collect()
}

#[test]
fn at_most_one_character_in_two_hundred_of_harmless_speech_is_silenced() {
    let mut whole = Silence::default();
    let mut silence = Silence::default();
    for call in calls() {
        silence.add(&call);
        whole.add(&call);
    }
    assert!(silence.utterances >= 400);
    assert!(silence.share() <= SILENCED_SHARE_MAX, "{}: {:#?}", silence.figures("calls"), silence.told);
    for (name, table) in [("kept", KEPT), ("harmless", HARMLESS)] {
        let lines: Vec<String> = cases(table).map(|line| unmarked(line).0).collect();
        let mixed = (0..lines.len()).map(|at| lines[at * STRIDE % lines.len()].clone());
        let turns: Vec<(u64, String)> = mixed.enumerate().map(|(at, line)| (at as u64 % 2, line)).collect();
        let mut silence = Silence::default();
        silence.add(&turns);
        whole.add(&turns);
        assert!(silence.share() <= SILENCED_SHARE_MAX, "{}: {:#?}", silence.figures(name), silence.told);
    }
    assert!(whole.share() <= SILENCED_SHARE_MAX, "{}", whole.figures("harmless speech"));
}
