//! The way of a picture: it comes, every document is walked, the judge speaks, operators see what is left.
//!
//! One picture is judged at a time and the newest waits; the browser sends more only when one was dealt with. After
//! motion a still without loss is taken between two walks, and again, more and more slowly, while there is none to show.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::core::{Core, Effect};
use super::order::HostEvent;
use super::picture::{BEFORE_PATIENCE, Raw, Still};
use super::want::Want;
use crate::cdp::event::{FrameId, ScreencastMetadata};
use crate::frame::{Encoding, MaskedFrame, RawFrame};
use crate::guard::disclosure::{Hold, PICTURE_AGE_MAX, WALK_LATE};
use crate::guard::{Blank, Capture, Verdict, Walk};
use crate::host::exchange::KioskFrame;

/// After the last motion a still is taken this soon.
const STILL_AFTER: Duration = Duration::from_millis(120);
/// A still that cannot be shown is tried again after this, doubled each time.
const STILL_AGAIN: Duration = Duration::from_millis(150);
const STILL_AGAIN_MAX: Duration = Duration::from_millis(1200);

impl Core {
    pub(super) fn pictured(&mut self, id: &str, data: String, ack: i64, metadata: ScreencastMetadata) {
        let Some(page) = self.pages.last_mut().filter(|page| page.session == id) else {
            self.acknowledge(id, Some(ack));
            return;
        };
        let scroll = (metadata.scroll_offset_x, metadata.scroll_offset_y);
        // The browser sends a page that did not change, too, such as while a still is taken.
        if *page.pictures.last == data && page.pictures.last_scroll == Some(scroll) {
            self.acknowledge(id, Some(ack));
            return;
        }
        let Ok(bytes) = STANDARD.decode(&data).map(Zeroizing::new) else {
            self.lost("a picture came in a form nobody knows");
            return;
        };
        page.pictures.last = Zeroizing::new(data);
        page.pictures.last_scroll = Some(scroll);
        page.pictures.tries = 0;
        let capture = Capture {
            earliest: self.now.saturating_sub(PICTURE_AGE_MAX),
            arrived: self.now,
            scroll: Some(scroll),
            scale: metadata.page_scale_factor,
            size: (metadata.device_width, metadata.device_height),
        };
        self.effects.push(Effect::Kiosk(KioskFrame { bytes: bytes.clone(), encoding: Encoding::Jpeg }));
        let replaced = page.pictures.next.replace(Raw { bytes, encoding: Encoding::Jpeg, capture, ack: Some(ack) });
        let late = replaced.and_then(|it| it.ack);
        self.acknowledge(id, late);
        self.judge_next();
    }

    fn acknowledge(&mut self, session: &str, ack: Option<i64>) {
        if let Some(ack) = ack {
            self.call(Some(session), "Page.screencastFrameAck", &json!({ "sessionId": ack }), Want::Nothing);
        }
    }

    /// Takes the picture that waits, if none is being judged, and has the page walked.
    fn judge_next(&mut self) {
        let Some(page) = self.pages.last_mut() else { return };
        if page.pictures.judged.is_some() {
            return;
        }
        let Some(mut next) = page.pictures.next.take() else { return };
        // It may have waited; what is walked from here on is after it in any case.
        next.capture.arrived = self.now;
        page.pictures.judged = Some(next);
        self.walk_front();
    }

    fn walk_front(&mut self) {
        let Some(target) = self.front().map(|page| page.target.clone()) else { return };
        let frames: Vec<FrameId> =
            self.frames.iter().filter(|(_, it)| it.page == target).map(|(frame, _)| frame.clone()).collect();
        for frame in frames {
            self.walk(&frame);
        }
    }

    /// Asks one guard where everything secret is.
    pub(super) fn walk(&mut self, frame: &FrameId) {
        let Some(context) = self.frames.get(frame).and_then(|it| it.context) else { return };
        let want = Want::Walked { frame: frame.clone(), context, asked: self.now };
        self.in_guard(frame, "guard.walk()", true, want);
    }

    pub(super) fn walked(&mut self, frame: &FrameId, context: i64, asked: Duration, value: &Value) {
        let Some(it) = self.frames.get(frame).filter(|it| it.context == Some(context)) else { return };
        let (page, now) = (it.page.clone(), self.now);
        let walk = value["result"]["value"].as_str().map(Walk::read);
        let Some(page) = self.page_of(&page) else { return };
        match walk {
            Some(Ok(walk)) => page.judge.walked(frame, asked, now, walk),
            // A guard that speaks otherwise is none.
            Some(Err(_)) | None => page.judge.lost(frame, now),
        }
        self.pictures_due();
    }

