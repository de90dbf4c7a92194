//! What stands around every page: head, languages, search box, how a person is reached, lists of entries.
//!
//! Owns the page's skeleton. It holds no script and no style of its own; every text is escaped by the templates.
//! Next: the pages themselves (`start_page`, `topic_page`, `entry_page`, `search_page`, `refusal_page`).

use std::sync::Arc;

use domain::knowledge::entry::{Entry, EntryText, TextLanguage, Topic};
use maud::{DOCTYPE, Markup, html};
use uuid::Uuid;

use super::address::{Address, HOME, SEARCH};
use super::lettering::{day_of, line, plain};
use super::reach::{Hours, Reach};
use super::words::{Words, words};
use crate::faq_shelf::{LiveFaq, LiveText};

/// Characters of a question, at most.
pub(super) const QUESTION_CHARS_MAX: usize = 300;

/// What every page is made with.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) language: TextLanguage,
    pub(super) city_ja: &'a str,
    pub(super) city_en: &'a str,
    /// Where the site is for others, without a slash at the end.
    pub(super) public_url: &'a str,
    /// The style sheet's address.
    pub(super) style: &'a str,
    pub(super) reach: Reach,
    /// The page itself.
    pub(super) address: Address,
}

/// A text in the language asked for, or in Japanese where it has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) text: &'a EntryText,
    pub(super) language: TextLanguage,
}

/// The entries residents may read.
pub(super) fn shown(faq: &LiveFaq) -> impl Iterator<Item = &Arc<LiveText>> {
    faq.texts.values().filter(|live| is_shown(live))
}

/// Whether residents may read it.
pub(super) fn is_shown(live: &LiveText) -> bool {
    live.is_for_residents()
}

