//! The judge: what of one picture an operator may see. Pure, on virtual time, and closed whenever it does not know.
//!
//! A picture shows a page as it was somewhere between two moments ([`Capture::earliest`], [`Capture::arrived`]). It is
//! shown only when every document on the page was walked before the first and again after the second, nothing secret
//! changed in between, and nothing was in motion; then everything secret is covered. Everything else is a
//! [`Blank`] with its reason. Source: specification 6(2)③b, counter.md "three layers, fail closed".

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::report::{Area, SecretKind, Walk};
use super::{Layers, PageKind};
use crate::cdp::event::FrameId;

/// A walk that took longer than this after the picture came is no truth about it.
pub const WALK_LATE: Duration = Duration::from_millis(400);
/// A screencast picture is at most this old when it arrives.
pub const PICTURE_AGE_MAX: Duration = Duration::from_millis(250);
/// How much wider than the secret itself the cover is, on every side, in CSS pixels.
pub const COVER_MARGIN: f64 = 8.0;
const STILL_ENOUGH: f64 = 1.0;
const WALKS_KEPT: usize = 64;
const DOCUMENTS_MAX: usize = 200;
const DEPTH_MAX: usize = 16;

/// The moment and place of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capture {
    /// It was taken at this moment or later.
    pub earliest: Duration,
    /// It was taken at this moment or earlier.
    pub arrived: Duration,
    /// The page's scroll offset in it, in CSS pixels; None where the browser does not say.
    pub scroll: Option<(f64, f64)>,
    /// Pinch zoom in it.
    pub scale: f64,
    /// What it shows, in CSS pixels.
    pub size: (f64, f64),
}

/// Why an operator sees a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// The resident is typing a secret.
    Hold,
    /// The whole page is secret.
    SecretPage,
    /// Nobody described this page.
    UnknownPage,
    /// A document has no guard, or one that does not know what was typed.
    Unguarded,
    /// A part of a document that the guard does not watch yet.
    Unwatched,
    /// What is secret, or where, changed around the picture's moment.
    Settling,
    /// A walk did not come in time.
    Late,
    /// Something secret is in motion.
    Moving,
    /// Where an embedded frame stands is not known.
    ForeignFrame,
    /// The picture is enlarged.
    Zoomed,
    /// More than the guard can look through.
    TooLarge,
}

impl Blank {
    /// Whether another look a moment later may be enough.
    #[must_use]
    pub fn passes(self) -> bool {
        match self {
            Self::Unguarded | Self::Unwatched | Self::Settling | Self::Late | Self::Moving | Self::ForeignFrame => true,
            Self::Hold | Self::SecretPage | Self::UnknownPage | Self::Zoomed | Self::TooLarge => false,
        }
    }
}

/// What may be shown: the picture without these areas. Only the judge makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    covers: Vec<Area>,
}

impl Disclosure {
    /// What is covered, in the picture's CSS pixels.
    #[must_use]
    pub fn covers(&self) -> &[Area] {
        &self.covers
    }
}

/// The answer about one picture.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Verdict {
    /// To be shown without what is covered.
    Masked(Disclosure),
    /// Not to be shown.
    Blank(Blank),
}

/// Whether a secret is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// No secret field has focus.
    Free,
    /// A secret field has focus.
    Held(SecretKind),
    /// It had; nothing is shown, and nothing of the operator's arrives, before one picture was verified.
    Clearing {
        /// Since the focus went.
        since: Duration,
    },
}

#[derive(Debug)]
struct Timed {
    asked: Duration,
    done: Duration,
    walk: Walk,
}

#[derive(Debug)]
struct Document {
    parent: Option<FrameId>,
    kind: PageKind,
    armed: bool,
    unwatched: u32,
    walks: VecDeque<Timed>,
}

/// The judge of one page and everything embedded in it.
#[derive(Debug)]
pub struct Judge {
    root: FrameId,
    documents: BTreeMap<FrameId, Document>,
    focused: BTreeSet<FrameId>,
    hold: Hold,
    overfull: bool,
    layers: Layers,
}

