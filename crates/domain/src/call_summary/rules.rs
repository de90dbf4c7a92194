//! Picks the sentences of a draft: nothing is written, everything is cut from what was said.

use super::check::checked;
use super::markers::{ENGLISH, JAPANESE, Markers};
use super::sentences::{SENTENCE_LETTERS_MAX, Sentence, sentences};
use super::{LineKind, Speaker, Statement, SummaryLine};
use crate::contact::Language;
use crate::text_fold::Folded;

/// Sentences of the resident among which the wish is looked for; people come to the point early.
const WISH_WITHIN: usize = 8;

/// Most lines of each kind.
const WISHES_MAX: usize = 2;
const ANSWERS_MAX: usize = 4;
const OPEN_MAX: usize = 3;

/// The draft of a contact by rules; empty where the text gives nothing.
#[must_use]
pub fn draft(statements: &[Statement]) -> Vec<SummaryLine> {
    let said: Vec<Judged<'_>> = sentences(statements).into_iter().map(Judged::of).collect();
    let open = pick(&said, OPEN_MAX, |one| one.open);
    let mut lines = lines(LineKind::Wish, &wishes(&said));
    let answers = answers(&said, &open);
    lines.extend(self::lines(LineKind::Answer, &answers));
    lines.extend(self::lines(LineKind::Open, &open));
    checked(lines, statements)
}

/// A sentence with what its words say of it.
struct Judged<'a> {
    sentence: Sentence<'a>,
    wish: bool,
    trouble: bool,
    answer: usize,
    open: bool,
}

impl<'a> Judged<'a> {
    fn of(sentence: Sentence<'a>) -> Self {
        let marks = markers(sentence.language);
        let folded = Folded::of(sentence.text);
        let any = |words: &[&str]| count(&folded, words) > 0;
        let staff = sentence.speaker != Speaker::Resident;
        let asks = sentence.asks || any(marks.question);
        let empty = any(marks.courtesy);
        let answer = if staff && !asks && !empty { count(&folded, marks.answer) } else { 0 };
        let figures = sentence.text.chars().any(|c| c.is_ascii_digit() || matches!(c, '０'..='９'));
        Self {
            wish: !staff && any(marks.wish),
            trouble: !staff && any(marks.trouble),
            // A figure (a fee, a day, an hour) is what an answer is asked for.
            answer: if answer > 0 { answer + usize::from(figures) } else { 0 },
            open: !asks && any(marks.open) && !(staff && is_waiting(&folded, marks)),
            sentence,
        }
    }
}

/// 「確認しますので少々お待ちください」 is done while the line is held and leaves nothing open.
fn is_waiting(folded: &Folded, marks: &Markers) -> bool {
    let waits =
        marks.courtesy.iter().filter(|word| word.contains("待ち") || word.contains("wait") || word.contains("moment"));
    waits.into_iter().any(|word| !folded.find(&Folded::of(word)).is_empty())
}

fn markers(language: Language) -> &'static Markers {
    match language {
        Language::Ja => &JAPANESE,
        Language::En => &ENGLISH,
    }
}

fn count(folded: &Folded, words: &[&str]) -> usize {
    words.iter().filter(|word| !folded.find(&Folded::of(word)).is_empty()).count()
}

/// What was wanted: said outright, else the trouble, else the first thing the resident said at length.
fn wishes<'s, 'a>(said: &'s [Judged<'a>]) -> Vec<&'s Sentence<'a>> {
    let early: Vec<&Judged<'a>> =
        said.iter().filter(|one| one.sentence.speaker == Speaker::Resident).take(WISH_WITHIN).collect();
    let outright: Vec<&Judged<'a>> = early.iter().copied().filter(|one| one.wish).collect();
    let trouble: Vec<&Judged<'a>> = early.iter().copied().filter(|one| one.trouble && !one.wish).collect();
    let mut chosen: Vec<&Judged<'a>> = outright.into_iter().take(WISHES_MAX).collect();
    if chosen.len() < WISHES_MAX {
        chosen.extend(trouble.into_iter().take(WISHES_MAX - chosen.len()));
    }
    if chosen.is_empty() {
        chosen.extend(early.into_iter().find(|one| one.sentence.text.chars().count() >= 8));
    }
    chosen.sort_by_key(|one| one.sentence.statement);
    chosen.into_iter().map(|one| &one.sentence).collect()
}

/// The strongest answers, in the order they were given.
fn answers<'s, 'a>(said: &'s [Judged<'a>], open: &[&'s Sentence<'a>]) -> Vec<&'s Sentence<'a>> {
    let taken = |one: &Judged<'a>| open.iter().any(|other| std::ptr::eq(*other, &one.sentence));
    let mut found: Vec<(usize, usize)> = said
        .iter()
        .enumerate()
        .filter(|(_, one)| one.answer > 0 && !taken(one))
        .map(|(at, one)| (at, one.answer))
        .collect();
    found.sort_by_key(|(at, weight)| (std::cmp::Reverse(*weight), *at));
    found.truncate(ANSWERS_MAX);
    found.sort_unstable();
    found.into_iter().map(|(at, _)| &said[at].sentence).collect()
}

fn pick<'s, 'a>(said: &'s [Judged<'a>], most: usize, fits: impl Fn(&Judged<'a>) -> bool) -> Vec<&'s Sentence<'a>> {
    said.iter().filter(|one| fits(one)).take(most).map(|one| &one.sentence).collect()
}

fn lines(kind: LineKind, chosen: &[&Sentence<'_>]) -> Vec<SummaryLine> {
    chosen.iter().map(|one| SummaryLine { kind, text: shortened(one.text), cites: vec![one.statement] }).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SENTENCE_LETTERS_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
