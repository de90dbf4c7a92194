//! Writing beside the picture: lines between a visit's kiosk and its desk (clause 6(2)②).
//!
//! Owns who may write and read, and the words of a refusal; what may be said is `domain::visit_chat`'s. Lines
//! live in memory until the visit is over for the visitor; no log, journal or table hears of them.

use domain::ids::ContactId;
use domain::visit_chat::{LINE_CHARS_MAX, Line, LineRefusal, Side};

use super::handle::{Reply, Update};
use super::refusals::Refusal;
use super::switchboard::Switchboard;
use super::visit::VisitPage;

impl Switchboard {
    /// Takes a line of a page, and lets the pages of the visit know that there is one.
    pub(super) fn say_in_visit(&mut self, contact: ContactId, page: VisitPage, text: &str, reply: Reply<()>) {
        let outcome = self.may_join(contact, page).and_then(|()| {
            let now = self.now();
            self.visit_chats.entry(contact).or_default().say(side_of(page), text, now).map_err(words)
        });
        if outcome.is_ok() {
            let desks = self.picture_of(contact).map_or_else(Vec::new, |(_, _, desks)| desks);
            self.tell(Update::Written { contact, desks });
        }
        // A page that has gone needs no answer.
        let _ = reply.send(outcome);
    }

    /// The lines after number `known`; none for a page that is not in the visit.
    pub(super) fn written(&self, contact: ContactId, page: VisitPage, known: u32) -> Vec<Line> {
        match self.visit_chats.get(&contact) {
            Some(chat) if self.may_join(contact, page).is_ok() => chat.since(known).cloned().collect(),
            Some(_) | None => Vec::new(),
        }
    }
}

fn side_of(page: VisitPage) -> Side {
    match page {
        VisitPage::Kiosk => Side::Visitor,
        VisitPage::Agent(_) | VisitPage::Guest(_) => Side::Agent,
    }
}

fn words(refusal: LineRefusal) -> Refusal {
    match refusal {
        LineRefusal::Empty => Refusal::new("line_empty", "文字を入力してください。", "Please write something first."),
        LineRefusal::TooLong => Refusal {
            code: "line_too_long",
            ja: format!("一度に送れるのは{LINE_CHARS_MAX}文字までです。分けて送ってください。"),
            en: format!("A message holds at most {LINE_CHARS_MAX} characters. Please send it in parts."),
        },
        LineRefusal::TooFast => Refusal::new(
            "line_too_fast",
            "続けて送りすぎています。少し待ってから送ってください。",
            "That was many messages at once. Please wait a moment.",
        ),
        LineRefusal::Secret(_) => Refusal::new(
            "secret_in_line",
            "マイナンバーや暗証番号と思われる文字があるため送れません。番号は書かずにお知らせください。",
            "This looks like a My Number or a PIN and was not sent. Please never write such numbers.",
        ),
    }
}