impl Frame<'_> {
    /// The words of the page.
    pub(super) fn said(&self) -> &'static Words {
        words(self.language)
    }

    /// The city's name.
    pub(super) fn city(&self) -> &str {
        match self.language {
            TextLanguage::En => self.city_en,
            TextLanguage::Ja | TextLanguage::JaEasy => self.city_ja,
        }
    }

    /// Another page in the page's language.
    pub(super) fn to(&self, address: &Address) -> String {
        address.in_language(self.language)
    }

    /// The text of an entry for the page's language.
    pub(super) fn reading<'e>(&self, entry: &'e Entry) -> Reading<'e> {
        match entry.text(self.language) {
            Some(text) => Reading { text, language: self.language },
            None => Reading { text: &entry.ja, language: TextLanguage::Ja },
        }
    }

    /// The whole page.
    pub(super) fn page(&self, title: &str, head: &Markup, body: &Markup) -> Markup {
        let said = self.said();
        html! {
            (DOCTYPE)
            html lang=(said.html) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    // Without scripts a browser proves by this that a form is ours; other sites are told nothing.
                    meta name="referrer" content="same-origin";
                    title { (plain(title)) " | " (self.city()) " " (plain(said.site)) }
                    link rel="stylesheet" href=(self.style);
                    link rel="icon" href="data:,";
                    (head)
                }
                body.easy[self.language == TextLanguage::JaEasy] {
                    a.visually-hidden href="#content" { (line(said.to_content)) }
                    (self.top())
                    main #content { (body) }
                    footer { p { (self.city()) " " (line(said.site)) } }
                }
            }
        }
    }

    fn top(&self) -> Markup {
        let said = self.said();
        html! {
            header {
                a.site href=(self.to(&Address::home())) {
                    span.city { (self.city()) }
                    " "
                    span { (line(said.site)) }
                }
                nav.languages aria-label=(plain(said.languages)) {
                    @for language in TextLanguage::ALL {
                        @let other = words(language);
                        @if language == self.language {
                            span aria-current="true" lang=(other.html) { (other.name) }
                        } @else {
                            a href=(self.address.in_language(language)) lang=(other.html) hreflang=(other.html) { (other.name) }
                        }
                    }
                }
            }
        }
    }

    /// The search box, with what was typed before.
    pub(super) fn search_box(&self, typed: &str) -> Markup {
        let said = self.said();
        html! {
            form.search role="search" action=(SEARCH) method="get" {
                label for="q" { (line(said.ask)) }
                div.row {
                    input #q name="q" type="search" value=(typed) maxlength=(QUESTION_CHARS_MAX) required
                        autocomplete="off" aria-describedby="q-hint" enterkeyhint="search";
                    @if self.language != TextLanguage::Ja {
                        input type="hidden" name="lang" value=(self.language.code());
                    }
                    button type="submit" { (line(said.ask_button)) }
                }
                p.hint #q-hint { (line(said.ask_hint)) }
            }
        }
    }

    /// How a person is reached.
    pub(super) fn ask_person(&self) -> Markup {
        let said = self.said();
        html! {
            section.person aria-labelledby="person" {
                h2 #person { (line(said.ask_person)) }
                @if let (Some(number), Some(dialled)) = (&self.reach.number, self.reach.dialled()) {
                    p { a.number href={ "tel:" (dialled) } { (number) } }
                    @if self.reach.is_free() { p { (line(said.ask_person_why)) } }
                }
                dl {
                    dt { (line(said.telephone_today)) }
                    dd { (self.hours(&self.reach.telephone)) }
                    dt { (line(said.counter_today)) }
                    dd { (self.hours(&self.reach.counter)) }
                }
                p {
                    (line(said.where_to_go)) (said.colon())
                    a href=(self.to(&Address::topic(Topic::Ku, 1))) { (line(said.topic(Topic::Ku))) }
                }
            }
        }
    }

    fn hours(&self, hours: &Hours) -> Markup {
        let said = self.said();
        if self.reach.always_open {
            return line(said.always_open);
        }
        html! {
            @for (at, span) in hours.today.spans.iter().enumerate() {
                @if at > 0 { ", " }
                (line(&said.hours(&span.open.to_string(), &span.close.to_string())))
            }
            @if hours.today.spans.is_empty() {
                (line(&said.closed(&hours.today.reason)))
            } @else {
                " (" (line(if hours.open_now { said.open_now } else { said.closed_now })) ")"
            }
            @if let Some(opens) = hours.opens { br; (line(&said.opens(opens))) }
        }
    }

    /// A link to an entry.
    pub(super) fn link(&self, live: &LiveText, asked: Option<Uuid>) -> Markup {
        let said = self.said();
        let reading = self.reading(&live.text.content);
        html! {
            a href=(self.to(&Address::found(&live.text.content.key, asked))) {
                span lang=(words(reading.language).html) { (line(&reading.text.question)) }
            }
            @if reading.language != self.language { " " span.note { "(" (line(said.in_japanese)) ")" } }
        }
    }

    /// Entries, one a line, with the day since when each is as it is where that is wanted.
    pub(super) fn list<'l>(&self, entries: impl Iterator<Item = &'l LiveText>, with_day: bool) -> Markup {
        html! {
            ul.entries {
                @for live in entries {
                    li {
                        (self.link(live, None))
                        @if with_day { " " (self.day(live)) }
                    }
                }
            }
        }
    }

    fn day(&self, live: &LiveText) -> Markup {
        let day = day_of(live.since);
        html! { time.note datetime=(day) { (line(&self.said().day(day))) } }
    }
}

/// The crumbs above a page: the first page, and its topic.
pub(super) fn crumbs(frame: &Frame<'_>, topic: Option<Topic>) -> Markup {
    let said = frame.said();
    html! {
        p.crumbs {
            a href=(frame.to(&Address::of(HOME))) { (line(said.site)) }
            @if let Some(topic) = topic {
                " › "
                a href=(frame.to(&Address::topic(topic, 1))) { (line(said.topic(topic))) }
            }
        }
    }
}