impl Judge {
    /// A judge for a page of which nothing is known yet, so that nothing is shown.
    #[must_use]
    pub fn new(root: FrameId, layers: Layers) -> Self {
        let mut judge = Self {
            root: root.clone(),
            documents: BTreeMap::new(),
            focused: BTreeSet::new(),
            hold: Hold::Free,
            overfull: false,
            layers,
        };
        judge.expect(root, None);
        judge
    }

    /// A frame is on the page; until it is armed and walked nothing is shown.
    pub fn expect(&mut self, frame: FrameId, parent: Option<FrameId>) {
        if self.documents.len() >= DOCUMENTS_MAX && !self.documents.contains_key(&frame) {
            self.overfull = true;
            return;
        }
        let fresh = Document {
            parent: parent.clone(),
            kind: PageKind::Unknown,
            armed: false,
            unwatched: 0,
            walks: VecDeque::new(),
        };
        let document = self.documents.entry(frame).or_insert(fresh);
        if parent.is_some() {
            document.parent = parent;
        }
    }

    /// A frame left the page, with everything in it.
    pub fn gone(&mut self, frame: &FrameId, now: Duration) {
        let inside: Vec<FrameId> = self
            .documents
            .iter()
            .filter(|(_, it)| it.parent.as_ref() == Some(frame))
            .map(|(id, _)| id.clone())
            .collect();
        self.documents.remove(frame);
        self.blurred(frame, now);
        for child in inside {
            self.gone(&child, now);
        }
    }

    /// A frame has another document, or none: what was known of it says nothing any more.
    pub fn lost(&mut self, frame: &FrameId, now: Duration) {
        if let Some(document) = self.documents.get_mut(frame) {
            document.armed = false;
            document.walks.clear();
        }
        self.blurred(frame, now);
    }

    /// What the city knows of the document in this frame.
    pub fn page(&mut self, frame: &FrameId, kind: PageKind) {
        if let Some(document) = self.documents.get_mut(frame) {
            document.kind = kind;
        }
    }

    /// The guard of this frame knows everything that it must.
    pub fn armed(&mut self, frame: &FrameId, yes: bool) {
        if let Some(document) = self.documents.get_mut(frame) {
            document.armed = yes;
        }
    }

    /// How many parts of this frame's process the guard does not watch yet.
    pub fn unwatched(&mut self, frame: &FrameId, parts: u32) {
        if let Some(document) = self.documents.get_mut(frame) {
            document.unwatched = parts;
        }
    }

    /// A walk asked for at `asked` came at `done`.
    pub fn walked(&mut self, frame: &FrameId, asked: Duration, done: Duration, walk: Walk) {
        match walk.focus {
            Some(kind) => self.focused(frame, kind),
            None => self.blurred(frame, done),
        }
        if let Some(document) = self.documents.get_mut(frame) {
            if document.walks.len() >= WALKS_KEPT {
                document.walks.pop_front();
            }
            document.walks.push_back(Timed { asked, done, walk });
        }
    }

    /// A secret field in this frame has focus.
    pub fn focused(&mut self, frame: &FrameId, kind: SecretKind) {
        if self.documents.contains_key(frame) {
            self.focused.insert(frame.clone());
            self.hold = Hold::Held(kind);
        }
    }

    /// No secret field in this frame has focus.
    pub fn blurred(&mut self, frame: &FrameId, now: Duration) {
        self.focused.remove(frame);
        if let (true, Hold::Held(_)) = (self.focused.is_empty(), self.hold) {
            self.hold = Hold::Clearing { since: now };
        }
    }

    /// Whether a secret is being typed, or was and no picture is verified yet.
    #[must_use]
    pub fn hold(&self) -> Hold {
        self.hold
    }

    /// The frame whose secret field has focus.
    #[must_use]
    pub fn focused_frame(&self) -> Option<&FrameId> {
        self.focused.iter().next()
    }

    /// Whether every document has a guard that knows everything.
    #[must_use]
    pub fn healthy(&self) -> bool {
        !self.overfull && self.documents.values().all(|it| it.armed)
    }

    /// What the city knows of the page.
    #[must_use]
    pub fn root_page(&self) -> &PageKind {
        self.documents.get(&self.root).map_or(&PageKind::Unknown, |it| &it.kind)
    }

