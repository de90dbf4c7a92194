//! The page of a question: one answer, a choice of three, or nobody's answer and whom to ask.
//!
//! Owns how each band looks. The answer is shown word for word and said to be chosen by a program. It must never
//! make up a word of an answer. Next: `asking`, which finds and writes down.

use chrono::NaiveDate;
use domain::knowledge::bands::Band;
use maud::{Markup, html};
use uuid::Uuid;

use super::address::Address;
use super::entry_page::notices;
use super::file_list::files;
use super::frame::{Frame, is_shown};
use super::lettering::{answer, beginning, line, words_of};
use super::words::words;
use crate::faq_shelf::{Answer, AnswerHit, LiveText};

/// Entries among which a reader chooses.
const CHOICES: usize = 3;
/// Letters of a passage.
const PASSAGE_CHARS: usize = 120;

/// What was asked.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// The question without what must not be shown.
    pub(super) text: &'a str,
    /// Whether something was taken out of it.
    pub(super) removed: bool,
    /// Its id among the questions, where it could be written down.
    pub(super) id: Option<Uuid>,
    /// The day in Japan.
    pub(super) today: NaiveDate,
}

/// The page.
pub(super) fn page(frame: &Frame<'_>, asked: &Asked<'_>, found: &Answer) -> Markup {
    let said = frame.said();
    let hits: Vec<&AnswerHit> = found.hits.iter().filter(|hit| is_shown(&hit.text)).take(CHOICES).collect();
    let body = html! {
        h1 { (line(said.result)) }
        (frame.search_box(asked.text))
        @if asked.removed { p.notice { (line(said.removed)) } }
        @match (found.band, hits.as_slice()) {
            (Band::Answer, [best, others @ ..]) => {
                (chosen(frame, asked, &best.text))
                @if !others.is_empty() {
                    section aria-labelledby="others" {
                        h2 #others { (line(said.others)) }
                        (choices(frame, asked, others))
                    }
                }
                (frame.ask_person())
            },
            (Band::Choose, [_, ..]) => {
                section aria-labelledby="choose" {
                    h2 #choose { (line(said.choose)) }
                    p.label { (line(said.choose_why)) }
                    (choices(frame, asked, &hits))
                }
                (frame.ask_person())
            },
            (Band::Answer | Band::Choose, []) | (Band::HandOver, _) => {
                section aria-labelledby="cannot" {
                    h2 #cannot { (line(said.cannot)) }
                    p { (line(said.cannot_why)) }
                }
                (frame.ask_person())
                p { a href=(frame.to(&Address::home())) { (line(said.topics)) } }
            },
        }
    };
    frame.page(said.result, &html! {}, &body)
}

/// The answer, word for word.
fn chosen(frame: &Frame<'_>, asked: &Asked<'_>, live: &LiveText) -> Markup {
    let said = frame.said();
    let entry = &live.text.content;
    let reading = frame.reading(entry);
    html! {
        section.chosen aria-labelledby="chosen" {
            p.label { strong { (line(said.chosen)) } " " (line(said.chosen_why)) }
            h2 #chosen lang=(words(reading.language).html) { (line(&reading.text.question)) }
            (notices(frame, live, reading, asked.today))
            div.answer lang=(words(reading.language).html) { (answer(reading.text)) }
            (files(frame, entry))
            p {
                a href=(frame.to(&Address::found(&entry.key, asked.id))) { (line(said.read_whole)) }
                " "
                span.note {
                    @if let Some(number) = live.edition { (line(&said.edition_number(number))) " " }
                    (line(said.version)) " " (live.text.version.0)
                }
            }
        }
    }
}

fn choices(frame: &Frame<'_>, asked: &Asked<'_>, hits: &[&AnswerHit]) -> Markup {
    html! {
        ol.choices {
            @for hit in hits {
                @let language = frame.reading(&hit.text.text.content).language;
                li {
                    (frame.link(&hit.text, asked.id))
                    @if let Some(passage) = &hit.passage {
                        p lang=(words(language).html) { (beginning(&words_of(passage), PASSAGE_CHARS)) }
                    }
                }
            }
        }
    }
}
