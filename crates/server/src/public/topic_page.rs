//! The entries of one topic, so many a page.

use domain::knowledge::entry::Topic;
use maud::{Markup, html};

use super::address::Address;
use super::frame::{Frame, crumbs};
use super::lettering::{line, plain};
use crate::faq_shelf::LiveFaq;

/// Entries a page, so that a page stays within its size.
const A_PAGE: usize = 50;

/// The page with this number, counted from 1; None beyond the last.
pub(super) fn page(frame: &Frame<'_>, faq: &LiveFaq, topic: Topic, number: usize) -> Option<Markup> {
    let said = frame.said();
    let of_topic = faq.of_topic(topic);
    let pages = of_topic.len().div_ceil(A_PAGE).max(1);
    if number == 0 || number > pages {
        return None;
    }
    let body = html! {
        (crumbs(frame, None))
        h1 { "(" (topic.kana()) ") " (line(said.topic(topic))) }
        @if of_topic.is_empty() {
            p { (line(said.none_yet)) }
        } @else {
            p.note { (line(&said.answers(of_topic.len()))) }
            (frame.list(of_topic.iter().map(AsRef::as_ref).skip((number - 1) * A_PAGE).take(A_PAGE), false))
        }
        @if pages > 1 {
            nav.pages aria-label=(plain(said.pages)) {
                @if number > 1 { a rel="prev" href=(frame.to(&Address::topic(topic, number - 1))) { (line(said.earlier)) } }
                span { (number) " / " (pages) }
                @if number < pages { a rel="next" href=(frame.to(&Address::topic(topic, number + 1))) { (line(said.later)) } }
            }
        }
        (frame.search_box(""))
        (frame.ask_person())
    };
    Some(frame.page(said.topic(topic), &html! {}, &body))
}