    /// Whether every document was walked after this picture came.
    #[must_use]
    pub fn walked_after(&self, capture: &Capture) -> bool {
        self.documents.values().all(|it| it.walks.iter().any(|walk| walk.asked >= capture.arrived))
    }

    /// Says what of a picture may be shown. A hold ends with the first picture that could be, which is not shown yet.
    pub fn verdict(&mut self, capture: &Capture) -> Verdict {
        let judged = self.judged(capture);
        match (self.hold, judged) {
            _ if !self.layers.blank => Verdict::Masked(Disclosure { covers: self.newest_covers(capture) }),
            (Hold::Held(_), _) => Verdict::Blank(Blank::Hold),
            (Hold::Clearing { since }, Ok(_)) => {
                if capture.earliest >= since {
                    self.hold = Hold::Free;
                }
                Verdict::Blank(Blank::Hold)
            }
            (Hold::Clearing { .. }, Err(_)) => Verdict::Blank(Blank::Hold),
            (Hold::Free, Ok(covers)) => Verdict::Masked(Disclosure { covers }),
            (Hold::Free, Err(reason)) => Verdict::Blank(reason),
        }
    }

    fn judged(&self, capture: &Capture) -> Result<Vec<Area>, Blank> {
        match self.root_page() {
            PageKind::Open { .. } => {}
            PageKind::Secret { .. } => return Err(Blank::SecretPage),
            PageKind::Unknown => return Err(Blank::UnknownPage),
        }
        if self.overfull {
            return Err(Blank::TooLarge);
        }
        let mut truths = BTreeMap::new();
        for (frame, document) in &self.documents {
            if !document.armed {
                return Err(Blank::Unguarded);
            }
            if document.unwatched > 0 {
                return Err(Blank::Unwatched);
            }
            truths.insert(frame, self.truth(document, capture)?);
        }
        if (capture.scale - 1.0).abs() > 0.001 {
            return Err(Blank::Zoomed);
        }
        self.covers(&truths, capture)
    }

