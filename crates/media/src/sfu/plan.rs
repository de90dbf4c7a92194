//! Who sees and hears whom in a visit, and in which line of their page.
//!
//! Pure. A participant keeps their line for as long as they are routed to it, so that nobody's picture
//! jumps when a third one comes or goes. It must never know packets.

use std::collections::{BTreeMap, BTreeSet};

use crate::LegId;

/// Lines a page has for others, each of a sound and a picture.
pub(crate) const SLOTS_MAX: usize = 4;

/// What of a participant is forwarded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct What {
    /// The sound.
    pub audio: bool,
    /// The picture.
    pub video: bool,
}

impl What {
    /// Sound and picture.
    pub const BOTH: Self = Self { audio: true, video: true };
}

/// What pictures a page may send and get, whatever its line would bear.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureCap {
    /// None.
    Nothing,
    /// One that stands still, anew every few seconds.
    Stills,
    /// A small one.
    Small,
    /// What the line bears.
    #[default]
    Free,
}

/// One entry of the matrix: `to` gets `what` of `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitRoute {
    /// Who is seen or heard.
    pub from: LegId,
    /// Who sees or hears.
    pub to: LegId,
    /// Sound, picture or both.
    pub what: What,
}

/// What a leg gets of each other; two routes of a pair add up.
pub(super) fn sources(routes: &[VisitRoute], to: LegId) -> BTreeMap<LegId, What> {
    let mut found: BTreeMap<LegId, What> = BTreeMap::new();
    for route in routes.iter().filter(|route| route.to == to && route.from != to) {
        let what = found.entry(route.from).or_default();
        what.audio |= route.what.audio;
        what.video |= route.what.video;
    }
    found
}

/// Who sits in which line: those who stay keep theirs, others take the first free one.
pub(super) fn seats(before: &[Option<LegId>], sources: &BTreeMap<LegId, What>) -> Vec<Option<LegId>> {
    let mut seated = BTreeSet::new();
    let stays = |seat: &Option<LegId>| seat.filter(|leg| sources.contains_key(leg) && seated.insert(*leg));
    let mut seats: Vec<Option<LegId>> = before.iter().map(stays).collect();
    for source in sources.keys().filter(|source| !seated.contains(source)) {
        if let Some(free) = seats.iter_mut().find(|seat| seat.is_none()) {
            *free = Some(*source);
        }
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: What = What { audio: true, video: false };

    fn route(from: u64, to: u64, what: What) -> VisitRoute {
        VisitRoute { from: LegId(from), to: LegId(to), what }
    }

    fn wanted(legs: &[u64]) -> BTreeMap<LegId, What> {
        legs.iter().map(|leg| (LegId(*leg), What::BOTH)).collect()
    }

    #[test]
    fn nobody_sees_themselves_and_two_routes_of_a_pair_add_up() {
        let video = What { audio: false, video: true };
        let routes = [route(1, 2, SOUND), route(1, 2, video), route(2, 2, What::BOTH), route(3, 1, What::BOTH)];
        assert_eq!(sources(&routes, LegId(2)), BTreeMap::from([(LegId(1), What::BOTH)]));
    }

    #[test]
    fn who_stays_keeps_the_line_and_a_third_takes_the_first_free_one() {
        let seat = |leg: u64| Some(LegId(leg));
        let two = seats(&[None, None], &wanted(&[5, 7]));
        assert_eq!(two, [seat(5), seat(7)]);
        let one = seats(&two, &wanted(&[7]));
        assert_eq!(one, [None, seat(7)]);
        assert_eq!(seats(&one, &wanted(&[7, 2])), [seat(2), seat(7)]);
        assert_eq!(seats(&[None], &wanted(&[1, 2])), [seat(1)], "no line is left for the second");
    }
}