    /// Whatever of pictures is due at this moment.
    pub(super) fn pictures_due(&mut self) {
        let now = self.now;
        let Some(page) = self.pages.last_mut() else { return };
        let judged = page
            .pictures
            .judged
            .take_if(|it| page.judge.walked_after(&it.capture) || it.capture.arrived + WALK_LATE < now);
        if let Some(raw) = judged {
            self.judge(raw);
            self.judge_next();
            return;
        }
        if page.pictures.still_due.is_some_and(|due| due <= now) {
            page.pictures.still_due = None;
            if matches!(page.pictures.still, Still::None) {
                page.pictures.still = Still::Before(now);
                self.walk_front();
            }
            return;
        }
        if let Still::Before(asked) = page.pictures.still {
            let before = Capture { earliest: asked, arrived: asked, scroll: None, scale: 1.0, size: (0.0, 0.0) };
            if page.judge.walked_after(&before) {
                page.pictures.still = Still::Taking;
                let (page, session) = (page.target.clone(), page.session.clone());
                let shot = json!({ "format": "png", "optimizeForSpeed": true, "fromSurface": true });
                self.call(Some(&session), "Page.captureScreenshot", &shot, Want::Shot { page, asked: now });
            } else if asked + BEFORE_PATIENCE <= now {
                page.pictures.still = Still::None;
                self.still_again();
            }
        }
    }

    pub(super) fn shot(&mut self, target: &FrameId, asked: Duration, value: &Value) {
        let now = self.now;
        let window = self.window;
        let Some(page) = self.page_of(target) else { return };
        page.pictures.still = Still::None;
        let newer = page.pictures.judged.is_some() || page.pictures.next.is_some();
        let bytes = value["data"].as_str().and_then(|data| STANDARD.decode(data).ok()).map(Zeroizing::new);
        let (false, Some(bytes)) = (newer, bytes) else { return };
        let size = (f64::from(window.0), f64::from(window.1));
        let capture = Capture { earliest: asked, arrived: now, scroll: None, scale: 1.0, size };
        let own = KioskFrame { bytes: bytes.clone(), encoding: Encoding::Png };
        page.pictures.next = Some(Raw { bytes, encoding: Encoding::Png, capture, ack: None });
        self.effects.push(Effect::Kiosk(own));
        self.judge_next();
    }

    pub(super) fn shot_failed(&mut self, target: &FrameId) {
        if let Some(page) = self.page_of(target) {
            page.pictures.still = Still::None;
        }
        self.still_again();
    }

    fn judge(&mut self, raw: Raw) {
        let Some(page) = self.pages.last_mut() else { return };
        let held = page.judge.hold() != Hold::Free;
        let verdict = page.judge.verdict(&raw.capture);
        let session = page.session.clone();
        let still = raw.encoding == Encoding::Png;
        self.acknowledge(&session, raw.ack);
        match &verdict {
            Verdict::Blank(reason) => {
                self.blank(*reason);
                match self.front().map(|page| page.judge.hold()) {
                    Some(Hold::Free) if held => self.still_soon(),
                    Some(Hold::Free) if reason.passes() => self.still_again(),
                    Some(Hold::Clearing { .. }) => self.still_again(),
                    // The blur, or another page, asks for the next look.
                    Some(Hold::Free | Hold::Held(_)) | None => {}
                }
            }
            Verdict::Masked(_) => {
                let Ok(picture) = RawFrame::decode(&raw.bytes, raw.encoding) else {
                    self.blank(Blank::Late);
                    return;
                };
                let masked = picture.masked(&verdict, raw.capture.size.0, still);
                self.show(masked);
                if !still {
                    self.still_soon();
                }
            }
        }
    }

    fn show(&mut self, frame: MaskedFrame) {
        let Some(page) = self.pages.last_mut() else { return };
        page.blank = None;
        page.pictures.size = Some(frame.size());
        page.pictures.tries = 0;
        self.shown += 1;
        self.effects.push(Effect::Operator(frame));
    }

    /// Covers the whole picture, once.
    pub(super) fn blank(&mut self, reason: Blank) {
        let (window, layers) = (self.window, self.layers);
        let Some(page) = self.pages.last_mut() else { return };
        if page.blank == Some(reason) || !layers.blanks() {
            return;
        }
        page.blank = Some(reason);
        let (width, height) = page.pictures.size.unwrap_or(window);
        self.effects.push(Effect::Operator(MaskedFrame::placeholder(width, height, reason)));
        self.tell(HostEvent::Blanked { reason });
    }

    /// Another page came to the front: nothing of it was judged yet.
    pub(super) fn blank_anew(&mut self) {
        if let Some(page) = self.pages.last_mut() {
            page.blank = None;
        }
        self.blank(Blank::Settling);
        self.still_soon();
    }

    /// A still is wanted soon: something changed, or motion ended.
    pub(super) fn still_soon(&mut self) {
        let due = self.now + STILL_AFTER;
        if let Some(page) = self.pages.last_mut() {
            page.pictures.tries = 0;
            page.pictures.still_due = Some(due);
        }
    }

    fn still_again(&mut self) {
        let now = self.now;
        if let Some(page) = self.pages.last_mut() {
            let wait = STILL_AGAIN.saturating_mul(1 << page.pictures.tries.min(5)).min(STILL_AGAIN_MAX);
            page.pictures.tries += 1;
            page.pictures.still_due.get_or_insert(now + wait);
        }
    }
}