    /// The newest walk of a document, if it held from before the picture until after it.
    fn truth<'a>(&self, document: &'a Document, capture: &Capture) -> Result<&'a Walk, Blank> {
        let after = document.walks.iter().position(|it| it.asked >= capture.arrived).ok_or(Blank::Late)?;
        let last = &document.walks[after];
        if last.done.saturating_sub(capture.arrived) > WALK_LATE {
            return Err(Blank::Late);
        }
        let before = document.walks.iter().rposition(|it| it.done <= capture.earliest).ok_or(Blank::Settling)?;
        let root = document.parent.is_none();
        let has_secrets = self.holds_secrets(document);
        for it in document.walks.range(before.min(after)..=after).map(|it| &it.walk) {
            if it.overflow {
                return Err(Blank::TooLarge);
            }
            if (it.scale - 1.0).abs() > 0.001 {
                return Err(Blank::Zoomed);
            }
            if it.epoch != last.walk.epoch || !same_places(it, &last.walk, root) {
                return Err(Blank::Settling);
            }
            if has_secrets && it.moving {
                return Err(Blank::Moving);
            }
            let pinned = it.secrets.iter().any(|secret| secret.anchored) || capture.scroll.is_none();
            if has_secrets && pinned && !scrolled_alike(it, &last.walk, capture, root) {
                return Err(Blank::Moving);
            }
        }
        Ok(&last.walk)
    }

    /// Whether something in the document, or embedded in it, is secret.
    fn holds_secrets(&self, document: &Document) -> bool {
        let own = document.walks.iter().any(|it| !it.walk.secrets.is_empty());
        own || self.documents.values().any(|it| {
            let foreign = !matches!(it.kind, PageKind::Open { .. });
            it.parent.is_some() && (foreign || it.walks.iter().any(|walk| !walk.walk.secrets.is_empty()))
        })
    }

    fn covers(&self, truths: &BTreeMap<&FrameId, &Walk>, capture: &Capture) -> Result<Vec<Area>, Blank> {
        let picture = Area { x: 0.0, y: 0.0, width: capture.size.0, height: capture.size.1 };
        let mut covers = Vec::new();
        if !self.layers.rectangles {
            return Ok(covers);
        }
        for (frame, document) in &self.documents {
            let Some(walk) = truths.get(frame) else { return Err(Blank::Late) };
            let whole = document.parent.is_some() && !matches!(document.kind, PageKind::Open { .. });
            let huge = Area { x: 0.0, y: 0.0, width: 10_000_000.0, height: 10_000_000.0 };
            let own = walk.secrets.iter().map(|secret| secret.area).chain(whole.then_some(huge));
            for area in own {
                let Some(seen) =
                    self.in_picture(frame, area, truths, capture)?.and_then(|it| padded(it).within(picture))
                else {
                    continue;
                };
                if !walk.synced {
                    return Err(if document.parent.is_some() { Blank::ForeignFrame } else { Blank::Late });
                }
                covers.push(seen);
            }
        }
        Ok(covers)
    }

    /// Where a document's area is in the picture. None when what it is embedded in hides it.
    fn in_picture(
        &self,
        frame: &FrameId,
        area: Area,
        truths: &BTreeMap<&FrameId, &Walk>,
        capture: &Capture,
    ) -> Result<Option<Area>, Blank> {
        let (mut frame, mut area) = (frame, area);
        for _ in 0..DEPTH_MAX {
            let document = self.documents.get(frame).ok_or(Blank::ForeignFrame)?;
            let Some(parent) = &document.parent else {
                let walk = truths.get(frame).ok_or(Blank::Late)?;
                let scroll = capture.scroll.unwrap_or(walk.scroll);
                return Ok(Some(area.moved(walk.scroll.0 - scroll.0, walk.scroll.1 - scroll.1)));
            };
            let outside = truths.get(parent).ok_or(Blank::ForeignFrame)?;
            let hole = outside.frames.iter().find(|(id, _)| id == frame).ok_or(Blank::ForeignFrame)?.1;
            let Some(seen) = area.moved(hole.x, hole.y).within(hole) else { return Ok(None) };
            (frame, area) = (parent, seen);
        }
        Err(Blank::ForeignFrame)
    }

    /// For tests that switch the third layer off: what the newest walks say, right or not.
    fn newest_covers(&self, capture: &Capture) -> Vec<Area> {
        let newest =
            self.documents.iter().filter_map(|(id, it)| it.walks.back().map(|walk| (id, &walk.walk))).collect();
        self.covers(&newest, capture).unwrap_or_default()
    }
}

fn padded(area: Area) -> Area {
    Area {
        x: area.x - COVER_MARGIN,
        y: area.y - COVER_MARGIN,
        width: area.width + 2.0 * COVER_MARGIN,
        height: area.height + 2.0 * COVER_MARGIN,
    }
}

fn same_places(one: &Walk, other: &Walk, root: bool) -> bool {
    // A page's own scrolling moves nothing on the page; inside an embedded frame it does.
    let shift = |walk: &Walk| if root { walk.scroll } else { (0.0, 0.0) };
    let (a, b) = (shift(one), shift(other));
    let near = |left: Area, right: Area| left.moved(a.0, a.1).near(right.moved(b.0, b.1), STILL_ENOUGH);
    let anchored_near = |left: Area, right: Area| left.near(right, STILL_ENOUGH);
    one.secrets.len() == other.secrets.len()
        && one.frames.len() == other.frames.len()
        && one.secrets.iter().zip(&other.secrets).all(|(left, right)| {
            left.anchored == right.anchored
                && if left.anchored { anchored_near(left.area, right.area) } else { near(left.area, right.area) }
        })
        && one.frames.iter().zip(&other.frames).all(|(left, right)| left.0 == right.0 && near(left.1, right.1))
}

fn scrolled_alike(one: &Walk, other: &Walk, capture: &Capture, root: bool) -> bool {
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() <= STILL_ENOUGH && (a.1 - b.1).abs() <= STILL_ENOUGH;
    near(one.scroll, other.scroll) && (!root || capture.scroll.is_none_or(|it| near(it, other.scroll)))
}

#[cfg(test)]
mod tests;
