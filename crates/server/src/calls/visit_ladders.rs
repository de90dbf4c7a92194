//! How the lines of visits are, and what each visit goes on with (clause 6(2)⑧).
//!
//! Owns the latest reading of each page and the ladder of each visit; the rules are `domain::visit_ladder`'s.
//! It must never know legs. Next: `visit_steps`, which applies a step.

use std::collections::BTreeMap;

use domain::ids::ContactId;
use domain::time::Timestamp;
use domain::visit_ladder::{LineCause, LineReading, LineStep, PictureRoom, VisitLadder};
use media::{VideoStep, VisitQuality};

use super::visit::VisitPage;

/// How often a ladder is looked at; pages are measured as often.
const LOOK_EVERY_MS: u64 = 1_000;

/// Every visit whose pages have met.
#[derive(Debug, Default)]
pub(super) struct VisitLadders {
    visits: BTreeMap<ContactId, Walked>,
}

#[derive(Debug)]
struct Walked {
    ladder: VisitLadder,
    pages: BTreeMap<VisitPage, Heard>,
    looked_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Heard {
    reading: LineReading,
    at: Timestamp,
    is_heard: bool,
}

/// A visit's line as its pages are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineView {
    pub(super) step: LineStep,
    pub(super) cause: LineCause,
    pub(super) is_visitor_heard: bool,
    pub(super) is_agent_heard: bool,
}

impl VisitLadders {
    /// A page's connection stands.
    pub(super) fn connected(&mut self, contact: ContactId, page: VisitPage, now: Timestamp) {
        self.hear(contact, page, |before| before.reading, now);
    }

    /// A page's line over the last second.
    pub(super) fn measured(&mut self, contact: ContactId, page: VisitPage, quality: &VisitQuality, now: Timestamp) {
        let is_visitor = page == VisitPage::Kiosk;
        self.hear(contact, page, |_| reading(quality, is_visitor), now);
    }

    /// A page is heard, or is not; says whether that is news.
    pub(super) fn is_heard(&mut self, contact: ContactId, page: VisitPage, is_heard: bool) -> bool {
        let page = self.visits.get_mut(&contact).and_then(|visit| visit.pages.get_mut(&page));
        page.is_some_and(|page| std::mem::replace(&mut page.is_heard, is_heard) != is_heard)
    }

    /// Looks at every ladder whose second is over; gives the visits that take another step.
    pub(super) fn look(&mut self, now: Timestamp) -> Vec<(ContactId, LineStep, LineCause)> {
        let mut stepped = Vec::new();
        let due = |visit: &&mut Walked| now.since_ms(visit.looked_at) >= LOOK_EVERY_MS;
        for (contact, visit) in self.visits.iter_mut().map(|(contact, visit)| (*contact, visit)) {
            let Some(visit) = Some(visit).filter(due) else { continue };
            visit.looked_at = now;
            let silent = |page: &Heard| LineReading { silent_ms: now.since_ms(page.at), ..page.reading };
            let readings: Vec<LineReading> = visit.pages.values().map(silent).collect();
            let before = visit.ladder.step();
            visit.ladder = visit.ladder.after(&readings, now);
            if visit.ladder.step() != before {
                stepped.push((contact, visit.ladder.step(), visit.ladder.cause()));
            }
        }
        stepped
    }

    /// The visit's line; `None` before any of its pages was connected.
    pub(super) fn view(&self, contact: ContactId) -> Option<LineView> {
        let visit = self.visits.get(&contact)?;
        let heard = |is_visitor: bool| {
            let mut pages = visit.pages.iter().filter(|(page, _)| (**page == VisitPage::Kiosk) == is_visitor);
            pages.all(|(_, page)| page.is_heard)
        };
        Some(LineView {
            step: visit.ladder.step(),
            cause: visit.ladder.cause(),
            is_visitor_heard: heard(true),
            is_agent_heard: heard(false),
        })
    }

    /// The visit is over.
    pub(super) fn forget(&mut self, contact: ContactId) {
        self.visits.remove(&contact);
    }

    fn hear(
        &mut self,
        contact: ContactId,
        page: VisitPage,
        reading: impl FnOnce(&Heard) -> LineReading,
        now: Timestamp,
    ) {
        let fresh = || Walked { ladder: VisitLadder::default(), pages: BTreeMap::new(), looked_at: now };
        let pages = &mut self.visits.entry(contact).or_insert_with(fresh).pages;
        let good = Heard { reading: untried(page == VisitPage::Kiosk), at: now, is_heard: true };
        let before = pages.get(&page).copied().unwrap_or(good);
        pages.insert(page, Heard { reading: reading(&before), at: now, ..before });
    }
}

/// A line nothing is known of yet: a fine picture is tried first.
fn untried(is_visitor: bool) -> LineReading {
    LineReading {
        picture: PictureRoom::Full,
        loss_permille: 0,
        round_trip_ms: None,
        jitter_ms: 0,
        is_frozen: false,
        silent_ms: 0,
        is_visitor,
    }
}

fn reading(quality: &VisitQuality, is_visitor: bool) -> LineReading {
    let ms = |span: std::time::Duration| u32::try_from(span.as_millis()).unwrap_or(u32::MAX);
    LineReading {
        picture: match quality.step {
            VideoStep::Still => PictureRoom::None,
            VideoStep::Least | VideoStep::Low => PictureRoom::Small,
            VideoStep::Reduced | VideoStep::Full => PictureRoom::Full,
        },
        loss_permille: quality.up.loss_permille.max(quality.down.loss_permille),
        round_trip_ms: quality.round_trip.map(ms),
        jitter_ms: ms(quality.up.jitter.max(quality.down.jitter)),
        is_frozen: quality.frozen,
        silent_ms: 0,
        is_visitor,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::AgentId;
    use uuid::Uuid;

    use super::*;

    const START: Timestamp = Timestamp(1_790_000_000_000);
    const VISIT: ContactId = ContactId(Uuid::from_u128(1));
    const AGENT: VisitPage = VisitPage::Agent(AgentId(Uuid::from_u128(9)));

    fn both_connected() -> VisitLadders {
        let mut ladders = VisitLadders::default();
        for page in [VisitPage::Kiosk, AGENT] {
            ladders.connected(VISIT, page, START);
        }
        ladders
    }

    #[test]
    fn a_kiosk_that_falls_silent_takes_the_visit_to_the_telephone_and_an_agent_does_not() {
        for (silent, wanted) in [(VisitPage::Kiosk, LineStep::Telephone), (AGENT, LineStep::Video)] {
            let mut ladders = both_connected();
            let other = if silent == VisitPage::Kiosk { AGENT } else { VisitPage::Kiosk };
            for second in 1..=12 {
                let now = START.plus_ms(second * 1_000);
                ladders.connected(VISIT, other, now);
                ladders.look(now);
            }
            assert_eq!(ladders.view(VISIT).map(|view| view.step), Some(wanted), "{silent:?}");
        }
    }

    #[test]
    fn whose_page_is_not_heard_is_told_once_and_ends_with_the_visit() {
        let mut ladders = both_connected();
        assert!(ladders.is_heard(VISIT, VisitPage::Kiosk, false));
        assert!(!ladders.is_heard(VISIT, VisitPage::Kiosk, false));
        let view = ladders.view(VISIT).unwrap();
        assert_eq!((view.is_visitor_heard, view.is_agent_heard), (false, true));
        ladders.forget(VISIT);
        assert_eq!(ladders.view(VISIT), None);
    }
}
