//! Pages for what cannot be answered: what happened, and what to do now.

use maud::{Markup, html};

use super::address::Address;
use super::frame::Frame;
use super::lettering::line;
use super::words::{Refused, Words};

/// A page that says why, with the search box and how a person is reached.
pub(super) fn page(frame: &Frame<'_>, refused: fn(&Words) -> &Refused) -> Markup {
    with_more(frame, refused, &html! {})
}

/// The page for whoever asked too often.
pub(super) fn too_often(frame: &Frame<'_>, wait_s: u64) -> Markup {
    waiting(frame, |words| &words.too_often, wait_s)
}

/// The page for whoever fetched too many files.
pub(super) fn files_too_often(frame: &Frame<'_>, wait_s: u64) -> Markup {
    waiting(frame, |words| &words.files_too_often, wait_s)
}

fn waiting(frame: &Frame<'_>, refused: fn(&Words) -> &Refused, wait_s: u64) -> Markup {
    with_more(frame, refused, &html! { p { (line(&frame.said().wait(wait_s))) } })
}

fn with_more(frame: &Frame<'_>, refused: fn(&Words) -> &Refused, more: &Markup) -> Markup {
    let said = frame.said();
    let refused = refused(said);
    let body = html! {
        h1 { (line(refused.heading)) }
        p { (line(refused.why)) }
        (more)
        (frame.search_box(""))
        p { a href=(frame.to(&Address::home())) { (line(said.topics)) } }
        (frame.ask_person())
    };
    frame.page(refused.heading, &html! {}, &body)
}
