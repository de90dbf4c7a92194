//! The table of cases: what must go and what must stay, in writing, in speech and in whole talks.

use super::{Conversation, RedactedSpan, SegmentId, TextContext, redact};
use crate::time::Timestamp;

const WRITTEN: &str = include_str!("cases/written.txt");
const SPOKEN: &str = include_str!("cases/spoken.txt");
const KEPT: &str = include_str!("cases/kept.txt");
const HARMLESS: &str = include_str!("cases/harmless.txt");
const TALKS: &str = include_str!("cases/talks.txt");

const SPEECH: TextContext = TextContext { individual_number: false, pin_or_password: false, spoken: true };

/// Marked secrets and found spans, counted.
#[derive(Default)]
struct Tally {
    lines: usize,
    marked: usize,
    missed: Vec<String>,
    found: usize,
    false_finds: Vec<String>,
}

impl Tally {
    /// Compares a line's marks with the spans found in it.
    fn add(&mut self, line: &str, find: impl FnOnce(&str) -> Vec<RedactedSpan>) {
        let (text, marks) = unmarked(line);
        let spans = find(&text);
        self.lines += 1;
        self.marked += marks.len();
        self.found += spans.len();
        let whole =
            |mark: &std::ops::Range<usize>| mark.clone().all(|at| spans.iter().any(|span| span.range.contains(&at)));
        self.missed
            .extend(marks.iter().filter(|mark| !whole(mark)).map(|mark| format!("{line}: {}", &text[mark.clone()])));
        let apart = |span: &&RedactedSpan| {
            marks.iter().all(|mark| span.range.end <= mark.start || mark.end <= span.range.start)
        };
        let beside =
            spans.iter().filter(apart).map(|span| format!("{line}: {} {:?}", &text[span.range.clone()], span.kind));
        self.false_finds.extend(beside);
    }

    fn recall(&self) -> f64 {
        share(self.marked - self.missed.len(), self.marked)
    }

    fn precision(&self) -> f64 {
        share(self.found - self.false_finds.len(), self.found)
    }

    fn told(&self, name: &str) -> String {
        let (lines, marked, found) = (self.lines, self.marked, self.found);
        let (missed, wrong) = (&self.missed, &self.false_finds);
        format!("{name}: {lines} lines, {marked} marked, {found} found, missed {missed:#?}, wrongly {wrong:#?}\n")
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of some hundreds")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

pub(super) fn cases(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The line without ⟦ and ⟧, and the bytes that stood between them.
pub(super) fn unmarked(line: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let (mut text, mut marks, mut start) = (String::new(), Vec::new(), 0);
    for letter in line.chars() {
        match letter {
            '⟦' => start = text.len(),
            '⟧' => marks.push(start..text.len()),
            _ => text.push(letter),
        }
    }
    (text, marks)
}

/// The final spans of each segment of a talk, in order.
pub(super) fn spans_of_talk(turns: &[(u64, String)]) -> Vec<Vec<RedactedSpan>> {
    let mut conversation = Conversation::new();
    let mut now = Timestamp(0);
    let mut settled = Vec::new();
    for (number, (speaker, text)) in (0..).zip(turns) {
        now = now.plus_ms(2_500);
        let told = conversation.hear(*speaker, SegmentId(number), text, now);
        settled.extend(told.into_iter().filter(|redaction| redaction.settled));
        settled.extend(conversation.settled(now));
    }
    settled.extend(conversation.finish());
    settled.into_iter().map(|redaction| redaction.redacted.spans).collect()
}

fn add_talk(tally: &mut Tally, talk: &[&str]) {
    let turns: Vec<(u64, &str)> = talk.iter().map(|turn| (u64::from(turn.as_bytes()[0]), &turn[2..])).collect();
    let plain: Vec<(u64, String)> = turns.iter().map(|(speaker, text)| (*speaker, unmarked(text).0)).collect();
    let spans = spans_of_talk(&plain);
    assert_eq!(spans.len(), turns.len());
    for ((_, line), spans) in turns.iter().zip(spans) {
        tally.add(line, |_| spans);
    }
}

#[test]
fn the_table_of_cases_is_met_with_all_secrets_found_and_hardly_anything_else() {
    let mut tallies = Vec::new();
    for (name, table, context) in
        [("written", WRITTEN, TextContext::default()), ("spoken", SPOKEN, SPEECH), ("kept", KEPT, SPEECH)]
    {
        let mut tally = Tally::default();
        cases(table).for_each(|line| tally.add(line, |text| redact(text, context).spans));
        tallies.push((name, tally));
    }
    let mut tally = Tally::default();
    let talks = TALKS.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
    talks.split(|line| line.is_empty()).filter(|talk| !talk.is_empty()).for_each(|talk| add_talk(&mut tally, talk));
    tallies.push(("talks", tally));
    let mut all = Tally::default();
    let mut told = String::new();
    for (name, tally) in tallies {
        told += &tally.told(name);
        all.lines += tally.lines;
        all.marked += tally.marked;
        all.found += tally.found;
        all.missed.extend(tally.missed);
        all.false_finds.extend(tally.false_finds);
    }
    assert!(all.lines >= 300, "{} cases", all.lines);
    assert!(all.recall() >= 1.0, "recall {:.4}\n{told}", all.recall());
    assert!(all.precision() >= 0.99, "precision {:.4}\n{told}", all.precision());
}

/// A prime that divides no length of the file.
const STRIDE: usize = 37;

#[test]
fn harmless_calls_lose_nothing() {
    let mut tally = Tally::default();
    cases(HARMLESS).for_each(|line| tally.add(line, |text| redact(text, SPEECH).spans));
    let mut talk = Tally::default();
    // The file has number beside number, which no call has: a stride without common factor parts what is alike.
    let lines: Vec<&str> = cases(HARMLESS).collect();
    let mixed = (0..lines.len()).map(|at| lines[at * STRIDE % lines.len()]);
    let turns: Vec<(u64, String)> = (0..).zip(mixed).map(|(at, line)| (at % 2, line.to_owned())).collect();
    let spans = spans_of_talk(&turns);
    assert_eq!(spans.len(), turns.len());
    for ((_, line), spans) in turns.iter().zip(spans) {
        talk.add(line, |_| spans);
    }
    assert!(tally.lines >= 200);
    assert_eq!(tally.found, 0, "{}", tally.told("harmless, line by line"));
    assert_eq!(talk.found, 0, "{}", talk.told("harmless, as one call"));
}
