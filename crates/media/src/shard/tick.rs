//! What happens each 20 ms: mixing, playing, keys; and once a second, looking for silence.
//!
//! Owns the mixed path. It must never read a clock: the shard's loop says when.

use std::time::Instant;

use wire::g711;
use wire::mix::{FRAME_SAMPLES, Frame, Sum};

use super::exchange::Exchange;
use crate::LegId;
use crate::event::MediaEvent;
use crate::leg::End;

impl Exchange {
    /// One step of 20 ms.
    pub(crate) fn tick(&mut self, now: Instant) {
        for leg in self.legs.values_mut() {
            leg.pull_frame();
        }
        let busy = |leg: &crate::leg::Leg| leg.player.is_some() || !leg.plan.mixed_from.is_empty() || leg.is_keying();
        let busy: Vec<LegId> = self.legs.iter().filter(|(_, leg)| busy(leg)).map(|(id, _)| *id).collect();
        for id in busy {
            self.tick_leg(id, now);
        }
        self.wake_web(now);
    }

    /// Tells of telephones that fell silent though they may speak.
    pub(crate) fn look_for_silence(&mut self, now: Instant) {
        let at = self.clock.samples(now);
        let limit = u64::try_from(self.rtp_timeout.as_millis()).unwrap_or(u64::MAX).saturating_mul(8);
        for (id, leg) in &mut self.legs {
            let End::Rtp(end) = &leg.end else {
                continue;
            };
            let may_speak = end.agreed.is_some_and(|agreed| agreed.receives);
            let silent = at.saturating_sub(leg.heard_at) > limit;
            if may_speak && silent && !std::mem::replace(&mut leg.timeout_told, true) {
                self.outbox.tell(MediaEvent::RtpTimeout { leg: *id });
            }
        }
        self.outbox.flush();
    }

    fn tick_leg(&mut self, id: LegId, now: Instant) {
        let at = self.clock.samples(now);
        let played = self.played_frame(id);
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.is_keying() {
            if let Some((stamp, payload)) = leg.next_key_packet(at) {
                self.send(id, now, stamp, true, &payload);
            }
            return;
        }
        if played.is_none() && leg.plan.mixed_from.is_empty() {
            return;
        }
        let stamp = leg.outgoing.made(at);
        let codec = leg.codec();
        let frame = self.mixed(id, played);
        let mut payload = [0; FRAME_SAMPLES];
        g711::encode_into(codec, &frame, &mut payload);
        self.send(id, now, stamp, false, &payload);
    }

    /// The next 20 ms of the sound played to a leg; at its end it is told and the group planned anew.
    fn played_frame(&mut self, id: LegId) -> Option<Frame> {
        let leg = self.legs.get_mut(&id)?;
        let player = leg.player.as_mut()?;
        let frame = player.next_frame();
        if frame.is_none() {
            let tag = player.tag();
            leg.player = None;
            self.outbox.tell(MediaEvent::PlayEnded { leg: id, tag });
            self.replan_of(id);
        }
        frame
    }

    fn mixed(&self, id: LegId, played: Option<Frame>) -> Frame {
        let mut sum = Sum::default();
        if let Some(frame) = &played {
            sum.add(frame);
        }
        let speakers = self.legs.get(&id).map(|leg| leg.plan.mixed_from.as_slice());
        for speaker in speakers.unwrap_or(&[]) {
            if let Some(frame) = self.legs.get(speaker).and_then(|leg| leg.frame.as_ref()) {
                sum.add(frame);
            }
        }
        sum.saturated()
    }
}
