//! The first page: search box, topics with their counts, what changed last.

use domain::knowledge::entry::Topic;
use maud::{Markup, html};

use super::address::Address;
use super::frame::Frame;
use super::lettering::line;
use crate::faq_shelf::LiveFaq;

/// The page.
pub(super) fn page(frame: &Frame<'_>, faq: &LiveFaq) -> Markup {
    let said = frame.said();
    let body = html! {
        h1 { (line(said.site)) }
        p { (line(said.lead)) }
        (frame.search_box(""))
        section aria-labelledby="topics" {
            h2 #topics { (line(said.topics)) }
            @if faq.recent().is_empty() { p { (line(said.none_yet)) } }
            ul.topics {
                @for topic in Topic::ALL {
                    li { (topic_line(frame, topic, faq.of_topic(topic).len())) }
                }
            }
        }
        @if !faq.recent().is_empty() {
            section aria-labelledby="recent" {
                h2 #recent { (line(said.recent)) }
                (frame.list(faq.recent().iter().map(AsRef::as_ref), true))
            }
        }
        (frame.ask_person())
    };
    frame.page(said.lead, &html! {}, &body)
}

fn topic_line(frame: &Frame<'_>, topic: Topic, count: usize) -> Markup {
    let said = frame.said();
    let name = html! { "(" (topic.kana()) ") " (line(said.topic(topic))) };
    html! {
        @if count == 0 {
            span { (name) }
        } @else {
            a href=(frame.to(&Address::topic(topic, 1))) { (name) }
        }
        " "
        span.note { (line(&said.answers(count))) }
    }
}
