//! The page of an entry: the answer word for word, and what a reader needs to judge it.
//!
//! Owns what stands around an answer: approval, edition, sources, review day, notices. Next: `structured` for what
//! search engines read, `helped` for the form at its end.

use chrono::NaiveDate;
use domain::knowledge::entry::{Entry, SourcePlace, TextLanguage};
use domain::knowledge::workflow::ApprovalBy;
use maud::{Markup, html};
use uuid::Uuid;

use super::address::{Address, HOME};
use super::file_list::files;
use super::frame::{Frame, Reading, crumbs, is_shown};
use super::lettering::{answer, day_of, line, plain};
use super::structured;
use super::words::words;
use crate::faq_shelf::{LiveFaq, LiveText};

/// What is asked of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    /// The question it was found for.
    pub(super) asked: Option<Uuid>,
    /// The day in Japan.
    pub(super) today: NaiveDate,
}

/// The page.
pub(super) fn page(frame: &Frame<'_>, faq: &LiveFaq, live: &LiveText, opened: Opened) -> Markup {
    let entry = &live.text.content;
    let reading = frame.reading(entry);
    let body = html! {
        (crumbs(frame, Some(entry.topic)))
        article {
            h1 lang=(words(reading.language).html) { (line(&reading.text.question)) }
            (notices(frame, live, reading, opened.today))
            div.answer lang=(words(reading.language).html) { (answer(reading.text)) }
            (files(frame, entry))
            (about(frame, faq, live))
        }
        (form(frame, live, opened.asked))
        (related(frame, faq, entry))
        (frame.ask_person())
        (frame.search_box(""))
    };
    let page_address = Address::entry(&entry.key);
    let head = html! {
        link rel="canonical" href={ (frame.public_url) (frame.to(&page_address)) };
        @for language in [TextLanguage::Ja, TextLanguage::En].into_iter().filter(|language| entry.text(*language).is_some()) {
            link rel="alternate" hreflang=(language.code())
                href={ (frame.public_url) (page_address.in_language(language)) };
        }
        (structured::question(&format!("{}{}", frame.public_url, frame.to(&page_address)), live, reading))
    };
    frame.page(&reading.text.question, &head, &body)
}

/// What a reader has to know before the answer.
pub(super) fn notices(frame: &Frame<'_>, live: &LiveText, reading: Reading<'_>, today: NaiveDate) -> Markup {
    let said = frame.said();
    let entry = &live.text.content;
    let is_stale = live.text.links.stale().contains(&reading.language);
    html! {
        @if live.text.is_demonstration() { p.notice { (line(said.demonstration)) } }
        @if reading.language != frame.language { p.notice { (line(said.only_japanese)) } }
        @if is_stale {
            p.notice {
                (line(said.stale)) " "
                a href=(Address::entry(&entry.key).in_language(TextLanguage::Ja)) hreflang="ja" { (line(said.japanese_answer)) }
            }
        }
        @if entry.is_overdue(today) { p.notice { (line(said.overdue)) } }
    }
}

/// Edition, version, days, sources.
fn about(frame: &Frame<'_>, faq: &LiveFaq, live: &LiveText) -> Markup {
    let said = frame.said();
    let entry = &live.text.content;
    html! {
        section.about aria-labelledby="about" {
            h2 #about { (line(said.about_answer)) }
            dl {
                dt { (line(said.edition)) }
                dd { (edition(frame, faq, live)) }
                dt { (line(said.version)) }
                dd { (live.text.version.0) }
                dt { (line(said.published)) }
                dd { (day(frame, day_of(live.since))) }
                @if was_approved_by_the_city(live) {
                    dt { (line(said.approved)) }
                    dd { (day(frame, day_of(live.text.approval.at))) }
                }
                dt { (line(said.review_by)) }
                dd { (day(frame, entry.review_by)) }
                dt { (line(said.owner)) }
                dd lang="ja" { (entry.owner) }
                dt { (line(said.sources)) }
                @for source in &entry.sources {
                    dd {
                        @match &source.place {
                            SourcePlace::Url(url) => {
                                a href=(url) rel="noopener noreferrer" lang="ja" { (source.title) }
                            },
                            SourcePlace::Document(name) => { span lang="ja" { (source.title) ", " (name) } },
                        }
                        " (" (source.date) ")"
                    }
                }
            }
        }
    }
}

/// The number of the newest edition that holds it, with its day where that is known.
fn edition(frame: &Frame<'_>, faq: &LiveFaq, live: &LiveText) -> Markup {
    let said = frame.said();
    let Some(number) = live.edition else { return line(said.no_edition) };
    let made = faq.edition.as_ref().filter(|mark| mark.number == number).map(|mark| mark.made_at);
    html! {
        (line(&said.edition_number(number)))
        @if let Some(made) = made { " (" (day(frame, domain::calendar::jst(made).date_naive())) ")" }
    }
}

fn day(frame: &Frame<'_>, date: NaiveDate) -> Markup {
    html! { time datetime=(date) { (line(&frame.said().day(date))) } }
}

/// Whether somebody of the city stands behind it; an older text that came back was approved before.
fn was_approved_by_the_city(live: &LiveText) -> bool {
    match live.text.approval.by {
        ApprovalBy::Officer { .. } | ApprovalBy::ReviewFile { .. } => true,
        ApprovalBy::RollBack { .. } | ApprovalBy::Demonstration { .. } => false,
    }
}

fn form(frame: &Frame<'_>, live: &LiveText, asked: Option<Uuid>) -> Markup {
    let said = frame.said();
    html! {
        form.helped method="post" action={ (HOME) "/" (live.text.content.key) "/helped" } {
            input type="hidden" name="lang" value=(frame.language.code());
            input type="hidden" name="version" value=(live.text.version.0);
            @if let Some(asked) = asked { input type="hidden" name="asked" value=(asked); }
            fieldset {
                legend { (line(said.did_it_help)) }
                button type="submit" name="helped" value="yes" { (line(said.yes)) }
                button type="submit" name="helped" value="no" { (line(said.no)) }
            }
        }
    }
}

fn related(frame: &Frame<'_>, faq: &LiveFaq, entry: &Entry) -> Markup {
    let related: Vec<&LiveText> = entry
        .related
        .iter()
        .filter_map(|key| faq.texts.get(key))
        .map(AsRef::as_ref)
        .filter(|live| is_shown(live))
        .collect();
    html! {
        @if !related.is_empty() {
            section aria-labelledby="related" {
                h2 #related { (line(frame.said().related)) }
                (frame.list(related.into_iter(), false))
            }
        }
    }
}

/// The page after the form: thanks, and the way on.
pub(super) fn thanks(frame: &Frame<'_>, live: &LiveText, has_helped: bool, read_version: Option<u32>) -> Markup {
    let said = frame.said();
    let has_changed = read_version.is_some_and(|version| version != live.text.version.0);
    let body = html! {
        h1 { (line(said.thanks)) }
        p { (line(said.thanks_why)) }
        @if has_changed { p.notice { (line(said.changed_since)) } }
        @if !has_helped { p { (line(said.thanks_unhelped)) } }
        p {
            (line(said.back)) (said.colon())
            (frame.link(live, None))
        }
        (frame.search_box(""))
        (frame.ask_person())
    };
    frame.page(&plain(said.thanks), &html! {}, &body)
}
